//! Votes on parts of an act: lines of a table, articles, amendments. Each is a vote of its own,
//! beside that on the whole; all of it is for a person to look at.

use super::Act;
use super::ballots::ballots;
use super::code;
use super::decision::CASTING;
use super::groups::{Counts, lines};
use super::scan::{Hit, hit, hits};
use super::tally::{ABSTAINED, AGAINST, FOR, UNANIMOUS, count};
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile};
use crate::segment::grants_with_its_vote;
use greffe_domain::{DeliberationTabled, Event, Grade, Outcome, StreamId, VoteCast, slug};
use std::ops::Range;

/// *Lignes 1 à 11 : à l'unanimité*, *Article 1 : adopté par …*: a part, then how it was voted.
static PART: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)^(?:[-–•] ?|\d{1,2} ?[°.)]+ ?)*(?P<part>(?:lignes?|articles?|lots?|rubriques?|chapitres?|volets?|tranches?|paragraphes?)",
        r"(?: n ?[°o]s?)? ?(?:\d{1,3} \d{3}|\d{1,6})(?:er)?(?:(?: à | au | et |, ?| ?- ?)(?:\d{1,3} \d{3}|\d{1,6}))*) ?[:–,-]? ?",
        r"(?P<how>(?:(?:(?:est|sont) )?(?:adopt|approuv|rejet|repouss)[ée]+e?s? (?:[àa] l'unanimit|[àa] la majorit|par \d)|[àa] l'unanimit|unanimit|[àa] la majorit|par (?:\d|\p{L}+ voix)|pour ?: ?\d|\d{1,3} (?:voix )?pour|votes? ?:)[^\n]*)"
    ))
});

/// *Amendement n° 3*, *Amendement de M. A*, *Motion de renvoi*: how it was voted stands in its paragraph, or below it.
static AMENDMENT: Pattern = Pattern::new(|| {
    compile(
        r"(?im)^(?:[-–•] ?)?(?P<part>(?:(?:sous-)?amendement|motion (?:de renvoi|d'ajournement|de report|pr[ée]alable|de proc[ée]dure)|question pr[ée]alable|demande de (?:renvoi|report|scrutin (?:secret|public)))(?: n ?[°o] ?(?:\d{1,3} \d{3}|\d{1,6}))?(?: (?:de|du|d'|pr[ée]sent[ée] par|d[ée]pos[ée] par) (?:M\. |MM\. |Mmes? )?[^(:;.–\n]{3,60}?)?)(?: ?[(:–—.-]|,| vise| propose|$)(?P<how>[^\n]*)",
    )
});

/// *Le Cercle des aînés : Pour : 8 Contre : 0 Abstention : 1*, *autres associations : Pour : 10 …*: a line for each who receives.
static RECEIVER: Pattern = Pattern::new(|| {
    compile(
        r"(?im)^(?:[-–•] ?)?(?P<part>\p{L}[^:;.\d\n]{2,80}?) ?[:–-] ?(?P<how>(?:(?:vote|votes|voix) )?pour ?:? ?\d{1,3}[ ,;/–-]+contre ?:? ?\d{1,3}[^\n]*)",
    )
});

/// *ATTRIBUE 500 € au Cercle des aînés (9 voix pour, 1 abstention)*, *- Le Cercle : 500 € (unanimité)*: each decision of several
/// with its own vote in the brackets behind it.
static BRACKETED: Pattern = Pattern::new(|| {
    compile(
        r"(?im)^(?:[-–•*] ?|\d{1,2} ?[°.)/]+ ?)*(?P<part>(?:[^()\n]|\([^()\n]{2,40}\) ?){3,110}?\d ?(?:€|euros?)[^()\n]{0,100}?) ?\((?P<how>(?:vote ?:? ?)?(?:[àa] l'|à la )?(?:unanimit|majorit|adopt|pour|\d{1,3} (?:voix|votes?|pour|contre|abst))[^()]*)\) ?[.;,]?$",
    )
});

