//! `greffe verify`: reads every byte again, and says what it did not check.

mod anchors;
mod bundle;
mod counted;
mod kept_outside;
mod stored;

use crate::args::{Format, Verify};
use crate::context::Context;
use crate::failure::{ANOMALY, CANNOT_CONCLUDE, DONE, Failure};
use crate::{output, pinned};
use greffe::chain::ExpectedHead;
use greffe::{Against, HeldStamp, LedgerReport, OutsideAnchor};
use greffe_render::{Lang, Verification, VerifiedPart};
use serde_json::{Value, json};
use std::path::Path;

/// How many faults of a check the text shows; the JSON has more.
const SHOWN: usize = 5;

/// One line of the verdict.
pub(super) struct Check {
    pub(super) code: &'static str,
    pub(super) fr: &'static str,
    pub(super) en: &'static str,
    pub(super) count: u64,
    pub(super) faults: Vec<(Option<u64>, String)>,
    /// Why it cannot be concluded, where nothing is wrong and something is missing.
    pub(super) open: Option<String>,
    /// How many of the ledger's entries, from the first, what was found speaks of.
    pub(super) covers: Option<u64>,
    /// The instants that authorities state, where it looked at time-stamps.
    pub(super) stamps: Vec<HeldStamp>,
}

impl Check {
    fn word(&self) -> &'static str {
        match (self.faults.is_empty(), &self.open) {
            (false, _) => "faulty",
            (true, Some(_)) => "cannot-conclude",
            (true, None) => "sound",
        }
    }
}

/// Something that was not checked, and why.
pub(super) struct NotChecked {
    /// A name that never changes; what the store says of damage has none.
    code: Option<&'static str>,
    fr: String,
    en: String,
}

impl NotChecked {
    fn new(code: &'static str, fr: impl Into<String>, en: impl Into<String>) -> NotChecked {
        NotChecked { code: Some(code), fr: fr.into(), en: en.into() }
    }
}

/// What a verification came to.
#[derive(Default)]
pub(super) struct Verdict {
    checks: Vec<Check>,
    head: Option<String>,
    /// What is proven, where something is: lines for a person, and the same for a program.
    proven: Option<(Vec<String>, Value)>,
    not_checked: Vec<NotChecked>,
    /// How many entries were read of a ledger, a backup or a log.
    entries: u64,
    /// Entries that something from outside vouches for; `None` where nothing does, or where it makes
    /// no sense to ask.
    outside: Option<u64>,
    /// Whether anything from outside could have been held against it.
    of_a_ledger: bool,
}

impl Verdict {
    fn exit(&self, strict: bool) -> u8 {
        let any = |word| self.checks.iter().any(|check| check.word() == word);
        if any("faulty") {
            ANOMALY
        } else if any("cannot-conclude") || (strict && self.of_a_ledger && self.outside.is_none()) {
            CANNOT_CONCLUDE
        } else {
            DONE
        }
    }
}

/// See the module.
pub fn run(args: &Verify, context: &Context) -> Result<u8, Failure> {
    let against = Against {
        head: args.expect_head.as_deref().map(head).transpose()?,
        trust: pinned::trust(&args.pinned)?,
        checkpoints: args.checkpoint.iter().map(|path| outside(path)).collect::<Result<_, _>>()?,
    };
    let path = args.path.clone().unwrap_or_else(|| context.ledger_dir());
    let verdict = if path.is_file() {
        match bundle::verify(&path, &against, context)? {
            Some(verdict) => verdict,
            None if bundle::holds_entries(&path) => stored::log(&path, &against)?,
            None => return Err(nothing_to_verify(&path)),
        }
    } else if greffe::is_backup(&path) {
        stored::backup(&path, &against)?
    } else {
        stored::ledger(&path, &against, context)?
    };
    let exit = verdict.exit(args.strict);
    match context.format {
        Format::Json => output::json(&as_json(&verdict, exit))?,
        Format::Text => output::text(&as_text(&verdict, exit, context))?,
    }
    Ok(exit)
}

fn nothing_to_verify(path: &Path) -> Failure {
    let path = path.display();
    Failure::unreadable(
        "nothing-to-verify",
        format!(
            "{path} n'est ni un registre, ni un journal d'inscriptions, ni une liasse, ni une preuve ; un point \
             de contrôle gardé se donne avec --checkpoint, une clé avec --trust"
        ),
        format!(
            "{path} is neither a ledger, nor a log of entries, nor a bundle, nor a proof; give a checkpoint \
             that was kept with --checkpoint, a key with --trust"
        ),
    )
}

