//! Several acts in one text: where each begins and ends, what heads it.
//!
//! Minutes tell one matter after the other, each under a heading: numbered (`3/ Subventions`,
//! `Délibération n° 2023-05`), in capitals, or a bare line about subsidies. Of the kinds of headings
//! that a text uses, those count that have votes under them. A matter with several votes holds
//! several acts, each told by its own sentence.

mod approval;
mod by_letter;
mod headings;
mod listed;
mod misplaced;
mod references;
mod rows;
mod titles;

use super::Heading;
use super::decision::votes_in;
use super::groups::{Counts, matters};
use super::outcome::{POSTPONED, REJECTED};
use super::partial::{items_voted_apart, tells_of_a_part};
use super::scan::{hit, hits};
use super::tally::Told;
use crate::recognise::{Found, Pattern, compile, roman, tail};
use crate::segment::grants_with_its_vote;
use greffe_domain::{Outcome, slug};
pub(super) use headings::about_subsidies;
use headings::{Head, Kind, heads};
pub(super) use rows::differ;
use std::collections::BTreeSet;
use std::ops::Range;
use titles::{below, below_field};

/// One of several acts.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// From its heading to the next one.
    pub(super) range: Range<usize>,
    /// The number in its heading, or its place among the acts.
    pub(super) label: String,
    /// The words of its heading.
    pub(super) title: Option<Found<String>>,
    /// The reference that its heading gives.
    pub(super) reference: Option<Found<String>>,
    /// What became of it, where a cell of its own tells.
    pub(super) outcome: Option<(Found<String>, Outcome)>,
    /// For, against, abstentions, where cells of its own count them.
    pub(super) counts: Option<Counts>,
}

static MINUTES: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:^(?:extrait du )?(?:proc[èe]s[- ]verbal|compte[- ]rendu|pv|cr|notes)\b[^\n]{0,40}\b(?:s[ée]ance|conseil|bureau|comit[ée]|r[ée]union|commission)|^ordre du jour(?:[ .:–—-]*$| ?:| (?:de|du|des|modifi|compl)\p{L}*\b)",
        // *CONSEIL DU 4 MAI 2031 – PROCÈS-VERBAL*, and *PROCÈS-VERBAL* alone on its line.
        r"|^[^\n]{0,60}\b(?:s[ée]ance|conseil|bureau|comit[ée]|r[ée]union|commission)\b[^\n]{0,60}[ –—-](?:proc[èe]s[- ]verbal|compte[- ]rendu)$",
        r"|^(?:proc[èe]s[- ]verbal|compte[- ]rendu)(?: sommaire| succinct| int[ée]gral| des d[ée]bats)?$",
        r"|\bliste des d[ée]lib[ée]rations l'an|(?-i:LISTE DES D[ÉE]LIB[ÉE]RATIONS)|^(?:compte[- ]rendu|relev[ée]) des (?:d[ée]lib[ée]rations|d[ée]cisions)(?: \([^()\n]{3,30}\))?$)"
    ))
});

static STANDS_FOR_AN_ACT: Pattern = Pattern::new(|| compile(r"(?i)\bvalant d[ée]lib[ée]ration\b"));

/// What opens one of several acts that follow each other.
static OBJECTS: [Pattern; 2] = [
    Pattern::new(|| compile(r"(?m)^(?:OBJET|Objet) ?: ?(?P<what>[^\n]{2,80})")),
    Pattern::new(|| {
        compile(
            r"(?m)^(?:DELIBERATION|DÉLIBÉRATION|Délibération) (?:N|n) ?° ?(?P<what>[A-Za-z0-9][\w./-]*)",
        )
    }),
];

static SAYS_A_VOTE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:[àa] l'unanimit[ée]|\d (?:voix|votes?) pour|\d pour, \d+ (?:contre|abst)|adoptée? par \d|vote ?: \d+ pour)",
    )
});

static EXTRACT: Pattern = Pattern::new(|| compile(r"(?i)\bextrait du (?:registre|procès|proces)"));

