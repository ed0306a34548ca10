//! The tiles of a backup: where each page lies, and which are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use greffe_chain::{Hash, Head};

use crate::error::StoreError;
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

fn entries_path(dir: &Path) -> PathBuf {
    dir.join("tile").join("entries")
}

/// The bytes of a tile; None when there is none.
pub(crate) fn read(dir: &Path, page: u64, count: u64) -> Result<Option<Vec<u8>>, StoreError> {
    files::read(&tile_path(dir, page, count), MAX_BUNDLE)
}

/// The tiles that are there, whatever they hold: number of the page and of its entries, in order.
/// So the work on a backup is bounded by its files, whatever its head claims.
pub(crate) fn list(dir: &Path) -> BTreeSet<(u64, u64)> {
    let mut found = BTreeSet::new();
    // Groups of three digits: six of them hold every number of 64 bits that is an entry's.
    walk(&entries_path(dir), 0, 6, &mut found);
    found.retain(|(page, _)| *page < u64::MAX / PAGE);
    found
}

fn walk(folder: &Path, before: u64, depth: u32, found: &mut BTreeSet<(u64, u64)>) {
    let names = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for file in names {
        let name = file.file_name().to_string_lossy().into_owned();
        let of = |digits: &str| {
            let three = digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
            three.then(|| digits.parse::<u64>().ok()).flatten().map(|last| before * 1000 + last)
        };
        if let Some(page) = of(&name) {
            found.insert((page, PAGE));
        } else if let Some(group) = name.strip_prefix('x').and_then(of) {
            if depth > 1 {
                walk(&file.path(), group, depth - 1, found);
            }
        } else if let Some(page) = name.strip_suffix(".p").and_then(of) {
            let parts = fs::read_dir(file.path()).into_iter().flatten().filter_map(Result::ok);
            let count = |name: &str| name.parse().ok().filter(|count| (1..PAGE).contains(count));
            let counts = parts.filter_map(|part| count(&part.file_name().to_string_lossy()));
            found.extend(counts.map(|count| (page, count)));
        }
    }
}

/// How far the tiles reach, where no mark tells: nothing vouches for the last entry.
pub(crate) fn reach(dir: &Path) -> Head {
    let counts = list(dir).into_iter().map(|(page, count)| page * PAGE + count);
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
        assert_eq!(list(dir.path()), tiles.into());
        assert_eq!(reach(dir.path()).count, 1_234_067 * 256 + 256);
        assert_eq!(reach(&dir.path().join("rien")).count, 0);
    }
}
