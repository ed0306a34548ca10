//! Ink: text on its way to a page, with marks where its tone changes.
//!
//! Marks are zero-width characters, so wrapping and tables measure text as it will be seen; they
//! become ANSI codes, or nothing, when the page is finished. Whatever comes from a document is
//! cleaned on its way in: control characters, direction overrides and the marks themselves never
//! reach a terminal, and are written out instead (`<U+202E>`): two names that look alike differ on
//! the page, too.

use greffe_domain::is_hidden;
use std::fmt::Write as _;

/// What a passage of a page is, which colour only repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// A heading or the figure that matters.
    Strong,
    /// A reference that `greffe show` opens.
    Reference,
    /// A breach.
    Bad,
    /// A doubt: an assumption, something that cannot be concluded.
    Doubt,
    /// Something in order.
    Good,
}

const END: char = '\u{206f}';

impl Tone {
    const ALL: [Tone; 5] = [Tone::Strong, Tone::Reference, Tone::Bad, Tone::Doubt, Tone::Good];

    const fn mark(self) -> char {
        match self {
            Tone::Strong => '\u{206a}',
            Tone::Reference => '\u{206b}',
            Tone::Bad => '\u{206c}',
            Tone::Doubt => '\u{206d}',
            Tone::Good => '\u{206e}',
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Tone::Strong => "\u{1b}[1m",
            Tone::Reference => "\u{1b}[36m",
            Tone::Bad => "\u{1b}[1;31m",
            Tone::Doubt => "\u{1b}[33m",
            Tone::Good => "\u{1b}[32m",
        }
    }

    fn of_mark(c: char) -> Option<Tone> {
        Tone::ALL.into_iter().find(|tone| tone.mark() == c)
    }
}

fn is_mark(c: char) -> bool {
    ('\u{206a}'..='\u{206f}').contains(&c)
}

/// Text with marks of tone.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Ink(String);

impl Ink {
    /// Text as it comes, cleaned.
    pub(crate) fn new(text: impl AsRef<str>) -> Ink {
        Ink(clean(text.as_ref()))
    }

    /// Text in a tone.
    pub(crate) fn toned(tone: Tone, text: impl AsRef<str>) -> Ink {
        Ink(format!("{}{}{END}", tone.mark(), clean(text.as_ref())))
    }

    /// This text followed by more.
    pub(crate) fn and(mut self, more: impl Into<Ink>) -> Ink {
        self.0.push_str(&more.into().0);
        self
    }

    /// This text, a space, and more; nothing is added when either is empty.
    pub(crate) fn then(self, more: impl Into<Ink>) -> Ink {
        self.linked(" ", &more.into())
    }

    /// The texts that are not empty, linked.
    pub(crate) fn join(link: &str, parts: impl IntoIterator<Item = Ink>) -> Ink {
        parts.into_iter().fold(Ink::default(), |all, part| all.linked(link, &part))
    }

    fn linked(mut self, link: &str, more: &Ink) -> Ink {
        if !self.0.is_empty() && !more.0.is_empty() {
            self.0.push_str(link);
        }
        self.0.push_str(&more.0);
        self
    }

    /// Whether there is nothing to see.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text without its marks, typeset.
    pub(crate) fn bare(&self) -> String {
        self.marked().chars().filter(|c| !is_mark(*c)).collect()
    }

    /// The text in runs of one tone, typeset.
    pub(crate) fn runs(&self) -> Vec<(Option<Tone>, String)> {
        let mut runs: Vec<(Option<Tone>, String)> = vec![(None, String::new())];
        for c in self.marked().chars() {
            if is_mark(c) {
                runs.push((Tone::of_mark(c), String::new()));
            } else if let Some((_, run)) = runs.last_mut() {
                run.push(c);
            }
        }
        runs.retain(|(_, run)| !run.is_empty());
        runs
    }

    /// The text with its marks, typeset.
    pub(crate) fn marked(&self) -> String {
        typeset(&self.0)
    }
}

impl From<&str> for Ink {
    fn from(text: &str) -> Ink {
        Ink::new(text)
    }
}

impl From<String> for Ink {
    fn from(text: String) -> Ink {
        Ink::new(text)
    }
}

/// One line of visible text: spaces and line ends of any width are one space, no-break spaces are
/// kept, and what cannot be seen is written out ([`visible`]). Leading and trailing spaces are kept,
/// since texts are put together.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        let kept_space = matches!(c, '\u{a0}' | '\u{202f}');
        // What some programs end a line with, and others do not show, is written out.
        let separator = matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
        if c.is_whitespace() && !kept_space && !separator {
            // A run of spaces is one space.
            if !gap {
                out.push(' ');
            }
            gap = true;
        } else if c != SOFT_HYPHEN {
            // Where a line may be broken is no part of the words.
            gap = false;
            push_visible(&mut out, c);
        }
    }
    out
}

