//! Timelines: what happened around a subject, read from the entries that concern it.

use crate::error::Error;
use crate::ledger::{Ledger, folded};
use crate::table::Reference;
use greffe_audit_trail::AuditTrail;
use greffe_domain::{AsOf, StreamId, StreamKind};
use greffe_inquiry::{Timeline, acts_named_by};
use std::collections::BTreeSet;

impl Ledger {
    /// The timeline of a subject at a question's two clocks. That of a convention is read from its
    /// own entries and those of the acts that it names, that of an organ from its sittings and what
    /// was tabled in them: what it costs does not grow with the ledger. None when nothing of it is known.
    ///
    /// # Errors
    /// As [`Ledger::project`].
    pub fn timeline(&self, stream: &StreamId, as_of: AsOf) -> Result<Option<Timeline>, Error> {
        let mut streams = BTreeSet::from([stream.clone()]);
        match stream.kind() {
            StreamKind::Convention => {
                let own = folded::<AuditTrail>(&self.bearing([stream])?);
                streams.extend(acts_named_by(&own, stream, as_of));
            }
            StreamKind::Organ => {
                let sittings = self.streams_of(&[StreamKind::Sitting])?.into_iter();
                streams.extend(sittings.filter(|sitting| sitting.organ().as_ref() == Some(stream)));
                let tabled = self.consult(&self.decisions, |table| {
                    let before = Reference::TabledBefore(stream.as_str());
                    Ok(table.find(before).collect::<Vec<u64>>())
                })?;
                streams.extend(self.streams_told(tabled)?);
            }
            _ => {}
        }
        let facts = folded::<AuditTrail>(&self.bearing(&streams)?);
        let timeline = Timeline::of(&facts, stream, as_of);
        Ok((!timeline.events.is_empty()).then_some(timeline))
    }
}
