//! The passages that entries cite and the documents that they register, followed into what is held; and
//! whatever else is told by entries that are read once for it.

use super::states::{KeptTables, PageRows};
use crate::decode::decode_entry;
use crate::error::Error;
use crate::fold::over_pages;
use crate::proof::{KEY_KINDS, KeyRecord, LeavesOf, Roots, follow_key};
use crate::vault::sealed_in;
use greffe_chain::{Entry, Hash};
use greffe_domain::{Content, Event, Recorded};
use greffe_store::{Page, Reader, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Every source must lie in a text that is held, and every registered document must be held, file
/// and text. The log is read for it, not the index, which could have lost a registration. The tree
/// grows over the same bytes, and kept tables are held against them. What cannot be read ends it; the
/// second of the pair says so.
pub(super) fn check_sources(
    reader: &Reader,
    count: u64,
    erased: &BTreeSet<Hash>,
    roots: &mut Roots,
    tables: &mut KeptTables,
) -> (Sources, Result<(), Error>) {
    let shortage = Mutex::new(None);
    let document = |hash| held(reader.document(hash), &shortage);
    let texts = HeldTexts { document: &document, erased, lengths: Mutex::default() };
    let mut sources = Sources::default();
    let sought = roots.sought();
    // What they are held against grows while they themselves stay as they are.
    let made_of = tables.definitions();
    let check = |page: &Page| {
        let (mut of, mut rows) = (PageSources::default(), PageRows::default());
        texts.check(page, &mut of, |seq, entry| made_of.entry(seq, entry, &mut rows));
        Ok((of, rows, LeavesOf::page(page, &sought)))
    };
    let done = over_pages(reader, ..count, check, |(of, rows, leaves)| {
        sources.add(of);
        tables.add(rows);
        roots.add(leaves);
    });
    let short = lock(&shortage).take().map_or(Ok(()), |error| Err(Error::Store(error)));
    (sources, short.and(done))
}

/// A document as it is held; where the system had too little to give, nothing is known of it, which is
/// noted.
pub(super) fn held(
    found: Result<Option<Vec<u8>>, StoreError>,
    shortage: &Mutex<Option<StoreError>>,
) -> Option<Vec<u8>> {
    found.unwrap_or_else(|error| {
        if error.is_shortage() {
            lock(shortage).get_or_insert(error);
        }
        None
    })
}

/// Places that lead nowhere: how many, and the first of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lost {
    /// How many there are.
    pub count: u64,
    /// The first, at most [`Lost::KEPT`], with their entries, in the order of these.
    pub first: Vec<(u64, String)>,
}

impl Lost {
    /// How many are kept: enough to act on, whatever the ledger's length.
    pub const KEPT: usize = 1_000;

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    fn add(&mut self, more: Vec<(u64, String)>) {
        if more.is_empty() {
            return;
        }
        self.count += more.len() as u64;
        self.first.extend(more);
        self.first.sort();
        self.first.truncate(Lost::KEPT);
    }
}

/// What was found of all pages.
#[derive(Default)]
pub(super) struct Sources {
    pub(super) followed: u64,
    pub(super) lost_passages: Lost,
    pub(super) lost_documents: Lost,
    /// What entries say of signing keys, in any order.
    pub(super) told_of_keys: Vec<Recorded>,
    /// Digests that stand in the place of values.
    pub(super) sealed: BTreeSet<Hash>,
}

impl Sources {
    /// The signing keys that the entries record.
    pub(super) fn keys(&mut self) -> Vec<KeyRecord> {
        self.told_of_keys.sort_by_key(|recorded| recorded.meta.seq);
        let mut records = Vec::new();
        self.told_of_keys.iter().for_each(|recorded| follow_key(&mut records, recorded));
        records
    }

    pub(super) fn add(&mut self, page: PageSources) {
        self.told_of_keys.extend(page.told_of_keys);
        self.sealed.extend(page.sealed);
        self.followed += page.followed;
        self.lost_passages.add(page.lost_passages);
        self.lost_documents.add(page.lost_documents);
    }
}

/// What was found of one page.
#[derive(Default)]
pub(super) struct PageSources {
    followed: u64,
    lost_passages: Vec<(u64, String)>,
    lost_documents: Vec<(u64, String)>,
    told_of_keys: Vec<Recorded>,
    sealed: Vec<Hash>,
}

/// The documents that the ledger, or the backup, holds, by what was asked of them before.
pub(super) struct HeldTexts<'a> {
    pub(super) document: &'a (dyn Fn(Hash) -> Option<Vec<u8>> + Sync),
    /// Documents that were erased: nothing is missed that they held.
    pub(super) erased: &'a BTreeSet<Hash>,
    pub(super) lengths: Mutex<BTreeMap<Hash, Option<u64>>>,
}

impl HeldTexts<'_> {
    /// How many documents are remembered; texts are cited by entries that stand together.
    const REMEMBERED: usize = 4_096;

    /// Follows what the entries of a page cite, and shows each to `see` as well.
    pub(super) fn check(
        &self,
        page: &Page,
        found: &mut PageSources,
        mut see: impl FnMut(u64, &Entry<'_>),
    ) {
        for (seq, bytes) in page.entries() {
            let Ok(entry) = Entry::parse(bytes) else { continue };
            see(seq, &entry);
            for source in entry.sources() {
                match self.length(source.document) {
                    Some(length) if source.span[1] <= length => found.followed += 1,
                    Some(length) => found.lost_passages.push((
                        seq,
                        format!(
                            "the span [{}, {}] lies outside the text {}, which has {length} bytes",
                            source.span[0], source.span[1], source.document
                        ),
                    )),
                    None if self.erased.contains(&source.document) => {}
                    None => found.lost_passages.push((
                        seq,
                        format!("the text {} is not held or is damaged", source.document),
                    )),
                }
            }
            if entry.kind() == "DocumentRegistered" {
                self.registered(&entry, found);
            }
            if KEY_KINDS.contains(&entry.kind()) {
                found.told_of_keys.push(decode_entry(&entry));
            }
            if entry.kind() != "PersonalDataErased" {
                found.sealed.extend(sealed_in(entry.data()));
            }
        }
    }

    fn registered(&self, entry: &Entry<'_>, found: &mut PageSources) {
        let Content::Known(fact) = decode_entry(entry).content else { return };
        let Event::DocumentRegistered(document) = &fact.event else { return };
        for (what, hash) in document.held() {
            let there = |hash| self.length(hash).is_some() || self.erased.contains(&hash);
            let held = hash.parse().is_ok_and(there);
            if !held {
                let fault = format!("the {what} of {}, {hash}, is not held", document.name);
                found.lost_documents.push((entry.seq(), fault));
            }
        }
    }

    /// The length of a document in bytes; None when it is not held or is damaged.
    fn length(&self, document: Hash) -> Option<u64> {
        if let Some(length) = lock(&self.lengths).get(&document) {
            return *length;
        }
        let text = (self.document)(document);
        let length = text.and_then(|text| u64::try_from(text.len()).ok());
        let mut lengths = lock(&self.lengths);
        if lengths.len() >= HeldTexts::REMEMBERED {
            lengths.clear();
        }
        lengths.insert(document, length);
        length
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
