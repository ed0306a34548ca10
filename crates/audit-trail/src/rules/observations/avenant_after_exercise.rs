//! An avenant decided in a year after the exercise that it changes.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict};
use crate::rules::effect::no_retroactivity::{avenants, decided_on};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "avenant-after-exercise",
    fr: "Un avenant est décidé pendant l'exercice qu'il modifie.",
    en: "An avenant is decided during the exercise that it changes.",
    severity: Severity::Note,
    versions: &[],
    needs: &["avenant_text"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let stated = convention.view.exercise.as_ref().map(|e| e.value);
    let late = avenants(convention).into_values().filter_map(|(known, avenant)| {
        let exercise = avenant.exercise.or(stated)?;
        let year = decided_on(convention, &known, avenant).earliest().year();
        let (entry, passages) = ([known.fact.meta.seq], known.fact.passages(""));
        let number = avenant.number;
        (year > exercise).then(|| {
            Verdict::observation(
                format!("L'avenant n° {number}, décidé en {year}, modifie l'exercice {exercise}, déjà clos."),
                format!("Avenant no. {number}, decided in {year}, changes exercise {exercise}, already over."),
            )
            .resting_on([(entry.as_slice(), passages.as_slice())])
        })
    });
    late.collect()
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn the_year_of_the_decision_is_set_against_the_exercise() {
        let decided = |date: &str| {
            let scene = Scene::sitting(date).grant(6_000_000).avenant(2023, json!({}));
            outcome_of(super::RULE.id, &scene)
        };
        assert_eq!(decided("2023-12-31"), None);
        assert_eq!(decided("2024"), Some(Outcome::Observation));
    }
}
