//! Expressions, bisection and replay through the program, held against what `state` says.

use crate::program::{arg, expect, finished, greffe, json, repository, root, run};
use greffe::inquiry::Scope;
use serde_json::Value;
use std::collections::BTreeMap;

fn tour() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("tour.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    (folder, dir)
}

fn bisect(dir: &str, arguments: &[&str]) -> Value {
    let mut all = vec!["bisect", "--format", "json", "--ledger", dir, "--when"];
    all.extend(arguments);
    json(&all)
}

/// The last budget of the only convention, at a question's clocks.
fn budget(dir: &str, clocks: &[&str]) -> Option<i64> {
    let mut all = vec!["state", "--format", "json", "--ledger", dir];
    all.extend(clocks);
    let state = json(&all);
    let steps = state["conventions"][0]["budget_cents"]["steps"].as_array()?.clone();
    steps.last()?["value"].as_i64()
}

#[test]
fn what_bisect_finds_is_what_state_shows_on_either_side() {
    let (_folder, dir) = tour();
    let asked = "budget == euros(420000)";
    for subject in [&[asked][..], &[asked, "les-ateliers-du-pont"]] {
        let answer = bisect(&dir, subject);
        let found = &answer["found"];
        assert_eq!(found["entry"]["kind"], "BudgetRevised");
        assert_eq!(found["holds_at_end"], true);
        let at = found["known_at"].as_str().unwrap();
        assert_eq!(budget(&dir, &["--known-at", at]), Some(42_000_000));
        let found_at: greffe::domain::Instant = at.parse().unwrap();
        let before = greffe::domain::Instant::from_micros(found_at.micros() - 1).unwrap();
        let before = before.to_string();
        assert_eq!(budget(&dir, &["--known-at", &before]), Some(61_250_000));
        let changes = found["changes"].as_array().unwrap();
        let of_budget = changes.iter().find(|c| c["path"] == "budget_cents.current").unwrap();
        assert_eq!(
            (&of_budget["before"]["value"], &of_budget["after"]["value"]),
            (&61_250_000.into(), &42_000_000.into())
        );
        assert!(answer["folds"].as_u64().unwrap() > 3);
    }
    let found = bisect(&dir, &[asked, "--order", "effective"])["found"].clone();
    assert_eq!(found["at"], "2024-03-14");
    assert_eq!(budget(&dir, &["--at", "2024-03-14"]), Some(42_000_000));
    assert_eq!(budget(&dir, &["--at", "2024-03-13"]), Some(61_250_000));
    assert_eq!(found["entry"]["kind"], "BudgetRevised", "of that day, the entry that decides");
}

#[test]
fn the_clocks_bound_the_history_and_halving_agrees_where_it_may() {
    let (_folder, dir) = tour();
    let asked = "avenants > 0";
    let walked = bisect(&dir, &[asked]);
    let halved = bisect(&dir, &[asked, "--monotone"]);
    assert_eq!(walked["found"]["entry"], halved["found"]["entry"]);
    assert!(halved["folds"].as_u64() <= walked["folds"].as_u64());
    assert_eq!(bisect(&dir, &[asked, "--at", "2023-12-31"])["found"], Value::Null);
    // True, then false again: the walk finds it, the halves cannot.
    let passing = "paid == 0 && subsidy != null && size(payments) == 0";
    let walked = bisect(&dir, &[passing]);
    assert_eq!(walked["found"]["holds_at_end"], false);
    assert_eq!(bisect(&dir, &[passing, "--monotone"])["found"], Value::Null);
    let page = expect(0, &["bisect", "--when", passing, "--monotone", "--ledger", &dir]).out;
    assert!(page.contains("without --monotone every place is looked at"), "{page}");
}

