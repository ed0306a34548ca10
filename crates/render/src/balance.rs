//! The balance with its derivation in figures, every assumption marked, and what the last avenant
//! changed.

use crate::cite::{Context, few};
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::paid as paid_in_all;
use crate::style::Lang;
use crate::undone;
use crate::words::{self, Words as _};
use greffe_convention_state::{
    Assumption, Balance, ConventionView, Occurrence, PaymentView, Uncomputed, unanswered,
};
use greffe_domain::{BalanceRule, Instrument, Money, Sourced};
use std::cmp::Ordering;

/// The balance in a line: what remains to be paid, or was paid too much.
pub(crate) fn glance(cx: Context<'_>, view: &ConventionView) -> Ink {
    let Some(balance) = &view.balance else {
        let why = Ink::toned(Tone::Doubt, not_yet(cx, view));
        return Ink::join(cx.semicolon(), [why, settled(cx, view)]);
    };
    let amount = Ink::toned(Tone::Strong, cx.money(absolute(balance.balance_cents)));
    if undone::supposes_it(balance) {
        return if_it_stood(cx, balance, amount)
            .and(cx.pick(" d'après ", " from "))
            .and(left_rests_on(cx, view, balance));
    }
    let what = if balance.balance_cents < Money::ZERO {
        cx.pick("versés en trop", "paid in excess")
    } else {
        cx.pick("restent dus", "remains due")
    };
    let basis = if balance.assumptions.is_empty() {
        Ink::new(cx.pick("calculé", "computed"))
    } else {
        Ink::toned(Tone::Doubt, cx.pick("par hypothèse", "by assumption"))
    };
    amount
        .then(what)
        .and(", ")
        .and(basis)
        .and(cx.pick(" d'après ", " from "))
        .and(left_rests_on(cx, view, balance))
        .and(ordered(cx, view))
}

/// The balance where the act was taken back on which it stands: nothing is said to be due.
fn if_it_stood(cx: Context<'_>, balance: &Balance, amount: Ink) -> Ink {
    let what = if balance.balance_cents < Money::ZERO {
        cx.pick("seraient versés en trop si l'acte tenait", "would be paid in excess if it stood")
    } else {
        cx.pick("resteraient dus si l'acte tenait", "would remain due if it stood")
    };
    let why = cx.pick(
        "ne peut être conclu, l'acte a été retiré ou annulé :",
        "cannot be concluded, the act was withdrawn or annulled:",
    );
    Ink::toned(Tone::Doubt, why)
        .then(amount)
        .then(what)
        .and(",")
        .then(Ink::toned(Tone::Doubt, cx.pick("par hypothèse", "by assumption")))
}

/// Why there is no balance: what the computation lacks.
pub(crate) fn not_yet(cx: Context<'_>, view: &ConventionView) -> String {
    let lacks = if view.subsidy_cents.current().is_none() {
        cx.pick("le montant de la subvention n'est pas dit", "the amount is not stated").to_owned()
    } else if let Some(budget) = view.budget_cents.current() {
        if budget.value <= Money::ZERO {
            let amount = crate::field::amount(cx.lang(), budget.value);
            match cx.lang() {
                Lang::Fr => {
                    format!("le budget en vigueur est de {amount}, aucune part ne s'en calcule")
                }
                Lang::En => format!("the budget in force is {amount}, it has no parts"),
            }
        } else if view.realised_cents.is_none() {
            let unsaid =
                cx.pick("la dépense réalisée n'est pas dite", "the expense realised is not stated");
            format!("{unsaid}{}", of_other_years(cx, view))
        } else {
            cx.pick("le résultat dépasse tout montant", "the result is larger than any amount")
                .to_owned()
        }
    } else {
        cx.pick("le budget n'est pas dit", "the budget is not stated").to_owned()
    };
    format!("{} {lacks}", cx.pick("ne peut être calculé :", "cannot be computed:"))
}

/// The years of the financial reports that are not about the convention's.
pub(crate) fn of_other_years(cx: Context<'_>, view: &ConventionView) -> String {
    let year = |report: &Occurrence| {
        let year = report.data.get("exercise").and_then(serde_json::Value::as_i64);
        i32::try_from(year.filter(|_| report.kind == "FinancialReportFiled")?).ok()
    };
    let years = view.reports.iter().filter_map(year);
    let mut years: Vec<i32> = years.filter(|year| !view.is_of_year(Some(*year))).collect();
    years.sort_unstable();
    years.dedup();
    if years.is_empty() {
        return String::new();
    }
    let years: Vec<String> = years.iter().map(ToString::to_string).collect();
    let (fr, en) = (" (un compte rendu porte sur ", " (a report is about ");
    format!("{}{})", cx.pick(fr, en), years.join(", "))
}

