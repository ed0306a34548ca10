//! Records: the rows of a text, one at a time, each with its number and its place in the text.
//!
//! Nothing is held but the row at hand. A row's number is the one a spreadsheet shows, from 1, empty
//! lines counted.

use crate::error::TableError;
use crate::value::is_blank;
use csv::{ReaderBuilder, StringRecord};
use std::ops::Range;

/// The longest record, in bytes; what is longer is a quotation that is never closed.
pub(crate) const MAX_RECORD: usize = 1024 * 1024;
/// The most cells of a record.
const MAX_CELLS: usize = 16_384;

/// A record of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number, from 1; empty lines count.
    pub number: u64,
    /// The line of the text on which it begins, from 1; a cell may hold several lines.
    pub line: u64,
    /// Its bytes in the text, without the line end.
    pub span: Range<usize>,
    /// Its cells.
    pub cells: StringRecord,
}

impl Record {
    /// Whether every cell is blank.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(is_blank)
    }

    /// A cell, empty beyond the last.
    #[must_use]
    pub fn cell(&self, place: usize) -> &str {
        self.cells.get(place).unwrap_or_default()
    }
}

/// The records of a text. An empty line is a record without cells.
pub struct Records<'t> {
    text: &'t str,
    delimiter: u8,
    reader: csv::Reader<&'t [u8]>,
    number: u64,
    line: u64,
    /// Empty lines that are still to be given, and where the first of them is.
    empty: (u64, usize),
    waiting: Option<(Range<usize>, StringRecord)>,
    done: bool,
}

impl<'t> Records<'t> {
    /// The records of a text, cut by a delimiter.
    #[must_use]
    pub fn new(text: &'t str, delimiter: u8) -> Records<'t> {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(delimiter);
        let reader = builder.from_reader(text.as_bytes());
        let (empty, waiting) = ((0, 0), None);
        Records { text, delimiter, reader, number: 0, line: 1, empty, waiting, done: false }
    }

    /// Reads on: what waits then is the next record, behind the empty lines before it.
    fn read(&mut self) {
        let start = self.at();
        let mut cells = StringRecord::new();
        // The text is UTF-8 and lengths may differ: nothing is left for the reader to refuse.
        let more = self.reader.read_record(&mut cells).unwrap_or(false);
        let taken = self.text.get(start..self.at()).unwrap_or_default();
        let body = taken.trim_start_matches(['\r', '\n']);
        let mut skipped = taken.get(..taken.len() - body.len()).unwrap_or_default();
        let begin = start + skipped.len();
        // The reader cuts a line end of two bytes in its middle.
        if self.text.get(..start).is_some_and(|before| before.ends_with('\r')) {
            skipped = skipped.strip_prefix('\n').unwrap_or(skipped);
        }
        self.empty = (ends(skipped), begin - skipped.len());
        let written = body.trim_end_matches(['\r', '\n']);
        self.waiting = more.then(|| (begin..begin + written.len(), cells));
        self.done = !more;
    }

    fn at(&self) -> usize {
        let at = usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX);
        at.min(self.text.len())
    }

    fn give(&mut self, span: Range<usize>, cells: StringRecord) -> Result<Record, TableError> {
        let line = self.line;
        let written = self.text.get(span.clone()).unwrap_or_default();
        let lines = ends(written);
        self.line = self.line.saturating_add(lines).saturating_add(1);
        self.number = self.number.saturating_add(1);
        if span.len() > MAX_RECORD {
            self.done = true;
            return Err(TableError::LongRow { line, limit: MAX_RECORD });
        }
        if cells.len() > MAX_CELLS {
            self.done = true;
            return Err(TableError::WideRow { row: self.number, cells: cells.len() });
        }
        // Only a record of several lines can hold another, and only the last be inside a quotation still.
        let is_last = self.waiting.is_none() && self.at() == self.text.len();
        if (lines > 0 || is_last)
            && let Some(quotation) = Quotation::of(written, self.delimiter)
        {
            self.done = true;
            let (Quotation::Open(at) | Quotation::Torn(at)) = quotation;
            let line = line.saturating_add(ends(written.get(..at).unwrap_or_default()));
            return Err(match quotation {
                Quotation::Open(_) => TableError::OpenQuotation { line },
                Quotation::Torn(_) => TableError::TornQuotation { line },
            });
        }
        Ok(Record { number: self.number, line, span, cells })
    }
}

/// What is wrong with a quotation of a record: where it opens, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quotation {
    /// The record does not close it.
    Open(usize),
    /// The mark that closes it stands where a cell of a later line begins, and words follow it: it opens another.
    Torn(usize),
}

