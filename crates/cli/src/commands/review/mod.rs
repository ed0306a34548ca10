//! `greffe review`: a draft gone through in the terminal, fact by fact, beside its text.
//!
//! What is decided is kept in a file beside the draft after every decision, whole or not at all, so a
//! review is left and gone on with at any time. It records nothing: `greffe record` does, with every
//! decision.

mod adding;
mod filling;
mod form;
mod kinds;
mod labels;
mod model;
mod pages;
mod screen;
mod terminal;
mod typed;

#[cfg(test)]
mod tests;

use super::draft::commented;
use super::record::{document, review_beside, text};
use super::recorder;
use crate::args::ReviewDraft;
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::french::french;
use crate::screen::Look;
use crate::{input, output};
use greffe::{DraftFile, Review};
use greffe_render::Lang;
use model::Model;
use std::io::Write;
use std::path::Path;
use tempfile::NamedTempFile;

/// See the module.
pub fn run(args: &ReviewDraft, context: &Context) -> Result<u8, Failure> {
    terminal::demand(context)?;
    let draft = text(&args.draft)?;
    let kept_in = review_beside(&args.draft);
    let review = if kept_in.exists() {
        Review::resume(&draft, &text(&kept_in)?)?
    } else {
        Review::begin(&draft)?
    };
    let act = document(&args.draft, review.draft(), args.document.as_deref());
    let act_text = greffe::text_of(review.draft(), &input::bytes(&act)?)?;
    let mut model = Model::new(review, act_text.clone(), recorder(args.by.as_ref()), context.lang);
    let look = Look { lang: context.lang, colour: context.style.colour };
    terminal::run(&mut model, look, |review| {
        keep(&kept_in, &commented(review.draft(), &act_text, context)?)
    })?;
    let open = model.review.open();
    if !kept_in.exists() {
        output::text(context.say("Rien n'a été décidé.", "Nothing was decided."))?;
        return Ok(DONE);
    }
    let resting = model.review.resting_on_nothing().into_iter().map(|at| (at, None));
    super::resting::say(model.review.draft(), &resting.collect::<Vec<_>>(), context);
    say_notes(model.review.draft(), context);
    let beside = act == document(&args.draft, model.review.draft(), None);
    let document = if beside { String::new() } else { format!(" --document {}", act.display()) };
    let path = kept_in.display();
    output::text(&match context.lang {
        Lang::Fr => {
            format!("{path} : {open} à décider. Pour inscrire : greffe record {path}{document}")
        }
        Lang::En => format!("{path}: {open} to decide. To record: greffe record {path}{document}"),
    })?;
    Ok(DONE)
}

/// Lists the notes, which no decision was about: what the text says and no fact holds.
fn say_notes(draft: &DraftFile, context: &Context) {
    if draft.notes.is_empty() {
        return;
    }
    let fr = (
        "note sur ce que dit le texte et qu'aucun fait ne porte :",
        "notes sur ce que dit le texte et qu'aucun fait ne porte :",
    );
    let en = (
        "note on what the text says and no fact holds:",
        "notes on what the text says and no fact holds:",
    );
    let mut said = greffe_render::count(context.lang, draft.notes.len(), fr, en);
    for note in &draft.notes {
        let what = if context.lang == Lang::Fr { french(&note.what) } else { note.what.clone() };
        said.push_str("\n  ");
        said.push_str(&what);
    }
    output::note(&said);
}

/// Puts the review in its place, whole or not at all: whoever is cut off has the decision before.
fn keep(path: &Path, text: &str) -> Result<(), Failure> {
    let refused = |e: std::io::Error| {
        Failure::unreadable(
            "output-file",
            format!("{} ne peut être écrit : {e}", path.display()),
            format!("cannot write {}: {e}", path.display()),
        )
    };
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(dir).map_err(refused)?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(refused)?;
    file.persist(path).map_err(|e| refused(e.error))?;
    Ok(())
}
