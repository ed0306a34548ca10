//! Where a log publishes: a directory, or an address.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;
use thiserror::Error;

/// How long a server may take for one file.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Where a log publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A directory.
    Directory(PathBuf),
    /// The address in front of `/checkpoint` and `/tile/…`.
    Http(String),
}

/// A published file could not be read.
#[derive(Debug, Error)]
#[error("cannot read {place}: {why}")]
pub struct SourceError {
    /// Which file.
    pub place: String,
    /// Why, as the system or the server says it.
    pub why: String,
}

impl Source {
    /// A source as a person writes it: an address, or else a directory.
    #[must_use]
    pub fn of(text: &str) -> Source {
        if text.starts_with("http://") || text.starts_with("https://") {
            Source::Http(text.trim_end_matches('/').to_owned())
        } else {
            Source::Directory(Path::new(text).to_owned())
        }
    }

    /// The bytes of a published file, `most` and one at most; `None` where there is none.
    ///
    /// # Errors
    /// [`SourceError`] when it may be there and cannot be read.
    pub fn read(&self, name: &str, most: u64) -> Result<Option<Vec<u8>>, SourceError> {
        match self {
            Source::Directory(dir) => from_file(&dir.join(name), most),
            Source::Http(base) => from_server(&format!("{base}/{name}"), most),
        }
    }
}

/// Opens a regular file; None where there is none. Whoever writes a folder that is followed, or remembered
/// in, may put a pipe there: opening it would wait for its writer for ever.
pub(crate) fn open(path: &Path) -> io::Result<Option<File>> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_file() => File::open(path).map(Some),
        Ok(_) => Err(io::Error::new(io::ErrorKind::InvalidData, "it is not a regular file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn from_file(path: &Path, most: u64) -> Result<Option<Vec<u8>>, SourceError> {
    let wrong = |error: io::Error| SourceError {
        place: path.display().to_string(),
        why: error.to_string(),
    };
    let Some(file) = open(path).map_err(wrong)? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(wrong)?;
    Ok(Some(bytes))
}

fn from_server(url: &str, most: u64) -> Result<Option<Vec<u8>>, SourceError> {
    let wrong = |why: String| SourceError { place: url.to_owned(), why };
    if url.starts_with("https://") {
        return Err(wrong(
            "https is not spoken here; put a proxy in front, or give a directory".into(),
        ));
    }
    let mut answer = agent().get(url).call().map_err(|error| wrong(error.to_string()))?;
    match answer.status().as_u16() {
        200 => {}
        404 | 410 => return Ok(None),
        status => return Err(wrong(format!("the server answers {status}"))),
    }
    let mut bytes = Vec::new();
    let read = answer.body_mut().as_reader().take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| wrong(error.to_string()))?;
    Ok(Some(bytes))
}

/// A client without cookies, proxies or endless patience; answers of any status are answers.
pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .max_redirects(3)
        .user_agent("greffe-witness")
        .build()
        .into()
}
