//! `greffe show`: opens an entry, one of its passages, or a registered document.

use super::log::overriders;
use super::open;
use crate::args::{Format, Show};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::references::entry_number;
use greffe::chain::{Entry, Hash};
use greffe::domain::{Content, Erasure, Passage};
use greffe::{Error, Excerpt, Ledger, Texts};
use greffe_render::{Lang, erased_words, event_sentence, given_way, paragraph};
use serde_json::{Value, json};
use std::fmt::Write;

/// The longest passage shown in full; longer ones are cut in text, never in JSON.
const LONGEST_SHOWN: usize = 600;

/// See the module.
pub fn run(args: &Show, context: &Context) -> Result<u8, Failure> {
    let ledger = open(context)?;
    let reference = args.reference.trim_start_matches(['[', '#']).trim_end_matches(']');
    let of_entry =
        reference.bytes().all(|b| b.is_ascii_digit() || b == b'.') && reference.len() < 8;
    if of_entry && (args.text || args.original) {
        return Err(Failure::usage(
            "not-a-document",
            "--text et --original ouvrent un document : donner son empreinte".to_owned(),
            "--text and --original open a document: give its hash".to_owned(),
        ));
    }
    match reference.split_once('.') {
        Some((seq, place)) => match entry_number(seq).zip(small(place)) {
            Some((seq, place)) => entry(&ledger, seq, Some(place), context)?,
            None => return Err(Failure::not_found(reference)),
        },
        None => match entry_number(reference) {
            // Eight digits or more may begin a hash; an entry of that number comes first.
            Some(seq) if ledger.entry(seq)?.is_some() => entry(&ledger, seq, None, context)?,
            _ => document(&ledger, reference, args, context)?,
        },
    }
    Ok(DONE)
}

fn document(ledger: &Ledger, hash: &str, args: &Show, context: &Context) -> Result<(), Failure> {
    let hash = hash.to_lowercase();
    // A digest in the place of a value leads to the value, as long as it is held.
    if let Ok(digest) = hash.parse::<Hash>()
        && let Some(value) = ledger.unsealed(digest)?
    {
        return match context.format {
            Format::Json => output::json(&json!({ "sealed": hash, "value": value })),
            Format::Text => output::text(&output::clean(&value)),
        };
    }
    let documents = ledger.documents()?;
    let meant = |full: &str| hash.len() >= 8 && full.starts_with(&hash);
    let named: Vec<_> = documents
        .iter()
        .filter(|d| meant(&d.registered.text) || meant(&d.registered.original))
        .collect();
    let found = match named.as_slice() {
        [found] => found,
        [] => {
            let digest = hash.parse::<Hash>().ok();
            let erased = digest.map(|digest| ledger.erasure(digest)).transpose()?.flatten();
            let absent = || Failure::not_found(&hash);
            return Err(erased.map_or_else(absent, |erasure| gone(&hash, &erasure)));
        }
        [_, _, ..] => {
            return Err(Failure::usage(
                "ambiguous",
                format!("« {hash} » commence plusieurs empreintes ; en donner davantage"),
                format!("\u{ab} {hash} \u{bb} begins several hashes; give more of it"),
            ));
        }
    };
    let registered = &found.registered;
    let bytes = |hex: &String| -> Result<Vec<u8>, Failure> {
        let hash: Hash = hex.parse().map_err(|_| Failure::not_found(hex))?;
        match ledger.erasure(hash)? {
            Some(erasure) => Err(gone(hex, &erasure)),
            None => Ok(ledger.document(hash)?),
        }
    };
    if args.text {
        return output::bytes(&bytes(&registered.text)?);
    }
    if args.original {
        return output::bytes(&bytes(&registered.original)?);
    }
    match context.format {
        Format::Json => {
            let data = serde_json::to_value(registered).map_err(|e| Failure::internal(&e))?;
            output::json(&json!({ "entry": found.entry, "document": data }))
        }
        Format::Text => {
            let (file, text) = (context.say("fichier", "file"), context.say("texte", "text"));
            let bytes = context.say("octets", "bytes");
            output::text(&output::clean(&format!(
                "{}\n  {file} {} ({} {bytes}, {}, {})\n  {text} {} ({} {bytes}){}\n  greffe show {} --text",
                registered.name,
                registered.original,
                registered.original_bytes,
                registered.media_type,
                registered.encoding,
                registered.text,
                registered.text_bytes,
                registered
                    .extracted
                    .as_ref()
                    .map(|e| format!(", {} {}", e.extractor, e.version))
                    .unwrap_or_default(),
                registered.text.get(..12).unwrap_or_default(),
            )))
        }
    }
}

