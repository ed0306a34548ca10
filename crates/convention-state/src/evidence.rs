//! What is owed, what is missing, and where sources disagree.

use crate::occurrences::Occurrence;
use crate::view::ConventionView;
use greffe_domain::{Agrees, Assignment, Day, Edtf, Grade, History, Instrument, Money, Sourced};
use serde::Serialize;

/// What somebody owes under the convention or the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ObligationKind {
    /// The financial report, six months after the end of the exercise when the subsidy is
    /// assigned to a specified expense (loi 2000-321, art. 10; arrêté du 11 octobre 2006).
    FinancialReport,
}

/// An obligation with its due date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Obligation {
    /// What is owed.
    pub kind: ObligationKind,
    /// By when, for an exercise that is the calendar year.
    pub due: Day,
    /// Whether that is counted from a year that no source states ([`ConventionView::assumed_year`]). Absent
    /// from the JSON where a source states it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub year_assumed: bool,
    /// Whether the sources say that it applies; `null` when they do not say.
    pub applies: Option<bool>,
    /// When it was met, where a source says so.
    pub met: Option<Edtf>,
    /// The entry that shows it met.
    pub met_by: Option<u64>,
}

/// Evidence that no source in the ledger gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The amount of the subsidy.
    SubsidyAmount,
    /// The act of grant itself: it is only recalled.
    GrantingAct,
    /// The budget that the subsidy was computed on.
    Budget,
    /// The number that identifies the beneficiary (SIRET, RNA).
    BeneficiaryIdentifier,
    /// The signature of the convention.
    ConventionSignature,
    /// The text of the convention.
    ConventionText,
    /// The text of an avenant.
    AvenantText,
    /// The amount or the budget that an avenant in force sets.
    AvenantFigures,
    /// The signature of an avenant.
    AvenantSignature,
    /// The date of the request for an avenant.
    AvenantRequestDate,
    /// The rule of the balance.
    BalanceRule,
    /// The expense realised (financial report).
    RealisedExpense,
    /// Payments.
    Payments,
}

/// Two sources that do not agree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contradiction {
    /// The field, named as in the view.
    pub field: &'static str,
    /// By which instrument.
    pub instrument: Instrument,
    /// What is believed, in words.
    pub believed: String,
    /// Its grade.
    pub grade: Grade,
    /// The entries that state it.
    pub entries: Vec<u64>,
    /// What another source states, in words.
    pub stated: String,
    /// That source's grade.
    pub stated_grade: Grade,
    /// That entry.
    pub entry: u64,
}

pub(crate) fn obligations(view: &ConventionView) -> Vec<Obligation> {
    // A year that is none, as a slip of the pen records, has no day on which anything is due.
    let year = view.year().and_then(|year| i16::try_from(year).ok()).filter(|year| *year > 0);
    let Some(due) = year.and_then(|y| Day::new(y.checked_add(1)?, 6, 30)) else {
        return Vec::new();
    };
    let filed = filed(view);
    let applies = view.assignment.as_ref().map(|a| match a.value {
        Assignment::Project | Assignment::Investment => Some(true),
        Assignment::Operation => Some(false),
        // Operation and programme together: the texts do not settle it.
        Assignment::OperationAndProgramme => None,
    });
    vec![Obligation {
        kind: ObligationKind::FinancialReport,
        due,
        year_assumed: view.assumed_year.is_some(),
        applies: applies.flatten(),
        met: filed.and_then(filed_on),
        met_by: filed.map(|report| report.entry),
    }]
}

/// The financial report on the convention's year; one that names the year goes before one that does
/// not, and one on another year fulfils nothing. One that compares forecast and actual goes before one that
/// does not, since that is what is owed. Of those that may tell of the same filing, the one that dates it best.
fn filed(view: &ConventionView) -> Option<&Occurrence> {
    let year = |report: &Occurrence| {
        report.data.get("exercise").and_then(|year| i32::try_from(year.as_i64()?).ok())
    };
    let reports = || view.reports.iter().filter(|report| report.kind == "FinancialReportFiled");
    let of_year = || reports().filter(|report| view.is_of_year(year(report)));
    let named = of_year().any(|report| year(report).is_some());
    let owed = || of_year().filter(|report| !named || year(report).is_some());
    let whole = |report: &&Occurrence| {
        report.data.get("compares_forecast").and_then(serde_json::Value::as_bool) == Some(true)
    };
    let first = owed().find(whole).or_else(|| owed().next())?;
    let on = |report: &Occurrence| filed_on(report).unwrap_or_else(Edtf::unknown);
    let better = |best: &'_ Occurrence, other: &'_ Occurrence| {
        on(other).agrees(&on(first)) && on(other).precision() > on(best).precision()
    };
    Some(of_year().fold(first, |best, other| if better(best, other) { other } else { best }))
}

/// The day that the source states, else the date of the fact, unless it says nothing.
fn filed_on(report: &Occurrence) -> Option<Edtf> {
    let stated = report.data.get("on").and_then(|on| on.as_str()?.parse().ok());
    let date = &report.effective;
    let says = date.earliest() != Day::MIN || date.latest() != Day::MAX;
    stated.or_else(|| says.then(|| date.clone()))
}

