//! Finding entries by their stream or kind: by the indexes of the stored log or, in a case, among
//! its entries, which are few.

use crate::error::Error;
use crate::ledger::Ledger;
use crate::table::Reference;
use greffe_chain::Entry;
use greffe_domain::{Recorded, StreamId, StreamKind};
use std::collections::{BTreeMap, BTreeSet};

impl Ledger {
    /// The streams of some kinds, in order; also those of which only corrections speak.
    ///
    /// # Errors
    /// [`Error::Store`] when the index cannot be read.
    pub fn streams_of(&self, kinds: &[StreamKind]) -> Result<Vec<StreamId>, Error> {
        let wanted = |stream: &StreamId| kinds.contains(&stream.kind());
        let mut streams: BTreeSet<StreamId> = self.corrected()?.into_keys().collect();
        streams.retain(wanted);
        // Paths of a kind begin with its first part; those of other kinds may begin with anything.
        let first: Option<Vec<_>> = kinds.iter().map(|kind| kind.first_part()).collect();
        for first in first.unwrap_or_else(|| vec![""]) {
            for path in self.paths_with(first) {
                streams.extend(path?.parse().ok().filter(wanted));
            }
        }
        Ok(streams.into_iter().collect())
    }

    /// The streams of which corrections say something, each with the first of them.
    pub(crate) fn corrected(&self) -> Result<BTreeMap<StreamId, u64>, Error> {
        let seqs = self.consult(&self.overrides, |table| {
            Ok(table.find(Reference::Correction).collect::<Vec<u64>>())
        })?;
        let mut streams = BTreeMap::new();
        for seq in seqs {
            let told = self.decoded(seq)?;
            if let Some((stream, _)) = told.as_ref().and_then(Recorded::told) {
                streams.entry(stream).or_insert(seq);
            }
        }
        Ok(streams)
    }

    /// The paths that begin as asked, in order.
    pub(crate) fn paths_with(
        &self,
        prefix: &str,
    ) -> impl Iterator<Item = Result<String, Error>> + use<> {
        let (stored, part) = match self.whole() {
            Ok(reader) => (Some(reader.streams_with(prefix)), None),
            Err(_) => (None, Some(self.paths_of_case(prefix))),
        };
        let stored = stored.into_iter().flatten().map(|path| Ok(path?));
        stored.chain(part.into_iter().flatten())
    }

    /// The entries of a stream, in order.
    pub(crate) fn seqs_in(&self, stream: &str) -> impl Iterator<Item = Result<u64, Error>> + use<> {
        let (stored, part) = match self.whole() {
            Ok(reader) => (Some(reader.stream(stream)), None),
            Err(_) => (None, Some(self.seqs_of_case(0, |entry| entry.stream() == stream))),
        };
        let stored = stored.into_iter().flatten().map(|seq| Ok(seq?));
        stored.chain(part.into_iter().flatten())
    }

    /// The entries of a kind from a number on, in order.
    pub(crate) fn seqs_of_kind(
        &self,
        kind: &str,
        from: u64,
    ) -> impl Iterator<Item = Result<u64, Error>> + use<> {
        let (stored, part) = match self.whole() {
            Ok(reader) => (Some(reader.by_kind(kind, from)), None),
            Err(_) => (None, Some(self.seqs_of_case(from, |entry| entry.kind() == kind))),
        };
        let stored = stored.into_iter().flatten().map(|seq| Ok(seq?));
        stored.chain(part.into_iter().flatten())
    }

    fn paths_of_case(&self, prefix: &str) -> Vec<Result<String, Error>> {
        let mut paths = BTreeSet::new();
        for bytes in self.entries(..).flatten() {
            match Entry::parse(&bytes) {
                Ok(entry) => paths.insert(entry.stream().to_owned()),
                Err(error) => return vec![Err(unreadable(&error))],
            };
        }
        paths.into_iter().filter(|path| path.starts_with(prefix)).map(Ok).collect()
    }

    fn seqs_of_case(
        &self,
        from: u64,
        wanted: impl Fn(&Entry<'_>) -> bool,
    ) -> Vec<Result<u64, Error>> {
        let chosen = |bytes: Result<Vec<u8>, Error>| {
            let bytes = bytes.ok()?;
            match Entry::parse(&bytes) {
                Ok(entry) => wanted(&entry).then(|| Ok(entry.seq())),
                Err(error) => Some(Err(unreadable(&error))),
            }
        };
        self.entries(from..).filter_map(chosen).collect()
    }
}

/// What cannot be read as an entry.
pub(crate) fn unreadable(error: &impl std::fmt::Display) -> Error {
    Error::Entry { seq: None, reason: error.to_string() }
}
