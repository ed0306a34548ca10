//! The one writer of a ledger.
//!
//! A thread of its own takes calls from a bounded queue. It takes all that wait, chains and writes
//! their entries, applies one batch, flushes once, and only then acknowledges: **an acknowledged
//! append is on disk**. Numbers are given here and nowhere else, so there are no gaps. After a
//! failure of the engine it is unknown what reached the disk: the writer stops, and the store must
//! be opened again, which reads the truth.

use std::collections::BTreeMap;
use std::sync::Arc;

use greffe_chain::{Hash, Head, Timestamp, encode};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use crate::append::{Expected, MAX_CALL_ENTRIES, NewEntry, Receipt, Recorded};
use crate::chaining::{Place, fields, resolve, same};
use crate::error::{AppendError, StoreError};
use crate::layout::{HeadFile, HeadMark};
use crate::options::Options;
use crate::read::Core;
use crate::tail::Tail;

/// A group is closed when its entries reach this many bytes.
const GROUP_BYTES: usize = 8 * 1024 * 1024;
/// The indexes follow when they are this many entries behind.
const FOLLOW_ENTRIES: usize = 256;

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
    bytes: usize,
}

/// What the indexes do not hold yet: the entries since they last followed, written or not.
#[derive(Default)]
struct Recent {
    streams: BTreeMap<String, u64>,
    ids: BTreeMap<Uuid, u64>,
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
    recent: Recent,
    failed: Option<StoreError>,
}

impl Writer {
    pub(crate) fn new(
        core: Arc<Core>,
        options: Options,
        mark: HeadFile,
        tail: Tail,
        last_micros: i64,
    ) -> Writer {
        let head = tail.head.unwrap_or(Head { count: 0, hash: Hash::ZERO });
        let group = Group { first: head.count, ..Group::default() };
        Writer {
            core,
            options,
            mark,
            tail,
            head,
            last_micros,
            group,
            recent: Recent::default(),
            failed: None,
        }
    }

    /// Writes entry 0 of a new ledger.
    pub(crate) fn open_ledger(&mut self, genesis: NewEntry) -> Result<(), AppendError> {
        self.chain(Call { entries: vec![genesis], expected: vec![] })?;
        Ok(self.commit()?)
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
        self.core.close();
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
        self.core.indexes.rebuild(&self.core.truth, self.head)?;
        self.recent = Recent::default();
        self.core.engine.flush()
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
        let chained = self.link(entries);
        if chained.is_err() {
            (self.head, self.last_micros) = (before, before_micros);
        }
        let (entries, lines, streams) = chained?;
        self.group.bytes += lines.iter().map(Vec::len).sum::<usize>();
        self.group.entries.extend(lines);
        self.recent.streams.extend(streams);
        self.recent.ids.extend(entries.iter().map(|entry| (entry.id, entry.seq)));
        Ok(Receipt { entries, head: self.head, replayed: false })
    }

    #[allow(clippy::type_complexity, reason = "a private triple that is taken apart at once")]
    fn link(
        &mut self,
        entries: Vec<NewEntry>,
    ) -> Result<(Vec<Recorded>, Vec<Vec<u8>>, BTreeMap<String, u64>), AppendError> {
        let first = self.head.count;
        let (mut recorded, mut lines) = (Vec::new(), Vec::new());
        let mut streams: BTreeMap<String, u64> = BTreeMap::new();
        for (index, entry) in entries.into_iter().enumerate() {
            let seq = self.head.count;
            let version = match streams.get(&entry.stream) {
                Some(version) => version + 1,
                None => self.version(&entry.stream)? + 1,
            };
            let in_call = |place: usize| (place < index).then_some(first + place as u64);
            let causes = resolve(&entry.causes, seq, index, in_call)?;
            let id = entry.id.unwrap_or_else(|| self.options.ids.next_id());
            let place = Place { prev: self.head.hash, seq, version, at: self.instant()? };
            streams.insert(entry.stream.clone(), version);
            let line = encode(&fields(entry, id, causes, &place))
                .map_err(|source| AppendError::Rejected { index, source })?;
            let hash = Hash::of(&line);
            self.head = Head { count: seq + 1, hash };
            recorded.push(Recorded { seq, hash, id, version });
            lines.push(line);
        }
        Ok((recorded, lines, streams))
    }

    /// The next instant: the clock's, or one microsecond after the last.
    fn instant(&mut self) -> Result<Timestamp, StoreError> {
        let micros = self.options.clock.now_micros().max(self.last_micros.saturating_add(1));
        self.last_micros = micros;
        Timestamp::from_micros(micros).map_err(|_| StoreError::Clock { micros })
    }

    fn version(&self, stream: &str) -> Result<u64, StoreError> {
        match self.recent.streams.get(stream) {
            Some(version) => Ok(*version),
            None => self.core.indexes.indexed_version(stream),
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
                seq = match self.recent.ids.get(&id) {
                    Some(seq) => Some(*seq),
                    None => self.core.indexes.indexed_id(id)?,
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
            None => Ok(self.core.truth.entry(seq)?.to_vec()),
        }
    }

    /// Writes what was chained, flushes, and tells the readers.
    fn commit(&mut self) -> Result<(), StoreError> {
        let next = Group { first: self.head.count, ..Group::default() };
        let group = std::mem::replace(&mut self.group, next);
        if group.entries.is_empty() {
            return Ok(());
        }
        let written = self.write(&group);
        if let Err(error) = &written {
            self.failed = Some(error.clone());
        }
        written
    }

    fn write(&mut self, group: &Group) -> Result<(), StoreError> {
        let core = &self.core;
        core.truth.runs.apply(self.tail.commit(group.first, &group.entries)?)?;
        core.engine.flush()?;
        let ledger = match group.entries.first() {
            Some(genesis) if group.first == 0 => Hash::of(genesis),
            _ => core.ledger(),
        };
        core.publish(ledger, self.head);
        self.mark.write(&HeadMark { ledger, head: self.head })
    }

    /// What can wait until after the acknowledgement: full pages are sealed, and the indexes follow
    /// once enough entries have come. The next commit's flush takes it to the disk.
    fn tidy(&mut self, closing: bool) -> Result<(), StoreError> {
        if self.tail.has_full() {
            self.tail.seal(&self.core.truth)?;
            self.mark.sync()?;
        }
        if closing || self.recent.ids.len() >= FOLLOW_ENTRIES {
            self.core.indexes.catch_up(&self.core.truth, self.head)?;
            self.recent = Recent::default();
        }
        if closing {
            self.core.engine.flush()?;
            self.mark.sync()?;
        }
        Ok(())
    }
}
