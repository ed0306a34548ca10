//! Rule packs from their files.

use crate::error::Error;
use crate::proof::read_small;
use greffe_audit_trail::{BUREAU_FOLLOWS_COUNCIL, RulePack, Setting};
use greffe_chain::Hash;
use serde_json::{Value, json};
use std::path::Path;

/// The longest rule pack that is read, in bytes.
const LONGEST: u64 = 1_000_000;

/// A rule pack with the file it was read from, so that a report can say by what rules it judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulePackFile {
    /// The name of the file.
    pub name: String,
    /// The blake3 hash of its bytes.
    pub blake3: Hash,
    /// What it says.
    pub pack: RulePack,
}

impl RulePackFile {
    /// Reads a rule pack.
    ///
    /// # Errors
    /// [`Error::File`] when the file cannot be read, [`Error::RulePack`] with line and column when
    /// it cannot be used.
    pub fn open(path: &Path) -> Result<RulePackFile, Error> {
        let file = |source| Error::File { path: path.into(), source };
        let absent = || std::io::Error::from(std::io::ErrorKind::NotFound);
        let bytes = read_small(path, LONGEST)?.ok_or_else(|| file(absent()))?;
        if bytes.len() as u64 > LONGEST {
            let why = format!("it is longer than the {LONGEST} bytes of a rule pack");
            return Err(file(std::io::Error::new(std::io::ErrorKind::InvalidData, why)));
        }
        let text = std::str::from_utf8(&bytes)
            .map_err(|e| file(std::io::Error::new(std::io::ErrorKind::InvalidData, e)))?;
        let pack =
            RulePack::read(text).map_err(|source| Error::RulePack { path: path.into(), source })?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Ok(RulePackFile { name, blake3: Hash::of(&bytes), pack })
    }

    /// What a report records of it: file, hash, rules left out, parameters set.
    #[must_use]
    pub fn record(&self) -> Value {
        let (mut disabled, mut parameters) = (Vec::new(), Vec::new());
        for (rule, setting) in self.pack.settings() {
            match setting {
                Setting::Disabled { reason } => {
                    disabled.push(json!({ "rule": rule, "reason": reason }));
                }
                Setting::Local { parameter, value, from, until, reason } => {
                    parameters.push(json!({
                        "rule": rule, "parameter": parameter.name, "value": value,
                        "law": parameter.law, "from": from, "until": until, "reason": reason,
                    }));
                }
            }
        }
        json!({
            "title": self.pack.title(), "file": self.name, "blake3": self.blake3.to_string(),
            "disabled": disabled, "parameters": parameters,
            "assumptions": self.pack.bureau_apart().map(|reason| {
                json!({ BUREAU_FOLLOWS_COUNCIL: { "disabled": true, "reason": reason } })
            }),
        })
    }
}
