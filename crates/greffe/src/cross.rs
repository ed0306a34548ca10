//! What bears on a convention from outside its own stream: voids and corrections, and the numbers
//! by which its beneficiary is identified.
//!
//! These are few beside the ledger, and are found by their kinds. They are kept in a table that is
//! brought up to date with what has come since, and its snapshot saves the next opening the walk.
//! With it, the state of one convention is read from the entries that concern it and no others.

use crate::decode::decode;
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::Head;
use greffe_domain::{Content, Event, StreamId, slug};
use greffe_store::{Reader, SnapshotKey};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Where the table is kept.
const KEY: SnapshotKey<'_> =
    SnapshotKey { projection: "cross-references", version: 1, subject: "ledger" };
/// How many entries may be walked again before the table is worth keeping anew.
const KEEP_AFTER: u64 = 4096;

/// The table, as far as entry `count`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct CrossReferences {
    count: u64,
    /// The entries that void or correct an entry.
    overrides: BTreeMap<u64, Vec<u64>>,
    /// What each correction corrects.
    corrects: BTreeMap<u64, u64>,
    /// The corrections whose corrected fact belongs to a stream.
    corrections: BTreeMap<String, Vec<u64>>,
    /// The entries that identify a beneficiary, by its folded name.
    beneficiaries: BTreeMap<String, Vec<u64>>,
    #[serde(skip)]
    kept: u64,
}

impl CrossReferences {
    /// The table as it was kept, or an empty one.
    pub(crate) fn load(ledger: &Ledger) -> Result<CrossReferences, Error> {
        // A case keeps none.
        let Ok(reader) = ledger.reader() else { return Ok(CrossReferences::default()) };
        let found = reader.snapshot(KEY)?;
        let table = found.and_then(|(head, state)| {
            let table: CrossReferences = serde_json::from_slice(&state).ok()?;
            (table.count == head.count).then_some(table)
        });
        let mut table = table.unwrap_or_default();
        table.kept = table.count;
        Ok(table)
    }

    /// Takes in what has come up to the head; returns what is worth keeping, if anything is.
    pub(crate) fn follow(&mut self, ledger: &Ledger) -> Result<Option<(Head, Vec<u8>)>, Error> {
        let head = ledger.head();
        let mut seqs = BTreeSet::new();
        for kind in ["EntryVoided", "EntryCorrected", "BeneficiaryIdentified"] {
            for seq in ledger.seqs_of_kind(kind, self.count) {
                seqs.insert(seq?);
            }
        }
        for seq in seqs.into_iter().filter(|seq| *seq < head.count) {
            let Some(bytes) = ledger.entry(seq)? else { continue };
            if let Content::Known(fact) = decode(&bytes)?.content {
                self.add(seq, &fact.event);
            }
        }
        self.count = head.count;
        if self.count - self.kept < KEEP_AFTER {
            return Ok(None);
        }
        self.kept = self.count;
        Ok(serde_json::to_vec(self).ok().map(|state| (head, state)))
    }

    /// Keeps a state of the table; nothing depends on it.
    pub(crate) fn keep(reader: &Reader, head: Head, state: &[u8]) {
        let _ = reader.put_snapshot(KEY, head, state);
    }

    fn add(&mut self, seq: u64, event: &Event) {
        match event {
            Event::EntryVoided(voided) => {
                self.overrides.entry(voided.entry).or_default().push(seq);
            }
            Event::EntryCorrected(correction) => {
                self.overrides.entry(correction.entry).or_default().push(seq);
                self.corrects.insert(seq, correction.entry);
                let of = correction.stream.to_string();
                self.corrections.entry(of).or_default().push(seq);
                let name = correction.data.get("name").and_then(serde_json::Value::as_str);
                if let ("BeneficiaryIdentified", Some(name)) = (&*correction.kind, name) {
                    self.beneficiaries.entry(slug(name)).or_default().push(seq);
                }
            }
            Event::BeneficiaryIdentified(identified) => {
                self.beneficiaries.entry(slug(&identified.name)).or_default().push(seq);
            }
            _ => {}
        }
    }

    /// The corrections that say something of a stream.
    pub(crate) fn corrections(&self, stream: &StreamId) -> &[u64] {
        self.corrections.get(stream.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The streams of which corrections say something, each with the first of them.
    pub(crate) fn corrected(&self) -> BTreeMap<String, u64> {
        let first = |(stream, seqs): (&String, &Vec<u64>)| Some((stream.clone(), *seqs.first()?));
        self.corrections.iter().filter_map(first).collect()
    }

    /// The entries that identify the beneficiary of this name.
    pub(crate) fn beneficiary(&self, name: &str) -> &[u64] {
        self.beneficiaries.get(&slug(name)).map_or(&[], Vec::as_slice)
    }

    /// Adds to a set of entries everything that overrides one of them, at whatever remove, and what
    /// its corrections correct.
    pub(crate) fn close(&self, seqs: &mut BTreeSet<u64>) {
        let mut open: Vec<u64> = seqs.iter().copied().collect();
        while let Some(seq) = open.pop() {
            let by = self.overrides.get(&seq).into_iter().flatten();
            for &other in by.chain(self.corrects.get(&seq)) {
                if seqs.insert(other) {
                    open.push(other);
                }
            }
        }
    }
}
