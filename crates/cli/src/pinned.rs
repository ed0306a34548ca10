//! Keys: what a user pinned, and the secret ones that he signs with.

use crate::args::Pinned;
use crate::failure::Failure;
use crate::french::french;
use crate::input;
use greffe::proofs::timestamp::Authority;
use greffe::proofs::{Note, SigningKey, Trust, TrustConflict, VerifierKey};
use std::path::{Path, PathBuf};

/// The secret key, where none is given in a file.
const KEY: &str = "GREFFE_KEY";

/// What was pinned with `--trust` and `--authority`.
pub fn trust(pinned: &Pinned) -> Result<Trust, Failure> {
    let mut trust = Trust::default();
    for path in &pinned.trust {
        let written = text(path)?;
        let read = Trust::read(&written).map_err(|e| {
            let path = path.display();
            if is_secret(&written) {
                return secret_given("trust", &path);
            }
            Failure::unreadable(
                "trust",
                format!(
                    "{path} : ni clés publiques, une par ligne, ni politique (docs/proof-format.md \
                     §6) : {}",
                    french(&e.to_string())
                ),
                format!(
                    "{path}: neither public keys, one a line, nor a policy (docs/proof-format.md \
                     §6): {e}"
                ),
            )
        })?;
        trust = trust.and(read).map_err(|e| {
            let path = path.display();
            let fr = match &e {
                TrustConflict::OneKey(one, other) => format!(
                    "{path} : {one} et {other} sont une seule clé publique, qui ne vaut que pour une partie"
                ),
                _ => format!(
                    "{path} : deux politiques demandent des témoins ; mettre les deux exigences dans une seule, en groupe"
                ),
            };
            Failure::unreadable("trust", fr, format!("{path}: {e}"))
        })?;
    }
    for path in &pinned.authority {
        let authority = Authority::parse(&input::bytes(path)?).map_err(|e| {
            let path = path.display();
            Failure::unreadable(
                "authority",
                format!(
                    "{path} n'est pas le certificat d'une autorité d'horodatage : {}",
                    crate::french::french(&e.to_string())
                ),
                format!("{path} is no certificate of a time-stamping authority: {e}"),
            )
        })?;
        trust = trust.with_authority(authority);
    }
    Ok(trust)
}

/// The checkpoint in a file that a person kept: by itself, or in a bundle or a proof.
pub fn checkpoint(path: &Path) -> Result<Note, Failure> {
    greffe::anchor_of(&input::bytes(path)?).ok_or_else(|| {
        let path = path.display();
        Failure::unreadable(
            "not-a-checkpoint",
            format!("{path} n'est ni un point de contrôle signé, ni une liasse qui en contient un"),
            format!("{path} is neither a signed checkpoint nor a bundle that holds one"),
        )
    })
}

/// A public key from the file that `keygen` wrote beside the secret one.
pub fn public(path: &Path) -> Result<VerifierKey, Failure> {
    let written = text(path)?;
    if is_secret(&written) {
        return Err(secret_given("key", &path.display()));
    }
    written.trim().parse().map_err(|e| not_a_key(path, &e))
}

/// The secret keys to sign with: those of the files, or the one of the environment.
pub fn secret(paths: &[PathBuf]) -> Result<Vec<SigningKey>, Failure> {
    if !paths.is_empty() {
        return paths.iter().map(|path| secret_in(path)).collect();
    }
    match std::env::var(KEY) {
        Ok(text) if !text.trim().is_empty() => {
            let key = SigningKey::from_secret_text(text.trim());
            Ok(vec![key.map_err(|e| not_a_key(Path::new(KEY), &e))?])
        }
        _ => Ok(Vec::new()),
    }
}

fn secret_in(path: &Path) -> Result<SigningKey, Failure> {
    for_its_owner(path)?;
    SigningKey::from_secret_text(text(path)?.trim()).map_err(|e| not_a_key(path, &e))
}

/// A secret key that others can read signs in their name, too.
#[cfg(unix)]
fn for_its_owner(path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt as _;
    // What cannot be looked at cannot be read either, and reading says why.
    let Ok(found) = std::fs::metadata(path) else { return Ok(()) };
    let mode = found.permissions().mode() & 0o777;
    // A device or a folder holds no key, and its rights are not to be changed for it.
    if !found.is_file() || mode.is_multiple_of(0o100) {
        return Ok(());
    }
    let path = path.display();
    Err(Failure::unreadable(
        "key-rights",
        format!(
            "{path} est une clé secrète que d'autres peuvent lire (droits {mode:o}) : faire `chmod \
             600 {path}`, et la remplacer si quelqu'un a pu la lire"
        ),
        format!(
            "{path} is a secret key that others can read (mode {mode:o}): run `chmod 600 {path}`, \
             and replace it if somebody may have read it"
        ),
    ))
}

#[cfg(not(unix))]
fn for_its_owner(_: &Path) -> Result<(), Failure> {
    Ok(())
}

fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(input::bytes(path)?).map_err(|e| not_a_key(path, &e))
}

fn is_secret(written: &str) -> bool {
    written.trim_start().starts_with("PRIVATE+KEY+")
}

fn secret_given(code: &'static str, path: &dyn std::fmt::Display) -> Failure {
    Failure::unreadable(
        code,
        format!(
            "{path} est une clé secrète, que nul autre ne doit voir ; donner la clé publique que \
             keygen a écrite à côté ({path}.pub)"
        ),
        format!(
            "{path} is a secret key, which nobody else must see; give the public key that keygen wrote \
             beside it ({path}.pub)"
        ),
    )
}

fn not_a_key(path: &Path, error: &dyn std::error::Error) -> Failure {
    let path = path.display();
    Failure::unreadable(
        "key",
        format!(
            "{path} ne contient pas une clé comme `greffe keygen` en écrit : {}",
            french(&error.to_string())
        ),
        format!("{path} holds no key as `greffe keygen` writes one: {error}"),
    )
}
