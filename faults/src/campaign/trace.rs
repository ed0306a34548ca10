//! Reading what `strace -f -y` writes: which calls touched a directory, in which phase, and which
//! of them were hit.

use std::collections::BTreeMap;
use std::path::Path;

/// The calls that are listed and broken.
pub const CALLS: [&str; 35] = [
    "openat",
    "creat",
    "write",
    "pwrite64",
    "pwritev",
    "pwritev2",
    "writev",
    "read",
    "readv",
    "pread64",
    "preadv",
    "fsync",
    "fdatasync",
    "sync_file_range",
    "syncfs",
    "ftruncate",
    "fallocate",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "rmdir",
    "link",
    "linkat",
    "statx",
    "newfstatat",
    "getdents64",
    "copy_file_range",
    "sendfile",
    "flock",
    "fcntl",
    "fchmod",
];

/// The calls that need room on the disk.
#[must_use]
pub fn takes_room(call: &str) -> bool {
    let words = ["openat", "creat", "write", "truncate", "fallocate", "rename", "mkdir", "link"];
    words.iter().any(|word| call.contains(word) && !call.contains("unlink"))
        || call == "copy_file_range"
        || call.contains("sync")
}

/// One call, as it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traced {
    /// The thread that made it.
    pub thread: String,
    /// Its name.
    pub call: String,
    /// What it touched, as the log says it.
    pub path: String,
    /// The phase of the driver: open, work or close.
    pub phase: String,
    /// Whether it was hit.
    pub hit: bool,
}

/// The calls of a log that touch something under `base`.
#[must_use]
pub fn read(log: &str, base: &Path) -> Vec<Traced> {
    let base = base.display().to_string();
    let mut found: Vec<Traced> = Vec::new();
    let mut last: BTreeMap<String, Option<usize>> = BTreeMap::new();
    let mut phase = String::from("start");
    for line in log.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some(at) = rest.find("/greffe-phase/") {
            phase = rest[at + 14..].chars().take_while(char::is_ascii_lowercase).collect();
            continue;
        }
        let begins = rest.split_once('(').filter(|(call, _)| CALLS.contains(call));
        if let Some((call, arguments)) = begins {
            let path = touched(arguments, &base);
            last.insert(thread.into(), path.is_some().then_some(found.len()));
            if let Some(path) = path {
                let (thread, call) = (thread.to_owned(), call.to_owned());
                found.push(Traced { thread, call, path, phase: phase.clone(), hit: false });
            }
        }
        if rest.ends_with("(INJECTED)")
            && let Some(Some(at)) = last.get(thread)
        {
            found[*at].hit = true;
        }
    }
    found
}

/// The first path under `base` among the arguments of a call.
fn touched(arguments: &str, base: &str) -> Option<String> {
    let at = arguments.find(base)?;
    let rest = &arguments[at..];
    let end = rest.find(['"', '>', ',']).unwrap_or(rest.len());
    let path = &rest[..end];
    let under = path.len() == base.len() || path.as_bytes().get(base.len()) == Some(&b'/');
    under.then(|| path.to_owned())
}

/// How often each thread makes each (call, path), the greatest number of all threads.
#[must_use]
pub fn most_of_one_thread(calls: &[Traced]) -> BTreeMap<(String, String), u64> {
    let mut counts: BTreeMap<(&str, &str, &str), u64> = BTreeMap::new();
    for traced in calls {
        *counts.entry((&traced.thread, &traced.call, &traced.path)).or_default() += 1;
    }
    let mut most = BTreeMap::new();
    for ((_, call, path), count) in counts {
        let entry = most.entry((call.to_owned(), path.to_owned())).or_insert(0);
        *entry = count.max(*entry);
    }
    most
}

/// The place of the call that was hit among those of its name and path, from 1, if there is one.
#[must_use]
pub fn place_of_hit(calls: &[Traced], call: &str, path: &str) -> Option<u64> {
    let same = calls.iter().filter(|traced| traced.call == call && traced.path == path);
    (1..).zip(same).find(|(_, traced)| traced.hit).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = r#"11 openat(AT_FDCWD</w>, "/w/base/ledger/head", O_WRONLY) = 3</w/base/ledger/head>
11 statx(AT_FDCWD</w>, "/greffe-phase/work", 0, STATX_ALL, 0x7f) = -1 ENOENT (No such file)
12 pwrite64(5</w/base/ledger/pages/000000.bundles>, "x", 1, 0 <unfinished ...>
11 write(7</w/witness>, "ack", 3) = 3
11 openat(AT_FDCWD</w>, "/w/based", O_RDONLY) = 4</w/based>
12 <... pwrite64 resumed>) = -1 EIO (Input/output error) (INJECTED)
12 pwrite64(5</w/base/ledger/pages/000000.bundles>, "x", 1, 0) = 1
"#;

    #[test]
    fn a_log_is_read_call_by_call() {
        let calls = read(LOG, Path::new("/w/base"));
        let seen: Vec<(&str, &str, &str, bool)> =
            calls.iter().map(|c| (&*c.call, &*c.path, &*c.phase, c.hit)).collect();
        let db = "/w/base/ledger/pages/000000.bundles";
        assert_eq!(
            seen,
            [
                ("openat", "/w/base/ledger/head", "start", false),
                ("pwrite64", db, "work", true),
                ("pwrite64", db, "work", false),
            ]
        );
        assert_eq!(place_of_hit(&calls, "pwrite64", db), Some(1));
        assert_eq!(most_of_one_thread(&calls)[&("pwrite64".to_owned(), db.to_owned())], 2);
    }
}
