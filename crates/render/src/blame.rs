//! Blame: for each field who set it, when, under which act, in which words, and what it replaced;
//! on request, every value it ever had.

use crate::cite::Context;
use crate::field::{dated, heading, standing, value, value_or_none};
use crate::figures;
use crate::ink::{Ink, Tone};
use crate::kinds::kind_words;
use crate::layout::Sheet;
use crate::style::{References, Style};
use crate::words::cut;
use greffe_domain::StreamId;
use greffe_inquiry::{BeliefChange, Blame, FieldHistory, FieldKind, Held, Moved, Testimony};

/// Who set the fields of a convention. What only repeats another field is left to it, unless it
/// is all that was asked for; the history of a value in force is its own.
#[must_use]
pub fn blame(style: Style, refs: &dyn References, stream: &StreamId, fields: &[Blame]) -> String {
    let cx = Context { style, refs };
    let mut sheet = Sheet::new(style);
    sheet.text(0, &Ink::new(stream.as_str()));
    let all_repeat = fields.iter().all(|one| one.field.repeats.is_some());
    let shown = |one: &&Blame| {
        let in_force = one.history.is_some() && one.field.path.ends_with(".current");
        all_repeat || in_force || one.field.repeats.is_none()
    };
    for one in fields.iter().filter(shown) {
        field(&mut sheet, cx, one);
    }
    sheet.finish()
}

fn field(sheet: &mut Sheet, cx: Context<'_>, one: &Blame) {
    let of = &one.field;
    sheet.blank();
    sheet.text(0, &heading(cx, of));
    let mut ink = value(cx.lang(), &of.value).then(standing(cx, of));
    if let Some(effective) = of.effective.as_ref().filter(|_| !dated(of)) {
        ink = ink.and(", ").and(figures::date(cx.lang(), effective));
    }
    sheet.text(2, &ink);
    match of.kind {
        FieldKind::Stated => stated(sheet, cx, one),
        FieldKind::Computed if of.entries.is_empty() => {}
        FieldKind::Computed | FieldKind::Assumed | FieldKind::Supposed => computed(sheet, cx, one),
    }
    for rival in &of.contradicted_by {
        let said = value(cx.lang(), &rival.value).then(cx.cite(rival.entry, &rival.passages));
        let label = Ink::toned(Tone::Doubt, cx.pick("contredit :", "contradicted:"));
        sheet.text(2, &label.then(said).then(cx.grade(rival.grade)));
    }
    for undoing in &one.undone_by {
        let label = Ink::toned(Tone::Bad, cx.pick("acte défait :", "act taken back:"));
        let told = label.then(cx.cite(undoing.entry, &undoing.passages));
        sheet.text(
            2,
            &told.then(kind_words(cx.lang(), &undoing.kind)).then(cx.grade(undoing.grade)),
        );
    }
    if let Some(before) = &one.replaced {
        let cited = before.entries.first().map(|e| cx.cite(*e, &[])).unwrap_or_default();
        let ink = Ink::new(cx.pick("remplace", "replaces")).then(value(cx.lang(), &before.value));
        sheet.text(2, &ink.then(cited).then(format!("({})", before.path)));
    }
    if let Some(history) = &one.history {
        write_history(sheet, cx, history);
    }
}

/// The testimony that set it in full, the others by their references.
fn stated(sheet: &mut Sheet, cx: Context<'_>, one: &Blame) {
    let Some((first, others)) = one.set_by.split_first() else { return };
    testimony(sheet, cx, first);
    if !others.is_empty() {
        let entries: Vec<u64> = others.iter().map(|t| t.entry).collect();
        let ink = Ink::new(cx.pick("dit aussi", "also said in"));
        sheet.text(2, &ink.then(cx.cite_all(&entries, &one.field.passages)));
    }
}

fn testimony(sheet: &mut Sheet, cx: Context<'_>, told: &Testimony) {
    let mut ink = Ink::new(cx.pick("posé par", "set by"))
        .then(cx.cite(told.entry, &told.passages))
        .then(kind_words(cx.lang(), &told.kind));
    if let Some(act) = &told.act {
        ink = ink.and(format!(", {act}"));
    }
    ink = ink.and(format!(", {}", figures::date(cx.lang(), &told.effective)));
    if let Some(corrected) = told.corrects {
        let label = cx.pick("rectifie", "corrects");
        ink = ink.and(format!(", {label} ")).and(cx.cite(corrected, &[]));
        if let Some((_, reason)) = cx.refs.correction(told.entry) {
            ink = ink.and(cx.pick(" : ", ": ")).and(reason);
        }
    }
    sheet.text(2, &ink);
    let (at, by) = (cx.pick("inscrit le", "recorded at"), cx.pick("par", "by"));
    sheet.text(2, &Ink::new(format!("{at} {} {by} {}", told.recorded_at, told.recorded_by)));
    for passage in &told.passages {
        quote(sheet, cx, passage);
    }
}

