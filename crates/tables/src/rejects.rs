//! The rejects: the rows that could not be recorded, to be corrected and handed in again.
//!
//! A CSV with the table's own columns, its delimiter, and three more in front: where the row comes
//! from, which must stay as it is, and why it was rejected, as a code and in words, which is for the
//! person and not read. The person opens it in a spreadsheet: a cell that would be a formula there stands behind an apostrophe
//! ([`guarded`]), which the reading of a rejects file takes away again.

use crate::column::Column;
use crate::defect::{Defect, Words};
use crate::header::Header;
use crate::reading::RowReading;
use crate::records::Record;
use greffe_domain::guarded;
use std::io::Write;

/// Writes rejected rows.
pub struct Rejects<W: Write> {
    out: csv::Writer<W>,
    width: usize,
    /// The places of the table's own cells: those of an earlier rejects file are left out.
    kept: Vec<usize>,
    /// The place of the origin, in an earlier rejects file.
    origin: Option<usize>,
    delimiter: char,
    /// Whether the table is such a file itself.
    corrected: bool,
    /// The language of the explanations.
    said: fn(Words) -> &'static str,
    count: u64,
}

impl<W: Write> Rejects<W> {
    /// Begins a file of rejects with its header; `said` chooses the language of the explanations.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(
        to: W,
        header: &Header,
        said: fn(Words) -> &'static str,
    ) -> std::io::Result<Rejects<W>> {
        use crate::column::Column::{Explanation, Origin, Reason};
        let column = |place: usize| header.columns().get(place).copied().flatten();
        let own = |place: &usize| !column(*place).is_some_and(Column::is_of_rejects);
        let kept: Vec<usize> = (0..header.labels().len()).filter(own).collect();
        let delimiter = header.delimiter();
        let written = u8::try_from(delimiter).unwrap_or(b';');
        let mut out = csv::WriterBuilder::new().delimiter(written).flexible(true).from_writer(to);
        let labels = kept.iter().filter_map(|place| header.labels().get(*place));
        let front: [&str; 3] = [Origin.name(), Reason.name(), Explanation.name()];
        let labels: Vec<_> = labels.map(|label| guarded(label)).collect();
        out.write_record(front.into_iter().chain(labels.iter().map(AsRef::as_ref)))?;
        let (width, origin) = (header.labels().len(), header.place(Origin));
        let corrected = header.is_of_rejects();
        Ok(Rejects { out, width, kept, origin, delimiter, corrected, said, count: 0 })
    }

    /// Writes a row with what keeps it from being recorded, each cause once: as codes, and in words.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, record: &Record, reading: &RowReading) -> std::io::Result<()> {
        let codes = causes(reading, |defect| defect.rule.code()).join(" ");
        // Without the delimiter the words need no quotation marks, which somebody who mends the row as a text may take away.
        let words = causes(reading, |defect| (self.said)(defect.rule.words())).join(" · ");
        let words: Vec<&str> = words.split(self.delimiter).map(str::trim).collect();
        let words = words.join(" – ");
        // What a rejects file says of its origin is written as it stands, were it nothing: a place in that file is none.
        let said = self.origin.map(|place| record.cell(place).to_owned());
        let origin = match said {
            Some(said) => said,
            None if self.corrected => String::new(),
            None => reading.origin.to_string(),
        };
        let origin = guarded(&origin);
        let more = self.width..record.cells.len().max(self.width);
        let cells = self.kept.iter().copied().chain(more).map(|place| guarded(record.cell(place)));
        let cells: Vec<_> = cells.collect();
        let front = [origin.as_ref(), codes.as_str(), words.as_str()].into_iter();
        self.out.write_record(front.chain(cells.iter().map(AsRef::as_ref)))?;
        self.count += 1;
        Ok(())
    }

    /// How many rows were written.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Ends the file and gives it back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> std::io::Result<W> {
        self.out.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// What is said of each blocking defect of a row; what two of them have in common is said once.
fn causes(reading: &RowReading, said: impl Fn(&Defect) -> &'static str) -> Vec<&'static str> {
    let mut causes = Vec::new();
    for cause in reading.defects.iter().filter(|d| d.rule.is_blocking()).map(said) {
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    causes
}
