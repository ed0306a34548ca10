//! Cases: all that bears on a question, out of a ledger, in files that need no greffe.
//!
//! A case is a part of a ledger. Its entries are the stored bytes, with their numbers, hashes and
//! instants; between them there are gaps, so it is no chain and no ledger, and nothing is recorded
//! anew to make it look like one. [`Ledger::case`] gathers it, [`Case::write`] writes it,
//! [`Case::read`] checks every byte of one, and [`Ledger::of_case`] reads it with the same questions as
//! a ledger. `docs/decisions/0010-cases.md` says why.

mod files;
mod read;
mod select;

pub use files::{CaseFile, CasePages};
pub use read::{CaseFault, CaseReading};

use crate::decode::decode;
use crate::erasures::Erasures;
use crate::error::Error;
use crate::ledger::{Ledger, conventions};
use crate::proof::ProofError;
use crate::registered::Document;
use greffe_audit_trail::{AuditTrail, Finding, findings};
use greffe_chain::{Hash, Head};
use greffe_convention_state::ConventionView;
use greffe_domain::{AsOf, Content, Event, Facts, Projection, StreamId};
use select::{Chosen, hashes};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::ops::RangeBounds;

/// The version of the case format.
pub const CASE_FORMAT: u32 = 1;

/// What a case says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseManifest {
    /// The version of the case format.
    pub case_format: u32,
    /// The version of greffe that wrote it.
    pub greffe: String,
    /// The ledger it comes from.
    pub ledger: CaseOrigin,
    /// The question.
    pub question: CaseQuestion,
    /// The streams that it shows and judges: those asked about, and the acts that decide them.
    pub subjects: Vec<StreamId>,
    /// Its entries, in order.
    pub entries: Vec<CaseEntry>,
    /// The documents that its entries cite.
    pub documents: Vec<CaseDocument>,
    /// The bundle that proves its entries; none when the ledger kept no checkpoint over them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<CaseProof>,
}

/// The bundle that proves entries of a case under a checkpoint of its ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseProof {
    /// The file, as `greffe verify` reads it.
    pub file: String,
    /// How many entries the checkpoint covers.
    pub covered: u64,
    /// How many entries of the case are proved; later ones are not.
    pub entries: u64,
}

/// The ledger that a case comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseOrigin {
    /// Its identity: the hash of entry 0, which is in the case.
    pub id: String,
    /// How many entries it had.
    pub count: u64,
    /// The hash of the last of them.
    pub head: String,
}

/// What a case was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseQuestion {
    /// The streams.
    pub streams: Vec<StreamId>,
    /// As of which day.
    pub at: Option<String>,
    /// As known at which instant.
    pub known_at: Option<String>,
}

/// An entry of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEntry {
    /// Its number in the ledger.
    pub seq: u64,
    /// The blake3 hash of its bytes.
    pub hash: String,
}

/// A document of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseDocument {
    /// The entry that registers it.
    pub entry: u64,
    /// Its name as registered.
    pub name: String,
    /// The file as received: where it lies in the case; none when the ledger does not hold it.
    pub original: Option<String>,
    /// The text that passages point into.
    pub text: Option<String>,
    /// The places of its words on the pages, if it has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<String>,
}

/// A part of a ledger, by a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    manifest: CaseManifest,
    as_of: AsOf,
    /// The stored bytes of its entries.
    entries: BTreeMap<u64, Vec<u8>>,
    /// The documents, by their hashes.
    documents: BTreeMap<Hash, Vec<u8>>,
    /// The bundle that proves its entries.
    evidence: Option<Vec<u8>>,
}

/// The file of a case that proves its entries.
const PROOF: &str = "proof.evidence";

/// The entries that bear on some streams: those that a case of them would hold.
pub(crate) fn chosen_around(
    ledger: &Ledger,
    subjects: &BTreeSet<StreamId>,
) -> Result<BTreeSet<u64>, Error> {
    Ok(Chosen::around(ledger, subjects)?.entries)
}

