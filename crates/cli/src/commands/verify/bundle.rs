//! What was taken away: an evidence bundle, or the proof of one entry, checked without the ledger.

use super::anchors::{forks, no_authority, no_time_stamp, of, revocation, stolen_keys};
use super::counted::counted;
use super::kept_outside::{self, Compared, Held};
use super::{NotChecked, Verdict, utc};
use crate::context::Context;
use crate::failure::Failure;
use crate::input;
use greffe::Against;
use greffe::domain::Erasure;
use greffe::proofs::TlogProof;
use greffe::proofs::evidence::{self, CheckName, FIRST_LINE, NotChecked as Left, Proven, Report};
use greffe_render::{Lang, erased_words};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
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
    let first = beginning(path, 64).unwrap_or_default();
    let version = FIRST_LINE.split('/').next().unwrap_or(FIRST_LINE);
    let mut erased = Vec::new();
    let (report, held) = if first.starts_with(version.as_bytes()) {
        let bytes = input::bytes(path)?;
        let report = evidence::verify(&bytes, &against.trust);
        if report.proven.is_some() {
            erased = missing(&bytes);
        }
        let held = evidence::parse(&bytes).ok().map(|bundle| {
            let entries = bundle.entries.into_iter().map(|(seq, entry)| (seq, entry.bytes));
            Held { checkpoint: bundle.checkpoint, entries: entries.collect() }
        });
        (report, held)
    } else if first.starts_with(ALONE) {
        // The bytes that it proves stand beside it.
        let entry = input::bytes(&path.with_extension("entry"))?;
        let bytes = input::bytes(path)?;
        let report = evidence::verify_alone(&bytes, &entry, &against.trust);
        let held = TlogProof::parse(&bytes).ok().map(|proof| Held {
            checkpoint: proof.checkpoint,
            entries: BTreeMap::from([(proof.index, entry)]),
        });
        (report, held)
    } else {
        return Ok(None);
    };
    let mut verdict = verdict(&report, &erased, context);
    if let Some(Compared { check, not_checked }) =
        held.and_then(|held| kept_outside::compare(&held, against))
    {
        // Nothing is proven by what contradicts what is known from elsewhere.
        verdict.proven = verdict.proven.filter(|_| check.faults.is_empty());
        verdict.checks.push(check);
        verdict.not_checked.splice(0..0, not_checked);
    }
    Ok(Some(verdict))
}

/// What one entry of a bundle records as erased, and the other entries of it that name what is gone.
struct Missing {
    erasure: Erasure,
    named_by: BTreeSet<u64>,
}

/// What the entries of a bundle name and its own entries record as erased, by the entry that says so.
fn missing(bytes: &[u8]) -> Vec<Missing> {
    let Ok(bundle) = evidence::parse(bytes) else { return Vec::new() };
    let erased = greffe::erased_in(bundle.entries.values().map(|entry| entry.bytes.as_slice()));
    let mut found: BTreeMap<u64, Missing> = BTreeMap::new();
    if erased.is_empty() {
        return Vec::new();
    }
    for (seq, proved) in &bundle.entries {
        let text = String::from_utf8_lossy(&proved.bytes);
        for (_, erasure) in erased.iter().filter(|(digest, _)| text.contains(digest.as_str())) {
            let one = found
                .entry(erasure.entry)
                .or_insert_with(|| Missing { erasure: erasure.clone(), named_by: BTreeSet::new() });
            // The entry that records an erasure names what is gone, and says nothing of it.
            if *seq != erasure.entry {
                one.named_by.insert(*seq);
            }
        }
    }
    found.into_values().filter(|one| !one.named_by.is_empty()).collect()
}

/// Whether a file may be a log: a line near its beginning begins like an entry. So does what is left of a bundle
/// whose first line was altered.
pub(super) fn holds_entries(path: &Path) -> bool {
    // Two of the longest entries.
    let first = beginning(path, 131_072);
    first.is_none_or(|first| first.split(|b| *b == b'\n').any(|line| line.starts_with(b"{")))
}

/// The first bytes of a file; what cannot be read says so when it is read as a log.
fn beginning(path: &Path, most: u64) -> Option<Vec<u8>> {
    let mut first = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut first));
    read.is_ok().then_some(first)
}

fn verdict(report: &Report, erased: &[Missing], context: &Context) -> Verdict {
    let check = |check: &evidence::Check| {
        let (fr, en) = words(check.name);
        of(check.name.code(), fr, en, check.count, &check.verdict)
    };
    let mut not_checked: Vec<NotChecked> = report.not_checked.iter().map(left_out).collect();
    // What is no bundle is read no further.
    if let [only] = &report.checks[..]
        && only.name == CheckName::Bundle
    {
        not_checked.push(NotChecked::new(
            "unread",
            "tout ce que le fichier devait prouver : inscriptions, preuves, signatures, témoins, horodatages, documents et \
             passages ne sont pas lus dans un fichier altéré, par accident ou non",
            "all that the file was to prove: entries, proofs, signatures, witnesses, time-stamps, documents and passages \
             are not read of a file that was altered, by accident or not",
        ));
    }
    Verdict {
        checks: report.checks.iter().map(check).collect(),
        head: None,
        entries: 0,
        proven: report
            .proven
            .as_ref()
            .map(|proven| (said(proven, erased, context), as_json(proven, erased))),
        not_checked,
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
        CheckName::Keys => (
            "clés qui l'ont signé, d'après ce qu'en dit le registre",
            "keys that signed it, by what the ledger says of them",
        ),
        CheckName::Log => ("clés admises qui l'ont signé", "pinned keys that signed it"),
        CheckName::Witnesses => ("témoins admis qui l'ont vu", "pinned witnesses that saw it"),
        CheckName::TimeStamps => ("horodatages tenus pour vrais", "time-stamps held to be true"),
        CheckName::Documents => ("documents hachés", "documents hashed"),
        CheckName::Passages => {
            ("passages suivis jusqu'à leur texte", "passages followed into their texts")
        }
        _ => ("autre contrôle", "another check"),
    }
}

