//! The generator itself: what it makes is a ledger, and it makes enough of everything.

use greffe_chain::Verifier;
use greffe_domain::Content;
use greffe_testkit::history::{Size, arrive, conventions, told};
use greffe_testkit::{MemoryLog, Prng, seed};
use std::collections::BTreeMap;

#[test]
fn one_seed_is_one_history() {
    assert_eq!(told(3, Size::default()), told(3, Size::default()));
    assert_ne!(told(3, Size::default()), told(4, Size::default()));
}

#[test]
fn every_history_is_a_sound_ledger() {
    let seed = seed(11);
    for round in 0..40 {
        let told = told(seed + round, Size::default());
        let log = arrive(&told, &mut Prng::new(round));
        let mut memory = MemoryLog::new();
        let mut verifier = Verifier::new();
        for line in &log {
            memory.append(line.micros, &[line.draft(round)], &[]).unwrap();
        }
        for bytes in memory.entries() {
            verifier.push(bytes);
        }
        let report = verifier.finish();
        assert!(report.is_sound(), "round {round}: {report:?}");
        assert_eq!(report.head, Some(memory.head()));
    }
}

#[test]
fn histories_hold_something_of_everything() {
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    for seed in 0..60 {
        let told = told(seed, Size::default());
        assert!(!conventions(&told).is_empty());
        for line in arrive(&told, &mut Prng::new(seed)) {
            let kind = match line.recorded().content {
                Content::Known(fact) => fact.event.kind().to_owned(),
                Content::Unknown { .. } => "unknown".to_owned(),
                Content::Odd { kind, .. } => {
                    // Nothing is odd but what the generator breaks on purpose.
                    assert_eq!(line.fact.data["amount_cents"], "douze", "{kind}: {line:?}");
                    "odd".to_owned()
                }
            };
            *kinds.entry(kind).or_default() += 1;
        }
    }
    for kind in [
        "SubsidyGranted",
        "AvenantApproved",
        "BudgetRevised",
        "PaymentExecuted",
        "FinancialReportFiled",
        "EntryVoided",
        "EntryCorrected",
        "unknown",
        "odd",
        "VoteCast",
    ] {
        assert!(kinds.get(kind).is_some_and(|count| *count >= 20), "{kind}: {kinds:?}");
    }
}
