//! What the rules say of acts that were withdrawn or annulled: nothing that supposes that they stand.

use super::OF_THE_AWARD;
use crate::finding::{Finding, Outcome};
use crate::rules::scene::{ACT, CONVENTION, ORGAN, REFERENCE, Scene, outcome_of};
use crate::trail::{Trail, TrailStep};
use greffe_convention_state::taken_back;
use greffe_domain::{AsOf, Grade, Instant};
use serde_json::json;

const WITHDRAWING: &str = "act/vauclaire/5001-25-bm";

fn annulled(scene: Scene, act: &str) -> Scene {
    let data = json!({ "act": {}, "by": "tribunal administratif", "on": "2025-02-03" });
    scene.tell_as(act, "ActAnnulled", Grade::Record, "2025-02-03", data)
}

fn withdrawn(scene: Scene) -> Scene {
    let by = json!({ "reference": "DSOL-001-5001/25/BM", "date": "2025-01-20" });
    let data = json!({ "act": { "reference": REFERENCE }, "by": by });
    scene.tell_as(ACT, "ActWithdrawn", Grade::Act, "2025-01-20", data)
}

/// An association's grant of 2023, of which every rule of the award has something to say, with an avenant
/// of the year after.
fn granted() -> Scene {
    let fixed = json!({ "rule": "fixed_amount", "words": "…", "instrument": "initial" });
    let later = json!({ "rule": "pro_rata", "words": "…", "instrument": { "act": "4410/24/BM" } });
    let split = json!({ "beneficiary": { "name": "Les Ateliers du Pont" },
        "successors": [{ "name": "La Remise", "legal_form": "SCIC" }] });
    Scene::sitting("2023-03-16")
        .grant(6_000_000)
        .tell(CONVENTION, "BalanceRuleStated", fixed)
        .tell(CONVENTION, "BalanceRuleStated", later)
        .tell(CONVENTION, "BeneficiaryRestructured", split)
}

fn of<'f>(found: &'f [Finding], rule: &str) -> Option<&'f Finding> {
    found.iter().find(|finding| finding.rule == rule)
}

#[test]
fn the_rules_of_the_award_say_nothing_of_a_grant_that_was_taken_back() {
    let stands = granted().findings();
    for scene in [annulled(granted(), ACT), withdrawn(granted())] {
        let found = scene.findings();
        for rule in OF_THE_AWARD {
            assert!(of(&stands, rule).is_some(), "{rule} says nothing of one that stands");
            assert_eq!(of(&found, rule), None);
        }
        let award = of(&found, "separate-award-deliberation").unwrap();
        assert_eq!(award.outcome, Outcome::CannotConclude);
        assert!(award.sentence.fr.contains("a été retiré ou annulé"), "{}", award.sentence.fr);
        let facts = scene.facts();
        let by = taken_back(&facts, &ACT.parse().unwrap(), AsOf::default());
        let by: Vec<u64> = by.iter().map(|known| known.fact.meta.seq).collect();
        let cited = by.iter().all(|entry| award.entries.contains(entry));
        assert!(cited && !by.is_empty(), "{by:?}: {award:?}");
    }
    // Where what withdrew it was annulled, it stands.
    let again = annulled(withdrawn(granted()), WITHDRAWING).findings();
    assert_eq!(of(&again, "separate-award-deliberation").unwrap().outcome, Outcome::Conforming);
    assert!(OF_THE_AWARD.iter().all(|rule| of(&again, rule).is_some()));
}

#[test]
fn a_withdrawal_that_was_annulled_is_not_judged() {
    for rule in ["withdrawal-four-months", "adversarial-before-withdrawal"] {
        let scene = withdrawn(granted());
        assert_eq!(outcome_of(rule, &scene), Some(Outcome::CannotConclude));
        assert_eq!(outcome_of(rule, &annulled(scene, WITHDRAWING)), None);
    }
}

#[test]
fn an_avenant_that_was_annulled_is_not_judged() {
    let late = || Scene::sitting("2024-03-14").grant(6_000_000).avenant(2023, json!({}));
    for (rule, outcome) in [
        ("no-retroactivity", Outcome::CannotConclude),
        ("avenant-after-exercise", Outcome::Observation),
    ] {
        assert_eq!(outcome_of(rule, &late()), Some(outcome));
        assert_eq!(outcome_of(rule, &annulled(late(), ACT)), None, "{rule}");
    }
}

/// The words of the other sentences, and not how dates are written in the log.
#[test]
fn a_withdrawal_on_a_date_not_stated_is_said_so() {
    let data = json!({ "act": { "reference": REFERENCE } });
    let scene = granted().tell_as(ACT, "ActWithdrawn", Grade::Declared, "XXXX", data);
    for finding in scene.findings().iter().filter(|f| f.rule.contains("withdrawal")) {
        let (fr, en) = (&finding.sentence.fr, &finding.sentence.en);
        assert!(fr.starts_with("Retrait à une date non dite"), "{fr}");
        assert!(en.starts_with("Withdrawn on a date not stated"), "{en}");
    }
}