/// The place of a source among those of an entry.
fn small(text: &str) -> Option<usize> {
    entry_number(text).and_then(|place| usize::try_from(place).ok())
}

/// The answer in the place of a value or a document that was erased.
fn gone(hash: &str, erasure: &Erasure) -> Failure {
    let words = |lang| erased_words(lang, erasure);
    Failure::unreadable(
        "erased",
        format!("{hash} : {} ; inscription {}", words(Lang::Fr), erasure.entry),
        format!("{hash}: {}; entry {}", words(Lang::En), erasure.entry),
    )
}

fn entry(
    ledger: &Ledger,
    seq: u64,
    place: Option<usize>,
    context: &Context,
) -> Result<(), Failure> {
    let bytes = ledger.entry(seq)?.ok_or_else(|| Failure::not_found(&seq.to_string()))?;
    let parsed =
        Entry::parse(&bytes).map_err(|e| Error::Entry { seq: Some(seq), reason: e.to_string() })?;
    let sources: Vec<Passage> = parsed
        .sources()
        .iter()
        .map(|s| Passage {
            document: s.document.to_string(),
            span: (s.span[0], s.span[1]),
            fields: s.fields.clone(),
        })
        .collect();
    let chosen: Vec<(usize, &Passage)> = match place {
        None => sources.iter().enumerate().collect(),
        Some(place) => {
            let found = place.checked_sub(1).and_then(|at| Some((at, sources.get(at)?)));
            vec![found.ok_or_else(|| Failure::not_found(&format!("{seq}.{place}")))?]
        }
    };
    let mut texts = Texts::cited_by(ledger, sources.iter().map(|passage| (seq, passage)));
    if context.format == Format::Json {
        return as_json(ledger, &bytes, &parsed, &chosen, &mut texts);
    }
    let mut page = String::new();
    if place.is_none() {
        page.push_str(&output::clean(&header(ledger, &bytes, &parsed, context)?));
    }
    for (at, passage) in chosen {
        if let Some(erasure) = erasure_of(ledger, passage)? {
            let words = erased_words(context.lang, &erasure);
            let _ = writeln!(page, "\n[{seq}.{}] {}\n  {words}", at + 1, passage.document);
            continue;
        }
        let excerpt = texts.excerpt(passage)?;
        page.push_str(&passage_text(seq, at, passage, &excerpt, place.is_some(), context));
    }
    output::text(&page)
}

/// How the text of a passage was erased, if it was.
fn erasure_of(ledger: &Ledger, passage: &Passage) -> Result<Option<Erasure>, Failure> {
    let text = passage.document.parse::<Hash>().ok();
    Ok(text.map(|text| ledger.erasure(text)).transpose()?.flatten())
}

