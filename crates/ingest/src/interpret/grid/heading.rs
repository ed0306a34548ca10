//! What the headings of a table say of its columns: who receives, what for; of figures, whether they were
//! decided, asked for, paid, are a cost or were given in another year.

use super::super::cells::RECEIVER;
use crate::draft::Seems;
use crate::recognise::{Pattern, compile};

/// What a column of figures holds, by its heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// An amount that was decided; the higher, the plainer the words.
    Decided(u8),
    /// An amount of another kind.
    Amount(Seems),
    /// Something that is no amount: a number, a place, a count, a rate.
    Else,
    /// Nothing that is known.
    Unknown,
}

static OBJECT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:objets?|projets?|actions?|op[ée]rations?|intitul[ée]s?|nature|motifs?|manifestations?|[ée]v[ée]nements?|libell[ée]s?|d[ée]signation|description|activit[ée]s?|emploi|affectation|th[ée]matique|commentaires?|observations?)\b",
    )
});

static ELSE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:^(?:n°|num[ée]ro|dossier|code|r[ée]f|d[ée]p\b|d[ée]partement|commune|ville|canton|territoire|secteur|quartier|imputation|article|chapitre|compte|ligne|fonction|siret|siren|rna|date|dur[ée]e|statut|forme|cat[ée]gorie|domaine|rang|ordre|points|note|page|(?:pour|contre|abst(?:entions?|\.)?|votants|nppv|p|c|a)$)",
        r"|\b(?:nombre|nb|nbre|effectifs?|adh[ée]rents?|licenci[ée]\p{L}*|[ée]l[èe]ves|enfants|jours|heures|s[ée]ances|postes|etp|taux|quotit[ée]|pourcentage)\b|%)"
    ))
});

static OTHER: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:demand\p{L}*|sollicit\p{L}*|souhait\p{L}*|requ[êe]te|pr[ée]c[ée]dent\p{L}*|rappel|pour m[ée]moire|n ?- ?1|vers[ée]\p{L}*|per[çc]u\p{L}*|re[çc]u\p{L}*|d[ée]j[àa]|obtenu\p{L}*|r[ée]alis[ée]\p{L}*|pass[ée]e?|ancien\p{L}*|antérieur\p{L}*",
        r"|total\p{L}*|cumul\p{L}*|reste|[ée]cart|diff[ée]rence|variation|[ée]volution|autres?|autofinancement|fonds propres|recettes|r[ée]sultat|tr[ée]sorerie|plafond|plancher|forfait|unitaire|par (?:adh[ée]rent|licenci[ée]|enfant|[ée]l[èe]ve|habitant))\b"
    ))
});

static COST: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:budgets?|co[ûu]ts?|d[ée]penses?|assiette|(?:montant|base) (?:subventionnable|[ée]ligible|retenue?)|charges|prix|devis)\b",
    )
});

/// *Coût retenu*: what is kept of the costs is no decision.
static COST_KEPT: Pattern = Pattern::new(|| {
    compile(r"(?i)^(?:co[ûu]ts?|d[ée]penses?|budgets?|assiette|base) (?:\p{L}+ )?retenue?s?\b")
});

/// *Coût total*: the whole of the costs, and no total of what is given.
static COST_IN_ALL: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:co[ûu]ts?|budgets?|d[ée]penses?) (?:tota(?:le?s?|ux)|glob\p{L}+|pr[ée]visionnel\p{L}*)(?: (?:du|de la|de l')[^\t]{2,30})?$",
    )
});

/// *Coût total | Ville | État*: a town speaks of its own share as *Ville*; others of figures leave a doubt.
static OF_THE_TOWN: Pattern =
    Pattern::new(|| compile(r"(?i)^(?:part |montant |aide )?(?:de la )?ville$"));

static DECIDED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:^|\b)(?:vot[ée]e?s?|vote|accord[ée]e?s?|attribu[ée]e?s?|attributions?|allou[ée]e?s?|d[ée]cid[ée]e?s?|d[ée]cisions?|octroy[ée]e?s?|arr[êe]t[ée]e?s?|adopt[ée]e?s?|approuv[ée]e?s?|retenue?s?|d[ée]finiti\p{L}+)\b|^(?:en )?s[ée]ance$",
    )
});

static PROPOSED: Pattern =
    Pattern::new(|| compile(r"(?i)\b(?:propos\p{L}*|avis|commission|bureau)\b"));

static GRANT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:\b(?:subventions?|aides?|montants?|participations?|dotations?|soutien|sommes?|concours|secours|cr[ée]dits?)\b|€|^(?:(?:saison|exercice|ann[ée]e) )?(?:(?:19|20)?\d\d ?[/–-] ?)?(?:19|20)?\d\d$)",
    )
});

