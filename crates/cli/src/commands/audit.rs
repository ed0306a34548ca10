//! `greffe audit`: applies the rules; the exit code says what they found.

use super::awaited::{awaited, kinds};
use super::{Rules, judged, open, say_not_judged, set_aside, subject};
use crate::args::{Audit, Format};
use crate::context::Context;
use crate::expression::{parse, true_of};
use crate::failure::{ANOMALY, CANNOT_CONCLUDE, DONE, Failure};
use crate::output;
use crate::references::LedgerReferences;
use greffe::audit_trail::{Finding, Outcome, Rule, RulePack, Trail, rules};
use greffe::inquiry::{FindingSubject, Scope};
use serde_json::json;

/// Whether a rule speaks under these arguments.
fn applies(args: &Audit, pack: &RulePack, rule: &Rule) -> bool {
    args.rule.as_deref().is_none_or(|id| rule.id == id)
        && args.severity.is_none_or(|weight| weight.reaches(rule.severity))
        && !pack.disables(rule.id)
}

/// See the module.
pub fn run(args: &Audit, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let only = args
        .only
        .as_deref()
        .map(|text| parse("--where", Scope::Finding, text, context))
        .transpose()?;
    if let Some(id) = &args.rule {
        super::rules::find(id)?;
    }
    let set = Rules::of(&args.ruled)?;
    let ledger = open(context)?;
    let facts = judged(&ledger, args.subject.as_ref(), context)?;
    let trail = Trail::under(&facts, as_of, &set.pack);
    say_not_judged(&trail, context);
    let not_judged = trail.not_judged.clone();
    let unjudged = !not_judged.is_empty();
    let subjects = trail.subjects.iter().map(|s| s.stream.clone()).collect();
    let chosen = subject::choose_known(&ledger, subjects, args.subject.as_ref(), as_of)?;
    let of_asked = |finding: &Finding| args.subject.is_none() || chosen.contains(&finding.subject);
    let told: Vec<Finding> = trail.findings.into_iter().filter(of_asked).collect();
    let all = told.len();
    let mut findings: Vec<Finding> = told
        .into_iter()
        .filter(|finding| args.rule.as_deref().is_none_or(|id| finding.rule == id))
        .filter(|finding| args.severity.is_none_or(|weight| weight.reaches(finding.severity)))
        .collect();
    // Whether the rules that were asked said anything at all; --where only chooses among what they said.
    let silent = findings.is_empty();
    if silent {
        output::note(context.say(
            "aucune règle demandée n'a rien à dire de ce sujet : rien n'est établi, ni conforme ni irrégulier (code 4)",
            "no rule that was asked has anything to say here: nothing is established, neither conforming nor \
             irregular (exit code 4)",
        ));
    }
    if let Some(expression) = &only {
        findings = true_of(findings, context, |one| expression.ask(&FindingSubject(one)))?;
    }
    let waiting = awaited(&ledger, &facts, (args.subject.is_some(), &chosen), as_of)?;
    let count = |outcome: Outcome| findings.iter().filter(|f| f.outcome == outcome).count();
    if context.format == Format::Json {
        let mut told = json!({
            "findings": findings,
            "rules_run": rules().iter().filter(|rule| applies(args, &set.pack, rule)).count(),
            "rule_pack": set.record(),
            "irregular": count(Outcome::Irregular),
            "cannot_conclude": count(Outcome::CannotConclude),
            "observations": count(Outcome::Observation),
            "conforming": count(Outcome::Conforming),
            "no_rule_applies": silent,
            "not_judged": not_judged,
            "set_aside": set_aside(&facts),
        });
        if let (Some(told), Some(waiting)) = (told.as_object_mut(), &waiting) {
            told.insert("waiting".to_owned(), json!(waiting));
        }
        output::json(&told)?;
    } else {
        let waiting = waiting.unwrap_or_default();
        let references =
            LedgerReferences::of(&ledger).with_waiting(greffe::waiting_by_subject(&waiting));
        let mut page = greffe_render::findings(context.style, &references, &findings, all);
        page.push_str(&greffe_render::waiting(context.style, 2, &kinds(&waiting)));
        output::text(&set.under(page, context))?;
    }
    Ok(if count(Outcome::Irregular) > 0 {
        ANOMALY
    } else if count(Outcome::CannotConclude) > 0 || unjudged || silent {
        // Where no rule that was asked had anything to say, nothing was found to conform.
        CANNOT_CONCLUDE
    } else {
        DONE
    })
}
