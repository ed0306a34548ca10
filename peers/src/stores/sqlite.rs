//! SQLite, as a bare store: number to bytes.
//!
//! In WAL mode with `synchronous=FULL` « the WAL is synced after each transaction commit »
//! (sqlite.org, *PRAGMA synchronous*). One transaction a commit, statements prepared once
//! (`prepare_cached`).

use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use crate::Outcome;
use crate::contest::{Peer, Place};
use crate::events::Event;

/// A SQLite database with one table.
pub struct Sqlite(Mutex<Connection>);

impl Sqlite {
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Peer for Sqlite {
    type Input = (i64, Vec<u8>);

    fn open(place: &Place) -> Outcome<Sqlite> {
        let connection = Connection::open(place.dir.join("entries.sqlite"))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        let sqlite = Sqlite(Mutex::new(connection));
        if let Some(opening) = &place.opening {
            let table = "CREATE TABLE entries (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL)";
            sqlite.connection().execute_batch(table)?;
            sqlite.append(vec![Sqlite::prepare(opening)?])?;
        }
        Ok(sqlite)
    }

    fn prepare(event: &Event) -> Outcome<(i64, Vec<u8>)> {
        Ok((i64::try_from(event.seq)?, event.bytes.clone()))
    }

    fn append(&self, call: Vec<(i64, Vec<u8>)>) -> Outcome<()> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        {
            let mut insert = transaction.prepare_cached("INSERT INTO entries VALUES (?, ?)")?;
            for entry in call {
                insert.execute(entry)?;
            }
        }
        transaction.commit()?;
        Ok(())
    }

    fn replay(&self, see: &mut dyn FnMut(&[u8])) -> Outcome<()> {
        let connection = self.connection();
        let mut select = connection.prepare_cached("SELECT bytes FROM entries ORDER BY seq")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            // Lent, not copied.
            see(row.get_ref(0)?.as_blob()?);
        }
        Ok(())
    }
}