/// The head that a person kept, as he typed it.
pub(super) fn head(text: &str) -> Result<ExpectedHead, Failure> {
    // An empty head vouches for nothing.
    let vouches =
        |head: &ExpectedHead| !matches!(head, ExpectedHead::Head(head) if head.count == 0);
    let parsed = greffe::parse_head(text);
    parsed.and_then(|head| if vouches(&head) { Ok(head) } else { Err(text.to_owned()) }).map_err(
        |text| {
            Failure::usage(
                "bad-head",
                format!("--expect-head : « {text} » n'est ni une empreinte ni NOMBRE:EMPREINTE"),
                format!("--expect-head: \u{ab} {text} \u{bb} is neither a hash nor COUNT:HASH"),
            )
        },
    )
}

/// A checkpoint that a person kept, by itself or in a bundle.
fn outside(path: &Path) -> Result<OutsideAnchor, Failure> {
    let note = pinned::checkpoint(path)?;
    Ok(OutsideAnchor { name: path.display().to_string(), note })
}

/// The same for a report.
pub(super) fn for_report(report: &LedgerReport, context: &Context) -> Verification {
    let verdict = stored::of_report(report, stored::Subject::Ledger);
    let part = |check: Check| VerifiedPart {
        what: check.said(context.lang).to_owned(),
        count: check.count,
        faults: check.faults.into_iter().map(|(_, fault)| context.told(&fault)).collect(),
    };
    let parts: Vec<VerifiedPart> = verdict.checks.into_iter().map(part).collect();
    let said = |NotChecked { fr, en, .. }| if context.lang == Lang::Fr { fr } else { en };
    Verification {
        sound: parts.iter().all(|part| part.faults.is_empty()),
        parts,
        not_checked: verdict.not_checked.into_iter().map(said).collect(),
    }
}

/// How many lines are left out, if any, and where they are.
pub(super) fn more(all: usize, shown: usize, context: &Context) -> Option<String> {
    let left = all.saturating_sub(shown);
    let said = context.say(
        "autres : --format json en donne mille au plus",
        "more: --format json lists a thousand at most",
    );
    (left > 0).then(|| format!("… {left} {said}"))
}

fn as_json(verdict: &Verdict, exit: u8) -> Value {
    let checks = verdict.checks.iter().map(|check| {
        let faults = check.faults.iter().map(|(seq, what)| json!({ "entry": seq, "fault": what }));
        let mut line = json!({
            "check": check.code,
            "count": check.count,
            "verdict": check.word(),
            "faults": faults.collect::<Vec<_>>(),
        });
        if let Some(line) = line.as_object_mut() {
            line.extend(check.open.iter().map(|open| ("reason".to_owned(), open.clone().into())));
            line.extend(check.covers.map(|covers| ("covers".to_owned(), covers.into())));
            if !check.stamps.is_empty() {
                let stamps = check.stamps.iter().map(stamp_json).collect();
                line.insert("stamped".to_owned(), Value::Array(stamps));
            }
        }
        line
    });
    let not = verdict.not_checked.iter();
    let not = not.map(|one| json!({ "code": one.code, "fr": one.fr, "en": one.en }));
    json!({
        "sound": verdict.checks.iter().all(|check| check.faults.is_empty()),
        "outcome": outcome(exit),
        "head": verdict.head,
        "checks_run": verdict.checks.len(),
        "checks": checks.collect::<Vec<_>>(),
        "outside": verdict.outside,
        "proven": verdict.proven.as_ref().map(|(_, json)| json),
        "not_checked": not.collect::<Vec<_>>(),
    })
}

fn stamp_json(stamp: &HeldStamp) -> Value {
    json!({ "covers": stamp.covered, "time": stamp.time, "authority": stamp.authority })
}

fn outcome(exit: u8) -> &'static str {
    match exit {
        ANOMALY => "faulty",
        CANNOT_CONCLUDE => "cannot-conclude",
        _ => "sound",
    }
}

fn as_text(verdict: &Verdict, exit: u8, context: &Context) -> String {
    let mut lines = Vec::new();
    for check in &verdict.checks {
        let word = match check.word() {
            // What had nothing to look at vouches for nothing.
            "sound" if check.count == 0 => context.say("néant", "none"),
            "sound" => context.say("conforme", "sound"),
            "faulty" => context.say("DÉFAUT", "FAULT"),
            _ => context.say("OUVERT", "OPEN"),
        };
        let what = check.said(context.lang);
        let far = check.covers.map(|covers| how_far(covers, verdict.entries, context));
        lines.push(format!("{word:<9} {:>12}  {what}{}", check.count, far.unwrap_or_default()));
        for HeldStamp { covered, time, authority } in &check.stamps {
            let (said, time) = (context.say("horodaté", "time-stamped"), utc(*time));
            let far = how_far(*covered, verdict.entries, context);
            let colon = context.say(" :", ":");
            lines.push(format!(
                "          - {said} {time}{far}{colon} {}",
                output::clean(authority)
            ));
        }
        for (_, fault) in check.faults.iter().take(SHOWN) {
            lines.push(format!("          - {}", output::clean(&context.told(fault))));
        }
        lines.extend(
            more(check.faults.len(), SHOWN, context).map(|more| format!("          {more}")),
        );
        let open = check.open.iter();
        lines
            .extend(open.map(|open| format!("          - {}", output::clean(&context.told(open)))));
    }
    let run = verdict.checks.len();
    lines.push(match context.lang {
        Lang::Fr => format!("Contrôles faits : {run}"),
        Lang::En => format!("Checks run: {run}"),
    });
    if let Some(head) = &verdict.head {
        lines.push(format!("{} {head}", context.say("Tête :", "Head:")));
    }
    if let Some((said, _)) = &verdict.proven {
        lines.push(context.say("Prouvé :", "Proven:").to_owned());
        lines.extend(said.iter().map(|line| format!("  {}", output::clean(line))));
    }
    lines.push(context.say("Non vérifié :", "Not checked:").to_owned());
    for one in &verdict.not_checked {
        let what = context.say(&one.fr, &one.en);
        lines.push(format!("  - {what}"));
    }
    lines.push(last_line(verdict, exit, context));
    lines.join("\n")
}

