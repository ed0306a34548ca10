//! Figures whose own sentence says what something costs or is worth: a budget, the budget that replaces it, a help in kind.

use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Found, Pattern, compile, tail};
use greffe_domain::Money;

/// What has a budget: *les charges de l'année*, *le spectacle*, *l'opération*.
macro_rules! costs {
    () => {
        concat!(
            r"(?:budgets?|co[ûu]ts?|assiette|charges|plan de financement|d[ée]penses?(?: (?:pr[ée]visionnelles?|subventionnables?|[ée]ligibles?|totales?))?",
            r"|(?:montant|base) (?:subventionnable|[ée]ligible)|travaux|op[ée]ration|projet|programme|action|manifestation|[ée]v[ée]nement|[ée]dition|spectacle|festival|chantier|fonctionnement|investissement)"
        )
    };
}

/// *Le budget, arrêté à …, a été ramené à 400 €*.
pub(super) fn revised(place: &Place<'_>) -> Option<Seems> {
    static REVISED: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:budgets?|co[ûu]ts?|charges|assiette|d[ée]penses? (?:subventionnables?|[ée]ligibles?|pr[ée]visionnelles?)|(?:montant|base) (?:subventionnable|[ée]ligible))\b[^;:\n]{0,140}?",
            r"\b(?:ram[eè]n|port|r[ée]vis|r[ée][ée]valu|actualis|r[ée]dui|abaiss|corrig|rectifi)\p{L}* (?:de [^;:\n]{1,40} )?à (?:la somme de )?$"
        ))
    });
    if REVISED.is_match(place.sentence) || BRINGS.is_match(place.sentence) {
        return Some(Seems::RevisedBudget);
    }
    let before_it = BRINGS_FROM.is_match(place.sentence) && BROUGHT_TO.is_match(place.behind);
    before_it.then_some(Seems::Budget)
}

/// *porte le budget de l'année de 500 € à 600 €*.
static BRINGS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:port|ram[eè]n|r[ée]vis|r[ée]dui|abaiss|rel[eè]v)\p{L}* (?:le|son|ce|les|ses) (?:budget|co[ûu]t|charges|d[ée]penses)\b[^;.:€\n]{0,60}(?: de [^;:\n]{1,40})? à (?:la somme de )?$|\b(?:budget|co[ûu]t|charges|d[ée]penses)\b[^;.:€\n]{0,60} pass\p{L}* de [^;:\n]{1,40} à $",
    )
});

static BRINGS_FROM: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:port|ram[eè]n|r[ée]vis|r[ée]dui|abaiss|rel[eè]v)\p{L}* (?:le|son|ce|les|ses) (?:budget|co[ûu]t|charges|d[ée]penses)\b[^;.:€\n]{0,60} de $|\b(?:budget|co[ûu]t|charges|d[ée]penses)\b[^;.:€\n]{0,60} pass\p{L}* de $",
    )
});

static BROUGHT_TO: Pattern = Pattern::new(|| compile(r"^ à \d"));

/// *Charges  500 €  600 €* under *Convention*, *Avenant*: a cost, and what replaces it.
pub(super) fn in_two_columns(place: &Place<'_>) -> Option<Seems> {
    static LABEL: Pattern = Pattern::new(|| {
        compile(concat!(r"(?i)^[|\t ]*(?:total (?:des |du )?)?", costs!(), r"\b[^€\d\n]{0,40}$"))
    });
    static HEADS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)[\t ](?:avenant(?: n° ?\d)?|r[ée]vis[ée]e?|actualis[ée]e?|rectifi[ée]e?|modifi[ée]e?|nouveau(?: budget)?)[|\t ]*$",
        )
    });
    let between = |gap: &str| gap.chars().all(|c| c.is_whitespace() || c == '|');
    let label = place.line.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    if !LABEL.is_match(label) {
        return None;
    }
    let before = tail(place.folded.get(..place.amount.start)?, 600);
    let above =
        before.rsplit('\n').skip(1).find(|line| !line.chars().any(|c| c.is_ascii_digit()))?;
    if !HEADS.is_match(above) {
        return None;
    }
    let next = place.next.and_then(|next| place.folded.get(place.amount.end..next.range.start));
    if label.len() < place.line.len() && place.gap.is_some_and(between) {
        return Some(Seems::RevisedBudget);
    }
    next.is_some_and(|gap| between(gap) && !gap.contains('\n')).then_some(Seems::Budget)
}

