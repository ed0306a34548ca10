//! Lists of what was decided, where the words above all matters say what became of each.

use super::Part;
use crate::procedure::outcome::{POSTPONED, REJECTED};
use crate::procedure::scan::{hit, hits};
use crate::recognise::{Pattern, compile};
use greffe_domain::Outcome;

/// *Le conseil, après avoir délibéré pour chacune d'entre elles, a adopté les délibérations :* above the matters says what
/// became of those that follow, up to the next line of its kind, but for those that say otherwise.
pub(super) fn adopted(folded: &str, mut acts: Vec<Part>) -> Vec<Part> {
    static SAID: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?im)(?:\b(?:a|ont) (?:(?P<adopted>adopt[ée]|approuv[ée])|(?P<other>rejet[ée]|ajourn[ée]|report[ée]|retir[ée]|pris acte)) (?:(?:tout )?(?:les|des) )?(?:projets de )?(?:d[ée]lib[ée]rations|communications|rapports|dossiers|points|affaires)",
            r"|^(?:les )?d[ée]lib[ée]rations (?:ont [ée]t[ée] )?(?:(?P<heads>adopt[ée]es|approuv[ée]es)|(?P<others>rejet[ée]es|ajourn[ée]es|report[ée]es|retir[ée]es)))(?: suivante?s| ci-(?:dessous|après))? ?:$"
        ))
    });
    let said = hits(folded, &(0..folded.len()), &SAID);
    let (mut next, mut last) = (0, None);
    for part in &mut acts {
        while let Some(hit) = said.get(next).filter(|hit| hit.range().end <= part.range.start) {
            (next, last) = (next + 1, Some(hit));
        }
        let Some(last) = last else { continue };
        let word = last.words("adopted").or_else(|| last.words("heads"));
        let otherwise = [&POSTPONED, &REJECTED];
        let otherwise = otherwise.iter().any(|said| hit(folded, &part.range, said).is_some());
        if part.outcome.is_none() && !otherwise {
            part.outcome = word.map(|word| (word, Outcome::Adopted));
        }
    }
    acts
}
