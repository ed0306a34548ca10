//! Sums that are put forward or stay as they were, in an act of which no grant is read: *le Bureau propose 500 €*, *la
//! subvention demeure de 500 €*.

use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Pattern, compile};

/// *Le Bureau propose 500 €*, *propose de s'en tenir à 500 €*, *Proposition : 500 €*, *La commune verserait 500 €*.
static PUT_FORWARD: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:\bpropos(?:e|ent|ait|aient|é)(?: donc| ainsi| alors| finalement)?",
        r"(?: de (?:s'en tenir à|retenir|l'aider à hauteur de|l[ea] soutenir à hauteur de|(?:leur|lui) (?:donner|apporter)|donner|retenir|reconduire))?(?: (?:la|une) somme de| un montant de| le montant de)? ",
        r"|(?:^|\. )[-–•* ]*proposition(?: du bureau| de la commission| du maire)? ?: ?|\b(?:commune|ville|conseil|communaut[ée]|syndicat|métropole)\b [^.;€\n]{0,30}?verserait ",
        r"|\bse prononcer[^.;€\n]{0,40} sur l'(?:octroi|attribution) d'une (?:subvention|aide) de )$"
    ))
});

/// Another body, and whoever asks.
static NOT_OURS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:sollicit|demand|souhait)\p{L}*|\b(?:r[ée]gion|d[ée]partement|[ée]tat|conseil (?:g[ée]n[ée]ral|d[ée]partemental|r[ée]gional)|caf|amendement|association|club|banque|entreprise|soci[ée]t[ée])\b[^.;€\n]{0,40}propos|\bpour sa part\b",
    )
});

/// What is put forward, where the act gives nothing that is read.
pub(super) fn put_forward(place: &Place<'_>) -> Option<Seems> {
    static EACH_OR_PRICE: Pattern =
        Pattern::new(|| compile(r"(?i)^ ?(?:HT|TTC|par |le m|l'heure|d'amende|de loyer)"));
    static BY_ANOTHER: Pattern = Pattern::new(|| compile(r"(?i)^[^.;€\n]{0,20}\bpour sa part\b"));
    let silent = !place.act.grants && !place.act.of_no_grant;
    let ours = !NOT_OURS.is_match(place.sentence) && !BY_ANOTHER.is_match(place.behind);
    (silent
        && PUT_FORWARD.is_match(place.sentence)
        && ours
        && !EACH_OR_PRICE.is_match(place.behind))
    .then_some(Seems::Subsidy)
}

/// *La subvention demeure de 500 €*, *sans modification du montant de 500 €*, *l'association percevra une subvention de 500 €*.
pub(super) fn stays(place: &Place<'_>) -> Option<Seems> {
    static STAYS: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\b(?:subvention|aide|participation|contribution|dotation)\b[^;.€\n]{0,110} (?:demeure|reste)(?: donc| ainsi)?(?: inchang[ée]e| stable| identique| fix[ée]e)?(?:,)? (?:de|à|avec) ",
            r"|\bsans (?:modification|changement) du montant(?: de la subvention)? de |\b(?:percevra|recevra|b[ée]n[ée]ficiera) (?:d')?une (?:subvention|aide)(?: [^;.€\n\d]{1,40})? de )$"
        ))
    });
    (!place.act.grants && STAYS.is_match(place.sentence)).then_some(Seems::Subsidy)
}