#[test]
fn filters_choose_and_count_what_could_not_be_told() {
    let (_folder, dir) = tour();
    let run = expect(
        0,
        &["log", "--raw", "--where", "data.amount_cents >= euros(73500)", "--ledger", &dir],
    );
    let all = expect(0, &["log", "--raw", "--ledger", &dir]).out;
    let amount = |line: &&str| {
        let entry: Value = serde_json::from_str(line).unwrap();
        entry["data"]["amount_cents"].as_i64().is_some_and(|cents| cents >= 7_350_000)
    };
    let expected: Vec<&str> = all.lines().filter(amount).collect();
    assert_eq!(run.out.lines().collect::<Vec<_>>(), expected);
    let without = all.lines().filter(|line| !line.contains("\"amount_cents\"")).count();
    assert!(
        run.err.contains(&format!(
            "{without} without an answer, counted as no: there is no amount_cents"
        )),
        "{}",
        run.err
    );
    let state = |expression: &str| {
        let state = json(&["state", "--where", expression, "--format", "json", "--ledger", &dir]);
        state["conventions"].as_array().unwrap().len()
    };
    assert_eq!((state("balance_due > 0"), state("balance_due < 0")), (1, 0));
    let trail =
        json(&["trail", "--where", "kind == 'VoteCast'", "--format", "json", "--ledger", &dir]);
    let steps =
        trail["subjects"].as_array().unwrap().iter().flat_map(|s| s["steps"].as_array().unwrap());
    assert!(steps.clone().count() == 3 && steps.clone().all(|s| s["kind"] == "VoteCast"));
    let audit = |outcome: &str, code| {
        let asked = format!("outcome == '{outcome}'");
        expect(code, &["audit", "--where", &asked, "--format", "json", "--ledger", &dir]).out
    };
    let conforming: Value = serde_json::from_str(&audit("conforming", 0)).unwrap();
    assert_eq!(conforming["cannot_conclude"], 0);
    assert!(conforming["conforming"].as_u64().unwrap() > 0);
    audit("cannot_conclude", 4);
}

#[test]
fn faults_are_usage_errors_with_their_place() {
    let (_folder, dir) = tour();
    for (arguments, words) in [
        (vec!["bisect", "--when", "budget <"], "character 9"),
        (vec!["bisect", "--when", "budget < 1.5"], "whole"),
        (vec!["bisect", "--when", "budget"], "neither true nor false"),
        (vec!["log", "--where", "knid == 'VoteCast'"], "`kind` perhaps"),
        (vec!["state", "--where", "now() > 3"], "no function `now`"),
        (vec!["trail", "--where", "subsidy > 3"], "no variable `subsidy`"),
        (vec!["replay", "--where", "((((("], "too early"),
    ] {
        let mut arguments = arguments;
        arguments.extend(["--ledger", &dir]);
        let run = expect(2, &arguments);
        assert!(run.err.contains("[bad-expression]") && run.err.contains(words), "{}", run.err);
        assert!(run.out.is_empty());
    }
    let french = expect(2, &["bisect", "--when", "budget <", "--lang", "fr", "--ledger", &dir]).err;
    assert!(french.contains("[bad-expression] --when : caractère 9"), "{french}");
    for (arguments, code) in [
        (&["replay", "--step"][..], "no-terminal"),
        (&["replay", "--step", "--format", "json"], "step-json"),
    ] {
        let output = greffe().args(arguments).args(["--ledger", &dir]).output().unwrap();
        let run = finished(&output);
        assert_eq!(run.code, 2);
        assert!(run.err.contains(&format!("[{code}]")), "{}", run.err);
    }
    expect(3, &["bisect", "no-such-convention", "--when", "true", "--ledger", &dir]);
}

#[test]
fn hostile_expressions_end_in_an_error_and_nothing_else() {
    let (_folder, dir) = tour();
    for text in [
        "(".repeat(900),
        "[".repeat(64),
        "!".repeat(999),
        format!("{}1", "-".repeat(999)),
        format!("a{}", ".a".repeat(499)),
        "1+".repeat(499) + "1 == 1",
        "'".repeat(999),
        "x".repeat(100_000),
    ] {
        let run = expect(2, &["log", "--where", &text, "--ledger", &dir]);
        assert!(run.err.contains("[bad-expression]"), "{}", run.err);
        assert!(!run.err.contains("panicked"), "{}", run.err);
    }
}

