//! What lets somebody without the ledger check it, from the making of a key to a bundle that is verified
//! elsewhere, through the program.

use crate::forge::{Scene, asked, file_in, follow, verify};
use crate::program::{acts, arg, expect, greffe, programs, root};
use greffe::proofs::Trust;
use greffe::proofs::evidence::{self, Outcome};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

#[test]
fn a_secret_key_is_for_its_owner_and_never_written_over() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let key = arg(&folder.path().join("key"));
    expect(0, &["keygen", "vauclaire.example", "-o", &key]);
    let mode = |path: &str| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&key), 0o600);
    let before = fs::read(&key).unwrap();
    expect(2, &["keygen", "vauclaire.example", "-o", &key]);
    assert_eq!(fs::read(&key).unwrap(), before);
    let run = expect(2, &["keygen", "two words", "-o", &arg(&folder.path().join("other"))]);
    assert!(run.err.contains("[bad-key-name]"), "{}", run.err);
    // What others can read signs in their name, too.
    let scene = Scene::new();
    fs::set_permissions(scene.at("key"), fs::Permissions::from_mode(0o644)).unwrap();
    let run = scene.on(3, &["checkpoint", "--key", &scene.arg("key")]);
    assert!(run.err.contains("[key-rights]"), "{}", run.err);
}

#[test]
fn a_checkpoint_is_signed_on_demand_and_when_enough_has_come() {
    let scene = Scene::new();
    let size = || asked(&scene, &["checkpoint", "-o", &scene.arg("out")])["size"].as_u64().unwrap();
    let before = size();
    scene.on(0, &["keys", "register", &scene.arg("next.pub")]);
    let key = scene.arg("key");
    let said = asked(&scene, &["checkpoint", "--key", &key, "--every", "2"]);
    assert!(said["signed"].is_null(), "one entry is fewer than two: {said}");
    let said = asked(&scene, &["checkpoint", "--key", &key, "--every", "1000", "--minutes", "0"]);
    assert_eq!(said["signed"], before + 1);
    // Nothing has come since: nothing is due, however old the last one is.
    let said = asked(&scene, &["checkpoint", "--key", &key, "--minutes", "0"]);
    assert!(said["signed"].is_null(), "{said}");
    // Several keys sign one text; the environment gives one, too.
    let said = asked(&scene, &["checkpoint", "--key", &key, "--key", &scene.arg("next")]);
    assert_eq!(said["signers"].as_array().unwrap().len(), 2, "{said}");
    let secret = fs::read_to_string(scene.at("key")).unwrap();
    let mut command = greffe();
    command.env("GREFFE_KEY", secret).args(["checkpoint", "--ledger", &scene.arg("ledger")]);
    assert!(command.output().unwrap().status.success());
    assert_eq!(size(), before + 1);
    let run = scene.on(2, &["checkpoint", "--key", &scene.arg("anna")]);
    assert!(run.err.contains("[witness-key]"), "{}", run.err);
}

#[test]
fn a_rotation_is_recorded_and_held_against_what_is_signed() {
    let scene = Scene::new();
    let (key, next) = (scene.arg("key.pub"), scene.arg("next.pub"));
    scene.on(0, &["keys", "register", &next, "--retires", &key, "--reason", "rotation"]);
    let keys = asked(&scene, &["keys"]);
    assert!(keys[0]["retired"].is_u64() && keys[1]["retired"].is_null(), "{keys}");
    let run = scene.on(2, &["checkpoint", "--key", &scene.arg("key")]);
    assert!(run.err.contains("[key-not-in-force]"), "{}", run.err);
    scene.on(0, &["checkpoint", "--key", &scene.arg("next")]);
    assert_eq!(scene.verify(&[]).code, 0);
    // Whoever pinned the old key is told of the rotation: neither that all is well, nor that it is not.
    let found = scene.verify(&["--trust", &key]);
    found.demand("log", "cannot-conclude");
    assert_eq!(found.code, 4, "{:#}", found.out);
    assert_eq!(scene.verify(&["--trust", &next]).code, 0);
    // A bundle takes along what the ledger says of keys, and is judged by it.
    scene.on(0, &["prove", "16", "-o", &scene.arg("rotated.evidence")]);
    let found = verify(&[&scene.arg("rotated.evidence"), "--trust", &next]);
    found.demand("keys", "sound");
    // Somebody with the old key signs what stands there now: nothing is proved under that.
    let size = scene.log().len();
    let path = scene.ledger().join("proof/checkpoints").join(size.to_string());
    let stolen = fs::read_to_string(scene.at("key")).unwrap();
    let stolen = greffe::proofs::SigningKey::from_secret_text(stolen.trim()).unwrap();
    let kept = fs::read(&path).unwrap();
    let text = greffe::anchor_of(&kept).unwrap().text().to_owned();
    fs::write(&path, stolen.sign(text).unwrap().to_string()).unwrap();
    let run = scene.on(4, &["prove", "16", "-o", &scene.arg("stolen.evidence")]);
    assert!(run.err.contains("[no-key-in-force]"), "{}", run.err);
    fs::write(&path, kept).unwrap();
    expect(0, &["keygen", "vauclaire.other", "-o", &scene.arg("other")]);
    let run = scene.on(2, &["keys", "register", &scene.arg("other.pub")]);
    assert!(run.err.contains("[other-origin]"), "{}", run.err);
}

