//! Projections whose states are kept: a snapshot saves the next opening the fold of what it holds.
//!
//! Snapshots are keyed by the projection's name and version and by the head that they were folded
//! to (`docs/format.md` §11.6). They are written beside the work that made them, used only while
//! the log holds that head, and never needed: without one the log is folded from its beginning.

use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::Head;
use greffe_domain::Projection;
use greffe_store::SnapshotKey;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How many entries may be folded again before a state is worth keeping anew.
pub(crate) const KEEP_AFTER: u64 = 4096;

/// The key of a projection of the whole log.
const fn key<P: Projection>() -> SnapshotKey<'static> {
    SnapshotKey { projection: P::NAME, version: P::VERSION, subject: "ledger" }
}

impl Ledger {
    /// Folds the whole log into a projection, from the last of its states that was kept; keeps the
    /// new one when much has come since. The state is the one that [`Ledger::project`] gives.
    ///
    /// Kept is the JSON of the state, and only if reading it back gives an equal state. Raise
    /// [`Projection::VERSION`] whenever the same log may give another state than before.
    ///
    /// # Errors
    /// As [`Ledger::project`].
    pub fn project_kept<P: Projection>(&self) -> Result<P::State, Error>
    where
        P::State: Serialize + DeserializeOwned,
    {
        let Ok(reader) = self.reader() else { return self.project::<P>() };
        let kept = reader.snapshot(key::<P>())?;
        let kept =
            kept.and_then(|(head, state)| Some((head, serde_json::from_slice(&state).ok()?)));
        let (from, mut state) =
            kept.map_or_else(Default::default, |(head, state)| (head.count, state));
        let head = self.head();
        self.fold_into::<P>(&mut state, from..head.count)?;
        if head.count.saturating_sub(from) >= KEEP_AFTER {
            self.keep_state::<P>(head, &state);
        }
        Ok(state)
    }

    fn keep_state<P: Projection>(&self, head: Head, state: &P::State)
    where
        P::State: Serialize + DeserializeOwned,
    {
        let Ok(bytes) = serde_json::to_vec(state) else { return };
        let again: Option<P::State> = serde_json::from_slice(&bytes).ok();
        if again.as_ref() == Some(state) {
            self.keep(key::<P>(), head, bytes);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that fails may panic")]
mod tests {
    use super::*;
    use crate::grown;
    use greffe_domain::Recorded;
    use std::collections::BTreeMap;
    use std::path::Path;

    /// How many entries each stream has, and how many this process has folded.
    struct Lengths;

    thread_local! {
        static FOLDED: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
    }

    impl Projection for Lengths {
        const NAME: &'static str = "lengths";
        const VERSION: u32 = 1;
        type State = BTreeMap<String, u64>;

        fn apply(state: &mut Self::State, recorded: &Recorded) {
            FOLDED.set(FOLDED.get() + 1);
            *state.entry(recorded.meta.stream.to_string()).or_default() += 1;
        }
    }

    /// What asks for one kind alone, and would count any other.
    struct Openings;

    impl Projection for Openings {
        const NAME: &'static str = "openings";
        const VERSION: u32 = 1;
        const KINDS: Option<&'static [&'static str]> = Some(&["LedgerOpened"]);
        type State = u64;

        fn apply(state: &mut u64, _: &Recorded) {
            *state += 1;
        }
    }

    /// A state that JSON does not bring back.
    struct Lost;

    impl Projection for Lost {
        const NAME: &'static str = "lost";
        const VERSION: u32 = 1;
        type State = Forgetful;

        fn apply(state: &mut Self::State, _: &Recorded) {
            state.count += 1;
        }
    }

    #[derive(Debug, Clone, Default, PartialEq, Serialize, serde::Deserialize)]
    struct Forgetful {
        #[serde(skip)]
        count: u64,
    }

    fn append(ledger: &Ledger, count: u64) {
        grown::grow(ledger, ledger.head().count + count);
    }

    fn folded<P: Projection>(dir: &Path) -> (P::State, u64)
    where
        P::State: Serialize + DeserializeOwned,
    {
        FOLDED.set(0);
        // Closing waits for what is being kept.
        let state = Ledger::open(dir).unwrap().project_kept::<P>().unwrap();
        (state, FOLDED.get())
    }

    #[test]
    fn a_kept_state_is_folded_on_and_is_the_state_that_a_replay_gives() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("ledger");
        let ledger = grown::ledger(&dir);
        append(&ledger, 2_000);
        drop(ledger);
        assert_eq!(folded::<Lengths>(&dir).1, 2_001);
        assert_eq!(folded::<Lengths>(&dir).1, 2_001, "too little to be kept");
        let ledger = Ledger::open(&dir).unwrap();
        append(&ledger, 4_000);
        drop(ledger);
        let (first, all) = folded::<Lengths>(&dir);
        assert_eq!(all, 6_001);
        assert_eq!(folded::<Lengths>(&dir), (first, 0));
        let ledger = Ledger::open(&dir).unwrap();
        append(&ledger, 7);
        drop(ledger);
        let (state, more) = folded::<Lengths>(&dir);
        assert_eq!(more, 7);
        let replayed = Ledger::open(&dir).unwrap().project::<Lengths>().unwrap();
        assert_eq!(state, replayed);
        std::fs::remove_dir_all(dir.join("snapshots")).unwrap();
        assert_eq!(folded::<Lengths>(&dir), (replayed, 6_008));
    }

    #[test]
    fn a_state_that_would_not_come_back_is_not_kept() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("ledger");
        let ledger = grown::ledger(&dir);
        append(&ledger, 4_100);
        drop(ledger);
        for _ in 0..2 {
            assert_eq!(folded::<Lost>(&dir).0.count, 4_101);
        }
    }

    /// Only what a projection asks for is decoded for it.
    #[test]
    fn a_projection_is_told_of_the_kinds_that_it_asks_for() {
        let temp = tempfile::tempdir().unwrap();
        let ledger = grown::ledger(&temp.path().join("ledger"));
        append(&ledger, 600);
        assert_eq!(ledger.project::<Openings>().unwrap(), 1);
    }
}
