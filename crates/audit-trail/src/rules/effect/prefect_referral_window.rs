//! Referral: the two months in which the prefect may refer the act to the court. A delay that
//! runs, not a breach: it is observed, or its start is missing.

use crate::dossier::{ActDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::missing;
use crate::rules::wording::{date, day_en, day_fr};

/// The delay, in months from receipt.
const MONTHS: i32 = 2;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "prefect-referral-window",
    fr: "Le préfet peut déférer l'acte au tribunal administratif dans les deux mois de sa transmission.",
    en: "The prefect may refer the act to the administrative court within two months of its transmission.",
    severity: Severity::Note,
    versions: &[Version {
        citation: "CGCT, art. L2131-6 (et L5211-3)",
        read_at: "https://french-business-law.com/rench-legislation-art/article-l2131-6-of-the-french-general-code-of-local-authorities",
        from: "",
        until: "",
    }],
    needs: &["transmission"],
    check: Check::Act(check),
};

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    if !act.by_local_assembly() {
        return Vec::new();
    }
    let received = act.transmissions.iter().find_map(|t| t.value.on.as_ref());
    let ends = received.and_then(|on| on.latest().plus_months(MONTHS));
    let verdict = match received.zip(ends) {
        Some((on, ends)) => {
            let (fr, en) = date(on);
            Verdict::observation(
                format!(
                    "Reçue le {fr} : le déféré est possible deux mois, jusqu'au {}.",
                    day_fr(ends)
                ),
                format!(
                    "Received on {en}: referral is possible for two months, until {}.",
                    day_en(ends)
                ),
            )
        }
        None => Verdict::cannot_conclude(
            vec![missing::transmission()],
            "Sans date de réception, le délai de déféré n'a pas de point de départ connu.",
            "Without a day of receipt, the delay for referral has no known start.",
        ),
    };
    vec![verdict.resting_on(act.transmissions.iter().map(Told::evidence)).dated(act.when())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, Scene};
    use serde_json::json;

    #[test]
    fn two_months_run_from_receipt() {
        let scene = Scene::sitting("2023-03-16");
        assert_eq!(scene.lacking(super::RULE.id), ["transmission"]);
        let sent = scene.tell(ACT, "ActTransmitted", json!({ "on": "2023-03-21" }));
        let found = sent.findings();
        let window = found.iter().find(|f| f.rule == super::RULE.id).unwrap();
        assert_eq!(window.outcome, Outcome::Observation);
        assert!(window.sentence.fr.contains("21 mai 2023"), "{}", window.sentence.fr);
        assert_eq!(window.sources.len(), 1, "a delay has its source");
    }
}
