//! `greffe trail`: who did what, under which authority, where a text says so.

use super::awaited::{awaited, kinds};
use super::{Rules, judged, open, subject};
use crate::args::{self, Format};
use crate::context::Context;
use crate::expression::{parse, true_of};
use crate::failure::{DONE, Failure};
use crate::output;
use crate::references::LedgerReferences;
use greffe::audit_trail::{SubjectTrail, Trail, TrailStep};
use greffe::domain::StreamId;
use greffe::inquiry::{Expression, Scope, StepSubject};
use std::collections::BTreeSet;

/// See the module.
pub fn run(args: &args::Trail, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let only = args
        .only
        .as_deref()
        .map(|text| parse("--where", Scope::Step, text, context))
        .transpose()?;
    let set = Rules::of(&args.ruled)?;
    let ledger = open(context)?;
    let facts = judged(&ledger, args.subject.as_ref(), context)?;
    let mut trail = Trail::under(&facts, as_of, &set.pack);
    let streams: Vec<StreamId> = trail.subjects.iter().map(|s| s.stream.clone()).collect();
    let chosen = subject::choose_known(&ledger, streams, args.subject.as_ref(), as_of)?;
    if let Some(expression) = &only {
        keep(expression, &mut trail, context)?;
    }
    let waiting = awaited(&ledger, &facts, (args.subject.is_some(), &chosen), as_of)?;
    if context.format == Format::Json {
        trail.subjects.retain(|subject| chosen.contains(&subject.stream));
        trail.findings.retain(|finding| chosen.contains(&finding.subject));
        let mut told = serde_json::to_value(&trail).map_err(|e| Failure::internal(&e))?;
        if let Some(told) = told.as_object_mut() {
            told.insert("rule_pack".to_owned(), set.record().unwrap_or_default());
            if let Some(waiting) = &waiting {
                told.insert("waiting".to_owned(), serde_json::json!(waiting));
            }
        }
        output::json(&told)?;
        return Ok(DONE);
    }
    let waiting = waiting.unwrap_or_default();
    let references =
        LedgerReferences::of(&ledger).with_waiting(greffe::waiting_by_subject(&waiting));
    // An act's dossier draws on its sitting and organ: each page sees the whole trail.
    let mut page = if only.is_some() {
        trail.subjects.retain(|subject| chosen.contains(&subject.stream));
        greffe_render::steps(context.style, &references, &trail)
    } else if args.subject.is_none() {
        greffe_render::trail(context.style, &references, &trail)
    } else {
        let page = |stream| greffe_render::subject(context.style, &references, &trail, stream);
        chosen.iter().map(page).collect::<Vec<_>>().join("\n")
    };
    page.push_str(&greffe_render::waiting(context.style, 2, &kinds(&waiting)));
    output::text(&set.under(page, context))?;
    Ok(DONE)
}

/// Keeps the steps of which an expression is true, and of the findings those that rest on one.
fn keep(expression: &Expression, trail: &mut Trail, context: &Context) -> Result<(), Failure> {
    let taken = std::mem::take(&mut trail.subjects);
    let steps = taken.into_iter().flat_map(|subject| {
        let stream = subject.stream;
        subject.steps.into_iter().map(move |step| (stream.clone(), step))
    });
    let ask =
        |(stream, step): &(StreamId, TrailStep)| expression.ask(&StepSubject { stream, step });
    for (stream, step) in true_of(steps.collect(), context, ask)? {
        match trail.subjects.last_mut().filter(|subject| subject.stream == stream) {
            Some(subject) => subject.steps.push(step),
            None => trail.subjects.push(SubjectTrail { stream, steps: vec![step] }),
        }
    }
    let steps = trail.subjects.iter().flat_map(|subject| &subject.steps);
    let kept: BTreeSet<u64> = steps.map(|step| step.entry).collect();
    trail.findings.retain(|finding| finding.entries.iter().any(|entry| kept.contains(entry)));
    Ok(())
}
