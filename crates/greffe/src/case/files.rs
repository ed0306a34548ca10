//! The files of a case: names, sums, a folder or an archive.

use super::{Case, CaseDocument, CaseProof};
use crate::error::Error;
use crate::registered::Document;
use greffe_chain::Hash;
use greffe_domain::slug;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The sums that `b3sum -c` checks: of every file but itself.
pub(super) const B3SUMS: &str = "B3SUMS";
/// The sums that `sha256sum -c` checks: of every file but the two lists.
pub(super) const SHA256SUMS: &str = "SHA256SUMS";

/// One file of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// Its path in the case, its parts joined by `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl CaseFile {
    pub(super) fn new(path: &str, bytes: Vec<u8>) -> CaseFile {
        CaseFile { path: path.to_owned(), bytes }
    }
}

/// The pages of a case that a person reads; whoever writes the case makes them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CasePages {
    /// The states in French.
    pub state_fr: String,
    /// The states in English.
    pub state_en: String,
    /// The findings in French.
    pub findings_fr: String,
    /// The findings in English.
    pub findings_en: String,
}

impl CasePages {
    pub(super) fn files(&self, case: &Case) -> Vec<CaseFile> {
        [
            ("etat.txt", &self.state_fr),
            ("state.txt", &self.state_en),
            ("constats.txt", &self.findings_fr),
            ("findings.txt", &self.findings_en),
            ("README.txt", &readme(case)),
        ]
        .into_iter()
        .map(|(path, text)| CaseFile::new(path, text.clone().into_bytes()))
        .collect()
    }
}

/// What part of the ledger a case is: of one that holds every entry nothing was left out.
fn part(entries: usize, of: u64) -> (&'static str, &'static str) {
    if u64::try_from(entries) == Ok(of) {
        return (
            "Ce sont toutes les inscriptions du\nregistre à cette tête.",
            "These are all the entries of the\nledger at that head.",
        );
    }
    (
        "C'est une partie du registre : il en\nmanque des inscriptions, et ce qui n'y est pas n'est pas dit absent du registre.",
        "This is a part of the ledger: entries of\nit are left out, and what is not here is not said to be absent from the ledger.",
    )
}

/// How many entries, in French, where nought is singular, and in English.
fn entries(n: u64) -> (String, String) {
    (counted(n, n < 2, "inscription", "inscriptions"), counted(n, n == 1, "entry", "entries"))
}

fn counted(n: u64, one: bool, singular: &str, plural: &str) -> String {
    format!("{n} {}", if one { singular } else { plural })
}

