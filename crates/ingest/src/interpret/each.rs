//! One amount for each of several: *une aide de 1 000 € à chacune des associations suivantes : A, B et C*, in the
//! sentence itself or in the items below it. A person checks who receives.

use super::grant;
use super::list;
use super::reading::{Reading, Remark};
use super::rows::{Row, named};
use super::sentence::{Sentence, Zone};
use crate::draft::{Figure, Seems};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::Money;
use std::ops::Range;

static EACH: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:attribu|accord|allou|octro|vers|vot)\p{L}*[^;:]{0,160}? (?:à|pour) (?:chacune?(?: (?:des|de ces|d'entre))?|chaque)\b[^:;]{0,80}?",
        r"(?: ?:|suivante?s)(?P<names>.*)$"
    ))
});

/// Adds such grants, of every sentence that tells some; whether there were any.
pub(crate) fn read(reading: &mut Reading<'_>) -> bool {
    if !reading.adopted || reading.avenant.is_some() {
        return false;
    }
    let told = reading.in_zones(&[Zone::Articles]).into_iter();
    let told: Vec<Told> = told.filter_map(|at| told_at(reading, at)).collect();
    for Told { lead, sum, form, receivers } in &told {
        for name in receivers {
            let line = lead.start..name.range.end.max(lead.end);
            let (name, sums) = (vec![name.clone()], vec![sum.clone()]);
            let row = Row { line, name, siret: None, form: None, object: None, sums };
            let doubt = Some("one amount is granted to each of several; check who receives it");
            let year = reading.exercise.clone();
            list::add(reading, &row, (sum.clone(), year), form.clone(), doubt);
        }
    }
    !told.is_empty()
}

/// A sentence that grants one amount to each of at least two.
struct Told {
    lead: Range<usize>,
    sum: Found<Money>,
    /// What the sentence calls all of them.
    form: Option<Found<String>>,
    receivers: Vec<Found<String>>,
}

fn told_at(reading: &Reading<'_>, at: usize) -> Option<Told> {
    let sentence = reading.sentence(at)?;
    let [sum] = sentence.amounts.as_slice() else { return None };
    let names = sentence.hit(&EACH)?.place("names")?;
    if sum.range.end > names.start {
        return None;
    }
    let mut receivers = split(reading.words(&names), names.start);
    if receivers.is_empty() {
        let items = reading.sentences.iter().skip(at + 1);
        let items = items.take_while(|s| s.item && s.amounts.is_empty() && !s.text.ends_with(':'));
        receivers = items.filter_map(|item| one(item.text, item.at)).collect();
    }
    let several = receivers.len() > 1;
    let form = associations(reading.words(&(sum.range.end..names.start)), sum.range.end);
    several.then(|| Told { lead: sentence.range(), sum: sum.clone(), form, receivers })
}

/// Reads what the act grants besides. What is read of no one is noted, also where its amount is one that
/// others receive.
pub(crate) fn besides(reading: &mut Reading<'_>) {
    grant::besides(reading);
    let mut left = Vec::new();
    for at in reading.in_zones(&[Zone::Articles]) {
        let Some(sentence) = reading.sentence(at) else { continue };
        let granting = sentence.says(&grant::DECIDED_VERB);
        if granting || sentence.item {
            let seems = if granting { Seems::Subsidy } else { Seems::Other };
            let unread = sentence.amounts.iter().filter(|sum| !reading.holds(&sum.range));
            left.extend(unread.map(|sum| (sum.clone(), seems)));
        }
    }
    for (sum, seems) in left {
        reading.remarks.push(Remark {
            what: format!("{} stands in the text and no fact holds it", sum.value),
            range: sum.range,
            code: "amount-seen",
            figure: Some(Figure::Amount(sum.value, seems)),
        });
    }
}

/// Whether a sentence grants to each of some, whoever they are.
pub(super) fn to_each(sentence: &Sentence<'_>) -> bool {
    static TO_EACH: Pattern = Pattern::new(|| compile(r"(?i)\b(?:à|pour) (?:chacune?|chaque)\b"));
    sentence.says(&TO_EACH)
}

/// The form that words before some names give to all of them: *des associations suivantes*.
pub(super) fn associations(words: &str, at: usize) -> Option<Found<String>> {
    static ALL: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:les|aux|des) (?P<form>association)s\b[^.;€\n]{0,40}$"));
    let form = ALL.captures(words)?.name("form")?;
    Some(Found::new(at + form.start()..at + form.end(), form.as_str().to_lowercase()))
}

/// The names that commas and *et* part; among several that commas part *et* stands before the last alone.
pub(super) fn split(text: &str, at: usize) -> Vec<Found<String>> {
    let mut out = Vec::new();
    let mut start = 0;
    let last = text.rfind(", ").unwrap_or(0);
    let before_last = text.match_indices(" et ").filter(|(et, _)| *et >= last);
    for (comma, mark) in text.match_indices(", ").chain(before_last) {
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
