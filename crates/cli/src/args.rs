//! The arguments. Names and defaults only: what they mean is in `commands/`, their words in both
//! languages in `help.rs`.

mod bisect;
mod blame;
mod case;
mod diff;
mod explain;
mod import;
mod matching;
mod overriding;
mod proof;
mod replay;
mod report;
mod review;
mod rules;
mod sample;
mod timeline;
mod what_if;

pub use bisect::{Bisect, BisectOrder};
pub use blame::Blame;
pub use case::{Case, CaseVerb};
pub use diff::Diff;
pub use explain::Explain;
pub use import::Import;
pub use matching::{LinkSubjects, Match};
pub use overriding::{Correct, Void};
pub use proof::{
    Checkpoint, Erase, Keygen, Keys, KeysVerb, Pinned, Prove, Publish, Said, Verify, Witness,
};
pub use replay::Replay;
pub use report::Report;
pub use review::ReviewDraft;
pub use rules::{Rules, RulesVerb, Weight};
pub use sample::{Sample, Sampled};
pub use timeline::Timeline;
pub use what_if::WhatIf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use greffe_render::Lang;
use std::borrow::Cow;
use std::ffi::OsString;
use std::path::PathBuf;

/// An event-sourced ledger for public decisions
#[derive(Debug, Parser)]
#[command(name = "greffe", version, arg_required_else_help = true)]
pub struct Cli {
    /// What every verb takes.
    #[command(flatten)]
    pub global: Global,
    /// The verb.
    #[command(subcommand)]
    pub verb: Verb,
}

/// Options that every verb takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The ledger's directory; GREFFE_LEDGER or ./greffe.ledger otherwise
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "GREFFE_LEDGER",
        hide_env = true,
        display_order = 90
    )]
    pub ledger: Option<PathBuf>,
    /// text for a person (the default) or json for a program
    #[arg(
        long, global = true, value_enum, default_value_t = Form::Text, hide_default_value = true,
        hide_possible_values = true, display_order = 91
    )]
    pub format: Form,
    /// Language of texts: fr or en; that of the locale otherwise
    #[arg(
        long, global = true, value_name = "LANG", value_parser = ["fr", "en"],
        hide_possible_values = true, display_order = 92
    )]
    pub lang: Option<String>,
    /// Colour: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(
        long, global = true, value_enum, default_value_t = Colour::Auto, hide_default_value = true,
        hide_possible_values = true, display_order = 93
    )]
    pub color: Colour,
    /// Work on a private copy; the ledger's files stay byte-identical
    #[arg(long, global = true, display_order = 94)]
    pub forensic: bool,
}

/// The forms that the command line knows; only some verbs give all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    // For a person.
    Text,
    // For a program.
    Json,
    // For a table.
    Csv,
    // For Timesketch, one JSON object a line.
    Jsonl,
    // For eyes.
    Svg,
}

/// The form of results that every verb gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a person.
    Text,
    /// For a program.
    Json,
}

/// Whether to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    // On a terminal, unless `NO_COLOR` is set.
    Auto,
    // Always.
    Always,
    // Never.
    Never,
}

/// A question's two clocks.
#[derive(Debug, Clone, Args, Default)]
pub struct Clocks {
    /// What was in force on this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// As known at this instant (RFC 3339, UTC)
    #[arg(long, value_name = "INSTANT")]
    pub known_at: Option<String>,
}

/// How the rules are set.
#[derive(Debug, Clone, Args, Default)]
pub struct Ruled {
    /// A rule pack: rules left out, and stricter parameters (TOML)
    #[arg(long = "rules", value_name = "FILE")]
    pub pack: Option<PathBuf>,
}

