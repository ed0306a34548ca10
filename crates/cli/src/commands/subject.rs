//! Choosing streams by what a person types: a whole stream, or the end of one.

use crate::failure::Failure;
use greffe::domain::StreamId;

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