/// Whether the text holds the minutes of a sitting, or several acts behind one another.
pub(super) fn minutes(heading: &Heading<'_>) -> bool {
    let whole = 0..heading.folded.len();
    // A line tells one vote, however many of its words say so; who keeps the minutes is no act.
    // A decision with its own vote in brackets is one of those of its act.
    let telling = |line: &&str| {
        SAYS_A_VOTE.is_match(line)
            && !line.contains("ecrétaire")
            && !grants_with_its_vote(line)
            // *Article 3 : adopté par 29 voix pour et 8 contre*
            && !tells_of_a_part(line)
    };
    // Nor is an item that counts the votes for one of those who receive.
    let apart = items_voted_apart(heading.folded);
    let of_an_item: BTreeSet<&str> =
        apart.iter().filter_map(|item| heading.folded.get(item.clone())).collect();
    let lines = heading.folded.lines().filter(telling);
    let several_votes = lines.filter(|line| !of_an_item.contains(line.trim_end())).count() > 2;
    let voted_twice = || votes_in(heading.folded, &whole).len() > 1;
    let several_objects = OBJECTS.iter().any(|pattern| {
        let mut objects: Vec<String> = hits(heading.folded, &whole, pattern)
            .iter()
            .filter_map(|hit| Some(slug(&hit.words("what")?.value)))
            .collect();
        objects.sort();
        objects.dedup();
        objects.len() > 1 && voted_twice()
    });
    // *Compte rendu valant délibération*: one act, whatever it calls itself.
    let one = || hit(heading.folded, &heading.head, &STANDS_FOR_AN_ACT).is_some();
    let said = hit(heading.folded, &whole, &MINUTES).is_some() && !one();
    let matters = || {
        let heads = heads(heading.folded, 0);
        numbered_matters(heading.folded, &heads)
            || series(heading.folded, &heads)
            || closed(heading.folded, &heads)
    };
    several_objects
        || matters()
        || ((said || several_votes) && hit(heading.folded, &heading.head, &EXTRACT).is_none())
}

/// Whether the text is a list of numbered matters, more than one of them voted on: minutes that do
/// not say so.
fn numbered_matters(folded: &str, heads: &[Head]) -> bool {
    static DECIDED: Pattern =
        Pattern::new(|| compile(r"(?i)apr[èe]s en avoir d[ée]lib|^vu\b|\barticle \d"));
    let all = parts(folded, heads, Kind::Numbered);
    // The last line of an agenda has the opening of the sitting below it.
    let first = all.iter().position(|part| is_place(&part.label, 1)).unwrap_or_default();
    let parts = all.get(first..).unwrap_or_default();
    let in_order = in_order(parts);
    let before =
        parts.first().map_or("", |first| folded.get(..first.range.start).unwrap_or_default());
    let voted = parts.iter().filter(|part| has_vote(folded, part)).count();
    parts.len() > 2 && in_order && voted > 1 && !DECIDED.is_match(before)
}

/// Whether headings in capitals part a text that ends as a sitting does, more than one of them with a vote below it.
fn closed(folded: &str, heads: &[Head]) -> bool {
    static CLOSES: Pattern = Pattern::new(|| {
        compile(
            r"(?im)\bs[ée]ance (?:est |a [ée]t[ée] |fut )?(?:lev[ée]e|close|cl[ôo]tur[ée]e)\b|\brien n'[ée]tant (?:plus )?[àa] l'ordre du jour|\bl'ordre du jour [ée]tant [ée]puis[ée]",
        )
    });
    // An act that tells its object or its number is one, voted part by part or not.
    static OF_ONE: Pattern = Pattern::new(|| {
        compile(r"(?im)^(?:objet\b|d[ée]lib[ée]ration n ?[°o]|n ?[°o] ?(?:de )?d[ée]lib)")
    });
    /// So many bytes hold the end of a text.
    const END: usize = 1200;
    let parts = parts(folded, heads, Kind::Capitals);
    let voted = parts.iter().filter(|part| has_vote(folded, part)).count();
    parts.len() > 2 && voted > 1 && CLOSES.is_match(tail(folded, END)) && !OF_ONE.is_match(folded)
}

