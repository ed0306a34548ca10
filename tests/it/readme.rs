//! The documents' examples run as they stand, and print what they say they print.
//!
//! In a `console` block, a line `$ …` is a command and the lines after it are its output; a line
//! `…` stands for any lines. The commands of a document run one after the other in a folder that goes
//! with the test and in which the repository's `docs` can be read.

use crate::program::{greffe, programs, root};
use std::process::Command;

/// The commands of a document with their expected outputs.
fn examples(text: &str) -> Vec<(String, Vec<String>)> {
    let mut examples: Vec<(String, Vec<String>)> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match (inside, line) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, line) if line.starts_with("$ ") => {
                examples.push((line.trim_start_matches("$ ").to_owned(), Vec::new()));
            }
            (true, line) => examples.last_mut().unwrap().1.push(line.trim_end().to_owned()),
            (false, _) => {}
        }
    }
    examples
}

/// The same text with plain spaces.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// Whether lines are as expected, where `…` stands for any lines.
fn matches(expected: &[String], found: &[&str]) -> Result<(), String> {
    let mut found = found.iter();
    let mut anything = false;
    for line in expected {
        if line == "…" {
            anything = true;
            continue;
        }
        let next = if anything {
            found.by_ref().find(|f| f.trim_end() == line)
        } else {
            found.next().filter(|f| f.trim_end() == line)
        };
        if next.is_none() {
            return Err(line.clone());
        }
        anything = false;
    }
    if anything || found.next().is_none() { Ok(()) } else { Err("more lines follow".to_owned()) }
}

fn run_examples(document: &str) -> usize {
    let text = plain(&std::fs::read_to_string(root().join(document)).unwrap());
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(root().join("docs"), folder.path().join("docs")).unwrap();
    let path = format!("{}:{}", programs().display(), std::env::var("PATH").unwrap());
    let examples = examples(&text);
    for (command, expected) in &examples {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(command).current_dir(folder.path()).env_clear();
        shell.envs(greffe().get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = shell.env("PATH", &path).output().unwrap();
        let out = plain(&String::from_utf8_lossy(&output.stdout));
        let found: Vec<&str> = out.lines().collect();
        if let Err(line) = matches(expected, &found) {
            let err = String::from_utf8_lossy(&output.stderr);
            panic!("{document}: `{command}` does not print « {line} »:\n{out}{err}");
        }
    }
    examples.len()
}

/// The document is a story: one folder, in which its commands follow each other.
#[test]
fn the_recovery_runs() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(root().join("docs"), folder.path().join("docs")).unwrap();
    let text = plain(&std::fs::read_to_string(root().join("docs/recovery.md")).unwrap());
    let path = format!("{}:{}", programs().display(), std::env::var("PATH").unwrap());
    let examples = examples(&text);
    for (command, expected) in &examples {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(command).current_dir(folder.path()).env_clear();
        shell.envs(greffe().get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = shell.env("PATH", &path).output().unwrap();
        let out = plain(&String::from_utf8_lossy(&output.stdout));
        let found: Vec<&str> = out.lines().collect();
        if let Err(line) = matches(expected, &found) {
            panic!("docs/recovery.md: `{command}` does not print « {line} »:\n{out}");
        }
    }
    assert!(examples.len() >= 12);
}

#[test]
fn the_readme_runs() {
    assert!(run_examples("README.md") >= 4);
}

#[test]
fn the_examples_of_expressions_run() {
    assert!(run_examples("docs/expressions.md") >= 8);
}

#[test]
fn the_steps_of_proof_run() {
    assert!(run_examples("docs/keeping-proofs.md") >= 15);
}

#[test]
fn the_walk_through_the_tour_runs() {
    assert!(run_examples("docs/tour/README.md") >= 3);
}

#[test]
fn the_investigation_runs() {
    assert!(run_examples("docs/investigation.md") >= 25);
}

#[test]
fn the_correction_of_a_draft_runs() {
    assert!(run_examples("docs/correcting-a-draft.md") >= 8);
}

/// A newcomer copies them into an empty folder.
#[test]
fn the_first_steps_of_tables_and_acts_run() {
    assert!(run_examples("docs/tables.md") >= 6);
    assert!(run_examples("docs/reading-acts.md") >= 4);
}
