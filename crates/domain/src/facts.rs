//! The set of facts that projections fold, and what is visible of it at two clocks.
//!
//! [`Facts::insert`] is commutative: it adds one fact to a sorted set, or one override to a table.
//! [`Facts::known`] answers *as of, as known*: it leaves out what was recorded after R, what was
//! voided or corrected by then, and what was not yet in force on E.

use crate::day::{Day, Instant};
use crate::edtf::Standing;
use crate::event::{Decoded, Event};
use crate::fact::{Content, Fact, Meta, Recorded};
use crate::stream::StreamId;
use crate::text::slug;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A question's two clocks. Without E every fact counts as in force, whatever its date; without R
/// everything recorded counts as known. The domain reads no clock, so neither means "today".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AsOf {
    /// E: what was in force on that day.
    pub effective: Option<Day>,
    /// R: what the ledger had learned at that moment.
    pub known: Option<Instant>,
}

/// That a later entry takes the place of an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Override {
    by: u64,
    recorded_at: Instant,
    voids: bool,
}

/// What overrides make of an entry.
#[derive(Debug, Clone, Copy, Default)]
struct Fate {
    overridden: bool,
    voided: bool,
}

/// A fact that is visible at a question's two clocks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// In force, or only possibly so.
    pub standing: Standing,
}

/// A set of facts by stream, with what overrides them and what could not be used.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    streams: BTreeMap<StreamId, BTreeSet<Arc<Fact>>>,
    overrides: BTreeMap<u64, BTreeSet<Override>>,
    /// What each correction corrects.
    corrects: BTreeMap<u64, u64>,
    /// The streams in which a beneficiary of a folded name is identified.
    identified: BTreeMap<String, BTreeSet<StreamId>>,
    unknown: BTreeMap<(String, u32), u64>,
    odd: BTreeMap<u64, String>,
}

impl Facts {
    /// Folds one entry. Unknown kinds are counted, odd data noted with its entry.
    pub fn insert(&mut self, recorded: &Recorded) {
        let seq = recorded.meta.seq;
        match &recorded.content {
            Content::Known(fact) => self.insert_fact(fact),
            Content::Unknown { kind, schema } => {
                *self.unknown.entry((kind.clone(), *schema)).or_default() += 1;
            }
            Content::Odd { reason, .. } => {
                self.odd.insert(seq, reason.clone());
            }
        }
    }

    fn insert_fact(&mut self, fact: &Arc<Fact>) {
        let (seq, recorded_at) = (fact.meta.seq, fact.meta.recorded_at);
        match &fact.event {
            Event::EntryVoided(voided) => {
                let entry = self.overrides.entry(voided.entry).or_default();
                entry.insert(Override { by: seq, recorded_at, voids: true });
            }
            Event::EntryCorrected(correction) => {
                match Event::decode(&correction.kind, correction.schema, correction.data.clone()) {
                    Ok(Decoded::Known(corrected)) => {
                        let entry = self.overrides.entry(correction.entry).or_default();
                        entry.insert(Override { by: seq, recorded_at, voids: false });
                        self.corrects.insert(seq, correction.entry);
                        let mut meta = Meta::clone(&fact.meta);
                        meta.stream = correction.stream.clone();
                        // What is corrected may itself be a void or a correction.
                        let fact = Fact { meta: Arc::new(meta), event: *corrected };
                        self.insert_fact(&Arc::new(fact));
                    }
                    // A correction that cannot be read corrects nothing.
                    Ok(Decoded::Unknown { kind, schema }) => {
                        *self.unknown.entry((kind, schema)).or_default() += 1;
                    }
                    Err(odd) => {
                        self.odd.insert(seq, odd.to_string());
                    }
                }
            }
            _ => {
                if let Event::BeneficiaryIdentified(identified) = &fact.event {
                    let streams = self.identified.entry(slug(&identified.name)).or_default();
                    streams.insert(fact.meta.stream.clone());
                }
                // Most facts come to a stream that is there already.
                let facts = match self.streams.get_mut(&fact.meta.stream) {
                    Some(facts) => facts,
                    None => self.streams.entry(fact.meta.stream.clone()).or_default(),
                };
                facts.insert(Arc::clone(fact));
            }
        }
    }

