//! What something costs, by whatever word: *l'acquisition est estimée à 500 €*, *le devis s'élève à 500 €*, *engage 500 € de
//! travaux*; and what replaces a budget, by its verb.

use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Pattern, compile, tail};

/// What is bought or made.
macro_rules! bought {
    () => {
        r"(?:acquisition|achat|remplacement|r[ée]paration|restauration|r[ée]novation|r[ée]fection|am[ée]nagement|construction|installation|[ée]quipement|fourniture|location|devis|s[ée]jour|voyage|exposition|tourn[ée]e|[ée]tude|mission)s?"
    };
}

/// *L'acquisition du bateau est estimée à 500 €*, *Le devis s'élève à 500 €*, *Dépense : 500 € HT*, *35 % d'un programme de 500 €*.
pub(super) fn stated(place: &Place<'_>) -> Option<Seems> {
    static STATED: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\b",
            bought!(),
            r"\b[^.;:€\n]{0,60} (?:est|sont|[ée]tait|serait|a [ée]t[ée])(?: donc)? (?:estim|[ée]valu|chiffr)[ée]e?s? à (?:la somme de |environ )?",
            r"|\bdevis\b[^.;:€\n]{0,60} (?:s'[ée]l[èe]v(?:e|ent|ait)|se mont(?:e|ent)|est|[ée]tait|d'un montant)(?: de| à)? ",
            r"|(?:^|[.;,] )[-–• ]*d[ée]pense(?: totale| [ée]ligible| pr[ée]visionnelle| subventionnable)? ?(?:de|:) ",
            r"|(?:\d ?%|pour cent|\b(?:moiti[ée]|tiers|quart|cinqui[èe]me)) d'un(?:e)? (?:programme|budget|devis|plan|d[ée]pense|investissement|montant|total|co[ûu]t|chantier)\b[^€;.()\n\d]{0,40} de ",
            r"|(?:\d ?%|pour cent|\b(?:moiti[ée]|tiers|quart|cinqui[èe]me)) du prix\b[^€;.()\n]{0,50} ?\()$"
        ))
    });
    static OF_A_BODY: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:subvention|aide|participation)\b[^.;€\n]{0,30}$"));
    let of_works = || {
        static WORKS: Pattern = Pattern::new(|| {
            compile(
                r"(?i)^(?: HT| TTC| hors taxes)? (?:de|d') ?(?:d[ée]penses? (?:[ée]ligibles?|subventionnables?|pr[ée]visionnelles?|HT|TTC)|travaux)\b",
            )
        });
        static DONE: Pattern = Pattern::new(|| {
            compile(r"(?i)\b(?:justifi|r[ée]alis|acquitt|constat|factur)\p{L}*[^.;€\n]{0,40}$")
        });
        WORKS.is_match(place.behind)
            && !DONE.is_match(place.sentence)
            && !OF_A_BODY.is_match(place.sentence)
    };
    (STATED.is_match(place.sentence) || of_works()).then_some(Seems::Budget)
}

/// *arrêté à 900 € TTC et celui d'équipement à 500 € HT*: of the second budget is said what is said of the first.
pub(super) fn of_the_second(place: &Place<'_>) -> Option<Seems> {
    static AND_THAT: Pattern = Pattern::new(|| {
        compile(r"(?i)^(?: HT| TTC)?,? et (?:celui|celle|ceux) (?:de|d'|du)[^.;€\n]{2,40} à $")
    });
    let budget = place.last.filter(|last| *last == Seems::Budget);
    budget.filter(|_| place.gap.is_some_and(|gap| AND_THAT.is_match(gap)))
}

/// *Son budget passe à 500 €*, *remplace l'annexe par un budget de 500 €*, *un budget prévisionnel corrigé de 500 €*.
pub(super) fn replaces(place: &Place<'_>) -> Option<Seems> {
    static NEW: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\bbudgets?\b[^;.:€\n]{0,50} pass(?:e|ent|erait) à |\b(?:remplac|substitu)\p{L}*[^.;€\n]{0,90}\bun (?:nouveau )?budget(?: pr[ée]visionnel)? de ",
            r"|\bbudget pr[ée]visionnel (?:corrig|modifi|rectifi|r[ée]vis|actualis|r[ée]ajust)[ée],? (?:de|à|s'[ée]levant à|d'un montant de) )$"
        ))
    });
    NEW.is_match(place.sentence).then_some(Seems::RevisedBudget)
}

/// *Fonctionnement : 500 €. Investissement : 300 €* below the words *budget primitif*: the sections of the body's own budget.
pub(super) fn section(place: &Place<'_>) -> bool {
    static SECTION: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:^ ?|[.;,:] )(?:(?:la )?section (?:de |d'))?(?:fonctionnement|investissement|exploitation)(?: ?:)? $",
        )
    });
    static OF_A_BUDGET: Pattern = Pattern::new(|| {
        compile(r"(?i)\bbudgets? (?:primitifs?|principal|annexes?|pr[ée]visionnels?)\b|\bBP\b")
    });
    static CLOSED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\bcomptes? (?:administratifs?|de gestion|financier)|\bd[ée]cision modificative",
        )
    });
    // Rows may have been joined to one line.
    if !SECTION.is_match(place.line.rsplit('€').next().unwrap_or_default()) {
        return false;
    }
    let before = tail(place.folded.get(..place.amount.start).unwrap_or_default(), 400);
    let last = |pattern: &Pattern| pattern.find_iter(before).last().map(|hit| hit.start());
    last(&OF_A_BUDGET).is_some_and(|at| last(&CLOSED).is_none_or(|closed| closed < at))
}
