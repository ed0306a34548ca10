//! The one writer of a ledger.
//!
//! A thread of its own takes calls from a bounded queue: all that wait, checks them, and chains their
//! entries. Numbers are given here and nowhere else, so there are no gaps. What is chained goes as
//! one group to the committer (`commit`), on a thread of its own, so that the next group is chained
//! while the disk works on the last; a call that is alone is committed here, without the detour.
//! What is chained is in the log's memory and in the index at once, for the next call to build on;
//! readers see it when its head is published.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use greffe_chain::{Hash, Head, Timestamp, encode};
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};
use uuid::Uuid;

use crate::append::{Expected, MAX_CALL_BYTES, MAX_CALL_ENTRIES, NewEntry, Receipt, Recorded};
use crate::chaining::{Place, fields, resolve, same};
use crate::commit::{Committer, Reply, Work};
use crate::error::{AppendError, StoreError};
use crate::index::Note;
use crate::metrics::{add, micros, most};
use crate::options::Options;
use crate::read::Core;

/// A group is closed when its entries reach this many bytes.
const GROUP_BYTES: usize = 8 * 1024 * 1024;
/// Blocks that may wait for their rows; beyond that the writer helps.
const WAITING_BLOCKS: usize = 64;
/// Versions of streams that are remembered.
const VERSIONS: usize = 65_536;

pub(crate) enum Command {
    Append {
        call: Call,
        reply: oneshot::Sender<Result<Receipt, AppendError>>,
        /// What it takes of the queue's bytes, given back once it is chained.
        room: OwnedSemaphorePermit,
    },
    RebuildIndexes {
        reply: oneshot::Sender<Result<(), StoreError>>,
    },
}

/// One call of `append`.
pub(crate) struct Call {
    pub(crate) entries: Vec<NewEntry>,
    pub(crate) expected: Vec<(String, Expected)>,
}

impl Call {
    /// What it takes of memory, about.
    pub(crate) fn bytes(&self) -> usize {
        let of = |entry: &NewEntry| {
            let texts = [&entry.stream, &entry.kind, &entry.effective, &entry.recorded_by];
            let texts: usize = texts.iter().map(|text| text.len()).sum();
            let lists = size_of_val(&*entry.sources) + size_of_val(&*entry.causes);
            size_of::<NewEntry>() + texts + lists + entry.data.get().len()
        };
        self.entries.iter().map(of).sum()
    }
}

/// What has been chained and not yet handed on.
#[derive(Default)]
struct Group {
    first: u64,
    frames: Vec<u8>,
    /// Where the frame of each entry begins.
    starts: Vec<usize>,
    notes: Vec<Note>,
    ids: HashMap<Uuid, u64>,
}

/// A thread with the channel that feeds it; it ends when the channel is closed.
type Fed<T> = (SyncSender<T>, JoinHandle<()>);

pub(crate) struct Writer {
    core: Arc<Core>,
    options: Options,
    committer: Arc<Mutex<Committer>>,
    /// Groups that were handed on and are not committed yet.
    under_way: Arc<AtomicU64>,
    /// Entries chained so far, and the hash of the last.
    head: Head,
    last_micros: i64,
    group: Group,
    /// The versions of streams met lately.
    versions: HashMap<Arc<str>, u64>,
    commits: Option<Fed<Work>>,
    follower: Option<Fed<()>>,
}

fn lock(committer: &Mutex<Committer>) -> MutexGuard<'_, Committer> {
    committer.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a thread that does `work` with whatever is sent to it.
