//! A row of a table of grants, as events.

use crate::column::Column as C;
use crate::defect::Rule;
use crate::reading::{Cells, Origin, RowFact, cut};
use crate::value::{Amounted, Decimal, IdForm};
use greffe_domain::{
    ActRef, Assignment, BUDGET_YEARS, BeneficiaryIdentified, BeneficiaryRef, ConventionSigned,
    Edtf, Money, StreamId, SubsidyGranted, is_rna, slug,
};

/// Reads a row. What is blocking is among the defects then, and nothing of the row is recorded.
pub(crate) fn read(cells: &mut Cells<'_, '_>, origin: &Origin) -> Vec<RowFact> {
    let institution = cells.institution();
    let name = cells.words(C::BeneficiaryName);
    if name.is_none() {
        cells.blame(C::BeneficiaryName, Rule::NoBeneficiary);
    }
    let amounts = amounts(cells);
    let date = cells.date(C::ConventionDate);
    let decided = cells.date(C::DecisionDate);
    let exercise = cells
        .text(C::Exercise)
        .parse::<i32>()
        .ok()
        .filter(|y| BUDGET_YEARS.contains(&i64::from(*y)));
    let ids = identifiers(cells);
    let refused = ["refusée", "ineligible", "en cours d'intruction", "en cours d'instruction"];
    if refused.contains(&cells.text(C::Status)) {
        cells.blame(C::Status, Rule::NotGranted);
        return Vec::new();
    }
    let shared = Decimal::of(cells.text(C::Percentage)).is_some_and(|p| Some(p) < Decimal::of("1"));
    if shared {
        cells.blame(C::Percentage, Rule::SharedGrant);
    }
    let (Some(institution), Some(name)) = (institution, name) else { return Vec::new() };

    let year = exercise.or_else(|| date.as_ref().or(decided.as_ref()).and_then(Edtf::year));
    let year_part = year.map_or_else(|| "sans-exercice".to_owned(), |year| year.to_string());
    let path = format!("convention/{institution}/{year_part}/{}", beneficiary_code(&name));
    let key = row_key(cells, origin);
    let effective = date
        .clone()
        .or_else(|| decided.clone())
        .or_else(|| exercise.and_then(|year| Edtf::of_year(year).ok()))
        .unwrap_or_else(Edtf::unknown);
    let act = ActRef { reference: cells.words(C::DecisionReference), date: decided, organ: None };

    let mut facts = Vec::new();
    for (column, amount) in amounts {
        let (part, suffix, assignment) = match column {
            C::OperationAmount => ("operation", "-fonctionnement", Some(Assignment::Operation)),
            C::InvestmentAmount => ("investment", "-investissement", Some(Assignment::Investment)),
            _ => ("", "", None),
        };
        let Ok(stream) = format!("{path}/{key}{suffix}").parse::<StreamId>() else { continue };
        let granted = SubsidyGranted {
            amount_cents: amount,
            beneficiary: BeneficiaryRef { name: name.clone(), legal_form: None },
            exercise,
            purpose: cells.words(C::Purpose),
            assignment,
            budget_cents: None,
            share: None,
            in_kind: in_kind(cells.text(C::Nature)),
            act: act.clone(),
        };
        facts.push(RowFact {
            stream: stream.clone(),
            event: granted.into(),
            effective: effective.clone(),
            part,
        });
        if let Some(on) = date.clone().filter(|date| date.day().is_some()) {
            let signed = ConventionSigned { on: Some(on.clone()), ..ConventionSigned::default() };
            facts.push(RowFact { stream, event: signed.into(), effective: on, part });
        }
    }
    if !facts.is_empty() {
        facts.extend(identified(ids, name, &effective));
    }
    facts
}

