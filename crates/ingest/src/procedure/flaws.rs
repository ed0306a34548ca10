//! What stands among the names of a list and is no part of them: numbers, places in a column, brackets that nothing
//! closes; and initials that look like civilities.

use super::person::{CIVIL, Names, is_power, name};
use super::scan::CIVILITY;
use crate::recognise::{Found, Pattern, compile};
use std::borrow::Cow;
use std::ops::Range;

/// What is a civility, and the initial of a first name.
const INITIAL: &str = "M. ";

/// Whether a list gives first names by their initials (*A. BON, M. DUVAL, P. TILLOY*), so that *M.* is one, too; how many do.
fn initials_lead(list: &str) -> Option<usize> {
    static LEADS: Pattern = Pattern::new(|| {
        compile(r"(?:^|[\s,;–-])(?P<letter>\p{Lu})\.(?:-?\p{Lu}\.)? ?\p{Lu}[\p{L}'-]")
    });
    let (mut other, mut same) = (0, 0);
    for hit in LEADS.captures_iter(list) {
        let civil = hit.name("letter").is_some_and(|letter| letter.as_str() == "M");
        (other, same) = if civil { (other, same + 1) } else { (other + 1, same) };
    }
    let civilities = ["Mme", "MM", "Monsieur", "Madame"].iter().any(|civil| list.contains(civil));
    (other >= 3 && other > same && !civilities).then_some(other + same)
}

/// Puts the initial *M.* back to the names before which it was taken for a civility.
pub(super) fn with_initials(list: &str, at: usize, out: &mut Names) {
    let Some(initials) = initials_lead(list) else { return };
    // Where every name has its initial, nothing is guessed.
    let every = out.listed.len() + 2 * out.powers.len() == initials;
    let mut moved = false;
    let mut whole = |found: &mut Found<String>| {
        let from = found.range.start.checked_sub(at + INITIAL.len());
        let before = from.and_then(|from| list.get(from..from + INITIAL.len()));
        if before == Some(INITIAL) {
            found.range.start -= INITIAL.len();
            found.value.insert_str(0, INITIAL);
            moved = true;
        }
    };
    out.listed.iter_mut().for_each(&mut whole);
    for power in &mut out.powers {
        whole(&mut power.from);
        whole(&mut power.to);
    }
    out.looser |= moved && !every;
}

/// *RIVELLES      M. Luc BON, Mme Anne DUVAL*: for whom the members of a line sit, in a column before them; blanks
/// stand for it where every member has a civility.
pub(super) fn without_places(list: &str) -> Cow<'_, str> {
    static ROW: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?m)^[ ]*(?:(?P<place>\p{{Lu}}[\p{{L}}\d' -]{{2,40}}?)[ ]*:?\t[ \t]*|(?P<near>\p{{Lu}}[\p{{Lu}}' -]{{2,40}}|(?:Canton|Commune|Ville|Secteur|Communauté|Département|Région|Circonscription) (?:de |du |des |d'|n ?[°o])[\p{{L}}\d' -]{{1,40}}?) )(?:{CIVILITY}) ?\p{{Lu}}"
        ))
    });
    // *Groupe Rivelles et villages : Luc BON, Anne DUVAL*
    static GROUP: Pattern =
        Pattern::new(|| compile(r"(?im)(?:^|[.;] )(?P<lead>(?:groupe|liste) [^:;.\n]{2,60}? ?:)"));
    if GROUP.is_match(list) {
        let mut out = list.to_owned();
        for lead in GROUP.captures_iter(list).filter_map(|hit| hit.name("lead")) {
            out.replace_range(lead.range(), &" ".repeat(lead.len()));
        }
        return Cow::Owned(out);
    }
    // Where a mark or a line ends each group, nothing is to be parted.
    let led = leads(list);
    let run_on = |lead: &Range<usize>| {
        let before =
            list.get(..lead.start).unwrap_or_default().trim_end_matches([' ', '\t', '•', '>']);
        before.ends_with(|c: char| c.is_alphanumeric() || c == ')')
    };
    if led.len() > 1 && led.iter().any(run_on) {
        let mut out = list.to_owned();
        for lead in led {
            // The members of one group end where the next is named.
            out.replace_range(lead.clone(), &format!(",{}", " ".repeat(lead.len() - 1)));
        }
        return Cow::Owned(out);
    }
    let hits = || ROW.captures_iter(list);
    let columns = hits().filter(|hit| hit.name("place").is_some()).count();
    let places: Vec<_> = hits().filter_map(|hit| hit.name("place").or(hit.name("near"))).collect();
    let civil = |words: &str| CIVIL.is_match(words) || is_power(words);
    if columns < 2 || places.iter().any(|place| civil(place.as_str())) {
        return Cow::Borrowed(list);
    }
    let mut out = list.to_owned();
    for place in places {
        out.replace_range(place.range(), &" ".repeat(place.len()));
    }
    Cow::Owned(out)
}

