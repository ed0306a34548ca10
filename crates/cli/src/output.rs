//! Standard output. Whoever reads it may have seen enough (`greffe log | head`): that is no error, and
//! the verdict that the exit code is stays what it is. Nothing more is written then.

use crate::failure::Failure;
use greffe_render::{Lang, Style, paragraph};
use serde::Serialize;
use std::io::{IsTerminal, Write};

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
    let text = format!("greffe : {}", clean(line));
    let errors = std::io::stderr();
    let width = terminal_size::terminal_size_of(&errors).map(|(width, _)| usize::from(width.0));
    let text = match width.filter(|_| errors.is_terminal()) {
        Some(width) => fitting(&text, width),
        None => text,
    };
    let _ = writeln!(errors.lock(), "{text}");
}

/// The same lines, those that are too wide for a terminal broken between words.
fn fitting(text: &str, width: usize) -> String {
    let style = Style { lang: Lang::Fr, width, colour: false };
    let line = |line: &str| {
        if line.chars().count() <= style.columns() {
            return line.to_owned();
        }
        let indent = line.chars().take_while(|c| *c == ' ').count();
        paragraph(style, indent, line.trim_start()).trim_end().to_owned()
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The same words with what would steer a terminal, or cannot be seen, written out (`<U+202E>`); lines
/// end in a line feed alone.
pub fn clean(text: &str) -> String {
    greffe_render::visible(&text.replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_or_hides_is_written_out() {
        let said = clean("a\r\nb\u{1b}[2J\u{200b}\u{2028}\u{202e}c\td");
        assert_eq!(said, "a\nb<U+001B>[2J<U+200B><U+2028><U+202E>c\td");
    }

    #[test]
    fn only_what_is_too_wide_is_broken() {
        let long = format!("  {}", "mot ".repeat(30));
        let text = format!("a   b\n{long}\n   ^");
        let lines: Vec<String> = fitting(&text, 80).lines().map(str::to_owned).collect();
        assert_eq!((lines[0].as_str(), lines[3].as_str()), ("a   b", "   ^"));
        assert!(lines[1].chars().count() <= 80 && lines[2].starts_with("  mot"));
    }
}
