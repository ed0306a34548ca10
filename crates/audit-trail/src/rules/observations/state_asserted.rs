//! Figures that somebody vouched for, re-checked against the ledger on their own day.

use crate::dossier::{ConventionDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict};
use crate::rules::missing;
use crate::rules::on_a_day::held;
use crate::rules::wording::{date, euros_en};
use greffe_domain::{AssertedFigure, Edtf, History, Money, StateAsserted, Step};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "state-asserted",
    fr: "Un chiffre attesté à une date est celui que donne le registre à cette date.",
    en: "A figure vouched for on a date is the one that the ledger gives on that date.",
    severity: Severity::Note,
    versions: &[],
    needs: &["asserted_day", "subsidy", "budget", "payments"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    convention.assertions.iter().map(|a| compared(convention, a)).collect()
}

fn compared(convention: &ConventionDossier<'_>, told: &Told<StateAsserted>) -> Verdict {
    let asserted = &told.value;
    let on = &asserted.on;
    let view = &convention.view;
    let (what_fr, what_en, found, lacking) = match asserted.figure {
        AssertedFigure::Subsidy => {
            ("Subvention", "Subsidy", throughout(&view.subsidy_cents, on), missing::subsidy())
        }
        AssertedFigure::Budget => {
            ("Budget", "Budget", throughout(&view.budget_cents, on), missing::budget())
        }
        AssertedFigure::Paid => {
            ("Total versé", "Total paid", paid(convention, on), missing::payments())
        }
    };
    // Of a vague day another figure may have held: which day it was is what is missing then.
    let lacking = if on.day().is_none() { missing::asserted_day() } else { lacking };
    let (on_fr, on_en) = date(&asserted.on);
    let (value, value_en) = (asserted.amount_cents, euros_en(asserted.amount_cents));
    let verdict = match found.and_then(|f| Some((f, value.checked_sub(f)?))) {
        Some((_, Money::ZERO)) => Verdict::observation(
            format!("{what_fr} de {value} attesté au {on_fr} : le registre donne le même chiffre."),
            format!("{what_en} of {value_en} asserted on {on_en}: the ledger gives the same."),
        ),
        Some((found, difference)) => Verdict::observation(
            format!(
                "{what_fr} de {value} attesté au {on_fr} : le registre donne {found}, écart de {difference}."
            ),
            format!(
                "{what_en} of {value_en} asserted on {on_en}: the ledger gives {}, a difference of {}.",
                euros_en(found),
                euros_en(difference)
            ),
        ),
        None => Verdict::cannot_conclude(
            vec![lacking],
            format!(
                "{what_fr} de {value} attesté au {on_fr} : le registre ne permet pas de le vérifier."
            ),
            format!("{what_en} of {value_en} asserted on {on_en}: the ledger cannot check it."),
        ),
    };
    verdict.resting_on([told.evidence()])
}

/// The value in force on every day of a date; `None` when more than one may have been, or none.
fn throughout(history: &History<Money>, on: &Edtf) -> Option<Money> {
    let (first, last) = (on.earliest(), on.latest());
    let value = held(history, first)?;
    let until =
        |step: &Step<Money>| step.effective.earliest() > last || step.effective.latest() <= first;
    let steady = history.steps.iter().chain(&history.possible).all(until);
    (steady && held(history, last) == Some(value)).then_some(value)
}

