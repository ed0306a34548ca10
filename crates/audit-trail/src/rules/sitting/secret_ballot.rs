//! Secret and public ballots: due when enough members ask, or for a nomination. A secret ballot that is held
//! for neither is due to nobody; where no source speaks of a request, one may have been made.

use crate::dossier::{ActDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::missing;
use greffe_domain::{Formality, VoteMethod, slug};
use std::collections::BTreeSet;

const READ_AT: &str =
    "https://www.doctrine.fr/l/texts/codes/LEGITEXT000006070633/articles/LEGIARTI000006389879";

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "secret-ballot",
    fr: "Scrutin secret si un tiers des présents le réclame ou pour une nomination ; scrutin public si un quart le demande.",
    en: "A secret ballot when one third of those present ask for it or for a nomination; a public ballot when one quarter ask.",
    severity: Severity::Major,
    versions: &[
        Version {
            citation: "CGCT, art. L2121-21 (et L5211-1)",
            read_at: READ_AT,
            from: "2019-12-29",
            until: "2022-06-30",
        },
        Version {
            citation: "CGCT, art. L2121-21 (et L5211-1)",
            read_at: READ_AT,
            from: "2022-07-01",
            until: "",
        },
    ],
    needs: &[
        "voting_method",
        "ballot_waiver",
        "ballot_request",
        "ballot_askers",
        "present_at_vote",
    ],
    check: Check::Act(check),
};

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    let Some(vote) = act.vote.as_ref().filter(|_| act.by_local_assembly()) else {
        return Vec::new();
    };
    let method = vote.value.method;
    let secret = asked(act, Formality::SecretBallotRequested, 3);
    let public = asked(act, Formality::PublicBallotRequested, 4);
    let lacking_method = || {
        Verdict::cannot_conclude(
            vec![missing::voting_method()],
            "Un scrutin particulier était dû ; le mode de scrutin n'est pas dit.",
            "A special ballot was due; the method of voting is not stated.",
        )
    };
    let verdict = match (secret, public) {
        (Asked::Due, _) => match method {
            Some(VoteMethod::SecretBallot) => Verdict::conforming(
                "Scrutin secret demandé par un tiers des présents, et tenu.",
                "A secret ballot was asked for by one third of those present, and held.",
            ),
            Some(_) => Verdict::irregular(
                "Scrutin secret demandé par un tiers des présents, et non tenu.",
                "A secret ballot was asked for by one third of those present, and not held.",
            ),
            None => lacking_method(),
        },
        (_, Asked::Due) => match method {
            Some(VoteMethod::PublicBallot) => Verdict::conforming(
                "Scrutin public demandé par un quart des présents, et tenu.",
                "A public ballot was asked for by one quarter of those present, and held.",
            ),
            Some(VoteMethod::ShowOfHands) => Verdict::irregular(
                "Scrutin public demandé par un quart des présents, et non tenu.",
                "A public ballot was asked for by one quarter of those present, and not held.",
            ),
            Some(VoteMethod::SecretBallot) | None => lacking_method(),
        },
        (Asked::Unclear(lacking), _) | (_, Asked::Unclear(lacking)) => Verdict::cannot_conclude(
            vec![lacking],
            "Un scrutin particulier a été demandé, sans qu'on sache par combien des présents.",
            "A special ballot was asked for, by how many of those present is not known.",
        ),
        _ if is_nomination(act) => nomination(method),
        _ if act.title.is_none() && method == Some(VoteMethod::SecretBallot) => {
            Verdict::cannot_conclude(
                vec![missing::matter_of_act()],
                "Scrutin secret tenu ; l'objet de l'acte, qui dirait une nomination, n'est pas connu.",
                "A secret ballot was held; the matter of the act, which would tell a nomination, is not known.",
            )
        }
        (Asked::TooFew, _) if method == Some(VoteMethod::SecretBallot) => Verdict::irregular(
            "Scrutin secret tenu sans nomination, demandé par moins du tiers des présents.",
            "A secret ballot was held without a nomination, asked for by fewer than one third of those present.",
        ),
        (Asked::Nobody, _) if method == Some(VoteMethod::SecretBallot) => Verdict::irregular(
            "Scrutin secret tenu sans nomination, sans que personne l'ait demandé.",
            "A secret ballot was held without a nomination, and nobody asked for it.",
        ),
        (Asked::No, _) if method == Some(VoteMethod::SecretBallot) => Verdict::cannot_conclude(
            vec![missing::ballot_request()],
            "Scrutin secret tenu sans nomination ; la demande d'un tiers des présents n'est pas au registre.",
            "A secret ballot was held without a nomination; a request by one third of those present is not in the ledger.",
        ),
        (Asked::TooFew, _) | (_, Asked::TooFew) => Verdict::conforming(
            "Scrutin particulier demandé par trop peu des présents : aucun mode n'était imposé.",
            "A special ballot was asked for by too few of those present: no method was imposed.",
        ),
        _ => Verdict::conforming(
            "Ni nomination, ni demande de scrutin particulier relevée : aucun mode n'était imposé, autant que le texte le dise.",
            "Neither a nomination nor a request for a special ballot: no method was imposed, as far as the text goes.",
        ),
    };
    vec![verdict.resting_on([vote.evidence()]).dated(act.when())]
}

