//! What is missing: the evidence that no source shows, what the rules lack, and where sources
//! disagree.

use super::Report;
use super::desk::Desk;
use crate::evidence;
use crate::ink::Ink;
use crate::words::{Words as _, capital};
use greffe_audit_trail::{Finding, Lacking};
use maud::{Markup, html};

pub(super) fn section(desk: &Desk<'_>, report: &Report<'_>) -> Markup {
    let cx = desk.cx;
    let view = report.view;
    let waiting = crate::waiting::sentence(cx.lang(), report.waiting.iter().copied());
    html! {
        @if let Some(waiting) = waiting { p.doubt { (crate::ink::typeset(&capital(&waiting))) } }
        h3 { (cx.pick("Ce qu'aucune source ne montre", "What no source shows")) }
        @if view.missing.is_empty() { p { (cx.pick("Rien.", "Nothing.")) } } @else {
            ul { @for missing in &view.missing { li { (capital(missing.words(cx.lang()))) } } }
        }
        (lacking(desk, &report.trail.findings))
        h3 { (cx.pick("Sources qui se contredisent", "Sources that disagree")) }
        @if view.contradictions.is_empty() { p { (cx.pick("Aucune.", "None.")) } } @else {
            ul { @for contradiction in &view.contradictions {
                li { (desk.ink(&evidence::disagreement(cx, contradiction))) }
            } }
        }
    }
}

/// The facts that rules lack, each once with the rules that ask for it.
fn lacking(desk: &Desk<'_>, findings: &[Finding]) -> Markup {
    let cx = desk.cx;
    let mut facts: Vec<(&Lacking, Vec<&str>)> = Vec::new();
    for (finding, lacking) in findings.iter().flat_map(|f| f.missing.iter().map(move |m| (f, m))) {
        match facts.iter_mut().find(|(known, _)| known.what == lacking.what) {
            Some((_, rules)) if rules.contains(&finding.rule) => {}
            Some((_, rules)) => rules.push(finding.rule),
            None => facts.push((lacking, vec![finding.rule])),
        }
    }
    let row = |(lacking, rules): &(&Lacking, Vec<&str>)| {
        let what = cx.lang().pick(&lacking.what.fr, &lacking.what.en);
        vec![Ink::new(capital(what)), Ink::new(rules.join(", "))]
    };
    let rows: Vec<Vec<Ink>> = facts.iter().map(row).collect();
    let header = [cx.pick("Fait", "Fact"), cx.pick("Règles qui l'attendent", "Rules that need it")];
    html! {
        h3 { (cx.pick("Ce qui manque aux règles pour conclure", "What the rules lack to conclude")) }
        @if rows.is_empty() { p { (cx.pick("Rien.", "Nothing.")) } } @else {
            (desk.table(cx.pick("Faits qui manquent", "Missing facts"), &header, &rows))
        }
    }
}
