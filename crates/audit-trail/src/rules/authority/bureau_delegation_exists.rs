//! Delegation: a bureau decides only what the council delegated to it.
//!
//! An act that recalls a delegation does not prove what it covers: only the text of the
//! delegation does. Matters are written freely, so they are matched by the words that name a
//! grant, a convention or a balance; a list that delegates in general terms is for a person to
//! read.

use crate::dossier::{ActDossier, OrganKind, Told, given_after};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::{missing, sources};
use greffe_domain::{DelegationGranted, Grade, slug};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "bureau-delegation-exists",
    fr: "Le bureau ne statue que sur une matière que le conseil lui a déléguée par une délibération antérieure, exécutoire et couvrant cette matière.",
    en: "A bureau decides only on matters that the council delegated to it by a prior, executory deliberation covering that matter.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "CGCT, art. L5211-10",
        read_at: sources::L5211_10,
        from: "2014-01-29",
        until: "",
    }],
    needs: &["delegation_act", "delegated_matters", "delegation_executory", "matter_of_act"],
    check: Check::Act(check),
};

/// Words that name what grants, conventions and balances are about.
const GRANT_WORDS: &[&str] = &[
    "subvention",
    "subventions",
    "aide",
    "aides",
    "concours",
    "convention",
    "conventions",
    "avenant",
    "avenants",
    "solde",
    "soldes",
    "partenariat",
    "partenariats",
];
/// Words of a delegation in general terms.
const GENERAL_WORDS: &[&str] = &["ensemble", "tout", "toute", "toutes", "tous", "attributions"];
/// Words after which a matter says what it does not cover.
const EXCLUDING_WORDS: &[&str] = &["exception", "exclusion", "exclu", "sauf", "hormis"];
/// Words between an exclusion and what it names, which limit it to nothing less than the whole.
const LINKING_WORDS: &[&str] = &["de", "des", "d", "l", "les", "la", "le", "et", "toute", "toutes"];

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    if act.organ_kind != OrganKind::Bureau || !act.institution_kind.is_epci() {
        return Vec::new();
    }
    let when = act.when();
    let Some(delegation) = &act.delegation else {
        let verdict = Verdict::cannot_conclude(
            vec![missing::delegation_act()],
            "Aucune délégation du conseil au bureau n'est au registre.",
            "No delegation from the council to the bureau is in the ledger.",
        );
        return vec![verdict.dated(when)];
    };
    let name = delegation.value.act.reference.as_deref().unwrap_or("sans référence");
    let verdict = if given_after(&delegation.value, when) {
        Verdict::irregular(
            format!("La seule délégation connue ({name}) est postérieure à la séance."),
            format!("The only delegation known ({name}) is later than the sitting."),
        )
    } else if delegation.grade > Grade::Record || delegation.value.matters.is_empty() {
        Verdict::cannot_conclude(
            vec![missing::delegated_matters()],
            format!(
                "La délégation {name} est rappelée ; son texte, qui dirait les matières déléguées, n'est pas au registre."
            ),
            format!(
                "Delegation {name} is recalled; its text, which would list the matters, is not in the ledger."
            ),
        )
    } else if act.decides.is_empty() {
        Verdict::cannot_conclude(
            vec![missing::matter_of_act()],
            format!(
                "La matière de l'acte n'est pas reconnue : il reste à la chercher dans la délégation {name}."
            ),
            format!(
                "The matter of the act is not recognised: it remains to be looked for in delegation {name}."
            ),
        )
    } else {
        matters(act, delegation, name)
    };
    vec![verdict.resting_on([delegation.evidence()]).dated(when)]
}

fn has(matter: &str, words: &[&str]) -> bool {
    slug(matter).split('-').any(|part| words.contains(&part))
}

/// Whether a matter given in general terms leaves out grants as a whole: « toutes les
/// attributions, à l'exception des subventions ». An exclusion with more words, such as a
/// ceiling, is for a person to read.
fn leaves_out_grants(matter: &str) -> bool {
    let key = slug(matter);
    let mut words = key.split('-').skip_while(|word| !EXCLUDING_WORDS.contains(word)).skip(1);
    let named: Vec<&str> = words.by_ref().filter(|w| !LINKING_WORDS.contains(w)).collect();
    has(matter, GENERAL_WORDS)
        && named.iter().all(|word| ["subvention", "subventions"].contains(word))
        && !named.is_empty()
}

