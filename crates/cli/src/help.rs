//! The words of help in both languages: English stands beside the arguments, French here.
//!
//! Only words change with the language, what stands for a value among them (`<FILE>`, `<FICHIER>`): names of verbs,
//! options and values never do.

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
    ("review", "Relire un projet à l'écran, fait par fait à côté du texte ; n'inscrit rien"),
    ("record", "Inscrire un projet, ou sa relecture"),
    (
        "import",
        "Inscrire les lignes d'un tableau publié, ou un accusé de réception ; sort avec 1 si des lignes sont rejetées",
    ),
    (
        "match",
        "Lister quels bénéficiaires, quels actes ne font peut-être qu'un, et pourquoi ; ne fusionne rien",
    ),
    ("link", "Inscrire que deux bénéficiaires, ou deux actes, ne font qu'un, ou sont deux"),
    ("void", "Inscrire qu'une inscription n'aurait pas dû l'être, et montrer ce que cela change"),
    ("correct", "Inscrire ce qu'une inscription aurait dû dire, et montrer ce que cela change"),
    ("log", "Lister les inscriptions"),
    ("show", "Ouvrir une inscription, un passage ou un document"),
    ("state", "Montrer l'état des conventions"),
    ("trail", "Montrer qui a fait quoi, en vertu de quoi"),
    ("blame", "Montrer qui a posé chaque champ, en quels mots, et ce qu'il remplace"),
    ("explain", "Expliquer un chiffre, du résultat jusqu'aux phrases des actes"),
    ("diff", "Comparer deux états d'une convention, champ par champ"),
    (
        "what-if",
        "Montrer ce qui serait sans une inscription, avec un projet ou une autre valeur ; n'inscrit rien",
    ),
    (
        "audit",
        "Appliquer les règles : sort avec 1 sur une irrégularité, 4 faute de pouvoir conclure",
    ),
    ("rules", "Lister les règles et leur source légale"),
    (
        "verify",
        "Vérifier chaque octet d'un registre, d'une sauvegarde, d'un journal exporté ou d'une liasse de preuve",
    ),
    (
        "witness",
        "Suivre des registres et cosigner ce qui continue ; refuser bifurcations et retours en arrière, en garder les deux côtés",
    ),
    (
        "erase",
        "Effacer des données personnelles scellées ou des documents, sur un fondement légal ; la chaîne et toutes les preuves tiennent",
    ),
    ("keygen", "Faire une clé de signature, pour un registre ou pour un témoin"),
    ("keys", "Lister, inscrire ou retirer les clés qui signent les points de contrôle du registre"),
    ("keys list", "Lister les clés de signature que le registre inscrit"),
    ("keys register", "Inscrire qu'une clé entre en vigueur, et celle qu'elle remplace"),
    ("keys retire", "Inscrire qu'une clé n'est plus en vigueur"),
    (
        "checkpoint",
        "Signer un point de contrôle sur toutes les inscriptions, en garder cosignatures et horodatages",
    ),
    ("prove", "Écrire une liasse qui prouve des inscriptions à qui n'a pas le registre"),
    (
        "publish",
        "Écrire en fichiers statiques ce que suivent moniteurs et témoins ; sans inscription en clair, sauf demande",
    ),
    ("schema", "Écrire le schéma JSON des événements"),
    ("backup", "Copier ce qui est venu depuis la dernière sauvegarde, registre en service"),
    (
        "restore",
        "Refaire un registre d'une sauvegarde, de ce qui est entier d'un registre endommagé, ou des deux",
    ),
    ("doctor", "Lister ce qui est entier d'un registre, sans y toucher"),
    (
        "bisect",
        "Trouver depuis quand : la première inscription à laquelle une expression devient vraie",
    ),
    ("replay", "Parcourir le journal inscription par inscription, avec ce que chacune change"),
    (
        "sample",
        "Tirer un échantillon par unités monétaires de versements ou de subventions, le même d'une même graine ; aussi --format csv",
    ),
    (
        "case",
        "Réunir ce qui touche une question en un dossier ou une archive, ou en vérifier et reprendre une",
    ),
    ("rules list", "Lister les règles"),
    (
        "rules show",
        "Montrer une règle en entier : ses sources et leurs versions, ce qu'il lui faut, son paramètre",
    ),
    ("case export", "Réunir les inscriptions, documents, états et constats qui touchent des flux"),
    (
        "case import",
        "Vérifier chaque octet d'une affaire et la placer où dit --ledger, pour la lire comme un registre",
    ),
    (
        "timeline",
        "Dessiner ce qui s'est passé autour d'une convention ou d'un organe ; aussi --format csv, jsonl et svg",
    ),
    ("report", "Écrire un rapport sur une convention : un fichier HTML, pour l'écran et le papier"),
    ("help", "Afficher cette aide, ou celle d'une commande"),
];

