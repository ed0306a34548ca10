//! cqrs-es on PostgreSQL.
//!
//! `synchronous_commit=on` is PostgreSQL's default and asked for all the same: a commit « waits
//! for its WAL records to be written to disk » (postgresql.org, *Asynchronous Commit*). A
//! connection for each of the 64 writers, whose commits PostgreSQL itself groups.

use std::str::FromStr;
use std::sync::Arc;

use cqrs_es::persist::{PersistedEventRepository, SerializedEvent};
use postgres_es::PostgresEventRepository;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use tokio::runtime::Runtime;

use super::cqrs::{self, Stream};
use crate::Outcome;
use crate::contest::{Grouped, Peer, Place, WRITERS, writers};
use crate::events::Event;

/// The table of its `db/init.sql`.
const TABLE: &str = "CREATE TABLE events (
    aggregate_type text NOT NULL, aggregate_id text NOT NULL,
    sequence bigint CHECK (sequence >= 0) NOT NULL,
    event_type text NOT NULL, event_version text NOT NULL,
    payload json NOT NULL, metadata json NOT NULL,
    PRIMARY KEY (aggregate_type, aggregate_id, sequence))";

/// A repository on PostgreSQL, in a schema of its own.
pub struct CqrsPostgres {
    repository: PostgresEventRepository,
    pool: PgPool,
    runtime: Arc<Runtime>,
}

impl Peer for CqrsPostgres {
    type Input = SerializedEvent;

    const ORDERED: bool = false;

    fn open(place: &Place) -> Outcome<CqrsPostgres> {
        let url = place.postgres.as_deref().ok_or("PostgreSQL is not running")?;
        let options = PgConnectOptions::from_str(url)?
            .options([("search_path", place.name.as_str()), ("synchronous_commit", "on")]);
        let writers = u32::try_from(WRITERS)?;
        let pool = PgPoolOptions::new().max_connections(writers).connect_with(options);
        let pool = place.runtime.block_on(pool)?;
        let repository =
            PostgresEventRepository::new(pool.clone()).with_streaming_channel_size(1_000);
        let cqrs = CqrsPostgres { repository, pool, runtime: Arc::clone(&place.runtime) };
        if let Some(opening) = &place.opening {
            let name = &place.name;
            let schema =
                format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}; {TABLE};");
            place.runtime.block_on(sqlx::raw_sql(&schema).execute(&cqrs.pool))?;
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
    ) -> Grouped<CqrsPostgres> {
        let cqrs = Arc::clone(self);
        Grouped::Done(runtime.block_on(writers(inputs, move |input| {
            let cqrs = Arc::clone(&cqrs);
            async move { Ok(cqrs.repository.persist::<Stream>(&[input], None).await?) }
        })))
    }

    fn replay(&self, see: &mut dyn FnMut(&[u8])) -> Outcome<()> {
        self.runtime.block_on(cqrs::replay(&self.repository, see))
    }

    fn bytes(&self) -> Option<Outcome<u64>> {
        let size = sqlx::query_scalar("SELECT pg_total_relation_size('events')");
        let size = self.runtime.block_on(size.fetch_one(&self.pool));
        Some(size.map_err(Into::into).and_then(|size: i64| Ok(u64::try_from(size)?)))
    }
}

impl Drop for CqrsPostgres {
    fn drop(&mut self) {
        self.runtime.block_on(self.pool.close());
    }
}
