//! Evidence bundles: every check goes red by name, every byte counts, and a script that shares no code
//! agrees.

use crate::ledger::{Ledger, ORIGIN, TEXT, log_key, trust, witness_key};
use greffe_chain::Hash;
use greffe_chain::merkle::TreeHash;
use greffe_proof::evidence::{
    CheckName, EvidenceFault, EvidenceForm, NotChecked, Outcome, ProvedEntry, Report, Verdict,
    parse, verify,
};
use greffe_proof::{Evidence, Policy, SigningKey, Trust};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::process::{Command, Output};

fn bundle() -> Evidence {
    Ledger::of(300).evidence(&[0, 1, 2, 9, 299])
}

/// The checks that are not sound, by name.
fn red(report: &Report) -> Vec<&'static str> {
    let checks = report.checks.iter();
    checks.filter(|check| check.verdict != Verdict::Sound).map(|check| check.name.code()).collect()
}

fn red_of(evidence: &Evidence) -> Vec<&'static str> {
    let report = verify(&evidence.encode().unwrap(), &trust());
    assert_eq!(report.proven, None);
    red(&report)
}

/// Bytes with a new sum, as a forger makes it.
fn reseal(bytes: &[u8]) -> Vec<u8> {
    let body = &bytes[..bytes.len() - 72];
    [body, format!("sha256 {}\n", TreeHash(Sha256::digest(body).into())).as_bytes()].concat()
}

#[test]
fn a_bundle_proves_what_it_holds_and_says_what_it_does_not() {
    let bytes = bundle().encode().unwrap();
    assert_eq!(parse(&bytes).as_ref(), Ok(&bundle()));
    let report = verify(&bytes, &trust());
    assert_eq!(report.outcome(), Outcome::Sound, "{report:#?}");
    let counts: Vec<(&str, u64)> =
        report.checks.iter().map(|check| (check.name.code(), check.count)).collect();
    let expected = [
        ("bundle", bytes.len() as u64),
        ("entries", 5),
        ("links", 3),
        ("signatures", 3),
        ("tree", 5),
        ("log", 1),
        ("witnesses", 2),
        ("documents", 1),
        ("passages", 1),
    ];
    assert_eq!(counts, expected);
    let expected = [
        NotChecked::MissingLinks { entries: 2 },
        NotChecked::KeysInForce,
        NotChecked::NoTimeStamp,
        NotChecked::StolenKeys,
        NotChecked::OtherEntries { covered: 300 },
        NotChecked::Truth,
    ];
    assert_eq!(report.not_checked, expected);
    let proven = report.proven.unwrap();
    assert_eq!((proven.origin.as_str(), proven.size), (ORIGIN, 300));
    assert_eq!(proven.entries, [0, 1, 2, 9, 299]);
    assert_eq!(proven.seen_by[0].1, 1_767_139_200);
}

#[test]
fn without_a_pinned_key_nothing_is_concluded() {
    let bytes = bundle().encode().unwrap();
    let report = verify(&bytes, &Trust::default());
    assert_eq!((report.outcome(), red(&report)), (Outcome::CannotConclude, vec!["log"]));
    assert_eq!(report.proven, None);
    assert!(report.not_checked.contains(&NotChecked::Forks));
    // A key for another ledger is no key for this one, whatever this one calls itself.
    let other = SigningKey::from_seed("elsewhere.example".parse().unwrap(), [1; 32]);
    let report = verify(&bytes, &Trust::of_log(other.verifier()));
    assert_eq!(report.outcome(), Outcome::CannotConclude);
    // What contradicts itself is faulty for everybody.
    let mut changed = bundle();
    changed.entries.get_mut(&9).unwrap().bytes.push(b' ');
    let report = verify(&changed.encode().unwrap(), &Trust::default());
    assert_eq!(report.outcome(), Outcome::Faulty);
}

