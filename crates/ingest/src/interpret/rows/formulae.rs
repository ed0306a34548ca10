//! How the rows of a list are written: a name and a figure, in whatever order and with whatever between them.

use crate::recognise::{Pattern, compile};

/// A figure as cells write it, its unit optional.
pub(super) const FIGURE: &str = r"\d{1,3}(?:[ .]\d{3})+(?:,\d{1,2})?(?: ?(?:€|(?i:euros?|eur\b)))?|\d+(?:[.,]\d{1,2})?(?: ?(?:€|(?i:euros?|eur\b)|k€|K€|M€))?";

/// A cell that gives no amount between those that do: a share, *non chiffré*.
pub(super) const NO_FIGURE: &str = r"\d{1,3}(?:,\d{1,2})? ?%|(?i:non (?:chiffr|pr[ée]cis|communiqu|renseign)[ée]+e?s?|n[ée]ant|nc|pm)\b";

/// What a row says behind its amount: *(5 000 € en 2030)*, *, sous réserve du bilan*.
pub(super) const ASIDE: &str = r"(?:[ \t]*\([^()\n]{2,90}\)|, (?:sous r[ée]serve|dont|pour|qui|au titre|contre|identique)[^\t\n]{3,90}| ?\+ [^\t\n]{3,90}| au titre d[^\t\n]{3,60})?";

/// `Name : 600 €`, `Name ..... 600 €`, `Name \t 600 \t 700 €`.
pub(super) static ENDS_IN_FIGURES: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?P<words>.*?\p{{L}}.*?)(?: ?[:=]+ ?|[ .…_]{{4,}}|[ ]*\t[ \t|]*| ?\|[ \t]+| [–—-] )(?P<figures>(?:(?:{FIGURE}|{NO_FIGURE}|[-–—])[ \t|]*)+){ASIDE}[ ;.,]*$"
    ))
});

/// `1 500 € à l'association Name`, `- 1 500 € : Name`.
pub(super) static BEGINS_WITH_FIGURE: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^[-–•*o. ]*(?P<sum>\d[\d .,]*\d? ?(?:[kKM]?€|(?i:euros?|eur\b))) ?(?:(?:(?:à|a|au|aux|pour|en faveur de|:|–|-) ?)|[ ]?\t[ \t]*)(?:(?:l'association|l'|la|le|les) ?)?(?:(?:crèche|halte-garderie|micro-crèche|école|compagnie|troupe|société|amicale|maison|épicerie|radio|coopérative|fédération|ligue)(?: \p{{Ll}}[\p{{Ll}}-]+)? )?(?P<name>[\p{{Lu}}«].{{2,90}}?){ASIDE}[ ;.,]*$"
    ))
});

/// `- Name : 1 500 € pour son festival`.
pub(super) static HOLDS_A_FIGURE: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<mark>[-–•*o]|\d{1,2}[.)°]|[a-z]\)) ?(?P<name>(?:[\p{Lu}«]|(?:commune|ville|communauté|syndicat|association|club|comité|foyer|collège|école) d).{2,90}?) ?[:=–] ?(?:[\p{Ll} -]{3,60} ?\()?(?P<sum>\d[\d .,]*\d? ?(?:€|(?i:euros?|eur\b)))\)?[,;.]?(?P<object>[, ].{3,400})?$",
    )
});

/// *750 euros demandés*: what was asked for, and is not said to be given.
pub(super) static DEMANDED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^,? ?(?:[ée]taient |sont |ont [ée]t[ée] )?(?:demand|sollicit|souhait)[ée]{1,2}e?s?\b",
    )
});

/// `Les Forges 00041738600018 Atelier 5 000,00`: the number of who receives it makes the row one.
pub(super) static HOLDS_A_SIRET: Pattern = Pattern::new(|| {
    compile(&format!(r"^(?P<words>.*\p{{L}}.*\b\d{{14}}\b.*?) (?P<figures>{FIGURE})[ ;.,]*$"))
});

