//! Persons: lists of names as acts print them, and the powers that members give.
//!
//! A list is separated by dashes, semicolons or commas, or by the civilities alone. A piece that is
//! no name (a number, a sentence, a group) makes the list doubtful; it is never taken for one.

use super::beside::{holding, said_excused};
use super::flaws::{
    over_lines, with_initials, without_heads, without_number, without_places, without_stray_bracket,
};
use super::given::is_given;
use super::not_names::NOT_NAMES;
use super::offices::{GROUP, HOLDER_OF_OFFICE, OFFICE, office_alone, office_in_capitals};
use super::pieces::pieces;
use super::replacing::{in_place, replaced};
use super::scan::{CIVILITY, NAME, trimmed};
use crate::recognise::{Found, Pattern, compile, number_in_words};
use std::borrow::Cow;

/// The names of a list, and the first piece that is none.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) listed: Vec<Found<String>>,
    pub(super) powers: Vec<Power>,
    /// Who sits in another's place: the one replaced, the one who replaces.
    pub(super) replaced: Vec<Power>,
    /// Those of whom an aside says so, whatever the list is of: *A (excusée)*.
    pub(super) excused: Vec<Found<String>>,
    /// Something of it was read by a looser law: who came or left in between, a stray bracket, a place, an initial.
    pub(super) looser: bool,
    /// The last piece named an office and nobody: *M. le directeur*.
    office: bool,
    pub(super) odd: Option<String>,
}

/// A power to vote: who gives it, who holds it.
#[derive(Debug, Clone)]
pub(super) struct Power {
    pub(super) from: Found<String>,
    pub(super) to: Found<String>,
}

static WHOLE_NAME: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?:{CIVILITY} |(?:MM|M|Mme|Mlle)\.)?(?P<name>(?:(?:de la|de|du|des|le|la|van|von|da|del|dos|di) )?{NAME})$"
    ))
});

/// What stands between who gives a power and who holds it.
const GIVES: &str = concat!(
    r"(?i:(?:qui |ayant |a |avait |ont |est |étant |excusée?,? (?:et )?)*",
    r"(?:(?:donn(?:e|ent|ant|é|ée|és|ées)|laiss(?:e|é)|remis|confié|adressé|repr[ée]sent[ée]e?s?) ?)?",
    r"(?:(?:son |sa |un |une |le |avec )?(?:pouvoir|procuration|mandat|délégation|pouv\.|pvr\.?|proc\.))?",
    r"(?: de vote| écrite?| donnée?| de voter en son nom)* ?)?"
);

static POWER: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?:(?i:pouvoir|procuration|mandat)? ?(?:de |d')?(?:{CIVILITY} |MM?\.|Mme\.)?(?i:(?:le|la) (?:maire|pr[ée]sidente?) )?)(?P<from>{NAME})(?: \([^()]{{2,40}}\))?(?: ?[,(:-] ?| ?[.…_]{{3,}} ?| ){GIVES}(?:(?i:à|par|pour|en faveur de|au profit de|au b[ée]n[ée]fice de|mandataire ?:?) |(?:→|➔|➜|⇒|->|=>|>) ?|A {CIVILITY} |(?i:pouv\.|pvr\.?|proc\.) ?(?:: ?)?|(?i:pouvoir|procuration|mandat) (?:[aA] |(?:: ?)?{CIVILITY} ))(?:{CIVILITY} )?(?P<to>{NAME})(?: \([^()]{{2,40}}\))?\)?$"
    ))
});

/// *Mme A donne pouvoir à M. le Maire*: who that is, the words of the sitting say.
static POWER_TO_CHAIR: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?:{CIVILITY} )?(?P<from>{NAME})(?: ?[,(:-] ?| ){GIVES}(?i:à|par|pour) (?:{CIVILITY} )?(?P<to>(?i:le maire|la maire|le pr[ée]sident|la pr[ée]sidente))\)?$"
    ))
});

