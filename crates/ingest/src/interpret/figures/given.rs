//! Figures whose own sentence says that they are what the act grants or what it was before: a sum put to the vote, a grant
//! that is brought to another amount.

use super::super::grant;
use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Found, Pattern, compile, tail};
use greffe_domain::Money;

static MIS_AUX_VOIX: Pattern =
    Pattern::new(|| compile(r"(?i)^\.? ?(?:mise?|soumise?) (?:aux voix|au vote)\b"));

/// *Montant attribué : 100 €*, beside what was asked for.
static GIVEN_SUM: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:montant|somme|subvention|aide) (?:attribu|accord|vot|allou|octroy)[ée]{1,2}e?s? ?: ?$",
    )
});

/// *Vote à part pour 300 € : 0 pour*.
static VOTE_FOR: Pattern = Pattern::new(|| {
    compile(r"(?i)\bvote(?: à part| séparé| sur la demande)? (?:pour|sur) (?:la somme de |les )?$")
});

/// *La demande de 300 € est mise aux voix*, *vote de la proposition de 400 €*.
static PROPOSED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:proposition|demande|subvention|aide|somme|montant|cr[ée]dit)s? (?:d'(?:accorder|attribuer|allouer|verser|octroyer) |de )(?:une (?:subvention|aide) de )?$",
    )
});

static VOTED_ON: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^[^.;\n]{0,60}?(?:\b(?:est|sont) (?:mise?s? (?:aux voix|au vote)|soumise?s? (?:au vote|aux voix))| ?: ?\d{1,3} (?:voix )?pour\b)",
    )
});

/// *réduire à 400 € la subvention de 650 €*, *arrête à 400 € le montant de la subvention*.
static BROUGHT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:r[ée]dui|ram[eè]n|port|limit|fix|arr[êe]t|maint|[ée]tabli|diminu|augment)\p{L}* (?:d[ée]finitivement )?à (?:la somme de )?$",
    )
});

static THE_GRANT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^ ?(?:le montant (?:d[ée]finitif |total )?de )?(?:la|cette|sa|l') ?(?:subvention|aide|participation|contribution|dotation)\b",
    )
});

/// *… la subvention de 650 €* behind what it is brought to.
static BROUGHT_FROM: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:r[ée]dui|ram[eè]n|port|limit|diminu|augment)\p{L}* (?:d[ée]finitivement )?à [^;.:\n]{1,30} (?:la|cette|sa|l') ?(?:subvention|aide|participation|contribution|dotation) (?:initiale )?de $",
    )
});

/// *portant ainsi la contribution 2031 à 400 €*.
static BRINGS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:port|ram[eè]n|fix|arr[êe]t|r[ée]dui|maint|major|limit)\p{L}* (?:ainsi |donc )?(?:le montant (?:total |global |d[ée]finitif )?de )?(?:la|l'|sa|cette) ?(?:subvention|aide|contribution|participation|dotation)\b[^;.:€\n]{0,60} à (?:un total de |la somme de )?$",
    )
});

/// *la participation 2031 est portée à 400 €*, *ramenée au montant des dépenses, 400 €*.
static IS_BROUGHT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:subvention|aide|contribution|participation|dotation)\b[^;.:\n]{0,110}? (?:est|sera|serait|soit)(?: donc| ainsi| alors)? (?:port|ram[eè]n|r[ée]dui|fix|arr[êe]t|maint|limit)\p{L}*(?:, [^,;.€\n]{3,30},| (?:au titre de|pour) [^,;.€\n]{3,40})? (?:à (?:un total de |la somme de )?|au montant d[^€;.\n]{3,60}, )$",
    )
});

/// *fixée à 300 €, est portée à 400 €*: what it was before.
static BROUGHT_FURTHER: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?: (?:par|le) [^;€\n]{3,90}?)?,? (?:est|sera|serait)(?: donc| ainsi| alors)? (?:port|ram[eè]n|r[ée]dui|rel[eè]v|abaiss)\p{L}* à \d",
    )
});

