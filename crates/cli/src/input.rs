//! Reading files: acts, folders of acts, drafts.

use crate::context::Context;
use crate::failure::Failure;
use crate::french::french;
use crate::output;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest file read at all; what is larger is no act. Ingest has its own, smaller limit.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a whole file, up to the limit: one byte more than the limit tells that it is too large.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let refused = |e: std::io::Error| {
        Failure::unreadable(
            "file",
            format!("{} ne peut être lu : {}", path.display(), french(&e.to_string())),
            format!("cannot read {}: {e}", path.display()),
        )
    };
    // Opening a pipe would wait for its writer; a device has no end.
    let kind = fs::metadata(path).map_err(refused)?;
    if !kind.is_file() {
        return Err(Failure::unreadable(
            "not-a-file",
            format!("{} n'est pas un fichier ordinaire", path.display()),
            format!("{} is not a regular file", path.display()),
        ));
    }
    let file = fs::File::open(path).map_err(refused)?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(refused)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= MOST_BYTES) {
        return Ok(bytes);
    }
    Err(Failure::unreadable(
        "too-large",
        format!("{} dépasse 64 Mio, plus qu'aucun fichier lu ici", path.display()),
        format!("{} is larger than 64 MiB, more than any file that is read here", path.display()),
    ))
}

/// A file's name without its folders.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The endings by which acts are looked for in a folder; what a file is, its content tells.
const ENDINGS: [&str; 6] = ["txt", "html", "htm", "docx", "odt", "pdf"];

/// The acts among some paths: files as given, and those of folders by their endings. What is passed
/// over is said on standard error.
pub fn acts(
    paths: &[PathBuf],
    recursive: bool,
    context: &Context,
) -> Result<Vec<PathBuf>, Failure> {
    let mut acts = Vec::new();
    for path in paths {
        if path.is_dir() {
            folder(path, recursive, context, &mut acts)?;
        } else {
            acts.push(path.clone());
        }
    }
    if acts.is_empty() {
        let named = paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
        return Err(Failure::unreadable(
            "no-files",
            format!("{named} : aucun acte (.txt, .html, .docx, .odt, .pdf) dans ce dossier"),
            format!("{named}: no act (.txt, .html, .docx, .odt, .pdf) in this folder"),
        ));
    }
    Ok(acts)
}

fn folder(
    path: &Path,
    recursive: bool,
    context: &Context,
    acts: &mut Vec<PathBuf>,
) -> Result<(), Failure> {
    let refused = |e: std::io::Error| {
        Failure::unreadable(
            "folder",
            format!("le dossier {} ne peut être lu : {}", path.display(), french(&e.to_string())),
            format!("cannot read the folder {}: {e}", path.display()),
        )
    };
    let mut inside: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(path).map_err(refused)? {
        inside.push(entry.map_err(refused)?.path());
    }
    // The order of a folder is that of the names, on every machine.
    inside.sort();
    let mut passed_over = 0u32;
    for path in inside {
        // A link that leads back up would be read for ever.
        let folder_inside = path.is_dir() && !path.is_symlink();
        let ending =
            |e: &std::ffi::OsStr| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known));
        let act = path.extension().is_some_and(ending);
        if folder_inside && recursive {
            folder(&path, recursive, context, acts)?;
        } else if path.is_file() && act {
            acts.push(path);
        } else if folder_inside {
            passed_over += 1;
        }
    }
    if passed_over > 0 {
        let said = context.count(
            u64::from(passed_over),
            ("dossier non parcouru", "dossiers non parcourus"),
            ("folder not entered", "folders not entered"),
        );
        let more = context.say(" ; --recursive lit tout", "; --recursive reads everything");
        output::note(&format!("{} : {said}{more}", path.display()));
    }
    Ok(())
}
