//! Tables: from a published table to entries, row by row, each row once.
//!
//! A table is registered like any document, and each fact cites its row. The identity of an entry is
//! made from the table's text and the row's number, so importing a file again, or going on after an
//! interruption, adds only what is not there; two rows that look alike stay two. Rows are recorded in
//! calls of a few thousand entries: what a call acknowledged is on disk, and no more is held.

use crate::error::Error;
use crate::ledger::Ledger;
use crate::record::{identity_of, raw};
use greffe_chain::{Entry, Hash, Source};
use greffe_domain::{DocumentRegistered, Grade};
use greffe_store::{AppendError, NewEntry};
use greffe_tables::{
    Column, Defect, Origin, Profile, Row, RowClass, RowReading, Rule, Schema, Table, TableReader,
    TableText,
};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// How many entries are recorded in one call.
const CALL: usize = 4096;
/// How many defects are kept one by one; all are counted.
const LISTED: usize = 10_000;

/// How a table is read.
#[derive(Debug, Clone, Default)]
pub struct TableOptions {
    /// The code of the institution in stream names, instead of the one made from its name.
    pub institution: Option<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The version of the schema to hold rows against, instead of the one recognised.
    pub schema: Option<String>,
}

/// A file that was read as a table.
#[derive(Debug, Clone)]
pub struct TableFile<'f> {
    name: String,
    original: &'f [u8],
    text: TableText<'f>,
    hash: Hash,
    options: TableOptions,
}

/// A row as it goes by.
#[derive(Debug, Clone, Copy)]
pub struct TableStep<'r> {
    /// The row.
    pub row: &'r Row,
    /// What was made of it.
    pub reading: &'r RowReading,
}

/// What is told of each row as it goes by.
pub type Watch<'w> = dyn FnMut(TableStep<'_>) -> Result<(), Error> + Send + 'w;

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

/// What became of a table.
#[derive(Debug, Clone)]
pub struct TableImport {
    /// The entry that registers the table.
    pub document: u64,
    /// Whether the table had been registered before.
    pub known_document: bool,
    /// How many entries were recorded now.
    pub recorded: u64,
    /// How many facts the ledger already had.
    pub already: u64,
    /// The entries of rows that the ledger already had and that this table tells otherwise: a row that was
    /// corrected a second time. They stand as they are; the first ten thousand are listed.
    pub otherwise: Vec<u64>,
    /// How many there are.
    pub differing: u64,
    /// What the table holds.
    pub survey: TableSurvey,
}