fn matters(act: &ActDossier<'_>, delegation: &Told<DelegationGranted>, name: &str) -> Verdict {
    let when = act.when();
    let matters = &delegation.value.matters;
    let covering = matters.iter().find(|m| has(m, GRANT_WORDS) && !has(m, EXCLUDING_WORDS));
    let limited = matters.iter().find(|m| has(m, GENERAL_WORDS) || has(m, EXCLUDING_WORDS));
    let excluded = matters.iter().find(|m| leaves_out_grants(m));
    let executory = delegation.value.executory_on.as_ref().zip(when);
    match (covering, limited) {
        (Some(matter), _) if executory.is_some_and(|(on, when)| on.latest() <= when.earliest()) => {
            Verdict::conforming(
                format!("La délégation {name}, exécutoire avant la séance, couvre « {matter} »."),
                format!("Delegation {name}, executory before the sitting, covers “{matter}”."),
            )
        }
        (Some(matter), _) => Verdict::cannot_conclude(
            vec![missing::delegation_executory()],
            format!(
                "La délégation {name} couvre « {matter} » ; rien ne montre qu'elle était exécutoire à la séance."
            ),
            format!(
                "Delegation {name} covers “{matter}”; nothing shows that it was executory at the sitting."
            ),
        ),
        (None, Some(_)) if excluded.is_some() && act.decides_any(&["SubsidyGranted"]) => {
            let words = excluded.map(String::as_str).unwrap_or_default();
            Verdict::irregular(
                format!("La délégation {name} exclut ce que l'acte décide : « {words} »."),
                format!("Delegation {name} leaves out what the act decides: “{words}”."),
            )
        }
        (None, Some(general)) => Verdict::cannot_conclude(
            vec![missing::matter_of_act()],
            format!("La délégation {name} est donnée en termes généraux (« {general} ») : à lire."),
            format!("Delegation {name} is given in general terms (“{general}”): to be read."),
        ),
        // The words of a matter are the council's own: a word not found proves nothing.
        (None, None) => Verdict::cannot_conclude(
            vec![missing::matter_of_act()],
            format!(
                "Aucune des {} matières de la délégation {name} n'est reconnue comme celle de l'acte : à lire.",
                matters.len()
            ),
            format!(
                "None of the {} matters of delegation {name} is recognised as the act's: to be read.",
                matters.len()
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ORGAN, Scene, outcome_of, with};
    use greffe_domain::Grade;
    use serde_json::{Value, json};

    fn delegated(grade: Grade, more: Value) -> Scene {
        let act = json!({ "reference": "ADM 002-2215-20-CM", "date": "2020-07-16" });
        let data = with(json!({ "act": act }), more);
        let scene = Scene::sitting("2023-03-16").grant(6_000_000);
        scene.tell_as(ORGAN, "DelegationGranted", grade, "2020-07-16", data)
    }

    fn outcome(scene: &Scene) -> Option<Outcome> {
        outcome_of(super::RULE.id, scene)
    }

    #[test]
    fn a_listed_matter_executory_before_conforms() {
        let matters = json!({ "matters": ["attribution des subventions aux associations"] });
        let executory = with(matters.clone(), json!({ "executory_on": "2020-07-20" }));
        assert_eq!(outcome(&delegated(Grade::Act, executory)), Some(Outcome::Conforming));
        let unknown = delegated(Grade::Act, matters);
        assert_eq!(unknown.lacking(super::RULE.id), ["delegation_executory"]);
    }

    #[test]
    fn a_word_not_found_is_for_a_person_to_read() {
        let matters = json!({ "matters": ["acquisitions foncières", "soutien à la vie locale"] });
        assert_eq!(delegated(Grade::Act, matters).lacking(super::RULE.id), ["matter_of_act"]);
        let ceiling = json!({ "matters": ["subventions, sauf au-delà de 60 000 euros"],
            "executory_on": "2020-07-20" });
        assert_eq!(delegated(Grade::Act, ceiling).lacking(super::RULE.id), ["matter_of_act"]);
    }

    #[test]
    fn a_stated_exclusion_or_a_later_delegation_is_irregular() {
        let except = |words: &str| {
            delegated(Grade::Act, json!({ "matters": [words], "executory_on": "2020-07-20" }))
        };
        let whole = except("toutes les attributions, à l'exception des subventions");
        assert_eq!(outcome(&whole), Some(Outcome::Irregular));
        let part = except("toutes les attributions, sauf les subventions aux entreprises");
        assert_eq!(part.lacking(super::RULE.id), ["matter_of_act"]);
        let act = json!({ "reference": "ADM 002-2215-23-CM", "date": "2023-04-20" });
        let late = delegated(Grade::Recital, json!({ "act": act }));
        assert_eq!(outcome(&late), Some(Outcome::Irregular));
    }

    #[test]
    fn a_recital_does_not_prove_the_list() {
        let recalled = json!({ "matters": ["attribution des subventions"] });
        let scene = delegated(Grade::Recital, recalled);
        assert_eq!(scene.lacking(super::RULE.id), ["delegated_matters"]);
        let general = json!({ "matters": ["toutes les attributions, sauf exceptions"] });
        assert_eq!(delegated(Grade::Act, general).lacking(super::RULE.id), ["matter_of_act"]);
    }

    #[test]
    fn no_delegation_in_the_ledger_is_no_irregularity() {
        let scene = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(scene.lacking(super::RULE.id), ["delegation_act"]);
        let council = Scene::of_organ("Conseil de la Métropole", "2023-03-16");
        assert_eq!(outcome(&council), None);
    }
}
