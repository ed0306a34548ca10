//! What is wrong with the form of a command line, in French: the parser of arguments speaks English.
//!
//! Its errors are told by their kind and what they name, in the parser's own layout. A kind that is not
//! known here keeps its English words: nothing is hidden.

use crate::plain::NUMBERS;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error as _;
use std::fmt::Write as _;

/// The error in French, as it is printed; none where the parser's own words stand.
pub fn french(error: &Error) -> Option<String> {
    let mut text = format!("erreur : {}", sentence(error)?);
    if let Some(values) = list(error, ContextKind::ValidValue) {
        let _ = write!(text, "\n  [valeurs possibles : {}]", values.join(", "));
    }
    if let Some(verbs) = list(error, ContextKind::ValidSubcommand) {
        let _ = write!(text, "\n  [commandes : {}]", verbs.join(", "));
    }
    let hints = hints(error);
    if !hints.is_empty() {
        text.push('\n');
    }
    for hint in hints {
        let _ = write!(text, "\n  conseil : {hint}");
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.strip_prefix("Usage:").unwrap_or(&usage).trim();
        let _ = write!(text, "\n\nUsage : {usage}");
    }
    text.push_str("\n\nPour en savoir plus : « --help ».\n");
    Some(text)
}

fn sentence(error: &Error) -> Option<String> {
    let argument = || one(error, ContextKind::InvalidArg);
    let value = one(error, ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::MissingRequiredArgument => {
            let missing = list(error, ContextKind::InvalidArg)?;
            let lead = match missing.len() {
                1 => "il manque un argument :",
                _ => "il manque des arguments :",
            };
            format!("{lead}\n  {}", missing.join("\n  "))
        }
        ErrorKind::UnknownArgument => format!("argument inattendu : « {} »", argument()?),
        ErrorKind::InvalidSubcommand => {
            format!("commande inconnue : « {} »", one(error, ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::MissingSubcommand => {
            format!("« {} » demande une commande", one(error, ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::InvalidValue => match value.filter(|value| !value.is_empty()) {
            Some(value) => format!("« {value} » ne convient pas à « {} »", argument()?),
            None => format!("« {} » demande une valeur", argument()?),
        },
        ErrorKind::ValueValidation => {
            let why = error.source().map_or_else(String::new, |why| reason(&why.to_string()));
            format!("« {} » ne convient pas à « {} »{why}", value?, argument()?)
        }
        ErrorKind::ArgumentConflict => conflict(error)?,
        ErrorKind::TooManyValues => {
            format!("une valeur de trop pour « {} » : « {} »", argument()?, value?)
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("« {} » n'a pas le nombre de valeurs qu'il lui faut", argument()?)
        }
        ErrorKind::NoEquals => format!("« {} » demande un signe égal", argument()?),
        ErrorKind::InvalidUtf8 => "un argument n'est pas en UTF-8".to_owned(),
        _ => return None,
    })
}

fn conflict(error: &Error) -> Option<String> {
    let argument = one(error, ContextKind::InvalidArg)
        .or_else(|| one(error, ContextKind::InvalidSubcommand))?;
    let others = list(error, ContextKind::PriorArg).unwrap_or_default();
    Some(match others.as_slice() {
        [same] if *same == argument => format!("« {argument} » ne se donne qu'une fois"),
        [] => format!("« {argument} » ne va pas avec les autres arguments"),
        others => format!("« {argument} » ne va pas avec « {} »", others.join(" », « ")),
    })
}

/// Why a value does not do, where it is the parser of numbers that says so.
fn reason(english: &str) -> String {
    let number = NUMBERS.iter().find(|(parser, ..)| *parser == english);
    let told = number.map_or_else(|| crate::french::french(english), |(.., fr)| (*fr).to_owned());
    format!(" : {told}")
}

fn hints(error: &Error) -> Vec<String> {
    let near = |kind, what: &str| {
        let names = list(error, kind)?;
        Some(match names.as_slice() {
            [name] => format!("{what} semblable : « {name} »"),
            names => format!("{what}s semblables : « {} »", names.join(" », « ")),
        })
    };
    let near = [
        near(ContextKind::SuggestedSubcommand, "commande"),
        near(ContextKind::SuggestedArg, "argument"),
        near(ContextKind::SuggestedValue, "valeur"),
    ];
    let mut hints: Vec<String> = near.into_iter().flatten().collect();
    let unknown = error.kind() == ErrorKind::UnknownArgument;
    if let Some(argument) = one(error, ContextKind::InvalidArg).filter(|_| unknown)
        && error.get(ContextKind::Suggested).is_some()
        && argument.starts_with('-')
    {
        hints.push(format!("pour en faire une valeur, écrire « -- {argument} »"));
    }
    hints
}

fn one(error: &Error, kind: ContextKind) -> Option<String> {
    list(error, kind)?.into_iter().next()
}

/// What the parser names; none when it names nothing.
fn list(error: &Error, kind: ContextKind) -> Option<Vec<String>> {
    let names = match error.get(kind)? {
        ContextValue::String(name) => vec![name.clone()],
        ContextValue::Strings(names) => names.clone(),
        _ => return None,
    };
    (!names.is_empty()).then_some(names)
}

#[cfg(test)]
mod tests {
    use crate::help::command;
    use greffe_render::Lang;

    fn refused(words: &str) -> String {
        let words = std::iter::once("greffe").chain(words.split_whitespace());
        let error = command(Lang::Fr).try_get_matches_from(words).unwrap_err();
        super::french(&error).unwrap()
    }

    #[test]
    fn what_is_wrong_with_a_command_line_is_said_in_french() {
        for (words, said) in [
            ("explain", "il manque un argument :\n  <FLUX>\n\nUsage : greffe explain"),
            (
                "stat",
                "commande inconnue : « stat »\n\n  conseil : commandes semblables : « etat », « state »",
            ),
            ("log --frm 3", "argument inattendu : « --frm »\n\n  conseil : argument semblable"),
            (
                "log --from x",
                "« x » ne convient pas à « --from <NUMÉRO> » : un nombre entier est attendu",
            ),
            ("log --from", "« --from <NUMÉRO> » demande une valeur"),
            (
                "log --lang de",
                "« de » ne convient pas à « --lang <LANGUE> »\n  [valeurs possibles : fr, en]",
            ),
            ("log --from 1 --from 2", "« --from <NUMÉRO> » ne se donne qu'une fois"),
            ("show 1 --text --original", "« --text » ne va pas avec « --original »"),
            ("state a b", "argument inattendu : « b »"),
        ] {
            let text = refused(words);
            assert!(text.contains(said), "{words}: {text}");
            assert!(text.ends_with("Pour en savoir plus : « --help ».\n"), "{text}");
            for english in ["Usage:", "required", "argument '", "found", "subcommand", "tip:"] {
                assert!(!text.contains(english), "{words}: {text}");
            }
        }
    }
}
