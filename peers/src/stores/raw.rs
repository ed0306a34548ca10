//! A raw file: entries after their lengths, written and synced. The floor for everybody.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, Read, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::Outcome;
use crate::contest::{Peer, Place};
use crate::events::Event;

/// A file that grows.
pub struct RawFile {
    path: PathBuf,
    file: Mutex<File>,
}

impl Peer for RawFile {
    type Input = Vec<u8>;

    fn open(place: &Place) -> Outcome<RawFile> {
        let path = place.dir.join("entries");
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        let raw = RawFile { path, file: Mutex::new(file) };
        if let Some(opening) = &place.opening {
            raw.append(vec![opening.bytes.clone()])?;
        }
        Ok(raw)
    }

    fn prepare(event: &Event) -> Outcome<Vec<u8>> {
        Ok(event.bytes.clone())
    }

    fn append(&self, call: Vec<Vec<u8>>) -> Outcome<()> {
        let mut bytes = Vec::new();
        for entry in call {
            bytes.extend_from_slice(&u16::try_from(entry.len())?.to_be_bytes());
            bytes.extend_from_slice(&entry);
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&bytes)?;
        file.sync_data()?;
        Ok(())
    }

    fn replay(&self, see: &mut dyn FnMut(&[u8])) -> Outcome<()> {
        let mut file = BufReader::with_capacity(1 << 18, File::open(&self.path)?);
        let (mut length, mut entry) = ([0; 2], Vec::new());
        loop {
            match file.read_exact(&mut length) {
                Err(end) if end.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(()),
                read => read?,
            }
            entry.resize(usize::from(u16::from_be_bytes(length)), 0);
            file.read_exact(&mut entry)?;
            see(&entry);
        }
    }
}
