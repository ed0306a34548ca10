//! `greffe keys`: the signing keys that the ledger itself records.

use super::record::head_line;
use super::{open, recorder};
use crate::args::{Format, Keys, KeysVerb, Said};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::{output, pinned};
use greffe::proofs::VerifierKey;
use greffe::{KeyRecord, Ledger};
use serde_json::json;

/// See the module.
pub async fn run(args: &Keys, context: &Context) -> Result<u8, Failure> {
    match &args.verb {
        None | Some(KeysVerb::List) => list(context),
        Some(KeysVerb::Register { key, retires, said }) => {
            let retired: Vec<VerifierKey> =
                retires.iter().map(|path| pinned::public(path)).collect::<Result<_, _>>()?;
            record(&[pinned::public(key)?], &retired, said, context).await
        }
        Some(KeysVerb::Retire { key, said }) => {
            record(&[], &[pinned::public(key)?], said, context).await
        }
    }
}

async fn record(
    registered: &[VerifierKey],
    retired: &[VerifierKey],
    said: &Said,
    context: &Context,
) -> Result<u8, Failure> {
    let ledger = Ledger::open(&context.ledger_dir())?;
    let (by, reason) = (recorder(said.by.as_ref()), said.reason.as_deref());
    let receipt = ledger.register_keys(registered, retired, reason, &by).await?;
    let seqs: Vec<u64> = receipt.entries.iter().map(|entry| entry.seq).collect();
    let head = ledger.head();
    match context.format {
        Format::Json => output::json(&json!({
            "recorded": seqs,
            "head": { "count": head.count, "hash": head.hash.to_string() },
        }))?,
        Format::Text => {
            let recorded = context.entries_recorded(seqs.len());
            output::text(&format!("{recorded}.\n{}", head_line(context, &ledger)))?;
        }
    }
    Ok(DONE)
}

fn list(context: &Context) -> Result<u8, Failure> {
    let ledger = open(context)?;
    let records = ledger.signing_keys()?;
    match context.format {
        Format::Json => {
            let one = |record: &KeyRecord| {
                json!({
                    "key": record.key.to_string(),
                    "registered": record.registered,
                    "retired": record.retired,
                })
            };
            output::json(&records.iter().map(one).collect::<Vec<_>>())?;
        }
        Format::Text => {
            let none = context.say(
                "Ce registre n'inscrit aucune clé ; `greffe keys register` en inscrit une.",
                "This ledger records no key; `greffe keys register` records one.",
            );
            let line = |record: &KeyRecord| {
                let key = &record.key;
                let from = context.say("en vigueur depuis", "in force since");
                let until = record
                    .retired
                    .map(|seq| format!(", {} {seq}", context.say("retirée par", "retired by")));
                let until = until.unwrap_or_default();
                format!("{key}\n  {from} {}{until}", record.registered)
            };
            let lines: Vec<String> = records.iter().map(line).collect();
            output::text(
                if lines.is_empty() { none.to_owned() } else { lines.join("\n") }.as_str(),
            )?;
        }
    }
    Ok(DONE)
}
