//! Findings with their legal source, grouped by what they conclude.

use super::LocalRules;
use super::desk::Desk;
use crate::dossier::Dossier;
use crate::findings::{ORDER, heading, lacks, law, sentence, summary};
use crate::ink::clean;
use greffe_audit_trail::{Finding, Outcome, Trail};
use greffe_domain::{StreamId, StreamKind};
use maud::{Markup, html};

pub(super) fn section(desk: &Desk<'_>, trail: &Trail, rules: Option<&LocalRules<'_>>) -> Markup {
    let cx = desk.cx;
    let found = &trail.findings;
    html! {
        p { (summary(cx, found)) ". "
            (cx.pick(
                "Le silence d'un acte n'est jamais une irrégularité\u{a0}: une règle à laquelle un fait manque dit lequel.",
                "The silence of an act is never an irregularity: a rule that lacks a fact says which.",
            )) }
        @for outcome in ORDER { (group(desk, trail, outcome)) }
        @if let Some(rules) = rules { (local(desk, rules)) }
    }
}

/// By what rules of the house it was judged beside the law.
fn local(desk: &Desk<'_>, rules: &LocalRules<'_>) -> Markup {
    let title = clean(rules.pack.title());
    html! {
        h3 id="local-rules" { (desk.pick("Règles locales", "Local rules")) }
        p { (desk.pick("«\u{a0}", "\u{ab}\u{a0}")) (title) (desk.pick("\u{a0}»", "\u{a0}\u{bb}"))
            ", " (clean(rules.file)) }
        p { code { "blake3 " (rules.hash) } }
        ul { @for (sign, words) in crate::rule_pack::lines(desk.cx.lang(), rules.pack) {
            li { (sign) (clean(&words)) }
        } }
    }
}

/// The anchor of a group.
pub(super) const fn id(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Irregular => "irregular",
        Outcome::CannotConclude => "cannot-conclude",
        Outcome::Observation => "observations",
        Outcome::Conforming => "conforming",
    }
}

/// The tone of a group, which its sign and its words say too.
pub(super) const fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Irregular => "is-bad",
        Outcome::CannotConclude => "is-doubt",
        Outcome::Observation => "is-plain",
        Outcome::Conforming => "is-good",
    }
}

/// What a subject is called: an act by its reference, a convention as such.
fn called(desk: &Desk<'_>, trail: &Trail, subject: &StreamId) -> String {
    let told = trail.subjects.iter().find(|s| s.stream == *subject);
    match (subject.kind(), told) {
        (StreamKind::Act, Some(act)) => crate::act::reference(&Dossier::of(trail, act)),
        _ => desk.pick("La convention", "The convention").to_owned(),
    }
}

fn group(desk: &Desk<'_>, trail: &Trail, outcome: Outcome) -> Markup {
    let cx = desk.cx;
    let found: Vec<&Finding> = trail.findings.iter().filter(|f| f.outcome == outcome).collect();
    let (title, sign, _) = heading(cx, outcome);
    let mut subjects: Vec<&StreamId> = Vec::new();
    for finding in &found {
        if !subjects.contains(&&finding.subject) {
            subjects.push(&finding.subject);
        }
    }
    html! {
        h3 id=(id(outcome)) class=(class(outcome)) {
            span.sign aria-hidden="true" { (sign.trim()) } (title) " (" (found.len()) ")"
        }
        @if found.is_empty() { p { (cx.pick("Rien.", "Nothing.")) } }
        @for subject in subjects {
            h4 { (clean(&called(desk, trail, subject))) " " code { (subject) } }
            ul.findings { @for finding in found.iter().filter(|f| f.subject == *subject) {
                li class=(class(outcome)) {
                    p { (desk.ink(&sentence(cx, finding))) }
                    @if let Some(lacks) = lacks(cx, finding) { p { (desk.ink(&lacks)) } }
                    p.law { (desk.ink(&law(cx, finding))) }
                }
            } }
        }
    }
}
