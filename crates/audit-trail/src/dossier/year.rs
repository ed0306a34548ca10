//! What an institution grants one beneficiary in one year, all its conventions together.
//!
//! The law's thresholds are those of a year and of a body, so splitting a grant does not escape them. Who
//! the body is, its register number says: sums of two numbers are never added, and those of one number are,
//! whatever the names. Where no number is tied to a grant, the name stands for it, and where no source states
//! the exercise, the year of the award does; both are assumptions, kept apart from what is sure.

use super::convention::ConventionDossier;
use crate::finding::Lacking;
use crate::rules::missing;
use greffe_convention_state::{ConventionView, UndoneAct};
use greffe_domain::{Event, Facts, Grade, Known, Money, Passage, StreamKind, is_rna, slug};
use std::collections::{BTreeMap, BTreeSet};

/// How many other grants are cited beside a sum: it can rest on thousands.
const CITED: usize = 24;

/// The sums of a year, the convention's own among them.
#[derive(Debug, Clone, PartialEq)]
pub struct YearOfBeneficiary {
    /// In cash, by sources that give the body's number and the exercise; the convention's own counts here.
    pub sure: Money,
    /// In cash, with what the name or the year of the award adds. `None` when it does not fit.
    pub assumed: Option<Money>,
    /// In kind, on the same assumptions.
    pub in_kind: Money,
    /// How many other conventions are added.
    pub others: usize,
    /// Whether some of them are tied by the name alone.
    pub by_name: bool,
    /// Whether the year of the award stands for an exercise.
    pub by_year: bool,
    /// The entries and passages of the first of the other grants.
    pub cited: Vec<(Vec<u64>, Vec<Passage>)>,
}

impl YearOfBeneficiary {
    /// What is assumed when a sum is more than what is sure, in the words of both languages; empty when
    /// nothing is added, or all of it is sure.
    #[must_use]
    pub(crate) fn assumption(&self) -> (String, String) {
        let (count, plural) = (self.others, if self.others > 1 { "s" } else { "" });
        let (fr, en) = match (self.by_name, self.by_year) {
            (false, false) => return (String::new(), String::new()),
            (true, false) => ("par le seul nom du bénéficiaire", "by the beneficiary's name alone"),
            (false, true) => (
                "par l'année d'attribution, à défaut d'exercice",
                "by the year of the award, for want of an exercise",
            ),
            (true, true) => (
                "par le nom du bénéficiaire et l'année d'attribution",
                "by the beneficiary's name and the year of the award",
            ),
        };
        (
            format!(" ({count} autre{plural} convention{plural} réunie{plural} {fr})"),
            format!(" ({count} other agreement{plural} added {en})"),
        )
    }

    /// What would have to be known for the sum with its assumptions to be sure.
    pub(crate) fn lacking(&self) -> Vec<Lacking> {
        let identity = self.by_name.then(missing::beneficiary_identity);
        identity.into_iter().chain(self.by_year.then(missing::exercise)).collect()
    }

    /// The sum in cash where it is above a threshold, with what would have to be known to be sure of that.
    pub(crate) fn above(&self, threshold: Money) -> Option<(Money, Vec<Lacking>)> {
        if self.sure > threshold {
            return Some((self.sure, Vec::new()));
        }
        Some((self.assumed.filter(|sum| *sum > threshold)?, self.lacking()))
    }

    /// The evidence of the other grants, as [`crate::Verdict::resting_on`] takes it.
    pub(crate) fn evidence(&self) -> impl Iterator<Item = (&[u64], &[Passage])> {
        self.cited.iter().map(|(entries, passages)| (entries.as_slice(), passages.as_slice()))
    }
}

/// Who a beneficiary is, as far as a source ties a register number to its grant.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Identity {
    name: String,
    /// SIREN, or number in the register of associations.
    number: Option<String>,
    /// Whether the source of the grant itself gives the number, and not the name.
    tied: bool,
}

