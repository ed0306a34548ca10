//! Names that go on in small letters, which only their coming back shows: where *Graines d'entraide* is said twice,
//! the name is not *Graines*.

use super::alias::{NEAR, OFTEN};
use crate::recognise::{Found, Pattern, around, compile, lead, tail};
use std::collections::BTreeMap;

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

/// A word that leads on inside a name as well as behind it: *Habiter son village*, *La Clé en mains*.
static INSIDE: Pattern = Pattern::new(|| {
    compile(
        r"^(?:son|sa|ses|leurs?|notre|nos|votre|vos|mon|ma|mes|en|à|au|aux|sur|sans|sous|contre|pour|entre|dans|vers|chez)$",
    )
});

/// What behind such a word is a sentence's, and no name's: *au titre de*, *pour l'exercice*.
static OF_A_SENTENCE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?:titre|cadre|vue|date|hauteur|cours|raison|faveur|fonction|application|vertu|soutien|compl[ée]ment|charge|partir|compter|profit|b[ée]n[ée]fice|sein|moyen|moins|plus|nature|num[ée]raire|ex[ée]cution",
        r"|les?|la|une?|des?|du|ce|cette|ces|son|sa|ses|leurs?|[ld]'.*|\p{Lu}.*|\d.*)$"
    ))
});

/// *l'association La Ronde des jeux a sollicité*: one clause has one verb, so what stands before it is the name's.
static TO_ITS_VERB: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?P<words>(?: (?:[dl]')?\p{Ll}[\p{L}'-]*){1,5}?)(?:, [^,;.\n]{3,90},)? (?:(?:a|ont|avait|avaient|nous a) (?:ainsi |aussi |également |donc |déjà )?(?:sollicit|demand|présent|dépos|transmis|adress|fait|saisi|souhait|organis|perçu|reçu|bénéfici|remis|obtenu|produit|été)",
        r"|sollicit(?:e|ent|ait)|demand(?:e|ent|ait)|souhait(?:e|ent|ait)|propose|organise|bénéficie|présente|perçoit|reçoit|percevra|recevra|gère|développe|œuvre|compte|sera|seront|est (?:\p{Ll}+[ée]e?|un|une|en|le|la|à)|doit|peut)\b"
    ))
});

/// *à l'association La Ronde des jeux pour …*: where no verb can follow, what stands before the next part of the sentence.
static TO_A_BOUNDARY: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?P<words>(?: (?:[dl]')?\p{Ll}[\p{L}'-]*){1,4}?)(?:\s?[;.,:(–]|\s*$|\s*\n\s*\n| [–-] | (?:pour (?:l|un|son|sa|ses|leur|des|\d|\p{Ll}+er\b)|au titre|à titre|dans le cadre|afin|à hauteur|d'un montant|en vue|au profit|en faveur|qui|dont|et (?:\d|à l|de l|d'autoriser|d'approuver)",
        r"|(?:une?|la|sa|de la) (?:subvention|aide|somme|participation|dotation|avance|contribution)|(?:est|sont|sera|seront|soit) \p{Ll}))"
    ))
});

/// What stands before an association where no verb of its own follows its name.
static OBLIQUE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:\bà|\bavec|\bpour|\bpar|\bde|\bentre|\bet|\benvers|\bprofit de|\bfaveur de) (?:l'|cette |une )$",
    )
});

/// Words in small letters that are no part of a name, but say what is given, when, or what the association is.
static SAID_OF_IT: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:subventions?|aides?|somme|participation|dotation|montant|convention|avenant|euros?|fonctionnement|investissement|hauteur|exceptionnel\p{L}*|annuel\p{L}*|compl[ée]mentaires?|suivante?s?|notamment|également|aussi|ci-apr[èe]s|ci-dessus|toutes?|toujours|sise?|dite?|désign\p{L}*|dénomm\p{L}*|support|porteu\p{L}+|organisat\p{L}+|gestionnaires?|partenaires?|intermédiaire|laquelle|lequel|lesquelles|lors|depuis|suite",
        r"|(?:implant|bas|install|affili|domicili|sis|constitu|chargé|retenu|fond|cré|class|attribu|accord|allou|octroy|vers|dont|puis|mais|car|ou|ni|lorsque|comme|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(?:[ée]e?s?|ant|ait|e|ent)?)$"
    ))
});

