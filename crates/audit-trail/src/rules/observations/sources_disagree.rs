//! Sources that state different values for one field of a convention.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict};
use crate::rules::wording;
use greffe_convention_state::{Undoing, UndoneAct};

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

/// The fields that have one value for each instrument.
const HELD_BY_INSTRUMENT: &[&str] = &["subsidy_cents", "budget_cents", "shares", "act"];

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let contradictions = convention.view.contradictions.iter().map(|c| {
        // What has one value for the whole convention holds by no instrument.
        let by = HELD_BY_INSTRUMENT.contains(&c.field).then(|| wording::instrument(&c.instrument));
        let (by_fr, by_en) =
            by.map_or_else(Default::default, |(fr, en)| (format!(" {fr}"), format!(" {en}")));
        let (field_fr, field_en) = field(c.field);
        let (believed_fr, believed_en) = wording::grade(c.grade);
        let (stated_fr, stated_en) = wording::grade(c.stated_grade);
        let (believed, stated) =
            (wording::value(c.field, &c.believed), wording::value(c.field, &c.stated));
        let against = [c.entry];
        let rival = convention.facts.iter().find(|k| k.fact.meta.seq == c.entry);
        let passages = rival.map(|k| k.fact.passages("")).unwrap_or_default();
        Verdict::observation(
            format!(
                "{field_fr}{by_fr} : {} retenu ({believed_fr}), {} dit ailleurs ({stated_fr}).",
                believed.0, stated.0
            ),
            format!(
                "{field_en}{by_en}: {} believed ({believed_en}), {} stated elsewhere ({stated_en}).",
                believed.1, stated.1
            ),
        )
        .resting_on([
            (c.entries.as_slice(), [].as_slice()),
            (against.as_slice(), passages.as_slice()),
        ])
    });
    contradictions.chain(convention.view.undone.iter().filter_map(of_other_act)).collect()
}

/// That what takes an act back names another one: it counts for the act that it is recorded of, and whether it
/// is that one is for a person to read.
fn of_other_act(undone: &UndoneAct) -> Option<Verdict> {
    let named = undone.names.as_ref()?.reference.as_deref()?;
    let of = undone.act.reference.as_deref().unwrap_or_default();
    let (fr, en) = match undone.how {
        Undoing::Withdrawn => ("Le retrait inscrit", "The withdrawal"),
        Undoing::Annulled => ("L'annulation inscrite", "The annulment"),
    };
    let verdict = Verdict::observation(
        format!("{fr} pour l'acte {of} nomme l'acte {named}."),
        format!("{en} recorded of act {of} names act {named}."),
    );
    Some(verdict.resting_on([(undone.entries.as_slice(), undone.passages.as_slice())]))
}

/// The field in words; one that this list does not know is named as in the view.
fn field(name: &'static str) -> (&'static str, &'static str) {
    match name {
        "subsidy_cents" => ("Subvention", "Subsidy"),
        "budget_cents" => ("Budget", "Budget"),
        "shares" => ("Part", "Share"),
        "act" => ("Acte", "Act"),
        "exercise" => ("Exercice", "Budget year"),
        "beneficiary.siret" => ("SIRET du bénéficiaire", "SIRET of the beneficiary"),
        "beneficiary.siren" => ("SIREN du bénéficiaire", "SIREN of the beneficiary"),
        "beneficiary.rna" => ("Numéro RNA du bénéficiaire", "RNA number of the beneficiary"),
        "convention.number" => ("Numéro de la convention", "Number of the convention"),
        "realised_cents" => ("Dépense réalisée", "Expense realised"),
        "balance_rule" => ("Règle du solde", "Rule of the balance"),
        "balance.final_stated" => ("Montant définitif fixé", "Final amount set"),
        "balance.balance_stated" => ("Solde fixé", "Balance set"),
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
    fn values_are_said_in_the_words_of_the_language() {
        use crate::rules::wording::value;
        let en = |field: &str, text: &str| value(field, text).1;
        assert_eq!(en("exercise", "2023"), "2023");
        assert_eq!(en("beneficiary.siren", "732829320"), "732829320");
        assert_eq!(en("balance.final_stated", "1 500 €"), "€1,500");
        assert_eq!(en("budget_cents", "1 500 €"), "€1,500");
        let owed = greffe_domain::Money::from_cents(-150_050);
        assert_eq!(
            value("balance.balance_stated", &owed.to_string()),
            (owed.to_string(), "−€1,500.50".to_owned())
        );
        assert_eq!(en("balance_rule", "pro_rata"), "in proportion of the expense realised");
    }

    /// Two notes on one convention disagree on everything that may be disputed: no field is called by its
    /// name in code.
    #[test]
    fn every_disputed_field_has_words() {
        let grant = |form: &str| {
            json!({ "amount_cents": 6_000_000, "exercise": 2023, "beneficiary": {
                "name": "Les Ateliers du Pont", "legal_form": form } })
        };
        let balance = |cents: i64| {
            json!({ "realised_cents": 30_000_000 + cents, "balance_cents": -cents,
                "final_cents": 4_000_000 + cents })
        };
        let rule = |rule: &str| json!({ "rule": rule, "words": "x", "instrument": "initial" });
        let mut scene = Scene::sitting("2023-03-16");
        for (grade, form, cents, said) in [
            (Grade::Record, "association", 100, "pro_rata"),
            (Grade::Declared, "société", 200, "fixed_amount"),
        ] {
            for (kind, data) in [
                ("SubsidyGranted", grant(form)),
                ("BalanceComputed", balance(cents)),
                ("BalanceRuleStated", rule(said)),
            ] {
                scene = scene.tell_as(CONVENTION, kind, grade, "2023-03-16", data);
            }
        }
        let found = scene.findings().into_iter().filter(|f| f.rule == super::RULE.id);
        let said: Vec<_> = found.map(|f| f.sentence).collect();
        assert!(said.len() >= 5, "{said:?}");
        for number in
            ["beneficiary.siret", "beneficiary.siren", "beneficiary.rna", "convention.number"]
        {
            assert_ne!(super::field(number).0, number);
        }
        for sentence in &said {
            for text in [&sentence.fr, &sentence.en] {
                let name = text.split([' ', ':']).find(|w| w.contains('_') || w.contains(".s"));
                assert_eq!(name, None, "{text}");
                assert!(text.starts_with(char::is_uppercase), "{text}");
            }
            assert!(!sentence.en.contains("\u{a0}€"), "{}", sentence.en);
        }
    }
}
