//! The one writer of a ledger.
//!
//! A thread of its own takes calls from a bounded queue. It takes all that wait, chains their
//! entries, writes them as one frame, waits for the disk once, and only then acknowledges: **an
//! acknowledged append is on disk**. Numbers are given here and nowhere else, so there are no gaps.
//! Pages are sealed after the acknowledgement. After a failure it is unknown what reached the disk:
//! the writer stops, and the store must be opened again, which reads the truth.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Instant;

use greffe_chain::{Hash, Head, Timestamp, encode};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use crate::append::{Expected, MAX_CALL_ENTRIES, NewEntry, Receipt, Recorded};
use crate::chaining::{Place, fields, resolve, same};
use crate::error::{AppendError, StoreError};
use crate::layout::{HeadFile, HeadMark};
use crate::metrics::{add, micros, most};
use crate::options::Options;
use crate::page::PAGE;
use crate::read::Core;
use crate::recent::Note;
use crate::tail::Tail;

/// A group is closed when its entries reach this many bytes.
const GROUP_BYTES: usize = 8 * 1024 * 1024;
/// Full pages wait until there are this many: then one sync serves them all.
const SEAL_PAGES: u64 = 16;
/// Pages written at a time.
const SEAL_MOST: u64 = 64;
/// Blocks that may wait for their rows; beyond that the writer helps.
const WAITING_BLOCKS: usize = 64;

pub(crate) enum Command {
    Append { call: Call, reply: oneshot::Sender<Result<Receipt, AppendError>> },
    RebuildIndexes { reply: oneshot::Sender<Result<(), StoreError>> },
}

/// One call of `append`.
pub(crate) struct Call {
    pub(crate) entries: Vec<NewEntry>,
    pub(crate) expected: Vec<(String, Expected)>,
}

/// What has been chained and not yet written.
#[derive(Default)]
struct Group {
    first: u64,
    entries: Vec<Vec<u8>>,
    notes: Vec<Note>,
    bytes: usize,
    versions: HashMap<String, u64>,
    ids: HashMap<Uuid, u64>,
}

pub(crate) struct Writer {
    core: Arc<Core>,
    options: Options,
    mark: HeadFile,
    tail: Tail,
    /// Entries chained so far, and the hash of the last.
    head: Head,
    last_micros: i64,
    group: Group,
    follower: Option<(SyncSender<()>, JoinHandle<()>)>,
    failed: Option<StoreError>,
}

/// Starts the thread that writes rows of the index; it ends when the sender is dropped.
fn follow(core: Arc<Core>) -> Result<(SyncSender<()>, JoinHandle<()>), StoreError> {
    let (wake, woken) = sync_channel(1);
    let dir = core.dir.clone();
    let thread = std::thread::Builder::new().name("greffe-index".into());
    let thread = thread.spawn(move || {
        while woken.recv().is_ok() {
            core.indexes.follow();
        }
    });
    Ok((wake, thread.map_err(StoreError::io("start the index of", &dir))?))
}

impl Drop for Writer {
    fn drop(&mut self) {
        // However the writer ends, those who wait for news must not wait for ever.
        self.core.close();
        if let Some((wake, thread)) = self.follower.take() {
            drop(wake);
            // A panic there leaves rows unwritten, which the next opening writes.
            let _ = thread.join();
        }
    }
}

impl Writer {
    pub(crate) fn new(
        core: Arc<Core>,
        options: Options,
        mark: HeadFile,
        tail: Tail,
        head: Head,
        last_micros: i64,
    ) -> Result<Writer, StoreError> {
        let group = Group { first: head.count, ..Group::default() };
        let follower = Some(follow(core.clone())?);
        let failed = None;
        Ok(Writer { core, options, mark, tail, head, last_micros, group, follower, failed })
    }

    /// Writes entry 0 of a new ledger.
    pub(crate) fn open_ledger(&mut self, genesis: NewEntry) -> Result<(), AppendError> {
        self.tail.begin(0, &[])?;
        self.chain(Call { entries: vec![genesis], expected: vec![] })?;
        self.commit()?;
        Ok(self.mark.sync()?)
    }

    /// Serves the queue until it is closed and empty.
    pub(crate) fn run(mut self, mut queue: mpsc::Receiver<Command>) {
        while let Some(command) = queue.blocking_recv() {
            let mut replies = Vec::new();
            let mut next = Some(command);
            while let Some(command) = next {
                match command {
                    Command::Append { call, reply } => {
                        let receipt = self.accept(call);
                        replies.push((reply, receipt));
                    }
                    Command::RebuildIndexes { reply } => {
                        // The caller may be gone; then nobody waits for the answer.
                        let _ = reply.send(self.rebuild());
                    }
                }
                let full = self.group.bytes >= GROUP_BYTES;
                next = if full { None } else { queue.try_recv().ok() };
            }
            // A rebuild may have committed, and failed, in between.
            let written = self.commit().and_then(|()| self.failed.clone().map_or(Ok(()), Err));
            for (reply, receipt) in replies {
                let answer = match (&written, receipt) {
                    (Err(error), Ok(_)) => Err(AppendError::Store(error.clone())),
                    (_, receipt) => receipt,
                };
                let _ = reply.send(answer);
            }
            if self.failed.is_none()
                && let Err(error) = self.tidy(false)
            {
                self.failed = Some(error);
            }
        }
        if self.failed.is_none() {
            // Nobody is left to hear of a failure, and opening ends whatever this leaves undone.
            let _ = self.tidy(true);
        }
    }

