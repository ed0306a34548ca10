//! A load: millions of entries as the archives of many public bodies give them, from a seed.
//!
//! What a bench writes should look like what a registry keeps: many streams of a few dozen
//! entries, a mix of kinds, sizes around 600 bytes with a tail of several thousand, passages,
//! causes. [`Load`] makes that up, entry by entry, in constant memory and far faster than a disk
//! takes it: everything about a sitting or a grant is a function of the seed and its number, so
//! nothing is remembered. Archives arrive one institution's year after another; what follows a
//! grant (payments, avenants, accounts) arrives some sittings later, between what belongs to
//! others.
//!
//! Unlike [`crate::history`], which looks for contradictions and odd data, everything here has the
//! shape of its kind.

mod chain;
mod json;
mod money;
mod names;
mod sitting;
mod subject;

use std::collections::VecDeque;

use greffe_chain::{Hash, Source};
use uuid::{Builder, Uuid};

use crate::prng::Prng;
use json::Object;
use subject::{Date, Dossier, GRANTS, Sitting};

pub use chain::Chained;

/// One entry before it is recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadEntry {
    /// Its identity, like a UUID version 7: rising, never twice in one load.
    pub id: Uuid,
    /// What it is about.
    pub stream: String,
    /// What happened.
    pub kind: &'static str,
    /// The version of the kind's schema.
    pub schema: u32,
    /// When the fact holds, as EDTF.
    pub effective: String,
    /// Who records it.
    pub recorded_by: &'static str,
    /// Its standing, in the log's word.
    pub grade: &'static str,
    /// The passages that say it.
    pub sources: Vec<Source>,
    /// The entries it follows from, by sequence number; see [`Load`].
    pub causes: Vec<u64>,
    /// The fact itself: a JSON object without white space between its tokens.
    pub data: String,
}

/// The entries that follow the opening of a ledger, in order.
///
/// Causes and voids name entries by the sequence number they have in a ledger that holds
/// [`Load::opening`] and then this load in its order: the first entry of the load is number 1.
///
/// ```
/// use greffe_testkit::load::Load;
/// let kinds: Vec<&str> = Load::new(7, 3).map(|entry| entry.kind).collect();
/// assert_eq!(kinds, ["ConvocationSent", "SittingOpened", "AttendanceRecorded"]);
/// ```
#[derive(Debug, Clone)]
pub struct Load {
    scribe: Scribe,
    sitting: u64,
    left: u64,
}

/// Who writes down what is told: gives identities and numbers.
#[derive(Debug, Clone)]
struct Scribe {
    seed: u64,
    random: Prng,
    /// The sequence number of the next entry.
    next: u64,
    ready: VecDeque<LoadEntry>,
}

/// What is told, before the scribe has it.
struct Said<'a> {
    stream: &'a str,
    kind: &'static str,
    effective: Date,
    grade: &'static str,
    data: Object,
}

/// How many sittings later each part of a grant's life arrives.
const SIGNED_AFTER: u64 = 2;
const PAID_AFTER: [u64; 3] = [3, 5, 7];
const AMENDED_AFTER: u64 = 9;
const CLOSED_AFTER: u64 = 14;

impl Load {
    /// So many entries from a seed.
    #[must_use]
    pub fn new(seed: u64, entries: u64) -> Load {
        let scribe =
            Scribe { seed, random: Prng::new(seed), next: 1, ready: VecDeque::with_capacity(1024) };
        Load { scribe, sitting: 0, left: entries }
    }

    /// The entry that opens the ledger.
    #[must_use]
    pub fn opening(seed: u64) -> LoadEntry {
        let mut random = Prng::new(!seed);
        LoadEntry {
            id: identity(0, &mut random),
            stream: "ledger".to_owned(),
            kind: "LedgerOpened",
            schema: 1,
            effective: "XXXX".to_owned(),
            recorded_by: RECORDED_BY,
            grade: "record",
            sources: Vec::new(),
            causes: Vec::new(),
            data: Object::new()
                .number("format", 1)
                .text("chain_hash", "blake3")
                .text("tree_hash", "sha256")
                .text("name", "Archives réunies")
                .text("nonce", &hash(&mut random).to_string())
                .done(),
        }
    }

