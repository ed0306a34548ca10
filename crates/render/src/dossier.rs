//! What the trail tells of one deliberation, gathered from the act's own steps, its sitting and
//! its organ.

use crate::sentence;
use greffe_audit_trail::{SubjectTrail, Trail, TrailStep};
use greffe_domain::{ActKey, ActRef, Edtf, Event, Grade, Passage, StreamId, StreamKind};

/// One step with its event.
pub(crate) struct Told<'a> {
    pub(crate) step: &'a TrailStep,
    pub(crate) event: Event,
}

/// Everything that the trail tells of one deliberation, best grade first inside each kind.
pub(crate) struct Dossier<'a> {
    pub(crate) stream: &'a StreamId,
    own: Vec<Told<'a>>,
    sitting: Vec<Told<'a>>,
    organ: Vec<Told<'a>>,
    /// What it decides: facts of conventions that name it as theirs and do not merely recall it.
    pub(crate) decides: Vec<Told<'a>>,
}

impl<'a> Dossier<'a> {
    /// The dossiers of all acts, in the order of their sittings.
    pub(crate) fn all(trail: &'a Trail) -> Vec<Dossier<'a>> {
        let acts = trail.subjects.iter().filter(|s| s.stream.kind() == StreamKind::Act);
        let mut all: Vec<Dossier<'a>> = acts.map(|act| Dossier::of(trail, act)).collect();
        all.sort_by(|a, b| (a.when(), a.stream).cmp(&(b.when(), b.stream)));
        all
    }

    /// The dossier of one act.
    pub(crate) fn of(trail: &'a Trail, act: &'a SubjectTrail) -> Dossier<'a> {
        let own = told(Some(act));
        let tabled = own.iter().find_map(|t| match &t.event {
            Event::DeliberationTabled(e) => Some(e),
            _ => None,
        });
        let sitting = tabled.and_then(|t| t.sitting.clone());
        let organ =
            sitting.as_ref().and_then(|s| Some(format!("organ/{}/{}", s.part(1)?, s.part(2)?)));
        let key = tabled.and_then(|t| t.reference.as_deref()).and_then(ActKey::of);
        let subject =
            |path: Option<&str>| trail.subjects.iter().find(|s| path == Some(s.stream.as_str()));
        let sitting = told(subject(sitting.as_ref().map(StreamId::as_str)));
        let organ = told(subject(organ.as_deref()));
        let decides = decided(trail, act, key.as_ref());
        Dossier { stream: &act.stream, own, sitting, organ, decides }
    }

    /// The best telling of something in the act, its sitting or its organ.
    pub(crate) fn first<T>(&self, read: impl Fn(&Event) -> Option<&T>) -> Option<(&TrailStep, &T)> {
        self.every(read).into_iter().next()
    }

    /// Every telling of something, best grade first.
    pub(crate) fn every<T>(&self, read: impl Fn(&Event) -> Option<&T>) -> Vec<(&TrailStep, &T)> {
        let all = self.own.iter().chain(&self.sitting).chain(&self.organ);
        let mut found: Vec<(&TrailStep, &T)> =
            all.filter_map(|t| Some((t.step, read(&t.event)?))).collect();
        found.sort_by_key(|(step, _)| step.grade);
        found
    }

    /// When its sitting was held, however vague.
    pub(crate) fn when(&self) -> Option<Edtf> {
        let stated = self.first(|e| match e {
            Event::SittingOpened(o) => o.date.as_ref(),
            _ => None,
        });
        let inferred = || {
            self.first(|e| match e {
                Event::SittingDated(d) => Some(&d.date),
                _ => None,
            })
        };
        stated.or_else(inferred).map(|(_, date)| date.clone())
    }

    /// The document that the act's text stands in.
    pub(crate) fn document(&self) -> Option<&str> {
        self.own.iter().find_map(|t| document_of(std::slice::from_ref(t.step)))
    }
}

fn told(subject: Option<&SubjectTrail>) -> Vec<Told<'_>> {
    let steps = subject.into_iter().flat_map(|s| &s.steps);
    steps
        .filter_map(|step| Some(Told { step, event: sentence::decode(step.kind, &step.data)? }))
        .collect()
}

/// Facts on convention streams of the same institution that this act decides: those that name it,
/// and those that name no act and stand in its text.
fn decided<'a>(trail: &'a Trail, act: &SubjectTrail, key: Option<&ActKey>) -> Vec<Told<'a>> {
    let conventions = trail.subjects.iter().filter(|s| {
        s.stream.kind() == StreamKind::Convention
            && s.stream.institution() == act.stream.institution()
    });
    let document = document_of(&act.steps);
    let stands_in_text = |t: &Told<'a>| {
        let own = document_of(std::slice::from_ref(t.step));
        own.is_some() && own == document
    };
    conventions
        .flat_map(|s| told(Some(s)))
        .filter(|t| t.step.grade == Grade::Act)
        // A convention's trail tells of acts that were taken back; that is told of these acts.
        .filter(|t| !matches!(t.event, Event::ActWithdrawn(_) | Event::ActAnnulled(_)))
        .filter(|t| match t.event.act().and_then(ActRef::key) {
            Some(named) => Some(&named) == key,
            None => stands_in_text(t),
        })
        .collect()
}

/// The document of the first passage of some steps.
fn document_of(steps: &[TrailStep]) -> Option<&str> {
    steps.iter().flat_map(|s| &s.passages).map(|p: &Passage| p.document.as_str()).next()
}
