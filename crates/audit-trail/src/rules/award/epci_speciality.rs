//! Speciality: an EPCI grants only within its competences. The rule looks for an article that
//! lists competences among those that the acts cite; whether the object fits is for a person.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::missing;
use greffe_domain::is_space;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "epci-speciality",
    fr: "Un EPCI ne subventionne qu'un objet relevant de ses compétences et de son territoire.",
    en: "An EPCI may subsidise only an object within its competences and territory.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "Principe de spécialité (CE, 5 juillet 1996, n° 149669)",
        read_at: "http://questions.assemblee-nationale.fr/q11/11-124QE.htm",
        from: "",
        until: "",
    }],
    needs: &["competence"],
    check: Check::Convention(check),
};

/// Articles of the CGCT that list the competences of an EPCI.
const COMPETENCES: &[&str] = &["L5214-16", "L5215-20", "L5216-5", "L5217-2", "L5218-2", "L5219-1"];

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let acts = || convention.acts.iter().filter(|a| a.institution_kind.is_epci());
    if acts().next().is_none() {
        return Vec::new();
    }
    let cited = acts().find_map(|act| {
        let visas = act.visas.iter().map(|v| v.text.as_str());
        let mut texts = visas.chain(act.considerants.iter().map(String::as_str));
        let article = texts.find_map(|t| COMPETENCES.iter().find(|a| cites(t, a)))?;
        Some((act, article))
    });
    let verdict = match cited {
        Some((act, article)) => Verdict::conforming(
            format!("L'acte invoque une compétence (CGCT, art. {article}) ; que l'objet y entre reste à lire."),
            format!("The act relies on a competence (CGCT, art. {article}); that the object falls within it remains to be read."),
        )
        .resting_on([act.tabled.evidence()]),
        None => Verdict::cannot_conclude(
            vec![missing::competence()],
            "Aucun acte ne nomme l'article de compétence sur lequel il se fonde.",
            "No act names the article of competence that it relies on.",
        )
        .resting_on(acts().map(|a| a.tabled.evidence())),
    };
    vec![verdict.dated(convention.granted_on())]
}

/// Whether a text cites an article, however it is spaced: `L. 5217-2` is `L5217-2`, and
/// `L. 5217-20` is not.
fn cites(text: &str, article: &str) -> bool {
    let folded: String = text.chars().filter(|c| !is_space(*c) && *c != '.').collect();
    folded.match_indices(article).any(|(at, _)| {
        let rest = folded.get(at + article.len()..).unwrap_or_default();
        !rest.starts_with(|c: char| c.is_ascii_digit() || c == '-')
    })
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};
    use serde_json::json;

    fn citing(institution: &str, visa: &str) -> Scene {
        let more = json!({ "visas": [{ "text": visa }] });
        Scene::tabling(institution, "Bureau", "2023-03-16", more).grant(6_000_000)
    }

    #[test]
    fn an_article_of_competence_is_looked_for() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let metropole = "Métropole de Vauclaire";
        let named = citing(metropole, "ses articles L.\u{a0}5211-10 et L. 5217-2 ;");
        assert_eq!(outcome(&named), Some(Outcome::Conforming));
        for vague in ["Le Code Général des Collectivités Territoriales ;", "l'article L. 5217-20"]
        {
            assert_eq!(citing(metropole, vague).lacking(super::RULE.id), ["competence"]);
        }
        assert_eq!(outcome(&citing("Ville de Brumeval", "l'article L. 5217-2")), None);
    }
}