/// The words of a passage and where they stand.
fn quote(sheet: &mut Sheet, cx: Context<'_>, passage: &greffe_domain::Passage) {
    sheet.hung(4, "", &quoted(cx, passage));
}

/// `« 420 000 euros » 2-avenant.txt [812, 825]`.
pub(crate) fn quoted(cx: Context<'_>, passage: &greffe_domain::Passage) -> Ink {
    let words = cx.refs.quote(passage);
    let words = words.map(|words| format!("« {} »", cut(&words, crate::field::QUOTED)));
    let name = cx.refs.document_name(&passage.document);
    let name = name.unwrap_or_else(|| passage.document.chars().take(12).collect());
    let (from, to) = passage.span;
    let place = format!("{name}, {} {from}-{to}", cx.pick("octets", "bytes"));
    Ink::new(words.unwrap_or_default()).then(place)
}

fn computed(sheet: &mut Sheet, cx: Context<'_>, one: &Blame) {
    let entries: Vec<u64> = one.set_by.iter().map(|told| told.entry).collect();
    if !entries.is_empty() {
        let from = Ink::new(cx.pick("d'après", "from"));
        sheet.text(2, &from.then(cx.cite_all(&entries, &[])));
    }
}

fn write_history(sheet: &mut Sheet, cx: Context<'_>, history: &FieldHistory) {
    sheet.text(2, &Ink::toned(Tone::Strong, cx.pick("en vigueur", "in force")));
    let held: Vec<(String, Ink)> = history.in_force.iter().map(|h| in_force(cx, h)).collect();
    if held.is_empty() {
        sheet.text(4, &Ink::new(cx.pick("jamais", "never")));
    }
    sheet.pairs(4, &held);
    sheet.text(2, &Ink::toned(Tone::Strong, cx.pick("ce qui en était su", "what was believed")));
    for change in &history.believed {
        believed(sheet, cx, change);
    }
}

fn in_force(cx: Context<'_>, held: &Held) -> (String, Ink) {
    let from = match held.from {
        Some(day) => figures::day(cx.lang(), day),
        None => cx.pick("sans date", "undated").to_owned(),
    };
    let cited = cx.cite_all(&held.entries, &[]);
    let grade = held.grade.map(|grade| cx.grade(grade)).unwrap_or_default();
    (from, value_or_none(cx.lang(), held.value.as_ref()).then(cited).then(grade))
}

/// `[43] 2026-01-05T10:00:00.000000Z : 612 500 € (acte) → 420 000 € (acte)`.
fn believed(sheet: &mut Sheet, cx: Context<'_>, change: &BeliefChange) {
    let side = |value, grade: Option<greffe_domain::Grade>| {
        let grade = grade.map(|grade| cx.grade(grade)).unwrap_or_default();
        value_or_none(cx.lang(), value).then(grade)
    };
    let overrides = change.overrides.map(|entry| {
        let what = if change.kind == "EntryVoided" {
            cx.pick("annule", "voids")
        } else {
            cx.pick("rectifie", "corrects")
        };
        Ink::new(format!(", {what} ")).and(cx.cite(entry, &[]))
    });
    let head = cx.cite(change.entry, &[]).then(change.recorded_at.to_string());
    let ink = head
        .and(overrides.unwrap_or_default())
        .and(cx.pick(" : ", ": "))
        .and(side(change.before.as_ref(), change.before_grade))
        .and(" → ")
        .and(side(change.after.as_ref(), change.after_grade))
        .and(moved(cx, change));
    sheet.hung(4, "", &ink);
}

/// Who said the value, and what became of it when an act was taken back.
fn moved(cx: Context<'_>, change: &BeliefChange) -> Ink {
    let Some(moved) = change.moved else { return Ink::default() };
    let by = match change.kind.as_str() {
        "ActWithdrawn" => cx.pick("ce retrait", "that withdrawal"),
        "ActAnnulled" => cx.pick("cette annulation", "that annulment"),
        _ => cx.pick("cette inscription", "that entry"),
    };
    let what = match moved {
        Moved::PutAside => cx.pick("écarté par", "put aside by"),
        Moved::BroughtBack => cx.pick("rétabli par", "brought back by"),
    };
    Ink::new(cx.pick(", dit par ", ", said by "))
        .and(cx.cite_all(&change.entries, &[]))
        .and(format!("{}{what} {by}", cx.semicolon()))
}
