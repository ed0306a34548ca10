//! Recovery: the body's own claim lapses five years after it knew of the breach. What it learned
//! from the financial report, it knew on the day the report was filed.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::missing;
use crate::rules::wording::{day_en, day_fr, euros_en};
use greffe_domain::{Day, Edtf, Event, Known, RecoveryOrdered};

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
    needs: &["knowledge_date", "recovery_date"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let reports = convention.financial_reports();
    let knew =
        reports.filter_map(|(fact, r)| r.on.as_ref().unwrap_or(&fact.meta.effective).day()).min();
    let orders = convention.facts.iter().filter_map(|k| match &k.fact.event {
        Event::RecoveryOrdered(order) => Some(verdict(k, order, knew)),
        _ => None,
    });
    orders.collect()
}

fn verdict(known: &Known<'_>, order: &RecoveryOrdered, knew: Option<Day>) -> Verdict {
    let effective = &known.fact.meta.effective;
    let on = order.on.as_ref().or(order.act.date.as_ref()).unwrap_or(effective);
    let limit = knew.and_then(|day| day.plus_months(MONTHS));
    let sum = order.amount_cents;
    let verdict = match limit.zip(on.day()) {
        Some((limit, day)) if day > limit => Verdict::irregular(
            format!("Reversement de {sum} ordonné le {}, après le {}.", day_fr(day), day_fr(limit)),
            format!(
                "Repayment of {} ordered on {}, after {}.",
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
    let (entry, passages) = ([known.fact.meta.seq], known.fact.passages(""));
    let on: &Edtf = on;
    verdict.resting_on([(entry.as_slice(), passages.as_slice())]).dated(Some(on))
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use serde_json::json;

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
        assert_eq!(outcome(&reported("2029-06-18")), Some(Outcome::Irregular));
        assert_eq!(reported("2029").lacking(super::RULE.id), ["recovery_date"]);
        assert_eq!(outcome(&Scene::sitting("2023-03-16").grant(6_000_000)), None);
    }
}
