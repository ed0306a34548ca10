//! What a grant is: valued in its act, for a project that is the beneficiary's own. Whether the
//! convention's clauses order a service instead is for a person to read.

use crate::dossier::{ConventionDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::missing;
use crate::rules::wording::euros_en;
use greffe_domain::{Assignment, Formality};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "grant-definition-not-procurement",
    fr: "La subvention est chiffrée dans l'acte et soutient un projet initié et conduit par le bénéficiaire ; elle ne rémunère pas une prestation répondant aux besoins de l'autorité.",
    en: "A grant is valued in its act and supports a project conceived and run by the beneficiary; it does not pay for a service meeting the body's own needs.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "Loi n° 2000-321, art. 9-1 (loi n° 2014-856, art. 59)",
        read_at: "https://www.code-commande-publique.com/subventions-2/",
        from: "2014-08-02",
        until: "",
    }],
    needs: &["subsidy", "purpose"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let when = convention.granted_on();
    if crate::rules::versions::before(when, "2014-08-02") {
        return Vec::new();
    }
    let view = &convention.view;
    let amount = view.subsidy_cents.initial().or(view.subsidy_cents.current());
    let own = convention.formality(Formality::OwnProject);
    let operation = view.assignment.as_ref().filter(|a| a.value != Assignment::Investment);
    let stated = own.is_some() || operation.is_some() || view.purpose.is_some();
    let verdict = match amount {
        _ if own.is_some_and(|o| !o.value.done) => Verdict::irregular(
            "Une source dit que le projet n'est pas celui du bénéficiaire ; à confirmer par une personne.",
            "A source says that the project is not the beneficiary's own; for a person to confirm.",
        ),
        Some(amount) if stated => Verdict::conforming(
            format!(
                "{} pour l'action propre du bénéficiaire, autant que les actes le disent.",
                amount.value
            ),
            format!(
                "{} for the beneficiary's own action, as far as the acts say.",
                euros_en(amount.value)
            ),
        ),
        amount => {
            let mut lacking = Vec::new();
            if amount.is_none() {
                lacking.push(missing::subsidy());
            }
            if !stated {
                lacking.push(missing::purpose());
            }
            Verdict::cannot_conclude(
                lacking,
                "Le montant ou l'objet de l'aide n'est dit par aucune source.",
                "No source states the amount or the purpose of the aid.",
            )
        }
    };
    let amount = amount.map(|a| (a.entries.as_slice(), a.passages.as_slice()));
    let purpose = view.purpose.as_ref().map(|p| (p.entries.as_slice(), p.passages.as_slice()));
    vec![
        verdict
            .resting_on(amount.into_iter().chain(purpose))
            .resting_on(own.map(Told::evidence))
            .dated(when),
    ]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn a_valued_grant_for_the_beneficiary_s_own_action() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let bare = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(bare.lacking(super::RULE.id), ["purpose"]);
        let own = bare.clone().done("own_project", "");
        assert_eq!(outcome(&own), Some(Outcome::Conforming));
        let ordered = bare.formality("own_project", false, json!({}));
        assert_eq!(outcome(&ordered), Some(Outcome::Irregular));
        let purpose = json!({ "purpose": "son programme d'actions 2023" });
        let stated = Scene::sitting("2023-03-16").grant_with(6_000_000, purpose);
        assert_eq!(outcome(&stated), Some(Outcome::Conforming));
        let old = Scene::sitting("2014-03-16").grant(6_000_000);
        assert_eq!(outcome(&old), None);
    }
}
