//! The directory: what is a ledger, who holds it, and copies that leave it alone.

use std::fs;
use std::io::Read;
use std::path::Path;

use greffe_chain::Hash;
use walkdir::WalkDir;

use super::*;
use crate::commit::{SEAL_MOST, SEAL_PAGES};
use crate::index::{BITS, BLOCK, BLOCK_LENGTH, FAN, FULL, TRAILER};
use crate::layout::{FORMAT, HeadMark};
use crate::page::PAGE;
use crate::tail::{FIRST_ROOM, HEADER, MOST_ROOM};
use crate::volumes::{MAX_BUNDLE, ROW, VOLUME};
use crate::{AppendError, StoreError, VerifyOptions};

#[test]
fn only_a_ledger_is_opened() {
    let temp = tempfile::tempdir().unwrap();
    let open = |dir: &Path| Store::open(dir, &options()).unwrap_err();
    assert!(matches!(open(&temp.path().join("absent")), StoreError::Missing { .. }));
    assert!(matches!(open(temp.path()), StoreError::NotALedger { .. }));
    let file = temp.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(matches!(open(&file), StoreError::NotALedger { .. }));
    for (text, code) in [
        (r#"{"greffe":"backup","format":1}"#, "it is a backup"),
        ("{", "not the marker"),
        (r#"{"greffe":"ledger","format":3}"#, "format version 3"),
    ] {
        fs::write(temp.path().join("greffe.json"), text).unwrap();
        let error = open(temp.path());
        assert!(error.to_string().contains(code), "{error}");
        let error = Store::open_forensic(temp.path()).unwrap_err();
        assert!(error.to_string().contains(code), "{error}");
    }
    assert_eq!(tree(temp.path()).len(), 2, "looking leaves nothing behind");
}

#[test]
fn nothing_is_created_over_something_or_without_a_genesis() {
    let (_temp, dir) = place();
    let error = Store::create(&dir, entry("ledger", "{}"), &options()).unwrap_err();
    assert!(matches!(error, AppendError::NotGenesis(_)), "{error}");
    assert!(!dir.exists());
    Store::create(&dir, genesis(), &options()).unwrap().close().unwrap();
    let error = Store::create(&dir, genesis(), &options()).unwrap_err();
    assert!(matches!(error, AppendError::Store(StoreError::AlreadyExists { .. })), "{error}");
    let marker = fs::read_to_string(dir.join("greffe.json")).unwrap();
    assert_eq!(marker, "{\"greffe\":\"ledger\",\"format\":2}\n");
}

#[test]
fn a_ledger_has_one_holder_who_is_named() {
    let (_temp, dir) = ledger(3, 1);
    let store = Store::open(&dir, &options()).unwrap();
    match Store::open(&dir, &options()).unwrap_err() {
        StoreError::Locked { holder, .. } => {
            assert_eq!(holder.pid, Some(std::process::id()));
            assert!(holder.program.is_some());
            assert_eq!(holder.since.as_deref(), Some("2024-03-01T09:30:00.000000Z"));
        }
        other => panic!("{other}"),
    }
    let reader = store.reader();
    store.close().unwrap();
    assert!(matches!(Store::open(&dir, &options()), Err(StoreError::Locked { .. })));
    assert_eq!(reader.scan(..).count(), 3, "a reader may outlive its store");
    let mut scan = reader.scan(..);
    let streams = reader.streams();
    drop(reader);
    assert!(matches!(Store::open(&dir, &options()), Err(StoreError::Locked { .. })));
    assert_eq!((scan.next().map(|entry| seq_of(&entry.unwrap())), streams.count()), (Some(0), 3));
    drop(scan);
    Store::open(&dir, &options()).unwrap().close().unwrap();
}

#[test]
fn a_copy_leaves_every_byte_alone_and_needs_no_lock() {
    let (_temp, dir) = ledger(300, 40);
    let store = Store::open(&dir, &options()).unwrap();
    store.put_document(b"un acte").unwrap();
    let before = tree(&dir);
    let copy = Store::open_forensic(&dir).unwrap();
    assert_eq!(copy.opening_fault().map(ToString::to_string), None);
    assert_eq!((copy.head(), copy.ledger()), (store.head(), store.ledger()));
    assert_eq!(copy.dir(), dir);
    let report = copy
        .verify(&VerifyOptions {
            expect_head: Some(store.head().into()),
            ..VerifyOptions::default()
        })
        .unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!(copy.document(Hash::of(b"un acte")).unwrap().as_deref(), Some(&b"un acte"[..]));
    drop(copy);
    assert_eq!(tree(&dir), before);
}

#[cfg(unix)]
#[test]
fn a_copy_is_made_of_a_read_only_directory() {
    use std::os::unix::fs::PermissionsExt;
    let (_temp, dir) = ledger(10, 3);
    let set = |mode: u32| {
        for file in WalkDir::new(&dir).contents_first(true).into_iter().map(Result::unwrap) {
            let bits = if file.file_type().is_dir() { mode | 0o111 } else { mode };
            fs::set_permissions(file.path(), fs::Permissions::from_mode(bits)).unwrap();
        }
    };
    set(0o444);
    let copy = Store::open_forensic(&dir).unwrap();
    assert!(copy.verify(&VerifyOptions::default()).unwrap().is_sound());
    drop(copy);
    set(0o644);
}

#[test]
fn a_store_opens_again_as_it_was() {
    let (_temp, dir) = ledger(1, 1);
    let mut next = 1;
    for round in [1, 254, 1, 1, 300, 44] {
        let store = Store::open(&dir, &options()).unwrap();
        assert_eq!(store.head().count, next);
        append(&store, entries(next, round));
        next += round;
        let head = store.head();
        store.close().unwrap();
        let store = Store::open(&dir, &options()).unwrap();
        assert_eq!(store.head(), head);
        assert!(store.verify(&VerifyOptions::default()).unwrap().is_sound());
    }
}

#[test]
fn a_lost_mark_is_renewed_only_on_demand() {
    let (_temp, dir) = ledger(5, 2);
    for damage in [None, Some("greffe head 1\n"), Some(&*"too long\n".repeat(40))] {
        match damage {
            None => fs::remove_file(dir.join("head")).unwrap(),
            Some(text) => fs::write(dir.join("head"), text).unwrap(),
        }
        let error = Store::open(&dir, &options()).unwrap_err();
        assert!(error.is_damage() && error.to_string().contains("head mark"), "{error}");
        let copy = Store::open_forensic(&dir).unwrap();
        assert!(copy.verify(&VerifyOptions::default()).unwrap().head_mark.is_some());
        Store::open(&dir, &Options { renew_head_mark: true, ..options() })
            .unwrap()
            .close()
            .unwrap();
        Store::open(&dir, &options()).unwrap().close().unwrap();
    }
}

/// What a kill left of a document being written is erased by whoever opens the ledger or goes on with the
/// backup; a document that a renaming left under two names stays.
#[test]
fn what_a_kill_left_of_a_document_is_erased() {
    let (temp, dir) = ledger(300, 97);
    let store = Store::open(&dir, &options()).unwrap();
    let act = store.put_document(b"un acte").unwrap();
    let backup = temp.path().join("backup");
    store.backup(&backup).unwrap();
    store.close().unwrap();
    let mut left = Vec::new();
    for place in [&dir, &backup] {
        let cut_off = place.join("documents/.tmpCut");
        fs::write(&cut_off, b"the act of somebody who had it erased").unwrap();
        left.push(fs::File::open(&cut_off).unwrap());
        let documents = crate::documents::Documents::new(place);
        fs::hard_link(documents.path(act), place.join("documents/.tmpTwice")).unwrap();
    }
    let store = Store::open(&dir, &options()).unwrap();
    store.put_document(b"un autre acte").unwrap();
    store.backup(&backup).unwrap();
    for (place, mut file) in [&dir, &backup].into_iter().zip(left) {
        let names = fs::read_dir(place.join("documents")).unwrap();
        let mut names = names.map(|file| file.unwrap().file_name().into_string().unwrap());
        assert!(names.all(|name| name.len() == 2), "{}", place.display());
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, [0; 37], "{}", place.display());
        let documents = crate::documents::Documents::new(place);
        assert_eq!(documents.get(act).unwrap().unwrap(), b"un acte");
    }
}

/// The figures of the format document are those of the code. A figure that is changed in one of the
/// two is not found in the other.
#[test]
fn the_format_document_states_the_sizes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format.md");
    let document = fs::read_to_string(path).unwrap();
    let section = |title: &str| {
        let (_, rest) = document.split_once(title).unwrap();
        // Line breaks are where the text happens to be broken.
        let text = rest.split("\n##").next().unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mark =
        HeadMark { ledger: Hash::ZERO, head: greffe_chain::Head { count: 1, hash: Hash::ZERO } };
    let marker = |sort: &str| format!("{{\"greffe\":\"{sort}\",\"format\":{FORMAT}}}");
    let figures = [
        ("### 11.1", vec![marker("ledger")]),
        (
            "### 11.2",
            vec![
                format!("A *volume* holds {VOLUME} pages"),
                format!("hence the entries from {}·v on", spaced(VOLUME * PAGE)),
                format!("a row of {ROW} bytes for each page"),
                format!("| {ROW}·k |"),
                format!("more than {} bytes", spaced(MAX_BUNDLE)),
            ],
        ),
        (
            "### 11.3",
            vec![
                format!("| {HEADER} | L |"),
                format!("| {} | 8 | `greffeT1`", HEADER - 32),
                format!("first {} bytes", spaced(FIRST_ROOM)),
                format!("in steps of {}", spaced(FIRST_ROOM)),
                format!("cut to {} bytes", spaced(MOST_ROOM)),
            ],
        ),
        ("### 11.4", vec![format!("{} bytes in all", mark.text().len())]),
        (
            "### 11.5",
            vec![
                format!("*blocks* of {} entries", spaced(BLOCK)),
                format!("brings its rows to {} bytes", spaced(FULL as u64)),
                format!("pieces of {BLOCK_LENGTH} bytes: {} bits", BITS * 8),
                format!("| trailer | {TRAILER} bytes"),
                format!("holds the rows of {FAN}ⁿ blocks"),
            ],
        ),
        ("### 11.8", vec![format!("once {SEAL_PAGES} pages are full")]),
        ("### 11.9", vec![format!("{SEAL_MOST} at a time and one volume at a time")]),
        ("### 11.11", vec![format!("Rewriting {} bytes", mark.text().len())]),
        ("## 12.", vec![marker("backup")]),
    ];
    for (title, figures) in figures {
        let text = section(title);
        for figure in figures {
            assert!(text.contains(&figure), "§ {title} does not say: {figure}");
        }
    }
}

/// A number as the documents write it, in groups of three digits.
fn spaced(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}
