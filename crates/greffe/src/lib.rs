//! greffe, the registry office: a ledger of public decisions to embed.
//!
//! An act is read into a *draft* ([`draft`]); what a person, or the machine where it is sure,
//! chooses of it is *recorded* ([`Ledger::record`]) as chained entries that each cite the passage
//! they come from; *projections* turn the log into the state of a convention
//! ([`Ledger::conventions`]) and into an audit trail with findings ([`Ledger::trail`]), at any
//! date, as known at any date; *verification* ([`Ledger::verify`]) reads every byte again.
//!
//! This room ties the others together and decides nothing of its own. It must not know the
//! terminal: what it finds, it returns.
//!
//! ```
//! use greffe::domain::AsOf;
//! use greffe::{Ledger, Opening, ReadOptions, draft};
//!
//! # let act = include_bytes!("../../../docs/tour/1-attribution.txt");
//! # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
//! # let folder = tempfile::tempdir()?;
//! # runtime.block_on(async {
//! // Open.
//! let opening = Opening { name: "Vauclaire".into(), by: "clerk".into(), ..Opening::default() };
//! let ledger = Ledger::create(&folder.path().join("vauclaire.ledger"), opening)?;
//!
//! // Append: read an act, record what is sure.
//! let drafted = draft("1-attribution.txt", act, &ReadOptions::default())?;
//! ledger.record(&drafted.draft, act, "clerk").await?;
//!
//! // Project: the state of the convention, each field with its sources.
//! let conventions = ledger.conventions(AsOf::default())?;
//! let subsidy = conventions[0].subsidy_cents.current().expect("a subsidy");
//! assert_eq!(subsidy.value.cents(), 7_350_000);
//!
//! // Prove: every byte is read again.
//! assert!(ledger.verify(Some(ledger.head().into()))?.is_sound());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod append;
mod backup;
mod batch;
mod bearing_out;
mod beside;
mod bisect;
mod case;
mod coinciding;
mod decode;
mod documents;
mod draft_entries;
mod draft_file;
mod draft_text;
mod erasures;
mod error;
mod fold;
#[cfg(test)]
mod grown;
mod import;
mod index;
mod kept;
mod ledger;
mod linking;
mod neighbourhood;
mod overriding;
mod passage;
mod proof;
mod questions;
mod record;
mod registered;
mod replay;
mod report;
mod restating;
mod resting;
mod review;
mod rule_pack;
mod sample;
mod selection;
mod table;
mod timeline;
mod unique;
mod vault;
mod verdicts;
mod verify;
mod waiting;

pub use greffe_audit_trail as audit_trail;
pub use greffe_chain as chain;
pub use greffe_convention_state as convention_state;
/// Errors of the rooms below, so that a caller can tell them apart.
pub use greffe_documents::{
    Document as ReadDocument, Extractor, Format, MAX_BYTES as MAX_DOCUMENT_BYTES, OnPage, Picture,
    Placement, Places, ReadError, Recognised, Unseen, WhyUnseen, is_plain_text, picture,
    read as read_here,
};
pub use greffe_domain as domain;
pub use greffe_inquiry as inquiry;
pub use greffe_proof as proofs;
pub use greffe_store::{
    AppendError, BackupReport, BlockFault, Cause, Damage, Diagnosis, Expected, IndexFault, Metrics,
    Receipt, RestoreReport, StoreError, StoreReport, Subscription,
};
pub use greffe_tables as tables;

pub use append::NewFact;
pub use backup::{BackedUp, Examination, Restored, examine, is_backup, restore};
pub use bearing_out::NotBorneOut;
pub use bisect::Question;
pub use case::{
    CASE_FORMAT, Case, CaseDocument, CaseEntry, CaseFault, CaseManifest, CaseOrigin, CasePages,
    CaseProof, CaseQuestion, CaseReading,
};
pub use decode::decode;
pub use documents::{DocumentReader, read_document, read_documents_with};
pub use draft_file::{
    DRAFT_FORMAT, DraftConfidence, DraftDocument, DraftFile, DraftNote, DraftReading, DraftSource,
    DraftedEvent,
};
pub use draft_text::DraftPlace;
pub use erasures::erased_in;
pub use error::Error;
pub use import::{
    DefectRows, EarlierTable, KnownTable, TableFile, TableImport, TableOptions, TableStep,
    TableSurvey, Watch,
};
pub use ledger::{FORMAT, Ledger, Opening, conventions};
pub use linking::Link;
pub use overriding::{Overridden, Overriding};
pub use passage::{Excerpt, Texts};
pub use proof::{
    Against, AnchorReport, HeldStamp, KeptCheckpoint, KeyRecord, LONG_UNSTAMPED, NotAnchored,
    OutsideAnchor, ProofCheck, ProofError, Proved, ProvedAlone, Published, Reach, Remembered,
    Signed, Stamped, anchor_of, new_key,
};
pub use record::{Drafted, ReadOptions, Recording, draft, text_of};
pub use registered::Document;
pub use replay::{Mark, Replayed, Replayer, StateChange};
pub use report::ReportedConvention;
pub use restating::{Restated, Standing};
pub use resting::RestingOnNothing;
pub use review::{Decided, Review, ReviewStanding, Reviewer};
pub use rule_pack::RulePackFile;
pub use sample::LedgerSample;
pub use selection::{Selection, standing};
pub use vault::{Erased, Ground, GroundForm};
pub use verify::{
    LedgerReport, Lost, Snapshots, parse_head, verify_backup, verify_log, verify_log_against,
};
pub use waiting::{Waiting, waiting_by_subject};

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
