//! What is stored: a ledger, a backup, an exported log.

use super::anchors;
use super::counted::counted;
use super::{Check, NotChecked, Verdict};
use crate::context::Context;
use crate::failure::Failure;
use crate::french::french;
use crate::output;
use greffe::chain::{ChainReport, Head};
use greffe::{Against, Error, Ledger, LedgerReport, Lost, StoreError};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// What is verified.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::commands) enum Subject {
    Ledger,
    Backup,
}

pub(super) fn log(path: &Path, against: &Against) -> Result<Verdict, Failure> {
    let unreadable = |source| Error::File { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    let (chain, held) =
        greffe::verify_log_against(BufReader::new(file), against).map_err(unreadable)?;
    let mut checks = chain_checks(&chain);
    checks.extend(anchors::checks(&held));
    let mut not_checked = vec![NotChecked::new(
        "no-documents",
        "documents et passages : un journal exporté ne les contient pas",
        "documents and passages: an exported log does not hold them",
    )];
    not_checked.extend(anchors::not_checked(&held));
    Ok(Verdict {
        checks,
        head: head_of(chain.head),
        entries: chain.entries,
        not_checked,
        outside: held.reach.outside,
        of_a_ledger: true,
        proven: None,
    })
}

pub(super) fn backup(path: &Path, against: &Against) -> Result<Verdict, Failure> {
    Ok(of_report(&greffe::verify_backup(path, against)?, Subject::Backup))
}

pub(super) fn ledger(
    path: &Path,
    against: &Against,
    context: &Context,
) -> Result<Verdict, Failure> {
    if crate::commands::is_case(path) {
        return Err(Error::OnlyAPart.into());
    }
    let opened = if context.forensic { Ledger::open_forensic(path) } else { Ledger::open(path) };
    let opened = match opened {
        // A ledger that is held or damaged is examined on a private copy.
        Err(Error::Store(
            error @ (StoreError::Locked { .. } | StoreError::Damaged(_) | StoreError::Io { .. }),
        )) if !error.is_shortage() => {
            output::note(match error {
                StoreError::Locked { .. } => context.say(
                    "le registre est ouvert ailleurs : une copie privée est vérifiée",
                    "the ledger is open elsewhere: a private copy is verified",
                ),
                StoreError::Damaged(_) => context.say(
                    "le registre est endommagé : une copie privée est vérifiée",
                    "the ledger is damaged: a private copy is verified",
                ),
                _ => context.say(
                    "le registre ne peut être ouvert pour y écrire : il est vérifié sans y toucher",
                    "the ledger cannot be opened for writing: it is verified without touching it",
                ),
            });
            Ledger::open_forensic(path)
        }
        other => other,
    };
    let report = match opened {
        Ok(ledger) => ledger.verify_against(against)?,
        Err(Error::Store(StoreError::Damaged(damage))) => {
            return Ok(unopened(damage.to_string()));
        }
        Err(other) => return Err(other.into()),
    };
    for remark in remarks(&report) {
        output::note(&context.told(&remark));
    }
    Ok(of_report(&report, Subject::Ledger))
}

/// A ledger of which not even a part can be read.
fn unopened(damage: String) -> Verdict {
    let mut opening = line("opening", 0, [(None, damage)]);
    (opening.fr, opening.en) = ("ouverture du registre", "opening the ledger");
    Verdict {
        checks: vec![opening],
        not_checked: vec![NotChecked::new(
            "everything-else",
            "tout le reste : le registre ne s'ouvre pas",
            "everything else: the ledger does not open",
        )],
        of_a_ledger: true,
        ..Verdict::default()
    }
}

/// The verdict on what was read of a ledger or of a backup.
pub(in crate::commands) fn of_report(report: &LedgerReport, subject: Subject) -> Verdict {
    let mut checks = stored_checks(report, subject);
    checks.extend(anchors::checks(&report.anchors));
    Verdict {
        checks,
        head: head_of(report.store.chain.head),
        entries: report.store.chain.entries,
        not_checked: not_checked(report),
        outside: report.anchors.reach.outside,
        of_a_ledger: true,
        proven: None,
    }
}

fn head_of(head: Option<Head>) -> Option<String> {
    head.map(|head| format!("{}:{}", head.count, head.hash))
}

/// What is no fault and worth a line: what was mended, or passed over because it is not needed.
fn remarks(report: &LedgerReport) -> Vec<String> {
    let index = report.store.index_remade.iter();
    let index = index.map(|what| format!("index: {what}; made anew from the log"));
    let late = report.store.index_late.iter();
    let late = late.map(|why| format!("index: rows wait in memory: {why}"));
    let vault = report.vault.open_to_others.iter().map(|mode| {
        format!("the vault can be entered by others than its owner (mode {mode:o}): run `chmod 700` on its folder")
    });
    report.store.tail_note.iter().cloned().chain(index).chain(late).chain(vault).collect()
}

/// A check without its words.
fn line(
    code: &'static str,
    count: u64,
    faults: impl IntoIterator<Item = (Option<u64>, String)>,
) -> Check {
    let faults = faults.into_iter().collect();
    let (covers, stamps) = (None, Vec::new());
    Check { code, fr: code, en: code, count, faults, open: None, covers, stamps }
}

fn chain_checks(report: &ChainReport) -> Vec<Check> {
    let mut faults: Vec<_> = report.faults.iter().map(|f| (Some(f.seq), f.to_string())).collect();
    if report.further_faults > 0 {
        faults.push((None, format!("{} more faults", report.further_faults)));
    }
    vec![
        Check {
            fr: "octets relus et hachés",
            en: "bytes read and hashed",
            ..line("bytes", report.bytes, [])
        },
        Check {
            fr: "inscriptions, liens, numéros et instants",
            en: "entries, links, numbers and instants",
            ..line("entries", report.entries, faults)
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
    let of_ledger = subject == Subject::Ledger;
    let fault = store.opening.as_ref().map(|what| (None, what.to_string()));
    checks.push(Check {
        fr: if of_ledger { "ouverture du registre" } else { "ouverture de la sauvegarde" },
        en: if of_ledger { "opening the ledger" } else { "opening the backup" },
        ..line("opening", 1, fault)
    });
    checks.push(Check {
        fr: if of_ledger { "pages scellées" } else { "pages de la sauvegarde" },
        en: if of_ledger { "sealed pages" } else { "pages of the backup" },
        ..line("pages", store.pages, store.blocks.iter().map(block))
    });
    checks.push(Check {
        fr: if of_ledger {
            "repère de tête du registre"
        } else {
            "repère de tête de la sauvegarde"
        },
        en: if of_ledger { "the ledger's own head mark" } else { "the backup's own head mark" },
        // The mark vouches for the last entry it counts.
        ..line("head-mark", 1, store.head_mark.iter().map(|what| (last, what.clone())))
    });
    let document = |(hash, what): &(greffe::chain::Hash, String)| (None, format!("{hash}: {what}"));
    let faults = store.documents.faults.iter().map(document);
    let faults = faults
        .chain(store.documents.unreadable.iter().map(|what| (None, what.clone())))
        .chain(lost(&report.lost_documents));
    checks.push(Check {
        fr: "documents hachés à nouveau",
        en: "documents hashed again",
        ..line("documents", store.documents.count, faults)
    });
    checks.push(Check {
        fr: "passages suivis jusqu'à leur texte",
        en: "passages followed into their texts",
        ..line("passages", report.passages, lost(&report.lost_passages))
    });
    if of_ledger {
        let fault = |f: &greffe::IndexFault| (None, format!("{}: {}", f.index, f.what));
        checks.push(Check {
            fr: "index comparés au journal",
            en: "indexes compared with the log",
            ..line("indexes", 3, store.indexes.iter().map(fault))
        });
        let kept = &report.snapshots;
        checks.push(Check {
            fr: "états gardés, refaits d'après le journal",
            en: "kept states folded anew from the log",
            ..line("snapshots", kept.count, kept.faults.iter().map(|what| (None, what.clone())))
        });
    }
    let vault = &report.vault;
    // Of what was erased it looks whether it is gone.
    let looked_at = vault.held + vault.erased;
    let faults = vault.faults.iter().map(|what| (None, what.clone()));
    checks.push(Check {
        fr: "valeurs scellées du coffre, et ce qui a été effacé",
        en: "sealed values of the vault, and what was erased",
        ..line("vault", looked_at, faults)
    });
    checks
}

fn lost(lost: &Lost) -> Vec<(Option<u64>, String)> {
    let first = lost.first.iter().map(|(seq, what)| (Some(*seq), format!("entry {seq}: {what}")));
    let more = lost.count - lost.first.len() as u64;
    first.chain((more > 0).then(|| (None, format!("{more} more")))).collect()
}

fn not_checked(report: &LedgerReport) -> Vec<NotChecked> {
    let stored = report.store.not_checked.iter();
    let stored = stored.map(|what| NotChecked { code: None, fr: french(what), en: what.clone() });
    let mut list: Vec<_> = stored.collect();
    if report.snapshots.others > 0 {
        let (fr, en) = counted(
            report.snapshots.others,
            (
                "état gardé par un autre programme, ou qui ne sert plus",
                "états gardés par d'autres programmes, ou qui ne servent plus",
            ),
            (
                "state kept by another program, or of no more use",
                "states kept by other programs, or of no more use",
            ),
        );
        list.push(NotChecked::new("other-snapshots", fr, en));
    }
    if report.vault.erased > 0 {
        let (fr, en) = counted(
            report.vault.erased,
            (
                "valeur ou document effacé : son empreinte seule demeure",
                "valeurs ou documents effacés : leur empreinte seule demeure",
            ),
            (
                "value or document that was erased: its digest alone remains",
                "values or documents that were erased: their digests alone remain",
            ),
        );
        list.push(NotChecked::new("erased", fr, en));
    }
    if !report.vault.orphans.is_empty() {
        let orphans = &report.vault.orphans;
        let (count, first) = (orphans.len(), orphans.first().map(ToString::to_string));
        let first = first.unwrap_or_default();
        list.push(NotChecked::new(
            "orphaned-values",
            match count {
                1 => format!(
                    "à qui est la valeur scellée qu'aucune inscription ne nomme, reste d'une \
                     inscription interrompue : greffe erase {first}"
                ),
                _ => format!(
                    "à qui sont {count} valeurs scellées qu'aucune inscription ne nomme, restes d'une \
                     inscription interrompue : greffe erase {first}"
                ),
            },
            match count {
                1 => format!(
                    "whose the sealed value is that no entry names, left of a recording that was \
                     cut off: greffe erase {first}"
                ),
                _ => format!(
                    "whose {count} sealed values are that no entry names, left of a recording that was \
                     cut off: greffe erase {first}"
                ),
            },
        ));
    }
    list.extend(anchors::not_checked(&report.anchors));
    list.push(NotChecked::new(
        "truth",
        "que les faits inscrits soient vrais : seuls leurs octets et leurs passages l'ont été",
        "that the recorded facts are true: only their bytes and passages were checked",
    ));
    list
}
