//! `greffe record`: records a draft.

use super::recorder;
use crate::args::{Format, Record};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::{input, output};
use greffe::domain::Money;
use greffe::{DraftConfidence, DraftFile, DraftedEvent, Ledger, NotBorneOut, Recording};
use greffe_render::Lang;
use serde_json::json;
use std::path::{Path, PathBuf};

/// See the module.
pub async fn run(args: &Record, context: &Context) -> Result<u8, Failure> {
    let path = &args.draft;
    let draft = DraftFile::parse(&text(path)?)?;
    if draft.review_of.is_none() && review_beside(path).exists() {
        return Err(reviewed(path));
    }
    let original = input::bytes(&document(path, &draft, args.document.as_deref()))?;
    let ledger = Ledger::open(&context.ledger_dir())?;
    let by = recorder(args.by.as_ref());
    let before = ledger.head().count;
    let recording = ledger.record_despite(&draft, &original, &by, &args.despite).await?;
    say_beside(&draft, &recording, context);
    let told = if recording.recorded.is_empty() { 0 } else { ledger.told_elsewhere(before)? };
    super::matching::say_told_elsewhere(told, context);
    let head = ledger.head();
    if context.format == Format::Json {
        output::json(&json!({
            "document": recording.document,
            "already_registered": recording.known_document,
            "recorded": recording.recorded,
            "already_recorded": recording.already,
            "already_overridden": recording.overridden,
            "still_recorded": recording.still_recorded,
            "reviewed": recording.reviewed,
            "not_borne_out": recording.not_borne_out,
            "resting_on_nothing": recording.resting_on_nothing,
            "grants_told_elsewhere": told,
            "head": { "count": head.count, "hash": head.hash.to_string() },
        }))?;
        return Ok(DONE);
    }
    let (recorded, already) = (recording.recorded.len(), recording.already);
    let first = context.entries_recorded(recorded);
    let second = context.say("déjà au registre", "already recorded");
    let decided = match recording.reviewed.len() {
        0 => String::new(),
        n => {
            let fr = ("décision de relecture", "décisions de relecture");
            let en = ("decision of a review", "decisions of a review");
            format!(", {}", greffe_render::count(context.lang, n, fr, en))
        }
    };
    // The act's own entry is none of these, nor is the opening of the ledger.
    let itself = context.say(" ; l'acte lui-même est l'inscription", "; the act itself is entry");
    let (document, head) = (recording.document, head_line(context, &ledger));
    output::text(&format!("{first}, {already} {second}{decided}{itself} {document}.\n{head}"))?;
    Ok(DONE)
}

/// What a person should know beside what was recorded.
fn say_beside(draft: &DraftFile, recording: &Recording, context: &Context) {
    if recording.untold {
        output::note(context.say(
            "projet corrigé, mais lu par une autre version : ce que la machine proposait ne peut être \
             dit, et les corrections ne sont pas inscrites comme telles",
            "the draft was corrected, but read by another version: what the machine had proposed cannot \
             be told, and the corrections are not recorded as such",
        ));
    }
    for one in &recording.not_borne_out {
        output::note(&not_borne_out(one, context));
    }
    let resting = recording.resting_on_nothing.iter().map(|fact| (fact.event, Some(fact.entry)));
    super::resting::say(draft, &resting.collect::<Vec<_>>(), context);
    if !recording.overridden.is_empty() {
        let said = context.say(
            "déjà au registre, annulés ou rectifiés depuis, et le restent ; `greffe show` dit par quoi :",
            "already recorded, voided or corrected since, and stay so; `greffe show` says by what:",
        );
        let entries = recording.overridden.iter().map(|entry| format!("[{entry}]"));
        output::note(&format!("{said} {}", entries.collect::<Vec<_>>().join(" ")));
    }
    for entry in &recording.still_recorded {
        output::note(&match context.lang {
            Lang::Fr => format!(
                "attention, un fait écarté ici reste inscrit [{entry}] : greffe void {entry} l'annule"
            ),
            Lang::En => format!(
                "warning, a fact left out here stays recorded [{entry}]: greffe void {entry} takes it back"
            ),
        });
    }
    // What the machine was sure of is left out by a person only: that is decided.
    let open = |e: &&DraftedEvent| {
        !e.record && e.decided.is_none() && e.confidence == DraftConfidence::Review
    };
    let open = draft.events.iter().filter(open).count();
    if open > 0 {
        let fr = ("fait non retenu, sans décision", "faits non retenus, sans décision");
        let en = ("fact not taken in, undecided", "facts not taken in, undecided");
        output::note(&greffe_render::count(context.lang, open, fr, en));
    }
}

