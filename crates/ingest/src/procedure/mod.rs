//! The procedure of an act: who sat, what was tabled, how it was voted, signed and published.
//!
//! The rooms here each read one group of facts ([`sitting`], [`attendance`], [`tabled`],
//! [`decision`], [`publicity`]) from the parts that [`crate::segment`] tells apart, in the setting
//! that [`setting`] settles once. They know the formulae of the genre, never a name.
//!
//! A fact is sure only where its formula is unambiguous and the setting is; a field that the text
//! does not state stays empty. Where the text holds the minutes of several acts ([`acts`]), the
//! sitting is read once and each act in its own stretch, and all of it is for a person to look at.

mod acts;
mod addressed;
mod attendance;
mod authority;
mod ballots;
mod beside;
mod body;
mod broken;
mod civil_columns;
mod code;
mod counts;
mod decision;
mod delegation;
mod extent;
mod flaws;
mod gaps;
mod given;
mod groups;
mod labels;
mod laid_out;
mod lettered;
mod listcolumns;
mod mandates;
mod marks;
mod not_names;
mod offices;
mod outcome;
mod partial;
mod person;
mod pieces;
mod presiding;
mod publicity;
mod quorum;
mod recusal;
mod replacing;
mod rollcall;
mod scan;
mod seats;
mod sentenced;
mod setting;
mod shaped;
mod sidelists;
mod signature;
mod sitting;
mod states;
mod tabled;
mod tally;
#[cfg(test)]
mod tests;
mod ticked;
mod title;
mod told;

pub(crate) use setting::Setting;

use crate::annotated::{Annotated, Printed};
use crate::interpret::{Fact, Passages, Remark};
use crate::recognise::Found;
use crate::segment::Part;
use greffe_domain::{Edtf, Event, Grade, StreamId};
pub(crate) use outcome::ONLY_DECIDES;
use std::ops::Range;

/// What the text says of the procedure.
#[derive(Debug, Clone)]
pub(crate) struct Procedure {
    /// The acts with their parts, in the order of the text; one unless it holds minutes.
    pub(crate) acts: Vec<ReadAct>,
    /// The facts, in the order of the procedure.
    pub(crate) facts: Vec<Fact>,
    /// What was seen and not modelled.
    pub(crate) remarks: Vec<Remark>,
}

/// An act whose procedure was read.
#[derive(Debug, Clone)]
pub(crate) struct ReadAct {
    /// The act and its setting.
    pub(crate) setting: Setting,
    /// Its parts.
    pub(crate) parts: Vec<(Part, Range<usize>)>,
    /// Its title, where it has one.
    pub(crate) title: Option<String>,
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

/// The text as it is read: folded, its columns, and where its words stand on the page.
#[derive(Clone, Copy)]
pub(crate) struct Layout<'a> {
    folded: &'a str,
    /// The folded text, byte for byte as long, in which the gaps between columns are tabs.
    columns: &'a str,
    printed: Printed<'a>,
    lost: bool,
}

impl<'a> Layout<'a> {
    /// The layout of `text`, annotated; `columns` is its folded form with tabs between columns.
    pub(crate) fn new(annotated: &'a Annotated, text: &'a str, columns: &'a str) -> Layout<'a> {
        Layout {
            folded: annotated.folded(),
            columns,
            printed: Printed::new(annotated, text),
            lost: annotated.lost_its_lines(),
        }
    }
}

/// The text with its parts; `head` is what stands before report, visas and decision.
struct Heading<'a> {
    folded: &'a str,
    /// The same text, byte for byte as long, in which the gaps between columns are tabs.
    columns: &'a str,
    /// Where its words stand on the page.
    printed: Printed<'a>,
    /// Whether its lines are guessed.
    lost: bool,
    parts: Parts<'a>,
    head: Range<usize>,
    /// Where the act stands; the whole text unless it holds several.
    extent: Range<usize>,
    /// What heads the act among several.
    part: Option<&'a acts::Part>,
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
    /// Who presides over the sitting.
    chair: Option<Found<String>>,
    /// The members whom the lists of the sitting name.
    members: recusal::Members,
    /// Who stood back from the act.
    stood_back: recusal::StoodBack,
    facts: Vec<Fact>,
    remarks: Vec<Remark>,
}

impl Act<'_> {
    fn folded(&self) -> &str {
        self.heading.folded
    }

    fn whole(&self) -> Range<usize> {
        self.heading.extent.clone()
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
}

