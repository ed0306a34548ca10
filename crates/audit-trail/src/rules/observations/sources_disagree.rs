//! Sources that state different values for one field of a convention.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict};
use crate::rules::wording;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "sources-disagree",
    fr: "Les sources disent la même chose d'une même donnée.",
    en: "Sources say the same of one and the same fact.",
    severity: Severity::Note,
    versions: &[],
    needs: &["subsidy"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let contradictions = convention.view.contradictions.iter().map(|c| {
        let (by_fr, by_en) = wording::instrument(&c.instrument);
        let (field_fr, field_en) = field(c.field);
        let (believed_fr, believed_en) = wording::grade(c.grade);
        let (stated_fr, stated_en) = wording::grade(c.stated_grade);
        let against = [c.entry];
        let rival = convention.facts.iter().find(|k| k.fact.meta.seq == c.entry);
        let passages = rival.map(|k| k.fact.passages("")).unwrap_or_default();
        Verdict::observation(
            format!(
                "{field_fr} {by_fr} : {} retenu ({believed_fr}), {} dit ailleurs ({stated_fr}).",
                c.believed, c.stated
            ),
            format!(
                "{field_en} {by_en}: {} believed ({believed_en}), {} stated elsewhere ({stated_en}).",
                wording::value_en(c.field, &c.believed),
                wording::value_en(c.field, &c.stated)
            ),
        )
        .resting_on([
            (c.entries.as_slice(), [].as_slice()),
            (against.as_slice(), passages.as_slice()),
        ])
    });
    contradictions.collect()
}

/// The field in words; one that this list does not know is named as in the view.
fn field(name: &'static str) -> (&'static str, &'static str) {
    match name {
        "subsidy_cents" => ("Subvention", "Subsidy"),
        "budget_cents" => ("Budget", "Budget"),
        "shares" => ("Part", "Share"),
        "act" => ("Acte", "Act"),
        "exercise" => ("Exercice", "Exercise"),
        "beneficiary.legal_form" => ("Forme juridique", "Legal form"),
        other => (other, other),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::scene::{CONVENTION, Scene};
    use greffe_domain::Grade;
    use serde_json::json;

    #[test]
    fn each_disagreement_is_observed_with_both_entries() {
        let told = |cents: i64| {
            let data = json!({ "amount_cents": cents,
                "beneficiary": { "name": "Les Ateliers du Pont" } });
            let scene = Scene::sitting("2023-03-16").grant(6_000_000);
            let declared = Grade::Declared;
            let scene = scene.tell_as(CONVENTION, "SubsidyGranted", declared, "2023-03-16", data);
            let found = scene.findings().into_iter().filter(|f| f.rule == super::RULE.id);
            found.map(|f| (f.sentence, f.entries.len())).collect::<Vec<_>>()
        };
        assert!(told(6_000_000).is_empty());
        let found = told(6_500_000);
        assert_eq!(found.len(), 1);
        let (said, entries) = (&found[0].0, found[0].1);
        assert!(said.fr.contains("60\u{a0}000\u{a0}€") && said.fr.contains("65\u{a0}000"));
        assert!(said.fr.contains("(déclaré)"), "{}", said.fr);
        assert!(said.en.contains("€60,000 believed") && said.en.contains("€65,000"), "{}", said.en);
        assert_eq!(entries, 2);
    }

    #[test]
    fn only_amounts_are_said_as_amounts() {
        use crate::rules::wording::value_en;
        assert_eq!(value_en("exercise", "2023"), "2023");
        assert_eq!(value_en("beneficiary.siren", "732829320"), "732829320");
        assert_eq!(value_en("balance.final_stated", "1 500 €"), "€1,500");
        assert_eq!(value_en("budget_cents", "1 500 €"), "€1,500");
    }
}