    /// A convention of which the load tells something once it is as long as `entries`: its stream.
    #[must_use]
    pub fn convention(seed: u64, entries: u64, random: &mut Prng) -> String {
        // A sitting and all that follows from its grants is about 430 entries.
        let sittings = (entries / 600).max(1);
        let sitting = Sitting::of(seed, random.next() % sittings);
        Dossier::of(seed, &sitting, random.next() % GRANTS).convention
    }

    /// Tells one more sitting, and what follows from earlier ones.
    fn tell(&mut self) {
        let (scribe, now) = (&mut self.scribe, self.sitting);
        self.sitting += 1;
        let sitting = Sitting::of(scribe.seed, now);
        scribe.hold(&sitting);
        let earlier = |scribe: &Scribe, lag: u64| {
            let sitting = Sitting::of(scribe.seed, now.checked_sub(lag)?);
            Some((0..GRANTS).map(|n| Dossier::of(scribe.seed, &sitting, n)).collect::<Vec<_>>())
        };
        for dossier in earlier(scribe, SIGNED_AFTER).into_iter().flatten() {
            scribe.sign(&dossier);
        }
        for (instalment, lag) in (0..).zip(PAID_AFTER) {
            for dossier in earlier(scribe, lag).into_iter().flatten() {
                scribe.pay(&dossier, instalment);
            }
        }
        for dossier in earlier(scribe, AMENDED_AFTER).into_iter().flatten() {
            scribe.amend(&dossier);
        }
        for dossier in earlier(scribe, CLOSED_AFTER).into_iter().flatten() {
            scribe.close(&dossier);
        }
    }
}

impl Iterator for Load {
    type Item = LoadEntry;

    fn next(&mut self) -> Option<LoadEntry> {
        self.left = self.left.checked_sub(1)?;
        while self.scribe.ready.is_empty() {
            self.tell();
        }
        self.scribe.ready.pop_front()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.left).ok();
        (left.unwrap_or(usize::MAX), left)
    }
}

const RECORDED_BY: &str = "greffe de Vauclaire";

impl Scribe {
    /// Writes down what a passage of `document` says; gives the entry's number.
    fn say(&mut self, said: Said<'_>, document: Hash, fields: &[&str]) -> u64 {
        let from = 40 + self.random.next() % 9_000;
        let mut sources = Vec::with_capacity(fields.len().max(1));
        let mut passage = |at: u64, long: u64, fields: Vec<String>| {
            sources.push(Source { document, span: [at, at + long], fields });
        };
        if fields.is_empty() {
            passage(from, 30 + from % 150, Vec::new());
        }
        for (at, field) in (0..).zip(fields) {
            passage(from + at * 47, 8 + from % 24, vec![(*field).to_owned()]);
        }
        self.push(said, sources, Vec::new())
    }

    /// Writes down what no passage says: a record kept elsewhere does. It may follow from `causes`.
    fn note(&mut self, said: Said<'_>, causes: Vec<u64>) -> u64 {
        self.push(said, Vec::new(), causes)
    }

    fn push(&mut self, said: Said<'_>, sources: Vec<Source>, causes: Vec<u64>) -> u64 {
        let seq = self.next;
        self.next += 1;
        self.ready.push_back(LoadEntry {
            id: identity(seq, &mut self.random),
            stream: said.stream.to_owned(),
            kind: said.kind,
            schema: 1,
            effective: said.effective.to_string(),
            recorded_by: RECORDED_BY,
            grade: said.grade,
            sources,
            causes,
            data: said.data.done(),
        });
        seq
    }

    /// The last entry written down now follows from `cause` too.
    fn follows(&mut self, cause: u64) {
        if let Some(last) = self.ready.back_mut() {
            last.causes.push(cause);
        }
    }
}

/// An id that rises with the entry's number, as those of a clock do, and cannot occur twice.
fn identity(seq: u64, random: &mut Prng) -> Uuid {
    // 2024-01-01, and seven milliseconds from one entry to the next.
    let millis = 1_704_067_200_000 + seq * 7;
    let mut rest = [0; 10];
    rest[..2].copy_from_slice(&random.next().to_be_bytes()[..2]);
    rest[2..].copy_from_slice(&seq.to_be_bytes());
    Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
}

/// A number that looks like the hash of a document.
fn hash(random: &mut Prng) -> Hash {
    let mut bytes = [0; 32];
    for part in bytes.chunks_exact_mut(8) {
        part.copy_from_slice(&random.next().to_be_bytes());
    }
    Hash(bytes)
}
