//! The register: since 1 July 2022 chair and secretary sign it. A certified copy certifies the
//! copy, not the signatures of the register.

use crate::dossier::{ActDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::formality::{Words, recorded};
use crate::rules::{missing, versions};
use greffe_domain::Formality;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "register-signature",
    fr: "Les délibérations sont inscrites au registre et, depuis le 1er juillet 2022, signées par le président et le secrétaire de séance.",
    en: "Deliberations are entered in the register and, since 1 July 2022, signed by the chair and the secretary of the sitting.",
    severity: Severity::Minor,
    versions: &[Version {
        citation: "CGCT, art. L2121-23 et R2121-9 (et L5211-1)",
        read_at: "https://www.nosdeputes.fr/16/question/QE/10308",
        from: "2022-07-01",
        until: "",
    }],
    needs: &["sitting_day", "register"],
    check: Check::Act(check),
};

const WORDS: Words = Words {
    done: (
        "Inscrite au registre, que le président et le secrétaire ont signé",
        "Entered in the register, which chair and secretary signed",
    ),
    undone: (
        "Le registre est dit non signé du président et du secrétaire",
        "The register is said not to be signed by chair and secretary",
    ),
    silent: (
        "Les signatures du registre ne sont pas toutes connues : la copie certifiée n'en tient pas lieu",
        "The signatures of the register are not all known: the certified copy does not stand for them",
    ),
    missing: missing::register,
};

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    let reach = versions::reach(&RULE, act.when()).filter(|_| act.by_local_assembly());
    let Some(mut lacking) = reach else {
        return Vec::new();
    };
    let register = act.formality(Formality::RegisterSigned);
    // One signatory named is not two, and not a refusal of the other either.
    if register.is_some_and(|r| r.value.done && r.value.by.len() == 1) {
        lacking.push(missing::register());
    }
    let verdict = recorded(register, lacking, &WORDS);
    let copy = act.certified.iter().map(Told::evidence);
    vec![verdict.resting_on(copy).dated(act.when())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn two_signatures_since_july_2022() {
        let signed = |date: &str, done: bool, by: &[&str]| {
            let more = json!({ "by": by });
            Scene::sitting(date).formality("register_signed", done, more)
        };
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let two = ["Solange BRÉVILLARD", "Karim IDRASSENE"];
        assert_eq!(outcome(&signed("2023-03-16", true, &two)), Some(Outcome::Conforming));
        assert_eq!(outcome(&signed("2023-03-16", false, &[])), Some(Outcome::Irregular));
        assert_eq!(outcome(&signed("2022-06-30", true, &two)), None);
        assert_eq!(signed("2023-03-16", true, &two[..1]).lacking(super::RULE.id), ["register"]);
        let vague = Scene::sitting("2022").lacking(super::RULE.id);
        assert_eq!(vague, ["sitting_day", "register"]);
    }
}
