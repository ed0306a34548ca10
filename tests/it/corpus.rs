//! A real act, whole: what a careful clerk reads in it is what the ledger states, each fact with a
//! grade and a passage that holds the value.
//!
//! The act and its labels stay outside the repository. The test knows neither: it compares the
//! ledger with the labels, field by field.

use crate::program::{acts, arg, json};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The first act of the folder with its labels: the model of the layout.
fn model() -> Option<(PathBuf, Value)> {
    let mut labels: Vec<PathBuf> = fs::read_dir(acts()?)
        .unwrap()
        .map(|f| f.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
        .collect();
    labels.sort();
    let labels = labels.first()?;
    let text = fs::read_to_string(labels).unwrap();
    Some((labels.with_extension("txt"), serde_json::from_str(&text).unwrap()))
}

/// The entries of the act, and the text that their spans point into.
struct Recorded {
    entries: Vec<Value>,
    text: String,
    page: Value,
}

impl Recorded {
    fn of(path: &Path) -> Recorded {
        let page = json(&["reconstruct", &arg(path), "--format", "json"]);
        let text = page["documents"][0]["content"].as_str().unwrap().to_owned();
        Recorded { entries: page["entries"].as_array().unwrap().clone(), text, page }
    }

    /// The entries of a kind.
    fn of_kind(&self, kind: &str) -> Vec<&Value> {
        self.entries.iter().filter(|e| e["kind"] == kind).collect()
    }

    /// The only entry of a kind.
    fn one(&self, kind: &str) -> &Value {
        let found = self.of_kind(kind);
        assert_eq!(found.len(), 1, "one {kind}: {found:?}");
        found[0]
    }

    /// Demands that a field has a value, and a passage of its own that holds it as written.
    fn states(&self, entry: &Value, pointer: &str, value: &Value, written: &str) {
        let found = entry["data"].pointer(pointer).unwrap_or(&Value::Null);
        assert_eq!(found, value, "{} {pointer}", entry["kind"]);
        let passage = self.passage(entry, pointer);
        let (passage, written) = (plain(&passage), plain(written));
        assert!(
            passage.contains(&written),
            "{} {pointer}: « {passage} » does not hold « {written} »",
            entry["kind"]
        );
    }

    /// The words of the passage that supports a field, or the whole fact.
    fn passage(&self, entry: &Value, pointer: &str) -> String {
        let sources = entry["evidence"]["sources"].as_array().unwrap();
        let names = |s: &&Value| {
            // A field is supported by the passages of the field that holds it.
            let within = |name: &Value| {
                let rest = pointer.strip_prefix(name.as_str().unwrap());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            s["fields"].as_array().is_some_and(|f| f.iter().any(within))
        };
        let source = sources.iter().find(names).or(sources.first());
        let source = source.unwrap_or_else(|| panic!("{} has no source", entry["kind"]));
        let at = |n: usize| usize::try_from(source["span"][n].as_u64().unwrap()).unwrap();
        self.text.get(at(0)..at(1)).expect("a span lies in the text").to_owned()
    }
}

/// Words without white space, hyphenation and case of apostrophes: how typesetting is forgotten.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == '’' { '\'' } else { c })
        .collect::<String>()
        .to_lowercase()
}

/// How many grounds the text lists: bullets between « Considérant » and « Délibère ».
fn grounds(text: &str) -> usize {
    let (_, after) = text.split_once("\nConsidérant").unwrap();
    let (grounds, _) = after.split_once("\nDélibère").unwrap();
    let bullet = |line: &&str| {
        line.trim_start().starts_with(|c: char| ('\u{e000}'..='\u{f8ff}').contains(&c))
    };
    grounds.lines().filter(bullet).count()
}

/// The figures that the text lists, by its layout alone: counts behind `- `, shares behind `o `.
fn listed_figures(text: &str) -> (Vec<String>, Vec<String>) {
    let figure = |line: &str, mark: &str| {
        let rest = line.trim_start().strip_prefix(mark)?.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '%' && c != ',')?;
        let figure = rest.get(..end)?;
        figure.starts_with(|c: char| c.is_ascii_digit()).then(|| figure.to_owned())
    };
    let listed = |mark: &str, share: bool| {
        let figures = text.lines().filter_map(|line| figure(line, mark));
        figures.filter(|f| f.ends_with('%') == share).collect()
    };
    (listed("- ", false), listed("o ", true))
}

