//! Payments made, added up: what each says of its place in the sum.

use crate::cite::{Context, few};
use crate::ink::{Ink, Tone};
use greffe_convention_state::{ConventionView, PaymentView};
use greffe_domain::Passage;

/// `may be the same payment as [3.1]`; nothing where a payment may be no other.
pub(crate) fn may_be(cx: Context<'_>, all: &[PaymentView], payment: &PaymentView) -> Ink {
    may_be_any_of(cx, &others(all, payment))
}

/// The payments that one may tell again, with what tells them.
pub(crate) fn others(all: &[PaymentView], payment: &PaymentView) -> Vec<(u64, Vec<Passage>)> {
    let passages = |entry: &u64| {
        let other = all.iter().find(|other| other.entries.contains(entry));
        (*entry, other.map(|other| other.passages.clone()).unwrap_or_default())
    };
    payment.may_be.iter().map(passages).collect()
}

/// The same words, of payments that are known; nothing where there are none.
pub(crate) fn may_be_any_of(cx: Context<'_>, others: &[(u64, Vec<Passage>)]) -> Ink {
    if others.is_empty() {
        return Ink::default();
    }
    let words = cx.pick("peut-être le même versement que", "may be the same payment as");
    Ink::toned(Tone::Doubt, words).then(few(others, |(entry, passages)| cx.cite(*entry, passages)))
}

/// Where a payment is one line of several: `a line of [5.2], which tells their sum`.
pub(crate) fn in_totals(cx: Context<'_>, payment: &PaymentView) -> Ink {
    if payment.in_totals.is_empty() {
        return Ink::default();
    }
    let cited = few(&payment.in_totals, |total| {
        Ink::new(cx.money(total.value)).then(cx.cite(total.entry, &total.passages))
    });
    Ink::new(cx.pick("compris dans", "part of")).then(cited)
}

/// Which of the payments that a sum counts may be counted twice: `; [4.1] may be the same payment as [3.1],
/// each is counted`.
pub(crate) fn doubts(cx: Context<'_>, view: &ConventionView) -> Ink {
    let doubted = view.payments.iter().filter(|p| p.executed && !p.may_be.is_empty());
    let one = |payment: &PaymentView| {
        let first = payment.entries.first().map(|e| cx.cite(*e, &payment.passages));
        first.unwrap_or_default().then(may_be(cx, &view.payments, payment))
    };
    let all = Ink::join(cx.semicolon(), doubted.map(one));
    if all.is_empty() {
        return all;
    }
    let counted = cx.pick(", chacun est compté", ", each is counted");
    Ink::new(cx.semicolon()).and(all).and(Ink::toned(Tone::Doubt, counted))
}
