//! `greffe checkpoint`: signs what stands for the whole ledger, and keeps what others say of it.

use crate::args::{Checkpoint, Format};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::french::french;
use crate::{input, output, pinned};
use greffe::proofs::witness::AddCheckpoint;
use greffe::{KeptCheckpoint, Ledger, Stamped};
use greffe_witness::CallError;
use serde_json::{Map, Value, json};
use std::path::Path;

/// What was done, for a person and for a program.
#[derive(Default)]
struct Done {
    lines: Vec<String>,
    json: Map<String, Value>,
}

/// See the module.
pub fn run(args: &Checkpoint, context: &Context) -> Result<u8, Failure> {
    let keys = pinned::secret(&args.key)?;
    let trust = pinned::trust(&args.pinned)?;
    let ledger = Ledger::open(&context.ledger_dir())?;
    let mut done = Done::default();
    if keys.is_empty() {
        let nothing = args.attach.is_none()
            && args.witness.is_empty()
            && args.timestamp_request.is_none()
            && args.attach_response.is_none()
            && args.output.is_none();
        if nothing && ledger.latest_checkpoint()?.is_none() {
            return Err(no_key());
        }
    } else if due(args, &ledger)? {
        let signed = ledger.checkpoint(&keys)?;
        let (size, before) = (signed.kept.checkpoint.size(), signed.before);
        done.json.insert("signed".to_owned(), size.into());
        done.json.insert("before".to_owned(), before.into());
        let said = context.say("Signé : point de contrôle sur", "Signed: checkpoint over");
        done.lines.push(format!("{said} {}", context.entries(size)));
    } else {
        done.json.insert("signed".to_owned(), Value::Null);
        done.lines.push(
            context
                .say("Rien à signer : trop peu est venu.", "Nothing to sign: too little has come.")
                .to_owned(),
        );
    }
    if let Some(path) = &args.attach {
        attach(path, &trust, &ledger, context, &mut done)?;
    }
    for url in &args.witness {
        cosigned(url, &trust, &ledger, context, &mut done)?;
    }
    if let Some(path) = &args.timestamp_request {
        let (size, request) = ledger.timestamp_request()?;
        write(path, &request)?;
        done.json.insert("timestamp_request".to_owned(), path.display().to_string().into());
        let said = context.say(
            "Demande d'horodatage, à envoyer à une autorité (application/timestamp-query) :",
            "Request of a time-stamp, to be sent to an authority (application/timestamp-query):",
        );
        done.lines.push(format!("{said} {} ({size})", path.display()));
    }
    if let Some(path) = &args.attach_response {
        let stamped = ledger.attach_response(&input::bytes(path)?, trust.authorities())?;
        stamp(&stamped, context, &mut done);
    }
    let kept = ledger.latest_checkpoint()?;
    if let (Some(path), Some(kept)) = (&args.output, &kept) {
        write(path, kept.note.to_string().as_bytes())?;
    }
    finish(kept.as_ref(), done, context)
}

/// Whether so much has come, or so long ago, that a new checkpoint is due.
fn due(args: &Checkpoint, ledger: &Ledger) -> Result<bool, Failure> {
    if args.every.is_none() && args.minutes.is_none() {
        return Ok(true);
    }
    let Some(kept) = ledger.latest_checkpoint()? else { return Ok(true) };
    let come = ledger.head().count.saturating_sub(kept.checkpoint.size());
    let enough = args.every.is_some_and(|every| come >= every.max(1));
    // The age of its file is that of its last line; it decides nothing but whether to sign.
    let old = args.minutes.is_some_and(|minutes| {
        ledger.checkpoint_age().is_none_or(|age| age.as_secs() / 60 >= minutes)
    });
    Ok(enough || (old && come > 0))
}

fn attach(
    path: &Path,
    trust: &greffe::proofs::Trust,
    ledger: &Ledger,
    context: &Context,
    done: &mut Done,
) -> Result<(), Failure> {
    let note = pinned::checkpoint(path)?;
    let (size, lines) = ledger.attach_cosignatures(&note, trust.policy().witnesses())?;
    done.json.insert("cosigned".to_owned(), json!({ "size": size, "lines": lines }));
    let said = context.say("Cosignatures gardées :", "Cosignatures kept:");
    done.lines.push(format!("{said} {lines} ({size})"));
    if lines == 0 {
        let later = context.say(
            "Celles qui sont gardées sont plus récentes : elles restent.",
            "Those that are kept are later: they stay.",
        );
        done.lines.push(later.to_owned());
    }
    Ok(())
}

/// Asks a witness, from where it stands.
fn cosigned(
    url: &str,
    trust: &greffe::proofs::Trust,
    ledger: &Ledger,
    context: &Context,
    done: &mut Done,
) -> Result<(), Failure> {
    let kept = ledger.latest_checkpoint()?.ok_or_else(no_key)?;
    let mut call = AddCheckpoint { old: 0, proof: Vec::new(), checkpoint: kept.note.clone() };
    let answer = match greffe_witness::call(url, &call) {
        Err(CallError::StandsAt(size)) if size > kept.checkpoint.size() => {
            return Err(behind(url, size, &kept, ledger));
        }
        Err(CallError::StandsAt(size)) => {
            call.old = size;
            call.proof = ledger.consistency(size, &kept)?;
            greffe_witness::call(url, &call)
        }
        other => other,
    };
    let lines = answer.map_err(|error| refused(url, &error))?;
    let note = kept.note.with_signatures(lines).map_err(|e| Failure::internal(&e))?;
    let (size, lines) = ledger.attach_cosignatures(&note, trust.policy().witnesses())?;
    done.json.insert("cosigned".to_owned(), json!({ "size": size, "lines": lines }));
    let said = context.say("Cosigné par", "Cosigned by");
    done.lines.push(format!("{said} {url} ({size})"));
    Ok(())
}

