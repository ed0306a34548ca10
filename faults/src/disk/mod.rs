//! A disk in memory that knows what a power cut would leave of it.
//!
//! Every file has its *live* bytes, which a running process sees, its *durable* bytes, and the
//! writes in between; every directory likewise its names. Syncing a file makes its bytes and its
//! length durable, and nothing else: the name of a new file is durable when its directory is
//! synced. Asking the kernel to write a range (`sync_file_range`) makes nothing durable. This is
//! what POSIX promises, and less than what most file systems do.
//!
//! [`Disk::image`] (in `image`) draws what a cut leaves: each pending write kept, lost or torn.

mod image;
pub mod plain;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use image::{Image, Style};

/// Number of the root directory.
pub const ROOT: u64 = 1;

/// Why the disk refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// No such name, or no such node.
    NotFound,
    /// The name is taken.
    Exists,
    /// The directory has names.
    NotEmpty,
    /// It is a file, or a directory, and should be the other.
    WrongKind,
    /// The disk is full.
    Full,
}

/// Something done to a file that is not durable yet.
#[derive(Clone, Debug)]
pub(crate) enum FileOp {
    Write { at: usize, bytes: Vec<u8> },
    Resize(usize),
}

/// Something done to the names of a directory that is not durable yet.
#[derive(Clone, Debug)]
pub(crate) enum NameOp {
    Link {
        name: String,
        node: u64,
    },
    Unlink {
        name: String,
    },
    /// Within one directory: both names change at once.
    Rename {
        from: String,
        to: String,
    },
}

/// A pending operation, with its place among all of the disk.
pub(crate) type Pending<T> = Vec<(u64, T)>;

#[derive(Clone, Debug, Default)]
pub(crate) struct File {
    pub(crate) live: Vec<u8>,
    pub(crate) durable: Vec<u8>,
    pub(crate) pending: Pending<FileOp>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Directory {
    pub(crate) live: BTreeMap<String, u64>,
    pub(crate) durable: BTreeMap<String, u64>,
    pub(crate) pending: Pending<NameOp>,
}

#[derive(Clone, Debug)]
pub(crate) enum Node {
    File(File),
    Directory(Directory),
}

/// What a process may ask about a node.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Its number.
    pub node: u64,
    /// Bytes of a file; 0 for a directory.
    pub size: u64,
    /// Whether it is a directory.
    pub directory: bool,
}

/// The disk.
#[derive(Clone, Debug)]
pub struct Disk {
    pub(crate) nodes: BTreeMap<u64, Node>,
    pub(crate) ops: u64,
    /// The most bytes that all files together may have.
    pub limit: Option<u64>,
    /// Whether it says that it has synced and has not: a store on such a disk must be caught.
    pub lies: bool,
}

impl Default for Disk {
    fn default() -> Disk {
        let nodes = BTreeMap::from([(ROOT, Node::Directory(Directory::default()))]);
        Disk { nodes, ops: 0, limit: None, lies: false }
    }
}

/// Writes `bytes` at a place, filling with zeros what lies before it.
pub(crate) fn put(content: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if content.len() < at + bytes.len() {
        content.resize(at + bytes.len(), 0);
    }
    content[at..at + bytes.len()].copy_from_slice(bytes);
}

impl FileOp {
    pub(crate) fn apply(&self, content: &mut Vec<u8>) {
        match self {
            FileOp::Write { at, bytes } => put(content, *at, bytes),
            FileOp::Resize(size) => content.resize(*size, 0),
        }
    }
}

impl NameOp {
    pub(crate) fn apply(&self, names: &mut BTreeMap<String, u64>) {
        match self {
            NameOp::Link { name, node } => {
                names.insert(name.clone(), *node);
            }
            NameOp::Unlink { name } => {
                names.remove(name);
            }
            NameOp::Rename { from, to } => {
                if let Some(node) = names.remove(from) {
                    names.insert(to.clone(), node);
                }
            }
        }
    }
}

impl Disk {
    fn directory(&mut self, node: u64) -> Result<&mut Directory, Refused> {
        match self.nodes.get_mut(&node) {
            Some(Node::Directory(directory)) => Ok(directory),
            Some(Node::File(_)) => Err(Refused::WrongKind),
            None => Err(Refused::NotFound),
        }
    }

    fn file(&mut self, node: u64) -> Result<&mut File, Refused> {
        match self.nodes.get_mut(&node) {
            Some(Node::File(file)) => Ok(file),
            Some(Node::Directory(_)) => Err(Refused::WrongKind),
            None => Err(Refused::NotFound),
        }
    }

    fn name_op(&mut self, directory: u64, op: NameOp) -> Result<(), Refused> {
        self.ops += 1;
        let place = self.ops;
        let directory = self.directory(directory)?;
        op.apply(&mut directory.live);
        directory.pending.push((place, op));
        Ok(())
    }

    /// What is known of a node.
    ///
    /// # Errors
    /// [`Refused::NotFound`].
    pub fn facts(&self, node: u64) -> Result<Facts, Refused> {
        match self.nodes.get(&node) {
            Some(Node::File(file)) => {
                Ok(Facts { node, size: file.live.len() as u64, directory: false })
            }
            Some(Node::Directory(_)) => Ok(Facts { node, size: 0, directory: true }),
            None => Err(Refused::NotFound),
        }
    }

