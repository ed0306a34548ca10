//! What every store is asked to do, and how it is timed.
//!
//! A store that knows how to group the commits of many writers does so itself. One that does not
//! is given what any program would put before it: a queue, and one writer that takes all that
//! waits, commits it in one transaction, and answers all. It is the same queue for all of them.

use std::collections::VecDeque;
use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tokio::runtime::Runtime;
use tokio::sync::{mpsc, oneshot};

use crate::Outcome;
use crate::events::Event;
use crate::links::Links;

/// Writers that append at once.
pub const WRITERS: usize = 64;

/// Where a store lives.
#[allow(dead_code, reason = "which parts are read depends on the stores that are built in")]
pub struct Place {
    /// Its directory; it exists.
    pub dir: PathBuf,
    /// A name unlike that of every other store, in letters and underscores.
    pub name: String,
    /// How PostgreSQL is reached.
    pub postgres: Option<String>,
    /// For those that need one.
    pub runtime: Arc<Runtime>,
    /// The entry that opens it, when it is new.
    pub opening: Option<Event>,
}

/// A store.
pub trait Peer: Send + Sync + Sized + 'static {
    /// An entry as it takes it, made before the clock starts.
    type Input: Send + 'static;

    /// Whether a replay gives the entries in the order in which they were appended.
    const ORDERED: bool = true;

    /// Whether its replay itself hashes each entry and holds the link against the hash before, so
    /// that doing it once more would measure it twice.
    const VERIFIED: bool = false;

    /// Opens it; a new one gets the opening.
    fn open(place: &Place) -> Outcome<Self>;

    /// An entry as it takes it.
    fn prepare(event: &Event) -> Outcome<Self::Input>;

    /// Appends entries in one commit; they are on disk when this returns.
    fn append(&self, call: Vec<Self::Input>) -> Outcome<()>;

    /// Appends by 64 writers at once, for a store that groups commits itself.
    fn grouped(self: &Arc<Self>, _runtime: &Runtime, inputs: Vec<Self::Input>) -> Grouped<Self> {
        Grouped::NotMine(inputs)
    }

    /// Reads everything.
    fn replay(&self, see: &mut dyn FnMut(&[u8])) -> Outcome<()>;

    /// Verifies everything by itself, and gives how much, if it can.
    fn verify(&self) -> Option<Outcome<u64>> {
        None
    }

    /// Bytes on disk, where they are not those of the directory.
    fn bytes(&self) -> Option<Outcome<u64>> {
        None
    }
}

/// What became of 64 writers.
pub enum Grouped<P: Peer> {
    /// The store did it.
    Done(Outcome<()>),
    /// The store has no grouping of its own.
    NotMine(Vec<P::Input>),
}

/// A store as the run sees it. Rates are entries a second.
pub trait Contestant {
    /// One writer, one entry a commit.
    fn singles(&self, events: &[Event]) -> Outcome<f64>;
    /// 64 writers, each waiting for its entry.
    fn group(&self, runtime: &Runtime, events: &[Event]) -> Outcome<f64>;
    /// Calls of so many entries.
    fn calls(&self, events: &[Event], of: usize) -> Outcome<f64>;
    /// Everything read, hashed and its links checked; `entries` must be there.
    fn replay(&self, entries: u64) -> Outcome<f64>;
    /// The store's own verification.
    fn verify(&self, entries: u64) -> Outcome<Option<f64>>;
    /// Bytes on disk, where they are not those of the directory.
    fn bytes(&self) -> Outcome<Option<u64>>;
}

/// A store that is open.
pub struct Running<P>(pub Arc<P>);

fn prepared<P: Peer>(events: &[Event]) -> Outcome<Vec<P::Input>> {
    events.iter().map(P::prepare).collect()
}

#[allow(clippy::cast_precision_loss, reason = "a rate for people to read")]
fn rate(entries: usize, start: Instant) -> f64 {
    entries as f64 / start.elapsed().as_secs_f64()
}

