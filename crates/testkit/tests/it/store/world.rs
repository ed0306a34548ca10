//! A store, its model, and what is done to both.

use super::calls::{Call, Calls, STREAMS, genesis};
use super::terms::{NoIds, SetClock, Tally, answer, expectation, new_entry};
use greffe_chain::{Entry, Hash, Head};
use greffe_store::{
    AppendError, Clock, Options, Receipt, SnapshotKey, Store, Subscription, VerifyOptions, tamper,
};
use greffe_testkit::{MemoryLog, Prng};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::{fs, iter};
use tempfile::TempDir;
use uuid::Uuid;

/// How many different operations there are.
pub const OPERATIONS: usize = 14;

/// How much is done.
#[derive(Clone, Copy)]
pub struct Size {
    pub steps: u64,
    /// Entries of a call in a crowd, at most.
    pub bulk: usize,
}

pub struct World {
    pub folder: TempDir,
    pub dir: PathBuf,
    pub options: Options,
    pub random: Prng,
    pub calls: Calls,
    pub log: MemoryLog,
    pub size: Size,
    /// How far the backup reaches, once there is one.
    pub saved: Option<u64>,
    pub documents: BTreeSet<Hash>,
    clock: Arc<SetClock>,
    store: Option<Store>,
    following: Option<Subscription>,
    followed: usize,
    snapshots: BTreeMap<u64, (Head, Vec<u8>)>,
    tally: Tally,
}

pub fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

/// Hands a call to the store and waits for its answer.
pub fn hand(store: &Store, (drafts, expected): &Call) -> Result<Receipt, AppendError> {
    let entries = drafts.iter().map(new_entry).collect();
    wait(store.append(entries, expected.iter().map(expectation).collect()))
}

fn key(subject: &str) -> SnapshotKey<'_> {
    SnapshotKey { projection: "budgets", version: 2, subject }
}

impl World {
    pub fn new(seed: u64, size: Size) -> World {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("vauclaire.ledger");
        let clock = Arc::new(SetClock(AtomicI64::new(1_709_285_400_000_000)));
        let options = Options {
            clock: clock.clone(),
            ids: Arc::new(NoIds),
            cache_bytes: 16 * 1024 * 1024,
            ..Options::default()
        };
        let mut log = MemoryLog::new();
        log.append(clock.now_micros(), &[genesis()], &[]).unwrap();
        let store = Store::create(&dir, new_entry(&genesis()), &options).unwrap();
        World {
            folder,
            dir,
            options,
            random: Prng::new(seed),
            calls: Calls::new(seed ^ 1),
            log,
            size,
            saved: None,
            documents: BTreeSet::new(),
            clock,
            following: Some(store.subscribe(0)),
            store: Some(store),
            followed: 0,
            snapshots: BTreeMap::new(),
            tally: Tally::default(),
        }
    }

    pub fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    pub fn count(&self) -> usize {
        self.log.entries().len()
    }

    pub fn now(&self) -> i64 {
        self.clock.now_micros()
    }

