//! What was taken away: an evidence bundle, or the proof of one entry, checked without the ledger.

use super::anchors::{forks, no_time_stamp, of, revocation, stolen_keys};
use super::{NotChecked, Verdict};
use crate::context::Context;
use crate::failure::Failure;
use crate::input;
use greffe::Against;
use greffe::proofs::evidence::{self, CheckName, FIRST_LINE, NotChecked as Left, Proven, Report};
use greffe_render::Lang;
use serde_json::{Value, json};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// The first words of a proof of one entry.
const ALONE: &[u8] = b"c2sp.org/tlog-proof@";

/// Verifies a bundle or a proof; `None` for a file that is neither.
pub(super) fn verify(
    path: &Path,
    against: &Against,
    context: &Context,
) -> Result<Option<Verdict>, Failure> {
    let first = beginning(path);
    let version = FIRST_LINE.split('/').next().unwrap_or(FIRST_LINE);
    let report = if first.starts_with(version.as_bytes()) {
        evidence::verify(&input::bytes(path)?, &against.trust)
    } else if first.starts_with(ALONE) {
        // The bytes that it proves stand beside it.
        let entry = input::bytes(&path.with_extension("entry"))?;
        evidence::verify_alone(&input::bytes(path)?, &entry, &against.trust)
    } else {
        return Ok(None);
    };
    Ok(Some(verdict(&report, context)))
}

/// The first bytes of a file; what cannot be read says so when it is read as a log.
fn beginning(path: &Path) -> Vec<u8> {
    let mut first = Vec::new();
    let read = File::open(path).and_then(|file| file.take(64).read_to_end(&mut first));
    if read.is_ok() { first } else { Vec::new() }
}

fn verdict(report: &Report, context: &Context) -> Verdict {
    let check = |check: &evidence::Check| {
        let (fr, en) = words(check.name);
        of(check.name.code(), fr, en, check.count, &check.verdict)
    };
    Verdict {
        checks: report.checks.iter().map(check).collect(),
        head: None,
        proven: report.proven.as_ref().map(|proven| (said(proven, context), as_json(proven))),
        not_checked: report.not_checked.iter().map(left_out).collect(),
        outside: None,
        of_a_ledger: false,
    }
}

/// The words of a check, in French and English.
const fn words(name: CheckName) -> (&'static str, &'static str) {
    match name {
        CheckName::Bundle => {
            ("octets du fichier, et leur forme", "bytes of the file, and its form")
        }
        CheckName::Entries => ("inscriptions bien formées", "entries that are well-formed"),
        CheckName::Links => ("liens de la chaîne", "links of the chain"),
        CheckName::Tree => {
            ("preuves d'appartenance à l'arbre", "proofs that entries are in the tree")
        }
        CheckName::Signatures => {
            ("signatures du point de contrôle", "signatures of the checkpoint")
        }
        CheckName::Log => ("clés admises qui l'ont signé", "pinned keys that signed it"),
        CheckName::Witnesses => ("témoins admis qui l'ont vu", "pinned witnesses that saw it"),
        CheckName::TimeStamps => {
            ("horodatages d'une autorité admise", "time-stamps by a pinned authority")
        }
        CheckName::Documents => ("documents hachés", "documents hashed"),
        CheckName::Passages => {
            ("passages suivis jusqu'à leur texte", "passages followed into their texts")
        }
        _ => ("autre contrôle", "another check"),
    }
}

fn left_out(what: &Left) -> NotChecked {
    match what {
        Left::MissingLinks { entries } => NotChecked::new(
            what.code(),
            format!("le lien de {entries} inscriptions : celle d'avant n'est pas dans le fichier"),
            format!("the link of {entries} entries: the one before is not in the file"),
        ),
        Left::AbsentTexts { texts, passages } => NotChecked::new(
            what.code(),
            format!("{passages} passages de {texts} textes qui ne sont pas dans le fichier"),
            format!("{passages} passages of {texts} texts that are not in the file"),
        ),
        Left::Forks => forks(),
        Left::NoTimeStamp => no_time_stamp(),
        Left::NoAuthority { tokens } => NotChecked::new(
            what.code(),
            format!("{tokens} horodatages : aucune autorité n'est admise ; donner --authority"),
            format!("{tokens} time-stamps: no authority is pinned; give --authority"),
        ),
        Left::Revocation => revocation(),
        Left::StolenKeys => stolen_keys(),
        Left::OtherEntries { covered } => NotChecked::new(
            what.code(),
            format!(
                "ce que le registre dit d'autre dans ses {covered} inscriptions, et si l'une annule \
                 ou corrige celles-ci"
            ),
            format!(
                "what else the ledger says in its {covered} entries, and whether one of them voids or \
                 corrects these"
            ),
        ),
        _ => NotChecked::new(
            "truth",
            "que les faits inscrits soient vrais : seuls leurs octets et leurs passages l'ont été",
            "that the recorded facts are true: only their bytes and passages were checked",
        ),
    }
}

/// What is proven, in lines.
fn said(proven: &Proven, context: &Context) -> Vec<String> {
    let (entries, size, origin) = (proven.entries.len(), proven.size, &proven.origin);
    let mut lines = vec![match context.lang {
        Lang::Fr => {
            format!("{entries} inscriptions du registre {origin}, quand il en avait {size}")
        }
        Lang::En => format!("{entries} entries of the ledger {origin}, when it had {size}"),
    }];
    let signed = context.say("signé par", "signed by");
    lines.extend(proven.signed_by.iter().map(|key| format!("{signed} {key}")));
    let (seen, at) = (context.say("vu par", "seen by"), context.say("à", "at"));
    lines.extend(
        proven.seen_by.iter().map(|(key, time)| format!("{seen} {key} {at} {}", utc(*time))),
    );
    let stamped = context.say("horodaté", "time-stamped");
    lines
        .extend(proven.stamped.iter().map(|(time, by)| format!("{stamped} {} : {by}", utc(*time))));
    lines
}

fn as_json(proven: &Proven) -> Value {
    let seen = |(key, time): &(String, u64)| json!({ "witness": key, "time": time });
    let stamped = |(time, by): &(u64, String)| json!({ "time": time, "authority": by });
    json!({
        "origin": proven.origin,
        "size": proven.size,
        "root": proven.root.to_string(),
        "signed_by": proven.signed_by,
        "seen_by": proven.seen_by.iter().map(seen).collect::<Vec<_>>(),
        "stamped": proven.stamped.iter().map(stamped).collect::<Vec<_>>(),
        "entries": proven.entries,
    })
}

/// An instant in UTC, as the log writes it.
fn utc(seconds: u64) -> String {
    let micros = i64::try_from(seconds).ok().and_then(|seconds| seconds.checked_mul(1_000_000));
    let written = micros.and_then(|micros| greffe::chain::Timestamp::from_micros(micros).ok());
    written
        .map_or_else(|| seconds.to_string(), |instant| instant.to_string().replace(".000000", ""))
}
