//! `greffe report`: one convention in one HTML file, for screen and paper.

use super::{Rules, open, subject, verify};
use crate::args::{Format, Report};
use crate::context::Context;
use crate::failure::{ANOMALY, DONE, Failure};
use crate::output;
use crate::references::LedgerReferences;
use greffe::audit_trail::Outcome;
use greffe_render::{Lang, LedgerFacts, LocalRules};
use serde_json::json;
use std::io::Write;
use std::path::Path;

/// See the module.
pub fn run(args: &Report, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let expect = args.expect_head.as_deref().map(verify::head).transpose()?;
    // Found out before a large ledger is read.
    if args.output.exists() {
        return Err(Failure::already_exists(&args.output));
    }
    let set = Rules::of(&args.ruled)?;
    let ledger = open(context)?;
    let stream = subject::convention(&ledger, &args.stream)?;
    let reported = ledger.report(&stream, as_of, &set.pack)?;
    let reported = reported.ok_or_else(|| subject::not_known_then(&stream, as_of))?;
    let verification = if args.verify || expect.is_some() {
        Some(verify::for_report(&ledger.verify(expect)?, context))
    } else {
        None
    };
    let sound = verification.as_ref().is_none_or(|v| v.sound);
    let facts = LedgerFacts {
        name: reported.ledger_name.clone(),
        id: reported.ledger.to_string(),
        entries: reported.head.count,
        head: reported.head.hash.to_string(),
        set_aside: reported.set_aside,
        verification,
    };
    let hash = set.file.as_ref().map(|file| file.blake3.to_string()).unwrap_or_default();
    let shown = reported.trail.subjects.iter().map(|subject| subject.stream.clone()).collect();
    let waiting =
        ledger.waiting(reported.recorded.iter().map(|entry| &*entry.meta), &shown, as_of)?;
    // Of another time than today it is not known, which is not none.
    let count_waiting = waiting.as_ref().map(Vec::len);
    let waiting = waiting.unwrap_or_default();
    let kinds: Vec<&str> = waiting.iter().map(|one| one.kind.as_str()).collect();
    let page = greffe_render::Report {
        waiting: &kinds,
        as_of,
        view: &reported.view,
        trail: &reported.trail,
        timeline: &reported.timeline,
        verdicts: &reported.verdicts,
        ledger: &facts,
        rules: set.file.as_ref().map(|file| LocalRules {
            pack: &file.pack,
            file: &file.name,
            hash: &hash,
        }),
    };
    let cited = [&reported.recorded[..], &reported.verdicts].concat();
    let references = LedgerReferences::of_entries(&ledger, &cited)
        .with_waiting(greffe::waiting_by_subject(&waiting));
    write(&args.output, &greffe_render::report(context.lang, &references, &page))?;
    let count =
        |outcome: Outcome| reported.trail.findings.iter().filter(|f| f.outcome == outcome).count();
    let path = args.output.display();
    if context.format == Format::Json {
        output::json(&json!({
            "report": path.to_string(),
            "convention": stream,
            "rule_pack": set.record(),
            "head": format!("{}:{}", facts.entries, facts.head),
            "verified": facts.verification.as_ref().map(|v| v.sound),
            "irregular": count(Outcome::Irregular),
            "cannot_conclude": count(Outcome::CannotConclude),
            "observations": count(Outcome::Observation),
            "conforming": count(Outcome::Conforming),
            "waiting": count_waiting,
        }))?;
    } else {
        let (bad, open) = (count(Outcome::Irregular), count(Outcome::CannotConclude));
        output::text(&match context.lang {
            Lang::Fr => format!(
                "{path} : rapport sur {stream}\n\
                 irrégulier {bad}, sans conclusion {open}, observations {}, conforme {}",
                count(Outcome::Observation),
                count(Outcome::Conforming)
            ),
            Lang::En => format!(
                "{path}: report on {stream}\n\
                 irregular {bad}, cannot conclude {open}, observations {}, conforming {}",
                count(Outcome::Observation),
                count(Outcome::Conforming)
            ),
        })?;
    }
    Ok(if sound { DONE } else { ANOMALY })
}

/// Writes the report beside its place and puts it there whole, or not at all.
fn write(path: &Path, page: &str) -> Result<(), Failure> {
    let refused = |e: std::io::Error| Failure::unwritten("output-file", path, &e);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::Builder::new()
        .prefix(".greffe-")
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .map_err(refused)?;
    file.write_all(page.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(refused)?;
    readable(file.as_file()).map_err(refused)?;
    // Somebody may have put a file there meanwhile.
    file.persist_noclobber(path).map_err(|e| refused(e.error))?;
    Ok(())
}

/// A temporary file is its owner's alone; a report has the rights that a new file has.
fn readable(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}
