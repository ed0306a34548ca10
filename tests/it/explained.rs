//! Every euro that a page prints can be explained: it is the value of a field whose tree leads to
//! sentences or marked assumptions, an amount in the data of an entry that the page cites, a
//! figure of a rule, or the difference of two figures that a page sets against each other. State, blame,
//! report, reconstruction, timeline, trail and audit are walked, of the sample acts, of the real ones, and of
//! made-up histories with avenants, payments, recoveries, voids and corrections.

use crate::program::{acts, arg, repository, run};
use greffe::Ledger;
use greffe::audit_trail::{Check, rules};
use greffe::domain::{AsOf, Content, Event, StreamId, StreamKind};
use greffe::inquiry::{Basis, ConventionRecord, Fields, Node, explain};
use greffe_store::{Cause, NewEntry, Options, Store};
use greffe_testkit::Prng;
use greffe_testkit::history::{Line, Size, arrive, told};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::path::Path;

/// Every amount of an English text, in cents, without its sign.
fn amounts(text: &str) -> BTreeSet<u64> {
    let digits = |written: &str| {
        let end = written.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.');
        let figure = &written[..end.unwrap_or(written.len())];
        // What ends a sentence or joins two clauses is no part of the figure.
        let figure = figure.trim_end_matches([',', '.']);
        let (whole, cents) = figure.split_once('.').unwrap_or((figure, "0"));
        let whole: u64 = whole.replace(',', "").parse().ok()?;
        let cents: u64 = format!("{cents:0<2}").parse().ok()?;
        Some(whole * 100 + cents)
    };
    text.match_indices('€').filter_map(|(at, sign)| digits(&text[at + sign.len()..])).collect()
}

/// The amounts of a JSON value: every member whose name ends in `_cents`, and `amount`s of rules.
fn cents(value: &Value, found: &mut BTreeSet<u64>) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                if name.ends_with("_cents") {
                    found.extend(inner.as_i64().map(i64::unsigned_abs));
                }
                cents(inner, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| cents(inner, found)),
        _ => {}
    }
}

/// The amounts of an explanation, from the figure down.
fn walked(node: &Node, found: &mut BTreeSet<u64>) {
    found.extend(node.value.money().map(|amount| amount.cents().unsigned_abs()));
    if let Basis::Computed { operands, .. } | Basis::Assumed { operands, .. } = &node.basis {
        for operand in operands {
            walked(operand, found);
        }
    }
}

/// The gaps between figures that a page sets against each other: of the balance, stated and computed,
/// due and paid; and of what somebody asserts, with what the state gives.
fn set_against(record: &ConventionRecord, stream: &StreamId, fields: &Fields) -> BTreeSet<u64> {
    let of = |heads: &[&str]| {
        let named = fields.iter().filter(|f| heads.iter().any(|head| f.path.starts_with(head)));
        named.filter_map(|field| Some(field.value.money()?.cents())).collect::<Vec<i64>>()
    };
    let mut balance = of(&["balance."]);
    // The balance that an act fixes comes before its own payment.
    let paid = of(&["payments.balance"]).into_iter().sum::<i64>();
    balance.extend(
        fields.get("balance.balance_cents").and_then(|f| Some(f.value.money()?.cents() + paid)),
    );
    // What was paid is set against what was granted.
    let mut asserted = of(&["balance.paid_cents"]);
    for entry in record.recorded() {
        if let Some((of, event)) = entry.told()
            && of == *stream
            && let Event::StateAsserted(asserts) = &*event
        {
            asserted.push(asserts.amount_cents.cents());
        }
    }
    let given = of(&["subsidy_cents.", "budget_cents.", "balance.paid_cents"]);
    let gaps = |of: &[i64], others: &[i64]| {
        let pairs = of.iter().flat_map(|a| others.iter().map(move |b| a.abs_diff(*b)));
        pairs.collect::<Vec<u64>>()
    };
    let mut found: BTreeSet<u64> = gaps(&balance, &balance).into_iter().collect();
    found.extend(gaps(&asserted, &given));
    found.extend(balance.iter().map(|cents| cents.unsigned_abs()));
    found
}

/// What can be explained of a convention and of what stands around it.
fn explained(ledger: &Ledger, stream: &StreamId) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    let record = ledger.judged_record_of(stream).unwrap();
    let conventions = record.facts().streams().filter(|s| s.kind() == StreamKind::Convention);
    for convention in conventions {
        let of = ledger.record_of(convention).unwrap();
        let fields = of.fields(AsOf::default());
        found.extend(set_against(&record, convention, &fields));
        for field in fields.iter() {
            let tree = explain(&of, AsOf::default(), &field.path).unwrap().tree;
            let value = tree.evaluate();
            assert!(value.is_some_and(|v| v.says_the_same(&field.value)), "{}", field.path);
            walked(&tree, &mut found);
        }
    }
    for entry in record.recorded() {
        if let Content::Known(fact) = &entry.content {
            cents(&fact.event.data().unwrap(), &mut found);
        }
    }
    found
}

/// The figures that the rules themselves give.
fn of_rules() -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    for rule in rules() {
        let page = run(&["rules", "show", rule.id, "--lang", "en"]);
        found.extend(amounts(&page.out));
        if let Check::ActBy(parameter, _) | Check::ConventionBy(parameter, _) = &rule.check
            && parameter.name.ends_with("_cents")
        {
            found.insert(parameter.law.unsigned_abs());
        }
    }
    found
}

/// The amounts of a page that nothing explains.
fn unexplained(page: &str, explained: &BTreeSet<u64>) -> Vec<u64> {
    amounts(page).difference(explained).copied().collect()
}

