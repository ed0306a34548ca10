//! Bytes on disk, of the whole directory and of each part of it, against the bytes of the entries.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use walkdir::WalkDir;

use crate::Outcome;
use crate::ledger::Loaded;
use crate::report::Row;

/// Bytes of some files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bytes {
    /// As long as the files say they are.
    pub apparent: u64,
    /// What the file system has given them.
    pub allocated: u64,
}

/// The bytes under a directory, by its immediate parts.
///
/// # Errors
/// When it cannot be read.
pub fn parts(dir: &Path) -> Outcome<BTreeMap<String, Bytes>> {
    let mut parts: BTreeMap<String, Bytes> = BTreeMap::new();
    for file in WalkDir::new(dir) {
        let file = file?;
        let metadata = file.metadata()?;
        let inside = file.path().strip_prefix(dir)?;
        let Some(part) = inside.components().next().filter(|_| metadata.is_file()) else {
            continue;
        };
        let part = parts.entry(part.as_os_str().to_string_lossy().into_owned()).or_default();
        part.apparent += metadata.len();
        part.allocated += metadata.blocks() * 512;
    }
    Ok(parts)
}

/// The rows: the whole, then its parts.
///
/// # Errors
/// When the directory cannot be read.
pub fn rows(loaded: &Loaded) -> Outcome<Vec<Row>> {
    let parts = parts(&loaded.dir)?;
    let mut whole = Bytes::default();
    for part in parts.values() {
        whole.apparent += part.apparent;
        whole.allocated += part.allocated;
    }
    let ratio = |bytes: Bytes| {
        let of = |bytes: u64| bytes as f64 / loaded.bytes as f64;
        format!("{:.3} apparent, {:.3} allocated", of(bytes.apparent), of(bytes.allocated))
    };
    let against = format!("{} bytes of entries", loaded.bytes);
    let under = "under 1.3, or 0.5 compressed";
    let mut rows = vec![Row::figure("disk", &against, &ratio(whole), under)];
    for (name, part) in parts.into_iter().filter(|(_, part)| part.apparent > 4_096) {
        rows.push(Row::figure(&format!("disk, `{name}`"), &against, &ratio(part), ""));
    }
    Ok(rows)
}
