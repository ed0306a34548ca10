//! `greffe prove`: a bundle that proves entries to somebody without the ledger, or one entry in the
//! form that clients of transparency logs read.

use super::{open, subject};
use crate::args::{Format, Prove};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::references::entry_number;
use greffe::domain::StreamKind;
use greffe::proofs::Note;
use greffe::{Ledger, Proved};
use greffe_render::Lang;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

/// See the module.
pub fn run(args: &Prove, context: &Context) -> Result<u8, Failure> {
    let ledger = open(context)?;
    let number = entry_number(&args.what);
    if args.output.extension().is_some_and(|ext| ext == "tlog-proof") {
        return alone(&ledger, number, args, context);
    }
    let entries = match number {
        Some(seq) => ledger.with_its_texts(seq)?,
        None => ledger.bearing_on(&meant(&ledger, &args.what)?)?,
    };
    let under = under(args)?;
    let proved = ledger.prove(&entries, under.as_ref(), args.originals)?;
    let bytes = proved.evidence.encode().map_err(|e| Failure::internal(&e))?;
    write(&args.output, &bytes)?;
    report(args, &proved, bytes.len(), context)
}

/// A convention by the end of its stream, or any stream in full.
fn meant(ledger: &Ledger, typed: &str) -> Result<greffe::domain::StreamId, Failure> {
    let whole = typed.trim_matches('/').parse::<greffe::domain::StreamId>().ok();
    match whole {
        Some(whole) if ledger.has_stream(&whole)? => Ok(whole),
        _ => subject::one(ledger, typed, &[StreamKind::Convention]),
    }
}

/// The checkpoint that was asked for, if one was.
fn under(args: &Prove) -> Result<Option<Note>, Failure> {
    args.checkpoint.as_deref().map(crate::pinned::checkpoint).transpose()
}

/// One entry, with its bytes beside the proof.
fn alone(
    ledger: &Ledger,
    number: Option<u64>,
    args: &Prove,
    context: &Context,
) -> Result<u8, Failure> {
    let Some(seq) = number else {
        return Err(Failure::usage(
            "not-an-entry",
            format!(
                "« {} » : la forme .tlog-proof prouve une seule inscription ; en donner le numéro, \
                 ou un autre nom de fichier",
                args.what
            ),
            format!(
                "\u{ab} {} \u{bb}: the form .tlog-proof proves one entry; give its number, or \
                 another name of the file",
                args.what
            ),
        ));
    };
    let proved = ledger.prove_alone(seq, under(args)?.as_ref())?;
    let entry = args.output.with_extension("entry");
    write(&args.output, proved.proof.to_string().as_bytes())?;
    write(&entry, &proved.entry)?;
    let (proof, entry) = (args.output.display(), entry.display());
    match context.format {
        Format::Json => output::json(&json!({
            "proof": proof.to_string(),
            "entry": entry.to_string(),
            "index": seq,
            "hashes": proved.proof.proof.len(),
        }))?,
        Format::Text => {
            let of = match context.lang {
                Lang::Fr => format!("Preuve de l'inscription {seq} :"),
                Lang::En => format!("Proof of entry {seq}:"),
            };
            let beside = context.say("Octets de l'inscription :", "Bytes of the entry:");
            output::text(&format!("{of} {proof}\n{beside} {entry}"))?;
        }
    }
    Ok(DONE)
}

fn report(args: &Prove, proved: &Proved, bytes: usize, context: &Context) -> Result<u8, Failure> {
    let evidence = &proved.evidence;
    let path = args.output.display();
    let entries: Vec<u64> = evidence.entries.keys().copied().collect();
    if !proved.beyond.is_empty() {
        let said = context.say(
            "inscriptions venues après le dernier point de contrôle ne sont pas dans la liasse ; \
             `greffe checkpoint` en signe un nouveau",
            "entries that came after the last checkpoint are not in the bundle; `greffe \
             checkpoint` signs a new one",
        );
        output::note(&format!("{} {said}", proved.beyond.len()));
    }
    if proved.left_out > 0 {
        let (kept, left) = (evidence.timestamps.len(), proved.left_out);
        output::note(&match context.lang {
            Lang::Fr => format!(
                "une liasse porte {kept} horodatages au plus ; de ceux qui sont gardés, il en manque {left}"
            ),
            Lang::En => {
                let are = if left == 1 { "is" } else { "are" };
                format!(
                    "a bundle holds {kept} time-stamps at most; {left} of those that are kept {are} not in it"
                )
            }
        });
    }
    for hash in &proved.absent {
        let said = context.say(
            "n'est plus détenu : ses passages ne seront pas suivis",
            "is not held any more: its passages will not be followed",
        );
        output::note(&format!("{hash} {said}"));
    }
    match context.format {
        Format::Json => output::json(&json!({
            "evidence": path.to_string(),
            "bytes": bytes,
            "entries": entries,
            "documents": evidence.documents.len(),
            "time_stamps": evidence.timestamps.len(),
            "time_stamps_left_out": proved.left_out,
            "covered": proved.covered,
            "beyond": BTreeSet::from_iter(&proved.beyond),
            "absent": proved.absent.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }))?,
        Format::Text => {
            let count = greffe_render::count(
                context.lang,
                entries.len(),
                ("inscription prouvée", "inscriptions prouvées"),
                ("entry proved", "entries proved"),
            );
            let documents = greffe_render::count(
                context.lang,
                evidence.documents.len(),
                ("texte", "textes"),
                ("text", "texts"),
            );
            let keys = greffe_render::count(
                context.lang,
                evidence.keys.len(),
                ("signature", "signatures"),
                ("signature", "signatures"),
            );
            let stamps = greffe_render::count(
                context.lang,
                evidence.timestamps.len(),
                ("horodatage", "horodatages"),
                ("time-stamp", "time-stamps"),
            );
            let covered = context.entries(proved.covered);
            output::text(&match context.lang {
                greffe_render::Lang::Fr => format!(
                    "{path} : {count}, {documents}\n\
                     Point de contrôle sur {covered}, {keys}, {stamps}\n\
                     À vérifier par : greffe verify {path} --trust CLÉ"
                ),
                greffe_render::Lang::En => format!(
                    "{path}: {count}, {documents}\n\
                     Checkpoint over {covered}, {keys}, {stamps}\n\
                     To be verified by: greffe verify {path} --trust KEY"
                ),
            })?;
        }
    }
    Ok(DONE)
}

/// Writes a file that is not there yet.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let refused = |e: std::io::Error| Failure::unwritten("not-written", path, &e);
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all())).map_err(refused)
}
