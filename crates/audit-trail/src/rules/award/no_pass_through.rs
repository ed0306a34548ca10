//! No passing on: a beneficiary does not subsidise another body with its grant unless the
//! convention says that it may. Looked at when activities moved to another body.

use super::restructurings;
use crate::dossier::{ConventionDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::{missing, sources};
use greffe_domain::Formality;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "no-pass-through",
    fr: "Le bénéficiaire ne reverse pas la subvention à un autre organisme, sauf clause expresse.",
    en: "A beneficiary does not use a grant to subsidise another body unless the agreement expressly allows it.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "CGCT, art. L1611-4, al. 3 (loi n° 2009-526, art. 84)",
        read_at: sources::L1611_4,
        from: "2009-05-14",
        until: "",
    }],
    needs: &["transfers", "pass_through_clause"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let passed = convention.formality(Formality::PassedOn);
    let allowed = convention.formality(Formality::PassingOnAllowed);
    let moved: Vec<_> =
        restructurings(convention).filter(|(_, r)| !r.successors.is_empty()).collect();
    if moved.is_empty() && passed.is_none() {
        return Vec::new();
    }
    let verdict = match (passed.map(|p| p.value.done), allowed.map(|a| a.value.done)) {
        (Some(false), _) => Verdict::conforming(
            "Aucun reversement à un autre organisme, selon la source.",
            "Nothing was passed on to another body, the source says.",
        ),
        (_, Some(true)) => Verdict::conforming(
            "La convention permet expressément le reversement.",
            "The agreement expressly allows the grant to be passed on.",
        ),
        (Some(true), Some(false)) => Verdict::irregular(
            "La subvention a été reversée en partie, ce que la convention exclut.",
            "Part of the grant was passed on, which the agreement excludes.",
        ),
        (transfer, clause) => {
            let mut lacking = Vec::new();
            if transfer.is_none() {
                lacking.push(missing::transfers());
            }
            if clause.is_none() {
                lacking.push(missing::pass_through_clause());
            }
            Verdict::cannot_conclude(
                lacking,
                "Des activités sont passées à un autre organisme ; les transferts ou la clause ne sont pas au registre.",
                "Activities moved to another body; transfers or the clause are not in the ledger.",
            )
        }
    };
    let told: Vec<_> = moved.iter().map(|(fact, _)| ([fact.meta.seq], fact.passages(""))).collect();
    let moved = told.iter().map(|(entry, passages)| (entry.as_slice(), passages.as_slice()));
    let formalities = [passed, allowed].into_iter().flatten().map(Told::evidence);
    vec![verdict.resting_on(moved).resting_on(formalities).dated(convention.granted_on())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn a_move_of_activities_raises_the_question() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let grant = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(outcome(&grant), None);
        let split = json!({ "beneficiary": { "name": "Les Ateliers du Pont" },
            "successors": [{ "name": "La Remise du Quai" }] });
        let moved = grant.tell(CONVENTION, "BeneficiaryRestructured", split);
        assert_eq!(moved.lacking(super::RULE.id), ["transfers", "pass_through_clause"]);
        let allowed = moved.clone().done("passing_on_allowed", "");
        assert_eq!(outcome(&allowed), Some(Outcome::Conforming));
        let passed = moved.clone().done("passed_on", "2023-09-01");
        assert_eq!(passed.lacking(super::RULE.id), ["pass_through_clause"]);
        let forbidden = passed.formality("passing_on_allowed", false, json!({}));
        assert_eq!(outcome(&forbidden), Some(Outcome::Irregular));
        let kept = moved.formality("passed_on", false, json!({}));
        assert_eq!(outcome(&kept), Some(Outcome::Conforming));
    }
}
