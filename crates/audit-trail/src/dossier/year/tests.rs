//! Whose sums are added, and on what assumptions.

use crate::finding::Outcome;
use crate::rules::scene::{Scene, with};
use greffe_domain::Grade;
use serde_json::{Value, json};

const RULE: &str = "convention-above-23000";
const ONE: &str = "775672272";
const OTHER: &str = "552100554";

fn grant(name: &str, cents: i64, more: Value) -> Value {
    with(json!({ "beneficiary": { "name": name }, "amount_cents": cents }), more)
}

fn of_2023(name: &str, cents: i64) -> Value {
    grant(name, cents, json!({ "exercise": 2023 }))
}

/// Two rows of a table, each with a number or none, and what the rule says of both.
fn two(one: (Value, Option<&str>), other: (Value, Option<&str>)) -> Vec<Vec<&'static str>> {
    let scene = Scene::empty("2023-03-16").row(1, one.0, one.1).row(2, other.0, other.1);
    let found = scene.findings().into_iter().filter(|f| f.rule == RULE);
    found.map(|f| f.missing.iter().map(|m| m.code).collect()).collect()
}

const SURE: [&str; 2] = ["convention_signature", "convention_clauses"];

#[test]
fn the_number_tells_bodies_apart_and_brings_one_together() {
    let festival = || of_2023("Comité des fêtes", 2_000_000);
    assert!(two((festival(), Some(ONE)), (festival(), Some(OTHER))).is_empty());
    let renamed = of_2023("Comité d'animation", 1_000_000);
    assert_eq!(two((festival(), Some(ONE)), (renamed.clone(), Some(ONE))), [SURE, SURE]);
    assert!(two((festival(), Some(ONE)), (renamed, Some(OTHER))).is_empty());
}

#[test]
fn the_name_alone_is_an_assumption() {
    let festival = || of_2023("Comité des fêtes", 2_000_000);
    let assumed = [SURE.as_slice(), &["beneficiary_identity"]].concat();
    assert_eq!(two((festival(), None), (festival(), None)), [assumed.clone(), assumed.clone()]);
    assert_eq!(two((festival(), Some(ONE)), (festival(), None)), [assumed.clone(), assumed]);
}

#[test]
fn the_year_of_the_award_stands_for_an_exercise() {
    let undated = || grant("Comité des fêtes", 2_000_000, json!({}));
    let assumed = [SURE.as_slice(), &["exercise"]].concat();
    let found = two((undated(), Some(ONE)), (undated(), Some(ONE)));
    assert_eq!(found, [assumed.clone(), assumed.clone()]);
    let stated = two((undated(), Some(ONE)), (of_2023("Comité des fêtes", 900_000), Some(ONE)));
    assert_eq!(stated, [assumed.clone(), assumed]);
    let other = grant("Comité des fêtes", 2_000_000, json!({ "exercise": 2022 }));
    assert!(two((undated(), Some(ONE)), (other, Some(ONE))).is_empty());
}

#[test]
fn a_name_stands_for_one_body_at_most() {
    let of = |cents| of_2023("Comité des fêtes", cents);
    let scene = Scene::empty("2023-03-16").row(1, of(900_000), None).row(2, of(800_000), Some(ONE));
    let found = scene.row(3, of(800_000), Some(OTHER)).findings();
    assert!(!found.iter().any(|f| f.rule == RULE), "no body has more than 17 000 euros");
    let named_so = || of_2023(ONE, 900_000);
    assert!(two((named_so(), Some(ONE)), (named_so(), Some(ONE))).is_empty(), "each counts once");
}

