//! Packages: the ZIP files that DOCX and ODT are, read part by part within limits.
//!
//! Lengths that a package states are not believed: what is inflated is counted as it comes.

use crate::error::ReadError;
use crate::limits::{MAX_PART_BYTES, MAX_PARTS};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// A package that was opened.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    format: &'static str,
    /// How many bytes may still be inflated, over all parts.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens the directory of a package; nothing is inflated.
    pub(crate) fn open(bytes: &'a [u8], format: &'static str) -> Result<Package<'a>, ReadError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(format, &e))?;
        if zip.len() > MAX_PARTS {
            return Err(ReadError::limit(format, "4096 files in the package"));
        }
        Ok(Package { zip, format, left: MAX_PART_BYTES })
    }

    /// The same under the name of the format that it turned out to be.
    pub(crate) fn named(self, format: &'static str) -> Package<'a> {
        Package { format, ..self }
    }

    /// Whether it holds a part.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// A part as UTF-8 text without its mark; `None` where there is none of that name.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let format = self.format;
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let part = self.zip.by_index(index).map_err(|e| broken(format, &e))?;
        let mut bytes = Vec::new();
        let read = part.take(self.left.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|e| damaged(format, format!("its part {name} cannot be inflated: {e}")))?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self
            .left
            .checked_sub(length)
            .ok_or(ReadError::limit(format, "64 MiB of inflated text"))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| damaged(format, format!("its part {name} is not UTF-8")))?;
        Ok(Some(match text.strip_prefix('\u{feff}') {
            Some(bare) => bare.to_owned(),
            None => text,
        }))
    }
}

fn damaged(format: &'static str, reason: String) -> ReadError {
    ReadError::damaged(format, reason)
}

fn broken(format: &'static str, error: &ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(what) if what.contains("assword") => {
            ReadError::encrypted(format)
        }
        error => damaged(format, format!("its package cannot be opened: {error}")),
    }
}
