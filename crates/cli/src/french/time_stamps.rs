//! What is wrong with time-stamps, in French.

/// English and French, with `{}` for what is taken over.
pub const TIME_STAMPS: &[(&str, &str)] = &[
    ("time-stamp {}: {}", "horodatage {} : {}"),
    ("not a time-stamp: {} cannot be read", "ce n'est pas un horodatage : {} ne peut être lu"),
    (
        "the authority refused the time-stamp (status {})",
        "l'autorité a refusé l'horodatage (état {})",
    ),
    ("the time-stamp is about other bytes", "l'horodatage porte sur d'autres octets"),
    (
        "the time-stamp does not carry the number that was sent with the request",
        "l'horodatage ne porte pas le nombre envoyé avec la demande",
    ),
    (
        "the algorithm {} is not verified by this program",
        "ce programme ne vérifie pas l'algorithme {}",
    ),
    (
        "the signature of the time-stamp does not hold: {}",
        "la signature de l'horodatage ne tient pas : {}",
    ),
    (
        "the certificate of the time-stamp is not accepted: {}",
        "le certificat de l'horodatage n'est pas admis : {}",
    ),
    (
        "no path leads from the certificate of the time-stamp to a trusted one",
        "aucun chemin ne mène du certificat de l'horodatage à un certificat admis",
    ),
    (
        "no certificate of a time-stamping authority is trusted; pin one",
        "aucun certificat d'une autorité d'horodatage n'est admis ; en donner un",
    ),
    ("the response", "la réponse"),
    ("the token", "le jeton"),
    ("what the token says", "ce que dit le jeton"),
    ("the request", "la demande"),
    ("a certificate", "un certificat"),
    ("a public key", "une clé publique"),
    ("an extension of a certificate", "une extension d'un certificat"),
    ("the certificate of an authority", "le certificat d'une autorité"),
    ("the certificate that the token names", "le certificat que nomme le jeton"),
    ("it is about something else", "elle porte sur autre chose"),
    ("the token was altered", "le jeton a été altéré"),
    ("it was made with another certificate", "elle a été faite avec un autre certificat"),
    ("it does not belong to this token", "elle n'est pas de ce jeton"),
    ("it was not valid at that time", "il ne valait pas à ce moment"),
    ("it asks for more than is understood here", "il demande plus que ce qui est compris ici"),
    ("it is not for time-stamps alone", "il ne sert pas aux seuls horodatages"),
    ("its key may not sign", "sa clé ne peut signer"),
    ("it names two algorithms", "il nomme deux algorithmes"),
    ("the path is too long", "le chemin est trop long"),
    ("the one that signed is not in the token", "celui qui a signé n'est pas dans le jeton"),
];
