//! The final amount and the balance that an act fixes, against what the convention's rule gives.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict};
use crate::rules::wording::euros_en;
use greffe_convention_state::Assumption;
use greffe_domain::{Money, Sourced};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "balance-consistency",
    fr: "Le montant définitif et le solde arrêtés par l'acte sont ceux que donne la règle de la convention.",
    en: "The final amount and the balance that an act fixes are those that the convention's rule gives.",
    severity: Severity::Note,
    versions: &[],
    needs: &["financial_report", "payments"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let Some(balance) = &convention.view.balance else {
        return Vec::new();
    };
    let view = &convention.view;
    // The amount due rests on rule and expense, what is left of it also on what was paid.
    let unfigured = balance.assumptions.contains(&Assumption::FiguresOfAvenantUnknown);
    let undone = balance.assumptions.contains(&Assumption::UndoneActStands);
    let due_assumed = undone
        .then_some(UNDONE)
        .or(unfigured.then_some(AVENANT))
        .or(balance.entitlement_assumed().then_some(RULE_OR_EXPENSE));
    let nothing_paid = balance.assumptions.contains(&Assumption::NothingPaid);
    let doubted = balance.assumptions.contains(&Assumption::PaymentsAreSeveral);
    let left_assumed = due_assumed
        .or(nothing_paid.then_some(NOTHING_PAID))
        .or(doubted.then_some(PAYMENTS_ARE_SEVERAL));
    let pairs = [
        (FINAL, &view.final_stated, Some(balance.entitlement_cents), due_assumed),
        (LEFT, &view.balance_stated, view.left_when_fixed(), left_assumed),
    ];
    pairs
        .into_iter()
        .filter_map(|(what, stated, computed, assumed)| {
            Some(compared(what, stated.as_ref()?, computed?, assumed))
        })
        .collect()
}

/// A phrase in French and English.
type Words = (&'static str, &'static str);

const FINAL: Words = ("Montant définitif", "Final amount");
const LEFT: Words = ("Solde", "Balance");
const RULE_OR_EXPENSE: Words = ("règle ou dépense supposée", "rule or expense assumed");
const AVENANT: Words = ("chiffres d'un avenant inconnus", "figures of an avenant unknown");
const UNDONE: Words = ("acte retiré ou annulé", "act withdrawn or annulled");
const PAYMENTS_ARE_SEVERAL: Words =
    ("versements peut-être redits", "payments that may be told twice");
const NOTHING_PAID: Words = ("aucun versement montré", "no payment shown");

fn compared(
    (fr, en): Words,
    stated: &Sourced<Money>,
    computed: Money,
    assumed: Option<Words>,
) -> Verdict {
    let value = stated.value;
    let difference = value.checked_sub(computed).unwrap_or(Money::ZERO);
    let (end_fr, end_en) = if difference == Money::ZERO {
        ("concordent".to_owned(), "they agree".to_owned())
    } else {
        let en = euros_en(difference);
        (format!("écart de {difference}"), format!("a difference of {en}"))
    };
    let (if_fr, if_en) =
        assumed.map(|(fr, en)| (format!(" ({fr})"), format!(" ({en})"))).unwrap_or_default();
    Verdict::observation(
        format!("{fr} dit {value}, calculé {computed}{if_fr} : {end_fr}."),
        format!(
            "{en} stated {}, computed {}{if_en}: {end_en}.",
            euros_en(value),
            euros_en(computed)
        ),
    )
    .resting_on([(stated.entries.as_slice(), stated.passages.as_slice())])
}

#[cfg(test)]
mod tests {
    use crate::rules::scene::{CONVENTION, Scene};
    use greffe_domain::Grade;
    use serde_json::json;

    /// A grant whose rule and expense are stated.
    fn reported() -> Scene {
        let rule = json!({ "rule": "pro_rata", "words": "au prorata", "instrument": "initial" });
        Scene::sitting("2023-03-16")
            .grant_with(6_000_000, json!({ "budget_cents": 40_000_000 }))
            .tell(CONVENTION, "BalanceRuleStated", rule)
            .record(CONVENTION, "FinancialReportFiled", json!({ "realised_cents": 30_000_000 }))
    }

