//! The laws that tell what an amount is for, by rank: what its sentence says outright, then the nearest words, then what
//! overrules those.

use super::super::grant;
use super::place::Place;
use super::{
    altered, before, credits, given, line, nearest, paid, planned, priced, proposal, scheduled,
    timed, worded, worth,
};
use crate::draft::Seems;

/// A law that says of an amount outright what it is.
type Outright = fn(&Place<'_>) -> Option<Seems>;

/// What a sentence says of an amount outright; the first law that speaks decides.
const OUTRIGHT: [Outright; 65] = [
    |place| place.of_the_years,
    given::of_an_amendment,
    given::withdrawn,
    timed::paid_back_at_a_time,
    before::of_before,
    before::difference_or_total,
    worded::said,
    worded::beside,
    credits::needed_or_left,
    credits::expense_of_the_act,
    credits::taken_from,
    priced::replaces,
    altered::taken_back_or_kept,
    altered::from_to,
    given::changed,
    worth::revised,
    planned::replaced,
    worth::in_two_columns,
    given::brought,
    given::put_to_the_vote,
    altered::by_pronoun,
    altered::proposed,
    proposal::put_forward,
    proposal::stays,
    altered::given_back,
    altered::gave_rise_to,
    given::likewise_for_a_year,
    given::of_another_year,
    of_each,
    given::by_head,
    given::settled_at,
    given::given_too,
    line::moved,
    line::borne,
    paid::named_behind,
    paid::on_proof,
    paid::item,
    scheduled::row,
    timed::row,
    timed::shared_out,
    timed::paid,
    timed::before_the_rest,
    paid::complement,
    paid::after_deduction,
    paid::pays_when,
    paid::paid_then,
    paid::left,
    paid::share_paid,
    paid::half_of_it,
    |place| priced::section(place).then_some(Seems::Budget),
    priced::of_the_second,
    priced::stated,
    worth::valued,
    worth::valued_item,
    worth::beside_helps,
    worth::balances,
    planned::stated,
    planned::total_of_a_plan,
    worth::whole_of_a_share,
    worth::of_one,
    worth::foreseen,
    worth::put_at,
    worth::cost,
    worth::amounts_to,
    worth::provided,
];

/// What the nearest words made of an amount, what must hold, and what it is then.
type Overruling = (fn(Seems) -> bool, fn(&Place<'_>) -> bool, Seems);

/// What overrules the nearest words.
const OVERRULED: [Overruling; 11] = [
    (is_other, paid::paid_behind, Seems::Instalment),
    (is_not_named, |place| place.part, Seems::Instalment),
    (is_other, paid::goes_on, Seems::Instalment),
    (is_other, worth::of_the_other_section, Seems::Budget),
    (is_other, worth::of_the_second_help, Seems::InKind),
    (is_instalment, paid::received_before, Seems::Other),
    (is_instalment, paid::of_a_recovery, Seems::Recovery),
    (|seems| seems == Seems::Recovery, paid::of_another_body, Seems::Other),
    (|seems| seems == Seems::Recovery, paid::given_back_already, Seems::Other),
    (|seems| seems == Seems::Balance, paid::cancelled, Seems::Other),
    (|seems| seems == Seems::Subsidy, worth::a_price, Seems::Other),
];

/// What overrules whatever the words made of an amount.
const SPOILED: [Overruling; 7] = [
    (|seems| seems == Seems::Subsidy, worth::total_of_helps, Seems::Other),
    (is_budget, worth::of_an_earlier_one, Seems::Other),
    (is_budget, line::for_the_record, Seems::Other),
    (|seems| matches!(seems, Seems::Budget | Seems::Advance), line::asked, Seems::Other),
    (|seems| seems == Seems::Balance, line::left_of_a_line, Seems::Other),
    (|seems| seems == Seems::Recovery, line::given_back_by_the_body, Seems::Other),
    (is_not_given, line::of_the_body, Seems::Other),
];

/// What an amount seems to be.
pub(super) fn seems(place: &Place<'_>) -> Seems {
    let overruled = |seems: Seems, laws: &[Overruling]| {
        laws.iter().fold(
            seems,
            |seems, (from, law, to)| {
                if from(seems) && law(place) { *to } else { seems }
            },
        )
    };
    let nearest = || nearest::seems(place.folded, place.since, place.amount, place.act.grants);
    let outright = OUTRIGHT.iter().find_map(|law| law(place));
    overruled(outright.unwrap_or_else(|| overruled(nearest(), &OVERRULED)), &SPOILED)
}

/// *40 € par élève*: of each, and of nobody.
fn of_each(place: &Place<'_>) -> Option<Seems> {
    (!place.part && grant::of_each(place.behind)).then_some(Seems::Other)
}

fn is_other(seems: Seems) -> bool {
    seems == Seems::Other
}

fn is_budget(seems: Seems) -> bool {
    seems == Seems::Budget
}

/// Roles that a sum has only beside a grant.
fn is_not_given(seems: Seems) -> bool {
    !matches!(seems, Seems::Subsidy | Seems::InKind | Seems::RevisedBudget)
}

fn is_instalment(seems: Seems) -> bool {
    seems == Seems::Instalment
}

fn is_not_named(seems: Seems) -> bool {
    !matches!(seems, Seems::Advance | Seems::Balance)
}
