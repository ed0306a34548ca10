//! Sums of a line of the budget that are not what the line holds: what is needed of it, what is left of it, what is taken from
//! it.

use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Pattern, compile};

/// *Les crédits nécessaires, soit 500 €*, *le crédit encore disponible sera de 500 €*, *l'enveloppe non répartie, soit 500 €*.
pub(super) fn needed_or_left(place: &Place<'_>) -> Option<Seems> {
    static OF_A_LINE: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:cr[ée]dits?|enveloppe|sommes?|montants?|ligne)\b[^.;€\n]{0,50}\b(?:n[ée]cessaires?|correspondante?s?|disponibles?|restante?s?|encore disponibles?|non (?:r[ée]parti|affect|utilis|consomm|attribu|engag)\p{L}*|(?:ne sont pas|pas encore) (?:r[ée]parti|affect|attribu)\p{L}*)",
            r"[^.;€\n]{0,25}(?:,? soit|,? (?:est|sont|sera|seront|serait) de|,? s'[ée]l[èe]v\p{L}* à) (?:un total de |la somme de )?$"
        ))
    });
    OF_A_LINE.is_match(place.sentence).then_some(Seems::Other)
}

/// *La dépense, 500 €, est inscrite au budget*: that of the act itself.
pub(super) fn expense_of_the_act(place: &Place<'_>) -> Option<Seems> {
    static EXPENSE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:(?:la|cette) d[ée]pense(?: totale| correspondante| globale)?|le montant total),? (?:soit |d'un montant (?:total )?de |de |fix[ée]e à )?$",
        )
    });
    static CHARGED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^,? (?:est|sera|sont|seront) (?:inscrit|imput|pr[ée]lev|mandat|support|financ|couvert)\p{L}*",
        )
    });
    (EXPENSE.is_match(place.sentence) && CHARGED.is_match(place.behind)).then_some(Seems::Other)
}

/// *imputer la somme totale de 500 € au chapitre 65*, *prélever 500 € sur les crédits 2031 et 300 € sur ceux de 2032*.
pub(super) fn taken_from(place: &Place<'_>) -> Option<Seems> {
    static TAKES: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:pr[ée]l[èe]v|imput)\p{L}* (?:(?:la|une) somme (?:totale )?de |un (?:montant|total) de )?$",
        )
    });
    static FROM: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^,? (?:sur\b|(?:au|à l'|à la) ?(?:chapitre|compte|budget|titre|article|ligne|cr[ée]dit|fonction|nature|\d))",
        )
    });
    static AND: Pattern =
        Pattern::new(|| compile(r"(?i)^ sur (?:les|le|l'|la)[^.;€\n]{2,60} et $"));
    static ON_THOSE: Pattern = Pattern::new(|| compile(r"(?i)^ sur (?:ceux|celui|celle)\b"));
    let takes = TAKES.is_match(place.sentence) && FROM.is_match(place.behind);
    let and = place.gap.is_some_and(|gap| AND.is_match(gap)) && ON_THOSE.is_match(place.behind);
    (takes || and).then_some(Seems::Other)
}
