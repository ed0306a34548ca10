//! The tests of reading acts end to end, as one program: only the public entry points are used.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's own message"
)]

mod accounts;
mod annexes;
mod apart;
mod asides;
mod attendance_forms;
mod bases;
mod beneficiary_forms;
mod feet;
mod figures;
mod grants;
mod grounds;
mod heading_forms;
mod headings;
mod heads;
mod layouts;
mod listed;
mod matters;
mod members;
mod met;
mod minutes;
mod moneys;
mod narrowed;
mod not_so;
mod parts;
mod passages;
mod plain;
mod present;
mod relined;
mod robust;
mod roles;
mod rolls;
mod samples;
mod settings;
mod sheets;
mod spelled;
mod spoken;
mod sum_roles;
mod sum_words;
mod sums;
mod tables;
mod told;
mod turned;
mod unlike;
mod unread;
mod vote_forms;
mod votes;
mod voting;
mod wordings;
