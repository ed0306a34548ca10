//! What is said of an import, to a person and to a program.

use super::{Outcome, earlier};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::clean;
use greffe::domain::Money;
use greffe::tables::{Defect, Rule, Subject, TableReader};
use greffe::{DefectRows, KnownTable, TableFile, TableImport, TableSurvey};
use greffe_render::Lang;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// How many defects a person is shown one by one.
const SHOWN: usize = 20;

/// For a program.
pub fn json(
    table: &TableFile<'_>,
    outcome: &Outcome,
    rejects: Option<&Path>,
) -> Result<Value, Failure> {
    let reader = table.reader()?;
    let header = reader.table().header();
    let survey = &outcome.survey;
    let columns = header.labels().iter().zip(header.columns());
    let columns = columns.map(|(label, column)| {
        json!({ "label": label, "column": column.map(greffe::tables::Column::name) })
    });
    let counts = survey.counts.iter().map(|((rule, column), count)| {
        json!({
            "rule": rule.code(), "column": column, "blocking": rule.is_blocking(), "count": count,
            "first_rows": survey.rows.get(&(*rule, *column)).map(|rows| &rows.first),
        })
    });
    let listed: Vec<Value> = survey.defects.iter().map(|defect| one(defect, &reader)).collect();
    let all: u64 = survey.counts.values().sum();
    let unlisted = all.saturating_sub(u64::try_from(listed.len()).unwrap_or(u64::MAX));
    let import = outcome.import.as_ref();
    // A dry run that asks a ledger says what it has of this very table.
    let known = survey.known;
    let asked = survey.earlier.as_ref().map(|_| known.is_some());
    let held = known.map(|known| known.recorded);
    Ok(json!({
        "file": {
            "text": table.hash().to_string(),
            "encoding": table.text().encoding(),
            "media_type": table.text().media_type(),
            "sheet": table.text().sheet(),
            "sheets": table.text().sheets(),
            "delimiter": header.delimiter(),
            "header_row": header.row(),
            "subject": subject(header.subject()),
            "schema": reader.schema().name,
            "columns": columns.collect::<Vec<_>>(),
        },
        "profile": survey.profile,
        "rows": {
            "recordable": survey.recordable,
            "rejected": survey.rejected,
            "unrecorded_sum_cents": survey.unrecorded_sum_cents,
        },
        "facts": survey.facts,
        "defects": { "counts": counts.collect::<Vec<_>>(), "listed": listed, "unlisted": unlisted },
        "observations": earlier::json(survey),
        "ledger_asked": survey.earlier.is_some(),
        "rejects": rejects.map(|path| path.display().to_string()),
        "dry_run": import.is_none(),
        "document": import.map(|(import, _)| import.document).or(known.map(|known| known.document)),
        "already_registered": import.map(|(import, _)| import.known_document).or(asked),
        "recorded": import.map(|(import, _)| import.recorded),
        "already_recorded": import.map(|(import, _)| import.already).or(held),
        "grants_told_elsewhere": import.map(|_| outcome.told),
        "recorded_otherwise": import.map(|(import, _)| json!({
            "count": import.differing, "entries": import.otherwise,
        })),
        "head": import.map(|(_, head)| head),
    }))
}

fn one(defect: &Defect, reader: &TableReader<'_>) -> Value {
    let words = defect.rule.words();
    json!({
        "row": defect.row,
        "column": defect.column.map(greffe::tables::Column::name),
        "label": defect.column.and_then(|column| reader.table().header().label(column)),
        "value": defect.value,
        "rule": defect.rule.code(),
        "schema": defect.schema,
        "blocking": defect.rule.is_blocking(),
        "fr": words.fr,
        "en": words.en,
    })
}

const fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Grants => "grants",
        Subject::Deliberations => "deliberations",
    }
}

