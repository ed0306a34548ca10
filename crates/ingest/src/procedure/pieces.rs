//! Cutting a list of members into the pieces that each hold one.

use super::offices::OFFICE;
use super::person::{CIVIL, is_power, name};
use super::scan::{CIVILITY, full_stops};
use crate::recognise::{Pattern, compile, tail};
use std::ops::Range;

/// What stands between the last two names of a list.
const AND: &[&str] = &[" et ", " & ", "\net ", " ainsi que ", " ainsi qu'"];

/// The pieces of a list, by the separator that it uses.
pub(super) fn pieces(list: &str) -> Vec<Range<usize>> {
    let rows = rows_of_powers(list);
    if !rows.is_empty() {
        return rows;
    }
    // A dash separates names once it does so more often than commas do.
    let count = |marks: &[&str]| marks.iter().map(|mark| list.matches(mark).count()).sum::<usize>();
    let between = count(&[" - ", " -\n", " – ", " — ", "—", " -—", "\t- ", " • ", " •\n"]);
    // *RIVELLES : A - VAULNAY : B, C, D*: each dash before words that lead to members parts those, too.
    let by_lead = between > 0 && led(list) >= between;
    let dashed = between > 0 && (between >= count(&[","]) || by_lead);
    let marks: &[&str] = if dashed {
        &[
            " -- ", " -– ", " –- ", " - ", " • ", " •\n", "\n- ", " -\n", "\t- ", " – ", "\n– ",
            " —- ", " —— ", " — ", "——", "—-", "—", "–", " / ", "\n",
        ]
    } else if list.contains(';') {
        &[";", " / ", "\n- ", "\n• ", "\n– ", "\n"]
    } else {
        &[",", " / ", "\n- ", "\n• ", "\n– ", "\n"]
    };
    let mut out = Vec::new();
    let cut = split(list, 0..list.len(), marks).into_iter().flat_map(|piece| seats(list, piece));
    let bare = numbered_barely(list);
    let cut = cut.flat_map(|piece| stops(list, piece));
    let cut = cut.flat_map(|piece| numbers(list, piece, bare));
    let cut = cut.flat_map(|piece| two_sides(list, piece));
    let cut = cut.flat_map(|piece| behind_office(list, piece));
    let whole = whole_lines(list, cut.collect());
    // Lines put together again may end one member and begin another.
    for piece in whole.into_iter().flat_map(|piece| behind_office(list, piece)) {
        let text = list.get(piece.clone()).unwrap_or_default();
        // `;` may separate groups inside which commas separate; where dashes do, so do the commas behind words that lead
        // to several members.
        let led = by_lead || text.split_once(':').is_some_and(|(_, members)| members.contains(','));
        let inner: &[&str] =
            if text.contains(',') && (!dashed || led) { &[","] } else { &["\n\n\n"] };
        for part in split(list, piece, inner) {
            out.extend(by_civility(list, part));
        }
    }
    out
}

/// How many dashes stand before words that lead to members.
fn led(list: &str) -> usize {
    static LED: Pattern =
        Pattern::new(|| compile(r"[ \n\t][–—-][ \n]\p{Lu}[\p{L}\d' -]{1,60}? ?: ?\p{Lu}"));
    // *Mandant : A – Mandataire : B* is a power.
    let found = LED.find_iter(list).map(|found| found.as_str().to_lowercase());
    found.filter(|lead| !lead.contains("mandat")).count()
}

/// *Mme A, par M. B        M. C, par Mme D*: cells of columns, each of which is a power.
fn rows_of_powers(list: &str) -> Vec<Range<usize>> {
    if !list.contains('\t') {
        return Vec::new();
    }
    let cells = split(list, 0..list.len(), &["\t", "\n"]).into_iter();
    let words = |cell: &Range<usize>| list.get(cell.clone()).unwrap_or_default().trim();
    let cells: Vec<Range<usize>> = cells.filter(|cell| !words(cell).is_empty()).collect();
    let all = cells.len() > 1 && cells.iter().all(|cell| is_power(words(cell)));
    if all { cells } else { Vec::new() }
}

