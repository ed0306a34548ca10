//! What an institution grants one beneficiary in one year, all its conventions together.
//!
//! The law's thresholds are those of a year and of a body, so splitting a grant does not escape them. Who
//! the body is, its register number says: sums of two numbers are never added, and those of one number are,
//! whatever the names. Where no number is tied to a grant, the name stands for it, and where no source states
//! the exercise, the year of the award does; both are assumptions, kept apart from what is sure. A grant that two documents
//! tell of is one where a person said so, and else may be: it is added, and not sure.

mod identity;
mod stands;
mod sums;

pub(super) use identity::{Identities, Identity};

use super::convention::ConventionDossier;
use crate::finding::Lacking;
use crate::rules::missing;
use greffe_convention_state::{ConventionView, UndoneAct};
use greffe_domain::{AsOf, Event, Facts, Known, Money, Passage};
use stands::Stands;
use sums::{Member, Years};

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
    /// Whether some of them may be one grant with another, or with this, told by another document.
    pub one_grant: bool,
    /// The entries and passages of the first of the other grants.
    pub cited: Vec<(Vec<u64>, Vec<Passage>)>,
}

impl YearOfBeneficiary {
    /// Of what was taken back.
    const NOTHING: YearOfBeneficiary = YearOfBeneficiary {
        sure: Money::ZERO,
        assumed: Some(Money::ZERO),
        in_kind: Money::ZERO,
        others: 0,
        by_name: false,
        by_year: false,
        one_grant: false,
        cited: Vec::new(),
    };

    /// What is assumed when a sum is more than what is sure, in the words of both languages; empty when
    /// nothing is added, or all of it is sure.
    #[must_use]
    pub(crate) fn assumption(&self) -> (String, String) {
        let (count, plural) = (self.others, if self.others > 1 { "s" } else { "" });
        let (fr, en) = match (self.by_name, self.by_year) {
            (false, false) => ("", ""),
            (true, false) => {
                (" par le seul nom du bénéficiaire", " by the beneficiary's name alone")
            }
            (false, true) => (
                " par l'année d'attribution, à défaut d'exercice",
                " by the year of the award, for want of an exercise",
            ),
            (true, true) => (
                " par le nom du bénéficiaire et l'année d'attribution",
                " by the beneficiary's name and the year of the award",
            ),
        };
        if fr.is_empty() && !self.one_grant {
            return (String::new(), String::new());
        }
        if self.others == 0 {
            return (
                " (peut-être une même subvention que deux documents disent)".to_owned(),
                " (perhaps one grant that two documents tell of)".to_owned(),
            );
        }
        let twice = if self.one_grant {
            (
                ", peut-être une même subvention que deux documents disent",
                ", perhaps one grant that two documents tell of",
            )
        } else {
            ("", "")
        };
        (
            format!(" ({count} autre{plural} convention{plural} réunie{plural}{fr}{})", twice.0),
            format!(" ({count} other agreement{plural} added{en}{})", twice.1),
        )
    }

    /// What would have to be known for the sum with its assumptions to be sure.
    pub(crate) fn lacking(&self) -> Vec<Lacking> {
        let identity = self.by_name.then(missing::beneficiary_identity);
        let one_grant = self.one_grant.then(missing::one_grant);
        identity.into_iter().chain(self.by_year.then(missing::exercise)).chain(one_grant).collect()
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

/// Fills in the year of every convention.
pub(super) fn fill(all: &mut [ConventionDossier<'_>], facts: &Facts, as_of: AsOf) {
    let mut members: Vec<Option<Member>> = all.iter().map(member).collect();
    let places = all.iter().enumerate().map(|(at, one)| (&one.stream, at)).collect();
    let stands = Stands::of(facts, as_of, &places, &mut members);
    let years = Years::of(&members, &stands);
    for (at, one) in all.iter_mut().enumerate() {
        let Some(own) = members.get(at).and_then(Option::as_ref) else { continue };
        if own.undone {
            one.year = YearOfBeneficiary::NOTHING;
        } else {
            one.year = years.added(one.year.clone(), at, own);
        }
    }
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
        ..YearOfBeneficiary::NOTHING
    }
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
