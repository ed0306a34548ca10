//! The republican commitment, for requests made since 2 January 2022.

use super::{ASSOCIATION, FOUNDATION};
use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::formality::{Words, recorded};
use crate::rules::{missing, versions};
use greffe_domain::{Day, Formality};

/// The day from which a request supposes the commitment.
const FROM: &str = "2022-01-02";

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "republican-commitment",
    fr: "Toute demande d'une association présentée depuis le 2 janvier 2022 suppose la souscription du contrat d'engagement républicain.",
    en: "An association that asks for a grant since 2 January 2022 must have signed the republican commitment.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "Loi n° 2000-321, art. 10-1 ; décret n° 2021-1947",
        read_at: "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000044806609",
        from: FROM,
        until: "",
    }],
    needs: &["request_date", "republican_commitment"],
    check: Check::Convention(check),
};

const WORDS: Words = Words {
    done: ("Contrat d'engagement républicain souscrit", "Republican commitment signed"),
    undone: (
        "Le contrat d'engagement républicain est dit non souscrit",
        "The republican commitment is said not to have been signed",
    ),
    silent: (
        "La souscription du contrat d'engagement républicain ou la date de la demande n'est pas au registre",
        "The signature of the republican commitment or the date of the request is not in the ledger",
    ),
    missing: missing::republican_commitment,
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let when = convention.granted_on();
    // The commitment binds associations and foundations alike.
    let form = convention.form_is(&[ASSOCIATION, FOUNDATION].concat());
    if versions::before(when, FROM) || form == Some(false) || when.is_none() {
        return Vec::new();
    }
    // The single form carries the request, so its day is that of the request.
    let form = convention.formality(Formality::SingleFormUsed);
    let asked = form.and_then(|f| f.value.on.as_ref());
    if versions::before(asked, FROM) {
        return Vec::new();
    }
    let from: Option<Day> = FROM.parse().ok();
    let later = asked.zip(from).is_some_and(|(asked, from)| asked.earliest() >= from);
    let signed = convention.formality(Formality::RepublicanCommitmentSigned);
    let unsettled = !later && !signed.is_some_and(|s| s.value.done);
    let lacking = if unsettled { vec![missing::request_date()] } else { Vec::new() };
    vec![recorded(signed, lacking, &WORDS).dated(when)]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn asked_for_since_january_2022() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let grant = |date: &str| Scene::sitting(date).grant(6_000_000);
        assert_eq!(outcome(&grant("2021-12-16")), None);
        let who = json!({ "beneficiary": { "name": "La Remise", "legal_form": "fondation" } });
        let foundation = Scene::sitting("2023-03-16").grant_with(6_000_000, who);
        assert_eq!(outcome(&foundation), Some(Outcome::CannotConclude));
        let signed = grant("2023-03-16").done("republican_commitment_signed", "2023-01-09");
        assert_eq!(outcome(&signed), Some(Outcome::Conforming));
        let refused =
            grant("2023-03-16").formality("republican_commitment_signed", false, json!({}));
        assert_eq!(refused.lacking(super::RULE.id), ["request_date"]);
        let dated = refused.done("single_form_used", "2023-01-09");
        assert_eq!(outcome(&dated), Some(Outcome::Irregular));
        let silent = grant("2023-03-16").lacking(super::RULE.id);
        assert_eq!(silent, ["request_date", "republican_commitment"]);
        let earlier = grant("2022-01-20").done("single_form_used", "2021-11-05");
        assert_eq!(outcome(&earlier), None);
    }
}
