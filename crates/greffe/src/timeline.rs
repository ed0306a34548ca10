//! Timelines: what happened around a subject, read from the entries that concern it.

use crate::decode::decode;
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_audit_trail::AuditTrail;
use greffe_domain::{AsOf, Content, Event, Facts, StreamId, StreamKind};
use greffe_inquiry::{Timeline, acts_named_by, is_sitting_of};
use std::collections::BTreeSet;

impl Ledger {
    /// The timeline of a subject at a question's two clocks. That of a convention is read from its
    /// own entries and those of the acts that it names, so what it costs does not grow with the
    /// ledger; that of an organ looks at every deliberation. None when nothing of it is known.
    ///
    /// # Errors
    /// As [`Ledger::project`].
    pub fn timeline(&self, stream: &StreamId, as_of: AsOf) -> Result<Option<Timeline>, Error> {
        let mut streams = BTreeSet::from([stream.clone()]);
        match stream.kind() {
            StreamKind::Convention => {
                let own: Facts = self.facts_around::<AuditTrail>([stream])?;
                streams.extend(acts_named_by(&own, stream, as_of));
            }
            StreamKind::Organ => {
                streams.extend(self.streams_where(|s| is_sitting_of(stream, s))?);
                streams.extend(self.acts_tabled_in(stream)?);
            }
            _ => {}
        }
        let facts = self.facts_around::<AuditTrail>(&streams)?;
        let timeline = Timeline::of(&facts, stream, as_of);
        Ok((!timeline.events.is_empty()).then_some(timeline))
    }

    /// The streams of the acts that a deliberation, or the correction of one, says were tabled in a
    /// sitting of an organ.
    fn acts_tabled_in(&self, organ: &StreamId) -> Result<BTreeSet<StreamId>, Error> {
        let mut found = BTreeSet::new();
        for kind in ["DeliberationTabled", "EntryCorrected"] {
            for seq in self.seqs_of_kind(kind, 0) {
                let Some(bytes) = self.entry(seq?)? else { continue };
                let recorded = decode(&bytes)?;
                let Content::Known(fact) = &recorded.content else { continue };
                let (act, sitting) = match &fact.event {
                    Event::DeliberationTabled(t) => (&recorded.meta.stream, t.sitting.clone()),
                    Event::EntryCorrected(c) if c.kind == "DeliberationTabled" => {
                        let sitting = c.data.get("sitting").and_then(serde_json::Value::as_str);
                        (&c.stream, sitting.and_then(|s| s.parse().ok()))
                    }
                    _ => continue,
                };
                if sitting.is_some_and(|s| is_sitting_of(organ, &s)) {
                    found.insert(act.clone());
                }
            }
        }
        Ok(found)
    }
}
