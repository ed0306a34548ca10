//! The ledger: open, read, project.

use crate::case::Case;
use crate::erasures::Erasures;
use crate::error::Error;
use crate::fold::over_pages;
use crate::table::{DECISIONS, Definition, OVERRIDES, Reference, Table, VERDICTS, act_named};
use greffe_audit_trail::{AuditTrail, Trail};
use greffe_chain::{Hash, Head};
use greffe_convention_state::{ConventionStates, ConventionView};
use greffe_domain::{
    AsOf, Event, Facts, LedgerOpened, Projection, Recorded, StreamId, StreamKind, slug,
};
use greffe_store::{
    Forensic, NewEntry, Options, Page, Reader, SnapshotKey, Store, StoreError, Subscription,
};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeBounds;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
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
    /// What overrides entries, and who identifies beneficiaries.
    pub(crate) overrides: Kept,
    /// Which acts decide what.
    pub(crate) decisions: Kept,
    /// What persons decided on readings and on subjects.
    pub(crate) verdicts: Kept,
    /// What was erased, as far as it was looked for.
    pub(crate) erasures: Mutex<Arc<Erasures>>,
    /// The threads that keep snapshots, if any are under way.
    keeping: Mutex<Vec<JoinHandle<()>>>,
}

/// A table, loaded when it is first needed.
#[derive(Debug)]
pub(crate) struct Kept {
    definition: &'static Definition,
    table: Mutex<Option<Arc<Table>>>,
}

impl Kept {
    fn of(definition: &'static Definition) -> Kept {
        Kept { definition, table: Mutex::default() }
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        let keeping = self.keeping.get_mut().unwrap_or_else(PoisonError::into_inner);
        for keeping in keeping.drain(..) {
            // A snapshot that could not be kept is made anew.
            let _ = keeping.join();
        }
    }
}