/// Whether a heading is that of what those who receive are.
pub(super) fn is_form(heading: &str) -> bool {
    static FORM: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:forme|statut|nature|type)(?: juridique| de (?:la )?structure)?$|^cat[ée]gorie juridique$",
        )
    });
    FORM.is_match(heading.trim())
}

/// What a heading says; headings of several lines are given as one.
pub(super) fn says(heading: &str) -> Says {
    let heading = heading.trim();
    if heading.is_empty() {
        return Says::Unknown;
    }
    if let Some(part) = paid(heading) {
        return Says::Amount(part);
    }
    if OF_THE_TOWN.is_match(heading) {
        return Says::Decided(1);
    }
    if COST_KEPT.is_match(heading) {
        return Says::Amount(Seems::Budget);
    }
    if COST_IN_ALL.is_match(heading) {
        return Says::Amount(Seems::Budget);
    }
    if OTHER.is_match(heading) && !DECIDED.is_match(heading) {
        return Says::Amount(Seems::Other);
    }
    if COST.is_match(heading) && !DECIDED.is_match(heading) {
        return Says::Amount(Seems::Budget);
    }
    // *Nombre de bénéficiaires*, *Taux*; but *Montant de la subvention (commission)*.
    if ELSE.is_match(heading) && !GRANT.is_match(heading) && !DECIDED.is_match(heading) {
        return Says::Else;
    }
    if DECIDED.is_match(heading) {
        return Says::Decided(3);
    }
    if PROPOSED.is_match(heading) {
        return Says::Decided(2);
    }
    if GRANT.is_match(heading) { Says::Decided(1) } else { Says::Unknown }
}

/// Whether a heading is that of those who receive.
pub(super) fn receives(heading: &str) -> bool {
    // *Article / Nom de l'organisme*: the account stands before the name.
    let parts = heading.split(" / ").chain([heading]);
    parts.map(str::trim).any(|part| RECEIVER.is_match(part) || receiver(part))
}

/// Whether a heading is that of what the grants are for.
pub(super) fn is_object(heading: &str) -> bool {
    OBJECT.is_match(heading.trim())
}

/// Words that head those who receive and that [`RECEIVER`] does not begin with.
fn receiver(heading: &str) -> bool {
    static WORDS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:(?:nom|d[ée]nomination|raison sociale)\b.*|clubs?|soci[ée]t[ée]s?|[ée]tablissements?|attributaires?|destinataires?|titulaires?|l'association|porteurs?(?: d[eu] projets?)?|compagnies?|[ée]coles?|coll[èe]ges?|partenaires?)$",
        )
    });
    WORDS.is_match(heading)
}

/// A part of what is paid: *acompte*, *solde*, *valorisation*.
fn paid(heading: &str) -> Option<Seems> {
    static ADVANCE: Pattern = Pattern::new(|| compile(r"(?i)\bavances?\b"));
    static PART: Pattern = Pattern::new(|| {
        compile(r"(?i)\b(?:acomptes?|(?:1er|2e|2[èe]me|premier|second|deuxi[èe]me) versement)\b")
    });
    static BALANCE: Pattern = Pattern::new(|| compile(r"(?i)\bsoldes?\b"));
    static IN_KIND: Pattern = Pattern::new(|| {
        compile(r"(?i)\b(?:en nature|valoris\p{L}+|mise à disposition|avantages?)\b")
    });
    let parts = [
        (&ADVANCE, Seems::Advance),
        (&PART, Seems::Instalment),
        (&BALANCE, Seems::Balance),
        (&IN_KIND, Seems::InKind),
    ];
    parts.into_iter().find_map(|(words, seems)| words.is_match(heading).then_some(seems))
}

/// The last year that a heading names; of a season (*2030/31*, *Saison 30-31*) that in which it ends.
pub(super) fn year(heading: &str) -> Option<(usize, i32)> {
    static YEAR: Pattern = Pattern::new(|| {
        compile(
            r"\b(?:(?:(?:19|20)?\d\d ?[/–-] ?)(?P<end>\d\d)\b(?: |$)|(?P<year>(?:19|20)\d\d)\b)",
        )
    });
    let found = YEAR.captures_iter(heading).last()?;
    let (place, base) = match (found.name("year"), found.name("end")) {
        (Some(year), _) => (year, 0),
        (None, Some(end)) => (end, 2000),
        (None, None) => return None,
    };
    Some((place.start(), base + place.as_str().parse::<i32>().ok()?))
}
