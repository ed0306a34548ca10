//! `greffe record`: records a draft.

use super::recorder;
use crate::args::{Format, Record};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::{input, output};
use greffe::{DraftFile, Ledger};
use serde_json::json;

/// See the module.
pub async fn run(args: &Record, context: &Context) -> Result<u8, Failure> {
    let path = &args.draft;
    let bytes = input::bytes(path)?;
    let json = String::from_utf8(bytes).map_err(|_| {
        Failure::unreadable(
            "draft",
            format!("{} : ce n'est pas du texte UTF-8, donc pas un projet", path.display()),
            format!("{}: not UTF-8 text, hence no draft", path.display()),
        )
    })?;
    let draft = DraftFile::parse(&json)?;
    // The act stands beside its draft unless the caller says where it is. The name in a draft is
    // a name, never a path to follow.
    let beside = path.with_file_name(input::name(draft.document.name.as_ref()));
    let document = args.document.clone().unwrap_or(beside);
    let original = input::bytes(&document)?;
    let ledger = Ledger::open(&context.ledger_dir())?;
    let recording = ledger.record(&draft, &original, &recorder(args.by.as_ref())).await?;
    let head = ledger.head();
    if context.format == Format::Json {
        output::json(&json!({
            "document": recording.document,
            "already_registered": recording.known_document,
            "recorded": recording.recorded,
            "already_recorded": recording.already,
            "head": { "count": head.count, "hash": head.hash.to_string() },
        }))?;
        return Ok(DONE);
    }
    let (recorded, already) = (recording.recorded.len(), recording.already);
    let first = context.say("inscriptions nouvelles", "entries recorded");
    let second = context.say("déjà inscrites", "already recorded");
    let said = format!("{recorded} {first}, {already} {second}.\n{}", head_line(context, &ledger));
    output::text(&said)?;
    Ok(DONE)
}

/// The head of the ledger in a line: what a person notes down to verify against later.
pub fn head_line(context: &Context, ledger: &Ledger) -> String {
    let head = ledger.head();
    let label = context.say("Tête du registre :", "Head of the ledger:");
    format!("{label} {}:{}", head.count, head.hash)
}
