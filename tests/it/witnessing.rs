//! What a witness is told by whoever can reach it: junk, lengths that are not so, half a call, proofs that
//! prove nothing. It goes on, remembers what it must, and accuses nobody but who has signed two histories.

use crate::forge::{Scene, asked, file_in, follow};
use crate::program::{expect, greffe};
use greffe::chain::merkle::TreeHash;
use greffe::proofs::witness::{Beginning, Contradiction, Seen};
use greffe::proofs::{Checkpoint, Note, SigningKey, Trust};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

/// A witness that answers until the test ends, and what it says to whoever runs it.
struct Listening {
    child: Child,
    address: String,
    console: PathBuf,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(scene: &Scene) -> Listening {
    let mut command = greffe();
    let (key, state) = (scene.arg("anna"), scene.arg("anna.state"));
    command.args(["witness", "--key", &key, "--state", &state, "--listen", "127.0.0.1:0"]);
    command.args(["--lang", "en", "--trust", &scene.arg("key.pub")]);
    let console = scene.at("console");
    let errors = fs::File::create(&console).unwrap();
    let mut child = command.stdout(Stdio::piped()).stderr(errors).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().rsplit("http://").next().unwrap().to_owned();
    Listening { child, address, console }
}

impl Listening {
    /// What these bytes are answered, in full.
    fn sent(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// The status of a call.
    fn called(&self, body: &str) -> u16 {
        let head = format!(
            "POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let answer = self.sent(&[head.as_bytes(), body.as_bytes()].concat());
        answer
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .unwrap_or_else(|| panic!("{answer:?}"))
    }
}

/// The size that a checkpoint states.
fn size(note: &str) -> u64 {
    note.lines().nth(1).unwrap().parse().unwrap()
}

fn conflicts(scene: &Scene) -> Vec<PathBuf> {
    let is_one = |entry: &walkdir::DirEntry| {
        entry.path().parent().is_some_and(|parent| parent.ends_with("conflicts"))
    };
    let all = walkdir::WalkDir::new(scene.at("anna.state")).sort_by_file_name().into_iter();
    all.map(Result::unwrap).filter(is_one).map(|entry| entry.path().to_owned()).collect()
}

/// Whether the kept files convict whoever holds the key, by themselves.
fn convicts(scene: &Scene, kept: &Path) -> bool {
    let key = fs::read_to_string(scene.at("key.pub")).unwrap().trim().parse().unwrap();
    let trust = Trust::of_log(key);
    let side = |name: &str| {
        let note = Note::parse(&fs::read(kept.join(name)).unwrap()).unwrap();
        let checkpoint = trust.open_signed(note).unwrap().checkpoint;
        Seen { size: checkpoint.size(), root: checkpoint.root() }
    };
    let (seen, presented) = (side("seen"), side("presented"));
    let Ok(proof) = fs::read(kept.join("proof")) else {
        return seen.size == presented.size && seen.root != presented.root;
    };
    let beginning = Beginning::parse(&proof).unwrap();
    let (smaller, larger) =
        if seen.size < presented.size { (seen, presented) } else { (presented, seen) };
    Contradiction::beginning(smaller, larger, beginning).is_some()
}

/// A line of a signature that nobody made, of so many bytes.
fn junk(name: &str, bytes: usize) -> String {
    format!("\u{2014} {name} {}\n", "AAAA".repeat(bytes / 4))
}

/// Lines of strangers do not decide what a witness can remember.
#[test]
fn silenced_witness() {
    let scene = Scene::new();
    let kept = fs::read_to_string(scene.at("kept")).unwrap();
    let own: Vec<&str> = kept.lines().collect();
    let kept = format!("{}\n", own.join("\n"));
    let size = size(&kept);
    let witness = listen(&scene);
    let filled = 999_999 - kept.len() - "\u{2014} big \n".len();
    let long = format!("{kept}{}", junk("big", filled / 4 * 4));
    assert!(long.len() > 999_900);
    let lines = kept.lines().filter(|line| line.starts_with('\u{2014}')).count();
    let many: String = (lines..100).map(|at| junk(&format!("j{at}"), 32)).collect();
    for padded in [long, format!("{kept}{many}"), kept.clone()] {
        assert_eq!(witness.called(&format!("old {size}\n\n{padded}")), 200);
        // Only who is known is remembered.
        let memory = file_in(&scene.at("anna.state"), |path| path.ends_with("/checkpoint"));
        let memory = fs::read_to_string(memory).unwrap();
        let signers: Vec<&str> =
            memory.lines().filter_map(|l| l.strip_prefix("\u{2014} ")?.split(' ').next()).collect();
        assert_eq!(signers, ["vauclaire.example", "anna.example"]);
    }
    drop(witness);
    assert_eq!(follow(&scene, "anna", 0, &scene.arg("published"))[0]["outcome"], "cosigned");
}

#[test]
fn a_declared_length_is_believed_in_nothing() {
    let scene = Scene::new();
    let mut witness = listen(&scene);
    for (method, length, status) in [
        ("POST", "99999999999999", "413"),
        ("GET", "99999999999999", "413"),
        ("GET", "40000000000", "413"),
        ("DELETE", "2000000", "413"),
        ("POST", "99999999999999999999999999999999", "413"),
        ("POST", "-1", "400"),
        ("POST", "1, 1", "400"),
        ("POST", "1\r\nContent-Length: 2", "400"),
        ("POST", "1\r\nTransfer-Encoding: chunked", "411"),
    ] {
        let head = format!(
            "{method} /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\nold 7"
        );
        let answer = witness.sent(head.as_bytes());
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{method} {length}: {answer:?}"
        );
    }
    let head = format!("GET / HTTP/1.1\r\n{}", "X: y\r\n".repeat(2_000));
    assert!(witness.sent(head.as_bytes()).starts_with("HTTP/1.1 4"));
    assert!(witness.child.try_wait().unwrap().is_none(), "it goes on");
    let kept = fs::read_to_string(scene.at("kept")).unwrap();
    assert_eq!(witness.called(&format!("old {}\n\n{kept}", size(&kept))), 200);
    // A client that waits to be asked for its body is asked.
    let body = format!("old {}\n\n{kept}", size(&kept));
    let mut stream = TcpStream::connect(&witness.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let head = format!(
        "POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut line = String::new();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    reader.read_line(&mut line).unwrap();
    assert_eq!(line, "HTTP/1.1 100 Continue\r\n");
    stream.write_all(body.as_bytes()).unwrap();
    let mut rest = String::new();
    reader.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("HTTP/1.1 200 OK"), "{rest}");
}

/// Half a call, three hundred times, keeps nobody else from being answered.
#[test]
fn overloaded_witness() {
    let scene = Scene::new();
    let witness = listen(&scene);
    let kept = fs::read_to_string(scene.at("kept")).unwrap();
    let half = b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nold 7";
    let mut slow = Vec::new();
    for bytes in [&half[..], b"GET /x HT", b""] {
        for _ in 0..100 {
            let mut stream = TcpStream::connect(&witness.address).unwrap();
            stream.write_all(bytes).unwrap();
            slow.push(stream);
        }
        assert_eq!(witness.called(&format!("old {}\n\n{kept}", size(&kept))), 200);
    }
    assert_eq!(slow.len(), 300);
}

/// A proof that proves nothing accuses nobody.
#[test]
fn false_evidence_of_a_fork() {
    let scene = Scene::new();
    let witness = listen(&scene);
    let kept = fs::read_to_string(scene.at("kept")).unwrap();
    let seen = size(&kept);
    scene.on(0, &["keys", "register", &scene.arg("next.pub")]);
    scene.on(0, &["checkpoint", "--key", &scene.arg("key"), "-o", &scene.arg("grown")]);
    let grown = fs::read_to_string(scene.at("grown")).unwrap();
    // The right number of hashes, and none of them so: the log is honest.
    let garbage = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
    let statuses: Vec<u16> = (0..12)
        .map(|count| witness.called(&format!("old {seen}\n{}\n{grown}", garbage.repeat(count))))
        .collect();
    assert!(statuses.iter().all(|status| *status == 422), "{statuses:?}");
    assert!(conflicts(&scene).is_empty());
    // A copy that was not renewed is behind, and no evidence.
    let said = follow(&scene, "anna", 1, &scene.arg("published-early"));
    assert_eq!((&said[0]["outcome"], said[0]["evidence"].is_null()), (&"behind".into(), true));
    assert!(conflicts(&scene).is_empty());
    let url = format!("http://{}", witness.address);
    let said = asked(&scene, &["checkpoint", "--witness", &url, "--trust", &scene.arg("policy")]);
    assert_eq!(said["cosigned"]["size"], seen + 1);
}

/// Somebody with the key goes on from another beginning: what is kept convicts him by itself.
#[test]
fn fork_that_goes_on() {
    let scene = Scene::new();
    let witness = listen(&scene);
    scene.forge(|lines| {
        let at = lines.iter().position(|line| line.contains("7350000")).unwrap();
        lines[at] = lines[at].replacen("7350000", "1350000", 1);
    });
    scene.sign_again();
    let url = format!("http://{}", witness.address);
    let ask = ["checkpoint", "--witness", url.as_str(), "--trust", &scene.arg("policy")];
    // Of one size, with two roots.
    let run = scene.on(1, &ask);
    assert!(run.err.contains("[witness-refused]"), "{}", run.err);
    let first = conflicts(&scene);
    assert_eq!(first.len(), 1);
    assert!(convicts(&scene, &first[0]) && !first[0].join("proof").exists());
    let console = fs::read_to_string(&witness.console).unwrap();
    assert!(console.contains("FORKED: vauclaire.example"), "{console}");
    let before = fs::read(first[0].join("seen")).unwrap();
    // Shown again, nothing that is kept changes.
    scene.on(1, &ask);
    assert_eq!(conflicts(&scene), first);
    assert_eq!(fs::read(first[0].join("seen")).unwrap(), before);
    // Larger, with a proof: by a call, and as a publication.
    scene.on(0, &["keys", "register", &scene.arg("next.pub")]);
    scene.on(0, &["checkpoint", "--key", &scene.arg("key")]);
    scene.on(1, &ask);
    let by_call = conflicts(&scene);
    assert_eq!(by_call.len(), 2);
    drop(witness);
    scene.on(0, &["publish", &scene.arg("forked")]);
    let said = follow(&scene, "anna", 1, &scene.arg("forked"));
    assert_eq!(said[0]["outcome"], "forked");
    let kept = PathBuf::from(said[0]["evidence"].as_str().unwrap());
    assert!(by_call.contains(&kept), "one contradiction is kept once");
    assert!(kept.join("proof").exists() && convicts(&scene, &kept));
    // A rewrite that shows less than was seen, beside the tiles of what it signed later.
    let early = fs::read(scene.at("early")).unwrap();
    fs::write(scene.at("forked/checkpoint"), early).unwrap();
    assert_eq!(follow(&scene, "anna", 1, &scene.arg("forked"))[0]["outcome"], "behind");
    // A smaller one that is no beginning of what was seen, beside the tiles that say so.
    let secret = fs::read_to_string(scene.at("key")).unwrap();
    let key = SigningKey::from_secret_text(secret.trim()).unwrap();
    let other = Checkpoint::new("vauclaire.example", 10, TreeHash([7; 32])).unwrap();
    let note = key.sign(other.to_string()).unwrap().to_string();
    fs::write(scene.at("published/checkpoint"), note).unwrap();
    let said = follow(&scene, "anna", 1, &scene.arg("published"));
    assert_eq!(said[0]["outcome"], "forked");
    assert!(convicts(&scene, Path::new(said[0]["evidence"].as_str().unwrap())));
    // A memory that went lost beside the evidence is no first meeting: nothing is cosigned.
    let state = walkdir::WalkDir::new(scene.at("anna.state")).into_iter().map(Result::unwrap);
    let mut remembered = state.filter(|file| file.file_name() == "checkpoint");
    fs::remove_file(remembered.next().unwrap().path()).unwrap();
    let (key, state) = (scene.arg("anna"), scene.arg("anna.state"));
    let trust = scene.arg("key.pub");
    let arguments = ["witness", "--key", &key, "--state", &state, "--trust", &trust, "--follow"];
    let run = expect(3, &[&arguments[..], &[&scene.arg("forked")]].concat());
    let said = run.out + &run.err;
    assert!(said.contains("not a checkpoint that this witness cosigned"), "{said}");
}

/// Once as many contradictions are kept as are, the next is told all the same, and that it is not kept.
#[test]
fn a_contradiction_that_is_not_kept_is_told() {
    let scene = Scene::new();
    scene.forge(|lines| {
        let at = lines.iter().position(|line| line.contains("7350000")).unwrap();
        lines[at] = lines[at].replacen("7350000", "1350000", 1);
    });
    scene.sign_again();
    scene.on(0, &["publish", &scene.arg("forked")]);
    let memory = file_in(&scene.at("anna.state"), |path| path.ends_with("/checkpoint"));
    for at in 0..64 {
        fs::create_dir_all(memory.with_file_name("conflicts").join(format!("{at:064}"))).unwrap();
    }
    let said = follow(&scene, "anna", 1, &scene.arg("forked"));
    assert_eq!((&said[0]["outcome"], said[0]["evidence"].is_null()), (&"forked".into(), true));
    let (key, state, trust) = (scene.arg("anna"), scene.arg("anna.state"), scene.arg("key.pub"));
    let ask = ["witness", "--key", &key, "--state", &state, "--trust", &trust, "--follow"];
    for (lang, words) in [
        ("en", "the first 64 contradictions of this log are kept, this one is not"),
        (
            "fr",
            "les 64 premières contradictions de ce registre sont gardées, celle-ci ne l'est pas",
        ),
    ] {
        let run = expect(1, &[&ask[..], &[&scene.arg("forked"), "--lang", lang]].concat());
        assert!(run.out.contains(words), "{}", run.out);
    }
    assert!(memory.with_file_name("conflicts").join("more").is_file());
    assert_eq!(conflicts(&scene).iter().filter(|kept| kept.is_dir()).count(), 64);
}
