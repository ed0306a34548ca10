//! Answering over HTTP: `POST /add-checkpoint` (C2SP tlog-witness), and what was cosigned last at
//! `GET /<origin>/checkpoint`.

use crate::state::{Witness, WitnessError};
use greffe_proof::witness::{AddCheckpoint, MAX_CALL_BYTES, Refusal, SIZE_CONTENT_TYPE};
use std::io::{self, Read as _};
use std::net::SocketAddr;
use std::sync::Arc;
use tiny_http::{Header, Method, Request, Response};

/// Threads that answer. Comparing and storing takes turns; reading a body need not.
const THREADS: usize = 4;

/// A witness that answers calls.
pub struct Server {
    http: tiny_http::Server,
    witness: Arc<Witness>,
}

impl Server {
    /// Listens on an address (`127.0.0.1:8080`; port 0 takes a free one).
    ///
    /// # Errors
    /// What the system says when it cannot.
    pub fn listen(address: &str, witness: Witness) -> io::Result<Server> {
        let http = tiny_http::Server::http(address).map_err(io::Error::other)?;
        Ok(Server { http, witness: Arc::new(witness) })
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        self.http.server_addr().to_ip()
    }

    /// Answers until the process ends. `now` gives Unix seconds, `told` is given a line for each call.
    ///
    /// # Errors
    /// What the system says when no more calls can be taken.
    pub fn serve(
        &self,
        now: impl Fn() -> u64 + Sync,
        told: impl Fn(&str) + Sync,
    ) -> io::Result<()> {
        let work = || -> io::Result<()> {
            loop {
                let request = self.http.recv()?;
                self.answer(request, now(), &told);
            }
        };
        std::thread::scope(|scope| {
            let start = |_| std::thread::Builder::new().spawn_scoped(scope, work).ok();
            let workers: Vec<_> = (0..THREADS).filter_map(start).collect();
            if workers.is_empty() {
                // Where the system gives no more threads, this one answers.
                return work();
            }
            let first = workers.into_iter().find_map(|worker| worker.join().ok());
            first.unwrap_or(Ok(()))
        })
    }

    fn answer(&self, mut request: Request, now: u64, told: &impl Fn(&str)) {
        let path = request.url().to_owned();
        let (status, body, kind) = match (request.method(), path.as_str()) {
            (Method::Post, "/add-checkpoint") => self.add_checkpoint(&mut request, now),
            (Method::Get, path) => {
                match published(path).and_then(|name| self.witness.published(name)) {
                    Some(bytes) => (200, bytes, TEXT),
                    None => (404, b"nothing is there\n".to_vec(), TEXT),
                }
            }
            _ => (405, b"add-checkpoint is called with POST\n".to_vec(), TEXT),
        };
        told(&format!("{} {path} {status}", request.method()));
        let mut response = Response::from_data(body).with_status_code(status);
        if let Ok(header) = Header::from_bytes("Content-Type", kind) {
            response = response.with_header(header);
        }
        // Whoever has gone does not need the answer; what was stored stays stored.
        let _ = request.respond(response);
    }

    fn add_checkpoint(&self, request: &mut Request, now: u64) -> (u16, Vec<u8>, &'static str) {
        let mut body = Vec::new();
        let most = MAX_CALL_BYTES as u64 + 1;
        let read = request.as_reader().take(most).read_to_end(&mut body);
        let call = match read {
            Ok(length) if length <= MAX_CALL_BYTES => AddCheckpoint::parse(&body).ok(),
            _ => None,
        };
        let Some(call) = call else {
            let refusal = Refusal::Malformed(greffe_proof::witness::CallForm.to_string());
            return (refusal.status(), refusal.body().into_bytes(), TEXT);
        };
        match self.witness.add_checkpoint(&call, now) {
            Ok(line) => (200, format!("{line}\n").into_bytes(), TEXT),
            Err(WitnessError::Refused { refusal, .. }) => {
                let kind = match refusal {
                    Refusal::Conflict { .. } => SIZE_CONTENT_TYPE,
                    _ => TEXT,
                };
                (refusal.status(), refusal.body().into_bytes(), kind)
            }
            Err(WitnessError::State(error)) => (500, format!("{error}\n").into_bytes(), TEXT),
        }
    }
}

const TEXT: &str = "text/plain; charset=utf-8";

/// The origin's name in `/<origin>/checkpoint`.
fn published(path: &str) -> Option<&str> {
    path.strip_prefix('/')?.strip_suffix("/checkpoint")
}