/// A place at which a word may be broken.
const SOFT_HYPHEN: char = '\u{ad}';

/// The same text, with every character that steers a terminal, reorders what stands beside it or
/// cannot be seen written out by its number: `<U+202E>`. Spaces, tabs and line feeds stay, and so
/// does the carriage return before a line feed.
///
/// ```
/// assert_eq!(greffe_render::visible("a\u{200b}b\u{1b}[31m\n"), "a<U+200B>b<U+001B>[31m\n");
/// ```
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let kept = matches!(c, '\n' | '\t') || (c == '\r' && rest.peek() == Some(&'\n'));
        if kept { out.push(c) } else { push_visible(&mut out, c) }
    }
    out
}

fn push_visible(out: &mut String, c: char) {
    if is_hidden(c) {
        // Writing to a string cannot fail.
        let _ = write!(out, "<U+{:04X}>", u32::from(c));
    } else {
        out.push(c);
    }
}

/// Sets no-break spaces: before `; : ! ? »`, after `«` and `n°`, between a figure and `€` or
/// `%`, and before the bracket of a reference unless another reference stands before it.
pub(crate) fn typeset(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let after = rest.chars().find(|next| !is_mark(*next));
        let binds = match (before, after) {
            (_, Some(';' | ':' | '!' | '?' | '»'))
            | (Some('«' | '°'), _)
            | (Some(']'), Some('('))
            | (Some('0'..='9'), Some('€' | '%')) => true,
            (Some(before), Some('[')) => before != ']',
            _ => false,
        };
        out.push(if c == ' ' && binds { '\u{a0}' } else { c });
        if !is_mark(c) {
            before = Some(c);
        }
    }
    out
}

/// Turns the marks of finished lines into ANSI codes, or drops them. A tone that runs over the
/// end of a line is closed there and taken up again on the next.
pub(crate) fn paint(lines: &[String], colour: bool) -> String {
    let mut out = String::new();
    let mut open: Option<Tone> = None;
    for line in lines {
        if let Some(tone) = open.filter(|_| colour) {
            out.push_str(tone.code());
        }
        for c in line.trim_end().chars() {
            if !is_mark(c) {
                out.push(c);
                continue;
            }
            if colour && open.is_some() {
                out.push_str("\u{1b}[0m");
            }
            open = Tone::of_mark(c);
            if let Some(tone) = open.filter(|_| colour) {
                out.push_str(tone.code());
            }
        }
        if colour && open.is_some() {
            out.push_str("\u{1b}[0m");
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn marks_take_no_room() {
        let ink = Ink::toned(Tone::Bad, "ab").and("c");
        assert_eq!(ink.marked().width(), 3);
        assert_eq!(textwrap::core::display_width(&ink.marked()), 3);
    }

    #[test]
    fn nothing_hidden_gets_in() {
        let ink = Ink::new("a\u{1b}31mb\u{202e}c\u{206a}d\n\te\u{ad}f");
        assert_eq!(ink.marked(), "a<U+001B>31mb<U+202E>c<U+206A>d ef");
        for hidden in "\u{200b}\u{2028}\u{2029}\u{feff}\u{2066}\u{85}\u{7f}\u{e0041}\0".chars() {
            let written = format!("x<U+{:04X}>y", u32::from(hidden));
            let text = format!("x{hidden}y");
            assert_eq!((clean(&text), visible(&text)), (written.clone(), written));
        }
        for plain in ["é ñ \u{a0}€\u{202f}% œ", "日本 🎭"] {
            assert_eq!((clean(plain).as_str(), visible(plain).as_str()), (plain, plain));
        }
        assert_eq!(visible("a\r\n\tb\rc"), "a\r\n\tb<U+000D>c");
    }

    #[test]
    fn tones_are_closed_at_the_end_of_a_line() {
        let lines = vec![format!("{}a", Tone::Bad.mark()), format!("b{END}c")];
        assert_eq!(paint(&lines, false), "a\nbc\n");
        assert_eq!(paint(&lines, true), "\u{1b}[1;31ma\u{1b}[0m\n\u{1b}[1;31mb\u{1b}[0mc\n");
    }

    #[test]
    fn french_spaces_do_not_break() {
        assert_eq!(
            typeset("Est-ce vrai ? « oui » n° 3"),
            "Est-ce vrai\u{a0}? «\u{a0}oui\u{a0}» n°\u{a0}3"
        );
        assert_eq!(typeset("12 € [3.1] [4]"), "12\u{a0}€\u{a0}[3.1] [4]");
    }
}