impl<'f> TableFile<'f> {
    /// Reads a file as a table; its name plays no part in how.
    ///
    /// # Errors
    /// [`Error::Table`] when it is no table of a known kind, or the schema asked for is not known.
    pub fn read(
        name: &str,
        original: &'f [u8],
        options: TableOptions,
    ) -> Result<TableFile<'f>, Error> {
        let text = greffe_tables::read(original, options.sheet.as_deref())
            .map_err(|source| Error::Table { name: name.to_owned(), source })?;
        let hash = Hash::of(text.text().as_bytes());
        let table = TableFile { name: name.to_owned(), original, text, hash, options };
        table.reader()?;
        Ok(table)
    }

    /// The text with what is known of its making.
    #[must_use]
    pub const fn text(&self) -> &TableText<'f> {
        &self.text
    }

    /// The hash of the text.
    #[must_use]
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// A reader of its rows.
    ///
    /// # Errors
    /// [`Error::Table`], [`Error::NoSchema`].
    pub fn reader(&self) -> Result<TableReader<'_>, Error> {
        let table = Table::of(self.text.text()).map_err(|source| self.refused(source))?;
        let subject = table.header().subject();
        let institution = self.options.institution.clone();
        let reader = TableReader::new(table, &self.hash.to_string(), institution);
        let Some(version) = &self.options.schema else { return Ok(reader) };
        let schema = Schema::of(subject, version).ok_or_else(|| Error::NoSchema {
            subject,
            version: version.clone(),
            known: Schema::versions(subject),
        })?;
        Ok(reader.against(schema))
    }

    /// Goes through the table without recording anything: the dry run.
    ///
    /// # Errors
    /// [`Error::Table`] at the first row that cannot be cut, and what `watch` gives.
    pub fn survey(&self, watch: &mut Watch<'_>) -> Result<TableSurvey, Error> {
        let reader = self.reader()?;
        let mut walk = Walk::new(&reader);
        for row in reader.table().rows() {
            let row = row.map_err(|source| self.refused(source))?;
            let reading = walk.read(&reader, &row);
            watch(TableStep { row: &row, reading: &reading })?;
        }
        Ok(walk.finish())
    }

    /// Whether somebody says which body decides: the table in a column, or whoever reads it.
    #[must_use]
    pub fn names_body(&self) -> bool {
        let named =
            |reader: TableReader<'_>| reader.table().header().place(Column::BodyName).is_some();
        self.options.institution.is_some() || self.reader().is_ok_and(named)
    }

    fn refused(&self, source: greffe_tables::TableError) -> Error {
        Error::Table { name: self.name.clone(), source }
    }

    fn registered(&self) -> DocumentRegistered {
        let size = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        DocumentRegistered {
            name: self.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            original: Hash::of(self.original).to_string(),
            original_bytes: size(self.original.len()),
            text: self.hash.to_string(),
            text_bytes: size(self.text.text().len()),
            media_type: self.text.media_type().to_owned(),
            encoding: self.text.encoding().to_owned(),
            extracted: None,
        }
    }
}

/// What became of the entries of some calls.
#[derive(Default)]
struct Recorded {
    new: u64,
    known: u64,
    otherwise: Vec<u64>,
    differing: u64,
}

impl Recorded {
    fn add(&mut self, call: Recorded) {
        self.new += call.new;
        self.known += call.known;
        self.differing += call.differing;
        let room = LISTED.saturating_sub(self.otherwise.len());
        self.otherwise.extend(call.otherwise.into_iter().take(room));
    }
}

/// Whether a row says of one thing what was recorded of it.
fn says_the_same(recorded: &Entry<'_>, row: &NewEntry) -> bool {
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    recorded.stream() == row.stream
        && recorded.effective() == row.effective
        && value(recorded.data()) == value(row.data.get())
}

/// One pass over a table.
struct Walk {
    survey: TableSurvey,
    blocking: Vec<Defect>,
    /// Origins in other files that rows of this one have named.
    named: HashSet<(String, u64)>,
    own: String,
}

impl Walk {
    fn new(reader: &TableReader<'_>) -> Walk {
        let own = reader.text_hash().to_owned();
        let mut walk = Walk {
            survey: TableSurvey::default(),
            blocking: Vec::new(),
            named: HashSet::new(),
            own,
        };
        reader.header_defects().into_iter().for_each(|defect| walk.note(defect));
        walk
    }

