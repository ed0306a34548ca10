//! Questions to a history: what made a figure what it is, what would have been without an act,
//! since when something has been so.
//!
//! Every answer is a view of the one mechanism below it: a state's fields, each with the entries
//! and passages it rests on. It must not know: bytes, the store, the terminal.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod timeline;

pub use timeline::{Learned, Timeline, TimelineEvent, acts_named_by, is_sitting_of};
