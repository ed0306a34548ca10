//! Limitation: a claim on a public body lapses four years after 1 January following the year in
//! which it was acquired. No claim is acquired before the award, so a payment within four years
//! of the award's year was made on a living claim whatever its due date.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Rule, Verdict, Version};
use crate::rules::missing;
use crate::rules::wording::{day_en, day_fr, euros_en};
use greffe_convention_state::PaymentView;
use greffe_domain::{Day, Grade, Money};

/// The years between the year of the claim and the last day on which it lives.
const YEARS: i16 = 4;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "four-year-limitation",
    fr: "La créance sur un établissement public doté d'un comptable public s'éteint quatre ans après le 1er janvier suivant l'acquisition du droit, sauf interruption.",
    en: "A claim on a public body with a public accountant lapses four years after 1 January following the year in which it was acquired, unless interrupted.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "Loi n° 68-1250, art. 1 et 2",
        read_at: "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000878035/",
        from: "1969-01-01",
        until: "",
    }],
    needs: &["due_date", "payments"],
    check: Check::Convention(check),
};

fn check(convention: &ConventionDossier<'_>) -> Vec<Verdict> {
    let view = &convention.view;
    let Some(granted) = view.subsidy_cents.current() else {
        return Vec::new();
    };
    let fixed = view.balance.as_ref().filter(|b| b.assumptions.is_empty());
    let owed = fixed.map_or(granted.value, |b| b.entitlement_cents);
    let when = convention.granted_on();
    let lives = when
        .and_then(|w| i16::try_from(w.year()?).ok())
        .and_then(|year| Day::new(year.checked_add(YEARS)?, 12, 31));
    let settled = settled(&view.payments);
    let latest = settled.iter().map(|p| p.on.latest()).max();
    // The day of an act that orders a payment is not the day on which it was settled.
    let shown = |p: &&PaymentView| p.executed || p.grade != Grade::Act;
    let dated = settled.iter().all(|p| shown(p) && p.on.latest() != Day::MAX);
    let sum = settled.iter().map(|p| p.amount_cents).try_fold(Money::ZERO, Money::checked_add);
    let paid = sum.is_some_and(|sum| sum >= owed);
    let in_time = latest.zip(lives).filter(|(latest, lives)| dated && latest <= lives);
    let made = settled.iter().all(|p| p.executed);
    let (how_fr, how_en) =
        if made { ("réglés", "paid") } else { ("payés ou mandatés", "paid or ordered") };
    let verdict = match in_time {
        Some((latest, _)) if paid => Verdict::conforming(
            format!("{owed} {how_fr} au {}, avant toute prescription possible.", day_fr(latest)),
            format!(
                "{} {how_en} by {}, before any lapse possible.",
                euros_en(owed),
                day_en(latest)
            ),
        ),
        _ => {
            let mut lacking = vec![missing::due_date()];
            if !paid || !dated {
                lacking.push(missing::payments());
            }
            let (fr, en) = lives.map_or_else(Default::default, |day| {
                (
                    format!(" ; aucune prescription avant la fin du {}", day_fr(day)),
                    format!("; no claim lapses before the end of {}", day_en(day)),
                )
            });
            Verdict::cannot_conclude(
                lacking,
                format!("Le solde ou sa date d'exigibilité ne sont pas connus{fr}."),
                format!("The balance or the day it became due is not known{en}."),
            )
        }
    };
    let payments = settled.iter().map(|p| (p.entries.as_slice(), p.passages.as_slice()));
    let granted = [(granted.entries.as_slice(), granted.passages.as_slice())];
    vec![verdict.resting_on(granted).resting_on(payments).dated(when)]
}

/// Payments made, and orders that no payment of the same sum follows.
fn settled(payments: &[PaymentView]) -> Vec<&PaymentView> {
    let made: Vec<&PaymentView> = payments.iter().filter(|p| p.executed).collect();
    let follows = |order: &&PaymentView| made.iter().any(|m| m.amount_cents == order.amount_cents);
    let ordered = payments.iter().filter(|p| !p.executed && !follows(p));
    made.iter().copied().chain(ordered).collect()
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use serde_json::json;

    #[test]
    fn paid_within_four_years_of_the_award() {
        let paid = |kind: &str, cents: i64, on: &str| {
            let payment = json!({ "amount_cents": cents, "on": on });
            Scene::sitting("2023-03-16").grant(6_000_000).record(CONVENTION, kind, payment)
        };
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let whole = paid("PaymentOrdered", 6_000_000, "2027-12-31");
        assert_eq!(outcome(&whole), Some(Outcome::Conforming));
        let late = paid("PaymentExecuted", 6_000_000, "2028-01-01");
        assert_eq!(late.lacking(super::RULE.id), ["due_date"]);
        let part = paid("PaymentExecuted", 4_000_000, "2023-05-15");
        assert_eq!(part.lacking(super::RULE.id), ["due_date", "payments"]);
        let twice = paid("PaymentOrdered", 4_000_000, "2023-05-10");
        let payment = json!({ "amount_cents": 4_000_000, "on": "2023-05-15" });
        let twice = twice.record(CONVENTION, "PaymentExecuted", payment);
        assert_eq!(twice.lacking(super::RULE.id), ["due_date", "payments"]);
    }
}
