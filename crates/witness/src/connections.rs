//! The connections that are open: how many may be, and who gives way.
//!
//! ```text
//! sending     their request is being read; where too many are, the one that has been longest gives way
//! answering   their request is there; the next that ends is waited for
//! leaving     they were refused, and are read on so that the refusal arrives: nobody waits for them, and where
//!             too many are, the one that has been longest gives way
//! ```
//!
//! Whoever is refused holds no place that somebody else could need: else refusals alone would keep honest calls out.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The most connections that may be sending their request.
const MOST_SENDING: usize = 64;
/// The most connections that are sending or being answered.
const MOST_OPEN: usize = 128;
/// The most connections that were refused and are read on.
const MOST_LEAVING: usize = 64;

/// The connections that are open.
#[derive(Debug, Default)]
pub(crate) struct Connections {
    held: Mutex<Held>,
    /// One that was sending or being answered is no more.
    ended: Condvar,
}

/// How many there are, and which.
#[derive(Debug, Default)]
struct Held {
    /// Those that are sending or being answered.
    open: usize,
    /// Those that have not sent their request yet, by age.
    sending: BTreeMap<u64, Arc<TcpStream>>,
    /// Those that were refused, by age.
    leaving: BTreeMap<u64, Arc<TcpStream>>,
}

/// Takes the oldest out, if there are as many as may be. Its thread reads the end.
fn give_way(held: &mut BTreeMap<u64, Arc<TcpStream>>, most: usize) {
    if held.len() >= most
        && let Some((_, oldest)) = held.pop_first()
    {
        let _ = oldest.shutdown(Shutdown::Both);
    }
}

impl Connections {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new connection, which is sending. Where as many as may be are open, the next that ends is waited for:
    /// each ends in its time.
    pub(crate) fn begin(&self, number: u64, stream: &Arc<TcpStream>) {
        let mut held = self.held();
        give_way(&mut held.sending, MOST_SENDING);
        while held.open >= MOST_OPEN {
            held = self.ended.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
        held.open += 1;
        held.sending.insert(number, Arc::clone(stream));
    }

    /// Its request is there, or will not be.
    pub(crate) fn has_sent(&self, number: u64) {
        self.held().sending.remove(&number);
    }

    /// One that has sent its request, and is refused: its place is free.
    pub(crate) fn leaves(&self, number: u64, stream: &Arc<TcpStream>) {
        let mut held = self.held();
        give_way(&mut held.leaving, MOST_LEAVING);
        held.leaving.insert(number, Arc::clone(stream));
        held.open -= 1;
        self.ended.notify_one();
    }

    /// One that was refused has gone.
    pub(crate) fn has_left(&self, number: u64) {
        self.held().leaving.remove(&number);
    }

    /// One that has sent its request, and was answered.
    pub(crate) fn end(&self) {
        self.held().open -= 1;
        self.ended.notify_one();
    }
}
