//! The grantor forwards the certified accounts of bodies that it paid more than 75 000 €, or more than half of
//! their income, which no ledger of one grantor tells.

use crate::dossier::{ConventionDossier, InstitutionKind, Told};
use crate::finding::{Lacking, Severity};
use crate::rule::{Check, Parameter, Rule, Verdict, Version};
use crate::rules::formality::{Words, recorded};
use crate::rules::missing;
use crate::rules::wording::euros_en;
use greffe_domain::{Formality, FormalityRecorded, Money};

/// CGCT, art. L2313-1-1: the amount paid in a year above which accounts are sent.
static THRESHOLD: Parameter = Parameter {
    name: "threshold_cents",
    fr: "montant versé dans l'année, en centimes, au-delà duquel les comptes sont transmis",
    en: "amount paid in a year, in cents, above which accounts are sent",
    law: 7_500_000,
    strictest: 0,
};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "certified-accounts-of-grantee",
    fr: "Les comptes certifiés des organismes ayant reçu plus de 75 000 euros sont transmis au préfet et au comptable.",
    en: "Certified accounts of bodies paid more than 75,000 euros are sent to the prefect and the public accountant.",
    severity: Severity::Minor,
    versions: &[Version {
        citation: "CGCT, art. L2313-1-1",
        read_at: "https://french-business-law.com/french-legislation-art/article-l2313-1-1-of-the-french-general-code-of-local-authorities",
        from: "",
        until: "2025-12-31",
    }],
    needs: &[
        "payments",
        "beneficiary_identity",
        "one_grant",
        "exercise",
        "beneficiary_income",
        "accounts_forwarded",
    ],
    check: Check::ConventionBy(&THRESHOLD, check),
};

const WORDS: Words = Words {
    done: (
        "Comptes certifiés transmis au préfet et au comptable",
        "Certified accounts sent to prefect and accountant",
    ),
    undone: (
        "Les comptes certifiés sont dits non transmis",
        "The certified accounts are said not to have been sent",
    ),
    silent: (
        "Les versements d'un même exercice ou l'envoi des comptes certifiés ne sont pas au registre",
        "Payments within one year or the sending of certified accounts are not in the ledger",
    ),
    missing: missing::accounts_forwarded,
};

fn check(convention: &ConventionDossier<'_>, threshold_cents: i64) -> Vec<Verdict> {
    let threshold = Money::from_cents(threshold_cents);
    // The article binds communes and, by reference, the groupings of communes.
    let bound = |kind: InstitutionKind| kind.is_epci() || kind == InstitutionKind::Commune;
    if convention.institution_kind().is_some_and(|kind| !bound(kind)) {
        return Vec::new();
    }
    let view = &convention.view;
    let reached = view.exercise.as_ref().is_none_or(|e| e.value <= 2025);
    let granted = view.subsidy_cents.current().filter(|_| reached);
    let Some((granted, (sum, unsure))) = granted.zip(convention.year.above(threshold)) else {
        return Vec::new();
    };
    let when = convention.granted_on();
    let told = convention.formality_of_year(Formality::AccountsForwarded, 1);
    if granted.value <= threshold {
        return vec![of_several(convention, told, sum, unsure).dated(when)];
    }
    let sent = told.is_some_and(|told| told.value.done);
    let most = most_in_a_year(convention);
    let whole = paid(convention).is_some_and(|sum| sum >= granted.value);
    let verdict = match most {
        Some(most) if most > threshold || whole && sent => recorded(told, Vec::new(), &WORDS),
        // All is paid, and no year saw more than the threshold: what the body has beside, and what
        // other conventions paid it, may make the accounts due all the same.
        Some(most) if whole => Verdict::cannot_conclude(
            vec![missing::beneficiary_income()],
            format!(
                "{most} au plus versés en un exercice par cette convention ; jusqu'à {threshold}, les comptes sont dus si c'est plus de la moitié des ressources, ou si d'autres versements s'y ajoutent."
            ),
            format!(
                "{} at most paid in one year under this agreement; up to {}, accounts are due if that is more than half of the income, or if other payments add to it.",
                euros_en(most),
                euros_en(threshold)
            ),
        ),
        _ => recorded(told, vec![missing::payments()], &WORDS),
    };
    let evidence = [(granted.entries.as_slice(), granted.passages.as_slice())];
    let made = view.payments.iter().filter(|p| p.executed);
    let made = made.map(|p| (p.entries.as_slice(), p.passages.as_slice()));
    let verdict = verdict.resting_on(evidence).resting_on(made);
    vec![verdict.resting_on(told.map(Told::evidence)).dated(when)]
}

