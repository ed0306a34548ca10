//! Reading the whole log on every core: pages are taken in order, worked on where there is time,
//! and folded as they come.
//!
//! What is folded must not depend on the order of pages. A projection does not
//! ([`Projection`](greffe_domain::Projection)), and neither does a count.

use crate::error::Error;
use greffe_store::{Page, Pages, Reader, StoreError};
use std::ops::RangeBounds;
use std::sync::mpsc::{TryRecvError, sync_channel};
use std::sync::{Mutex, PoisonError};

/// Pages that may wait to be folded: what memory a fold takes beside its state.
const WAITING: usize = 4;

/// Works on every page of a range with `work`, on several threads at once, and hands what comes of
/// it to `fold`, on this one.
///
/// # Errors
/// What the store says of a page that cannot be read, or what `work` gives.
pub(crate) fn over_pages<T: Send>(
    reader: &Reader,
    range: impl RangeBounds<u64>,
    work: impl Fn(&Page) -> Result<T, Error> + Sync,
    fold: impl FnMut(T),
) -> Result<(), Error> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let pages = Mutex::new(reader.pages(range));
    on_threads(threads, || next(&pages).map(|page| work(&page?)), fold)
}

/// Folds whatever `one` gives until it gives nothing, asked by so many threads at once.
fn on_threads<T: Send>(
    threads: usize,
    one: impl Fn() -> Option<Result<T, Error>> + Sync,
    mut fold: impl FnMut(T),
) -> Result<(), Error> {
    std::thread::scope(|scope| {
        let (send, done) = sync_channel(WAITING);
        for _ in 1..threads {
            let (send, one) = (send.clone(), &one);
            // Nobody takes any more once something went wrong.
            let work = move || while one().is_some_and(|page| send.send(page).is_ok()) {};
            // Where the system gives no more threads, this one does all.
            let _ = std::thread::Builder::new().spawn_scoped(scope, work);
        }
        drop(send);
        loop {
            match done.try_recv() {
                Ok(page) => fold(page?),
                // Nothing waits, or nobody else works, as on one core: a page of one's own, until there is none.
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => match one() {
                    Some(page) => fold(page?),
                    None => break,
                },
            }
        }
        // What the others have not finished yet.
        done.iter().try_for_each(|page| {
            fold(page?);
            Ok(())
        })
    })
}

fn next(pages: &Mutex<Pages>) -> Option<Result<Page, StoreError>> {
    pages.lock().unwrap_or_else(PoisonError::into_inner).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_folded_on_any_number_of_threads() {
        for threads in [0, 1, 2, 5] {
            let left = Mutex::new(1..=100u32);
            let mut sum = 0;
            on_threads(threads, || left.lock().ok()?.next().map(Ok), |n| sum += n).ok();
            assert_eq!(sum, 5050, "{threads} threads");
        }
    }
}
