//! The verbs, one file each.

mod audit;
mod awaited;
mod backup;
mod bisect;
mod blame;
mod case;
mod checkpoint;
mod cosigning;
mod diff;
mod draft;
mod erase;
mod explain;
mod import;
mod init;
mod keygen;
mod keys;
mod log;
mod matching;
mod overriding;
mod prove;
mod publish;
mod reconstruct;
mod record;
mod replay;
mod report;
mod resting;
mod review;
mod rules;
mod sample;
mod schema;
mod show;
mod state;
mod subject;
mod timeline;
mod trail;
mod verify;
mod what_if;
mod witness;

use crate::args::{Form, KeysVerb, Ruled, Verb};
use crate::context::Context;
use crate::failure::{CANNOT_CONCLUDE, DONE, Failure};
use crate::output;
use greffe::audit_trail::{AuditTrail, RulePack, Trail};
use greffe::domain::{Facts, StreamId, StreamKind};
use greffe::{Error, Ledger, RulePackFile, StoreError};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Runs a verb; the answer is the exit code.
pub async fn run(verb: &Verb, context: &Context) -> Result<u8, Failure> {
    let writes = match verb {
        Verb::Reconstruct(_)
        | Verb::Init(_)
        | Verb::Record(_)
        | Verb::Link(_)
        | Verb::Void(_)
        | Verb::Correct(_)
        | Verb::Restore(_)
        | Verb::Checkpoint(_)
        | Verb::Erase(_) => true,
        Verb::Import(args) => !args.dry_run,
        Verb::Keys(args) => !matches!(args.verb, None | Some(KeysVerb::List)),
        _ => false,
    };
    if writes && context.forensic {
        return Err(Failure::usage(
            "forensic-write",
            "--forensic lit une copie privée : cette commande inscrit, elle ne s'y prête pas"
                .to_owned(),
            "--forensic reads a private copy: this command records, and cannot go with it"
                .to_owned(),
        ));
    }
    let given = match context.form {
        Form::Text | Form::Json => true,
        Form::Csv => matches!(verb, Verb::Sample(_) | Verb::Timeline(_)),
        Form::Jsonl | Form::Svg => matches!(verb, Verb::Timeline(_)),
    };
    if !given {
        return Err(Failure::usage(
            "no-format",
            "--format : cette commande donne text ou json ; timeline et sample donnent csv, \
             timeline jsonl et svg"
                .to_owned(),
            "--format: this command gives text or json; timeline and sample give csv, timeline \
             jsonl and svg"
                .to_owned(),
        ));
    }
    let code = answer(verb, context).await?;
    // Nothing that is read from a part of a ledger is conforming.
    Ok(if code == DONE && context.partial.get() { CANNOT_CONCLUDE } else { code })
}

async fn answer(verb: &Verb, context: &Context) -> Result<u8, Failure> {
    match verb {
        Verb::Reconstruct(args) => reconstruct::run(args, context).await,
        Verb::Init(args) => init::run(args, context),
        Verb::Draft(args) => draft::run(args, context),
        Verb::Review(args) => review::run(args, context),
        Verb::Record(args) => record::run(args, context).await,
        Verb::Import(args) => import::run(args, context).await,
        Verb::Match(args) => matching::list(args, context),
        Verb::Link(args) => matching::link(args, context).await,
        Verb::Void(args) => overriding::void(args, context).await,
        Verb::Correct(args) => overriding::correct(args, context).await,
        Verb::Log(args) => log::run(args, context),
        Verb::Show(args) => show::run(args, context),
        Verb::State(args) => state::run(args, context),
        Verb::Trail(args) => trail::run(args, context),
        Verb::Blame(args) => blame::run(args, context),
        Verb::Explain(args) => explain::run(args, context),
        Verb::Diff(args) => diff::run(args, context),
        Verb::WhatIf(args) => what_if::run(args, context),
        Verb::Audit(args) => audit::run(args, context),
        Verb::Rules(args) => rules::run(args, context),
        Verb::Verify(args) => verify::run(args, context),
        Verb::Witness(args) => witness::run(args, context),
        Verb::Erase(args) => erase::run(args, context).await,
        Verb::Keygen(args) => keygen::run(args, context),
        Verb::Keys(args) => keys::run(args, context).await,
        Verb::Checkpoint(args) => checkpoint::run(args, context),
        Verb::Prove(args) => prove::run(args, context),
        Verb::Publish(args) => publish::run(args, context),
        Verb::Schema(args) => schema::run(args, context),
        Verb::Backup(args) => backup::backup(args, context),
        Verb::Restore(args) => backup::restore(args, context),
        Verb::Doctor(args) => backup::doctor(args, context),
        Verb::Bisect(args) => bisect::run(args, context),
        Verb::Replay(args) => replay::run(args, context),
        Verb::Sample(args) => sample::run(args, context),
        Verb::Case(args) => case::run(args, context),
        Verb::Timeline(args) => timeline::run(args, context),
        Verb::Report(args) => report::run(args, context),
    }
}

