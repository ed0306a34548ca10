//! What the store refused, and why nothing was recorded.

use super::Failure;
use crate::french::french;
use greffe::{AppendError, StoreError};

pub(super) fn refused(error: &StoreError) -> Failure {
    let en = error.to_string();
    let (code, fr) = match error {
        StoreError::Missing { dir } => (
            "no-ledger",
            format!("{} n'existe pas ; `greffe init --ledger DOSSIER` crée un registre", dir.display()),
        ),
        StoreError::NotALedger { dir, why } => (
            "not-a-ledger",
            format!(
                "{} n'est pas un registre : {} ; indiquer le bon dossier avec --ledger",
                dir.display(),
                french(why)
            ),
        ),
        StoreError::NotABackup { dir, why } => (
            "not-a-ledger",
            format!(
                "{} ne peut servir de sauvegarde : {} ; indiquer le bon dossier",
                dir.display(),
                french(why)
            ),
        ),
        StoreError::Inside { target, source_dir } => (
            "inside",
            format!(
                "{} et {} sont l'un dans l'autre ; choisir un dossier à part",
                target.display(),
                source_dir.display()
            ),
        ),
        StoreError::Clock { micros } => (
            "clock",
            format!(
                "l'horloge dit {micros} microsecondes depuis 1970, ce qu'aucune inscription ne peut \
                 porter ; régler l'heure du système, puis recommencer"
            ),
        ),
        StoreError::Closed { .. } => (
            "store",
            "le registre ne prend plus d'inscription après un échec ; le rouvrir, puis recommencer : \
             ce qui était confirmé reste inscrit"
                .to_owned(),
        ),
        StoreError::AlreadyExists { dir } => {
            let fr =
                format!("{} existe déjà et n'est pas vide ; choisir un autre dossier", dir.display());
            return Failure::usage("already-exists", fr, en);
        }
        StoreError::UnsupportedFormat { dir, found, supported } => (
            "format",
            format!(
                "{} est au format {found}, ce programme lit le format {supported} ; employer une \
                 version plus récente de greffe",
                dir.display()
            ),
        ),
        StoreError::Locked { dir, holder } => (
            "locked",
            format!(
                "{} est ouvert par un autre processus ({holder}) ; attendre qu'il finisse, ou lire \
                 une copie avec --forensic",
                dir.display()
            ),
        ),
        StoreError::Damaged(damage) => (
            "damaged",
            french(&damage.to_string()),
        ),
        StoreError::Io { path, source, .. } => (
            "io",
            format!(
                "le système refuse l'accès à {} : {} ; {}. Ce qui était confirmé reste inscrit",
                path.display(),
                french(&source.to_string()),
                french(error.remedy().unwrap_or_default())
            ),
        ),
        _ => ("store", en.clone()),
    };
    Failure::unreadable(code, fr, en)
}

/// Why nothing was recorded, in French, and what to do.
pub(super) fn not_recorded(error: &AppendError) -> String {
    let why = match error {
        AppendError::VersionConflict { stream, found, .. } => format!(
            "conflit : le fil {stream} en est à la version {found} ; le relire, puis décider à nouveau"
        ),
        AppendError::IdConflict { id, seq, what } => format!(
            "conflit : l'identité {id} est déjà celle de l'inscription {seq}, dont {what} diffère ; \
             donner à ce qui est nouveau une identité à soi"
        ),
        AppendError::IdTwice { id, .. } => format!(
            "l'identité {id} figure deux fois dans l'appel ; donner à chaque inscription la sienne"
        ),
        AppendError::PartlyRecorded { known, count } => format!(
            "conflit : {known} des {count} inscriptions de l'appel sont déjà inscrites ; répéter le \
             premier appel tel quel, et donner les nouvelles dans un autre"
        ),
        AppendError::TooMany { count, limit } => {
            format!("l'appel a {count} inscriptions ; le diviser en appels de {limit} au plus")
        }
        AppendError::Empty => "l'appel est vide ; donner au moins une inscription".to_owned(),
        AppendError::Cause { index, cause } => format!(
            "l'inscription {index} de l'appel nomme {cause} comme cause, qui ne la précède pas ; en \
             nommer une qui vient avant elle"
        ),
        AppendError::Rejected { index, source } => {
            format!("l'inscription {index} de l'appel est refusée : {source} ; la corriger")
        }
        other => other.to_string(),
    };
    format!("rien n'a été inscrit : {why}")
}
