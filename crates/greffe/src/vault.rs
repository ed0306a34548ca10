//! The vault: personal data of others than officials, outside the chain, where it can be erased.
//!
//! ```text
//! vault/<64 hex digits: blake3 of salt and value>     64 hex digits of salt, a line feed, the value
//! ```
//!
//! An entry holds `{"sealed":H}` in the place of the value: a digest over it and 32 random bytes, which
//! nobody can guess a short value by. Erasing writes over the file and removes it, so that neither value nor
//! salt is left; the entry, the chain over it and every proof stay what they were. What no program can
//! reach is left out of the promise: copies of the medium, and what a disk keeps of overwritten blocks.
//!
//! Files and texts of documents may be erased too: they are outside the chain as well.

use crate::append::NewFact;
use crate::beside::Copied;
use crate::error::{Error, told};
use crate::ledger::Ledger;
use crate::proof::{UNFINISHED, read_small, write_whole};
use greffe_chain::Hash;
use greffe_domain::{Edtf, Grade, PersonalDataErased, is_hidden};
use greffe_store::{Receipt, wipe};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Bytes of a salt in hex and its line feed.
const SALT_BYTES: usize = 65;

/// The longest file of the vault that is read: an entry would not hold a longer value either.
const MAX_SEALED_BYTES: u64 = 65_536 + SALT_BYTES as u64;

/// What an erasure did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Sealed values that are gone.
    pub values: u64,
    /// Files and texts of documents that are gone.
    pub documents: u64,
    /// The entry that records it; none where it was recorded before.
    pub recorded: Option<u64>,
}

/// The legal ground of an erasure, as it is recorded: words that can be read, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground(String);

/// Why a text is no legal ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GroundForm {
    /// Nothing, or nothing that says anything.
    #[error(
        "the legal ground is empty: an erasure cannot be taken back, and is recorded with its article"
    )]
    Empty,
    /// A character that steers a reader or cannot be seen.
    #[error("the legal ground holds a character that cannot be read (U+{0:04X})")]
    Character(u32),
}

impl Ground {
    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Ground {
    type Err = GroundForm;

    fn from_str(text: &str) -> Result<Ground, GroundForm> {
        let text = text.trim();
        if let Some(odd) = text.chars().find(|c| is_hidden(*c)) {
            return Err(GroundForm::Character(odd.into()));
        }
        if !text.contains(char::is_alphanumeric) {
            return Err(GroundForm::Empty);
        }
        Ok(Ground(text.to_owned()))
    }
}

/// The vault of a ledger, or that of a backup.
#[derive(Debug, Clone)]
pub(crate) struct Vault {
    dir: PathBuf,
}

/// What was found of a vault.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VaultReport {
    /// Sealed values that are held, and whose digest is theirs.
    pub held: u64,
    /// Sealed values and documents that were erased.
    pub erased: u64,
    /// What is wrong: a value that is not what was sealed, one that is lost, one that was erased and is
    /// held.
    pub faults: Vec<String>,
    /// The rights of the folder, where others than its owner have any.
    pub open_to_others: Option<u32>,
    /// Values that are held and that no entry names: they were sealed for a recording that a crash cut
    /// off, or that is under way. [`Ledger::erase`] removes them.
    pub orphans: Vec<Hash>,
}

impl Vault {
    pub(crate) fn of(dir: &Path) -> Vault {
        Vault { dir: dir.join("vault") }
    }

    fn path(&self, digest: Hash) -> PathBuf {
        self.dir.join(digest.to_string())
    }

    /// Seals a value under a salt; it is on disk when this returns.
    fn seal(&self, salt: &[u8; 32], value: &str) -> Result<Hash, Error> {
        let digest = digest(salt, value);
        let sealed = format!("{}\n{value}", Hash(*salt));
        write_whole(&self.path(digest), sealed.as_bytes(), true)?;
        Ok(digest)
    }

    /// The value under a digest; None where none is held, an error where it is not what was sealed.
    pub(crate) fn open(&self, digest: Hash) -> Result<Option<String>, Error> {
        Ok(self.whole(digest)?.map(|sealed| sealed.split_at(SALT_BYTES).1.to_owned()))
    }

    /// The file of a value, salt and all, if the digest is theirs.
    fn whole(&self, digest: Hash) -> Result<Option<String>, Error> {
        let path = self.path(digest);
        let Some(bytes) = read_small(&path, MAX_SEALED_BYTES)? else { return Ok(None) };
        let damaged =
            || Error::Entry { seq: None, reason: format!("the sealed value {digest} is damaged") };
        let sealed = String::from_utf8(bytes).map_err(|_| damaged())?;
        let (salt, value) = sealed.split_at_checked(SALT_BYTES).ok_or_else(damaged)?;
        let salt = salt.strip_suffix('\n').ok_or_else(damaged)?;
        let Hash(salt) = salt.parse().map_err(|_| damaged())?;
        let found = self::digest(&salt, value);
        if found == digest { Ok(Some(sealed)) } else { Err(damaged()) }
    }

