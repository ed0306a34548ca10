//! What becomes of the fields of a state, each on a line: a label, what it was, what it is.

use crate::field::{short_label, value_or_none};
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::style::{Lang, Style};
use crate::words::{Words as _, capital, cut};
use greffe_inquiry::{Change, ChangeKind, Field, FieldKind};
use unicode_width::UnicodeWidthStr;

/// The longest value set beside a label, in characters.
const LONGEST: usize = 60;

/// The widest column of labels.
const LABEL: usize = 28;

/// What a field is called beside a value: `Budget, av. 1`.
#[must_use]
pub fn field_label(lang: Lang, field: &Field) -> String {
    capital(&short_label(lang, field))
}

/// The value of a field on one line; a dash where there is none.
#[must_use]
pub fn field_value(lang: Lang, field: Option<&Field>) -> String {
    match field {
        None => "–".to_owned(),
        Some(field) => cut(&value_or_none(lang, Some(&field.value)).bare(), LONGEST),
    }
}

/// What an entry changes, on lines of their own under it; nothing when nothing changes.
#[must_use]
pub fn changes(style: Style, indent: usize, changes: &[Change]) -> String {
    let mut sheet = Sheet::new(style);
    write(&mut sheet, style.lang, indent, changes);
    sheet.finish()
}

pub(crate) fn write(sheet: &mut Sheet, lang: Lang, indent: usize, changes: &[Change]) {
    let line = |change: &Change| {
        let (before, after) = sides(lang, change);
        let ink = Ink::new(before).then("→").then(Ink::toned(Tone::Strong, after));
        let field = change.after.as_ref().or(change.before.as_ref());
        (field.map(|field| field_label(lang, field)).unwrap_or_default(), ink)
    };
    let listed = changes.iter().filter(|change| change.is_listed());
    let lines: Vec<(String, Ink)> = listed.map(line).collect();
    let wide = lines.iter().map(|(label, _)| label.width()).max().unwrap_or_default().min(LABEL);
    for (label, ink) in &lines {
        sheet.pair(indent, wide, &Ink::new(label), ink);
    }
}

/// Both sides of a change in words, which show what differs: the value, the rest of a long one, or its standing.
fn sides(lang: Lang, change: &Change) -> (String, String) {
    let [before, after] = [&change.before, &change.after].map(Option::as_ref);
    let graded = |side: Option<&Field>| {
        let value = field_value(lang, side);
        // The value is the same; its standing is what differs.
        match side.and_then(|field| field.grade) {
            Some(grade) if change.change == ChangeKind::Regraded => {
                format!("{value} ({})", grade.words(lang))
            }
            _ => value,
        }
    };
    let whole = |side: Option<&Field>| match side {
        None => "–".to_owned(),
        Some(field) => value_or_none(lang, Some(&field.value)).bare(),
    };
    let standing = |side: Option<&Field>| {
        let words = side.map(|field| match field.kind {
            FieldKind::Stated => lang.pick("dit", "stated"),
            FieldKind::Computed => lang.pick("calculé", "computed"),
            FieldKind::Assumed => lang.pick("supposé", "assumed"),
            FieldKind::Supposed => lang.pick("posé par la question", "set by the question"),
        });
        format!("{} ({})", field_value(lang, side), words.unwrap_or_default())
    };
    let pairs = [
        (graded(before), graded(after)),
        (whole(before), whole(after)),
        (standing(before), standing(after)),
    ];
    // Of two that are cut, what differs may stand behind the cut.
    let differ = |(before, after): &(String, String)| {
        let [one, other] = [before, after].map(|side| side.trim_end_matches('…'));
        let is_cut = before.ends_with('…') || after.ends_with('…');
        before != after && !(is_cut && (one.starts_with(other) || other.starts_with(one)))
    };
    pairs.into_iter().find(differ).unwrap_or_else(|| {
        let differs = lang.pick("dit autre chose que ces mots", "in more than these words");
        (graded(before), format!("{} ({differs})", graded(after)))
    })
}
