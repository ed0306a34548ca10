//! Figures whose own sentence says what they are, whatever words stand nearest before them: a budget that was changed, a
//! sum that is put to the vote, a grant that is brought to another amount, the last part of what is paid, a help that is valued.

use super::Held;
use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Found, Pattern, compile, tail};
use greffe_domain::Money;

/// *Le budget, arrêté à …, a été ramené à 400 €*.
static REVISED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:budgets?|co[ûu]ts?|assiette|d[ée]penses? (?:subventionnables?|[ée]ligibles?|pr[ée]visionnelles?)|(?:montant|base) (?:subventionnable|[ée]ligible))\b[^;:\n]{0,140}?",
        r"\b(?:ramen|port|r[ée]vis|r[ée][ée]valu|actualis|r[ée]dui|abaiss|corrig|rectifi)\p{L}* (?:de [^;:\n]{1,40} )?à (?:la somme de )?$"
    ))
});

/// *La demande de 300 € est mise aux voix*, *vote de la proposition de 400 €*.
static PROPOSED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:proposition|demande|subvention|aide)s? (?:d'(?:accorder|attribuer|allouer|verser|octroyer) |de )(?:une (?:subvention|aide) de )?$",
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
        r"(?i)\b(?:r[ée]dui|ramen|port|limit|fix|arr[êe]t|maint|[ée]tabli|diminu|augment)\p{L}* (?:d[ée]finitivement )?à (?:la somme de )?$",
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
        r"(?i)\b(?:r[ée]dui|ramen|port|limit|diminu|augment)\p{L}* (?:d[ée]finitivement )?à [^;.:\n]{1,30} (?:la|cette|sa|l') ?(?:subvention|aide|participation|contribution|dotation) (?:initiale )?de $",
    )
});

/// *50 % à la signature, et 400 € sur production du bilan*: the last part, paid on proof.
static ON_PROOF: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^\)?,? ?(?:à|sur|apr[èe]s|au vu|d[èe]s|contre|sous r[ée]serve) (?:de )?(?:la |le |l'|du )?(?:pr[ée]sentation|production|remise|r[ée]ception|transmission|fourniture|d[ée]p[ôo]t|examen)?[^.;\n]{0,30}?",
        r"\b(?:bilans?|comptes? rendus?|rapports?|justificati\p{L}+|pi[èe]ces justificatives|factures?|attestation|d[ée]compte)\b"
    ))
});

/// A part before it, in the same sentence or item.
static A_PART: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:acompte|avance|premi[eè]re?|signature|notification|en deux (?:fois|versements?|fractions?)|vers[ée]e?s?|versement)\b",
    )
});

/// *estime cette aide à 340 €*, *représenterait une aide de 340 €*.
static VALUED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:estim|[ée]valu|chiffr|valoris)\p{L}* (?:à|cette (?:aide|mise à disposition)|cet (?:apport|avantage|pr[êe]t)|ce pr[êe]t|l'(?:aide|avantage|apport))(?: en nature)?(?: à)? $",
    )
});

static IN_KIND: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:gratui\p{L}+|mise? à (?:la )?disposition|pr[êe]t(?:er|e|ée?s?)?\b|en nature|ne pas (?:la |le |les )?facturer|gracieu\p{L}+)",
    )
});

/// *coûte 2 150 €*, *acquérir du mobilier pour 46 800 €*, *crédits ouverts : 45 000 €*.
static COST: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:\bco[ûu]t(?:e|ent|era|eront|erait|ait) (?:environ |près de )?|\b(?:acqu[ée]rir|acheter|acquisition)\b[^.;\n€]{0,60} pour (?:un montant de |la somme de )?",
        r"|\bcr[ée]dits? (?:ouverts?|inscrits?|vot[ée]s?|disponibles?) ?:? ?(?:à hauteur de |de )?|\bbudget\b[^.;\n€]{0,60}\b(?:est |s')?(?:arr[êe]t[ée]|[ée]tablit|[ée]quilibre|monte|[ée]l[èe]ve)e? à (?:la somme de )?)$"
    ))
});

pub(super) fn revised(place: &Place<'_>, _: &Held) -> Option<Seems> {
    REVISED.is_match(place.sentence).then_some(Seems::RevisedBudget)
}

/// What the act brings a grant to, and what that was before.
pub(super) fn brought(place: &Place<'_>, _: &Held) -> Option<Seems> {
    if BROUGHT_FROM.is_match(place.sentence) {
        return Some(Seems::Other);
    }
    (BROUGHT.is_match(place.sentence) && THE_GRANT.is_match(place.behind)).then_some(Seems::Subsidy)
}

pub(super) fn put_to_the_vote(place: &Place<'_>, _: &Held) -> Option<Seems> {
    (PROPOSED.is_match(place.sentence) && VOTED_ON.is_match(place.behind)).then_some(Seems::Subsidy)
}

pub(super) fn on_proof(place: &Place<'_>, _: &Held) -> Option<Seems> {
    let part = matches!(place.last, Some(Seems::Instalment | Seems::Advance));
    (part && ON_PROOF.is_match(place.behind) && A_PART.is_match(place.sentence))
        .then_some(Seems::Balance)
}

pub(super) fn valued(place: &Place<'_>, _: &Held) -> Option<Seems> {
    let around = place.behind.split(['.', '\n']).next().unwrap_or_default();
    let in_kind = IN_KIND.is_match(place.line) || IN_KIND.is_match(around);
    (VALUED.is_match(place.sentence) && in_kind).then_some(Seems::InKind)
}

pub(super) fn cost(place: &Place<'_>, _: &Held) -> Option<Seems> {
    COST.is_match(place.sentence).then_some(Seems::Budget)
}

/// *de ramener l'aide de 500 € à 300 €*, *ramène de 500 € à 300 €*: what it was, and what the act makes it.
pub(super) fn changed(place: &Place<'_>, held: &Held) -> Option<Seems> {
    static CHANGES: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:ramen|port|r[ée]dui|r[ée]vis|modifi)\p{L}* [^;.:\n]{0,120}?(?:subvention|aide|participation|contribution|dotation)\b[^;.:\n€]{0,120}?\bde $",
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
    if held.amounts.iter().any(|(_, role)| *role == Seems::Subsidy) {
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