/// The arguments in French, by their id.
const ARGUMENTS: &[(&str, &str)] = &[
    (
        "ocr",
        "Reconnaître les caractères des pages numérisées, par tesseract s'il est installé ; rien n'en est sûr",
    ),
    ("ocr_again", "Reconnaître les caractères des pages numérisées, comme à la lecture du projet"),
    ("ledger", "Dossier du registre ; sinon GREFFE_LEDGER, sinon ./greffe.ledger"),
    ("format", "text à lire (par défaut) ou json pour un programme"),
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
    (
        "institution",
        "Code de l'institution dans les noms de flux (minuscules, chiffres, traits d'union) ; sinon tiré du nom lu",
    ),
    ("init institution", "Institution pour laquelle le registre est tenu, par son nom"),
    (
        "import institution",
        "Code de la collectivité dans les noms de flux (minuscules, chiffres, traits d'union), pour toutes les lignes ; \
         sinon tiré du nom que donne chaque ligne. À donner quand aucune colonne ne la nomme",
    ),
    (
        "by",
        "Qui inscrit, par son nom ; sinon GREFFE_BY, sinon le compte (USER, LOGNAME, ou son numéro)",
    ),
    ("name", "Nom du registre"),
    ("file", "L'acte"),
    ("output", "Où écrire le projet ; sur la sortie standard sinon"),
    ("draft", "Le projet"),
    ("reviewed_draft", "Le projet ; sa relecture est gardée à côté"),
    (
        "reviewer",
        "Qui relit, par son nom ; sinon GREFFE_BY, sinon le compte (USER, LOGNAME, ou son numéro)",
    ),
    (
        "table",
        "Un tableau (CSV, .xlsx, .xls, .ods) de subventions ou de délibérations, ou un accusé de réception ACTES (XML)",
    ),
    ("dry_run", "Lire et contrôler sans rien inscrire ; aucun registre n'est nécessaire"),
    ("sheet", "La feuille d'un classeur ; sinon la première dont l'en-tête est connu"),
    ("against", "La version du schéma de contrôle ; sinon celle dont le tableau a les colonnes"),
    (
        "rejects",
        "Où écrire les lignes qui ne peuvent être inscrites, à corriger puis importer à leur tour",
    ),
    ("document", "L'acte dont il vient ; à côté du projet, sous son nom, sinon"),
    (
        "despite",
        "Inscrire aussi ce à quoi ces inscriptions s'opposent, à côté d'elles ; plusieurs avec des virgules",
    ),
    ("all", "Aussi ceux dont quelqu'un a décidé"),
    (
        "linked",
        "Un bénéficiaire, un acte ou une subvention : son flux, la fin de ce flux, ou son nom si un seul le porte",
    ),
    ("linked_other", "L'autre"),
    ("distinct", "Ils sont deux, si semblables qu'ils paraissent"),
    ("overridden", "Le numéro de l'inscription"),
    (
        "instead",
        "Ce qu'un champ de ses données devrait dire (amount_cents=51450€), null pour rien ; un montant, gardé en centimes, se dit avec son unité : 51450,50€ ou 5145050 cents ; répétable",
    ),
    ("why", "Pourquoi, en quelques mots"),
    ("decider", "Qui décide ; sinon GREFFE_BY, sinon le compte"),
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
    ("severity", "Les règles de cette portée ou d'une plus lourde : major, minor ou note"),
    ("pack", "Règles locales : règles écartées, paramètres plus stricts (TOML)"),
    ("id", "La règle"),
    ("method", "La méthode : mus, par unités monétaires"),
    (
        "of",
        "Parmi quoi tirer : payments, les versements faits (par défaut), ou subsidies, les subventions en vigueur",
    ),
    ("seed", "Un nombre ; le même redonne le même échantillon"),
    ("size", "Combien tirer, y compris ceux au-dessus de l'intervalle"),
    ("interval", "Un centime sur ce montant (20000 ou \"20 000,00 €\")"),
    ("streams", "Des flux, ou la fin de leurs noms"),
    ("expect_seal", "Le sceau noté ailleurs"),
    (
        "path",
        "Dossier d'un registre ou d'une sauvegarde, journal exporté par log --raw, liasse de preuve ou preuve ; --ledger sinon",
    ),
    ("expect_head", "Tête notée ailleurs : une empreinte, ou NOMBRE:EMPREINTE"),
    (
        "outside_checkpoint",
        "Un point de contrôle gardé ailleurs, ou une liasse qui en contient un ; répétable",
    ),
    (
        "trust",
        "À qui vous vous fiez : des clés publiques, une par ligne, ou une politique avec témoins ; répétable",
    ),
    ("authority", "Une autorité d'horodatage admise (certificat PEM ou DER) ; répétable"),
    ("strict", "Sortir avec 4 si rien de l'extérieur ne répond du registre"),
    ("key_name", "Le nom de la clé, qui devient celui du registre dans ses points de contrôle"),
    ("key_file", "Où écrire la clé secrète ; la publique va à côté, dans FILE.pub"),
    ("witness", "Une clé de témoin, et non de registre"),
    (
        "witness_url",
        "Demander à un témoin de cosigner, à l'adresse devant /add-checkpoint (http://…, avec --trust) ; répétable",
    ),
    ("witness_key", "La clé secrète du témoin ; sinon GREFFE_KEY"),
    ("state", "Le dossier où le témoin se souvient de ce qu'il a vu"),
    ("follow", "Ce que publie un registre : un dossier ou une adresse (http://…) ; répétable"),
    (
        "listen",
        "Répondre aux appels des registres à cette adresse (127.0.0.1:8080), jusqu'à l'arrêt",
    ),
    ("digests", "Empreintes de valeurs scellées, ou de documents (fichier, texte)"),
    ("ground", "Le fondement légal, tel qu'il est inscrit (\"RGPD, art. 17 1 b\")"),
    ("decided", "Le jour de la décision d'effacer (EDTF)"),
    ("public_key", "La clé publique"),
    ("retires", "La clé publique qui n'est plus en vigueur ; répétable"),
    ("reason", "Pourquoi la clé n'est plus en vigueur"),
    ("secret_key", "Une clé secrète pour signer ; sinon GREFFE_KEY ; répétable"),
    (
        "every",
        "Ne signer que si tant d'inscriptions sont venues depuis le dernier point de contrôle",
    ),
    (
        "minutes",
        "Signer si quelque chose est venu et que le dernier point de contrôle a tant de minutes",
    ),
    ("checkpoint_file", "Écrire aussi le point de contrôle dans un fichier, à garder ailleurs"),
    (
        "attach",
        "Garder les cosignatures d'un point de contrôle que des témoins admis ont vu (--trust)",
    ),
    (
        "timestamp_request",
        "Écrire une demande d'horodatage du point de contrôle (RFC 3161), pour une autorité",
    ),
    ("attach_response", "Garder l'horodatage de la réponse d'une autorité"),
    (
        "what",
        "Une convention, la fin de son flux, un flux en entier, ou le numéro d'une inscription",
    ),
    (
        "proof_checkpoint",
        "Prouver sous ce point de contrôle, ou celui d'une liasse, plutôt que sous le dernier gardé",
    ),
    (
        "evidence_file",
        "Où écrire la liasse ; un nom en .tlog-proof donne la forme C2SP d'une seule inscription",
    ),
    ("originals", "Avec les fichiers tels que reçus, et non leurs seuls textes"),
    ("published", "Le dossier que sert un serveur web"),
    ("entries", "Publier aussi les inscriptions en clair, avec tous les noms qu'elles portent"),
    ("into", "Dossier de la sauvegarde"),
    ("backup", "La sauvegarde"),
    ("damaged", "Un registre endommagé, pour en reprendre ce qui est entier"),
    ("convention", "La convention : son flux, ou la fin de son nom"),
    ("field", "Un champ, le début ou la fin de son chemin ; tous sinon"),
    ("history", "Toutes les valeurs du champ, et ce qui en était su quand"),
    ("explained", "Le champ à expliquer : son chemin, ou son début ou sa fin ; le solde sinon"),
    ("dates", "En vigueur à cette date (EDTF) ; deux fois pour les deux côtés"),
    ("instants", "Tel que connu à cet instant (RFC 3339, UTC) ; deux fois pour les deux côtés"),
    ("before", "Premier côté : tel que connu juste avant cette inscription"),
    ("after", "Second côté : tel que connu une fois cette inscription faite ; en entier sinon"),
    ("with_ledger", "Second côté : un autre registre"),
    (
        "without",
        "Sans des inscriptions (16 ou 16,17), un avenant (avenant-1) ou un acte (sa référence) ; répétable",
    ),
    ("drafts", "Avec les événements choisis d'un projet ; répétable"),
    ("settings", "Avec une autre valeur (budget_cents.initial=500000€) ; répétable"),
    ("one_or_all", "Une convention, ou la fin de son flux ; toutes sinon"),
    (
        "when",
        "Ce qui doit devenir vrai de l'état, comme 'budget < euros(500000)' (docs/expressions.md)",
    ),
    (
        "order",
        "recorded : comme le registre l'a appris (par défaut) ; effective : par date d'effet",
    ),
    (
        "monotone",
        "Chercher par moitiés : moins d'états, juste seulement si ce qui est vrai le reste",
    ),
    ("only", "Seulement ce dont cette expression est vraie (docs/expressions.md)"),
    ("step", "Pas à pas, dans le terminal ; ? en donne les touches"),
    ("case export output", "Un dossier absent ou vide, ou une archive (.tar)"),
    ("case import path", "Le dossier ou l'archive"),
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
        Lang::Fr => french(command, "").about("Registre des décisions publiques, par événements"),
    }
}

