//! Signed notes, keys, checkpoints and policies: reference vectors, forms and refusals.

use crate::ledger::{ORIGIN, log_key, trust, witness_key};
use crate::reference::{list, unhex, vectors};
use greffe_chain::merkle::TreeHash;
use greffe_proof::{
    Checkpoint, CheckpointForm, Distrust, KeyForm, KeyId, KeyName, Note, NoteForm, NoteSignature,
    Policy, PolicyForm, SignatureKind, SigningKey, Trust, Unproven, VerifierKey,
};
use proptest::prelude::*;
use serde_json::Value;

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

#[test]
fn the_reference_notes_verify_byte_for_byte() {
    let Some(reference) = vectors("signed-note.json") else { return };
    let mut verified = 0;
    for vector in list(&reference["vectors"]) {
        let key: VerifierKey = text(vector, "vkey").parse().unwrap();
        assert_eq!(key.to_string(), text(vector, "vkey"));
        assert_eq!(key.id().to_string(), text(vector, "key_id"));
        assert_eq!(u64::from(key.kind().0), vector["sig_type"].as_u64().unwrap());
        let note = Note::parse(text(vector, "note").as_bytes()).unwrap();
        assert_eq!(note.to_string(), text(vector, "note"));
        let signed = note.verify([&key]).unwrap();
        assert_eq!((signed.len(), signed[0].time), (1, vector["timestamp"].as_u64()));
        let changed = format!("x{}", &text(vector, "note")[1..]);
        let changed = Note::parse(changed.as_bytes()).unwrap();
        assert_eq!(changed.verify([&key]), Err(Unproven::Bad(key.name().clone())));
        if let Some(seed) = vector["test_seed"].as_str() {
            let key = SigningKey::from_secret_text(text(vector, "skey")).unwrap();
            assert_eq!(key.to_secret_text(), text(vector, "skey"));
            let seed = <[u8; 32]>::try_from(unhex(seed)).unwrap();
            let made = SigningKey::from_seed(key.verifier().name().clone(), seed);
            let again = made.sign(note.text()).unwrap();
            assert_eq!(again.to_string(), text(vector, "note"), "Ed25519 is deterministic");
        }
        verified += 1;
    }
    assert_eq!(verified, 5);
    for vector in list(&reference["key_id"]) {
        let (name, public) = (text(vector, "key_name"), unhex(text(vector, "public_key")));
        let id = |kind| KeyId::of(&name.parse().unwrap(), kind, &public).to_string();
        assert_eq!(id(SignatureKind::ED25519), text(vector, "key_id_type_01"));
        assert_eq!(id(SignatureKind::COSIGNATURE), text(vector, "key_id_type_04"));
    }
}

#[test]
fn the_reference_notes_that_must_be_refused_are() {
    let Some(reference) = vectors("signed-note.json") else { return };
    let key: VerifierKey = text(&reference, "negative_vkey").parse().unwrap();
    let mut refused = 0;
    for vector in list(&reference["negative"]) {
        let note = Note::parse(text(vector, "note").as_bytes());
        match text(vector, "reject") {
            "malformed" => assert!(note.is_err(), "{vector}"),
            "bad signature" => {
                assert_eq!(note.unwrap().verify([&key]), Err(Unproven::Bad(key.name().clone())));
            }
            "no known signature" => assert_eq!(note.unwrap().verify([&key]), Ok(vec![])),
            other => panic!("{other}"),
        }
        refused += 1;
    }
    let good = text(&list(&reference["vectors"])[1], "note");
    let not_utf8 = [&[0xff], good.as_bytes()].concat();
    assert_eq!(Note::parse(&not_utf8), Err(NoteForm::Characters));
    assert_eq!(refused, 8);
}

#[test]
fn lines_of_unknown_keys_are_kept_and_prove_nothing() {
    let note = log_key().sign("text\n").unwrap();
    let unknown = NoteSignature::new("other.example".parse().unwrap(), KeyId([9; 4]), &[1; 2_420]);
    let same_name = NoteSignature::new(ORIGIN.parse().unwrap(), KeyId([9; 4]), &[1; 64]);
    let mut lines = note.signatures().to_vec();
    lines.extend([unknown, same_name]);
    let note = note.with_signatures(lines.clone()).unwrap();
    let read = Note::parse(note.to_string().as_bytes()).unwrap();
    assert_eq!(read, note);
    let (log, stranger) = (log_key().verifier(), witness_key(1).verifier());
    assert_eq!(read.verify([&log, &stranger]).unwrap().len(), 1);
    assert!(read.verify([&stranger]).unwrap().is_empty());
    // The same key twice is no matter of taste.
    lines.push(lines[0].clone());
    let twice = note.with_signatures(lines.clone()).unwrap();
    assert_eq!(twice.verify([&log]), Err(Unproven::Twice(log.name().clone())));
    let many = vec![lines[1].clone(); 101];
    assert_eq!(note.with_signatures(many), Err(NoteForm::TooMany));
}

