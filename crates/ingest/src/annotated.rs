//! The annotated text: the one data structure of the pipeline.
//!
//! It holds the registered text untouched, a folded form in which recognisers work, and the map
//! between them, so that whatever is found in the folded form is cited by its bytes in the
//! registered text.
//!
//! Folding undoes what typesetting did: no-break and doubled spaces become one space; a line
//! broken inside a paragraph is joined; `Marie-⏎Claire` is `Marie-Claire`; soft hyphens and
//! zero-width characters go; `’` is `'`; ligatures are letters; accents written apart are joined
//! to their letter; bullets, whatever their glyph, are `• `. A `\n` stands where a paragraph,
//! item, heading or short line begins, `\n\n` where lines were left blank.

use crate::recognise::{Pattern, compile};
use std::ops::Range;
use unicode_normalization::char::{compose, is_combining_mark};

/// The folded form of a registered text, and the map back to its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Annotated {
    folded: String,
    /// For each byte of `folded`, the bytes of `text` that it comes from.
    map: Vec<(usize, usize)>,
    /// The spaces of `folded` that stand for several in the text, and for how many.
    gaps: Vec<(usize, usize)>,
    /// Whether the text was one run of words, so that its lines are guessed.
    lost: bool,
}

/// A line of the text: its byte range without surrounding white space.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    at: usize,
    words: &'a str,
}

impl Annotated {
    /// Folds a text.
    pub(crate) fn new(text: &str) -> Annotated {
        let mut folded = Folder::default();
        let lines: Vec<Line<'_>> = lines(text);
        let full = full_width(&lines);
        let mut before: Option<Line<'_>> = None;
        let mut blanks = 0usize;
        let mut in_item = false;
        for line in &lines {
            if line.words.is_empty() {
                blanks += 1;
                continue;
            }
            let joined = before.map(|before| join(before, *line, blanks, full, in_item));
            if let Some(joined) = joined {
                folded.join(joined, line.at);
            }
            if matches!(joined, None | Some(Join::Break | Join::Blank)) {
                in_item = bullet(line.words).is_some();
            }
            folded.line(*line);
            before = Some(*line);
            blanks = 0;
        }
        let Folder { folded, map, gaps } = folded;
        let lost = run_together(&folded);
        let folded = if lost { relined(folded) } else { folded };
        Annotated { folded, map, gaps, lost }
    }

    /// Whether the text lost its lines.
    pub(crate) const fn lost_its_lines(&self) -> bool {
        self.lost
    }

    /// The folded text, byte for byte as long, in which each gap of at least so many spaces is a
    /// tab: what stood in columns.
    pub(crate) fn columns(&self, least: usize) -> String {
        let mut bytes = self.folded.as_bytes().to_vec();
        for (at, _) in self.gaps.iter().filter(|(_, width)| *width >= least) {
            if let Some(byte) = bytes.get_mut(*at).filter(|byte| **byte == b' ') {
                *byte = b'\t';
            }
        }
        String::from_utf8(bytes).unwrap_or_else(|_| self.folded.clone())
    }

    /// The text in which recognisers work.
    pub(crate) fn folded(&self) -> &str {
        &self.folded
    }

    /// The bytes of the registered text from which a range of the folded text comes, without the
    /// white space around them.
    pub(crate) fn span(&self, range: Range<usize>) -> (u64, u64) {
        let words = self.folded.get(range.clone()).unwrap_or_default();
        let start = range.start + (words.len() - words.trim_start().len());
        let end = range.end - (words.len() - words.trim_end().len());
        let first = self.map.get(start).map_or(0, |(from, _)| *from);
        let last = end.checked_sub(1).and_then(|last| self.map.get(last));
        let last = last.map_or(first, |(_, to)| (*to).max(first));
        let wide = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        (wide(first), wide(last))
    }
}

/// What stands between two lines of the text in the folded form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// Nothing: a word was broken behind its hyphen.
    Glue,
    /// A space: the paragraph goes on.
    Space,
    /// A line feed: something new begins.
    Break,
    /// Two line feeds: lines were left blank.
    Blank,
}

