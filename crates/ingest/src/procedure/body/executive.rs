//! One person who decides in the place of the organ: the decision of a mayor or a president, by delegation.

use super::super::Heading;
use super::super::scan::hit;
use crate::recognise::{Found, Pattern, compile};

/// The office of who decides, where the head calls the act his decision and he stands above the legal bases.
pub(super) fn decides_alone(heading: &Heading<'_>) -> Option<Found<String>> {
    static HEADED: Pattern = Pattern::new(|| {
        compile(
            r"(?im)(?:^|\t)[ ]*(?:extrait du registre des )?(?:d[ée]cisions?|arr[êe]t[ée]s?)(?: n ?[°o]\.? ?[\w./-]+)? (?:du|de la|de (?:m\.|mme|monsieur|madame) l[ea]) (?:maire|pr[ée]sidente?)\b",
        )
    });
    static ABOVE_BASES: Pattern = Pattern::new(|| {
        compile(
            r"(?im)^(?:nous, )?(?:monsieur |madame |m\. |mme )?l[ea] (?P<organ>maire|pr[ée]sidente?)(?: (?:de la |de l'|du |des |de |d')[^,;:\n]{2,90})?(?:, [^;:\n]{3,80})?,?$",
        )
    });
    hit(heading.folded, &heading.head, &HEADED)?;
    hit(heading.folded, &heading.extent, &ABOVE_BASES)?.words("organ")
}
