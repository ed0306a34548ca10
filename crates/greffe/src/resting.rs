//! Facts of a draft that rest on nothing once their grant is left out.
//!
//! What is paid, agreed or amended is said of a grant, and so is who receives it. Whoever leaves the grant out of a draft, and
//! keeps these, records a convention that nobody granted: a person may mean so, so nothing is refused; it is told.

use crate::draft_file::{DraftConfidence, DraftFile, DraftedEvent};
use crate::error::Error;
use crate::ledger::Ledger;
use crate::review::overlap;
use greffe_domain::{AsOf, ReviewVerdict, StreamId, StreamKind, slug};
use serde::Serialize;
use std::collections::BTreeSet;

/// The kind of a grant.
const GRANT: &str = "SubsidyGranted";

/// A fact that is recorded without the grant that it follows from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RestingOnNothing {
    /// The place of the fact in the draft, from 0.
    pub event: usize,
    /// The entry that says it.
    pub entry: u64,
    /// Its kind.
    pub kind: String,
    /// What it is about.
    pub stream: StreamId,
}

/// The facts to be recorded whose grants a person left out, by their place in the draft. `machine` is what was proposed, where
/// that is known: a grant may have been taken out of the draft. `standing` are conventions whose grant is told elsewhere.
pub(crate) fn resting_on_nothing(
    draft: &DraftFile,
    machine: Option<&DraftFile>,
    standing: &BTreeSet<StreamId>,
) -> Vec<usize> {
    let kept: Vec<&DraftedEvent> = grants(draft).filter(|grant| grant.record).collect();
    let mut rejected = left_out(draft, machine);
    rejected.retain(|grant| !standing.contains(&grant.stream));
    if rejected.is_empty() {
        return Vec::new();
    }
    let orphaned = |(at, event): (usize, &DraftedEvent)| {
        let only = |of: &dyn Fn(&DraftedEvent) -> bool| {
            rejected.iter().any(|grant| of(grant)) && !kept.iter().any(|grant| of(grant))
        };
        let caused = || {
            let mut causes = event.causes.iter().filter_map(|cause| draft.events.get(*cause));
            causes.any(|cause| {
                let rejected = rejected.iter().any(|grant| std::ptr::eq(*grant, cause));
                rejected && !kept.iter().any(|grant| grant.stream == cause.stream)
            })
        };
        let alone = match event.stream.kind() {
            StreamKind::Convention => only(&|grant| grant.stream == event.stream),
            StreamKind::Beneficiary => {
                let names = names_of(draft, &event.stream);
                only(&|grant| receiver(grant).is_some_and(|name| names.contains(&name)))
            }
            _ => false,
        };
        (event.record && event.kind != GRANT && (alone || caused())).then_some(at)
    };
    draft.events.iter().enumerate().filter_map(orphaned).collect()
}

fn grants(draft: &DraftFile) -> impl Iterator<Item = &DraftedEvent> {
    draft.events.iter().filter(|event| event.kind == GRANT)
}

/// The grants that a person left out, or took out of the draft.
fn left_out<'d>(draft: &'d DraftFile, machine: Option<&'d DraftFile>) -> Vec<&'d DraftedEvent> {
    let gone = machine
        .into_iter()
        .flat_map(grants)
        .filter(|proposed| proposed.record && !grants(draft).any(|grant| overlap(grant, proposed)));
    grants(draft).filter(|grant| is_left_out(grant)).chain(gone).collect()
}

/// Whether a person left out an event: what waits for a decision is none of these.
fn is_left_out(event: &DraftedEvent) -> bool {
    !event.record
        && match &event.decided {
            Some(decided) => decided.verdict == ReviewVerdict::Rejected,
            None => event.confidence == DraftConfidence::Sure,
        }
}

/// Who receives a grant, folded.
fn receiver(grant: &DraftedEvent) -> Option<String> {
    grant.data.pointer("/beneficiary/name").and_then(serde_json::Value::as_str).map(slug)
}

/// How a draft calls a beneficiary, folded; its stream may end in its name.
fn names_of(draft: &DraftFile, stream: &StreamId) -> BTreeSet<String> {
    let told = draft.events.iter().filter(|event| event.stream == *stream);
    let told = told.filter_map(|event| event.data.get("name")?.as_str()).map(slug);
    told.chain(stream.as_str().rsplit('/').next().map(str::to_owned)).collect()
}

impl Ledger {
    /// The facts of a draft that were recorded without their grant, where the ledger has none from elsewhere either.
    /// `recorded` are the events recorded now, with their entries; what was recorded before and still counts is told as
    /// well.
    pub(crate) fn resting_on_nothing(
        &self,
        draft: &DraftFile,
        machine: Option<&DraftFile>,
        recorded: &[(usize, u64)],
    ) -> Result<Vec<RestingOnNothing>, Error> {
        let mut standing = BTreeSet::new();
        for grant in left_out(draft, machine) {
            let known = self.convention(&grant.stream, AsOf::default())?;
            if known.is_some_and(|known| known.subsidy_cents.current().is_some()) {
                standing.insert(grant.stream.clone());
            }
        }
        let mut found = Vec::new();
        for at in resting_on_nothing(draft, machine, &standing) {
            let Some(event) = draft.events.get(at) else { continue };
            let now = recorded.iter().find(|(of, _)| *of == at).map(|(_, entry)| *entry);
            let entry = match now {
                Some(entry) => Some(entry),
                // What was recorded before may have been taken back since.
                None => match self.already_recorded(draft, at)? {
                    Some(before) => self.in_force_for(before)?,
                    None => None,
                },
            };
            if let Some(entry) = entry {
                let (kind, stream) = (event.kind.clone(), event.stream.clone());
                found.push(RestingOnNothing { event: at, entry, kind, stream });
            }
        }
        Ok(found)
    }
}