fn feed<T: Send + 'static>(
    core: &Core,
    name: &str,
    mut work: impl FnMut(T) + Send + 'static,
) -> Result<Fed<T>, StoreError> {
    let (sender, fed) = sync_channel(1);
    let thread = std::thread::Builder::new().name(name.into());
    let thread = thread.spawn(move || fed.into_iter().for_each(&mut work));
    Ok((sender, thread.map_err(StoreError::io("start a thread for", &core.dir))?))
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.end_commits();
        // However the writer ends, those who wait for news must not wait for ever.
        lock(&self.committer).close();
        if let Some((sender, thread)) = self.follower.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

impl Writer {
    pub(crate) fn new(
        core: Arc<Core>,
        options: Options,
        committer: Committer,
        head: Head,
        last_micros: i64,
    ) -> Result<Writer, StoreError> {
        let committer = Arc::new(Mutex::new(committer));
        let under_way = Arc::new(AtomicU64::new(0));
        let commits = {
            let (committer, under_way) = (committer.clone(), under_way.clone());
            feed(&core, "greffe-commit", move |work| {
                lock(&committer).commit(work);
                under_way.fetch_sub(1, Ordering::AcqRel);
            })?
        };
        let follower = {
            let core = core.clone();
            feed(&core.clone(), "greffe-index", move |()| {
                core.index.follow(core.published.borrow().head.count);
            })?
        };
        Ok(Writer {
            core,
            options,
            committer,
            under_way,
            head,
            last_micros,
            group: Group { first: head.count, ..Group::default() },
            versions: HashMap::new(),
            commits: Some(commits),
            follower: Some(follower),
        })
    }

    /// Writes entry 0 of a new ledger.
    pub(crate) fn open_ledger(&mut self, genesis: NewEntry) -> Result<(), AppendError> {
        lock(&self.committer).begin()?;
        self.chain(Call { entries: vec![genesis], expected: vec![] })?;
        let work = self.close_group(vec![]);
        lock(&self.committer).commit(work);
        let failed = lock(&self.committer).failed().cloned();
        failed.map_or(Ok(()), |error| Err(error.into()))
    }

    /// Serves the queue until it is closed and empty, and seals what is full. What stopped it, if anything did.
    pub(crate) fn run(mut self, mut queue: mpsc::Receiver<Command>) -> Option<StoreError> {
        while let Some(command) = queue.blocking_recv() {
            let mut replies = Vec::new();
            let mut next = Some(command);
            while let Some(command) = next {
                match command {
                    Command::Append { call, reply, room } => {
                        let receipt = self.chain(call);
                        drop(room);
                        replies.push((reply, receipt));
                    }
                    Command::RebuildIndexes { reply } => {
                        self.hand_on(std::mem::take(&mut replies));
                        // The caller may be gone; then nobody waits for the answer.
                        let _ = reply.send(self.rebuild());
                    }
                }
                if self.group.frames.len() >= GROUP_BYTES {
                    break;
                }
                next = queue.try_recv().ok();
                // A disk that has nothing to do takes what there is; the rest follows behind it.
                if next.is_some() && self.under_way.load(Ordering::Acquire) == 0 {
                    self.pass_on(std::mem::take(&mut replies));
                }
            }
            self.hand_on(replies);
            self.tidy();
        }
        self.end_commits();
        let mut committer = lock(&self.committer);
        let finished = committer.finish();
        committer.failed().cloned().or(finished.err())
    }

    /// Lets the committer come to its end.
    fn end_commits(&mut self) {
        if let Some((sender, thread)) = self.commits.take() {
            drop(sender);
            if thread.join().is_err() {
                lock(&self.committer).fail("its committer has panicked");
            }
        }
    }

    /// Takes what was chained as one group, visible to the calls that follow it.
    fn close_group(&mut self, replies: Vec<Reply>) -> Work {
        let next = Group { first: self.head.count, ..Group::default() };
        let group = std::mem::replace(&mut self.group, next);
        let entries = group.starts.len() as u64;
        let frames = Arc::new(group.frames);
        if entries > 0 {
            self.core.log.push(group.first, frames.clone());
            self.core.index.note(group.notes);
        }
        Work { first: group.first, frames, entries, head: self.head, replies }
    }

    /// Commits the group, here if it is one call and nothing is under way, else on its thread.
    fn hand_on(&mut self, replies: Vec<Reply>) {
        if replies.len() == 1 && self.under_way.load(Ordering::Acquire) == 0 {
            let work = self.close_group(replies);
            lock(&self.committer).commit(work);
        } else {
            self.pass_on(replies);
        }
    }

    /// Gives the group to the committer's thread.
    fn pass_on(&mut self, replies: Vec<Reply>) {
        if replies.is_empty() {
            return;
        }
        let work = self.close_group(replies);
        if let Some((sender, _)) = &self.commits {
            self.under_way.fetch_add(1, Ordering::AcqRel);
            // The thread ends only with this writer; a panic there drops the replies, and their
            // callers are told that the store has stopped.
            let _ = sender.send(work);
        }
    }

    /// Lets the index follow, and helps it where it falls behind.
    fn tidy(&self) {
        if let Some((sender, _)) = &self.follower {
            // A full channel means that the follower is about to look anyway.
            let _ = sender.try_send(());
        }
        if self.core.index.waiting() > WAITING_BLOCKS {
            let start = Instant::now();
            self.core.index.follow(self.core.published.borrow().head.count);
            add(&self.core.counters.index_micros, micros(start.elapsed()));
        }
    }

    fn rebuild(&mut self) -> Result<(), StoreError> {
        // Groups under way are in the log's memory already; only their commits may be.
        let lives = || self.commits.as_ref().is_some_and(|(_, thread)| !thread.is_finished());
        while self.under_way.load(Ordering::Acquire) > 0 && lives() {
            std::thread::yield_now();
        }
        if let Some(error) = lock(&self.committer).failed() {
            return Err(error.clone());
        }
        self.core.indexes().rebuild(self.head)
    }

    /// Checks a call and chains its entries behind those that wait. Nothing is written yet.
    fn chain(&mut self, call: Call) -> Result<Receipt, AppendError> {
        let Call { entries, expected } = call;
        // Where a commit is under way, it answers for itself.
        let failed = self.committer.try_lock().ok().and_then(|held| held.failed().cloned());
        if let Some(error) = failed {
            let reason = format!("an earlier commit failed ({error})");
            return Err(StoreError::Closed { reason }.into());
        }
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
        let Linked { recorded, lines, notes, versions, bytes: _ } = linked?;
        for line in &lines {
            self.group.starts.push(self.group.frames.len());
            // `encode` gives nothing longer than a length can say.
            let length = u16::try_from(line.len()).unwrap_or(u16::MAX);
            self.group.frames.extend_from_slice(&length.to_be_bytes());
            self.group.frames.extend_from_slice(line);
        }
        self.group.notes.extend(notes);
        if self.versions.len() > VERSIONS {
            self.versions.clear();
            // What is not handed on yet is in no index.
            let waiting = self.group.notes.iter();
            self.versions.extend(waiting.map(|note| (note.stream.clone(), note.version)));
        }
        self.versions.extend(versions);
        self.group.ids.extend(recorded.iter().map(|entry| (entry.id, entry.seq)));
        Ok(Receipt { entries: recorded, head: self.head, replayed: false })
    }

    fn link(&mut self, entries: Vec<NewEntry>) -> Result<Linked, AppendError> {
        let first = self.head.count;
        let mut linked = Linked::default();
        for (index, entry) in entries.into_iter().enumerate() {
            let seq = self.head.count;
            let version = match linked.versions.get(entry.stream.as_str()) {
                Some(version) => version + 1,
                None => self.version(&entry.stream)? + 1,
            };
            let in_call = |place: usize| (place < index).then_some(first + place as u64);
            let causes = resolve(&entry.causes, seq, index, in_call)?;
            let id = entry.id.unwrap_or_else(|| self.options.ids.next_id());
            let place = Place { prev: self.head.hash, seq, version, at: self.instant()? };
            let (stream, kind): (Arc<str>, Arc<str>) =
                (entry.stream.as_str().into(), entry.kind.as_str().into());
            linked.versions.insert(stream.clone(), version);
            let line = encode(&fields(entry, id, causes, &place))
                .map_err(|source| AppendError::Rejected { index, source })?;
            linked.bytes += line.len();
            if linked.bytes > MAX_CALL_BYTES {
                return Err(AppendError::TooLong { limit: MAX_CALL_BYTES });
            }
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
        match self.versions.get(stream) {
            Some(version) => Ok(*version),
            None => self.core.indexes().version(stream, u64::MAX),
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
                    None => self.core.indexes().id(id, u64::MAX)?,
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
        if let Some(start) = waiting.and_then(|at| self.group.starts.get(at)) {
            let frames = self.group.frames.get(*start..).unwrap_or_default();
            return Ok(crate::page::frames(frames).next().unwrap_or_default().to_vec());
        }
        Ok(self.core.log.entry(seq)?.to_vec())
    }
}

/// The entries of one call, chained.
#[derive(Default)]
struct Linked {
    recorded: Vec<Recorded>,
    lines: Vec<Vec<u8>>,
    notes: Vec<Note>,
    versions: HashMap<Arc<str>, u64>,
    /// Their bytes together.
    bytes: usize,
}
