//! Lines that begin a legal basis, another section of the act, or the next of several matters.

use super::is_blank;
use super::joining::leads_on;
use super::ordinals::ordinal;

/// *Code du sport, …*, *Loi n° …*: a legal base on a line of its own, below another that ends.
pub(super) fn legal_base(before: &str, words: &str) -> bool {
    let kinds = [
        "Code ",
        "Loi n",
        "Décret n",
        "Ordonnance n",
        "Arrêté n",
        "Délibération n",
        "Décision n",
        "Convention n",
        "Avis d",
    ];
    if kinds.iter().any(|kind| words.starts_with(kind)) && !leads_on(before) {
        return true;
    }
    // *Délibération 2031-CA-07 du …*, below another basis that its bracket or full stop ends.
    let named = [
        "Code ",
        "Loi ",
        "Décret ",
        "Ordonnance ",
        "Arrêté ",
        "Délibération ",
        "Décision ",
        "Convention ",
        "Avis ",
        "Budget ",
        "Règlement ",
        "Statuts ",
    ];
    let base = |line: &str| named.iter().any(|kind| line.starts_with(kind));
    if base(words) && base(before) && before.ends_with([';', '.', ')', ',']) {
        return true;
    }
    // *Au vu de la loi …*: with its capital, below another base.
    let founds =
        ["En vertu d", "En application d", "Au vu d", "Sur le fondement d", "Conformément "];
    if founds.iter().any(|lead| words.starts_with(lead)) && before.ends_with([',', ';']) {
        return true;
    }
    // *"  la loi …*: a ditto mark for the word above.
    let ditto = words.strip_prefix(['"', '″']).or_else(|| words.strip_prefix("»"));
    if ditto.is_some_and(|rest| rest.starts_with(is_blank)) && before.ends_with([',', ';']) {
        return true;
    }
    // *en vertu de l'article …*, below the organ or another base.
    let in_virtue = ["en vertu d", "en application d"].iter().any(|lead| words.starts_with(lead));
    let organ = ["Le ", "La ", "L'", "L’"].iter().any(|article| before.starts_with(article))
        && before.ends_with(',')
        && before.split(is_blank).count() <= 8;
    in_virtue && (before.ends_with(';') || organ)
}

/// *PROPOSITION*, *NB : …*: the heading of another part in one word of capitals, or a remark.
pub(super) fn section_alone(words: &str) -> bool {
    let known = [
        "proposition",
        "propositions",
        "motifs",
        "contexte",
        "decision",
        "visas",
        "rappel",
        "expose",
        "vote",
        "considerants",
        "dispositif",
        "debat",
        "debats",
        "analyse",
        "discussion",
    ];
    let plain = words.trim_end_matches([' ', ':']).to_lowercase().replace(['é', 'è'], "e");
    let shouted = !words.contains(char::is_lowercase);
    let remark = ["NB :", "NB:", "N.B. :", "N. B. :", "Nota :", "NOTA :", "N.B.:"];
    (shouted && known.contains(&plain.as_str()))
        || remark.iter().any(|mark| words.starts_with(mark))
}

/// *[2] Délibération n° …*: an item behind its number in square brackets.
pub(super) fn bracketed_number(words: &str) -> bool {
    let inside = words.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    inside.is_some_and(|(number, behind)| {
        (1..=2).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
            && behind.starts_with(is_blank)
    })
}

/// *2. Aide à l'école (délibération 2031-07)*: the place of a matter, its title, and its reference in brackets.
pub(super) fn ends_in_reference(words: &str) -> bool {
    let Some((title, inside)) = words.strip_suffix(')').and_then(|rest| rest.rsplit_once('('))
    else {
        return false;
    };
    // *délibération 2031-07*, *délib. n° 2031-07*: the last word is the number.
    let reference = inside.rsplit(is_blank).next().unwrap_or_default();
    let digits = reference.bytes().filter(u8::is_ascii_digit).count();
    title.starts_with(|c: char| c.is_ascii_digit())
        && ordinal(title)
        && digits >= 3
        && inside.split(is_blank).count() <= 3
        && reference.contains(['-', '/', '_', '.'])
}