/// *quitte la séance à 19 h*, *jusqu'à 18 h 42*: when a member came or left.
static MOVES: Pattern = Pattern::new(|| {
    compile(
        r"(?i),? (?:(?:a )?quitt[ée]e? |(?:a )?rejoint |rentre |sortie? |(?:est )?arriv[ée]e? |(?:est )?partie? (?:à|avant|après) |jusqu'(?:à|au) \d|à partir d)[^()]*\)?$",
    )
});

/// `procuration à Mme B` behind a comma: the member named before gives it.
static POWER_OF_LAST: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"^[(]?(?i:(?:qui |lequel |laquelle |ayant |a |avait |est )*(?:(?:donn(?:e|é|ée)|remis|laissé|confié) |repr[ée]sentée? )?(?:(?:son |sa |un |une |avec )?",
            r"(?:pouvoir|procuration|mandat|d[ée]l[ée]gation|pouv\.|pvr\.?|proc\.))?(?: de vote| écrite?| donnée?)* ?)(?:(?i:à|par|au profit de) (?:{c} )?|A {c} |(?i:pouv\.|pvr\.?|proc\.) ?(?:: ?)?(?:{c} )?|(?i:pouvoir|procuration|mandat) (?:[aA] |(?:: ?)?{c} ))(?P<to>{n})\)?$"
        ),
        c = CIVILITY,
        n = NAME
    ))
});

static OFFICE_LEADS: Pattern = Pattern::new(|| {
    compile(&format!(r"^{CIVILITY} (?i:le|la) (?i:pr[ée]sidente?|maire)(?: [^,()]{{0,30}})?, "))
});

/// *Mme A, excusée*: what is said of the last one named.
static EXCUSED: Pattern = Pattern::new(|| compile(r"^(?i:excus[ée]e?)$"));

/// *Mmes et MM.* before a list.
static CIVILITY_ALONE: Pattern = Pattern::new(|| compile(&format!(r"^{CIVILITY}\.?$")));

/// Whether words say that one member votes for another.
pub(super) fn is_power(text: &str) -> bool {
    POWER.is_match(text) || POWER_TO_CHAIR.is_match(text)
}

/// *(adjointe)*, and of one who is missing that she is *excusée*, in brackets or not.
static ASIDE: Pattern =
    Pattern::new(|| compile(r" ?\([^()]*\)?$| (?i:(?:absente? )?excus[ée]e?)$"));

pub(super) static CIVIL: Pattern = Pattern::new(|| {
    compile(
        r"(?:^|[ \t\n])(?:MM?\.? (?:(?:et|ou|/|&) )?M(?:mes?|MES?) |MM\. ?|M\. ?|M[rs]s?\.? |Mmes? |Mme\.|Mlles? |Monsieur |Madame |MMES? |M (?:\p{Lu}))",
    )
});

/// The names of a list that stands at `at`.
pub(super) fn names(list: &str, at: usize) -> Names {
    let mut out = Names::default();
    let list = without_places(list);
    out.looser |= matches!(list, Cow::Owned(_));
    let list = list.as_ref();
    for piece in pieces(list) {
        let text = list.get(piece.clone()).unwrap_or_default();
        take(text, at + piece.start, &mut out);
    }
    // *Paul BON, adjoint, Finances*: one word among full names may be no name.
    let (words, full): (Vec<_>, Vec<_>) =
        out.listed.iter().partition(|name| !name.value.contains(' '));
    out.looser |= !words.is_empty() && full.len() > 1 && CIVIL.find(list).is_none();
    with_initials(list, at, &mut out);
    without_heads(list, at, &mut out);
    out
}

