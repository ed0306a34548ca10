//! Attendance: who was present, excused, absent, who voted for whom, and the quorum.
//!
//! A section opens with its label (*Étaient présents :*, *Excusés (3) :*, *Ont donné pouvoir :*) and
//! ends at the next label, at a blank line or at the end of its sentence.

mod besides;
mod doubts;
mod kinds;
mod tables;

use super::broken::broken_labels;
use super::civil_columns::below_civilities;
use super::counts::{IN_OFFICE, count, present, present_behind};
use super::extent::section;
use super::gaps::labels_apart;
use super::given::with_given;
use super::labels::listed;
use super::mandates::{by_strokes, labelled};
use super::person::{Names, Power, names};
use super::quorum;
use super::rollcall::in_seats;
use super::scan::sentence;
use super::sentenced;
use super::told::{self, in_sentences, powers_in};
use super::{Act, Heading};
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile};
use besides::{besides, sits_for_another};
use doubts::{TOLD_ONLY, cells_apart, doubt, given_on_leaving};
use greffe_domain::{AttendanceRecorded, Grade, Proxy, slug};
use kinds::{Kind, beside_members, kind, led_to, takes_part};
use std::ops::Range;
use tables::{in_cells, table, unlabelled};

/// Who was there and who was not, as lists, tables and sentences tell it.
#[derive(Default)]
pub(super) struct Roll {
    pub(super) present: Vec<Found<String>>,
    pub(super) excused: Vec<Found<String>>,
    pub(super) absent: Vec<Found<String>>,
    pub(super) powers: Vec<Power>,
    pub(super) sentences: Vec<Range<usize>>,
    odd: Option<String>,
    /// Read from a table that says of each member whether he was there.
    tabled: bool,
    /// Told in sentences of their own, outside any list.
    pub(super) told: bool,
    /// Of some list something was read by a looser law.
    looser: bool,
    apart: Apart,
}

/// Which lists of absent members there are.
#[derive(Default, Clone, Copy)]
struct Apart {
    /// One lists them with the power that they gave.
    with_power: bool,
    /// One lists them without.
    only: bool,
    /// One says of some that they were excused.
    excused: bool,
}

/// Reads attendance and quorum.
pub(super) fn read(act: &mut Act<'_>) {
    let head = act.heading.head.clone();
    let mut roll = roll(act.heading, &head);
    let silent = roll.present.is_empty() && roll.powers.is_empty() && roll.absent.is_empty();
    if silent && act.heading.part.is_none() && !act.setting.several_acts {
        // Some acts list their members behind the vote.
        let behind = self::roll(act.heading, &(head.end..act.whole().end));
        if behind.present.len() > 1 || behind.powers.len() > 2 {
            roll = Roll { told: true, ..behind };
        }
    }
    attendance(act, &head, roll);
    quorum::quorum(act, &head);
}

/// Where the lists of members end with which a text begins; 0 when it begins with none.
pub(super) fn end(folded: &str, columns: &str) -> usize {
    const APART: usize = 1500;
    let labels = listed(folded, &(0..folded.len()));
    let mut end = 0;
    for (at, label) in labels.iter().enumerate() {
        if label.at > end + APART {
            break;
        }
        let next = labels.get(at + 1).map_or(folded.len(), |next| next.at);
        let list = section(folded, label.from..next.max(label.from));
        let read = names(columns.get(list.clone()).unwrap_or_default(), list.start);
        if !(read.listed.is_empty() && read.powers.is_empty()) {
            end = list.end;
        }
    }
    past_formalities(folded, end)
}

/// Where the head goes on behind the lists: with those invited, the secretary, the quorum.
fn past_formalities(folded: &str, end: usize) -> usize {
    const LINES: usize = 12;
    static FORMALITY: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^\D{0,120}\b(?:secr[ée]taire de (?:la )?s[ée]ance|le quorum|formant la majorit|peut valablement)",
        )
    });
    if end == 0 {
        return end;
    }
    let mut at = end;
    let mut last = end;
    let rest = folded.get(end..).unwrap_or_default().split_inclusive('\n');
    for raw in rest.take(LINES) {
        at += raw.len();
        if FORMALITY.is_match(raw.trim()) {
            last = at;
        }
    }
    last
}

