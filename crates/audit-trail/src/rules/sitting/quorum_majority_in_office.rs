//! Quorum: more than half of the members in office are present; powers do not count.
//!
//! During the sanitary derogation one third sufficed, so the day of the sitting chooses the
//! version of the rule, and a sitting without a day cannot be judged. On second call no quorum is required, but
//! only under conditions of which the ledger holds no proof: that call alone concludes nothing.

use crate::dossier::{ActDossier, InstitutionKind, Told};
use crate::finding::Severity;
use crate::rule::{Applicable, Check, Rule, Verdict, Version};
use crate::rules::{missing, sources};
use greffe_domain::{Formality, slug};
use std::collections::BTreeSet;

const CODE: &str = "https://lercoul-09.fr/publications/quorum-des-reunions-du-conseil-municipal";
const THIRD: &str = "Loi n° 2021-1465 du 10 novembre 2021, art. 10 (un tiers)";

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "quorum-majority-in-office",
    fr: "L'assemblée ne délibère que si plus de la moitié de ses membres en exercice sont présents ; les pouvoirs ne comptent pas.",
    en: "The assembly deliberates validly only if more than half of its members in office are present; powers do not count.",
    severity: Severity::Major,
    versions: &[
        Version {
            citation: "CGCT, art. L2121-17 (et L5211-1)",
            read_at: CODE,
            from: "2021-10-01",
            until: "2021-11-09",
        },
        Version {
            citation: THIRD,
            read_at: sources::DEROGATION,
            from: "2021-11-10",
            until: "2022-07-31",
        },
        Version {
            citation: "CGCT, art. L2121-17 (et L5211-1)",
            read_at: CODE,
            from: "2022-08-01",
            until: "",
        },
    ],
    needs: &[
        "sitting_day",
        "law_in_force",
        "members_in_office",
        "present_at_vote",
        "second_call_conditions",
    ],
    check: Check::Act(check),
};

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    // Départements and régions have rules of their own.
    if act.institution_kind == InstitutionKind::DepartmentOrRegion {
        return Vec::new();
    }
    let mut lacking = Vec::new();
    let when = act.when();
    let version = match RULE.applicable(when) {
        Applicable::One(version) => Some(version),
        Applicable::Several(_) => {
            lacking.push(missing::sitting_day());
            None
        }
        Applicable::None => {
            lacking.push(missing::law_in_force());
            None
        }
    };
    let in_office = act.members_in_office.as_ref();
    if in_office.is_none() {
        lacking.push(missing::members_in_office());
    }
    let present = act.attendance.as_ref().map(Told::present).filter(|n| *n > 0);
    if present.is_none() {
        lacking.push(missing::present_at_vote());
    }
    let evidence = act.attendance.iter().map(Told::evidence);
    let Some(((version, in_office), present)) = version.zip(in_office).zip(present) else {
        let (fr, en) = match present {
            Some(n) => (format!("{n} présents ; le quorum"), format!("{n} present; the quorum")),
            None => ("Le quorum".to_owned(), "The quorum".to_owned()),
        };
        let verdict = Verdict::cannot_conclude(
            lacking,
            format!("{fr} ne peut être vérifié."),
            format!("{en} cannot be checked."),
        );
        return vec![verdict.resting_on(evidence).dated(when)];
    };
    let third = version.citation == THIRD;
    // A count that is stated and another that is named: where the quorum hangs on which, nobody can tell.
    let told = act.attendance.iter().flat_map(|a| [a.named(), a.stated()]).flatten();
    let met: BTreeSet<bool> = told.map(|n| reached(n, in_office.value, third)).collect();
    if met.len() > 1 {
        let verdict = Verdict::cannot_conclude(
            vec![missing::present_at_vote()],
            "Le nombre de présents que le texte dit et celui qu'il nomme diffèrent : le quorum en dépend.",
            "The number present that the text states and the number that it names differ: the quorum hangs on it.",
        );
        return vec![verdict.resting_on(evidence).dated(when)];
    }
    // Members who left the room for this item are not present at its vote.
    let staying = present.saturating_sub(left(act));
    let in_office_told = [(in_office.entries.as_slice(), in_office.passages.as_slice())];
    let verdict =
        if reached(present, in_office.value, third) && !reached(staying, in_office.value, third) {
            broken_by_leaving(present, staying, in_office.value)
        } else {
            judged(act, staying, in_office.value, third)
        };
    vec![verdict.resting_on(evidence).resting_on(in_office_told).dated(when)]
}

/// How many of those present left the room for this item: each member once, and only members
/// whom the attendance names, unless it names nobody.
fn left(act: &ActDossier<'_>) -> usize {
    let named = act.attendance.iter().flat_map(|a| &a.value.present).map(|name| slug(name));
    let named: BTreeSet<String> = named.collect();
    let gone = act.recusals.iter().filter(|r| r.value.left_room == Some(true));
    let gone: BTreeSet<String> = gone.map(|r| slug(&r.value.person)).collect();
    gone.iter().filter(|name| named.is_empty() || named.contains(*name)).count()
}

/// Whether so many present are enough of the members in office.
fn reached(present: usize, in_office: u32, third: bool) -> bool {
    let members = usize::try_from(in_office).unwrap_or(usize::MAX);
    if third { present.saturating_mul(3) >= members } else { present.saturating_mul(2) > members }
}

/// Members who stand back may still count towards the quorum of the sitting: whether the
/// attendance was taken before or after they left, only a person can tell.
fn broken_by_leaving(present: usize, staying: usize, in_office: u32) -> Verdict {
    Verdict::cannot_conclude(
        vec![missing::present_at_vote()],
        format!(
            "{present} présents pour {in_office} membres en exercice, {staying} sans ceux qui ont quitté la salle : le quorum tient à eux."
        ),
        format!(
            "{present} present of {in_office} members in office, {staying} without those who left the room: the quorum hangs on them."
        ),
    )
}