fn nomination(method: Option<VoteMethod>) -> Verdict {
    match method {
        Some(VoteMethod::SecretBallot) => {
            Verdict::conforming("Nomination au scrutin secret.", "Nomination by secret ballot.")
        }
        Some(_) => Verdict::cannot_conclude(
            vec![missing::ballot_waiver()],
            "Nomination sans scrutin secret : la renonciation unanime n'est pas au registre.",
            "A nomination without a secret ballot: the unanimous waiver is not in the ledger.",
        ),
        None => Verdict::cannot_conclude(
            vec![missing::voting_method()],
            "Nomination dont le mode de scrutin n'est pas dit.",
            "A nomination of which the method of voting is not stated.",
        ),
    }
}

/// Whether enough members asked for a ballot.
enum Asked {
    /// No source speaks of a request.
    No,
    /// A source says that nobody asked.
    Nobody,
    /// A source says who asked, and they are too few.
    TooFew,
    Due,
    Unclear(crate::finding::Lacking),
}

/// A ballot is due when one in `part` of those present asks for it.
fn asked(act: &ActDossier<'_>, formality: Formality, part: usize) -> Asked {
    let Some(request) = act.formality(formality) else { return Asked::No };
    if !request.value.done {
        return Asked::Nobody;
    }
    // Who is named twice asked once.
    let askers: BTreeSet<String> = request.value.by.iter().map(|name| slug(name)).collect();
    let askers = askers.len();
    if askers == 0 {
        return Asked::Unclear(missing::ballot_askers());
    }
    match act.attendance.as_ref().map(Told::present) {
        Some(present) if present > 0 && askers.saturating_mul(part) >= present => Asked::Due,
        Some(present) if present > 0 => Asked::TooFew,
        _ => Asked::Unclear(missing::present_at_vote()),
    }
}

fn is_nomination(act: &ActDossier<'_>) -> bool {
    let words =
        ["designation", "designations", "election", "elections", "nomination", "nominations"];
    let title = act.title.as_deref().map(slug).unwrap_or_default();
    title.split('-').any(|part| words.contains(&part))
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, Scene, outcome_of};
    use serde_json::json;

    fn vote(title: &str, method: &str) -> Scene {
        let more = json!({ "title": title });
        Scene::tabling("Métropole de Vauclaire", "Bureau de la Métropole", "2023-03-16", more)
            .present(12)
            .tell(ACT, "VoteCast", json!({ "outcome": "adopted", "method": method }))
    }

    #[test]
    fn an_election_is_held_by_secret_ballot() {
        let scene = vote("Élection des vice-présidents", "secret_ballot");
        assert_eq!(outcome_of(super::RULE.id, &scene), Some(Outcome::Conforming));
    }

    #[test]
    fn without_a_request_no_method_is_due() {
        let scene = vote("Attribution d'une subvention", "show_of_hands");
        assert_eq!(outcome_of(super::RULE.id, &scene), Some(Outcome::Conforming));
        assert_eq!(outcome_of(super::RULE.id, &Scene::sitting("2023-03-16")), None);
    }

    #[test]
    fn a_secret_ballot_for_nobody_is_not_what_the_law_asks() {
        let secret = vote("Attribution d'une subvention", "secret_ballot");
        assert_eq!(secret.lacking(super::RULE.id), ["ballot_request"]);
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let asked = |by: &[&str]| {
            let by = json!({ "by": by });
            secret.clone().formality("secret_ballot_requested", true, by)
        };
        assert_eq!(outcome(&asked(&["A. UN", "B. DEUX", "C. TROIS"])), Some(Outcome::Irregular));
        let twice = asked(&["A. UN", "B. DEUX", "C. TROIS", "A. Un"]);
        assert_eq!(outcome(&twice), Some(Outcome::Irregular));
        let none = secret.formality("secret_ballot_requested", false, json!({}));
        assert_eq!(outcome(&none), Some(Outcome::Irregular));
    }

    #[test]
    fn one_third_obtains_the_secret_ballot() {
        let asked = |by: &[&str], method: &str| {
            let scene = vote("Attribution d'une subvention", method);
            scene.formality("secret_ballot_requested", true, json!({ "by": by }))
        };
        let four = ["A. UN", "B. DEUX", "C. TROIS", "D. QUATRE"];
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        assert_eq!(outcome(&asked(&four, "show_of_hands")), Some(Outcome::Irregular));
        assert_eq!(outcome(&asked(&four, "secret_ballot")), Some(Outcome::Conforming));
        assert_eq!(outcome(&asked(&four[..3], "show_of_hands")), Some(Outcome::Conforming));
        assert_eq!(asked(&[], "show_of_hands").lacking(super::RULE.id), ["ballot_askers"]);
    }

    #[test]
    fn one_quarter_obtains_the_public_ballot() {
        let scene = vote("Attribution d'une subvention", "show_of_hands");
        let by = json!({ "by": ["A. UN", "B. DEUX", "C. TROIS"] });
        let scene = scene.formality("public_ballot_requested", true, by);
        assert_eq!(outcome_of(super::RULE.id, &scene), Some(Outcome::Irregular));
    }

    #[test]
    fn a_nomination_is_secret_unless_waived() {
        let scene = vote("Désignation d'un représentant", "show_of_hands");
        assert_eq!(scene.lacking(super::RULE.id), ["ballot_waiver"]);
        let scene = vote("Désignation d'un représentant", "secret_ballot");
        assert_eq!(outcome_of(super::RULE.id, &scene), Some(Outcome::Conforming));
    }
}
