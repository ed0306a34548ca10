//! The trail: for every act and convention, in order, what happened, who did it, under which
//! authority, and the passage that says so.

use crate::finding::Finding;
use crate::pack::RulePack;
use crate::rules::findings_under;
use greffe_convention_state::{Grounds, TakenBack, told};
use greffe_domain::{
    AsOf, Edtf, Event, Facts, Grade, Known, Passage, Standing, StreamId, StreamKind,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The trail of a whole ledger with its findings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trail {
    /// One trail for each organ, sitting, act, convention and beneficiary.
    pub subjects: Vec<SubjectTrail>,
    /// What the rules say.
    pub findings: Vec<Finding>,
    /// Acts that no rule judged, because nothing in the log tables them: their deliberation was
    /// left for a person to record.
    pub not_judged: Vec<StreamId>,
}

/// The steps of one subject, in order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SubjectTrail {
    /// The subject's stream.
    pub stream: StreamId,
    /// Its steps.
    pub steps: Vec<TrailStep>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrailStep {
    /// The kind of event.
    pub kind: &'static str,
    /// When.
    pub effective: Edtf,
    /// Whether the date straddles the day asked about.
    pub possible: bool,
    /// Who did it, as the text names them.
    pub author: Option<String>,
    /// Under which authority: the act, and the delegation that the organ recalls.
    pub authority: Vec<String>,
    /// Who says that an act which it rests on was withdrawn or annulled: that by which it was decided, that
    /// by which another was withdrawn, or the delegation under which it was taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<TakenBack>,
    /// The act that a withdrawal or an annulment is recorded of, and counts for, where it names another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_of: Option<StreamId>,
    /// The grade of the testimony.
    pub grade: Grade,
    /// The entry.
    pub entry: u64,
    /// The passages that say it.
    pub passages: Vec<Passage>,
    /// The event's data.
    pub data: serde_json::Value,
}

impl Trail {
    /// The trail at the question's two clocks.
    #[must_use]
    pub fn of(facts: &Facts, as_of: AsOf) -> Trail {
        Trail::under(facts, as_of, &RulePack::default())
    }

    /// The same, its findings by the rules as a pack sets them.
    #[must_use]
    pub fn under(facts: &Facts, as_of: AsOf, pack: &RulePack) -> Trail {
        let grounds = Grounds::new(facts, as_of);
        let mut recalled = Delegations { facts, as_of, grounds, of: BTreeMap::new() };
        let subjects = facts
            .streams()
            .filter(|s| s.kind() != StreamKind::Ledger)
            .map(|stream| SubjectTrail {
                stream: stream.clone(),
                steps: told(facts, stream, as_of)
                    .into_iter()
                    .map(|k| step(&mut recalled, k))
                    .collect(),
            })
            .filter(|subject| !subject.steps.is_empty())
            .collect();
        let not_judged = not_judged(facts, as_of);
        Trail { subjects, findings: findings_under(facts, as_of, pack), not_judged }
    }
}

/// Acts of which something of grade `act` is recorded, but not their tabling.
fn not_judged(facts: &Facts, as_of: AsOf) -> Vec<StreamId> {
    let untabled = |stream: &&StreamId| {
        let known = facts.known(stream, as_of);
        let tabled = |k: &Known<'_>| matches!(k.fact.event, Event::DeliberationTabled(_));
        known.iter().any(|k| k.fact.meta.grade == Grade::Act) && !known.iter().any(tabled)
    };
    let acts = facts.streams().filter(|s| s.kind() == StreamKind::Act);
    acts.filter(untabled).cloned().collect()
}

fn step(recalled: &mut Delegations<'_>, known: Known<'_>) -> TrailStep {
    let fact = known.fact;
    let mut taken_back = recalled.grounds.of(fact);
    if let Event::DeliberationTabled(tabled) = &fact.event {
        for act in recalled.of(tabled.sitting.as_ref()).into_iter().filter_map(|one| one.act) {
            taken_back.extend(recalled.grounds.of_act(&act));
        }
    }
    let stream = &fact.meta.stream;
    TrailStep {
        taken_back,
        recorded_of: fact.event.names_other_act(stream).map(|_| stream.clone()),
        kind: fact.event.kind(),
        effective: fact.meta.effective.clone(),
        possible: known.standing == Standing::Possible,
        author: author(&fact.event),
        authority: authority(recalled, known),
        grade: fact.meta.grade,
        entry: fact.meta.seq,
        passages: fact.passages(""),
        data: fact.event.data().unwrap_or_default(),
    }
}

/// Who acts, where the event itself names somebody.
fn author(event: &Event) -> Option<String> {
    match event {
        Event::DelegationGranted(e) => e.from.clone(),
        Event::SittingOpened(e) => e.presided_by.as_ref().map(|p| p.name.clone()),
        Event::ReportSubmitted(e) => e.submitted_by.as_ref().map(|p| p.name.clone()),
        Event::DeliberationTabled(e) => Some(e.organ.clone()),
        Event::RecusalDeclared(e) => Some(e.person.clone()),
        Event::CopyCertified(e) => Some(e.by.name.clone()),
        Event::SubsidyGranted(e) => e.act.organ.clone(),
        Event::ConventionApproved(e) => e.act.organ.clone(),
        Event::AvenantApproved(e) => e.act.organ.clone(),
        Event::AvenantRequested(e) => e.by.as_ref()?.clear().map(str::to_owned),
        Event::PaymentOrdered(e) => e.act.organ.clone(),
        Event::BeneficiaryRestructured(e) => Some(e.beneficiary.name.clone()),
        _ => None,
    }
}

/// The act by which something was decided, and the delegations under which its organ sat.
fn authority(recalled: &mut Delegations<'_>, known: Known<'_>) -> Vec<String> {
    let event = &known.fact.event;
    let act = match event {
        Event::DelegationGranted(e) => Some(&e.act),
        event => event.act(),
    };
    let mut authority: Vec<String> = act
        .iter()
        .filter_map(|act| {
            let parts = [act.reference.clone(), act.date.as_ref().map(ToString::to_string)];
            let words = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
            (!words.is_empty()).then_some(words)
        })
        .collect();
    if let Event::DeliberationTabled(tabled) = event {
        let recalled = recalled.of(tabled.sitting.as_ref()).into_iter();
        authority.extend(recalled.filter_map(|one| one.written));
    }
    authority
}

/// A delegation that an organ recalls.
#[derive(Debug, Clone)]
struct Recalled {
    /// The reference of the delegating act, as written; each spelling stands once.
    written: Option<String>,
    /// The act, which stands once whatever the spelling.
    act: Option<StreamId>,
}

/// The delegations that each organ recalls, read once an organ, and what they and the acts rest on.
struct Delegations<'a> {
    facts: &'a Facts,
    as_of: AsOf,
    grounds: Grounds<'a>,
    of: BTreeMap<StreamId, Vec<Recalled>>,
}

impl Delegations<'_> {
    fn of(&mut self, sitting: Option<&StreamId>) -> Vec<Recalled> {
        let Some(organ) = sitting.and_then(StreamId::organ) else { return Vec::new() };
        if let Some(recalled) = self.of.get(&organ) {
            return recalled.clone();
        }
        let mut recalled: Vec<Recalled> = Vec::new();
        let (mut written, mut acts) = (BTreeSet::new(), BTreeSet::new());
        for known in self.facts.known(&organ, self.as_of) {
            let Event::DelegationGranted(delegation) = &known.fact.event else { continue };
            let reference = delegation.act.reference.as_ref();
            let act = delegation.act.key().zip(organ.institution());
            let act = act.and_then(|(key, institution)| key.stream(institution));
            let one = Recalled {
                written: reference.filter(|text| written.insert(*text)).cloned(),
                act: act.filter(|act| acts.insert(act.clone())),
            };
            recalled.extend((one.written.is_some() || one.act.is_some()).then_some(one));
        }
        self.of.insert(organ, recalled.clone());
        recalled
    }
}
