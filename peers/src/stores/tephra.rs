//! tephra, embedded: one event an entry, its stream as a tag.
//!
//! `append` « blocks until the batch is durable », and the coordinator « coalesces many
//! independent appends into one fsync » (docs.rs, `tephra::writer`; `benches/write_path.rs`, whose
//! settings these are). A read without a query lends each event from the scan buffer.

use std::sync::Arc;

use ::tephra::{
    Event as Packed, EventType, Position, Query, SegmentConfig, SegmentSet, Tag, Tags,
    WriteCoordinator, WriteHandle, WriterConfig,
};
use tokio::runtime::Runtime;

use crate::Outcome;
use crate::contest::{Grouped, Peer, Place, writers};
use crate::events::Event;

/// Of the README's example.
const SEGMENT: usize = 256 * 1024 * 1024;

/// A tephra store with its writer.
pub struct Tephra {
    handle: WriteHandle,
    /// Ends the writer when it is dropped, after the handle.
    _coordinator: WriteCoordinator,
}

impl Peer for Tephra {
    type Input = Packed;

    fn open(place: &Place) -> Outcome<Tephra> {
        let set = SegmentSet::open(place.dir.join("tephra"), SegmentConfig::new(SEGMENT))?;
        let (coordinator, handle) = WriteCoordinator::start(set, WriterConfig::default())?;
        let tephra = Tephra { handle, _coordinator: coordinator };
        if let Some(opening) = &place.opening {
            tephra.append(vec![Tephra::prepare(opening)?])?;
        }
        Ok(tephra)
    }

    fn prepare(event: &Event) -> Outcome<Packed> {
        let kind = EventType::new(event.entry.kind)?;
        let tags = Tags::new([Tag::new(event.entry.stream.as_str())?])?;
        Ok(Packed::new(&kind, &tags, &event.bytes)?)
    }

    fn append(&self, call: Vec<Packed>) -> Outcome<()> {
        self.handle.append(call, None)?;
        Ok(())
    }

    fn grouped(self: &Arc<Self>, runtime: &Runtime, inputs: Vec<Packed>) -> Grouped<Tephra> {
        let handle = self.handle.clone();
        Grouped::Done(runtime.block_on(writers(inputs, move |input| {
            let handle = handle.clone();
            async move {
                handle.append_async(vec![input], None).await?;
                Ok(())
            }
        })))
    }

    fn replay(&self, see: &mut dyn FnMut(&[u8])) -> Outcome<()> {
        let mut reads = self.handle.read(&Query::all(), Position::ZERO, None);
        while let Some(event) = reads.next() {
            see(event?.event.data());
        }
        Ok(())
    }
}
