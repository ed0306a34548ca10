//! Reading a case: every byte is held against the sums, the entries against their hashes, their
//! chain and their documents, and what the case shows against what its entries give.

use super::files::{B3SUMS, CaseFile, SHA256SUMS, file_error, json, sealed};
use super::select::hashes;
use super::{CASE_FORMAT, Case, CaseManifest};
use crate::error::Error;
use crate::proof::{KEY_KINDS, open_regular};
use greffe_chain::{Entry, Hash};
use greffe_domain::AsOf;
use greffe_proof::Trust;
use greffe_proof::evidence::{self, Outcome};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;

/// No file of a case is larger.
const LARGEST: u64 = 1 << 30;
/// Folders inside folders; a case has two.
const DEEPEST: usize = 4;

/// Something in a case that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFault {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
}

/// What reading a case found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseReading {
    /// The case, when all of it is as it was written.
    pub case: Option<Case>,
    /// What is not.
    pub faults: Vec<CaseFault>,
    /// The seal: the hash of the list of sums as it is.
    pub seal: Hash,
    /// How many files were read.
    pub files: usize,
    files_read: Vec<CaseFile>,
}

impl Case {
    /// Reads a case from its folder or archive and checks every byte of it.
    ///
    /// # Errors
    /// [`Error::File`] when the path cannot be read or holds no case. What is wrong in a case is no
    /// error but a fault in the reading.
    pub fn read(path: &Path) -> Result<CaseReading, Error> {
        let files = if is_archive(path) { from_archive(path)? } else { from_folder(path)? };
        let by_path: BTreeMap<&str, &[u8]> =
            files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
        if !by_path.contains_key(B3SUMS) && !by_path.contains_key("manifest.json") {
            let none = std::io::Error::new(
                std::io::ErrorKind::InvalidData,
                "no case: it has neither B3SUMS nor manifest.json",
            );
            return Err(file_error(path)(none));
        }
        let seal = Hash::of(by_path.get(B3SUMS).copied().unwrap_or_default());
        let mut faults = against_sums(&files, &by_path);
        let case = if faults.is_empty() {
            match assembled(&by_path) {
                Ok(case) => Some(case),
                Err(fault) => {
                    faults.push(fault);
                    None
                }
            }
        } else {
            None
        };
        Ok(CaseReading { case, faults, seal, files: files.len(), files_read: files })
    }
}

impl CaseReading {
    /// Puts the case as it was read, byte for byte, into a folder that is absent or empty.
    ///
    /// # Errors
    /// [`Error::File`] when something is there or cannot be written.
    pub fn place(&self, path: &Path) -> Result<(), Error> {
        super::files::write_folder(path, &self.files_read)
    }
}

/// Whether a path names an archive rather than a folder.
pub(super) fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("tar"))
}

