//! What is whole of a ledger, by ranges of entries. Nothing is written to it.

use std::collections::BTreeSet;
use std::path::Path;

use greffe_chain::FaultKind;

use crate::error::StoreError;
use crate::store::Store;
use crate::verify::{StoreReport, VerifyOptions};

/// What an examination found.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// Ranges of entries that are whole, first and last.
    pub intact: Vec<(u64, u64)>,
    /// Ranges of entries that are altered, missing or unreadable, first and last.
    pub damaged: Vec<(u64, u64)>,
    /// Everything that a verification found.
    pub report: StoreReport,
}

/// Examines the ledger in `dir`, whatever its state, without a change to any of its files.
///
/// # Errors
/// [`StoreError`]: missing, not a ledger, of an unknown format, or files that cannot be read.
pub fn examine(dir: &Path) -> Result<Diagnosis, StoreError> {
    let copy = Store::open_forensic(dir)?;
    let report = copy.verify(&VerifyOptions::default())?;
    let count = copy.head().count;
    let mut faulty = BTreeSet::new();
    for fault in &report.chain.faults {
        let last = match fault.kind {
            FaultKind::Missing { last } => last,
            // Either of the two may be the altered one.
            FaultKind::AlteredHereOrNext { .. } => fault.seq + 1,
            _ => fault.seq,
        };
        faulty.extend(fault.seq..=last.min(count));
    }
    for fault in &report.blocks {
        faulty.extend(fault.first..=fault.last);
    }
    let once = crate::layout::HeadMark::read(dir).map_or(count, |mark| mark.head.count);
    faulty.extend(count..once);
    let end = count.max(once);
    let intact = ranges((0..end).filter(|seq| !faulty.contains(seq)));
    let damaged = ranges(faulty.into_iter().filter(|seq| *seq < end));
    Ok(Diagnosis { intact, damaged, report })
}

/// Consecutive numbers as ranges.
fn ranges(numbers: impl Iterator<Item = u64>) -> Vec<(u64, u64)> {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    ranges
}
