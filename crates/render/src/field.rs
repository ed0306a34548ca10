//! Fields in words: what a path is called, and its value.
//!
//! The path itself stands beside the words wherever a reader may want to type it.

use crate::cite::Context;
use crate::figures;
use crate::ink::{Ink, Tone};
use crate::sentence::{self, act_words, data_sentence};
use crate::style::Lang;
use crate::undone;
use crate::words::{self, Words as _, capital, cut};
use greffe_convention_state::{Obligation, PaymentView, Uncomputed};
use greffe_domain::{Agreement, BalanceRule, Grade, Instrument, Money, slug};
use greffe_inquiry::{Field, FieldKind, FieldValue};

/// How much of a text or a passage is shown, in characters.
pub(crate) const QUOTED: usize = 160;

/// What a field is called, by the parts of its path that are names.
const LABELS: &[(&str, &str, &str)] = &[
    ("exercise", "Exercice", "Budget year"),
    ("assumed_year", "Exercice supposé", "Budget year assumed"),
    ("beneficiary.name", "Bénéficiaire", "Beneficiary"),
    ("beneficiary.legal_form", "Forme juridique", "Legal form"),
    ("beneficiary.siret", "SIRET", "SIRET"),
    ("beneficiary.siren", "SIREN", "SIREN"),
    ("beneficiary.rna", "RNA", "RNA"),
    ("purpose", "Objet", "Purpose"),
    ("assignment", "Emploi", "Use"),
    ("convention.title", "Convention", "Convention"),
    ("convention.number", "Numéro de la convention", "Number of the convention"),
    ("convention.approved_by", "Convention approuvée par", "Convention approved by"),
    ("convention.signed", "Signature de la convention", "Signature of the convention"),
    ("instruments.act", "Acte", "Act"),
    ("instruments.changes", "Change", "Changes"),
    ("instruments.unchanged", "Laisse", "Leaves"),
    ("instruments.annexed", "Texte annexé", "Text annexed"),
    ("instruments.signed", "Signature", "Signature"),
    ("undone", "Acte retiré ou annulé", "Act withdrawn or annulled"),
    ("subsidy_cents", "Subvention", "Subsidy"),
    ("budget_cents", "Budget", "Budget"),
    ("shares.stated", "Part dite", "Share stated"),
    ("shares.computed", "Part calculée", "Share computed"),
    ("shares.uncomputed", "Part calculée", "Share computed"),
    ("shares.agreement", "Concordance", "Agreement"),
    ("balance_rule", "Règle du solde", "Rule of the balance"),
    ("realised_cents", "Dépense réalisée", "Expense realised"),
    ("balance.assumptions", "Hypothèse du solde", "Assumption of the balance"),
    ("balance.rule", "Règle du solde", "Rule of the balance"),
    ("balance.realised_cents", "Dépense réalisée", "Expense realised"),
    ("balance.subsidy_cents", "Subvention", "Subsidy"),
    ("balance.budget_cents", "Budget", "Budget"),
    ("balance.entitlement_cents", "Montant dû", "Amount due"),
    ("balance.paid_cents", "Versé", "Paid"),
    ("balance.balance_cents", "Solde", "Balance"),
    ("balance.scenarios.budget_cents", "Budget", "Budget"),
    ("balance.scenarios.subsidy_cents", "Subvention", "Subsidy"),
    ("balance.scenarios.entitlement_cents", "Montant dû sur le budget", "Amount due on the budget"),
    ("balance.scenarios.uncomputed", "Montant dû sur le budget", "Amount due on the budget"),
    ("balance.without_last_avenant.rule", "Règle du solde", "Rule of the balance"),
    ("balance.without_last_avenant.budget_cents", "Budget", "Budget"),
    ("balance.without_last_avenant.subsidy_cents", "Subvention", "Subsidy"),
    (
        "balance.without_last_avenant.uncomputed",
        "Montant dû sans le dernier avenant",
        "Amount due without the last avenant",
    ),
    (
        "balance.without_last_avenant.entitlement_cents",
        "Montant dû sans le dernier avenant",
        "Amount due without the last avenant",
    ),
    (
        "balance.without_last_avenant.difference_cents",
        "Effet du dernier avenant",
        "Effect of the last avenant",
    ),
    ("balance.final_stated", "Montant définitif fixé", "Final amount set"),
    ("balance.balance_stated", "Solde fixé", "Balance set"),
    ("instalments", "Échéance", "Instalment"),
    ("payments", "Paiement", "Payment"),
    ("recoveries", "Reversement", "Recovery"),
    ("requests", "Demande d'avenant", "Request for an avenant"),
    ("restructurings", "Restructuration", "Restructuring"),
    ("reports", "Compte rendu", "Report"),
    ("possibly_in_force", "Peut-être en vigueur", "Possibly in force"),
    ("obligations", "Obligation", "Obligation"),
    ("missing", "Non montré", "Not shown"),
    ("contradictions", "Contradiction", "Contradiction"),
];

