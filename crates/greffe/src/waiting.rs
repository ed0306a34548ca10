//! Facts that wait for a person: what the reader finds with doubt in registered texts, and nobody has recorded
//! or decided on.
//!
//! They are not in the log, so they are read again from the texts that it holds. Of long texts, tables above
//! all, nothing is said: what is read of these has no doubts that wait.

use crate::draft_file::{DraftConfidence, DraftDocument, DraftFile, DraftedEvent};
use crate::error::Error;
use crate::ledger::Ledger;
use crate::record::proposed_in;
use greffe_chain::Hash;
use greffe_domain::{AsOf, Meta, ProposedReading, StreamId, StreamKind};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The longest text that is read again, in bytes: an act has a few pages.
const LONGEST: u64 = 1 << 20;
/// What takes texts whose lines are whole paragraphs out of their files.
const WHOLE_PARAGRAPHS: [&str; 3] = ["greffe-html", "greffe-docx", "greffe-odt"];
/// What recognises characters in pictures of pages, as the extractor of their text.
const RECOGNISER: &str = "tesseract";

/// A fact that waits for review.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Waiting {
    /// The hash of the text.
    pub text: String,
    /// The name of its document.
    pub document: String,
    /// Of what it would be told.
    pub stream: StreamId,
    /// The act that it belongs to, where the text holds one alone or the fact is told of it.
    pub act: Option<StreamId>,
    /// The kind of event.
    pub kind: String,
    /// Why it waits.
    pub reason: Option<String>,
    /// Where it was read: bytes of the text.
    pub spans: Vec<(u64, u64)>,
    /// What it would say.
    pub data: Value,
}

impl Ledger {
    /// What waits for review in the texts that some entries cite, as told of some subjects, or of the
    /// acts among them, each fact once; nothing is said where a question is about what was known at an instant,
    /// since what waits today says nothing of what waited then, nor by a case, which holds what was chosen for it and
    /// cannot tell whether a fact is recorded elsewhere.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read.
    pub fn waiting<'r>(
        &self,
        told: impl IntoIterator<Item = &'r Meta>,
        subjects: &BTreeSet<StreamId>,
        as_of: AsOf,
    ) -> Result<Option<Vec<Waiting>>, Error> {
        if as_of.known.is_some() || self.reader().is_err() {
            return Ok(None);
        }
        let mut texts: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for meta in told {
            let institution = meta.stream.institution();
            for source in &meta.sources {
                let of = texts.entry(source.document.as_str()).or_default();
                *of = of.or(institution);
            }
        }
        let mut found = Vec::new();
        for (text, institution) in texts {
            let Some(draft) = self.read_again(text, institution)? else { continue };
            found.extend(self.waiting_in(&draft)?);
        }
        let of = |one: &Waiting| {
            subjects.contains(&one.stream)
                || one.act.as_ref().is_some_and(|act| subjects.contains(act))
        };
        found.retain(of);
        Ok(Some(found))
    }

    /// What waits for review of a draft as the reader made it: what it doubts, and nobody has recorded or
    /// decided on.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read.
    pub fn waiting_in(&self, draft: &DraftFile) -> Result<Vec<Waiting>, Error> {
        self.left_in(draft, &self.decided_on(&draft.document.text)?)
    }

    /// What the reader proposes for a registered text; none where the ledger does not hold it or it is long.
    fn read_again(
        &self,
        text: &str,
        institution: Option<&str>,
    ) -> Result<Option<DraftFile>, Error> {
        let Ok(hash) = text.parse::<Hash>() else { return Ok(None) };
        let Some(document) = self.registrations(text)?.into_iter().next() else { return Ok(None) };
        let registered = document.registered;
        if registered.text_bytes > LONGEST {
            return Ok(None);
        }
        let Ok(bytes) = self.document(hash) else { return Ok(None) };
        let Ok(words) = String::from_utf8(bytes) else { return Ok(None) };
        // A registration may say less than there is.
        if u64::try_from(words.len()).map_or(true, |bytes| bytes > LONGEST) {
            return Ok(None);
        }
        let extractor = registered.extracted.as_ref().map(|e| e.extractor.as_str());
        let institution = institution.map(str::to_owned);
        let options = greffe_ingest::Options {
            institution: institution.clone(),
            whole_paragraphs: extractor.is_some_and(|name| WHOLE_PARAGRAPHS.contains(&name)),
        };
        let recognised = extractor == Some(RECOGNISER);
        let proposed = proposed_in(&words, text, &options, recognised);
        let document = DraftDocument {
            name: registered.name,
            original: registered.original,
            original_bytes: registered.original_bytes,
            text: registered.text,
            text_bytes: registered.text_bytes,
            media_type: registered.media_type,
            encoding: registered.encoding,
            extractor: None,
            textless_pages: Vec::new(),
            unseen: Vec::new(),
        };
        DraftFile::of(document, &words, institution, proposed).map(Some)
    }

    /// The readings of a text on which persons decided.
    fn decided_on(&self, text: &str) -> Result<Vec<ProposedReading>, Error> {
        let reviews = self.reviews_of(text)?;
        Ok(reviews.into_iter().filter_map(|verdict| verdict.reviewed.proposed).collect())
    }

    fn left_in(
        &self,
        draft: &DraftFile,
        decided: &[ProposedReading],
    ) -> Result<Vec<Waiting>, Error> {
        let acts: BTreeSet<&StreamId> = draft
            .events
            .iter()
            .map(|e| &e.stream)
            .filter(|s| s.kind() == StreamKind::Act)
            .collect();
        let alone = acts.first().filter(|_| acts.len() == 1).copied();
        let mut found = Vec::new();
        for (at, event) in draft.events.iter().enumerate() {
            if event.confidence != DraftConfidence::Review
                || decided.iter().any(|one| is_reading(one, event))
                || self.already_recorded(draft, at)?.is_some()
            {
                continue;
            }
            let own = (event.stream.kind() == StreamKind::Act).then_some(&event.stream);
            found.push(Waiting {
                text: draft.document.text.clone(),
                document: draft.document.name.clone(),
                stream: event.stream.clone(),
                act: own.or(alone).cloned(),
                kind: event.kind.clone(),
                reason: event.reason.clone(),
                spans: event.sources.iter().map(|source| source.span).collect(),
                data: event.data.clone(),
            });
        }
        Ok(found)
    }
}

