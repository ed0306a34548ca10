//! Parts, against ordered maps of the same rows.

use std::collections::BTreeMap;

use std::path::Path;
use std::sync::Arc;

use greffe_chain::{Hash, Head};

use super::maker::Maker;
use super::part::{Body, Found, Part, Which};
use super::rows;
use super::walk::Walk;
use super::writing::Writing;

#[test]
fn parts_are_the_digits_of_a_number_to_base_16() {
    assert_eq!(Which::all(0), []);
    for blocks in [1, 15, 16, 17, 255, 256, 273, 4_096, 70_001] {
        let all = Which::all(blocks);
        let mut next = 0;
        for which in &all {
            assert_eq!(which.first(), next, "{blocks}");
            next += which.blocks();
        }
        assert_eq!(next, blocks);
        assert!(all.windows(2).all(|pair| pair[0].level >= pair[1].level));
        let most = |level| all.iter().filter(|which| which.level == level).count() < 16;
        assert!((0..5).all(most), "{blocks}");
    }
}

/// Rows of all shapes: as many as `count`, some with long keys or values.
fn made_up(count: u64, salt: u8) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let row = |number: u64| {
        let hash = Hash::of(&[&[salt][..], &number.to_be_bytes()].concat()).0;
        let long = usize::from(hash[0]) * usize::from(hash[1] / 250);
        let mut name = [&hash[2..2 + usize::from(hash[1] % 3)], &vec![7; long][..]].concat();
        // As in names, no byte of it is 0 or 255.
        for byte in &mut name {
            *byte = b'!' + *byte % 90;
        }
        let key = [&[b's'][..], &name, &[0], &[0; 7], &hash[5..6]].concat();
        (key, vec![hash[6]; usize::from(hash[7]) * usize::from(hash[8] % 40)])
    };
    (0..count).map(row).collect()
}

fn part(dir: &Path, which: Which, rows: &BTreeMap<Vec<u8>, Vec<u8>>) -> Arc<Part> {
    let head = Head { count: which.count(), hash: Hash::ZERO };
    let path = dir.join(which.file_name());
    let out = std::fs::File::create(&path).unwrap();
    let mut writing = Writing::new(out, which, head, rows.len() as u64);
    for (key, value) in rows {
        writing.push(key, value).unwrap();
    }
    writing.finish().unwrap();
    let log = Arc::new(crate::log::Log::new(dir, 0, 0));
    let maker = Arc::new(Maker::new(log, dir, dir, false));
    let Found::Whole(body) = Body::open(&path, which, head, false).unwrap() else {
        panic!("a part that was written is there");
    };
    Arc::new(Part::new(body, maker))
}

#[test]
fn every_row_is_found_and_no_other_whatever_their_shape() {
    for (salt, count) in [(1, 1), (2, 30), (3, 500), (4, 40_000)] {
        let dir = tempfile::tempdir().unwrap();
        let due = made_up(count, salt);
        let part = part(dir.path(), Which { level: 0, number: 3 }, &due);
        let mut all = part.all().unwrap();
        for (key, value) in &due {
            assert_eq!(all.peek(), Some((&key[..], &value[..])));
            assert!(part.may_hold(rows::subject(key)).unwrap());
            all.advance().unwrap();
        }
        assert!(all.peek().is_none() && part.rows() == due.len() as u64);
        let asked = due.keys().step_by(7).cloned().chain(made_up(40, 99).into_keys());
        for key in asked.take(500).chain([vec![], vec![255]]) {
            let next = due.range(key.clone()..).next();
            let found = part.from(&key).unwrap();
            assert_eq!(found.peek(), next.map(|(key, value)| (&key[..], &value[..])));
            let before = due.range(..key.clone()).next_back();
            let found = part.last_before(&key).unwrap();
            assert_eq!(found, before.map(|(key, value)| (key.clone(), value.clone())));
        }
    }
}

#[test]
fn parts_are_walked_as_one() {
    let dir = tempfile::tempdir().unwrap();
    let due: Vec<_> = (0..3).map(|number| made_up(3_000, number)).collect();
    let parts: Vec<_> = (0..3)
        .zip(&due)
        .map(|(number, rows)| part(dir.path(), Which { level: 0, number }, rows))
        .collect();
    let mut all: Vec<_> = due
        .iter()
        .enumerate()
        .flat_map(|(source, rows)| {
            rows.iter().map(move |(key, value)| ((key.clone(), value.clone()), source))
        })
        .collect();
    all.sort_by(|one, other| (&one.0.0, one.1).cmp(&(&other.0.0, other.1)));
    let mut walk = Walk::new(&parts, &[], None).unwrap();
    let walked: Vec<_> = std::iter::from_fn(|| walk.next().unwrap()).collect();
    assert_eq!(walked, all);
    let mut subjects: Vec<_> =
        all.iter().map(|((key, _), _)| rows::subject(key).to_vec()).collect();
    subjects.dedup();
    let mut walk = Walk::new(&parts, &[], None).unwrap();
    let walked: Vec<_> = std::iter::from_fn(|| walk.next_subject().unwrap()).collect();
    assert_eq!(walked, subjects);
}