fn take(raw: &str, at: usize, out: &mut Names) {
    if raw.trim_end().ends_with(':') {
        // For whom the members behind it sit.
        out.looser |= !sits_for(raw.trim_end().trim_end_matches(':'));
        return;
    }
    let whole = raw.len();
    let lead = raw.split_once(':').map_or("", |(lead, _)| lead);
    let (raw, at) = without_lead(raw, at);
    // *Public : Mme A* below those present: who is led by words that name no group may be no member.
    out.looser |= raw.len() < whole && !sits_for(lead);
    let (raw, at) = without_number(raw, at);
    let (lead, text) = trimmed(raw);
    let text = text.trim_end_matches('.').trim_end();
    let whole = text.len();
    let text = without_stray_bracket(text);
    out.looser |= text.len() < whole;
    // *Anne*, a line set apart, *DUVAL*: the blanks between the halves are more than one.
    if let Some(found) = over_lines(text) {
        out.listed.push(found.shifted(at + lead));
        return;
    }
    // *Mme A. (Adjoints)*: the full stop before an aside ends nothing.
    let flat = text.replace(['\n', '\t'], " ").replace(". (", "  (").replace("  (", " (");
    // *Anne DUVAL formant la majorité*: what all of them are stands behind the last.
    let flat = flat.split(" formant ").next().unwrap_or_default().to_owned();
    let at = at + lead;
    let cut = flat.len() - flat.trim_start_matches(['-', '/', '*', ' ']).len();
    let also = ["ainsi que ", "ainsi qu'"].iter().find(|words| has(&flat, cut, words));
    let cut = cut + also.map_or(0, |words| words.len());
    let (flat, at) = (flat.get(cut..).unwrap_or_default().to_owned(), at + cut);
    // *Mme la présidente, A (pouvoir à B)*, where dashes part the members: an office without its holder's name.
    let cut = OFFICE_LEADS.find(&flat).map_or(0, |lead| lead.end());
    let (flat, at) = (flat.get(cut..).unwrap_or_default().to_owned(), at + cut);
    place(&flat, at, out);
}

/// For whom members sit, or which of them: *pour la commune de …*, *Groupe …*, *Titulaires*.
static SITS_FOR: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^[-–•* ]*(?:pour |au titre |(?:la |le |les |l')?(?:groupe|liste|coll[èe]ge|commune|ville|canton|r[ée]gion|d[ée]partement|communaut|m[ée]tropole|intercommunalit|titulaires?|suppl[ée]ante?s?|membres|[ée]lue?s|adjointe?s|conseill|d[ée]l[ée]gu|administrat|maires?|vice|non[- ]inscrit|sans [ée]tiquette|opposition|majorit[ée]|minorit[ée]|divers|repr[ée]sentant|mesdames|messieurs|mmes|mm)|(?-i:\p{Lu}[\p{L}'-]+(?: (?:de |du |des |la |le |les |en |sur |d'|l')*\p{Lu}[\p{L}'-]+)*)$)",
    )
});

/// Who else may be named there.
static NO_MEMBERS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:public|presse|journalistes?|services?|convi[ée]e?s?|invit[ée]e?s?|auditeurs?|technicien(?:ne)?s?|personnels?|agents?|observateurs?|sortants?|partie?s?)\b",
    )
});

/// Whether words lead to members. What else leads to names makes the list doubtful.
fn sits_for(lead: &str) -> bool {
    static MEMBER: Pattern =
        Pattern::new(|| compile(r"(?:^|[ \n])(?:M\.|Mme|Mlle|Monsieur|Madame) \p{Lu}[\p{L}'-]+ "));
    let lead = lead.trim();
    SITS_FOR.is_match(lead) && !MEMBER.is_match(lead) && !NO_MEMBERS.is_match(lead)
}

