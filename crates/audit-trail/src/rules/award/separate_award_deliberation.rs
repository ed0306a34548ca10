//! A grant has an award act of its own, distinct from the vote of the budget. That a grant was
//! paid on a budget line alone is a fact of accounts that this rule does not guess.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::{missing, wording};
use greffe_domain::{ActRef, Instrument};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "separate-award-deliberation",
    fr: "L'attribution fait l'objet d'une délibération distincte du vote du budget, sauf subvention sans condition individualisée au budget.",
    en: "A grant is awarded by a deliberation distinct from the budget vote, unless it carries no condition and is itemised in the budget.",
    severity: Severity::Major,
    versions: &[
        Version {
            citation: "CGCT, art. L2311-7, et dispositions de même objet pour les métropoles",
            read_at: "https://french-business-law.com/french-legislation/legiscta000023245493-legiscta000028530181-section-6-financial-and-accounting-provisions",
            from: "",
            until: "2025-12-31",
        },
        Version {
            citation: "CGCT, art. L1612-25 (ord. n° 2025-526 du 12 juin 2025)",
            read_at: "https://tricoteuses.fr/legifrance/articles/LEGIARTI000051731797",
            from: "2026-01-01",
            until: "",
        },
    ],
    needs: &["award_act"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let view = &convention.view;
    let initial = view.instruments.iter().find(|i| i.instrument == Instrument::Initial);
    let act = initial.and_then(|i| i.act.as_ref()).filter(|a| a.value != ActRef::default());
    let undone = || convention.undone(&Instrument::Initial);
    let verdict = match act {
        Some(act) if undone().next().is_some() => {
            let (fr, en) = named(&act.value);
            Verdict::cannot_conclude(
                vec![missing::award_act()],
                format!("L'acte d'attribution ({fr}) a été retiré ou annulé ; le registre n'en tient pas d'autre."),
                format!("The act that awards the grant ({en}) was withdrawn or annulled; the ledger holds no other."),
            )
            .resting_on([(act.entries.as_slice(), act.passages.as_slice())])
            .resting_on(undone().map(|one| (one.entries.as_slice(), one.passages.as_slice())))
        }
        Some(act) => {
            let (fr, en) = named(&act.value);
            Verdict::conforming(
                format!("Attribution par une délibération propre ({fr})."),
                format!("Awarded by a deliberation of its own ({en})."),
            )
            .resting_on([(act.entries.as_slice(), act.passages.as_slice())])
        }
        None => Verdict::cannot_conclude(
            vec![missing::award_act()],
            "Aucune source ne nomme l'acte d'attribution.",
            "No source names the act that awards the grant.",
        ),
    };
    vec![verdict.dated(convention.granted_on())]
}

/// `DSOL-014-3127/23/BM, 16 mars 2023`, in both languages.
fn named(act: &ActRef) -> (String, String) {
    let dated = act.date.as_ref().map(wording::date).unzip();
    let name = |dated: Option<String>| {
        act.reference.iter().cloned().chain(dated).collect::<Vec<_>>().join(", ")
    };
    (name(dated.0), name(dated.1))
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn an_award_act_is_named_or_missing() {
        let named = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(outcome_of(super::RULE.id, &named), Some(Outcome::Conforming));
        let payment = json!({ "amount_cents": 6_000_000, "on": "2023-05-15" });
        let paid = Scene::empty("2023-05-15").record(CONVENTION, "PaymentExecuted", payment);
        assert_eq!(paid.lacking(super::RULE.id), ["award_act"]);
    }
}
