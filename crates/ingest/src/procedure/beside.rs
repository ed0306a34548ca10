//! What brackets beside a member say of him: that he was excused, or for whom he votes.

use super::person::name;
use super::scan::{CIVILITY, NAME};
use crate::recognise::{Found, Pattern, compile};

/// *(excusé)*, *(exc.)*, but not *(non excusé)*.
pub(super) fn said_excused(aside: &str) -> bool {
    static SAID: Pattern =
        Pattern::new(|| compile(r"(?i)(?:(?P<not>non|pas|in)[ -]?)?\bexc(?:us|\.)"));
    SAID.captures(aside).is_some_and(|hit| hit.name("not").is_none())
}

/// *A (pouvoir de B)*, *A (ayant reçu procuration de B et de C)*: who votes for others too, and for whom.
pub(super) fn holding(flat: &str, at: usize) -> Option<(Found<String>, Vec<Found<String>>)> {
    static HOLDS: Pattern = Pattern::new(|| {
        compile(&format!(
            concat!(
                r"^(?P<holder>(?:{c} )?{n}),? \((?i:(?:ayant |a |avec |et )?(?:reçu |d[ée]tient )?(?:le |la |un |une |les )?(?:pouvoir|procuration|mandat|pouv\.|proc\.)s?(?: (?:écrite?s?|de vote))? )(?:de |d'|d’)",
                r"(?P<one>(?:{c} )?{n})(?:(?:,| et)(?: de| d')? (?P<two>(?:{c} )?{n}))?\)$"
            ),
            c = CIVILITY,
            n = NAME
        ))
    });
    let hit = HOLDS.captures(flat)?;
    let part = |group: &str| {
        let found = hit.name(group)?;
        Some(name(found.as_str())?.shifted(at + found.start()))
    };
    Some((part("holder")?, part("one").into_iter().chain(part("two")).collect()))
}
