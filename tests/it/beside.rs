//! What lies beside the log, in `vault/` and `proof/`, damaged or lost: every verb that copies or examines
//! names it, exits with 1, and goes on.

use crate::erasing::world;
use crate::forge::Scene;
use crate::program::{Run, arg, expect, repository};
use std::fs;
use std::path::Path;

/// Turns one bit of a byte.
fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn names(run: &Run, words: &[&str]) {
    for word in words {
        assert!(run.out.contains(word), "« {word} » is not in {run:?}");
    }
}

#[test]
fn a_damaged_checkpoint_is_named_left_out_and_comes_back_from_the_other_source() {
    let scene = Scene::new();
    let (ledger, backup) = (scene.arg("ledger"), scene.arg("backup"));
    scene.on(0, &["backup", &backup]);
    expect(0, &["doctor", &backup]);
    let checkpoints = scene.ledger().join("proof/checkpoints");
    let newest = fs::read_dir(&checkpoints).unwrap().map(|file| file.unwrap().file_name());
    let newest = newest.max_by_key(|name| name.to_string_lossy().parse::<u64>().unwrap()).unwrap();
    let newest = newest.to_string_lossy().into_owned();
    let of = |dir: &str| scene.at(dir).join("proof/checkpoints").join(&newest);
    let whole = fs::read(of("ledger")).unwrap();
    let into = |name: &str| scene.arg(name);
    // In the text of the note: it reads well, and no signature is of it.
    flip(&of("ledger"), 40);
    names(&expect(1, &["doctor", &ledger]), &[&newest]);
    names(&scene.on(1, &["backup", &backup]), &[&newest]);
    assert_eq!(fs::read(of("backup")).unwrap(), whole, "the backup keeps what it has");
    expect(0, &["restore", &backup, "--damaged", &ledger, "--ledger", &into("both")]);
    assert_eq!(fs::read(of("both")).unwrap(), whole);
    expect(0, &["verify", &into("both")]);
    let alone = expect(1, &["restore", "--damaged", &ledger, "--ledger", &into("alone")]);
    names(&alone, &[&newest]);
    assert!(!of("alone").exists());
    expect(0, &["verify", &into("alone")]);
    // Lost, it is told as long as the backup has it.
    fs::remove_file(of("ledger")).unwrap();
    names(&scene.on(1, &["backup", &backup]), &["the backup holds it"]);
    // The other way round the backup is mended, once.
    fs::write(of("ledger"), &whole).unwrap();
    flip(&of("backup"), 40);
    names(&expect(1, &["doctor", &backup]), &[&newest]);
    expect(1, &["verify", &backup]);
    names(&scene.on(1, &["backup", &backup]), &["made anew"]);
    assert_eq!(fs::read(of("backup")).unwrap(), whole);
    scene.on(0, &["backup", &backup]);
    // A folder in its place, and a file of keys that is none.
    fs::remove_file(of("backup")).unwrap();
    fs::create_dir(of("backup")).unwrap();
    fs::write(scene.at("backup/proof/keys"), "nothing of the sort\n").unwrap();
    let run = expect(1, &["restore", &backup, "--ledger", &into("odd")]);
    names(&run, &["proof/keys", &newest]);
    expect(0, &["verify", &into("odd")]);
    scene.on(1, &["backup", &backup]);
    scene.on(0, &["backup", &backup]);
    fs::remove_file(scene.at("backup/proof/keys")).unwrap();
    fs::create_dir(scene.at("backup/proof/keys")).unwrap();
    scene.on(1, &["backup", &backup]);
    scene.on(0, &["backup", &backup]);
    expect(0, &["verify", &backup]);
}

type Harm = fn(&Path);

#[test]
fn a_damaged_or_lost_sealed_value_is_named_by_every_verb() {
    let world = world();
    let (ledger, backup) = (world.at("ledger"), world.at("backup"));
    world.on(0, &["backup", &backup]);
    let digest = world.digests()[0].clone();
    let of = |dir: &str| world.path(dir).join("vault").join(&digest);
    let whole = fs::read(of("ledger")).unwrap();
    let harms: [(&str, Harm); 4] = [
        ("flipped", |path| flip(path, 80)),
        ("empty", |path| fs::write(path, "").unwrap()),
        ("folder", |path| {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        }),
        ("removed", |path| fs::remove_file(path).unwrap()),
    ];
    for (harm, apply) in harms {
        println!("{harm}");
        let mend = |path: &Path| {
            let _ = fs::remove_dir(path);
            fs::write(path, &whole).unwrap();
        };
        apply(&of("ledger"));
        names(&expect(1, &["doctor", &ledger]), &[&digest]);
        names(&world.on(1, &["backup", &backup]), &[&digest]);
        assert_eq!(fs::read(of("backup")).unwrap(), whole, "{harm}");
        let (both, alone) = (format!("both-{harm}"), format!("alone-{harm}"));
        expect(0, &["restore", &backup, "--damaged", &ledger, "--ledger", &world.at(&both)]);
        assert_eq!(fs::read(of(&both)).unwrap(), whole, "{harm}");
        let run = expect(1, &["restore", "--damaged", &ledger, "--ledger", &world.at(&alone)]);
        names(&run, &[&digest]);
        mend(&of("ledger"));
        apply(&of("backup"));
        names(&expect(1, &["verify", &backup]), &["vault", &digest]);
        names(&expect(1, &["doctor", &backup]), &[&digest]);
        let from = world.at(&format!("from-{harm}"));
        names(&expect(1, &["restore", &backup, "--ledger", &from]), &[&digest]);
        // The next run makes a damaged copy anew and says so; of one that is gone nothing tells that it was there.
        world.on(i32::from(harm != "removed"), &["backup", &backup]);
        assert_eq!(fs::read(of("backup")).unwrap(), whole, "{harm}");
        world.on(0, &["backup", &backup]);
    }
}

/// A file in the place of a folder of documents hides them; a document that a backup had and lost is copied
/// anew. Both are said.
#[test]
fn documents_that_are_hidden_or_were_lost_by_a_backup_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| arg(&folder.path().join(name));
    let (ledger, backup) = (at("tour.ledger"), at("tour.backup"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &ledger]);
    expect(0, &["backup", &backup, "--ledger", &ledger]);
    let first = |dir: &str| {
        let folders = fs::read_dir(folder.path().join(dir).join("documents")).unwrap();
        folders.map(|folder| folder.unwrap().path()).min().unwrap()
    };
    fs::remove_dir_all(first("tour.backup")).unwrap();
    names(&expect(1, &["backup", &backup, "--ledger", &ledger]), &["made anew"]);
    expect(0, &["backup", &backup, "--ledger", &ledger]);
    let hidden = first("tour.ledger");
    fs::remove_dir_all(&hidden).unwrap();
    fs::write(&hidden, "x").unwrap();
    let name = arg(&hidden);
    let said = "what stands there is not a folder";
    names(&expect(1, &["doctor", &ledger]), &[&name, said]);
    names(&expect(1, &["backup", &backup, "--ledger", &ledger]), &[&name, said]);
    names(&expect(1, &["verify", "--ledger", &ledger]), &[&name, said]);
    let restored = at("restored");
    let both = ["restore", &backup, "--damaged", &ledger, "--ledger", &restored];
    assert!(expect(0, &both).out.contains(said));
}