/// A command in French; the words of a verb inside another are found under both their names.
fn french(command: Command, within: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let mut command = command
        .help_template(TEMPLATE_FR)
        .subcommand_help_heading("Commandes\u{a0}")
        .subcommand_value_name("COMMANDE")
        .mut_args(|argument| french_argument(argument, within));
    for name in names {
        let full = format!("{within} {name}").trim_start().to_owned();
        let about = of(VERBS, if name == "help" { &name } else { &full });
        command = command.mut_subcommand(name, |verb| {
            let verb = french(verb, &full);
            match about {
                Some(about) => verb.about(about),
                None => verb,
            }
        });
    }
    command
}

fn french_argument(argument: Arg, verb: &str) -> Arg {
    let heading = if argument.is_positional() { "Arguments\u{a0}" } else { "Options\u{a0}" };
    let words = argument_words(&argument, verb);
    let named = argument.get_value_names().and_then(<[_]>::first).and_then(|n| placeholder(n));
    let argument = match named {
        Some(name) => argument.value_name(name),
        None => argument,
    };
    let argument = argument.help_heading(heading);
    match words {
        Some(words) => argument.help(words),
        None => argument,
    }
}

/// The words of an argument: those of its verb, where it has its own there, else those of its id.
fn argument_words(argument: &Arg, verb: &str) -> Option<&'static str> {
    let id = argument.get_id().as_str();
    of(ARGUMENTS, &format!("{verb} {id}")).or_else(|| of(ARGUMENTS, id))
}

