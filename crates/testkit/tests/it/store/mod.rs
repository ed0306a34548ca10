//! The store held against the memory log: random operations from a seed, the same clock, the same
//! bytes. After each operation both are compared.
//!
//! - [`calls`]: what is appended;
//! - [`terms`]: the store's words in those of the model;
//! - [`world`]: a store, its model, and the operations that leave other files alone;
//! - [`crowd`]: several callers at once, and who watches them;
//! - [`copies`]: copies, backups and restorations, of sound files and of damaged ones.

mod calls;
mod copies;
mod crowd;
mod terms;
mod world;

use crate::rounds;
use greffe_testkit::seed;
use terms::Tally;
use world::{Size, World};

fn run(seed: u64, size: Size, tally: &mut Tally) {
    let mut world = World::new(seed, size);
    for step in 0..size.steps {
        let done = world.step();
        eprintln!("  step {step}: {done}, {} entries", world.count());
        *tally.0.entry(done).or_default() += 1;
        world.compare();
    }
    for (answer, times) in world.end().0 {
        *tally.0.entry(answer).or_default() += times;
    }
}

#[test]
fn a_store_is_a_list() {
    let seed = seed(40);
    let mut tally = Tally::default();
    for number in 0..rounds(20) {
        eprintln!("round {number}: GREFFE_SEED={}", seed + number);
        run(seed + number, Size { steps: 34, bulk: 40 }, &mut tally);
    }
    assert_eq!(tally.0.len(), 9 + world::OPERATIONS, "everything was done: {:?}", tally.0);
}

/// Fewer steps with more entries: pages are sealed by sixteen, the index gets rows.
#[test]
fn a_large_store_is_a_list() {
    let seed = seed(80);
    let mut tally = Tally::default();
    for number in 0..rounds(8) {
        eprintln!("round {number}: GREFFE_SEED={}", seed + number);
        run(seed + number, Size { steps: 22, bulk: 900 }, &mut tally);
    }
}
