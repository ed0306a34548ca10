//! The disk as a file system that a process works on, and the gate that each call passes.
//!
//! One thread serves all calls, so they have one order, and the n-th call is the same thing to
//! count, to fail and to stop at. Reads and writes bypass the kernel's cache: what a process writes
//! is on the (simulated) disk's side at once, durable or not.
//!
//! At the gate a [`Fault`] can make a call fail, make it fail *after* it was carried out, or stop
//! the world: the call never happens, and the campaign kills the process that waits for it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use fuser::{BackgroundSession, Config, Errno, MountOption};

use crate::disk::{Disk, ROOT, Refused};

mod calls;

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Looks at names or attributes.
    Look,
    /// Opens a file or directory.
    Open,
    /// Reads bytes.
    Read,
    /// Writes bytes.
    Write,
    /// Cuts or lengthens.
    Resize,
    /// Syncs a file or directory.
    Sync,
    /// Makes, removes or changes a name.
    Name,
}

/// What is done to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// It is not carried out, and fails.
    Fail,
    /// It is not carried out, and fails for want of room.
    NoSpace,
    /// It is carried out, and fails.
    FailAfter,
    /// It and all that follow fail, and nothing is carried out any more.
    Freeze,
    /// It never happens: the process is killed while it waits.
    Kill,
}

/// Which call is hit, and how.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// Only calls of this kind are counted.
    pub kind: Option<Kind>,
    /// The call, from 1.
    pub nth: u64,
    /// What is done to it.
    pub act: Act,
}

/// One call as it came.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What it does.
    pub kind: Kind,
    /// To which file, by its last name.
    pub name: String,
}

struct World {
    disk: Disk,
    names: BTreeMap<u64, String>,
    seen: Vec<Seen>,
    counted: u64,
    fault: Option<Fault>,
    hit: Option<Seen>,
    frozen: bool,
}

/// What the file system and the campaign share.
struct Shared {
    world: Mutex<World>,
    released: (Mutex<bool>, Condvar),
    /// Told when a call waits for its process to be killed.
    waiting: Box<dyn Fn() + Send + Sync>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shared")
    }
}

enum Gate<'a> {
    Pass(MutexGuard<'a, World>),
    PassAndFail(MutexGuard<'a, World>),
    Stop(Errno),
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn gate(&self, kind: Kind, node: u64, name: Option<&str>) -> Gate<'_> {
        let mut world = self.lock();
        if world.frozen {
            return Gate::Stop(Errno::EIO);
        }
        let name = name.map(str::to_owned).or_else(|| world.names.get(&node).cloned());
        let seen = Seen { kind, name: name.unwrap_or_default() };
        world.seen.push(seen.clone());
        let Some(fault) = world.fault.filter(|f| f.kind.is_none_or(|wanted| wanted == kind)) else {
            return Gate::Pass(world);
        };
        world.counted += 1;
        if world.counted != fault.nth {
            return Gate::Pass(world);
        }
        world.hit = Some(seen);
        match fault.act {
            Act::Fail => Gate::Stop(Errno::EIO),
            Act::NoSpace => Gate::Stop(Errno::ENOSPC),
            Act::FailAfter => Gate::PassAndFail(world),
            Act::Freeze => {
                world.frozen = true;
                Gate::Stop(Errno::EIO)
            }
            Act::Kill => {
                world.frozen = true;
                drop(world);
                (self.waiting)();
                let (released, bell) = &self.released;
                let guard = released.lock().unwrap_or_else(PoisonError::into_inner);
                let _held = bell.wait_while(guard, |released| !*released);
                Gate::Stop(Errno::EIO)
            }
        }
    }

    /// Passes the gate and carries a call out.
    fn call<T>(
        &self,
        kind: Kind,
        node: u64,
        name: Option<&str>,
        work: impl FnOnce(&mut Disk) -> Result<T, Refused>,
    ) -> Result<T, Errno> {
        match self.gate(kind, node, name) {
            Gate::Stop(errno) => Err(errno),
            Gate::Pass(mut world) => work(&mut world.disk).map_err(errno),
            Gate::PassAndFail(mut world) => {
                let _ = work(&mut world.disk);
                Err(Errno::EIO)
            }
        }
    }
}

const fn errno(refused: Refused) -> Errno {
    match refused {
        Refused::NotFound => Errno::ENOENT,
        Refused::Exists => Errno::EEXIST,
        Refused::NotEmpty => Errno::ENOTEMPTY,
        Refused::WrongKind => Errno::EINVAL,
        Refused::Full => Errno::ENOSPC,
    }
}

/// A mounted disk.
#[derive(Debug)]
pub struct Mounted {
    shared: Arc<Shared>,
    session: Option<BackgroundSession>,
    place: PathBuf,
}

impl Mounted {
    /// Mounts a disk at an empty directory; `waiting` is called when a call waits for its process
    /// to be killed.
    ///
    /// # Errors
    /// Those of the operating system: mounting needs root and `/dev/fuse`.
    pub fn new(
        disk: Disk,
        place: &Path,
        fault: Option<Fault>,
        read_only: bool,
        waiting: Sender<crate::campaign::process::Event>,
    ) -> std::io::Result<Mounted> {
        std::fs::create_dir_all(place)?;
        let waiting = move || {
            let _ = waiting.send(crate::campaign::process::Event::Waiting);
        };
        let world = World {
            disk,
            names: BTreeMap::from([(ROOT, "/".to_owned())]),
            seen: Vec::new(),
            counted: 0,
            fault,
            hit: None,
            frozen: false,
        };
        let shared = Arc::new(Shared {
            world: Mutex::new(world),
            released: (Mutex::new(false), Condvar::new()),
            waiting: Box::new(waiting),
        });
        let mut config = Config::default();
        let writable = if read_only { MountOption::RO } else { MountOption::RW };
        config.mount_options = vec![MountOption::FSName("greffe-faults".into()), writable];
        let session = fuser::spawn_mount(calls::Served(shared.clone()), place, &config)?;
        Ok(Mounted { shared, session: Some(session), place: place.into() })
    }

    /// Where it is mounted.
    #[must_use]
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Lets the call go that waited for its process to be killed.
    pub fn release(&self) {
        let (released, bell) = &self.shared.released;
        *released.lock().unwrap_or_else(PoisonError::into_inner) = true;
        bell.notify_all();
    }

    /// From now on every call fails and nothing is carried out.
    pub fn freeze(&self) {
        self.shared.lock().frozen = true;
    }

    /// Counts from here on, with another fault or none.
    pub fn set_fault(&self, fault: Option<Fault>) {
        let mut world = self.shared.lock();
        (world.fault, world.counted, world.hit) = (fault, 0, None);
    }

    /// Sets how many bytes fit.
    pub fn set_limit(&self, limit: Option<u64>) {
        self.shared.lock().disk.limit = limit;
    }

    /// The calls so far.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.lock().seen.clone()
    }

    /// The call that was hit.
    #[must_use]
    pub fn hit(&self) -> Option<Seen> {
        self.shared.lock().hit.clone()
    }

    /// The disk as it is now.
    #[must_use]
    pub fn disk(&self) -> Disk {
        self.shared.lock().disk.clone()
    }

    /// Unmounts and hands the disk out.
    ///
    /// # Errors
    /// Those of the operating system: a process still works on it.
    pub fn unmount(mut self) -> std::io::Result<Disk> {
        self.release();
        if let Some(session) = self.session.take() {
            session.umount_and_join()?;
        }
        Ok(std::mem::take(&mut self.shared.lock().disk))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.release();
    }
}
