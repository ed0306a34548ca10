//! Damage at rest: bytes flipped in every file of a closed ledger, files cut short and removed.
//!
//! Whoever looks without touching ([`Store::open_forensic`]) must be told, by an error or by the
//! report of a verification, or every answer must be what it was. Whoever opens the ledger must be
//! refused with an error, or get every answer right, or an error for what is damaged; and where the
//! damage lies in what opening vouches for (the last sealed page, the tail, the mark) he must be
//! refused or notice nothing. A panic is a violation wherever it comes out.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use greffe_chain::{Entry, Hash, Head};
use greffe_store::{Options, Reader, SnapshotKey, Store, VerifyOptions};

use crate::asked;
use crate::campaign::{Place, Report};
use crate::disk::plain::copy;
use crate::plan::{Run, genesis};

const RUN: Run = Run { seed: 31, writers: 1, size: 9 };
pub(super) const KEY: SnapshotKey<'_> =
    SnapshotKey { projection: "faults", version: 1, subject: "damage" };
/// Entries of the small ledger: a sealed page and a tail.
const SMALL: u64 = 300;
/// Entries of the larger one: its last sealed page is the last that the index has rows for, so that
/// opening reads it for its own sake alone.
const LARGE: u64 = 4_096 + 30;
/// The larger ledger, the only one with an index, is damaged in one of so many places more.
const SPARSE: usize = 61;

/// Everything that a ledger answers.
#[derive(Clone, PartialEq)]
pub(super) struct Answers {
    head: Head,
    hashes: Vec<Hash>,
    /// Whether each entry is found under its own id.
    ids: Vec<bool>,
    streams: BTreeMap<String, Vec<u64>>,
    document: Option<Vec<u8>>,
}

/// A sound ledger, what it answers, and where it lies.
pub(super) struct Sound {
    pub(super) dir: PathBuf,
    pub(super) answers: Answers,
    pub(super) document: Hash,
}

/// Damages every file in one of `every` places.
///
/// # Errors
/// What keeps it from running.
pub fn run(place: &mut Place, every: usize) -> Result<Report, String> {
    let options = asked::options(place.plant())?;
    println!("damage: --every {every}");
    let columns = ["ledger", "file", "damaged", "named", "without effect", "bad"];
    let mut report = Report::new("damage", &columns);
    for (name, entries, sparse) in [("small", SMALL, 1), ("larger", LARGE, SPARSE)] {
        let sound = sound(&place.path(name), entries).map_err(|error| error.to_string())?;
        let files = files(&sound.dir)?;
        for file in files {
            let work = place.path("work");
            of_file(&mut report, &sound, (name, &file, every * sparse), &work, &options)?;
        }
    }
    Ok(report)
}

fn sound(dir: &Path, entries: u64) -> Result<Sound, greffe_store::AppendError> {
    let store = Store::create(dir, genesis(), &Options::default())?;
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    for number in 0.. {
        let mut call = RUN.call(0, number).entries;
        let room = usize::try_from(entries - store.head().count).expect("few");
        call.truncate(room);
        if call.is_empty() {
            break;
        }
        runtime.block_on(store.append(call, vec![]))?;
    }
    let document = store.put_document(&RUN.document(1))?;
    store.put_snapshot(KEY, store.head(), b"a state")?;
    let answers = answers(&store, document).expect("a sound ledger answers");
    store.close().unwrap();
    Ok(Sound { dir: dir.into(), answers, document })
}

/// The files of a ledger, below its directory; the lock says nothing.
pub(super) fn files(dir: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(folder) = open.pop() {
        for file in fs::read_dir(&folder).map_err(|error| error.to_string())? {
            let path = file.map_err(|error| error.to_string())?.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(name) = path.strip_prefix(dir) {
                found.push(name.display().to_string());
            }
        }
    }
    found.retain(|name| name != "lock");
    found.sort();
    Ok(found)
}

/// One way to damage a file.
#[derive(Clone, Copy, Debug)]
pub(super) enum Damage {
    Flip(usize),
    Cut(usize),
    Remove,
}