    /// The digests that are held, in order; none where there is no vault.
    pub(crate) fn held(&self) -> Result<BTreeSet<Hash>, Error> {
        let failed = |source| Error::File { path: self.dir.clone(), source };
        let files = match std::fs::read_dir(&self.dir) {
            Ok(files) => files,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(BTreeSet::new());
            }
            Err(error) => return Err(failed(error)),
        };
        let mut held = BTreeSet::new();
        for file in files {
            let name = file.map_err(failed)?.file_name();
            held.extend(name.to_str().and_then(|name| name.parse::<Hash>().ok()));
        }
        Ok(held)
    }

    /// Leaves nothing of a value. Whether it was held.
    fn erase(&self, digest: Hash) -> Result<bool, Error> {
        // What a crash left and cannot be removed keeps no value.
        let swept = self.sweep();
        let held = wipe(&self.path(digest))?;
        swept.map(|()| held)
    }

    /// Leaves nothing of values that a crash kept from being sealed: nobody knows whose they are.
    fn sweep(&self) -> Result<(), Error> {
        for file in std::fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            if file.file_name().to_string_lossy().starts_with(UNFINISHED) {
                wipe(&file.path())?;
            }
        }
        Ok(())
    }

    /// Copies into `dir`'s vault the whole values that it lacks, and erases there what entries record as
    /// erased, and that alone: what this vault has lost is not lost there. What is damaged here, and what
    /// is held there and no longer here, is told.
    pub(crate) fn copy_into(&self, dir: &Path, erased: &BTreeSet<Hash>) -> Result<Copied, Error> {
        let (into, mut copied) = (Vault::of(dir), Copied::default());
        if let Err(error) = told(into.sweep())? {
            copied.fault("vault", &error);
        }
        let theirs = into.held()?;
        for gone in theirs.intersection(erased) {
            into.erase(*gone)?;
        }
        let ours = told(self.held())?.unwrap_or_else(|error| {
            copied.fault("vault", &error);
            BTreeSet::new()
        });
        for digest in ours.difference(erased) {
            let sealed = match told(self.whole(*digest))? {
                Ok(Some(sealed)) => sealed,
                // It was erased meanwhile.
                Ok(None) => continue,
                Err(error) => {
                    let place = Path::new("vault").join(digest.to_string());
                    copied.fault(place, &fault(*digest, &error));
                    continue;
                }
            };
            if matches!(told(into.open(*digest))?, Ok(Some(_))) {
                continue;
            }
            write_whole(&into.path(*digest), sealed.as_bytes(), true)?;
            copied.repaired += u64::from(theirs.contains(digest));
        }
        let lost = theirs.difference(&ours).filter(|digest| !erased.contains(digest));
        let lost = lost.filter(|digest| matches!(into.open(**digest), Ok(Some(_))));
        copied.missing = lost
            .map(|digest| {
                format!("the sealed value {digest} is lost in the ledger; the backup holds it")
            })
            .collect();
        Ok(copied)
    }
}

/// The rights of a folder, where others than its owner have any.
#[cfg(unix)]
fn open_to_others(dir: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(dir).ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> Option<u32> {
    None
}

/// What is wrong with a value that is held.
fn fault(digest: Hash, error: &Error) -> String {
    match error {
        Error::Entry { .. } => format!("the sealed value {digest} is not what was sealed"),
        other => other.to_string(),
    }
}

/// The digest that stands for a value: blake3 of the salt and its bytes.
fn digest(salt: &[u8; 32], value: &str) -> Hash {
    Hash::of(&[salt.as_slice(), value.as_bytes()].concat())
}

/// The digests that data holds in the place of values.
pub(crate) fn sealed_in(data: &str) -> impl Iterator<Item = Hash> + '_ {
    // Whatever spaces a writer left, the digest is the string behind the key.
    data.match_indices("\"sealed\"").filter_map(move |(at, key)| {
        let rest = data.get(at + key.len()..)?.trim_start().strip_prefix(':')?.trim_start();
        rest.strip_prefix('"')?.split('"').next()?.parse().ok()
    })
}

impl Ledger {
    /// The values that an entry to come may hold sealed, in their places: each JSON pointer of `seal` in
    /// `data`, put into the vault and replaced by its digest.
    pub(crate) fn seal_in(&self, data: &mut Value, seal: &[String]) -> Result<(), Error> {
        for pointer in seal {
            let odd =
                |what: &str| Error::Draft { event: None, reason: format!("{pointer}: {what}") };
            let place =
                data.pointer_mut(pointer).ok_or_else(|| odd("there is no such value to seal"))?;
            let value = place.as_str().ok_or_else(|| odd("only a text can be sealed"))?.to_owned();
            let mut salt = [0_u8; 32];
            getrandom::fill(&mut salt).map_err(|error| Error::Entropy(error.to_string()))?;
            let digest = Vault::of(self.store()?.dir()).seal(&salt, &value)?;
            *place = serde_json::json!({ "sealed": digest.to_string() });
        }
        Ok(())
    }

