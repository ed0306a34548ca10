//! An association asks on the single form.

use super::ASSOCIATION;
use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::formality::{Words, recorded};
use crate::rules::{missing, versions};
use greffe_domain::Formality;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "single-application-form",
    fr: "La demande de l'association utilise le formulaire unique.",
    en: "An association's request is made on the single form.",
    severity: Severity::Minor,
    versions: &[Version {
        citation: "Loi n° 2000-321, art. 10 ; décret n° 2016-1971",
        read_at: "https://www.doctrine.fr/l/texts/decrets/JORFTEXT000033736810",
        from: "2017-01-01",
        until: "",
    }],
    needs: &["application"],
    check: Check::Convention(check),
};

const WORDS: Words = Words {
    done: ("Demande présentée sur le formulaire unique", "Request made on the single form"),
    undone: (
        "La demande est dite présentée autrement que sur le formulaire unique",
        "The request is said not to have been made on the single form",
    ),
    silent: ("La demande de subvention n'est pas au registre", "The request is not in the ledger"),
    missing: missing::application,
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let when = convention.granted_on();
    let association = convention.form_is(ASSOCIATION) == Some(true);
    if !association || versions::before(when, "2017-01-01") {
        return Vec::new();
    }
    let told = convention.formality(Formality::SingleFormUsed);
    vec![recorded(told, Vec::new(), &WORDS).dated(when)]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn on_the_form_otherwise_or_not_known() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let grant = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(grant.lacking(super::RULE.id), ["application"]);
        let used = grant.clone().done("single_form_used", "2023-01-09");
        assert_eq!(outcome(&used), Some(Outcome::Conforming));
        let letter = grant.formality("single_form_used", false, json!({}));
        assert_eq!(outcome(&letter), Some(Outcome::Irregular));
        assert_eq!(outcome(&Scene::sitting("2016-03-17").grant(6_000_000)), None);
    }
}