/// *a été votée le 28 mars*: decided before.
static DECIDED_BEFORE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^,? (?:a|ont|avait) (?:d[ée]j[àa] )?[ée]t[ée] (?:vot|attribu|accord|allou|octroy)[ée]{1,2}e?s?\b|^,? (?:vot|attribu|accord|allou|octroy)[ée]{1,2}e?s? (?:[^.;€\n]{1,40} )?par (?:la |une |sa )?d[ée]lib[ée]ration\b",
    )
});

/// What is only wished for.
static WISHED: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:sollicit|demand|souhait|r[ée]clam|conduirait|aurait)\p{L}*")
});

/// *d'attribuer à la même association une subvention d'équipement de 500 €*: another grant beside the one that is read.
pub(super) fn given_too(place: &Place<'_>) -> Option<Seems> {
    static GIVES: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:d'(?:attribuer|accorder|allouer|octroyer)|attribue|accorde|alloue|octroie)\b[^;.€\n]{0,160}?\b(?:une|la) (?:subvention|aide|participation)\b",
            r"[^;.€\n]{0,80}? (?:de|d'un montant de|à hauteur de) $|\bs'ajoute(?:nt)? une (?:subvention|aide)\b[^;.€\n]{0,50} de $"
        ))
    });
    static ONLY_PROPOSED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:propos|sollicit|demand|souhait|envisag|rapport|commission|invit)\p{L}*|\b(?:19|20)\d\d\b[^€]{0,40}$",
        )
    });
    let gives = GIVES.is_match(place.sentence) && !ONLY_PROPOSED.is_match(place.sentence);
    gives.then_some(Seems::Subsidy)
}

/// *6 250 € (6 000 € en 2030)*: in brackets, what it was in another year.
pub(super) fn of_another_year(place: &Place<'_>) -> Option<Seems> {
    static BEHIND: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^,? (?:(?:vers|accord|attribu|vot)[ée]{1,2}e?s? )?(?:(?:en|pour|au titre de) (?:l'ann[ée]e |l'exercice )?(?:19|20)\d\d|l'an(?:n[ée]e)? (?:pass[ée]e?|derni[eè]re?|pr[ée]c[ée]dente?)|pr[ée]c[ée]demment)\)",
        )
    });
    static OPENS: Pattern =
        Pattern::new(|| compile(r"^ ?\((?:contre |au lieu de |pour m[ée]moire,? )?$"));
    static LIKE: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:que les|contre les|aux|des|au lieu des) $"));
    static GIVEN: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^ (?:accord|attribu|vers|vot|allou|octroy)[ée]{1,2}e?s? (?:en|pour|au titre de|l'an) (?:(?:19|20)\d\d|pass|derni)",
        )
    });
    if LIKE.is_match(place.line) && GIVEN.is_match(place.behind) {
        return Some(Seems::Other);
    }
    let beside = place.gap.is_some_and(|gap| OPENS.is_match(gap) && gap.len() < 24);
    (beside && BEHIND.is_match(place.behind)).then_some(Seems::Other)
}

/// What the act brings a grant to, and what that was before.
pub(super) fn brought(place: &Place<'_>) -> Option<Seems> {
    // *le budget, fixé à 300 €, est ramené à 200 €*: a budget, and no grant.
    static OF_A_BUDGET: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:budgets?|co[ûu]ts?|charges|d[ée]penses?|assiette)\b[^.;€\n]{0,60}\b(?:fix|arr[êe]t|[ée]tabli|[ée]valu|estim|chiffr)\p{L}* à $",
        )
    });
    let further =
        || BROUGHT_FURTHER.is_match(place.behind) && !OF_A_BUDGET.is_match(place.sentence);
    let before = || further() || DECIDED_BEFORE.is_match(place.behind);
    if BROUGHT_FROM.is_match(place.sentence) || before() {
        return Some(Seems::Other);
    }
    if IS_BROUGHT.is_match(place.sentence) {
        return Some(Seems::Subsidy);
    }
    if BRINGS.is_match(place.sentence) {
        let wished = WISHED.is_match(place.sentence);
        return Some(if wished { Seems::Other } else { Seems::Subsidy });
    }
    (BROUGHT.is_match(place.sentence) && THE_GRANT.is_match(place.behind)).then_some(Seems::Subsidy)
}