    /// The streams that hold at least one fact, in order.
    pub fn streams(&self) -> impl Iterator<Item = &StreamId> {
        self.streams.keys()
    }

    /// The streams in which a beneficiary of this folded name was ever identified, in order.
    pub fn identifying(&self, name: &str) -> impl Iterator<Item = &StreamId> {
        self.identified.get(name).into_iter().flatten()
    }

    /// How many entries of each unknown kind and schema version were left aside.
    #[must_use]
    pub fn unknown(&self) -> &BTreeMap<(String, u32), u64> {
        &self.unknown
    }

    /// The entries whose data could not be used, with the reason.
    #[must_use]
    pub fn odd(&self) -> &BTreeMap<u64, String> {
        &self.odd
    }

    /// The facts of a stream that are visible at the question's clocks, in their order.
    #[must_use]
    pub fn known(&self, stream: &StreamId, as_of: AsOf) -> Vec<Known<'_>> {
        let facts = self.streams.get(stream).into_iter().flatten();
        facts.filter_map(|fact| self.visible(fact, as_of)).collect()
    }

    fn visible<'a>(&'a self, fact: &'a Fact, as_of: AsOf) -> Option<Known<'a>> {
        let learned = as_of.known.is_none_or(|known| fact.meta.recorded_at <= known);
        if !learned || self.is_overridden(fact.meta.seq, as_of.known) {
            return None;
        }
        let standing = match as_of.effective {
            None => Standing::InForce,
            Some(day) => fact.meta.effective.standing(day),
        };
        (standing != Standing::Future).then_some(Known { fact, standing })
    }

    /// Whether an entry had been voided or corrected by `known`, or corrects one that was voided.
    #[must_use]
    pub fn is_overridden(&self, seq: u64, known: Option<Instant>) -> bool {
        if self.overrides.is_empty() {
            return false;
        }
        if self.fate(seq, known).overridden {
            return true;
        }
        // A correction stands as long as nothing that it corrects, at whatever remove, is voided.
        let mut at = seq;
        while let Some(target) = self.corrects.get(&at).copied().filter(|target| *target < at) {
            if self.fate(target, known).voided {
                return true;
            }
            at = target;
        }
        false
    }

    /// What overrides make of an entry. A void that is voided or corrected voids nothing; a
    /// correction that is voided corrects nothing, but one that is corrected in its turn still
    /// takes the place of what it corrects.
    ///
    /// Chains may be as long as the log, so they are walked, not recursed into: first everything
    /// that bears on the entry is gathered, then settled from the latest override to the earliest.
    fn fate(&self, seq: u64, known: Option<Instant>) -> Fate {
        let mut bearing: BTreeMap<u64, Vec<(u64, bool)>> = BTreeMap::new();
        let mut open = vec![seq];
        while let Some(target) = open.pop() {
            for o in self.overrides_of(target, known) {
                open.push(o.by);
                bearing.entry(o.by).or_default().push((target, o.voids));
            }
        }
        let mut fates: BTreeMap<u64, Fate> = BTreeMap::new();
        for (by, targets) in bearing.into_iter().rev() {
            let own = fates.get(&by).copied().unwrap_or_default();
            for (target, voids) in targets {
                let active = if voids { !own.overridden } else { !own.voided };
                let fate = fates.entry(target).or_default();
                fate.overridden |= active;
                fate.voided |= active && voids;
            }
        }
        fates.get(&seq).copied().unwrap_or_default()
    }

    /// Overrides always come later than what they override, so the walk above ends.
    fn overrides_of(
        &self,
        seq: u64,
        known: Option<Instant>,
    ) -> impl Iterator<Item = &Override> + '_ {
        let visible =
            move |o: &&Override| o.by > seq && known.is_none_or(|known| o.recorded_at <= known);
        self.overrides.get(&seq).into_iter().flatten().filter(visible)
    }
}
