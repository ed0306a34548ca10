//! What if: a counterfactual state beside the recorded one. Every page says first and last that
//! none of it is recorded.

use crate::cite::Context;
use crate::diff::changes;
use crate::explain::tree;
use crate::field::{amount, label as field_label, signed, value};
use crate::ink::{Ink, Tone};
use crate::kinds::kind_words;
use crate::layout::Sheet;
use crate::style::{Lang, References, Style};
use crate::words::{self, Words, capital};
use greffe_audit_trail::Finding;
use greffe_domain::{Money, Passage};
use greffe_inquiry::{
    Change, FindingChange, LeftOut, MoneyChange, Silence, Supposition, WhatIf, Without, is_scenario,
};

/// How many entries left out are listed one by one.
const LISTED: usize = 12;

/// What would be, beside what is recorded.
#[must_use]
pub fn what_if(style: Style, refs: &dyn References, answer: &WhatIf) -> String {
    let supposed = Supposed { refs, from: answer.supposed_from, lang: style.lang };
    let cx = Context { style, refs: &supposed };
    let mut sheet = Sheet::new(style);
    label(&mut sheet, cx);
    sheet.text(0, &Ink::new(answer.stream.as_str()));
    sheet.heading(cx.pick("Supposé", "Supposed"));
    for supposition in &answer.suppositions {
        supposed_line(&mut sheet, cx, supposition);
    }
    money(&mut sheet, cx, answer);
    if let Some(balance) = &answer.balance {
        sheet.heading(cx.pick("Le solde supposé", "The supposed balance"));
        tree(&mut sheet, cx, 2, &balance.tree);
    }
    let title = cx.pick("Champs qui diffèrent", "Fields that differ");
    sheet.heading(format!(
        "{title} ({})",
        cx.pick("− inscrit, + supposé", "− recorded, + supposed")
    ));
    if answer.changes.iter().any(Change::is_listed) {
        changes(&mut sheet, 2, (cx, cx), &answer.changes);
    } else {
        sheet.text(2, &Ink::new(cx.pick("aucun", "none")));
    }
    findings(&mut sheet, cx, &answer.findings);
    sheet.blank();
    label(&mut sheet, cx);
    sheet.finish()
}

fn label(sheet: &mut Sheet, cx: Context<'_>) {
    sheet.text(
        0,
        &Ink::toned(
            Tone::Doubt,
            cx.pick(
                "HYPOTHÈSE CONTREFACTUELLE : rien de ceci n'est inscrit au registre.",
                "COUNTERFACTUAL: none of this is recorded in the ledger.",
            ),
        ),
    );
}

fn supposed_line(sheet: &mut Sheet, cx: Context<'_>, supposition: &Supposition) {
    match supposition {
        Supposition::Without { without, entries, relying } => {
            let what = match without {
                Without::Entry(seq) => {
                    format!("{} {seq}", cx.pick("l'inscription", "entry"))
                }
                Without::Instrument(instrument) => words::the_instrument(cx.lang(), instrument),
                Without::Act(key) => format!("{} {key}", cx.pick("l'acte", "the act")),
            };
            let ink = Ink::new(format!("{} {what}", cx.pick("sans", "without")));
            sheet.hung(2, "- ", &ink);
            left_out(sheet, cx, entries);
            if !relying.is_empty() {
                let what = cx.pick(
                    "et le budget de l'acte défait, sur lequel calcule ",
                    "and the budget of the act taken back, on which a balance is computed by ",
                );
                sheet.text(4, &Ink::new(what).and(cx.cite_all(relying, &[])));
            }
        }
        Supposition::With { entries, kinds } => {
            let what = cx.pick("avec le projet :", "with the draft:");
            let told = entries.iter().zip(kinds);
            let told = told.map(|(entry, kind)| {
                Ink::new(kind_words(cx.lang(), kind)).then(cx.cite(*entry, &[]))
            });
            sheet.hung(2, "- ", &Ink::new(what).then(Ink::join(", ", told)));
        }
        Supposition::Set { setting, recorded, entries } => {
            let mut ink = Ink::new(&setting.path).and(" = ").and(value(cx.lang(), &setting.value));
            if let Some(recorded) = recorded {
                let label = cx.pick("inscrit :", "recorded:");
                ink = ink.and(format!(" ({label} ")).and(value(cx.lang(), recorded)).and(")");
            }
            let by = cx.pick(", comme si le disaient ", ", as if stated by ");
            sheet.hung(2, "- ", &ink.and(by).and(cx.cite_all(entries, &[])));
        }
    }
}

