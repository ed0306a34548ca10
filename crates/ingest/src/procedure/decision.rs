//! The decision: how the vote went; who may sign, [`super::authority`] reads.
//!
//! An outcome needs a word that says it, a tally needs its figures, unanimity its word. Where the
//! text states two outcomes, or two tallies, it speaks of more than one vote and nothing is sure.

mod counting;
mod naming;

use super::Act;
use super::acts::differ;
use super::ballots::ballots;
use super::groups::{Table, groups, row, spoken, table, table_anywhere};
use super::outcome::{ADOPTED, POSTPONED, REJECTED, decided_alone, outcome, refused};
use super::partial::extents;
use super::scan::{hit, sentence};
use super::tally::UNANIMOUS;
use crate::interpret::Remark;
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile, tail};
use crate::segment::Part;
use greffe_domain::{Grade, Outcome, VoteCast, VoteMethod};

use counting::{APART, Counted, rejected_by, tallies};
use naming::{by_name, come_to, fewer_named, named_apart, told_apart};

pub(super) use super::tally::votes_in;
use std::ops::Range;

/// What a vote says that it is not about the act as a whole.
static PARTIAL: Pattern =
    Pattern::new(|| compile(r"(?i)\b(?:amendement|vote par division|article par article)\b"));

static METHODS: [(Pattern, VoteMethod); 3] = [
    (Pattern::new(|| compile(r"(?i)(?P<word>à mains? levée?s?)")), VoteMethod::ShowOfHands),
    (
        Pattern::new(|| compile(r"(?i)(?:au|par|procédé au) (?P<word>scrutin public)")),
        VoteMethod::PublicBallot,
    ),
    (
        Pattern::new(|| {
            compile(
                r"(?i)(?:au |par |vote à |vote au |à )(?P<word>(?:scrutin|bulletin)s? secrets?)",
            )
        }),
        VoteMethod::SecretBallot,
    ),
];

static SECRET: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:proc[ée]d[ée] (?:[àa]|au) [^.;\n]{0,40}?(?P<word>(?:scrutin|bulletin)s? secrets?)|(?:ayant (?:demand|r[ée]clam)[ée]|demandent|r[ée]clament) (?:le |un )(?P<asked>(?:scrutin|vote)s? (?:secrets?|[àa] bulletins? secrets?))|scrutin (?:est|a [ée]t[ée]|[ée]tant) (?P<is>secret)|(?:vote|scrutin) (?:a lieu|a eu lieu|s'est d[ée]roul[ée]|se d[ée]roule|s'effectue|est) (?:[àa]|au|par) (?P<held>(?:scrutin|bulletin)s? secrets?))\b",
    )
});

/// That the voice of who presides broke a tie.
pub(super) static CASTING: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\bvoix[^.;\n]{0,90}?(?P<word>pr[ée]pond[ée]rante|l'emporte|compte double|est d[ée]terminante)",
    )
});

/// Whether a text says anywhere that something was adopted or rejected by vote.
pub(super) fn says_an_outcome(folded: &str) -> bool {
    static FORMULA: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?:\b(?:Vu|VU) (?:le|la|l'|les) )|(?i:après en avoir délibéré|peut valablement d[ée]lib[ée]rer",
            r"|\d voix pour\b|\d votes? pour\b|[àa] l'unanimit[ée]|\bpr[ée]sents? ?:|sous la pr[ée]sidence d|secr[ée]taire de s[ée]ance)"
        ))
    });
    ADOPTED.is_match(folded) || REJECTED.is_match(folded) || FORMULA.is_match(folded)
}

/// Reads vote and authority to sign.
pub(super) fn read(act: &mut Act<'_>) {
    vote(act);
    super::authority::read(act);
}

