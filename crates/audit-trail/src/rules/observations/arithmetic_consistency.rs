//! Arithmetic: stated shares against those that the figures give. An internal check: no law
//! stands behind it, so it only ever observes.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict};
use crate::rules::wording;
use greffe_domain::Agreement;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "arithmetic-consistency",
    fr: "Les montants et les parts que disent les actes concordent.",
    en: "The amounts and shares that acts state agree with each other.",
    severity: Severity::Note,
    versions: &[],
    needs: &["subsidy", "budget", "stated_share"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for share in &convention.view.shares {
        let Some(((stated, agreement), percent)) =
            share.stated.as_ref().zip(share.agreement).zip(share.computed_percent.as_ref())
        else {
            continue;
        };
        let written = &stated.value.stated;
        let french = percent.replace('.', ",");
        let (by_fr, by_en) = wording::instrument(&share.instrument);
        let (fr, en) = match agreement {
            Agreement::Exact => ("la part dite est exacte", "the stated share is exact"),
            Agreement::Rounded => (
                "la part dite concorde, arrondie à la précision où elle est dite",
                "the stated share agrees when rounded to the precision stated",
            ),
            Agreement::Differs => (
                "la part dite ne concorde pas, même arrondie",
                "the stated share does not agree, even rounded",
            ),
        };
        let verdict = Verdict::observation(
            format!("{written} dit {by_fr} pour {french} % calculé : {fr}."),
            format!("{written} stated {by_en} against {percent} % computed: {en}."),
        );
        let evidence = [
            (stated.entries.as_slice(), stated.passages.as_slice()),
            (share.entries.as_slice(), [].as_slice()),
        ];
        verdicts.push(verdict.resting_on(evidence));
    }
    verdicts
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};
    use serde_json::json;

    fn stated(share: &str, scale: u32) -> Scene {
        let more = json!({ "budget_cents": 148_200_000,
            "share": { "stated": share, "scale": scale } });
        Scene::sitting("2023-03-16").grant_with(6_000_000, more)
    }

    #[test]
    fn the_stated_share_is_set_against_the_figures() {
        let sentence = |share: &str, scale: u32| {
            let found = stated(share, scale).findings();
            found.iter().find(|f| f.rule == super::RULE.id).unwrap().sentence.fr.clone()
        };
        assert!(sentence("4%", 0).contains("4,05 %"), "{}", sentence("4%", 0));
        assert!(sentence("4%", 0).contains("arrondie"));
        assert!(sentence("4,05 %", 2).contains("arrondie"));
        assert!(sentence("5 %", 0).contains("ne concorde pas"));
    }

    #[test]
    fn it_only_ever_observes() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        assert_eq!(outcome(&stated("5%", 0)), Some(Outcome::Observation));
        assert_eq!(outcome(&Scene::sitting("2023-03-16").grant(6_000_000)), None);
    }
}
