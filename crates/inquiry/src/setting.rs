//! Setting a field: every source that states it is taken to state another value.

use crate::field::FieldValue;
use crate::fields::{Fields, instrument_of};
use greffe_convention_state::ConventionView;
use greffe_domain::{
    Assignment, BalanceRule, Content, Decoded, Event, Instrument, Money, Recorded, Term,
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;
use thiserror::Error;

/// `FIELD=VALUE` as it was typed. What it means is read against the record as supposed by then, since
/// what is in force there may be another instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignation {
    field: String,
    value: String,
}

impl Assignation {
    /// Cuts the field from its value.
    ///
    /// # Errors
    /// [`SettingError::Form`] when there is no `=`.
    pub fn parse(text: &str) -> Result<Assignation, SettingError> {
        let (field, value) =
            text.split_once('=').ok_or_else(|| SettingError::Form(text.to_owned()))?;
        Ok(Assignation { field: field.trim().to_owned(), value: value.trim().to_owned() })
    }
}

/// A value to put in the place of a field's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Setting {
    /// The path of the field.
    pub path: String,
    /// The value.
    #[serde(flatten)]
    pub value: FieldValue,
}

/// Why a value cannot be put in the place of a field's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SettingError {
    /// Not `FIELD=VALUE`.
    #[error("\u{ab} {0} \u{bb} is not FIELD=VALUE, as in budget_cents.initial=500000\u{20ac}")]
    Form(String),
    /// The field is computed, or is none that can be replaced.
    #[error(
        "\u{ab} {0} \u{bb} cannot be set; what can: subsidy_cents.INSTRUMENT, \
         budget_cents.INSTRUMENT, realised_cents, balance_rule, exercise, assignment, where \
         INSTRUMENT is initial, avenant-N or current"
    )]
    Field(String),
    /// No instrument is in force in the record as supposed.
    #[error(
        "nothing is in force under {0} in the record as supposed: name the instrument, as in \
         budget_cents.initial"
    )]
    NothingInForce(String),
    /// The value does not fit the field.
    #[error("\u{ab} {value} \u{bb} is no value of {path}: {expected}")]
    Value {
        /// The field.
        path: String,
        /// The value as typed.
        value: String,
        /// What would be one.
        expected: ExpectedValue,
    },
}

/// What would be a value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedValue {
    /// An amount that says its unit.
    Amount,
    /// A rule of the balance.
    Rule,
    /// A year.
    Year,
    /// A kind of use.
    Assignment,
}

impl fmt::Display for ExpectedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ExpectedValue::Amount => {
                "write the amount with its unit, as in 500000\u{20ac}, 1,5 M\u{20ac} or 50000000 cents (the ledger \
                 keeps cents)"
            }
            ExpectedValue::Rule => "write pro_rata or fixed_amount",
            ExpectedValue::Year => "write a year, as in 2023",
            ExpectedValue::Assignment => {
                "write operation, project, operation_and_programme or investment"
            }
        })
    }
}

/// The years that a budget can be of: those that the calendar of dates writes in four digits.
const YEARS: RangeInclusive<i32> = 1..=9999;

/// What can be replaced, with the members of the events that state it.
#[derive(Debug, Clone, PartialEq)]
enum Settable {
    Subsidy(Instrument),
    Budget(Instrument),
    Realised,
    Rule,
    Exercise,
    Assignment,
}

/// What setting a field does to a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Applied {
    /// The entries that state the field, and the value now.
    pub(crate) own: Vec<u64>,
    /// Those of avenants that leave it as it is and say it again, each with the field that it states:
    /// no sources of the one that is set.
    pub(crate) restated: BTreeMap<u64, String>,
}

