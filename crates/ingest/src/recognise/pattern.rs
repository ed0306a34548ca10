//! Patterns of the administrative language: regular expressions with typed holes.
//!
//! A rule is written the way the act writes it, with holes for values: `{amount:to}`,
//! `{share:stated}`, `{date:on}`, `{year:exercise}`. A hole becomes a named group; who reads the
//! group checks that a recogniser finds exactly that value at exactly that place, so a pattern can
//! never cut `1 340 000` down to `340 000`.

use regex::Regex;
use std::sync::LazyLock;

/// A pattern compiled on first use.
pub(crate) type Pattern = LazyLock<Regex>;

/// What stands for an amount inside a pattern: a figure and its unit, or the words that count it.
const AMOUNT: &str = concat!(
    r"(?:\d[\d .,']*?\d? ?(?:€|(?i:euros?|EUR)\b|[kKM]€|(?:million|milliard)s? d'euros)",
    r"|(?i:(?:(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante",
    r"|cinquante|soixante|septante|huitante|nonante|cents?|mille?|millions?|et)[ -]){1,12}euros?\b))"
);
const SHARE: &str = r"\d{1,3}(?:[.,]\d+)? ?(?:%|pour cent)";
const DATE: &str = concat!(
    r"(?:(?:1er|1ER|\d{1,2}) (?i:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout",
    r"|septembre|octobre|novembre|décembre|decembre",
    // as a stamp cuts them short: *31 JAN. 2031*
    r"|janv?\.?|f[ée]vr?\.?|avr\.?|juil\.?|sept?\.?|oct\.?|nov\.?|d[ée]c\.?) \d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{2}-\d{2}-(?:19|20)\d\d\b)"
);
/// A date in words: *dix-neuf octobre deux mille vingt-trois*.
const DATE_IN_WORDS: &str = concat!(
    r"(?i:(?:premier|[a-z]{2,8}(?:[ -]et[ -]un|-[a-z]{3,6})?) (?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre",
    r"|novembre|d[ée]cembre) deux[ -]mil(?:le)?(?:[ -](?:et[ -])?(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze",
    r"|quinze|seize|vingt|trente|quarante))*\b)"
);
/// A day as stamps print it, behind the words that say of what: with a year cut short, or the year first.
const STAMPED: &str = r"(?:(?:19|20)\d\d-\d\d-\d\d\b|\d{1,2}[/.]\d\d[/.]\d\d\b)";
const YEAR: &str = r"(?:19|20)\d{2}\b";

/// Compiles a pattern, its holes filled in.
#[allow(
    clippy::expect_used,
    reason = "patterns are literals of this crate, no input reaches them; a test compiles each"
)]
pub(crate) fn compile(pattern: &str) -> Regex {
    Regex::new(&latin(&filled(pattern))).expect("a pattern of this crate compiles")
}

/// A pattern whose letters are those of the Latin script: acts are written in no other, and the classes of all scripts
/// are most of what compiling costs.
fn latin(pattern: &str) -> String {
    const LATIN: &str = r"[\x{0}-\x{24f}\x{1e00}-\x{1eff}]";
    let mut out = pattern.to_owned();
    for class in [r"\p{L}", r"\p{Lu}", r"\p{Ll}"] {
        out = out.replace(class, &format!("[{class}&&{LATIN}]"));
    }
    out
}

/// Replaces each `{kind:name}` by a named group.
fn filled(pattern: &str) -> String {
    let mut out = pattern.to_owned();
    let date = format!("(?:{DATE}|{DATE_IN_WORDS})");
    let day = format!("(?:{date}|{STAMPED})");
    for (kind, body) in [
        ("amount", AMOUNT),
        ("share", SHARE),
        ("date", date.as_str()),
        ("day", day.as_str()),
        ("year", YEAR),
    ] {
        let open = format!("{{{kind}:");
        while let Some((before, rest)) = out.split_once(&open) {
            let Some((name, after)) = rest.split_once('}') else {
                break;
            };
            out = format!("{before}(?P<{name}>{body}){after}");
        }
    }
    out
}