fn roll(heading: &Heading<'_>, head: &Range<usize>) -> Roll {
    let (folded, columns) = (heading.folded, heading.columns);
    let broken = broken_labels(columns, head);
    let whole = |text: &str| broken.as_ref().map(|broken| broken.without_halves(text));
    let (folded_whole, columns_whole) = (whole(folded), whole(columns));
    let folded = folded_whole.as_deref().unwrap_or(folded);
    let columns = columns_whole.as_deref().unwrap_or(columns);
    let apart = labels_apart(folded, columns, head);
    let mut labels = listed(&apart, head);
    let two_lines = broken.map_or_else(Vec::new, |broken| broken.labels);
    labels.retain(|label| two_lines.iter().all(|two| two.label.range.start != label.at));
    labels.extend(two_lines);
    labels.sort_by_key(|label| label.at);
    let mut roll = Roll::default();
    let table = table(folded, columns, heading.printed, head, &mut labels);
    in_cells(&mut roll, folded, columns, heading.printed, head, table.is_some(), &mut labels);
    let mut of_powers: Option<&str> = None;
    let mut seated: Option<String> = None;
    for (at, label) in labels.iter().enumerate() {
        let words = &label.label;
        let next = labels.get(at + 1).map_or(head.end, |next| next.at);
        let list = section(&apart, label.from..next.max(label.from));
        // The same place in the text that still shows its columns.
        let text = columns.get(list.clone()).unwrap_or_default();
        // *1. Luc BON 2. Anne DUVAL* is a list with numbers, and no count.
        let numbered = NUMBERED.is_match(text);
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let start = if numbered { 0 } else { digits };
        let text = text.get(start..).unwrap_or_default();
        let count = text.trim_start();
        let lined = text.starts_with(['\n', ' ', '\t']);
        if start > 0 && (!lined || count.starts_with(['-', '–', '(', '.'])) {
            // *Représentés : 1.* is a count; what stands behind it is another sentence.
            continue;
        }
        if beside_members(&words.value) || told::EXCEPTS.is_match(&words.value) {
            continue;
        }
        // *Tous les membres, à l'exception de A*: those behind it were not there.
        let text = told::before_exception(text);
        let besides = besides(folded, head, label.at..label.from);
        roll.looser |= besides.is_some() || led_to(&words.value);
        roll.present.extend(besides);
        if takes_part(&words.value) && !kinds::in_their_seats(&words.value) {
            // *Siégeaient, au titre de la Région :*, and again for others: one list in several parts.
            let verb = slug(&words.value).split('-').next().unwrap_or_default().to_owned();
            if !roll.present.is_empty() && seated.as_ref() != Some(&verb) {
                continue;
            }
            seated = Some(verb);
            roll.told = true;
        }
        let seats = in_seats(text, list.start + start)
            .or_else(|| below_civilities(text, list.start + start));
        let tabled = seats.is_some();
        let read = seats.unwrap_or_else(|| names(text, list.start + start));
        // A label that only a gap parts from its list may head a column.
        roll.tabled |= apart.get(label.at..list.end) != folded.get(label.at..list.end);
        roll.tabled |= tabled || (kind(&words.value) == Kind::Present && cells_apart(text));
        if !(read.listed.is_empty() && read.powers.is_empty()) {
            roll.sentences.push(words.range.start..list.end);
        }
        roll.looser |= lined && miscounted(columns.get(list.clone()).unwrap_or_default(), &read);
        // *Absents : 6* in the margin of a list of powers counts, and the powers go on below it.
        let counts = start > 0 && read.listed.is_empty() && !read.powers.is_empty();
        let label = of_powers.filter(|_| counts).unwrap_or(&words.value);
        of_powers = if read.powers.is_empty() { of_powers } else { Some(label) };
        admit(&mut roll, label, read, text, list.start + start);
    }
    in_sentences(&mut roll, folded, head);
    sentenced::in_sentences(&mut roll, folded, head);
    unlabelled(&mut roll, table, folded, columns, head);
    roll
}

/// Whether a label states a count of its own, and the names behind it are others: *Absents : 4*, and below it the line of
/// who presides.
fn miscounted(list: &str, read: &Names) -> bool {
    let digits = list.len() - list.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let stated: Option<usize> = list.get(..digits).and_then(|count| count.parse().ok());
    // A count in the margin of a list of powers is of others.
    let named = if read.powers.is_empty() { read.listed.len() + read.replaced.len() } else { 0 };
    stated.is_some_and(|stated| named > 0 && named != stated)
}

static NUMBERED: Pattern = Pattern::new(|| {
    compile(
        r"(?s)^\s*0{0,2}1(?: ?[.)°-]+ ?| )(?:l[ea] )?\p{Lu}.*\s0{0,2}2(?: ?[.)°-]+ ?| )(?:l[ea] )?\p{Lu}",
    )
});