/// What a person who has never heard of greffe is told.
fn readme(case: &Case) -> String {
    let manifest = case.manifest();
    let streams: String =
        manifest.question.streams.iter().fold(String::new(), |mut list, stream| {
            let _ = writeln!(list, "  {stream}");
            list
        });
    let (count, documents) = (manifest.entries.len(), manifest.documents.len());
    let origin = &manifest.ledger;
    let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let (count_fr, count_en) = entries(number(count));
    let (total_fr, total_en) = entries(origin.count);
    let documents_fr = counted(number(documents), documents < 2, "document", "documents");
    let documents_en = counted(number(documents), documents == 1, "document", "documents");
    let clocks = |none: &str| {
        let at = manifest.question.at.as_deref().unwrap_or(none);
        let known = manifest.question.known_at.as_deref().unwrap_or(none);
        (at.to_owned(), known.to_owned())
    };
    let (at_fr, known_fr) = clocks("non précisé");
    let (at_en, known_en) = clocks("not given");
    let greffe = &manifest.greffe;
    let (proof_fr, proof_en) = manifest.proof.as_ref().map(proof_lines).unwrap_or_default();
    let (part_fr, part_en) = part(count, origin.count);
    format!(
        "AFFAIRE EXTRAITE D'UN REGISTRE DE DÉCISIONS PUBLIQUES

Sur :
{streams}En vigueur au : {at_fr}
Tel que connu au : {known_fr}
Registre : {id}, {total_fr}, tête {head}

{count_fr} et {documents_fr}, avec ce qu'ils donnent. {part_fr}

  constats.txt    ce que disent les règles, avec leurs sources légales
  etat.txt        l'état des conventions, chaque chiffre avec sa référence
  documents/      les actes tels que reçus, et le texte lu dans chacun (.text.txt)
  entries.jsonl   les inscriptions, une par ligne, octet pour octet comme au registre
  manifest.json   la question, les numéros et empreintes des inscriptions, les documents
  state.json, findings.json   les mêmes états et constats, pour un programme
  findings.txt, state.txt     les mêmes en anglais
{proof_fr}  B3SUMS, SHA256SUMS          les empreintes de tous les fichiers

Lire une référence : [12.3] est la troisième source de l'inscription 12. Dans entries.jsonl,
chercher la ligne où \"seq\":12 ; le troisième élément de evidence.sources donne l'empreinte
blake3 d'un texte de documents/ et, dans « span », le premier octet et la fin du passage.

Vérifier sans greffe : `b3sum -c B3SUMS` ou `sha256sum -c SHA256SUMS` dans ce dossier. L'empreinte
blake3 d'une ligne d'entries.jsonl, sans son saut de ligne, est celle que donne manifest.json, et
celle que porte l'inscription suivante dans « prev ».
Qui peut changer un fichier peut aussi refaire ces listes : le sceau de l'affaire, qui est
l'empreinte blake3 du fichier B3SUMS, est à noter ailleurs.

Reprendre avec greffe : `greffe case import DOSSIER --ledger NOUVEAU`, puis toute commande de
lecture avec --ledger NOUVEAU. Écrite par greffe {greffe}.


CASE TAKEN OUT OF A LEDGER OF PUBLIC DECISIONS

About:
{streams}In force on: {at_en}
As known at: {known_en}
Ledger: {id}, {total_en}, head {head}

{count_en} and {documents_en}, with what they give. {part_en}

  findings.txt    what the rules say, with their legal sources
  state.txt       the state of the conventions, each figure with its reference
  documents/      the acts as received, and the text read from each (.text.txt)
  entries.jsonl   the entries, one a line, byte for byte as in the ledger
  manifest.json   the question, the numbers and hashes of the entries, the documents
  state.json, findings.json   the same states and findings, for a program
  constats.txt, etat.txt      the same in French
{proof_en}  B3SUMS, SHA256SUMS          the hashes of all files

To read a reference: [12.3] is the third source of entry 12. In entries.jsonl, find the line with
\"seq\":12; the third element of evidence.sources gives the blake3 hash of a text in documents/
and, in \"span\", the first byte and the end of the passage.

To check without greffe: `b3sum -c B3SUMS` or `sha256sum -c SHA256SUMS` in this folder. The blake3
hash of a line of entries.jsonl, without its line feed, is the one in manifest.json, and the one
that the next entry of the ledger holds in \"prev\".
Whoever can change a file can make these lists anew, too: note the seal of the case, which is the
blake3 hash of the file B3SUMS, somewhere else.

To take it in with greffe: `greffe case import FOLDER --ledger NEW`, then any reading command with
--ledger NEW. Written by greffe {greffe}.
",
        id = origin.id,
        head = origin.head,
    )
}

/// What the bundle of proofs is, in French and in English.
fn proof_lines(proof: &CaseProof) -> (String, String) {
    let CaseProof { file, covered, entries: proved } = proof;
    let (covered_fr, covered_en) = entries(*covered);
    (
        format!(
            "  {file}    la preuve que {proved} de ces inscriptions sont dans l'arbre d'un point de
                    contrôle signé sur {covered_fr} ; se vérifie sans le registre par
                    greffe verify {file} --trust CLÉ
"
        ),
        format!(
            "  {file}    the proof that {proved} of these entries are in the tree of a signed
                    checkpoint over {covered_en}; checked without the ledger by
                    greffe verify {file} --trust KEY
"
        ),
    )
}

/// The documents of a case with their places in it, as far as their bytes are there.
pub(super) fn documents(
    registered: &[Document],
    held: &BTreeMap<Hash, Vec<u8>>,
) -> Vec<CaseDocument> {
    let holds = |hash: &str| hash.parse::<Hash>().is_ok_and(|hash| held.contains_key(&hash));
    let place = |Document { entry, registered: document }: &Document| {
        let (stem, extension) = name(&document.name);
        let path = |end: &str| format!("documents/{entry:06}-{stem}{end}");
        CaseDocument {
            entry: *entry,
            name: document.name.clone(),
            original: holds(&document.original).then(|| path(&extension)),
            text: holds(&document.text).then(|| path(".text.txt")),
            places: document
                .extracted
                .as_ref()
                .and_then(|extracted| extracted.places.as_deref())
                .filter(|places| holds(places))
                .map(|_| path(".places.json")),
        }
    };
    registered.iter().map(place).collect()
}

