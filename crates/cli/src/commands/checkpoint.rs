//! `greffe checkpoint`: signs what stands for the whole ledger, and keeps what others say of it.

use crate::args::{Checkpoint, Format};
use crate::commands::cosigning::cosigned;
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::{input, output, pinned};
use greffe::proofs::Note;
use greffe::{KeptCheckpoint, Ledger, Stamped};
use serde_json::{Map, Value, json};
use std::io::Write as _;
use std::path::Path;
use tempfile::NamedTempFile;

/// What was done, for a person and for a program.
#[derive(Default)]
pub(super) struct Done {
    pub(super) lines: Vec<String>,
    pub(super) json: Map<String, Value>,
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
        write(path, &request, |_| false)?;
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
        write(path, kept.note.to_string().as_bytes(), is_checkpoint)?;
    }
    finish(kept.as_ref(), ledger.head().count, done, context)
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

fn finish(
    kept: Option<&KeptCheckpoint>,
    held: u64,
    mut done: Done,
    context: &Context,
) -> Result<u8, Failure> {
    let beyond = kept.map_or(0, |kept| held.saturating_sub(kept.checkpoint.size()));
    let signers: Vec<String> = kept
        .iter()
        .flat_map(|kept| kept.note.signatures())
        .map(|line| format!("{}+{}", line.name(), line.id()))
        .collect();
    match context.format {
        Format::Json => {
            done.json.insert("size".to_owned(), kept.map(|kept| kept.checkpoint.size()).into());
            done.json.insert("beyond".to_owned(), beyond.into());
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
            if beyond > 0 {
                let (one, several) = (
                    ("inscription venue", "inscriptions venues"),
                    ("entry that came", "entries that came"),
                );
                let come = context.count(beyond, one, several);
                done.lines.push(format!(
                    "{} {come} {}",
                    context.say("Ne couvre pas", "Does not cover"),
                    context.say(
                        "depuis ; --key en signe un nouveau.",
                        "since; --key signs a new one."
                    ),
                ));
            }
            done.lines.extend(note.map(|note| format!("{said}\n\n{note}")));
            output::text(&done.lines.join("\n"))?;
        }
    }
    Ok(DONE)
}

pub(super) fn no_key() -> Failure {
    Failure::usage(
        "no-key",
        "aucune clé pour signer : donner --key FICHIER ou GREFFE_KEY ; `greffe keygen` en fait une"
            .to_owned(),
        "no key to sign with: give --key FILE or GREFFE_KEY; `greffe keygen` makes one".to_owned(),
    )
}

/// Writes a request, or a checkpoint where nothing stands or an earlier checkpoint: a key or a policy that is
/// written over is lost.
fn write(path: &Path, bytes: &[u8], replaces: fn(&[u8]) -> bool) -> Result<(), Failure> {
    let refused = |e: std::io::Error| Failure::unwritten("not-written", path, &e);
    let place = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = NamedTempFile::new_in(place.unwrap_or(Path::new("."))).map_err(refused)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(refused)?;
    let earlier = input::bytes(path).is_ok_and(|earlier| replaces(&earlier));
    let kept = if earlier { file.persist(path) } else { file.persist_noclobber(path) };
    kept.map_err(|e| refused(e.error))?;
    Ok(())
}

/// Whether a file is a checkpoint and nothing else.
fn is_checkpoint(bytes: &[u8]) -> bool {
    Note::parse(bytes).is_ok_and(|note| note.text().parse::<greffe::proofs::Checkpoint>().is_ok())
}
