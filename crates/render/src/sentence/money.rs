//! The money in sentences: grant, convention, avenants, budget, payments, balance.

use super::{Say, act_words, behind, beneficiary, euros, sealable, sealables};
use crate::figures::date;
use crate::style::Lang;
use crate::words::{Words as _, capital, term_changed, the_instrument};
use greffe_domain::{
    AvenantApproved, AvenantRequested, AvenantSigned, BalanceComputed, BalanceRuleStated,
    BudgetRevised, ConventionApproved, ConventionSigned, InstalmentAgreed, PaymentExecuted,
    PaymentOrdered, PaymentRole, RecoveryOrdered, StateAsserted, SubsidyGranted, Term,
};

pub(super) fn granted(lang: Lang, e: &SubsidyGranted) -> String {
    let (amount, to) = (euros(lang, e.amount_cents), beneficiary(&e.beneficiary));
    let to_whom = behind("à", &to);
    let said = if e.in_kind == Some(true) {
        Say::new(
            lang,
            format!("Aide en nature d'une valeur de {amount} accordée {to_whom}"),
            format!("Aid in kind worth {amount} granted to {to}"),
        )
    } else {
        Say::new(
            lang,
            format!("Subvention de {amount} accordée {to_whom}"),
            format!("Subsidy of {amount} granted to {to}"),
        )
    };
    said.when(e.exercise, (" (exercice ", ")"), (" (budget year ", ")"))
        .when(e.share.as_ref(), (", soit ", ""), (", ", ""))
        .when(
            e.budget_cents.map(|b| euros(lang, b)),
            (if e.share.is_some() { " d'un budget de " } else { ", sur un budget de " }, ""),
            (if e.share.is_some() { " of a budget of " } else { ", on a budget of " }, ""),
        )
        .done()
}

pub(super) fn approved(lang: Lang, e: &ConventionApproved) -> String {
    Say::new(lang, "Convention approuvée", "Convention approved")
        .when(e.title.as_ref(), (" : ", ""), (": ", ""))
        .when(e.number.as_ref(), (" n° ", ""), (" no.\u{a0}", ""))
        .given(e.annexed == Some(true), ", texte annexé", ", its text annexed")
        .done()
}

pub(super) fn signed(lang: Lang, e: &ConventionSigned) -> String {
    let clauses: Vec<&str> = e.clauses.iter().map(|c| c.words(lang)).collect();
    let clauses = (!clauses.is_empty()).then(|| clauses.join(", "));
    Say::new(lang, "Convention signée", "Convention signed")
        .when(sealables(lang, &e.by), (" par ", ""), (" by ", ""))
        .when(clauses, (" (clauses : ", ")"), (" (clauses: ", ")"))
        .done()
}

pub(super) fn requested(lang: Lang, e: &AvenantRequested) -> String {
    let budget = e
        .budget_cents
        .map(|b| format!("{} {}", lang.pick("budget de", "budget of"), euros(lang, b)));
    let unchanged = e.unchanged.iter().map(|term| term_changed(lang, *term, false));
    let parts: Vec<String> = budget.into_iter().chain(unchanged).collect();
    let by = e.by.as_ref().map(|by| sealable(lang, by));
    Say::new(lang, "Avenant demandé", "Avenant asked for")
        .when(by, (" par ", ""), (" by ", ""))
        .when(listed(&parts), (" : ", ""), (": ", ""))
        .done()
}

pub(super) fn avenant(lang: Lang, e: &AvenantApproved) -> String {
    let amount = e.amount_cents.map(|a| euros(lang, a));
    let term = |term: &Term, changed: bool| {
        let words = term_changed(lang, *term, changed);
        match (&amount, term) {
            (Some(amount), Term::Amount) => format!("{words} ({amount})"),
            _ => words,
        }
    };
    let mut parts: Vec<String> = e.changes.iter().map(|t| term(t, true)).collect();
    parts.extend(e.unchanged.iter().map(|t| term(t, false)));
    let told = e.changes.iter().chain(&e.unchanged).any(|t| *t == Term::Amount);
    if let Some(amount) = amount.as_ref().filter(|_| !told) {
        parts.push(format!("{} {amount}", lang.pick("subvention de", "subsidy of")));
    }
    if e.annexed == Some(true) {
        parts.push(lang.pick("texte annexé", "text annexed").to_owned());
    }
    let effect = e.takes_effect.as_ref().map(|d| date(lang, d));
    parts.extend(effect.map(|d| format!("{} {d}", lang.pick("effet :", "effect:"))));
    Say::new(
        lang,
        format!("Avenant n° {} approuvé", e.number),
        format!("Avenant no.\u{a0}{} approved", e.number),
    )
    .when(listed(&parts), (" : ", ""), (": ", ""))
    .done()
}

fn listed(parts: &[String]) -> Option<String> {
    (!parts.is_empty()).then(|| parts.join(", "))
}

