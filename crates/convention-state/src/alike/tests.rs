//! What an act and a table, or two tables, tell of one grant.

use super::*;
use greffe_domain::{Grade, Instant, Meta, Passage, Recorded};
use proptest::prelude::*;
use serde_json::{Value, json};

struct Ledger(Vec<Recorded>);

impl Ledger {
    fn tell(
        mut self,
        stream: &str,
        document: &str,
        grade: Grade,
        day: &str,
        data: Value,
    ) -> Ledger {
        let seq = u64::try_from(self.0.len()).unwrap() + 1;
        let meta = Meta {
            seq,
            stream: stream.parse().unwrap(),
            effective: day.parse().unwrap(),
            recorded_at: Instant::from_micros(1).unwrap(),
            recorded_by: "clerk".to_owned(),
            grade,
            sources: vec![Passage {
                document: document.repeat(64),
                span: (seq, seq + 1),
                fields: vec![],
            }],
            causes: vec![],
        };
        self.0.push(Recorded::of(meta, "SubsidyGranted", 1, data));
        self
    }

    fn act(self, name: &str, cents: i64, reference: Option<&str>) -> Ledger {
        let stream = format!("convention/commune-de-vauclaire/2023/a{}", self.0.len());
        self.tell(&stream, "a", Grade::Act, "2023-03-16", grant(name, cents, reference))
    }

    fn row(self, table: &str, name: &str, cents: i64, reference: Option<&str>) -> Ledger {
        let stream = format!("convention/vauclaire/2023/r{}", self.0.len());
        self.tell(&stream, table, Grade::Declared, "2023-04-02", grant(name, cents, reference))
    }

    fn pairs(&self) -> Vec<Alike> {
        let mut facts = Facts::default();
        self.0.iter().for_each(|recorded| facts.insert(recorded));
        GrantsAlike::of(&facts, AsOf::default()).pairs()
    }

    /// The numbers of the facts that are paired, and whether by their terms they are one.
    fn numbers(&self) -> Vec<(String, String, bool)> {
        let last = |stream: &StreamId| stream.part(3).unwrap().to_owned();
        let pair = |p: Alike| (last(&p.one), last(&p.other), p.is_one_by_its_terms());
        self.pairs().into_iter().map(pair).collect()
    }
}

fn grant(name: &str, cents: i64, reference: Option<&str>) -> Value {
    let act = reference.map_or_else(|| json!({}), |reference| json!({ "reference": reference }));
    json!({ "amount_cents": cents, "beneficiary": { "name": name }, "act": act })
}

fn pair(one: &str, other: &str, by_terms: bool) -> (String, String, bool) {
    (one.to_owned(), other.to_owned(), by_terms)
}

#[test]
fn an_act_and_a_row_of_one_beneficiary_sum_and_year_may_be_one() {
    let both = Ledger(vec![]).act("association Le Chœur", 500, Some("2023-45"));
    let named = both.row("b", "Chœur", 500, Some("n° 2023-45"));
    assert_eq!(named.numbers(), [pair("a0", "r1", true)]);
    assert_eq!(named.pairs()[0].reference.as_deref(), Some("2023-45"));
    let both = || Ledger(vec![]).act("Chœur", 500, Some("2023-45"));
    assert_eq!(both().row("b", "Chœur", 500, None).numbers(), [pair("a0", "r1", true)]);
    // Another act of another day, another sum without a common act, another body: none of it is one.
    assert!(both().row("b", "Chœur", 500, Some("2023-46")).numbers().is_empty());
    assert!(both().row("b", "Chœur", 400, None).numbers().is_empty());
    assert!(both().row("b", "Orphéon", 500, None).numbers().is_empty());
    // One act, another sum: the sources may contradict each other.
    let other = both().row("b", "Chœur", 400, Some("2023-45"));
    assert_eq!(other.numbers(), [pair("a0", "r1", false)]);
    assert_eq!(other.pairs()[0].other_amount.as_deref(), Some("5\u{a0}€ / 4\u{a0}€"));
}

/// Grants of two budget years, of one sum each, are two, though the first of them is awarded in the year of the second's.
#[test]
fn a_stated_budget_year_stands_before_that_of_the_award() {
    let of = |exercise: Option<i32>| {
        let mut data = grant("Chœur", 500, None);
        if let Some(year) = exercise {
            data["exercise"] = json!(year);
        }
        data
    };
    let act = |year, day| {
        Ledger(vec![]).tell("convention/vauclaire/2023/a0", "a", Grade::Act, day, of(Some(year)))
    };
    let row = |ledger: Ledger, day: &str, year: Option<i32>| {
        ledger.tell("convention/vauclaire/2024/r1", "b", Grade::Declared, day, of(year)).numbers()
    };
    assert!(row(act(2023, "2022-12-15"), "2023-12-14", Some(2024)).is_empty());
    assert!(row(act(2024, "2023-12-14"), "2023-02-01", Some(2023)).is_empty());
    // A row without one is of the year of its award, or of a day that both give.
    let one = [pair("a0", "r1", true)];
    assert_eq!(row(act(2024, "2023-12-14"), "2024-02-01", None), one);
    assert_eq!(row(act(2024, "2023-12-14"), "2023-12-14", None), one);
}

#[test]
fn rows_of_one_table_are_distinct_and_each_goes_with_one_of_another() {
    let rows = Ledger(vec![]).row("b", "Chœur", 500, None).row("b", "Chœur", 500, None);
    assert!(rows.numbers().is_empty());
    let again = rows.row("c", "Chœur", 500, None).row("c", "Chœur", 500, None);
    assert_eq!(again.numbers(), [pair("r0", "r2", true), pair("r1", "r3", true)]);
    // The act is held against the row that names it, though another stands before.
    let act = Ledger(vec![]).act("Chœur", 500, Some("2023-45"));
    let act = act.row("b", "Chœur", 500, None).row("b", "Chœur", 500, Some("2023-45"));
    assert_eq!(act.numbers(), [pair("a0", "r2", true)]);
    // A row that no act has goes with the same row of the table published again.
    let act = Ledger(vec![]).act("Chœur", 500, None);
    let twice = act.row("b", "Chœur", 500, None).row("b", "Chœur", 500, None);
    let again = twice.row("c", "Chœur", 500, None).row("c", "Chœur", 500, None);
    let pairs = [pair("a0", "r1", true), pair("a0", "r3", true), pair("r2", "r4", true)];
    assert_eq!(again.numbers(), pairs);
}

fn told() -> impl Strategy<Value = (usize, usize, usize)> {
    (0..3usize, 0..3usize, 0..2usize)
}

proptest! {
    /// A grant of one document goes with one of each other at most, and never with one of its own.
    #[test]
    fn no_grant_goes_with_two_of_one_document(told in prop::collection::vec(told(), 0..24)) {
        let mut ledger = Ledger(vec![]);
        for (table, name, cents) in told {
            let name = ["Chœur", "Orphéon", "Le Chœur"][name];
            ledger = ledger.row(["b", "c", "d"][table], name, [500, 600][cents], None);
        }
        let document = |stream: &StreamId| {
            let of = ledger.0.iter().find(|of| of.meta.stream == *stream).unwrap();
            of.meta.sources[0].document.clone()
        };
        let mut seen = BTreeSet::new();
        for pair in ledger.pairs() {
            prop_assert_ne!(document(&pair.one), document(&pair.other));
            prop_assert!(seen.insert((pair.one.clone(), document(&pair.other))));
            prop_assert!(seen.insert((pair.other.clone(), document(&pair.one))));
        }
    }
}
