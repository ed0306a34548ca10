//! What a report on one convention is made of, gathered once.

use crate::error::Error;
use crate::ledger::Ledger;
use crate::neighbourhood::sittings_of;
use greffe_audit_trail::{ActDossier, Trail};
use greffe_chain::{Hash, Head};
use greffe_convention_state::ConventionView;
use greffe_domain::{AsOf, Content, Event, Facts, Grade, Known, StreamId};
use greffe_inquiry::{Timeline, acts_named_by, is_sitting_of};
use std::collections::BTreeSet;

/// A convention with everything that a report on it says, at a question's two clocks.
#[derive(Debug, Clone)]
pub struct ReportedConvention {
    /// Its state.
    pub view: ConventionView,
    /// Its timeline.
    pub timeline: Timeline,
    /// The trails of the convention, of the acts that decide it and of their sittings and organs,
    /// and the findings about the first two; as in the trail of the whole ledger.
    pub trail: Trail,
    /// How many entries of those that were read for it no projection can use.
    pub set_aside: u64,
    /// The ledger's name, as it was opened.
    pub ledger_name: Option<String>,
    /// The ledger's identity: the hash of entry 0.
    pub ledger: Hash,
    /// How many entries, and the hash of the last.
    pub head: Head,
}

impl Ledger {
    /// What a report on a convention says; none when nothing of it is known. The log is read once,
    /// since rules compare a convention with others.
    ///
    /// # Errors
    /// As [`Ledger::project`].
    pub fn report(
        &self,
        stream: &StreamId,
        as_of: AsOf,
    ) -> Result<Option<ReportedConvention>, Error> {
        let head = self.head();
        let facts = self.facts_judged_with(stream, as_of)?;
        if facts.known(stream, as_of).is_empty() {
            return Ok(None);
        }
        let opened = self.recorded(0..1).next().transpose()?;
        let ledger_name = opened.and_then(|opened| match opened.content {
            Content::Known(fact) => match &fact.event {
                Event::LedgerOpened(opened) => Some(opened.name.clone()),
                _ => None,
            },
            Content::Unknown { .. } | Content::Odd { .. } => None,
        });
        Ok(Some(ReportedConvention {
            view: ConventionView::of(&facts, stream, as_of),
            timeline: Timeline::of(&facts, stream, as_of),
            trail: about(&facts, stream, as_of),
            set_aside: set_aside(&facts),
            ledger_name: ledger_name.filter(|name| !name.is_empty()),
            ledger: self.id(),
            head,
        }))
    }
}

/// What the trail of the whole ledger tells of a convention and of the acts that decide it.
fn about(facts: &Facts, convention: &StreamId, as_of: AsOf) -> Trail {
    let acts = deciding(facts, convention, as_of);
    let sittings: BTreeSet<StreamId> =
        acts.iter().flat_map(|act| sittings_of(facts, act, as_of)).collect();
    let told = |stream: &StreamId| {
        stream == convention
            || acts.contains(stream)
            || sittings.contains(stream)
            || sittings.iter().any(|sitting| is_sitting_of(stream, sitting))
    };
    let mut trail = Trail::of(facts, as_of);
    trail.subjects.retain(|subject| told(&subject.stream));
    trail.findings.retain(|f| f.subject == *convention || acts.contains(&f.subject));
    trail.not_judged.retain(|stream| acts.contains(stream));
    trail
}

/// The acts that decide something of a convention: those that its facts name, and acts without a
/// reference in whose document facts stand that name none.
fn deciding(facts: &Facts, convention: &StreamId, as_of: AsOf) -> BTreeSet<StreamId> {
    let mut acts = acts_named_by(facts, convention, as_of);
    let nameless = |k: &Known<'_>| {
        k.fact.meta.grade == Grade::Act && k.fact.event.act().is_some_and(|a| a.key().is_none())
    };
    if facts.known(convention, as_of).iter().any(nameless) {
        let decides =
            |act: &ActDossier<'_>| act.decides.iter().any(|k| k.fact.meta.stream == *convention);
        let all = ActDossier::all(facts, as_of);
        acts.extend(all.iter().filter(|act| decides(act)).map(|act| act.stream.clone()));
    }
    acts
}

fn set_aside(facts: &Facts) -> u64 {
    let odd = u64::try_from(facts.odd().len()).unwrap_or(u64::MAX);
    facts.unknown().values().fold(odd, |sum, count| sum.saturating_add(*count))
}
