//! What proofs cost: that they grow with the logarithm of the ledger, and that signing checkpoints
//! beside commits costs the commits next to nothing.
//!
//! ```sh
//! cargo bench -p greffe-bench --bench proofs                       # 10 000 and 200 000 entries
//! cargo bench -p greffe-bench --bench proofs -- --entries 1000000 --keep
//! ```

#![allow(clippy::print_stdout, reason = "the table is what the bench is for")]
#![allow(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "times and ratios")]

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Parser;
use greffe::chain::merkle::{Tree, TreeHash};
use greffe::domain::{CheckpointAnchored, Edtf, Grade};
use greffe::proofs::{SigningKey, Trust};
use greffe::{Ledger, NewFact, Opening};
use greffe_bench::Outcome;
use greffe_bench::args::Args;
use greffe_bench::ledger::{Loaded, runtime};
use greffe_bench::rounds::Spread;
use greffe_store::{Options, Store, VerifyOptions};

/// Proofs of each size.
const PROOFS: u64 = 200;
/// Entries of a commit.
const GROUP: usize = 64;
/// How long a round of commits is at least: shorter ones measure how a file system begins.
const ROUND: Duration = Duration::from_secs(10);
/// Fewer rounds than this give no median.
const ROUNDS: usize = 5;
/// Entries between two checkpoints.
const EVERY: [u64; 2] = [4_096, 16_384];