/// *Commune de Rivelles : M. A Commune de Vaulnoix : M. B*, *Rivelles : M. A Vaulnoix : M. B*: for whom the next members
/// sit parts the members.
fn seats(list: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    static SEAT: Pattern = Pattern::new(|| {
        compile(r"[ \n](?:Commune|Ville|COMMUNE|VILLE) (?:de |du |des |d'|DE |D')?[^:,;]{0,40}?:")
    });
    // A place without its kind is one word, hyphens and all, and a civility follows.
    static PLACE: Pattern = Pattern::new(|| {
        let place = r"\p{Lu}[\p{L}'-]{2,} ?:";
        compile(&format!(r"[\p{{L}}] (?P<place>{place}(?: {place})?) ?(?:{CIVILITY}) "))
    });
    let text = list.get(piece.clone()).unwrap_or_default();
    let kinds = SEAT.find_iter(text).map(|seat| seat.start());
    // *La Rivelle : M. A*: before the first member, words are part of the place.
    let first = CIVIL.find(text).map_or(text.len(), |civil| civil.start());
    let places = PLACE.captures_iter(text).filter_map(|hit| Some(hit.name("place")?.start()));
    let mut starts: Vec<usize> = kinds.chain(places.filter(|at| first < *at)).collect();
    starts.sort_unstable();
    let mut out = Vec::new();
    let mut start = piece.start;
    for seat in starts {
        out.push(start..piece.start + seat);
        start = piece.start + seat;
    }
    out.push(start..piece.end);
    out
}

/// *BON. DUVAL. TILLOY*: full stops part the names.
fn stops(list: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    let text = list.get(piece.clone()).unwrap_or_default();
    let mut out = Vec::new();
    let mut start = 0;
    for stop in full_stops(text) {
        let next = text.get(stop..).unwrap_or_default();
        // *10. Anne DUVAL*: that of a number parts nothing.
        let number =
            text.get(..stop - 2).is_some_and(|t| t.ends_with(|c: char| c.is_ascii_digit()));
        if next.trim_start().starts_with(char::is_uppercase) && !number {
            out.push(piece.start + start..piece.start + stop);
            start = stop;
        }
    }
    out.push(piece.start + start..piece.end);
    out
}

/// *1. Luc BON 2. Anne DUVAL*: numbers part the names of one line.
fn numbers(list: &str, piece: Range<usize>, bare: bool) -> Vec<Range<usize>> {
    static NUMBER: Pattern =
        Pattern::new(|| compile(r"(?:^|[ \t])\d{1,2} ?[.)-] ?(?P<name>\p{Lu})"));
    let text = list.get(piece.clone()).unwrap_or_default();
    let number = if bare { &BARE_NUMBER } else { &NUMBER };
    let starts: Vec<(usize, usize)> = number
        .captures_iter(text)
        .filter_map(|hit| Some((hit.get(0)?.start(), hit.name("name")?.start())))
        .collect();
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let out: Vec<Range<usize>> = starts
        .iter()
        .zip(ends)
        .map(|((_, from), end)| piece.start + from..piece.start + end)
        .collect();
    if out.len() > 1 || (bare && !out.is_empty()) { out } else { vec![piece] }
}

/// *01 TILLOY Anne*: a number that no mark parts from the member behind it.
static BARE_NUMBER: Pattern =
    Pattern::new(|| compile(r"(?:^|[ \t\n])(?P<n>\d{1,3})(?: ?°)? (?P<name>\p{Lu})"));

/// Whether numbers without a mark lead all members of a list: one to the last, each once, in whatever order the columns
/// print them.
fn numbered_barely(list: &str) -> bool {
    const LEAST: usize = 3;
    let mut found: Vec<usize> = BARE_NUMBER
        .captures_iter(list)
        .filter_map(|hit| hit.name("n")?.as_str().parse().ok())
        .collect();
    found.sort_unstable();
    found.len() >= LEAST && (1..).zip(&found).all(|(due, n)| due == *n)
}

/// *TILLOY Anne - BRAVOUX Luc*: where commas part the lines, a dash parts the two names of one.
fn two_sides(list: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    static TWO: Pattern = Pattern::new(|| {
        compile(
            r"^[\s•–-]*(?:\p{Lu}[\p{Lu}'-]+ )+\p{Lu}\p{Ll}[\p{L}-]*(?P<dash> - )(?:\p{Lu}[\p{Lu}'-]+ )+\p{Lu}\p{Ll}[\p{L}-]*\s*$",
        )
    });
    let text = list.get(piece.clone()).unwrap_or_default();
    match TWO.captures(text).and_then(|hit| hit.name("dash")) {
        Some(dash) => {
            let (from, to) = (piece.start + dash.start(), piece.start + dash.end());
            vec![piece.start..from, to..piece.end]
        }
        None => vec![piece],
    }
}