/// For a person.
pub fn text(
    table: &TableFile<'_>,
    outcome: &Outcome,
    rejects: Option<&Path>,
    context: &Context,
) -> Result<String, Failure> {
    let reader = table.reader()?;
    let survey = &outcome.survey;
    let mut out = described(table, &reader, context);
    let p = &survey.profile;
    let rows = many(context, p.rows, ("ligne", "lignes"), ("row", "rows"));
    let blank = context.say("vides", "blank");
    let aside = context.say("titres, notes et totaux", "headings, notes and totals");
    let set_aside = p.note_rows + p.total_rows + p.repeated_headers;
    line(&mut out, &format!("{rows}, {} {blank}, {set_aside} {aside}", p.blank_rows));
    if reader.table().header().subject() == Subject::Grants {
        line(&mut out, &sum(survey, context));
    }
    defects(&mut out, survey, context);
    earlier::lines(&mut out, survey, context);
    line(&mut out, "");
    if let Some(path) = rejects {
        let fr = (
            "ligne rejetée, à corriger puis importer",
            "lignes rejetées, à corriger puis importer",
        );
        let en = (
            "row rejected, to be corrected and imported",
            "rows rejected, to be corrected and imported",
        );
        let said = many(context, survey.rejected, fr, en);
        line(&mut out, &format!("{}{} {said}", path.display(), context.say(" :", ":")));
    }
    match &outcome.import {
        None => {
            if let Some(known) = survey.known {
                line(&mut out, &known_already(known, survey, context));
            }
            let fr = (
                "ligne inscriptible, rien n'est inscrit (essai)",
                "lignes inscriptibles, rien n'est inscrit (essai)",
            );
            let en = (
                "row can be recorded, nothing is (dry run)",
                "rows can be recorded, nothing is (dry run)",
            );
            line(&mut out, &format!("{}.", many(context, survey.recordable, fr, en)));
        }
        Some((import, head)) => {
            let first =
                context.entries_recorded(usize::try_from(import.recorded).unwrap_or(usize::MAX));
            let second = context.say("déjà au registre", "already recorded");
            // The table's own entry is none of these, nor is the opening of the ledger.
            let itself =
                context.say("le tableau lui-même est l'inscription", "the table itself is entry");
            let semicolon = context.say(" ;", ";");
            let (already, document) = (import.already, import.document);
            let counted = format!("{first}, {already} {second}{semicolon} {itself} {document}.");
            line(&mut out, &counted);
            if import.differing > 0 {
                line(&mut out, &otherwise(import, context));
            }
            line(
                &mut out,
                &format!("{} {head}", context.say("Tête du registre :", "Head of the ledger:")),
            );
        }
    }
    Ok(out)
}

/// The sum of the amounts, with what of it is not recorded: it is the table's, and what a person compares with its
/// total must not hide what is left out.
fn sum(survey: &TableSurvey, context: &Context) -> String {
    let money = |cents| greffe_render::money(context.lang, Money::from_cents(cents));
    let said = context.say("somme des montants lus :", "sum of the amounts read:");
    let all = money(survey.profile.data_sum_cents);
    if survey.unrecorded_sum_cents == 0 {
        return format!("{said} {all}");
    }
    let left_out = money(survey.unrecorded_sum_cents);
    match context.lang {
        Lang::Fr => format!("{said} {all}, dont {left_out} en lignes qui ne s'inscrivent pas"),
        Lang::En => {
            format!("{said} {all}, of which {left_out} in rows of which nothing is recorded")
        }
    }
}

/// Every defect, counted with its columns and first rows, then those that keep a row from being recorded.
fn defects(out: &mut String, survey: &TableSurvey, context: &Context) {
    let rules: BTreeSet<Rule> = survey.counts.keys().map(|(rule, _)| *rule).collect();
    let counted: Vec<String> = rules.into_iter().map(|rule| cause(rule, survey, context)).collect();
    if !counted.is_empty() {
        line(
            out,
            context.say(
                "\nDéfauts (✗ empêche l'inscription) :",
                "\nDefects (✗ keeps the row from being recorded):",
            ),
        );
        for defect in &counted {
            line(out, defect);
        }
    }
    let blocking: Vec<&Defect> = survey.defects.iter().filter(|d| d.rule.is_blocking()).collect();
    if !blocking.is_empty() {
        line(out, context.say("\nLignes rejetées :", "\nRows rejected:"));
    }
    // What keeps a row out in several of its cells is said once of them.
    let mut causes: Vec<Vec<&Defect>> = Vec::new();
    for defect in blocking {
        let same = |cells: &&mut Vec<&Defect>| {
            cells.iter().any(|other| (other.row, other.rule) == (defect.row, defect.rule))
        };
        // The cells of a row follow each other.
        match causes.iter_mut().rev().take(Rule::ALL.len()).find(same) {
            Some(cells) => cells.push(defect),
            None => causes.push(vec![defect]),
        }
    }
    for cells in causes.iter().take(SHOWN) {
        let Some(first) = cells.first() else { continue };
        let (row, code) = (first.row, first.rule.code());
        let cells: Vec<String> = cells.iter().map(|defect| cell(defect)).collect();
        let word = context.say("ligne", "row");
        line(out, &format!("  {word} {row} {} : {code}", cells.join(", ")));
    }
    if causes.len() > SHOWN {
        line(
            out,
            context.say("  … (--rejects les écrit toutes)", "  … (--rejects writes them all)"),
        );
    }
}

/// Columns that have a defect on the same rows.
type Place<'s> = (Vec<&'s str>, Option<&'s DefectRows>);

