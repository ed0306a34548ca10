//! The story that the tests of this room ask: a grant, its advance, an avenant, a payment.

use greffe_convention_state::{ConventionStates, ConventionView};
use greffe_domain::{AsOf, Facts, Grade, Instant, Meta, Projection, Recorded, StreamId};
use serde_json::{Value, json};

pub(crate) const STREAM: &str = "convention/vauclaire/2023/les-ateliers";

pub(crate) fn stream() -> StreamId {
    STREAM.parse().unwrap()
}

/// An entry of the convention's stream; recorded as many seconds after the epoch as its number.
pub(crate) fn entry(seq: u64, kind: &str, effective: &str, data: Value) -> Recorded {
    let meta = Meta {
        seq,
        stream: stream(),
        effective: effective.parse().unwrap(),
        recorded_at: instant(seq),
        recorded_by: "clerk".to_owned(),
        grade: Grade::Act,
        sources: vec![],
        causes: vec![],
    };
    Recorded::of(meta, kind, 1, data)
}

pub(crate) fn instant(seq: u64) -> Instant {
    Instant::from_micros(i64::try_from(seq).unwrap() * 1_000_000).unwrap()
}

/// Recorded as an archive may be: the avenant first, the grant that it changes after it.
pub(crate) fn history() -> Vec<Recorded> {
    vec![
        entry(
            3,
            "AvenantApproved",
            "2024-03-14",
            json!({ "number": 1, "changes": ["budget"], "unchanged": ["amount"] }),
        ),
        entry(
            4,
            "BudgetRevised",
            "2024-03-14",
            json!({ "to_cents": 42_000_000, "instrument": { "avenant": 1 } }),
        ),
        entry(
            7,
            "SubsidyGranted",
            "2023-03-16",
            json!({
                "amount_cents": 7_350_000, "budget_cents": 61_250_000, "exercise": 2023,
                "beneficiary": { "name": "Les Ateliers" },
                "act": { "reference": "014-3127-23-BM", "date": "2023-03-16" },
            }),
        ),
        entry(
            9,
            "PaymentExecuted",
            "2023-05",
            json!({ "amount_cents": 5_145_000, "role": "advance", "on": "2023-05" }),
        ),
    ]
}

pub(crate) fn facts() -> Facts {
    let mut facts = Facts::default();
    for recorded in history() {
        ConventionStates::apply(&mut facts, &recorded);
    }
    facts
}

fn at(day: &str) -> ConventionView {
    let effective = Some(day.parse().unwrap());
    ConventionView::of(&facts(), &stream(), AsOf { effective, known: None })
}

/// The state once granted.
pub(crate) fn grant() -> ConventionView {
    at("2023-03-16")
}

/// The state once changed by the avenant.
pub(crate) fn avenant() -> ConventionView {
    at("2024-12-31")
}