#[derive(Debug)]
enum Source {
    Live(Store),
    Copy(Forensic),
    /// A part of a ledger, in memory.
    Part(Box<Case>),
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
        Ledger {
            source,
            overrides: Kept::of(&OVERRIDES),
            decisions: Kept::of(&DECISIONS),
            verdicts: Kept::of(&VERDICTS),
            erasures: Mutex::default(),
            keeping: Mutex::default(),
        }
    }

    /// A case, read like the ledger it is a part of.
    pub(crate) fn reading(case: Case) -> Ledger {
        Ledger::of(Source::Part(Box::new(case)))
    }

    /// The store, when the ledger may be appended to.
    pub(crate) fn store(&self) -> Result<&Store, Error> {
        match &self.source {
            Source::Live(store) => Ok(store),
            Source::Copy(_) | Source::Part(_) => Err(Error::ReadOnly),
        }
    }

    /// The stored log, which a case does not have.
    pub(crate) fn reader(&self) -> Result<&Reader, Error> {
        self.whole().map_err(|_| Error::OnlyAPart)
    }

    /// The stored log, or the case in its place.
    pub(crate) fn whole(&self) -> Result<&Reader, &Case> {
        match &self.source {
            Source::Live(store) => Ok(store),
            Source::Copy(copy) => Ok(copy),
            Source::Part(case) => Err(case),
        }
    }

    /// The case that is read here, if it is one: a part of a ledger, with gaps between its entries.
    #[must_use]
    pub fn as_case(&self) -> Option<&Case> {
        self.whole().err()
    }

    /// What keeps a ledger that was opened on a private copy from being whole, if anything does:
    /// then only a part of it is read.
    #[must_use]
    pub fn opening_fault(&self) -> Option<&StoreError> {
        match &self.source {
            Source::Copy(copy) => copy.opening_fault(),
            Source::Live(_) | Source::Part(_) => None,
        }
    }

    /// Which file of the young entries was used on opening, and what was wrong with the other, where
    /// anything was: nothing is missing for it.
    #[must_use]
    pub fn tail_note(&self) -> Option<&str> {
        self.whole().ok().and_then(Reader::tail_note)
    }

    /// How many entries, and the hash of the last; of a case, those of the ledger it comes from.
    #[must_use]
    pub fn head(&self) -> Head {
        self.whole().map_or_else(|case| case.origin().1, Reader::head)
    }

    /// The ledger's identity: the hash of entry 0.
    #[must_use]
    pub fn id(&self) -> Hash {
        self.whole().map_or_else(|case| case.origin().0, Reader::ledger)
    }

    /// The stored bytes of one entry; `None` beyond the head, and in a gap of a case.
    ///
    /// # Errors
    /// [`Error::Store`] when the entry should be there and is not.
    pub fn entry(&self, seq: u64) -> Result<Option<Vec<u8>>, Error> {
        match self.whole() {
            Ok(reader) => Ok(reader.entry(seq)?.map(|bytes| bytes.to_vec())),
            Err(case) => Ok(case.entries().get(&seq).cloned()),
        }
    }

    /// The stored bytes of the entries of a range, in order.
    pub fn entries(
        &self,
        range: impl RangeBounds<u64>,
    ) -> impl Iterator<Item = Result<Vec<u8>, Error>> {
        let range = (range.start_bound().cloned(), range.end_bound().cloned());
        let (stored, part) = match self.whole() {
            Ok(reader) => (Some(reader.scan(range)), None),
            Err(case) => {
                let within = case.entries().iter().filter(move |(seq, _)| range.contains(seq));
                (None, Some(within.map(|(_, bytes)| bytes.clone())))
            }
        };
        let stored = stored.into_iter().flatten().map(|entry| Ok(entry?.to_vec()));
        stored.chain(part.into_iter().flatten().map(Ok))
    }

    /// The entries of a range, decoded, in order.
    pub fn recorded(
        &self,
        range: impl RangeBounds<u64>,
    ) -> impl Iterator<Item = Result<Recorded, Error>> {
        let range = (range.start_bound().cloned(), range.end_bound().cloned());
        let (stored, part) = match self.whole() {
            Ok(reader) => (Some(reader.scan(range)), None),
            Err(case) => {
                let within = case.entries().iter().filter(move |(seq, _)| range.contains(seq));
                (None, Some(within.map(|(_, bytes)| bytes)))
            }
        };
        // Where the records of erasures cannot be read, what is sealed is told as sealed.
        let erasures = self.erasures().unwrap_or_default();
        let of_part = Arc::clone(&erasures);
        let stored = stored.into_iter().flatten().map(move |entry| erasures.decode(&entry?));
        stored.chain(part.into_iter().flatten().map(move |bytes| of_part.decode(bytes)))
    }

    /// Follows the log from an entry on: what is recorded already, then what comes, without gap or
    /// duplicate.
    ///
    /// # Errors
    /// [`Error::OnlyAPart`] of a case, to which nothing more comes.
    pub fn subscribe(&self, from: u64) -> Result<Subscription, Error> {
        Ok(self.reader()?.subscribe(from))
    }

    /// Folds the whole log into a projection.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read or an entry cannot be decoded.
    pub fn project<P: Projection>(&self) -> Result<P::State, Error> {
        self.project_within::<P>(..)
    }

    /// Folds the entries of a range into a projection: what was known once the last of them was
    /// recorded. All processors decode; the state does not depend on how they share the work.
    ///
    /// # Errors
    /// As [`Ledger::project`].
    pub fn project_within<P: Projection>(
        &self,
        range: impl RangeBounds<u64> + Clone,
    ) -> Result<P::State, Error> {
        if let Err(case) = self.whole() {
            return case.project_within::<P>(range);
        }
        let mut state = P::State::default();
        self.fold_into::<P>(&mut state, range)?;
        Ok(state)
    }

    /// Folds the entries of a range of the stored log into a state.
    pub(crate) fn fold_into<P: Projection>(
        &self,
        state: &mut P::State,
        range: impl RangeBounds<u64> + Clone,
    ) -> Result<(), Error> {
        let fold = |entries: Vec<Recorded>| {
            // The first page and the last may hold others.
            let within = entries.iter().filter(|recorded| range.contains(&recorded.meta.seq));
            within.for_each(|recorded| P::apply(state, recorded));
        };
        let erasures = self.erasures()?;
        let decode_page = |page: &Page| -> Result<Vec<Recorded>, Error> {
            let decoded = page.entries().map(|(_, bytes)| erasures.decode_of(bytes, P::KINDS));
            decoded.filter_map(Result::transpose).collect()
        };
        over_pages(self.reader()?, range.clone(), decode_page, fold)
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
        let facts = folded::<ConventionStates>(&self.bearing([stream])?);
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
        for stream in self.paths_with("convention/") {
            let stream = stream?;
            let Ok(stream) = stream.parse::<StreamId>() else { continue };
            if stream.kind() == StreamKind::Convention
                && let Some(view) = self.convention(&stream, as_of)?
            {
                see(view)?;
            }
        }
        Ok(())
    }

    /// The entries that bear on some streams, in the order of the log: their own, those of the
    /// beneficiaries that grants among them name, those that withdraw or annul the acts that they name,
    /// and the voids and corrections of any of these.
    pub(crate) fn bearing<'s>(
        &self,
        streams: impl IntoIterator<Item = &'s StreamId>,
    ) -> Result<Vec<Recorded>, Error> {
        self.consult(&self.overrides, |table| {
            let mut seqs = BTreeSet::new();
            for stream in streams {
                for seq in self.seqs_in(stream.as_str()) {
                    seqs.insert(seq?);
                }
                seqs.extend(table.find(Reference::CorrectedStream(stream.as_str())));
            }
            let mut found: BTreeMap<u64, Recorded> = BTreeMap::new();
            self.decode_into(&seqs, &mut found)?;
            for recorded in found.values() {
                if let Some((_, event)) = recorded.told()
                    && let Event::SubsidyGranted(grant) = &*event
                {
                    let name = slug(&grant.beneficiary.name);
                    seqs.extend(table.find(Reference::Beneficiary(&name)));
                }
            }
            self.add_undoings(table, &mut found, &mut seqs)?;
            table.close(&mut seqs);
            self.decode_into(&seqs, &mut found)?;
            Ok(found.into_values().collect())
        })
    }

    /// Adds what withdraws or annuls the acts that some entries name, and what takes those acts back by
    /// which others are withdrawn, at whatever remove.
    fn add_undoings(
        &self,
        table: &Table,
        found: &mut BTreeMap<u64, Recorded>,
        seqs: &mut BTreeSet<u64>,
    ) -> Result<(), Error> {
        let mut acts: BTreeSet<StreamId> = BTreeSet::new();
        let mut open: Vec<u64> = found.keys().copied().collect();
        while let Some(seq) = open.pop() {
            let told = found.get(&seq).and_then(Recorded::told);
            let act = told.and_then(|(of, event)| act_named(&of, &event));
            let Some(act) = act.filter(|act| acts.insert(act.clone())) else { continue };
            let undoing: Vec<u64> = table.find(Reference::Undone(act.as_str())).collect();
            self.decode_into(&undoing.iter().copied().collect(), found)?;
            seqs.extend(&undoing);
            open.extend(undoing);
        }
        Ok(())
    }

    /// Decodes the entries that are not decoded yet.
    fn decode_into(
        &self,
        seqs: &BTreeSet<u64>,
        found: &mut BTreeMap<u64, Recorded>,
    ) -> Result<(), Error> {
        for seq in seqs {
            if !found.contains_key(seq)
                && let Some(recorded) = self.decoded(*seq)?
            {
                found.insert(*seq, recorded);
            }
        }
        Ok(())
    }

    /// Looks something up in a table, brought up to date.
    pub(crate) fn consult<T>(
        &self,
        kept: &Kept,
        look: impl FnOnce(&Table) -> Result<T, Error>,
    ) -> Result<T, Error> {
        look(&*self.table(kept)?)
    }

    /// A table, brought up to date; whoever looks something up in it holds up nobody.
    fn table(&self, kept: &Kept) -> Result<Arc<Table>, Error> {
        let mut slot = kept.table.lock().unwrap_or_else(PoisonError::into_inner);
        let mut table = match slot.take() {
            Some(table) => table,
            None => Arc::new(Table::load(kept.definition, self)?),
        };
        if !table.is_as_far_as(self.head())
            && let Some((head, state)) = Arc::make_mut(&mut table).follow(kept.definition, self)?
        {
            self.keep(kept.definition.key(), head, state);
        }
        *slot = Some(Arc::clone(&table));
        Ok(table)
    }

    /// One entry, decoded.
    pub(crate) fn decoded(&self, seq: u64) -> Result<Option<Recorded>, Error> {
        let erasures = self.erasures().unwrap_or_default();
        match self.whole() {
            Ok(reader) => reader.entry(seq)?.map(|bytes| erasures.decode(&bytes)).transpose(),
            Err(case) => case.entries().get(&seq).map(|b| erasures.decode(b)).transpose(),
        }
    }

    /// Writes a snapshot, beside the work that made it; nothing depends on it.
    pub(crate) fn keep(&self, key: SnapshotKey<'static>, head: Head, state: Vec<u8>) {
        // A private copy and a case are left as they are.
        let Source::Live(store) = &self.source else { return };
        let mut keeping = self.keeping.lock().unwrap_or_else(PoisonError::into_inner);
        keeping.retain(|thread| !thread.is_finished());
        let reader = Reader::clone(store);
        let thread = std::thread::Builder::new().name("greffe-snapshot".into());
        let work = move || {
            let _ = reader.put_snapshot(key, head, &state);
        };
        keeping.extend(thread.spawn(work).ok());
    }

    /// The audit trail at a question's two clocks.
    ///
    /// # Errors
    /// As [`Ledger::project`].
    pub fn trail(&self, as_of: AsOf) -> Result<Trail, Error> {
        Ok(Trail::of(&self.project::<AuditTrail>()?, as_of))
    }
}

/// Some entries, folded into a projection.
pub(crate) fn folded<P: Projection>(recorded: &[Recorded]) -> P::State {
    let mut state = P::State::default();
    for entry in recorded {
        P::apply(&mut state, entry);
    }
    state
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
