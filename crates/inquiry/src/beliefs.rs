//! The values that a field had: in force, along its dates; believed, along the record.
//!
//! The two never mix. *In force* follows the days on which something took effect, as known at the
//! question's instant. *Believed* follows the entries in the order in which they were recorded,
//! for the question's day: it tells when the ledger learned better.
//!
//! Whoever takes an act back says no figure: what the act set was said before and is put aside, and what
//! was in force before it was said before and is brought back. So the history of what is put aside begins
//! where it was said, and a change says which of the two it is.

use crate::field::{Field, FieldKind, FieldValue};
use crate::fields::Fields;
use crate::record::{ConventionRecord, corrects, kind};
use greffe_domain::{AsOf, Day, Grade, Instant};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Every value that a field had.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct FieldHistory {
    /// The values in force, from the first day on.
    pub in_force: Vec<Held>,
    /// What was believed, from the first entry on.
    pub believed: Vec<BeliefChange>,
}

/// A value in force from a day on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Held {
    /// The first day; `null` for what counts only when no day is asked about, since no source
    /// dates it well enough.
    pub from: Option<Day>,
    /// The value; `null` when none held.
    pub value: Option<FieldValue>,
    /// The best grade among its support.
    pub grade: Option<Grade>,
    /// The entries that it rests on.
    pub entries: Vec<u64>,
}

/// A change of belief: what the ledger held before an entry, and from that entry on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BeliefChange {
    /// The entry.
    pub entry: u64,
    /// Its kind; of a correction, that of what it says instead.
    pub kind: String,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Whether the entry corrects or voids another.
    pub overrides: Option<u64>,
    /// What was believed before; `null` for nothing.
    pub before: Option<FieldValue>,
    /// Its grade.
    pub before_grade: Option<Grade>,
    /// What was believed from then on.
    pub after: Option<FieldValue>,
    /// Its grade.
    pub after_grade: Option<Grade>,
    /// The entries that it rests on.
    pub entries: Vec<u64>,
    /// What the entry did to a value that it does not itself say, where it takes an act back or no longer
    /// does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
}

/// What taking back an act does to a value that others said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Moved {
    /// Its act was taken back.
    PutAside,
    /// What replaced it was taken back, or its own act no longer is.
    BroughtBack,
}

/// A field in a state, and whether it is put aside there.
type Found<'f> = Option<(&'f Field, bool)>;

/// The field of a path; of what is put aside also while it was not.
fn found<'f>(fields: &'f Fields, path: &str) -> Found<'f> {
    let aside = path.contains(ASIDE);
    let standing = || fields.get(&path.replacen(ASIDE, ".", 1)).map(|field| (field, false));
    fields.get(path).map(|field| (field, aside)).or_else(|| standing().filter(|_| aside))
}

/// What stands in the path of what an act set that was taken back.
const ASIDE: &str = ".undone.";

/// The histories of some fields, by path.
pub(crate) fn histories(
    record: &ConventionRecord,
    as_of: AsOf,
    paths: &[String],
) -> BTreeMap<String, FieldHistory> {
    let mut all: BTreeMap<String, FieldHistory> =
        paths.iter().map(|path| (path.clone(), FieldHistory::default())).collect();
    for day in days(record, as_of) {
        let fields = record.fields(AsOf { effective: day, ..as_of });
        // What is put aside is in force on no day.
        for (path, history) in all.iter_mut().filter(|(path, _)| !path.contains(ASIDE)) {
            hold(history, day, fields.get(path));
        }
    }
    let mut before = Fields::default();
    for entry in record.recorded() {
        let known = entry.meta.recorded_at;
        if as_of.known.is_some_and(|limit| known > limit) {
            break;
        }
        let fields = record.fields(AsOf { known: Some(known), ..as_of });
        for (path, history) in &mut all {
            learn(history, entry, found(&before, path), found(&fields, path));
        }
        before = fields;
    }
    all
}

/// The days on which something that is known took effect, or may have, in order, up to the day
/// asked about; where none is, last what counts whatever the day.
fn days(record: &ConventionRecord, as_of: AsOf) -> Vec<Option<Day>> {
    let facts = record.facts();
    let known = AsOf { effective: None, known: as_of.known };
    let dated = facts.streams().flat_map(|stream| facts.known(stream, known));
    let turns = dated.flat_map(|k| {
        let date = &k.fact.meta.effective;
        [date.earliest(), date.latest()]
    });
    let open = [Day::MIN, Day::MAX];
    let within = |day: &Day| as_of.effective.is_none_or(|limit| *day <= limit);
    let mut days: BTreeSet<Option<Day>> =
        turns.filter(|day| !open.contains(day) && within(day)).map(Some).collect();
    days.extend(as_of.effective.map(Some));
    let whatever = as_of.effective.is_none().then_some(None);
    days.into_iter().chain(whatever).collect()
}

fn hold(history: &mut FieldHistory, day: Option<Day>, field: Option<&Field>) {
    let value = field.map(|field| &field.value);
    let last = history.in_force.last();
    let same = match (last.and_then(|held| held.value.as_ref()), value) {
        (Some(held), Some(value)) => held.says_the_same(value),
        (None, None) => true,
        _ => false,
    };
    if !same {
        history.in_force.push(Held {
            from: day,
            value: value.cloned(),
            grade: field.and_then(|field| field.grade),
            entries: field.map(|field| field.entries.clone()).unwrap_or_default(),
        });
    }
}

fn learn(
    history: &mut FieldHistory,
    entry: &greffe_domain::Recorded,
    before: Found<'_>,
    after: Found<'_>,
) {
    let same = match (before, after) {
        (Some((before, was)), Some((after, is))) => {
            before.value.says_the_same(&after.value) && before.grade == after.grade && was == is
        }
        (None, None) => true,
        _ => false,
    };
    if same {
        return;
    }
    let moved = moved(entry, before, after);
    let (before, after) = (before.map(|(field, _)| field), after.map(|(field, _)| field));
    history.believed.push(BeliefChange {
        entry: entry.meta.seq,
        kind: kind(entry),
        recorded_at: entry.meta.recorded_at,
        overrides: corrects(entry).or_else(|| voided(entry)),
        before: before.map(|field| field.value.clone()),
        before_grade: before.and_then(|field| field.grade),
        after: after.map(|field| field.value.clone()),
        after_grade: after.and_then(|field| field.grade),
        entries: after.map(|field| field.entries.clone()).unwrap_or_default(),
        moved,
    });
}

/// What an entry did to a value that it does not itself say.
fn moved(entry: &greffe_domain::Recorded, before: Found<'_>, after: Found<'_>) -> Option<Moved> {
    let (after, is) = after?;
    let was = before.is_some_and(|(_, aside)| aside);
    if was != is && before.is_some() {
        return Some(if is { Moved::PutAside } else { Moved::BroughtBack });
    }
    let undoes = ["ActWithdrawn", "ActAnnulled"].contains(&kind(entry).as_str());
    let says = after.entries.contains(&entry.meta.seq);
    // A payment stays, and only what is said of it changes.
    let figure = after.kind == FieldKind::Stated && !matches!(after.value, FieldValue::Payment(_));
    (undoes && figure && !says).then_some(Moved::BroughtBack)
}

/// The entry that an entry voids.
fn voided(entry: &greffe_domain::Recorded) -> Option<u64> {
    match &entry.content {
        greffe_domain::Content::Known(fact) => match &fact.event {
            greffe_domain::Event::EntryVoided(void) => Some(void.entry),
            _ => None,
        },
        _ => None,
    }
}