#[test]
fn a_key_has_one_spelling_and_no_weak_point() {
    let key = log_key().verifier();
    let written = key.to_string();
    assert_eq!(written.parse(), Ok(key.clone()));
    let changed = written.replacen("vauclaire", "vauclairf", 1);
    assert_eq!(changed.parse::<VerifierKey>(), Err(KeyForm::Id));
    assert_eq!(written.trim_end_matches('=').parse::<VerifierKey>(), Ok(key.clone()));
    assert_eq!("a+b".parse::<VerifierKey>(), Err(KeyForm::Public));
    for name in ["", "a b", "a+b", "a\u{a0}b", "a\u{7f}", &"x".repeat(256)] {
        assert_eq!(name.parse::<KeyName>(), Err(KeyForm::Name), "{name:?}");
    }
    let name = || key.name().clone();
    // The identity, a point of order 8, and an encoding that is not reduced.
    let mut weak = vec![[0; 32], [0xff; 32]];
    weak[0][0] = 1;
    for bytes in weak {
        assert_eq!(VerifierKey::new(name(), SignatureKind::ED25519, &bytes), Err(KeyForm::Point));
    }
    assert_eq!(VerifierKey::new(name(), SignatureKind(6), &[1; 1_312]), Err(KeyForm::Kind(6)));
    assert_eq!(VerifierKey::new(name(), SignatureKind::ED25519, &[1; 31]), Err(KeyForm::Point));
    let secret = witness_key(1).to_secret_text();
    let read = SigningKey::from_secret_text(&secret).unwrap();
    assert_eq!(read.verifier(), witness_key(1).verifier());
    assert!(!format!("{read:?}").contains(secret.rsplit('+').next().unwrap()));
    assert!(SigningKey::from_secret_text(&secret.replace("witness1", "witness2")).is_err());
}

#[test]
fn a_checkpoint_has_one_spelling() {
    let root = TreeHash::leaf(b"x");
    let checkpoint = Checkpoint::new(ORIGIN, 1, root).unwrap();
    let written = checkpoint.to_string();
    assert_eq!(written.parse(), Ok(checkpoint));
    let extended = format!("{written}extension\n");
    let read: Checkpoint = extended.parse().unwrap();
    assert_eq!((read.extensions(), read.to_string()), (&["extension".to_owned()][..], extended));
    for (bad, form) in [
        (written.trim_end().to_owned(), CheckpointForm::Lines),
        ("a\n1\n".to_owned(), CheckpointForm::Lines),
        (format!("\n{}", written.split_once('\n').unwrap().1), CheckpointForm::Origin),
        (written.replace("\n1\n", "\n01\n"), CheckpointForm::Size),
        (written.replace("\n1\n", "\n+1\n"), CheckpointForm::Size),
        (written.replace("\n1\n", "\n9223372036854775808\n"), CheckpointForm::Size),
        (written.replace("\n1\n", "\n0\n"), CheckpointForm::Empty),
        (written.replace("=\n", "\n"), CheckpointForm::Root),
        (format!("{written}\n"), CheckpointForm::Extension),
    ] {
        assert_eq!(bad.parse::<Checkpoint>(), Err(form), "{bad:?}");
    }
    assert_eq!(Checkpoint::new(ORIGIN, 2, TreeHash::empty_root()), Err(CheckpointForm::Empty));
    assert_eq!(Checkpoint::new("a\nb", 1, root), Err(CheckpointForm::Origin));
}

#[test]
fn only_what_was_pinned_is_trusted() {
    let text = Checkpoint::new(ORIGIN, 1, TreeHash::leaf(b"x")).unwrap().to_string();
    let signed = log_key().sign(text.clone()).unwrap();
    let with = |lines: Vec<NoteSignature>| {
        let all = [signed.signatures(), &lines].concat();
        signed.with_signatures(all).unwrap().to_string().into_bytes()
    };
    let seen = |number| witness_key(number).cosign(7, &text).unwrap();
    let trust = trust();
    let opened = trust.open(&with(vec![seen(1), seen(3)])).unwrap();
    assert_eq!((opened.logs.len(), opened.witnesses.len()), (1, 2));
    assert_eq!(opened.witnesses[0].time, Some(7));
    assert_eq!(trust.open(&with(vec![seen(1)])), Err(Distrust::Quorum { cosigned: 1 }));
    assert_eq!(trust.open(&with(vec![seen(1), seen(4)])), Err(Distrust::Quorum { cosigned: 1 }));
    // A witness's key that signs as a log does not count, nor the other way.
    let as_log = SigningKey::from_seed("witness1.example".parse().unwrap(), [101; 32]);
    let line = as_log.sign(text.clone()).unwrap().signatures()[0].clone();
    assert_eq!(trust.open(&with(vec![line, seen(2)])), Err(Distrust::Quorum { cosigned: 1 }));
    // Another time under the same signature.
    let other = seen(2).signature().to_vec();
    let moved = [&9u64.to_be_bytes()[..], &other[8..]].concat();
    let moved = NoteSignature::new(seen(2).name().clone(), seen(2).id(), &moved);
    assert!(matches!(trust.open(&with(vec![moved])), Err(Distrust::Unproven(Unproven::Bad(_)))));
    // The same key under the name of another ledger, and another key under this name.
    let elsewhere = Checkpoint::new("elsewhere.example", 1, TreeHash::leaf(b"x")).unwrap();
    let note = log_key().sign(elsewhere.to_string()).unwrap().to_string();
    assert!(matches!(trust.open(note.as_bytes()), Err(Distrust::UnknownOrigin { .. })));
    let stranger = SigningKey::from_seed(ORIGIN.parse().unwrap(), [2; 32]);
    let note = stranger.sign(text.clone()).unwrap().to_string();
    assert!(matches!(trust.open(note.as_bytes()), Err(Distrust::NotSigned { .. })));
    assert!(matches!(Trust::default().open(&with(vec![])), Err(Distrust::UnknownOrigin { .. })));
    assert!(
        log_key().cosign(7, &text).is_none() && witness_key(1).cosign(1 << 63, &text).is_none()
    );
}

