//! Defects: what is wrong with a cell or a row, by which rule, and what to do about it.
//!
//! Rules of a schema are those that its publisher wrote, held against the cell as it stands. Rules
//! of reading are greffe's own: they say what could not be made of a cell, or was made of it though
//! it is not as it should be. A row with a blocking defect is not recorded; with others it is, and
//! the cell at fault is left out or read as its rule says. Nothing is mended.

use crate::column::Column;

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// French.
    pub fr: &'static str,
    /// English.
    pub en: &'static str,
}

/// What is wrong, where, and under which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The row, from 1 as a spreadsheet counts; that of the header for what the columns lack.
    pub row: u64,
    /// The column, if one is at fault.
    pub column: Option<Column>,
    /// The value, cut to 120 characters; empty where nothing is there.
    pub value: String,
    /// The rule.
    pub rule: Rule,
    /// The schema that states the rule, as `SCDL Subventions 2.1.1`; none for a rule of reading.
    pub schema: Option<&'static str>,
}

impl Defect {
    /// A defect of a cell.
    #[must_use]
    pub fn of(row: u64, column: Option<Column>, value: &str, rule: Rule) -> Defect {
        let value = value.chars().take(120).collect();
        Defect { row, column, value, rule, schema: None }
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident = $code:literal, $blocking:literal, $fr:literal, $en:literal;)+) => {
        /// A rule that a cell, a row or a header breaks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[$doc])* $rule),+ }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Rule] = &[$(Rule::$rule),+];

            /// The stable code; rules that differ only in the delimiter that they name share one.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Rule::$rule => $code),+ }
            }

            /// Whether it keeps the row from being recorded.
            #[must_use]
            pub const fn is_blocking(self) -> bool {
                match self { $(Rule::$rule => $blocking),+ }
            }

            /// What is wrong and what to do.
            #[must_use]
            pub const fn words(self) -> Words {
                match self { $(Rule::$rule => Words { fr: $fr, en: $en }),+ }
            }
        }
    };
}