    fn read(&mut self, reader: &TableReader<'_>, row: &Row) -> RowReading {
        let mut reading = reader.read(row);
        let Origin { text, row: number } = &reading.origin;
        // A row that was corrected into two would have one identity, and one of the two be lost.
        if *text != self.own && !self.named.insert((text.clone(), *number)) {
            reading.defects.push(Defect::of(row.record.number, None, text, Rule::BadOrigin));
            reading.facts.clear();
        }
        let before = self.survey.profile.data_sum_cents;
        self.survey.profile.add(reader.table().header(), row);
        if reading.facts.is_empty() {
            let of_row = self.survey.profile.data_sum_cents.saturating_sub(before);
            let sum = self.survey.unrecorded_sum_cents.saturating_add(of_row);
            self.survey.unrecorded_sum_cents = sum;
        }
        if matches!(row.class, RowClass::Data | RowClass::DoubtfulTotal) {
            self.survey.recordable += u64::from(!reading.facts.is_empty());
            self.survey.rejected += u64::from(reading.is_rejected());
        }
        for fact in &reading.facts {
            *self.survey.facts.entry(fact.event.kind()).or_default() += 1;
        }
        reading.defects.iter().cloned().for_each(|defect| self.note(defect));
        reading
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

    fn finish(mut self) -> TableSurvey {
        self.blocking.append(&mut self.survey.defects);
        self.blocking.truncate(LISTED);
        self.survey.defects = self.blocking;
        self.survey
    }
}

impl Ledger {
    /// Records the rows of a table with the table itself. What the ledger has of it already is not
    /// recorded again, so a call that was interrupted is made once more.
    ///
    /// # Errors
    /// [`Error::NoBody`], and [`Error::Table`] where a row cannot be cut: nothing is recorded. What `watch`
    /// gives: the rows before it are recorded. [`Error::Append`], [`Error::Store`]: what was acknowledged before is.
    pub async fn import_table(
        &self,
        table: &TableFile<'_>,
        by: &str,
        watch: &mut Watch<'_>,
    ) -> Result<TableImport, Error> {
        let reader = table.reader()?;
        // Before anything is registered: not one of its rows could be recorded.
        if !table.names_body() {
            return Err(Error::NoBody { name: table.name.clone() });
        }
        // Nor is a part of a table recorded that cannot be read to its end.
        reader.table().check().map_err(|source| table.refused(source))?;
        let registered = table.registered();
        let known = self.put(&registered, table.original, table.text.text(), None)?;
        let document = match known {
            Some(entry) => entry,
            None => self.register_now(registered, by).await?,
        };
        let mut walk = Walk::new(&reader);
        let mut call = Vec::with_capacity(CALL);
        let mut all = Recorded::default();
        for row in reader.table().rows() {
            let row = row.map_err(|source| table.refused(source))?;
            let reading = walk.read(&reader, &row);
            watch(TableStep { row: &row, reading: &reading })?;
            call.extend(entries(&row, &reading, table.hash, by)?);
            if call.len() >= CALL {
                all.add(self.record_rows(&mut call, known.is_none()).await?);
            }
        }
        all.add(self.record_rows(&mut call, known.is_none()).await?);
        let Recorded { new: recorded, known: already, otherwise, differing } = all;
        let (survey, known_document) = (walk.finish(), known.is_some());
        Ok(TableImport {
            document,
            known_document,
            recorded,
            already,
            otherwise,
            differing,
            survey,
        })
    }

