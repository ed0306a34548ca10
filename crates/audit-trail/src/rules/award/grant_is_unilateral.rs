//! A grant is a unilateral act: its conditions are fixed at the latest when it is awarded. Looked
//! at when a later instrument states how the balance is computed.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::missing;
use crate::rules::wording;
use greffe_domain::{BalanceRule, BalanceRuleStated, Event, Fact, Instrument};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "grant-is-unilateral",
    fr: "L'octroi d'une subvention est un acte unilatéral ; ses conditions sont fixées au plus tard à l'octroi.",
    en: "A grant award is a unilateral act; its conditions are fixed at the latest when it is awarded.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "CE, avis, 29 mai 2019, n° 428040 ; CE, 5 juillet 2010, n° 308615",
        read_at: "https://sensei-avocats.fr/flash/subventions-modalites-de-recuperation-en-cas-de-non-respect-des-conditions-mises-a-son-octroi/",
        from: "",
        until: "",
    }],
    needs: &["initial_conditions", "beneficiary_consent"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let stated: Vec<(&Fact, &BalanceRuleStated)> = convention
        .facts
        .iter()
        .filter_map(|k| match &k.fact.event {
            Event::BalanceRuleStated(rule) => Some((k.fact, rule)),
            _ => None,
        })
        .collect();
    let initial = stated.iter().find(|(_, r)| r.instrument == Instrument::Initial);
    let later = stated.iter().filter(|(_, r)| r.instrument != Instrument::Initial);
    later
        .map(|(fact, rule)| {
            let verdict = verdict(convention, initial.map(|(_, r)| r.rule), rule);
            let (entry, passages) = ([fact.meta.seq], fact.passages(""));
            verdict
                .resting_on([(entry.as_slice(), passages.as_slice())])
                .dated(convention.granted_on())
        })
        .collect()
}

fn verdict(
    convention: &ConventionDossier<'_>,
    initial: Option<BalanceRule>,
    later: &BalanceRuleStated,
) -> Verdict {
    let (fr, en) = wording::instrument(&later.instrument);
    // Only a rule that can lower the sum due is a condition against the beneficiary.
    let harsher = later.rule == BalanceRule::ProRata;
    match (initial, &later.instrument) {
        (Some(before), _) if before == later.rule || !harsher => Verdict::conforming(
            format!("Règle du solde énoncée {fr}, sans condition nouvelle contre le bénéficiaire."),
            format!(
                "Rule of the balance stated {en}, with no new condition against the beneficiary."
            ),
        ),
        (None, _) => Verdict::cannot_conclude(
            vec![missing::initial_conditions()],
            format!("Règle du solde énoncée {fr} ; celle de l'attribution n'est pas au registre."),
            format!("Rule of the balance stated {en}; that of the award is not in the ledger."),
        ),
        (Some(_), Instrument::Avenant(n)) if !avenant_signed(convention, *n) => {
            Verdict::cannot_conclude(
                vec![missing::beneficiary_consent()],
                format!("Proportionnalité ajoutée {fr}, dont la signature n'est pas au registre."),
                format!("Proportionality added {en}, whose signature is not in the ledger."),
            )
        }
        (Some(_), Instrument::Avenant(_)) => Verdict::conforming(
            format!("Proportionnalité ajoutée {fr}, signé des parties."),
            format!("Proportionality added {en}, which the parties signed."),
        ),
        (Some(_), _) => Verdict::irregular(
            format!(
                "Montant fixé à l'attribution, rendu proportionnel {fr} : condition nouvelle après l'octroi."
            ),
            format!(
                "Amount fixed at the award, made proportional {en}: a new condition after the award."
            ),
        ),
    }
}

fn avenant_signed(convention: &ConventionDossier<'_>, number: u32) -> bool {
    convention.facts.iter().any(|k| match &k.fact.event {
        Event::AvenantSigned(signed) => signed.number == number,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use serde_json::{Value, json};

    fn stated(scene: Scene, rule: &str, instrument: &Value) -> Scene {
        let data = json!({ "rule": rule, "words": "…", "instrument": instrument });
        scene.tell(CONVENTION, "BalanceRuleStated", data)
    }

    fn outcome(scene: &Scene) -> Option<Outcome> {
        outcome_of(super::RULE.id, scene)
    }

    #[test]
    fn conditions_come_no_later_than_the_award() {
        let grant = Scene::sitting("2023-03-16").grant(6_000_000);
        let fixed = stated(grant.clone(), "fixed_amount", &json!("initial"));
        assert_eq!(outcome(&fixed), None);
        let act = json!({ "act": "4410/24/BM" });
        let imposed = stated(fixed.clone(), "pro_rata", &act);
        assert_eq!(outcome(&imposed), Some(Outcome::Irregular));
        let recalled =
            stated(stated(grant.clone(), "pro_rata", &json!("initial")), "pro_rata", &act);
        assert_eq!(outcome(&recalled), Some(Outcome::Conforming));
        let alone = stated(grant, "pro_rata", &json!({ "avenant": 1 }));
        assert_eq!(alone.lacking(super::RULE.id), ["initial_conditions"]);
        let agreed = stated(fixed, "pro_rata", &json!({ "avenant": 1 }));
        assert_eq!(agreed.lacking(super::RULE.id), ["beneficiary_consent"]);
        let signed = agreed.record(CONVENTION, "AvenantSigned", json!({ "number": 1 }));
        assert_eq!(outcome(&signed), Some(Outcome::Conforming));
    }
}
