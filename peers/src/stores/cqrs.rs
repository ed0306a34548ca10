//! What both stores of cqrs-es share: the aggregate that the framework wants, and its events.
//!
//! An aggregate is a stream. The payload of an event is a JSON value, which is what the framework
//! stores: here a string, the entry. As an object, `PostgreSQL` would give back other bytes than
//! were hashed, and the framework would build and take apart a tree for each. There is no order of
//! all events: `stream_all_events` goes by the numbers inside each aggregate.

use std::convert::Infallible;
use std::future::{Future, ready};

use cqrs_es::event_sink::EventSink;
use cqrs_es::persist::{PersistedEventRepository, SerializedEvent};
use cqrs_es::{Aggregate, DomainEvent};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Outcome;
use crate::events::Event;

/// An aggregate that decides nothing: only its events are stored.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Stream;

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stored(String);

impl DomainEvent for Stored {
    fn event_type(&self) -> String {
        "entry".to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Aggregate for Stream {
    const TYPE: &'static str = "stream";
    type Command = ();
    type Event = Stored;
    type Error = Infallible;
    type Services = ();

    fn handle(
        &mut self,
        (): (),
        (): &(),
        _sink: &EventSink<Self>,
    ) -> impl Future<Output = Result<(), Infallible>> + Send {
        ready(Ok(()))
    }

    fn apply(&mut self, _event: Stored) {}
}

/// An event as the repository takes it.
pub fn prepare(event: &Event) -> Outcome<SerializedEvent> {
    Ok(SerializedEvent::new(
        event.entry.stream.clone(),
        usize::try_from(event.version)?,
        Stream::TYPE.to_owned(),
        event.entry.kind.to_owned(),
        "1".to_owned(),
        Value::String(String::from_utf8(event.bytes.clone())?),
        Value::Object(serde_json::Map::new()),
    ))
}

/// Reads all events of a repository.
pub async fn replay(
    repository: &impl PersistedEventRepository,
    see: &mut (dyn FnMut(&[u8]) + '_),
) -> Outcome<()> {
    let mut events = repository.stream_all_events::<Stream>().await?;
    while let Some(event) = events.next::<Stream>(&[]).await {
        see(event?.payload.0.as_bytes());
    }
    Ok(())
}
