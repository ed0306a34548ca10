//! sled, as a bare store, for reference: number in big endian to bytes.
//!
//! `flush_every_ms` is on by default, which leaves an acknowledged write unsynced for half a
//! second; here it is off and every commit flushes (docs.rs, `sled::Db::flush`).

use ::sled::{Batch, Config, Db};

use crate::Outcome;
use crate::contest::{Peer, Place};
use crate::events::Event;

/// A sled database.
pub struct Sled(Db);

impl Peer for Sled {
    type Input = (u64, Vec<u8>);

    fn open(place: &Place) -> Outcome<Sled> {
        let config = Config::new().path(place.dir.join("sled")).flush_every_ms(None);
        let sled = Sled(config.open()?);
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
        self.0.apply_batch(batch)?;
        self.0.flush()?;
        Ok(())
    }

    fn replay(&self, see: &mut dyn FnMut(&[u8])) -> Outcome<()> {
        for row in self.0.iter() {
            see(&row?.1);
        }
        Ok(())
    }
}
