//! Figures that are paid or claimed back: parts in a list, what is left behind an advance, what was paid in another year.

use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Pattern, compile, tail};

/// The words behind an amount that name what it is.
macro_rules! what {
    ($noun:literal) => {
        concat!(r"(?i)^ ?(?:le montant )?(?:du |de la |de l'|le |la |l'|son |sa )(?:montant )?(?:du |de la |de l')?(?:", $noun, r")\b")
    };
}

/// *50 % à la signature, et 400 € sur production du bilan*: the last part, paid on proof.
static ON_PROOF: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^\)?,? ?(?:(?:en|fin|courant) \p{L}+(?: 20\d\d)?,? |au \d[^,;.€\n]{2,20}, )?(?:à|sur|apr[èe]s|au vu|d[èe]s|contre|sous r[ée]serve) (?:de )?(?:la |le |l'|du )?(?:pr[ée]sentation|production|remise|r[ée]ception|transmission|fourniture|d[ée]p[ôo]t|examen)?[^.;\n]{0,30}?",
        r"\b(?:bilans?|comptes? rendus?|rapports?|justificati\p{L}+|pi[èe]ces justificatives|documents?|factures?|attestation|d[ée]compte)\b"
    ))
});

/// A part before it, in the same sentence or item.
static A_PART: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:acompte|avance|premi[eè]re?|signature|notification|en deux (?:fois|versements?|fractions?)|vers[ée]e?s?|versement|calendrier|[ée]ch[ée]ancier)\b",
    )
});

pub(super) fn on_proof(place: &Place<'_>) -> Option<Seems> {
    let part = matches!(place.last, Some(Seems::Instalment | Seems::Advance));
    let of_parts = || A_PART.is_match(place.sentence) || item_of_payments(place);
    (part && ON_PROOF.is_match(place.behind) && of_parts()).then_some(Seems::Balance)
}

/// *Fixe à 500 € le solde*, *arrête à 500 € le montant de l'acompte*: what it is stands behind it.
pub(super) fn named_behind(place: &Place<'_>) -> Option<Seems> {
    static BROUGHT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:fix|arr[êe]t|[ée]tabli|limit|ram[eè]n|port|r[ée]dui|chiffr|[ée]valu|liquid)\p{L}* (?:d[ée]finitivement |ainsi )?à (?:la somme de )?$",
        )
    });
    static NAMED: [(Seems, Pattern); 5] = [
        (Seems::Balance, Pattern::new(|| compile(what!("solde|reliquat|reste|restant")))),
        (Seems::Advance, Pattern::new(|| compile(what!("avance")))),
        (
            Seems::Instalment,
            Pattern::new(|| compile(what!("(?:premier |second )?(?:acompte|versement)"))),
        ),
        (
            Seems::Recovery,
            Pattern::new(|| compile(what!("trop-perçu|reversement|remboursement|indu"))),
        ),
        (Seems::Budget, Pattern::new(|| compile(what!("budget|coût|dépense")))),
    ];
    static BY_TITLE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^\)?,? (?:\(\d{1,3} ?%\),? )?(?:vers[ée]e?s? [^,;.\n€]{0,30})?(?:(?:à titre|en guise|sous forme) d(?:e |')(?:une? )?(?:premi[eè]re? )?|au titre du |pour (?:le )?)(?P<what>avance|acompte|solde)\b",
        )
    });
    if let Some(what) = BY_TITLE.captures(place.behind).and_then(|hit| hit.name("what")) {
        return Some(match what.as_str() {
            "avance" => Seems::Advance,
            "solde" => Seems::Balance,
            _ => Seems::Instalment,
        });
    }
    if !BROUGHT.is_match(place.sentence) {
        return None;
    }
    NAMED.iter().find(|(_, pattern)| pattern.is_match(place.behind)).map(|(seems, _)| *seems)
}

/// *une avance de 500 € ; le complément de 700 €*: what is left behind a part that was told.
pub(super) fn complement(place: &Place<'_>) -> Option<Seems> {
    static COMPLEMENT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:le (?:compl[ée]ment|surplus|reste|reliquat|restant)|la diff[ée]rence)\b[^€.]{0,60}$",
        )
    });
    let part = matches!(place.last, Some(Seems::Instalment | Seems::Advance));
    (part && place.gap.is_some_and(|gap| !gap.contains('\n') && COMPLEMENT.is_match(gap)))
        .then_some(Seems::Balance)
}

/// *le solde, compte tenu de l'acompte de 700 € versé en mai, est de 500 €*.
pub(super) fn after_deduction(place: &Place<'_>) -> Option<Seems> {
    static AFTER: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:solde|reliquat|reste)\b[^.;:€\n]{0,30}, (?:compte tenu|d[ée]duction faite|apr[èe]s d[ée]duction|une fois d[ée]dui)[^.;\n]{0,140},? (?:est de|soit|s'[ée]l[èe]ve à|s'[ée]tablit à|est (?:fix|arr[êe]t)[ée] à) $",
        )
    });
    AFTER.is_match(place.sentence).then_some(Seems::Balance)
}

