//! What was erased, told wherever a value is missing: *erased on DATE under ARTICLE*.
//!
//! An entry holds a digest in the place of a value, and stays what it was when the value is erased. That it
//! was, a later entry says. So the events that projections fold, and all that is shown of them, are told
//! here what the rest of the log knows of their values.

use crate::decode::{decode, decode_entry, parse};
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::Hash;
use greffe_domain::{Content, Edtf, Erasure, Event, Recorded, Sealable};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

const KIND: &str = "PersonalDataErased";

/// What the log records as erased, up to a count of entries.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Erasures {
    count: u64,
    by_digest: BTreeMap<String, Erasure>,
}

impl Erasures {
    /// What these entries record.
    pub(crate) fn of<'e>(entries: impl IntoIterator<Item = &'e [u8]>) -> Result<Erasures, Error> {
        let mut erasures = Erasures::default();
        entries.into_iter().try_for_each(|bytes| erasures.add(bytes))?;
        Ok(erasures)
    }

    fn add(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let recorded = decode(bytes)?;
        let Content::Known(fact) = &recorded.content else { return Ok(()) };
        let Event::PersonalDataErased(event) = &fact.event else { return Ok(()) };
        // Where no day of the decision is stated, that of its record is the last it can be.
        let recorded_at = recorded.meta.recorded_at.to_string();
        let day = || recorded_at.get(..10).and_then(|day| day.parse::<Edtf>().ok());
        let on = event.on.clone().or_else(day).unwrap_or_else(Edtf::unknown);
        let erasure = Erasure { on, ground: event.ground.clone(), entry: recorded.meta.seq };
        for digest in &event.sealed {
            self.by_digest.entry(digest.clone()).or_insert_with(|| erasure.clone());
        }
        Ok(())
    }

    /// Digests of values and hashes of documents.
    pub(crate) fn digests(&self) -> BTreeSet<Hash> {
        self.by_digest.keys().filter_map(|digest| digest.parse().ok()).collect()
    }

    /// How a value or a document was erased, if it was.
    pub(crate) fn get(&self, digest: &str) -> Option<&Erasure> {
        self.by_digest.get(digest)
    }

    /// The entries that record the erasure of what stored bytes name.
    pub(crate) fn of_entry(&self, bytes: &[u8]) -> BTreeSet<u64> {
        if self.by_digest.is_empty() {
            return BTreeSet::new();
        }
        let text = String::from_utf8_lossy(bytes);
        let named = self.by_digest.iter().filter(|(digest, _)| text.contains(digest.as_str()));
        named.map(|(_, erasure)| erasure.entry).collect()
    }

    /// Decodes the stored bytes of an entry, and tells of each sealed value whether it was erased.
    ///
    /// # Errors
    /// As [`decode`].
    pub(crate) fn decode(&self, bytes: &[u8]) -> Result<Recorded, Error> {
        Ok(self.tell_of(decode(bytes)?))
    }

    /// The same for an entry of one of these kinds; nothing for one of another kind.
    ///
    /// # Errors
    /// As [`decode`].
    pub(crate) fn decode_of(
        &self,
        bytes: &[u8],
        kinds: Option<&[&str]>,
    ) -> Result<Option<Recorded>, Error> {
        let entry = parse(bytes)?;
        let asked = kinds.is_none_or(|kinds| kinds.contains(&entry.kind()));
        Ok(asked.then(|| self.tell_of(decode_entry(&entry))))
    }

    fn tell_of(&self, mut recorded: Recorded) -> Recorded {
        if let Content::Known(fact) = &mut recorded.content {
            // It was decoded just now: nobody else has it, and nothing is copied.
            if let Some(fact) = Arc::get_mut(fact) {
                self.tell(&mut fact.event);
            }
        }
        recorded
    }

    fn tell(&self, event: &mut Event) {
        match event {
            // What is said instead is data until somebody reads it.
            Event::EntryCorrected(corrected) => self.tell_in(&mut corrected.data),
            other => {
                for value in other.sealables_mut() {
                    if let Sealable::Sealed { sealed, erased } = value {
                        *erased = self.get(sealed).cloned();
                    }
                }
            }
        }
    }

    fn tell_in(&self, data: &mut Value) {
        match data {
            Value::Object(fields) => {
                if let Some(digest) = fields.get("sealed").and_then(Value::as_str) {
                    let erasure = self.get(digest).and_then(|e| serde_json::to_value(e).ok());
                    fields.remove("erased");
                    fields.extend(erasure.map(|erasure| ("erased".to_owned(), erasure)));
                } else {
                    fields.values_mut().for_each(|value| self.tell_in(value));
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.tell_in(value)),
            _ => {}
        }
    }
}

/// What some entries record as erased, by the digest of each value and the hash of each document: for whoever
/// holds these entries and no ledger. Entries that cannot be read say nothing.
pub fn erased_in<'e>(entries: impl IntoIterator<Item = &'e [u8]>) -> BTreeMap<String, Erasure> {
    let mut erasures = Erasures::default();
    for bytes in entries {
        // What does not decode adds nothing, and the others are told all the same.
        let _ = erasures.add(bytes);
    }
    erasures.by_digest
}

