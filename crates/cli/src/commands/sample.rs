//! `greffe sample`: which payments or subsidies to look at, the same from the same seed.

use super::open;
use crate::args::{Form, Sample, Sampled};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::references::LedgerReferences;
use greffe::LedgerSample;
use greffe::domain::guarded;
use greffe::inquiry::{Population, SampleSize, Stratum};

/// See the module.
pub fn run(args: &Sample, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let of = match args.of {
        Sampled::Payments => Population::Payments,
        Sampled::Subsidies => Population::Subsidies,
    };
    // One of the two is given: the arguments see to it.
    let size = match args.interval {
        Some(interval) => SampleSize::IntervalCents(interval),
        None => SampleSize::Items(args.size.unwrap_or_default()),
    };
    let ledger = open(context)?;
    let drawn = ledger.sample(as_of, of, size, args.seed)?;
    match context.form {
        Form::Json => output::json(&drawn)?,
        Form::Csv => output::bytes(&table(&drawn)?)?,
        // The last two are refused before.
        Form::Text | Form::Jsonl | Form::Svg => {
            let references = LedgerReferences::of(&ledger);
            let (drawn_by, ordered) = ((of, args.seed), drawn.only_ordered);
            let page =
                greffe_render::sample(context.style, &references, drawn_by, ordered, &drawn.sample);
            output::text(&page)?;
        }
    }
    Ok(DONE)
}

/// One line a unit, under a header; words on one line, none of which a spreadsheet takes for a formula.
fn table(drawn: &LedgerSample) -> Result<Vec<u8>, Failure> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let header = [
        "place",
        "stratum",
        "cent",
        "stream",
        "beneficiary",
        "on",
        "role",
        "amount_cents",
        "entries",
    ];
    let mut rows = vec![header.map(str::to_owned)];
    for (selected, place) in drawn.sample.selected.iter().zip(1u64..) {
        let unit = &selected.unit;
        let stratum = match selected.stratum {
            Stratum::Certain => "certain",
            Stratum::Drawn => "drawn",
        };
        let role = unit.role.and_then(|role| serde_json::to_value(role).ok());
        let entries: Vec<String> = unit.entries.iter().map(u64::to_string).collect();
        rows.push([
            place.to_string(),
            stratum.to_owned(),
            selected.cent.map(|cent| cent.to_string()).unwrap_or_default(),
            unit.stream.to_string(),
            cell(unit.beneficiary.as_deref().unwrap_or_default()),
            unit.on.as_ref().map(ToString::to_string).unwrap_or_default(),
            role.as_ref().and_then(|role| role.as_str()).unwrap_or_default().to_owned(),
            unit.amount_cents.cents().to_string(),
            entries.join(" "),
        ]);
    }
    for row in &rows {
        table.write_record(row).map_err(|e| Failure::internal(&e))?;
    }
    table.into_inner().map_err(|e| Failure::internal(e.error()))
}

fn cell(words: &str) -> String {
    let line = words.replace(['\n', '\t', '\r'], " ");
    guarded(&output::clean(&line)).into_owned()
}
