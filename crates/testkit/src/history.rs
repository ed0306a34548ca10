//! Histories: what sources tell, and the order in which a ledger learns it.
//!
//! [`told`] makes up, from a seed, everything that a few conventions leave behind in archives.
//! Each [`Told`] is a testimony before it has a number; corrections and voids name what they
//! override by its place in the list. [`arrive`] gives numbers and instants in a random order in
//! which only causes and overridden entries must come first, as imports are. So the same told list
//! arriving twice in different orders must give the same belief.

mod story;

use crate::memory::{Cause, Draft};
use crate::prng::Prng;
use greffe_domain::{Grade, Instant, Meta, Passage, Recorded};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How much is made up.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Conventions, from 1.
    pub conventions: usize,
    /// Of a hundred facts, how many are overridden by a correction or a void.
    pub overridden: u64,
    /// Of a hundred facts, how many have an imprecise date.
    pub imprecise: u64,
}

impl Default for Size {
    fn default() -> Size {
        Size { conventions: 2, overridden: 15, imprecise: 30 }
    }
}

/// A testimony before it is recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The stream.
    pub stream: String,
    /// The kind.
    pub kind: String,
    /// The schema version.
    pub schema: u32,
    /// When the fact holds, as EDTF.
    pub effective: String,
    /// The grade, in the log's word.
    pub grade: &'static str,
    /// The passages: document in hex, span, pointers.
    pub sources: Vec<(String, [u64; 2], Vec<String>)>,
    /// The data. Where it has a member `entry`, that is a place in the list; see `overrides`.
    pub data: Value,
    /// Places in the list of the testimonies it follows from.
    pub causes: Vec<usize>,
    /// The place in the list of what it corrects or voids.
    pub overrides: Option<usize>,
}

/// A testimony with its place in a log: plain words and JSON, nothing decoded.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The sequence number.
    pub seq: u64,
    /// The place of the testimony in the told list.
    pub told: usize,
    /// When the ledger learned it, in microseconds since 1970.
    pub micros: i64,
    /// What was told, with overridden entries by sequence number.
    pub fact: Told,
    /// The sequence numbers of the causes.
    pub causes: Vec<u64>,
}

/// Everything that sources tell of a few conventions, from a seed.
#[must_use]
pub fn told(seed: u64, size: Size) -> Vec<Told> {
    story::tell(&mut Prng::new(seed), size)
}

/// The streams of conventions of which something is told, in order.
#[must_use]
pub fn conventions(told: &[Told]) -> Vec<String> {
    let mut streams: Vec<String> = told
        .iter()
        .filter(|t| t.stream.starts_with("convention/"))
        .map(|t| t.stream.clone())
        .collect();
    streams.sort_unstable();
    streams.dedup();
    streams
}

/// A random order of arrival. The first testimony opens the ledger and stays first; what overrides
/// or follows from another comes after it.
#[must_use]
pub fn arrive(told: &[Told], random: &mut Prng) -> Vec<Line> {
    let mut order: Vec<usize> = (0..told.len()).collect();
    random.shuffle(&mut order[1..]);
    let mut placed: BTreeMap<usize, u64> = BTreeMap::new();
    let mut log = Vec::with_capacity(told.len());
    let mut micros = 1_700_000_000_000_000;
    while log.len() < told.len() {
        for &at in &order {
            let needs = told[at].causes.iter().chain(told[at].overrides.iter());
            if placed.contains_key(&at) || !needs.clone().all(|n| placed.contains_key(n)) {
                continue;
            }
            let seq = log.len() as u64;
            placed.insert(at, seq);
            micros += random.between(1, 40_000_000_000);
            let mut fact = told[at].clone();
            if let Some(target) = fact.overrides {
                fact.data["entry"] = json!(placed[&target]);
            }
            let causes = fact.causes.iter().map(|cause| placed[cause]).collect();
            log.push(Line { seq, told: at, micros, fact, causes });
        }
    }
    log
}

impl Line {
    /// The entry as a projection receives it.
    #[must_use]
    pub fn recorded(&self) -> Recorded {
        let fact = &self.fact;
        let source = |(document, [from, to], fields): &(String, [u64; 2], Vec<String>)| Passage {
            document: document.clone(),
            span: (*from, *to),
            fields: fields.clone(),
        };
        let grade = Grade::ALL.into_iter().find(|grade| grade.as_str() == fact.grade);
        let meta = Meta {
            seq: self.seq,
            stream: fact.stream.parse().unwrap(),
            effective: fact.effective.parse().unwrap(),
            recorded_at: Instant::from_micros(self.micros).unwrap(),
            recorded_by: "greffe de Vauclaire".to_owned(),
            grade: grade.unwrap(),
            sources: fact.sources.iter().map(source).collect(),
            causes: self.causes.clone(),
        };
        Recorded::of(meta, &fact.kind, fact.schema, fact.data.clone())
    }

    /// The entry as a caller hands it to a log. Its id is a function of the testimony and `salt`.
    #[must_use]
    pub fn draft(&self, salt: u64) -> Draft {
        let fact = &self.fact;
        let source =
            |(document, span, fields): &(String, [u64; 2], Vec<String>)| greffe_chain::Source {
                document: document.parse().unwrap(),
                span: *span,
                fields: fields.clone(),
            };
        Draft {
            id: Uuid::from_u128((u128::from(salt) << 64) + self.told as u128),
            stream: fact.stream.clone(),
            kind: fact.kind.clone(),
            schema: fact.schema,
            effective: fact.effective.clone(),
            recorded_by: "greffe de Vauclaire".to_owned(),
            grade: fact.grade.to_owned(),
            sources: fact.sources.iter().map(source).collect(),
            causes: self.causes.iter().copied().map(Cause::Seq).collect(),
            data: fact.data.to_string(),
        }
    }
}
