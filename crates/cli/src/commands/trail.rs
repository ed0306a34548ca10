//! `greffe trail`: who did what, under which authority, where a text says so.

use super::{facts, open, subject};
use crate::args::{Format, Subject};
use crate::context::Context;
use crate::expression::{no_question, parse, say_untold};
use crate::failure::{DONE, Failure};
use crate::output;
use crate::references::LedgerReferences;
use greffe::audit_trail::Trail;
use greffe::domain::StreamId;
use greffe::inquiry::{Expression, Scope, StepSubject, Tally};

/// See the module.
pub fn run(args: &Subject, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let only = args.only.as_deref().map(|text| parse("--where", Scope::Step, text)).transpose()?;
    let ledger = open(context)?;
    let facts = facts(&ledger, context)?;
    let mut trail = Trail::of(&facts, as_of);
    let streams: Vec<StreamId> = trail.subjects.iter().map(|s| s.stream.clone()).collect();
    let chosen = subject::choose(streams, args.subject.as_ref(), |stream| stream)?;
    if let Some(expression) = &only {
        true_of(expression, &mut trail, context)?;
    }
    if context.format == Format::Json {
        trail.subjects.retain(|subject| chosen.contains(&subject.stream));
        trail.findings.retain(|finding| chosen.contains(&finding.subject));
        output::json(&trail)?;
        return Ok(DONE);
    }
    let references = LedgerReferences::of(&ledger)?;
    // An act's dossier draws on its sitting and organ: each page sees the whole trail.
    let page = if only.is_some() {
        trail.subjects.retain(|subject| chosen.contains(&subject.stream));
        greffe_render::steps(context.style, &references, &trail)
    } else if args.subject.is_none() {
        greffe_render::trail(context.style, &references, &trail)
    } else {
        let page = |stream| greffe_render::subject(context.style, &references, &trail, stream);
        chosen.iter().map(page).collect::<Vec<_>>().join("\n")
    };
    output::text(&page)?;
    Ok(DONE)
}

/// Keeps the steps of which an expression is true, and of the findings those that rest on one.
fn true_of(expression: &Expression, trail: &mut Trail, context: &Context) -> Result<(), Failure> {
    let mut untold = Tally::default();
    for subject in &mut trail.subjects {
        let mut steps = Vec::new();
        for step in std::mem::take(&mut subject.steps) {
            let asked = StepSubject { stream: &subject.stream, step: &step };
            let answer = expression.ask(&asked).map_err(|e| no_question(&e))?;
            if untold.count(answer) {
                steps.push(step);
            }
        }
        subject.steps = steps;
    }
    trail.subjects.retain(|subject| !subject.steps.is_empty());
    let kept = |entry: &u64| {
        trail.subjects.iter().flat_map(|subject| &subject.steps).any(|step| step.entry == *entry)
    };
    trail.findings.retain(|finding| finding.entries.iter().any(kept));
    say_untold(&untold, context);
    Ok(())
}
