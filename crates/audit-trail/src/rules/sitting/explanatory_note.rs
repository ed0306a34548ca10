//! The explanatory note that goes out with the notice of meeting.

use crate::dossier::{ActDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::sitting::size;
use crate::rules::{missing, sources};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "explanatory-note",
    fr: "Dans les EPCI et les communes de 3 500 habitants et plus, une note explicative de synthèse sur l'affaire accompagne la convocation.",
    en: "In EPCIs and communes of 3,500 inhabitants and more a summary explanatory note on the matter goes out with the notice of meeting.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "CGCT, art. L2121-12 (et L5211-1)",
        read_at: sources::L2121_12,
        from: "",
        until: "",
    }],
    needs: &["explanatory_note", "population"],
    check: Check::Act(check),
};

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    if !act.by_local_assembly() {
        return Vec::new();
    }
    let verdict = match act.convocation.as_ref().and_then(|c| c.value.explanatory_note) {
        Some(true) => Verdict::conforming(
            "Une note explicative de synthèse accompagnait la convocation.",
            "An explanatory note went with the notice.",
        ),
        Some(false) => Verdict::irregular(
            "La convocation est dite partie sans note explicative de synthèse.",
            "The notice is said to have gone without an explanatory note.",
        ),
        None => Verdict::cannot_conclude(
            vec![missing::explanatory_note()],
            "Rien ne montre qu'une note explicative soit partie avec la convocation.",
            "Nothing shows that an explanatory note went with the notice.",
        ),
    };
    let evidence = act.convocation.iter().map(Told::evidence);
    vec![size::spares(act, verdict.resting_on(evidence).dated(act.when()), &SMALL)]
}

/// What is added where the size of a commune decides.
static SMALL: (&str, &str) = (
    "La note est due à partir de 3 500 habitants, et aucune source ne dit combien la commune en a.",
    "The note is due from 3,500 inhabitants on, and no source says how many the commune has.",
);

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{SITTING, Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn sent_not_sent_or_not_said() {
        let sitting = Scene::sitting("2023-03-16");
        let note = |sent: bool| {
            let notice = json!({ "explanatory_note": sent });
            outcome_of(super::RULE.id, &sitting.clone().tell(SITTING, "ConvocationSent", notice))
        };
        assert_eq!(note(true), Some(Outcome::Conforming));
        assert_eq!(note(false), Some(Outcome::Irregular));
        assert_eq!(sitting.lacking(super::RULE.id), ["explanatory_note"]);
        let other = Scene::of_organ("Présidente", "2023-03-16");
        assert_eq!(outcome_of(super::RULE.id, &other), None);
    }

    #[test]
    fn the_size_of_a_commune_decides() {
        let commune = Scene::of("Ville de Brumeval", "Conseil municipal", "2023-03-16");
        let note = |sent: bool| {
            commune.clone().tell(SITTING, "ConvocationSent", json!({ "explanatory_note": sent }))
        };
        assert_eq!(outcome_of(super::RULE.id, &note(true)), Some(Outcome::Conforming));
        assert_eq!(note(false).lacking(super::RULE.id), ["population"]);
        assert_eq!(commune.lacking(super::RULE.id), ["explanatory_note"]);
    }
}
