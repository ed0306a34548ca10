//! `greffe import`: records the rows of a table, or a receipt of transmission.
//!
//! What the ledger has already is passed over, so an import that was interrupted is simply run
//! again. Exit code 1 says that rows were rejected, the others being recorded, or that the ledger has a row
//! otherwise than the table tells it.

mod earlier;
mod report;

use super::recorder;
use crate::args::{Format, Import};
use crate::context::Context;
use crate::failure::{ANOMALY, DONE, Failure};
use crate::{input, output};
use greffe::tables::{Rejects, Words};
use greffe::{Error, Ledger, TableFile, TableImport, TableOptions, TableStep, TableSurvey};
use greffe_render::Lang;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// See the module.
pub async fn run(args: &Import, context: &Context) -> Result<u8, Failure> {
    let bytes = input::bytes(&args.table)?;
    let name = input::name(&args.table);
    if is_xml(&bytes) {
        return receipt(args, &name, &bytes, context).await;
    }
    let options = TableOptions {
        institution: args.reading.institution.clone(),
        sheet: args.sheet.clone(),
        schema: args.against.clone(),
    };
    let table = TableFile::read(&name, &bytes, options)?;
    let ledger =
        if args.dry_run { at_hand(context) } else { Some(Ledger::open(&context.ledger_dir())?) };
    let stands = match args.rejects.as_deref() {
        Some(to) if to.exists() => Some(written_before(to, &table, ledger.as_ref())?),
        _ => None,
    };
    let to = args.rejects.as_deref().filter(|_| stands.is_none());
    let mut rejected = to.map(|to| Rejected::new(to, &table, context)).transpose()?;
    let bar = bar(table.text().text().len(), context);
    let mut watch = |step: TableStep<'_>| {
        bar.set_position(u64::try_from(step.row.record.span.end).unwrap_or(u64::MAX));
        match &mut rejected {
            Some(rejected) if step.reading.is_rejected() => rejected.add(step),
            _ => Ok(()),
        }
    };
    let import = if let (Some(ledger), false) = (&ledger, args.dry_run) {
        let by = recorder(args.reading.by.as_ref());
        let before = ledger.head().count;
        let import = ledger.import_table(&table, &by, &mut watch).await?;
        let told = if import.recorded == 0 { 0 } else { ledger.told_elsewhere(before)? };
        let head = ledger.head();
        let head = format!("{}:{}", head.count, head.hash);
        Outcome { survey: import.survey.clone(), import: Some((import, head)), told }
    } else {
        if !table.names_body() {
            output::note(context.say(
                "aucune colonne ne nomme la collectivité : donner --institution, sans quoi rien ne sera \
                 inscrit",
                "no column names the body: give --institution, or nothing will be recorded",
            ));
        }
        let survey = table.survey(ledger.as_ref(), &mut watch)?;
        Outcome { survey, import: None, told: 0 }
    };
    bar.finish_and_clear();
    let rejects = rejected.map(Rejected::finish).transpose()?.flatten().or(stands);
    if context.format == Format::Json {
        output::json(&report::json(&table, &import, rejects.as_deref())?)?;
    } else {
        output::text(&report::text(&table, &import, rejects.as_deref(), context)?)?;
    }
    super::matching::say_told_elsewhere(import.told, context);
    let differing = import.import.as_ref().is_some_and(|(import, _)| import.differing > 0);
    Ok(if import.survey.rejected == 0 && !differing { DONE } else { ANOMALY })
}

/// The ledger that a dry run asks what it has, if there is one: none is needed.
fn at_hand(context: &Context) -> Option<Ledger> {
    if !context.ledger_dir().exists() {
        return None;
    }
    let opened = super::open(context);
    if let Err(failure) = &opened {
        let said = context.say(
            "le registre n'est pas consulté, l'essai ne dit que ce que dit le tableau",
            "the ledger is not asked, the dry run says what the table says alone",
        );
        output::note(&format!("{said} : {}", failure.told(context)));
    }
    opened.ok()
}

/// A rejects file that a dry run of the same table wrote, in whichever language: it is what this run would write,
/// and stays. Any other file in its place is refused, before anything is recorded.
fn written_before(
    to: &Path,
    table: &TableFile<'_>,
    ledger: Option<&Ledger>,
) -> Result<PathBuf, Failure> {
    let reader = table.reader()?;
    let begin = |said| Rejects::new(Vec::new(), reader.table().header(), said);
    let mut expected = [begin(french), begin(english)];
    table.survey(ledger, &mut |step: TableStep<'_>| {
        for rejects in expected.iter_mut().filter(|_| step.reading.is_rejected()).flatten() {
            rejects.add(&step.row.record, step.reading).map_err(Error::Rejects)?;
        }
        Ok(())
    })?;
    let found = std::fs::read(to).map_err(Error::Rejects)?;
    for rejects in expected {
        if rejects.and_then(Rejects::finish).map_err(Error::Rejects)? == found {
            return Ok(to.to_owned());
        }
    }
    Err(Failure::already_exists(to))
}

