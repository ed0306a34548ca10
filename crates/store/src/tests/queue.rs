//! Callers who give up, callers who must wait, and the figures that tell of them.
//!
//! A clock that waits at a gate holds the writer where a test wants it: while it chains an entry.

use std::pin::Pin;
use std::sync::{Condvar, Mutex};
use std::task::{Context, Poll, Waker};

use super::*;
use crate::{AppendError, StoreError, VerifyOptions};

/// A clock at which the writer waits until the gate is opened.
#[derive(Default)]
struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    shut: bool,
    waiting: bool,
    panics: bool,
}

impl Gate {
    fn set(&self, shut: bool) {
        self.state.lock().unwrap().shut = shut;
        self.changed.notify_all();
    }

    /// Returns when the writer waits at the gate.
    fn reached(&self) {
        let waiting = |state: &mut State| !state.waiting;
        drop(self.changed.wait_while(self.state.lock().unwrap(), waiting).unwrap());
    }
}

impl Clock for Gate {
    fn now_micros(&self) -> i64 {
        let mut state = self.state.lock().unwrap();
        if state.panics {
            drop(state);
            panic!("a planted end of the writer");
        }
        state.waiting = true;
        self.changed.notify_all();
        state = self.changed.wait_while(state, |state| state.shut).unwrap();
        state.waiting = false;
        1_709_285_400_000_000
    }
}

/// Opens the gate when a test ends, by a failure, too: a store that is dropped waits for its writer.
struct Opens(Arc<Gate>);

impl Drop for Opens {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// A new ledger whose writer will wait at the gate, with room for one waiting call.
fn gated() -> (TempDir, PathBuf, Arc<Gate>, Store, Opens) {
    let (temp, dir) = place();
    let gate = Arc::new(Gate::default());
    let options = Options { clock: gate.clone(), queue: 1, ..options() };
    let store = Store::create(&dir, genesis(), &options).unwrap();
    gate.set(true);
    (temp, dir, gate.clone(), store, Opens(gate))
}

type Call<'a> = Pin<Box<dyn Future<Output = Result<Receipt, AppendError>> + 'a>>;

fn call(store: &Store, number: u64) -> Call<'_> {
    Box::pin(store.append(entries(number, 1), vec![]))
}

/// Lets a call go as far as it gets at this moment.
fn poll(call: &mut Call<'_>) -> bool {
    matches!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(_))
}

#[test]
fn a_full_queue_makes_callers_wait_and_nothing_is_lost() {
    let (_temp, _dir, gate, store, _opens) = gated();
    let mut calls: Vec<_> = (1..=5).map(|number| call(&store, number)).collect();
    assert!(!poll(&mut calls[0]));
    gate.reached();
    assert_eq!((store.metrics().queue, store.metrics().waiting), (1, 0));
    assert!(!poll(&mut calls[1]));
    assert_eq!((store.metrics().waiting, store.metrics().full), (1, 0));
    for (met, call) in calls[2..].iter_mut().enumerate() {
        assert!(!poll(call));
        assert_eq!((store.metrics().waiting, store.metrics().full), (1, met as u64 + 1));
    }
    assert_eq!(store.head().count, 1, "nothing is acknowledged while the writer stands");
    gate.set(false);
    let seqs: Vec<_> = calls.into_iter().map(|call| wait(call).unwrap().entries[0].seq).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5], "in the order of calling");
    assert_eq!((store.metrics().waiting, store.metrics().full), (0, 3));
    assert!(store.verify(&VerifyOptions::default()).unwrap().is_sound());
}

