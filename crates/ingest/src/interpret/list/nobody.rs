//! Rows that name nobody: the parts of what is paid, and what is lent instead.

use super::super::rows::{Block, Row};
use crate::recognise::{Pattern, compile};

/// What is lent or done instead of paid: a row of it names nobody.
static LENT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:mises? à (?:la )?disposition|prise en charge|prêts? (?:de|d')|gratuité d|valeur locative|(?:aides?|apports?|concours|avantages?|prestations?) en nature)\b",
    )
});

/// Whether some words are of something lent or done instead of paid.
pub(super) fn lent(words: &str) -> bool {
    LENT.is_match(words)
}

/// A row of a schedule, by what is paid: the rows beside it are parts, too.
static PART: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?:le |un |une )?(?:premi[eè]re?|second|seconde|deuxi[èe]me|troisi[èe]me|derni[eè]re?|\d{1,2} ?(?:er|[èe]re|[èe]me|nde?|e)) )?(?:acompte|avance|versement|[ée]ch[ée]ance)\b",
    )
});

/// A month, which is left of a day when its number is taken for that of the row: *15 octobre ..... 500 €*.
static MONTH: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?:le |au |avant le |fin )?(?:1er|\d{1,2}) |fin |d[ée]but |mi-)?(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)(?: (?:19|20)\d\d)?(?: au plus tard)?$",
    )
});

/// What heads a table of payments, or of who finances something: its rows receive nothing.
pub(super) fn of_payments_or_funders(heads: &str) -> bool {
    static HEADS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:[ée]ch[ée]ances?|versements?|dates?(?: (?:de|du) (?:versement|paiement)s?)?|p[ée]riodes?|[ée]tapes?|financeurs?|cofinanceurs?|partenaires financiers|sources? de financement)[ ]*[\t|]",
        )
    });
    static RECEIVE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:b[ée]n[ée]ficiaires?|associations?|organismes?|tiers|porteurs?|structures?|clubs?|nom|communes?|demandeurs?|attributaires?)\b",
        )
    });
    HEADS.is_match(heads.trim_start_matches(['|', ' ', '\t'])) && !RECEIVE.is_match(heads)
}

/// Whether two rows and more of a block, or the first of them, are parts of what is paid.
pub(super) fn schedule(block: &Block) -> bool {
    let part = |row: &Row| {
        row.name
            .first()
            .is_some_and(|name| PART.is_match(&name.value) || MONTH.is_match(&name.value))
    };
    block.rows.first().is_some_and(part) || block.rows.iter().filter(|row| part(row)).count() > 1
}
