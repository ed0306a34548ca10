//! What can be wrong with the bytes of one entry, and what can keep one from being written.
//!
//! Every variant has a stable [`ParseError::code`]: the vectors under `tests/vectors` and other
//! implementations name faults by it. Offsets are bytes from the start of the entry.

use thiserror::Error;

/// Why a run of bytes is not an entry. `at` is a byte offset from the start of the entry.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseError {
    /// Longer than the 65 535 bytes that a page can hold for one entry.
    #[error("the entry is {len} bytes long; an entry has at most 65535")]
    TooLong {
        /// Length found, in bytes.
        len: usize,
    },
    /// A line feed inside: an entry is one line without its newline.
    #[error("a line feed stands at byte {at}; an entry is a single line")]
    LineFeed {
        /// Where.
        at: usize,
    },
    /// The bytes are not UTF-8.
    #[error("the bytes stop being UTF-8 at byte {at}")]
    NotUtf8 {
        /// First byte that is not part of a valid sequence.
        at: usize,
    },
    /// Not JSON (RFC 8259).
    #[error("not JSON at byte {at}: {expected} was expected")]
    NotJson {
        /// Where.
        at: usize,
        /// What should have stood there.
        expected: &'static str,
    },
    /// Nested deeper than any entry needs; refused so that reading cannot exhaust the stack.
    #[error("values are nested more than 64 deep at byte {at}")]
    TooDeep {
        /// Where.
        at: usize,
    },
    /// The same key twice in one object, at any depth: two readers could see two values.
    #[error("the key {key:?} stands a second time in its object at byte {at}")]
    DuplicateKey {
        /// Where the second one stands.
        at: usize,
        /// The key, unescaped.
        key: String,
    },
    /// A number with a fraction or an exponent, or a negative zero.
    #[error("the number at byte {at} is not an integer; amounts are cents, shares are ratios")]
    NotInteger {
        /// Where.
        at: usize,
    },
    /// An integer that 64 signed bits, or its field, cannot hold.
    #[error("the integer at byte {at} is out of range")]
    IntegerRange {
        /// Where.
        at: usize,
    },
    /// A field that every entry has is absent.
    #[error("the field `{field}` is missing")]
    MissingField {
        /// Dotted name from the top of the entry.
        field: &'static str,
    },
    /// A field holds a value of the wrong shape.
    #[error("the field `{field}` at byte {at} must be {expected}")]
    Field {
        /// Dotted name from the top of the entry.
        field: &'static str,
        /// Where its value stands.
        at: usize,
        /// What it must be.
        expected: &'static str,
    },
    /// A span that ends before it begins.
    #[error("the span [{start},{end}] at byte {at} ends before it begins")]
    SpanOrder {
        /// Where.
        at: usize,
        /// First byte of the passage.
        start: u64,
        /// One past its last byte.
        end: u64,
    },
    /// A cause that is not an earlier entry.
    #[error("entry {seq} names entry {cause} as a cause; a cause is an earlier entry")]
    CauseOrder {
        /// The entry's own sequence number.
        seq: u64,
        /// The cause that does not come before it.
        cause: u64,
    },
}

impl ParseError {
    /// The stable name of this fault, as used in the vectors (docs/format.md §8).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            ParseError::TooLong { .. } => "too-long",
            ParseError::LineFeed { .. } => "line-feed",
            ParseError::NotUtf8 { .. } => "not-utf8",
            ParseError::NotJson { .. } => "not-json",
            ParseError::TooDeep { .. } => "too-deep",
            ParseError::DuplicateKey { .. } => "duplicate-key",
            ParseError::NotInteger { .. } => "not-integer",
            ParseError::IntegerRange { .. } => "integer-range",
            ParseError::MissingField { .. } => "missing-field",
            ParseError::Field { .. } => "field-form",
            ParseError::SpanOrder { .. } => "span-order",
            ParseError::CauseOrder { .. } => "cause-order",
        }
    }
}

/// Why fields cannot be written as an entry. Nothing is written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The line would not fit a page.
    #[error(
        "entry {seq} ({kind}) would be {len} bytes long, the limit is 65535: \
         register the long text as a document and cite it by span"
    )]
    TooLong {
        /// Sequence number of the entry.
        seq: u64,
        /// Its kind.
        kind: String,
        /// Length it would have, in bytes.
        len: usize,
    },
    /// A field breaks a rule of the format; the offset counts in the line that would result.
    #[error("entry {seq} ({kind}) breaks the format: {source}")]
    Invalid {
        /// Sequence number of the entry.
        seq: u64,
        /// Its kind.
        kind: String,
        /// The rule.
        source: ParseError,
    },
}
