//! The figures of a table that are nobody's grant: totals, other years, what was asked for, costs.

use super::super::reading::{Reading, Remark};
use super::super::rows::{Block, Headings, Row};
use crate::draft::{Figure, Seems};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::Money;

/// Totals and rows that name nobody are noted: no fact holds them.
pub(super) fn seen(reading: &mut Reading<'_>, block: &Block, rows: &[(&Row, Found<Money>)]) {
    let nobody = block.rows.iter().filter(|row| !rows.iter().any(|(r, _)| r.line == row.line));
    let sums = nobody.flat_map(|row| row.sums.iter()).chain(&block.totals);
    let sums: Vec<Found<Money>> = sums.cloned().collect();
    note(reading, sums, Seems::Other, "stands in the table and is nobody's grant");
}

/// What stands in the columns before the decision, other years and what was asked for, is noted, also
/// where it is as much as the grant.
pub(super) fn other_columns(
    reading: &mut Reading<'_>,
    block: &Block,
    rows: &[(&Row, Found<Money>)],
) {
    let why = "stands in a column before that of the decision";
    // Counted from the last column, which is the decision.
    let most = rows.iter().map(|(row, _)| row.sums.len()).max().unwrap_or(0);
    for back in 1..most {
        let column = rows.iter().filter_map(|(row, _)| row.sums.iter().rev().nth(back));
        let sums: Vec<Found<Money>> = column.cloned().collect();
        let seems = heading(reading, block, back);
        note(reading, sums, seems, why);
    }
}

/// What the heading of a column, so many before the last, says of its figures.
fn heading(reading: &Reading<'_>, block: &Block, back: usize) -> Seems {
    static BUDGET: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:budgets?|co[ûu]ts?|d[ée]penses?|assiette|(?:montant|base) (?:subventionnable|[ée]ligible))\b",
        )
    });
    static ADVANCED: Pattern = Pattern::new(|| compile(r"(?i)\b(?:acomptes?|avances?)\b"));
    static SHARE: Pattern = Pattern::new(|| compile(r"(?i)\btaux\b|%|pourcentage|^ ?part ?$"));
    if !block.heads.is_empty() {
        let cost = block.heads.iter().rev().nth(back).is_some_and(|head| BUDGET.is_match(head));
        return if cost { Seems::Budget } else { Seems::Other };
    }
    let lead = reading.rows.get(block.lead.clone()).unwrap_or_default();
    let head = lead.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    // Shares are no amounts of the row.
    let mut amounts = head.split('\t').rev().filter(|cell| !SHARE.is_match(cell));
    let cell = amounts.nth(back).filter(|_| head.contains('\t'));
    match cell {
        Some(cell) if BUDGET.is_match(cell) => Seems::Budget,
        Some(cell) if ADVANCED.is_match(cell) => Seems::Instalment,
        _ => Seems::Other,
    }
}

/// Notes figures of a table that no fact holds; noughts and years are none.
pub(super) fn note(reading: &mut Reading<'_>, sums: Vec<Found<Money>>, seems: Seems, why: &str) {
    for sum in sums {
        if sum.value == Money::ZERO || year(reading.rows, &sum).is_some() {
            continue;
        }
        reading.remarks.push(Remark {
            what: format!("{} {why}", sum.value),
            range: sum.range,
            code: "amount-seen",
            figure: Some(Figure::Amount(sum.value, seems)),
        });
    }
}

/// The year that a figure without unit is: the head of a column.
pub(super) fn year(rows: &str, sum: &Found<Money>) -> Option<i32> {
    let figure = rows.get(sum.range.clone())?;
    let year: i32 = figure.trim().parse().ok()?;
    (2005..2100).contains(&year).then_some(year)
}

