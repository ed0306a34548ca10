//! `greffe what-if`: a counterfactual state beside the recorded one. Nothing is written.

use super::{Rules, open, subject};
use crate::args::{Format, WhatIf};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::quoted::quoted;
use crate::references::{LedgerReferences, entry_number};
use greffe::inquiry::{Assignation, Hypothesis, Without, what_if};
use greffe::{DraftFile, Ledger};
use std::collections::BTreeSet;

/// See the module.
pub fn run(args: &WhatIf, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    if args.without.is_empty() && args.drafts.is_empty() && args.settings.is_empty() {
        return Err(Failure::usage(
            "nothing-supposed",
            "rien n'est supposé ; donner --without, --with ou --set".to_owned(),
            "nothing is supposed; give --without, --with or --set".to_owned(),
        ));
    }
    let set = Rules::of(&args.ruled)?;
    let ledger = open(context)?;
    let stream = subject::convention(&ledger, &args.convention)?;
    let record = ledger.judged_record_of(&stream)?;
    let hypothesis = hypothesis(args, context, &ledger)?;
    // Without the entry that voids it, or with another, something may be known of it again.
    let entry = |without: &Without| matches!(without, Without::Entry(_));
    if !hypothesis.without.iter().any(entry) && hypothesis.with.is_empty() {
        subject::known(&record, as_of)?;
    }
    let answer = what_if(&record, as_of, hypothesis, &set.pack)?;
    if answer.changes.is_empty() {
        subject::known(&record, as_of)?;
    }
    let references = LedgerReferences::of_entries(&ledger, record.recorded());
    if context.format == Format::Json {
        let mut told = quoted(&answer, &references)?;
        if let Some(told) = told.as_object_mut() {
            told.insert("rule_pack".to_owned(), set.record().unwrap_or_default());
        }
        output::json(&told)?;
    } else {
        let page = greffe_render::what_if(context.style, &references, &answer);
        output::text(&set.under(page, context))?;
    }
    Ok(DONE)
}

fn hypothesis(args: &WhatIf, context: &Context, ledger: &Ledger) -> Result<Hypothesis, Failure> {
    let mut hypothesis = Hypothesis { next: ledger.head().count, ..Hypothesis::default() };
    for typed in &args.without {
        // Several entries may be written in one list; a reference may hold a comma, too.
        let numbers: Option<Vec<Without>> =
            typed.split(',').map(|one| entry_number(one.trim()).map(Without::Entry)).collect();
        if let Some(entries) = numbers {
            hypothesis.without.extend(entries);
        } else {
            let without = Without::parse(typed).ok_or_else(|| no_without(typed))?;
            hypothesis.without.push(without);
        }
    }
    let mut next = hypothesis.next;
    let mut given = BTreeSet::new();
    for path in &args.drafts {
        let json = super::record::text(path)?;
        // A draft that is recorded twice is recorded once.
        if !given.insert(json.clone()) {
            continue;
        }
        let supposed = ledger.supposed(&DraftFile::parse(&json)?, next)?;
        if supposed.is_empty() {
            let said = context.say("rien de nouveau à supposer", "nothing new to suppose");
            output::note(&format!("{} : {said}", path.display()));
        }
        next = supposed.iter().map(|entry| entry.meta.seq + 1).max().unwrap_or(next);
        hypothesis.with.extend(supposed);
    }
    for typed in &args.settings {
        hypothesis.set.push(Assignation::parse(typed)?);
    }
    Ok(hypothesis)
}

fn no_without(typed: &str) -> Failure {
    Failure::usage(
        "bad-without",
        format!(
            "--without : « {typed} » n'est ni une inscription (43), ni un avenant (avenant-1), ni la \
             référence d'un acte"
        ),
        format!(
            "--without: \u{ab} {typed} \u{bb} is no entry (43), avenant (avenant-1) or reference of an act"
        ),
    )
}
