//! The sheets of a document: its text page by page, with the place of every word.

use super::glyphs::{Gatherer, Glyph};
use super::lines::{self, Line};
use crate::Extracted;
use crate::error::ReadError;
use crate::limits::MAX_TEXT_BYTES;
use crate::places::{Area, Placed, Places};

/// The pages as they are written.
#[derive(Default)]
pub(super) struct Sheets {
    text: String,
    words: Vec<Placed>,
    pages: Vec<[i32; 2]>,
    textless: Vec<u32>,
}

impl Sheets {
    /// Begins a page of a width and height in points; gives its number.
    pub(super) fn begin(&mut self, size: [f64; 2]) -> u32 {
        #[expect(clippy::cast_possible_truncation, reason = "saturates; no page is so large")]
        let size = size.map(|length| (length * 100.0).round() as i32);
        self.pages.push(size);
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }

    /// Ends a page, with a form feed as `pdftotext` does it.
    pub(super) fn end(&mut self) {
        self.text.push('\u{c}');
    }

    /// A page of glyphs.
    pub(super) fn page(&mut self, size: [f64; 2], gathered: &Gatherer) -> Result<(), ReadError> {
        let number = self.begin(size);
        let written = gathered.level.iter().any(|glyph| !glyph.drawn && !glyph.is_blank());
        if !written && gathered.turned.is_empty() && gathered.images > 0 {
            self.textless.push(number);
        }
        self.lines(&lines::lines(&gathered.level), number, Way::Level)?;
        for quarter in [3, 1, 2] {
            let turned = gathered.turned.iter().filter(|(q, _)| *q == quarter);
            let turned: Vec<Glyph> = turned.map(|(_, glyph)| glyph.clone()).collect();
            if !turned.is_empty() {
                self.text.push('\n');
                self.lines(&lines::lines(&turned), number, Way::Quarter(quarter))?;
            }
        }
        self.end();
        Ok(())
    }

    /// How many pages there are.
    pub(super) const fn count(&self) -> usize {
        self.pages.len()
    }

    /// Whether no page holds a word.
    pub(super) const fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Lines of the page that is open.
    pub(super) fn lines(&mut self, lines: &[Line], page: u32, way: Way) -> Result<(), ReadError> {
        for line in lines {
            if line.apart {
                self.text.push('\n');
            }
            for word in &line.words {
                self.text.extend(std::iter::repeat_n(' ', word.gap));
                let from = self.text.len();
                self.text.push_str(&word.text);
                let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                self.words.push(Placed {
                    from: place(from),
                    to: place(self.text.len()),
                    page,
                    area: way.shown(word.area),
                });
            }
            self.text.push('\n');
            if self.text.len() > MAX_TEXT_BYTES {
                return Err(ReadError::too_long());
            }
        }
        Ok(())
    }

    /// The whole text.
    pub(super) fn extracted(self) -> Extracted {
        Extracted {
            text: self.text,
            places: Some(Places::new(self.pages, self.words)),
            textless: self.textless,
            unseen: Vec::new(),
        }
    }
}

/// Which way lines run on their page.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// From left to right.
    Level,
    /// Turned by so many quarters.
    Quarter(i32),
}

impl Way {
    /// A rectangle of the lines' own frame, as the page shows it.
    fn shown(self, area: Area) -> Area {
        let [left, top, right, bottom] = area.0;
        Area(match self {
            Way::Quarter(1) => [-bottom, left, -top, right],
            Way::Quarter(2) => [-right, -bottom, -left, -top],
            Way::Quarter(3) => [top, -right, bottom, -left],
            Way::Level | Way::Quarter(_) => [left, top, right, bottom],
        })
    }
}
