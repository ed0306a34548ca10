//! Questions to random histories: every value of a state is a field, every figure is explained down
//! to sentences or marked assumptions, and no question contradicts another.

use crate::rounds;
use greffe::audit_trail::RulePack;
use greffe::domain::{AsOf, StreamId};
use greffe::inquiry::{
    Assignation, Basis, ConventionRecord, Field, FieldValue, Fields, Hypothesis, Node, Without,
    blame, diff, explain, what_if,
};
use greffe_testkit::history::{Line, Size, arrive, conventions, told};
use greffe_testkit::{Prng, seed};
use serde_json::Value;
use std::collections::BTreeMap;

/// A random history with one of its conventions, and a random question's clocks.
fn case(random: &mut Prng) -> (Vec<Line>, ConventionRecord, AsOf) {
    let size = Size {
        conventions: 1 + random.below(2),
        overridden: random.next() % 40,
        imprecise: random.next() % 70,
    };
    let told = told(random.next(), size);
    let log = arrive(&told, random);
    let streams = conventions(&told);
    let stream: StreamId = random.pick(&streams).parse().unwrap();
    let recorded = log.iter().map(Line::recorded).collect();
    let as_of = AsOf {
        effective: random.chance(40).then(|| {
            let year = random.between(2019, 2027);
            format!("{year}-{:02}-15", random.between(1, 12)).parse().unwrap()
        }),
        known: random.chance(30).then(|| random.pick(&log).recorded().meta.recorded_at),
    };
    (log, ConventionRecord::of(stream, recorded), as_of)
}

fn each_case(
    seed_of: u64,
    count: u64,
    mut check: impl FnMut(&str, &[Line], &ConventionRecord, AsOf, &mut Prng),
) {
    let seed = seed(seed_of);
    for round in 0..rounds(count) {
        let mut random = Prng::new(seed ^ round.wrapping_mul(0x9e37_79b9));
        let (log, record, as_of) = case(&mut random);
        let place = format!("seed {seed} round {round} {} {as_of:?}", record.stream());
        check(&place, &log, &record, as_of, &mut random);
    }
}

/// The leaves of a value, by their JSON Pointers.
fn leaves(value: &Value, at: &str, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, inner)| leaves(inner, &format!("{at}/{key}"), found));
        }
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(n, inner)| leaves(inner, &format!("{at}/{n}"), found));
        }
        Value::Null => {}
        leaf => found.push((at.to_owned(), leaf.clone())),
    }
}

fn covers(place: &str, pointer: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[test]
fn every_value_of_a_state_belongs_to_a_field() {
    let mut seen = 0usize;
    each_case(4_711, 400, |place, _, record, as_of, _| {
        let view = record.view(as_of);
        let json = serde_json::to_value(&view).unwrap();
        let fields = Fields::of(&view);
        let mut all = Vec::new();
        leaves(&json, "", &mut all);
        for (pointer, leaf) in all {
            // The stream is the subject; an item of a list by instrument is named by its instrument,
            // and a share of which no figure is known has nothing but entries.
            let names = pointer == "/stream"
                || pointer.contains("/instrument")
                || (pointer.starts_with("/shares/") && pointer.contains("/entries/"));
            let covered = fields.iter().any(|f| f.places.iter().any(|p| covers(p, &pointer)));
            assert!(covered || names, "{place}: {pointer} = {leaf} belongs to no field");
            seen += 1;
        }
        for field in fields.iter() {
            for pointer in &field.places {
                assert!(json.pointer(pointer).is_some(), "{place}: {pointer} of {}", field.path);
            }
        }
        let mut paths: Vec<&str> = fields.iter().map(|field| field.path.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), fields.iter().count(), "{place}: paths are unique");
    });
    assert!(seen > 20_000, "{seen} values seen");
}

