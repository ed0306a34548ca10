//! A sample: what it was drawn from, by what interval, and the units to look at.

use crate::cite::Context;
use crate::figures;
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::style::{Lang, References, Style};
use crate::undone;
use crate::words::{Words as _, capital};
use greffe_inquiry::{Cents, OnlyOrdered, Population, Sample, Selected, Stratum, Total};

/// A monetary-unit sample of a population, drawn by a seed; `only_ordered` are the payments that
/// no source shows as made.
#[must_use]
pub fn sample(
    style: Style,
    refs: &dyn References,
    (of, seed): (Population, u64),
    only_ordered: OnlyOrdered,
    sample: &Sample,
) -> String {
    let cx = Context { style, refs };
    let mut sheet = Sheet::new(style);
    sheet.heading(cx.pick("Échantillon par unités monétaires (MUS)", "Monetary-unit sample (MUS)"));
    let row = |fr: &str, en: &str, text: String| (cx.pick(fr, en).to_owned(), Ink::new(text));
    let what = match of {
        Population::Payments => cx.pick("versements faits", "payments made"),
        Population::Subsidies => cx.pick("subventions en vigueur", "subsidies in force"),
    };
    let mut rows = vec![
        row(
            "Population",
            "Population",
            format!("{what}{} {}", cx.pick(" :", ":"), total(cx.lang(), sample.population)),
        ),
        row("Graine", "Seed", seed.to_string()),
        row("Intervalle", "Interval", cents(cx.lang(), sample.interval)),
    ];
    // Where every unit is certain nothing is drawn, and no start says anything.
    let drawn = sample.others.items > 0;
    if drawn {
        // What lies before the first cent drawn: cents are numbered from 1.
        let before = cents(cx.lang(), sample.start);
        rows.push(row("Départ", "Start", format!("{} {before}", cx.pick("après", "after"))));
    }
    rows.push(row("Certains", "Certain", total(cx.lang(), sample.certain)));
    if drawn {
        rows.push(row("Tirés parmi", "Drawn among", total(cx.lang(), sample.others)));
    }
    rows.push(row("Échantillon", "Sample", total(cx.lang(), sample.sampled)));
    let left_out = [
        (
            only_ordered.all,
            cx.pick("ordonnés, non montrés comme faits", "ordered, not shown as made"),
        ),
        (sample.not_positive, cx.pick("nuls ou négatifs", "nought or negative")),
    ];
    for (left, why) in left_out.into_iter().filter(|(left, _)| left.items > 0) {
        rows.push(row("Hors tirage", "Not drawn", format!("{}, {why}", total(cx.lang(), left))));
    }
    if only_ordered.taken_back.items > 0 {
        let what = cx.pick(
            "ordonnés par un acte retiré ou annulé, ou sur le fondement d'un tel acte",
            "ordered by an act that was withdrawn or annulled, or resting on one",
        );
        let text = format!("{}, {what}", total(cx.lang(), only_ordered.taken_back));
        rows.push((cx.pick("  dont", "  of which").to_owned(), Ink::toned(Tone::Bad, text)));
    }
    sheet.pairs(2, &rows);
    sheet.blank();
    for (selected, place) in sample.selected.iter().zip(1u64..) {
        one(&mut sheet, cx, place, selected);
    }
    sheet.finish()
}

fn one(sheet: &mut Sheet, cx: Context<'_>, place: u64, selected: &Selected) {
    let unit = &selected.unit;
    let why = match (selected.stratum, selected.cent) {
        (Stratum::Certain, _) | (Stratum::Drawn, None) => {
            cx.pick("certain : au-dessus de l'intervalle", "certain: above the interval").to_owned()
        }
        (Stratum::Drawn, Some(cent)) => {
            let cent = number(cx.lang(), cent);
            format!("{} {cent}", cx.pick("tiré par le centime n°", "drawn by cent no."))
        }
    };
    let role = unit.role.map(|role| role.words(cx.lang()).to_owned());
    let on = unit.on.as_ref().map(|on| figures::date(cx.lang(), on));
    let undated = || cx.pick("date non dite", "date not stated").to_owned();
    let words = [Some(on.unwrap_or_else(undated)), role, Some(why)];
    let figure = Ink::toned(Tone::Strong, cx.money(unit.amount_cents));
    let figure = figure.then(cx.cite_all(&unit.entries, &unit.passages));
    sheet.hung(2, &format!("{place}. "), &figure);
    let name = unit.beneficiary.as_ref().map(|name| format!("{}, ", capital(name)));
    let stream = format!("{}{}", name.unwrap_or_default(), unit.stream);
    sheet.text(5, &Ink::new(stream));
    let words = Ink::new(words.into_iter().flatten().collect::<Vec<_>>().join(", "));
    sheet.text(5, &words.then(undone::taken_back(cx, &unit.taken_back)));
}

fn total(lang: Lang, total: Total) -> String {
    let counted = figures::number(lang, total.items);
    format!("{counted} ({})", euros(lang, total.cents))
}

/// An amount that may be larger than any single one.
fn euros(lang: Lang, cents: i128) -> String {
    match i64::try_from(cents) {
        Ok(cents) => figures::money(lang, greffe_domain::Money::from_cents(cents)),
        Err(_) => lang.pick(format!("{cents} centimes"), format!("{cents} cents")),
    }
}

/// A ratio of cents: whole cents as money, anything else as the ratio itself.
fn cents(lang: Lang, ratio: Cents) -> String {
    let Cents { numerator, denominator } = ratio;
    let whole = numerator.checked_rem(denominator) == Some(0);
    let quotient = numerator.checked_div(denominator).and_then(|cents| i128::try_from(cents).ok());
    if let Some(cents) = quotient.filter(|_| whole) {
        return euros(lang, cents);
    }
    let (top, bottom) = (number(lang, numerator), number(lang, denominator));
    format!("{top} / {bottom} {}", lang.pick("centimes", "cents"))
}

fn number(lang: Lang, number: u128) -> String {
    u64::try_from(number).map_or_else(|_| number.to_string(), |small| figures::number(lang, small))
}
