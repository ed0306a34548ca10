//! Facts of a draft that are not what stands in the ledger, each beside what does.

use super::Failure;
use greffe::{Restated, Standing};
use greffe_render::{Lang, data_sentence};
use std::collections::BTreeSet;

/// So many are shown one by one.
const SHOWN: usize = 5;

/// Nothing was recorded: what was to be, what stands against it, and what to do.
pub(super) fn refused(name: &str, facts: &[Restated]) -> Failure {
    let entries: BTreeSet<u64> = facts.iter().map(|fact| fact.entry).collect();
    let entries = entries.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let told = |lang: Lang| {
        let mut lines: Vec<String> =
            facts.iter().take(SHOWN).map(|fact| beside(lang, fact)).collect();
        let more = facts.len().saturating_sub(SHOWN);
        if more > 0 {
            lines.push(say(
                lang,
                format!("\n  … et {more} autres"),
                format!("\n  … and {more} more"),
            ));
        }
        lines.concat()
    };
    let remedies = |lang: Lang| remedies(lang, facts, &entries);
    Failure::usage(
        "would-override",
        format!(
            "{name} : ce projet ne dit pas ce qui est inscrit de cet acte ; rien n'a été inscrit{}\n{}",
            told(Lang::Fr),
            remedies(Lang::Fr)
        ),
        format!(
            "{name}: this draft does not say what is recorded of this act; nothing was recorded{}\n{}",
            told(Lang::En),
            remedies(Lang::En)
        ),
    )
}

/// What to do: of the first fact of each kind, since one command is as good as ten.
fn remedies(lang: Lang, facts: &[Restated], entries: &str) -> String {
    let of = |wanted: &[Standing]| {
        facts.iter().find(|fact| wanted.contains(&fact.standing)).map(|fact| fact.entry)
    };
    let mut lines = Vec::new();
    if of(&[Standing::Edited, Standing::Rejected]).is_some() {
        lines.push(say(
            lang,
            "pour garder ces décisions : inscrire le projet, ou sa relecture, tel que corrigé, et non celui-ci".to_owned(),
            "to keep these decisions: record the draft, or its review, as corrected, and not this one".to_owned(),
        ));
    }
    if let Some(entry) = of(&[Standing::Recorded, Standing::Edited]) {
        lines.push(say(
            lang,
            format!("pour changer ce qui est inscrit : greffe correct {entry} --set CHAMP=VALEUR, ou greffe void {entry}, puis inscrire ce projet"),
            format!("to change what is recorded: greffe correct {entry} --set FIELD=VALUE, or greffe void {entry}, then record this draft"),
        ));
    }
    if let Some(entry) = of(&[Standing::Corrected]) {
        lines.push(say(
            lang,
            format!("pour changer la rectification : greffe correct {entry} --set CHAMP=VALEUR"),
            format!("to change the correction: greffe correct {entry} --set FIELD=VALUE"),
        ));
    }
    lines.push(say(
        lang,
        format!("pour inscrire ce projet malgré tout, à côté : --despite {entries}"),
        format!("to record this draft all the same, beside it: --despite {entries}"),
    ));
    lines.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// A fact beside what stands against it, on two lines.
fn beside(lang: Lang, fact: &Restated) -> String {
    let Restated { event, kind, said, entry, by, .. } = fact;
    let said = data_sentence(lang, kind, said);
    let how = match (fact.standing, lang) {
        (Standing::Recorded, Lang::Fr) => format!("inscrit par {by}"),
        (Standing::Recorded, Lang::En) => format!("recorded by {by}"),
        (Standing::Edited, Lang::Fr) => format!("corrigé par {by}"),
        (Standing::Edited, Lang::En) => format!("edited by {by}"),
        (Standing::Rejected, Lang::Fr) => format!("cette lecture a été rejetée par {by}"),
        (Standing::Rejected, Lang::En) => format!("this reading was rejected by {by}"),
        (Standing::Corrected, Lang::Fr) => format!("rectifié par {by}"),
        (Standing::Corrected, Lang::En) => format!("corrected by {by}"),
    };
    let stands = fact.stands.as_ref().map(|data| data_sentence(lang, kind, data));
    let colon = say(lang, " :", ":");
    let stands = stands.map_or(String::new(), |stands| format!("{colon} {stands}"));
    let here = say(lang, "événement", "event");
    format!("\n  {here} {event}{colon} {said}\n    [{entry}] {how}{stands}")
}

fn say<T>(lang: Lang, fr: T, en: T) -> T {
    match lang {
        Lang::Fr => fr,
        Lang::En => en,
    }
}
