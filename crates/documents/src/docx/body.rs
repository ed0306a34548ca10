//! The stories of a document: body, headers, notes.

use super::DOCX;
use super::numbering::{Numbered, Numbering, level};
use crate::error::ReadError;
use crate::flow::Flow;
use crate::xml::{Element, Hidden, Node, walk};

/// The text as it is gathered, story by story.
pub(super) struct Story<'a> {
    flow: Flow,
    numbering: &'a mut Numbering,
}

/// Where a walk through a story stands.
#[expect(clippy::struct_excessive_bools, reason = "each is an element that is open")]
struct Place {
    hidden: Hidden,
    /// Inside the words of a run.
    words: bool,
    /// The run is hidden.
    vanished: bool,
    /// Inside the properties of a paragraph, those of its mark excepted.
    properties: bool,
    style: Option<String>,
    numbered: Numbered,
    /// Whether the paragraph's label was written.
    labelled: bool,
}

impl Place {
    fn new() -> Place {
        Place {
            hidden: Hidden::new(HIDDEN),
            words: false,
            vanished: false,
            properties: false,
            style: None,
            numbered: Numbered::default(),
            labelled: false,
        }
    }
}

/// Elements of which nothing is shown: revisions struck out, the older form of a shape.
const HIDDEN: &[&str] = &["w:del", "w:moveFrom", "mc:Fallback", "w:instrText", "w:delText"];

impl Story<'_> {
    pub(super) fn new(numbering: &mut Numbering) -> Story<'_> {
        Story { flow: Flow::new(false), numbering }
    }

    /// Running heads or feet, equal ones once.
    pub(super) fn headers(&mut self, parts: &[String]) -> Result<(), ReadError> {
        let mut known: Vec<&String> = Vec::new();
        self.flow.apart();
        for part in parts {
            if !known.contains(&part) {
                self.body(part)?;
                known.push(part);
            }
        }
        self.flow.apart();
        Ok(())
    }

    /// A story's paragraphs and tables.
    pub(super) fn body(&mut self, xml: &str) -> Result<(), ReadError> {
        let mut place = Place::new();
        walk(xml, DOCX, |node| {
            match node {
                Node::Open(element) => self.open(element, &mut place),
                Node::Close(name) => self.close(name, &mut place),
                Node::Text(words) => {
                    if place.words && !place.hidden.inside() && !place.vanished {
                        self.label(&mut place);
                        self.flow.text(words);
                    }
                }
            }
            !self.flow.is_too_long()
        })
    }

    /// Foot or end notes, without the two that only part them from the text.
    pub(super) fn notes(&mut self, xml: &str) -> Result<(), ReadError> {
        let mut place = Place::new();
        let mut real = false;
        self.flow.apart();
        walk(xml, DOCX, |node| {
            match node {
                Node::Open(element)
                    if element.name == "w:footnote" || element.name == "w:endnote" =>
                {
                    real = element.get("type").is_none_or(|kind| kind == "normal");
                }
                Node::Open(element) if real => self.open(element, &mut place),
                Node::Close(name) if real => self.close(name, &mut place),
                Node::Text(words) if real && place.words && !place.hidden.inside() => {
                    self.flow.text(words);
                }
                _ => {}
            }
            !self.flow.is_too_long()
        })
    }

    pub(super) fn finish(self) -> Result<String, ReadError> {
        self.flow.finish()
    }

    fn open(&mut self, element: &Element, place: &mut Place) {
        let name = element.name.as_str();
        if place.hidden.opens(name) {
            return;
        }
        match name {
            "w:p" => {
                (place.style, place.numbered, place.labelled) = (None, Numbered::default(), false);
            }
            "w:pPr" => place.properties = true,
            "w:pStyle" => place.style = element.get("val").map(str::to_owned),
            "w:numId" if place.properties => {
                place.numbered.list = element.get("val").map(str::to_owned);
            }
            "w:ilvl" if place.properties => place.numbered.level = level(element),
            "w:r" => place.vanished = false,
            "w:vanish" if !place.properties => place.vanished = element.is_on(),
            "w:t" => place.words = true,
            "w:txbxContent" => self.flow.open_aside(),
            "w:tbl" => self.flow.open_table(),
            "w:tr" => self.flow.open_row(),
            "w:tc" => self.flow.open_cell(),
            _ if place.vanished || place.properties => {}
            "w:tab" | "w:ptab" => self.flow.tab(),
            "w:br" | "w:cr" => self.flow.line_break(),
            "w:noBreakHyphen" => self.flow.text("-"),
            "w:sym" => {
                let code = element.get("char").and_then(|hex| u32::from_str_radix(hex, 16).ok());
                if let Some(c) = code.and_then(char::from_u32).filter(|c| !c.is_control()) {
                    self.flow.text(c.encode_utf8(&mut [0; 4]));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, place: &mut Place) {
        if place.hidden.closes(name) {
            return;
        }
        match name {
            "w:pPr" => place.properties = false,
            "w:r" => place.vanished = false,
            "w:t" => place.words = false,
            "w:p" => {
                // An item without words has a number all the same.
                if place.numbered.list.is_some() {
                    self.label(place);
                }
                self.flow.end_even_empty();
                (place.style, place.numbered, place.labelled) = (None, Numbered::default(), true);
            }
            "w:txbxContent" => self.flow.close_aside(),
            "w:tbl" => self.flow.close_table(),
            _ => {}
        }
    }

    fn label(&mut self, place: &mut Place) {
        if place.labelled {
            return;
        }
        place.labelled = true;
        if let Some(label) = self.numbering.label(place.style.as_deref(), &place.numbered) {
            self.flow.label(&label);
        }
    }
}
