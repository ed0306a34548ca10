//! `greffe state`: the state of conventions at a question's two clocks.

use super::{facts, open, set_aside, subject};
use crate::args::{Format, Subject};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::references::LedgerReferences;
use serde_json::json;

/// See the module.
pub fn run(args: &Subject, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let ledger = open(context)?;
    let facts = facts(&ledger, context)?;
    let all = greffe::conventions(&facts, as_of);
    let conventions = subject::choose(all, args.subject.as_ref(), |view| &view.stream)?;
    if context.format == Format::Json {
        let aside = set_aside(&facts);
        output::json(&json!({ "conventions": conventions, "set_aside": aside }))?;
        return Ok(DONE);
    }
    if conventions.is_empty() {
        output::text(context.say("Aucune convention.", "No convention."))?;
        return Ok(DONE);
    }
    let references = LedgerReferences::of(&ledger)?;
    let pages =
        conventions.iter().map(|v| greffe_render::convention(context.style, &references, v));
    output::text(&pages.collect::<Vec<_>>().join("\n"))?;
    Ok(DONE)
}
