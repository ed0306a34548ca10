//! Who may sign: *Monsieur le Président est autorisé à signer la convention*.

use super::Act;
use super::scan::{hits, sentence};
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile};
use crate::segment::Part;
use greffe_domain::{Event, Grade, Outcome, SignatureAuthorised};

static MAY_SIGN: [Pattern; 2] = [
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?P<who>(?:monsieur|madame|m\.|mme|le|la|l') ?[^.;:,\n]{3,90}?)(?P<or>,? ou (?:son|sa) représentante?)?,? est (?:autorisée?|habilitée?) à ",
            r"(?:la )?signer(?: (?P<what>[^.;\n]{4,300}))?"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:autorise|autoriser|habilite|habiliter) (?P<who>(?:monsieur|madame|m\.|mme|le|la|l') ?[^.;:,\n]{3,90}?)",
            r"(?P<or>,? ou (?:son|sa) représentante?)?,? à (?:la |le |les )?signer(?: (?P<what>[^.;\n]{4,300}))?"
        ))
    }),
];

/// Up to where the next decision begins; nothing when the words break off.
fn instrument(found: &Found<String>) -> Option<Found<String>> {
    let next =
        [" et dit ", " et décide", " et charge", " et précise", " et autorise", " et impute"];
    let end = next.iter().filter_map(|mark| found.value.find(mark)).min();
    let words = found.value.get(..end.unwrap_or(found.value.len()))?;
    let last = words.rsplit(' ').next()?;
    let broken = ["le", "la", "les", "de", "du", "des", "et", "avec", "à", "au", "aux", "l'", "d'"];
    let range = found.range.start..found.range.start + words.len();
    (!broken.contains(&last)).then(|| Found::new(range, words.to_owned()))
}

/// Reads who is authorised to sign what; what was rejected authorises nobody.
pub(super) fn read(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    let Some(decided) = act.heading.parts.since(Part::Articles, act.whole().end) else { return };
    let vote = act.facts.iter().find_map(|fact| match &fact.event {
        Event::VoteCast(vote) => Some((vote.outcome, fact.doubt.clone())),
        _ => None,
    });
    if vote.as_ref().is_some_and(|(outcome, _)| *outcome != Outcome::Adopted) {
        // What was rejected authorises nobody.
        return;
    }
    let voted = vote.map_or(Some("the text states no vote".to_owned()), |(_, doubt)| doubt);
    let found: Vec<_> =
        MAY_SIGN.iter().flat_map(|pattern| hits(folded, &decided, pattern)).collect();
    let doubt = (found.len() > 1)
        .then(|| "the text authorises more than one signature; check each".to_owned())
        .or(voted);
    for hit in found {
        let mut passages = Passages::of(sentence(folded, &hit.range()));
        let Some(who) = hit.words("who") else { continue };
        let long = who.value.contains(" est ") || who.value.contains(" et ");
        let doubt = doubt
            .clone()
            .or_else(|| long.then(|| format!("« {} » may be more than who signs", who.value)));
        let event = SignatureAuthorised {
            signatory: passages.value(Some(who), "/signatory").unwrap_or_default(),
            instrument: passages
                .value(hit.words("what").as_ref().and_then(instrument), "/instrument"),
            or_representative: passages.value(hit.words("or"), "/or_representative").map(|_| true),
        };
        let (stream, date) = (act.setting.act_stream.clone(), act.setting.act_date.clone());
        act.add(&stream, event, (&date, Grade::Act), passages, doubt);
    }
}
