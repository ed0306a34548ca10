//! Attendance: the count that the text states against the names it lists. Speaks when they
//! differ, or when a name stands twice.

use crate::dossier::ActDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict};
use greffe_domain::slug;
use std::collections::BTreeSet;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "attendance-count",
    fr: "Le nombre de présents annoncé est celui des noms, et chaque membre n'est nommé qu'une fois.",
    en: "The stated number of members present is that of the names, and each member is named once.",
    severity: Severity::Note,
    versions: &[],
    needs: &["present_at_vote"],
    check: Check::Act(check),
};

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    let Some(told) = &act.attendance else {
        return Vec::new();
    };
    let attendance = &told.value;
    let named = attendance.present.len();
    let mut verdicts = Vec::new();
    let stated = attendance.present_count_stated.and_then(|n| usize::try_from(n).ok());
    if let Some(stated) = stated.filter(|n| named > 0 && *n != named) {
        verdicts.push(Verdict::observation(
            format!("{stated} présents annoncés, {named} nommés."),
            format!("{stated} members stated present, {named} named."),
        ));
    }
    let mut seen = BTreeSet::new();
    let absent = attendance.excused.iter().chain(&attendance.absent);
    let givers = attendance.proxies.iter().map(|p| &p.from);
    let elsewhere: BTreeSet<String> = absent.chain(givers).map(|name| slug(name)).collect();
    for name in &attendance.present {
        if !seen.insert(slug(name)) {
            verdicts.push(Verdict::observation(
                format!("{name} est nommé deux fois parmi les présents."),
                format!("{name} is named twice among those present."),
            ));
        } else if elsewhere.contains(&slug(name)) {
            verdicts.push(Verdict::observation(
                format!("{name} est nommé parmi les présents et parmi les absents ou représentés."),
                format!("{name} is named both present and absent or represented."),
            ));
        }
    }
    verdicts
        .into_iter()
        .map(|verdict| verdict.resting_on([told.evidence()]).dated(act.when()))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::scene::{SITTING, Scene};
    use serde_json::{Value, json};

    fn observed(attendance: Value) -> Vec<String> {
        let scene = Scene::sitting("2023-03-16").tell(SITTING, "AttendanceRecorded", attendance);
        let found = scene.findings().into_iter().filter(|f| f.rule == super::RULE.id);
        found.map(|f| f.sentence.fr).collect()
    }

    #[test]
    fn counts_and_names_that_agree_are_not_worth_a_word() {
        let two = json!({ "present": ["A. UN", "B. DEUX"], "present_count_stated": 2 });
        assert!(observed(two).is_empty());
        assert!(observed(json!({ "present_count_stated": 2 })).is_empty());
    }

    #[test]
    fn differences_and_doubles_are_observed() {
        let fewer = json!({ "present": ["A. UN", "B. DEUX"], "present_count_stated": 3 });
        assert_eq!(observed(fewer), ["3 présents annoncés, 2 nommés."]);
        let twice = json!({ "present": ["A. UN", "A. Un"], "present_count_stated": 2 });
        assert_eq!(observed(twice).len(), 1);
        let both =
            json!({ "present": ["A. UN"], "proxies": [{ "from": "A. UN", "to": "B. DEUX" }] });
        assert_eq!(observed(both).len(), 1);
    }
}
