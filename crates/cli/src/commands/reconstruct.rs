//! `greffe reconstruct`: from the files of acts to the convention, the trail and the findings, in
//! one go.
//!
//! What the machine is sure of is recorded; what it is not, and what it only saw, is listed for
//! review. A file that cannot be read is reported and the others go on; the exit code then says
//! that something was left out.

use super::{Rules, facts, recorder, say_not_judged, set_aside};
use crate::args::{Format, Reconstruct};
use crate::context::Context;
use crate::failure::{DONE, Failure, UNREADABLE};
use crate::references::LedgerReferences;
use crate::{input, output};
use greffe::domain::{AsOf, StreamId};
use greffe::{DraftConfidence, DraftFile, DraftedEvent, Ledger, Opening, ReadOptions};
use greffe_render::{DocumentLine, LedgerLine, Page, ReviewLine};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A file that was read, and what became of it.
struct Imported {
    draft: DraftFile,
    /// The facts that are not recorded again, since a person decided otherwise.
    left_out: Vec<usize>,
    text: String,
    entry: u64,
    known: bool,
}

/// See the module.
pub async fn run(args: &Reconstruct, context: &Context) -> Result<u8, Failure> {
    let as_of = Context::as_of(&args.clocks)?;
    let set = Rules::of(&args.ruled)?;
    let files = input::acts(&args.paths, args.recursive, context)?;
    // Everything is read before anything is written: a run that can read nothing leaves nothing.
    let (drafts, mut refused) = read_all(&files, args, context);
    if drafts.is_empty() {
        for failure in &refused {
            failure.report(context);
        }
        return Ok(UNREADABLE);
    }
    let place = Place::of(context)?;
    let ledger = place.open(args)?;
    let mut imported = Vec::new();
    for (path, bytes, drafted) in drafts {
        let by = recorder(args.reading.by.as_ref());
        let recording = match ledger.record_unopposed(&drafted.draft, &bytes, &by).await {
            Ok(recording) => recording,
            // The other acts are none the worse for it.
            Err(erased @ greffe::Error::Erased { .. }) => {
                refused.push(erased.into());
                continue;
            }
            Err(other) => return Err(other.into()),
        };
        if recording.known_document && recording.recorded.is_empty() {
            let said = context.say(
                "déjà inscrit dans ce registre, rien n'est ajouté",
                "already recorded in this ledger, nothing is added",
            );
            output::note(&format!("{} : {said}", path.display()));
        }
        let left_out: Vec<usize> = recording.left_out.iter().map(|fact| fact.event).collect();
        if !left_out.is_empty() {
            output::note(&left_to_persons(&path, &recording.left_out, context));
        }
        imported.push(Imported {
            draft: drafted.draft,
            left_out,
            text: drafted.text,
            entry: recording.document,
            known: recording.known_document,
        });
    }
    show(&ledger, &imported, (as_of, &set), &place, context)?;
    for failure in &refused {
        failure.report(context);
    }
    Ok(if refused.is_empty() { DONE } else { UNREADABLE })
}

/// What is not recorded of an act that was read again: something that a person decided stands against it.
fn left_to_persons(path: &Path, facts: &[greffe::Restated], context: &Context) -> String {
    let entries: BTreeSet<u64> = facts.iter().map(|fact| fact.entry).collect();
    let entries: Vec<String> = entries.iter().map(|entry| format!("[{entry}]")).collect();
    let count = greffe_render::count(
        context.lang,
        facts.len(),
        (
            "fait lu n'est pas ce qui est inscrit et n'est pas ajouté",
            "faits lus ne sont pas ce qui est inscrit et ne sont pas ajoutés",
        ),
        (
            "fact as read is not what is recorded and is not added",
            "facts as read are not what is recorded and are not added",
        ),
    );
    let see = context.say("greffe show dit quoi :", "greffe show says what is:");
    format!("{} : {count} ; {see} {}", path.display(), entries.join(" "))
}

type Read = (PathBuf, Vec<u8>, greffe::Drafted);

