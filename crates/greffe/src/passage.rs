//! Passages: from an entry's source to the words of the act.

use crate::draft_file::slice;
use crate::error::Error;
use crate::ledger::{Document, Ledger};
use greffe_chain::Hash;
use greffe_domain::{Passage, Recorded};
use std::collections::BTreeMap;

/// A passage with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The name of the document's file.
    pub document: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// The words, as in the registered text.
    pub text: String,
    /// What stands before it, back to the start of the line before.
    pub before: String,
    /// What stands after it, up to the end of the line after.
    pub after: String,
}

/// The registered texts of a ledger, read when first needed.
#[derive(Debug)]
pub struct Texts<'a> {
    ledger: &'a Ledger,
    documents: Vec<Document>,
    read: BTreeMap<String, String>,
}

impl<'a> Texts<'a> {
    /// The texts of a ledger.
    ///
    /// # Errors
    /// [`Error`] when the registrations cannot be read.
    pub fn of(ledger: &'a Ledger) -> Result<Texts<'a>, Error> {
        Ok(Texts { ledger, documents: ledger.documents()?, read: BTreeMap::new() })
    }

    /// The texts that some entries cite: in a large ledger, found without a walk through everything
    /// that was ever registered.
    ///
    /// # Errors
    /// [`Error`] when a registration cannot be read.
    pub fn cited_by(ledger: &'a Ledger, entries: &[Recorded]) -> Result<Texts<'a>, Error> {
        let mut first: BTreeMap<&str, u64> = BTreeMap::new();
        for entry in entries {
            for passage in &entry.meta.sources {
                first.entry(&passage.document).or_insert(entry.meta.seq);
            }
        }
        let mut documents = Vec::new();
        for (text, seq) in first {
            match ledger.registration_near(text, seq)? {
                Some(document) => documents.push(document),
                // A text that the ledger does not hold has no words to show, and needs no name.
                None if !ledger.may_hold(text) => {}
                None => return Texts::of(ledger),
            }
        }
        documents.sort_by_key(|document| document.entry);
        Ok(Texts { ledger, documents, read: BTreeMap::new() })
    }

    /// The registered documents that these texts are of.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The name of the file of a registered text.
    #[must_use]
    pub fn name(&self, text: &str) -> Option<&str> {
        let found = self.documents.iter().find(|d| d.registered.text == text);
        found.map(|d| d.registered.name.as_str())
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
            text: words.to_owned(),
            before: before.get(lines_before..).unwrap_or_default().to_owned(),
            after: after.get(..lines_after).unwrap_or_default().to_owned(),
        })
    }
}
