//! Payments against the amount granted, and against the acts that they rest on.
//!
//! What was ordered or paid stays a fact when the act behind it is withdrawn or annulled; that it has lost its
//! ground is what an auditor looks for. Nothing here says that it must be repaid.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict};
use crate::rules::wording::euros_en;
use greffe_convention_state::{ConventionView, PaymentView};
use greffe_domain::Money;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "payments-against-subsidy",
    fr: "Les versements ne dépassent pas le montant attribué et reposent sur des actes qui tiennent.",
    en: "Payments do not exceed the amount granted and rest on acts that stand.",
    severity: Severity::Note,
    versions: &[],
    needs: &["subsidy", "payments"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let mut found = without_ground(&convention.view);
    found.extend(above_the_grant(convention));
    found
}

/// What was paid, and what was only ordered, on acts that were taken back.
fn without_ground(view: &ConventionView) -> Vec<Verdict> {
    let answered = |order: &PaymentView| {
        let answers = |p: &PaymentView| {
            p.executed && p.amount_cents == order.amount_cents && p.role == order.role
        };
        view.payments.iter().any(answers)
    };
    let groundless = || view.payments.iter().filter(|p| !p.taken_back.is_empty());
    let paid: Vec<&PaymentView> = groundless().filter(|p| p.executed).collect();
    let ordered: Vec<&PaymentView> = groundless().filter(|p| !p.executed && !answered(p)).collect();
    let paid_words = (
        "versés sur le fondement d'un acte retiré ou annulé",
        "paid on the ground of an act that was withdrawn or annulled",
    );
    let ordered_words = (
        "ordonnés sur le fondement d'un acte retiré ou annulé, versement non montré",
        "ordered on the ground of an act that was withdrawn or annulled, payment not shown",
    );
    let both = [(paid, paid_words), (ordered, ordered_words)];
    both.into_iter().filter_map(|(payments, words)| groundless_sum(&payments, words)).collect()
}

fn groundless_sum(payments: &[&PaymentView], (fr, en): (&str, &str)) -> Option<Verdict> {
    let mut sums = payments.iter().map(|p| p.amount_cents);
    let sum = sums.try_fold(Money::ZERO, Money::checked_add).filter(|_| !payments.is_empty())?;
    let verdict = Verdict::observation(format!("{sum} {fr}."), format!("{} {en}.", euros_en(sum)));
    let told = payments.iter().map(|p| (p.entries.as_slice(), p.passages.as_slice()));
    let by = payments.iter().flat_map(|p| &p.taken_back);
    let by = by.map(|one| (std::slice::from_ref(&one.entry), one.passages.as_slice()));
    Some(verdict.resting_on(told).resting_on(by))
}

fn above_the_grant(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    if !convention.grant_stands() {
        return Vec::new();
    }
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
    use crate::rules::scene::{ACT, CONVENTION, Scene, outcome_of};
    use serde_json::json;

    /// It was paid all the same, and what took back the act it rests on is cited.
    #[test]
    fn what_is_paid_on_an_annulled_act_has_lost_its_ground() {
        let paid = |kind: &str, role: &str| {
            let payment = json!({ "amount_cents": 1_876_637, "on": "2023-05-15", "role": role });
            Scene::sitting("2023-03-16").grant(6_000_000).record(CONVENTION, kind, payment)
        };
        let annulled = |scene: Scene| {
            let data = json!({ "act": {}, "by": "tribunal administratif" });
            scene.record(ACT, "ActAnnulled", data)
        };
        let said = |scene: &Scene| -> Vec<(String, usize)> {
            let found = scene.findings().into_iter().filter(|f| f.rule == super::RULE.id);
            found.map(|f| (f.sentence.en, f.entries.len())).collect()
        };
        let whole = || paid("PaymentExecuted", "whole");
        assert_eq!(said(&whole()), []);
        let words =
            "ordered on the ground of an act that was withdrawn or annulled, payment not shown.";
        let ordered = annulled(paid("PaymentOrdered", "balance"));
        assert_eq!(said(&ordered), [(format!("€18,766.37 {words}"), 2)]);
        let words = "paid on the ground of an act that was withdrawn or annulled.";
        assert_eq!(said(&annulled(whole())), [(format!("€18,766.37 {words}"), 2)]);
        // An order that is paid is told once.
        let order = json!({ "amount_cents": 1_876_637, "on": "2023-05-10", "role": "whole" });
        let both = annulled(whole().record(CONVENTION, "PaymentOrdered", order));
        assert_eq!(said(&both), [(format!("€18,766.37 {words}"), 2)]);
    }

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