/// Puts what a piece says, its marks and numbers stripped, where it belongs.
fn place(flat: &str, at: usize, out: &mut Names) {
    let letters = flat.chars().any(char::is_alphabetic);
    if !letters
        || CIVILITY_ALONE.is_match(flat)
        || flat.starts_with("formant ")
        || matches!(
            flat,
            "Mesdames et Messieurs" | "et" | "ainsi que" | "Néant" | "néant" | "NEANT"
        )
    {
        return;
    }
    let stays = MOVES.find(flat).map_or(flat.len(), |moves| moves.start());
    out.looser |= stays < flat.len() && stays > 0;
    let flat = flat.get(..stays).unwrap_or_default().to_owned();
    if let Some(replaced) = replaced(&flat, at) {
        out.replaced.push(replaced);
        return;
    }
    if let Some(power) = two_persons(&POWER, &flat, at) {
        if flat.contains("(excus") || flat.contains(", excus") {
            out.excused.push(power.from.clone());
        }
        out.powers.push(power);
        return;
    }
    if let Some(power) = power_to_chair(&flat, at) {
        out.powers.push(power);
        return;
    }
    let office = std::mem::take(&mut out.office);
    if let (Some(to), true) = (power_of_last(&flat, at), office) {
        // *M. le directeur, représenté par Mme A*: she is the member who was there.
        out.listed.push(to);
        out.looser = true;
        return;
    }
    if let (Some(to), Some(last)) = (power_of_last(&flat, at), out.listed.last()) {
        out.powers.push(Power { from: last.clone(), to });
        return;
    }
    if let (true, Some(last)) = (EXCUSED.is_match(&flat), out.listed.last()) {
        out.excused.push(last.clone());
        out.looser = true;
        return;
    }
    if let Some(replaced) = in_place(&flat, at, &out.listed) {
        out.listed.pop();
        out.replaced.push(replaced);
        return;
    }
    if HOLDER_OF_OFFICE.is_match(&flat) {
        out.office = true;
        out.odd.get_or_insert(flat);
        return;
    }
    if office_in_capitals(&flat) {
        return;
    }
    if GROUP.is_match(&flat) {
        // For whom the next members sit: a line of its own.
        out.looser = true;
        return;
    }
    // *Membre (pouvoir à Mme B)*, *Maire pouvoir à Mme B*, in the cell beside the name.
    let behind =
        [" (", " à ", " pouvoir ", " procuration ", " mandat ", " ayant donné ", " représenté"];
    let aside = behind.iter().filter_map(|mark| flat.find(mark)).min();
    let aside = aside.filter(|at| flat.get(..*at).is_some_and(|o| OFFICE.is_match(o)));
    let told = aside.and_then(|open| power_of_last(flat.get(open + 1..)?, at + open + 1));
    if let (Some(to), Some(last)) = (told, out.listed.last()) {
        out.powers.push(Power { from: last.clone(), to });
        return;
    }
    if office_alone(&flat) {
        return;
    }
    let flat = flat.strip_suffix(" et").map_or(flat.clone(), str::to_owned);
    if CIVILITY_ALONE.is_match(&flat) {
        return;
    }
    if let Some((holder, givers)) = holding(&flat, at) {
        // *A (pouvoir de B)* among those present.
        out.powers.extend(givers.into_iter().map(|from| Power { from, to: holder.clone() }));
        out.listed.push(holder);
        return;
    }
    let mut bare = flat.as_str();
    while let Some(aside) = ASIDE.find(bare).filter(|aside| aside.start() > 0) {
        bare = bare.get(..aside.start()).unwrap_or_default();
    }
    if let Some(found) = name(bare) {
        if said_excused(flat.get(bare.len()..).unwrap_or_default()) {
            out.excused.push(found.clone().shifted(at));
        }
        out.listed.push(found.shifted(at));
    } else if let Some(found) = named_with_office(bare).or_else(|| hyphened(bare)) {
        out.listed.push(found.shifted(at));
    } else if let Some(run) = names_in_a_row(bare) {
        // Whether something stood between them nothing tells.
        out.looser = true;
        out.listed.extend(run.into_iter().map(|found| found.shifted(at)));
    } else if !OFFICE.is_match(bare) {
        // What follows the last name may have been printed on its line.
        out.listed.extend(before_other_words(bare).map(|found| found.shifted(at)));
        out.odd.get_or_insert(flat);
    }
}

/// Whether words stand at a place of a text.
fn has(text: &str, at: usize, words: &str) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(words))
}

