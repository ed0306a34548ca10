//! `greffe bisect`: since when something has been so.

use super::{open, subject};
use crate::args::{Bisect, BisectOrder, Format};
use crate::context::Context;
use crate::expression::{parse, say_untold};
use crate::failure::{DONE, Failure};
use crate::output;
use crate::references::LedgerReferences;
use greffe::domain::Day;
use greffe::inquiry::{Bisection, Order, Scope, Search, Turn, changes};
use greffe::{Ledger, Question};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use std::io::IsTerminal;

/// See the module.
pub fn run(args: &Bisect, context: &Context) -> Result<u8, Failure> {
    let expression = parse("--when", Scope::Judged, &args.when, context)?;
    let order = match args.order {
        BisectOrder::Recorded => Order::Recorded,
        BisectOrder::Effective => Order::Effective,
    };
    let search = if args.monotone { Search::Halve } else { Search::Walk };
    let within = Context::as_of(&args.clocks)?;
    let question = Question { expression: &expression, order, search, within };
    let ledger = open(context)?;
    let bisection = match &args.one_or_all {
        Some(typed) => {
            let stream = subject::convention(&ledger, typed)?;
            subject::known(&ledger.record_of(&stream)?, within)?;
            ledger.bisect(&stream, &question)?
        }
        None => whole(&ledger, &question)?,
    };
    say_untold(&bisection.untold, context);
    if context.format == Format::Json {
        output::json(&as_json(&bisection, &question, &ledger)?)?;
        return Ok(DONE);
    }
    let references = LedgerReferences::of(&ledger);
    let page = greffe_render::bisection(
        context.style,
        &references,
        &args.when,
        (order, search),
        &bisection,
    );
    output::text(&page)?;
    Ok(DONE)
}

/// Every convention, with a bar for whoever waits at a terminal.
fn whole(ledger: &Ledger, question: &Question<'_>) -> Result<Bisection, Failure> {
    let bar =
        if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len}") {
        bar.set_style(style);
    }
    let bisection = ledger.bisect_all(question, |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    Ok(bisection?)
}

fn as_json(
    bisection: &Bisection,
    question: &Question<'_>,
    ledger: &Ledger,
) -> Result<Value, Failure> {
    let turn = bisection.turn.as_ref().map(|turn| turn_json(turn, ledger)).transpose()?;
    let untold = bisection.untold.iter();
    let untold = untold.map(|(why, count)| json!({ "why": why.to_string(), "count": count }));
    Ok(json!({
        "when": question.expression.text(),
        "order": question.order,
        "search": question.search,
        "found": turn,
        "conventions": bisection.conventions,
        "places": bisection.places,
        "folds": bisection.folds,
        "untold": untold.collect::<Vec<_>>(),
    }))
}

fn turn_json(turn: &Turn, ledger: &Ledger) -> Result<Value, Failure> {
    let bytes = ledger.entry(turn.entry.meta.seq)?.unwrap_or_default();
    let entry: Value = serde_json::from_slice(&bytes).map_err(|e| Failure::internal(&e))?;
    Ok(json!({
        "convention": turn.stream,
        "entry": entry,
        "entries": turn.place.entries,
        // No day can be named that is as far back as sources go.
        "at": turn.place.as_of.effective.filter(|day| *day != Day::MIN),
        // Of a vague date `at` is the last day; on which day from this one on it became true, no source says.
        "at_earliest": turn.vague_from().filter(|day| *day != Day::MIN),
        "as_far_back_as_sources_go": turn.place.as_of.effective == Some(Day::MIN),
        "known_at": turn.place.as_of.known,
        "first_known": turn.before.is_none(),
        "changes": changes(turn.before.as_ref(), Some(&turn.after)),
        "holds_at_end": turn.holds_at_end,
    }))
}
