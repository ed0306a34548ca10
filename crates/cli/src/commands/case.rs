//! `greffe case`: all that bears on a question, out of a ledger and into another hand.

use super::{open, subject};
use crate::args::{Case as Arguments, CaseVerb, Clocks, Format};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::references::LedgerReferences;
use greffe::chain::Hash;
use greffe::domain::{StreamId, StreamKind};
use greffe::{Case, CaseManifest, CasePages, CaseProof, CaseReading, Error, Ledger, ProofError};
use greffe_render::{Lang, Style};
use serde_json::json;
use std::path::Path;

/// The width of the pages in a case: that of a printed sheet.
const WIDTH: usize = 90;

/// See the module.
pub fn run(args: &Arguments, context: &Context) -> Result<u8, Failure> {
    match &args.verb {
        CaseVerb::Export { streams, output, clocks } => export(streams, output, clocks, context),
        CaseVerb::Import { path, expect_seal } => import(path, expect_seal.as_ref(), context),
    }
}

/// A case of which every byte is as it was written.
pub fn whole(path: &Path) -> Result<Case, Failure> {
    let CaseReading { case, faults, .. } = Case::read(path)?;
    case.ok_or_else(|| Failure::case_altered(path, &faults))
}

fn export(
    typed: &[String],
    output: &Path,
    clocks: &Clocks,
    context: &Context,
) -> Result<u8, Failure> {
    let as_of = Context::as_of(clocks)?;
    let ledger = open(context)?;
    let streams = meant(&ledger, typed)?;
    for stream in &streams {
        subject::told(&ledger, stream, as_of)?;
    }
    let case = ledger.case(&streams, as_of)?;
    let case = with_proofs(&ledger, case, context)?;
    // The pages are those of the case itself: what it shows comes out of its own entries.
    let part = Ledger::of_case(case.clone());
    let seal = case.write(output, &pages(&case, &part)?)?;
    let manifest = case.manifest();
    let (entries, documents) = (manifest.entries.len(), manifest.documents.len());
    match context.format {
        Format::Json => output::json(&json!({
            "path": output.display().to_string(),
            "seal": seal.to_string(),
            "subjects": manifest.subjects,
            "entries": entries,
            "documents": documents,
            "proof": manifest.proof,
        }))?,
        Format::Text => {
            let subjects: Vec<String> =
                manifest.subjects.iter().map(|stream| format!("  {stream}")).collect();
            let (path, subjects) = (output.display(), subjects.join("\n"));
            let proved = proved(case.manifest(), context.lang);
            let held = held(entries, documents, context.lang);
            let said = match context.lang {
                Lang::Fr => format!(
                    "Affaire : {held}\n{path}\n{subjects}\n\
                     {proved}\nSceau à noter ailleurs :\n  {seal}"
                ),
                Lang::En => format!(
                    "Case: {held}\n{path}\n{subjects}\n\
                     {proved}\nSeal, to be noted elsewhere:\n  {seal}"
                ),
            };
            output::text(&said)?;
        }
    }
    Ok(DONE)
}

/// The case with its proofs. Where the log is not what was signed, that is said, and the case has none:
/// it is what an investigator takes away then.
fn with_proofs(ledger: &Ledger, case: Case, context: &Context) -> Result<Case, Failure> {
    match ledger.case_with_proofs(case.clone()) {
        Err(Error::Proof(error @ ProofError::OtherHistory { .. })) => {
            let without = context.say("affaire sans preuve", "case without proofs");
            output::note(&format!("{without} : {}", context.told(&error.to_string())));
            Ok(case)
        }
        proved => Ok(proved?),
    }
}

/// How many entries and documents a case holds.
fn held(entries: usize, documents: usize, lang: Lang) -> String {
    let (fr, en) = (("inscription", "inscriptions"), ("entry", "entries"));
    let entries = greffe_render::count(lang, entries, fr, en);
    let (fr, en) = (("document", "documents"), ("document", "documents"));
    format!("{entries}, {}", greffe_render::count(lang, documents, fr, en))
}

fn verified(files: usize, lang: Lang) -> String {
    let fr = ("fichier vérifié", "fichiers vérifiés");
    greffe_render::count(lang, files, fr, ("file verified", "files verified"))
}

/// What of the case is proved.
fn proved(manifest: &CaseManifest, lang: Lang) -> String {
    let counted = |entries: u64| {
        let entries = usize::try_from(entries).unwrap_or(usize::MAX);
        let (fr, en) = (("inscription prouvée", "inscriptions prouvées"), ("entry", "entries"));
        greffe_render::count(lang, entries, fr, en)
    };
    match (&manifest.proof, lang) {
        (Some(CaseProof { file, covered, entries }), Lang::Fr) => {
            format!("{file} : {} sous le point de contrôle sur {covered}", counted(*entries))
        }
        (Some(CaseProof { file, covered, entries }), Lang::En) => {
            format!("{file}: {} proved under the checkpoint over {covered}", counted(*entries))
        }
        (None, Lang::Fr) => {
            "Sans preuve : aucun point de contrôle ne couvre ces inscriptions".to_owned()
        }
        (None, Lang::En) => "Without proofs: no checkpoint covers these entries".to_owned(),
    }
}