pub(super) fn put_to_the_vote(place: &Place<'_>) -> Option<Seems> {
    if GIVEN_SUM.is_match(place.sentence) {
        return Some(Seems::Subsidy);
    }
    // *La commission propose 600 €. Mis aux voix, …*
    if place.sentence.contains("propos") && MIS_AUX_VOIX.is_match(place.behind) {
        return Some(Seems::Subsidy);
    }
    if !place.act.grants && !place.act.of_no_grant && is_proposed(place) {
        return Some(Seems::Subsidy);
    }
    let proposed = PROPOSED.is_match(place.sentence) || VOTE_FOR.is_match(place.sentence);
    (proposed && VOTED_ON.is_match(place.behind)).then_some(Seems::Subsidy)
}

/// *de ramener l'aide de 500 € à 300 €*, *ramène de 500 € à 300 €*: what it was, and what the act makes it.
pub(super) fn changed(place: &Place<'_>) -> Option<Seems> {
    static CHANGES: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:ram[eè]n|port|r[ée]dui|r[ée]vis|modifi)\p{L}* [^;.:\n]{0,120}?(?:subvention|aide|participation|contribution|dotation)\b[^;.:\n€]{0,120}?\bde $",
        )
    });
    static TAKES_BACK: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:annuler?|retirer?|rapporter?) (?:la |l'|cette )(?:subvention|aide|participation)\b[^;.€\n]{0,40} de $",
        )
    });
    // *d'annuler l'aide de 500 €*: what the act takes back, beside what it grants.
    if TAKES_BACK.is_match(place.line) {
        return Some(Seems::Subsidy);
    }
    if place.act.grants {
        return None;
    }
    let from_to = |first: &Found<Money>, second: usize| {
        let gap = place.folded.get(first.range.end..second);
        let before = tail(place.folded.get(..first.range.start).unwrap_or_default(), 400);
        let line = before.rsplit('\n').next().unwrap_or_default();
        gap.is_some_and(|gap| gap.trim() == "à") && CHANGES.is_match(line)
    };
    if place.before.is_some_and(|first| from_to(first, place.amount.start)) {
        return Some(Seems::Subsidy);
    }
    place.next.filter(|second| from_to(place.own, second.range.start)).map(|_| Seems::Other)
}

/// *Amendement n° 2, tendant à porter la subvention à 500 € : rejeté*: of a text that was not taken.
pub(super) fn of_an_amendment(place: &Place<'_>) -> Option<Seems> {
    static AMENDS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:sous-)?amendement\b[^;\n]{0,160}\b(?:tendant|visant|proposant)\b[^;\n]{0,120}$",
        )
    });
    static REFUSED: Pattern = Pattern::new(|| {
        compile(r"(?i)^[^.;:€\n]{0,40}(?: ?:|,) ?(?:est |a [ée]t[ée] )?(?:rejet|repouss|retir)[ée]")
    });
    (AMENDS.is_match(place.line) && REFUSED.is_match(place.behind)).then_some(Seems::Other)
}

/// *participe à raison de 40 € par élève, soit 500 €*: so much for each, and the grant that it comes to.
pub(super) fn by_head(place: &Place<'_>) -> Option<Seems> {
    static COMES_TO: Pattern = Pattern::new(|| {
        compile(
            r"(?i)[ ,](?:soit|ce qui fait)(?: au total| un total de| un montant de| la somme de)? $",
        )
    });
    static GIVES: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:particip\p{L}+|subvention|aide|contribution|accord[ée]e?|attribue|alloue|verser?)\b",
        )
    });
    static OF_OTHERS: Pattern = Pattern::new(|| {
        compile(r"(?i)\b(?:sollicit|demand|cotis|adh[ée]sion|redevance|tarif|factur)\p{L}*")
    });
    let gap = place.gap?;
    let each = !gap.contains('\n') && COMES_TO.is_match(gap) && grant::of_each(gap);
    let given = GIVES.is_match(place.sentence) && !OF_OTHERS.is_match(place.sentence);
    (each && given && !place.act.grants).then_some(Seems::Subsidy)
}