/// Reads the procedure of the acts that a text holds; `None` when it holds none. `institution`
/// overrides the institution's code in streams.
pub(crate) fn read(
    layout: Layout<'_>,
    parts: &[(Part, Range<usize>)],
    institution: Option<&str>,
) -> Option<Procedure> {
    let Layout { folded, columns, printed, lost } = layout;
    let known = Parts(parts);
    let is_act = [Part::Visas, Part::Articles, Part::Vote].iter().any(|part| known.has(*part));
    let extent = 0..folded.len();
    let head = setting::head(parts, folded.len());
    let mut heading =
        Heading { folded, columns, printed, lost, parts: known, head, extent, part: None };
    let minutes = acts::minutes(&heading);
    // Short minutes may say no more of a decision than how many voted for it.
    let decides =
        is_act || decision::says_an_outcome(folded) || (minutes && acts::several_voted_on(folded));
    if !decides && !sitting::heads_an_act(folded, columns) {
        return None;
    }
    let mut several = if minutes {
        acts::split(folded, columns, attendance::end(folded, columns))
    } else {
        Vec::new()
    };
    if let Some(first) = several.first() {
        heading.head = 0..first.range.start;
    }
    if let Some(approval) = acts::approval(folded, &several) {
        several.insert(0, approval);
    }
    let mut setting = setting::read(&heading, institution, minutes)?;
    if !decides {
        let head = "the text holds the head of an act, and nothing that it decides";
        setting.doubt.get_or_insert_with(|| head.to_owned());
    }
    let mut act = Act {
        heading: &heading,
        setting: &setting,
        chair: None,
        members: recusal::Members::default(),
        stood_back: recusal::StoodBack::default(),
        facts: Vec::new(),
        remarks: Vec::new(),
    };
    sitting::read(&mut act);
    act.chair = recusal::chair(&act);
    attendance::read(&mut act);
    act.members = recusal::members(&act.facts);
    if several.is_empty() {
        one(&mut act);
        let title = tabled_title(&act.facts);
        let Act { facts, remarks, .. } = act;
        let only = ReadAct { setting, parts: parts.to_vec(), title };
        return Some(Procedure { acts: vec![only], facts, remarks });
    }
    let Act { mut facts, mut remarks, chair, members, .. } = act;
    let what = "the text holds the minutes of several acts; check where each begins and ends";
    let range = 0..heading.head.end.min(folded.len());
    remarks.push(Remark { range, code: "several-acts", what: what.to_owned(), figure: None });
    let mut acts = Vec::new();
    for (at, part) in several.iter().enumerate() {
        let last = at + 1 == several.len();
        let behind = last.then_some(part.range.end..folded.len());
        let (read, new, seen) =
            of_several((&heading, &setting, chair.as_ref()), &members, part, behind);
        acts.extend(read);
        facts.extend(new);
        remarks.extend(seen);
    }
    Some(Procedure { acts, facts, remarks })
}

/// What concerns one act.
fn one(act: &mut Act<'_>) {
    tabled::read(act);
    recusal::read(act);
    decision::read(act);
    partial::read(act);
    publicity::read(act);
}

fn tabled_title(facts: &[Fact]) -> Option<String> {
    facts.iter().find_map(|fact| match &fact.event {
        Event::DeliberationTabled(tabled) => tabled.title.clone(),
        _ => None,
    })
}

/// One of several acts, in its own stretch of the text; `behind` is what follows the last.
fn of_several(
    (sitting, setting, chair): (&Heading<'_>, &Setting, Option<&Found<String>>),
    members: &recusal::Members,
    part: &acts::Part,
    behind: Option<Range<usize>>,
) -> (Option<ReadAct>, Vec<Fact>, Vec<Remark>) {
    let text = sitting.folded.get(part.range.clone()).unwrap_or_default();
    let start = part.range.start;
    let parts: Vec<(Part, Range<usize>)> = crate::segment::segment(text)
        .into_iter()
        .map(|(kind, range)| (kind, range.start + start..range.end + start))
        .collect();
    let Some(setting) = setting.of_part(part) else { return (None, Vec::new(), Vec::new()) };
    let heading = Heading {
        folded: sitting.folded,
        columns: sitting.columns,
        printed: sitting.printed,
        lost: sitting.lost,
        parts: Parts(&parts),
        head: start..start,
        extent: part.range.clone(),
        part: Some(part),
    };
    let mut act = Act {
        heading: &heading,
        setting: &setting,
        chair: chair.cloned(),
        members: members.clone(),
        stood_back: recusal::StoodBack::default(),
        facts: Vec::new(),
        remarks: Vec::new(),
    };
    one(&mut act);
    if let Some(behind) = behind {
        publicity::behind(&mut act, &behind, &sitting.head);
    }
    let Act { facts, remarks, .. } = act;
    let title = part.title.as_ref().map(|title| title.value.clone());
    // A bare reference heads it, and the object stands below.
    let title = title.or_else(|| tabled_title(&facts));
    let read = ReadAct { setting: setting.clone(), parts: parts.clone(), title };
    (Some(read), facts, remarks)
}
