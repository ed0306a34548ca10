//! In brief: what was decided, by whom, how much is due, and what the rules say.

use super::Report;
use super::desk::Desk;
use crate::convention;
use crate::dossier::Dossier;
use crate::figures;
use crate::findings;
use crate::ink::{Ink, Tone};
use crate::{act, balance, undone};
use greffe_audit_trail::Outcome;
use greffe_convention_state::{Balance, ConventionView, UndoneAct};
use greffe_domain::Money;
use maud::{Markup, html};

pub(super) fn section(desk: &Desk<'_>, report: &Report<'_>) -> Markup {
    let cx = desk.cx;
    let glance = convention::glance(cx, report.view);
    let wanted = [
        cx.pick("Bénéficiaire", "Beneficiary"),
        cx.pick("Objet", "Purpose"),
        cx.pick("Budget", "Budget"),
    ];
    let mut pairs: Vec<(String, Ink)> =
        glance.iter().filter(|(label, _)| wanted.contains(&label.as_str())).cloned().collect();
    pairs.extend(decided(desk, report));
    html! {
        (figures_at_once(desk, report.view))
        (desk.pairs(cx.pick("L'essentiel", "The essentials"), &pairs))
        (verdicts(desk, report))
    }
}

/// A figure, and what it rests on.
type Tile<'t> = (&'t str, Ink, Ink);

/// The figures that answer first: granted, due, paid, and what remains.
fn figures_at_once(desk: &Desk<'_>, view: &ConventionView) -> Markup {
    html! {
        dl.tiles { @for (label, figure, basis) in tiles(desk, view) {
            div { dt { (label) } dd { (desk.ink(&figure)) } dd { (desk.ink(&basis)) } }
        } }
    }
}

fn tiles<'t>(desk: &'t Desk<'_>, view: &ConventionView) -> Vec<Tile<'t>> {
    let cx = desk.cx;
    let strong = |amount: Money| Ink::toned(Tone::Strong, cx.money(amount));
    let doubt = |words: &str| Ink::toned(Tone::Doubt, words);
    let granted = match balance::granted(view) {
        Some(sourced) => {
            let cited = sourced.entries.first().map(|e| cx.cite(*e, &sourced.passages));
            let basis = cited.unwrap_or_default().then(cx.grade(sourced.grade));
            let mark = undone::mark_of(cx, view, UndoneAct::bears_the_grant);
            (strong(sourced.value), basis.then(mark))
        }
        None => (doubt(desk.pick("montant non dit", "amount not stated")), Ink::default()),
    };
    let made: Vec<_> = view.payments.iter().filter(|p| p.executed).collect();
    let total = made.iter().try_fold(Money::ZERO, |sum, p| sum.checked_add(p.amount_cents));
    let cited = made.iter().filter_map(|p| p.entries.first().map(|e| cx.cite(*e, &p.passages)));
    let paid = match total.filter(|_| !made.is_empty()) {
        Some(total) => {
            let cited = Ink::join(" ", cited).and(crate::paid::doubts(cx, view));
            (strong(total), cited.then(undone::paid_mark(cx, view)))
        }
        None => (doubt(desk.pick("aucun versement montré", "no payment shown")), Ink::default()),
    };
    let mut tiles =
        vec![(desk.pick("Subvention accordée", "Subsidy granted"), granted.0, granted.1)];
    let paid = (desk.pick("Versé", "Paid"), paid.0, paid.1);
    let Some(balance) = &view.balance else {
        let why = doubt(&balance::not_yet(cx, view));
        let balance = (desk.pick("Solde", "Balance"), why, balance::settled(cx, view));
        return [tiles, vec![paid, balance]].concat();
    };
    let left = strong(balance::absolute(balance.balance_cents));
    let supposed = undone::supposes_it(balance);
    let label = match (balance.balance_cents < Money::ZERO, supposed) {
        (true, true) => {
            desk.pick("Versé en trop si l'acte tenait", "Paid in excess if the act stood")
        }
        (true, false) => desk.pick("Versé en trop", "Paid in excess"),
        (false, true) => {
            desk.pick("Resterait dû si l'acte tenait", "Would remain due if the act stood")
        }
        (false, false) => desk.pick("Reste dû", "Remains due"),
    };
    let due = strong(balance.entitlement_cents);
    tiles.push((
        undone::due_label(cx, balance),
        due,
        balance::due_rests_on(cx, view, balance).then(assumed(desk, balance)),
    ));
    tiles.push(paid);
    let basis = balance::left_rests_on(cx, view, balance).then(assumed(desk, balance));
    tiles.push((label, left, basis));
    tiles
}

/// That a figure takes something for granted.
fn assumed(desk: &Desk<'_>, balance: &Balance) -> Ink {
    if balance.assumptions.is_empty() {
        return Ink::default();
    }
    Ink::toned(Tone::Doubt, desk.pick("par hypothèse", "by assumption"))
}

/// One row for each act that decides: its reference, its organ and date, its vote.
fn decided(desk: &Desk<'_>, report: &Report<'_>) -> Vec<(String, Ink)> {
    let cx = desk.cx;
    let row = |(at, act): (usize, &Dossier<'_>)| {
        let label = if at == 0 { cx.pick("Décidé par", "Decided by") } else { "" };
        let undone = |one: &UndoneAct| one.told.iter().any(|told| told.act == *act.stream);
        let mark = undone::mark_of(cx, report.view, undone);
        (label.to_owned(), act::in_brief(cx, act).then(mark))
    };
    Dossier::all(report.trail).iter().enumerate().map(row).collect()
}

/// How many findings of each sort, each a link to them.
fn verdicts(desk: &Desk<'_>, report: &Report<'_>) -> Markup {
    let cx = desk.cx;
    let found = &report.trail.findings;
    let count = |outcome: Outcome| found.iter().filter(|f| f.outcome == outcome).count();
    let missing = report.view.missing.len();
    let missing = u64::try_from(missing).unwrap_or(u64::MAX);
    html! {
        h3 { (cx.pick("Ce que disent les règles", "What the rules say")) }
        ul.verdicts {
            @for outcome in findings::ORDER {
                @let n = count(outcome);
                li class=(super::findings::class(outcome)) {
                    a href={ "#" (super::findings::id(outcome)) } {
                        span.sign aria-hidden="true" { (findings::heading(cx, outcome).1.trim()) }
                        (figures::count(cx.lang(), u64::try_from(n).unwrap_or(u64::MAX),
                            findings::nouns(outcome).0, findings::nouns(outcome).1))
                    }
                }
            }
        }
        p {
            (figures::count(cx.lang(), missing,
                ("pièce qu'aucune source ne montre", "pièces qu'aucune source ne montre"),
                ("piece of evidence that no source shows", "pieces of evidence that no source shows")))
            (cx.pick("\u{a0}: ", ": "))
            a href="#gaps" { (cx.pick("ce qui manque", "what is missing")) }
            "."
        }
        @if !balance::assumes(report.view).is_empty() {
            ul { @for assumption in balance::assumes(report.view) {
                li { (cx.pick("hypothèse\u{a0}: ", "assumption: "))
                    (crate::words::Words::words(assumption, cx.lang())) }
            } }
        }
    }
}