impl Quotation {
    /// What is wrong with the first that is not as it should be. A mark opens a quotation at the beginning of a cell
    /// alone, and inside one a doubled mark stands for itself: as the reader takes them.
    fn of(record: &str, delimiter: u8) -> Option<Quotation> {
        let between = |byte: u8| byte == delimiter || matches!(byte, b'\r' | b'\n');
        let mut open = None;
        let (mut before, mut ends) = (delimiter, false);
        let mut bytes = record.bytes().enumerate().peekable();
        while let Some((at, byte)) = bytes.next() {
            if byte != b'"' {
                ends |= matches!(byte, b'\r' | b'\n');
            } else if let Some(from) = open {
                if bytes.next_if(|(_, next)| *next == b'"').is_none() {
                    let words = bytes.peek().is_some_and(|(_, next)| !between(*next));
                    if ends && between(before) && words {
                        return Some(Quotation::Torn(from));
                    }
                    open = None;
                }
            } else if between(before) {
                (open, ends) = (Some(at), false);
            }
            before = byte;
        }
        open.map(Quotation::Open)
    }
}

/// How many line ends a text has: `\n`, `\r` or both together.
pub(crate) fn ends(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let after = bytes.iter().skip(1).chain(std::iter::once(&0));
    let ends = bytes.iter().zip(after).filter(|(b, next)| match **b {
        b'\n' => true,
        b'\r' => **next != b'\n',
        _ => false,
    });
    u64::try_from(ends.count()).unwrap_or(u64::MAX)
}

impl Iterator for Records<'_> {
    type Item = Result<Record, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.waiting.is_none() && self.empty.0 == 0 {
            if self.done {
                return None;
            }
            self.read();
        }
        if let (count @ 1.., at) = self.empty {
            self.empty = (count - 1, at);
            return Some(self.give(at..at, StringRecord::new()));
        }
        let (span, cells) = self.waiting.take()?;
        Some(self.give(span, cells))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<(u64, u64, String, usize)> {
        let records = Records::new(text, b';').map(Result::unwrap);
        records.map(|r| (r.number, r.line, text[r.span].to_owned(), r.cells.len())).collect()
    }

    #[test]
    fn records_have_their_place() {
        let text = "a;b\r\n\r\n\"c\r\nd\";e\r\nf;g\r\n\n\n";
        let of = |number, line, text: &str, cells| (number, line, text.to_owned(), cells);
        assert_eq!(
            all(text),
            [
                of(1, 1, "a;b", 2),
                of(2, 2, "", 0),
                of(3, 3, "\"c\r\nd\";e", 2),
                of(4, 5, "f;g", 2),
                of(5, 6, "", 0),
                of(6, 7, "", 0),
            ]
        );
        assert_eq!(all("a\rb"), [of(1, 1, "a", 1), of(2, 2, "b", 1)]);
    }

    #[test]
    fn a_quotation_that_never_ends_is_named() {
        let text = format!("a;b\n\"{}", "x;y\n".repeat(MAX_RECORD / 4 + 9));
        let last = Records::new(&text, b';').last().unwrap();
        assert!(last == Err(TableError::LongRow { line: 2, limit: MAX_RECORD }));
    }

    proptest! {
        /// The quotation is open exactly where the reader would take in what follows the text.
        #[test]
        fn an_open_quotation_takes_in_what_follows(text in "[a;\"]{0,12}(\n?[a;\"\n]{1,12})?") {
            let last = Records::new(&text, b';').last().and_then(Result::err);
            prop_assume!(!matches!(last, Some(TableError::TornQuotation { .. })));
            let open = last.is_some();
            let more = format!("{text}\nx");
            let mut reader = ReaderBuilder::new();
            let reader = reader.has_headers(false).flexible(true).delimiter(b';');
            let last = reader.from_reader(more.as_bytes()).records().last().unwrap().unwrap();
            prop_assert_eq!(open, last != vec!["x"], "{:?}", text);
        }

        /// Every byte is in one record or is a line end, in order; and a record read alone is the same,
        /// but for the line end that a quotation which is never closed takes in.
        #[test]
        fn spans_cover_the_text(text in "[a;\"\r\n é]{0,60}") {
            let mut at = 0;
            for record in Records::new(&text, b';') {
                let Ok(record) = record else { return Ok(()) };
                prop_assert!(text[at..record.span.start].bytes().all(|b| matches!(b, b'\r' | b'\n')));
                let alone = Records::new(&text[record.span.clone()], b';').next();
                let cells = alone.map_or_else(StringRecord::new, |r| r.unwrap().cells);
                let bare = |cells: &StringRecord| {
                    let bare = |cell: &str| cell.trim_end_matches(['\r', '\n']).to_owned();
                    cells.iter().map(bare).collect::<Vec<_>>()
                };
                prop_assert_eq!(bare(&cells), bare(&record.cells));
                at = record.span.end;
            }
            prop_assert!(text[at..].bytes().all(|b| matches!(b, b'\r' | b'\n')));
        }
    }
}
