//! Before a withdrawal: reasons, and the beneficiary's chance to comment.

use super::withdrawal_four_months::{withdrawal_in_words, withdrawn_on};
use crate::dossier::{ConventionDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::{missing, sources};
use greffe_domain::{ActWithdrawn, Formality};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "adversarial-before-withdrawal",
    fr: "Le retrait est motivé et précédé d'une procédure contradictoire.",
    en: "A withdrawal states its reasons and comes only after the beneficiary could comment.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "CRPA, art. L211-2, 4°, L211-5, L121-1 et L122-1",
        read_at: sources::CRPA,
        from: "2016-01-01",
        until: "",
    }],
    needs: &["observations_invited", "withdrawal_ground"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    convention.withdrawals.iter().map(|w| verdict(convention, w)).collect()
}

fn verdict(convention: &ConventionDossier<'_>, withdrawal: &Told<ActWithdrawn>) -> Verdict {
    let on = withdrawn_on(withdrawal);
    let (fr, en) = withdrawal_in_words(on);
    let invited = convention.formality(Formality::ObservationsInvited);
    let refused = invited.is_some_and(|i| !i.value.done);
    let invited_on = invited.filter(|i| i.value.done).and_then(|i| i.value.on.as_ref());
    let late = invited_on.is_some_and(|day| day.earliest() > on.latest());
    let before = invited_on.is_some_and(|day| day.latest() <= on.earliest());
    let mut lacking = Vec::new();
    if !before {
        lacking.push(missing::observations_invited());
    }
    if withdrawal.value.ground.is_none() {
        lacking.push(missing::withdrawal_ground());
    }
    let verdict = if refused || late {
        Verdict::irregular(
            format!(
                "{fr} sans que le bénéficiaire ait été invité avant à présenter ses observations."
            ),
            format!("{en} without the beneficiary having been invited to comment before."),
        )
    } else if lacking.is_empty() {
        Verdict::conforming(
            format!("{fr}, motivé et précédé d'une invitation à présenter des observations."),
            format!("{en}, with reasons and after an invitation to comment."),
        )
    } else {
        Verdict::cannot_conclude(
            lacking,
            format!("{fr} : la procédure contradictoire ou les motifs ne sont pas au registre."),
            format!("{en}: the invitation to comment or the reasons are not in the ledger."),
        )
    };
    let evidence = [withdrawal.evidence()].into_iter().chain(invited.map(Told::evidence));
    verdict.resting_on(evidence).dated(Some(on))
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, REFERENCE, Scene, outcome_of};
    use greffe_domain::Grade;
    use serde_json::json;

    fn withdrawn() -> Scene {
        let data = json!({ "act": { "reference": REFERENCE }, "ground": "illégalité" });
        let scene = Scene::sitting("2023-03-16").grant(6_000_000);
        scene.tell_as(ACT, "ActWithdrawn", Grade::Act, "2023-06-15", data)
    }

    #[test]
    fn the_beneficiary_is_heard_first() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let heard = |on: &str| withdrawn().done("observations_invited", on);
        assert_eq!(outcome(&heard("2023-05-02")), Some(Outcome::Conforming));
        assert_eq!(outcome(&heard("2023-06-16")), Some(Outcome::Irregular));
        let refused = withdrawn().formality("observations_invited", false, json!({}));
        assert_eq!(outcome(&refused), Some(Outcome::Irregular));
        assert_eq!(withdrawn().lacking(super::RULE.id), ["observations_invited"]);
        assert_eq!(outcome(&Scene::sitting("2023-03-16").grant(6_000_000)), None);
    }
}
