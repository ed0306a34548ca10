//! Every way of touching a log, and the entry that the report must name.

use greffe_chain::{ChainReport, ExpectedHead, FaultKind, Hash, Head, Timestamp, Verifier, encode};
use proptest::prelude::*;

use crate::ledger::{fields, head, ledger, rechain};

fn verify(entries: &[Vec<u8>], expected: Option<ExpectedHead>) -> ChainReport {
    let mut verifier = Verifier::new();
    if let Some(expected) = expected {
        verifier = verifier.expect_head(expected);
    }
    for entry in entries {
        verifier.push(entry);
    }
    verifier.finish()
}

fn named(report: &ChainReport) -> Vec<u64> {
    report.faults.iter().map(|fault| fault.seq).collect()
}

#[test]
fn an_untouched_log_is_sound() {
    let entries = ledger(9);
    let whole = head(&entries);
    let middle = head(&entries[..4]);
    for expected in [None, Some(whole.into()), Some(middle.into())] {
        let report = verify(&entries, expected);
        assert!(report.is_sound(), "{:?}", report.faults);
        assert_eq!(report.head, Some(whole));
        assert_eq!(report.ledger, Some(Hash::of(&entries[0])));
        assert_eq!(report.bytes, entries.iter().map(|entry| entry.len() as u64).sum::<u64>());
    }
    assert!(verify(&entries, Some(whole.hash.into())).is_sound());
    assert!(verify(&entries, Some(middle.hash.into())).is_sound());
}

/// The heart of the matter: every byte of every entry, under several masks.
#[test]
fn every_flipped_byte_names_its_entry_and_no_other() {
    let entries = ledger(6);
    let whole = head(&entries);
    for seq in 0..entries.len() {
        for at in 0..entries[seq].len() {
            for mask in [0x01, 0x02, 0x08, 0x20, 0x80] {
                let mut damaged = entries.clone();
                damaged[seq][at] ^= mask;
                for expected in [ExpectedHead::from(whole), ExpectedHead::from(whole.hash)] {
                    let report = verify(&damaged, Some(expected));
                    let names = named(&report);
                    let place =
                        format!("entry {seq} byte {at} mask {mask:#x}: {:?}", report.faults);
                    assert!(!names.is_empty(), "{place}");
                    assert!(names.iter().all(|&name| name == seq as u64), "{place}");
                }
                // Without a head, all but the last two can still be told apart.
                let report = verify(&damaged, None);
                if seq + 2 < entries.len() {
                    assert!(named(&report).iter().all(|&name| name == seq as u64));
                }
                assert_eq!(report.is_sound(), seq + 1 == entries.len() && report.faults.is_empty());
            }
        }
    }
}

#[test]
fn links_alone_also_name_every_flipped_entry() {
    let entries = ledger(5);
    for seq in 0..entries.len() {
        for at in 0..entries[seq].len() {
            let mut damaged = entries.clone();
            damaged[seq][at] ^= 0x04;
            let mut verifier = Verifier::links_only().expect_head(head(&entries));
            for entry in &damaged {
                verifier.push(entry);
            }
            let names = named(&verifier.finish());
            assert!(!names.is_empty() && names.iter().all(|&name| name == seq as u64));
        }
    }
}

#[test]
fn two_alterations_are_both_named() {
    let entries = ledger(9);
    for first in 0..9 {
        for second in first + 2..9 {
            let mut damaged = entries.clone();
            damaged[first][400] ^= 1;
            damaged[second][400] ^= 1;
            let report = verify(&damaged, Some(head(&entries).into()));
            let names = named(&report);
            assert_eq!(names, [first as u64, second as u64], "{:?}", report.faults);
        }
    }
}