/// Payments that were ordered and that no source shows to be made.
fn ordered(cx: Context<'_>, view: &ConventionView) -> Ink {
    let open = unanswered(&view.payments).into_iter();
    let parts = open.map(|p| {
        let first = p.entries.first().map(|e| cx.cite(*e, &p.passages)).unwrap_or_default();
        let mark = undone::taken_back(cx, &p.taken_back);
        Ink::new(cx.money(p.amount_cents)).then(first).then(mark)
    });
    let all = Ink::join(", ", parts);
    if all.is_empty() {
        return all;
    }
    let not_shown = cx.pick("ordonnés, versement non montré", "ordered, payment not shown");
    Ink::new(cx.semicolon()).and(all).then(Ink::toned(Tone::Doubt, not_shown))
}

/// The amount granted, by the instrument that first set it at its present value.
pub(crate) fn granted(view: &ConventionView) -> Option<&Sourced<Money>> {
    first_stated(view, &view.subsidy_cents.steps.last()?.instrument)
}

/// The amount by an instrument, as the one that first set it at that value states it.
fn first_stated<'v>(view: &'v ConventionView, by: &Instrument) -> Option<&'v Sourced<Money>> {
    let amount = view.subsidy_cents.by(by)?;
    let same = |s: &&greffe_domain::Step<Money>| {
        s.believed.value == amount.value && s.believed.grade <= amount.grade
    };
    view.subsidy_cents.steps.iter().find(same).map(|s| &s.believed).or(Some(amount))
}

pub(crate) fn absolute(amount: Money) -> Money {
    Money::from_cents(amount.cents().saturating_abs())
}

/// What the amount due rests on, each by the passage that states it: the grant, under a pro rata the budget
/// in force and the expense, and the rule.
pub(crate) fn due_rests_on(cx: Context<'_>, view: &ConventionView, balance: &Balance) -> Ink {
    let cited = |sourced: &Sourced<Money>| cx.stated(Ink::default(), sourced);
    let mut parts: Vec<Ink> = granted(view).map(cited).into_iter().collect();
    if balance.rule == BalanceRule::ProRata {
        parts.extend(view.budget_cents.current().map(cited));
        parts.extend(balance.realised_stated.as_ref().map(cited));
    }
    parts.extend(balance.rule_stated.as_ref().map(|rule| cx.stated(Ink::default(), rule)));
    // One passage may state several operands.
    let first = |(at, part): (usize, &Ink)| !parts.get(..at).unwrap_or_default().contains(part);
    Ink::join(
        " ",
        parts.iter().enumerate().filter(|part| first(*part)).map(|(_, part)| part.clone()),
    )
}

/// What the balance rests on: the same, and the payments.
pub(crate) fn left_rests_on(cx: Context<'_>, view: &ConventionView, balance: &Balance) -> Ink {
    let paid: Vec<&PaymentView> = view.payments.iter().filter(|p| p.executed).collect();
    let cited = |p: &&PaymentView| match p.entries.first() {
        Some(entry) => cx.cite(*entry, &p.passages),
        None => Ink::default(),
    };
    due_rests_on(cx, view, balance).then(few(&paid, cited))
}

pub(crate) fn write(sheet: &mut Sheet, cx: Context<'_>, view: &ConventionView) {
    let Some(balance) = &view.balance else { return };
    sheet.heading_at(2, cx.pick("Calcul du solde", "How the balance is computed"));
    for assumption in &balance.assumptions {
        let text = Ink::toned(Tone::Doubt, cx.pick("hypothèse :", "assumption:"));
        sheet.hung(4, "", &text.then(assumption.words(cx.lang())));
    }
    let mut pairs = pairs(cx, view, balance);
    if let Some((label, ink)) = without_avenant(cx, view, balance) {
        pairs.push((label, ink));
    }
    sheet.pairs(4, &pairs);
}

/// The rule, the computation in figures, and what an act fixes: what is, without what would be.
pub(crate) fn pairs(
    cx: Context<'_>,
    view: &ConventionView,
    balance: &Balance,
) -> Vec<(String, Ink)> {
    let row = |fr: &str, en: &str, ink: Ink| (cx.pick(fr, en).to_owned(), ink);
    vec![
        row("Règle", "Rule", rule(cx, balance)),
        (undone::due_label(cx, balance).to_owned(), entitlement(cx, view, balance)),
        row("Versé", "Paid", paid(cx, view)),
        (undone::balance_label(cx, balance).to_owned(), remainder(cx, view, balance)),
        row("Fixé par l'acte", "Set by the act", settled(cx, view)),
    ]
}

