//! `greffe backup`, `restore` and `doctor`: a copy to fall back on, the way back, and what is whole
//! of a damaged ledger.

use super::open;
use super::verify::more;
use crate::args::{Backup, Doctor, Format, Restore};
use crate::context::Context;
use crate::failure::{ANOMALY, DONE, Failure};
use crate::output;
use greffe::chain::Hash;
use greffe_render::Lang;
use serde_json::{Value, json};

/// How many faults the text shows; the JSON has more.
const SHOWN: usize = 20;

/// Copies what has come since the last backup.
pub fn backup(args: &Backup, context: &Context) -> Result<u8, Failure> {
    let ledger = open(context)?;
    let greffe::BackedUp { store: report, repaired, mut faults } = ledger.backup(&args.into)?;
    let repaired = report.repaired + repaired;
    faults.extend(report.unreadable.iter().cloned());
    let mut missing = ledger.missing_documents()?;
    missing.extend(report.lost_documents);
    missing.sort();
    missing.dedup_by_key(|(hash, _)| *hash);
    let (count, hash) = (report.head.count, report.head.hash.to_string());
    match context.format {
        Format::Json => output::json(&json!({
            "head": format!("{count}:{hash}"),
            "before": report.before,
            "pages": report.pages,
            "documents": report.documents,
            "repaired": repaired,
            "missing_documents": named(&missing),
            "faults": faults,
        }))?,
        Format::Text => {
            let entries = context.entries(count);
            let new = count - report.before;
            let pages = context.pages(report.pages);
            let documents = context.documents(report.documents);
            let said = match context.lang {
                Lang::Fr => format!(
                    "Sauvegarde : {entries}, dont {new} depuis la précédente\n\
                     Écrits : {pages}, {documents}\nTête : {count}:{hash}"
                ),
                Lang::En => format!(
                    "Backup: {entries}, {new} of them new\n\
                     Written: {pages}, {documents}\nHead: {count}:{hash}"
                ),
            };
            let lost =
                missing.iter().map(|(hash, why)| format!("\n- {hash} : {}", context.told(why)));
            let faults = faults.iter().map(|what| format!("\n- {}", context.told(what)));
            let repaired = (repaired > 0).then(|| {
                let said = context.say(
                    "fichiers de la sauvegarde manquaient ou étaient altérés ; ils sont refaits. Son \
                     support est à examiner : `greffe verify` la relit en entier",
                    "files of the backup were missing or altered; they are made anew. See to its \
                     medium: `greffe verify` reads all of it",
                );
                format!("\n- {repaired} {said}")
            });
            output::text(&(said + &lost.chain(faults).chain(repaired).collect::<String>()))?;
        }
    }
    // What the ledger no longer holds is in no backup that is made of it; and a backup that had lost
    // something says so once.
    Ok(if missing.is_empty() && faults.is_empty() && repaired == 0 { DONE } else { ANOMALY })
}

/// Documents with what is wrong with them, for a program.
fn named(documents: &[(Hash, String)]) -> Vec<Value> {
    let one = |(hash, why): &(Hash, String)| json!({ "document": hash.to_string(), "reason": why });
    documents.iter().map(one).collect()
}

/// Makes a ledger anew; 1 when something that once was there is not.
pub fn restore(args: &Restore, context: &Context) -> Result<u8, Failure> {
    if args.backup.is_none() && args.damaged.is_none() {
        return Err(Failure::usage(
            "no-source",
            "donner une sauvegarde, ou un registre endommagé avec --damaged".to_owned(),
            "give a backup, or a damaged ledger with --damaged".to_owned(),
        ));
    }
    let into = context.ledger_dir();
    let restored = greffe::restore(args.backup.as_deref(), args.damaged.as_deref(), &into)?;
    let complete = restored.is_complete();
    let greffe::Restored { store: report, faults } = restored;
    // Without its first entry no ledger is made.
    let head =
        (report.head.count > 0).then(|| format!("{}:{}", report.head.count, report.head.hash));
    match context.format {
        Format::Json => output::json(&json!({
            "complete": complete,
            "head": head,
            "once": report.once.map(|once| format!("{}:{}", once.count, once.hash)),
            "documents": report.documents,
            "lost_documents": named(&report.lost_documents),
            "islands": report.islands.iter()
                .map(|(from, to, path)| json!({ "first": from, "last": to, "log": path }))
                .collect::<Vec<_>>(),
            "faults": faults,
            "not_verified": report.not_verified,
        }))?,
        Format::Text => {
            let (entries, documents) = (report.head.count, report.documents);
            let into = into.display();
            let entries = usize::try_from(entries).unwrap_or(usize::MAX);
            let documents = usize::try_from(documents).unwrap_or(usize::MAX);
            let lang = context.lang;
            let entries = greffe_render::count(
                lang,
                entries,
                ("inscription", "inscriptions"),
                ("entry", "entries"),
            );
            let documents = greffe_render::count(
                lang,
                documents,
                ("document vérifiés", "documents vérifiés"),
                ("document verified", "documents verified"),
            );
            let and = context.say("et", "and");
            let mut lines = vec![format!("{entries} {and} {documents}\n{into}")];
            if head.is_none() {
                let said = context.say(
                    "aucun registre n'a pu être refait : l'inscription 0 est perdue ; ce qui est entier est \
                     gardé à côté",
                    "no ledger could be made: entry 0 is lost; what is whole is kept beside",
                );
                lines.push(format!("- {said}"));
            }
            if let Some(once) = report.once.filter(|once| once.count > report.head.count) {
                let said = context.say("il y en avait autrefois", "there were once");
                lines.push(format!("- {said} {}", once.count));
            }
            for (first, last, path) in &report.islands {
                let said = context.say("entières derrière une lacune", "whole behind a gap");
                lines.push(format!("- {first}-{last} {said} : {}", path.display()));
            }
            for (hash, why) in &report.lost_documents {
                lines.push(format!("- {hash} : {}", context.told(why)));
            }
            lines.extend(faults.iter().map(|what| format!("- {}", context.told(what))));
            if !report.not_verified.is_empty() {
                lines.push(context.say("Non vérifié :", "Not verified:").to_owned());
            }
            let told = |what: &String| format!("  - {}", context.told(what));
            lines.extend(report.not_verified.iter().map(told));
            let said = |head: &String| format!("{} {head}", context.say("Tête :", "Head:"));
            lines.extend(head.iter().map(said));
            output::text(&lines.join("\n"))?;
        }
    }
    Ok(if complete { DONE } else { ANOMALY })
}

