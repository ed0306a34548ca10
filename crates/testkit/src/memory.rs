//! The store as a list in memory: the model that a real store is held against.
//!
//! [`MemoryLog::append`] follows the same contract as a store's: all or nothing, expected versions,
//! ids that make a retry harmless, instants that strictly increase. Entries are chained with
//! `greffe-chain`, so a store that was given the same calls and the same clock must hold the same
//! bytes. There are no indexes here: everything is found by walking the list.

use greffe_chain::{Entry, EntryFields, Evidence, Hash, Head, Source, Timestamp, encode};
use serde_json::value::RawValue;
use uuid::Uuid;

/// An entry to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its identity.
    pub id: Uuid,
    /// The stream.
    pub stream: String,
    /// The kind.
    pub kind: String,
    /// The schema version of the kind.
    pub schema: u32,
    /// When the fact holds, as EDTF.
    pub effective: String,
    /// Who records it.
    pub recorded_by: String,
    /// The grade, in the log's word.
    pub grade: String,
    /// The passages.
    pub sources: Vec<Source>,
    /// The entries it follows from.
    pub causes: Vec<Cause>,
    /// The data: a JSON object in text.
    pub data: String,
}

/// An entry that another follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A recorded entry, by its sequence number.
    Seq(u64),
    /// An entry of the same call, by its place from 0.
    InCall(usize),
}

/// What a caller believes of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Nothing in particular.
    Any,
    /// It has no entry.
    NoStream,
    /// Its last entry has this version.
    Version(u64),
}

/// What a call did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The sequence numbers, in the order of the call.
    pub seqs: Vec<u64>,
    /// The versions in their streams, in the order of the call.
    pub versions: Vec<u64>,
    /// The head as of the last of them.
    pub head: Head,
    /// Whether an earlier call had recorded them.
    pub replayed: bool,
}

/// Why a call did nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It holds no entry.
    Empty,
    /// An id stands in it twice, at these places.
    IdTwice(usize, usize),
    /// An id is that of this entry, whose content differs.
    IdConflict(u64),
    /// So many of its entries are recorded, the rest not.
    PartlyRecorded(usize),
    /// A stream is at this version, not as expected.
    VersionConflict(String, u64),
    /// An entry, by its place, names a cause that is no earlier entry.
    Cause(usize),
    /// An entry, by its place, breaks the format.
    Rejected(usize),
}

/// A log in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryLog {
    entries: Vec<Vec<u8>>,
    /// What each entry says of itself, so that walking the list reads no JSON.
    said: Vec<Said>,
}

/// What the walks ask of an entry.
#[derive(Debug, Clone)]
struct Said {
    id: Uuid,
    stream: String,
    micros: i64,
}

impl MemoryLog {
    /// An empty log.
    #[must_use]
    pub fn new() -> MemoryLog {
        MemoryLog::default()
    }

    /// The bytes of every entry, in order.
    #[must_use]
    pub fn entries(&self) -> &[Vec<u8>] {
        &self.entries
    }