/// Whether more than one of the matters under numbered headings is voted on.
pub(super) fn several_voted_on(folded: &str) -> bool {
    let parts = parts(folded, &heads(folded, 0), Kind::Numbered);
    parts.iter().filter(|part| has_vote(folded, part)).count() > 1
}

/// Whether the places of matters follow each other from the first on, but for one in three that is not read.
fn in_order(parts: &[Part]) -> bool {
    let mut due = 1;
    let mut missed = 0;
    for part in parts {
        let Some(skipped) = (0..=2).find(|skipped| is_place(&part.label, due + skipped)) else {
            return false;
        };
        missed += skipped;
        due += skipped + 1;
    }
    let begun = parts.first().is_some_and(|part| is_place(&part.label, 1));
    begun && usize::try_from(missed).is_ok_and(|missed| missed * 3 <= parts.len())
}

/// Whether a label tells the place `due`: *3*, *III*, *C*.
fn is_place(label: &str, due: u32) -> bool {
    let at = usize::try_from(due).unwrap_or_default().saturating_sub(1);
    let letter = ('A'..='Z').nth(at);
    label.parse() == Ok(due)
        || roman(label) == Some(due)
        || letter.is_some_and(|letter| label.strip_prefix(letter) == Some(""))
}

/// Whether matters follow each other under references of one series, more than one of them voted on.
fn series(folded: &str, heads: &[Head]) -> bool {
    let parts = parts(folded, heads, Kind::Referenced);
    // What stands before the last group: *2031/* of *2031/052*.
    let stem = |number: &str| number.trim_end_matches(|c: char| c.is_alphanumeric()).to_owned();
    let mut numbers: Vec<&str> =
        parts.iter().filter_map(|part| Some(part.reference.as_ref()?.value.as_str())).collect();
    let first = numbers.first().map(|number| stem(number));
    let of_one = numbers.iter().all(|number| Some(stem(number)) == first);
    numbers.sort_unstable();
    numbers.dedup();
    let voted = parts.iter().filter(|part| has_vote(folded, part)).count();
    numbers.len() > 2 && of_one && voted > 1
}

/// The approval of earlier minutes, where it is told before the first matter.
pub(super) fn approval(folded: &str, matters: &[Part]) -> Option<Part> {
    approval::approval(folded, &(0..matters.first()?.range.start))
}

/// The acts of a text that holds several, behind `start`; none where no headings tell them apart.
pub(super) fn split(folded: &str, columns: &str, start: usize) -> Vec<Part> {
    let heads = heads(folded, start);
    let mut out = Vec::new();
    let mut chosen = Kind::Bare;
    let voted = |parts: &[Part]| parts.iter().filter(|p| has_vote(folded, p)).count();
    for kind in [Kind::Referenced, Kind::Numbered, Kind::Capitals, Kind::Dashed] {
        // Headings about subsidies alone are no kind that the text uses.
        if !heads.iter().any(|head| head.kind == kind) {
            continue;
        }
        let parts = parts(folded, &heads, kind);
        if voted(&parts) > voted(&out) {
            out = parts;
            chosen = kind;
        }
    }
    // Lines that nothing marks head matters where no others do, or where twice as many of them have votes as words in
    // capitals, which may head columns of tables.
    let headed = voted(&out);
    let bare = parts(folded, &heads, Kind::Bare);
    let many = voted(&bare) >= 2 * headed && matches!(chosen, Kind::Capitals | Kind::Dashed);
    if voted(&bare) > headed.max(1) && (headed < 2 || many) {
        out = bare;
    }
    if out.is_empty() {
        out = decided(folded, &heads);
    }
    let alone = parts(folded, &heads, Kind::Subsidies);
    if out.is_empty() || voted(&alone) > voted(&out) {
        out = alone;
    }
    let mut flat: Vec<Part> = Vec::new();
    let mut about = false;
    for mut part in out {
        let (own, end) = (is_about_subsidies(&part), part.range.end);
        // A page break may have set the table, or the end of it, below the next heading.
        if let (Some(last), Some(table)) =
            (flat.last_mut().filter(|_| about && !own), misplaced::table(folded, &part.range))
        {
            last.range.end = table;
            part.range.start = table;
        }
        let acts = by_vote(folded, part);
        match flat.last_mut() {
            // The table of subsidies may be printed under the next heading.
            Some(last) if acts.is_empty() && about => last.range.end = end,
            _ => about = own,
        }
        flat.extend(acts);
    }
    let mut acts =
        rows::apart(folded, columns, start, &flat).unwrap_or_else(|| listed::adopted(folded, flat));
    counted(folded, start, &mut acts);
    acts
}