/// Lists what is whole; 1 when anything is not.
pub fn doctor(args: &Doctor, context: &Context) -> Result<u8, Failure> {
    let dir = args.path.clone().unwrap_or_else(|| context.ledger_dir());
    let examination = greffe::examine(&dir)?;
    let sound = examination.is_sound();
    let found = &examination.diagnosis;
    let mut faults: Vec<String> = Vec::new();
    faults.extend(found.report.opening.iter().map(ToString::to_string));
    faults.extend(found.report.chain.faults.iter().map(ToString::to_string));
    let block = |b: &greffe::BlockFault| format!("entries {} to {}: {}", b.first, b.last, b.what);
    faults.extend(found.report.blocks.iter().map(block));
    faults.extend(found.report.head_mark.iter().cloned());
    let documents = found.report.documents.faults.iter();
    let documents = documents.chain(&examination.missing_documents);
    faults.extend(documents.map(|(hash, what)| format!("{hash}: {what}")));
    faults.extend(found.report.documents.unreadable.iter().cloned());
    faults.extend(examination.beside.iter().cloned());
    let index = found.report.index_remade.iter();
    let index = index.map(|what| format!("index: {what}; made anew from the log"));
    let remarks: Vec<String> = found.report.tail_note.iter().cloned().chain(index).collect();
    for remark in &remarks {
        output::note(&context.told(remark));
    }
    match context.format {
        Format::Json => {
            let list = |ranges: &[(u64, u64)]| {
                let range = |(first, last): &(u64, u64)| json!({ "first": first, "last": last });
                ranges.iter().map(range).collect::<Vec<_>>()
            };
            output::json(&json!({
                "sound": sound,
                "intact": list(&found.intact),
                "damaged": list(&found.damaged),
                "kept": list(&found.kept),
                "faults": faults,
                "remarks": remarks,
            }))?;
        }
        Format::Text => {
            let mut lines = Vec::new();
            for (said, ranges) in [
                (context.say("intact", "intact"), &found.intact),
                (context.say("ENDOMMAGÉ", "DAMAGED"), &found.damaged),
            ] {
                lines.extend(ranges.iter().map(|(a, b)| format!("{said:<10} {a}-{b}")));
            }
            let shown = faults.iter().take(SHOWN);
            lines.extend(shown.map(|fault| format!("- {}", context.told(fault))));
            lines.extend(more(faults.len(), SHOWN, context));
            if !sound {
                let ranges = found.kept.iter().map(|(a, b)| format!("{a}-{b}"));
                let ranges = ranges.collect::<Vec<_>>().join(", ");
                let said = context.say("Une restauration en garde :", "A restoration keeps of it:");
                let none = context.say("rien", "nothing");
                lines.push(format!("{said} {}", if ranges.is_empty() { none } else { &ranges }));
                let remedy = if greffe::is_backup(&dir) {
                    context.say(
                        "`greffe restore SAUVEGARDE --ledger NOUVEAU` récupère ce qui est entier ; `greffe backup` \
                         recopie du registre ce qu'elle a perdu.",
                        "`greffe restore BACKUP --ledger NEW` salvages what is whole; `greffe backup` copies anew \
                         from the ledger what it has lost.",
                    )
                } else {
                    context.say(
                        "`greffe restore --damaged DOSSIER [SAUVEGARDE] --ledger NOUVEAU` récupère ce qui est entier.",
                        "`greffe restore --damaged DIR [BACKUP] --ledger NEW` salvages what is whole.",
                    )
                };
                lines.push(remedy.to_owned());
            }
            output::text(&lines.join("\n"))?;
        }
    }
    Ok(if sound { DONE } else { ANOMALY })
}
