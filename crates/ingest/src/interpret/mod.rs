//! Interpretation: from values in sentences to facts about the money and who receives it.
//!
//! An act speaks a fixed language: what it decides stands in its articles in a few formulae, what
//! it recalls and what it explains stands around them. The rooms here each know the formulae of one
//! subject ([`grant`], [`avenant`], [`convention`], [`payment`], [`organisation`], [`formality`]);
//! they share a [`reading::Reading`] of the act. They key on the language of administration, never
//! on a name.
//!
//! A fact is `sure` only where the formula is unambiguous, the beneficiary is the only one named
//! and the exercise is stated; otherwise it goes to `review` with the reason.

mod adopted;
mod avenant;
mod cells;
mod convention;
mod each;
mod earlier;
pub(crate) mod fact;
mod fielded;
mod figures;
mod form;
mod formality;
mod grant;
mod grid;
mod inline;
mod likely;
mod list;
mod organisation;
mod party;
mod payment;
mod reading;
mod records;
mod rows;
mod schedule;
mod sentence;
#[cfg(test)]
mod tests;
mod thousands;
mod votes_beside;

pub(crate) use fact::{Fact, Passages};
pub(crate) use figures::{Drawn, Held, figures};
pub(crate) use reading::{Remark, Setting};
pub(crate) use sentence::{Zone, joined_prose};
pub(crate) use votes_beside::without_votes;

use crate::annotated::{Annotated, Printed};
use crate::draft::{Confidence, DraftEvent, Note};
use crate::recognise::tail;
use greffe_domain::Passage;
use reading::Reading;
use std::ops::Range;

/// The folded text as it stands on its pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page<'a> {
    /// With tabs for the gaps between the cells of a row.
    pub(crate) rows: &'a str,
    /// With tabs for every gap, those of justified lines included.
    pub(crate) cells: &'a str,
    /// Where each word was printed.
    pub(crate) printed: Printed<'a>,
}

impl<'a> Page<'a> {
    /// A stretch of the page: where its text begins is its place 0.
    fn stretch(self, range: &Range<usize>) -> Page<'a> {
        let cut = |text: &'a str| text.get(range.clone()).unwrap_or_default();
        Page {
            rows: cut(self.rows),
            cells: cut(self.cells),
            printed: self.printed.since(range.start),
        }
    }
}

/// Reads the facts about the money of one of several acts from its own stretch of the text: what
/// minutes say of other matters says nothing of this one, and each matter takes the time of its own
/// words. Ranges are of the whole text, as [`draft_money`] has them.
pub(crate) fn draft_money_of_several(
    folded: &str,
    page: Page<'_>,
    parts: &[(Zone, Range<usize>)],
    setting: &Setting,
) -> (Vec<Fact>, Vec<Remark>) {
    let start = parts.iter().map(|(_, range)| range.start).min().unwrap_or_default();
    let end = parts.iter().map(|(_, range)| range.end).max().unwrap_or_default();
    let inside = |title: &&str| folded.get(start..end).is_some_and(|own| own.contains(*title));
    let title = setting.title.as_deref().filter(|title| !inside(title));
    let start = title_above(folded, start, title).unwrap_or(start);
    let Some(own) = folded.get(start..end) else { return (Vec::new(), Vec::new()) };
    let shifted: Vec<(Zone, Range<usize>)> =
        parts.iter().map(|(zone, range)| (*zone, range.start - start..range.end - start)).collect();
    let (mut facts, mut remarks) = draft_money(own, page.stretch(&(start..end)), &shifted, setting);
    for fact in &mut facts {
        fact.passages.shift(start);
    }
    for remark in &mut remarks {
        remark.range = remark.range.start + start..remark.range.end + start;
    }
    (facts, remarks)
}

/// Where the title of an act stands, above one of several that share it.
fn title_above(folded: &str, start: usize, title: Option<&str>) -> Option<usize> {
    const ABOVE: usize = 1 << 14;
    let before = tail(folded.get(..start)?, ABOVE);
    Some(start - before.len() + before.rfind(title?)?)
}

/// Reads the facts about the money and the beneficiary of one act. `parts` are byte ranges of
/// `folded`; causes are places among the facts returned.
pub(crate) fn draft_money(
    folded: &str,
    page: Page<'_>,
    parts: &[(Zone, Range<usize>)],
    setting: &Setting,
) -> (Vec<Fact>, Vec<Remark>) {
    let joined = sentence::joined(folded, parts);
    let mut reading = Reading::new(&joined, page, parts, setting);
    if each::read(&mut reading) {
        each::besides(&mut reading);
    } else if !list::read(&mut reading) {
        let grant = grant::read(&mut reading);
        convention::read(&mut reading, grant);
        organisation::read(&mut reading);
        avenant::read(&mut reading, grant);
        payment::read(&mut reading, grant);
        formality::read(&mut reading);
    }
    list::single::read(&mut reading);
    likely::read(&mut reading);
    likely::note_refused(&mut reading);
    likely::note_exercise(&mut reading);
    (reading.facts, reading.remarks)
}

/// Facts as events of a draft: passages become bytes of the registered text `document`, and causes
/// are counted from `base`, the number of events that stand before these in the draft.
pub(crate) fn drafted(
    annotated: &Annotated,
    document: &str,
    facts: Vec<Fact>,
    base: usize,
) -> Vec<DraftEvent> {
    let event = |fact: Fact| {
        let data = fact.event.data().unwrap_or_default();
        // Two facts read from one sentence share its passages, not all their fields.
        let held = |fields: &[String]| -> Vec<String> {
            fields.iter().filter(|pointer| data.pointer(pointer).is_some()).cloned().collect()
        };
        let sources = fact.passages.iter().flat_map(|(range, fields)| {
            let held = held(fields);
            let supports = fields.is_empty() || !held.is_empty();
            let spans = if supports { annotated.spans(range.clone()) } else { Vec::new() };
            let of = |span| Passage { document: document.to_owned(), span, fields: held.clone() };
            spans.into_iter().map(of).collect::<Vec<_>>()
        });
        DraftEvent {
            sources: sources.collect(),
            stream: fact.stream,
            event: fact.event,
            effective: fact.effective,
            grade: fact.grade,
            causes: fact.causes.into_iter().map(|cause| base + cause).collect(),
            confidence: fact.doubt.as_ref().map_or(Confidence::Sure, |_| Confidence::Review),
            reason: fact.doubt,
        }
    };
    facts.into_iter().map(event).collect()
}

/// Remarks as notes of a draft.
pub(crate) fn noted(annotated: &Annotated, document: &str, remarks: Vec<Remark>) -> Vec<Note> {
    let note = |remark: Remark| Note {
        code: remark.code,
        what: remark.what,
        figure: remark.figure,
        passage: passage(annotated, document, remark.range, Vec::new()),
    };
    remarks.into_iter().map(note).collect()
}

fn passage(
    annotated: &Annotated,
    document: &str,
    range: Range<usize>,
    fields: Vec<String>,
) -> Passage {
    Passage { document: document.to_owned(), span: annotated.span(range), fields }
}