/// How far something reaches, where it does not reach over all.
fn how_far(covers: u64, entries: u64, context: &Context) -> String {
    match context.lang {
        _ if covers >= entries => String::new(),
        Lang::Fr => format!(", jusqu'à l'inscription {covers} sur {entries}"),
        Lang::En => format!(", up to entry {covers} of {entries}"),
    }
}

/// An instant in UTC, as the log writes it.
fn utc(seconds: u64) -> String {
    let micros = i64::try_from(seconds).ok().and_then(|seconds| seconds.checked_mul(1_000_000));
    let written = micros.and_then(|micros| greffe::chain::Timestamp::from_micros(micros).ok());
    written
        .map_or_else(|| seconds.to_string(), |instant| instant.to_string().replace(".000000", ""))
}

/// What it all comes to, in a sentence.
fn last_line(verdict: &Verdict, exit: u8, context: &Context) -> String {
    let faulty = || verdict.checks.iter().filter(|check| !check.faults.is_empty());
    let unseen = exit == ANOMALY && faulty().all(|check| check.code == "witnesses");
    let said = match (exit, verdict.of_a_ledger, verdict.outside) {
        (ANOMALY, ..) if unseen => context.say(
            "Trop peu des témoins exigés l'ont vu ; rien d'autre n'est anormal. Le faire cosigner (greffe checkpoint \
             --witness), ou demander pourquoi ils refusent.",
            "Too few of the pinned witnesses have seen it; nothing else is wrong. Have it cosigned (greffe checkpoint \
             --witness), or ask why they refuse.",
        ),
        (ANOMALY, true, _) => context.say(
            "Anomalie : le registre n'est pas tel qu'il a été écrit.",
            "Anomaly: the ledger is not as it was written.",
        ),
        (ANOMALY, false, _) => context.say(
            "Anomalie : ceci ne prouve pas ce qu'il prétend.",
            "Anomaly: this does not prove what it claims.",
        ),
        (CANNOT_CONCLUDE, true, None) => context.say(
            "Rien d'anormal, mais rien de l'extérieur n'en répond : une réécriture complète n'est pas \
             exclue.",
            "Nothing wrong, but nothing from outside vouches for it: a full rewrite cannot be \
             excluded.",
        ),
        (CANNOT_CONCLUDE, false, _) => context.say(
            "Rien d'anormal, mais rien ne peut être conclu : n'importe qui peut faire un tel fichier avec \
             une clé à lui. Donner --trust avec une clé connue par ailleurs.",
            "Nothing wrong, but nothing can be concluded: anybody can make such a file with a key of \
             his own. Give --trust with a key that is known from elsewhere.",
        ),
        (CANNOT_CONCLUDE, true, _) => context.say(
            "Rien d'anormal, mais rien ne peut être conclu.",
            "Nothing wrong, but nothing can be concluded.",
        ),
        (_, true, None) => context.say(
            "Rien d'anormal dans ce qui a été vérifié ; une réécriture complète n'est pas exclue.",
            "Nothing wrong in what was checked; a full rewrite cannot be excluded.",
        ),
        (_, true, Some(covered)) if covered < verdict.entries => {
            let left = verdict.entries - covered;
            return match context.lang {
                Lang::Fr => format!(
                    "Rien d'anormal dans ce qui a été vérifié ; rien de l'extérieur ne répond de ce qui est venu \
                     en dernier ({}).",
                    context.entries(left)
                ),
                Lang::En => format!(
                    "Nothing wrong in what was checked; nothing from outside vouches for what came last ({}).",
                    context.entries(left)
                ),
            };
        }
        _ => context.say(
            "Rien d'anormal dans ce qui a été vérifié.",
            "Nothing wrong in what was checked.",
        ),
    };
    said.to_owned()
}
