//! `greffe trail`: who did what, under which authority, where a text says so.

use super::{facts, open, subject};
use crate::args::{Format, Subject};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::references::LedgerReferences;
use greffe::audit_trail::Trail;
use greffe::domain::StreamId;

/// See the module.
pub fn run(args: &Subject, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let ledger = open(context)?;
    let facts = facts(&ledger, context)?;
    let trail = Trail::of(&facts, as_of);
    let streams: Vec<StreamId> = trail.subjects.iter().map(|s| s.stream.clone()).collect();
    let chosen = subject::choose(streams, args.subject.as_ref(), |stream| stream)?;
    if context.format == Format::Json {
        let mut trail = trail;
        trail.subjects.retain(|subject| chosen.contains(&subject.stream));
        trail.findings.retain(|finding| chosen.contains(&finding.subject));
        output::json(&trail)?;
        return Ok(DONE);
    }
    let references = LedgerReferences::of(&ledger)?;
    // An act's dossier draws on its sitting and organ: each page sees the whole trail.
    let page = if args.subject.is_none() {
        greffe_render::trail(context.style, &references, &trail)
    } else {
        let page = |stream| greffe_render::subject(context.style, &references, &trail, stream);
        chosen.iter().map(page).collect::<Vec<_>>().join("\n")
    };
    output::text(&page)?;
    Ok(DONE)
}
