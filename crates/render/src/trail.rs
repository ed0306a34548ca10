//! The trail as a person reads it: every deliberation, then what happened in each convention, then
//! whatever else was told.

use crate::act;
use crate::cite::Context;
use crate::dossier::Dossier;
use crate::history;
use crate::layout::Sheet;
use crate::style::{References, Style};
use greffe_audit_trail::{SubjectTrail, Trail};
use greffe_domain::{Event, StreamId, StreamKind};

/// The trail of a whole ledger: who decided what under which authority, in order; without its
/// findings, which [`crate::findings`] writes.
#[must_use]
pub fn trail(style: Style, refs: &dyn References, trail: &Trail) -> String {
    let cx = Context { style, refs };
    let mut sheet = Sheet::new(style);
    acts(&mut sheet, cx, trail);
    for kind in [StreamKind::Convention, StreamKind::Beneficiary] {
        for subject in trail.subjects.iter().filter(|s| s.stream.kind() == kind) {
            list(&mut sheet, cx, subject);
        }
    }
    for subject in others(trail) {
        list(&mut sheet, cx, subject);
    }
    sheet.finish()
}

/// The steps of every subject, whatever it is, in order: for a trail of which only some are kept.
#[must_use]
pub fn steps(style: Style, refs: &dyn References, trail: &Trail) -> String {
    let mut sheet = Sheet::new(style);
    for subject in &trail.subjects {
        list(&mut sheet, Context { style, refs }, subject);
    }
    sheet.finish()
}

/// The trail of one subject: a dossier for an act, else its steps in order.
#[must_use]
pub fn subject(style: Style, refs: &dyn References, trail: &Trail, stream: &StreamId) -> String {
    if stream.kind() == StreamKind::Act {
        return act::act(style, refs, trail, stream);
    }
    let mut sheet = Sheet::new(style);
    for subject in trail.subjects.iter().filter(|s| s.stream == *stream) {
        list(&mut sheet, Context { style, refs }, subject);
    }
    sheet.finish()
}

/// Every deliberation, in the order of the sittings.
pub(crate) fn acts(sheet: &mut Sheet, cx: Context<'_>, trail: &Trail) {
    let dossiers = Dossier::all(trail);
    if dossiers.is_empty() {
        return;
    }
    sheet.heading(cx.pick("Qui a décidé", "Who decided"));
    for dossier in &dossiers {
        act::write(sheet, cx, 2, dossier);
    }
}

fn list(sheet: &mut Sheet, cx: Context<'_>, subject: &SubjectTrail) {
    sheet.heading(subject.stream.as_str());
    history::write(sheet, cx, 2, history::of_trail(subject));
}

/// Subjects that no deliberation of the trail draws on: sittings and organs told apart.
fn others(trail: &Trail) -> impl Iterator<Item = &SubjectTrail> {
    let used = used(trail);
    trail.subjects.iter().filter(move |s| {
        let known = [StreamKind::Act, StreamKind::Convention, StreamKind::Beneficiary];
        !known.contains(&s.stream.kind()) && !used.contains(&s.stream.as_str().to_owned())
    })
}

/// The paths of the sittings of tabled deliberations, and of their organs.
fn used(trail: &Trail) -> Vec<String> {
    let steps = trail.subjects.iter().flat_map(|s| &s.steps);
    let sittings = steps.filter_map(|step| match crate::sentence::decode(step.kind, &step.data) {
        Some(Event::DeliberationTabled(t)) => t.sitting,
        _ => None,
    });
    sittings
        .flat_map(|s| {
            let organ = s.part(1).zip(s.part(2)).map(|(i, o)| format!("organ/{i}/{o}"));
            [Some(s.to_string()), organ]
        })
        .flatten()
        .collect()
}
