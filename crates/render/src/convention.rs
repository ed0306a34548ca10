//! A convention: at a glance, its terms, its balance, its history, and what is missing.

use crate::cite::Context;
use crate::figures;
use crate::history::{self, Moment};
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::sentence::{act_words, decode, siret};
use crate::style::{References, Style};
use crate::words::{Words as _, capital, the_instrument};
use crate::{balance, evidence, terms, undone};
use greffe_audit_trail::SubjectTrail;
use greffe_convention_state::{ConventionView, Occurrence, PaymentView};
use greffe_domain::{Edtf, Event, History, Instrument, Money};

/// A convention as a person reads it: at a glance, then its terms by instrument, its payments,
/// its balance, its history, what is owed, what is missing, and where sources disagree.
#[must_use]
pub fn convention(style: Style, refs: &dyn References, view: &ConventionView) -> String {
    let mut sheet = Sheet::new(style);
    write(&mut sheet, Context { style, refs }, view, None);
    sheet.finish()
}

/// Writes a convention; its history is that of its trail where one is given, which tells more
/// than the view.
pub(crate) fn write(
    sheet: &mut Sheet,
    cx: Context<'_>,
    view: &ConventionView,
    trail: Option<&SubjectTrail>,
) {
    sheet.heading(title(cx, view));
    sheet.text(2, &Ink::new(view.stream.as_str()));
    sheet.blank();
    sheet.pairs(2, &glance(cx, view));
    terms::write(sheet, cx, view);
    payments(sheet, cx, view);
    recoveries(sheet, cx, view);
    balance::write(sheet, cx, view);
    let moments = trail.map_or_else(|| history::of_view(view), history::of_trail);
    if !moments.is_empty() {
        sheet.heading_at(2, cx.pick("Histoire", "History"));
        history::write(sheet, cx, 4, moments);
    }
    possibly(sheet, cx, view);
    evidence::write(sheet, cx, view);
}

/// The beneficiary and the budget year.
pub(crate) fn title(cx: Context<'_>, view: &ConventionView) -> String {
    let name = view.beneficiary.name.as_ref().map(|name| name.value.clone());
    let name = name
        .unwrap_or_else(|| cx.pick("Bénéficiaire non nommé", "Beneficiary not named").to_owned());
    let Some(year) = view.year() else { return name };
    let only_named = cx.pick(
        " d'après le nom du dossier, aucune source ne le dit",
        " by the name of the stream, no source says so",
    );
    let said = view.assumed_year.map_or("", |_| only_named);
    format!("{name}, {} {year}{said}", cx.pick("exercice", "budget year"))
}

/// Who, for what, how much, and where it stands.
pub(crate) fn glance(cx: Context<'_>, view: &ConventionView) -> Vec<(String, Ink)> {
    let row = |fr: &str, en: &str, ink: Ink| (cx.pick(fr, en).to_owned(), ink);
    let words = |text: &String| text.clone();
    let purpose = view.purpose.as_ref();
    let assignment = view.assignment.as_ref();
    let year = view.exercise.as_ref();
    let mut rows = vec![
        row("Bénéficiaire", "Beneficiary", beneficiary(cx, view)),
        row(
            "Objet",
            "Purpose",
            purpose.map(|p| cx.in_full(p.value.as_str(), p, words)).unwrap_or_default(),
        ),
        row(
            "Emploi",
            "Use",
            assignment
                .map(|a| cx.in_full(a.value.words(cx.lang()), a, |v| v.words(cx.lang()).to_owned()))
                .unwrap_or_default(),
        ),
        row(
            "Exercice",
            "Budget year",
            year.map(|y| cx.graded(y.value.to_string(), y))
                .or_else(|| view.assumed_year.map(|year| assumed(cx, year)))
                .unwrap_or_default(),
        ),
    ];
    rows.extend(undone::rows(cx, view));
    rows.extend([
        row("Subvention", "Subsidy", subsidy(cx, view)),
        row("Budget", "Budget", budget(cx, view)),
        row("Convention", "Convention", document(cx, view)),
        row("Échéancier", "Schedule", schedule(cx, view)),
        row("Versé", "Paid", paid(cx, view)),
        row("Reversement", "Recovery", recovered(cx, view)),
        row("Solde", "Balance", balance::glance(cx, view)),
    ]);
    rows
}

/// A year that only the name of the stream gives.
fn assumed(cx: Context<'_>, year: i32) -> Ink {
    let words = cx.pick("supposé, d'après le nom du dossier", "assumed from the stream's name");
    Ink::toned(Tone::Doubt, format!("{year} ({words})"))
}