/// *Luc BON, Président        Anne DUVAL, adjointe*, *Luc BON, Président - DUVAL Anne, adjointe*: behind an office and a gap,
/// a dash or the end of the line stands another member.
fn behind_office(list: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    // *Anne DUVAL, adjointe - Finances*: behind a dash only a surname in capitals beside another word is a member.
    static MEMBER: Pattern = Pattern::new(|| {
        compile(r"^(?:\p{Lu}[\p{Lu}'-]+ \p{Lu}\p{Ll}|\p{Lu}\p{Ll}[\p{L}-]* \p{Lu}[\p{Lu}'-]+)")
    });
    let text = list.get(piece.clone()).unwrap_or_default();
    let parted = ["\t", " - ", " – ", "\n"].iter().find_map(|mark| {
        let (office, next) = text.split_once(mark)?;
        let next = next.trim_start();
        let follows =
            next.starts_with(char::is_uppercase) && (*mark == "\t" || MEMBER.is_match(next));
        (follows && OFFICE.is_match(office.trim())).then_some((office.len(), mark.len()))
    });
    let Some((office, mark)) = parted else { return vec![piece] };
    let cut = piece.start + office;
    vec![piece.start..cut, cut + mark..piece.end]
}

/// Whether a list gives the initials of first names behind the surnames: *BRAVOUX L. – TILLOY M.*
fn initials_behind(list: &str) -> bool {
    static BEHIND: Pattern =
        Pattern::new(|| compile(r"\p{Lu}{2,} \p{Lu}\.(?:\p{Lu}\.)?(?: |\n|,|;|$)"));
    BEHIND.find_iter(list).count() >= 2
}

/// What stands so many bytes before a line says whether that goes on with it.
const NEAR: usize = 240;

/// A line feed behind a civility, or before words that cannot begin a name, only broke a line.
fn whole_lines(list: &str, pieces: Vec<Range<usize>>) -> Vec<Range<usize>> {
    static CIVILITY_ALONE: Pattern =
        Pattern::new(|| compile(&format!(r"(?:^|[ ,;]){CIVILITY}\s*$")));
    static FIRST_NAME: Pattern = Pattern::new(|| {
        compile(&format!(
            concat!(
                r"(?:(?:^|[ ,;\n]){c}[ \n]|(?:^|[ \n])à[ \n]|[,:;][ \t]+)\p{{Lu}}\p{{Ll}}[\p{{L}}-]*$|^[ \t]*\p{{Lu}}\p{{Ll}}[\p{{L}}-]*$",
                // *A. DE LA* at the end of a line, and an initial there.
                r"|\p{{Lu}}[\p{{L}}.-]* (?:DE LA|DE|DU|DES|LE|LA|DEL|DA|VAN|VON|EL)$|(?:^|[,;] ?)[ \t]*(?:{c} )?\p{{Lu}}\.(?:-?\p{{Lu}}\.?)?$"
            ),
            c = CIVILITY
        ))
    });
    static SURNAME: Pattern = Pattern::new(|| {
        compile(
            r"^(?:(?:D'|(?:DE LA|DE|DU|DES|LE|LA|VAN|VON|DER|DEN|EL|DEL|DA) )*)\p{Lu}[\p{Lu}'-]+[ \t]*(?:\.?$|[,;(])",
        )
    });
    // *Mme Anne* at the end of a line, and on the next *Duval,*
    static CIVIL_FIRST: Pattern = Pattern::new(|| {
        compile(&format!(r"(?:^|[ ,;\n]){CIVILITY}[ \n]\p{{Lu}}\p{{Ll}}+(?:-\p{{Lu}}\p{{Ll}}+)?$"))
    });
    static ITS_SURNAME: Pattern = Pattern::new(|| {
        compile(
            r"^(?:d'|(?:de la|de|du|des|le|la|van|von) )?\p{Lu}\p{Ll}[\p{L}'-]+[ \t]*(?:\.?$|[,;(])",
        )
    });
    // *BRAVOUX*, and on the next line *L.*
    static INITIAL: Pattern = Pattern::new(|| compile(r"^\p{Lu}\.(?:-?\p{Lu}\.)?[ \t]*$"));
    static SHOUTED: Pattern = Pattern::new(|| compile(r"(?:^|[,;] ?)[ \t]*\p{Lu}[\p{Lu}' -]+$"));
    let mut out: Vec<Range<usize>> = Vec::new();
    for piece in pieces {
        // Lines set apart leave nothing between them.
        if list.get(piece.clone()).is_some_and(|words| words.trim().is_empty()) {
            continue;
        }
        let joins = out.last().is_some_and(|last| {
            let gap = list.get(last.end..piece.start).unwrap_or_default();
            let before = tail(list.get(last.clone()).unwrap_or_default(), NEAR);
            let behind = list.get(piece.clone()).unwrap_or_default().trim_start();
            let small = behind.starts_with(char::is_lowercase)
                && !behind.starts_with("formant ")
                && !behind.contains(':')
                && !OFFICE.is_match(behind.trim());
            // *M. Luc* at the end of a line, *BON* alone on the next; *à* before who holds a power.
            let broken = FIRST_NAME.is_match(before) && SURNAME.is_match(behind)
                || CIVIL_FIRST.is_match(before) && ITS_SURNAME.is_match(behind)
                || SHOUTED.is_match(before) && INITIAL.is_match(behind);
            // *ODILE* behind a comma at the end of a line, and *DUVAL* before a comma on the next.
            let lead = list.get(..last.start).unwrap_or_default();
            let rest = list.get(piece.end..).unwrap_or_default();
            let broken = broken
                || lead.ends_with(',')
                    && (rest.is_empty() || rest.starts_with(','))
                    && [before.trim(), behind.trim()].iter().all(|half| one_in_capitals(half));
            let given = before.ends_with("\nà") || before.ends_with(" à");
            let apart = gap.starts_with('\n') && gap.trim().is_empty();
            apart && broken
                || gap == "\n"
                    && (given
                        || CIVILITY_ALONE.is_match(before)
                        || (small && !before.trim().is_empty()))
        });
        match out.last_mut() {
            Some(last) if joins => last.end = piece.end,
            _ => out.push(piece),
        }
    }
    out
}

