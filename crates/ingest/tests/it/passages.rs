//! The passages of a draft: each is a piece of the text, and a field's passage says its value.

use greffe_domain::{Edtf, Money, StreamKind, fold_spaces, slug};
use greffe_ingest::{Confidence, Draft, DraftEvent};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is unsound in the passages of a draft.
pub fn unsound(draft: &Draft, text: &str, document: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for (at, event) in draft.events.iter().enumerate() {
        let data = event.event.data().unwrap();
        let place = format!("event {at} {}", event.event.kind());
        if event.causes.iter().any(|cause| *cause >= at) {
            wrong.push(format!("{place}: a cause is not earlier"));
        }
        match event.sources.first() {
            None => wrong.push(format!("{place}: no passage")),
            Some(first) if !first.fields.is_empty() => {
                wrong.push(format!("{place}: the first passage is not the whole sentence"));
            }
            Some(_) => {}
        }
        let mut fields: BTreeMap<&str, String> = BTreeMap::new();
        for passage in &event.sources {
            if passage.document != document {
                wrong.push(format!("{place}: another document"));
            }
            let Some(words) = cut(text, passage.span) else {
                wrong.push(format!("{place}: span {:?} is no piece of the text", passage.span));
                continue;
            };
            for pointer in &passage.fields {
                let said = fields.entry(pointer).or_default();
                *said = format!("{said} {words}");
            }
        }
        // A value broken over the rows of a table stands on several passages together.
        for (pointer, words) in fields {
            let told = format!("{place} {pointer} «{words} »");
            match data.pointer(pointer) {
                None => wrong.push(format!("{told}: no such field")),
                Some(value) if !says(event, pointer, &words, value) => {
                    wrong.push(format!("{told} does not say {value}"));
                }
                Some(_) => {}
            }
        }
    }
    for note in &draft.notes {
        if cut(text, note.passage.span).is_none() {
            wrong.push(format!("note {}: span {:?}", note.code, note.passage.span));
        }
    }
    wrong
}

/// The non-empty piece of the text under a span.
fn cut(text: &str, (from, to): (u64, u64)) -> Option<&str> {
    let (from, to) = (usize::try_from(from).ok()?, usize::try_from(to).ok()?);
    text.get(from..to).filter(|words| from < to && words.trim() == *words)
}

/// Whether words say a value: figures by their digits, texts by their letters, dates by their year.
/// A word of a closed list (an outcome, a role, a formality) is an interpretation: it needs to
/// stand on some words, not to be spelled in them.
fn says(event: &DraftEvent, pointer: &str, words: &str, value: &Value) -> bool {
    let plain = fold_spaces(words);
    match value {
        Value::Number(number) => {
            let figure = number.as_i64().unwrap();
            if pointer.ends_with("_cents") {
                return says_money(&plain, figure);
            }
            let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
            // `5 (cinq)`: the figure comes first.
            digits.starts_with(&figure.to_string())
                || says_in_words(&plain, figure)
                || (digits.is_empty() && named(event, pointer) == usize::try_from(figure).ok())
        }
        Value::String(_) if closed(event, pointer) => true,
        Value::String(said) => match said.parse::<Edtf>() {
            Ok(date) => says_date(&plain, &date),
            Err(_) => letters(&plain).contains(&letters(said)),
        },
        _ => true,
    }
}

/// How many voters are named, where a count of votes stands on their names and no figure.
fn named(event: &DraftEvent, pointer: &str) -> Option<usize> {
    let ballot = match pointer {
        "/votes_against" => "against",
        "/abstentions" => "abstention",
        _ => return None,
    };
    let data = event.event.data().unwrap();
    let cast = data["ballots"].as_array()?;
    Some(cast.iter().filter(|cast| cast["ballot"] == ballot).count())
}

/// Whether words state a sum: as a whole, or by a figure somewhere in them.
fn says_money(words: &str, cents: i64) -> bool {
    let starts = words.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
    let tails = std::iter::once(0).chain(starts).filter_map(|at| words.get(at..));
    tails.into_iter().any(|tail| Money::parse(tail).is_ok_and(|money| money.cents() == cents))
}

