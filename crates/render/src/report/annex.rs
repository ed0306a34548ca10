//! The annex: every entry that the report cites, with the passages cited where they stand in their
//! document, and the way back to each citation.

use super::desk::{Cited, Desk, anchor};
use super::{Quoted, SourceEntry, SourcePassage, Sources};
use crate::figures;
use crate::ink::visible;
use crate::words::Words as _;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The numbers of the citations of an entry, and of its passages.
type Back = BTreeMap<Option<usize>, Vec<u64>>;

pub(super) fn section(desk: &Desk<'_>, sources: &dyn Sources) -> Markup {
    let mut entries: BTreeMap<u64, Back> = BTreeMap::new();
    for ((entry, passage), numbers) in desk.cited() {
        entries.entry(entry).or_default().insert(passage, numbers);
    }
    html! {
        p { (desk.pick(
            "Chaque inscription citée, avec les passages cités là où ils se trouvent. Les flèches ramènent aux citations.",
            "Every entry cited, with the passages cited where they stand. The arrows lead back to the citations.",
        )) }
        @for (entry, back) in &entries { (one(desk, sources, *entry, back)) }
    }
}

fn one(desk: &Desk<'_>, sources: &dyn Sources, entry: u64, back: &Back) -> Markup {
    let source = sources.source(desk.cx.lang(), entry);
    html! {
        article.entry {
            div.head {
            h3 id=(anchor((entry, None))) {
                "[" (entry) "] "
                @match &source {
                    Some(source) => (source.sentence),
                    None => (desk.pick("Cette inscription ne peut être lue.",
                        "This entry cannot be read.")),
                }
                (arrows(desk, back.get(&None)))
            }
            @if let Some(source) = &source { p.meta { (meta(desk, source)) } }
            }
            @if let Some(source) = &source { (passages(desk, source, entry, back)) }
        }
    }
}

fn meta(desk: &Desk<'_>, source: &SourceEntry) -> Markup {
    let lang = desk.cx.lang();
    html! {
        (figures::date(lang, &source.effective)) " · " (source.grade.words(lang)) " · "
        code { (source.stream) } " · "
        (desk.pick("inscrit par", "recorded by")) " " (crate::ink::clean(&source.recorded_by)) ", "
        span.instant { (source.recorded_at) }
    }
}

/// The passages cited; those that bear the whole fact where the entry alone is.
fn passages(desk: &Desk<'_>, source: &SourceEntry, entry: u64, back: &Back) -> Markup {
    let cited_alone = back.keys().all(Option::is_none);
    let whole = |passage: &SourcePassage| passage.fields.is_empty();
    let any_whole = source.passages.iter().any(whole);
    let shown = source.passages.iter().enumerate().filter(|(at, passage)| {
        back.contains_key(&Some(at + 1)) || (cited_alone && (whole(passage) || !any_whole))
    });
    let shown: Vec<(usize, &SourcePassage)> =
        shown.map(|(at, passage)| (at + 1, passage)).collect();
    html! {
        @if source.passages.is_empty() {
            p { (desk.pick("Cette inscription ne cite aucun document.",
                "This entry cites no document.")) }
        }
        @for (number, passage) in shown {
            (quoted(desk, (entry, Some(number)), passage, back.get(&Some(number))))
        }
        // A reference into an entry whose passage cannot be found still leads somewhere.
        @for missing in back.keys().filter_map(|p| *p).filter(|p| *p > source.passages.len()) {
            p id=(anchor((entry, Some(missing)))) { (desk.pick("Passage absent.", "Passage absent.")) }
        }
    }
}

fn quoted(
    desk: &Desk<'_>,
    cited: Cited,
    passage: &SourcePassage,
    back: Option<&Vec<u64>>,
) -> Markup {
    let (entry, number) = (cited.0, cited.1.unwrap_or_default());
    let line = passage.quoted.as_ref().map(|q| q.line);
    let page = passage.quoted.as_ref().and_then(|q| q.page);
    html! {
        figure.passage id=(anchor(cited)) {
            figcaption {
                "[" (entry) "." (number) "] " (crate::ink::clean(&passage.document))
                @if let Some(page) = page { ", page " (page) }
                @if let Some(line) = line { ", " (desk.pick("ligne", "line")) " " (line) }
                ", " (desk.pick("octets", "bytes")) " " (passage.span.0) "–" (passage.span.1)
                @if !passage.fields.is_empty() { " · " code { (passage.fields.join(" ")) } }
                (arrows(desk, back))
            }
            @match (&passage.quoted, &passage.erased) {
                (Some(Quoted { before, text, after, .. }), _) => blockquote {
                    (visible(before.trim_start_matches(is_blank)))
                    mark { (visible(text)) }
                    (visible(after.trim_end()))
                },
                (None, Some(erased)) => p.doubt { (erased) },
                (None, None) => p.doubt { (desk.pick("Le texte n'est plus tenu, ou il est endommagé.",
                    "The text is no longer held, or it is damaged.")) },
            }
        }
    }
}

/// Links back to the places that cite it.
fn arrows(desk: &Desk<'_>, numbers: Option<&Vec<u64>>) -> Markup {
    let label = desk.pick("Retour à la citation", "Back to citation");
    html! {
        @if let Some(numbers) = numbers {
            span.back { @for number in numbers {
                " " a href={ "#c-" (number) } aria-label={ (label) " " (number) } { "↑" (number) }
            } }
        }
    }
}

/// A line end, or what is left of an empty line.
fn is_blank(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{c}')
}
