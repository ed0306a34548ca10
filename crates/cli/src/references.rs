//! Short references: `12` is entry 12, `12.3` its third source; `greffe show` opens both.

use greffe::chain::Entry;
use greffe::domain::{Content, Event, Passage, Recorded, StreamId, fold_spaces};
use greffe::{Ledger, Texts};
use greffe_render::{
    Lang, Quoted, References, SourceEntry, SourcePassage, Sources, erased_words, event_sentence,
};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The number of an entry, in its only spelling: `05` and `+5` are none.
pub fn entry_number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}

/// A source of an entry: the document and the span in it.
type Place = (String, (u64, u64));

/// The references of a ledger's entries.
pub struct LedgerReferences<'a> {
    ledger: &'a Ledger,
    texts: RefCell<Texts<'a>>,
    sources: RefCell<BTreeMap<u64, Vec<Place>>>,
    waiting: BTreeMap<StreamId, usize>,
}

impl<'a> LedgerReferences<'a> {
    /// The references of a ledger.
    pub fn of(ledger: &'a Ledger) -> LedgerReferences<'a> {
        LedgerReferences::to(ledger, Texts::of(ledger))
    }

    /// The references of some entries: those that a question to one convention needs.
    pub fn of_entries(ledger: &'a Ledger, entries: &[Recorded]) -> LedgerReferences<'a> {
        let passages =
            entries.iter().flat_map(|e| e.meta.sources.iter().map(|source| (e.meta.seq, source)));
        LedgerReferences::to(ledger, Texts::cited_by(ledger, passages))
    }

    /// The references of a ledger, given its texts.
    pub fn to(ledger: &'a Ledger, texts: Texts<'a>) -> LedgerReferences<'a> {
        LedgerReferences {
            ledger,
            texts: RefCell::new(texts),
            sources: RefCell::default(),
            waiting: BTreeMap::new(),
        }
    }

    /// The same, with how many facts of each subject wait for review.
    pub fn with_waiting(self, waiting: BTreeMap<StreamId, usize>) -> LedgerReferences<'a> {
        LedgerReferences { waiting, ..self }
    }

    fn place(&self, entry: u64, passage: &Passage) -> Option<usize> {
        let mut known = self.sources.borrow_mut();
        let sources = known.entry(entry).or_insert_with(|| self.read_sources(entry));
        let wanted = (passage.document.as_str(), passage.span);
        sources.iter().position(|(document, span)| (document.as_str(), *span) == wanted)
    }

    /// When and why a text was erased, where it was.
    fn erased(&self, lang: Lang, text: &str) -> Option<String> {
        let erasure = self.ledger.erasure(text.parse().ok()?).ok()??;
        Some(erased_words(lang, &erasure))
    }

    fn read_sources(&self, entry: u64) -> Vec<Place> {
        let Ok(Some(bytes)) = self.ledger.entry(entry) else { return Vec::new() };
        let Ok(entry) = Entry::parse(&bytes) else { return Vec::new() };
        let of = |s: &greffe::chain::Source| (s.document.to_string(), (s.span[0], s.span[1]));
        entry.sources().iter().map(of).collect()
    }
}

impl References for LedgerReferences<'_> {
    fn reference(&self, entry: u64, passage: Option<&Passage>) -> String {
        match passage.and_then(|p| self.place(entry, p)) {
            Some(place) => format!("{entry}.{}", place + 1),
            None => entry.to_string(),
        }
    }

    fn quote(&self, passage: &Passage) -> Option<String> {
        let excerpt = self.texts.borrow_mut().excerpt(passage).ok()?;
        Some(fold_spaces(&excerpt.text))
    }

    fn document_name(&self, hash: &str) -> Option<String> {
        self.texts.borrow_mut().name(hash).map(str::to_owned)
    }

    fn correction(&self, entry: u64) -> Option<(u64, String)> {
        let bytes = self.ledger.entry(entry).ok()??;
        match self.ledger.decode(&bytes).ok()?.content {
            Content::Known(fact) => match &fact.event {
                Event::EntryCorrected(corrected) => {
                    Some((corrected.entry, corrected.reason.clone()))
                }
                _ => None,
            },
            Content::Unknown { .. } | Content::Odd { .. } => None,
        }
    }

    fn waiting(&self, subject: &StreamId) -> usize {
        self.waiting.get(subject).copied().unwrap_or_default()
    }
}

impl Sources for LedgerReferences<'_> {
    fn source(&self, lang: Lang, entry: u64) -> Option<SourceEntry> {
        let bytes = self.ledger.entry(entry).ok()??;
        let recorded = self.ledger.decode(&bytes).ok()?;
        let sentence = match &recorded.content {
            Content::Known(fact) => event_sentence(lang, &fact.event),
            Content::Unknown { kind, .. } | Content::Odd { kind, .. } => kind.clone(),
        };
        let meta = recorded.meta;
        let mut texts = self.texts.borrow_mut();
        let passage = |passage: &Passage| {
            let name = texts.name(&passage.document).unwrap_or(&passage.document).to_owned();
            let excerpt = texts.excerpt(passage).ok();
            let erased = excerpt.is_none().then(|| self.erased(lang, &passage.document)).flatten();
            SourcePassage {
                erased,
                document: name,
                span: passage.span,
                fields: passage.fields.clone(),
                quoted: excerpt.map(|e| Quoted {
                    line: e.line,
                    page: e.page,
                    before: e.before,
                    text: e.text,
                    after: e.after,
                }),
            }
        };
        let passages = meta.sources.iter().map(passage).collect();
        Some(SourceEntry {
            sentence,
            stream: meta.stream.clone(),
            effective: meta.effective.clone(),
            grade: meta.grade,
            recorded_at: meta.recorded_at,
            recorded_by: meta.recorded_by.clone(),
            passages,
        })
    }
}
