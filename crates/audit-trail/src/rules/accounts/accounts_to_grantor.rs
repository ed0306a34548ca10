//! The beneficiary gives the grantor a certified copy of its budget and accounts. No date is set.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::formality::{Words, recorded};
use crate::rules::{missing, sources};
use greffe_domain::Formality;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "accounts-to-grantor",
    fr: "Le bénéficiaire fournit à l'autorité la copie certifiée de ses budgets et comptes de l'exercice écoulé et les documents sur ses résultats.",
    en: "A beneficiary gives the grantor a certified copy of its budget and accounts for the past year and documents on its results.",
    severity: Severity::Minor,
    versions: &[Version {
        citation: "CGCT, art. L1611-4, al. 1 et 2",
        read_at: sources::L1611_4,
        from: "",
        until: "",
    }],
    needs: &["accounts"],
    check: Check::Convention(check),
};

const WORDS: Words = Words {
    done: (
        "Copie certifiée du budget et des comptes fournie",
        "Certified copy of budget and accounts given",
    ),
    undone: (
        "Les comptes sont dits demandés et non fournis",
        "The accounts are said to have been asked for and not given",
    ),
    silent: (
        "Aucune copie des comptes du bénéficiaire au registre",
        "No copy of the beneficiary's accounts in the ledger",
    ),
    missing: missing::accounts,
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    if convention.view.subsidy_cents.current().is_none() {
        return Vec::new();
    }
    let told = convention.formality_of_year(Formality::AccountsProvided, 1);
    vec![recorded(told, Vec::new(), &WORDS).dated(convention.granted_on())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn given_refused_or_not_known() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let grant = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(grant.lacking(super::RULE.id), ["accounts"]);
        let given = grant.clone().done("accounts_provided", "2024-06-17");
        assert_eq!(outcome(&given), Some(Outcome::Conforming));
        let late = json!({ "on": "2023-07-01" });
        let late = grant.clone().formality("accounts_provided", false, late);
        let late = late.done("accounts_provided", "2024-03-01");
        assert_eq!(outcome(&late), Some(Outcome::Conforming), "what is said last");
        let refused = grant.formality("accounts_provided", false, json!({}));
        assert_eq!(outcome(&refused), Some(Outcome::Irregular));
        let signature = json!({ "on": "2023-04-24" });
        let bare = Scene::empty("2023-04-24").record(CONVENTION, "ConventionSigned", signature);
        assert_eq!(outcome(&bare), None);
    }
}
