//! Every euro that a page prints can be explained: it is the value of a field whose tree leads to
//! sentences or marked assumptions, an amount in the data of an entry that the page cites, a
//! figure of a rule, or the difference of two figures that a page sets against each other. State, blame,
//! explain, diff, what-if, replay, log, timeline, trail, audit, report and reconstruction are walked, of the
//! sample acts, of the real ones, and of made-up histories with avenants, payments, recoveries, voids and
//! corrections.

use crate::program::{acts, arg, repository, run};
use greffe::Ledger;
use greffe::audit_trail::{Check, RulePack, rules};
use greffe::domain::{AsOf, Content, Day, Event, Instant, Money, StreamId, StreamKind};
use greffe::inquiry::{
    Assignation, Basis, ConventionRecord, Field, Fields, Hypothesis, Node, Without, explain,
    what_if,
};
use greffe_store::{Cause, NewEntry, Options, Store};
use greffe_testkit::Prng;
use greffe_testkit::history::{Line, Size, arrive, told};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
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

/// The figures of a state, by their paths.
type Figures = BTreeMap<String, i64>;

fn figures(fields: &Fields) -> Figures {
    let figure = |field: &Field| Some((field.path.clone(), field.value.money()?.cents()));
    fields.iter().filter_map(figure).collect()
}