/// What was taken back was never granted, and what replaces it is no second grant.
#[test]
fn a_grant_that_was_annulled_counts_for_nothing() {
    let above = |annulled: bool, again: i64| {
        let act = json!({ "exercise": 2023, "act": { "reference": "DSOL-014-3127/23/BM" } });
        let scene = Scene::empty("2023-03-16")
            .row(1, grant("Comité des fêtes", 2_000_000, act), Some(ONE))
            .row(2, of_2023("Comité des fêtes", again), Some(ONE));
        let by = json!({ "act": {}, "by": "tribunal administratif", "on": "2023-06-01" });
        let stream = "act/vauclaire/3127-23-bm";
        let undone =
            |scene: Scene| scene.tell_as(stream, "ActAnnulled", Grade::Record, "2023-06-01", by);
        let scene = if annulled { undone(scene) } else { scene };
        scene.findings().iter().filter(|f| f.rule == RULE).count()
    };
    assert_eq!((above(false, 2_000_000), above(true, 2_000_000)), (2, 0));
    assert_eq!(above(true, 2_500_000), 1, "that which was granted again alone");
}

/// What is missing is the day on which the sum passed the threshold, and not a signature that is there.
#[test]
fn paid_before_an_agreement_that_another_grant_made_due() {
    let stream = "convention/vauclaire/2023/rang/1";
    let clauses = ["object", "amount", "payment_terms", "conditions_of_use"];
    let paid = json!({ "amount_cents": 100, "on": "2023-05-02" });
    let signed = json!({ "on": "2023-06-01", "clauses": clauses });
    let scene = Scene::empty("2023-04-12")
        .row(1, of_2023("Comité des fêtes", 1_500_000), Some(ONE))
        .row(2, of_2023("Comité des fêtes", 1_200_000), Some(ONE))
        .record(stream, "PaymentExecuted", paid)
        .record(stream, "ConventionSigned", signed);
    let found =
        scene.findings().into_iter().find(|f| f.rule == RULE && f.subject.as_str() == stream);
    let missing: Vec<_> = found.unwrap().missing.iter().map(|m| m.code).collect();
    assert_eq!(missing, ["threshold_day"]);
}

/// Paid before the agreement: a breach only where the sum that makes one due is sure.
#[test]
fn no_breach_rests_on_an_assumption() {
    let stream = "convention/vauclaire/2023/rang/1";
    let outcome = |other: Option<&str>| {
        let lowered = json!({ "number": 1, "changes": ["amount"], "amount_cents": 2_000_000 });
        let clauses = ["object", "amount", "payment_terms", "conditions_of_use"];
        let scene = Scene::empty("2023-03-16")
            .row(1, of_2023("Comité des fêtes", 3_000_000), Some(ONE))
            .row(2, of_2023("Comité des fêtes", 1_000_000), other)
            .record(stream, "PaymentExecuted", json!({ "amount_cents": 100, "on": "2023-04-01" }))
            .tell_as(stream, "AvenantApproved", Grade::Act, "2023-06-01", lowered)
            .record(stream, "ConventionSigned", json!({ "on": "2023-05-02", "clauses": clauses }));
        let found = scene.findings().into_iter();
        let found = found.filter(|f| f.rule == RULE && f.subject.as_str() == stream);
        found.map(|f| f.outcome).collect::<Vec<_>>()
    };
    assert_eq!(outcome(Some(ONE)), [Outcome::Irregular]);
    assert_eq!(outcome(None), [Outcome::CannotConclude]);
}

/// An act and the row of a table that tells of the same grant, and what the rule says of each.
fn act_and_row(cents: i64, decided: Option<&str>) -> Vec<(String, Vec<&'static str>)> {
    let act = json!({ "reference": "2023-45" });
    let scene = Scene::empty("2023-03-16")
        .tell("convention/vauclaire/2023/choeur", "SubsidyGranted", of_2023("Chœur", 2_000_000))
        .row(1, with(of_2023("Chœur", cents), json!({ "act": act })), None);
    let scene = match decided {
        None => scene,
        Some(verdict) => scene.record(
            "ledger",
            "SubjectsLinked",
            json!({ "subject": "convention/vauclaire/2023/choeur",
                "other": "convention/vauclaire/2023/rang/1", "verdict": verdict }),
        ),
    };
    let found = scene.findings().into_iter().filter(|f| f.rule == RULE);
    found.map(|f| (f.sentence.en.clone(), f.missing.iter().map(|m| m.code).collect())).collect()
}

