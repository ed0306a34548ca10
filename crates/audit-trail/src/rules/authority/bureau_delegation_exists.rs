//! Delegation: a bureau decides only what the council delegated to it.
//!
//! An act that recalls a delegation does not prove what it covers: only the text of the
//! delegation does. Matters are written freely, so one covers an act only when all its words
//! are known to (`matter`); a list that delegates in general terms is for a person to read. Of several
//! delegations, one that covers the act is enough, and what one leaves out another may give.

use super::matter::{Reading, read, speaks_of_grants};
use crate::dossier::{ActDossier, OrganKind, Told, given_after};
use crate::finding::{Outcome, Severity};
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::wording::{date, euros_en};
use crate::rules::{missing, sources};
use greffe_domain::{DelegationGranted, Edtf, Grade, slug};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "bureau-delegation-exists",
    fr: "Le bureau ne statue que sur une matière que le conseil lui a déléguée par une délibération antérieure, exécutoire et couvrant cette matière.",
    en: "A bureau decides only on matters that the council delegated to it by a prior, executory deliberation covering that matter.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "CGCT, art. L5211-10",
        read_at: sources::L5211_10,
        from: "2014-01-29",
        until: "",
    }],
    needs: &[
        "delegation_act",
        "delegated_matters",
        "delegation_executory",
        "delegation_ceiling",
        "beneficiary_form",
        "matter_of_act",
        "sitting_day",
    ],
    check: Check::Act(check),
};

/// Words of a delegation in general terms.
const GENERAL_WORDS: &[&str] = &["ensemble", "tout", "toute", "toutes", "tous", "attributions"];
/// Words after which a matter says what it does not cover.
const EXCLUDING_WORDS: &[&str] = &["exception", "exclusion", "exclu", "sauf", "hormis"];
/// Words between an exclusion and what it names, which limit it to nothing less than the whole.
const LINKING_WORDS: &[&str] = &["de", "des", "d", "l", "les", "la", "le", "et", "toute", "toutes"];

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    if act.organ_kind != OrganKind::Bureau || !act.institution_kind.is_epci() {
        return Vec::new();
    }
    let when = act.when();
    if let Some(undone) = &act.undone_delegation {
        let name = name(&undone.granted);
        let verdict = Verdict::cannot_conclude(
            vec![missing::delegation_act()],
            format!(
                "La délégation {name} a été retirée ou annulée ; aucune autre n'est au registre."
            ),
            format!("Delegation {name} was withdrawn or annulled; no other is in the ledger."),
        );
        return vec![verdict.resting_on(undone.evidence()).dated(when)];
    }
    let Some(delegation) = &act.delegation else {
        let verdict = Verdict::cannot_conclude(
            vec![missing::delegation_act()],
            "Aucune délégation du conseil au bureau n'est au registre.",
            "No delegation from the council to the bureau is in the ledger.",
        );
        return vec![verdict.dated(when)];
    };
    let name = name(delegation);
    let verdict = if given_after(&delegation.value, when) {
        later(delegation, name)
    } else if delegation.grade > Grade::Record || delegation.value.matters.is_empty() {
        Verdict::cannot_conclude(
            vec![missing::delegated_matters()],
            format!(
                "La délégation {name} est rappelée ; son texte, qui dirait les matières déléguées, n'est pas au registre."
            ),
            format!(
                "Delegation {name} is recalled; its text, which would list the matters, is not in the ledger."
            ),
        )
    } else if act.decides.is_empty() {
        Verdict::cannot_conclude(
            vec![missing::matter_of_act()],
            format!(
                "La matière de l'acte n'est pas reconnue : il reste à la chercher dans la délégation {name}."
            ),
            format!(
                "The matter of the act is not recognised: it remains to be looked for in delegation {name}."
            ),
        )
    } else {
        return vec![best(act).dated(when)];
    };
    vec![verdict.resting_on([delegation.evidence()]).dated(when)]
}

fn name(delegation: &Told<DelegationGranted>) -> &str {
    delegation.value.act.reference.as_deref().unwrap_or("sans référence")
}

