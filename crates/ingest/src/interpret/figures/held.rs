//! What the facts of a draft hold, act by act, so that what they leave out is told.

use super::super::fact::Fact;
use crate::draft::Seems;
use crate::recognise::{Pattern, compile};
use greffe_domain::{ActKey, Event, Grade, Money, Outcome, PaymentRole};
use std::collections::BTreeSet;
use std::ops::Range;

/// What the facts of a draft hold already.
#[derive(Debug, Default)]
pub(crate) struct Held {
    places: Vec<Range<usize>>,
    amounts: Vec<(Money, Seems)>,
    /// The sums that any act grants.
    grants: BTreeSet<Money>,
    /// The acts of the text itself.
    own: Vec<ActKey>,
    /// Whether an act of the text was rejected or put off.
    undecided: bool,
    /// The acts of the text, in its order.
    items: Vec<Item>,
}

/// One act of the text, and what its facts hold.
#[derive(Debug)]
struct Item {
    range: Range<usize>,
    /// The sums that it grants.
    grants: BTreeSet<Money>,
    /// Whether a fact tells of a grant, of who receives it or of what was agreed with them.
    told: bool,
    rejected: bool,
    /// The year of its first grant that states one.
    exercise: Option<i32>,
}

impl Held {
    /// Adds what the facts of one act hold.
    pub(crate) fn add_act(
        &mut self,
        range: Range<usize>,
        facts: &[Fact],
        outcome: Option<Outcome>,
    ) {
        let from = self.amounts.len();
        self.add(facts);
        let told = facts.iter().any(|fact| !matches!(fact.event, Event::FormalityRecorded(_)));
        let rejected = outcome == Some(Outcome::Rejected);
        let own = self.amounts.get(from..).unwrap_or_default();
        let grants: BTreeSet<Money> = granted(own).collect();
        self.grants.extend(grants.iter().copied());
        let exercise = facts.iter().find_map(|fact| match &fact.event {
            Event::SubsidyGranted(granted) => granted.exercise,
            _ => None,
        });
        let item = Item { range, grants, told, rejected, exercise };
        let at = self.items.partition_point(|other| other.range.start <= item.range.start);
        self.items.insert(at, item);
    }

    /// The act in which a place stands; a text of one act is that act.
    pub(super) fn item_at(&self, at: usize) -> Option<usize> {
        if self.items.len() == 1 {
            return Some(0);
        }
        let item = self.items.partition_point(|item| item.range.start <= at).checked_sub(1)?;
        self.items.get(item).filter(|one| at < one.range.end).map(|_| item)
    }

    /// The sums granted by the act in which a place stands; where it stands in none, by any.
    pub(super) fn grants_at(&self, at: usize) -> &BTreeSet<Money> {
        let own = self.item_at(at).and_then(|item| self.items.get(item));
        own.map_or(&self.grants, |item| &item.grants)
    }

    /// The year of the grant of the act in which a place stands.
    pub(super) fn exercise_at(&self, at: usize) -> Option<i32> {
        self.item_at(at).and_then(|item| self.items.get(item))?.exercise
    }

    /// Whether the act in which a place stands grants something and was not rejected.
    pub(super) fn granted_at(&self, at: usize) -> bool {
        let own = self.item_at(at).and_then(|item| self.items.get(item));
        let rejected = own.map_or(self.undecided, |item| item.rejected);
        !rejected && !self.grants_at(at).is_empty()
    }

    /// The acts that tell neither of a grant nor of anyone who asks for one: what the body itself builds, buys,
    /// borrows, budgets or applies for.
    pub(super) fn without_a_grant(&self, folded: &str) -> BTreeSet<usize> {
        let one = self.items.len() == 1;
        let bare = |(at, item): (usize, &Item)| {
            let own = if one { Some(folded) } else { folded.get(item.range.clone()) };
            (!item.told && !own.is_some_and(helps_another)).then_some(at)
        };
        self.items.iter().enumerate().filter_map(bare).collect()
    }

    /// The amounts that facts hold.
    pub(super) fn amounts(&self) -> &[(Money, Seems)] {
        &self.amounts
    }

    /// Whether a reference is that of an act of the text itself.
    pub(super) fn is_own(&self, key: &ActKey) -> bool {
        self.own.contains(key)
    }

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
                self.undecided |= vote.outcome == Outcome::Rejected;
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

/// The sums that are granted among amounts.
fn granted(amounts: &[(Money, Seems)]) -> impl Iterator<Item = Money> {
    amounts.iter().filter(|(_, role)| *role == Seems::Subsidy).map(|(money, _)| *money)
}

fn paid_as(role: Option<PaymentRole>) -> Seems {
    match role {
        Some(PaymentRole::Advance) => Seems::Advance,
        Some(PaymentRole::Balance) => Seems::Balance,
        _ => Seems::Instalment,
    }
}

/// Those who are helped.
macro_rules! another {
    () => {
        r"\b(?:associations?|clubs?|amicale|coop[ée]rative|compagnie|collectif|f[ée]d[ée]ration|office de tourisme|comit[ée] d(?:e|es|u) \p{L}+)\b"
    };
}

/// Whether an act speaks of a help that another asks for or receives, be it that no fact was read of it.
fn helps_another(text: &str) -> bool {
    static ASKED: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\bfonds de concours\b|",
            another!(),
            r"[^.;:\n]{0,100}\b(?:sollicit|demand|souhait|pr[ée]sent|organis)(?:e|ent|ait|aient|[ée])\b",
            r"|\b(?:objet ?:|demandes? (?:pr[ée]sent[ée]e |faite )?(?:de|par))[^\n.;]{0,80}",
            another!(),
            r"|\bla participation (?:est|sera|serait) (?:de|fix[ée]e|calcul[ée]e|port[ée]e)\b"
        ))
    });
    static TO: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:subventions?|aides?|participation|contribution)(?: \p{L}+)? (?:à la |à l'|au |aux )«? ?(?P<who>\p{L}+)",
        )
    });
    /// Those of whom the body itself asks.
    static ABOVE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:d[ée]partement|conseil|r[ée]gion|[ée]tat|pr[ée]fe|caf|drac|ademe|agence|titre|taux|europe)",
        )
    });
    let to =
        |hit: regex::Captures<'_>| hit.name("who").is_some_and(|who| !ABOVE.is_match(who.as_str()));
    ASKED.is_match(text) || TO.captures_iter(text).any(to)
}
