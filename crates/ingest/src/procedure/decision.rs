//! The decision: who stood back, how the vote went, who may sign.
//!
//! An outcome needs a word that says it, a tally needs its figures, unanimity its word. Where the
//! text states two outcomes, or two tallies, it speaks of more than one vote and nothing is sure.

use super::Act;
use super::person::{name_in_text, names};
use super::scan::{CIVILITY, NAME, hit, hits, sentence};
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile};
use crate::segment::Part;
use greffe_domain::{
    Ballot, Event, Grade, NamedBallot, Outcome, RecusalDeclared, SignatureAuthorised, VoteCast,
    VoteMethod,
};
use std::ops::Range;

static ADOPTED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:\b(?:proposition|d[ée]lib[ée]ration|rapport|texte|elle|projet)\b[^.;\n]{0,60}? (?P<word>(?:est|a été) adoptée?)\b",
        r"|^(?P<line>adoptée?)(?: (?:à l'unanimité|à la majorité|par)\b|\.?$)|r[ée]sultats? du vote ?: (?P<result>adoptée?)\b",
        r"|(?:après en avoir délibéré|apres en avoir delibere)\b[^;]{0,400}?\b(?P<verb>adopte|approuve|accepte|décide|decide|DÉCIDE|attribue)\b)"
    ))
});

static REJECTED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?P<word>n'(?:est|a) pas (?:été )?adoptée?|(?:est|a été) rejetée?|rejette la (?:proposition|demande))\b",
    )
});

static POSTPONED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?P<word>(?:est|a été) (?:ajournée?|reportée? à (?:une|la) (?:prochaine )?séance|retirée? de l'ordre du jour)|sursoi[st] à statuer)\b",
    )
});

/// What a vote says that it is not about the act as a whole.
static PARTIAL: Pattern =
    Pattern::new(|| compile(r"(?i)\b(?:amendement|vote par division|article par article)\b"));

const COUNT: &str = r"(?P<n>\d{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|(?:dix|vingt|trente|quarante)-\p{L}+|vingt|trente|quarante)";

static FOR: [Pattern; 2] = [
    Pattern::new(|| compile(&format!(r"(?i)\b{COUNT} (?:voix )?pour\b(?P<table> ?:)?"))),
    Pattern::new(|| compile(r"(?i)\bpour ?: ?(?P<n>\d{1,3})\b")),
];

static AGAINST: [Pattern; 2] = [
    Pattern::new(|| compile(&format!(r"(?i)\b{COUNT} (?:voix )?contre\b(?P<table> ?:)?"))),
    Pattern::new(|| compile(r"(?i)\bcontre ?: ?(?P<n>\d{1,3})\b")),
];

static ABSTAINED: [Pattern; 2] = [
    Pattern::new(|| compile(&format!(r"(?i)\b{COUNT} abstentions?\b(?P<table> ?:)?"))),
    Pattern::new(|| compile(r"(?i)\babstentions? ?: ?(?P<n>\d{1,3})\b")),
];

static UNANIMOUS: Pattern =
    Pattern::new(|| compile(r"(?i)\b(?P<word>[àa] l'unanimit[ée]|unanimement)"));

static METHODS: [(Pattern, VoteMethod); 3] = [
    (Pattern::new(|| compile(r"(?i)(?P<word>à mains? levée?s?)")), VoteMethod::ShowOfHands),
    (
        Pattern::new(|| compile(r"(?i)(?:au|par|procédé au) (?P<word>scrutin public)")),
        VoteMethod::PublicBallot,
    ),
    (
        Pattern::new(|| {
            compile(r"(?i)(?:au |par |vote à |vote au )(?P<word>(?:scrutin|bulletin)s? secrets?)")
        }),
        VoteMethod::SecretBallot,
    ),
];

static CASTING: Pattern = Pattern::new(|| compile(r"(?i)voix[^.;\n]{0,80}(?P<word>prépondérante)"));

static NAMED: Pattern = Pattern::new(|| {
    compile(r"(?i)(?:(?P<against>contre)|(?P<abstained>abstentions?)) \((?P<list>[^()]{3,400})\)")
});

/// Whether a text says anywhere that something was adopted or rejected by vote.
pub(super) fn says_an_outcome(folded: &str) -> bool {
    static FORMULA: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?:\b(?:Vu|VU) (?:le|la|l'|les) )|(?i:après en avoir délibéré|peut valablement d[ée]lib[ée]rer",
            r"|\d voix pour\b|\d votes? pour\b|[àa] l'unanimit[ée])"
        ))
    });
    ADOPTED.is_match(folded) || REJECTED.is_match(folded) || FORMULA.is_match(folded)
}