    /// The node that a name stands for.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn look(&mut self, parent: u64, name: &str) -> Result<Facts, Refused> {
        let node = self.directory(parent)?.live.get(name).copied().ok_or(Refused::NotFound)?;
        self.facts(node)
    }

    /// The names of a directory.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn list(&mut self, node: u64) -> Result<Vec<(String, Facts)>, Refused> {
        let names = self.directory(node)?.live.clone();
        names.into_iter().map(|(name, node)| Ok((name, self.facts(node)?))).collect()
    }

    /// A new file or directory.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn make(&mut self, parent: u64, name: &str, directory: bool) -> Result<Facts, Refused> {
        if self.directory(parent)?.live.contains_key(name) {
            return Err(Refused::Exists);
        }
        let node = self.nodes.keys().next_back().map_or(ROOT, |last| last + 1);
        let made = if directory {
            Node::Directory(Directory::default())
        } else {
            Node::File(File::default())
        };
        self.nodes.insert(node, made);
        self.name_op(parent, NameOp::Link { name: name.into(), node })?;
        self.facts(node)
    }

    /// Another name for a file.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn link(&mut self, node: u64, parent: u64, name: &str) -> Result<Facts, Refused> {
        self.file(node)?;
        if self.directory(parent)?.live.contains_key(name) {
            return Err(Refused::Exists);
        }
        self.name_op(parent, NameOp::Link { name: name.into(), node })?;
        self.facts(node)
    }

    /// Takes a name away. The node stays: a handle or a lost operation may still lead to it.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn unlink(&mut self, parent: u64, name: &str) -> Result<(), Refused> {
        let facts = self.look(parent, name)?;
        if facts.directory && !self.directory(facts.node)?.live.is_empty() {
            return Err(Refused::NotEmpty);
        }
        self.name_op(parent, NameOp::Unlink { name: name.into() })
    }

    /// Gives a node another name, in place of what has it.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn rename(
        &mut self,
        (parent, name): (u64, &str),
        (to_parent, to): (u64, &str),
    ) -> Result<(), Refused> {
        let facts = self.look(parent, name)?;
        self.directory(to_parent)?;
        if parent == to_parent {
            return self.name_op(parent, NameOp::Rename { from: name.into(), to: to.into() });
        }
        self.name_op(to_parent, NameOp::Link { name: to.into(), node: facts.node })?;
        self.name_op(parent, NameOp::Unlink { name: name.into() })
    }

    /// Bytes of a file.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn read(&mut self, node: u64, at: u64, size: usize) -> Result<Vec<u8>, Refused> {
        let live = &self.file(node)?.live;
        let start = (at as usize).min(live.len());
        let end = start.saturating_add(size).min(live.len());
        Ok(live[start..end].to_vec())
    }

    /// Writes, as far as there is room; how many bytes were written.
    ///
    /// # Errors
    /// [`Refused::Full`] when not one byte fits.
    pub fn write(&mut self, node: u64, at: u64, bytes: &[u8]) -> Result<usize, Refused> {
        let at = at as usize;
        let size = self.file(node)?.live.len();
        let mut length = bytes.len();
        if let Some(limit) = self.limit {
            let room = (limit as usize).saturating_sub(self.used() as usize);
            let most = size.max(at).saturating_add(room);
            length = most.saturating_sub(at).min(length);
            if length == 0 && !bytes.is_empty() {
                return Err(Refused::Full);
            }
        }
        self.ops += 1;
        let place = self.ops;
        let op = FileOp::Write { at, bytes: bytes[..length].to_vec() };
        let file = self.file(node)?;
        op.apply(&mut file.live);
        file.pending.push((place, op));
        Ok(length)
    }

    /// Cuts or lengthens a file.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn resize(&mut self, node: u64, size: u64) -> Result<(), Refused> {
        self.ops += 1;
        let place = self.ops;
        let op = FileOp::Resize(size as usize);
        let file = self.file(node)?;
        op.apply(&mut file.live);
        file.pending.push((place, op));
        Ok(())
    }

    /// Makes a file's bytes, or a directory's names, durable.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn sync(&mut self, node: u64) -> Result<(), Refused> {
        let lies = self.lies;
        match self.nodes.get_mut(&node).ok_or(Refused::NotFound)? {
            _ if lies => {}
            Node::File(file) => {
                for (_, op) in file.pending.drain(..) {
                    op.apply(&mut file.durable);
                }
            }
            Node::Directory(directory) => {
                for (_, op) in directory.pending.drain(..) {
                    op.apply(&mut directory.durable);
                }
            }
        }
        Ok(())
    }

    /// Makes everything durable, as unmounting does.
    pub fn sync_all(&mut self) {
        let nodes: Vec<u64> = self.nodes.keys().copied().collect();
        for node in nodes {
            self.sync(node).expect("the node was just listed");
        }
    }

    /// Bytes of all files that have a name.
    #[must_use]
    pub fn used(&self) -> u64 {
        let named = self.nodes.values().filter_map(|node| match node {
            Node::Directory(directory) => Some(directory.live.values()),
            Node::File(_) => None,
        });
        let size = |node: &u64| self.facts(*node).map_or(0, |facts| facts.size);
        named.flatten().map(size).sum()
    }
}
