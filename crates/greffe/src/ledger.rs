//! The ledger: open, read, project.

use crate::cross::CrossReferences;
use crate::decode::decode;
use crate::error::Error;
use greffe_audit_trail::{AuditTrail, Trail};
use greffe_chain::{Hash, Head};
use greffe_convention_state::{ConventionStates, ConventionView};
use greffe_domain::{
    AsOf, Content, DocumentRegistered, Event, Facts, LedgerOpened, Projection, Recorded, StreamId,
    StreamKind,
};
use greffe_store::{Forensic, NewEntry, Options, Reader, Store, Subscription};
use std::collections::BTreeSet;
use std::ops::RangeBounds;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;

/// The version of the record format that new ledgers are opened with (`docs/format.md`).
pub const FORMAT: u32 = 1;

/// How a new ledger presents itself.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    /// Its name.
    pub name: String,
    /// The institution it is kept for.
    pub institution: Option<String>,
    /// Who opens it.
    pub by: String,
}

/// A ledger, open for reading and appending, or for reading a private copy.
#[derive(Debug)]
pub struct Ledger {
    source: Source,
    cross: Mutex<Option<CrossReferences>>,
    /// The thread that keeps a snapshot, if one is under way.
    keeping: Mutex<Option<JoinHandle<()>>>,
}

impl Drop for Ledger {
    fn drop(&mut self) {
        let keeping = self.keeping.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(keeping) = keeping.take() {
            // A snapshot that could not be kept is made anew.
            let _ = keeping.join();
        }
    }
}

#[derive(Debug)]
enum Source {
    Live(Store),
    Copy(Forensic),
}

/// A registered document with the entry that registers it.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The entry.
    pub entry: u64,
    /// What was registered.
    pub registered: DocumentRegistered,
}

impl Ledger {
    /// Creates a ledger in a directory that is absent or empty.
    ///
    /// # Errors
    /// [`Error`] when something is there already or the directory cannot be written.
    pub fn create(dir: &Path, opening: Opening) -> Result<Ledger, Error> {
        let mut nonce = [0u8; 32];
        getrandom::fill(&mut nonce).map_err(|e| Error::Entropy(e.to_string()))?;
        let opened = LedgerOpened {
            format: FORMAT,
            chain_hash: "blake3".to_owned(),
            tree_hash: "sha256".to_owned(),
            name: opening.name,
            institution: opening.institution,
            nonce: Hash(nonce).to_string(),
        };
        let event = Event::from(opened);
        let genesis = NewEntry {
            id: None,
            stream: "ledger".to_owned(),
            kind: event.kind().to_owned(),
            schema: event.schema(),
            effective: "XXXX".to_owned(),
            recorded_by: opening.by,
            grade: "record".to_owned(),
            sources: Vec::new(),
            causes: Vec::new(),
            data: crate::record::raw(&event)?,
        };
        let store = Store::create(dir, genesis, &Options::default())?;
        Ok(Ledger::of(Source::Live(store)))
    }

    /// Opens a ledger for reading and appending; no other process can have it open.
    ///
    /// # Errors
    /// [`Error::Store`]: missing, not a ledger, locked by another process, or damaged.
    pub fn open(dir: &Path) -> Result<Ledger, Error> {
        Ok(Ledger::of(Source::Live(Store::open(dir, &Options::default())?)))
    }

    /// Opens a private copy for reading; the original stays byte-identical. It may be held by
    /// another process, damaged, or on a read-only medium.
    ///
    /// # Errors
    /// [`Error::Store`]: missing, not a ledger, or so damaged that even a copy cannot be read.
    pub fn open_forensic(dir: &Path) -> Result<Ledger, Error> {
        Ok(Ledger::of(Source::Copy(Store::open_forensic(dir)?)))
    }

    fn of(source: Source) -> Ledger {
        Ledger { source, cross: Mutex::default(), keeping: Mutex::default() }
    }

    /// The store, when the ledger may be appended to.
    pub(crate) fn store(&self) -> Result<&Store, Error> {
        match &self.source {
            Source::Live(store) => Ok(store),
            Source::Copy(_) => Err(Error::ReadOnly),
        }
    }

