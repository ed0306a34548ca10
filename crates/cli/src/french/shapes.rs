//! What is wrong with the form of a draft, of data and of a document, in French: the reader of JSON speaks English, and
//! names types of the program, which mean nothing to whoever corrects a file.

/// English and French, with `{}` for what is taken over.
pub const SHAPES: &[(&str, &str)] = &[
    (
        "{} is not an integer: the record holds no others at line {} column {}",
        "ligne {1}, colonne {2} : {0} n'est pas un nombre entier (un montant s'écrit en centimes, sans virgule)",
    ),
    (
        "the key {} stands twice at line {} column {}",
        "ligne {1}, colonne {2} : le champ {0} y figure deux fois",
    ),
    (
        "duplicate field `{}` at line {} column {}",
        "ligne {1}, colonne {2} : le champ `{0}` y figure deux fois",
    ),
    (
        "EOF while parsing {} at line {} column {}",
        "ligne {1}, colonne {2} : le fichier s'arrête trop tôt",
    ),
    (
        "key must be a string at line {} column {}",
        "ligne {}, colonne {} : un nom entre guillemets était attendu",
    ),
    (
        "expected `,` or `}` at line {} column {}",
        "ligne {}, colonne {} : il manque une virgule ou une accolade",
    ),
    (
        "expected `,` or `]` at line {} column {}",
        "ligne {}, colonne {} : il manque une virgule ou un crochet",
    ),
    ("expected `:` at line {} column {}", "ligne {}, colonne {} : deux-points étaient attendus"),
    ("expected value at line {} column {}", "ligne {}, colonne {} : une valeur était attendue"),
    (
        "expected ident at line {} column {}",
        "ligne {}, colonne {} : true, false ou null était attendu",
    ),
    ("trailing comma at line {} column {}", "ligne {}, colonne {} : une virgule de trop"),
    (
        "trailing characters at line {} column {}",
        "ligne {}, colonne {} : il y a là quelque chose de trop",
    ),
    ("invalid number at line {} column {}", "ligne {}, colonne {} : ce n'est pas un nombre"),
    ("number out of range at line {} column {}", "ligne {}, colonne {} : ce nombre est trop grand"),
    (
        "invalid escape at line {} column {}",
        "ligne {}, colonne {} : ce qui suit \\ n'a pas de sens ; pour \\ lui-même, écrire \\\\",
    ),
    (
        "control character ({}) found while parsing a string at line {} column {}",
        "ligne {1}, colonne {2} : un texte ne peut aller à la ligne ; écrire \\n",
    ),
    ("recursion limit exceeded at line {} column {}", "ligne {}, colonne {} : trop de niveaux"),
    ("missing field `{}` at line {} column {}", "le champ `{}` manque, ligne {}, colonne {}"),
    ("{} at line {} column {}", "ligne {1}, colonne {2} : {0}"),
    ("missing field `{}`", "le champ `{}` manque"),
    ("unknown field `{}`, expected one of {}", "le champ `{}` n'existe pas ; il y a {}"),
    ("unknown field `{}`, expected {}", "le champ `{}` n'existe pas ; il y a {}"),
    ("unknown field `{}`, there are no fields", "le champ `{}` n'existe pas ; il n'y en a aucun"),
    (
        "unknown variant `{}`, expected one of {}",
        "`{}` n'est pas une valeur de ce champ ; il y a {}",
    ),
    ("unknown variant `{}`, expected {}", "`{}` n'est pas une valeur de ce champ ; il y a {}"),
    ("invalid value: {}, expected {}", "{} ne convient pas ; il faut {}"),
    ("invalid type: {}, expected {}", "{} ne convient pas ; il faut {}"),
    ("invalid length {}, expected {}", "ils sont {} ; il faut {}"),
    (
        "the draft has format {}, this program reads {}",
        "le projet est au format {}, ce programme lit le format {}",
    ),
    // What was found.
    ("string {}", "le texte {}"),
    ("integer `{}`", "le nombre {}"),
    ("floating point `{}`", "le nombre {}"),
    ("boolean `{}`", "la valeur {}"),
    ("null", "null"),
    ("map", "un objet"),
    ("sequence", "une liste"),
    // What would do.
    ("`{}`, `{}` or `{}`", "`{}`, `{}` ou `{}`"),
    ("`{}` or `{}`", "`{}` ou `{}`"),
    ("i8", "un nombre entier"),
    ("i16", "un nombre entier"),
    ("i32", "un nombre entier"),
    ("i64", "un nombre entier"),
    ("u8", "un nombre entier, sans signe"),
    ("u16", "un nombre entier, sans signe"),
    ("u32", "un nombre entier, sans signe"),
    ("u64", "un nombre entier, sans signe"),
    ("usize", "un nombre entier, sans signe"),
    ("a boolean", "true ou false"),
    ("a string", "un texte entre guillemets"),
    ("a sequence", "une liste entre crochets"),
    ("a map", "un objet entre accolades"),
    ("a JSON value", "une valeur"),
    ("a tuple of size {}", "une liste de {} nombres"),
    ("struct {}", "un objet entre accolades ({})"),
    ("an object", "un objet"),
    ("an integer", "un nombre entier"),
    ("the end of a string", "la fin d'un texte"),
    // Figures and dates of a command line.
    (
        "« {} » is not an amount: write it as in {}",
        "« {} » n'est pas un montant : l'écrire comme {}",
    ),
    // Documents.
    ("its XML ends too early", "son XML s'arrête trop tôt"),
    (
        "its XML declares a document type, which no such file has",
        "son XML déclare un type de document, ce que ne fait aucun fichier de ce genre",
    ),
    ("its XML names the unknown entity {}", "son XML nomme l'entité inconnue {}"),
    ("its part {} is not UTF-8", "sa partie {} n'est pas en UTF-8"),
    ("its part {}", "sa partie {}"),
    ("its end", "sa fin"),
    ("its interpreter gives up", "il ne peut être lu jusqu'au bout"),
    ("its encryption is not well formed", "son chiffrement est mal formé"),
    ("it has no readable table of objects", "sa table des objets ne peut être lue"),
    ("it has no pages", "il n'a pas de page"),
    ("it has no page {}", "il n'a pas de page {}"),
    ("a picture in it cannot be decoded", "une image n'y peut être décodée"),
];
