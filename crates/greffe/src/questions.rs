//! What a question to one convention needs: the entries that bear on it, and no others.
//!
//! The questions themselves are in `greffe-inquiry`; here their input is read, in time that does
//! not grow with the ledger. Nothing is written.

use crate::cross::CrossReferences;
use crate::decode::decode;
use crate::draft_file::DraftFile;
use crate::error::Error;
use crate::ledger::{Ledger, beneficiary_name};
use greffe_domain::{Content, Event, Instant, Meta, Passage, Recorded, StreamId, StreamKind, slug};
use greffe_inquiry::ConventionRecord;
use std::collections::{BTreeMap, BTreeSet};

impl Ledger {
    /// Everything recorded that bears on a convention's state: its stream, what identifies its
    /// beneficiary, and what overrides either.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read or an entry cannot be decoded.
    pub fn record_of(&self, stream: &StreamId) -> Result<ConventionRecord, Error> {
        Ok(ConventionRecord::of(stream.clone(), self.bearing([stream])?))
    }

    /// The same with what the rules look at besides: the acts that the convention's facts name, with
    /// their sittings and organs, the formalities of the beneficiary, and its other conventions of
    /// the year. An act without a reference is named by nobody, and not found.
    ///
    /// # Errors
    /// As [`Ledger::record_of`].
    pub fn record_with_acts_of(&self, stream: &StreamId) -> Result<ConventionRecord, Error> {
        let seqs = self.consult(|table| {
            let mut seqs = self.seqs_around(&self.siblings(stream)?, table)?;
            table.close(&mut seqs);
            let told = self.decoded(&seqs)?;
            for other in acts(stream, &told).into_iter().chain(beneficiaries(&told)) {
                self.add_stream(&other, table, &mut seqs)?;
            }
            let told = self.decoded(&seqs)?;
            for sitting in sittings(&told) {
                self.add_stream(&sitting, table, &mut seqs)?;
                if let Some(organ) = organ(&sitting) {
                    self.add_stream(&organ, table, &mut seqs)?;
                }
            }
            table.close(&mut seqs);
            Ok(seqs)
        })?;
        Ok(ConventionRecord::of(stream.clone(), self.decoded(&seqs)?))
    }

    /// Whether the ledger holds an entry of a stream.
    ///
    /// # Errors
    /// As [`Ledger::record_of`].
    pub fn has_stream(&self, stream: &StreamId) -> Result<bool, Error> {
        Ok(self.seqs_in(stream.as_str()).next().transpose()?.is_some())
    }

    /// When an entry was recorded; `None` beyond the head.
    ///
    /// # Errors
    /// As [`Ledger::record_of`].
    pub fn recorded_at(&self, seq: u64) -> Result<Option<Instant>, Error> {
        let entry = self.entry(seq)?;
        entry.map(|bytes| Ok(decode(&bytes)?.meta.recorded_at)).transpose()
    }

    /// The events of a draft that are to be recorded and are not yet, as entries that are only
    /// supposed: numbered from `next` on, and known at any instant. Nothing is recorded.
    ///
    /// # Errors
    /// [`Error::Draft`] when an event does not have the shape of its kind.
    pub fn supposed(&self, draft: &DraftFile, mut next: u64) -> Result<Vec<Recorded>, Error> {
        let mut supposed: Vec<Recorded> = Vec::new();
        let mut numbers: BTreeMap<usize, u64> = BTreeMap::new();
        for (index, event) in draft.events.iter().enumerate().filter(|(_, e)| e.record) {
            if let Some(known) = self.already_recorded(draft, index)? {
                numbers.insert(index, known);
                continue;
            }
            let passage = |source: &crate::draft_file::DraftSource| Passage {
                document: draft.document.text.clone(),
                span: source.span,
                fields: source.fields.clone(),
            };
            let meta = Meta {
                seq: next,
                stream: event.stream.clone(),
                effective: event.effective.clone(),
                recorded_at: Instant::MIN,
                recorded_by: String::new(),
                grade: event.grade,
                sources: event.sources.iter().map(passage).collect(),
                causes: event.causes.iter().filter_map(|c| numbers.get(c).copied()).collect(),
            };
            let entry = Recorded::of(meta, &event.kind, event.schema, event.data.clone());
            match &entry.content {
                Content::Known(_) => {}
                Content::Odd { reason, .. } => {
                    let reason = reason.clone();
                    return Err(Error::Draft { event: Some(index), reason });
                }
                Content::Unknown { kind, .. } => {
                    let reason = format!("{kind} is not a kind of event");
                    return Err(Error::Draft { event: Some(index), reason });
                }
            }
            numbers.insert(index, next);
            supposed.push(entry);
            next += 1;
        }
        Ok(supposed)
    }

