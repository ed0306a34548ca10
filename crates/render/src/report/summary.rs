//! In brief: what was decided, by whom, how much is due, and what the rules say.

use super::Report;
use super::desk::Desk;
use crate::convention;
use crate::dossier::Dossier;
use crate::figures;
use crate::findings;
use crate::ink::{Ink, Tone};
use crate::{act, balance};
use greffe_audit_trail::Outcome;
use maud::{Markup, html};

pub(super) fn section(desk: &Desk<'_>, report: &Report<'_>) -> Option<Markup> {
    let cx = desk.cx;
    let glance = convention::glance(cx, report.view);
    // Of the state, what answers the question first asked: how much, for what, and what is due.
    let wanted = [
        cx.pick("Bénéficiaire", "Beneficiary"),
        cx.pick("Objet", "Purpose"),
        cx.pick("Subvention", "Subsidy"),
        cx.pick("Budget", "Budget"),
        cx.pick("Versé", "Paid"),
        cx.pick("Solde", "Balance"),
    ];
    let mut pairs: Vec<(String, Ink)> =
        glance.into_iter().filter(|(label, _)| wanted.contains(&label.as_str())).collect();
    pairs.extend(decided(desk, report));
    if report.view.balance.as_ref().is_some_and(|b| !b.assumptions.is_empty()) {
        let words = cx.pick(
            "le solde repose sur des hypothèses, dites plus bas",
            "the balance rests on assumptions, said below",
        );
        pairs.push((cx.pick("Réserve", "Caution").to_owned(), Ink::toned(Tone::Doubt, words)));
    }
    Some(html! {
        (desk.pairs(cx.pick("L'essentiel", "The essentials"), &pairs))
        (verdicts(desk, report))
    })
}

/// One row for each act that decides: its reference, its organ and date, its vote.
fn decided(desk: &Desk<'_>, report: &Report<'_>) -> Vec<(String, Ink)> {
    let cx = desk.cx;
    let row = |(at, act): (usize, &Dossier<'_>)| {
        let label = if at == 0 { cx.pick("Décidé par", "Decided by") } else { "" };
        (label.to_owned(), act::in_brief(cx, act))
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
            ": "
            a href="#gaps" { (cx.pick("ce qui manque", "what is missing")) }
            "."
        }
        @if !balance::assumes(report.view).is_empty() {
            ul { @for assumption in balance::assumes(report.view) {
                li { (cx.pick("hypothèse : ", "assumption: "))
                    (crate::words::Words::words(assumption, cx.lang())) }
            } }
        }
    }
}