/// *Vote sur la proposition du bureau : 9 pour, 12 contre*, *Variante B : 4 pour, 11 contre*: choices put to the vote one
/// behind the other, two at least.
static CHOICE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)^(?:[-–•] ?|\d{1,2} ?[°.)]+ ?)*(?:(?:(?:premier|second|deuxi[èe]me|troisi[èe]me|\d ?(?:er|e|[èe]me)) )?(?:votes?|scrutin|mise aux voix)(?: n ?[°o] ?\d{1,2})?(?: ?[:–—-]| sur| de| pour)? )?(?:la |le |l'|les )?",
        r"(?P<part>(?:(?:premi[èe]re|seconde|deuxi[èe]me|troisi[èe]me|\d ?(?:re|e|[èe]me)) )?(?:contre-)?(?:propositions?|variante|option|hypoth[èe]se|solution|sc[ée]nario|version)\b[^:;\n]{0,100}?) ?[:–—-] ?",
        r"(?P<how>(?:(?:votes?|adopt[ée]e?s?|rejet[ée]e?s?|repouss[ée]e?s?|par)[ :,]+)*(?:\d{1,3} (?:(?:voix|votes?) )?(?:pour|contre)\b|pour ?:? ?\d)[^\n]*)"
    ))
});

/// *– Le Cercle des aînés : 12 voix pour, 1 abstention ;*: an item for each who receives, with what was counted for it.
static COUNTED: Pattern = Pattern::new(|| {
    compile(
        r"(?im)^[-–•] ?(?P<part>\p{L}[^:;.\d\n]{2,80}?) ?[:–-] ?(?P<how>(?:\d{1,3}|\p{L}{2,6}(?:-\p{L}{2,6}){0,2}) (?:voix|votes?) pour\b[^\n]*|(?:adopt[ée]e?s? |vot[ée]e?s? )?[àa] l'unanimit[ée][^\n]*)",
    )
});

/// Words that say before such items that each was voted by itself.
static EACH_APART: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:s[ée]par[ée]ment|successivement|individuellement|distinctement|l'une? apr[èe]s l'autre|(?:ligne|dossier|association|subvention|demande|b[ée]n[ée]ficiaire) par (?:ligne|dossier|association|subvention|demande|b[ée]n[ée]ficiaire)|(?:vote|scrutin) (?:distinct|s[ée]par[ée]|par (?:ligne|dossier|association|b[ée]n[ée]ficiaire)))",
    )
});

/// Words by which such lines are told from those of political groups.
static RECEIVES: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:associations?|clubs?|comit[ée]s?|amicales?|subventions?|organismes?|b[ée]n[ée]ficiaires?|demandes?|dossiers?|structures?|lignes?)\b",
    )
});

/// Whether a label is that of the whole vote, or of a political group.
static NO_RECEIVER: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:groupe|liste|majorit[ée]|opposition|inscrite?s?|votes?|scrutin|r[ée]sultats?|suffrages|d[ée]lib[ée]ration|conseil|total|ensemble)\b",
    )
});

static OUTCOME: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?P<not>n'(?:est|a) pas (?:été )?(?:adopt|approuv)[ée]e?s?|\b(?:rejet|repouss)[ée]e?s?\b)",
        r"|\b(?P<yes>(?:adopt|approuv|accept)[ée]e?s?|(?:approuve|adopte|accepte|d[ée]cide))\b"
    ))
});

/// A line that goes on with the vote of the part above it.
static GOES_ON: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^[ •–-]*(?:pour\b|contre\b|abst|voix\b|votes?\b|ne (?:prend|pren)|n'(?:a|ont) pas|le vote est (?:acquis|emport)|(?:l'amendement|amendement|la motion|motion|la demande|la question pr[ée]alable) (?:[^\n]{0,30} )?(?:est |a [ée]t[ée] )?(?:adopt|rejet|repouss)|les voix)",
    )
});

/// Where the votes on parts are told; empty where the act was voted as a whole.
pub(super) fn extents(folded: &str, within: &Range<usize>) -> Vec<Range<usize>> {
    let told = all(folded, within).into_iter().map(|(_, extent)| extent);
    let mut out: Vec<Range<usize>> =
        told.chain(lines(folded, within).into_iter().map(|line| line.place)).collect();
    out.sort_by_key(|extent| extent.start);
    out
}