/// The verbs, each with its French alias.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Read acts, record them and show the convention, the trail and the findings
    #[command(visible_alias = "reconstituer")]
    Reconstruct(Reconstruct),
    /// Create a ledger
    #[command(visible_alias = "initialiser")]
    Init(Init),
    /// Read an act into a draft for a person to correct
    #[command(visible_alias = "projet")]
    Draft(Draft),
    /// Go through a draft in the terminal, fact by fact beside its text; records nothing
    #[command(visible_alias = "relire")]
    Review(ReviewDraft),
    /// Record a draft, or its review
    #[command(visible_alias = "inscrire")]
    Record(Record),
    /// Record the rows of a published table, or a receipt of transmission; exits with 1 if rows are rejected
    #[command(visible_alias = "importer")]
    Import(Import),
    /// List which beneficiaries, and which acts, may be one, with the reasons; merges nothing
    #[command(visible_alias = "rapprocher")]
    Match(Match),
    /// Record that two beneficiaries, or two acts, are one, or are two
    #[command(visible_alias = "lier")]
    Link(LinkSubjects),
    /// Record that an entry should not have been recorded, and show what that changes
    #[command(visible_alias = "annuler")]
    Void(Void),
    /// Record what an entry should have said, and show what that changes
    #[command(visible_alias = "rectifier")]
    Correct(Correct),
    /// List the entries
    #[command(visible_alias = "journal")]
    Log(Log),
    /// Open an entry, a passage or a document
    #[command(visible_alias = "montrer")]
    Show(Show),
    /// Show the state of conventions
    #[command(visible_alias = "etat")]
    State(State),
    /// Show who did what under which authority
    #[command(visible_alias = "piste")]
    Trail(Trail),
    /// Show who set each field, in which words, and what it replaced
    #[command(visible_alias = "imputer")]
    Blame(Blame),
    /// Explain a figure, from the result down to the sentences of the acts
    #[command(visible_alias = "expliquer")]
    Explain(Explain),
    /// Compare two states of a convention, field by field
    #[command(visible_alias = "comparer")]
    Diff(Diff),
    /// Show what would be without an entry, with a draft, or with another value; records nothing
    #[command(visible_alias = "et-si")]
    WhatIf(WhatIf),
    /// Apply the rules: exits with 1 on an irregularity, 4 when it cannot conclude
    #[command(visible_alias = "controler")]
    Audit(Audit),
    /// List the rules with their legal sources
    #[command(visible_alias = "regles")]
    Rules(Rules),
    /// Verify every byte of a ledger, of a backup, of an exported log, or of an evidence bundle
    #[command(visible_alias = "verifier")]
    Verify(Verify),
    /// Make a signing key, for a ledger or for a witness
    #[command(visible_alias = "cle")]
    Keygen(Keygen),
    /// List, register or retire the keys that sign the ledger's checkpoints
    #[command(visible_alias = "cles")]
    Keys(Keys),
    /// Sign a checkpoint over all entries, and keep its cosignatures and time-stamps
    #[command(visible_alias = "point-de-controle")]
    Checkpoint(Checkpoint),
    /// Write a bundle that proves entries to somebody without the ledger
    #[command(visible_alias = "prouver")]
    Prove(Prove),
    /// Write what monitors and witnesses follow as static files; without entries in clear, unless asked
    #[command(visible_alias = "publier")]
    Publish(Publish),
    /// Follow logs and cosign what continues; refuse forks and roll-backs, and keep both sides
    #[command(visible_alias = "temoin")]
    Witness(Witness),
    /// Erase sealed personal data or documents, on a legal ground; the chain and all proofs still hold
    #[command(visible_alias = "effacer")]
    Erase(Erase),
    /// Print the JSON Schema of events
    #[command(visible_alias = "schemas")]
    Schema(Schema),
    /// Copy what has come since the last backup, while the ledger is in use
    #[command(visible_alias = "sauvegarder")]
    Backup(Backup),
    /// Make a ledger anew from a backup, from what is whole of a damaged one, or from both
    #[command(visible_alias = "restaurer")]
    Restore(Restore),
    /// List what is whole of a ledger, without a change to it
    #[command(visible_alias = "examiner")]
    Doctor(Doctor),
    /// Find since when something has been so: the first entry at which an expression becomes true
    #[command(visible_alias = "depuis-quand")]
    Bisect(Bisect),
    /// Go through the log entry by entry, each with what it changes
    #[command(visible_alias = "rejouer")]
    Replay(Replay),
    /// Draw a monetary-unit sample of payments or subsidies, the same from the same seed; --format csv too
    #[command(visible_alias = "echantillonner")]
    Sample(Sample),
    /// Put all that bears on a question in one folder or archive, or check and take one in
    #[command(visible_alias = "affaire")]
    Case(Case),
    /// Draw what happened around a convention or an organ; --format csv, jsonl and svg too
    #[command(visible_alias = "frise")]
    Timeline(Timeline),
    /// Write a report on a convention: one HTML file, for screen and paper
    #[command(visible_alias = "rapport")]
    Report(Report),
}

