//! What is whole of a ledger or of a backup, by ranges of entries. Nothing is written to it.
//!
//! What a restoration keeps is asked of the code that keeps it (`kept`): nothing is called intact here
//! that would be left out there.

use std::path::Path;

use greffe_chain::FaultKind;

use crate::backup_check::Backup;
use crate::error::{StoreError, past_damage};
use crate::kept::{Kept, Sources};
use crate::layout::HeadMark;
use crate::store::Store;
use crate::verify::{StoreReport, VerifyOptions};

/// What an examination found.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// Ranges of entries that are whole where they stand, first and last. A restoration keeps all of
    /// them.
    pub intact: Vec<(u64, u64)>,
    /// Ranges of entries that are altered, missing, unreadable, or vouched for by nothing.
    pub damaged: Vec<(u64, u64)>,
    /// What a restoration from this alone keeps: the beginning of the history, where the first range
    /// begins with entry 0, and ranges behind a gap. It may be more than is intact: older copies of
    /// young entries serve as well.
    pub kept: Vec<(u64, u64)>,
    /// Everything that a verification found.
    pub report: StoreReport,
}

/// Examines the ledger, or the backup, in `dir`, whatever its state, without a change to any of its
/// files.
///
/// # Errors
/// [`StoreError`]: missing, neither of the two, of an unknown format, or files that cannot be read.
pub fn examine(dir: &Path) -> Result<Diagnosis, StoreError> {
    if Backup::is_one(dir) {
        let backup = Backup::open(dir)?;
        let report = backup.verify(&VerifyOptions::default())?;
        let (mark, count) = (HeadMark::read(dir).ok(), backup.head().count);
        return diagnosed(report, count, mark, || Sources::open(Some(dir), None));
    }
    let copy = Store::open_forensic(dir)?;
    let report = copy.verify(&VerifyOptions::default())?;
    // A mark of another ledger tells nothing about this one.
    let other = |mark: &HeadMark| report.chain.ledger.is_some_and(|own| own != mark.ledger);
    let altered = report.chain.faults.iter().any(|fault| fault.seq == 0);
    let mark = copy.core.mark().ok().filter(|mark| altered || !other(mark));
    diagnosed(report, copy.head().count, mark, || Sources::open(None, Some(dir)))
}

fn diagnosed(
    report: StoreReport,
    count: u64,
    mark: Option<HeadMark>,
    sources: impl FnOnce() -> Result<Sources, StoreError>,
) -> Result<Diagnosis, StoreError> {
    let once = mark.map_or(count, |mark| mark.head.count).max(count);
    // What is sound is kept whole: no need to read it once more.
    let kept = match count.checked_sub(1) {
        Some(last) if report.is_truth_sound() && once == count => vec![(0, last)],
        _ => past_damage(sources().and_then(|sources| Kept::of(&sources).ranges()))?
            .unwrap_or_default(),
    };
    let mut faulty = faulty(&report, count);
    faulty.push((count, u64::MAX));
    faulty.extend(between(&kept, once));
    let damaged = merged(faulty, once);
    let intact = between(&damaged, once);
    Ok(Diagnosis { intact, damaged, kept, report })
}

/// The ranges that a verification names.
fn faulty(report: &StoreReport, count: u64) -> Vec<(u64, u64)> {
    let mut faulty: Vec<(u64, u64)> = Vec::new();
    for fault in &report.chain.faults {
        let last = match fault.kind {
            FaultKind::Missing { last } => last,
            // Either of the two may be the altered one.
            FaultKind::AlteredHereOrNext { .. } => fault.seq.saturating_add(1),
            _ => fault.seq,
        };
        faulty.push((fault.seq, last.min(count)));
    }
    faulty.extend(report.blocks.iter().map(|fault| (fault.first, fault.last)));
    faulty
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
