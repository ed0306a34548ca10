//! sled, as a bare store, for reference: number in big endian to bytes.
//!
//! `flush_every_ms` is on by default, which leaves an acknowledged write unsynced for half a
//! second; here it is off and every commit flushes (docs.rs, `sled::Db::flush`). On Linux that
//! flush is `sync_file_range`, which does not reach the disk through its cache: so the files are
//! synced as well, as everybody else's are. Values too large for a segment have files of their own.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use ::sled::{Batch, Config, Db};

use crate::Outcome;
use crate::contest::{Peer, Place};
use crate::events::Event;

/// A sled database, and the files that a flush leaves unsynced.
pub struct Sled {
    database: Db,
    file: File,
    blobs: PathBuf,
}

impl Sled {
    fn sync_blobs(&self) -> Outcome<()> {
        for blob in fs::read_dir(&self.blobs)? {
            match File::open(blob?.path()).and_then(|blob| blob.sync_all()) {
                // sled removes those that it no longer needs.
                Err(gone) if gone.kind() == io::ErrorKind::NotFound => {}
                synced => synced?,
            }
        }
        Ok(())
    }
}

impl Peer for Sled {
    type Input = (u64, Vec<u8>);

    fn open(place: &Place) -> Outcome<Sled> {
        let dir = place.dir.join("sled");
        let database = Config::new().path(&dir).flush_every_ms(None).open()?;
        let file = File::options().write(true).open(dir.join("db"))?;
        let sled = Sled { database, file, blobs: dir.join("blobs") };
        if let Some(opening) = &place.opening {
            sled.append(vec![Sled::prepare(opening)?])?;
        }
        Ok(sled)
    }

    fn prepare(event: &Event) -> Outcome<(u64, Vec<u8>)> {
        Ok((event.seq, event.bytes.clone()))
    }

    fn append(&self, call: Vec<(u64, Vec<u8>)>) -> Outcome<()> {
        let mut batch = Batch::default();
        for (seq, bytes) in call {
            batch.insert(&seq.to_be_bytes(), bytes);
        }
        self.database.apply_batch(batch)?;
        self.database.flush()?;
        self.sync_blobs()?;
        Ok(self.file.sync_data()?)
    }

    fn replay(&self, see: &mut dyn FnMut(&[u8])) -> Outcome<()> {
        for row in self.database.iter() {
            see(&row?.1);
        }
        Ok(())
    }
}
