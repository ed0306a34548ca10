//! fjall, as a bare store: number in big endian to bytes.
//!
//! « By default, any operation will flush to OS buffers, but not to disk » (its README,
//! *Durability*): a batch with `PersistMode::SyncAll` is what makes a commit durable. The README
//! also asks for big endian keys.

use ::fjall::{Database, Keyspace, KeyspaceCreateOptions, PersistMode};

use crate::Outcome;
use crate::contest::{Peer, Place};
use crate::events::Event;

/// A fjall database with one keyspace.
pub struct Fjall {
    database: Database,
    entries: Keyspace,
}

impl Peer for Fjall {
    type Input = (u64, Vec<u8>);

    fn open(place: &Place) -> Outcome<Fjall> {
        let database = Database::builder(place.dir.join("fjall")).open()?;
        let entries = database.keyspace("entries", KeyspaceCreateOptions::default)?;
        let fjall = Fjall { database, entries };
        if let Some(opening) = &place.opening {
            fjall.append(vec![Fjall::prepare(opening)?])?;
        }
        Ok(fjall)
    }

    fn prepare(event: &Event) -> Outcome<(u64, Vec<u8>)> {
        Ok((event.seq, event.bytes.clone()))
    }

    fn append(&self, call: Vec<(u64, Vec<u8>)>) -> Outcome<()> {
        let mut batch = self.database.batch().durability(Some(PersistMode::SyncAll));
        for (seq, bytes) in call {
            batch.insert(&self.entries, seq.to_be_bytes(), bytes);
        }
        batch.commit()?;
        Ok(())
    }

    fn replay(&self, see: &mut dyn FnMut(&[u8])) -> Outcome<()> {
        for row in self.entries.iter() {
            see(&row.value()?);
        }
        Ok(())
    }
}
