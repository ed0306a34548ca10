//! Tables of votes by group: a head that names the columns (*Pour*, *Contre*, *Abst.*, among others and in any
//! order), and below it a row for each group and one for all together.

use crate::interpret::fact::Passages;
use crate::procedure::scan::{Hit, hits, number};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::GroupVote;
use std::ops::Range;

/// A label of a column of figures.
static COLUMN: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:(?P<pour>pour|(?-i:P))|(?P<contre>contre|(?-i:C))|(?P<abst>abst(?:entions?)?|(?-i:A))\b|membres|si[èe]ges|[ée]lus|effectifs?|inscrits|votants|pr[ée]sents|exprim[ée]s",
        r"|n\.?p\.?p\.?v\b|ne pren(?:d|nent) pas part(?: au vote)?|ne participe(?:nt)? pas(?: au vote)?|d[ée]ports?|non[- ]participations?|blancs?|nuls?|total)\b"
    ))
});

/// For, against, abstentions.
pub(in crate::procedure) type Counts = [Option<Found<u32>>; 3];

/// A table of votes by group: the groups, and the row of all together.
#[derive(Default)]
pub(in crate::procedure) struct Table {
    groups: Vec<(Found<String>, Counts)>,
    pub(in crate::procedure) all: Option<Counts>,
}

impl Table {
    /// The votes of groups, and their sums as those of all together.
    pub(super) fn of(groups: Vec<(Found<String>, Counts)>) -> Table {
        let sum = |kind: usize| {
            let mut all = groups.iter().filter_map(|(_, counts)| counts.get(kind)?.as_ref());
            let first = all.next()?.clone();
            Some(all.fold(first, |sum, next| {
                Found::new(sum.range.start..next.range.end, sum.value.saturating_add(next.value))
            }))
        };
        let all = Some([sum(0), sum(1), sum(2)]);
        Table { groups, all }
    }
}

/// A line of a table that was voted by itself: who receives, where it stands, and its counts.
pub(in crate::procedure) struct Line {
    pub(in crate::procedure) name: Found<String>,
    pub(in crate::procedure) place: Range<usize>,
    pub(in crate::procedure) counts: Counts,
}

/// The lines of a table in which a column of those who receive stands beside *Pour*, *Contre* and *Abstention*: each was
/// voted by itself, and none is a group that votes.
pub(in crate::procedure) fn lines(folded: &str, within: &Range<usize>) -> Vec<Line> {
    let mut columns: Option<Columns> = None;
    let mut out = Vec::new();
    let mut at = within.start;
    for raw in folded.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let place = at..at + raw.trim_end().len();
        at += raw.len();
        if !raw.contains(char::is_alphanumeric) && !raw.contains(" -") {
            continue;
        }
        let Some(head) = &columns else {
            columns = Columns::of(folded, &place).filter(|_| of_receivers(folded, &place));
            continue;
        };
        let cells = head.cells(folded, &place);
        let row = cells.map(|(start, counts)| (first_cell(folded, place.start..start), counts));
        let row = row.or_else(|| head.in_bars(folded, &place));
        match row {
            Some((Some(name), _)) if of_all(&name.value) => columns = None,
            Some((Some(name), counts)) => out.push(Line { name, place, counts }),
            _ => columns = None,
        }
    }
    // One line alone is the vote of the act.
    if out.len() > 1 { out } else { Vec::new() }
}

/// The rows of a list of matters whose votes stand in columns: *2031-71  Budget annexe  14  0  0  Adopté*. Each is named by
/// all that stands before its counts.
pub(in crate::procedure) fn matters(folded: &str, within: &Range<usize>) -> Vec<Line> {
    static OF_MATTERS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:objets?|intitul[ée]s?|titres?|libell[ée]s?|affaires?|d[ée]lib[ée]rations?|rapports?|dossiers?|points?|questions?)\b",
        )
    });
    // What became of each stands behind its counts.
    static BEHIND: Pattern = Pattern::new(|| {
        compile(
            r"(?i)[ |]+(?:d[ée]cisions?|r[ée]sultats?|sens du vote|issue|votes?|suites?|(?:adopt|approuv|accept|rejet|refus|ajourn|report|retir)[ée]+e?s?(?: [àa] l'unanimit[ée]| [àa] la majorit[ée])?|unanimit[ée]|majorit[ée])[ |.]*$",
        )
    });
    /// So many lines without counts are titles that go on.
    const GOES_ON: usize = 3;
    let mut columns: Option<Columns> = None;
    let mut out: Vec<Line> = Vec::new();
    let (mut at, mut without) = (within.start, 0);
    for raw in folded.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let (start, line) = (at, raw.trim_end());
        at += raw.len();
        if line.is_empty() {
            continue;
        }
        let told = BEHIND.find(line).map_or(line.len(), |behind| behind.start());
        let place = start..start + told;
        if let Some(head) = Columns::of(folded, &place) {
            let heads = OF_MATTERS.is_match(line) && !of_receivers(folded, &place);
            columns = heads.then_some(head);
            continue;
        }
        let Some(head) = &columns else { continue };
        // *Décision modificative n° 12 | 11 | | 2*: where a cell is empty, the number of something is none.
        let numbered = |end: usize| {
            let before = folded.get(start..end).unwrap_or_default().trim_end().to_lowercase();
            ["n°", "lot", "tranche", "phase", "budget", "année", "exercice", "article"]
                .iter()
                .any(|word| before.ends_with(word))
        };
        let row = head.cells(folded, &place).filter(|(end, _)| !numbered(*end));
        let row = row.and_then(|(end, counts)| Some((first_cell(folded, start..end)?, counts)));
        without = if row.is_some() { 0 } else { without + 1 };
        match row {
            Some((name, counts)) => out.push(Line { name, place, counts }),
            None if without > GOES_ON => columns = None,
            None => {}
        }
    }
    if out.len() > 1 { out } else { Vec::new() }
}

