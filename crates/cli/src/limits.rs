//! What the program needs of the system before it begins: a file that cannot be opened for want of room in a
//! table must never pass for one that is damaged.

use crate::failure::Failure;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// More files than any verb has open at a time.
const FILES: u64 = 64;

/// Demands that enough files may be open at a time, and asks for them where the system may give them.
pub fn enough_files() -> Result<(), Failure> {
    let limit = getrlimit(Resource::Nofile);
    let enough = |most: Option<u64>| most.is_none_or(|most| most >= FILES);
    if enough(limit.current) {
        return Ok(());
    }
    let more = Rlimit { current: Some(FILES), maximum: limit.maximum };
    if enough(limit.maximum) && setrlimit(Resource::Nofile, more).is_ok() {
        return Ok(());
    }
    let most = limit.maximum.unwrap_or(0);
    Err(Failure::unreadable(
        "runtime",
        format!(
            "le système ne laisse ouvrir que {most} fichiers à la fois, il en faut {FILES} : relever sa \
             limite (ulimit -n), puis recommencer ; rien n'a été lu ni écrit"
        ),
        format!(
            "the system lets no more than {most} files be open at a time, {FILES} are needed: raise its \
             limit (ulimit -n), and run it again; nothing was read or written"
        ),
    ))
}
