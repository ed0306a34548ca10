//! Matching: which subjects of a ledger may be one, and why.
//!
//! Documents name the same association by its SIREN, by its number in the register of associations, or
//! by its name in three spellings; an act stands under two institutions because a receipt knows its
//! body by number only; an act and the row of a table tell of one grant. Each such pair is *proposed* with its reasons, for and against. Nothing is
//! merged: a person decides, the decision is an entry ([`SubjectsLinked`]), and the latest one on a
//! pair counts.

mod acts;
mod beneficiaries;
mod grants;
#[cfg(test)]
mod tests;

use greffe_convention_state::GrantsAlike;
use greffe_domain::{AsOf, Fact, Facts, LinkVerdict, StreamId, StreamKind, SubjectsLinked, links};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A subject that may be another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatchSubject {
    /// Its stream. A beneficiary that only grants name has one by its folded name.
    pub stream: StreamId,
    /// How sources name it.
    pub names: Vec<String>,
    /// The first entries that say so.
    pub entries: Vec<u64>,
}

/// How much speaks for a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Likelihood {
    /// A number of a public register, reference and day of an act, or reference and sum of a grant.
    Strong,
    /// The same name, and something beside it; of grants, the sum and the year.
    Likely,
    /// The same name alone, or something against it.
    Weak,
}

/// A reason for or against, as a stable code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonCode {
    /// One SIREN, its check sound.
    SameSiren,
    /// One number in the register of associations.
    SameRna,
    /// One name, but for case, accents, articles and legal form.
    SameName,
    /// The same words in another order.
    SameWords,
    /// One place.
    SamePlace,
    /// Granted to by one institution.
    SameGrantor,
    /// One reference, however it is spelled.
    SameReference,
    /// One day.
    SameDay,
    /// One title.
    SameTitle,
    /// One sum.
    SameAmount,
    /// One year: the budget year, or that of the award.
    SameYear,
    /// Two SIREN.
    OtherSiren,
    /// Two numbers in the register of associations.
    OtherRna,
    /// Two places.
    OtherPlace,
    /// Two days.
    OtherDay,
    /// Two titles.
    OtherTitle,
    /// Two references.
    OtherReference,
    /// Two sums.
    OtherAmount,
}

impl ReasonCode {
    /// The code as JSON, the log and the command line write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ReasonCode::SameSiren => "same-siren",
            ReasonCode::SameRna => "same-rna",
            ReasonCode::SameName => "same-name",
            ReasonCode::SameWords => "same-words",
            ReasonCode::SamePlace => "same-place",
            ReasonCode::SameGrantor => "same-grantor",
            ReasonCode::SameReference => "same-reference",
            ReasonCode::SameDay => "same-day",
            ReasonCode::SameTitle => "same-title",
            ReasonCode::SameAmount => "same-amount",
            ReasonCode::SameYear => "same-year",
            ReasonCode::OtherSiren => "other-siren",
            ReasonCode::OtherRna => "other-rna",
            ReasonCode::OtherPlace => "other-place",
            ReasonCode::OtherDay => "other-day",
            ReasonCode::OtherTitle => "other-title",
            ReasonCode::OtherReference => "other-reference",
            ReasonCode::OtherAmount => "other-amount",
        }
    }
}

/// One reason, with what is the same, or differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatchReason {
    /// Which.
    pub code: ReasonCode,
    /// What it is about.
    pub value: String,
}

/// What a person decided on a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkDecision {
    /// What.
    pub verdict: LinkVerdict,
    /// The entry that says so.
    pub entry: u64,
    /// Who recorded it.
    pub by: String,
    /// Why, in their words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Two subjects that may be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatchProposal {
    /// The first in the order of streams.
    pub subject: MatchSubject,
    /// The other.
    pub other: MatchSubject,
    /// How much speaks for it; none when a person linked what nothing proposes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likelihood: Option<Likelihood>,
    /// What speaks for it.
    pub reasons: Vec<MatchReason>,
    /// What speaks against it.
    pub against: Vec<MatchReason>,
    /// What a person decided, if somebody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided: Option<LinkDecision>,
}

/// What may be one in a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matching {
    /// Pairs of grants, of beneficiaries, of acts; what nobody has decided on first, the likelier first.
    pub proposals: Vec<MatchProposal>,
    /// Beneficiaries of one public number that sources call by names without a word in common: perhaps two, and a number that stands
    /// beside the wrong name.
    pub several_names: Vec<MatchSubject>,
    /// Every subject that could be linked.
    #[serde(skip)]
    pub subjects: BTreeMap<StreamId, MatchSubject>,
}

/// The entries named of a subject.
const NAMED: usize = 5;

