//! Members in whose place another sits: *A, remplacé par B*, *B en remplacement de A*, *B, suppléant de A*.

use super::person::{Power, name, two_persons};
use super::scan::{CIVILITY, NAME};
use crate::recognise::{Found, Pattern, compile};

/// `A remplacé par son suppléant B`: B sits in the place of A.
static REPLACED: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"^(?:{c} )?(?P<from>{n}),? ?\(?(?i:est |était )?(?i:remplac[ée]e?|suppl[ée]{{1,2}}e?) (?i:par) ",
            r"(?i:(?:(?:son|sa|le|la) )?(?:suppl[ée]ante?,? )?)(?:{c} )?(?P<to>{n})\)?$"
        ),
        c = CIVILITY,
        n = NAME
    ))
});

/// `A en remplacement de B`: A sits in the place of B.
static REPLACES: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"^(?:{c} )?(?P<to>{n})(?: ?\([^()]{{2,40}}\))?,? \(?(?:(?i:(?:suppl[ée]ante?,? )?(?:en remplacement|rempla[çc]ante?|à la place)) (?i:de |d')|(?i:rempla[çc]ant|remplace) )",
            r"(?:{c} )?(?P<from>{n})(?: ?\([^()]{{2,40}}\))?\)?$"
        ),
        c = CIVILITY,
        n = NAME
    ))
});

/// `en remplacement de Mme B` behind a comma: the member named before sits in her place; `remplacé par M. C`: he
/// sits in the place of the member named before.
static IN_PLACE: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"^[(]?(?i:(?:suppl[ée]ante?s?,? )?(?:(?:en|pour le) remplacement|à la place|en lieu et place|suppl[ée]ante?|rempla[çc]ante?) (?:de |d'|du )|rempla[çc]ant |suppl[ée]ant )(?:{c} )?(?P<from>{n})\)?$",
            r"|^[(]?(?i:(?:qui )?(?:est |était |a été )?(?:remplac[ée]e?|suppl[ée]{{1,2}}e?) par (?:(?:son|sa|le|la) )?(?:suppl[ée]ante?,? )?)(?:{c} )?(?P<to>{n})\)?$"
        ),
        c = CIVILITY,
        n = NAME
    ))
});

/// Who is replaced and who sits in his place, where words say it of two members.
pub(super) fn replaced(text: &str, at: usize) -> Option<Power> {
    two_persons(&REPLACED, text, at).or_else(|| two_persons(&REPLACES, text, at))
}

/// Who of the last member of a list and the one named in these words sits in the other's place.
pub(super) fn in_place(text: &str, at: usize, listed: &[Found<String>]) -> Option<Power> {
    let (hit, last) = (IN_PLACE.captures(text)?, listed.last()?.clone());
    let named = |group: &str| {
        let found = hit.name(group)?;
        Some(name(found.as_str())?.shifted(at + found.start()))
    };
    let from_him = named("from").map(|from| Power { from, to: last.clone() });
    from_him.or_else(|| Some(Power { from: last, to: named("to")? }))
}
