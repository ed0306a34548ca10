//! Documents in: the text of an act becomes draft events, each tied to the passage that says it.
//!
//! A pipeline with one data structure, the annotated text (the text as registered, a folded form
//! in which typesetting is undone, the map between them):
//!
//! fold (`annotated`) → tell the parts apart (`segment`) → recognise values
//! (`recognise`) → interpret the procedure (`procedure`) and the money (`interpret`) → draft.
//!
//! The recognisers know how French administration writes, never a name of a body or a person. A
//! fact is [`Confidence::Sure`] only where its formula is unambiguous; otherwise a person decides.
//! What an act gets wrong is read as written.
//!
//! It must not know: the store, hashes, the terminal, formats of files. Texts arrive as arguments.
//!
//! ```
//! use greffe_ingest::{Options, draft};
//!
//! let act = "Le Bureau de la Métropole de Vauclaire,\n\nVu\nLe Code général des collectivités \
//!            territoriales ;\n\nDélibère\n\nArticle 1 :\n\nEst approuvé le projet.\n\n\
//!            Cette proposition mise aux voix est adoptée\n";
//! let draft = draft(act, &"0".repeat(64), &Options::default());
//! let vote = draft.events.iter().find(|e| e.event.kind() == "VoteCast").expect("a vote");
//! let (from, to) = vote.sources[0].span;
//! assert!(act[from as usize..to as usize].contains("adoptée"));
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod annotated;
mod bearing_out;
mod doubts;
mod draft;
mod interpret;
mod procedure;
mod recognise;
mod segment;
mod unread;

pub use bearing_out::{Claim, bears_out};
pub use draft::{Confidence, Draft, DraftEvent, Figure, Note, Seems};

use annotated::{Annotated, Lines};
use greffe_domain::{Outcome, Passage, StreamId};
use interpret::Zone;
use segment::Part;
use std::collections::BTreeMap;
use std::ops::Range;
use unread::UnreadFigures;

/// How an act is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The code of the institution in stream names, instead of the one made from its name.
    pub institution: Option<String>,
    /// Whether a line of the text is a whole paragraph, as word processors and pages of the web keep
    /// it, and not a line of a page.
    pub whole_paragraphs: bool,
}

/// Where a text stands without the white space around it.
fn whole(text: &str) -> (u64, u64) {
    let wide = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    (wide(text.len() - text.trim_start().len()), wide(text.trim_end().len()))
}

