//! The two subjects that a person means by what was typed: streams, the ends of streams, or names.

use crate::commands::subject::meant;
use crate::failure::Failure;
use crate::output::clean;
use greffe::domain::{StreamId, StreamKind, slug};
use greffe::inquiry::{MatchSubject, Matching};

/// How many subjects a refusal lists.
const LISTED: usize = 50;

/// What may be meant by what was typed.
struct Meant<'m> {
    subjects: Vec<&'m MatchSubject>,
    /// Whether only names say so.
    by_name: bool,
}

/// The two subjects of a link. Where one of them may be several, the other tells which: the two are of one kind, and
/// not the same.
pub fn pair<'m>(
    matching: &'m Matching,
    (one, other): (&str, &str),
) -> Result<(&'m MatchSubject, &'m MatchSubject), Failure> {
    let (mut first, mut second) = (subjects(matching, one), subjects(matching, other));
    first.narrow(&second);
    second.narrow(&first);
    Ok((first.only(matching, one)?, second.only(matching, other)?))
}

/// A subject with its names, as it is shown to a person.
pub fn told(subject: &MatchSubject) -> String {
    let names: Vec<String> = subject.names.iter().map(|name| clean(name)).collect();
    let stream = &subject.stream;
    if names.is_empty() { stream.to_string() } else { format!("{stream} ({})", names.join(" ; ")) }
}

/// What is meant: a stream in full, else those that end so, else those that are called so, but for case, accents and
/// marks.
fn subjects<'m>(matching: &'m Matching, typed: &str) -> Meant<'m> {
    let all = &matching.subjects;
    if let Some(whole) = typed.parse::<StreamId>().ok().and_then(|whole| all.get(&whole)) {
        return Meant { subjects: vec![whole], by_name: false };
    }
    let ending: Vec<_> = all.values().filter(|subject| meant(&subject.stream, typed)).collect();
    if !ending.is_empty() {
        return Meant { subjects: ending, by_name: false };
    }
    let name = slug(typed);
    let called =
        |subject: &&MatchSubject| !name.is_empty() && subject.names.iter().any(|n| slug(n) == name);
    Meant { subjects: all.values().filter(called).collect(), by_name: true }
}

impl<'m> Meant<'m> {
    fn narrow(&mut self, other: &Meant<'m>) {
        if let [only] = other.subjects.as_slice() {
            self.keep(|subject| subject.stream.kind() == only.stream.kind());
            self.keep(|subject| subject.stream != only.stream);
        }
        // The name of somebody is that of a beneficiary before it is that of a grant.
        if self.by_name {
            self.keep(|subject| subject.stream.kind() == StreamKind::Beneficiary);
        }
    }

    /// Keeps some of several, if there are such.
    fn keep(&mut self, wanted: impl Fn(&MatchSubject) -> bool) {
        if self.subjects.len() > 1 && self.subjects.iter().any(|subject| wanted(subject)) {
            self.subjects.retain(|subject| wanted(subject));
        }
    }

    fn only(&self, matching: &Matching, typed: &str) -> Result<&'m MatchSubject, Failure> {
        match self.subjects.as_slice() {
            [only] => Ok(only),
            [] => Err(unknown(matching, typed)),
            several => {
                let list = listed(several.iter().copied(), several.len());
                Err(Failure::usage(
                    "several-subjects",
                    format!("« {typed} » désigne plusieurs flux ; en donner un :\n  {list}"),
                    format!("\u{ab} {typed} \u{bb} names several streams; give one of:\n  {list}"),
                ))
            }
        }
    }
}

/// Subjects with their names, one a line.
fn listed<'m>(subjects: impl Iterator<Item = &'m MatchSubject>, count: usize) -> String {
    let mut list: Vec<String> = subjects.take(LISTED).map(told).collect();
    if count > LISTED {
        list.push("…".to_owned());
    }
    if list.is_empty() { "-".to_owned() } else { list.join("\n  ") }
}

/// Nobody finds out which subjects there are otherwise: those that may be one with another are listed by `greffe match`,
/// all the others by no verb.
fn unknown(matching: &Matching, typed: &str) -> Failure {
    let count = matching.subjects.len();
    let list = listed(matching.subjects.values(), count);
    Failure::usage(
        "not-linked",
        format!(
            "« {typed} » ne désigne ni bénéficiaire, ni acte, ni subvention de ce registre ; `greffe match` liste ceux qui ne \
             font peut-être qu'un. Peuvent être liés ({count}) :\n  {list}\n"
        ),
        format!(
            "\u{ab} {typed} \u{bb} names no beneficiary, act or grant of this ledger; `greffe match` lists \
             those that may be one. These can be linked ({count}):\n  {list}\n"
        ),
    )
}