/// Where the vote is told: from the operative part on, without the articles themselves and the votes on parts.
fn zones(act: &Act<'_>, parts: &[Range<usize>]) -> Vec<Range<usize>> {
    let heading = act.heading;
    let mut zones = Vec::new();
    for range in heading.parts.of(Part::Articles) {
        let text = heading.folded.get(range.clone()).unwrap_or_default();
        let items = ["\nArticle ", "\nARTICLE ", "\n- ", "\n– ", "\n1°", "\n• "];
        let end = items.iter().filter_map(|mark| Some((text.find(mark)?, mark.len()))).min();
        // The verb of the first item tells what was decided: *- APPROUVE…*.
        let end = end.map(|(at, mark)| {
            let behind = text.get(at + mark..).unwrap_or_default();
            at + mark + verb(behind)
        });
        let starts = text.starts_with("Article") || text.starts_with("ARTICLE");
        if !starts {
            zones.push(range.start..range.start + end.unwrap_or(text.len()));
        }
    }
    zones.extend(heading.parts.of(Part::Vote));
    if act.setting.several_acts {
        return vec![act.whole()];
    }
    if zones.is_empty() {
        let rest = without_parts(parts, vec![act.whole()]);
        let says = |zone: &Range<usize>| {
            let said = [&ADOPTED, &REJECTED, &POSTPONED];
            said.iter().any(|pattern| hit(heading.folded, zone, pattern).is_some())
        };
        return if rest.iter().any(says) { rest } else { vec![act.whole()] };
    }
    without_parts(parts, without_amendments(heading.folded, zones))
}

/// The zones without the votes on lines and articles that are told apart.
fn without_parts(parts: &[Range<usize>], zones: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for zone in zones {
        let mut from = zone.start;
        let inside = |part: &&Range<usize>| part.start < zone.end && zone.start < part.end;
        for part in parts.iter().filter(inside) {
            out.push(from..part.start.max(from));
            from = part.end.max(from);
        }
        out.push(from..zone.end.max(from));
    }
    out.retain(|zone| !zone.is_empty());
    out
}

/// Up to the end of the first verb of an item, behind the number of its article.
fn verb(behind: &str) -> usize {
    static NUMBER: Pattern =
        Pattern::new(|| compile(r"^(?:\d{1,2}(?: ?er)?|premier|unique|[IVX]+)?[ :.–—°)-]*"));
    let lead = NUMBER.find(behind).map_or(0, |found| found.end());
    let rest = behind.get(lead..).unwrap_or_default();
    lead + rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
}

/// The lines that tell of votes on amendments, taken out of where the vote on the whole is told;
/// unless nothing else is left that says an outcome.
fn without_amendments(folded: &str, zones: Vec<Range<usize>>) -> Vec<Range<usize>> {
    static AMENDMENT: Pattern =
        Pattern::new(|| compile(r"(?i)\bamendements? n|^amendement|l'amendement\b"));
    let mut kept = Vec::new();
    for zone in &zones {
        let mut at = zone.start;
        for line in folded.get(zone.clone()).unwrap_or_default().split_inclusive('\n') {
            if !AMENDMENT.is_match(line) {
                match kept.last_mut() {
                    Some(Range { end, .. }) if *end == at => *end = at + line.len(),
                    _ => kept.push(at..at + line.len()),
                }
            }
            at += line.len();
        }
    }
    let says = kept.iter().any(|zone| {
        [&ADOPTED, &REJECTED, &POSTPONED].iter().any(|p| hit(folded, zone, p).is_some())
    });
    if says { kept } else { zones }
}

/// *DÉCIDE* at the head of a line, below the words that count the votes.
static DECIDES: Pattern =
    Pattern::new(|| compile(r"(?im)^[-–• ]*(?P<word>d[ée]cide)(?: d'| de | ?:|$)"));

/// Figures beside the words of a vote: a tally, or the head of a table of votes. What is not read
/// of them must not pass for silence.
static COUNTED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b\d{1,4} (?:voix|votes?|suffrages|pour|contre|abstentions?)\b|\b(?:pour|contre|abstentions?|votants)(?: ?:)? ?\d{1,4}\b",
        r"|\bpour contre\b"
    ))
});

