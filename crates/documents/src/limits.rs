//! How much of a file is read at all. An act has pages by the dozen and kilobytes of text; what
//! goes beyond these figures is no act, whatever else it is.

/// The largest file that is opened, in bytes: scans with a text layer are large.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The longest text that is read from a file, in bytes.
pub const MAX_TEXT_BYTES: usize = 16 * 1024 * 1024;

/// The largest file that is inflated from a package, in bytes.
pub(crate) const MAX_PART_BYTES: u64 = 64 * 1024 * 1024;

/// The most files in a package.
pub(crate) const MAX_PARTS: usize = 4096;

/// How deep elements may nest.
pub(crate) const MAX_DEPTH: usize = 256;

/// The most columns that a row of a table is given.
pub(crate) const MAX_COLUMNS: usize = 256;
