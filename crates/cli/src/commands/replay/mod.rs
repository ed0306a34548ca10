//! `greffe replay`: the log entry by entry, each with what it changes; as lines, as JSON lines, or
//! step by step in the terminal.

mod model;
mod screen;
mod stepper;
mod terminal;

#[cfg(test)]
mod tests;

use super::log::{selection, text_line};
use super::{open, subject};
use crate::args::{Format, Replay};
use crate::context::Context;
use crate::expression::say_untold;
use crate::failure::{DONE, Failure};
use crate::output;
use greffe::domain::AsOf;
use greffe::inquiry::{Change, Tally};
use greffe::{Ledger, Replayed, Replayer, Selection};
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// See the module.
pub fn run(args: &Replay, context: &Context) -> Result<u8, Failure> {
    let mut selection = selection(&args.selecting, context)?;
    // What each step shows in force is its own question; the second clock ends the replay.
    let within = std::mem::take(&mut selection.as_of);
    if args.step {
        terminal::demand(context)?;
        let ledger = open(context)?;
        subject::held_below(&ledger, args.selecting.stream.as_ref())?;
        return terminal::run(&ledger, &selection, within, context);
    }
    let ledger = open(context)?;
    subject::held_below(&ledger, args.selecting.stream.as_ref())?;
    lines(&ledger, &selection, within, context)?;
    Ok(DONE)
}

/// One line of JSON, or a few of text, for each entry, written as it is read.
fn lines(
    ledger: &Ledger,
    selection: &Selection,
    within: AsOf,
    context: &Context,
) -> Result<(), Failure> {
    let mut untold = Tally::default();
    let mut replayer = Replayer::of(ledger);
    let entries = ledger.selected(selection, &mut untold)?;
    let steps = entries.map(|bytes| {
        let bytes = bytes?;
        let replayed = replayer.step(&bytes, within.effective)?;
        Ok((bytes, replayed))
    });
    // The ledger had not learned yet what comes after.
    let learned = |step: &Result<(Vec<u8>, Replayed), Failure>| match step {
        Ok((_, step)) => within.known.is_none_or(|known| step.recorded.meta.recorded_at <= known),
        Err(_) => true,
    };
    output::stream(steps.take_while(learned).map(|step| {
        let (bytes, step) = step?;
        match context.format {
            Format::Json => json_line(&bytes, &step),
            Format::Text => text(&bytes, &step, context),
        }
    }))?;
    say_untold(&untold, context);
    Ok(())
}

fn json_line(bytes: &[u8], step: &Replayed) -> Result<Vec<u8>, Failure> {
    // The entry stands as it is stored.
    let entry: &RawValue = serde_json::from_slice(bytes).map_err(|e| Failure::internal(&e))?;
    let states = step.states.iter();
    let states = states.map(|s| json!({ "convention": s.stream, "changes": s.changes }));
    let states = Value::Array(states.collect());
    Ok(format!("{{\"entry\":{entry},\"states\":{states}}}\n").into_bytes())
}

fn text(bytes: &[u8], step: &Replayed, context: &Context) -> Result<Vec<u8>, Failure> {
    let mut lines = text_line(&step.recorded, bytes, (AsOf::default(), &[]), context)?;
    for state in step.states.iter().filter(|state| state.changes.iter().any(Change::is_listed)) {
        if state.stream != step.recorded.meta.stream {
            lines.extend(format!("        → {}\n", state.stream).bytes());
        }
        lines.extend(greffe_render::changes(context.style, 10, &state.changes).bytes());
    }
    Ok(lines)
}
