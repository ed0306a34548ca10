//! `greffe witness`: follows logs, cosigns what continues, and keeps both sides of what does not.

use crate::args::{Format, Witness as Arguments};
use crate::context::Context;
use crate::failure::{ANOMALY, DONE, Failure, UNREADABLE};
use crate::french::french;
use crate::{output, pinned};
use greffe_render::Lang;
use greffe_witness::{
    Answered, Conflict, FollowError, Followed, MOST_CONFLICTS, Server, Source, StateError, Witness,
    follow,
};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// See the module.
pub fn run(args: &Arguments, context: &Context) -> Result<u8, Failure> {
    if args.follow.is_empty() && args.listen.is_none() {
        return Err(Failure::usage(
            "nothing-to-witness",
            "donner --follow DOSSIER|URL, ou --listen ADRESSE, ou les deux".to_owned(),
            "give --follow DIR|URL, or --listen ADDRESS, or both".to_owned(),
        ));
    }
    let trust = pinned::trust(&args.pinned)?;
    let keys = pinned::secret(args.key.as_slice())?;
    let key = keys.into_iter().next().ok_or_else(|| {
        Failure::usage(
            "no-key",
            "donner --key FICHIER ou GREFFE_KEY ; `greffe keygen --witness` fait une clé"
                .to_owned(),
            "give --key FILE or GREFFE_KEY; `greffe keygen --witness` makes a key".to_owned(),
        )
    })?;
    let witness = Witness::open(key, trust, &args.state).map_err(|e| state(&e))?;
    let (mut lines, mut records, mut exit) = (Vec::new(), Vec::new(), DONE);
    for name in &args.follow {
        let followed = follow(&Source::of(name), &witness, now());
        let (line, record, code) = told(name, &followed, &witness, context);
        lines.push(line);
        records.push(record);
        // An anomaly outweighs what could not be read.
        exit = if exit == ANOMALY || code == ANOMALY { ANOMALY } else { exit.max(code) };
    }
    if !args.follow.is_empty() {
        match context.format {
            Format::Json => output::json(&Value::Array(records))?,
            Format::Text => output::text(&lines.join("\n"))?,
        }
    }
    match &args.listen {
        Some(address) => serve(address, witness, context),
        None => Ok(exit),
    }
}

fn serve(address: &str, witness: Witness, context: &Context) -> Result<u8, Failure> {
    let refused = |e: std::io::Error| {
        Failure::unreadable(
            "listen",
            format!("{address} ne peut être écouté : {e} ; donner une autre adresse"),
            format!("cannot listen on {address}: {e}; give another address"),
        )
    };
    let key = witness.key();
    let server = Server::listen(address, witness).map_err(refused)?;
    let at = server.address().map_or_else(|| address.to_owned(), |at| at.to_string());
    let said = context.say("Témoin à l'écoute :", "Witness listening:");
    output::text(&format!("{said} http://{at}\n{key}"))?;
    let lang = context.lang;
    server.serve(now, |call| answered(call, lang)).map_err(refused)?;
    Ok(DONE)
}

/// Tells whoever runs the witness of a call; what he must not miss has a line of its own.
fn answered(call: &Answered, lang: Lang) {
    let asked = call.asked.as_ref();
    let asked = asked.map_or_else(|| "-".to_owned(), |(method, path)| format!("{method} {path}"));
    output::note(&format!("{asked} {}", call.status));
    if let Some(conflict) = &call.conflict {
        let origin = conflict.seen.text().lines().next().unwrap_or_default();
        let kept = kept(conflict, lang);
        output::note(&match lang {
            Lang::Fr => format!("BIFURCATION : {origin} a signé deux histoires ; {kept}"),
            Lang::En => format!("FORKED: {origin} has signed two histories; {kept}"),
        });
    }
    if let Some(trouble) = &call.trouble {
        output::note(&match lang {
            Lang::Fr => state_fr(trouble),
            Lang::En => trouble.to_string(),
        });
    }
}

