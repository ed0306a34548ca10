//! `greffe keygen`: makes a signing key, the secret half for its owner's eyes alone.

use crate::args::{Format, Keygen};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use greffe::proofs::KeyName;
use serde_json::json;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// See the module.
pub fn run(args: &Keygen, context: &Context) -> Result<u8, Failure> {
    let name: KeyName = args.key_name.parse().map_err(|e| {
        let name = &args.key_name;
        Failure::usage(
            "bad-key-name",
            format!(
                "« {name} » ne peut nommer une clé : 1 à 255 octets sans blanc ni « + », comme \
                 registre.exemple.fr/vauclaire"
            ),
            format!("\u{ab} {name} \u{bb} cannot name a key: {e}"),
        )
    })?;
    let key = greffe::new_key(name, args.witness)?;
    let public_path = beside(&args.output);
    write(&args.output, &format!("{}\n", key.to_secret_text()), 0o600)?;
    let public = key.verifier().to_string();
    write(&public_path, &format!("{public}\n"), 0o644)?;
    let (secret_path, public_path) = (args.output.display(), public_path.display());
    match context.format {
        Format::Json => output::json(&json!({
            "key": public,
            "secret": secret_path.to_string(),
            "public": public_path.to_string(),
        }))?,
        Format::Text => {
            let secret = context.say("Clé secrète :", "Secret key:");
            let given = context.say("Clé publique, à donner :", "Public key, to be given out:");
            output::text(&format!("{secret} {secret_path}\n{given} {public_path}\n{public}"))?;
        }
    }
    Ok(DONE)
}

/// The place of the public key of a secret one.
fn beside(secret: &Path) -> PathBuf {
    let mut name = secret.file_name().unwrap_or_default().to_owned();
    name.push(".pub");
    secret.with_file_name(name)
}

/// Writes a file that is not there yet: a key that is written over is lost.
fn write(path: &Path, text: &str, mode: u32) -> Result<(), Failure> {
    let refused = |e: std::io::Error| Failure::unwritten("not-written", path, &e);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(mode);
    }
    #[cfg(not(unix))]
    let _ = mode;
    let mut file = options.open(path).map_err(refused)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(refused)
}