/// What stands for a value in French, where English has another word.
const PLACEHOLDERS: &[(&str, &str)] = &[
    ("ADDRESS", "ADRESSE"),
    ("AMOUNT", "MONTANT"),
    ("BACKUP", "SAUVEGARDE"),
    ("CODE", "CODE"),
    ("COLOR", "COULEUR"),
    ("CONVENTION|SEQ", "CONVENTION|NUMÉRO"),
    ("DATE", "DATE"),
    ("DIR", "DOSSIER"),
    ("DIR|URL", "DOSSIER|URL"),
    ("DRAFT", "PROJET"),
    ("EXPR", "EXPRESSION"),
    ("FIELD", "CHAMP"),
    ("FIELD=VALUE", "CHAMP=VALEUR"),
    ("FILE", "FICHIER"),
    ("FORMAT", "FORMAT"),
    ("HASH", "EMPREINTE"),
    ("HEAD", "TÊTE"),
    ("ID", "RÈGLE"),
    ("INSTANT", "INSTANT"),
    ("KEYFILE", "CLÉ"),
    ("KIND", "GENRE"),
    ("LANG", "LANGUE"),
    ("M", "M"),
    ("METHOD", "MÉTHODE"),
    ("N", "N"),
    ("NAME", "NOM"),
    ("ORDER", "ORDRE"),
    ("OTHER", "AUTRE"),
    ("PATH", "CHEMIN"),
    ("POPULATION", "POPULATION"),
    ("REF", "RÉFÉRENCE"),
    ("SEQ", "NUMÉRO"),
    ("STREAM", "FLUX"),
    ("SUBJECT", "SUJET"),
    ("TABLE", "TABLEAU"),
    ("TEXT", "TEXTE"),
    ("URL", "URL"),
    ("VERSION", "VERSION"),
    ("WEIGHT", "POIDS"),
    ("WHAT", "QUOI"),
];