/// *À l'unanimité (11 voix ; 10 voix s'agissant du club)*: a count for a part beside that of the whole.
static TWO_COUNTS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\bunanimit[ée]\b[^.;\n()]{0,40}\([^()\n]{0,20}\d voix\b[^()\n]{1,40}\d voix\b[^()\n]*\)",
    )
});

/// What is counted, by figures and by the table of groups.
struct Votes {
    counts: [Option<Found<u32>>; 3],
    /// Whether nothing counts the votes against, and the abstentions.
    silent: [bool; 2],
    /// Whether something is counted in several ways.
    several: bool,
    by_group: Option<Table>,
    /// Whether counted where the vote is told.
    told: bool,
    /// Whether elsewhere in the act alone.
    apart: bool,
    /// Why it is not certain.
    doubt: Option<&'static str>,
}

/// Counts the votes of an act that was voted `as_one` or in parts.
fn votes(act: &Act<'_>, zones: &[Range<usize>], as_one: bool) -> Votes {
    let folded = act.heading.folded;
    if let Some(counts) = act.heading.part.and_then(|part| part.counts.clone()) {
        let (silent, doubt) = ([false; 2], None);
        return Votes {
            counts,
            silent,
            several: false,
            by_group: None,
            told: true,
            apart: false,
            doubt,
        };
    }
    let row = row(folded, zones);
    let Counted { tallies, told, apart, doubt } = tallies(act, zones, (row.is_some(), as_one));
    let several = tallies.iter().any(Result::is_err)
        || zones.iter().any(|zone| hit(folded, zone, &TWO_COUNTS).is_some());
    let [_, against, abstained] = &tallies;
    let untold = [against, abstained].map(|tally| matches!(tally, Ok(None)));
    let in_a_row = row.is_some();
    let mut counts = tallies.map(|tally| tally.ok().flatten());
    let here = table(folded, zones).or(row);
    let elsewhere = if here.is_none() && as_one {
        table_anywhere(folded, &act.whole()).filter(|table| !told || comes_to(table, &counts))
    } else {
        None
    };
    let doubt = doubt.or_else(|| (elsewhere.is_some() && !told).then_some(APART));
    let by_group = here.or(elsewhere);
    // The groups in a row come to the votes of all, where no others count them.
    let sums = by_group.as_ref().filter(|_| !(in_a_row && told));
    if let Some(all) = sums.and_then(|table| table.all.clone()) {
        // The row of all together is the tally; other figures of the table are not.
        counts = all;
    }
    let [_, against, abstained] = &counts;
    let [no_against, no_abstained] = untold;
    let silent = [no_against && against.is_none(), no_abstained && abstained.is_none()];
    Votes { counts, silent, several, by_group, told, apart, doubt }
}

/// Words that may say that a proposal was not adopted, or by whom else it was: *non adoptée*, *ne peut être adoptée*,
/// *[ ] Adopté [x] Rejeté*, *adopté par la commission des finances*, *le quorum n'étant pas atteint*.
static DENIES: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\bnon[ -](?:adopt|approuv)[ée]|\bn(?:e |')[^.;:\n]{0,40}\b(?:adopt|approuv)[ée]{1,2}e?s?\b|\b(?:adopt|approuv)[ée]{1,2}e?s?\b[^.;\n]{0,30}(?:\brejet[ée]|: ?non\b)|\brejet[ée]{1,2}e?s?\b[^.;\n]{0,30}\badopt[ée]",
        r"|\b(?:adopt|approuv)[ée]{1,2}e?s?\b[^.;\n]{0,40} par la commission (?:des |de |d')|\bquorum n'[ée]tant pas\b|\bfaute de (?:quorum|majorit[ée])\b",
        r"|(?m:^(?:ajourn|renvoy|retir|annul)[ée]{1,2}e?s?\b)|\bpuis (?:retir|annul)[ée]"
    ))
});

/// Why it is not certain that a proposal was adopted, though a word says so.
const MAY_DENY: &str =
    "other words of the act may say that it was not adopted, or by whom else it was";

