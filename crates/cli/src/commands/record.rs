//! `greffe record`: records a draft.

use super::recorder;
use crate::args::{Format, Record};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::{input, output};
use greffe::{DraftFile, Ledger};
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
    let before = ledger.head().count;
    let recording = ledger.record(&draft, &original, &recorder(args.by.as_ref())).await?;
    if recording.untold {
        output::note(context.say(
            "projet corrigé, mais lu par une autre version : ce que la machine proposait ne peut être \
             dit, et les corrections ne sont pas inscrites comme telles",
            "the draft was corrected, but read by another version: what the machine had proposed cannot \
             be told, and the corrections are not recorded as such",
        ));
    }
    let open = draft.events.iter().filter(|e| !e.record && e.decided.is_none()).count();
    if open > 0 {
        let said = context.say("faits non retenus, sans décision", "facts not taken in, undecided");
        output::note(&format!("{open} {said}"));
    }
    let told = if recording.recorded.is_empty() { 0 } else { ledger.told_elsewhere(before)? };
    super::matching::say_told_elsewhere(told, context);
    let head = ledger.head();
    if context.format == Format::Json {
        output::json(&json!({
            "document": recording.document,
            "already_registered": recording.known_document,
            "recorded": recording.recorded,
            "already_recorded": recording.already,
            "reviewed": recording.reviewed,
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

/// A draft or a review as text.
pub fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(input::bytes(path)?).map_err(|_| {
        Failure::unreadable(
            "draft",
            format!("{} : ce n'est pas du texte UTF-8, donc pas un projet", path.display()),
            format!("{}: not UTF-8 text, hence no draft", path.display()),
        )
    })
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
