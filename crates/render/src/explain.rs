//! Explain: a figure as a tree, from the result through rule and operands to the words of the
//! acts, every assumption marked.

use crate::blame::quoted;
use crate::cite::Context;
use crate::field::{by, label, value};
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::paid;
use crate::style::{References, Style};
use crate::words::Words as _;
use greffe_domain::{Instrument, StreamId};
use greffe_inquiry::{Basis, Explanation, FieldValue, Node, Operation, Part, Testimony};

/// Why a field has its value.
#[must_use]
pub fn explain(
    style: Style,
    refs: &dyn References,
    stream: &StreamId,
    explanation: &Explanation,
) -> String {
    let cx = Context { style, refs };
    let mut sheet = Sheet::new(style);
    sheet.text(0, &Ink::new(stream.as_str()));
    sheet.blank();
    tree(&mut sheet, cx, 0, &explanation.tree);
    let assumed = explanation.tree.assumptions();
    if !assumed.is_empty() {
        sheet.blank();
        for assumption in assumed {
            let label = Ink::toned(Tone::Doubt, cx.pick("hypothèse :", "assumption:"));
            sheet.text(0, &label.then(assumption.words(cx.lang())));
        }
    }
    sheet.finish()
}

/// A tree, drawn.
pub(crate) fn tree(sheet: &mut Sheet, cx: Context<'_>, indent: usize, root: &Node) {
    let lead = " ".repeat(indent);
    sheet.branch(&lead, &lead, &title(cx, root));
    inside(sheet, cx, &lead, root);
}

/// What stands under the title of a node: how it comes about, then its operands.
fn inside(sheet: &mut Sheet, cx: Context<'_>, lead: &str, node: &Node) {
    match &node.basis {
        Basis::Stated { testimonies, contradicted_by, .. } => {
            leaf(sheet, cx, lead, testimonies);
            for rival in contradicted_by {
                let label = Ink::toned(Tone::Doubt, cx.pick("contredit :", "contradicted:"));
                let said =
                    value(cx.lang(), &rival.value).then(cx.cite(rival.entry, &rival.passages));
                line(sheet, lead, &label.then(said).then(cx.grade(rival.grade)));
            }
        }
        Basis::Assumed { assumption, operands } => {
            let label = Ink::toned(Tone::Doubt, cx.pick("hypothèse :", "assumption:"));
            line(sheet, lead, &label.then(assumption.words(cx.lang())));
            if let FieldValue::Payment(payment) = &node.value {
                line(sheet, lead, &paid::may_be(cx, &[], payment));
            }
            branches(sheet, cx, lead, operands);
        }
        Basis::Computed { operation, operands } => {
            let how = formula(cx, *operation, node);
            if !how.is_empty() {
                line(sheet, lead, &Ink::new(format!("= {how}")));
            }
            branches(sheet, cx, lead, operands);
        }
        Basis::Supposed => {
            let words = cx.pick("posé par la question", "set by the question");
            line(sheet, lead, &Ink::toned(Tone::Doubt, words));
        }
        Basis::Absent => {
            let none = cx.pick("aucune source ne le montre", "no source shows it");
            line(sheet, lead, &Ink::toned(Tone::Doubt, none));
        }
    }
}

fn line(sheet: &mut Sheet, lead: &str, ink: &Ink) {
    sheet.branch(lead, &format!("{lead}  "), ink);
}

fn branches(sheet: &mut Sheet, cx: Context<'_>, lead: &str, operands: &[Node]) {
    for (at, operand) in operands.iter().enumerate() {
        let last = at + 1 == operands.len();
        let (first, next) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let (first, next) = (format!("{lead}{first}"), format!("{lead}{next}"));
        sheet.branch(&first, &next, &title(cx, operand));
        inside(sheet, cx, &next, operand);
    }
}

/// What a value is, and the value; the sign of an assumption beside it.
fn title(cx: Context<'_>, node: &Node) -> Ink {
    let name = match node.part {
        Part::Result => {
            let path = node.path.as_deref().unwrap_or_default();
            label(cx.lang(), path, node.instrument.as_ref())
        }
        part => part_words(cx, part, node.instrument.as_ref()),
    };
    let mark = cx.pick(" :", ":");
    let amount = match node.part {
        // There is no figure; the assumption follows in its own line.
        Part::AvenantFigures => Ink::toned(Tone::Strong, name),
        Part::Undone if matches!(node.basis, Basis::Assumed { .. }) => {
            Ink::toned(Tone::Strong, name)
        }
        _ => Ink::toned(Tone::Strong, format!("{name}{mark}")).then(value(cx.lang(), &node.value)),
    };
    let sign = match &node.basis {
        Basis::Assumed { .. } => Ink::toned(Tone::Doubt, cx.pick("(hypothèse)", "(assumption)")),
        _ => Ink::default(),
    };
    amount.then(sign)
}

