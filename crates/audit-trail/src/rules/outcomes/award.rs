//! The award, its convention and its beneficiary.

use super::{C, CANNOT, Case, I};
use crate::rules::scene::{CONVENTION, Scene};
use serde_json::{Value, json};

fn grant() -> Scene {
    Scene::sitting("2023-03-16").grant(6_000_000)
}

fn citing(visa: &str) -> Scene {
    let more = json!({ "visas": [{ "text": visa }] });
    Scene::tabling("Métropole de Vauclaire", "Bureau", "2023-03-16", more).grant(6_000_000)
}

/// Activities that moved to a company.
fn split() -> Scene {
    let split = json!({ "beneficiary": { "name": "Les Ateliers du Pont" }, "when": "2023",
        "successors": [{ "name": "La Remise du Quai", "legal_form": "SAS" }] });
    grant().tell(CONVENTION, "BeneficiaryRestructured", split)
}

fn no(scene: Scene, formality: &str) -> Scene {
    scene.formality(formality, false, json!({}))
}

/// Signed with its four clauses, and paid on a day.
fn agreed(on: &str) -> Scene {
    let signature = json!({ "on": "2023-04-24",
        "clauses": ["object", "amount", "payment_terms", "conditions_of_use"] });
    let payment = json!({ "amount_cents": 4_000_000, "on": on });
    grant().record(CONVENTION, "ConventionSigned", signature).record(
        CONVENTION,
        "PaymentExecuted",
        payment,
    )
}

fn company(more: Option<i64>) -> Scene {
    let beneficiary = json!({ "beneficiary": { "name": "La Remise", "legal_form": "SAS" } });
    let scene = Scene::sitting("2023-03-16").grant_with(6_000_000, beneficiary);
    let declared = |cents: i64| -> Value { json!({ "amount_cents": cents }) };
    match more {
        Some(cents) => scene.formality("de_minimis_declared", true, declared(cents)),
        None => scene,
    }
}

pub(super) fn cases() -> Vec<Case> {
    let payment = json!({ "amount_cents": 6_000_000, "on": "2023-05-15" });
    let paid = Scene::empty("2023-05-15").record(CONVENTION, "PaymentExecuted", payment);
    let committed = "republican_commitment_signed";
    vec![
        ("grant-definition-not-procurement", C, grant().done("own_project", "")),
        ("grant-definition-not-procurement", I, no(grant(), "own_project")),
        ("grant-definition-not-procurement", CANNOT, grant()),
        ("epci-speciality", C, citing("ses articles L. 5211-10 et L. 5217-2 ;")),
        ("epci-speciality", CANNOT, citing("Le Code Général des Collectivités Territoriales ;")),
        ("aid-to-enterprises-region", C, split().done("region_agreement", "")),
        (
            "aid-to-enterprises-region",
            I,
            no(no(split(), "activity_not_economic"), "region_agreement"),
        ),
        ("aid-to-enterprises-region", CANNOT, split()),
        ("convention-above-23000", C, agreed("2023-05-15")),
        ("convention-above-23000", I, agreed("2023-04-20")),
        ("convention-above-23000", CANNOT, grant()),
        ("separate-award-deliberation", C, grant()),
        ("separate-award-deliberation", CANNOT, paid),
        ("declared-association", C, grant().done("association_declared", "2014-02-08")),
        ("declared-association", I, grant().done("association_declared", "2023-04-01")),
        ("declared-association", CANNOT, grant()),
        ("single-application-form", C, grant().done("single_form_used", "2023-01-09")),
        ("single-application-form", I, no(grant(), "single_form_used")),
        ("single-application-form", CANNOT, grant()),
        ("republican-commitment", C, grant().done(committed, "2023-01-09")),
        ("republican-commitment", I, no(grant(), committed).done("single_form_used", "2023-01-09")),
        ("republican-commitment", CANNOT, grant()),
        ("no-pass-through", C, split().done("passing_on_allowed", "")),
        ("no-pass-through", I, no(split().done("passed_on", "2023-09-01"), "passing_on_allowed")),
        ("no-pass-through", CANNOT, split()),
        ("de-minimis-ceiling", C, company(Some(20_000_000))),
        ("de-minimis-ceiling", I, company(Some(20_000_001))),
        ("de-minimis-ceiling", CANNOT, company(None)),
    ]
}
