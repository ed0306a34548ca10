//! Questions to a small story, with every number in sight.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed expectation is a test's own message"
)]

mod set;
mod undone;

use crate::*;
use greffe_audit_trail::RulePack;
use greffe_convention_state::Assumption;
use greffe_domain::{AsOf, Grade, Instant, Instrument, Meta, Money, Passage, Recorded};
use serde_json::{Value, json};

const STREAM: &str = "convention/vauclaire/2023/les-ateliers-du-pont";

fn told(seq: u64, kind: &str, day: &str, grade: Grade, causes: &[u64], data: Value) -> Recorded {
    let seconds = 1_700_000_000_000_000 + i64::try_from(seq).unwrap() * 1_000_000;
    let meta = Meta {
        seq,
        stream: STREAM.parse().unwrap(),
        effective: day.parse().unwrap(),
        recorded_at: Instant::from_micros(seconds).unwrap(),
        recorded_by: "clerk".to_owned(),
        grade,
        sources: vec![Passage {
            document: format!("{seq:064x}"),
            span: (10, 20),
            fields: Vec::new(),
        }],
        causes: causes.to_vec(),
    };
    Recorded::of(meta, kind, 1, data)
}

/// A grant, an avenant with its revised budget, and another act that recalls that budget.
fn story() -> Vec<Recorded> {
    vec![
        told(
            1,
            "SubsidyGranted",
            "2023-03-16",
            Grade::Act,
            &[],
            json!({ "amount_cents": 6_000_000, "budget_cents": 40_000_000, "exercise": 2023,
                "beneficiary": { "name": "Les Ateliers du Pont" },
                "act": { "reference": "DSOL-014-3127/23/BM" } }),
        ),
        told(
            2,
            "AvenantApproved",
            "2024-03-14",
            Grade::Act,
            &[1],
            json!({ "number": 1, "changes": ["budget"],
                "act": { "reference": "DSOL-009-4058/24/BM" } }),
        ),
        told(
            3,
            "BudgetRevised",
            "2024-03-14",
            Grade::Act,
            &[2],
            json!({ "to_cents": 30_000_000, "instrument": { "avenant": 1 } }),
        ),
    ]
}

fn record(recorded: Vec<Recorded>) -> ConventionRecord {
    ConventionRecord::of(STREAM.parse().unwrap(), recorded)
}

fn suppose(record: &ConventionRecord, hypothesis: Hypothesis) -> WhatIf {
    what_if(record, AsOf::default(), Hypothesis { next: 100, ..hypothesis }, &RulePack::default())
        .unwrap()
}

fn without(texts: &[&str]) -> Hypothesis {
    let without = texts.iter().map(|text| Without::parse(text).unwrap()).collect();
    Hypothesis { without, ..Hypothesis::default() }
}

fn balance(answer: &WhatIf) -> (i64, i64) {
    let change = answer.balance_change().unwrap();
    (change.recorded_cents.unwrap().cents(), change.supposed_cents.unwrap().cents())
}

#[test]
fn without_its_avenant_the_balance_falls_to_the_first_budget() {
    let record = record(story());
    // 60 000 × 300 000 / 400 000, with the expense that the record takes as realised.
    for what in [&["avenant-1"][..], &["2"], &["2", "3"], &["009-4058-24-BM"]] {
        let answer = suppose(&record, without(what));
        assert_eq!(balance(&answer), (6_000_000, 4_500_000), "{what:?}");
        assert_eq!(
            answer.assumptions,
            [
                Assumption::ProRataRule,
                Assumption::RealisedEqualsRecordedBudget,
                Assumption::NothingPaid
            ]
        );
        let tree = &answer.balance.as_ref().unwrap().tree;
        assert_eq!(tree.evaluate(), Some(FieldValue::Money(Money::from_cents(4_500_000))));
    }
}

