//! What a witness decides (C2SP tlog-witness), without the network and without the clock.
//!
//! A witness remembers one checkpoint of each origin: the last one it cosigned. It is asked to
//! cosign a later one with a proof that nothing before was changed. [`consider`] says whether it
//! may; whoever calls it stores what it returns *before* answering, in one step with the comparison,
//! or two calls at once could roll the witness back.

use greffe_chain::merkle::{ProofError, TreeHash, consistency_roots, verify_consistency};
use thiserror::Error;

use crate::base64;
use crate::checkpoint::{Checkpoint, CheckpointForm, decimal};
use crate::note::{MAX_NOTE_BYTES, Note};
use crate::trust::{Distrust, Trust};

/// The most hashes that a call may carry.
pub const MAX_CALL_HASHES: usize = 63;
/// The longest body of a call that is read, in bytes.
pub const MAX_CALL_BYTES: usize = MAX_NOTE_BYTES + 4_096;
/// The type of the body that answers a conflict.
pub const SIZE_CONTENT_TYPE: &str = "text/x.tlog.size";

/// The body of an `add-checkpoint` call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size of the checkpoint from which the proof leads on; 0 for a first one.
    pub old: u64,
    /// The proof of consistency from there.
    pub proof: Vec<TreeHash>,
    /// The signed checkpoint.
    pub checkpoint: Note,
}

/// The last checkpoint of an origin that a witness cosigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its size.
    pub size: u64,
    /// Its root.
    pub root: TreeHash,
}

/// Why bytes are not the body of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not the body of add-checkpoint: `old SIZE`, up to 63 hashes, an empty line, a checkpoint")]
pub struct CallForm;

/// Why a witness does not cosign. [`Refusal::status`] gives the answer that the protocol asks for.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The body cannot be read, or goes backwards by its own words.
    #[error("the call is not well-formed: {0}")]
    Malformed(String),
    /// No log of that origin is known.
    #[error("no log of the origin {0:?} is known here")]
    UnknownOrigin(String),
    /// None of the known keys of the log signed it.
    #[error("no trusted key of the log has signed this checkpoint")]
    NotSigned,
    /// The call does not begin where the witness stands.
    #[error("the last checkpoint seen has {size} entries")]
    Conflict {
        /// The size of the last checkpoint seen.
        size: u64,
    },
    /// The proof does not lead from what was seen to the checkpoint. That alone convicts nobody: whoever
    /// makes the call makes the proof ([`Contradiction`]).
    #[error("the checkpoint does not continue the one seen before: {0}")]
    Inconsistent(ProofError),
    /// A tree of no entries that has another root than it has, or the other way.
    #[error("the root is not that of an empty tree")]
    EmptyRoot,
}

impl Refusal {
    /// The status of HTTP that answers the call.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Refusal::Malformed(_) => 400,
            Refusal::NotSigned => 403,
            Refusal::UnknownOrigin(_) => 404,
            Refusal::Conflict { .. } => 409,
            Refusal::Inconsistent(_) | Refusal::EmptyRoot => 422,
        }
    }

    /// The body that answers the call. That of a conflict is of type [`SIZE_CONTENT_TYPE`].
    #[must_use]
    pub fn body(&self) -> String {
        match self {
            Refusal::Conflict { size } => format!("{size}\n"),
            other => format!("{other}\n"),
        }
    }
}

impl AddCheckpoint {
    /// Reads the body of a call.
    ///
    /// # Errors
    /// [`CallForm`] when the bytes are not exactly one.
    pub fn parse(bytes: &[u8]) -> Result<AddCheckpoint, CallForm> {
        let text = std::str::from_utf8(bytes).map_err(|_| CallForm)?;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(CallForm)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| decimal(line.strip_prefix("old ")?));
        let proof = hashes(lines, MAX_CALL_HASHES).ok_or(CallForm)?;
        let checkpoint = Note::parse(checkpoint.as_bytes()).map_err(|_| CallForm)?;
        Ok(AddCheckpoint { old: old.ok_or(CallForm)?, proof, checkpoint })
    }
}

impl std::fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof
            .iter()
            .try_for_each(|hash| writeln!(f, "{}", base64::encode(hash.as_bytes())))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

/// Lines of base64 as hashes, at most so many.
pub(crate) fn hashes<'t>(
    lines: impl Iterator<Item = &'t str>,
    most: usize,
) -> Option<Vec<TreeHash>> {
    let mut read = Vec::new();
    for line in lines {
        if read.len() == most {
            return None;
        }
        read.push(TreeHash::try_from(base64::decode(line)?.as_slice()).ok()?);
    }
    Some(read)
}

