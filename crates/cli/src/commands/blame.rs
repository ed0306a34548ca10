//! `greffe blame`: who set each field of a convention's state.

use super::{open, subject};
use crate::args::{Blame, Format};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::quoted::quoted;
use crate::references::LedgerReferences;
use greffe::inquiry;
use serde_json::json;

/// See the module.
pub fn run(args: &Blame, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let ledger = open(context)?;
    let stream = subject::convention(&ledger, &args.convention)?;
    let record = ledger.record_of(&stream)?;
    subject::known(&record, as_of)?;
    let named = args.field.as_deref();
    let named = named.map(|typed| subject::field_meant(&record.fields(as_of), typed));
    let fields = inquiry::blame(&record, as_of, named.as_deref(), args.history)?;
    let references = LedgerReferences::of_entries(&ledger, record.recorded());
    if context.format == Format::Json {
        let fields = quoted(&fields, &references)?;
        output::json(&json!({ "stream": stream, "fields": fields }))?;
    } else {
        output::text(&greffe_render::blame(context.style, &references, &stream, &fields))?;
    }
    Ok(DONE)
}
