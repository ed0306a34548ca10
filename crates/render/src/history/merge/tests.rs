//! What is gathered by lookup is what comparing each with each gives.

use super::*;
use greffe_domain::{Edtf, Grade};
use proptest::prelude::*;
use serde_json::json;

fn same(one: &Moment, other: &Moment) -> bool {
    let dates = match one.kind.as_str() {
        "RecoveryOrdered" => one.when == other.when,
        _ => one.when.agrees(&other.when),
    };
    one.kind == other.kind
        && !is_payment(&one.kind)
        && dates
        && identity(&one.kind, &one.data) == identity(&other.kind, &other.data)
}

fn naive(moments: Vec<Moment>) -> Vec<Vec<Moment>> {
    let mut told: Vec<Vec<Moment>> = Vec::new();
    for moment in moments {
        match told.iter_mut().find(|one| one.iter().any(|other| same(other, &moment))) {
            Some(same) => same.push(moment),
            None => told.push(vec![moment]),
        }
    }
    told
}

fn moment() -> impl Strategy<Value = Moment> {
    let dates = [
        "2023-05-15",
        "2023-05-16",
        "2023-05-20",
        "2023-06-01",
        "2023-05",
        "2023-06",
        "2023",
        "2022",
        "../2023-05-16",
        "2023-05-20/..",
        "XXXX",
    ];
    let kinds =
        ["SubsidyGranted", "RecoveryOrdered", "ConventionSigned", "PaymentExecuted", "VoteCast"];
    (prop::sample::select(kinds.to_vec()), prop::sample::select(dates.to_vec()), 0..2i64).prop_map(
        |(kind, when, cents)| Moment {
            recorded_of: None,
            may_be: Vec::new(),
            taken_back: Vec::new(),
            kind: kind.to_owned(),
            when: when.parse::<Edtf>().unwrap(),
            grade: Grade::Act,
            sources: Vec::new(),
            data: json!({ "amount_cents": cents }),
            possible: false,
            of_act: None,
            payment: None,
            otherwise: Vec::new(),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_looked_up_is_what_comparing_all_gives(
        mut moments in prop::collection::vec(moment(), 0..24)
    ) {
        for (at, moment) in (0u64..).zip(&mut moments) {
            moment.sources = vec![(at, Vec::new())];
        }
        let told = |facts: Vec<Vec<Moment>>| -> Vec<Vec<u64>> {
            let fact = |fact: Vec<Moment>| fact.iter().map(|m| m.sources[0].0).collect();
            facts.into_iter().map(fact).collect()
        };
        prop_assert_eq!(told(gathered(moments.clone())), told(naive(moments)));
    }
}