fn header(
    ledger: &Ledger,
    bytes: &[u8],
    entry: &Entry<'_>,
    context: &Context,
) -> Result<String, Failure> {
    let recorded = ledger.decode(bytes)?;
    let sentence = match &recorded.content {
        Content::Known(fact) => event_sentence(context.lang, &fact.event),
        Content::Unknown { kind, .. } | Content::Odd { kind, .. } => kind.clone(),
    };
    let recorded_by = context.say("inscrit par", "recorded by");
    let data: Value = serde_json::from_str(entry.data()).map_err(|e| Failure::internal(&e))?;
    let data = serde_json::to_string_pretty(&data).map_err(|e| Failure::internal(&e))?;
    let sentence = paragraph(context.style, 0, &sentence);
    let by = overriders(ledger, entry.seq())?;
    let given_way = if by.is_empty() {
        String::new()
    } else {
        paragraph(context.style, 0, &given_way(context.lang, &by))
    };
    Ok(format!(
        "{} · {} · {}\n{sentence}{given_way}{} · {} · {recorded_by} {} · {}\nblake3 {}\n{data}\n",
        entry.seq(),
        entry.stream(),
        entry.kind(),
        entry.effective(),
        recorded_grade(entry, context),
        entry.recorded_by(),
        entry.recorded_at(),
        entry.hash(),
    ))
}

/// The grade in the words of the screen; of a code that is not known here, the code.
fn recorded_grade(entry: &Entry<'_>, context: &Context) -> String {
    let code = entry.grade();
    let known = code.parse().ok().map(|grade| greffe_render::grade(context.lang, grade));
    known.map_or_else(|| code.to_owned(), str::to_owned)
}

fn passage_text(
    seq: u64,
    at: usize,
    passage: &Passage,
    excerpt: &Excerpt,
    in_context: bool,
    context: &Context,
) -> String {
    let line = context.say("ligne", "line");
    let fields = if passage.fields.is_empty() {
        String::new()
    } else {
        format!(" · {}", output::clean(&passage.fields.join(" ")))
    };
    let on = excerpt.page.map_or_else(String::new, |page| format!("page {page}, "));
    let mut page = format!(
        "\n[{seq}.{}] {}, {on}{line} {}, [{}, {}]{fields}\n",
        at + 1,
        output::clean(&excerpt.document),
        excerpt.line,
        passage.span.0,
        passage.span.1
    );
    if in_context {
        // The passage stands between marks, so that it shows without colour too.
        let (on, off) = if context.style.colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        let [before, text, after] =
            [&excerpt.before, &excerpt.text, &excerpt.after].map(|words| output::clean(words));
        let words = format!("{before}»»{on}{text}{off}««{after}");
        for line in words.lines() {
            let _ = writeln!(page, "  | {line}");
        }
    } else {
        let words = excerpt.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = words.chars().take(LONGEST_SHOWN).collect();
        let more = if cut.len() < words.len() { " …" } else { "" };
        page.push_str(&paragraph(context.style, 2, &format!("« {cut}{more} »")));
    }
    page
}

fn as_json(
    ledger: &Ledger,
    bytes: &[u8],
    entry: &Entry<'_>,
    chosen: &[(usize, &Passage)],
    texts: &mut Texts<'_>,
) -> Result<(), Failure> {
    let stored: Value = serde_json::from_slice(bytes).map_err(|e| Failure::internal(&e))?;
    let mut passages = Vec::new();
    for (at, passage) in chosen {
        if let Some(erasure) = erasure_of(ledger, passage)? {
            passages.push(json!({
                "reference": format!("{}.{}", entry.seq(), at + 1),
                "document": passage.document,
                "span": passage.span,
                "fields": passage.fields,
                "erased": erasure,
            }));
            continue;
        }
        let excerpt = texts.excerpt(passage)?;
        passages.push(json!({
            "reference": format!("{}.{}", entry.seq(), at + 1),
            "document": passage.document,
            "document_name": excerpt.document,
            "span": passage.span,
            "fields": passage.fields,
            "line": excerpt.line,
            "page": excerpt.page,
            "on_pages": texts.on_pages(passage)?,
            "text": excerpt.text,
        }));
    }
    let mut told = json!({
        "hash": entry.hash().to_string(),
        "entry": stored,
        "passages": passages,
    });
    let by: Vec<u64> = overriders(ledger, entry.seq())?.iter().map(|(by, _)| *by).collect();
    if let Some(told) = told.as_object_mut().filter(|_| !by.is_empty()) {
        told.insert("overridden_by".to_owned(), json!(by));
    }
    output::json(&told)
}