rules! {
    /// A column that the schema asks for is not there.
    MissingColumn = "missing-column", false,
        "colonne exigée par le schéma, absente ; l'ajouter, ou nommer ainsi celle qui en tient lieu",
        "a column that the schema asks for is missing; add it, or give its name to the one that stands for it";
    /// Two labels name one column.
    DuplicateColumn = "duplicate-column", false,
        "colonne en double ; seule la première est lue, retirer ou renommer l'autre",
        "column given twice; only the first is read, remove or rename the other";
    /// The row has another number of cells than the header.
    CellCount = "cell-count", false,
        "la ligne n'a pas autant de cellules que l'en-tête ; vérifier délimiteur et guillemets",
        "the row has not as many cells as the header; check delimiter and quotation marks";
    /// A cell that the schema asks for is empty.
    Required = "required", false,
        "cellule vide, exigée par le schéma ; la remplir",
        "empty cell that the schema asks for; fill it in";
    /// Not of the schema's type.
    Type = "type", false,
        "la valeur n'a pas le type du schéma (date AAAA-MM-JJ, nombre à point décimal ou entier, oui ou non)",
        "the value is not of the schema's type (date YYYY-MM-DD, number with a decimal point or whole, oui or non)";
    /// Not of the form that the schema asks for.
    Pattern = "pattern", false,
        "la valeur n'a pas la forme que demande le schéma",
        "the value has not the form that the schema asks for";
    /// Not one of the schema's values.
    Enumeration = "enum", false,
        "la valeur n'est pas l'une de celles du schéma, à la casse près",
        "the value is not one of the schema's, to the letter";
    /// Longer than the schema allows.
    MaxLength = "max-length", false,
        "texte plus long que le schéma ne le permet",
        "text longer than the schema allows";
    /// Smaller or larger than the schema allows.
    Range = "range", false,
        "nombre hors des bornes du schéma",
        "number outside the schema's bounds";
    /// Neither of two columns is filled.
    OneOf = "one-of", false,
        "ni SIRET ni RNA du bénéficiaire ; donner l'un des deux",
        "neither SIRET nor RNA of the beneficiary; give one of them";
    /// Columns that go together are not all filled.
    Cohesive = "cohesive", false,
        "ces colonnes se remplissent ensemble ou pas du tout",
        "these columns are filled together or not at all";
    /// Two columns contradict each other.
    Compared = "compared", false,
        "deux colonnes se contredisent (dates, effectifs ou voix) ; vérifier à la source",
        "two columns contradict each other (dates, numbers of members or votes); check with the source";
    /// A SIRET whose check fails.
    SiretChecksum = "siret-checksum", false,
        "SIRET dont la clé est fausse ; il n'est pas retenu, le vérifier dans l'annuaire des entreprises",
        "a SIRET whose check fails; it is not kept, look it up in the register of businesses";
    /// A SIREN whose check fails.
    SirenChecksum = "siren-checksum", false,
        "SIREN dont la clé est fausse ; il n'est pas retenu, le vérifier dans l'annuaire des entreprises",
        "a SIREN whose check fails; it is not kept, look it up in the register of businesses";
    /// A SIREN in the column of SIRETs.
    SirenForSiret = "siren-for-siret", false,
        "SIREN donné pour SIRET ; il est retenu comme SIREN",
        "a SIREN given for a SIRET; it is kept as a SIREN";
    /// A SIRET rounded by a spreadsheet.
    RoundedSiret = "rounded-siret", false,
        "SIRET arrondi par un tableur (cinq zéros finaux) : ses chiffres sont perdus ; reprendre la source, colonne en texte",
        "a SIRET rounded by a spreadsheet (five zeros at its end): its digits are lost; go back to the source, with the column as text";
    /// A SIRET taken for a figure.
    FloatSiret = "float-siret", false,
        "SIRET pris pour un nombre (« .0 » final) ; il n'est retenu que si sa clé est juste",
        "a SIRET taken for a figure (`.0` at its end); it is kept only if its check holds";
    /// A SIRET with an exponent.
    ScientificSiret = "scientific-siret", false,
        "SIRET en notation scientifique : ses chiffres sont perdus ; reprendre la source, colonne en texte",
        "a SIRET in scientific notation: its digits are lost; go back to the source, with the column as text";
    /// Not an identifier.
    BadIdentifier = "bad-identifier", false,
        "ni SIRET (14 chiffres), ni SIREN (9), ni RNA (W et 9 chiffres) ; la valeur n'est pas retenue",
        "neither SIRET (14 digits), SIREN (9) nor RNA (W and 9 digits); the value is not kept";
    /// A date that is read though it is not ISO 8601.
    DateForm = "date-form", false,
        "date lue, mais pas sous la forme AAAA-MM-JJ",
        "the date is read, but is not of the form YYYY-MM-DD";
    /// A date with two digits for the year.
    TwoDigitYear = "two-digit-year", false,
        "année à deux chiffres : siècle et ordre incertains, la date n'est pas retenue ; écrire AAAA-MM-JJ",
        "a year of two digits: century and order are uncertain, the date is not kept; write YYYY-MM-DD";
    /// Not a date.
    UnreadableDate = "unreadable-date", false,
        "ce n'est pas une date du calendrier ; elle n'est pas retenue, écrire AAAA-MM-JJ",
        "not a date of the calendar; it is not kept, write YYYY-MM-DD";
    /// An amount with a fraction of a cent.
    RoundedAmount = "rounded-amount", false,
        "fraction de centime, arrondie au centime le plus proche",
        "a fraction of a cent, rounded to the nearest cent";
    /// An amount below zero.
    NegativeAmount = "negative-amount", false,
        "montant négatif : retenu tel qu'écrit ; une annulation se dit autrement",
        "an amount below zero: kept as written; a cancellation is said otherwise";
    /// The grant is shared.
    SharedGrant = "shared-grant", false,
        "subvention partagée : selon le schéma le montant est celui d'avant répartition ; il est retenu tel qu'écrit",
        "a shared grant: under the schema the amount is that before sharing; it is kept as written";
    /// The request was not granted.
    NotGranted = "not-granted", false,
        "le statut dit que la subvention n'est pas attribuée : la ligne n'est pas inscrite comme subvention",
        "the status says that nothing was granted: the row is not recorded as a grant";
    /// A cell that a spreadsheet would run.
    Formula = "formula", false,
        "la cellule commence par = + - ou @ : un tableur pourrait l'exécuter ; elle est retenue comme texte",
        "the cell begins with = + - or @: a spreadsheet might run it; it is kept as text";
    /// A total.
    TotalRow = "total-row", false,
        "ligne de total : elle n'est pas une subvention",
        "a row of totals: it is no grant";
    /// A total that is not the sum of the rows above it.
    TotalDiffers = "total-differs", false,
        "ligne de total qui n'est pas la somme des lignes au-dessus ; vérifier qu'aucune ne manque",
        "a row of totals that is not the sum of the rows above it; check that none is missing";
    /// A total, or a grant to somebody whose name begins so.
    DoubtfulTotal = "doubtful-total", true,
        "total ou bénéficiaire dont le nom commence ainsi ? la somme ne le dit pas ; retirer la ligne, ou lui donner un identifiant ou une date",
        "a total, or a beneficiary whose name begins so? the sum does not tell; remove the row, or give it an identifier or a date";
    /// The header again.
    RepeatedHeader = "repeated-header", false,
        "en-tête répété : il n'est pas une ligne",
        "the header repeated: it is no row";
    /// A heading, a note, or the end of the row above.
    NoteRow = "note-row", false,
        "une seule cellule remplie : titre, note ou suite de la ligne précédente ; elle n'est rattachée à rien",
        "only one cell is filled: a heading, a note or the end of the row above; it is attached to nothing";
    /// A row above the header.
    JunkRow = "junk-row", false,
        "ligne au-dessus de l'en-tête, laissée de côté",
        "a row above the header, set aside";
    /// The row names no beneficiary.
    NoBeneficiary = "no-beneficiary", true,
        "aucun nom de bénéficiaire : une subvention sans bénéficiaire ne s'inscrit pas ; le remplir",
        "no name of a beneficiary: a grant to nobody is not recorded; fill it in";
    /// The row states no amount.
    NoAmount = "no-amount", true,
        "aucun montant ; le remplir",
        "no amount; fill it in";
    /// The amount cannot be read.
    UnreadableAmount = "unreadable-amount", true,
        "ce n'est pas un montant ; écrire 1234.56",
        "not an amount; write 1234.56";
    /// The amount can be read in two ways.
    AmbiguousAmount = "ambiguous-amount", true,
        "trois chiffres derrière la marque : milliers ou décimales ? écrire 1234.00 ou 1.23",
        "three digits behind the mark: thousands or decimals? write 1234.00 or 1.23";
    /// White space or a unit parts the figures of the amount otherwise than by threes.
    BrokenGrouping = "broken-grouping", true,
        "les chiffres ne sont pas groupés par trois : deux montants, ou un chiffre perdu ? écrire 1234.56",
        "the figures are not grouped by threes: two amounts, or a lost digit? write 1234.56";
    /// The deliberation has no reference.
    NoReference = "no-reference", true,
        "délibération sans référence : rien ne la désigne ; remplir DELIB_ID",
        "a deliberation without a reference: nothing names it; fill in DELIB_ID";
    /// The body is not named.
    NoBody = "no-body", true,
        "la collectivité n'est nommée ni dans la ligne ni par --institution",
        "the body is named neither in the row nor with --institution";
    /// The vote contradicts the adoption.
    VoteContradicts = "vote-contradicts", false,
        "les voix pour ne dépassent pas les voix contre : l'adoption n'est pas retenue, vérifier le procès-verbal",
        "votes for are not more than votes against: the adoption is not kept, check the minutes";
    /// The row is too long for an entry of the ledger.
    TooLong = "too-long", true,
        "ligne trop longue pour une inscription (48 Kio) ; abréger ses textes",
        "the row is too long for an entry (48 KiB); shorten its texts";
    /// A row of one cell is cut by commas, unlike its table.
    InCommas = "other-delimiter", true,
        "ligne écrite avec la virgule (« , »), le tableau avec un autre délimiteur : rien n'en est lu ; la récrire avec celui de l'en-tête",
        "a row written with commas (« , ») in a table of another delimiter: nothing of it is read; write it with that of the header";
    /// A row of one cell is cut by semicolons, unlike its table.
    InSemicolons = "other-delimiter", true,
        "ligne écrite avec le point-virgule (« ; »), le tableau avec un autre délimiteur : rien n'en est lu ; la récrire avec celui de l'en-tête",
        "a row written with semicolons (« ; ») in a table of another delimiter: nothing of it is read; write it with that of the header";
    /// A row of one cell is cut by tabs, unlike its table.
    InTabs = "other-delimiter", true,
        "ligne écrite avec la tabulation, le tableau avec un autre délimiteur : rien n'en est lu ; la récrire avec celui de l'en-tête",
        "a row written with tabs in a table of another delimiter: nothing of it is read; write it with that of the header";
    /// A row of one cell is cut by bars, unlike its table.
    InBars = "other-delimiter", true,
        "ligne écrite avec la barre (« | »), le tableau avec un autre délimiteur : rien n'en est lu ; la récrire avec celui de l'en-tête",
        "a row written with bars (« | ») in a table of another delimiter: nothing of it is read; write it with that of the header";
    /// The row stands between quotation marks as a whole, and so in one cell.
    QuotedRow = "quoted-row", true,
        "ligne entière entre guillemets, donc en une seule cellule : rien n'en est lu ; ôter les guillemets qui l'entourent, et dédoubler ceux qu'elle contient",
        "the whole row is between quotation marks, and so in one cell: nothing of it is read; take away the marks around it, and write doubled ones inside it once";
    /// The row was corrected and does not say where it comes from.
    NoOrigin = "no-origin", true,
        "cellule greffe_origine vide, ou colonne ôtée : rien ne dit quelle ligne est corrigée, et l'inscrire la doublerait peut-être ; y remettre ce que greffe y avait écrit (EMPREINTE:LIGNE), ou donner une ligne nouvelle dans un tableau sans greffe_origine, greffe_motif ni greffe_explication",
        "an empty cell greffe_origine, or the column taken away: nothing says which row is corrected, and recording it might double it; put back what greffe wrote there (HASH:ROW), or give a new row in a table without greffe_origine, greffe_motif and greffe_explication";
    /// The column of origins has another label than this program wrote; its cells say what it is.
    RelabelledOrigin = "relabelled-origin", false,
        "colonne lue comme greffe_origine, d'après son contenu ou son libellé presque exact ; lui rendre ce libellé",
        "column read as greffe_origine, by its cells or a label that is nearly it; give it that label back";
    /// Where a row comes from stands in a column of another meaning.
    MisplacedOrigin = "misplaced-origin", true,
        "une cellule dit d'où vient la ligne (EMPREINTE:LIGNE) hors de la colonne greffe_origine : les colonnes ont perdu ou échangé leurs libellés, et l'inscrire la doublerait peut-être ; les leur rendre",
        "a cell says where the row comes from (HASH:ROW) outside the column greffe_origine: the columns have lost or changed their labels, and recording it might double it; give them back";
    /// The row was corrected, and where it says that it comes from there is no row.
    UnknownOrigin = "unknown-origin", true,
        "greffe_origine désigne un tableau que ce registre n'a pas, ou une ligne que ce tableau n'a pas ; y remettre ce que greffe y avait écrit, et importer d'abord le tableau lui-même",
        "greffe_origine names a table that this ledger does not have, or a row that this table does not have; put back what greffe wrote there, and import the table itself first";
    /// The row was corrected and says of its origin what names no row, or another says the same.
    BadOrigin = "bad-origin", true,
        "greffe_origine ne désigne aucune ligne, ou une ligne déjà donnée ; la laisser telle que greffe l'a écrite, une fois par ligne",
        "greffe_origine names no row, or one that was given already; leave it as greffe wrote it, once a row";
}

impl Rule {
    /// Whether a published schema states it, rather than greffe.
    #[must_use]
    pub fn is_of_schema(self) -> bool {
        self <= Rule::SiretChecksum && self != Rule::DuplicateColumn
    }
}
