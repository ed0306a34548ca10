//! Arguments of the verbs that prove: `keygen`, `keys`, `checkpoint`, `prove`, `publish`, `verify`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What a user pinned.
#[derive(Debug, Clone, Args, Default)]
pub struct Pinned {
    /// Whom you trust: public keys, one a line, or a policy with witnesses; may be repeated
    #[arg(long, visible_alias = "policy", value_name = "FILE")]
    pub trust: Vec<PathBuf>,
    /// A time-stamping authority you trust (certificate, PEM or DER); may be repeated
    #[arg(long, value_name = "FILE")]
    pub authority: Vec<PathBuf>,
}

/// Arguments of `keygen`.
#[derive(Debug, Args)]
pub struct Keygen {
    /// The name of the key, which becomes the name of the ledger in its checkpoints
    #[arg(value_name = "NAME")]
    pub key_name: String,
    /// Where to write the secret key; the public one goes beside it, as FILE.pub
    #[arg(long, short, value_name = "FILE", id = "key_file")]
    pub output: PathBuf,
    /// A key for a witness, not for a ledger
    #[arg(long)]
    pub witness: bool,
}

/// Arguments of `keys`.
#[derive(Debug, Args)]
pub struct Keys {
    /// What to do; the keys are listed otherwise.
    #[command(subcommand)]
    pub verb: Option<KeysVerb>,
}

/// What is done with the signing keys of a ledger.
#[derive(Debug, Subcommand)]
pub enum KeysVerb {
    /// List the signing keys that the ledger records
    #[command(visible_alias = "lister")]
    List,
    /// Record that a key comes into force, and which it replaces
    #[command(visible_alias = "inscrire")]
    Register {
        /// The public key
        #[arg(value_name = "KEYFILE", id = "public_key")]
        key: PathBuf,
        /// The public key that goes out of force; may be repeated
        #[arg(long, value_name = "KEYFILE")]
        retires: Vec<PathBuf>,
        #[command(flatten)]
        said: Said,
    },
    /// Record that a key goes out of force
    #[command(visible_alias = "retirer")]
    Retire {
        /// The public key
        #[arg(value_name = "KEYFILE", id = "public_key")]
        key: PathBuf,
        #[command(flatten)]
        said: Said,
    },
}

/// Why, and by whom.
#[derive(Debug, Args)]
pub struct Said {
    /// Why the key goes out of force
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Who records; GREFFE_BY or the account otherwise
    #[arg(long, value_name = "NAME", env = "GREFFE_BY", hide_env = true)]
    pub by: Option<String>,
}

/// Arguments of `checkpoint`.
#[derive(Debug, Args)]
pub struct Checkpoint {
    /// A secret key to sign with; GREFFE_KEY otherwise; may be repeated
    #[arg(long, value_name = "FILE", id = "secret_key")]
    pub key: Vec<PathBuf>,
    /// Sign only if so many entries have come since the last checkpoint
    #[arg(long, value_name = "N")]
    pub every: Option<u64>,
    /// Sign if anything has come and the last checkpoint is so many minutes old
    #[arg(long, value_name = "M")]
    pub minutes: Option<u64>,
    /// Write the checkpoint to a file too, to be kept elsewhere
    #[arg(long, short, value_name = "FILE", id = "checkpoint_file")]
    pub output: Option<PathBuf>,
    /// Keep the cosignatures of a checkpoint that pinned witnesses have seen (--trust)
    #[arg(long, value_name = "FILE")]
    pub attach: Option<PathBuf>,
    /// Ask a witness to cosign the checkpoint, at the address in front of /add-checkpoint (http://…, with --trust); may be repeated
    #[arg(long, value_name = "URL", id = "witness_url")]
    pub witness: Vec<String>,
    /// Write a request to time-stamp the checkpoint (RFC 3161), for a time-stamping authority
    #[arg(long, value_name = "FILE")]
    pub timestamp_request: Option<PathBuf>,
    /// Keep the time-stamp of an authority's response
    #[arg(long, value_name = "FILE")]
    pub attach_response: Option<PathBuf>,
    #[command(flatten)]
    pub pinned: Pinned,
}

/// Arguments of `prove`.
#[derive(Debug, Args)]
pub struct Prove {
    /// A convention, the end of its stream, any whole stream, or the number of an entry
    #[arg(value_name = "CONVENTION|SEQ")]
    pub what: String,
    /// Where to write the bundle; a name in .tlog-proof gives the C2SP form of one entry
    #[arg(long, short, value_name = "FILE", id = "evidence_file")]
    pub output: PathBuf,
    /// Prove under this checkpoint, or that of a bundle, in the place of the last one that is kept
    #[arg(long, value_name = "FILE", id = "proof_checkpoint")]
    pub checkpoint: Option<PathBuf>,
    /// With the files as they were received, not their texts alone
    #[arg(long)]
    pub originals: bool,
}

/// Arguments of `publish`.
#[derive(Debug, Args)]
pub struct Publish {
    /// The folder that a web server serves
    #[arg(value_name = "DIR", id = "published")]
    pub dir: PathBuf,
    /// Publish entries in clear too, with every name recorded in them
    #[arg(long)]
    pub entries: bool,
}

/// Arguments of `witness`.
#[derive(Debug, Args)]
pub struct Witness {
    /// The secret key of the witness; GREFFE_KEY otherwise
    #[arg(long, value_name = "FILE", id = "witness_key")]
    pub key: Option<PathBuf>,
    /// The folder in which the witness remembers what it saw
    #[arg(long, value_name = "DIR")]
    pub state: PathBuf,
    /// What a log publishes: a folder or an address (http://…); may be repeated
    #[arg(long, value_name = "DIR|URL")]
    pub follow: Vec<String>,
    /// Answer calls of logs at this address (127.0.0.1:8080), until stopped
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    #[command(flatten)]
    pub pinned: Pinned,
}

/// Arguments of `erase`.
#[derive(Debug, Args)]
pub struct Erase {
    /// Digests of sealed values, or hashes of documents (file, text)
    #[arg(required = true, value_name = "HASH", id = "digests")]
    pub digests: Vec<String>,
    /// The legal ground, as it is recorded ("RGPD, art. 17 1 b")
    #[arg(long, value_name = "TEXT")]
    pub ground: String,
    /// The day of the decision to erase (EDTF)
    #[arg(long, value_name = "DATE", id = "decided")]
    pub on: Option<String>,
    /// Who records; GREFFE_BY or the account otherwise
    #[arg(long, value_name = "NAME", env = "GREFFE_BY", hide_env = true)]
    pub by: Option<String>,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// A ledger's directory, a backup's, a log exported with `log --raw`, an evidence bundle or a proof; --ledger otherwise
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// The head kept outside: a hash, or COUNT:HASH
    #[arg(long, value_name = "HEAD")]
    pub expect_head: Option<String>,
    /// A checkpoint kept outside, or a bundle that holds one; may be repeated
    #[arg(long, value_name = "FILE", id = "outside_checkpoint")]
    pub checkpoint: Vec<PathBuf>,
    #[command(flatten)]
    pub pinned: Pinned,
    /// Exit with 4 if nothing from outside vouches for the ledger
    #[arg(long)]
    pub strict: bool,
}