/// *coûte 2 150 €*, *acquérir du mobilier pour 46 800 €*, *crédits ouverts : 45 000 €*.
pub(super) fn cost(place: &Place<'_>) -> Option<Seems> {
    static COST: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\bco[ûu]t(?:e|ent|era|eront|erait|ait) (?:environ |près de )?|\b(?:acqu[ée]rir|acheter|acquisition)\b[^.;\n€]{0,60} pour (?:un montant de |la somme de )?",
            r"|\bcr[ée]dits? (?:ouverts?|inscrits?|vot[ée]s?|disponibles?) ?:? ?(?:à hauteur de |de )?)$"
        ))
    });
    COST.is_match(place.sentence).then_some(Seems::Budget)
}

/// *Le coût du spectacle était chiffré à 500 €*, *la dépense est estimée à 500 €*: whatever share of it was named before.
pub(super) fn put_at(place: &Place<'_>) -> Option<Seems> {
    static PUT_AT: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\b",
            costs!(),
            r"\b[^.;:\n€]{0,70}?[ ,'](?:(?:[ée]tabli(?:t|ssait|sse)?|arr[êe]t[ée]|[ée]valu[ée]|estim[ée]|fix[ée]|chiffr[ée]|pr[ée]sent[ée]|calcul[ée]|[ée]quilibr(?:e|[ée]|ait))(?:e?s?|ent)|[ée]l[èe]v(?:e|ent|ait|aient)|mont(?:e|ent|ait|aient)) à (?:la somme de )?$"
        ))
    });
    // What was spent in the end is no budget, nor is what a share or a payment of it comes to.
    static DONE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:r[ée]alis|r[ée]el|justifi|constat|effectu|ex[ée]cut|subvention|aide|participation|contribution|acompte|solde|avance|reste|part)(?:\p{L}*)\b",
        )
    });
    let hit = PUT_AT.find(place.sentence)?;
    (!DONE.is_match(hit.as_str())).then_some(Seems::Budget)
}

/// *représente une dépense de 500 €*, *conduit un chantier de 500 €*, *pour un coût total de 500 €*.
pub(super) fn amounts_to(place: &Place<'_>) -> Option<Seems> {
    static AMOUNTS_TO: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:(?:repr[ée]sent|pr[ée]voi|n[ée]cessit|suppos|induis|induit|conduit|conduis|m[èe]ne|engag|affich|pr[ée]sent|r[ée]alis|port)\p{L}*[^.;:\n€]{0,40} un|pour un|sur un|d'un)e? ",
            r"(?:budget|co[ûu]t|prix|d[ée]pense|assiette|chantier|op[ée]ration|projet|montant de travaux|programme de travaux)(?: (?:total|global|pr[ée]visionnel|subventionnable|[ée]ligible)e?)* (?:de|d'environ|estim[ée]e? à|[ée]valu[ée]e? à|chiffr[ée]e? à) $"
        ))
    });
    // *a engagé une dépense de 500 €*: it is spent.
    static SPENT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:a|ont|avait|avaient) (?:d[ée]j[àa] )?(?:engag|support|expos|r[ée]gl|pay)[ée] [^.;€\n]{0,60}$",
        )
    });
    (AMOUNTS_TO.is_match(place.sentence) && !SPENT.is_match(place.sentence))
        .then_some(Seems::Budget)
}

