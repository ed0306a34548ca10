//! umadb, embedded: one event an entry, its stream as a tag.
//!
//! A commit writes its pages, syncs, writes the header, and syncs again: « full durability before
//! acknowledgements » (README of umadb-core). Calls go to the writer thread that its server uses,
//! which takes all that waits and commits once (`writer_thread_blocking`, with the default of the
//! options: no pipelining). Reads page by 1 024 events: the whole would be collected first.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tokio::runtime::Runtime;
use tokio::sync::{mpsc, oneshot, watch};
use umadb_core::db::UmaDb;
use umadb_core::mvcc::{Mvcc, StorageOptions};
use umadb_core::writer_thread_blocking::writer_thread_blocking;
use umadb_core::writer_thread_request::WriterThreadRequest;
use umadb_dcb::{DcbEvent, DcbEventStoreSync};

use crate::Outcome;
use crate::contest::{Grouped, Peer, Place, writers};
use crate::events::Event;

/// The most events that one commit gathers.
const GATHERED: usize = 10_000;
/// Events of one read.
const READ: u32 = 1_024;

/// A umadb file with its writer.
pub struct Uma {
    database: UmaDb,
    requests: mpsc::Sender<WriterThreadRequest>,
    writer: Mutex<Option<JoinHandle<()>>>,
    runtime: Arc<Runtime>,
}

impl Peer for Uma {
    type Input = DcbEvent;

    fn open(place: &Place) -> Outcome<Uma> {
        let options = StorageOptions::default().db_path(&place.dir);
        let mvcc = Arc::new(Mvcc::new(false, options)?);
        let (requests, waiting) = mpsc::channel(1_024);
        let database = UmaDb::from_arc(Arc::clone(&mvcc));
        let (head, _) = watch::channel(None);
        let writer =
            std::thread::spawn(move || writer_thread_blocking(mvcc, waiting, head, GATHERED));
        let writer = Mutex::new(Some(writer));
        let uma = Uma { database, requests, writer, runtime: Arc::clone(&place.runtime) };
        if let Some(opening) = &place.opening {
            uma.append(vec![Uma::prepare(opening)?])?;
        }
        Ok(uma)
    }

    fn prepare(event: &Event) -> Outcome<DcbEvent> {
        let tags = [event.entry.stream.as_str()];
        Ok(DcbEvent::new().event_type(event.entry.kind).tags(tags).data(event.bytes.clone()))
    }

    fn append(&self, call: Vec<DcbEvent>) -> Outcome<()> {
        self.runtime.block_on(request(self.requests.clone(), call))
    }

    fn grouped(self: &Arc<Self>, runtime: &Runtime, inputs: Vec<DcbEvent>) -> Grouped<Uma> {
        let requests = self.requests.clone();
        Grouped::Done(
            runtime.block_on(writers(inputs, move |input| request(requests.clone(), vec![input]))),
        )
    }

    fn replay(&self, see: &mut dyn FnMut(&[u8])) -> Outcome<()> {
        let mut start = None;
        loop {
            let events = self.database.read(None, start, false, Some(READ))?;
            let mut last = None;
            for event in events {
                let event = event?;
                see(&event.event.data);
                last = Some(event.position);
            }
            match last {
                Some(last) => start = Some(last + 1),
                None => return Ok(()),
            }
        }
    }
}

async fn request(
    requests: mpsc::Sender<WriterThreadRequest>,
    events: Vec<DcbEvent>,
) -> Outcome<()> {
    let (response_tx, answer) = oneshot::channel();
    let request = WriterThreadRequest::Append {
        events,
        condition: None,
        tracking_info: None,
        response_tx,
        cancel: None,
    };
    requests.send(request).await.map_err(|_| "the writer has ended")?;
    answer.await??;
    Ok(())
}

impl Drop for Uma {
    fn drop(&mut self) {
        // Whether the writer is there to hear it or not, it ends.
        let _ = self.requests.try_send(WriterThreadRequest::Shutdown);
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            let _ = writer.join();
        }
    }
}
