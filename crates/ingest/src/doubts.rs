//! Doubts that are cast on what was read, once the whole act is known: a vote for review, a sentence that may say the
//! opposite or speak of another body, characters that nobody sees.

use crate::draft::{Confidence, DraftEvent};
use crate::interpret::Fact;
use crate::procedure::ONLY_DECIDES;
use crate::recognise::{Pattern, compile};
use greffe_domain::{Edtf, Event, Grade, StreamId};
use std::collections::BTreeSet;

/// Characters that a page shows as a blank or not at all and that no typesetting asks for: fillers, the marks of
/// annotations between lines, and those that turn the direction of what follows.
const UNSEEN: &str = "\u{115f}\u{1160}\u{3164}\u{ffa0}\u{2800}\u{fff9}\u{fffa}\u{fffb}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";

/// What a person does not see makes another name of a name, or cuts one: of a text that holds such a character no fact is
/// sure.
pub(crate) fn unseen(text: &str, events: &mut [DraftEvent]) {
    if !text.contains(|c| UNSEEN.contains(c)) {
        return;
    }
    for event in events.iter_mut().filter(|event| event.confidence == Confidence::Sure) {
        event.confidence = Confidence::Review;
        let reason = "the text holds a character that a page does not show; compare the words";
        event.reason = Some(reason.to_owned());
    }
}

/// The acts whose vote leaves in doubt what became of them. Where all or most voted for what the organ then decides, that no
/// word says *adopted* is none.
pub(crate) fn doubtful_votes(facts: &[Fact]) -> BTreeSet<StreamId> {
    let doubtful = |fact: &&Fact| {
        let Event::VoteCast(vote) = &fact.event else { return false };
        let carried = vote.unanimous == Some(true)
            || vote.votes_for.is_some_and(|votes| votes > vote.votes_against.unwrap_or(0));
        fact.doubt.as_ref().is_some_and(|doubt| !(carried && doubt == ONLY_DECIDES))
    };
    facts.iter().filter(doubtful).map(|fact| fact.stream.clone()).collect()
}

/// What an act grants is no surer than what became of it.
pub(crate) fn of_vote(act: &StreamId, doubtful: &BTreeSet<StreamId>) -> Option<&'static str> {
    doubtful.contains(act).then_some("what became of the act is itself for review")
}

/// Of an act whose day is not read nothing of money is sure.
pub(crate) fn undated(day: &Edtf) -> Option<&'static str> {
    day.year().is_none().then_some("the day of the act is not read")
}

/// Words by which a sentence that seems to grant or pay may say that nothing is, that another body does, that it did before
/// or will later, or that what is given is no money.
static TURNED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\baucune?s? (?:subvention|aide|acompte|avance|somme|versement|participation)|\brefus\p{L}+|\brejet\p{L}+|\bn'(?:est|a|ont|sont|y a) (?:pas|plus)\b|\bne (?:pas|plus)\b|\bpas retenue?s?\b",
        r"|\b(?:mis|met|mettre) fin\b|\babrog\p{L}+|\bannul\p{L}+|\bà tort\b|\bprend acte\b|\bconstate qu|\bremerci\p{L}+|\bavis (?:d[ée])?favorable\b|\brappelle qu|\baccepte la (?:subvention|participation|donation)\b",
        r"|\b(?:attribu|accord|allou|vers|octroy)[ée]{1,2}e?s? par (?:le|la|l'|les|un|une) ?(?:d[ée]partement|r[ée]gion|[ée]tat|association|conseil (?:r[ée]gional|d[ée]partemental)|m[ée]tropole|communaut[ée]|fondation|caisse|ccas)\b",
        r"|\b(?:d[ée]partement|r[ée]gion|[ée]tat|conseil (?:r[ée]gional|d[ée]partemental)) (?:attribue|accorde|alloue|verse|a attribu|a accord)",
        r"|\ben vue d(?:e |'|es )(?:l')?attribu|\bproposer d(?:e |')(?:attribu|accord|allou)|\bprochaine (?:s[ée]ance|r[ée]union)\b|\bun pr[êe]t\b|\bexon[ée]ration\b|\ben nature\b|\bmensuel\p{L}*|\badh[ée]rents de\b|\bdont d[ée]pend\b"
    ))
});

