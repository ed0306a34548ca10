//! Majority: a deliberation passes by absolute majority of the votes cast.

use crate::dossier::{ActDossier, InstitutionKind, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::missing;
use greffe_domain::{Outcome as VoteOutcome, VoteCast, VoteMethod};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "vote-absolute-majority",
    fr: "La délibération est prise à la majorité absolue des suffrages exprimés ; la voix du président est prépondérante en cas de partage, hors scrutin secret.",
    en: "A deliberation passes by absolute majority of the votes cast; the chair breaks a tie except in a secret ballot.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "CGCT, art. L2121-20",
        read_at: "https://circulaire.legifrance.gouv.fr/codes/article_lc/LEGIARTI000006389878/2021-08-25",
        from: "1996-02-24",
        until: "",
    }],
    needs: &["outcome", "tally", "casting_vote"],
    check: Check::Act(check),
};

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    // Départements and régions have rules of their own.
    if act.institution_kind == InstitutionKind::DepartmentOrRegion {
        return Vec::new();
    }
    let when = act.when();
    let Some(vote) = &act.vote else {
        return vec![
            Verdict::cannot_conclude(
                vec![missing::outcome(), missing::tally()],
                "Le texte ne dit pas l'issue du vote.",
                "The text does not say the outcome of the vote.",
            )
            .dated(when),
        ];
    };
    if vote.value.outcome == VoteOutcome::Postponed {
        return Vec::new();
    }
    if vote.value.outcome == VoteOutcome::Unstated {
        return vec![unstated(vote).dated(when)];
    }
    let counted = vote.value.votes_for.zip(vote.value.votes_against);
    let unanimous = vote.value.unanimous == Some(true);
    let adopted = vote.value.outcome == VoteOutcome::Adopted;
    let secret = vote.value.method == Some(VoteMethod::SecretBallot);
    let verdict = match counted {
        // In a tie the law gives the chair's vote the last word, whether the text says so or not.
        Some((pour, contre))
            if pour == contre && adopted && vote.value.casting_vote.is_none() && !secret =>
        {
            Verdict::cannot_conclude(
                vec![missing::casting_vote()],
                format!(
                    "Dite adoptée par {pour} voix contre {contre} : le texte ne dit pas si la voix du président a départagé."
                ),
                format!(
                    "Said to be adopted by {pour} votes to {contre}: the text does not say whether the chair broke the tie."
                ),
            )
        }
        Some((pour, contre)) => {
            let tie_broken = pour == contre && vote.value.casting_vote == Some(true) && !secret;
            let carried = pour > contre || tie_broken;
            let tally_fr = format!("{pour} voix pour, {contre} contre");
            let tally_en = format!("{pour} votes for, {contre} against");
            match (adopted, carried) {
                (true, true) if tie_broken => Verdict::conforming(
                    format!("Adoptée par {tally_fr}, la voix du président étant prépondérante."),
                    format!("Adopted by {tally_en}, the chair's vote breaking the tie."),
                ),
                (true, true) => Verdict::conforming(
                    format!(
                        "Adoptée par {tally_fr} : la majorité absolue des suffrages exprimés est atteinte."
                    ),
                    format!("Adopted by {tally_en}: an absolute majority of the votes cast."),
                ),
                (true, false) => Verdict::irregular(
                    format!(
                        "Dite adoptée par {tally_fr} : la majorité absolue n'est pas atteinte."
                    ),
                    format!("Said to be adopted by {tally_en}: not an absolute majority."),
                ),
                (false, true) => Verdict::irregular(
                    format!("Dite non adoptée malgré {tally_fr}."),
                    format!("Said not to be adopted in spite of {tally_en}."),
                ),
                (false, false) => Verdict::conforming(
                    format!("Non adoptée : {tally_fr}."),
                    format!("Not adopted: {tally_en}."),
                ),
            }
        }
        None if unanimous && adopted => {
            Verdict::conforming("Adoptée à l'unanimité.", "Adopted unanimously.")
        }
        None if vote.value.votes_for.or(vote.value.votes_against).is_some() => {
            Verdict::cannot_conclude(
                vec![missing::tally()],
                "Le texte ne donne qu'une partie du décompte des voix ; ce silence n'est pas une irrégularité.",
                "The text gives a part of the count alone; that silence is no irregularity.",
            )
        }
        None => Verdict::cannot_conclude(
            vec![missing::tally()],
            "Le texte dit l'issue du vote sans en donner le décompte ; ce silence n'est pas une irrégularité.",
            "The text says the outcome without a count; that silence is no irregularity.",
        ),
    };
    vec![verdict.resting_on([vote.evidence()]).dated(when)]
}