fn beneficiary(cx: Context<'_>, view: &ConventionView) -> Ink {
    let b = &view.beneficiary;
    let Some(name) = &b.name else {
        return Ink::toned(Tone::Doubt, cx.pick("non nommé", "not named"));
    };
    let mut parts = vec![cx.graded(name.value.as_str(), name)];
    parts.extend(b.legal_form.as_ref().map(|form| cx.graded(form.value.as_str(), form)));
    if let Some(number) = &b.siret {
        parts.push(cx.graded(format!("SIRET {}", siret(&number.value)), number));
    } else if let Some(number) = &b.siren {
        parts.push(cx.graded(format!("SIREN {}", number.value), number));
    }
    parts.extend(b.rna.as_ref().map(|rna| cx.graded(format!("RNA {}", rna.value), rna)));
    Ink::join(cx.semicolon(), parts)
}

fn subsidy(cx: Context<'_>, view: &ConventionView) -> Ink {
    let none = cx.pick("montant non dit", "amount not stated");
    progress(cx, view, &view.subsidy_cents, (cx.pick("inchangée", "unchanged"), none))
}

fn budget(cx: Context<'_>, view: &ConventionView) -> Ink {
    let none = cx.pick("non dit", "not stated");
    progress(cx, view, &view.budget_cents, (cx.pick("inchangé", "unchanged"), none))
}

/// An amount and what became of it: `612 500 € [3.2], puis 420 000 € [19.1] par l'avenant n° 1`.
/// What an act set that was taken back is marked, and stands behind what is in force.
fn progress(
    cx: Context<'_>,
    view: &ConventionView,
    history: &History<Money>,
    (same, none): (&str, &str),
) -> Ink {
    let mut ink = Ink::default();
    let mut before: Option<Money> = None;
    for step in &history.steps {
        let by = the_instrument(cx.lang(), &step.instrument);
        let by = format!("{} {by}", cx.pick("par", "by"));
        let value = step.believed.value;
        let figure = cx.graded(Ink::toned(Tone::Strong, cx.money(value)), &step.believed);
        let figure = figure.then(undone::mark(cx, view, &step.instrument));
        let others = cx.others(&step.believed, |m| cx.money(*m));
        ink = match before {
            None if step.instrument == Instrument::Initial => figure.and(others),
            None => figure.then(by).and(others),
            Some(before) if before == value => {
                ink.and(", ").and(cx.graded(format!("{same} {by}"), &step.believed))
            }
            Some(_) => ink.and(cx.pick(", puis ", ", then ")).and(figure).then(by).and(others),
        };
        before = Some(value);
    }
    let ink = if ink.is_empty() { Ink::toned(Tone::Doubt, none) } else { ink };
    history.undone.iter().fold(ink, |ink, step| {
        let by = the_instrument(cx.lang(), &step.instrument);
        let decided = cx.graded(cx.money(step.believed.value), &step.believed);
        ink.and(cx.semicolon())
            .and(decided)
            .then(format!("{} {by}", cx.pick("par", "by")))
            .then(undone::mark(cx, view, &step.instrument))
    })
}

fn document(cx: Context<'_>, view: &ConventionView) -> Ink {
    let terms = &view.convention;
    let mut parts = Vec::new();
    parts.extend(terms.title.as_ref().map(|t| cx.stated(t.value.as_str(), t)));
    parts.extend(
        terms
            .number
            .as_ref()
            .map(|n| cx.stated(format!("{}{}", cx.pick("n° ", "no.\u{a0}"), n.value), n)),
    );
    if let Some(act) = &terms.approved_by
        && let Some(words) = act_words(cx.lang(), &act.value)
    {
        let text = format!("{} {words}", cx.pick("approuvée par", "approved by"));
        parts.push(cx.graded(text, act).then(undone::mark_of(cx, view, |one| one.convention)));
    }
    match &terms.signed {
        Some(signed) => {
            let when = happened(signed).map(|d| figures::on(cx.lang(), &d)).unwrap_or_default();
            let text = Ink::new(cx.pick("signée", "signed")).then(when);
            let cited = text.then(cx.cite(signed.entry, &signed.passages));
            parts.push(cited.then(cx.grade(signed.grade)));
        }
        None if !parts.is_empty() => {
            parts.push(Ink::toned(
                Tone::Doubt,
                cx.pick("signature non montrée", "signature not shown"),
            ));
        }
        None => {}
    }
    Ink::join(cx.semicolon(), parts)
}

/// The day stated by an occurrence, else the date on which its fact holds.
pub(crate) fn happened(occurrence: &Occurrence) -> Option<Edtf> {
    let on = occurrence.data.get("on").and_then(|on| on.as_str()?.parse().ok());
    on.or_else(|| Some(occurrence.effective.clone()))
}

