//! `greffe erase`: personal data goes, and everything that was proved of it stays proved.

use super::record::head_line;
use super::recorder;
use crate::args::{Erase, Format};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use greffe::chain::Hash;
use greffe::domain::{Day, Edtf};
use greffe::{GroundForm, Ledger};
use greffe_render::Lang;
use serde_json::json;

/// See the module.
pub async fn run(args: &Erase, context: &Context) -> Result<u8, Failure> {
    let digests: Vec<Hash> =
        args.digests.iter().map(|text| digest(text)).collect::<Result<_, _>>()?;
    let on = args.on.as_ref().map(|text| text.parse::<Edtf>()).transpose().map_err(|e| {
        Failure::usage(
            "bad-date",
            "--on : ce n'est pas une date ; écrire 2021-12-31, 2021-12 ou 2021".to_owned(),
            format!("--on: {e}"),
        )
    })?;
    if on.as_ref().is_some_and(|on| on.earliest() > today()) {
        return Err(Failure::usage(
            "bad-date",
            "--on : ce jour est à venir ; ce qui n'est pas fait ne s'inscrit pas comme fait"
                .to_owned(),
            "--on: that day is to come; what has not been done is not recorded as done".to_owned(),
        ));
    }
    let ground = args.ground.parse().map_err(no_ground)?;
    let ledger = Ledger::open(&context.ledger_dir())?;
    let erased = ledger.erase(&digests, &ground, on, &recorder(args.by.as_ref())).await?;
    let (values, documents) = (erased.values, erased.documents);
    let values_erased = values > 0;
    match context.format {
        Format::Json => output::json(&json!({
            "values": values,
            "documents": documents,
            "recorded": erased.recorded,
        }))?,
        Format::Text => {
            let nothing = values == 0 && documents == 0 && erased.recorded.is_none();
            let (one, several) = (("valeur", "valeurs"), ("value", "values"));
            let (values, documents) =
                (context.count(values, one, several), context.documents(documents));
            let said = match context.lang {
                Lang::Fr if nothing => "Rien à effacer : c'était fait et inscrit.".to_owned(),
                Lang::En if nothing => "Nothing to erase: it was done and recorded.".to_owned(),
                Lang::Fr => format!(
                    "Effacés : {values}, {documents}. Les sauvegardes faites \
                     auparavant les contiennent encore ; la prochaine les y efface."
                ),
                Lang::En => format!(
                    "Erased: {values}, {documents}. Backups that were made before \
                     hold them still; the next one erases them there."
                ),
            };
            let again = context.say(
                "Une liasse ne dit l'effacement qu'une fois un point de contrôle signé dessus : greffe checkpoint.",
                "A bundle tells of the erasure only once a checkpoint is signed over it: greffe checkpoint.",
            );
            let texts = context.say(
                "Les textes d'actes encore détenus peuvent le dire aussi (docs/personal-data.md).",
                "Texts of acts that are held may say it as well (docs/personal-data.md).",
            );
            let said = if values_erased { format!("{said} {texts}") } else { said };
            let again =
                if erased.recorded.is_some() { format!("\n{again}") } else { String::new() };
            output::text(&format!("{said}{again}\n{}", head_line(context, &ledger)))?;
        }
    }
    Ok(DONE)
}

/// The day it is somewhere on earth already: a date has no time zone.
fn today() -> Day {
    // A clock that stands before 1970 tells no day.
    let Ok(since) = std::time::UNIX_EPOCH.elapsed() else { return Day::MAX };
    let days = i32::try_from(since.as_secs() / 86_400 + 1).ok();
    days.and_then(|days| Day::new(1970, 1, 1)?.plus_days(days)).unwrap_or(Day::MAX)
}

/// An erasure cannot be taken back, so it is refused before anything where its ground says nothing.
fn no_ground(form: GroundForm) -> Failure {
    let fr = match form {
        GroundForm::Character(number) => {
            format!("--ground : le motif légal a un caractère qui ne se lit pas (U+{number:04X})")
        }
        _ => "--ground : le motif légal est vide : un effacement ne se reprend pas, et s'inscrit avec son \
              article (« RGPD, art. 17 1 b »)"
            .to_owned(),
    };
    Failure::usage("bad-ground", fr, format!("--ground: {form}"))
}

fn digest(text: &str) -> Result<Hash, Failure> {
    text.parse().map_err(|_| {
        Failure::usage(
            "bad-digest",
            format!("« {text} » n'est pas une empreinte de 64 chiffres hexadécimaux"),
            format!("\u{ab} {text} \u{bb} is no hash of 64 hexadecimal digits"),
        )
    })
}
