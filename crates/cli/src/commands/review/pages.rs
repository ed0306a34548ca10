//! The text as it is laid out beside the facts: lines that fit, and words to choose passages by.
//! All places are bytes of the text.

mod gutters;

use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// A text laid out in lines of some width.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pages {
    width: usize,
    lines: Vec<Range<usize>>,
    words: Vec<Range<usize>>,
    hidden: Vec<Range<usize>>,
}

/// What ends a page. It is a line of its own.
pub const PAGE_END: &str = "\u{c}";

impl Pages {
    /// A text in lines of so many columns, broken between words where it can be.
    pub fn of(text: &str, width: usize) -> Pages {
        let width = width.max(1);
        let (mut lines, mut hidden) = (Vec::new(), Vec::new());
        let written = written(text);
        let says = |line: &Range<usize>| text.get(line.clone()).unwrap_or_default();
        let cells = |line: &Range<usize>| gutters::has_cells(says(line));
        // Blank lines between rows part no table, where its rows fit together.
        let in_table = |line: &Range<usize>| cells(line) || says(line).trim().is_empty();
        for block in written.chunk_by(|a, b| in_table(a) == in_table(b)) {
            let rows =
                if block.iter().any(cells) { gutters::narrowed(text, block, width) } else { None };
            if let Some(blanks) = rows {
                lines.extend_from_slice(block);
                hidden.extend(blanks);
            } else {
                for line in block {
                    fit(text, line.clone(), width, &mut lines);
                }
            }
        }
        let words = words(text);
        Pages { width, lines, words, hidden }
    }

    /// The width of its lines.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Its lines.
    pub fn lines(&self) -> &[Range<usize>] {
        &self.lines
    }

    /// Its words.
    pub fn words(&self) -> &[Range<usize>] {
        &self.words
    }

    /// The blanks of a line that are not shown, for the cells of a table to fit.
    pub fn hidden(&self, line: &Range<usize>) -> &[Range<usize>] {
        let from = self.hidden.partition_point(|blank| blank.end <= line.start);
        let to = self.hidden.partition_point(|blank| blank.start < line.end);
        self.hidden.get(from..to).unwrap_or_default()
    }

    /// The line in which a byte stands.
    pub fn line_of(&self, byte: usize) -> usize {
        self.lines.partition_point(|line| line.start <= byte).saturating_sub(1)
    }

    /// The first word that ends behind a byte.
    pub fn word_at(&self, byte: usize) -> usize {
        let at = self.words.partition_point(|word| word.end <= byte);
        at.min(self.words.len().saturating_sub(1))
    }

    /// The word nearest below or above another, some lines away.
    pub fn word_beside(&self, word: usize, lines: isize) -> usize {
        let Some(here) = self.words.get(word) else { return word };
        let line = self.line_of(here.start);
        let column = here.start - self.lines.get(line).map_or(0, |l| l.start);
        let mut wanted = line.saturating_add_signed(lines).min(self.lines.len().saturating_sub(1));
        // Empty lines have no word: go on in the same direction.
        loop {
            let Some(target) = self.lines.get(wanted) else { return word };
            let first = self.words.partition_point(|word| word.end <= target.start);
            let inside = |w: &&Range<usize>| w.start < target.end.max(target.start + 1);
            let count =
                self.words.get(first..).unwrap_or_default().iter().take_while(inside).count();
            if count > 0 {
                let near = |at: &usize| {
                    let start = self.words.get(*at).map_or(0, |w| w.start);
                    (target.start + column).abs_diff(start)
                };
                return (first..first + count).min_by_key(near).unwrap_or(word);
            }
            match wanted.checked_add_signed(lines.signum()) {
                Some(next) if next < self.lines.len() => wanted = next,
                _ => return word,
            }
        }
    }
}

/// The lines as they are written, what ends a page on its own.
fn written(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let end = from + line.trim_end_matches(['\n', '\r']).len();
        let mut start = from;
        let words = text.get(from..end).unwrap_or_default();
        for (at, _) in words.match_indices(PAGE_END) {
            if start < from + at {
                lines.push(start..from + at);
            }
            start = from + at + PAGE_END.len();
            lines.push(from + at..start);
        }
        if start < end || start == from {
            lines.push(start..end);
        }
        from += line.len();
    }
    lines
}

fn fit(text: &str, line: Range<usize>, width: usize, lines: &mut Vec<Range<usize>>) {
    let (mut from, mut used, mut gap) = (line.start, 0, None);
    for (at, c) in text.get(line.clone()).unwrap_or_default().char_indices() {
        let at = line.start + at;
        let columns = c.width().unwrap_or(1);
        let blank = c == ' ' || c == '\t';
        // Blanks at the end of a line take no room: they are not seen.
        let hangs = blank && used >= width;
        if used + columns > width && at > from && !hangs {
            // Behind the last blank, or in the middle of a word that is longer than the line.
            let end = gap.filter(|gap| *gap > from).unwrap_or(at);
            lines.push(from..end);
            from = end;
            let rest = text.get(from..at).unwrap_or_default();
            used = rest.chars().map(|c| c.width().unwrap_or(1)).sum();
            gap = None;
        }
        used += columns;
        if blank {
            gap = Some(at + c.len_utf8());
        }
    }
    lines.push(from..line.end);
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        match (greffe::domain::is_space(c), open) {
            (true, Some(from)) => {
                words.push(from..at);
                open = None;
            }
            (false, None) => open = Some(at),
            _ => {}
        }
    }
    words.extend(open.map(|from| from..text.len()));
    words
}