impl Setting {
    /// Reads what was typed against the fields of a state. An amount says its unit, since the names
    /// of fields count in cents and people in euros.
    ///
    /// # Errors
    /// [`SettingError`], with what would do.
    pub fn of(typed: &Assignation, fields: &Fields) -> Result<Setting, SettingError> {
        let (name, value) = (typed.field.as_str(), typed.value.as_str());
        let repeated = fields.get(name).and_then(|field| field.repeats.clone());
        let path = match (name, repeated) {
            (_, Some(path)) => path,
            ("balance.rule", None) => "balance_rule".to_owned(),
            ("balance.realised_cents", None) => "realised_cents".to_owned(),
            ("subsidy_cents.current" | "budget_cents.current", None) => {
                return Err(SettingError::NothingInForce(name.to_owned()));
            }
            (name, None) => name.to_owned(),
        };
        let settable = Settable::of(&path).ok_or_else(|| SettingError::Field(name.to_owned()))?;
        let wrong = |expected: ExpectedValue| SettingError::Value {
            path: path.clone(),
            value: value.to_owned(),
            expected,
        };
        let value = settable.value(value).map_err(wrong)?;
        Ok(Setting { path, value })
    }

    /// Rewrites a record so that every source of the field, and whoever says it again, states the
    /// value. What was voided or corrected is no source, and stays as it is; `believed` are the
    /// convention's entries that are not, and `view` its state by them.
    pub(crate) fn apply(
        &self,
        recorded: &mut [Recorded],
        believed: &BTreeSet<u64>,
        view: &ConventionView,
    ) -> Applied {
        let mut applied = Applied::default();
        let Some(settable) = Settable::of(&self.path) else { return applied };
        let Some(value) = self.json() else { return applied };
        let restating = settable.restating(recorded, believed);
        for entry in recorded.iter_mut().filter(|entry| believed.contains(&entry.meta.seq)) {
            let Some(event) = entry.told().map(|(_, event)| event.into_owned()) else { continue };
            let seq = entry.meta.seq;
            let relied_on = settable.relied_on(&event, seq, view);
            if let Some(member) = settable.member(&event, view).or(relied_on) {
                // An avenant that is to set another amount does not leave it as it is.
                let sets = matches!(settable, Settable::Subsidy(Instrument::Avenant(_)));
                if rewrite(entry, member, &value, sets) {
                    applied.own.push(seq);
                }
            } else if let Some(by) = restating.get(&seq)
                && rewrite(entry, "amount_cents", &value, false)
            {
                applied.restated.insert(seq, format!("subsidy_cents.{by}"));
            }
        }
        applied
    }

    /// A testimony that states the value, where no source does.
    pub(crate) fn supposed(&self) -> Option<(&'static str, Value)> {
        let value = self.json()?;
        match Settable::of(&self.path)? {
            Settable::Budget(instrument) => {
                Some(("BudgetRevised", json!({ "to_cents": value, "instrument": instrument })))
            }
            Settable::Subsidy(Instrument::Avenant(number)) => {
                Some(("AvenantApproved", json!({ "number": number, "amount_cents": value })))
            }
            Settable::Realised => Some(("BalanceComputed", json!({ "realised_cents": value }))),
            Settable::Rule => {
                let words = "";
                let data = json!({ "rule": value, "words": words, "instrument": "initial" });
                Some(("BalanceRuleStated", data))
            }
            Settable::Subsidy(_) | Settable::Exercise | Settable::Assignment => None,
        }
    }

    fn json(&self) -> Option<Value> {
        let written = serde_json::to_value(&self.value).ok()?;
        written.get("value").cloned()
    }
}

impl Settable {
    fn of(path: &str) -> Option<Settable> {
        Some(match path.split_once('.') {
            Some(("subsidy_cents", part)) => Settable::Subsidy(instrument_of(part)?),
            Some(("budget_cents", part)) => Settable::Budget(instrument_of(part)?),
            Some(_) => return None,
            None => match path {
                "realised_cents" => Settable::Realised,
                "balance_rule" => Settable::Rule,
                "exercise" => Settable::Exercise,
                "assignment" => Settable::Assignment,
                _ => return None,
            },
        })
    }

