//! Payments made against the amount granted.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict};
use crate::rules::missing;
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
    let over = |paid: Money| paid.checked_sub(granted.value).filter(|over| *over > Money::ZERO);
    let Some(too_much) = over(paid) else {
        return Vec::new();
    };
    // What may be another payment told again is no sure part of the sum.
    let sure = made().filter(|p| p.may_be.is_empty()).map(|p| p.amount_cents);
    let sure = sure.into_iter().try_fold(Money::ZERO, Money::checked_add);
    let verdict = if sure.and_then(over).is_some() {
        Verdict::observation(
            format!("{paid} versés pour {} attribués : {too_much} de trop.", granted.value),
            format!(
                "{} paid of {} granted: {} too much.",
                euros_en(paid),
                euros_en(granted.value),
                euros_en(too_much)
            ),
        )
    } else {
        doubted(paid, granted.value)
    };
    let payments = made().map(|p| (p.entries.as_slice(), p.passages.as_slice()));
    vec![
        verdict
            .resting_on([(granted.entries.as_slice(), granted.passages.as_slice())])
            .resting_on(payments),
    ]
}

/// More only where a payment that may be another one, told again, is counted beside it.
fn doubted(paid: Money, granted: Money) -> Verdict {
    Verdict::cannot_conclude(
        vec![missing::payments()],
        format!(
            "{paid} versés pour {granted} attribués, si un versement redit en termes plus vagues en est un autre."
        ),
        format!(
            "{} paid of {} granted, if a payment told again in vaguer words is another one.",
            euros_en(paid),
            euros_en(granted)
        ),
    )
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use greffe_domain::Grade;
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

    /// The advance, told again « en 2023 » by another source, may be one payment and exceed nothing.
    #[test]
    fn what_may_be_one_payment_told_twice_is_not_too_much() {
        let told = |vague: i64, first: i64| {
            let advance = json!({ "amount_cents": first, "role": "advance", "on": "2023-05-15" });
            let scene = Scene::sitting("2023-03-16").grant(6_000_000);
            let scene = scene.record(CONVENTION, "PaymentExecuted", advance);
            let again = json!({ "amount_cents": vague, "on": "2023" });
            scene.tell_as(CONVENTION, "PaymentExecuted", Grade::Declared, "2023-12-31", again)
        };
        let rule = super::RULE.id;
        assert_eq!(outcome_of(rule, &told(4_000_000, 4_000_000)), Some(Outcome::CannotConclude));
        assert_eq!(outcome_of(rule, &told(4_000_001, 4_000_000)), Some(Outcome::Observation));
        assert_eq!(outcome_of(rule, &told(6_000_001, 6_000_001)), Some(Outcome::Observation));
        assert_eq!(outcome_of(rule, &told(3_000_000, 3_000_000)), None);
    }
}
