//! Reading everything: verification against the hash alone, more threads, typed replay.
//!
//! Everything is read once before the clock starts, so both sides read from the page cache: the
//! rows compare work, not disks.

use std::time::Instant;

use greffe_audit_trail::AuditTrail;
use greffe_chain::Hash;
use greffe_convention_state::ConventionStates;
use greffe_domain::{Projection, Recorded};
use greffe_store::{Reader, VerifyOptions};

use crate::Outcome;
use crate::args::Args;
use crate::ledger::{Loaded, open};
use crate::raw::read_and_hash;
use crate::report::Row;
use crate::rounds::Rounds;

/// The most entries that the replay row folds: projections keep their facts in memory, and a
/// machine should not end in swap over a figure that is the same per entry.
pub const REPLAY: u64 = 1_000_000;

/// The rows.
///
/// # Errors
/// When the ledger cannot be read, or does not verify.
pub fn rows(args: &Args, loaded: &Loaded) -> Outcome<Vec<Row>> {
    let store = open(&loaded.dir)?;
    let reader = store.reader();
    let (mut scans, mut verified, mut threads) =
        (Rounds::default(), Rounds::default(), Rounds::default());
    let (mut replay, mut shared) = (Rounds::default(), Rounds::default());
    // Another process in all but name: the store itself stays open for the other rows.
    let ledger = greffe::Ledger::open_forensic(&loaded.dir)?;
    let of = |threads| VerifyOptions { threads, ..VerifyOptions::default() };
    for round in 0..=args.rounds {
        let start = Instant::now();
        let (count, last) = read_and_hash(&loaded.framed)?;
        let hashed = count as f64 / start.elapsed().as_secs_f64();
        let start = Instant::now();
        let (scanned, hash) = followed(&reader)?;
        let scan = scanned as f64 / start.elapsed().as_secs_f64();
        if (count, last.as_bytes()) != (scanned, &hash.0) {
            return Err("the raw file and the ledger do not hold the same entries".into());
        }
        let verify = verify(&reader, &of(1))?;
        let two = self::verify(&reader, &of(2))?;
        let folded = replayed(&reader, loaded.count.min(REPLAY))?;
        let everywhere = projected(&ledger, loaded.count.min(REPLAY))?;
        if round == 0 {
            continue;
        }
        scans.push(hashed, scan);
        verified.push(hashed, verify);
        replay.push(scan, folded);
        shared.push(scan, everywhere);
        threads.push(verify, two);
    }
    store.close()?;
    let (hash, one) = ("read + blake3 of the same bytes", "full verification, one thread");
    let folded = format!("of {} entries", loaded.count.min(REPLAY));
    Ok(vec![
        Row::rates("verified scan (hashes and links), one thread", hash, "0.95", &scans),
        Row::rates(one, hash, "", &verified),
        Row::rates("full verification, two threads", one, "1.8", &threads),
        Row::rates(
            "typed replay into both projections, one thread",
            "verified scan, one thread",
            "0.5",
            &replay,
        )
        .note(&folded),
        Row::rates(
            "the same by `Ledger::project`, all processors",
            "verified scan, one thread",
            "",
            &shared,
        )
        .note(&folded),
    ])
}

/// Reads every entry, its link followed as every read does; gives how many there are, and the hash
/// of the last.
fn followed(reader: &Reader) -> Outcome<(u64, Hash)> {
    let (mut count, mut last) = (0, None);
    for page in reader.pages(..) {
        let page = page?;
        count += page.len() as u64;
        last = Some(page);
    }
    let entry = last.as_ref().and_then(|page| page.entries().last());
    Ok((count, entry.map_or(Hash::ZERO, |(_, entry)| Hash::of(entry))))
}

/// Verifies; gives entries a second.
///
/// # Errors
/// When the ledger cannot be read, or is not sound.
pub fn verify(reader: &Reader, options: &VerifyOptions) -> Outcome<f64> {
    let start = Instant::now();
    let report = reader.verify(options)?;
    let rate = report.chain.entries as f64 / start.elapsed().as_secs_f64();
    if report.is_sound() { Ok(rate) } else { Err(format!("not sound: {report:?}").into()) }
}

/// Decodes the first entries and folds them into both projections; gives entries a second.
///
/// # Errors
/// When the ledger cannot be read, or holds what is no event of the domain.
pub fn replayed(reader: &Reader, entries: u64) -> Outcome<f64> {
    let start = Instant::now();
    let mut states = <ConventionStates as Projection>::State::default();
    let mut trail = <AuditTrail as Projection>::State::default();
    for page in reader.pages(..entries) {
        for (_, entry) in page?.entries() {
            let recorded = greffe::decode(entry)?;
            ConventionStates::apply(&mut states, &recorded);
            AuditTrail::apply(&mut trail, &recorded);
        }
    }
    // What it takes to throw the facts away is no part of a replay.
    let rate = entries as f64 / start.elapsed().as_secs_f64();
    if trail.unknown().is_empty() && trail.odd().is_empty() {
        return Ok(rate);
    }
    Err("the load holds entries that are no events".into())
}

/// Both projections at once, as one.
struct Both;

impl Projection for Both {
    const NAME: &'static str = "both";
    const VERSION: u32 = 1;
    type State = (<ConventionStates as Projection>::State, <AuditTrail as Projection>::State);

    fn apply((states, trail): &mut Self::State, recorded: &Recorded) {
        ConventionStates::apply(states, recorded);
        AuditTrail::apply(trail, recorded);
    }
}

/// The same through the facade, which decodes on every processor; gives entries a second.
fn projected(ledger: &greffe::Ledger, entries: u64) -> Outcome<f64> {
    let start = Instant::now();
    let (_, trail) = ledger.project_within::<Both>(..entries)?;
    let rate = entries as f64 / start.elapsed().as_secs_f64();
    if trail.unknown().is_empty() && trail.odd().is_empty() {
        return Ok(rate);
    }
    Err("the load holds entries that are no events".into())
}