    /// Adds the entries of a stream and the corrections that speak of it.
    pub(crate) fn add_stream(
        &self,
        stream: &StreamId,
        table: &CrossReferences,
        seqs: &mut BTreeSet<u64>,
    ) -> Result<(), Error> {
        for seq in self.seqs_in(stream.as_str()) {
            seqs.insert(seq?);
        }
        seqs.extend(table.corrections(stream));
        Ok(())
    }

    /// The conventions of the same institution, year and beneficiary: `…/les-ateliers-du-pont`,
    /// `…/les-ateliers-du-pont/2` and so on.
    fn siblings(&self, stream: &StreamId) -> Result<BTreeSet<StreamId>, Error> {
        let mut siblings = BTreeSet::from([stream.clone()]);
        let first: Vec<&str> = stream.as_str().split('/').take(4).collect();
        let first = first.join("/");
        for number in 1u32.. {
            let path = if number == 1 { first.clone() } else { format!("{first}/{number}") };
            let none = self.seqs_in(&path).next().transpose()?.is_none();
            match path.parse() {
                Ok(sibling) if !none => siblings.insert(sibling),
                // The first may be missing where a later one is known.
                _ if number == 1 => continue,
                _ => break,
            };
        }
        Ok(siblings)
    }
}

/// The streams of the acts that facts name as their own.
fn acts(convention: &StreamId, told: &[Recorded]) -> BTreeSet<StreamId> {
    let institution = convention.institution().unwrap_or_default();
    let keys = told.iter().filter_map(|entry| match &entry.content {
        Content::Known(fact) => fact.event.act()?.key(),
        Content::Unknown { .. } | Content::Odd { .. } => None,
    });
    keys.filter_map(|key| format!("act/{institution}/{}", key.slug()).parse().ok()).collect()
}

/// The streams of the beneficiaries that facts name.
fn beneficiaries(told: &[Recorded]) -> BTreeSet<StreamId> {
    let own = told.iter().map(|entry| &entry.meta.stream);
    let own = own.filter(|stream| stream.kind() == StreamKind::Beneficiary).cloned();
    let names = told.iter().filter_map(beneficiary_name);
    let named = names.filter_map(|name| format!("beneficiary/{}", slug(&name)).parse().ok());
    own.chain(named).collect()
}

/// The sittings at which acts were tabled.
fn sittings(told: &[Recorded]) -> BTreeSet<StreamId> {
    let tabled = told.iter().filter_map(|entry| match &entry.content {
        Content::Known(fact) => match &fact.event {
            Event::DeliberationTabled(tabled) => tabled.sitting.clone(),
            _ => None,
        },
        Content::Unknown { .. } | Content::Odd { .. } => None,
    });
    tabled.collect()
}

/// The organ of a sitting.
fn organ(sitting: &StreamId) -> Option<StreamId> {
    format!("organ/{}/{}", sitting.part(1)?, sitting.part(2)?).parse().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed expectation is a test's own message")]
mod tests {
    use super::*;
    use crate::{Opening, ReadOptions, draft};
    use greffe_audit_trail::findings;
    use greffe_domain::AsOf;

    /// What the rules say from the entries that bear on a convention is what they say of it from the
    /// whole ledger.
    #[tokio::test]
    async fn the_acts_of_a_convention_are_judged_as_in_the_whole_ledger() {
        let folder = tempfile::tempdir().unwrap();
        let opening = Opening { by: "clerk".to_owned(), ..Opening::default() };
        let ledger = Ledger::create(&folder.path().join("ledger"), opening).unwrap();
        let tour = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/tour");
        for path in
            ["1-attribution.txt", "breach/1-sans-quorum.txt", "2-avenant.txt", "3-solde.txt"]
        {
            let act = std::fs::read(format!("{tour}/{path}")).unwrap();
            let drafted = draft(path, &act, &ReadOptions::default()).unwrap();
            ledger.record(&drafted.draft, &act, "clerk").await.unwrap();
        }
        let whole = ledger.project::<greffe_audit_trail::AuditTrail>().unwrap();
        let whole = findings(&whole, AsOf::default());
        let mut judged = 0;
        for stream in ledger.streams_of(&[StreamKind::Convention]).unwrap() {
            let record = ledger.record_with_acts_of(&stream).unwrap();
            let of = |subject: &StreamId| record.facts().streams().any(|s| s == subject);
            let expected: Vec<_> = whole.iter().filter(|f| of(&f.subject)).cloned().collect();
            assert_eq!(findings(record.facts(), AsOf::default()), expected, "{stream}");
            judged += expected.len();
        }
        assert!(judged > 50, "{judged} findings");
    }
}
