//! What persons decided on what a machine had read, and on which subjects are one.
//!
//! These entries stand in the stream of the ledger, among registrations of documents; they are found
//! by the texts and subjects that they name ([`crate::table::VERDICTS`]).

use crate::error::Error;
use crate::ledger::Ledger;
use crate::table::Reference;
use greffe_domain::Recorded;
use std::collections::BTreeSet;

impl Ledger {
    /// The decisions on readings that became some of these entries, or were rejected and would have
    /// come from the texts that they cite; and those on whether one of their subjects is another. In
    /// the order of the log.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read or an entry cannot be decoded.
    pub fn verdicts_on(&self, told: &[Recorded]) -> Result<Vec<Recorded>, Error> {
        let entries: BTreeSet<u64> = told.iter().map(|recorded| recorded.meta.seq).collect();
        let sources = told.iter().flat_map(|recorded| &recorded.meta.sources);
        let texts: BTreeSet<&str> = sources.map(|source| source.document.as_str()).collect();
        let streams: BTreeSet<&str> =
            told.iter().map(|recorded| recorded.meta.stream.as_str()).collect();
        let seqs = self.consult(&self.verdicts, |table| {
            let reviewed = texts.iter().flat_map(|text| table.find(Reference::Reviewed(text)));
            let linked = streams.iter().flat_map(|stream| table.find(Reference::Linked(stream)));
            Ok(reviewed.chain(linked).collect::<BTreeSet<u64>>())
        })?;
        let mut found = Vec::new();
        for seq in seqs {
            let Some(recorded) = self.decoded(seq)? else { continue };
            let causes = &recorded.meta.causes;
            if causes.is_empty() || causes.iter().any(|cause| entries.contains(cause)) {
                found.push(recorded);
            }
        }
        Ok(found)
    }
}
