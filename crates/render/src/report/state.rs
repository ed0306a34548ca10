//! The state of the convention, every figure with its passage.

use super::desk::Desk;
use crate::figures;
use crate::ink::{Ink, Tone};
use crate::words::{self, Words as _};
use crate::{balance, convention, evidence, history, terms};
use greffe_convention_state::ConventionView;
use maud::{Markup, html};

pub(super) fn section(desk: &Desk<'_>, view: &ConventionView) -> Markup {
    let cx = desk.cx;
    let glance = convention::glance(cx, view);
    html! {
        (desk.pairs(cx.pick("L'état, chaque valeur avec sa source",
            "The state, each value with its source"), &glance))
        p.note { (legend(desk)) }
        (terms(desk, view))
        (payments(desk, view))
        (recoveries(desk, view))
        (balance(desk, view))
        (obligations(desk, view))
        (possibly(desk, view))
    }
}

/// What the grades mean.
fn legend(desk: &Desk<'_>) -> &'static str {
    desk.cx.lang().pick(
        "Entre crochets : le passage de l'annexe. Entre parenthèses : qui le dit. Acte : l'acte le \
         décide ou le constate. Pièce : une pièce administrative le dit. Rappel : un acte mentionne \
         un fait antérieur. Déclaré : le bénéficiaire ou des données ouvertes le disent. Déduit : \
         greffe le déduit.",
        "In brackets: the passage in the annex. In parentheses: who says it. Act: the act decides or \
         records it. Record: an administrative record says it. Recital: an act mentions an earlier \
         fact. Declared: the beneficiary or open data says so. Inferred: greffe infers it.",
    )
}

/// One column for each instrument: what each avenant changed and left.
fn terms(desk: &Desk<'_>, view: &ConventionView) -> Markup {
    let cx = desk.cx;
    let instruments = terms::instruments(view);
    let columns: Vec<_> = instruments.iter().map(|i| terms::column(cx, view, i)).collect();
    let labels = columns.first().map(Vec::len).unwrap_or_default();
    let row = |at: usize| {
        let label = columns.first()?.get(at).map(|(label, _)| Ink::new(label))?;
        let cells: Vec<Ink> = columns
            .iter()
            .map(|column| column.get(at).map(|(_, ink)| ink.clone()).unwrap_or_default())
            .collect();
        let empty = cells.iter().all(Ink::is_empty);
        (!empty).then(|| std::iter::once(label).chain(cells).collect::<Vec<Ink>>())
    };
    let rows: Vec<Vec<Ink>> = (0..labels).filter_map(row).collect();
    let titles: Vec<String> = instruments.iter().map(|i| words::instrument(cx.lang(), i)).collect();
    let mut header = vec![cx.pick("Terme", "Term")];
    header.extend(titles.iter().map(String::as_str));
    html! {
        @if !rows.is_empty() {
            h3 { (cx.pick("Termes, par instrument", "Terms, by instrument")) }
            (desk.table(cx.pick("Ce que chaque instrument fixe", "What each instrument sets"),
                &header, &rows))
        }
    }
}

fn payments(desk: &Desk<'_>, view: &ConventionView) -> Markup {
    let cx = desk.cx;
    let header = [
        cx.pick("Date", "Date"),
        cx.pick("Rôle", "Role"),
        cx.pick("Montant", "Amount"),
        cx.pick("Ce qu'en disent les sources", "What sources say"),
    ];
    let rows = convention::payment_rows(cx, view);
    html! {
        h3 { (cx.pick("Paiements", "Payments")) }
        @if rows.is_empty() {
            p.doubt { (cx.pick("Aucune source ne montre de paiement.", "No source shows a payment.")) }
        } @else {
            (desk.table(cx.pick("Paiements ordonnés ou faits", "Payments ordered or made"),
                &header, &rows))
        }
    }
}

fn recoveries(desk: &Desk<'_>, view: &ConventionView) -> Markup {
    let cx = desk.cx;
    let told = view.recoveries.iter().map(history::Moment::of_occurrence).collect();
    let orders = history::merged(told);
    let row = |order: &history::Moment| {
        vec![Ink::new(figures::date(cx.lang(), order.when())), history::line(cx, order)]
    };
    let rows: Vec<Vec<Ink>> = orders.iter().map(row).collect();
    let header =
        [cx.pick("Date", "Date"), cx.pick("Ce qu'en disent les sources", "What sources say")];
    html! {
        @if !rows.is_empty() {
            h3 { (cx.pick("Reversements", "Recoveries")) }
            (desk.table(cx.pick("Reversements demandés", "Recoveries ordered"), &header, &rows))
        }
    }
}

fn balance(desk: &Desk<'_>, view: &ConventionView) -> Markup {
    let cx = desk.cx;
    let Some(balance) = &view.balance else { return html! {} };
    let mut pairs = balance::pairs(cx, view, balance);
    let assumed = balance.assumptions.iter().map(|a| {
        let label = cx.pick("Hypothèse", "Assumption").to_owned();
        (label, Ink::toned(Tone::Doubt, a.words(cx.lang())))
    });
    pairs.extend(assumed);
    html! {
        h3 { (cx.pick("Calcul du solde", "How the balance is computed")) }
        (desk.pairs(cx.pick("De la règle au solde", "From the rule to the balance"), &pairs))
    }
}

fn obligations(desk: &Desk<'_>, view: &ConventionView) -> Markup {
    let cx = desk.cx;
    html! {
        @if !view.obligations.is_empty() {
            h3 { (cx.pick("Obligations", "Obligations")) }
            ul { @for obligation in &view.obligations {
                li { (desk.ink(&evidence::owed(cx, view, obligation))) }
            } }
        }
    }
}

fn possibly(desk: &Desk<'_>, view: &ConventionView) -> Markup {
    let cx = desk.cx;
    html! {
        @if !view.possibly_in_force.is_empty() {
            h3 { (cx.pick("Peut-être en vigueur", "Possibly in force")) }
            p { (cx.pick("La date de ces faits ne permet pas de trancher.",
                "The date of these facts does not settle it.")) }
            ul { @for occurrence in &view.possibly_in_force {
                li { (desk.ink(&history::line(cx, &history::Moment::of_occurrence(occurrence)))) }
            } }
        }
    }
}
