//! The words that tell what an amount is for.

use crate::draft::Seems;
use crate::recognise::{Pattern, compile};

/// *solde de la subvention*: the part is meant, not the whole.
macro_rules! of_it {
    () => {
        r"(?: (?:de|du|des|sur) ?(?:la |l'|cette |sa |son |leur )?(?:subvention|aide|participation|contribution|dotation|concours|enveloppe|crédits?|ligne)\b)?"
    };
}

/// The words that tell what an amount is for; the nearest before it decides.
pub(super) static CUES: [(Seems, Pattern); 8] = [
    (
        Seems::Recovery,
        Pattern::new(|| {
            compile(
                r"(?i)\b(?:revers(?:ement|er|é)|rembours(?:[ée]e?s?|er|ement|ements|e|ent)\b|restitu\p{L}+|s'acquitter|trop-perçu|(?:un )?titres? de (?:recettes?|perception)|un titre de|réclam\p{L}+)",
            )
        }),
    ),
    (
        Seems::Advance,
        Pattern::new(|| {
            compile(concat!(
                r"(?i)\b(?:avances?|avancer|avance)(?: remboursables?)?(?: sans int[ée]r[êe]t)?\b",
                of_it!()
            ))
        }),
    ),
    (
        Seems::Balance,
        Pattern::new(|| {
            compile(concat!(
                r"(?i)\b(?:solde|(?:il|qu'il|nous) reste(?: donc| ainsi| encore| alors)?|marge(?: de manœuvre)? de|cr[ée]dits? restants?|reste à verser|restant à verser|reliquat|restant d[ûu]|le reste|le compl[ée]ment)\b",
                of_it!()
            ))
        }),
    ),
    (
        Seems::Instalment,
        Pattern::new(|| {
            compile(
                r"(?i)\b(?:acomptes?|versements?|échéances?|échéancier|calendrier|tranches?|fractions?|mensualités|annuités|trimestrialités|payables? en|(?:vers|pay|mandat|r[ée]gl|libér|d[ée]bloqu)[ée]{1,2}e?s? (?:en|par) (?:\d|deux|trois|quatre|cinq|plusieurs|quarts|tiers|moitié)|(?:de |d'|est |sera |sont |seront )vers(?:er|ée?s?)|a (?:ainsi |déjà )?(?:perçu|touché|encaissé)|mandat)\b",
            )
        }),
    ),
    (
        Seems::InKind,
        Pattern::new(|| {
            compile(
                r"(?i)\b(?:en nature|valoris(?:[ée]e?s?|e|ent)|mi(?:se?s?|t) à (?:la |sa |leur )?disposition|met à (?:la |sa |leur )?disposition|valeurs? (?:locatives?|estimatives?|annuelles?|v[ée]nales?)|pour une valeur|dont la valeur|(?:cet|l') ?avantage|gratuit(?:e|ement|s|es)?\b|à titre gracieux|gracieusement|aide mat[ée]rielle|évalue? cet avantage)\b",
            )
        }),
    ),
    (
        Seems::Budget,
        Pattern::new(|| {
            compile(concat!(
                r"(?i)\b(?:budg[eé]t\p{L}*(?: (?:total|global|annuel|pr[ée]visionnel)\p{L}*)*|s'équilibre|dépenses (?:de fonctionnement|d'investissement)|coûts? (?:total|global)|coûts?|enveloppe|dotée?s?|crédits?|créditée?s?|inscrite?s?|ouverte?s?|autorisation (?:de programme|d'engagement)",
                r"|plan de financement|(?:montant|base|assiette|coût) (?:subventionnable|éligible|HT|TTC)|coût total|budget total|travaux (?:HT|TTC)|montant des (?:travaux|dépenses)|dépenses? (?:prévisionnelles?|subventionnables?|éligibles?)|investissements? (?:est|s'élève|total|prévu))\b"
            ))
        }),
    ),
    (
        Seems::Subsidy,
        Pattern::new(|| {
            compile(
                r"(?i)\b(?:subventions?|aides?|bourses?|participation|concours|attribu\p{L}+|accord\p{L}+|allou\p{L}+|octro\p{L}+)\b",
            )
        }),
    ),
    (
        Seems::Other,
        Pattern::new(|| {
            compile(concat!(
                r"(?i)(?:\b(?:total\p{L}*|(?:co[ûu]t|montant) (?:suppl[ée]mentaire|compl[ée]mentaire|additionnel)|surco[ûu]t|disponibles? un cr[ée]dit|plafond|seuil|supérieur\p{L}*|inférieur\p{L}*|excéd\p{L}+|n'excédant|au-delà|dépass\p{L}+|au moins|jusqu'à|réduire|réduction|annul\p{L}+|déjà|recettes?",
                r"|fonds propres|écart[ée]e?s?|retranch[ée]e?s?|déduit\p{L}*|manque\p{L}*|apporte\p{L}*|cotisations?|engagement maximal|dépenses? (?:réalis|justifi|réel)\p{L}*|part annulée|tarifs?|loyer|marché|prix|devis|facture|restes? à (?:la |sa |leur )?charge)\b)"
            ))
        }),
    ),
];

/// What makes of a subsidy in the words before an amount another's, another year's, or a wish.
pub(super) static NOT_THIS_ONE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:sollicit\p{L}+|attendue?s?|auprès d\p{L}*|ADEME|DETR|DSIL|DRAC|FEDER|FEADER|agence de l'eau|demand\p{L}+|souhait\p{L}+|propos\p{L}+|en (?:19|20)\d\d|l'an(?:née)? (?:dernier|passée?|précédente?)|(?:a|ont|avons|avez|avait|avaient|a été|avait été) (?:d[ée]j[àa] )?(?:reçu|perçu|obtenu|versée?|accordée?|attribuée?|alloué\p{L}*)",
        r"|région|département|état|conseil (?:général|départemental|régional)|europ\p{L}+|caf|fédération|prévoyait|prévoyaient|par an|ancienne?|précédente?|initiale?(?:ment)?|versait)\b"
    ))
});
