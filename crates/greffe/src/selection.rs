//! Which entries of the log: by number, stream, kind and expression.

use crate::error::Error;
use crate::index::unreadable;
use crate::ledger::Ledger;
use greffe_chain::Entry;
use greffe_domain::{AsOf, Edtf, Instant, Standing};
use greffe_inquiry::{Expression, StoredEntry, Tally};
use std::collections::BTreeSet;

/// A choice of entries; what is not said chooses all.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// The first entry.
    pub from: Option<u64>,
    /// The last entry.
    pub to: Option<u64>,
    /// A stream, with the streams below it.
    pub stream: Option<String>,
    /// A kind of event.
    pub kind: Option<String>,
    /// What had been recorded by then, and what may have been in force. What a later entry voids or
    /// corrects stays in the log and in the choice.
    pub as_of: AsOf,
    /// An expression about entries.
    pub only: Option<Expression>,
}

impl Selection {
    /// Whether an entry is chosen, by its stored bytes. What an expression could not be told is
    /// counted, and chooses nothing.
    ///
    /// # Errors
    /// [`Error::Entry`] when the bytes are no entry, [`Error::Expression`] when the expression is no
    /// question.
    pub fn wants(&self, bytes: &[u8], untold: &mut Tally) -> Result<bool, Error> {
        if self.stream.is_some() || self.kind.is_some() || self.as_of != AsOf::default() {
            let entry = Entry::parse(bytes).map_err(|e| unreadable(&e))?;
            let stream = self.stream.as_ref().is_none_or(|above| below(entry.stream(), above));
            let kind = self.kind.as_ref().is_none_or(|kind| entry.kind() == kind);
            let by_then = |known: Instant| entry.recorded().micros() <= known.micros();
            let learned = self.as_of.known.is_none_or(by_then);
            if !(stream && kind && learned) || standing(&entry, self.as_of) == Standing::Future {
                return Ok(false);
            }
        }
        let Some(expression) = &self.only else { return Ok(true) };
        let stored = serde_json::from_slice(bytes).map_err(|e| unreadable(&e))?;
        Ok(untold.count(expression.ask(&StoredEntry(&stored))?))
    }
}

/// Where an entry stands on the day asked about; what has no date that can be read may hold. What
/// concerns the record itself (registrations, voids) holds from when it was recorded.
#[must_use]
pub fn standing(entry: &Entry<'_>, as_of: AsOf) -> Standing {
    if entry.stream() == "ledger" {
        return Standing::InForce;
    }
    let date = entry.effective().parse::<Edtf>().unwrap_or_else(|_| Edtf::unknown());
    as_of.effective.map_or(Standing::InForce, |day| date.standing(day))
}

/// Whether a stream is another, or stands below it.
fn below(stream: &str, above: &str) -> bool {
    let rest = stream.strip_prefix(above.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Ledger {
    /// The stored bytes of the entries of a selection, in order. What an expression could not be
    /// told is counted in `untold`.
    ///
    /// # Errors
    /// [`Error::Store`] when the index of streams cannot be read.
    pub fn selected<'a>(
        &'a self,
        selection: &'a Selection,
        untold: &'a mut Tally,
    ) -> Result<impl Iterator<Item = Result<Vec<u8>, Error>> + 'a, Error> {
        let range = selection.from.unwrap_or(0)..=selection.to.unwrap_or(u64::MAX);
        let found = self.seqs_below(selection)?;
        // Either the few that the index names, or all of the range.
        let scanned = found.is_none().then(|| self.entries(range)).into_iter().flatten();
        let looked_up = found.into_iter().flatten();
        let looked_up = looked_up.filter_map(|seq| self.entry(seq).transpose());
        let candidates = looked_up.chain(scanned);
        Ok(candidates.filter_map(move |bytes| {
            let chosen = bytes.and_then(|b| Ok(selection.wants(&b, untold)?.then_some(b)));
            chosen.transpose()
        }))
    }

    /// Whether the ledger has a stream of some beginning.
    ///
    /// # Errors
    /// [`Error`] when the index cannot be read.
    pub fn has_streams_below(&self, above: &str) -> Result<bool, Error> {
        for stream in self.paths_with(above.trim_end_matches('/')) {
            if below(&stream?, above) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The entries of the streams asked for, by the index; none where reading the log in one go
    /// costs less.
    fn seqs_below(&self, selection: &Selection) -> Result<Option<BTreeSet<u64>>, Error> {
        let Some(above) = &selection.stream else { return Ok(None) };
        let most = self.head().count / 16;
        let asked = |seq: &u64| {
            selection.from.is_none_or(|from| *seq >= from)
                && selection.to.is_none_or(|to| *seq <= to)
        };
        let mut seqs = BTreeSet::new();
        for stream in self.paths_with(above.trim_end_matches('/')) {
            let stream = stream?;
            if !below(&stream, above) {
                continue;
            }
            for seq in self.seqs_in(&stream) {
                seqs.extend(Some(seq?).filter(asked));
            }
            if seqs.len() as u64 > most {
                return Ok(None);
            }
        }
        Ok(Some(seqs))
    }
}
