//! Grants in a list or table: one line, one beneficiary, one amount.
//!
//! Read are rows with a SIRET between name and amount, and items of the form `Name : 1 500 €`. A
//! row is sure only when all rows together give the total that the text states: a row misread, or
//! one too few, would not add up. Rows with several amounts (last year's beside this year's) are
//! left to a person.

use super::fact::{Fact, Passages};
use super::reading::{Reading, cut};
use super::sentence::{Sentence, Zone};
use crate::recognise::{Found, Identifier, Pattern, amounts, compile, identifiers};
use greffe_domain::{BeneficiaryIdentified, BeneficiaryRef, Grade, Money, SubsidyGranted, slug};
use regex::Captures;
use std::ops::Range;

/// What announces that the lines behind it are grants.
static ANNOUNCED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:attribue|accorde|alloue|octroie|attribuer|accorder|allouer|octroyer",
        r"|attribuées?|accordées?|allouées?|approuve|vote)\b",
        r"[^;]{0,120}?\b(?:subventions|aides|sommes)\b|\b(?:subventions|aides) (?:suivantes",
        r"|ci-après|ci-dessous)"
    ))
});

/// A row of a table, its columns run together: the SIRET tells where the name ends, the cents
/// where the row does.
static WITH_SIRET: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?P<name>\p{Lu}[^\d€]{2,100}?)\s(?P<siret>\d{14})\s(?:(?P<object>\S[^€\n]{0,100}?)\s)?",
        r"(?P<sum>\d{1,3}(?: \d{3})*(?:,\d{2}\b(?: ?€)?| ?€))"
    ))
});

/// What goes on under a name, printed behind the other columns.
static TAIL: Pattern =
    Pattern::new(|| compile(r"^\s(?P<tail>\p{Ll}[^\d€:;.\n]{2,60}?)(?:\s\d|\n|$)"));

static ITEM: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?:[-–•o*] ?)?(?:à |pour )?(?:l'association )?(?P<name>[\p{Lu}«][^:;€\d]{2,80}?) ?",
        r"(?::|=|–) ?{amount:sum}[ ;.,]*$"
    ))
});

static TOTAL: Pattern = Pattern::new(|| {
    compile(r"(?i)\btotal\b[^\d\n]{0,40}(?P<sum>\d{1,3}(?: \d{3})*(?:,\d{2})?)(?: ?€)?")
});

/// A row as read.
struct Row {
    line: Range<usize>,
    name: Vec<Found<String>>,
    siret: Option<Found<String>>,
    object: Option<Found<String>>,
    sum: Found<Money>,
}

/// Adds the grants of a list; whether there was one.
pub(crate) fn read(reading: &mut Reading<'_>) -> bool {
    if !reading.adopted || reading.avenant.is_some() {
        return false;
    }
    let announced = reading
        .in_zones(&[Zone::Articles])
        .into_iter()
        .find(|at| reading.sentence(*at).is_some_and(|s| s.says(&ANNOUNCED)));
    let Some(range) = announced.and_then(|at| reading.sentence(at).map(Sentence::range)) else {
        return false;
    };
    let end = reading.sentences.iter().filter(|s| s.zone == Zone::Articles).map(|s| s.range().end);
    let end = end.max().unwrap_or(range.end);
    let (rows, totals) = rows(reading.folded, range.start..end);
    if rows.len() < 2 {
        return false;
    }
    let sum = rows.iter().try_fold(Money::ZERO, |sum, row| sum.checked_add(row.sum.value));
    let adds_up = sum.is_some_and(|sum| totals.contains(&sum));
    let doubt = match (adds_up, &reading.exercise) {
        _ if reading.setting.doubt.is_some() => reading.setting.doubt.as_deref(),
        (false, _) => Some("the rows of the list do not add up to a total that the text states"),
        (_, None) => Some("the text names no budget year (exercice) for these grants"),
        _ => None,
    };
    for row in rows {
        add(reading, row, doubt);
    }
    true
}

fn rows(folded: &str, within: Range<usize>) -> (Vec<Row>, Vec<Money>) {
    let text = folded.get(within.clone()).unwrap_or_default();
    let sum = |hit: Captures<'_>| Money::parse(hit.name("sum")?.as_str()).ok();
    let totals = TOTAL.captures_iter(text).filter_map(sum).collect();
    let table: Vec<Row> = WITH_SIRET
        .captures_iter(text)
        .filter_map(|hit| of_table(text, &hit, within.start))
        .collect();
    if !table.is_empty() {
        return (table, totals);
    }
    let mut at = within.start;
    let mut items = Vec::new();
    for line in text.split('\n') {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len() + 1;
        let bare = line.trim();
        if !bare.to_lowercase().starts_with("total") {
            items.extend(of_list(bare, start));
        }
    }
    (items, totals)
}