/// No sum counts a grant twice without saying so, and a person decides.
#[test]
fn a_grant_that_two_documents_tell_of_is_one_when_a_person_says_so() {
    let doubted = act_and_row(2_000_000, None);
    assert_eq!(doubted.len(), 2);
    for (text, missing) in doubted {
        assert!(text.contains("€40,000") && text.contains("perhaps one grant"), "{text}");
        assert!(missing.contains(&"one_grant"), "{missing:?}");
    }
    assert!(act_and_row(2_000_000, Some("same")).is_empty());
    let distinct = act_and_row(2_000_000, Some("distinct"));
    assert_eq!(distinct.len(), 2);
    assert!(distinct.iter().all(|(_, missing)| !missing.contains(&"one_grant")), "{distinct:?}");
    // Another sum is another grant, as far as anybody knows.
    let other = act_and_row(1_900_000, None);
    assert!(other.iter().all(|(_, missing)| !missing.contains(&"one_grant")), "{other:?}");
    assert_eq!(other.len(), 2);
}

/// What is counted of grants that are one is added to the others of its number.
#[test]
fn a_link_takes_nothing_from_the_year_of_others() {
    let scene = Scene::empty("2023-03-16")
        .tell(
            "convention/vauclaire/2023/choeur",
            "SubsidyGranted",
            of_2023("Association Le Chœur", 1_200_000),
        )
        .row(1, of_2023("Chœur", 1_200_000), Some(ONE))
        .row(2, of_2023("Orphéon", 1_200_000), Some(ONE))
        .record(
            "ledger",
            "SubjectsLinked",
            json!({ "subject": "convention/vauclaire/2023/choeur",
                "other": "convention/vauclaire/2023/rang/1", "verdict": "same" }),
        );
    let found = scene.findings().into_iter().filter(|f| f.rule == RULE);
    let sums: Vec<String> = found.map(|f| f.sentence.en.clone()).collect();
    // The act gives no number; the rows of the number come to what both of them grant.
    assert!(sums.len() >= 2 && sums.iter().all(|sum| sum.contains("€24,000")), "{sums:?}");
}

/// The row of a table that tells of a grant which was taken back, as far as anybody knows, is not sure.
#[test]
fn what_may_be_a_grant_that_was_taken_back_is_not_sure() {
    let act = json!({ "exercise": 2023, "act": { "reference": "DSOL-014-3127/23/BM" } });
    let scene = Scene::empty("2023-03-16")
        .tell(
            "convention/vauclaire/2023/choeur",
            "SubsidyGranted",
            grant("Chœur", 3_000_000, act.clone()),
        )
        .row(1, grant("Chœur", 3_000_000, act), Some(ONE));
    // The row names the act, so that both are taken back; by its own word alone only the first is.
    let withdrawn = json!({ "act": {}, "by": "tribunal administratif", "on": "2023-06-01" });
    let scene = scene.tell_as(
        "act/vauclaire/3127-23-bm",
        "ActAnnulled",
        Grade::Record,
        "2023-06-01",
        withdrawn,
    );
    assert!(!scene.findings().iter().any(|f| f.rule == RULE), "both are taken back");
    let silent = Scene::empty("2023-03-16")
        .tell(
            "convention/vauclaire/2023/choeur",
            "SubsidyGranted",
            grant(
                "Chœur",
                3_000_000,
                json!({ "exercise": 2023, "act": { "reference": "DSOL-014-3127/23/BM" } }),
            ),
        )
        .row(1, of_2023("Chœur", 3_000_000), Some(ONE))
        .tell_as(
            "act/vauclaire/3127-23-bm",
            "ActAnnulled",
            Grade::Record,
            "2023-06-01",
            json!({ "act": {}, "by": "tribunal administratif", "on": "2023-06-01" }),
        );
    let found: Vec<_> = silent.findings().into_iter().filter(|f| f.rule == RULE).collect();
    assert_eq!(found.len(), 1);
    assert!(found[0].missing.iter().any(|m| m.code == "one_grant"), "{found:?}");
}
