//! The one sum that the title of an act gives as a grant: *Amicale de Vaulnay – Subvention 2031 : 300 €*, as lists of
//! what was decided print it.

use super::super::reading::Reading;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::Money;

/// What leads from the word of a grant to its sum.
static GRANTS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:subvention|aide|participation|dotation|bourse)\b(?: (?:exceptionnelle|annuelle|municipale|financière|de fonctionnement|d'équipement|d'investissement))*(?: (?:19|20)\d\d)?(?: ?:| de| d'un montant de| à hauteur de| d'un total de) ?$",
    )
});

/// A sum asked of another body, or one that is taken back, is no grant of this act.
static ELSE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:demandes?|sollicit\p{L}+|retrait|annulation|rectifi\p{L}+|revers\p{L}+|rembours\p{L}+|acompte|avance|solde)\b",
    )
});

/// The sum in the title, where there is one and no other.
pub(super) fn sum(reading: &Reading<'_>) -> Option<Found<Money>> {
    let title = reading.setting.title.as_deref()?;
    let at = reading.folded.find(title)?;
    let line = at + reading.folded.get(at..)?.find('\n').unwrap_or(title.len());
    let inside = at..line.max(at + title.len());
    let sums: Vec<&Found<Money>> = reading
        .sentences
        .iter()
        .flat_map(|s| &s.amounts)
        .filter(|sum| inside.contains(&sum.range.start))
        .filter(|sum| {
            let before = reading.folded.get(at..sum.range.start).unwrap_or_default();
            GRANTS.is_match(before) && !ELSE.is_match(before)
        })
        .collect();
    match sums.as_slice() {
        [one] => Some((*one).clone()),
        _ => None,
    }
}