/// The beginnings of the paths that are called so, in French or in English, as pages call them.
pub fn paths_called(typed: &str) -> impl Iterator<Item = &'static str> + Clone {
    let typed = slug(typed);
    let called = move |words: &str| !typed.is_empty() && slug(words) == typed;
    LABELS.iter().filter(move |(_, fr, en)| called(fr) || called(en)).map(|(path, ..)| *path)
}

/// What a path is called: `Budget, avenant n° 1`.
pub(crate) fn label(lang: Lang, path: &str, instrument: Option<&Instrument>) -> String {
    let of = match instrument {
        _ if path.ends_with(".current") => lang.pick(", en vigueur", ", in force").to_owned(),
        Some(Instrument::Initial) => lang.pick(", attribution", ", grant").to_owned(),
        Some(Instrument::Avenant(n)) => format!(", avenant {}{n}", lang.pick("n° ", "no.\u{a0}")),
        Some(Instrument::Act(key)) => format!(", {} {key}", lang.pick("acte", "act")),
        None => String::new(),
    };
    named(lang, path, instrument, &of)
}

/// The same in few columns: `Budget, av. 1`; what is in force is just `Budget`.
pub(crate) fn short_label(lang: Lang, field: &Field) -> String {
    let of = match &field.instrument {
        _ if field.path.ends_with(".current") => String::new(),
        Some(Instrument::Initial) => lang.pick(", attribution", ", grant").to_owned(),
        Some(Instrument::Avenant(n)) => format!(", av.\u{a0}{n}"),
        Some(Instrument::Act(key)) => format!(", {key}"),
        None => String::new(),
    };
    named(lang, &field.path, field.instrument.as_ref(), &of)
}

fn named(lang: Lang, path: &str, instrument: Option<&Instrument>, of: &str) -> String {
    let mark = instrument.map(ToString::to_string);
    let parts: Vec<&str> = path.split('.').filter(|part| Some(*part) != mark.as_deref()).collect();
    let known = |name: &str| LABELS.iter().find(|(of, ..)| *of == name);
    // The longest beginning that has a name; what is left of a list tells its items apart.
    let found = (1..=parts.len()).rev().find_map(|count| {
        let name = parts.get(..count)?.join(".");
        known(&name)
    });
    let words = found.map_or(path, |(_, fr, en)| lang.pick(fr, en));
    let perhaps = match parts.get(1) {
        Some(&"possible") => lang.pick(" (peut-être en vigueur)", " (possibly in force)"),
        _ if parts.iter().skip(1).any(|part| *part == "undone") => {
            lang.pick(" (acte retiré ou annulé)", " (act withdrawn or annulled)")
        }
        _ => "",
    };
    format!("{words}{of}{perhaps}")
}

/// The label of a field.
pub(crate) fn label_of(lang: Lang, field: &Field) -> String {
    label(lang, &field.path, field.instrument.as_ref())
}

