//! What the store is going to offer and does not yet: each in one function, so that a row begins
//! to be measured when its function is filled in. A row without its function says so.

use std::path::Path;

use greffe_chain::Hash;
use greffe_convention_state::{ConventionStates, ConventionView};
use greffe_domain::{AsOf, Facts, Projection, StreamId};
use greffe_store::{Reader, VerifyOptions};

use crate::Outcome;

/// The options of a verification by so many threads; None when the store cannot.
#[must_use]
pub fn verify_options(threads: usize) -> Option<VerifyOptions> {
    // PENDING: `VerifyOptions { threads, ..VerifyOptions::default() }`, for any number.
    (threads == 1).then(VerifyOptions::default)
}

/// Reads every entry and hashes it, and nothing else; gives how many there are.
///
/// # Errors
/// When the ledger cannot be read.
pub fn scan_and_hash(reader: &Reader) -> Outcome<(u64, Hash)> {
    // PENDING: `reader.pages(..)`, which lends its entries instead of allocating each.
    let (mut count, mut hash) = (0, Hash::ZERO);
    for entry in reader.scan(..) {
        hash = Hash::of(&entry?);
        count += 1;
    }
    Ok((count, hash))
}

/// The state of one convention now, from what concerns it and nothing else.
///
/// # Errors
/// When the ledger cannot be read.
pub fn convention(reader: &Reader, stream: &str) -> Outcome<ConventionView> {
    // PENDING: the ledger's own way to one convention, which also finds the voids and corrections
    // of its entries and its beneficiary, and begins from a snapshot.
    let stream: StreamId = stream.parse()?;
    let mut facts = Facts::default();
    for seq in reader.stream(stream.as_str()) {
        if let Some(entry) = reader.entry(seq?)? {
            ConventionStates::apply(&mut facts, &greffe::decode(&entry)?);
        }
    }
    Ok(ConventionView::of(&facts, &stream, AsOf::default()))
}

/// Writes a backup of a ledger into a folder that does not exist; None when the store cannot.
#[must_use]
pub fn backup(_reader: &Reader, _into: &Path) -> Option<Outcome<()>> {
    // PENDING: `Some(reader.backup(into).map(|_| ()).map_err(Into::into))`.
    None
}

/// Makes a ledger of a backup; None when the store cannot.
#[must_use]
pub fn restore(_backup: &Path, _into: &Path) -> Option<Outcome<()>> {
    // PENDING: `Some(greffe_store::restore(backup, into, &Options::default()) ...)`.
    None
}
