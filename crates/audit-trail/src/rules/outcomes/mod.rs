//! Every rule has every outcome that it can have, once, in a scene of its own.
//!
//! What a rule can conclude is said by the last column of its row in `docs/audit-rules.md`. A rule
//! that is added there or in the catalogue without a scene for each of its outcomes fails here.

mod accounts;
mod award;
mod effect;
mod observations;
mod sitting;

use super::scene::Scene;
use super::{missing, rules};
use crate::finding::{Finding, Outcome};
use std::collections::{BTreeMap, BTreeSet};

const DOCUMENT: &str = include_str!("../../../../../docs/audit-rules.md");

/// A rule, what it must conclude, and where.
type Case = (&'static str, Outcome, Scene);

const C: Outcome = Outcome::Conforming;
const I: Outcome = Outcome::Irregular;
const CANNOT: Outcome = Outcome::CannotConclude;
const OBSERVED: Outcome = Outcome::Observation;

fn cases() -> Vec<Case> {
    [sitting::cases(), effect::cases(), award::cases(), accounts::cases(), observations::cases()]
        .concat()
}

/// What the document says that each rule can conclude.
fn documented() -> BTreeMap<&'static str, BTreeSet<Outcome>> {
    let row = |line: &'static str| {
        let id = line.strip_prefix("| `")?.split_once('`')?.0;
        let column = line.trim_end_matches(" |").rsplit(" | ").next()?;
        let said = column.split(". ").filter_map(|sentence| {
            let starts = |with: &str| sentence.starts_with(with);
            if starts("C:") {
                Some(C)
            } else if starts("I:") || starts("I, for a person to confirm:") {
                Some(I)
            } else if starts("?:") {
                Some(CANNOT)
            } else {
                starts("observed").then_some(OBSERVED)
            }
        });
        Some((id, said.collect()))
    };
    let tables = DOCUMENT.split("\n## ").find(|section| section.starts_with("The rules\n"));
    tables.unwrap_or_default().lines().filter_map(row).collect()
}

fn of<'f>(found: &'f [Finding], rule: &str) -> Vec<&'f Finding> {
    found.iter().filter(|f| f.rule == rule).collect()
}

#[test]
fn every_rule_has_every_outcome_that_the_document_gives_it() {
    let documented = documented();
    let mut tested: BTreeMap<&str, BTreeSet<Outcome>> = BTreeMap::new();
    for (rule, outcome, scene) in cases() {
        let found = scene.findings();
        let said: Vec<Outcome> = of(&found, rule).iter().map(|f| f.outcome).collect();
        assert!(said.contains(&outcome), "{rule}: {outcome:?} expected, {said:?} found");
        tested.entry(rule).or_default().insert(outcome);
    }
    for rule in rules() {
        let said = documented.get(rule.id).unwrap_or_else(|| panic!("{} has no row", rule.id));
        assert!(!said.is_empty(), "{}: its row says no outcome", rule.id);
        assert_eq!(tested.get(rule.id), Some(said), "{}: scenes, and its row", rule.id);
    }
    assert_eq!(tested.len(), rules().len(), "a scene is of no rule");
}

/// What stands behind a conclusion in law, and what is named when there is none.
#[test]
fn every_finding_cites_its_version_or_names_what_is_missing() {
    for (id, outcome, scene) in cases() {
        let rule = rules().iter().find(|rule| rule.id == id).unwrap();
        let found = scene.findings();
        for finding in of(&found, id).into_iter().filter(|f| f.outcome == outcome) {
            let judged = matches!(outcome, Outcome::Conforming | Outcome::Irregular);
            if judged && !rule.versions.is_empty() {
                assert!(!finding.sources.is_empty(), "{id}: {outcome:?} without a source");
            }
            let cited = |s: &crate::finding::LegalSource| {
                rule.versions.iter().any(|v| v.citation == s.citation && v.read_at == s.read_at)
            };
            assert!(finding.sources.iter().all(cited), "{id}: {:?}", finding.sources);
            assert_eq!(outcome == CANNOT, !finding.missing.is_empty(), "{id}: {outcome:?}");
            for lacking in &finding.missing {
                let known =
                    rule.needs.contains(&lacking.code) && missing::CODES.contains(&lacking.code);
                assert!(known, "{id} lacks {}, which it does not say it needs", lacking.code);
            }
            let said = &finding.sentence;
            assert!(said.fr.ends_with('.') && said.en.ends_with('.'), "{id}: {said:?}");
        }
    }
}
