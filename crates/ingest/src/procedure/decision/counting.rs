//! What is counted for, against and as abstaining: where the vote is told, at the head of the page, or elsewhere in the act.

use crate::procedure::Act;
use crate::procedure::groups::without_rows;
use crate::procedure::laid_out::{Laid, agreed, elsewhere};
use crate::procedure::tally::{ABSTAINED, AGAINST, FOR, count, counted};
use crate::recognise::{Found, Pattern, compile, tail};
use std::ops::Range;

/// Why a count or unanimity is not certain that is told elsewhere in the act.
pub(super) const APART: &str = "the count stands apart from the decision";

pub(super) type Tallies = [Result<Option<Found<u32>>, ()>; 3];

/// What is counted for, against and as abstaining.
pub(super) struct Counted {
    pub(super) tallies: Tallies,
    /// Whether where the vote is told.
    pub(super) told: bool,
    /// Whether elsewhere in the act alone.
    pub(super) apart: bool,
    /// Why it is not certain.
    pub(super) doubt: Option<&'static str>,
}

/// What is counted. What groups in a row count is of each; what is told elsewhere counts where the act was voted as one.
pub(super) fn tallies(
    act: &Act<'_>,
    zones: &[Range<usize>],
    (in_a_row, as_one): (bool, bool),
) -> Counted {
    let folded = act.heading.folded;
    let zones = if in_a_row { without_rows(folded, zones) } else { zones.to_vec() };
    let mut tallies = KINDS.map(|patterns| count(folded, &zones, patterns));
    let mut laid =
        agreed(folded, &zones).is_some_and(|laid| settle(act, &zones, &mut tallies, laid));
    let told = tallies.iter().any(|tally| !matches!(tally, Ok(None)));
    if told {
        // *ABSTENTIONS : 3*, and above it what is told apart: *VOTES POUR : 11*.
        if as_one
            && !matches!(tallies.first(), Some(Ok(Some(_))))
            && let Some(all) = elsewhere(folded, &act.whole()).filter(|all| agree(&tallies, all))
        {
            laid |= settle(act, &zones, &mut tallies, all);
        }
        let doubt = laid.then_some("the count is read from labels and figures");
        return Counted { tallies, told, apart: false, doubt };
    }
    // Beside the members at the head of the page the votes may stand already, or anywhere else.
    tallies = at_the_head(act);
    let ahead = tallies.iter().any(|tally| !matches!(tally, Ok(None)));
    let all = elsewhere(folded, &act.whole()).filter(|_| as_one && !ahead);
    let apart = all.is_some_and(|all| settle(act, &zones, &mut tallies, all));
    let doubt = if ahead {
        Some("the count stands at the head of the page")
    } else {
        apart.then_some(APART)
    };
    Counted { tallies, told, apart, doubt }
}

/// Whether nothing that is counted is counted otherwise by labels and figures.
fn agree(tallies: &Tallies, laid: &Laid) -> bool {
    tallies.iter().zip(laid).all(|(tally, laid)| match (tally, laid) {
        (Ok(Some(told)), Some(Some(laid))) => told.value == laid.value,
        _ => true,
    })
}

const KINDS: [&[Pattern]; 3] = [&FOR, &AGAINST, &ABSTAINED];

/// Takes what labels and figures count for what is counted; whether that changes it. Where words count something else
/// besides, there was more than one vote.
fn settle(act: &Act<'_>, zones: &[Range<usize>], tallies: &mut Tallies, laid: Laid) -> bool {
    let values: Vec<u32> = laid.iter().flatten().flatten().map(|found| found.value).collect();
    let other = KINDS.iter().zip(tallies.iter()).any(|(patterns, tally)| {
        tally.is_err()
            && counted(act.heading.folded, zones, patterns)
                .iter()
                .any(|found| !values.contains(&found.value))
    });
    if other {
        return false;
    }
    let mut changed = false;
    for (tally, laid) in tallies.iter_mut().zip(laid) {
        let Some(figure) = laid else { continue };
        let value = |found: &Option<Found<u32>>| found.as_ref().map(|found| found.value);
        if tally.as_ref().ok().map(value) != Some(value(&figure)) {
            *tally = Ok(figure);
            changed = true;
        }
    }
    changed
}

/// The votes that the head states beside the members, each on a line of its own.
fn at_the_head(act: &Act<'_>) -> Tallies {
    static LINES: [Pattern; 3] = [
        Pattern::new(|| compile(r"(?im)^(?:votes? )?pour ?: ?(?P<n>\d{1,3})$")),
        Pattern::new(|| compile(r"(?im)^(?:votes? )?contre ?: ?(?P<n>\d{1,3})$")),
        Pattern::new(|| compile(r"(?im)^abstentions?(?:\(s\))? ?: ?(?P<n>\d{1,3})$")),
    ];
    let head = [act.heading.head.clone()];
    LINES.each_ref().map(|line| count(act.heading.folded, &head, std::slice::from_ref(line)))
}

/// *Repoussée par 7 voix contre 6*: the first count is of those who were against.
pub(super) fn rejected_by(
    folded: &str,
    votes_for: Option<&Found<u32>>,
    against: Option<&Found<u32>>,
) -> bool {
    static REPELLED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:rejet|repouss|refus)[ée]{1,2}e?s?,? (?:[àa] la majorit[ée],? )?(?:par )?$",
        )
    });
    let (Some(first), Some(second)) = (votes_for, against) else { return false };
    let between = folded.get(first.range.end..second.range.start).unwrap_or_default();
    let before = tail(folded.get(..first.range.start).unwrap_or_default(), 40);
    [" voix contre ", " contre ", " votes contre "].contains(&between) && REPELLED.is_match(before)
}
