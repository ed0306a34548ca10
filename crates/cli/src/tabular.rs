//! In French, why a file is no table and no receipt.

use greffe::tables::{MAX_RECEIPT, ReceiptError, TableError};

/// Why a file is no table.
pub fn table_fr(error: &TableError) -> String {
    match error {
        TableError::Empty => "le fichier est vide ; donner un tableau avec son en-tête".to_owned(),
        TableError::TooLarge { limit } => format!(
            "le fichier dépasse {} Mio ; le diviser par lignes, l'en-tête dans chaque partie",
            limit / 1024 / 1024
        ),
        TableError::OtherFormat { format } => format!(
            "ce n'est pas un tableau mais {} ; le donner en CSV, .xlsx, .xls ou .ods",
            crate::unreadable::format_fr(format)
        ),
        TableError::NotText { at, byte } => format!(
            "l'octet {at} vaut {byte:#04x}, qu'aucun texte ne contient ; est-ce un tableau ?"
        ),
        TableError::BrokenUtf8 { at, byte, line } => format!(
            "la ligne {line} contient l'octet {at}, {byte:#04x}, qui n'est pas de l'UTF-8, alors que le reste du \
             fichier en est : une ligne d'un autre encodage y a été mise, ou il a été coupé ; l'y corriger, et \
             l'enregistrer en UTF-8"
        ),
        TableError::NoHeader { first } => format!(
            "aucune ligne ne nomme les colonnes d'un tableau de subventions ou de délibérations ; la \
             première est « {first} » ; nommer les colonnes comme les schémas SCDL (nomBeneficiaire, \
             montant, …)"
        ),
        TableError::NoSheet { asked, there } if there.is_empty() => format!(
            "feuille « {asked} » : le fichier est un texte et n'a pas de feuilles ; retirer --sheet"
        ),
        TableError::NoSheet { asked, there } => format!(
            "le classeur n'a pas de feuille « {asked} » ; donner l'une des siennes par --sheet : {}",
            there.join(", ")
        ),
        // What the library that unpacks it says is English, and helps nobody.
        TableError::Workbook { .. } => {
            "le classeur ne peut être lu : il est coupé, endommagé, ou n'en est pas \
             un ; l'enregistrer à nouveau, ou la feuille en CSV"
                .to_owned()
        }
        TableError::Inflated { what } => format!(
            "le classeur contient plus que ce programme n'ouvre ({what}) ; enregistrer la feuille en \
             CSV"
        ),
        TableError::LongRow { line, limit } => format!(
            "la ligne qui commence en ligne {line} dépasse {} Kio, plus qu'aucune ligne de tableau ; \
             peut-être un guillemet n'y est-il jamais fermé",
            limit / 1024
        ),
        TableError::OpenQuotation { line } => format!(
            "le guillemet ouvert en ligne {line} n'est jamais fermé : tout ce qui suit ne serait qu'une \
             cellule ; le fichier est-il coupé ? le donner en entier, ou fermer le guillemet (doublé \
             s'il est dans la cellule)"
        ),
        TableError::TornQuotation { line } => format!(
            "le guillemet ouvert en ligne {line} n'est pas fermé dans sa cellule et avale les lignes \
             suivantes, jusqu'à un autre qui s'ouvre ; le fermer (doublé s'il est dans la cellule)"
        ),
        TableError::SwallowedRows { line, last } => format!(
            "le guillemet ouvert en ligne {line} n'est fermé qu'en ligne {last} et avale les lignes entre les deux : \
             chacune est telle quelle une ligne du tableau ; le fermer dans sa cellule en ligne {line}, et ôter \
             celui de la ligne {last} (doublé s'il est dans la cellule)"
        ),
        TableError::WideRow { row, cells } => format!(
            "la ligne {row} a {cells} cellules ; aucun tableau n'en a tant, le délimiteur est-il le \
             bon ?"
        ),
        _ => error.to_string(),
    }
}

/// Why a file is no receipt.
pub fn receipt_fr(error: &ReceiptError) -> String {
    match error {
        ReceiptError::TooLarge => {
            format!("le fichier dépasse {} Kio ; aucun accusé n'est si long", MAX_RECEIPT / 1024)
        }
        ReceiptError::Encoding(label) => {
            format!("l'encodage « {label} » est inconnu ; enregistrer le fichier en UTF-8")
        }
        ReceiptError::Xml(reason) => format!("illisible comme XML : {reason}"),
        ReceiptError::OtherMessage { found } => format!(
            "« {found} » n'est pas un accusé de réception d'acte (ARActe), que renvoie la préfecture"
        ),
        ReceiptError::Lacks(what) => format!("il manque {what} à l'accusé de réception"),
        _ => error.to_string(),
    }
}