/// A group of members may be headed by whom they sit for: `pour la commune de … : M. A`.
fn without_lead(raw: &str, at: usize) -> (&str, usize) {
    let Some(colon) = raw.rfind(':') else { return (raw, at) };
    let behind = raw.get(colon + 1..).unwrap_or_default();
    if behind.trim().is_empty() || POWER.is_match(raw.trim()) {
        return (raw, at);
    }
    (behind, at + colon + 1)
}

/// What may stand between a name and the office behind it.
const MARKS: &[char] = &[',', ' ', '-', '–', '—'];

/// A name with its office behind it, no comma between: `M. Luc BON Maire`, `Anne DUVAL (Adjointe)`.
pub(super) fn named_with_office(text: &str) -> Option<Found<String>> {
    let (at, _) = text.char_indices().filter(|(_, c)| *c == ' ').find(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        OFFICE.is_match(rest)
            && text.get(..*at).is_some_and(|n| name(n.trim_end_matches(MARKS)).is_some())
    })?;
    name(text.get(..at)?.trim_end_matches(MARKS))
}

/// *Anne TILLOY Luc BRAVOUX*: names that nothing parts, each a first name and a surname in capitals.
fn names_in_a_row(text: &str) -> Option<Vec<Found<String>>> {
    static RUN: Pattern =
        Pattern::new(|| compile(&format!(r"^{ONE_IN_CAPITALS}(?: {ONE_IN_CAPITALS})+$")));
    static ONE: Pattern = Pattern::new(|| compile(ONE_IN_CAPITALS));
    if !RUN.is_match(text) {
        return None;
    }
    let read = |one: regex::Match<'_>| Some(name(one.as_str())?.shifted(one.start()));
    ONE.find_iter(text).map(read).collect()
}

/// A first name, and a surname in capitals.
const ONE_IN_CAPITALS: &str = concat!(
    r"(?:\p{Lu}\p{Ll}[\p{L}-]*\.? ){1,2}(?:(?:D'|DE |DU |LE |LA )?\p{Lu}[\p{Lu}'-]+)",
    r"(?: \p{Lu}[\p{Lu}'-]+)?"
);

/// *TILLOY - BRAVOUX Marie - Anne*: hyphens that an extractor set apart, where commas part the names.
fn hyphened(text: &str) -> Option<Found<String>> {
    // *Anne TILLOY - Luc BRAVOUX*: behind a surname in capitals, or before one, another member begins.
    let shouts = |word: Option<&str>| word.is_some_and(|w| !w.contains(char::is_lowercase));
    let of_one = text.match_indices(" - ").all(|(at, dash)| {
        let before = text.get(..at).and_then(|t| t.rsplit(' ').next());
        let behind = text.get(at + dash.len()..).and_then(|t| t.split(' ').next());
        shouts(before) == shouts(behind)
    });
    if !of_one {
        return None;
    }
    let joined = text.replace(" - ", "-");
    let read = name(&joined).filter(|_| joined.len() < text.len())?;
    let lead = joined.len() - joined.get(read.range.start..)?.len();
    Some(Found::new(lead..text.len(), read.value))
}

/// A full name at the head of words with which no name goes on.
fn before_other_words(text: &str) -> Option<Found<String>> {
    let bare = text.find(|c: char| c.is_uppercase()).filter(|at| *at == 0).and(Some(text))?;
    let next = bare.split(' ').position(|word| NOT_NAMES.contains(&word)).filter(|at| *at >= 2)?;
    let end = bare.split(' ').take(next).map(|word| word.len() + 1).sum::<usize>() - 1;
    name(bare.get(..end)?).filter(|found| found.value.contains(' '))
}

/// Who holds the power that words give, whoever gives it: *pouvoir à Mme B*.
pub(super) fn power_of_last(text: &str, at: usize) -> Option<Found<String>> {
    let found = POWER_OF_LAST.captures(text)?.name("to")?;
    Some(name(found.as_str())?.shifted(at + found.start()))
}

fn power_to_chair(text: &str, at: usize) -> Option<Power> {
    let hit = POWER_TO_CHAIR.captures(text)?;
    let (from, to) = (hit.name("from")?, hit.name("to")?);
    let from = name(from.as_str())?.shifted(at + from.start());
    Some(Power { from, to: Found::new(at + to.start()..at + to.end(), to.as_str().to_owned()) })
}

