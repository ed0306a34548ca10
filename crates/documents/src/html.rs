//! HTML: what a page says, without what it does.
//!
//! Only tokens are read, in one pass, so that nothing nests and nothing is loaded. Scripts, styles
//! and what is marked as hidden are left out.

use crate::Extracted;
use crate::error::ReadError;
use crate::flow::Flow;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

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
    let (html, encoding) = decode(bytes);
    let tokenizer = Tokenizer::new(Page::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = html.as_str();
    // Piece by piece, so that a page beyond the limits is given up soon.
    while !rest.is_empty() && !tokenizer.sink.0.borrow().flow.is_too_long() {
        let (piece, more) = rest.split_at(rest.floor_char_boundary(PIECE.min(rest.len())));
        queue.push_back(StrTendril::from(piece));
        rest = more;
        // A script ends: there is nothing to run, the page goes on.
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    }
    tokenizer.end();
    let text = tokenizer.sink.0.into_inner().flow.finish()?;
    Ok((Extracted::flowing(text), encoding))
}

fn decode(bytes: &[u8]) -> (String, &'static str) {
    if let Some(bare) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return (UTF_8.decode_without_bom_handling(bare).0.into_owned(), "UTF-8 with BOM");
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), UTF_8.name());
    }
    let encoding = stated(bytes).unwrap_or(WINDOWS_1252);
    (encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding.name())
}

/// The encoding that the page states.
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let head: String = head.iter().map(|b| char::from(b.to_ascii_lowercase())).collect();
    let (_, rest) = head.split_once("charset")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    let label = rest.get(..end.unwrap_or(rest.len()))?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

#[derive(Default)]
struct Page(RefCell<Reader>);

struct Reader {
    flow: Flow,
    /// The element that is not shown, and how many of its name are open.
    unseen: Option<(String, usize)>,
    /// Inside `pre`, so many.
    verbatim: usize,
    /// Open lists: the last number, or none in a list of bullets.
    lists: Vec<Option<i64>>,
    /// The label of an item that has not begun to speak.
    label: Option<String>,
}

impl Default for Reader {
    fn default() -> Reader {
        Reader { flow: Flow::new(true), unseen: None, verbatim: 0, lists: Vec::new(), label: None }
    }
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let raw = (tag.kind == TagKind::StartTag).then(|| raw(&tag.name)).flatten();
                reader.tag(&tag);
                match raw {
                    Some(kind) if !tag.self_closing => TokenSinkResult::RawData(kind),
                    _ => TokenSinkResult::Continue,
                }
            }
            Token::CharacterTokens(words) => {
                reader.words(&words);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
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
        if self.unseen.is_some() {
            return;
        }
        if !words.trim().is_empty()
            && let Some(label) = self.label.take()
        {
            self.flow.label(&label);
        }
        if self.verbatim > 0 {
            self.flow.verbatim(words);
        } else {
            self.flow.text(words);
        }
    }

    fn tag(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        let opens = tag.kind == TagKind::StartTag;
        if self.is_unseen(name, opens) {
            return;
        }
        if opens && !VOID.contains(&name) && (UNSEEN.contains(&name) || hidden(tag)) {
            // `<script/>` is not closed by its slash: only `svg` and `math` know such a form.
            let closed = tag.self_closing && matches!(name, "svg" | "math");
            if !closed {
                self.unseen = Some((name.to_owned(), 1));
            }
            return;
        }
        match (name, opens) {
            ("br", _) => self.flow.line_break(),
            ("table", true) => self.flow.open_table(),
            ("table", false) => self.flow.close_table(),
            ("tr", true) => self.flow.open_row(),
            ("td" | "th", true) => self.flow.open_cell(),
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
            ("pre", false) => {
                self.verbatim = self.verbatim.saturating_sub(1);
                self.block(true);
            }
            _ if APART.contains(&name) => self.block(true),
            _ if BLOCKS.contains(&name) => self.block(false),
            _ => {}
        }
    }

    /// Whether a tag stands inside, or ends, an element that is not shown.
    fn is_unseen(&mut self, name: &str, opens: bool) -> bool {
        let Some((unseen, depth)) = &mut self.unseen else { return false };
        if unseen != name {
            // A page may leave its head open.
            let over = unseen == "head" && name == "body";
            if over {
                self.unseen = None;
            }
            return !over;
        }
        if opens && OPEN_ENDED.contains(&name) {
            self.unseen = None;
            return false;
        }
        *depth = if opens { depth.saturating_add(1) } else { depth.saturating_sub(1) };
        if *depth == 0 {
            self.unseen = None;
        }
        true
    }

    fn block(&mut self, apart: bool) {
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

fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
}

fn hidden(tag: &Tag) -> bool {
    let style = attribute(tag, "style").unwrap_or_default();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    attribute(tag, "hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}