fn join(before: Line<'_>, line: Line<'_>, blanks: usize, full: usize, in_item: bool) -> Join {
    let first = line.words.chars().next().unwrap_or(' ');
    let ended = before.words.ends_with(['.', ';', ':', '!', '?', '»', '…']);
    let goes_on = first.is_lowercase() && !list_item(line.words) && !ended;
    if blanks > 0 {
        // A page or a bullet was broken in the middle of a sentence.
        let broken = width(before.words) * 2 > full && !ended;
        let begins = bullet(line.words).is_some() || list_item(line.words) || heading(line.words);
        let one_item = in_item && blanks == 1 && !begins;
        return if broken && (goes_on || one_item) { Join::Space } else { Join::Blank };
    }
    if bullet(line.words).is_some() || list_item(line.words) || heading(line.words) {
        return Join::Break;
    }
    if broken_word(before.words) && first.is_alphabetic() {
        return Join::Glue;
    }
    // A figure alone on its line is a cell of a table; a year behind *exercice* only goes on.
    if year_goes_on(before.words, line.words) {
        return Join::Space;
    }
    if figure_alone(before.words) || figure_alone(line.words) {
        return Join::Break;
    }
    // A line in columns is a row, or two things side by side: it goes on with nothing.
    if in_columns(before.words) || in_columns(line.words) {
        return Join::Break;
    }
    if opens_attendance(line.words) {
        return Join::Break;
    }
    // Rows that end in an amount, powers, headings with a reference: the next line is another.
    let row = before.words.ends_with('€') || gives_power(before.words) || voted(before.words);
    let heads = numbered(before.words) && !ended && width(before.words) * 10 < full * 9;
    if ((row || heads) && first.is_uppercase())
        || (referenced(before.words) && !referenced(line.words))
    {
        return Join::Break;
    }
    // A line that does not fill the page ends a paragraph, unless the sentence clearly goes on.
    let short = width(before.words) * 10 < full * 7;
    let hanging = before.words.ends_with([',', '-', '–']) || goes_on;
    if (short && !hanging) || heading(before.words) { Join::Break } else { Join::Space }
}

/// A heading in capitals behind its reference: `AB-2031-07 – SUBVENTION EXCEPTIONNELLE`.
fn referenced(words: &str) -> bool {
    let Some((reference, title)) = words.split_once(is_blank) else { return false };
    let digits = reference.bytes().filter(u8::is_ascii_digit).count();
    let marked = digits >= 3 && reference.contains(['-', '/', '_', '.']);
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let small = title.chars().filter(|c| c.is_lowercase()).count();
    marked && letters >= 6 && small * 8 <= letters
}

/// Words that open a list of members, or the formalities beside it, up to their colon.
fn opens_attendance(words: &str) -> bool {
    let start: String = words.chars().take(60).flat_map(char::to_lowercase).collect();
    let plain = start.replace(['é', 'è'], "e");
    let begins = [
        "etaient ",
        "etait ",
        "ont donne",
        "present",
        "absent",
        "excuse",
        "pouvoir",
        "procuration",
        "represente",
        "secretaire",
        "date de ",
        "nombre de ",
        "membres ",
        "votants",
    ];
    let upper = words.starts_with(char::is_uppercase);
    upper && plain.contains(':') && begins.iter().any(|word| plain.starts_with(word))
}

/// A heading with its number: `2. Attribution d'une subvention`.
fn numbered(words: &str) -> bool {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = words.len() - rest.len();
    let title = rest.strip_prefix(['.', '/', ')']).map(|rest| rest.trim_start_matches(is_blank));
    (1..=2).contains(&digits) && title.is_some_and(|t| t.starts_with(char::is_uppercase))
}

/// A line that ends with the outcome of a vote, without a full stop.
fn voted(words: &str) -> bool {
    [
        "adopté",
        "adoptée",
        "rejeté",
        "rejetée",
        "approuvé",
        "approuvée",
        "à l'unanimité",
        "à l’unanimité",
    ]
    .iter()
    .any(|word| words.ends_with(word))
}

/// `pour l'exercice` at the end of a line, and its year on the next.
fn year_goes_on(before: &str, words: &str) -> bool {
    let year = words.len() == 4 && (words.starts_with("20") || words.starts_with("19"));
    year && ["exercice", "année", "budget", "saison"].iter().any(|word| before.ends_with(word))
}

/// A line that names who gives a power and who holds it, and ends there.
fn gives_power(words: &str) -> bool {
    let names =
        |mark: &str| words.split_once(mark).is_some_and(|(_, to)| to.split(' ').count() <= 4);
    width(words) <= 70 && ["procuration à ", "pouvoir à "].iter().any(|mark| names(mark))
}

