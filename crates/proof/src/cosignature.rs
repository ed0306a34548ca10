//! Cosignatures (C2SP tlog-cosignature, `cosignature/v1`): a witness says that, at a time of its own
//! clock, this checkpoint continued every one that it had seen before of the same origin.
//!
//! The signed message is `cosignature/v1`, a line `time SECONDS`, then the whole text of the note. The
//! line of a note carries the time, 8 bytes with the highest first, and 64 bytes of Ed25519.
//! The message does not name the witness: a witness has a key for this and nothing else.

/// Bytes of the time in a cosignature.
const TIME_BYTES: usize = size_of::<u64>();

/// What a witness signs.
#[must_use]
pub fn message(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// Time and signature of a cosignature; `None` when it is too short or its time is above 2⁶³−1.
#[must_use]
pub fn split(payload: &[u8]) -> Option<(u64, &[u8])> {
    let (time, signature) = payload.split_first_chunk::<TIME_BYTES>()?;
    let time = u64::from_be_bytes(*time);
    i64::try_from(time).is_ok().then_some((time, signature))
}
