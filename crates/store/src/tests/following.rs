//! Subscriptions: everything once, in order, whenever they begin.

use std::sync::Arc;

use super::*;

#[test]
fn a_subscription_catches_up_and_then_follows() {
    let (_temp, dir) = ledger(300, 60);
    let store = Arc::new(Store::open(&dir, &options()).unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().unwrap();
    runtime.block_on(async {
        let mut followers = Vec::new();
        for from in [0, 1, 255, 299, 300, 450] {
            let mut subscription = store.subscribe(from);
            followers.push(tokio::spawn(async move {
                let mut seqs = Vec::new();
                while let Some(entry) = subscription.next().await.unwrap() {
                    seqs.push(seq_of(&entry));
                }
                (from, seqs)
            }));
        }
        let mut writers = Vec::new();
        for writer in 0..4u64 {
            let store = store.clone();
            writers.push(tokio::spawn(async move {
                for call in 0..50 {
                    let call = entries(10_000 * (writer + 1) + 2 * call, 2);
                    store.append(call, vec![]).await.unwrap();
                }
            }));
        }
        for writer in writers {
            writer.await.unwrap();
        }
        let store = Arc::into_inner(store).unwrap();
        tokio::task::spawn_blocking(move || store.close()).await.unwrap().unwrap();
        for follower in followers {
            let (from, seqs) = follower.await.unwrap();
            assert_eq!(seqs, (from..700).collect::<Vec<_>>(), "from {from}");
        }
    });
}

#[test]
fn a_cancelled_wait_loses_nothing() {
    let (_temp, dir) = ledger(3, 1);
    let store = Store::open(&dir, &options()).unwrap();
    wait(async {
        let mut subscription = store.subscribe(3);
        for n in 3..20 {
            tokio::select! {
                biased;
                entry = subscription.next() => panic!("{entry:?} before it was written"),
                () = std::future::ready(()) => {}
            }
            store.append(entries(n, 1), vec![]).await.unwrap();
            let entry = subscription.next().await.unwrap().unwrap();
            assert_eq!((seq_of(&entry), subscription.next_seq()), (n, n + 1));
        }
    });
}

#[test]
fn a_copy_has_an_end() {
    let (_temp, dir) = ledger(5, 2);
    let copy = Store::open_forensic(&dir).unwrap();
    wait(async {
        let mut subscription = copy.subscribe(2);
        for seq in 2..5 {
            assert_eq!(seq_of(&subscription.next().await.unwrap().unwrap()), seq);
        }
        assert!(subscription.next().await.unwrap().is_none());
    });
}

/// A store takes no more entries once a commit, or what comes after it, has failed: a follower would wait for
/// ever.
#[test]
fn a_store_that_has_failed_has_an_end() {
    let (_temp, dir) = ledger(5, 2);
    let store = Store::open(&dir, &options()).unwrap();
    let mut subscription = store.subscribe(5);
    fs::create_dir(dir.join("pages/000000.bundles")).unwrap();
    append(&store, entries(5, 16 * 256));
    let refused = wait(store.append(entries(5_000, 1), vec![])).unwrap_err();
    assert!(refused.to_string().contains("an earlier commit failed"), "{refused}");
    wait(async {
        for seq in 5..5 + 16 * 256 {
            assert_eq!(seq_of(&subscription.next().await.unwrap().unwrap()), seq);
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let limit = std::time::Duration::from_secs(30);
    let next = runtime.block_on(async { tokio::time::timeout(limit, subscription.next()).await });
    assert!(matches!(next, Ok(Ok(None))), "a follower does not wait for ever: {next:?}");
}
