//! `greffe log`: lists the entries; `--raw` prints the stored bytes, one entry a line.

use super::open;
use crate::args::{Format, Log};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use greffe::chain::Entry;
use greffe::domain::Content;
use greffe::{Error, Ledger};
use greffe_render::event_sentence;

/// See the module.
pub fn run(args: &Log, context: &Context) -> Result<u8, Failure> {
    let ledger = open(context)?;
    match (args.raw, context.format) {
        (true, _) => output::stream(chosen(&ledger, args).map(|entry| {
            let mut line = entry?;
            line.push(b'\n');
            Ok(line)
        }))?,
        (false, Format::Json) => json(&ledger, args)?,
        (false, Format::Text) => {
            output::stream(chosen(&ledger, args).map(|entry| text_line(&entry?, context)))?;
        }
    }
    Ok(DONE)
}

/// The stored bytes of the entries asked for.
fn chosen<'a>(
    ledger: &'a Ledger,
    args: &'a Log,
) -> impl Iterator<Item = Result<Vec<u8>, Failure>> + 'a {
    let range = args.from.unwrap_or(0)..=args.to.unwrap_or(u64::MAX);
    ledger.entries(range).filter_map(move |bytes| {
        let wanted = bytes.and_then(|bytes| Ok(matches(&bytes, args)?.then_some(bytes)));
        wanted.map_err(Failure::from).transpose()
    })
}

fn matches(bytes: &[u8], args: &Log) -> Result<bool, Error> {
    if args.stream.is_none() && args.kind.is_none() {
        return Ok(true);
    }
    let entry =
        Entry::parse(bytes).map_err(|e| Error::Entry { seq: None, reason: e.to_string() })?;
    let below = |stream: &String| {
        let rest = entry.stream().strip_prefix(stream.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let kind = |kind: &String| entry.kind() == kind;
    Ok(args.stream.as_ref().is_none_or(below) && args.kind.as_ref().is_none_or(kind))
}

/// One array, written as it is read: the entries as stored, two spaces before each.
fn json(ledger: &Ledger, args: &Log) -> Result<(), Failure> {
    let mut first = true;
    let entries = chosen(ledger, args).map(move |entry| {
        let entry = entry?;
        let lead: &[u8] = if std::mem::take(&mut first) { b"[\n  " } else { b",\n  " };
        Ok([lead, entry.as_slice()].concat())
    });
    let mut none = true;
    let counted = entries.inspect(|_| none = false);
    output::stream(counted)?;
    output::text(if none { "[]" } else { "\n]" })
}

fn text_line(bytes: &[u8], context: &Context) -> Result<Vec<u8>, Failure> {
    let recorded = greffe::decode(bytes)?;
    let meta = &recorded.meta;
    let sentence = match &recorded.content {
        Content::Known(fact) => event_sentence(context.lang, &fact.event),
        Content::Unknown { kind, schema } => {
            format!(
                "{kind} ({} {schema})",
                context.say("genre inconnu, schéma", "unknown kind, schema")
            )
        }
        Content::Odd { reason, .. } => reason.clone(),
    };
    let line = format!(
        "{:>6}  {}  {:<12} {}\n        {}\n",
        meta.seq,
        meta.recorded_at,
        meta.effective.as_str(),
        sentence,
        meta.stream
    );
    Ok(line.into_bytes())
}