fn part_words(cx: Context<'_>, part: Part, instrument: Option<&Instrument>) -> String {
    let words = match part {
        Part::Result => "",
        Part::Rule => cx.pick("Règle", "Rule"),
        Part::Granted => cx.pick("Subvention", "Subsidy"),
        Part::Realised => cx.pick("Dépense réalisée", "Expense realised"),
        Part::Budget => cx.pick("Budget", "Budget"),
        Part::AvenantFigures => cx.pick("Chiffres de l'avenant", "Figures of the avenant"),
        Part::Decided => cx.pick("Décidé", "Decided"),
        Part::Undone => cx.pick("Retrait ou annulation", "Withdrawal or annulment"),
        Part::Entitlement => cx.pick("Montant dû", "Amount due"),
        Part::WithoutLastAvenant => {
            cx.pick("Montant dû sans le dernier avenant", "Amount due without the last avenant")
        }
        Part::Paid => cx.pick("Versé", "Paid"),
        Part::Payment => cx.pick("Versement", "Payment"),
        Part::Stated => cx.pick("Part dite", "Share stated"),
        Part::Computed => cx.pick("Part calculée", "Share computed"),
        Part::Exercise => cx.pick("Exercice", "Budget year"),
        Part::Assignment => cx.pick("Emploi", "Use"),
        Part::Believed => cx.pick("Retenu", "Believed"),
        Part::Rival => cx.pick("Dit ailleurs", "Said elsewhere"),
    };
    match instrument {
        Some(instrument) if matches!(part, Part::Granted | Part::Budget) => {
            format!("{words} {}", by(cx, instrument))
        }
        _ => words.to_owned(),
    }
}

/// An operation in the words of its operands.
fn formula(cx: Context<'_>, operation: Operation, node: &Node) -> &'static str {
    let lang = cx.lang();
    match operation {
        Operation::InForce => lang.pick("la dernière valeur en vigueur", "the last value in force"),
        Operation::Undone => lang.pick(
            "décidé par un acte retiré ou annulé depuis",
            "decided by an act that was since withdrawn or annulled",
        ),
        Operation::ProRata => lang.pick(
            "subvention × dépense réalisée / budget, au plus la subvention",
            "subsidy × expense realised / budget, at most the subsidy",
        ),
        Operation::FixedAmount => lang.pick("subvention", "subsidy"),
        Operation::Sum => lang.pick("somme des versements", "sum of the payments"),
        Operation::Difference => match node.path.as_deref() {
            Some("balance.balance_cents") => lang.pick("montant dû − versé", "amount due − paid"),
            _ => lang.pick("avec − sans", "with − without"),
        },
        Operation::Ratio => lang.pick("subvention / budget", "subsidy / budget"),
        Operation::Agreement => {
            lang.pick("part dite, comparée à la part calculée", "share stated, against computed")
        }
        Operation::SixMonthsAfterExercise => lang.pick(
            "six mois après la clôture de l'exercice (loi n° 2000-321, art. 10)",
            "six months after the end of the budget year (loi n° 2000-321, art. 10)",
        ),
        Operation::Contradiction => "",
    }
}

/// Who states a value: the first with its words, the others by their references.
fn leaf(sheet: &mut Sheet, cx: Context<'_>, lead: &str, testimonies: &[Testimony]) {
    let Some((first, others)) = testimonies.split_first() else { return };
    let mut ink = cx.cite(first.entry, &first.passages).then(cx.grade(first.grade));
    if let Some(act) = &first.act {
        ink = ink.then(act.as_str());
    }
    let none = cx.pick("aucun passage cité", "no passage cited");
    let quotes: Vec<Ink> = first.passages.iter().map(|passage| quoted(cx, passage)).collect();
    if let Some((quote, more)) = quotes.split_first() {
        line(sheet, lead, &ink.and(cx.pick(" : ", ": ")).and(quote.clone()));
        for quote in more {
            line(sheet, lead, quote);
        }
    } else {
        let corrected = cx.correction(first.entry, &[], true);
        let said = corrected.unwrap_or_else(|| Ink::toned(Tone::Doubt, none));
        line(sheet, lead, &ink.and(", ").and(said));
    }
    if !others.is_empty() {
        let cited = others.iter().map(|told| cx.cite(told.entry, &told.passages));
        let ink = Ink::new(cx.pick("dit aussi", "also said in")).then(Ink::join(" ", cited));
        line(sheet, lead, &ink);
    }
}
