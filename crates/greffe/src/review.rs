//! Review: what a person decides on a draft, fact by fact, and how it is kept until it is recorded.
//!
//! A review is a draft of its own beside the one that the machine made: the same events, each with
//! what was decided on it, by whom, when, and what the machine had proposed. The machine's draft
//! stays as it was; a review knows it by its hash. So a review is resumed by reading it, corrected by
//! hand like any draft, and recorded like any draft.

use crate::bearing_out::unheld;
use crate::draft_file::{DraftFile, DraftSource, DraftedEvent};
use crate::error::Error;
use greffe_chain::Hash;
use greffe_domain::{Instant, ProposedReading, ReviewVerdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a person decided on an event, in a review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// What.
    pub verdict: ReviewVerdict,
    /// Who.
    pub by: String,
    /// When.
    pub at: Instant,
    /// What the machine had proposed; absent where it had proposed nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<ProposedReading>,
}

/// How an event of a review stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewStanding {
    /// The machine is sure, and nobody has decided otherwise: it will be recorded.
    Sure,
    /// A person has to decide: it will not be recorded.
    Open,
    /// A person has decided.
    Decided(ReviewVerdict),
}

/// A draft under review.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    machine: DraftFile,
    reviewed: DraftFile,
}

/// Who decides, and when.
#[derive(Debug, Clone, Copy)]
pub struct Reviewer<'a> {
    /// Who, as given.
    pub by: &'a str,
    /// When.
    pub at: Instant,
}

impl Review {
    /// Begins the review of a draft file, given by its bytes.
    ///
    /// # Errors
    /// [`Error::Draft`] when it is no draft, or a review already.
    pub fn begin(draft: &str) -> Result<Review, Error> {
        let machine = DraftFile::parse(draft)?;
        if machine.review_of.is_some() {
            let reason = "this is a review: give the draft that it reviews".to_owned();
            return Err(Error::Draft { event: None, reason });
        }
        let hash = Hash::of(draft.as_bytes()).to_string();
        let reviewed = DraftFile { review_of: Some(hash), ..machine.clone() };
        Ok(Review { machine, reviewed })
    }

    /// Goes on with a review of a draft file, each given by its bytes.
    ///
    /// # Errors
    /// [`Error::Draft`] when one of them is no draft, [`Error::OtherReview`] when the review is that
    /// of another draft, or of this one before it was changed.
    pub fn resume(draft: &str, review: &str) -> Result<Review, Error> {
        let begun = Review::begin(draft)?;
        let reviewed = DraftFile::parse(review)?;
        let kept = begun.reviewed.review_of == reviewed.review_of
            && reviewed.events.len() >= begun.machine.events.len();
        if !kept {
            return Err(Error::OtherReview { name: reviewed.document.name });
        }
        Ok(Review { machine: begun.machine, reviewed })
    }

    /// The review as a draft: what is kept, and recorded in the end.
    #[must_use]
    pub const fn draft(&self) -> &DraftFile {
        &self.reviewed
    }

    /// An event, as it will be recorded.
    #[must_use]
    pub fn event(&self, at: usize) -> Option<&DraftedEvent> {
        self.reviewed.events.get(at)
    }

