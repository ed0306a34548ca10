//! What is said of facts that are kept without the grant that they follow from: at the review, and when they are recorded.

use crate::context::Context;
use crate::output;
use greffe::DraftFile;
use greffe_render::{Lang, data_sentence, kind_words};
use std::fmt::Write;

/// Names each fact, with its entry where it is recorded.
pub fn say(draft: &DraftFile, facts: &[(usize, Option<u64>)], context: &Context) {
    if facts.is_empty() {
        return;
    }
    let fr = (
        "fait retenu ne repose plus sur rien, sa subvention étant écartée :",
        "faits retenus ne reposent plus sur rien, leur subvention étant écartée :",
    );
    let en = (
        "fact that is kept rests on nothing now, as its grant is left out:",
        "facts that are kept rest on nothing now, as their grant is left out:",
    );
    let counted = greffe_render::count(context.lang, facts.len(), fr, en);
    let mut said = format!("{} {counted}", context.say("attention,", "warning,"));
    for (at, entry) in facts {
        let Some(event) = draft.events.get(*at) else { continue };
        let sentence = data_sentence(context.lang, &event.kind, &event.data);
        let colon = context.say(" :", ":");
        let entry = entry.map(|entry| format!(" [{entry}]")).unwrap_or_default();
        let word = context.say("événement", "event");
        // Writing to a text cannot fail.
        let _ = write!(said, "\n  {word} {at}{entry}{colon} {sentence}");
    }
    let recorded: Vec<String> =
        facts.iter().filter_map(|(_, entry)| *entry).map(|entry| entry.to_string()).collect();
    let remedy = match (recorded.first(), context.lang) {
        (Some(first), Lang::Fr) => format!(
            "si la subvention n'en est pas une, les annuler aussi : greffe void {first}, et de même les autres"
        ),
        (Some(first), Lang::En) => format!(
            "if the grant is none, take them back as well: greffe void {first}, and the others likewise"
        ),
        (None, Lang::Fr) => "retenir la subvention, ou les écarter aussi".to_owned(),
        (None, Lang::En) => "keep the grant, or leave these out as well".to_owned(),
    };
    output::note(&format!("{said}\n  {remedy}"));
}

/// The same in a line: the kinds of these facts, counted.
pub fn in_a_line(draft: &DraftFile, facts: &[usize], lang: Lang) -> String {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for event in facts.iter().filter_map(|at| draft.events.get(*at)) {
        match kinds.iter_mut().find(|(kind, _)| *kind == event.kind) {
            Some((_, times)) => *times += 1,
            None => kinds.push((&event.kind, 1)),
        }
    }
    let named = kinds.iter().map(|(kind, times)| match times {
        1 => kind_words(lang, kind).to_owned(),
        _ => format!("{} × {times}", kind_words(lang, kind)),
    });
    let named = named.collect::<Vec<_>>().join(", ");
    match lang {
        Lang::Fr => format!("ne repose plus sur rien : {named}"),
        Lang::En => format!("rests on nothing now: {named}"),
    }
}