/// The pages that print figures of a convention.
fn pages(dir: &str, stream: &str, folder: &Path) -> Vec<(String, String)> {
    let report = arg(&folder.join(format!("{}.html", stream.replace('/', "-"))));
    let mut pages = Vec::new();
    for verb in [
        &["state", stream][..],
        &["blame", stream],
        &["timeline", stream],
        &["timeline", stream, "--format", "svg"],
        &["trail", stream],
        &["audit", stream],
        &["report", stream, "-o", &report],
    ] {
        let run = run(&[verb, &["--lang", "en", "--ledger", dir]].concat());
        assert!(run.code != 2 && run.code != 3, "{verb:?}: {}", run.err);
        pages.push((verb[0].to_owned(), run.out));
    }
    let html = std::fs::read_to_string(&report).unwrap();
    // The annex quotes acts: their words are their own explanation.
    let own = html.split("id=\"annex\"").next().unwrap().to_owned();
    assert!(own.len() > 10_000);
    pages.push(("report".to_owned(), own));
    pages
}

fn walk(dir: &str, folder: &Path, rules: &BTreeSet<u64>) -> usize {
    let ledger = Ledger::open(dir.as_ref()).unwrap();
    let conventions = ledger.streams_of(&[StreamKind::Convention]).unwrap();
    let known: Vec<(StreamId, BTreeSet<u64>)> = conventions
        .into_iter()
        .map(|stream| (stream.clone(), explained(&ledger, &stream)))
        .collect();
    drop(ledger);
    let mut walked = 0;
    for (stream, mut explained) in known {
        explained.extend(rules);
        for (verb, page) in pages(dir, stream.as_str(), folder) {
            let left = unexplained(&page, &explained);
            let lines = page.lines().filter(|line| !unexplained(line, &explained).is_empty());
            let lines: Vec<&str> = lines.collect();
            assert!(
                left.is_empty(),
                "{verb} of {stream} prints {left:?} cents, which nothing explains: {lines:#?}"
            );
            walked += amounts(&page).len();
            // A planted fault: one cent more, somewhere on the page, is noticed.
            if let Some(amount) = amounts(&page).last().filter(|a| !explained.contains(&(*a + 1))) {
                let (whole, rest) = ((amount + 1) / 100, (amount + 1) % 100);
                let planted = format!("{page} €{whole}.{rest:02}");
                assert_eq!(unexplained(&planted, &explained), [amount + 1], "{verb} of {stream}");
            }
        }
    }
    walked
}

#[test]
fn every_euro_of_the_sample_acts_can_be_explained() {
    let folder = tempfile::tempdir().unwrap();
    let rules = of_rules();
    let mut walked = 0;
    let sets = ["docs/tour", "docs/tour/breach", "docs/tour/clean"].map(repository);
    for (number, acts) in sets.into_iter().chain(acts().map(|acts| arg(&acts))).enumerate() {
        let dir = arg(&folder.path().join(format!("{number}.ledger")));
        let page = run(&["reconstruct", &acts, "--lang", "en", "--ledger", &dir]);
        walked += walk(&dir, folder.path(), &rules);
        // The reconstruction shows all conventions at once.
        let ledger = Ledger::open(dir.as_ref()).unwrap();
        let mut known = rules.clone();
        for entry in ledger.recorded(..) {
            if let Content::Known(fact) = entry.unwrap().content {
                cents(&fact.event.data().unwrap(), &mut known);
            }
        }
        for stream in ledger.streams_of(&[StreamKind::Convention]).unwrap() {
            known.extend(explained(&ledger, &stream));
        }
        // What is left for review quotes the acts, and is no figure of greffe's yet.
        let own = page.out.split("\nTo review").next().unwrap();
        if number < 3 {
            assert_eq!(unexplained(own, &known), [0u64; 0], "{acts}");
        }
    }
    assert!(walked > 100, "{walked} amounts");
}

/// A line of a made-up history as an entry.
fn entry(line: &Line) -> NewEntry {
    let draft = line.draft(1);
    NewEntry {
        id: Some(draft.id),
        stream: draft.stream,
        kind: draft.kind,
        schema: draft.schema,
        effective: draft.effective,
        recorded_by: draft.recorded_by,
        grade: draft.grade,
        // Nobody wrote the acts of a made-up history: its entries cite none.
        sources: Vec::new(),
        causes: line.causes.iter().copied().map(Cause::Seq).collect(),
        data: RawValue::from_string(draft.data).unwrap(),
    }
}

/// The ledger of a made-up history.
fn made_up(dir: &str, seed: u64) {
    let mut random = Prng::new(seed);
    let size = Size {
        conventions: 2 + random.below(2),
        overridden: random.next() % 30,
        imprecise: random.next() % 60,
    };
    let log = arrive(&told(random.next(), size), &mut random);
    let mut entries = log.iter().map(entry);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let first = entries.next().unwrap();
    let store = Store::create(dir.as_ref(), first, &Options::default()).unwrap();
    runtime.block_on(store.append(entries.collect(), vec![])).unwrap();
    store.close();
}

#[test]
fn every_euro_of_made_up_histories_can_be_explained() {
    let folder = tempfile::tempdir().unwrap();
    let rules = of_rules();
    let seed = greffe_testkit::seed(20_260_401);
    let mut walked = 0;
    for round in 0..8 {
        let own = folder.path().join(round.to_string());
        std::fs::create_dir(&own).unwrap();
        let dir = arg(&own.join("made-up.ledger"));
        println!("seed {seed}, round {round}");
        made_up(&dir, seed.wrapping_add(round));
        walked += walk(&dir, &own, &rules);
    }
    assert!(walked > 200, "{walked} amounts");
}
