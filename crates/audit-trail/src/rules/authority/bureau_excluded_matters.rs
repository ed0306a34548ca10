//! Matters that a council cannot delegate: budget, rates, accounts, and four others.

use crate::dossier::{ActDossier, OrganKind};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::{missing, sources};
use greffe_domain::slug;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "bureau-excluded-matters",
    fr: "Sept matières ne se délèguent pas au bureau, dont le budget, les taux et tarifs et le compte administratif.",
    en: "Seven matters cannot be delegated to the bureau, among them the budget, rates and fees, and the administrative account.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "CGCT, art. L5211-10, 1° à 7°",
        read_at: sources::L5211_10,
        from: "2014-01-29",
        until: "",
    }],
    needs: &["matter_of_act"],
    check: Check::Act(check),
};

/// What a title says that a bureau may not decide, as it stands once folded.
const EXCLUDED: &[&str] =
    &["budget-primitif", "compte-administratif", "compte-financier-unique", "taux-d-imposition"];
/// Words that make the title a decision, not an opinion or a debate.
const DECIDES: &[&str] = &["adoption", "vote", "approbation", "fixation"];

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    if act.organ_kind != OrganKind::Bureau || !act.institution_kind.is_epci() {
        return Vec::new();
    }
    let title = act.title.as_deref().unwrap_or_default();
    let folded = slug(title);
    let decides = DECIDES.iter().any(|word| folded.starts_with(word));
    let verdict = if decides && EXCLUDED.iter().any(|matter| folded.contains(matter)) {
        Verdict::irregular(
            format!("Le bureau décide une matière qui ne se délègue pas : « {title} »."),
            format!("The bureau decides a matter that cannot be delegated: “{title}”."),
        )
    } else if act.decides.is_empty() {
        Verdict::cannot_conclude(
            vec![missing::matter_of_act()],
            "La matière de l'acte n'est pas reconnue.",
            "The matter of the act is not recognised.",
        )
    } else {
        Verdict::conforming(
            "L'acte décide d'une subvention ou de sa convention, ce qui n'est aucune des sept matières.",
            "The act decides a grant or its convention, which is none of the seven matters.",
        )
    };
    vec![verdict.resting_on([act.tabled.evidence()]).dated(act.when())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};
    use serde_json::json;

    fn titled(organ: &str, title: &str) -> Scene {
        let more = json!({ "title": title });
        Scene::tabling("Métropole de Vauclaire", organ, "2023-03-16", more)
    }

    #[test]
    fn a_grant_may_be_delegated_and_the_budget_may_not() {
        let bureau = "Bureau de la Métropole";
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let grant = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(outcome(&grant), Some(Outcome::Conforming));
        let budget = titled(bureau, "Adoption du budget primitif 2023");
        assert_eq!(outcome(&budget), Some(Outcome::Irregular));
        let opinion = titled(bureau, "Avis sur le projet de budget primitif 2023");
        assert_eq!(opinion.lacking(super::RULE.id), ["matter_of_act"]);
        let council = titled("Conseil de la Métropole", "Adoption du budget primitif 2023");
        assert_eq!(outcome(&council), None);
    }
}
