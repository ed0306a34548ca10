//! What bears on a question: the entries that a case must hold, and the documents that they cite.

use crate::error::Error;
use crate::ledger::Ledger;
use crate::registered::Document;
use greffe_audit_trail::ActDossier;
use greffe_chain::Hash;
use greffe_domain::{AsOf, DocumentRegistered, Facts, StreamId};
use std::collections::{BTreeMap, BTreeSet};

/// The streams asked about and the acts that decide them: what a case shows and judges.
pub(super) fn subjects(
    facts: &Facts,
    asked: &BTreeSet<StreamId>,
    as_of: AsOf,
) -> BTreeSet<StreamId> {
    let mut subjects = asked.clone();
    for act in &ActDossier::all(facts, as_of) {
        if act.decides.iter().any(|known| asked.contains(&known.fact.meta.stream)) {
            subjects.insert(act.stream.clone());
        }
    }
    subjects
}

/// What a case is made of.
pub(super) struct Chosen {
    pub(super) entries: BTreeSet<u64>,
    /// The documents that its entries cite, in the order of their registrations.
    pub(super) documents: Vec<Document>,
}

impl Chosen {
    /// The entries of the circle around some subjects, the opening of the ledger, the registrations
    /// of what they cite, and what persons decided on their readings and on who is one.
    pub(super) fn around(ledger: &Ledger, subjects: &BTreeSet<StreamId>) -> Result<Chosen, Error> {
        let mut entries = BTreeSet::from([0]);
        let mut texts: BTreeSet<String> = BTreeSet::new();
        let circle = ledger.circle(subjects)?;
        for recorded in circle.iter().chain(&ledger.verdicts_on(&circle)?) {
            entries.insert(recorded.meta.seq);
            texts.extend(recorded.meta.sources.iter().map(|source| source.document.clone()));
        }
        let mut documents: BTreeMap<u64, Document> = BTreeMap::new();
        for text in &texts {
            let registered = ledger.registrations(text)?;
            documents.extend(registered.into_iter().map(|document| (document.entry, document)));
        }
        entries.extend(documents.keys());
        let erasures = ledger.erasures_of(&entries)?;
        entries.extend(erasures);
        Ok(Chosen { entries, documents: documents.into_values().collect() })
    }
}

/// The hashes of a document's file, its text, and the places of its words.
pub(super) fn hashes(registered: &DocumentRegistered) -> [Option<Hash>; 3] {
    let places = registered.extracted.as_ref().and_then(|extracted| extracted.places.as_ref());
    let places = places.and_then(|places| places.parse().ok());
    [registered.original.parse().ok(), registered.text.parse().ok(), places]
}