/// The parts that were voted apart, each with where its vote is told.
fn all(folded: &str, within: &Range<usize>) -> Vec<(Found<String>, Range<usize>)> {
    let found = |pattern: &Pattern| -> Vec<(Found<String>, Range<usize>)> {
        let told = hits(folded, within, pattern).into_iter();
        told.filter_map(|hit: Hit<'_>| Some((hit.words("part")?, extent(folded, &hit, within))))
            .collect()
    };
    let amended = found(&AMENDMENT);
    let voted = |(_, extent): &(Found<String>, Range<usize>)| {
        let zones = [extent.clone()];
        [&FOR[..], &AGAINST[..]].iter().any(|p| !matches!(count(folded, &zones, p), Ok(None)))
    };
    let mut out: Vec<_> = amended.into_iter().filter(voted).collect();
    out.extend(found(&PART));
    let mut rows = found(&RECEIVER);
    rows.retain(|(part, _)| !NO_RECEIVER.is_match(&part.value));
    // One line alone is the vote of the act.
    if rows.len() > 1 && rows.iter().any(|(part, _)| RECEIVES.is_match(&part.value)) {
        out.extend(rows);
    }
    let choices = found(&CHOICE);
    if choices.len() > 1 {
        out.extend(choices);
    }
    out.extend(counted_apart(folded, within, found(&COUNTED)));
    let bracketed = found(&BRACKETED);
    if bracketed.len() > 1 {
        let known =
            |part: &Found<String>| out.iter().any(|(_, extent)| extent.contains(&part.range.start));
        let new: Vec<_> = bracketed.into_iter().filter(|(part, _)| !known(part)).collect();
        out.extend(new);
    }
    out.sort_by_key(|(part, _)| part.range.start);
    out
}

/// Whether a line tells how an article, a line or another part of an act was voted.
pub(super) fn tells_of_a_part(line: &str) -> bool {
    PART.is_match(line.trim())
}

/// Where items count the votes for each who receives: their votes make no minutes of the act.
pub(super) fn items_voted_apart(folded: &str) -> Vec<Range<usize>> {
    let whole = 0..folded.len();
    let found = hits(folded, &whole, &COUNTED).into_iter();
    let items = found.filter_map(|hit| Some((hit.words("part")?, hit.range()))).collect();
    counted_apart(folded, &whole, items).into_iter().map(|(_, extent)| extent).collect()
}

/// The items that count the votes for one who receives each: where words above them say that each was voted by itself, or
/// labels tell of clubs and the like.
fn counted_apart(
    folded: &str,
    within: &Range<usize>,
    mut items: Vec<(Found<String>, Range<usize>)>,
) -> Vec<(Found<String>, Range<usize>)> {
    /// So many bytes above the first item hold the words that lead to them.
    const NEAR: usize = 300;
    items.retain(|(part, _)| !NO_RECEIVER.is_match(&part.value));
    let Some((_, first)) = items.first().filter(|_| items.len() > 1) else { return Vec::new() };
    let from = folded.floor_char_boundary(first.start.saturating_sub(NEAR).max(within.start));
    let lead = folded.get(from..first.start).unwrap_or_default();
    let receive = items.iter().any(|(part, _)| RECEIVES.is_match(&part.value));
    if receive || EACH_APART.is_match(lead) { items } else { Vec::new() }
}

/// The line of a part, and the lines below it that go on with its vote.
fn extent(folded: &str, hit: &Hit<'_>, within: &Range<usize>) -> Range<usize> {
    let mut end = hit.range().end;
    let rest = folded.get(end..within.end).unwrap_or_default();
    for line in rest.split_inclusive('\n').skip(1) {
        if !GOES_ON.is_match(line.trim_end()) {
            break;
        }
        // With the line feed before it.
        end += 1 + line.trim_end().len();
    }
    hit.range().start..end.min(within.end)
}

/// Reads the votes on parts of the act.
pub(super) fn read(act: &mut Act<'_>) {
    if act.setting.several_acts {
        return;
    }
    let folded = act.heading.folded;
    let whole = act.whole();
    let recused = recusals(act);
    let (leads, decisions) = (leads(act), decisions(act));
    let told = all(folded, &whole).into_iter().map(|(part, extent)| (part, extent, None));
    let rows = lines(folded, &whole).into_iter();
    let rows = rows.map(|line| (line.name, line.place, Some(line.counts)));
    for (part, extent, counts) in told.chain(rows) {
        let label = code::part(&slug(&part.value));
        let Ok(stream) = format!("{}-{label}", act.setting.act_stream).parse::<StreamId>() else {
            continue;
        };
        tabled(act, &stream, &part);
        vote(act, &stream, (&extent, counts), (&leads, &decisions));
        // Who stood back there stood back from the part.
        let from = recused.partition_point(|(start, _)| *start < extent.start);
        let there = recused.iter().skip(from).take_while(|(start, _)| *start < extent.end);
        for (_, at) in there {
            if let Some(fact) = act.facts.get_mut(*at) {
                fact.stream = stream.clone();
            }
        }
    }
}

/// Where it is told who stood back, in the order of the text, with the place of each among the facts.
fn recusals(act: &Act<'_>) -> Vec<(usize, usize)> {
    let told = act.facts.iter().enumerate().filter_map(|(at, fact)| {
        let recusal = matches!(fact.event, Event::RecusalDeclared(_));
        Some((fact.passages.iter().next().filter(|_| recusal)?.0.start, at))
    });
    let mut told: Vec<_> = told.collect();
    told.sort_unstable();
    told
}

const WHY: &str = "a part of the act was voted apart; check what it is";

fn tabled(act: &mut Act<'_>, stream: &StreamId, part: &Found<String>) {
    let setting = act.setting;
    let mut passages = Passages::of(part.range.clone());
    for (named, pointer) in [(&setting.institution, "/institution"), (&setting.organ, "/organ")] {
        if !named.value.is_empty() {
            passages.field(named.range.clone(), pointer);
        }
    }
    let event = DeliberationTabled {
        institution: setting.institution.value.clone(),
        organ: setting.organ.value.clone(),
        reference: None,
        internal_number: None,
        title: passages.value(Some(part.clone()), "/title"),
        sitting: Some(setting.sitting_stream.clone()),
        visas: Vec::new(),
        considerants: Vec::new(),
        articles: Vec::new(),
        amends: Vec::new(),
        repeals: Vec::new(),
    };
    let date = setting.act_date.clone();
    act.add(stream, event, (&date, Grade::Act), passages, Some(WHY.to_owned()));
}

/// Where a line of the act begins with a verb that decides, in the order of the text.
fn decisions(act: &Act<'_>) -> Vec<Range<usize>> {
    static DECIDES: Pattern = Pattern::new(|| {
        compile(
            r"(?im)^[-–•► ]*(?P<word>d[ée]cide|attribue|alloue|accorde|octroie|approuve)\b(?:,| d'| de | les | aux? )",
        )
    });
    let told = hits(act.heading.folded, &act.whole(), &DECIDES);
    told.iter().filter_map(|hit| hit.place("word")).collect()
}

/// *DÉCIDE d'allouer les subventions*, behind parts that were voted one by one.
fn carried(
    folded: &str,
    extent: &Range<usize>,
    decisions: &[Range<usize>],
) -> Option<(Range<usize>, Outcome)> {
    let zones = [extent.clone()];
    let tally = |patterns: &[Pattern]| count(folded, &zones, patterns).ok().flatten();
    let (votes_for, against) = (tally(&FOR)?, tally(&AGAINST));
    let most = against.is_none_or(|against| against.value < votes_for.value);
    let behind = decisions.partition_point(|word| word.start < extent.end);
    let word = decisions.get(behind).filter(|_| most)?;
    Some((word.clone(), Outcome::Adopted))
}

/// *Le conseil adopte les subventions qui suivent :*, above the lines of a table that were voted one by one.
fn leads(act: &Act<'_>) -> Vec<Range<usize>> {
    static LEADS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?P<word>(?:adopt|approuv|attribu|allou|accord|octroi|vot|d[ée]cid)(?:e|ent))\b[^.;\n]{0,120}\b(?:suivante?s?|qui suivent|ci-(?:dessous|apr[èe]s)|comme suit)\b",
        )
    });
    let told = hits(act.heading.folded, &act.whole(), &LEADS);
    told.iter().filter_map(|hit| hit.place("word")).collect()
}

