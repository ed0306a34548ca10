//! Verification: what was read, what was found, and what was not checked.
//!
//! The store re-hashes every entry, document and index. On top of that, the passages: every
//! source of every entry must lie in a text that the ledger registers and holds.

use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::{ChainReport, Entry, ExpectedHead, Hash, Head, Verifier};
use greffe_domain::{Content, Event};
use greffe_store::{Reader, StoreReport, VerifyOptions};
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

/// What a verification of a ledger found.
#[derive(Debug, Clone)]
pub struct LedgerReport {
    /// What the store found: entries, links, documents, indexes, head mark.
    pub store: StoreReport,
    /// Sources that were followed into their texts.
    pub passages: u64,
    /// Sources that lead nowhere, by entry.
    pub lost_passages: Vec<(u64, String)>,
    /// Registered documents whose file or text the ledger no longer holds, by entry.
    pub lost_documents: Vec<(u64, String)>,
    /// Whether a head kept outside was given: without one, a rewrite of the whole ledger cannot be
    /// excluded.
    pub anchored: bool,
}

impl LedgerReport {
    /// Whether nothing that was checked is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.store.is_sound() && self.lost_passages.is_empty() && self.lost_documents.is_empty()
    }
}

impl Ledger {
    /// Reads every byte of the ledger and checks it; `expect` is a head kept outside.
    ///
    /// # Errors
    /// [`Error::Store`] when verification itself cannot run; what it finds is in the report.
    pub fn verify(&self, expect: Option<ExpectedHead>) -> Result<LedgerReport, Error> {
        // As many threads as there are processors: what is found does not depend on their number.
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let options = VerifyOptions { expect_head: expect, threads };
        let reader = self.reader()?;
        let store = reader.verify(&options)?;
        let (passages, lost_passages) = check_passages(reader);
        let lost_documents = self.check_documents(reader);
        let anchored = expect.is_some();
        Ok(LedgerReport { store, passages, lost_passages, lost_documents, anchored })
    }

    /// Every registered document must be held, file and text. The log is read for it, not the
    /// index, which could have lost a registration.
    fn check_documents(&self, reader: &Reader) -> Vec<(u64, String)> {
        let held = reader.documents().filter_map(Result::ok);
        let held: BTreeSet<String> = held.map(|(hash, _)| hash.to_string()).collect();
        let mut lost = Vec::new();
        for recorded in self.recorded(..) {
            let Ok(recorded) = recorded else { continue };
            let Content::Known(event) = recorded.content else { continue };
            let Event::DocumentRegistered(document) = *event else { continue };
            for (what, hash) in [("file", &document.original), ("text", &document.text)] {
                if !held.contains(hash) {
                    let fault = format!("the {what} of {}, {hash}, is not held", document.name);
                    lost.push((recorded.meta.seq, fault));
                }
            }
        }
        lost
    }
}

/// Every passage must lie in a text that is held: how many do, and what does not.
fn check_passages(reader: &Reader) -> (u64, Vec<(u64, String)>) {
    let mut lengths: BTreeMap<Hash, Option<u64>> = BTreeMap::new();
    let mut followed = 0;
    let mut lost = Vec::new();
    for bytes in reader.scan(..) {
        // What cannot be read is the store's finding, not a second one here.
        let Ok(bytes) = bytes else { break };
        let Ok(entry) = Entry::parse(&bytes) else { continue };
        for source in entry.sources() {
            let length = *lengths.entry(source.document).or_insert_with(|| {
                let text = reader.document(source.document).ok().flatten()?;
                u64::try_from(text.len()).ok()
            });
            match length {
                Some(length) if source.span[1] <= length => followed += 1,
                Some(length) => lost.push((
                    entry.seq(),
                    format!(
                        "the span [{}, {}] lies outside the text {}, which has {length} bytes",
                        source.span[0], source.span[1], source.document
                    ),
                )),
                None => lost.push((
                    entry.seq(),
                    format!("the text {} is not held or is damaged", source.document),
                )),
            }
        }
    }
    (followed, lost)
}

/// Verifies an exported log: one entry a line, as `greffe log --raw` prints it.
///
/// # Errors
/// [`Error::File`] is left to the caller; an I/O error while reading is returned as it is.
pub fn verify_log(
    mut log: impl BufRead,
    expect: Option<ExpectedHead>,
) -> std::io::Result<ChainReport> {
    let mut verifier = Verifier::new();
    if let Some(head) = expect {
        verifier = verifier.expect_head(head);
    }
    let mut line = Vec::new();
    loop {
        line.clear();
        // One byte more than an entry may have: a longer line is a fault, not a reason to read on
        // without bound.
        let read = read_line(&mut log, &mut line)?;
        if !read {
            return Ok(verifier.finish());
        }
        verifier.push(&line);
    }
}

/// Reads one line without its line feed; of a line that is too long only so much is kept that the
/// verifier sees it is. `false` at the end.
fn read_line(log: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    let mut any = false;
    loop {
        let buffer = log.fill_buf()?;
        if buffer.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
        let room = (greffe_chain::MAX_ENTRY_BYTES + 1).saturating_sub(line.len());
        line.extend(part.iter().take(room));
        let consumed = part.len() + usize::from(end.is_some());
        log.consume(consumed);
        if end.is_some() {
            return Ok(true);
        }
    }
}

/// Reads a head as a person writes it: a hash, or `COUNT:HASH`.
///
/// # Errors
/// The text itself when it is neither.
pub fn parse_head(text: &str) -> Result<ExpectedHead, String> {
    let odd = || text.to_owned();
    match text.split_once(':') {
        None => text.parse::<Hash>().map(ExpectedHead::from).map_err(|_| odd()),
        Some((count, hash)) => {
            let count: u64 = count.parse().map_err(|_| odd())?;
            let hash: Hash = hash.parse().map_err(|_| odd())?;
            Ok(ExpectedHead::from(Head { count, hash }))
        }
    }
}