/// Whether a witness that stands at `seen` may cosign what the call submits: the checkpoint, and
/// where the witness stands afterwards. The checks come in the order of the specification.
///
/// `trust` holds the logs that the witness follows; `seen` is what it stored for the origin of the
/// call's checkpoint, `None` where it has cosigned nothing of it.
///
/// # Errors
/// [`Refusal`] when it must not.
pub fn consider(
    trust: &Trust,
    seen: Option<Seen>,
    call: &AddCheckpoint,
) -> Result<(Checkpoint, Seen), Refusal> {
    let opened = trust.open_signed(call.checkpoint.clone());
    let checkpoint = opened.map(|opened| opened.checkpoint).map_err(|error| match error {
        Distrust::UnknownOrigin { origin } => Refusal::UnknownOrigin(origin),
        Distrust::Checkpoint(CheckpointForm::Empty) => no_root(trust, &call.checkpoint),
        Distrust::Note(_) | Distrust::Checkpoint(_) => Refusal::Malformed(error.to_string()),
        _ => Refusal::NotSigned,
    })?;
    if call.old > checkpoint.size() {
        let said = format!("it begins at {} and ends at {}", call.old, checkpoint.size());
        return Err(Refusal::Malformed(said));
    }
    let stands = seen.map_or(0, |seen| seen.size);
    if call.old != stands {
        return Err(Refusal::Conflict { size: stands });
    }
    let now = Seen { size: checkpoint.size(), root: checkpoint.root() };
    continues(seen, now, &call.proof).map_err(Refusal::Inconsistent)?;
    Ok((checkpoint, now))
}

/// Why a checkpoint with another root than its size has is refused: what is unknown or unsigned is told first.
fn no_root(trust: &Trust, note: &Note) -> Refusal {
    let origin = note.text().split('\n').next().unwrap_or_default();
    if trust.logs_of(origin).next().is_none() {
        return Refusal::UnknownOrigin(origin.to_owned());
    }
    match note.verify(trust.logs_of(origin)) {
        Ok(signed) if !signed.is_empty() => Refusal::EmptyRoot,
        _ => Refusal::NotSigned,
    }
}

/// Everything continues nothing, with no proof; else the proof must hold.
fn continues(seen: Option<Seen>, now: Seen, proof: &[TreeHash]) -> Result<(), ProofError> {
    let seen = seen.unwrap_or(Seen { size: 0, root: TreeHash::empty_root() });
    if seen.size > 0 {
        return verify_consistency(seen.size, now.size, seen.root, now.root, proof);
    }
    if proof.is_empty() {
        Ok(())
    } else {
        Err(ProofError::Length { expected: 0, found: proof.len() })
    }
}

/// What makes two signed checkpoints of one origin contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// Two roots for one size: the checkpoints alone convict.
    Roots,
    /// The larger one goes on from another beginning than the smaller one, which a proof shows.
    Beginning(Beginning),
}

/// The beginning of a larger tree: how many leaves, their root, and the proof that leads from there to the root
/// of the larger tree.
///
/// It convicts beside two checkpoints because the root that it begins with is not that of the smaller one, and
/// leads to that of the larger one all the same: one tree has one beginning of a size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: TreeHash,
    /// The proof of consistency from there.
    pub proof: Vec<TreeHash>,
}

impl Contradiction {
    /// What a proof from `smaller` to `larger`, which somebody gave, shows of them; nothing where it leads
    /// nowhere. A proof from a power of two leaves holds no root over these, so that it shows nothing by
    /// itself; [`Contradiction::beginning`] takes one.
    #[must_use]
    pub fn shown(smaller: Seen, larger: Seen, proof: &[TreeHash]) -> Option<Contradiction> {
        if smaller.size == larger.size {
            return (smaller.root != larger.root).then_some(Contradiction::Roots);
        }
        let roots = consistency_roots(smaller.size, larger.size, smaller.root, proof);
        let (root, _) = roots.ok().filter(|(_, leads_to)| *leads_to == larger.root)?;
        let beginning = Beginning { size: smaller.size, root, proof: proof.to_vec() };
        Contradiction::beginning(smaller, larger, beginning)
    }

    /// The same where the beginning of the larger tree is known; nothing where it does not lead to it, or is
    /// the smaller tree.
    #[must_use]
    pub fn beginning(smaller: Seen, larger: Seen, beginning: Beginning) -> Option<Contradiction> {
        let Beginning { size, root, proof } = &beginning;
        let leads = || verify_consistency(*size, larger.size, *root, larger.root, proof).is_ok();
        let convicts =
            *size == smaller.size && *size < larger.size && *root != smaller.root && leads();
        convicts.then_some(Contradiction::Beginning(beginning))
    }
}

impl Beginning {
    /// Reads what [`Beginning`] writes.
    ///
    /// # Errors
    /// [`BeginningForm`] when the bytes are not exactly one.
    pub fn parse(bytes: &[u8]) -> Result<Beginning, BeginningForm> {
        let text = std::str::from_utf8(bytes).map_err(|_| BeginningForm)?;
        let mut lines = text.strip_suffix('\n').ok_or(BeginningForm)?.split('\n');
        let size = lines.next().and_then(|line| decimal(line.strip_prefix("old ")?));
        let read = hashes(lines, MAX_CALL_HASHES + 1).ok_or(BeginningForm)?;
        let (root, proof) = read.split_first().ok_or(BeginningForm)?;
        Ok(Beginning { size: size.ok_or(BeginningForm)?, root: *root, proof: proof.to_vec() })
    }
}

/// Why bytes are not a beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not the beginning of a tree: `old SIZE`, its root, up to 63 hashes")]
pub struct BeginningForm;

impl std::fmt::Display for Beginning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "old {}", self.size)?;
        let hashes = std::iter::once(&self.root).chain(&self.proof);
        hashes
            .map(|hash| base64::encode(hash.as_bytes()))
            .try_for_each(|hash| writeln!(f, "{hash}"))
    }
}