/// *pour Rivelles : M. A, Mme B pour Vaulnay : M. C*, *Canton de Rivelles Mme A, M. B Canton de Vaulnay M. C*: where the
/// words stand that say for whom the members behind them sit, whatever line they are on.
fn leads(list: &str) -> Vec<Range<usize>> {
    static LEAD: Pattern = Pattern::new(|| {
        let whom = concat!(
            r"(?i:pour (?:la |le |les |l')?|au titre d(?:e|u|es) |repr[ée]sentante?s? (?:de |du |des |d')|coll[èe]ges? ",
            r"|(?:cantons?|communes?|circonscriptions?|secteurs?) (?:de |du |des |d'|n ?[°o] ?)|communaut[ée] de communes )"
        );
        compile(&format!(
            concat!(
                r"(?:^|[ \n\t])(?:[-–•>] ?)?(?P<lead>{w}[^:;,.\n\t]{{2,60}}?[ \t]*:)[ \t\n]*(?:{c} )?\p{{Lu}}",
                r"|(?:^|[ \n\t])(?P<bare>(?i:cantons?|circonscriptions?) (?:de |du |des |d'|n ?[°o] ?)[\p{{L}}\d' -]{{1,40}}?)[ \t]+{c} \p{{Lu}}"
            ),
            w = whom,
            c = CIVILITY
        ))
    });
    let found = LEAD.captures_iter(list).filter_map(|hit| hit.name("lead").or(hit.name("bare")));
    let own = found.filter(|lead| !CIVIL.is_match(lead.as_str()) && !is_power(lead.as_str()));
    own.map(|lead| lead.range()).collect()
}

/// *Anne DUVAL)*, *Anne DUVAL (*: a bracket without its other half is a flaw of the page.
pub(super) fn without_stray_bracket(text: &str) -> &str {
    let text =
        if text.contains(['(', '{', '[']) { text } else { text.trim_end_matches([')', '}', ']']) };
    text.trim_end_matches(['(', '{', '[']).trim_end()
}

/// A number before the only name of a piece: *7. Anne DUVAL*.
pub(super) fn without_number(raw: &str, at: usize) -> (&str, usize) {
    static NUMBER: Pattern =
        Pattern::new(|| compile(r"^\s*\d{1,3} ?[.)°-]+[ \t]?(?:\p{Lu}|[dl]'|l[ea] \p{Lu})"));
    if !NUMBER.is_match(raw) {
        return (raw, at);
    }
    let name = raw.find(char::is_alphabetic).unwrap_or_default();
    (raw.get(name..).unwrap_or_default(), at + name)
}

/// *RIVELLES*, alone on its line above members each with a first name: for whom they sit, or half a name.
pub(super) fn without_heads(list: &str, at: usize, out: &mut Names) {
    const LEAST: usize = 4;
    let full =
        |name: &Found<String>| name.value.contains(' ') && name.value.contains(char::is_lowercase);
    let alone = |name: &Found<String>| {
        let (Some(from), Some(to)) =
            (name.range.start.checked_sub(at), name.range.end.checked_sub(at))
        else {
            return false;
        };
        let before = list.get(..from).unwrap_or_default().trim_end_matches(' ');
        let behind = list.get(to..).unwrap_or_default().trim_start_matches(' ');
        let line = before.is_empty() || before.ends_with('\n');
        !name.value.contains(' ') && line && behind.starts_with('\n')
    };
    let members = out.listed.iter().filter(|name| full(name)).count();
    let heads = out.listed.iter().filter(|name| alone(name)).count();
    if heads > 0 && members >= LEAST && members >= 2 * heads {
        out.listed.retain(|name| !alone(name));
        out.looser = true;
    }
}

/// A name whose two halves stand on lines that a blank one parts, or the width of a column.
pub(super) fn over_lines(text: &str) -> Option<Found<String>> {
    let (first, rest) = text.split_once('\n')?;
    if !rest.starts_with([' ', '\t', '\n']) {
        return None;
    }
    let whole = format!("{} {}", first.trim(), rest.trim());
    let found = name(&whole).filter(|_| !rest.trim().contains('\n'))?;
    (found.range.len() + found.range.start == whole.len())
        .then(|| Found::new(found.range.start..text.len(), found.value))
}
