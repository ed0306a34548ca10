//! Parts, against ordered maps of the same rows.

use std::collections::BTreeMap;

use std::path::Path;
use std::sync::Arc;

use greffe_chain::{Hash, Head};

use super::indexes::MOST_UNWRITTEN;
use super::maker::{self, Maker};
use super::part::{Body, Found, Part, place_bytes};
use super::piece::{Piece, Place, identity};
use super::recent::{BLOCK, Note};
use super::rows;
use super::trailer::{TRAILER, Trailer};
use super::walk::Walk;
use super::which::Which;
use super::writing::Writing;
use crate::tests::{all, ledger, options};
use crate::{Store, log::Log, loose};

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

#[test]
fn parts_that_were_not_merged_are_found_wherever_they_are() {
    let block = |number| Which { level: 0, number };
    let blocks = |range: std::ops::Range<u64>| range.map(block).collect::<Vec<_>>();
    assert_eq!(Which::together(&blocks(0..15)), None);
    assert_eq!(Which::together(&blocks(0..16)), Some((Which { level: 1, number: 0 }, 0..16)));
    // Merging failed when the sixteenth came.
    assert_eq!(Which::together(&blocks(0..19)), Some((Which { level: 1, number: 0 }, 0..16)));
    let mut behind = vec![Which { level: 1, number: 0 }];
    behind.extend(blocks(16..33));
    assert_eq!(Which::together(&behind), Some((Which { level: 1, number: 1 }, 1..17)));
    // Sixteen of a level that are not those of one part.
    assert_eq!(Which::together(&blocks(3..19)), None);
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
    opened(dir, which)
}

