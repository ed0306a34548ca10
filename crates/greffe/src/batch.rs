//! The entries that recording a draft appends in one call: the document where it is new, then the facts that the ledger
//! does not have, then what persons decided.

use crate::draft_entries::{decision_entry, new_entry};
use crate::draft_file::DraftFile;
use crate::error::Error;
use crate::ledger::Ledger;
use crate::record::{Recording, raw_value, registration};
use crate::review::Decision;
use greffe_chain::Hash;
use greffe_domain::DocumentRegistered;
use greffe_store::{Cause, NewEntry};
use std::collections::HashMap;

/// What is appended in one call: the registration of the document where it is new, the facts, then the decisions.
pub(crate) struct Batch<'a> {
    /// The entry that registers the document already.
    known: Option<u64>,
    text: Hash,
    by: &'a str,
    entries: Vec<NewEntry>,
    /// Where each chosen event stands, in the ledger or among these.
    places: HashMap<usize, Cause>,
    /// The places in the draft of the facts among these.
    pub(crate) facts: Vec<usize>,
    already: usize,
    overridden: Vec<u64>,
}

impl<'a> Batch<'a> {
    /// With the registration of the document, where it is new.
    pub(crate) fn of(
        known: Option<u64>,
        registered: DocumentRegistered,
        text: Hash,
        by: &'a str,
    ) -> Result<Batch<'a>, Error> {
        let entries = match known {
            Some(_) => Vec::new(),
            None => vec![registration(registered, by)?],
        };
        let (places, facts, overridden) = (HashMap::new(), Vec::new(), Vec::new());
        Ok(Batch { known, text, by, entries, places, facts, already: 0, overridden })
    }
}

impl Ledger {
    /// Adds the entry of a chosen event of a draft, unless the ledger has it already.
    pub(crate) fn add_fact(
        &self,
        batch: &mut Batch<'_>,
        draft: &DraftFile,
        at: usize,
    ) -> Result<(), Error> {
        let Some(event) = draft.events.get(at).filter(|event| event.record) else { return Ok(()) };
        let mut entry = new_entry(draft, at, &batch.places, (batch.text, batch.by))?;
        let in_batch = batch.entries.iter().position(|other| other.id == entry.id);
        let cause = match (self.same_fact(&entry)?, in_batch) {
            (Some(seq), _) => {
                if !self.overridden_by(seq)?.is_empty() {
                    batch.overridden.push(seq);
                }
                Cause::Seq(seq)
            }
            (None, Some(place)) => Cause::InCall(place),
            (None, None) => {
                batch.places.insert(at, Cause::InCall(batch.entries.len()));
                if !event.seal.is_empty() {
                    let mut data = event.data.clone();
                    self.seal_in(&mut data, &event.seal)?;
                    entry.data = raw_value(&data)?;
                }
                batch.entries.push(entry);
                batch.facts.push(at);
                return Ok(());
            }
        };
        batch.places.insert(at, cause);
        batch.already += 1;
        Ok(())
    }

    /// Adds what persons decided, behind the facts.
    pub(crate) fn add_decisions(
        &self,
        batch: &mut Batch<'_>,
        draft: &DraftFile,
        decided: &[Decision],
    ) -> Result<(), Error> {
        for decision in decided {
            let entry = decision_entry(decision, draft, &batch.places, (batch.text, batch.by))?;
            let in_batch = batch.entries.iter().any(|other| other.id == entry.id);
            if !in_batch && self.same_fact(&entry)?.is_none() {
                batch.entries.push(entry);
            }
        }
        Ok(())
    }

    /// Appends all of it, or none.
    pub(crate) async fn append_batch(&self, batch: Batch<'_>) -> Result<Recording, Error> {
        let Batch { known, entries, facts, already, overridden, .. } = batch;
        let mut recording = Recording {
            document: known.unwrap_or_default(),
            known_document: known.is_some(),
            recorded: Vec::new(),
            already,
            overridden,
            still_recorded: Vec::new(),
            reviewed: Vec::new(),
            left_out: Vec::new(),
            not_borne_out: Vec::new(),
            resting_on_nothing: Vec::new(),
            untold: false,
        };
        if entries.is_empty() {
            return Ok(recording);
        }
        let receipt = self.store()?.append(entries, Vec::new()).await?;
        let mut seqs = receipt.entries.iter().map(|entry| entry.seq);
        if known.is_none() {
            recording.document = seqs.next().unwrap_or_default();
        }
        recording.recorded = seqs.by_ref().take(facts.len()).collect();
        recording.reviewed = seqs.collect();
        Ok(recording)
    }
}
