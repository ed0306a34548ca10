//! Figures that stand in the text and that no fact holds: amounts, shares, acts recalled.
//!
//! A draft that leaves a figure out in silence looks as if the text did not have it. So whatever is
//! left over is noted with what it seems to be, by the words nearest before it in its clause. A
//! note is never recorded; it tells a person where to look.

mod altered;
mod before;
mod credits;
mod cues;
mod given;
mod held;
mod laws;
mod line;
mod nearest;
mod paid;
mod parts;
mod place;
mod planned;
mod priced;
mod proposal;
mod scheduled;
mod tabled;
mod timed;
mod worded;
mod worth;

use super::reading::Remark;
use crate::draft::{Figure, Seems};
use crate::recognise::{Found, Pattern, amounts_in_cells, cited_acts, compile, shares};
use greffe_domain::{ActKey, Money, StatedShare};
pub(crate) use held::Held;
use place::{InAct, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(super) use nearest::is_for_a_subsidy;
pub(super) use parts::year_beside;
pub(crate) use tabled::Drawn;

/// Notes on every amount, share and recalled act of the text that no fact holds. `drawn` is the same text, byte for byte as
/// long, as it stands on its pages.
pub(crate) fn figures(folded: &str, drawn: Drawn<'_>, held: &Held) -> Vec<Remark> {
    let mut out = Vec::new();
    seen_amounts(folded, drawn, held, &mut out);
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for share in shares(folded).into_iter().filter(|share| !held.holds(&share.range)) {
        let count = times.entry(share.value.stated.clone()).or_default();
        *count += 1;
        // The same share again and again is one figure.
        if *count <= 2 {
            out.push(share_seen(share));
        }
    }
    let mut known = Vec::new();
    for cited in cited_acts(folded).into_iter().filter(|cited| !held.holds(&cited.range)) {
        let key = cited.value.act.reference.as_deref().and_then(ActKey::of);
        let own = key.is_some_and(|key| held.is_own(&key));
        if !own && !known.contains(&cited.value.act) && !of_arrivals(folded, &cited.range) {
            known.push(cited.value.act.clone());
            out.push(Remark {
                range: cited.range,
                code: "act-recalled",
                what: "the text recalls an act, and no fact of the draft rests on it".to_owned(),
                figure: Some(Figure::Act(cited.value.act)),
            });
        }
    }
    out
}

/// Whether an act is only named to say from which one on a member was there.
fn of_arrivals(folded: &str, at: &Range<usize>) -> bool {
    static ARRIVES: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:arriv[ée]\p{L}*|rejoin\p{L}+|retard[ée]\p{L}*|quitt\p{L}+|d[ée]part de|prend(?:re)? part aux? votes?)\b[^.;\n]{0,120}\b(?:[àa] (?:compter|partir) de|avant|apr[èe]s|d[èe]s|pour|lors de|jusqu'[àa]) (?:la |cette )?$",
        )
    });
    let before = folded.get(..at.start).unwrap_or_default();
    ARRIVES.is_match(before.rsplit('\n').next().unwrap_or_default())
}

fn share_seen(share: Found<StatedShare>) -> Remark {
    Remark {
        range: share.range,
        code: "share-seen",
        what: format!("« {} » stands in the text and no fact holds it", share.value.stated),
        figure: Some(Figure::Share(share.value)),
    }
}

fn seen_amounts(folded: &str, drawn: Drawn<'_>, held: &Held, out: &mut Vec<Remark>) {
    let all = amounts_in_cells(folded);
    let mut bare = held.without_a_grant(folded);
    let parts = parts::parts_of_a_grant(folded, &all, held);
    let yearly = parts::yearly_costs(folded, &all, held);
    let before = bare.len();
    let mut said = told_of_each(folded, &all, held, (&parts, &yearly), &mut bare);
    // What stands above the sum that makes an act one about a grant was taken for the body's own.
    if bare.len() < before {
        said = told_of_each(folded, &all, held, (&parts, &yearly), &mut bare);
    }
    let mut said: Vec<Said> =
        said.into_iter().filter(|one| !held.holds(&one.amount.range)).collect();
    let tabled = tabled::sums(drawn, &all).into_iter().filter(|one| !held.holds(&one.sum.range));
    said.extend(tabled.map(|one| Said { amount: one.sum, seems: one.seems, apart: false }));
    note(said, held, out);
}

/// What each amount seems to be. From `bare`, the acts without a grant, it takes those of which a sum turns out to be one.
fn told_of_each(
    folded: &str,
    all: &[Found<Money>],
    held: &Held,
    (parts, yearly): (&BTreeSet<usize>, &BTreeMap<usize, Seems>),
    bare: &mut BTreeSet<usize>,
) -> Vec<Said> {
    let mut said = Vec::new();
    let mut last = None;
    for (at, amount) in all.iter().enumerate() {
        let Some(mut place) = Place::new(folded, all, at, parts.contains(&at), last) else {
            continue;
        };
        let item = held.item_at(amount.range.start);
        place.act = InAct {
            grants: held.granted_at(amount.range.start),
            grants_this: held.grants_at(amount.range.start).contains(&amount.value),
            of_no_grant: item.is_some_and(|item| bare.contains(&item)),
        };
        place.of_the_years = yearly.get(&at).copied();
        let seems = laws::seems(&place);
        // What is told below a sum that the act gives is told of a grant.
        if let Some(item) = item.filter(|_| seems == Seems::Subsidy) {
            bare.remove(&item);
        }
        last = Some(seems);
        let apart = given::of_another_year(&place).is_some();
        said.push(Said { amount: amount.clone(), seems, apart });
    }
    said
}

/// An amount, and what it seems to be.
struct Said {
    amount: Found<Money>,
    seems: Seems,
    /// Whether its words say that it is another one than the grant, be it as much.
    apart: bool,
}

/// Notes each sum once in each role.
fn note(said: Vec<Said>, held: &Held, out: &mut Vec<Remark>) {
    let mut known: BTreeSet<(Money, Seems)> = held.amounts().iter().copied().collect();
    let mut sums: BTreeSet<Money> = known.iter().map(|(money, _)| *money).collect();
    let in_facts = sums.clone();
    // A budget that replaces another is called a budget where it is named again.
    let revised: BTreeSet<Money> = said
        .iter()
        .filter(|one| one.seems == Seems::RevisedBudget)
        .map(|one| one.amount.value)
        .collect();
    // What has a role of its own first: the same sum said again is not another one.
    let (others, with_role): (Vec<_>, Vec<_>) =
        said.into_iter().partition(|one| one.seems == Seems::Other && !one.apart);
    for Said { amount, seems, apart } in with_role.into_iter().chain(others) {
        let other = seems == Seems::Other && !apart;
        let again = known.contains(&(amount.value, seems)) || other && sums.contains(&amount.value);
        // *Les crédits nécessaires, soit 500 €*: those of the grant itself.
        let of_the_grant = known.contains(&(amount.value, Seems::Subsidy));
        let budget = seems == Seems::Budget;
        if again || budget && (of_the_grant || revised.contains(&amount.value)) {
            continue;
        }
        known.insert((amount.value, seems));
        sums.insert(amount.value);
        // Of a sum that a fact holds from another passage it would be wrong to say that none holds it.
        let what = if in_facts.contains(&amount.value) {
            "stands in this passage, which no fact cites; a fact holds the same sum from another"
        } else {
            "stands in the text and no fact holds it"
        };
        out.push(Remark {
            range: amount.range,
            code: "amount-seen",
            what: format!("{} {what}", amount.value),
            figure: Some(Figure::Amount(amount.value, seems)),
        });
    }
}
