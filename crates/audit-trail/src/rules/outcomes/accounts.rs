//! Accounts and limitation.

use super::{C, CANNOT, Case, I};
use crate::rules::scene::{CONVENTION, Scene};
use serde_json::{Value, json};

fn grant() -> Scene {
    Scene::sitting("2023-03-16").grant(6_000_000)
}

fn large() -> Scene {
    Scene::sitting("2023-03-16").grant(9_000_000)
}

fn no(scene: Scene, formality: &str) -> Scene {
    scene.formality(formality, false, json!({}))
}

/// What the beneficiary declares to receive from all public bodies.
fn total(cents: i64) -> Scene {
    grant().formality("public_grants_declared", true, json!({ "amount_cents": cents }))
}

fn filed(report: Value) -> Scene {
    let project = json!({ "assignment": "project" });
    let scene = Scene::sitting("2023-03-16").grant_with(6_000_000, project);
    scene.record(CONVENTION, "FinancialReportFiled", report)
}

fn signed() -> Scene {
    grant().record(CONVENTION, "ConventionSigned", json!({ "on": "2023-04-24" }))
}

fn paid(scene: Scene, cents: i64, on: &str) -> Scene {
    scene.record(CONVENTION, "PaymentExecuted", json!({ "amount_cents": cents, "on": on }))
}

fn recovered(on: &str) -> Scene {
    grant().record(CONVENTION, "RecoveryOrdered", json!({ "amount_cents": 330_163, "on": on }))
}

fn known(scene: Scene) -> Scene {
    scene.record(CONVENTION, "FinancialReportFiled", json!({ "on": "2024-06-17" }))
}

pub(super) fn cases() -> Vec<Case> {
    let report = |on: &str| filed(json!({ "on": on, "compares_forecast": true }));
    let above = || total(15_300_001);
    let forwarded = || paid(large(), 9_000_000, "2023-05-15");
    vec![
        ("accounts-to-grantor", C, grant().done("accounts_provided", "2024-06-17")),
        ("accounts-to-grantor", I, no(grant(), "accounts_provided")),
        ("accounts-to-grantor", CANNOT, grant()),
        ("financial-report-six-months", C, report("2024-06-30")),
        ("financial-report-six-months", I, report("2024-07-01")),
        ("financial-report-six-months", CANNOT, grant()),
        ("auditor-above-153000", C, total(15_300_000)),
        ("auditor-above-153000", I, no(above(), "auditor_appointed")),
        ("auditor-above-153000", CANNOT, grant()),
        ("prefecture-deposit-153000", C, above().done("deposited_at_prefecture", "")),
        ("prefecture-deposit-153000", I, no(above(), "deposited_at_prefecture")),
        ("prefecture-deposit-153000", CANNOT, grant()),
        ("open-data-three-months", C, signed().done("essential_data_published", "2023-07-24")),
        ("open-data-three-months", I, signed().done("essential_data_published", "2023-07-25")),
        ("open-data-three-months", CANNOT, signed()),
        ("budget-annex-listing", C, large().done("listed_in_budget_annex", "")),
        ("budget-annex-listing", I, no(large(), "listed_in_budget_annex")),
        ("budget-annex-listing", CANNOT, large()),
        ("certified-accounts-of-grantee", C, forwarded().done("accounts_forwarded", "2024-07-01")),
        ("certified-accounts-of-grantee", I, no(forwarded(), "accounts_forwarded")),
        ("certified-accounts-of-grantee", CANNOT, large()),
        ("four-year-limitation", C, paid(grant(), 6_000_000, "2027-12-31")),
        ("four-year-limitation", CANNOT, grant()),
        ("recovery-five-years", C, known(recovered("2029-06-17"))),
        ("recovery-five-years", CANNOT, known(recovered("2029-06-18"))),
        ("recovery-five-years", CANNOT, recovered("2024-10-10")),
    ]
}
