//! Figures that stand in the text and that no fact holds: amounts, shares, acts recalled.
//!
//! A draft that leaves a figure out in silence looks as if the text did not have it. So whatever is
//! left over is noted with what it seems to be, by the words nearest before it in its clause. A
//! note is never recorded; it tells a person where to look.

mod cues;
mod given;
mod laws;
mod nearest;
mod paid;
mod parts;
mod place;
mod tabled;
mod worth;

use super::fact::Fact;
use super::reading::Remark;
use crate::draft::{Figure, Seems};
use crate::recognise::{Found, Pattern, amounts_in_cells, cited_acts, compile, shares};
use greffe_domain::{ActKey, Event, Grade, Money, PaymentRole, StatedShare};
use place::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(super) use nearest::is_for_a_subsidy;
pub(super) use parts::year_beside;
pub(crate) use tabled::Drawn;

/// What the facts of a draft hold already.
#[derive(Debug, Default)]
pub(crate) struct Held {
    places: Vec<Range<usize>>,
    amounts: Vec<(Money, Seems)>,
    /// The acts of the text itself.
    own: Vec<ActKey>,
    /// Whether an act of the text was rejected or put off.
    undecided: bool,
}

impl Held {
    /// Adds what some facts hold.
    pub(crate) fn add(&mut self, facts: &[Fact]) {
        let tabled: BTreeSet<&str> = facts
            .iter()
            .filter(|fact| matches!(fact.event, Event::DeliberationTabled(_)))
            .map(|fact| fact.stream.as_str())
            .collect();
        for fact in facts {
            for (range, fields) in fact.passages.iter() {
                let figure = |field: &String| {
                    field.ends_with("_cents") || field.ends_with("share") || field.contains("/act/")
                };
                if fields.iter().any(figure) {
                    self.places.push(range.clone());
                }
            }
            // A vote on a part of an act decides nothing about the whole.
            let stream = fact.stream.as_str();
            let mut wholes = stream.match_indices('-').filter_map(|(dash, _)| stream.get(..dash));
            let vote = matches!(fact.event, Event::VoteCast(_));
            if !(vote && wholes.any(|whole| tabled.contains(whole))) {
                self.roles(&fact.event, fact.grade);
            }
        }
        self.places.sort_by_key(|range| range.start);
    }

    fn roles(&mut self, event: &Event, grade: Grade) {
        let mut hold = |money: Option<Money>, seems: Seems| {
            self.amounts.extend(money.map(|money| (money, seems)));
        };
        match event {
            Event::SubsidyGranted(granted) => {
                let kept = if grade == Grade::Act { Seems::Subsidy } else { Seems::Other };
                hold(Some(granted.amount_cents), kept);
                hold(granted.budget_cents, Seems::Budget);
            }
            Event::AvenantApproved(avenant) => hold(avenant.amount_cents, Seems::Subsidy),
            Event::AvenantRequested(asked) => hold(asked.budget_cents, Seems::Budget),
            Event::BudgetRevised(revised) => {
                hold(revised.from_cents, Seems::Budget);
                hold(Some(revised.to_cents), Seems::Budget);
            }
            Event::InstalmentAgreed(part) => hold(part.amount_cents, paid_as(Some(part.role))),
            Event::PaymentOrdered(paid) => hold(Some(paid.amount_cents), paid_as(paid.role)),
            Event::PaymentExecuted(paid) => hold(Some(paid.amount_cents), paid_as(paid.role)),
            Event::BalanceComputed(computed) => {
                hold(computed.balance_cents, Seems::Balance);
                hold(computed.final_cents, Seems::Subsidy);
                hold(computed.realised_cents, Seems::Other);
                hold(computed.budget_cents, Seems::Budget);
            }
            Event::RecoveryOrdered(recovery) => hold(Some(recovery.amount_cents), Seems::Recovery),
            Event::DeliberationTabled(tabled) => {
                self.own.extend(tabled.reference.as_deref().and_then(ActKey::of));
            }
            Event::VoteCast(vote) => {
                self.undecided |= vote.outcome == greffe_domain::Outcome::Rejected;
            }
            _ => {}
        }
    }

    /// Whether a fact holds a figure of a place.
    pub(crate) fn holds(&self, place: &Range<usize>) -> bool {
        let from = self.places.partition_point(|held| held.start + 4096 < place.start);
        self.places
            .iter()
            .skip(from)
            .take_while(|held| held.start < place.end)
            .any(|held| held.end > place.start)
    }
}

fn paid_as(role: Option<PaymentRole>) -> Seems {
    match role {
        Some(PaymentRole::Advance) => Seems::Advance,
        Some(PaymentRole::Balance) => Seems::Balance,
        _ => Seems::Instalment,
    }
}

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
        let own = key.is_some_and(|key| held.own.contains(&key));
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
    let parts = parts::parts_of_a_grant(folded, &all, held);
    let mut said: Vec<Said> = Vec::new();
    let mut last = None;
    for (at, amount) in all.iter().enumerate() {
        let Some(place) = Place::new(folded, &all, at, parts.contains(&at), last) else { continue };
        let seems = laws::seems(&place, held);
        last = Some(seems);
        if !held.holds(&amount.range) {
            let apart = given::of_another_year(&place, held).is_some();
            said.push(Said { amount: amount.clone(), seems, apart });
        }
    }
    let tabled = tabled::sums(drawn, &all).into_iter().filter(|one| !held.holds(&one.sum.range));
    said.extend(tabled.map(|one| Said { amount: one.sum, seems: one.seems, apart: false }));
    note(said, held, out);
}

/// A figure that no fact holds.
struct Said {
    amount: Found<Money>,
    seems: Seems,
    /// Whether its words say that it is another one than the grant, be it as much.
    apart: bool,
}

/// Notes each sum once in each role.
fn note(said: Vec<Said>, held: &Held, out: &mut Vec<Remark>) {
    let mut known: BTreeSet<(Money, Seems)> = held.amounts.iter().copied().collect();
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
