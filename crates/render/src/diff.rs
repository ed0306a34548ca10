//! Diff: two states side by side, field by field, with the entries responsible on each side.

use crate::cite::Context;
use crate::field::{by, dated, heading, signed, standing, value};
use crate::figures;
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::style::{References, Style};
use greffe_domain::StreamId;
use greffe_inquiry::{Change, ChangeKind, Diff, Field};

/// One side of a comparison.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// What it is, in words: dates, instants, a ledger.
    pub what: &'a str,
    /// The references of its entries.
    pub refs: &'a dyn References,
}

/// What differs between two states of a convention.
#[must_use]
pub fn diff(style: Style, stream: &StreamId, sides: (Side<'_>, Side<'_>), found: &Diff) -> String {
    let (before, after) = sides;
    let contexts = (Context { style, refs: before.refs }, Context { style, refs: after.refs });
    let cx = contexts.0;
    let mut sheet = Sheet::new(style);
    sheet.text(0, &Ink::new(stream.as_str()));
    let pair = |sign: &str, side: Side<'_>| Ink::new(format!("{sign} {}", side.what));
    sheet.hung(0, "", &pair("−", before));
    sheet.hung(0, "", &pair("+", after));
    changes(&mut sheet, 0, contexts, &found.changes);
    let supported = found.changes.iter().filter(|c| c.change == ChangeKind::Supported).count();
    sheet.blank();
    sheet.text(0, &Ink::new(summary(cx, found, supported)));
    sheet.finish()
}

fn summary(cx: Context<'_>, found: &Diff, supported: usize) -> String {
    let size = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let shown = found.changes.iter().filter(|change| change.is_listed()).count();
    let (fr, en) = (("champ diffère", "champs diffèrent"), ("field differs", "fields differ"));
    let differ = figures::count(cx.lang(), size(shown), fr, en);
    let (fr, en) = (
        (
            "a la même valeur par d'autres inscriptions",
            "ont la même valeur par d'autres inscriptions",
        ),
        ("has the same value by other entries", "have the same value by other entries"),
    );
    let more = figures::count(cx.lang(), size(supported), fr, en);
    let (fr, en) = (("est identique", "sont identiques"), ("is the same", "are the same"));
    let same = figures::count(cx.lang(), size(found.same), fr, en);
    let parts: Vec<String> = match supported {
        0 => vec![differ, same],
        _ => vec![differ, more, same],
    };
    parts.join(cx.semicolon())
}

/// The changes that are shown, each with its two sides.
pub(crate) fn changes(
    sheet: &mut Sheet,
    indent: usize,
    (before, after): (Context<'_>, Context<'_>),
    changes: &[Change],
) {
    for change in changes.iter().filter(|change| change.is_listed()) {
        let Some(field) = change.after.as_ref().or(change.before.as_ref()) else { continue };
        sheet.blank();
        sheet.text(indent, &heading(before, field));
        if let Some(old) = &change.before {
            sheet.hung(indent + 2, "− ", &side(before, old));
        }
        if let Some(new) = &change.after {
            sheet.hung(indent + 2, "+ ", &side(after, new));
        }
        if let Some(gap) = gap(before, change) {
            sheet.hung(indent + 2, "  ", &gap);
        }
    }
}

/// A value with the entries responsible.
fn side(cx: Context<'_>, field: &Field) -> Ink {
    let mut ink = value(cx.lang(), &field.value).then(cx.cite_all(&field.entries, &field.passages));
    ink = ink.then(standing(cx, field));
    if let Some(effective) = field.effective.as_ref().filter(|_| !dated(field)) {
        ink = ink.and(", ").and(figures::date(cx.lang(), effective));
    }
    match &field.instrument {
        // The value in force says by what it holds.
        Some(instrument) if field.path.ends_with(".current") => {
            ink.and(", ").and(by(cx, instrument))
        }
        _ => ink,
    }
}

/// The difference between two amounts.
fn gap(cx: Context<'_>, change: &Change) -> Option<Ink> {
    let amount = |field: &Option<Field>| field.as_ref().and_then(|field| field.value.money());
    let difference = amount(&change.after)?.checked_sub(amount(&change.before)?)?;
    (difference.cents() != 0).then(|| Ink::toned(Tone::Strong, signed(cx.lang(), difference)))
}
