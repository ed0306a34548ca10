//! The acts that a convention stands on and that were taken back, and what that leaves of it; whether one was
//! taken back, [`crate::taken_back`] settles.
//!
//! The log keeps what the act said; the state shows it as what was decided, and no longer counts on it:
//!
//! - What an **avenant** set is put aside, and what was in force before it holds.
//! - Of a **grant**, or of the approval of the convention, the figures stay as they were decided. What they
//!   come to is computed as if the act stood, and said to be.
//! - What an act **fixes** of the balance is put aside.
//! - A **payment**, ordered or made, happened: it stays, with what took back the act that it rests on.

use crate::payments::PaymentView;
use crate::taken_back::{TakenBack, Telling, Undoing, holding, undoings_of};
use greffe_domain::{
    ActKey, ActRef, AsOf, Claim, Edtf, Event, Facts, Grade, Instrument, Known, Money, Passage,
    PaymentRole, StreamId, believe, history,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The act that the source names, where it is another than the one in whose stream it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<ActRef>,
    /// The instruments that it decided.
    pub instruments: Vec<Instrument>,
    /// Whether it approved the convention.
    pub convention: bool,
    /// Whether it fixed the balance.
    pub balance: bool,
    /// Whether it ordered a payment or a repayment.
    pub payment: bool,
    /// The best grade among those who tell it.
    pub grade: Grade,
    /// The entries that tell it, best first.
    pub entries: Vec<u64>,
    /// The passages that tell it.
    pub passages: Vec<Passage>,
    /// The same entries, each with its own passages.
    #[serde(skip)]
    pub told: Vec<TakenBack>,
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
    payment: bool,
}

/// What tells that the acts which a convention stands on were taken back, and those by which they were
/// withdrawn, in its order: what does not hold is among it.
#[must_use]
pub fn undoings<'a>(facts: &'a Facts, convention: &StreamId, as_of: AsOf) -> Vec<Known<'a>> {
    undoings_of(facts, acts_of(facts, convention, as_of), as_of)
}

/// The acts by which sources say that a convention stands, or that ordered a payment of it.
#[must_use]
pub fn acts_of(facts: &Facts, convention: &StreamId, as_of: AsOf) -> BTreeSet<StreamId> {
    let known = facts.known(convention, as_of);
    let institution = convention.institution().unwrap_or_default();
    roles(&known).into_keys().filter_map(|key| key.stream(institution)).collect()
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
        let told = holding(facts, &act, as_of);
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

/// Whether one of some instruments was taken back only as somebody declares, or as is inferred.
pub(crate) fn only_declared<'i>(
    undone: &[UndoneAct],
    instruments: impl IntoIterator<Item = &'i Instrument>,
) -> bool {
    let best = |by: &Instrument| {
        let of = undone.iter().filter(|one| one.instruments.contains(by));
        of.map(|one| one.grade).min()
    };
    instruments.into_iter().filter_map(best).any(|grade| grade >= Grade::Declared)
}

/// Whether an event fixes something of the balance by an act that was taken back.
pub(crate) fn fixed_by_undone(undone: &[UndoneAct], event: &Event) -> bool {
    let key = match event {
        Event::BalanceComputed(computed) => computed.act.key(),
        _ => None,
    };
    key.is_some() && undone.iter().any(|one| one.balance && one.key() == key)
}

/// Says of each payment which of the acts that it rests on were taken back. It rests on the grant; on the act
/// that orders it, or that orders what it carries out; and, as what is left to pay, on the act that fixes
/// that, where it is not ordered by one that stands.
pub(crate) fn mark(payments: &mut [PaymentView], known: &[Known<'_>], undone: &[UndoneAct]) {
    if undone.is_empty() {
        return;
    }
    let is_undone = |key: &ActKey| undone.iter().any(|one| one.key().as_ref() == Some(key));
    let fixing = known.iter().filter_map(|k| match &k.fact.event {
        Event::BalanceComputed(fixed) => fixed.act.key(),
        _ => None,
    });
    let fixed = fixing.into_iter().any(|key| !is_undone(&key));
    let by_order: BTreeMap<u64, ActKey> =
        known.iter().filter_map(|k| Some((k.fact.meta.seq, ordering(&k.fact.event)?))).collect();
    let ordered_by = |payment: &PaymentView| -> BTreeSet<ActKey> {
        payment.told_by().filter_map(|entry| by_order.get(&entry).cloned()).collect()
    };
    let orders: Vec<(Money, Option<PaymentRole>, BTreeSet<ActKey>)> = payments
        .iter()
        .filter(|p| !p.executed)
        .map(|p| (p.amount_cents, p.role, ordered_by(p)))
        .collect();
    for payment in payments {
        let mut by = ordered_by(payment);
        let carried_out = orders.iter().filter(|(sum, role, _)| {
            payment.executed && *sum == payment.amount_cents && *role == payment.role
        });
        by.extend(carried_out.flat_map(|(_, _, by)| by.clone()));
        // Ordered twice, once by an act that stands, it rests on that.
        let stands = by.iter().any(|key| !is_undone(key));
        let what_is_left = payment.role == Some(PaymentRole::Balance) && !fixed && !stands;
        let rests_on = |one: &&UndoneAct| {
            one.bears_the_grant()
                || one.balance && what_is_left
                || !stands && one.key().is_some_and(|key| by.contains(&key))
        };
        payment.taken_back =
            undone.iter().filter(rests_on).flat_map(|one| one.told.clone()).collect();
    }
}

/// The act that orders a payment.
fn ordering(event: &Event) -> Option<ActKey> {
    match event {
        Event::PaymentOrdered(order) => order.act.key(),
        _ => None,
    }
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
            Event::PaymentOrdered(e) => name(&mut roles, &e.act, |role| role.payment = true),
            Event::RecoveryOrdered(e) => name(&mut roles, &e.act, |role| role.payment = true),
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

fn undone(role: &Role, how: Undoing, told: &[&Telling<'_>]) -> Option<UndoneAct> {
    let best = told.first()?;
    let passages = told.iter().flat_map(|t| t.known.fact.passages(""));
    Some(UndoneAct {
        act: role.act.clone(),
        how,
        by: told.iter().find_map(|t| t.by.clone()),
        on: best.on.clone(),
        ground: told.iter().find_map(|t| t.ground.cloned()),
        names: told.iter().find_map(|t| t.names_other_act().cloned()),
        instruments: role.instruments.iter().cloned().collect(),
        convention: role.convention,
        balance: role.balance,
        payment: role.payment,
        grade: best.known.fact.meta.grade,
        entries: told.iter().map(|t| t.known.fact.meta.seq).collect(),
        passages: passages.collect(),
        told: told.iter().filter_map(|t| TakenBack::of(&t.known)).collect(),
    })
}
