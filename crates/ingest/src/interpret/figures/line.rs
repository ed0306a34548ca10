//! Figures of the money of the body itself: what is moved, used or charged on a line of its budget, what is left of
//! one, what it gives back, and what is only asked for.

use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Pattern, compile};

/// *après transfert de 500 € de la ligne 12*, *un virement de crédits de 500 €*: moved from line to line.
pub(super) fn moved(place: &Place<'_>) -> Option<Seems> {
    static MOVED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:transfert|virement)s?(?P<credits> de cr[ée]dits?)?(?: d'un montant)? de $",
        )
    });
    static FROM: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^ (?:de la|depuis la|de l'|du|depuis l[e'])? ?(?:ligne|article|chapitre|compte|op[ée]ration|imputation)\b",
        )
    });
    let hit = MOVED.captures(place.sentence)?;
    (hit.name("credits").is_some() || FROM.is_match(place.behind)).then_some(Seems::Other)
}

/// *la première répartition en a consommé 500 €*, *d'imputer la dépense, soit 500 €, sur le chapitre*: what a line had
/// to bear, not what it holds.
pub(super) fn borne(place: &Place<'_>) -> Option<Seems> {
    static USED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:a|ont|avait|avaient) (?:d[ée]j[àa] |ainsi )?(?:consomm|absorb|[ée]puis|utilis)[ée] $",
        )
    });
    static CHARGED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:imput|pr[ée]l[èe]v|mandat)\p{L}*[^.;€\n]{0,60},? soit (?:un total de |la somme de )?$",
        )
    });
    static ON: Pattern = Pattern::new(|| compile(r"(?i)^,? (?:au|sur|à l'|dans)\b"));
    let charged = CHARGED.is_match(place.sentence) && ON.is_match(place.behind);
    (charged || USED.is_match(place.sentence)).then_some(Seems::Other)
}

/// *au chapitre 65, où il reste 500 €*, *le solde de 500 € restera en réserve*: what is left of a line, not of a grant.
pub(super) fn left_of_a_line(place: &Place<'_>) -> bool {
    static WHERE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:chapitre|article|fonction|compte|ligne|imputation|nature)\b[^.;\n]{0,60} où il reste(?: encore| donc)? $",
        )
    });
    static KEPT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^ (?:restent?|restera|resteront|est|sont|sera|seront) (?:(?:mis|gard|conserv|plac)[ée]?e?s? )?(?:en r[ée]serve|non (?:affect|attribu|r[ée]parti|ventil)\p{L}*|à (?:r[ée]partir|attribuer|affecter))\b",
        )
    });
    WHERE.is_match(place.sentence) || KEPT.is_match(place.behind)
}

/// *Pour mémoire, l'enveloppe 2030 était de 500 €*.
pub(super) fn for_the_record(place: &Place<'_>) -> bool {
    static RECORD: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:pour m[ée]moire|pour rappel)\b[^.;€\n]{0,60}$"));
    RECORD.is_match(place.sentence)
}

/// *et demande 500 € supplémentaires*, *sollicite une avance de 500 €*: what is only asked for.
pub(super) fn asked(place: &Place<'_>) -> bool {
    static ASKED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:demand|sollicit|r[ée]clam|souhait)(?:e|ent|ait|aient) (?:(?:une?|l'|cette|le versement d'une) ?(?:aide|subvention|participation|contribution|avance|acompte)(?: [^.;€\n]{0,30})? de )?$",
        )
    });
    ASKED.is_match(place.sentence)
}

/// *autorise le maire à reverser à la commune voisine 500 €*: what the body gives back, and claims from nobody.
pub(super) fn given_back_by_the_body(place: &Place<'_>) -> bool {
    static BY_THE_BODY: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:autoris|charg|habilit|mandat)\p{L}*[^.;\n]{0,60}\b(?:maire|pr[ée]sidente?) à (?:reverser|rembourser|restituer)\b",
            r"|\b(?:reverser|rembourser|restituer) (?:à |au |aux )[^.;€\n]{2,60} (?:la|sa|leur|une) (?:quote-part|part)\b",
            r"|\bmises? à disposition\b[^.;\n]{0,40}\bremboursements?\b"
        ))
    });
    BY_THE_BODY.is_match(place.sentence)
}

/// In an act that grants nothing and tells of nobody who asks: what the body itself builds, buys, borrows or budgets. A budget
/// that is balanced is one all the same.
pub(super) fn of_the_body(place: &Place<'_>) -> bool {
    static BALANCED: Pattern =
        Pattern::new(|| compile(r"(?i)\b[ée]quilibr(?:e|ent|ait|[ée])\b[^.;\n]{0,60}$"));
    place.act.of_no_grant && !BALANCED.is_match(place.sentence) && !super::priced::section(place)
}