/// A line that holds a figure and nothing else.
fn figure_alone(words: &str) -> bool {
    words.chars().any(|c| c.is_ascii_digit())
        && words
            .chars()
            .all(|c| c.is_ascii_digit() || is_blank(c) || matches!(c, ',' | '.' | '€' | '-'))
}

/// Whether wide gaps part a line into columns. Justified text has none so wide.
fn in_columns(words: &str) -> bool {
    let mut run = 0;
    words.chars().any(|c| {
        run = if is_blank(c) { run + 1 } else { 0 };
        run >= 4
    })
}

/// `Marie-` at the end of a line: a letter, then a hyphen.
fn broken_word(words: &str) -> bool {
    let mut back = words.chars().rev();
    back.next() == Some('-') && back.next().is_some_and(char::is_alphabetic)
}

/// A bullet at the start of a line: its length in bytes. Typesetters use private-use glyphs,
/// geometric shapes and dingbats.
fn bullet(words: &str) -> Option<usize> {
    let first = words.chars().next()?;
    let glyph = matches!(first,
        '\u{e000}'..='\u{f8ff}' | '•' | '◦' | '‣' | '·' | '➢' | '➔' | '✓' | '✔' | '\u{25a0}'..='\u{25ff}'
        | '\u{2700}'..='\u{27bf}' | '\u{fffd}');
    glyph.then(|| first.len_utf8())
}

/// A dash, or the hollow bullet that extraction turns into `o`, before the words of an item.
fn list_item(words: &str) -> bool {
    let after =
        |mark: &str| words.strip_prefix(mark).is_some_and(|rest| rest.starts_with(is_blank));
    after("-") || after("–") || after("—") || after("o") || after("*")
}

/// Formulae that always begin a line of their own in a deliberation.
fn heading(words: &str) -> bool {
    let start: String = words.chars().take(24).flat_map(char::to_lowercase).collect();
    let plain = start.replace(['é', 'è'], "e");
    let begins = |formula: &str| {
        plain.strip_prefix(formula).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let article = plain.strip_prefix("article ").is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            || ["premier", "unique", "un ", "deux", "trois", "quatre", "cinq"]
                .iter()
                .any(|n| rest.starts_with(n))
    });
    let alone = ["vu", "considerant", "delibere", "decide", "le conseil", "le bureau"];
    article
        || begins("vu") && words.chars().next().is_some_and(char::is_uppercase)
        || begins("considerant") && words.chars().next().is_some_and(char::is_uppercase)
        || alone.contains(&plain.trim_end_matches([' ', ':', ',', '.']))
}

/// The white space of a line between two places of the text.
fn text_between(line: Line<'_>, from: usize, to: usize) -> &str {
    let at = |place: usize| place.checked_sub(line.at);
    at(from).zip(at(to)).and_then(|(from, to)| line.words.get(from..to)).unwrap_or_default()
}

fn is_blank(c: char) -> bool {
    greffe_domain::is_space(c)
}

fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    let mut lines = Vec::new();
    for raw in text.split_inclusive(['\n', '\u{c}', '\u{2028}', '\u{2029}']) {
        let lead = raw.len() - raw.trim_start_matches(|c| is_blank(c) || invisible(c)).len();
        let words = raw.trim_matches(|c| is_blank(c) || invisible(c));
        lines.push(Line { at: at + lead, words });
        at += raw.len();
    }
    lines
}

fn width(words: &str) -> usize {
    words.chars().count()
}

