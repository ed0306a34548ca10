//! Transmission: a deliberation is executory only once the State's representative received it.

use super::{Step, before_execution};
use crate::dossier::{ActDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::{missing, sources, versions};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "transmission-to-prefect",
    fr: "La délibération n'est exécutoire qu'après transmission au représentant de l'État.",
    en: "A deliberation is not executory until it has been sent to the State's representative.",
    severity: Severity::Major,
    versions: &[
        Version {
            citation: "CGCT, art. L2131-1 et L2131-2 (et L5211-3)",
            read_at: sources::L2131_1_OLD,
            from: "2015-08-09",
            until: "2022-06-30",
        },
        Version {
            citation: "CGCT, art. L2131-1 et L2131-2 (et L5211-3)",
            read_at: sources::L2131_1,
            from: "2022-07-01",
            until: "",
        },
    ],
    needs: &["sitting_day", "transmission", "execution_date"],
    check: Check::Act(check),
};

const STEP: Step = Step { fr: "Transmise", en: "Transmitted" };

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    let reach = versions::reach(&RULE, act.when()).filter(|_| act.by_local_assembly());
    let Some(mut lacking) = reach else {
        return Vec::new();
    };
    let received = act.transmissions.iter().find_map(|t| Some((t, t.value.on.as_ref()?)));
    let verdict = match received {
        // Both versions make transmission a condition, but only the day says which one applies.
        Some((_, on)) if lacking.is_empty() => before_execution(act, &STEP, on),
        _ => {
            if received.is_none() {
                lacking.push(missing::transmission());
            }
            Verdict::cannot_conclude(
                lacking,
                "Le caractère exécutoire ne peut être établi : ce silence n'est pas une irrégularité.",
                "Whether the act is executory cannot be told; that silence is no irregularity.",
            )
        }
    };
    let told = act.transmissions.iter().map(Told::evidence);
    vec![verdict.resting_on(told).dated(act.when())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, CONVENTION, REFERENCE, Scene, outcome_of};
    use greffe_domain::Grade;
    use serde_json::json;

    fn paid(on: &str) -> Scene {
        let payment = json!({ "amount_cents": 6_000_000, "on": on });
        let scene = Scene::sitting("2023-03-16").grant(6_000_000);
        scene.record(CONVENTION, "PaymentExecuted", payment)
    }

    fn outcome(scene: &Scene) -> Option<Outcome> {
        outcome_of(super::RULE.id, scene)
    }

    #[test]
    fn received_before_any_execution() {
        let sent = |scene: Scene| scene.tell(ACT, "ActTransmitted", json!({ "on": "2023-03-21" }));
        assert_eq!(outcome(&sent(paid("2023-05-15"))), Some(Outcome::Conforming));
        assert_eq!(outcome(&sent(paid("2023-03-20"))), Some(Outcome::Irregular));
        assert_eq!(outcome(&sent(paid("2023-03-21"))), Some(Outcome::Conforming));
        assert_eq!(sent(paid("2023-03")).lacking(super::RULE.id), ["execution_date"]);
    }

    /// What a later act recalls with its year alone is one execution, of the day that is known.
    #[test]
    fn a_payment_that_two_sources_tell_is_one_execution() {
        let recalled = json!({ "amount_cents": 4_000_000, "on": "2023" });
        let made = json!({ "amount_cents": 4_000_000, "on": "2023-05-15" });
        let scene = Scene::sitting("2023-03-16").grant(6_000_000);
        let scene = scene.record(CONVENTION, "PaymentExecuted", made);
        let scene = scene.tell_as(CONVENTION, "PaymentExecuted", Grade::Recital, "2023", recalled);
        let sent = scene.tell(ACT, "ActTransmitted", json!({ "on": "2023-03-21" }));
        assert_eq!(outcome(&sent), Some(Outcome::Conforming));
    }

    #[test]
    fn what_the_act_itself_orders_is_no_execution() {
        let order = json!({ "amount_cents": 6_000_000, "on": "2023-03-16",
            "act": { "reference": REFERENCE } });
        let scene = Scene::sitting("2023-03-16").grant(6_000_000);
        let scene = scene.tell(CONVENTION, "PaymentOrdered", order);
        let sent = scene.tell(ACT, "ActTransmitted", json!({ "on": "2023-03-21" }));
        assert_eq!(outcome(&sent), Some(Outcome::Conforming));
    }

    /// The receipt came under another number, and a person decided that it is of this act; or decided that it is not.
    #[test]
    fn a_receipt_of_what_a_person_decided_is_one_act_counts() {
        let receipt = "act/vauclaire/del20230316-99";
        let link = |verdict: &str| {
            let data = json!({ "subject": ACT, "other": receipt, "verdict": verdict });
            let scene = paid("2023-05-15");
            let sent = scene.record(receipt, "ActTransmitted", json!({ "on": "2023-03-21" }));
            sent.record("ledger", "SubjectsLinked", data)
        };
        let same = link("same");
        assert_eq!(outcome(&same), Some(Outcome::Conforming));
        let found = same.findings();
        let rests = |f: &&crate::Finding| f.rule == super::RULE.id;
        let entries = &found.iter().find(rests).unwrap().entries;
        let (receipt, decision) = (same.last() - 1, same.last());
        assert!(entries.contains(&receipt) && entries.contains(&decision), "{entries:?}");
        assert_eq!(link("distinct").lacking(super::RULE.id), ["transmission"]);
    }

    #[test]
    fn silence_is_named() {
        assert_eq!(paid("2023-05-15").lacking(super::RULE.id), ["transmission"]);
        assert_eq!(Scene::sitting("2022").lacking(super::RULE.id), ["sitting_day", "transmission"]);
        let other = Scene::of_organ("Présidente", "2023-03-16");
        assert_eq!(outcome(&other), None);
    }
}
