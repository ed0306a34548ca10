//! Evidence: both sides of what a log has signed against itself.
//!
//! Whoever holds the key of a log can contradict himself without end, and the first contradiction convicts him: so
//! many are kept, never written over, and of the others it is said that they came.

use crate::files::{io_at, keep};
use crate::state::{StateError, Witness, hex};
use greffe_proof::witness::{AddCheckpoint, Contradiction, Seen};
use greffe_proof::{Checkpoint, Note};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};

/// The most contradictions of one log that are kept: the first that were shown.
pub const MOST_CONFLICTS: usize = 64;
/// What the file `more` says, once others came.
const MORE: &str =
    "64 contradictions of this log are kept here; more were shown, and are not kept\n";

/// Both sides of a contradiction, as they were signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What the log showed now.
    pub presented: Note,
    /// What this witness had cosigned.
    pub seen: Note,
    /// What shows that they contradict each other.
    pub by: Contradiction,
    /// The folder where both are kept; `None` where [`MOST_CONFLICTS`] others of this log are kept already.
    pub kept: Option<PathBuf>,
}

impl Witness {
    /// Keeps both sides where a call that was refused shows that the log contradicts itself. Anybody can
    /// submit a checkpoint with a proof of his own, so a proof that fails convicts nobody.
    pub(crate) fn convicted(
        &self,
        checkpoint: &Checkpoint,
        seen: Note,
        call: &AddCheckpoint,
    ) -> Result<Option<Box<Conflict>>, StateError> {
        let Ok(opened) = self.trust().open_signed(call.checkpoint.clone()) else { return Ok(None) };
        let of =
            |checkpoint: &Checkpoint| Seen { size: checkpoint.size(), root: checkpoint.root() };
        let by = Contradiction::shown(of(checkpoint), of(&opened.checkpoint), &call.proof);
        let Some(by) = by else { return Ok(None) };
        self.put_conflict(seen, &call.checkpoint, by).map(|kept| Some(Box::new(kept)))
    }

    /// Keeps both sides of a contradiction, and what shows it. What is kept already stays as it is.
    ///
    /// # Errors
    /// [`StateError`] when they cannot be written.
    pub(crate) fn keep_conflict(
        &self,
        seen: Note,
        presented: &Note,
        by: Contradiction,
    ) -> Result<Conflict, StateError> {
        let _turn = self.turn()?;
        self.put_conflict(seen, presented, by)
    }

    /// The same for whoever has the turn.
    fn put_conflict(
        &self,
        seen: Note,
        presented: &Note,
        by: Contradiction,
    ) -> Result<Conflict, StateError> {
        let origin = seen.text().split('\n').next().unwrap_or_default();
        let both = [seen.text(), presented.text()].map(Sha256::digest).concat();
        let all = self.folder(origin).join("conflicts");
        let kept = all.join(hex(&Sha256::digest(both)));
        let presented = self.kept_of(presented, []).unwrap_or_else(|_| presented.clone());
        let known = std::fs::symlink_metadata(&kept).is_ok();
        if !known && count(&all)? >= MOST_CONFLICTS {
            keep(&all.join("more"), MORE.as_bytes())?;
            return Ok(Conflict { presented, seen, by, kept: None });
        }
        keep(&kept.join("seen"), seen.to_string().as_bytes())?;
        keep(&kept.join("presented"), presented.to_string().as_bytes())?;
        if let Contradiction::Beginning(beginning) = &by {
            keep(&kept.join("proof"), beginning.to_string().as_bytes())?;
        }
        Ok(Conflict { presented, seen, by, kept: Some(kept) })
    }
}

/// How many contradictions are kept in a folder.
fn count(folder: &Path) -> Result<usize, StateError> {
    let listed = match std::fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(io_at(folder)(error)),
    };
    let mut count = 0;
    for entry in listed {
        let kind = entry.and_then(|entry| entry.file_type()).map_err(io_at(folder))?;
        count += usize::from(kind.is_dir());
    }
    Ok(count)
}
