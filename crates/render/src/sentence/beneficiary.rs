//! The beneficiary in sentences: who it is, how it changes, what it reports.

use super::{Say, behind, euros, names, sealable};
use crate::figures::{count, number};
use crate::style::Lang;
use crate::words::cut;
use greffe_domain::{
    ActivityReported, BeneficiaryIdentified, BeneficiaryRestructured, FinancialReportFiled,
    Indicator, Successor,
};

/// How much of an activity or indicator is quoted, in characters.
const QUOTED: usize = 90;

pub(super) fn identified(lang: Lang, e: &BeneficiaryIdentified) -> String {
    let represented = e.representative.as_ref().map(|who| sealable(lang, who));
    let seat = e.seat.as_ref().map(|seat| sealable(lang, seat));
    let siren = e.siren.as_ref().filter(|_| e.siret.is_none());
    Say::new(
        lang,
        format!("Bénéficiaire identifié : {}", e.name),
        format!("Beneficiary identified: {}", e.name),
    )
    .when(e.legal_form.as_ref(), (" (", ")"), (" (", ")"))
    .when(e.siret.as_deref().map(siret), (", SIRET ", ""), (", SIRET ", ""))
    .when(siren, (", SIREN ", ""), (", SIREN ", ""))
    .when(e.rna.as_ref(), (", RNA ", ""), (", RNA ", ""))
    .when(seat, (", siège ", ""), (", seat ", ""))
    .when(represented, (", représenté par ", ""), (", represented by ", ""))
    .done()
}

/// A SIRET in its usual groups, bound by no-break spaces; anything else as written.
pub(crate) fn siret(digits: &str) -> String {
    let plain = digits.len() == 14 && digits.bytes().all(|b| b.is_ascii_digit());
    let groups = [digits.get(..3), digits.get(3..6), digits.get(6..9), digits.get(9..)];
    match groups {
        [Some(a), Some(b), Some(c), Some(d)] if plain => format!("{a}\u{a0}{b}\u{a0}{c}\u{a0}{d}"),
        _ => digits.to_owned(),
    }
}

pub(super) fn restructured(lang: Lang, e: &BeneficiaryRestructured) -> String {
    let entity = |s: &Successor| {
        let form = s.legal_form.as_ref().map(|form| format!(" ({form})")).unwrap_or_default();
        let activity = s.activity.as_ref().map(|what| format!(", {}", cut(what, QUOTED)));
        format!("{}{form}{}", s.name, activity.unwrap_or_default())
    };
    let all: Vec<String> = e.successors.iter().map(entity).collect();
    let entities = match all.len() {
        1..=3 => Some(all.join(lang.pick(" ; ", "; "))),
        _ => names(lang, &e.successors.iter().map(|s| s.name.clone()).collect::<Vec<_>>()),
    };
    Say::new(
        lang,
        format!("Réorganisation {}", behind("de", &e.beneficiary.name)),
        format!("{} restructured", e.beneficiary.name),
    )
    .when(entities, (" : ", ""), (": ", ""))
    .done()
}

pub(super) fn activity(lang: Lang, e: &ActivityReported) -> String {
    let others = u64::try_from(e.indicators.len()).unwrap_or(u64::MAX).saturating_sub(1);
    let others = (others > 0).then(|| {
        count(
            lang,
            others,
            ("autre indicateur", "autres indicateurs"),
            ("other indicator", "other indicators"),
        )
    });
    Say::new(lang, "Activité déclarée", "Activity reported")
        .when(e.exercise, (" (exercice ", ")"), (" (budget year ", ")"))
        .when(e.indicators.first().map(|i| indicator(lang, i)), (" : ", ""), (": ", ""))
        .when(others, (", et ", ""), (", and ", ""))
        .done()
}

fn indicator(lang: Lang, i: &Indicator) -> String {
    let label = cut(&i.label, QUOTED);
    let counted = i.count.map(|n| number(lang, n));
    match (counted, i.share.as_ref()) {
        // Some labels are kept with their figure.
        (Some(_), _) if label.starts_with(|c: char| c.is_ascii_digit()) => label,
        (Some(n), _) => format!("{n} {label}"),
        (None, Some(share)) => format!("{share} {label}"),
        (None, None) => label,
    }
}

pub(super) fn financial(lang: Lang, e: &FinancialReportFiled) -> String {
    let realised = e.realised_cents.map(|r| euros(lang, r));
    Say::new(lang, "Compte rendu financier remis", "Financial report filed")
        .when(e.exercise, (" (exercice ", ")"), (" (budget year ", ")"))
        .when(realised, (", dépense réalisée de ", ""), (", expense realised of ", ""))
        .done()
}
