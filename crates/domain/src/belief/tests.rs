//! Belief, on small sets of facts.

use super::*;
use crate::day::Instant;
use crate::event::Event;
use crate::fact::{Meta, Recorded};
use crate::facts::{AsOf, Facts};
use crate::stream::StreamId;
use serde_json::{Value, json};

const STREAM: &str = "convention/vauclaire/2023/les-ateliers";

fn recorded(seq: u64, kind: &str, effective: &str, grade: Grade, data: Value) -> Recorded {
    let meta = Meta {
        seq,
        stream: STREAM.parse().unwrap(),
        effective: effective.parse().unwrap(),
        recorded_at: Instant::from_micros(i64::try_from(seq).unwrap() * 1_000_000).unwrap(),
        recorded_by: "clerk".to_owned(),
        grade,
        sources: vec![Passage { document: "d".repeat(64), span: (seq, seq + 1), fields: vec![] }],
        causes: vec![],
    };
    Recorded::of(meta, kind, 1, data)
}

fn granted(seq: u64, cents: i64, effective: &str, grade: Grade) -> Recorded {
    let data = json!({ "amount_cents": cents, "beneficiary": { "name": "Les Ateliers" } });
    recorded(seq, "SubsidyGranted", effective, grade, data)
}

fn amounts(facts: &Facts, as_of: AsOf) -> History<Money> {
    let stream: StreamId = STREAM.parse().unwrap();
    let claims = facts.known(&stream, as_of).into_iter().filter_map(|known| {
        let Event::SubsidyGranted(g) = &known.fact.event else {
            return None;
        };
        Some(Claim::new(known, Instrument::Initial, g.amount_cents, "/amount_cents"))
    });
    history(claims.collect())
}

fn facts(entries: &[Recorded]) -> Facts {
    let mut facts = Facts::default();
    for entry in entries {
        facts.insert(entry);
    }
    facts
}

#[test]
fn a_better_grade_wins_and_the_other_contradicts() {
    let told = granted(1, 100, "2023-01-05", Grade::Recital);
    let decided = granted(2, 120, "2023-01-05", Grade::Act);
    for order in [[told.clone(), decided.clone()], [decided, told]] {
        let view = amounts(&facts(&order), AsOf::default());
        let current = view.current().unwrap();
        assert_eq!((current.value.cents(), current.grade), (120, Grade::Act));
        assert_eq!(current.entries, [2]);
        assert_eq!(current.contradicted_by.iter().map(|r| r.entry).collect::<Vec<_>>(), [1]);
    }
}

#[test]
fn agreeing_testimony_corroborates() {
    let set =
        [granted(1, 100, "2023-01-05", Grade::Recital), granted(2, 100, "2023-01-05", Grade::Act)];
    let view = amounts(&facts(&set), AsOf::default());
    let current = view.current().unwrap();
    assert_eq!(current.entries, [2, 1], "best first");
    assert!(current.contradicted_by.is_empty());
}

#[test]
fn a_straddling_date_is_possible_and_not_applied() {
    let set = facts(&[granted(1, 100, "2023", Grade::Act)]);
    let at = |day: &str| AsOf { effective: Some(day.parse().unwrap()), known: None };
    assert!(amounts(&set, at("2022-12-31")).possible.is_empty());
    let during = amounts(&set, at("2023-06-30"));
    assert_eq!((during.steps.len(), during.possible.len()), (0, 1));
    assert_eq!(amounts(&set, at("2023-12-31")).steps.len(), 1);
}

#[test]
fn voids_and_corrections_hold_from_when_they_are_known() {
    let grant = granted(1, 100, "2023-01-05", Grade::Act);
    let corrected = json!({
        "entry": 1, "stream": STREAM, "kind": "SubsidyGranted", "schema": 1, "reason": "typo",
        "data": { "amount_cents": 150, "beneficiary": { "name": "Les Ateliers" } }
    });
    let correction = recorded(2, "EntryCorrected", "2023-01-05", Grade::Act, corrected);
    let void =
        recorded(3, "EntryVoided", "XXXX", Grade::Act, json!({ "entry": 2, "reason": "no" }));
    let set = facts(&[void, grant, correction]);
    let value = |known: i64| {
        let known = Instant::from_micros(known * 1_000_000);
        let view = amounts(&set, AsOf { effective: None, known });
        view.current().map(|c| c.value.cents())
    };
    assert_eq!(value(0), None);
    assert_eq!(value(1), Some(100));
    assert_eq!(value(2), Some(150), "corrected");
    assert_eq!(value(3), Some(100), "the correction is voided, the entry stands again");
}

#[test]
fn unknown_and_odd_entries_are_noted_and_change_nothing() {
    let mut set = facts(&[granted(1, 100, "2023-01-05", Grade::Act)]);
    set.insert(&recorded(2, "MoonLanded", "2023", Grade::Act, json!({})));
    set.insert(&recorded(3, "VoteCast", "2023", Grade::Act, json!({ "outcome": 7 })));
    assert_eq!(set.unknown().values().sum::<u64>(), 1);
    assert!(set.odd().contains_key(&3));
    assert_eq!(amounts(&set, AsOf::default()).steps.len(), 1);
}

