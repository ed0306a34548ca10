//! Every byte of every file: the damage campaign on a ledger so small that no place is left out.
//!
//! The ledger is left as a kill leaves it: a page is sealed, the entries behind it lie in the tail.
//! What must hold is what [`damage`](super::damage) demands. One bit of each byte is flipped, a
//! different one from byte to byte. Each thread damages a copy of its own; the file system may be
//! in memory, since nothing is asked of a disk here.

use std::fs;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread;

use greffe_store::{AppendError, Options, Store};

use super::damage::{Damage, KEY, Sound, answers, files, look, open, plant, strict, vouched};
use super::{Place, Report};
use crate::asked;
use crate::disk::plain::copy;
use crate::plan::{brief, genesis};

/// A page that is sealed, and what is still in the tail.
const SEALED: u64 = 256;
const YOUNG: u64 = 40;
/// Flipping a byte that opening does not vouch for is followed by opening once in so many times.
const OPENED: usize = 16;

/// What came of the flips of one thread in one file.
#[derive(Default)]
struct Tally {
    flipped: u64,
    named: u64,
    harmless: u64,
    opened: u64,
    bad: Vec<String>,
}

/// Flips a bit of every byte.
///
/// # Errors
/// What keeps it from running.
pub fn run(place: &Place, threads: usize) -> Result<Report, String> {
    let options = asked::options(place.plant())?;
    println!("every byte: --threads {threads}");
    let mut report =
        Report::new("every byte", &["file", "flipped", "named", "without effect", "bad"]);
    let sound = sound(place)?;
    for file in files(&sound.dir)? {
        println!("{file}");
        let tallies: Vec<Result<Tally, String>> = thread::scope(|scope| {
            let share = |of: usize| {
                let (sound, file, options) = (&sound, &file, &options);
                let work = place.path(&format!("copy-{of}"));
                scope.spawn(move || flips(sound, file, (of, threads), &work, options))
            };
            let running: Vec<_> = (0..threads).map(share).collect();
            let joined = running.into_iter().map(thread::ScopedJoinHandle::join);
            joined.map(|end| end.unwrap_or_else(|_| Err("a thread panicked".into()))).collect()
        });
        let mut sum = Tally::default();
        for tally in tallies {
            let tally = tally?;
            sum.flipped += tally.flipped;
            sum.named += tally.named;
            sum.harmless += tally.harmless;
            sum.opened += tally.opened;
            sum.bad.extend(tally.bad);
        }
        report.add("bytes flipped", sum.flipped);
        report.add("named", sum.named);
        report.add("without effect", sum.harmless);
        report.add("opened", sum.opened);
        let counts = [sum.flipped, sum.named, sum.harmless, sum.bad.len() as u64];
        report.row([file].into_iter().chain(counts.map(|count| count.to_string())).collect());
        sum.bad.into_iter().for_each(|what| report.violated(what));
    }
    Ok(report)
}

fn sound(place: &Place) -> Result<Sound, String> {
    let (written, dir) = (place.path("written"), place.path("ledger"));
    let text = |error: greffe_store::StoreError| error.to_string();
    let refused = |error: AppendError| error.to_string();
    let store = Store::create(&written, genesis(), &Options::default()).map_err(refused)?;
    append(&store, 1..SEALED).map_err(refused)?;
    let document = store.put_document(b"Le conseil approuve.").map_err(text)?;
    store.close().map_err(text)?;
    let store = Store::open(&written, &Options::default()).map_err(text)?;
    append(&store, SEALED..SEALED + YOUNG).map_err(refused)?;
    store.put_snapshot(KEY, store.head(), b"a state").map_err(text)?;
    let answers = answers(&store, document)?;
    // Taken while it is open: closing would seal what is young, and leave the tail empty.
    copy(&written, &dir).map_err(|error| error.to_string())?;
    store.close().map_err(text)?;
    Ok(Sound { dir, answers, document })
}

fn append(store: &Store, numbers: Range<u64>) -> Result<(), AppendError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    for number in numbers {
        runtime.block_on(store.append(vec![brief(number)], vec![]))?;
    }
    Ok(())
}

fn flips(
    sound: &Sound,
    file: &str,
    (of, threads): (usize, usize),
    work: &Path,
    options: &Options,
) -> Result<Tally, String> {
    let failed = |error: std::io::Error| error.to_string();
    let (damaged, opened) = (work.join("damaged"), work.join("opened"));
    if work.exists() {
        fs::remove_dir_all(work).map_err(failed)?;
    }
    copy(&sound.dir, &damaged).map_err(failed)?;
    let own = Sound { dir: damaged, answers: sound.answers.clone(), document: sound.document };
    let path = own.dir.join(file);
    let bytes = fs::read(&path).map_err(failed)?;
    let used = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    let mut tally = Tally::default();
    for at in (of..bytes.len()).step_by(threads) {
        let damage = Damage::Flip(at);
        plant(&path, &bytes, damage).map_err(failed)?;
        tally.flipped += 1;
        match catch_unwind(AssertUnwindSafe(|| look(&own))) {
            Ok(Ok(true)) => tally.named += 1,
            Ok(Ok(false)) => tally.harmless += 1,
            Ok(Err(what)) => tally.bad.push(format!("{file} {at}: {what}")),
            Err(_) => tally.bad.push(format!("{file} {at}: looking panics")),
        }
        if at / threads % OPENED != 0 && !(vouched(file) && at < used) {
            continue;
        }
        if opened.exists() {
            fs::remove_dir_all(&opened).map_err(failed)?;
        }
        copy(&own.dir, &opened).map_err(failed)?;
        let strict = strict(sound, file, damage, &bytes);
        tally.opened += 1;
        match catch_unwind(AssertUnwindSafe(|| open(&opened, sound, strict, options))) {
            Ok(Ok(())) => {}
            Ok(Err(what)) => tally.bad.push(format!("{file} {at}: {what}")),
            Err(_) => tally.bad.push(format!("{file} {at}: opening panics")),
        }
    }
    Ok(tally)
}
