//! The profile of a table: what it holds, counted before anything is recorded.
//!
//! Every non-blank row is counted, totals and notes included, so that the figures can be compared
//! with those of other tools; beside them stand the figures of the rows that are rows of their own.
//! Rows that look alike are counted and never merged.

use crate::column::Column as C;
use crate::header::{Header, Subject};
use crate::records::Record;
use crate::rows::{Row, RowClass};
use crate::value::{AmountForm, Amounted, DateForm, Decimal, IdForm, PeriodForm, is_blank};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Counts by form or value.
pub type Counts = BTreeMap<String, u64>;

/// How many values of a column are told apart; the rest is counted together.
const MOST_VALUES: usize = 50;

/// See the module.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Profile {
    /// Rows below the header with anything in them.
    pub rows: u64,
    /// Rows below the header with nothing in them.
    pub blank_rows: u64,
    /// Rows of their own.
    pub data_rows: u64,
    /// Headers that are repeated.
    pub repeated_headers: u64,
    /// Totals.
    pub total_rows: u64,
    /// Headings, notes, ends of other rows.
    pub note_rows: u64,
    /// The sum of every amount cell that can be read one way only, in cents, as far as 64 bits hold it.
    pub sum_cents: i64,
    /// The same over the rows of their own alone.
    pub data_sum_cents: i64,
    /// Amount cells that can be read.
    pub amounts: u64,
    /// Amount cells that say nothing.
    pub empty_amounts: u64,
    /// Amount cells that say something else, or of which nobody knows whether it is thousands.
    pub unreadable_amounts: u64,
    /// How amounts are written.
    pub amount_forms: Counts,
    /// What the grantor's identifiers are.
    pub body_ids: Counts,
    /// What the beneficiaries' identifiers are.
    pub beneficiary_ids: Counts,
    /// How the dates of conventions are written.
    pub dates: Counts,
    /// How periods of payment are written.
    pub periods: Counts,
    /// What the percentages are.
    pub percentages: Counts,
    /// The natures, as written.
    pub natures: Counts,
    /// The notifications, as written.
    pub notifications: Counts,
    /// Cells that are empty, by column.
    pub missing: Counts,
    /// Cells of more than 256 characters, by column.
    pub over_256: Counts,
    /// Rows with another number of cells than the header.
    pub wrong_cell_counts: u64,
    /// Cells that hold a line end.
    pub cells_with_line_end: u64,
    /// Cells with white space around their value.
    pub cells_with_spaces: u64,
    /// Cells that a spreadsheet might run.
    pub formula_cells: u64,
    /// Rows that equal an earlier one cell by cell.
    pub same_rows: u64,
    /// How many rows have such a row behind them.
    pub same_groups: u64,
    /// Rows that equal an earlier one but for the reference of the decision.
    pub same_but_reference: u64,
    /// Rows with the beneficiary and the amount of an earlier one: mostly distinct grants.
    pub same_beneficiary_and_amount: u64,
    /// Rows that name neither a beneficiary nor an amount.
    pub without_name_and_amount: u64,
    #[serde(skip)]
    seen: Seen,
}

/// Hashes of what was met, to count what is met again.
#[derive(Debug, Clone, Default)]
struct Seen {
    rows: HashMap<u64, u32>,
    but_reference: HashMap<u64, u32>,
    grants: HashMap<u64, u32>,
}

impl Profile {
    /// Counts a row.
    pub fn add(&mut self, header: &Header, row: &Row) {
        match row.class {
            RowClass::Blank => {
                self.blank_rows += 1;
                return;
            }
            RowClass::Data | RowClass::OtherDelimiter(_) | RowClass::QuotedWhole => {
                self.data_rows += 1;
            }
            RowClass::RepeatedHeader => self.repeated_headers += 1,
            RowClass::Total { .. } | RowClass::DoubtfulTotal => self.total_rows += 1,
            RowClass::Note => self.note_rows += 1,
        }
        self.rows += 1;
        let record = &row.record;
        self.wrong_cell_counts += u64::from(record.cells.len() != header.labels.len());
        self.count_cells(record);
        self.count_alike(header, record);
        if header.subject() == Subject::Grants {
            self.count_amounts(header, row);
            self.count_forms(header, record);
        }
    }

    fn count_cells(&mut self, record: &Record) {
        for cell in &record.cells {
            self.cells_with_line_end += u64::from(cell.contains(['\n', '\r']));
            self.cells_with_spaces += u64::from(cell.trim_matches(greffe_domain::is_space) != cell);
            self.formula_cells += u64::from(cell.starts_with(['=', '+', '-', '@']));
        }
    }