/// A witness has seen more than what is submitted to it.
fn behind(url: &str, seen: u64, kept: &KeptCheckpoint, ledger: &Ledger) -> Failure {
    let (held, kept) = (ledger.head().count, kept.checkpoint.size());
    if seen > held {
        return Failure::anomaly(
            "rolled-back",
            format!(
                "{url} : le témoin a vu {seen} inscriptions de ce registre, qui n'en contient que {held} : il a été \
                 ramené en arrière, ou un autre exemplaire a continué ; le remettre depuis une sauvegarde plus récente"
            ),
            format!(
                "{url}: the witness has seen {seen} entries of this ledger, which holds {held} only: it was rolled \
                 back, or another copy has gone on; put it back from a later backup"
            ),
        );
    }
    Failure::cannot_conclude(
        "older-than-seen",
        format!(
            "{url} : le témoin a vu un point de contrôle sur {seen} inscriptions ; le dernier gardé ici en a {kept} ; \
             en signer un nouveau (`--key`), que le témoin comparera"
        ),
        format!(
            "{url}: the witness has seen a checkpoint of {seen} entries; the last one kept here has {kept}; sign a \
             new one (`--key`), which the witness will compare"
        ),
    )
}

fn refused(url: &str, error: &CallError) -> Failure {
    let en = format!("{url}: {error}; the checkpoint is kept without its cosignature");
    let fr = match error {
        CallError::StandsAt(size) => format!("{url} : le témoin en est à {size} inscriptions"),
        CallError::Refused { status, said } => format!(
            "{url} : le témoin répond {status} : {said} ; le point de contrôle est gardé sans sa \
             cosignature"
        ),
        CallError::NoCosignature => format!(
            "{url} : le témoin répond 200 sans cosignature ; le point de contrôle est gardé sans elle"
        ),
        _ => format!("{url} : le témoin ne peut être atteint : {error}"),
    };
    match error {
        // What a witness calls inconsistent is evidence against the ledger.
        CallError::Refused { status: 422, .. } => Failure::anomaly("witness-refused", fr, en),
        _ => Failure::unreadable("witness", fr, en),
    }
}

fn stamp(stamped: &Stamped, context: &Context, done: &mut Done) {
    let size = stamped.size;
    let said = context.say("Horodatage gardé :", "Time-stamp kept:");
    if let Some(stamp) = &stamped.stamp {
        done.lines.push(format!("{said} {} {} ({size})", stamp.written, stamp.authority));
    } else {
        let unpinned = context.say(
            "aucune autorité n'est admise (--authority), personne n'en répond",
            "no authority is pinned (--authority), nobody answers for it",
        );
        done.lines.push(format!("{said} ({size}) ; {unpinned}"));
    }
    if !stamped.asked {
        done.lines.push(
            context
                .say(
                    "Aucune demande n'est gardée pour ce point de contrôle : qu'il réponde à une demande d'ici n'est \
                     pas vérifié.",
                    "No request is kept for this checkpoint: that it answers one made here is not checked.",
                )
                .to_owned(),
        );
    }
    done.json.insert(
        "time_stamp".to_owned(),
        json!({
            "size": size,
            "asked": stamped.asked,
            "time": stamped.stamp.as_ref().map(|stamp| stamp.written.clone()),
            "authority": stamped.stamp.as_ref().map(|stamp| stamp.authority.clone()),
        }),
    );
}

fn finish(kept: Option<&KeptCheckpoint>, mut done: Done, context: &Context) -> Result<u8, Failure> {
    let signers: Vec<String> = kept
        .iter()
        .flat_map(|kept| kept.note.signatures())
        .map(|line| format!("{}+{}", line.name(), line.id()))
        .collect();
    match context.format {
        Format::Json => {
            done.json.insert("size".to_owned(), kept.map(|kept| kept.checkpoint.size()).into());
            let origin = kept.map(|kept| kept.checkpoint.origin().to_owned());
            done.json.insert("origin".to_owned(), origin.into());
            let root = kept.map(|kept| kept.checkpoint.root().to_string());
            done.json.insert("root".to_owned(), root.into());
            done.json.insert("signers".to_owned(), signers.into());
            done.json
                .insert("checkpoint".to_owned(), kept.map(|kept| kept.note.to_string()).into());
            output::json(&Value::Object(done.json))?;
        }
        Format::Text => {
            let note = kept.map(|kept| kept.note.to_string());
            let said = context.say(
                "À garder ailleurs : ce point de contrôle tient tête à qui réécrirait le registre.",
                "To be kept elsewhere: this checkpoint stands against whoever rewrites the ledger.",
            );
            done.lines.extend(note.map(|note| format!("{said}\n\n{note}")));
            output::text(&done.lines.join("\n"))?;
        }
    }
    Ok(DONE)
}

fn no_key() -> Failure {
    Failure::usage(
        "no-key",
        "aucune clé pour signer : donner --key FICHIER ou GREFFE_KEY ; `greffe keygen` en fait une"
            .to_owned(),
        "no key to sign with: give --key FILE or GREFFE_KEY; `greffe keygen` makes one".to_owned(),
    )
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|e| {
        let path = path.display();
        Failure::unreadable(
            "not-written",
            format!("{path} ne peut être écrit : {}", french(&e.to_string())),
            format!("cannot write {path}: {e}"),
        )
    })
}
