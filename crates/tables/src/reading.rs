//! Reading: what a row says, as events, and what is wrong with it.
//!
//! A fact keeps the row it comes from. Its identity is the file and the row, never what the row
//! says: two rows that look alike may be two grants, and are kept as two.

use crate::column::Column;
use crate::defect::{Defect, Rule};
use crate::delimiter::own_cells;
use crate::header::{Subject, is_origin};
use crate::rows::{Row, RowClass, Table};
use crate::schema::Schema;
use crate::value::{DateForm, is_blank};
use crate::{deliberations, grants};
use greffe_domain::{Edtf, Event, StreamId, fold_spaces, slug};

/// The longest row of which events are made, in bytes: an entry of the ledger has room for it.
const MAX_ROW: usize = 48 * 1024;

/// Where a row comes from: a text by its hash, and a row of it. A row that was rejected, corrected
/// and handed in again keeps the origin that it was rejected with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The hash of the text, 64 digits.
    pub text: String,
    /// The number of the row, from 1.
    pub row: u64,
}

impl Origin {
    /// The origin as a rejects file states it: `HASH:ROW`.
    #[must_use]
    pub fn parse(cell: &str) -> Option<Origin> {
        let (text, row) = cell.trim().split_once(':')?;
        let hex = |b: u8| b.is_ascii_digit() || matches!(b, b'a'..=b'f');
        let sound = text.len() == 64 && text.bytes().all(hex);
        let row = row.parse().ok().filter(|row| *row > 0)?;
        sound.then(|| Origin { text: text.to_owned(), row })
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.text, self.row)
    }
}

/// A fact that a row states. Its grade is always `declared`: it is open data that says so.
#[derive(Debug, Clone, PartialEq)]
pub struct RowFact {
    /// The stream it belongs to.
    pub stream: StreamId,
    /// The event.
    pub event: Event,
    /// When the fact holds.
    pub effective: Edtf,
    /// What tells two facts of one kind apart that one row states; empty where there is one.
    pub part: &'static str,
}

/// What was made of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowReading {
    /// Where it comes from.
    pub origin: Origin,
    /// The facts; none when a defect is blocking.
    pub facts: Vec<RowFact>,
    /// What is wrong with it.
    pub defects: Vec<Defect>,
}

impl RowReading {
    /// Whether the row cannot be recorded.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.defects.iter().any(|defect| defect.rule.is_blocking())
    }
}

/// How rows are read.
#[derive(Debug, Clone)]
pub struct TableReader<'t> {
    pub(crate) table: Table<'t>,
    pub(crate) schema: &'static Schema,
    pub(crate) text_hash: String,
    pub(crate) institution: Option<String>,
}