impl<P: Peer> Contestant for Running<P> {
    fn singles(&self, events: &[Event]) -> Outcome<f64> {
        let inputs = prepared::<P>(events)?;
        let start = Instant::now();
        for input in inputs {
            self.0.append(vec![input])?;
        }
        Ok(rate(events.len(), start))
    }

    fn group(&self, runtime: &Runtime, events: &[Event]) -> Outcome<f64> {
        let inputs = prepared::<P>(events)?;
        let start = Instant::now();
        match self.0.grouped(runtime, inputs) {
            Grouped::Done(done) => done?,
            Grouped::NotMine(inputs) => queued(&self.0, runtime, inputs)?,
        }
        Ok(rate(events.len(), start))
    }

    fn calls(&self, events: &[Event], of: usize) -> Outcome<f64> {
        let calls: Vec<_> = events.chunks(of).map(prepared::<P>).collect::<Outcome<_>>()?;
        let start = Instant::now();
        for call in calls {
            self.0.append(call)?;
        }
        Ok(rate(events.len(), start))
    }

    fn replay(&self, entries: u64) -> Outcome<f64> {
        let mut links = Links::new(P::ORDERED);
        let mut counted = 0;
        let start = Instant::now();
        let count = if P::VERIFIED {
            self.0.replay(&mut |entry| counted += u64::from(!entry.is_empty()))?;
            counted
        } else {
            self.0.replay(&mut |entry| links.see(entry))?;
            links.finish()?
        };
        held(count, entries)?;
        Ok(rate(usize::try_from(count)?, start))
    }

    fn verify(&self, entries: u64) -> Outcome<Option<f64>> {
        let start = Instant::now();
        let Some(count) = self.0.verify() else { return Ok(None) };
        let count = count?;
        held(count, entries)?;
        Ok(Some(rate(usize::try_from(count)?, start)))
    }

    fn bytes(&self) -> Outcome<Option<u64>> {
        self.0.bytes().transpose()
    }
}

fn held(found: u64, expected: u64) -> Outcome<()> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{found} entries were read, {expected} were appended").into())
}

/// 64 tasks, each appending one input after the other and waiting for each.
pub async fn writers<I, F, W>(inputs: Vec<I>, append: F) -> Outcome<()>
where
    I: Send + 'static,
    F: Fn(I) -> W + Clone + Send + Sync + 'static,
    W: Future<Output = Outcome<()>> + Send,
{
    let waiting = Arc::new(Mutex::new(VecDeque::from(inputs)));
    let tasks: Vec<_> = (0..WRITERS)
        .map(|_| {
            let (waiting, append) = (Arc::clone(&waiting), append.clone());
            tokio::spawn(async move {
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some(input) = next else { return Outcome::Ok(()) };
                    append(input).await?;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

type Waiting<P> = (<P as Peer>::Input, oneshot::Sender<Result<(), String>>);

/// The queue before a store that does not group by itself.
fn queued<P: Peer>(peer: &Arc<P>, runtime: &Runtime, inputs: Vec<P::Input>) -> Outcome<()> {
    let (queue, mut calls) = mpsc::channel::<Waiting<P>>(1_024);
    let peer = Arc::clone(peer);
    let writer = std::thread::spawn(move || {
        while let Some(first) = calls.blocking_recv() {
            let mut waiting = vec![first];
            while let Ok(next) = calls.try_recv() {
                waiting.push(next);
            }
            let (call, replies): (Vec<_>, Vec<_>) = waiting.into_iter().unzip();
            let done = peer.append(call).map_err(|error| error.to_string());
            for reply in replies {
                // A writer that has gone does not wait for its answer.
                let _ = reply.send(done.clone());
            }
        }
    });
    let done = runtime.block_on(writers(inputs, move |input| {
        let queue = queue.clone();
        async move {
            let (reply, answer) = oneshot::channel();
            queue.send((input, reply)).await.map_err(|_| "the writer has ended")?;
            Ok(answer.await??)
        }
    }));
    writer.join().map_err(|_| "the writer panicked")?;
    done
}