/// `Les Forges \t 1 500 € \t sortie à la mer`: what it is for stands in the last column.
pub(super) static HOLDS_WHAT_FOR: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<words>[-–•*o ]*\p{Lu}[^€:\t]{2,70}?) ?\t[ \t]*(?P<figures>\d[\d .]*(?:,\d{1,2})? ?(?:€|(?i:euros?|eur\b)))[ \t]*\t[^\t€]{3,90}$",
    )
});

/// `Amicale sportive 1 220 €`: with its unit, a figure needs no mark before it.
pub(super) static ENDS_IN_EUROS: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<words>[-–•*o ]*\p{Lu}[^€:\d]{2,70}?) (?P<figures>\d[\d .]*(?:,\d{1,2})? ?(?:€|(?i:euros?|eur\b)))[ ;.,]*$",
    )
});

/// `- Amicale sportive (1 220 €)`: the amount in brackets, and nothing behind it.
pub(super) static IN_BRACKETS: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<words>[-–•*o ]*\p{Lu}[^€:()]{2,70}?) ?\((?P<figures>\d[\d .]*(?:,\d{1,2})? ?(?:€|(?i:euros?|eur\b)))\)[ ;.,]*$",
    )
});

/// Words before an amount in brackets that tell of a demand, and name nobody.
pub(super) static TELLS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:demande|rejet|refus|pr[ée]sent[ée]|sollicit|propos|d[ée]cid|approuv|autoris|conform|montant)\p{L}*",
    )
});

/// `12 x 30 = 360`: a calculation, and no name, before the sign.
pub(super) static RECKONS: Pattern = Pattern::new(|| {
    compile(
        r"\d[^=\p{Lu}]{0,40}[x×*+/]|[x×*+/] ?\d|\d ?(?:€|euros?|%)|^[-–•* ]*[\d\p{Ll}]|\d [\p{Ll}]+ ?$",
    )
});

/// `Cyclo (demande 380 €) : proposition du conseil 380 €`: words between the name and its amount.
pub(super) static ENDS_BEHIND_WORDS: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<words>[-–•*o ]*\p{Lu}[^:€\d(]{1,60}(?:\([^()]*\))? ?:) [^€\d:.]{3,80}? (?P<figures>\d[\d .]*(?:,\d{1,2})? ?(?:€|(?i:euros?|eur\b)))[ ;.,]*$",
    )
});

/// `- au Cyclo, 3 200 € ;`, `- à la Chorale, 500 € au lieu de 400 € en 2030`: to whom, and how much.
pub(super) static TO_NAMED: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<words>[-–•*o ]+(?:à|au|aux) (?:la |l'|les )?[\p{Lu}«][^€:\d(]{2,70}?), *(?P<figures>\d[\d .]*(?:,\d{1,2})? ?(?:€|(?i:euros?|eur\b)))(?: *(?:[,;(]|au lieu d|contre |en )[^\n]{0,110})?[ ;.,]*$",
    )
});

/// `- Cyclo : achat de vélos, dépense de 3 000 €`: what it costs, and not what is given.
pub(super) static COSTS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:d[ée]penses?|co[ûu]ts?|budget|devis|salaires?|d[ée]ficit) (?:\p{Ll}+ ){0,3}(?:de |d'un montant de |[ée]gale? [àa] )?\d[^€]*$",
    )
});

/// `- Cyclo : 41 jeunes, soit 492 €`, `- Cyclo : forfait de 600 €, dont 100 € pour le car`: how the amount comes about.
pub(super) static COMES_TO: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<words>[-–•*o ]*\p{Lu}[^:€\d(]{1,60}(?:\([^()]*\))? ?:) (?:[^€:.;]{0,60}€)?[^€:.;]{0,60}?\b(?:soit|forfait de|montant de|hauteur de|somme de|subvention de|aide de|total de|donc|reste sur|s'en tient à|retient|propose|accorde) (?P<figures>\d[\d .]*(?:,\d{1,2})? ?(?:€|(?i:euros?|eur\b)))(?:[,(] ?[^\n]{0,90})?[ ;.,]*$",
    )
});

