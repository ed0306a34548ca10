//! Which subjects may be one: each pair with its reasons, and what a person can do with it.

use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::style::{Lang, Style};
use greffe_domain::{LinkVerdict, StreamKind};
use greffe_inquiry::{
    Likelihood, LinkDecision, MatchProposal, MatchReason, MatchSubject, ReasonCode,
};

/// The pairs of a ledger: those to decide first, then those decided; and the beneficiaries whom one number makes one under
/// names that have nothing in common.
#[must_use]
pub fn matching(
    style: Style,
    proposals: &[&MatchProposal],
    several_names: &[MatchSubject],
) -> String {
    let lang = style.lang;
    let mut sheet = Sheet::new(style);
    let sections = [
        (
            StreamKind::Convention,
            false,
            "Subventions qui n'en font peut-être qu'une",
            "Grants that may be one",
        ),
        (
            StreamKind::Beneficiary,
            false,
            "Bénéficiaires qui ne font peut-être qu'un",
            "Beneficiaries that may be one",
        ),
        (StreamKind::Act, false, "Actes qui n'en font peut-être qu'un", "Acts that may be one"),
        (StreamKind::Beneficiary, true, "Bénéficiaires déjà décidés", "Beneficiaries decided on"),
        (StreamKind::Act, true, "Actes déjà décidés", "Acts decided on"),
        (StreamKind::Convention, true, "Subventions déjà décidées", "Grants decided on"),
    ];
    for (kind, decided, fr, en) in sections {
        let here =
            |p: &&&MatchProposal| p.subject.stream.kind() == kind && p.decided.is_some() == decided;
        let mut pairs = proposals.iter().filter(here).peekable();
        if pairs.peek().is_none() {
            continue;
        }
        sheet.heading(lang.pick(fr, en));
        for pair in pairs {
            self::pair(&mut sheet, lang, pair);
        }
    }
    if !several_names.is_empty() {
        sheet.heading(lang.pick(
            "Un seul numéro, plusieurs noms sans mot commun : peut-être deux bénéficiaires",
            "One number, several names without a word in common: perhaps two beneficiaries",
        ));
        for one in several_names {
            subject(&mut sheet, "  ", one);
        }
    }
    if proposals.is_empty() && several_names.is_empty() {
        sheet.text(
            0,
            &Ink::new(lang.pick("Aucun rapprochement à proposer.", "Nothing to be matched.")),
        );
    }
    sheet.finish()
}

fn pair(sheet: &mut Sheet, lang: Lang, pair: &MatchProposal) {
    sheet.blank();
    subject(sheet, "  ", &pair.subject);
    subject(sheet, "= ", &pair.other);
    if let Some(likelihood) = pair.likelihood {
        let (tone, word) = match likelihood {
            Likelihood::Strong => (Tone::Good, lang.pick("fort", "strong")),
            Likelihood::Likely => (Tone::Strong, lang.pick("probable", "likely")),
            Likelihood::Weak => (Tone::Doubt, lang.pick("faible", "weak")),
        };
        let said =
            Ink::toned(tone, word).and(lang.pick(" :", ":")).then(reasons(lang, &pair.reasons));
        sheet.text(4, &said);
    }
    if !pair.against.is_empty() {
        let said = Ink::toned(Tone::Doubt, lang.pick("contre", "against"));
        sheet.text(4, &said.and(lang.pick(" :", ":")).then(reasons(lang, &pair.against)));
    }
    let said = if let Some(decision) = &pair.decided {
        decided(lang, decision)
    } else {
        format!("greffe link {} {}", pair.subject.stream, pair.other.stream)
    };
    sheet.text(4, &Ink::new(said));
}

fn subject(sheet: &mut Sheet, sign: &str, subject: &MatchSubject) {
    let entries: Vec<String> = subject.entries.iter().map(u64::to_string).collect();
    let mut ink =
        Ink::toned(Tone::Strong, subject.stream.as_str()).and(" ").then(subject.names.join(" ; "));
    if !entries.is_empty() {
        ink = ink.then(" ").and(Ink::toned(Tone::Reference, format!("[{}]", entries.join(", "))));
    }
    sheet.hung(2, sign, &ink);
}

fn decided(lang: Lang, decision: &LinkDecision) -> String {
    let LinkDecision { verdict, entry, by, reason } = decision;
    let said = match verdict {
        LinkVerdict::Same => lang.pick("ne font qu'un", "are one"),
        LinkVerdict::Distinct => lang.pick("sont distincts", "are distinct"),
    };
    let reason = reason.as_ref().map(|reason| format!(" ; {reason}")).unwrap_or_default();
    lang.pick(
        format!("décidé : {said}, par {by} [{entry}]{reason}"),
        format!("decided: {said}, by {by} [{entry}]{reason}"),
    )
}

fn reasons(lang: Lang, reasons: &[MatchReason]) -> String {
    let one = |reason: &MatchReason| format!("{} ({})", words(lang, reason.code), reason.value);
    reasons.iter().map(one).collect::<Vec<_>>().join(", ")
}

const fn words(lang: Lang, code: ReasonCode) -> &'static str {
    let (fr, en) = match code {
        ReasonCode::SameSiren => ("même SIREN", "same SIREN"),
        ReasonCode::SameRna => ("même RNA", "same RNA"),
        ReasonCode::SameName => ("même nom", "same name"),
        ReasonCode::SameWords => ("mêmes mots", "same words"),
        ReasonCode::SamePlace => ("même lieu", "same place"),
        ReasonCode::SameGrantor => {
            ("subventionnés par la même institution", "granted to by one institution")
        }
        ReasonCode::SameReference => ("même référence", "same reference"),
        ReasonCode::SameDay => ("même jour", "same day"),
        ReasonCode::SameTitle => ("même titre", "same title"),
        ReasonCode::OtherSiren => ("autre SIREN", "another SIREN"),
        ReasonCode::OtherRna => ("autre RNA", "another RNA"),
        ReasonCode::OtherPlace => ("autre lieu", "another place"),
        ReasonCode::OtherDay => ("autre jour", "another day"),
        ReasonCode::OtherTitle => ("autre titre", "another title"),
        ReasonCode::SameAmount => ("même montant", "same amount"),
        ReasonCode::SameYear => ("même année", "same year"),
        ReasonCode::OtherReference => ("autre référence", "another reference"),
        ReasonCode::OtherAmount => ("autre montant", "another amount"),
    };
    match lang {
        Lang::Fr => fr,
        Lang::En => en,
    }
}
