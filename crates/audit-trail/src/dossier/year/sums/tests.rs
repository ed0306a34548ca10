//! What is added by name and number is what adding one by one gives.

use super::*;
use greffe_domain::{Grade, Passage};
use proptest::prelude::*;

impl Identity {
    /// Whether two are one body, and whether that is sure; `None` when they are two.
    fn same(&self, other: &Identity) -> Option<bool> {
        match (&self.number, &other.number) {
            (Some(a), Some(b)) if a == b => Some(self.tied && other.tied),
            // A SIREN and a number of the register of associations may be one body's.
            (Some(a), Some(b)) if is_rna(a) == is_rna(b) => None,
            _ => (self.name == other.name).then_some(false),
        }
    }
}

/// The year of a convention, each other looked at in turn.
fn naive(
    members: &[Option<Member>],
    stands: &Stands,
    at: usize,
    sum: YearOfBeneficiary,
) -> YearOfBeneficiary {
    let own = members[at].as_ref().unwrap();
    let of_year = |other: &&(usize, &Member)| {
        other.1.institution == own.institution && other.1.year == own.year && stands.counts(other.0)
    };
    let all = members.iter().enumerate().filter_map(|(at, one)| Some((at, one.as_ref()?)));
    let all: Vec<(usize, &Member)> = all.collect();
    let is_named = |other: &&(usize, &Member)| other.1.identity.name == own.identity.name;
    let numbered = |other: &&(usize, &Member)| {
        own.number().is_some() && other.1.number() == own.number() && !is_named(other)
    };
    let named = all.iter().filter(of_year).filter(is_named);
    let renamed = all.iter().filter(of_year).filter(numbered);
    let others = named.chain(renamed).map(|(at, other)| (*at, *other));
    added(sum, (at, own), of_one_body(own, others), stands)
}

/// Those that can be one body with an owner at once: a body has one number of each register, so of several that
/// only its name ties, those under the number that comes to the most stand for all.
type Placed<'m> = (usize, &'m Member);

