//! Votes in the last column of a table of grants: *350 € Unanimité*, *1 200 € 4 abstentions*, and below it *2 contre*.
//!
//! They are the votes of the rows and no part of them. Where a table has such a column, its text is read without.

use crate::recognise::{Pattern, compile};

/// A vote in few words.
macro_rules! vote {
    () => {
        r"(?:(?:à l'|A L')?unanimit[ée]|(?:\d{1,3} (?:abstentions?|contre|pour|voix (?:pour|contre)|ne prend(?:nent)? pas part(?: au vote)?)[ ,;+]*)+)"
    };
}

static BEHIND_AN_AMOUNT: Pattern =
    Pattern::new(|| compile(concat!(r"(?im)€(?P<vote>[ \t|]+", vote!(), r")[ \t]*$")));

/// The rest of such a cell on lines of its own.
static GOES_ON: Pattern =
    Pattern::new(|| compile(concat!(r"(?im)^(?P<vote>[ \t|]*(?:", vote!(), r"|au vote))[ \t]*$")));

/// The table without the votes in its last column, byte for byte as long.
pub(crate) fn without_votes(table: String) -> String {
    const ROWS: usize = 2;
    if BEHIND_AN_AMOUNT.find_iter(&table).take(ROWS).count() < ROWS {
        return table;
    }
    let votes = [&BEHIND_AN_AMOUNT, &GOES_ON].into_iter().flat_map(|pattern| {
        pattern.captures_iter(&table).filter_map(|hit| Some(hit.name("vote")?.range()))
    });
    let votes: Vec<_> = votes.collect();
    let mut bytes = table.clone().into_bytes();
    for place in votes {
        if let Some(cell) = bytes.get_mut(place) {
            cell.fill(b' ');
        }
    }
    String::from_utf8(bytes).unwrap_or(table)
}
