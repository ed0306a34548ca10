//! What a witness takes in, what it serves of its memory, and how much evidence it keeps.

use crate::scene::{Listening, ORIGIN, log, name, signed, status, trust, witness_key};
use greffe_chain::merkle::TreeHash;
use greffe_proof::witness::{AddCheckpoint, Refusal};
use greffe_proof::{Checkpoint, Note, NoteSignature, SigningKey, Trust};
use greffe_witness::{Conflict, MOST_CONFLICTS, Source, Witness, WitnessError, follow};
use std::fs;
use std::path::Path;

/// A note with one more line, in the name of a key, of a signature that nobody made.
fn with_forged_line(note: &Note, key: &SigningKey) -> Note {
    let key = key.verifier();
    let line = NoteSignature::new(key.name().clone(), key.id(), &[3; 72]);
    note.with_signatures(note.signatures().iter().cloned().chain([line]).collect()).unwrap()
}

/// Other witnesses are nobody to a witness, even where whoever runs it trusts them: their lines keep no
/// checkpoint out. A line that is none makes the whole no note.
#[test]
fn a_bad_line_of_another_witness_is_passed_over() {
    let bela = witness_key("bela.example", 8);
    let policy = format!("witness bela {}\nquorum bela\n", bela.verifier());
    let pinned = trust().and(Trust::parse(&policy).unwrap()).unwrap();
    let witness = Listening::trusting(pinned.clone());
    let honest = signed(7, 7);
    let stranger = witness_key("stranger.example", 5);
    assert_eq!(status(&witness.called(0, &with_forged_line(&honest, &bela).to_string())), 200);
    let both = with_forged_line(&with_forged_line(&honest, &bela), &stranger);
    assert_eq!(status(&witness.called(7, &both.to_string())), 200);
    for (line, expected) in [
        ("\u{2014} bela.example !!!!\n", 400),
        ("\u{2014} bela.example\n", 400),
        ("bela.example AAAAAAAA\n", 400),
        ("\u{2014} bela.example AAAAAAAA", 400),
        ("\u{2014} bela.example AAAAAAAA\n", 200),
    ] {
        assert_eq!(status(&witness.called(7, &format!("{honest}{line}"))), expected, "{line:?}");
    }
    // The log's own line is another matter.
    let forged = honest.with_signatures(vec![NoteSignature::new(
        log().verifier().name().clone(),
        log().verifier().id(),
        &[3; 64],
    )]);
    assert_eq!(status(&witness.called(7, &forged.unwrap().to_string())), 403);
    // The same where a publication is followed.
    let folder = tempfile::tempdir().unwrap();
    let witness =
        Witness::open(witness_key("anna.example", 9), pinned, &folder.path().join("state"));
    let leaf = TreeHash::leaf(b"an entry");
    let note = log().sign(Checkpoint::new(ORIGIN, 1, leaf).unwrap().to_string()).unwrap();
    fs::create_dir_all(folder.path().join("tile/0/000.p")).unwrap();
    fs::write(folder.path().join("tile/0/000.p/1"), leaf.as_bytes()).unwrap();
    let published = with_forged_line(&note, &bela).to_string();
    fs::write(folder.path().join("checkpoint"), published).unwrap();
    let followed = follow(&Source::Directory(folder.path().to_owned()), &witness.unwrap(), 5);
    assert_eq!(followed.unwrap().size, 1);
}

