//! Standard output. Whoever reads it may have seen enough (`greffe log | head`): that is no error, and
//! the verdict that the exit code is stays what it is. Nothing more is written then.

use crate::failure::Failure;
use serde::Serialize;
use std::io::Write;

/// Writes bytes to standard output as they are.
pub fn bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    finish(out.write_all(bytes).and_then(|()| out.flush()))
}

/// Writes a text, ending in one line feed.
pub fn text(text: &str) -> Result<(), Failure> {
    bytes(format!("{}\n", text.trim_end_matches('\n')).as_bytes())
}

/// Writes a value as indented JSON.
pub fn json(value: &impl Serialize) -> Result<(), Failure> {
    let written = serde_json::to_string_pretty(value).map_err(|e| Failure::internal(&e))?;
    text(&written)
}

/// Writes many pieces without holding them all, as long as somebody reads them.
pub fn stream(pieces: impl Iterator<Item = Result<Vec<u8>, Failure>>) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for piece in pieces {
        if let Err(closed) = out.write_all(&piece?) {
            return finish(Err(closed));
        }
    }
    finish(out.flush())
}

fn finish(written: std::io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(e) => Err(Failure::output(&e)),
        Ok(()) => Ok(()),
    }
}

/// Writes a line to standard error. What cannot be written there cannot be said: no error. Names
/// of files and words of drafts come from outside, so nothing in them may steer the terminal.
pub fn note(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "greffe : {}", clean(line));
}

/// The same words with what would steer a terminal made visible: control characters but line
/// feeds, and marks that change the direction of writing.
pub fn clean(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}