fn of_one_body<'m>(own: &Member, others: impl Iterator<Item = Placed<'m>>) -> Vec<Placed<'m>> {
    let mut one = Vec::new();
    let mut supposed = BTreeMap::<(bool, &str), (Money, Vec<Placed<'m>>)>::new();
    for (at, other) in others.filter(|(_, other)| !other.undone) {
        match other.identity.number.as_deref() {
            _ if own.identity.same(&other.identity).is_none() => {}
            Some(number) if own.identity.number.as_deref() != Some(number) => {
                let of = supposed.entry((is_rna(number), number));
                let of = of.or_insert((Money::ZERO, Vec::new()));
                let cash = other.cash.as_ref().map_or(Money::ZERO, |cash| cash.value);
                of.0 = of.0.checked_add(cash).unwrap_or(of.0);
                of.1.push((at, other));
            }
            _ => one.push((at, other)),
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

fn added(
    mut sum: YearOfBeneficiary,
    (own_at, own): Placed<'_>,
    others: Vec<Placed<'_>>,
    stands: &Stands,
) -> YearOfBeneficiary {
    if stands.is_doubted(own_at) {
        sum.one_grant = true;
    }
    for (at, other) in others.into_iter().filter(|(at, _)| *at != stands.counted(own_at)) {
        let Some(sure) = own.identity.same(&other.identity) else { continue };
        let cash = other.cash.as_ref();
        if cash.is_none() && other.in_kind == Money::ZERO {
            continue;
        }
        let stated = own.stated && other.stated;
        let amount = cash.map_or(Money::ZERO, |cash| cash.value);
        sum.assumed = sum.assumed.and_then(|sum| sum.checked_add(amount));
        sum.in_kind = sum.in_kind.checked_add(other.in_kind).unwrap_or(sum.in_kind);
        let itself = stands.sure(own_at) == at;
        sum.one_grant |= itself || !stands.is_sure(at);
        if sure && stated && !itself && stands.is_sure(at) {
            sum.sure = sum.sure.checked_add(amount).unwrap_or(sum.sure);
        }
        sum.by_name |= !sure;
        sum.by_year |= !stated;
        sum.others = sum.others.saturating_add(1);
        if let Some(cash) = cash.filter(|_| sum.cited.len() < CITED) {
            sum.cited.push((cash.entries.clone(), cash.passages.clone()));
        }
    }
    if stands.is_doubted(own_at) {
        sum.sure = Money::ZERO;
    }
    sum
}

fn one() -> impl Strategy<Value = Option<Member>> {
    let numbers = [
        None,
        Some("775672272"),
        Some("552100554"),
        Some("W751004512"),
        Some("W751004513"),
        Some("comite"),
    ];
    (
        (0..2usize, 2023..2025i32, prop::sample::select(vec!["comite", "choeur", "775672272"])),
        prop::sample::select(numbers.to_vec()),
        any::<bool>(),
        any::<bool>(),
        prop::option::of(prop::sample::select(vec![0i64, 100, 100, 250, -50])),
        prop::sample::select(vec![0i64, 0, 30]),
        prop::sample::select(vec![false, false, false, true]),
    )
        .prop_map(|((of, year, name), number, tied, stated, cash, in_kind, undone)| {
            Some(Member {
                institution: ["vauclaire", "brumeval"][of].to_owned(),
                year,
                stated,
                identity: Identity {
                    name: name.to_owned(),
                    number: number.map(str::to_owned),
                    tied: tied && number.is_some(),
                },
                undone,
                cash: cash.map(|cents| Sourced {
                    value: Money::from_cents(cents),
                    grade: Grade::Act,
                    entries: Vec::new(),
                    passages: Vec::new(),
                    contradicted_by: Vec::new(),
                }),
                in_kind: Money::from_cents(in_kind),
            })
        })
}

fn alone(own: &Member) -> YearOfBeneficiary {
    let sure = own.cash.as_ref().map_or(Money::ZERO, |cash| cash.value);
    YearOfBeneficiary {
        sure,
        assumed: Some(sure),
        in_kind: own.in_kind,
        ..YearOfBeneficiary::NOTHING
    }
}

/// Each is known by its place, so that what is cited can be told apart.
fn in_place(members: Vec<Option<Member>>) -> Vec<Option<Member>> {
    let mut members = members;
    for (at, member) in (0u64..).zip(&mut members) {
        let cash = member.as_mut().and_then(|member| member.cash.as_mut());
        let _ = cash.map(|cash| {
            cash.entries = vec![at];
            cash.passages =
                vec![Passage { document: "a".repeat(64), span: (at, at + 1), fields: vec![] }];
        });
    }
    members
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_year_is_what_adding_one_by_one_gives(
        few in prop::collection::vec(one(), 1..12),
        many in prop::collection::vec(one(), 0..150),
        or in any::<bool>(),
        same in prop::collection::vec((0..12usize, 0..12usize), 0..4),
        alike in prop::collection::vec((0..12usize, 0..12usize), 0..6),
    ) {
        let mut members = in_place(if or { few } else { many });
        let within = |(one, other): &(usize, usize)| *one < members.len() && *other < members.len();
        let of = |pairs: Vec<_>| pairs.into_iter().filter(within).collect::<Vec<_>>();
        let (same, alike) = (of(same), of(alike));
        let stands = Stands::joining(same.into_iter(), alike.into_iter(), &mut members);
        let years = Years::of(&members, &stands);
        for (at, own) in members.iter().enumerate() {
            let Some(own) = own.as_ref().filter(|own| !own.undone) else { continue };
            let expected = naive(&members, &stands, at, alone(own));
            prop_assert_eq!(years.added(alone(own), at, own), expected, "{}", at);
        }
    }
}