/// Reads the facts of a text. `text_hash` is the hash under which the text is registered; every
/// passage cites it. A text in which no act is recognised gives a draft without events, and a note
/// that says so.
#[must_use]
pub fn draft(text: &str, text_hash: &str, options: &Options) -> Draft {
    let lines = if options.whole_paragraphs { Lines::Whole } else { Lines::Broken };
    let annotated = Annotated::new(text, lines);
    let folded = annotated.folded();
    let columns = annotated.columns(COLUMN);
    let parts = segment::segment(folded);
    let unread = UnreadFigures::of(&columns);
    let layout = procedure::Layout::new(&annotated, text, &columns);
    let Some(mut procedure) = procedure::read(layout, &parts, options.institution.as_deref())
    else {
        let what = "no act is recognised: neither visas, articles nor the outcome of a vote";
        let passage = Passage {
            document: text_hash.to_owned(),
            // The whole text and not its folded words: a text of invisible characters folds to none.
            span: whole(text),
            fields: vec![],
        };
        let mut notes = vec![Note { code: "no-act", what: what.to_owned(), passage, figure: None }];
        // Of a text that is no act, what it holds of money is told all the same.
        let none = interpret::Held::default();
        notes.extend(interpret::noted(&annotated, text_hash, unread.remarks(&none)));
        let rows = annotated.columns(ROW);
        let printed = annotated::Printed::new(&annotated, text);
        let figures = interpret::figures(folded, interpret::Drawn { rows: &rows, printed }, &none);
        notes.extend(interpret::noted(&annotated, text_hash, figures));
        return Draft { events: Vec::new(), notes };
    };
    doubts::of_members(folded, &mut procedure.facts);
    doubts::of_delegations(folded, &mut procedure.facts);
    let mut held = interpret::Held::default();
    held.add(&procedure.facts);
    let outcomes = outcomes_of(&procedure.facts);
    let doubtful = doubts::doubtful_votes(&procedure.facts);
    let mut events = interpret::drafted(&annotated, text_hash, procedure.facts, 0);
    let mut remarks = procedure.remarks;
    let [rows, cells] = [ROW, CELL].map(|gap| interpret::without_votes(annotated.columns(gap)));
    let printed = annotated::Printed::new(&annotated, text);
    let page = interpret::Page { rows: &rows, cells: &cells, printed };
    let mut read = Vec::new();
    for act in &procedure.acts {
        let outcome = outcomes.get(&act.setting.act_stream).copied();
        let setting = interpret::Setting {
            name: act.setting.institution.value.clone(),
            institution: act.setting.institution_code.clone(),
            act: act.setting.act.clone(),
            act_date: act.setting.act_date.clone(),
            title: act.title.clone(),
            several: act.setting.several_acts,
            outcome,
            // What makes the act itself doubtful makes what it says of money doubtful too.
            doubt: act.setting.doubt.clone().or_else(|| {
                let vote = undecided(outcome)
                    .or_else(|| doubts::of_vote(&act.setting.act_stream, &doubtful));
                vote.or_else(|| doubts::undated(&act.setting.act_date)).map(str::to_owned)
            }),
        };
        let mut zones: Vec<_> = act
            .parts
            .iter()
            .filter_map(|(part, range)| Some((zone(*part, setting.several)?, range.clone())))
            .collect();
        if setting.several {
            head_apart(folded, &mut zones, setting.title.as_deref());
        } else {
            zones.extend(title_apart(folded, &zones, setting.title.as_deref()));
        }
        let money = if setting.several {
            interpret::draft_money_of_several
        } else {
            interpret::draft_money
        };
        let (mut money, seen) = money(folded, page, &zones, &setting);
        unread.cast_doubt(&mut money, &act.parts);
        doubts::turned(folded, &mut money);
        let whole = folded.get(extent(&act.parts)).unwrap_or_default();
        doubts::of_avenants(whole, &mut money);
        held.add_act(extent(&act.parts), &money, outcome);
        read.extend(zones);
        let base = events.len();
        events.extend(interpret::drafted(&annotated, text_hash, money, base));
        remarks.extend(seen);
    }
    doubts::unseen(text, &mut events);
    keep_one_exercise(&events, &mut remarks);
    remarks.extend(numbers_that_fail(folded));
    let unread = unread.remarks(&held);
    let noted: Vec<_> = remarks
        .iter()
        .filter(|remark| remark.figure.is_some())
        .chain(&unread)
        .map(|remark| remark.range.clone())
        .collect();
    remarks.extend(unread);
    let mut notes = interpret::noted(&annotated, text_hash, remarks);
    let prose = interpret::joined_prose(folded, &read);
    let drawn = interpret::Drawn { rows: &rows, printed };
    let mut figures = interpret::figures(&prose, drawn, &held);
    figures.retain(|figure| !noted.iter().any(|known| known.contains(&figure.range.start)));
    notes.extend(interpret::noted(&annotated, text_hash, figures));
    Draft { events, notes }
}

/// Where an act begins and ends.
fn extent(parts: &[(Part, Range<usize>)]) -> Range<usize> {
    let start = parts.iter().map(|(_, range)| range.start).min().unwrap_or_default();
    let end = parts.iter().map(|(_, range)| range.end).max().unwrap_or_default();
    start..end
}

/// What became of each act as a whole; votes on parts have streams of their own.
fn outcomes_of(facts: &[interpret::Fact]) -> BTreeMap<StreamId, Outcome> {
    let told = facts.iter().filter_map(|fact| match &fact.event {
        greffe_domain::Event::VoteCast(vote) => Some((fact.stream.clone(), vote.outcome)),
        _ => None,
    });
    told.collect()
}

