//! The baselines: a raw file, written and synced, or read and hashed. Nothing can be durable, or
//! verified, for less.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::Outcome;

/// Bytes that are read at once.
const BUFFER: usize = 1 << 18;

/// A file that grows by synced writes.
#[derive(Debug)]
pub struct RawLog {
    file: File,
    buffer: Vec<u8>,
    /// How long each sync took, in seconds.
    pub syncs: Vec<f64>,
}

impl RawLog {
    /// An empty file.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(path: &Path) -> Outcome<RawLog> {
        let file = OpenOptions::new().create(true).write(true).truncate(true).open(path)?;
        Ok(RawLog { file, buffer: Vec::new(), syncs: Vec::new() })
    }

    /// Writes entries in one call and waits until they are on disk; gives the time it took.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn append(&mut self, entries: &[Vec<u8>]) -> Outcome<Duration> {
        self.buffer.clear();
        let start = Instant::now();
        for entry in entries {
            self.buffer.extend_from_slice(entry);
        }
        self.file.write_all(&self.buffer)?;
        let written = Instant::now();
        self.file.sync_data()?;
        self.syncs.push(written.elapsed().as_secs_f64());
        Ok(start.elapsed())
    }
}

/// Writes entries behind one another, each after its length in two bytes; gives the bytes of the
/// entries.
///
/// # Errors
/// When an entry cannot be had or written.
pub fn write_framed(path: &Path, entries: impl Iterator<Item = Outcome<Vec<u8>>>) -> Outcome<u64> {
    let mut file = BufWriter::with_capacity(BUFFER, File::create(path)?);
    let mut bytes = 0;
    for entry in entries {
        let entry = entry?;
        let length = u16::try_from(entry.len())?;
        file.write_all(&length.to_be_bytes())?;
        file.write_all(&entry)?;
        bytes += u64::from(length);
    }
    file.into_inner()?.sync_data()?;
    Ok(bytes)
}

/// Reads such a file and hashes each entry where it lies in the buffer: what a verification cannot
/// do without. Gives how many there are, and the last hash so that nothing of it can be left out.
///
/// # Errors
/// When the file cannot be read, or breaks off.
pub fn read_and_hash(path: &Path) -> Outcome<(u64, blake3::Hash)> {
    let mut file = File::open(path)?;
    let (mut buffer, mut filled) = (vec![0; BUFFER], 0);
    let (mut count, mut hash) = (0, blake3::hash(&[]));
    loop {
        let room = buffer.get_mut(filled..).unwrap_or_default();
        let read = file.read(room)?;
        filled += read;
        let mut rest = buffer.get(..filled).unwrap_or_default();
        while let Some((length, after)) = rest.split_first_chunk::<2>()
            && let Some((entry, after)) =
                after.split_at_checked(usize::from(u16::from_be_bytes(*length)))
        {
            hash = blake3::hash(entry);
            count += 1;
            rest = after;
        }
        let left = rest.len();
        if read == 0 {
            return if left == 0 { Ok((count, hash)) } else { Err("it breaks off".into()) };
        }
        buffer.copy_within(filled - left..filled, 0);
        filled = left;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_framed_is_read_back_to_the_last_entry() {
        let path = std::env::temp_dir().join(format!("greffe-framed-{}", std::process::id()));
        let entries = [b"one".to_vec(), b"three".to_vec()];
        let bytes = write_framed(&path, entries.iter().cloned().map(Ok)).unwrap();
        let (count, hash) = read_and_hash(&path).unwrap();
        assert_eq!((bytes, count, hash), (8, 2, blake3::hash(b"three")));
        std::fs::write(&path, [0, 3, b'o', b'n']).unwrap();
        assert!(read_and_hash(&path).is_err());
        std::fs::remove_file(&path).unwrap();
    }
}