/// The width of a full line: that which nine lines in ten do not exceed.
fn full_width(lines: &[Line<'_>]) -> usize {
    let mut widths: Vec<usize> = lines.iter().map(|l| width(l.words)).filter(|w| *w > 0).collect();
    widths.sort_unstable();
    widths.get(widths.len() * 9 / 10).copied().unwrap_or(0)
}

/// Character recognition may give a text without line breaks: its parts cannot be told for certain.
fn run_together(folded: &str) -> bool {
    let longest = folded.split('\n').map(str::len).max().unwrap_or(0);
    longest > 1200 && longest * 2 > folded.len()
}

/// A text that lost its lines, broken again before the formulae that begin one; byte for byte as long.
fn relined(folded: String) -> String {
    static BEGINS: Pattern = Pattern::new(|| {
        compile(concat!(
            r" (?:(?i:d[ée]partement (?:de |du |des )|arrondissement |canton |extrait du |s[ée]ance du |objet ?:|affaire n ?°",
            r"|d[ée]lib[ée]ration n ?°|d[ée]lib[ée]rations? du |l'an deux mil|(?:le )?nombre de (?:membres|conseillers)|(?:le )?nombre des |membres en exercice",
            r"|[ée]tai(?:en)?t (?:pr[ée]sent|absent|excus|repr[ée]sent)|ont donn[ée] |absents? (?:ayant|excus|repr[ée]s|:)|absente?s?(?: \(\d+\))? ?:|pr[ée]sente?s?(?: \(\d+\))? ?:|excus[ée]e?s?(?: \(\d+\))? ?:|pouvoirs?(?: \(\d+\))? ?:",
            r"|repr[ée]sent[ée]s ?:|procurations?(?: \(\d+\))? ?:|secr[ée]taire(?: de s[ée]ance)? ?:|est d[ée]sign[ée]e? secr|il a [ée]t[ée] proc[ée]d[ée]|le quorum |date d[e'] ?|publi[ée]e? le |accus[ée] de r|transmis|re[çc]u en |envoy[ée] en |affich[ée]e? le ",
            r"|page \d+ (?:sur|/)|il est expos|rapporteur ?:|apr[èe]s en avoir|le maire (?:certifie|expose|rappelle)|total des votes|votants ?:|article \d)",
            r"|N°\d{1,2} [A-Z][A-Za-z.]*[-_/]\d|(?:Le|La) (?:Maire|Président|Présidente|Secrétaire), \p{Lu}|(?:Vu|VU) (?:le|la|les|l'|LE|LA|LES|L')|Considérant |CONSIDERANT |CONSIDÉRANT |DELIBERE|DÉLIBÈRE|DECIDE|DÉCIDE|NOTA|COMMUNE D|VILLE D|MAIRIE D|R[EÉ]PUBLIQUE |S[EÉ]ANCE |D[EÉ]LIB[EÉ]RATION |EXTRAIT )"
        ))
    });
    let mut bytes = folded.into_bytes();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    for found in BEGINS.find_iter(&text) {
        if let Some(byte) = bytes.get_mut(found.start()) {
            *byte = b'\n';
        }
    }
    String::from_utf8(bytes).unwrap_or(text)
}

#[derive(Default)]
struct Folder {
    folded: String,
    map: Vec<(usize, usize)>,
    gaps: Vec<(usize, usize)>,
}

impl Folder {
    fn push(&mut self, c: char, from: usize, to: usize) {
        self.folded.push(c);
        self.map.resize(self.folded.len(), (from, to));
    }

    fn join(&mut self, join: Join, at: usize) {
        match join {
            Join::Glue => {}
            Join::Space => self.push(' ', at, at),
            Join::Break => self.push('\n', at, at),
            Join::Blank => {
                self.push('\n', at, at);
                self.push('\n', at, at);
            }
        }
    }

    fn line(&mut self, line: Line<'_>) {
        let mut words = line.words;
        let mut at = line.at;
        if let Some(length) = bullet(words) {
            self.push('•', at, at + length);
            self.push(' ', at + length, at + length);
            let rest = words.get(length..).unwrap_or_default();
            words = rest.trim_start_matches(|c| is_blank(c) || invisible(c));
            at += length + (rest.len() - words.len());
        }
        let mut space = None;
        for (offset, c) in words.char_indices() {
            let (from, to) = (at + offset, at + offset + c.len_utf8());
            if invisible(c) {
                continue;
            }
            if is_blank(c) {
                space.get_or_insert(from);
                continue;
            }
            if let Some(start) = space.take() {
                let wide = text_between(line, start, from).chars().count();
                if wide > 1 {
                    self.gaps.push((self.folded.len(), wide));
                }
                self.push(' ', start, from);
            }
            self.letter(c, from, to);
        }
    }

    /// A visible character: apostrophes and ligatures are made plain, an accent joins its letter.
    fn letter(&mut self, c: char, from: usize, to: usize) {
        let plain = match c {
            '’' | 'ʼ' | '‘' | '´' => "'",
            'ﬀ' => "ff",
            'ﬁ' => "fi",
            'ﬂ' => "fl",
            'ﬃ' => "ffi",
            'ﬄ' => "ffl",
            '‐' | '‑' => "-",
            _ => {
                self.accent(c, from, to);
                return;
            }
        };
        plain.chars().for_each(|p| self.push(p, from, to));
    }

    fn accent(&mut self, c: char, from: usize, to: usize) {
        let joined = if is_combining_mark(c) {
            self.folded.chars().next_back().and_then(|letter| Some((letter, compose(letter, c)?)))
        } else {
            None
        };
        match joined {
            None => self.push(c, from, to),
            Some((letter, composed)) => {
                self.folded.pop();
                let start = self.map.get(self.folded.len()).map_or(from, |(start, _)| *start);
                self.map.truncate(self.folded.len());
                debug_assert!(letter != composed, "an accent changes its letter");
                self.push(composed, start, to);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        Annotated::new(text).folded().to_owned()
    }

    #[test]
    fn typesetting_is_undone() {
        let text = "Le  Bureau\u{a0}de la Métropole,  réuni sur convocation de sa Présidente, Marie-\nClaire DUPRÉ, et\npour l’exercice 2023.";
        assert_eq!(
            folded(text),
            "Le Bureau de la Métropole, réuni sur convocation de sa Présidente, Marie-Claire DUPRÉ, et pour l'exercice 2023."
        );
    }

    #[test]
    fn names_go_on_over_lines_and_dashes_stay() {
        let text = "Anne AUBIN - Béatrice BONNARD - Claude CARON - David DUVAL - Serge\nETAMPES - Fanny FABRE - Gérard GUILLON - Hélène HAMON - Ivan ISOARD -\nJulie JOLY.";
        assert!(folded(text).contains("Serge ETAMPES - Fanny"), "{}", folded(text));
        assert!(folded(text).ends_with("ISOARD - Julie JOLY."), "{}", folded(text));
    }

    #[test]
    fn items_headings_and_short_lines_begin_anew() {
        let text = "Vu\n\u{f0b7} Le Code Général des Collectivités Territoriales ;\n\u{f0b7} La loi relative à la modernisation de l'action publique et\n\nde ses annexes ;\n\u{f0b7} La loi portant nouvelle organisation territoriale de la\n\nRépublique ;\nDélibère\nArticle 1 :\n\nEst approuvé le projet.\n- un\n- deux";
        assert_eq!(
            folded(text),
            "Vu\n• Le Code Général des Collectivités Territoriales ;\n• La loi relative à la modernisation de l'action publique et de ses annexes ;\n• La loi portant nouvelle organisation territoriale de la République ;\nDélibère\nArticle 1 :\n\nEst approuvé le projet.\n- un\n- deux"
        );
    }

    #[test]
    fn accents_written_apart_and_ligatures_are_folded_and_still_cited_whole() {
        let text = "e\u{301}tat ﬁnal";
        let annotated = Annotated::new(text);
        assert_eq!(annotated.folded(), "état final");
        let (from, to) = annotated.span(0..5);
        assert_eq!(
            &text[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()],
            "e\u{301}tat"
        );
        let (from, to) = annotated.span(6..11);
        assert_eq!(&text[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()], "ﬁnal");
    }

    proptest! {
        #[test]
        fn every_range_is_cited_inside_the_text(
            text in "(\\PC|\n|\u{a0}|[a-z]|-|\u{301}|ﬁ|\u{f0b7}){0,120}", a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(),
        ) {
            let annotated = Annotated::new(&text);
            let bounds: Vec<usize> = annotated.folded().char_indices().map(|(at, _)| at).chain([annotated.folded().len()]).collect();
            let (a, b) = (bounds[a.index(bounds.len())], bounds[b.index(bounds.len())]);
            let (from, to) = annotated.span(a.min(b)..a.max(b));
            let (from, to) = (usize::try_from(from).unwrap(), usize::try_from(to).unwrap());
            prop_assert!(from <= to && text.get(from..to).is_some());
            prop_assert_eq!(annotated.map.len(), annotated.folded().len());
        }

        #[test]
        fn folding_a_folded_text_changes_no_word(text in "([a-zA-Zéè,;.'-]{1,8}[ \n]){0,40}") {
            let once = folded(&text);
            let words = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(words(&folded(&once)).replace("- ", "-"), words(&once).replace("- ", "-"));
        }
    }
}
