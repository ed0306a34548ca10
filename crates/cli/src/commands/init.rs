//! `greffe init`: creates a ledger.

use super::recorder;
use crate::args::{Format, Init};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use greffe::{Ledger, Opening};
use serde_json::json;

/// See the module.
pub fn run(args: &Init, context: &Context) -> Result<u8, Failure> {
    let dir = context.ledger_dir();
    let name = args.name.clone().unwrap_or_else(|| crate::input::name(&dir));
    let by = recorder(args.by.as_ref());
    let ledger = Ledger::create(&dir, Opening { name, institution: args.institution.clone(), by })?;
    let (id, dir) = (ledger.id().to_string(), dir.display().to_string());
    match context.format {
        Format::Json => output::json(&json!({ "ledger": id, "path": dir }))?,
        Format::Text => {
            let said = context.say("Registre créé dans", "Ledger created in");
            let identity = context.say("Identité :", "Identity:");
            output::text(&format!("{said} {dir}\n{identity} {id}"))?;
        }
    }
    Ok(DONE)
}