/// *le fonds de concours ne peut excéder 700 €. Il est proposé de le fixer à 500 €*: by a pronoun.
pub(super) fn settled_at(place: &Place<'_>) -> Option<Seems> {
    static SETTLED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:propos|d[ée]cid|convien|demand)\p{L}*[^.;€\n]{0,30} de (?:le|la|l') ?(?:fixer|arr[êe]ter|limiter) à (?:la somme de )?$",
        )
    });
    static WHAT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:(?P<grant>fonds de concours|subvention|participation|aide)|loyer|tarif|prix|redevance|taux|indemnit[ée]|budget|co[ûu]t|dur[ée]e)\b",
        )
    });
    if place.act.grants || !SETTLED.is_match(place.sentence) {
        return None;
    }
    let before = tail(place.folded.get(..place.amount.start)?, 400);
    let before = before.rsplit("\n\n").next().unwrap_or_default();
    let last = WHAT.captures_iter(before).last()?;
    last.name("grant").map(|_| Seems::Subsidy)
}

/// *Le maire propose la somme de 500 €. Le conseil accepte*, *rejette la demande du club (500 €)*, in an act of which no grant
/// is read.
fn is_proposed(place: &Place<'_>) -> bool {
    static SUM: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\bpropos(?:e|ent|ait) (?:(?:au conseil|au bureau|à l'assembl[ée]e) )?(?:la somme|un montant|le montant|de (?:leur|lui) (?:verser|attribuer|accorder|allouer)(?: respectivement)?)(?: de)? $",
            r"|\b(?:proposition|motion|v[œo]eu)\b[^.;€\n]{0,40} (?:tend|vise|tendant|visant) [^.;€\n]{0,140}\b(?:subvention|aide)\b[^.;€\n]{0,40} de $",
            r"|\b(?:rejet|refus|repouss)\p{L}* (?:la|cette) (?:demande|proposition)\b[^.;€\n]{0,100}(?:\(|, soit | de )$"
        ))
    });
    static AND: Pattern = Pattern::new(|| compile(r"^ et (?:de )?$"));
    let respectively = place.last == Some(Seems::Subsidy)
        && place.sentence.contains("respectivement")
        && place.gap.is_some_and(|gap| AND.is_match(gap));
    SUM.is_match(place.sentence) || respectively
}

/// *le projet, qui portait sur une aide de 500 €, est retiré de l'ordre du jour*: not put to the vote.
pub(super) fn withdrawn(place: &Place<'_>) -> Option<Seems> {
    static DRAFTED: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:projet|dossier|rapport|point)\b[^.;€\n]{0,100}$"));
    static TAKEN_OFF: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^[^.;:€\n]{0,30},? (?:est|a [ée]t[ée]|sera) (?:donc )?(?:retir[ée]|ajourn[ée]|report[ée]|renvoy[ée])\b",
        )
    });
    (DRAFTED.is_match(place.sentence) && TAKEN_OFF.is_match(place.behind)).then_some(Seems::Other)
}

/// *ramenée à 145 k€ pour 2031 et à 150 k€ pour 2032*: of the second year is said what is said of the first.
pub(super) fn likewise_for_a_year(place: &Place<'_>) -> Option<Seems> {
    static AND: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?: HT| TTC)? (?:pour|en|au titre de|sur) (?:l'ann[ée]e |l'exercice )?20\d\d(?:,| et|, et|,? puis)(?: à| de)? $",
        )
    });
    static YEAR: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?: HT| TTC)? (?:pour|en|au titre de|sur) (?:l'ann[ée]e |l'exercice )?20\d\d\b",
        )
    });
    let again = place.gap.is_some_and(|gap| AND.is_match(gap)) && YEAR.is_match(place.behind);
    place.last.filter(|_| again)
}
