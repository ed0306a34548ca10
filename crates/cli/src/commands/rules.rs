//! `greffe rules`: the catalogue, or one rule in full.

use crate::args::{Format, Rules};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use greffe::audit_trail::{Rule, rules};
use serde_json::{Value, json};

/// See the module.
pub fn run(args: &Rules, context: &Context) -> Result<u8, Failure> {
    let chosen: Vec<&Rule> = match &args.id {
        Some(id) => vec![find(id)?],
        None => rules().to_vec(),
    };
    if context.format == Format::Json {
        let list: Vec<Value> = chosen.iter().map(|rule| as_json(rule)).collect();
        output::json(&json!({ "rules": list }))?;
    } else if args.id.is_some() {
        let pages = chosen.iter().map(|rule| greffe_render::rule(context.style, rule));
        output::text(&pages.collect::<String>())?;
    } else {
        output::text(&greffe_render::rules(context.style, &chosen))?;
    }
    Ok(DONE)
}

/// A rule by its id.
pub fn find(id: &str) -> Result<&'static Rule, Failure> {
    rules().iter().copied().find(|rule| rule.id == id).ok_or_else(|| {
        Failure::usage(
            "no-rule",
            format!("« {id} » n'est pas une règle ; `greffe rules` les liste"),
            format!("\u{ab} {id} \u{bb} is no rule; `greffe rules` lists them"),
        )
    })
}

fn as_json(rule: &Rule) -> Value {
    let versions = rule.versions.iter().map(|v| {
        let day = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        json!({
            "citation": v.citation, "read_at": v.read_at,
            "from": day(v.from), "until": day(v.until),
        })
    });
    json!({
        "id": rule.id,
        "severity": rule.severity,
        "rule": { "fr": rule.fr, "en": rule.en },
        "versions": versions.collect::<Vec<_>>(),
        "needs": rule.needs,
    })
}
