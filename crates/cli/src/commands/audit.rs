//! `greffe audit`: applies the rules; the exit code says what they found.

use super::{facts, open, say_not_judged, set_aside, subject};
use crate::args::{Audit, Format};
use crate::context::Context;
use crate::expression::{no_question, parse, say_untold};
use crate::failure::{ANOMALY, CANNOT_CONCLUDE, DONE, Failure};
use crate::output;
use crate::references::LedgerReferences;
use greffe::audit_trail::{Finding, Outcome, Trail, rules};
use greffe::inquiry::{Expression, FindingSubject, Scope, Tally};
use serde_json::json;

/// See the module.
pub fn run(args: &Audit, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let only =
        args.only.as_deref().map(|text| parse("--where", Scope::Finding, text)).transpose()?;
    if let Some(id) = &args.rule {
        super::rules::find(id)?;
    }
    let ledger = open(context)?;
    let facts = facts(&ledger, context)?;
    let trail = Trail::of(&facts, as_of);
    say_not_judged(&trail, context);
    let not_judged = trail.not_judged.clone();
    let unjudged = !not_judged.is_empty();
    let subjects = trail.subjects.iter().map(|s| s.stream.clone()).collect();
    let chosen = subject::choose(subjects, args.subject.as_ref(), |stream| stream)?;
    let mut findings: Vec<Finding> = trail
        .findings
        .into_iter()
        .filter(|finding| args.rule.as_deref().is_none_or(|id| finding.rule == id))
        .filter(|finding| args.subject.is_none() || chosen.contains(&finding.subject))
        .collect();
    if let Some(expression) = &only {
        findings = true_of(expression, findings, context)?;
    }
    let count = |outcome: Outcome| findings.iter().filter(|f| f.outcome == outcome).count();
    if context.format == Format::Json {
        output::json(&json!({
            "findings": findings,
            "rules_run": if args.rule.is_some() { 1 } else { rules().len() },
            "irregular": count(Outcome::Irregular),
            "cannot_conclude": count(Outcome::CannotConclude),
            "observations": count(Outcome::Observation),
            "conforming": count(Outcome::Conforming),
            "not_judged": not_judged,
            "set_aside": set_aside(&facts),
        }))?;
    } else {
        let references = LedgerReferences::of(&ledger)?;
        output::text(&greffe_render::findings(context.style, &references, &findings))?;
    }
    Ok(if count(Outcome::Irregular) > 0 {
        ANOMALY
    } else if count(Outcome::CannotConclude) > 0 || unjudged {
        CANNOT_CONCLUDE
    } else {
        DONE
    })
}

/// The findings of which an expression is true.
fn true_of(
    expression: &Expression,
    findings: Vec<Finding>,
    context: &Context,
) -> Result<Vec<Finding>, Failure> {
    let mut untold = Tally::default();
    let mut chosen = Vec::new();
    for finding in findings {
        let answer = expression.ask(&FindingSubject(&finding)).map_err(|e| no_question(&e))?;
        if untold.count(answer) {
            chosen.push(finding);
        }
    }
    say_untold(&untold, context);
    Ok(chosen)
}
