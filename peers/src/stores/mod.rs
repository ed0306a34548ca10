//! The stores, one file each, with what makes each durable and where its documentation says so.

mod greffe;
mod raw;

#[cfg(feature = "cqrs")]
mod cqrs;
#[cfg(feature = "postgres")]
mod cqrs_postgres;
#[cfg(feature = "cqrs-sqlite")]
mod cqrs_sqlite;
#[cfg(feature = "fjall")]
mod fjall;
#[cfg(feature = "postgres")]
mod message_db;
#[cfg(feature = "redb")]
mod redb;
#[cfg(feature = "sled")]
mod sled;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "tephra")]
mod tephra;
#[cfg(feature = "umadb")]
mod umadb;

use std::sync::Arc;

use crate::Outcome;
use crate::contest::{Contestant, Peer, Place, Running};

/// How a store is opened.
pub type Open = fn(&Place) -> Outcome<Box<dyn Contestant>>;

/// A store that can be measured.
pub struct Store {
    /// Its name in the table and on the command line.
    pub name: &'static str,
    /// Its package in the lock file; empty for a raw file.
    pub package: &'static str,
    /// What makes it durable.
    pub durable: &'static str,
    /// Whether it needs PostgreSQL.
    pub postgres: bool,
    /// Opens it.
    pub open: Open,
}

fn running<P: Peer>(place: &Place) -> Outcome<Box<dyn Contestant>> {
    Ok(Box::new(Running(Arc::new(P::open(place)?))))
}

const fn store<P: Peer>(name: &'static str, package: &'static str, durable: &'static str) -> Store {
    Store { name, package, durable, postgres: false, open: running::<P> }
}

/// Every store of this build, ours first.
pub fn all() -> Vec<Store> {
    vec![
        store::<greffe::Greffe>("greffe", "greffe-store", "always; chained"),
        store::<raw::RawFile>("raw-file", "", "fdatasync per commit"),
        #[cfg(feature = "redb")]
        store::<redb::Redb>("redb", "redb", "Durability::Immediate"),
        #[cfg(feature = "fjall")]
        store::<fjall::Fjall>("fjall", "fjall", "PersistMode::SyncAll per commit"),
        #[cfg(feature = "sled")]
        store::<sled::Sled>("sled", "sled", "flush + fdatasync per commit"),
        #[cfg(feature = "sqlite")]
        store::<sqlite::Sqlite>("sqlite", "rusqlite", "WAL, synchronous=FULL"),
        #[cfg(feature = "tephra")]
        store::<tephra::Tephra>("tephra", "tephra", "default: fdatasync per batch"),
        #[cfg(feature = "umadb")]
        store::<umadb::Uma>("umadb", "umadb-core", "default: two fdatasync per batch"),
        #[cfg(feature = "cqrs-sqlite")]
        store::<cqrs_sqlite::CqrsSqlite>("cqrs-sqlite", "sqlite-es", "WAL, synchronous=FULL"),
        #[cfg(feature = "postgres")]
        Store {
            postgres: true,
            ..store::<cqrs_postgres::CqrsPostgres>(
                "cqrs-postgres",
                "postgres-es",
                "synchronous_commit=on",
            )
        },
        #[cfg(feature = "postgres")]
        Store {
            postgres: true,
            ..store::<message_db::MessageDb>(
                "message-db",
                "tokio-postgres",
                "synchronous_commit=on",
            )
        },
    ]
}
