//! Sums that the words right before them, or right behind, say outright: what an earlier act gave, what another body would give,
//! what a line or a section of the budget holds, in what parts a sum is paid.

use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Pattern, compile};

/// What the words of its sentence before a sum make of it; the first that speak decide.
static BEFORE: [(Seems, Pattern); 6] = [
    // *Par délibération du 3 mai 2030, vous avez arrêté à 500 € la participation*; *la convention fixait l'aide à 500 €*;
    // *la participation y est fixée à 500 €*; *la Ville, de son côté, lui attribuerait 500 €*
    (
        Seems::Other,
        Pattern::new(|| {
            compile(concat!(
                r"(?i)(?:\b(?:d[ée]lib[ée]ration|d[ée]cision|le \d{1,2}(?:er)? \p{L}+ \d{4})\b[^;€\n]{0,160}\b(?:a|avait|avez|ont) (?:d[ée]cid[ée]|arr[êe]t[ée]|vot[ée]|fix[ée])\b[^;€\n]{0,160} (?:à|de) ",
                r"|\b(?:d[ée]lib[ée]ration|convention|elle)\b[^;.€\n]{0,120} (?:fixant|fixait|fixe) (?:(?:à |l'aide|la (?:subvention|participation|contribution))(?:[^;.€\n]{0,40} à )?)",
                r"|\bd[ée]lib[ée]ration\b[^;.€\n]{0,60} (?:accordant|allouant|attribuant) ",
                r"|\b(?:subvention|aide|participation|contribution)\b[^;.€\n]{0,60} (?:y est|a [ée]t[ée]|avait [ée]t[ée]) fix[ée]e à (?:[\p{L} -]+\()?",
                r"|\b(?:subvention|aide|participation|contribution)\b[^;.€\n]{0,20}, vot[ée]e [^;€\n]{3,80}, s'[ée]l[èe]ve à ",
                r"|\b(?:avait|avaient) (?:soutenu|aid[ée]|accompagn[ée])\b[^;.€\n]{0,90} par une (?:subvention|aide)\b[^;.€\n]{0,40} de ",
                r"|, (?:de son c[ôo]t[ée]|pour sa part|quant à (?:elle|lui)), (?:lui |nous )?(?:attribuerait|verserait|apporterait|accorderait) )$"
            ))
        }),
    ),
    // *engagés à ce jour pour 500 €*; *les crédits devenus sans objet, d'un montant de 500 €*; *les dépenses certifiées s'élèvent à
    // 500 €*; *l'Agence prend en charge la moitié, soit 500 €*
    (
        Seems::Other,
        Pattern::new(|| {
            compile(concat!(
                r"(?i)(?:\bengag[ée]+e?s? (?:à ce jour )?pour |\bcr[ée]dits? (?:devenus? )?sans objet,? (?:d'un montant )?de |\bannulation de cr[ée]dits? ",
                r"|\bd[ée]penses (?:certifi|justifi|constat)[ée]es\b[^;.€\n]{0,60} s'[ée]l[èe]vent à ",
                r"|\bpren(?:d|drait) en charge [^;.€\n]{0,60}, soit (?:[\p{L} -]+\()?)$"
            ))
        }),
    ),
    // *le budget modifié, approuvé par …, s'établit à 500 €*, *la dépense subventionnable rectifiée de 500 €*
    (
        Seems::RevisedBudget,
        Pattern::new(|| {
            compile(concat!(
                r"(?i)(?:\b(?:budget|d[ée]penses?(?: \p{L}+)?|co[ûu]ts?(?: \p{L}+)?) (?:rectifi|modifi|r[ée]vis|actualis)[ée]+e?s?(?:, [^;.€\n]{3,80},)? (?:de|s'[ée]tablit à|s'[ée]l[èe]ve à|est de) ",
                r"|\b(?:budget|co[ûu]t)\b[^;.€\n]{0,60} (?:est|sont) d[ée]sormais (?:chiffr|[ée]valu|estim)[ée]e?s? à (?:[\p{L} -]+\()?)$"
            ))
        }),
    ),
    // *la section de fonctionnement est votée à 500 €*, *le compte 65748 est pourvu de 500 €*, *le devis est de cinq cents (500 €)*
    (
        Seems::Budget,
        Pattern::new(|| {
            compile(concat!(
                r"(?i)(?:\bsection de (?:fonctionnement|d'investissement) (?:est|reste|demeure) (?:vot|arr[êe]t)[ée]e à |\bbudget(?: (?:19|20)\d\d)? (?:restant|reste|est|demeure) arr[êe]t[ée] à |\btotal du budget, soit ",
                r"|\b(?:recettes|d[ée]penses)\b[^;.€\n]{0,60} s'[ée]quilibrent à |\b(?:comptes?|lignes?|articles?|chapitres?)(?: \d+)? (?:est|sont) pourvue?s? de |\bcr[ée]dits? disponibles? (?:est |sont )?de ",
                r"|\bdevis\b[^;.€\n]{0,30} (?:(?:est de|s'[ée]l[èe]vent à|s'[ée]l[èe]ve à) [\p{L} -]+\(|atteignent )|\bcompte de r[ée]sultat pr[ée]visionnel\b[^;.€\n]{0,60} à )$"
            ))
        }),
    ),
    // *en quatre trimestres de 500 €*, *versée à raison de 75 %, soit 500 €*
    (
        Seems::Instalment,
        Pattern::new(|| {
            compile(concat!(
                r"(?i)(?:\ben (?:\d|deux|trois|quatre|cinq|six|dix|douze) (?:trimestres|trimestrialit[ée]s|semestres|parts|fractions|mensualit[ée]s)(?: [ée]gales?| [ée]gaux)? de ",
                r"|\bvers[ée]?e?r?\b[^;.€\n]{0,40}à raison de \d{1,2} ?%, soit )$"
            ))
        }),
    ),
    // *propose, au nom du groupe, d'accorder 500 €*, *l'aide proposée est de 500 €*, *d'augmenter l'aide et de la fixer à 500 €*
    (
        Seems::Subsidy,
        Pattern::new(|| {
            compile(concat!(
                r"(?i)(?:\bpropose, [^;.€\n]{3,80}, d'(?:accorder|attribuer|allouer) |\b(?:aide|subvention|participation) propos[ée]e est de ",
                r"|\b(?:aide|subvention|participation)\b[^;.\n]{0,60} et de la fixer à )$"
            ))
        }),
    ),
];

