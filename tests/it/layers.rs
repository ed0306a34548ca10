//! The layers of `docs/architecture.md`, held: arrows point one way, and rooms do without.

use crate::program::root;
use std::collections::{BTreeMap, BTreeSet};

/// What each room of the workspace may depend on, among the rooms.
const ARROWS: &[(&str, &[&str])] = &[
    ("greffe-documents", &[]),
    ("greffe-domain", &[]),
    ("greffe-chain", &[]),
    ("greffe-proof", &["greffe-chain"]),
    ("greffe-store", &["greffe-chain"]),
    ("greffe-witness", &["greffe-chain", "greffe-proof"]),
    ("greffe-convention-state", &["greffe-domain"]),
    ("greffe-audit-trail", &["greffe-convention-state", "greffe-domain"]),
    ("greffe-inquiry", &["greffe-audit-trail", "greffe-convention-state", "greffe-domain"]),
    ("greffe-ingest", &["greffe-domain"]),
    ("greffe-tables", &["greffe-documents", "greffe-domain"]),
    (
        "greffe-render",
        &["greffe-audit-trail", "greffe-convention-state", "greffe-domain", "greffe-inquiry"],
    ),
    (
        "greffe",
        &[
            "greffe-audit-trail",
            "greffe-chain",
            "greffe-convention-state",
            "greffe-documents",
            "greffe-domain",
            "greffe-ingest",
            "greffe-inquiry",
            "greffe-proof",
            "greffe-store",
            "greffe-tables",
        ],
    ),
    ("greffe-cli", &["greffe", "greffe-render", "greffe-witness"]),
];

/// Crates that a room must do without: what is pure has no async, no clock, no files.
const WITHOUT: &[(&str, &[&str])] = &[
    ("greffe-documents", &["tokio", "blake3", "uuid", "clap", "getrandom", "tempfile"]),
    ("greffe-domain", &["tokio", "blake3", "uuid", "clap", "getrandom", "tempfile"]),
    ("greffe-chain", &["tokio", "jiff", "clap", "getrandom", "tempfile"]),
    ("greffe-proof", &["tokio", "jiff", "clap", "getrandom", "tempfile"]),
    ("greffe-witness", &["tokio", "clap", "getrandom"]),
    ("greffe-convention-state", &["tokio", "blake3", "uuid", "clap"]),
    ("greffe-audit-trail", &["tokio", "blake3", "uuid", "clap"]),
    ("greffe-inquiry", &["tokio", "blake3", "uuid", "clap"]),
    ("greffe-ingest", &["tokio", "blake3", "uuid", "clap"]),
    ("greffe-tables", &["tokio", "blake3", "uuid", "clap", "tempfile"]),
    ("greffe-render", &["tokio", "blake3", "uuid", "clap"]),
    ("greffe", &["clap"]),
];

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = cargo_metadata::MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(vec!["--locked".to_owned(), "--offline".to_owned()])
        .exec()
        .unwrap();
    let normal = |d: &&cargo_metadata::Dependency| d.kind == cargo_metadata::DependencyKind::Normal;
    let of = |p: &cargo_metadata::Package| {
        let names = p.dependencies.iter().filter(normal).map(|d| d.name.clone());
        (p.name.to_string(), names.collect())
    };
    metadata.packages.iter().map(of).collect()
}

#[test]
fn arrows_point_one_way() {
    let found = dependencies();
    for (room, allowed) in ARROWS {
        let depends = found.get(*room).unwrap_or_else(|| panic!("{room} is no room"));
        for dependency in depends.iter().filter(|d| d.starts_with("greffe")) {
            assert!(allowed.contains(&dependency.as_str()), "{room} must not know {dependency}");
        }
    }
    let rooms: BTreeSet<&str> = ARROWS.iter().map(|(room, _)| *room).collect();
    for room in found.keys() {
        let known = rooms.contains(room.as_str())
            || ["greffe-bench", "greffe-faults", "greffe-tests", "greffe-testkit"]
                .contains(&room.as_str());
        assert!(known, "{room} has no place in the layers");
    }
}

#[test]
fn rooms_do_without() {
    let found = dependencies();
    for (room, without) in WITHOUT {
        for banned in *without {
            assert!(!found[*room].contains(*banned), "{room} must do without {banned}");
        }
    }
    let rustix: Vec<&String> =
        found.iter().filter(|(_, d)| d.contains("rustix")).map(|(room, _)| room).collect();
    let asks = ["greffe-cli", "greffe-store"];
    assert_eq!(rustix, asks, "the store for its files, the program for the limits of its child");
}

#[test]
fn the_architecture_names_every_room() {
    let written = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    for (room, _) in ARROWS {
        assert!(written.contains(room), "docs/architecture.md does not name {room}");
    }
}
