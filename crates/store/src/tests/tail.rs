//! What a crash leaves of the young end of the log, and what is made of it.

use super::*;
use crate::VerifyOptions;
use crate::layout::tail_path;
use crate::tail::{HEADER, Tail};

/// A ledger that was left behind when its last commit was on disk but not acknowledged: its mark is
/// of the commit before. Returns its directory, the file in use, and where the last frame begins
/// and ends.
fn abandoned() -> (TempDir, PathBuf, PathBuf, usize, usize) {
    let (temp, dir) = ledger(300, 40);
    let store = Store::open(&dir, &options()).unwrap();
    append(&store, entries(300, 3));
    let mark = fs::read(dir.join("head")).unwrap();
    append(&store, entries(303, 4));
    let copy = temp.path().join("left");
    copy_tree(&dir, &copy);
    fs::write(copy.join("head"), mark).unwrap();
    let found = Tail::read(&copy).unwrap();
    let last = found.runs.last().unwrap();
    assert_eq!((last.first, last.count(), found.base), (303, 4, 256));
    let start = usize::try_from(last.at).unwrap() - HEADER;
    (temp, copy.clone(), tail_path(&copy, found.file), start, start + HEADER + last.bytes.len())
}

/// Opens a copy of the directory, and demands so many entries, sound, and room for more.
fn opens(dir: &Path, count: u64) {
    let temp = tempfile::tempdir().unwrap();
    let copy = temp.path().join("copy");
    copy_tree(dir, &copy);
    for round in 0..2 {
        let store = Store::open(&copy, &options()).unwrap();
        assert_eq!(store.head().count, count + round);
        assert!(store.verify(&VerifyOptions::default()).unwrap().is_sound());
        append(&store, entries(900 + round, 1));
    }
}

/// The last frame cut at every byte; behind the cut zeros, the end of the file, or what was there
/// before: the commit counts as a whole or not at all.
#[test]
fn a_torn_commit_is_none_wherever_it_is_cut() {
    let (_temp, dir, path, start, end) = abandoned();
    let whole = fs::read(&path).unwrap();
    opens(&dir, 307);
    for cut in start..=end {
        let zeros = [&whole[..cut], &vec![0; whole.len() - cut]].concat();
        let garbage: Vec<u8> =
            (0..whole.len() - cut).map(|at| (at * 31 % 251).to_le_bytes()[0]).collect();
        let garbage = [&whole[..cut], &garbage].concat();
        // An older use of the file left frames of an earlier generation at the same places.
        let mut older = whole.clone();
        older[start + 40 + 7] ^= 0xff;
        older[start..cut].copy_from_slice(&whole[start..cut]);
        for (what, bytes) in [
            ("zeros", &zeros),
            ("the end", &whole[..cut].to_vec()),
            ("garbage", &garbage),
            ("older bytes", &older),
        ] {
            if what == "older bytes" && cut > start + 47 {
                continue;
            }
            fs::write(&path, bytes).unwrap();
            let found = Tail::read(&dir).unwrap();
            let count = found.base + found.runs.iter().map(crate::tail::Run::count).sum::<u64>();
            let due = if cut == end { 307 } else { 303 };
            assert_eq!(count, due, "{what} behind byte {cut} of {start} to {end}");
            if cut % 71 == 0 || cut == end {
                opens(&dir, due);
            }
        }
    }
}

/// A frame that is not whole, with a whole one behind it, was acknowledged: that is no crash.
#[test]
fn a_broken_commit_that_others_follow_is_damage() {
    let (_temp, dir, path, start, _) = abandoned();
    let whole = fs::read(&path).unwrap();
    for place in [0, 40, 56, 70, start - 1] {
        let mut damaged = whole.clone();
        damaged[place] ^= 2;
        fs::write(&path, damaged).unwrap();
        let error = Store::open(&dir, &options()).unwrap_err();
        assert!(error.is_damage() && error.to_string().contains("whole frames follow"), "{error}");
    }
}

