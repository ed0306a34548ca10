//! What rules say of a subject inside the circle that is read around it, against what they say of the
//! whole ledger: on made-up histories with their voids and corrections, and on a load, at random clocks.

use crate::{ledgers, rounds};
use greffe::Ledger;
use greffe::audit_trail::{ActDossier, AuditTrail, Finding, findings};
use greffe::convention_state::ConventionView;
use greffe::domain::{AsOf, Facts, StreamId, StreamKind};
use greffe_testkit::history::{Size, arrive, told};
use greffe_testkit::{Prng, seed};
use std::collections::{BTreeMap, BTreeSet};

/// What rules say of each subject, and which acts decide each convention.
struct Judged {
    findings: BTreeMap<StreamId, Vec<Finding>>,
    deciding: BTreeMap<StreamId, BTreeSet<StreamId>>,
}

impl Judged {
    fn of(facts: &Facts, as_of: AsOf) -> Judged {
        let mut judged = Judged { findings: BTreeMap::new(), deciding: BTreeMap::new() };
        for finding in findings(facts, as_of) {
            judged.findings.entry(finding.subject.clone()).or_default().push(finding);
        }
        for act in ActDossier::all(facts, as_of) {
            for known in &act.decides {
                let convention = known.fact.meta.stream.clone();
                judged.deciding.entry(convention).or_default().insert(act.stream.clone());
            }
        }
        judged
    }
}

/// Clocks between the first entry and the last, or none.
fn clocks(ledger: &Ledger, random: &mut Prng) -> AsOf {
    let entry = random.below(usize::try_from(ledger.head().count).unwrap());
    let known = ledger.recorded_at(entry as u64).unwrap();
    let (year, month, day) = (2019 + random.below(7), 1 + random.below(12), 1 + random.below(28));
    let day = format!("{year}-{month:02}-{day:02}");
    AsOf {
        effective: (random.below(2) == 0).then(|| day.parse().unwrap()),
        known: known.filter(|_| random.below(2) == 0),
    }
}

/// Every convention and act, or so many of them; gives how many findings were compared.
fn compare(ledger: &Ledger, most: usize, random: &mut Prng) -> usize {
    let whole = ledger.project::<AuditTrail>().unwrap();
    let all = ledger.streams_of(&[StreamKind::Convention, StreamKind::Act]).unwrap();
    let step = all.len().div_ceil(most).max(1);
    let mut compared = 0;
    for as_of in [AsOf::default(), clocks(ledger, random)] {
        let expected = Judged::of(&whole, as_of);
        for stream in all.iter().step_by(step) {
            let circle = ledger.facts_around(&BTreeSet::from([stream.clone()])).unwrap();
            let found = Judged::of(&circle, as_of);
            let deciding = expected.deciding.get(stream);
            assert_eq!(found.deciding.get(stream), deciding, "{stream} {as_of:?}");
            for subject in deciding.into_iter().flatten().chain([stream]) {
                let told = expected.findings.get(subject);
                assert_eq!(found.findings.get(subject), told, "{subject} for {stream} {as_of:?}");
                compared += told.map_or(0, Vec::len);
            }
            if stream.kind() == StreamKind::Convention {
                let view = |facts| ConventionView::of(facts, stream, as_of);
                assert_eq!(view(&circle), view(&whole), "{stream} {as_of:?}");
            }
        }
    }
    compared
}

#[test]
fn a_circle_of_a_made_up_history_is_judged_as_in_the_whole_ledger() {
    let seed = seed(0x6369_7263);
    let mut compared = 0;
    for round in 0..rounds(12) {
        let mut random = Prng::new(seed + round);
        let told = told(seed + round, Size { conventions: 4, ..Size::default() });
        let log = arrive(&told, &mut random);
        let folder = tempfile::tempdir().unwrap();
        let ledger = ledgers::of_history(&folder.path().join("ledger"), &log);
        compared += compare(&ledger, usize::MAX, &mut random);
    }
    assert!(compared > 500, "{compared} findings");
}

#[test]
fn a_circle_of_a_load_is_judged_as_in_the_whole_ledger() {
    let seed = seed(0x6c6f_6164);
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledgers::of_load(&folder.path().join("ledger"), seed, 3_000);
    let compared = compare(&ledger, 40, &mut Prng::new(seed));
    assert!(compared > 500, "{compared} findings");
}