    fn value(&self, text: &str) -> Result<FieldValue, ExpectedValue> {
        let word = || Value::String(text.to_owned());
        match self {
            Settable::Subsidy(_) | Settable::Budget(_) | Settable::Realised => {
                amount(text).map(FieldValue::Money).ok_or(ExpectedValue::Amount)
            }
            Settable::Rule => serde_json::from_value::<BalanceRule>(word())
                .map(FieldValue::Rule)
                .map_err(|_| ExpectedValue::Rule),
            Settable::Exercise => {
                let year = text.parse().ok().filter(|year| YEARS.contains(year));
                year.map(FieldValue::Year).ok_or(ExpectedValue::Year)
            }
            Settable::Assignment => serde_json::from_value::<Assignment>(word())
                .map(FieldValue::Assignment)
                .map_err(|_| ExpectedValue::Assignment),
        }
    }

    /// The entries of the avenants that leave such a subsidy as it is, and say it again, with those
    /// avenants: until one changes the amount, to whatever.
    fn restating(
        &self,
        recorded: &[Recorded],
        believed: &BTreeSet<u64>,
    ) -> BTreeMap<u64, Instrument> {
        let from = match self {
            Settable::Subsidy(Instrument::Initial) => 0,
            Settable::Subsidy(Instrument::Avenant(number)) => *number,
            _ => return BTreeMap::new(),
        };
        let later = recorded.iter().filter(|entry| believed.contains(&entry.meta.seq));
        let later: Vec<(u64, u32, bool)> = later
            .filter_map(|entry| {
                let (_, event) = entry.told()?;
                let Event::AvenantApproved(e) = &*event else { return None };
                let leaves = e.leaves_the_amount();
                let says = e.amount_cents.is_some() || e.changes.contains(&Term::Amount);
                (e.number > from && says).then_some((entry.meta.seq, e.number, leaves))
            })
            .collect();
        let changed = later.iter().filter(|(_, _, leaves)| !leaves);
        let until = changed.map(|(_, number, _)| *number).min().unwrap_or(u32::MAX);
        let same = later.iter().filter(|(_, number, _)| *number < until);
        same.map(|(seq, number, _)| (*seq, Instrument::Avenant(*number))).collect()
    }

    /// The budget that an act computes a balance on, where it is the one meant.
    fn relied_on(&self, event: &Event, seq: u64, view: &ConventionView) -> Option<&'static str> {
        let (Settable::Budget(instrument), Event::BalanceComputed(_)) = (self, event) else {
            return None;
        };
        let history = &view.budget_cents;
        let mut steps = history.steps.iter().chain(&history.possible).chain(&history.undone);
        let budget = &steps.find(|step| step.instrument == *instrument)?.believed;
        let rivals = budget.contradicted_by.iter().map(|rival| rival.entry);
        let mut sources = budget.entries.iter().copied().chain(rivals);
        sources.any(|entry| entry == seq).then_some("budget_cents")
    }

    /// The member of an event's data that states the field, if the event does.
    fn member(&self, event: &Event, view: &ConventionView) -> Option<&'static str> {
        match (self, event) {
            (Settable::Subsidy(Instrument::Initial), Event::SubsidyGranted(e)) => {
                // What is given in kind is no amount of the subsidy.
                (e.in_kind != Some(true)).then_some("amount_cents")
            }
            (Settable::Subsidy(Instrument::Avenant(number)), Event::AvenantApproved(e)) => {
                (e.number == *number && e.amount_cents.is_some()).then_some("amount_cents")
            }
            (Settable::Budget(Instrument::Initial), Event::SubsidyGranted(e)) => {
                e.budget_cents.is_some().then_some("budget_cents")
            }
            (Settable::Budget(instrument), Event::BudgetRevised(e)) => {
                let replaced = *instrument == Instrument::Initial
                    && e.instrument == Instrument::Avenant(1)
                    && e.from_cents.is_some();
                match (e.instrument.clone().canonical() == instrument.clone().canonical(), replaced)
                {
                    (true, _) => Some("to_cents"),
                    (false, true) => Some("from_cents"),
                    (false, false) => None,
                }
            }
            (Settable::Realised, Event::FinancialReportFiled(e)) => {
                let states = e.realised_cents.is_some() && view.is_of_year(e.exercise);
                states.then_some("realised_cents")
            }
            (Settable::Realised, Event::BalanceComputed(e)) => {
                e.realised_cents.is_some().then_some("realised_cents")
            }
            (Settable::Rule, Event::BalanceRuleStated(_)) => Some("rule"),
            (Settable::Exercise, Event::SubsidyGranted(e)) => {
                e.exercise.is_some().then_some("exercise")
            }
            (Settable::Exercise, Event::AvenantApproved(e)) => {
                e.exercise.is_some().then_some("exercise")
            }
            (Settable::Assignment, Event::SubsidyGranted(e)) => {
                e.assignment.is_some().then_some("assignment")
            }
            _ => None,
        }
    }
}

