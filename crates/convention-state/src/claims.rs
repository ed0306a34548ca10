//! What is claimed of the figures: which source sets, recalls or contradicts which amount and budget.

use greffe_domain::{
    AvenantApproved, Claim, Edtf, Event, History, Instrument, Known, Money, Standing, Step, Term,
    believe, history, instruments_in_order,
};
use std::collections::{BTreeMap, BTreeSet};

/// Claims that grants make about one field that no instrument changes.
pub(crate) fn grant<'a, T>(
    known: &[Known<'a>],
    pointer: &'static str,
    read: impl Fn(&greffe_domain::SubsidyGranted) -> Option<T>,
) -> Vec<Claim<'a, T>> {
    let claim = |k: &Known<'a>| match &k.fact.event {
        Event::SubsidyGranted(g) => {
            read(g).map(|value| Claim::new(*k, Instrument::Initial, value, pointer))
        }
        _ => None,
    };
    known.iter().filter_map(claim).collect()
}

/// The amount of the subsidy, by the instruments that set it.
///
/// What an act set that was taken back (`gone`) is no amount in force before another.
pub(crate) fn subsidy_claims<'a>(
    known: &[Known<'a>],
    gone: &BTreeSet<Instrument>,
) -> Vec<Claim<'a, Money>> {
    let mut claims =
        grant(known, "/amount_cents", |g| (g.in_kind != Some(true)).then_some(g.amount_cents));
    let granted = believe(claims.clone());
    let told: Vec<(&Known<'a>, &AvenantApproved, Money)> = known
        .iter()
        .filter_map(|k| approved(k).and_then(|a| Some((k, a, a.amount_cents?))))
        .collect();
    let claim = |k: &Known<'a>, by: Instrument, amount| Claim::new(*k, by, amount, "/amount_cents");
    let stands = |a: &AvenantApproved| !gone.contains(&Instrument::Avenant(a.number));
    let sets = told.iter().filter(|(_, a, _)| !a.leaves_the_amount() && stands(a));
    let set = history(
        sets.map(|(k, a, cents)| claim(k, Instrument::Avenant(a.number), *cents)).collect(),
    );
    for (k, a, amount) in told {
        let own = Instrument::Avenant(a.number);
        // An avenant that leaves the amount as it is sets no other: a figure that differs from the one
        // in force before it contradicts that one.
        let before = a.leaves_the_amount().then(|| {
            let earlier = set.steps.iter().rfind(|step| step.instrument < own);
            let earlier = earlier.map(|step| (step.instrument.clone(), step.believed.value));
            earlier.or_else(|| Some((Instrument::Initial, granted.as_ref()?.value)))
        });
        claims.push(match before.flatten() {
            Some((by, in_force)) if in_force != amount => claim(k, by, amount).recalled().aside(),
            _ => claim(k, own, amount),
        });
    }
    claims
}

fn approved<'a>(known: &Known<'a>) -> Option<&'a AvenantApproved> {
    match &known.fact.event {
        Event::AvenantApproved(approved) => Some(approved),
        _ => None,
    }
}

/// The avenants that stand and leave the amount as it is.
pub(crate) fn leaving_the_amount(
    known: &[Known<'_>],
    gone: &BTreeSet<Instrument>,
) -> BTreeSet<Instrument> {
    let leaves = known.iter().filter_map(approved).filter(|a| a.leaves_the_amount());
    leaves.map(|a| Instrument::Avenant(a.number)).filter(|by| !gone.contains(by)).collect()
}

/// What a revision replaces is a claim too, about the instrument before it, and only recalled.
pub(crate) fn budget_claims<'a>(known: &[Known<'a>]) -> Vec<Claim<'a, Money>> {
    let mut claims = Vec::new();
    // One walk over both kinds, so that the claims stand in the order of their facts.
    for k in known {
        match &k.fact.event {
            Event::SubsidyGranted(g) => {
                let budget = g.budget_cents;
                let claim = |cents| Claim::new(*k, Instrument::Initial, cents, "/budget_cents");
                claims.extend(budget.map(claim));
            }
            Event::BudgetRevised(r) => {
                claims.push(Claim::new(*k, r.instrument.clone(), r.to_cents, "/to_cents"));
                // Of a later avenant the text does not say which instrument set the budget it replaces.
                let before =
                    (r.instrument == Instrument::Avenant(1)).then_some(Instrument::Initial);
                if let Some((from, before)) = r.from_cents.zip(before) {
                    claims.push(Claim::new(*k, before, from, "/from_cents").recalled());
                }
            }
            _ => {}
        }
    }
    claims.extend(budgets_relied_on(known, &history(claims.clone())));
    claims
}