/// Whether the head of a table names those who receive, or what they do, before its columns of votes.
fn of_receivers(folded: &str, head: &Range<usize>) -> bool {
    static RECEIVERS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:associations?|b[ée]n[ée]ficiaires?|organismes?|structures?|clubs?|porteurs?|demandeurs?|attributaires?|tiers|montants?|sommes?|subventions?|propos[ée]e?s?|demand[ée]e?s?|dossiers?)\b",
        )
    });
    let first = hits(folded, head, &COLUMN).first().map_or(head.end, |label| label.range().start);
    folded.get(head.start..first).is_some_and(|lead| RECEIVERS.is_match(lead))
}

/// The name of who receives, without the sums behind it: *Cercle des aînés 600 €*, *| Cercle des aînés | 600 € |*.
fn first_cell(folded: &str, row: Range<usize>) -> Option<Found<String>> {
    static CELL: Pattern = Pattern::new(|| {
        compile(
            r"^[ |]*(?P<name>[^|]*?\p{L}[^|]*?)(?:[ |]+(?:\d[\d .,]*(?: ?(?:€|euros?))?|[-–—/]))*(?:[ |]*$|[ ]*\|)",
        )
    });
    let name = CELL.captures(folded.get(row.clone())?)?.name("name")?;
    let start = row.start + name.start();
    Some(Found::new(start..start + name.len(), name.as_str().to_owned()))
}

/// The columns of figures of a head: how many, and which of them count for, against and abstentions.
struct Columns {
    all: usize,
    kinds: [usize; 3],
}

impl Columns {
    /// The columns that a line names, if it is the head of such a table.
    fn of(folded: &str, line: &Range<usize>) -> Option<Columns> {
        const LONGEST: usize = 120;
        if line.len() > LONGEST {
            return None;
        }
        let labels = hits(folded, line, &COLUMN);
        let kind = |group: &str| labels.iter().position(|label| label.has(group));
        // Between its columns a head says nothing else.
        let apart = labels.windows(2).all(|pair| {
            let [one, next] = pair else { return false };
            let between = folded.get(one.range().end..next.range().start).unwrap_or_default();
            !between.contains(char::is_alphanumeric)
        });
        let end = labels.last().map_or(line.end, |last| last.range().end);
        let behind = folded.get(end..line.end).unwrap_or_default();
        let over = apart && !behind.contains(char::is_alphanumeric);
        let kinds = [kind("pour")?, kind("contre")?, kind("abst")?];
        over.then_some(Columns { all: labels.len(), kinds })
    }

    /// The name and the counts of a row between bars, whose cells may be empty: *| Les Rives | 7 | | |*.
    fn in_bars(
        &self,
        folded: &str,
        line: &Range<usize>,
    ) -> Option<(Option<Found<String>>, Counts)> {
        let words = folded.get(line.clone())?.strip_prefix('|')?.trim_end().strip_suffix('|')?;
        let mut at = line.start + 1;
        let cells: Vec<Found<String>> = words
            .split('|')
            .map(|cell| {
                let start = at + cell.len() - cell.trim_start().len();
                at += cell.len() + 1;
                Found::new(start..start + cell.trim().len(), cell.trim().to_owned())
            })
            .collect();
        let (name, figures) = cells.split_first()?;
        let plain = |cell: &Found<String>| {
            matches!(cell.value.as_str(), "" | "-" | "–" | "—" | "/")
                || number(&cell.value).is_some()
        };
        let count = |kind: usize| {
            let cell = figures.get(kind)?;
            Some(Found::new(cell.range.clone(), number(&cell.value)?))
        };
        let named = name.value.starts_with(char::is_alphabetic);
        (named && figures.len() == self.all && figures.iter().all(plain))
            .then(|| (Some(name.clone()), self.kinds.map(count)))
    }

