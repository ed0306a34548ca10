//! Snapshots: states of projections, kept so that they need not be folded anew.
//!
//! ```text
//! DIR/snapshots/<64 hex digits: blake3 of projection, version and subject>
//!
//! greffe snapshot 1
//! <projection> <version> <subject>
//! <count> <hash of the last entry folded>
//! <blake3 of the lines above and of the state>
//! <the state>
//! ```
//!
//! A snapshot is taken for what it says only if it is whole and the log holds the head it was made
//! at: one that is stale, foreign or damaged is as good as none. Nothing here is synced, and
//! nothing is lost with the whole folder. docs/format.md §11.6.

use std::io::Write;
use std::path::{Path, PathBuf};

use greffe_chain::{Hash, Head};

use crate::error::StoreError;
use crate::files;
use crate::layout::snapshots_path;
use crate::read::Reader;

const TITLE: &str = "greffe snapshot 1";

/// What a snapshot is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotKey<'a> {
    /// The projection's name.
    pub projection: &'a str,
    /// Its version: a state folded by another version is never used.
    pub version: u32,
    /// What of the projection's state it holds: a stream, or nothing for all of it.
    pub subject: &'a str,
}

impl SnapshotKey<'_> {
    fn line(&self) -> String {
        format!("{} {} {}", self.projection, self.version, self.subject)
    }

    fn path(&self, dir: &Path) -> PathBuf {
        snapshots_path(dir).join(Hash::of(self.line().as_bytes()).to_string())
    }

    fn title(&self, head: Head) -> String {
        format!("{TITLE}\n{}\n{} {}\n", self.line(), head.count, head.hash)
    }
}

impl Reader {
    /// Keeps the state of a projection at a head of this ledger, in place of an earlier one.
    ///
    /// # Errors
    /// [`StoreError::Io`] when it cannot be written; nothing depends on it.
    pub fn put_snapshot(
        &self,
        key: SnapshotKey<'_>,
        head: Head,
        state: &[u8],
    ) -> Result<(), StoreError> {
        if !self.core.is_held() {
            let reason = "it is open for reading alone".into();
            return Err(StoreError::Closed { reason });
        }
        let (dir, path) = (snapshots_path(self.dir()), key.path(self.dir()));
        let wrong = |error| StoreError::io("write", &path)(error);
        files::create_dirs(&dir)?;
        let title = key.title(head);
        let check = Hash::of(&[title.as_bytes(), state].concat());
        let mut file = tempfile::NamedTempFile::new_in(&dir).map_err(wrong)?;
        let parts: [&[u8]; 4] = [title.as_bytes(), &check.to_hex(), b"\n", state];
        parts.iter().try_for_each(|part| file.write_all(part)).map_err(wrong)?;
        file.persist(&path).map_err(|error| wrong(error.error))?;
        Ok(())
    }

    /// The last state kept under this key, with the head it was folded to; None where there is none
    /// that can be used.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read to see whether it is one of this history.
    pub fn snapshot(&self, key: SnapshotKey<'_>) -> Result<Option<(Head, Vec<u8>)>, StoreError> {
        // What stands there and is no file is as good as none.
        let Ok(Some(bytes)) = files::read(&key.path(self.dir()), u64::MAX) else {
            return Ok(None);
        };
        let Some((head, state)) = parse(&bytes, key) else { return Ok(None) };
        if head.count > self.head().count {
            return Ok(None);
        }
        let held = match head.count.checked_sub(1) {
            Some(last) => self.core.log.hash(last)? == head.hash,
            None => false,
        };
        Ok(held.then(|| (head, state.to_vec())))
    }
}

fn parse<'a>(bytes: &'a [u8], key: SnapshotKey<'_>) -> Option<(Head, &'a [u8])> {
    let mut lines = bytes.splitn(5, |byte| *byte == b'\n');
    let place = std::str::from_utf8(lines.nth(2)?).ok()?;
    let (count, hash) = place.split_once(' ')?;
    let head = Head { count: count.parse().ok()?, hash: hash.parse().ok()? };
    let check: Hash = std::str::from_utf8(lines.next()?).ok()?.parse().ok()?;
    let state = lines.next()?;
    let title = key.title(head);
    let whole = Hash::of(&[title.as_bytes(), state].concat()) == check;
    (whole && bytes.starts_with(title.as_bytes())).then_some((head, state))
}
