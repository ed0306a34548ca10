//! The naive model of views: amounts and budgets by sorting and folding plain JSON from scratch.
//!
//! Written from the rules of the design alone, as slowly and plainly as can be, so that it is a
//! second opinion on `greffe-domain` and `greffe-convention-state`: dates are compared as numbers
//! of the form `yyyymmdd`, grades by their place in a list, instruments by a made-up key. Its
//! steps for one question:
//!
//! 1. leave out what was learned after R;
//! 2. from the last entry to the first, let voids and corrections that still stand hide what they
//!    name; a correction speaks in its own place, with its own date and standing;
//! 3. leave out what begins after E, and keep apart what only may have begun;
//! 4. put the rest in order: date, first passage, kind, words, grade, all
//!    passages, arrival;
//! 5. gather what is stated by each instrument; the best grade is believed, the first of equals;
//! 6. order the instruments: see [`History`].

use crate::history::Line;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A question's two clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Question {
    /// E as `yyyymmdd`.
    pub effective: Option<i64>,
    /// R in microseconds since 1970.
    pub known: Option<i64>,
}

/// What is believed by one instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// `initial`, `avenant-1`, `act-4001/23/BM`.
    pub instrument: String,
    /// The date of the believed testimony, as written.
    pub effective: String,
    /// The amount in cents.
    pub cents: i64,
    /// Its grade.
    pub grade: String,
    /// The entries that state it, best first.
    pub entries: Vec<u64>,
    /// What others state instead: cents, grade, entry.
    pub rivals: Vec<(i64, String, u64)>,
}

/// What a field was, in order, and what it may have been.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// In force, the grant first, then by date of the believed testimony; but avenants always follow
    /// each other by number, however late one of them is recalled.
    pub steps: Vec<Step>,
    /// Stated only by testimony that may not hold yet on the day asked about.
    pub possible: Vec<Step>,
}

/// The entries of a stream that a question sees, in the order of their facts, and whether each is
/// in force rather than only possibly so.
#[must_use]
pub fn seen(log: &[Line], stream: &str, question: Question) -> Vec<(u64, bool)> {
    visible(log, stream, question).into_iter().map(|fact| (fact.seq, fact.firm)).collect()
}

/// The amounts of the subsidy of a convention.
#[must_use]
pub fn amounts(log: &[Line], stream: &str, question: Question) -> History {
    let visible = visible(log, stream, question);
    let granted = |fact: &Seen| {
        let cash = fact.kind == "SubsidyGranted" && fact.data["in_kind"] != json!(true);
        fact.data["amount_cents"].as_i64().filter(|_| cash)
    };
    let initial = || (INITIAL.0, INITIAL.1, String::new());
    let grants = || visible.iter().filter_map(|f| Some(claim(f, initial(), granted(f)?, false)));
    // Whether an avenant leaves the amount as it is: it says so, or changes other terms alone.
    let terms = |fact: &Seen, of: &str| fact.data[of].as_array().cloned().unwrap_or_default();
    let leaves = |fact: &Seen| {
        let (changes, unchanged) = (terms(fact, "changes"), terms(fact, "unchanged"));
        let amount = json!("amount");
        (unchanged.contains(&amount) || !changes.is_empty()) && !changes.contains(&amount)
    };
    let stating = || {
        let told = visible.iter().filter(|fact| fact.kind == "AvenantApproved");
        told.filter_map(|fact| {
            Some((
                fact,
                (1, avenant(&fact.data), String::new()),
                fact.data["amount_cents"].as_i64()?,
            ))
        })
    };
    let granted = fold(grants()).steps.first().map(|step| (initial(), step.cents));
    let avenants = stating().map(|(fact, own, cents)| {
        if !leaves(fact) {
            return (claim(fact, own, cents, false), false);
        }
        // At another figure than the one before it, it contradicts that one and sets nothing. The one
        // before is that of the avenant next below which sets an amount, else the grant's.
        let below = (1..own.1).rev().find_map(|number| {
            let of = || stating().filter(|(fact, by, _)| by.1 == number && !leaves(fact));
            let set = fold(of().map(|(fact, by, cents)| claim(fact, by, cents, false)));
            Some(((1, number, String::new()), set.steps.first()?.cents))
        });
        match below.or_else(|| granted.clone()) {
            Some((by, before)) if before != cents => (claim(fact, by, cents, true), true),
            _ => (claim(fact, own, cents, false), false),
        }
    });
    // Of equals, one that is about another instrument comes last.
    let (against, own): (Vec<_>, Vec<_>) = avenants.partition(|(_, against)| *against);
    let avenants = own.into_iter().chain(against).map(|(claim, _)| claim);
    fold(grants().chain(avenants))
}