/// The amounts that a row grants, by column; notes when there is none.
fn amounts(cells: &mut Cells<'_, '_>) -> Vec<(C, Money)> {
    let mut found = Vec::new();
    let mut unreadable = false;
    for column in [C::Amount, C::OperationAmount, C::InvestmentAmount] {
        match Amounted::of(cells.text(column)) {
            Amounted::Missing => {}
            Amounted::Misgrouped => {
                unreadable = true;
                cells.blame(column, Rule::BrokenGrouping);
            }
            Amounted::Unreadable => {
                unreadable = true;
                cells.blame(column, Rule::UnreadableAmount);
            }
            Amounted::Amount(amount) => {
                if amount.ambiguous {
                    cells.blame(column, Rule::AmbiguousAmount);
                } else if amount.rounded {
                    cells.blame(column, Rule::RoundedAmount);
                }
                if amount.value < Money::ZERO {
                    cells.blame(column, Rule::NegativeAmount);
                }
                found.push((column, amount.value));
            }
        }
    }
    if found.is_empty() && !unreadable {
        cells.blame(C::Amount, Rule::NoAmount);
    }
    found
}

/// What identifies the beneficiary beyond doubt.
#[derive(Default)]
struct Ids {
    siret: Option<String>,
    siren: Option<String>,
    rna: Option<String>,
}

fn identifiers(cells: &mut Cells<'_, '_>) -> Ids {
    for column in [C::BodyId, C::BeneficiaryId] {
        let cell = cells.text(column);
        let rule = match IdForm::of(cell) {
            IdForm::Missing | IdForm::Siret | IdForm::SiretSpaced => continue,
            IdForm::SiretChecksum | IdForm::SiretSpacedChecksum => Rule::SiretChecksum,
            IdForm::Rounded => Rule::RoundedSiret,
            IdForm::FloatSuffix => Rule::FloatSiret,
            IdForm::Scientific => Rule::ScientificSiret,
            IdForm::Siren => Rule::SirenForSiret,
            IdForm::SirenChecksum => Rule::SirenChecksum,
            IdForm::Rna if column == C::BeneficiaryId => continue,
            IdForm::Rna | IdForm::Digits(_) | IdForm::Other => Rule::BadIdentifier,
        };
        // What is no SIRET fails a SIRET's check, too; the more precise of the two says it.
        if rule != Rule::SiretChecksum {
            let vaguer = |d: &crate::Defect| d.rule == Rule::SiretChecksum;
            cells.defects.retain(|d| !(d.column == Some(column) && vaguer(d)));
        }
        let known = |d: &crate::Defect| d.column == Some(column) && d.rule == rule;
        if !cells.defects.iter().any(known) {
            cells.blame(column, rule);
        }
    }
    let id = cells.text(C::BeneficiaryId);
    let rna = [cells.text(C::BeneficiaryRna), id].into_iter().find(|text| is_rna(text));
    Ids { siret: IdForm::siret(id), siren: IdForm::siren(id), rna: rna.map(str::to_owned) }
}

fn identified(ids: Ids, name: String, effective: &Edtf) -> Option<RowFact> {
    let siren = ids.siret.as_deref().and_then(|siret| siret.get(..9)).map(str::to_owned);
    let siren = siren.or(ids.siren);
    let code = siren.clone().or_else(|| ids.rna.as_deref().map(slug))?;
    let event = BeneficiaryIdentified {
        name,
        legal_form: None,
        siren,
        siret: ids.siret,
        rna: ids.rna,
        seat: None,
        representative: None,
    };
    let stream = format!("beneficiary/{code}").parse().ok()?;
    Some(RowFact { stream, event: event.into(), effective: effective.clone(), part: "" })
}

/// Whether the grant is in kind: only where the cell says one of the two.
fn in_kind(nature: &str) -> Option<bool> {
    let words = slug(nature);
    let has = |word: &str| words.split('-').any(|part| part == word);
    match (has("numeraire"), has("nature")) {
        (true, false) => Some(false),
        (false, true) => Some(true),
        _ => None,
    }
}

fn beneficiary_code(name: &str) -> String {
    let code = cut(&slug(name), 80);
    if code.is_empty() { "x".to_owned() } else { code }
}

/// The last part of the stream: the publisher's key where there is one, so that two files that state
/// one grant speak of one stream; else the file and the row, so that no two rows ever do.
fn row_key(cells: &Cells<'_, '_>, origin: &Origin) -> String {
    let key = cut(&slug(cells.text(C::GrantKey)), 40);
    if key.is_empty() {
        let text: String = origin.text.chars().take(12).collect();
        return format!("{text}-{}", origin.row);
    }
    key
}