const fn french(words: Words) -> &'static str {
    words.fr
}

const fn english(words: Words) -> &'static str {
    words.en
}

/// What a run found, and what it recorded unless it was dry.
pub struct Outcome {
    survey: TableSurvey,
    /// With the head afterwards.
    import: Option<(TableImport, String)>,
    /// How many of its grants another document may tell of, too.
    told: usize,
}

/// A file that begins with an element or a declaration of XML: no table does.
fn is_xml(bytes: &[u8]) -> bool {
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bare.trim_ascii_start().starts_with(b"<")
}

async fn receipt(
    args: &Import,
    name: &str,
    bytes: &[u8],
    context: &Context,
) -> Result<u8, Failure> {
    let institution = args.reading.institution.as_deref();
    if args.dry_run {
        let refused = |source| Error::Receipt { name: name.to_owned(), source };
        let read = greffe::tables::receipt(bytes, institution, |_| String::new());
        let read = read.map_err(refused)?;
        let data = read.event.data().map_err(|e| Failure::internal(&e))?;
        let (stream, kind) = (read.stream.to_string(), read.event.kind());
        if context.format == Format::Json {
            output::json(&json!({
                "file": name, "dry_run": true, "stream": stream, "kind": kind, "data": data,
            }))?;
        } else {
            let said = context.say("rien n'est inscrit (essai)", "nothing is recorded (dry run)");
            output::text(&format!("{kind} · {stream} · {} : {said}.", read.effective))?;
        }
        return Ok(DONE);
    }
    let ledger = Ledger::open(&context.ledger_dir())?;
    let by = recorder(args.reading.by.as_ref());
    let (entry, known) = ledger.import_receipt(name, bytes, institution, &by).await?;
    if context.format == Format::Json {
        output::json(&json!({
            "file": name, "dry_run": false, "entry": entry, "already_recorded": known,
        }))?;
    } else {
        let said = if known {
            context.say("déjà inscrit", "already recorded")
        } else {
            context.say("accusé de réception inscrit", "receipt recorded")
        };
        output::text(&format!("{name} : {said} ({entry})."))?;
    }
    Ok(DONE)
}

/// Drawn on standard error, and only on a terminal.
fn bar(bytes: usize, context: &Context) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(bytes).unwrap_or(u64::MAX));
    let words = context.say("lus, reste {eta}", "read, {eta} left");
    let template = format!("{{bar:30}} {{percent}} % {words}");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar
}

/// The rejects file, which appears whole or not at all, and never in the place of another.
struct Rejected {
    to: PathBuf,
    rejects: Rejects<BufWriter<NamedTempFile>>,
}

impl Rejected {
    fn new(to: &Path, table: &TableFile<'_>, context: &Context) -> Result<Rejected, Failure> {
        if to.exists() {
            return Err(Failure::already_exists(to));
        }
        let beside = to.parent().filter(|dir| !dir.as_os_str().is_empty());
        let file =
            NamedTempFile::new_in(beside.unwrap_or(Path::new("."))).map_err(Error::Rejects)?;
        let reader = table.reader()?;
        let said = if context.lang == Lang::Fr { french } else { english };
        let rejects = Rejects::new(BufWriter::new(file), reader.table().header(), said);
        Ok(Rejected { to: to.to_owned(), rejects: rejects.map_err(Error::Rejects)? })
    }

    fn add(&mut self, step: TableStep<'_>) -> Result<(), Error> {
        self.rejects.add(&step.row.record, step.reading).map_err(Error::Rejects)
    }

    /// Puts the file in its place, if any row was rejected.
    fn finish(self) -> Result<Option<PathBuf>, Failure> {
        if self.rejects.count() == 0 {
            return Ok(None);
        }
        let out = self.rejects.finish().map_err(Error::Rejects)?;
        let file = out.into_inner().map_err(|e| Error::Rejects(e.into_error()))?;
        file.as_file().sync_all().map_err(Error::Rejects)?;
        let refused = |e: tempfile::PersistError| Failure::unwritten("rejects", &self.to, &e.error);
        file.persist_noclobber(&self.to).map_err(refused)?;
        Ok(Some(self.to))
    }
}