fn grade(entry: &Value) -> &str {
    entry["evidence"]["grade"].as_str().unwrap()
}

#[test]
fn the_sitting_is_read_whole() {
    let Some((path, labels)) = model() else { return };
    let recorded = Recorded::of(&path);
    let attendance = recorded.one("AttendanceRecorded");
    assert_eq!(grade(attendance), "act");
    let count = &labels["present_count_stated"];
    recorded.states(attendance, "/present_count_stated", count, &count.to_string());
    for (label, field) in [("present_names", "present"), ("excused_names", "excused")] {
        let names = labels[label].as_array().unwrap();
        assert_eq!(attendance["data"][field].as_array().unwrap(), names);
        for (at, name) in names.iter().enumerate() {
            recorded.states(attendance, &format!("/{field}/{at}"), name, name.as_str().unwrap());
        }
    }
    let opened = recorded.one("SittingOpened");
    let president = &labels["president"];
    recorded.states(opened, "/presided_by/name", president, president.as_str().unwrap());
    assert_eq!(labels["sitting_date"], Value::Null);
    assert_eq!(opened["data"].get("date"), None, "the text does not state the date");
    let dated = recorded.one("SittingDated");
    assert_eq!(grade(dated), "inferred");
    let year = dated["data"]["date"].as_str().unwrap();
    let reference = labels["reference"].as_str().unwrap();
    assert!(reference.contains(&format!("/{}/", &year[2..])), "the year of the reference");
    recorded.states(dated, "/date", &Value::from(year), &year[2..]);
}

#[test]
fn the_act_is_identified_and_whole() {
    let Some((path, labels)) = model() else { return };
    let recorded = Recorded::of(&path);
    let tabled = recorded.one("DeliberationTabled");
    for field in ["reference", "internal_number", "title"] {
        let value = &labels[field];
        recorded.states(tabled, &format!("/{field}"), value, value.as_str().unwrap());
    }
    let visas = tabled["data"]["visas"].as_array().unwrap();
    let short = labels["visas"].as_array().unwrap();
    assert_eq!(visas.len(), short.len());
    for (visa, short) in visas.iter().zip(short) {
        let (visa, short) = (plain(visa["text"].as_str().unwrap()), plain(short.as_str().unwrap()));
        assert!(visa.contains(&short), "{visa} / {short}");
    }
    assert_eq!(tabled["data"]["considerants"].as_array().unwrap().len(), grounds(&recorded.text));
    let articles = tabled["data"]["articles"].as_array().unwrap();
    assert_eq!(articles.len(), labels["articles"].as_array().unwrap().len());
    let vote = recorded.one("VoteCast");
    assert_eq!(grade(vote), "act");
    assert_eq!(vote["data"]["outcome"], "adopted");
    for field in ["votes_for", "votes_against", "abstentions", "unanimous"] {
        assert_eq!(vote["data"].get(field), None, "no tally is stated");
    }
    let certified = recorded.one("CopyCertified");
    let by = &labels["certified_by"];
    recorded.states(certified, "/by/name", by, by.as_str().unwrap());
    recorded.one("SignatureAuthorised");
    for absent in ["ActTransmitted", "ActPublished", "QuorumDeclared"] {
        assert!(recorded.of_kind(absent).is_empty(), "the text has no trace of {absent}");
    }
}

