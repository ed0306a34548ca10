//! Beneficiaries that may be one: by the numbers of public registers, then by name and place.

use super::{Likelihood, MatchSubject, NAMED, Pair, ReasonCode, apart, common, reason, sharing};
use greffe_domain::{
    AsOf, BeneficiaryIdentified, Event, Facts, Sealable, StreamId, StreamKind, is_rna, is_siren,
    is_siret, slug, telling_words,
};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one beneficiary.
#[derive(Default)]
struct Known {
    names: BTreeMap<String, String>,
    sirens: BTreeSet<String>,
    rnas: BTreeSet<String>,
    places: BTreeSet<String>,
    grantors: BTreeSet<String>,
    entries: BTreeSet<u64>,
}

pub(super) struct Beneficiaries(BTreeMap<StreamId, Known>);

impl Beneficiaries {
    pub(super) fn of(facts: &Facts) -> Beneficiaries {
        let mut all: BTreeMap<StreamId, Known> = BTreeMap::new();
        for stream in facts.streams() {
            match stream.kind() {
                StreamKind::Beneficiary => {
                    for known in facts.known(stream, AsOf::default()) {
                        if let Event::BeneficiaryIdentified(identified) = &known.fact.event {
                            let entry = all.entry(stream.clone()).or_default();
                            entry.identify(identified, known.fact.meta.seq);
                        }
                    }
                }
                StreamKind::Convention => {
                    for known in facts.known(stream, AsOf::default()) {
                        if let Event::SubsidyGranted(grant) = &known.fact.event {
                            granted(
                                facts,
                                stream,
                                &grant.beneficiary.name,
                                known.fact.meta.seq,
                                &mut all,
                            );
                        }
                    }
                }
                _ => {}
            }
        }
        Beneficiaries(all)
    }

    pub(super) fn subjects(&self) -> BTreeMap<StreamId, MatchSubject> {
        let subject = |(stream, known): (&StreamId, &Known)| {
            let names = known.names.values().cloned().collect();
            let entries = known.entries.iter().copied().take(NAMED).collect();
            (stream.clone(), MatchSubject { stream: stream.clone(), names, entries })
        };
        self.0.iter().map(subject).collect()
    }

    /// Those of one public number under names that share no word: a number that stands beside the wrong name makes one of two.
    pub(super) fn under_several_names(&self) -> BTreeSet<StreamId> {
        let numbered = |known: &&Known| !known.sirens.is_empty() || !known.rnas.is_empty();
        let all = self.0.iter().filter(|(_, known)| numbered(known));
        all.filter(|(_, known)| known.is_named_apart()).map(|(stream, _)| stream.clone()).collect()
    }

    pub(super) fn pairs(&self) -> Vec<Pair> {
        let each =
            |of: fn(&Known) -> BTreeSet<String>| {
                let keys = self.0.iter();
                sharing(keys.flat_map(|(stream, known)| {
                    of(known).into_iter().map(move |key| (key, stream))
                }))
            };
        let mut pairs = each(|known| known.sirens.clone());
        pairs.extend(each(|known| known.rnas.clone()));
        pairs.extend(each(Known::sorted_words));
        pairs.into_iter().filter_map(|(one, other)| self.pair(one, other)).collect()
    }

    fn pair(&self, one: StreamId, other: StreamId) -> Option<Pair> {
        let (a, b) = (self.0.get(&one)?, self.0.get(&other)?);
        let siren = reason(ReasonCode::SameSiren, common(&a.sirens, &b.sirens));
        let rna = reason(ReasonCode::SameRna, common(&a.rnas, &b.rnas));
        let name = reason(ReasonCode::SameName, common(&a.words(), &b.words()));
        let words = match name {
            Some(_) => None,
            None => reason(ReasonCode::SameWords, common(&a.sorted_words(), &b.sorted_words())),
        };
        let place = reason(ReasonCode::SamePlace, common(&a.places, &b.places));
        let grantor = reason(ReasonCode::SameGrantor, common(&a.grantors, &b.grantors));
        let against: Vec<_> = [
            reason(ReasonCode::OtherSiren, apart(&a.sirens, &b.sirens)),
            reason(ReasonCode::OtherRna, apart(&a.rnas, &b.rnas)),
            reason(ReasonCode::OtherPlace, apart(&a.places, &b.places)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let likelihood = if siren.is_some() || rna.is_some() {
            Likelihood::Strong
        } else if !against.is_empty() {
            Likelihood::Weak
        } else if name.is_some() && (place.is_some() || grantor.is_some()) {
            Likelihood::Likely
        } else {
            Likelihood::Weak
        };
        let reasons = [siren, rna, name, words, place, grantor].into_iter().flatten().collect();
        Some(Pair { one, other, likelihood, reasons, against })
    }
}

impl Known {
    fn identify(&mut self, identified: &BeneficiaryIdentified, entry: u64) {
        self.entries.insert(entry);
        self.names.entry(slug(&identified.name)).or_insert_with(|| identified.name.clone());
        let siret = identified.siret.as_deref().filter(|siret| is_siret(siret));
        let of_siret = siret.and_then(|siret| siret.get(..9));
        let siren = identified.siren.as_deref().filter(|siren| is_siren(siren)).or(of_siret);
        self.sirens.extend(siren.map(str::to_owned));
        self.rnas.extend(identified.rna.clone().filter(|rna| is_rna(rna)));
        self.places.extend(identified.seat.as_ref().and_then(Sealable::clear).and_then(place));
    }

    /// The names without what tells nobody apart.
    fn words(&self) -> BTreeSet<String> {
        let words = |name: &String| telling_words(name).collect::<Vec<_>>().join("-");
        self.names.keys().map(words).filter(|words| !words.is_empty()).collect()
    }

    /// Whether a name shares no word with the first.
    fn is_named_apart(&self) -> bool {
        let mut names = self.names.keys().map(|name| telling_words(name).collect::<BTreeSet<_>>());
        let mut names = names.by_ref().filter(|words| !words.is_empty());
        let Some(first) = names.next() else { return false };
        names.any(|other| first.is_disjoint(&other))
    }

    fn sorted_words(&self) -> BTreeSet<String> {
        let words = |name: &String| {
            let mut words: Vec<&str> = telling_words(name).collect();
            words.sort_unstable();
            words.join("-")
        };
        self.names.keys().map(words).filter(|words| !words.is_empty()).collect()
    }
}

/// A grant names a beneficiary: one that is identified under that name, else one by its name.
fn granted(
    facts: &Facts,
    convention: &StreamId,
    name: &str,
    entry: u64,
    all: &mut BTreeMap<StreamId, Known>,
) {
    let folded = slug(name);
    let grantor = convention.institution().unwrap_or_default().to_owned();
    let identified: Vec<&StreamId> = facts.identifying(&folded).collect();
    if identified.is_empty() {
        let code: String = folded.chars().take(80).collect();
        let Ok(stream) = format!("beneficiary/{code}").parse::<StreamId>() else { return };
        let known = all.entry(stream).or_default();
        known.names.entry(folded).or_insert_with(|| name.to_owned());
        known.entries.insert(entry);
        known.grantors.insert(grantor);
        return;
    }
    for stream in identified {
        all.entry(stream.clone()).or_default().grantors.insert(grantor.clone());
    }
}

/// The key of a place: its postal code where it has one, else its words.
fn place(seat: &str) -> Option<String> {
    let folded = slug(seat);
    let postal = |word: &&str| word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit());
    let key = folded.split('-').find(postal).map(str::to_owned);
    Some(key.unwrap_or(folded)).filter(|key| !key.is_empty())
}