/// Gives the acts of a list their votes, where they stand in columns beside it, and takes them from their titles.
fn counted(folded: &str, start: usize, acts: &mut [Part]) {
    for row in matters(folded, &(start..folded.len())) {
        let at = acts.partition_point(|act| act.range.start < row.place.start);
        let Some(act) = acts.get_mut(at).filter(|act| row.place.contains(&act.range.start)) else {
            continue;
        };
        act.counts = Some(row.counts);
        let Some(title) = &mut act.title else { continue };
        let end = row.name.range.end;
        if title.range.start < end && end < title.range.end {
            title.range.end = end;
            folded.get(title.range.clone()).unwrap_or_default().clone_into(&mut title.value);
        }
    }
}

/// The matters under places or references, where no words of a vote are told and one at least was decided.
fn decided(folded: &str, heads: &[Head]) -> Vec<Part> {
    let told = |parts: &Vec<Part>| {
        let decided = |part: &Part| hit(folded, &part.range, &DECIDED).is_some();
        parts.len() > 1 && parts.iter().any(decided)
    };
    let kinds = [Kind::Referenced, Kind::Numbered];
    kinds.into_iter().map(|kind| parts(folded, heads, kind)).find(told).unwrap_or_default()
}

/// What an organ decided without a word of its vote: *Le conseil, après délibération : VOTE le report …*.
static DECIDED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;]{0,120}?\bd[ée]lib[ée]r(?:[ée]|ation|er)\b[^.;]{0,80}?",
        r"\b(?:vote|autorise|sollicite|demande|d[ée]signe|nomme|fixe|mandate|charge|donne|[ée]met|d[ée]cide|valide|accepte|approuve|adopte|attribue|accorde)\b"
    ))
});

fn has_vote(folded: &str, part: &Part) -> bool {
    !votes_in(folded, &part.range).is_empty()
}

/// The parts under the headings of one kind; headings about subsidies count with every kind. A
/// heading with nothing under it heads nothing: it is a line of the agenda, or a row of a table.
fn parts(folded: &str, heads: &[Head], kind: Kind) -> Vec<Part> {
    let chosen: Vec<&Head> =
        heads.iter().filter(|head| head.kind == kind || head.kind == Kind::Subsidies).collect();
    let mut out: Vec<Part> = Vec::new();
    let mut above: Option<&Head> = None;
    for (at, head) in chosen.iter().copied().enumerate() {
        let end = chosen.get(at + 1).map_or(folded.len(), |next| next.at);
        let body = folded.get(head.at..end).unwrap_or_default();
        let under = body.split_once('\n').map_or("", |(_, under)| under).trim();
        let decided = || {
            !votes_in(folded, &(head.at..end)).is_empty()
                || hit(folded, &(head.at..end), &POSTPONED).is_some()
        };
        let told = head.reference.is_some() && decided();
        if under.chars().filter(|c| c.is_alphabetic()).count() < 8 && !told {
            // Two headings about subsidies in a row are one; else the stretch belongs to what was
            // begun before.
            above = (head.kind == Kind::Subsidies).then_some(head);
            if let Some(last) = out.last_mut() {
                last.range.end = end;
            }
            continue;
        }
        let first = above.take().filter(|_| head.kind == Kind::Subsidies).unwrap_or(head);
        if let Some(last) = out.last_mut() {
            last.range.end = last.range.end.min(first.at);
        }
        let label = head.number.clone().unwrap_or_else(|| (out.len() + 1).to_string());
        let reference = first.reference.clone().or_else(|| below(folded, first.at..end));
        let title = first.title.clone();
        out.push(Part {
            range: first.at..end,
            label,
            title,
            reference,
            outcome: None,
            counts: None,
        });
    }
    out
}

