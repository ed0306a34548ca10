//! The acts that a convention stands on and that were taken back: withdrawn by their author, or annulled
//! by a court.
//!
//! Either acts back in time: an act that was withdrawn or annulled is taken never to have been. So it is told
//! whatever the day asked about, as far as it was known; what was known before stays as it was. The log keeps
//! what the act said; the state shows it as what was decided, and no longer counts on it:
//!
//! - What an **avenant** set is put aside, and what was in force before it holds.
//! - Of a **grant**, or of the approval of the convention, the figures stay as they were decided. What they
//!   come to is computed as if the act stood, and said to be.
//! - What an act **fixes** of the balance is put aside.
//!
//! A withdrawal whose own act is taken back takes nothing back.

use greffe_domain::{
    ActKey, ActRef, AsOf, Claim, Edtf, Event, Facts, Grade, Instrument, Known, Passage, StreamId,
    believe, history,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How an act was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Undoing {
    /// By its author.
    Withdrawn,
    /// By a court.
    Annulled,
}

/// An act that a convention stands on and that was taken back.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UndoneAct {
    /// The act, as the convention's facts name it.
    pub act: ActRef,
    /// How it was taken back.
    pub how: Undoing,
    /// By which act or court, as written.
    pub by: Option<String>,
    /// When that was decided, as precisely as the best source says.
    pub on: Edtf,
    /// On what ground, as written.
    pub ground: Option<String>,
    /// The instruments that it decided.
    pub instruments: Vec<Instrument>,
    /// Whether it approved the convention.
    pub convention: bool,
    /// Whether it fixed the balance.
    pub balance: bool,
    /// The best grade among those who tell it.
    pub grade: Grade,
    /// The entries that tell it, best first.
    pub entries: Vec<u64>,
    /// The passages that tell it.
    pub passages: Vec<Passage>,
}

impl UndoneAct {
    /// Whether amount and balance stand on it: it granted, or approved the convention.
    #[must_use]
    pub fn bears_the_grant(&self) -> bool {
        self.convention || self.instruments.contains(&Instrument::Initial)
    }

    /// The key of the act.
    #[must_use]
    pub fn key(&self) -> Option<ActKey> {
        self.act.key()
    }
}

/// What an act is to a convention.
#[derive(Default)]
struct Role {
    act: ActRef,
    instruments: BTreeSet<Instrument>,
    convention: bool,
    balance: bool,
}

/// The facts that say that an act which a convention names was taken back, as far as they were in force and
/// known, in their order.
#[must_use]
pub fn undoings<'a>(facts: &'a Facts, convention: &StreamId, as_of: AsOf) -> Vec<Known<'a>> {
    let known = facts.known(convention, as_of);
    let institution = convention.institution().unwrap_or_default();
    let acts: BTreeSet<StreamId> =
        roles(&known).into_keys().filter_map(|key| key.stream(institution)).collect();
    let mut found: Vec<Known<'a>> = acts
        .iter()
        .flat_map(|act| facts.known(act, as_of))
        .filter(|k| Telling::of(k).is_some())
        .collect();
    found.sort_by(|a, b| a.fact.cmp(b.fact));
    found
}

/// The facts by which an act is taken back, the best first; none where it stands, or where what took it back
/// was taken back itself.
#[must_use]
pub fn taken_back<'a>(facts: &'a Facts, act: &'a StreamId, as_of: AsOf) -> Vec<Known<'a>> {
    let Some(institution) = act.institution() else { return Vec::new() };
    let mut told = Tellings::around(facts, act, institution, as_of).holding(act);
    told.sort_by(|a, b| a.rank().cmp(&b.rank()).then_with(|| a.known.fact.cmp(b.known.fact)));
    told.into_iter().map(|telling| telling.known).collect()
}

