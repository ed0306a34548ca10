//! The annexes of a métropole's budget list the bodies to which it paid more than 75 000 €.

use crate::dossier::{ConventionDossier, InstitutionKind};
use crate::finding::Severity;
use crate::rule::{Check, Parameter, Rule, Verdict, Version};
use crate::rules::formality::{Words, recorded};
use crate::rules::missing;
use greffe_domain::{Formality, Money};

/// CGCT, art. L5217-10-14, 4° c: the amount above which the body is listed.
static THRESHOLD: Parameter = Parameter {
    name: "threshold_cents",
    fr: "montant, en centimes, au-delà duquel l'organisme est porté à l'annexe",
    en: "amount in cents above which the body is listed in the annex",
    law: 7_500_000,
    strictest: 0,
};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "budget-annex-listing",
    fr: "La métropole annexe à son compte la liste des concours attribués, et aux documents budgétaires les organismes ayant reçu plus de 75 000 euros.",
    en: "A metropolis annexes to its accounts the list of grants awarded, and to its budget documents the bodies paid more than 75,000 euros.",
    severity: Severity::Minor,
    versions: &[Version {
        citation: "CGCT, art. L5217-10-14, 2° et 4° c",
        read_at: "https://french-business-law.com/french-legislation-art/article-l5217-10-14-of-the-french-general-code-of-local-authorities",
        from: "",
        until: "2025-12-31",
    }],
    needs: &["beneficiary_identity", "exercise", "one_grant", "budget_annex"],
    check: Check::ConventionBy(&THRESHOLD, check),
};

const WORDS: Words = Words {
    done: ("Concours porté à l'annexe", "Grant listed in the annex"),
    undone: (
        "Le concours est dit absent de l'annexe",
        "The grant is said to be absent from the annex",
    ),
    silent: (
        "L'annexe qui doit porter ce concours n'est pas au registre",
        "The annex that has to list this grant is not in the ledger",
    ),
    missing: missing::budget_annex,
};

fn check(convention: &ConventionDossier<'_>, threshold_cents: i64) -> Vec<Verdict> {
    let threshold = Money::from_cents(threshold_cents);
    let view = &convention.view;
    let metropole = convention.institution_kind() == Some(InstitutionKind::Metropole);
    let amount = view.subsidy_cents.current().filter(|_| metropole);
    // From exercise 2026 other articles apply, whose numbers are not settled.
    let reached = view.exercise.as_ref().is_none_or(|e| e.value <= 2025);
    let year = &convention.year;
    let amount = amount.filter(|_| reached).zip(year.above(threshold));
    let Some((amount, (_, unsure))) = amount else {
        return Vec::new();
    };
    let told = convention.formality_of_year(Formality::ListedInBudgetAnnex, 1);
    let done = told.is_some_and(|told| told.value.done);
    let own = [(amount.entries.as_slice(), amount.passages.as_slice())];
    let verdict = recorded(told, if done { Vec::new() } else { unsure }, &WORDS);
    let verdict = verdict.resting_on(own).resting_on(year.evidence());
    vec![verdict.dated(convention.granted_on())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn listed_above_75_000() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let grant = |cents: i64| Scene::sitting("2023-03-16").grant(cents);
        assert_eq!(outcome(&grant(7_500_000)), None);
        assert_eq!(grant(7_500_001).lacking(super::RULE.id), ["budget_annex"]);
        let listed = grant(9_000_000).done("listed_in_budget_annex", "");
        assert_eq!(outcome(&listed), Some(Outcome::Conforming));
        let not = grant(9_000_000).formality("listed_in_budget_annex", false, json!({}));
        assert_eq!(outcome(&not), Some(Outcome::Irregular));
        let later = json!({ "exercise": 2026 });
        assert_eq!(outcome(&Scene::sitting("2026-03-12").grant_with(9_000_000, later)), None);
        let second = json!({ "amount_cents": 4_000_000, "exercise": 2023,
            "beneficiary": { "name": "Les Ateliers du Pont" } });
        let other = "convention/vauclaire/2023/les-ateliers-2";
        let two = grant(4_000_000).tell(other, "SubsidyGranted", second);
        assert_eq!(two.lacking(super::RULE.id), ["beneficiary_identity", "budget_annex"]);
        let commune = Scene::of("Ville de Brumeval", "Conseil municipal", "2023-03-16");
        assert_eq!(outcome(&commune.grant(9_000_000)), None);
    }
}
