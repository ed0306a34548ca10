//! Who voted against or abstained, beside how many are counted; and whether the votes of groups come to those of all.

use crate::interpret::fact::Passages;
use crate::procedure::Act;
use crate::procedure::ballots::{Place, apart, ballots};
use crate::procedure::scan::hit;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{Ballot, GroupVote, NamedBallot, VoteCast};
use std::ops::Range;

/// Counts the names of those who voted against or abstained, where no figure does; whether there were any.
pub(super) fn by_name(event: &mut VoteCast, silent: [bool; 2], passages: &mut Passages) -> bool {
    let mut counted = false;
    let [against, abstained] = silent;
    for (ballot, silent, field) in [
        (Ballot::Against, against, "/votes_against"),
        (Ballot::Abstention, abstained, "/abstentions"),
    ] {
        let all = event.ballots.iter().enumerate().filter(|(_, b)| b.ballot == ballot);
        let places: Vec<Range<usize>> =
            all.filter_map(|(at, _)| passages.place(&format!("/ballots/{at}/voter"))).collect();
        let (Some(first), Some(last)) = (places.first(), places.last()) else { continue };
        let Ok(n) = u32::try_from(places.len()) else { continue };
        if !silent {
            continue;
        }
        let found = Found::new(first.start..last.end.max(first.end), n);
        let value = passages.value(Some(found), field);
        match ballot {
            Ballot::Against => event.votes_against = value,
            _ => event.abstentions = value,
        }
        counted = true;
    }
    counted
}

/// Names those who voted against or abstained, where the text counts them and names them apart; whether there were any.
pub(super) fn named_apart(act: &Act<'_>, event: &mut VoteCast, passages: &mut Passages) -> bool {
    let heading = act.heading;
    let place = Place { folded: heading.folded, columns: heading.columns, whole: act.whole() };
    let mut named = false;
    for (ballot, counted) in
        [(Ballot::Against, event.votes_against), (Ballot::Abstention, event.abstentions)]
    {
        let known = event.ballots.iter().any(|known| known.ballot == ballot);
        let Some(counted) = counted.filter(|_| !known) else { continue };
        for voter in apart(&place, ballot, counted).into_iter().flatten() {
            if !event.ballots.iter().any(|known| known.voter == voter.value) {
                passages.field(voter.range, &format!("/ballots/{}/voter", event.ballots.len()));
                event.ballots.push(NamedBallot { voter: voter.value, ballot });
                named = true;
            }
        }
    }
    named
}

/// Names those who voted against or abstained in a sentence apart, where nothing counts them; whether there were any.
pub(super) fn told_apart(act: &Act<'_>, event: &mut VoteCast, passages: &mut Passages) -> bool {
    static BY_MAJORITY: Pattern = Pattern::new(|| compile(r"(?i)[àa] la majorit[ée]"));
    let uncounted = event.votes_against.is_none() && event.abstentions.is_none();
    let silent = event.ballots.is_empty() && uncounted && event.unanimous.is_none();
    let whole = act.whole();
    if !silent || hit(act.heading.folded, &whole, &BY_MAJORITY).is_none() {
        return false;
    }
    event.ballots = ballots(act.heading.folded, std::slice::from_ref(&whole), passages);
    !event.ballots.is_empty()
}

/// Of those whose votes are counted only some are read by name, or more than are counted.
pub(super) fn fewer_named(event: &VoteCast) -> Option<String> {
    let named = |ballot: Ballot| event.ballots.iter().filter(|b| b.ballot == ballot).count();
    [(Ballot::Against, event.votes_against), (Ballot::Abstention, event.abstentions)]
        .into_iter()
        .find_map(|(ballot, counted)| {
            let (named, counted) = (named(ballot), counted?);
            let differ = named > 0 && u32::try_from(named) != Ok(counted);
            differ.then(|| format!("{named} names are read where the text counts {counted}"))
        })
}

/// Whether the votes of groups come to those of all.
pub(super) fn come_to(groups: &[GroupVote], event: &VoteCast) -> bool {
    let sum = |of: fn(&GroupVote) -> Option<u32>| {
        groups.iter().filter_map(of).fold(0u32, u32::saturating_add)
    };
    groups.len() > 1
        && sum(|group| group.votes_for) == event.votes_for.unwrap_or(0)
        && sum(|group| group.votes_against) == event.votes_against.unwrap_or(0)
        && sum(|group| group.abstentions) == event.abstentions.unwrap_or(0)
}