/// *La Ville verse 500 € à la notification de la convention*: a part of what is granted, and when it is paid.
pub(super) fn pays_when(place: &Place<'_>) -> Option<Seems> {
    static PAYS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:(?:vers|mandat|r[èe]gl)(?:e|era)|recevra|percevra) (?:une somme de |la somme de )?$",
        )
    });
    static WHEN: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^,? (?:\(\d{1,3} ?%\),? )?(?:à la (?:notification|signature)|d[èe]s la|à compter de|en (?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)|au plus tard|avant le \d|au mois d)",
        )
    });
    let part = place.act.grants && !place.act.grants_this;
    (part && PAYS.is_match(place.sentence) && WHEN.is_match(place.behind))
        .then_some(Seems::Instalment)
}

/// *500 € seront versés à la signature*: a part of what is granted, before the words that say when it is paid; *le solde ne
/// pourra excéder 500 €*.
pub(super) fn paid_then(place: &Place<'_>) -> Option<Seems> {
    static BEGINS: Pattern =
        Pattern::new(|| compile(r"(?i)(?:^|[.:;,] |\n)(?:article [^:\n]{1,12}: )?$"));
    static THEN: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^ (?:\(\d{1,3} ?%\) )?(?:sera|seront|est|sont) (?:vers|mandat|pay|r[ée]gl)[ée]{1,2}e?s? (?:à|d[èe]s|lors|sur|apr[èe]s|au|en|courant|avant) ",
        )
    });
    static AT_MOST: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\bsolde\b[^;.€\n]{0,110}(?:ne (?:pourra|peut|saurait) (?:exc[ée]der|d[ée]passer)|plafonn[ée] à) $",
        )
    });
    if AT_MOST.is_match(place.sentence) {
        return Some(Seems::Balance);
    }
    let part = place.act.grants && !place.act.grants_this;
    (part && BEGINS.is_match(place.line) && THEN.is_match(place.behind))
        .then_some(Seems::Instalment)
}

/// *conserve 500 € de disponible*, *les 500 € restants*: what is left of a line of the budget.
pub(super) fn left(place: &Place<'_>) -> Option<Seems> {
    static LEFT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^ (?:de disponibles?|encore disponibles?|restants?|restent disponibles?|qui restent)\b",
        )
    });
    LEFT.is_match(place.behind).then_some(Seems::Balance)
}

/// *Le département lui réclame de son côté 500 €*: what another does.
pub(super) fn of_another_body(place: &Place<'_>) -> bool {
    static ASIDE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:de son c[ôo]t[ée]|pour (?:sa|leur) part|de leur c[ôo]t[ée]|à son tour)\b[^.;\n]{0,60}$",
        )
    });
    ASIDE.is_match(place.sentence)
}

/// *dont 6 000 € (60 %) ont été versés*: what was paid of a grant, behind its amount.
pub(super) fn paid_behind(place: &Place<'_>) -> bool {
    static PAID_BEHIND: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^,? ?(?:\([^()\n]{1,20}\) ?)?(?:représentant [^,;.€\n]{3,40}, )?(?:(?:lui|leur) )?(?:a|ont) (?:déjà |d'ores et déjà )?été (?:déjà )?(?:versé|payé|mandaté|réglé|viré)e?s?\b|^ (?:vers|pay|mandat|réglé?)ée?s? (?:avant|à|après|dès|au|sur|lors)\b",
        )
    });
    PAID_BEHIND.is_match(place.behind)
}

/// *in two payments: 10 000 € on signature, 5 500 € in June*.
pub(super) fn goes_on(place: &Place<'_>) -> bool {
    let listed = place.gap.is_some_and(|gap| !gap.contains(['\n', ';', '(', ')', '.']));
    listed && place.last == Some(Seems::Instalment)
}

/// An item of what is paid.
pub(super) fn item(place: &Place<'_>) -> Option<Seems> {
    item_of_payments(place).then_some(Seems::Instalment)
}

/// Whether an amount stands in an item below words that say in how many parts something is paid: *versée en trois
/// fois :*, and below *- 40 % en mars, soit 500 €*.
fn item_of_payments(place: &Place<'_>) -> bool {
    static ITEM: Pattern = Pattern::new(|| {
        compile(
            r"^(?:[-–—•.*] ?|\d{1,2}[.)°] ?|[a-z]\) ?)?(?:(?:pour |à hauteur de |à concurrence de )?\d{1,3} ?%[^€\n]{0,80})?$",
        )
    });
    static LEAD: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:\b(?:vers[ée]e?s?|pay[ée]e?s?|mandat[ée]e?s?|r[ée]gl[ée]e?s?|lib[ée]r[ée]e?s?|[ée]chelonn[ée]e?s?)\b[^.:\n]{0,60}|\b(?:versement|paiement|[ée]ch[ée]ancier)s?\b[^.:\n]{0,40}):$",
        )
    });
    static MARKED: Pattern = Pattern::new(|| {
        compile(r"^(?:[-–—•.*]|\d{1,2}[.)°]|[a-z]\)|\d[\d .]*(?:,\d\d)? ?(?:€|euros?)|\d{1,3} ?%)")
    });
    let before = tail(place.folded.get(..place.amount.start).unwrap_or_default(), 800);
    let mut lines = before.rsplit('\n');
    let own = lines.next().unwrap_or_default();
    let marked = |line: &&str| line.is_empty() || MARKED.is_match(line);
    let lead = lines.find(|line| !marked(line)).unwrap_or_default();
    ITEM.is_match(own) && LEAD.is_match(lead.trim_end())
}

