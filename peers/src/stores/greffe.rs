//! The ledger itself, with its chain, ids, versions and indexes on: there is no way to have it
//! without.

use std::sync::Arc;

use greffe_store::{Cause, NewEntry, Options, Store, VerifyOptions};
use serde_json::value::RawValue;
use tokio::runtime::Runtime;

use crate::Outcome;
use crate::contest::{Grouped, Peer, Place, writers};
use crate::events::Event;

/// A ledger.
pub struct Greffe {
    store: Store,
    runtime: Arc<Runtime>,
}

impl Peer for Greffe {
    type Input = NewEntry;

    /// `Store::pages` follows hashes and links, and ends with an error where one does not hold.
    const VERIFIED: bool = true;

    fn open(place: &Place) -> Outcome<Greffe> {
        let (dir, options) = (place.dir.join("ledger"), Options::default());
        let store = match &place.opening {
            Some(opening) => Store::create(&dir, Greffe::prepare(opening)?, &options)?,
            None => Store::open(&dir, &options)?,
        };
        Ok(Greffe { store, runtime: Arc::clone(&place.runtime) })
    }

    fn prepare(event: &Event) -> Outcome<NewEntry> {
        let entry = event.entry.clone();
        Ok(NewEntry {
            id: Some(entry.id),
            stream: entry.stream,
            kind: entry.kind.to_owned(),
            schema: entry.schema,
            effective: entry.effective,
            recorded_by: entry.recorded_by.to_owned(),
            grade: entry.grade.to_owned(),
            sources: entry.sources,
            causes: entry.causes.into_iter().map(Cause::Seq).collect(),
            data: RawValue::from_string(entry.data)?,
        })
    }

    fn append(&self, call: Vec<NewEntry>) -> Outcome<()> {
        self.runtime.block_on(self.store.append(call, Vec::new()))?;
        Ok(())
    }

    fn grouped(self: &Arc<Self>, runtime: &Runtime, inputs: Vec<NewEntry>) -> Grouped<Greffe> {
        let ledger = Arc::clone(self);
        Grouped::Done(runtime.block_on(writers(inputs, move |input| {
            let ledger = Arc::clone(&ledger);
            async move {
                ledger.store.append(vec![input], Vec::new()).await?;
                Ok(())
            }
        })))
    }

    fn replay(&self, see: &mut dyn FnMut(&[u8])) -> Outcome<()> {
        for page in self.store.pages(..) {
            page?.entries().for_each(|(_, entry)| see(entry));
        }
        Ok(())
    }

    fn verify(&self) -> Option<Outcome<u64>> {
        Some(match self.store.verify(&VerifyOptions::default()) {
            Ok(report) if report.is_sound() => Ok(report.chain.entries),
            Ok(report) => Err(format!("not sound: {report:?}").into()),
            Err(error) => Err(error.into()),
        })
    }
}
