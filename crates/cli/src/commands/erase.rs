//! `greffe erase`: personal data goes, and everything that was proved of it stays proved.

use super::record::head_line;
use super::recorder;
use crate::args::{Erase, Format};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use greffe::Ledger;
use greffe::chain::Hash;
use greffe::domain::Edtf;
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
    let ledger = Ledger::open(&context.ledger_dir())?;
    let erased = ledger.erase(&digests, &args.ground, on, &recorder(args.by.as_ref())).await?;
    let (values, documents) = (erased.values, erased.documents);
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
            output::text(&format!("{said}\n{}", head_line(context, &ledger)))?;
        }
    }
    Ok(DONE)
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
