//! The stories of a document: body, headers, notes.

use super::DOCX;
use super::looks::{Look, Looks, paints};
use super::numbering::{Numbered, Numbering, level};
use crate::error::ReadError;
use crate::flow::Flow;
use crate::unseen::{Tally, Unseen, WhyUnseen};
use crate::xml::{Element, Hidden, Node, walk};

/// The text as it is gathered, story by story.
pub(super) struct Story<'a> {
    flow: Flow,
    numbering: &'a mut Numbering,
    looks: &'a Looks,
    unseen: Tally,
}

/// Where a walk through a story stands.
#[expect(clippy::struct_excessive_bools, reason = "each is an element that is open")]
struct Place {
    hidden: Hidden,
    /// Inside the words of a run.
    words: bool,
    /// Inside words that were deleted under revision marks.
    deleted: bool,
    /// The own look of the run, and its style.
    look: Look,
    run_style: Option<String>,
    /// Inside the properties of a run.
    run_properties: bool,
    /// Why a reader does not see the run, if so.
    unseen: Option<WhyUnseen>,
    /// What stands behind the words: the page, the tables and cells that are open, the paragraph. None where nobody can
    /// tell.
    grounds: Vec<Option<bool>>,
    paragraph_ground: bool,
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
            deleted: false,
            look: Look::default(),
            run_style: None,
            run_properties: false,
            unseen: None,
            grounds: vec![Some(false)],
            paragraph_ground: false,
            properties: false,
            style: None,
            numbered: Numbered::default(),
            labelled: false,
        }
    }

    /// Whether the words of the run are left out.
    fn leaves_out(&self) -> bool {
        self.unseen.is_some_and(|why| why != WhyUnseen::Unsure)
    }

    /// Whether something of a colour stands behind the words: that of the innermost that has one.
    fn behind(&self) -> Option<bool> {
        if self.paragraph_ground {
            return Some(true);
        }
        let said = self.grounds.iter().rev().find(|ground| **ground != Some(false));
        said.copied().unwrap_or(Some(false))
    }
}

/// Elements of which nothing is shown: revisions struck out, what properties were before a revision, the older form
/// of a shape.
const HIDDEN: &[&str] = &[
    "w:del",
    "w:moveFrom",
    "mc:Fallback",
    "w:instrText",
    "w:delText",
    "w:rPrChange",
    "w:pPrChange",
    "w:tblPrChange",
    "w:tcPrChange",
    "w:trPrChange",
];

impl Story<'_> {
    pub(super) fn new<'a>(numbering: &'a mut Numbering, looks: &'a Looks) -> Story<'a> {
        Story { flow: Flow::new(false), numbering, looks, unseen: Tally::default() }
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
                    if self.shows(words, &place) {
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
                Node::Text(words) if real && self.shows(words, &place) => self.flow.text(words),
                _ => {}
            }
            !self.flow.is_too_long()
        })
    }

    pub(super) fn finish(self) -> Result<(String, Vec<Unseen>), ReadError> {
        Ok((self.flow.finish()?, self.unseen.told()))
    }

    /// Whether a reader sees some words where the walk stands; those that he does not are counted.
    fn shows(&mut self, words: &str, place: &Place) -> bool {
        if place.deleted {
            self.unseen.add(WhyUnseen::Struck, words);
        }
        if !place.words || place.hidden.inside() {
            return false;
        }
        if let Some(why) = place.unseen {
            self.unseen.add(why, words);
        }
        !place.leaves_out()
    }

    fn open(&mut self, element: &Element, place: &mut Place) {
        let name = element.name.as_str();
        place.deleted |= name == "w:delText";
        if place.hidden.opens(name) {
            return;
        }
        if place.run_properties {
            if name == "w:rStyle" {
                place.run_style = element.get("val").map(str::to_owned);
            }
            place.look.property(element);
            return;
        }
        match name {
            "w:p" => {
                (place.style, place.numbered, place.labelled) = (None, Numbered::default(), false);
                place.paragraph_ground = false;
            }
            "w:pPr" => place.properties = true,
            "w:pStyle" => place.style = element.get("val").map(str::to_owned),
            "w:numId" if place.properties => {
                place.numbered.list = element.get("val").map(str::to_owned);
            }
            "w:ilvl" if place.properties => place.numbered.level = level(element),
            "w:r" => self.begin_run(place),
            "w:rPr" if !place.properties => place.run_properties = true,
            "w:t" => place.words = true,
            "w:background" => place.grounds.push(None),
            "w:shd" if place.properties => place.paragraph_ground = paints(element),
            "w:shd" | "w:tblStyle" => {
                // A style of a table may colour its cells, and each cell otherwise.
                let said = if name == "w:shd" { Some(paints(element)) } else { None };
                if let Some(ground) = place.grounds.last_mut() {
                    *ground = said;
                }
            }
            "w:txbxContent" => {
                place.grounds.push(None);
                self.flow.open_aside();
            }
            "w:tbl" => {
                place.grounds.push(Some(false));
                self.flow.open_table();
            }
            "w:tr" => self.flow.open_row(),
            "w:tc" => {
                place.grounds.push(Some(false));
                self.flow.open_cell();
            }
            _ if place.leaves_out() || place.properties => {}
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
        place.deleted &= name != "w:delText";
        if place.hidden.closes(name) {
            return;
        }
        match name {
            "w:pPr" => place.properties = false,
            "w:rPr" if place.run_properties => {
                place.run_properties = false;
                self.look(place);
            }
            "w:r" => place.unseen = None,
            "w:t" => place.words = false,
            "w:p" => {
                // An item without words has a number all the same.
                if place.numbered.list.is_some() {
                    self.label(place);
                }
                self.flow.end_even_empty();
                (place.style, place.numbered, place.labelled) = (None, Numbered::default(), true);
            }
            "w:txbxContent" => {
                place.grounds.pop();
                self.flow.close_aside();
            }
            "w:tc" => {
                place.grounds.pop();
            }
            "w:tbl" => {
                place.grounds.pop();
                self.flow.close_table();
            }
            _ => {}
        }
    }

    fn begin_run(&self, place: &mut Place) {
        (place.look, place.run_style) = (Look::default(), None);
        self.look(place);
    }

    /// Tells whether a reader sees the run.
    fn look(&self, place: &mut Place) {
        let look = self.looks.look(place.look, place.run_style.as_deref(), place.style.as_deref());
        place.unseen = look.unseen(place.behind());
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