/// Large calls fill the queue by their bytes, long before their number does.
#[test]
fn a_queue_is_full_of_bytes_as_well() {
    let (_temp, dir) = place();
    let gate = Arc::new(Gate::default());
    let options = Options { clock: gate.clone(), queue_bytes: 100_000, ..options() };
    let store = Store::create(&dir, genesis(), &options).unwrap();
    gate.set(true);
    let _opens = Opens(gate.clone());
    let text = format!(r#"{{"text":"{}"}}"#, "x".repeat(40_000));
    let large =
        || Box::pin(store.append(vec![entry("act/vauclaire/2024-017", &text)], vec![])) as Call<'_>;
    let mut calls: Vec<_> = (0..5).map(|_| large()).collect();
    assert!(!poll(&mut calls[0]));
    gate.reached();
    // The first is with the writer, which has not chained it yet: it takes room until it is.
    assert!(!poll(&mut calls[1]));
    assert_eq!(store.metrics().full, 0);
    assert!(store.metrics().waiting_bytes > 80_000, "{:?}", store.metrics());
    assert!(!poll(&mut calls[2]) && !poll(&mut calls[3]) && !poll(&mut calls[4]));
    let metrics = store.metrics();
    assert_eq!((metrics.full, metrics.waiting, metrics.queue_bytes), (3, 1, 100_000));
    gate.set(false);
    let seqs: Vec<_> = calls.into_iter().map(|call| wait(call).unwrap().entries[0].seq).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5], "in the order of calling");
    // One that is longer than all of the room is recorded all the same.
    let longer = (0..4).map(|_| entry("act/vauclaire/2024-017", &text)).collect();
    assert_eq!(append(&store, longer).entries.len(), 4);
    assert_eq!((store.metrics().waiting, store.metrics().waiting_bytes), (0, 0));
    store.close().unwrap();
}

/// What kept a commit from being made is told to whoever closes, too.
#[test]
fn closing_says_that_a_commit_failed() {
    let (_temp, _dir, gate, store, _opens) = gated();
    gate.set(false);
    append(&store, entries(1, 3));
    gate.state.lock().unwrap().panics = true;
    assert!(wait(call(&store, 4)).is_err());
    let error = store.close().unwrap_err();
    assert!(matches!(error, StoreError::Closed { .. }), "{error}");
}

#[test]
fn a_call_that_is_given_up_is_recorded_once_or_not_at_all() {
    let (_temp, dir, gate, store, _opens) = gated();
    let [mut at_work, mut queued, mut outside] = [1, 2, 3].map(|number| call(&store, number));
    assert!(!poll(&mut at_work));
    gate.reached();
    assert!(!poll(&mut queued) && !poll(&mut outside));
    drop((at_work, queued, outside));
    let never = call(&store, 4);
    drop(never);
    gate.set(false);
    // The calls that were handed over are recorded although nobody waits for them; the one that
    // stood outside the full queue is not, nor the one that never began.
    let after = append(&store, entries(9, 1));
    assert_eq!(after.entries[0].seq, 3);
    assert_eq!(store.find_id(id(3)).unwrap(), None);
    for (number, replayed, seq) in [(1, true, 1), (2, true, 2), (3, false, 4), (4, false, 5)] {
        let again = append(&store, entries(number, 1));
        assert_eq!((again.replayed, again.entries[0].seq), (replayed, seq), "call {number}");
    }
    let head = store.head();
    store.close().unwrap();
    let store = Store::open(&dir, &options()).unwrap();
    assert_eq!((store.head(), head.count), (head, 6));
    assert!(store.verify(&VerifyOptions::default()).unwrap().is_sound());
}

/// What was handed over is on disk when the store is closed, although its callers have gone.
#[test]
fn closing_waits_for_what_was_handed_over() {
    let (_temp, dir, gate, store, _opens) = gated();
    let [mut at_work, mut queued] = [1, 2].map(|number| call(&store, number));
    assert!(!poll(&mut at_work));
    gate.reached();
    assert!(!poll(&mut queued));
    drop((at_work, queued));
    std::thread::scope(|scope| {
        let closing = scope.spawn(|| store.close().unwrap());
        gate.set(false);
        closing.join().unwrap();
    });
    assert_eq!(Store::open(&dir, &options()).unwrap().head().count, 3);
}