    fn count_amounts(&mut self, header: &Header, row: &Row) {
        for (place, column) in header.columns.iter().enumerate() {
            if !column.is_some_and(C::is_amount) {
                continue;
            }
            let cell = row.record.cell(place);
            count(&mut self.amount_forms, &AmountForm::of(cell).to_string());
            match Amounted::of(cell) {
                Amounted::Missing => self.empty_amounts += 1,
                Amounted::Misgrouped | Amounted::Unreadable => self.unreadable_amounts += 1,
                // Thousands or decimals nobody knows: no sum holds it.
                Amounted::Amount(amount) if amount.ambiguous => self.unreadable_amounts += 1,
                Amounted::Amount(amount) => {
                    self.amounts += 1;
                    self.sum_cents = self.sum_cents.saturating_add(amount.value.cents());
                    if row.class == RowClass::Data {
                        let sum = self.data_sum_cents.saturating_add(amount.value.cents());
                        self.data_sum_cents = sum;
                    }
                }
            }
        }
    }

    fn count_forms(&mut self, header: &Header, record: &Record) {
        let cell = |column| header.place(column).map(|place| record.cell(place));
        if let Some(id) = cell(C::BodyId) {
            count(&mut self.body_ids, &form_of(id));
        }
        if let Some(id) = cell(C::BeneficiaryId) {
            count(&mut self.beneficiary_ids, &form_of(id));
        }
        if let Some(date) = cell(C::ConventionDate).or_else(|| cell(C::DecisionDate)) {
            count(&mut self.dates, DateForm::of(date).0.code());
        }
        if let Some(period) = cell(C::Period) {
            count(&mut self.periods, PeriodForm::of(period).code());
        }
        if let Some(percentage) = cell(C::Percentage) {
            count(&mut self.percentages, percentage_form(percentage));
        }
        if let Some(nature) = cell(C::Nature) {
            count(&mut self.natures, nature);
        }
        if let Some(notification) = cell(C::Notification) {
            count(&mut self.notifications, notification);
        }
        for column in [C::Purpose, C::Conditions, C::BeneficiaryName] {
            if let Some(cell) = cell(column) {
                if is_blank(cell) {
                    count(&mut self.missing, column.name());
                }
                if cell.chars().count() > 256 {
                    count(&mut self.over_256, column.name());
                }
            }
        }
    }

    fn count_alike(&mut self, header: &Header, record: &Record) {
        let at = |column| header.place(column);
        let met = |seen: &mut HashMap<u64, u32>, hash: u64| {
            let times = seen.entry(hash).or_insert(0);
            *times += 1;
            *times
        };
        let times = met(&mut self.seen.rows, hash(record.cells.iter()));
        self.same_rows += u64::from(times > 1);
        self.same_groups += u64::from(times == 2);
        let reference = at(C::DecisionReference);
        let others = record.cells.iter().enumerate().filter(|(place, _)| Some(*place) != reference);
        let but_reference = hash(others.map(|(_, cell)| cell));
        self.same_but_reference += u64::from(met(&mut self.seen.but_reference, but_reference) > 1);
        let amounts = [C::Amount, C::OperationAmount, C::InvestmentAmount];
        let of = |columns: &[C]| {
            let places: Vec<usize> = columns.iter().filter_map(|column| at(*column)).collect();
            places.into_iter().map(|place| record.cell(place).trim()).collect::<Vec<_>>()
        };
        let (name, amount) = (of(&[C::BeneficiaryName]), of(&amounts));
        if header.subject() == Subject::Grants {
            let says = |cells: &[&str]| cells.iter().any(|cell| !cell.is_empty());
            if !says(&name) && !says(&amount) {
                self.without_name_and_amount += 1;
            } else {
                let key = hash(name.into_iter().chain(of(&[C::BeneficiaryId])).chain(amount));
                let again = met(&mut self.seen.grants, key) > 1;
                self.same_beneficiary_and_amount += u64::from(again);
            }
        }
    }
}

fn form_of(id: &str) -> String {
    match IdForm::of(id) {
        IdForm::Digits(count) => format!("digits-{count}"),
        form => form.code().to_owned(),
    }
}

fn percentage_form(cell: &str) -> &'static str {
    let trimmed = cell.trim();
    match Decimal::of(trimmed) {
        _ if trimmed.is_empty() => "missing",
        Some(p) if Decimal::of("0.01") <= Some(p) && Some(p) <= Decimal::of("1") => "within",
        Some(_) => "out-of-range",
        None if Decimal::of(&trimmed.replace(',', ".")).is_some() => "comma",
        None => "other",
    }
}

fn count(counts: &mut Counts, value: &str) {
    let known = counts.contains_key(value) || counts.len() < MOST_VALUES;
    let value = if known { value } else { "\u{2026}" };
    *counts.entry(value.chars().take(120).collect()).or_default() += 1;
}

/// Sixty-four bits, of fixed keys: the same in every run. Used for counting only.
fn hash<'c>(cells: impl Iterator<Item = &'c str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    cells.for_each(|cell| cell.hash(&mut hasher));
    hasher.finish()
}