/// The only delegation known is later than the sitting, or was not executory before it was over.
fn later(delegation: &Told<DelegationGranted>, name: &str) -> Verdict {
    match &delegation.value.executory_on {
        Some(on) => {
            let (fr, en) = date(on);
            Verdict::irregular(
                format!(
                    "La seule délégation connue ({name}) est exécutoire du {fr}, après la séance."
                ),
                format!(
                    "The only delegation known ({name}) is executory since {en}, after the sitting."
                ),
            )
        }
        None => Verdict::irregular(
            format!("La seule délégation connue ({name}) est postérieure à la séance."),
            format!("The only delegation known ({name}) is later than the sitting."),
        ),
    }
}

/// What the delegations that list their matters say of the act, the most favourable first: an act needs
/// one of them, so that one which does not cover it proves nothing beside another that may.
fn best(act: &ActDossier<'_>) -> Verdict {
    let earlier = act.delegations.iter().filter(|d| !given_after(&d.value, act.when()));
    let mut read: Vec<Verdict> =
        earlier.map(|d| matters(act, d, name(d)).resting_on([d.evidence()])).collect();
    read.sort_by_key(|verdict| match verdict.outcome {
        Outcome::Conforming => 0,
        Outcome::CannotConclude | Outcome::Observation => 1,
        Outcome::Irregular => 2,
    });
    let irregular = read.first().is_some_and(|first| first.outcome == Outcome::Irregular);
    if irregular && act.recalls_other_delegation {
        let other = Verdict::cannot_conclude(
            vec![missing::delegated_matters()],
            "Une autre délégation est rappelée, dont le texte n'est pas au registre : elle peut couvrir l'acte.",
            "Another delegation is recalled, the text of which is not in the ledger: it may cover the act.",
        );
        return other.resting_on(act.delegations.iter().map(Told::evidence));
    }
    read.into_iter().next().unwrap_or_else(|| {
        Verdict::cannot_conclude(
            vec![missing::delegated_matters()],
            "Aucune délégation antérieure ne donne ses matières.",
            "No earlier delegation lists its matters.",
        )
    })
}

fn has(matter: &str, words: &[&str]) -> bool {
    slug(matter).split('-').any(|part| words.contains(&part))
}

/// Whether a matter given in general terms leaves out grants as a whole: « toutes les
/// attributions, à l'exception des subventions ». An exclusion with more words, such as a
/// ceiling, is for a person to read.
fn leaves_out_grants(matter: &str) -> bool {
    let key = slug(matter);
    let mut words = key.split('-').skip_while(|word| !EXCLUDING_WORDS.contains(word)).skip(1);
    let named: Vec<&str> = words.by_ref().filter(|w| !LINKING_WORDS.contains(w)).collect();
    has(matter, GENERAL_WORDS)
        && named.iter().all(|word| ["subvention", "subventions"].contains(word))
        && !named.is_empty()
}

