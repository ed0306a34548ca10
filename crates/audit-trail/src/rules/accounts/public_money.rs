//! What a beneficiary receives from all public bodies together in a year, against a threshold.
//!
//! The total is known where the beneficiary declared it for that year, and declared no less than the ledger shows.
//! Without a declaration, grants of one body that pass the threshold settle it from above; and where the aid goes to the beneficiary's
//! operation as a whole, its budget bounds every grant in it from below.

use crate::dossier::{ConventionDossier, Told};
use crate::rule::{Parameter, Verdict};
use crate::rules::formality::{Words, recorded};
use crate::rules::missing;
use crate::rules::wording::euros_en;
use greffe_domain::{Assignment, Formality, FormalityRecorded, Money};

/// Code de commerce, art. D612-5, and the decree of loi 2000-321, art. 10.
pub(super) static THRESHOLD: Parameter = Parameter {
    name: "threshold_cents",
    fr: "total annuel des subventions publiques, en centimes, au-delà duquel le devoir commence",
    en: "yearly total of public grants in cents above which the duty begins",
    law: 15_300_000,
    strictest: 0,
};

/// The verdict of a duty that begins above the threshold.
pub(super) fn above_threshold(
    convention: &ConventionDossier<'_>,
    threshold_cents: i64,
    duty: Option<&Told<FormalityRecorded>>,
    words: &Words,
) -> Option<Verdict> {
    let threshold = Money::from_cents(threshold_cents);
    let view = &convention.view;
    let granted = view.subsidy_cents.current()?;
    let declared = convention.formality_of_year(Formality::PublicGrantsDeclared, 0);
    let total = declared.filter(|d| d.value.done).and_then(|d| d.value.amount_cents);
    let year = &convention.year;
    let shown = year.assumed?;
    let sure = total.unwrap_or(year.sure).max(year.sure);
    let least = total.unwrap_or(shown).max(shown);
    let whole = view.assignment.as_ref().is_some_and(|a| a.value == Assignment::Operation);
    let budget = view.budget_cents.current().filter(|_| whole);
    let noted = year.assumption();
    let limit = (threshold.to_string(), euros_en(threshold));
    let verdict = if sure > threshold {
        recorded(duty, Vec::new(), words)
    } else if least > threshold {
        // What is added on an assumption makes no breach.
        let lacking =
            if duty.is_some_and(|duty| duty.value.done) { Vec::new() } else { year.lacking() };
        recorded(duty, lacking, words)
    } else if total.is_some_and(|total| total >= shown) {
        Verdict::conforming(
            format!(
                "{least} de subventions publiques déclarées, au plus {} : rien n'est dû.",
                limit.0
            ),
            format!(
                "{} of public grants declared, at most {}: nothing is due.",
                euros_en(least),
                limit.1
            ),
        )
    } else if let Some(budget) = budget.filter(|b| b.value <= threshold) {
        Verdict::conforming(
            format!(
                "Le budget entier du bénéficiaire, {}, ne dépasse pas {}.",
                budget.value, limit.0
            ),
            format!(
                "The beneficiary's whole budget, {}, is at most {}.",
                euros_en(budget.value),
                limit.1
            ),
        )
        .resting_on([(budget.entries.as_slice(), budget.passages.as_slice())])
    } else {
        Verdict::cannot_conclude(
            vec![missing::public_grants_total()],
            format!(
                "{least} connus{} ; le total des subventions publiques de l'année n'est pas au registre (seuil : {}).",
                noted.0, limit.0
            ),
            format!(
                "{} known{}; the year's total of public grants is not in the ledger (threshold: {}).",
                euros_en(least),
                noted.1,
                limit.1
            ),
        )
    };
    let own = std::iter::once((granted.entries.as_slice(), granted.passages.as_slice()));
    let grants = own.chain(year.evidence());
    let verdict = verdict.resting_on(grants).resting_on(declared.map(Told::evidence));
    Some(verdict.dated(convention.granted_on()))
}
