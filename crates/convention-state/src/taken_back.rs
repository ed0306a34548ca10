//! The law of acts taken back: who says that an act was withdrawn by its author or annulled by a court, and
//! whether that holds.
//!
//! Either acts back in time: an act that was withdrawn or annulled is taken never to have been. So it is told
//! whatever the day asked about, as far as it was known; what was known before stays as it was.
//!
//! A withdrawal whose own act is taken back takes nothing back. It was decided all the same, so whoever tells
//! what happened tells it, with what took it back.

use greffe_domain::{ActRef, AsOf, Edtf, Event, Facts, Grade, Known, Passage, StreamId};
use serde::Serialize;
use std::collections::BTreeMap;

/// How an act was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Undoing {
    /// By its author.
    Withdrawn,
    /// By a court.
    Annulled,
}

/// That an act was taken back, as one entry says it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TakenBack {
    /// The act that was.
    pub act: StreamId,
    /// How.
    pub how: Undoing,
    /// The grade of the testimony.
    pub grade: Grade,
    /// The entry.
    pub entry: u64,
    /// The passages that say it.
    pub passages: Vec<Passage>,
}

impl TakenBack {
    /// What a fact says; none of any other kind.
    #[must_use]
    pub fn of(known: &Known<'_>) -> Option<TakenBack> {
        let how = match &known.fact.event {
            Event::ActWithdrawn(_) => Undoing::Withdrawn,
            Event::ActAnnulled(_) => Undoing::Annulled,
            _ => return None,
        };
        let meta = &known.fact.meta;
        Some(TakenBack {
            act: meta.stream.clone(),
            how,
            grade: meta.grade,
            entry: meta.seq,
            passages: known.fact.passages(""),
        })
    }
}

/// The facts by which an act is taken back, the best first; none where it stands, or where what took it back
/// was taken back itself.
#[must_use]
pub fn taken_back<'a>(facts: &'a Facts, act: &StreamId, as_of: AsOf) -> Vec<Known<'a>> {
    holding(facts, act, as_of).into_iter().map(|telling| telling.known).collect()
}

/// What tells that acts were taken back, in its order: that these were, and that those were by which they
/// were withdrawn, at whatever remove. Of each, [`taken_back`] tells whether it holds.
#[must_use]
pub fn undoings_of<'a>(
    facts: &'a Facts,
    acts: impl IntoIterator<Item = StreamId>,
    as_of: AsOf,
) -> Vec<Known<'a>> {
    let mut found: BTreeMap<u64, Known<'a>> = BTreeMap::new();
    for act in acts {
        let Some(institution) = act.institution() else { continue };
        let around = Tellings::around(facts, &act, institution, as_of);
        let told = around.by_act.into_values().flatten().map(|telling| telling.known);
        found.extend(told.map(|known| (known.fact.meta.seq, known)));
    }
    let mut found: Vec<Known<'a>> = found.into_values().collect();
    found.sort_by(|a, b| a.fact.cmp(b.fact));
    found
}

/// What says that an act was taken back and holds, the best first.
pub(crate) fn holding<'a>(facts: &'a Facts, act: &StreamId, as_of: AsOf) -> Vec<Telling<'a>> {
    let Some(institution) = act.institution() else { return Vec::new() };
    let mut told = Tellings::around(facts, act, institution, as_of).holding(act);
    told.sort_by(|a, b| a.rank().cmp(&b.rank()).then_with(|| a.known.fact.cmp(b.known.fact)));
    told
}

/// One entry that says that an act was taken back.
pub(crate) struct Telling<'a> {
    pub(crate) known: Known<'a>,
    pub(crate) how: Undoing,
    pub(crate) by: Option<String>,
    pub(crate) on: Edtf,
    pub(crate) ground: Option<&'a String>,
}

