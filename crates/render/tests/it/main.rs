//! Whole pages: golden files of the tour, laws of every page.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story that cannot be told fails its test"
)]

mod laws;
mod pages;
mod questions;
mod report;
mod sentences;
mod story;
mod timeline;