#[test]
fn every_planted_fault_makes_its_check_go_red() {
    let change = |seq: u64, change: fn(&mut ProvedEntry)| {
        let mut evidence = bundle();
        change(evidence.entries.get_mut(&seq).unwrap());
        red_of(&evidence)
    };
    let replace = |entry: &mut ProvedEntry, from: &str, to: &str| {
        let text = String::from_utf8(entry.bytes.clone()).unwrap();
        assert!(text.contains(from));
        entry.bytes = text.replace(from, to).into_bytes();
    };
    // A figure changed in an entry whose successor is not there: only the tree tells.
    let mut evidence = bundle();
    replace(evidence.entries.get_mut(&2).unwrap(), "6130000", "6130001");
    assert_eq!(red_of(&evidence), ["tree"]);
    // In one whose successor is there: tree and chain.
    assert_eq!(change(1, |e| e.bytes.push(b' ')), ["links", "tree"]);
    assert_eq!(change(1, |e| e.proof[0].0[0] ^= 1), ["tree"]);
    assert_eq!(
        change(1, |e| {
            e.proof.pop();
        }),
        ["tree"]
    );
    assert_eq!(change(1, |e| e.proof.push(TreeHash([0; 32]))), ["tree"]);
    assert_eq!(change(2, |e| e.bytes[0] = b'['), ["entries", "tree"]);
    let mut evidence = bundle();
    replace(evidence.entries.get_mut(&2).unwrap(), "[", "[ ");
    assert_eq!(red_of(&evidence), ["tree"]);
    // An entry under another number.
    let mut evidence = bundle();
    let entry = evidence.entries.remove(&9).unwrap();
    evidence.entries.insert(10, entry);
    assert_eq!(red_of(&evidence), ["entries", "tree"]);
    // A chain that was mended is not the tree's: one commitment does not stand for the other.
    let mut evidence = bundle();
    evidence.entries.get_mut(&1).unwrap().bytes.push(b' ');
    let hash = |evidence: &Evidence| Hash::of(&evidence.entries[&1].bytes).to_string();
    let (old, new) = (hash(&bundle()), hash(&evidence));
    replace(evidence.entries.get_mut(&2).unwrap(), &old, &new);
    assert_eq!(red_of(&evidence), ["tree"]);
    // The whole ledger made anew with another key, and with a stolen one that no witness follows.
    let forged = |key: &SigningKey| {
        let mut fork = Ledger::of(300);
        fork.entries[2].push(b' ');
        fork.leaves.0[2] = TreeHash::leaf(&fork.entries[2]);
        let mut evidence = fork.evidence(&[0, 2]);
        let text = fork.checkpoint(300).to_string();
        evidence.checkpoint = key.sign(text).unwrap();
        evidence.keys = vec![key.verifier()];
        evidence
    };
    let stranger = SigningKey::from_seed(ORIGIN.parse().unwrap(), [9; 32]);
    assert_eq!(red_of(&forged(&stranger)), ["log", "witnesses"]);
    assert_eq!(red_of(&forged(&log_key())), ["witnesses"]);
    // Without witnesses pinned, a stolen key passes, and the report says what it did not check.
    let report =
        verify(&forged(&log_key()).encode().unwrap(), &Trust::of_log(log_key().verifier()));
    assert_eq!(report.outcome(), Outcome::Sound);
    assert!(report.not_checked.contains(&NotChecked::Forks));
    assert!(report.not_checked.contains(&NotChecked::StolenKeys));
}

#[test]
fn faults_of_signatures_and_documents_go_red_by_name() {
    // A cosignature over another text.
    let mut evidence = bundle();
    let mut lines = evidence.checkpoint.signatures().to_vec();
    lines[1] = witness_key(1).cosign(5, "other\n").unwrap();
    evidence.checkpoint = evidence.checkpoint.with_signatures(lines).unwrap();
    assert_eq!(red_of(&evidence), ["signatures", "witnesses"]);
    // One witness too few.
    let mut evidence = bundle();
    let lines = evidence.checkpoint.signatures()[..2].to_vec();
    evidence.checkpoint = evidence.checkpoint.with_signatures(lines).unwrap();
    evidence.keys.retain(|key| *key != witness_key(2).verifier());
    assert_eq!(red_of(&evidence), ["witnesses"]);
    // A text of no checkpoint.
    let mut evidence = bundle();
    evidence.checkpoint = log_key().sign("no checkpoint\n").unwrap();
    evidence.keys = vec![log_key().verifier()];
    assert_eq!(red_of(&evidence), ["signatures", "witnesses"]);
    // A document altered, and one that nobody cites.
    let mut evidence = bundle();
    *evidence.documents.values_mut().next().unwrap() = TEXT.replace("61 300", "91 300").into();
    assert_eq!(red_of(&evidence), ["documents"]);
    let mut evidence = bundle();
    evidence.documents.insert(Hash::of(b"x"), b"x".to_vec());
    assert_eq!(red_of(&evidence), ["documents"]);
    // Too short for the passage that it should hold.
    let mut evidence = bundle();
    *evidence.documents.values_mut().next().unwrap() = b"short".to_vec();
    assert_eq!(red_of(&evidence), ["documents", "passages"]);
    // Left out: said, not hidden.
    let mut evidence = bundle();
    evidence.documents.clear();
    let report = verify(&evidence.encode().unwrap(), &trust());
    assert_eq!(report.outcome(), Outcome::Sound);
    assert_eq!(report.check(CheckName::Passages).unwrap().count, 0);
    assert!(report.not_checked.contains(&NotChecked::AbsentTexts { texts: 1, passages: 1 }));
    // A time-stamp that is empty, or stands twice, makes no bundle.
    for odd in [vec![vec![]], vec![vec![0x30, 0]; 2]] {
        let mut evidence = bundle();
        evidence.timestamps = odd;
        assert!(evidence.encode().is_err());
    }
    // A time-stamp that is none.
    let mut evidence = bundle();
    evidence.timestamps.push(vec![0x30, 0]);
    assert_eq!(red_of(&evidence), ["time-stamps"]);
}