/// Whether a decision was on the reading of an event, in whatever words the reader then gave its doubts.
pub(crate) fn is_reading(decided: &ProposedReading, event: &DraftedEvent) -> bool {
    decided.stream == event.stream
        && decided.kind == event.kind
        && is_told(&decided.data, &event.data)
        && decided.spans.iter().eq(event.sources.iter().map(|source| &source.span))
}

/// Whether data are those that a decision tells, which leaves out what is sealed.
fn is_told(told: &Value, data: &Value) -> bool {
    match (told, data) {
        (Value::Null, _) => true,
        (Value::Object(told), Value::Object(data)) => {
            told.len() == data.len()
                && told.iter().all(|(name, told)| data.get(name).is_some_and(|d| is_told(told, d)))
        }
        (Value::Array(told), Value::Array(data)) => {
            told.len() == data.len() && told.iter().zip(data).all(|(told, d)| is_told(told, d))
        }
        (told, data) => told == data,
    }
}

/// How many facts wait of each subject.
#[must_use]
pub fn waiting_by_subject(waiting: &[Waiting]) -> BTreeMap<StreamId, usize> {
    let mut counts = BTreeMap::new();
    for one in waiting {
        let subjects: BTreeSet<&StreamId> = one.act.iter().chain([&one.stream]).collect();
        for subject in subjects {
            *counts.entry(subject.clone()).or_default() += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;
    use crate::grown;
    use crate::record::registered_as;
    use greffe_domain::Extraction;

    const ACT: &str = include_str!("../../../docs/tour/1-attribution.txt");

    /// A ledger that holds the act as text of some extractor, and the hash of that text.
    fn holding(extractor: Option<&str>) -> (tempfile::TempDir, Ledger, String) {
        let folder = tempfile::tempdir().unwrap();
        let ledger = grown::ledger(&folder.path().join("ledger"));
        let read = crate::read_document(ACT.as_bytes()).unwrap();
        let mut registered = registered_as("act", ACT.as_bytes(), &read);
        registered.extracted = extractor.map(|name| Extraction {
            extractor: name.to_owned(),
            version: "5".to_owned(),
            places: None,
        });
        let text = registered.text.clone();
        ledger.put(&registered, ACT.as_bytes(), read.text(), None).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(ledger.register_now(registered, "a test")).unwrap();
        (folder, ledger, text)
    }

    #[test]
    fn nothing_of_recognised_characters_is_sure_when_read_again() {
        let doubtful = |extractor| {
            let (_folder, ledger, text) = holding(extractor);
            let draft = ledger.read_again(&text, None).unwrap().unwrap();
            (draft.events.len(), ledger.waiting_in(&draft).unwrap())
        };
        let (all, waiting) = doubtful(Some("tesseract"));
        assert_eq!(waiting.len(), all);
        assert!(waiting.iter().all(|one| one.reason.is_some()));
        assert!(doubtful(None).1.len() < all);
    }

    #[test]
    fn what_was_decided_on_stays_so_whatever_the_reader_now_says_of_its_doubts() {
        let (_folder, ledger, text) = holding(Some("tesseract"));
        let draft = ledger.read_again(&text, None).unwrap().unwrap();
        let mut decided = draft.events.first().unwrap().proposed();
        (decided.confidence, decided.reason) = ("sure".to_owned(), Some("other words".to_owned()));
        let left = |decided: ProposedReading| ledger.left_in(&draft, &[decided]).unwrap().len();
        let mut elsewhere = decided.clone();
        elsewhere.spans.first_mut().unwrap().0 += 1;
        assert_eq!(left(decided), draft.events.len() - 1);
        assert_eq!(left(elsewhere), draft.events.len(), "another reading");
    }
}
