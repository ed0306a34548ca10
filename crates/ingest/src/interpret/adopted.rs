//! Whether the operative part of an act was adopted, or rejected or put off as a whole.

use super::sentence::{Sentence, Zone};
use crate::recognise::{Pattern, compile};
use greffe_domain::Outcome;

pub(super) static NOT_ADOPTED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)n'(?:est|a) pas (?:été )?adoptée?|(?:est|sont|a été) rejetée?s?\b|^(?:rejet|refus)ée?s?\b|(?:est|sont|a été) refusée?s?\b",
        r"|n'ayant pas recueilli",
        r"|aucune subvention n'est|(?:est|a été) (?:ajournée?|reportée? à|retirée? de l'ordre",
        r" du jour)|sursoit à statuer|\b(?:d'ajourner|ajourne|de surseoir)\b"
    ))
});

/// One demand or matter among those that are decided is put off or refused: *la demande du club est ajournée*.
static ONE_OF_THEM: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:demandes?|(?:subvention|aide|dossier) (?:de|du|d'|à))\b[^.;:\n]{0,120}(?::? ?elle |: il )?\b(?:est|sont|a été|ont été) (?:rejet|report|ajourn|refus|[ée]cart)[ée]*e?s?\b|\b(?:est|sont) (?:ajourn|report)[ée]e?s?\b",
    )
});

/// That something is granted or approved: of another than the one that is put off.
static APPROVES: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:approuve|adopte|accepte|attribue|accorde|alloue|octroie|vote|valide)\b|\b(?:d'|de )(?:approuver|adopter|accepter|attribuer|accorder|allouer|octroyer|verser|voter)\b|[àa] l'unanimit|\d (?:voix )?pour\b|\bpour ?: ?\d",
    )
});

static GRANTING_ITEM: Pattern = Pattern::new(|| {
    compile(r"(?i)^(?:d'(?:attribuer|accorder|allouer|octroyer)|attribue|accorde|alloue|octroie)\b")
});

/// What is voted on before the act itself, and decides nothing of it.
static BEFORE_IT: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:sous-)?amendements?\b|\bmotions?\b|\bquestions? pr[ée]alables?\b")
});

/// What was adopted in the end.
static ADOPTED: Pattern =
    Pattern::new(|| compile(r"(?i)\b(?:adopt|approuv|accept)(?:[ée]{1,2}s?|e|ent)\b"));

/// Whether nothing says that the act was not adopted. An amendment that fails, one demand among others that is put off, and
/// what is adopted after all leave it so.
pub(super) fn adopted(sentences: &[Sentence<'_>], outcome: Option<Outcome>) -> bool {
    if outcome == Some(Outcome::Adopted) {
        return true;
    }
    // One item among others that grant may be put off.
    let grants = |s: &Sentence<'_>| s.zone == Zone::Articles && s.item && s.says(&GRANTING_ITEM);
    let among = sentences.iter().any(grants);
    let decided = |s: &Sentence<'_>| matches!(s.zone, Zone::Articles | Zone::After);
    let one_of_them = |s: &Sentence<'_>| {
        s.says(&ONE_OF_THEM)
            && sentences.iter().any(|o| o.at != s.at && decided(o) && o.says(&APPROVES))
    };
    let of_an_amendment = |at: usize, s: &Sentence<'_>| {
        let before = at.checked_sub(1).and_then(|at| sentences.get(at));
        let earlier = at.checked_sub(2).and_then(|at| sentences.get(at));
        let near = [before, earlier].into_iter().flatten();
        s.says(&BEFORE_IT) || near.filter(|s| s.text.len() < 120).any(|s| s.says(&BEFORE_IT))
    };
    let in_the_end = |at: usize| {
        let mut after = sentences.get(at + 1..).unwrap_or_default().iter();
        after.any(|later| decided(later) && later.says(&ADOPTED))
    };
    let of_another = |at: usize, s: &Sentence<'_>| {
        (among && s.item) || one_of_them(s) || (of_an_amendment(at, s) && in_the_end(at))
    };
    // What is put off as a whole grants nothing.
    if outcome == Some(Outcome::Postponed) && !among && !sentences.iter().any(one_of_them) {
        return false;
    }
    let refused = |s: &Sentence<'_>| decided(s) && s.says(&NOT_ADOPTED);
    sentences.iter().enumerate().all(|(at, s)| !refused(s) || of_another(at, s))
}
