//! Why a file cannot be read as a document, in French beside the English of the library.

use crate::failure::Failure;
use greffe::ReadError;
use greffe_render::Lang;

/// The failure of a file: `unreadable`, or a code of its own where something else helps.
pub fn failure(name: &str, error: &ReadError) -> Failure {
    let code = match error {
        ReadError::NoTextLayer { .. } | ReadError::NoCharacters { .. } => "no-text-layer",
        ReadError::NotRecognised { .. } => "not-recognised",
        ReadError::Encrypted { .. } => "encrypted",
        ReadError::Limit { .. } => "beyond-limits",
        ReadError::Deceptive { .. } => "deceptive-text",
        _ => "unreadable",
    };
    Failure::unreadable(code, format!("{name} : {}", french(error)), format!("{name}: {error}"))
}

fn french(error: &ReadError) -> String {
    match error {
        ReadError::Empty => "le fichier est vide ; donner le texte d'un acte".to_owned(),
        ReadError::TooLarge { most } => format!(
            "le fichier dépasse {most} Mio, aucun acte n'est si grand ; le diviser, ou n'en donner que \
             le texte"
        ),
        ReadError::OtherFormat { format, remedy } => format!(
            "c'est {} ; greffe lit le texte, HTML, DOCX, ODT et PDF : {}",
            format_fr(format),
            remedy_fr(remedy)
        ),
        ReadError::NotText { at, byte } => format!(
            "l'octet {at} vaut {byte:#04x}, qu'aucun texte ne contient ; est-ce un fichier de texte ?"
        ),
        ReadError::BrokenUtf8 { at, byte, line } => format!(
            "la ligne {line} contient l'octet {at}, {byte:#04x}, qui n'est pas de l'UTF-8, alors que le reste du \
             fichier en est : il a été coupé, ou composé de fichiers de deux encodages ; l'y corriger, et \
             l'enregistrer en UTF-8"
        ),
        ReadError::Deceptive { line, code, what } => format!(
            "la ligne {line} contient le caractère invisible U+{code:04X} {}, si bien que ce qui se \
             voit n'est pas ce qui se lit ; l'ôter, ou chercher qui l'y a mis",
            deceptive_fr(what)
        ),
        ReadError::Damaged { format, reason } => format!(
            "ce document ({}) est endommagé : {} ; l'ouvrir et l'enregistrer à nouveau, ou en donner le texte",
            if format == "package" { "archive" } else { format.as_ref() },
            damaged_fr(reason)
        ),
        ReadError::Encrypted { format } => {
            format!("ce document ({format}) est chiffré ; l'enregistrer d'abord sans mot de passe")
        }
        ReadError::Limit { format, what } => format!(
            "ce document ({format}) dépasse une limite : {} ; aucun acte n'en demande autant",
            limit_fr(what)
        ),
        ReadError::NoTextLayer { pages } => format!(
            "ce PDF de {} n'a pas de texte : c'est une numérisation ; le lire avec --ocr, ou le \
             numériser avec reconnaissance de caractères",
            greffe_render::count(Lang::Fr, *pages, ("page", "pages"), ("", ""))
        ),
        ReadError::NoCharacters { unknown, glyphs } => format!(
            "ce PDF ne dit pas quels caractères sont {unknown} de ses {glyphs} signes ; le lire avec \
             --ocr, ou le faire refaire"
        ),
        ReadError::NotRecognised { reason } => format!(
            "les caractères de ses pages ne peuvent être reconnus : {}",
            recognition_fr(reason)
        ),
        _ => error.to_string(),
    }
}

/// What is damaged; what the library that unpacks says of it helps nobody.
fn damaged_fr(reason: &str) -> String {
    if reason.starts_with("its package cannot be opened") {
        return "son archive ne peut être ouverte".to_owned();
    }
    if let Some((part, _)) = reason.split_once(" cannot be inflated: ") {
        return format!("{} ne peut être décompressée", crate::french::french(part));
    }
    if let Some((at, _)) = reason
        .strip_prefix("its XML is not well formed at byte ")
        .or_else(|| reason.strip_prefix("its XML at byte "))
        .and_then(|rest| rest.split_once(": "))
    {
        return format!("son XML est mal formé à l'octet {at}");
    }
    if reason.starts_with("its XML has a bad attribute") {
        return "son XML a un attribut mal formé".to_owned();
    }
    crate::french::french(reason)
}

fn recognition_fr(reason: &str) -> &str {
    if reason.contains("is not installed") {
        "tesseract n'est pas installé ; l'installer avec ses données pour le français \
         (tesseract-ocr, tesseract-ocr-fra), ou faire numériser avec reconnaissance de caractères"
    } else if reason.contains("gives nothing") {
        "tesseract ne donne rien ; ses données pour le français sont-elles installées \
         (tesseract-ocr-fra) ?"
    } else {
        reason
    }
}

/// The format's English name in French, where the two differ.
pub fn format_fr(format: &str) -> &str {
    match format {
        "a PDF" => "un PDF",
        "an old Office document" => "un ancien document Office",
        "an old Office document, or one with a password" => {
            "un ancien document Office, ou un document avec mot de passe"
        }
        "an RTF document" => "un document RTF",
        "a PNG image" => "une image PNG",
        "a JPEG image" => "une image JPEG",
        "a TIFF image" => "une image TIFF",
        "UTF-16 text" => "un texte UTF-16",
        "a gzip file" => "un fichier gzip",
        "a workbook" => "un classeur",
        "a text document (DOCX)" => "un document de texte (DOCX)",
        "a text document (ODT)" => "un document de texte (ODT)",
        "an OpenDocument file, and no text document" => {
            "un fichier OpenDocument qui n'est pas un texte"
        }
        "a ZIP archive" => "une archive ZIP",
        _ if format.starts_with("a ZIP") => "une archive ZIP (docx, odt, xlsx)",
        other => other,
    }
}

fn remedy_fr(remedy: &str) -> &str {
    match remedy {
        "save it as DOCX or ODT, without a password" => {
            "l'enregistrer en DOCX ou ODT, sans mot de passe"
        }
        "save it as DOCX or ODT" => "l'enregistrer en DOCX ou ODT",
        "make a PDF of it and read that with --ocr" => "en faire un PDF et le lire avec --ocr",
        "save it as UTF-8" => "l'enregistrer en UTF-8",
        "unpack it first" => "l'extraire d'abord",
        "record tables with greffe import" => "un tableau s'inscrit par greffe import",
        other => other,
    }
}

fn deceptive_fr(what: &str) -> &str {
    match what {
        "which turns the order of reading" => "qui inverse le sens de la lecture",
        "inside a figure" => "à l'intérieur d'un nombre",
        other => other,
    }
}

fn limit_fr(what: &str) -> &str {
    match what {
        "60 seconds" => "60 secondes",
        "1 GiB of memory, or 10 seconds of computing" => {
            "1 Gio de mémoire, ou 10 secondes de calcul"
        }
        "4096 files in the package" => "4096 fichiers dans l'archive",
        "64 MiB of inflated text" => "64 Mio de texte décompressé",
        "256 elements one in the other" => "256 éléments l'un dans l'autre",
        "256 tables one in the other" => "256 tableaux l'un dans l'autre",
        "200 000 glyphs on a page" => "200 000 signes par page",
        "200 pages to recognise" => "200 pages à reconnaître",
        "60 seconds to recognise a page" => "60 secondes pour reconnaître une page",
        "70 000 000 pixels on a page" => "70 000 000 pixels par page",
        other => other,
    }
}
