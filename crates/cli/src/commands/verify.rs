//! `greffe verify`: reads every byte again, and says what it did not check.

use crate::args::{Format, Verify};
use crate::context::Context;
use crate::failure::{ANOMALY, DONE, Failure};
use crate::french::french;
use crate::output;
use greffe::chain::{ChainReport, ExpectedHead};
use greffe::{Error, Ledger, LedgerReport, Lost, StoreError};
use greffe_render::{Lang, Verification, VerifiedPart};
use serde_json::{Value, json};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// How many faults of a check the text shows; the JSON has them all.
const SHOWN: usize = 5;

/// What is verified.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    Ledger,
    Backup,
}

/// One line of the verdict.
struct Check {
    code: &'static str,
    fr: &'static str,
    en: &'static str,
    count: u64,
    faults: Vec<(Option<u64>, String)>,
}

/// See the module.
pub fn run(args: &Verify, context: &Context) -> Result<u8, Failure> {
    let expect = args.expect_head.as_deref().map(head).transpose()?;
    let path = args.path.clone().unwrap_or_else(|| context.ledger_dir());
    let (checks, head, not_checked) = if path.is_file() {
        log(&path, expect)?
    } else if greffe::is_backup(&path) {
        backup(&path, expect)?
    } else {
        ledger(&path, expect, context)?
    };
    let sound = checks.iter().all(|check| check.faults.is_empty());
    match context.format {
        Format::Json => output::json(&as_json(&checks, head.as_deref(), &not_checked, sound))?,
        Format::Text => {
            output::text(&as_text(&checks, head.as_deref(), &not_checked, sound, context))?;
        }
    }
    Ok(if sound { DONE } else { ANOMALY })
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

/// The checks, the head, and what was not checked (French, English).
type Verdict = (Vec<Check>, Option<String>, Vec<(String, String)>);

fn log(path: &Path, expect: Option<ExpectedHead>) -> Result<Verdict, Failure> {
    let unreadable = |source| Error::File { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    let report = greffe::verify_log(BufReader::new(file), expect).map_err(unreadable)?;
    let mut not_checked = vec![(
        "documents et passages : un journal exporté ne les contient pas".to_owned(),
        "documents and passages: an exported log does not hold them".to_owned(),
    )];
    if expect.is_none() {
        not_checked.push(unanchored());
    }
    Ok((chain_checks(&report), report.head.map(|h| format!("{}:{}", h.count, h.hash)), not_checked))
}

fn backup(path: &Path, expect: Option<ExpectedHead>) -> Result<Verdict, Failure> {
    let report = greffe::verify_backup(path, expect)?;
    let head = report.store.chain.head.map(|h| format!("{}:{}", h.count, h.hash));
    Ok((stored_checks(&report, Subject::Backup), head, not_checked(&report)))
}

fn ledger(
    path: &Path,
    expect: Option<ExpectedHead>,
    context: &Context,
) -> Result<Verdict, Failure> {
    if super::is_case(path) {
        return Err(Error::OnlyAPart.into());
    }
    let opened = if context.forensic { Ledger::open_forensic(path) } else { Ledger::open(path) };
    let opened = match opened {
        // A ledger that is held or damaged is examined on a private copy.
        Err(Error::Store(
            StoreError::Locked { .. } | StoreError::Damaged(_) | StoreError::Io { .. },
        )) => {
            output::note(context.say(
                "le registre est tenu ou endommagé : une copie privée est vérifiée",
                "the ledger is held or damaged: a private copy is verified",
            ));
            Ledger::open_forensic(path)
        }
        other => other,
    };
    let report = match opened {
        Ok(ledger) => ledger.verify(expect)?,
        Err(Error::Store(StoreError::Damaged(damage))) => {
            let faults = vec![(None, damage.to_string())];
            let opening = Check {
                code: "opening",
                fr: "ouverture du registre",
                en: "opening the ledger",
                count: 0,
                faults,
            };
            let nothing = (
                "tout le reste : le registre ne s'ouvre pas".to_owned(),
                "everything else: the ledger does not open".to_owned(),
            );
            return Ok((vec![opening], None, vec![nothing]));
        }
        Err(other) => return Err(other.into()),
    };
    let head = report.store.chain.head.map(|h| format!("{}:{}", h.count, h.hash));
    for remark in remarks(&report) {
        output::note(&context.told(&remark));
    }
    Ok((stored_checks(&report, Subject::Ledger), head, not_checked(&report)))
}

/// What is no fault and worth a line: what was mended, or passed over because it is not needed.
fn remarks(report: &LedgerReport) -> Vec<String> {
    let index = report.store.index_remade.iter();
    let index = index.map(|what| format!("index: {what}; made anew from the log"));
    report.store.tail_note.iter().cloned().chain(index).collect()
}

fn chain_checks(report: &ChainReport) -> Vec<Check> {
    let mut faults: Vec<_> = report.faults.iter().map(|f| (Some(f.seq), f.to_string())).collect();
    if report.further_faults > 0 {
        faults.push((None, format!("{} more faults", report.further_faults)));
    }
    vec![
        Check {
            code: "bytes",
            fr: "octets relus et hachés",
            en: "bytes read and hashed",
            count: report.bytes,
            faults: Vec::new(),
        },
        Check {
            code: "entries",
            fr: "inscriptions, liens, numéros et instants",
            en: "entries, links, numbers and instants",
            count: report.entries,
            faults,
        },
    ]
}

fn stored_checks(report: &LedgerReport, subject: Subject) -> Vec<Check> {
    let store = &report.store;
    let mut checks = chain_checks(&store.chain);
    let last = store.chain.head.and_then(|head| head.count.checked_sub(1));
    let block = |b: &greffe::BlockFault| {
        (Some(b.first), format!("entries {} to {}: {}", b.first, b.last, b.what))
    };
    let one = |fault: Option<String>| fault.map(|what| (None, what)).into_iter().collect();
    let of_ledger = subject == Subject::Ledger;
    if of_ledger {
        checks.push(Check {
            code: "opening",
            fr: "ouverture du registre",
            en: "opening the ledger",
            count: 1,
            faults: one(store.opening.as_ref().map(ToString::to_string)),
        });
    }
    checks.push(Check {
        code: "pages",
        fr: if of_ledger { "pages scellées" } else { "pages de la sauvegarde" },
        en: if of_ledger { "sealed pages" } else { "pages of the backup" },
        count: store.pages,
        faults: store.blocks.iter().map(block).collect(),
    });
    checks.push(Check {
        code: "head-mark",
        fr: if of_ledger {
            "repère de tête du registre"
        } else {
            "repère de tête de la sauvegarde"
        },
        en: if of_ledger { "the ledger's own head mark" } else { "the backup's own head mark" },
        count: 1,
        // The mark vouches for the last entry it counts.
        faults: store.head_mark.iter().map(|what| (last, what.clone())).collect(),
    });
    let document = |(hash, what): &(greffe::chain::Hash, String)| (None, format!("{hash}: {what}"));
    checks.push(Check {
        code: "documents",
        fr: "documents hachés à nouveau",
        en: "documents hashed again",
        count: store.documents.count,
        faults: store
            .documents
            .faults
            .iter()
            .map(document)
            .chain(store.documents.unreadable.iter().map(|what| (None, what.clone())))
            .chain(lost(&report.lost_documents))
            .collect(),
    });
    checks.push(Check {
        code: "passages",
        fr: "passages suivis jusqu'à leur texte",
        en: "passages followed into their texts",
        count: report.passages,
        faults: lost(&report.lost_passages),
    });
    if of_ledger {
        let fault = |f: &greffe::IndexFault| (None, format!("{}: {}", f.index, f.what));
        checks.push(Check {
            code: "indexes",
            fr: "index comparés au journal",
            en: "indexes compared with the log",
            count: 3,
            faults: store.indexes.iter().map(fault).collect(),
        });
    }
    checks
}

fn lost(lost: &Lost) -> Vec<(Option<u64>, String)> {
    let first = lost.first.iter().map(|(seq, what)| (Some(*seq), format!("entry {seq}: {what}")));
    let more = lost.count - lost.first.len() as u64;
    first.chain((more > 0).then(|| (None, format!("{more} more")))).collect()
}

/// The same for a report.
pub(super) fn for_report(report: &LedgerReport, context: &Context) -> Verification {
    let part = |check: Check| VerifiedPart {
        what: context.say(check.fr, check.en).to_owned(),
        count: check.count,
        faults: check.faults.into_iter().map(|(_, fault)| context.told(&fault)).collect(),
    };
    let parts: Vec<VerifiedPart> =
        stored_checks(report, Subject::Ledger).into_iter().map(part).collect();
    let not_checked = not_checked(report);
    Verification {
        sound: parts.iter().all(|part| part.faults.is_empty()),
        parts,
        not_checked: not_checked
            .into_iter()
            .map(|(fr, en)| if context.lang == Lang::Fr { fr } else { en })
            .collect(),
    }
}

/// How many lines are left out, if any, and where they are.
pub(super) fn more(all: usize, shown: usize, context: &Context) -> Option<String> {
    let left = all.saturating_sub(shown);
    let said =
        context.say("autres : --format json les donne tous", "more: --format json has them all");
    (left > 0).then(|| format!("… {left} {said}"))
}

fn unanchored() -> (String, String) {
    (
        "une réécriture complète du registre : rien de l'extérieur ne la contredirait ; donner \
         --expect-head avec une tête notée ailleurs"
            .to_owned(),
        "a rewrite of the whole ledger: nothing from outside would contradict it; give \
         --expect-head with a head kept elsewhere"
            .to_owned(),
    )
}

fn not_checked(report: &LedgerReport) -> Vec<(String, String)> {
    let mut list: Vec<_> =
        report.store.not_checked.iter().map(|what| (french(what), what.clone())).collect();
    if !report.anchored {
        list.push(unanchored());
    }
    list.push((
        "que les faits inscrits soient vrais : seuls leurs octets et leurs passages l'ont été"
            .to_owned(),
        "that the recorded facts are true: only their bytes and passages were checked".to_owned(),
    ));
    list
}

fn as_json(
    checks: &[Check],
    head: Option<&str>,
    not_checked: &[(String, String)],
    sound: bool,
) -> Value {
    let checks = checks.iter().map(|check| {
        let faults = check.faults.iter().map(|(seq, what)| json!({ "entry": seq, "fault": what }));
        json!({
            "check": check.code,
            "count": check.count,
            "verdict": if check.faults.is_empty() { "sound" } else { "faulty" },
            "faults": faults.collect::<Vec<_>>(),
        })
    });
    let not = not_checked.iter().map(|(fr, en)| json!({ "fr": fr, "en": en }));
    json!({
        "sound": sound,
        "head": head,
        "checks": checks.collect::<Vec<_>>(),
        "not_checked": not.collect::<Vec<_>>(),
    })
}

fn as_text(
    checks: &[Check],
    head: Option<&str>,
    not_checked: &[(String, String)],
    sound: bool,
    context: &Context,
) -> String {
    let mut lines = Vec::new();
    for check in checks {
        let verdict = if check.faults.is_empty() {
            context.say("conforme", "sound")
        } else {
            context.say("DÉFAUT", "FAULT")
        };
        let what = context.say(check.fr, check.en);
        lines.push(format!("{verdict:<9} {:>12}  {what}", check.count));
        for (_, fault) in check.faults.iter().take(SHOWN) {
            lines.push(format!("          - {}", context.told(fault)));
        }
        lines.extend(
            more(check.faults.len(), SHOWN, context).map(|more| format!("          {more}")),
        );
    }
    if let Some(head) = head {
        lines.push(format!("{} {head}", context.say("Tête :", "Head:")));
    }
    lines.push(context.say("Non vérifié :", "Not checked:").to_owned());
    for (fr, en) in not_checked {
        let what = match context.lang {
            Lang::Fr => fr,
            Lang::En => en,
        };
        lines.push(format!("  - {what}"));
    }
    lines.push(
        if sound {
            context.say(
                "Rien d'anormal dans ce qui a été vérifié.",
                "Nothing wrong in what was checked.",
            )
        } else {
            context.say(
                "Anomalie : le registre n'est pas tel qu'il a été écrit.",
                "Anomaly: the ledger is not as it was written.",
            )
        }
        .to_owned(),
    );
    lines.join("\n")
}
