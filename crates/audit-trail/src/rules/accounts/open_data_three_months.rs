//! Open data: the essential data of a convention are online within three months of signature.

use crate::dossier::{ConventionDossier, InstitutionKind};
use crate::finding::{Outcome, Severity, Text};
use crate::rule::{Check, Parameter, Rule, Verdict, Version};
use crate::rules::formality::{Words, due};
use crate::rules::missing;
use greffe_domain::Formality;

/// The delay from signature.
static MONTHS: Parameter = Parameter {
    name: "months",
    fr: "mois entre la signature et la mise en ligne",
    en: "months between signature and publication online",
    law: 3,
    strictest: 1,
};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "open-data-three-months",
    fr: "Les données essentielles de chaque convention signée depuis le 1er août 2017 sont en ligne dans les trois mois de la signature.",
    en: "The essential data of each agreement signed since 1 August 2017 are online within three months of signature.",
    severity: Severity::Minor,
    versions: &[Version {
        citation: "Loi n° 2000-321, art. 10 ; décret n° 2017-779",
        read_at: "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000034600552",
        from: "2017-08-01",
        until: "",
    }],
    needs: &["convention_signature", "essential_data", "population"],
    check: Check::ConventionBy(&MONTHS, check),
};

const WORDS: Words = Words {
    done: ("Données essentielles mises en ligne", "Essential data put online"),
    undone: (
        "Les données essentielles sont dites non publiées",
        "The essential data are said not to be published",
    ),
    silent: (
        "La mise en ligne des données essentielles, ou la signature qui en fait courir le délai, n'est pas au registre",
        "The publication of the essential data, or the signature from which its delay runs, is not in the ledger",
    ),
    missing: missing::essential_data,
};

fn check(convention: &ConventionDossier<'_>, months: i64) -> Vec<Verdict> {
    let terms = &convention.view.convention;
    let exists = terms.approved_by.is_some()
        || terms.title.is_some()
        || !convention.signatures.is_empty()
        || convention.facts.iter().any(|k| k.fact.event.kind() == "ConventionApproved");
    let signed = convention.signatures.iter().find_map(|s| s.value.on.as_ref());
    let when = signed.or(convention.granted_on());
    if !exists || crate::rules::versions::before(when, "2017-08-01") {
        return Vec::new();
    }
    let months = i32::try_from(months).ok();
    let by = signed.zip(months).and_then(|(on, months)| on.latest().plus_months(months));
    let lacking = if by.is_none() { vec![missing::convention_signature()] } else { Vec::new() };
    let told = convention.formality(Formality::EssentialDataPublished);
    let mut verdict = due(told, by, lacking, missing::essential_data, &WORDS);
    let commune = convention.institution_kind() == Some(InstitutionKind::Commune);
    if commune && verdict.outcome == Outcome::Irregular {
        // Communes of fewer than 3 500 inhabitants are not bound, and no act says how many it has.
        let said = verdict.sentence;
        verdict = Verdict {
            outcome: Outcome::CannotConclude,
            missing: vec![missing::population()],
            sentence: Text::new(
                format!("{} Rien n'est dû au-dessous de 3 500 habitants.", said.fr),
                format!("{} Nothing is due below 3,500 inhabitants.", said.en),
            ),
            ..verdict
        };
    }
    vec![verdict.dated(when)]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn three_months_from_signature() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let grant = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(outcome(&grant), None);
        let approved = grant.clone().tell(CONVENTION, "ConventionApproved", json!({}));
        assert_eq!(approved.lacking(super::RULE.id), ["convention_signature", "essential_data"]);
        let signed = grant.record(CONVENTION, "ConventionSigned", json!({ "on": "2023-04-24" }));
        assert_eq!(signed.lacking(super::RULE.id), ["essential_data"]);
        let online = |on: &str| outcome(&signed.clone().done("essential_data_published", on));
        assert_eq!(online("2023-07-24"), Some(Outcome::Conforming));
        assert_eq!(online("2023-07-25"), Some(Outcome::Irregular));
    }

    #[test]
    fn a_small_commune_is_not_accused() {
        let late = Scene::of("Ville de Brumeval", "Conseil municipal", "2023-03-16")
            .grant(6_000_000)
            .record(CONVENTION, "ConventionSigned", json!({ "on": "2023-04-24" }))
            .done("essential_data_published", "2023-07-25");
        assert_eq!(late.lacking(super::RULE.id), ["population"]);
    }
}
