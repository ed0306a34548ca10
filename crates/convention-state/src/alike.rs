//! Grants that may be one: an act tells of it, and so does the row of a table, or two tables do.
//!
//! Each document tells of a grant in a stream of its own, and nothing is merged. What the two have in common is
//! said, so that a person can decide, and so that no sum counts one grant twice without saying that it may. Rows of one
//! document are distinct by their places, however much they look alike.

mod pairing;

use greffe_domain::{
    ActKey, ActRef, AsOf, Edtf, Event, Facts, Grade, Known, Money, StreamId, StreamKind, slug,
    telling_words,
};
use std::collections::{BTreeMap, BTreeSet};

/// What is told of one grant.
#[derive(Debug, Clone, Default)]
struct Told {
    institution: String,
    /// Names as written, by their telling words in alphabetical order.
    names: BTreeMap<String, String>,
    numbers: BTreeSet<String>,
    /// References as written, by their keys.
    references: BTreeMap<ActKey, String>,
    days: BTreeSet<String>,
    /// The budget years that sources state; where none does, those of the award.
    years: BTreeSet<i32>,
    amounts: BTreeSet<Money>,
    documents: BTreeSet<String>,
    /// Whether no document says it with a better grade than open data.
    declared: bool,
    entries: BTreeSet<u64>,
}

/// What is told of every grant.
#[derive(Debug, Clone, Default)]
pub struct GrantsAlike(BTreeMap<StreamId, Told>);

/// What is told of one grant, for a person to recognise it.
#[derive(Debug, Clone)]
pub struct GrantTold<'a> {
    /// The stream of its convention.
    pub stream: &'a StreamId,
    /// Who receives, as written.
    pub names: Vec<String>,
    /// The sums.
    pub amounts: Vec<Money>,
    /// The acts, as written.
    pub references: Vec<String>,
    /// The entries that say so.
    pub entries: Vec<u64>,
}

/// Two streams that may tell of one grant, and what they have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The first in the order of streams.
    pub one: StreamId,
    /// The other.
    pub other: StreamId,
    /// A number of a public register that both beneficiaries bear.
    pub number: Option<String>,
    /// A name that is one but for case, accents, articles, legal form and the order of words.
    pub name: Option<String>,
    /// An act that both name.
    pub reference: Option<String>,
    /// A day that both give: of the act, or of the convention.
    pub day: Option<String>,
    /// A year that both give: of the budget, or of the award.
    pub year: Option<i32>,
    /// A sum that both give.
    pub amount: Option<Money>,
    /// Their acts, where both name some and none is the same.
    pub other_reference: Option<String>,
    /// Their sums, where none is the same.
    pub other_amount: Option<String>,
}

impl Alike {
    /// Whether nothing that both give tells them apart: beneficiary, sum and year, or act, are the same.
    #[must_use]
    pub fn is_one_by_its_terms(&self) -> bool {
        self.amount.is_some() && self.other_reference.is_none()
    }
}

impl GrantsAlike {
    /// Of everything known at the question's clocks.
    #[must_use]
    pub fn of(facts: &Facts, as_of: AsOf) -> GrantsAlike {
        let mut all = BTreeMap::new();
        let mut numbers = Numbers { facts, as_of, of: BTreeMap::new() };
        for stream in facts.streams().filter(|stream| stream.kind() == StreamKind::Convention) {
            let known = facts.known(stream, as_of);
            let Some(told) = Told::of(&mut numbers, stream, &known) else { continue };
            all.insert(stream.clone(), told);
        }
        GrantsAlike(all)
    }

    /// Every grant.
    pub fn told(&self) -> impl Iterator<Item = GrantTold<'_>> {
        self.0.iter().map(|(stream, told)| GrantTold {
            stream,
            names: told.names.values().cloned().collect(),
            amounts: told.amounts.iter().copied().collect(),
            references: told.references.values().cloned().collect(),
            entries: told.entries.iter().copied().collect(),
        })
    }

    /// The pairs that may be one, in the order of their streams. What pairs bring together holds
    /// one grant of each document at most.
    #[must_use]
    pub fn pairs(&self) -> Vec<Alike> {
        let pairs = pairing::pairs(&self.0);
        pairs.into_iter().filter_map(|(one, other)| self.alike(one, other)).collect()
    }

    fn alike(&self, one: &StreamId, other: &StreamId) -> Option<Alike> {
        let (one, other) = (one.min(other), one.max(other));
        let (a, b) = (self.0.get(one)?, self.0.get(other)?);
        let name = a.names.iter().find(|(key, _)| b.names.contains_key(*key));
        let reference = a.references.iter().find(|(key, _)| b.references.contains_key(*key));
        let both = |x: Option<String>, y: Option<String>| Some(format!("{} / {}", x?, y?));
        let amount = a.amounts.intersection(&b.amounts).next().copied();
        let first = |told: &Told| told.amounts.first().map(ToString::to_string);
        let act = |told: &Told| told.references.values().next().cloned();
        Some(Alike {
            one: one.clone(),
            other: other.clone(),
            number: a.numbers.intersection(&b.numbers).next().cloned(),
            name: name.map(|(_, name)| name.clone()),
            reference: reference.map(|(_, written)| written.clone()),
            day: a.days.intersection(&b.days).next().cloned(),
            year: a.years.intersection(&b.years).next().copied(),
            amount,
            other_reference: if reference.is_none() { both(act(a), act(b)) } else { None },
            other_amount: if amount.is_none() { both(first(a), first(b)) } else { None },
        })
    }
}

