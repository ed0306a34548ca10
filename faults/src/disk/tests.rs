//! The disk keeps what POSIX promises, and no more.

use std::path::{Path, PathBuf};

use greffe_testkit::Prng;

use super::*;

fn image(disk: &Disk, style: Style) -> Image {
    disk.image(style, &mut Prng::new(7))
}

fn content<'a>(image: &'a Image, path: &str) -> Option<&'a [u8]> {
    image.files.get(Path::new(path)).map(Vec::as_slice)
}

#[test]
fn a_synced_file_without_a_synced_name_is_lost() {
    let mut disk = Disk::default();
    let file = disk.make(ROOT, "head", false).unwrap().node;
    disk.write(file, 0, b"mark").unwrap();
    disk.sync(file).unwrap();
    assert_eq!(content(&image(&disk, Style::Nothing), "head"), None);
    disk.sync(ROOT).unwrap();
    assert_eq!(content(&image(&disk, Style::Nothing), "head"), Some(&b"mark"[..]));
}

#[test]
fn what_follows_a_sync_may_be_lost_and_what_precedes_it_not() {
    let mut disk = Disk::default();
    let file = disk.make(ROOT, "db", false).unwrap().node;
    disk.sync(ROOT).unwrap();
    disk.write(file, 0, b"synced").unwrap();
    disk.sync(file).unwrap();
    disk.write(file, 6, b" and not").unwrap();
    assert_eq!(content(&image(&disk, Style::Nothing), "db"), Some(&b"synced"[..]));
    assert_eq!(content(&image(&disk, Style::Everything), "db"), Some(&b"synced and not"[..]));
    for seed in 0..50 {
        let torn = disk.image(Style::Torn, &mut Prng::new(seed));
        assert!(content(&torn, "db").unwrap().starts_with(b"synced"), "seed {seed}");
    }
}

#[test]
fn a_rename_that_is_not_synced_leaves_the_old_name_or_the_new_one() {
    let mut disk = Disk::default();
    let file = disk.make(ROOT, "new", false).unwrap().node;
    disk.write(file, 0, b"x").unwrap();
    disk.sync_all();
    disk.rename((ROOT, "new"), (ROOT, "name")).unwrap();
    let (mut old, mut new) = (0, 0);
    for seed in 0..50 {
        let image = disk.image(Style::Each, &mut Prng::new(seed));
        let names: Vec<&PathBuf> = image.files.keys().collect();
        assert_eq!(names.len(), 1, "seed {seed}");
        old += u32::from(names[0] == Path::new("new"));
        new += u32::from(names[0] == Path::new("name"));
    }
    assert!(old > 0 && new > 0, "{old} old, {new} new");
}

#[test]
fn writes_are_torn_at_sectors_and_survive_in_any_combination() {
    let mut disk = Disk::default();
    let file = disk.make(ROOT, "db", false).unwrap().node;
    disk.write(file, 0, &[0; 4096]).unwrap();
    disk.sync_all();
    disk.write(file, 256, &[1; 2048]).unwrap();
    disk.write(file, 2304, &[2; 1024]).unwrap();
    let (mut torn, mut later_alone) = (false, false);
    for seed in 0..200 {
        let image = disk.image(Style::Torn, &mut Prng::new(seed));
        let bytes = content(&image, "db").unwrap();
        for sector in bytes.chunks(512) {
            let changes = sector.windows(2).filter(|pair| pair[0] != pair[1]).count();
            assert!(changes <= 2, "seed {seed}: torn within a sector");
        }
        let ones = bytes.iter().map(|byte| usize::from(*byte == 1)).sum::<usize>();
        torn |= ones > 0 && ones < 2048;
        later_alone |= ones == 0 && bytes.contains(&2);
    }
    assert!(torn && later_alone);
}

#[test]
fn a_full_disk_takes_what_fits() {
    let mut disk = Disk { limit: Some(10), ..Disk::default() };
    let file = disk.make(ROOT, "db", false).unwrap().node;
    assert_eq!(disk.write(file, 0, &[1; 8]), Ok(8));
    assert_eq!(disk.write(file, 8, &[1; 8]), Ok(2));
    assert_eq!(disk.write(file, 10, &[1; 8]), Err(Refused::Full));
    assert_eq!(disk.write(file, 0, &[2; 10]), Ok(10), "what is there can be written again");
}

#[test]
fn an_image_becomes_a_disk_again() {
    let mut disk = Disk::default();
    let directory = disk.make(ROOT, "pages", true).unwrap().node;
    let file = disk.make(directory, "db", false).unwrap().node;
    disk.write(file, 3, b"x").unwrap();
    let before = image(&disk, Style::Everything);
    let after = before.clone().into_disk();
    assert_eq!(image(&after, Style::Nothing), before);
}
