//! Tables that were imported earlier and speak of the same: a table that is published again with some rows
//! changed is another text, so all of its rows are recorded as their own beside those of the first.
//!
//! Rows are never merged because they look alike. What can be done is to say so: which table is there already,
//! and how many rows stand in both cell for cell, be it by way of its corrected rejects. Earlier tables are found by the streams that they gave
//! rise to: the last part of one names the text of its row, and where a publisher's key or a reference
//! stands instead, the entries of the stream cite it.

use super::own_table;
use crate::error::Error;
use crate::index::unreadable;
use crate::ledger::Ledger;
use crate::registered::Document;
use greffe_chain::{Entry, Hash};
use greffe_domain::Grade;
use greffe_tables::{Column, Header, Origin, Row, RowClass, RowReading, Table};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hasher};

/// How many streams that end with a key are looked up: enough to meet a table that has the same.
const KEYED: usize = 256;
/// How many entries of such a stream are looked at.
const CITING: usize = 16;
/// How many rows that stand in both are named.
const NAMED: usize = 3;
/// How many digits of its text's hash the stream of a row holds.
const DIGITS: usize = 12;

/// A table that was imported before this one, from another file, and tells of the same body and year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierTable {
    /// The entry that registers it.
    pub document: u64,
    /// Its name.
    pub name: String,
    /// The hash of its text.
    pub text: String,
    /// What both tell of: body and year of conventions, or the acts of a body.
    pub streams: Vec<String>,
    /// How many rows that can be recorded stand in it cell for cell, as they came or as they were corrected; none
    /// where its text is not held any more.
    pub identical: Option<u64>,
    /// The first three of them, by their number in this table.
    pub first_identical: Vec<u64>,
}

/// What a pass over a table gathers, by which earlier ones are found.
#[derive(Default)]
pub(super) struct Gathered {
    /// Above the streams of its rows, with a bar at the end.
    above: BTreeSet<String>,
    /// Streams that end with a key.
    keyed: BTreeSet<String>,
    /// The first digits of the texts that its rows come from.
    own: HashSet<String>,
    /// The rows that can be recorded, hashed, with their numbers: for counting only.
    rows: Vec<(u64, u64)>,
}

impl Gathered {
    /// Takes in a row and what was made of it.
    pub(super) fn add(&mut self, header: &Header, row: &Row, reading: &RowReading) {
        let Some(fact) = reading.facts.first() else { return };
        let origin = digits(&reading.origin.text);
        if !self.own.contains(origin) {
            self.own.insert(origin.to_owned());
        }
        self.rows.push((hashed(header, row), row.record.number));
        let stream = fact.stream.as_str();
        if cited(stream).is_none() && self.keyed.len() < KEYED {
            self.keyed.insert(stream.to_owned());
        }
        // Acts are known by their references alone.
        let conventions = above(stream).filter(|above| above.starts_with("convention/"));
        let Some(above) = conventions else { return };
        if !self.above.contains(above) {
            self.above.insert(above.to_owned());
        }
    }

    /// The earlier tables, in the order of their registration.
    pub(super) fn earlier(&self, own: Hash, ledger: &Ledger) -> Result<Vec<EarlierTable>, Error> {
        let candidates = self.candidates(&own.to_string(), ledger)?;
        if candidates.is_empty() {
            return Ok(Vec::new());
        }
        let (mut earlier, mut seen) = (Vec::new(), HashSet::new());
        let documents = ledger.documents()?;
        let corrected = corrected(&documents, &candidates, ledger)?;
        for document in documents {
            let text = &document.registered.text;
            // What came later than the table itself is for the later one to name.
            if *text == own.to_string() {
                break;
            }
            let named = [digits(text), text];
            let mut streams: Vec<String> =
                named.iter().filter_map(|name| candidates.get(*name)).flatten().cloned().collect();
            if streams.is_empty() || !seen.insert(text.clone()) {
                continue;
            }
            streams.dedup();
            let by_rejects = corrected.get(text).map(Vec::as_slice).unwrap_or_default();
            let (identical, first_identical) = match self.compared(text, by_rejects, ledger)? {
                Compared::NoTable => continue,
                Compared::NotHeld => (None, Vec::new()),
                Compared::Same(rows, first) => (Some(rows), first),
            };
            earlier.push(EarlierTable {
                document: document.entry,
                name: document.registered.name,
                text: document.registered.text,
                streams,
                identical,
                first_identical,
            });
        }
        Ok(earlier)
    }

