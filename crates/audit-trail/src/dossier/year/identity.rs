//! Who a beneficiary is, as far as a source ties a register number to its grant.

use greffe_domain::{AsOf, Event, Facts, Grade, Known, Passage, StreamKind, is_rna, slug};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Who a beneficiary is, as far as a source ties a register number to its grant.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::dossier) struct Identity {
    pub(super) name: String,
    /// SIREN, or number in the register of associations.
    pub(super) number: Option<String>,
    /// Whether the source of the grant itself gives the number, and not the name.
    pub(super) tied: bool,
}

impl Identity {
    /// Whether a beneficiary's own stream, which gives these numbers, can be about this one.
    pub(in crate::dossier) fn may_be(&self, numbers: &BTreeSet<String>) -> bool {
        let own = self.number.as_ref().filter(|_| self.tied);
        own.is_none_or(|own| {
            let comparable = |number: &&String| is_rna(number) == is_rna(own);
            numbers.contains(own) || !numbers.iter().any(|number| comparable(&number))
        })
    }
}

/// The identities of beneficiaries in some facts. What is told of a name is gathered once, however many grants
/// are to one of that name.
pub(in crate::dossier) struct Identities<'f> {
    facts: &'f Facts,
    as_of: AsOf,
    named: BTreeMap<String, Bearers>,
}

impl<'f> Identities<'f> {
    pub(in crate::dossier) fn of(facts: &'f Facts, as_of: AsOf) -> Identities<'f> {
        Identities { facts, as_of, named: BTreeMap::new() }
    }

    /// The identity of the beneficiary of a convention with these facts. A number is tied to a grant by the row
    /// that gives both, or by the act that does. By the name alone it is only when no other number bears it.
    pub(in crate::dossier) fn identify(&mut self, name: &str, own: &[Known<'_>]) -> Identity {
        let name = slug(name);
        let (facts, as_of) = (self.facts, self.as_of);
        let named = self.named.entry(name.clone());
        let bearers = named.or_insert_with_key(|name| Bearers::of(facts, name, as_of));
        let mut tied: BTreeSet<Rc<str>> = BTreeSet::new();
        for grant in own.iter().filter(|k| matches!(k.fact.event, Event::SubsidyGranted(_))) {
            // The rows of a table, which declare, have little to do with each other.
            let whole = matches!(grant.fact.meta.grade, Grade::Act | Grade::Recital);
            for passage in &grant.fact.meta.sources {
                let Some(told) = bearers.told.get(&passage.document) else { continue };
                tied.extend(if whole { told.whole() } else { told.where_it_is(passage) });
            }
        }
        if let Some(number) = single(tied) {
            return Identity { name, number: Some(number), tied: true };
        }
        let number = single(bearers.numbers.clone());
        Identity { name, number, tied: false }
    }
}

/// The numbers that sources give to who bears a name: at most two, since more tell no more than two do.
type Numbers = BTreeSet<Rc<str>>;

/// Who bears a name.
#[derive(Default)]
struct Bearers {
    numbers: Numbers,
    /// The numbers by the document that tells them.
    told: BTreeMap<String, Told>,
}

impl Bearers {
    fn of(facts: &Facts, name: &str, as_of: AsOf) -> Bearers {
        let mut found = Bearers::default();
        let streams = facts.identifying(name).filter(|s| s.kind() == StreamKind::Beneficiary);
        for known in streams.flat_map(|stream| crate::dossier::in_force(facts, stream, as_of)) {
            let Some(number) = number(&known, name) else { continue };
            let number: Rc<str> = number.into();
            add(&mut found.numbers, &number);
            for passage in &known.fact.meta.sources {
                let told = found.told.entry(passage.document.clone()).or_default();
                told.spans.push((passage.span, Rc::clone(&number)));
            }
        }
        found.told.values_mut().for_each(Told::sort);
        found
    }
}

fn add(numbers: &mut Numbers, number: &Rc<str>) {
    if numbers.len() < 2 {
        numbers.insert(Rc::clone(number));
    }
}

/// The numbers that one document gives, each where it stands.
#[derive(Default)]
struct Told {
    /// By their first byte.
    spans: Vec<((u64, u64), Rc<str>)>,
    /// For each of these, the two numbers that of it and those before reach farthest, with the byte behind them.
    farthest: Vec<Vec<(u64, Rc<str>)>>,
}

impl Told {
    fn sort(&mut self) {
        self.spans.sort();
        let mut far: Vec<(u64, Rc<str>)> = Vec::new();
        for ((_, end), number) in &self.spans {
            match far.iter_mut().find(|(_, other)| other == number) {
                Some((reached, _)) => *reached = (*reached).max(*end),
                None => far.push((*end, Rc::clone(number))),
            }
            far.sort_by_key(|(end, _)| std::cmp::Reverse(*end));
            far.truncate(2);
            self.farthest.push(far.clone());
        }
    }

    /// Wherever they stand.
    fn whole(&self) -> Numbers {
        let last = self.farthest.last().into_iter().flatten();
        last.map(|(_, number)| Rc::clone(number)).collect()
    }

    /// Those of which a passage overlaps this one: of those that begin before it ends, the ones that reach into it.
    fn where_it_is(&self, passage: &Passage) -> Numbers {
        let before = self.spans.partition_point(|(span, _)| span.0 < passage.span.1);
        let far = before.checked_sub(1).and_then(|last| self.farthest.get(last));
        let into = far.into_iter().flatten().filter(|(end, _)| *end > passage.span.0);
        into.map(|(_, number)| Rc::clone(number)).collect()
    }
}

/// The number by which a fact identifies the beneficiary of a name.
fn number(known: &Known<'_>, name: &str) -> Option<String> {
    match &known.fact.event {
        Event::BeneficiaryIdentified(b) if slug(&b.name) == name => b.number(),
        _ => None,
    }
}

fn single(numbers: Numbers) -> Option<String> {
    let mut numbers = numbers.into_iter();
    numbers.next().filter(|_| numbers.next().is_none()).map(|number| number.to_string())
}

#[cfg(test)]
mod tests;