/// Reads recusals, vote and authority to sign.
pub(super) fn read(act: &mut Act<'_>) {
    recusals(act);
    vote(act);
    signature(act);
}

/// Where the vote is told: from the operative part on, without the articles themselves.
fn zones(act: &Act<'_>) -> Vec<Range<usize>> {
    let heading = act.heading;
    let mut zones = Vec::new();
    for range in heading.parts.of(Part::Articles) {
        let text = heading.folded.get(range.clone()).unwrap_or_default();
        let items = ["\nArticle ", "\nARTICLE ", "\n- ", "\n– ", "\n1°", "\n• "];
        let end = items.iter().filter_map(|mark| text.find(mark)).min();
        let starts = text.starts_with("Article") || text.starts_with("ARTICLE");
        if !starts {
            zones.push(range.start..range.start + end.unwrap_or(text.len()));
        }
    }
    zones.extend(heading.parts.of(Part::Vote));
    if zones.is_empty() {
        zones.push(act.whole());
    }
    zones
}

type Said<T> = Option<(Found<String>, T)>;

fn outcome(act: &Act<'_>, zones: &[Range<usize>]) -> (Said<Outcome>, bool) {
    let folded = act.heading.folded;
    let mut said: Vec<(Found<String>, Outcome)> = Vec::new();
    for (pattern, outcome) in [
        (&REJECTED, Outcome::Rejected),
        (&POSTPONED, Outcome::Postponed),
        (&ADOPTED, Outcome::Adopted),
    ] {
        for hit in zones.iter().flat_map(|zone| hits(folded, zone, pattern)) {
            let word = ["word", "line", "result", "verb"].iter().find_map(|g| hit.words(g));
            said.extend(word.map(|word| (word, outcome)));
        }
    }
    let first = said.first().cloned();
    let split = said.iter().any(|(_, other)| first.as_ref().is_some_and(|(_, one)| one != other));
    (first, split)
}

/// Figures beside the words of a vote: a tally, or the head of a table of votes. What is not read
/// of them must not pass for silence.
static COUNTED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b\d{1,4} (?:voix|votes?|suffrages|pour|contre|abstentions?)\b|\b(?:pour|contre|abstentions?|votants)(?: ?:)? ?\d{1,4}\b",
        r"|\bpour contre\b"
    ))
});

/// A count stated once, or several times alike; `Err` when stated differently.
fn count(
    act: &Act<'_>,
    zones: &[Range<usize>],
    patterns: &[Pattern],
) -> Result<Option<Found<u32>>, ()> {
    let folded = act.heading.folded;
    let all: Vec<Found<u32>> = zones
        .iter()
        .flat_map(|zone| patterns.iter().flat_map(|pattern| hits(folded, zone, pattern)))
        .filter(|hit| !hit.has("table"))
        .filter_map(|hit| hit.count("n"))
        .collect();
    let Some(first) = all.first() else { return Ok(None) };
    let same = all.iter().all(|other| other.value == first.value);
    if same { Ok(Some(first.clone())) } else { Err(()) }
}

fn vote(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    let zones = zones(act);
    let (Some((word, outcome)), split) = outcome(act, &zones) else { return };
    let tallies = [&FOR, &AGAINST, &ABSTAINED].map(|patterns| count(act, &zones, patterns));
    let several = tallies.iter().any(Result::is_err);
    let find =
        |pattern: &Pattern| zones.iter().find_map(|zone| hit(folded, zone, pattern)?.place("word"));
    let partial = zones.iter().any(|zone| hit(folded, zone, &PARTIAL).is_some())
        || hit(folded, &act.whole(), &PARTIAL).is_some();
    let mut passages = Passages::of(sentence(folded, &word.range));
    passages.field(word.range, "/outcome");
    let mut event = VoteCast::stating(outcome);
    let [votes_for, against, abstained] = tallies.map(|tally| tally.ok().flatten());
    for found in [&votes_for, &against, &abstained].into_iter().flatten() {
        passages.also(sentence(folded, &found.range));
    }
    event.votes_for = passages.value(votes_for, "/votes_for");
    event.votes_against = passages.value(against, "/votes_against");
    event.abstentions = passages.value(abstained, "/abstentions");
    if let Some(place) = find(&UNANIMOUS) {
        passages.field(place, "/unanimous");
        event.unanimous = Some(true);
    }
    let methods: Vec<(Range<usize>, VoteMethod)> =
        METHODS.iter().filter_map(|(pattern, method)| Some((find(pattern)?, *method))).collect();
    if let [(place, method)] = methods.as_slice() {
        passages.field(place.clone(), "/method");
        event.method = Some(*method);
    }
    if let Some(place) = find(&CASTING) {
        passages.field(place, "/casting_vote");
        event.casting_vote = Some(true);
    }
    event.ballots = ballots(folded, &zones, &mut passages);
    let unread =
        !event.tally_stated() && zones.iter().any(|zone| hit(folded, zone, &COUNTED).is_some());
    let doubt = doubt(act, &event, (split, several || methods.len() > 1, partial, unread));
    let (stream, date) = (act.setting.act_stream.clone(), act.setting.act_date.clone());
    act.add(&stream, event, (&date, Grade::Act), passages, doubt);
}