    /// Texts, or their first digits, that rows of the same streams come from, with what is above those.
    fn candidates(
        &self,
        own: &str,
        ledger: &Ledger,
    ) -> Result<BTreeMap<String, BTreeSet<String>>, Error> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let is_own = |text: &str| {
            let text = digits(text);
            text == digits(own) || self.own.contains(text)
        };
        for above in &self.above {
            let name = above.trim_end_matches('/');
            for stream in ledger.paths_with(above) {
                let stream = stream?;
                let Some(text) = cited(&stream) else { continue };
                if !found.get(text).is_some_and(|names| names.contains(name)) && !is_own(text) {
                    found.entry(text.to_owned()).or_default().insert(name.to_owned());
                }
            }
        }
        for stream in &self.keyed {
            for seq in ledger.seqs_in(stream).take(CITING) {
                let Some(bytes) = ledger.entry(seq?)? else { continue };
                let entry = Entry::parse(&bytes).map_err(|e| unreadable(&e))?;
                let cites = entry.sources().first().map(|source| source.document.to_string());
                let declared = entry.grade() == Grade::Declared.to_string();
                if let Some(text) = cites.filter(|text| declared && !is_own(text)) {
                    let name = above(stream).unwrap_or(stream).trim_end_matches('/');
                    found.entry(text).or_default().insert(name.to_owned());
                }
            }
        }
        Ok(found)
    }

    /// How many of the rows stand in another text cell for cell, or were corrected so.
    fn compared(&self, text: &str, corrected: &[u64], ledger: &Ledger) -> Result<Compared, Error> {
        let Some(bytes) = held(text, ledger)? else {
            let known = text.parse::<Hash>().is_ok();
            return Ok(if known { Compared::NotHeld } else { Compared::NoTable });
        };
        let Some(table) = own_table(&bytes) else { return Ok(Compared::NoTable) };
        let mut there: HashMap<u64, u64> = HashMap::new();
        for row in corrected {
            *there.entry(*row).or_default() += 1;
        }
        for row in table.rows().filter_map(Result::ok).filter(|row| row.class == RowClass::Data) {
            *there.entry(hashed(table.header(), &row)).or_default() += 1;
        }
        let (mut same, mut first) = (0u64, Vec::new());
        for (row, number) in &self.rows {
            // Each row there stands for one of these.
            if let Some(left) = there.get_mut(row).filter(|left| **left > 0) {
                (*left, same) = (*left - 1, same + 1);
                if first.len() < NAMED {
                    first.push(*number);
                }
            }
        }
        Ok(Compared::Same(same, first))
    }
}

/// The bytes of a text that the ledger holds.
fn held(text: &str, ledger: &Ledger) -> Result<Option<Vec<u8>>, Error> {
    let Ok(hash) = text.parse::<Hash>() else { return Ok(None) };
    match ledger.document(hash) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The rows that were corrected and handed in again, hashed as rows of the table they come from: those of the tables
/// that are compared.
fn corrected(
    documents: &[Document],
    candidates: &BTreeMap<String, BTreeSet<String>>,
    ledger: &Ledger,
) -> Result<HashMap<String, Vec<u64>>, Error> {
    let mut found: HashMap<String, Vec<u64>> = HashMap::new();
    let mut seen = HashSet::new();
    let is_table = |document: &&Document| {
        let media_type = document.registered.media_type.as_str();
        media_type == "text/csv" || media_type.contains("sheet") || media_type.contains("excel")
    };
    for document in documents.iter().filter(is_table) {
        let text = &document.registered.text;
        if !seen.insert(text) {
            continue;
        }
        let Some(bytes) = held(text, ledger)? else { continue };
        let text = std::str::from_utf8(&bytes).ok();
        let table = text.and_then(|text| Table::of(text).ok());
        let Some(table) = table.filter(|table| table.header().is_of_rejects()) else { continue };
        let Some(place) = table.header().place(Column::Origin) else { continue };
        for row in table.rows().filter_map(Result::ok).filter(|row| row.class == RowClass::Data) {
            let Some(origin) = Origin::parse(row.record.cell(place)) else { continue };
            if [digits(&origin.text), &origin.text]
                .iter()
                .any(|text| candidates.contains_key(*text))
            {
                found.entry(origin.text).or_default().push(hashed(table.header(), &row));
            }
        }
    }
    Ok(found)
}

/// What comes of holding a table against an earlier text.
enum Compared {
    /// That text is no table, or one of rejects, whose rows are of another.
    NoTable,
    /// It is not held any more.
    NotHeld,
    /// So many rows stand in both, with the first of them.
    Same(u64, Vec<u64>),
}

/// What is above the stream of a row: the body and year of a convention, the body of an act.
fn above(stream: &str) -> Option<&str> {
    let parts = if stream.starts_with("convention/") { 3 } else { 2 };
    let (end, _) = stream.match_indices('/').nth(parts - 1)?;
    stream.get(..=end)
}

/// The first digits of a hash, as the stream of a row holds them.
fn digits(text: &str) -> &str {
    text.get(..DIGITS).unwrap_or(text)
}

/// The first digits of the text that the stream of a row names.
fn cited(stream: &str) -> Option<&str> {
    let (_, last) = stream.strip_prefix("convention/")?.rsplit_once('/')?;
    let (text, row) = last.split_once('-')?;
    let digits = |b: u8| b.is_ascii_digit() || matches!(b, b'a'..=b'f');
    let row = row.split('-').next()?;
    let sound = text.len() == DIGITS && text.bytes().all(digits);
    (sound && !row.is_empty() && row.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// The table's own cells in sixty-four bits of fixed keys: the same in every run.
fn hashed(header: &Header, row: &Row) -> u64 {
    let mut hasher = DefaultHasher::new();
    for cell in row.own_cells(header) {
        hasher.write(cell.as_bytes());
        // No cell holds this byte.
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{above, cited};

    #[test]
    fn a_stream_names_its_body_its_year_and_its_text() {
        let of = |last: &str| format!("convention/vauclaire/2023/club/{last}");
        for (last, text) in [
            ("0123456789ab-2", Some("0123456789ab")),
            ("0123456789ab-2-fonctionnement", Some("0123456789ab")),
            ("0123456789ab-x", None),
            ("s-1", None),
            ("2023-12", None),
        ] {
            assert_eq!(cited(&of(last)), text, "{last}");
        }
        assert_eq!(above(&of("s-1")), Some("convention/vauclaire/2023/"));
        assert_eq!(above("act/vauclaire/2024-7"), Some("act/vauclaire/"));
        assert_eq!(cited("act/vauclaire/0123456789ab-2"), None);
    }
}
