//! Answering over HTTP: `POST /add-checkpoint` (C2SP tlog-witness), and what was cosigned last at
//! `GET /<origin>/checkpoint`.

use crate::conflicts::Conflict;
use crate::http::{self, Answer, Request};
use crate::state::{StateError, Witness, WitnessError};
use greffe_proof::witness::{AddCheckpoint, MAX_CALL_BYTES, Refusal, SIZE_CONTENT_TYPE};
use std::io;
use std::net::{SocketAddr, TcpListener};

/// A witness that answers calls.
pub struct Server {
    listener: TcpListener,
    witness: Witness,
}

/// What a call was answered.
#[derive(Debug)]
pub struct Answered {
    /// The method and the path that were asked for; nothing where the request could not be read.
    pub asked: Option<(String, String)>,
    /// The status of HTTP.
    pub status: u16,
    /// Both sides, where the call shows that a log contradicts itself.
    pub conflict: Option<Box<Conflict>>,
    /// Why the witness's own state could not be used.
    pub trouble: Option<StateError>,
}

impl Server {
    /// Listens on an address (`127.0.0.1:8080`; port 0 takes a free one).
    ///
    /// # Errors
    /// What the system says when it cannot.
    pub fn listen(address: &str, witness: Witness) -> io::Result<Server> {
        Ok(Server { listener: TcpListener::bind(address)?, witness })
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        self.listener.local_addr().ok()
    }

    /// Answers until the process ends. `now` gives Unix seconds, `told` is told of each call.
    ///
    /// # Errors
    /// What the system says when no more calls can be taken.
    pub fn serve(
        &self,
        now: impl Fn() -> u64 + Sync,
        told: impl Fn(&Answered) + Sync,
    ) -> io::Result<()> {
        http::serve(&self.listener, MAX_CALL_BYTES, |request| {
            let (answer, of) = match request {
                Ok(request) => self.answer(request, now()),
                Err(status) => (said(status, "the request is refused\n"), Answered::with(status)),
            };
            told(&of);
            answer
        })
    }

    fn answer(&self, request: Request, now: u64) -> (Answer, Answered) {
        let Request { method, path, body } = request;
        let (answer, mut of) = match (method.as_str(), asked_for(&path)) {
            ("POST", ADD_CHECKPOINT) => self.add_checkpoint(&body, now),
            (_, ADD_CHECKPOINT) => other_method("POST"),
            (method, target) => match (published(target), method) {
                // Whether the body is sent is for the one who writes.
                (Some(name), "GET" | "HEAD") => self.published(name),
                (Some(_), _) => other_method("GET, HEAD"),
                (None, _) => nothing(),
            },
        };
        of.asked = Some((method, path));
        (answer, of)
    }

    /// The last checkpoint that was cosigned.
    fn published(&self, name: &str) -> (Answer, Answered) {
        match self.witness.published(name) {
            Ok(Some(body)) => (Answer { body, ..said(200, "") }, Answered::with(200)),
            Ok(None) => nothing(),
            Err(error) => unusable(error),
        }
    }

    fn add_checkpoint(&self, body: &[u8], now: u64) -> (Answer, Answered) {
        let refused = |refusal: &Refusal| {
            let kind = match refusal {
                Refusal::Conflict { .. } => SIZE_CONTENT_TYPE,
                _ => TEXT,
            };
            Answer { kind, ..said(refusal.status(), &refusal.body()) }
        };
        let answered = match AddCheckpoint::parse(body) {
            Ok(call) => self.witness.add_checkpoint(&call, now),
            Err(form) => {
                let refusal = Refusal::Malformed(form.to_string());
                Err(WitnessError::Refused { refusal, conflict: None })
            }
        };
        match answered {
            Ok(line) => (said(200, &format!("{line}\n")), Answered::with(200)),
            Err(WitnessError::Refused { refusal, conflict }) => {
                let answer = refused(&refusal);
                (answer, Answered { conflict, ..Answered::with(refusal.status()) })
            }
            Err(WitnessError::State(error)) => unusable(error),
        }
    }
}

impl Answered {
    const fn with(status: u16) -> Answered {
        Answered { asked: None, status, conflict: None, trouble: None }
    }
}

const TEXT: &str = "text/plain; charset=utf-8";

/// The call that a witness answers.
const ADD_CHECKPOINT: &str = "/add-checkpoint";

fn said(status: u16, text: &str) -> Answer {
    Answer { status, body: text.as_bytes().to_vec(), kind: TEXT, allowed: None }
}

fn nothing() -> (Answer, Answered) {
    (said(404, "nothing is there\n"), Answered::with(404))
}

/// Where it keeps what is nobody else's business; whoever runs it is told.
fn unusable(error: StateError) -> (Answer, Answered) {
    let answer = said(500, "the witness cannot use what it remembers\n");
    (answer, Answered { trouble: Some(error), ..Answered::with(500) })
}

fn other_method(allowed: &'static str) -> (Answer, Answered) {
    let answer = said(405, &format!("this is called with {allowed}\n"));
    (Answer { allowed: Some(allowed), ..answer }, Answered::with(405))
}

/// The path that a target asks for. A target may be a whole address, as a proxy sends it.
fn asked_for(target: &str) -> &str {
    let with_server = target.split_once("://").filter(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    });
    match with_server {
        None => target,
        Some((_, rest)) => rest.find(['/', '?', '#']).and_then(|at| rest.get(at..)).unwrap_or("/"),
    }
}

/// The origin's name in `/<origin>/checkpoint`.
fn published(path: &str) -> Option<&str> {
    path.strip_prefix('/')?.strip_suffix("/checkpoint")
}