/// The gaps between figures that a page sets against each other: of the balance, stated and computed,
/// due and paid; and of what somebody asserts, with what the state gives.
fn set_against(record: &ConventionRecord, stream: &StreamId, figures: &Figures) -> BTreeSet<u64> {
    let of = |heads: &[&str]| {
        let named = figures.iter().filter(|(path, _)| heads.iter().any(|h| path.starts_with(h)));
        named.map(|(_, cents)| *cents).collect::<Vec<i64>>()
    };
    let mut balance = of(&["balance."]);
    // The balance that an act fixes comes before its own payment.
    let paid = of(&["payments.balance"]).into_iter().sum::<i64>();
    balance.extend(figures.get("balance.balance_cents").map(|cents| cents + paid));
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

/// The figures of a state, each once its tree was found to lead to it, with those inside the trees.
fn state(of: &ConventionRecord, as_of: AsOf, found: &mut BTreeSet<u64>) -> Figures {
    let fields = of.fields(as_of);
    for field in fields.iter().filter(|field| field.value.money().is_some()) {
        let tree = explain(of, as_of, &field.path).unwrap().tree;
        let value = tree.evaluate();
        assert!(value.is_some_and(|v| v.says_the_same(&field.value)), "{} {as_of:?}", field.path);
        walked(&tree, found);
    }
    figures(&fields)
}

/// How much each figure differs between two states.
fn differences(before: &Figures, after: &Figures) -> BTreeSet<u64> {
    let both = before.iter().filter_map(|(path, cents)| Some((cents, after.get(path)?)));
    both.map(|(one, other)| one.abs_diff(*other)).collect()
}

/// A question about a convention that sets two states of it against each other, as arguments, with what
/// its answer may print.
struct Asked {
    verb: Vec<String>,
    explained: BTreeSet<u64>,
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// What differs between the first day and the last, and between half of what is known and all of it.
fn compared(of: &ConventionRecord, stream: &str) -> Vec<Asked> {
    let days = of.recorded().iter().map(|entry| entry.meta.effective.latest());
    let days: BTreeSet<Day> = days.filter(|day| *day != Day::MAX).collect();
    let half = &of.recorded()[of.recorded().len() / 2].meta;
    let (seq, just_before) = (half.seq.to_string(), half.recorded_at.micros() - 1);
    let known = Some(Instant::from_micros(just_before).unwrap());
    let mut sides = vec![(
        words(&["diff", stream, "--before", &seq]),
        AsOf { effective: None, known },
        AsOf::default(),
    )];
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        let on = |day: &Day| AsOf { effective: Some(*day), known: None };
        let dates = (first.to_string(), last.to_string());
        let verb = ["diff", stream, "--at", &dates.0, "--at", &dates.1];
        sides.push((words(&verb), on(first), on(last)));
    }
    let asked = sides.into_iter().map(|(verb, before, after)| {
        let mut explained = BTreeSet::new();
        let before = state(of, before, &mut explained);
        let after = state(of, after, &mut explained);
        explained.extend(differences(&before, &after));
        Asked { verb, explained }
    });
    asked.collect()
}

/// Every step of the convention's own history, as it was known then.
fn stepped(of: &ConventionRecord, stream: &str) -> Asked {
    let mut explained = BTreeSet::new();
    for entry in of.recorded() {
        let known = Some(entry.meta.recorded_at);
        state(of, AsOf { effective: None, known }, &mut explained);
    }
    Asked { verb: words(&["replay", "--stream", stream]), explained }
}

/// What would be without the last entry of the convention, and with another subsidy.
fn supposed(record: &ConventionRecord, stream: &StreamId, next: u64) -> Vec<Asked> {
    let fields = record.fields(AsOf::default());
    let own = record.recorded().iter().rev().find(|entry| entry.meta.stream == *stream).unwrap();
    let mut questions = vec![(
        words(&["--without", &own.meta.seq.to_string()]),
        Hypothesis { without: vec![Without::Entry(own.meta.seq)], ..Hypothesis::default() },
    )];
    let setting = "subsidy_cents.initial=1234567 cents";
    if let Ok(set) = Assignation::parse(setting) {
        let hypothesis = Hypothesis { set: vec![set], ..Hypothesis::default() };
        questions.push((words(&["--set", setting]), hypothesis));
    }
    let mut asked = Vec::new();
    for (words, hypothesis) in questions {
        let hypothesis = Hypothesis { next, ..hypothesis };
        let pack = RulePack::default();
        let Ok(answer) = what_if(record, AsOf::default(), hypothesis, &pack) else { continue };
        let recorded = figures(&fields);
        let mut supposed = recorded.clone();
        for change in &answer.changes {
            supposed.remove(&change.path);
            if let Some(cents) = change.after.as_ref().and_then(|field| field.value.money()) {
                supposed.insert(change.path.clone(), cents.cents());
            }
        }
        let mut explained = differences(&recorded, &supposed);
        // What somebody supposes is his own word, whether or not it changes anything.
        explained.insert(1_234_567);
        explained.extend(supposed.values().map(|cents| cents.unsigned_abs()));
        explained.extend(set_against(record, stream, &supposed));
        if let Some(balance) = &answer.balance {
            let told = supposed.get("balance.balance_cents").copied();
            let value = balance.tree.evaluate().and_then(|value| value.money());
            assert_eq!(value.map(Money::cents), told, "{stream} {words:?}");
            walked(&balance.tree, &mut explained);
        }
        let verb = [vec!["what-if".to_owned(), stream.to_string()], words].concat();
        asked.push(Asked { verb, explained });
    }
    asked
}

/// What can be explained of a convention and of what stands around it, and what else there is to ask.
fn explained(ledger: &Ledger, stream: &StreamId) -> (BTreeSet<u64>, Vec<Asked>) {
    let mut found = BTreeSet::new();
    let record = ledger.judged_record_of(stream).unwrap();
    let conventions = record.facts().streams().filter(|s| s.kind() == StreamKind::Convention);
    let mut asked = Vec::new();
    for convention in conventions {
        let of = ledger.record_of(convention).unwrap();
        let figures = state(&of, AsOf::default(), &mut found);
        found.extend(set_against(&record, convention, &figures));
        if convention == stream {
            asked = compared(&of, stream.as_str());
            asked.push(stepped(&of, stream.as_str()));
            asked.extend(supposed(&record, stream, ledger.head().count));
            for path in figures.keys() {
                let verb = words(&["explain", stream.as_str(), path]);
                asked.push(Asked { verb, explained: BTreeSet::new() });
            }
        }
    }
    for entry in record.recorded() {
        if let Content::Known(fact) = &entry.content {
            cents(&fact.event.data().unwrap(), &mut found);
        }
    }
    (found, asked)
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
        &["log", "--stream", stream],
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
    let known: Vec<_> = conventions
        .into_iter()
        .map(|stream| (stream.clone(), explained(&ledger, &stream)))
        .collect();
    drop(ledger);
    let mut walked = 0;
    for (stream, (mut explained, asked)) in known {
        explained.extend(rules);
        for Asked { verb, explained: own } in asked {
            let verb: Vec<&str> = verb.iter().map(String::as_str).collect();
            let page = run(&[&verb, &["--lang", "en", "--ledger", dir][..]].concat());
            assert_eq!(page.code, 0, "{verb:?}: {}", page.err);
            let all = explained.union(&own).copied().collect();
            let left = unexplained(&page.out, &all);
            assert!(left.is_empty(), "{verb:?} prints {left:?} cents: {}", page.out);
            walked += amounts(&page.out).len();
        }
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
            known.extend(explained(&ledger, &stream).0);
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
    store.close().unwrap();
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
