//! Powers: a member holds one at most, two during the sanitary derogation.

use crate::dossier::ActDossier;
use crate::finding::Severity;
use crate::rule::{Applicable, Check, Rule, Verdict, Version};
use crate::rules::{missing, sources};
use greffe_domain::slug;
use std::collections::{BTreeMap, BTreeSet};

const CODE: &str =
    "https://circulaire.legifrance.gouv.fr/codes/article_lc/LEGIARTI000006389878/2021-08-25";
const TWO: &str = "Loi n° 2021-1465 du 10 novembre 2021, art. 10 (deux pouvoirs)";

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "one-proxy-per-member",
    fr: "Un membre ne détient qu'un seul pouvoir, deux du 10 novembre 2021 au 31 juillet 2022.",
    en: "A member holds one power only, two from 10 November 2021 to 31 July 2022.",
    severity: Severity::Major,
    versions: &[
        Version {
            citation: "CGCT, art. L2121-20 (et L5211-1)",
            read_at: CODE,
            from: "2021-10-01",
            until: "2021-11-09",
        },
        Version {
            citation: TWO,
            read_at: sources::DEROGATION,
            from: "2021-11-10",
            until: "2022-07-31",
        },
        Version {
            citation: "CGCT, art. L2121-20 (et L5211-1)",
            read_at: CODE,
            from: "2022-08-01",
            until: "",
        },
    ],
    needs: &["sitting_day", "law_in_force"],
    check: Check::Act(check),
};

fn check(act: &ActDossier<'_>) -> Vec<Verdict> {
    let Some(attendance) = act.attendance.as_ref().filter(|a| !a.value.proxies.is_empty()) else {
        return Vec::new();
    };
    if !act.by_local_assembly() {
        return Vec::new();
    }
    // The same power told twice is one.
    let mut held: BTreeMap<String, (BTreeSet<String>, &str)> = BTreeMap::new();
    for proxy in &attendance.value.proxies {
        let holder = held.entry(slug(&proxy.to)).or_insert((BTreeSet::new(), proxy.to.as_str()));
        holder.0.insert(slug(&proxy.from));
    }
    let counts = held.values().map(|(givers, holder)| (givers.len(), *holder));
    let (most, holder) = counts.max().unwrap_or((0, ""));
    let allowed = match RULE.applicable(act.when()) {
        Applicable::One(version) if version.citation == TWO => Ok(2),
        Applicable::One(_) => Ok(1),
        Applicable::Several(_) => Err(missing::sitting_day()),
        Applicable::None => Err(missing::law_in_force()),
    };
    let verdict = match allowed {
        // One power a member was always allowed, and more than two never.
        _ if most <= 1 => Verdict::conforming(
            format!("Un seul pouvoir par membre ({} en tout).", attendance.value.proxies.len()),
            format!("One power a member ({} in all).", attendance.value.proxies.len()),
        ),
        Ok(allowed) if most > allowed => Verdict::irregular(
            format!("{holder} détient {most} pouvoirs, {allowed} au plus."),
            format!("{holder} holds {most} powers, {allowed} at most."),
        ),
        Ok(_) => Verdict::conforming(
            "Deux pouvoirs par membre au plus, ce que permettait la dérogation.",
            "Two powers a member at most, as the derogation allowed.",
        ),
        Err(lacking) => Verdict::cannot_conclude(
            vec![lacking],
            format!(
                "{holder} détient {most} pouvoirs : le droit applicable ce jour-là reste à établir."
            ),
            format!("{holder} holds {most} powers: which law applied that day is not settled."),
        ),
    };
    vec![verdict.resting_on([attendance.evidence()]).dated(act.when())]
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{SITTING, Scene, outcome_of};
    use serde_json::json;

    fn held(date: &str, powers: &[(&str, &str)]) -> Scene {
        let proxies: Vec<_> =
            powers.iter().map(|(from, to)| json!({ "from": from, "to": to })).collect();
        let attendance = json!({ "proxies": proxies });
        Scene::sitting(date).tell(SITTING, "AttendanceRecorded", attendance)
    }

    #[test]
    fn one_a_member_and_two_under_the_derogation() {
        let outcome =
            |date: &str, powers: &[(&str, &str)]| outcome_of(super::RULE.id, &held(date, powers));
        let two = [("A. UN", "B. DEUX"), ("C. TROIS", "B. Deux")];
        assert_eq!(outcome("2023-03-16", &two[..1]), Some(Outcome::Conforming));
        assert_eq!(outcome("2023-03-16", &two), Some(Outcome::Irregular));
        assert_eq!(outcome("2022-03-16", &two), Some(Outcome::Conforming));
        assert_eq!(outcome("2022", &two[..1]), Some(Outcome::Conforming));
        assert_eq!(
            outcome("2023-03-16", &[two[0], ("a. Un", "B. DEUX")]),
            Some(Outcome::Conforming)
        );
        assert_eq!(outcome("2023-03-16", &[]), None);
        assert_eq!(held("2022", &two).lacking(super::RULE.id), ["sitting_day"]);
        assert_eq!(held("2021-03-18", &two).lacking(super::RULE.id), ["law_in_force"]);
    }
}