/// The verdict on so many present.
fn judged(act: &ActDossier<'_>, present: usize, in_office: u32, third: bool) -> Verdict {
    let met = reached(present, in_office, third);
    let (part_fr, part_en) =
        if third { ("un tiers", "one third") } else { ("plus de la moitié", "more than half") };
    let fr = format!("{present} présents pour {in_office} membres en exercice");
    let en = format!("{present} present of {in_office} members in office");
    let second_call = act.formality(Formality::SecondConvocation).filter(|f| f.value.done);
    if met {
        Verdict::conforming(
            format!("{fr} : le quorum ({part_fr}) est atteint."),
            format!("{en}: the quorum ({part_en}) is reached."),
        )
    } else if let Some(call) = second_call {
        Verdict::cannot_conclude(
            vec![missing::second_call_conditions()],
            format!("{fr}, sur seconde convocation, dont rien ne montre les conditions."),
            format!("{en}, on second call, the conditions of which nothing shows."),
        )
        .resting_on([call.evidence()])
    } else {
        Verdict::irregular(
            format!("{fr} : le quorum ({part_fr}) n'est pas atteint."),
            format!("{en}: the quorum ({part_en}) is not reached."),
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, Scene, outcome_of};
    use serde_json::json;

    fn outcome(scene: &Scene) -> Outcome {
        outcome_of(super::RULE.id, scene).unwrap()
    }

    #[test]
    fn more_than_half_present_conforms() {
        assert_eq!(
            outcome(&Scene::sitting("2023-03-16").in_office(19).present(10)),
            Outcome::Conforming
        );
    }

    #[test]
    fn exactly_half_is_irregular() {
        assert_eq!(
            outcome(&Scene::sitting("2023-03-16").in_office(20).present(10)),
            Outcome::Irregular
        );
    }

    #[test]
    fn names_that_stand_twice_are_one_and_a_stated_count_beside_names_is_weighed() {
        let present = |names: &[&str], stated: Option<u32>| {
            let attendance = json!({ "present": names, "present_count_stated": stated });
            let scene = Scene::sitting("2023-03-16").in_office(5);
            outcome(&scene.tell(crate::rules::scene::SITTING, "AttendanceRecorded", attendance))
        };
        assert_eq!(present(&["A. UN", "B. DEUX", "A. Un"], None), Outcome::Irregular);
        assert_eq!(present(&["A. UN", "B. DEUX"], Some(3)), Outcome::CannotConclude);
        assert_eq!(present(&["A. UN", "B. DEUX", "C. TROIS"], Some(3)), Outcome::Conforming);
    }

    #[test]
    fn a_third_suffices_under_the_derogation() {
        assert_eq!(
            outcome(&Scene::sitting("2022-03-16").in_office(30).present(10)),
            Outcome::Conforming
        );
        assert_eq!(
            outcome(&Scene::sitting("2022-03-16").in_office(31).present(10)),
            Outcome::Irregular
        );
    }

    #[test]
    fn without_members_in_office_or_a_day_it_cannot_conclude() {
        let scene = Scene::sitting("2023-03-16").present(10);
        assert_eq!(outcome(&scene), Outcome::CannotConclude);
        let scene = Scene::sitting("2022").in_office(19).present(19);
        assert_eq!(outcome(&scene), Outcome::CannotConclude);
        assert_eq!(scene.lacking(super::RULE.id), ["sitting_day"]);
        let scene = Scene::sitting("2021-03-18").in_office(19).present(19);
        assert_eq!(scene.lacking(super::RULE.id), ["law_in_force"]);
    }

    #[test]
    fn a_second_call_is_believed_on_its_conditions_alone() {
        let scene = Scene::sitting("2023-03-16").in_office(40).present(15);
        assert_eq!(outcome(&scene), Outcome::Irregular);
        for on in ["", "2023-03-12", "2023-03-15"] {
            let called = scene.clone().done("second_convocation", on);
            assert_eq!(called.lacking(super::RULE.id), ["second_call_conditions"], "{on}");
        }
        let enough = Scene::sitting("2023-03-16").in_office(19).present(10);
        assert_eq!(outcome(&enough.done("second_convocation", "")), Outcome::Conforming);
    }

    #[test]
    fn members_who_leave_count_once_and_only_if_they_were_there() {
        let gone = |scene: Scene, name: &str| {
            let left = json!({ "person": name, "left_room": true });
            scene.tell(ACT, "RecusalDeclared", left)
        };
        let scene = Scene::sitting("2023-03-16").in_office(19).present(11);
        let twice = gone(gone(scene.clone(), "Membre N1"), "MEMBRE N1");
        assert_eq!(outcome(&twice), Outcome::Conforming);
        let elsewhere = gone(gone(scene.clone(), "Absent A1"), "Absent A2");
        assert_eq!(outcome(&elsewhere), Outcome::Conforming);
        let two = gone(gone(scene, "Membre N1"), "Membre N2");
        assert_eq!(two.lacking(super::RULE.id), ["present_at_vote"]);
        let short = gone(Scene::sitting("2023-03-16").in_office(19).present(9), "Membre N1");
        assert_eq!(outcome(&short), Outcome::Irregular);
    }

    #[test]
    fn a_departement_has_rules_of_its_own() {
        let scene =
            Scene::of("Département des Hautes-Rives", "Commission permanente", "2023-03-16");
        assert_eq!(outcome_of(super::RULE.id, &scene.in_office(40).present(15)), None);
    }
}