#[test]
fn an_avenant_follows_the_grant_however_late_the_grant_is_recalled() {
    let claims = [
        // The act that approves the avenant says the new budget, a much later one recalls the old.
        (2, "2024-03-01", Grade::Act, Instrument::Avenant(1), 400),
        (3, "../2024-12-10", Grade::Recital, Instrument::Initial, 500),
        (4, "2024-06-01", Grade::Act, Instrument::Act("4100/24/BM".into()), 450),
    ];
    let entries = claims.clone().map(|(seq, date, grade, ..)| granted(seq, 1, date, grade));
    let set = facts(&entries);
    let value_of = |seq: u64| claims.iter().find(|c| c.0 == seq).unwrap();
    let known = set.known(&STREAM.parse().unwrap(), AsOf::default());
    let history = history(
        known
            .into_iter()
            .map(|known| {
                let (.., instrument, cents) = value_of(known.fact.meta.seq);
                Claim::new(known, instrument.clone(), Money::from_cents(*cents), "/to_cents")
            })
            .collect(),
    );
    let order: Vec<i64> = history.steps.iter().map(|s| s.believed.value.cents()).collect();
    assert_eq!(order, [500, 400, 450], "by number, and the act without a number by its date");
}

/// Amounts believed after a history of a grant of 100, corrections and voids, by entry number.
fn after(history: &[(u64, &str, u64, i64)]) -> Vec<i64> {
    let mut entries = vec![granted(1, 100, "2023-01-05", Grade::Act)];
    for (seq, what, target, cents) in history {
        let grant = json!({ "amount_cents": cents, "beneficiary": { "name": "Les Ateliers" } });
        let void = json!({ "entry": cents, "reason": "no" });
        let correction = |kind: &str, data: Value| json!({ "entry": target, "stream": STREAM, "kind": kind, "schema": 1, "data": data, "reason": "x" });
        let (kind, data) = match *what {
            "void" => ("EntryVoided", json!({ "entry": target, "reason": "no" })),
            "correct" => ("EntryCorrected", correction("SubsidyGranted", grant)),
            "correct-void" => ("EntryCorrected", correction("EntryVoided", void)),
            _ => unreachable!(),
        };
        entries.push(recorded(*seq, kind, "2023-01-05", Grade::Act, data));
    }
    let view = amounts(&facts(&entries), AsOf::default());
    view.steps
        .iter()
        .flat_map(|s| {
            std::iter::once(s.believed.value)
                .chain(s.believed.contradicted_by.iter().map(|r| r.value))
        })
        .map(Money::cents)
        .collect()
}

#[test]
fn voids_and_corrections_of_voids_and_corrections() {
    assert_eq!(after(&[(2, "correct", 1, 150), (3, "correct", 2, 170)]), [170]);
    assert_eq!(after(&[(2, "correct", 1, 150), (3, "correct", 2, 170), (4, "void", 2, 0)]), [100]);
    assert_eq!(after(&[(2, "correct", 1, 150), (3, "void", 1, 0)]), Vec::<i64>::new());
    assert_eq!(after(&[(2, "void", 1, 0), (3, "void", 2, 0)]), [100]);
    // The void named the wrong entry: corrected, it voids nothing that exists.
    assert_eq!(after(&[(2, "void", 1, 0), (3, "correct-void", 2, 99)]), [100]);
}

#[test]
fn a_chain_of_voids_as_long_as_a_log_is_walked() {
    let mut set = facts(&[granted(0, 100, "2023-01-05", Grade::Act)]);
    for seq in 1..50_000u64 {
        let void = json!({ "entry": seq - 1, "reason": "no" });
        set.insert(&recorded(seq, "EntryVoided", "XXXX", Grade::Act, void));
    }
    // 49 999 voids, each of the one before: the first one stands, so the grant does not.
    assert!(amounts(&set, AsOf::default()).steps.is_empty());
}

/// Avenant no. 2 is recalled with a date before that of no. 1; an act stands among them by its date.
#[test]
fn numbers_order_the_avenants_and_dates_the_acts() {
    let act = Instrument::Act("4001/23/BM".to_owned());
    let late = Instrument::Act("4002/25/BM".to_owned());
    let date = |text: &str| Some(text.parse().unwrap());
    let dates = BTreeMap::from([
        (Instrument::Initial, date("../2024")),
        (Instrument::Avenant(1), date("2024-06-01")),
        (Instrument::Avenant(2), date("2023-09-01")),
        (Instrument::Avenant(3), None),
        (act.clone(), date("2023-10-01")),
        (late.clone(), date("2025-01-01")),
    ]);
    let [first, second, third] = [1, 2, 3].map(Instrument::Avenant);
    let expected = [Instrument::Initial, first, second, act, late, third];
    assert_eq!(instruments_in_order(dates), expected);
}

/// A later act recalls the grant with no better date than its own: the grant is still the first.
#[test]
fn nothing_comes_before_the_grant() {
    let act = |key: &str| Instrument::Act(key.to_owned());
    let date = |text: &str| Some(text.parse().unwrap());
    for recalled in [date("2024-12-10"), date("2024"), None] {
        let dates = BTreeMap::from([
            (Instrument::Initial, recalled),
            (act("4001/23/BM"), date("2023-10-01")),
            (Instrument::Avenant(1), date("2023-06-01")),
        ]);
        let expected = [Instrument::Initial, Instrument::Avenant(1), act("4001/23/BM")];
        assert_eq!(instruments_in_order(dates), expected);
    }
}