    /// How many events there are, those that were added included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.reviewed.events.len()
    }

    /// Whether there is nothing to review.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reviewed.events.is_empty()
    }

    /// How an event stands.
    #[must_use]
    pub fn standing(&self, at: usize) -> ReviewStanding {
        let Some(event) = self.event(at) else { return ReviewStanding::Open };
        match (&event.decided, event.record) {
            (Some(decided), _) => ReviewStanding::Decided(decided.verdict),
            (None, true) => ReviewStanding::Sure,
            (None, false) => ReviewStanding::Open,
        }
    }

    /// How many events wait for a decision.
    #[must_use]
    pub fn open(&self) -> usize {
        (0..self.len()).filter(|at| self.standing(*at) == ReviewStanding::Open).count()
    }

    /// The fields of an event, as JSON Pointers, whose value a person gave and none of its passages holds: a person may
    /// read there what the words do not say, so it is told and not refused.
    #[must_use]
    pub fn not_borne_out(&self, at: usize, text: &str) -> Vec<String> {
        let by_hand = |event: &&DraftedEvent| {
            let verdict = event.decided.as_ref().map(|decided| decided.verdict);
            matches!(verdict, Some(ReviewVerdict::Edited | ReviewVerdict::Added))
        };
        let Some(event) = self.event(at).filter(by_hand) else { return Vec::new() };
        let found = unheld(event, self.machine.events.get(at), text);
        found.into_iter().map(|(field, ..)| field).collect()
    }

    /// The facts that will be recorded and whose grant a person rejected, and no other is kept, by their place.
    #[must_use]
    pub fn resting_on_nothing(&self) -> Vec<usize> {
        crate::resting::resting_on_nothing(&self.reviewed, Some(&self.machine), &BTreeSet::new())
    }

    /// It is as the text says: it will be recorded as it stands.
    ///
    /// # Errors
    /// [`Error::Draft`] when it cannot be recorded as it stands.
    pub fn accept(&mut self, at: usize, text: &str, who: Reviewer<'_>) -> Result<(), Error> {
        let Some(event) = self.reviewed.events.get(at) else { return Ok(()) };
        event.check(at, text)?;
        // What was edited or added stays so, whoever looks at it again.
        let verdict = match &event.decided {
            Some(Decided { verdict: ReviewVerdict::Edited | ReviewVerdict::Added, .. }) => {
                return Ok(());
            }
            _ => ReviewVerdict::Accepted,
        };
        self.decide(at, verdict, who);
        Ok(())
    }

    /// It will not be recorded. What a person had added is taken away.
    pub fn reject(&mut self, at: usize, who: Reviewer<'_>) {
        self.restore(at);
        if at < self.machine.events.len() {
            self.decide(at, ReviewVerdict::Rejected, who);
        }
    }

    /// It will be recorded as given here.
    ///
    /// # Errors
    /// [`Error::Draft`] when it cannot be recorded so.
    pub fn edit(
        &mut self,
        at: usize,
        mut event: DraftedEvent,
        text: &str,
        who: Reviewer<'_>,
    ) -> Result<(), Error> {
        event.release_sources();
        event.check(at, text)?;
        let added = at >= self.machine.events.len();
        let verdict = if added { ReviewVerdict::Added } else { ReviewVerdict::Edited };
        if let Some(slot) = self.reviewed.events.get_mut(at) {
            *slot = event;
            self.decide(at, verdict, who);
        }
        Ok(())
    }

    /// A fact that the machine had not read; gives its place.
    ///
    /// # Errors
    /// [`Error::Draft`] when it cannot be recorded so.
    pub fn add(
        &mut self,
        mut event: DraftedEvent,
        text: &str,
        who: Reviewer<'_>,
    ) -> Result<usize, Error> {
        let at = self.len();
        event.causes.clear();
        event.release_sources();
        event.check(at, text)?;
        self.reviewed.events.push(event);
        self.decide(at, ReviewVerdict::Added, who);
        Ok(at)
    }

    /// Takes a decision back: the event stands as the machine proposed it, and what a person had
    /// added is gone.
    pub fn restore(&mut self, at: usize) {
        match (self.machine.events.get(at), self.reviewed.events.get_mut(at)) {
            (Some(machine), Some(event)) => *event = machine.clone(),
            // Nothing follows from what was added.
            (None, Some(_)) => drop(self.reviewed.events.remove(at)),
            (_, None) => {}
        }
    }

    fn decide(&mut self, at: usize, verdict: ReviewVerdict, who: Reviewer<'_>) {
        let machine = self.machine.events.get(at).map(DraftedEvent::proposed);
        let Some(event) = self.reviewed.events.get_mut(at) else { return };
        event.record = verdict != ReviewVerdict::Rejected;
        let by = who.by.to_owned();
        event.decided = Some(Decided { verdict, by, at: who.at, proposed: machine });
    }
}

/// A decision of a person on one reading, to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Decision {
    /// The event of the draft that it let in, if it let one in.
    pub event: Option<usize>,
    pub verdict: ReviewVerdict,
    pub by: String,
    pub at: Option<Instant>,
    pub proposed: Option<ProposedReading>,
}

