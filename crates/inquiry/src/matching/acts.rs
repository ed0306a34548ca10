//! Acts that may be one: by reference, however it is spelled and under whatever name their
//! institution goes, by day and title, and a receipt by its day and the last figure of its number.

use super::{Likelihood, MatchSubject, NAMED, Pair, ReasonCode, apart, common, reason, sharing};
use greffe_domain::{ActKey, ActRef, AsOf, Edtf, Event, Facts, StreamId, StreamKind, slug};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one act.
#[derive(Default)]
struct Known {
    references: BTreeSet<String>,
    keys: BTreeSet<String>,
    days: BTreeSet<String>,
    titles: BTreeMap<String, String>,
    entries: BTreeSet<u64>,
    /// Whether the ledger holds its text, and not a receipt alone.
    tabled: bool,
}

pub(super) struct Acts(BTreeMap<StreamId, Known>);

impl Acts {
    pub(super) fn of(facts: &Facts) -> Acts {
        let mut all: BTreeMap<StreamId, Known> = BTreeMap::new();
        for stream in facts.streams().filter(|stream| stream.kind() == StreamKind::Act) {
            let known = all.entry(stream.clone()).or_default();
            for fact in facts.known(stream, AsOf::default()) {
                known.tell(&fact.fact.event, &fact.fact.meta.effective, fact.fact.meta.seq);
            }
            // A receipt gives a number only in the name of the stream.
            if known.keys.is_empty()
                && let Some(key) = stream.part(2).and_then(ActKey::of)
            {
                known.keys.insert(key.slug());
            }
        }
        Acts(all)
    }

    pub(super) fn subjects(&self) -> BTreeMap<StreamId, MatchSubject> {
        let subject = |(stream, known): (&StreamId, &Known)| {
            let names = known.references.iter().chain(known.titles.values()).cloned().collect();
            let entries = known.entries.iter().copied().take(NAMED).collect();
            (stream.clone(), MatchSubject { stream: stream.clone(), names, entries })
        };
        self.0.iter().map(subject).collect()
    }

    pub(super) fn pairs(&self) -> Vec<Pair> {
        // Numbers are given by every institution anew: between two, the day must be one as well.
        let by_day = self.0.iter().flat_map(|(stream, known)| {
            let days = known.days.iter();
            days.flat_map(move |day| {
                known.keys.iter().map(move |key| ((key.clone(), day.clone()), stream))
            })
        });
        let mut pairs = sharing(by_day);
        let own = |stream: &StreamId| stream.institution().unwrap_or_default().to_owned();
        let by_number = self.0.iter().flat_map(|(stream, known)| {
            known.keys.iter().map(move |key| ((own(stream), key.clone()), stream))
        });
        pairs.extend(sharing(by_number));
        let by_title = self.0.iter().flat_map(|(stream, known)| {
            let days = known.days.iter();
            days.flat_map(move |day| {
                let titles = known.titles.keys();
                titles.map(move |title| ((own(stream), day.clone(), title.clone()), stream))
            })
        });
        pairs.extend(sharing(by_title));
        pairs.extend(self.receipts());
        pairs.into_iter().filter_map(|(one, other)| self.pair(one, other)).collect()
    }

    /// Receipts of which no text is held, each with acts of its day whose number ends with the same figure: what sends
    /// acts may number them in its own way (*DEL-2031-014* for *2031-14*).
    fn receipts(&self) -> BTreeSet<(StreamId, StreamId)> {
        let places = |known: &'_ Known| -> BTreeSet<(String, String)> {
            let orders = known.keys.iter().filter_map(|key| order(key));
            let with_day =
                |order: String| known.days.iter().map(move |day| (day.clone(), order.clone()));
            orders.flat_map(with_day).collect()
        };
        let mut told: BTreeMap<(String, String), Vec<&StreamId>> = BTreeMap::new();
        for (stream, known) in self.0.iter().filter(|(_, known)| known.tabled) {
            for place in places(known) {
                told.entry(place).or_default().push(stream);
            }
        }
        let pairs = self.0.iter().filter(|(_, known)| !known.tabled).flat_map(|(stream, known)| {
            let acts = places(known).into_iter().filter_map(|place| told.get(&place));
            let acts = acts.flatten().take(NAMED);
            acts.map(|act| (stream.min(act).clone(), stream.max(act).clone())).collect::<Vec<_>>()
        });
        pairs.collect()
    }

    fn pair(&self, one: StreamId, other: StreamId) -> Option<Pair> {
        let (a, b) = (self.0.get(&one)?, self.0.get(&other)?);
        let titles = |known: &Known| known.titles.keys().cloned().collect::<BTreeSet<_>>();
        let number = reason(ReasonCode::SameReference, common(&a.keys, &b.keys));
        let day = reason(ReasonCode::SameDay, common(&a.days, &b.days));
        let title = common(&titles(a), &titles(b));
        let title = reason(ReasonCode::SameTitle, title.and_then(|t| a.titles.get(&t).cloned()));
        let against: Vec<_> = [
            reason(ReasonCode::OtherReference, other_reference(a, b)),
            reason(ReasonCode::OtherDay, apart(&a.days, &b.days)),
            reason(ReasonCode::OtherTitle, apart(&titles(a), &titles(b))),
        ]
        .into_iter()
        .flatten()
        .collect();
        let likelihood =
            match (number.is_some(), day.is_some(), title.is_some(), against.is_empty()) {
                (true, true, _, true) => Likelihood::Strong,
                (_, true, true, true) => Likelihood::Likely,
                _ => Likelihood::Weak,
            };
        let reasons = [number, day, title].into_iter().flatten().collect();
        Some(Pair { one, other, likelihood, reasons, against })
    }
}

impl Known {
    fn tell(&mut self, event: &Event, effective: &Edtf, entry: u64) {
        match event {
            Event::DeliberationTabled(tabled) => {
                self.tabled = true;
                self.refer(tabled.reference.as_deref());
                self.days.extend(effective.day().map(|day| day.to_string()));
                if let Some(title) = &tabled.title {
                    self.titles.entry(slug(title)).or_insert_with(|| title.clone());
                }
            }
            Event::ActTransmitted(transmitted) => {
                if let Some(ActRef { reference, date, .. }) = &transmitted.act {
                    self.refer(reference.as_deref());
                    self.days.extend(date.as_ref().and_then(Edtf::day).map(|day| day.to_string()));
                }
            }
            _ => {}
        }
        self.entries.insert(entry);
    }

    fn refer(&mut self, reference: Option<&str>) {
        if let Some((reference, key)) = reference.and_then(|r| Some((r, ActKey::of(r)?))) {
            self.references.insert(reference.to_owned());
            self.keys.insert(key.slug());
        }
    }
}

/// Two references that sources state and that no spelling makes one.
fn other_reference(one: &Known, other: &Known) -> Option<String> {
    common(&one.keys, &other.keys).is_none().then(|| apart(&one.references, &other.references))?
}

/// The last figure of a number, without the noughts before it.
fn order(key: &str) -> Option<String> {
    let figures = key.rsplit(|c: char| !c.is_ascii_digit()).find(|figures| !figures.is_empty())?;
    Some(figures.trim_start_matches('0').to_owned())
}