fn main() -> Outcome<()> {
    let args = Args::parse();
    let folder = args.folder(Path::new(env!("CARGO_TARGET_TMPDIR")));
    std::fs::create_dir_all(&folder)?;
    println!(
        "| entries | first checkpoint | next, 64 entries later | prove one entry | tiles read | hashes | verify it | consistency from the half | publish, nothing new |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let mut sizes = vec![10_000, args.entries];
    sizes.dedup();
    let mut verified = Vec::new();
    for entries in sizes {
        verified.push(proofs(&args, &folder, entries)?);
    }
    println!(
        "\n| entries | verify | of it by the store | reading all entries | the same, with leaves and tree |"
    );
    println!("|---|---|---|---|---|");
    for row in verified {
        println!("{row}");
    }
    commits(&args, &folder)
}

fn key() -> Outcome<SigningKey> {
    Ok(SigningKey::from_seed("bench.example".parse()?, [1; 32]))
}

/// Prints a row, and gives that of the second table.
fn proofs(args: &Args, folder: &Path, entries: u64) -> Outcome<String> {
    // A ledger of its own: checkpoints and the entries beside them are no part of the table's.
    let loaded = Loaded::of(args, &folder.join("proofs"), entries)?;
    let ledger = Ledger::open(&loaded.dir)?;
    // An earlier run may have signed: the first checkpoint reads the whole log.
    let kept = loaded.dir.join("proof");
    if kept.exists() {
        std::fs::remove_dir_all(&kept)?;
    }
    let key = key()?;
    let first = timed(|| Ok(ledger.checkpoint(std::slice::from_ref(&key))?))?;
    let runtime = runtime()?;
    append(&runtime, &ledger, GROUP)?;
    let next = timed(|| Ok(ledger.checkpoint(std::slice::from_ref(&key))?))?;
    let kept = ledger.latest_checkpoint()?.ok_or("no checkpoint")?;
    let size = kept.checkpoint.size();
    let trust = Trust::of_log(key.verifier());
    let (mut made, mut checked, mut hashes, mut reads) = (Vec::new(), Vec::new(), 0, 0);
    for at in 0..PROOFS {
        // Spread over the ledger, in no order that a cache would like.
        let seq = at.wrapping_mul(2_654_435_761) % size;
        let start = Instant::now();
        let proved = ledger.prove_alone(seq, None)?;
        made.push(micros(start.elapsed()));
        let start = Instant::now();
        proved.proof.verify(&proved.entry, &trust)?;
        checked.push(micros(start.elapsed()));
        hashes = hashes.max(proved.proof.proof.len());
        reads = reads.max(proved.tiles_read);
    }
    let consistency =
        timed(|| -> Outcome<Vec<TreeHash>> { Ok(ledger.consistency(size / 2, &kept)?) })?;
    let published = folder.join(format!("published-{entries}"));
    ledger.publish(&published, false)?;
    let again = timed(|| Ok(ledger.publish(&published, false)?))?;
    std::fs::remove_dir_all(&published)?;
    println!(
        "| {size} | {} | {} | {} | {reads} | {hashes} | {} | {} | {} |",
        shown(first),
        shown(next),
        median(&made),
        median(&checked),
        shown(consistency),
        shown(again)
    );
    // Verified as it is: the texts that made-up entries cite are not there, which is told and costs no more.
    let whole = timed(|| ledger.verify(None).map(drop).map_err(Into::into))?;
    drop(ledger);
    let row = verification(&loaded.dir, size, whole)?;
    loaded.discard(args)?;
    Ok(row)
}

/// What the tree adds to a verification: whole, by the store alone (chain, documents, indexes), and what
/// leaves and nodes add to reading every entry on one thread.
fn verification(dir: &Path, size: u64, whole: Duration) -> Outcome<String> {
    let reader = Store::open(dir, &Options::default())?;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let options = VerifyOptions { threads, ..Default::default() };
    let store = timed(|| {
        let sound = reader.verify(&options)?.is_sound();
        if sound { Ok(()) } else { Err("the ledger is not sound".into()) }
    })?;
    let mut bytes = 0;
    let read = timed(|| {
        for entry in reader.scan(..) {
            bytes += entry?.len();
        }
        Ok(())
    })?;
    let mut tree = Tree::new();
    let hashed = timed(|| {
        for entry in reader.scan(..) {
            tree.push(TreeHash::leaf(&entry?));
        }
        Ok(())
    })?;
    std::hint::black_box((bytes, tree.root()));
    Ok(format!(
        "| {size} | {} | {} | {} | {} |",
        shown(whole),
        shown(store),
        shown(read),
        shown(hashed)
    ))
}

/// Group commits with and without somebody who signs all the while, in rounds that alternate, each sort
/// first in every other pair: what the medium does of its own in the course of time falls to both.
fn commits(args: &Args, folder: &Path) -> Outcome<()> {
    println!("\n| a checkpoint every | alone, entries/s | beside it | signed | ratio | spread |");
    println!("|---|---|---|---|---|---|");
    for every in EVERY {
        let (mut plain, mut signed, mut ratios, mut checkpoints) = (vec![], vec![], vec![], 0);
        for at in 0..args.rounds.max(ROUNDS) {
            let before = if at % 2 == 0 { Some(round(folder, None)?.0) } else { None };
            let (beside, made) = round(folder, Some(every))?;
            let alone = before.map_or_else(|| round(folder, None).map(|(rate, _)| rate), Ok)?;
            plain.push(alone);
            signed.push(beside);
            ratios.push(beside / alone);
            checkpoints += made;
        }
        let median = |rates: &[f64]| Spread::of(rates).map_or(0.0, |spread| spread.median);
        let spread = Spread::of(&ratios).ok_or("no rounds")?;
        println!(
            "| {every} entries | {:.0} | {:.0} | {checkpoints} | **{:.3}** | {:.2}–{:.2} |",
            median(&plain),
            median(&signed),
            spread.median,
            spread.least,
            spread.most
        );
    }
    Ok(())
}

/// Entries a second, and checkpoints that were signed meanwhile.
fn round(folder: &Path, every: Option<u64>) -> Outcome<(f64, u64)> {
    let dir = folder.join("commits");
    if dir.exists() {
        std::fs::remove_dir_all(&dir)?;
    }
    let opening = Opening { name: "bench".into(), by: "bench".into(), ..Opening::default() };
    let ledger = Ledger::create(&dir, opening)?;
    let (runtime, key, done) = (runtime()?, key()?, AtomicBool::new(false));
    let measured = std::thread::scope(|scope| {
        let signer = scope.spawn(|| {
            let (mut made, mut last) = (0, 0);
            while let Some(every) = every.filter(|_| !done.load(Ordering::Relaxed)) {
                let count = ledger.head().count;
                if count - last < every {
                    std::thread::sleep(Duration::from_millis(1));
                    continue;
                }
                if ledger.checkpoint(std::slice::from_ref(&key)).is_ok() {
                    made += 1;
                }
                last = count;
            }
            made
        });
        let start = Instant::now();
        let (mut appended, mut entries) = (Ok(()), 0);
        while appended.is_ok() && start.elapsed() < ROUND {
            appended = append(&runtime, &ledger, GROUP);
            entries += GROUP;
        }
        let seconds = start.elapsed().as_secs_f64();
        done.store(true, Ordering::Relaxed);
        let made = signer.join().unwrap_or_default();
        appended.map(|()| (entries as f64 / seconds, made))
    });
    drop(ledger);
    std::fs::remove_dir_all(&dir)?;
    measured
}

fn append(runtime: &tokio::runtime::Runtime, ledger: &Ledger, count: usize) -> Outcome<()> {
    let fact = |at: usize| -> Outcome<NewFact> {
        let anchored = CheckpointAnchored {
            count: at as u64,
            head: "0".repeat(64),
            anchor: "the notary of a town that has one, whose name is as long as names are"
                .to_owned(),
            receipt: None,
        };
        Ok(NewFact::new("ledger".parse()?, anchored, Edtf::unknown(), Grade::Record, "bench"))
    };
    let facts = (0..count).map(fact).collect::<Outcome<Vec<_>>>()?;
    runtime.block_on(ledger.append(facts, Vec::new()))?;
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<Duration> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn median(micros: &[f64]) -> String {
    Spread::of(micros).map_or_else(String::new, |spread| {
        format!("{:.0} µs (to {:.0})", spread.median, spread.most)
    })
}

fn shown(time: Duration) -> String {
    let micros = micros(time);
    if micros < 10_000.0 {
        format!("{micros:.0} µs")
    } else {
        format!("{:.0} ms", micros / 1_000.0)
    }
}
