//! `greffe draft`: reads an act into a draft for a person to correct.

use crate::args::{Draft, Format};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::{input, output};
use greffe::{DraftConfidence, ReadOptions};
use greffe_render::Lang;
use serde_json::json;
use std::io::Write;

/// See the module.
pub fn run(args: &Draft, context: &Context) -> Result<u8, Failure> {
    let bytes = input::bytes(&args.file)?;
    let options = ReadOptions { institution: args.institution.clone() };
    let drafted = greffe::draft(&input::name(&args.file), &bytes, &options)?;
    let json = serde_json::to_string_pretty(&drafted.draft).map_err(|e| Failure::internal(&e))?;
    let Some(path) = &args.output else {
        output::text(&json)?;
        return Ok(DONE);
    };
    let refused = |e: std::io::Error| {
        Failure::unreadable(
            "output-file",
            format!("{} ne peut être écrit : {e}", path.display()),
            format!("cannot write {}: {e}", path.display()),
        )
    };
    // A draft that a person has corrected is never overwritten.
    let mut file = std::fs::File::create_new(path).map_err(refused)?;
    writeln!(file, "{json}").and_then(|()| file.sync_all()).map_err(refused)?;
    let events = &drafted.draft.events;
    let sure = events.iter().filter(|e| e.confidence == DraftConfidence::Sure).count();
    let review = events.len() - sure;
    let notes = drafted.draft.notes.len();
    if context.format == Format::Json {
        let path = path.display().to_string();
        output::json(&json!({ "draft": path, "sure": sure, "review": review, "notes": notes }))?;
        return Ok(DONE);
    }
    // The act is looked for beside its draft; elsewhere it must be named.
    let beside = path.parent() == args.file.parent();
    let document =
        if beside { String::new() } else { format!(" --document {}", args.file.display()) };
    let path = path.display();
    let said = match context.lang {
        Lang::Fr => format!(
            "{path} : {sure} faits sûrs, {review} à vérifier, {notes} notes. Corriger le fichier, \
             puis : greffe record {path}{document}"
        ),
        Lang::En => format!(
            "{path}: {sure} facts sure, {review} to review, {notes} notes. Correct the file, then: \
             greffe record {path}{document}"
        ),
    };
    output::text(&said)?;
    Ok(DONE)
}
