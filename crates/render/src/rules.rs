//! The catalogue of rules: the list, and one rule in full.

use crate::figures;
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::style::{Lang, Style};
use crate::words::{Words as _, capital};
use greffe_audit_trail::{Check, Parameter, Rule, Version};
use greffe_domain::Day;

/// Every rule with its text.
#[must_use]
pub fn rules(style: Style, rules: &[&Rule]) -> String {
    let mut sheet = Sheet::new(style);
    for rule in rules {
        sheet.blank();
        sheet.text(0, &Ink::toned(Tone::Strong, rule.id));
        sheet.text(2, &Ink::new(style.lang.pick(rule.fr, rule.en)));
        sheet.text(2, &Ink::new(law_in_short(style.lang, rule)));
    }
    sheet.finish()
}

fn law_in_short(lang: Lang, rule: &Rule) -> String {
    let mut citations: Vec<&str> = Vec::new();
    for version in rule.versions {
        if !citations.contains(&version.citation) {
            citations.push(version.citation);
        }
    }
    if citations.is_empty() {
        return lang.pick("Contrôle interne", "Internal check").to_owned();
    }
    citations.join(lang.pick(" ; ", "; "))
}

/// One rule in full: its text, its weight, what it needs, and every version of its legal source.
#[must_use]
pub fn rule(style: Style, rule: &Rule) -> String {
    let lang = style.lang;
    let mut sheet = Sheet::new(style);
    sheet.heading(rule.id);
    sheet.text(2, &Ink::new(lang.pick(rule.fr, rule.en)));
    sheet.blank();
    let row = |fr: &str, en: &str, ink: Ink| (lang.pick(fr, en).to_owned(), ink);
    let about = match rule.check {
        Check::Act(_) | Check::ActBy(..) => lang.pick("chaque délibération", "each deliberation"),
        Check::Convention(_) | Check::ConventionBy(..) => {
            lang.pick("chaque convention", "each convention")
        }
    };
    sheet.pairs(
        2,
        &[
            row("S'applique à", "Applies to", Ink::new(about)),
            row("Portée", "Weight", Ink::new(rule.severity.words(lang))),
            row("Faits requis", "Facts needed", Ink::new(rule.needs.join(", "))),
            row("Paramètre", "Parameter", parameter(lang, rule)),
        ],
    );
    sheet.blank();
    if rule.versions.is_empty() {
        let none = lang.pick(
            "aucun texte de loi : contrôle interne, qui ne donne que des observations",
            "no text of law: an internal check, which only observes",
        );
        sheet.text(2, &Ink::new(capital(none)));
    }
    for version in rule.versions {
        sheet.text(2, &Ink::new(version.citation));
        sheet.text(4, &Ink::new(span(lang, version)));
        let read = format!("{} {}", lang.pick("lu à", "read at"), version.read_at);
        sheet.text(4, &Ink::new(read));
    }
    sheet.finish()
}

/// What a rule pack may set: the name, what it is, the law's value, and how far it may go.
fn parameter(lang: Lang, rule: &Rule) -> Ink {
    let Some(parameter) = rule.parameter() else { return Ink::default() };
    let Parameter { name, fr, en, law, strictest } = parameter;
    Ink::new(lang.pick(
        format!("{name} : {fr} ; {law} selon la loi, {strictest} au plus strict"),
        format!("{name}: {en}; {law} by law, {strictest} at the strictest"),
    ))
}

fn span(lang: Lang, version: &Version) -> String {
    let day = |text: &str| {
        text.parse::<Day>().map_or_else(|_| text.to_owned(), |day| figures::day(lang, day))
    };
    let (from, until) = (day(version.from), day(version.until));
    match (from.is_empty(), until.is_empty()) {
        (true, true) => lang.pick("en vigueur", "in force").to_owned(),
        (false, true) => format!("{} {from}", lang.pick("depuis le", "since")),
        (true, false) => format!("{} {until}", lang.pick("jusqu'au", "until")),
        (false, false) => {
            lang.pick(format!("du {from} au {until}"), format!("from {from} to {until}"))
        }
    }
}
