//! Avenants of earlier acts, which an act recalls.

use super::avenant::{NEW_AMOUNT, SAME_AMOUNT, SHARE, new_budget};
use super::fact::Passages;
use super::reading::{Reading, number};
use super::sentence::Zone;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{
    ActRef, AvenantApproved, AvenantSigned, BudgetRevised, Grade, Instrument, Money, StatedShare,
    Term,
};

/// Words that name an avenant with the act that approved it.
pub(super) static EARLIER: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\bavenant (?:n° ?)?(?P<number>\d{1,2})\b[^;.]{0,12}?(?:approuvé|adopté)? ?(?:par",
        r" (?:la )?|\()délibération"
    ))
});

static APPROVING: Pattern =
    Pattern::new(|| compile(r"(?i)\bapprouvant l'avenant (?:n° ?)?(?P<number>\d{1,2})\b"));

static SIGNED: Pattern = Pattern::new(|| {
    compile(r"(?i)\bavenant (?:n° ?)?(?P<number>\d{1,2})\b[^;.]{0,160}? signé le {date:on}")
});

/// Avenants that the act recalls: approved by an earlier act, signed, and the budget under them.
pub(super) fn recalled(reading: &mut Reading<'_>) {
    for at in reading.in_zones(&[Zone::Report, Zone::Considerants]) {
        let Some(sentence) = reading.sentence(at) else {
            continue;
        };
        let whole = sentence.range();
        let signed = sentence.hit(&SIGNED).and_then(|hit| {
            Some((
                hit.place("number")?,
                self::number(&hit.words("number")?.value)?,
                hit.date("on")?,
            ))
        });
        let earlier = sentence.hit(&EARLIER).and_then(|hit| {
            Some((hit.place("number")?, self::number(&hit.words("number")?.value)?))
        });
        let approved = earlier.map(|(place, number)| {
            let mut passages = Passages::of(whole.clone());
            passages.field(place, "/number");
            let act = sentence.acts.first().map_or_else(ActRef::default, |cited| {
                for (range, pointer) in
                    [(&cited.value.reference, "/act/reference"), (&cited.value.date, "/act/date")]
                {
                    if let Some(range) = range {
                        passages.field(range.clone(), pointer);
                    }
                }
                cited.value.act.clone()
            });
            (number, act, passages)
        });
        let budget =
            new_budget(sentence).and_then(|hit| Some((hit.amount("to")?, hit.amount("from"))));
        let share = sentence.hit(&SHARE).and_then(|hit| hit.share("share"));
        let same = sentence.says(&SAME_AMOUNT);
        let amount = sentence.hit(&NEW_AMOUNT).and_then(|hit| hit.amount("to"));
        let amount = amount.or_else(|| {
            static TO: Pattern = Pattern::new(|| {
                compile(r"(?i) a (?:porté|ramené) cette (?:aide|subvention) à {amount:to}")
            });
            sentence.hit(&TO)?.amount("to")
        });
        if let Some((number, act, passages)) = approved {
            let mut of_budget = Passages::of(whole.clone());
            of_budget.copied(passages.place("/number"), "/instrument");
            recalled_avenant(
                reading,
                &Recalled { number, act, amount, same, budget, share },
                passages,
                of_budget,
            );
        }
        if let Some((place, number, on)) = signed {
            let mut passages = Passages::of(whole);
            passages.field(place, "/number");
            let effective = on.value.clone();
            let on = passages.value(Some(on), "/on");
            let event = AvenantSigned { number, on, by: Vec::new() };
            reading.add(event, Grade::Recital, effective, passages, None);
        }
    }
}

struct Recalled {
    number: u32,
    act: ActRef,
    amount: Option<Found<Money>>,
    same: bool,
    budget: Option<(Found<Money>, Option<Found<Money>>)>,
    share: Option<Found<StatedShare>>,
}

fn recalled_avenant(
    reading: &mut Reading<'_>,
    told: &Recalled,
    mut passages: Passages,
    mut of_budget: Passages,
) {
    let effective = told.act.date.clone().unwrap_or_else(|| reading.recalled());
    let mut changes = Vec::new();
    if let Some((to, _)) = &told.budget {
        passages.field(to.range.clone(), "/changes/0");
        changes.push(Term::Budget);
    }
    if told.amount.is_some() {
        changes.push(Term::Amount);
    }
    // A visa that quotes the same act confirms which avenant it approves.
    let visa = reading.sentences.iter().find(|s| {
        let cites = s
            .acts
            .iter()
            .any(|a| a.value.act.key().is_some() && a.value.act.key() == told.act.key());
        s.zone == Zone::Visas && s.says(&APPROVING) && cites
    });
    if let Some(visa) = visa {
        passages.also(visa.range());
    }
    let event = AvenantApproved {
        number: told.number,
        changes,
        unchanged: if told.same { vec![Term::Amount] } else { Vec::new() },
        amount_cents: passages.value(told.amount.clone(), "/amount_cents"),
        act: told.act.clone(),
        annexed: None,
        exercise: reading.exercise.as_ref().map(|e| e.value),
        takes_effect: None,
    };
    let approved = reading.add(event, Grade::Recital, effective.clone(), passages, None);
    let Some((to, from)) = told.budget.clone() else {
        return;
    };
    of_budget.field(to.range, "/to_cents");
    let event = BudgetRevised {
        from_cents: of_budget.value(from, "/from_cents"),
        to_cents: to.value,
        instrument: Instrument::Avenant(told.number),
        requested_by: None,
        share: of_budget.value(told.share.clone(), "/share"),
    };
    let revised = reading.add(event, Grade::Recital, effective, of_budget, None);
    reading.caused(revised, &[approved]);
}