#[test]
fn without_an_entry_what_others_say_stays() {
    let mut told_twice = story();
    let recalled = json!({ "to_cents": 30_000_000, "instrument": { "avenant": 1 } });
    told_twice.push(told(4, "BudgetRevised", "2024-03-14", Grade::Recital, &[], recalled));
    let record = record(told_twice);
    let answer = suppose(&record, without(&["2"]));
    assert_eq!(answer.balance_change(), None, "entry 4 still says it");
    let regraded = answer.changes.iter().find(|c| c.path == "budget_cents.avenant-1").unwrap();
    assert_eq!(regraded.change, ChangeKind::Regraded);
    assert_eq!(regraded.after.as_ref().unwrap().entries, [4]);
    // Without the avenant nobody says it.
    assert_eq!(balance(&suppose(&record, without(&["avenant-1"]))), (6_000_000, 4_500_000));
    let nothing = what_if(&record, AsOf::default(), without(&["77"]), &RulePack::default());
    assert_eq!(nothing, Err(WhatIfError::NothingLeftOut("entry 77".to_owned())));
}

#[test]
fn a_value_that_is_set_is_what_every_source_states() {
    let mut disputed = story();
    let other = json!({ "amount_cents": 6_000_000, "budget_cents": 41_000_000,
        "beneficiary": { "name": "Les Ateliers du Pont" } });
    disputed.push(told(4, "SubsidyGranted", "2023-03-16", Grade::Recital, &[], other));
    let record = record(disputed);
    let set = vec![Assignation::parse("budget_cents.initial=500 000 €").unwrap()];
    let answer = suppose(&record, Hypothesis { set, ..Hypothesis::default() });
    let change = answer.changes.iter().find(|c| c.path == "budget_cents.initial").unwrap();
    let after = change.after.as_ref().unwrap();
    assert_eq!(after.value, FieldValue::Money(Money::from_cents(50_000_000)));
    assert_eq!((after.entries.as_slice(), after.contradicted_by.len()), (&[1, 4][..], 0));
    let Supposition::Set { entries, .. } = &answer.suppositions[0] else { panic!() };
    assert_eq!(entries, &[1, 4]);
}