    /// One random operation; says which.
    pub fn step(&mut self) -> &'static str {
        let now = self.now() + self.random.between(-5_000, 1_000_000);
        self.clock.0.store(now, Ordering::Relaxed);
        match self.random.below(34) {
            0 => self.reopen(),
            1 => self.crash(),
            2 => {
                wait(self.store().rebuild_indexes()).unwrap();
                "rebuild"
            }
            3 => {
                let copy = Store::open_forensic(&self.dir).unwrap();
                assert!(copy.verify(&VerifyOptions::default()).unwrap().is_sound());
                "look"
            }
            4 => self.document(),
            5 | 6 => self.snapshot(),
            7..10 => self.together(),
            10..12 => self.crowd_and_followers(),
            12 => self.crowd_and_backups(),
            13 => self.crowd_and_copy(),
            14 => self.race(),
            15 | 16 => self.backup(),
            17..22 => self.damage(),
            _ => {
                let call = self.calls.next(&self.log);
                let told = hand(self.store(), &call);
                self.apply(&call, told);
                "append"
            }
        }
    }

    /// Holds the store's answer to a call against the model's.
    pub fn apply(&mut self, call: &Call, told: Result<Receipt, AppendError>) {
        let answer = answer(told);
        self.tally.count(&answer);
        assert_eq!(answer, self.log.append(self.now(), &call.0, &call.1));
    }

    /// Three callers at once: the writer takes them in the order in which they came.
    fn together(&mut self) -> &'static str {
        let calls: [Call; 3] = std::array::from_fn(|_| self.calls.next(&self.log));
        let hand = |(drafts, expected): &Call| {
            let entries = drafts.iter().map(new_entry).collect();
            self.store().append(entries, expected.iter().map(expectation).collect())
        };
        let [a, b, c] = &calls;
        let told = wait(async { tokio::join!(hand(a), hand(b), hand(c)) });
        for (call, told) in calls.iter().zip([told.0, told.1, told.2]) {
            self.apply(call, told);
        }
        "three at once"
    }

    fn close(&mut self) {
        self.following = None;
        self.store.take().unwrap().close().unwrap();
    }

    fn open(&mut self) {
        let store = Store::open(&self.dir, &self.options).unwrap();
        assert_eq!(store.check_indexes().unwrap(), []);
        self.following = Some(store.subscribe(self.followed as u64));
        self.store = Some(store);
    }

    /// Closes and opens; in between, what is derived may go.
    fn reopen(&mut self) -> &'static str {
        self.close();
        if self.random.chance(40) {
            tamper::drop_indexes(&self.dir).unwrap();
        }
        if self.random.chance(40) && self.dir.join("snapshots").exists() {
            fs::remove_dir_all(self.dir.join("snapshots")).unwrap();
            self.snapshots.clear();
        }
        self.open();
        "reopen"
    }

    /// Goes on with a copy that was made while the store was open: what a kill leaves behind.
    fn crash(&mut self) -> &'static str {
        let copy = self.copy("crashed");
        self.close();
        fs::remove_dir_all(&self.dir).unwrap();
        fs::rename(copy, &self.dir).unwrap();
        self.open();
        "crash"
    }

    fn document(&mut self) -> &'static str {
        let letter = u8::try_from(self.random.below(26)).unwrap() + b'a';
        let bytes = vec![letter; self.random.below(20_000)];
        self.documents.insert(self.store().put_document(&bytes).unwrap());
        "document"
    }

    /// Keeps a state of some moment, which may be older than the one that is kept.
    fn snapshot(&mut self) -> &'static str {
        let subject = self.random.next() % 3;
        let head = self.log.head_at(1 + self.random.below(self.count()));
        let state = vec![b'\n'; self.random.below(9)];
        self.store().put_snapshot(key(&subject.to_string()), head, &state).unwrap();
        self.snapshots.insert(subject, (head, state));
        // One that lies ahead, or beside, must be as good as none.
        let beside = Head { hash: Hash::of(b"another history"), ..head };
        let ahead = Head { count: self.log.head().count + 1, ..self.log.head() };
        for head in [beside, ahead] {
            self.store().put_snapshot(key("beside"), head, b"wrong").unwrap();
            assert_eq!(self.store().snapshot(key("beside")).unwrap(), None);
        }
        "snapshot"
    }

    pub fn compare(&mut self) {
        let (store, log) = (self.store.as_ref().unwrap(), &self.log);
        assert_eq!(store.head(), log.head());
        let count = log.entries().len();
        let from = self.random.below(count);
        let to = from + self.random.below((count - from).min(600) + 1);
        let range = from as u64..to as u64;
        let found = store.scan(range.clone()).map(|bytes| bytes.unwrap().to_vec());
        assert!(found.eq(log.entries()[from..to].iter().cloned()), "{range:?}");
        let back = store.scan_back(range.clone()).map(|bytes| bytes.unwrap().to_vec());
        assert!(back.eq(log.entries()[from..to].iter().rev().cloned()), "backwards {range:?}");
        assert!(store.entry(count as u64).unwrap().is_none(), "nothing stands beyond the head");
        for stream in STREAMS {
            let seqs: Vec<u64> = store.stream(stream).map(Result::unwrap).collect();
            assert_eq!(seqs, log.stream(stream), "{stream}");
            assert_eq!(store.stream_version(stream).unwrap(), seqs.len() as u64, "{stream}");
        }
        for _ in 0..50 {
            let at = self.random.below(count);
            let id = Entry::parse(&log.entries()[at]).unwrap().id();
            assert_eq!(store.find_id(id).unwrap(), Some(at as u64));
        }
        assert_eq!(store.find_id(Uuid::from_u128(1)).unwrap(), None);
        for subject in 0..3 {
            let found = store.snapshot(key(&subject.to_string())).unwrap();
            assert_eq!(found.as_ref(), self.snapshots.get(&subject));
        }
        let documents: Vec<Hash> = store.documents().map(|found| found.unwrap().0).collect();
        assert!(documents.iter().eq(&self.documents), "{documents:?}");
        let following = self.following.as_mut().unwrap();
        let due = iter::from_fn(|| wait(following.next()).unwrap()).take(count - self.followed);
        for bytes in due {
            assert_eq!(&*bytes, log.entries()[self.followed].as_slice());
            self.followed += 1;
        }
    }

    /// Reads everything once more, and gives the answers that were counted.
    pub fn end(self) -> Tally {
        let options = VerifyOptions { expect_head: Some(self.log.head().into()), threads: 2 };
        let report = self.store().verify(&options).unwrap();
        assert!(report.is_sound(), "{report:?}");
        let found = self.store().scan(..).map(|bytes| bytes.unwrap().to_vec());
        assert!(found.eq(self.log.entries().iter().cloned()));
        self.tally
    }
}
