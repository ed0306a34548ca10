//! Finding the end of a log, and refusing to guess about damage.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use greffe_chain::{Hash, Head, Timestamp, Verifier};

use crate::error::StoreError;
use crate::layout::HeadMark;
use crate::log::Log;
use crate::options::Options;
use crate::page::{PAGE, frames};
use crate::tail::{Found, Tail};
use crate::volumes::VOLUME;

/// A log whose end is known.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) log: Log,
    pub(crate) found: Found,
    pub(crate) ledger: Hash,
    pub(crate) head: Head,
}

pub(crate) fn now(options: &Options) -> String {
    let now = Timestamp::from_micros(options.clock.now_micros());
    now.map_or_else(|_| String::new(), |now| now.to_string())
}

/// Refuses to work under a clock before 1970: ids cannot be made there.
pub(crate) fn check_clock(now: SystemTime) -> Result<(), StoreError> {
    match now.duration_since(UNIX_EPOCH) {
        Ok(_) => Ok(()),
        Err(before) => {
            let micros = i64::try_from(before.duration().as_micros()).unwrap_or(i64::MAX);
            Err(StoreError::Clock { micros: -micros })
        }
    }
}

/// Reads the tail, holds it against the sealed pages, and checks the chain from the last sealed page
/// on. Nothing is written but, where `mend` allows it, rows of sealed pages that are missing.
pub(crate) fn open(dir: &Path, options: &Options, mend: bool) -> Result<Opened, StoreError> {
    let mut found = Tail::read(dir)?;
    if options.planted().loses_last_run() && found.runs.len() > 1 {
        found.runs.pop();
    }
    if options.planted().writes_over_certain() {
        found.again = false;
    }
    let sealed = found.base / PAGE;
    let log = Log::new(dir, sealed, options.cache_bytes);
    let tail = || dir.display().to_string();
    if !found.base.is_multiple_of(PAGE) {
        let what = format!("the tail begins at entry {}, inside a page", found.base);
        return Err(StoreError::damaged(what, tail()));
    }
    rows(&log, sealed, mend)?;
    let mut next = found.base;
    for run in &found.runs {
        if run.first != next {
            let what = format!("entries {next} to {} are missing", run.first.saturating_sub(1));
            return Err(StoreError::damaged(what, tail()));
        }
        next += run.count();
        log.push(run.first, std::sync::Arc::new(run.bytes.clone()));
    }
    if next == 0 {
        return Err(StoreError::damaged("the log holds no entry", tail()));
    }
    let hash = if options.planted().skips_page() {
        log.hash(next - 1)?
    } else {
        check(&log, &found, next)?
    };
    let ledger = Hash::of(&log.entry(0)?);
    Ok(Opened { log, found, ledger, head: Head { count: next, hash } })
}

/// Makes the rows of sealed pages anew where they are absent, too few, or none.
fn rows(log: &Log, sealed: u64, mend: bool) -> Result<(), StoreError> {
    for volume in 0..sealed.div_ceil(VOLUME) {
        let due = (sealed - volume * VOLUME).min(VOLUME);
        let wrong = match log.volumes.rows(volume, due) {
            Ok(_) => continue,
            Err(error) if error.is_damage() => error,
            Err(error) => return Err(error),
        };
        if !mend {
            return Err(wrong);
        }
        let made = log.volumes.remake_rows(volume, due)?;
        if made < due {
            let first = volume * VOLUME + made;
            let what = format!("entries from {} on are missing", first * PAGE);
            return Err(StoreError::damaged(what, log.volumes.place(first)));
        }
    }
    Ok(())
}

/// Follows the chain from the last sealed page to the end, entry by entry; returns the last hash.
fn check(log: &Log, found: &Found, count: u64) -> Result<Hash, StoreError> {
    let mut last = Hash::ZERO;
    let mut verifier = Verifier::links_only();
    if let Some(page) = (found.base / PAGE).checked_sub(1) {
        // Reading the page follows its chain and holds its end against its row.
        log.volumes.page(page)?;
        last = log.volumes.row(page)?.last;
        verifier = Verifier::after(Head { count: found.base, hash: last });
    }
    for entry in found.runs.iter().flat_map(|run| frames(&run.bytes)) {
        verifier.push(entry);
    }
    if count == found.base {
        return Ok(last);
    }
    let report = verifier.finish();
    match (report.faults.first(), report.head) {
        (None, Some(head)) => Ok(head.hash),
        (fault, _) => {
            let what = fault.map_or_else(|| "it holds no entry".into(), ToString::to_string);
            Err(StoreError::damaged(what, "the tail of the log"))
        }
    }
}

/// Holds the log against its high-water mark.
pub(crate) fn check_mark(
    log: &Log,
    mark: &HeadMark,
    ledger: Hash,
    head: Head,
    options: &Options,
) -> Result<(), StoreError> {
    let place = log.place();
    if options.planted().loses_last_run() {
        return Ok(());
    }
    if mark.ledger != ledger {
        let what = format!("the head mark is that of another ledger, {}", mark.ledger);
        return Err(StoreError::damaged(what, place));
    }
    if mark.head.count > head.count {
        let what = format!(
            "the log is below its mark: {} entries were once on disk, {} are there",
            mark.head.count, head.count
        );
        return Err(StoreError::damaged(what, place));
    }
    let Some(last) = mark.head.count.checked_sub(1) else {
        return Ok(());
    };
    let found = log.hash(last)?;
    if found == mark.head.hash {
        return Ok(());
    }
    let what = format!("entry {last} hashes to {found}, the head mark records {}", mark.head.hash);
    Err(StoreError::damaged(what, place))
}
