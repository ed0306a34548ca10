//! The stories of a document: body, headers, notes.

use super::ODT;
use super::lists::Lists;
use super::looks::{Look, Looks};
use crate::error::ReadError;
use crate::flow::Flow;
use crate::unseen::{Tally, Unseen, WhyUnseen};
use crate::xml::{Element, Hidden, Node, walk};

/// The text as it is gathered, story by story.
pub(super) struct Story {
    flow: Flow,
    lists: Lists,
    looks: Looks,
    unseen: Tally,
    /// Notes, in their order, for the end.
    notes: Vec<String>,
    /// Running heads and feet that were written, once each.
    known: Vec<String>,
}

impl Default for Story {
    fn default() -> Story {
        Story {
            flow: Flow::new(true),
            lists: Lists::default(),
            looks: Looks::default(),
            unseen: Tally::default(),
            notes: Vec::new(),
            known: Vec::new(),
        }
    }
}

/// Elements of which nothing is shown.
const HIDDEN: &[&str] = &[
    "text:tracked-changes",
    "office:annotation",
    "text:hidden-text",
    "text:hidden-paragraph",
    "office:forms",
    "text:note-citation",
];

/// Where a walk stands.
struct Place {
    hidden: Hidden,
    /// Inside paragraphs, one in the other when a text box stands in one.
    paragraphs: usize,
    /// A note is gathered apart from the text around it.
    note: Option<Flow>,
    /// The looks of tables, cells, paragraphs and spans that are open, each over that around it.
    looks: Vec<Look>,
    /// Inside frames, which may have a colour.
    drawn: usize,
    /// Inside sections that are not shown, one in the other.
    dark: usize,
    /// Why the words of a hidden element are not seen, if they are told.
    hides: Option<WhyUnseen>,
}

impl Place {
    fn new() -> Place {
        Place {
            hidden: Hidden::new(HIDDEN),
            paragraphs: 0,
            note: None,
            looks: Vec::new(),
            drawn: 0,
            dark: 0,
            hides: None,
        }
    }

    fn look(&self) -> Look {
        self.looks.last().copied().unwrap_or_default()
    }

    /// Why a reader does not see words where the walk stands, if so.
    fn unseen(&self) -> Option<WhyUnseen> {
        if self.dark > 0 {
            return Some(WhyUnseen::Hidden);
        }
        if self.hidden.inside() {
            return self.hides;
        }
        self.look().unseen(self.drawn > 0)
    }
}

/// The family of the style that an element has.
fn family(name: &str) -> Option<&'static str> {
    match name {
        "text:p" | "text:h" => Some("paragraph"),
        "text:span" => Some("text"),
        "table:table" => Some("table"),
        "table:table-row" => Some("table-row"),
        "table:table-cell" | "table:covered-table-cell" => Some("table-cell"),
        _ => None,
    }
}

/// Whether a section is not shown.
fn is_dark(section: &Element) -> bool {
    section.get("display") == Some("none") || section.get("is-hidden") == Some("true")
}

impl Story {
    /// Reads the styles that a part defines: those of lists, and how words look.
    pub(super) fn styles_of(&mut self, xml: &str) -> Result<(), ReadError> {
        self.lists.read(xml)?;
        self.looks.read(xml)
    }

    /// The text of the document.
    pub(super) fn body(&mut self, xml: &str) -> Result<(), ReadError> {
        self.within(xml, "office:text")
    }

    /// What stands in the headers or footers of all pages, equal ones once.
    pub(super) fn running(&mut self, styles: &str, element: &str) -> Result<(), ReadError> {
        let before = std::mem::replace(&mut self.flow, Flow::new(true));
        let read = self.within(styles, element);
        let running = std::mem::replace(&mut self.flow, before).finish()?;
        read?;
        for line in running.lines().filter(|line| !line.trim().is_empty()) {
            if !self.known.iter().any(|known| known == line) {
                self.flow.verbatim(line);
                self.flow.end();
                self.known.push(line.to_owned());
            }
        }
        self.flow.apart();
        Ok(())
    }