    fn observed(final_cents: i64, balance_cents: i64) -> Vec<String> {
        let scene = reported()
            .record(
                CONVENTION,
                "PaymentExecuted",
                json!({ "amount_cents": 4_000_000, "role": "advance", "on": "2023-05-15" }),
            )
            .record(
                CONVENTION,
                "PaymentExecuted",
                json!({ "amount_cents": 500_000, "role": "balance", "on": "2024-10-20" }),
            )
            .tell_as(
                CONVENTION,
                "BalanceComputed",
                Grade::Record,
                "2024-10-01",
                json!({ "final_cents": final_cents, "balance_cents": balance_cents }),
            );
        let found = scene.findings().into_iter().filter(|f| f.rule == super::RULE.id);
        found.map(|f| f.sentence.fr).collect()
    }

    /// What is paid after the act is no part of what was left then, whatever the source calls it; where
    /// it is not settled whether it came before, nothing is said.
    #[test]
    fn a_balance_is_held_against_what_was_paid_before_it_was_fixed() {
        let said = |paid: serde_json::Value| {
            let fixed = json!({ "balance_cents": 4_500_000 });
            let scene = reported()
                .tell_as(CONVENTION, "BalanceComputed", Grade::Act, "2024-10-01", fixed)
                .record(CONVENTION, "PaymentExecuted", paid);
            let found = scene.findings().into_iter().filter(|f| f.rule == super::RULE.id);
            found.map(|f| f.sentence.en).collect::<Vec<_>>()
        };
        for role in [json!("balance"), json!("instalment"), json!(null)] {
            let after = json!({ "amount_cents": 4_500_000, "role": role, "on": "2024-10-20" });
            assert_eq!(said(after), ["Balance stated €45,000, computed €45,000: they agree."]);
            let before = json!({ "amount_cents": 500_000, "role": role, "on": "2024-09-20" });
            let differs = "Balance stated €45,000, computed €40,000: a difference of €5,000.";
            assert_eq!(said(before), [differs]);
        }
        let some_day = json!({ "amount_cents": 500_000, "on": "2024" });
        assert!(said(some_day).is_empty());
    }

    /// An avenant that changes the budget to nobody knows what leaves no figure sure.
    #[test]
    fn figures_before_an_avenant_of_which_none_are_known_are_said_to_be_so() {
        let changes = json!({ "number": 1, "changes": ["budget"] });
        let fixed = json!({ "final_cents": 4_500_000 });
        let scene = reported().tell(CONVENTION, "AvenantApproved", changes).record(
            CONVENTION,
            "BalanceComputed",
            fixed,
        );
        let found = scene.findings().into_iter().filter(|f| f.rule == super::RULE.id);
        let said: Vec<String> = found.map(|f| f.sentence.en).collect();
        let unknown = "(figures of an avenant unknown)";
        let expected =
            format!("Final amount stated €45,000, computed €45,000 {unknown}: they agree.");
        assert_eq!(said, [expected]);
    }

    #[test]
    fn the_difference_is_given_to_the_cent() {
        let agree = observed(4_500_000, 500_000);
        assert_eq!(agree.len(), 2);
        assert!(agree.iter().all(|s| s.ends_with("concordent.")), "{agree:?}");
        let differ = observed(4_500_001, 499_000);
        assert!(differ[0].ends_with("écart de 0,01\u{a0}€."), "{differ:?}");
        assert!(differ[1].ends_with("écart de −10\u{a0}€."), "{differ:?}");
    }

    /// Rule and expense are stated, payments are not: only the balance takes something for granted.
    #[test]
    fn what_is_assumed_is_said_where_it_counts() {
        let scene = reported().record(
            CONVENTION,
            "BalanceComputed",
            json!({ "final_cents": 4_500_000, "balance_cents": 4_500_000 }),
        );
        let found = scene.findings().into_iter().filter(|f| f.rule == super::RULE.id);
        let said: Vec<String> = found.map(|f| f.sentence.en).collect();
        assert_eq!(said[0], "Final amount stated €45,000, computed €45,000: they agree.");
        let left = "Balance stated €45,000, computed €45,000 (no payment shown): they agree.";
        assert_eq!(said[1], left);
    }
}