/// A value in words.
pub(crate) fn value(lang: Lang, value: &FieldValue) -> Ink {
    match value {
        FieldValue::Money(amount) => Ink::new(self::amount(lang, *amount)),
        FieldValue::Year(year) => Ink::new(year.to_string()),
        FieldValue::Text(text) => Ink::new(cut(text, QUOTED)),
        FieldValue::Flag(true) => Ink::new(lang.pick("oui", "yes")),
        FieldValue::Flag(false) => Ink::new(lang.pick("non", "no")),
        FieldValue::Share(share) => Ink::new(&share.stated),
        FieldValue::Ratio(ratio) => {
            let percent = ratio.percent(2).map(|percent| figures::percent(lang, &percent));
            Ink::new(percent.unwrap_or_else(|| Uncomputed::TooLarge.words(lang).to_owned()))
        }
        FieldValue::Agreement(Agreement::Differs) => {
            Ink::toned(Tone::Bad, Agreement::Differs.words(lang))
        }
        FieldValue::Agreement(agreement) => Ink::new(agreement.words(lang)),
        FieldValue::Act(act) => Ink::new(
            act_words(lang, act)
                .unwrap_or_else(|| lang.pick("sans référence", "no reference").to_owned()),
        ),
        FieldValue::Terms(terms) => Ink::new(sentence::terms(lang, terms).unwrap_or_default()),
        FieldValue::Rule(rule) => Ink::new(rule.words(lang)),
        FieldValue::Assignment(assignment) => Ink::new(assignment.words(lang)),
        FieldValue::Assumption(assumption) => Ink::toned(Tone::Doubt, assumption.words(lang)),
        FieldValue::Uncomputed(why) => Ink::toned(Tone::Doubt, why.words(lang)),
        FieldValue::Payment(payment) => paid(lang, payment),
        FieldValue::Occurrence(one) => {
            let when = figures::date(lang, &one.effective);
            Ink::new(cut(&data_sentence(lang, one.kind, &one.data), QUOTED))
                .and(format!(", {when}"))
        }
        FieldValue::Undone(one) => Ink::toned(Tone::Bad, undone::sentence(lang, one)),
        FieldValue::Obligation(obligation) => owed(lang, obligation),
        FieldValue::Missing(missing) => Ink::toned(Tone::Doubt, missing.words(lang)),
        FieldValue::Contradiction(one) => {
            let against = lang.pick("contre", "against");
            let said = |text: &str| disputed_value(lang, one.field, text);
            let graded =
                |text: &str, grade: Grade| format!("{} ({})", said(text), grade.words(lang));
            let believed = graded(&one.believed, one.grade);
            let stated = graded(&one.stated, one.stated_grade);
            Ink::toned(Tone::Doubt, format!("{believed} {against} {stated}"))
        }
    }
}

/// What a disputed field is called; its name in the view is a part of a path, or the whole of one.
pub(crate) fn disputed(lang: Lang, field: &str) -> String {
    let path = match field {
        "shares" => "shares.stated",
        "act" => "instruments.act",
        path => path,
    };
    named(lang, path, None, "")
}

/// What a source states of a disputed field. The view gives it as French acts write it, or by its name
/// in code; on the page it follows the language.
pub(crate) fn disputed_value(lang: Lang, field: &str, text: &str) -> String {
    let is_amount = field.ends_with("_cents")
        || matches!(field, "balance.final_stated" | "balance.balance_stated" | "payments");
    if let Some(amount) = is_amount.then(|| Money::of_shown(text)).flatten() {
        return self::amount(lang, amount);
    }
    let rules = [BalanceRule::ProRata, BalanceRule::FixedAmount];
    match rules.into_iter().find(|rule| field == "balance_rule" && rule.name() == text) {
        Some(rule) => rule.words(lang).to_owned(),
        None => text.to_owned(),
    }
}

/// An amount; one below nought with a minus, not a hyphen.
pub(crate) fn amount(lang: Lang, amount: Money) -> String {
    if amount < Money::ZERO { signed(lang, amount) } else { figures::money(lang, amount) }
}