    /// The name and the counts of the row of a group.
    fn row(&self, folded: &str, line: &Range<usize>) -> Option<(Option<Found<String>>, Counts)> {
        static NAME: Pattern = Pattern::new(|| compile(r"^[ |]*(?P<name>[^|\n]*?)[ |:]*$"));
        let (start, counts) = self.cells(folded, line)?;
        let name =
            hits(folded, &(line.start..start), &NAME).first().and_then(|hit| hit.words("name"));
        let counted =
            name.as_ref().is_some_and(|n| n.value.ends_with(|c: char| c.is_ascii_digit()));
        (!counted).then_some((name, counts))
    }

    /// Where the counts of a row begin, and what they are: as many figures or dashes at its end as there are columns.
    fn cells(&self, folded: &str, line: &Range<usize>) -> Option<(usize, Counts)> {
        static CELL: Pattern = Pattern::new(|| compile(r"(?:^|[ |])(?P<cell>\d{1,3}\b|[-–—])"));
        let cells: Vec<Hit<'_>> = hits(folded, line, &CELL);
        let first = cells.len().checked_sub(self.all)?;
        // A dash is a cell, too: it counts nobody.
        let figures: Vec<Range<usize>> =
            cells.iter().skip(first).filter_map(|cell| cell.exact("cell")).collect();
        let start = cells.get(first)?.range().start;
        let alone = |range: Range<usize>| {
            folded.get(range).is_some_and(|t| t.chars().all(|c| " |".contains(c)))
        };
        let ends = figures.iter().map(|cell| cell.end);
        let starts = figures.iter().skip(1).map(|cell| cell.start).chain([line.end]);
        let run = ends.zip(starts).all(|(end, start)| alone(end..start.max(end)));
        let count = |kind: usize| {
            let cell = figures.get(kind)?;
            Some(Found::new(cell.clone(), number(folded.get(cell.clone())?)?))
        };
        (run && figures.len() == self.all).then(|| (start, self.kinds.map(count)))
    }
}

/// The table of votes in some zones, if there is one.
pub(in crate::procedure) fn table(folded: &str, zones: &[Range<usize>]) -> Option<Table> {
    zones.iter().find_map(|zone| in_zone(folded, zone))
}

/// The table of votes by group that stands anywhere in a stretch, where its rows come to the one of all together.
pub(in crate::procedure) fn table_anywhere(folded: &str, within: &Range<usize>) -> Option<Table> {
    let table = in_zone(folded, within).filter(|table| table.groups.len() > 1)?;
    let value = |counts: &Counts, kind: usize| {
        counts.get(kind).and_then(Option::as_ref).map_or(0, |found| found.value)
    };
    let all = table.all.as_ref()?;
    let adds_up = (0..3).all(|kind| {
        let rows = table.groups.iter().map(|(_, counts)| value(counts, kind));
        rows.fold(0u32, u32::saturating_add) == value(all, kind)
    });
    adds_up.then_some(table)
}

fn in_zone(folded: &str, zone: &Range<usize>) -> Option<Table> {
    let mut columns: Option<Columns> = None;
    let mut out = Table::default();
    let mut at = zone.start;
    for raw in folded.get(zone.clone())?.split_inclusive('\n') {
        let line = at..at + raw.trim_end().len();
        at += raw.len();
        let ruled = !raw.contains(char::is_alphanumeric) && !raw.contains(" -");
        if ruled {
            continue;
        }
        let Some(head) = &columns else {
            columns = Columns::of(folded, &line).filter(|_| !of_receivers(folded, &line));
            continue;
        };
        let row = head.row(folded, &line).or_else(|| head.in_bars(folded, &line));
        let Some((name, counts)) = row else { break };
        match name.filter(|name| !of_all(&name.value)) {
            Some(name) => out.groups.push((name, counts)),
            None => out.all = Some(counts),
        }
    }
    (!out.groups.is_empty() || out.all.is_some()).then_some(out)
}

/// Whether a row counts all together.
fn of_all(name: &str) -> bool {
    let low = name.to_lowercase();
    // *Ensemble autrement* is a group.
    let of = ["ensemble de ", "ensemble des ", "ensemble du "];
    let all = low == "ensemble" || of.iter().any(|word| low.starts_with(word));
    all || ["total", "totaux", "résultat"].iter().any(|word| low.starts_with(word))
}

/// The groups of a table as votes, with their places.
pub(in crate::procedure) fn groups(table: &Table, passages: &mut Passages) -> Vec<GroupVote> {
    let mut out = Vec::new();
    for (name, counts) in &table.groups {
        let at = out.len();
        let mut of = |n: usize, field: &str| {
            let found = counts.get(n).cloned().flatten();
            passages.value(found, &format!("/groups/{at}/{field}"))
        };
        let (votes_for, votes_against, abstentions) =
            (of(0, "votes_for"), of(1, "votes_against"), of(2, "abstentions"));
        passages.field(name.range.clone(), &format!("/groups/{at}/group"));
        out.push(GroupVote { group: name.value.clone(), votes_for, votes_against, abstentions });
    }
    out
}
