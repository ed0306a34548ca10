//! The list of deliberations: posted and put online within a week, since 1 July 2022.

use crate::dossier::ActDossier;
use crate::finding::Severity;
use crate::rule::{Check, Parameter, Rule, Verdict, Version};
use crate::rules::formality::{Words, due};
use crate::rules::{missing, versions};
use greffe_domain::Formality;

/// The delay after the sitting.
static DAYS: Parameter = Parameter {
    name: "days",
    fr: "jours entre la séance et la publication de la liste",
    en: "days between the sitting and the publication of the list",
    law: 7,
    strictest: 1,
};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "deliberations-list-one-week",
    fr: "Depuis le 1er juillet 2022, la liste des délibérations examinées est affichée au siège et mise en ligne dans la semaine.",
    en: "Since 1 July 2022 the list of deliberations examined is posted at the seat and put online within one week.",
    severity: Severity::Minor,
    versions: &[Version {
        citation: "CGCT, art. L2121-25 (et L5211-1)",
        read_at: "http://vibeuf.fr/fr/compte-rendu/82968/compte-rendu-conseil-municipal-13-octobre-2022",
        from: "2022-07-01",
        until: "",
    }],
    needs: &["sitting_day", "deliberations_list", "list_date"],
    check: Check::ActBy(&DAYS, check),
};

const WORDS: Words = Words {
    done: (
        "Liste des délibérations affichée et mise en ligne",
        "List of deliberations posted and put online",
    ),
    undone: (
        "La liste des délibérations est dite non publiée",
        "The list of deliberations is said not to have been published",
    ),
    silent: (
        "Aucune publication de la liste des délibérations au registre",
        "No publication of the list of deliberations in the ledger",
    ),
    missing: missing::deliberations_list,
};

fn check(act: &ActDossier<'_>, days: i64) -> Vec<Verdict> {
    let reach = versions::reach(&RULE, act.when()).filter(|_| act.by_local_assembly());
    let Some(mut lacking) = reach else {
        return Vec::new();
    };
    if act.day().is_none() && lacking.is_empty() {
        lacking.push(missing::sitting_day());
    }
    let days = i32::try_from(days).ok();
    let by = act.day().zip(days).and_then(|(day, days)| day.plus_days(days));
    let told = act.formality(Formality::DeliberationsListPosted);
    vec![due(told, by, lacking, missing::list_date, &WORDS).dated(act.when())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, Scene, outcome_of};
    use greffe_domain::Grade;
    use serde_json::json;

    #[test]
    fn a_week_from_the_sitting() {
        let posted = |sitting: &str, on: &str| {
            let scene = Scene::sitting(sitting).done("deliberations_list_posted", on);
            outcome_of(super::RULE.id, &scene)
        };
        assert_eq!(posted("2023-03-16", "2023-03-23"), Some(Outcome::Conforming));
        assert_eq!(posted("2023-03-16", "2023-03-24"), Some(Outcome::Irregular));
        assert_eq!(posted("2022-06-30", "2022-06-30"), None);
    }

    /// What was not done before it was due may have been done since, and what was done is done.
    #[test]
    fn what_is_said_last_counts() {
        let said = |scene: Scene, done: bool, grade, on: &str| {
            let data = json!({ "formality": "deliberations_list_posted", "done": done, "on": on });
            scene.tell_as(ACT, "FormalityRecorded", grade, "2023-12-01", data)
        };
        let not_yet = said(Scene::sitting("2023-03-16"), false, Grade::Act, "2023-03-18");
        assert_eq!(not_yet.lacking(super::RULE.id), ["deliberations_list"]);
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let then = |on: &str| outcome(&said(not_yet.clone(), true, Grade::Recital, on));
        assert_eq!(then("2023-03-22"), Some(Outcome::Conforming));
        assert_eq!(then("2023-03-25"), Some(Outcome::Irregular));
        // Done twice, it was done the first time; not done when it was due, it was not.
        let done = said(Scene::sitting("2023-03-16"), true, Grade::Record, "2023-03-22");
        let again = said(done.clone(), true, Grade::Record, "2023-04-10");
        assert_eq!(outcome(&again), Some(Outcome::Conforming));
        let undone = said(done, false, Grade::Declared, "2023-03-24");
        assert_eq!(outcome(&undone), Some(Outcome::Irregular));
    }

    #[test]
    fn silence_is_named() {
        let dated = Scene::sitting("2023-03-16");
        assert_eq!(dated.lacking(super::RULE.id), ["deliberations_list"]);
        let undated = dated.done("deliberations_list_posted", "");
        assert_eq!(undated.lacking(super::RULE.id), ["list_date"]);
        let vague = Scene::sitting("2022").lacking(super::RULE.id);
        assert_eq!(vague, ["sitting_day", "deliberations_list"]);
    }
}