#[test]
fn a_policy_file_says_how_many_must_have_seen() {
    let key = |number| witness_key(number).verifier();
    let file = format!(
        "# comment\nlog {} https://ledger.example\n\twitness X1 {}\nwitness X2 {} \nwitness X3 {}\n\
         group X 2 X1 X2 X3\nwitness Y1 {}\nwitness Y2 {}\ngroup Y any Y1 Y2\ngroup both all X Y\n\
         \nquorum both\n",
        log_key().verifier(),
        key(1),
        key(2),
        key(3),
        key(4),
        key(5)
    );
    let (logs, policy) = Policy::parse(&file).unwrap();
    assert_eq!(logs, [log_key().verifier()]);
    let met = |seen: &[u8]| {
        let keys: Vec<VerifierKey> = seen.iter().map(|number| key(*number)).collect();
        let signed: Vec<_> =
            keys.iter().map(|key| greffe_proof::Signed { key, time: Some(1) }).collect();
        policy.is_met_by(&signed)
    };
    assert!(met(&[1, 2, 4]) && met(&[1, 3, 5]) && met(&[1, 2, 3, 4, 5]));
    assert!(!met(&[1, 2]) && !met(&[1, 4]) && !met(&[4, 5]) && !met(&[1, 1, 4]) && !met(&[]));
    let none = Policy::parse("quorum none\n").unwrap().1;
    assert!(!none.asks() && none.is_met_by(&[]));
    let w = format!("witness A {}\n", key(1));
    let refused = |text: &str| Policy::parse(text).unwrap_err();
    assert_eq!(refused(&w), PolicyForm::Quorum);
    assert_eq!(refused("quorum none\nquorum none\n"), PolicyForm::Quorum);
    let unknown = PolicyForm::Name { line: 1, name: "A".into() };
    assert_eq!(refused("quorum A\n"), unknown);
    let again = format!("{w}witness B {}\nquorum none\n", key(1));
    assert_eq!(refused(&again), PolicyForm::Duplicate { line: 2 });
    let twice = format!("{w}group G 1 A\ngroup H 1 A\nquorum H\n");
    assert_eq!(refused(&twice), PolicyForm::Name { line: 3, name: "A".into() });
    let over = format!("{w}group G 2 A\nquorum G\n");
    assert_eq!(refused(&over), PolicyForm::Threshold { line: 2, members: 1 });
    let zero = format!("{w}group G 0 A\nquorum G\n");
    assert_eq!(refused(&zero), PolicyForm::Threshold { line: 2, members: 1 });
    assert_eq!(refused("witness A\n"), PolicyForm::Line { line: 1 });
    assert_eq!(refused("\u{1}"), PolicyForm::Line { line: 1 });
    let log_as_witness = format!("witness A {}\nquorum A\n", log_key().verifier());
    assert!(matches!(refused(&log_as_witness), PolicyForm::NotOfAWitness { line: 1 }));
    assert!(Policy::of(0, vec![key(1)]).is_err() && Policy::of(2, vec![key(1)]).is_err());
    assert!(Policy::of(1, vec![key(1), key(1)]).is_err());
}

proptest! {
    #[test]
    fn what_is_read_as_a_note_is_written_again(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(note) = Note::parse(&bytes) {
            prop_assert_eq!(note.to_string().into_bytes(), bytes);
        }
    }

    #[test]
    fn any_text_survives_signing(text in "([ -~é—]{0,20}\n){1,4}") {
        let note = log_key().sign(text.clone()).unwrap();
        let read = Note::parse(note.to_string().as_bytes()).unwrap();
        prop_assert_eq!(read.text(), &text);
        prop_assert_eq!(read.verify([&log_key().verifier()]).unwrap().len(), 1);
    }
}