#[test]
fn the_changes_of_a_replay_add_up_to_the_state() {
    let (_folder, dir) = tour();
    let lines = expect(0, &["replay", "--format", "json", "--ledger", &dir]).out;
    let mut fields: BTreeMap<String, Value> = BTreeMap::new();
    let mut seqs = Vec::new();
    for line in lines.lines() {
        let step: Value = serde_json::from_str(line).unwrap();
        seqs.push(step["entry"]["seq"].as_u64().unwrap());
        for change in
            step["states"].as_array().unwrap().iter().flat_map(|s| s["changes"].as_array().unwrap())
        {
            let path = change["path"].as_str().unwrap().to_owned();
            let value = |side: &str| change[side]["value"].clone();
            let before = match value("after") {
                Value::Null => fields.remove(&path),
                after => fields.insert(path, after),
            };
            let before = before.unwrap_or_default();
            assert_eq!(before, value("before"), "what was is what the step before left: {change}");
        }
    }
    assert!(seqs.iter().copied().eq(0..seqs.len() as u64), "every entry, in order");
    let state = json(&["state", "--format", "json", "--ledger", &dir]);
    let convention = &state["conventions"][0];
    assert_eq!(fields["budget_cents.current"], 42_000_000);
    assert_eq!(fields["balance.balance_cents"], convention["balance"]["balance_cents"]);
    assert_eq!(fields["balance.paid_cents"], convention["balance"]["paid_cents"]);
    let missing = fields.keys().filter(|path| path.starts_with("missing."));
    assert_eq!(missing.count(), convention["missing"].as_array().unwrap().len());
    // What a replay follows is what can be asked of a state: the same fields under the same paths.
    let blamed = json(&["blame", "les-ateliers-du-pont", "--format", "json", "--ledger", &dir]);
    let blamed = blamed["fields"].as_array().unwrap();
    let paths: Vec<&str> = blamed.iter().map(|field| field["path"].as_str().unwrap()).collect();
    assert!(fields.keys().all(|path| paths.contains(&path.as_str())));
    assert_eq!(fields.len(), paths.len());
    let some = expect(
        0,
        &["replay", "--format", "json", "--kind", "VoteCast", "--from", "20", "--ledger", &dir],
    )
    .out;
    assert_eq!(some.lines().count(), 2);
    let of = ["replay", "--stream", "convention", "--where", "grade == 'act'", "--ledger", &dir];
    assert!(expect(0, &of).out.contains("Budget"));
}

/// What `docs/expressions.md` lists is what there is.
#[test]
fn the_document_names_every_variable_with_its_meaning() {
    let document = std::fs::read_to_string(root().join("docs/expressions.md")).unwrap();
    for (scope, title, next) in [
        (Scope::State, "### Of a state", "### Of a state where rules are applied"),
        (Scope::Entry, "### Of an entry", "### Of a step"),
        (Scope::Step, "### Of a step", "### Of a finding"),
        (Scope::Finding, "### Of a finding", "## Limits"),
    ] {
        let from = document.find(title).unwrap();
        let to = document.find(next).unwrap();
        let rows = document[from..to].lines().filter(|line| line.starts_with("| `"));
        let listed: Vec<String> = rows.map(str::to_owned).collect();
        let expected: Vec<String> = scope
            .variables()
            .iter()
            .map(|(name, meaning)| format!("| `{name}` | {meaning} |"))
            .collect();
        assert_eq!(listed, expected, "{title}");
    }
    let judged = Scope::Judged.variables();
    let (name, meaning) = judged.last().unwrap();
    assert_eq!(&judged[..judged.len() - 1], Scope::State.variables());
    assert!(document.contains(&format!("| `{name}` | {meaning} |")));
    for function in greffe::inquiry::FUNCTIONS {
        assert!(document.contains(&format!("`{function}`")), "{function}");
    }
}

