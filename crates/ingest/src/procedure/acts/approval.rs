//! The approval of the minutes of an earlier sitting, told before the first matter: an act of its own.

use super::Part;
use crate::procedure::decision::votes_in;
use crate::procedure::scan::hits;
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// *Le procès-verbal de la séance du 4 mai est adopté*, *Approbation du CR du 4 mai : approuvé à l'unanimité*.
static APPROVED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:^|[.!?] )[-–•*> ]*(?:le |du )?(?P<what>(?:(?:approbation|adoption) d(?:u|es) )?(?:proc[èe]s[- ]verba(?:l|ux)|comptes?[- ]rendus?|(?-i:PV|CR))\b[^.;:\n]{0,120}?)",
        r"(?: ?:| (?:est|a [ée]t[ée]|sont|ne fait)\b|, )[^\n]*\b(?:adopt[ée]|approuv[ée]|valid[ée]|unanimit[ée]|sans (?:observation|remarque))[^\n]*$"
    ))
});

/// The approval told in a stretch, if it is.
pub(super) fn approval(folded: &str, before: &Range<usize>) -> Option<Part> {
    let hit = hits(folded, before, &APPROVED).into_iter().next()?;
    let title: Found<String> = hit.words("what")?;
    let range = hit.range();
    let said = folded.get(range.clone())?;
    let told = ["adopté", "approuvé", "validé"].iter().any(|word| said.contains(word));
    (told || !votes_in(folded, &range).is_empty()).then(|| Part {
        range,
        label: "pv".to_owned(),
        title: Some(title),
        reference: None,
        outcome: None,
        counts: None,
    })
}