/// Whether a part tells by its title that it is about subsidies.
fn is_about_subsidies(part: &Part) -> bool {
    part.title.as_ref().is_some_and(|t| t.value.to_lowercase().contains("subvention"))
}

/// The acts of one matter: one for each of its votes; none where it was not voted on and says
/// nothing of money.
fn by_vote(folded: &str, part: Part) -> Vec<Part> {
    // What the organ only takes note of is an act where it has its own number; what it put off, where it says so.
    static NOTED: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:prend|prennent|donn(?:e|é|er)|a pris|est pris) acte\b"));
    // Or by a verb alone that heads a line in capitals, where the matter has its own number.
    static VERB: Pattern = Pattern::new(|| {
        compile(
            r"(?m)^(?:[-–•] ?)?(?:D[EÉ]CIDE|APPROUVE|AUTORISE|ACCEPTE|ADOPTE|FIXE|ATTRIBUE|ACCORDE|ALLOUE|VALIDE|D[EÉ]SIGNE|RETIENT|VOTE)\b",
        )
    });
    // *Le conseil retient le premier devis*, *Unanimité.*: there, too.
    static RESOLVES: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?im)\b(?:le|la|l') ?(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;:\n]{0,60} (?:retient|choisit|d[ée]signe|nomme|d[ée]cide|autorise|fixe|vote|approuve|accepte|adopte|attribue|accorde|valide)\b",
            r"|(?:^|[.;:] )(?:[àa] l')?unanimit[ée]\.?$"
        ))
    });
    let votes = counted_first(folded, votes_in(folded, &part.range));
    let (votes, begun) = without_ways(folded, votes);
    if votes.len() < 2 && begun.is_none() {
        let money = folded.get(part.range.clone()).unwrap_or_default();
        let kept = !votes.is_empty()
            || [&POSTPONED, &REJECTED].iter().any(|said| hit(folded, &part.range, said).is_some())
            || (part.reference.is_some()
                && (NOTED.is_match(money) || VERB.is_match(money) || RESOLVES.is_match(money)))
            || DECIDED.is_match(money)
            || (is_about_subsidies(&part) && money.contains(|c: char| c.is_ascii_digit()));
        if !kept {
            return Vec::new();
        }
        let own = below_field(folded, part.title.as_ref(), part.range.clone());
        return vec![Part { title: own.or(part.title), ..part }];
    }
    let mut out = Vec::new();
    let mut start = begun.unwrap_or(part.range.start);
    let last = votes.len().saturating_sub(1);
    for (at, vote) in votes.into_iter().enumerate() {
        let end = if at == last { part.range.end } else { vote.whole.end };
        // The first vote of a matter is on what its heading says, unless its own words say on what.
        let own = || below_field(folded, part.title.as_ref(), start..end);
        let alone = part.title.clone().filter(|_| last == 0);
        let title = alone.or(vote.object).or_else(own).or_else(|| part.title.clone());
        out.push(Part {
            range: start..end,
            label: if last == 0 {
                part.label.clone()
            } else {
                format!("{}-{}", part.label, at + 1)
            },
            title,
            reference: part.reference.clone(),
            outcome: None,
            counts: None,
        });
        start = end;
    }
    out
}

