//! `greffe timeline`: what happened around a convention or an organ, on both clocks.

use super::{open, subject};
use crate::args::{Form, Timeline};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::references::LedgerReferences;
use greffe::Texts;
use greffe::domain::StreamKind;

/// See the module.
pub fn run(args: &Timeline, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let ledger = open(context)?;
    let kinds = [StreamKind::Convention, StreamKind::Organ];
    let stream = subject::one(&ledger, &args.stream, &kinds)?;
    let timeline = ledger.timeline(&stream, as_of)?;
    let timeline = timeline.ok_or_else(|| subject::not_known_then(&stream, as_of))?;
    let cited = timeline.events.iter();
    let cited = cited.flat_map(|e| e.passages.iter().map(|passage| (e.entry, passage)));
    let references = LedgerReferences::to(&ledger, Texts::cited_by(&ledger, cited));
    let lang = context.lang;
    match context.form {
        Form::Text => {
            output::text(&greffe_render::timeline(context.style, &references, &timeline))?;
        }
        Form::Json => output::json(&greffe_render::timeline_json(&timeline))?,
        Form::Csv => {
            let table = greffe_render::timeline_csv(lang, &references, &timeline);
            output::text(&table.map_err(|e| Failure::internal(&e))?)?;
        }
        Form::Jsonl => {
            let lines = greffe_render::timeline_json_lines(lang, &references, &timeline);
            output::text(&lines.map_err(|e| Failure::internal(&e))?)?;
        }
        Form::Svg => output::text(&greffe_render::timeline_svg(lang, &references, &timeline))?,
    }
    Ok(DONE)
}
