//! Registered documents: which entry registers each, and their bytes.

use crate::error::Error;
use crate::ledger::Ledger;
use crate::table::Reference;
use greffe_chain::Hash;
use greffe_domain::{Content, DocumentRegistered, Event};

/// The kind of entry that registers a document.
const REGISTERED: &str = "DocumentRegistered";
/// How many entries before one that cites a text its registration is looked for.
const NEAR: u64 = 4096;

/// A registered document with the entry that registers it.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The entry.
    pub entry: u64,
    /// What was registered.
    pub registered: DocumentRegistered,
}

impl Ledger {
    /// The registered documents, in the order of their registration.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read.
    pub fn documents(&self) -> Result<Vec<Document>, Error> {
        let registrations = self.seqs_of_kind(REGISTERED, 0);
        let documents =
            registrations.map(|seq| self.registration(seq?)).filter_map(Result::transpose);
        documents.collect()
    }

    /// The document that an entry registers, if it does.
    fn registration(&self, entry: u64) -> Result<Option<Document>, Error> {
        let Some(recorded) = self.decoded(entry)? else { return Ok(None) };
        Ok(match recorded.content {
            Content::Known(fact) => match &fact.event {
                Event::DocumentRegistered(registered) => {
                    Some(Document { entry, registered: registered.clone() })
                }
                _ => None,
            },
            Content::Unknown { .. } | Content::Odd { .. } => None,
        })
    }

    /// The registration of a text, if it stands not far before an entry that cites it: an act and
    /// what is read in it are recorded together.
    pub(crate) fn registration_near(
        &self,
        text: &str,
        cited_by: u64,
    ) -> Result<Option<Document>, Error> {
        let from = cited_by.saturating_sub(NEAR);
        let near = self.seqs_of_kind(REGISTERED, from);
        let near = near.take_while(|seq| seq.as_ref().map_or(true, |seq| *seq <= cited_by));
        let near: Vec<u64> = near.collect::<Result<_, _>>()?;
        for seq in near.into_iter().rev() {
            let found = self.registration(seq)?.filter(|found| found.registered.text == text);
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Every registration of a text, in the order of the log.
    pub(crate) fn registrations(&self, text: &str) -> Result<Vec<Document>, Error> {
        let seqs = self.consult(&self.decisions, |table| {
            Ok(table.find(Reference::Registered(text)).collect::<Vec<u64>>())
        })?;
        let mut found = Vec::new();
        for seq in seqs {
            found.extend(self.registration(seq)?.filter(|found| found.registered.text == text));
        }
        Ok(found)
    }

    /// Whether the ledger holds a text, or something that should be it.
    pub(crate) fn may_hold(&self, text: &str) -> bool {
        let found = text.parse().map(|hash: Hash| self.document(hash));
        !matches!(found, Err(_) | Ok(Err(Error::NotFound { .. })))
    }

    /// The bytes of a document, by its hash; checked against it. What entries record as erased is not
    /// given, were the bytes there or not.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the ledger does not hold it, [`Error::Store`] when it is damaged.
    pub fn document(&self, hash: Hash) -> Result<Vec<u8>, Error> {
        if self.erasure(hash)?.is_some() {
            return Err(Error::NotFound { what: format!("the document {hash}") });
        }
        let found = match self.whole() {
            Ok(reader) => reader.document(hash)?,
            Err(case) => case.document(hash).cloned(),
        };
        found.ok_or_else(|| Error::NotFound { what: format!("the document {hash}") })
    }
}
