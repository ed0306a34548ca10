//! Names that go on in small letters, which only their coming back shows: where *Graines d'entraide* is said twice,
//! the name is not *Graines*.

use super::alias::{NEAR, OFTEN};
use crate::recognise::{Found, Pattern, around, compile};

/// So many words may go on.
const MOST: usize = 4;

/// A word that may end a name: of some length, and no verb of what associations do.
static ENDS: Pattern = Pattern::new(|| compile(r"^(?:d'|l')?[\p{Ll}\p{Lu}][\p{L}'-]{3,}$"));

static NO_PART: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:(?:d')?une?s?|pour|par|dans|afin|selon|soit|dont|qui|que|est|sont|sera|sur|ainsi|auprès|avec|cette|son|sa|ses|leurs?|est|a|ont|ayant|étant|au|à|aux|en",
        r"|(?:sollicit|demand|souhait|propos|organis|présent|particip|contribu|assur|œuvr|oeuvr|d[ée]velopp|dispos|b[ée]n[ée]fici|intervi|exerc|compt|re[çc]oi|per[çc]o|g[èe]r|m[èe]n|port|mont|accompagn|poursui|envisag|conventionn|subventionn|régi|représent|domicili|situé|reconnu|agréé|bénéficiaire|susvisé|susnommé|précité|concerné|accueill|anim|prévo|prévi|justifi|transm|remet|remi|fourni)\p{L}*)$"
    ))
});

/// Lengthens the mentions of a name by the small words that stand behind it at half of its places, twice at least.
pub(super) fn grown(folded: &str, mentions: &mut [Found<String>]) {
    let Some(Found { range, value: name }) = mentions.first().cloned() else { return };
    let near = around(folded, &range, NEAR);
    let behind: Vec<Vec<&str>> = near
        .match_indices(name.as_str())
        .take(OFTEN)
        .filter_map(|(at, _)| near.get(at + name.len()..))
        .filter(|rest| !rest.starts_with(char::is_alphanumeric))
        .map(words)
        .collect();
    let Some(more) = shared(&behind) else { return };
    for mention in mentions.iter_mut().filter(|mention| mention.value == name) {
        let goes_on = folded.get(mention.range.end..).is_some_and(|rest| rest.starts_with(&more));
        if goes_on {
            mention.range.end += more.len();
            mention.value.push_str(&more);
        }
    }
}

/// The words right behind a name, up to the first that can be none of its own.
fn words(rest: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for word in rest.strip_prefix(' ').unwrap_or_default().split(' ').take(MOST) {
        let bare = word.trim_end_matches([',', ';', ':', '.', ')', '\n']);
        let line = bare.split('\n').next().unwrap_or_default();
        if line.is_empty() || NO_PART.is_match(line) {
            break;
        }
        out.push(line);
        if line.len() < word.len() {
            break;
        }
    }
    out
}

/// The most words that half of the places share.
fn shared(behind: &[Vec<&str>]) -> Option<String> {
    let least = behind.len().div_ceil(2).max(2);
    (1..=MOST).rev().find_map(|count| {
        behind.iter().find_map(|one| {
            let first = one.get(..count)?;
            let ends = first.last().is_some_and(|word| ENDS.is_match(word));
            let as_often = behind.iter().filter(|other| other.get(..count) == Some(first)).count();
            (ends && as_often >= least).then(|| format!(" {}", first.join(" ")))
        })
    })
}
