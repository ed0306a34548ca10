//! Checkpoints (C2SP tlog-checkpoint): the text of a note that stands for a whole ledger.
//!
//! ```text
//! origin      which ledger, by a name that nobody else uses
//! size        how many entries, decimal
//! root        base64 of the root of the Merkle tree over them
//! …           lines of extensions, none of which greffe writes
//! ```

use std::fmt;
use std::str::FromStr;

use greffe_chain::merkle::TreeHash;
use thiserror::Error;

use crate::base64;

/// The largest tree that a checkpoint may state: 2⁶³−1 entries, as many as an entry's `seq` can count.
pub const MAX_TREE_SIZE: u64 = i64::MAX.unsigned_abs();

/// Origin, size and root of a ledger at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: TreeHash,
    extensions: Vec<String>,
}

/// Why a text is not a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CheckpointForm {
    /// Fewer than three lines, or no line feed at the end.
    #[error("a checkpoint is three lines or more: origin, size, root")]
    Lines,
    /// An empty origin, or one with a line feed or another control character.
    #[error("the origin of a checkpoint is one line that is not empty")]
    Origin,
    /// Not a decimal number without leading zero, up to 2⁶³−1.
    #[error("the size of a checkpoint is a decimal number without leading zero, up to 2^63-1")]
    Size,
    /// Not 32 bytes of base64.
    #[error("the root of a checkpoint is 32 bytes in base64")]
    Root,
    /// A tree without entries whose root is not that of an empty tree, or the other way.
    #[error("the root is not that of an empty tree")]
    Empty,
    /// An empty line among the extensions.
    #[error("a line of an extension is not empty")]
    Extension,
}

impl Checkpoint {
    /// A checkpoint without extensions.
    ///
    /// # Errors
    /// [`CheckpointForm`] for an origin or a size that it cannot state.
    pub fn new(origin: &str, size: u64, root: TreeHash) -> Result<Checkpoint, CheckpointForm> {
        if origin.is_empty() || origin.chars().any(char::is_control) {
            return Err(CheckpointForm::Origin);
        }
        if size > MAX_TREE_SIZE {
            return Err(CheckpointForm::Size);
        }
        if (size == 0) != (root == TreeHash::empty_root()) {
            return Err(CheckpointForm::Empty);
        }
        Ok(Checkpoint { origin: origin.to_owned(), size, root, extensions: Vec::new() })
    }

    /// Which ledger it is about.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many entries there were.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree over them.
    #[must_use]
    pub const fn root(&self) -> TreeHash {
        self.root
    }

    /// Lines behind the root, whose meaning is not known here. They are signed with the rest.
    #[must_use]
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, base64::encode(self.root.as_bytes()))?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointForm;

    fn from_str(text: &str) -> Result<Checkpoint, CheckpointForm> {
        let whole = text.strip_suffix('\n').ok_or(CheckpointForm::Lines)?;
        let mut lines = whole.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointForm::Lines);
        };
        let size = decimal(size).ok_or(CheckpointForm::Size)?;
        let root = base64::decode(root).ok_or(CheckpointForm::Root)?;
        let root = TreeHash::try_from(root.as_slice()).map_err(|_| CheckpointForm::Root)?;
        let mut read = Checkpoint::new(origin, size, root)?;
        read.extensions = lines.map(str::to_owned).collect();
        if read.extensions.iter().any(String::is_empty) {
            return Err(CheckpointForm::Extension);
        }
        Ok(read)
    }
}

/// A decimal number in its only spelling, up to 2⁶³−1.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number <= MAX_TREE_SIZE && number.to_string() == text).then_some(number)
}
