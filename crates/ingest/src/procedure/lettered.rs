//! Letters before the number of an act (*DEL 2031/22*): a word for what the number is of, or a part of the reference. How
//! the text cites the other acts of the body says which.

use super::Heading;
use crate::recognise::{Found, cited_acts};
use std::ops::Range;

/// What stands for *délibération* in capitals, the longer before those with which they begin.
const LEADS: [&str; 5] = ["DELIB ", "DÉLIB ", "DEL ", "DCM ", "DEC "];

/// The reference with the letters that stand right before its number where the text cites another act by them, and why
/// it is not sure where nothing tells whether they belong to it.
pub(super) fn lettered(
    heading: &Heading<'_>,
    found: Found<String>,
) -> (Option<Found<String>>, Option<&'static str>) {
    let text = heading.folded;
    let before = text.get(..found.range.start).unwrap_or_default();
    let lead = LEADS.into_iter().find(|lead| {
        let outside = before.strip_suffix(lead);
        outside.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    });
    let Some(lead) = lead else { return (Some(found), None) };
    let with_letters = cites_with(text, lead, &found.value);
    let shape = shape_of(&found.value);
    let bare = cited_acts(text).iter().any(|cited| {
        let other = cited.value.act.reference.as_deref().unwrap_or_default();
        other != found.value && shape_of(other) == shape
    });
    match (with_letters, bare) {
        (true, false) => {
            let range: Range<usize> = found.range.start - lead.len()..found.range.end;
            let words = format!("{lead}{}", found.value);
            (Some(Found::new(range, words)), None)
        }
        (false, true) => (Some(found), None),
        _ => {
            let unclear =
                "nothing tells whether the letters before the number belong to the reference";
            (Some(found), Some(unclear))
        }
    }
}

/// Whether the text holds another number behind the same letters.
fn cites_with(text: &str, lead: &str, own: &str) -> bool {
    text.match_indices(lead).any(|(at, _)| {
        let apart = !text.get(..at).unwrap_or_default().ends_with(char::is_alphanumeric);
        let behind = text.get(at + lead.len()..).unwrap_or_default();
        let end = behind.find(|c: char| !c.is_ascii_alphanumeric() && !"-_/.".contains(c));
        let number = behind.get(..end.unwrap_or(behind.len())).unwrap_or_default();
        let number = number.trim_end_matches('.');
        apart && number != own && shape_of(number) == shape_of(own)
    })
}

/// The marks between the groups of a number, behind the length of its first group.
fn shape_of(number: &str) -> (usize, String) {
    let first = number.bytes().take_while(u8::is_ascii_digit).count();
    (first, number.chars().filter(|c| "-_/.".contains(*c)).collect())
}
