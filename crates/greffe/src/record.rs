//! Recording: from a draft to entries, all or none, each fact once.
//!
//! A draft is recorded in one append: the registration of its document, when the ledger does not
//! have it yet, the events chosen, and what persons decided on them ([`crate::Review`], or by hand). An event that the ledger already has from the same passages
//! is not recorded again, so importing an act twice, or recording what a first review left out,
//! adds only what is new.

use crate::batch::Batch;
use crate::bearing_out::{NotBorneOut, not_borne_out};
use crate::documents::read_document;
use crate::draft_entries::new_entry;
use crate::draft_file::{DraftDocument, DraftFile};
use crate::error::Error;
use crate::ledger::Ledger;
use crate::restating::{Restated, Restating};
use crate::resting::RestingOnNothing;
use crate::review::decisions;
use greffe_chain::Hash;
use greffe_documents::{Document, Places};
use greffe_domain::{DocumentRegistered, Event, Extraction};
use greffe_store::NewEntry;
use serde_json::value::RawValue;
use std::collections::HashMap;
use uuid::Uuid;

/// How acts are read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The code of the institution in stream names, instead of the one made from its name.
    pub institution: Option<String>,
}

/// What became of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// The entry that registers the document.
    pub document: u64,
    /// Whether the document had been registered before.
    pub known_document: bool,
    /// The entries recorded now, in the order of the draft.
    pub recorded: Vec<u64>,
    /// How many chosen events the ledger already had.
    pub already: usize,
    /// The entries among these that count no more: each was voided or corrected since, and stays so.
    pub overridden: Vec<u64>,
    /// The entries that count although the draft leaves out, by a decision or by hand, what they say.
    pub still_recorded: Vec<u64>,
    /// The entries that tell what persons decided, recorded now.
    pub reviewed: Vec<u64>,
    /// The chosen events that were left out since something stands against them, and what.
    pub left_out: Vec<Restated>,
    /// What a person wrote in the draft and its passages do not hold, of the entries recorded now. Recorded all the
    /// same: a person may rightly read so.
    pub not_borne_out: Vec<NotBorneOut>,
    /// The facts that are recorded without the grant that they follow from, which a person left out.
    pub resting_on_nothing: Vec<RestingOnNothing>,
    /// Whether the draft was changed by hand and nobody can tell what the machine had proposed: it was
    /// made by another version of the reader.
    pub untold: bool,
}

/// Why nothing is sure of what was read in a picture.
const RECOGNISED: &str = "the characters were recognised in a picture of the page; compare with it";

/// A document read into a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Drafted {
    /// The draft.
    pub draft: DraftFile,
    /// The text that its spans point into.
    pub text: String,
}

