//! Time-stamps, both ways with `openssl ts` and an authority that the test makes itself.

use crate::ledger::{Ledger, trust};
use crate::reference::{unhex, vectors};
use greffe_proof::evidence::{CheckName, NotChecked, Outcome, parse, verify as verify_bundle};
use greffe_proof::timestamp::{Authority, TimeStampFault, request, token_of_response, verify};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const DATUM: &[u8] =
    b"ledger.example/vauclaire\n300\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

fn decode64(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).unwrap()
}

#[test]
fn the_reference_request_and_response_are_read_byte_by_byte() {
    let Some(reference) = vectors("rfc3161.json") else { return };
    let text = |name: &str| reference[name].as_str().unwrap();
    let datum = text("datum_utf8").as_bytes();
    assert_eq!(request(datum, None).unwrap(), unhex(text("request_der_hex")));
    let authority = Authority::parse(text("tsa_certificate_pem").as_bytes()).unwrap();
    let token = token_of_response(&decode64(text("response_der_base64"))).unwrap();
    let stamp = verify(&token, datum, None, std::slice::from_ref(&authority)).unwrap();
    assert_eq!((stamp.written.as_str(), stamp.time), ("20261124000052Z", 1_795_478_452));
    assert!(stamp.authority.contains("TEST TSA"));
    let changed = text("changed_datum_utf8").as_bytes();
    let pinned = std::slice::from_ref(&authority);
    assert_eq!(verify(&token, changed, None, pinned), Err(TimeStampFault::Imprint));
    assert_eq!(verify(&token, datum, Some(&[1]), pinned), Err(TimeStampFault::Nonce));
    assert_eq!(verify(&token, datum, None, &[]), Err(TimeStampFault::NoAuthority));
}

/// An authority under a root, made by openssl in a folder of its own.
struct Tsa {
    folder: TempDir,
}

const CONFIG: &str = "
[req]
distinguished_name = dn
prompt = no
[dn]
CN = placeholder
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[loose]
keyUsage = critical,digitalSignature
extendedKeyUsage = timeStamping
[tsa_config]
serial = serial
default_policy = 1.2.3.4.1
signer_digest = sha256
digests = sha256, sha384, sha512
accuracy = secs:1
clock_precision_digits = 3
ordering = no
tsa_name = no
ess_cert_id_chain = no
";