impl Identity {
    /// The identity of the beneficiary of a convention. A number is tied to a grant by the row that gives
    /// both, or by the act that does. By the name alone it is only when no other number bears it.
    pub(super) fn of(
        facts: &Facts,
        name: &str,
        own: &[Known<'_>],
        at: greffe_domain::AsOf,
    ) -> Identity {
        let name = slug(name);
        let streams = facts.identifying(&name).filter(|s| s.kind() == StreamKind::Beneficiary);
        let identified: Vec<(Known<'_>, String)> = streams
            .flat_map(|stream| super::in_force(facts, stream, at))
            .filter_map(|known| Some((known, number(&known, &name)?)))
            .collect();
        let grants: Vec<&Known<'_>> =
            own.iter().filter(|k| matches!(k.fact.event, Event::SubsidyGranted(_))).collect();
        let tied = identified.iter().filter(|(known, _)| grants.iter().any(|g| ties(g, known)));
        if let Some(number) = single(tied.map(|(_, number)| number)) {
            return Identity { name, number: Some(number), tied: true };
        }
        let number = single(identified.iter().map(|(_, number)| number));
        Identity { name, number, tied: false }
    }

    /// Whether two are one body, and whether that is sure; `None` when they are two.
    fn same(&self, other: &Identity) -> Option<bool> {
        match (&self.number, &other.number) {
            (Some(a), Some(b)) if a == b => Some(self.tied && other.tied),
            // A SIREN and a number of the register of associations may be one body's.
            (Some(a), Some(b)) if is_rna(a) == is_rna(b) => None,
            _ => (self.name == other.name).then_some(false),
        }
    }

    /// Whether a beneficiary's own stream, which gives these numbers, can be about this one.
    pub(super) fn may_be(&self, numbers: &BTreeSet<String>) -> bool {
        let own = self.number.as_ref().filter(|_| self.tied);
        own.is_none_or(|own| {
            let comparable = |number: &&String| is_rna(number) == is_rna(own);
            numbers.contains(own) || !numbers.iter().any(|number| comparable(&number))
        })
    }
}

/// The number by which a fact identifies the beneficiary of a name.
fn number(known: &Known<'_>, name: &str) -> Option<String> {
    match &known.fact.event {
        Event::BeneficiaryIdentified(b) if slug(&b.name) == name => b.number(),
        _ => None,
    }
}

/// Whether one source gives a grant and a number: the same passage, or an act that gives both. The rows of a
/// table, which declare, have little to do with each other.
fn ties(grant: &Known<'_>, identified: &Known<'_>) -> bool {
    let whole = matches!(grant.fact.meta.grade, Grade::Act | Grade::Recital);
    grant.fact.meta.sources.iter().any(|a| {
        identified.fact.meta.sources.iter().any(|b| {
            a.document == b.document && (whole || a.span.0 < b.span.1 && b.span.0 < a.span.1)
        })
    })
}

fn single<'s>(numbers: impl Iterator<Item = &'s String>) -> Option<String> {
    let numbers: BTreeSet<&String> = numbers.collect();
    <[&String; 1]>::try_from(numbers.into_iter().collect::<Vec<_>>()).ok().map(|[one]| one.clone())
}

/// One convention among those that are added up.
struct Member {
    institution: String,
    year: i32,
    stated: bool,
    identity: Identity,
    undone: bool,
    cash: Option<greffe_domain::Sourced<Money>>,
    in_kind: Money,
}

/// Fills in the year of every convention.
pub(super) fn fill(all: &mut [ConventionDossier<'_>]) {
    let members: Vec<Option<Member>> = all.iter().map(member).collect();
    let mut groups = BTreeMap::<(&str, i32, &str), Vec<usize>>::new();
    for (at, member) in members.iter().enumerate() {
        let Some(m) = member else { continue };
        let name = m.identity.name.as_str();
        // A body that is called by its number is there once.
        let number = m.identity.number.as_deref().filter(|number| *number != name);
        for key in std::iter::once(name).chain(number) {
            groups.entry((&m.institution, m.year, key)).or_default().push(at);
        }
    }
    for (at, one) in all.iter_mut().enumerate() {
        let Some(own) = members.get(at).and_then(Option::as_ref).filter(|own| !own.undone) else {
            continue;
        };
        let (institution, year) = (own.institution.as_str(), own.year);
        let named = groups.get(&(institution, year, own.identity.name.as_str()));
        // Of those who bear the number, the ones of another name: the others are there already.
        let number = own.identity.number.as_deref();
        let numbered = number.and_then(|number| groups.get(&(institution, year, number)));
        let renamed = numbered.into_iter().flatten().filter(|other| {
            let other = members.get(**other).and_then(Option::as_ref);
            other.is_some_and(|other| other.identity.name != own.identity.name)
        });
        let others = named.into_iter().flatten().chain(renamed).filter(|other| **other != at);
        let others = others.filter_map(|other| members.get(*other)?.as_ref());
        one.year = added(one.year.clone(), own, of_one_body(own, others));
    }
}

/// Those that can be one body with an owner at once: a body has one number of each register, so of several that
/// only its name ties, those under the number that comes to the most stand for all.
fn of_one_body<'m>(own: &Member, others: impl Iterator<Item = &'m Member>) -> Vec<&'m Member> {
    let mut one = Vec::new();
    let mut supposed = BTreeMap::<(bool, &str), (Money, Vec<&'m Member>)>::new();
    for other in others.filter(|other| !other.undone) {
        match other.identity.number.as_deref() {
            _ if own.identity.same(&other.identity).is_none() => {}
            Some(number) if own.identity.number.as_deref() != Some(number) => {
                let of = supposed.entry((is_rna(number), number));
                let of = of.or_insert((Money::ZERO, Vec::new()));
                let cash = other.cash.as_ref().map_or(Money::ZERO, |cash| cash.value);
                of.0 = of.0.checked_add(cash).unwrap_or(of.0);
                of.1.push(other);
            }
            _ => one.push(other),
        }
    }
    for register in [false, true] {
        let of = supposed.iter().filter(|((rna, _), _)| *rna == register);
        if let Some((_, (_, members))) = of.max_by_key(|(_, (sum, _))| *sum) {
            one.extend(members);
        }
    }
    one
}

/// Whether an act that grants the subsidy was taken back: it is taken never to have been granted, and another
/// act may have granted it again.
fn is_undone(view: &ConventionView) -> bool {
    view.undone.iter().any(UndoneAct::bears_the_grant)
}

/// A convention by itself.
pub(super) fn alone(view: &ConventionView, facts: &[Known<'_>]) -> YearOfBeneficiary {
    let granted = view.subsidy_cents.current().filter(|_| !is_undone(view));
    let own = granted.map_or(Money::ZERO, |amount| amount.value);
    YearOfBeneficiary {
        sure: own,
        assumed: Some(own),
        in_kind: if is_undone(view) { Money::ZERO } else { given_in_kind(facts) },
        others: 0,
        by_name: false,
        by_year: false,
        cited: Vec::new(),
    }
}

fn added(mut sum: YearOfBeneficiary, own: &Member, others: Vec<&Member>) -> YearOfBeneficiary {
    for other in others {
        let Some(sure) = own.identity.same(&other.identity) else { continue };
        let cash = other.cash.as_ref();
        if cash.is_none() && other.in_kind == Money::ZERO {
            continue;
        }
        let stated = own.stated && other.stated;
        let amount = cash.map_or(Money::ZERO, |cash| cash.value);
        sum.assumed = sum.assumed.and_then(|sum| sum.checked_add(amount));
        sum.in_kind = sum.in_kind.checked_add(other.in_kind).unwrap_or(sum.in_kind);
        if sure && stated {
            sum.sure = sum.sure.checked_add(amount).unwrap_or(sum.sure);
        }
        sum.by_name |= !sure;
        sum.by_year |= !stated;
        sum.others = sum.others.saturating_add(1);
        if let Some(cash) = cash.filter(|_| sum.cited.len() < CITED) {
            sum.cited.push((cash.entries.clone(), cash.passages.clone()));
        }
    }
    sum
}

fn member(one: &ConventionDossier<'_>) -> Option<Member> {
    let stated = one.view.exercise.as_ref().map(|exercise| exercise.value);
    let awarded = || {
        one.facts.iter().find_map(|k| match &k.fact.event {
            Event::SubsidyGranted(grant) => {
                let decided = grant.act.date.as_ref().and_then(greffe_domain::Edtf::year);
                k.fact.meta.effective.year().or(decided)
            }
            _ => None,
        })
    };
    Some(Member {
        institution: one.stream.institution()?.to_owned(),
        year: stated.or_else(awarded)?,
        stated: stated.is_some(),
        identity: one.identity.clone()?,
        undone: is_undone(&one.view),
        cash: one.view.subsidy_cents.current().cloned(),
        in_kind: one.year.in_kind,
    })
}

/// What a source says is granted in kind, by its best testimony.
fn given_in_kind(facts: &[Known<'_>]) -> Money {
    let given = facts.iter().filter_map(|k| match &k.fact.event {
        Event::SubsidyGranted(grant) if grant.in_kind == Some(true) => {
            Some((k.fact.meta.grade, grant.amount_cents))
        }
        _ => None,
    });
    given.min_by_key(|(grade, _)| *grade).map_or(Money::ZERO, |(_, amount)| amount)
}

#[cfg(test)]
mod tests;