    fn accept(&mut self, call: Call) -> Result<Receipt, AppendError> {
        match &self.failed {
            Some(error) => {
                let reason = format!("an earlier commit failed ({error})");
                Err(StoreError::Closed { reason }.into())
            }
            None => self.chain(call),
        }
    }

    fn rebuild(&mut self) -> Result<(), StoreError> {
        self.commit()?;
        self.core.indexes.rebuild(&self.core.log, self.head)
    }

    /// Checks a call and chains its entries behind those that wait. Nothing is written yet.
    fn chain(&mut self, call: Call) -> Result<Receipt, AppendError> {
        let Call { entries, expected } = call;
        if entries.is_empty() {
            return Err(AppendError::Empty);
        }
        if entries.len() > MAX_CALL_ENTRIES {
            return Err(AppendError::TooMany { count: entries.len(), limit: MAX_CALL_ENTRIES });
        }
        if let Some(receipt) = self.replay(&entries)? {
            return Ok(receipt);
        }
        for (stream, expected) in expected {
            let found = self.version(&stream)?;
            if !expected.holds(found) {
                let expected = expected.to_string();
                return Err(AppendError::VersionConflict { stream, expected, found });
            }
        }
        let (before, before_micros) = (self.head, self.last_micros);
        let linked = self.link(entries);
        if linked.is_err() {
            (self.head, self.last_micros) = (before, before_micros);
        }
        let Linked { recorded, lines, notes, versions } = linked?;
        self.group.bytes += lines.iter().map(Vec::len).sum::<usize>();
        self.group.entries.extend(lines);
        self.group.notes.extend(notes);
        self.group.versions.extend(versions);
        self.group.ids.extend(recorded.iter().map(|entry| (entry.id, entry.seq)));
        Ok(Receipt { entries: recorded, head: self.head, replayed: false })
    }

    fn link(&mut self, entries: Vec<NewEntry>) -> Result<Linked, AppendError> {
        let first = self.head.count;
        let mut linked = Linked::default();
        for (index, entry) in entries.into_iter().enumerate() {
            let seq = self.head.count;
            let version = match linked.versions.get(&entry.stream) {
                Some(version) => version + 1,
                None => self.version(&entry.stream)? + 1,
            };
            let in_call = |place: usize| (place < index).then_some(first + place as u64);
            let causes = resolve(&entry.causes, seq, index, in_call)?;
            let id = entry.id.unwrap_or_else(|| self.options.ids.next_id());
            let place = Place { prev: self.head.hash, seq, version, at: self.instant()? };
            let (stream, kind) = (entry.stream.clone(), entry.kind.clone());
            linked.versions.insert(stream.clone(), version);
            let line = encode(&fields(entry, id, causes, &place))
                .map_err(|source| AppendError::Rejected { index, source })?;
            let hash = Hash::of(&line);
            self.head = Head { count: seq + 1, hash };
            linked.recorded.push(Recorded { seq, hash, id, version });
            linked.notes.push(Note { seq, id, stream, version, kind, hash });
            linked.lines.push(line);
        }
        Ok(linked)
    }

    /// The next instant: the clock's, or one microsecond after the last.
    fn instant(&mut self) -> Result<Timestamp, StoreError> {
        let now = self.options.clock.now_micros();
        let micros = now.max(self.last_micros.saturating_add(1));
        if now <= self.last_micros {
            let counters = &self.core.counters;
            add(&counters.clock_held, 1);
            most(&counters.clock_behind_micros, self.last_micros.abs_diff(now));
        }
        self.last_micros = micros;
        Timestamp::from_micros(micros).map_err(|_| StoreError::Clock { micros })
    }

    fn version(&self, stream: &str) -> Result<u64, StoreError> {
        match self.group.versions.get(stream) {
            Some(version) => Ok(*version),
            None => self.core.indexes.version(stream, u64::MAX),
        }
    }