impl Told {
    fn of(numbers: &mut Numbers<'_>, stream: &StreamId, known: &[Known<'_>]) -> Option<Told> {
        let mut told = Told { declared: true, ..Told::default() };
        let mut awarded: BTreeSet<i32> = stream.year_in_name().into_iter().collect();
        for known in known {
            match &known.fact.event {
                Event::SubsidyGranted(grant) => {
                    let meta = &known.fact.meta;
                    told.entries.insert(meta.seq);
                    told.amounts.insert(grant.amount_cents);
                    told.years.extend(grant.exercise);
                    awarded.extend(told.dated(&meta.effective));
                    awarded.extend(grant.act.date.as_ref().and_then(|date| told.dated(date)));
                    told.refer(&grant.act);
                    told.name(numbers, &grant.beneficiary.name);
                    told.documents.extend(meta.sources.iter().map(|of| of.document.clone()));
                    told.declared &= meta.grade >= Grade::Declared;
                }
                Event::ConventionSigned(signed) => {
                    awarded.extend(signed.on.as_ref().and_then(|on| told.dated(on)));
                }
                _ => {}
            }
        }
        told.institution = body(stream.institution()?);
        // Where a source states the budget year, the year of the award says nothing more: the grants of two years may be
        // awarded in one.
        if told.years.is_empty() {
            told.years = awarded;
        }
        (!told.entries.is_empty()).then_some(told)
    }

    /// Takes in a day; gives the year.
    fn dated(&mut self, date: &Edtf) -> Option<i32> {
        self.days.extend(date.day().map(|day| day.to_string()));
        date.year()
    }

    fn refer(&mut self, act: &ActRef) {
        let Some(reference) = &act.reference else { return };
        if let Some(key) = ActKey::of(reference) {
            self.references.entry(key).or_insert_with(|| reference.clone());
        }
    }

    fn name(&mut self, numbers: &mut Numbers<'_>, name: &str) {
        let folded = slug(name);
        let mut words: Vec<&str> = telling_words(&folded).collect();
        words.sort_unstable();
        if !words.is_empty() {
            self.names.entry(words.join("-")).or_insert_with(|| name.to_owned());
        }
        self.numbers.extend(numbers.of(folded).iter().cloned());
    }
}

/// The numbers of public registers by folded names, gathered once each however many grants are to one of that name.
struct Numbers<'f> {
    facts: &'f Facts,
    as_of: AsOf,
    of: BTreeMap<String, BTreeSet<String>>,
}

impl Numbers<'_> {
    fn of(&mut self, folded: String) -> &BTreeSet<String> {
        let (facts, as_of) = (self.facts, self.as_of);
        self.of.entry(folded).or_insert_with_key(|folded| {
            let told = facts.identifying(folded).flat_map(|of| facts.known(of, as_of));
            let number = |known: Known<'_>| match &known.fact.event {
                Event::BeneficiaryIdentified(of) if slug(&of.name) == *folded => of.number(),
                _ => None,
            };
            told.filter_map(number).collect()
        })
    }
}

/// An institution but for the words by which a table and an act name it each in its way.
fn body(institution: &str) -> String {
    let mut rest = institution;
    for (before, instead) in
        [("conseil-departemental-", "departement-"), ("conseil-regional-", "region-")]
    {
        if let Some(behind) = rest.strip_prefix(before) {
            return format!("{instead}{behind}");
        }
    }
    for before in ["commune-", "ville-", "mairie-"] {
        rest = rest.strip_prefix(before).unwrap_or(rest);
    }
    for before in ["de-", "d-", "du-", "des-"] {
        rest = rest.strip_prefix(before).unwrap_or(rest);
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests;
