//! redb, as a bare store: number to bytes.
//!
//! `Durability::Immediate` is the default, and is set all the same: « guaranteed to be persistent
//! as soon as `WriteTransaction::commit` returns » (docs.rs, `redb::Durability`). One transaction a
//! commit; redb documents no grouping of its own.

use ::redb::{Database, Durability, ReadableDatabase, ReadableTable, TableDefinition};

use crate::Outcome;
use crate::contest::{Peer, Place};
use crate::events::Event;

const ENTRIES: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("entries");

/// A redb database.
pub struct Redb(Database);

impl Peer for Redb {
    type Input = (u64, Vec<u8>);

    fn open(place: &Place) -> Outcome<Redb> {
        let redb = Redb(Database::create(place.dir.join("entries.redb"))?);
        if let Some(opening) = &place.opening {
            redb.append(vec![Redb::prepare(opening)?])?;
        }
        Ok(redb)
    }

    fn prepare(event: &Event) -> Outcome<(u64, Vec<u8>)> {
        Ok((event.seq, event.bytes.clone()))
    }

    fn append(&self, call: Vec<(u64, Vec<u8>)>) -> Outcome<()> {
        let mut transaction = self.0.begin_write()?;
        transaction.set_durability(Durability::Immediate)?;
        {
            let mut table = transaction.open_table(ENTRIES)?;
            for (seq, bytes) in call {
                table.insert(seq, &*bytes)?;
            }
        }
        transaction.commit()?;
        Ok(())
    }

    fn replay(&self, see: &mut dyn FnMut(&[u8])) -> Outcome<()> {
        let table = self.0.begin_read()?.open_table(ENTRIES)?;
        for row in table.iter()? {
            see(row?.1.value());
        }
        Ok(())
    }
}
