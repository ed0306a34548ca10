//! `greffe draft`: reads an act into a draft for a person to correct.

use crate::args::{Draft, Format};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::{input, output};
use greffe::{DraftConfidence, DraftFile, DraftNote, DraftPlace, DraftedEvent, ReadOptions};
use greffe_render::Lang;
use serde_json::json;
use std::io::Write;

/// See the module.
pub fn run(args: &Draft, context: &Context) -> Result<u8, Failure> {
    let bytes = input::bytes(&args.file)?;
    let options = ReadOptions { institution: args.institution.clone() };
    let drafted = greffe::draft(&input::name(&args.file), &bytes, &options)?;
    crate::not_read::say(&drafted.draft.document, context);
    let draft = drafted.draft.in_order_of_text();
    // A program takes plain JSON; a person reads the same with comments.
    let text = match context.format {
        Format::Json => serde_json::to_string_pretty(&draft).map_err(|e| Failure::internal(&e))?,
        Format::Text => commented(&draft, &drafted.text, context)?,
    };
    let text = format!("{}\n", text.trim_end());
    let Some(path) = &args.output else {
        output::text(&text)?;
        return Ok(DONE);
    };
    let refused = |e: std::io::Error| Failure::unwritten("output-file", path, &e);
    // A draft that a person has corrected is never overwritten.
    let mut file = std::fs::File::create_new(path).map_err(refused)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(refused)?;
    let sure = draft.events.iter().filter(|e| e.confidence == DraftConfidence::Sure).count();
    let review = draft.events.len() - sure;
    let notes = draft.notes.len();
    if context.format == Format::Json {
        let path = path.display().to_string();
        output::json(&json!({ "draft": path, "sure": sure, "review": review, "notes": notes }))?;
        return Ok(DONE);
    }
    // The act is looked for beside its draft; elsewhere it must be named.
    let beside = path.parent() == args.file.parent();
    let document =
        if beside { String::new() } else { format!(" --document {}", args.file.display()) };
    let path = path.display();
    let count = |n: usize, fr, en| greffe_render::count(context.lang, n, fr, en);
    let sure = count(sure, ("fait sûr", "faits sûrs"), ("fact sure", "facts sure"));
    let notes = count(notes, ("note", "notes"), ("note", "notes"));
    let said = match context.lang {
        Lang::Fr => format!(
            "{path} : {sure}, {review} à vérifier, {notes}. Corriger le fichier, ou \
             greffe review {path}{document} ; puis : greffe record {path}{document}"
        ),
        Lang::En => format!(
            "{path}: {sure}, {review} to review, {notes}. Correct the file, or \
             greffe review {path}{document}; then: greffe record {path}{document}"
        ),
    };
    output::text(&said)?;
    Ok(DONE)
}

/// A draft as a person corrects it: JSON, and above each fact what it says and where.
pub fn commented(draft: &DraftFile, text: &str, context: &Context) -> Result<String, Failure> {
    let lines = Lines::of(text);
    Ok(draft.to_text(|place| {
        let remarks = match place {
            DraftPlace::Top => top(draft, context),
            DraftPlace::Event(at, event) => above(at, event, &lines, context),
            DraftPlace::Note(note) => above_note(note, &lines, context),
        };
        remarks.iter().map(|line| output::clean(line)).collect()
    })?)
}

fn top(draft: &DraftFile, context: &Context) -> Vec<String> {
    let (name, count) = (&draft.document.name, draft.events.len());
    let (fr, en) = (("fait lu", "faits lus"), ("fact", "facts"));
    let counted = greffe_render::count(context.lang, count, fr, en);
    let words = match context.lang {
        Lang::Fr => format!(
            "{name} : {counted}, dans l'ordre du texte ; à vérifier et à corriger ici.\n\
             Sera inscrit ce qui porte \"record\": true. Écarter un fait : false ; le retenir : true.\n\
             Montants en centimes (1 500,50 € : 150050) ; dates AAAA-MM-JJ, AAAA-MM, AAAA, ou XXXX.\n\
             \"span\" : les octets du texte, du premier au dernier exclu, qui disent le fait.\n\
             `greffe schema GENRE` montre ce que \"data\" peut contenir. Ce qui suit // n'est pas lu.\n\
             Sans ces remarques, en JSON pour jq ou un programme : greffe draft --format json."
        ),
        Lang::En => format!(
            "{name}: {counted} as read, in the order of the text; to be checked and corrected here.\n\
             What says \"record\": true will be recorded. To leave a fact out: false; to take it in: true.\n\
             Amounts in cents (€1,500.50: 150050); dates YYYY-MM-DD, YYYY-MM, YYYY, or XXXX.\n\
             \"span\": the bytes of the text, from the first to behind the last, that say the fact.\n\
             `greffe schema KIND` shows what \"data\" may hold. What follows // is not read.\n\
             Without these remarks, as JSON for jq or a program: greffe draft --format json."
        ),
    };
    words.lines().map(str::to_owned).collect()
}

fn above(at: usize, event: &DraftedEvent, lines: &Lines, context: &Context) -> Vec<String> {
    let line = event.sources.first().map(|source| lines.number(source.span.0));
    let line =
        line.map_or_else(String::new, |n| format!(" · {} {n}", context.say("ligne", "line")));
    let standing = match (&event.decided, event.confidence) {
        (Some(decided), _) => {
            let by = context.say("par", "by");
            format!("{} {by} {}, {}", verdict(decided.verdict, context), decided.by, decided.at)
        }
        (None, DraftConfidence::Sure) => context.say("sûr", "sure").to_owned(),
        (None, DraftConfidence::Review) => {
            let review = context.say("à vérifier", "to review");
            let reason = event.reason.as_deref();
            let reason = reason.map(|reason| format!(" ({})", context.told(reason)));
            format!("{review}{}", reason.unwrap_or_default())
        }
    };
    let sentence = greffe_render::data_sentence(context.lang, &event.kind, &event.data);
    vec![format!("{at}{line} · {standing}"), sentence]
}

/// What was decided, in a word.
pub fn verdict(verdict: greffe::domain::ReviewVerdict, context: &Context) -> &'static str {
    use greffe::domain::ReviewVerdict as V;
    match (verdict, context.lang) {
        (V::Accepted, Lang::Fr) => "accepté",
        (V::Edited, Lang::Fr) => "corrigé",
        (V::Rejected, Lang::Fr) => "rejeté",
        (V::Added, Lang::Fr) => "ajouté",
        (_, Lang::En) => verdict.as_str(),
    }
}

fn above_note(note: &DraftNote, lines: &Lines, context: &Context) -> Vec<String> {
    let what = context.told(&note.what);
    let (line, number) = (context.say("ligne", "line"), lines.number(note.span.0));
    vec![format!("{line} {number} · {what}")]
}

/// Where the lines of a text begin.
pub struct Lines(Vec<u64>);

impl Lines {
    /// Of a text.
    pub fn of(text: &str) -> Lines {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let begins = ends.filter_map(|(at, _)| u64::try_from(at + 1).ok());
        Lines(std::iter::once(0).chain(begins).collect())
    }

    /// The number of the line in which a byte stands, from 1.
    pub fn number(&self, byte: u64) -> usize {
        self.0.partition_point(|begin| *begin <= byte)
    }
}
