//! Aid to enterprises is the region's. Looked at when the beneficiary trades, or when trading
//! activities came out of it.

use super::{restructurings, trading};
use crate::dossier::{ConventionDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::missing;
use greffe_domain::{Edtf, Formality};

const READ_AT: &str =
    "https://www.doctrine.fr/l/texts/codes/LEGITEXT000006070633/articles/LEGIARTI000006389480";

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "aid-to-enterprises-region",
    fr: "La région est seule compétente pour les aides aux entreprises ; la métropole agit par convention ou délégation, hors exceptions.",
    en: "Only the region may grant aid to enterprises; a metropolis acts by agreement or delegation, exceptions apart.",
    severity: Severity::Major,
    versions: &[
        Version {
            citation: "CGCT, art. L1511-2",
            read_at: READ_AT,
            from: "2016-01-01",
            until: "2022-02-22",
        },
        Version { citation: "CGCT, art. L1511-2", read_at: READ_AT, from: "2022-02-23", until: "" },
    ],
    needs: &["activity_nature", "split_date", "costs_by_activity", "region_agreement"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let Some(trader) = trading(convention) else {
        return Vec::new();
    };
    let economic = convention.formality(Formality::ActivityNotEconomic);
    let agreement = convention.formality(Formality::RegionAgreement);
    let splits: Vec<_> = restructurings(convention).collect();
    let verdict = if agreement.is_some_and(|a| a.value.done) {
        Verdict::conforming(
            "L'aide est couverte par une convention ou une délégation de la région.",
            "The aid is covered by the region's agreement or delegation.",
        )
    } else if economic.is_some_and(|e| e.value.done) {
        Verdict::conforming(
            "L'activité aidée est dite non économique.",
            "The aided activity is said not to be economic.",
        )
    } else if economic.is_some() && agreement.is_some() {
        Verdict::irregular(
            "L'activité aidée est dite économique, sans convention ni délégation de la région.",
            "The aided activity is said to be economic, without the region's agreement or delegation.",
        )
    } else {
        let mut lacking = Vec::new();
        if splits.is_empty() && economic.is_none() {
            lacking.push(missing::activity_nature());
        }
        if !splits.is_empty() && economic.is_none() {
            if !splits.iter().any(|(_, r)| r.when.as_ref().and_then(Edtf::day).is_some()) {
                lacking.push(missing::split_date());
            }
            lacking.push(missing::costs_by_activity());
        }
        if agreement.is_none() {
            lacking.push(missing::region_agreement());
        }
        Verdict::cannot_conclude(
            lacking,
            format!("Des activités marchandes ({trader}) ont pu être aidées ; rien ne les isole."),
            format!("Trading activities ({trader}) may have been aided; nothing sets them apart."),
        )
    };
    let told: Vec<_> =
        splits.iter().map(|(fact, _)| ([fact.meta.seq], fact.passages(""))).collect();
    let splits = told.iter().map(|(entry, passages)| (entry.as_slice(), passages.as_slice()));
    let formalities = [economic, agreement].into_iter().flatten().map(Told::evidence);
    vec![verdict.resting_on(splits).resting_on(formalities).dated(convention.granted_on())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use serde_json::json;

    fn split(when: &str) -> Scene {
        let split = json!({ "beneficiary": { "name": "Les Ateliers du Pont" }, "when": when,
            "successors": [{ "name": "La Remise du Quai", "legal_form": "SAS" }] });
        let scene = Scene::sitting("2023-03-16").grant(6_000_000);
        scene.tell(CONVENTION, "BeneficiaryRestructured", split)
    }

    #[test]
    fn a_trading_successor_raises_the_question() {
        let lacking = |when: &str| split(when).lacking(super::RULE.id);
        assert_eq!(lacking("2023"), ["split_date", "costs_by_activity", "region_agreement"]);
        assert_eq!(lacking("2023-07-01"), ["costs_by_activity", "region_agreement"]);
    }

    #[test]
    fn agreement_or_nature_settles_it() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let agreed = split("2023").done("region_agreement", "");
        assert_eq!(outcome(&agreed), Some(Outcome::Conforming));
        let social = split("2023").done("activity_not_economic", "");
        assert_eq!(outcome(&social), Some(Outcome::Conforming));
        let bare = split("2023").formality("activity_not_economic", false, json!({})).formality(
            "region_agreement",
            false,
            json!({}),
        );
        assert_eq!(outcome(&bare), Some(Outcome::Irregular));
        let association = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(outcome(&association), None);
    }
}