/// That a passage does not hold what a person wrote: with the value as it is read, and the words.
fn not_borne_out(one: &NotBorneOut, context: &Context) -> String {
    let amount = one.value.as_i64().filter(|_| one.field.ends_with("_cents"));
    let value = match amount {
        Some(cents) => greffe_render::money(context.lang, Money::from_cents(cents)),
        None => one.value.as_str().map_or_else(|| one.value.to_string(), str::to_owned),
    };
    let NotBorneOut { event, entry, kind, field, quote, .. } = one;
    match context.lang {
        Lang::Fr => format!(
            "attention, événement {event} ({kind}) : le passage de {field} ne contient pas {value} ; il dit \
             « {quote} ». Inscrit tel quel, [{entry}] : relire le passage, et au besoin greffe correct {entry}"
        ),
        Lang::En => format!(
            "warning, event {event} ({kind}): the passage of {field} does not hold {value}; it says \
             \u{ab} {quote} \u{bb}. Recorded as given, [{entry}]: read the passage again, and greffe correct \
             {entry} if need be"
        ),
    }
}

/// A draft or a review as text; a file that is none, an act above all, is told apart.
pub fn text(path: &Path) -> Result<String, Failure> {
    let bytes = input::bytes(path)?;
    if is_json(&bytes)
        && let Ok(text) = String::from_utf8(bytes.clone())
    {
        return Ok(text);
    }
    Err(no_draft(path, &bytes))
}

/// Whether bytes may be a draft: an object behind blanks and comments.
fn is_json(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.is_empty() || text.starts_with(['{', '/', '#'])
}

fn no_draft(path: &Path, bytes: &[u8]) -> Failure {
    let read = greffe::draft(&input::name(path), bytes, &greffe::ReadOptions::default());
    let act = path.display();
    // Beside the act, where `record` looks for it.
    let draft = path.with_extension("draft");
    let draft = draft.display();
    let steps = format!(
        "greffe draft {act} -o {draft}, greffe review {draft}, greffe record {draft}.review"
    );
    let (fr, en) = match read {
        Ok(_) => ("c'est un acte, pas un projet", "this is an act, not a draft"),
        Err(_) => (
            "ce n'est pas un projet, qui est le fichier JSON que `greffe draft` écrit",
            "this is not a draft, which is the JSON file that `greffe draft` writes",
        ),
    };
    Failure::unreadable(
        "draft",
        format!(
            "{act} : {fr}. D'un acte à ses inscriptions : {steps} (ou {draft}, corrigé à la main). Rien n'a été inscrit"
        ),
        format!(
            "{act}: {en}. From an act to its entries: {steps} (or {draft}, corrected by hand). Nothing was recorded"
        ),
    )
}

/// The act stands beside its draft unless the caller says where it is. The name in a draft is a
/// name, never a path to follow.
pub fn document(path: &Path, draft: &DraftFile, given: Option<&Path>) -> PathBuf {
    let beside = || path.with_file_name(input::name(draft.document.name.as_ref()));
    given.map_or_else(beside, Path::to_owned)
}

/// Where the review of a draft is kept.
pub fn review_beside(draft: &Path) -> PathBuf {
    let mut name = draft.as_os_str().to_owned();
    name.push(".review");
    name.into()
}

fn reviewed(path: &Path) -> Failure {
    let review = review_beside(path);
    let review = review.display();
    Failure::usage(
        "reviewed",
        format!(
            "ce projet a une relecture, {review} : c'est elle qui s'inscrit (greffe record {review}) ; \
             pour ne pas en tenir compte, la ranger ailleurs"
        ),
        format!(
            "this draft has a review, {review}: that is what to record (greffe record {review}); to set \
             it aside, move it elsewhere"
        ),
    )
}

/// The head of the ledger in a line: what a person notes down to verify against later.
pub fn head_line(context: &Context, ledger: &Ledger) -> String {
    let head = ledger.head();
    let label = context.say("Tête du registre :", "Head of the ledger:");
    format!("{label} {}:{}", head.count, head.hash)
}
