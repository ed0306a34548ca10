//! What the end-to-end tests and the evaluation tool share: the comparison of drafts with labels.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod evaluation;
