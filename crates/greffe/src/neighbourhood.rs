//! What rules look at when they judge a convention and the acts that decide it: the acts with their
//! sittings and organs, what else those acts decide, and other grants to the same beneficiary.
//!
//! No index finds these last two, so the log is read once; what a report costs grows with the ledger
//! as one reading does, and no faster.

use crate::decode::decode;
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_audit_trail::AuditTrail;
use greffe_chain::Entry;
use greffe_domain::{
    ActKey, AsOf, Content, Decoded, Event, Facts, Grade, Known, StreamId, StreamKind, slug,
};
use greffe_inquiry::acts_named_by;
use std::collections::BTreeSet;

/// The kinds that name an act as theirs, or a beneficiary.
const MONEY: [&str; 6] = [
    "SubsidyGranted",
    "ConventionApproved",
    "AvenantApproved",
    "PaymentOrdered",
    "BalanceComputed",
    "RecoveryOrdered",
];

/// What a fact of another convention must share with this one to bear on its findings.
struct Ties {
    institution: Option<String>,
    keys: BTreeSet<ActKey>,
    /// The documents of facts that some act decides without being named.
    documents: BTreeSet<String>,
    beneficiaries: BTreeSet<String>,
}

impl Ledger {
    /// The facts that bear on the findings about a convention and the acts that decide it.
    pub(crate) fn facts_judged_with(
        &self,
        convention: &StreamId,
        as_of: AsOf,
    ) -> Result<Facts, Error> {
        let own: Facts = self.facts_around::<AuditTrail>([convention])?;
        if own.known(convention, as_of).is_empty() {
            return Ok(own);
        }
        let mut streams = BTreeSet::from([convention.clone()]);
        let beneficiaries = own.streams().filter(|s| s.kind() == StreamKind::Beneficiary);
        streams.extend(beneficiaries.cloned());
        let ties = Ties::of(&own, convention, as_of);
        let named = ties.beneficiaries.iter().map(|name| format!("beneficiary/{name}"));
        streams.extend(named.filter_map(|path| path.parse().ok()));
        streams.extend(acts_named_by(&own, convention, as_of));
        self.tied(&ties, &mut streams)?;
        let acts: Vec<StreamId> =
            streams.iter().filter(|s| s.kind() == StreamKind::Act).cloned().collect();
        let told = self.facts_around::<AuditTrail>(&acts)?;
        for sitting in acts.iter().flat_map(|act| sittings_of(&told, act, as_of)) {
            let organ = sitting.part(1).zip(sitting.part(2));
            let organ = organ.and_then(|(i, o)| format!("organ/{i}/{o}").parse().ok());
            streams.extend(organ);
            streams.insert(sitting);
        }
        self.facts_around::<AuditTrail>(&streams)
    }

    /// Adds the conventions and acts that share something, from one reading of the log.
    fn tied(&self, ties: &Ties, streams: &mut BTreeSet<StreamId>) -> Result<(), Error> {
        for bytes in self.entries(..) {
            let bytes = bytes?;
            let entry = Entry::parse(&bytes)
                .map_err(|e| Error::Entry { seq: None, reason: e.to_string() })?;
            let kind = entry.kind();
            let tabled = kind == "DeliberationTabled" && !ties.documents.is_empty();
            if !MONEY.contains(&kind) && !tabled && kind != "EntryCorrected" {
                continue;
            }
            let recorded = decode(&bytes)?;
            let Content::Known(fact) = &recorded.content else { continue };
            let instead;
            let (stream, event) = match &fact.event {
                Event::EntryCorrected(c) => {
                    match Event::decode(&c.kind, c.schema, c.data.clone()) {
                        Ok(Decoded::Known(event)) => instead = *event,
                        _ => continue,
                    }
                    (&c.stream, &instead)
                }
                event => (&recorded.meta.stream, event),
            };
            let document = recorded.meta.sources.first().map(|p| p.document.as_str());
            if ties.bind(stream, event, document) {
                streams.insert(stream.clone());
            }
        }
        Ok(())
    }
}

impl Ties {
    fn of(own: &Facts, convention: &StreamId, as_of: AsOf) -> Ties {
        let mut ties = Ties {
            institution: convention.institution().map(str::to_owned),
            keys: BTreeSet::new(),
            documents: BTreeSet::new(),
            beneficiaries: BTreeSet::new(),
        };
        for known in own.known(convention, as_of) {
            if let Event::SubsidyGranted(grant) = &known.fact.event {
                ties.beneficiaries.insert(slug(&grant.beneficiary.name));
            }
            let Some(act) = known.fact.event.act() else { continue };
            if known.fact.meta.grade != Grade::Act {
                continue;
            }
            let document = known.fact.meta.sources.first().map(|p| p.document.clone());
            match act.key() {
                Some(key) => ties.keys.extend([key]),
                None => ties.documents.extend(document),
            }
        }
        ties
    }

    fn bind(&self, stream: &StreamId, event: &Event, document: Option<&str>) -> bool {
        let same_body = stream.institution().map(str::to_owned) == self.institution;
        let same_text = || document.is_some_and(|document| self.documents.contains(document));
        let to_the_same = match event {
            // How many acts a text holds decides whether facts that name none are theirs.
            Event::DeliberationTabled(_) => return same_text(),
            Event::SubsidyGranted(g) => self.beneficiaries.contains(&slug(&g.beneficiary.name)),
            _ => false,
        };
        let by_the_same = event.act().is_some_and(|act| match act.key() {
            Some(key) => self.keys.contains(&key),
            None => same_text(),
        });
        same_body && stream.kind() == StreamKind::Convention && (to_the_same || by_the_same)
    }
}

/// The sittings in which an act was tabled.
pub(crate) fn sittings_of(facts: &Facts, act: &StreamId, as_of: AsOf) -> Vec<StreamId> {
    let known = facts.known(act, as_of).into_iter();
    let sitting = |k: Known<'_>| match &k.fact.event {
        Event::DeliberationTabled(tabled) => tabled.sitting.clone(),
        _ => None,
    };
    known.filter_map(sitting).collect()
}
