//! The calls of the kernel, translated to the disk. Nothing is decided here: each call passes the
//! gate of its parent module and is carried out by [`crate::disk`]. No attribute or name is cached
//! (all times to live are zero), so that every look at the disk passes the gate, too.

use std::ffi::OsStr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fuser::{
    BsdFileFlags, Errno, FileAttr, FileHandle, FileType, Filesystem, FopenFlags, Generation,
    INodeNo, LockOwner, OpenFlags, RenameFlags, ReplyAttr, ReplyCreate, ReplyData, ReplyDirectory,
    ReplyEmpty, ReplyEntry, ReplyOpen, ReplyStatfs, ReplyWrite, Request, TimeOrNow, WriteFlags,
};

use super::{Kind, Shared};
use crate::disk::{Disk, Facts, Refused};

const TTL: Duration = Duration::ZERO;
const BLOCK: u64 = 512;
/// `RENAME_NOREPLACE` of Linux.
const NO_REPLACE: u32 = 1;

/// The file system as the kernel calls it.
#[derive(Debug)]
pub(super) struct Served(pub(super) Arc<Shared>);

fn attributes(facts: &Facts) -> FileAttr {
    let directory = facts.directory;
    FileAttr {
        ino: INodeNo(facts.node),
        size: facts.size,
        blocks: facts.size.div_ceil(BLOCK),
        atime: UNIX_EPOCH,
        mtime: UNIX_EPOCH,
        ctime: UNIX_EPOCH,
        crtime: UNIX_EPOCH,
        kind: if directory { FileType::Directory } else { FileType::RegularFile },
        perm: if directory { 0o755 } else { 0o644 },
        nlink: if directory { 2 } else { 1 },
        uid: 0,
        gid: 0,
        rdev: 0,
        blksize: 4096,
        flags: 0,
    }
}

impl Served {
    fn named(&self, facts: Result<Facts, Errno>, name: &str) -> Result<FileAttr, Errno> {
        let facts = facts?;
        self.0.lock().names.insert(facts.node, name.to_owned());
        Ok(attributes(&facts))
    }
}

fn entry(reply: ReplyEntry, result: Result<FileAttr, Errno>) {
    match result {
        Ok(attributes) => reply.entry(&TTL, &attributes, Generation(0)),
        Err(errno) => reply.error(errno),
    }
}

fn empty(reply: ReplyEmpty, result: Result<(), Errno>) {
    match result {
        Ok(()) => reply.ok(),
        Err(errno) => reply.error(errno),
    }
}

#[allow(clippy::too_many_arguments, reason = "the kernel's calls are what they are")]
impl Filesystem for Served {
    fn lookup(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEntry) {
        let name = name.to_string_lossy();
        let facts = self.0.call(Kind::Look, parent.0, Some(&name), |d| d.look(parent.0, &name));
        entry(reply, self.named(facts, &name));
    }

    fn getattr(&self, _: &Request, ino: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        match self.0.call(Kind::Look, ino.0, None, |disk| disk.facts(ino.0)) {
            Ok(facts) => reply.attr(&TTL, &attributes(&facts)),
            Err(errno) => reply.error(errno),
        }
    }

    fn setattr(
        &self,
        _: &Request,
        ino: INodeNo,
        _mode: Option<u32>,
        _uid: Option<u32>,
        _gid: Option<u32>,
        size: Option<u64>,
        _atime: Option<TimeOrNow>,
        _mtime: Option<TimeOrNow>,
        _ctime: Option<SystemTime>,
        _fh: Option<FileHandle>,
        _crtime: Option<SystemTime>,
        _chgtime: Option<SystemTime>,
        _bkuptime: Option<SystemTime>,
        _flags: Option<BsdFileFlags>,
        reply: ReplyAttr,
    ) {
        let kind = if size.is_some() { Kind::Resize } else { Kind::Look };
        let result = self.0.call(kind, ino.0, None, |disk| {
            if let Some(size) = size {
                disk.resize(ino.0, size)?;
            }
            disk.facts(ino.0)
        });
        match result {
            Ok(facts) => reply.attr(&TTL, &attributes(&facts)),
            Err(errno) => reply.error(errno),
        }
    }

    fn mkdir(&self, _: &Request, parent: INodeNo, name: &OsStr, _: u32, _: u32, reply: ReplyEntry) {
        let name = name.to_string_lossy();
        let work = |disk: &mut Disk| disk.make(parent.0, &name, true);
        let facts = self.0.call(Kind::Name, parent.0, Some(&name), work);
        entry(reply, self.named(facts, &name));
    }

    fn unlink(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        let name = name.to_string_lossy();
        let work = |disk: &mut Disk| disk.unlink(parent.0, &name);
        empty(reply, self.0.call(Kind::Name, parent.0, Some(&name), work));
    }