/// The first frame of a new generation cut at every byte, over the bytes of an older use of the
/// file: the generation before it, in the other file, holds everything.
#[test]
fn a_torn_generation_leaves_the_one_before() {
    let bundle = |from: u64, count: u64| -> Vec<u8> {
        // What the entries say does not matter to the tail.
        (from..from + count).flat_map(|seq| [&[0, 8][..], &seq.to_be_bytes()].concat()).collect()
    };
    for (before, left) in [(3, 3), (3, 5), (5, 3), (40, 0)] {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path();
        let mut tail = Tail::create(dir).unwrap();
        // Generations 1 to 3, then the new one, 4, goes over generation 2.
        tail.begin(0, &bundle(0, 3)).unwrap();
        tail.append(3, &bundle(3, 253)).unwrap();
        tail.begin(0, &bundle(0, before)).unwrap();
        tail.append(before, &bundle(before, 7)).unwrap();
        tail.begin(0, &bundle(0, 256)).unwrap();
        tail.append(256, &bundle(256, left)).unwrap();
        let sound = Tail::read(dir).unwrap();
        let other = tail_path(dir, 1 - sound.file);
        let old = fs::read(&other).unwrap();
        tail.begin(256, &bundle(256, left)).unwrap();
        let new = fs::read(&other).unwrap();
        let after = Tail::read(dir).unwrap();
        assert_eq!((after.generation, after.base), (sound.generation + 1, 256));
        for cut in 0..HEADER + 10 * usize::try_from(left).unwrap() {
            let torn = [&new[..cut], &old[cut..]].concat();
            fs::write(&other, &torn).unwrap();
            let found = Tail::read(dir).unwrap();
            // Where what is missing was there before, the frame is whole after all.
            let due = if torn == new { &after } else { &sound };
            assert_eq!((found.generation, found.base), (due.generation, due.base), "cut {cut}");
            assert!(found.runs == due.runs, "cut {cut}");
        }
    }
}

/// Openings that are cut off one after the other, each while its generation may be in memory alone: none of
/// them writes over the file that is on disk.
#[test]
fn the_generation_on_disk_outlives_every_opening_that_is_cut_off() {
    let (temp, mut dir, certain, ..) = abandoned();
    let name = certain.file_name().unwrap().to_owned();
    let bytes = fs::read(&certain).unwrap();
    for round in 0..4 {
        let store = Store::open(&dir, &options()).unwrap();
        let next = temp.path().join(format!("cut-{round}"));
        copy_tree(&dir, &next);
        drop(store);
        dir = next;
        assert!(fs::read(dir.join(&name)).unwrap() == bytes, "opening {round}");
    }
    opens(&dir, 307);
}

#[test]
fn a_tail_of_one_file_is_read_and_of_none_is_damage() {
    let (_temp, dir, path, ..) = abandoned();
    let other = [0, 1].map(|number| tail_path(&dir, number)).into_iter().find(|p| *p != path);
    let other = other.unwrap();
    let kept = fs::read(&other).unwrap();
    fs::remove_file(&other).unwrap();
    opens(&dir, 307);
    // The older generation alone holds less than the mark says was acknowledged.
    fs::write(&other, kept).unwrap();
    fs::remove_file(&path).unwrap();
    let error = Store::open(&dir, &options()).unwrap_err();
    assert!(error.is_damage() && error.to_string().contains("below its mark"), "{error}");
    fs::remove_file(&other).unwrap();
    let error = Store::open(&dir, &options()).unwrap_err();
    assert!(error.is_damage() && error.to_string().contains("the tail of the log is missing"));
    // Emptied files are as good as none.
    fs::write(&path, vec![0; 65_536]).unwrap();
    fs::write(&other, "").unwrap();
    assert!(Store::open(&dir, &options()).unwrap_err().is_damage());
}

/// Every frame that is whole can be had of a damaged tail, the newest generation first.
#[test]
fn salvage_finds_every_whole_frame() {
    let (_temp, dir, path, start, _) = abandoned();
    let mut bytes = fs::read(&path).unwrap();
    bytes[3] ^= 1;
    fs::write(&path, bytes).unwrap();
    let runs = Tail::salvage(&dir, &[]).unwrap();
    let seqs = |run: &crate::tail::Run| (run.first, run.count());
    assert_eq!(seqs(&runs[0]), (300, 3), "the first frame of the generation is lost");
    assert_eq!(seqs(&runs[1]), (303, 4));
    assert_eq!(usize::try_from(runs[1].at).unwrap(), start + HEADER);
    let older =
        |seq| runs[2..].iter().any(|run| (run.first..run.first + run.count()).contains(&seq));
    assert!((256..300).all(older), "an older generation has them");
}