/// The budgets that the subsidy of a convention is computed on.
#[must_use]
pub fn budgets(log: &[Line], stream: &str, question: Question) -> History {
    let visible = visible(log, stream, question);
    fold(visible.iter().flat_map(|fact| {
        let data = &fact.data;
        let initial = (0, 0, String::new());
        let mut claims = Vec::new();
        if fact.kind == "SubsidyGranted" {
            claims.extend(
                data["budget_cents"].as_i64().map(|c| claim(fact, initial.clone(), c, false)),
            );
        }
        if fact.kind == "BudgetRevised" {
            let instrument = &data["instrument"];
            let number = instrument["avenant"].as_i64();
            let (now, before) = match (number, instrument["act"].as_str()) {
                (Some(1), _) => ((1, 1, String::new()), Some(initial)),
                // Of a later avenant nothing says which instrument set what it replaces.
                (Some(n), _) => ((1, n, String::new()), None),
                (None, Some(act)) => ((2, 0, act.to_owned()), None),
                (None, None) => (initial, None),
            };
            claims.extend(data["to_cents"].as_i64().map(|c| claim(fact, now, c, false)));
            // What a revision replaces, it only recalls.
            let replaced = data["from_cents"].as_i64().zip(before);
            claims.extend(replaced.map(|(c, before)| claim(fact, before, c, true)));
        }
        claims
    }))
}

const INITIAL: (i64, i64) = (0, 0);
const GRADES: [&str; 5] = ["act", "record", "recital", "declared", "inferred"];

fn avenant(data: &Value) -> i64 {
    data["number"].as_i64().unwrap()
}

/// A fact that a question sees.
struct Seen {
    seq: u64,
    kind: String,
    data: Value,
    effective: String,
    grade: usize,
    firm: bool,
    sources: Vec<(String, [u64; 2], Vec<String>)>,
}

/// Class (initial, avenant, act), number, key.
type InstrumentKey = (i64, i64, String);

struct Claim {
    instrument: InstrumentKey,
    cents: i64,
    grade: usize,
    seq: u64,
    effective: String,
    firm: bool,
}

fn claim(fact: &Seen, instrument: InstrumentKey, cents: i64, recalled: bool) -> Claim {
    let grade = if recalled { fact.grade.max(2) } else { fact.grade };
    let (seq, effective, firm) = (fact.seq, fact.effective.clone(), fact.firm);
    Claim { instrument, cents, grade, seq, effective, firm }
}

fn visible(log: &[Line], stream: &str, question: Question) -> Vec<Seen> {
    let learned: Vec<&Line> =
        log.iter().filter(|line| question.known.is_none_or(|known| line.micros <= known)).collect();
    let (mut hidden, mut voided) = (BTreeSet::new(), BTreeSet::new());
    let mut from_last = learned.clone();
    from_last.sort_by_key(|line| std::cmp::Reverse(line.seq));
    for line in from_last {
        let data = &line.fact.data;
        let Some(target) = data["entry"].as_u64().filter(|target| *target < line.seq) else {
            continue;
        };
        if voided.contains(&line.seq) {
            continue;
        }
        if line.fact.kind == "EntryVoided" {
            voided.insert(target);
            hidden.insert(target);
        }
        if line.fact.kind == "EntryCorrected" && readable(&data["kind"], &data["data"]) {
            hidden.insert(target);
        }
    }
    let mut seen = Vec::new();
    for line in learned.into_iter().filter(|line| !hidden.contains(&line.seq)) {
        let fact = &line.fact;
        let corrects = fact.kind == "EntryCorrected";
        let (on, kind, data) = if corrects {
            (&fact.data["stream"], &fact.data["kind"], &fact.data["data"])
        } else {
            (&json!(fact.stream), &json!(fact.kind), &fact.data)
        };
        let (earliest, latest) = bounds(&fact.effective);
        let future = question.effective.is_some_and(|day| earliest > day);
        if *on == json!(stream) && readable(kind, data) && !future {
            seen.push(Seen {
                seq: line.seq,
                kind: kind.as_str().unwrap().to_owned(),
                data: data.clone(),
                effective: fact.effective.clone(),
                grade: GRADES.iter().position(|grade| *grade == fact.grade).unwrap(),
                firm: question.effective.is_none_or(|day| latest <= day),
                sources: fact.sources.clone(),
            });
        }
    }
    seen.sort_by_cached_key(|fact| {
        let (earliest, latest) = bounds(&fact.effective);
        let date = (latest, earliest, fact.effective.clone());
        let words = fact.data.to_string();
        let first = fact.sources.first().map(|(document, span, _)| (document.clone(), *span));
        (date, first, fact.kind.clone(), words, fact.grade, fact.sources.clone(), fact.seq)
    });
    seen
}