/// What rules find is asked of place by place, as `audit` says it there.
#[test]
fn since_when_rules_have_found_something() {
    let (_folder, dir) = tour();
    let rule = "balance-consistency";
    let asked = format!("findings.exists(f, f.rule == '{rule}' && f.outcome == 'observation')");
    let observed = |clocks: &[&str]| {
        let mut all = vec![
            "audit",
            "--rule",
            rule,
            "--format",
            "json",
            "--ledger",
            &dir,
            "les-ateliers-du-pont",
        ];
        all.extend(clocks);
        let run = run(&all);
        let found: Value = serde_json::from_str(&run.out).unwrap();
        found["findings"].as_array().unwrap().len()
    };
    for subject in [&[asked.as_str()][..], &[&asked, "les-ateliers-du-pont"]] {
        let answer = bisect(&dir, subject);
        let at = answer["found"]["known_at"].as_str().unwrap().to_owned();
        assert!(observed(&["--known-at", &at]) > 0, "{answer}");
        let found_at: greffe::domain::Instant = at.parse().unwrap();
        let before = greffe::domain::Instant::from_micros(found_at.micros() - 1).unwrap();
        assert_eq!(observed(&["--known-at", &before.to_string()]), 0, "{answer}");
        assert_eq!(answer["found"]["entry"]["kind"], "BalanceComputed");
    }
    // A finding on an act that decides the convention, by what stands in the stream of the act.
    let of_act = "findings.exists(f, f.subject.startsWith('act/') && f.outcome == 'conforming')";
    let answer = bisect(&dir, &[of_act]);
    assert!(answer["found"]["entry"]["stream"].as_str().is_some(), "{answer}");
    let dated = bisect(&dir, &[&asked, "--order", "effective"]);
    assert_eq!(dated["found"]["at"], "2024-10-10", "{dated}");
    let counted = "findings.filter(f, f.severity == 'note').size() > 1000";
    assert_eq!(bisect(&dir, &[counted])["found"], Value::Null);
    // Who asks nothing of rules reads no more than before.
    let (plain, judged) = (bisect(&dir, &["paid < 0"]), bisect(&dir, &[counted]));
    assert!(plain["places"].as_u64() < judged["places"].as_u64(), "{plain} {judged}");
    for verb in ["state", "log", "trail", "audit", "replay"] {
        for (lang, said) in [("en", "can be asked of by `bisect --when`"), ("fr", "dans `bisect")] {
            let asked = [verb, "--where", "findings.size() > 0", "--lang", lang, "--ledger", &dir];
            let run = expect(2, &asked);
            assert!(run.err.contains("[bad-expression]") && run.err.contains(said), "{}", run.err);
        }
    }
}

#[test]
fn what_an_expression_costs_and_means_is_said() {
    let (_folder, dir) = tour();
    let nested: Vec<_> = (0..7).map(|n| format!("data.present.all(v{n}, ")).collect();
    let nested = format!("{}v0 != 'x'{}", nested.concat(), ")".repeat(7));
    let run = expect(2, &["log", "--where", &nested, "--lang", "en", "--ledger", &dir]);
    assert!(
        run.err.contains("[bad-expression]") && run.err.contains("1000000 steps"),
        "{}",
        run.err
    );
    let least = "-(-9223372036854775808) > seq";
    let run = expect(2, &["log", "--where", least, "--lang", "fr", "--ledger", &dir]);
    assert!(run.err.contains("trop grand dans l'expression elle-même"), "{}", run.err);
    let bare = ["bisect", "--when", "budget < 500000", "--lang", "en", "--ledger", &dir];
    let run = expect(0, &bare);
    assert!(
        run.err.contains("500000 is €5,000; for 500000 euros write euros(500000)"),
        "{}",
        run.err
    );
    let meant = ["bisect", "--when", "budget < euros(500000)", "--ledger", &dir];
    assert!(!expect(0, &meant).err.contains("euros("));
    let none = ["audit", "--where", "false", "--lang", "en", "--ledger", &dir];
    let page = expect(0, &none).out;
    assert!(page.contains("none chosen, of ") && !page.contains("No rule applies"), "{page}");
}

#[test]
fn a_day_that_no_source_names_is_none_that_can_be_asked_about() {
    let (_folder, dir) = tour();
    let found =
        bisect(&dir, &["size(possibly_in_force) > 0", "--order", "effective"])["found"].clone();
    assert_eq!((&found["at"], &found["as_far_back_as_sources_go"]), (&Value::Null, &true.into()));
    let found = bisect(&dir, &["budget == euros(420000)", "--order", "effective"])["found"].clone();
    assert_eq!(
        (found["at"].as_str(), &found["as_far_back_as_sources_go"]),
        (Some("2024-03-14"), &false.into())
    );
}

#[test]
fn a_part_of_the_ledger_that_there_is_none_of_is_an_error() {
    let (_folder, dir) = tour();
    for verb in ["log", "replay"] {
        let of =
            |stream: &'static str| ["--stream", stream, "--lang", "en", "--ledger", &dir].to_vec();
        let run = expect(3, &[&[verb][..], &of("nope")].concat());
        assert!(run.err.contains("[no-subject]") && run.err.contains("convention/"), "{}", run.err);
        // A stream is given from its beginning; what ends so is named.
        let run = expect(3, &[&[verb][..], &of("les-ateliers-du-pont")].concat());
        assert!(
            run.err.contains("2023/les-ateliers-du-pont") && !run.err.contains("act/"),
            "{}",
            run.err
        );
        for stream in ["convention", "convention/", "ledger"] {
            expect(0, &[&[verb][..], &of(stream)].concat());
        }
    }
}
