//! `greffe schema`: the JSON Schema of events, generated from their types.

use crate::args::Schema;
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use greffe::domain::{Event, KINDS};
use serde_json::{Map, Value};

/// See the module.
pub fn run(args: &Schema, _: &Context) -> Result<u8, Failure> {
    let Some(kind) = &args.kind else {
        let schemas = KINDS.iter().filter_map(|(kind, _)| {
            Some(((*kind).to_owned(), Event::json_schema(kind)?.to_value()))
        });
        output::json(&Value::Object(schemas.collect::<Map<String, Value>>()))?;
        return Ok(DONE);
    };
    let schema = Event::json_schema(kind).ok_or_else(|| {
        let kinds = KINDS.iter().map(|(kind, _)| *kind).collect::<Vec<_>>().join(", ");
        Failure::usage(
            "no-kind",
            format!("« {kind} » n'est pas un genre d'événement. Il y a : {kinds}"),
            format!("\u{ab} {kind} \u{bb} is no kind of event. There is: {kinds}"),
        )
    })?;
    output::json(&schema)?;
    Ok(DONE)
}
