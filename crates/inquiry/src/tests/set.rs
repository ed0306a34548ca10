//! What a set field does to those that say it again, and to the record.

use super::*;

fn set(entries: &[Recorded], text: &str) -> Result<WhatIf, WhatIfError> {
    let set = vec![Assignation::parse(text).unwrap()];
    let asked = Hypothesis { set, next: 100, ..Hypothesis::default() };
    what_if(&record(entries.to_vec()), AsOf::default(), asked, &RulePack::default())
}

fn approved(seq: u64, data: Value) -> Recorded {
    told(seq, "AvenantApproved", "2024-03-14", Grade::Act, &[], data)
}

fn leaves(seq: u64, number: u32) -> Recorded {
    let data = json!({ "number": number, "unchanged": ["amount"], "amount_cents": 6_000_000 });
    approved(seq, data)
}

/// The fields that are set, with their amounts; a supposed figure has no words of an act behind it.
fn supposed(answer: &WhatIf) -> Vec<(String, i64)> {
    let after = answer.changes.iter().filter_map(|change| change.after.as_ref());
    let set = after.filter(|f| f.kind == FieldKind::Supposed && f.repeats.is_none());
    set.map(|field| {
        assert!(field.passages.is_empty() && field.grade.is_none(), "{}", field.path);
        (field.path.clone(), field.value.money().unwrap().cents())
    })
    .collect()
}

fn entries(answer: &WhatIf) -> Vec<u64> {
    match answer.suppositions.as_slice() {
        [Supposition::Set { entries, .. }] => entries.clone(),
        other => panic!("{other:?}"),
    }
}

fn field(path: &str, cents: i64) -> (String, i64) {
    (path.to_owned(), cents)
}

/// An avenant that says the amount again says the one that is set, and not by its own words.
#[test]
fn whoever_says_a_set_amount_again_says_what_the_question_supposes() {
    let mut all = story();
    all[1] = leaves(2, 1);
    all.push(leaves(4, 2));
    let answer = set(&all, "subsidy_cents.initial=50 000 €").unwrap();
    let paths = ["subsidy_cents.initial", "subsidy_cents.avenant-1", "subsidy_cents.avenant-2"];
    assert_eq!(supposed(&answer), paths.map(|path| field(path, 5_000_000)));
    assert_eq!(entries(&answer), [1, 2, 4]);
    let tree = &answer.balance.as_ref().unwrap().tree;
    let figure = |node: &&Node| node.path.as_deref() == Some("subsidy_cents.avenant-2");
    let leaves = tree.leaves();
    let granted = leaves.iter().copied().find(figure).unwrap();
    assert_eq!(granted.basis, Basis::Supposed);
}

/// What only says it again is no source: the instrument that is set has one of its own, or is supposed.
#[test]
fn an_amount_without_a_source_is_supposed_or_cannot_be_set() {
    let mut all = story();
    all.push(leaves(4, 2));
    let answer = set(&all, "subsidy_cents.avenant-1=50 000 €").unwrap();
    let paths = ["subsidy_cents.avenant-1", "subsidy_cents.avenant-2"];
    assert_eq!(supposed(&answer), paths.map(|path| field(path, 5_000_000)));
    assert_eq!(entries(&answer), [4, 100]);
    // A grant that no source tells cannot be made up.
    let none = set(&all[1..], "subsidy_cents.initial=50 000 €");
    assert_eq!(none, Err(WhatIfError::NothingToSet("subsidy_cents.initial".to_owned())));
    // What is given in kind is no amount.
    let mut kind = story();
    let data = json!({ "amount_cents": 6_000_000, "in_kind": true,
        "beneficiary": { "name": "Les Ateliers du Pont" } });
    kind[0] = told(1, "SubsidyGranted", "2023-03-16", Grade::Act, &[], data);
    let none = set(&kind, "subsidy_cents.initial=50 000 €");
    assert_eq!(none, Err(WhatIfError::NothingToSet("subsidy_cents.initial".to_owned())));
}

/// An avenant that changes the amount to nobody knows what ends what the grant's holds for.
#[test]
fn an_amount_is_not_said_again_beyond_an_avenant_that_changes_it() {
    let mut all = story();
    all[1] = approved(2, json!({ "number": 1, "changes": ["amount"] }));
    all.push(leaves(4, 2));
    let answer = set(&all, "subsidy_cents.initial=50 000 €").unwrap();
    assert_eq!(entries(&answer), [1]);
}

/// The amount due rests on figures that an avenant changed: its tree says so, and gives the figure still.
#[test]
fn a_tree_names_the_avenant_whose_figures_are_unknown() {
    let mut all = story();
    all.truncate(2);
    all.push(told(
        4,
        "FinancialReportFiled",
        "2024-06-01",
        Grade::Act,
        &[],
        json!({ "realised_cents": 20_000_000 }),
    ));
    let explained = explain(&record(all), AsOf::default(), "balance").unwrap();
    assert!(explained.tree.assumptions().contains(&Assumption::FiguresOfAvenantUnknown));
    assert_eq!(explained.tree.evaluate(), Some(FieldValue::Money(Money::from_cents(3_000_000))));
}