/// A bundle whose ledger says these things of keys: by which kind of entry, of which key.
fn saying(said: &[(&str, &SigningKey)], signers: &[&SigningKey]) -> Evidence {
    let mut ledger = Ledger::of(30);
    let mut seqs = Vec::new();
    for (at, (kind, key)) in (20..).zip(said) {
        let text = String::from_utf8(ledger.entries[at].clone()).unwrap();
        let text = text.replace("\"kind\":\"Noted\"", &format!("\"kind\":\"{kind}\""));
        let data = format!("{{\"key\":\"{}\"}}", key.verifier());
        let text = text.replace(&format!("{{\"number\":{at}}}"), &data);
        ledger.entries[at] = text.into_bytes();
        ledger.leaves.0[at] = TreeHash::leaf(&ledger.entries[at]);
        // One number in two, so that no link stands between them.
        seqs.push(at as u64);
    }
    let mut evidence = ledger.evidence(&seqs.iter().copied().step_by(2).collect::<Vec<_>>());
    let text = evidence.checkpoint.text().to_owned();
    let lines =
        signers.iter().flat_map(|key| key.sign(text.clone()).unwrap().signatures().to_vec());
    evidence.checkpoint = evidence.checkpoint.with_signatures(lines.collect()).unwrap();
    evidence.keys = signers.iter().map(|key| key.verifier()).collect();
    evidence.keys.sort_by_key(ToString::to_string);
    evidence
}

#[test]
fn a_key_that_the_bundle_itself_retires_vouches_for_nothing() {
    let (old, new) = (log_key(), SigningKey::from_seed(ORIGIN.parse().unwrap(), [2; 32]));
    let (gone, come) = ("SigningKeyRetired", "SigningKeyRegistered");
    let noted = ("Noted", &new);
    let judged = |evidence: Evidence, trust: &Trust| {
        let report = verify(&evidence.encode().unwrap(), trust);
        assert!(report.not_checked.contains(&NotChecked::KeysInForce));
        (red(&report), report.check(CheckName::Keys).map(|check| check.count))
    };
    let pins = |keys: &[&SigningKey]| {
        keys.iter()
            .fold(Trust::default(), |all, key| all.and(Trust::of_log(key.verifier())).unwrap())
    };
    let sound: Vec<&str> = vec![];
    assert_eq!(judged(saying(&[noted], &[&old]), &pins(&[&old])), (sound.clone(), None));
    assert_eq!(judged(saying(&[(come, &old)], &[&old]), &pins(&[&old])), (sound.clone(), Some(1)));
    let retired = [(come, &old), noted, (gone, &old)];
    assert_eq!(judged(saying(&retired, &[&old]), &pins(&[&old])), (vec!["keys"], Some(1)));
    assert_eq!(judged(saying(&retired, &[&old]), &pins(&[])), (vec!["log", "keys"], Some(1)));
    // What a key in force signs beside it holds for whoever pinned that one.
    let both = saying(&retired, &[&old, &new]);
    assert_eq!(judged(both.clone(), &pins(&[&old, &new])), (sound.clone(), Some(2)));
    assert_eq!(judged(both, &pins(&[&old])), (vec!["keys"], Some(1)));
    // What was retired may come again.
    let again = [(gone, &old), noted, (come, &old)];
    assert_eq!(judged(saying(&again, &[&old]), &pins(&[&old])), (sound, Some(1)));
}

#[test]
fn what_makes_no_bundle_is_not_written() {
    let refused = |change: fn(&mut Evidence)| {
        let mut evidence = bundle();
        change(&mut evidence);
        evidence.encode().unwrap_err()
    };
    assert_eq!(refused(|e| e.keys.clear()), EvidenceForm::Keys);
    assert_eq!(refused(|e| e.keys.reverse()), EvidenceForm::KeyOrder);
    assert_eq!(refused(|e| e.keys[2] = witness_key(9).verifier()), EvidenceForm::Keys);
    assert_eq!(refused(|e| e.entries.clear()), EvidenceForm::TooMany("entries"));
    assert!(matches!(
        refused(|e| e.entries.get_mut(&2).unwrap().bytes.clear()),
        EvidenceForm::Entry { seq: 2, len: 0 }
    ));
    assert!(matches!(refused(|e| e.timestamps = vec![vec![]; 17]), EvidenceForm::TooMany(_)));
    let bytes = bundle().encode().unwrap();
    let later = [b"greffe-evidence/2", &bytes[17..]].concat();
    assert_eq!(parse(&later), Err(EvidenceFault::FirstLine));
    assert_eq!(parse(&bytes[..bytes.len() - 1]), Err(EvidenceFault::Sum));
}

