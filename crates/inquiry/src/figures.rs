//! The figures of a state that a person follows through a history, and how they change.
//!
//! A state is long; what a step changes in it is short. [`figures`] lists what is worth following,
//! each under the name of the field it is read from; [`changes`] is what differs between two states.

use greffe_convention_state::{ConventionView, PaymentView};
use greffe_domain::{BalanceRule, Edtf, Instrument, Money, Sourced};
use serde::Serialize;

/// A figure of a state. Absent where no source gives it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The field that it is read from.
    pub field: &'static str,
    /// Its value.
    pub value: Option<FigureValue>,
}

/// The value of a figure: in JSON a number, or a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum FigureValue {
    /// An amount, in cents.
    Money(Money),
    /// How many there are.
    Count(usize),
    /// A year.
    Year(i32),
    /// A percentage, in digits with a point.
    Percent(String),
    /// A date with its precision.
    Date(Edtf),
    /// A rule of the balance.
    Rule(BalanceRule),
    /// Words of a source.
    Words(String),
}

/// What differs in one figure between two states.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureChange {
    /// The field.
    pub field: &'static str,
    /// Its value before.
    pub before: Option<FigureValue>,
    /// Its value after.
    pub after: Option<FigureValue>,
}

/// The figures of a state, always the same ones in the same order; of no state, all are absent.
#[must_use]
pub fn figures(view: Option<&ConventionView>) -> Vec<Figure> {
    let figure =
        |(field, read): &(&'static str, Read)| Figure { field, value: view.and_then(read) };
    FIGURES.iter().map(figure).collect()
}

/// What differs between two states of a convention.
#[must_use]
pub fn changes(
    before: Option<&ConventionView>,
    after: Option<&ConventionView>,
) -> Vec<FigureChange> {
    let pairs = figures(before).into_iter().zip(figures(after));
    let differing = pairs.filter(|(before, after)| before.value != after.value);
    differing
        .map(|(b, a)| FigureChange { field: a.field, before: b.value, after: a.value })
        .collect()
}

type Read = fn(&ConventionView) -> Option<FigureValue>;

const FIGURES: &[(&str, Read)] = &[
    ("beneficiary", |v| words(v.beneficiary.name.as_ref())),
    ("siret", |v| words(v.beneficiary.siret.as_ref())),
    ("exercise", |v| v.exercise.as_ref().map(|year| FigureValue::Year(year.value))),
    ("purpose", |v| words(v.purpose.as_ref())),
    ("subsidy_cents", |v| v.subsidy_cents.current().map(money)),
    ("budget_cents", |v| v.budget_cents.current().map(money)),
    ("share", |v| v.shares.last()?.computed_percent.clone().map(FigureValue::Percent)),
    ("avenants", |v| {
        let avenant = |i: &&_| matches!(i, Instrument::Avenant(_));
        count(v.instruments.iter().map(|i| &i.instrument).filter(avenant).count())
    }),
    ("approved", |v| {
        let act = v.convention.approved_by.as_ref()?;
        act.value.date.clone().map(FigureValue::Date)
    }),
    ("signed", |v| v.convention.signed.as_ref().map(|s| FigureValue::Date(s.effective.clone()))),
    ("balance_rule", |v| v.balance_rule.as_ref().map(|rule| FigureValue::Rule(rule.value))),
    ("instalments", |v| count(v.instalments.len())),
    ("ordered_cents", |v| total(v, |payment| !payment.executed)),
    ("paid_cents", |v| total(v, |payment| payment.executed)),
    ("reports", |v| count(v.reports.len())),
    ("realised_cents", |v| v.realised_cents.as_ref().map(money)),
    ("entitlement_cents", |v| {
        v.balance.as_ref().map(|balance| FigureValue::Money(balance.entitlement_cents))
    }),
    ("balance_cents", |v| {
        v.balance.as_ref().map(|balance| FigureValue::Money(balance.balance_cents))
    }),
    ("assumptions", |v| count(v.balance.as_ref()?.assumptions.len())),
    ("missing", |v| count(v.missing.len())),
    ("contradictions", |v| count(v.contradictions.len())),
    ("possibly_in_force", |v| count(v.possibly_in_force.len())),
];

fn money(sourced: &Sourced<Money>) -> FigureValue {
    FigureValue::Money(sourced.value)
}

fn words(sourced: Option<&Sourced<String>>) -> Option<FigureValue> {
    sourced.map(|sourced| FigureValue::Words(sourced.value.clone()))
}

/// None of a thing is no figure.
fn count(n: usize) -> Option<FigureValue> {
    (n > 0).then_some(FigureValue::Count(n))
}

fn total(view: &ConventionView, wanted: impl Fn(&PaymentView) -> bool) -> Option<FigureValue> {
    let mut chosen = view.payments.iter().filter(|payment| wanted(payment)).peekable();
    chosen.peek()?;
    let amounts = chosen.map(|payment| payment.amount_cents);
    amounts.into_iter().try_fold(Money::ZERO, Money::checked_add).map(FigureValue::Money)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn an_avenant_changes_what_it_changes() {
        let changed = changes(Some(&fixture::grant()), Some(&fixture::avenant()));
        let fields: Vec<&str> = changed.iter().map(|change| change.field).collect();
        assert_eq!(
            fields,
            [
                "budget_cents",
                "share",
                "avenants",
                "paid_cents",
                "entitlement_cents",
                "balance_cents",
                "assumptions",
                "missing"
            ]
        );
        let budget = changed.iter().find(|change| change.field == "budget_cents").unwrap();
        let cents = |euros: i64| Some(FigureValue::Money(Money::from_cents(euros * 100)));
        assert_eq!((&budget.before, &budget.after), (&cents(612_500), &cents(420_000)));
        assert!(changes(Some(&fixture::grant()), Some(&fixture::grant())).is_empty());
        assert!(
            changes(None, Some(&fixture::grant())).iter().all(|change| change.before.is_none())
        );
    }

    #[test]
    fn a_figure_is_a_number_or_a_text_in_json() {
        let shown = serde_json::to_value(figures(Some(&fixture::avenant()))).unwrap();
        let of = |field: &str| {
            let found = shown.as_array().unwrap().iter().find(|figure| figure["field"] == field);
            found.unwrap()["value"].clone()
        };
        assert_eq!(of("budget_cents"), 42_000_000);
        assert_eq!(of("share"), "17.50");
        assert_eq!(of("exercise"), 2023);
        assert_eq!(of("signed"), serde_json::Value::Null);
    }
}