/// What one delegation says of the act, by the matters that it lists.
fn matters(act: &ActDossier<'_>, delegation: &Told<DelegationGranted>, name: &str) -> Verdict {
    let matters = &delegation.value.matters;
    let readings: Vec<(&str, Reading)> =
        matters.iter().map(|matter| (matter.as_str(), read(matter, act))).collect();
    let with = |wanted: Reading| readings.iter().find(|(_, reading)| *reading == wanted);
    if let Some((matter, _)) = with(Reading::Covers) {
        return covered(act.when(), delegation, name, matter);
    }
    if let Some((matter, _)) = with(Reading::FormUnknown) {
        return Verdict::cannot_conclude(
            vec![missing::beneficiary_form()],
            format!(
                "La délégation {name} couvre « {matter} » ; rien ne dit que le bénéficiaire soit une association."
            ),
            format!(
                "Delegation {name} covers “{matter}”; nothing says that the beneficiary is an association."
            ),
        );
    }
    // A matter beyond which another may go proves nothing.
    let open = |matter: &&String| {
        let general = has(matter, GENERAL_WORDS) || has(matter, EXCLUDING_WORDS);
        let beyond = matches!(read(matter, act), Reading::Beyond { .. });
        !beyond && (general || speaks_of_grants(matter))
    };
    let open = matters.iter().find(open);
    let excluded = matters.iter().find(|m| leaves_out_grants(m));
    let beyond = readings.iter().find_map(|(matter, reading)| match reading {
        Reading::Beyond { ceiling, granted } => Some((*matter, *ceiling, *granted)),
        _ => None,
    });
    match (excluded, beyond, open) {
        (Some(words), ..) if act.decides_any(&["SubsidyGranted"]) => Verdict::irregular(
            format!("La délégation {name} exclut ce que l'acte décide : « {words} »."),
            format!("Delegation {name} leaves out what the act decides: “{words}”."),
        ),
        (_, Some((matter, ceiling, granted)), None) => {
            let fr = format!(
                "{granted} dépassent ce que délègue {name}, jusqu'à {ceiling} : « {matter} »."
            );
            let (granted, ceiling) = (euros_en(granted), euros_en(ceiling));
            Verdict::irregular(
                fr,
                format!("{granted} is beyond what {name} delegates, up to {ceiling}: “{matter}”."),
            )
        }
        (_, Some((matter, ceiling, granted)), Some(other)) => Verdict::cannot_conclude(
            vec![missing::delegation_ceiling()],
            format!(
                "{granted} dépassent le plafond de {ceiling} de « {matter} » ({name}) ; reste à lire « {other} »."
            ),
            format!(
                "{} is above the ceiling of {} in “{matter}” ({name}); “{other}” remains to be read.",
                euros_en(granted),
                euros_en(ceiling)
            ),
        ),
        (_, None, Some(words)) => Verdict::cannot_conclude(
            vec![missing::matter_of_act()],
            format!(
                "Les mots de la délégation {name} (« {words} ») ne couvrent pas clairement ce que l'acte décide : à lire."
            ),
            format!(
                "The words of delegation {name} (“{words}”) do not clearly cover what the act decides: to be read."
            ),
        ),
        // The words of a matter are the council's own: a word not found proves nothing.
        (_, None, None) => Verdict::cannot_conclude(
            vec![missing::matter_of_act()],
            format!(
                "Aucune des {} matières de la délégation {name} n'est reconnue comme celle de l'acte : à lire.",
                matters.len()
            ),
            format!(
                "None of the {} matters of delegation {name} is recognised as the act's: to be read.",
                matters.len()
            ),
        ),
    }
}

