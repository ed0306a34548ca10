//! Stories: ledgers written by hand from the acts of the tour, and the references into them.

use greffe_audit_trail::{AuditTrail, Trail};
use greffe_convention_state::{ConventionStates, ConventionView};
use greffe_domain::{
    AsOf, Content, Facts, Grade, Instant, Meta, Passage, Projection as _, Recorded, StreamKind,
};
use greffe_inquiry::Timeline;
use greffe_render::{
    DocumentLine, Lang, LedgerFacts, LedgerLine, Page, Quoted, References, Report, ReviewLine,
    SourceEntry, SourcePassage, Sources, Style,
};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Fixture {
    documents: Vec<Document>,
    entries: Vec<Entry>,
    review: Vec<Review>,
}

#[derive(Deserialize)]
struct Document {
    name: String,
    path: String,
}

#[derive(Deserialize)]
struct Entry {
    stream: String,
    kind: String,
    effective: String,
    grade: Grade,
    #[serde(default)]
    document: usize,
    #[serde(default)]
    says: Vec<Says>,
    data: Value,
}

/// Words of the act, alone or with the field that they support.
#[derive(Deserialize)]
#[serde(untagged)]
enum Says {
    Whole(String),
    Field(String, String),
}

#[derive(Deserialize)]
struct Review {
    document: String,
    kind: String,
    sentence: String,
    reason: String,
    quote: String,
}

/// A ledger in memory with all that a page needs.
pub(crate) struct Story {
    pub(crate) views: Vec<ConventionView>,
    pub(crate) trail: Trail,
    pub(crate) facts: Facts,
    documents: Vec<DocumentLine>,
    review: Vec<ReviewLine>,
    ledger: LedgerLine,
    texts: BTreeMap<String, (String, String)>,
    sources: BTreeMap<u64, Vec<Passage>>,
    pub(crate) recorded: Vec<Recorded>,
    as_of: AsOf,
}

impl Story {
    /// Reads a fixture and folds its entries.
    pub(crate) fn read(name: &str, as_of: AsOf) -> Story {
        Story::without(name, as_of, &[])
    }

    /// The same without the entries at some places: a ledger with holes.
    pub(crate) fn without(name: &str, as_of: AsOf, holes: &[usize]) -> Story {
        Story::told(fixture(name), as_of, holes)
    }

    /// The same where every text of the data that holds `plain` says `odd` in its place.
    pub(crate) fn spoilt(name: &str, plain: &str, odd: &str) -> Story {
        let mut fixture = fixture(name);
        for entry in &mut fixture.entries {
            spoil(&mut entry.data, plain, odd);
        }
        Story::told(fixture, AsOf::default(), &[])
    }

    /// The same with more entries, as the fixture would have them.
    pub(crate) fn with(name: &str, more: Value) -> Story {
        let mut fixture = fixture(name);
        fixture.entries.extend(serde_json::from_value::<Vec<Entry>>(more).unwrap());
        Story::told(fixture, AsOf::default(), &[])
    }

    /// These entries alone, as the fixture would have them.
    pub(crate) fn only(entries: Value) -> Story {
        let mut fixture = fixture("story");
        fixture.entries = serde_json::from_value(entries).unwrap();
        Story::told(fixture, AsOf::default(), &[])
    }

    fn told(fixture: Fixture, as_of: AsOf, holes: &[usize]) -> Story {
        let tour = here().join("../../../docs/tour");
        let texts: BTreeMap<String, (String, String)> = (1u8..)
            .zip(&fixture.documents)
            .map(|(n, document)| {
                let text = std::fs::read_to_string(tour.join(&document.path)).unwrap();
                (format!("{n:064x}"), (document.name.clone(), text))
            })
            .collect();
        let recorded: Vec<Recorded> = (0u64..)
            .zip(&fixture.entries)
            .map(|(seq, entry)| recorded(seq, entry, &texts))
            .enumerate()
            .filter(|(at, _)| !holes.contains(at))
            .map(|(_, entry)| entry)
            .collect();
        let (mut states, mut facts) = (Facts::default(), Facts::default());
        for entry in &recorded {
            ConventionStates::apply(&mut states, entry);
            AuditTrail::apply(&mut facts, entry);
        }
        let streams: Vec<_> = states.streams().cloned().collect();
        Story {
            views: streams
                .iter()
                .filter(|s| s.kind() == StreamKind::Convention)
                .map(|stream| ConventionView::of(&states, stream, as_of))
                .collect(),
            trail: Trail::of(&facts, as_of),
            facts,
            documents: documents(&fixture),
            review: fixture.review.into_iter().map(review).collect(),
            ledger: LedgerLine {
                entries: u64::try_from(recorded.len()).unwrap(),
                head: "5e".repeat(32),
                path: Some("./greffe.ledger".to_owned()),
            },
            texts,
            sources: recorded.iter().map(|r| (r.meta.seq, r.meta.sources.clone())).collect(),
            recorded,
            as_of,
        }
    }

    /// The timeline of a subject.
    pub(crate) fn timeline(&self, stream: &str) -> Timeline {
        Timeline::of(&self.facts, &stream.parse().unwrap(), self.as_of)
    }

    /// The report on one of its conventions.
    pub(crate) fn report(&self, lang: Lang, view: &ConventionView) -> String {
        let timeline = Timeline::of(&self.facts, &view.stream, self.as_of);
        let ledger = LedgerFacts {
            name: Some("Vauclaire".to_owned()),
            id: "1d".repeat(32),
            entries: self.ledger.entries,
            head: self.ledger.head.clone(),
            set_aside: 0,
            verification: None,
        };
        let report = Report {
            waiting: &[],
            as_of: self.as_of,
            view,
            trail: &self.trail,
            timeline: &timeline,
            verdicts: &[],
            ledger: &ledger,
            rules: None,
        };
        greffe_render::report(lang, self, &report)
    }

