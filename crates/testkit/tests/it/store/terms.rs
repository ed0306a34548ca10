//! The store's words in those of the model, and the other way round.

use greffe_store::{AppendError, Clock, IdSource, NewEntry};
use greffe_testkit::{Cause, Draft, Expected, Outcome, Refusal};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// A clock that a test sets, and that may go back.
pub struct SetClock(pub AtomicI64);

impl Clock for SetClock {
    fn now_micros(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// No call here goes without ids.
pub struct NoIds;

impl IdSource for NoIds {
    fn next_id(&self) -> Uuid {
        panic!("every entry of this test brings its id")
    }
}

pub fn new_entry(draft: &Draft) -> NewEntry {
    let cause = |cause: &Cause| match *cause {
        Cause::Seq(seq) => greffe_store::Cause::Seq(seq),
        Cause::InCall(place) => greffe_store::Cause::InCall(place),
    };
    NewEntry {
        id: Some(draft.id),
        stream: draft.stream.clone(),
        kind: draft.kind.clone(),
        schema: draft.schema,
        effective: draft.effective.clone(),
        recorded_by: draft.recorded_by.clone(),
        grade: draft.grade.clone(),
        sources: draft.sources.clone(),
        causes: draft.causes.iter().map(cause).collect(),
        data: RawValue::from_string(draft.data.clone()).unwrap(),
    }
}

pub fn expectation((stream, expected): &(String, Expected)) -> (String, greffe_store::Expected) {
    let expected = match *expected {
        Expected::Any => greffe_store::Expected::Any,
        Expected::NoStream => greffe_store::Expected::NoStream,
        Expected::Version(version) => greffe_store::Expected::Version(version),
    };
    (stream.clone(), expected)
}

/// The store's answer in the words of the model.
pub fn answer(result: Result<greffe_store::Receipt, AppendError>) -> Result<Outcome, Refusal> {
    match result {
        Ok(receipt) => Ok(Outcome {
            seqs: receipt.entries.iter().map(|e| e.seq).collect(),
            versions: receipt.entries.iter().map(|e| e.version).collect(),
            head: receipt.head,
            replayed: receipt.replayed,
        }),
        Err(AppendError::Empty) => Err(Refusal::Empty),
        Err(AppendError::IdTwice { first, second, .. }) => Err(Refusal::IdTwice(first, second)),
        Err(AppendError::IdConflict { seq, .. }) => Err(Refusal::IdConflict(seq)),
        Err(AppendError::PartlyRecorded { known, .. }) => Err(Refusal::PartlyRecorded(known)),
        Err(AppendError::VersionConflict { stream, found, .. }) => {
            Err(Refusal::VersionConflict(stream, found))
        }
        Err(AppendError::Cause { index, .. }) => Err(Refusal::Cause(index)),
        Err(AppendError::Rejected { index, .. }) => Err(Refusal::Rejected(index)),
        Err(other) => panic!("the store failed: {other}"),
    }
}

/// How often each answer was given.
#[derive(Default)]
pub struct Tally(pub BTreeMap<&'static str, u64>);

impl Tally {
    pub fn count(&mut self, answer: &Result<Outcome, Refusal>) {
        let name = match answer {
            Ok(outcome) if outcome.replayed => "replayed",
            Ok(_) => "recorded",
            Err(Refusal::Empty) => "empty",
            Err(Refusal::IdTwice(..)) => "id twice",
            Err(Refusal::IdConflict(_)) => "id conflict",
            Err(Refusal::PartlyRecorded(_)) => "partly recorded",
            Err(Refusal::VersionConflict(..)) => "version conflict",
            Err(Refusal::Cause(_)) => "cause",
            Err(Refusal::Rejected(_)) => "rejected",
        };
        *self.0.entry(name).or_default() += 1;
    }
}
