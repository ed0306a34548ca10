//! Publicity: a grant is an individual decision, so it is its notification that counts.

use super::{Step, before_execution};
use crate::dossier::{ActDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::{missing, sources, versions};
use greffe_domain::Publicity;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "publicity-by-kind-of-act",
    fr: "Une décision individuelle, comme l'octroi d'une subvention, est notifiée à son destinataire.",
    en: "An individual decision, such as the award of a grant, is notified to its addressee.",
    severity: Severity::Major,
    versions: &[
        Version {
            citation: "CGCT, art. L2131-1 (et L5211-3) ; CRPA, art. L221-8",
            read_at: sources::L2131_1_OLD,
            from: "2015-08-09",
            until: "2022-06-30",
        },
        Version {
            citation: "CGCT, art. L2131-1, I à III (et L5211-3) ; CRPA, art. L221-8",
            read_at: sources::L2131_1,
            from: "2022-07-01",
            until: "",
        },
    ],
    needs: &["sitting_day", "notification", "execution_date"],
    check: Check::Act(check),
};

const STEP: Step = Step { fr: "Notifiée", en: "Notified" };

/// Facts that make an act individual: they give or change somebody's right to a grant.
const INDIVIDUAL: &[&str] =
    &["SubsidyGranted", "ConventionApproved", "AvenantApproved", "BalanceComputed"];

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    let concerned = act.by_local_assembly() && act.decides_any(INDIVIDUAL);
    let Some(mut lacking) = versions::reach(&RULE, act.when()).filter(|_| concerned) else {
        return Vec::new();
    };
    let notified: Vec<_> =
        act.publications.iter().filter(|p| p.value.means == Some(Publicity::Notified)).collect();
    let day = notified.iter().find_map(|p| p.value.on.as_ref());
    let verdict = match day {
        Some(on) if lacking.is_empty() => before_execution(act, &STEP, on),
        _ => {
            if day.is_none() {
                lacking.push(missing::notification());
            }
            Verdict::cannot_conclude(
                lacking,
                "La notification au bénéficiaire et son jour ne sont pas au registre.",
                "Notification to the beneficiary and its day are not in the ledger.",
            )
        }
    };
    vec![verdict.resting_on(notified.into_iter().map(Told::evidence)).dated(act.when())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, CONVENTION, Scene, outcome_of};
    use serde_json::json;

    fn grant() -> Scene {
        Scene::sitting("2023-03-16").grant(6_000_000)
    }

    /// The order is no payment, and of what it came to the payment tells.
    #[test]
    fn an_order_that_was_paid_carried_nothing_out_by_itself() {
        let notified = json!({ "means": "notified", "on": "2023-03-25" });
        let money = |on: &str| json!({ "amount_cents": 100, "role": "advance", "on": on });
        let scene = grant().record(ACT, "ActPublished", notified).record(
            CONVENTION,
            "PaymentOrdered",
            money("2023-03-24"),
        );
        assert_eq!(outcome_of(super::RULE.id, &scene), Some(Outcome::Irregular));
        let scene = scene.record(CONVENTION, "PaymentExecuted", money("2023-03-28"));
        assert_eq!(outcome_of(super::RULE.id, &scene), Some(Outcome::Conforming));
    }

    fn published(scene: Scene, means: &str) -> Scene {
        scene.tell(ACT, "ActPublished", json!({ "on": "2023-03-22", "means": means }))
    }

    #[test]
    fn notified_before_execution() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        assert_eq!(outcome(&published(grant(), "notified")), Some(Outcome::Conforming));
        let signed = grant().record(CONVENTION, "ConventionSigned", json!({ "on": "2023-03-20" }));
        assert_eq!(outcome(&published(signed, "notified")), Some(Outcome::Irregular));
        assert_eq!(outcome(&published(Scene::sitting("2023-03-16"), "notified")), None);
    }

    #[test]
    fn publication_online_is_no_notification() {
        assert_eq!(published(grant(), "online").lacking(super::RULE.id), ["notification"]);
    }
}
