//! `greffe void` and `greffe correct`: what a person records of an entry that should not have been recorded, or should
//! have said something else, and what that changes.

use super::recorder;
use crate::args::{Correct, Format, Void};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::quoted::quoted;
use crate::references::LedgerReferences;
use greffe::{Ledger, Overriding};
use serde_json::json;

/// Voids an entry.
pub async fn void(args: &Void, context: &Context) -> Result<u8, Failure> {
    let ledger = Ledger::open(&context.ledger_dir())?;
    let by = recorder(args.by.as_ref());
    let done = ledger.void(args.target, &args.reason, &by).await?;
    told(&ledger, &done, context.say("annule", "voids"), context)
}

/// Corrects an entry.
pub async fn correct(args: &Correct, context: &Context) -> Result<u8, Failure> {
    let set = args.set.iter().map(|one| assignment(one)).collect::<Result<Vec<_>, _>>()?;
    let ledger = Ledger::open(&context.ledger_dir())?;
    let by = recorder(args.by.as_ref());
    let done = ledger.correct(args.target, &set, &args.reason, &by).await?;
    told(&ledger, &done, context.say("rectifie", "corrects"), context)
}

fn assignment(typed: &str) -> Result<(String, String), Failure> {
    let parts = typed.split_once('=').map(|(field, value)| (field.trim(), value.trim()));
    match parts.filter(|(field, _)| !field.is_empty()) {
        Some((field, value)) => Ok((field.to_owned(), value.to_owned())),
        None => Err(Failure::usage(
            "bad-assignment",
            format!("--set : « {typed} » n'a pas la forme CHAMP=VALEUR, comme amount_cents=51450€"),
            format!(
                "--set: \u{ab} {typed} \u{bb} is not FIELD=VALUE, as in amount_cents=51450\u{20ac}"
            ),
        )),
    }
}

/// What was recorded, and what it changes.
fn told(ledger: &Ledger, done: &Overriding, verb: &str, context: &Context) -> Result<u8, Failure> {
    let references = LedgerReferences::of_entries(ledger, &done.recorded);
    if context.format == Format::Json {
        let mut changes = Vec::new();
        for change in &done.changes {
            changes.push(json!({
                "path": change.path,
                "change": change.change,
                "before": quoted(&change.before, &references)?,
                "after": quoted(&change.after, &references)?,
            }));
        }
        output::json(&json!({
            "entry": done.entry,
            "overrides": done.target,
            "stream": done.stream,
            "changes": changes,
        }))?;
        return Ok(DONE);
    }
    let (entry, target) = (done.entry, done.target);
    let mut lines = vec![format!(
        "{} {entry} {verb} {}{target}",
        context.say("L'inscription", "Entry"),
        context.say("l'inscription ", "entry ")
    )];
    lines.extend(done.stream.as_ref().map(ToString::to_string));
    let changes = greffe_render::changes(context.style, 2, &done.changes);
    let nothing = changes.trim().is_empty();
    if nothing && !done.recorded.is_empty() {
        lines.push(
            context.say("  L'état ne change pas.", "  The state does not change.").to_owned(),
        );
    }
    let page = format!("{}\n{changes}", lines.join("\n"));
    output::text(&page)?;
    Ok(DONE)
}