/// Where a name of which `end` is the last capital ends, if the words in small letters behind it lead to what can be no part of
/// it. `before` is the text before the word for what it is.
pub(super) fn to_its_end(folded: &str, before: &str, end: usize) -> Option<usize> {
    const MOST_BYTES: usize = 240;
    let behind = lead(folded.get(end..)?, MOST_BYTES);
    let oblique = || OBLIQUE.is_match(tail(before, 40)).then(|| TO_A_BOUNDARY.captures(behind));
    let hit = TO_ITS_VERB.captures(behind).or_else(|| oblique().flatten())?;
    let words = hit.name("words")?;
    own(words.as_str()).then_some(end + words.end())
}

/// Whether words in small letters may all be a name's.
fn own(words: &str) -> bool {
    let said: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
    let place = |at: usize| said.get(at).copied().unwrap_or_default();
    let fits = |at: usize| {
        let (word, next) = (place(at), place(at + 1));
        let all = word == "pour" && ["tous", "toutes"].contains(&next);
        let joined = word == "et" && !next.is_empty();
        let counts = ["un", "une"].contains(&word) && at > 0 && place(at - 1) == "et";
        let leads = INSIDE.is_match(word) && !next.is_empty() && !OF_A_SENTENCE.is_match(next);
        let plain = !NO_PART.is_match(word) && !SAID_OF_IT.is_match(word);
        all || joined || counts || leads || plain
    };
    let last = said.last().copied().unwrap_or_default();
    (0..said.len()).all(fits) && (ENDS.is_match(last) || ["tous", "air"].contains(&last))
}

/// Lengthens the mentions of a name by the small words that stand behind it at half of its places, twice at least; and
/// says whether the same words lead on behind it without showing that they are its own.
pub(super) fn grown(folded: &str, mentions: &mut [Found<String>]) -> bool {
    let Some(Found { range, value: name }) = mentions.first().cloned() else { return false };
    let near = around(folded, &range, NEAR);
    let rests: Vec<&str> = near
        .match_indices(name.as_str())
        .take(OFTEN)
        .filter_map(|(at, _)| near.get(at + name.len()..))
        .filter(|rest| !rest.starts_with(char::is_alphanumeric))
        .collect();
    let behind: Vec<Vec<&str>> = rests.iter().map(|rest| words(rest)).collect();
    let led = || led_on(&rests);
    let (more, doubtful) = match shared(&behind) {
        Some(more) => (Some(more), false),
        None => led().map_or((None, false), |(more, shown)| (shown.then_some(more), !shown)),
    };
    let Some(more) = more else {
        return doubtful || may_go_on(&rests) || ends_in_an_adjective(&name, &rests);
    };
    for mention in mentions.iter_mut().filter(|mention| mention.value == name) {
        let goes_on = folded.get(mention.range.end..).is_some_and(|rest| rest.starts_with(&more));
        if goes_on {
            mention.range.end += more.len();
            mention.value.push_str(&more);
        }
    }
    let rests: Vec<&str> = rests.iter().filter_map(|rest| rest.strip_prefix(&more)).collect();
    doubtful || may_go_on(&rests) || ends_in_an_adjective(&more, &rests)
}

/// Whether a name ends in an adjective before a noun in small letters: *Graines du Haut* before *pays*.
fn ends_in_an_adjective(name: &str, rests: &[&str]) -> bool {
    static ADJECTIVE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:hauts?|hautes?|bas|basses?|vieux|vieil|vieilles?|grande?s?|petite?s?|nouve(?:au|l|lle)s?|premi[èe]re?s?|jeunes?|belles?|beaux?|bons?|bonnes?)$",
        )
    });
    let goes_on = |rest: &&str| {
        rest.strip_prefix([' ', '\n']).is_some_and(|rest| rest.starts_with(char::is_lowercase))
    };
    ADJECTIVE.is_match(name) && rests.iter().any(goes_on)
}

