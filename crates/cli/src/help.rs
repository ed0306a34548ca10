//! The words of help in both languages: English stands beside the arguments, French here.
//!
//! Only words change with the language: names of verbs, options and values never do.

use crate::args::Cli;
use clap::{Arg, Command, CommandFactory};
use greffe_render::Lang;

/// The verbs in French.
const VERBS: &[(&str, &str)] = &[
    (
        "reconstruct",
        "Lire des actes, les inscrire, montrer la convention, la piste et les constats",
    ),
    ("init", "Créer un registre"),
    ("draft", "Lire un acte en un projet, qu'une personne corrige"),
    ("record", "Inscrire un projet"),
    ("log", "Lister les inscriptions"),
    ("show", "Ouvrir une inscription, un passage ou un document"),
    ("state", "Montrer l'état des conventions"),
    ("trail", "Montrer qui a fait quoi, en vertu de quoi"),
    (
        "audit",
        "Appliquer les règles : sort avec 1 sur une irrégularité, 4 faute de pouvoir conclure",
    ),
    ("rules", "Lister les règles et leur source légale"),
    ("verify", "Vérifier chaque octet d'un registre, ou d'un journal exporté"),
    ("schema", "Écrire le schéma JSON des événements"),
    ("backup", "Copier ce qui est venu depuis la dernière sauvegarde, registre en service"),
    (
        "restore",
        "Refaire un registre d'une sauvegarde, de ce qui est entier d'un registre endommagé, ou des deux",
    ),
    ("doctor", "Lister ce qui est entier d'un registre, sans y toucher"),
    (
        "timeline",
        "Dessiner ce qui s'est passé autour d'une convention ou d'un organe ; aussi --format csv, jsonl et svg",
    ),
    ("report", "Écrire un rapport sur une convention : un fichier HTML, pour l'écran et le papier"),
    ("help", "Afficher cette aide, ou celle d'une commande"),
];

/// The arguments in French, by their id.
const ARGUMENTS: &[(&str, &str)] = &[
    ("ledger", "Dossier du registre ; sinon GREFFE_LEDGER, sinon ./greffe.ledger"),
    ("format", "text pour une personne (par défaut), json pour un programme"),
    ("lang", "Langue des textes : fr ou en ; sinon celle du système"),
    (
        "color",
        "Couleur : auto (sur un terminal, sauf NO_COLOR), always (toujours) ou never (jamais)",
    ),
    ("forensic", "Travailler sur une copie privée ; les fichiers du registre restent intacts"),
    ("at", "Ce qui était en vigueur à cette date (EDTF)"),
    ("known_at", "Tel que connu à cet instant (RFC 3339, UTC)"),
    ("paths", "Actes, ou dossiers d'actes"),
    ("recursive", "Lire aussi les dossiers contenus dans les dossiers"),
    ("institution", "Institution (init) ou son code dans les noms de flux"),
    ("by", "Qui inscrit ; sinon GREFFE_BY, sinon le compte"),
    ("name", "Nom du registre"),
    ("file", "L'acte"),
    ("output", "Où écrire le projet ; sur la sortie standard sinon"),
    ("draft", "Le projet"),
    ("document", "L'acte dont il vient ; à côté du projet, sous son nom, sinon"),
    ("raw", "Écrire les octets inscrits, une inscription par ligne"),
    ("from", "Première inscription"),
    ("to", "Dernière inscription"),
    ("stream", "Ce flux seul, ou ceux qui en dépendent"),
    ("kind", "Ce genre d'événement seul"),
    (
        "reference",
        "Une inscription (12), un de ses passages (12.3), ou l'empreinte d'un document (8 chiffres au moins)",
    ),
    ("text", "Écrire le texte enregistré, octet pour octet"),
    ("original", "Écrire le fichier reçu, octet pour octet"),
    ("subject", "Un flux, ou la fin de son nom ; tous sinon"),
    ("rule", "Cette règle seule"),
    ("id", "Une règle, en entier"),
    ("path", "Dossier d'un registre, ou journal exporté par log --raw ; --ledger sinon"),
    ("expect_head", "Tête notée ailleurs : une empreinte, ou NOMBRE:EMPREINTE"),
    ("into", "Dossier de la sauvegarde"),
    ("backup", "La sauvegarde"),
    ("damaged", "Un registre endommagé, pour en reprendre ce qui est entier"),
    (
        "timeline_of",
        "Une convention ou un organe, ou la fin de son flux ; tout autre flux en entier",
    ),
    ("report_on", "Une convention, ou la fin de son flux"),
    ("report_file", "Où écrire le rapport ; un fichier qui s'y trouve n'est jamais remplacé"),
    ("verify", "Vérifier d'abord chaque octet du registre, et en joindre le résultat"),
    ("help", "Afficher l'aide"),
    ("version", "Afficher la version"),
    ("subcommand", "La commande"),
];

const TEMPLATE_FR: &str = "\
{about-with-newline}
Usage : {usage}

{all-args}{after-help}";

/// The command line in a language.
pub fn command(lang: Lang) -> Command {
    let mut command = Cli::command();
    command.build();
    match lang {
        Lang::En => command,
        Lang::Fr => french(command)
            .about("Registre des décisions publiques, par événements")
            .subcommand_help_heading("Commandes"),
    }
}

fn french(command: Command) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let mut command = command.help_template(TEMPLATE_FR).mut_args(argument);
    for name in names {
        let about = of(VERBS, &name);
        command = command.mut_subcommand(name, |verb| {
            let verb = french(verb);
            match about {
                Some(about) => verb.about(about),
                None => verb,
            }
        });
    }
    command
}

fn argument(argument: Arg) -> Arg {
    let heading = if argument.is_positional() { "Arguments" } else { "Options" };
    let words = of(ARGUMENTS, argument.get_id().as_str());
    let argument = argument.help_heading(heading);
    match words {
        Some(words) => argument.help(words),
        None => argument,
    }
}

fn of(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(id, _)| *id == name).map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_coherent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_verb_and_argument_has_its_french_words() {
        fn check(command: &Command) {
            for argument in command.get_arguments() {
                assert!(of(ARGUMENTS, argument.get_id().as_str()).is_some(), "{argument:?}");
            }
            for verb in command.get_subcommands() {
                assert!(of(VERBS, verb.get_name()).is_some(), "{}", verb.get_name());
                check(verb);
            }
        }
        check(&Cli::command());
    }
}
