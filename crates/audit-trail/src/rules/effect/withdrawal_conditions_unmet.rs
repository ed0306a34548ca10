//! Withdrawal for unmet conditions: without time limit, on a recorded unmet condition. It is a
//! power, not a duty, and which condition failed is for a person to weigh.

use super::withdrawal_four_months::withdrawn_on;
use crate::dossier::{ConventionDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::wording::euros_en;
use crate::rules::{missing, sources};
use greffe_domain::{ActWithdrawn, BalanceRule};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "withdrawal-conditions-unmet",
    fr: "Si les conditions de la subvention n'ont pas été respectées, elle peut être retirée ou réduite sans délai.",
    en: "If the conditions of the grant were not respected, the body may withdraw or reduce it without time limit.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "CRPA, art. L242-2, 2°",
        read_at: sources::CRPA,
        from: "2016-01-01",
        until: "",
    }],
    needs: &["unmet_condition"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let unmet = |w: &&Told<ActWithdrawn>| w.value.condition_unmet == Some(true);
    convention.withdrawals.iter().filter(unmet).map(|w| verdict(convention, w)).collect()
}

fn verdict(convention: &ConventionDossier<'_>, withdrawal: &Told<ActWithdrawn>) -> Verdict {
    let view = &convention.view;
    // Of a fixed amount, nothing says that it was granted on what would be spent.
    let by_expense = view.balance.as_ref().is_some_and(|b| b.rule == BalanceRule::ProRata);
    let short =
        view.realised_cents.as_ref().zip(view.budget_cents.current()).filter(|_| by_expense);
    let verdict = match short.filter(|(realised, budget)| realised.value < budget.value) {
        Some((realised, budget)) => Verdict::conforming(
            format!(
                "Retrait fondé sur une condition non respectée : {} réalisés pour {} prévus.",
                realised.value, budget.value
            ),
            format!(
                "Withdrawal on an unmet condition: {} realised of {} planned.",
                euros_en(realised.value),
                euros_en(budget.value)
            ),
        )
        .resting_on([
            (realised.entries.as_slice(), realised.passages.as_slice()),
            (budget.entries.as_slice(), budget.passages.as_slice()),
        ]),
        None => Verdict::cannot_conclude(
            vec![missing::unmet_condition()],
            "Le retrait invoque une condition non respectée dont le registre n'a pas la preuve.",
            "The withdrawal invokes an unmet condition of which the ledger has no evidence.",
        ),
    };
    verdict.resting_on([withdrawal.evidence()]).dated(Some(withdrawn_on(withdrawal)))
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, CONVENTION, REFERENCE, Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn an_expense_below_the_budget_is_evidence() {
        let withdrawn = json!({ "act": { "reference": REFERENCE }, "condition_unmet": true });
        let scene = Scene::sitting("2023-03-16")
            .grant_with(6_000_000, json!({ "budget_cents": 40_000_000 }))
            .tell(ACT, "ActWithdrawn", withdrawn);
        assert_eq!(scene.lacking(super::RULE.id), ["unmet_condition"]);
        let report = json!({ "realised_cents": 30_000_000 });
        let shown = scene.record(CONVENTION, "FinancialReportFiled", report);
        assert_eq!(outcome_of(super::RULE.id, &shown.clone()), Some(Outcome::Conforming));
        let fixed = json!({ "instrument": "initial", "rule": "fixed_amount", "words": "montant forfaitaire" });
        let fixed = shown.record(CONVENTION, "BalanceRuleStated", fixed);
        assert_eq!(fixed.lacking(super::RULE.id), ["unmet_condition"]);
        let kept = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(outcome_of(super::RULE.id, &kept), None);
    }
}
