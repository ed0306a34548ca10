//! The known answers of `tests/vectors/proof`, which belong to the project and are only added to. They
//! were made by `tests/independent/vectors.py` and openssl; what this program makes has to be the same.

use crate::ledger::{Ledger, trust};
use crate::reference::list;
use greffe_proof::evidence::{Outcome, verify};
use greffe_proof::timestamp::{self, Authority};
use greffe_proof::witness::AddCheckpoint;
use greffe_proof::{Checkpoint, Note, TlogProof, Trust};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/proof")
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap()
}

/// Files by name, as this program makes them today.
fn made() -> Vec<(&'static str, Vec<u8>)> {
    let mut ledger = Ledger::of(300);
    let evidence = ledger.evidence(&[0, 1, 2, 299]);
    let checkpoint = evidence.checkpoint.clone();
    let single = TlogProof {
        extra: None,
        index: 2,
        proof: ledger.inclusion(2, 300),
        checkpoint: checkpoint.clone(),
    };
    let call =
        AddCheckpoint { old: 7, proof: ledger.consistency(7, 300), checkpoint: checkpoint.clone() };
    let witness =
        |number| format!("witness W{number} {}\n", crate::ledger::witness_key(number).verifier());
    let witnesses = [1, 2, 3].map(witness).concat();
    let policy = format!(
        "log {}\n{witnesses}group W 2 W1 W2 W3\nquorum W\n",
        crate::ledger::log_key().verifier()
    );
    vec![
        ("policy", policy.into_bytes()),
        ("checkpoint", checkpoint.to_string().into_bytes()),
        ("entry-2", ledger.entries[2].clone()),
        ("entry-2.tlog-proof", single.to_string().into_bytes()),
        ("add-checkpoint", call.to_string().into_bytes()),
        ("four-entries.evidence", evidence.encode().unwrap()),
    ]
}

#[test]
fn the_files_are_read_and_made_byte_for_byte() {
    for (name, bytes) in made() {
        assert_eq!(read(name), bytes, "{name}");
    }
    let pinned = Trust::parse(std::str::from_utf8(&read("policy")).unwrap()).unwrap();
    assert_eq!(
        pinned,
        Trust::of_log(trust().logs()[0].clone()).with_policy(pinned.policy().clone())
    );
    let opened = pinned.open(&read("checkpoint")).unwrap();
    assert_eq!((opened.checkpoint.size(), opened.witnesses.len()), (300, 2));
    let single = TlogProof::parse(&read("entry-2.tlog-proof")).unwrap();
    assert!(single.verify(&read("entry-2"), &pinned).is_ok());
    assert_eq!(AddCheckpoint::parse(&read("add-checkpoint")).unwrap().old, 7);
    assert_eq!(verify(&read("four-entries.evidence"), &pinned).outcome(), Outcome::Sound);
    assert_eq!(read("stamped-text"), opened.checkpoint.to_string().into_bytes());
    let token = timestamp::token_of_response(&read("response.der")).unwrap();
    assert_eq!(token, read("token.der"));
    let authority = [Authority::parse(&read("authority.pem")).unwrap()];
    let stamp = timestamp::verify(&token, &read("stamped-text"), None, &authority).unwrap();
    assert_eq!((stamp.policy.as_str(), stamp.serial.as_str()), ("1.2.3.4.1", "02"));
}

#[test]
fn what_must_be_refused_is() {
    let refused: serde_json::Value = serde_json::from_slice(&read("refused.json")).unwrap();
    let mut count = 0;
    for (kind, reads) in [
        ("note", (|bytes| Note::parse(bytes).is_ok()) as fn(&[u8]) -> bool),
        ("checkpoint", |bytes| {
            std::str::from_utf8(bytes).is_ok_and(|text| text.parse::<Checkpoint>().is_ok())
        }),
        ("tlog-proof", |bytes| TlogProof::parse(bytes).is_ok()),
        ("add-checkpoint", |bytes| AddCheckpoint::parse(bytes).is_ok()),
        ("policy", |bytes| std::str::from_utf8(bytes).is_ok_and(|text| Trust::parse(text).is_ok())),
    ] {
        for vector in list(&refused[kind]) {
            let text = vector["text"].as_str().unwrap();
            assert!(!reads(text.as_bytes()), "{kind}: {}", vector["why"]);
            count += 1;
        }
    }
    assert!(count >= 20, "{count}");
}