/// Reads an amount of a field of cents as it was typed, with its unit.
///
/// # Errors
/// [`SettingError::Value`] when it says no unit, or is no amount.
pub fn stated_amount(field: &str, value: &str) -> Result<Money, SettingError> {
    amount(value).ok_or_else(|| SettingError::Value {
        path: field.to_owned(),
        value: value.to_owned(),
        expected: ExpectedValue::Amount,
    })
}

/// An amount with its unit; a bare figure could be cents or euros.
fn amount(text: &str) -> Option<Money> {
    let lower = text.to_lowercase();
    let cents = lower.strip_suffix("cents").or_else(|| lower.strip_suffix('c'));
    if let Some(figure) = cents {
        return figure.trim().parse().ok().filter(|c| *c >= 0).map(Money::from_cents);
    }
    let unit = lower.contains('\u{20ac}') || lower.contains("euro");
    // English writes the sign first.
    let figure = text.trim_start_matches('\u{20ac}').trim();
    unit.then(|| Money::parse(figure).ok()).flatten().filter(|amount| *amount >= Money::ZERO)
}

/// Puts a value in the place of a member of an entry's data, or of what it says instead; the amount is
/// among the terms that it changes then, where it `sets` one.
fn rewrite(entry: &mut Recorded, member: &str, value: &Value, sets: bool) -> bool {
    let Content::Known(fact) = &mut entry.content else { return false };
    // The fact may be shared; the one recorded stays as it is.
    let fact = Arc::make_mut(fact);
    if let Event::EntryCorrected(correction) = &mut fact.event {
        let (mut kind, mut data) = (correction.kind.clone(), &mut correction.data);
        // What is corrected may itself be a correction.
        while kind == "EntryCorrected" {
            let of = data.get("kind").and_then(Value::as_str).unwrap_or_default();
            of.clone_into(&mut kind);
            let Some(instead) = data.get_mut("data") else { return false };
            data = instead;
        }
        let Some(data) = data.as_object_mut() else { return false };
        put(data, member, value, sets);
        return true;
    }
    let kind = fact.event.kind();
    let (schema, data) = (fact.event.schema(), fact.event.data());
    let Ok(Value::Object(mut data)) = data else { return false };
    put(&mut data, member, value, sets);
    match Event::decode(kind, schema, Value::Object(data)) {
        Ok(Decoded::Known(rewritten)) => {
            fact.event = *rewritten;
            true
        }
        Ok(Decoded::Unknown { .. }) | Err(_) => false,
    }
}

fn put(data: &mut Map<String, Value>, member: &str, value: &Value, sets: bool) {
    if sets && data.get(member) != Some(value) {
        if let Some(Value::Array(unchanged)) = data.get_mut("unchanged") {
            unchanged.retain(|term| term != "amount");
        }
        let changes = data.entry("changes").or_insert_with(|| Value::Array(Vec::new()));
        if let Some(changes) = changes.as_array_mut().filter(|all| !all.contains(&json!("amount")))
        {
            changes.push(json!("amount"));
        }
    }
    data.insert(member.to_owned(), value.clone());
}