/// A group of a row, without quotation marks, at its place in the whole text.
fn group(hit: &Captures<'_>, name: &str, at: usize) -> Option<Found<String>> {
    let found = hit.name(name)?;
    let words = found.as_str().trim();
    let quoted = words.strip_prefix('«').and_then(|rest| rest.strip_suffix('»'));
    let words = quoted.filter(|inside| !inside.contains('«')).unwrap_or(words).trim();
    let start = found.start() + found.as_str().find(words)?;
    let range = at + start..at + start + words.len();
    (!words.is_empty()).then(|| Found::new(range, words.to_owned()))
}

fn of_table(text: &str, hit: &Captures<'_>, at: usize) -> Option<Row> {
    let sum = group(hit, "sum", at)?;
    // The number must be one: its check digit tells a row from a coincidence.
    let siret = group(hit, "siret", at).filter(|siret| {
        let said = format!("SIRET {}", siret.value);
        matches!(identifiers(&said).first().map(|f| &f.value), Some(Identifier::Siret(_)))
    })?;
    let mut name = vec![group(hit, "name", at)?];
    let end = hit.get(0)?.end();
    let tail = text.get(end..).and_then(|rest| TAIL.captures(rest));
    name.extend(tail.and_then(|tail| group(&tail, "tail", at + end)));
    let first = name.first()?.range.start;
    Some(Row {
        line: first..sum.range.end,
        name,
        siret: Some(siret),
        object: group(hit, "object", at),
        sum: Found::new(sum.range, Money::parse(&sum.value).ok()?),
    })
}

fn of_list(line: &str, at: usize) -> Option<Row> {
    let hit = ITEM.captures(line)?;
    let sum = group(&hit, "sum", at)?;
    // One amount a line, and the whole of it.
    let [only]: [Found<Money>; 1] = amounts(line).try_into().ok()?;
    (only.range.start + at == sum.range.start).then_some(Row {
        line: at..at + line.len(),
        name: vec![group(&hit, "name", at)?],
        siret: None,
        object: None,
        sum: Found::new(sum.range, only.value),
    })
}

fn add(reading: &mut Reading<'_>, row: Row, doubt: Option<&str>) {
    let name = row.name.iter().map(|part| part.value.as_str()).collect::<Vec<_>>().join(" ");
    let year = reading.exercise.clone();
    let stated = year.as_ref().map(|year| year.value);
    let dated = stated.or_else(|| reading.setting.act_date.year());
    let year_part = dated.map_or_else(|| "sans-exercice".to_owned(), |year| year.to_string());
    let path =
        format!("convention/{}/{year_part}/{}", reading.setting.institution, cut(&slug(&name)));
    let Ok(stream) = path.parse() else { return };
    let mut passages = Passages::of(row.line.clone());
    passages.field(row.sum.range, "/amount_cents");
    for part in &row.name {
        passages.field(part.range.clone(), "/beneficiary/name");
    }
    let event = SubsidyGranted {
        amount_cents: row.sum.value,
        beneficiary: BeneficiaryRef { name: name.clone(), legal_form: None },
        exercise: passages.value(year, "/exercise"),
        purpose: passages.value(row.object, "/purpose"),
        assignment: None,
        budget_cents: None,
        share: None,
        in_kind: None,
        act: reading.setting.act.clone(),
    };
    let effective = reading.decided();
    let doubt = doubt.map(str::to_owned);
    reading.facts.push(Fact {
        stream,
        event: event.into(),
        effective,
        grade: Grade::Act,
        passages,
        causes: Vec::new(),
        doubt: doubt.clone(),
    });
    identified(reading, row.line, &row.name, name, row.siret, doubt);
}

/// The registration number that stands in a row.
fn identified(
    reading: &mut Reading<'_>,
    line: Range<usize>,
    parts: &[Found<String>],
    name: String,
    siret: Option<Found<String>>,
    doubt: Option<String>,
) {
    let Some(siret) = siret else { return };
    let id: String = siret.value.chars().take(9).collect();
    let Ok(stream) = format!("beneficiary/{id}").parse() else { return };
    let mut passages = Passages::of(line);
    for part in parts {
        passages.field(part.range.clone(), "/name");
    }
    let event = BeneficiaryIdentified {
        name,
        legal_form: None,
        siren: None,
        siret: passages.value(Some(siret), "/siret"),
        rna: None,
        seat: None,
        representative: None,
    };
    let effective = reading.recalled();
    let (grade, causes) = (Grade::Recital, Vec::new());
    reading.facts.push(Fact {
        stream,
        event: event.into(),
        effective,
        grade,
        passages,
        causes,
        doubt,
    });
}