/// Whether a leaf is what an explanation may end in: somebody's words, an entry that cites none for
/// this field, or an assumption that is marked.
fn ends_well(leaf: &Node, record: &ConventionRecord) -> bool {
    match &leaf.basis {
        Basis::Assumed { operands, .. } => operands.is_empty(),
        Basis::Stated { testimonies, .. } => {
            let named = |entry: u64| record.recorded().iter().find(|r| r.meta.seq == entry);
            !testimonies.is_empty()
                && testimonies.iter().all(|t| {
                    // A source that names another field says nothing of this one.
                    let sources = &named(t.entry).unwrap().meta.sources;
                    !t.passages.is_empty() || sources.iter().all(|s| !s.fields.is_empty())
                })
        }
        Basis::Absent => !matches!(leaf.value, FieldValue::Money(_)),
        Basis::Computed { .. } | Basis::Supposed => false,
    }
}

#[test]
fn every_euro_is_explained_down_to_its_sources() {
    let (mut figures, mut assumed, mut quoted) = (0usize, 0usize, 0usize);
    each_case(1_789, 400, |place, _, record, as_of, _| {
        let fields = record.fields(as_of);
        for field in fields.iter() {
            let explained = explain(record, as_of, &field.path);
            let tree = explained.unwrap_or_else(|e| panic!("{place}: {}: {e}", field.path)).tree;
            let value = tree.evaluate();
            let same = value.as_ref().is_some_and(|value| value.says_the_same(&field.value));
            assert!(same, "{place}: {} is {:?}, its tree gives {value:?}", field.path, field.value);
            if field.value.money().is_none() {
                continue;
            }
            figures += 1;
            for leaf in tree.leaves() {
                assert!(ends_well(leaf, record), "{place}: {} ends in {leaf:?}", field.path);
                match &leaf.basis {
                    Basis::Stated { testimonies, .. } => {
                        quoted += testimonies.iter().filter(|t| !t.passages.is_empty()).count();
                    }
                    _ => assumed += 1,
                }
            }
        }
    });
    assert!(figures > 5_000 && quoted > 5_000 && assumed > 200, "{figures} {quoted} {assumed}");
}

/// Values by path, with what only repeats left in.
fn values(fields: &Fields) -> BTreeMap<&str, &Field> {
    fields.iter().map(|field| (field.path.as_str(), field)).collect()
}

#[test]
fn a_diff_tells_exactly_what_differs() {
    each_case(65_537, 300, |place, log, record, as_of, random| {
        let other = AsOf { known: Some(random.pick(log).recorded().meta.recorded_at), ..as_of };
        let (before, after) = (record.fields(other), record.fields(as_of));
        let found = diff(&before, &after, true);
        let changed: Vec<&str> = found.changes.iter().map(|c| c.path.as_str()).collect();
        let (old, new) = (values(&before), values(&after));
        let paths = old.keys().chain(new.keys());
        for path in paths.filter(|path| !path.starts_with("payments.")) {
            let same = match (old.get(path), new.get(path)) {
                (Some(a), Some(b)) => {
                    a.value.says_the_same(&b.value)
                        && (a.grade, a.kind, &a.entries) == (b.grade, b.kind, &b.entries)
                }
                _ => false,
            };
            assert_eq!(!same, changed.contains(path), "{place}: {path}");
        }
        // A payment is the one that the same entries tell, wherever it stands among those of its day.
        let is_payment = |field: &&Field| field.path.starts_with("payments.");
        let is_in = |fields: &Fields, one: &Field| {
            fields.iter().filter(is_payment).any(|other| {
                one.value.says_the_same(&other.value)
                    && (one.grade, one.kind, &one.entries)
                        == (other.grade, other.kind, &other.entries)
            })
        };
        for payment in before.iter().filter(is_payment) {
            let told = found.changes.iter().filter(|c| c.before.as_ref() == Some(payment)).count();
            assert_eq!(told, usize::from(!is_in(&after, payment)), "{place}: {}", payment.path);
        }
        for payment in after.iter().filter(is_payment) {
            let told = found.changes.iter().filter(|c| c.after.as_ref() == Some(payment)).count();
            assert_eq!(told, usize::from(!is_in(&before, payment)), "{place}: {}", payment.path);
        }
        assert!(diff(&after, &after, true).changes.is_empty(), "{place}");
    });
}