fn of_file(
    report: &mut Report,
    sound: &Sound,
    (ledger, file, step): (&str, &str, usize),
    work: &Path,
    options: &Options,
) -> Result<(), String> {
    let path = sound.dir.join(file);
    let bytes = fs::read(&path).map_err(|error| error.to_string())?;
    let flips = (0..bytes.len()).step_by(step).map(Damage::Flip);
    let cuts = (0..8).map(|part| Damage::Cut(bytes.len() * part / 8));
    let (mut tried, mut named, mut harmless) = (0, 0, 0);
    let before = report.violations.len();
    for damage in flips.chain(cuts).chain([Damage::Remove]) {
        plant(&path, &bytes, damage).map_err(|error| error.to_string())?;
        tried += 1;
        // Nothing but an entry that registers it, which is not the store's to read, knows of a
        // document that is gone.
        if matches!(damage, Damage::Remove) && file.starts_with("documents") {
            continue;
        }
        let looked = catch_unwind(AssertUnwindSafe(|| look(sound)));
        match looked {
            Ok(Ok(true)) => named += 1,
            Ok(Ok(false)) => harmless += 1,
            Ok(Err(what)) => report.violated(format!("{ledger} {file} {damage:?}: {what}")),
            Err(_) => report.violated(format!("{ledger} {file} {damage:?}: looking panics")),
        }
        // Opening changes files, so it works on a copy; one look in eight is enough for most.
        let opens = !matches!(damage, Damage::Flip(at) if at / step % 8 != 0) || vouched(file);
        if opens {
            if work.exists() {
                fs::remove_dir_all(work).map_err(|error| error.to_string())?;
            }
            copy(&sound.dir, work).map_err(|error| error.to_string())?;
            let strict = strict(sound, file, damage, &bytes);
            let opened = catch_unwind(AssertUnwindSafe(|| open(work, sound, strict, options)));
            match opened {
                Ok(Ok(())) => {}
                Ok(Err(what)) => report.violated(format!("{ledger} {file} {damage:?}: {what}")),
                Err(_) => report.violated(format!("{ledger} {file} {damage:?}: opening panics")),
            }
            report.count("opened");
        }
    }
    fs::write(&path, &bytes).map_err(|error| error.to_string())?;
    report.add("places damaged", tried);
    report.add("named", named);
    report.add("without effect", harmless);
    let bad = report.violations.len() - before;
    let cells = [tried, named, harmless, bad as u64].map(|count| count.to_string());
    report.row([ledger.to_owned(), file.to_owned()].into_iter().chain(cells).collect());
    Ok(())
}

pub(super) fn plant(path: &Path, bytes: &[u8], damage: Damage) -> std::io::Result<()> {
    match damage {
        Damage::Flip(at) => {
            let mut bytes = bytes.to_vec();
            bytes[at] ^= 1 << (at % 8);
            fs::write(path, bytes)
        }
        Damage::Cut(at) => fs::write(path, &bytes[..at]),
        Damage::Remove => fs::remove_file(path),
    }
}

/// Whether opening vouches for the whole file.
pub(super) fn vouched(file: &str) -> bool {
    file.starts_with("tail") || file == "head"
}

/// Whether opening must refuse this damage, or not be touched by it.
pub(super) fn strict(sound: &Sound, file: &str, damage: Damage, bytes: &[u8]) -> bool {
    let last_page = || {
        let rows = fs::read(sound.dir.join("pages/000000.rows")).unwrap_or_default();
        let ends: Vec<u64> = rows
            .chunks_exact(40)
            .map(|row| u64::from_be_bytes(row[..8].try_into().expect("eight bytes")))
            .collect();
        usize::try_from(ends.iter().rev().nth(1).copied().unwrap_or(0)).expect("a small file")
    };
    let at = match damage {
        Damage::Flip(at) => at,
        Damage::Cut(_) | Damage::Remove => bytes.len(),
    };
    vouched(file) || file == "pages/000000.bundles" && at >= last_page()
}

/// Looks without touching; whether damage was named.
pub(super) fn look(sound: &Sound) -> Result<bool, String> {
    let Ok(reader) = Store::open_forensic(&sound.dir) else { return Ok(true) };
    let head = sound.answers.head.into();
    let options = VerifyOptions { expect_head: Some(head), ..VerifyOptions::default() };
    let Ok(report) = reader.verify(&options) else { return Ok(true) };
    let named = !report.is_sound() || report.index_remade.is_some();
    if !report.is_truth_sound() {
        return Ok(true);
    }
    match answers(&reader, sound.document) {
        Ok(found) if found == sound.answers => Ok(named),
        Ok(_) => Err("it verifies and answers otherwise".into()),
        Err(error) => Err(format!("it verifies and does not answer: {error}")),
    }
}

/// Opens for good. An error is an answer, but where opening is `strict`.
pub(super) fn open(
    dir: &Path,
    sound: &Sound,
    strict: bool,
    options: &Options,
) -> Result<(), String> {
    let Ok(store) = Store::open(dir, options) else { return Ok(()) };
    match answers(&store, sound.document) {
        Ok(found) if found == sound.answers => Ok(()),
        Ok(_) => Err("it opens and answers otherwise".into()),
        Err(error) if strict => Err(format!("opening did not notice: {error}")),
        Err(_) => Ok(()),
    }
}

pub(super) fn answers(reader: &Reader, document: Hash) -> Result<Answers, String> {
    let text = |error: greffe_store::StoreError| error.to_string();
    let (mut hashes, mut ids) = (Vec::new(), Vec::new());
    for (seq, bytes) in (0..).zip(reader.scan(..)) {
        let bytes = bytes.map_err(text)?;
        hashes.push(Hash::of(&bytes));
        let entry = Entry::parse(&bytes).map_err(|error| error.to_string())?;
        ids.push(reader.find_id(entry.id()).map_err(text)? == Some(seq));
    }
    let mut streams = BTreeMap::new();
    for stream in reader.streams() {
        let stream = stream.map_err(text)?;
        let seqs = reader.stream(&stream).collect::<Result<Vec<_>, _>>().map_err(text)?;
        streams.insert(stream, seqs);
    }
    if let Some((head, state)) = reader.snapshot(KEY).map_err(text)?
        && (state != b"a state" || head.count != reader.head().count)
    {
        return Err("a damaged snapshot is used".into());
    }
    let document = reader.document(document).map_err(text)?;
    Ok(Answers { head: reader.head(), hashes, ids, streams, document })
}