/// Adds the members of a list, by its label.
fn admit(roll: &mut Roll, label: &str, read: Names, text: &str, at: usize) {
    let before = roll.powers.len();
    let listed = !read.listed.is_empty();
    let bare = read.powers.is_empty() && read.odd.is_none();
    let unheld = if kind(label) == Kind::Powers && bare { read.listed.clone() } else { Vec::new() };
    take(roll, label, read, (text, at));
    // *Excusés ayant donné pouvoir*, *Absents représentés*: who gives a power is also that.
    let givers: Vec<_> = roll.powers.iter().skip(before).map(|p| p.from.clone()).collect();
    let label = slug(label);
    let also = if label.contains("excus") && !label.contains("non-excus") {
        &mut roll.excused
    } else if label.contains("absent") {
        // *Absents ayant donné pouvoir* beside *Absents*: whether the first count as absent is not said.
        let given = ["pouvoir", "procuration", "mandat", "represent"];
        let given = given.iter().any(|word| label.contains(word));
        roll.apart.with_power |= given && !givers.is_empty();
        roll.apart.only |= !given && listed;
        &mut roll.absent
    } else {
        return;
    };
    // *Mme DUVAL* who gives a power is *DUVAL Anne* of the list.
    let parts = |name: &str| slug(name).split('-').map(str::to_owned).collect::<Vec<_>>();
    let known = |giver: &Found<String>| {
        let asked = parts(&giver.value);
        also.iter().any(|known| {
            let has = parts(&known.value);
            asked.iter().all(|part| has.contains(part))
        })
    };
    // *Absents ayant voté par procuration : A, B*: who holds the power nothing tells.
    let new: Vec<_> = givers.into_iter().chain(unheld).filter(|g| !known(g)).collect();
    also.extend(new);
}

fn take(roll: &mut Roll, label: &str, mut read: Names, (text, at): (&str, usize)) {
    let kind = kind(label);
    // *Présents : A (pour B)* without a word of deputies may be a power of B.
    if kind == Kind::Present && slug(label).contains("suppl") {
        let (seats, powers) = std::mem::take(&mut read.powers)
            .into_iter()
            .partition::<Vec<_>, _>(|power| sits_for_another(power, text, at));
        read.powers = powers;
        let seats = seats.into_iter().map(|seat| Power { from: seat.to, to: seat.from });
        read.replaced.extend(seats);
    }
    roll.powers.extend(read.powers);
    roll.looser |= read.looser;
    // *M. A (excusé)* among those present: was he there?
    roll.looser |= kind == Kind::Present && !read.excused.is_empty();
    // *Absents : A, B (excusé)*: some count him among both, others among the excused alone.
    roll.apart.excused |= kind == Kind::Absent && !read.excused.is_empty();
    if kind != Kind::Excused && kind != Kind::Present {
        roll.excused.extend(read.excused);
    }
    // Who was there is the one who sat; who was excused, the one replaced.
    let sat = |r: &Power| if kind == Kind::Present { r.to.clone() } else { r.from.clone() };
    let replaced: Vec<_> = read.replaced.iter().map(sat).collect();
    roll.told |= !replaced.is_empty();
    match kind {
        Kind::Present => roll.present.extend(replaced),
        Kind::Excused => roll.excused.extend(replaced),
        Kind::Absent => roll.absent.extend(replaced),
        // *Représentée : Mme A, suppléée par M. B*
        Kind::Powers => {
            roll.present.extend(read.replaced.iter().map(|r| r.to.clone()));
            roll.absent.extend(replaced);
        }
        Kind::Late => {}
    }
    // *Présents : A, B, ayant donné pouvoir à C*: who gives one was not there.
    let gives = |name: &Found<String>| roll.powers.iter().any(|p| p.from.range == name.range);
    match kind {
        Kind::Present => {
            let there: Vec<_> = read.listed.into_iter().filter(|name| !gives(name)).collect();
            roll.present.extend(there);
        }
        Kind::Excused => roll.excused.extend(read.listed),
        Kind::Absent => roll.absent.extend(read.listed),
        Kind::Late => {}
        Kind::Powers => {
            let known = roll.powers.len();
            let told = powers_in(text, at).into_iter().chain(labelled(text, at));
            for power in told.chain(by_strokes(text, at)) {
                if !roll.powers.iter().any(|p| p.from.range == power.from.range) {
                    roll.powers.push(power);
                }
            }
            if roll.powers.len() > known {
                return;
            }
            let gives = |name: &&Found<String>| !roll.powers.iter().any(|p| p.from == **name);
            if let Some(name) = read.listed.iter().find(gives) {
                roll.odd.get_or_insert(name.value.clone());
            }
        }
    }
    let odd = read.odd.filter(|_| kind != Kind::Late);
    if let Some(odd) = odd.filter(|odd| !odd.chars().all(|c| c.is_ascii_digit())) {
        roll.odd.get_or_insert(odd);
    }
}