pub(crate) fn missing(view: &ConventionView) -> Vec<Missing> {
    let mut missing = Vec::new();
    let mut lacks = |absent: bool, what: Missing| {
        if absent {
            missing.push(what);
        }
    };
    let recalled = |s: &Sourced<Money>| s.grade >= Grade::Recital;
    let avenants: Vec<_> =
        view.instruments.iter().filter(|i| i.instrument != Instrument::Initial).collect();
    let b = &view.beneficiary;
    let undated = |o: &Occurrence| o.data.get("on").is_none();
    lacks(view.subsidy_cents.current().is_none(), Missing::SubsidyAmount);
    lacks(view.subsidy_cents.initial().is_none_or(recalled), Missing::GrantingAct);
    lacks(view.budget_cents.current().is_none(), Missing::Budget);
    lacks(
        b.siret.is_none() && b.siren.is_none() && b.rna.is_none(),
        Missing::BeneficiaryIdentifier,
    );
    lacks(view.convention.signed.is_none(), Missing::ConventionSignature);
    // The acts annex the convention and the avenants; their own texts are documents apart.
    lacks(true, Missing::ConventionText);
    lacks(!avenants.is_empty(), Missing::AvenantText);
    lacks(view.unfigured.amount || view.unfigured.budget, Missing::AvenantFigures);
    lacks(avenants.iter().any(|i| i.signed.is_none()), Missing::AvenantSignature);
    lacks(view.requests.iter().any(undated), Missing::AvenantRequestDate);
    lacks(view.balance_rule.is_none(), Missing::BalanceRule);
    lacks(view.realised_cents.is_none(), Missing::RealisedExpense);
    lacks(!view.payments.iter().any(|p| p.executed), Missing::Payments);
    missing
}

pub(crate) fn contradictions(view: &ConventionView) -> Vec<Contradiction> {
    let mut found = Vec::new();
    of_history(&mut found, "subsidy_cents", &view.subsidy_cents);
    of_history(&mut found, "budget_cents", &view.budget_cents);
    for share in &view.shares {
        if let Some(stated) = &share.stated {
            of_field(&mut found, "shares", &share.instrument, stated, |s| s.stated.clone());
        }
    }
    for instrument in &view.instruments {
        if let Some(act) = &instrument.act {
            of_field(&mut found, "act", &instrument.instrument, act, |a| {
                let parts = [a.reference.clone(), a.date.as_ref().map(ToString::to_string)];
                parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
            });
        }
    }
    let initial = Instrument::Initial;
    if let Some(exercise) = &view.exercise {
        of_field(&mut found, "exercise", &initial, exercise, ToString::to_string);
    }
    for (field, number) in [
        ("beneficiary.siret", &view.beneficiary.siret),
        ("beneficiary.siren", &view.beneficiary.siren),
        ("beneficiary.rna", &view.beneficiary.rna),
        ("convention.number", &view.convention.number),
    ] {
        if let Some(number) = number {
            of_field(&mut found, field, &initial, number, Clone::clone);
        }
    }
    if let Some(realised) = &view.realised_cents {
        of_field(&mut found, "realised_cents", &initial, realised, ToString::to_string);
    }
    if let Some(rule) = &view.balance_rule {
        of_field(&mut found, "balance_rule", &initial, rule, |rule| rule.name().to_owned());
    }
    for (field, stated) in [
        ("balance.final_stated", &view.final_stated),
        ("balance.balance_stated", &view.balance_stated),
    ] {
        if let Some(stated) = stated {
            of_field(&mut found, field, &initial, stated, ToString::to_string);
        }
    }
    for payment in &view.payments {
        for rival in &payment.contradicted_by {
            found.push(Contradiction {
                field: "payments",
                instrument: Instrument::Initial,
                believed: payment.amount_cents.to_string(),
                grade: payment.grade,
                entries: payment.entries.clone(),
                stated: rival.value.to_string(),
                stated_grade: rival.grade,
                entry: rival.entry,
            });
        }
    }
    if let Some(form) = &view.beneficiary.legal_form {
        of_field(&mut found, "beneficiary.legal_form", &initial, form, Clone::clone);
    }
    found
}

fn of_history(found: &mut Vec<Contradiction>, field: &'static str, history: &History<Money>) {
    for step in &history.steps {
        of_field(found, field, &step.instrument, &step.believed, ToString::to_string);
    }
}

fn of_field<T: Agrees>(
    found: &mut Vec<Contradiction>,
    field: &'static str,
    instrument: &Instrument,
    sourced: &Sourced<T>,
    words: impl Fn(&T) -> String,
) {
    for rival in &sourced.contradicted_by {
        found.push(Contradiction {
            field,
            instrument: instrument.clone(),
            believed: words(&sourced.value),
            grade: sourced.grade,
            entries: sourced.entries.clone(),
            stated: words(&rival.value),
            stated_grade: rival.grade,
            entry: rival.entry,
        });
    }
}
