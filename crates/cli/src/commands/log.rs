//! `greffe log`: lists the entries; `--raw` prints the stored bytes, one entry a line.

use super::open;
use crate::args::{Format, Log};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use greffe::chain::Entry;
use greffe::domain::{AsOf, Content, Edtf, Instant, Standing};
use greffe::{Error, Ledger};
use greffe_render::event_sentence;

/// See the module.
pub fn run(args: &Log, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let ledger = open(context)?;
    match (args.raw, context.format) {
        (true, _) => output::stream(chosen(&ledger, args, as_of).map(|entry| {
            let mut line = entry?;
            line.push(b'\n');
            Ok(line)
        }))?,
        (false, Format::Json) => json(&ledger, args, as_of)?,
        (false, Format::Text | Format::Csv) => {
            let entries = chosen(&ledger, args, as_of);
            output::stream(entries.map(|entry| text_line(&entry?, as_of, context)))?;
        }
    }
    Ok(DONE)
}

/// The stored bytes of the entries asked for.
fn chosen<'a>(
    ledger: &'a Ledger,
    args: &'a Log,
    as_of: AsOf,
) -> impl Iterator<Item = Result<Vec<u8>, Failure>> + 'a {
    let range = args.from.unwrap_or(0)..=args.to.unwrap_or(u64::MAX);
    ledger.entries(range).filter_map(move |bytes| {
        let wanted = bytes.and_then(|bytes| Ok(matches(&bytes, args, as_of)?.then_some(bytes)));
        wanted.map_err(Failure::from).transpose()
    })
}

/// Whether an entry is asked for. The two clocks choose what had been recorded by then, and what
/// may have been in force; what a later entry voids or corrects stays in the log and in the list.
fn matches(bytes: &[u8], args: &Log, as_of: AsOf) -> Result<bool, Error> {
    if args.stream.is_none() && args.kind.is_none() && as_of == AsOf::default() {
        return Ok(true);
    }
    let entry =
        Entry::parse(bytes).map_err(|e| Error::Entry { seq: None, reason: e.to_string() })?;
    let below = |stream: &String| {
        let rest = entry.stream().strip_prefix(stream.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let kind = |kind: &String| entry.kind() == kind;
    let named = args.stream.as_ref().is_none_or(below) && args.kind.as_ref().is_none_or(kind);
    let learned = |known: Instant| entry.recorded().micros() <= known.micros();
    let standing = standing(&entry, as_of);
    Ok(named && as_of.known.is_none_or(learned) && standing != Standing::Future)
}

/// Where an entry stands on the day asked about; what has no date that can be read may hold. What
/// concerns the record itself (registrations, voids) holds from when it was recorded.
fn standing(entry: &Entry<'_>, as_of: AsOf) -> Standing {
    if entry.stream() == "ledger" {
        return Standing::InForce;
    }
    let date = entry.effective().parse::<Edtf>().unwrap_or_else(|_| Edtf::unknown());
    as_of.effective.map_or(Standing::InForce, |day| date.standing(day))
}

/// One array, written as it is read: the entries as stored, two spaces before each.
fn json(ledger: &Ledger, args: &Log, as_of: AsOf) -> Result<(), Failure> {
    let mut first = true;
    let entries = chosen(ledger, args, as_of).map(move |entry| {
        let entry = entry?;
        let lead: &[u8] = if std::mem::take(&mut first) { b"[\n  " } else { b",\n  " };
        Ok([lead, entry.as_slice()].concat())
    });
    let mut none = true;
    let counted = entries.inspect(|_| none = false);
    output::stream(counted)?;
    output::text(if none { "[]" } else { "\n]" })
}

fn text_line(bytes: &[u8], as_of: AsOf, context: &Context) -> Result<Vec<u8>, Failure> {
    let recorded = greffe::decode(bytes)?;
    let meta = &recorded.meta;
    let sentence = match &recorded.content {
        Content::Known(event) => event_sentence(context.lang, event),
        Content::Unknown { kind, schema } => {
            format!(
                "{kind} ({} {schema})",
                context.say("genre inconnu, schéma", "unknown kind, schema")
            )
        }
        Content::Odd { reason, .. } => reason.clone(),
    };
    let entry =
        Entry::parse(bytes).map_err(|e| Error::Entry { seq: None, reason: e.to_string() })?;
    let possible = match standing(&entry, as_of) {
        Standing::Possible => context.say("peut-être en vigueur : ", "possibly in force: "),
        _ => "",
    };
    let line = format!(
        "{:>6}  {}  {:<12} {possible}{}\n        {}\n",
        meta.seq,
        meta.recorded_at,
        meta.effective.as_str(),
        sentence,
        meta.stream
    );
    Ok(line.into_bytes())
}
