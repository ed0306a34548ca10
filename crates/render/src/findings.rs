//! Findings, grouped by what they conclude; inside each group by subject, with the legal source
//! and the dates between which that text applies.

use crate::cite::Context;
use crate::figures;
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::style::{References, Style};
use crate::words::{Words as _, capital};
use greffe_audit_trail::{Finding, LegalSource, LocalRule, Outcome};

/// A noun, one and several.
type Nouns = (&'static str, &'static str);

/// The groups in the order in which a reader wants them.
pub(crate) const ORDER: [Outcome; 4] =
    [Outcome::Irregular, Outcome::CannotConclude, Outcome::Observation, Outcome::Conforming];

/// What the rules find: irregular first, then what cannot be concluded and what is missing for
/// it, observations, and what conforms. They were chosen out of `all` that the rules have: where none
/// is left of them, that is said, for it is no silence of the rules.
#[must_use]
pub fn findings(style: Style, refs: &dyn References, findings: &[Finding], all: usize) -> String {
    let mut sheet = Sheet::new(style);
    let cx = Context { style, refs };
    if findings.is_empty() && all > 0 {
        let all = u64::try_from(all).unwrap_or(u64::MAX);
        let all = figures::count(cx.lang(), all, ("constat", "constats"), ("finding", "findings"));
        sheet.heading(cx.pick("Constats", "Findings"));
        sheet.text(2, &Ink::new(cx.pick("aucun n'est retenu, sur", "none chosen, of")).then(all));
        return sheet.finish();
    }
    write(&mut sheet, cx, findings);
    sheet.finish()
}

pub(crate) fn write(sheet: &mut Sheet, cx: Context<'_>, findings: &[Finding]) {
    sheet.heading(cx.pick("Constats", "Findings"));
    sheet.text(2, &Ink::new(summary(cx, findings)));
    for outcome in ORDER {
        group(sheet, cx, findings, outcome);
    }
}

/// How many findings of each sort.
pub(crate) fn summary(cx: Context<'_>, findings: &[Finding]) -> String {
    if findings.is_empty() {
        return cx.pick("Aucune règle ne s'applique.", "No rule applies.").to_owned();
    }
    let of = |outcome: Outcome| {
        let n = findings.iter().filter(|f| f.outcome == outcome).count();
        let n = u64::try_from(n).unwrap_or(u64::MAX);
        let (fr, en) = nouns(outcome);
        figures::count(cx.lang(), n, fr, en)
    };
    ORDER.map(of).join(", ")
}

/// What findings of one sort are called, one and several, in French and English.
pub(crate) const fn nouns(outcome: Outcome) -> (Nouns, Nouns) {
    match outcome {
        Outcome::Irregular => {
            (("irrégularité", "irrégularités"), ("irregularity", "irregularities"))
        }
        Outcome::CannotConclude => (
            ("point sans conclusion", "points sans conclusion"),
            ("point not concluded", "points not concluded"),
        ),
        Outcome::Observation => (("observation", "observations"), ("observation", "observations")),
        Outcome::Conforming => {
            (("point conforme", "points conformes"), ("point conforming", "points conforming"))
        }
    }
}

fn group(sheet: &mut Sheet, cx: Context<'_>, findings: &[Finding], outcome: Outcome) {
    let found: Vec<&Finding> = findings.iter().filter(|f| f.outcome == outcome).collect();
    if found.is_empty() {
        return;
    }
    let (title, sign, tone) = heading(cx, outcome);
    sheet.blank();
    sheet.text(2, &Ink::toned(tone, title));
    let mut subject = None;
    for finding in found {
        if subject != Some(&finding.subject) {
            sheet.text(4, &Ink::new(finding.subject.as_str()));
            subject = Some(&finding.subject);
        }
        one(sheet, cx, sign, finding);
    }
}

/// The title of a group, its sign, and the tone that repeats it.
pub(crate) fn heading(cx: Context<'_>, outcome: Outcome) -> (&str, &'static str, Tone) {
    match outcome {
        Outcome::Irregular => (cx.pick("Irrégulier", "Irregular"), "✗ ", Tone::Bad),
        Outcome::CannotConclude => {
            (cx.pick("On ne peut conclure", "Cannot conclude"), "? ", Tone::Doubt)
        }
        Outcome::Observation => (cx.pick("Observations", "Observations"), "· ", Tone::Strong),
        Outcome::Conforming => (cx.pick("Conforme", "Conforming"), "✓ ", Tone::Good),
    }
}