impl Matching {
    /// Of everything that is known.
    #[must_use]
    pub fn of(facts: &Facts) -> Matching {
        let beneficiaries = beneficiaries::Beneficiaries::of(facts);
        let acts = acts::Acts::of(facts);
        let grants = GrantsAlike::of(facts, AsOf::default());
        let mut subjects = beneficiaries.subjects();
        subjects.extend(acts.subjects());
        subjects.extend(grants::subjects(&grants));
        let apart = beneficiaries.under_several_names();
        let several_names = apart.iter().filter_map(|one| subjects.get(one).cloned()).collect();
        let mut decided = decisions(facts);
        let mut proposals: Vec<MatchProposal> = Vec::new();
        let grants = grants.pairs().into_iter().map(grants::pair);
        for pair in beneficiaries.pairs().into_iter().chain(grants).chain(acts.pairs()) {
            let streams = (pair.one.clone(), pair.other.clone());
            let (Some(subject), Some(other)) = (subjects.get(&pair.one), subjects.get(&pair.other))
            else {
                continue;
            };
            proposals.push(MatchProposal {
                subject: subject.clone(),
                other: other.clone(),
                likelihood: Some(pair.likelihood),
                reasons: pair.reasons,
                against: pair.against,
                decided: decided.remove(&streams),
            });
        }
        // What persons linked of their own accord.
        for ((one, other), decision) in decided {
            let subject = |stream: &StreamId| {
                subjects.get(stream).cloned().unwrap_or_else(|| MatchSubject {
                    stream: stream.clone(),
                    names: Vec::new(),
                    entries: Vec::new(),
                })
            };
            proposals.push(MatchProposal {
                subject: subject(&one),
                other: subject(&other),
                likelihood: None,
                reasons: Vec::new(),
                against: Vec::new(),
                decided: Some(decision),
            });
        }
        proposals.sort_by(|a, b| {
            let key = |p: &MatchProposal| {
                (p.decided.is_some(), rank(p.subject.stream.kind()), p.likelihood)
            };
            let streams = |p: &MatchProposal| (p.subject.stream.clone(), p.other.stream.clone());
            key(a).cmp(&key(b)).then_with(|| streams(a).cmp(&streams(b)))
        });
        Matching { proposals, several_names, subjects }
    }

    /// The proposal of a pair, if there is one.
    #[must_use]
    pub fn pair(&self, one: &StreamId, other: &StreamId) -> Option<&MatchProposal> {
        let (one, other) = if one <= other { (one, other) } else { (other, one) };
        self.proposals.iter().find(|p| p.subject.stream == *one && p.other.stream == *other)
    }
}

/// Grants first: a sum that is told twice is counted twice until somebody decides.
const fn rank(kind: StreamKind) -> u8 {
    match kind {
        StreamKind::Convention => 0,
        StreamKind::Beneficiary => 1,
        _ => 2,
    }
}

/// A pair as one of the rooms proposes it; the streams in their order.
struct Pair {
    one: StreamId,
    other: StreamId,
    likelihood: Likelihood,
    reasons: Vec<MatchReason>,
    against: Vec<MatchReason>,
}

/// The latest decision on each pair.
fn decisions(facts: &Facts) -> BTreeMap<(StreamId, StreamId), LinkDecision> {
    let decision = |(pair, (fact, linked)): ((&StreamId, &StreamId), (&Fact, &SubjectsLinked))| {
        let decision = LinkDecision {
            verdict: linked.verdict,
            entry: fact.meta.seq,
            by: fact.meta.recorded_by.clone(),
            reason: linked.reason.clone(),
        };
        ((pair.0.clone(), pair.1.clone()), decision)
    };
    links(facts, AsOf::default()).into_iter().map(decision).collect()
}

/// The pairs of subjects that share a key. Of many that share one, each is paired with the first:
/// they are named once each, and the list stays as long as the subjects are many.
fn sharing<'k, S: Ord + Clone + 'k>(
    keys: impl IntoIterator<Item = (S, &'k StreamId)>,
) -> BTreeSet<(StreamId, StreamId)> {
    let mut buckets: BTreeMap<S, BTreeSet<&StreamId>> = BTreeMap::new();
    for (key, stream) in keys {
        buckets.entry(key).or_default().insert(stream);
    }
    let mut pairs = BTreeSet::new();
    for bucket in buckets.values() {
        let mut streams = bucket.iter();
        if let Some(first) = streams.next() {
            pairs.extend(streams.map(|other| ((*first).clone(), (*other).clone())));
        }
    }
    pairs
}

/// What two sets of values have in common.
fn common(one: &BTreeSet<String>, other: &BTreeSet<String>) -> Option<String> {
    one.intersection(other).next().cloned()
}

/// Two sets of values with nothing in common, one of each.
fn apart(one: &BTreeSet<String>, other: &BTreeSet<String>) -> Option<String> {
    let (a, b) = (one.first()?, other.first()?);
    common(one, other).is_none().then(|| format!("{a} / {b}"))
}

fn reason(code: ReasonCode, value: Option<String>) -> Option<MatchReason> {
    value.map(|value| MatchReason { code, value })
}