impl Verb {
    /// Whether the characters of scanned pages are to be recognised.
    pub const fn recognises(&self) -> bool {
        match self {
            Verb::Reconstruct(args) => args.ocr,
            Verb::Draft(args) => args.ocr,
            Verb::Record(args) => args.ocr,
            Verb::Review(args) => args.ocr,
            _ => false,
        }
    }
}

/// Arguments of `reconstruct`.
#[derive(Debug, Args)]
pub struct Reconstruct {
    /// Acts, or folders of acts
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read folders inside folders too
    #[arg(long)]
    pub recursive: bool,
    /// Recognise the characters of scanned pages, with an installed tesseract; nothing of it is sure
    #[arg(long)]
    pub ocr: bool,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub ruled: Ruled,
    #[command(flatten)]
    pub clocks: Clocks,
}

/// How acts are read and by whom they are recorded.
#[derive(Debug, Clone, Args)]
pub struct Reading {
    /// Code of the institution in stream names (small letters, digits, hyphens); made of the name that is read otherwise
    #[arg(long, value_name = "CODE", value_parser = institution_code)]
    pub institution: Option<String>,
    /// Who records; GREFFE_BY, USER or LOGNAME otherwise
    #[arg(long, value_name = "NAME", env = "GREFFE_BY", hide_env = true)]
    pub by: Option<String>,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Name of the ledger
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Institution it is kept for
    #[arg(long, value_name = "NAME")]
    pub institution: Option<String>,
    /// Who opens it; GREFFE_BY, USER or LOGNAME otherwise
    #[arg(long, value_name = "NAME", env = "GREFFE_BY", hide_env = true)]
    pub by: Option<String>,
}

/// Arguments of `draft`.
#[derive(Debug, Args)]
pub struct Draft {
    /// The act
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Recognise the characters of scanned pages, with an installed tesseract; nothing of it is sure
    #[arg(long)]
    pub ocr: bool,
    /// Where to write the draft; standard output otherwise
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Code of the institution in stream names (small letters, digits, hyphens); made of the name that is read otherwise
    #[arg(long, value_name = "CODE", value_parser = institution_code)]
    pub institution: Option<String>,
}

/// Arguments of `record`.
#[derive(Debug, Args)]
pub struct Record {
    /// The draft
    #[arg(value_name = "DRAFT")]
    pub draft: PathBuf,
    /// The act it was read from; beside the draft under its own name otherwise
    #[arg(long, value_name = "FILE")]
    pub document: Option<PathBuf>,
    /// Recognise the characters of scanned pages, as the draft was read
    #[arg(long, id = "ocr_again")]
    pub ocr: bool,
    /// Record also what these entries stand against, beside them; several with commas
    #[arg(long, value_name = "SEQ", value_delimiter = ',')]
    pub despite: Vec<u64>,
    /// Who records; GREFFE_BY, USER or LOGNAME otherwise
    #[arg(long, value_name = "NAME", env = "GREFFE_BY", hide_env = true)]
    pub by: Option<String>,
}

/// Which entries of the log.
#[derive(Debug, Args)]
pub struct Selecting {
    /// First entry
    #[arg(long, value_name = "SEQ")]
    pub from: Option<u64>,
    /// Last entry
    #[arg(long, value_name = "SEQ")]
    pub to: Option<u64>,
    /// Only this stream, or streams below it
    #[arg(long, value_name = "STREAM")]
    pub stream: Option<String>,
    /// Only this kind of event
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Only what this expression is true of (docs/expressions.md)
    #[arg(long = "where", value_name = "EXPR", allow_hyphen_values = true)]
    pub only: Option<String>,
    #[command(flatten)]
    pub clocks: Clocks,
}