/// Whether data has the shape of its kind, as far as the generator breaks shapes.
fn readable(kind: &Value, data: &Value) -> bool {
    let grant = *kind == json!("SubsidyGranted");
    let whole = data["amount_cents"].is_i64() && data["beneficiary"]["name"].is_string();
    *kind != json!("MoonLanded") && (!grant || whole)
}

fn fold(claims: impl Iterator<Item = Claim>) -> History {
    let mut by_instrument: BTreeMap<InstrumentKey, Vec<Claim>> = BTreeMap::new();
    for claim in claims {
        by_instrument.entry(claim.instrument.clone()).or_default().push(claim);
    }
    let (mut steps, mut possible) = (Vec::new(), Vec::new());
    for (key, all) in by_instrument {
        let any_firm = all.iter().any(|claim| claim.firm);
        let mut counted: Vec<Claim> =
            all.into_iter().filter(|claim| claim.firm == any_firm).collect();
        counted.sort_by_key(|claim| claim.grade);
        let believed = (counted[0].cents, counted[0].grade, counted[0].effective.clone());
        let (with, against): (Vec<Claim>, Vec<Claim>) =
            counted.into_iter().partition(|claim| claim.cents == believed.0);
        let mut entries: Vec<u64> = Vec::new();
        for claim in with {
            if !entries.contains(&claim.seq) {
                entries.push(claim.seq);
            }
        }
        let rival = |claim: Claim| (claim.cents, GRADES[claim.grade].to_owned(), claim.seq);
        let step = Step {
            instrument: match &key {
                (0, ..) => "initial".to_owned(),
                (1, number, _) => format!("avenant-{number}"),
                (_, _, act) => format!("act-{act}"),
            },
            cents: believed.0,
            grade: GRADES[believed.1].to_owned(),
            effective: believed.2,
            entries,
            rivals: against.into_iter().map(rival).collect(),
        };
        if any_firm { steps.push((key, step)) } else { possible.push((key, step)) }
    }
    History { steps: in_order(&steps), possible: in_order(&possible) }
}

/// The grant is the first. An avenant goes by the earliest date among its own and those of higher
/// numbers.
fn in_order(steps: &[(InstrumentKey, Step)]) -> Vec<Step> {
    let date = |step: &Step| {
        let (earliest, latest) = bounds(&step.effective);
        (latest, earliest, step.effective.clone())
    };
    let mut dated: Vec<_> = steps
        .iter()
        .map(|(key, step)| {
            let numbered = |other: &InstrumentKey| key.0 == 1 && other.0 == 1 && other >= key;
            let later = steps.iter().filter(|(other, _)| numbered(other));
            let date = later.map(|(_, step)| date(step)).min().unwrap_or_else(|| date(step));
            (date, key.clone(), step.clone())
        })
        .collect();
    dated.sort_by_key(|(date, key, _)| (key.0 > 0, date.clone(), key.clone()));
    dated.into_iter().map(|(.., step)| step).collect()
}

const FIRST: i64 = -99_990_101;
const LAST: i64 = 99_991_231;

/// The first and last day of an EDTF date as `yyyymmdd`.
///
/// ```
/// # use greffe_testkit::naive::bounds;
/// assert_eq!(bounds("2021-02"), (20210201, 20210228));
/// assert_eq!(bounds("202X"), (20200101, 20291231));
/// assert_eq!(bounds("../2021-03-05").1, 20210305);
/// ```
#[must_use]
pub fn bounds(edtf: &str) -> (i64, i64) {
    if let Some((from, to)) = edtf.split_once('/') {
        let low = if matches!(from, "" | "..") { FIRST } else { bounds(from).0 };
        let high = if matches!(to, "" | "..") { LAST } else { bounds(to).1 };
        return (low, high);
    }
    let parts: Vec<&str> = edtf.trim_end_matches(['?', '~', '%']).split('-').collect();
    if parts[0] == "XXXX" {
        return (FIRST, LAST);
    }
    let year = |unknown: &str| parts[0].replace('X', unknown).parse::<i64>().unwrap();
    let known = |at: usize| parts.get(at).and_then(|part| part.parse::<i64>().ok());
    let days = |month: i64, year: i64| match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    };
    match (known(1), known(2)) {
        (Some(month), Some(day)) => {
            let day = year("0") * 10_000 + month * 100 + day;
            (day, day)
        }
        (Some(month), None) => {
            let first = year("0") * 10_000 + month * 100;
            (first + 1, first + days(month, year("0")))
        }
        _ => (year("0") * 10_000 + 101, year("9") * 10_000 + 1231),
    }
}
