//! Plain directories into the disk, and images out to plain directories.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::{Disk, Image, ROOT};

const BLOCK: usize = 4096;

impl Disk {
    /// A disk that holds what `dir` holds, all of it durable.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn load(dir: &Path) -> std::io::Result<Disk> {
        let mut disk = Disk::default();
        disk.load_into(dir, ROOT)?;
        disk.sync_all();
        Ok(disk)
    }

    fn load_into(&mut self, dir: &Path, parent: u64) -> std::io::Result<()> {
        let full = |refused| std::io::Error::other(format!("{}: {refused:?}", dir.display()));
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let directory = entry.file_type()?.is_dir();
            let node = self.make(parent, &name, directory).map_err(full)?.node;
            if directory {
                self.load_into(&entry.path(), node)?;
            } else {
                self.write(node, 0, &fs::read(entry.path())?).map_err(full)?;
            }
        }
        Ok(())
    }
}

impl Image {
    /// A disk that holds the image, all of it durable.
    #[must_use]
    pub fn into_disk(self) -> Disk {
        let mut disk = Disk::default();
        let mut nodes = BTreeMap::from([(PathBuf::new(), ROOT)]);
        let files = self.files.into_iter().map(|(path, bytes)| (path, Some(bytes)));
        let directories = self.directories.into_iter().map(|path| (path, None));
        // Sorted, so that a directory comes before what it holds.
        let all: BTreeMap<PathBuf, Option<Vec<u8>>> = directories.chain(files).collect();
        for (path, bytes) in all {
            let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else { continue };
            let (parent, name) = (nodes[parent], name.to_string_lossy());
            let made = disk.make(parent, &name, bytes.is_none()).expect("the image is a tree");
            if let Some(bytes) = bytes {
                disk.write(made.node, 0, &bytes).expect("the disk has no limit");
            }
            nodes.insert(path, made.node);
        }
        disk.sync_all();
        disk
    }

    /// Writes the image to a new directory. Blocks of zeros stay holes.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn write_to(&self, dir: &Path) -> std::io::Result<()> {
        fs::create_dir_all(dir)?;
        for directory in &self.directories {
            fs::create_dir_all(dir.join(directory))?;
        }
        for (path, bytes) in &self.files {
            write_sparse(&dir.join(path), bytes)?;
        }
        Ok(())
    }
}

fn write_sparse(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.set_len(bytes.len() as u64)?;
    for (number, block) in (0u64..).zip(bytes.chunks(BLOCK)) {
        if block.iter().any(|byte| *byte != 0) {
            file.seek(SeekFrom::Start(number * BLOCK as u64))?;
            file.write_all(block)?;
        }
    }
    Ok(())
}

/// Copies a directory, holes staying holes.
///
/// # Errors
/// Those of the operating system.
pub fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            write_sparse(&target, &fs::read(entry.path())?)?;
        }
    }
    Ok(())
}
