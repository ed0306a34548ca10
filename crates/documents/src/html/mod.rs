//! HTML: what a page says, without what it does.
//!
//! Only tokens are read, so that nothing nests and nothing is loaded; where there are stylesheets, they are gathered in
//! a pass of their own before. Scripts and styles are left out, and so are words that attributes, styles and the
//! stylesheets of the page hide, which are counted.

mod encoding;
mod regions;
mod sheet;
mod style;

use crate::Extracted;
use crate::error::ReadError;
use crate::flow::Flow;
use crate::unseen::{Tally, WhyUnseen, white};
use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use regions::{Regions, Seen};
use sheet::{Matched, Sheet};
use std::cell::RefCell;
use style::{Hides, Inherited, Style};

/// Elements that begin a line, and leave room around them.
const APART: &[&str] =
    &["blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "ul"];
/// Elements that begin a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "legend",
    "li",
    "main",
    "nav",
    "section",
    "summary",
    "tbody",
    "tfoot",
    "thead",
];
/// Elements of which nothing is shown as text.
const UNSEEN: &[&str] = &[
    "audio", "canvas", "datalist", "head", "iframe", "math", "noembed", "noframes", "noscript",
    "object", "script", "select", "style", "svg", "template", "textarea", "title", "video", "xmp",
];
/// Elements without an end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];
/// Elements that may end without saying so, when the next one of their kind begins.
const OPEN_ENDED: &[&str] = &["dd", "dt", "li", "option", "p", "td", "th", "tr"];

/// So many bytes are read at a time.
const PIECE: usize = 64 * 1024;

/// Whether a file begins as HTML does.
pub(crate) fn is_html(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let head: String = head.iter().map(|b| char::from(b.to_ascii_lowercase())).collect();
    let head = head.trim_start();
    if head.starts_with("<?xml") || head.starts_with("<!--") {
        return head.contains("<html") || head.contains("<!doctype html");
    }
    let first = [
        "!doctype html",
        "html",
        "head",
        "body",
        "meta",
        "title",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "table",
        "section",
        "article",
        "main",
        "center",
        "font",
        "span",
    ];
    let Some(tag) = head.strip_prefix('<') else { return false };
    first.iter().any(|name| {
        tag.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\r', '\t', '/']))
    })
}

/// The text of a page, and the encoding of its file.
pub(crate) fn read(bytes: &[u8]) -> Result<(Extracted, &'static str), ReadError> {
    let (html, encoding) = encoding::decode(bytes)?;
    let lower = html.to_ascii_lowercase();
    let sheet = if lower.contains("<style") {
        let styles = tokens(&html, Styles::default(), |_| true).0.into_inner();
        Sheet::of(&styles.css)
    } else {
        Sheet::default()
    };
    // What stands behind the words is known where no colour is set at all.
    let painted = ["background", "bgcolor", "stylesheet"].iter().any(|word| lower.contains(word));
    let page = Page(RefCell::new(Reader { sheet, painted, ..Reader::default() }));
    let goes_on = |page: &Page| !page.0.borrow().flow.is_too_long();
    let reader = tokens(&html, page, goes_on).0.into_inner();
    let text = reader.flow.finish()?;
    Ok((Extracted { unseen: reader.unseen.told(), ..Extracted::flowing(text) }, encoding))
}

/// Gives the tokens of a page to a sink, as long as it goes on.
fn tokens<S: TokenSink>(html: &str, sink: S, goes_on: impl Fn(&S) -> bool) -> S {
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = html;
    // Piece by piece, so that a page beyond the limits is given up soon.
    while !rest.is_empty() && goes_on(&tokenizer.sink) {
        let (piece, more) = rest.split_at(rest.floor_char_boundary(PIECE.min(rest.len())));
        queue.push_back(StrTendril::from(piece));
        rest = more;
        // A script ends: there is nothing to run, the page goes on.
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    }
    tokenizer.end();
    tokenizer.sink
}

/// Gathers the stylesheets of a page.
#[derive(Default)]
struct Styles(RefCell<Gathered>);

#[derive(Default)]
struct Gathered {
    css: String,
    inside: bool,
}

