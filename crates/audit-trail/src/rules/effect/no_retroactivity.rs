//! No retroactivity: an act that changes a past exercise needs the exception for favourable
//! replacements.
//!
//! The exception (CRPA, art. L242-4) asks that the beneficiary requested the change, that it is
//! more favourable, and that no third party's rights are harmed. An avenant whose text is not
//! held may also have effect for the future only: then nothing is backdated.

use crate::dossier::{ConventionDossier, Told};
use crate::finding::{Lacking, Severity};
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::wording::euros_en;
use crate::rules::{missing, sources};
use greffe_domain::{AvenantApproved, Edtf, Event, Formality, Instrument, Known, Money};
use std::collections::BTreeMap;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "no-retroactivity",
    fr: "Une décision n'a d'effet que pour l'avenir, sauf remplacement plus favorable demandé par le bénéficiaire et sans atteinte aux tiers.",
    en: "A decision takes effect only for the future, save a more favourable replacement that the beneficiary asked for, without harm to third parties.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "CRPA, art. L242-4 (exception)",
        read_at: sources::CRPA,
        from: "2016-01-01",
        until: "",
    }],
    needs: &["sitting_day", "request_date", "avenant_text", "effect_on_balance", "third_parties"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let avenants = avenants(convention);
    avenants.into_values().filter_map(|(k, a)| verdict(convention, k, a)).collect()
}

/// Each avenant once, as its best source tells it; none whose act was taken back, since it changes nothing.
pub(crate) fn avenants<'c>(
    convention: &'c ConventionDossier<'_>,
) -> BTreeMap<u32, (Known<'c>, &'c AvenantApproved)> {
    let mut found: BTreeMap<u32, (Known<'c>, &'c AvenantApproved)> = BTreeMap::new();
    for known in &convention.facts {
        if let Event::AvenantApproved(avenant) = &known.fact.event
            && convention.undone(&Instrument::Avenant(avenant.number)).next().is_none()
        {
            let better = found
                .get(&avenant.number)
                .is_none_or(|(best, _)| known.fact.meta.grade < best.fact.meta.grade);
            if better {
                found.insert(avenant.number, (*known, avenant));
            }
        }
    }
    found
}

/// When an avenant was decided: the day of its act, else its fact's own date.
pub(crate) fn decided_on(
    convention: &ConventionDossier<'_>,
    known: &Known<'_>,
    avenant: &AvenantApproved,
) -> Edtf {
    let act = convention.act_of(&Instrument::Avenant(avenant.number));
    let date = act.and_then(|act| act.when().cloned()).or_else(|| avenant.act.date.clone());
    date.unwrap_or_else(|| known.fact.meta.effective.clone())
}

fn verdict(
    convention: &ConventionDossier<'_>,
    known: Known<'_>,
    avenant: &AvenantApproved,
) -> Option<Verdict> {
    let decided = decided_on(convention, &known, avenant);
    let exercise = avenant.exercise.or(convention.view.exercise.as_ref().map(|e| e.value));
    let number = avenant.number;
    let from = avenant.takes_effect.as_ref();
    let verdict = match from {
        Some(from) if from.earliest() >= decided.latest() => Verdict::conforming(
            format!("L'avenant n° {number} n'a d'effet que pour l'avenir."),
            format!("Avenant no. {number} takes effect only for the future."),
        ),
        Some(from) if from.latest() >= decided.earliest() => Verdict::cannot_conclude(
            vec![missing::sitting_day()],
            format!(
                "L'avenant n° {number} a effet à une date que celle de sa décision, trop vague, ne permet pas de situer."
            ),
            format!(
                "Avenant no. {number} has effect from a day that its decision, too vaguely dated, cannot be set against."
            ),
        ),
        None if exercise.is_none_or(|year| year >= decided.earliest().year()) => return None,
        _ => exception(convention, number, &decided, from.is_some()),
    };
    let passages = known.fact.passages("");
    let entries = [known.fact.meta.seq];
    Some(verdict.resting_on([(entries.as_slice(), passages.as_slice())]).dated(Some(&decided)))
}

/// Whether the conditions of the exception are documented.
fn exception(
    convention: &ConventionDossier<'_>,
    number: u32,
    decided: &Edtf,
    backdated: bool,
) -> Verdict {
    let mut lacking: Vec<Lacking> = Vec::new();
    // What came after the decision did not call for it.
    let before = |on: &Edtf| on.latest() < decided.earliest();
    let asked = |k: &Known<'_>| match &k.fact.event {
        Event::AvenantRequested(request) => request.on.as_ref().is_some_and(before),
        _ => false,
    };
    if !convention.facts.iter().any(asked) {
        lacking.push(missing::request_date());
    }
    if !backdated {
        lacking.push(missing::avenant_text());
    }
    let effect = effect(convention, number);
    if effect.is_none() {
        lacking.push(missing::effect_on_balance());
    }
    let harmless = convention.formality(Formality::NoHarmToThirdParties);
    if harmless.is_none() {
        lacking.push(missing::third_parties());
    }
    let unfavourable = effect.is_some_and(|e| e < Money::ZERO);
    let harmful = harmless.is_some_and(|h| !h.value.done);
    let evidence = harmless.map(Told::evidence);
    let verdict = if backdated && (unfavourable || harmful) {
        let (why_fr, why_en) = if harmful {
            ("il est dit porter atteinte à des tiers", "it is said to harm third parties")
        } else {
            ("il est défavorable au bénéficiaire", "it is to the beneficiary's detriment")
        };
        Verdict::irregular(
            format!("L'avenant n° {number} rétroagit et {why_fr}."),
            format!("Avenant no. {number} is backdated and {why_en}."),
        )
    } else if lacking.is_empty() && !unfavourable && !harmful {
        let gain = effect.unwrap_or(Money::ZERO);
        Verdict::conforming(
            format!(
                "L'avenant n° {number} rétroagit à la demande du bénéficiaire, en sa faveur ({gain}) et sans atteinte aux tiers."
            ),
            format!(
                "Avenant no. {number} is backdated at the beneficiary's request, in its favour ({}), and harms no third party.",
                euros_en(gain)
            ),
        )
    } else {
        Verdict::cannot_conclude(
            lacking,
            format!(
                "L'avenant n° {number} touche un exercice antérieur à sa décision ; les conditions de l'exception ne sont pas toutes documentées."
            ),
            format!(
                "Avenant no. {number} touches an exercise before its decision; the conditions of the exception are not all documented."
            ),
        )
    };
    verdict.resting_on(evidence)
}

