//! An association is declared and made public before it receives: without it, no legal capacity.

use super::ASSOCIATION;
use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::formality::{Words, due, recorded};
use crate::rules::missing;
use greffe_domain::{Day, Edtf, Formality};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "declared-association",
    fr: "L'association doit être déclarée et rendue publique pour avoir la capacité juridique.",
    en: "An association must be declared and made public to have legal capacity.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "Loi du 1er juillet 1901, art. 2 et 5",
        read_at: "https://id.scribd.com/document/243708944/Loi-du-1er-juillet-1901-relative-au-contrat-d-association-Legifrance-pdf",
        from: "",
        until: "",
    }],
    needs: &["association_declaration"],
    check: Check::Convention(check),
};

const WORDS: Words = Words {
    done: ("Association déclarée et publiée", "Association declared and made public"),
    undone: (
        "L'association est dite ni déclarée ni publiée",
        "The association is said to be neither declared nor made public",
    ),
    silent: (
        "La déclaration de l'association n'est pas au registre",
        "The declaration of the association is not in the ledger",
    ),
    missing: missing::association_declaration,
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    if convention.form_is(ASSOCIATION) != Some(true) {
        return Vec::new();
    }
    let when = convention.granted_on();
    let told = convention.formality(Formality::AssociationDeclared);
    let dated = told.is_some_and(|t| t.value.on.is_some());
    // A declaration that the award recalls without a day came before it.
    let verdict = if dated {
        let by = when.map(Edtf::latest).filter(|day| *day < Day::MAX);
        due(told, by, Vec::new(), missing::association_declaration, &WORDS)
    } else {
        recorded(told, Vec::new(), &WORDS)
    };
    vec![verdict.dated(when)]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};
    use greffe_domain::Grade;
    use serde_json::json;

    #[test]
    fn declared_before_the_award() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let grant = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(grant.lacking(super::RULE.id), ["association_declaration"]);
        let on = |day: &str| outcome(&grant.clone().done("association_declared", day));
        assert_eq!(on("2014-02-08"), Some(Outcome::Conforming));
        assert_eq!(on("2023-04-01"), Some(Outcome::Irregular));
        assert_eq!(on(""), Some(Outcome::Conforming));
        let not = grant.clone().formality("association_declared", false, json!({}));
        assert_eq!(outcome(&not), Some(Outcome::Irregular));
        let company = json!({ "beneficiary": { "name": "La Remise", "legal_form": "SAS" } });
        let company = Scene::sitting("2023-03-16").grant_with(6_000_000, company);
        assert_eq!(outcome(&company), None);
        let form = |form: &str| {
            let who = json!({ "beneficiary": { "name": "La Remise", "legal_form": form } });
            Scene::sitting("2023-03-16").grant_with(6_000_000, who)
        };
        assert_eq!(outcome(&form("fondation")), None);
        assert_eq!(form("Loi 1901").lacking(super::RULE.id), ["association_declaration"]);
    }

    #[test]
    fn a_formality_of_the_beneficiary_s_own_stream_counts() {
        let declared = json!({ "formality": "association_declared", "done": true });
        let scene = Scene::sitting("2023-03-16").grant(6_000_000);
        let stream = "beneficiary/les-ateliers-du-pont";
        let scene =
            scene.tell_as(stream, "FormalityRecorded", Grade::Record, "2014-02-08", declared);
        assert_eq!(outcome_of(super::RULE.id, &scene), Some(Outcome::Conforming));
    }
}