/// *22 % de ses charges prévisionnelles (500 €)*: the whole, in brackets behind the share of it.
pub(super) fn whole_of_a_share(place: &Place<'_>) -> Option<Seems> {
    static WHOLE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:\d ?%|pour cent|\b(?:moiti[ée]|tiers|quart|cinqui[èe]me)) (?:du|de la|de l'|des?|de ce|de cette|de son|de sa|de ses|de leurs?|d'un|d'une) ?(?:budget|co[ûu]t|d[ée]pense|charge|montant|assiette|base)[^€;.()\n]{0,60} ?(?:\((?:soit )?|,? (?:fix|arr[êe]t|[ée]valu|estim|chiffr)[ée]e?s? à )$",
        )
    });
    static OF: Pattern =
        Pattern::new(|| compile(r"(?i)\d ?% (?:de|des|d'un total de|du montant de) $"));
    (WHOLE.is_match(place.sentence) || OF.is_match(place.sentence)).then_some(Seems::Budget)
}

/// *Le coût moyen d'un élève est de 500 €*: of each.
pub(super) fn of_one(place: &Place<'_>) -> Option<Seems> {
    static OF_ONE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\bco[ûu]ts? (?:(?:moyen|annuel|unitaire|r[ée]el)s? )*(?:d'une?|par|pour un) ?(?:[ée]l[èe]ve|enfant|habitant|repas|place|heure|nuit[ée]e|adh[ée]rent|licenci[ée])\b[^.;€\n]{0,60}$",
        )
    });
    OF_ONE.is_match(place.sentence).then_some(Seems::Other)
}

/// *n'a justifié que de 300 € de dépenses sur les 500 € prévus*: what was spent, and the budget.
pub(super) fn foreseen(place: &Place<'_>) -> Option<Seems> {
    static OF: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:d[ée]penses?|travaux|charges|frais)\b[^.;€\n]{0,30} sur (?:les|un total de) $",
        )
    });
    static FORESEEN: Pattern = Pattern::new(|| {
        compile(r"(?i)^ (?:initialement )?(?:pr[ée]vus|budg[ée]t[ée]s|programm[ée]s)\b")
    });
    (OF.is_match(place.sentence) && FORESEEN.is_match(place.behind)).then_some(Seems::Budget)
}

/// *310 000 € sont inscrits au chapitre 933*: what a line of the budget holds.
pub(super) fn provided(place: &Place<'_>) -> Option<Seems> {
    static PROVIDED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^,? (?:sont |est |ont été |a été |étaient |était )?(?:(?:pr[ée]vu|vot[ée])e?s? (?:au|à l'|à la|dans le|dans la|en) ?(?:budget|chapitre|article|compte|cr[ée]dit|B\.?P)|(?:inscrit|ouvert|disponible)e?s?\b)",
        )
    });
    /// *3 000 € au 6574*
    static AT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^,? (?:au|sur le|à l'|à la|dans le) ?(?:budget\b|(?:compte|article|chapitre|ligne) ?\d|6\d{2,5}\b)",
        )
    });
    /// *les 4 000 € du compte 65748*
    static THOSE: Pattern = Pattern::new(|| compile(r"(?i)\b(?:les|des) $"));
    static OF: Pattern = Pattern::new(|| {
        compile(r"(?i)^ (?:du|de la|de l') ?(?:(?:compte|article|chapitre|ligne) ?\d|6\d{2,5}\b)")
    });
    let of_a_line = THOSE.is_match(place.line) && OF.is_match(place.behind);
    (PROVIDED.is_match(place.behind) || AT.is_match(place.behind) || of_a_line)
        .then_some(Seems::Budget)
}

/// *estime cette aide à 340 €*, *représenterait une aide de 340 €*.
pub(super) fn valued(place: &Place<'_>) -> Option<Seems> {
    static VALUED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:\bapport\b[^.;€\n]{0,30} |\b)(?:estim|[ée]valu|chiffr|valoris)\p{L}* (?:à|cette (?:aide|mise à disposition)|cet (?:apport|avantage|pr[êe]t)|ce pr[êe]t|l'(?:aide|avantage|apport))(?: en nature)?(?: à)? $",
        )
    });
    let around = place.behind.split(['.', '\n']).next().unwrap_or_default();
    let in_kind = IN_KIND.is_match(place.line) || IN_KIND.is_match(around);
    let in_kind = in_kind || place.sentence.contains("apport ");
    (VALUED.is_match(place.sentence) && in_kind).then_some(Seems::InKind)
}