    /// The receipt of an earlier call with the same entries; None when they are all new.
    fn replay(&self, entries: &[NewEntry]) -> Result<Option<Receipt>, AppendError> {
        let mut places = BTreeMap::new();
        let mut seqs = Vec::with_capacity(entries.len());
        for (second, entry) in entries.iter().enumerate() {
            let mut seq = None;
            if let Some(id) = entry.id {
                if let Some(first) = places.insert(id, second) {
                    return Err(AppendError::IdTwice { id, first, second });
                }
                seq = match self.group.ids.get(&id) {
                    Some(seq) => Some(*seq),
                    None => self.core.indexes.id(id, u64::MAX)?,
                };
            }
            seqs.push(seq);
        }
        let known = seqs.iter().flatten().count();
        if known == 0 {
            return Ok(None);
        }
        let mut recorded = Vec::with_capacity(known);
        for (index, (entry, seq)) in entries.iter().zip(&seqs).enumerate() {
            if let Some(seq) = *seq {
                let in_call = |place: usize| seqs.get(place).copied().flatten();
                recorded.push(same(&self.stored(seq)?, entry, index, in_call)?);
            }
        }
        if known < entries.len() {
            return Err(AppendError::PartlyRecorded { known, count: entries.len() });
        }
        let last = recorded.iter().max_by_key(|entry| entry.seq);
        let head = last.map_or(self.head, |last| Head { count: last.seq + 1, hash: last.hash });
        Ok(Some(Receipt { entries: recorded, head, replayed: true }))
    }

    /// The bytes of an entry that is recorded or waits to be.
    fn stored(&self, seq: u64) -> Result<Vec<u8>, StoreError> {
        let waiting = seq.checked_sub(self.group.first).and_then(|at| usize::try_from(at).ok());
        match waiting.and_then(|at| self.group.entries.get(at)) {
            Some(line) => Ok(line.clone()),
            None => Ok(self.core.log.entry(seq)?.to_vec()),
        }
    }

    /// Writes what was chained, flushes, and tells the readers.
    fn commit(&mut self) -> Result<(), StoreError> {
        let next = Group { first: self.head.count, ..Group::default() };
        let group = std::mem::replace(&mut self.group, next);
        if group.entries.is_empty() {
            return Ok(());
        }
        let written = self.write(group);
        if let Err(error) = &written {
            self.failed = Some(error.clone());
        }
        written
    }

    fn write(&mut self, group: Group) -> Result<(), StoreError> {
        let mut bytes = Vec::with_capacity(group.bytes + 2 * group.entries.len());
        for entry in &group.entries {
            // `encode` gives nothing longer than a length can say.
            let length = u16::try_from(entry.len()).unwrap_or(u16::MAX);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(entry);
        }
        self.tail.write(group.first, &bytes)?;
        let core = &self.core;
        let start = Instant::now();
        if !self.options.planted().acks_before_flush() {
            self.tail.sync()?;
        }
        let waited = micros(start.elapsed());
        let ledger = match group.entries.first() {
            Some(genesis) if group.first == 0 => Hash::of(genesis),
            _ => core.ledger(),
        };
        core.log.push(group.first, bytes);
        core.indexes.push(group.notes);
        core.publish(ledger, self.head);
        let counters = &core.counters;
        add(&counters.commits, 1);
        add(&counters.entries, group.entries.len() as u64);
        add(&counters.bytes, group.bytes as u64);
        most(&counters.largest_commit, group.entries.len() as u64);
        add(&counters.sync_micros, waited);
        most(&counters.longest_sync_micros, waited);
        self.mark.write(&HeadMark { ledger, head: self.head })
    }

    /// What can wait until after the acknowledgement: full pages are sealed, and the rows of the
    /// index follow.
    fn tidy(&mut self, closing: bool) -> Result<(), StoreError> {
        let full = self.core.log.end() / PAGE - self.core.log.volumes.sealed();
        if full >= SEAL_PAGES || closing && full > 0 {
            self.seal()?;
        }
        if closing {
            self.mark.sync()?;
        }
        if let Some((wake, _)) = &self.follower {
            // A full channel means that the follower is about to look anyway.
            let _ = wake.try_send(());
        }
        if self.core.indexes.waiting()? > WAITING_BLOCKS {
            self.core.indexes.follow();
        }
        Ok(())
    }

    /// Writes full pages, then begins the tail anew with the entries behind them.
    fn seal(&mut self) -> Result<(), StoreError> {
        let core = self.core.clone();
        let start = Instant::now();
        let first = core.log.volumes.sealed();
        let full = core.log.end() / PAGE;
        if self.options.planted().drops_runs_early() {
            self.tail.begin(full * PAGE, &core.log.young_from(full * PAGE))?;
        }
        let mut next = first;
        while next < full {
            let pages = core.log.full_pages(next, (full - next).min(SEAL_MOST));
            core.log.volumes.write(next, &pages)?;
            next += pages.len() as u64;
        }
        self.tail.begin(full * PAGE, &core.log.young_from(full * PAGE))?;
        core.log.sealed_to(full);
        self.mark.sync()?;
        add(&core.counters.pages, full - first);
        add(&core.counters.seal_micros, micros(start.elapsed()));
        Ok(())
    }
}

/// The entries of one call, chained.
#[derive(Default)]
struct Linked {
    recorded: Vec<Recorded>,
    lines: Vec<Vec<u8>>,
    notes: Vec<Note>,
    versions: BTreeMap<String, u64>,
}
