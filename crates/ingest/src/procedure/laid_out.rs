//! Counts of votes laid out as labels and figures, whatever parts them: in rows (*Pour ........ 11*, *Contre : 2*), in
//! columns (the labels, and the figures below them), in boxes, each figure before its label or behind it.
//!
//! Nothing but labels, figures, marks and words of votes may stand among them, and votes for must be counted beside
//! others: what is laid out so cannot be prose.

use super::scan::{Hit, hits, number};
use crate::recognise::{Found, Pattern, compile, tail};
use std::ops::Range;

/// For, against, abstentions: `None` where nothing is said, `Some(None)` where a mark stands for no figure.
pub(super) type Laid = [Option<Option<Found<u32>>>; 3];

/// A label, a figure, or a word that ends what is laid out; words of votes besides stand for nothing.
static TOKEN: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?P<other>(?:nombre de )?(?:suffrages |voix )?exprim[ée]s\b|votants\b|(?:membres |conseillers )?pr[ée]sents\b|(?:membres |conseillers )?en exercice\b|inscrits\b|n\.?p\.?p\.?v\b|(?:ne prennent|ne prend|n'a|n'ont) pas (?:pris )?part(?: aux? votes?)?|blancs?\b|nuls?\b|non[- ]votants?\b|procurations?\b|pouvoirs?\b|repr[ée]sent[ée]s\b|absents?\b|excus[ée]s\b|majorit[ée] absolue\b)|(?P<total>\b(?:total|ensemble)\b)",
        r"|\b(?P<for>pour(?: l'(?:attribution|adoption|octroi|approbation)| la (?:proposition|subvention|d[ée]lib[ée]ration)| le (?:projet|texte))?\b|oui\b|favorables?\b|(?-i:P\b) ?[:=])|\b(?P<against>contre(?: l'(?:attribution|adoption|octroi|approbation)| la (?:proposition|subvention|d[ée]lib[ée]ration)| le (?:projet|texte))?\b|non\b|d[ée]favorables?\b|(?-i:C\b) ?[:=])|\b(?P<abstained>abst(?:entions?(?: ?\(s\))?|\b\.?)|se sont abstenus|s'est abstenue?|(?-i:A\b) ?[:=])",
        r"|\b(?:nombre|d[e']|du|des|les?|la|voix|votes?|vot[ée]|suffrages?|bulletins?|membres?|conseillers?|[ée]lus|ont|a|dont|et|soit|par|r[ée]sultats?|scrutin|[àa] main lev[ée]e|avec)\b|\bd'",
        r"|(?P<cut>\d{4,}|\d+[.,/]\d+[\d.,/]*|[€%])",
        r"|(?:\b|_)(?P<n>\d{1,3}|sans|n[ée]ant|aucune?|z[ée]ro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|(?:dix|vingt|trente|quarante|cinquante|soixante)(?:-\p{L}+){0,2}(?: et (?:une?|onze))?)(?:\b|_)",
        r"|(?P<none>[:=|] ?[/–—-](?: |$|\n))|(?P<word>[\p{L}\d][\p{L}\d'’-]*)"
    ))
});

/// What a paragraph must hold to be looked at.
static COUNTS: Pattern = Pattern::new(|| compile(r"(?i)\bcontre\b|\babst|\bnon\b|\bC ?[:=]"));

#[derive(Clone)]
enum Token {
    /// For, against, abstained; 3 for another count.
    Label(usize),
    Figure(Option<Found<u32>>),
}

/// What labels and figures side by side say: their counts, or nothing that is sure where one of them is counted twice.
type Read = Result<Laid, ()>;

/// What is laid out in a stretch, and where each begins.
fn laid_out(folded: &str, within: &Range<usize>) -> Vec<(usize, Read)> {
    let mut out = Vec::new();
    let mut at = within.start;
    for paragraph in folded.get(within.clone()).unwrap_or_default().split_inclusive("\n\n") {
        let range = at..at + paragraph.len();
        at = range.end;
        if COUNTS.is_match(paragraph) {
            in_paragraph(folded, &range, &mut out);
        }
    }
    out
}

fn in_paragraph(folded: &str, range: &Range<usize>, out: &mut Vec<(usize, Read)>) {
    let mut run: Vec<Token> = Vec::new();
    let mut start = range.start;
    let mut at = range.start;
    for raw in folded.get(range.clone()).unwrap_or_default().split_inclusive('\n') {
        let line = at..at + raw.len();
        at = line.end;
        // In a row between bars names may stand beside the count.
        let barred = raw.matches('|').count() > 1;
        for hit in hits(folded, &line, &TOKEN) {
            if hit.has("total") {
                out.extend(read(&run).map(|laid| (start, laid)));
                run.clear();
            } else if let Some(token) = token(&hit) {
                if run.is_empty() {
                    start = hit.range().start;
                }
                run.push(token);
            } else if hit.has("cut") || (hit.has("word") && !barred) {
                out.extend(read(&run).map(|laid| (start, laid)));
                run.clear();
            }
        }
    }
    out.extend(read(&run).map(|laid| (start, laid)));
}

