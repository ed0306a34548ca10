//! End-to-end tests: real processes, real files, one test binary.
#![allow(missing_docs, reason = "tests document themselves")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed expectation is a test's own message"
)]

mod attacks;
mod audit_exit;
mod bad_input;
mod beside;
mod by_hand;
mod calibration;
mod case;
mod corpus;
mod crash;
mod discreet;
mod doubted;
mod draft;
mod erasing;
mod explained;
mod forge;
mod formats;
mod french_words;
mod golden;
mod hostile;
mod import;
mod inquiry;
mod layers;
mod linking;
mod misplaced;
mod one_answer;
mod overriding;
mod permutation;
mod plain_words;
mod program;
mod proving;
mod publishing;
mod readme;
mod recorded_again;
mod recovery;
mod refusals;
mod report;
mod republished;
mod resting;
mod rule_pack;
mod sample;
mod scarce;
mod seldom;
mod since_when;
mod table_doubts;
mod table_losses;
mod tabular;
mod tamper;
mod timeline;
mod tour;
mod undone;
mod waiting;
mod witnessing;

/// Every file of this folder is a module of this binary: none is forgotten.
#[test]
fn no_file_is_forgotten() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("it");
    let main = std::fs::read_to_string(here.join("main.rs")).unwrap();
    for file in std::fs::read_dir(here).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|e| e == "rs") && name != "main" {
            assert!(main.contains(&format!("\nmod {name};")), "{name}.rs is not a module");
        }
    }
}
