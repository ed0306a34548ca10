//! What is wrong with bundles, keys, policies and cases, and what the system says of files, in French.

/// English and French, with `{}` for what is taken over.
pub const TAKEN_AWAY: &[(&str, &str)] = &[
    // Bundles.
    (
        "not an evidence bundle of a form known here: its first line is not {}",
        "ce n'est pas une liasse d'une forme connue ici : sa première ligne n'est pas {}",
    ),
    (
        "the bundle was damaged on its way: its last line is not the sum of what precedes it",
        "la liasse a été abîmée en chemin : sa dernière ligne n'est pas la somme de ce qui la précède",
    ),
    ("the bundle cannot be read at byte {}: {}", "la liasse ne peut être lue à l'octet {} : {}"),
    (
        "the checkpoint of the bundle cannot be read: {}",
        "le point de contrôle de la liasse ne peut être lu : {}",
    ),
    (
        "a line of a part that may stand there, in its only spelling",
        "il faut une ligne d'une partie admise là, dans sa seule écriture",
    ),
    (
        "parts of a kind stand in order, each once",
        "les parties d'une sorte se suivent en ordre, une fois chacune",
    ),
    (
        "time-stamps stand once each, sixteen at most",
        "chaque horodatage figure une fois, seize au plus",
    ),
    ("more entries than a bundle holds", "plus d'inscriptions qu'une liasse n'en tient"),
    ("more documents than a bundle holds", "plus de documents qu'une liasse n'en tient"),
    ("a line of another form", "une ligne d'une autre forme"),
    ("more bytes than there are", "plus d'octets qu'il n'y en a"),
    ("a line feed behind the bytes", "il faut un saut de ligne derrière les octets"),
    ("entry {} calls itself {}", "l'inscription {} se dit {}"),
    ("entry {} records {}, and not {}", "l'inscription {} note {}, et non {}"),
    ("entry {} retires {}, which has signed", "l'inscription {} retire {}, qui a signé"),
    (
        "entry {} retires the key that is pinned, and {} has signed; pin that one once its owner has \
         confirmed it",
        "l'inscription {} retire la clé admise, et {} a signé ; admettre celle-ci une fois confirmée par qui la \
         détient",
    ),
    (
        "{}: the root over {} entries is {} there, and {} here",
        "{} : la racine sur {} inscriptions y est {}, et {} ici",
    ),
    (
        "entry {} has the hash {}, and {} was kept",
        "l'inscription {} a l'empreinte {}, et c'est {} qui a été gardé",
    ),
    ("document {} has the hash {}", "le document {} a l'empreinte {}"),
    (
        "document {} is cited by no entry of the bundle",
        "le document {} n'est cité par aucune inscription de la liasse",
    ),
    (
        "entry {}: bytes {} to {} are no passage of its text",
        "inscription {} : les octets {} à {} ne sont pas un passage de son texte",
    ),
    (
        "the vault can be entered by others than its owner (mode {}): run `chmod 700` on its folder",
        "d'autres que son propriétaire peuvent entrer dans le coffre (droits {}) : faire `chmod 700` sur son dossier",
    ),
    (
        "the kept tree names another last entry than entry {}",
        "l'arbre gardé nomme une autre dernière inscription que l'inscription {}",
    ),
    // Keys, notes, policies.
    (
        "a public key is written NAME+ID+KEY: eight hex digits, then base64",
        "une clé publique s'écrit NOM+ID+CLÉ : huit chiffres hexadécimaux, puis base64",
    ),
    (
        "a secret key is written PRIVATE+KEY+NAME+ID+KEY: eight hex digits, then base64",
        "une clé secrète s'écrit PRIVATE+KEY+NOM+ID+CLÉ : huit chiffres hexadécimaux, puis base64",
    ),
    (
        "the id of the key is not that of its name and bytes: it was altered or mistyped",
        "l'identifiant de la clé n'est pas celui de son nom et de ses octets : altérée, ou mal recopiée",
    ),
    (
        "signatures of kind {} cannot be verified by this program",
        "ce programme ne peut vérifier des signatures de la sorte {}",
    ),
    (
        "line {}: this is the key of a witness; a log has one of a ledger (`greffe keygen` without `--witness`)",
        "ligne {} : c'est la clé d'un témoin ; un journal a celle d'un registre (`greffe keygen` sans `--witness`)",
    ),
    (
        "line {}: this is the key of a ledger; a witness has one of its own kind (`greffe keygen --witness`)",
        "ligne {} : c'est la clé d'un registre ; un témoin a la sienne (`greffe keygen --witness`)",
    ),
    ("the note is longer than a million bytes", "la note dépasse un million d'octets"),
    (
        "the note holds bytes that no note may hold",
        "la note a des octets qu'aucune note ne peut avoir",
    ),
    ("the text of a note ends in a line feed", "le texte d'une note finit par un saut de ligne"),
    (
        "the note has no signatures behind an empty line",
        "la note n'a pas de signatures derrière une ligne vide",
    ),
    (
        "line {} behind the text of the note is no signature",
        "la ligne {} derrière le texte de la note n'est pas une signature",
    ),
    (
        "a policy has exactly one line `quorum NAME` or `quorum none`",
        "une politique a exactement une ligne `quorum NOM` ou `quorum none`",
    ),
    (
        "line {} is none of: log VKEY, witness NAME VKEY, group NAME K MEMBER…, quorum NAME",
        "la ligne {} n'est aucune de celles-ci : log CLÉ, witness NOM CLÉ, group NOM K MEMBRE…, quorum NOM",
    ),
    (
        "line {}: the name {} must be defined once, before it is used, and used once",
        "ligne {} : le nom {} se définit une fois, avant de servir, et sert une fois",
    ),
    (
        "line {}: this public key has been given already; it stands for one party only",
        "ligne {} : cette clé publique a déjà été donnée ; elle ne vaut que pour une partie",
    ),
    (
        "line {}: a group asks for 1 to {} of its {} members",
        "ligne {} : un groupe demande de 1 à {} de ses {} membres",
    ),
    ("line {}: {}", "ligne {} : {}"),
    // Drafts.
    ("{}: there is no text to seal", "{} : il n'y a pas de texte à sceller"),
    (
        "a {} cannot seal {}; `greffe schema {}` marks what can be as Sealable",
        "un {0} ne peut sceller {1} ; `greffe schema {0}` marque d'un Sealable ce qui peut l'être",
    ),
    (
        "{} (schema {}) is not a kind of event; `greffe schema` lists them",
        "{} (schéma {}) n'est pas un genre d'événement ; `greffe schema` en donne la liste",
    ),
    // Cases.
    ("its hash is {}, {} says {}", "son empreinte est {}, {} dit {}"),
    ("{} names it, and it is not there", "{} le nomme, et il n'y est pas"),
    ("{} does not name it", "{} ne le nomme pas"),
    ("it is there already, and not empty", "il y est déjà, et n'est pas vide"),
    // The system.
    ("No such file or directory (os error {})", "aucun fichier ni dossier de ce nom (erreur {})"),
    ("Permission denied (os error {})", "droits insuffisants (erreur {})"),
    ("File exists (os error {})", "il existe déjà (erreur {})"),
    ("Not a directory (os error {})", "ce n'est pas un dossier (erreur {})"),
    ("Is a directory (os error {})", "c'est un dossier (erreur {})"),
    ("No space left on device (os error {})", "plus de place sur le disque (erreur {})"),
    ("Read-only file system (os error {})", "système de fichiers en lecture seule (erreur {})"),
    ("Input/output error (os error {})", "erreur d'entrée-sortie (erreur {})"),
    ("Too many open files (os error {})", "trop de fichiers ouverts (erreur {})"),
    ("Disk quota exceeded (os error {})", "quota de disque dépassé (erreur {})"),
];
