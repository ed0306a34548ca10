//! What the instants of time-stamps say, and what they leave open.
//!
//! An authority says that a checkpoint existed at an instant. Whoever rewrites a ledger and has it stamped afresh
//! holds a true stamp, too: what tells the two apart is the instant, so it is shown, and so is what it leaves open. The
//! instants that entries state are the keeper's word; beside the authority's they can only contradict themselves.

use super::against::{HeldStamp, LONG_UNSTAMPED, NotAnchored};
use super::roots::End;
use std::collections::BTreeMap;

/// What these time-stamps leave open, where something else from outside reaches over `reach` entries; `ends` has
/// when the last entry under each checkpoint was recorded.
pub(super) fn told(
    stamps: &[HeldStamp],
    reach: Option<u64>,
    ends: &BTreeMap<u64, End>,
) -> Vec<NotAnchored> {
    let covers = stamps.iter().map(|stamp| stamp.covered).max();
    // The first that was made over as many entries: until then they could still be rewritten.
    let furthest = stamps.iter().filter(|stamp| Some(stamp.covered) == covers);
    let first = furthest.min_by_key(|stamp| stamp.time);
    let first = first.filter(|stamp| Some(stamp.covered) > reach);
    let recorded = |stamp: &HeldStamp| {
        u64::try_from(ends.get(&stamp.covered)?.recorded?.micros() / 1_000_000).ok()
    };
    let mut told = Vec::new();
    if let Some(stamp) = first {
        let (time, covered) = (stamp.time, stamp.covered);
        told.push(NotAnchored::BeforeStamp { time, covered });
        if let Some(recorded) = recorded(stamp).filter(|at| time > at + LONG_UNSTAMPED) {
            told.push(NotAnchored::LongUnstamped { time, covered, recorded });
        }
    }
    for stamp in stamps {
        let (time, covered) = (stamp.time, stamp.covered);
        if let Some(recorded) = recorded(stamp).filter(|at| time < *at) {
            told.push(NotAnchored::Clocks { time, covered, recorded });
        }
    }
    told
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use greffe_chain::{Hash, Timestamp};

    const RECORDED: u64 = 1_700_000_000;

    fn stamp(covered: u64, time: u64) -> HeldStamp {
        HeldStamp { covered, time, authority: "CN=an authority".to_owned() }
    }

    fn said(stamps: &[HeldStamp], reach: Option<u64>) -> Vec<NotAnchored> {
        let at = i64::try_from(RECORDED * 1_000_000).unwrap() + 999_999;
        let recorded = Some(Timestamp::from_micros(at).unwrap());
        let ends = BTreeMap::from([(7, End { recorded, hash: Hash::ZERO })]);
        told(stamps, reach, &ends)
    }

    #[test]
    fn what_was_made_before_the_first_stamp_that_reaches_is_open() {
        let before = |time| NotAnchored::BeforeStamp { time, covered: 7 };
        let (one, later) = (stamp(7, RECORDED + 60), stamp(7, RECORDED + 90));
        assert_eq!(said(&[later.clone(), one.clone()], None), [before(RECORDED + 60)]);
        assert_eq!(said(&[stamp(5, RECORDED), later], Some(6)), [before(RECORDED + 90)]);
        // A checkpoint kept elsewhere reaches as far, and is no later than itself.
        assert_eq!(said(&[one], Some(7)), []);
        assert_eq!(said(&[], None), []);
    }

    #[test]
    fn clocks_that_contradict_each_other_are_told() {
        let (covered, recorded) = (7, RECORDED);
        let before = |time| NotAnchored::BeforeStamp { time, covered };
        let time = RECORDED - 1;
        let contradiction = NotAnchored::Clocks { time, covered, recorded };
        assert_eq!(said(&[stamp(7, time)], None), [before(time), contradiction.clone()]);
        assert_eq!(said(&[stamp(7, time)], Some(9)), [contradiction]);
        let time = RECORDED + LONG_UNSTAMPED + 1;
        let late = NotAnchored::LongUnstamped { time, covered, recorded };
        assert_eq!(said(&[stamp(7, time)], None), [before(time), late]);
        assert_eq!(said(&[stamp(7, time - 1)], None), [before(time - 1)]);
    }
}
