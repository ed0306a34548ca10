//! `greffe log`: lists the entries; `--raw` prints the stored bytes, one entry a line.

use super::{open, subject};
use crate::args::{Format, Log, Selecting};
use crate::context::Context;
use crate::expression::{parse, say_untold};
use crate::failure::{DONE, Failure};
use crate::output;
use greffe::chain::Entry;
use greffe::domain::{AsOf, Recorded, Standing};
use greffe::inquiry::{Scope, Tally};
use greffe::{Error, Ledger, Selection, standing};

/// See the module.
pub fn run(args: &Log, context: &Context) -> Result<u8, Failure> {
    let selection = selection(&args.selecting, context)?;
    let ledger = open(context)?;
    subject::held_below(&ledger, args.selecting.stream.as_ref())?;
    let mut untold = Tally::default();
    let entries = ledger.selected(&selection, &mut untold)?.map(|e| e.map_err(Failure::from));
    match (args.raw, context.format) {
        (true, _) => output::stream(entries.map(|entry| {
            let mut line = entry?;
            line.push(b'\n');
            Ok(line)
        }))?,
        (false, Format::Json) => json(entries)?,
        (false, Format::Text) => {
            let as_of = selection.as_of;
            output::stream(entries.map(|entry| {
                let entry = entry?;
                let recorded = ledger.decode(&entry)?;
                let by = overriders(&ledger, recorded.meta.seq)?;
                text_line(&recorded, &entry, (as_of, &by), context)
            }))?;
        }
    }
    say_untold(&untold, context);
    Ok(DONE)
}

/// The entries that arguments choose.
pub(super) fn selection(args: &Selecting, context: &Context) -> Result<Selection, Failure> {
    let only = args
        .only
        .as_deref()
        .map(|text| parse("--where", Scope::Entry, text, context))
        .transpose()?;
    Ok(Selection {
        from: args.from,
        to: args.to,
        stream: args.stream.clone(),
        kind: args.kind.clone(),
        as_of: Context::as_of(&args.clocks)?,
        only,
    })
}

/// One array, written as it is read: the entries as stored, two spaces before each.
fn json(entries: impl Iterator<Item = Result<Vec<u8>, Failure>>) -> Result<(), Failure> {
    let mut none = true;
    let pieces = entries.map(|entry| {
        let entry = entry?;
        let lead: &[u8] = if std::mem::take(&mut none) { b"[\n  " } else { b",\n  " };
        Ok([lead, entry.as_slice()].concat())
    });
    output::stream(pieces)?;
    output::text(if none { "[]" } else { "\n]" })
}

/// What took the place of an entry, each with whether it voids.
pub(super) fn overriders(ledger: &Ledger, entry: u64) -> Result<Vec<(u64, bool)>, Failure> {
    Ok(ledger.overridden_by(entry)?.iter().map(|one| (one.by, one.voids)).collect())
}

/// An entry in a few lines: what it says, of what, and when the ledger learned it.
pub(super) fn text_line(
    recorded: &Recorded,
    bytes: &[u8],
    (as_of, by): (AsOf, &[(u64, bool)]),
    context: &Context,
) -> Result<Vec<u8>, Failure> {
    let entry =
        Entry::parse(bytes).map_err(|e| Error::Entry { seq: None, reason: e.to_string() })?;
    let possible = standing(&entry, as_of) == Standing::Possible;
    Ok(greffe_render::log_entry(context.style, recorded, possible, by).into_bytes())
}