    fn rmdir(&self, request: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        self.unlink(request, parent, name, reply);
    }

    fn rename(
        &self,
        _: &Request,
        parent: INodeNo,
        name: &OsStr,
        to_parent: INodeNo,
        to: &OsStr,
        flags: RenameFlags,
        reply: ReplyEmpty,
    ) {
        let (name, to) = (name.to_string_lossy(), to.to_string_lossy());
        let result = self.0.call(Kind::Name, parent.0, Some(&to), |disk| {
            if flags.bits() & NO_REPLACE != 0 && disk.look(to_parent.0, &to).is_ok() {
                return Err(Refused::Exists);
            }
            let facts = disk.look(parent.0, &name)?;
            disk.rename((parent.0, &name), (to_parent.0, &to))?;
            Ok(facts.node)
        });
        if let Ok(node) = result {
            self.0.lock().names.insert(node, to.into_owned());
        }
        empty(reply, result.map(|_| ()));
    }

    fn link(&self, _: &Request, ino: INodeNo, to: INodeNo, name: &OsStr, reply: ReplyEntry) {
        let name = name.to_string_lossy();
        let work = |disk: &mut Disk| disk.link(ino.0, to.0, &name);
        let facts = self.0.call(Kind::Name, to.0, Some(&name), work);
        entry(reply, self.named(facts, &name));
    }

    fn open(&self, _: &Request, ino: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        match self.0.call(Kind::Open, ino.0, None, |disk| disk.facts(ino.0)) {
            Ok(_) => reply.opened(FileHandle(0), FopenFlags::FOPEN_DIRECT_IO),
            Err(errno) => reply.error(errno),
        }
    }

    fn create(
        &self,
        _: &Request,
        parent: INodeNo,
        name: &OsStr,
        _mode: u32,
        _umask: u32,
        _flags: i32,
        reply: ReplyCreate,
    ) {
        let name = name.to_string_lossy();
        let work = |disk: &mut Disk| disk.make(parent.0, &name, false);
        let facts = self.0.call(Kind::Name, parent.0, Some(&name), work);
        match self.named(facts, &name) {
            Ok(attributes) => {
                let direct = FopenFlags::FOPEN_DIRECT_IO;
                reply.created(&TTL, &attributes, Generation(0), FileHandle(0), direct);
            }
            Err(errno) => reply.error(errno),
        }
    }

    fn read(
        &self,
        _: &Request,
        ino: INodeNo,
        _: FileHandle,
        offset: u64,
        size: u32,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyData,
    ) {
        let read = |disk: &mut Disk| disk.read(ino.0, offset, size as usize);
        match self.0.call(Kind::Read, ino.0, None, read) {
            Ok(bytes) => reply.data(&bytes),
            Err(errno) => reply.error(errno),
        }
    }

    fn write(
        &self,
        _: &Request,
        ino: INodeNo,
        _: FileHandle,
        offset: u64,
        data: &[u8],
        _: WriteFlags,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyWrite,
    ) {
        match self.0.call(Kind::Write, ino.0, None, |disk| disk.write(ino.0, offset, data)) {
            Ok(written) => reply.written(written as u32),
            Err(errno) => reply.error(errno),
        }
    }

    fn flush(&self, _: &Request, _: INodeNo, _: FileHandle, _: LockOwner, reply: ReplyEmpty) {
        reply.ok();
    }

    fn fsync(&self, _: &Request, ino: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        empty(reply, self.0.call(Kind::Sync, ino.0, None, |disk| disk.sync(ino.0)));
    }

    fn fsyncdir(&self, _: &Request, ino: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        empty(reply, self.0.call(Kind::Sync, ino.0, None, |disk| disk.sync(ino.0)));
    }

    fn readdir(
        &self,
        _: &Request,
        ino: INodeNo,
        _: FileHandle,
        offset: u64,
        mut reply: ReplyDirectory,
    ) {
        match self.0.call(Kind::Look, ino.0, None, |disk| disk.list(ino.0)) {
            Ok(names) => {
                for (at, (name, facts)) in (1..).zip(names).skip(offset as usize) {
                    let attributes = attributes(&facts);
                    if reply.add(attributes.ino, at, attributes.kind, &name) {
                        break;
                    }
                }
                reply.ok();
            }
            Err(errno) => reply.error(errno),
        }
    }

    fn statfs(&self, _: &Request, _: INodeNo, reply: ReplyStatfs) {
        let (used, limit) = {
            let world = self.0.lock();
            (world.disk.used(), world.disk.limit.unwrap_or(1 << 40))
        };
        let free = limit.saturating_sub(used) / BLOCK;
        reply.statfs(limit / BLOCK, free, free, 1 << 20, 1 << 20, BLOCK as u32, 255, 0);
    }
}
