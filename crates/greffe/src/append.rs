//! Appending facts that a program already has: the way in for a records system that needs no
//! reading of texts.

use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::Source;
use greffe_domain::{Edtf, Event, Grade, Passage, StreamId, check_possible};
use greffe_store::{Cause, Expected, NewEntry, Receipt};
use uuid::Uuid;

/// A fact to be appended.
#[derive(Debug, Clone)]
pub struct NewFact {
    /// Its identity, made before the first try, so that a retry after a lost answer is recognised;
    /// `None` lets the ledger make one and gives up that protection.
    pub id: Option<Uuid>,
    /// The stream.
    pub stream: StreamId,
    /// The event.
    pub event: Event,
    /// When the fact holds.
    pub effective: Edtf,
    /// The grade of the testimony.
    pub grade: Grade,
    /// The passages that say it; their texts must be registered ([`Ledger::register`]).
    pub sources: Vec<Passage>,
    /// The entries it follows from.
    pub causes: Vec<Cause>,
    /// Who records it.
    pub by: String,
}

impl NewFact {
    /// A fact without passages or causes.
    #[must_use]
    pub fn new(
        stream: StreamId,
        event: impl Into<Event>,
        effective: Edtf,
        grade: Grade,
        by: impl Into<String>,
    ) -> NewFact {
        NewFact {
            id: None,
            stream,
            event: event.into(),
            effective,
            grade,
            sources: Vec::new(),
            causes: Vec::new(),
            by: by.into(),
        }
    }

    fn entry(self) -> Result<NewEntry, Error> {
        if let Ok(data) = self.event.data() {
            check_possible(self.event.kind(), &data)?;
        }
        let source = |passage: Passage| {
            let document = passage
                .document
                .parse()
                .map_err(|_| Error::NotFound { what: format!("the text {}", passage.document) })?;
            let span = [passage.span.0, passage.span.1];
            Ok::<Source, Error>(Source { document, span, fields: passage.fields })
        };
        Ok(NewEntry {
            id: self.id,
            kind: self.event.kind().to_owned(),
            schema: self.event.schema(),
            data: crate::record::raw(&self.event)?,
            stream: self.stream.to_string(),
            effective: self.effective.to_string(),
            recorded_by: self.by,
            grade: self.grade.to_string(),
            sources: self.sources.into_iter().map(source).collect::<Result<_, _>>()?,
            causes: self.causes,
        })
    }
}

impl Ledger {
    /// Appends facts in their order, all or none, if every stream named is as expected. When this
    /// returns a receipt, the entries are on disk. The same ids with the same content return the
    /// first receipt again.
    ///
    /// # Errors
    /// [`Error::Impossible`]: a figure that cannot be, nothing was written. [`Error::Append`]: a conflict or a rule of the format, nothing was written; or the store
    /// failed, and the call may be repeated with the same ids once the ledger is open again.
    pub async fn append(
        &self,
        facts: Vec<NewFact>,
        expected: Vec<(StreamId, Expected)>,
    ) -> Result<Receipt, Error> {
        for passage in facts.iter().flat_map(|fact| &fact.sources) {
            self.check_passage(passage)?;
        }
        let entries = facts.into_iter().map(NewFact::entry).collect::<Result<Vec<_>, _>>()?;
        let expected = expected.into_iter().map(|(s, e)| (s.to_string(), e)).collect();
        Ok(self.store()?.append(entries, expected).await?)
    }

    /// A passage must lie in a text that the ledger holds ([`Ledger::register`]), on whole
    /// characters: what is recorded without its text could never be traced.
    fn check_passage(&self, passage: &Passage) -> Result<(), Error> {
        let (from, to) = passage.span;
        let missing = || Error::NotFound {
            what: format!("the passage [{from}, {to}] of the text {}", passage.document),
        };
        let hash = passage.document.parse().map_err(|_| missing())?;
        let text = self.reader()?.document(hash)?.ok_or_else(missing)?;
        let text = std::str::from_utf8(&text).map_err(|_| missing())?;
        crate::draft_file::slice(text, passage.span).map(|_| ()).ok_or_else(missing)
    }
}
