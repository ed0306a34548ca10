//! Folding: the words of a line as recognisers read them, each character with its place.

use super::joining::{Join, bullet};
use super::{Line, invisible, is_blank};
use std::ops::Range;
use unicode_normalization::char::{compose, is_combining_mark};

/// The words of a line without the marks by which a page of the web, written down as plain text, sets
/// headings and emphasis (`## …`, `**…**`, `*…*`), and how many bytes stood before them.
pub(super) fn unmarked(line: &str) -> (usize, &str) {
    let hashes = line.len() - line.trim_start_matches('#').len();
    let heading = (1..=6).contains(&hashes)
        && line.get(hashes..).is_some_and(|rest| rest.starts_with(is_blank));
    let words =
        if heading { line.trim_start_matches('#').trim_start_matches(is_blank) } else { line };
    let bold = words.strip_prefix("**").unwrap_or(words);
    let bold = bold.strip_suffix("**").unwrap_or(bold);
    let inside = bold.strip_prefix('*').and_then(|inside| inside.strip_suffix('*'));
    let slanted = inside.filter(|inside| !inside.starts_with([' ', '*']) && !inside.is_empty());
    let kept = slanted.unwrap_or(bold);
    let before = kept.as_ptr() as usize - line.as_ptr() as usize;
    (before, kept)
}

/// Ornaments that part words as a dash does, where blanks stand around them.
pub(super) const ORNAMENTS: [char; 9] = ['♦', '♢', '▪', '■', '●', '◆', '▸', '►', '▶'];

/// The folded form as it grows.
#[derive(Default)]
pub(super) struct Folder {
    pub(super) folded: String,
    pub(super) map: Vec<(usize, usize)>,
    pub(super) gaps: Vec<(usize, usize)>,
}

/// For so many spaces a tab stands.
const TAB: usize = 8;

impl Folder {
    fn push(&mut self, c: char, from: usize, to: usize) {
        self.folded.push(c);
        self.map.resize(self.folded.len(), (from, to));
    }

