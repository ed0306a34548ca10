//! The `add-checkpoint` call and what a witness decides on it, and single proofs.

use crate::ledger::{Ledger, ORIGIN, log_key, trust, witness_key};
use greffe_chain::merkle::{ProofError, TreeHash};
use greffe_proof::witness::{AddCheckpoint, Beginning, Contradiction, Refusal, Seen, consider};
use greffe_proof::{Checkpoint, SigningKey, TlogProof, TlogProofForm, Trust, TrustConflict};

fn call(ledger: &mut Ledger, old: u64, size: u64) -> AddCheckpoint {
    let proof = if old == 0 { vec![] } else { ledger.consistency(old, size) };
    let checkpoint = log_key().sign(ledger.checkpoint(size).to_string()).unwrap();
    AddCheckpoint { old, proof, checkpoint }
}

#[test]
fn a_witness_follows_a_log_and_refuses_forks_and_roll_backs() {
    let mut ledger = Ledger::of(20);
    let trust = Trust::of_log(log_key().verifier());
    let (first, seen) = consider(&trust, None, &call(&mut ledger, 0, 7)).unwrap();
    assert_eq!((first.size(), seen.size), (7, 7));
    let (_, seen) = consider(&trust, Some(seen), &call(&mut ledger, 7, 7)).unwrap();
    let (_, seen) = consider(&trust, Some(seen), &call(&mut ledger, 7, 20)).unwrap();
    assert_eq!(seen.size, 20);
    let refused = |seen, call: &AddCheckpoint| consider(&trust, seen, call).unwrap_err();
    // Rolled back: the call has to begin where the witness stands.
    let back = call(&mut ledger, 0, 7);
    assert_eq!(refused(Some(seen), &back), Refusal::Conflict { size: 20 });
    assert_eq!(
        (refused(Some(seen), &back).status(), refused(Some(seen), &back).body()),
        (409, "20\n".into())
    );
    let mut words = call(&mut ledger, 7, 7);
    words.old = 20;
    assert_eq!(refused(Some(seen), &words).status(), 400);
    // Forked: another entry 5, signed by the same key.
    let mut fork = Ledger::of(20);
    fork.entries[5].push(b' ');
    fork.leaves.0[5] = TreeHash::leaf(&fork.entries[5]);
    let at_seven = Seen { size: 7, root: ledger.checkpoint(7).root() };
    let forked = call(&mut fork, 7, 20);
    assert!(matches!(refused(Some(at_seven), &forked), Refusal::Inconsistent(_)));
    assert_eq!(refused(Some(at_seven), &forked).status(), 422);
    let same_size = call(&mut fork, 7, 7);
    assert_eq!(refused(Some(at_seven), &same_size), Refusal::Inconsistent(ProofError::OldRoot));
    // A first checkpoint takes no proof.
    let mut surplus = call(&mut ledger, 0, 7);
    surplus.proof.push(TreeHash([0; 32]));
    assert_eq!(refused(None, &surplus).status(), 422);
    // Another key, another origin, no checkpoint.
    let text = ledger.checkpoint(7).to_string();
    let stranger = SigningKey::from_seed(ORIGIN.parse().unwrap(), [2; 32]);
    let mut odd = call(&mut ledger, 0, 7);
    odd.checkpoint = stranger.sign(text.clone()).unwrap();
    assert_eq!(refused(None, &odd).status(), 403);
    let elsewhere = Checkpoint::new("elsewhere.example", 1, TreeHash([3; 32])).unwrap();
    odd.checkpoint = log_key().sign(elsewhere.to_string()).unwrap();
    assert_eq!(refused(None, &odd).status(), 404);
    odd.checkpoint = log_key().sign("no checkpoint\n").unwrap();
    assert_eq!(refused(None, &odd).status(), 400);
    // A tree of no entries with another root, of a log that is known and has signed it.
    let rootless =
        |origin: &str| format!("{origin}\n0\nBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU=\n");
    for (key, origin, status) in
        [(log_key(), ORIGIN, 422), (stranger, ORIGIN, 403), (log_key(), "elsewhere.example", 404)]
    {
        odd.checkpoint = key.sign(rootless(origin)).unwrap();
        assert_eq!(refused(None, &odd).status(), status, "{origin}");
    }
    // Lines of witnesses that are on it already are no hindrance, nor those of strangers.
    let mut cosigned = call(&mut ledger, 0, 7);
    let mut lines = cosigned.checkpoint.signatures().to_vec();
    lines.push(witness_key(1).cosign(5, &text).unwrap());
    cosigned.checkpoint = cosigned.checkpoint.with_signatures(lines).unwrap();
    assert!(consider(&trust, None, &cosigned).is_ok());
}

/// Only a proof that does lead to the larger root, from another beginning than the smaller one, convicts.
/// What is pinned in several files stands together or not at all.
#[test]
fn one_key_is_one_party_and_one_quorum_is_asked_across_files() {
    let (log, witness) = (log_key().verifier(), witness_key(1).verifier());
    let policy = |text: &str| Trust::parse(text).unwrap();
    let asks = policy(&format!("witness w {witness}\nquorum w"));
    let both = Trust::of_log(log.clone()).and(asks.clone()).unwrap();
    assert!(both.policy().asks());
    assert_eq!(both.clone().and(asks).unwrap(), both);
    let other = policy(&format!("witness v {}\nquorum v", witness_key(2).verifier()));
    assert_eq!(both.clone().and(other), Err(TrustConflict::Quorums));
    // The log's own key, as that of a witness.
    let own = SigningKey::witness_from_seed("w".parse().unwrap(), [1; 32]);
    let own = policy(&format!("witness w {}\nquorum w", own.verifier()));
    let found = Trust::of_log(log).and(own);
    assert!(matches!(found, Err(TrustConflict::OneKey(..))), "{found:?}");
}