static IN_KIND: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:gratui\p{L}+|mise? à (?:la )?disposition|pr[êe]t(?:er|e|ée?s?)?\b|en nature|ne pas (?:la |le |les )?facturer|gracieu\p{L}+)",
    )
});

/// An item below words that value helps in kind, or that lead to some: *Les facilités sont évaluées ainsi :*, *les aides en
/// nature ci-après :*, and below *- prêt du car ..... 500 €*.
pub(super) fn valued_item(place: &Place<'_>) -> Option<Seems> {
    static LEAD: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:[ée]valu|valoris|chiffr|estim)\p{L}*[^.:\n]{0,60}:$"));
    static TO_HELPS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:en nature|mises? à (?:la )?disposition|pr[êe]ts? (?:gratuits? )?(?:de |d')|gratuit[ée]s?\b|à titre gra(?:tuit|cieux)|gracieusement)[^.:;\n]{0,80}:$",
        )
    });
    static MARKED: Pattern = Pattern::new(|| compile(r"^(?:[-–—•*]|\d{1,2} ?[.)°]|\p{Ll}[.)]|$)"));
    let before = tail(place.folded.get(..place.amount.start).unwrap_or_default(), 1200);
    let mut lines = before.rsplit('\n');
    let own = lines.next().filter(|line| MARKED.is_match(line) && !line.is_empty())?;
    let lead = lines.find(|line| !MARKED.is_match(line)).unwrap_or_default().trim_end();
    let values = LEAD.is_match(lead) && IN_KIND.is_match(before);
    let to_helps = TO_HELPS.is_match(lead) && !IN_MONEY.is_match(own);
    ((values || to_helps) && !own.contains('€')).then_some(Seems::InKind)
}

/// What is given in money, or sums up what is.
static IN_MONEY: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:subventions?|num[ée]raire|dotations?|vers(?:ements?|[ée]{1,2}e?s?)|aides? financi[èe]res?|participations?|acomptes?|avances?|solde|cotisations?|bourses?|total|ensemble)\b",
    )
});

/// A row beside one of helps in kind, which names no money: *Fluides ..... 500 €* below *Mise à disposition de la salle ..... 900 €*.
pub(super) fn beside_helps(place: &Place<'_>) -> Option<Seems> {
    let helps = |line: &str| row(line) && IN_KIND.is_match(line);
    let (above, below) = beside(place);
    let own = label(place)?;
    (!IN_MONEY.is_match(own) && (helps(above) || helps(below))).then_some(Seems::InKind)
}

/// *Total des concours ..... 900 €* below rows of which one is of a help in kind: what the body gives is the rows.
pub(super) fn total_of_helps(place: &Place<'_>) -> bool {
    let before = tail(place.folded.get(..place.amount.start).unwrap_or_default(), 1200);
    let above = || before.rsplit('\n').skip(1).take_while(|line| row(line));
    let total = label(place).is_some_and(super::super::rows::total);
    total
        && above().any(|line| IN_KIND.is_match(line))
        && above().any(|line| IN_MONEY.is_match(line))
}

/// The words of a row before its one amount, which ends it.
fn label<'t>(place: &Place<'t>) -> Option<&'t str> {
    let behind = place.behind.split('\n').next().unwrap_or_default();
    let ends = behind.trim_matches([' ', ';', ',', '.', '|']).is_empty();
    (ends && row_label(place.line)).then_some(place.line)
}

/// Words that a dotted line, a colon or a gap parts from their amount.
fn row_label(words: &str) -> bool {
    static LABEL: Pattern = Pattern::new(|| {
        compile(r"^[-–—•* |]*\p{Lu}[^€:;.]{3,90}?(?: ?: ?| ?[.…_]{3,} ?| ?\| ?|\t ?| )$")
    });
    LABEL.is_match(words)
}

