//! `greffe rules`: the catalogue, or one rule in full.

use crate::args::{Format, Rules, RulesVerb};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use greffe::audit_trail::{Rule, rules};
use serde_json::{Value, json};

/// See the module.
pub fn run(args: &Rules, context: &Context) -> Result<u8, Failure> {
    let one = match &args.verb {
        Some(RulesVerb::Show { id }) => Some(find(id)?),
        Some(RulesVerb::List) | None => None,
    };
    let chosen: Vec<&Rule> = one.map_or_else(|| rules().to_vec(), |rule| vec![rule]);
    if context.format == Format::Json {
        let list: Vec<Value> = chosen.iter().map(|rule| as_json(rule)).collect();
        output::json(&json!({ "rules": list }))?;
    } else if let Some(rule) = one {
        output::text(&greffe_render::rule(context.style, rule))?;
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
    let parameter = rule.parameter().map(|p| {
        json!({
            "name": p.name, "what": { "fr": p.fr, "en": p.en },
            "law": p.law, "strictest": p.strictest,
        })
    });
    json!({
        "id": rule.id,
        "severity": rule.severity,
        "rule": { "fr": rule.fr, "en": rule.en },
        "versions": versions.collect::<Vec<_>>(),
        "needs": rule.needs,
        "parameter": parameter,
    })
}