/// Why what *par 5 voix contre et 2 pour, décide …* decides may be another thing than what was proposed.
const OUTVOTED: &str = "more voted against than for; check what was adopted";

/// *Elle est adoptée*, and not *les élus acceptent de …*, which may be of something else.
fn outright(folded: &str, word: &Range<usize>) -> bool {
    let words = folded.get(word.clone()).unwrap_or_default().to_lowercase();
    words.trim_end_matches(['e', 's']).ends_with('é')
}

fn vote(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    let whole = act.whole();
    if differ(act.heading.columns, &whole) {
        let what = "rows of a list tell of different outcomes, and no vote is read of them; record each by hand";
        let remark =
            Remark { range: whole, code: "several-outcomes", what: what.to_owned(), figure: None };
        return act.remarks.push(remark);
    }
    let parts = extents(folded, &whole);
    let zones = zones(act, &parts);
    let (said, split) = outcome(act, &zones);
    let told_outright = said.as_ref().is_some_and(|(word, _)| outright(folded, &word.range));
    let find = |pattern: &Pattern| {
        zones.iter().find_map(|zone| {
            let hit = hit(folded, zone, pattern)?;
            ["word", "aside", "item", "last"].iter().find_map(|group| hit.place(group))
        })
    };
    let as_one = parts.is_empty();
    let Votes { counts, silent, several, by_group, told, apart, doubt: uncertain } =
        votes(act, &zones, as_one);
    let [mut votes_for, mut against, abstained] = counts;
    if rejected_by(folded, votes_for.as_ref(), against.as_ref()) {
        std::mem::swap(&mut votes_for, &mut against);
    }
    let uncounted = !told && !apart && as_one;
    let (unanimous, said_apart) = unanimity(act, find(&UNANIMOUS), uncounted);
    let counted = [&votes_for, &against, &abstained].into_iter().flatten().next();
    let counted = counted.map(|found| found.range.clone());
    // *DÉCIDE d'allouer les subventions*, behind parts that were voted one by one.
    let in_parts = counted.is_none() && !parts.is_empty();
    let Some((anchor, outcome)) = said
        .map(|(word, outcome)| (word.range, outcome))
        .or_else(|| refused(folded, &zones, votes_for.as_ref(), against.as_ref()))
        .or_else(|| {
            let decides = find(&DECIDES)?;
            let voted = counted.is_some() || unanimous.is_some() || in_parts;
            voted.then_some((decides, Outcome::Adopted))
        })
        // No word says what became of it: the vote is told by its count alone.
        .or_else(|| Some((counted.clone().or(unanimous.clone())?, Outcome::Unstated)))
    else {
        return;
    };
    let partial = in_parts
        || zones.iter().any(|zone| hit(folded, zone, &PARTIAL).is_some())
        || hit(folded, &act.whole(), &PARTIAL).is_some();
    let mut passages = Passages::of(sentence(folded, &anchor));
    passages.field(anchor, "/outcome");
    let mut event = VoteCast::stating(outcome);
    // *à l'unanimité des 11 votants*
    let of_voters = votes_for.as_ref().is_some_and(|found| {
        folded.get(found.range.end..).is_some_and(|behind| behind.starts_with(" votants"))
    });
    for found in [&votes_for, &against, &abstained].into_iter().flatten() {
        passages.also(sentence(folded, &found.range));
    }
    event.votes_for = passages.value(votes_for, "/votes_for");
    event.votes_against = passages.value(against, "/votes_against");
    event.abstentions = passages.value(abstained, "/abstentions");
    if let Some(place) = unanimous {
        passages.field(place, "/unanimous");
        event.unanimous = Some(true);
    }
    let methods = methods(act, &zones);
    if let [(place, method)] = methods.as_slice() {
        passages.field(place.clone(), "/method");
        event.method = Some(*method);
    }
    if let Some(place) = find(&CASTING) {
        passages.field(place, "/casting_vote");
        event.casting_vote = Some(true);
    }
    event.ballots = ballots(folded, &zones, &mut passages);
    let named_apart = as_one && named_apart(act, &mut event, &mut passages);
    let by_name = by_name(&mut event, silent, &mut passages);
    let named_apart = named_apart || (as_one && told_apart(act, &mut event, &mut passages));
    by_groups(act, (&zones, by_group.as_ref()), &mut event, &mut passages);
    // *par 5 voix contre et 2 pour, décide de rester*: the proposal was another.
    let against_it = event.votes_against.zip(event.votes_for).is_some_and(|(no, yes)| no > yes);
    let outvoted = against_it && !told_outright;
    let unread =
        !event.tally_stated() && zones.iter().any(|zone| hit(folded, zone, &COUNTED).is_some());
    let several = (several && by_group.is_none()) || methods.len() > 1;
    let doubt = doubt(act, &event, (split, several, partial, unread))
        .or_else(|| decided_alone(act, event.outcome))
        .or_else(|| by_name.then(|| "who voted so is named, and the names are counted".to_owned()))
        .or_else(|| fewer_named(&event))
        .or_else(|| {
            of_voters.then(|| "the text counts who voted, and not the votes for".to_owned())
        })
        .or_else(|| named_apart.then(|| "who voted so is named apart from the count".to_owned()))
        .or_else(|| uncertain.map(str::to_owned))
        .or_else(|| said_apart.then(|| APART.to_owned()));
    let (stream, date) = (act.setting.act_stream.clone(), act.setting.act_date.clone());
    let doubt = doubt.or_else(|| {
        let denied = || hit(folded, &whole, &DENIES).is_some();
        let adopted = outcome == Outcome::Adopted;
        let outvoted = (adopted && outvoted).then(|| OUTVOTED.to_owned());
        outvoted.or_else(|| (adopted && denied()).then(|| MAY_DENY.to_owned()))
    });
    act.add(&stream, event, (&date, Grade::Act), passages, doubt);
}

