//! `greffe state`: the state of conventions at a question's two clocks.

use super::{facts, open, set_aside, subject};
use crate::args::{Format, State};
use crate::context::Context;
use crate::expression::{parse, true_of};
use crate::failure::{DONE, Failure};
use crate::output;
use crate::references::LedgerReferences;
use greffe::domain::{AsOf, Facts, StreamId, StreamKind};
use greffe::inquiry::{ConventionRecord, Scope, StateSubject, acts_named_by};
use greffe::{Ledger, Texts, Waiting};
use serde_json::json;
use std::collections::BTreeSet;

/// See the module.
pub fn run(args: &State, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let only = args
        .only
        .as_deref()
        .map(|text| parse("--where", Scope::State, text, context))
        .transpose()?;
    let ledger = open(context)?;
    // What is named is read from its own entries, whatever the size of the ledger.
    let named = match &args.subject {
        Some(typed) => Some(named(&ledger, typed)?),
        None => None,
    };
    let (mut conventions, aside) = if let Some(records) = &named {
        let known = records.iter().filter(|record| record.is_known(as_of));
        let views: Vec<_> = known.map(|record| record.view(as_of)).collect();
        if let (Some(record), true) = (records.first(), views.is_empty()) {
            return Err(subject::not_known_then(record.stream(), as_of));
        }
        (views, set_aside(&Facts::default()))
    } else {
        let facts = facts(&ledger, context)?;
        (greffe::conventions(&facts, as_of), set_aside(&facts))
    };
    if let Some(expression) = &only {
        conventions = true_of(conventions, context, |one| expression.ask(&StateSubject(one)))?;
    }
    // What waits in the texts of what is named; of a whole ledger every text would be read again.
    let waiting = match &named {
        Some(records) => waiting(&ledger, records, as_of)?,
        None => None,
    };
    if context.format == Format::Json {
        let mut told = json!({ "conventions": conventions, "set_aside": aside });
        if let (Some(told), Some(waiting)) = (told.as_object_mut(), &waiting) {
            told.insert("waiting".to_owned(), json!(waiting));
        }
        output::json(&told)?;
        return Ok(DONE);
    }
    if conventions.is_empty() {
        output::text(context.say("Aucune convention.", "No convention."))?;
        return Ok(DONE);
    }
    let references = match &named {
        Some(records) => {
            let entries = records.iter().flat_map(ConventionRecord::recorded);
            let cited = entries.flat_map(|e| e.meta.sources.iter().map(|s| (e.meta.seq, s)));
            LedgerReferences::to(&ledger, Texts::cited_by(&ledger, cited))
        }
        None => LedgerReferences::of(&ledger),
    };
    let pages =
        conventions.iter().map(|v| greffe_render::convention(context.style, &references, v));
    let mut page = pages.collect::<Vec<_>>().join("\n");
    let waiting = waiting.unwrap_or_default();
    let kinds: Vec<&str> = waiting.iter().map(|one| one.kind.as_str()).collect();
    page.push_str(&greffe_render::waiting(context.style, 2, &kinds));
    output::text(&page)?;
    Ok(DONE)
}

/// What waits for review of some conventions and of the acts that they name. They are asked about together:
/// what one act says of several waits once.
fn waiting(
    ledger: &Ledger,
    records: &[ConventionRecord],
    as_of: AsOf,
) -> Result<Option<Vec<Waiting>>, Failure> {
    let mut subjects = BTreeSet::new();
    for record in records {
        subjects.extend(acts_named_by(record.facts(), record.stream(), as_of));
        subjects.insert(record.stream().clone());
    }
    let told = records.iter().flat_map(ConventionRecord::recorded).map(|entry| &*entry.meta);
    Ok(ledger.waiting(told, &subjects, as_of)?)
}

/// The conventions that are meant: one named in full, or all that end so.
fn named(ledger: &Ledger, typed: &str) -> Result<Vec<ConventionRecord>, Failure> {
    let whole = typed.parse::<StreamId>().ok();
    let streams = match whole.filter(|stream| stream.kind() == StreamKind::Convention) {
        Some(whole) if ledger.has_stream(&whole)? => vec![whole],
        _ => {
            let all = ledger.streams_of(&[StreamKind::Convention])?;
            subject::choose(all, Some(&typed.to_owned()), |stream| stream)?
        }
    };
    streams.iter().map(|stream| Ok(ledger.record_of(stream)?)).collect()
}
