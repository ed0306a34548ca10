//! `greffe state`: the state of conventions at a question's two clocks.

use super::{facts, open, set_aside, subject};
use crate::args::{Format, Subject};
use crate::context::Context;
use crate::expression::{parse, true_of};
use crate::failure::{DONE, Failure};
use crate::output;
use crate::references::LedgerReferences;
use greffe::domain::{Facts, StreamId, StreamKind};
use greffe::inquiry::{Scope, StateSubject};
use serde_json::json;

/// See the module.
pub fn run(args: &Subject, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let only = args.only.as_deref().map(|text| parse("--where", Scope::State, text)).transpose()?;
    let ledger = open(context)?;
    let named = args.subject.as_deref().and_then(|typed| typed.parse::<StreamId>().ok());
    // A convention that is named in full is read from its own entries.
    let named = match named.filter(|stream| stream.kind() == StreamKind::Convention) {
        Some(stream) => Some(ledger.record_of(&stream)?).filter(|record| record.is_known(as_of)),
        None => None,
    };
    let (mut conventions, aside) = if let Some(record) = &named {
        (vec![record.view(as_of)], set_aside(&Facts::default()))
    } else {
        let facts = facts(&ledger, context)?;
        let all = greffe::conventions(&facts, as_of);
        let chosen = subject::choose(all, args.subject.as_ref(), |view| &view.stream)?;
        (chosen, set_aside(&facts))
    };
    if let Some(expression) = &only {
        conventions = true_of(conventions, context, |one| expression.ask(&StateSubject(one)))?;
    }
    if context.format == Format::Json {
        output::json(&json!({ "conventions": conventions, "set_aside": aside }))?;
        return Ok(DONE);
    }
    if conventions.is_empty() {
        output::text(context.say("Aucune convention.", "No convention."))?;
        return Ok(DONE);
    }
    let references = match &named {
        Some(record) => LedgerReferences::of_entries(&ledger, record.recorded())?,
        None => LedgerReferences::of(&ledger)?,
    };
    let pages =
        conventions.iter().map(|v| greffe_render::convention(context.style, &references, v));
    output::text(&pages.collect::<Vec<_>>().join("\n"))?;
    Ok(DONE)
}