/// A defect with the columns that have it: those that have it on the same rows stand together before these.
fn cause(rule: Rule, survey: &TableSurvey, context: &Context) -> String {
    let of_rule = survey.counts.iter().filter(|((of, _), _)| *of == rule);
    let mut count = 0;
    let mut places: Vec<Place<'_>> = Vec::new();
    for ((_, column), times) in of_rule {
        count += times;
        let rows = survey.rows.get(&(rule, *column));
        match places.iter_mut().find(|(_, others)| *others == rows) {
            Some((columns, _)) => columns.extend(*column),
            None => places.push((column.iter().copied().collect(), rows)),
        }
    }
    let places = places.iter().map(|(columns, rows)| {
        let rows = rows.map(|rows| on_rows(rows, context)).unwrap_or_default();
        format!("{}{rows}", columns.join(", ")).trim_start().to_owned()
    });
    let places: Vec<String> = places.collect();
    let (words, code) = (rule.words(), rule.code());
    let sign = if rule.is_blocking() { "✗" } else { "·" };
    let said = context.say(words.fr, words.en);
    format!("  {sign} {count} × {code} {} : {said}", places.join(", "))
}

/// A cell at fault: its column and what stands there.
fn cell(defect: &Defect) -> String {
    let column = defect.column.map_or("", greffe::tables::Column::name);
    let value = clean(&defect.value).replace('\n', " ");
    format!("{column} « {value} »").trim_start().to_owned()
}

/// That the ledger has this very table, and how much of it.
fn known_already(known: KnownTable, survey: &TableSurvey, context: &Context) -> String {
    let (document, recorded) = (known.document, known.recorded);
    let all: u64 = survey.facts.values().sum();
    match context.lang {
        Lang::Fr => format!(
            "Ce tableau même est déjà au registre (inscription {document}), et {recorded} de ses {all} faits : \
             l'importer n'inscrirait que ce qui manque."
        ),
        Lang::En => format!(
            "This very table is in the ledger already (entry {document}), and {recorded} of its {all} facts: \
             importing it would record only what is missing."
        ),
    }
}

/// What the table tells otherwise than the ledger does, and what to do about it.
fn otherwise(import: &TableImport, context: &Context) -> String {
    let listed: Vec<String> =
        import.otherwise.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = if import.differing > listed.len() as u64 { ", …" } else { "" };
    let fr = (
        "inscription dit autre chose que sa ligne corrigée, et reste telle quelle",
        "inscriptions disent autre chose que leur ligne corrigée, et restent telles quelles",
    );
    let en = (
        "entry says something else than its corrected row, and stands as it is",
        "entries say something else than their corrected rows, and stand as they are",
    );
    let said = many(context, import.differing, fr, en);
    let first = listed.first().map_or("", String::as_str);
    let remedy = format!(
        "{} greffe correct {first} --set {} --reason {}",
        context.say("pour en rectifier une,", "to correct one,"),
        context.say("CHAMP=VALEUR", "FIELD=VALUE"),
        context.say("TEXTE", "TEXT"),
    );
    format!("{said} ({}{more}){} {remedy}", listed.join(", "), context.say(" ;", ";"))
}

/// Where a defect is: ` (lignes 3, 7, 12 et 40 autres)`.
fn on_rows(rows: &DefectRows, context: &Context) -> String {
    let more = rows.count.saturating_sub(rows.first.len() as u64);
    let mut named: Vec<String> = rows.first.iter().map(ToString::to_string).collect();
    let and = context.say("et", "and");
    let last = match more {
        0 => named.pop().unwrap_or_default(),
        _ => many(context, more, ("autre", "autres"), ("other", "others")),
    };
    let word = match rows.count {
        1 => context.say("ligne", "row"),
        _ => context.say("lignes", "rows"),
    };
    if named.is_empty() {
        return format!(" ({word} {last})");
    }
    format!(" ({word} {} {and} {last})", named.join(", "))
}

fn many(context: &Context, n: u64, fr: (&str, &str), en: (&str, &str)) -> String {
    greffe_render::count(context.lang, usize::try_from(n).unwrap_or(usize::MAX), fr, en)
}

/// What kind of table it is.
fn described(table: &TableFile<'_>, reader: &TableReader<'_>, context: &Context) -> String {
    let header = reader.table().header();
    let what = match header.subject() {
        Subject::Grants => context.say("subventions", "grants"),
        Subject::Deliberations => context.say("délibérations", "deliberations"),
    };
    let sheet = table.text().sheet().map(|sheet| format!(", « {} »", clean(sheet)));
    // Nobody should take one sheet of a year's workbook for the whole of it.
    let others = table.text().sheets().iter().filter(|s| Some(s.as_str()) != table.text().sheet());
    let others: Vec<String> = others.map(|sheet| format!("« {} »", clean(sheet))).collect();
    let row = context.say("en-tête en ligne", "header in row");
    let mut out = format!(
        "{what} · {}{} · « {} » · {row} {} · {}\n",
        table.text().encoding(),
        sheet.unwrap_or_default(),
        header.delimiter(),
        header.row(),
        reader.schema().name,
    );
    if !others.is_empty() {
        let said = context.say("feuilles non lues (--sheet)", "sheets not read (--sheet)");
        line(&mut out, &format!("{said} : {}", others.join(", ")));
    }
    out
}

fn line(out: &mut String, text: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(out, "{text}");
}
