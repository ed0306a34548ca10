//! Which label the word processor shows before a paragraph.

use super::DOCX;
use crate::error::ReadError;
use crate::lists::{Counters, Figures, LEVELS, Level};
use crate::xml::{Element, Node, walk};
use std::collections::BTreeMap;

/// A list, and the level in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbered {
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
}

/// The lists of a document, and how far each has come.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The levels of each abstract list.
    levels: BTreeMap<String, Vec<Level>>,
    /// Which abstract list a list is made from.
    lists: BTreeMap<String, String>,
    /// What a paragraph style says of numbering, and the style that it is based on.
    styles: BTreeMap<String, (Numbered, Option<String>)>,
    /// Lists that are made from one abstract list count on together.
    counters: BTreeMap<String, Counters>,
}

impl Numbering {
    /// The lists that styles and numbering define.
    pub(super) fn of(
        styles: Option<&str>,
        numbering: Option<&str>,
    ) -> Result<Numbering, ReadError> {
        let mut known = Numbering::default();
        if let Some(styles) = styles {
            known.read_styles(styles)?;
        }
        if let Some(numbering) = numbering {
            known.read_lists(numbering)?;
        }
        Ok(known)
    }

    fn read_styles(&mut self, styles: &str) -> Result<(), ReadError> {
        let mut open: Option<(String, Numbered, Option<String>)> = None;
        walk(styles, DOCX, |node| {
            match node {
                Node::Open(element) => match (element.name.as_str(), &mut open) {
                    ("w:style", open) => {
                        let id = element.get("styleId").unwrap_or_default().to_owned();
                        *open = Some((id, Numbered::default(), None));
                    }
                    ("w:basedOn", Some((_, _, base))) => {
                        *base = element.get("val").map(str::to_owned);
                    }
                    ("w:numId", Some((_, numbered, _))) => {
                        numbered.list = element.get("val").map(str::to_owned);
                    }
                    ("w:ilvl", Some((_, numbered, _))) => numbered.level = level(element),
                    _ => {}
                },
                Node::Close("w:style") => {
                    if let Some((id, numbered, base)) = open.take() {
                        self.styles.insert(id, (numbered, base));
                    }
                }
                _ => {}
            }
            true
        })
    }

    fn read_lists(&mut self, numbering: &str) -> Result<(), ReadError> {
        let mut within: Option<String> = None;
        let mut at = 0usize;
        walk(numbering, DOCX, |node| {
            let Node::Open(element) = node else { return true };
            let value = || element.get("val").unwrap_or_default();
            match element.name.as_str() {
                "w:abstractNum" => within = element.get("abstractNumId").map(str::to_owned),
                "w:num" => within = element.get("numId").map(str::to_owned),
                "w:abstractNumId" => {
                    if let Some(list) = &within {
                        self.lists.insert(list.clone(), value().to_owned());
                    }
                }
                "w:lvl" => {
                    at = element.get("ilvl").and_then(|l| l.parse().ok()).unwrap_or(LEVELS);
                    if let Some(levels) = self.open(within.as_ref(), at) {
                        levels.start = 1;
                        levels.figures = Some(Figures::Decimal);
                    }
                }
                "w:start" => {
                    if let Some(level) = self.open(within.as_ref(), at) {
                        level.start = value().parse().unwrap_or(1);
                    }
                }
                "w:numFmt" => {
                    if let Some(level) = self.open(within.as_ref(), at) {
                        level.figures = (value() != "bullet").then(|| Figures::named(value()));
                    }
                }
                "w:lvlText" => {
                    if let Some(level) = self.open(within.as_ref(), at) {
                        value().clone_into(&mut level.pattern);
                    }
                }
                _ => {}
            }
            true
        })
    }

    /// The level that is being described.
    fn open(&mut self, list: Option<&String>, at: usize) -> Option<&mut Level> {
        let levels = self.levels.entry(list?.clone()).or_default();
        if at >= LEVELS {
            return None;
        }
        while levels.len() <= at {
            levels.push(Level::default());
        }
        levels.get_mut(at)
    }

    /// The label of a paragraph, which counts its list on.
    pub(super) fn label(&mut self, style: Option<&str>, own: &Numbered) -> Option<String> {
        let styled = self.styled(style);
        let list = own.list.clone().or(styled.list)?;
        let level = own.level.or(styled.level).unwrap_or(0);
        // The list 0 takes the numbering of a style away.
        let abstracted = self.lists.get(&list).filter(|_| list != "0")?;
        let levels = self.levels.get(abstracted)?;
        let label = self.counters.entry(abstracted.clone()).or_default().next(level, levels);
        (!label.is_empty()).then_some(label)
    }

    fn styled(&self, style: Option<&str>) -> Numbered {
        let mut numbered = Numbered::default();
        let mut next = style;
        // A style may be based on itself, in a hostile file.
        for _ in 0..LEVELS {
            let Some((own, base)) = next.and_then(|style| self.styles.get(style)) else { break };
            numbered.list = numbered.list.or_else(|| own.list.clone());
            numbered.level = numbered.level.or(own.level);
            next = base.as_deref();
        }
        numbered
    }
}

/// The level that an element names.
pub(super) fn level(element: &Element) -> Option<usize> {
    element.get("val").and_then(|level| level.parse().ok())
}
