//! A load as a chain: the bytes that a ledger would store, for those who have no ledger.

use std::collections::BTreeMap;
use std::iter::Chain;
use std::option::IntoIter;

use greffe_chain::{EntryFields, Evidence, Hash, Timestamp, encode};
use serde_json::value::RawValue;

use super::{Load, LoadEntry};

/// The stored bytes of a whole ledger: its opening, then a load, chained.
///
/// Remembers the version of every stream, as a ledger must; all else is constant.
///
/// ```
/// use greffe_testkit::load::Chained;
/// let mut verifier = greffe_chain::Verifier::new();
/// Chained::new(7, 100).for_each(|entry| verifier.push(&entry));
/// let report = verifier.finish();
/// assert!(report.is_sound());
/// assert_eq!(report.entries, 101);
/// ```
#[derive(Debug, Clone)]
pub struct Chained {
    entries: Chain<IntoIter<LoadEntry>, Load>,
    versions: BTreeMap<String, u64>,
    prev: Hash,
    seq: u64,
}

impl Chained {
    /// The opening and so many entries after it, from a seed.
    #[must_use]
    pub fn new(seed: u64, entries: u64) -> Chained {
        let entries = Some(Load::opening(seed)).into_iter().chain(Load::new(seed, entries));
        Chained { entries, versions: BTreeMap::new(), prev: Hash::ZERO, seq: 0 }
    }
}

impl Iterator for Chained {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let entry = self.entries.next()?;
        let known = self.versions.get_mut(&entry.stream);
        let version = if let Some(version) = known {
            *version += 1;
            *version
        } else {
            self.versions.insert(entry.stream.clone(), 1);
            1
        };
        // 2024-01-01, and seven milliseconds from one entry to the next, as in the ids.
        let micros = 1_704_067_200_000_000 + self.seq.cast_signed() * 7_000;
        let bytes = encode(&EntryFields {
            prev: self.prev,
            seq: self.seq,
            id: entry.id,
            stream: entry.stream,
            version,
            kind: entry.kind.to_owned(),
            schema: entry.schema,
            effective: entry.effective,
            recorded_at: Timestamp::from_micros(micros).unwrap().to_string(),
            recorded_by: entry.recorded_by.to_owned(),
            evidence: Evidence { grade: entry.grade.to_owned(), sources: entry.sources },
            causes: entry.causes,
            data: RawValue::from_string(entry.data).unwrap(),
        })
        .unwrap();
        self.prev = Hash::of(&bytes);
        self.seq += 1;
        Some(bytes)
    }
}