/// What became of the proposal is not said: what the text does say of the vote is told, and no more.
fn unstated(vote: &Told<VoteCast>) -> Verdict {
    let cast = &vote.value;
    let verdict = if cast.votes_for.zip(cast.votes_against).is_some() {
        Verdict::cannot_conclude(
            vec![missing::outcome()],
            "Le texte donne le décompte et ne dit pas l'issue du vote.",
            "The text gives the count and does not say the outcome of the vote.",
        )
    } else if cast.votes_for.or(cast.votes_against).is_some() {
        Verdict::cannot_conclude(
            vec![missing::outcome(), missing::tally()],
            "Le texte ne donne qu'une partie du décompte et ne dit pas l'issue du vote.",
            "The text gives a part of the count alone and does not say the outcome of the vote.",
        )
    } else {
        Verdict::cannot_conclude(
            vec![missing::outcome(), missing::tally()],
            "Le texte parle du vote sans en dire l'issue ni le décompte.",
            "The text speaks of the vote and says neither its outcome nor its count.",
        )
    };
    verdict.resting_on([vote.evidence()])
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, Scene, outcome_of, with};
    use serde_json::{Value, json};

    fn vote(outcome: &str, more: Value) -> Scene {
        let vote = with(json!({ "outcome": outcome }), more);
        Scene::sitting("2023-03-16").tell(ACT, "VoteCast", vote)
    }

    fn counted(outcome: &str, votes_for: u32, against: u32) -> Option<Outcome> {
        let tally = json!({ "votes_for": votes_for, "votes_against": against, "abstentions": 9 });
        outcome_of(super::RULE.id, &vote(outcome, tally))
    }

    #[test]
    fn more_for_than_against_carries() {
        assert_eq!(counted("adopted", 8, 6), Some(Outcome::Conforming));
        assert_eq!(counted("adopted", 6, 8), Some(Outcome::Irregular));
        assert_eq!(counted("rejected", 6, 8), Some(Outcome::Conforming));
        assert_eq!(counted("rejected", 8, 6), Some(Outcome::Irregular));
    }

    #[test]
    fn the_chair_breaks_a_tie_except_in_secret() {
        let silent = json!({ "votes_for": 7, "votes_against": 7 });
        assert_eq!(vote("adopted", silent.clone()).lacking(super::RULE.id), ["casting_vote"]);
        let unbroken = vote("adopted", with(silent.clone(), json!({ "casting_vote": false })));
        assert_eq!(outcome_of(super::RULE.id, &unbroken), Some(Outcome::Irregular));
        let hidden = vote("adopted", with(silent, json!({ "method": "secret_ballot" })));
        assert_eq!(outcome_of(super::RULE.id, &hidden), Some(Outcome::Irregular));
        assert_eq!(counted("rejected", 7, 7), Some(Outcome::Conforming));
        let tie = json!({ "votes_for": 7, "votes_against": 7, "casting_vote": true });
        let open = vote("adopted", tie.clone());
        assert_eq!(outcome_of(super::RULE.id, &open), Some(Outcome::Conforming));
        let secret = vote("adopted", with(tie, json!({ "method": "secret_ballot" })));
        assert_eq!(outcome_of(super::RULE.id, &secret), Some(Outcome::Irregular));
    }

    #[test]
    fn unanimity_suffices_and_silence_is_named() {
        let unanimous = vote("adopted", json!({ "unanimous": true }));
        assert_eq!(outcome_of(super::RULE.id, &unanimous), Some(Outcome::Conforming));
        assert_eq!(vote("adopted", json!({})).lacking(super::RULE.id), ["tally"]);
        let silent = Scene::sitting("2023-03-16");
        assert_eq!(silent.lacking(super::RULE.id), ["outcome", "tally"]);
    }

    #[test]
    fn a_vote_without_outcome_or_count_is_not_said_to_give_the_count() {
        let told = |more: serde_json::Value| {
            let vote = with(json!({ "outcome": "unstated" }), more);
            let found = Scene::sitting("2023-03-16").tell(ACT, "VoteCast", vote).findings();
            let found = found.into_iter().find(|f| f.rule == super::RULE.id).unwrap();
            let missing: Vec<_> = found.missing.iter().map(|m| m.code).collect();
            (missing, found.sentence.en.contains("gives the count"))
        };
        assert_eq!(told(json!({})), (vec!["outcome", "tally"], false));
        let counted = json!({ "votes_for": 10, "votes_against": 2 });
        assert_eq!(told(counted), (vec!["outcome"], true));
    }

    /// Who gives the votes for alone gives a part of the count, and not none of it.
    #[test]
    fn a_part_of_the_count_is_told_as_a_part() {
        let told = |outcome: &str, more: Value| {
            let found = vote(outcome, more).findings();
            let found = found.into_iter().find(|f| f.rule == super::RULE.id).unwrap();
            let (fr, en) = (found.sentence.fr, found.sentence.en);
            assert_eq!(fr.contains("partie du décompte"), en.contains("a part of the count"));
            let missing: Vec<_> = found.missing.iter().map(|m| m.code).collect();
            (missing, en.contains("a part of the count"))
        };
        for part in [json!({ "votes_for": 10 }), json!({ "votes_against": 2 })] {
            assert_eq!(told("adopted", part.clone()), (vec!["tally"], true), "{part}");
            assert_eq!(told("rejected", part.clone()), (vec!["tally"], true), "{part}");
            assert_eq!(told("unstated", part), (vec!["outcome", "tally"], true));
        }
        assert_eq!(told("adopted", json!({})), (vec!["tally"], false));
        assert_eq!(told("unstated", json!({})), (vec!["outcome", "tally"], false));
        let whole = json!({ "votes_for": 10, "votes_against": 2 });
        assert_eq!(told("unstated", whole), (vec!["outcome"], false));
    }
}