/// The kinds of a subject's steps, each with the entries that take back what it rests on; only those that
/// have any, or that take something back.
fn marks(scene: &Scene, stream: &str, as_of: AsOf) -> Vec<(&'static str, Vec<u64>)> {
    let trail = Trail::of(&scene.facts(), as_of);
    let subject = trail.subjects.into_iter().find(|s| s.stream.as_str() == stream).unwrap();
    let told = |step: &TrailStep| {
        !step.taken_back.is_empty() || ["ActWithdrawn", "ActAnnulled"].contains(&step.kind)
    };
    let by = |step: &TrailStep| step.taken_back.iter().map(|one| one.entry).collect();
    subject.steps.iter().filter(|step| told(step)).map(|step| (step.kind, by(step))).collect()
}

#[test]
fn the_trail_of_an_act_says_that_its_delegation_was_annulled() {
    const DELEGATING: &str = "act/vauclaire/2215-20-cm";
    let data = json!({ "act": { "reference": "ADM-002-2215/20/CM", "date": "2020-07-16" },
        "from": "Conseil", "to": "Bureau" });
    let scene = Scene::sitting("2023-03-16").tell(ORGAN, "DelegationGranted", data);
    assert_eq!(marks(&scene, ACT, AsOf::default()), []);
    let scene = annulled(scene, DELEGATING);
    let by = annulment(&scene, DELEGATING);
    let marked = |kind| vec![(kind, vec![by])];
    assert_eq!(marks(&scene, ACT, AsOf::default()), marked("DeliberationTabled"));
    assert_eq!(marks(&scene, ORGAN, AsOf::default()), marked("DelegationGranted"));
}

/// The entry that annuls an act of which nothing else is told.
fn annulment(scene: &Scene, act: &str) -> u64 {
    let facts = scene.facts();
    let known = facts.known(&act.parse().unwrap(), AsOf::default());
    known[0].fact.meta.seq
}

/// In the trail of the act and of the convention alike, and as the state has it, whatever the day.
#[test]
fn a_trail_tells_a_withdrawal_with_its_annulment() {
    let scene = annulled(withdrawn(Scene::sitting("2023-03-16").grant(6_000_000)), WITHDRAWING);
    let annulment = annulment(&scene, WITHDRAWING);
    let told = [("ActWithdrawn", vec![annulment]), ("ActAnnulled", vec![])];
    let day = AsOf { effective: Some("2023-12-31".parse().unwrap()), known: None };
    for as_of in [AsOf::default(), day] {
        assert_eq!(marks(&scene, ACT, as_of), told);
        assert_eq!(marks(&scene, CONVENTION, as_of), told);
    }
    // Before that was known it held, and the grant rests on it.
    let known = Instant::from_micros(i64::try_from(annulment).unwrap() - 1);
    let known = AsOf { effective: None, known };
    let told = [("SubsidyGranted", vec![annulment - 1]), ("ActWithdrawn", vec![])];
    assert_eq!(marks(&scene, CONVENTION, known), told);
}

/// A payment rests on more than the act that it names: the trail has it as the state does.
#[test]
fn a_trail_says_which_payments_have_lost_their_ground() {
    let paid = json!({ "amount_cents": 6_000_000, "on": "2023-05-15" });
    let scene = Scene::sitting("2023-03-16").grant(6_000_000);
    let scene = annulled(scene.record(CONVENTION, "PaymentExecuted", paid), ACT);
    let by = marks(&scene, CONVENTION, AsOf::default());
    let kinds: Vec<&str> = by.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, ["SubsidyGranted", "PaymentExecuted", "ActAnnulled"]);
}

/// It counts for the act of its stream, in the state as in the trail, and each says what the source names.
#[test]
fn an_annulment_that_names_another_act_is_said_to() {
    let data = |reference: &str| json!({ "act": { "reference": reference }, "by": "tribunal administratif" });
    let told = |reference: &str| {
        let scene = Scene::sitting("2023-03-16").grant(6_000_000);
        scene.record(ACT, "ActAnnulled", data(reference))
    };
    let said = |scene: &Scene| -> Vec<String> {
        let found = scene.findings().into_iter().filter(|f| f.rule == "sources-disagree");
        found.map(|f| f.sentence.fr).collect()
    };
    let recorded_of = |scene: &Scene| {
        let trail = Trail::of(&scene.facts(), AsOf::default());
        let steps = trail.subjects.into_iter().flat_map(|s| s.steps);
        let steps: Vec<TrailStep> = steps.filter(|s| s.kind == "ActAnnulled").collect();
        steps.iter().map(|s| s.recorded_of.as_ref().map(ToString::to_string)).collect::<Vec<_>>()
    };
    let other = told("DSOL-009-4058/24/BM");
    let sentence =
        format!("L'annulation inscrite pour l'acte {REFERENCE} nomme l'acte DSOL-009-4058/24/BM.");
    assert_eq!(said(&other), [sentence]);
    // In the act's own trail and in the convention's.
    assert_eq!(recorded_of(&other), [Some(ACT.to_owned()), Some(ACT.to_owned())]);
    // Another spelling of the same reference is no other act.
    let same = told("n° 014-3127-23-BM");
    assert_eq!((said(&same), recorded_of(&same)), (vec![], vec![None, None]));
}