/// A matter covers the act: whether the delegation could be used at the sitting is left. One that became
/// executory on the very day is before or after it, and no source says which.
fn covered(
    when: Option<&Edtf>,
    delegation: &Told<DelegationGranted>,
    name: &str,
    matter: &str,
) -> Verdict {
    let executory = delegation.value.executory_on.as_ref();
    if let (Some(on), Some(when)) = (executory, when) {
        if on.latest() < when.earliest() {
            return Verdict::conforming(
                format!("La délégation {name}, exécutoire avant la séance, couvre « {matter} »."),
                format!("Delegation {name}, executory before the sitting, covers “{matter}”."),
            );
        }
        if on.day().is_some() && when.day() == on.day() {
            return Verdict::cannot_conclude(
                vec![missing::delegation_executory()],
                format!(
                    "La délégation {name} couvre « {matter} » ; exécutoire du jour même de la séance, rien ne dit qu'elle l'était avant."
                ),
                format!(
                    "Delegation {name} covers “{matter}”; executory on the very day of the sitting, nothing says that it was so before."
                ),
            );
        }
    }
    let lacking = [
        executory.is_none_or(|on| on.day().is_none()).then(missing::delegation_executory),
        when.is_none_or(|when| when.day().is_none()).then(missing::sitting_day),
    ];
    Verdict::cannot_conclude(
        lacking.into_iter().flatten().collect(),
        format!(
            "La délégation {name} couvre « {matter} » ; rien ne montre qu'elle était exécutoire à la séance."
        ),
        format!(
            "Delegation {name} covers “{matter}”; nothing shows that it was executory at the sitting."
        ),
    )
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ORGAN, Scene, outcome_of, with};
    use greffe_domain::Grade;
    use serde_json::{Value, json};

    fn delegated(grade: Grade, more: Value) -> Scene {
        let act = json!({ "reference": "ADM 002-2215-20-CM", "date": "2020-07-16" });
        let data = with(json!({ "act": act }), more);
        let scene = Scene::sitting("2023-03-16").grant(6_000_000);
        scene.tell_as(ORGAN, "DelegationGranted", grade, "2020-07-16", data)
    }

    fn outcome(scene: &Scene) -> Option<Outcome> {
        outcome_of(super::RULE.id, scene)
    }

    #[test]
    fn a_listed_matter_executory_before_conforms() {
        let matters = json!({ "matters": ["attribution des subventions aux associations"] });
        let executory = with(matters.clone(), json!({ "executory_on": "2020-07-20" }));
        assert_eq!(outcome(&delegated(Grade::Act, executory)), Some(Outcome::Conforming));
        let unknown = delegated(Grade::Act, matters);
        assert_eq!(unknown.lacking(super::RULE.id), ["delegation_executory"]);
    }

    /// What was annulled is taken never to have been: another delegation is looked for, and none is said to cover.
    #[test]
    fn a_delegation_that_was_annulled_covers_nothing() {
        let matters = json!({ "matters": ["octroi de subventions"], "executory_on": "2020-07-20" });
        let annulled = |on: &str| {
            let by = json!({ "act": {}, "by": "tribunal administratif", "on": on });
            let scene = delegated(Grade::Act, matters.clone());
            scene.tell_as("act/vauclaire/2215-20-cm", "ActAnnulled", Grade::Record, on, by)
        };
        assert_eq!(annulled("2021-03-01").lacking(super::RULE.id), ["delegation_act"]);
        let act = json!({ "reference": "ADM 001-3000-21-CM", "date": "2021-07-16" });
        let again = with(json!({ "act": act }), matters.clone());
        let scene = annulled("2021-03-01");
        let scene = scene.tell_as(ORGAN, "DelegationGranted", Grade::Act, "2021-07-16", again);
        assert_eq!(outcome(&scene), Some(Outcome::Conforming));
    }

    /// Words that speak of subsidies without awarding them, or to others, cover no award.
    #[test]
    fn words_that_do_not_award_cover_nothing() {
        let of = |matter: &str| {
            delegated(Grade::Act, json!({ "matters": [matter], "executory_on": "2020-07-20" }))
        };
        for matter in [
            "refus de subvention",
            "demandes de subvention auprès de l'État",
            "attribution des subventions aux communes",
            "subventions aux communes",
            "attribution des aides au logement",
            "approbation des conventions",
            "attribution des subventions dans la limite de 23 000 euros par an",
        ] {
            assert_eq!(of(matter).lacking(super::RULE.id), ["matter_of_act"], "{matter}");
        }
        for matter in [
            "octroi de subventions",
            "attribution des subventions aux associations",
            "attribution de subventions à des tiers dans la limite de 60 000 euros",
        ] {
            assert_eq!(outcome(&of(matter)), Some(Outcome::Conforming), "{matter}");
        }
    }

    #[test]
    fn a_ceiling_below_the_amount_is_a_breach_unless_another_matter_is_to_be_read() {
        let of = |matters: Value| {
            delegated(Grade::Act, json!({ "matters": matters, "executory_on": "2020-07-20" }))
        };
        let low = "attribution de subventions d'un montant inférieur ou égal à 23 000 euros";
        assert_eq!(outcome(&of(json!([low]))), Some(Outcome::Irregular));
        assert_eq!(outcome(&of(json!([low, "acquisitions foncières"]))), Some(Outcome::Irregular));
        let other = of(json!([low, "toute décision relative aux aides"]));
        assert_eq!(other.lacking(super::RULE.id), ["delegation_ceiling"]);
        let recalled =
            json!({ "act": { "reference": "ADM 001-0001-22-CM", "date": "2022-01-20" } });
        let second = of(json!([low])).tell_as(
            ORGAN,
            "DelegationGranted",
            Grade::Recital,
            "2022-01-20",
            recalled,
        );
        assert_eq!(second.lacking(super::RULE.id), ["delegated_matters"]);
    }

    #[test]
    fn a_matter_for_associations_needs_one() {
        let matters = json!({ "matters": ["attribution des subventions aux associations"],
            "executory_on": "2020-07-20", "act": { "reference": "ADM 002-2215-20-CM" } });
        let to = |beneficiary: Value| {
            let scene = Scene::sitting("2023-03-16")
                .grant_with(6_000_000, json!({ "beneficiary": beneficiary }));
            scene.tell_as(ORGAN, "DelegationGranted", Grade::Act, "2020-07-16", matters.clone())
        };
        let unsaid = to(json!({ "name": "Les Ateliers du Pont" }));
        assert_eq!(unsaid.lacking(super::RULE.id), ["beneficiary_form"]);
        let company = to(json!({ "name": "La Remise", "legal_form": "SAS" }));
        assert_eq!(company.lacking(super::RULE.id), ["matter_of_act"]);
    }

    #[test]
    fn what_became_executory_on_the_day_was_not_shown_to_be_so_before() {
        let on = |executory: &str| {
            delegated(
                Grade::Act,
                json!({ "matters": ["attribution des subventions"], "executory_on": executory }),
            )
        };
        assert_eq!(on("2023-03-16").lacking(super::RULE.id), ["delegation_executory"]);
        assert_eq!(outcome(&on("2023-03-15")), Some(Outcome::Conforming));
        assert_eq!(outcome(&on("2023-03-17")), Some(Outcome::Irregular));
    }

    #[test]
    fn an_avenant_needs_a_matter_of_its_own() {
        let of = |matter: &str| {
            let act = json!({ "reference": "ADM 002-2215-20-CM", "date": "2020-07-16" });
            let data = json!({ "act": act, "matters": [matter], "executory_on": "2020-07-20" });
            let scene = Scene::sitting("2023-03-16").avenant(2023, json!({}));
            scene.tell_as(ORGAN, "DelegationGranted", Grade::Act, "2020-07-16", data)
        };
        let named = of("approbation des conventions et de leurs avenants");
        assert_eq!(outcome(&named), Some(Outcome::Conforming));
        assert_eq!(of("attribution des subventions").lacking(super::RULE.id), ["matter_of_act"]);
    }

    #[test]
    fn a_word_not_found_is_for_a_person_to_read() {
        let matters = json!({ "matters": ["acquisitions foncières", "soutien à la vie locale"] });
        assert_eq!(delegated(Grade::Act, matters).lacking(super::RULE.id), ["matter_of_act"]);
        let ceiling = json!({ "matters": ["subventions, sauf au-delà de 60 000 euros"],
            "executory_on": "2020-07-20" });
        assert_eq!(delegated(Grade::Act, ceiling).lacking(super::RULE.id), ["matter_of_act"]);
    }

    #[test]
    fn a_stated_exclusion_or_a_later_delegation_is_irregular() {
        let except = |words: &str| {
            delegated(Grade::Act, json!({ "matters": [words], "executory_on": "2020-07-20" }))
        };
        let whole = except("toutes les attributions, à l'exception des subventions");
        assert_eq!(outcome(&whole), Some(Outcome::Irregular));
        let part = except("toutes les attributions, sauf les subventions aux entreprises");
        assert_eq!(part.lacking(super::RULE.id), ["matter_of_act"]);
        let act = json!({ "reference": "ADM 002-2215-23-CM", "date": "2023-04-20" });
        let late = delegated(Grade::Recital, json!({ "act": act }));
        assert_eq!(outcome(&late), Some(Outcome::Irregular));
    }

    #[test]
    fn a_recital_does_not_prove_the_list() {
        let recalled = json!({ "matters": ["attribution des subventions"] });
        let scene = delegated(Grade::Recital, recalled);
        assert_eq!(scene.lacking(super::RULE.id), ["delegated_matters"]);
        let general = json!({ "matters": ["toutes les attributions, sauf exceptions"] });
        assert_eq!(delegated(Grade::Act, general).lacking(super::RULE.id), ["matter_of_act"]);
    }

    #[test]
    fn no_delegation_in_the_ledger_is_no_irregularity() {
        let scene = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(scene.lacking(super::RULE.id), ["delegation_act"]);
        let council = Scene::of_organ("Conseil de la Métropole", "2023-03-16");
        assert_eq!(outcome(&council), None);
    }
}