fn from_folder(path: &Path) -> Result<Vec<CaseFile>, Error> {
    let mut files = Vec::new();
    walk(path, "", 0, &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn walk(root: &Path, below: &str, depth: usize, files: &mut Vec<CaseFile>) -> Result<(), Error> {
    let here = root.join(below);
    for found in fs::read_dir(&here).map_err(file_error(&here))? {
        let found = found.map_err(file_error(&here))?;
        let name = found.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        let place = found.path();
        // Links are not followed: a case holds what it holds.
        let about = fs::symlink_metadata(&place).map_err(file_error(&place))?;
        if about.is_dir() && depth < DEEPEST {
            walk(root, &path, depth + 1, files)?;
        } else if about.is_file() && about.len() <= LARGEST {
            let bytes = fs::read(&place).map_err(file_error(&place))?;
            files.push(CaseFile { path, bytes });
        } else {
            let odd = "neither a plain file of a case nor a folder of one";
            let odd = std::io::Error::new(std::io::ErrorKind::InvalidData, odd);
            return Err(file_error(&place)(odd));
        }
    }
    Ok(())
}

fn from_archive(path: &Path) -> Result<Vec<CaseFile>, Error> {
    let failed = file_error(path);
    let absent = || failed(std::io::ErrorKind::NotFound.into());
    let mut archive = tar::Archive::new(open_regular(path)?.ok_or_else(absent)?);
    let mut files = Vec::new();
    for entry in archive.entries().map_err(&failed)? {
        let entry = entry.map_err(&failed)?;
        let name = entry.path().map_err(&failed)?.to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.take(LARGEST).read_to_end(&mut bytes).map_err(&failed)?;
        // A path that leaves the case is a file that no list of sums names.
        files.push(CaseFile { path: name, bytes });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn fault(file: &str, what: impl Into<String>) -> CaseFault {
    CaseFault { file: file.to_owned(), what: what.into() }
}

/// What differs from the two lists: they are made anew from the files and compared line by line.
fn against_sums(files: &[CaseFile], by_path: &BTreeMap<&str, &[u8]>) -> Vec<CaseFault> {
    let content: Vec<CaseFile> = files
        .iter()
        .filter(|f| ![B3SUMS, SHA256SUMS].contains(&f.path.as_str()))
        .cloned()
        .collect();
    let mut faults = Vec::new();
    for file in &content {
        let plain = file.path.split('/').all(|part| {
            !part.is_empty()
                && part != ".."
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
        });
        if !plain {
            faults.push(fault(&file.path.escape_debug().to_string(), "no case names a file so"));
        }
    }
    let (expected, _) = sealed(content);
    for list in [SHA256SUMS, B3SUMS] {
        let made = expected.iter().find(|file| file.path == list);
        let made = made.map(|file| file.bytes.as_slice()).unwrap_or_default();
        let given = by_path.get(list).copied().unwrap_or_default();
        if given == made {
            continue;
        }
        faults.extend(differing(list, given, made));
    }
    // Both lists name the same file: once is enough.
    let mut seen = BTreeSet::new();
    faults.retain(|fault| seen.insert(fault.file.clone()));
    faults
}

/// The files of which a list says something else than what was computed.
fn differing(list: &str, given: &[u8], made: &[u8]) -> Vec<CaseFault> {
    let lines = |bytes: &[u8]| -> BTreeMap<String, String> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.lines()
            .filter_map(|line| line.split_once("  "))
            .map(|(sum, path)| (path.escape_debug().to_string(), sum.to_owned()))
            .collect()
    };
    let (said, found) = (lines(given), lines(made));
    let mut faults = Vec::new();
    for (path, sum) in &said {
        match found.get(path) {
            Some(now) if now == sum => {}
            Some(now) => faults.push(fault(path, format!("its hash is {now}, {list} says {sum}"))),
            None => faults.push(fault(path, format!("{list} names it, and it is not there"))),
        }
    }
    for path in found.keys().filter(|path| !said.contains_key(*path)) {
        faults.push(fault(path, format!("{list} does not name it")));
    }
    // The list of blake3 sums names the other list; a fault in that one alone is its own.
    let own = if faults.is_empty() { "it is not written as greffe writes it" } else { "" };
    if !own.is_empty() {
        faults.push(fault(list, own));
    }
    faults
}

/// The case that files of right sums make, held against itself.
fn assembled(files: &BTreeMap<&str, &[u8]>) -> Result<Case, CaseFault> {
    let of = |path: &str| {
        let bytes = files.get(path).copied();
        bytes.ok_or_else(|| fault(path, "the manifest names it, and it is not there"))
    };
    let manifest: CaseManifest = serde_json::from_slice(of("manifest.json")?)
        .map_err(|e| fault("manifest.json", e.to_string()))?;
    if manifest.case_format != CASE_FORMAT {
        let what = format!("format {}, this program reads {CASE_FORMAT}", manifest.case_format);
        return Err(fault("manifest.json", what));
    }
    let as_of = clocks(&manifest)?;
    let entries = entries(&manifest, of("entries.jsonl")?)?;
    let mut documents = BTreeMap::new();
    let places = manifest.documents.iter().flat_map(|d| [&d.original, &d.text, &d.places]);
    let places = places.flatten();
    for path in places {
        let bytes = of(path)?;
        documents.insert(Hash::of(bytes), bytes.to_vec());
    }
    let evidence = manifest.proof.as_ref().map(|proof| of(&proof.file)).transpose()?;
    let evidence = evidence.map(<[u8]>::to_vec);
    let case = Case { manifest, as_of, entries, documents, evidence };
    held_documents(&case)?;
    proofs(&case)?;
    let told = case.told().map_err(|e| fault("entries.jsonl", e.to_string()))?;
    let odd = |e: Error| fault("state.json", e.to_string());
    let state = json(&told.conventions).map_err(odd)?;
    let findings = json(&told.findings).map_err(odd)?;
    for (path, given) in [("state.json", state), ("findings.json", findings)] {
        let same = of(path)? == given;
        if !same {
            let by = &case.manifest.greffe;
            let what = format!(
                "it is not what the entries give; it was written by greffe {by}, this is {}",
                env!("CARGO_PKG_VERSION")
            );
            return Err(fault(path, what));
        }
    }
    Ok(case)
}

/// The bundle proves entries of the case, beside those that say which keys sign, and is whole; whom to
/// trust, only its reader can say.
fn proofs(case: &Case) -> Result<(), CaseFault> {
    let (Some(said), Some(bytes)) = (&case.manifest.proof, &case.evidence) else { return Ok(()) };
    let odd = |what: String| fault(&said.file, what);
    let evidence = evidence::parse(bytes).map_err(|e| odd(e.to_string()))?;
    for (seq, proved) in &evidence.entries {
        let expected = match case.entries.get(seq) {
            Some(bytes) => *bytes == proved.bytes,
            // A bundle takes along what the ledger records of its keys, which bears on no stream.
            None => {
                Entry::parse(&proved.bytes).is_ok_and(|entry| KEY_KINDS.contains(&entry.kind()))
            }
        };
        if !expected {
            return Err(odd(format!("it proves an entry {seq} that is not the one of this case")));
        }
    }
    let entries = u64::try_from(evidence.entries.len()).unwrap_or(u64::MAX);
    if entries != said.entries {
        return Err(odd(format!(
            "it proves {entries} entries, the manifest says {}",
            said.entries
        )));
    }
    let report = evidence::verify(bytes, &Trust::default());
    if report.outcome() == Outcome::Faulty {
        return Err(odd("it does not prove what it says: `greffe verify` tells why".to_owned()));
    }
    Ok(())
}

fn clocks(manifest: &CaseManifest) -> Result<AsOf, CaseFault> {
    let odd = |what: &str| fault("manifest.json", format!("« {what} » is no clock"));
    let question = &manifest.question;
    let effective = question.at.as_ref().map(|at| at.parse().map_err(|_| odd(at))).transpose()?;
    let known = question.known_at.as_ref().map(|r| r.parse().map_err(|_| odd(r))).transpose()?;
    Ok(AsOf { effective, known })
}

/// The entries by number, each with the hash that the manifest gives, consecutive ones chained.
fn entries(manifest: &CaseManifest, lines: &[u8]) -> Result<BTreeMap<u64, Vec<u8>>, CaseFault> {
    let odd = |what: String| fault("entries.jsonl", what);
    let mut entries = BTreeMap::new();
    let mut last: Option<(u64, Hash)> = None;
    let mut named = manifest.entries.iter();
    let body = lines.strip_suffix(b"\n").unwrap_or(lines);
    for line in body.split(|byte| *byte == b'\n') {
        let entry = Entry::parse(line).map_err(|e| odd(e.to_string()))?;
        let (seq, hash) = (entry.seq(), entry.hash());
        let in_order = last.is_none_or(|(before, _)| before < seq);
        let same = named.next().is_some_and(|n| n.seq == seq && n.hash == hash.to_string());
        if !in_order || !same {
            return Err(odd(format!("entry {seq} is not the one that the manifest gives")));
        }
        if let Some((before, previous)) = last
            && before.checked_add(1) == Some(seq)
            && entry.prev() != previous
        {
            return Err(odd(format!("entry {seq} does not follow entry {before}")));
        }
        entries.insert(seq, line.to_vec());
        last = Some((seq, hash));
    }
    if named.next().is_some() {
        return Err(odd("the manifest gives entries that are not there".to_owned()));
    }
    let origin = &manifest.ledger;
    let genesis = entries.get(&0).map(|bytes| Hash::of(bytes).to_string());
    if genesis.as_deref() != Some(origin.id.as_str()) {
        return Err(odd("entry 0 is not that of the ledger named".to_owned()));
    }
    let beyond = last.is_none_or(|(seq, _)| seq >= origin.count);
    let head = last.filter(|(seq, _)| seq.checked_add(1) == Some(origin.count));
    if beyond || head.is_some_and(|(_, hash)| hash.to_string() != origin.head) {
        return Err(odd("the last entry does not agree with the ledger's head".to_owned()));
    }
    Ok(entries)
}

/// Every document that the manifest places is the one registered, and every passage lies in it.
fn held_documents(case: &Case) -> Result<(), CaseFault> {
    let registered = case.registered().map_err(|e| fault("entries.jsonl", e.to_string()))?;
    for document in &case.manifest.documents {
        let of = registered.iter().find(|r| r.entry == document.entry);
        let Some(of) = of else {
            return Err(fault(
                "manifest.json",
                format!("entry {} registers nothing", document.entry),
            ));
        };
        let paths = [&document.original, &document.text, &document.places];
        for (path, hash) in paths.into_iter().zip(hashes(&of.registered)) {
            let held = hash.is_some_and(|hash| case.documents.contains_key(&hash));
            if let Some(path) = path.as_ref().filter(|_| !held) {
                let hash = hash.map_or_else(String::new, |hash| hash.to_string());
                return Err(fault(path, format!("it is not the document {hash}")));
            }
        }
    }
    for (seq, bytes) in &case.entries {
        let entry = Entry::parse(bytes).map_err(|e| fault("entries.jsonl", e.to_string()))?;
        for source in entry.sources() {
            let text = case.documents.get(&source.document);
            let length = text.and_then(|text| u64::try_from(text.len()).ok());
            if length.is_some_and(|length| source.span[1] > length) {
                let what = format!("a passage of entry {seq} lies outside its text");
                return Err(fault("entries.jsonl", what));
            }
        }
    }
    Ok(())
}
