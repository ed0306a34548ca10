//! `greffe publish`: static files that any monitor or witness of transparency logs can follow.

use super::open;
use crate::args::{Format, Publish};
use crate::context::Context;
use crate::failure::{ANOMALY, DONE, Failure};
use crate::output;
use greffe_render::Lang;
use serde_json::json;

/// See the module.
pub fn run(args: &Publish, context: &Context) -> Result<u8, Failure> {
    let ledger = open(context)?;
    if args.entries {
        output::note(context.say(
            "--entries publie les inscriptions en clair : tout nom qu'elles portent devient public",
            "--entries publishes entries in clear: every name in them becomes public",
        ));
    }
    let done = ledger.publish(&args.dir, args.entries)?;
    let dir = args.dir.display();
    match context.format {
        Format::Json => output::json(&json!({
            "path": dir.to_string(),
            "size": done.size,
            "before": done.before,
            "tiles": done.tiles,
            "pages": done.pages,
            "mended": done.mended,
        }))?,
        Format::Text => {
            let (size, pages) = (context.entries(done.size), context.pages(done.pages));
            let tiles = context.count(done.tiles, ("tuile", "tuiles"), ("tile", "tiles"));
            let before = done.before.unwrap_or(0);
            let mended = match (done.mended.as_slice(), context.lang) {
                ([], _) => String::new(),
                (mended, Lang::Fr) => format!(
                    "\nRefaits, qui n'étaient pas ce qui doit y être :\n- {}",
                    mended.join("\n- ")
                ),
                (mended, Lang::En) => format!(
                    "\nWritten anew, which were not what must be there:\n- {}",
                    mended.join("\n- ")
                ),
            };
            let said = match context.lang {
                Lang::Fr => format!(
                    "{dir} : point de contrôle sur {size} (avant : {before})\n\
                     Écrits : {tiles} d'empreintes, {pages} d'inscriptions"
                ),
                Lang::En => format!(
                    "{dir}: checkpoint over {size} (before: {before})\n\
                     Written: {tiles} of hashes, {pages} of entries"
                ),
            };
            output::text(&(said + &mended))?;
        }
    }
    // Somebody or something has changed what others read.
    Ok(if done.mended.is_empty() { DONE } else { ANOMALY })
}
