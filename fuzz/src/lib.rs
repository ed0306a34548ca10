//! One target per parser of outside bytes, each a plain function that panics when a law is broken.
//!
//! The laws of `targets` need the chain and the domain only, those of `proof` the room of proofs as well;
//! those of `facade` need the whole house. libFuzzer runs them through `fuzz_targets/`; `crates/testkit` compiles the same files
//! and runs them for some seconds with every `cargo test`.

pub mod proof;
pub mod targets;

#[cfg(feature = "facade")]
pub mod facade;

#[cfg(feature = "facade")]
pub mod store;
