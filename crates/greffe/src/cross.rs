//! What bears on a convention from outside its own stream: voids and corrections, and the numbers
//! by which its beneficiary is identified.
//!
//! These are few beside the ledger, and are found by their kinds. They are kept in a table that is
//! brought up to date with what has come since, and its snapshot saves the next opening the walk.
//! With it, the state of one convention is read from the entries that concern it and no others.
//!
//! The table is of numbers alone, 16 bytes for each thing that refers to another: streams and names
//! stand in it by 64 bits of their hash. Two that share them would have an entry read that concerns
//! neither, which no state then shows.

use crate::decode::decode;
use crate::error::Error;
use crate::kept::KEEP_AFTER;
use crate::ledger::Ledger;
use greffe_chain::{Hash, Head};
use greffe_domain::{Content, Event, StreamId, slug};
use greffe_store::SnapshotKey;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Entries by what they refer to, in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct References(Vec<(u64, u64)>);

impl References {
    /// Adds entries, in any order.
    fn extend(&mut self, mut more: Vec<(u64, u64)>) {
        if !more.is_empty() {
            self.0.append(&mut more);
            // Two runs are merged, not sorted anew.
            self.0.sort();
        }
    }

    fn by(&self, to: u64) -> impl Iterator<Item = u64> + '_ {
        let first = self.0.partition_point(|(known, _)| *known < to);
        let from = self.0.get(first..).unwrap_or_default();
        from.iter().take_while(move |(known, _)| *known == to).map(|(_, by)| *by)
    }
}

/// A name as a number.
fn key(name: &str) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = Hash::of(name.as_bytes()).0;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// The table, as far as entry `count`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct CrossReferences {
    count: u64,
    /// The entries that void or correct an entry.
    overrides: References,
    /// What each correction corrects.
    corrects: References,
    /// The corrections whose corrected fact belongs to a stream.
    corrections: References,
    /// The entries that identify a beneficiary, by its folded name.
    beneficiaries: References,
    #[serde(skip)]
    kept: u64,
}

impl CrossReferences {
    /// Where the table is kept.
    pub(crate) const KEY: SnapshotKey<'static> =
        SnapshotKey { projection: "cross-references", version: 2, subject: "ledger" };

    /// The table as it was kept, or an empty one.
    pub(crate) fn load(ledger: &Ledger) -> Result<CrossReferences, Error> {
        // A case keeps none.
        let Ok(reader) = ledger.reader() else { return Ok(CrossReferences::default()) };
        let found = reader.snapshot(CrossReferences::KEY)?;
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
        let mut news = News::default();
        for seq in seqs.into_iter().filter(|seq| *seq < head.count) {
            let Some(bytes) = ledger.entry(seq)? else { continue };
            if let Content::Known(fact) = decode(&bytes)?.content {
                news.add(seq, &fact.event);
            }
        }
        self.take_in(news);
        self.count = head.count;
        if self.count - self.kept < KEEP_AFTER.max(self.kept / 16) {
            return Ok(None);
        }
        self.kept = self.count;
        Ok(serde_json::to_vec(self).ok().map(|state| (head, state)))
    }

    fn take_in(&mut self, news: News) {
        self.overrides.extend(news.overrides);
        self.corrects.extend(news.corrects);
        self.corrections.extend(news.corrections);
        self.beneficiaries.extend(news.beneficiaries);
    }

    /// The corrections that say something of a stream.
    pub(crate) fn corrections(&self, stream: &StreamId) -> impl Iterator<Item = u64> + '_ {
        self.corrections.by(key(stream.as_str()))
    }

    /// The entries that identify the beneficiary of this name.
    pub(crate) fn beneficiary(&self, name: &str) -> impl Iterator<Item = u64> + '_ {
        self.beneficiaries.by(key(&slug(name)))
    }

    /// Adds to a set of entries everything that overrides one of them, at whatever remove, and what
    /// its corrections correct.
    pub(crate) fn close(&self, seqs: &mut BTreeSet<u64>) {
        let mut open: Vec<u64> = seqs.iter().copied().collect();
        while let Some(seq) = open.pop() {
            for other in self.overrides.by(seq).chain(self.corrects.by(seq)) {
                if seqs.insert(other) {
                    open.push(other);
                }
            }
        }
    }
}

/// What entries add to the table.
#[derive(Default)]
struct News {
    overrides: Vec<(u64, u64)>,
    corrects: Vec<(u64, u64)>,
    corrections: Vec<(u64, u64)>,
    beneficiaries: Vec<(u64, u64)>,
}

impl News {
    fn add(&mut self, seq: u64, event: &Event) {
        match event {
            Event::EntryVoided(voided) => self.overrides.push((voided.entry, seq)),
            Event::EntryCorrected(correction) => {
                self.overrides.push((correction.entry, seq));
                self.corrects.push((seq, correction.entry));
                self.corrections.push((key(correction.stream.as_str()), seq));
                let name = correction.data.get("name").and_then(serde_json::Value::as_str);
                if let ("BeneficiaryIdentified", Some(name)) = (&*correction.kind, name) {
                    self.beneficiaries.push((key(&slug(name)), seq));
                }
            }
            Event::BeneficiaryIdentified(identified) => {
                self.beneficiaries.push((key(&slug(&identified.name)), seq));
            }
            _ => {}
        }
    }
}

impl Ledger {
    /// The streams of which corrections say something, each with the first of them.
    pub(crate) fn corrected(&self) -> Result<BTreeMap<String, u64>, Error> {
        let corrections = self.consult(|table| {
            let seqs: BTreeSet<u64> = table.corrects.0.iter().map(|(by, _)| *by).collect();
            self.decoded(&seqs)
        })?;
        let mut streams = BTreeMap::new();
        for recorded in corrections {
            let Content::Known(fact) = &recorded.content else { continue };
            if let Event::EntryCorrected(correction) = &fact.event {
                let first = streams.entry(correction.stream.to_string());
                first.or_insert(recorded.meta.seq);
            }
        }
        Ok(streams)
    }
}

#[cfg(test)]
mod tests {
    use super::References;

    #[test]
    fn what_refers_to_a_thing_is_found_in_order_whatever_came_first() {
        let mut references = References::default();
        references.extend(vec![(7, 9), (3, 4), (7, 2)]);
        references.extend(vec![(9, 12), (7, 30)]);
        assert_eq!(references.by(7).collect::<Vec<_>>(), [2, 9, 30]);
        assert_eq!(references.by(3).collect::<Vec<_>>(), [4]);
        assert_eq!(references.by(8).count(), 0);
    }
}
