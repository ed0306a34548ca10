//! Figures whose own sentence says what they are, whatever words stand nearest before them: a budget that was changed, a
//! sum that is put to the vote, a grant that is brought to another amount, the last part of what is paid, a help that is valued.

use crate::draft::Seems;
use crate::recognise::{Pattern, compile, tail};
use std::ops::Range;

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

/// What the sentence of an amount says it is.
pub(super) fn told(folded: &str, amount: &Range<usize>, last: Option<Seems>) -> Option<Seems> {
    let before = tail(folded.get(..amount.start).unwrap_or_default(), 260);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let sentence = line.rfind(". ").and_then(|stop| line.get(stop..)).unwrap_or(line);
    let behind = folded.get(amount.end..).unwrap_or_default();
    let behind = behind.strip_prefix(" TTC").unwrap_or(behind);
    if REVISED.is_match(sentence) {
        return Some(Seems::RevisedBudget);
    }
    if BROUGHT_FROM.is_match(sentence) {
        return Some(Seems::Other);
    }
    let brought = BROUGHT.is_match(sentence) && THE_GRANT.is_match(behind);
    if brought || (PROPOSED.is_match(sentence) && VOTED_ON.is_match(behind)) {
        return Some(Seems::Subsidy);
    }
    let part = matches!(last, Some(Seems::Instalment | Seems::Advance));
    if part && ON_PROOF.is_match(behind) && A_PART.is_match(sentence) {
        return Some(Seems::Balance);
    }
    let around = behind.split(['.', '\n']).next().unwrap_or_default();
    if VALUED.is_match(sentence) && (IN_KIND.is_match(line) || IN_KIND.is_match(around)) {
        return Some(Seems::InKind);
    }
    COST.is_match(sentence).then_some(Seems::Budget)
}