/// The streams that were typed, in full or by their ends. One named in full is not searched for.
fn meant(ledger: &Ledger, typed: &[String]) -> Result<Vec<StreamId>, Failure> {
    const KINDS: [StreamKind; 6] = [
        StreamKind::Organ,
        StreamKind::Sitting,
        StreamKind::Act,
        StreamKind::Convention,
        StreamKind::Beneficiary,
        StreamKind::Other,
    ];
    let mut chosen = Vec::new();
    for one in typed {
        let whole = one.trim_matches('/').parse::<StreamId>().ok();
        match whole.filter(|whole| whole.as_str().contains('/')) {
            Some(whole) if ledger.has_stream(&whole)? => chosen.push(whole),
            _ => chosen.extend(subject::choose(ledger.streams_of(&KINDS)?, Some(one), |s| s)?),
        }
    }
    Ok(chosen)
}

/// States and findings as a person reads them, in both languages.
fn pages(case: &Case, part: &Ledger) -> Result<CasePages, Failure> {
    let (views, findings) = (case.conventions()?, case.findings()?);
    let references = LedgerReferences::of(part);
    let state = |lang| {
        let style = Style { lang, width: WIDTH, colour: false };
        let pages = views.iter().map(|v| greffe_render::convention(style, &references, v));
        format!("{}\n", pages.collect::<Vec<_>>().join("\n").trim_end())
    };
    let found = |lang| {
        let style = Style { lang, width: WIDTH, colour: false };
        format!(
            "{}\n",
            greffe_render::findings(style, &references, &findings, findings.len()).trim_end()
        )
    };
    Ok(CasePages {
        state_fr: state(Lang::Fr),
        state_en: state(Lang::En),
        findings_fr: found(Lang::Fr),
        findings_en: found(Lang::En),
    })
}

fn import(path: &Path, seal: Option<&String>, context: &Context) -> Result<u8, Failure> {
    let expected =
        seal.map(|text| text.parse::<Hash>().map_err(|_| not_a_seal(text))).transpose()?;
    let read = Case::read(path)?;
    let Some(case) = &read.case else {
        return Err(Failure::case_altered(path, &read.faults));
    };
    if let Some(expected) = expected.filter(|expected| *expected != read.seal) {
        return Err(Failure::other_seal(path, &expected.to_string(), &read.seal.to_string()));
    }
    let into = context.ledger_dir();
    read.place(&into)?;
    let manifest = case.manifest();
    let (entries, documents) = (manifest.entries.len(), manifest.documents.len());
    let not_checked = not_checked(expected.is_some(), manifest.proof.is_some());
    match context.format {
        Format::Json => output::json(&json!({
            "path": into.display().to_string(),
            "seal": read.seal.to_string(),
            "ledger": manifest.ledger,
            "question": manifest.question,
            "subjects": manifest.subjects,
            "files": read.files,
            "entries": entries,
            "documents": documents,
            "proof": manifest.proof,
            "not_checked": not_checked.iter().map(|(_, en)| en).collect::<Vec<_>>(),
        }))?,
        Format::Text => {
            let (files, into) = (read.files, into.display());
            let held = held(entries, documents, context.lang);
            let mut lines = vec![match context.lang {
                Lang::Fr => format!("{} : {held}\n{into}", verified(files, context.lang)),
                Lang::En => format!("{}: {held}\n{into}", verified(files, context.lang)),
            }];
            if manifest.proof.is_some() {
                lines.push(proved(manifest, context.lang));
            }
            lines.push(context.say("Non vérifié :", "Not checked:").to_owned());
            lines.extend(not_checked.iter().map(|(fr, en)| format!("  - {}", context.say(fr, en))));
            lines.push(format!("{} {}", context.say("Sceau :", "Seal:"), read.seal));
            output::text(&lines.join("\n"))?;
        }
    }
    Ok(DONE)
}

/// What no check of a case can say.
fn not_checked(anchored: bool, proved: bool) -> Vec<(&'static str, &'static str)> {
    let mut not_checked = vec![if anchored {
        (
            "le sceau attendu : qui l'a donné répond de lui",
            "the seal expected: whoever gave it answers for it",
        )
    } else {
        (
            "une affaire refaite tout entière : rien d'extérieur ne la contredirait ; donner \
             --expect-seal avec un sceau noté ailleurs",
            "a case made anew as a whole: nothing from outside would contradict it; give \
             --expect-seal with a seal noted elsewhere",
        )
    }];
    if proved {
        not_checked.push((
            "qui a signé le point de contrôle : greffe verify proof.evidence --trust CLÉ le dit",
            "who signed the checkpoint: greffe verify proof.evidence --trust KEY says so",
        ));
    }
    not_checked.push((
        "ce que le registre dit d'autre : une affaire n'en est qu'une partie",
        "what else the ledger says: a case is only a part of it",
    ));
    not_checked
}

fn not_a_seal(text: &str) -> Failure {
    Failure::usage(
        "bad-seal",
        format!("--expect-seal : « {text} » n'est pas une empreinte de 64 chiffres hexadécimaux"),
        format!("--expect-seal: \u{ab} {text} \u{bb} is no hash of 64 hexadecimal digits"),
    )
}
