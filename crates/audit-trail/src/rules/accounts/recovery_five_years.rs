//! Recovery: the body's own claim lapses five years after it knew of the breach. What it learned
//! from the financial report, it knew on the day the report was filed, and not before the year that the
//! report is on had ended; the year in the stream's name, which no source states, delays nothing. An order after the delay concludes nothing: what may have interrupted the
//! delay, no ledger shows.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::missing;
use crate::rules::wording::{day_en, day_fr, euros_en};
use greffe_domain::{Day, Event, Fact, FinancialReportFiled, Known, RecoveryOrdered};

/// The delay, in months from the day of knowledge.
const MONTHS: i32 = 60;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "recovery-five-years",
    fr: "La créance de reversement de l'autorité s'éteint cinq ans après qu'elle a connu ou aurait dû connaître le manquement.",
    en: "The body's claim to recover a grant lapses five years after it knew or should have known that a condition was not met.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "Code civil, art. 2224 (CAA Marseille, 30 avril 2024, n° 22MA02114)",
        read_at: "https://publications-prairial.fr/amarsada/index.php?id=423",
        from: "",
        until: "",
    }],
    needs: &["knowledge_date", "recovery_date", "interruptions", "budget_year"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let filed = |report: &(&Fact, &FinancialReportFiled)| {
        report.1.on.as_ref().unwrap_or(&report.0.meta.effective).day()
    };
    let reports = convention.financial_reports();
    let first = reports.filter_map(|report| Some((filed(&report)?, report.0))).min_by_key(|r| r.0);
    let stated = convention.view.exercise.as_ref().map(|exercise| exercise.value);
    let stated = stated.or_else(|| convention.financial_reports().find_map(|r| r.1.exercise));
    let ended = stated.and_then(|year| Day::new(i16::try_from(year).ok()?, 12, 31));
    let knew = first.map(|(day, report)| (ended.map_or(day, |ended| day.max(ended)), report));
    let orders = convention.facts.iter().filter_map(|k| match &k.fact.event {
        Event::RecoveryOrdered(order) => Some(verdict(k, order, knew, ended.is_some())),
        _ => None,
    });
    orders.collect()
}

/// `knew`: from when the delay is counted, and the report that says so. `of_year`: whether a source states the
/// year that it is on, whose end could put the delay off.
fn verdict(
    known: &Known<'_>,
    order: &RecoveryOrdered,
    knew: Option<(Day, &Fact)>,
    of_year: bool,
) -> Verdict {
    let effective = &known.fact.meta.effective;
    let on = order.on.as_ref().or(order.act.date.as_ref()).unwrap_or(effective);
    let limit = knew.and_then(|(day, _)| day.plus_months(MONTHS));
    let sum = order.amount_cents;
    let verdict = match limit.zip(on.day()) {
        Some((limit, day)) if day > limit => Verdict::cannot_conclude(
            std::iter::once(missing::interruptions())
                .chain((!of_year).then(missing::budget_year))
                .collect(),
            format!(
                "Reversement de {sum} ordonné le {}, après le {} : il n'est régulier que si le délai a été interrompu.",
                day_fr(day),
                day_fr(limit)
            ),
            format!(
                "Repayment of {} ordered on {}, after {}: regular only if the delay was interrupted.",
                euros_en(sum),
                day_en(day),
                day_en(limit)
            ),
        ),
        Some((limit, day)) => Verdict::conforming(
            format!(
                "Reversement de {sum} ordonné le {}, au plus tard le {}.",
                day_fr(day),
                day_fr(limit)
            ),
            format!(
                "Repayment of {} ordered on {}, no later than {}.",
                euros_en(sum),
                day_en(day),
                day_en(limit)
            ),
        ),
        None => {
            let mut lacking = Vec::new();
            if limit.is_none() {
                lacking.push(missing::knowledge_date());
            }
            if on.day().is_none() {
                lacking.push(missing::recovery_date());
            }
            Verdict::cannot_conclude(
                lacking,
                format!("Reversement de {sum} ordonné ; le délai ne peut être compté."),
                format!("Repayment of {} ordered; the delay cannot be counted.", euros_en(sum)),
            )
        }
    };
    let facts = std::iter::once(known.fact).chain(knew.map(|(_, report)| report));
    let evidence: Vec<_> = facts.map(|fact| ([fact.meta.seq], fact.passages(""))).collect();
    let evidence = evidence.iter().map(|(entry, words)| (entry.as_slice(), words.as_slice()));
    verdict.resting_on(evidence).dated(Some(on))
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use serde_json::json;

    /// The end of a year that no source states delays nothing, and is missing where it could.
    #[test]
    fn the_year_of_the_streams_name_delays_nothing() {
        let ordered = |on: &str| {
            let scene =
                Scene::sitting("2023-03-16").grant_with(6_000_000, json!({ "exercise": null }));
            let report = json!({ "on": "2023-06-17" });
            let scene = scene.record(CONVENTION, "FinancialReportFiled", report);
            let order = json!({ "amount_cents": 330_163, "on": on });
            scene.record(CONVENTION, "RecoveryOrdered", order)
        };
        let outcome = outcome_of(super::RULE.id, &ordered("2028-06-17"));
        assert_eq!(outcome, Some(Outcome::Conforming), "within five years of the report itself");
        let later = ordered("2028-12-31").lacking(super::RULE.id);
        assert_eq!(later, ["interruptions", "budget_year"], "2023 is only in the stream's name");
    }

    #[test]
    fn five_years_from_the_report() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let ordered = |on: &str| {
            let order = json!({ "amount_cents": 330_163, "on": on });
            let scene = Scene::sitting("2023-03-16").grant(6_000_000);
            scene.record(CONVENTION, "RecoveryOrdered", order)
        };
        assert_eq!(ordered("2024-10-10").lacking(super::RULE.id), ["knowledge_date"]);
        let reported = |on: &str| {
            let report = json!({ "on": "2024-06-17" });
            ordered(on).record(CONVENTION, "FinancialReportFiled", report)
        };
        assert_eq!(outcome(&reported("2029-06-17")), Some(Outcome::Conforming));
        assert_eq!(reported("2029-06-18").lacking(super::RULE.id), ["interruptions"]);
        // A report that was filed before its year had ended tells of no breach yet.
        let early = json!({ "on": "2023-06-17", "exercise": 2023 });
        let early = ordered("2028-12-31").record(CONVENTION, "FinancialReportFiled", early);
        assert_eq!(outcome(&early), Some(Outcome::Conforming));
        assert_eq!(reported("2029").lacking(super::RULE.id), ["recovery_date"]);
        assert_eq!(outcome(&Scene::sitting("2023-03-16").grant(6_000_000)), None);
    }
}
