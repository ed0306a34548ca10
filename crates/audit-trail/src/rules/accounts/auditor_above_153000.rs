//! An auditor, above 153 000 € of public grants in cash a year.

use super::public_money::{THRESHOLD, above_threshold};
use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::formality::Words;
use crate::rules::missing;
use greffe_domain::Formality;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "auditor-above-153000",
    fr: "Au-delà de 153 000 euros par an de subventions en numéraire, toutes autorités confondues, l'association nomme un commissaire aux comptes et publie ses comptes.",
    en: "Above 153,000 euros a year of grants in cash from all authorities, the association appoints an auditor and publishes its accounts.",
    severity: Severity::Minor,
    versions: &[Version {
        citation: "Code de commerce, art. L612-4 et D612-5",
        read_at: "https://cada.data.gouv.fr/20172286/",
        from: "",
        until: "",
    }],
    needs: &["public_grants_total", "beneficiary_identity", "exercise", "one_grant", "auditor"],
    check: Check::ConventionBy(&THRESHOLD, check),
};

const WORDS: Words = Words {
    done: ("Commissaire aux comptes nommé", "Auditor appointed"),
    undone: (
        "Au-dessus du seuil de subventions publiques, sans commissaire aux comptes",
        "Above the threshold of public grants, and no auditor",
    ),
    silent: (
        "Au-dessus du seuil de subventions publiques ; la nomination d'un commissaire aux comptes n'est pas au registre",
        "Above the threshold of public grants; the appointment of an auditor is not in the ledger",
    ),
    missing: missing::auditor,
};

fn check(convention: &ConventionDossier<'_>, threshold_cents: i64) -> Vec<Verdict> {
    if convention.form_is(&["association", "fondation"]) == Some(false) {
        return Vec::new();
    }
    let appointed = convention.formality(Formality::AuditorAppointed);
    above_threshold(convention, threshold_cents, appointed, &WORDS).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};
    use serde_json::json;

    fn declared(cents: i64) -> Scene {
        let total = json!({ "amount_cents": cents });
        let grant = Scene::sitting("2023-03-16").grant(6_000_000);
        grant.formality("public_grants_declared", true, total)
    }

    fn outcome(scene: &Scene) -> Option<Outcome> {
        outcome_of(super::RULE.id, scene)
    }

    #[test]
    fn the_total_of_public_grants_decides() {
        assert_eq!(outcome(&declared(15_300_000)), Some(Outcome::Conforming));
        let above = declared(15_300_001);
        assert_eq!(above.lacking(super::RULE.id), ["auditor"]);
        let appointed = above.clone().done("auditor_appointed", "2022-06-30");
        assert_eq!(outcome(&appointed), Some(Outcome::Conforming));
        let none = above.formality("auditor_appointed", false, json!({}));
        assert_eq!(outcome(&none), Some(Outcome::Irregular));
    }

    /// What the ledger shows of one body's grants bounds the total, and a declaration below it is none of all.
    #[test]
    fn grants_of_one_year_add_up_and_a_declaration_below_them_settles_nothing() {
        let second = |scene: Scene, cents: i64| {
            let grant = json!({ "amount_cents": cents, "exercise": 2023,
                "beneficiary": { "name": "Les Ateliers du Pont" } });
            scene.tell("convention/vauclaire/2023/les-ateliers-2", "SubsidyGranted", grant)
        };
        let alone = second(Scene::sitting("2023-03-16").grant(10_000_000), 10_000_000);
        let by_name = ["beneficiary_identity", "auditor"];
        assert_eq!(alone.lacking(super::RULE.id), [by_name, by_name].concat());
        let low = second(declared(7_000_000), 2_000_000);
        assert_eq!(low.lacking(super::RULE.id), ["public_grants_total"; 2]);
    }

    #[test]
    fn a_total_of_another_year_is_none_of_this_one() {
        let on = |stream: &str, cents: i64, on: serde_json::Value| {
            let mut total = json!({ "formality": "public_grants_declared", "done": true,
                "amount_cents": cents });
            total["on"] = on;
            let scene = Scene::sitting("2023-03-16").grant(6_000_000);
            let scene = scene.record(stream, "FormalityRecorded", total);
            scene.formality("auditor_appointed", false, json!({}))
        };
        let (act, body) = (crate::rules::scene::ACT, "beneficiary/les-ateliers-du-pont");
        for cents in [7_000_000, 15_300_001] {
            for scene in [on(act, cents, json!("2021-01-12")), on(body, cents, json!(null))] {
                assert_eq!(scene.lacking(super::RULE.id), ["public_grants_total"], "{cents}");
            }
        }
        assert_eq!(outcome(&on(body, 15_300_001, json!("2023-01-12"))), Some(Outcome::Irregular));
    }

    #[test]
    fn without_a_declaration_bounds_serve() {
        let grant = |cents: i64| Scene::sitting("2023-03-16").grant(cents);
        assert_eq!(grant(6_000_000).lacking(super::RULE.id), ["public_grants_total"]);
        assert_eq!(grant(16_000_000).lacking(super::RULE.id), ["auditor"]);
        let small = json!({ "budget_cents": 4_250_000, "assignment": "operation" });
        let small = Scene::sitting("2023-03-16").grant_with(680_000, small);
        assert_eq!(outcome(&small), Some(Outcome::Conforming));
        let company = json!({ "beneficiary": { "name": "La Remise", "legal_form": "SAS" } });
        let company = Scene::sitting("2023-03-16").grant_with(6_000_000, company);
        assert_eq!(outcome(&company), None);
    }
}