/// The votes of a matter without those on how to vote (*décide à l'unanimité de voter à main levée*, *de procéder par un vote
/// unique*), where another follows; and where the first of the others begins, if one was left out before it.
fn without_ways(folded: &str, votes: Vec<Told>) -> (Vec<Told>, Option<usize>) {
    static WAY: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:proc[ée]der (?:par (?:un )?(?:vote|scrutin)|(?:au|à) (?:un |une |l'|la )?(?:vote|scrutin|[ée]lection|d[ée]signation|nomination)s?\b[^.;\n]{0,60}(?:main lev[ée]e|scrutin|bulletin|vote))",
            r"|voter (?:à main lev[ée]e|au scrutin|à bulletins? secrets?|par (?:chapitre|un vote))",
            r"|ne pas (?:proc[ée]der|recourir|voter) (?:au |à )?(?:un )?(?:scrutin|vote|bulletins?) (?:à bulletins? )?secrets?",
            r"|(?:approuve|accepte|adopte|pour) (?:le |un )?(?:vote|scrutin) (?:à main lev[ée]e|public|ordinaire))\b"
        ))
    });
    // The vote, and the line below it where that tells on what it was.
    let way = |vote: &Told| {
        let end = vote.whole.end;
        let said = folded.get(vote.whole.clone()).unwrap_or_default();
        let below = folded.get(end..).unwrap_or_default().trim_start();
        let below = below.lines().next().filter(|line| line.starts_with(['d', 'D']));
        let told = said.contains(|c: char| c.is_ascii_digit());
        WAY.is_match(said) || (!told && below.is_some_and(|line| WAY.is_match(line)))
    };
    let many = votes.len();
    let first = votes.first().map(|vote| vote.whole.start);
    let all = votes.into_iter().enumerate();
    let kept: Vec<Told> =
        all.filter(|(at, vote)| at + 1 == many || !way(vote)).map(|(_, vote)| vote).collect();
    let begun = kept.first().map(|vote| vote.whole.start).filter(|at| Some(*at) != first);
    (kept, begun)
}

/// The votes of a matter, where what counts one may stand above its legal bases and the decision that tells its outcome
/// below them: *Pour : 18 Contre : 0*, *Vu …*, *Après en avoir délibéré et à l'unanimité, le bureau approuve …*; *Il ressort
/// de ce vote : 8 voix pour, 8 contre*, *La voix du président étant prépondérante, le conseil décide …*.
fn counted_first(folded: &str, votes: Vec<Told>) -> Vec<Told> {
    static COUNT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^[-–•* ]*pour ?:? ?\d|\b\d{1,3} (?:voix|votes?|suffrages?)(?: ?:)? ?(?:[«\x22“] ?)?pour\b",
        )
    });
    static OUTCOME: Pattern = Pattern::new(|| {
        compile(r"(?i)adopt|approuv|accept|accord|d[ée]cid|unanim|rejet|ajourn|refus|major")
    });
    static DECIDES: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:vu |consid[ée]rant|sur |(?:la|sa) voix (?:de |du |d'|[ée]tant)|(?:compte tenu|au vu) |en cons[ée]quence|apr[èe]s (?:en )?(?:avoir )?d[ée]lib|(?:le|la|l') ?(?:conseil|bureau|comit|commission|assembl))",
        )
    });
    // *après vote (22 pour, 2 abstentions), accorde …*, and below it *Adopté.*
    static BARE: Pattern = Pattern::new(|| {
        compile(r"(?i)^[-–•>*➢ ]*(?:adopt|approuv|accept|rejet|repouss)[ée]{1,2}e?s?[ .]*$")
    });
    static SAYS: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:adopt|approuv|accept|rejet|repouss)\p{L}+"));
    let said = |range: &Range<usize>| folded.get(range.clone()).unwrap_or_default();
    let mut out: Vec<Told> = Vec::new();
    for vote in votes {
        let joined = out.last().is_some_and(|last| {
            let (count, decision) = (said(&last.whole), said(&vote.whole));
            if BARE.is_match(decision) && !SAYS.is_match(count) {
                return true;
            }
            let behind = said(&(last.whole.end..vote.whole.end)).trim_start();
            COUNT.is_match(count)
                && !OUTCOME.is_match(count)
                && !COUNT.is_match(decision)
                && OUTCOME.is_match(decision)
                && DECIDES.is_match(behind)
        });
        match out.last_mut().filter(|_| joined) {
            Some(last) => last.whole.end = vote.whole.end,
            None => out.push(vote),
        }
    }
    out
}
