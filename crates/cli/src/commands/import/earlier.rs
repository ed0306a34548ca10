//! What is said where a table of the same body and year was imported earlier from another file: an observation,
//! which keeps nothing from being recorded.

use crate::context::Context;
use crate::output::clean;
use greffe::{EarlierTable, TableSurvey};
use greffe_render::Lang;
use serde_json::{Value, json};
use std::fmt::Write;

/// The code of the observation.
const CODE: &str = "earlier-table";
/// How many tables a person is shown, and how many streams of each.
const SHOWN: usize = 5;

/// For a program: every such table; null where no ledger was asked.
pub fn json(survey: &TableSurvey) -> Value {
    let one = |table: &EarlierTable| {
        json!({
            "code": CODE,
            "document": table.document,
            "name": table.name,
            "text": table.text,
            "streams": table.streams,
            "rows": survey.recordable,
            "identical_rows": table.identical,
            "first_identical_rows": table.first_identical,
            "fr": said(table, survey, Lang::Fr),
            "en": said(table, survey, Lang::En),
        })
    };
    survey.earlier.as_ref().map_or(Value::Null, |tables| tables.iter().map(one).collect())
}

/// For a person.
pub fn lines(out: &mut String, survey: &TableSurvey, context: &Context) {
    let Some(tables) = survey.earlier.as_ref().filter(|tables| !tables.is_empty()) else { return };
    // Writing to a text cannot fail.
    let _ = writeln!(out, "{}", context.say("\nDéjà au registre :", "\nIn the ledger already:"));
    let colon = context.say(" :", ":");
    for table in tables.iter().take(SHOWN) {
        let mut streams = table.streams.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
        if table.streams.len() > SHOWN {
            streams.push_str(", …");
        }
        let said = clean(&said(table, survey, context.lang));
        let _ = writeln!(out, "  ! {CODE}{colon} {}{colon} {said}", clean(&streams));
    }
    if tables.len() > SHOWN {
        let more =
            context.say("  … (--format json les donne tous)", "  … (--format json gives all)");
        let _ = writeln!(out, "{more}");
    }
}

/// The first rows that are there already: ` (lignes 2, 3, 5, …)`.
fn named(first: &[u64], all: u64, (one, several): (&str, &str)) -> String {
    if first.is_empty() {
        return String::new();
    }
    let word = if first.len() == 1 { one } else { several };
    let mut rows = first.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if all > first.len() as u64 {
        rows.push_str(", …");
    }
    format!(" ({word} {rows})")
}

/// What is there, how much of it is the same, and what to do.
fn said(table: &EarlierTable, survey: &TableSurvey, lang: Lang) -> String {
    let (name, document, rows) = (&table.name, table.document, survey.recordable);
    match lang {
        Lang::Fr => {
            let same = match table.identical {
                Some(same) => format!(
                    "lignes qui y sont cellule pour cellule, telles quelles ou par ses rejets corrigés : {same} \
                     sur {rows}{}",
                    named(&table.first_identical, same, ("ligne", "lignes"))
                ),
                None => {
                    "son texte n'est plus tenu, ses lignes ne peuvent être comparées".to_owned()
                }
            };
            format!(
                "un tableau de mêmes collectivité et exercice a déjà été importé d'un autre fichier, \
                 « {name} » (inscription {document}) ; {same}. Rien n'est fusionné : chaque ligne de \
                 celui-ci est une inscription à part. Si c'est le même tableau republié, ne pas l'importer \
                 mais rectifier les inscriptions des lignes changées (greffe correct) ; s'il est déjà \
                 inscrit, annuler celles de l'un des deux (greffe void)"
            )
        }
        Lang::En => {
            let same = match table.identical {
                Some(same) => format!(
                    "rows that stand there cell for cell, as they came or by its corrected rejects: {same} of \
                     {rows}{}",
                    named(&table.first_identical, same, ("row", "rows"))
                ),
                None => "its text is not held any more, so its rows cannot be compared".to_owned(),
            };
            format!(
                "a table of the same body and year was imported before from another file, « {name} » \
                 (entry {document}); {same}. Nothing is merged: each row of this one is an entry of its own. \
                 If it is the same table published again, do not import it but correct the entries of the rows \
                 that changed (greffe correct); if it is recorded already, void those of one of the two \
                 (greffe void)"
            )
        }
    }
}