    /// Records one call's entries; gives how many are new, how many the ledger had already, and which of these
    /// say something else.
    ///
    /// The store looks every id up before it writes, so the entries of a table that is new are not
    /// looked up here as well. It may still have rows in the ledger, rejected in a dry run and
    /// corrected: then the store refuses the call, and its entries are told apart here.
    async fn record_rows(
        &self,
        call: &mut Vec<NewEntry>,
        new_table: bool,
    ) -> Result<Recorded, Error> {
        let mut done = Recorded::default();
        if call.is_empty() {
            return Ok(done);
        }
        let entries = std::mem::replace(call, Vec::with_capacity(CALL));
        let whole = counted(entries.len());
        if new_table {
            match self.store()?.append(entries.clone(), Vec::new()).await {
                Ok(receipt) if receipt.replayed => return Ok(Recorded { known: whole, ..done }),
                Ok(_) => return Ok(Recorded { new: whole, ..done }),
                Err(AppendError::PartlyRecorded { .. } | AppendError::IdConflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let reader = self.reader()?;
        let mut fresh = Vec::with_capacity(entries.len());
        for entry in entries {
            let known = entry.id.map(|id| reader.find_id(id)).transpose()?.flatten();
            let Some(seq) = known else {
                fresh.push(entry);
                continue;
            };
            let bytes = reader.entry(seq)?;
            let recorded = bytes.as_deref().and_then(|bytes| Entry::parse(bytes).ok());
            if recorded.is_some_and(|recorded| !says_the_same(&recorded, &entry)) {
                done.differing += 1;
                if done.otherwise.len() < LISTED {
                    done.otherwise.push(seq);
                }
            }
        }
        done.new = counted(fresh.len());
        done.known = whole - done.new;
        if !fresh.is_empty() {
            self.store()?.append(fresh, Vec::new()).await?;
        }
        Ok(done)
    }

    /// Records the receipt of a transmission to the prefecture with the receipt itself; gives the
    /// entry, and whether it had been recorded before.
    ///
    /// # Errors
    /// [`Error::Receipt`] when the file is no receipt of an act; [`Error::Append`],
    /// [`Error::Store`].
    pub async fn import_receipt(
        &self,
        name: &str,
        original: &[u8],
        institution: Option<&str>,
        by: &str,
    ) -> Result<(u64, bool), Error> {
        let refused = |source| Error::Receipt { name: name.to_owned(), source };
        let hash_of = |text: &str| Hash::of(text.as_bytes()).to_string();
        let read = greffe_tables::receipt(original, institution, hash_of).map_err(refused)?;
        let size = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        let text = Hash::of(read.text.as_bytes());
        let registered = DocumentRegistered {
            name: name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            original: Hash::of(original).to_string(),
            original_bytes: size(original.len()),
            text: text.to_string(),
            text_bytes: size(read.text.len()),
            media_type: "application/xml".to_owned(),
            encoding: read.encoding.to_owned(),
            extracted: None,
        };
        let known = self.put(&registered, original, &read.text, None)?;
        if known.is_none() {
            self.register_now(registered, by).await?;
        }
        let id = identity_of(&format!("receipt {text}"));
        if let Some(entry) = self.reader()?.find_id(id)? {
            return Ok((entry, true));
        }
        let (from, to) = read.passage.span;
        let entry = NewEntry {
            id: Some(id),
            stream: read.stream.to_string(),
            kind: read.event.kind().to_owned(),
            schema: read.event.schema(),
            effective: read.effective.to_string(),
            recorded_by: by.to_owned(),
            grade: read.grade.to_string(),
            sources: vec![Source { document: text, span: [from, to], fields: Vec::new() }],
            causes: Vec::new(),
            data: raw(&read.event)?,
        };
        let receipt = self.store()?.append(vec![entry], Vec::new()).await?;
        Ok((receipt.entries.first().map(|entry| entry.seq).unwrap_or_default(), false))
    }
}

/// The entries of a row; the identity of each is the row's origin, the kind and the part.
fn entries(row: &Row, reading: &RowReading, text: Hash, by: &str) -> Result<Vec<NewEntry>, Error> {
    let place = |at: usize| u64::try_from(at).unwrap_or(u64::MAX);
    let span = [place(row.record.span.start), place(row.record.span.end)];
    let entry = |fact: &greffe_tables::RowFact| {
        Ok(NewEntry {
            id: Some(identity(&reading.origin, fact.event.kind(), fact.part)),
            stream: fact.stream.to_string(),
            kind: fact.event.kind().to_owned(),
            schema: fact.event.schema(),
            effective: fact.effective.to_string(),
            recorded_by: by.to_owned(),
            grade: Grade::Declared.to_string(),
            sources: vec![Source { document: text, span, fields: Vec::new() }],
            causes: Vec::new(),
            data: raw(&fact.event)?,
        })
    };
    reading.facts.iter().map(entry).collect()
}

fn counted(entries: usize) -> u64 {
    u64::try_from(entries).unwrap_or(u64::MAX)
}

fn identity(origin: &Origin, kind: &str, part: &str) -> Uuid {
    identity_of(&format!("row {origin} {kind} {part}"))
}
