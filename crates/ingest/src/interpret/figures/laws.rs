//! The laws that tell what an amount is for, by rank: what its sentence says outright, then the nearest words, then what
//! overrules those.

use super::super::grant;
use super::place::Place;
use super::{Held, around, nearest, told};
use crate::draft::Seems;

/// What a sentence says of an amount outright; the first law that speaks decides.
const OUTRIGHT: [fn(&Place<'_>, &Held) -> Option<Seems>; 9] = [
    told::changed,
    told::revised,
    told::brought,
    told::put_to_the_vote,
    told::on_proof,
    told::valued,
    told::cost,
    around::budget_is,
    of_each,
];

/// What overrules the nearest words: what they made of the amount, what must hold, what it is then.
const OVERRULED: [(fn(Seems) -> bool, fn(&Place<'_>) -> bool, Seems); 7] = [
    (is_other, around::paid_behind, Seems::Instalment),
    (is_not_named, |place| place.part, Seems::Instalment),
    (is_other, around::goes_on, Seems::Instalment),
    (is_other, around::of_the_other_section, Seems::Budget),
    (is_other, around::item_of_payments, Seems::Instalment),
    (is_instalment, around::received_before, Seems::Other),
    (is_instalment, around::of_a_recovery, Seems::Recovery),
];

/// What an amount seems to be.
pub(super) fn seems(place: &Place<'_>, held: &Held) -> Seems {
    if let Some(outright) = OUTRIGHT.iter().find_map(|law| law(place, held)) {
        return outright;
    }
    let nearest = nearest::seems(place.folded, place.since, place.amount, held);
    OVERRULED.iter().fold(
        nearest,
        |seems, (from, law, to)| {
            if from(seems) && law(place) { *to } else { seems }
        },
    )
}

/// *40 € par élève*: of each, and of nobody.
fn of_each(place: &Place<'_>, _: &Held) -> Option<Seems> {
    (!place.part && grant::of_each(place.behind)).then_some(Seems::Other)
}

fn is_other(seems: Seems) -> bool {
    seems == Seems::Other
}

fn is_instalment(seems: Seems) -> bool {
    seems == Seems::Instalment
}

fn is_not_named(seems: Seems) -> bool {
    !matches!(seems, Seems::Advance | Seems::Balance)
}