fn left_out(sheet: &mut Sheet, cx: Context<'_>, entries: &[LeftOut]) {
    let shown = entries.iter().take(LISTED);
    let shown = shown.map(|left| {
        let told = cx.cite(left.entry, &[]).then(kind_words(cx.lang(), &left.kind));
        match left.silent.map(|silence| silence.words(cx.lang())) {
            Some(why) => told.then(Ink::toned(Tone::Doubt, format!("({why})"))),
            None => told,
        }
    });
    let more = entries.len().saturating_sub(LISTED);
    let more = if more == 0 { Ink::default() } else { Ink::new(format!("(+{more})")) };
    sheet.text(4, &Ink::join(", ", shown).then(more));
    if !entries.is_empty() && entries.iter().all(|left| left.silent.is_some()) {
        let nothing = cx.pick(
            "rien de cela ne compte à ces dates : l'omettre n'y change rien",
            "none of this counts at these dates: leaving it out changes nothing",
        );
        sheet.text(4, &Ink::toned(Tone::Doubt, nothing));
    }
}

impl Words for Silence {
    fn words(&self, lang: Lang) -> &'static str {
        match self {
            Silence::Overridden => {
                lang.pick("déjà annulée ou rectifiée", "already voided or corrected")
            }
            Silence::NotYetKnown => lang.pick("pas encore inscrite alors", "not yet recorded then"),
            Silence::NotYetInForce => lang.pick("pas encore en vigueur", "not yet in force"),
        }
    }
}

/// The amounts that differ, with the balance first.
fn money(sheet: &mut Sheet, cx: Context<'_>, answer: &WhatIf) {
    sheet.heading(cx.pick("Argent", "Money"));
    let mut amounts: Vec<&MoneyChange> = answer.balance_change().into_iter().collect();
    let other = |change: &&MoneyChange| {
        change.path != "balance.balance_cents" && !is_scenario(&change.path)
    };
    amounts.extend(answer.money.iter().filter(other));
    if amounts.is_empty() {
        sheet.text(2, &Ink::new(cx.pick("aucun montant ne change", "no amount changes")));
    }
    let cell = |cents: Option<Money>| {
        Ink::new(
            cents.map_or_else(|| cx.pick("rien", "nothing").to_owned(), |m| amount(cx.lang(), m)),
        )
    };
    let row = |change: &&MoneyChange| {
        let gap = change.difference_cents.map(|gap| signed(cx.lang(), gap)).unwrap_or_default();
        vec![
            Ink::new(field_label(cx.lang(), &change.path, change.instrument.as_ref())),
            cell(change.recorded_cents),
            cell(change.supposed_cents),
            Ink::toned(Tone::Strong, gap),
        ]
    };
    let header = [
        Ink::default(),
        Ink::new(cx.pick("inscrit", "recorded")),
        Ink::new(cx.pick("supposé", "supposed")),
        Ink::new(cx.pick("écart", "difference")),
    ];
    let rows: Vec<Vec<Ink>> = amounts.iter().map(row).collect();
    if !rows.is_empty() && !sheet.table(2, &header, &rows, &[1, 2, 3]) {
        for row in rows {
            sheet.hung(2, "- ", &Ink::join(", ", row));
        }
    }
    for assumption in &answer.assumptions {
        let label = Ink::toned(Tone::Doubt, cx.pick("hypothèse :", "assumption:"));
        sheet.hung(2, "", &label.then(assumption.words(cx.lang())));
    }
}

fn findings(sheet: &mut Sheet, cx: Context<'_>, changes: &[FindingChange]) {
    sheet.heading(cx.pick("Constats qui diffèrent", "Findings that differ"));
    if changes.is_empty() {
        sheet.text(2, &Ink::new(cx.pick("aucun", "none")));
    }
    for change in changes {
        sheet.text(2, &Ink::new(format!("{}, {}", change.rule, change.subject)));
        for (sign, side) in [("− ", &change.recorded), ("+ ", &change.supposed)] {
            for finding in side {
                sheet.hung(4, sign, &sentence(cx, finding));
            }
        }
    }
}

fn sentence(cx: Context<'_>, finding: &Finding) -> Ink {
    let words = capital(cx.lang().pick(&finding.sentence.fr, &finding.sentence.en));
    let outcome = format!("{}{}", finding.outcome.words(cx.lang()), cx.pick(" : ", ": "));
    Ink::new(outcome).and(words).then(cx.cite_all(&finding.entries, &finding.passages))
}

/// References in which entries that are only supposed do not look like recorded ones.
struct Supposed<'a> {
    refs: &'a dyn References,
    from: u64,
    lang: Lang,
}

impl References for Supposed<'_> {
    fn reference(&self, entry: u64, passage: Option<&Passage>) -> String {
        match entry.checked_sub(self.from) {
            None => self.refs.reference(entry, passage),
            Some(place) => {
                format!("{} {}", self.lang.pick("supposé", "supposed"), place.saturating_add(1))
            }
        }
    }

    fn quote(&self, passage: &Passage) -> Option<String> {
        self.refs.quote(passage)
    }

    fn document_name(&self, hash: &str) -> Option<String> {
        self.refs.document_name(hash)
    }
}
