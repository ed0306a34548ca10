//! Choosing streams by what a person types: a whole stream, or the end of one.

use super::SUBJECTS;
use crate::failure::Failure;
use greffe::Ledger;
use greffe::domain::{AsOf, StreamId, StreamKind};
use greffe::inquiry::{ConventionRecord, Fields, Scope};

/// Whether a stream is meant by what was typed.
pub fn meant(stream: &StreamId, typed: &str) -> bool {
    let typed = typed.trim_matches('/');
    let path = stream.as_str();
    path == typed || path.strip_suffix(typed).is_some_and(|rest| rest.ends_with('/'))
}

/// Keeps what is meant; nothing meant is an error that lists what there is.
pub fn choose<T>(
    all: Vec<T>,
    typed: Option<&String>,
    stream: impl Fn(&T) -> &StreamId,
) -> Result<Vec<T>, Failure> {
    let Some(typed) = typed else { return Ok(all) };
    let known: Vec<String> = all.iter().map(|item| stream(item).to_string()).collect();
    let chosen: Vec<T> = all.into_iter().filter(|item| meant(stream(item), typed)).collect();
    if chosen.is_empty() { Err(nothing(typed, &known)) } else { Ok(chosen) }
}

fn nothing(typed: &str, known: &[String]) -> Failure {
    let list = if known.is_empty() { "-".to_owned() } else { known.join("\n  ") };
    Failure::unreadable(
        "no-subject",
        format!("« {typed} » ne désigne rien ici. Il y a :\n  {list}"),
        format!("\u{ab} {typed} \u{bb} names nothing here. There is:\n  {list}"),
    )
}

/// Refuses a part of the ledger by which no stream of it goes.
pub fn held_below(ledger: &Ledger, above: Option<&String>) -> Result<(), Failure> {
    let Some(above) = above else { return Ok(()) };
    if ledger.has_streams_below(above)? {
        return Ok(());
    }
    let all = ledger.streams_of(&SUBJECTS)?;
    // What ends so is what was meant: here a stream is given from its beginning.
    let ending = all.iter().filter(|stream| meant(stream, above));
    let mut known: Vec<String> = ending.map(ToString::to_string).collect();
    if known.is_empty() {
        known = all.iter().map(ToString::to_string).collect();
    }
    Err(nothing(above, &known))
}

/// The one stream that is meant: named in full, or the only one of some kinds that ends so. A
/// stream named in full is not searched for.
pub fn one(ledger: &Ledger, typed: &str, kinds: &[StreamKind]) -> Result<StreamId, Failure> {
    let whole = typed.trim_matches('/').parse::<StreamId>().ok();
    if let Some(whole) = whole.filter(|whole| whole.as_str().contains('/'))
        && ledger.has_stream(&whole)?
    {
        return Ok(whole);
    }
    let all = ledger.streams_of(kinds)?;
    let mut chosen = choose(all, Some(&typed.to_owned()), |stream| stream)?;
    match (chosen.pop(), chosen.is_empty()) {
        (Some(only), true) => Ok(only),
        (last, _) => {
            let list: Vec<String> = chosen.iter().chain(&last).map(ToString::to_string).collect();
            let list = list.join("\n  ");
            Err(Failure::usage(
                "several-subjects",
                format!("« {typed} » désigne plusieurs flux ; en donner un :\n  {list}"),
                format!("\u{ab} {typed} \u{bb} names several streams; give one of:\n  {list}"),
            ))
        }
    }
}

/// The one convention that is meant.
pub fn convention(ledger: &Ledger, typed: &str) -> Result<StreamId, Failure> {
    let stream = one(ledger, typed, &[StreamKind::Convention])?;
    if stream.kind() == StreamKind::Convention {
        return Ok(stream);
    }
    Err(Failure::unreadable(
        "no-subject",
        format!("{stream} n'est pas une convention"),
        format!("{stream} is no convention"),
    ))
}

/// A stream of which nothing is known at the two clocks of the question; where none was asked about, what
/// is recorded of it was voided or cannot be read.
pub fn not_known_then(stream: &StreamId, as_of: AsOf) -> Failure {
    let (fr, en) = if as_of == AsOf::default() {
        (
            format!(
                "rien n'est tenu de {stream} : tout ce qui en est inscrit est annulé ou illisible"
            ),
            format!(
                "nothing holds of {stream}: all that is recorded of it is voided or unreadable"
            ),
        )
    } else {
        (
            format!("rien n'est connu de {stream} à cette date ou à cet instant"),
            format!("nothing is known of {stream} on that date or at that instant"),
        )
    };
    Failure::cannot_conclude("not-known-then", fr, en)
}

/// What is meant among the subjects of which something is known at the clocks of a question. What the
/// ledger holds, and of which nothing was known then, is another answer than what it does not hold.
pub fn choose_known(
    ledger: &Ledger,
    known: Vec<StreamId>,
    typed: Option<&String>,
    as_of: AsOf,
) -> Result<Vec<StreamId>, Failure> {
    if let Some(typed) = typed
        && !known.iter().any(|stream| meant(stream, typed))
        && let Some(held) = ledger.streams_of(&SUBJECTS)?.iter().find(|held| meant(held, typed))
    {
        return Err(not_known_then(held, as_of));
    }
    choose(known, typed, |stream| stream)
}

/// The name of a field as it is typed, or the path of the one that is called so: by an expression, or by a
/// page in either language. What is called in no way at all stays as it is typed.
pub fn field_meant(fields: &Fields, typed: &str) -> String {
    if fields.named(typed).is_ok() {
        return typed.to_owned();
    }
    let called = greffe_render::paths_called(typed);
    let paths = Scope::path_of(typed).into_iter().chain(called);
    let there = paths.clone().find(|path| fields.named(path).is_ok());
    there.or_else(|| paths.clone().next()).unwrap_or(typed).to_owned()
}

/// Refuses a question to a stream of any kind of which nothing is known at its clocks.
pub fn told(ledger: &Ledger, stream: &StreamId, as_of: AsOf) -> Result<(), Failure> {
    let told = ledger.timeline(stream, as_of)?;
    told.map(|_| ()).ok_or_else(|| not_known_then(stream, as_of))
}

/// Refuses a question to a convention of which nothing is known at its clocks.
pub fn known(record: &ConventionRecord, as_of: AsOf) -> Result<(), Failure> {
    if record.is_known(as_of) { Ok(()) } else { Err(not_known_then(record.stream(), as_of)) }
}