/// Whether words state a count in letters, as far as members and votes are counted so.
fn says_in_words(words: &str, figure: i64) -> bool {
    const UNITS: [&str; 20] = [
        "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
        "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit",
        "dix-neuf",
    ];
    const ROMAN: [&str; 12] =
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    const TENS: [&str; 7] = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"];
    let said = slug(words);
    let parts: Vec<&str> = said.split('-').collect();
    // *Contre : néant*, *aucune abstention*.
    if figure == 0 && ["neant", "aucun", "aucune"].iter().any(|none| parts.contains(none)) {
        return true;
    }
    // *Article IV*
    if usize::try_from(figure - 1).ok().and_then(|at| ROMAN.get(at)) == Some(&said.as_str()) {
        return true;
    }
    let (tens, unit) = (figure / 10, figure % 10);
    let at = |list: &[&str], n: i64| {
        usize::try_from(n).ok().and_then(|n| list.get(n).copied().map(str::to_owned))
    };
    let name = if figure < 20 {
        at(&UNITS, figure)
    } else {
        let (ten, unit) = (at(&TENS, tens), at(&UNITS, unit));
        ten.zip(unit).map(|(ten, unit)| match unit.as_str() {
            "zero" => ten,
            "un" => format!("{ten}-et-un"),
            unit => format!("{ten}-{unit}"),
        })
    };
    let Some(name) = name.filter(|name| !name.is_empty()) else { return false };
    let wanted: Vec<&str> = name.split('-').collect();
    let feminine = name == "un" && (parts.contains(&"une") || parts.contains(&"premier"));
    feminine || parts.windows(wanted.len()).any(|window| window == wanted.as_slice())
}

/// The day and the year in figures, unless the date is in words.
fn says_date(words: &str, date: &Edtf) -> bool {
    let digits = words.bytes().any(|b| b.is_ascii_digit());
    let year_in_words = slug(words).contains("deux-mil");
    let year = date.earliest().year();
    let short = format!("{:02}", year.rem_euclid(100));
    !digits || year_in_words || words.contains(&year.to_string()) || words.contains(&short)
}

/// The letters and digits of a text alone: a name may be broken anywhere, and notes of the page
/// may differ in their marks.
fn letters(text: &str) -> String {
    slug(text).replace('-', "")
}

/// Whether a field holds a word of a closed list.
fn closed(event: &DraftEvent, pointer: &str) -> bool {
    let last = pointer.rsplit('/').find(|part| part.parse::<u32>().is_err()).unwrap_or_default();
    matches!(
        last,
        "outcome"
            | "method"
            | "ballot"
            | "role"
            | "rule"
            | "assignment"
            | "changes"
            | "unchanged"
            | "means"
            | "formality"
            | "clauses"
            | "derivation"
            | "instrument"
            | "figure"
    ) && !(event.event.kind() == "SignatureAuthorised" && last == "instrument")
}

/// What is no name, office or object in the texts of the facts that may be recorded unattended: a
/// figure or a dash in a person, words that break off in the middle.
pub fn misshapen(draft: &Draft) -> Vec<String> {
    let mut wrong = Vec::new();
    for event in draft.events.iter().filter(|e| e.confidence == Confidence::Sure) {
        let kind = event.event.kind();
        let money = event.stream.kind() == StreamKind::Convention
            || event.stream.kind() == StreamKind::Beneficiary;
        if !money {
            texts(&event.event.data().unwrap(), "", &mut |field, text| {
                if !well_shaped(kind, field, text) {
                    wrong.push(format!("{kind} {field} « {text} »"));
                }
            });
        }
    }
    wrong
}

fn texts(data: &Value, field: &str, tell: &mut impl FnMut(&str, &str)) {
    match data {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| texts(value, key, tell)),
        Value::Array(items) => items.iter().for_each(|item| texts(item, field, tell)),
        Value::String(text) => tell(field, text),
        _ => {}
    }
}

fn well_shaped(kind: &str, field: &str, text: &str) -> bool {
    let broken =
        ["le", "la", "les", "de", "du", "des", "et", "avec", "à", "au", "aux", "l'", "d'", "que"];
    let last = text.rsplit(' ').next().unwrap_or_default();
    match field {
        "name" | "person" | "from" | "to" | "voter" | "present" | "excused" | "absent" => {
            let starts = text.chars().next().is_some_and(char::is_alphabetic);
            starts && !text.contains(|c: char| c.is_ascii_digit() || ",;:–()".contains(c))
        }
        "signatory" | "capacity" => {
            let verbs = ["délibéré", "délibération", "rapport ", "autoris"];
            // *1ère Vice-Présidente*
            let text = text.trim_start_matches(|c: char| c.is_ascii_digit());
            !text.contains(|c: char| c.is_ascii_digit() || "–;:".contains(c))
                && !broken.contains(&last)
                && !verbs.iter().any(|verb| text.to_lowercase().contains(verb))
        }
        "instrument" if kind == "SignatureAuthorised" => !broken.contains(&last),
        "institution" | "organ" => !text.is_empty() && !broken.contains(&last),
        _ => true,
    }
}