impl Tsa {
    fn new(kind: &[&str], digest: &str) -> Tsa {
        let tsa = Tsa { folder: tempfile::tempdir().unwrap() };
        tsa.write("config", CONFIG.as_bytes());
        tsa.write("serial", b"01\n");
        for name in ["root", "signer", "loose", "stranger"] {
            let mut arguments = vec!["genpkey", "-out"];
            let key = format!("{name}.key");
            arguments.push(&key);
            arguments.extend(kind);
            tsa.openssl(&arguments);
        }
        for name in ["root", "stranger"] {
            let (key, out, subject) =
                (format!("{name}.key"), format!("{name}.pem"), format!("/CN=Test {name}"));
            tsa.openssl(&[
                "req",
                "-x509",
                "-new",
                "-config",
                "config",
                "-extensions",
                "root",
                "-days",
                "3650",
                digest,
                "-key",
                &key,
                "-out",
                &out,
                "-subj",
                &subject,
            ]);
        }
        for (name, extensions) in [("signer", "tsa"), ("loose", "loose")] {
            let (key, csr, out, subject) = (
                format!("{name}.key"),
                format!("{name}.csr"),
                format!("{name}.pem"),
                format!("/O=Authority/CN=Test {name}"),
            );
            tsa.openssl(&[
                "req", "-new", "-config", "config", "-key", &key, "-out", &csr, "-subj", &subject,
            ]);
            tsa.openssl(&[
                "x509",
                "-req",
                "-in",
                &csr,
                "-CA",
                "root.pem",
                "-CAkey",
                "root.key",
                "-set_serial",
                "77",
                "-days",
                "365",
                digest,
                "-extfile",
                "config",
                "-extensions",
                extensions,
                "-out",
                &out,
            ]);
        }
        tsa
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path().join(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path().join(name)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> (bool, String) {
        let output = Command::new("openssl")
            .args(arguments)
            .current_dir(self.path())
            .output()
            .expect("openssl is needed for the tests of time-stamps");
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }

    fn openssl(&self, arguments: &[&str]) -> String {
        let (done, said) = self.run(arguments);
        assert!(done, "openssl {arguments:?}: {said}");
        said
    }

    fn pinned(&self, name: &str) -> [Authority; 1] {
        [Authority::parse(&self.read(&format!("{name}.pem"))).unwrap()]
    }

    /// What the authority answers to a request, as a token.
    fn answer(&self, request: &[u8], signer: &str, chain: Option<&str>) -> Vec<u8> {
        self.write("request", request);
        let (certificate, key) = (format!("{signer}.pem"), format!("{signer}.key"));
        let mut arguments = vec![
            "ts",
            "-reply",
            "-config",
            "config",
            "-section",
            "tsa_config",
            "-queryfile",
            "request",
            "-signer",
            &certificate,
            "-inkey",
            &key,
            "-out",
            "response",
        ];
        arguments.extend(chain.map(|chain| ["-chain", chain]).into_iter().flatten());
        self.openssl(&arguments);
        token_of_response(&self.read("response")).unwrap()
    }
}

const NONCE: &[u8] = &[0xf1, 2, 3, 4, 5, 6, 7, 8];

#[test]
fn openssl_answers_our_requests_and_we_verify_its_answers() {
    let ec = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
    let ec384 = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"];
    let rsa = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
    for (kind, digest) in [(&ec[..], "-sha256"), (&ec384[..], "-sha384"), (&rsa[..], "-sha512")] {
        let tsa = Tsa::new(kind, digest);
        let asked = request(DATUM, Some(NONCE)).unwrap();
        let token = tsa.answer(&asked, "signer", Some("root.pem"));
        let stamp = verify(&token, DATUM, Some(NONCE), &tsa.pinned("root")).unwrap();
        assert!(stamp.written.contains('.') || stamp.written.len() == 15, "{}", stamp.written);
        assert_eq!(
            (stamp.policy.as_str(), stamp.authority.contains("Test signer")),
            ("1.2.3.4.1", true)
        );
        // Pinned itself, or under what is pinned; not under what is not.
        assert_eq!(verify(&token, DATUM, Some(NONCE), &tsa.pinned("signer")), Ok(stamp));
        let stranger = verify(&token, DATUM, None, &tsa.pinned("stranger"));
        assert_eq!(stranger, Err(TimeStampFault::Unpinned));
        assert_eq!(
            verify(&token, b"other", None, &tsa.pinned("root")),
            Err(TimeStampFault::Imprint)
        );
        let nonce = verify(&token, DATUM, Some(&[9]), &tsa.pinned("root"));
        assert_eq!(nonce, Err(TimeStampFault::Nonce));
        // The other way: openssl verifies the token that we took out of the response.
        tsa.write("token", &token);
        tsa.write("datum", DATUM);
        let said = tsa.openssl(&[
            "ts",
            "-verify",
            "-in",
            "token",
            "-token_in",
            "-data",
            "datum",
            "-CAfile",
            "root.pem",
        ]);
        assert!(said.contains("Verification: OK"), "{said}");
        assert!(
            said.contains("OK")
                && tsa
                    .openssl(&["ts", "-query", "-in", "request", "-text"])
                    .contains("Certificate required: yes")
        );
        // A certificate that is for other things as well, or not critically for this.
        tsa.write("request", &asked);
        let (made, _) = tsa.run(&[
            "ts",
            "-reply",
            "-config",
            "config",
            "-section",
            "tsa_config",
            "-queryfile",
            "request",
            "-signer",
            "loose.pem",
            "-inkey",
            "loose.key",
            "-out",
            "loose.response",
        ]);
        if made && let Ok(token) = token_of_response(&tsa.read("loose.response")) {
            let loose = verify(&token, DATUM, None, &tsa.pinned("root"));
            assert!(matches!(loose, Err(TimeStampFault::Certificate(_))), "{loose:?}");
        }
    }
}

/// A pinned certificate that signed and may not have is told so, and is no stranger.
#[test]
fn a_pinned_certificate_that_is_no_authority_is_named_for_what_it_is() {
    let ec = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
    let tsa = Tsa::new(&ec, "-sha256");
    let extended = format!(
        "{CONFIG}\n[leaf]\nbasicConstraints = critical,CA:FALSE\n[flat]\nbasicConstraints = critical,CA:TRUE,pathlen:0\n\
         keyUsage = critical,keyCertSign\n"
    );
    tsa.write("config", extended.as_bytes());
    // The same key and name as the root, and what it may do told otherwise.
    for (name, extensions) in [("nobody", "leaf"), ("flat", "flat")] {
        let line = format!(
            "req -x509 -new -config config -extensions {extensions} -days 3650 -key root.key -out {name}.pem -subj"
        );
        let mut arguments: Vec<&str> = line.split(' ').collect();
        arguments.push("/CN=Test root");
        tsa.openssl(&arguments);
    }
    let token = tsa.answer(&request(DATUM, None).unwrap(), "signer", None);
    let told =
        |name: &str| verify(&token, DATUM, None, &tsa.pinned(name)).map(|stamp| stamp.policy);
    let Err(TimeStampFault::Certificate(said)) = told("nobody") else {
        panic!("{:?}", told("nobody"))
    };
    assert!(said.contains("no authority"), "{said}");
    assert_eq!(told("flat"), Ok("1.2.3.4.1".to_owned()));
    let both = [tsa.pinned("nobody"), tsa.pinned("root")].concat();
    assert!(verify(&token, DATUM, None, &both).is_ok());
}

#[test]
fn a_request_of_openssl_is_ours_byte_for_byte() {
    let tsa = Tsa::new(&["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], "-sha256");
    tsa.write("datum", DATUM);
    tsa.openssl(&[
        "ts",
        "-query",
        "-data",
        "datum",
        "-sha256",
        "-cert",
        "-no_nonce",
        "-out",
        "theirs",
    ]);
    assert_eq!(tsa.read("theirs"), request(DATUM, None).unwrap());
    let digest = greffe_chain::merkle::TreeHash(Sha256::digest(DATUM).into()).to_string();
    tsa.openssl(&[
        "ts",
        "-query",
        "-digest",
        &digest,
        "-sha256",
        "-cert",
        "-no_nonce",
        "-out",
        "theirs",
    ]);
    assert_eq!(tsa.read("theirs"), request(DATUM, None).unwrap());
    assert_eq!(request(DATUM, Some(&[0; 33])), None);
    // A refusal is no token.
    tsa.write("request", &request(DATUM, None).unwrap()[..20]);
    tsa.run(&[
        "ts",
        "-reply",
        "-config",
        "config",
        "-section",
        "tsa_config",
        "-queryfile",
        "request",
        "-signer",
        "signer.pem",
        "-inkey",
        "signer.key",
        "-out",
        "refusal",
    ]);
    assert_eq!(token_of_response(&tsa.read("refusal")), Err(TimeStampFault::Refused(2)));
}

#[test]
fn a_bundle_with_a_time_stamp_is_checked_down_to_its_bytes() {
    let tsa = Tsa::new(&["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], "-sha256");
    let mut evidence = Ledger::of(30).evidence(&[2]);
    let text = evidence.checkpoint.text().as_bytes().to_vec();
    let token = tsa.answer(&request(&text, Some(NONCE)).unwrap(), "signer", None);
    evidence.timestamps.push(token.clone());
    let bytes = evidence.encode().unwrap();
    let [root] = tsa.pinned("root");
    let pinned = trust().with_authority(root.clone());
    let report = verify_bundle(&bytes, &pinned);
    assert_eq!(report.outcome(), Outcome::Sound, "{report:#?}");
    assert_eq!(report.check(CheckName::TimeStamps).unwrap().count, 1);
    assert!(report.not_checked.contains(&NotChecked::Revocation));
    assert_eq!(report.proven.unwrap().stamped.len(), 1);
    let report = verify_bundle(&bytes, &trust());
    assert_eq!(report.outcome(), Outcome::Sound);
    assert!(report.not_checked.contains(&NotChecked::NoAuthority { tokens: 1 }));
    assert_eq!(parse(&bytes), Ok(evidence.clone()));
    // A second authority, whom nobody here pinned, adds nothing and spoils nothing: its word is not checked.
    let other = Tsa::new(&["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], "-sha256");
    let asked = request(&text, None).unwrap();
    evidence.timestamps.push(other.answer(&asked, "signer", Some("root.pem")));
    let report = verify_bundle(&evidence.encode().unwrap(), &pinned);
    assert_eq!(report.outcome(), Outcome::Sound, "{report:#?}");
    assert_eq!(report.check(CheckName::TimeStamps).unwrap().count, 1);
    assert!(report.not_checked.contains(&NotChecked::NoAuthority { tokens: 1 }));
    // What is altered is nobody's, whoever is pinned.
    let [_, theirs] = evidence.timestamps.as_mut_slice() else { panic!("two of them") };
    *theirs.last_mut().unwrap() ^= 1;
    let report = verify_bundle(&evidence.encode().unwrap(), &pinned);
    assert_eq!(report.outcome(), Outcome::Faulty, "{report:#?}");
    // Of the token, every byte that the authority signed counts.
    let mut unseen = Vec::new();
    for at in 0..token.len() {
        let mut changed = token.clone();
        changed[at] ^= 1;
        if verify(&changed, &text, Some(NONCE), std::slice::from_ref(&root)).is_ok() {
            unseen.push(at);
        }
    }
    // What is left: the list of digests that nobody uses, and the version of the signature.
    assert!(unseen.len() < 20, "{unseen:?} of {} bytes", token.len());
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(verify(&bytes, DATUM, None, &[]).is_err());
        let _ = token_of_response(&bytes);
        let _ = Authority::parse(&bytes);
    }
}
