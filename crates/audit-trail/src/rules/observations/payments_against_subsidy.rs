//! Payments against the amount granted, and against the acts that they rest on.
//!
//! What was ordered or paid stays a fact when the act behind it is withdrawn or annulled; that it has lost its
//! ground is what an auditor looks for. Nothing here says that it must be repaid.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict};
use crate::rules::missing;
use crate::rules::wording::euros_en;
use greffe_convention_state::{ConventionView, PaymentView, unanswered};
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
    let groundless = || view.payments.iter().filter(|p| !p.taken_back.is_empty());
    let paid: Vec<&PaymentView> = groundless().filter(|p| p.executed).collect();
    let mut ordered = unanswered(&view.payments);
    ordered.retain(|order| !order.taken_back.is_empty());
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
    let over = |paid: Money| paid.checked_sub(granted.value).filter(|over| *over > Money::ZERO);
    let Some(too_much) = over(paid) else {
        return Vec::new();
    };
    // What may be another payment told again is no sure part of the sum.
    let sure = made().filter(|p| p.may_be.is_empty()).map(|p| p.amount_cents);
    let sure = sure.into_iter().try_fold(Money::ZERO, Money::checked_add);
    let verdict = match sure.and_then(over) {
        Some(sure) => above(paid, granted.value, too_much, sure),
        None => doubted(paid, granted.value),
    };
    let payments = made().map(|p| (p.entries.as_slice(), p.passages.as_slice()));
    vec![
        verdict
            .resting_on([(granted.entries.as_slice(), granted.passages.as_slice())])
            .resting_on(payments),
    ]
}

/// More, and how much of it no payment that may be another one told again accounts for.
fn above(paid: Money, granted: Money, too_much: Money, sure: Money) -> Verdict {
    let doubt = |words: String| if sure < too_much { words } else { String::new() };
    let fr = doubt(format!(
        ", dont {sure} si un versement redit en termes plus vagues n'en est pas un autre"
    ));
    let en = doubt(format!(
        ", {} of it if a payment told again in vaguer words is no other one",
        euros_en(sure)
    ));
    let (paid_en, granted_en, over_en) = (euros_en(paid), euros_en(granted), euros_en(too_much));
    Verdict::observation(
        format!("{paid} versés pour {granted} attribués : {too_much} de trop{fr}."),
        format!("{paid_en} paid of {granted_en} granted: {over_en} too much{en}."),
    )
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
    use crate::rules::scene::{ACT, CONVENTION, Scene, outcome_of};
    use greffe_domain::Grade;
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
        // Of what is too much, so much is sure.
        let found = told(7_000_000, 7_000_000).findings();
        let said = found.iter().find(|f| f.rule == rule).map(|f| f.sentence.en.clone());
        let words = "€80,000 too much, €10,000 of it if a payment told again";
        assert!(said.as_ref().is_some_and(|said| said.contains(words)), "{said:?}");
    }
}
