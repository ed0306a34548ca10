//! What bears on a question: from the streams asked about to the entries that a case must hold.
//!
//! A case holds enough for its states and findings to come out of it as they come out of the
//! ledger. It is gathered by what refers to what; where that is not enough, the circle is widened
//! to the institution, and at last to the ledger.

use crate::error::Error;
use crate::ledger::Ledger;
use greffe_audit_trail::{ActDossier, AuditTrail, ConventionDossier};
use greffe_chain::Hash;
use greffe_domain::{
    ActKey, AsOf, Content, DocumentRegistered, Event, Facts, Projection, Recorded, StreamId,
    StreamKind, slug,
};
use std::collections::{BTreeMap, BTreeSet};

/// How far the circle is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Circle {
    /// What refers to the streams asked about, and what they refer to.
    References,
    /// Everything of their institutions, and every beneficiary.
    Institution,
    /// The whole ledger.
    Ledger,
}

/// From near to far.
pub(super) const CIRCLES: [Circle; 3] = [Circle::References, Circle::Institution, Circle::Ledger];

/// The ledger's facts and dossiers, read once.
pub(super) struct Survey {
    pub(super) facts: Facts,
    headers: Vec<Header>,
    documents: BTreeMap<String, Vec<(u64, DocumentRegistered)>>,
}

/// What the choice of an entry depends on.
struct Header {
    seq: u64,
    stream: StreamId,
    /// The entry that it voids or corrects.
    overrides: Option<u64>,
    /// The texts that it cites.
    texts: BTreeSet<String>,
}

/// What a case is made of.
pub(super) struct Chosen {
    pub(super) entries: BTreeSet<u64>,
    /// The documents that its entries cite, with the entries that register them.
    pub(super) documents: Vec<(u64, DocumentRegistered)>,
}

impl Survey {
    /// Reads the ledger.
    pub(super) fn of(ledger: &Ledger) -> Result<Survey, Error> {
        let mut survey =
            Survey { facts: Facts::default(), headers: Vec::new(), documents: BTreeMap::new() };
        for recorded in ledger.recorded(..) {
            survey.take_in(&recorded?);
        }
        Ok(survey)
    }

    fn take_in(&mut self, recorded: &Recorded) {
        AuditTrail::apply(&mut self.facts, recorded);
        let meta = &recorded.meta;
        let (mut stream, mut overrides) = (meta.stream.clone(), None);
        if let Content::Known(fact) = &recorded.content {
            match &fact.event {
                Event::EntryVoided(voided) => overrides = Some(voided.entry),
                Event::EntryCorrected(correction) => {
                    overrides = Some(correction.entry);
                    stream = correction.stream.clone();
                }
                Event::DocumentRegistered(registered) => {
                    let known = self.documents.entry(registered.text.clone()).or_default();
                    known.push((meta.seq, registered.clone()));
                }
                _ => {}
            }
        }
        let texts = meta.sources.iter().map(|source| source.document.clone()).collect();
        self.headers.push(Header { seq: meta.seq, stream, overrides, texts });
    }

    /// The streams asked about and the acts that decide them: what a case shows and judges.
    pub(super) fn subjects(&self, asked: &BTreeSet<StreamId>, as_of: AsOf) -> BTreeSet<StreamId> {
        let mut subjects = asked.clone();
        let acts = ActDossier::all(&self.facts, as_of);
        for act in &acts {
            if act.decides.iter().any(|known| asked.contains(&known.fact.meta.stream)) {
                subjects.insert(act.stream.clone());
            }
        }
        subjects
    }

    /// The entries of a circle around subjects.
    pub(super) fn choose(&self, subjects: &BTreeSet<StreamId>, circle: Circle) -> Chosen {
        let streams = match circle {
            Circle::References => self.related(subjects),
            Circle::Institution => {
                let of: BTreeSet<_> = subjects.iter().filter_map(StreamId::institution).collect();
                let within = |s: &&StreamId| {
                    s.kind() == StreamKind::Beneficiary
                        || s.institution().is_some_and(|institution| of.contains(institution))
                };
                let all = self.facts.streams().filter(within).cloned();
                all.chain(subjects.iter().cloned()).collect()
            }
            Circle::Ledger => self.headers.iter().map(|header| header.stream.clone()).collect(),
        };
        let mut entries: BTreeSet<u64> = BTreeSet::from([0]);
        let own = self.headers.iter().filter(|header| streams.contains(&header.stream));
        // The ledger's own stream holds registrations, chosen by what cites them.
        let own = own.filter(|h| h.stream.kind() != StreamKind::Ledger || circle == Circle::Ledger);
        entries.extend(own.map(|header| header.seq));
        self.close(&mut entries);
        self.with_documents(entries)
    }

    /// Adds what voids or corrects an entry, and what it corrects, at whatever remove.
    fn close(&self, entries: &mut BTreeSet<u64>) {
        let mut by_target: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        let mut targets: BTreeMap<u64, u64> = BTreeMap::new();
        for header in &self.headers {
            if let Some(target) = header.overrides.filter(|target| *target < header.seq) {
                by_target.entry(target).or_default().push(header.seq);
                targets.insert(header.seq, target);
            }
        }
        let mut open: Vec<u64> = entries.iter().copied().collect();
        while let Some(seq) = open.pop() {
            let by = by_target.get(&seq).into_iter().flatten().chain(targets.get(&seq));
            for &other in by {
                if entries.insert(other) {
                    open.push(other);
                }
            }
        }
    }

