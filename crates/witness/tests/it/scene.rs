//! A log that is a key, and a witness of it that answers until the tests end.

use greffe_chain::merkle::TreeHash;
use greffe_proof::{Checkpoint, Note, SigningKey, Trust};
use greffe_witness::{Server, Witness};
use sha2::{Digest as _, Sha256};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const ORIGIN: &str = "vauclaire.example";

pub fn log() -> SigningKey {
    SigningKey::from_seed(ORIGIN.parse().unwrap(), [1; 32])
}

pub fn trust() -> Trust {
    Trust::of_log(log().verifier())
}

/// The key of a witness of that name.
pub fn witness_key(name: &str, seed: u8) -> SigningKey {
    SigningKey::witness_from_seed(name.parse().unwrap(), [seed; 32])
}

/// A checkpoint that the log has signed, over a tree with this root.
pub fn signed(size: u64, root: u8) -> Note {
    let checkpoint = Checkpoint::new(ORIGIN, size, TreeHash([root; 32])).unwrap();
    log().sign(checkpoint.to_string()).unwrap()
}

/// The name of the log in the monitoring prefix.
pub fn name() -> String {
    let digest = Sha256::digest(ORIGIN);
    digest.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// A witness that listens, and what whoever runs it is told of each call.
pub struct Listening {
    pub folder: tempfile::TempDir,
    pub address: SocketAddr,
    pub told: Arc<Mutex<Vec<String>>>,
}

impl Listening {
    pub fn new() -> Listening {
        Listening::trusting(trust())
    }

    pub fn trusting(trust: Trust) -> Listening {
        let folder = tempfile::tempdir().unwrap();
        let witness = Witness::open(witness_key("anna.example", 9), trust, folder.path()).unwrap();
        let server = Server::listen("127.0.0.1:0", witness).unwrap();
        let address = server.address().unwrap();
        let told = Arc::new(Mutex::new(Vec::new()));
        let listener = Arc::clone(&told);
        std::thread::spawn(move || {
            server
                .serve(|| 1_700_000_000, |call| listener.lock().unwrap().push(format!("{call:?}")))
        });
        Listening { folder, address, told }
    }

    /// What is remembered of the log.
    pub fn memory(&self) -> PathBuf {
        self.folder.path().join(name()).join("checkpoint")
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// What these bytes are answered, in full.
    pub fn sent(&self, bytes: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(bytes.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// What a call of `add-checkpoint` is answered.
    pub fn called(&self, old: u64, checkpoint: &str) -> String {
        self.sent(&posted("/add-checkpoint", &format!("old {old}\n\n{checkpoint}")))
    }
}

/// A request with a body.
pub fn posted(target: &str, body: &str) -> String {
    format!("POST {target} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

/// The status of an answer.
pub fn status(answer: &str) -> u16 {
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.unwrap_or_else(|| panic!("{answer:?}"))
}
