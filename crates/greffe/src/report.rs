//! What a report on one convention is made of, gathered once.

use crate::error::Error;
use crate::ledger::Ledger;
use greffe_audit_trail::{ActDossier, RulePack, Trail};
use greffe_chain::{Hash, Head};
use greffe_convention_state::ConventionView;
use greffe_domain::{AsOf, Content, Event, Facts, Recorded, StreamId};
use greffe_inquiry::{ConventionRecord, Timeline, acts_named_by};
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
    /// The entries that were read for it.
    pub recorded: Vec<Recorded>,
    /// What persons decided on the readings of its texts, and on who its subjects are.
    pub verdicts: Vec<Recorded>,
}

impl Ledger {
    /// What a report on a convention says, its findings by the rules as a pack sets them; none when
    /// nothing of it is known. It is read from the circle around the convention, whatever the size
    /// of the ledger.
    ///
    /// # Errors
    /// As [`Ledger::project`].
    pub fn report(
        &self,
        stream: &StreamId,
        as_of: AsOf,
        pack: &RulePack,
    ) -> Result<Option<ReportedConvention>, Error> {
        let head = self.head();
        let record = self.judged_record_of(stream)?;
        let facts = record.facts();
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
        let trail = about(facts, stream, as_of, pack);
        Ok(Some(ReportedConvention {
            verdicts: self.verdicts_shown(&record, &trail, as_of)?,
            view: ConventionView::of(facts, stream, as_of),
            timeline: Timeline::of(facts, stream, as_of),
            trail,
            set_aside: set_aside(facts),
            ledger_name: ledger_name.filter(|name| !name.is_empty()),
            ledger: self.id(),
            head,
            recorded: record.recorded().to_vec(),
        }))
    }
}

impl Ledger {
    /// The verdicts on what the trail tells, as far as they were known; neighbours have their own.
    fn verdicts_shown(
        &self,
        record: &ConventionRecord,
        trail: &Trail,
        as_of: AsOf,
    ) -> Result<Vec<Recorded>, Error> {
        let shown: BTreeSet<&StreamId> = trail.subjects.iter().map(|s| &s.stream).collect();
        let shows = |recorded: &&Recorded| shown.contains(&recorded.meta.stream);
        let told: Vec<Recorded> = record.recorded().iter().filter(shows).cloned().collect();
        let mut verdicts = self.verdicts_on(&told)?;
        verdicts.retain(|v| as_of.known.is_none_or(|known| v.meta.recorded_at <= known));
        Ok(verdicts)
    }
}

/// What the trail of the whole ledger tells of a convention and of the acts that decide it.
fn about(facts: &Facts, convention: &StreamId, as_of: AsOf, pack: &RulePack) -> Trail {
    let acts = deciding(facts, convention, as_of);
    let known = acts.iter().flat_map(|act| facts.known(act, as_of));
    let sittings: BTreeSet<StreamId> = known
        .filter_map(|k| match &k.fact.event {
            Event::DeliberationTabled(tabled) => tabled.sitting.clone(),
            _ => None,
        })
        .collect();
    let organs: BTreeSet<StreamId> = sittings.iter().filter_map(StreamId::organ).collect();
    let told = |stream: &StreamId| {
        stream == convention
            || acts.contains(stream)
            || sittings.contains(stream)
            || organs.contains(stream)
    };
    let mut trail = Trail::under(facts, as_of, pack);
    trail.subjects.retain(|subject| told(&subject.stream));
    trail.findings.retain(|f| f.subject == *convention || acts.contains(&f.subject));
    trail.not_judged.retain(|stream| acts.contains(stream));
    trail
}

/// The acts that decide something of a convention: those that its facts name, and those in whose
/// dossier it stands.
fn deciding(facts: &Facts, convention: &StreamId, as_of: AsOf) -> BTreeSet<StreamId> {
    let mut acts = acts_named_by(facts, convention, as_of);
    let decides =
        |act: &ActDossier<'_>| act.decides.iter().any(|k| k.fact.meta.stream == *convention);
    let all = ActDossier::all(facts, as_of);
    acts.extend(all.iter().filter(|act| decides(act)).map(|act| act.stream.clone()));
    acts
}

fn set_aside(facts: &Facts) -> u64 {
    let odd = u64::try_from(facts.odd().len()).unwrap_or(u64::MAX);
    facts.unknown().values().fold(odd, |sum, count| sum.saturating_add(*count))
}