/// Arguments of `log`.
#[derive(Debug, Args)]
pub struct Log {
    /// Print the stored bytes, one entry a line
    #[arg(long)]
    pub raw: bool,
    #[command(flatten)]
    pub selecting: Selecting,
}

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct Show {
    /// An entry (12), one of its passages (12.3), or a document's hash (8 digits at least)
    #[arg(value_name = "REF")]
    pub reference: String,
    /// Print the registered text byte for byte
    #[arg(long, conflicts_with = "original")]
    pub text: bool,
    /// Print the file as received byte for byte
    #[arg(long)]
    pub original: bool,
}

/// Arguments of `state`.
#[derive(Debug, Args)]
pub struct State {
    /// A stream, or the end of one; all otherwise
    #[arg(value_name = "STREAM")]
    pub subject: Option<String>,
    /// Only what this expression is true of (docs/expressions.md)
    #[arg(long = "where", value_name = "EXPR", allow_hyphen_values = true)]
    pub only: Option<String>,
    #[command(flatten)]
    pub clocks: Clocks,
}

/// Arguments of `trail`.
#[derive(Debug, Args)]
pub struct Trail {
    /// A stream, or the end of one; all otherwise
    #[arg(value_name = "STREAM")]
    pub subject: Option<String>,
    /// Only what this expression is true of (docs/expressions.md)
    #[arg(long = "where", value_name = "EXPR", allow_hyphen_values = true)]
    pub only: Option<String>,
    #[command(flatten)]
    pub ruled: Ruled,
    #[command(flatten)]
    pub clocks: Clocks,
}

/// Arguments of `audit`.
#[derive(Debug, Args)]
pub struct Audit {
    /// A stream, or the end of one; all otherwise
    #[arg(value_name = "STREAM")]
    pub subject: Option<String>,
    /// Only this rule
    #[arg(long, value_name = "ID")]
    pub rule: Option<String>,
    /// Only what this expression is true of (docs/expressions.md)
    #[arg(long = "where", value_name = "EXPR", allow_hyphen_values = true)]
    pub only: Option<String>,
    /// Only rules of this weight or a heavier one: major, minor or note
    #[arg(long, value_enum, hide_possible_values = true, value_name = "WEIGHT")]
    pub severity: Option<Weight>,
    #[command(flatten)]
    pub ruled: Ruled,
    #[command(flatten)]
    pub clocks: Clocks,
}

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// One kind of event; all otherwise
    #[arg(value_name = "KIND")]
    pub kind: Option<String>,
}

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The backup's directory
    #[arg(value_name = "DIR")]
    pub into: PathBuf,
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup
    #[arg(value_name = "BACKUP")]
    pub backup: Option<PathBuf>,
    /// A damaged ledger, to take from it what is whole
    #[arg(long, value_name = "DIR")]
    pub damaged: Option<PathBuf>,
}

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// The ledger's directory, or a backup's; --ledger otherwise
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
}

/// The language: `--lang`, then the locale, then French. Read before the arguments are parsed, so
/// that help and usage errors speak it too.
pub fn language(arguments: &[OsString]) -> Lang {
    let mut words = arguments.iter().skip(1).map(|word| word.to_string_lossy());
    let asked = loop {
        match words.next() {
            None => break None,
            Some(word) if word == "--lang" => break words.next().map(Cow::into_owned),
            Some(word) => {
                if let Some(lang) = word.strip_prefix("--lang=") {
                    break Some(lang.to_owned());
                }
            }
        }
    };
    let locale = || {
        let set =
            ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| std::env::var(name).ok());
        set.into_iter().find(|value| !value.is_empty())
    };
    match asked.or_else(locale) {
        Some(lang) if lang.to_lowercase().starts_with("en") => Lang::En,
        _ => Lang::Fr,
    }
}

/// The code of an institution, as it stands in stream names.
fn institution_code(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if (1..=80).contains(&text.len()) && text.chars().all(plain) {
        return Ok(text.to_owned());
    }
    Err("a-z 0-9 -, 1-80 (metropole-de-vauclaire)".to_owned())
}
