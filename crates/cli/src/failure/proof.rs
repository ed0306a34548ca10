//! Why nothing was signed, proved, kept or published.

use super::{ANOMALY, CANNOT_CONCLUDE, Failure, UNREADABLE, USAGE};
use crate::french::french;
use greffe::ProofError;

/// A code, an exit code and the sentence in French.
type Said = (&'static str, u8, String);

/// Why what somebody else answered is not kept.
fn attached(error: &ProofError) -> Option<Said> {
    Some(match error {
        ProofError::NotAsked { size } => (
            "not-asked",
            UNREADABLE,
            format!(
                "l'horodatage ne répond à aucune des demandes faites pour le point de contrôle sur {size} \
                 inscriptions : il porte un autre nombre, ou aucun ; garder la réponse à la dernière demande \
                 (`greffe checkpoint --timestamp-request`), ou en faire une nouvelle"
            ),
        ),
        ProofError::Unproven(fault) => (
            "unproven-note",
            UNREADABLE,
            format!(
                "{} ; la note est refusée tout entière : la redemander à qui l'a faite",
                french(&fault.to_string())
            ),
        ),
        _ => return None,
    })
}

pub(super) fn refused(error: &ProofError) -> Failure {
    let en = error.to_string();
    let (code, exit, fr) = match error {
        ProofError::NoCheckpoint { entry, covered } => (
            "no-checkpoint",
            CANNOT_CONCLUDE,
            format!(
                "aucun point de contrôle ne couvre l'inscription {entry} : le dernier en a {covered} ; \
                 `greffe checkpoint` en signe un"
            ),
        ),
        ProofError::OtherHistory { size, what } => (
            "other-history",
            ANOMALY,
            format!(
                "le registre ne continue pas son point de contrôle sur {size} inscriptions : {} ; rien \
                 n'a été signé ni prouvé ; `greffe verify` examine le registre",
                french(what)
            ),
        ),
        ProofError::OtherOrigin { kept, given } => (
            "other-origin",
            USAGE,
            format!(
                "ce registre est connu sous le nom {kept} ; une clé nommée {given} ne peut signer pour \
                 lui"
            ),
        ),
        ProofError::NotInForce { key } => (
            "key-not-in-force",
            USAGE,
            format!(
                "le registre inscrit ses clés de signature, et {key} n'est pas en vigueur ; l'inscrire \
                 par `greffe keys register`"
            ),
        ),
        ProofError::NoKeyInForce { size } => (
            "no-key-in-force",
            CANNOT_CONCLUDE,
            format!(
                "aucune clé que le registre dit en vigueur sur ses {size} premières inscriptions n'a signé le \
                 point de contrôle qui les couvre ; en signer un avec une clé en vigueur (`greffe checkpoint`) \
                 et prouver sous celui-là"
            ),
        ),
        ProofError::NotOfALog { key } => (
            "witness-key",
            USAGE,
            format!(
                "{key} est la clé d'un témoin ; un point de contrôle demande celle d'un registre"
            ),
        ),
        ProofError::NotCosigned { key } => (
            "not-cosigned",
            UNREADABLE,
            format!("{key} n'a cosigné aucun point de contrôle que ce registre garde"),
        ),
        ProofError::NoWitness => (
            "not-cosigned",
            UNREADABLE,
            "aucun témoin n'est admis ; donner une politique qui en nomme un, avec sa clé (`--trust`)".to_owned(),
        ),
        ProofError::NoneOfOurs => (
            "none-of-ours",
            UNREADABLE,
            "cela ne concerne aucun des points de contrôle que ce registre garde".to_owned(),
        ),
        ProofError::Kept { path, what } => (
            "kept-file",
            UNREADABLE,
            format!(
                "{path} : {} ; le remettre depuis une sauvegarde, ou le déplacer dans un autre dossier et l'y \
                 garder",
                french(what)
            ),
        ),
        ProofError::TimeStamp(fault) => {
            let fault = french(&fault.to_string());
            ("time-stamp", UNREADABLE, format!("l'horodatage n'est pas gardé : {fault}"))
        }
        other => attached(other)
            .or_else(|| publication(other))
            .unwrap_or_else(|| ("proof", UNREADABLE, french(&other.to_string()))),
    };
    Failure::new(code, exit, fr, en)
}

/// Why a folder was not written to, in French.
fn publication(error: &ProofError) -> Option<Said> {
    Some(match error {
        ProofError::OtherPublication { path, size } => (
            "other-publication",
            ANOMALY,
            format!(
                "{path} publie une autre histoire : son point de contrôle sur {size} inscriptions \
                 n'est pas de ce registre ; rien n'a été écrit"
            ),
        ),
        ProofError::NewerPublication { path, published, kept } => (
            "newer-publication",
            ANOMALY,
            format!(
                "{path} publie un point de contrôle plus récent de cette histoire, sur {published} inscriptions, \
                 et le dernier que ce registre garde en a {kept} : le registre est plus ancien que ce qu'il a \
                 publié, ou doit signer de nouveau (`greffe checkpoint`) ; rien n'a été écrit"
            ),
        ),
        ProofError::PublishedLink { path } => (
            "published-link",
            UNREADABLE,
            format!(
                "{path} est un lien, ou n'est pas un dossier : une publication s'écrit dans des dossiers à elle ; \
                 l'enlever, puis publier de nouveau"
            ),
        ),
        ProofError::PublishedFolder { path } => (
            "published-folder",
            UNREADABLE,
            format!(
                "{path} est un dossier à la place d'un fichier publié, et n'est pas vide ; le mettre ailleurs, puis \
                 publier de nouveau"
            ),
        ),
        ProofError::PublishedEntries { path, size } => (
            "published-entries",
            USAGE,
            format!(
                "{path} : des inscriptions y sont publiées, et pas chacune, telle qu'elle est, des {size} que couvre \
                 le point de contrôle ; publier avec `--entries`, ou enlever ce dossier pour ne publier que des \
                 empreintes ; rien n'a été écrit"
            ),
        ),
        _ => return None,
    })
}