/// The verb of the decision that leads to a line of a table or follows it, where more voted for the line than against it.
fn decided(
    extent: &Range<usize>,
    [votes_for, against, _]: &Counts,
    (leads, decisions): (&[Range<usize>], &[Range<usize>]),
) -> Option<(Range<usize>, Outcome)> {
    let most = against.as_ref().map_or(0, |found| found.value) < votes_for.as_ref()?.value;
    let above = leads.partition_point(|word| word.start < extent.start).checked_sub(1);
    let behind = decisions.partition_point(|word| word.start < extent.end);
    let word = above.and_then(|at| leads.get(at)).or_else(|| decisions.get(behind))?;
    most.then(|| (word.clone(), Outcome::Adopted))
}

fn vote(
    act: &mut Act<'_>,
    stream: &StreamId,
    (extent, counts): (&Range<usize>, Option<Counts>),
    (leads, decisions): (&[Range<usize>], &[Range<usize>]),
) {
    let folded = act.heading.folded;
    let zones = [extent.clone()];
    let outcome = hits(folded, extent, &OUTCOME).into_iter().find_map(|hit| {
        let rejected = hit.place("not").map(|place| (place, Outcome::Rejected));
        rejected.or_else(|| hit.place("yes").map(|place| (place, Outcome::Adopted)))
    });
    // *ATTRIBUE 500 € au club (9 voix pour)*: the verb decides what the brackets count.
    let outcome = outcome.or_else(|| {
        let said = folded.get(extent.clone())?;
        grants_with_its_vote(said).then(|| (extent.clone(), Outcome::Adopted))
    });
    // Where more voted for a part than against it, and the act behind it grants, the part is adopted.
    let outcome = outcome.or_else(|| carried(folded, extent, decisions));
    let outcome = outcome.or_else(|| decided(extent, counts.as_ref()?, (leads, decisions)));
    let mut passages = Passages::of(extent.clone());
    let mut event = VoteCast::stating(outcome.as_ref().map_or(Outcome::Unstated, |(_, o)| *o));
    let place = outcome.map_or(extent.clone(), |(place, _)| place);
    passages.field(place, "/outcome");
    let tally = |patterns: &[Pattern]| count(folded, &zones, patterns).ok().flatten();
    let [votes_for, against, abstained] =
        counts.unwrap_or_else(|| [tally(&FOR), tally(&AGAINST), tally(&ABSTAINED)]);
    event.votes_for = passages.value(votes_for, "/votes_for");
    event.votes_against = passages.value(against, "/votes_against");
    event.abstentions = passages.value(abstained, "/abstentions");
    let unanimous = hits(folded, extent, &UNANIMOUS);
    let word = unanimous.first().and_then(|hit| {
        ["word", "aside", "item", "last"].iter().find_map(|group| hit.place(group))
    });
    if let Some(word) = word {
        passages.field(word, "/unanimous");
        event.unanimous = Some(true);
    }
    let decides = hit(folded, extent, &CASTING).and_then(|hit| hit.place("word"));
    event.casting_vote = decides.map(|place| {
        passages.field(place, "/casting_vote");
        true
    });
    event.ballots = ballots(folded, &zones, &mut passages);
    event.groups = super::groups::spoken(folded, &zones, &mut passages);
    let date = act.setting.act_date.clone();
    act.add(stream, event, (&date, Grade::Act), passages, Some(WHY.to_owned()));
}
