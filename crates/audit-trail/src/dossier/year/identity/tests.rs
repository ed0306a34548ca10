//! What is looked up by name and place is what a walk over everything finds.

use super::*;
use greffe_domain::{Content, Instant, Meta, Recorded, StreamId};
use proptest::prelude::*;
use serde_json::json;

/// The identity of the beneficiary of a convention. A number is tied to a grant by the row that gives
/// both, or by the act that does. By the name alone it is only when no other number bears it.
fn naive(facts: &Facts, name: &str, own: &[Known<'_>], at: greffe_domain::AsOf) -> Identity {
    let name = slug(name);
    let streams = facts.identifying(&name).filter(|s| s.kind() == StreamKind::Beneficiary);
    let identified: Vec<(Known<'_>, String)> = streams
        .flat_map(|stream| crate::dossier::in_force(facts, stream, at))
        .filter_map(|known| Some((known, number(&known, &name)?)))
        .collect();
    let grants: Vec<&Known<'_>> =
        own.iter().filter(|k| matches!(k.fact.event, Event::SubsidyGranted(_))).collect();
    let tied = identified.iter().filter(|(known, _)| grants.iter().any(|g| ties(g, known)));
    if let Some(number) = only(tied.map(|(_, number)| number)) {
        return Identity { name, number: Some(number), tied: true };
    }
    let number = only(identified.iter().map(|(_, number)| number));
    Identity { name, number, tied: false }
}

/// Whether one source gives a grant and a number: the same passage, or an act that gives both. The rows of a
/// table, which declare, have little to do with each other.
fn ties(grant: &Known<'_>, identified: &Known<'_>) -> bool {
    let whole = matches!(grant.fact.meta.grade, Grade::Act | Grade::Recital);
    grant.fact.meta.sources.iter().any(|a| {
        identified.fact.meta.sources.iter().any(|b| {
            a.document == b.document && (whole || a.span.0 < b.span.1 && b.span.0 < a.span.1)
        })
    })
}

fn only<'s>(numbers: impl Iterator<Item = &'s String>) -> Option<String> {
    let numbers: BTreeSet<&String> = numbers.collect();
    <[&String; 1]>::try_from(numbers.into_iter().collect::<Vec<_>>()).ok().map(|[one]| one.clone())
}

const NUMBERS: [&str; 4] = ["775672272", "552100554", "W751004512", "W751004513"];

/// Grants and numbers of two names, in few documents, whose passages overlap, touch, or are apart.
fn told() -> impl Strategy<Value = (bool, usize, usize, Grade, usize, (u64, u64))> {
    let grades = [Grade::Act, Grade::Recital, Grade::Record, Grade::Declared];
    let span = (0..40u64, 0..12u64).prop_map(|(from, length)| (from, from + length));
    (any::<bool>(), 0..2usize, 0..4usize, prop::sample::select(grades.to_vec()), 0..2usize, span)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn who_a_beneficiary_is_is_what_a_walk_over_all_that_is_told_finds(
        told in prop::collection::vec(told(), 1..14)
    ) {
        let mut facts = Facts::default();
        for (seq, (grants, name, number, grade, document, span)) in (0u64..).zip(told) {
            let name = ["Comité des fêtes", "Chœur du Pont"][name];
            let (kind, stream, data) = if grants {
                let data = json!({ "amount_cents": 100, "beneficiary": { "name": name }, "act": {} });
                ("SubsidyGranted", format!("convention/vauclaire/2023/rang/{seq}"), data)
            } else {
                let number = NUMBERS[number];
                let key = if number.starts_with('W') { "rna" } else { "siren" };
                let stream = format!("beneficiary/{}", number.to_lowercase());
                ("BeneficiaryIdentified", stream, json!({ "name": name, key: number }))
            };
            let stream: StreamId = stream.parse().unwrap();
            let document = format!("{document:064x}");
            let meta = Meta {
                seq,
                stream,
                effective: "2023-03-16".parse().unwrap(),
                recorded_at: Instant::from_micros(i64::try_from(seq).unwrap()).unwrap(),
                recorded_by: "clerk".to_owned(),
                grade,
                sources: vec![Passage { document, span, fields: vec![] }],
                causes: vec![],
            };
            let recorded = Recorded::of(meta, kind, 1, data);
            prop_assert!(matches!(recorded.content, Content::Known(_)), "{recorded:?}");
            facts.insert(&recorded);
        }
        let mut identities = Identities::of(&facts, AsOf::default());
        for stream in facts.streams().filter(|s| s.kind() == StreamKind::Convention) {
            let own = facts.known(stream, AsOf::default());
            for name in ["Comité des fêtes", "Chœur du Pont"] {
                let expected = naive(&facts, name, &own, AsOf::default());
                prop_assert_eq!(identities.identify(name, &own), expected);
            }
        }
    }
}
