//! Calling a witness: what a log does to have its checkpoint cosigned.

use crate::source::{Source, SourceError, agent};
use crate::state::name_of;
use greffe_proof::witness::AddCheckpoint;
use greffe_proof::{MAX_NOTE_BYTES, MAX_SIGNATURES, NoteSignature};
use std::io::Read as _;
use thiserror::Error;

/// The longest answer that is read, in bytes.
const MAX_ANSWER: u64 = 65_536;

/// Why a witness did not cosign.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CallError {
    /// It stands at another size; the call can be made again from there.
    #[error("the witness stands at {0} entries")]
    StandsAt(u64),
    /// It refused.
    #[error("the witness answers {status}: {said}")]
    Refused {
        /// The status of HTTP.
        status: u16,
        /// What it says.
        said: String,
    },
    /// It says that it cosigned, and gives no line of a cosignature.
    #[error("the witness answers 200 and no cosignature with it")]
    NoCosignature,
    /// It cannot be reached, or does not answer in the form that is asked for.
    #[error("the witness cannot be reached: {0}")]
    Unreachable(String),
}

/// Submits a checkpoint to a witness at `url`, the address in front of `/add-checkpoint`; the lines that
/// it answers are not verified here.
///
/// # Errors
/// [`CallError`] when it does not cosign.
pub fn call(url: &str, call: &AddCheckpoint) -> Result<Vec<NoteSignature>, CallError> {
    let unreachable = |error: &dyn std::error::Error| CallError::Unreachable(error.to_string());
    if url.starts_with("https://") {
        return Err(CallError::Unreachable("https is not spoken here".to_owned()));
    }
    let url = format!("{}/add-checkpoint", url.trim_end_matches('/'));
    let mut answer =
        agent().post(&url).send(call.to_string()).map_err(|error| unreachable(&error))?;
    let status = answer.status().as_u16();
    let mut said = String::new();
    let read = answer.body_mut().as_reader().take(MAX_ANSWER).read_to_string(&mut said);
    read.map_err(|error| unreachable(&error))?;
    match status {
        200 => {
            let lines: Option<Vec<NoteSignature>> =
                said.lines().map(NoteSignature::parse).collect();
            let lines = lines.filter(|lines| (1..=MAX_SIGNATURES).contains(&lines.len()));
            lines.ok_or(CallError::NoCosignature)
        }
        409 => match said.trim_end().parse() {
            Ok(size) => Err(CallError::StandsAt(size)),
            Err(_) => Err(CallError::Refused { status, said }),
        },
        _ => Err(CallError::Refused { status, said: said.trim_end().to_owned() }),
    }
}

/// The bytes of the checkpoint that a witness at `url` says it remembers of an origin; `None` where it shows
/// none. Nothing of it is verified here.
///
/// # Errors
/// [`SourceError`] when it cannot be asked.
pub fn remembered(url: &str, origin: &str) -> Result<Option<Vec<u8>>, SourceError> {
    Source::of(url).read(&format!("{}/checkpoint", name_of(origin)), MAX_NOTE_BYTES as u64)
}