#[test]
fn nothing_is_proved_beyond_the_last_checkpoint() {
    let scene = Scene::new();
    scene.on(0, &["keys", "register", &scene.arg("next.pub")]);
    let last = (scene.log().len() - 1).to_string();
    let run = scene.on(4, &["prove", &last, "-o", &scene.arg("last.evidence")]);
    assert!(run.err.contains("[no-checkpoint]"), "{}", run.err);
    scene.on(2, &["prove", "les-ateliers-du-pont", "-o", &scene.arg("all.tlog-proof")]);
    // What is no log is not called a ledger that was altered.
    for stray in ["key.pub", "kept"] {
        let run = expect(3, &["verify", &scene.arg(stray)]);
        assert!(run.err.contains("[nothing-to-verify]"), "{stray}: {}", run.err);
    }
    // What was kept before the entry came still holds; what came after is said to be open.
    let audit = scene.audit();
    assert_eq!(audit.code, 0);
    assert!(audit.not_checked.contains(&"behind".to_owned()), "{:#}", audit.out);
}

#[test]
fn a_publication_grows_and_holds_nothing_in_clear_unless_asked() {
    let scene = Scene::new();
    let name = "Les Ateliers du Pont";
    let clear = |dir: &Path| {
        let files = walkdir::WalkDir::new(dir).into_iter().filter_map(Result::ok);
        let files = files.filter(|entry| entry.file_type().is_file());
        files
            .filter(|file| {
                fs::read(file.path()).unwrap().windows(name.len()).any(|w| w == name.as_bytes())
            })
            .count()
    };
    assert_eq!(clear(&scene.at("published")), 0);
    let again = asked(&scene, &["publish", &scene.arg("published")]);
    assert_eq!((&again["tiles"], &again["pages"]), (&0.into(), &0.into()), "{again}");
    let pages = asked(&scene, &["publish", &scene.arg("published"), "--entries"]);
    assert_eq!(pages["pages"], 1);
    assert_eq!(clear(&scene.at("published")), 1);
    // A page is the entries as they are stored: their leaves are the published tile.
    let size = pages["size"].as_u64().unwrap();
    let page = fs::read(scene.at(&format!("published/tile/entries/000.p/{size}"))).unwrap();
    let leaves: Vec<u8> = greffe::chain::bundle::iter(&page)
        .flat_map(|entry| greffe::chain::merkle::TreeHash::leaf(entry.unwrap()).0)
        .collect();
    let tile = fs::read(scene.at(&format!("published/tile/0/000.p/{size}"))).unwrap();
    assert_eq!(leaves, tile);
}

/// What is done to a file.
type Damage<'d> = &'d dyn Fn(&Path);