/// By what methods the text says that the vote was held.
fn methods(act: &Act<'_>, zones: &[Range<usize>]) -> Vec<(Range<usize>, VoteMethod)> {
    let folded = act.heading.folded;
    let mut methods: Vec<(Range<usize>, VoteMethod)> = METHODS
        .iter()
        .filter_map(|(pattern, method)| {
            let mut found =
                zones.iter().filter_map(|zone| hit(folded, zone, pattern)?.place("word"));
            Some((found.next()?, *method))
        })
        .collect();
    // That a vote by secret ballot is held may be told before the words that decide.
    if methods.is_empty()
        && let Some(secret) = hit(folded, &act.whole(), &SECRET)
    {
        let place = ["word", "asked", "is", "held"].iter().find_map(|group| secret.place(group));
        methods.extend(place.map(|place| (place, VoteMethod::SecretBallot)));
    }
    methods
}

/// Reads how groups voted: from a table, from what tells of votes, or from anywhere else where theirs come to the votes of all.
fn by_groups(
    act: &Act<'_>,
    (zones, table): (&[Range<usize>], Option<&Table>),
    event: &mut VoteCast,
    passages: &mut Passages,
) {
    let folded = act.heading.folded;
    event.groups = match table {
        Some(table) => groups(table, passages),
        None => spoken(folded, zones, passages),
    };
    if !event.groups.is_empty() {
        return;
    }
    let mut elsewhere = passages.clone();
    let told = spoken(folded, std::slice::from_ref(&act.whole()), &mut elsewhere);
    // *Groupe A (5 voix) : abstention*, below the foot of an act that counts nothing else.
    let uncounted =
        !event.tally_stated() && event.unanimous.is_none() && event.outcome != Outcome::Unstated;
    if come_to(&told, event) {
        event.groups = told;
        *passages = elsewhere;
    } else if uncounted && let Some(from) = zones.iter().map(|zone| zone.start).min() {
        // Before the decision groups tell what they think of something else.
        let behind = from..act.whole().end.max(from);
        event.groups = spoken(folded, std::slice::from_ref(&behind), passages);
    }
}

