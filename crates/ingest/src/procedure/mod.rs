//! The procedure of an act: who sat, what was tabled, how it was voted, signed and published.
//!
//! The rooms here each read one group of facts ([`sitting`], [`attendance`], [`tabled`],
//! [`decision`], [`publicity`]) from the parts that [`crate::segment`] tells apart, in the setting
//! that [`setting`] settles once. They know the formulae of the genre, never a name.
//!
//! A fact is sure only where its formula is unambiguous and the setting is; a field that the text
//! does not state stays empty. Where the text holds the minutes of several acts, only what concerns
//! the sitting is read, and all of it is for a person to look at.

mod attendance;
mod decision;
mod person;
mod publicity;
mod scan;
mod setting;
mod sitting;
mod tabled;
#[cfg(test)]
mod tests;

pub(crate) use setting::Setting;

use crate::interpret::{Fact, Passages, Remark};
use crate::segment::Part;
use greffe_domain::{Edtf, Event, Grade, StreamId};
use std::ops::Range;

/// What the text says of the procedure.
#[derive(Debug, Clone)]
pub(crate) struct Procedure {
    /// The act and its setting.
    pub(crate) setting: Setting,
    /// The facts, in the order of the procedure.
    pub(crate) facts: Vec<Fact>,
    /// What was seen and not modelled.
    pub(crate) remarks: Vec<Remark>,
}

/// The parts of the text, asked by kind.
#[derive(Clone, Copy)]
struct Parts<'a>(&'a [(Part, Range<usize>)]);

impl<'a> Parts<'a> {
    fn of(self, part: Part) -> impl Iterator<Item = Range<usize>> + 'a {
        self.0.iter().filter(move |(kind, _)| *kind == part).map(|(_, range)| range.clone())
    }

    fn has(self, part: Part) -> bool {
        self.of(part).next().is_some()
    }

    /// From the first line of a part to the end of the text.
    fn since(self, part: Part, length: usize) -> Option<Range<usize>> {
        let start = self.of(part).map(|range| range.start).next()?;
        Some(start..length)
    }
}

/// The text with its parts; `head` is what stands before report, visas and decision.
struct Heading<'a> {
    folded: &'a str,
    parts: Parts<'a>,
    head: Range<usize>,
}

impl Heading<'_> {
    fn head_text(&self) -> &str {
        self.folded.get(self.head.clone()).unwrap_or_default()
    }
}

/// A reading of one act in its setting.
struct Act<'a> {
    heading: &'a Heading<'a>,
    setting: &'a Setting,
    facts: Vec<Fact>,
    remarks: Vec<Remark>,
}

impl Act<'_> {
    fn folded(&self) -> &str {
        self.heading.folded
    }

    fn whole(&self) -> Range<usize> {
        0..self.heading.folded.len()
    }

    /// Adds a fact; what makes the setting doubtful makes it doubtful.
    fn add(
        &mut self,
        stream: &StreamId,
        event: impl Into<Event>,
        (effective, grade): (&Edtf, Grade),
        passages: Passages,
        doubt: Option<String>,
    ) {
        self.facts.push(Fact {
            stream: stream.clone(),
            event: event.into(),
            effective: effective.clone(),
            grade,
            passages,
            causes: Vec::new(),
            doubt: doubt.or_else(|| self.setting.doubt.clone()),
        });
    }

    fn remark(&mut self, range: Range<usize>, code: &'static str, what: String) {
        self.remarks.push(Remark { range, code, what });
    }
}

/// Reads the procedure of the act that a text holds; `None` when it holds none. `institution`
/// overrides the institution's code in streams.
pub(crate) fn read(
    folded: &str,
    parts: &[(Part, Range<usize>)],
    institution: Option<&str>,
) -> Option<Procedure> {
    let known = Parts(parts);
    let head = setting::head(parts, folded.len());
    let heading = Heading { folded, parts: known, head };
    let is_act = [Part::Visas, Part::Articles, Part::Vote].iter().any(|part| known.has(*part));
    if !is_act && !decision::says_an_outcome(folded) {
        return None;
    }
    let setting = setting::read(&heading, institution)?;
    let mut act =
        Act { heading: &heading, setting: &setting, facts: Vec::new(), remarks: Vec::new() };
    sitting::read(&mut act);
    attendance::read(&mut act);
    if setting.several_acts {
        let what = "the text holds the minutes of several acts; enter each act by itself";
        act.remark(0..heading.head.end.min(folded.len()), "several-acts", what.to_owned());
    } else {
        tabled::read(&mut act);
        decision::read(&mut act);
        publicity::read(&mut act);
    }
    let Act { facts, remarks, .. } = act;
    Some(Procedure { setting, facts, remarks })
}