impl Ledger {
    /// Gathers all that bears on some streams at a question's two clocks: the entries about them,
    /// about the acts that decide them, their sittings, organs and beneficiaries, what voids or
    /// corrects any of it, and the documents cited.
    ///
    /// # Errors
    /// [`Error::NotFound`] when a stream is not in the ledger; otherwise as [`Ledger::project`].
    pub fn case(&self, streams: &[StreamId], as_of: AsOf) -> Result<Case, Error> {
        let asked: BTreeSet<StreamId> = streams.iter().cloned().collect();
        let facts = self.facts_around(&asked)?;
        let known: BTreeSet<&StreamId> = facts.streams().collect();
        if let Some(missing) = asked.iter().find(|stream| !known.contains(stream)) {
            return Err(Error::NotFound { what: format!("the stream {missing}") });
        }
        let subjects = select::subjects(&facts, &asked, as_of);
        let chosen = Chosen::around(self, &subjects)?;
        let mut entries = BTreeMap::new();
        for seq in chosen.entries {
            entries.extend(self.entry(seq)?.map(|bytes| (seq, bytes)));
        }
        let mut documents = BTreeMap::new();
        for hash in chosen.documents.iter().flat_map(|d| hashes(&d.registered)).flatten() {
            // A document that was erased is no longer there: the case says so by its absence.
            match self.document(hash) {
                Ok(bytes) => documents.extend([(hash, bytes)]),
                Err(Error::NotFound { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        let Head { count, hash } = self.head();
        let manifest = CaseManifest {
            case_format: CASE_FORMAT,
            greffe: env!("CARGO_PKG_VERSION").to_owned(),
            ledger: CaseOrigin { id: self.id().to_string(), count, head: hash.to_string() },
            question: CaseQuestion {
                streams: asked.iter().cloned().collect(),
                at: as_of.effective.map(|day| day.to_string()),
                known_at: as_of.known.map(|instant| instant.to_string()),
            },
            subjects: subjects.iter().cloned().collect(),
            entries: entries
                .iter()
                .map(|(seq, bytes)| CaseEntry { seq: *seq, hash: Hash::of(bytes).to_string() })
                .collect(),
            documents: files::documents(&chosen.documents, &documents),
            proof: None,
        };
        Ok(Case { manifest, as_of, entries, documents, evidence: None })
    }

    /// The same case with the bundle that proves its entries under the last checkpoint that is kept;
    /// as it was, where none covers any of them.
    ///
    /// # Errors
    /// As [`Ledger::prove`].
    pub fn case_with_proofs(&self, case: Case) -> Result<Case, Error> {
        let entries = case.entries.keys().copied().collect();
        let proved = match self.prove(&entries, None, false) {
            Ok(proved) => proved,
            Err(Error::OnlyAPart | Error::Proof(ProofError::NoCheckpoint { .. })) => {
                return Ok(case);
            }
            Err(other) => return Err(other),
        };
        let proof = CaseProof {
            file: PROOF.to_owned(),
            covered: proved.covered,
            entries: u64::try_from(proved.evidence.entries.len()).unwrap_or(u64::MAX),
        };
        let bytes = proved.evidence.encode();
        let bytes = bytes.map_err(|e| Error::Entry { seq: None, reason: e.to_string() })?;
        let manifest = CaseManifest { proof: Some(proof), ..case.manifest };
        Ok(Case { manifest, evidence: Some(bytes), ..case })
    }

    /// A case, to be read like the ledger it is a part of: the same numbers, instants and passages.
    /// It cannot be appended to, verified as a chain or backed up.
    #[must_use]
    pub fn of_case(case: Case) -> Ledger {
        Ledger::reading(case)
    }
}

/// What a case shows and judges.
#[derive(Debug, PartialEq)]
struct Told {
    conventions: Vec<ConventionView>,
    findings: Vec<Finding>,
}

impl Told {
    fn of(facts: &Facts, as_of: AsOf, subjects: &BTreeSet<StreamId>) -> Told {
        let mut conventions = conventions(facts, as_of);
        conventions.retain(|view| subjects.contains(&view.stream));
        let mut findings = findings(facts, as_of);
        findings.retain(|finding| subjects.contains(&finding.subject));
        Told { conventions, findings }
    }
}

impl Case {
    /// What it says of itself.
    #[must_use]
    pub fn manifest(&self) -> &CaseManifest {
        &self.manifest
    }

    /// The question's two clocks.
    #[must_use]
    pub fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// The states of the conventions that it shows, from its own entries.
    ///
    /// # Errors
    /// [`Error::Entry`] when an entry cannot be decoded.
    pub fn conventions(&self) -> Result<Vec<ConventionView>, Error> {
        Ok(self.told()?.conventions)
    }

    /// What the rules say of the streams that it judges, from its own entries.
    ///
    /// # Errors
    /// [`Error::Entry`] when an entry cannot be decoded.
    pub fn findings(&self) -> Result<Vec<Finding>, Error> {
        Ok(self.told()?.findings)
    }

    fn told(&self) -> Result<Told, Error> {
        let subjects = self.manifest.subjects.iter().cloned().collect();
        Ok(Told::of(&self.project_within::<AuditTrail>(..)?, self.as_of, &subjects))
    }

    pub(crate) fn project_within<P: Projection>(
        &self,
        range: impl RangeBounds<u64>,
    ) -> Result<P::State, Error> {
        let mut state = P::State::default();
        let erasures = Erasures::of(self.entries.values().map(Vec::as_slice))?;
        for (_, bytes) in self.entries.iter().filter(|(seq, _)| range.contains(seq)) {
            P::apply(&mut state, &erasures.decode(bytes)?);
        }
        Ok(state)
    }

    pub(crate) fn entries(&self) -> &BTreeMap<u64, Vec<u8>> {
        &self.entries
    }

    pub(crate) fn document(&self, hash: Hash) -> Option<&Vec<u8>> {
        self.documents.get(&hash)
    }

    pub(crate) fn registered(&self) -> Result<Vec<Document>, Error> {
        let mut documents = Vec::new();
        for (seq, bytes) in &self.entries {
            if let Content::Known(fact) = decode(bytes)?.content
                && let Event::DocumentRegistered(registered) = &fact.event
            {
                documents.push(Document { entry: *seq, registered: registered.clone() });
            }
        }
        Ok(documents)
    }

    /// Identity and head of the ledger it comes from.
    pub(crate) fn origin(&self) -> (Hash, Head) {
        let hash = |text: &str| text.parse().unwrap_or(Hash::ZERO);
        let origin = &self.manifest.ledger;
        (hash(&origin.id), Head { count: origin.count, hash: hash(&origin.head) })
    }

    /// Writes the case into a folder that is absent or empty, or into an archive that is not there
    /// yet (`.tar`), whole or not at all; returns its seal, the hash to be noted elsewhere.
    ///
    /// # Errors
    /// [`Error::File`] when something is there already or cannot be written.
    pub fn write(&self, path: &std::path::Path, pages: &CasePages) -> Result<Hash, Error> {
        let (files, seal) = self.files(pages)?;
        if read::is_archive(path) {
            files::write_archive(path, &files)?;
        } else {
            files::write_folder(path, &files)?;
        }
        Ok(seal)
    }

    /// Every file of the case, in the order of their names, and the seal.
    fn files(&self, pages: &CasePages) -> Result<(Vec<CaseFile>, Hash), Error> {
        let mut lines = Vec::new();
        for bytes in self.entries.values() {
            // A vector takes all that is written to it.
            let _ = lines.write_all(bytes);
            lines.push(b'\n');
        }
        let told = self.told()?;
        let mut all = vec![
            CaseFile::new("entries.jsonl", lines),
            CaseFile::new("manifest.json", files::json(&self.manifest)?),
            CaseFile::new("state.json", files::json(&told.conventions)?),
            CaseFile::new("findings.json", files::json(&told.findings)?),
        ];
        all.extend(pages.files(self));
        all.extend(self.evidence.as_ref().map(|bytes| CaseFile::new(PROOF, bytes.clone())));
        let registered = self.registered()?.into_iter();
        let registered: BTreeMap<u64, _> = registered.map(|d| (d.entry, d.registered)).collect();
        for document in &self.manifest.documents {
            let hashes = registered.get(&document.entry).map(hashes).unwrap_or_default();
            let paths = [&document.original, &document.text, &document.places];
            for (path, hash) in paths.into_iter().zip(hashes) {
                let bytes = hash.and_then(|hash| self.documents.get(&hash));
                if let Some((path, bytes)) = path.as_ref().zip(bytes) {
                    all.push(CaseFile::new(path, bytes.clone()));
                }
            }
        }
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all.dedup_by(|a, b| a.path == b.path);
        Ok(files::sealed(all))
    }
}
