//! Linking: which subjects may be one, and what a person decides on a pair.

use crate::append::NewFact;
use crate::coinciding::Coinciding;
use crate::error::Error;
use crate::ledger::Ledger;
use crate::overriding::unreadable_in;
use crate::record::identity_of;
use greffe_convention_state::GrantsAlike;
use greffe_domain::{
    AsOf, Content, Edtf, Facts, Grade, LinkVerdict, Projection, Recorded, StreamId, StreamKind,
    SubjectsLinked, links,
};
use greffe_inquiry::Matching;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The facts by which subjects are told apart, and no others: of a large ledger, a third.
struct Naming;

impl Projection for Naming {
    const NAME: &'static str = "naming";
    const VERSION: u32 = 1;
    const KINDS: Option<&'static [&'static str]> = Some(&[
        "BeneficiaryIdentified",
        "SubsidyGranted",
        "ConventionSigned",
        "DeliberationTabled",
        "ActTransmitted",
        "SubjectsLinked",
        "EntryVoided",
        "EntryCorrected",
    ]);
    type State = Facts;

    fn apply(state: &mut Facts, recorded: &Recorded) {
        let Content::Known(fact) = &recorded.content else { return };
        if Naming::KINDS.is_some_and(|kinds| kinds.contains(&fact.event.kind())) {
            state.insert(recorded);
        }
    }
}

/// What a person decides on two subjects.
#[derive(Debug, Clone)]
pub struct Link {
    /// One of them.
    pub subject: StreamId,
    /// The other.
    pub other: StreamId,
    /// Whether they are one.
    pub verdict: LinkVerdict,
    /// Why, in words.
    pub reason: Option<String>,
}

impl Ledger {
    /// Which subjects may be one, with what persons decided on them.
    ///
    /// # Errors
    /// As [`Ledger::project`].
    pub fn matching(&self) -> Result<Matching, Error> {
        Ok(Matching::of(&self.project::<Naming>()?))
    }

    /// How many grants that entries from `first` on tell of may be grants that another document tells of, too: of
    /// one beneficiary, sum and year, and nobody has decided on the pair. Sums over a beneficiary hold both.
    ///
    /// # Errors
    /// As [`Ledger::project`].
    pub fn told_elsewhere(&self, first: u64) -> Result<usize, Error> {
        if !self.project::<Coinciding>()?.coincide(first) {
            return Ok(0);
        }
        let facts = self.project::<Naming>()?;
        let grants = GrantsAlike::of(&facts, AsOf::default());
        let new =
            grants.told().filter(|told| told.entries.last().is_some_and(|last| *last >= first));
        let new: BTreeSet<&StreamId> = new.map(|told| told.stream).collect();
        if new.is_empty() {
            return Ok(0);
        }
        let decided = links(&facts, AsOf::default());
        let pairs = grants.pairs().into_iter().filter(|pair| {
            pair.is_one_by_its_terms() && !decided.contains_key(&(&pair.one, &pair.other))
        });
        let told: BTreeSet<StreamId> = pairs.flat_map(|pair| [pair.one, pair.other]).collect();
        Ok(new.into_iter().filter(|stream| told.contains(*stream)).count())
    }

    /// Records what a person decided on two subjects, with the reasons for which the machine had
    /// proposed that they are one; gives the entry, and whether the same had been decided before,
    /// for whatever reason: then nothing is recorded. Nothing is merged.
    ///
    /// # Errors
    /// [`Error::Link`] when one of them is not known, the two are of no one kind, or the reason holds what
    /// cannot be read;
    /// [`Error::Append`], [`Error::Store`].
    pub async fn link(
        &self,
        link: Link,
        matching: &Matching,
        by: &str,
    ) -> Result<(u64, bool), Error> {
        let refused = |reason: &str| Error::Link {
            subject: link.subject.to_string(),
            other: link.other.to_string(),
            reason: reason.to_owned(),
        };
        if link.subject == link.other {
            return Err(refused("it is one subject already"));
        }
        if link.subject.kind() != link.other.kind() {
            return Err(refused("only two beneficiaries, two acts or two grants can be one"));
        }
        let known = |stream: &StreamId| matching.subjects.contains_key(stream);
        if !matches!(
            link.subject.kind(),
            StreamKind::Beneficiary | StreamKind::Act | StreamKind::Convention
        ) {
            return Err(refused("only beneficiaries, acts and grants are linked"));
        }
        if !known(&link.subject) || !known(&link.other) {
            return Err(refused("nothing is known of one of them; `greffe match` names them"));
        }
        let reason = link.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
        let reason = reason.map(str::to_owned);
        if let Some(hidden) = reason.as_deref().and_then(unreadable_in) {
            return Err(refused(&hidden));
        }
        let pair = matching.pair(&link.subject, &link.other);
        let before = pair.and_then(|pair| pair.decided.as_ref());
        // Another reason makes no other decision of it.
        if let Some(before) = before.filter(|before| before.verdict == link.verdict) {
            return Ok((before.entry, true));
        }
        let proposed = pair.map(|pair| pair.reasons.iter().map(|r| r.code.as_str().to_owned()));
        let (subject, other) = if link.subject < link.other {
            (link.subject, link.other)
        } else {
            (link.other, link.subject)
        };
        let what = format!(
            "link {subject} {other} {:?} {}",
            link.verdict,
            reason.as_deref().unwrap_or_default()
        );
        let id = self.identity_of_link(&what, before.map(|before| before.entry))?;
        let linked = SubjectsLinked {
            subject,
            other,
            verdict: link.verdict,
            proposed: proposed.into_iter().flatten().collect(),
            reason,
        };
        let fact = NewFact {
            id: Some(id),
            ..NewFact::new(StreamId::ledger(), linked, Edtf::unknown(), Grade::Record, by)
        };
        let receipt = self.append(vec![fact], Vec::new()).await?;
        let entry = receipt.entries.first().map(|entry| entry.seq).unwrap_or_default();
        Ok((entry, receipt.replayed))
    }

    /// The identity of a decision. One that takes another back is a new one, and so is one that was voided and is
    /// made again: it names what it follows.
    fn identity_of_link(&self, what: &str, before: Option<u64>) -> Result<Uuid, Error> {
        let mut after = before;
        loop {
            let named = after.map(|entry| entry.to_string()).unwrap_or_default();
            let id = identity_of(&format!("{what} after {named}"));
            // What follows an entry is later than it, so this ends.
            match self.reader()?.find_id(id)? {
                Some(entry) if !self.overridden_by(entry)?.is_empty() => after = Some(entry),
                _ => return Ok(id),
            }
        }
    }
}