impl<'a> Telling<'a> {
    fn of(known: &Known<'a>) -> Option<Telling<'a>> {
        let effective = &known.fact.meta.effective;
        let (how, by, on, ground) = match &known.fact.event {
            Event::ActWithdrawn(e) => {
                let by = e.by.as_ref();
                let on = by.and_then(|act| act.date.as_ref());
                let by = by.and_then(|act| act.reference.clone().or_else(|| act.organ.clone()));
                (Undoing::Withdrawn, by, on, e.ground.as_ref())
            }
            Event::ActAnnulled(e) => {
                (Undoing::Annulled, Some(e.by.clone()), e.on.as_ref(), e.ground.as_ref())
            }
            _ => return None,
        };
        Some(Telling { known: *known, how, by, on: on.unwrap_or(effective).clone(), ground })
    }

    /// The act that it names, where it is another than that of its stream.
    pub(crate) fn names_other_act(&self) -> Option<&'a ActRef> {
        let fact = self.known.fact;
        fact.event.names_other_act(&fact.meta.stream)
    }

    /// The better grade first, then the more precise date.
    fn rank(&self) -> (Grade, i32) {
        let (from, to) = (self.on.earliest(), self.on.latest());
        (self.known.fact.meta.grade, from.days_until(to))
    }

    /// The act of its author by which it was taken back.
    fn act(&self, institution: &str) -> Option<StreamId> {
        match &self.known.fact.event {
            Event::ActWithdrawn(withdrawn) => withdrawn.by.as_ref()?.key()?.stream(institution),
            _ => None,
        }
    }
}

/// What says that acts were taken back, by the act: of one act and of those by which it was taken back, at
/// whatever remove, as far as was known and whatever the day.
struct Tellings<'a, 'i> {
    institution: &'i str,
    by_act: BTreeMap<StreamId, Vec<Telling<'a>>>,
    /// Whether each was taken back, where that is settled.
    undone: BTreeMap<StreamId, bool>,
}

impl<'a, 'i> Tellings<'a, 'i> {
    fn around(
        facts: &'a Facts,
        act: &StreamId,
        institution: &'i str,
        as_of: AsOf,
    ) -> Tellings<'a, 'i> {
        let mut all = Tellings { institution, by_act: BTreeMap::new(), undone: BTreeMap::new() };
        let whenever = AsOf { effective: None, known: as_of.known };
        // Such chains may be as long as the log: they are walked, not recursed into.
        let mut order = vec![act.clone()];
        let mut at = 0;
        while let Some(act) = order.get(at).cloned() {
            at += 1;
            if all.by_act.contains_key(&act) {
                continue;
            }
            let known = facts.known(&act, whenever);
            let told: Vec<Telling<'a>> = known.iter().filter_map(Telling::of).collect();
            order.extend(told.iter().filter_map(|telling| telling.act(institution)));
            all.by_act.insert(act, told);
        }
        let mut settled = usize::MAX;
        while settled != all.undone.len() {
            settled = all.undone.len();
            for act in order.iter().rev() {
                if let Some(undone) = all.settle(act) {
                    all.undone.insert(act.clone(), undone);
                }
            }
        }
        all
    }

    /// Whether an act was taken back: by one that stands; not where none is left that may.
    fn settle(&self, act: &StreamId) -> Option<bool> {
        let told = self.by_act.get(act)?;
        let by_one_that_stands: Vec<Option<bool>> = told.iter().map(|t| self.stands(t)).collect();
        if by_one_that_stands.contains(&Some(true)) {
            return Some(true);
        }
        by_one_that_stands.iter().all(|stands| *stands == Some(false)).then_some(false)
    }

    /// Whether what a telling says holds: of a court always, of an author unless its act was taken back.
    fn stands(&self, telling: &Telling<'_>) -> Option<bool> {
        let Some(by) = telling.act(self.institution) else { return Some(true) };
        self.undone.get(&by).map(|undone| !undone)
    }

    /// What holds of those that say that an act was taken back. Of acts that take each other back nothing
    /// settles which stands, and none of them is left out.
    fn holding(mut self, act: &StreamId) -> Vec<Telling<'a>> {
        let mut told = self.by_act.remove(act).unwrap_or_default();
        told.retain(|telling| self.stands(telling) != Some(false));
        told
    }
}
