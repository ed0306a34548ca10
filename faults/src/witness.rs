//! The witness: what the store acknowledged, told to a file that no fault touches.
//!
//! The driver appends to it after each receipt, in one write, so that a driver which dies leaves
//! whole lines, or one that is cut off. It is not synced: only the process dies, never the machine. For the power cuts it
//! lies outside the simulated disk.
//!
//! ```text
//! created                       the ledger was created
//! run SEED WRITERS SIZE         the calls that follow are those of this run
//! ack SEQ HASH                  an entry was acknowledged
//! done SEED WRITER NUMBER       so was this whole call
//! doc HASH                      a document was stored
//! backup COUNT DIR              a backup of so many entries was finished
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use greffe_store::Receipt;

use crate::plan::Run;

/// The file, open for adding to it.
#[derive(Debug)]
pub struct Witness {
    file: File,
}

impl Witness {
    /// Opens or begins the file. What a kill left without its line feed, as it may where a page of the
    /// file ends, was never told: the next line must not continue it.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn open(path: &Path) -> std::io::Result<Witness> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let told = std::fs::read(path)?;
        let whole = told.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
        if whole < told.len() {
            file.set_len(whole as u64)?;
        }
        Ok(Witness { file })
    }

    /// Tells lines, in one write.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn tell(&self, lines: &str) -> std::io::Result<()> {
        (&self.file).write_all(lines.as_bytes())
    }

    /// Tells a receipt, and which call of which run it answers.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn acknowledged(
        &self,
        receipt: &Receipt,
        call: Option<(&Run, u32, u64)>,
    ) -> std::io::Result<()> {
        let mut lines = String::new();
        for entry in &receipt.entries {
            let _ = writeln!(lines, "ack {} {}", entry.seq, entry.hash);
        }
        if let Some((run, writer, number)) = call {
            let _ = writeln!(lines, "done {} {writer} {number}", run.seed);
        }
        self.tell(&lines)
    }
}

/// What a witness has been told.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Whether the creation of the ledger was acknowledged.
    pub created: bool,
    /// Number and hash of every acknowledged entry, in the order told.
    pub acks: Vec<(u64, String)>,
    /// The runs, in their order.
    pub runs: Vec<Run>,
    /// The last acknowledged call of each writer of each run.
    pub done: BTreeMap<(u64, u32), u64>,
    /// Hashes of the stored documents.
    pub documents: Vec<String>,
    /// Entries and place of each finished backup.
    pub backups: Vec<(u64, PathBuf)>,
}

impl Told {
    /// Reads what `path` tells; nothing if there is no such file.
    ///
    /// # Errors
    /// A line that no driver writes.
    pub fn read(path: &Path) -> Result<Told, String> {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let mut told = Told::default();
        // What a kill left without its line feed was never told.
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        for line in whole.lines() {
            told.line(line).ok_or_else(|| format!("the witness says: {line}"))?;
        }
        Ok(told)
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let mut rest = rest.split(' ');
        let mut next = || rest.next();
        match word {
            "created" => self.created = true,
            "run" => self.runs.push(Run {
                seed: next()?.parse().ok()?,
                writers: next()?.parse().ok()?,
                size: next()?.parse().ok()?,
            }),
            "ack" => self.acks.push((next()?.parse().ok()?, next()?.to_owned())),
            "done" => {
                let key = (next()?.parse().ok()?, next()?.parse().ok()?);
                self.done.insert(key, next()?.parse().ok()?);
            }
            "doc" => self.documents.push(next()?.to_owned()),
            "backup" => self.backups.push((next()?.parse().ok()?, next()?.into())),
            _ => return None,
        }
        Some(())
    }
}
