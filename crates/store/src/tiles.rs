//! The tiles of a backup: where each page lies, and which are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use greffe_chain::{Hash, Head};

use crate::error::{StoreError, past_damage};
use crate::files;
use crate::page::PAGE;
use crate::volumes::MAX_BUNDLE;

/// Where page `page` lies in a backup; `count` is the number of its entries.
pub(crate) fn tile_path(dir: &Path, page: u64, count: u64) -> PathBuf {
    let mut groups = vec![format!("{:03}", page % 1000)];
    let mut rest = page / 1000;
    while rest > 0 {
        groups.push(format!("x{:03}", rest % 1000));
        rest /= 1000;
    }
    groups.reverse();
    let path = entries_path(dir).join(groups.join("/"));
    if count == PAGE {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(format!(".p/{count}"));
    name.into()
}

pub(crate) fn entries_path(dir: &Path) -> PathBuf {
    dir.join("tile").join("entries")
}

/// The bytes of a tile; None when there is none.
pub(crate) fn read(dir: &Path, page: u64, count: u64) -> Result<Option<Vec<u8>>, StoreError> {
    files::read(&tile_path(dir, page, count), MAX_BUNDLE)
}

/// The tiles that are there, whatever they hold: number of the page and of its entries, in order.
/// So the work on a backup is bounded by its files, whatever its head claims.
pub(crate) fn list(dir: &Path) -> Result<BTreeSet<(u64, u64)>, StoreError> {
    let mut found = BTreeSet::new();
    // Groups of three digits: six of them hold every number of 64 bits that is an entry's.
    walk(&entries_path(dir), 0, 6, &mut found)?;
    found.retain(|(page, _)| *page < u64::MAX / PAGE);
    Ok(found)
}

fn walk(
    folder: &Path,
    before: u64,
    depth: u32,
    found: &mut BTreeSet<(u64, u64)>,
) -> Result<(), StoreError> {
    for name in names(folder)? {
        let path = folder.join(&name);
        let of = |digits: &str| {
            let three = digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
            three.then(|| digits.parse::<u64>().ok()).flatten().map(|last| before * 1000 + last)
        };
        if let Some(page) = of(&name) {
            found.insert((page, PAGE));
        } else if let Some(group) = name.strip_prefix('x').and_then(of).filter(|_| is_own(&path)) {
            if depth > 1 {
                walk(&path, group, depth - 1, found)?;
            }
        } else if let Some(page) = name.strip_suffix(".p").and_then(of).filter(|_| is_own(&path)) {
            let count = |name: &String| name.parse().ok().filter(|count| (1..PAGE).contains(count));
            let counts = names(&path)?;
            found.extend(counts.iter().filter_map(count).map(|count| (page, count)));
        }
    }
    Ok(())
}

/// Whether a folder is one of the backup's: a link leads to what is somebody else's, or in a circle.
fn is_own(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir())
}

/// The names in a folder of tiles; none where it cannot be looked at: its pages are missing then.
fn names(folder: &Path) -> Result<Vec<String>, StoreError> {
    let wrong = |error| StoreError::io("read", folder)(error);
    let read = || {
        let mut names = Vec::new();
        for file in fs::read_dir(folder).map_err(wrong)? {
            names.push(file.map_err(wrong)?.file_name().to_string_lossy().into_owned());
        }
        Ok(names)
    };
    Ok(past_damage(read())?.unwrap_or_default())
}

/// Removes what writes of tiles left that a kill cut off. Only for whoever holds the lock; what cannot be
/// removed costs room and says nothing wrong.
pub(crate) fn sweep(dir: &Path) {
    let mut folders = vec![(entries_path(dir), 6)];
    while let Some((folder, depth)) = folders.pop() {
        for name in names(&folder).unwrap_or_default() {
            let path = folder.join(&name);
            if name.starts_with(".tmp") {
                let _ = fs::remove_file(&path);
                continue;
            }
            if is_own(&path)
                && depth > 0
                && (name.starts_with('x') || name.strip_suffix(".p").is_some())
            {
                folders.push((path, depth - 1));
            }
        }
    }
}

/// How far tiles reach, where no mark tells: nothing vouches for the last entry.
pub(crate) fn reach(tiles: &BTreeSet<(u64, u64)>) -> Head {
    let counts = tiles.iter().map(|(page, count)| page * PAGE + count);
    Head { count: counts.max().unwrap_or(0), hash: Hash::ZERO }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_lie_where_the_specification_puts_them_and_are_found_there() {
        let path = |page, count| tile_path(Path::new(""), page, count).display().to_string();
        assert_eq!(path(0, 256), "tile/entries/000");
        assert_eq!(path(999, 256), "tile/entries/999");
        assert_eq!(path(1_234_067, 256), "tile/entries/x001/x234/067");
        assert_eq!(path(1_234_067, 8), "tile/entries/x001/x234/067.p/8");
        let dir = tempfile::tempdir().unwrap();
        let tiles = [(0, 256), (999, 256), (1_000, 3), (1_234_067, 8), (1_234_067, 256)];
        for (page, count) in tiles {
            let path = tile_path(dir.path(), page, count);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        fs::write(dir.path().join("tile/entries/lettre.txt"), "").unwrap();
        fs::write(dir.path().join("tile/entries/x001/.tmpAbC123"), "").unwrap();
        let other = tempfile::tempdir().unwrap();
        fs::write(other.path().join(".tmpAbC123"), "").unwrap();
        fs::write(other.path().join("123"), "").unwrap();
        std::os::unix::fs::symlink(other.path(), dir.path().join("tile/entries/x777")).unwrap();
        std::os::unix::fs::symlink(".", dir.path().join("tile/entries/x778")).unwrap();
        let found = list(dir.path()).unwrap();
        assert_eq!(found, tiles.into());
        assert_eq!(reach(&found).count, 1_234_067 * 256 + 256);
        assert_eq!(list(&dir.path().join("rien")).unwrap(), BTreeSet::new());
        sweep(dir.path());
        assert!(!dir.path().join("tile/entries/x001/.tmpAbC123").exists());
        assert!(other.path().join(".tmpAbC123").exists());
        assert_eq!(list(dir.path()).unwrap(), found);
    }
}