pub(super) fn avenant_signed(lang: Lang, e: &AvenantSigned) -> String {
    Say::new(
        lang,
        format!("Avenant n° {} signé", e.number),
        format!("Avenant no.\u{a0}{} signed", e.number),
    )
    .when(sealables(lang, &e.by), (" par ", ""), (" by ", ""))
    .done()
}

pub(super) fn revised(lang: Lang, e: &BudgetRevised) -> String {
    let to = euros(lang, e.to_cents);
    let said = match e.from_cents {
        Some(from) if from > e.to_cents => Say::new(
            lang,
            format!("Budget ramené de {} à {to}", euros(lang, from)),
            format!("Budget lowered from {} to {to}", euros(lang, from)),
        ),
        Some(from) if from < e.to_cents => Say::new(
            lang,
            format!("Budget porté de {} à {to}", euros(lang, from)),
            format!("Budget raised from {} to {to}", euros(lang, from)),
        ),
        _ => Say::new(lang, format!("Budget fixé à {to}"), format!("Budget set at {to}")),
    };
    said.when(Some(the_instrument(lang, &e.instrument)), (" par ", ""), (" by ", ""))
        .when(
            e.requested_by.as_ref().map(|by| sealable(lang, by)),
            (", à la demande de ", ""),
            (", at the request of ", ""),
        )
        .when(
            e.share.as_ref(),
            (", la subvention en faisant ", ""),
            (", the subsidy being ", " of it"),
        )
        .done()
}

pub(super) fn rule(lang: Lang, e: &BalanceRuleStated) -> String {
    let rule = e.rule.words(lang);
    lang.pick(format!("Règle du solde : {rule}"), format!("Rule of the balance: {rule}"))
}

pub(super) fn instalment(lang: Lang, e: &InstalmentAgreed) -> String {
    Say::new(
        lang,
        format!("Versement convenu : {}", e.role.words(lang)),
        format!("Payment agreed: {}", e.role.words(lang)),
    )
    .when(e.amount_cents.map(|a| euros(lang, a)), (" de ", ""), (" of ", ""))
    .when(e.share.as_ref(), (" (", ")"), (" (", ")"))
    .when(e.condition.as_ref(), (", ", ""), (", ", ""))
    .done()
}

pub(super) fn ordered(lang: Lang, e: &PaymentOrdered) -> String {
    let amount = euros(lang, e.amount_cents);
    payment(
        Say::new(
            lang,
            format!("Paiement de {amount} ordonné"),
            format!("Payment of {amount} ordered"),
        ),
        e.role,
        e.number.as_ref(),
    )
}

pub(super) fn executed(lang: Lang, e: &PaymentExecuted) -> String {
    let amount = euros(lang, e.amount_cents);
    payment(
        Say::new(lang, format!("Paiement de {amount} fait"), format!("Payment of {amount} made")),
        e.role,
        e.number.as_ref(),
    )
}

fn payment(said: Say, role: Option<PaymentRole>, number: Option<&String>) -> String {
    let lang = said.lang;
    said.when(role.map(|r| r.words(lang)), (" (", ")"), (" (", ")"))
        .when(number, (", mandat ", ""), (", order ", ""))
        .done()
}

pub(super) fn balance(lang: Lang, e: &BalanceComputed) -> String {
    let mut parts = Vec::new();
    let mut add = |amount: Option<greffe_domain::Money>, fr: &str, en: &str| {
        parts.extend(amount.map(|a| format!("{} {}", lang.pick(fr, en), euros(lang, a))));
    };
    add(e.final_cents, "montant définitif de", "final amount of");
    add(e.balance_cents, "solde de", "balance of");
    add(e.realised_cents, "dépense réalisée de", "expense realised of");
    add(e.budget_cents, "budget de", "budget of");
    let figures = (!parts.is_empty()).then(|| parts.join(", "));
    Say::new(lang, "Solde arrêté", "Balance settled").when(figures, (" : ", ""), (": ", "")).done()
}

pub(super) fn recovery(lang: Lang, e: &RecoveryOrdered) -> String {
    let amount = euros(lang, e.amount_cents);
    Say::new(
        lang,
        format!("Reversement de {amount} ordonné"),
        format!("Repayment of {amount} ordered"),
    )
    .when(act_words(lang, &e.act), (" par l'acte ", ""), (" by act ", ""))
    .when(e.ground.as_ref(), (" : ", ""), (": ", ""))
    .done()
}

pub(super) fn asserted(lang: Lang, e: &StateAsserted) -> String {
    let (figure, amount) = (e.figure.words(lang), euros(lang, e.amount_cents));
    Say::new(
        lang,
        capital(&format!("{figure} de {amount} attesté")),
        capital(&format!("{figure} of {amount} vouched for")),
    )
    .when(e.by.as_ref(), (" par ", ""), (" by ", ""))
    .when(Some(date(lang, &e.on)), (" (au ", ")"), (" (as of ", ")"))
    .done()
}
