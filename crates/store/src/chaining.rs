//! From a caller's entry to the fields of a recorded one, and back again for a retry.
//!
//! Whether a retry repeats the first call is decided by writing its entry in the place of the
//! recorded one: the same bytes, the same content. There is no second notion of equality.

use greffe_chain::{EncodeError, Entry, EntryFields, Evidence, Genesis, Hash, Timestamp, encode};
use uuid::Uuid;

use crate::append::{Cause, NewEntry, Recorded};
use crate::error::{AppendError, StoreError};

/// What the ledger adds to a new entry.
pub(crate) struct Place {
    pub(crate) prev: Hash,
    pub(crate) seq: u64,
    pub(crate) version: u64,
    pub(crate) at: Timestamp,
}

/// The fields of a new entry in its place.
pub(crate) fn fields(entry: NewEntry, id: Uuid, causes: Vec<u64>, place: &Place) -> EntryFields {
    EntryFields {
        prev: place.prev,
        seq: place.seq,
        id,
        stream: entry.stream,
        version: place.version,
        kind: entry.kind,
        schema: entry.schema,
        effective: entry.effective,
        recorded_at: place.at.to_string(),
        recorded_by: entry.recorded_by,
        evidence: Evidence { grade: entry.grade, sources: entry.sources },
        causes,
        data: entry.data,
    }
}

/// The causes of the call's entry `index`, which will be entry `seq`, as numbers; `in_call` knows
/// those of the call's earlier entries.
pub(crate) fn resolve(
    causes: &[Cause],
    seq: u64,
    index: usize,
    in_call: impl Fn(usize) -> Option<u64>,
) -> Result<Vec<u64>, AppendError> {
    let earlier = |cause: &Cause| {
        let found = match *cause {
            Cause::Seq(cause) => Some(cause),
            Cause::InCall(place) => in_call(place),
        };
        let found = found.filter(|&found| found < seq);
        found.ok_or_else(|| AppendError::Cause { index, cause: cause.to_string() })
    };
    causes.iter().map(earlier).collect()
}

/// Compares an entry with the recorded one of the same id, whose bytes are `stored`.
pub(crate) fn same(
    stored: &[u8],
    entry: &NewEntry,
    index: usize,
    in_call: impl Fn(usize) -> Option<u64>,
) -> Result<Recorded, AppendError> {
    let old = Entry::parse(stored).map_err(|error| {
        StoreError::damaged(format!("an entry cannot be read: {error}"), "the log")
    })?;
    let (id, seq, version) = (old.id(), old.seq(), old.version());
    let causes = resolve(&entry.causes, seq, index, in_call)?;
    let place = Place { prev: old.prev(), seq, version, at: old.recorded() };
    let fields = fields(entry.clone(), id, causes, &place);
    let line = encode(&fields).map_err(|source| AppendError::Rejected { index, source })?;
    if line == stored {
        return Ok(Recorded { seq, hash: Hash::of(stored), id, version });
    }
    let what = [
        ("stream", fields.stream == old.stream()),
        ("kind", fields.kind == old.kind()),
        ("schema", fields.schema == old.schema()),
        ("effective", fields.effective == old.effective()),
        ("recorded_by", fields.recorded_by == old.recorded_by()),
        ("grade", fields.evidence.grade == old.grade()),
        ("sources", fields.evidence.sources == old.sources()),
        ("causes", fields.causes == old.causes()),
    ];
    let what = what.iter().find(|(_, same)| !same).map_or("data", |(name, _)| name);
    Err(AppendError::IdConflict { id, seq, what })
}

/// Whether `genesis` can be entry 0, asked before anything is created.
pub(crate) fn check_genesis(genesis: &NewEntry) -> Result<(), AppendError> {
    let epoch = Timestamp::from_micros(0).map_err(|_| StoreError::Clock { micros: 0 })?;
    let place = Place { prev: Hash::ZERO, seq: 0, version: 1, at: epoch };
    let causes = resolve(&genesis.causes, 0, 0, |_| None)?;
    let rejected = |source| AppendError::Rejected { index: 0, source };
    let line = encode(&fields(genesis.clone(), Uuid::nil(), causes, &place)).map_err(rejected)?;
    let kind = genesis.kind.clone();
    let entry = Entry::parse(&line)
        .map_err(|source| rejected(EncodeError::Invalid { seq: 0, kind, source }))?;
    Genesis::of(&entry).map_err(AppendError::NotGenesis)?;
    Ok(())
}
