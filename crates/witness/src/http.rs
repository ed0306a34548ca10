//! One request of HTTP/1.1 a connection, within limits of bytes and of time.
//!
//! Whoever can reach a witness must not be able to stop it: a length that is declared is believed in nothing
//! but to refuse it, nothing is allocated for bytes that have not come, and a request has so long in all. How many
//! may be open is for `connections`. `httparse` reads the head.

use crate::connections::Connections;
use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a request, and then its answer, may take from the first byte to the last.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long what is refused is read on, so that the refusal arrives.
const LEAVE: Duration = Duration::from_millis(200);
/// The longest head of a request, in bytes.
const MAX_HEAD: usize = 8_192;
/// The most lines of a head.
const MAX_HEADERS: usize = 64;
/// How much is read at once, in bytes.
const CHUNK: usize = 16_384;
/// The stack of a thread that answers: what it holds is on the heap.
const STACK: usize = 512 * 1_024;

/// What somebody asks for.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
}

/// What he is answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    pub(crate) kind: &'static str,
    /// The methods that would be answered, where this one is not.
    pub(crate) allowed: Option<&'static str>,
}

/// Why there is no request to be answered.
#[derive(Debug)]
enum Trouble {
    /// It is refused with this status.
    Refused(u16),
    /// Nobody is there to be told, or he took too long.
    Gone,
}

impl From<io::Error> for Trouble {
    fn from(_: io::Error) -> Trouble {
        Trouble::Gone
    }
}

/// Takes connections until the process ends. Each is given one answer: that of `answer`, which is given a status in
/// the place of a request that is refused.
pub(crate) fn serve(
    listener: &TcpListener,
    most_body: usize,
    answer: impl Fn(Result<Request, u16>) -> Answer + Sync,
) -> io::Result<()> {
    let connections = Connections::default();
    std::thread::scope(|scope| {
        for number in 0_u64.. {
            let stream = match listener.accept() {
                Ok((stream, _)) => Arc::new(stream),
                // Too few open files, or somebody who has gone again: it passes.
                Err(error) if passes(&error) => {
                    std::thread::sleep(Duration::from_millis(20));
                    continue;
                }
                Err(error) => return Err(error),
            };
            connections.begin(number, &stream);
            let (connections, answer) = (&connections, &answer);
            let work = move || attend(connections, number, &stream, most_body, answer);
            let started = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
            if started.is_err() {
                connections.has_sent(number);
                connections.end();
            }
        }
        Ok(())
    })
}

/// Whether another connection can be waited for after this.
fn passes(error: &io::Error) -> bool {
    !matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported)
}

/// Reads a request and answers it.
fn attend(
    connections: &Connections,
    number: u64,
    stream: &Arc<TcpStream>,
    most_body: usize,
    answer: &impl Fn(Result<Request, u16>) -> Answer,
) {
    let mut head = Vec::new();
    let read = read(stream, &mut head, most_body, Instant::now() + PATIENCE);
    connections.has_sent(number);
    // Whoever has gone does not need the answer; what was stored stays stored.
    let answered = |answer: &Answer| {
        let _ = write(stream, answer, has_no_body(&head), Instant::now() + PATIENCE);
        let _ = stream.shutdown(Shutdown::Write);
    };
    match read {
        Ok(request) => answered(&answer(Ok(request))),
        Err(Trouble::Gone) => {}
        Err(Trouble::Refused(status)) => {
            let answer = answer(Err(status));
            connections.leaves(number, stream);
            answered(&answer);
            leave(stream, Instant::now() + LEAVE);
            return connections.has_left(number);
        }
    }
    connections.end();
}

/// Whether the answer to a request is its head alone, however much of the request was read.
fn has_no_body(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"HEAD ")
}

