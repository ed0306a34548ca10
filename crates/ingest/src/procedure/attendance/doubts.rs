//! Why a person should look at who was there.

use super::Roll;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::slug;
use std::collections::BTreeMap;
use std::ops::Range;

/// Whether a list stands one cell a line, the places for which members sit among their names: some lines have a
/// civility, and others are capitals without one.
pub(super) fn cells_apart(text: &str) -> bool {
    let civil = ["M. ", "Mme ", "Mr ", "Monsieur ", "Madame "];
    let several = ["Mesdames", "Messieurs", "MM", "Mmes", "Mrs"];
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let named = lines().filter(|line| civil.iter().any(|c| line.starts_with(c))).count();
    let shouted = |line: &str| line.len() > 2 && !line.contains(char::is_lowercase);
    let bare = lines().filter(|line| shouted(line) && !line.contains([',', ';'])).count();
    named >= 3 && bare >= 3 && !several.iter().any(|word| text.contains(word))
}

/// Why a list is to be looked at where a sentence tells what it does not.
pub(super) const TOLD_ONLY: &str =
    "of some members only a sentence tells; check who votes for whom";

/// *Départ de M. A à 20 h 30, qui donne pouvoir à Mme B*: a power that no list holds.
pub(super) fn given_on_leaving(folded: &str, head: &Range<usize>) -> bool {
    static ON_LEAVING: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:d[ée]part|quitt\p{L}+|s'absent\p{L}+|se retir\p{L}+|parti)\b[^\n;]{0,110}\b(?:donn\p{L}+|laiss\p{L}+|confi\p{L}+|ayant) (?:son |sa )?(?:pouvoir|procuration|mandat)\b",
        )
    });
    folded.get(head.clone()).is_some_and(|head| ON_LEAVING.is_match(head))
}

pub(super) fn doubt(roll: &Roll, stated: Option<&Found<u32>>, unclear: bool) -> Option<String> {
    if let Some(odd) = &roll.odd {
        let start: String = odd.chars().take(60).collect();
        return Some(format!("« {start} » stands in a list of members and is not read as a name"));
    }
    if roll.tabled {
        return Some("who was there is read from a table".to_owned());
    }
    if roll.told {
        return Some(TOLD_ONLY.to_owned());
    }
    if roll.looser {
        return Some("a list of members is read by a looser law; check its names".to_owned());
    }
    if roll.apart.excused {
        return Some(
            "some of those listed as absent are said to be excused; check which list counts them"
                .to_owned(),
        );
    }
    if unclear {
        return Some("the text states more than one number of members present".to_owned());
    }
    if let Some(name) = twice(&roll.present) {
        return Some(format!("« {} » stands twice among those present", name.value));
    }
    if roll.apart.with_power && roll.apart.only {
        return Some(
            "of the absent some gave a power and others are listed apart; check who is absent"
                .to_owned(),
        );
    }
    let read = u32::try_from(roll.present.len()).unwrap_or(u32::MAX);
    let stated = stated.map(|found| found.value).filter(|n| *n != read && read > 0)?;
    Some(format!("{read} names of members present are read where the text states {stated}"))
}

/// The first of those present who comes back among them, by whatever spelling.
fn twice(present: &[Found<String>]) -> Option<&Found<String>> {
    let slugs: Vec<String> = present.iter().map(|name| slug(&name.value)).collect();
    let mut often: BTreeMap<&str, usize> = BTreeMap::new();
    for known in &slugs {
        *often.entry(known).or_default() += 1;
    }
    let again = |known: &String| often.get(known.as_str()).is_some_and(|times| *times > 1);
    present.iter().zip(&slugs).find(|(_, known)| again(known)).map(|(name, _)| name)
}