#[test]
fn a_deleted_entry_is_named_as_missing() {
    let entries = ledger(8);
    for from in 0..8 {
        for to in from..8 {
            let mut cut = entries.clone();
            cut.drain(from..=to);
            let report = verify(&cut, Some(head(&entries).into()));
            assert_eq!(named(&report), [from as u64], "{:?}", report.faults);
            match &report.faults[0].kind {
                FaultKind::Missing { last } => assert_eq!(*last, to as u64),
                FaultKind::Truncated { .. } => assert_eq!(to, 7),
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn truncation_is_seen_by_the_expected_head_only() {
    let entries = ledger(5);
    assert!(verify(&entries[..3], None).is_sound());
    let report = verify(&entries[..3], Some(head(&entries).into()));
    assert_eq!(report.faults[0].kind.code(), "truncated");
    assert_eq!(report.faults[0].seq, 3);
    assert!(report.faults[0].to_string().contains("the expected head is entry 4"));
    let report = verify(&entries[..3], Some(head(&entries).hash.into()));
    assert_eq!((report.faults[0].kind.code(), report.faults[0].seq), ("head-absent", 2));
}

#[test]
fn a_copied_entry_is_named_where_it_stands() {
    let entries = ledger(7);
    for copy in 0..7 {
        for place in 0..=7 {
            let mut longer = entries.clone();
            longer.insert(place, entries[copy].clone());
            let report = verify(&longer, Some(head(&entries).into()));
            let fault = &report.faults[0];
            // A copy beside its original is the second of the two.
            let position = if place == copy { place + 1 } else { place };
            // Put just before its predecessor, it looks as if the two had changed places.
            let faults = if copy == place + 1 { 2 } else { 1 };
            assert_eq!(
                report.faults.len(),
                faults,
                "copy of {copy} at {place}: {:?}",
                report.faults
            );
            assert_eq!(fault.position, position as u64, "copy of {copy} at {place}: {fault}");
        }
    }
}

#[test]
fn inserted_bytes_are_named_where_they_stand() {
    let entries = ledger(6);
    for place in 0..=6 {
        let mut longer = entries.clone();
        longer.insert(place, b"{\"not\":\"an entry\"}".to_vec());
        let report = verify(&longer, Some(head(&entries).into()));
        assert_eq!(named(&report), [place as u64], "{:?}", report.faults);
        assert_eq!(report.faults[0].kind.code(), "missing-field");
    }
}

#[test]
fn a_forged_entry_slipped_in_is_named() {
    let entries = ledger(6);
    for place in 1..6 {
        let mut forged = fields(place as u64, Hash::of(&entries[place - 1]));
        forged.recorded_by = "Quelqu'un d'autre".into();
        let mut longer = entries.clone();
        longer.insert(place, encode(&forged).unwrap());
        let report = verify(&longer, Some(head(&entries).into()));
        assert!(!report.is_sound());
        assert!(named(&report).iter().all(|&name| name == place as u64), "{:?}", report.faults);
    }
}

#[test]
fn swapped_entries_are_both_named() {
    let entries = ledger(8);
    for i in 0..8 {
        for j in i + 1..8 {
            let mut swapped = entries.clone();
            swapped.swap(i, j);
            let report = verify(&swapped, Some(head(&entries).into()));
            assert_eq!(named(&report), [i as u64, j as u64], "{i} {j}: {:?}", report.faults);
        }
    }
}

#[test]
fn a_rewritten_history_is_seen_by_the_expected_head_only() {
    let entries = ledger(6);
    let mut forged = entries.clone();
    let text = String::from_utf8(forged[2].clone()).unwrap();
    forged[2] = text.replace("\"amount_cents\":200", "\"amount_cents\":900").into_bytes();
    rechain(&mut forged, 3);
    assert!(verify(&forged, None).is_sound());
    for count in 3..=6 {
        let report = verify(&forged, Some(head(&entries[..count]).into()));
        assert_eq!(named(&report), [count as u64 - 1], "{:?}", report.faults);
        assert_eq!(report.faults[0].kind.code(), "head-mismatch");
    }
    assert!(verify(&forged, Some(head(&entries[..2]).into())).is_sound());
}

/// A well-chained log whose entries contradict each other.
#[test]
fn what_a_chained_entry_says_wrongly_is_named() {
    let build = |change: &dyn Fn(u64, &mut greffe_chain::EntryFields)| {
        let mut prev = Hash::ZERO;
        let mut entries = Vec::new();
        for seq in 0..7 {
            let mut fields = fields(seq, prev);
            change(seq, &mut fields);
            entries.push(encode(&fields).unwrap());
            prev = Hash::of(&entries[entries.len() - 1]);
        }
        let report = verify(&entries, Some(head(&entries).into()));
        let faults = report.faults.iter();
        faults.map(|fault| (fault.seq, fault.kind.code())).collect::<Vec<_>>()
    };
    assert_eq!(build(&|_, _| {}), []);
    let at = |micros| Timestamp::from_micros(micros).unwrap().to_string();
    let same_time = |seq, f: &mut greffe_chain::EntryFields| {
        if seq == 4 {
            f.recorded_at = at(1_709_285_400_000_003);
        }
    };
    assert_eq!(build(&same_time), [(4, "not-later")]);
    let same_id = |seq, f: &mut greffe_chain::EntryFields| {
        if seq == 5 {
            f.id = fields(2, Hash::ZERO).id;
        }
    };
    assert_eq!(build(&same_id), [(5, "id-reused")]);
    let version =
        |seq, f: &mut greffe_chain::EntryFields| f.version += u64::from(seq >= 3) * (seq % 2);
    assert_eq!(build(&version), [(3, "version")]);
    let kind = |seq, f: &mut greffe_chain::EntryFields| {
        if seq == 0 {
            f.kind = "SittingOpened".into();
        }
    };
    assert_eq!(build(&kind), [(0, "not-genesis")]);
    let unknown = |_, f: &mut greffe_chain::EntryFields| {
        if f.seq > 0 {
            f.kind = "NeverHeardOf".into();
            f.schema = 77;
        }
    };
    assert_eq!(build(&unknown), []);
    let seq = |seq, f: &mut greffe_chain::EntryFields| {
        if seq == 3 {
            f.seq = 5;
        }
    };
    assert_eq!(build(&seq), [(3, "displaced")]);
}

#[test]
fn verification_can_continue_from_a_verified_head() {
    let entries = ledger(9);
    let from = head(&entries[..5]);
    let mut verifier = Verifier::after(from).expect_head(head(&entries));
    for entry in &entries[5..] {
        verifier.push(entry);
    }
    assert!(verifier.finish().is_sound());
    let wrong = Head { hash: Hash::of(b"another"), ..from };
    let mut verifier = Verifier::after(wrong);
    for entry in &entries[5..] {
        verifier.push(entry);
    }
    assert_eq!(named(&verifier.finish()), [4]);
}

#[test]
fn the_list_of_faults_is_bounded() {
    let mut verifier = Verifier::new().keep_faults(10);
    for _ in 0..1000 {
        verifier.push(b"x");
    }
    let report = verifier.finish();
    assert_eq!((report.faults.len(), report.further_faults), (10, 990));
}

proptest! {
    #[test]
    fn any_other_list_of_entries_is_not_sound(order in prop::collection::vec(0usize..6, 0..9)) {
        let entries = ledger(6);
        let picked: Vec<_> = order.iter().map(|&index| entries[index].clone()).collect();
        let report = verify(&picked, Some(head(&entries).into()));
        prop_assert_eq!(report.is_sound(), order == [0, 1, 2, 3, 4, 5]);
    }
}