/// One word, in capitals.
fn one_in_capitals(words: &str) -> bool {
    words.chars().count() > 2 && words.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '\''))
}

/// Whether a bracket that opens here is closed before the next one opens, and near enough.
fn closed(rest: &str) -> bool {
    const ASIDE: usize = 160;
    let inside = rest.chars().skip(1).take(ASIDE).find(|c| matches!(c, '(' | ')'));
    inside == Some(')')
}

fn split(text: &str, within: Range<usize>, marks: &[&str]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = within.start;
    let mut at = within.start;
    let mut depth = 0usize;
    while let Some(rest) = text.get(at..within.end) {
        let Some(next) = rest.chars().next() else { break };
        match next {
            // One that nothing closes, as character recognition leaves them, holds nothing together.
            '(' if closed(rest) => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let mark = marks.iter().find(|mark| depth == 0 && rest.starts_with(**mark));
        match mark {
            Some(mark) => {
                out.push(start..at);
                at += mark.len();
                start = at;
            }
            None => at += next.len_utf8(),
        }
    }
    out.push(start..within.end);
    out
}

/// `Anne A (arrivée à 20 h 13) Luc B`: what follows a bracket is another member.
fn behind_brackets(list: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    let text = list.get(piece.clone()).unwrap_or_default();
    let mut out = Vec::new();
    let mut start = piece.start;
    for (at, _) in text.match_indices(") ").chain(text.match_indices(")\t")) {
        let next = text.get(at + 2..).and_then(|rest| rest.chars().next());
        if next.is_some_and(char::is_uppercase) {
            out.push(start..piece.start + at + 1);
            start = piece.start + at + 2;
        }
    }
    out.push(start..piece.end);
    out
}

/// *M. A à Mme B M. C à M. D*: powers that nothing separates but who gives them.
fn by_power(list: &str, piece: &Range<usize>) -> Vec<Range<usize>> {
    let text = list.get(piece.clone()).unwrap_or_default();
    let holds = |at: usize| {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let last = before.rsplit([' ', '\n', '\t']).next().unwrap_or_default();
        ["à", "À", "A", "par", "PAR", "pour", "mandataire", "→", "➔", "➜", "⇒", "->", "=>", ">"]
            .contains(&last)
    };
    let mut out = Vec::new();
    let mut start = 0;
    for civil in CIVIL.find_iter(text) {
        if civil.start() > start && !holds(civil.start()) {
            out.push(start..civil.start());
            start = civil.start();
        }
    }
    out.push(start..text.len());
    let flat = text.replace('\t', " ");
    let power = |range: &Range<usize>| is_power(flat.get(range.clone()).unwrap_or_default().trim());
    // What a scan left behind the last of many powers makes none of them doubtful.
    let many = out.len() > 3 && out.split_last().is_some_and(|(_, rest)| rest.iter().all(power));
    if !many && !out.iter().all(power) {
        return Vec::new();
    }
    out.into_iter().map(|range| piece.start + range.start..piece.start + range.end).collect()
}

/// *en remplacement de*, before a civility: who is named there begins no piece.
fn in_the_place_of(before: &str) -> bool {
    let last = before.trim_end().rsplit([' ', '\n', '\t']).next().unwrap_or_default();
    ["de", "remplaçant", "suppléant", "remplace"].contains(&last)
}

/// *Anne A MM. Luc B (maire)*: civilities outside brackets part names, too, where each part is one.
fn by_civility_outside(list: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    let text = list.get(piece.clone()).unwrap_or_default();
    let (mut depth, mut seen) = (0usize, 0);
    let mut starts: Vec<usize> = Vec::new();
    for civil in CIVIL.find_iter(text) {
        for c in text.get(seen..civil.start()).unwrap_or_default().chars() {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        seen = civil.start();
        let before = text.get(..seen).unwrap_or_default();
        if seen > 0 && depth == 0 && !in_the_place_of(before) {
            starts.push(seen);
        }
    }
    let ends = starts.iter().copied().chain([text.len()]);
    let cuts = [0].into_iter().chain(starts.iter().copied()).zip(ends);
    let parts: Vec<Range<usize>> = cuts.map(|(from, to)| from..to).collect();
    let one = |part: &Range<usize>| {
        let words = text.get(part.clone()).unwrap_or_default().trim();
        let bare = words.find(" (").and_then(|aside| words.get(..aside)).unwrap_or(words);
        name(bare).is_some()
    };
    if parts.len() < 2 || !parts.iter().all(one) {
        return vec![piece];
    }
    parts.into_iter().map(|part| piece.start + part.start..piece.start + part.end).collect()
}

/// Names in columns are separated by nothing but their civilities. A power names two persons.
fn by_civility(list: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    static GIVEN_IN_CAPITALS: Pattern =
        Pattern::new(|| compile(r" A (?:M\.|MME|MLLE|Mme|Mlle|MONSIEUR|MADAME) "));
    // *M. A       à      Mme B*: in columns of their own, too.
    static GIVEN_IN_COLUMNS: Pattern = Pattern::new(|| compile(r"[ \t](?:à|par)[ \t]"));
    let text = list.get(piece.clone()).unwrap_or_default();
    let powers = by_power(list, &piece);
    if !powers.is_empty() {
        return powers;
    }
    if GIVEN_IN_COLUMNS.is_match(text) || GIVEN_IN_CAPITALS.is_match(text) || text.contains('(') {
        let apart = behind_brackets(list, piece).into_iter().flat_map(|p| split(list, p, AND));
        return apart.flat_map(|p| by_civility_outside(list, p)).collect();
    }
    let columns = split(list, piece.clone(), &["\t", "\n"]);
    let whole = |range: &Range<usize>| {
        let words = list.get(range.clone()).unwrap_or_default().trim();
        words.is_empty() || (words.contains([' ', '\t']) && name(words).is_some())
    };
    if columns.len() > 1 && columns.iter().all(whole) {
        return columns;
    }
    let mut out = Vec::new();
    let mut start = piece.start;
    let initials = initials_behind(list);
    for civil in CIVIL.find_iter(text) {
        let at = piece.start + civil.start();
        if in_the_place_of(text.get(..civil.start()).unwrap_or_default()) {
            continue;
        }
        // *BRAVOUX M.*: at the end of a piece it is no civility.
        if initials && text.get(civil.end()..).is_some_and(|rest| rest.trim().is_empty()) {
            continue;
        }
        if at > start {
            out.push(start..at);
        }
        start = at;
    }
    out.push(start..piece.end);
    // `Anne A et Luc B`: the last two of a list.
    out.into_iter().flat_map(|range| behind_lead(list, range)).collect()
}

/// `Anne A et Luc B`, parted; but not the words that lead to them: *Bourg et hameaux : Anne A et Luc B*.
fn behind_lead(list: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    let colon = list.get(piece.clone()).and_then(|text| text.find(':'));
    let Some(lead) = colon.map(|colon| piece.start + colon + 1) else {
        return split(list, piece, AND);
    };
    let mut out = split(list, lead..piece.end, AND);
    if let Some(first) = out.first_mut() {
        first.start = piece.start;
    }
    out
}