/// What the last avenant is worth to the beneficiary, where nothing has to be assumed.
fn effect(convention: &ConventionDossier<'_>, number: u32) -> Option<Money> {
    let balance = convention.view.balance.as_ref().filter(|b| !b.entitlement_assumed())?;
    let without = balance.without_last_avenant.as_ref()?;
    without.difference_cents.filter(|_| without.instrument == Instrument::Avenant(number))
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use serde_json::{Value, json};

    /// A grant for 2022 on a budget, and an avenant of 2023 that replaces the budget.
    fn changed(takes_effect: Value, new_budget: i64) -> Scene {
        let grant = json!({ "amount_cents": 6_000_000, "exercise": 2022,
            "beneficiary": { "name": "Les Ateliers du Pont" }, "budget_cents": 40_000_000 });
        let revised = json!({ "to_cents": new_budget, "instrument": { "avenant": 1 } });
        let record = greffe_domain::Grade::Record;
        Scene::sitting("2023-03-16")
            .tell_as(CONVENTION, "SubsidyGranted", record, "2022-03-17", grant)
            .avenant(2022, takes_effect)
            .tell(CONVENTION, "BudgetRevised", revised)
    }

    fn documented(scene: Scene) -> Scene {
        let rule = json!({ "rule": "pro_rata", "words": "au prorata", "instrument": "initial" });
        let report = json!({ "realised_cents": 30_000_000 });
        let request = json!({ "by": "l'association", "on": "2023-01-22" });
        scene
            .tell(CONVENTION, "BalanceRuleStated", rule)
            .record(CONVENTION, "FinancialReportFiled", report)
            .tell(CONVENTION, "AvenantRequested", request)
            .done("no_harm_to_third_parties", "")
    }

    fn outcome(scene: &Scene) -> Option<Outcome> {
        outcome_of(super::RULE.id, scene)
    }

    #[test]
    fn silence_on_the_conditions_is_named() {
        let scene = changed(json!({}), 30_000_000);
        assert_eq!(
            scene.lacking(super::RULE.id),
            ["request_date", "avenant_text", "effect_on_balance", "third_parties"]
        );
        let documented = documented(scene);
        assert_eq!(documented.lacking(super::RULE.id), ["avenant_text"]);
    }

    #[test]
    fn the_exception_needs_its_conditions() {
        let back = json!({ "takes_effect": "2022-01-01" });
        let favourable = documented(changed(back.clone(), 30_000_000));
        assert_eq!(outcome(&favourable), Some(Outcome::Conforming));
        let harsh = documented(changed(back, 50_000_000));
        assert_eq!(outcome(&harsh), Some(Outcome::Irregular));
    }

    #[test]
    fn a_request_after_the_decision_does_not_count() {
        let back = json!({ "takes_effect": "2022-01-01" });
        let late = json!({ "by": "l'association", "on": "2023-03-20" });
        let scene = changed(back.clone(), 30_000_000).tell(CONVENTION, "AvenantRequested", late);
        assert!(scene.lacking(super::RULE.id).contains(&"request_date"));
        let early = json!({ "by": "l'association", "on": "2023-03-15" });
        let scene = changed(back, 30_000_000).tell(CONVENTION, "AvenantRequested", early);
        assert!(!scene.lacking(super::RULE.id).contains(&"request_date"));
    }

    #[test]
    fn an_unfavourable_effect_alone_is_not_backdating() {
        let harsh = documented(changed(json!({}), 50_000_000));
        assert_eq!(harsh.lacking(super::RULE.id), ["avenant_text"]);
    }

    #[test]
    fn a_vague_decision_is_not_set_against_a_day() {
        let from = json!({ "takes_effect": "2024-03-01" });
        let scene = Scene::sitting("2024").grant(6_000_000).avenant(2023, from);
        assert_eq!(scene.lacking(super::RULE.id), ["sitting_day"]);
    }

    #[test]
    fn effect_for_the_future_conforms() {
        let later = json!({ "takes_effect": "2023-04-01" });
        assert_eq!(outcome(&changed(later, 30_000_000)), Some(Outcome::Conforming));
        let same_year = Scene::sitting("2023-03-16").grant(6_000_000).avenant(2023, json!({}));
        assert_eq!(outcome(&same_year), None);
    }
}