/// Puts the name of who presides where a power goes to his office; a power to an office that nobody is said to
/// hold makes the list doubtful.
fn to_the_chair(roll: &mut Roll, folded: &str, head: &Range<usize>) {
    let office =
        |power: &Power| power.to.value.starts_with("le ") || power.to.value.starts_with("la ");
    if !roll.powers.iter().any(office) {
        return;
    }
    let chair = super::presiding::chair(folded, head);
    roll.told = true;
    for power in std::mem::take(&mut roll.powers) {
        let Some(chair) = chair.as_ref().filter(|_| office(&power)) else {
            if office(&power) {
                roll.odd.get_or_insert(format!("{} {}", power.from.value, power.to.value));
            } else {
                roll.powers.push(power);
            }
            continue;
        };
        let to = Found::new(power.to.range, chair.clone());
        roll.powers.push(Power { from: power.from, to });
    }
}

fn attendance(act: &mut Act<'_>, head: &Range<usize>, mut roll: Roll) {
    let folded = act.heading.folded;
    to_the_chair(&mut roll, folded, head);
    let powers = roll.powers.iter_mut().flat_map(|power| [&mut power.from, &mut power.to]);
    let all = roll.present.iter_mut().chain(&mut roll.excused).chain(&mut roll.absent);
    roll.looser |= with_given(folded, all.chain(powers));
    let excused: Vec<String> = roll.excused.iter().map(|name| slug(&name.value)).collect();
    let said = |name: &Found<String>| excused.contains(&slug(&name.value));
    roll.apart.excused |= roll.absent.iter().any(said);
    // *Absents : A, B (excusé), dont excusé : B*: who was excused is not listed twice.
    roll.absent.retain(|name| !said(name));
    let (stated, office) = (present(folded, head), count(folded, head, &IN_OFFICE));
    let unclear = stated.is_err() || office.is_err();
    let alone = act.heading.part.is_none() && !act.setting.several_acts;
    let behind = head.end..act.whole().end;
    let stated = match stated {
        Ok(None) if alone => Ok(present_behind(folded, &behind)),
        stated => stated,
    };
    let (stated, office) = (stated.ok().flatten(), office.ok().flatten());
    let counted = stated.iter().chain(&office).map(|found| sentence(folded, &found.range));
    let sentences: Vec<Range<usize>> = roll.sentences.iter().cloned().chain(counted).collect();
    let Some(first) = sentences.first() else { return };
    let mut passages = Passages::of(first.clone());
    sentences.iter().skip(1).for_each(|sentence| passages.also(sentence.clone()));
    let doubt = doubt(&roll, stated.as_ref(), unclear)
        .or_else(|| given_on_leaving(folded, head).then(|| TOLD_ONLY.to_owned()));
    let mut list = |found: Vec<Found<String>>, pointer: &str| -> Vec<String> {
        let place = |(at, name): (usize, Found<String>)| {
            passages.value(Some(name), &format!("{pointer}/{at}")).unwrap_or_default()
        };
        found.into_iter().enumerate().map(place).collect()
    };
    let (present, excused, absent) = (
        list(roll.present, "/present"),
        list(roll.excused, "/excused"),
        list(roll.absent, "/absent"),
    );
    let mut proxies = Vec::new();
    for (at, power) in roll.powers.into_iter().enumerate() {
        let mut side = |found: Found<String>, side: &str| {
            passages.value(Some(found), &format!("/proxies/{at}/{side}")).unwrap_or_default()
        };
        proxies.push(Proxy { from: side(power.from, "from"), to: side(power.to, "to") });
    }
    let event = AttendanceRecorded {
        present,
        present_count_stated: passages.value(stated, "/present_count_stated"),
        excused,
        absent,
        proxies,
        members_in_office: passages.value(office, "/members_in_office"),
    };
    let (stream, date) = (act.setting.sitting_stream.clone(), act.setting.act_date.clone());
    act.add(&stream, event, (&date, Grade::Act), passages, doubt);
}
