//! Passages: from an entry's source to the words of the act.

use crate::draft_file::slice;
use crate::error::Error;
use crate::ledger::Ledger;
use crate::registered::Document;
use greffe_chain::Hash;
use greffe_documents::{OnPage, Places};
use greffe_domain::Passage;
use std::collections::BTreeMap;

/// A passage with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The name of the document's file.
    pub document: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// The page on which it begins, from 1, where the text has pages: a form feed ends each.
    pub page: Option<usize>,
    /// The words, as in the registered text.
    pub text: String,
    /// What stands before it, back to the start of the line before.
    pub before: String,
    /// What stands after it, up to the end of the line after.
    pub after: String,
}

/// The registered texts of a ledger, looked up and read when first needed.
#[derive(Debug)]
pub struct Texts<'a> {
    ledger: &'a Ledger,
    /// An entry that cites a text: its registration is not far before.
    cited_by: BTreeMap<String, u64>,
    documents: BTreeMap<String, Option<Document>>,
    read: BTreeMap<String, String>,
    places: BTreeMap<String, Option<Places>>,
}

impl<'a> Texts<'a> {
    /// The texts of a ledger.
    #[must_use]
    pub fn of(ledger: &'a Ledger) -> Texts<'a> {
        Texts::cited_by(ledger, [])
    }

    /// The same, with passages that will be asked for and the entries that cite them: their texts are
    /// found near by, without what else is registered.
    #[must_use]
    pub fn cited_by<'p>(
        ledger: &'a Ledger,
        passages: impl IntoIterator<Item = (u64, &'p Passage)>,
    ) -> Texts<'a> {
        let mut cited_by: BTreeMap<String, u64> = BTreeMap::new();
        for (seq, passage) in passages {
            if !cited_by.contains_key(&passage.document) {
                cited_by.insert(passage.document.clone(), seq);
            }
        }
        let (documents, read, places) = Default::default();
        Texts { ledger, cited_by, documents, read, places }
    }

    /// The document that a text was read from, where one is registered.
    ///
    /// # Errors
    /// [`Error`] when a registration cannot be read.
    pub fn document(&mut self, text: &str) -> Result<Option<&Document>, Error> {
        if !self.documents.contains_key(text) {
            let near = self.cited_by.get(text);
            let near = near.map(|seq| self.ledger.registration_near(text, *seq)).transpose()?;
            let found = match near.flatten() {
                Some(document) => Some(document),
                // A text that the ledger does not hold has no words to show, and needs no name.
                None if !self.ledger.may_hold(text) => None,
                None => self.ledger.registrations(text)?.into_iter().next(),
            };
            self.documents.insert(text.to_owned(), found);
        }
        Ok(self.documents.get(text).and_then(Option::as_ref))
    }

    /// The name of the file of a registered text.
    #[must_use]
    pub fn name(&mut self, text: &str) -> Option<&str> {
        let found = self.document(text).ok().flatten();
        found.map(|document| document.registered.name.as_str())
    }

    /// A registered text.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the ledger does not hold it as text.
    pub fn text(&mut self, hash: &str) -> Result<&str, Error> {
        let missing = || Error::NotFound { what: format!("the text {hash}") };
        if !self.read.contains_key(hash) {
            let parsed: Hash = hash.parse().map_err(|_| missing())?;
            let bytes = self.ledger.document(parsed)?;
            let text = String::from_utf8(bytes).map_err(|_| missing())?;
            self.read.insert(hash.to_owned(), text);
        }
        self.read.get(hash).map(String::as_str).ok_or_else(missing)
    }

    /// Where a passage stands on the pages of its document; nothing where the document has none, or
    /// the ledger does not hold the places of its words.
    ///
    /// # Errors
    /// [`Error`] when a registration or the places cannot be read.
    pub fn on_pages(&mut self, passage: &Passage) -> Result<Vec<OnPage>, Error> {
        if !self.places.contains_key(&passage.document) {
            let document = self.document(&passage.document)?;
            let extracted = document.and_then(|document| document.registered.extracted.as_ref());
            let hash = extracted.and_then(|extracted| extracted.places.as_ref());
            let hash = hash.and_then(|hash| hash.parse::<Hash>().ok());
            let places = match hash.map(|hash| self.ledger.document(hash)) {
                Some(Ok(json)) => Places::from_json(&json),
                // What was erased is shown nowhere.
                Some(Err(Error::NotFound { .. })) | None => None,
                Some(Err(other)) => return Err(other),
            };
            self.places.insert(passage.document.clone(), places);
        }
        let places = self.places.get(&passage.document).and_then(Option::as_ref);
        let (from, to) = passage.span;
        Ok(places.map(|places| places.of(from..to)).unwrap_or_default())
    }

    /// The words of a passage with their surroundings.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the text is not held or the span does not lie in it.
    pub fn excerpt(&mut self, passage: &Passage) -> Result<Excerpt, Error> {
        let document = self.name(&passage.document).unwrap_or(&passage.document).to_owned();
        let (from, to) = passage.span;
        let missing = || Error::NotFound {
            what: format!("the passage [{from}, {to}] of the text {}", passage.document),
        };
        let text = self.text(&passage.document)?;
        let words = slice(text, passage.span).ok_or_else(missing)?;
        let before = slice(text, (0, from)).ok_or_else(missing)?;
        let after = text.get(before.len() + words.len()..).ok_or_else(missing)?;
        // The line that holds the passage, and one more on either side.
        let lines_before = before.rmatch_indices('\n').nth(1).map_or(0, |(at, _)| at + 1);
        let lines_after = after.match_indices('\n').nth(1).map_or(after.len(), |(at, _)| at);
        Ok(Excerpt {
            document,
            line: before.matches('\n').count() + 1,
            page: text.contains('\u{c}').then(|| before.matches('\u{c}').count() + 1),
            text: words.to_owned(),
            before: before.get(lines_before..).unwrap_or_default().to_owned(),
            after: after.get(..lines_after).unwrap_or_default().to_owned(),
        })
    }
}