/// The French word of what stands for a value.
fn placeholder(name: &str) -> Option<&'static str> {
    of(PLACEHOLDERS, name)
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

    /// What stands for a value is a word, too: nobody should have to know what a FILE is.
    #[test]
    fn every_placeholder_has_its_french_word() {
        fn check(command: &Command) {
            for argument in command.get_arguments().filter(|a| a.get_action().takes_values()) {
                for name in argument.get_value_names().unwrap_or_default() {
                    assert!(placeholder(name).is_some(), "{name}");
                }
            }
            command.get_subcommands().for_each(check);
        }
        let mut built = Cli::command();
        built.build();
        check(&built);
        let mut french = command(Lang::Fr);
        let help = french.find_subcommand_mut("review").unwrap().render_long_help().to_string();
        assert!(help.contains("<PROJET>") && help.contains("<FICHIER>"), "{help}");
        assert!(!help.contains("<FILE>") && !help.contains("<NAME>"), "{help}");
    }

    #[test]
    fn every_verb_and_argument_has_its_french_words() {
        fn check(command: &Command, within: &str) {
            for argument in command.get_arguments() {
                assert!(argument_words(argument, within).is_some(), "{argument:?}");
            }
            for verb in command.get_subcommands() {
                let name = format!("{within} {}", verb.get_name()).trim_start().to_owned();
                assert!(of(VERBS, &name).is_some(), "{name}");
                check(verb, &name);
            }
        }
        check(&Cli::command(), "");
    }
}