/// Reads one request; what was read of its head stays in `bytes`.
fn read(
    stream: &TcpStream,
    bytes: &mut Vec<u8>,
    most_body: usize,
    until: Instant,
) -> Result<Request, Trouble> {
    let (head, request, body) = loop {
        if more(stream, bytes, until)? == 0 {
            return Err(Trouble::Gone);
        }
        let mut lines = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut parsed = httparse::Request::new(&mut lines);
        match parsed.parse(bytes) {
            // It may have come whole in one piece.
            Ok(httparse::Status::Complete(head)) if head > MAX_HEAD => {
                return Err(Trouble::Refused(431));
            }
            Ok(httparse::Status::Complete(head)) => {
                let (Some(method), Some(path)) = (parsed.method, parsed.path) else {
                    return Err(Trouble::Refused(400));
                };
                let body = body_of(parsed.headers, method, most_body)?;
                let request =
                    Request { method: method.to_owned(), path: path.to_owned(), body: Vec::new() };
                break (head, request, body);
            }
            Ok(httparse::Status::Partial) if bytes.len() < MAX_HEAD => {}
            Ok(httparse::Status::Partial) | Err(httparse::Error::TooManyHeaders) => {
                return Err(Trouble::Refused(431));
            }
            Err(_) => return Err(Trouble::Refused(400)),
        }
    };
    let mut rest = bytes.split_off(head);
    if body.waits && rest.len() < body.length {
        (&*stream).write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    while rest.len() < body.length {
        if more(stream, &mut rest, until)? == 0 {
            return Err(Trouble::Gone);
        }
    }
    rest.truncate(body.length);
    Ok(Request { body: rest, ..request })
}

/// What a head says of the body.
struct Body {
    length: usize,
    /// Whether it comes only once it is asked for.
    waits: bool,
}

/// Refuses, whatever the method, before a byte of the body is read.
fn body_of(
    headers: &[httparse::Header<'_>],
    method: &str,
    most_body: usize,
) -> Result<Body, Trouble> {
    let of = |name: &'static str| {
        headers.iter().filter(move |header| header.name.eq_ignore_ascii_case(name))
    };
    if of("Transfer-Encoding").next().is_some() {
        return Err(Trouble::Refused(411));
    }
    let mut lengths = of("Content-Length");
    let length = match (lengths.next(), lengths.next()) {
        (None, _) if method == "POST" => return Err(Trouble::Refused(411)),
        (None, _) => 0,
        (Some(one), None) => length(one.value).ok_or(Trouble::Refused(400))?,
        (Some(_), Some(_)) => return Err(Trouble::Refused(400)),
    };
    let length = usize::try_from(length).ok().filter(|length| *length <= most_body);
    let length = length.ok_or(Trouble::Refused(413))?;
    let waits = of("Expect").any(|header| header.value.eq_ignore_ascii_case(b"100-continue"));
    Ok(Body { length, waits })
}

/// Digits and nothing else; what has more of them than a number holds is more than anything.
fn length(value: &[u8]) -> Option<u64> {
    let digits = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    let text = std::str::from_utf8(value).ok().filter(|_| digits)?;
    Some(text.parse().unwrap_or(u64::MAX))
}

/// Reads what has come, and waits for it no longer than so.
fn more(mut stream: &TcpStream, bytes: &mut Vec<u8>, until: Instant) -> io::Result<usize> {
    let mut chunk = [0; CHUNK];
    stream.set_read_timeout(Some(left(until)?))?;
    let count = stream.read(&mut chunk)?;
    bytes.extend_from_slice(chunk.get(..count).unwrap_or_default());
    Ok(count)
}

/// How much time is left, and some is.
fn left(until: Instant) -> io::Result<Duration> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
}

fn write(
    mut stream: &TcpStream,
    answer: &Answer,
    without_body: bool,
    until: Instant,
) -> io::Result<()> {
    let allowed = answer.allowed.map(|methods| format!("Allow: {methods}\r\n"));
    let head = format!(
        "HTTP/1.1 {} {}\r\n{}Content-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        answer.status,
        reason(answer.status),
        allowed.unwrap_or_default(),
        answer.kind,
        answer.body.len()
    );
    let body = if without_body { &[] } else { answer.body.as_slice() };
    let bytes = [head.as_bytes(), body].concat();
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        stream.set_write_timeout(Some(left(until)?))?;
        let count = stream.write(rest)?;
        if count == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        rest = rest.get(count..).unwrap_or_default();
    }
    Ok(())
}

/// Reads on for a moment: a connection that is closed over bytes which were not read takes its answer with it.
fn leave(stream: &TcpStream, until: Instant) {
    let mut bytes = Vec::new();
    while matches!(more(stream, &mut bytes, until), Ok(count) if count > 0) {
        bytes.clear();
    }
}

const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        411 => "Length Required",
        413 => "Content Too Large",
        422 => "Unprocessable Content",
        431 => "Request Header Fields Too Large",
        _ => "Internal Server Error",
    }
}
