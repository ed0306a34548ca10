//! Choosing streams by what a person types: a whole stream, or the end of one.

use crate::failure::Failure;
use greffe::Ledger;
use greffe::domain::{AsOf, StreamId, StreamKind};
use greffe::inquiry::ConventionRecord;

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
    if chosen.is_empty() {
        let list = if known.is_empty() { "-".to_owned() } else { known.join("\n  ") };
        return Err(Failure::unreadable(
            "no-subject",
            format!("« {typed} » ne désigne rien ici. Il y a :\n  {list}"),
            format!("\u{ab} {typed} \u{bb} names nothing here. There is:\n  {list}"),
        ));
    }
    Ok(chosen)
}

/// The one convention that is meant. A stream named in full is not searched for.
pub fn convention(ledger: &Ledger, typed: &str) -> Result<StreamId, Failure> {
    let named = typed.trim_matches('/').parse::<StreamId>().ok();
    if let Some(stream) = named.filter(|stream| stream.kind() == StreamKind::Convention)
        && ledger.has_stream(&stream)?
    {
        return Ok(stream);
    }
    let all = ledger.convention_streams()?;
    let mut chosen = choose(all, Some(&typed.to_owned()), |stream| stream)?;
    match (chosen.pop(), chosen.is_empty()) {
        (Some(only), true) => Ok(only),
        (last, _) => {
            let list: Vec<String> = chosen.iter().chain(&last).map(ToString::to_string).collect();
            let list = list.join("\n  ");
            Err(Failure::usage(
                "several-subjects",
                format!("« {typed} » désigne plusieurs conventions :\n  {list}"),
                format!("\u{ab} {typed} \u{bb} names several conventions:\n  {list}"),
            ))
        }
    }
}

/// Refuses a question to a convention of which nothing is known at its clocks.
pub fn known(record: &ConventionRecord, as_of: AsOf) -> Result<(), Failure> {
    if record.is_known(as_of) {
        return Ok(());
    }
    let stream = record.stream();
    Err(Failure::cannot_conclude(
        "not-known-then",
        format!("rien n'est connu de {stream} à cette date ou à cet instant"),
        format!("nothing is known of {stream} on that date or at that instant"),
    ))
}