/// Several conventions pass the threshold together: what was paid by the others is not looked at here.
fn of_several(
    convention: &ConventionDossier<'_>,
    told: Option<&Told<FormalityRecorded>>,
    sum: Money,
    unsure: Vec<Lacking>,
) -> Verdict {
    let verdict = if told.is_some_and(|told| told.value.done) {
        recorded(told, Vec::new(), &WORDS)
    } else {
        let (fr, en) = convention.year.assumption();
        let lacking = std::iter::once(missing::payments()).chain(unsure);
        let forwarded = told.is_none().then(missing::accounts_forwarded);
        Verdict::cannot_conclude(
            lacking.chain(forwarded).collect(),
            format!(
                "{sum} accordés dans l'année par plusieurs conventions{fr} ; les versements d'un même exercice, ensemble, ou l'envoi des comptes ne sont pas établis."
            ),
            format!(
                "{} granted in the year by several agreements{en}; what was paid in one year by all of them, or the sending of accounts, is not settled.",
                euros_en(sum)
            ),
        )
    };
    let own = convention.view.subsidy_cents.current();
    let own = own.map(|amount| (amount.entries.as_slice(), amount.passages.as_slice()));
    verdict
        .resting_on(own)
        .resting_on(convention.year.evidence())
        .resting_on(told.map(Told::evidence))
}

/// The most that was paid in one calendar year, when every payment made has its year and is told once.
fn most_in_a_year(convention: &ConventionDossier<'_>) -> Option<Money> {
    let mut by_year = std::collections::BTreeMap::<i32, Money>::new();
    for payment in convention.view.payments.iter().filter(|p| p.executed) {
        let year = payment.on.year().filter(|_| payment.may_be.is_empty())?;
        let sum = by_year.entry(year).or_insert(Money::ZERO);
        *sum = sum.checked_add(payment.amount_cents)?;
    }
    by_year.into_values().max()
}

fn paid(convention: &ConventionDossier<'_>) -> Option<Money> {
    let mut made = convention.view.payments.iter().filter(|p| p.executed);
    made.try_fold(Money::ZERO, |sum, payment| {
        sum.checked_add(payment.amount_cents).filter(|_| payment.may_be.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use greffe_domain::Grade;
    use serde_json::json;

    fn paid(payments: &[(i64, &str)]) -> Scene {
        let scene = Scene::sitting("2023-03-16").grant(9_000_000);
        payments.iter().fold(scene, |scene, (cents, on)| {
            let payment = json!({ "amount_cents": cents, "on": on });
            scene.record(CONVENTION, "PaymentExecuted", payment)
        })
    }

    #[test]
    fn what_was_paid_in_a_year_decides() {
        let outcome = |scene: &Scene| outcome_of(super::RULE.id, scene);
        let silent = paid(&[]).lacking(super::RULE.id);
        assert_eq!(silent, ["payments", "accounts_forwarded"]);
        let once = paid(&[(9_000_000, "2023-05-15")]);
        assert_eq!(once.lacking(super::RULE.id), ["accounts_forwarded"]);
        let sent = once.clone().done("accounts_forwarded", "2024-07-01");
        assert_eq!(outcome(&sent), Some(Outcome::Conforming));
        let kept = once.formality("accounts_forwarded", false, json!({}));
        assert_eq!(outcome(&kept), Some(Outcome::Irregular));
        let twice = paid(&[(6_000_000, "2023-05-15"), (3_000_000, "2024-10-20")]);
        assert_eq!(twice.lacking(super::RULE.id), ["beneficiary_income"]);
        let sent = twice.done("accounts_forwarded", "2024-07-01");
        assert_eq!(outcome(&sent), Some(Outcome::Conforming));
        assert_eq!(outcome(&Scene::sitting("2023-03-16").grant(7_500_000)), None);
    }

    #[test]
    fn several_conventions_pass_the_threshold_together() {
        let two = |exercise: i32| {
            let grant = json!({ "amount_cents": 4_000_000, "exercise": exercise,
                "beneficiary": { "name": "Les Ateliers du Pont" } });
            let scene = Scene::sitting("2023-03-16").grant(4_000_000);
            scene.tell("convention/vauclaire/2023/les-ateliers-2", "SubsidyGranted", grant)
        };
        let lacking = ["payments", "beneficiary_identity", "accounts_forwarded"];
        assert_eq!(two(2023).lacking(super::RULE.id), [lacking, lacking].concat());
        assert!(two(2022).lacking(super::RULE.id).is_empty());
        let sent = two(2023).done("accounts_forwarded", "2024-07-01");
        let sent = sent.findings().into_iter().filter(|f| f.rule == super::RULE.id);
        assert_eq!(sent.filter(|f| f.outcome == Outcome::Conforming).count(), 1);
    }

    #[test]
    fn a_departement_is_not_bound_by_the_article() {
        let of = |institution: &str| {
            let scene = Scene::of(institution, "Commission permanente", "2023-03-16");
            outcome_of(super::RULE.id, &scene.grant(9_000_000))
        };
        assert_eq!(of("Département des Hautes-Rives"), None);
        assert_eq!(of("Ville de Brumeval"), Some(Outcome::CannotConclude));
    }

    /// What may be one payment told twice does not make accounts due.
    #[test]
    fn a_payment_told_again_in_vaguer_words_makes_no_year_dearer() {
        let advance = json!({ "amount_cents": 8_000_000, "role": "advance", "on": "2023-05-15" });
        let scene = Scene::sitting("2023-03-16").grant(16_000_000);
        let scene = scene.record(CONVENTION, "PaymentExecuted", advance);
        let again = json!({ "amount_cents": 8_000_000, "on": "2023" });
        let scene =
            scene.tell_as(CONVENTION, "PaymentExecuted", Grade::Declared, "2023-12-31", again);
        assert!(scene.lacking(super::RULE.id).contains(&"payments"));
    }
}
