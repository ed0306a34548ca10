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
use greffe_tables::{Column, Origin, Row, RowReading, Schema, Table, TableReader, TableText};
use uuid::Uuid;

mod earlier;
mod origins;
mod receipt;
mod survey;

pub use earlier::EarlierTable;
use survey::Walk;
pub use survey::{DefectRows, KnownTable, TableSurvey};

/// How many entries are recorded in one call.
const CALL: usize = 4096;
/// How many entries that differ are kept one by one; all are counted.
const LISTED: usize = 10_000;

/// The table that a document is; none where it is the text of an act, or a table of rejects, whose rows are of another.
fn own_table(document: &[u8]) -> Option<Table<'_>> {
    let table = Table::of(std::str::from_utf8(document).ok()?).ok()?;
    (!table.header().is_of_rejects()).then_some(table)
}

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

    /// Goes through the table without recording anything: the dry run. Where a ledger is given, the rows are
    /// held against what it has, as they are when they are recorded.
    ///
    /// # Errors
    /// [`Error::Table`] at the first row that cannot be cut, [`Error::Store`] of the ledger, and what `watch` gives.
    pub fn survey(
        &self,
        ledger: Option<&Ledger>,
        watch: &mut Watch<'_>,
    ) -> Result<TableSurvey, Error> {
        let reader = self.reader()?;
        let mut walk = Walk::new(&reader, ledger);
        let mut known = ledger.map(|ledger| self.known_to(ledger)).transpose()?.flatten();
        for row in reader.table().rows() {
            let row = row.map_err(|source| self.refused(source))?;
            let reading = walk.read(&reader, &row)?;
            watch(TableStep { row: &row, reading: &reading })?;
            if let (Some(known), Some(ledger)) = (&mut known, ledger) {
                known.recorded += recorded_of(&reading, ledger)?;
            }
        }
        Ok(TableSurvey { known, ..walk.finish(self.hash)? })
    }

    /// Where a ledger has this very table; nothing of its rows is counted yet.
    fn known_to(&self, ledger: &Ledger) -> Result<Option<KnownTable>, Error> {
        let first = ledger.registrations(&self.hash.to_string())?.into_iter().next();
        Ok(first.map(|document| KnownTable { document: document.entry, recorded: 0 }))
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
        let mut walk = Walk::new(&reader, Some(self));
        let mut call = Vec::with_capacity(CALL);
        let mut all = Recorded::default();
        for row in reader.table().rows() {
            let row = row.map_err(|source| table.refused(source))?;
            let reading = walk.read(&reader, &row)?;
            watch(TableStep { row: &row, reading: &reading })?;
            call.extend(entries(&row, &reading, table.hash, by)?);
            if call.len() >= CALL {
                all.add(self.record_rows(&mut call, known.is_none()).await?);
            }
        }
        all.add(self.record_rows(&mut call, known.is_none()).await?);
        let Recorded { new: recorded, known: already, otherwise, differing } = all;
        let (survey, known_document) = (walk.finish(table.hash)?, known.is_some());
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
}

/// How many facts of a row a ledger has.
fn recorded_of(reading: &RowReading, ledger: &Ledger) -> Result<u64, Error> {
    let reader = ledger.reader()?;
    let mut recorded = 0;
    for fact in &reading.facts {
        let id = identity(&reading.origin, fact.event.kind(), fact.part);
        recorded += u64::from(reader.find_id(id)?.is_some());
    }
    Ok(recorded)
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
