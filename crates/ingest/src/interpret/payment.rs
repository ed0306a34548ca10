//! The money moved: payments made or ordered, the balance computed, repayment claimed, and the
//! financial report on which it rests.

mod formulae;

use super::fact::{Fact, Passages};
use super::reading::Reading;
use super::sentence::{Hit, Sentence, Zone};
use crate::recognise::{Found, Pattern};
use formulae::{
    BALANCE, FINAL, MANDATE, ORDERED, PAID, PAY, REALISED, RECOVERY, REPORT, WITHDRAWN,
};
use greffe_domain::{
    ActRef, ActWithdrawn, BalanceComputed, Event, FinancialReportFiled, Grade, Money,
    PaymentExecuted, PaymentOrdered, PaymentRole, RecoveryOrdered,
};

/// Adds what the act says of payments and of the balance.
pub(crate) fn read(reading: &mut Reading<'_>, grant: Option<usize>) {
    let filed = financial_report(reading);
    executed(reading);
    let balance = balance(reading);
    reading.caused(balance, &[grant, filed]);
    ordered(reading, balance);
    if reading.adopted {
        withdrawn(reading);
        recovery(reading);
    }
}

fn role_of(words: &str) -> Option<PaymentRole> {
    match words.to_lowercase().as_str() {
        "acompte" | "avance" | "premier versement" => Some(PaymentRole::Advance),
        "solde" => Some(PaymentRole::Balance),
        "subvention" => Some(PaymentRole::Whole),
        _ => None,
    }
}

fn executed(reading: &mut Reading<'_>) {
    for at in reading.in_zones(&[Zone::Report, Zone::Considerants]) {
        let Some(sentence) = reading.sentence(at) else {
            continue;
        };
        let Some(hit) = PAID.iter().find_map(|p| sentence.hit(p)) else {
            continue;
        };
        let Some(sum) = hit.amount("sum") else {
            continue;
        };
        let month = hit
            .place("month")
            .and_then(|place| sentence.dates.iter().find(|date| date.range == place).cloned());
        let Some(on) = hit.date("on").or(month) else {
            continue;
        };
        let mut passages = Passages::of(sentence.range());
        let role = hit.words("role").and_then(|words| {
            // *une subvention de …, dont 9 000 € ont été versés*: a part of it.
            let between = reading.words(&(words.range.end..sum.range.start));
            let role = role_of(&words.value).filter(|_| !between.contains("dont"))?;
            Some(Found::new(words.range, role))
        });
        let number = sentence.hit(&MANDATE).and_then(|hit| hit.words("number"));
        let effective = on.value.clone();
        passages.field(sum.range, "/amount_cents");
        let event = PaymentExecuted {
            amount_cents: sum.value,
            role: passages.value(role, "/role"),
            number: passages.value(number, "/number"),
            on: passages.value(Some(on), "/on"),
        };
        reading.add(event, Grade::Recital, effective, passages, None);
    }
}

/// Payment orders: by the operative part, or recorded at the foot of the act.
fn ordered(reading: &mut Reading<'_>, balance: Option<usize>) {
    for at in reading.in_zones(&[Zone::After, Zone::Report, Zone::Considerants]) {
        let Some(sentence) = reading.sentence(at) else {
            continue;
        };
        let Some(hit) = sentence.hit(&ORDERED) else {
            continue;
        };
        let (Some(sum), Some(on)) = (hit.amount("sum"), hit.date("on")) else {
            continue;
        };
        let grade = if sentence.zone == Zone::After { Grade::Record } else { Grade::Recital };
        let mut passages = Passages::of(sentence.range());
        let number = hit.words("number");
        let effective = on.value.clone();
        passages.field(sum.range, "/amount_cents");
        let event = PaymentOrdered {
            amount_cents: sum.value,
            role: None,
            number: passages.value(number, "/number"),
            on: passages.value(Some(on), "/on"),
            act: ActRef::default(),
        };
        reading.add(event, grade, effective, passages, None);
    }
    if !reading.adopted {
        return;
    }
    for at in reading.in_zones(&[Zone::Articles]) {
        let Some(sentence) = reading.sentence(at) else {
            continue;
        };
        let Some(hit) = sentence.hit(&PAY) else {
            continue;
        };
        let Some(sum) = hit.amount("sum") else {
            continue;
        };
        let orders =
            hit.words("verb").is_some_and(|verb| verb.value.to_lowercase().contains("ordonn"));
        let mut passages = Passages::of(sentence.range());
        let role = role_in(&hit);
        passages.field(sum.range, "/amount_cents");
        let event = PaymentOrdered {
            amount_cents: sum.value,
            role: passages.value(role, "/role"),
            number: None,
            on: None,
            act: reading.setting.act.clone(),
        };
        let doubt =
            (!orders).then_some("the act approves a payment; whether it orders it is not said");
        let decided = reading.decided();
        let fact = reading.add(event, Grade::Act, decided, passages, doubt);
        reading.caused(fact, &[balance]);
    }
}