    /// The value that was sealed under a digest; None where it is not held, because it was erased or
    /// never was.
    ///
    /// # Errors
    /// [`Error::Entry`] when what is held is not what was sealed, [`Error::File`] when it cannot be read.
    pub fn unsealed(&self, digest: Hash) -> Result<Option<String>, Error> {
        match self.reader() {
            Ok(reader) => Vault::of(reader.dir()).open(digest),
            Err(_) => Ok(None),
        }
    }

    /// The digests of sealed values and the hashes of documents that entries record as erased.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read.
    pub fn erased(&self) -> Result<BTreeSet<Hash>, Error> {
        Ok(self.erasures()?.digests())
    }

    /// Erases sealed values, by their digests, and documents, by their hashes, and records it with its
    /// ground. It is recorded before anything is gone: an erasure that a crash cut off is repeated with
    /// the same call.
    ///
    /// # Errors
    /// [`Error::NotFound`] when one of them is neither held nor recorded as erased: nothing is erased.
    /// [`Error::NotErased`] when some of them could not be erased: all others are.
    pub async fn erase(
        &self,
        digests: &[Hash],
        ground: &Ground,
        on: Option<Edtf>,
        by: &str,
    ) -> Result<Erased, Error> {
        let store = self.store()?;
        let (vault, before) = (Vault::of(store.dir()), self.erased()?);
        for digest in digests {
            let held = vault.path(*digest).exists() || store.holds_document(*digest);
            if !held && !before.contains(digest) {
                return Err(Error::NotFound {
                    what: format!("the sealed value or document {digest}"),
                });
            }
        }
        let new: Vec<&Hash> = digests.iter().filter(|digest| !before.contains(digest)).collect();
        let mut recorded = None;
        if !new.is_empty() {
            let event = PersonalDataErased {
                sealed: new.iter().map(ToString::to_string).collect(),
                ground: ground.as_str().to_owned(),
                on,
            };
            let ledger = greffe_domain::StreamId::ledger();
            let fact = NewFact::new(ledger, event, Edtf::unknown(), Grade::Record, by);
            let Receipt { entries, .. } = self.append(vec![fact], Vec::new()).await?;
            recorded = entries.first().map(|entry| entry.seq);
        }
        let (mut values, mut documents, mut rest) = (0, 0, Vec::new());
        for digest in digests {
            // One that cannot be erased keeps none of the others: all of them are recorded as gone.
            let value = vault.erase(*digest);
            let document = store.erase_document(*digest).map_err(Error::from);
            values += u64::from(matches!(value, Ok(true)));
            documents += u64::from(matches!(document, Ok(true)));
            let failed = value.err().or(document.err());
            rest.extend(failed.map(|error| (*digest, error.to_string())));
        }
        if rest.is_empty() {
            Ok(Erased { values, documents, recorded })
        } else {
            Err(Error::NotErased { done: values + documents, rest })
        }
    }
}

/// The vault of a ledger or of a backup, held against what entries seal and what they record as erased.
/// Where not every entry could be read (`whole`), no value is said to be named by none; `holds` says
/// whether there is a document.
///
/// # Errors
/// A shortage of the system, which says nothing of the vault.
pub(crate) fn check(
    dir: &Path,
    sealed: &BTreeSet<Hash>,
    erased: &BTreeSet<Hash>,
    whole: bool,
    holds: impl Fn(Hash) -> bool,
) -> Result<VaultReport, Error> {
    let vault = Vault::of(dir);
    let mut found = VaultReport { erased: erased.len() as u64, ..VaultReport::default() };
    found.open_to_others = open_to_others(&vault.dir);
    let held = told(vault.held())?.unwrap_or_else(|error| {
        found.faults.push(error.to_string());
        BTreeSet::new()
    });
    for digest in &held {
        match told(vault.open(*digest))? {
            _ if erased.contains(digest) => {
                found.faults.push(format!("the sealed value {digest} was erased and is held"));
            }
            Ok(Some(_)) => {
                found.held += 1;
                if whole && !sealed.contains(digest) {
                    found.orphans.push(*digest);
                }
            }
            Ok(None) => {}
            Err(error) => found.faults.push(fault(*digest, &error)),
        }
    }
    for digest in sealed.difference(&held).filter(|digest| !erased.contains(digest)) {
        found.faults.push(format!("the sealed value {digest} is neither held nor erased"));
    }
    for digest in erased.iter().filter(|digest| holds(**digest)) {
        found.faults.push(format!("the document {digest} was erased and is held"));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_says_something_on_one_line() {
        let read = |text: &str| text.parse::<Ground>().map(|ground| ground.0);
        assert_eq!(read(" RGPD, art. 17\u{a0}1 b "), Ok("RGPD, art. 17\u{a0}1 b".to_owned()));
        for empty in ["", " ", "\u{a0}\u{2003}", "\n", "-", "…"] {
            assert_eq!(read(empty), Err(GroundForm::Empty), "{empty:?}");
        }
        for odd in ["a\nb", "a\u{1b}[2J", "a\u{202e}b", "a\u{200b}", "\u{0}a", "a\u{85}b"] {
            assert!(matches!(read(odd), Err(GroundForm::Character(_))), "{odd:?}");
        }
    }
}
