//! How two spellings are known to be one: the folds behind names, slugs and keys.
//!
//! What an act writes is kept as written. Matching uses folded keys only: case, accents, hyphens,
//! underscores, line breaks and doubled spaces disappear. Nothing here is shown to a person.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// White space as acts contain it: Unicode white space, and the narrow and zero-width kinds that
/// extraction leaves behind.
#[must_use]
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{180e}')
}

/// Characters that a reader does not see and that may steer, reorder or hide what stands beside them:
/// controls, line and paragraph separators, format characters and whatever else
/// Unicode lets be ignored (`Default_Ignorable_Code_Point`).
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || is_ignorable(c)
        || matches!(c,
            '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
            | '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}')
}

/// What is shown as nothing, or as no more than a blank: the characters that have the property
/// `Default_Ignorable_Code_Point` of Unicode (chapter 5.21).
#[must_use]
pub const fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// The matching key of a name or title: lower case without accents, each run of anything else
/// than letters and digits folded into one `-`, none at either end. Always ASCII.
///
/// ```
/// use greffe_domain::slug;
/// assert_eq!(slug("Les Ateliers_ du Pont"), "les-ateliers-du-pont");
/// assert_eq!(slug("  L’Œuvre   à\nCœur-Joie "), "l-oeuvre-a-coeur-joie");
/// ```
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        let folded: &str = match c {
            'œ' => "oe",
            'æ' => "ae",
            'ß' => "ss",
            'a'..='z' | '0'..='9' => {
                push(&mut out, &mut gap, c);
                continue;
            }
            _ => {
                gap = true;
                continue;
            }
        };
        folded.chars().for_each(|f| push(&mut out, &mut gap, f));
    }
    out
}

fn push(out: &mut String, gap: &mut bool, c: char) {
    if *gap && !out.is_empty() {
        out.push('-');
    }
    *gap = false;
    out.push(c);
}

/// One line of running text: every run of white space is one space, none at either end.
#[must_use]
pub fn fold_spaces(text: &str) -> String {
    text.split(is_space).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Articles, and words for a legal form: two names that differ in nothing else are spelled twice.
const SAYING_NOTHING: &[&str] = &[
    "a",
    "assoc",
    "association",
    "asso",
    "ass",
    "d",
    "de",
    "des",
    "du",
    "en",
    "et",
    "eurl",
    "l",
    "la",
    "le",
    "les",
    "loi",
    "sa",
    "sarl",
    "sas",
    "scic",
    "scop",
    "societe",
    "ste",
    "1901",
];

/// The words of a folded name ([`slug`]) that tell its bearer from others: neither articles nor words for a
/// legal form.
///
/// ```
/// use greffe_domain::telling_words;
/// assert_eq!(telling_words("association-le-choeur-du-pont").collect::<Vec<_>>(), ["choeur", "pont"]);
/// ```
pub fn telling_words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split('-').filter(|word| !SAYING_NOTHING.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_slug_is_its_own_slug(text in "\\PC{0,60}") {
            let once = slug(&text);
            prop_assert_eq!(slug(&once), once.clone());
            prop_assert!(once.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }

        #[test]
        fn folded_spaces_stay_folded(text in "[a-z \u{a0}\n\t]{0,40}") {
            let once = fold_spaces(&text);
            prop_assert_eq!(fold_spaces(&once), once);
        }
    }
}
