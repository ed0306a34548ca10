//! Grants that may be one: told by an act and by the row of a table, or by two tables.

use super::{Likelihood, MatchReason, MatchSubject, NAMED, Pair, ReasonCode, reason};
use greffe_convention_state::{Alike, GrantTold, GrantsAlike};
use greffe_domain::{StreamId, is_rna};
use std::collections::BTreeMap;

/// Every grant, by its stream: who receives how much, by which act.
pub(super) fn subjects(grants: &GrantsAlike) -> BTreeMap<StreamId, MatchSubject> {
    let subject = |told: GrantTold<'_>| {
        let amounts = told.amounts.iter().map(ToString::to_string);
        let names = told.names.iter().cloned().chain(amounts);
        let names = names.chain(told.references.iter().cloned()).collect();
        let entries = told.entries.iter().copied().take(NAMED).collect();
        (told.stream.clone(), MatchSubject { stream: told.stream.clone(), names, entries })
    };
    grants.told().map(subject).collect()
}

fn registered(number: String) -> MatchReason {
    let code = if is_rna(&number) { ReasonCode::SameRna } else { ReasonCode::SameSiren };
    MatchReason { code, value: number }
}

/// A pair with its reasons.
pub(super) fn pair(alike: Alike) -> Pair {
    let likelihood = match (alike.is_one_by_its_terms(), &alike.reference) {
        (true, Some(_)) => Likelihood::Strong,
        (true, None) => Likelihood::Likely,
        (false, _) => Likelihood::Weak,
    };
    let reasons = [
        reason(ReasonCode::SameReference, alike.reference),
        reason(ReasonCode::SameAmount, alike.amount.map(|amount| amount.to_string())),
        alike.number.map(registered),
        reason(ReasonCode::SameName, alike.name),
        reason(ReasonCode::SameDay, alike.day),
        reason(ReasonCode::SameYear, alike.year.map(|year| year.to_string())),
    ];
    let against = [
        reason(ReasonCode::OtherReference, alike.other_reference),
        reason(ReasonCode::OtherAmount, alike.other_amount),
    ];
    Pair {
        one: alike.one,
        other: alike.other,
        likelihood,
        reasons: reasons.into_iter().flatten().collect(),
        against: against.into_iter().flatten().collect(),
    }
}