fn left_out(what: &Left) -> NotChecked {
    match what {
        Left::MissingLinks { entries } => {
            let (fr, en) = counted(*entries, ("inscription", "inscriptions"), ("entry", "entries"));
            NotChecked::new(
                what.code(),
                format!("le lien de {fr} : celle d'avant n'est pas dans le fichier"),
                format!("the link of {en}: the one before is not in the file"),
            )
        }
        Left::AbsentTexts { texts, passages } => {
            let (passages_fr, passages_en) =
                counted(*passages, ("passage", "passages"), ("passage", "passages"));
            let (texts_fr, texts_en) = counted(
                *texts,
                ("texte qui n'est pas", "textes qui ne sont pas"),
                ("text that is not", "texts that are not"),
            );
            NotChecked::new(
                what.code(),
                format!("{passages_fr} de {texts_fr} dans le fichier"),
                format!("{passages_en} of {texts_en} in the file"),
            )
        }
        Left::SealedValues { values } => {
            let (fr, en) = counted(
                *values,
                (
                    "valeur scellée ou effacée : le fichier n'en a que l'empreinte",
                    "valeurs scellées ou effacées : le fichier n'en a que les empreintes",
                ),
                (
                    "value that is sealed or was erased: the file holds its digest alone",
                    "values that are sealed or were erased: the file holds their digests alone",
                ),
            );
            NotChecked::new(what.code(), fr, en)
        }
        Left::Extra => NotChecked::new(
            what.code(),
            "la ligne `extra` de la preuve : rien ne l'authentifie",
            "the line `extra` of the proof: nothing authenticates it",
        ),
        Left::Forks => forks(),
        Left::NoTimeStamp => no_time_stamp(),
        Left::NoAuthority { tokens } => no_authority(what.code(), *tokens),
        Left::Revocation => revocation(),
        Left::KeysInForce => NotChecked::new(
            "keys-in-force",
            "si une inscription hors de la liasse retire la clé qui a signé",
            "whether an entry that is not in the bundle retires the key that signed",
        ),
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
fn said(proven: &Proven, erased: &[Missing], context: &Context) -> Vec<String> {
    let (entries, size, origin) = (proven.entries.len(), proven.size, &proven.origin);
    let counted = greffe_render::count(
        context.lang,
        entries,
        ("inscription", "inscriptions"),
        ("entry", "entries"),
    );
    let mut lines = vec![match context.lang {
        Lang::Fr => format!("{counted} du registre {origin}, quand il en avait {size}"),
        Lang::En => format!("{counted} of the ledger {origin}, when it had {size}"),
    }];
    let signed = context.say("signé par", "signed by");
    lines.extend(proven.signed_by.iter().map(|key| format!("{signed} {key}")));
    let (seen, at) = (context.say("vu par", "seen by"), context.say("à", "at"));
    // A witness may state any instant: nothing holds its clock against another.
    let word = context.say("selon sa seule horloge", "by its own clock alone");
    lines.extend(
        proven
            .seen_by
            .iter()
            .map(|(key, time)| format!("{seen} {key} {at} {} ({word})", utc(*time))),
    );
    let stamped = context.say("horodaté", "time-stamped");
    lines
        .extend(proven.stamped.iter().map(|(time, by)| format!("{stamped} {} : {by}", utc(*time))));
    lines.extend(erased.iter().map(|one| of_missing(one, context.lang)));
    lines
}

/// What an entry said and a bundle no longer holds: which entries, when, under which ground, and who says so.
fn of_missing(one: &Missing, lang: Lang) -> String {
    let by = one.named_by.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let (words, entry) = (erased_words(lang, &one.erasure), one.erasure.entry);
    let named = match (lang, one.named_by.len()) {
        (Lang::Fr, 1) => "inscription",
        (Lang::Fr, _) => "inscriptions",
        (Lang::En, 1) => "entry",
        (Lang::En, _) => "entries",
    };
    match lang {
        Lang::Fr => {
            format!("{named} {by} : ce qui manque est {words}, selon l'inscription {entry}")
        }
        Lang::En => format!("{named} {by}: what is missing is {words}, says entry {entry}"),
    }
}

fn as_json(proven: &Proven, erased: &[Missing]) -> Value {
    let seen = |(key, time): &(String, u64)| json!({ "witness": key, "time": time });
    let stamped = |(time, by): &(u64, String)| json!({ "time": time, "authority": by });
    let missing = |one: &Missing| {
        let Missing { erasure, named_by } = one;
        json!({ "on": erasure.on, "ground": erasure.ground, "entry": erasure.entry, "of": named_by })
    };
    json!({
        "origin": proven.origin,
        "size": proven.size,
        "root": proven.root.to_string(),
        "signed_by": proven.signed_by,
        "seen_by": proven.seen_by.iter().map(seen).collect::<Vec<_>>(),
        "stamped": proven.stamped.iter().map(stamped).collect::<Vec<_>>(),
        "entries": proven.entries,
        "erased": erased.iter().map(missing).collect::<Vec<_>>(),
    })
}
