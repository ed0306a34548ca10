//! Members by their surnames alone in columns, below a civility that heads some of them: *MM. A*, below it *B*, *C*, and
//! beside it *Mmes D*, *E*. Read for review: that no given name stands in a cell of its own the civilities tell.

use super::person::{Names, name};
use super::scan::trimmed;
use crate::recognise::{Pattern, compile};

/// So many members make such a list.
const LEAST: usize = 4;

/// The civility of several at the head of a cell.
static SEVERAL: Pattern = Pattern::new(|| {
    compile(r"^(?:MM\.?|Mmes\.?|MMES\.?|Mlles\.?|Messieurs|Mesdames|MESSIEURS|MESDAMES) ")
});

/// A civility at the head of a cell.
static ONE: Pattern = Pattern::new(|| compile(r"^(?:M\.|Mme|MME|Mlle|MLLE|Monsieur|Madame) "));

/// A surname in capitals, and nothing else.
static SURNAME: Pattern = Pattern::new(|| {
    compile(r"^(?:(?:de |d'|du |des |le |la )*\p{Lu}[\p{Lu}'-]+(?: \p{Lu}[\p{Lu}'-]+){0,2})$")
});

/// The members of such a list, which begins at a place; in `columns` the gaps between cells are tabs.
pub(super) fn below_civilities(columns: &str, start: usize) -> Option<Names> {
    let mut at = start;
    let mut out = Names::default();
    let (mut heads, mut below, mut first) = (0, 0, true);
    for raw in columns.split_inclusive('\n') {
        let mut from = at;
        at += raw.len();
        let mut in_line = 0;
        for cell in raw.trim_end_matches('\n').split('\t') {
            let (lead, words) = trimmed(cell);
            let place = from + lead;
            from += cell.len() + 1;
            if words.is_empty() {
                continue;
            }
            let several = SEVERAL.find(words).map(|found| found.end());
            let civil = several.or_else(|| ONE.find(words).map(|found| found.end()));
            let bare = words.get(civil.unwrap_or(0)..)?.trim_end_matches([',', ';', '.']);
            if !SURNAME.is_match(bare) {
                return None;
            }
            in_line += usize::from(several.is_some());
            heads += usize::from(several.is_some());
            below += usize::from(civil.is_none());
            out.listed.push(name(bare)?.shifted(place + civil.unwrap_or(0)));
        }
        // The first line heads all of its columns.
        if first && !raw.trim().is_empty() {
            if in_line < 2 {
                return None;
            }
            first = false;
        }
    }
    (heads > 1 && below > 0 && out.listed.len() >= LEAST).then_some(out)
}
