//! Targets over what outsiders bring: notes, checkpoints, tiles, proofs, calls to witnesses, evidence
//! bundles, time-stamps. What is accepted is written again byte by byte; nothing is proven that was not
//! pinned, and nothing panics.

use super::targets::Target;
use greffe_chain::merkle::{Prover, Tile, TileReader, TreeHash};
use greffe_proof::evidence::{self, Outcome};
use greffe_proof::timestamp::{self, Authority};
use greffe_proof::witness::{AddCheckpoint, Beginning, consider};
use greffe_proof::{Checkpoint, Note, SigningKey, TlogProof, Trust, VerifierKey};
use sha2::{Digest as _, Sha256};

/// Every target of this file.
pub const TARGETS: &[Target] = &[
    ("note", note),
    ("checkpoint", checkpoint),
    ("key", key),
    ("policy", policy),
    ("tile", tile),
    ("tlog_proof", tlog_proof),
    ("add_checkpoint", add_checkpoint),
    ("evidence", evidence),
    ("time_stamp", time_stamp),
];

/// Keys that the vectors were made with, and of which a fuzzer knows nothing.
fn pinned() -> Trust {
    let name = "ledger.example/vauclaire".parse().expect("a name");
    Trust::of_log(SigningKey::from_seed(name, [1; 32]).verifier())
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// A signed note: accepted bytes are exactly what writing it gives.
pub fn note(bytes: &[u8]) {
    let Ok(read) = Note::parse(bytes) else { return };
    assert_eq!(read.to_string().as_bytes(), bytes);
    assert!(read.text().ends_with('\n') && !read.signatures().is_empty());
    let trust = pinned();
    if let Ok(signed) = read.verify(trust.logs()) {
        assert!(signed.len() <= 1, "one key signs once");
    }
}

/// A checkpoint: the same, and its size and root agree on whether there is anything.
pub fn checkpoint(bytes: &[u8]) {
    let Some(read) = text(bytes).and_then(|text| text.parse::<Checkpoint>().ok()) else { return };
    assert_eq!(read.to_string().as_bytes(), bytes);
    let again = Checkpoint::new(read.origin(), read.size(), read.root());
    assert!(again.is_ok(), "what is read could have been made");
}

/// A public key, and a secret one: one spelling each, and the halves belong together.
pub fn key(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    if let Ok(read) = text.parse::<VerifierKey>() {
        assert_eq!(read.to_string(), text);
    }
    if let Ok(read) = SigningKey::from_secret_text(text) {
        assert_eq!(read.to_secret_text(), text);
        let written = read.verifier().to_string();
        assert_eq!(written.parse(), Ok(read.verifier()));
    }
}

/// A policy: nobody is counted under two names, and who asks for witnesses is not content with none.
pub fn policy(bytes: &[u8]) {
    let Some(Ok(read)) = text(bytes).map(Trust::parse) else { return };
    let witnesses = read.policy().witnesses();
    for (at, one) in witnesses.iter().enumerate() {
        assert!(witnesses.iter().skip(at + 1).all(|other| !other.is_same_point(one)));
    }
    assert_eq!(read.policy().is_met_by(&[]), !read.policy().asks());
}

/// A keeper who gives the same bytes for every tile.
struct Same<'b>(&'b [u8]);

impl TileReader for Same<'_> {
    type Error = ();

    fn read(&mut self, _: Tile) -> Result<Vec<u8>, ()> {
        Ok(self.0.to_vec())
    }
}

/// The bytes of a tile, behind eight for the size of a tree and a path behind them for good measure.
pub fn tile(bytes: &[u8]) {
    if let Some(Ok(read)) = text(bytes).map(str::parse::<Tile>) {
        assert_eq!(read.to_string().as_bytes(), bytes);
    }
    let Some((size, stored)) = bytes.split_first_chunk::<8>() else { return };
    let size = u64::from_be_bytes(*size);
    let mut reader = Same(stored);
    let mut prover = Prover::new(&mut reader, size);
    let (index, old) = (size / 3, size / 2);
    if let (Ok(root), Ok(proof)) = (prover.root(), prover.inclusion(index)) {
        assert!(proof.len() <= 64);
        let _ = greffe_chain::merkle::verify_inclusion(index, size, root, &proof, root);
    }
    if let Ok(proof) = prover.consistency(old) {
        assert!(proof.len() <= 65);
    }
    if let Ok(tree) = prover.tree() {
        assert_eq!(Ok(tree.root()), prover.root());
    }
}

/// A single proof: one spelling, and it proves nothing of an entry that is not in the ledger.
pub fn tlog_proof(bytes: &[u8]) {
    let Ok(read) = TlogProof::parse(bytes) else { return };
    assert_eq!(read.to_string().as_bytes(), bytes);
    assert!(read.verify(b"an entry that was never recorded", &pinned()).is_err());
}

/// A call to a witness: one spelling, and a refusal has an answer.
pub fn add_checkpoint(bytes: &[u8]) {
    // What a witness keeps beside two sides begins like a call.
    if let Ok(read) = Beginning::parse(bytes) {
        assert_eq!(read.to_string().as_bytes(), bytes);
    }
    let Ok(read) = AddCheckpoint::parse(bytes) else { return };
    assert_eq!(read.to_string().as_bytes(), bytes);
    match consider(&pinned(), None, &read) {
        Ok((checkpoint, seen)) => assert_eq!(checkpoint.size(), seen.size),
        Err(refusal) => {
            assert!([400, 403, 404, 409, 422].contains(&refusal.status()));
            assert!(refusal.body().ends_with('\n'));
        }
    }
}

/// An evidence bundle, with its sum made anew, since no fuzzer finds one: one spelling, nothing concluded
/// without a key, and nothing proven that contradicts itself.
pub fn evidence(bytes: &[u8]) {
    let body = bytes.get(..bytes.len().saturating_sub(72)).unwrap_or_default();
    let sealed =
        [body, format!("sha256 {}\n", TreeHash(Sha256::digest(body).into())).as_bytes()].concat();
    for bytes in [bytes, &sealed] {
        if let Ok(read) = evidence::parse(bytes) {
            assert_eq!(read.encode().as_deref(), Ok(bytes));
        }
        assert_ne!(evidence::verify(bytes, &Trust::default()).outcome(), Outcome::Sound);
        let report = evidence::verify(bytes, &pinned());
        assert_eq!(report.proven.is_some(), report.outcome() == Outcome::Sound);
    }
}

/// A response, a token, a certificate: no authority is trusted that was not pinned, and no altered token
/// of a pinned one says another time.
pub fn time_stamp(bytes: &[u8]) {
    const AUTHORITY: &[u8] = include_bytes!("../../tests/vectors/proof/authority.pem");
    const DATUM: &[u8] = include_bytes!("../../tests/vectors/proof/stamped-text");
    const TOKEN: &[u8] = include_bytes!("../../tests/vectors/proof/token.der");
    let token = timestamp::token_of_response(bytes).unwrap_or_else(|_| bytes.to_vec());
    assert!(timestamp::verify(&token, DATUM, None, &[]).is_err());
    let pinned = [Authority::parse(AUTHORITY).expect("a certificate")];
    if let Ok(stamp) = timestamp::verify(&token, DATUM, None, &pinned) {
        assert_eq!(Ok(stamp), timestamp::verify(TOKEN, DATUM, None, &pinned));
    }
    assert!(timestamp::verify(&token, b"another datum", None, &pinned).is_err());
    if let Ok(authority) = Authority::parse(bytes) {
        assert_eq!(Authority::parse(authority.der()), Ok(authority));
    }
}