/// What a witness did not write it does not serve, and says so to whoever runs it.
#[test]
fn a_damaged_memory_is_not_served() {
    let witness = Listening::new();
    let ask = || {
        let target = format!("/{}/checkpoint", name());
        witness.sent(&format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"))
    };
    assert_eq!(status(&ask()), 404);
    assert_eq!(status(&witness.called(0, &signed(7, 7).to_string())), 200);
    let memory = witness.memory();
    let whole = fs::read_to_string(&memory).unwrap();
    assert!(ask().ends_with(&whole));
    let lines: Vec<&str> = whole.lines().collect();
    // The checkpoint of another log that this witness does follow, and of its own.
    let elsewhere = Checkpoint::new("elsewhere.example", 3, TreeHash([3; 32])).unwrap().to_string();
    let line = witness_key("anna.example", 9).cosign(5, &elsewhere).unwrap();
    let other_log = format!("{elsewhere}\n{line}\n");
    let turned = |line: &str| {
        let (name, base64) = line.rsplit_once(' ').unwrap();
        let (head, last) = base64.split_at(20);
        let letter = if last.starts_with('A') { 'B' } else { 'A' };
        format!("{name} {head}{letter}{}", &last[1..])
    };
    for (what, damaged) in [
        ("empty", String::new()),
        ("torn", whole[..whole.len() / 2].to_owned()),
        ("another size", whole.replacen("\n7\n", "\n8\n", 1)),
        ("something else", "<script>alert(1)</script>".to_owned()),
        ("not cosigned", signed(7, 7).to_string()),
        ("another log's", other_log),
        ("the line of the log", whole.replace(lines[4], &turned(lines[4]))),
        ("its own line", whole.replace(lines[5], &turned(lines[5]))),
    ] {
        assert_ne!(damaged, whole, "{what}");
        fs::write(&memory, &damaged).unwrap();
        let answer = ask();
        assert_eq!(status(&answer), 500, "{what}");
        assert!(answer.ends_with("\r\n\r\nthe witness cannot use what it remembers\n"), "{answer}");
        let told = witness.told.lock().unwrap().last().unwrap().clone();
        assert!(told.contains("Remembered") && told.contains(&name()), "{told}");
        assert_eq!(status(&witness.called(7, &signed(7, 7).to_string())), 500, "{what}");
    }
    fs::remove_file(&memory).unwrap();
    assert_eq!(status(&ask()), 404);
    // Evidence without a memory: something has been forgotten.
    fs::create_dir(memory.with_file_name("conflicts")).unwrap();
    assert_eq!(status(&ask()), 500);
    for name in ["..", "lock", &name().to_uppercase(), &name()[1..]] {
        let answer = witness.sent(&format!("GET /{name}/checkpoint HTTP/1.1\r\nHost: x\r\n\r\n"));
        assert_eq!(status(&answer), 404, "{name}");
    }
}

/// Shows the witness another root of the size that it remembers.
fn contradict(witness: &Witness, root: u8) -> Conflict {
    let call = AddCheckpoint { old: 7, proof: Vec::new(), checkpoint: signed(7, root) };
    match witness.add_checkpoint(&call, 5) {
        Err(WitnessError::Refused { refusal: Refusal::Inconsistent(_), conflict }) => {
            *conflict.unwrap()
        }
        other => panic!("{other:?}"),
    }
}

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count()
}

/// Whoever holds a log's key can contradict himself without end: the first contradictions are kept.
#[test]
fn so_many_contradictions_are_kept_and_the_first_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let witness = Witness::open(witness_key("anna.example", 9), trust(), folder.path()).unwrap();
    let first = AddCheckpoint { old: 0, proof: Vec::new(), checkpoint: signed(7, 7) };
    witness.add_checkpoint(&first, 5).unwrap();
    let conflicts = witness.folder(ORIGIN).join("conflicts");
    let most = u8::try_from(MOST_CONFLICTS).unwrap();
    assert_eq!(most, 64);
    let kept: Vec<_> = (100..100 + most).map(|root| contradict(&witness, root).kept).collect();
    assert_eq!(count(&conflicts), MOST_CONFLICTS);
    assert!(
        kept.iter().all(|kept| kept.as_ref().is_some_and(|kept| kept.join("presented").exists()))
    );
    assert!(!conflicts.join("more").exists());
    for root in 200..220 {
        let conflict = contradict(&witness, root);
        assert_eq!((conflict.kept, conflict.presented), (None, signed(7, root)));
    }
    assert_eq!(count(&conflicts), MOST_CONFLICTS);
    let said = fs::read_to_string(conflicts.join("more")).unwrap();
    assert!(said.contains("64") && said.contains("more"), "{said}");
    // What is kept is found again.
    assert_eq!(contradict(&witness, 100).kept, kept[0]);
    // Another log's are counted for themselves; here the same of a new witness.
    let other = tempfile::tempdir().unwrap();
    let witness = Witness::open(witness_key("bela.example", 8), trust(), other.path()).unwrap();
    witness.add_checkpoint(&first, 5).unwrap();
    assert!(contradict(&witness, 100).kept.is_some());
}
