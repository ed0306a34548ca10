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

mod bases;
mod boxes;
mod columns;
mod decided;
mod folding;
mod joining;
mod openings;
mod ordinals;
mod relining;

use crate::recognise::{FILLERS, tail};
use folding::Folder;
use joining::{Join, broken_word, bullet, civility_goes_on, in_columns, join};
use relining::{relined, run_together};
use std::ops::Range;

/// The folded form of a registered text, and the map back to its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Annotated {
    folded: String,
    /// For each byte of `folded`, the bytes of `text` that it comes from.
    map: Vec<(usize, usize)>,
    /// The spaces of `folded` that stand for several in the text, and for how many.
    gaps: Vec<(usize, usize)>,
    /// Places of `folded` before which other words of the text are left out: those of the column beside.
    cuts: Vec<usize>,
    /// Whether the text was one run of words, so that its lines are guessed.
    lost: bool,
}

/// What a line of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    /// A line of a page, so that paragraphs go over several.
    Broken,
    /// A paragraph, however long.
    Whole,
}

/// A line of the text: its byte range without surrounding white space.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    at: usize,
    words: &'a str,
    /// The width of a full line where it stands, in a column narrower than the page.
    full: Option<usize>,
}

impl Annotated {
    /// Folds a text.
    pub(crate) fn new(text: &str, kind: Lines) -> Annotated {
        let mut folded = Folder::default();
        let printed = lines(text);
        let count = printed.len();
        let lines: Vec<Line<'_>> =
            decided::in_one_piece(text, columns::apart(text, boxes::opened(printed)));
        let taken_apart = lines.len() != count;
        let lost = kind == Lines::Broken && run_together(&lines);
        let kind = if !lost && unbroken(&lines) { Lines::Whole } else { kind };
        let full = full_width(&lines);
        let mut before: Option<Line<'_>> = None;
        let mut blanks = 0usize;
        let mut in_item = false;
        for line in &lines {
            if line.words.is_empty() {
                blanks += 1;
                continue;
            }
            let joined = before.map(|before| match kind {
                _ if civility_goes_on(before.words, line.words, blanks) => Join::Space,
                Lines::Broken => {
                    let full = line.full.unwrap_or(full);
                    join(before, *line, blanks, full, in_item)
                }
                Lines::Whole if blanks > 0 => Join::Blank,
                Lines::Whole => Join::Break,
            });
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
        let folded = if lost { relined(folded) } else { folded };
        let cuts = if taken_apart { cuts(&folded, &map, text) } else { Vec::new() };
        Annotated { folded, map, gaps, cuts, lost }
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
        // Bars drawn between the cells of a table part them, too.
        let mut at = 0;
        for line in self.folded.split_inclusive('\n') {
            if line.matches('|').count() > 1 {
                for (bar, _) in line.match_indices('|') {
                    if let Some(byte) = bytes.get_mut(at + bar) {
                        *byte = b'\t';
                    }
                }
            }
            at += line.len();
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

impl Annotated {
    /// The pieces of the registered text from which a range of the folded text comes: one, but where
    /// words of another column stand between.
    pub(crate) fn spans(&self, range: Range<usize>) -> Vec<(u64, u64)> {
        let inside = self.cuts.iter().filter(|cut| range.start < **cut && **cut < range.end);
        let mut from = range.start;
        let mut pieces = Vec::new();
        for end in inside.copied().chain([range.end]) {
            pieces.push(from..end);
            from = end;
        }
        let said = |piece: &Range<usize>| {
            self.folded.get(piece.clone()).is_some_and(|words| !words.trim().is_empty())
        };
        let spans: Vec<(u64, u64)> =
            pieces.into_iter().filter(said).map(|piece| self.span(piece)).collect();
        if spans.is_empty() { vec![self.span(range)] } else { spans }
    }
}

/// Where on its line of the page a word of the folded text was printed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Printed<'a> {
    annotated: &'a Annotated,
    text: &'a str,
    /// Where in the folded text the stretch begins from which places are counted.
    base: usize,
}

impl<'a> Printed<'a> {
    /// The places of the words of `text`, from which `annotated` was made.
    pub(crate) const fn new(annotated: &'a Annotated, text: &'a str) -> Printed<'a> {
        Printed { annotated, text, base: 0 }
    }

    /// The same, of a stretch of the folded text that begins at `base`.
    pub(crate) const fn since(self, base: usize) -> Printed<'a> {
        Printed { base: self.base + base, ..self }
    }

    /// Where in the registered text a byte of the stretch comes from.
    fn origin(&self, at: usize) -> usize {
        self.annotated.map.get(self.base + at).map_or(self.text.len(), |(from, _)| *from)
    }

    /// Whether a byte of the folded text begins a line of the page.
    pub(crate) fn begins_line(&self, at: usize) -> bool {
        let place = self.origin(at);
        let before = self.text.get(..place).unwrap_or_default();
        let bare = before.trim_end_matches(is_blank);
        let gap = before.get(bare.len()..).unwrap_or_default();
        bare.is_empty() || gap.contains(['\n', '\u{c}'])
    }

    /// The column in which a byte of the folded text was printed. Where tabs or bars part the cells of a
    /// line, cells that are so many from its start stand one below the other.
    pub(crate) fn column(&self, at: usize) -> usize {
        const CELL: usize = 1000;
        // No page is wider: behind so much of a line nothing stands in columns.
        const WIDEST: usize = 2000;
        let place = self.origin(at);
        let before = tail(self.text.get(..place).unwrap_or_default(), WIDEST);
        let line = before.rsplit(['\n', '\u{c}']).next().unwrap_or_default();
        let marks = line.matches(['\t', '|']).count();
        let cell = line.rsplit(['\t', '|']).next().unwrap_or_default();
        if marks > 0 { marks * CELL + width(cell.trim_start()) } else { width(line) }
    }
}

/// Where the folded text goes on elsewhere than right behind.
fn cuts(folded: &str, map: &[(usize, usize)], text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut before = 0;
    for (at, c) in folded.char_indices() {
        if c.is_whitespace() {
            continue;
        }
        let Some((from, to)) = map.get(at).copied() else { break };
        let between = text.get(before..from);
        let blank = |c: char| is_blank(c) || invisible(c) || c.is_whitespace();
        if from < before || between.is_some_and(|words| !words.chars().all(blank)) {
            out.push(at);
        }
        before = to;
    }
    out
}

fn is_blank(c: char) -> bool {
    greffe_domain::is_space(c)
}

/// What takes no room on a page. The fillers of Hangul do: a person sees a blank there.
fn invisible(c: char) -> bool {
    greffe_domain::is_ignorable(c) && !FILLERS.contains(c)
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    let mut lines = Vec::new();
    for raw in text.split_inclusive(['\n', '\u{c}', '\u{2028}', '\u{2029}']) {
        let lead = raw.len() - raw.trim_start_matches(|c| is_blank(c) || invisible(c)).len();
        let words = raw.trim_matches(|c| is_blank(c) || invisible(c));
        let (marks, words) = folding::unmarked(words);
        lines.push(Line { at: at + lead + marks, words, full: None });
        at += raw.len();
    }
    lines
}

fn width(words: &str) -> usize {
    words.chars().count()
}

/// The width of a full line: that which nine lines in ten do not exceed, without the cells of a table that stand one a line,
/// where those are most of the text.
fn full_width(lines: &[Line<'_>]) -> usize {
    /// A cell is no wider.
    const CELL: usize = 30;
    /// So many lines of prose tell how wide it is.
    const LEAST: usize = 8;
    let mut widths: Vec<usize> = lines.iter().map(|l| width(l.words)).filter(|w| *w > 0).collect();
    widths.sort_unstable();
    let cells = widths.partition_point(|width| *width <= CELL);
    let prose = widths.get(cells..).unwrap_or_default();
    let mostly_cells = cells > 2 * prose.len() && prose.len() >= LEAST;
    let widths = if mostly_cells { prose } else { &widths };
    widths.get(widths.len() * 9 / 10).copied().unwrap_or(0)
}

/// A text whose lines were never broken: some are longer than any page is wide, none holds most of
/// it, as where all lines were lost, and none ends in the middle of a word.
fn unbroken(lines: &[Line<'_>]) -> bool {
    const WIDEST: usize = 170;
    let said = |line: &&Line<'_>| !line.words.is_empty() && !in_columns(line.words);
    let widths: Vec<usize> = lines.iter().filter(said).map(|line| width(line.words)).collect();
    let longest = widths.iter().copied().max().unwrap_or(0);
    let all: usize = widths.iter().sum();
    let broken = lines.iter().any(|line| broken_word(line.words));
    longest > WIDEST && longest * 2 < all && widths.len() >= 8 && !broken
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        Annotated::new(text, Lines::Broken).folded().to_owned()
    }

    /// The cells of a table that stand one a line do not tell how wide the prose above them is.
    #[test]
    fn prose_is_as_wide_as_its_own_lines() {
        let prose =
            format!("{}\n", "Le conseil municipal approuve le programme de voirie. ".repeat(2));
        let cells = "CLUB\n250\n300\n".repeat(20);
        let text = format!("{}{cells}", prose.repeat(10));
        assert_eq!(full_width(&lines(&text)), width(prose.trim()));
        let few = format!("{}{cells}", prose.repeat(3));
        assert_eq!(full_width(&lines(&few)), 4, "three lines tell nothing of the page");
    }

    #[test]
    fn typesetting_is_undone() {
        let text = "Le  Bureau\u{a0}de la Métropole,  réuni sur convocation de sa Présidente, Marie-\nClaire DUPRÉ, et\npour l’exercice 2023.";
        assert_eq!(
            folded(text),
            "Le Bureau de la Métropole, réuni sur convocation de sa Présidente, Marie-Claire DUPRÉ, et pour l'exercice 2023."
        );
    }

    /// The list of the domain is that of Unicode, of the version that patterns know.
    #[test]
    fn what_is_ignorable_is_what_unicode_says() {
        let property = regex::Regex::new(r"^\p{Default_Ignorable_Code_Point}$").unwrap();
        for c in '\0'..=char::MAX {
            let said = property.is_match(c.encode_utf8(&mut [0; 4]));
            assert_eq!(greffe_domain::is_ignorable(c), said, "{:x}", u32::from(c));
        }
    }

    #[test]
    fn capitals_set_apart_are_words() {
        assert_eq!(
            folded("C O N S E I L   M U N I C I P A L\n\nSéance"),
            "CONSEIL MUNICIPAL\n\nSéance"
        );
        // Where one word ends and the next begins nothing tells.
        assert_eq!(folded("C O N S E I L M U N I"), "C O N S E I L M U N I");
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
        let annotated = Annotated::new(text, Lines::Broken);
        assert_eq!(annotated.folded(), "état final");
        let (from, to) = annotated.span(0..5);
        assert_eq!(
            &text[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()],
            "e\u{301}tat"
        );
        let (from, to) = annotated.span(6..11);
        assert_eq!(&text[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()], "ﬁnal");
    }

    #[test]
    fn a_word_knows_its_column_and_whether_it_begins_its_line() {
        let text = "  Présents   Absents\nLuc BON et les autres membres du\nconseil";
        let annotated = Annotated::new(text, Lines::Broken);
        let printed = Printed::new(&annotated, text);
        let at = |word: &str| annotated.folded().find(word).unwrap();
        assert_eq!((printed.column(at("Présents")), printed.column(at("Absents"))), (2, 13));
        // The line that goes on is joined to the one before it, and still known for one.
        assert!(annotated.folded().ends_with("membres du conseil"));
        assert!(printed.begins_line(at("conseil")) && printed.begins_line(at("Luc")));
        assert!(!printed.begins_line(at("Absents")));
    }

    proptest! {
        #[test]
        fn every_range_is_cited_inside_the_text(
            text in "(\\PC|\n|\u{a0}|[a-z]|-|\u{301}|ﬁ|\u{f0b7}){0,120}", a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(),
        ) {
            let annotated = Annotated::new(&text, Lines::Broken);
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
