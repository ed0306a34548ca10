//! The sheet: lines of ink wrapped to the width, pairs of label and text, tables.
//!
//! Breaks happen at plain spaces only; a figure and its reference are bound by no-break spaces
//! and stay together. A table that does not fit the width is refused, and its caller sets the
//! same matter as pairs.

use crate::ink::{Ink, Tone, paint};
use crate::style::Style;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

/// The widest label of a list of pairs, in columns; longer ones wrap.
const LABEL: usize = 18;

/// A page in the making.
pub(crate) struct Sheet {
    style: Style,
    lines: Vec<String>,
}

impl Sheet {
    pub(crate) fn new(style: Style) -> Sheet {
        Sheet { style, lines: Vec::new() }
    }

    /// An empty line, unless there is one already or nothing stands above.
    pub(crate) fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// A heading, set off from what stands above.
    pub(crate) fn heading(&mut self, text: impl AsRef<str>) {
        self.heading_at(0, text);
    }

    /// A heading further in.
    pub(crate) fn heading_at(&mut self, indent: usize, text: impl AsRef<str>) {
        self.blank();
        self.text(indent, &Ink::toned(Tone::Strong, text));
    }

    /// A paragraph.
    pub(crate) fn text(&mut self, indent: usize, ink: &Ink) {
        self.hung(indent, "", ink);
    }

    /// A paragraph behind a sign, its further lines under its first word.
    pub(crate) fn hung(&mut self, indent: usize, sign: &str, ink: &Ink) {
        let first = format!("{}{sign}", " ".repeat(indent));
        let next = " ".repeat(first.width());
        let lines = wrap(&ink.marked(), self.style.columns(), &first, &next);
        self.lines.extend(lines);
    }

    /// A paragraph behind one sign, its further lines behind another: a branch of a tree.
    pub(crate) fn branch(&mut self, first: &str, next: &str, ink: &Ink) {
        let lines = wrap(&ink.marked(), self.style.columns(), first, next);
        self.lines.extend(lines);
    }

    /// Labels with their texts, in two columns.
    pub(crate) fn pairs(&mut self, indent: usize, pairs: &[(String, Ink)]) {
        let shown: Vec<_> = pairs.iter().filter(|(_, ink)| !ink.is_empty()).collect();
        let widest = shown.iter().map(|(label, _)| label.width()).max().unwrap_or_default();
        let label_width = widest.min(LABEL);
        for (label, ink) in shown {
            self.pair(indent, label_width, &Ink::new(label), ink);
        }
    }

    /// One label, wrapped in its own column, with its text beside it.
    pub(crate) fn pair(&mut self, indent: usize, label_width: usize, label: &Ink, ink: &Ink) {
        self.columns(indent, &[(label_width, label.clone())], ink);
    }

    /// Texts side by side, each wrapped in its own column; the last one has what is left.
    pub(crate) fn columns(&mut self, indent: usize, columns: &[(usize, Ink)], last: &Ink) {
        let used: usize = indent + columns.iter().map(|(width, _)| width + 2).sum::<usize>();
        let wrapped: Vec<(usize, Vec<String>)> = columns
            .iter()
            .map(|(width, ink)| (*width, wrap(&ink.marked(), *width, "", "")))
            .collect();
        let right = wrap(&last.marked(), self.style.columns().saturating_sub(used), "", "");
        let high = wrapped.iter().map(|(_, lines)| lines.len()).max().unwrap_or_default();
        for at in 0..high.max(right.len()) {
            let mut line = " ".repeat(indent);
            for (width, lines) in &wrapped {
                let text = lines.get(at).map_or("", String::as_str);
                line.push_str(text);
                line.push_str(&" ".repeat(width.saturating_sub(text.width()) + 2));
            }
            line.push_str(right.get(at).map_or("", String::as_str));
            self.lines.push(line);
        }
    }

    /// A label, a figure of a fixed width with what stands below it on further lines, and a text.
    pub(crate) fn beside(
        &mut self,
        indent: usize,
        label_width: usize,
        label: &Ink,
        (figure, below): (&str, &str),
        ink: &Ink,
    ) {
        let left = wrap(&label.marked(), label_width, "", "");
        let used = indent + label_width + figure.width() + 4;
        let right = wrap(&ink.marked(), self.style.columns().saturating_sub(used), "", "");
        for at in 0..left.len().max(right.len()) {
            let label = left.get(at).map_or("", String::as_str);
            let text = right.get(at).map_or("", String::as_str);
            let drawn = if at == 0 { figure } else { below };
            let pad = label_width.saturating_sub(label.width());
            let (indent, pad) = (" ".repeat(indent), " ".repeat(pad));
            self.lines.push(format!("{indent}{label}{pad}  {drawn}  {text}"));
        }
    }

    /// A table of rows under a header, or `false` when it does not fit the width.
    pub(crate) fn table(
        &mut self,
        indent: usize,
        header: &[Ink],
        rows: &[Vec<Ink>],
        right: &[usize],
    ) -> bool {
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        if header.iter().any(|cell| !cell.is_empty()) {
            table.set_header(header.iter().map(Ink::marked));
        }
        for row in rows {
            table.add_row(row.iter().map(Ink::marked));
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        for index in right {
            if let Some(column) = table.column_mut(*index) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let lead = " ".repeat(indent);
        let lines: Vec<String> =
            table.lines().map(|line| format!("{lead}{}", line.trim_end())).collect();
        let fits = lines.iter().all(|line| line.width() <= self.style.columns());
        if fits {
            self.lines.extend(lines);
        }
        fits
    }

    /// The text of the page.
    pub(crate) fn finish(mut self) -> String {
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        paint(&self.lines, self.style.colour)
    }
}

fn wrap(text: &str, width: usize, first: &str, next: &str) -> Vec<String> {
    let options = Options::new(width.max(1))
        .initial_indent(first)
        .subsequent_indent(next)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}