    pub(crate) fn reader(&self) -> &Reader {
        match &self.source {
            Source::Live(store) => store,
            Source::Copy(copy) => copy,
        }
    }

    /// How many entries, and the hash of the last.
    #[must_use]
    pub fn head(&self) -> Head {
        self.reader().head()
    }

    /// The ledger's identity: the hash of entry 0.
    #[must_use]
    pub fn id(&self) -> Hash {
        self.reader().ledger()
    }

    /// The stored bytes of one entry; `None` beyond the head.
    ///
    /// # Errors
    /// [`Error::Store`] when the entry should be there and is not.
    pub fn entry(&self, seq: u64) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.reader().entry(seq)?.map(|bytes| bytes.to_vec()))
    }

    /// The stored bytes of the entries of a range, in order.
    pub fn entries(
        &self,
        range: impl RangeBounds<u64>,
    ) -> impl Iterator<Item = Result<Vec<u8>, Error>> {
        self.reader().scan(range).map(|entry| Ok(entry?.to_vec()))
    }

    /// The entries of a range, decoded, in order.
    pub fn recorded(
        &self,
        range: impl RangeBounds<u64>,
    ) -> impl Iterator<Item = Result<Recorded, Error>> {
        self.reader().scan(range).map(|entry| decode(&entry?))
    }

    /// Follows the log from an entry on: what is recorded already, then what comes, without gap or
    /// duplicate.
    #[must_use]
    pub fn subscribe(&self, from: u64) -> Subscription {
        self.reader().subscribe(from)
    }

    /// Folds the whole log into a projection.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read or an entry cannot be decoded.
    pub fn project<P: Projection>(&self) -> Result<P::State, Error> {
        let mut state = P::State::default();
        for page in self.reader().pages(..) {
            for (_, bytes) in page?.entries() {
                P::apply(&mut state, &decode(bytes)?);
            }
        }
        Ok(state)
    }

    /// The state of every convention at a question's two clocks, in the order of their streams.
    ///
    /// # Errors
    /// As [`Ledger::project`].
    pub fn conventions(&self, as_of: AsOf) -> Result<Vec<ConventionView>, Error> {
        Ok(conventions(&self.project::<ConventionStates>()?, as_of))
    }

    /// The state of one convention, from the entries that concern it and no others: what it costs
    /// does not grow with the ledger. None when nothing of it is known.
    ///
    /// # Errors
    /// As [`Ledger::project`].
    pub fn convention(
        &self,
        stream: &StreamId,
        as_of: AsOf,
    ) -> Result<Option<ConventionView>, Error> {
        let facts = self.facts_of(stream)?;
        let known = !facts.known(stream, as_of).is_empty();
        Ok(known.then(|| ConventionView::of(&facts, stream, as_of)))
    }

    /// Shows the state of every convention, in the order of their streams, one after the other: in
    /// memory that does not grow with the ledger.
    ///
    /// # Errors
    /// As [`Ledger::project`], or what `see` gives.
    pub fn each_convention<E: From<Error>>(
        &self,
        as_of: AsOf,
        mut see: impl FnMut(ConventionView) -> Result<(), E>,
    ) -> Result<(), E> {
        for stream in self.reader().streams() {
            let stream = stream.map_err(Error::from)?;
            let Ok(stream) = stream.parse::<StreamId>() else { continue };
            if stream.kind() == StreamKind::Convention
                && let Some(view) = self.convention(&stream, as_of)?
            {
                see(view)?;
            }
        }
        Ok(())
    }

    /// The facts that bear on a convention: those of its stream and of its beneficiary, and the
    /// voids and corrections of either.
    fn facts_of(&self, stream: &StreamId) -> Result<Facts, Error> {
        self.facts_around::<ConventionStates>([stream])
    }

    /// The facts that bear on some streams: their own, those of the beneficiaries that grants among
    /// them name, and the voids and corrections of any of these.
    pub(crate) fn facts_around<'s, P: Projection<State = Facts>>(
        &self,
        streams: impl IntoIterator<Item = &'s StreamId>,
    ) -> Result<Facts, Error> {
        let mut cross = self.cross.lock().unwrap_or_else(PoisonError::into_inner);
        let mut table = match cross.take() {
            Some(table) => table,
            None => CrossReferences::load(self.reader())?,
        };
        let keep = table.follow(self.reader())?;
        let mut seqs = BTreeSet::new();
        for stream in streams {
            for seq in self.reader().stream(stream.as_str()) {
                seqs.insert(seq?);
            }
            seqs.extend(table.corrections(stream));
        }
        let named = self.decoded(&seqs)?;
        for recorded in &named {
            if let Some(name) = beneficiary_name(recorded) {
                seqs.extend(table.beneficiary(&name));
            }
        }
        table.close(&mut seqs);
        *cross = Some(table);
        drop(cross);
        if let Some((head, state)) = keep {
            self.keep(head, state);
        }
        let mut facts = Facts::default();
        for recorded in self.decoded(&seqs)? {
            P::apply(&mut facts, &recorded);
        }
        Ok(facts)
    }

    fn decoded(&self, seqs: &BTreeSet<u64>) -> Result<Vec<Recorded>, Error> {
        let entries = seqs.iter().filter_map(|seq| self.reader().entry(*seq).transpose());
        entries.map(|entry| decode(&entry?)).collect()
    }

    /// Writes the table of cross-references, beside the work that made it.
    fn keep(&self, head: Head, state: Vec<u8>) {
        if matches!(self.source, Source::Copy(_)) {
            return;
        }
        let mut keeping = self.keeping.lock().unwrap_or_else(PoisonError::into_inner);
        if keeping.as_ref().is_none_or(JoinHandle::is_finished) {
            let reader = self.reader().clone();
            let thread = std::thread::Builder::new().name("greffe-snapshot".into());
            let work = move || CrossReferences::keep(&reader, head, &state);
            *keeping = thread.spawn(work).ok();
        }
    }

    /// The audit trail at a question's two clocks.
    ///
    /// # Errors
    /// As [`Ledger::project`].
    pub fn trail(&self, as_of: AsOf) -> Result<Trail, Error> {
        Ok(Trail::of(&self.project::<AuditTrail>()?, as_of))
    }

    /// The registered documents, in the order of their registration.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read.
    pub fn documents(&self) -> Result<Vec<Document>, Error> {
        let mut documents = Vec::new();
        for seq in self.reader().by_kind("DocumentRegistered", 0) {
            let seq = seq?;
            let Some(bytes) = self.reader().entry(seq)? else { continue };
            if let greffe_domain::Content::Known(event) = decode(&bytes)?.content
                && let Event::DocumentRegistered(registered) = *event
            {
                documents.push(Document { entry: seq, registered });
            }
        }
        Ok(documents)
    }

    /// The bytes of a document, by its hash; checked against it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the ledger does not hold it, [`Error::Store`] when it is damaged.
    pub fn document(&self, hash: Hash) -> Result<Vec<u8>, Error> {
        let found = self.reader().document(hash)?;
        found.ok_or_else(|| Error::NotFound { what: format!("the document {hash}") })
    }
}

/// The beneficiary that a grant, or the correction of one, names.
fn beneficiary_name(recorded: &Recorded) -> Option<String> {
    let Content::Known(event) = &recorded.content else { return None };
    match &**event {
        Event::SubsidyGranted(grant) => Some(grant.beneficiary.name.clone()),
        Event::EntryCorrected(correction) => {
            let name = correction.data.get("beneficiary")?.get("name")?;
            Some(name.as_str()?.to_owned())
        }
        _ => None,
    }
}

/// The view of every convention of a set of facts, in the order of their streams.
#[must_use]
pub fn conventions(facts: &Facts, as_of: AsOf) -> Vec<ConventionView> {
    let streams = facts.streams().filter(|s| s.kind() == StreamKind::Convention);
    streams
        .filter(|stream| !facts.known(stream, as_of).is_empty())
        .map(|stream| ConventionView::of(facts, stream, as_of))
        .collect()
}
