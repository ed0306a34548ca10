//! Grants told as records: *Bénéficiaire : A* on one line, *Subvention : 500 €* on one of those below it, one
//! record behind the other.

use super::rows::{Block, Row, named};
use crate::recognise::{Found, Pattern, amounts, compile};
use greffe_domain::Money;
use std::ops::Range;

/// Who receives.
static RECEIVER: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^[-–• ]*(?:nom (?:du |de la )?)?(?:(?:organisme|structure|association|collectivit[ée]) )?(?:b[ée]n[ée]ficiaire|porteur(?: du projet| de projet)?|demandeur|attributaire|structure|organisme|association|tiers|commune) ?: ?(?P<name>(?-i:[\p{Lu}«]).{2,100})$",
    )
});

/// How much: what was asked for, and what is spent, have other names.
static GRANTED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:^|[\t;,.] ?|  )[-–• ]*(?:(?:montant|somme)(?: maximale?| maximum| plafonn?[ée]e?| pr[ée]visionnell?e?| net| totale?)?(?: de la subvention| de l'aide| attribu[ée]e?| accord[ée]e?| allou[ée]e?| propos[ée]e?| vot[ée]e?)*|(?:subvention|aide|participation|dotation)(?: (?:attribu|accord|allou|propos|vot|r[ée]gional|d[ée]partemental|communal|m[ée]tropolitain|communautaire)\p{L}*)*)",
        r"(?: en euros| \(€\))? ?: ?(?P<sum>\d[\d .,]*\d? ?(?:€|euros?)?)"
    ))
});

static FORM: Pattern = Pattern::new(|| {
    compile(r#"^(?:l'|L')?(?P<form>(?i:association|fondation)) (?P<name>["«“]?\p{Lu}.*)$"#)
});

/// *… Opération : un atelier*: the field that stands on the next line of the sheet.
static NEXT_FIELD: Pattern = Pattern::new(|| {
    compile(
        r" (?:[–-] )?(?:Forme|Statut|Nature|N ?[°o]|SIRET|SIREN|Objet|Op[ée]ration|Montant|Adresse|Si[èe]ge|Projet|Action|Budget|Dossier|Repr[ée]sent|Subvention|Aide|Co[ûu]t|D[ée]pense)[^:]{0,30}:",
    )
});

/// *Les Forges (association)*, *Les Halles (société coopérative)*: what it is in brackets behind the name.
static IN_BRACKETS: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?P<name>[^()]{3,90}?) ?\((?P<form>(?i:association|fondation|soci[ée]t[ée]|coop[ée]rative|commune|syndicat|[ée]tablissement public|groupement d'int[ée]r[êe]t|entreprise individuelle|communaut[ée] (?:de communes|d'agglom[ée]ration|urbaine))",
        r"[^()]{0,60}|SCIC|SCOP|SARL|EURL|SASU|SASP|SAS|SNC|GIP|EPCC|EPIC|SEM|SPL|GAEC|EARL)\)$"
    ))
});

/// The record that is open: who receives, and from where.
struct Open {
    name: Vec<Found<String>>,
    form: Option<Found<String>>,
    from: usize,
}

/// The records of a stretch, as one block of rows; none where there are not two.
pub(super) fn block(rows: &str, within: &Range<usize>) -> Option<Block> {
    let mut out = Block::default();
    let mut open: Option<Open> = None;
    let mut at = within.start;
    for raw in rows.get(within.clone())?.split_inclusive('\n') {
        let line = raw.trim_end();
        let start = at;
        at += raw.len();
        if let Some(name) = RECEIVER.captures(line).and_then(|hit| hit.name("name")) {
            open = receiver(name.as_str(), start + name.start(), start);
            if out.rows.is_empty() {
                out.lead = within.start..start;
            }
        }
        let Some(record) = open.as_ref() else { continue };
        let Some(sum) = granted(line, start) else { continue };
        let row = Row {
            line: record.from..start + line.len(),
            name: record.name.clone(),
            siret: None,
            form: record.form.clone(),
            object: None,
            sums: vec![sum],
        };
        out.rows.push(row);
        open = None;
    }
    out.recorded = true;
    (out.rows.len() > 1).then_some(out)
}

fn receiver(said: &str, at: usize, from: usize) -> Option<Open> {
    let said = said.split('\t').next().unwrap_or(said);
    let said = NEXT_FIELD.find(said).and_then(|next| said.get(..next.start())).unwrap_or(said);
    let formed = FORM.captures(said).and_then(|hit| Some((hit.name("form")?, hit.name("name")?)));
    let form = formed
        .map(|(form, _)| Found::new(at + form.start()..at + form.end(), form.as_str().to_owned()));
    let (words, lead) = formed.map_or((said, 0), |(_, name)| (name.as_str(), name.start()));
    let inside = IN_BRACKETS.captures(words).filter(|_| form.is_none());
    let inside = inside.and_then(|hit| Some((hit.name("name")?, hit.name("form")?)));
    let form = form.or_else(|| {
        let (_, said) = inside?;
        let range = at + lead + said.start()..at + lead + said.end();
        Some(Found::new(range, said.as_str().to_owned()))
    });
    let words = inside.map_or(words, |(name, _)| name.as_str());
    let name = named(words, at + lead);
    (!name.is_empty()).then_some(Open { name, form, from })
}

fn granted(line: &str, at: usize) -> Option<Found<Money>> {
    let sum = GRANTED.captures(line)?.name("sum")?;
    let words = sum.as_str().trim_end();
    let with_unit = amounts(words).into_iter().next().filter(|one| one.range == (0..words.len()));
    let money = match with_unit {
        Some(found) => found.value,
        None => Money::parse(words).ok()?,
    };
    let from = at + sum.start();
    Some(Found::new(from..from + words.len(), money))
}