/// What persons decided on a draft: those decisions that a review notes, and, where the machine's
/// own reading is at hand, what was changed by hand.
pub(crate) fn decisions(draft: &DraftFile, machine: Option<&DraftFile>, by: &str) -> Vec<Decision> {
    let proposals = machine.map(|machine| machine.events.as_slice());
    let mut met = vec![false; proposals.unwrap_or_default().len()];
    let mut meet = |at: usize| met.get_mut(at).is_some_and(|met| !std::mem::replace(met, true));
    let mut found = Vec::new();
    // What stands as it was proposed comes first: what is left has been changed.
    let mut changed = Vec::new();
    for (at, event) in draft.events.iter().enumerate() {
        if let Some(decided) = &event.decided {
            let proposed = decided.proposed.as_ref();
            let known = |p: &DraftedEvent| proposed == Some(&p.proposed());
            if let Some(place) = proposals.and_then(|all| all.iter().position(known)) {
                meet(place);
            }
            found.push(Decision {
                event: event.record.then_some(at),
                verdict: decided.verdict,
                by: decided.by.clone(),
                at: Some(decided.at),
                proposed: decided.proposed.clone(),
            });
            continue;
        }
        let Some(proposals) = proposals else { continue };
        let same = |p: &DraftedEvent| says_the_same(p, event);
        match proposals.iter().enumerate().find(|(place, p)| same(p) && meet(*place)) {
            Some((_, p)) if p.record == event.record => {}
            Some((_, p)) => found.push(by_hand(Some((at, event)), Some(p), by)),
            None => changed.push((at, event)),
        }
    }
    let Some(proposals) = proposals else { return found };
    for (at, event) in changed {
        // The proposal that stood in the same place of the text, of the same kind.
        let near = |p: &DraftedEvent| p.kind == event.kind && overlap(p, event);
        let from = proposals.iter().enumerate().find(|(place, p)| near(p) && meet(*place));
        let from = from.map(|(_, p)| p);
        // What nobody wants recorded, and nobody had proposed, is no decision.
        if event.record || from.is_some_and(|p| p.record) {
            found.push(by_hand(Some((at, event)), from, by));
        }
    }
    // What the machine would have recorded, and somebody took out of the draft.
    let gone = proposals.iter().zip(&met).filter(|(p, met)| p.record && !**met);
    found.extend(gone.map(|(p, _)| by_hand(None, Some(p), by)));
    found
}

fn by_hand(
    event: Option<(usize, &DraftedEvent)>,
    proposed: Option<&DraftedEvent>,
    by: &str,
) -> Decision {
    let event = event.filter(|(_, event)| event.record);
    let verdict = match (event, proposed) {
        (None, _) => ReviewVerdict::Rejected,
        (Some(_), None) => ReviewVerdict::Added,
        (Some((_, event)), Some(p)) if says_the_same(p, event) => ReviewVerdict::Accepted,
        (Some(_), Some(_)) => ReviewVerdict::Edited,
    };
    Decision {
        event: event.map(|(at, _)| at),
        verdict,
        by: by.to_owned(),
        at: None,
        proposed: proposed.map(DraftedEvent::proposed),
    }
}

/// Whether two events would be the same entry.
pub(crate) fn says_the_same(one: &DraftedEvent, other: &DraftedEvent) -> bool {
    one.stream == other.stream
        && one.kind == other.kind
        && one.schema == other.schema
        && one.effective == other.effective
        && one.grade == other.grade
        && one.sources == other.sources
        && one.data == other.data
}

/// Whether a passage of one meets a passage of the other.
pub(crate) fn overlap(one: &DraftedEvent, other: &DraftedEvent) -> bool {
    let meets = |a: &DraftSource, b: &DraftSource| a.span.0 < b.span.1 && b.span.0 < a.span.1;
    one.sources.iter().any(|a| other.sources.iter().any(|b| meets(a, b)))
}

impl DraftedEvent {
    /// What the machine proposed, as a decision on it keeps it.
    #[must_use]
    pub fn proposed(&self) -> ProposedReading {
        ProposedReading {
            confidence: self.confidence.as_str().to_owned(),
            reason: self.reason.clone(),
            stream: self.stream.clone(),
            kind: self.kind.clone(),
            schema: self.schema,
            effective: self.effective.clone(),
            grade: self.grade,
            spans: self.sources.iter().map(|source| source.span).collect(),
            data: self.data.clone(),
        }
    }

    /// Lets go of what its sources say to support and the data no longer has.
    pub fn release_sources(&mut self) {
        let data = &self.data;
        let whole = self.sources.iter().any(|source| source.fields.is_empty());
        let released = |source: &DraftSource| {
            let kept = source.fields.iter().filter(|pointer| data.pointer(pointer).is_some());
            DraftSource { span: source.span, fields: kept.cloned().collect() }
        };
        let pairs = self.sources.iter().map(|old| (old, released(old)));
        let kept: Vec<DraftSource> = pairs
            .filter(|(old, new)| old.fields.is_empty() || !new.fields.is_empty())
            .map(|(_, new)| new)
            .collect();
        // The passage of the only field that was taken away still is where the fact was read.
        self.sources = if kept.is_empty() && !whole {
            self.sources.iter().take(1).map(released).collect()
        } else {
            kept
        };
    }
}

#[cfg(test)]
mod tests;
