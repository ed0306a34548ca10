//! What is whole of a ledger, by ranges of entries. Nothing is written to it.

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
    let mut faulty: Vec<(u64, u64)> = Vec::new();
    for fault in &report.chain.faults {
        let last = match fault.kind {
            FaultKind::Missing { last } => last,
            // Either of the two may be the altered one.
            FaultKind::AlteredHereOrNext { .. } => fault.seq + 1,
            _ => fault.seq,
        };
        faulty.push((fault.seq, last.min(count)));
    }
    faulty.extend(report.blocks.iter().map(|fault| (fault.first, fault.last)));
    // A mark of another ledger tells nothing about this one.
    let own = copy.core.mark().ok().filter(|mark| Some(mark.ledger) == report.chain.ledger);
    let once = own.map_or(count, |mark| mark.head.count).max(count);
    faulty.push((count, u64::MAX));
    let damaged = merged(faulty, once);
    let intact = between(&damaged, once);
    Ok(Diagnosis { intact, damaged, report })
}

/// Ranges in order, of numbers below `end`, those that touch as one.
fn merged(mut ranges: Vec<(u64, u64)>, end: u64) -> Vec<(u64, u64)> {
    ranges.sort_unstable();
    let mut merged: Vec<(u64, u64)> = Vec::new();
    for (first, last) in ranges.into_iter().filter(|(first, last)| first <= last && *first < end) {
        let last = last.min(end - 1);
        match merged.last_mut() {
            Some((_, before)) if first <= before.saturating_add(1) => *before = last.max(*before),
            _ => merged.push((first, last)),
        }
    }
    merged
}

/// The ranges of numbers below `end` that lie between others.
fn between(ranges: &[(u64, u64)], end: u64) -> Vec<(u64, u64)> {
    let mut gaps = Vec::new();
    let mut next = 0;
    for &(first, last) in ranges {
        if next < first {
            gaps.push((next, first - 1));
        }
        next = last.saturating_add(1);
    }
    if next < end {
        gaps.push((next, end - 1));
    }
    gaps
}
