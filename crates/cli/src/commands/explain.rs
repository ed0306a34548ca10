//! `greffe explain`: a figure as a tree, down to the sentences of the acts.

use super::{open, subject};
use crate::args::{Explain, Format};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::quoted::quoted;
use crate::references::LedgerReferences;
use greffe::inquiry;
use serde_json::json;

/// See the module.
pub fn run(args: &Explain, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let ledger = open(context)?;
    let stream = subject::convention(&ledger, &args.convention)?;
    let record = ledger.record_of(&stream)?;
    subject::known(&record, as_of)?;
    // What was paid is known without a balance; the rest of it is not.
    if is_of_balance(&args.explained)
        && record.view(as_of).balance.is_none()
        && record.fields(as_of).get(&args.explained).is_none()
    {
        return Err(no_balance());
    }
    let explanation = inquiry::explain(&record, as_of, &args.explained)?;
    let references = LedgerReferences::of_entries(&ledger, record.recorded());
    if context.format == Format::Json {
        let assumptions = explanation.tree.assumptions();
        let tree = quoted(&explanation.tree, &references)?;
        output::json(&json!({
            "stream": stream,
            "path": explanation.path,
            "assumptions": assumptions,
            "tree": tree,
        }))?;
    } else {
        let page = greffe_render::explain(context.style, &references, &stream, &explanation);
        output::text(&page)?;
    }
    Ok(DONE)
}

/// Whether a name is of the balance; the rule of the balance is a field of its own.
fn is_of_balance(name: &str) -> bool {
    name == "balance" || name.starts_with("balance.")
}

fn no_balance() -> Failure {
    Failure::cannot_conclude(
        "no-balance",
        "le solde ne peut être calculé : il y faut le montant, et la dépense réalisée ou un budget \
         révisé ; `greffe state` dit ce qui manque"
            .to_owned(),
        "the balance cannot be computed: it needs the amount, and the expense realised or a revised \
         budget; `greffe state` says what is missing"
            .to_owned(),
    )
}