/// Where the evidence of a contradiction is.
fn kept(conflict: &Conflict, lang: Lang) -> String {
    match (&conflict.kept, lang) {
        (Some(kept), Lang::Fr) => format!("les deux côtés sont gardés : {}", kept.display()),
        (Some(kept), Lang::En) => format!("both sides are kept: {}", kept.display()),
        (None, Lang::Fr) => format!(
            "les {MOST_CONFLICTS} premières contradictions de ce registre sont gardées, celle-ci ne l'est pas"
        ),
        (None, Lang::En) => format!(
            "the first {MOST_CONFLICTS} contradictions of this log are kept, this one is not"
        ),
    }
}

/// Unix seconds.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// What came of following a log: a line for a person, the same for a program, an exit code.
fn told(
    name: &str,
    followed: &Result<Followed, FollowError>,
    witness: &Witness,
    context: &Context,
) -> (String, Value, u8) {
    match followed {
        Ok(followed) => {
            let kept = witness.folder(&followed.origin).join("checkpoint");
            let (size, kept) = (followed.size, kept.display().to_string());
            let entries = context.entries(size);
            let before = followed.before.unwrap_or(0);
            let said = match context.lang {
                Lang::Fr => {
                    format!("{name} : cosigné sur {entries} ; vues jusque-là : {before}")
                }
                Lang::En => {
                    format!("{name}: cosigned over {entries}; seen until then: {before}")
                }
            };
            let line = format!("{said}\n  {kept}");
            let record = json!({
                "log": name, "outcome": "cosigned", "origin": followed.origin,
                "before": followed.before, "size": size, "checkpoint": kept,
            });
            (line, record, DONE)
        }
        Err(error) => refused(name, error, context),
    }
}

fn refused(name: &str, error: &FollowError, context: &Context) -> (String, Value, u8) {
    let (outcome, code, conflict, fr): (_, _, Option<&Conflict>, _) = match error {
        FollowError::Behind { shown, seen } => (
            "behind",
            ANOMALY,
            None,
            format!(
                "EN RETARD : cette copie montre {shown} inscriptions, moins que les {seen} que ce témoin a vues ; qu'elles \
                 soient de la même histoire n'est pas vérifié, faute des tuiles de la plus longue"
            ),
        ),
        FollowError::Forked { shown, seen, conflict } => (
            "forked",
            ANOMALY,
            Some(conflict.as_ref()),
            format!(
                "BIFURCATION : le point de contrôle sur {shown} et celui sur {seen} sont de deux histoires"
            ),
        ),
        FollowError::Tiles(what) => (
            "tiles",
            ANOMALY,
            None,
            format!("ses tuiles ne mènent pas à son point de contrôle : {what}"),
        ),
        FollowError::Distrust(fault) => ("distrust", UNREADABLE, None, fault.to_string()),
        other => ("unread", UNREADABLE, None, other.to_string()),
    };
    let en = error.to_string();
    let evidence = conflict.map(|conflict| format!("\n  {}", kept(conflict, context.lang)));
    let evidence = evidence.unwrap_or_default();
    let kept = conflict.and_then(|conflict| conflict.kept.as_ref());
    let kept = kept.map(|kept| kept.display().to_string());
    let colon = context.say(" :", ":");
    let line = format!("{name}{colon} {}{evidence}", context.say(&fr, &en));
    (line, json!({ "log": name, "outcome": outcome, "reason": en, "evidence": kept }), code)
}

fn state(error: &StateError) -> Failure {
    Failure::unreadable("witness-state", state_fr(error), error.to_string())
}

fn state_fr(error: &StateError) -> String {
    match error {
        StateError::Io { path, source } => {
            format!("{} ne peut servir : {}", path.display(), french(&source.to_string()))
        }
        StateError::Remembered { path } => format!(
            "{} : ce n'est pas un point de contrôle que ce témoin a cosigné ; le remettre depuis une \
             copie ; s'il n'y en a pas, commencer un autre témoin, avec une autre clé : celui-ci ne peut \
             plus savoir ce qu'il a vu",
            path.display()
        ),
        StateError::Key(key) => format!(
            "{key} est la clé d'un registre : un témoin demande une clé de témoin ; `greffe keygen \
             --witness` en fait une"
        ),
        other => other.to_string(),
    }
}
