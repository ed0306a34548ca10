//! Tables that were imported earlier and speak of the same: a table that is published again with some rows
//! changed is another text, so all of its rows are recorded as their own beside those of the first.
//!
//! Rows are never merged because they look alike. What can be done is to say so: which table is there already,
//! and how many rows stand in both byte for byte. Earlier tables are found by the streams that they gave
//! rise to: the last part of one names the text of its row, and where a publisher's key or a reference
//! stands instead, the entries of the stream cite it.

use super::own_table;
use crate::error::Error;
use crate::index::unreadable;
use crate::ledger::Ledger;
use greffe_chain::{Entry, Hash};
use greffe_domain::Grade;
use greffe_tables::{Row, RowClass, RowReading};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hasher};

/// How many streams that end with a key are looked up: enough to meet a table that has the same.
const KEYED: usize = 256;
/// How many entries of such a stream are looked at.
const CITING: usize = 16;
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
    /// How many rows that can be recorded stand in it byte for byte; none where its text is not held any more.
    pub identical: Option<u64>,
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
    /// The rows that can be recorded, hashed: for counting only.
    rows: Vec<u64>,
}

impl Gathered {
    /// Takes in a row and what was made of it.
    pub(super) fn add(&mut self, text: &str, row: &Row, reading: &RowReading) {
        let Some(fact) = reading.facts.first() else { return };
        let origin = digits(&reading.origin.text);
        if !self.own.contains(origin) {
            self.own.insert(origin.to_owned());
        }
        self.rows.push(hashed(text, row));
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
        for document in ledger.documents()? {
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
            let identical = match self.compared(text, ledger)? {
                Compared::NoTable => continue,
                Compared::NotHeld => None,
                Compared::Same(rows) => Some(rows),
            };
            earlier.push(EarlierTable {
                document: document.entry,
                name: document.registered.name,
                text: document.registered.text,
                streams,
                identical,
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

    /// How many of the rows stand in another text byte for byte.
    fn compared(&self, text: &str, ledger: &Ledger) -> Result<Compared, Error> {
        let Ok(hash) = text.parse::<Hash>() else { return Ok(Compared::NoTable) };
        let bytes = match ledger.document(hash) {
            Ok(bytes) => bytes,
            Err(Error::NotFound { .. }) => return Ok(Compared::NotHeld),
            Err(error) => return Err(error),
        };
        let Some(table) = own_table(&bytes) else { return Ok(Compared::NoTable) };
        let mut there: HashMap<u64, u64> = HashMap::new();
        for row in table.rows().filter_map(Result::ok).filter(|row| row.class == RowClass::Data) {
            *there.entry(hashed(table.text(), &row)).or_default() += 1;
        }
        let mut same = 0u64;
        for row in &self.rows {
            // Each row there stands for one of these.
            if let Some(left) = there.get_mut(row).filter(|left| **left > 0) {
                (*left, same) = (*left - 1, same + 1);
            }
        }
        Ok(Compared::Same(same))
    }
}

/// What comes of holding a table against an earlier text.
enum Compared {
    /// That text is no table, or one of rejects, whose rows are of another.
    NoTable,
    /// It is not held any more.
    NotHeld,
    /// So many rows stand in both.
    Same(u64),
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

/// Sixty-four bits of fixed keys: the same in every run.
fn hashed(text: &str, row: &Row) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.get(row.record.span.clone()).unwrap_or_default().as_bytes());
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