/// *le festival a perçu 500 € en 2030*: what was given in another year.
pub(super) fn received_before(place: &Place<'_>) -> bool {
    static RECEIVED: Pattern = Pattern::new(|| {
        compile(r"(?i)\b(?:a|avait|ont) (?:d[ée]j[àa] )?(?:per[çc]u|re[çc]u|obtenu) $")
    });
    static IN_A_YEAR: Pattern = Pattern::new(|| {
        compile(r"^ (?:(?:en|pour|au titre de) (?:19|20)\d\d\b|au titre de la subvention)")
    });
    RECEIVED.is_match(place.line) && IN_A_YEAR.is_match(place.behind)
}

/// *un titre de recettes de 500 €, payable en deux échéances : 250 € en mars*: the parts of what is claimed back.
pub(super) fn of_a_recovery(place: &Place<'_>) -> bool {
    static CLAIMED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:titres? de recettes?|revers(?:er|ement)|rembours(?:er|ement)|trop-per[çc]u|s'acquitter|restitu\p{L}+)\b",
        )
    });
    CLAIMED.is_match(place.sentence)
}

/// *versés pour deux tiers (500 €) à la notification et pour un tiers (250 €) en mars*.
pub(super) fn share_paid(place: &Place<'_>) -> Option<Seems> {
    static SHARE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:vers|pay|mandat|r[ée]gl|lib[ée]r)[ée]{1,2}e?s?\b[^.;\n]{0,160}\b(?:pour |à hauteur de |à concurrence de |: )(?:(?:la |une )?moiti[ée]|(?:un|deux|trois) (?:tiers|quarts?|cinqui[èe]mes?)|\d{1,3} ?%) ?(?:\(|,? ?soit )$|\b\d{1,3} ?% (?:à|au|dès|lors|après|en) [^.;€()\n]{3,60}\($|\b\d{1,3} ?% (?:(?:à|dès|après) (?:la |sa )?(?:signature|notification|conclusion|remise|r[ée]ception)|lors d\p{L}*|en (?:début|cours|fin) d\p{L}*)[^.;€()\n]{0,50},? soit $",
        )
    });
    // *Versement. 70 %, soit 500 €, à la signature*
    static OF_IT: Pattern = Pattern::new(|| compile(r"\b\d{1,3} ?%,? (?:soit|ou) $"));
    static AT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^,? (?:à|d[èe]s|apr[èe]s) (?:la |sa )?(?:signature|notification|conclusion)\b",
        )
    });
    let at = || OF_IT.is_match(place.line) && AT.is_match(place.behind);
    (SHARE.is_match(place.sentence) || at()).then_some(Seems::Instalment)
}

/// *La moitié, 500 €, est payée au démarrage*.
pub(super) fn half_of_it(place: &Place<'_>) -> Option<Seems> {
    static HALF: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:^|[.;:] |\n)(?:la moiti[ée]|(?:un|le|deux) (?:tiers|quarts?)|\d{1,3} ?%)(?: de (?:la|cette|l') ?(?:subvention|aide|participation|somme))?,? (?:soit |\()?$",
        )
    });
    static PAID: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^\)?,? (?:en |lui |leur )?(?:est|sont|sera|seront) (?:vers|pay|mandat|r[ée]gl)[ée]{1,2}e?s?\b",
        )
    });
    (HALF.is_match(place.line) && PAID.is_match(place.behind)).then_some(Seems::Instalment)
}

/// *Annule le reliquat non mandaté, soit 500 €*: what is left and not paid any more.
pub(super) fn cancelled(place: &Place<'_>) -> bool {
    static CANCELLED: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:annul|d[ée]sengag|d[ée]saffect)\p{L}*[^.;€\n]{0,90}$"));
    static IS_CANCELLED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^,? (?:est|sera|sont|seront)(?: donc| ainsi)? (?:annul|d[ée]sengag|d[ée]saffect)[ée]",
        )
    });
    CANCELLED.is_match(place.sentence) || IS_CANCELLED.is_match(place.behind)
}

/// *les 500 € déjà restitués*, *elle a restitué spontanément 500 €*: what is claimed back no more.
pub(super) fn given_back_already(place: &Place<'_>) -> bool {
    static ALREADY: Pattern =
        Pattern::new(|| compile(r"(?i)^ d[ée]j[àa] (?:restitu|rembours|revers|rendu)"));
    static HAS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:a|ont|avait) (?:d[ée]j[àa] |spontan[ée]ment )?(?:restitu|rembours|revers)[ée]{1,2}(?: d[ée]j[àa]| spontan[ée]ment)? $",
        )
    });
    ALREADY.is_match(place.behind) || HAS.is_match(place.sentence)
}