/// Reads a file into a draft.
///
/// # Errors
/// [`Error::Read`] when the file is no readable text, [`Error::NoAct`] when no act is recognised.
pub fn draft(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Drafted, Error> {
    let read =
        read_document(bytes).map_err(|source| Error::Read { name: name.to_owned(), source })?;
    let text = read.text().to_owned();
    let text_hash = Hash::of(text.as_bytes()).to_string();
    let ingest = greffe_ingest::Options {
        institution: options.institution.clone(),
        whole_paragraphs: read.format().whole_paragraphs(),
    };
    let found = proposed_in(&text, &text_hash, &ingest, read.is_recognised());
    if found.events.is_empty() {
        return Err(Error::NoAct { name: name.to_owned() });
    }
    let document = DraftDocument {
        name: name.to_owned(),
        original: Hash::of(bytes).to_string(),
        original_bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        text: text_hash,
        text_bytes: u64::try_from(text.len()).unwrap_or(u64::MAX),
        media_type: read.media_type().to_owned(),
        encoding: read.encoding().to_owned(),
        extractor: read.extractor().map(|e| format!("{} {}", e.name, e.version)),
        textless_pages: read.textless_pages().to_vec(),
        unseen: read.unseen().to_vec(),
    };
    let draft = DraftFile::of(document, &text, options.institution.clone(), found)?;
    Ok(Drafted { draft, text })
}

/// What the reader proposes for a text; nothing of it is sure where its characters were recognised.
pub(crate) fn proposed_in(
    text: &str,
    text_hash: &str,
    options: &greffe_ingest::Options,
    recognised: bool,
) -> greffe_ingest::Draft {
    let mut found = greffe_ingest::draft(text, text_hash, options);
    if recognised {
        // Any letter and any figure may be another: a person compares.
        for event in &mut found.events {
            event.confidence = greffe_ingest::Confidence::Review;
            event.reason.get_or_insert_with(|| RECOGNISED.to_owned());
        }
    }
    found
}

impl Ledger {
    /// Records the chosen events of a draft with the document they were read from.
    ///
    /// `original` is the file itself; it is read again and must be the draft's document.
    ///
    /// # Errors
    /// [`Error::OtherDocument`], [`Error::Draft`], [`Error::Read`], [`Error::Erased`]: nothing is recorded, and
    /// neither is it where something stands against what the draft would say: [`Error::Restated`].
    /// [`Error::Append`], [`Error::Store`]: the entries are recorded all or none.
    pub async fn record(
        &self,
        draft: &DraftFile,
        original: &[u8],
        by: &str,
    ) -> Result<Recording, Error> {
        self.record_despite(draft, original, by, &[]).await
    }

    /// The same, also where entries that are named here stand against what the draft says: it is recorded beside them.
    ///
    /// # Errors
    /// As [`Ledger::record`].
    pub async fn record_despite(
        &self,
        draft: &DraftFile,
        original: &[u8],
        by: &str,
        despite: &[u64],
    ) -> Result<Recording, Error> {
        self.record_as(draft, original, by, Restating::RefuseUnless(despite)).await
    }

    /// The same, without the facts that something stands against: they are left out and told. For whoever reads texts
    /// again unattended.
    ///
    /// # Errors
    /// As [`Ledger::record`], but for [`Error::Restated`].
    pub async fn record_unopposed(
        &self,
        draft: &DraftFile,
        original: &[u8],
        by: &str,
    ) -> Result<Recording, Error> {
        self.record_as(draft, original, by, Restating::LeaveOut).await
    }

    async fn record_as(
        &self,
        draft: &DraftFile,
        original: &[u8],
        by: &str,
        restating: Restating<'_>,
    ) -> Result<Recording, Error> {
        let document = &draft.document;
        let read = read_of(draft, original)?;
        let text = read.text();
        let text_hash = Hash::of(text.as_bytes());
        draft.check(text)?;
        let mut facts = self.restated(draft)?;
        if let Restating::RefuseUnless(named) = restating {
            facts.retain(|fact| !named.contains(&fact.entry));
            if !facts.is_empty() {
                return Err(Error::Restated { name: document.name.clone(), facts });
            }
        }
        let (machine, untold) = proposal(draft, original);
        let left = |event: Option<usize>| facts.iter().any(|fact| event == Some(fact.event));
        let mut decided = decisions(draft, machine.as_ref(), by);
        decided.retain(|decision| !left(decision.event));
        let registered = registered_as(&document.name, original, &read);
        let known = self.put(&registered, original, text, read.places())?;
        let mut batch = Batch::of(known, registered, text_hash, by)?;
        for at in (0..draft.events.len()).filter(|at| !left(Some(*at))) {
            self.add_fact(&mut batch, draft, at)?;
        }
        self.add_decisions(&mut batch, draft, &decided)?;
        let places = batch.facts.clone();
        let recording = self.append_batch(batch).await?;
        let recorded: Vec<(usize, u64)> =
            places.into_iter().zip(recording.recorded.iter().copied()).collect();
        let not_borne_out = not_borne_out(draft, machine.as_ref(), text, &recorded);
        let still_recorded = self.recorded_though_rejected(draft)?;
        let left_out = facts;
        let resting_on_nothing = self.resting_on_nothing(draft, machine.as_ref(), &recorded)?;
        Ok(Recording {
            still_recorded,
            left_out,
            not_borne_out,
            resting_on_nothing,
            untold,
            ..recording
        })
    }

    /// Registers a document so that facts may cite its text; gives the entry. A document that is
    /// registered already, file and text, is not registered again.
    ///
    /// # Errors
    /// [`Error::Read`] when the file is no readable text, [`Error::Erased`] when it was erased from this
    /// ledger; [`Error::Append`], [`Error::Store`].
    pub async fn register(&self, name: &str, original: &[u8], by: &str) -> Result<u64, Error> {
        let read = read_document(original)
            .map_err(|source| Error::Read { name: name.to_owned(), source })?;
        let registered = registered_as(name, original, &read);
        if let Some(entry) = self.put(&registered, original, read.text(), read.places())? {
            return Ok(entry);
        }
        self.register_now(registered, by).await
    }

    /// Registers a document whose file and text are put already; gives the entry.
    pub(crate) async fn register_now(
        &self,
        registered: DocumentRegistered,
        by: &str,
    ) -> Result<u64, Error> {
        let receipt = self.store()?.append(vec![registration(registered, by)?], Vec::new()).await?;
        Ok(receipt.entries.first().map(|entry| entry.seq).unwrap_or_default())
    }

    /// Puts a document's file, its text and the places of its words where their registration will
    /// find them; gives the entry that registers them already. On disk before any entry that cites
    /// them. What was erased is not put again: that would bring it back without a trace.
    pub(crate) fn put(
        &self,
        registered: &DocumentRegistered,
        original: &[u8],
        text: &str,
        places: Option<&Places>,
    ) -> Result<Option<u64>, Error> {
        for hash in [registered.original.as_str(), registered.text.as_str()] {
            let digest = hash.parse().unwrap_or(Hash::ZERO);
            if let Some(erasure) = self.erasure(digest)? {
                let name = registered.name.clone();
                return Err(Error::Erased { name, hash: hash.to_owned(), erasure });
            }
        }
        let known = self.registered(registered)?;
        // One that is registered and was lost or damaged is given again.
        let store = self.store()?;
        store.put_document(original)?;
        store.put_document(text.as_bytes())?;
        if let Some(places) = places {
            store.put_document(places.to_json().as_bytes())?;
        }
        Ok(known)
    }

    /// The entry that registers a document, file and text, if one does, whether they are held or lost.
    fn registered(&self, document: &DocumentRegistered) -> Result<Option<u64>, Error> {
        if let Some(entry) = self.reader()?.find_id(registration_id(document))? {
            return Ok(Some(entry));
        }
        // Whoever embeds the ledger may have given it another identity. Cheap for a new text: the registrations
        // are read only when the store holds its bytes.
        let text: Hash = document.text.parse().unwrap_or(Hash::ZERO);
        if !self.reader()?.holds_document(text) {
            return Ok(None);
        }
        let same = |known: &DocumentRegistered| {
            known.text == document.text && known.original == document.original
        };
        let documents = self.registrations(&document.text)?;
        Ok(documents.into_iter().find(|d| same(&d.registered)).map(|d| d.entry))
    }

    /// The entry that records an event of a draft already, if one does.
    pub(crate) fn already_recorded(
        &self,
        draft: &DraftFile,
        index: usize,
    ) -> Result<Option<u64>, Error> {
        let Ok(text) = draft.document.text.parse::<Hash>() else { return Ok(None) };
        if draft.events.get(index).is_none() {
            return Ok(None);
        }
        self.same_fact(&new_entry(draft, index, &HashMap::new(), (text, ""))?)
    }

    /// The entry that records the same fact from the same passages, if any: identities are made
    /// from what is recorded.
    pub(crate) fn same_fact(&self, new: &NewEntry) -> Result<Option<u64>, Error> {
        Ok(match new.id {
            Some(id) => self.reader()?.find_id(id)?,
            None => None,
        })
    }
}

/// The text that a draft was read from, out of its file.
///
/// # Errors
/// [`Error::OtherDocument`] when the file is another one, or gives another text; [`Error::Read`].
pub fn text_of(draft: &DraftFile, original: &[u8]) -> Result<String, Error> {
    Ok(read_of(draft, original)?.text().to_owned())
}

fn read_of(draft: &DraftFile, original: &[u8]) -> Result<Document, Error> {
    let document = &draft.document;
    let other = |expected: &str, found: String| Error::OtherDocument {
        name: document.name.clone(),
        expected: expected.to_owned(),
        found,
    };
    let found = Hash::of(original).to_string();
    if found != document.original {
        return Err(other(&document.original, found));
    }
    let read = read_document(original)
        .map_err(|source| Error::Read { name: document.name.clone(), source })?;
    let text = Hash::of(read.text().as_bytes()).to_string();
    if text != document.text {
        return Err(other(&document.text, text));
    }
    Ok(read)
}

/// What the machine proposed where a draft has been changed, read again from the document; and whether
/// nobody can tell, since this reader reads otherwise than the one that made the draft.
fn proposal(draft: &DraftFile, original: &[u8]) -> (Option<DraftFile>, bool) {
    if draft.is_untouched() != Some(false) {
        return (None, false);
    }
    let Some(reading) = &draft.reading else { return (None, false) };
    let options = ReadOptions { institution: reading.institution.clone() };
    let again = self::draft(&draft.document.name, original, &options).ok().map(|d| d.draft);
    let ordered = again.clone().map(DraftFile::in_order_of_text);
    let same = |d: &DraftFile| d.reading.as_ref().is_some_and(|r| r.proposed == reading.proposed);
    let machine = again.into_iter().chain(ordered).find(same);
    let untold = machine.is_none() && draft.events.iter().any(|event| event.decided.is_none());
    (machine, untold)
}

/// What is registered of a document: everything but its name is taken from its bytes.
pub(crate) fn registered_as(name: &str, original: &[u8], read: &Document) -> DocumentRegistered {
    let size = |bytes: &[u8]| u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let text = read.text().as_bytes();
    DocumentRegistered {
        name: name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
        original: Hash::of(original).to_string(),
        original_bytes: size(original),
        text: Hash::of(text).to_string(),
        text_bytes: size(text),
        media_type: read.media_type().to_owned(),
        encoding: read.encoding().to_owned(),
        extracted: read.extractor().map(|extractor| Extraction {
            extractor: extractor.name.clone(),
            version: extractor.version.clone(),
            places: read.places().map(|p| Hash::of(p.to_json().as_bytes()).to_string()),
        }),
    }
}

/// The entry that registers a document.
pub(crate) fn registration(document: DocumentRegistered, by: &str) -> Result<NewEntry, Error> {
    let id = Some(registration_id(&document));
    let event = Event::from(document);
    Ok(NewEntry {
        id,
        stream: "ledger".to_owned(),
        kind: event.kind().to_owned(),
        schema: event.schema(),
        effective: "XXXX".to_owned(),
        recorded_by: by.to_owned(),
        grade: "record".to_owned(),
        sources: Vec::new(),
        causes: Vec::new(),
        data: raw(&event)?,
    })
}

/// The same file and text have the same identity, whoever registers them.
fn registration_id(document: &DocumentRegistered) -> Uuid {
    identity_of(&format!("document {} {}", document.original, document.text))
}

/// An identity made from what is recorded (RFC 9562, version 8), so that the same fact read twice
/// from the same passages, even by two callers at once, is recorded once.
pub(crate) fn identity_of(what: &str) -> Uuid {
    let Hash(hash) = Hash::of(what.as_bytes());
    let mut bytes = [0u8; 16];
    for (byte, from) in bytes.iter_mut().zip(hash) {
        *byte = from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The data of an event as the store takes it.
pub(crate) fn raw(event: &Event) -> Result<Box<RawValue>, Error> {
    let data = event.data().map_err(|e| Error::Draft { event: None, reason: e.to_string() })?;
    raw_value(&data)
}

pub(crate) fn raw_value(data: &serde_json::Value) -> Result<Box<RawValue>, Error> {
    serde_json::value::to_raw_value(data)
        .map_err(|e| Error::Draft { event: None, reason: e.to_string() })
}