fn opened(dir: &Path, which: Which) -> Arc<Part> {
    let head = Head { count: which.count(), hash: Hash::ZERO };
    let log = Arc::new(Log::new(dir, 0, 0));
    let maker = Arc::new(Maker::new(log, dir, dir, false));
    let Found::Whole(body) = Body::open(&dir.join(which.file_name()), which, head, false) else {
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
            assert!(part.may_hold_stored(rows::subject(key)).unwrap());
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

const THIRD: Which = Which { level: 0, number: 3 };

/// Puts a piece of this content, with a sum that is right, in the place of another one.
fn forge(dir: &Path, at: u64, content: &[u8]) {
    use std::os::unix::fs::FileExt;
    let head = Head { count: THIRD.count(), hash: Hash::ZERO };
    let mut piece = Piece::of(&identity(THIRD.level, head), content);
    let file = std::fs::OpenOptions::new().write(true).open(dir.join(THIRD.file_name())).unwrap();
    file.write_all_at(piece.sealed(at), at).unwrap();
}

/// A number of a trailer leads to no memory that is not there, and to no place outside the file.
#[test]
fn a_forged_trailer_is_not_believed() {
    let forgeries: [fn(&mut Trailer); 9] = [
        |trailer| trailer.rows = u64::MAX,
        |trailer| trailer.rows += 1_000,
        |trailer| trailer.leaves = u64::MAX,
        |trailer| trailer.levels = u64::MAX,
        |trailer| trailer.root.at = u64::MAX,
        |trailer| trailer.root.length = usize::MAX,
        |trailer| trailer.filter = u64::MAX,
        |trailer| trailer.filter_blocks = u64::MAX,
        |trailer| trailer.head.count += 1,
    ];
    let dir = tempfile::tempdir().unwrap();
    let whole = part(dir.path(), THIRD, &made_up(3_000, 1)).body();
    let at = whole.file.metadata().unwrap().len() - TRAILER as u64;
    for (number, alter) in forgeries.into_iter().enumerate() {
        let mut trailer = whole.trailer;
        alter(&mut trailer);
        forge(dir.path(), at, &trailer.bytes());
        let found = Body::open(&whole.path, THIRD, whole.trailer.head, false);
        assert!(matches!(found, Found::Other(_)), "forgery {number}");
    }
    forge(dir.path(), at, &whole.trailer.bytes());
    assert!(matches!(Body::open(&whole.path, THIRD, whole.trailer.head, false), Found::Whole(_)));
}

/// Every byte of a part, one bit of it turned: it does not open, or a piece is not what was written.
#[test]
fn every_flipped_byte_of_a_part_is_noticed() {
    use std::os::unix::fs::FileExt;
    let dir = tempfile::tempdir().unwrap();
    let row = |number: u64| (rows::named(b's', &format!("act/{number}"), 1), vec![7; 30]);
    let whole = part(dir.path(), THIRD, &(0..200).map(row).collect()).body();
    assert!(whole.trailer.levels > 0, "there are fences");
    let log = Arc::new(Log::new(dir.path(), 0, 0));
    let maker = Arc::new(Maker::new(log, dir.path(), dir.path(), false));
    let sound = || {
        let opened = Body::open(&whole.path, THIRD, whole.trailer.head, false);
        let Found::Whole(body) = opened else { return false };
        let blocks = body.trailer.filter_blocks;
        let part = Arc::new(Part::passing(body, maker.clone()));
        let Ok(mut rows) = part.all() else { return false };
        while rows.peek().is_some() {
            if rows.advance().is_err() {
                return false;
            }
        }
        part.fences().is_ok() && (0..blocks).all(|block| part.filter_block(block).is_ok())
    };
    assert!(sound());
    let bytes = std::fs::read(&whole.path).unwrap();
    let file = std::fs::OpenOptions::new().write(true).open(&whole.path).unwrap();
    for (place, byte) in (0_u64..).zip(&bytes) {
        file.write_all_at(&[*byte ^ (1 << (place % 8))], place).unwrap();
        assert!(!sound(), "byte {place}");
        file.write_all_at(&[*byte], place).unwrap();
    }
    assert!(sound());
}

/// Fences that name themselves, or places that are none, come to an end: with a sum that is right,
/// nothing is made anew for them.
#[test]
fn forged_fences_lead_nowhere() {
    let dir = tempfile::tempdir().unwrap();
    let due = made_up(3_000, 1);
    let part = part(dir.path(), THIRD, &due);
    let Trailer { root, .. } = part.body().trailer;
    let far = Place { at: u64::MAX, length: usize::MAX };
    for place in [root, far, Place { at: 0, ..far }, Place { length: 0, ..far }] {
        let value = place_bytes(place);
        let row = [&[0, 1, 0, 12, b'!'][..], &value].concat();
        let count = (root.length - 12) / row.len();
        let mut content = vec![0; 4];
        content.extend(row.repeat(count));
        content.resize(root.length - 8, 0);
        content[..4].copy_from_slice(&u32::try_from(root.length - 12).unwrap().to_be_bytes());
        forge(dir.path(), root.at, &content);
        part.fences().unwrap();
        let found = part.from(b"s").map(|cursor| cursor.peek().is_some());
        assert!(found.is_err() || place.length == 0 || place == root, "{place:?}: {found:?}");
        let _ = part.last_before(b"t");
    }
}

/// Rows in no order, with sums that are right, do not lead round and round.
#[test]
fn a_walk_over_forged_rows_comes_to_an_end() {
    let dir = tempfile::tempdir().unwrap();
    let row = |name: u32, version: u64| rows::named(b's', &format!("{name:04}"), version);
    let head = Head { count: THIRD.count(), hash: Hash::ZERO };
    let out = std::fs::File::create(dir.path().join(THIRD.file_name())).unwrap();
    let mut writing = Writing::new(out, THIRD, head, 2_000);
    for number in 0..2_000 {
        writing.push(&row(2_000 - number, 1), &[7; 30]).unwrap();
    }
    writing.finish().unwrap();
    let part = opened(dir.path(), THIRD);
    let mut walk = Walk::new(&[part], &[], None).unwrap();
    let walked = std::iter::from_fn(|| walk.next_subject().transpose()).take(5_000);
    assert!(walked.take_while(Result::is_ok).count() <= 2_000);
}

/// Who mends makes parts of parts: one of those that is no good is an error, and is not mended in turn.
#[test]
fn a_part_on_the_way_to_another_is_not_mended() {
    let dir = tempfile::tempdir().unwrap();
    part(dir.path(), THIRD, &made_up(3_000, 1));
    let path = dir.path().join(THIRD.file_name());
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let head = Head { count: THIRD.count(), hash: Hash::ZERO };
    let Found::Whole(body) = Body::open(&path, THIRD, head, false) else { panic!("it is there") };
    let log = Arc::new(Log::new(dir.path(), 0, 0));
    let maker = Arc::new(Maker::new(log, dir.path(), dir.path(), false));
    let error = Arc::new(Part::passing(body, maker.clone())).all().unwrap_err();
    assert!(error.is_damage(), "{error}");
    assert_eq!(maker.note(), None);
}

/// What the disk does not give is made anew like what it gives wrongly.
#[cfg(target_os = "linux")]
#[test]
fn a_part_that_cannot_be_read_is_made_anew() {
    let (_temp, dir) = ledger(5_000, 1_000);
    let store = Store::open(&dir, &options()).unwrap();
    let view = store.core.indexes().view().unwrap();
    let body = view.parts[0].body();
    // Nothing is at the beginning of a process's memory: reading it is an error.
    let file = std::fs::File::open("/proc/self/mem").unwrap();
    view.parts[0].set_body(Body { file, path: body.path.clone(), trailer: body.trailer });
    assert_eq!(store.stream("beneficiary/pont").map(Result::unwrap).count(), 1_666);
    assert!(store.core.indexes().remade().is_some());
    store.close().unwrap();
    // Likewise what cannot be opened, for whoever only looks.
    std::fs::remove_dir_all(dir.join("index")).unwrap();
    std::fs::write(dir.join("index"), b"no folder").unwrap();
    let copy = Store::open_forensic(&dir).unwrap();
    assert_eq!(copy.stream("beneficiary/pont").map(Result::unwrap).count(), 1_666);
}

/// In a log that is not sound an entry may give another number than that of its place: it is found
/// where it is.
#[test]
fn an_entry_is_indexed_by_its_place() {
    let (_temp, dir) = ledger(BLOCK, 1_000);
    let mut entries = all(&Store::open(&dir, &options()).unwrap().reader());
    entries.swap(0, 4_000);
    let mut frames = Vec::new();
    for entry in &entries {
        loose::frame(&mut frames, entry);
    }
    let log = Log::new(&dir, 0, 0);
    log.push(0, Arc::new(frames));
    let rows = rows::of_block(&maker::block(&log, 0, BLOCK).unwrap());
    let first = rows::named(b'k', "LedgerOpened", 0);
    let found = rows.iter().find(|row| row.0 == first).and_then(|row| rows::seqs(&row.1));
    assert_eq!(found, Some(vec![4_000]));
}

/// While rows cannot be written, all is answered from memory; they are written once they can be.
#[test]
fn rows_that_cannot_be_written_wait() {
    let (_temp, dir) = ledger(5_000, 1_000);
    let store = Store::open(&dir, &options()).unwrap();
    let indexes = store.core.indexes();
    assert_eq!(indexes.view().unwrap().parts.len(), 1);
    let (index, aside) = (dir.join("index"), dir.join("aside"));
    std::fs::rename(&index, &aside).unwrap();
    std::fs::write(&index, b"no folder").unwrap();
    let count = 6 * BLOCK;
    let notes = |from: u64, to: u64| (from..to).map(note).collect::<Vec<_>>();
    indexes.push(notes(5_000, count));
    indexes.follow(count);
    assert_eq!(indexes.waiting().unwrap(), 5);
    assert_eq!(indexes.id(note(count - 1).id, count).unwrap(), Some(count - 1));
    assert!(indexes.late().is_some() && indexes.remade().is_none());
    std::fs::remove_file(&index).unwrap();
    std::fs::rename(&aside, &index).unwrap();
    indexes.follow(count);
    assert_eq!((indexes.waiting().unwrap(), indexes.view().unwrap().followed()), (0, count));
    assert_eq!(indexes.late(), None);
    assert_eq!(indexes.id(note(count - 1).id, count).unwrap(), Some(count - 1));
}

/// Beyond so many blocks the rows that wait would fill the memory: the failure is told to whoever asks,
/// and the index answers again once it is made anew.
#[test]
fn rows_that_wait_too_long_are_given_up() {
    let (_temp, dir) = ledger(5_000, 1_000);
    let store = Store::open(&dir, &options()).unwrap();
    let indexes = store.core.indexes();
    let (index, aside) = (dir.join("index"), dir.join("aside"));
    std::fs::rename(&index, &aside).unwrap();
    std::fs::write(&index, b"no folder").unwrap();
    // The first block is followed before the folder goes.
    let most = (1 + MOST_UNWRITTEN as u64) * BLOCK;
    indexes.push((5_000..most).map(note).collect());
    indexes.follow(most);
    assert_eq!(indexes.waiting().unwrap(), MOST_UNWRITTEN);
    assert!(indexes.late().is_some());
    indexes.push(vec![note(most)]);
    indexes.follow(most + 1);
    assert!(indexes.waiting().is_err() && indexes.id(note(5_000).id, most).is_err());
    std::fs::remove_file(&index).unwrap();
    std::fs::rename(&aside, &index).unwrap();
    indexes.rebuild(store.head()).unwrap();
    assert_eq!((indexes.waiting().unwrap(), indexes.late()), (1, None));
    assert_eq!(indexes.id(note(5_000).id, most).unwrap(), None);
}

/// What the index is told of an entry that is in no log.
fn note(seq: u64) -> Note {
    Note {
        seq,
        id: uuid::Uuid::from_u128(u128::from(seq) << 64 | 1),
        stream: "act/pont/1".into(),
        version: seq,
        kind: "DocumentRegistered".into(),
        hash: Hash::of(&seq.to_be_bytes()),
    }
}