/// A name that a text consists of, civility stripped.
pub(super) fn name(text: &str) -> Option<Found<String>> {
    let found = WHOLE_NAME.captures(text)?.name("name")?;
    let words = found.as_str();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let whole = clipped(words).len() == words.len() && words.split(' ').count() <= 7;
    // *sous la présidence de Monsieur le Maire*: a civility is nobody's name.
    let whole = whole
        && !matches!(
            words.to_lowercase().as_str(),
            "monsieur" | "madame" | "mademoiselle" | "messieurs" | "mesdames" | "mesdemoiselles"
        );
    // Only before a surname in capitals a particle begins a name: *de VAULNAY*, not *de Vaulnay*.
    let particle = words.starts_with(char::is_lowercase) && !words.contains('\'');
    let shouted = !particle || words.split(' ').skip(1).all(|w| !w.contains(char::is_lowercase));
    // *Mme de Vaulnay*, *de Vaulnay Anne*: behind a civility, or before a given name.
    let article = words.starts_with("le ") || words.starts_with("la ");
    let behind = found.start() > 0 && !article;
    let given = words.split(' ').count() > 2 && words.rsplit(' ').next().is_some_and(is_given);
    let shouted = shouted || behind || (given && !article);
    // *Vingt-trois* counts.
    let whole = whole && number_in_words(&words.to_lowercase()).is_none();
    // *Jean- Luc*: the other half stood on the next line.
    let value = words.replace("- ", "-");
    (letters >= 2 && whole && shouted).then(|| Found::new(found.range(), value))
}

/// A name in running text, up to the first word that cannot belong to it.
pub(super) fn name_in_text(text: &str) -> Option<Found<String>> {
    let words = clipped(text).trim_end();
    name(words)
}

/// A name has one run of capitals at most: behind `Anne DUVAL`, `Membres` begins something else.
fn clipped(words: &str) -> &str {
    let mut end = 0;
    let mut at = 0;
    let (mut mixed, mut capitals, mut mixed_again) = (false, false, false);
    let mut all = words.split(' ').peekable();
    while let Some(word) = all.next() {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let lower = word.chars().any(char::is_lowercase);
        let starts_upper = word.chars().next().is_some_and(char::is_uppercase);
        // In capitals a civility looks like a name: another member begins.
        if end > 0 && matches!(word, "MME" | "MMES" | "MLLE" | "MONSIEUR" | "MADAME") {
            break;
        }
        // *Karine Le Galloudec*: an article inside a surname.
        let next = all.peek().copied().unwrap_or_default();
        let article = matches!(word, "Le" | "La" | "Les")
            && end > 0
            && !capitals
            && next.starts_with(char::is_uppercase)
            && !NOT_NAMES.contains(&next);
        if (NOT_NAMES.contains(&word) && !article)
            || (mixed && capitals && starts_upper && lower && !mixed_again)
        {
            break;
        }
        // *Guy DE Vaulnay*: a particle in capitals is no surname.
        let particle = matches!(word, "DE" | "DU" | "DES" | "LE" | "LA" | "D")
            && next.chars().any(char::is_lowercase);
        if letters > 1 && !lower && !particle {
            capitals = true;
            if mixed_again {
                break;
            }
        } else if starts_upper && lower {
            mixed_again |= capitals;
            mixed |= !capitals;
        }
        at += word.len();
        end = at;
        at += 1;
    }
    words.get(..end).unwrap_or_default()
}

pub(super) fn two_persons(pattern: &Pattern, text: &str, at: usize) -> Option<Power> {
    let hit = pattern.captures(text)?;
    let part = |group: &str| {
        let found = hit.name(group)?;
        let inner = name(found.as_str())?;
        Some(inner.shifted(at + found.start()))
    };
    Some(Power { from: part("from")?, to: part("to")? })
}