fn schedule(cx: Context<'_>, view: &ConventionView) -> Ink {
    let one = |o: &Occurrence| {
        let Some(Event::InstalmentAgreed(e)) = decode(o.kind, &o.data) else {
            return Ink::default();
        };
        let share = e.share.map(|s| format!("({})", s.stated)).unwrap_or_default();
        let condition = e.condition.map(|c| format!(", {c}")).unwrap_or_default();
        let amount = e.amount_cents.map(|a| cx.money(a)).unwrap_or_default();
        Ink::new(e.role.words(cx.lang()))
            .then(amount)
            .then(share)
            .then(cx.cite(o.entry, &o.passages))
            .and(condition)
    };
    Ink::join(cx.semicolon(), view.instalments.iter().map(one))
}

/// What was paid in all; each payment stands in its own table.
fn paid(cx: Context<'_>, view: &ConventionView) -> Ink {
    let made: Vec<&PaymentView> = view.payments.iter().filter(|p| p.executed).collect();
    let total = made.iter().try_fold(Money::ZERO, |sum, p| sum.checked_add(p.amount_cents));
    let cite = |p: &&PaymentView| p.entries.first().map(|e| cx.cite(*e, &p.passages));
    match total.filter(|_| !made.is_empty()) {
        Some(total) => Ink::new(cx.money(total))
            .then(Ink::join(" ", made.iter().filter_map(cite)))
            .and(crate::paid::doubts(cx, view))
            .then(undone::paid_mark(cx, view)),
        None => Ink::toned(Tone::Doubt, cx.pick("aucun versement montré", "no payment shown")),
    }
}

/// What was ordered to be repaid, each order once whatever the number of its sources.
fn recovered(cx: Context<'_>, view: &ConventionView) -> Ink {
    let orders = history::merged(view.recoveries.iter().map(Moment::of_occurrence).collect());
    let one = |order: &Moment| match order.event() {
        Some(Event::RecoveryOrdered(recovery)) => {
            let ordered = cx.pick("demandé", "ordered");
            let when = figures::on(cx.lang(), order.when());
            Ink::new(cx.money(recovery.amount_cents))
                .then(order.cited(cx))
                .and(format!(", {ordered} {when}"))
        }
        _ => Ink::default(),
    };
    Ink::join(cx.semicolon(), orders.iter().map(one))
}

fn recoveries(sheet: &mut Sheet, cx: Context<'_>, view: &ConventionView) {
    if view.recoveries.is_empty() {
        return;
    }
    sheet.heading_at(2, cx.pick("Reversements demandés", "Recoveries ordered"));
    history::write(sheet, cx, 4, view.recoveries.iter().map(Moment::of_occurrence).collect());
}

fn payments(sheet: &mut Sheet, cx: Context<'_>, view: &ConventionView) {
    if view.payments.is_empty() {
        return;
    }
    sheet.heading_at(2, cx.pick("Paiements", "Payments"));
    let rows = payment_rows(cx, view);
    if !sheet.table(4, &[], &rows, &[2]) {
        for row in rows {
            sheet.hung(4, "- ", &Ink::join(", ", row));
        }
    }
}

/// When, in which role, how much, and whether ordered or made.
pub(crate) fn payment_rows(cx: Context<'_>, view: &ConventionView) -> Vec<Vec<Ink>> {
    let row = |p: &PaymentView| {
        let when = figures::date(cx.lang(), &p.on);
        let role = p.role.map(|r| r.words(cx.lang())).unwrap_or_default();
        let state =
            if p.executed { cx.pick("versé", "paid") } else { cx.pick("ordonné", "ordered") };
        let number = p.number.as_ref().map(|n| format!("{} {n}", cx.pick("mandat", "order")));
        let first = p.entries.first().map(|e| cx.cite(*e, &p.passages)).unwrap_or_default();
        let corrected = p.entries.first().and_then(|e| cx.correction(*e, &p.passages, false));
        vec![
            Ink::new(when),
            Ink::new(role),
            Ink::new(cx.money(p.amount_cents)).then(first),
            Ink::join(
                ", ",
                [
                    Ink::new(state).then(cx.grade(p.grade)),
                    Ink::new(number.unwrap_or_default()),
                    corrected.unwrap_or_default(),
                    crate::paid::in_totals(cx, p),
                    crate::paid::may_be(cx, &view.payments, p),
                ],
            )
            .then(undone::taken_back(cx, &p.taken_back)),
        ]
    };
    view.payments.iter().map(row).collect()
}

/// Facts whose date straddles the day asked about.
fn possibly(sheet: &mut Sheet, cx: Context<'_>, view: &ConventionView) {
    if view.possibly_in_force.is_empty() {
        return;
    }
    sheet.heading_at(
        2,
        capital(cx.pick(
            "peut-être en vigueur (la date ne permet pas de trancher)",
            "possibly in force (the date does not settle it)",
        )),
    );
    let moments: Vec<Moment> = view.possibly_in_force.iter().map(Moment::of_occurrence).collect();
    history::write(sheet, cx, 4, moments);
}
