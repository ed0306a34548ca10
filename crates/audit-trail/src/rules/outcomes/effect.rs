//! How an act takes effect, and what changes after the award.

use super::{C, CANNOT, Case, I, OBSERVED};
use crate::rules::scene::{ACT, CONVENTION, REFERENCE, Scene, with};
use greffe_domain::Grade;
use serde_json::{Value, json};

fn grant() -> Scene {
    Scene::sitting("2023-03-16").grant(6_000_000)
}

fn paid(on: &str) -> Scene {
    grant().record(CONVENTION, "PaymentExecuted", json!({ "amount_cents": 6_000_000, "on": on }))
}

fn sent(scene: Scene) -> Scene {
    scene.tell(ACT, "ActTransmitted", json!({ "on": "2023-03-21" }))
}

fn notified(scene: Scene) -> Scene {
    scene.tell(ACT, "ActPublished", json!({ "on": "2023-03-22", "means": "notified" }))
}

fn withdrawn(on: &str, more: Value) -> Scene {
    let data = with(json!({ "act": { "reference": REFERENCE } }), more);
    grant().tell_as(ACT, "ActWithdrawn", Grade::Act, on, data)
}

/// A budget of 2022 replaced in 2023 with effect back to 2022, its conditions documented.
fn backdated(new_budget: i64) -> Scene {
    let grant = json!({ "amount_cents": 6_000_000, "exercise": 2022,
        "beneficiary": { "name": "Les Ateliers du Pont" }, "budget_cents": 40_000_000 });
    let revised = json!({ "to_cents": new_budget, "instrument": { "avenant": 1 } });
    let rule = json!({ "rule": "pro_rata", "words": "au prorata", "instrument": "initial" });
    let request = json!({ "by": "l'association", "on": "2023-01-22" });
    Scene::sitting("2023-03-16")
        .tell_as(CONVENTION, "SubsidyGranted", Grade::Record, "2022-03-17", grant)
        .avenant(2022, json!({ "takes_effect": "2022-01-01" }))
        .tell(CONVENTION, "BudgetRevised", revised)
        .tell(CONVENTION, "BalanceRuleStated", rule)
        .record(CONVENTION, "FinancialReportFiled", json!({ "realised_cents": 30_000_000 }))
        .tell(CONVENTION, "AvenantRequested", request)
        .done("no_harm_to_third_parties", "")
}

fn unmet() -> Scene {
    let withdrawn = json!({ "act": { "reference": REFERENCE }, "condition_unmet": true });
    Scene::sitting("2023-03-16").grant_with(6_000_000, json!({ "budget_cents": 40_000_000 })).tell(
        ACT,
        "ActWithdrawn",
        withdrawn,
    )
}

fn rule(scene: Scene, rule: &str, instrument: &Value) -> Scene {
    let data = json!({ "rule": rule, "words": "…", "instrument": instrument });
    scene.tell(CONVENTION, "BalanceRuleStated", data)
}

pub(super) fn cases() -> Vec<Case> {
    let unlawful = json!({ "ground": "illégalité de l'attribution" });
    let own = json!({ "ground": "illégalité relevée par la Métropole de sa propre initiative" });
    let heard = |on: &str| {
        withdrawn("2023-06-15", json!({ "ground": "illégalité" })).done("observations_invited", on)
    };
    let signed = grant().record(CONVENTION, "ConventionSigned", json!({ "on": "2023-03-20" }));
    let report = json!({ "realised_cents": 30_000_000 });
    let later_rule = json!({ "act": "4410/24/BM" });
    let fixed = rule(grant(), "fixed_amount", &json!("initial"));
    let same = rule(rule(grant(), "pro_rata", &json!("initial")), "pro_rata", &later_rule);
    vec![
        ("transmission-to-prefect", C, sent(paid("2023-05-15"))),
        ("transmission-to-prefect", I, sent(paid("2023-03-20"))),
        ("transmission-to-prefect", CANNOT, grant()),
        ("publicity-by-kind-of-act", C, notified(grant())),
        ("publicity-by-kind-of-act", I, notified(signed)),
        ("publicity-by-kind-of-act", CANNOT, grant()),
        ("prefect-referral-window", OBSERVED, sent(grant())),
        ("prefect-referral-window", CANNOT, grant()),
        ("no-retroactivity", C, backdated(30_000_000)),
        ("no-retroactivity", I, backdated(50_000_000)),
        (
            "no-retroactivity",
            CANNOT,
            Scene::sitting("2024-03-14").grant(6_000_000).avenant(2023, json!({})),
        ),
        ("withdrawal-four-months", C, withdrawn("2023-07-16", unlawful.clone())),
        ("withdrawal-four-months", I, withdrawn("2023-07-17", own)),
        ("withdrawal-four-months", CANNOT, withdrawn("2023", unlawful)),
        (
            "withdrawal-conditions-unmet",
            C,
            unmet().record(CONVENTION, "FinancialReportFiled", report),
        ),
        ("withdrawal-conditions-unmet", CANNOT, unmet()),
        ("adversarial-before-withdrawal", C, heard("2023-05-02")),
        ("adversarial-before-withdrawal", I, heard("2023-06-16")),
        (
            "adversarial-before-withdrawal",
            CANNOT,
            withdrawn("2023-06-15", json!({ "ground": "illégalité" })),
        ),
        ("grant-is-unilateral", C, same),
        ("grant-is-unilateral", I, rule(fixed.clone(), "pro_rata", &later_rule)),
        ("grant-is-unilateral", CANNOT, rule(fixed, "pro_rata", &json!({ "avenant": 1 }))),
    ]
}