/// Whatever stands in a publication and is not what it must be is written anew, and said.
#[test]
fn changed_publication() {
    let scene = Scene::new();
    let published = scene.arg("published");
    let publish = ["publish", published.as_str(), "--entries", "--format", "json"];
    scene.on(0, &publish);
    let in_it = |name: &str| scene.at("published").join(name);
    let all = || -> Vec<(std::path::PathBuf, Vec<u8>)> {
        let files = walkdir::WalkDir::new(in_it("tile")).sort_by_file_name().into_iter();
        let files = files.map(Result::unwrap).filter(|entry| !entry.file_type().is_dir());
        files.map(|file| (file.path().to_owned(), fs::read(file.path()).unwrap())).collect()
    };
    let whole = all();
    let size = asked(&scene, &["checkpoint"])["size"].as_u64().unwrap();
    let (tile, page) = (format!("tile/0/000.p/{size}"), format!("tile/entries/000.p/{size}"));
    let damages: [(&str, Damage<'_>); 5] = [
        ("a byte", &|path| {
            let mut bytes = fs::read(path).unwrap();
            bytes[77] ^= 1;
            fs::write(path, bytes).unwrap();
        }),
        ("cut", &|path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("longer", &|path| fs::write(path, [fs::read(path).unwrap(), vec![1]].concat()).unwrap()),
        ("empty", &|path| fs::write(path, "").unwrap()),
        ("a link", &|path| {
            fs::rename(path, scene.at("elsewhere")).unwrap();
            std::os::unix::fs::symlink(scene.at("elsewhere"), path).unwrap();
        }),
    ];
    for name in [&tile, &page] {
        for (what, damage) in &damages {
            damage(&in_it(name));
            let run = scene.on(1, &publish);
            let said: serde_json::Value = serde_json::from_str(&run.out).unwrap();
            assert_eq!(said["mended"], serde_json::json!([name]), "{what}");
            assert_eq!(all(), whole, "{what}");
            assert!(!fs::symlink_metadata(in_it(name)).unwrap().is_symlink());
            let run = scene.on(0, &publish);
            assert!(run.out.contains("\"mended\": []"), "{}", run.out);
        }
    }
    // The ledger's own tile lies as well: the log decides.
    for path in [in_it(&tile), file_in(&scene.ledger().join("proof/tile"), |_| true)] {
        let mut bytes = fs::read(&path).unwrap();
        bytes[40] ^= 1;
        fs::write(path, bytes).unwrap();
    }
    scene.on(1, &publish);
    assert_eq!(all(), whole);
    assert_eq!(follow(&scene, "anna", 0, &published)[0]["outcome"], "cosigned");
}

/// A publication is written into a folder of its own, and nowhere else.
#[test]
fn publication_through_a_link() {
    let scene = Scene::new();
    let ledger = scene.arg("ledger");
    let above = arg(scene.at("ledger").parent().unwrap());
    let link = scene.at("link");
    std::os::unix::fs::symlink(scene.ledger(), &link).unwrap();
    let before = fs::read_dir(scene.ledger()).unwrap().count();
    for dir in [&ledger, &format!("{ledger}/public"), &above, &format!("{}/public", arg(&link))] {
        let run = scene.on(3, &["publish", dir]);
        assert!(run.err.contains("[inside]"), "{dir}: {}", run.err);
    }
    assert_eq!(fs::read_dir(scene.ledger()).unwrap().count(), before);
    assert!(!Path::new(&above).join("checkpoint").exists());
    // A folder that leads elsewhere.
    let (elsewhere, tiles) = (scene.at("elsewhere"), scene.at("published/tile/0"));
    fs::create_dir(&elsewhere).unwrap();
    fs::remove_dir_all(&tiles).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &tiles).unwrap();
    let run = scene.on(3, &["publish", &scene.arg("published")]);
    assert!(run.err.contains("[published-link]"), "{}", run.err);
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
}

/// A ledger that is older than what was seen of it, or published, is told so.
#[test]
fn ledger_behind_its_witness() {
    let scene = Scene::new();
    let (_anna, address) = listen(&scene, "anna");
    let url = format!("http://{address}");
    let policy = scene.arg("policy");
    let ask = ["checkpoint", "--witness", url.as_str(), "--trust", policy.as_str()];
    scene.on(0, &["backup", &scene.arg("before")]);
    scene.on(0, &["keys", "register", &scene.arg("next.pub")]);
    scene.on(0, &["checkpoint", "--key", &scene.arg("key")]);
    scene.on(0, &ask);
    scene.on(0, &["publish", &scene.arg("published")]);
    // The checkpoint alone went lost: what the ledger holds can be signed again.
    let size = scene.log().len();
    let kept = scene.ledger().join("proof/checkpoints").join(size.to_string());
    let signed = fs::read(&kept).unwrap();
    fs::remove_file(&kept).unwrap();
    let run = scene.on(4, &ask);
    assert!(run.err.contains("[older-than-seen]"), "{}", run.err);
    let run = scene.on(1, &["publish", &scene.arg("published")]);
    assert!(run.err.contains("[newer-publication]"), "{}", run.err);
    fs::write(&kept, signed).unwrap();
    fs::remove_dir_all(scene.ledger()).unwrap();
    expect(0, &["restore", &scene.arg("before"), "--ledger", &scene.arg("ledger")]);
    let run = scene.on(1, &ask);
    assert!(run.err.contains("[rolled-back]"), "{}", run.err);
    let run = scene.on(1, &["publish", &scene.arg("published")]);
    assert!(run.err.contains("[newer-publication]"), "{}", run.err);
}

/// Whole streams and numbers as they are written; nothing that only looks like one.
#[test]
fn what_is_to_be_proved_is_named_in_one_way() {
    let scene = Scene::new();
    scene.on(0, &["keys", "register", &scene.arg("next.pub")]);
    scene.on(0, &["checkpoint", "--key", &scene.arg("key")]);
    let said = asked(&scene, &["prove", "ledger", "-o", &scene.arg("ledger.evidence")]);
    let last = (scene.log().len() - 1) as u64;
    let entries = said["entries"].as_array().unwrap();
    assert!(entries.contains(&0.into()) && entries.contains(&last.into()), "{said}");
    for odd in ["05", "+5", "5 ", "0x5"] {
        let run = scene.on(3, &["prove", odd, "-o", &scene.arg("odd.evidence")]);
        assert!(run.err.contains("[no-subject]"), "{odd}: {}", run.err);
        let run = scene.on(3, &["show", odd]);
        assert!(run.err.contains("[not-found]"), "{odd}: {}", run.err);
    }
    scene.on(0, &["prove", "5", "-o", &scene.arg("five.evidence")]);
}

#[test]
fn anchors_outlive_a_restoration() {
    let scene = Scene::new();
    scene.on(0, &["backup", &scene.arg("backup")]);
    fs::remove_dir_all(scene.ledger()).unwrap();
    expect(0, &["restore", &scene.arg("backup"), "--ledger", &scene.arg("ledger")]);
    let audit = scene.audit();
    assert_eq!(audit.code, 0, "{:#}", audit.out);
    audit.demand("witnesses", "sound");
    // The backup itself is held against the same.
    let (backup, kept) = (scene.arg("backup"), scene.arg("kept"));
    let found =
        verify(&[&backup, "--checkpoint", &kept, "--trust", &scene.arg("policy"), "--strict"]);
    assert_eq!(found.code, 0, "{:#}", found.out);
    // So is an exported log, which keeps no anchors of its own.
    let log = scene.on(0, &["log", "--raw"]).out;
    fs::write(scene.at("log.jsonl"), log).unwrap();
    let found = verify(&[&scene.arg("log.jsonl"), "--checkpoint", &kept, "--strict"]);
    assert_eq!(found.code, 0, "{:#}", found.out);
    found.demand("tree", "sound");
}

/// A witness that is stopped when the test ends.
pub struct Listening(Child);

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn listen(scene: &Scene, witness: &str) -> (Listening, String) {
    let mut command = greffe();
    let (key, state) = (scene.arg(witness), scene.arg(&format!("{witness}.state")));
    command.args(["witness", "--key", &key, "--state", &state, "--listen", "127.0.0.1:0"]);
    command.args(["--trust", &scene.arg("key.pub")]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().rsplit("http://").next().unwrap().to_owned();
    (Listening(child), address)
}

/// What a server answers to a call, in full.
fn posted(address: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /add-checkpoint HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_witness_answers_calls_and_compares_and_stores_in_one_step() {
    let scene = Scene::new();
    let (_anna, address) = listen(&scene, "anna");
    // A call of another form, of an unknown log, and from where the witness does not stand.
    assert!(posted(&address, b"old 0\n").starts_with("HTTP/1.1 400 "));
    let kept = fs::read_to_string(scene.at("kept")).unwrap();
    let early = fs::read_to_string(scene.at("early")).unwrap();
    let answer = posted(&address, format!("old 3\n\n{kept}").as_bytes());
    assert!(answer.starts_with("HTTP/1.1 409 ") && answer.contains("text/x.tlog.size"), "{answer}");
    let elsewhere = kept.replacen("vauclaire.example", "elsewhere.example", 1);
    assert!(
        posted(&address, format!("old 3\n\n{elsewhere}").as_bytes()).starts_with("HTTP/1.1 404 ")
    );
    let size: u64 = kept.lines().nth(1).unwrap().parse().unwrap();
    let answer = posted(&address, format!("old {size}\n\n{early}").as_bytes());
    assert!(answer.starts_with("HTTP/1.1 400 "), "goes backwards by its own words: {answer}");
    // The ledger grows; many ask at once, and each that is answered has been stored.
    scene.on(0, &["keys", "register", &scene.arg("next.pub")]);
    scene.on(0, &["checkpoint", "--key", &scene.arg("key")]);
    let url = format!("http://{address}");
    let said = asked(&scene, &["checkpoint", "--witness", &url, "--trust", &scene.arg("policy")]);
    assert_eq!(said["cosigned"]["size"], size + 1);
    let grown = fs::read_to_string(file_in(&scene.ledger().join("proof/checkpoints"), |path| {
        path.ends_with(&format!("/{}", size + 1))
    }))
    .unwrap();
    let answers: Vec<String> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..8)
            .map(|at| {
                let (grown, address) = (&grown, &address);
                let old = if at % 2 == 0 { size + 1 } else { size };
                scope.spawn(move || posted(address, format!("old {old}\n\n{grown}").as_bytes()))
            })
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    let with = |status: &str| {
        answers.iter().filter(|a| a.starts_with(&format!("HTTP/1.1 {status} "))).count()
    };
    assert_eq!((with("200"), with("409")), (4, 4), "{answers:?}");
    // A fork is refused, and its two sides are kept.
    let fork = Scene::new();
    fork.forge(|lines| {
        let at = lines.iter().position(|line| line.contains("7350000")).unwrap();
        lines[at] = lines[at].replacen("7350000", "1350000", 1);
    });
    fs::copy(scene.at("key"), fork.at("key")).unwrap();
    fork.sign_again();
    let forked =
        fs::read_to_string(file_in(&fork.ledger().join("proof/checkpoints"), |_| true)).unwrap();
    let proof = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
    let answer = posted(&address, format!("old {}\n{proof}\n{forked}", size + 1).as_bytes());
    assert!(answer.starts_with("HTTP/1.1 400 ") || answer.starts_with("HTTP/1.1 422 "), "{answer}");
}

#[test]
fn a_witness_follows_over_http() {
    let scene = Scene::new();
    // The monitoring prefix of one witness is a static server that holds a checkpoint; for tiles a plain
    // one is needed, and Python brings it.
    let published = scene.arg("published");
    let mut server = Command::new("python3");
    server.args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", &published]);
    let mut child = server.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let _server = Listening(child);
    let port = line.split_whitespace().find_map(|word| word.parse::<u16>().ok()).unwrap();
    let url = format!("http://127.0.0.1:{port}");
    fs::remove_dir_all(scene.at("anna.state")).unwrap();
    assert_eq!(follow(&scene, "anna", 0, &url)[0]["outcome"], "cosigned");
    // A second look needs no proof, and a forgotten publication is no checkpoint.
    assert_eq!(follow(&scene, "anna", 0, &url)[0]["outcome"], "cosigned");
    assert_eq!(follow(&scene, "anna", 3, &format!("{url}/nowhere"))[0]["outcome"], "unread");
}

const TSA: &str = "[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=ext\n[dn]\nCN=A time-stamping authority\n\
     [ext]\nbasicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\n\
     extendedKeyUsage=critical,timeStamping\n\
     [tsa]\ndefault_tsa=one\n[one]\nserial=./serial\nsigner_cert=./tsa.pem\nsigner_key=./tsa.key\n\
     signer_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\ness_cert_id_alg=sha256\n";

/// An authority that the test makes itself, with `openssl`.
fn openssl(folder: &Path, arguments: &[&str]) {
    let output = Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_time_stamp_is_asked_for_kept_and_verified_both_ways() {
    let scene = Scene::new();
    let tsa = scene.at("tsa");
    fs::create_dir(&tsa).unwrap();
    fs::write(tsa.join("tsa.cnf"), TSA).unwrap();
    fs::write(tsa.join("serial"), "01\n").unwrap();
    let make =
        "req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem -days 2 -config tsa.cnf";
    openssl(&tsa, &make.split(' ').collect::<Vec<_>>());
    scene.on(0, &["checkpoint", "--timestamp-request", &scene.arg("tsa/query.tsq")]);
    let reply = "ts -reply -config tsa.cnf -queryfile query.tsq -out response.tsr";
    openssl(&tsa, &reply.split(' ').collect::<Vec<_>>());
    // Their verification of what we asked for, ours of what they answered.
    let check = "ts -verify -queryfile query.tsq -in response.tsr -CAfile tsa.pem -partial_chain";
    openssl(&tsa, &check.split(' ').collect::<Vec<_>>());
    let authority = scene.arg("tsa/tsa.pem");
    let response = scene.arg("tsa/response.tsr");
    let attach = ["checkpoint", "--attach-response", &response, "--authority", &authority];
    let said = asked(&scene, &attach);
    assert!(said["time_stamp"]["authority"].as_str().unwrap().contains("time-stamping"), "{said}");
    // It is an anchor from outside, in the ledger and in a bundle.
    let trust = scene.arg("key.pub");
    let found = scene.verify(&["--trust", &trust, "--authority", &authority, "--strict"]);
    assert_eq!(found.code, 0, "{:#}", found.out);
    found.demand("time-stamps", "sound");
    scene.on(0, &["prove", "20", "-o", &scene.arg("stamped.evidence")]);
    let bundle = scene.arg("stamped.evidence");
    let found = verify(&[&bundle, "--trust", &trust, "--authority", &authority]);
    assert_eq!((found.code, found.checks_run), (0, 11), "{:#}", found.out);
    assert!(found.out["proven"]["stamped"][0]["time"].is_u64());
    // A bundle holds sixteen; what is left out is said.
    for _ in 0..16 {
        openssl(&tsa, &reply.split(' ').collect::<Vec<_>>());
        scene.on(0, &["checkpoint", "--attach-response", &response]);
    }
    let many =
        ["prove", "20", "-o", &scene.arg("many.evidence"), "--format", "json", "--lang", "en"];
    let run = scene.on(0, &many);
    assert!(run.err.contains("1 of those that are kept is not in it"), "{}", run.err);
    let said: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&said["time_stamps"], &said["time_stamps_left_out"]), (&16.into(), &1.into()));
    // The ledger goes on: a response to an older checkpoint is kept with that one, and another's is refused.
    scene.on(0, &["keys", "register", &scene.arg("next.pub")]);
    scene.on(0, &["checkpoint", "--key", &scene.arg("key")]);
    scene.on(0, &["checkpoint", "--attach-response", &response]);
    let other = arg(&root().join("tests/vectors/proof/response.der"));
    let run = scene.on(3, &["checkpoint", "--attach-response", &other]);
    assert!(run.err.contains("[none-of-ours]"), "{}", run.err);
}

/// A time-stamping authority in `tsa` of the scene, and its certificate as an argument.
fn authority(scene: &Scene, name: &str) -> String {
    let tsa = scene.at(name);
    fs::create_dir(&tsa).unwrap();
    fs::write(tsa.join("tsa.cnf"), TSA).unwrap();
    fs::write(tsa.join("serial"), "01\n").unwrap();
    let subject = format!("/CN=The authority {name}");
    let make = "req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem -days 2 -config tsa.cnf -subj";
    let mut arguments: Vec<&str> = make.split(' ').collect();
    arguments.push(&subject);
    openssl(&tsa, &arguments);
    arg(&tsa.join("tsa.pem"))
}

/// What that authority answers to a request, as a file.
fn answered(scene: &Scene, name: &str, query: &Path) -> String {
    let tsa = scene.at(name);
    let query = arg(query);
    let reply =
        ["ts", "-reply", "-config", "tsa.cnf", "-queryfile", &query, "-out", "response.tsr"];
    openssl(&tsa, &reply);
    arg(&tsa.join("response.tsr"))
}

/// Asks that authority for a stamp of the last checkpoint of the scene, and keeps it.
fn stamped(scene: &Scene, name: &str) {
    scene.on(0, &["checkpoint", "--timestamp-request", &scene.arg("query.tsq")]);
    let response = answered(scene, name, &scene.at("query.tsq"));
    scene.on(0, &["checkpoint", "--attach-response", &response]);
}

/// Where a request was made, its number comes back; where none was, that is said.
#[test]
fn a_response_answers_a_request_that_was_made() {
    let scene = Scene::new();
    let authority = authority(&scene, "tsa");
    let text = fs::read_to_string(scene.at("kept")).unwrap();
    let text = text.split("\n\n").next().unwrap().to_owned() + "\n";
    let own = |nonce: Option<&[u8]>| {
        let query = greffe::proofs::timestamp::request(text.as_bytes(), nonce).unwrap();
        fs::write(scene.at("own.tsq"), query).unwrap();
        answered(&scene, "tsa", &scene.at("own.tsq"))
    };
    let attach = |response: &str| {
        asked(&scene, &["checkpoint", "--attach-response", response, "--authority", &authority])
    };
    // Nothing was asked for here: it is taken, and said.
    let said = attach(&own(None));
    assert_eq!(said["time_stamp"]["asked"], false, "{said}");
    let words = scene.on(0, &["checkpoint", "--lang", "en", "--attach-response", &own(None)]).out;
    assert!(words.contains("No request is kept for this checkpoint"), "{words}");
    // Two authorities are asked: either answer is one.
    for query in ["one.tsq", "two.tsq"] {
        scene.on(0, &["checkpoint", "--timestamp-request", &scene.arg(query)]);
    }
    for query in ["one.tsq", "two.tsq"] {
        let said = attach(&answered(&scene, "tsa", &scene.at(query)));
        assert_eq!(said["time_stamp"]["asked"], true, "{said}");
    }
    // Another number, and none.
    for nonce in [Some(&[7_u8; 16][..]), None] {
        let run = scene.on(3, &["checkpoint", "--attach-response", &own(nonce)]);
        assert!(run.err.contains("[not-asked]"), "{}", run.err);
    }
}

/// A line of a known key that does not verify, two of one, or a signature of the ledger that is none: nothing of the
/// note is kept, and no older cosignature takes the place of a newer one.
#[test]
fn a_note_that_somebody_touched_is_refused_whole() {
    let scene = Scene::new();
    let secret = |name: &str| {
        let text = fs::read_to_string(scene.at(name)).unwrap();
        greffe::proofs::SigningKey::from_secret_text(text.trim()).unwrap()
    };
    let note = greffe::anchor_of(&fs::read(scene.at("kept")).unwrap()).unwrap();
    let (anna, bela) = (secret("anna"), secret("bela"));
    let seen = |key: &greffe::proofs::SigningKey, time: u64| key.cosign(time, note.text()).unwrap();
    let elsewhere = |key: &greffe::proofs::SigningKey| key.cosign(1, "another text\n").unwrap();
    let own = note.signatures()[0].clone();
    let size = note.text().lines().nth(1).unwrap();
    let kept = scene.ledger().join("proof/checkpoints").join(size);
    let before = fs::read(&kept).unwrap();
    let late = 4_000_000_000;
    let forged = secret("key").sign("another text\n".to_owned()).unwrap().signatures()[0].clone();
    let attach = |code: i32, lines: &[greffe::proofs::NoteSignature]| {
        let note = note.with_signatures(lines.to_vec()).unwrap();
        fs::write(scene.at("note"), note.to_string()).unwrap();
        scene.on(
            code,
            &["checkpoint", "--attach", &scene.arg("note"), "--trust", &scene.arg("policy")],
        )
    };
    for lines in [
        vec![own.clone(), seen(&anna, late), elsewhere(&bela)],
        vec![own.clone(), seen(&anna, late), seen(&anna, late + 1)],
        vec![forged, seen(&anna, late)],
    ] {
        let run = attach(3, &lines);
        assert!(run.err.contains("[unproven-note]"), "{}", run.err);
        assert_eq!(fs::read(&kept).unwrap(), before);
    }
    attach(0, &[own.clone(), seen(&anna, 1)]);
    assert_eq!(fs::read(&kept).unwrap(), before, "an older one takes no place");
    attach(0, &[own, seen(&anna, late)]);
    let after = fs::read_to_string(&kept).unwrap();
    assert!(after.contains(&seen(&anna, late).to_string()), "{after}");
    assert_eq!(scene.audit().code, 0);
}

/// What somebody kept is compared with a bundle and with a proof, or it is said that it was not.
#[test]
fn a_bundle_is_held_against_what_was_kept() {
    let scene = Scene::new();
    let (bundle, proof) = (scene.arg("bundle.evidence"), scene.arg("20.tlog-proof"));
    scene.on(0, &["prove", "20", "-o", &proof]);
    let head = scene.verify(&[]).out["head"].as_str().unwrap().to_owned();
    let (count, hash) = head.split_once(':').unwrap();
    let of_20 = blake3::hash(scene.log()[20].as_bytes()).to_hex().to_string();
    let trust = scene.arg("policy");
    let on = |file: &str, kept: &[&str]| {
        let found = verify(&[&[file, "--trust", &trust], kept].concat());
        (found.code, found.checks.get("kept-outside").cloned(), found.not_checked)
    };
    let sound = Some("sound".to_owned());
    for file in [&bundle, &proof] {
        // The same checkpoint, by itself and in a bundle.
        for kept in [scene.arg("kept"), bundle.clone()] {
            let (code, word, _) = on(file, &["--checkpoint", &kept]);
            assert_eq!((code, &word), (0, &sound), "{file} {kept}");
        }
        // One whose signature was touched is not what was kept.
        let kept = fs::read_to_string(scene.at("kept")).unwrap();
        let line = kept.find("vauclaire.example ").unwrap() + "vauclaire.example ".len() + 30;
        let other = if kept.as_bytes()[line] == b'A' { "B" } else { "A" };
        let touched = [&kept[..line], other, &kept[line + 1..]].concat();
        fs::write(scene.at("touched"), touched).unwrap();
        let found = on(file, &["--checkpoint", &scene.arg("touched")]);
        assert_eq!((found.0, found.1.as_deref()), (1, Some("faulty")), "{file}");
        // One of another size is not compared, and that is said.
        let (code, _, left) = on(file, &["--checkpoint", &scene.arg("early")]);
        assert_eq!((code, &left[0][..]), (4, "other-checkpoint"), "{file}");
        let (code, word, _) = on(file, &["--expect-head", &of_20]);
        assert_eq!((code, word), (0, sound.clone()), "{file}");
        let found = on(file, &["--expect-head", &format!("21:{hash}")]);
        assert_eq!((found.0, found.1.as_deref()), (1, Some("faulty")), "{file}");
    }
    // The bundle of the convention holds the last entry of it, and not that of the ledger.
    let (code, _, left) = on(&proof, &["--expect-head", &format!("{count}:{hash}")]);
    assert_eq!((code, &left[0][..]), (4, "other-head"));
    // A rewrite by whoever holds the key, of the same size.
    scene.forge(|lines| {
        let at = lines.iter().position(|line| line.contains("7350000")).unwrap();
        lines[at] = lines[at].replacen("7350000", "1350000", 1);
    });
    scene.sign_again();
    for file in ["rewritten.evidence", "rewritten.tlog-proof"] {
        scene.on(0, &["prove", "20", "-o", &scene.arg(file)]);
        let arguments = [&scene.arg(file), "--trust", &scene.arg("key.pub"), "--checkpoint"];
        let found = verify(&[&arguments[..], &[&scene.arg("kept")]].concat());
        found.demand("kept-outside", "faulty");
        assert_eq!(found.code, 1);
        assert!(found.out["proven"].is_null());
    }
}

/// Every history continues the empty one: whatever is signed, kept, cosigned or stamped over no entries vouches for
/// none.
#[test]
fn a_checkpoint_over_nothing_is_no_anchor() {
    let scene = Scene::new();
    let authority = authority(&scene, "tsa");
    scene.forget_anchors();
    let secret = |name: &str| {
        let text = fs::read_to_string(scene.at(name)).unwrap();
        greffe::proofs::SigningKey::from_secret_text(text.trim()).unwrap()
    };
    let empty = "vauclaire.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    let mut note = secret("key").sign(empty.to_owned()).unwrap();
    for witness in ["anna", "bela"] {
        let line = secret(witness).cosign(1_700_000_000, empty).unwrap();
        let lines = [note.signatures(), &[line]].concat();
        note = note.with_signatures(lines).unwrap();
    }
    let kept = scene.ledger().join("proof/checkpoints");
    fs::create_dir_all(&kept).unwrap();
    fs::write(kept.join("0"), note.to_string()).unwrap();
    fs::write(scene.at("empty"), note.to_string()).unwrap();
    scene.on(0, &["checkpoint", "--timestamp-request", &scene.arg("query.tsq")]);
    let response = answered(&scene, "tsa", &scene.at("query.tsq"));
    scene.on(0, &["checkpoint", "--attach-response", &response]);
    let found = scene.verify(&["--checkpoint", &scene.arg("empty"), "--strict"]);
    assert_eq!(found.code, 4, "{:#}", found.out);
    assert!(found.out["outside"].is_null(), "{:#}", found.out);
    for code in ["empty-checkpoint", "rewrite"] {
        assert!(found.not_checked.contains(&code.to_owned()), "{:#}", found.out);
    }
    let found = scene.verify(&["--authority", &authority, "--strict"]);
    assert_eq!(found.code, 4, "{:#}", found.out);
    let stamps = found.out["checks"].as_array().unwrap();
    let stamps = stamps.iter().find(|check| check["check"] == "time-stamps").unwrap();
    assert_eq!(stamps["count"], 0, "{stamps}");
    let found = scene.verify(&["--trust", &scene.arg("policy")]);
    found.demand("witnesses", "faulty");
    found.demand("log", "cannot-conclude");
}

/// Whoever rewrites a ledger has the rewrite stamped afresh: what betrays it is the instant, so it is shown, with
/// what it leaves open and how far it reaches.
#[test]
fn a_time_stamp_says_when_and_what_was_possible_before() {
    let scene = Scene::new();
    let authority = authority(&scene, "tsa");
    scene.forge(|lines| {
        let at = lines.iter().position(|line| line.contains("7350000")).unwrap();
        lines[at] = lines[at].replacen("7350000", "1350000", 1);
    });
    scene.sign_again();
    stamped(&scene, "tsa");
    let found = scene.verify(&["--authority", &authority, "--strict"]);
    assert_eq!(found.code, 0, "{:#}", found.out);
    for code in ["before-time-stamp", "long-unstamped"] {
        assert!(found.not_checked.contains(&code.to_owned()), "{:#}", found.out);
    }
    let check = |found: &crate::forge::Verdict, name: &str| {
        let checks = found.out["checks"].as_array().unwrap();
        checks.iter().find(|check| check["check"] == name).unwrap().clone()
    };
    let size = scene.log().len() as u64;
    let stamp = check(&found, "time-stamps")["stamped"][0].clone();
    assert!(stamp["time"].as_u64().unwrap() > 1_700_000_000, "{stamp}");
    assert_eq!(
        (&stamp["covers"], &stamp["authority"]),
        (&size.into(), &"CN=The authority tsa".into())
    );
    // A checkpoint that was kept is no later than itself, whatever is stamped over as much.
    scene.on(0, &["checkpoint", "-o", &scene.arg("now")]);
    let found = scene.verify(&["--authority", &authority, "--checkpoint", &scene.arg("now")]);
    assert!(!found.not_checked.contains(&"before-time-stamp".to_owned()), "{:#}", found.out);
    // The ledger grows: each line says how far it reaches, and so does the last.
    scene.on(0, &["keys", "register", &scene.arg("next.pub")]);
    let found = scene.verify(&["--authority", &authority, "--strict"]);
    assert_eq!((found.code, &found.out["outside"]), (0, &size.into()));
    assert_eq!(check(&found, "time-stamps")["covers"], size);
    let page = scene.on(0, &["verify", "--authority", &authority, "--lang", "en"]).out;
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let far = format!(", up to entry {size} of {}", size + 1);
    assert_eq!(page.matches(&far).count(), 2, "{page}");
    assert!(page.contains("nothing from outside vouches for what came last (1 entry)"), "{page}");
    assert!(page.contains("a rewrite made before 20"), "{page}");
}

/// The program, the script and (in `tests/web/malformed.mjs`) the page answer alike to bundles and policies
/// that break one rule each, signed by the key that is pinned.
#[test]
fn readers_that_share_no_code_refuse_the_same() {
    let script = root().join("tests/independent/malformed.py");
    let program = programs().join("greffe");
    for reader in [vec![], vec![program.as_os_str()]] {
        let run = Command::new("python3").arg(&script).arg("check").args(&reader).output().unwrap();
        let said = String::from_utf8_lossy(&run.stdout).into_owned();
        assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
    }
}

/// The independent reader's verdict on a bundle.
fn python(bundle: &Path, policy: &Path) -> i32 {
    let script = root().join("tests/independent/evidence.py");
    let output =
        Command::new("python3").arg(script).arg(bundle).arg("--trust").arg(policy).output();
    output.unwrap().status.code().unwrap()
}

/// A bundle of the act that the project began with is verified by the program and by a reader that shares
/// no code with it, on a machine without the ledger; a changed byte is seen by both. The page for browsers
/// has its own test (tests/web), which takes the same file from `GREFFE_BUNDLE`.
#[test]
fn a_bundle_of_the_corpus_act_is_verified_elsewhere() {
    let Some(acts) = acts() else { return };
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| arg(&folder.path().join(name));
    let act = arg(&acts.join("00-amp-avenant-2021.txt"));
    let ledger = at("ledger");
    expect(0, &["reconstruct", &act, "--ledger", &ledger]);
    expect(0, &["keygen", "amp.example", "-o", &at("key")]);
    expect(0, &["checkpoint", "--key", &at("key"), "--ledger", &ledger]);
    expect(
        0,
        &["prove", "la-plateforme-marseille", "-o", &at("act.evidence"), "--ledger", &ledger],
    );
    fs::remove_dir_all(&ledger).unwrap();
    let key = fs::read_to_string(at("key.pub")).unwrap();
    fs::write(at("policy"), format!("log {}\nquorum none\n", key.trim())).unwrap();
    let (bundle, policy) = (folder.path().join("act.evidence"), folder.path().join("policy"));
    let found = verify(&[&arg(&bundle), "--trust", &at("policy")]);
    assert_eq!(found.code, 0, "{:#}", found.out);
    assert!(found.out["proven"]["entries"].as_array().unwrap().len() > 5);
    assert_eq!(python(&bundle, &policy), 0);
    let whole = fs::read(&bundle).unwrap();
    let changed = folder.path().join("changed.evidence");
    for at in (0..whole.len()).step_by(1 + whole.len() / 12) {
        fs::write(&changed, turned(&whole, at)).unwrap();
        let code = crate::program::run(&["verify", &arg(&changed), "--trust", &arg(&policy)]).code;
        assert_eq!(code, 1, "byte {at}: the program");
        assert_eq!(python(&changed, &policy), 1, "byte {at}: the independent reader");
    }
    // What the program runs, in this process; and one process of the other reader.
    let every = std::env::var_os("GREFFE_EVERY_BYTE").is_some();
    let trust = Trust::read(&fs::read_to_string(&policy).unwrap()).unwrap();
    let step = if every { 1 } else { 1 + whole.len() / 200 };
    let count = changes_that_pass(&whole, &trust, step);
    println!("program: {} bytes, every {step}. changed, {count} verifications", whole.len());
    let mut script = Command::new("python3");
    script.arg(root().join("tests/independent/every_byte.py")).arg(&bundle).arg("--trust");
    let new_sum = std::env::var("GREFFE_NEW_SUM").unwrap_or_else(|_| "97".to_owned());
    let steps = if every { ["1", new_sum.as_str()] } else { ["997", "0"] };
    let output = script.arg(&policy).args(steps).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    print!("independent reader: {said}");
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

/// A bundle with one bit turned.
fn turned(whole: &[u8], at: usize) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    bytes[at] ^= 1 << (at % 8);
    bytes
}

/// Demands that no change of one byte passes, as it is and with the new sum that a forger makes; how many
/// were tried.
fn changes_that_pass(whole: &[u8], trust: &Trust, step: usize) -> usize {
    let places: Vec<usize> = (0..whole.len()).step_by(step).collect();
    let body = whole.len() - 72;
    let faulty = |bytes: &[u8]| evidence::verify(bytes, trust).outcome() == Outcome::Faulty;
    let try_all = |places: &[usize]| {
        for at in places {
            let bytes = turned(whole, *at);
            assert!(faulty(&bytes), "byte {at} passes");
            if *at < body {
                let sum = crate::attacks::greffe_sum(&bytes[..body]);
                let sealed = [&bytes[..body], sum.as_bytes()].concat();
                assert!(faulty(&sealed), "byte {at} passes with a new sum");
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for part in places.chunks(places.len().div_ceil(threads)) {
            scope.spawn(move || try_all(part));
        }
    });
    places.len() + places.iter().filter(|at| **at < body).count()
}