fn rule(cx: Context<'_>, balance: &Balance) -> Ink {
    let words = balance.rule.words(cx.lang());
    let Some(stated) = &balance.rule_stated else {
        return Ink::new(words)
            .and(" (")
            .and(Ink::toned(Tone::Doubt, cx.pick("hypothèse", "assumption")))
            .and(")");
    };
    let quote = stated.passages.first().and_then(|p| cx.refs.quote(p));
    let ink = cx.in_full(words, stated, |r| r.words(cx.lang()).to_owned());
    match quote {
        Some(quote) => {
            ink.and(cx.pick(" : ", ": ")).and(format!("« {} »", words::cut(&quote, 200)))
        }
        None => ink,
    }
}

/// `73 500 € [5.1] × 401 236,40 € [24.2] / 420 000 € [19.1] = 70 216,37 €`.
fn entitlement(cx: Context<'_>, view: &ConventionView, balance: &Balance) -> Ink {
    let result = Ink::toned(Tone::Strong, cx.money(balance.entitlement_cents));
    let budget = view.budget_cents.current();
    if balance.rule == BalanceRule::FixedAmount {
        return operand(cx, balance.subsidy_cents, granted(view));
    }
    let Some(scenario) = balance.scenarios.last() else { return result };
    let due = &scenario.due;
    let formula =
        formula(cx, view, balance, (due.subsidy_cents, granted(view)), (due.budget_cents, budget));
    let capped = capped(cx, balance, due.budget_cents);
    formula.and(" = ").and(result).and(capped)
}

fn formula(
    cx: Context<'_>,
    view: &ConventionView,
    balance: &Balance,
    (subsidy, granted): (Option<Money>, Option<&Sourced<Money>>),
    (on, budget): (Money, Option<&Sourced<Money>>),
) -> Ink {
    let granted = subsidy.map_or_else(|| Ink::new("?"), |subsidy| operand(cx, subsidy, granted));
    let realised = match (balance.realised_cents, &balance.realised_stated) {
        (Some(amount), Some(stated)) => operand(cx, amount, Some(stated)),
        (Some(amount), None) => operand(cx, amount, view.budget_cents.current())
            .then(Ink::toned(Tone::Doubt, cx.pick("(hypothèse)", "(assumption)"))),
        (None, _) => Ink::new("?"),
    };
    granted.and(" × ").and(realised).and(" / ").and(operand(cx, on, budget))
}

fn capped(cx: Context<'_>, balance: &Balance, budget: Money) -> Ink {
    if balance.realised_cents.is_some_and(|realised| realised > budget) {
        return Ink::new(
            cx.pick(", plafonné au montant attribué", ", capped at the amount granted"),
        );
    }
    Ink::default()
}

fn operand(cx: Context<'_>, amount: Money, stated: Option<&Sourced<Money>>) -> Ink {
    match stated {
        Some(stated) => cx.stated(cx.money(amount), stated),
        None => Ink::new(cx.money(amount)),
    }
}

fn paid(cx: Context<'_>, view: &ConventionView) -> Ink {
    let made = view.payments.iter().filter(|p| p.executed);
    let parts: Vec<Ink> = made
        .map(|p| {
            let first = p.entries.first().map(|e| cx.cite(*e, &p.passages)).unwrap_or_default();
            Ink::new(cx.money(p.amount_cents)).then(first)
        })
        .collect();
    if parts.is_empty() {
        let none = cx.pick("aucun versement montré, compté 0 €", "no payment shown, counted as €0");
        return Ink::toned(Tone::Doubt, none);
    }
    let several = parts.len() > 1;
    let sum = Ink::join(" + ", parts);
    let sum = match view.balance.as_ref().filter(|_| several) {
        Some(balance) => sum.and(format!(" = {}", cx.money(balance.paid_cents))),
        None => sum,
    };
    sum.and(paid_in_all::doubts(cx, view))
}

fn remainder(cx: Context<'_>, view: &ConventionView, balance: &Balance) -> Ink {
    let result = Ink::toned(Tone::Strong, cx.money(balance.balance_cents));
    let excess = if balance.balance_cents < Money::ZERO {
        cx.pick(" (versé en trop)", " (paid in excess)")
    } else {
        ""
    };
    Ink::new(format!(
        "{} − {} = ",
        cx.money(balance.entitlement_cents),
        cx.money(balance.paid_cents)
    ))
    .and(result)
    .and(excess)
    .then(left_rests_on(cx, view, balance))
}