fn read_all(files: &[PathBuf], args: &Reconstruct, context: &Context) -> (Vec<Read>, Vec<Failure>) {
    let options = ReadOptions { institution: args.reading.institution.clone() };
    // Drawn on standard error, and only on a terminal.
    let bar = ProgressBar::new(u64::try_from(files.len()).unwrap_or(u64::MAX));
    let words = context.say("actes lus", "acts read");
    if let Ok(style) = ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {words}"))
    {
        bar.set_style(style);
    }
    let (mut drafts, mut refused) = (Vec::new(), Vec::new());
    for path in files {
        let read = input::bytes(path).and_then(|bytes| {
            let drafted = greffe::draft(&input::name(path), &bytes, &options)?;
            crate::not_read::say(&drafted.draft.document, context);
            Ok((path.clone(), bytes, drafted))
        });
        match read {
            Ok(read) => drafts.push(read),
            Err(failure) => refused.push(failure),
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    (drafts, refused)
}

/// Where the ledger is kept: in a directory that was named, or for this run only.
struct Place {
    dir: PathBuf,
    kept: bool,
    _temporary: Option<tempfile::TempDir>,
}

impl Place {
    fn of(context: &Context) -> Result<Place, Failure> {
        if let Some(dir) = &context.ledger {
            return Ok(Place { dir: dir.clone(), kept: true, _temporary: None });
        }
        let temporary = tempfile::Builder::new().prefix("greffe-").tempdir().map_err(|e| {
            Failure::unreadable(
                "temporary",
                format!("aucun dossier temporaire : {e} ; indiquer --ledger DOSSIER"),
                format!("no temporary folder: {e}; give --ledger DIR"),
            )
        })?;
        let dir = temporary.path().join("ledger");
        Ok(Place { dir, kept: false, _temporary: Some(temporary) })
    }

    fn open(&self, args: &Reconstruct) -> Result<Ledger, Failure> {
        if is_new(&self.dir) {
            let opening = Opening {
                name: input::name(&self.dir),
                institution: None,
                by: recorder(args.reading.by.as_ref()),
            };
            return Ok(Ledger::create(&self.dir, opening)?);
        }
        Ok(Ledger::open(&self.dir)?)
    }
}

/// Absent or empty: a ledger may be created there.
fn is_new(dir: &Path) -> bool {
    match std::fs::read_dir(dir) {
        Ok(mut files) => files.next().is_none(),
        Err(e) => e.kind() == std::io::ErrorKind::NotFound,
    }
}

fn show(
    ledger: &Ledger,
    imported: &[Imported],
    (as_of, set): (AsOf, &Rules),
    place: &Place,
    context: &Context,
) -> Result<(), Failure> {
    // One pass over the log serves both projections: the trail's facts are all facts.
    let facts = facts(ledger, context)?;
    let trail = greffe::audit_trail::Trail::under(&facts, as_of, &set.pack);
    say_not_judged(&trail, context);
    let conventions = greffe::conventions(&facts, as_of);
    let head = ledger.head();
    if context.format == Format::Json {
        let mut entries: Vec<Value> = Vec::new();
        for bytes in ledger.entries(..) {
            entries.push(serde_json::from_slice(&bytes?).map_err(|e| Failure::internal(&e))?);
        }
        return output::json(&json!({
            "ledger": {
                "id": ledger.id().to_string(),
                "path": place.kept.then(|| place.dir.display().to_string()),
                "head": { "count": head.count, "hash": head.hash.to_string() },
            },
            "documents": imported.iter().map(document_json).collect::<Vec<_>>(),
            "entries": entries,
            "conventions": conventions,
            "trail": trail.subjects,
            "findings": trail.findings,
            "rule_pack": set.record(),
            "not_judged": trail.not_judged,
            "set_aside": set_aside(&facts),
            "review": imported.iter().flat_map(review_json).collect::<Vec<_>>(),
        }));
    }
    let documents: Vec<DocumentLine> = imported.iter().map(document_line).collect();
    let review: Vec<ReviewLine> = imported.iter().flat_map(|i| review_lines(i, context)).collect();
    let line = LedgerLine {
        entries: head.count,
        head: head.hash.to_string(),
        path: place.kept.then(|| place.dir.display().to_string()),
    };
    let page = Page {
        documents: &documents,
        conventions: &conventions,
        trail: &trail,
        review: &review,
        ledger: &line,
    };
    let references = LedgerReferences::of(ledger).with_waiting(waiting(ledger, imported, as_of)?);
    let page = greffe_render::reconstruction(context.style, &references, &page);
    output::text(&set.under(page, context))
}

/// How many facts of each subject wait for review; none is said to where the question is what was known at
/// an instant. A text that was given twice is asked about once.
fn waiting(
    ledger: &Ledger,
    imported: &[Imported],
    as_of: AsOf,
) -> Result<BTreeMap<StreamId, usize>, Failure> {
    if as_of.known.is_some() {
        return Ok(BTreeMap::new());
    }
    let texts: BTreeMap<&str, &DraftFile> =
        imported.iter().map(|one| (one.draft.document.text.as_str(), &one.draft)).collect();
    let mut found = Vec::new();
    for draft in texts.into_values() {
        found.extend(ledger.waiting_in(draft)?);
    }
    Ok(greffe::waiting_by_subject(&found))
}

fn document_json(imported: &Imported) -> Value {
    let document = &imported.draft.document;
    json!({
        "name": document.name,
        "entry": imported.entry,
        "already_registered": imported.known,
        "original": document.original,
        "original_bytes": document.original_bytes,
        "text": document.text,
        "text_bytes": document.text_bytes,
        "media_type": document.media_type,
        "encoding": document.encoding,
        "extractor": document.extractor,
        // With the text itself, every span of this object can be followed without the ledger.
        "content": imported.text,
    })
}

fn document_line(imported: &Imported) -> DocumentLine {
    let events = &imported.draft.events;
    let chosen = events.iter().filter(|event| event.record).count();
    let size = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    DocumentLine {
        name: imported.draft.document.name.clone(),
        recorded: size(chosen.saturating_sub(imported.left_out.len())),
        review: size(events.len().saturating_sub(chosen)),
    }
}

/// What was left to a person: events that are not sure, then what was only seen.
fn review_json(imported: &Imported) -> Vec<Value> {
    let name = &imported.draft.document.name;
    let quote = |span: (u64, u64)| words(imported, span);
    let events = to_review(&imported.draft).map(|event| {
        json!({
            "document": name,
            "confidence": "review",
            "reason": event.reason,
            "stream": event.stream,
            "kind": event.kind,
            "effective": event.effective,
            "grade": event.grade,
            "sources": event.sources,
            "quote": event.quote,
            "data": event.data,
        })
    });
    let notes = imported.draft.notes.iter().map(|note| {
        json!({
            "document": name,
            "confidence": "seen",
            "code": note.code,
            "what": note.what,
            "span": note.span,
            "quote": quote(note.span),
        })
    });
    events.chain(notes).collect()
}

fn review_lines(imported: &Imported, context: &Context) -> Vec<ReviewLine> {
    let name = &imported.draft.document.name;
    let events = to_review(&imported.draft).map(|event| ReviewLine {
        document: name.clone(),
        kind: event.kind.clone(),
        sentence: greffe_render::data_sentence(context.lang, &event.kind, &event.data),
        reason: event.reason.as_deref().map(|why| context.told(why)).unwrap_or_default(),
        quote: event.quote.clone().unwrap_or_default(),
    });
    // Figures that were only seen are in the draft and in JSON; line by line they would bury the rest.
    let told = imported.draft.notes.iter().filter(|note| !note.is_figure());
    let notes = told.map(|note| ReviewLine {
        document: name.clone(),
        kind: note.code.clone(),
        sentence: context.told(&note.what),
        reason: String::new(),
        quote: words(imported, note.span).unwrap_or_default(),
    });
    events.chain(notes).collect()
}

fn to_review(draft: &DraftFile) -> impl Iterator<Item = &DraftedEvent> {
    draft.events.iter().filter(|event| event.confidence == DraftConfidence::Review)
}

fn words(imported: &Imported, (from, to): (u64, u64)) -> Option<String> {
    let range = usize::try_from(from).ok()?..usize::try_from(to).ok()?;
    imported.text.get(range).map(greffe::domain::fold_spaces)
}