/// Sums of which the words right before and right behind tell together.
static AROUND: [(Seems, Pattern, Pattern); 2] = [
    // *évalue à 500 € le surcoût de la saison*
    (
        Seems::Budget,
        Pattern::new(|| compile(r"(?i)\b[ée]valu\p{L}* à $")),
        Pattern::new(|| compile(r"(?i)^ le (?:sur)?co[ûu]t\b")),
    ),
    // *75 % (500 €) seront versés en juillet*, *500 € seront versés en avril*
    (
        Seems::Instalment,
        Pattern::new(|| compile(r"(?i)(?:\bque |\d ?% \()$")),
        Pattern::new(|| {
            compile(r"(?i)^\)? (?:sera|seront|est|sont) vers[ée]+e?s? (?:en|d[èe]s|le|à) ")
        }),
    ),
];

/// What the words around a sum make of it.
pub(super) fn said(place: &Place<'_>) -> Option<Seems> {
    let before = BEFORE.iter().find(|(_, words)| words.is_match(place.sentence));
    let around = || {
        AROUND.iter().find(|(_, before, behind)| {
            before.is_match(place.sentence) && behind.is_match(place.behind)
        })
    };
    before.map(|(seems, _)| *seems).or_else(|| around().map(|(seems, ..)| *seems))
}

/// What a sum is beside the one before it: *le budget à 500 € pour A, à 300 € pour B*, *un acompte de 500 €, un second de 300 €*,
/// *établi au départ à 500 €, a été porté à 600 €*, *trois acomptes de 500 €, soit 1 500 €*.
pub(super) fn beside(place: &Place<'_>) -> Option<Seems> {
    static FOR_ANOTHER: Pattern =
        Pattern::new(|| compile(r"^ pour (?:le |la |les |l')?[^;€\n]{3,90}(?:,| et) à $"));
    static BROUGHT: Pattern = Pattern::new(|| compile(r"(?i)^,? a [ée]t[ée] port[ée] à $"));
    static SECOND: Pattern = Pattern::new(|| {
        compile(r"(?i)^[^;€\n]{0,30}, un (?:second|deuxi[èe]me|autre) (?:acompte |versement )?de $")
    });
    static IN_ALL: Pattern =
        Pattern::new(|| compile(r"(?i)^(?: chacun)?, soit (?:au total |en tout |ensemble )?$"));
    let gap = place.gap?;
    match place.last? {
        Seems::Budget if FOR_ANOTHER.is_match(gap) => Some(Seems::Budget),
        Seems::Budget if BROUGHT.is_match(gap) => Some(Seems::RevisedBudget),
        Seems::Instalment if SECOND.is_match(gap) => Some(Seems::Instalment),
        Seems::Instalment if IN_ALL.is_match(gap) => Some(Seems::Other),
        _ => None,
    }
}
