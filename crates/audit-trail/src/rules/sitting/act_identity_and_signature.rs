//! The author's signature. For a collegiate organ the register carries it.

use crate::dossier::{ActDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::formality::{Words, recorded};
use crate::rules::{missing, sources, versions};
use greffe_domain::Formality;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "act-identity-and-signature",
    fr: "Toute décision porte la signature de son auteur avec prénom, nom et qualité.",
    en: "A decision bears its author's signature with first name, surname and capacity.",
    severity: Severity::Minor,
    versions: &[Version {
        citation: "CRPA, art. L212-1",
        read_at: sources::CRPA,
        from: "2016-01-01",
        until: "",
    }],
    needs: &["signed_original"],
    check: Check::Act(check),
};

const WORDS: Words = Words {
    done: ("Signée au registre", "Signed in the register"),
    undone: ("Dite non signée", "Said not to be signed"),
    silent: (
        "Seule une copie est au registre : l'original signé n'y est pas",
        "Only a copy is in the ledger: the signed original is not",
    ),
    missing: missing::signed_original,
};

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    if versions::before(act.when(), "2016-01-01") {
        return Vec::new();
    }
    // Unsigned minutes of the register are that rule's finding; here they prove nothing more.
    let register = act.formality(Formality::RegisterSigned).filter(|r| r.value.done);
    let verdict = recorded(register, Vec::new(), &WORDS);
    vec![verdict.resting_on(act.certified.iter().map(Told::evidence)).dated(act.when())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn the_register_carries_the_signature_and_a_copy_does_not() {
        let scene = Scene::sitting("2023-03-16");
        let signed = scene.clone().done("register_signed", "");
        assert_eq!(outcome_of(super::RULE.id, &signed), Some(Outcome::Conforming));
        let copy = json!({ "by": { "name": "Odile JONQUEROLLE" } });
        let copy = scene.tell(ACT, "CopyCertified", copy);
        assert_eq!(copy.lacking(super::RULE.id), ["signed_original"]);
        assert_eq!(outcome_of(super::RULE.id, &Scene::sitting("2015-12-31")), None);
    }
}
