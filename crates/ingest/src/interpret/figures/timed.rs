//! Parts that are paid at their time: *payable par trimestre (500 €)*, *500 € dès la signature*, *1er acompte, octobre ..... 500 €*;
//! and the parts in which a claim is paid back.

use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Found, Pattern, compile, tail};
use greffe_domain::Money;

/// *versée pour moitié au démarrage, soit 500 €*, *payable par trimestre (500 €)*, *ayant déjà mandaté 500 €*.
pub(super) fn paid(place: &Place<'_>) -> Option<Seems> {
    static PAID: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\b(?:pay(?:able|[ée]e?)|vers[ée]e?|à verser|mandat[ée]e?)s? (?:par|pour) (?:trimestre|semestre|mois|moiti[ée]|quarts?|tiers|moitiés)\b[^.;€\n]{0,50}?(?:\(|,? soit )",
            r"|\b(?:ayant|a|ont|avons) (?:d[ée]j[àa] |d'ores et d[ée]j[àa] )(?:mandat|vers|pay|r[ée]gl)[ée] (?:la somme de )?)$"
        ))
    });
    static ALREADY: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?: \([^()\n]{2,20}\))? d[ée]j[àa] (?:vers|mandat|pay|r[ée]gl)[ée]{1,2}e?s?\b",
        )
    });
    static OF_IT: Pattern = Pattern::new(|| compile(r"(?i)\bdont $"));
    let already = OF_IT.is_match(place.sentence) && ALREADY.is_match(place.behind);
    (PAID.is_match(place.sentence) || already).then_some(Seems::Instalment)
}

/// *500 € en janvier, le solde sur factures*, *500 € dès la signature et le reliquat en octobre*, in an act that grants another sum.
pub(super) fn before_the_rest(place: &Place<'_>) -> Option<Seems> {
    static THEN_THE_REST: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)^\)? (?:en \p{L}+(?: 20\d\d)?|d[èe]s [^.;€\n,]{3,60}|à (?:la |sa |l')?(?:signature|notification|r[ée]ception|ouverture|commande)[^.;€\n,]{0,50}|au d[ée]marrage[^.;€\n,]{0,40}|courant \p{L}+)",
            r",?(?: et)? (?:(?:le )?(?:solde|reliquat|reste|surplus|compl[ée]ment)|autant)\b"
        ))
    });
    let other = place.act.grants && !place.act.grants_this;
    (other && THEN_THE_REST.is_match(place.behind)).then_some(Seems::Instalment)
}

/// *1er acompte, octobre 2031 ..... 40 % ..... 500 €*, *solde, sur bilan ..... 500 €*: a row that says what it is.
pub(super) fn row(place: &Place<'_>) -> Option<Seems> {
    static ROW: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^[-–•*|; ]*(?:(?:\d(?:er|re|e|ème)?|premier|second|deuxi[èe]me|troisi[èe]me|dernier) )?(?:(?P<part>acompte|versement|[ée]ch[ée]ance|fraction|tranche)|(?P<advance>avance)|(?P<rest>solde|reliquat))\b[^.;€\n]{0,60}(?:\.{3,}|…|\||\t)[^€\n]{0,60}$",
        )
    });
    // Rows may have been joined to one line.
    let own = place.line.rsplit('€').next()?;
    let hit = ROW.captures(own)?;
    Some(if hit.name("part").is_some() {
        Seems::Instalment
    } else if hit.name("advance").is_some() {
        Seems::Advance
    } else {
        Seems::Balance
    })
}

/// *le reversement se fera en quatre échéances de 500 €*: what is paid back at a time, and not what is claimed.
pub(super) fn paid_back_at_a_time(place: &Place<'_>) -> Option<Seems> {
    static AT_A_TIME: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:en|par) (?:\d{1,2}|deux|trois|quatre|cinq|six|huit|dix|douze|vingt-quatre) (?:[ée]ch[ée]ances|mensualit[ée]s|versements|fractions|trimestrialit[ée]s|annuit[ée]s|fois)(?: (?:mensuelles?|trimestrielles?|annuelles?|[ée]gales?|successi(?:fs|ves)))* de $",
        )
    });
    static CLAIMED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:revers(?:er|ement)|rembours(?:er|ement)|titres? de (?:recettes?|perception)|trop-(?:per[çc]u|vers[ée])|restitu\p{L}+|remise|recouvr\p{L}+)\b",
        )
    });
    if !AT_A_TIME.is_match(place.sentence) {
        return None;
    }
    let before = tail(place.folded.get(..place.amount.start)?, 400);
    CLAIMED.is_match(before).then_some(Seems::Other)
}

/// *payable à raison de 500 € à la signature et de 300 € après le bilan*, *en deux parts : 500 € au vu de l'ordre de service et
/// 300 € à l'achèvement*: the parts that a sentence shares a grant out in, the last of them what is left.
pub(super) fn shared_out(place: &Place<'_>) -> Option<Seems> {
    // *et 300 € en juin* is one more part; what is paid once all is done is the balance.
    static DONE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^ ?(?:\([^()\n]{2,20}\) )?(?:apr[èe]s|(?:sur|contre) (?:pr[ée]sentation|production|remise|justificati\p{L}+|factures?)|au vu|à (?:l'ach[èe]vement|la (?:fin|remise|r[ée]ception|livraison|production|pr[ée]sentation)))\b",
        )
    });
    // *à raison de 500 € par an*
    static EACH_TIME: Pattern = Pattern::new(|| {
        compile(r"(?i)^ ?(?:/|par\b|(?:pour )?chaque\b|annuel|l'an\b|l'heure\b|tous les)")
    });
    static FIRST: Pattern =
        Pattern::new(|| compile(&format!(r"(?i){SHARES_OUT} (?:d'un montant de |de )?$")));
    static LAST: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?i){SHARES_OUT} (?:d'un montant de |de )?\d[^;\n]*?(?:,| et| puis)+ (?:de |d'un montant de |les )?$"
        ))
    });
    if FIRST.is_match(place.sentence) && !EACH_TIME.is_match(place.behind) {
        return Some(Seems::Instalment);
    }
    let gap = |next: &Found<Money>| place.folded.get(place.amount.end..next.range.start);
    let next = place.next.and_then(gap);
    let ends = next.is_none_or(|gap| gap.contains(['.', ';', '\n']));
    let last = ends && place.last == Some(Seems::Instalment) && LAST.is_match(place.sentence);
    let done = DONE.is_match(place.behind);
    last.then_some(if done { Seems::Balance } else { Seems::Instalment })
}

/// Words that share a sum out in parts.
const SHARES_OUT: &str = r"\b(?:payable|vers[ée]e?s?|verser|vers[ée]ment|pay[ée]e?s?|mandat[ée]e?s?|liquid[ée]e?s?)\b[^.;:€\n]{0,60}(?:à raison de|en (?:deux|2) (?:parts|fois|versements|fractions|tranches|[ée]ch[ée]ances) ?:)";