    /// The whole page.
    pub(crate) fn page(&self, style: Style) -> String {
        let page = Page {
            documents: &self.documents,
            conventions: &self.views,
            trail: &self.trail,
            review: &self.review,
            ledger: &self.ledger,
        };
        greffe_render::reconstruction(style, self, &page)
    }
}

impl References for Story {
    fn reference(&self, entry: u64, passage: Option<&Passage>) -> String {
        let sources = self.sources.get(&entry).into_iter().flatten();
        let same = |s: &&Passage, p: &Passage| s.document == p.document && s.span == p.span;
        let place = passage
            .and_then(|p| sources.zip(1u64..).find(|(s, _)| same(s, p)).map(|(_, place)| place));
        place.map_or_else(|| entry.to_string(), |place| format!("{entry}.{place}"))
    }

    fn quote(&self, passage: &Passage) -> Option<String> {
        let (_, text) = self.texts.get(&passage.document)?;
        let range = usize::try_from(passage.span.0).ok()?..usize::try_from(passage.span.1).ok()?;
        text.get(range).map(greffe_domain::fold_spaces)
    }

    fn document_name(&self, hash: &str) -> Option<String> {
        self.texts.get(hash).map(|(name, _)| name.clone())
    }
}

impl Sources for Story {
    fn source(&self, lang: Lang, entry: u64) -> Option<SourceEntry> {
        let Recorded { meta, content } = self.recorded.iter().find(|r| r.meta.seq == entry)?;
        let Content::Known(fact) = content else { return None };
        let passage = |p: &Passage| {
            let (document, text) = self.texts.get(&p.document).unwrap();
            let range = usize::try_from(p.span.0).unwrap()..usize::try_from(p.span.1).unwrap();
            SourcePassage {
                document: document.clone(),
                span: p.span,
                fields: p.fields.clone(),
                erased: None,
                quoted: Some(Quoted {
                    page: None,
                    line: text[..range.start].matches('\n').count() + 1,
                    before: String::new(),
                    text: text[range].to_owned(),
                    after: String::new(),
                }),
            }
        };
        Some(SourceEntry {
            sentence: greffe_render::event_sentence(lang, &fact.event),
            stream: meta.stream.clone(),
            effective: meta.effective.clone(),
            grade: meta.grade,
            recorded_at: meta.recorded_at,
            recorded_by: meta.recorded_by.clone(),
            passages: meta.sources.iter().map(passage).collect(),
        })
    }
}

fn fixture(name: &str) -> Fixture {
    let path = here().join("fixtures").join(format!("{name}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn spoil(value: &mut Value, plain: &str, odd: &str) {
    match value {
        Value::String(text) => *text = text.replace(plain, odd),
        Value::Array(items) => items.iter_mut().for_each(|item| spoil(item, plain, odd)),
        Value::Object(map) => map.values_mut().for_each(|value| spoil(value, plain, odd)),
        _ => {}
    }
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// Where the golden files are.
pub(crate) fn golden(name: &str) -> PathBuf {
    here().join("golden").join(format!("{name}.txt"))
}

fn documents(fixture: &Fixture) -> Vec<DocumentLine> {
    let line = |(at, document): (usize, &Document)| DocumentLine {
        name: document.name.clone(),
        recorded: count(fixture.entries.iter().filter(|e| e.document == at && !e.says.is_empty())),
        review: count(fixture.review.iter().filter(|r| r.document == document.name)),
    };
    fixture.documents.iter().enumerate().map(line).collect()
}

fn count<T>(items: impl Iterator<Item = T>) -> u64 {
    u64::try_from(items.count()).unwrap()
}

fn review(r: Review) -> ReviewLine {
    let Review { document, kind, sentence, reason, quote } = r;
    ReviewLine { document, kind, sentence, reason, quote }
}

fn recorded(seq: u64, entry: &Entry, texts: &BTreeMap<String, (String, String)>) -> Recorded {
    let (hash, (_, text)) = texts.iter().nth(entry.document).unwrap();
    let sources = entry.says.iter().map(|says| {
        let (words, fields) = match says {
            Says::Whole(words) => (words, vec![]),
            Says::Field(words, field) => (words, vec![field.clone()]),
        };
        let span =
            find(text, words).unwrap_or_else(|| panic!("entry {seq}: « {words} » not in the act"));
        Passage { document: hash.clone(), span, fields }
    });
    let meta = Meta {
        seq,
        stream: entry.stream.parse().unwrap(),
        effective: entry.effective.parse().unwrap(),
        recorded_at: Instant::from_micros(i64::try_from(seq).unwrap()).unwrap(),
        recorded_by: "greffier".to_owned(),
        grade: entry.grade,
        sources: sources.collect(),
        causes: vec![],
    };
    let recorded = Recorded::of(meta, &entry.kind, 1, entry.data.clone());
    let readable = matches!(recorded.content, Content::Known(_));
    assert!(readable, "entry {seq} is readable: {recorded:?}");
    recorded
}

/// Finds words in a text whose spaces and line ends differ.
fn find(text: &str, words: &str) -> Option<(u64, u64)> {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let first = parts.first()?;
    for (start, _) in text.match_indices(first) {
        let mut at = start;
        let fits = parts.iter().all(|part| {
            let rest = &text[at..];
            let gap = rest.len() - rest.trim_start_matches(greffe_domain::is_space).len();
            let begins = rest[gap..].starts_with(part);
            at += gap + part.len();
            begins
        });
        if fits {
            return Some((u64::try_from(start).ok()?, u64::try_from(at).ok()?));
        }
    }
    None
}
