//! The terms of a convention, one column an instrument: what each avenant changed and left.
//!
//! Where the columns do not fit the width, each instrument is a list of its own.

use crate::cite::Context;
use crate::convention::happened;
use crate::figures;
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::sentence;
use crate::undone;
use crate::words::{self, Words as _};
use greffe_convention_state::{ConventionView, InstrumentView, Occurrence, ShareView, Uncomputed};
use greffe_domain::{Agreement, Edtf, History, Instrument, Money, Term, instruments_in_order};
use std::collections::BTreeMap;

pub(crate) fn write(sheet: &mut Sheet, cx: Context<'_>, view: &ConventionView) {
    let instruments = instruments(view);
    if instruments.is_empty() {
        return;
    }
    let mut columns: Vec<Vec<(String, Ink)>> =
        instruments.iter().map(|instrument| column(cx, view, instrument)).collect();
    // With one instrument alone, subsidy and budget have nothing to be compared with, and what says nothing is left
    // out: that no signature is shown stands among what no source shows.
    if let ([only], [instrument]) = (columns.as_mut_slice(), instruments.as_slice()) {
        only.drain(..only.len().min(2));
        if signature(view, own(view, instrument), instrument).is_none() {
            only.pop();
        }
        only.retain(|(_, ink)| !ink.is_empty());
        if only.is_empty() {
            return;
        }
        sheet.heading_at(2, cx.pick("Termes", "Terms"));
        // A grant needs no head: it is what the page is about.
        if *instrument == Instrument::Initial {
            sheet.pairs(4, only);
            return;
        }
    } else {
        sheet.heading_at(2, cx.pick("Termes", "Terms"));
    }
    let titles: Vec<Ink> = instruments
        .iter()
        .map(|i| Ink::toned(Tone::Strong, words::instrument(cx.lang(), i)))
        .collect();
    let mut header = vec![Ink::default()];
    header.extend(titles.iter().cloned());
    let labels = columns.first().map_or(0, Vec::len);
    let rows: Vec<Vec<Ink>> = (0..labels).filter_map(|at| row(&columns, at)).collect();
    if sheet.table(4, &header, &rows, &[]) {
        return;
    }
    for (title, column) in titles.iter().zip(&columns) {
        sheet.text(4, title);
        sheet.pairs(6, column);
    }
}

/// One row of the table: its label and a cell for every instrument, unless all are empty.
fn row(columns: &[Vec<(String, Ink)>], at: usize) -> Option<Vec<Ink>> {
    let label = columns.first()?.get(at).map(|(label, _)| Ink::new(label))?;
    let cells: Vec<Ink> = columns
        .iter()
        .map(|column| column.get(at).map(|(_, ink)| ink.clone()).unwrap_or_default())
        .collect();
    if cells.iter().all(Ink::is_empty) {
        return None;
    }
    Some(std::iter::once(label).chain(cells).collect())
}

/// Every instrument that sets something, in the order in which it takes effect: the grant and its
/// avenants by number, acts among them by date.
pub(crate) fn instruments(view: &ConventionView) -> Vec<Instrument> {
    let mut dates: BTreeMap<Instrument, Option<Edtf>> = BTreeMap::new();
    let undated = view.instruments.iter().map(|own| &own.instrument);
    for instrument in undated.chain(view.shares.iter().map(|share| &share.instrument)) {
        dates.entry(instrument.clone()).or_default();
    }
    let (amounts, budgets) = (&view.subsidy_cents, &view.budget_cents);
    let undone = amounts.undone.iter().chain(&budgets.undone);
    for step in amounts.steps.iter().chain(&budgets.steps).chain(undone) {
        let date = dates.entry(step.instrument.clone()).or_default();
        let earlier = date.as_ref().is_none_or(|date| step.effective < *date);
        if earlier {
            *date = Some(step.effective.clone());
        }
    }
    instruments_in_order(dates)
}

/// The terms by one instrument; the same labels in the same order for every instrument.
pub(crate) fn column(
    cx: Context<'_>,
    view: &ConventionView,
    instrument: &Instrument,
) -> Vec<(String, Ink)> {
    let own = own(view, instrument);
    let share = view.shares.iter().find(|s| s.instrument == *instrument);
    let row = |fr: &str, en: &str, ink: Ink| (cx.pick(fr, en).to_owned(), ink);
    vec![
        row(
            "Subvention",
            "Subsidy",
            amount(cx, (view, &view.subsidy_cents), own, instrument, Term::Amount),
        ),
        row(
            "Budget",
            "Budget",
            amount(cx, (view, &view.budget_cents), own, instrument, Term::Budget),
        ),
        row("Part dite", "Share stated", share.map(|s| share_stated(cx, s)).unwrap_or_default()),
        row("Part calculée", "Computed", share.map(|s| computed(cx, view, s)).unwrap_or_default()),
        row("Concordance", "Agreement", share.map(|s| agreement(cx, s)).unwrap_or_default()),
        row("Change", "Changes", listed(cx, own.map(|i| i.changes.as_slice()))),
        row("Laisse", "Leaves", listed(cx, own.map(|i| i.unchanged.as_slice()))),
        row("Acte", "Act", own.map(|i| act(cx, view, i)).unwrap_or_default()),
        row("Décidé", "Decided", own.map(|i| decided(cx, i)).unwrap_or_default()),
        row("Signé", "Signed", signed(cx, view, own, instrument)),
    ]
}