fn role_in(hit: &Hit<'_, '_>) -> Option<Found<PaymentRole>> {
    let words = hit.words("role")?;
    Some(Found::new(words.range, role_of(&words.value)?))
}

/// The final amount, the balance, and what they rest on, gathered from operative part and report.
fn balance(reading: &mut Reading<'_>) -> Option<usize> {
    if !reading.adopted || reading.avenant.is_some() {
        return None;
    }
    let articles = reading.in_zones(&[Zone::Articles]);
    let first = |reading: &Reading<'_>, places: &[usize], patterns: &[Pattern], group: &str| {
        places.iter().find_map(|at| {
            let sentence = reading.sentence(*at)?;
            let sum = patterns.iter().find_map(|p| sentence.hit(p)?.amount(group))?;
            Some((sentence.range(), sum))
        })
    };
    let final_of = |group: &str| first(reading, &articles, std::slice::from_ref(&FINAL), group);
    let last = final_of("final").or_else(|| final_of("final2"));
    let pays = |reading: &Reading<'_>| first(reading, &articles, &BALANCE, "sum");
    let (whole, decided_balance) = match (&last, pays(reading)) {
        (Some((whole, _)), balance) => (whole.clone(), balance),
        (None, Some((whole, sum))) => {
            // A balance alone, in an act that grants, is an instalment of its schedule.
            let grants =
                reading.facts.iter().any(|fact| fact.grade == Grade::Act && is_grant(fact));
            if grants {
                return None;
            }
            (whole.clone(), Some((whole, sum)))
        }
        (None, None) => return None,
    };
    let settled = reading.words(&whole).to_lowercase().contains("définiti");
    let report = reading.in_zones(&[Zone::Report, Zone::Considerants]);
    let realised = first(reading, &report, &REALISED, "sum");
    let mut passages = Passages::of(whole);
    let mut take = |found: Option<(std::ops::Range<usize>, Found<Money>)>, pointer: &str| {
        let (sentence, sum) = found?;
        passages.also(sentence);
        passages.field(sum.range, pointer);
        Some(sum.value)
    };
    let final_cents = take(last, "/final_cents");
    let balance_cents = take(decided_balance, "/balance_cents");
    let realised_cents = take(realised, "/realised_cents");
    let budget_cents = budget(reading, &mut passages);
    let event = BalanceComputed {
        balance_cents,
        final_cents,
        realised_cents,
        budget_cents,
        act: reading.setting.act.clone(),
    };
    let decided = reading.decided();
    let filed = reading.facts.iter().any(|fact| fact.event.kind() == "FinancialReportFiled");
    let doubt = (!settled && !filed).then_some("the text does not say that this amount is final");
    reading.add(event, Grade::Act, decided, passages, doubt)
}

fn is_grant(fact: &Fact) -> bool {
    matches!(fact.event, Event::SubsidyGranted(_))
}

