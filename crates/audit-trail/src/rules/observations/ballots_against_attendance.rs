//! Ballots: no more votes than members present and represented, those who stood back left out.

use crate::dossier::{ActDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "ballots-against-attendance",
    fr: "Les voix ne dépassent pas le nombre des présents et représentés.",
    en: "There are no more votes than members present and represented.",
    severity: Severity::Note,
    versions: &[],
    needs: &["tally", "present_at_vote"],
    check: Check::Act(check),
};

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    let Some((vote, attendance)) = act.vote.as_ref().zip(act.attendance.as_ref()) else {
        return Vec::new();
    };
    let v = &vote.value;
    let counts = [v.votes_for, v.votes_against, v.abstentions];
    let votes = counts.iter().flatten().map(|n| u64::from(*n)).sum::<u64>();
    let stood_back = |r: &&Told<greffe_domain::RecusalDeclared>| {
        r.value.left_room == Some(true) || r.value.no_part_in_vote == Some(true)
    };
    let present =
        attendance.present().saturating_sub(act.recusals.iter().filter(stood_back).count());
    let represented = attendance.value.proxies.len();
    let voters = u64::try_from(present.saturating_add(represented)).unwrap_or(u64::MAX);
    if attendance.present() == 0 || votes <= voters {
        return Vec::new();
    }
    // An act may count powers and name none of them.
    let verdict = if represented == 0 {
        Verdict::observation(
            format!("{votes} voix pour {present} présents ; aucun pouvoir n'est nommé."),
            format!("{votes} votes for {present} members present; no power is named."),
        )
    } else {
        Verdict::observation(
            format!("{votes} voix pour {present} présents et {represented} représentés."),
            format!("{votes} votes for {present} members present and {represented} represented."),
        )
    };
    vec![verdict.resting_on([vote.evidence(), attendance.evidence()]).dated(act.when())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, Scene, outcome_of};
    use serde_json::json;

    fn votes(votes_for: u32) -> Scene {
        let vote = json!({ "outcome": "adopted", "votes_for": votes_for, "votes_against": 1,
            "abstentions": 1 });
        Scene::sitting("2023-03-16").present(12).tell(ACT, "VoteCast", vote)
    }

    #[test]
    fn more_votes_than_voters_are_observed() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        assert_eq!(outcome(&votes(10)), None);
        assert_eq!(outcome(&votes(11)), Some(Outcome::Observation));
        let left = json!({ "person": "Membre N1", "left_room": true });
        let scene = votes(10).tell(ACT, "RecusalDeclared", left);
        assert_eq!(outcome(&scene), Some(Outcome::Observation));
        assert_eq!(outcome(&Scene::sitting("2023-03-16").present(12)), None);
    }
}