#[test]
fn the_money_is_traced_to_its_passages() {
    let Some((path, labels)) = model() else { return };
    let recorded = Recorded::of(&path);
    let amount = |role: &str| {
        let found = labels["amounts"].as_array().unwrap().iter().find(|a| a["role"] == role);
        let found = found.unwrap();
        (found["cents"].clone(), found["as_written"].as_str().unwrap().to_owned())
    };
    let earlier = |number: usize, field: &str| labels["earlier_acts"][number][field].clone();
    let granted = recorded.one("SubsidyGranted");
    assert_eq!(grade(granted), "recital");
    let (cents, written) = amount("subsidy");
    recorded.states(granted, "/amount_cents", &cents, &written);
    let (cents, written) = amount("budget");
    recorded.states(granted, "/budget_cents", &cents, &written);
    let share = labels["percentages"][0]["as_written"].as_str().unwrap();
    recorded.states(granted, "/share/stated", &Value::from(share), share);
    recorded.states(granted, "/exercise", &labels["exercise"], &labels["exercise"].to_string());
    let reference = earlier(0, "reference");
    recorded.states(granted, "/act/reference", &reference, reference.as_str().unwrap());
    let date = earlier(0, "date");
    assert_eq!(granted["data"]["act"]["date"], date);
    assert_eq!(granted["effective"], date);
    let name = &labels["beneficiaries"][0]["name"];
    recorded.states(granted, "/beneficiary/name", name, name.as_str().unwrap());

    let delegation = recorded.one("DelegationGranted");
    let reference = earlier(1, "reference");
    recorded.states(delegation, "/act/reference", &reference, reference.as_str().unwrap());
    assert_eq!(delegation["data"]["act"]["date"], earlier(1, "date"));

    let avenant = recorded.one("AvenantApproved");
    assert_eq!(grade(avenant), "act");
    assert_eq!(avenant["data"]["number"], 1);
    assert_eq!(avenant["data"]["changes"], serde_json::json!(["budget"]));
    assert_eq!(avenant["data"]["unchanged"], serde_json::json!(["amount"]));
    assert_eq!(avenant["data"]["amount_cents"], amount("subsidy").0);
    let revised = recorded.one("BudgetRevised");
    assert_eq!(grade(revised), "act");
    let (cents, written) = amount("revised_budget");
    recorded.states(revised, "/to_cents", &cents, &written);
    let share = labels["percentages"][1]["as_written"].as_str().unwrap();
    recorded.states(revised, "/share/stated", &Value::from(share), share);

    let restructured = recorded.one("BeneficiaryRestructured");
    let successors = restructured["data"]["successors"].as_array().unwrap();
    let forms: Vec<String> =
        successors.iter().map(|s| plain(s["legal_form"].as_str().unwrap())).collect();
    assert_eq!(forms.len(), 2, "{forms:?}");
    assert!(forms[0].contains("association") && forms[1].contains("société"), "{forms:?}");
    assert_eq!(restructured["effective"], labels["exercise"].to_string());
    let requested = recorded.one("AvenantRequested");
    assert!(requested["data"]["by"].as_str().unwrap().contains("association"));
    assert_eq!(requested["data"].get("on"), None, "the text does not date the request");
    let activity = recorded.one("ActivityReported");
    let indicators = activity["data"]["indicators"].as_array().unwrap();
    let (counts, shares) = listed_figures(&recorded.text);
    let found = |field: &str| -> Vec<String> {
        let of = indicators.iter().filter_map(|i| i.get(field));
        of.map(|v| v["stated"].as_str().map_or_else(|| v.to_string(), str::to_owned)).collect()
    };
    assert_eq!(found("count"), counts);
    assert_eq!(found("share"), shares);
}

#[test]
fn every_source_of_every_entry_lies_in_the_text() {
    let Some((path, _)) = model() else { return };
    let recorded = Recorded::of(&path);
    let hash = recorded.page["documents"][0]["text"].clone();
    assert_eq!(hash, blake3::hash(recorded.text.as_bytes()).to_hex().as_str());
    for entry in &recorded.entries {
        for source in entry["evidence"]["sources"].as_array().unwrap() {
            assert_eq!(source["document"], hash);
            for pointer in source["fields"].as_array().into_iter().flatten() {
                let pointer = pointer.as_str().unwrap();
                assert!(entry["data"].pointer(pointer).is_some(), "{} {pointer}", entry["kind"]);
                assert!(!self::plain(&recorded.passage(entry, pointer)).is_empty());
            }
        }
    }
}

