//! The sums of a year, added once for each name and number however many conventions ask for them.
//!
//! A convention's year is what all of its name or number come to, less itself. So the sums are kept by name and
//! by number, and asking for one costs no more where a name has thousands of grants.

use super::{CITED, Identity, Stands, YearOfBeneficiary};
use greffe_domain::{Money, Sourced, is_rna};
use std::collections::BTreeMap;

/// One convention among those that are added up.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) institution: String,
    pub(super) year: i32,
    pub(super) stated: bool,
    pub(super) identity: Identity,
    pub(super) undone: bool,
    pub(super) cash: Option<Sourced<Money>>,
    pub(super) in_kind: Money,
}

impl Member {
    fn number(&self) -> Option<&str> {
        self.identity.number.as_deref()
    }

    fn cents(&self) -> i128 {
        self.cash.as_ref().map_or(0, |cash| cash.value.cents().into())
    }

    /// Whether it gives anything to add.
    fn counts(&self) -> bool {
        self.cash.is_some() || self.in_kind != Money::ZERO
    }
}

/// What some conventions come to. Sums of any length of a ledger fit.
#[derive(Debug, Clone, Default)]
struct Sums {
    cash: i128,
    /// Of these in cash, those whose number is tied to the grant and whose exercise a source states.
    sure: i128,
    in_kind: i128,
    count: usize,
    /// Of these, those that may be a grant which is counted, too.
    doubtful: usize,
    untied: usize,
    unstated: usize,
    /// The places of the first that are in cash: as many as are cited, twice, since some may be cited already.
    cited: Vec<usize>,
}

impl Sums {
    /// What may be one with a grant that is counted is not sure.
    fn add(&mut self, at: usize, one: &Member, stands: &Stands) {
        if !one.counts() {
            return;
        }
        self.count += 1;
        self.cash += one.cents();
        self.in_kind += i128::from(one.in_kind.cents());
        self.doubtful += usize::from(!stands.is_sure(at));
        self.untied += usize::from(!one.identity.tied);
        self.unstated += usize::from(!one.stated);
        if one.identity.tied && one.stated && stands.is_sure(at) {
            self.sure += one.cents();
        }
        if one.cash.is_some() && self.cited.len() < 2 * CITED + 2 {
            self.cited.push(at);
        }
    }

    /// Takes out one that was added.
    fn take_out(&mut self, at: usize, one: &Member, stands: &Stands) {
        if !one.counts() {
            return;
        }
        self.count -= 1;
        self.cash -= one.cents();
        self.in_kind -= i128::from(one.in_kind.cents());
        self.doubtful -= usize::from(!stands.is_sure(at));
        self.untied -= usize::from(!one.identity.tied);
        self.unstated -= usize::from(!one.stated);
    }
}

/// Of an institution, in a year, under a name; by its number, if it has one.
type Named<'m> = (&'m str, i32, &'m str, Option<&'m str>);

/// All conventions that are added up.
pub(super) struct Years<'m> {
    members: &'m [Option<Member>],
    stands: &'m Stands,
    named: BTreeMap<Named<'m>, Sums>,
    numbered: BTreeMap<(&'m str, i32, &'m str), Sums>,
    /// Of the numbers that bear a name, in each of the two registers, the one that comes to the most.
    most: BTreeMap<(&'m str, i32, &'m str, bool), (i128, &'m str)>,
}