    /// The number of entries and the hash of the last.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head_at(self.entries.len())
    }

    /// The head that the log had after its first `count` entries.
    #[must_use]
    pub fn head_at(&self, count: usize) -> Head {
        let last = count.checked_sub(1).map(|last| &self.entries[last]);
        Head { count: count as u64, hash: last.map_or(Hash::ZERO, |bytes| Hash::of(bytes)) }
    }

    /// What `field` says of every entry, in order.
    pub fn of<'a, T>(
        &'a self,
        field: impl Fn(&Entry<'a>) -> T + 'a,
    ) -> impl Iterator<Item = T> + 'a {
        self.entries.iter().map(move |bytes| field(&Entry::parse(bytes).unwrap()))
    }

    /// The sequence numbers of the entries of a stream, in order.
    #[must_use]
    pub fn stream(&self, stream: &str) -> Vec<u64> {
        (0..).zip(&self.said).filter(|(_, said)| said.stream == stream).map(|(q, _)| q).collect()
    }

    /// Records the drafts at this moment, all or none.
    ///
    /// # Errors
    /// [`Refusal`]: nothing was recorded.
    pub fn append(
        &mut self,
        now_micros: i64,
        drafts: &[Draft],
        expected: &[(String, Expected)],
    ) -> Result<Outcome, Refusal> {
        if drafts.is_empty() {
            return Err(Refusal::Empty);
        }
        if let Some(outcome) = self.replay(drafts)? {
            return Ok(outcome);
        }
        for (stream, expected) in expected {
            let found = self.stream(stream).len() as u64;
            let holds = match expected {
                Expected::Any => true,
                Expected::NoStream => found == 0,
                Expected::Version(version) => found == *version,
            };
            if !holds {
                return Err(Refusal::VersionConflict(stream.clone(), found));
            }
        }
        let before = self.entries.len();
        let linked = self.link(now_micros, drafts, before);
        if linked.is_err() {
            self.entries.truncate(before);
            self.said.truncate(before);
        }
        linked
    }

    fn link(&mut self, now: i64, drafts: &[Draft], before: usize) -> Result<Outcome, Refusal> {
        let (mut seqs, mut versions) = (Vec::new(), Vec::new());
        for (at, draft) in drafts.iter().enumerate() {
            let seq = self.entries.len() as u64;
            let in_call = |place: usize| (place < at).then_some((before + place) as u64);
            let causes = resolve(draft, seq, in_call).ok_or(Refusal::Cause(at))?;
            let micros = self.said.last().map_or(now, |last| now.max(last.micros + 1));
            let version = self.stream(&draft.stream).len() as u64 + 1;
            let line = line(draft, self.head().hash, seq, version, micros, causes);
            self.entries.push(line.map_err(|()| Refusal::Rejected(at))?);
            self.said.push(Said { id: draft.id, stream: draft.stream.clone(), micros });
            seqs.push(seq);
            versions.push(version);
        }
        Ok(Outcome { seqs, versions, head: self.head(), replayed: false })
    }

    fn replay(&self, drafts: &[Draft]) -> Result<Option<Outcome>, Refusal> {
        for (second, draft) in drafts.iter().enumerate() {
            if let Some(first) = drafts[..second].iter().position(|d| d.id == draft.id) {
                return Err(Refusal::IdTwice(first, second));
            }
        }
        let place = |id| self.said.iter().position(|said| said.id == id);
        let found: Vec<Option<usize>> = drafts.iter().map(|draft| place(draft.id)).collect();
        let known = found.iter().flatten().count();
        if known == 0 {
            return Ok(None);
        }
        for (at, draft) in drafts.iter().enumerate() {
            let Some(recorded) = found[at] else { continue };
            let old = Entry::parse(&self.entries[recorded]).unwrap();
            let in_call = |place: usize| found.get(place).copied().flatten().map(|seq| seq as u64);
            let causes = resolve(draft, old.seq(), in_call).ok_or(Refusal::Cause(at))?;
            let micros = old.recorded().micros();
            let again = line(draft, old.prev(), old.seq(), old.version(), micros, causes)
                .map_err(|()| Refusal::Rejected(at))?;
            if again != self.entries[recorded] {
                return Err(Refusal::IdConflict(recorded as u64));
            }
        }
        if known < drafts.len() {
            return Err(Refusal::PartlyRecorded(known));
        }
        let versions =
            found.iter().flatten().map(|&at| Entry::parse(&self.entries[at]).unwrap().version());
        let last = found.iter().flatten().max().copied().unwrap_or_default();
        Ok(Some(Outcome {
            versions: versions.collect(),
            seqs: found.iter().flatten().map(|&at| at as u64).collect(),
            head: self.head_at(last + 1),
            replayed: true,
        }))
    }
}

fn resolve(draft: &Draft, seq: u64, in_call: impl Fn(usize) -> Option<u64>) -> Option<Vec<u64>> {
    let number = |cause: &Cause| match *cause {
        Cause::Seq(cause) => Some(cause),
        Cause::InCall(place) => in_call(place),
    };
    draft.causes.iter().map(|cause| number(cause).filter(|cause| *cause < seq)).collect()
}

fn line(
    draft: &Draft,
    prev: Hash,
    seq: u64,
    version: u64,
    micros: i64,
    causes: Vec<u64>,
) -> Result<Vec<u8>, ()> {
    let draft = draft.clone();
    let fields = EntryFields {
        prev,
        seq,
        id: draft.id,
        stream: draft.stream,
        version,
        kind: draft.kind,
        schema: draft.schema,
        effective: draft.effective,
        recorded_at: Timestamp::from_micros(micros).map_err(|_| ())?.to_string(),
        recorded_by: draft.recorded_by,
        evidence: Evidence { grade: draft.grade, sources: draft.sources },
        causes,
        data: RawValue::from_string(draft.data).map_err(|_| ())?,
    };
    encode(&fields).map_err(|_| ())
}
