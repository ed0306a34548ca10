//! Whether grants of different documents can be one at all: a first look that keeps one line for each sum, so that a large table
//! need not be held in memory to learn that no other document tells of its grants.

use greffe_domain::{Content, Decoded, Event, Fact, Money, Projection, Recorded, SubsidyGranted};
use std::collections::BTreeMap;

/// What is told of one sum.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    /// The beginning of the hash of the document that told it first.
    document: Option<u128>,
    /// Whether others told it, too.
    several: bool,
    /// The last entry that tells it.
    last: u64,
}

/// The sums of grants, and whether several documents tell of one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Sums(BTreeMap<Money, Told>);

impl Sums {
    /// Whether an entry from `first` on tells of a grant of a sum that another document tells of, too. What is voided
    /// and what was corrected counts: that can only lead to a closer look.
    pub(crate) fn coincide(&self, first: u64) -> bool {
        self.0.values().any(|told| told.several && told.last >= first)
    }

    fn tell(&mut self, grant: &SubsidyGranted, fact: &Fact) {
        let seq = fact.meta.seq;
        let sources = if fact.meta.sources.is_empty() {
            vec![None]
        } else {
            fact.meta.sources.iter().map(|source| beginning(&source.document)).collect()
        };
        for document in sources {
            let told = self.0.entry(grant.amount_cents).or_insert(Told {
                document,
                several: document.is_none(),
                last: seq,
            });
            told.several |= document.is_none() || told.document != document;
            told.last = told.last.max(seq);
        }
    }
}

/// The beginning of a hash in hexadecimal; of what is none, nothing, and that counts as another document each time.
fn beginning(hash: &str) -> Option<u128> {
    u128::from_str_radix(hash.get(..32)?, 16).ok()
}

/// Folds grants into their sums.
pub(crate) struct Coinciding;

impl Projection for Coinciding {
    const NAME: &'static str = "coinciding";
    const VERSION: u32 = 1;
    const KINDS: Option<&'static [&'static str]> = Some(&["SubsidyGranted", "EntryCorrected"]);
    type State = Sums;

    fn apply(state: &mut Sums, recorded: &Recorded) {
        let Content::Known(fact) = &recorded.content else { return };
        match &fact.event {
            Event::SubsidyGranted(grant) => state.tell(grant, fact),
            Event::EntryCorrected(correction) if correction.kind == "SubsidyGranted" => {
                let (kind, schema) = (&correction.kind, correction.schema);
                let corrected = Event::decode(kind, schema, correction.data.clone());
                if let Ok(Decoded::Known(event)) = corrected
                    && let Event::SubsidyGranted(grant) = &*event
                {
                    state.tell(grant, fact);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Sums, Told, beginning};
    use greffe_domain::Money;

    #[test]
    fn only_a_new_sum_of_several_documents_asks_for_a_closer_look() {
        let told = |several, last| Told { document: Some(1), several, last };
        let sums = |told: Told| Sums([(Money::from_cents(500), told)].into());
        assert!(sums(told(true, 9)).coincide(9));
        assert!(!sums(told(true, 8)).coincide(9));
        assert!(!sums(told(false, 9)).coincide(9));
    }

    #[test]
    fn documents_are_told_apart_by_their_hashes() {
        let one = "a".repeat(64);
        assert_eq!(beginning(&one), beginning(&one));
        assert_ne!(beginning(&one), beginning(&"b".repeat(64)));
        assert_eq!(beginning("short"), None);
    }
}