/// What had been paid by every day of a date; `None` when a payment cannot be placed before or after it, may be another
/// one told again, or when no source shows any: silence is no payment of nothing.
fn paid(convention: &ConventionDossier<'_>, day: &Edtf) -> Option<Money> {
    let made = convention.view.payments.iter().filter(|p| p.executed);
    made.clone().next()?;
    made.into_iter().try_fold(Money::ZERO, |sum, payment| {
        let on = &payment.on;
        match (on.latest() <= day.earliest(), on.earliest() > day.latest()) {
            (true, _) if !payment.may_be.is_empty() => None,
            (true, _) => sum.checked_add(payment.amount_cents),
            (false, true) => Some(sum),
            (false, false) => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::scene::{CONVENTION, Scene};
    use greffe_domain::Grade;
    use serde_json::json;

    fn observed(figure: &str, cents: i64, on: &str) -> String {
        let payment = json!({ "amount_cents": 4_000_000, "on": "2023-05-15" });
        let asserted = json!({ "figure": figure, "amount_cents": cents, "on": on });
        let scene = Scene::sitting("2023-03-16")
            .grant(6_000_000)
            .record(CONVENTION, "PaymentExecuted", payment)
            .record(CONVENTION, "StateAsserted", asserted);
        let found = scene.findings();
        found.iter().find(|f| f.rule == super::RULE.id).unwrap().sentence.en.clone()
    }

    #[test]
    fn figures_are_re_checked_on_their_day() {
        assert!(observed("subsidy", 6_000_000, "2023-03-16").contains("the same"));
        assert!(observed("subsidy", 6_000_000, "2023-12-31").contains("the same"));
        assert!(observed("subsidy", 6_000_100, "2023-12-31").contains("difference of €1."));
        assert!(observed("subsidy", 6_000_000, "2023-01-01").contains("cannot check"));
        assert!(observed("paid", 0, "2023-05-14").contains("the same"));
        assert!(observed("paid", 4_000_000, "2023-05-15").contains("the same"));
        assert!(observed("paid", 4_000_000, "2024").contains("the same"));
        assert!(observed("subsidy", 6_000_000, "2023-04").contains("the same"));
    }

    /// On a day of that year the other figure held, and the assertion does not say which day it speaks of.
    #[test]
    fn a_vague_day_settles_nothing_while_the_figure_changed() {
        let lacking = |figure: &str, on: &str| {
            let payment = json!({ "amount_cents": 4_000_000, "on": "2023-05-15" });
            let asserted = json!({ "figure": figure, "amount_cents": 0, "on": on });
            let scene = Scene::sitting("2023-03-16").grant(6_000_000);
            let scene = scene.record(CONVENTION, "PaymentExecuted", payment);
            scene.record(CONVENTION, "StateAsserted", asserted).lacking(super::RULE.id)
        };
        assert_eq!(lacking("paid", "2023"), ["asserted_day"]);
        assert_eq!(lacking("subsidy", "2023"), ["asserted_day"]);
        assert_eq!(lacking("subsidy", "2023-01-01"), ["subsidy"]);
        assert_eq!(lacking("budget", "2023-06-01"), ["budget"]);
    }

    #[test]
    fn no_payment_shown_is_no_payment_of_nothing() {
        let asserted = json!({ "figure": "paid", "amount_cents": 5_000_000, "on": "2023-12-31" });
        let scene = Scene::sitting("2023-03-16").grant(6_000_000);
        let found = scene.record(CONVENTION, "StateAsserted", asserted).findings();
        let found = found.iter().find(|f| f.rule == super::RULE.id).unwrap();
        assert!(found.sentence.en.contains("cannot check"), "{}", found.sentence.en);
    }

    /// The budget was revised at some time in 2023: until then either may have been in force.
    #[test]
    fn what_may_have_been_replaced_cannot_be_checked() {
        let observed = |on: &str| {
            let revised = json!({ "to_cents": 9_000_000, "instrument": { "avenant": 1 } });
            let asserted = json!({ "figure": "budget", "amount_cents": 8_000_000, "on": on });
            let scene = Scene::sitting("2023-03-16")
                .grant_with(6_000_000, json!({ "budget_cents": 8_000_000 }))
                .tell_as(CONVENTION, "BudgetRevised", Grade::Act, "2023", revised)
                .record(CONVENTION, "StateAsserted", asserted);
            let found = scene.findings();
            found.iter().find(|f| f.rule == super::RULE.id).unwrap().sentence.en.clone()
        };
        assert!(observed("2023-06-01").contains("cannot check"));
        assert!(observed("2023-12-31").contains("difference"));
    }

    #[test]
    fn a_payment_that_may_be_another_one_leaves_the_sum_open() {
        let paid = "PaymentExecuted";
        let advance = json!({ "amount_cents": 1_000, "role": "advance", "on": "2023-05-15" });
        let again = json!({ "amount_cents": 1_000, "on": "2023" });
        let scene = Scene::sitting("2023-03-16")
            .grant(6_000_000)
            .record(CONVENTION, paid, advance)
            .tell_as(CONVENTION, paid, Grade::Declared, "2023-12-31", again);
        let asserted = json!({ "figure": "paid", "amount_cents": 1_000, "on": "2024-05-15" });
        let scene = scene.record(CONVENTION, "StateAsserted", asserted);
        assert_eq!(scene.lacking(super::RULE.id), ["payments"]);
    }
}
