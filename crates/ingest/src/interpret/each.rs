//! One amount for each of several: *une aide de 1 000 € à chacune des associations suivantes : A, B et C*, in the
//! sentence itself or in the items below it. A person checks who receives.

use super::list;
use super::reading::Reading;
use super::rows::{Row, named};
use super::sentence::{Sentence, Zone};
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

static EACH: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:attribu|accord|allou|octro|vers|vot)\p{L}*[^;:]{0,160}? (?:à|pour) (?:chacune?(?: (?:des|de ces|d'entre))?|chaque)\b[^:;]{0,80}?",
        r"(?: ?:|suivante?s)(?P<names>.*)$"
    ))
});

/// Adds such grants; whether there were any.
pub(crate) fn read(reading: &mut Reading<'_>) -> bool {
    if !reading.adopted || reading.avenant.is_some() {
        return false;
    }
    let told = reading.in_zones(&[Zone::Articles]).into_iter().find_map(|at| {
        let sentence = reading.sentence(at)?;
        let [sum] = sentence.amounts.as_slice() else { return None };
        let behind = sentence.hit(&EACH)?.range().end;
        let names = sentence.hit(&EACH)?.place("names").unwrap_or(behind..behind);
        (sum.range.end <= names.start).then(|| (at, sum.clone(), names))
    });
    let Some((at, sum, names)) = told else { return false };
    let lead = reading.sentence(at).map_or(0..0, Sentence::range);
    let mut receivers = split(reading.words(&names), names.start);
    if receivers.is_empty() {
        let items = reading.sentences.iter().skip(at + 1);
        let items = items.take_while(|s| s.item && s.amounts.is_empty() && !s.text.ends_with(':'));
        receivers = items.filter_map(|item| one(item.text, item.at)).collect();
    }
    if receivers.len() < 2 {
        return false;
    }
    for name in receivers {
        let line = lead.start..name.range.end.max(lead.end);
        let sums = vec![sum.clone()];
        let row = Row { line, name: vec![name], siret: None, form: None, object: None, sums };
        let doubt = Some("one amount is granted to each of several; check who receives it");
        let year = reading.exercise.clone();
        list::add(reading, &row, (sum.clone(), year), None, doubt);
    }
    true
}

/// The names that commas and *et* part.
fn split(text: &str, at: usize) -> Vec<Found<String>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (comma, mark) in text.match_indices(", ").chain(text.match_indices(" et ")) {
        out.push((comma, comma + mark.len()));
    }
    out.sort_unstable();
    let mut names = Vec::new();
    for (end, next) in out.into_iter().chain([(text.len(), text.len())]) {
        names.extend(text.get(start..end).and_then(|words| one(words, at + start)));
        start = next;
    }
    names
}

/// A name that some words are, if they can be one.
fn one(words: &str, at: usize) -> Option<Found<String>> {
    let bare = words.trim_start_matches([' ', ':', '-', '–', '•']);
    let start: Range<usize> = 0..words.len() - bare.len();
    let bare = bare.trim_end_matches([' ', ';', '.', ',']);
    let short = bare.chars().count() <= 80 && bare.chars().any(char::is_uppercase);
    named(bare, at + start.end).into_iter().next().filter(|_| short && !bare.is_empty())
}
