//! The words that tell whether the figures of a table are money.

use crate::recognise::{Pattern, compile};

/// What heads a column of money.
static MONEY: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:\b(?:montants?|d[ée]penses?|recettes?|charges|produits|budgets?|budg[ée]t[ée]e?s?|b\.?p\.?|c\.?a\.?|d\.?m\.?|cr[ée]dits?|d[ée]bits?|co[ûu]ts?|prix|tarifs?|loyers?|sommes?|soldes?|subventions?|aides?|dotations?|participations?|contributions?|concours",
        r"|acomptes?|avances?|versements?|devis|factures?|march[ée]s?|ttc|h\.?t\.?|tva|euros?|eur|[km]€|financements?|ressources|excédents?|d[ée]ficits?|r[ée]sultats?|emprunts?|annuit[ée]s?|capital|int[ée]r[êe]ts|demand[ée]e?s?|propos[ée]e?s?|vot[ée]e?s?|accord[ée]e?s?|attribu[ée]e?s?",
        r"|assiette|base (?:subventionnable|[ée]ligible)|investissements?|fonctionnement|autofinancement|restes? à (?:charge|r[ée]aliser)|valeurs?|estimations?)\b|€)"
    ))
});

/// What heads a column of anything else, or says of one figure that it is no money.
static ELSE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:%|\bn°|\bm[²2³3]|\b(?:taux|pourcentages?|quotit[ée]s?|nombres?|nbr?e?|effectifs?|population|habitants?|hab|[ée]lecteurs?|inscrits?|votants?|exprim[ée]s|voix|suffrages|surfaces?|superficies?|contenances?|hectares?|ha|heures?|horaires?|jours?|s[ée]ances?|etp|postes?|indices?|points?|notes?|coefficients?|cl[ée]s?",
        r"|licenci[ée]\p{L}*|adh[ée]rents?|[ée]l[èe]ves?|enfants?|usagers?|b[ée]n[ée]ficiaires|visiteurs?|entr[ée]es|spectateurs?|logements?|repas|quantit[ée]s?|qt[ée]|volumes?|tonnages?|tonnes?|kg|km|kwh|mwh|litres?|longueurs?|lin[ée]aires?|ml|[âa]ges?|dur[ée]es?|dates?",
        r"|num[ée]ros?|codes?|r[ée]f[ée]rences?|siret|siren|rna|cadastr\p{L}*|parcelles?|sections? cadastr\p{L}*|comptes?|articles?|imputations?|fonctions?|chapitres?|op[ée]rations?|t[ée]l(?:[ée]phone)?|ann[ée]es?)\b)"
    ))
});

/// *Coût par habitant*, *Prix au m²*, *Montant de l'opération*: money, whatever it is counted by.
static FIRST: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^[^\p{L}]*(?:montants?|co[ûu]ts?|prix|tarifs?|loyers?|sommes?|d[ée]penses?|recettes?|cr[ée]dits?|subventions?|aides?|budgets?|valeurs?|participations?|contributions?)\b|€",
    )
});

/// What a heading says of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Heading {
    Money,
    Else,
    #[default]
    Unknown,
}

/// What some words that head a column say of it.
pub(super) fn heading(words: &str) -> Heading {
    if FIRST.is_match(words) {
        Heading::Money
    } else if ELSE.is_match(words) {
        Heading::Else
    } else if MONEY.is_match(words) {
        Heading::Money
    } else {
        Heading::Unknown
    }
}

/// Whether the words of a row say that its figures are no money: *Nombre de repas*, *Population*.
pub(super) fn counts(label: &str) -> bool {
    static COUNTS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^[^\p{L}]*(?:(?:total|dont|soit) (?:de |des |du |d')?)?(?:taux|pourcentages?|nombres?|nbr?e?|effectifs?|population|habitants?|[ée]lecteurs?|inscrits?|votants?|exprim[ée]s|suffrages|voix|pour|contre|abstentions?|surfaces?|superficies?|contenances?|volumes?|longueurs?|heures|etp|quotit[ée]s?|dur[ée]es?|n°|siret|siren|t[ée]l(?:[ée]phone)?|date|parcelles?|lots?|licenci[ée]\p{L}*|adh[ée]rents?|[ée]l[èe]ves|enfants|logements|entr[ée]es|spectateurs)\b|\(?(?:m²|m2|m3|ha|km|kwh|etp|hab(?:itants)?|%)\)?[ :.]*$",
        )
    });
    COUNTS.is_match(label)
}

/// Words above a table that say that it is one of money: its title, or the sentence that leads to it.
pub(super) fn leads_to_money(words: &str) -> bool {
    static LEADS: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\b(?:plan (?:pr[ée]visionnel )?de financement|budgets?|cr[ée]dits?|d[ée]cisions? modificatives?|virements?|d[ée]penses|recettes|charges|produits|montants?|compte administratif|compte de r[ée]sultat|b\.?p\.? (?:19|20)\d\d|autorisations? de programme|financements?",
            r"|section d(?:e |')(?:fonctionnement|investissement)|en euros|co[ûu]ts?|tarifs|d[ée]pens[ée]e?s?)\b|€)"
        ))
    });
    LEADS.is_match(words)
}

/// Words above a table that say that it counts people, places or things.
pub(super) fn leads_to_counts(words: &str) -> bool {
    static COUNTS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:populations?|habitants|[ée]lecteurs|superficies?|surfaces?|contenances?|parcelles|effectifs?|tableau des emplois|fr[ée]quentation|indices?|r[ée]sultats du (?:scrutin|vote))\b",
        )
    });
    COUNTS.is_match(words)
}

