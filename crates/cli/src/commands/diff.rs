//! `greffe diff`: two states of a convention, field by field.

use super::{open, subject};
use crate::args::{Clocks, Diff, Format};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::quoted::quoted;
use crate::references::LedgerReferences;
use greffe::domain::{AsOf, Edtf, Instant};
use greffe::{Ledger, inquiry};
use greffe_render::Side;
use serde_json::json;

/// See the module.
pub fn run(args: &Diff, context: &Context) -> Result<u8, Failure> {
    let dates = pair("--at", &args.dates)?;
    let instants = pair("--known-at", &args.instants)?;
    let told_apart = args.dates.len() == 2
        || args.instants.len() == 2
        || args.before.is_some()
        || args.after.is_some()
        || args.with_ledger.is_some();
    if !told_apart {
        return Err(nothing_to_compare());
    }
    let clocks = |at: Option<&String>, known_at: Option<&String>| Clocks {
        at: at.cloned(),
        known_at: known_at.cloned(),
    };
    let mut first = Context::as_of(&clocks(dates.0, instants.0))?;
    let mut second = Context::as_of(&clocks(dates.1, instants.1))?;
    let ledger = open(context)?;
    if let Some(seq) = args.before {
        first.known = just_before(recorded_at(&ledger, seq)?);
    }
    if let Some(seq) = args.after {
        second.known = Some(recorded_at(&ledger, seq)?);
    }
    let other = match &args.with_ledger {
        Some(dir) if context.forensic => Some(Ledger::open_forensic(dir)?),
        Some(dir) => Some(Ledger::open(dir)?),
        None => None,
    };
    compare(args, context, (&ledger, first), (other.as_ref().unwrap_or(&ledger), second))
}

fn compare(
    args: &Diff,
    context: &Context,
    (ledger, first): (&Ledger, AsOf),
    (other, second): (&Ledger, AsOf),
) -> Result<u8, Failure> {
    let stream = subject::convention(ledger, &args.convention)?;
    let same_ledger = args.with_ledger.is_none();
    let (here, there) = (ledger.record_of(&stream)?, other.record_of(&stream)?);
    // What is known on one side alone has appeared or disappeared, which is an answer.
    if !there.is_known(second) {
        subject::known(&here, first)?;
    }
    let found = inquiry::diff(&here.fields(first), &there.fields(second), same_ledger);
    let references = (
        LedgerReferences::of_entries(ledger, here.recorded()),
        LedgerReferences::of_entries(other, there.recorded()),
    );
    if context.format == Format::Json {
        let mut changes = Vec::new();
        for change in &found.changes {
            changes.push(json!({
                "path": change.path,
                "change": change.change,
                "before": quoted(&change.before, &references.0)?,
                "after": quoted(&change.after, &references.1)?,
            }));
        }
        let side = |as_of: AsOf, ledger: &Ledger| {
            json!({
                "at": as_of.effective,
                "known_at": as_of.known,
                "ledger": ledger.id().to_string(),
            })
        };
        output::json(&json!({
            "stream": stream,
            "before": side(first, ledger),
            "after": side(second, other),
            "changes": changes,
            "same": found.same,
        }))?;
        return Ok(DONE);
    }
    let there = args.with_ledger.as_ref().map(|dir| dir.display().to_string());
    let here = there.is_some().then(|| context.ledger_dir().display().to_string());
    let what = (side(context, first, here), side(context, second, there));
    let sides =
        (Side { what: &what.0, refs: &references.0 }, Side { what: &what.1, refs: &references.1 });
    output::text(&greffe_render::diff(context.style, &stream, sides, &found))?;
    Ok(DONE)
}

/// A side in words.
fn side(context: &Context, as_of: AsOf, ledger: Option<String>) -> String {
    let mut words: Vec<String> = ledger.into_iter().collect();
    words.push(match as_of.effective {
        Some(day) => {
            let day = greffe_render::date(context.lang, &Edtf::from(day));
            format!("{} {day}", context.say("en vigueur le", "in force on"))
        }
        None => context.say("quelle que soit la date", "whatever the date").to_owned(),
    });
    words.push(match as_of.known {
        Some(instant) => format!("{} {instant}", context.say("connu au", "known at")),
        None => context.say("tout ce qui est inscrit", "all that is recorded").to_owned(),
    });
    words.join(", ")
}

/// What is given once counts for both sides.
fn pair<'a>(
    option: &str,
    given: &'a [String],
) -> Result<(Option<&'a String>, Option<&'a String>), Failure> {
    match given {
        [] => Ok((None, None)),
        [both] => Ok((Some(both), Some(both))),
        [first, second] => Ok((Some(first), Some(second))),
        [_, _, _, ..] => Err(Failure::usage(
            "two-sides",
            format!("{option} : une comparaison a deux côtés ; le donner une ou deux fois"),
            format!("{option}: a comparison has two sides; give it once or twice"),
        )),
    }
}

fn nothing_to_compare() -> Failure {
    Failure::usage(
        "nothing-to-compare",
        "les deux côtés sont les mêmes ; donner --at ou --known-at deux fois, --before, --after \
         ou --with-ledger"
            .to_owned(),
        "both sides are the same; give --at or --known-at twice, --before, --after or \
         --with-ledger"
            .to_owned(),
    )
}

fn recorded_at(ledger: &Ledger, seq: u64) -> Result<Instant, Failure> {
    ledger.recorded_at(seq)?.ok_or_else(|| Failure::not_found(&seq.to_string()))
}

/// Instants are strictly increasing in a ledger: the microsecond before an entry is after the one
/// that precedes it, or is that one.
fn just_before(instant: Instant) -> Option<Instant> {
    instant.micros().checked_sub(1).and_then(Instant::from_micros)
}