/// Where the vote is said to be unanimous: where it is told, else apart, where it is not counted; and whether apart.
fn unanimity(
    act: &Act<'_>,
    told: Option<Range<usize>>,
    uncounted: bool,
) -> (Option<Range<usize>>, bool) {
    let folded = act.heading.folded;
    let whole = |place: &Range<usize>| !but_one(folded, place);
    let told = told.filter(|place| whole(place) && !unticked(folded, place));
    if told.is_some() || !uncounted {
        return (told, false);
    }
    let apart = hit(folded, &act.whole(), &UNANIMITY_ALONE)
        .and_then(|hit| hit.place("word").or_else(|| hit.place("told")))
        .filter(whole);
    let is_apart = apart.is_some();
    (apart, is_apart)
}

/// Whether the votes of all in a table are those that are counted elsewhere.
fn comes_to(table: &Table, counts: &[Option<Found<u32>>; 3]) -> bool {
    table.all.as_ref().is_some_and(|all| {
        all.iter().zip(counts).all(|(one, other)| match (one, other) {
            (Some(one), Some(other)) => one.value == other.value,
            _ => true,
        })
    })
}

/// Whether a box stands before a word, and nothing in it: *☐ unanimité*, *[ ] à l'unanimité*.
fn unticked(folded: &str, word: &Range<usize>) -> bool {
    static EMPTY: Pattern = Pattern::new(|| compile(r"(?:[☐□]|\[ ?\]) ?(?:[àa] l ?')?$"));
    EMPTY.is_match(tail(folded.get(..word.start).unwrap_or_default(), 12))
}

/// Unanimity told apart from what was decided: a box ticked, *Délibération approuvée à l'unanimité*, *ADOPTION : UNANIMITÉ*.
static UNANIMITY_ALONE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:[☒☑✓✔]|[\[(] ?x ?[\])]) ?(?:[àa] l ?')?(?P<word>unanimit[ée])\b",
        r"|^(?:(?:la |cette |la pr[ée]sente )?d[ée]lib[ée]ration (?:est |a [ée]t[ée] )?(?:adopt|approuv|vot|accept)[ée]e,? |adoption ?: ?)(?:[àa] l ?')?(?P<told>unanimit[ée])\b"
    ))
});

/// *À l'unanimité moins une abstention*: then it was not unanimous.
fn but_one(folded: &str, unanimity: &Range<usize>) -> bool {
    static BUT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?: des (?:membres |suffrages |voix )?(?:pr[ée]sents|votants|exprim[ée]s)?(?: et repr[ée]sent[ée]s)?)? ?,? ?\(?(?:moins|sauf|hormis|except[ée])\b",
        )
    });
    folded.get(unanimity.end..).is_some_and(|behind| BUT.is_match(behind))
}

fn doubt(
    act: &Act<'_>,
    event: &VoteCast,
    (split, several, partial, unread): (bool, bool, bool, bool),
) -> Option<String> {
    let contested = event.votes_against.is_some_and(|n| n > 0);
    let why = if event.outcome == Outcome::Unstated {
        "no word says what became of the proposal"
    } else if event.outcome == Outcome::Postponed
        && (event.unanimous == Some(true) || event.tally_stated())
    {
        "the vote is on putting the matter off, not on the proposal"
    } else if !event.groups.is_empty() {
        "the votes of groups are read"
    } else if split {
        "the text states two outcomes"
    } else if several {
        "the text states more than one tally"
    } else if partial {
        "the text speaks of votes on parts or amendments"
    } else if unread {
        "figures stand beside the vote and are not read as its count"
    } else if !act.heading.parts.has(Part::Articles) {
        "no operative part is told apart in the text"
    } else if event.unanimous == Some(true) && contested {
        "the vote is called unanimous, and votes against are counted"
    } else {
        return None;
    };
    Some(why.to_owned())
}
