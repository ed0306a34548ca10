//! The list of deliberations goes to the councillors of member communes within a month. The text
//! names the deliberative organ, so a bureau is not concerned. Speaks once a source does.

use crate::dossier::{ActDossier, OrganKind};
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::formality::{Words, due};
use crate::rules::{missing, versions};
use greffe_domain::Formality;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "member-communes-information",
    fr: "Les conseillers municipaux des communes membres reçoivent dans le mois la liste des délibérations examinées par l'organe délibérant.",
    en: "Councillors of member communes receive within a month the list of deliberations examined by the deliberative organ.",
    severity: Severity::Minor,
    versions: &[Version {
        citation: "CGCT, art. L5211-40-2",
        read_at: "https://git.tricoteuses.fr/codes/code_general_des_collectivites_territoriales/commit/a8a87a9ff6f3051035d7bd6acd15c640265f85de",
        from: "2022-07-01",
        until: "",
    }],
    needs: &["sitting_day", "list_date"],
    check: Check::Act(check),
};

const WORDS: Words = Words {
    done: (
        "Liste adressée aux conseillers des communes membres",
        "List sent to the councillors of member communes",
    ),
    undone: (
        "La liste est dite non adressée aux conseillers des communes membres",
        "The list is said not to have been sent to the councillors of member communes",
    ),
    silent: ("Le délai ne peut être compté", "The delay cannot be counted"),
    missing: missing::list_date,
};

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    let council = act.institution_kind.is_epci() && act.organ_kind == OrganKind::Council;
    let sent = act.formality(Formality::ListSentToMemberCommunes);
    let reach = versions::reach(&RULE, act.when()).filter(|_| council && sent.is_some());
    let Some(mut lacking) = reach else {
        return Vec::new();
    };
    if act.day().is_none() && lacking.is_empty() {
        lacking.push(missing::sitting_day());
    }
    let by = act.day().and_then(|day| day.plus_months(1));
    vec![due(sent, by, lacking, missing::list_date, &WORDS).dated(act.when())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{Scene, outcome_of};

    #[test]
    fn a_month_from_the_council_s_sitting() {
        let sent = |organ: &str, on: &str| {
            let scene = Scene::of_organ(organ, "2023-03-16");
            scene.done("list_sent_to_member_communes", on)
        };
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let council = "Conseil de la Métropole";
        assert_eq!(outcome(&sent(council, "2023-04-16")), Some(Outcome::Conforming));
        assert_eq!(outcome(&sent(council, "2023-04-17")), Some(Outcome::Irregular));
        assert_eq!(sent(council, "").lacking(super::RULE.id), ["list_date"]);
        assert_eq!(outcome(&sent("Bureau de la Métropole", "2023-04-16")), None);
        assert_eq!(outcome(&Scene::of_organ(council, "2023-03-16")), None);
    }
}
