//! Deposit at the prefecture, above 153 000 € from all administrative authorities a year.

use super::public_money::{THRESHOLD, above_threshold};
use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::formality::Words;
use crate::rules::missing;
use greffe_domain::Formality;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "prefecture-deposit-153000",
    fr: "Au-delà de 153 000 euros par an, toutes autorités confondues, dépôt à la préfecture du siège des budget, comptes, conventions et comptes rendus financiers.",
    en: "Above 153,000 euros a year from all authorities, budget, accounts, agreements and financial reports are deposited at the prefecture of the seat.",
    severity: Severity::Minor,
    versions: &[Version {
        citation: "Loi n° 2000-321, art. 10",
        read_at: "https://institut-isbl.fr/associations-et-transparence-financiere/",
        from: "",
        until: "",
    }],
    needs: &[
        "public_grants_total",
        "beneficiary_identity",
        "exercise",
        "one_grant",
        "prefecture_deposit",
    ],
    check: Check::ConventionBy(&THRESHOLD, check),
};

const WORDS: Words = Words {
    done: (
        "Budget, comptes et conventions déposés à la préfecture",
        "Budget, accounts and agreements deposited at the prefecture",
    ),
    undone: (
        "Au-dessus du seuil de subventions publiques, sans dépôt à la préfecture",
        "Above the threshold of public grants, and no deposit at the prefecture",
    ),
    silent: (
        "Au-dessus du seuil de subventions publiques ; le dépôt à la préfecture n'est pas au registre",
        "Above the threshold of public grants; the deposit at the prefecture is not in the ledger",
    ),
    missing: missing::prefecture_deposit,
};

fn check(convention: &ConventionDossier<'_>, threshold_cents: i64) -> Vec<Verdict> {
    let deposited = convention.formality_of_year(Formality::DepositedAtPrefecture, 1);
    above_threshold(convention, threshold_cents, deposited, &WORDS).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn above_the_threshold_a_deposit_is_due() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let declared = |cents: i64| {
            let total = json!({ "amount_cents": cents });
            let grant = Scene::sitting("2023-03-16").grant(6_000_000);
            grant.formality("public_grants_declared", true, total)
        };
        assert_eq!(outcome(&declared(14_850_000)), Some(Outcome::Conforming));
        let above = declared(15_300_001);
        assert_eq!(above.lacking(super::RULE.id), ["prefecture_deposit"]);
        let deposited = above.clone().done("deposited_at_prefecture", "");
        assert_eq!(outcome(&deposited), Some(Outcome::Conforming));
        let not = above.formality("deposited_at_prefecture", false, json!({}));
        assert_eq!(outcome(&not), Some(Outcome::Irregular));
    }
}
