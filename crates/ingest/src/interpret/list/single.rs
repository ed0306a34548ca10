//! One row below a heading about subsidies, and a vote of its own: minutes in which each of those who
//! receive is voted on by himself.

use super::{ABOUT, ELSE, NOBODY, add};
use crate::interpret::reading::Reading;
use crate::interpret::rows::{Row, blocks_in_figures};
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
    let named = |row: &Row| {
        row.name
            .first()
            .is_some_and(|name| !NOBODY.is_match(&name.value) && !SAYS.is_match(&name.value))
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
