//! One row that is a grant: below a heading about subsidies with a vote of its own, in minutes in which each of those who
//! receive is voted on by himself; or below words of decision that announce it.

use super::others::note;
use super::{ABOUT, ELSE, NOBODY, add};
use crate::draft::Seems;
use crate::interpret::reading::Reading;
use crate::interpret::rows::{Row, blocks_in_figures};
use crate::interpret::sentence::Zone;
use crate::recognise::{Pattern, compile};
use greffe_domain::Event;

/// Words of a sentence, or of what is asked and reckoned: no name of who receives.
static SAYS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:\b(?:a|est|ont|sont|fait|demande(?:nt)?|sollicite(?:nt)?|propose(?:nt)?|s'élève|représente|avait|sera|subventions?|avis|demandes?|coût|budget|montant|délibération)\b|\d ?%|[nN]° ?\d)",
    )
});

/// Adds the grant of the one row of an act among several, where nothing else grants.
pub(crate) fn read(reading: &mut Reading<'_>) {
    let granted = |event: &Event| matches!(event, Event::SubsidyGranted(_));
    let titled = reading.setting.title.as_deref().is_some_and(|title| ABOUT.is_match(title));
    let silent = !reading.facts.iter().any(|fact| granted(&fact.event));
    if !reading.setting.several && reading.adopted && silent && reading.avenant.is_none() {
        told_alone(reading);
    }
    if !(reading.setting.several && reading.adopted && titled && silent) {
        return;
    }
    let Some(row) = only_row(reading) else { return };
    let Some(sum) = row.sums.last().cloned() else { return };
    let year = reading.exercise.clone();
    let form = row.form.clone();
    let doubt = "one row stands beside its own vote, and no words of decision announce it";
    add(reading, &row, (sum, year), form, Some(doubt));
}

/// The one row of the stretch that names somebody and one figure with its unit.
fn only_row(reading: &Reading<'_>) -> Option<Row> {
    let start = reading.sentences.first()?.at;
    let end = reading.sentences.iter().map(|s| s.range().end).max()?;
    let unit = |row: &Row| {
        let [sum] = row.sums.as_slice() else { return false };
        let said = reading.rows.get(sum.range.clone()).unwrap_or_default().to_lowercase();
        said.contains('€') || said.contains("euro")
    };
    let found = blocks_in_figures(reading.rows, &(start..end));
    let rows: Vec<&Row> = found
        .iter()
        .filter(|block| !ELSE.is_match(reading.words(&block.lead)))
        .flat_map(|block| &block.rows)
        .filter(|row| named(row) && unit(row))
        .collect();
    match rows.as_slice() {
        [one] => Some((*one).clone()),
        _ => None,
    }
}

/// *attribue la subvention suivante :*, and below it one row: `A : 500 €`, or a table of one row.
fn told_alone(reading: &mut Reading<'_>) {
    static ONE_BELOW: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:attribu|accord|allou|octro|vers|vot)\p{L}* (?:la|une|l') ?(?:subvention|aide|participation|dotation)\b[^.;€:]{0,60} (?:suivante|ci-apr[èe]s|ci-dessous)\b[^.;€:]{0,60}:?$",
        )
    });
    let told = reading.in_zones(&[Zone::Articles]).into_iter();
    let told = told.filter_map(|at| reading.sentence(at).filter(|s| s.says(&ONE_BELOW)));
    let Some(from) = told.map(|s| s.range().end).next() else { return };
    let end = (from + BELOW).min(reading.rows.len());
    let end = (from..=end).rev().find(|at| reading.rows.is_char_boundary(*at)).unwrap_or(from);
    let found = blocks_in_figures(reading.rows, &(from..end));
    let Some(block) = found.into_iter().next() else { return };
    let rows: Vec<&Row> = block.rows.iter().filter(|row| named(row)).collect();
    let [row] = rows.as_slice() else { return };
    let Some(sum) = row.sums.last().cloned() else { return };
    let year = reading.exercise.clone();
    let row = (*row).clone();
    for other in row.sums.iter().rev().skip(1) {
        note(
            reading,
            vec![other.clone()],
            Seems::Other,
            "stands in a column before that of the decision",
        );
    }
    let form = row.form.clone();
    let doubt = "one row stands below the words of decision; check who receives, and what";
    add(reading, &row, (sum, year), form, Some(doubt));
}

/// So far, in bytes, below the words that announce it one row stands.
const BELOW: usize = 700;

/// Whether a row names somebody.
fn named(row: &Row) -> bool {
    row.name
        .first()
        .is_some_and(|name| !NOBODY.is_match(&name.value) && !SAYS.is_match(&name.value))
}