#[test]
fn a_contradiction_is_shown_or_is_none() {
    let (mut ledger, mut fork) = (Ledger::of(20), Ledger::of(20));
    fork.entries[5].push(b' ');
    fork.leaves.0[5] = TreeHash::leaf(&fork.entries[5]);
    let at = |ledger: &mut Ledger, size| Seen { size, root: ledger.checkpoint(size).root() };
    for old in 1..20 {
        let (seen, other) = (at(&mut ledger, old), at(&mut fork, old));
        let (grown, forked) = (at(&mut ledger, 20), at(&mut fork, 20));
        let (honest, forks) = (ledger.consistency(old, 20), fork.consistency(old, 20));
        assert_eq!(Contradiction::shown(seen, grown, &honest), None);
        let same = Contradiction::shown(seen, other, &[]);
        assert_eq!(same.is_some(), old > 5, "{old}");
        // Garbage of the right length, and each true proof with one hash changed, accuse nobody.
        let garbage = vec![TreeHash([9; 32]); honest.len()];
        assert_eq!(Contradiction::shown(seen, grown, &garbage), None);
        for at in 0..honest.len() {
            let mut turned = honest.clone();
            turned[at].0[7] ^= 1;
            assert_eq!(Contradiction::shown(seen, grown, &turned), None, "{old} {at}");
        }
        let beginning = Beginning { size: old, root: other.root, proof: forks.clone() };
        assert_eq!(Beginning::parse(beginning.to_string().as_bytes()).as_ref(), Ok(&beginning));
        let known = Contradiction::beginning(seen, forked, beginning.clone());
        assert_eq!(known.is_some(), old > 5, "{old}");
        assert_eq!(Contradiction::beginning(seen, grown, beginning), None);
        // A power of two leaves its root out of the proof: nothing is shown by the proof alone.
        let shown = Contradiction::shown(seen, forked, &forks);
        assert_eq!(shown.is_some(), old > 5 && !old.is_power_of_two(), "{old}");
        assert!(shown.is_none() || shown == known);
    }
    for bad in ["", "old 3\n", "old 03\nAAAA\n", "old 3\nAAAA\n"] {
        assert!(Beginning::parse(bad.as_bytes()).is_err(), "{bad}");
    }
}

#[test]
fn the_body_of_a_call_has_one_spelling() {
    let mut ledger = Ledger::of(20);
    for (old, size) in [(0, 0), (0, 7), (7, 20), (20, 20)] {
        let call = call(&mut ledger, old, size);
        let body = call.to_string();
        assert_eq!(AddCheckpoint::parse(body.as_bytes()), Ok(call));
        assert!(body.starts_with(&format!("old {old}\n")));
    }
    let body = call(&mut ledger, 7, 20).to_string();
    let longer = |hashes| {
        body.replacen('\n', &format!("\n{}", format!("{}A=\n", "A".repeat(42)).repeat(hashes)), 1)
    };
    let hashes = call(&mut ledger, 7, 20).proof.len();
    assert!(AddCheckpoint::parse(longer(63 - hashes).as_bytes()).is_ok());
    for bad in [
        body.replace("old 7", "old 07"),
        body.replace("old 7", "old -7"),
        body.replace("old 7", "Old 7"),
        body.replacen("\n\n", "\n", 1),
        body.replacen("=\n", "\n", 1),
        longer(64 - hashes),
        body.trim_end().to_owned(),
        String::new(),
    ] {
        assert!(AddCheckpoint::parse(bad.as_bytes()).is_err(), "{bad}");
    }
}

#[test]
fn a_single_proof_goes_with_the_entry_it_proves() {
    let mut ledger = Ledger::of(20);
    let evidence = ledger.evidence(&[2]);
    let proof = TlogProof {
        extra: None,
        index: 2,
        proof: ledger.inclusion(2, 20),
        checkpoint: evidence.checkpoint,
    };
    let written = proof.to_string();
    assert!(written.starts_with("c2sp.org/tlog-proof@v1\nindex 2\n"));
    let read = TlogProof::parse(written.as_bytes()).unwrap();
    assert_eq!(read, proof);
    let trust = trust();
    assert_eq!(read.verify(&ledger.entries[2], &trust).unwrap().witnesses.len(), 2);
    let refused = |proof: &TlogProof, entry: &[u8], trust: &Trust| {
        matches!(
            proof.verify(entry, trust),
            Err(TlogProofForm::Proof(_) | TlogProofForm::Distrust(_))
        )
    };
    assert!(refused(&read, &ledger.entries[3], &trust));
    assert!(refused(&TlogProof { index: 3, ..read.clone() }, &ledger.entries[2], &trust));
    assert!(refused(&read, &ledger.entries[2], &Trust::default()));
    let extra = TlogProof { extra: Some(b"out of band".to_vec()), ..read };
    assert_eq!(TlogProof::parse(extra.to_string().as_bytes()), Ok(extra.clone()));
    assert!(extra.verify(&ledger.entries[2], &trust).is_ok());
    for bad in [
        written.replace("@v1", "@v2"),
        written.replace("index 2", "index 02"),
        written.replacen("\n\n", "\n", 1),
        written.replace("index 2\n", ""),
    ] {
        assert!(TlogProof::parse(bad.as_bytes()).is_err(), "{bad}");
    }
    // Every byte counts: of the proof, and of the checkpoint, down to the last signature.
    for at in 0..written.len() {
        let mut changed = written.clone().into_bytes();
        changed[at] ^= 1;
        let holds = TlogProof::parse(&changed)
            .is_ok_and(|proof| proof.verify(&ledger.entries[2], &trust).is_ok());
        assert!(!holds, "byte {at} is not looked at");
    }
}