    /// What stands inside elements of a name.
    fn within(&mut self, xml: &str, wanted: &str) -> Result<(), ReadError> {
        let mut place = Place::new();
        let mut inside = 0usize;
        walk(xml, ODT, |node| {
            match node {
                Node::Open(element) if element.name == wanted => inside += 1,
                Node::Close(name) if name == wanted => inside = inside.saturating_sub(1),
                Node::Open(element) if inside > 0 => self.open(element, &mut place),
                Node::Close(name) if inside > 0 => self.close(name, &mut place),
                Node::Text(words) if inside > 0 => self.words(words, &place),
                _ => {}
            }
            !self.flow.is_too_long()
        })
    }

    /// The notes, behind the text.
    pub(super) fn notes(&mut self) {
        self.flow.apart();
        for note in std::mem::take(&mut self.notes) {
            self.flow.verbatim(note.trim());
            self.flow.end();
        }
    }

    pub(super) fn finish(self) -> Result<(String, Vec<Unseen>), ReadError> {
        Ok((self.flow.finish()?, self.unseen.told()))
    }

    fn words(&mut self, words: &str, place: &Place) {
        let unseen = place.unseen();
        if let Some(why) = unseen {
            self.unseen.add(why, words);
        }
        let seen = unseen.is_none_or(|why| why == WhyUnseen::Unsure);
        if !seen || place.hidden.inside() || place.paragraphs == 0 {
            return;
        }
        if !words.chars().all(|c| c.is_ascii_whitespace()) {
            self.label();
        }
        self.flow.text(words);
    }

    fn label(&mut self) {
        if let Some(label) = self.lists.label() {
            self.flow.label(&label);
        }
    }

    fn open(&mut self, element: &Element, place: &mut Place) {
        let name = element.name.as_str();
        if name == "text:section" && (place.dark > 0 || is_dark(element)) {
            place.dark += 1;
        }
        if place.dark > 0 {
            return;
        }
        match name {
            "text:deletion" => place.hides = Some(WhyUnseen::Struck),
            "text:hidden-text" => place.hides = Some(WhyUnseen::Hidden),
            _ => {}
        }
        if place.hidden.opens(name) {
            return;
        }
        if let Some(family) = family(name) {
            place.looks.push(self.looks.of(family, element).over(place.look()));
        }
        let count = |of: &str| element.get(of).and_then(|n| n.parse().ok()).unwrap_or(1usize);
        match name {
            "text:p" | "text:h" => place.paragraphs += 1,
            "text:s" => self.flow.spaces(count("c")),
            "text:tab" => self.flow.tab(),
            "text:line-break" => self.flow.line_break(),
            "draw:text-box" => {
                place.drawn += 1;
                self.flow.open_aside();
            }
            "text:note" => {
                place.note = Some(std::mem::replace(&mut self.flow, Flow::new(true)));
            }
            "text:list" => self.lists.open(element),
            "text:list-item" => self.lists.item(),
            "table:table" => self.flow.open_table(),
            "table:table-row" => self.flow.open_row(),
            "table:table-cell" | "table:covered-table-cell" => self.flow.open_cell(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, place: &mut Place) {
        if place.dark > 0 {
            place.dark -= usize::from(name == "text:section");
            return;
        }
        if matches!(name, "text:deletion" | "text:hidden-text") {
            place.hides = None;
        }
        if place.hidden.closes(name) {
            return;
        }
        if family(name).is_some() {
            place.looks.pop();
        }
        match name {
            "text:p" | "text:h" => {
                place.paragraphs = place.paragraphs.saturating_sub(1);
                self.label();
                self.flow.end_even_empty();
            }
            "draw:text-box" => {
                place.drawn = place.drawn.saturating_sub(1);
                self.flow.close_aside();
            }
            "text:note" => {
                if let Some(around) = place.note.take() {
                    let note = std::mem::replace(&mut self.flow, around).finish();
                    self.notes.extend(note);
                }
            }
            "text:list" => self.lists.close(),
            "table:table" => self.flow.close_table(),
            _ => {}
        }
    }
}
