//! Payments made against the amount granted.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict};
use crate::rules::wording::euros_en;
use greffe_domain::Money;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "payments-against-subsidy",
    fr: "Les versements ne dépassent pas le montant attribué.",
    en: "Payments do not exceed the amount granted.",
    severity: Severity::Note,
    versions: &[],
    needs: &["subsidy", "payments"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let view = &convention.view;
    let made = || view.payments.iter().filter(|p| p.executed);
    let paid = made().map(|p| p.amount_cents).try_fold(Money::ZERO, Money::checked_add);
    let Some((paid, granted)) = paid.zip(view.subsidy_cents.current()) else {
        return Vec::new();
    };
    let Some(over) = paid.checked_sub(granted.value).filter(|over| *over > Money::ZERO) else {
        return Vec::new();
    };
    let verdict = Verdict::observation(
        format!("{paid} versés pour {} attribués : {over} de trop.", granted.value),
        format!(
            "{} paid of {} granted: {} too much.",
            euros_en(paid),
            euros_en(granted.value),
            euros_en(over)
        ),
    );
    let payments = made().map(|p| (p.entries.as_slice(), p.passages.as_slice()));
    vec![
        verdict
            .resting_on([(granted.entries.as_slice(), granted.passages.as_slice())])
            .resting_on(payments),
    ]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn more_than_granted_is_observed() {
        let paid = |cents: i64| {
            let payment = json!({ "amount_cents": cents, "on": "2023-05-15" });
            let scene = Scene::sitting("2023-03-16").grant(6_000_000);
            outcome_of(super::RULE.id, &scene.record(CONVENTION, "PaymentExecuted", payment))
        };
        assert_eq!(paid(6_000_000), None);
        assert_eq!(paid(6_000_001), Some(Outcome::Observation));
    }
}
