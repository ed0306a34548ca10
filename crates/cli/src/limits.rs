//! What the program needs of the system before it begins: a file that cannot be opened for want of room in a
//! table must never pass for one that is damaged.

use crate::failure::Failure;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// More files than any verb has open at a time, beside those that each of its threads reads.
const FILES: u64 = 64;

/// How many a thread has open at a time: a volume with its rows, a document, a part of the index.
const FILES_A_THREAD: u64 = 4;

/// How many files must be allowed: a verb reads with as many threads as there are processors.
fn needed() -> u64 {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    // The first few are within what is asked for anyhow.
    FILES.max(FILES_A_THREAD.saturating_mul(threads as u64).saturating_add(FILES / 2))
}

/// Demands that enough files may be open at a time, and asks for them where the system may give them.
pub fn enough_files() -> Result<(), Failure> {
    let (limit, files) = (getrlimit(Resource::Nofile), needed());
    let enough = |most: Option<u64>| most.is_none_or(|most| most >= files);
    if enough(limit.current) {
        return Ok(());
    }
    let more = Rlimit { current: Some(files), maximum: limit.maximum };
    if enough(limit.maximum) && setrlimit(Resource::Nofile, more).is_ok() {
        return Ok(());
    }
    let most = limit.maximum.unwrap_or(0);
    Err(Failure::unreadable(
        "runtime",
        format!(
            "le système ne laisse ouvrir que {most} fichiers à la fois, il en faut {files} : relever sa \
             limite (ulimit -n), puis recommencer ; rien n'a été lu ni écrit"
        ),
        format!(
            "the system lets no more than {most} files be open at a time, {files} are needed: raise its \
             limit (ulimit -n), and run it again; nothing was read or written"
        ),
    ))
}
