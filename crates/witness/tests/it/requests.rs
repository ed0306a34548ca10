//! Requests of HTTP as they should not be, and as they may be.

use crate::scene::{Listening, name, posted, signed, status};
use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

/// Whoever is refused and does not hang up takes nobody's place: three times as many as may be open at once
/// keep an honest call waiting for none of them.
#[test]
fn whoever_is_refused_and_stays_keeps_nobody_waiting() {
    let witness = Listening::new();
    let refused = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n";
    let mut stay = Vec::new();
    let began = Instant::now();
    for _ in 0..12 {
        for _ in 0..32 {
            let mut stream = witness.connect();
            stream.write_all(refused.as_bytes()).unwrap();
            stay.push(stream);
        }
        // The last of them is told why; more at once would wait in the queue of the system, not in the witness's.
        let mut answer = String::new();
        stay.last_mut().unwrap().read_to_string(&mut answer).unwrap();
        assert_eq!(status(&answer), 413);
    }
    assert_eq!(status(&witness.called(0, &signed(7, 7).to_string())), 200);
    let waited = began.elapsed();
    assert!(waited < Duration::from_millis(1_500), "{waited:?}");
    assert_eq!(stay.len(), 384);
}

/// A head is as long as it is, in however many pieces it comes.
#[test]
fn a_head_that_is_too_long_is_refused_in_one_piece_too() {
    let witness = Listening::new();
    let head = |length: usize| {
        let (before, after) = ("GET /x HTTP/1.1\r\nHost: x\r\nX: ", "\r\n\r\n");
        format!("{before}{}{after}", "y".repeat(length - before.len() - after.len()))
    };
    for (length, expected) in [(8_192, 404), (8_193, 431), (12_000, 431), (16_384, 431)] {
        assert_eq!(status(&witness.sent(&head(length))), expected, "{length}");
    }
    let lines = format!("GET /x HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(100));
    assert_eq!(status(&witness.sent(&lines)), 431);
}

/// What is asked for with HEAD has the head of its answer, and no body, refusals included.
#[test]
fn head_is_answered_without_a_body() {
    let witness = Listening::new();
    assert_eq!(status(&witness.called(0, &signed(7, 7).to_string())), 200);
    let there = format!("/{}/checkpoint", name());
    let asked = |method: &str, target: &str, more: &str| {
        let answer = witness.sent(&format!("{method} {target} HTTP/1.1\r\nHost: x\r\n{more}\r\n"));
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    };
    for (target, more, expected) in [
        (there.as_str(), "", 200),
        ("/nowhere", "", 404),
        ("/add-checkpoint", "", 405),
        ("/", "Content-Length: 99999999999\r\n", 413),
    ] {
        let (head, body) = asked("HEAD", target, more);
        assert_eq!((status(&head), body.as_str()), (expected, ""), "{target}");
        let (whole, body) = asked("GET", target, more);
        assert_eq!(head, whole, "{target}");
        assert!(whole.contains(&format!("\r\nContent-Length: {}\r\n", body.len())), "{whole}");
    }
}

/// A target may be a whole address: proxies send it so.
#[test]
fn a_target_may_name_the_server() {
    let witness = Listening::new();
    let body = format!("old 0\n\n{}", signed(7, 7));
    for scheme in ["http", "HTTP", "https"] {
        let target = format!("{scheme}://{}/add-checkpoint", witness.address);
        let answer = witness.sent(&posted(&target, &body.replacen("old 0", "old 7", 1)));
        let first = witness.sent(&posted(&target, &body));
        assert!([status(&answer), status(&first)].contains(&200), "{answer} {first}");
    }
    let target = format!("http://{}/{}/checkpoint", witness.address, name());
    assert_eq!(status(&witness.sent(&format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"))), 200);
    for target in ["http://x", "http://x?/add-checkpoint", "ftp://x/add-checkpoint"] {
        assert_eq!(status(&witness.sent(&posted(target, &body))), 404, "{target}");
    }
}

/// What this witness does not answer is not there; what it answers otherwise is called otherwise.
#[test]
fn what_is_not_answered_here_is_not_there() {
    let witness = Listening::new();
    let there = format!("/{}/checkpoint", name());
    for (method, target, expected, allowed) in [
        ("POST", "/sign-subtree", 404, None),
        ("PUT", "/", 404, None),
        ("GET", "/add-checkpoint", 405, Some("POST")),
        ("DELETE", "/add-checkpoint", 405, Some("POST")),
        ("POST", &there, 405, Some("GET, HEAD")),
    ] {
        let head = format!("{method} {target} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        let answer = witness.sent(&head);
        assert_eq!(status(&answer), expected, "{method} {target}");
        let line = answer.lines().find_map(|line| line.strip_prefix("Allow: "));
        assert_eq!(line, allowed, "{method} {target}");
    }
}