/// Whether a row is an account, or a line of a budget: *64 - Charges de personnel*, *Autofinancement*, *1641 Emprunts*.
pub(super) fn account(label: &str) -> bool {
    static ACCOUNT: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)^[^\p{L}\d]*(?:(?:chap(?:itre)?|art(?:icle)?|compte)?[. ]*\d{1,6}(?: ?[-–/] ?\d{1,4})*[ :.–-]*)?(?:achats?|(?:autres )?services ext[ée]rieurs|imp[ôo]ts\b.*|salaires?|r[ée]mun[ée]rations?|(?:autres )?charges\b.*|frais\b.*|personnel|dotations?\b.*|(?:autres )?produits\b.*",
            r"|cotisations?|ventes?|autofinancement|fonds propres|emprunts?\b.*|virement\b.*|subventions? d.*|loyers?\b.*|fournitures?\b.*|honoraires|immobilisations?\b.*|exc[ée]dents?|d[ée]ficits?|d[ée]penses\b.*|recettes\b.*|participations?\b.*|feder|feader|detr|dsil)\b"
        ))
    });
    ACCOUNT.is_match(label)
}

/// Whether a table is the plan or the budget of what somebody else does, and its total what that costs.
pub(super) fn plan(words: &str) -> bool {
    static PLAN: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:plan (?:pr[ée]visionnel )?de financement|budgets? (?:pr[ée]visionnels?|de l'(?:action|op[ée]ration|association|[ée]v[ée]nement)|du (?:projet|programme|festival)))\b",
        )
    });
    PLAN.is_match(words)
}

/// The year of the budget that heads a column: *BP 2031*, *Budget primitif 2031*.
pub(super) fn budget_year(heading: &str) -> Option<i32> {
    static YEAR: Pattern = Pattern::new(|| {
        compile(r"(?i)\b(?:b\.?p\.?|budgets?(?: primitif| pr[ée]visionnel)?) (?P<year>20\d\d)\b")
    });
    YEAR.captures(heading)?.name("year")?.as_str().parse().ok()
}

/// *Dépense ramenée à*, *Budget modifié*: what replaces a cost.
pub(super) fn revised_cost(heading: &str) -> bool {
    static REVISED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:d[ée]penses?|co[ûu]ts?|budgets?|assiette|base)\b.*\b(?:ram[eè]n|r[ée]vis|modifi|actualis|rectifi|r[ée]dui)[ée]e?s?\b",
        )
    });
    REVISED.is_match(heading)
}

/// *Montant modifié*, *Aide révisée*: what replaces a grant.
pub(super) fn revised_grant(heading: &str) -> bool {
    static REVISED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^[^\p{L}]*(?:montants?|subventions?|aides?)\b.*\b(?:ram[eè]n|r[ée]vis|modifi|actualis|rectifi|r[ée]dui)[ée]e?s?\b",
        )
    });
    REVISED.is_match(heading)
}

/// Words above a table that say what its figures count: *(en k€)*, *Montants en euros*, *(€)*.
pub(super) fn in_euros(words: &str) -> bool {
    static UNIT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:\(|\b)(?:montants? |sommes? |chiffres? )?(?:exprim[ée]e?s? )?en (?:k ?€|keuros?|m ?€|€|euros?|milliers d'euros?|millions? d'euros?)(?: (?:HT|TTC))?\)?[ .:]*$|\((?:k ?€|m ?€|€)(?: (?:HT|TTC))?\)[ .:]*$",
        )
    });
    UNIT.is_match(words) && words.chars().count() < 120
}

/// What a table of two states of the same sums is of, and where: *Budget du programme (en k€)*, *Subvention (en k€)*.
pub(super) fn of_costs(words: &str) -> Option<bool> {
    static COSTS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^[^\p{L}]*(?:\p{L}+ (?:des? |du )?){0,2}?(?P<cost>budgets?|co[ûu]ts?|d[ée]penses?|charges|assiette)\b|^[^\p{L}]*(?:montants? (?:de la |des |du )?)?(?P<grant>subventions?|aides?|participations?|concours|dotations?|contributions?)\b",
        )
    });
    COSTS.captures(words).map(|hit| hit.name("cost").is_some())
}

/// Whether a row tells what was first agreed, or what replaces it: *Contrat initial*, *Avenant n° 1*.
pub(super) fn replaces(label: &str) -> Option<bool> {
    static STATE: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)^[^\p{L}]*(?:(?P<first>(?:(?:contrat|convention|budgets?|montants?|plan|version|programme|tableau|subventions?|aides?)(?: \p{L}+){0,2} )?(?:initi(?:al|aux)\p{L}*|d'origine|en vigueur|actuel\p{L}*|vot[ée]\p{L}*|avant (?:l'|le pr[ée]sent )?avenant)|convention|contrat)",
            r"|(?P<then>(?:apr[èe]s |par )?(?:l'|le pr[ée]sent )?avenant|(?:(?:contrat|convention|budgets?|montants?|plan|version|programme|tableau|subventions?|aides?)(?: \p{L}+){0,2} )?(?:r[ée]vis|modifi|actualis|rectifi|ajust|nouve)\p{L}*))\b"
        ))
    });
    STATE.captures(label).map(|hit| hit.name("then").is_some())
}