    fn with_documents(&self, mut entries: BTreeSet<u64>) -> Chosen {
        let chosen = self.headers.iter().filter(|header| entries.contains(&header.seq));
        let cited: BTreeSet<&String> = chosen.flat_map(|header| &header.texts).collect();
        let mut documents: Vec<(u64, DocumentRegistered)> = cited
            .into_iter()
            .filter_map(|text| self.documents.get(text))
            .flatten()
            .cloned()
            .collect();
        for (seq, registered) in self.documents.values().flatten() {
            if entries.contains(seq) {
                documents.push((*seq, registered.clone()));
            }
        }
        documents.sort_by_key(|(seq, _)| *seq);
        documents.dedup_by_key(|(seq, _)| *seq);
        entries.extend(documents.iter().map(|(seq, _)| *seq));
        Chosen { entries, documents }
    }

    /// The streams that the subjects refer to or that refer to them. From there it goes on only to
    /// where an act was taken and by what delegation: what else a neighbour has to do with others is
    /// another question, and a list of fifty grants would otherwise draw in the whole ledger.
    fn related(&self, subjects: &BTreeSet<StreamId>) -> BTreeSet<StreamId> {
        let acts = ActDossier::all(&self.facts, AsOf::default());
        let conventions = ConventionDossier::all(&self.facts, &acts, AsOf::default());
        let keys: Keys<'_> = acts
            .iter()
            .filter_map(|act| Some(((act.stream.institution(), act.key.as_ref()?), &act.stream)))
            .collect();
        let mut related = subjects.clone();
        let mut open: Vec<StreamId> = subjects.iter().cloned().collect();
        while let Some(stream) = open.pop() {
            let mut near: BTreeSet<StreamId> = BTreeSet::new();
            match stream.kind() {
                StreamKind::Act => near.extend(self.body_of(&stream)),
                StreamKind::Organ => near.extend(self.named(&stream, &keys)),
                _ => {}
            }
            if subjects.contains(&stream) {
                near.extend(self.named(&stream, &keys));
                if let Some(convention) = conventions.iter().find(|c| c.stream == stream) {
                    near.extend(convention.siblings.iter().map(|(sibling, _)| sibling.clone()));
                    let name = convention.view.beneficiary.name.as_ref().map(|n| slug(&n.value));
                    near.extend(name.iter().flat_map(|name| self.beneficiaries(name)));
                }
                near.extend(beside(&stream, &acts));
            }
            for stream in near {
                if related.insert(stream.clone()) {
                    open.push(stream);
                }
            }
        }
        related
    }

    /// The acts that a stream's facts name as theirs.
    fn named(&self, stream: &StreamId, keys: &Keys<'_>) -> Vec<StreamId> {
        let named = |event: &Event| {
            let act = match event {
                Event::DelegationGranted(delegation) => Some(&delegation.act),
                event => event.act(),
            };
            let key = act.and_then(greffe_domain::ActRef::key)?;
            keys.get(&(stream.institution(), &key)).map(|act| (*act).clone())
        };
        let known = self.facts.known(stream, AsOf::default()).into_iter();
        known.filter_map(|k| named(&k.fact.event)).collect()
    }

    /// The sitting of an act and its organ.
    fn body_of(&self, act: &StreamId) -> Vec<StreamId> {
        let known = self.facts.known(act, AsOf::default());
        let sittings = known.into_iter().filter_map(|k| match &k.fact.event {
            Event::DeliberationTabled(tabled) => tabled.sitting.clone(),
            _ => None,
        });
        let with_organ = |sitting: StreamId| {
            let organ = sitting.part(1).zip(sitting.part(2));
            let organ = organ.and_then(|(i, o)| format!("organ/{i}/{o}").parse().ok());
            std::iter::once(sitting).chain(organ).collect::<Vec<StreamId>>()
        };
        sittings.flat_map(with_organ).collect()
    }

    /// The streams of a beneficiary of this folded name.
    fn beneficiaries(&self, name: &str) -> Vec<StreamId> {
        let streams = self.facts.streams().filter(|s| s.kind() == StreamKind::Beneficiary);
        let of_name = |stream: &&StreamId| {
            let known = self.facts.known(stream, AsOf::default());
            stream.part(1) == Some(name)
                || known.iter().any(|k| match &k.fact.event {
                    Event::BeneficiaryIdentified(b) => slug(&b.name) == name,
                    _ => false,
                })
        };
        streams.filter(of_name).cloned().collect()
    }
}

/// Acts by their institution and key.
type Keys<'a> = BTreeMap<(Option<&'a str>, &'a ActKey), &'a StreamId>;

/// What an act decides, and the acts that stand in its document.
fn beside(stream: &StreamId, acts: &[ActDossier<'_>]) -> Vec<StreamId> {
    let Some(act) = acts.iter().find(|act| act.stream == *stream) else { return Vec::new() };
    let decided = act.decides.iter().map(|known| known.fact.meta.stream.clone());
    let documents: BTreeSet<&String> = act.tabled.passages.iter().map(|p| &p.document).collect();
    let shares = |a: &&ActDossier<'_>| {
        a.tabled.passages.iter().any(|passage| documents.contains(&passage.document))
    };
    decided.chain(acts.iter().filter(shares).map(|a| a.stream.clone())).collect()
}

/// The hashes of a document's file and text.
pub(super) fn hashes(registered: &DocumentRegistered) -> [Option<Hash>; 2] {
    [registered.original.parse().ok(), registered.text.parse().ok()]
}