/// The acts that were taken back, in the order of what they are to the convention.
pub(crate) fn undone_acts(
    facts: &Facts,
    stream: &StreamId,
    known: &[Known<'_>],
    as_of: AsOf,
) -> Vec<UndoneAct> {
    let Some(institution) = stream.institution() else { return Vec::new() };
    let mut found = Vec::new();
    for (key, role) in roles(known) {
        let Some(act) = key.stream(institution) else { continue };
        let mut told = Tellings::around(facts, &act, institution, as_of).holding(&act);
        told.sort_by(|a, b| a.rank().cmp(&b.rank()).then_with(|| a.known.fact.cmp(b.known.fact)));
        for how in [Undoing::Withdrawn, Undoing::Annulled] {
            let of: Vec<&Telling<'_>> = told.iter().filter(|t| t.how == how).collect();
            found.extend(undone(&role, how, &of));
        }
    }
    found.sort_by(|a: &UndoneAct, b| {
        let first = |one: &UndoneAct| (one.instruments.is_empty(), one.instruments.clone());
        first(a).cmp(&first(b)).then_with(|| a.on.cmp(&b.on))
    });
    found
}

/// Whether amount and balance stand on acts that were not taken back.
pub(crate) fn stands(undone: &[UndoneAct]) -> bool {
    !undone.iter().any(UndoneAct::bears_the_grant)
}

/// The instruments of which nothing is applied: those that acts taken back decided, save the grant, without
/// which there is nothing to tell.
pub(crate) fn gone(undone: &[UndoneAct]) -> BTreeSet<Instrument> {
    let decided = undone.iter().flat_map(|one| one.instruments.iter().cloned());
    decided.filter(|instrument| *instrument != Instrument::Initial).collect()
}

/// Whether an event fixes something of the balance by an act that was taken back.
pub(crate) fn fixed_by_undone(undone: &[UndoneAct], event: &Event) -> bool {
    let key = match event {
        Event::BalanceComputed(computed) => computed.act.key(),
        _ => None,
    };
    key.is_some() && undone.iter().any(|one| one.balance && one.key() == key)
}

/// The acts by which sources say that the convention stands, by their keys.
fn roles(known: &[Known<'_>]) -> BTreeMap<ActKey, Role> {
    let (mut acts, mut approvals) = (Vec::new(), Vec::new());
    let mut roles: BTreeMap<ActKey, Role> = BTreeMap::new();
    for k in known {
        let claim = |by, act: &ActRef| Claim::new(*k, by, act.clone(), "/act/reference");
        match &k.fact.event {
            Event::SubsidyGranted(e) => acts.push(claim(Instrument::Initial, &e.act)),
            Event::AvenantApproved(e) => acts.push(claim(Instrument::Avenant(e.number), &e.act)),
            Event::ConventionApproved(e) => approvals.push(claim(Instrument::Initial, &e.act)),
            Event::BalanceComputed(e) => {
                name(&mut roles, &e.act, |role| role.balance = true);
            }
            Event::BudgetRevised(e) => by_act(&mut roles, &e.instrument),
            Event::BalanceRuleStated(e) => by_act(&mut roles, &e.instrument),
            _ => {}
        }
    }
    let acts = history(acts);
    for step in acts.steps.into_iter().chain(acts.possible) {
        name(&mut roles, &step.believed.value, |role| {
            role.instruments.insert(step.instrument.clone());
        });
    }
    if let Some(approved) = believe(approvals) {
        name(&mut roles, &approved.value, |role| role.convention = true);
    }
    roles
}

fn name(roles: &mut BTreeMap<ActKey, Role>, act: &ActRef, set: impl FnOnce(&mut Role)) {
    let Some(key) = act.key() else { return };
    let role = roles.entry(key).or_default();
    // Of several spellings the one with its date says more.
    if role.act.reference.is_none() || role.act.date.is_none() && act.date.is_some() {
        role.act = act.clone();
    }
    set(role);
}

/// What an act sets without an avenant is an instrument of its own.
fn by_act(roles: &mut BTreeMap<ActKey, Role>, instrument: &Instrument) {
    if let Instrument::Act(reference) = instrument {
        name(roles, &ActRef::written(reference), |role| {
            role.instruments.insert(instrument.clone().canonical());
        });
    }
}

/// One entry that says that an act was taken back.
struct Telling<'a> {
    known: Known<'a>,
    how: Undoing,
    by: Option<String>,
    on: Edtf,
    ground: Option<&'a String>,
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
struct Tellings<'a> {
    institution: &'a str,
    by_act: BTreeMap<StreamId, Vec<Telling<'a>>>,
    /// Whether each was taken back, where that is settled.
    undone: BTreeMap<StreamId, bool>,
}

impl<'a> Tellings<'a> {
    fn around(facts: &'a Facts, act: &StreamId, institution: &'a str, as_of: AsOf) -> Tellings<'a> {
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

fn undone(role: &Role, how: Undoing, told: &[&Telling<'_>]) -> Option<UndoneAct> {
    let best = told.first()?;
    let passages = told.iter().flat_map(|t| t.known.fact.passages(""));
    Some(UndoneAct {
        act: role.act.clone(),
        how,
        by: told.iter().find_map(|t| t.by.clone()),
        on: best.on.clone(),
        ground: told.iter().find_map(|t| t.ground.cloned()),
        instruments: role.instruments.iter().cloned().collect(),
        convention: role.convention,
        balance: role.balance,
        grade: best.known.fact.meta.grade,
        entries: told.iter().map(|t| t.known.fact.meta.seq).collect(),
        passages: passages.collect(),
    })
}
