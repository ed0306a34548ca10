//! Sums of a grant that are not the grant: what it was in another year or by another act, by how much it changes, what all
//! helps come to.

use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Pattern, compile};

/// *La subvention était de 500 € en 2030*, *la délibération fixant la subvention 2030 à 500 €*, *fixée à 500 € par délibération*.
pub(super) fn of_before(place: &Place<'_>) -> Option<Seems> {
    static WAS: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\b(?:subvention|aide|participation|contribution|dotation)\b[^;.€\n]{0,40} (?:[ée]tait|avait [ée]t[ée]|s'[ée]levait|s'[ée]tait [ée]lev[ée]e)(?: fix[ée]e?)? (?:de|à) ",
            r"|\b(?:d[ée]lib[ée]ration|d[ée]cision|convention)\b[^;.€\n]{0,70} (?:fixant|portant|arr[êe]tant|[ée]tablissant) (?:la|sa|l'|le montant de la) ?(?:subvention|aide|participation|contribution|dotation)\b[^;.€\n]{0,50} à )$"
        ))
    });
    static FIXED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:subvention|aide|participation|contribution|dotation)\b[^;.€\n]{0,40}\bfix[ée]e à $",
        )
    });
    static BY_AN_ACT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?: pour (?:l'ann[ée]e |l'exercice )?(?:19|20)\d\d)?,? par (?:la |une )?d[ée]lib[ée]ration\b",
        )
    });
    let by_an_act = || FIXED.is_match(place.sentence) && BY_AN_ACT.is_match(place.behind);
    (WAS.is_match(place.sentence) || by_an_act()).then_some(Seems::Other)
}

/// *élève la subvention de 500 €*: by how much; *le total alloué serait de 500 €*, *ce qui porte l'aide de l'année à 500 €*: what
/// all helps come to.
pub(super) fn difference_or_total(place: &Place<'_>) -> Option<Seems> {
    static BY: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:[ée]l[èe]v|augment|major|abond|compl[èe]t|diminu|minor)(?:e|ent|er|ait|era|erait) (?:la|sa|cette|l') ?(?:subvention|aide|participation|contribution|dotation)\b[^;.€\n]{0,30} de $",
        )
    });
    static IN_ALL: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\btotal (?:allou|accord|attribu|vers|vot)[ée]\b[^;.€\n]{0,60} (?:de|à) ",
            r"|\bce qui port(?:e|era|erait|ait) (?:l'aide|la subvention|le total|le concours|le montant|la participation)\b[^;.€\n]{0,60} à ",
            r"|\baide totale\b[^;.€\n]{0,80} (?:de|à|atteint(?: ainsi| donc)?) )$"
        ))
    });
    (BY.is_match(place.sentence) || IN_ALL.is_match(place.sentence)).then_some(Seems::Other)
}
