//! The figures of a state as a person follows them: a label, a value, and what became of it.

use crate::figures;
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::style::{Lang, Style};
use crate::words::{Words as _, capital};
use greffe_inquiry::{FigureChange, FigureValue};

/// The longest words of a source set beside a label.
const LONGEST: usize = 44;

/// The label of a figure.
#[must_use]
pub fn figure_label(lang: Lang, field: &str) -> &'static str {
    let (fr, en) = match field {
        "beneficiary" => ("Bénéficiaire", "Beneficiary"),
        "siret" => ("SIRET", "SIRET"),
        "exercise" => ("Exercice", "Budget year"),
        "purpose" => ("Objet", "Purpose"),
        "subsidy_cents" => ("Subvention", "Subsidy"),
        "budget_cents" => ("Budget", "Budget"),
        "share" => ("Part", "Share"),
        "avenants" => ("Avenants", "Avenants"),
        "approved" => ("Approuvée", "Approved"),
        "signed" => ("Signée", "Signed"),
        "balance_rule" => ("Règle", "Rule"),
        "instalments" => ("Versements prévus", "Instalments"),
        "ordered_cents" => ("Mandaté", "Ordered"),
        "paid_cents" => ("Versé", "Paid"),
        "reports" => ("Comptes rendus", "Reports"),
        "realised_cents" => ("Dépense réalisée", "Expense realised"),
        "entitlement_cents" => ("Montant dû", "Amount due"),
        "balance_cents" => ("Solde", "Balance"),
        "assumptions" => ("Suppositions", "Assumptions"),
        "missing" => ("Sans source", "Without source"),
        "contradictions" => ("Contradictions", "Contradictions"),
        "possibly_in_force" => ("Peut-être", "Possibly"),
        _ => ("Autre", "Other"),
    };
    lang.pick(fr, en)
}

/// The value of a figure; a dash where there is none.
#[must_use]
pub fn figure_value(lang: Lang, value: Option<&FigureValue>) -> String {
    match value {
        None => "–".to_owned(),
        Some(FigureValue::Money(amount)) => figures::money(lang, *amount),
        Some(FigureValue::Count(n)) => figures::number(lang, u64::try_from(*n).unwrap_or(u64::MAX)),
        Some(FigureValue::Year(year)) => year.to_string(),
        Some(FigureValue::Percent(digits)) => figures::percent(lang, digits),
        Some(FigureValue::Date(when)) => figures::date(lang, when),
        Some(FigureValue::Rule(rule)) => rule.words(lang).to_owned(),
        Some(FigureValue::Words(words)) => crate::words::cut(words, LONGEST),
    }
}

/// What an entry changes, on lines of their own under it; nothing when nothing changes.
#[must_use]
pub fn changes(style: Style, indent: usize, changes: &[FigureChange]) -> String {
    let mut sheet = Sheet::new(style);
    write(&mut sheet, style.lang, indent, changes);
    sheet.finish()
}

pub(crate) fn write(sheet: &mut Sheet, lang: Lang, indent: usize, changes: &[FigureChange]) {
    let line = |change: &FigureChange| {
        let value = |side: &Option<FigureValue>| figure_value(lang, side.as_ref());
        let ink = Ink::new(value(&change.before))
            .then("→")
            .then(Ink::toned(Tone::Strong, value(&change.after)));
        (capital(figure_label(lang, change.field)), ink)
    };
    sheet.pairs(indent, &changes.iter().map(line).collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::*;
    use greffe_inquiry::figures;

    #[test]
    fn every_figure_has_its_label() {
        for figure in figures(None) {
            for lang in [Lang::Fr, Lang::En] {
                assert_ne!(figure_label(lang, figure.field), figure_label(lang, ""), "{figure:?}");
            }
        }
    }
}