#[test]
fn what_was_voided_or_corrected_is_no_source_to_set() {
    let corrected = json!({ "entry": 1, "kind": "SubsidyGranted", "schema": 1, "stream": STREAM,
        "data": { "amount_cents": 6_000_000, "budget_cents": 42_000_000,
            "beneficiary": { "name": "Les Ateliers du Pont" } }, "reason": "misread" });
    let mut told_again = story();
    told_again.push(told(5, "EntryCorrected", "2023-03-16", Grade::Act, &[1], corrected));
    let touched = |story: Vec<Recorded>| {
        let record = record(story);
        let set = vec![Assignation::parse("budget_cents.initial=500 000 €").unwrap()];
        let answer = suppose(&record, Hypothesis { set, ..Hypothesis::default() });
        let change = answer.changes.iter().find(|c| c.path == "budget_cents.initial").unwrap();
        assert_eq!(
            change.after.as_ref().unwrap().value.money(),
            Some(Money::from_cents(50_000_000))
        );
        match &answer.suppositions[0] {
            Supposition::Set { entries, .. } => entries.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(touched(told_again.clone()), [5], "the correction alone states the budget now");
    let voided = json!({ "entry": 5, "reason": "misread again" });
    told_again.push(told(6, "EntryVoided", "2023-03-16", Grade::Act, &[5], voided));
    assert_eq!(touched(told_again), [1]);
}

/// The avenant of the story leaves the amount as it is, and says it again.
#[test]
fn an_amount_that_is_set_holds_wherever_it_is_said_again() {
    let mut restated = story();
    let data = json!({ "number": 1, "changes": ["budget"], "unchanged": ["amount"],
        "amount_cents": 6_000_000, "act": { "reference": "DSOL-009-4058/24/BM" } });
    restated[1] = told(2, "AvenantApproved", "2024-03-14", Grade::Act, &[1], data);
    let record = record(restated);
    let current = |text: &str| {
        let set = vec![Assignation::parse(text).unwrap()];
        let answer = suppose(&record, Hypothesis { set, ..Hypothesis::default() });
        let of = |path: &str| {
            let change = answer.changes.iter().find(|change| change.path == path);
            change.and_then(|c| c.after.as_ref()).and_then(|field| field.value.money())
        };
        let Supposition::Set { entries, .. } = &answer.suppositions[0] else { panic!() };
        let contradicted = answer.changes.iter().filter_map(|c| c.after.as_ref());
        assert!(contradicted.clone().all(|field| field.contradicted_by.is_empty()));
        (of("subsidy_cents.initial"), of("subsidy_cents.current"), entries.clone())
    };
    let eighty = Some(Money::from_cents(8_000_000));
    assert_eq!(current("subsidy_cents.initial=80 000 €"), (eighty, eighty, vec![1, 2]));
    assert_eq!(current("subsidy_cents.current=80 000 €"), (None, eighty, vec![2]));
}

/// What is in force without the avenant is the grant: it is the grant that is set then.
#[test]
fn what_is_in_force_is_read_in_the_record_as_supposed() {
    let record = record(story());
    let set = |typed: &[&str], hypothesis: Hypothesis| {
        let set = typed.iter().map(|text| Assignation::parse(text).unwrap()).collect();
        what_if(
            &record,
            AsOf::default(),
            Hypothesis { set, next: 100, ..hypothesis },
            &RulePack::default(),
        )
    };
    let paths = |answer: WhatIf| -> Vec<String> {
        let set = answer.suppositions.into_iter().filter_map(|s| match s {
            Supposition::Set { setting, .. } => Some(setting.path),
            _ => None,
        });
        set.collect()
    };
    let current = "budget_cents.current=500 000 €";
    let alone = set(&[current], Hypothesis::default()).unwrap();
    assert_eq!(paths(alone), ["budget_cents.avenant-1"]);
    let answer = set(&[current], without(&["avenant-1"])).unwrap();
    let change = answer.changes.iter().find(|c| c.path == "budget_cents.current").unwrap();
    assert_eq!(change.after.as_ref().unwrap().value.money(), Some(Money::from_cents(50_000_000)));
    assert_eq!(paths(answer), ["budget_cents.initial"]);
    // What is set before is in force for what is set after.
    let later = ["budget_cents.avenant-2=450 000 €", current];
    let answer = set(&later, Hypothesis::default()).unwrap();
    assert_eq!(paths(answer), ["budget_cents.avenant-2", "budget_cents.avenant-2"]);
    let nothing = set(&[current], without(&["1", "avenant-1"]));
    let why = SettingError::NothingInForce("budget_cents.current".into());
    assert_eq!(nothing, Err(WhatIfError::Setting(why)));
}

#[test]
fn an_act_is_left_out_in_whatever_spelling_it_was_recorded() {
    let mut by_act = story();
    let by = |key: &str| json!({ "to_cents": 30_000_000, "instrument": { "act": key } });
    for (seq, key) in [(4, "4058/24/bm"), (5, "dsol-009-4058-24-bm"), (6, "4059/24/BM")] {
        by_act.push(told(seq, "BudgetRevised", "2024-05-02", Grade::Act, &[], by(key)));
    }
    let record = record(by_act);
    for what in ["DSOL-009-4058/24/BM", "009-4058-24-bm", "act-4058/24/Bm"] {
        let answer = suppose(&record, without(&[what]));
        let Supposition::Without { entries, .. } = &answer.suppositions[0] else { panic!() };
        let gone: Vec<u64> = entries.iter().map(|left| left.entry).collect();
        assert!(gone.contains(&4) && gone.contains(&5) && !gone.contains(&6), "{what}: {gone:?}");
    }
}

#[test]
fn what_speaks_no_more_is_said_to_be_silent_when_it_is_left_out() {
    let mut voided = story();
    let void = json!({ "entry": 3, "reason": "misread" });
    voided.push(told(4, "EntryVoided", "2024-03-14", Grade::Act, &[3], void));
    let record = record(voided);
    let silent = |what: &str, as_of: AsOf| {
        let answer = what_if(
            &record,
            as_of,
            Hypothesis { next: 100, ..without(&[what, what]) },
            &RulePack::default(),
        );
        let answer = answer.unwrap();
        assert_eq!(answer.suppositions.len(), 1, "what is said twice is supposed once");
        let Supposition::Without { entries, .. } = &answer.suppositions[0] else { panic!() };
        (entries[0].silent, answer.changes.len())
    };
    let now = AsOf::default();
    assert_eq!(silent("3", now), (Some(Silence::Overridden), 0));
    assert_eq!(silent("2", now).0, None);
    let (why, changes) = silent("4", now);
    assert_eq!(why, None, "an override speaks of another");
    assert!(changes > 0, "without its voiding the budget holds again");
    let early = AsOf { effective: Some("2023-12-31".parse().unwrap()), known: None };
    assert_eq!(silent("2", early), (Some(Silence::NotYetInForce), 0));
    // What is voided is silent from when it is known, whatever the day of the voiding.
    assert_eq!(silent("4", early).0, None);
    let at_first = AsOf { effective: None, known: Some(record.recorded()[0].meta.recorded_at) };
    if record.recorded()[2].meta.recorded_at > record.recorded()[0].meta.recorded_at {
        assert_eq!(silent("3", at_first), (Some(Silence::NotYetKnown), 0));
    }
}

#[test]
fn what_no_source_states_can_be_supposed() {
    let record = record(story());
    let set = vec![
        Assignation::parse("realised_cents=200 000 €").unwrap(),
        Assignation::parse("balance_rule=fixed_amount").unwrap(),
    ];
    let first = Hypothesis { set: set[..1].to_vec(), ..Hypothesis::default() };
    assert_eq!(balance(&suppose(&record, first)), (6_000_000, 4_000_000));
    let both = suppose(&record, Hypothesis { set, ..Hypothesis::default() });
    assert_eq!(both.balance_change(), None, "a fixed amount is due whatever is realised");
    assert_eq!(both.assumptions, [Assumption::NothingPaid]);
    assert_eq!(both.supposed_from, 100);
}

#[test]
fn amounts_say_their_unit() {
    let record = record(story());
    let fields = record.fields(AsOf::default());
    let cents = |text: &str| {
        let typed = Assignation::parse(&format!("budget_cents.current={text}")).unwrap();
        Setting::of(&typed, &fields).map(|s| (s.path, s.value.money().unwrap().cents()))
    };
    let path = "budget_cents.avenant-1".to_owned();
    for text in ["1 250 000,50 €", "1250000.50€", "€1250000.50", "125000050 cents", "125000050c"]
    {
        assert_eq!(cents(text), Ok((path.clone(), 125_000_050)), "{text}");
    }
    for text in ["1250000", "", "-5 €", "beaucoup €"] {
        assert!(matches!(cents(text), Err(SettingError::Value { .. })), "{text}");
    }
    for text in ["balance.balance_cents=5€", "nothing=5€", "=5€", "budget_cents.act-=5€"] {
        let setting = Setting::of(&Assignation::parse(text).unwrap(), &fields);
        assert!(matches!(setting, Err(SettingError::Field(_))), "{text}");
    }
    assert!(matches!(Assignation::parse("budget"), Err(SettingError::Form(_))));
    for (year, is_one) in [("2024", true), ("0", false), ("-5", false), ("2147483647", false)] {
        let typed = Assignation::parse(&format!("exercise={year}")).unwrap();
        assert_eq!(Setting::of(&typed, &fields).is_ok(), is_one, "{year}");
    }
}

#[test]
fn what_is_left_out_is_read_from_what_is_typed() {
    for (text, expected) in [
        ("43", Some(Without::Entry(43))),
        ("avenant-2", Some(Without::Instrument(Instrument::Avenant(2)))),
        ("DSOL-009-4058/24/BM", greffe_domain::ActKey::of("4058/24/BM").map(Without::Act)),
        ("initial", None),
        ("", None),
    ] {
        assert_eq!(Without::parse(text), expected, "{text}");
    }
}

#[test]
fn fields_are_found_by_their_ends() {
    let record = record(story());
    let fields = record.fields(AsOf::default());
    for (typed, path) in [
        ("balance", "balance.balance_cents"),
        ("budget_cents", "budget_cents.current"),
        ("budget", "budget_cents.current"),
        ("budget_cents.initial", "budget_cents.initial"),
        ("name", "beneficiary.name"),
        ("entitlement_cents", "balance.entitlement_cents"),
    ] {
        let found = fields.one(typed).map(|field| field.path.as_str());
        if typed == "entitlement_cents" {
            assert!(matches!(found, Err(NameError::Several { .. })), "several end so");
        } else {
            assert_eq!(found, Ok(path), "{typed}");
        }
    }
    let Err(NameError::Unknown { candidates, .. }) = fields.named("nonsense") else { panic!() };
    assert!(candidates.contains(&"budget_cents.avenant-1".to_owned()), "{candidates:?}");
}

#[test]
fn blame_names_who_set_a_value_and_what_it_replaced() {
    let record = record(story());
    let found = blame(&record, AsOf::default(), Some("budget_cents.avenant-1"), true).unwrap();
    let [one] = found.as_slice() else { panic!("{found:?}") };
    let by = &one.set_by[0];
    assert_eq!((by.entry, by.act.as_deref()), (3, Some("DSOL-009-4058/24/BM")));
    assert_eq!(by.passages.len(), 1);
    let before = one.replaced.as_ref().unwrap();
    assert_eq!((before.path.as_str(), &before.entries[..]), ("budget_cents.initial", &[1][..]));
    let history = one.history.as_ref().unwrap();
    let days: Vec<_> = history.in_force.iter().map(|held| held.from.unwrap().to_string()).collect();
    assert_eq!(days, ["2024-03-14"]);
    let learned: Vec<u64> = history.believed.iter().map(|change| change.entry).collect();
    assert_eq!(learned, [3]);
}

#[test]
fn belief_changes_where_the_record_does_not_where_the_world_did() {
    let mut late = story();
    // A recital says 38 000 € first, the act itself comes to the ledger later.
    let act = late.remove(0);
    let recalled = json!({ "amount_cents": 3_800_000, "beneficiary": { "name": "X" } });
    late.push(told(0, "SubsidyGranted", "2023", Grade::Recital, &[], recalled));
    late.push(act);
    let record = record(late);
    let found = blame(&record, AsOf::default(), Some("subsidy_cents.initial"), true).unwrap();
    let history = found[0].history.as_ref().unwrap();
    let told: Vec<_> = history
        .believed
        .iter()
        .map(|c| {
            (
                c.entry,
                c.before.as_ref().and_then(FieldValue::money),
                c.after.as_ref().unwrap().money().unwrap(),
            )
        })
        .collect();
    let cents = Money::from_cents;
    assert_eq!(told, [(0, None, cents(3_800_000)), (1, Some(cents(3_800_000)), cents(6_000_000))]);
    assert_eq!(history.in_force.len(), 1, "as known now, one value from the act's day on");
}

#[test]
fn a_diff_names_the_entries_of_each_side() {
    let record = record(story());
    let at = |day: &str| AsOf { effective: Some(day.parse().unwrap()), known: None };
    let (before, after) = (record.fields(at("2023-12-31")), record.fields(at("2024-12-31")));
    let found = diff(&before, &after, true);
    let change = found.changes.iter().find(|c| c.path == "budget_cents.current").unwrap();
    assert_eq!(change.change, ChangeKind::Changed);
    let entries = |field: &Option<Field>| field.as_ref().unwrap().entries.clone();
    assert_eq!((entries(&change.before), entries(&change.after)), (vec![1], vec![3]));
    let appeared = found.changes.iter().find(|c| c.path == "budget_cents.avenant-1").unwrap();
    assert_eq!(appeared.change, ChangeKind::Appeared);
    assert!(diff(&after, &after, true).changes.is_empty());
}

/// Where no balance can be computed, what was paid in all is still the sum of payments.
#[test]
fn payments_without_a_balance_are_summed_and_explained() {
    let paid = |seq, cents| {
        let data = json!({ "amount_cents": cents, "role": "advance", "on": "2023-05" });
        told(seq, "PaymentExecuted", "2023-05", Grade::Act, &[], data)
    };
    let record = record(vec![paid(1, 5_000_000), paid(2, 2_002_000)]);
    let fields = record.fields(AsOf::default());
    let of_balance = fields.iter().filter(|field| field.path.starts_with("balance."));
    assert_eq!(of_balance.count(), 1);
    let total = fields.get("balance.paid_cents").unwrap();
    assert_eq!(total.value.money().map(Money::cents), Some(7_002_000));
    let tree = explain(&record, AsOf::default(), "balance.paid_cents").unwrap().tree;
    let Basis::Computed { operation: Operation::Sum, operands } = &tree.basis else {
        panic!("{tree:?}")
    };
    assert_eq!(operands.len(), 2);
    assert!(tree.evaluate().unwrap().says_the_same(&total.value));
}

fn gone(answer: &WhatIf) -> Vec<u64> {
    let Supposition::Without { entries, .. } = &answer.suppositions[0] else { panic!() };
    entries.iter().map(|left| left.entry).collect()
}

fn of_stream(stream: &str, entry: Recorded) -> Recorded {
    let of = |meta: &Meta| Meta { stream: stream.parse().unwrap(), ..meta.clone() };
    let meta = std::sync::Arc::new(of(&entry.meta));
    let greffe_domain::Content::Known(fact) = entry.content else { panic!("known") };
    let event = fact.event.clone();
    let fact = greffe_domain::Fact { meta: std::sync::Arc::clone(&meta), event };
    Recorded { meta, content: greffe_domain::Content::Known(std::sync::Arc::new(fact)) }
}

/// A correction of another entry, recorded in the stream of the ledger.
fn correction(seq: u64, of: u64, stream: &str, kind: &str, data: &Value) -> Recorded {
    let data = json!({ "entry": of, "stream": stream, "kind": kind, "schema": 1, "data": data,
        "reason": "misread" });
    of_stream("ledger", told(seq, "EntryCorrected", "2024-03-14", Grade::Act, &[of], data))
}

const SIBLING: &str = "convention/vauclaire/2023/les-amis-du-moulin";

/// The avenants of another convention have the same numbers; another act approves them.
#[test]
fn without_an_avenant_those_of_other_conventions_stay() {
    let mut all = story();
    let approved = |reference: &str| json!({ "number": 1, "act": { "reference": reference } });
    let revised = json!({ "to_cents": 30_000_000, "instrument": { "avenant": 1 } });
    let other = |entry: Recorded| of_stream(SIBLING, entry);
    let own = approved("DSOL-011-5000/24/BM");
    all.push(other(told(4, "AvenantApproved", "2024-05-02", Grade::Act, &[], own)));
    all.push(other(told(5, "BudgetRevised", "2024-05-02", Grade::Act, &[4], revised)));
    let record = record(all);
    assert_eq!(gone(&suppose(&record, without(&["avenant-1"]))), [2, 3]);
    assert_eq!(gone(&suppose(&record, without(&["DSOL-009-4058/24/BM"]))), [2, 3]);
}

/// No. 1 was recorded first, and corrected to no. 2: without no. 2 it is not no. 1 again.
#[test]
fn what_an_avenant_corrects_does_not_speak_again_without_it() {
    let mut all = story();
    let second = json!({ "to_cents": 20_000_000, "instrument": { "avenant": 2 } });
    all.push(correction(4, 3, STREAM, "BudgetRevised", &second));
    all.push(correction(5, 4, STREAM, "BudgetRevised", &second));
    let record = record(all);
    let answer = suppose(&record, without(&["avenant-2"]));
    assert_eq!(gone(&answer), [3, 4, 5]);
    let budget = answer.money.iter().find(|m| m.path == "budget_cents.current").unwrap();
    assert_eq!(budget.supposed_cents, Some(Money::from_cents(40_000_000)));
    // That the first telling was of no. 1 does not make the second go with it.
    assert_eq!(gone(&suppose(&record, without(&["avenant-1"]))), [2, 3]);
}

#[test]
fn what_follows_from_an_entry_goes_with_its_corrections() {
    let mut all = story();
    let mended = json!({ "to_cents": 31_000_000, "instrument": { "avenant": 1 } });
    all.push(correction(4, 3, STREAM, "BudgetRevised", &mended));
    all.push(correction(5, 4, STREAM, "BudgetRevised", &mended));
    assert_eq!(gone(&suppose(&record(all), without(&["2"]))), [2, 3, 4, 5]);
}

#[test]
fn a_correction_of_what_an_act_did_goes_with_the_act() {
    let mut all = story();
    let act = "act/vauclaire/4058-24-bm";
    let vote = |outcome: &str| json!({ "outcome": outcome });
    let cast = told(4, "VoteCast", "2024-03-14", Grade::Act, &[], vote("adopted"));
    all.push(of_stream(act, cast));
    all.push(correction(5, 4, act, "VoteCast", &vote("rejected")));
    assert_eq!(gone(&suppose(&record(all), without(&["DSOL-009-4058/24/BM"]))), [2, 3, 4, 5]);
}

/// The only report was filed after the day asked about: on that day nothing states the expense.
#[test]
fn a_value_that_is_set_holds_on_the_day_asked_about() {
    let mut all = story();
    let report = json!({ "realised_cents": 35_000_000, "exercise": 2023 });
    all.push(told(4, "FinancialReportFiled", "2025-06-01", Grade::Act, &[], report));
    let record = record(all);
    let as_of = AsOf { effective: Some("2024-12-31".parse().unwrap()), known: None };
    let set = |text: &str| {
        let set = vec![Assignation::parse(text).unwrap()];
        let asked = Hypothesis { set, next: 100, ..Hypothesis::default() };
        what_if(&record, as_of, asked, &RulePack::default())
    };
    let answer = set("realised_cents=150 000 €").unwrap();
    assert_eq!(balance(&answer), (6_000_000, 3_000_000));
    let Supposition::Set { entries, .. } = &answer.suppositions[0] else { panic!() };
    assert_eq!(entries, &[4, 100]);
}

/// The amount of a fixed rule does not fall with a budget, whoever set it; the rule of the avenant goes
/// with it, and the tree of the figure follows.
#[test]
fn the_state_and_what_if_agree_on_what_is_without_the_last_avenant() {
    let mut all = story();
    let rule = |rule: &str, by: Value| json!({ "rule": rule, "words": "x", "instrument": by });
    let (first, second) =
        (rule("fixed_amount", json!("initial")), rule("pro_rata", json!({ "avenant": 1 })));
    all.push(told(4, "BalanceRuleStated", "2023-03-16", Grade::Act, &[], first));
    all.push(told(5, "BalanceRuleStated", "2024-03-14", Grade::Act, &[], second));
    let report = json!({ "realised_cents": 20_000_000, "exercise": 2023 });
    all.push(told(6, "FinancialReportFiled", "2024-06-01", Grade::Act, &[], report));
    let record = record(all);
    let view = record.view(AsOf::default());
    let stated = view.balance.unwrap().without_last_avenant.unwrap();
    assert_eq!(stated.due.entitlement_cents, Some(Money::from_cents(6_000_000)));
    let answer = suppose(&record, without(&["avenant-1"]));
    assert_eq!(balance(&answer), (4_000_000, 6_000_000));
    let path = "balance.without_last_avenant.entitlement_cents";
    let explained = explain(&record, AsOf::default(), path).unwrap();
    assert_eq!(explained.tree.evaluate(), Some(FieldValue::Money(Money::from_cents(6_000_000))));
}