fn token(hit: &Hit<'_>) -> Option<Token> {
    let kinds = ["for", "against", "abstained", "other"];
    if let Some(kind) = kinds.into_iter().position(|kind| hit.has(kind)) {
        return Some(Token::Label(kind));
    }
    if hit.has("none") {
        return Some(Token::Figure(None));
    }
    let words = hit.words("n")?;
    let none = words.value.to_lowercase() == "sans";
    let value = if none { Some(0) } else { number(&words.value) };
    Some(Token::Figure(Some(Found::new(words.range, value?))))
}

/// The counts of a run of labels and figures; none where they do not go together one by one.
fn read(run: &[Token]) -> Option<Read> {
    let labels = run.iter().filter(|token| matches!(token, Token::Label(_))).count();
    if labels < 2 || labels == run.len() {
        return None;
    }
    let leading = run.iter().take_while(|token| matches!(token, Token::Label(_))).count();
    // *présents. Vote : 4 pour, 1 contre*: to which figure the first label belongs, nothing says.
    let between = leading > 0 && leading < labels;
    if between && matches!(run.last(), Some(Token::Label(_))) {
        return None;
    }
    let pairs = if leading == labels && labels >= 2 {
        columns(run, labels)?
    } else if leading > 0 {
        behind(run)?
    } else {
        before(run)?
    };
    let mut out: Laid = [None, None, None];
    for (kind, figure) in pairs {
        let Some(slot) = out.get_mut(kind) else { continue };
        // Counted twice, of two votes or of parts.
        if slot.is_some() {
            return Some(Err(()));
        }
        *slot = Some(figure);
    }
    let told = out.iter().filter(|slot| slot.is_some()).count();
    let counted = out.iter().flatten().flatten().count();
    (told > 1 && counted > 0 && matches!(out.first(), Some(Some(Some(_))))).then_some(Ok(out))
}

type Pairs = Vec<(usize, Option<Found<u32>>)>;

/// All labels, and behind them as many figures.
fn columns(run: &[Token], labels: usize) -> Option<Pairs> {
    let (heads, figures) = run.split_at_checked(labels)?;
    let pairs = heads.iter().zip(figures).filter_map(|pair| match pair {
        (Token::Label(kind), Token::Figure(figure)) => Some((*kind, figure.clone())),
        _ => None,
    });
    (figures.len() == labels).then(|| pairs.collect())
}

/// Each label before its figure; a figure in words beside one in digits says the same.
fn behind(run: &[Token]) -> Option<Pairs> {
    let mut out: Pairs = Vec::new();
    let mut label = None;
    for token in run {
        match token {
            Token::Label(kind) => label = Some(*kind),
            Token::Figure(figure) => match (label.take(), out.last()) {
                (Some(kind), _) => out.push((kind, figure.clone())),
                (None, Some((_, Some(last)))) => {
                    figure.as_ref().filter(|figure| figure.value == last.value)?;
                }
                (None, _) => return None,
            },
        }
    }
    Some(out)
}

/// Each label behind its figure.
fn before(run: &[Token]) -> Option<Pairs> {
    let mut out: Pairs = Vec::new();
    let mut figure: Option<&Option<Found<u32>>> = None;
    for token in run {
        match (token, figure) {
            (Token::Label(kind), Some(held)) => {
                out.push((*kind, held.clone()));
                figure = None;
            }
            (Token::Figure(next), None) => figure = Some(next),
            // *douze (12) voix pour*
            (Token::Figure(Some(next)), Some(Some(held))) if next.value == held.value => {}
            (Token::Label(_), None) | (Token::Figure(_), Some(_)) => return None,
        }
    }
    figure.is_none().then_some(out)
}

/// What some zones lay out, where all of it says the same.
pub(super) fn agreed(folded: &str, zones: &[Range<usize>]) -> Option<Laid> {
    let mut all = zones.iter().flat_map(|zone| laid_out(folded, zone)).map(|(_, laid)| laid);
    let first = all.next()?.ok()?;
    all.all(|other| other.is_ok_and(|other| same(&first, &other))).then_some(first)
}

/// What an act lays out anywhere, but for what another body or an earlier sitting counted; where all of it says the same.
pub(super) fn elsewhere(folded: &str, whole: &Range<usize>) -> Option<Laid> {
    static OF_OTHERS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:commissions?|comit[ée] (?:technique|social)|c\.?s\.?t\b|c\.?a\.?p\b|amendements?|pr[ée]c[ée]dente?s?|sous-amend\p{L}+|candidat\p{L}*|tour\b|[ée]lections?|bureau de vote|motion|d[ée]lib[ée]ration (?:n|du))",
        )
    });
    let mut all = laid_out(folded, whole).into_iter();
    let own = |at: usize| {
        let before = tail(folded.get(..at).unwrap_or_default(), 160);
        let said = before.rsplit(['\n', ';']).next().unwrap_or_default();
        let said = said.rsplit(". ").next().unwrap_or_default();
        !OF_OTHERS.is_match(said)
    };
    let (at, first) = all.next()?;
    let first = first.ok().filter(|_| own(at))?;
    let agrees =
        |(at, other): (usize, Read)| own(at) && other.is_ok_and(|other| same(&first, &other));
    all.all(agrees).then_some(first)
}

fn same(one: &Laid, other: &Laid) -> bool {
    one.iter().zip(other).all(|pair| match pair {
        (Some(Some(one)), Some(Some(other))) => one.value == other.value,
        _ => true,
    })
}