impl Ledger {
    /// What the log records as erased, as far as it goes now.
    pub(crate) fn erasures(&self) -> Result<Arc<Erasures>, Error> {
        let mut slot = self.erasures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(case) = self.whole() {
            if slot.count == 0 {
                let entries = case.entries().values().map(Vec::as_slice);
                *slot = Arc::new(Erasures { count: 1, ..Erasures::of(entries)? });
            }
            return Ok(Arc::clone(&slot));
        }
        let count = self.head().count;
        if slot.count < count {
            let mut erasures = Erasures::clone(&slot);
            for seq in self.seqs_of_kind(KIND, slot.count) {
                if let Some(bytes) = self.entry(seq?)? {
                    erasures.add(&bytes)?;
                }
            }
            erasures.count = count;
            *slot = Arc::new(erasures);
        }
        Ok(Arc::clone(&slot))
    }

    /// The entries that record the erasure of what these entries name: values, documents.
    pub(crate) fn erasures_of(&self, entries: &BTreeSet<u64>) -> Result<BTreeSet<u64>, Error> {
        let erasures = self.erasures()?;
        let mut found = BTreeSet::new();
        if !erasures.by_digest.is_empty() {
            for seq in entries {
                let bytes = self.entry(*seq)?;
                found.extend(bytes.iter().flat_map(|bytes| erasures.of_entry(bytes)));
            }
        }
        Ok(found)
    }

    /// Decodes the stored bytes of an entry, and tells of each sealed value whether it was erased.
    ///
    /// # Errors
    /// [`Error::Entry`] when the bytes are no entry, [`Error`] when the log cannot be read.
    pub fn decode(&self, bytes: &[u8]) -> Result<Recorded, Error> {
        self.erasures()?.decode(bytes)
    }

    /// How a value or a document was erased: when and why. Nothing where it was not.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read.
    pub fn erasure(&self, digest: Hash) -> Result<Option<Erasure>, Error> {
        Ok(self.erasures()?.get(&digest.to_string()).cloned())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]
mod tests {
    use crate::grown;
    use crate::{Ledger, NewFact};
    use greffe_domain::{
        AvenantRequested, Edtf, EntryCorrected, Erasure, Event, Grade, PersonalDataErased,
        Sealable, StreamId,
    };

    fn append(ledger: &Ledger, stream: &str, event: impl Into<Event>) -> u64 {
        let stream: StreamId = stream.parse().unwrap();
        let fact = NewFact::new(stream, event, Edtf::unknown(), Grade::Record, "a test");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(ledger.append(vec![fact], Vec::new())).unwrap().entries[0].seq
    }

    /// What an entry says of its own value is not believed; what a later one records of it is told, in
    /// corrections too.
    #[test]
    fn an_erasure_is_told_by_the_entry_that_records_it_alone() {
        let temp = tempfile::tempdir().unwrap();
        let ledger = grown::ledger(&temp.path().join("ledger"));
        let digest = "ab".repeat(32);
        let forged = Erasure { on: Edtf::unknown(), ground: "none".to_owned(), entry: 0 };
        let by = Some(Sealable::Sealed { sealed: digest.clone(), erased: Some(forged) });
        let asked = AvenantRequested { by, ..AvenantRequested::default() };
        let data = Event::from(asked.clone()).data().unwrap();
        let seq = append(&ledger, "convention/one", asked);
        let corrected = EntryCorrected {
            entry: seq,
            stream: "convention/one".parse().unwrap(),
            kind: "AvenantRequested".to_owned(),
            schema: 1,
            data,
            reason: "a test".to_owned(),
        };
        let correction = append(&ledger, "ledger", corrected);
        let told = |seq: u64| {
            let recorded = ledger.decoded(seq).unwrap().unwrap();
            let (_, event) = recorded.told().unwrap();
            let Event::AvenantRequested(asked) = event.into_owned() else { panic!("another kind") };
            let Some(Sealable::Sealed { sealed, erased }) = asked.by else { panic!("in clear") };
            assert_eq!(sealed, digest);
            erased
        };
        assert_eq!((told(seq), told(correction)), (None, None));
        let on = Some("2024-05-02".parse().unwrap());
        let erased =
            PersonalDataErased { sealed: vec![digest.clone()], ground: "art. 17".to_owned(), on };
        let entry = append(&ledger, "ledger", erased);
        let due =
            Erasure { on: "2024-05-02".parse().unwrap(), ground: "art. 17".to_owned(), entry };
        assert_eq!((told(seq), told(correction)), (Some(due.clone()), Some(due)));
        let of = ledger.erasures_of(&std::collections::BTreeSet::from([seq])).unwrap();
        assert_eq!(of, std::collections::BTreeSet::from([entry]));
    }
}
