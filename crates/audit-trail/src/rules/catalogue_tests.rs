//! The catalogue as a whole: identities, versions, sources, and the document that shows it.

use super::{missing, rules};
use greffe_domain::Day;
use std::collections::BTreeSet;

const DOCUMENT: &str = include_str!("../../../../docs/audit-rules.md");

#[test]
fn ids_are_unique_and_kebab_case() {
    let mut seen = BTreeSet::new();
    for rule in rules() {
        assert!(seen.insert(rule.id), "{} stands twice", rule.id);
        let kebab = rule.id.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        assert!(kebab, "{} is not in kebab-case", rule.id);
        assert!(rule.fr.ends_with('.') && rule.en.ends_with('.'), "{}", rule.id);
    }
}

#[test]
fn versions_parse_and_follow_each_other_without_overlap() {
    for rule in rules() {
        let mut last: Option<Day> = None;
        for version in rule.versions {
            let day = |text: &str| {
                let read = text.parse::<Day>();
                assert!(text.is_empty() || read.is_ok(), "{}: « {text} »", rule.id);
                read.ok()
            };
            let (from, until) = (day(version.from), day(version.until));
            assert!(!version.citation.is_empty() && !version.read_at.is_empty(), "{}", rule.id);
            if let Some(last) = last {
                assert!(from.is_some_and(|from| from > last), "{}: versions overlap", rule.id);
            }
            if let (Some(from), Some(until)) = (from, until) {
                assert!(from <= until, "{}: a version ends before it begins", rule.id);
            }
            last = until;
        }
    }
}

#[test]
fn needs_name_known_facts() {
    let known: BTreeSet<&str> = missing::CODES.iter().copied().collect();
    let mut needed = BTreeSet::new();
    for rule in rules() {
        assert!(!rule.needs.is_empty(), "{} needs nothing", rule.id);
        for need in rule.needs {
            // The check of shares needs figures without which it has nothing to say.
            assert!(
                known.contains(need) || ["budget", "stated_share"].contains(need),
                "{}: {need}",
                rule.id
            );
            needed.insert(*need);
        }
    }
    let unused: Vec<_> = known.difference(&needed).collect();
    assert!(unused.is_empty(), "no rule needs {unused:?}");
}

/// The rows of the catalogue's tables, by the rule's id in their first cell.
fn rows() -> Vec<(&'static str, &'static str)> {
    let row = |line: &'static str| {
        let id = line.strip_prefix("| `")?.split_once('`')?.0;
        Some((id, line))
    };
    let tables = DOCUMENT.split("\n## ").find(|section| section.starts_with("The rules\n"));
    tables.unwrap_or_default().lines().filter_map(row).collect()
}

#[test]
fn the_document_shows_every_rule_once_with_its_sources_and_needs() {
    let rows = rows();
    let shown: Vec<&str> = rows.iter().map(|(id, _)| *id).collect();
    let ids: Vec<&str> = rules().iter().map(|rule| rule.id).collect();
    assert_eq!(shown, ids, "docs/audit-rules.md lists the rules in the order of the catalogue");
    for (rule, (_, row)) in rules().iter().zip(&rows) {
        for version in rule.versions {
            assert!(row.contains(version.citation), "{}: {}", rule.id, version.citation);
            for day in [version.from, version.until] {
                assert!(row.contains(day), "{}: {day}", rule.id);
            }
        }
        for need in rule.needs {
            assert!(row.contains(need), "{}: {need}", rule.id);
        }
    }
}

#[test]
fn every_address_stands_in_the_document() {
    for version in rules().iter().flat_map(|rule| rule.versions) {
        assert!(DOCUMENT.contains(version.read_at), "{}", version.read_at);
    }
}

#[test]
fn the_document_shows_every_parameter() {
    for rule in rules() {
        let Some(parameter) = rule.parameter() else { continue };
        let (law, strictest) = (parameter.law, parameter.strictest);
        let row = format!("| `{}` | `{}` | {law} | {strictest} |", rule.id, parameter.name);
        assert!(DOCUMENT.contains(&row), "{row}");
    }
    let rows = DOCUMENT.matches("` | `threshold_cents` |").count()
        + DOCUMENT.matches("` | `months` |").count()
        + DOCUMENT.matches("` | `days` |").count()
        + DOCUMENT.matches("` | `clear_days` |").count();
    assert_eq!(rows, rules().iter().filter(|rule| rule.parameter().is_some()).count());
}

/// A pack shown in the document is one that can be used.
#[test]
fn the_pack_of_the_document_reads() {
    let (_, after) = DOCUMENT.split_once("```toml\n").unwrap();
    let (pack, _) = after.split_once("```").unwrap();
    let pack = crate::RulePack::read(pack).unwrap();
    assert_eq!(pack.settings().count(), 2);
}
