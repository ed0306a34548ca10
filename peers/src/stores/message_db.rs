//! A table in the style of message-db on PostgreSQL (`message_db.sql`): one category is one ledger,
//! so its row-locked head serialises writers as a chain does.
//!
//! `synchronous_commit=on`: a commit « waits for its WAL records to be written to disk »
//! (postgresql.org, *Asynchronous Commit*). A call of many entries is one statement that calls the
//! function for each, in order; message-db itself writes one message a call. The 64 writers have a
//! connection each, with the statement prepared.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::TryStreamExt;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Config, NoTls, Statement};
use uuid::Uuid;

use crate::Outcome;
use crate::contest::{Grouped, Peer, Place, WRITERS, writers};
use crate::events::Event;

const SCHEMA: &str = include_str!("message_db.sql");
const ONE: &str = "SELECT write_message('ledger', $1, $2, $3, $4)";
const MANY: &str = "SELECT write_message('ledger', stream, kind, id, data) \
    FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bytea[]) \
    WITH ORDINALITY AS m (stream, kind, id, data, at) ORDER BY at";

/// A message as the function takes it.
pub struct Message {
    stream: String,
    kind: &'static str,
    id: Uuid,
    data: Vec<u8>,
}

/// A connection with its statement.
struct Session {
    client: Client,
    one: Statement,
}

/// The table, in a schema of its own.
pub struct MessageDb {
    first: Session,
    many: Statement,
    idle: Mutex<Vec<Session>>,
    runtime: Arc<Runtime>,
}

impl MessageDb {
    fn idle(&self) -> MutexGuard<'_, Vec<Session>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn connect(place: &Place) -> Outcome<Client> {
    let url = place.postgres.as_deref().ok_or("PostgreSQL is not running")?;
    let mut config: Config = url.parse()?;
    config.options(format!("-c search_path={} -c synchronous_commit=on", place.name));
    let (client, connection) = config.connect(NoTls).await?;
    // It ends with its client.
    tokio::spawn(connection);
    Ok(client)
}

async fn session(client: Client) -> Outcome<Session> {
    let one = client.prepare(ONE).await?;
    Ok(Session { client, one })
}

async fn write(session: &Session, message: &Message) -> Outcome<()> {
    let Message { stream, kind, id, data } = message;
    session.client.execute(&session.one, &[stream, kind, id, data]).await?;
    Ok(())
}

impl Peer for MessageDb {
    type Input = Message;

    fn open(place: &Place) -> Outcome<MessageDb> {
        let runtime = Arc::clone(&place.runtime);
        let (first, many, idle) = runtime.block_on(async {
            let client = connect(place).await?;
            if place.opening.is_some() {
                let name = &place.name;
                let schema = format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name};");
                client.batch_execute(&schema).await?;
                client.batch_execute(SCHEMA).await?;
            }
            let many = client.prepare(MANY).await?;
            let mut idle = Vec::new();
            if place.opening.is_some() {
                for _ in 0..WRITERS {
                    idle.push(session(connect(place).await?).await?);
                }
            }
            Outcome::Ok((session(client).await?, many, Mutex::new(idle)))
        })?;
        let messages = MessageDb { first, many, idle, runtime };
        if let Some(opening) = &place.opening {
            messages.append(vec![MessageDb::prepare(opening)?])?;
        }
        Ok(messages)
    }

    fn prepare(event: &Event) -> Outcome<Message> {
        let entry = &event.entry;
        let (stream, data) = (entry.stream.clone(), event.bytes.clone());
        Ok(Message { stream, kind: entry.kind, id: entry.id, data })
    }

    fn append(&self, call: Vec<Message>) -> Outcome<()> {
        self.runtime.block_on(async {
            if let [message] = &*call {
                return write(&self.first, message).await;
            }
            let streams: Vec<&str> = call.iter().map(|m| m.stream.as_str()).collect();
            let kinds: Vec<&str> = call.iter().map(|m| m.kind).collect();
            let ids: Vec<Uuid> = call.iter().map(|m| m.id).collect();
            let data: Vec<&[u8]> = call.iter().map(|m| m.data.as_slice()).collect();
            self.first.client.execute(&self.many, &[&streams, &kinds, &ids, &data]).await?;
            Ok(())
        })
    }

    fn grouped(self: &Arc<Self>, runtime: &Runtime, inputs: Vec<Message>) -> Grouped<MessageDb> {
        let messages = Arc::clone(self);
        Grouped::Done(runtime.block_on(writers(inputs, move |input| {
            let messages = Arc::clone(&messages);
            async move {
                // As many connections as writers: one is always there.
                let session = messages.idle().pop().ok_or("no connection is idle")?;
                let done = write(&session, &input).await;
                messages.idle().push(session);
                done
            }
        })))
    }

    fn replay(&self, see: &mut dyn FnMut(&[u8])) -> Outcome<()> {
        self.runtime.block_on(async {
            let none: [&str; 0] = [];
            let select = "SELECT data FROM messages WHERE category = 'ledger' ORDER BY position";
            let mut rows = pin!(self.first.client.query_raw(select, none).await?);
            while let Some(row) = rows.try_next().await? {
                see(row.try_get(0)?);
            }
            Ok(())
        })
    }

    fn bytes(&self) -> Option<Outcome<u64>> {
        let size = "SELECT pg_total_relation_size('messages') + pg_total_relation_size('heads')";
        Some(self.runtime.block_on(async {
            let row = self.first.client.query_one(size, &[]).await?;
            Ok(u64::try_from(row.try_get::<_, i64>(0)?)?)
        }))
    }
}
