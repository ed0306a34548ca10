//! De minimis aid: a ceiling over three years. Looked at when the beneficiary trades, or when
//! trading activities came out of it.

use super::trading;
use crate::dossier::{ConventionDossier, Told};
use crate::finding::Severity;
use crate::rule::{Applicable, Check, Rule, Verdict, Version};
use crate::rules::missing;
use crate::rules::wording::euros_en;
use greffe_domain::{Formality, Money};

/// Regulation (EU) No 1407/2013: over three fiscal years, in cents.
const UNTIL_2023: Money = Money::from_cents(20_000_000);
/// Regulation (EU) 2023/2831: over three years, in cents.
const SINCE_2024: Money = Money::from_cents(30_000_000);
const AMOUNTS: &str = "https://dbfbruxelles.eu/aides-detat-aides-de-minimis-sieg-revision-adoption-reglements-dexemption-leb-1023";
const NEW: &str = "Règlement (UE) 2023/2831";

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "de-minimis-ceiling",
    fr: "Les aides de minimis à une entreprise unique ne dépassent pas 300 000 euros sur trois ans (200 000 jusqu'à fin 2023).",
    en: "De minimis aid to one single undertaking does not exceed 300,000 euros over three years (200,000 until the end of 2023).",
    severity: Severity::Major,
    versions: &[
        Version {
            citation: "Règlement (UE) n° 1407/2013",
            read_at: AMOUNTS,
            from: "",
            until: "2023-12-31",
        },
        Version { citation: NEW, read_at: AMOUNTS, from: "2024-01-01", until: "2030-12-31" },
    ],
    needs: &["activity_nature", "de_minimis_aid"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let Some(trader) = trading(convention) else {
        return Vec::new();
    };
    let when = convention.granted_on();
    let social = convention.formality(Formality::ActivityNotEconomic);
    let declared = convention.formality_of_award(Formality::DeMinimisDeclared);
    let total = declared.filter(|d| d.value.done).and_then(|d| d.value.amount_cents);
    let ceiling = match RULE.applicable(when) {
        Applicable::One(version) if version.citation == NEW => Some(SINCE_2024),
        Applicable::One(_) => Some(UNTIL_2023),
        Applicable::Several(_) => None,
        Applicable::None => return Vec::new(),
    };
    let verdict = match (total, ceiling) {
        _ if social.is_some_and(|s| s.value.done) => Verdict::conforming(
            "L'activité aidée est dite non économique : le plafond ne la concerne pas.",
            "The aided activity is said not to be economic: the ceiling does not concern it.",
        ),
        (Some(total), Some(ceiling)) if total <= ceiling => Verdict::conforming(
            format!("{total} d'aides de minimis déclarées, pour un plafond de {ceiling}."),
            format!(
                "{} of de minimis aid declared, for a ceiling of {}.",
                euros_en(total),
                euros_en(ceiling)
            ),
        ),
        (Some(total), Some(ceiling)) => Verdict::irregular(
            format!("{total} d'aides de minimis déclarées, au-delà du plafond de {ceiling}."),
            format!(
                "{} of de minimis aid declared, above the ceiling of {}.",
                euros_en(total),
                euros_en(ceiling)
            ),
        ),
        _ => {
            let mut lacking = Vec::new();
            if social.is_none() {
                lacking.push(missing::activity_nature());
            }
            lacking.push(missing::de_minimis_aid());
            Verdict::cannot_conclude(
                lacking,
                format!(
                    "Des activités marchandes ({trader}) ont pu être aidées ; les autres aides ne sont pas connues."
                ),
                format!(
                    "Trading activities ({trader}) may have been aided; other aid is not known."
                ),
            )
        }
    };
    let evidence = [social, declared].into_iter().flatten().map(Told::evidence);
    vec![verdict.resting_on(evidence).dated(when)]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};
    use serde_json::json;

    fn company(date: &str) -> Scene {
        let beneficiary = json!({ "beneficiary": { "name": "La Remise", "legal_form": "SAS" } });
        Scene::sitting(date).grant_with(6_000_000, beneficiary)
    }

    #[test]
    fn the_ceiling_follows_the_date() {
        let with = |date: &str, cents: i64| {
            let more = json!({ "amount_cents": cents });
            outcome_of(super::RULE.id, &company(date).formality("de_minimis_declared", true, more))
        };
        assert_eq!(with("2023-12-31", 20_000_000), Some(Outcome::Conforming));
        assert_eq!(with("2023-12-31", 20_000_001), Some(Outcome::Irregular));
        assert_eq!(with("2024-01-01", 30_000_000), Some(Outcome::Conforming));
        assert_eq!(with("2024-01-01", 30_000_001), Some(Outcome::Irregular));
    }

    /// The ceiling is that of three years up to the award: what was declared in another is not their total.
    #[test]
    fn a_declaration_of_another_year_is_none_of_this_one() {
        let declared = |cents: i64, on: &str| {
            let more = json!({ "amount_cents": cents, "on": on });
            company("2023-03-16").formality("de_minimis_declared", true, more)
        };
        for cents in [10_000_000, 20_000_001] {
            let lacking = declared(cents, "2019-05-06").lacking(super::RULE.id);
            assert_eq!(lacking, ["activity_nature", "de_minimis_aid"]);
        }
        let same = outcome_of(super::RULE.id, &declared(10_000_000, "2023-03-01"));
        assert_eq!(same, Some(Outcome::Conforming));
    }

    #[test]
    fn silence_is_named_and_associations_that_do_not_trade_are_left_alone() {
        let lacking = company("2023-03-16").lacking(super::RULE.id);
        assert_eq!(lacking, ["activity_nature", "de_minimis_aid"]);
        let association = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(outcome_of(super::RULE.id, &association), None);
    }
}