/// What an act fixes, against what is computed.
pub(crate) fn settled(cx: Context<'_>, view: &ConventionView) -> Ink {
    let due = view.balance.as_ref().map(|balance| balance.entitlement_cents);
    // What is left today is not what was left then: the balance fixed may have been paid.
    let left = view.left_when_fixed();
    let part = |fr: &str, en: &str, stated: &Option<Sourced<Money>>, computed: Option<Money>| {
        let stated = stated.as_ref()?;
        let verdict = computed.map(|computed| {
            if stated.value == computed {
                return Ink::new(cx.pick("concorde", "agrees"));
            }
            let gap = stated.value.checked_sub(computed).map(|gap| cx.money(gap));
            let words = cx.pick("écart de", "differs by");
            Ink::toned(Tone::Bad, format!("{words} {}", gap.unwrap_or_default()))
        });
        let figure = cx.in_full(cx.money(stated.value), stated, |m| cx.money(*m));
        let said = Ink::new(cx.pick(fr, en)).then(figure);
        Some(verdict.into_iter().fold(said, |said, verdict| said.and(", ").and(verdict)))
    };
    let undone = |fr: &str, en: &str, stated: &Option<Sourced<Money>>| {
        let mark = || undone::mark_of(cx, view, |one| one.balance);
        part(fr, en, stated, None).map(|said| said.then(mark()))
    };
    let parts = [
        part("montant définitif", "final amount", &view.final_stated, due),
        undone("montant définitif", "final amount", &view.final_undone),
        part("solde", "balance", &view.balance_stated, left),
        undone("solde", "balance", &view.balance_undone),
    ];
    Ink::join(cx.semicolon(), parts.into_iter().flatten())
}

/// What the balance would be without the last avenant: on the budget before it, with the amount that would
/// be in force.
fn without_avenant(
    cx: Context<'_>,
    view: &ConventionView,
    balance: &Balance,
) -> Option<(String, Ink)> {
    let without = balance.without_last_avenant.as_ref()?;
    let instrument = words::the_instrument(cx.lang(), &without.instrument);
    let label = format!("{} {instrument}", cx.pick("Sans", "Without"));
    let on = &without.due;
    let stated = on.subsidy_by.as_ref().and_then(|by| first_stated(view, by));
    let budget = (on.budget_cents, view.budget_cents.by(&without.budget_by));
    let formula = formula(cx, view, balance, (on.subsidy_cents, stated), budget);
    let (Some(entitlement), Some(difference)) = (on.entitlement_cents, without.difference_cents)
    else {
        let why = on.uncomputed.unwrap_or(Uncomputed::TooLarge).words(cx.lang());
        return Some((label, formula.and(", ").and(Ink::toned(Tone::Doubt, why))));
    };
    let due = cx.money(entitlement);
    let left = entitlement.checked_sub(balance.paid_cents)?;
    let outcome = if left < Money::ZERO {
        format!("{} {}", cx.money(absolute(left)), cx.pick("à reverser", "to be repaid"))
    } else {
        format!("{} {}", cx.money(left), cx.pick("de solde", "of balance"))
    };
    let rule = without.rule.as_ref().map_or(balance.rule, |otherwise| otherwise.rule);
    let formula = if rule == BalanceRule::ProRata {
        formula.and(" = ").and(due).and(capped(cx, balance, on.budget_cents))
    } else {
        operand(cx, entitlement, stated)
    };
    let ink = formula
        .and(", ")
        .and(cx.pick("soit ", "that is "))
        .and(outcome)
        .and(cx.semicolon())
        .and(so_it_makes(cx, &without.instrument, balance.entitlement_assumed()))
        .then(Ink::toned(Tone::Strong, cx.money(absolute(difference))))
        .then(effect(cx, difference));
    Some((label, ink))
}

/// What an instrument did for the beneficiary. A conclusion is no firmer than what it rests on.
fn so_it_makes(cx: Context<'_>, instrument: &Instrument, assumed: bool) -> &'static str {
    let lang = cx.lang();
    match (instrument, assumed) {
        (Instrument::Avenant(_), false) => lang.pick("l'avenant fait donc", "so the avenant makes"),
        (Instrument::Avenant(_), true) => lang.pick(
            "sous ces hypothèses, l'avenant ferait donc",
            "so under these assumptions the avenant would make",
        ),
        (_, false) => lang.pick("l'acte fait donc", "so the act makes"),
        (_, true) => lang.pick(
            "sous ces hypothèses, l'acte ferait donc",
            "so under these assumptions the act would make",
        ),
    }
}

fn effect(cx: Context<'_>, difference: Money) -> &'static str {
    let lang = cx.lang();
    match difference.cmp(&Money::ZERO) {
        Ordering::Greater => lang.pick("de plus pour le bénéficiaire", "more for the beneficiary"),
        Ordering::Less => lang.pick("de moins pour le bénéficiaire", "less for the beneficiary"),
        Ordering::Equal => lang.pick("d'écart", "of difference"),
    }
}

/// Whether the balance takes something for granted, for the summary of a page.
pub(crate) fn assumes(view: &ConventionView) -> &[Assumption] {
    view.balance.as_ref().map_or(&[], |b| b.assumptions.as_slice())
}
