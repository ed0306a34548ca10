//! A row of a table of deliberations, as events.
//!
//! The schema is one of deliberations that were adopted, so a row says *adopted* even where it
//! counts no votes. It does not say by which organ; nothing is put in its place.

use crate::column::Column as C;
use crate::defect::Rule;
use crate::reading::{Cells, RowFact, cut};
use greffe_domain::{
    ActKey, ActTransmitted, DeliberationTabled, Edtf, Event, Outcome, StreamId, VoteCast,
};

/// Reads a row.
pub(crate) fn read(cells: &mut Cells<'_, '_>) -> Vec<RowFact> {
    let institution = cells.institution();
    let reference = cells.words(C::DeliberationId);
    let key = reference.as_deref().and_then(ActKey::of);
    if key.is_none() {
        cells.blame(C::DeliberationId, Rule::NoReference);
    }
    let adopted = cells.date(C::DeliberationDate);
    let sent = cells.date(C::PrefectureDate);
    let vote = vote(cells);
    let (Some(institution), Some(key)) = (institution, key) else { return Vec::new() };
    let path = format!("act/{institution}/{}", cut(&key.slug(), 120));
    let Ok(stream) = path.parse::<StreamId>() else { return Vec::new() };
    let effective = adopted.unwrap_or_else(Edtf::unknown);
    let tabled = DeliberationTabled {
        institution: cells.words(C::BodyName).unwrap_or(institution),
        organ: String::new(),
        reference,
        internal_number: None,
        title: cells.words(C::DeliberationObject),
        sitting: None,
        visas: Vec::new(),
        considerants: Vec::new(),
        articles: Vec::new(),
        amends: Vec::new(),
        repeals: Vec::new(),
    };
    let mut events: Vec<(Event, Edtf)> = vec![(tabled.into(), effective.clone())];
    if let Some(vote) = vote {
        events.push((vote.into(), effective));
    }
    if let Some(on) = sent {
        let to = cells.words(C::PrefectureId);
        let transmitted = ActTransmitted { on: Some(on.clone()), to, ..ActTransmitted::default() };
        events.push((transmitted.into(), on));
    }
    let fact = |(event, effective)| RowFact { stream: stream.clone(), event, effective, part: "" };
    events.into_iter().map(fact).collect()
}

/// The vote, unless its figures speak against the adoption.
fn vote(cells: &mut Cells<'_, '_>) -> Option<VoteCast> {
    let count = |column| cells.text(column).parse::<u32>().ok();
    let (yes, no) = (count(C::VotesFor), count(C::VotesAgainst));
    let abstentions = count(C::Abstentions);
    // A tie may have been broken by the chair: the table does not say.
    if let (Some(yes), Some(no)) = (yes, no)
        && (yes < no || (yes, no) == (0, 0))
    {
        cells.blame(C::VotesFor, Rule::VoteContradicts);
        return None;
    }
    Some(VoteCast {
        votes_for: yes,
        votes_against: no,
        abstentions,
        ..VoteCast::stating(Outcome::Adopted)
    })
}
