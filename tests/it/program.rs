//! The program as a person runs it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The top of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The folder of the built programs, `greffe` among them; built once if it is not there yet or
/// older than its sources.
pub fn programs() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let target = std::env::current_exe().unwrap();
        let profile = target.parent().unwrap().parent().unwrap().to_owned();
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--locked", "-p", "greffe-cli"]).current_dir(root());
        build.arg("--target-dir").arg(profile.parent().unwrap());
        if profile.ends_with("release") {
            build.arg("--release");
        }
        let built = build.output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        profile
    })
}

/// The program, in English, with nothing of the caller's environment that could change its output.
pub fn greffe() -> Command {
    let mut command = Command::new(programs().join("greffe"));
    command.env_clear().env("LANG", "en_GB.UTF-8").env("GREFFE_BY", "clerk");
    for kept in ["PATH", "TMPDIR", "HOME"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    command.current_dir(root());
    command
}

/// What a run of the program gave.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs the program with some arguments.
pub fn run<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Run {
    finished(&greffe().args(arguments).output().unwrap())
}

/// Runs the program and demands an exit code.
pub fn expect<S: AsRef<std::ffi::OsStr>>(code: i32, arguments: &[S]) -> Run {
    let run = run(arguments);
    assert_eq!(run.code, code, "stdout:\n{}\nstderr:\n{}", run.out, run.err);
    run
}

/// Runs the program, demands success and reads its JSON.
pub fn json<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> serde_json::Value {
    let run = expect(0, arguments);
    serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {}", run.out))
}

pub fn finished(output: &Output) -> Run {
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A file or folder of the repository.
pub fn repository(path: &str) -> String {
    root().join(path).display().to_string()
}

/// A path as an argument.
pub fn arg(path: &Path) -> String {
    path.display().to_string()
}

/// The folder of real acts, or `None` (said in a line) where there is none; in CI it must be there.
pub fn acts() -> Option<PathBuf> {
    let default = || root().join("../shared/corpus");
    let folder = std::env::var_os("GREFFE_CORPUS").map_or_else(default, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is absent; set GREFFE_CORPUS", folder.display());
    println!("skipped: {} is absent; set GREFFE_CORPUS to run this test", folder.display());
    None
}