/// Opens the ledger of the context for reading, or the case that lies there.
fn open(context: &Context) -> Result<Ledger, Failure> {
    let dir = context.ledger_dir();
    if is_case(&dir) {
        return Ok(Ledger::of_case(case::whole(&dir)?));
    }
    if context.forensic {
        return open_beside(&dir, context);
    }
    match Ledger::open(&dir) {
        // Whoever only reads need not wait for whoever has it open.
        Err(Error::Store(StoreError::Locked { .. })) => {
            output::note(context.say(
                "le registre est ouvert ailleurs : il est lu tel qu'il était à cet instant",
                "the ledger is open elsewhere: it is read as it was at this moment",
            ));
            open_beside(&dir, context)
        }
        other => {
            let ledger = other?;
            if let Some(note) = ledger.tail_note() {
                output::note(&context.told(note));
            }
            Ok(ledger)
        }
    }
}

/// Opens a ledger without touching it; of a damaged one, what can be read, and says so.
fn open_beside(dir: &Path, context: &Context) -> Result<Ledger, Failure> {
    let ledger = Ledger::open_forensic(dir)?;
    if let Some(fault) = ledger.opening_fault() {
        let said = context.say(
            "le registre est endommagé, seul ce qui en est lisible est montré",
            "the ledger is damaged, only what can be read of it is shown",
        );
        output::note(&format!("{said} : {}", context.told(&fault.to_string())));
        context.partial.set(true);
    }
    Ok(ledger)
}

/// Whether a case lies in a directory, rather than a ledger.
fn is_case(dir: &Path) -> bool {
    dir.join("manifest.json").is_file()
}

/// Who records when nobody is named: the account the program runs under, by its number where nothing names it.
fn recorder(by: Option<&String>) -> String {
    let named = |name: &str| std::env::var(name).ok().filter(|user| !user.is_empty());
    let number = || format!("uid {}", rustix::process::getuid().as_raw());
    let account = || named("USER").or_else(|| named("LOGNAME"));
    by.cloned().or_else(account).unwrap_or_else(number)
}

/// Reads the whole log into facts; what no projection can use is said on standard error.
fn facts(ledger: &Ledger, context: &Context) -> Result<Facts, Failure> {
    let facts = ledger.project::<AuditTrail>()?;
    say_set_aside(&facts, context);
    Ok(facts)
}

/// The facts that what was typed needs, to be judged as in the whole ledger: those around its
/// subjects, or all where nothing was typed.
fn judged(ledger: &Ledger, typed: Option<&String>, context: &Context) -> Result<Facts, Failure> {
    let Some(typed) = typed else { return facts(ledger, context) };
    let whole = typed.trim_matches('/').parse::<StreamId>().ok();
    let subjects = match whole.filter(|whole| whole.as_str().contains('/')) {
        Some(whole) if ledger.has_stream(&whole)? => BTreeSet::from([whole]),
        _ => {
            let all = ledger.streams_of(&SUBJECTS)?;
            subject::choose(all, Some(typed), |stream| stream)?.into_iter().collect()
        }
    };
    let facts = ledger.facts_around(&subjects)?;
    say_set_aside(&facts, context);
    Ok(facts)
}

/// The kinds of stream that a trail tells of.
const SUBJECTS: [StreamKind; 5] = [
    StreamKind::Organ,
    StreamKind::Sitting,
    StreamKind::Act,
    StreamKind::Convention,
    StreamKind::Beneficiary,
];

fn say_set_aside(facts: &Facts, context: &Context) {
    for ((kind, schema), count) in facts.unknown() {
        let said = context.say(
            "inscriptions d'un genre que ce programme ne connaît pas, laissées de côté",
            "entries of a kind that this program does not know, set aside",
        );
        output::note(&format!("{count} {said} : {kind} ({schema})"));
    }
    for (seq, reason) in facts.odd() {
        let said = context.say("inscription illisible, laissée de côté", "odd entry, set aside");
        output::note(&format!("{seq} : {said} : {reason}"));
    }
}

/// The rule pack that was given, with what a report records of it.
struct Rules {
    file: Option<RulePackFile>,
    pack: RulePack,
}

impl Rules {
    fn of(args: &Ruled) -> Result<Rules, Failure> {
        let file = args.pack.as_deref().map(RulePackFile::open).transpose()?;
        let pack = file.as_ref().map(|file| file.pack.clone()).unwrap_or_default();
        Ok(Rules { file, pack })
    }

    /// What a program is told of it; null when none was given.
    fn record(&self) -> Option<Value> {
        self.file.as_ref().map(RulePackFile::record)
    }

    /// A page, and under it what the pack changed.
    fn under(&self, mut page: String, context: &Context) -> String {
        if let Some(RulePackFile { name, blake3, pack }) = &self.file {
            page.push('\n');
            let hash = blake3.to_string();
            page.push_str(&greffe_render::rule_pack(context.style, pack, name, &hash));
        }
        page
    }
}

/// The same for a program.
fn set_aside(facts: &Facts) -> Value {
    let unknown = facts
        .unknown()
        .iter()
        .map(|((kind, schema), count)| json!({ "kind": kind, "schema": schema, "count": count }));
    let odd = facts.odd().iter().map(|(seq, reason)| json!({ "entry": seq, "reason": reason }));
    json!({ "unknown": unknown.collect::<Vec<_>>(), "odd": odd.collect::<Vec<_>>() })
}

/// Says which acts no rule judged: silence about them must not pass for a clean audit.
fn say_not_judged(trail: &Trail, context: &Context) {
    for stream in &trail.not_judged {
        let said = context.say(
            "non contrôlé : le registre ne tient pas cette délibération elle-même",
            "not judged: the ledger does not hold that deliberation itself",
        );
        output::note(&format!("{stream} : {said}"));
    }
}