/// Whether rows are a plan of financing: they name who pays.
pub(super) fn finances(block: &Block) -> bool {
    static OWN: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:autofinancement|fonds propres|autres? financeurs?|emprunts?|reste à charge)\b",
        )
    });
    static PAYS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:l'|la |le )?(?:[ée]tat|r[ée]gion|d[ée]partement|europe|feder|feader|drac|detr|dsil|caf|msa|ademe|agence de l'eau|commune|collectivit[ée]s?(?: locales?| territoriales?)?|communaut[ée] de communes|communaut[ée] d'agglom[ée]ration|m[ée]tropole|direction r[ée]gionale\b.*|conseil (?:r[ée]gional|d[ée]partemental))(?: \([^()]*\))?$",
        )
    });
    let names = || block.rows.iter().filter_map(|row| row.name.first());
    names().any(|name| OWN.is_match(&name.value))
        || names().filter(|name| PAYS.is_match(&name.value)).count() > 1
}

/// *Opération  Imputation  Montant TTC*: the columns of a budget, whose rows are works and purchases.
pub(super) fn lines_of_a_budget(heads: &str) -> bool {
    static LINES: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:imputations?(?: budg[ée]taires?)?|chapitres?|comptes?|articles?|op[ée]rations?)(?:[\t ]+(?:libell[ée]s?|nature|montants?|imputations?|article|cr[ée]dits?|d[ée]penses)\b|$)",
        )
    });
    static RECEIVE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:b[ée]n[ée]ficiaires?|associations?|organismes?|tiers|porteurs?|subventions?|structures?|clubs?|nom|communes?|collectivit[ée]s?|ma[îi]tres? d'ouvrage|demandeurs?|attributaires?|aides?|dotations?|participations?|attribu[ée]e?s?|accord[ée]e?s?|vot[ée]e?s?|allou[ée]e?s?)\b",
        )
    });
    LINES.is_match(heads) && !RECEIVE.is_match(heads)
}

/// Whether the last figures of a table are rates or counts, by what heads them, and so none of them is a decision: *30,00* below
/// *Taux*.
pub(super) fn ends_in_rates(reading: &Reading<'_>, block: &Block, heads: &str) -> bool {
    static RATE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:(?:taux|pourcentages?|quotit[ée]s?|nombre|nbr?e?|effectifs?|licenci[ée]\p{L}*|adh[ée]rents?|[ée]l[èe]ves|habitants|population|points?|notes?|coefficients?|dur[ée]es?|heures|surfaces?|superficies?)\b|%)",
        )
    });
    let bare = |sum: &Found<Money>| {
        let said = reading.rows.get(sum.range.clone()).unwrap_or_default();
        !said.contains(|c: char| c.is_alphabetic() || c == '€')
    };
    let last = heads.trim_end().rsplit('\t').next().unwrap_or_default().trim();
    let mut sums = block.rows.iter().filter_map(|row| row.sums.last());
    let headless = matches!(block.headings, Headings::Unknown | Headings::Dashed);
    let rates = headless && RATE.is_match(last);
    rates && sums.all(bare)
}

/// *une subvention globale de 500 €, se décomposant en :*: the rows below are parts of one grant, and no receivers.
pub(super) fn parts_of_one(lead: &str) -> bool {
    static PARTS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\bune (?:subvention|aide|dotation|participation|somme)\b[^.;:\n]{0,40} de [\d .,]{3,14} ?(?:€|euros)[^.;\n]{0,30}[, (](?:se d[ée]compos\p{L}+|d[ée]compos[ée]e?|ventil[ée]e?|qui se (?:d[ée]compose|ventile))\b[^;\n]{0,30}:?\s*$",
        )
    });
    PARTS.is_match(lead)
}

/// Whether rows are accounts: they name what an association spends and takes in.
pub(super) fn accounts(block: &Block) -> bool {
    static ACCOUNT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:achats|(?:autres )?services ext[ée]rieurs|imp[ôo]ts(?: et taxes)?|salaires(?: et charges)?|charges (?:de personnel|financi[èe]res|exceptionnelles|sociales)|autres charges|dotations aux amortissements|produits (?:d'exploitation|financiers|exceptionnels)|cotisations|ventes)\b",
        )
    });
    let names = block.rows.iter().filter_map(|row| row.name.first());
    names.filter(|name| ACCOUNT.is_match(&name.value)).count() > 1
}
