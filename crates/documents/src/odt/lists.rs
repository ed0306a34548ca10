//! Which label a list gives to its items.

use super::ODT;
use crate::error::ReadError;
use crate::lists::{Counters, Figures, LEVELS, Level};
use crate::xml::{Element, Node, walk};
use std::collections::BTreeMap;

/// The list styles of a document, and the lists that are open.
#[derive(Debug, Default)]
pub(super) struct Lists {
    styles: BTreeMap<String, Vec<Level>>,
    open: Vec<Option<String>>,
    /// The numbers of the list that is open, and where lists of a style left off.
    counters: Counters,
    left: BTreeMap<String, Counters>,
    /// An item has begun, and its label is not written yet.
    due: bool,
}

impl Lists {
    /// Reads the list styles that a part defines.
    pub(super) fn read(&mut self, xml: &str) -> Result<(), ReadError> {
        let mut style: Option<String> = None;
        walk(xml, ODT, |node| {
            let Node::Open(element) = node else { return true };
            match element.name.as_str() {
                "text:list-style" | "text:outline-style" => {
                    style = element.get("name").map(str::to_owned);
                }
                "text:list-level-style-number" | "text:outline-level-style" => {
                    if let Some(style) = &style {
                        self.level(style, element, numbered(element));
                    }
                }
                "text:list-level-style-bullet" => {
                    if let Some(style) = &style {
                        self.level(style, element, Level::default());
                    }
                }
                // Lists are defined before the body.
                "office:body" => return false,
                _ => {}
            }
            true
        })
    }

    fn level(&mut self, style: &str, element: &Element, level: Level) {
        let at: Option<usize> = element.get("level").and_then(|level| level.parse().ok());
        let Some(at) = at.and_then(|level| level.checked_sub(1)).filter(|at| *at < LEVELS) else {
            return;
        };
        let levels = self.styles.entry(style.to_owned()).or_default();
        while levels.len() <= at {
            levels.push(Level::default());
        }
        if let Some(known) = levels.get_mut(at) {
            *known = level;
        }
    }

    /// A list begins.
    pub(super) fn open(&mut self, element: &Element) {
        let style = element.get("style-name").map(str::to_owned);
        let style = style.or_else(|| self.open.last().cloned().flatten());
        if self.open.is_empty() {
            let goes_on = element.get("continue-numbering") == Some("true")
                || element.get("continue-list").is_some();
            let left = style.as_ref().and_then(|style| self.left.get(style)).cloned();
            self.counters = left.filter(|_| goes_on).unwrap_or_default();
        }
        self.open.push(style);
    }

    /// It ends.
    pub(super) fn close(&mut self) {
        let style = self.open.pop().flatten();
        if let Some(style) = style.filter(|_| self.open.is_empty()) {
            self.left.insert(style, std::mem::take(&mut self.counters));
        }
        self.due = false;
    }

    /// An item begins.
    pub(super) const fn item(&mut self) {
        self.due = true;
    }

    /// The label of the item that has begun, once.
    pub(super) fn label(&mut self) -> Option<String> {
        if !std::mem::take(&mut self.due) {
            return None;
        }
        let level = self.open.len().checked_sub(1)?;
        let style = self.open.last()?.as_ref()?;
        let levels = self.styles.get(style)?;
        let label = self.counters.next(level, levels);
        (!label.is_empty()).then_some(label)
    }
}

fn numbered(element: &Element) -> Level {
    let part = |name: &str| element.get(name).unwrap_or_default();
    let level: usize = part("level").parse().unwrap_or(1);
    let shown: usize = part("display-levels").parse().unwrap_or(1).min(level);
    let numbers: Vec<String> =
        (level.saturating_sub(shown)..level).map(|at| format!("%{}", at + 1)).collect();
    let figures = Figures::named(part("num-format"));
    let numbers = if figures == Figures::Hidden { String::new() } else { numbers.join(".") };
    Level {
        figures: Some(figures),
        pattern: format!("{}{numbers}{}", part("num-prefix"), part("num-suffix")),
        start: part("start-value").parse().unwrap_or(1),
    }
}
