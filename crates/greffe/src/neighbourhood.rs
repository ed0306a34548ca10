//! What rules look at when they judge some subjects: the acts that decide them with their sittings
//! and organs, what else these acts decide, and other grants to the same beneficiaries.
//!
//! This is the one circle that is drawn around a subject, whoever asks: what-if, report, audit and
//! trail of one subject, and cases. It is drawn from what facts refer to ([`crate::table`]), so what it
//! costs does not grow with the ledger; and it is drawn from every fact, voided ones and those of
//! other dates included, so it is wide enough for any question's clocks. A test holds that what rules
//! say inside the circle is what they say of the whole ledger.

use crate::error::Error;
use crate::ledger::Ledger;
use crate::table::{Reference, for_each_decision};
use greffe_audit_trail::AuditTrail;
use greffe_domain::{
    ActRef, BeneficiaryIdentified, Event, Facts, Projection, Recorded, StreamId, StreamKind, slug,
};
use greffe_inquiry::ConventionRecord;
use std::collections::BTreeSet;

impl Ledger {
    /// Everything recorded that bears on a convention and on what rules say of it and of the acts
    /// that decide it.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read or an entry cannot be decoded.
    pub fn judged_record_of(&self, stream: &StreamId) -> Result<ConventionRecord, Error> {
        Ok(ConventionRecord::of(stream.clone(), self.circle(&BTreeSet::from([stream.clone()]))?))
    }

    /// The facts that bear on some subjects and on what rules say of them and of the acts that
    /// decide them.
    ///
    /// # Errors
    /// As [`Ledger::judged_record_of`].
    pub fn facts_around(&self, subjects: &BTreeSet<StreamId>) -> Result<Facts, Error> {
        let mut facts = Facts::default();
        self.circle(subjects)?.iter().for_each(|entry| AuditTrail::apply(&mut facts, entry));
        Ok(facts)
    }

    /// The entries of the circle around some subjects, in the order of the log.
    pub(crate) fn circle(&self, subjects: &BTreeSet<StreamId>) -> Result<Vec<Recorded>, Error> {
        let mut streams = subjects.clone();
        let told = self.bearing(subjects)?;
        streams.extend(named(&told));
        streams.extend(self.tied(&told)?);
        streams.extend(self.granted_to_same(&told)?);
        // Where the acts were taken, and by what delegation.
        let acts = |streams: &BTreeSet<StreamId>| -> Vec<StreamId> {
            streams.iter().filter(|s| s.kind() == StreamKind::Act).cloned().collect()
        };
        let bodies = sittings(&self.bearing(&acts(&streams))?);
        for sitting in bodies {
            streams.extend(sitting.organ());
            streams.insert(sitting);
        }
        let organs = streams.iter().filter(|s| s.kind() == StreamKind::Organ).cloned();
        let delegating = named(&self.bearing(&organs.collect::<Vec<_>>())?);
        streams.extend(delegating);
        self.bearing(&streams)
    }

    /// The streams that refer to what some facts refer to: conventions that the same acts decide or
    /// that were granted to the same beneficiaries, acts that stand in the same texts.
    fn tied(&self, told: &[Recorded]) -> Result<BTreeSet<StreamId>, Error> {
        let seqs = self.consult(&self.decisions, |table| {
            let mut seqs = BTreeSet::new();
            for recorded in told {
                let Some((stream, event)) = recorded.told() else { continue };
                for_each_decision(&stream, &event, recorded, &mut |reference| {
                    seqs.extend(table.find(reference));
                    // A fact decided by an act is tied to the act, and an act to what it decides.
                    match reference {
                        Reference::DecidedBy(of, act) => {
                            seqs.extend(table.find(Reference::Tabled(of, act)));
                        }
                        Reference::Tabled(of, act) => {
                            seqs.extend(table.find(Reference::DecidedBy(of, act)));
                        }
                        Reference::DecidedIn(text) => {
                            seqs.extend(table.find(Reference::TabledIn(text)));
                        }
                        Reference::TabledIn(text) => {
                            seqs.extend(table.find(Reference::DecidedIn(text)));
                        }
                        _ => {}
                    }
                });
            }
            Ok(seqs)
        })?;
        self.streams_told(seqs)
    }

    /// The conventions granted to those who bear the same register number under another name.
    fn granted_to_same(&self, told: &[Recorded]) -> Result<BTreeSet<StreamId>, Error> {
        let numbers: BTreeSet<String> =
            told.iter().filter_map(identified).filter_map(|b| b.number()).collect();
        let granting = || told.iter().filter_map(|r| r.told()?.0.institution().map(str::to_owned));
        let institutions: BTreeSet<String> = granting().collect();
        let seqs = self.consult(&self.overrides, |table| {
            let named = numbers.iter().flat_map(|number| table.find(Reference::Numbered(number)));
            Ok(named.collect::<BTreeSet<u64>>())
        })?;
        let mut names = BTreeSet::new();
        for seq in seqs {
            let known = self.decoded(seq)?;
            names.extend(known.as_ref().and_then(identified).map(|b| slug(&b.name)));
        }
        let seqs = self.consult(&self.decisions, |table| {
            let pairs = institutions.iter().flat_map(|by| names.iter().map(move |to| (by, to)));
            Ok(pairs
                .flat_map(|(by, to)| table.find(Reference::Granted(by, to)))
                .collect::<BTreeSet<u64>>())
        })?;
        self.streams_told(seqs)
    }

    /// The streams of which some entries tell something.
    pub(crate) fn streams_told(
        &self,
        seqs: impl IntoIterator<Item = u64>,
    ) -> Result<BTreeSet<StreamId>, Error> {
        let mut streams = BTreeSet::new();
        for seq in seqs {
            let recorded = self.decoded(seq)?;
            streams.extend(recorded.as_ref().and_then(Recorded::told).map(|(stream, _)| stream));
        }
        Ok(streams)
    }
}

/// The streams that facts name: acts as their own, beneficiaries of grants.
fn named(told: &[Recorded]) -> BTreeSet<StreamId> {
    let mut streams = BTreeSet::new();
    for recorded in told {
        let Some((stream, event)) = recorded.told() else { continue };
        let act = match &*event {
            Event::DelegationGranted(delegation) => Some(&delegation.act),
            event => event.act(),
        };
        let key = act.and_then(ActRef::key).zip(stream.institution());
        streams.extend(key.and_then(|(key, institution)| key.stream(institution)));
        if let Event::SubsidyGranted(grant) = &*event {
            let path = format!("beneficiary/{}", slug(&grant.beneficiary.name));
            streams.extend(path.parse().ok());
        }
        // A beneficiary may be identified in a stream of another name.
        streams.extend(Some(stream).filter(|s| s.kind() == StreamKind::Beneficiary));
    }
    streams
}

/// Whom an entry identifies.
fn identified(recorded: &Recorded) -> Option<BeneficiaryIdentified> {
    match &*recorded.told()?.1 {
        Event::BeneficiaryIdentified(identified) => Some(identified.clone()),
        _ => None,
    }
}

/// The sittings at which acts were tabled.
pub(crate) fn sittings(told: &[Recorded]) -> BTreeSet<StreamId> {
    let mut sittings = BTreeSet::new();
    for recorded in told {
        if let Some((_, event)) = recorded.told()
            && let Event::DeliberationTabled(tabled) = &*event
        {
            sittings.extend(tabled.sitting.clone());
        }
    }
    sittings
}
