//! cqrs-es on SQLite.
//!
//! Its `default_sqlite_pool` sets WAL and `synchronous=NORMAL`, which does not sync at a commit
//! (sqlite.org, *PRAGMA synchronous*); here it is FULL. One connection: SQLite has one writer, and
//! more would wait for its lock by polling. `persist` is the framework's way to store, one
//! transaction a call; it documents no grouping of calls.

use std::str::FromStr;
use std::sync::Arc;

use cqrs_es::persist::{PersistedEventRepository, SerializedEvent};
use sqlite_es::SqliteEventRepository;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use tokio::runtime::Runtime;

use super::cqrs::{self, Stream};
use crate::Outcome;
use crate::contest::{Grouped, Peer, Place, writers};
use crate::events::Event;

/// The table of its README, without the example in it.
const TABLE: &str = "CREATE TABLE events (
    aggregate_type text NOT NULL, aggregate_id text NOT NULL,
    sequence integer CHECK (sequence >= 0) NOT NULL,
    event_type text NOT NULL, event_version text NOT NULL,
    payload text NOT NULL, metadata text NOT NULL,
    PRIMARY KEY (aggregate_type, aggregate_id, sequence)) STRICT";

/// A repository on SQLite.
pub struct CqrsSqlite {
    repository: SqliteEventRepository,
    pool: SqlitePool,
    runtime: Arc<Runtime>,
}

impl Peer for CqrsSqlite {
    type Input = SerializedEvent;

    const ORDERED: bool = false;

    fn open(place: &Place) -> Outcome<CqrsSqlite> {
        let url = format!("sqlite://{}", place.dir.join("events.sqlite").display());
        let options = SqliteConnectOptions::from_str(&url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options);
        let pool = place.runtime.block_on(pool)?;
        let repository =
            SqliteEventRepository::new(pool.clone()).with_streaming_channel_size(1_000);
        let cqrs = CqrsSqlite { repository, pool, runtime: Arc::clone(&place.runtime) };
        if let Some(opening) = &place.opening {
            place.runtime.block_on(sqlx::query(TABLE).execute(&cqrs.pool))?;
            cqrs.append(vec![cqrs::prepare(opening)?])?;
        }
        Ok(cqrs)
    }

    fn prepare(event: &Event) -> Outcome<SerializedEvent> {
        cqrs::prepare(event)
    }

    fn append(&self, call: Vec<SerializedEvent>) -> Outcome<()> {
        Ok(self.runtime.block_on(self.repository.persist::<Stream>(&call, None))?)
    }

    fn grouped(
        self: &Arc<Self>,
        runtime: &Runtime,
        inputs: Vec<SerializedEvent>,
    ) -> Grouped<CqrsSqlite> {
        let cqrs = Arc::clone(self);
        Grouped::Done(runtime.block_on(writers(inputs, move |input| {
            let cqrs = Arc::clone(&cqrs);
            async move { Ok(cqrs.repository.persist::<Stream>(&[input], None).await?) }
        })))
    }

    fn replay(&self, see: &mut dyn FnMut(&[u8])) -> Outcome<()> {
        self.runtime.block_on(cqrs::replay(&self.repository, see))
    }
}

impl Drop for CqrsSqlite {
    fn drop(&mut self) {
        self.runtime.block_on(self.pool.close());
    }
}