impl TokenSink for Styles {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut styles = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                styles.inside = tag.kind == TagKind::StartTag
                    && &*tag.name == "style"
                    && attribute(&tag, "media").is_none_or(|media| media.trim() != "print");
                after(&tag)
            }
            Token::CharacterTokens(words) if styles.inside => {
                styles.css.push_str(&words);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

struct Page(RefCell<Reader>);

#[derive(Default)]
struct Reader {
    flow: Flow,
    /// The rules of the page.
    sheet: Sheet,
    /// Whether something of the page may have a ground of a colour.
    painted: bool,
    /// The elements that change what is seen.
    regions: Regions,
    unseen: Tally,
    /// Inside `pre`, so many.
    verbatim: usize,
    /// Inside `sup`, so many.
    raised: usize,
    /// Open lists: the last number, or none in a list of bullets.
    lists: Vec<Option<i64>>,
    /// The label of an item that has not begun to speak.
    label: Option<String>,
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                reader.tag(&tag);
                after(&tag)
            }
            Token::CharacterTokens(words) => {
                reader.words(&words);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

/// How the page goes on behind a tag.
fn after(tag: &Tag) -> TokenSinkResult<()> {
    let raw = (tag.kind == TagKind::StartTag).then(|| raw(&tag.name)).flatten();
    match raw {
        Some(kind) if !tag.self_closing => TokenSinkResult::RawData(kind),
        _ => TokenSinkResult::Continue,
    }
}

/// Elements whose content is no markup.
fn raw(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
        "textarea" | "title" => Some(RawKind::Rcdata),
        _ => None,
    }
}

impl Reader {
    fn words(&mut self, words: &str) {
        if let Seen::Hides(hides) = self.regions.seen() {
            self.unseen.add(hides.why, words);
        }
        if self.regions.leaves_out() {
            return;
        }
        if !words.trim().is_empty()
            && let Some(label) = self.label.take()
        {
            self.flow.label(&label);
        }
        // The number of a note is no digit of the figure before it.
        let raised = (self.raised > 0).then(|| words.chars().map(superscript).collect::<String>());
        let words = raised.as_deref().unwrap_or(words);
        if self.verbatim > 0 {
            self.flow.verbatim(words);
        } else {
            self.flow.text(words);
        }
    }

    fn tag(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        let opens = tag.kind == TagKind::StartTag;
        if self.is_left_out(tag, opens) {
            return;
        }
        match (name, opens) {
            ("br", _) => self.flow.line_break(),
            ("table", true) => self.flow.open_table(),
            ("table", false) => self.flow.close_table(),
            ("tr", true) => self.flow.open_row(),
            ("td" | "th", true) => {
                self.raised = 0;
                self.flow.open_cell();
            }
            ("ul", true) => self.list(None),
            ("ol", true) => {
                let start = attribute(tag, "start").and_then(|start| start.trim().parse().ok());
                self.list(Some(start.unwrap_or(1i64).saturating_sub(1)));
            }
            ("ul" | "ol", false) => {
                self.lists.pop();
                self.block(true);
            }
            ("li", true) => self.item(),
            ("pre", true) => {
                self.block(true);
                self.verbatim += 1;
            }
            ("sup", true) => self.raised += 1,
            ("sup", false) => self.raised = self.raised.saturating_sub(1),
            ("pre", false) => {
                self.verbatim = self.verbatim.saturating_sub(1);
                self.block(true);
            }
            _ if APART.contains(&name) => self.block(true),
            _ if BLOCKS.contains(&name) => self.block(false),
            _ => {}
        }
    }

    /// Whether a tag begins, ends or stands inside an element that is not shown.
    fn is_left_out(&mut self, tag: &Tag, opens: bool) -> bool {
        let name: &str = &tag.name;
        if !opens {
            return self.regions.closes(name);
        }
        self.regions.ends_unsaid(name);
        if VOID.contains(&name) {
            return self.regions.leaves_out();
        }
        if UNSEEN.contains(&name) {
            // `<script/>` is not closed by its slash: only `svg` and `math` know such a form.
            let closed = tag.self_closing && matches!(name, "svg" | "math");
            if !closed && self.regions.inside(name) {
                self.regions.opens(name);
            } else if !closed && self.regions.seen() != Seen::Nothing {
                self.regions.enter(name, Seen::Nothing);
            }
            return true;
        }
        let (hides, style) = self.looks(tag);
        match self.regions.changes(hides, &style) {
            Some(seen) => self.regions.enter(name, seen),
            None => self.regions.opens(name),
        }
        self.regions.leaves_out()
    }

    /// What an element does to what is seen, and its style.
    fn looks(&self, tag: &Tag) -> (Option<Hides>, Style) {
        let own = Style::of(attribute(tag, "style").unwrap_or_default());
        let (style, maybe) = if self.sheet.is_empty() {
            (own, None)
        } else {
            let element = Matched {
                kind: &tag.name,
                id: attribute(tag, "id"),
                classes: attribute(tag, "class").unwrap_or_default().split_whitespace().collect(),
            };
            self.sheet.style(&element, &own)
        };
        let for_good = |why| Some(Hides { why, until: None });
        let name: &str = &tag.name;
        let is_white = name == "font"
            && attribute(tag, "color").is_some_and(|c| white(&c.to_ascii_lowercase()));
        let itself = if attribute(tag, "hidden").is_some() {
            for_good(WhyUnseen::Hidden)
        } else if matches!(name, "del" | "s" | "strike") {
            for_good(WhyUnseen::Struck)
        } else if is_white && !style.paints() {
            Some(Hides { why: WhyUnseen::Unsure, until: Some(Inherited::Colour) })
        } else {
            None
        };
        // What rules that may hold say otherwise nobody can tell here.
        let by_rules = || maybe.or_else(|| style.hides().map(|hides| self.on_its_ground(hides)));
        let itself = itself.map(|hides| self.on_its_ground(hides));
        (itself.or_else(by_rules), style)
    }

    /// White words are seen where something gives them a ground; where nothing of the page has a colour, they are not.
    fn on_its_ground(&self, hides: Hides) -> Hides {
        match hides.why {
            WhyUnseen::Unsure if !self.painted => Hides { why: WhyUnseen::Pale, ..hides },
            _ => hides,
        }
    }

    fn block(&mut self, apart: bool) {
        // No note goes over its paragraph, closed or not.
        self.raised = 0;
        self.flow.end();
        if apart {
            self.flow.apart();
        }
    }

    fn list(&mut self, number: Option<i64>) {
        // Inside an item, a list goes on with it.
        self.block(self.lists.is_empty());
        self.lists.push(number);
    }

    fn item(&mut self) {
        self.flow.end();
        self.label = Some(match self.lists.last_mut() {
            Some(Some(number)) => {
                *number = number.saturating_add(1);
                format!("{number}.")
            }
            Some(None) | None => "-".to_owned(),
        });
    }
}

/// A digit as it is raised; other characters as they are.
fn superscript(c: char) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digit = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
    digit.and_then(|digit| RAISED.get(digit).copied()).unwrap_or(c)
}

fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
}
