//! Internal checks, which observe and never judge.

use super::{CANNOT, Case, OBSERVED};
use crate::rules::scene::{ACT, CONVENTION, SITTING, Scene};
use greffe_domain::Grade;
use serde_json::json;

fn grant() -> Scene {
    Scene::sitting("2023-03-16").grant(6_000_000)
}

pub(super) fn cases() -> Vec<Case> {
    let share = json!({ "budget_cents": 148_200_000, "share": { "stated": "4%", "scale": 0 } });
    let attendance = json!({ "present": ["A. UN", "B. DEUX"], "present_count_stated": 3 });
    let vote = json!({ "outcome": "adopted", "votes_for": 13 });
    let other =
        json!({ "amount_cents": 6_500_000, "beneficiary": { "name": "Les Ateliers du Pont" } });
    let rule = json!({ "rule": "pro_rata", "words": "au prorata", "instrument": "initial" });
    let balance = json!({ "final_cents": 4_500_001, "balance_cents": 499_000 });
    let asserted = json!({ "figure": "subsidy", "amount_cents": 6_000_100, "on": "2023-12-31" });
    let vague = json!({ "figure": "subsidy", "amount_cents": 6_000_000, "on": "2023" });
    let payment = json!({ "amount_cents": 6_000_001, "on": "2023-05-15" });
    let computed = Scene::sitting("2023-03-16")
        .grant_with(6_000_000, json!({ "budget_cents": 40_000_000 }))
        .tell(CONVENTION, "BalanceRuleStated", rule)
        .record(CONVENTION, "FinancialReportFiled", json!({ "realised_cents": 30_000_000 }))
        .record(CONVENTION, "BalanceComputed", balance);
    let sitting = Scene::sitting("2023-03-16");
    vec![
        ("arithmetic-consistency", OBSERVED, sitting.clone().grant_with(6_000_000, share)),
        (
            "avenant-after-exercise",
            OBSERVED,
            Scene::sitting("2024").grant(6_000_000).avenant(2023, json!({})),
        ),
        (
            "attendance-count",
            OBSERVED,
            sitting.clone().tell(SITTING, "AttendanceRecorded", attendance),
        ),
        ("ballots-against-attendance", OBSERVED, sitting.present(12).tell(ACT, "VoteCast", vote)),
        (
            "sources-disagree",
            OBSERVED,
            grant().tell_as(CONVENTION, "SubsidyGranted", Grade::Declared, "2023-03-16", other),
        ),
        ("balance-consistency", OBSERVED, computed),
        ("state-asserted", OBSERVED, grant().record(CONVENTION, "StateAsserted", asserted)),
        ("state-asserted", CANNOT, grant().record(CONVENTION, "StateAsserted", vague)),
        (
            "payments-against-subsidy",
            OBSERVED,
            grant().record(CONVENTION, "PaymentExecuted", payment),
        ),
    ]
}
