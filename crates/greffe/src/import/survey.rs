//! The survey of a table: one pass over its rows, which counts them and what is wrong with them.

use super::earlier::{EarlierTable, Gathered};
use super::origins::Origins;
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::Hash;
use greffe_tables::{Column, Defect, Profile, Row, RowReading, Rule, TableReader};
use std::collections::{BTreeMap, HashSet};

/// How many defects are kept one by one; all are counted.
const LISTED: usize = 10_000;

/// What a table holds and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct TableSurvey {
    /// What it holds, counted.
    pub profile: Profile,
    /// Rows of which something is recorded.
    pub recordable: u64,
    /// Rows that a blocking defect keeps from being recorded.
    pub rejected: u64,
    /// Facts by their kind.
    pub facts: BTreeMap<&'static str, u64>,
    /// Defects by rule and column.
    pub counts: BTreeMap<(Rule, Option<&'static str>), u64>,
    /// On which rows they are, by the same.
    pub rows: BTreeMap<(Rule, Option<&'static str>), DefectRows>,
    /// Of the sum of the amounts, what stands in rows of their own of which nothing is recorded, in cents.
    pub unrecorded_sum_cents: i64,
    /// The first defects, one by one: blocking ones first, then in the order of the rows.
    pub defects: Vec<Defect>,
    /// The tables that the ledger had before from other files and that tell of the same bodies and years; none
    /// where no ledger was asked.
    pub earlier: Option<Vec<EarlierTable>>,
    /// In a dry run, where the ledger has this very table: what it has of it.
    pub known: Option<KnownTable>,
}

/// A table that the ledger has already, by the hash of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownTable {
    /// The entry that registers it.
    pub document: u64,
    /// How many facts of its rows are recorded.
    pub recorded: u64,
}

/// The rows on which a defect is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DefectRows {
    /// The first three.
    pub first: Vec<u64>,
    /// How many there are in all.
    pub count: u64,
    last: u64,
}

impl DefectRows {
    /// How many rows are named; whoever wants all of them asks for the rejects or corrects these first.
    const NAMED: usize = 3;

    /// Rows come in their order, so one that has the defect twice is met at once.
    fn add(&mut self, row: u64) {
        if self.count > 0 && self.last == row {
            return;
        }
        (self.count, self.last) = (self.count + 1, row);
        if self.first.len() < DefectRows::NAMED {
            self.first.push(row);
        }
    }
}

/// One pass over a table.
pub(super) struct Walk<'l> {
    survey: TableSurvey,
    blocking: Vec<Defect>,
    /// Origins in other files that rows of this one have named.
    named: HashSet<(String, u64)>,
    own: String,
    origins: Origins<'l>,
    /// Where there is a ledger.
    gathered: Option<(&'l Ledger, Gathered)>,
}

impl<'l> Walk<'l> {
    /// A pass over a table; where a ledger is given, rows are held against what it has.
    pub(super) fn new(reader: &TableReader<'_>, ledger: Option<&'l Ledger>) -> Walk<'l> {
        let own = reader.text_hash().to_owned();
        let mut walk = Walk {
            survey: TableSurvey::default(),
            blocking: Vec::new(),
            named: HashSet::new(),
            own,
            origins: Origins::of(ledger),
            gathered: ledger.map(|ledger| (ledger, Gathered::default())),
        };
        reader.header_defects().into_iter().for_each(|defect| walk.note(defect));
        walk
    }

    /// Reads the next row and counts it.
    pub(super) fn read(
        &mut self,
        reader: &TableReader<'_>,
        row: &Row,
    ) -> Result<RowReading, Error> {
        let mut reading = reader.read(row);
        if let Some(rule) = self.doubt(&reading)? {
            let (column, origin) = (Some(Column::Origin), reading.origin.to_string());
            reading.defects.push(Defect::of(row.record.number, column, &origin, rule));
            reading.facts.clear();
        }
        if let Some((_, gathered)) = &mut self.gathered {
            gathered.add(reader.table().header(), row, &reading);
        }
        let before = self.survey.profile.data_sum_cents;
        self.survey.profile.add(reader.table().header(), row);
        if reading.facts.is_empty() {
            let of_row = self.survey.profile.data_sum_cents.saturating_sub(before);
            let sum = self.survey.unrecorded_sum_cents.saturating_add(of_row);
            self.survey.unrecorded_sum_cents = sum;
        }
        if row.class.is_of_its_own() {
            self.survey.recordable += u64::from(!reading.facts.is_empty());
            self.survey.rejected += u64::from(reading.is_rejected());
        }
        for fact in &reading.facts {
            *self.survey.facts.entry(fact.event.kind()).or_default() += 1;
        }
        reading.defects.iter().cloned().for_each(|defect| self.note(defect));
        Ok(reading)
    }

    /// What is wrong with the origin that a row names, where it names one in another table.
    fn doubt(&mut self, reading: &RowReading) -> Result<Option<Rule>, Error> {
        let origin = &reading.origin;
        if origin.text == self.own {
            return Ok(None);
        }
        if !self.origins.knows(origin)? {
            return Ok(Some(Rule::UnknownOrigin));
        }
        // A row that was corrected into two would have one identity, and one of the two be lost.
        let first = self.named.insert((origin.text.clone(), origin.row));
        Ok((!first).then_some(Rule::BadOrigin))
    }

    fn note(&mut self, defect: Defect) {
        let column = defect.column.map(greffe_tables::Column::name);
        *self.survey.counts.entry((defect.rule, column)).or_default() += 1;
        self.survey.rows.entry((defect.rule, column)).or_default().add(defect.row);
        let blocking = defect.rule.is_blocking();
        let list = if blocking { &mut self.blocking } else { &mut self.survey.defects };
        if list.len() < LISTED {
            list.push(defect);
        }
    }

    /// What was found; `text` is the table's.
    pub(super) fn finish(mut self, text: Hash) -> Result<TableSurvey, Error> {
        if let Some((ledger, gathered)) = &self.gathered {
            self.survey.earlier = Some(gathered.earlier(text, ledger)?);
        }
        self.blocking.append(&mut self.survey.defects);
        self.blocking.truncate(LISTED);
        self.survey.defects = self.blocking;
        Ok(self.survey)
    }
}