#[test]
fn histories_end_in_what_is_believed_now() {
    each_case(31_337, 40, |place, _, record, as_of, _| {
        for one in blame(record, as_of, None, true).unwrap() {
            let path = &one.field.path;
            let history = one.history.unwrap();
            let last = history.believed.last().and_then(|change| change.after.as_ref());
            assert!(last.unwrap().says_the_same(&one.field.value), "{place}: {path}");
            for pair in history.believed.windows(2) {
                let (a, b) = (&pair[0], &pair[1]);
                let joined = match (&a.after, &b.before) {
                    (Some(a), Some(b)) => a.says_the_same(b),
                    (None, None) => true,
                    _ => false,
                };
                assert!(joined && a.entry < b.entry, "{place}: {path} leaps");
            }
            // What holds on the day asked about, or whatever the day, held last.
            let held = history.in_force.last().and_then(|held| held.value.as_ref());
            let same = held.is_some_and(|held| held.says_the_same(&one.field.value));
            assert!(same, "{place}: {path} {held:?}");
        }
    });
}

#[test]
fn leaving_out_an_entry_is_never_having_recorded_it() {
    let mut moved = 0;
    each_case(271_828, 300, |place, log, record, as_of, random| {
        let seq = random.pick(log).recorded().meta.seq;
        let hypothesis = Hypothesis {
            without: vec![Without::Entry(seq)],
            next: log.len() as u64,
            ..Hypothesis::default()
        };
        let answer = what_if(record, as_of, hypothesis, &RulePack::default()).unwrap();
        assert!(answer.counterfactual);
        let greffe::inquiry::Supposition::Without { entries, .. } = &answer.suppositions[0] else {
            panic!("{place}")
        };
        let gone: Vec<u64> = entries.iter().map(|left| left.entry).collect();
        assert!(gone.contains(&seq), "{place}");
        let kept = log.iter().filter(|line| !gone.contains(&line.seq)).map(Line::recorded);
        let plain = ConventionRecord::of(record.stream().clone(), kept.collect()).fields(as_of);
        for change in answer.changes.iter().filter(|c| !c.path.starts_with("balance.")) {
            moved += 1;
            let found = change.after.as_ref();
            // The place of a payment that is gone may be that of another of its day.
            if change.path.starts_with("payments.") && found.is_none() {
                let gone = change.before.as_ref().map(|payment| &payment.entries);
                assert!(
                    plain
                        .iter()
                        .all(|f| Some(&f.entries) != gone || !f.path.starts_with("payments.")),
                    "{place}: without {seq}, {}",
                    change.path
                );
                continue;
            }
            let expected = plain.get(&change.path);
            assert_eq!(expected, found, "{place}: without {seq}, {}", change.path);
        }
        for finding in &answer.findings {
            assert_ne!(finding.recorded, finding.supposed, "{place}");
        }
    });
    assert!(moved > 200, "{moved} fields moved");
}

#[test]
fn what_is_set_holds_and_nobody_contradicts_it() {
    let mut held = 0;
    each_case(161_803, 200, |place, log, record, as_of, random| {
        let fields = record.fields(as_of);
        let steps: Vec<String> = fields
            .iter()
            .filter(|f| f.path.starts_with("budget_cents.") && !f.path.contains("possible"))
            .map(|f| f.path.clone())
            .collect();
        if steps.is_empty() {
            return;
        }
        let path = random.pick(&steps).clone();
        let amount = random.between(1_000, 900_000);
        let set = vec![Assignation::parse(&format!("{path}={amount}€")).unwrap()];
        let next = log.len() as u64;
        let hypothesis = Hypothesis { set, next, ..Hypothesis::default() };
        let answer = what_if(record, as_of, hypothesis, &RulePack::default());
        let answer = answer.unwrap();
        let path = fields.get(&path).unwrap().repeats.clone().unwrap_or(path);
        if let Some(change) = answer.changes.iter().find(|change| change.path == path) {
            let after = change.after.as_ref().unwrap();
            assert_eq!(after.value.money().unwrap().cents(), amount * 100, "{place}: {path}");
            assert!(after.contradicted_by.is_empty(), "{place}: {path}");
            held += 1;
        }
    });
    assert!(held > 100, "{held} values set");
}