/// `- Syndicat du Parc : 1 248 habitants x 1,75 € = 2 184 €`: so much a head.
pub(super) static BY_THE_HEAD: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<words>[-–•*o ]*(?:\p{Ll}\) |\d{1,2}[.)] )?\p{Lu}[^:€\d=(]{1,70}(?:\([^()]*\))?(?: ?:)?) ?(?P<sum>\d[^=\n]{0,80}?[x×*][^=\n]{0,60}?) = (?P<figures>\d[\d .]*(?:,\d{1,2})? ?(?:€|(?i:euros?|eur\b)))[ ;.,]*$",
    )
});

/// The calculation alone, below an item that names who receives.
pub(super) static CALCULATED: Pattern = Pattern::new(|| {
    compile(
        r"^(?:\d[^=\n]{0,80}?[x×*][^=\n]{0,60}?|\p{Ll}[\p{L}' ]{3,50}?) = (?P<figures>\d[\d .]*(?:,\d{1,2})? ?(?:€|(?i:euros?|eur\b)))[ ;.,]*$",
    )
});

/// An item that is a name alone: `a) SIVOM des Rives`.
pub(super) static ITEM_NAME: Pattern = Pattern::new(|| {
    compile(r"^(?:[-–•*.]|\p{Ll}[.)]|\d{1,2}[.)°]) ?\p{Lu}[^:;.€=\d]{2,80}(?: ?:)?$")
});

pub(super) static CELL: Pattern =
    Pattern::new(|| compile(&format!("(?P<share>{SHARED})|(?P<sum>{FIGURE})")));

/// A share in a cell of its own.
pub(super) const SHARED: &str = r"\d{1,3}(?:,\d{1,2})? ?%";

pub(super) static FIGURES_ALONE: Pattern =
    Pattern::new(|| compile(&format!(r"^(?:(?:(?:{FIGURE})[ \t|]*)+|[-–—])$")));

pub(super) static SIRET: Pattern = Pattern::new(|| compile(r"\b\d{14}\b"));

/// A total, whatever it is of.
pub(super) static TOTAL: Pattern = Pattern::new(|| {
    compile(
        // *Ensemble vocal*, *Ensemble de cuivres* are names.
        r"(?i)^(?:[-–• ]*)(?:sous[- ]?)?(?:(?:total|totaux|soit un total|montant total)\b|ensemble(?:[ \t:|]*(?:\d|$)|[ \t]*[\t:|]| des \p{L}))",
    )
});

/// *Département de la Rivelle – CP du 11/09/2031 – 2031-4.07        2*: the foot of a page, with its number.
pub(in super::super) static PAGE_FOOT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^[^\t\n]{0,60}\b(?:cp|cm|conseil|commission|s[ée]ance|r[ée]union|d[ée]lib[ée]rations?|proc[èe]s-verbal)\b[^\t\n]{0,60}\b\d{1,2}(?:/\d{1,2}/\d{4}|(?:er)? \p{L}{3,9} \d{4})\b[^\t\n]{0,50}[\t ]+\d{1,2}$",
    )
});

/// Lines between rows that are no rows: page feet and heads that stand again.
pub(super) static BETWEEN: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:^\d{1,3}$|\b\d{1,2} ?/ ?\d{1,2}$|^page\b|…/…|^(?:n° ?\t? ?)?(?:b[ée]n[ée]ficiaires?|associations?|organismes?|noms?|tiers|intitul[ée])\b.*(?:montant|subvention|\d{4}|objet|siret|aide|proposition|d[ée]cision)",
        r"|^(?:pas de montant|n[ée]ant|non pr[ée]cis[ée]e?)$|^[-+=_ \t|]{3,}$)"
    ))
});
