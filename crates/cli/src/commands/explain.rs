//! `greffe explain`: a figure as a tree, down to the sentences of the acts.

use super::{open, subject};
use crate::args::{Explain, Format};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::quoted::quoted;
use crate::references::LedgerReferences;
use greffe::inquiry::{self, NoBalance};
use serde_json::json;

/// See the module.
pub fn run(args: &Explain, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let ledger = open(context)?;
    let stream = subject::convention(&ledger, &args.convention)?;
    let record = ledger.record_of(&stream)?;
    subject::known(&record, as_of)?;
    let fields = record.fields(as_of);
    let name = subject::field_meant(&fields, &args.explained);
    // What was paid is known without a balance; the rest of it is not.
    if is_of_balance(&name)
        && fields.get(&name).is_none()
        && let Some(why) = inquiry::why_no_balance(&record.view(as_of))
    {
        return Err(no_balance(why));
    }
    let explanation = inquiry::explain(&record, as_of, &name)?;
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

fn no_balance(why: NoBalance) -> Failure {
    let (fr, en) = match why {
        NoBalance::NoAmount => ("aucune source ne dit le montant", "no source gives the amount"),
        NoBalance::NoExpense => (
            "il y faut la dépense réalisée, ou un budget révisé à lui comparer",
            "it needs the expense realised, or a revised budget to compare with",
        ),
        NoBalance::NoBudget => ("aucune source ne dit le budget", "no source gives the budget"),
        NoBalance::BudgetNotPositive => (
            "le budget en vigueur n'est pas supérieur à 0 €, et rien ne se calcule au prorata",
            "the budget in force is not above €0, and nothing is computed in proportion to it",
        ),
        NoBalance::TooLarge => {
            ("un résultat dépasse tout montant", "a result is larger than any amount")
        }
    };
    Failure::cannot_conclude(
        "no-balance",
        format!("le solde ne peut être calculé : {fr} ; voir `greffe state`"),
        format!("the balance cannot be computed: {en}; see `greffe state`"),
    )
}
