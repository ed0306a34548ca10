//! What is owed, what evidence is missing, and where sources disagree.

use crate::balance;
use crate::cite::Context;
use crate::field;
use crate::figures;
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::style::Lang;
use crate::words::{self, Words as _, capital};
use greffe_convention_state::{Contradiction, ConventionView, Missing, Obligation};

pub(crate) fn write(sheet: &mut Sheet, cx: Context<'_>, view: &ConventionView) {
    if !view.obligations.is_empty() {
        sheet.heading_at(2, cx.pick("Obligations", "Obligations"));
        for obligation in &view.obligations {
            sheet.hung(4, "- ", &owed(cx, view, obligation));
        }
    }
    if !view.contradictions.is_empty() {
        sheet.heading_at(2, cx.pick("Sources qui se contredisent", "Sources that disagree"));
        for contradiction in &view.contradictions {
            sheet.hung(4, "- ", &disagreement(cx, contradiction));
        }
    }
    if !view.missing.is_empty() {
        sheet.heading_at(2, cx.pick("Ce qu'aucune source ne montre", "What no source shows"));
        for missing in &view.missing {
            // Before the grant, or without any, it is not even recalled.
            let recalled =
                *missing == Missing::GrantingAct && view.subsidy_cents.initial().is_some();
            let only = if recalled {
                cx.pick(", qui n'est que rappelé", ", which is only recalled")
            } else {
                ""
            };
            sheet.hung(4, "- ", &Ink::new(format!("{}{only}", missing.words(cx.lang()))));
        }
    }
}

pub(crate) fn owed(cx: Context<'_>, view: &ConventionView, obligation: &Obligation) -> Ink {
    let what = capital(obligation.kind.words(cx.lang()));
    let mut ink = Ink::new(format!(
        "{what}, {} {}",
        cx.pick("dû le", "due on"),
        figures::day(cx.lang(), obligation.due)
    ));
    let exercise = view.exercise.as_ref().and_then(|e| e.entries.first().map(|entry| (e, *entry)));
    if let Some((year, entry)) = exercise {
        ink = ink.then(cx.cite(entry, &year.passages));
    }
    if let Some(year) = view.assumed_year.filter(|_| obligation.year_assumed) {
        let words = match cx.lang() {
            Lang::Fr => format!(", si l'exercice est {year}, ce qu'aucune source ne dit"),
            Lang::En => format!(", if the budget year is {year}, which no source says"),
        };
        ink = ink.and(Ink::toned(Tone::Doubt, words));
    }
    let applies = match obligation.applies {
        Some(true) => Ink::default(),
        Some(false) => Ink::new(cx.pick(
            ", non exigé pour une aide au fonctionnement",
            ", not required of aid to operation",
        )),
        None => Ink::toned(
            Tone::Doubt,
            cx.pick(
                ", si l'aide est affectée à une dépense déterminée (les sources ne le disent pas)",
                ", if the aid is assigned to a specified expense (the sources do not say)",
            ),
        ),
    };
    ink = ink.and(applies).and(cx.pick(" : ", ": "));
    let report = view.reports.iter().find(|r| Some(r.entry) == obligation.met_by);
    let passages = report.map_or(&[][..], |r| r.passages.as_slice());
    match (&obligation.met, obligation.met_by) {
        (Some(met), Some(entry)) => ink
            .and(format!("{} {}", cx.pick("remis", "filed"), figures::on(cx.lang(), met)))
            .then(cx.cite(entry, passages)),
        (None, Some(entry)) => ink
            .and(cx.pick("remis, à une date non dite", "filed, on a date not stated"))
            .then(cx.cite(entry, passages)),
        (_, None) => {
            let unshown = cx.pick("aucune source ne le montre", "no source shows it");
            let others = balance::of_other_years(cx, view);
            ink.and(Ink::toned(Tone::Doubt, format!("{unshown}{others}")))
        }
    }
}

pub(crate) fn disagreement(cx: Context<'_>, c: &Contradiction) -> Ink {
    let field = field::disputed(cx.lang(), c.field);
    // What has one value for the whole convention holds by no instrument.
    let by = match c.field {
        "subsidy_cents" | "budget_cents" | "shares" | "act" => {
            format!(" ({})", words::the_instrument(cx.lang(), &c.instrument))
        }
        _ => String::new(),
    };
    let entry = c.entries.first().map(|e| cx.cite(*e, &[])).unwrap_or_default();
    let mark = cx.pick(" :", ":");
    Ink::new(format!(
        "{field}{by}{mark} {}",
        field::disputed_value(cx.lang(), c.field, &c.believed)
    ))
    .then(entry)
    .then(cx.grade(c.grade))
    .then(cx.pick("retenu, mais", "kept, but"))
    .then(Ink::toned(Tone::Doubt, field::disputed_value(cx.lang(), c.field, &c.stated)))
    .then(cx.cite(c.entry, &[]))
    .then(cx.grade(c.stated_grade))
}