fn doubt(
    act: &Act<'_>,
    event: &VoteCast,
    (split, several, partial, unread): (bool, bool, bool, bool),
) -> Option<String> {
    let contested = event.votes_against.is_some_and(|n| n > 0);
    let why = if split {
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

fn ballots(folded: &str, zones: &[Range<usize>], passages: &mut Passages) -> Vec<NamedBallot> {
    let mut out = Vec::new();
    for hit in zones.iter().flat_map(|zone| hits(folded, zone, &NAMED)) {
        let ballot =
            if hit.place("against").is_some() { Ballot::Against } else { Ballot::Abstention };
        let Some(list) = hit.words("list") else { continue };
        let read = names(&list.value, list.range.start);
        if read.odd.is_some() {
            continue;
        }
        for voter in read.listed {
            passages.field(voter.range, &format!("/ballots/{}/voter", out.len()));
            out.push(NamedBallot { voter: voter.value, ballot });
        }
    }
    out
}

static STOOD_BACK: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"(?:{c} )?(?P<name>{n})(?:, (?P<ground>[^,;.:\n]{{4,120}}))?,? (?P<how>a quitté (?:la salle|la séance)|quitte (?:la salle|la séance)",
            r"|s'est retirée?|est sortie?|sort de la salle|n'a pris part|n'a pas pris part|ne prend(?:ra)? pas part|ne participe pas|n'a pas participé)\b"
        ),
        c = CIVILITY,
        n = NAME
    ))
});

static STOOD_BACK_TOGETHER: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?i:ne prennent pas part au (?P<what>vote)) ?: (?P<list>(?:{CIVILITY} {NAME}(?:, | et )?){{1,12}})(?:, (?P<ground>[^;.\n]{{4,120}}?))?(?:[,;.]|$)"
    ))
});

static LEFT: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?P<word>quitt[ée]e? la salle|sort(?:ie?)? de la salle|s'est retirée?)")
});
static NO_DEBATE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?P<word>(?:n'a(?: pas)? pris part|ne prend pas part) (?:ni )?(?:au débat|aux débats|à la discussion))",
    )
});
static NO_VOTE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?P<word>\bni au vote|(?:n'a pas pris part|ne prend(?:ra)? pas part|ne participe pas|n'a pas participé)(?: au débat ni)? au vote)",
    )
});

/// Whether a paragraph tells that a member stood back.
pub(super) fn is_recusal(text: &str) -> bool {
    STOOD_BACK.is_match(text) || STOOD_BACK_TOGETHER.is_match(text)
}

fn recusals(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    let whole = act.whole();
    for hit in hits(folded, &whole, &STOOD_BACK) {
        let around = sentence(folded, &hit.range());
        let Some(found) = hit.words("name") else { continue };
        let Some(person) = name_in_text(&found.value).map(|inner| inner.shifted(found.range.start))
        else {
            continue;
        };
        let mut passages = Passages::of(around.clone());
        let mut says = |pattern: &Pattern, pointer: &str| -> Option<bool> {
            passages.field(super::scan::hit(folded, &around, pattern)?.place("word")?, pointer);
            Some(true)
        };
        let (left_room, no_part_in_debate, no_part_in_vote) = (
            says(&LEFT, "/left_room"),
            says(&NO_DEBATE, "/no_part_in_debate"),
            says(&NO_VOTE, "/no_part_in_vote"),
        );
        if no_part_in_vote.is_none() && no_part_in_debate.is_none() {
            // Leaving the room for another reason is no recusal.
            continue;
        }
        let event = RecusalDeclared {
            person: passages.value(Some(person), "/person").unwrap_or_default(),
            ground: passages.value(hit.words("ground"), "/ground"),
            left_room,
            no_part_in_debate,
            no_part_in_vote,
        };
        let several =
            hits(folded, &around, &STOOD_BACK).len() > 1 || around_names_two(folded, &around);
        let doubt = several.then(|| "the sentence may name more than one member".to_owned());
        let (stream, date) = (act.setting.act_stream.clone(), act.setting.act_date.clone());
        act.add(&stream, event, (&date, Grade::Act), passages, doubt);
    }
    together(act);
}