/// A name that is safe in every file system, and its ending.
fn name(written: &str) -> (String, String) {
    let (stem, ending) = written.rsplit_once('.').unwrap_or((written, ""));
    let short = |text: &str, most: usize| -> String {
        let folded: String = slug(text).chars().take(most).collect();
        folded.trim_matches('-').to_owned()
    };
    let (stem, ending) = (short(stem, 60), short(ending, 8));
    let stem = if stem.is_empty() { "document".to_owned() } else { stem };
    (stem, if ending.is_empty() { String::new() } else { format!(".{ending}") })
}

/// Indented JSON, ending in a line feed.
pub(super) fn json(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let mut bytes = serde_json::to_vec_pretty(value)
        .map_err(|e| Error::Entry { seq: None, reason: e.to_string() })?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The same files with the two lists of their sums, and the seal.
pub(super) fn sealed(mut files: Vec<CaseFile>) -> (Vec<CaseFile>, Hash) {
    let sha256 = sums(&files, |bytes| hex(&Sha256::digest(bytes)));
    files.push(CaseFile::new(SHA256SUMS, sha256.into_bytes()));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let blake3 = sums(&files, |bytes| Hash::of(bytes).to_string());
    let seal = Hash::of(blake3.as_bytes());
    files.push(CaseFile::new(B3SUMS, blake3.into_bytes()));
    (files, seal)
}

fn sums(files: &[CaseFile], hash: impl Fn(&[u8]) -> String) -> String {
    files.iter().fold(String::new(), |mut list, file| {
        let _ = writeln!(list, "{}  {}", hash(&file.bytes), file.path);
        list
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(super) fn file_error(path: &Path) -> impl Fn(io::Error) -> Error + '_ {
    |source| Error::File { path: path.into(), source }
}

fn occupied(path: &Path) -> Error {
    let taken = io::Error::new(io::ErrorKind::AlreadyExists, "it is there already, and not empty");
    file_error(path)(taken)
}

/// Writes the files beside the place they are meant for, then moves them there.
pub(super) fn write_folder(path: &Path, files: &[CaseFile]) -> Result<(), Error> {
    let failed = file_error(path);
    if path.exists() {
        let empty = fs::read_dir(path).map_err(&failed)?.next().is_none();
        if !empty {
            return Err(occupied(path));
        }
    }
    let made = tempfile::Builder::new().prefix(".greffe-case-").tempdir_in(parent(path));
    let made = made.map_err(&failed)?;
    for file in files {
        let place = made.path().join(&file.path);
        let folder = place.parent().unwrap_or(made.path());
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&place, &file.bytes))
            .map_err(&failed)?;
    }
    if path.exists() {
        fs::remove_dir(path).map_err(&failed)?;
    }
    fs::rename(made.keep(), path).map_err(&failed)
}

/// Writes an archive in which nothing depends on the day or the user.
pub(super) fn write_archive(path: &Path, files: &[CaseFile]) -> Result<(), Error> {
    let failed = file_error(path);
    if path.exists() {
        return Err(occupied(path));
    }
    let made = tempfile::NamedTempFile::new_in(parent(path)).map_err(&failed)?;
    let mut archive = tar::Builder::new(made);
    for file in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(u64::try_from(file.bytes.len()).unwrap_or(u64::MAX));
        header.set_mode(0o644);
        header.set_mtime(0);
        header.set_cksum();
        archive.append_data(&mut header, &file.path, file.bytes.as_slice()).map_err(&failed)?;
    }
    let made = archive.into_inner().map_err(&failed)?;
    made.persist_noclobber(path).map_err(|e| failed(e.error))?;
    Ok(())
}

fn parent(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn a_case_of_every_entry_leaves_none_out() {
        assert!(part(2, 3).1.contains("entries of\nit are left out"));
        assert!(part(3, 3).1.contains("all the entries"));
    }
}