    /// What stands between two lines.
    pub(super) fn join(&mut self, join: Join, at: usize) {
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

    /// The words of a line.
    pub(super) fn line(&mut self, line: Line<'_>) {
        let mut words = line.words;
        let mut at = line.at;
        if let Some(length) = bullet(words) {
            self.push('•', at, at + length);
            self.push(' ', at + length, at + length);
            let rest = words.get(length..).unwrap_or_default();
            words = rest.trim_start_matches(|c| is_blank(c) || invisible(c));
            at += length + (rest.len() - words.len());
        }
        let spaced = letter_spaced(words);
        let quoted = quoted_votes(words);
        let mut space = None;
        for (offset, c) in words.char_indices() {
            let (from, to) = (at + offset, at + offset + c.len_utf8());
            // Two asterisks only set words in bold.
            let bold = c == '*'
                && (words.get(offset + 1..).is_some_and(|rest| rest.starts_with('*'))
                    || words.get(..offset).is_some_and(|before| before.ends_with('*')));
            if invisible(c) || bold {
                continue;
            }
            // *16 votes « Pour »*: neither the marks around a word of the vote nor the blanks inside them are words.
            let mark = quoted.partition_point(|mark| mark.end <= offset);
            if let Some(mark) = quoted.get(mark).filter(|mark| mark.contains(&offset)) {
                let opens = mark.start == offset && c != '»' && c != '”' && !is_blank(c);
                if let Some(start) = space.take_if(|_| opens) {
                    self.space(line, start..from);
                }
                continue;
            }
            if is_blank(c) {
                space.get_or_insert(from);
                continue;
            }
            if let Some(start) = space.take() {
                if spaced && wide(text_between(line, start, from)) == 1 {
                    self.letter(c, from, to);
                    continue;
                }
                self.space(line, start..from);
            }
            // A minus sign that leads a line is the dash of an item.
            let item = offset == 0
                && c == '−'
                && words.get(to - at..).is_some_and(|rest| rest.starts_with(is_blank));
            // Between words an ornament parts what stands before it from what stands behind.
            let apart = ORNAMENTS.contains(&c)
                && words.get(..offset).is_some_and(|before| before.ends_with(is_blank))
                && words.get(to - at..).is_some_and(|rest| rest.starts_with(is_blank));
            // *décision n. B-2031-12*: the full stop of an abbreviated *numéro*.
            let numbers = c == '.'
                && words.get(..offset).is_some_and(|before| {
                    before.strip_suffix(['n', 'N']).is_some_and(|lead| lead.ends_with(is_blank))
                })
                && words.get(to - at..).is_some_and(numbered);
            let c = match c {
                _ if apart => '–',
                _ if numbers => '°',
                'º' => '°',
                c => c,
            };
            self.letter(if item { '-' } else { c }, from, to);
        }
    }

    /// White space between words; a wide one parts columns.
    fn space(&mut self, line: Line<'_>, place: Range<usize>) {
        let wide = wide(text_between(line, place.start, place.end));
        if wide > 1 {
            self.gaps.push((self.folded.len(), wide));
        }
        self.push(' ', place.start, place.end);
    }

    /// A visible character: apostrophes and ligatures are made plain, drawn lines are bars and hyphens, an accent joins its letter.
    fn letter(&mut self, c: char, from: usize, to: usize) {
        let plain = match c {
            '’' | 'ʼ' | '‘' | '´' => "'",
            'ﬀ' => "ff",
            'ﬁ' => "fi",
            'ﬂ' => "fl",
            'ﬃ' => "ffi",
            'ﬄ' => "ffl",
            // The sign of a subtraction is set for a dash, too.
            '‐' | '‑' | '‒' | '−' | '─' | '━' | '═' => "-",
            '│' | '┃' | '║' => "|",
            '┌' | '┬' | '┐' | '├' | '┼' | '┤' | '└' | '┴' | '┘' | '╔' | '╦' | '╗' | '╠' | '╬'
            | '╣' | '╚' | '╩' | '╝' => "+",
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

/// How wide white space is. Whoever sets a tab parts what stands before it from what stands behind.
fn wide(gap: &str) -> usize {
    gap.chars().map(|c| if c == '\t' { TAB } else { 1 }).sum()
}

/// The marks of quotation around words of the vote, with the blanks inside: *« Pour »*, *"contre"*, *“ Abstention ”*.
fn quoted_votes(words: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for (at, c) in words.match_indices(['«', '“', '"']) {
        let from = at + c.len();
        let inside = words.get(from..).unwrap_or_default();
        let word = inside.trim_start_matches(is_blank);
        let end = word.find(|c: char| !c.is_alphabetic() && !matches!(c, '(' | ')'));
        let (word, behind) = word.split_at(end.unwrap_or(word.len()));
        let close = behind.trim_start_matches(is_blank);
        let votes = ["pour", "contre", "abstention", "abstentions", "abstention(s)"];
        if let Some(mark) = close.chars().next().filter(|c| matches!(c, '»' | '”' | '"'))
            && votes.contains(&word.to_lowercase().as_str())
        {
            let [word, behind, close] =
                [word.len() + behind.len(), behind.len(), close.len()].map(|n| words.len() - n);
            out.push(at..word);
            out.push(behind..close + mark.len_utf8());
        }
    }
    out
}

/// Whether words begin with a number, or a reference of capitals and figures.
fn numbered(words: &str) -> bool {
    let token = words.trim_start_matches(is_blank).split(is_blank).next().unwrap_or_default();
    let lead = token.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let digits = lead.trim_start_matches(['-', '/', '_', '.']);
    token.len() - lead.len() <= 5 && digits.starts_with(|c: char| c.is_ascii_digit())
}

/// *C O N S E I L   M U N I C I P A L*: capitals that a typesetter set apart, wider blanks between the words. Without
/// those nothing tells where a word ends.
fn letter_spaced(words: &str) -> bool {
    const LEAST: usize = 8;
    let single = |token: &str| {
        let mut letters = token.chars();
        letters.next().is_some_and(|c| c.is_uppercase() || c == '\'' || c == '’')
            && letters.next().is_none()
    };
    let tokens = || words.split(is_blank);
    // Between two blanks in a row stands an empty token.
    let wide = || tokens().any(str::is_empty);
    tokens().all(|token| token.is_empty() || single(token))
        && tokens().filter(|token| !token.is_empty()).count() >= LEAST
        && wide()
}

/// The white space of a line between two places of the text.
fn text_between(line: Line<'_>, from: usize, to: usize) -> &str {
    let at = |place: usize| place.checked_sub(line.at);
    at(from).zip(at(to)).and_then(|(from, to)| line.words.get(from..to)).unwrap_or_default()
}
