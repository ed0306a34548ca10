//! Interested members: who is interested in the matter takes no part in deciding it.
//!
//! Whether an interest is personal and weighed on the vote is for a person to judge; this rule
//! only sets what was declared against what the text says of debate and vote. It never speaks of
//! criminal law.

use crate::dossier::{ActDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::missing;
use greffe_domain::{Ballot, Formality, RecusalDeclared, slug};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "interested-member",
    fr: "Est illégale la délibération à laquelle a pris part un membre intéressé à l'affaire.",
    en: "A deliberation in which a member interested in the matter took part is unlawful.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "CGCT, art. L2131-11 (et L5211-3)",
        read_at: "https://questions.assemblee-nationale.fr/q11/11-20278QE.htm",
        from: "",
        until: "",
    }],
    needs: &["interests_register", "part_taken"],
    check: Check::Act(check),
};

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    if act.decides.is_empty() || !act.by_local_assembly() {
        return Vec::new();
    }
    let took_part = act.recusals.iter().find(|r| took_part(act, r));
    let unclear = act.recusals.iter().find(|r| !stood_back(&r.value));
    let none = act.formality(Formality::NoInterestDeclared).filter(|f| f.value.done);
    let verdict = if let Some(member) = took_part {
        let name = &member.value.person;
        Verdict::irregular(
            format!(
                "{name} s'est dit intéressé et a pris part au vote ; à confirmer par une personne."
            ),
            format!(
                "{name} declared an interest and took part in the vote; for a person to confirm."
            ),
        )
    } else if let Some(member) = unclear {
        let name = &member.value.person;
        Verdict::cannot_conclude(
            vec![missing::part_taken()],
            format!(
                "{name} s'est déporté ; le texte ne dit pas la part prise au débat et au vote."
            ),
            format!(
                "{name} stood back; the text does not say what part was taken in debate and vote."
            ),
        )
    } else if !act.recusals.is_empty() {
        let told = act.recusals.iter().map(|r| how(&r.value));
        let (fr, en): (Vec<String>, Vec<String>) = told.unzip();
        Verdict::conforming(
            format!("Déport : {}.", fr.join(" ; ")),
            format!("Stood back: {}.", en.join("; ")),
        )
    } else if none.is_some() {
        Verdict::conforming(
            "Aucun membre présent n'a d'intérêt déclaré à l'affaire.",
            "No member present has a declared interest in the matter.",
        )
    } else {
        Verdict::cannot_conclude(
            vec![missing::interests_register()],
            "Aucun déport n'est dit et aucun relevé d'intérêts n'est au registre.",
            "No recusal is stated and no record of interests is in the ledger.",
        )
    };
    let recusals = act.recusals.iter().map(Told::evidence);
    let declared = none.map(Told::evidence);
    vec![verdict.resting_on(recusals.chain(declared)).dated(act.when())]
}

/// Whether the text shows that the member took no part at all: the member left the room, or took
/// part in neither debate nor vote, and nothing says otherwise.
fn stood_back(recusal: &RecusalDeclared) -> bool {
    let flags = [recusal.left_room, recusal.no_part_in_debate, recusal.no_part_in_vote];
    let neither = recusal.no_part_in_debate.zip(recusal.no_part_in_vote).is_some();
    !flags.contains(&Some(false)) && (recusal.left_room == Some(true) || neither)
}

/// A member who stood back and how, in the words of what the text says.
fn how(recusal: &RecusalDeclared) -> (String, String) {
    let part = match (recusal.no_part_in_debate, recusal.no_part_in_vote) {
        (Some(true), Some(true)) => {
            Some(("n'a pris part ni au débat ni au vote", "took no part in debate or vote"))
        }
        (Some(true), _) => Some(("n'a pas pris part au débat", "took no part in the debate")),
        (_, Some(true)) => Some(("n'a pas pris part au vote", "took no part in the vote")),
        _ => None,
    };
    let left = (recusal.left_room == Some(true)).then_some(("a quitté la salle", "left the room"));
    let (fr, en): (Vec<&str>, Vec<&str>) = left.into_iter().chain(part).unzip();
    let name = &recusal.person;
    (format!("{name} {}", fr.join(" et ")), format!("{name} {}", en.join(" and ")))
}

fn took_part(act: &ActDossier<'_>, recusal: &Told<RecusalDeclared>) -> bool {
    let member = slug(&recusal.value.person);
    let cast = act.vote.iter().flat_map(|v| &v.value.ballots);
    recusal.value.no_part_in_vote == Some(false)
        || cast.into_iter().any(|b| b.ballot != Ballot::NoPart && slug(&b.voter) == member)
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, Scene, outcome_of, with};
    use serde_json::{Value, json};

    fn grant() -> Scene {
        Scene::sitting("2023-03-16").grant(6_000_000)
    }

    fn outcome(scene: &Scene) -> Option<Outcome> {
        outcome_of(super::RULE.id, scene)
    }

    #[test]
    fn a_member_who_left_the_room_took_no_part() {
        let left = json!({ "person": "Thibault LAMBREZAC", "left_room": true });
        let scene = grant().tell(ACT, "RecusalDeclared", left);
        assert_eq!(outcome(&scene), Some(Outcome::Conforming));
        let ballots = json!([{ "voter": "Thibault Lambrezac", "ballot": "for" }]);
        let vote = json!({ "outcome": "adopted", "ballots": ballots });
        assert_eq!(outcome(&scene.tell(ACT, "VoteCast", vote)), Some(Outcome::Irregular));
    }

    #[test]
    fn only_what_the_text_says_clears_a_member() {
        let told = |flags: Value| {
            let data = with(json!({ "person": "Thibault LAMBREZAC" }), flags);
            grant().tell(ACT, "RecusalDeclared", data)
        };
        let silent_on_debate = told(json!({ "no_part_in_vote": true }));
        assert_eq!(silent_on_debate.lacking(super::RULE.id), ["part_taken"]);
        for flags in [
            json!({ "no_part_in_vote": true, "no_part_in_debate": false }),
            json!({ "left_room": true, "no_part_in_debate": false }),
            json!({ "left_room": false, "no_part_in_debate": true, "no_part_in_vote": true }),
        ] {
            assert_eq!(told(flags).lacking(super::RULE.id), ["part_taken"]);
        }
        let neither = told(json!({ "no_part_in_debate": true, "no_part_in_vote": true }));
        let said = |scene: &Scene| {
            let found = scene.findings().into_iter().find(|f| f.rule == super::RULE.id).unwrap();
            (found.outcome, found.sentence.fr)
        };
        let words = "Déport : Thibault LAMBREZAC n'a pris part ni au débat ni au vote.";
        assert_eq!(said(&neither), (Outcome::Conforming, words.to_owned()));
        let left = told(json!({ "left_room": true }));
        let words = "Déport : Thibault LAMBREZAC a quitté la salle.";
        assert_eq!(said(&left), (Outcome::Conforming, words.to_owned()));
    }

    #[test]
    fn silence_is_named() {
        assert_eq!(grant().lacking(super::RULE.id), ["interests_register"]);
        let declared = json!({ "person": "Thibault LAMBREZAC" });
        let scene = grant().tell(ACT, "RecusalDeclared", declared);
        assert_eq!(scene.lacking(super::RULE.id), ["part_taken"]);
        assert_eq!(outcome(&Scene::sitting("2023-03-16")), None);
    }

    #[test]
    fn a_sitting_without_interests_conforms() {
        let scene = grant().done("no_interest_declared", "");
        assert_eq!(outcome(&scene), Some(Outcome::Conforming));
    }
}
