//! The log: an entry in two lines or more, what it says, and below of what and when the ledger
//! learned it. And a paragraph by itself, for what stands around entries.

use crate::figures;
use crate::history::DATES;
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::sentence::event_sentence;
use crate::style::{Lang, Style};
use greffe_domain::{Content, Recorded};

/// The column of numbers, in columns: a million entries fit, and longer numbers move only their line.
const NUMBER: usize = 6;

/// How far in stands what belongs to an entry.
const BELOW: usize = NUMBER + 2;

/// `voided by [71], corrected by [72]`: what took the place of an entry, each with whether it voids.
#[must_use]
pub fn given_way(lang: Lang, by: &[(u64, bool)]) -> String {
    let told = by.iter().map(|(by, voids)| {
        let words = if *voids {
            lang.pick("annulée par", "voided by")
        } else {
            lang.pick("rectifiée par", "corrected by")
        };
        format!("{words} [{by}]")
    });
    told.collect::<Vec<_>>().join(", ")
}

/// An entry of the log; `possible` when its date straddles the day asked about, `by` what took its
/// place, each with whether it voids.
///
/// ```
/// use greffe_domain::{Meta, Recorded};
/// use greffe_render::{Lang, Style, log_entry};
///
/// # fn shown(recorded: &Recorded) {
/// let style = Style { lang: Lang::En, width: 80, colour: false };
/// println!("{}", log_entry(style, recorded, false, &[]));
/// # }
/// ```
#[must_use]
pub fn log_entry(style: Style, recorded: &Recorded, possible: bool, by: &[(u64, bool)]) -> String {
    let lang = style.lang;
    let meta = &recorded.meta;
    let sentence = match &recorded.content {
        Content::Known(fact) => event_sentence(lang, &fact.event),
        Content::Unknown { kind, schema } => {
            format!(
                "{kind} ({} {schema})",
                lang.pick("genre inconnu, schéma", "unknown kind, schema")
            )
        }
        Content::Odd { reason, .. } => reason.clone(),
    };
    let doubt = lang.pick("peut-être en vigueur :", "possibly in force:");
    let doubt = if possible { Ink::toned(Tone::Doubt, doubt) } else { Ink::default() };
    let number = meta.seq.to_string();
    let date = Ink::new(figures::date(lang, &meta.effective));
    let mut sheet = Sheet::new(style);
    let indent = NUMBER.saturating_sub(number.len());
    let columns = [(number.len(), Ink::toned(Tone::Reference, number)), (DATES, date)];
    sheet.columns(indent, &columns, &doubt.then(sentence));
    let learned = format!("{} {}", lang.pick("inscrit", "recorded"), meta.recorded_at);
    // Bound, so that a line is not broken inside.
    let learned = learned.replace(' ', "\u{a0}");
    let mut below = Ink::new(meta.stream.to_string()).and(", ").and(learned);
    if !meta.causes.is_empty() {
        let causes = meta.causes.iter().map(|cause| format!("[{cause}]"));
        let causes = Ink::join(" ", causes.map(|cause| Ink::toned(Tone::Reference, cause)));
        below = below.and(lang.pick(", cause :", ", cause:")).then(causes);
    }
    if !by.is_empty() {
        below = below.and(", ").and(Ink::toned(Tone::Bad, given_way(lang, by)));
    }
    sheet.text(BELOW, &below);
    sheet.finish()
}

/// A text of one paragraph, wrapped, so many columns in.
#[must_use]
pub fn paragraph(style: Style, indent: usize, text: &str) -> String {
    let mut sheet = Sheet::new(style);
    sheet.text(indent, &Ink::new(text));
    sheet.finish()
}
