//! Several callers at once, and who watches meanwhile: followers, backups, a copy.

use super::calls::Call;
use super::world::{World, hand, wait};
use greffe_store::{AppendError, Receipt, Store};
use greffe_testkit::Expected;
use std::time::Duration;

/// A follower that waits so long for an entry has lost it.
const LOST: Duration = Duration::from_mins(2);

type Told = Vec<(Call, Result<Receipt, AppendError>)>;

/// Lets each writer hand over its calls, one after the other, while `watch` looks on.
fn crowd<T>(store: &Store, writers: Vec<Vec<Call>>, watch: impl FnOnce() -> T) -> (Told, T) {
    std::thread::scope(|scope| {
        let write = |calls: Vec<Call>| {
            let told = calls.into_iter().map(|call| {
                let told = hand(store, &call);
                (call, told)
            });
            told.collect::<Told>()
        };
        let writers: Vec<_> =
            writers.into_iter().map(|calls| scope.spawn(move || write(calls))).collect();
        let seen = watch();
        (writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect(), seen)
    })
}

/// Every entry from `from` to before `to`, as it comes.
fn follow(store: &Store, from: u64, to: u64) -> Vec<Vec<u8>> {
    let mut subscription = store.subscribe(from);
    let mut seen = Vec::new();
    wait(async {
        while subscription.next_seq() < to {
            let next = tokio::time::timeout(LOST, subscription.next()).await;
            seen.push(next.expect("an entry is lost").unwrap().unwrap().to_vec());
        }
    });
    seen
}

impl World {
    /// Calls for some writers, which nothing can refuse, and how many entries they hold.
    fn plain_calls(&mut self) -> (Vec<Vec<Call>>, u64) {
        let mut count = 0;
        let mut call = |world: &mut World| {
            let entries = 1 + world.random.below(world.size.bulk);
            count += entries as u64;
            world.calls.plain(entries)
        };
        let writers = (0..3).map(|_| (0..2).map(|_| call(self)).collect()).collect();
        (writers, count)
    }

    /// Gives the model the calls in the order in which the store took them.
    fn apply_all(&mut self, mut told: Told) {
        let place = |(_, told): &(Call, Result<Receipt, _>)| told.as_ref().unwrap().entries[0].seq;
        told.sort_by_key(place);
        for (call, told) in told {
            self.apply(&call, told);
        }
    }

    /// Followers from somewhere, before, at or behind the head of the moment.
    pub fn crowd_and_followers(&mut self) -> &'static str {
        let (writers, more) = self.plain_calls();
        let before = self.count() as u64;
        let to = before + more;
        let places = [before, before + more / 2, self.random.next() % to, self.random.next() % to];
        let (told, seen) = crowd(self.store(), writers, || {
            std::thread::scope(|scope| {
                let store = self.store();
                let follow = |from| scope.spawn(move || (from, follow(store, from, to)));
                places.map(follow).map(|follower| follower.join().unwrap())
            })
        });
        self.apply_all(told);
        for (from, seen) in seen {
            let due = &self.log.entries()[usize::try_from(from).unwrap()..];
            assert!(seen == due, "a follower from {from} has a gap or an entry twice");
        }
        "crowd and followers"
    }

    /// One backup after the other into one folder, while the ledger grows.
    pub fn crowd_and_backups(&mut self) -> &'static str {
        let (writers, _) = self.plain_calls();
        let (told, ends) = crowd(self.store(), writers, || {
            let before = self.store().head().count;
            let backup = || self.store().backup(&self.backup_dir()).unwrap();
            (before, [backup(), backup(), backup()])
        });
        self.apply_all(told);
        let (acknowledged, reports) = ends;
        for report in reports {
            assert_eq!(report.before, self.saved.unwrap_or(0));
            assert!(report.head.count >= acknowledged);
            assert_eq!(report.head, self.log.head_at(usize::try_from(report.head.count).unwrap()));
            self.saved = Some(report.head.count);
        }
        self.restore_from_backup();
        "crowd and backups"
    }

    /// A copy of the directory, file by file, while the ledger grows: what was acknowledged before
    /// is in it.
    pub fn crowd_and_copy(&mut self) -> &'static str {
        let (writers, _) = self.plain_calls();
        let (told, (acknowledged, copy, quiet)) = crowd(self.store(), writers, || {
            let acknowledged = self.store().head().count;
            let pages = self.store().metrics().pages;
            let copy = self.copy("copied");
            (acknowledged, copy, pages == self.store().metrics().pages)
        });
        self.apply_all(told);
        match Store::open(&copy, &self.options) {
            Ok(store) => {
                assert!(store.head().count >= acknowledged, "{} entries", store.head().count);
                self.is_prefix(&store);
            }
            // Where the tail changed files twice during the copy, one that lacks entries is refused.
            Err(error) => assert!(error.is_damage() && !quiet, "{error}"),
        }
        std::fs::remove_dir_all(copy).unwrap();
        "crowd and copy"
    }

    /// Three callers expect the same of a stream: one of them is right.
    pub fn race(&mut self) -> &'static str {
        let stream = format!("act/vauclaire/{}", self.count());
        let call = |world: &mut World| {
            let (mut drafts, _) = world.calls.plain(2);
            drafts[1].stream.clone_from(&stream);
            vec![(drafts, vec![(stream.clone(), Expected::NoStream)])]
        };
        let calls = (0..3).map(|_| call(self)).collect();
        let (mut told, ()) = crowd(self.store(), calls, || ());
        // The winner first; the others were refused, whenever that was.
        told.sort_by_key(|(_, told)| told.is_err());
        assert_eq!(told.iter().filter(|(_, told)| told.is_ok()).count(), 1);
        for (call, told) in told {
            self.apply(&call, told);
        }
        "race"
    }
}