/// An amount with its sign: `+22 068 €`, `−39 417,06 €`.
pub(crate) fn signed(lang: Lang, amount: Money) -> String {
    let sign = if amount < Money::ZERO { '−' } else { '+' };
    format!("{sign}{}", figures::money(lang, Money::from_cents(amount.cents().saturating_abs())))
}

/// The value of a field that may not be there.
pub(crate) fn value_or_none(lang: Lang, found: Option<&FieldValue>) -> Ink {
    found.map_or_else(|| Ink::new(lang.pick("rien", "nothing")), |found| value(lang, found))
}

fn paid(lang: Lang, payment: &PaymentView) -> Ink {
    let role = payment.role.map(|r| r.words(lang)).unwrap_or_default();
    let state = if payment.executed {
        lang.pick("versé", "paid")
    } else {
        lang.pick("ordonné", "ordered")
    };
    let on = figures::on(lang, &payment.on);
    let number = payment.number.as_ref();
    let number = number.map(|n| format!(", {} {n}", lang.pick("mandat", "order")));
    Ink::new(format!("{},", figures::money(lang, payment.amount_cents)))
        .then(role)
        .then(state)
        .then(on)
        .and(number.unwrap_or_default())
        .then(undone::in_words(lang, &payment.taken_back))
}

fn owed(lang: Lang, obligation: &Obligation) -> Ink {
    let due = figures::day(lang, obligation.due);
    let what = obligation.kind.words(lang);
    let ink = Ink::new(format!("{what}, {} {due}", lang.pick("au plus tard le", "due by")));
    let ink = match &obligation.met {
        Some(met) => {
            let on = figures::on(lang, met);
            ink.and(format!(", {} {on}", lang.pick("remis", "filed")))
        }
        None => ink.and(lang.pick(", remise non montrée", ", filing not shown")),
    };
    // What the sources say of it may differ where nothing else does.
    ink.and(match obligation.applies {
        Some(true) => "",
        Some(false) => lang.pick(", non exigé", ", not required"),
        None => lang.pick(
            ", sans qu'une source dise s'il est exigé",
            ", no source says whether it is required",
        ),
    })
}

/// Whether a value says its date itself.
pub(crate) fn dated(field: &Field) -> bool {
    matches!(
        field.value,
        FieldValue::Occurrence(_) | FieldValue::Payment(_) | FieldValue::Undone(_)
    )
}

/// The sign of what no source states as such.
pub(crate) fn standing(cx: Context<'_>, field: &Field) -> Ink {
    match (field.kind, field.grade) {
        // That nothing shows it is all there is to say.
        _ if matches!(field.value, FieldValue::Missing(_)) => Ink::default(),
        (FieldKind::Supposed, _) => {
            Ink::toned(Tone::Doubt, cx.pick("(posé par la question)", "(set by the question)"))
        }
        (FieldKind::Assumed, _) => Ink::toned(Tone::Doubt, cx.pick("(supposé)", "(assumed)")),
        (FieldKind::Computed, _) => Ink::new(cx.pick("(calculé)", "(computed)")),
        (FieldKind::Stated, Some(grade)) => cx.grade(grade),
        (FieldKind::Stated, None) => Ink::default(),
    }
}

/// A heading: what the field is called, then its path.
pub(crate) fn heading(cx: Context<'_>, field: &Field) -> Ink {
    Ink::toned(Tone::Strong, capital(&label_of(cx.lang(), field)))
        .and(" · ")
        .and(Ink::toned(Tone::Reference, &field.path))
}

/// An instrument as it stands behind a word: `par l'avenant n° 1`.
pub(crate) fn by(cx: Context<'_>, instrument: &Instrument) -> String {
    format!("{} {}", cx.pick("par", "by"), words::the_instrument(cx.lang(), instrument))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disputed_payment_is_an_amount_in_either_language() {
        let paid = Money::from_cents(1_876_637).to_string();
        assert_eq!(disputed_value(Lang::En, "payments", &paid), "€18,766.37");
    }
}