/// The budget that an act computes a balance on is a claim about the one in force then, and only
/// recalled: it confirms or contradicts it. Where several may have been in force, it confirms one that
/// it agrees with, and contradicts none.
fn budgets_relied_on<'a>(known: &[Known<'a>], budget: &History<Money>) -> Vec<Claim<'a, Money>> {
    let claim = |k: &Known<'a>| {
        let Event::BalanceComputed(b) = &k.fact.event else { return None };
        let relied_on = b.budget_cents?;
        let candidates = may_have_been_in_force(budget, &k.fact.meta.effective);
        let agreeing = candidates.iter().rev().find(|step| step.believed.value == relied_on);
        let by = match (agreeing, candidates.as_slice()) {
            (Some(step), _) | (None, [step]) => step.instrument.clone(),
            (None, []) => Instrument::Initial,
            (None, _) => return None,
        };
        Some(Claim::new(*k, by, relied_on, "/budget_cents").recalled())
    };
    known.iter().filter_map(claim).collect()
}

/// The budgets that may have been in force on a date: set by then, perhaps, and not surely replaced.
fn may_have_been_in_force<'h>(budget: &'h History<Money>, on: &Edtf) -> Vec<&'h Step<Money>> {
    let replaced = budget.steps.iter().rposition(|s| s.effective.latest() <= on.earliest());
    let standing = budget.steps.iter().skip(replaced.unwrap_or_default());
    standing.filter(|s| s.effective.earliest() <= on.latest()).collect()
}

/// The figures that are not those in force, since an avenant in force changed them to what no source gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unfigured {
    /// The amount of the subsidy.
    pub amount: bool,
    /// The budget.
    pub budget: bool,
}

impl Unfigured {
    pub(crate) fn of(
        known: &[Known<'_>],
        gone: &BTreeSet<Instrument>,
        (amounts, budgets): (&History<Money>, &History<Money>),
    ) -> Unfigured {
        Unfigured {
            amount: unfigured(known, gone, (Term::Amount, amounts)),
            budget: unfigured(known, gone, (Term::Budget, budgets)),
        }
    }
}

/// Whether an avenant in force changes a term to a figure that no source gives: it has no step of its own,
/// and none follows. What the figures say is in force is then what was before it.
fn unfigured(
    known: &[Known<'_>],
    gone: &BTreeSet<Instrument>,
    (term, figures): (Term, &History<Money>),
) -> bool {
    let in_force = known.iter().filter(|k| k.standing == Standing::InForce);
    let changes = |a: &AvenantApproved| {
        a.changes.contains(&term) && !gone.contains(&Instrument::Avenant(a.number))
    };
    let changing = in_force.filter(|k| approved(k).is_some_and(changes));
    changing.into_iter().any(|k| {
        let Some(approved) = approved(k) else { return false };
        let own = Instrument::Avenant(approved.number);
        let dated = |step: &Step<Money>| (step.instrument.clone(), Some(step.effective.clone()));
        let mut dates: BTreeMap<Instrument, Option<Edtf>> =
            figures.steps.iter().map(dated).collect();
        dates.entry(own.clone()).or_insert_with(|| Some(k.fact.meta.effective.clone()));
        let order = instruments_in_order(dates);
        let since = order.iter().skip_while(|instrument| **instrument != own);
        !since.into_iter().any(|instrument| figures.by(instrument).is_some())
    })
}