impl<'t> TableReader<'t> {
    /// A reader of a table. `text_hash` is the hash under which its text is registered;
    /// `institution` the code of the body in stream names, instead of the one made from its name.
    #[must_use]
    pub fn new(table: Table<'t>, text_hash: &str, institution: Option<String>) -> TableReader<'t> {
        let schema = Schema::recognised(table.header());
        TableReader { table, schema, text_hash: text_hash.to_owned(), institution }
    }

    /// The same, held against another schema than the one recognised.
    #[must_use]
    pub fn against(mut self, schema: &'static Schema) -> TableReader<'t> {
        self.schema = schema;
        self
    }

    /// The table.
    #[must_use]
    pub const fn table(&self) -> &Table<'t> {
        &self.table
    }

    /// The schema that rows are held against.
    #[must_use]
    pub const fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// The hash of the text.
    #[must_use]
    pub fn text_hash(&self) -> &str {
        &self.text_hash
    }

    /// What is wrong with the header and above it.
    #[must_use]
    pub fn header_defects(&self) -> Vec<Defect> {
        let header = self.table.header();
        let mut found: Vec<Defect> =
            header.above.iter().map(|row| Defect::of(*row, None, "", Rule::JunkRow)).collect();
        found.extend(self.schema.check_header(header));
        if let Some(label) = &header.relabelled {
            let (row, column) = (header.record, Some(Column::Origin));
            found.push(Defect::of(row, column, label, Rule::RelabelledOrigin));
        }
        for (place, label) in header.labels.iter().enumerate() {
            let same = |other: &String| !is_blank(label) && slug(other) == slug(label);
            if header.labels.iter().take(place).any(same) {
                found.push(Defect::of(header.record, None, label, Rule::DuplicateColumn));
            }
        }
        found
    }

    /// Reads a row.
    #[must_use]
    pub fn read(&self, row: &Row) -> RowReading {
        let number = row.record.number;
        let (origin, doubt) = self.origin(row);
        let header = self.table.header();
        let first = own_cells(header, &row.record).find(|cell| !is_blank(cell)).unwrap_or_default();
        let only = |rule| RowReading {
            origin: origin.clone(),
            facts: Vec::new(),
            defects: vec![Defect::of(number, None, first, rule)],
        };
        match row.class {
            RowClass::Blank => RowReading { origin, facts: Vec::new(), defects: Vec::new() },
            RowClass::RepeatedHeader => only(Rule::RepeatedHeader),
            RowClass::Total { adds_up: true } => only(Rule::TotalRow),
            RowClass::Total { adds_up: false } => only(Rule::TotalDiffers),
            RowClass::DoubtfulTotal => only(Rule::DoubtfulTotal),
            RowClass::OtherDelimiter(',') => only(Rule::InCommas),
            RowClass::OtherDelimiter(';') => only(Rule::InSemicolons),
            RowClass::OtherDelimiter('\t') => only(Rule::InTabs),
            RowClass::OtherDelimiter(_) => only(Rule::InBars),
            RowClass::QuotedWhole => only(Rule::QuotedRow),
            RowClass::Note => only(Rule::NoteRow),
            RowClass::Data => self.read_data(row, origin, doubt),
        }
    }

    /// Where a row comes from, and what is wrong with the cell that should say so: in a rejects file its place in
    /// that file is none.
    fn origin(&self, row: &Row) -> (Origin, Option<Rule>) {
        let own = Origin { text: self.text_hash.clone(), row: row.record.number };
        let header = self.table.header();
        let Some(place) = header.place(Column::Origin) else {
            // The reasons of a rejects file stand there without the origins.
            return (own, header.is_of_rejects().then_some(Rule::NoOrigin));
        };
        let cell = row.record.cell(place);
        if is_blank(cell) {
            return (own, Some(Rule::NoOrigin));
        }
        match Origin::parse(cell.trim_matches(greffe_domain::is_space)) {
            Some(of) => (of, None),
            None => (own, Some(Rule::BadOrigin)),
        }
    }

    fn read_data(&self, row: &Row, origin: Origin, doubt: Option<Rule>) -> RowReading {
        let mut cells = Cells { reader: self, row, defects: Vec::new() };
        cells.defects = self.schema.check(self.table.header(), &row.record);
        if let Some(rule) = doubt {
            cells.blame(Column::Origin, rule);
        }
        if row.record.span.len() > MAX_ROW {
            cells.defects.push(Defect::of(row.record.number, None, "", Rule::TooLong));
        }
        let place = self.table.header().place(Column::Origin);
        let elsewhere = row.record.cells.iter().enumerate();
        if elsewhere.filter(|(at, _)| Some(*at) != place).any(|(_, cell)| is_origin(cell)) {
            cells.blame(Column::Origin, Rule::MisplacedOrigin);
        }
        for cell in &row.record.cells {
            let figure = cell
                .strip_prefix(['-', '+'])
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            if cell.starts_with(['=', '+', '-', '@']) && !figure {
                cells.defects.push(Defect::of(row.record.number, None, cell, Rule::Formula));
            }
        }
        let facts = match self.table.header().subject() {
            Subject::Grants => grants::read(&mut cells, &origin),
            Subject::Deliberations => deliberations::read(&mut cells),
        };
        let defects = cells.defects;
        let rejected = defects.iter().any(|defect| defect.rule.is_blocking());
        RowReading { origin, facts: if rejected { Vec::new() } else { facts }, defects }
    }
}

/// The cells of a row by their column, and what is found wrong with them.
pub(crate) struct Cells<'r, 't> {
    pub(crate) reader: &'r TableReader<'t>,
    pub(crate) row: &'r Row,
    pub(crate) defects: Vec<Defect>,
}

impl<'r> Cells<'r, '_> {
    /// The cell of a column without the white space around it; empty where there is none.
    pub(crate) fn text(&self, column: Column) -> &'r str {
        let place = self.reader.table.header().place(column);
        let cell = place.map_or("", |place| self.row.record.cell(place));
        cell.trim_matches(greffe_domain::is_space)
    }

    /// The same on one line, if it says anything.
    pub(crate) fn words(&self, column: Column) -> Option<String> {
        let words = fold_spaces(self.text(column));
        (!words.is_empty()).then_some(words)
    }

    /// Notes that the cell of a column breaks a rule.
    pub(crate) fn blame(&mut self, column: Column, rule: Rule) {
        let value = self.text(column);
        self.defects.push(Defect::of(self.row.record.number, Some(column), value, rule));
    }

    /// The date of a column, if it states one beyond doubt.
    pub(crate) fn date(&mut self, column: Column) -> Option<Edtf> {
        let (form, date) = DateForm::of(self.text(column));
        match form {
            DateForm::Missing | DateForm::Iso => {}
            DateForm::TwoDigitYear => self.blame(column, Rule::TwoDigitYear),
            DateForm::Other => self.blame(column, Rule::UnreadableDate),
            _ => self.blame(column, Rule::DateForm),
        }
        date
    }

    /// The code of the body in stream names; notes when nobody names it.
    pub(crate) fn institution(&mut self) -> Option<String> {
        let given = self.reader.institution.clone();
        let code = given.unwrap_or_else(|| cut(&slug(self.text(Column::BodyName)), 50));
        if code.is_empty() {
            self.blame(Column::BodyName, Rule::NoBody);
            return None;
        }
        Some(code)
    }
}

/// A slug cut to a length, without a hyphen at its end.
pub(crate) fn cut(slug: &str, most: usize) -> String {
    let short: String = slug.chars().take(most).collect();
    short.trim_end_matches('-').to_owned()
}