/// The budget in force when the balance is computed: the revised one, else that of the grant.
fn budget(reading: &Reading<'_>, passages: &mut Passages) -> Option<Money> {
    let of = |pointer: &str, event: &dyn Fn(&Event) -> Option<Money>| {
        reading.facts.iter().rev().find_map(|fact| {
            let value = event(&fact.event)?;
            Some((value, fact.passages.place(pointer)?))
        })
    };
    let revised = of("/to_cents", &|event| match event {
        Event::BudgetRevised(revised) => Some(revised.to_cents),
        _ => None,
    });
    let initial = || {
        of("/budget_cents", &|event| match event {
            Event::SubsidyGranted(granted) => granted.budget_cents,
            _ => None,
        })
    };
    let (value, place) = revised.or_else(initial)?;
    passages.field(place, "/budget_cents");
    Some(value)
}

fn financial_report(reading: &mut Reading<'_>) -> Option<usize> {
    let report = reading.in_zones(&[Zone::Report, Zone::Considerants]);
    let (at, on, year) = report.iter().find_map(|at| {
        let sentence = reading.sentence(*at)?;
        let hit = REPORT.iter().find_map(|p| sentence.hit(p))?;
        let on = hit.date("on").or_else(|| hit.date("later"));
        Some((*at, on, hit.year("year")))
    })?;
    let sentence = reading.sentence(at)?;
    let mut passages = Passages::of(sentence.range());
    let realised = [at, at + 1].into_iter().find_map(|at| {
        let sentence = reading.sentence(at)?;
        let sum = REALISED.iter().find_map(|p| sentence.hit(p)?.amount("sum"))?;
        Some((sentence.range(), sum))
    });
    let realised = realised.map(|(sentence, sum)| {
        passages.also(sentence);
        sum
    });
    let effective = on.as_ref().map_or_else(|| reading.recalled(), |on| on.value.clone());
    let event = FinancialReportFiled {
        exercise: passages.value(year, "/exercise"),
        on: passages.value(on, "/on"),
        realised_cents: passages.value(realised, "/realised_cents"),
        compares_forecast: None,
    };
    reading.add(event, Grade::Recital, effective, passages, None)
}

fn recovery(reading: &mut Reading<'_>) {
    for at in reading.in_zones(&[Zone::Articles]) {
        let Some(sentence) = reading.sentence(at) else {
            continue;
        };
        let Some(sum) = sentence.hit(&RECOVERY).and_then(|hit| hit.amount("sum")) else {
            continue;
        };
        let mut passages = Passages::of(sentence.range());
        passages.field(sum.range, "/amount_cents");
        let event = RecoveryOrdered {
            amount_cents: sum.value,
            on: None,
            ground: None,
            act: reading.setting.act.clone(),
        };
        let decided = reading.decided();
        reading.add(event, Grade::Act, decided, passages, None);
    }
}

/// Why what an act calls a repeal is not surely a withdrawal.
const REPEAL: &str = "the act repeals (abroge) the earlier one: that ends it from now on, a withdrawal undoes it from its first day; \
                      check which is meant";

/// The withdrawal of an earlier act of the same institution, in the stream of that act. A repeal may be
/// meant as one, which a person says.
fn withdrawn(reading: &mut Reading<'_>) {
    let found = reading.in_zones(&[Zone::Articles]).into_iter().find_map(|at| {
        let sentence: &Sentence<'_> = reading.sentence(at)?;
        let said = sentence.hit(&WITHDRAWN)?;
        let cited = sentence.acts.first()?.value.clone();
        Some((sentence.range(), cited, said.place("repeal").is_some()))
    });
    let Some((whole, cited, repeal)) = found else { return };
    let Some(stream) = reading.act_stream(&cited.act) else {
        return;
    };
    let mut passages = Passages::of(whole);
    for (range, pointer) in [(&cited.reference, "/act/reference"), (&cited.date, "/act/date")] {
        if let Some(range) = range {
            passages.field(range.clone(), pointer);
        }
    }
    let event = ActWithdrawn {
        act: cited.act,
        by: Some(reading.setting.act.clone()),
        ground: None,
        condition_unmet: None,
    };
    reading.facts.push(Fact {
        stream,
        event: event.into(),
        effective: reading.decided(),
        grade: Grade::Act,
        passages,
        causes: Vec::new(),
        doubt: repeal.then(|| REPEAL.to_owned()).or_else(|| reading.setting.doubt.clone()),
    });
}
