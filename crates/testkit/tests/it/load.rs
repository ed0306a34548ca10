//! The load of the benches is what it says: known events in streams that may hold them, of the
//! promised sizes, the same from the same seed.

use greffe_chain::Verifier;
use greffe_domain::{Decoded, Event, StreamId};
use greffe_testkit::load::{Chained, Load};
use greffe_testkit::{Prng, seed};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_entry_is_a_known_event_in_a_stream_that_may_hold_it() {
    let seed = seed(11);
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    for entry in Load::new(seed, 12_000).chain([Load::opening(seed)]) {
        let data: serde_json::Value = serde_json::from_str(&entry.data).unwrap();
        match Event::decode(entry.kind, entry.schema, data).unwrap() {
            Decoded::Known(event) => {
                let stream: StreamId = entry.stream.parse().unwrap();
                assert!(event.streams().contains(&stream.kind()), "{entry:?}");
            }
            odd @ Decoded::Unknown { .. } => panic!("{odd:?}: {entry:?}"),
        }
        let _: greffe_domain::Edtf = entry.effective.parse().unwrap();
        let _: greffe_domain::Grade = entry.grade.parse().unwrap();
        *kinds.entry(entry.kind).or_default() += 1;
    }
    assert!(kinds.len() > 25, "{kinds:?}");
}

#[test]
fn a_load_is_a_chain_of_the_promised_sizes() {
    let (seed, count) = (seed(12), 30_000);
    // The verifier refuses an id that was used before, and a cause that is not earlier.
    let (mut verifier, mut sizes) = (Verifier::new(), Vec::new());
    for entry in Chained::new(seed, count) {
        verifier.push(&entry);
        sizes.push(entry.len());
    }
    let report = verifier.finish();
    assert!(report.is_sound(), "{:?}", report.faults);
    assert_eq!(report.entries, count + 1);
    sizes.sort_unstable();
    let (mean, longest) = (sizes.iter().sum::<usize>() / sizes.len(), sizes[sizes.len() - 1]);
    let (median, p99) = (sizes[sizes.len() / 2], sizes[sizes.len() * 99 / 100]);
    eprintln!("mean {mean}, median {median}, p99 {p99}, longest {longest}");
    assert!((550..700).contains(&mean), "{mean}");
    assert!(longest > 2_500, "{longest}");
}

#[test]
fn the_same_seed_gives_the_same_load_and_another_another() {
    let seed = seed(13);
    assert!(Load::new(seed, 2_000).eq(Load::new(seed, 2_000)));
    assert!(Load::new(seed, 1_000).eq(Load::new(seed, 2_000).take(1_000)));
    assert!(!Load::new(seed, 1_000).eq(Load::new(seed + 1, 1_000)));
    let streams: BTreeSet<String> = Load::new(seed, 20_000).map(|entry| entry.stream).collect();
    let mut random = Prng::new(seed);
    for _ in 0..50 {
        assert!(streams.contains(&Load::convention(seed, 20_000, &mut random)));
    }
}
