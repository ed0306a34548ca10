//! Text that flows: paragraphs, rows of tables and items of lists, written line by line.
//!
//! What stands side by side in a table stands side by side in the text, parted by wide gaps, as
//! the text of a page would show it. A paragraph is one line, however long.

use crate::error::ReadError;
use crate::limits::{MAX_COLUMNS, MAX_DEPTH, MAX_TEXT_BYTES};

/// What parts two cells of a row: wider than any gap between words.
const GAP: &str = "    ";
/// A column is made so wide, at most, to stand in line with the one above.
const WIDEST: usize = 44;
/// A cell of more paragraphs holds a list of its own: the table is there for the layout.
const ROW_LINES: usize = 4;

/// Where flowing text is gathered.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing of its own to know")]
pub(crate) struct Flow {
    out: String,
    paragraph: String,
    /// Whether white space of the source is nothing but a place to break a line.
    collapse: bool,
    tables: Vec<Table>,
    /// The paragraphs in whose middle a text box stands.
    asides: Vec<String>,
    /// Whether the open paragraph is an item of a list, and whether the last one was.
    item: bool,
    last_item: bool,
    too_long: bool,
    too_deep: bool,
    /// How much text was gathered, cells of open tables included.
    bytes: usize,
}

#[derive(Debug, Default)]
struct Table {
    rows: Vec<Row>,
}

#[derive(Debug, Default)]
struct Row {
    cells: Vec<Vec<String>>,
}

/// The flow of a page of the web.
impl Default for Flow {
    fn default() -> Flow {
        Flow::new(true)
    }
}

impl Flow {
    /// Nothing yet. With `collapse`, runs of white space are one space.
    pub(crate) const fn new(collapse: bool) -> Flow {
        Flow {
            out: String::new(),
            paragraph: String::new(),
            collapse,
            tables: Vec::new(),
            asides: Vec::new(),
            item: false,
            last_item: false,
            too_long: false,
            too_deep: false,
            bytes: 0,
        }
    }

    /// Words of the open paragraph.
    pub(crate) fn text(&mut self, text: &str) {
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes > MAX_TEXT_BYTES {
            self.too_long = true;
            return;
        }
        if !self.collapse {
            // A line feed inside the words of a format that has an element for it is a space.
            self.paragraph.extend(text.chars().map(|c| if is_break(c) { ' ' } else { c }));
            return;
        }
        for c in text.chars() {
            // A no-break space is a character, not a place to break.
            if c == ' ' || is_break(c) {
                if !self.paragraph.is_empty() && !self.paragraph.ends_with([' ', '\n']) {
                    self.paragraph.push(' ');
                }
            } else {
                self.paragraph.push(c);
            }
        }
    }

    /// Words as they are, line feeds included.
    pub(crate) fn verbatim(&mut self, text: &str) {
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes > MAX_TEXT_BYTES {
            self.too_long = true;
            return;
        }
        self.paragraph.push_str(text);
    }

    /// Spaces that stand for themselves.
    pub(crate) fn spaces(&mut self, count: usize) {
        self.verbatim(&" ".repeat(count.min(64)));
    }

    /// A jump to the next stop: side by side, and apart.
    pub(crate) fn tab(&mut self) {
        self.verbatim(GAP);
    }

    /// A new line in the same paragraph.
    pub(crate) fn line_break(&mut self) {
        self.verbatim("\n");
    }

    /// The label of an item, with which the open paragraph begins.
    pub(crate) fn label(&mut self, label: &str) {
        self.item = true;
        self.verbatim(label);
        self.verbatim(" ");
    }

    /// Whether nothing has been written since the last paragraph.
    pub(crate) fn at_start(&self) -> bool {
        self.paragraph.trim().is_empty()
    }

    /// Ends the open paragraph, if it holds anything.
    pub(crate) fn end(&mut self) {
        if self.at_start() {
            self.paragraph.clear();
            self.item = false;
        } else {
            self.end_even_empty();
        }
    }

    /// Ends the open paragraph; an empty one is a blank line.
    pub(crate) fn end_even_empty(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        for line in paragraph.split('\n') {
            self.line(line.trim());
        }
        self.item = false;
    }