/// Leaves no grant and no part of one sure whose sentence holds such words.
pub(crate) fn turned(folded: &str, money: &mut [Fact]) {
    let why =
        "words of its sentence may refuse, end or take back what it gives, or tell of another body";
    let given =
        |event: &Event| matches!(event, Event::SubsidyGranted(_) | Event::InstalmentAgreed(_));
    by_words(folded, money, given, &TURNED, why);
}

/// Casts a doubt on the sure facts of a kind in whose sentences a pattern holds.
fn by_words(
    folded: &str,
    facts: &mut [Fact],
    kind: impl Fn(&Event) -> bool,
    words: &Pattern,
    why: &str,
) {
    for fact in facts.iter_mut().filter(|fact| fact.doubt.is_none() && kind(&fact.event)) {
        let mut sentences = fact.passages.iter().filter(|(_, fields)| fields.is_empty());
        let says = sentences.any(|(range, _)| {
            folded.get(range.clone()).is_some_and(|sentence| words.is_match(sentence))
        });
        if says {
            fact.doubt = Some(why.to_owned());
        }
    }
}

/// Leaves no avenant sure where the text of its act brings sums to several figures, and no recalled grant whose budget year is another than
/// that in which it was decided: the year may be that of the avenant.
pub(crate) fn of_avenants(act: &str, money: &mut [Fact]) {
    static BROUGHT: Pattern = Pattern::new(|| {
        compile(r"(?i)\bport(?:e|er|[ée]e?s?|ant)\b[^.;\n]{0,90}? à (?P<sum>\d[\d .]*\d)")
    });
    let digits = |sum: &str| sum.chars().filter(char::is_ascii_digit).collect::<String>();
    let sums = || {
        let brought = BROUGHT.captures_iter(act).filter_map(|hit| hit.name("sum"));
        brought.map(|sum| digits(sum.as_str())).collect::<BTreeSet<String>>()
    };
    for fact in money.iter_mut().filter(|fact| fact.doubt.is_none()) {
        match &fact.event {
            Event::AvenantApproved(_) if sums().len() > 1 => {
                fact.doubt = Some("the text brings sums to several figures".to_owned());
            }
            Event::SubsidyGranted(granted) if fact.grade != Grade::Act => {
                let decided = fact.effective.year();
                let other =
                    granted.exercise.is_some() && decided.is_some() && granted.exercise != decided;
                if other {
                    let why = "the budget year of the recalled grant may be that of this act";
                    fact.doubt = Some(why.to_owned());
                }
            }
            _ => {}
        }
    }
}

/// Leaves no list of members sure that tells who came or left, or who voted for whom in turn.
pub(crate) fn of_members(folded: &str, facts: &mut [Fact]) {
    static IN_TURN: Pattern = Pattern::new(|| {
        compile(r"(?i), puis (?:à|au|par) |\(arriv[ée]e?s?\b|\(part(?:i|ie|is|ies)\b|\(jusqu'")
    });
    let why = "the list tells who came or left, or who voted in turn; check for which matter";
    let lists = |event: &Event| matches!(event, Event::AttendanceRecorded(_));
    by_words(folded, facts, lists, &IN_TURN, why);
}

/// Leaves no delegation sure that excepts something: what is excepted looks like what is delegated.
pub(crate) fn of_delegations(folded: &str, facts: &mut [Fact]) {
    static EXCEPTS: Pattern = Pattern::new(|| {
        compile(r"(?i)\b(?:sauf|hormis|except[ée]e?s?|[àa] l'exception|[àa] l'exclusion)\b")
    });
    let why = "the delegation excepts something; check what it is of";
    let delegated = |event: &Event| matches!(event, Event::DelegationGranted(_));
    by_words(folded, facts, delegated, &EXCEPTS, why);
}
