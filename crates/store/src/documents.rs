//! Documents: bytes of any length, found by their blake3 hash.
//!
//! ```text
//! hash                32 bytes        u64 BE length: written last, so a document is whole or absent
//! hash ‖ u32 BE part  36 bytes        192 KiB of it, the last part shorter
//! ```
//!
//! A document is on disk before [`put`](Documents::put) returns, hence before any entry that
//! registers it can be acknowledged. Reading hashes it again.

use greffe_chain::Hash;

use crate::engine::{Table, Value};
use crate::error::StoreError;

/// Bytes of a part: under what the engine keeps out of files of their own.
pub(crate) const PART: usize = 192 * 1024;

/// The tree `documents`.
#[derive(Clone, Debug)]
pub(crate) struct Documents {
    pub(crate) table: Table,
}

/// What a look at every document found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentsReport {
    /// Documents read.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
    /// The documents that are not what their hash says, and why.
    pub faults: Vec<(Hash, String)>,
}

impl Documents {
    /// Stores `bytes`, unless they are there and whole; the caller flushes.
    pub(crate) fn put(&self, bytes: &[u8]) -> Result<Hash, StoreError> {
        let hash = Hash::of(bytes);
        if let Ok(Some(_)) = self.get(hash) {
            return Ok(hash);
        }
        for (part, chunk) in (0u32..).zip(bytes.chunks(PART)) {
            self.table.insert(&part_key(hash, part), chunk)?;
        }
        self.table.insert(hash.as_bytes(), &(bytes.len() as u64).to_be_bytes())?;
        Ok(hash)
    }

    /// The document, hashed again; None when there is none.
    pub(crate) fn get(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(length) = self.table.get(hash.as_bytes())? else {
            return Ok(None);
        };
        match self.whole(hash, &length)? {
            Ok(bytes) => Ok(Some(bytes)),
            Err(what) => {
                Err(StoreError::damaged(what, format!("document {hash} of {}", self.table.place())))
            }
        }
    }

    /// The bytes, or why they are not the document.
    fn whole(&self, hash: Hash, length: &Value) -> Result<Result<Vec<u8>, String>, StoreError> {
        let Some(length) = length_of(length) else {
            return Ok(Err("its length is not a number".into()));
        };
        // The stored length may be damaged: it sets no capacity.
        let mut bytes = Vec::new();
        for part in 0u32.. {
            if bytes.len() as u64 >= length {
                break;
            }
            match self.table.get(&part_key(hash, part))? {
                Some(chunk) => bytes.extend_from_slice(&chunk),
                None => return Ok(Err(format!("part {part} is missing"))),
            }
        }
        let found = Hash::of(&bytes);
        if found == hash {
            Ok(Ok(bytes))
        } else {
            Ok(Err(format!("its {} bytes hash to {found}", bytes.len())))
        }
    }

    /// Hash and length of each document, in the order of hashes.
    pub(crate) fn list(&self) -> impl Iterator<Item = Result<(Hash, u64), StoreError>> + use<> {
        let place = self.table.place();
        let mut last = None::<Hash>;
        let table = self.table.clone();
        std::iter::from_fn(move || {
            loop {
                // Steps over the parts: from the end of the last hash's keys to the next.
                let from = match last {
                    None => vec![],
                    Some(hash) => [&hash.as_bytes()[..], &[0xff; 5]].concat(),
                };
                let (key, length) = match table.range(&from, &[0xff; 38]).next()? {
                    Ok(row) => row,
                    Err(error) => return Some(Err(error)),
                };
                let Some(hash) = hash_of(&key) else {
                    last = Some(Hash([0xff; 32]));
                    return Some(Err(StoreError::damaged("a key that is no document's", &*place)));
                };
                last = Some(hash);
                // Parts without a length are what a crash left of an unfinished document.
                if key.len() == 32 {
                    let length = length_of(&length).ok_or_else(|| {
                        let place = format!("document {hash} of {place}");
                        StoreError::damaged("its length is not a number", place)
                    });
                    return Some(length.map(|length| (hash, length)));
                }
            }
        })
    }

    /// Reads and hashes every document.
    pub(crate) fn verify(&self) -> Result<DocumentsReport, StoreError> {
        let mut report = DocumentsReport::default();
        let mut last = None;
        for row in self.table.rows() {
            let (key, value) = row?;
            let Some(hash) = hash_of(&key) else {
                report.faults.push((Hash::ZERO, "a key that is no document's".into()));
                continue;
            };
            if last == Some(hash) {
                continue;
            }
            last = Some(hash);
            if key.len() != 32 {
                // Parts without a length: a crash before the document was whole. Not a fault.
                continue;
            }
            report.count += 1;
            match self.whole(hash, &value)? {
                Ok(bytes) => report.bytes += bytes.len() as u64,
                Err(what) => report.faults.push((hash, what)),
            }
        }
        Ok(report)
    }
}

fn part_key(hash: Hash, part: u32) -> Vec<u8> {
    [&hash.as_bytes()[..], &part.to_be_bytes()].concat()
}

fn hash_of(key: &[u8]) -> Option<Hash> {
    key.get(..32)?.try_into().ok().map(Hash)
}

fn length_of(value: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(value.try_into().ok()?))
}