    /// A blank line, unless there is one.
    pub(crate) fn apart(&mut self) {
        if self.tables.is_empty() && !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn line(&mut self, line: &str) {
        self.bytes = self.bytes.saturating_add(line.len() + 1);
        if self.bytes > MAX_TEXT_BYTES {
            self.too_long = true;
            return;
        }
        let cell = self.tables.last_mut().and_then(|table| table.rows.last_mut());
        match cell.and_then(|row| row.cells.last_mut()) {
            // Nothing stands in a cell but its words.
            Some(_) if line.is_empty() => {}
            Some(cell) => cell.push(line.to_owned()),
            None => {
                // Room stands around a list, as around a table.
                if !line.is_empty() && self.item != self.last_item {
                    self.apart();
                    self.last_item = self.item;
                }
                self.out.push_str(line);
                self.out.push('\n');
            }
        }
    }

    /// A text box or a note begins inside a paragraph.
    pub(crate) fn open_aside(&mut self) {
        self.asides.push(std::mem::take(&mut self.paragraph));
    }

    /// It ends, and the paragraph goes on.
    pub(crate) fn close_aside(&mut self) {
        self.end();
        self.paragraph = self.asides.pop().unwrap_or_default();
    }

    /// A table begins.
    pub(crate) fn open_table(&mut self) {
        self.end();
        self.too_deep |= self.tables.len() >= MAX_DEPTH;
        if !self.too_deep {
            self.tables.push(Table::default());
        }
    }

    /// A row begins.
    pub(crate) fn open_row(&mut self) {
        self.end();
        if let Some(table) = self.tables.last_mut() {
            table.rows.push(Row::default());
        }
    }

    /// A cell begins.
    pub(crate) fn open_cell(&mut self) {
        self.end();
        let row = self.tables.last_mut().and_then(|table| table.rows.last_mut());
        if let Some(row) = row.filter(|row| row.cells.len() < MAX_COLUMNS) {
            row.cells.push(Vec::new());
        }
    }

    /// A table ends: its rows are written. One inside a cell becomes lines of that cell.
    pub(crate) fn close_table(&mut self) {
        self.end();
        let Some(table) = self.tables.pop() else { return };
        let widths = table.widths();
        self.apart();
        for row in &table.rows {
            if self.too_long {
                break;
            }
            for line in row.lines(&widths) {
                self.line(&line);
            }
        }
        self.apart();
    }

    /// The text.
    pub(crate) fn finish(mut self) -> Result<String, ReadError> {
        while !self.tables.is_empty() {
            self.close_table();
        }
        while !self.asides.is_empty() {
            self.close_aside();
        }
        self.end();
        if self.too_deep {
            let what = "256 tables one in the other";
            return Err(ReadError::limit("document", what));
        }
        if self.too_long { Err(ReadError::too_long()) } else { Ok(self.out) }
    }

    /// Whether more was given than a text may be long: the rest need not be read.
    pub(crate) const fn is_too_long(&self) -> bool {
        self.too_long || self.too_deep
    }
}

impl Table {
    fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = Vec::new();
        for row in &self.rows {
            for (at, cell) in row.cells.iter().enumerate() {
                let width = cell.iter().map(|line| line.chars().count()).max().unwrap_or(0);
                match widths.get_mut(at) {
                    Some(known) => *known = (*known).max(width.min(WIDEST)),
                    None => widths.push(width.min(WIDEST)),
                }
            }
        }
        widths
    }
}

impl Row {
    fn lines(&self, widths: &[usize]) -> Vec<String> {
        let filled = self.cells.iter().filter(|cell| !cell.is_empty());
        let lengths: Vec<usize> = filled.clone().map(Vec::len).collect();
        let longest = lengths.iter().copied().max().unwrap_or(0);
        if lengths.len() <= 1 {
            return filled.flatten().cloned().collect();
        }
        if longest > ROW_LINES {
            // Column by column, as a person reads a page that a table only lays out.
            let mut lines: Vec<String> = Vec::new();
            for cell in filled {
                lines.extend(cell.iter().cloned());
                lines.push(String::new());
            }
            return lines;
        }
        if lengths.iter().all(|length| *length == longest) {
            return (0..longest)
                .map(|at| {
                    self.side_by_side(widths, |cell| cell.get(at).cloned().unwrap_or_default())
                })
                .collect();
        }
        vec![self.side_by_side(widths, |cell| cell.join(" "))]
    }

    fn side_by_side(&self, widths: &[usize], of: impl Fn(&Vec<String>) -> String) -> String {
        let mut line = String::new();
        for (at, cell) in self.cells.iter().enumerate() {
            let words = of(cell);
            let width = widths.get(at).copied().unwrap_or(0);
            let missing = width.saturating_sub(words.chars().count());
            line.push_str(&words);
            line.push_str(&" ".repeat(missing));
            line.push_str(GAP);
        }
        line.trim_end().to_owned()
    }
}

const fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}')
}
