//! Withdrawal: on its own initiative the body withdraws a decision that creates rights only if
//! it is unlawful, and within four months.
//!
//! What was obtained by fraud may be withdrawn at any time (CRPA, art. L241-2), and a withdrawal
//! that the beneficiary asks for follows other rules: a late withdrawal breaks this one only when
//! the text gives a ground other than fraud and says that the body acted on its own initiative.

use crate::dossier::{ConventionDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::wording::{day_en, day_fr, on};
use crate::rules::{missing, sources};
use greffe_domain::{ActWithdrawn, Edtf, slug};

/// The delay, in months from the decision.
const MONTHS: i32 = 4;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "withdrawal-four-months",
    fr: "L'autorité ne retire de sa propre initiative une décision créatrice de droits que si elle est illégale et dans les quatre mois.",
    en: "The body withdraws on its own initiative a decision creating rights only if it is unlawful and within four months.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "CRPA, art. L242-1",
        read_at: sources::CRPA,
        from: "2016-01-01",
        until: "",
    }],
    needs: &["act_date", "withdrawal_date", "withdrawal_ground", "withdrawal_initiative"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let own = |w: &&Told<ActWithdrawn>| w.value.condition_unmet != Some(true);
    convention.withdrawals.iter().filter(own).map(|w| verdict(convention, w)).collect()
}

/// The day of a withdrawal: that of the act that withdraws, else the fact's own.
pub(super) fn withdrawn_on(withdrawal: &Told<ActWithdrawn>) -> &Edtf {
    let by = withdrawal.value.by.as_ref().and_then(|act| act.date.as_ref());
    by.unwrap_or(&withdrawal.effective)
}

/// `Retrait du 17 juin 2024`, `Retrait en juin 2024`, `Retrait à une date non dite`, with its English.
pub(super) fn withdrawal_in_words(when: &Edtf) -> (String, String) {
    let (fr, en) = on(when);
    let fr = when.day().map_or(fr, |day| format!("du {}", day_fr(day)));
    (format!("Retrait {fr}"), format!("Withdrawn {en}"))
}

/// Whether a ground, folded, says that something is not, or is absent.
fn denies(ground: &str) -> bool {
    let words: Vec<&str> = ground.split('-').collect();
    words.iter().any(|word| {
        ["pas", "aucun", "aucune", "sans", "absence", "non", "ni", "nullement"].contains(word)
    })
}

fn verdict(convention: &ConventionDossier<'_>, withdrawal: &Told<ActWithdrawn>) -> Verdict {
    let key = withdrawal.value.act.key();
    let act = convention.acts.iter().find(|a| a.key.is_some() && a.key == key);
    let taken = act.and_then(|a| a.when()).or(withdrawal.value.act.date.as_ref());
    let on = withdrawn_on(withdrawal);
    let limit = taken.and_then(Edtf::day).and_then(|day| day.plus_months(MONTHS));
    let mut lacking = Vec::new();
    if limit.is_none() {
        lacking.push(missing::act_date());
    }
    if on.day().is_none() {
        lacking.push(missing::withdrawal_date());
    }
    // « illégale », « illégalité », « illégalement »; a ground that denies something is for a person to read.
    let ground = withdrawal.value.ground.as_deref().map(slug);
    let denied = ground.as_deref().is_some_and(denies);
    let unlawful = !denied && ground.as_deref().is_some_and(|g| g.contains("illegal"));
    if ground.is_none() {
        lacking.push(missing::withdrawal_ground());
    }
    let fraud = !denied && ground.as_deref().is_some_and(|g| g.contains("fraud"));
    let own = ground.as_deref().is_some_and(|g| {
        ["propre-initiative", "d-office", "demande-d-un-tiers"].iter().any(|w| g.contains(w))
    });
    let (fr, en) = withdrawal_in_words(on);
    let verdict = match limit.filter(|_| lacking.is_empty()) {
        Some(limit) if on.earliest() > limit && fraud => Verdict::cannot_conclude(
            vec![missing::withdrawal_ground()],
            format!("{fr} pour fraude : aucun délai ne court si elle est établie."),
            format!("{en} for fraud: no time limit runs if it is established."),
        ),
        Some(limit) if on.earliest() > limit && !own => Verdict::cannot_conclude(
            vec![missing::withdrawal_initiative()],
            format!(
                "{fr}, après le {} ; le texte ne dit pas à l'initiative de qui.",
                day_fr(limit)
            ),
            format!("{en}, after {}; the text does not say on whose initiative.", day_en(limit)),
        ),
        Some(limit) if on.earliest() > limit => Verdict::irregular(
            format!("{fr}, après le {}.", day_fr(limit)),
            format!("{en}, after {}.", day_en(limit)),
        ),
        Some(limit) if unlawful => Verdict::conforming(
            format!("{fr} pour illégalité, au plus tard le {}.", day_fr(limit)),
            format!("{en} as unlawful, no later than {}.", day_en(limit)),
        ),
        _ => {
            if lacking.is_empty() {
                lacking.push(missing::withdrawal_ground());
            }
            Verdict::cannot_conclude(
                lacking,
                format!("{fr} : le délai ou l'illégalité ne peuvent être vérifiés."),
                format!("{en}: delay or unlawfulness cannot be checked."),
            )
        }
    };
    verdict.resting_on([withdrawal.evidence()]).dated(Some(on))
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, REFERENCE, Scene, outcome_of, with};
    use greffe_domain::Grade;
    use serde_json::{Value, json};

    fn withdrawn(on: &str, more: Value) -> Scene {
        let data = with(json!({ "act": { "reference": REFERENCE } }), more);
        let scene = Scene::sitting("2023-03-16").grant(6_000_000);
        scene.tell_as(ACT, "ActWithdrawn", Grade::Act, on, data)
    }

    #[test]
    fn four_months_and_an_unlawful_act() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let ground = json!({ "ground": "illégalité de l'attribution" });
        let at = |on: &str| outcome(&withdrawn(on, ground.clone()));
        assert_eq!(at("2023-07-16"), Some(Outcome::Conforming));
        for denied in ["l'acte n'est entaché d'aucune illégalité", "sans illégalité ni fraude"]
        {
            let scene = withdrawn("2023-04-16", json!({ "ground": denied }));
            assert_eq!(scene.lacking(super::RULE.id), ["withdrawal_ground"], "{denied}");
        }
        let late = |ground: &str| withdrawn("2023-07-17", json!({ "ground": ground }));
        let own = late("illégalité relevée par la Métropole de sa propre initiative");
        assert_eq!(outcome(&own), Some(Outcome::Irregular));
        let unsaid = late("illégalité de l'attribution").lacking(super::RULE.id);
        assert_eq!(unsaid, ["withdrawal_initiative"]);
        let fraud = late("fraude, retrait d'office").lacking(super::RULE.id);
        assert_eq!(fraud, ["withdrawal_ground"]);
        let unmet = json!({ "condition_unmet": true });
        assert_eq!(outcome(&withdrawn("2024-07-17", unmet)), None);
        let silent = withdrawn("2023-06-15", json!({}));
        assert_eq!(silent.lacking(super::RULE.id), ["withdrawal_ground"]);
        let vague = withdrawn("2023", ground);
        assert_eq!(vague.lacking(super::RULE.id), ["withdrawal_date"]);
    }
}
