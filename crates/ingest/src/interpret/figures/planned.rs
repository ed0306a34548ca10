//! Figures of a budget that the words around say are one: what it balances at, the total of a plan, what replaces it, what an
//! envelope holds.

use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Pattern, compile, tail};

/// *Le budget s'équilibre en recettes et en dépenses à 500 €*, *Le projet, d'un montant de 500 €, est autofinancé*, *Charges
/// prévisionnelles : 500 €*, *L'enveloppe annuelle est de 500 €*.
pub(super) fn stated(place: &Place<'_>) -> Option<Seems> {
    static STATED: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\bbudget\b[^;.€\n]{0,70} s'[ée]quilibr\p{L}+(?: tant)?(?: en| aux) (?:recettes|d[ée]penses)(?: (?:et|comme|qu'en)(?: en| aux)?(?: recettes| d[ée]penses)?)? à (?:hauteur de |la somme de )?",
            r"|\b(?:projet|op[ée]ration|chantier|programme|action|travaux),? d'un (?:montant|co[ûu]t)(?: total| global| pr[ée]visionnel)? (?:de |(?:estim|[ée]valu|chiffr)[ée] à )",
            r"|(?:^|[.:] )[-–• ]*(?:charges|d[ée]penses)(?: totales)? pr[ée]visionnelles ?: ?",
            r"|\benveloppe\b[^;.:€\n]{0,60} (?:est|[ée]tait)(?: fix[ée]e| arr[êe]t[ée]e)? (?:de|à) )$"
        ))
    });
    STATED.is_match(place.sentence).then_some(Seems::Budget)
}

/// *un budget rectifié à hauteur de 600 €, au lieu de 500 €*, *au budget de 500 € un budget modifié de 600 €*.
pub(super) fn replaced(place: &Place<'_>) -> Option<Seems> {
    static NEW: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:un|le|son|du|ce) (?:nouveau budget|budget (?:modifi|rectifi|r[ée]vis|actualis|corrig|r[ée]ajust)[ée])(?: pr[ée]visionnel)?,? (?:de|d'un montant de|à hauteur de|s'[ée]levant à|arr[êe]t[ée] à|[ée]quilibr[ée] à|soit) $",
        )
    });
    static INSTEAD: Pattern = Pattern::new(|| {
        compile(r"(?i)^(?: HT| TTC)?,? (?:au lieu|en remplacement|à la place) (?:de|des) $")
    });
    if NEW.is_match(place.sentence) {
        return Some(Seems::RevisedBudget);
    }
    let instead = place.gap.is_some_and(|gap| INSTEAD.is_match(gap));
    (instead && place.last == Some(Seems::RevisedBudget)).then_some(Seems::Budget)
}

/// So many lines a plan is long at most.
const LINES: usize = 10;

/// *Total : 500 €* below *Plan de financement :* and rows, *Dépenses : 500 €* below *Budget prévisionnel*.
pub(super) fn total_of_a_plan(place: &Place<'_>) -> Option<Seems> {
    static TOTAL: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^[-–•* |\t]*totaux?(?: g[ée]n[ée]ral| pr[ée]visionnel)?[ :|\t.…]*$|^[-–•* |\t]*total\b[^€\d\n]{0,25}$",
        )
    });
    static SPENT: Pattern = Pattern::new(|| {
        compile(r"(?i)^[-–•* |\t]*(?:total (?:des )?)?(?:d[ée]penses|charges) ?[:|\t.… ]+$")
    });
    static PLAN: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:plan de financement|financement pr[ée]visionnel|budget pr[ée]visionnel|budget de l(?:a|'))\b[^.€\n]{0,60}$",
        )
    });
    let total = TOTAL.is_match(place.line);
    if !total && !SPENT.is_match(place.line) {
        return None;
    }
    let before = tail(place.folded.get(..place.amount.start)?, 900);
    let above = before.rsplit('\n').skip(1).filter(|line| !line.trim().is_empty());
    let reach = if total { LINES } else { 1 };
    let row = |line: &&str| line.chars().count() < 100 && !line.trim_end().ends_with('.');
    let found = above.take(reach).take_while(row).any(|line| PLAN.is_match(line.trim_end()));
    found.then_some(Seems::Budget)
}
