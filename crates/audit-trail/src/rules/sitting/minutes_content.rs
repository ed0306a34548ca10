//! Minutes: since 1 July 2022 they name chair, secretary and members, and both sign them.

use crate::dossier::ActDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::formality::{Words, recorded};
use crate::rules::{missing, versions};
use greffe_domain::{Formality, Outcome as VoteOutcome};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "minutes-content",
    fr: "Depuis le 1er juillet 2022, le procès-verbal porte notamment date, président, présents, secrétaire et résultats, et le président et le secrétaire le signent.",
    en: "Since 1 July 2022 the minutes state among others date, chair, members present, secretary and results, and chair and secretary sign them.",
    severity: Severity::Minor,
    versions: &[Version {
        citation: "CGCT, art. L2121-15 (et L5211-1)",
        read_at: "https://123dok.net/document/z3d25d8m-dispositions-applicables-aux-communes.html",
        from: "2022-07-01",
        until: "",
    }],
    needs: &["sitting_day", "chair", "secretary", "present_at_vote", "outcome", "minutes"],
    check: Check::Act(check),
};

const WORDS: Words = Words {
    done: (
        "Procès-verbal signé, dont les mentions sont au registre",
        "Minutes signed, whose particulars are in the ledger",
    ),
    undone: (
        "Le procès-verbal est dit non signé du président et du secrétaire",
        "The minutes are said not to be signed by chair and secretary",
    ),
    silent: (
        "Le procès-verbal n'est pas entier au registre : un extrait n'en tient pas lieu",
        "The minutes are not whole in the ledger: an extract does not stand for them",
    ),
    missing: missing::minutes,
};

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    let reach = versions::reach(&RULE, act.when()).filter(|_| act.by_local_assembly());
    let Some(mut lacking) = reach else {
        return Vec::new();
    };
    let mentions = [
        (act.presided_by.is_none(), missing::chair as fn() -> _),
        (act.secretary.is_none(), missing::secretary),
        (nobody_counted(act), missing::present_at_vote),
        (outcome_unstated(act), missing::outcome),
    ];
    lacking.extend(mentions.into_iter().filter(|(absent, _)| *absent).map(|(_, what)| what()));
    vec![recorded(act.formality(Formality::MinutesSigned), lacking, &WORDS).dated(act.when())]
}

/// Whether no source says who, or how many, were there.
fn nobody_counted(act: &ActDossier<'_>) -> bool {
    act.attendance.as_ref().is_none_or(|told| told.present() == 0)
}

/// Whether no source says what became of the proposal.
fn outcome_unstated(act: &ActDossier<'_>) -> bool {
    act.vote.as_ref().is_none_or(|vote| vote.value.outcome == VoteOutcome::Unstated)
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, SITTING, Scene, outcome_of};
    use serde_json::json;

    fn held(date: &str) -> Scene {
        let opened = json!({ "institution": "Métropole de Vauclaire",
            "organ": "Bureau de la Métropole", "presided_by": { "name": "Solange BRÉVILLARD" },
            "secretary": { "name": "Karim IDRASSENE" } });
        let vote = json!({ "outcome": "adopted" });
        let scene = Scene::sitting(date).present(12).tell(SITTING, "SittingOpened", opened);
        scene.tell(ACT, "VoteCast", vote)
    }

    #[test]
    fn signed_minutes_with_their_particulars_conform() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let signed = held("2023-03-16").done("minutes_signed", "2023-04-20");
        assert_eq!(outcome(&signed), Some(Outcome::Conforming));
        let unsigned = held("2023-03-16").formality("minutes_signed", false, json!({}));
        assert_eq!(outcome(&unsigned), Some(Outcome::Irregular));
        assert_eq!(held("2023-03-16").lacking(super::RULE.id), ["minutes"]);
        assert_eq!(outcome(&held("2022-06-30")), None);
    }

    #[test]
    fn minutes_without_an_outcome_or_a_presence_lack_them() {
        let opened = json!({ "institution": "Métropole de Vauclaire",
            "organ": "Bureau de la Métropole", "presided_by": { "name": "Solange BRÉVILLARD" },
            "secretary": { "name": "Karim IDRASSENE" } });
        let lacking = |vote: &str, attendance: serde_json::Value| {
            let scene = Scene::sitting("2023-03-16")
                .tell(SITTING, "SittingOpened", opened.clone())
                .tell(SITTING, "AttendanceRecorded", attendance)
                .tell(ACT, "VoteCast", json!({ "outcome": vote }));
            scene.done("minutes_signed", "2023-04-20").lacking(super::RULE.id)
        };
        let twelve = json!({ "present_count_stated": 12 });
        assert_eq!(lacking("unstated", twelve.clone()), ["outcome"]);
        assert_eq!(lacking("adopted", json!({ "excused": ["A. UN"] })), ["present_at_vote"]);
        assert!(lacking("adopted", twelve).is_empty());
    }

    #[test]
    fn an_extract_is_no_minutes() {
        let lacking = Scene::sitting("2022").present(12).lacking(super::RULE.id);
        assert_eq!(lacking, ["sitting_day", "chair", "secretary", "outcome", "minutes"]);
    }
}