/// Whether half of the places of a name, two at least, have the same words behind it that may be its own or the sentence's:
/// *Mille et une couleurs*, *Vivre ensemble à Vaulnoix*, *Entr'Aide 2000*, *Les Orphelins de la mer*, *Plein air*.
fn may_go_on(rests: &[&str]) -> bool {
    static LEADS: Pattern = Pattern::new(|| {
        compile(concat!(
            r"^[ \n](?P<more>et (?:\p{Ll}[\p{Ll}-]{2,}|une?\b)|à \p{Lu}[\p{L}'-]+|(?:19|20)?\d\d\b(?P<counts> ?(?:€|%|euros?\b|membres\b|adh[ée]rents\b))?",
            r"|(?:de la|de l'|du|des|de|d') ?\p{L}[\p{L}-]{2,}|\p{Ll}{3}\b)"
        ))
    });
    static THE_SENTENCE: Pattern = Pattern::new(|| {
        compile(
            r"^(?:et (?:les|des|son|ses|aux|qui|que|dont|pour|par|leurs?|dit|autorise|approuve|pr[ée]cise)\b|(?:est|ont|qui|que|dit|pas|peu|par|sur|son|ses|des|les|une|aux|est|pro|dès|lui|via)\b|(?:de la|de l'|du|des|de|d') ?(?:somme|subvention|aide|montant|conseil|commune|ville|d[ée]partement|r[ée]gion|m[ée]tropole|communaut[ée]|pr[ée]sente?|projet|pour|leurs?|ses|son|sa)\b|(?:de |d')\p{Ll}+(?:er|ir|re)\b)",
        )
    });
    let said = rests.iter().filter_map(|rest| {
        let hit = LEADS.captures(rest).filter(|hit| hit.name("counts").is_none())?;
        Some(hit.name("more")?.as_str()).filter(|more| !THE_SENTENCE.is_match(more))
    });
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for more in said {
        *counted.entry(more).or_default() += 1;
    }
    counted.values().any(|count| *count >= rests.len().div_ceil(2).max(2))
}

/// The words behind a name that begin with one that leads on, where half of its places share them, two at least; and
/// whether they are shown to be its own: at three places, one of which ends behind them.
fn led_on(rests: &[&str]) -> Option<(String, bool)> {
    const AS_FAR: usize = 6;
    let said: Vec<(Vec<&str>, bool)> = rests.iter().map(|rest| spoken(rest, AS_FAR)).collect();
    let alike = |one: &[&str]| said.iter().filter(|(other, _)| other.starts_with(one)).count();
    let often = |one: &[&str]| alike(one) >= said.len().div_ceil(2).max(2);
    let begins = |one: &&(Vec<&str>, bool)| match one.0.as_slice() {
        [lead, next, ..] => {
            INSIDE.is_match(lead) && !OF_A_SENTENCE.is_match(next) && often(&[lead, next])
        }
        _ => false,
    };
    let (first, _) = said.iter().find(begins)?;
    let longest = (2..=first.len()).rev().find_map(|count| {
        let words = first.get(..count)?;
        (often(words) && words.last().is_some_and(|word| ENDS.is_match(word))).then_some(words)
    })?;
    let ends = said.iter().any(|(words, ended)| *ended && words.as_slice() == longest);
    Some((format!(" {}", longest.join(" ")), ends && alike(longest) > 2))
}

/// The words right behind a name, and whether something ends behind the last.
fn spoken(rest: &str, most: usize) -> (Vec<&str>, bool) {
    let mut out = Vec::new();
    for word in rest.strip_prefix(' ').unwrap_or_default().split(' ').take(most) {
        let line = word.split('\n').next().unwrap_or_default();
        let bare = line.trim_end_matches([',', ';', ':', '.', ')']);
        if bare.is_empty() {
            return (out, true);
        }
        out.push(bare);
        if bare.len() < word.len() {
            return (out, true);
        }
    }
    let ended = out.len() < most;
    (out, ended)
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
