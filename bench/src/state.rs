//! The state of one convention in a large ledger: what a clerk waits for.
//!
//! Conventions are chosen at random over the whole ledger; each is asked for once to warm it, then
//! timed.

use std::time::Instant;

use greffe::domain::{AsOf, StreamId};
use greffe_testkit::Prng;
use greffe_testkit::load::Load;

use crate::Outcome;
use crate::args::Args;
use crate::ledger::Loaded;
use crate::report::Row;
use crate::rounds::permille;

/// Conventions that are asked for.
const CONVENTIONS: usize = 200;

/// The row.
///
/// # Errors
/// When the ledger cannot be read, or a convention has no state.
pub fn row(args: &Args, loaded: &Loaded) -> Outcome<Row> {
    let ledger = greffe::Ledger::open(&loaded.dir)?;
    let mut random = Prng::new(args.seed);
    let mut micros = Vec::with_capacity(CONVENTIONS);
    for _ in 0..CONVENTIONS {
        let stream = Load::convention(args.seed, loaded.count, &mut random);
        let stream: StreamId = stream.parse()?;
        ledger.convention(&stream, AsOf::default())?;
        let start = Instant::now();
        let view = ledger.convention(&stream, AsOf::default())?;
        micros.push(start.elapsed().as_secs_f64() * 1e6);
        if view.is_none_or(|view| view.subsidy_cents.current().is_none()) {
            return Err(format!("{stream} has no subsidy").into());
        }
    }
    micros.sort_unstable_by(f64::total_cmp);
    let (half, most) = (permille(&micros, 500), permille(&micros, 990));
    let what = format!("state of one convention among {} entries, warm", loaded.count);
    let figure = format!("p50 {half:.0} µs, p99 {most:.0} µs");
    Ok(Row::figure(&what, "", &figure, "under 10 000 µs"))
}