/// Why it is not certain that a proposal was decided: no vote that is read says that it was adopted. Words that put off or
/// refuse are too many to be known.
fn undecided(outcome: Option<Outcome>) -> Option<&'static str> {
    match outcome {
        None => Some("no vote is read that says what became of the act"),
        Some(Outcome::Unstated) => Some("no word says what became of the proposal"),
        Some(Outcome::Rejected | Outcome::Postponed) => {
            Some("a vote says that the proposal was rejected or put off")
        }
        Some(Outcome::Adopted) => None,
    }
}

/// A number by which somebody is said to be registered, and whose check digit does not hold, identifies nobody: it is
/// noted as written.
fn numbers_that_fail(folded: &str) -> Vec<interpret::Remark> {
    let noted = |number: recognise::Found<String>| interpret::Remark {
        code: "number-fails",
        what: format!("the check digit of {} does not hold; it identifies nobody", number.value),
        range: number.range,
        figure: None,
    };
    recognise::failing(folded).into_iter().map(noted).collect()
}

/// The budget year that is noted is that of the first act about a subsidy, where no fact of any act names one.
fn keep_one_exercise(events: &[DraftEvent], remarks: &mut Vec<interpret::Remark>) {
    let of_grant = |event: &DraftEvent| match &event.event {
        greffe_domain::Event::SubsidyGranted(granted) => granted.exercise.is_some(),
        _ => false,
    };
    let mut due = !events.iter().any(of_grant);
    remarks.retain(|remark| {
        let noted = matches!(remark.figure, Some(Figure::Exercise(_)));
        !noted || std::mem::take(&mut due)
    });
}

/// A title that stands among those present, where nothing else is read of money.
fn title_apart(
    folded: &str,
    zones: &[(Zone, Range<usize>)],
    title: Option<&str>,
) -> Option<(Zone, Range<usize>)> {
    let title = title?;
    let at = folded.find(title)?;
    let range = at..at + title.len();
    let read = |(_, zone): &(Zone, Range<usize>)| zone.start < range.end && range.start < zone.end;
    (!zones.iter().any(read)).then_some((Zone::Title, range))
}

/// In minutes the line that heads a matter is its title, and what stands below says what was decided.
fn head_apart(folded: &str, zones: &mut Vec<(Zone, Range<usize>)>, title: Option<&str>) {
    let Some((first, range)) = zones.first_mut() else { return };
    let text = folded.get(range.clone()).unwrap_or_default();
    let Some((line, below)) = text.split_once('\n') else { return };
    let heads = title.is_some_and(|title| line.contains(title)) && !line.contains('€');
    if heads && matches!(first, Zone::Articles | Zone::Title) && !below.trim().is_empty() {
        *first = Zone::Articles;
        let end = range.start + line.len() + 1;
        let title = range.start..end;
        range.start = end;
        zones.insert(0, (Zone::Title, title));
    }
}

/// So many spaces part lists of names into columns, and so many the cells of a row of figures:
/// justified lines of prose have two or three between words.
const COLUMN: usize = 4;
const ROW: usize = 3;
/// So many part the cells of a table whose columns are told by their places.
const CELL: usize = 2;

/// In which zone of the reading of money a part stands; who was there says nothing of money.
const fn zone(part: Part, several: bool) -> Option<Zone> {
    match part {
        Part::TitleBlock => Some(Zone::Title),
        Part::Visas => Some(Zone::Visas),
        Part::Considerants => Some(Zone::Considerants),
        Part::Articles => Some(Zone::Articles),
        // Minutes tell what was decided without marking off where.
        Part::Opening | Part::Attendance | Part::Report | Part::Other if several => {
            Some(Zone::Articles)
        }
        Part::Report | Part::Other => Some(Zone::Report),
        Part::Vote | Part::Certification | Part::Stamps => Some(Zone::After),
        Part::Annex => Some(Zone::Annex),
        Part::Opening | Part::Attendance => None,
    }
}
