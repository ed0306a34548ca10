//! Figures of a grant that was given before: what it was and what the act makes of it, what is taken back or kept, and what
//! was proposed and not given.

use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Found, Pattern, compile, tail};
use greffe_domain::Money;

/// *La subvention de A est portée de 500 € à 600 €*, *passe de 500 € à 600 €*, *diminuée de 100 € et fixée à 400 €*: what it
/// was, or by how much it changes, and what it is then.
pub(super) fn from_to(place: &Place<'_>) -> Option<Seems> {
    static FROM: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:subvention|aide|participation|contribution|dotation)\b[^;.:\n€]{0,110}[ ,](?:port|ram[eè]n|r[ée]dui|r[ée]vis|rel[eè]v|abaiss|pass|diminu|augment|major|minor)\p{L}*(?: [^;.:\n€\d]{1,40})? de $",
        )
    });
    static TO: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?: et (?:est |sera )?(?:donc |ainsi )?(?:fix|arr[êe]t|port|ram[eè]n|[ée]tabli)\p{L}*)? à (?:la somme de )?$",
        )
    });
    if place.act.grants {
        return None;
    }
    let between = |one: &Found<Money>, next: &Found<Money>| {
        let gap = place.folded.get(one.range.end..next.range.start);
        gap.is_some_and(|gap| TO.is_match(gap))
    };
    if place.next.is_some_and(|next| between(place.own, next)) && FROM.is_match(place.sentence) {
        return Some(Seems::Other);
    }
    let first = place.before.filter(|before| between(before, place.own))?;
    let before = tail(place.folded.get(..first.range.start)?, 400);
    FROM.is_match(before.rsplit('\n').next()?).then_some(Seems::Subsidy)
}

/// *Celle du club est portée à 500 €*, *Elle est désormais fixée à 500 €*, where a grant was the last that was spoken of.
pub(super) fn by_pronoun(place: &Place<'_>) -> Option<Seems> {
    static BROUGHT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:^|[.:] )(?:celle|elle)\b[^;.:\n€]{0,80} (?:est|sera) (?:donc |ainsi |désormais |d[ée]finitivement )?(?:port|ram[eè]n|fix|arr[êe]t|r[ée]dui|maint)\p{L}*(?: (?:au titre de|pour) [^,;.€\n]{3,40})? à (?:la somme de )?$",
        )
    });
    static WHAT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:(?P<grant>fonds de concours|subvention|participation|aide)|loyer|tarif|prix|redevance|taux|indemnit[ée]|co[ûu]t|dur[ée]e|cotisation)\b",
        )
    });
    if place.act.grants || !BROUGHT.is_match(place.line) {
        return None;
    }
    let before = tail(place.folded.get(..place.amount.start)?, 900);
    WHAT.captures_iter(before).last()?.name("grant").map(|_| Seems::Subsidy)
}

/// *La subvention de 500 € votée par délibération n° 31-12 est annulée*, *est maintenue*; *Le montant de 500 € est maintenu*.
pub(super) fn taken_back_or_kept(place: &Place<'_>) -> Option<Seems> {
    static IT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:(?:la|cette|l') ?(?:subvention|aide|participation|contribution|dotation)\b[^;.€\n]{0,60}|le montant )d(?:e|'un montant de) $",
        )
    });
    static DONE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^,? (?:(?:vot|attribu|accord|allou|octroy)[ée]{1,2}e?s? [^.;€\n]{0,160}? )?(?:est|sera)(?: donc| ainsi)? (?:annul|retir|rapport|abrog|maint|confirm)\p{L}*",
        )
    });
    let of_it = !place.act.grants && IT.is_match(place.sentence);
    (of_it && DONE.is_match(place.behind)).then_some(Seems::Subsidy)
}

/// *propose de verser 500 € au club*, where the act gives nothing; *Subvention proposée : 500 €*, and beside it *Subvention
/// 2030 : 400 €*, another year's.
pub(super) fn proposed(place: &Place<'_>) -> Option<Seems> {
    static PROPOSES: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\bpropos(?:e|ent|ait|é) (?:[^,;.€\n]{2,40} )?(?:de |d')(?:verser|attribuer|accorder|allouer|octroyer) (?:une (?:subvention|aide)[^;.€\n]{0,40} de |la somme de )?$",
        )
    });
    static LABEL: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^[-–• ]*(?:montant de la )?(?:subvention|aide|montant|somme) propos[ée]e? ?: ?$",
        )
    });
    static OF_A_YEAR: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^[-–• ]*(?:subvention|aide|montant)(?: (?:vers|accord|attribu|obten|perç)\p{L}*)?(?: en| pour)? (?:19|20)\d\d ?: ?$",
        )
    });
    static BESIDE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\n[-–• ]*(?:subvention|aide|montant)s? (?:demand|sollicit|propos)[ée]{1,2}e?s? ?:",
        )
    });
    let silent = !place.act.grants && !place.act.of_no_grant;
    if silent && (PROPOSES.is_match(place.sentence) || LABEL.is_match(place.line)) {
        return Some(Seems::Subsidy);
    }
    (OF_A_YEAR.is_match(place.line) && BESIDE.is_match(place.behind)).then_some(Seems::Other)
}

/// *La somme de 500 € sera remboursée à la commune*: what is claimed back, named before.
pub(super) fn given_back(place: &Place<'_>) -> Option<Seems> {
    static SUM: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:somme|montant|indu|trop-perçu|part|reliquat)\b[^;.€\n]{0,40}(?: de|, soit) $",
        )
    });
    static BACK: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^,? (?:est|sera|seront|devra [êe]tre|doit [êe]tre) (?:donc |ainsi )?(?:rembours|revers|restitu|recouvr)\p{L}*",
        )
    });
    (SUM.is_match(place.sentence) && BACK.is_match(place.behind)).then_some(Seems::Recovery)
}

/// *elle a donné lieu à un versement de 500 € en 2030*: of another year.
pub(super) fn gave_rise_to(place: &Place<'_>) -> Option<Seems> {
    static GAVE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:a|avait|ont) donn[ée] lieu (?:à|au) (?:un |des )?(?:versements?|paiements?|subventions?)\b[^;.€\n]{0,30} de $",
        )
    });
    static THEN: Pattern = Pattern::new(|| {
        compile(r"^ (?:en|pour|au titre de) (?:l'ann[ée]e |l'exercice )?(?:19|20)\d\d\b")
    });
    (GAVE.is_match(place.sentence) && THEN.is_match(place.behind)).then_some(Seems::Other)
}