/// What the catalogue says of this act, by its own column: nothing irregular.
#[test]
fn the_findings_are_those_of_the_catalogue() {
    let Some((path, labels)) = model() else { return };
    let recorded = Recorded::of(&path);
    let findings = recorded.page["findings"].as_array().unwrap();
    let of =
        |rule: &str| -> Vec<&Value> { findings.iter().filter(|f| f["rule"] == rule).collect() };
    assert!(findings.iter().all(|f| f["outcome"] != "irregular"), "silence is no irregularity");
    for (rule, lacking) in [
        ("bureau-delegation-exists", "delegated_matters"),
        ("quorum-majority-in-office", "members_in_office"),
        ("quorum-majority-in-office", "sitting_day"),
        ("vote-absolute-majority", "tally"),
        ("transmission-to-prefect", "transmission"),
        ("publicity-by-kind-of-act", "notification"),
        ("convocation-five-clear-days", "convocation_date"),
        ("convention-above-23000", "convention_signature"),
    ] {
        let found = of(rule);
        assert!(!found.is_empty(), "{rule} speaks");
        assert_eq!(found[0]["outcome"], "cannot_conclude", "{rule}");
        let missing = found[0]["missing"].as_array().unwrap();
        assert!(
            missing.iter().any(|m| m["code"] == lacking),
            "{rule} lacks {lacking}: {missing:?}"
        );
    }
    let retroactive = of("no-retroactivity");
    assert_eq!(retroactive[0]["outcome"], "cannot_conclude");
    assert!(retroactive[0]["missing"].as_array().unwrap().len() >= 3, "the three conditions");
    assert_eq!(of("avenant-after-exercise")[0]["outcome"], "observation");
    let arithmetic = of("arithmetic-consistency");
    assert_eq!(arithmetic.len(), 2, "one for each budget");
    assert!(arithmetic.iter().all(|f| f["outcome"] == "observation"));
    let sentences: Vec<&str> =
        arithmetic.iter().map(|f| f["sentence"]["en"].as_str().unwrap()).collect();
    assert!(sentences[0].contains("agrees when rounded"), "{sentences:?}");
    assert!(sentences[1].contains("exact"), "{sentences:?}");
    let convention = &recorded.page["conventions"][0];
    let without = &convention["balance"]["without_last_avenant"];
    // The pro rata on the first budget, rounded to the cent, from the labels alone.
    let labelled = |role: &str| {
        let amounts = labels["amounts"].as_array().unwrap();
        amounts.iter().find(|a| a["role"] == role).unwrap()["cents"].as_i64().unwrap()
    };
    let (subsidy, budget) = (labelled("subsidy"), labelled("budget"));
    let entitled = (subsidy * labelled("revised_budget") + budget / 2) / budget;
    assert_eq!(without["entitlement_cents"], entitled);
    assert_eq!(without["difference_cents"], subsidy - entitled);
    assert_eq!(convention["balance"]["assumptions"][0], "pro_rata_rule");
}

/// The table of `docs/audit-rules.md` that reviews an act of this shape, line by line: outcomes by rule.
fn reviewed() -> std::collections::BTreeMap<String, Vec<&'static str>> {
    let text = std::fs::read_to_string(crate::program::root().join("docs/audit-rules.md")).unwrap();
    let (_, section) = text.split_once("\n## An avenant, rule by rule\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let mut reviewed = std::collections::BTreeMap::new();
    for line in section.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let outcomes = match cells[1] {
            "?" => vec!["cannot_conclude"],
            "C" => vec!["conforming"],
            "observed" => vec!["observation"],
            "observed twice" => vec!["observation", "observation"],
            "off" => vec![],
            other => panic!("{other} is no outcome: {line}"),
        };
        for rule in cells[0].split(", ") {
            let rule = rule.trim_matches('`').to_owned();
            assert!(reviewed.insert(rule, outcomes.clone()).is_none(), "{line}");
        }
    }
    reviewed
}

/// Every finding on this act stands in the reviewed table, and nothing else does: each line of it
/// was held against the text.
#[test]
fn the_findings_are_those_reviewed_line_by_line() {
    let Some((path, _)) = model() else { return };
    let recorded = Recorded::of(&path);
    let mut found: std::collections::BTreeMap<String, Vec<&str>> =
        std::collections::BTreeMap::new();
    for finding in recorded.page["findings"].as_array().unwrap() {
        let rule = finding["rule"].as_str().unwrap().to_owned();
        found.entry(rule).or_default().push(finding["outcome"].as_str().unwrap());
    }
    let mut reviewed = reviewed();
    reviewed.retain(|_, outcomes| !outcomes.is_empty());
    assert_eq!(found, reviewed);
}