fn around_names_two(folded: &str, around: &Range<usize>) -> bool {
    static CIVIL: Pattern = Pattern::new(|| compile(&format!(r"\b{CIVILITY} {NAME}")));
    hits(folded, around, &CIVIL).len() > 1
}

fn together(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    for hit in hits(folded, &act.whole(), &STOOD_BACK_TOGETHER) {
        let Some(list) = hit.words("list") else { continue };
        let read = names(&list.value, list.range.start);
        for person in read.listed {
            let mut passages = Passages::of(sentence(folded, &hit.range()));
            if let Some(place) = hit.place("what") {
                passages.field(place, "/no_part_in_vote");
            }
            let event = RecusalDeclared {
                person: passages.value(Some(person), "/person").unwrap_or_default(),
                ground: passages.value(hit.words("ground"), "/ground"),
                left_room: None,
                no_part_in_debate: None,
                no_part_in_vote: Some(true),
            };
            let doubt = read.odd.as_ref().map(|odd| format!("« {odd} » is not read as a name"));
            let (stream, date) = (act.setting.act_stream.clone(), act.setting.act_date.clone());
            act.add(&stream, event, (&date, Grade::Act), passages, doubt);
        }
    }
}

static MAY_SIGN: [Pattern; 2] = [
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?P<who>(?:monsieur|madame|m\.|mme|le|la|l') ?[^.;:,\n]{3,90}?)(?P<or>,? ou (?:son|sa) représentante?)?,? est (?:autorisée?|habilitée?) à ",
            r"(?:la )?signer(?: (?P<what>[^.;\n]{4,300}))?"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:autorise|autoriser|habilite|habiliter) (?P<who>(?:monsieur|madame|m\.|mme|le|la|l') ?[^.;:,\n]{3,90}?)",
            r"(?P<or>,? ou (?:son|sa) représentante?)?,? à signer (?P<what>[^.;\n]{4,300})"
        ))
    }),
];

/// Up to where the next decision begins; nothing when the words break off.
fn instrument(found: &Found<String>) -> Option<Found<String>> {
    let next =
        [" et dit ", " et décide", " et charge", " et précise", " et autorise", " et impute"];
    let end = next.iter().filter_map(|mark| found.value.find(mark)).min();
    let words = found.value.get(..end.unwrap_or(found.value.len()))?;
    let last = words.rsplit(' ').next()?;
    let broken = ["le", "la", "les", "de", "du", "des", "et", "avec", "à", "au", "aux", "l'", "d'"];
    let range = found.range.start..found.range.start + words.len();
    (!broken.contains(&last)).then(|| Found::new(range, words.to_owned()))
}

fn signature(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    let Some(decided) = act.heading.parts.since(Part::Articles, folded.len()) else { return };
    let vote = act.facts.iter().find_map(|fact| match &fact.event {
        Event::VoteCast(vote) => Some((vote.outcome, fact.doubt.clone())),
        _ => None,
    });
    if vote.as_ref().is_some_and(|(outcome, _)| *outcome != Outcome::Adopted) {
        // What was rejected authorises nobody.
        return;
    }
    let voted = vote.map_or(Some("the text states no vote".to_owned()), |(_, doubt)| doubt);
    let found: Vec<_> =
        MAY_SIGN.iter().flat_map(|pattern| hits(folded, &decided, pattern)).collect();
    let doubt = (found.len() > 1)
        .then(|| "the text authorises more than one signature; check each".to_owned())
        .or(voted);
    for hit in found {
        let mut passages = Passages::of(sentence(folded, &hit.range()));
        let Some(who) = hit.words("who") else { continue };
        let long = who.value.contains(" est ") || who.value.contains(" et ");
        let doubt = doubt
            .clone()
            .or_else(|| long.then(|| format!("« {} » may be more than who signs", who.value)));
        let event = SignatureAuthorised {
            signatory: passages.value(Some(who), "/signatory").unwrap_or_default(),
            instrument: passages
                .value(hit.words("what").as_ref().and_then(instrument), "/instrument"),
            or_representative: passages.value(hit.words("or"), "/or_representative").map(|_| true),
        };
        let (stream, date) = (act.setting.act_stream.clone(), act.setting.act_date.clone());
        act.add(&stream, event, (&date, Grade::Act), passages, doubt);
    }
}
