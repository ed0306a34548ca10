//! Copying anchors between a ledger and a backup: they cannot be made anew.

use super::{Anchors, refused, shown};
use crate::beside::Copied;
use crate::error::{Error, told};
use crate::proof::{KeptCheckpoint, ProofError};
use greffe_proof::{NoteSignature, VerifierKey};
use std::path::Path;

impl Anchors {
    /// Copies what cannot be made anew into the directory of a ledger or of a backup. A checkpoint
    /// that is there with other lines takes in those that it lacks; what is damaged here is told and not
    /// copied, what is damaged there gives way.
    ///
    /// # Errors
    /// [`Error`] when nothing can be written there.
    pub(crate) fn copy_into(&self, dir: &Path) -> Result<Copied, Error> {
        let (into, mut copied) = (Anchors::of(dir), Copied::default());
        let place = |name: String| Path::new("proof").join(name);
        let keys = told(self.readable_keys())?;
        let (ours, fault) = keys.unwrap_or_else(|error| (Vec::new(), Some(error)));
        // Nobody knows what key stood there.
        copied.odd.extend(fault.map(|error| error.to_string()));
        let (theirs, fault) = match into.readable_keys() {
            Err(error) if refused(&error) => return Err(error),
            read => read.unwrap_or_else(|error| (Vec::new(), Some(error))),
        };
        let sizes = told(self.sizes())?.unwrap_or_else(|error| {
            copied.fault(place("checkpoints".to_owned()), &error);
            Vec::new()
        });
        let mut keys = ours.clone();
        keys.extend(theirs.into_iter().filter(|key| !ours.contains(key)));
        for size in &sizes {
            if let Err(error) = self.copy_checkpoint(*size, &keys, &into, &mut copied)? {
                copied.fault(place(format!("checkpoints/{size}")), &error);
            }
            self.copy_tokens(*size, &into, &mut copied)?;
        }
        let lost =
            into.sizes().unwrap_or_default().into_iter().filter(|size| !sizes.contains(size));
        copied.missing.extend(lost.map(|size| {
            format!("the checkpoint of {size} entries is lost in the ledger; the backup holds it")
        }));
        if !ours.is_empty() {
            into.add_keys(&ours)?;
            copied.repaired += u64::from(fault.is_some());
        }
        Ok(copied)
    }

    /// Copies one checkpoint; the inner error says what is wrong with it here.
    fn copy_checkpoint(
        &self,
        size: u64,
        keys: &[VerifierKey],
        into: &Anchors,
        copied: &mut Copied,
    ) -> Result<Result<(), Error>, Error> {
        let ours = match told(self.sound(size, keys))? {
            Ok(ours) => ours,
            Err(error) => return Ok(Err(error)),
        };
        let theirs = match into.sound(size, keys) {
            // What is there and cannot be read is not written over.
            Err(error) if refused(&error) => return Err(error),
            Err(_) => into.whole_lines(size, keys),
            Ok(theirs) => Ok(theirs),
        };
        let merged = match &theirs {
            Ok(theirs) => {
                let Ok(merged) = theirs.merged_with(&ours) else {
                    let path = shown(&self.checkpoints().join(size.to_string()));
                    let other = shown(&into.checkpoints().join(size.to_string()));
                    let what = format!("{other} is another checkpoint of the same size");
                    copied.odd.push(ProofError::Kept { path, what }.to_string());
                    return Ok(Ok(()));
                };
                merged
            }
            Err(_) => ours,
        };
        if theirs.as_ref().ok() != Some(&merged) {
            let path = into.checkpoints().join(size.to_string());
            copied.repaired +=
                u64::from(theirs.is_err() && std::fs::symlink_metadata(&path).is_ok());
            into.keep(&merged)?;
        }
        Ok(Ok(()))
    }

    fn copy_tokens(&self, size: u64, into: &Anchors, copied: &mut Copied) -> Result<(), Error> {
        let place = |name: &str| Path::new("proof/time-stamps").join(size.to_string()).join(name);
        let names = told(self.token_names(size))?.unwrap_or_else(|error| {
            copied.fault(place(""), &error);
            Vec::new()
        });
        for name in names {
            let token = match told(self.token(size, &name))? {
                Ok(Some(token)) => token,
                Ok(None) => continue,
                Err(error) => {
                    copied.fault(place(&name), &error);
                    continue;
                }
            };
            if !matches!(told(into.token(size, &name))?, Ok(Some(_))) {
                let path = into.stamps(size).join(&name);
                copied.repaired += u64::from(std::fs::symlink_metadata(&path).is_ok());
                into.add_token(size, &token)?;
            }
        }
        Ok(())
    }

    /// The checkpoint of that size with those of its signatures that belong to its text: a line that was damaged
    /// takes none of the others with it.
    fn whole_lines(&self, size: u64, keys: &[VerifierKey]) -> Result<KeptCheckpoint, Error> {
        let kept = self.checkpoint(size)?;
        let text = kept.note.text();
        let whole = |line: &&NoteSignature| keys.iter().any(|key| key.check(text, line).is_some());
        let lines: Vec<NoteSignature> =
            kept.note.signatures().iter().filter(whole).cloned().collect();
        let note = kept.note.with_signatures(lines).map_err(ProofError::from)?;
        Ok(KeptCheckpoint { note, ..kept })
    }
}