impl<'m> Years<'m> {
    pub(super) fn of(members: &'m [Option<Member>], stands: &'m Stands) -> Years<'m> {
        let (named, numbered, most) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut years = Years { members, stands, named, numbered, most };
        for (at, one) in members.iter().enumerate() {
            let one = one.as_ref().filter(|one| !one.undone && stands.counts(at));
            let Some(one) = one else { continue };
            let (of, year) = (one.institution.as_str(), one.year);
            let name = (of, year, one.identity.name.as_str(), one.number());
            years.named.entry(name).or_default().add(at, one, stands);
            if let Some(number) = one.number() {
                years.numbered.entry((of, year, number)).or_default().add(at, one, stands);
            }
        }
        for ((of, year, name, number), sums) in &years.named {
            let Some(number) = *number else { continue };
            let of_register = years.most.entry((*of, *year, *name, is_rna(number)));
            let most = of_register.or_insert((sums.cash, number));
            if sums.cash >= most.0 {
                *most = (sums.cash, number);
            }
        }
        years
    }

    /// The year of one convention, with all others of its beneficiary: a body has one number of each register,
    /// so of several that only its name ties, those under the number that comes to the most stand for all.
    pub(super) fn added(
        &self,
        mut sum: YearOfBeneficiary,
        at: usize,
        own: &Member,
    ) -> YearOfBeneficiary {
        let of_year =
            |other: &Member| other.institution == own.institution && other.year == own.year;
        let numbered = own
            .number()
            .and_then(|number| self.numbered.get(&(own.institution.as_str(), own.year, number)));
        let of_number = self.others(numbered, at, |other| {
            of_year(other) && own.number().is_some() && other.number() == own.number()
        });
        let of_name = |other: &Member| of_year(other) && other.identity.name == own.identity.name;
        let mut by_name: Vec<Sums> = Vec::new();
        by_name.push(
            self.others(self.named(own, None), at, |other| {
                of_name(other) && other.number().is_none()
            }),
        );
        for (number, sums) in self.supposed(own) {
            by_name.push(
                self.others(Some(sums), at, |other| {
                    of_name(other) && other.number() == Some(number)
                }),
            );
        }
        let all = || by_name.iter().chain([&of_number]);
        let cents = |cents: i128| i64::try_from(cents).map(Money::from_cents);
        let whole = |own: Money, others: i128| cents(i128::from(own.cents()) + others);
        let most = Money::from_cents(i64::MAX);
        if own.identity.tied && own.stated {
            sum.sure = whole(sum.sure, of_number.sure).unwrap_or(most);
        }
        let cash = all().map(|sums| sums.cash).sum();
        sum.assumed = sum.assumed.and_then(|own| whole(own, cash).ok());
        sum.in_kind = whole(sum.in_kind, all().map(|sums| sums.in_kind).sum()).unwrap_or(most);
        sum.others = all().map(|sums| sums.count).sum();
        sum.one_grant = all().any(|sums| sums.doubtful > 0);
        if self.stands.is_doubted(at) {
            sum.one_grant = true;
            sum.sure = Money::ZERO;
        }
        let untied = if own.identity.tied { of_number.untied } else { of_number.count };
        sum.by_name = untied > 0 || by_name.iter().any(|sums| sums.count > 0);
        let unstated = |sums: &Sums| if own.stated { sums.unstated } else { sums.count };
        sum.by_year = all().any(|sums| unstated(sums) > 0);
        sum.cited = self.cited(at, own);
        sum
    }

    /// What the others come to, without what stands for the grant itself.
    fn others(&self, sums: Option<&Sums>, at: usize, among: impl Fn(&Member) -> bool) -> Sums {
        let mut rest = sums.cloned().unwrap_or_default();
        let within = |at: usize| self.members.get(at)?.as_ref().filter(|one| among(one));
        let (counted, sure) = (self.stands.counted(at), self.stands.sure(at));
        if let Some(one) = within(counted) {
            rest.take_out(counted, one, self.stands);
        }
        if let Some(one) = within(sure).filter(|one| one.counts()) {
            if one.identity.tied && one.stated && self.stands.is_sure(sure) {
                rest.sure -= one.cents();
            }
            // The other is counted, and may be this one.
            rest.doubtful += usize::from(counted != sure);
        }
        rest
    }

    fn named(&self, own: &'m Member, number: Option<&'m str>) -> Option<&Sums> {
        self.named.get(&(own.institution.as_str(), own.year, own.identity.name.as_str(), number))
    }

    /// Those of its name under a number that can be another of its own.
    fn supposed(&self, own: &'m Member) -> impl Iterator<Item = (&'m str, &Sums)> {
        let known = own.number().map(is_rna);
        [false, true].into_iter().filter(move |register| known != Some(*register)).filter_map(
            move |register| {
                let name = own.identity.name.as_str();
                let key = (own.institution.as_str(), own.year, name, register);
                let (_, number) = self.most.get(&key)?;
                Some((*number, self.named(own, Some(number))?))
            },
        )
    }

    /// The first of the others that are in cash: those of its name, those of its number, those supposed.
    fn cited(&self, at: usize, own: &'m Member) -> Vec<(Vec<u64>, Vec<greffe_domain::Passage>)> {
        let mut of_name: Vec<usize> = Vec::new();
        for number in [None].into_iter().chain(own.number().map(Some)) {
            of_name.extend(self.named(own, number).into_iter().flat_map(|sums| &sums.cited));
        }
        of_name.sort_unstable();
        let numbered = own
            .number()
            .and_then(|number| self.numbered.get(&(own.institution.as_str(), own.year, number)));
        let member = |at: &usize| self.members.get(*at)?.as_ref();
        let renamed = numbered.into_iter().flat_map(|sums| &sums.cited).filter(|other| {
            member(other).is_some_and(|other| other.identity.name != own.identity.name)
        });
        let supposed = self.supposed(own).flat_map(|(_, sums)| &sums.cited);
        let itself = self.stands.counted(at);
        let others =
            of_name.iter().chain(renamed).chain(supposed).filter(|other| **other != itself);
        let cash = others.filter_map(|other| member(other)?.cash.as_ref()).take(CITED);
        cash.map(|cash| (cash.entries.clone(), cash.passages.clone())).collect()
    }
}

#[cfg(test)]
mod tests;
