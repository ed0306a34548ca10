//! Where somebody has his seat, in brackets behind the name in every row: *Garage du Pont (Rivelles)*.

use super::Row;
use crate::recognise::{Found, Pattern, compile};

/// The bracket that ends a name, and what may stand before it behind a comma: what the body is.
static BEHIND: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<name>[^()]{2,90}?)(?P<form>, ?(?i:entreprise individuelle|micro-entreprise|auto-?entrepr\p{L}+|artisane?|association|soci[ée]t[ée]|EURL|SARL|SASU?|SCOP|SCIC|SNC))? ?\((?P<place>\p{Lu}[\p{L}'’ -]*\p{Ll}[\p{L}'’ -]*)\)$",
    )
});

/// So many rows show that the brackets are a column of the table.
const LEAST: usize = 2;

/// Takes the seats from the names, where every row has one.
pub(in super::super) fn without_places(rows: &mut [Row]) {
    let kept = |row: &Row| {
        let name = row.full_name();
        let hit = BEHIND.captures(&name)?;
        hit.name("place")?;
        Some(hit.name("name")?.len())
    };
    let Some(kept) = rows.iter().map(kept).collect::<Option<Vec<_>>>() else { return };
    if kept.len() < LEAST {
        return;
    }
    for (row, len) in rows.iter_mut().zip(kept) {
        cut(row, len);
    }
}

/// Keeps so many bytes of a name, whose parts a blank joins.
fn cut(row: &mut Row, mut len: usize) {
    let mut out: Vec<Found<String>> = Vec::new();
    for part in row.name.drain(..) {
        let whole = part.value.len();
        let held = part.value.get(..whole.min(len)).unwrap_or_default().to_owned();
        let range = part.range.start..part.range.end - (whole - held.len());
        if !held.is_empty() {
            out.push(Found::new(range, held));
        }
        len = len.saturating_sub(whole + 1);
    }
    row.name = out;
}