#[test]
fn any_changed_byte_fails_with_or_without_a_new_sum() {
    let bytes = Ledger::of(12).evidence(&[1, 2]).encode().unwrap();
    for at in 0..bytes.len() {
        for bit in [1, 0x20] {
            let mut changed = bytes.clone();
            changed[at] ^= bit;
            assert_eq!(verify(&changed, &trust()).outcome(), Outcome::Faulty, "byte {at}");
            // A forger makes the sum anew; what he changed still fails, at a check of its own.
            let forged = reseal(&changed);
            if forged != bytes {
                let report = verify(&forged, &trust());
                assert_eq!(report.outcome(), Outcome::Faulty, "byte {at} is looked at by no check");
            }
        }
    }
}

/// The independent script, as a person runs it.
fn script(bytes: &[u8], trust: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let (file, keys) = (folder.path().join("a.evidence"), folder.path().join("trust"));
    std::fs::write(&file, bytes).unwrap();
    std::fs::write(&keys, trust).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/independent/evidence.py");
    Command::new("python3").arg(script).arg(file).arg("--trust").arg(keys).output().unwrap()
}

fn trust_file() -> String {
    let witness = |number: u8| format!("witness W{number} {}\n", witness_key(number).verifier());
    let witnesses: String = [1, 2, 3].map(witness).concat();
    format!("log {}\n{witnesses}group W 2 W1 W2 W3\nquorum W\n", log_key().verifier())
}

#[test]
fn a_script_that_shares_no_code_agrees() {
    let good = bundle();
    let bytes = good.encode().unwrap();
    let (logs, policy) = Policy::parse(&trust_file()).unwrap();
    assert_eq!((logs.as_slice(), &policy), (trust().logs(), trust().policy()));
    let output = script(&bytes, &trust_file());
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    let ours = verify(&bytes, &trust());
    for check in &ours.checks {
        let line = format!("{} {} {}\n", check.name.code(), check.count, check.verdict.word());
        assert!(said.contains(&line), "{line}{said}");
    }
    assert_eq!(script(&bytes, "quorum none\n").status.code(), Some(4));
    // The faults of above, and a sample of changed bytes with a new sum.
    let mut cases: Vec<Vec<u8>> = Vec::new();
    for change in [
        |e: &mut Evidence| e.entries.get_mut(&1).unwrap().bytes.push(b' '),
        |e: &mut Evidence| e.entries.get_mut(&9).unwrap().proof[3].0[9] ^= 4,
        |e: &mut Evidence| *e.documents.values_mut().next().unwrap() = b"short".to_vec(),
        |e: &mut Evidence| {
            let entry = e.entries.remove(&9).unwrap();
            e.entries.insert(8, entry);
        },
    ] {
        let mut evidence = good.clone();
        change(&mut evidence);
        cases.push(evidence.encode().unwrap());
    }
    for at in (0..bytes.len()).step_by(bytes.len() / 12) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        cases.push(reseal(&changed));
        cases.push(changed);
    }
    for case in cases {
        if case == bytes {
            continue;
        }
        let output = script(&case, &trust_file());
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let ours = verify(&case, &trust());
        assert_eq!(output.status.code(), Some(1), "{said}{ours:#?}");
        if ours.checks.len() > 1 {
            let theirs: Vec<&str> = said
                .lines()
                .filter_map(|line| line.strip_suffix(" faulty")?.split(' ').next())
                .collect();
            assert_eq!(theirs, red(&ours), "{said}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn reading_and_writing_are_inverse(
        seqs in prop::collection::btree_set(0u64..40, 1..8),
        tokens in prop::collection::btree_set(prop::collection::vec(any::<u8>(), 1..40), 0..3),
    ) {
        let mut evidence = Ledger::of(40).evidence(&seqs.into_iter().collect::<Vec<_>>());
        evidence.timestamps = tokens.into_iter().collect();
        let bytes = evidence.encode().unwrap();
        prop_assert_eq!(parse(&bytes), Ok(evidence));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(cut in any::<prop::sample::Index>(), noise in prop::collection::vec(any::<u8>(), 0..60)) {
        let bytes = Ledger::of(5).evidence(&[1, 4]).encode().unwrap();
        let body = &bytes[..bytes.len() - 72];
        let at = cut.index(body.len());
        let mut broken = body[..at].to_vec();
        broken.extend(&noise);
        broken.extend(&body[at..]);
        let forged = reseal(&[broken, vec![0; 72]].concat());
        if forged != bytes {
            prop_assert!(verify(&forged, &trust()).outcome() == Outcome::Faulty);
        }
    }
}