/// Whether a line is a row: a label, and one amount that ends it.
fn row(line: &str) -> bool {
    static ROW: Pattern = Pattern::new(|| {
        compile(r"^[-–—•* |]*\p{Lu}[^€]{3,110}?\d[\d .,]*(?:€|(?i:euros?)\b)[ ;,.|]*$")
    });
    ROW.is_match(line)
}

/// The lines before and behind that of an amount.
fn beside<'t>(place: &Place<'t>) -> (&'t str, &'t str) {
    let before = tail(place.folded.get(..place.amount.start).unwrap_or_default(), 400);
    let above = before.rsplit('\n').nth(1).unwrap_or_default();
    (above, place.behind.split('\n').nth(1).unwrap_or_default())
}

/// *la précédente convention, dotée de 500 €*: of another one, and over.
pub(super) fn of_an_earlier_one(place: &Place<'_>) -> bool {
    static EARLIER: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:pr[ée]c[ée]dente?s?|ancienne?s?|derni[èe]re) (?:convention|contrat|programme|[ée]dition|subvention|exercice|ann[ée]e)\b[^.;\n]{0,60}$|\b(?:charges|d[ée]penses?|budget|co[ûu]ts?)\b[^.;,€\n]{0,40} l'(?:ann[ée]e|exercice|an) (?:pass[ée]e?|derni[èe]re?|pr[ée]c[ée]dente?|[ée]coul[ée]e?)\b[^.;,€\n]{0,40}$",
        )
    });
    EARLIER.is_match(place.sentence)
}

/// *s'élève à 500 € en fonctionnement et à 300 € en investissement*: of the second is said what is said of the first.
pub(super) fn of_the_other_section(place: &Place<'_>) -> bool {
    place.last == Some(Seems::Budget)
        && place.gap.is_some_and(|gap| SO_THE_OTHER.is_match(gap) && SECTION.is_match(gap))
}

/// *évalués à 500 € pour le premier et à 300 € pour le second*.
pub(super) fn of_the_second_help(place: &Place<'_>) -> bool {
    // *(valeur : 500 € ; fluides : 300 €)*
    static BESIDE: Pattern = Pattern::new(|| compile(r"^ ?; [^.;€\n()\d]{2,30} : ?$"));
    place.last == Some(Seems::InKind)
        && place.gap.is_some_and(|gap| SO_THE_OTHER.is_match(gap) || BESIDE.is_match(gap))
}

static SO_THE_OTHER: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?: HT| TTC)?(?: (?:en|pour|de) [^.;:\n€]{3,50})?(?:,| et)(?: celle)?(?: (?:à|de|d')| (?:en |d'|de |l')?[^.;:\n€]{3,50} à)? ?$",
    )
});

/// The two sections of a budget.
static SECTION: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:fonctionnement|investissement|exploitation|recettes|d[ée]penses|section)\b")
});

/// *Total 500 € … Total 500 €*: the two sides of a plan that balances.
pub(super) fn balances(place: &Place<'_>) -> Option<Seems> {
    static TOTAL: Pattern =
        Pattern::new(|| compile(r"(?i)^[\t |]*(?:sous-)?tota(?:l|ux)[^\n€\d]{0,25}$"));
    static TOTAL_FIRST: Pattern =
        Pattern::new(|| compile(r"(?i)(?:^|[\t\n |])tota(?:l|ux)[^\n€\d]{0,25}$"));
    let same = |one: Option<&Found<Money>>| one.is_some_and(|one| one.value == place.own.value);
    let second = same(place.before) && place.gap.is_some_and(|gap| TOTAL.is_match(gap));
    let first = place.next.is_some_and(|next| {
        let gap = place.folded.get(place.amount.end..next.range.start).unwrap_or_default();
        next.value == place.own.value && TOTAL.is_match(gap)
    });
    (TOTAL_FIRST.is_match(place.line) && (first || second)).then_some(Seems::Budget)
}

/// *4,12 € HT le repas*: a price, whatever is *attribué*.
pub(super) fn a_price(place: &Place<'_>) -> bool {
    static TAXED: Pattern = Pattern::new(|| compile(r"^ ?(?:HT|TTC|H\.T|T\.T\.C)\b"));
    TAXED.is_match(place.behind)
}
