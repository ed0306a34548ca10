//! What a question to one convention needs: the entries that bear on it, and no others.
//!
//! The questions themselves are in `greffe-inquiry`; here their input is read, in time that does
//! not grow with the ledger. Nothing is written.

use crate::draft_file::DraftFile;
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_domain::{Content, Instant, Meta, Passage, Recorded, StreamId};
use greffe_inquiry::ConventionRecord;
use std::collections::BTreeMap;

impl Ledger {
    /// Everything recorded that bears on a convention's state: its stream, what identifies its
    /// beneficiary, and what overrides either.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read or an entry cannot be decoded.
    pub fn record_of(&self, stream: &StreamId) -> Result<ConventionRecord, Error> {
        Ok(ConventionRecord::of(stream.clone(), self.bearing([stream])?))
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
        Ok(self.decoded(seq)?.map(|recorded| recorded.meta.recorded_at))
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
}