/// A writer that has ended says so to everybody: callers, later callers, and subscribers.
#[test]
fn a_store_whose_writer_has_ended_says_so() {
    let (_temp, dir, gate, store, _opens) = gated();
    gate.set(false);
    append(&store, entries(1, 3));
    gate.state.lock().unwrap().panics = true;
    let mut subscription = store.subscribe(4);
    for _ in 0..2 {
        let error = wait(call(&store, 4)).unwrap_err();
        assert!(matches!(error, AppendError::Store(StoreError::Closed { .. })), "{error}");
        assert!(error.to_string().contains("takes no more entries"), "{error}");
        assert!(error.to_string().contains("open it again"), "{error}");
    }
    assert!(matches!(wait(store.rebuild_indexes()), Err(StoreError::Closed { .. })));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let limit = std::time::Duration::from_secs(30);
    let next = runtime.block_on(async { tokio::time::timeout(limit, subscription.next()).await });
    assert!(matches!(next, Ok(Ok(None))), "a subscriber does not wait for ever: {next:?}");
    assert_eq!(all(&store).len(), 4, "what is recorded stays readable");
    drop((subscription, store));
    let store = Store::open(&dir, &options()).unwrap();
    assert_eq!(append(&store, entries(4, 1)).entries[0].seq, 4);
}

#[test]
fn the_figures_add_up() {
    let (_temp, dir) = ledger(1, 1);
    let store = Store::open(&dir, &options()).unwrap();
    let none = store.metrics();
    assert_eq!((none.commits, none.entries, none.bytes, none.queue), (0, 0, 0, 1024));
    append(&store, entries(1, 10));
    append(&store, entries(11, 3));
    assert!(append(&store, entries(1, 10)).replayed);
    assert!(wait(store.append(vec![], vec![])).is_err());
    let some = store.metrics();
    let bytes: usize = all(&store)[1..].iter().map(Vec::len).sum();
    assert_eq!((some.commits, some.entries, some.bytes), (2, 13, bytes as u64));
    assert_eq!((some.largest_commit, some.pages, some.full), (10, 0, 0));
    assert!(some.longest_sync_micros <= some.sync_micros);
    assert!(some.longest_sync_micros * 2 >= some.sync_micros);
    append(&store, entries(14, 16 * 256));
    // Pages are sealed behind the acknowledgement: the next one waits for that.
    append(&store, entries(14 + 16 * 256, 1));
    assert_eq!((store.metrics().pages, store.metrics().largest_commit), (16, 16 * 256));
    assert!(store.metrics().seal_micros > 0);
    store.close().unwrap();
    let again = Store::open(&dir, &options()).unwrap().metrics();
    assert_eq!((again.commits, again.pages), (0, 0), "figures begin with the opening");
}

#[test]
fn a_clock_that_went_back_is_noted() {
    let (_temp, dir) = place();
    let clock = Arc::new(SetClock(AtomicI64::new(8_000_000)));
    let options = Options { clock: clock.clone(), ..options() };
    let store = Store::create(&dir, genesis(), &options).unwrap();
    let skew = || (store.metrics().clock_held, store.metrics().clock_behind_micros);
    assert_eq!(skew(), (0, 0));
    for (now, held, behind) in [
        (8_000_001, 0, 0),
        (8_000_001, 1, 0),
        (8_000_003, 1, 0),
        (5_000_003, 2, 3_000_000),
        (8_000_003, 3, 3_000_000),
        (9_000_000, 3, 3_000_000),
        (2_000_000, 4, 7_000_000),
    ] {
        clock.0.store(now, Ordering::Relaxed);
        append(&store, vec![entry("act/vauclaire/2024-017", "{}")]);
        assert_eq!(skew(), (held, behind), "at {now}");
    }
    let instants = all(&store);
    let instants: Vec<_> =
        instants.iter().map(|entry| Entry::parse(entry).unwrap().recorded().micros()).collect();
    assert!(instants.is_sorted_by(|one, other| one < other), "{instants:?}");
}