fn one(sheet: &mut Sheet, cx: Context<'_>, sign: &str, finding: &Finding) {
    sheet.hung(6, sign, &sentence(cx, finding));
    if let Some(lacks) = lacks(cx, finding) {
        sheet.text(8, &lacks);
    }
    sheet.text(8, &law(cx, finding));
}

/// What the rule concludes, with the passages that it rests on.
pub(crate) fn sentence(cx: Context<'_>, finding: &Finding) -> Ink {
    let sentence = capital(cx.lang().pick(&finding.sentence.fr, &finding.sentence.en));
    Ink::new(sentence).then(cx.cite_all(&finding.entries, &finding.passages))
}

/// The facts that it lacks, if any.
pub(crate) fn lacks(cx: Context<'_>, finding: &Finding) -> Option<Ink> {
    if finding.missing.is_empty() {
        return None;
    }
    let what =
        |m: &greffe_audit_trail::Lacking| cx.lang().pick(m.what.fr.clone(), m.what.en.clone());
    let lacks: Vec<String> = finding.missing.iter().map(what).collect();
    let label = Ink::toned(Tone::Doubt, cx.pick("manque :", "missing:"));
    Some(label.then(lacks.join(cx.semicolon())).and(waiting(cx, finding)))
}

/// How many facts of its subject wait for review: what is missing may be among them.
fn waiting(cx: Context<'_>, finding: &Finding) -> Ink {
    let count = u64::try_from(cx.refs.waiting(&finding.subject)).unwrap_or(u64::MAX);
    if count == 0 {
        return Ink::default();
    }
    let facts = crate::waiting::facts(cx.lang(), count);
    Ink::new(cx.semicolon()).and(Ink::toned(Tone::Doubt, facts))
}

/// The legal sources with their dates, the rule, and its weight where it was broken.
pub(crate) fn law(cx: Context<'_>, finding: &Finding) -> Ink {
    let sources: Vec<String> = finding.sources.iter().map(|s| source(cx, s)).collect();
    let law = if let Some(local) = &finding.local {
        local_rule(cx, local)
    } else if sources.is_empty() && finding.outcome == Outcome::Observation {
        cx.pick("contrôle interne", "internal check").to_owned()
    } else if sources.is_empty() {
        cx.pick("aucune version connue du texte à cette date", "no version of the law known then")
            .to_owned()
    } else {
        sources.join(cx.pick(" ; ou ", "; or "))
    };
    let weight = match finding.outcome {
        Outcome::Irregular => {
            let (label, word) = (cx.pick("portée", "weight"), finding.severity.words(cx.lang()));
            format!(" ({label} {word})")
        }
        _ => String::new(),
    };
    let mark = cx.pick(" :", ":");
    Ink::new(format!("{}{mark} {law}{weight}", finding.rule))
}

/// The institution's own rule, with what the law says in its place.
fn local_rule(cx: Context<'_>, local: &LocalRule) -> String {
    let LocalRule { title, reason, parameter, value, law } = local;
    cx.lang().pick(
        format!("règle locale, « {title} », {reason} : {parameter} = {value} (loi : {law})"),
        format!("local rule, \u{ab} {title} \u{bb}, {reason}: {parameter} = {value} (law: {law})"),
    )
}

/// A citation with the dates between which it applies.
pub(crate) fn source(cx: Context<'_>, source: &LegalSource) -> String {
    let span = span(cx, source);
    if span.is_empty() {
        return source.citation.to_owned();
    }
    format!("{}, {span}", source.citation)
}

fn span(cx: Context<'_>, source: &LegalSource) -> String {
    let words = |day| figures::day(cx.lang(), day);
    match (source.from, source.until) {
        (Some(from), Some(until)) => cx.lang().pick(
            format!("du {} au {}", words(from), words(until)),
            format!("from {} to {}", words(from), words(until)),
        ),
        (Some(from), None) => {
            format!("{} {}", cx.pick("depuis le", "since"), words(from))
        }
        (None, Some(until)) => {
            format!("{} {}", cx.pick("jusqu'au", "until"), words(until))
        }
        (None, None) => cx.pick("en vigueur", "in force").to_owned(),
    }
}