fn amount(
    cx: Context<'_>,
    (view, history): (&ConventionView, &History<Money>),
    own: Option<&InstrumentView>,
    instrument: &Instrument,
    term: Term,
) -> Ink {
    let undone = history.undone.iter().find(|step| step.instrument == *instrument);
    if let Some(step) = undone {
        return cx.figure(&step.believed).then(undone::mark(cx, view, instrument));
    }
    match history.by(instrument) {
        Some(sourced) => cx.figure(sourced),
        None if own.is_some_and(|i| i.unchanged.contains(&term)) => {
            Ink::new(cx.pick("inchangé", "unchanged"))
        }
        None => Ink::default(),
    }
}

fn share_stated(cx: Context<'_>, share: &ShareView) -> Ink {
    match &share.stated {
        Some(stated) => cx.graded(stated.value.stated.as_str(), stated),
        None => Ink::new(cx.pick("non dite", "not stated")),
    }
}

/// The computed share, with one entry for each of its two operands.
fn computed(cx: Context<'_>, view: &ConventionView, share: &ShareView) -> Ink {
    let Some(percent) = &share.computed_percent else {
        let why = share.uncomputed.unwrap_or(Uncomputed::TooLarge);
        return Ink::toned(Tone::Doubt, why.words(cx.lang()));
    };
    let budget = view.budget_cents.by(&share.instrument).and_then(|b| b.entries.first());
    let mut operands: Vec<u64> = share.entries.first().into_iter().copied().collect();
    operands.extend(budget.filter(|entry| !operands.contains(entry)));
    cx.computed(figures::percent(cx.lang(), percent), &operands)
}

fn agreement(cx: Context<'_>, share: &ShareView) -> Ink {
    match share.agreement {
        Some(Agreement::Differs) => Ink::toned(Tone::Bad, Agreement::Differs.words(cx.lang())),
        Some(agreement) => Ink::new(agreement.words(cx.lang())),
        None => Ink::default(),
    }
}

fn listed(cx: Context<'_>, terms: Option<&[Term]>) -> Ink {
    terms.and_then(|terms| sentence::terms(cx.lang(), terms)).map(Ink::new).unwrap_or_default()
}

fn act(cx: Context<'_>, view: &ConventionView, instrument: &InstrumentView) -> Ink {
    let Some(act) = &instrument.act else { return Ink::default() };
    let cited = match &act.value.reference {
        Some(reference) => cx.stated(reference.as_str(), act),
        None => cx.stated(cx.pick("sans référence", "no reference"), act),
    };
    cited.then(undone::mark(cx, view, &instrument.instrument))
}

/// When and by which organ, as the reference of the act says.
fn decided(cx: Context<'_>, instrument: &InstrumentView) -> Ink {
    let Some(act) = &instrument.act else { return Ink::default() };
    let when = act.value.date.as_ref().map_or_else(
        || cx.pick("date non dite", "date not stated").to_owned(),
        |date| figures::date(cx.lang(), date),
    );
    cx.graded(when, act)
}

fn signed(
    cx: Context<'_>,
    view: &ConventionView,
    own: Option<&InstrumentView>,
    instrument: &Instrument,
) -> Ink {
    if matches!(instrument, Instrument::Act(_)) {
        return Ink::default();
    }
    match signature(view, own, instrument) {
        Some(signature) => {
            let when = happened(signature).map(|d| figures::date(cx.lang(), &d));
            Ink::new(when.unwrap_or_default())
                .then(cx.cite(signature.entry, &signature.passages))
                .then(cx.grade(signature.grade))
        }
        None => Ink::toned(Tone::Doubt, cx.pick("non montré", "not shown")),
    }
}

/// What is known of an instrument beside its terms.
fn own<'v>(view: &'v ConventionView, instrument: &Instrument) -> Option<&'v InstrumentView> {
    view.instruments.iter().find(|own| own.instrument == *instrument)
}

/// The signature of an instrument, where a source shows it; an act has none of its own.
fn signature<'v>(
    view: &'v ConventionView,
    own: Option<&'v InstrumentView>,
    instrument: &Instrument,
) -> Option<&'v Occurrence> {
    match instrument {
        Instrument::Initial => view.convention.signed.as_ref(),
        Instrument::Avenant(_) => own.and_then(|own| own.signed.as_ref()),
        Instrument::Act(_) => None,
    }
}
