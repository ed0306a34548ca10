//! Packs that cannot be used say where and why; those that can never take a finding of the law away.

use super::{PackFault, RulePack, Setting};
use crate::finding::{Finding, Outcome};
use crate::rules::findings_under;
use crate::rules::rules;
use crate::rules::scene::{ACT, CONVENTION, SITTING, Scene};
use greffe_domain::AsOf;
use proptest::prelude::*;
use serde_json::json;

const HEAD: &str = "title = \"Règlement financier\"\n";

fn pack(rules: &str) -> RulePack {
    RulePack::read(&format!("{HEAD}{rules}")).unwrap()
}

/// Line, column and English words of the fault in a pack.
fn fault(text: &str) -> (usize, usize, String) {
    let error = RulePack::read(text).unwrap_err();
    let words = error.fault.text();
    assert!(!words.fr.is_empty() && error.to_string().ends_with(&words.en));
    (error.line, error.column, words.en)
}

fn found(scene: &Scene, pack: &RulePack, rule: &str) -> Vec<Finding> {
    let found = findings_under(&scene.facts(), AsOf::default(), pack);
    found.into_iter().filter(|f| f.rule == rule).collect()
}

fn outcomes(found: &[Finding]) -> Vec<(Outcome, bool)> {
    found.iter().map(|f| (f.outcome, f.local.is_some())).collect()
}

#[test]
fn every_fault_has_its_place_and_its_remedy() {
    let cases = [
        ("title = \"x\"\n[rules", 2, "not TOML"),
        ("[rules]\n", 1, "title"),
        ("titel = \"x\"\n", 1, "title, rules, assumptions"),
        ("title = \"x\"\n[assumptions.other]\ndisabled = true\n", 2, "bureau-follows-council"),
        ("title = \"x\"\n[assumptions.bureau-follows-council]\ndisabled = true\n", 2, "reason"),
        ("title = \"x\"\nrules = 3\n", 2, "[rules.ID]"),
        (
            "title = \"x\"\n[rules.explanatory-notes]\ndisabled = true\n",
            2,
            "explanatory-note \u{bb}?",
        ),
        ("title = \"x\"\n[rules.nothing-like-it]\ndisabled = true\n", 2, "`greffe rules`"),
        ("title = \"x\"\n[rules.explanatory-note]\ndisabled = true\n", 2, "reason"),
        ("title = \"x\"\n[rules.explanatory-note]\nreason = \"y\"\n", 2, "either"),
        ("title = \"x\"\n[rules.explanatory-note]\nreason = \"y\"\ndays = 3\n", 4, "it has none"),
        (
            "title = \"x\"\n[rules.convention-above-23000]\nreason = \"y\"\nthreshold = 3\n",
            4,
            "its own is \u{ab} threshold_cents",
        ),
        (
            "title = \"x\"\n[rules.convention-above-23000]\nreason = \"y\"\nthreshold_cents = 2300001\n",
            4,
            "never laxer; write a value from 0 to 2300000",
        ),
        (
            "title = \"x\"\n[rules.convocation-five-clear-days]\nreason = \"y\"\nclear_days = 7\nfrom = 2024-01-01\nuntil = 2023-12-31\n",
            6,
            "from (2024-01-01) is after until (2023-12-31)",
        ),
        (
            "title = \"x\"\n[rules.convocation-five-clear-days]\nreason = \"y\"\n  clear_days = 4\n",
            4,
            "from 5 to 60",
        ),
        (
            "title = \"x\"\n[rules.convocation-five-clear-days]\nreason = \"y\"\nclear_days = \"7\"\n",
            4,
            "an integer",
        ),
        (
            "title = \"x\"\n[rules.explanatory-note]\nreason = \"\"\ndisabled = true\n",
            3,
            "a text between quotes",
        ),
        (
            "title = \"x\"\n[rules.convocation-five-clear-days]\nreason = \"y\"\nclear_days = 7\nfrom = 2023\n",
            5,
            "2023-01-31",
        ),
        (
            "title = \"x\"\n[rules.convocation-five-clear-days]\nreason = \"y\"\nclear_days = 7\ndisabled = true\n",
            2,
            "either",
        ),
    ];
    for (text, line, words) in cases {
        let (at, column, said) = fault(text);
        assert_eq!(at, line, "{text}: {said}");
        assert!(column >= 1 && said.contains(words), "{text}: {said}");
    }
    let indented =
        "title = \"x\"\n[rules.convocation-five-clear-days]\nreason = \"y\"\n  clear_days = 4\n";
    assert_eq!(fault(indented).1, 16, "the column of the value");
}

#[test]
fn a_disabled_rule_says_nothing_and_the_pack_says_why() {
    let off = pack("[rules.explanatory-note]\ndisabled = true\nreason = \"art. 3\"\n");
    let scene = Scene::sitting("2023-03-16");
    assert!(found(&scene, &off, "explanatory-note").is_empty());
    assert_eq!(found(&scene, &off, "quorum-majority-in-office").len(), 1);
    let settings: Vec<_> = off.settings().collect();
    let reason = "art. 3".to_owned();
    assert_eq!(settings, [("explanatory-note", &Setting::Disabled { reason })]);
}

#[test]
fn the_assumption_about_the_bureau_can_be_switched_off() {
    let apart =
        pack("[assumptions.bureau-follows-council]\ndisabled = true\nreason = \"art. 9\"\n");
    assert_eq!(apart.bureau_apart(), Some("art. 9"));
    let of = |organ: &str, pack: &RulePack, rule: &str| {
        found(&Scene::of_organ(organ, "2023-03-16").present(10), pack, rule).len()
    };
    for rule in crate::rules::OF_THE_COUNCIL.iter().filter(|rule| **rule != "one-proxy-per-member")
    {
        let speaks = |organ: &str, pack: &RulePack| {
            let vote = json!({ "outcome": "adopted", "method": "show_of_hands" });
            let scene = Scene::of_organ(organ, "2023-03-16").tell(ACT, "VoteCast", vote);
            !found(&scene, pack, rule).is_empty()
        };
        let (bureau, council) = ("Bureau de la Métropole", "Conseil de la Métropole");
        assert!(speaks(bureau, &RulePack::default()) && !speaks(bureau, &apart), "{rule}");
        assert!(speaks(council, &apart), "{rule}: the council stays bound");
    }
    assert_eq!(
        of("Bureau de la Métropole", &apart, "minutes-content"),
        1,
        "no sitting rule of these"
    );
}

#[test]
fn a_lower_threshold_reaches_smaller_grants_in_the_name_of_the_regulation() {
    let lower =
        pack("[rules.convention-above-23000]\nthreshold_cents = 1_000_000\nreason = \"art. 14\"\n");
    let rule = "convention-above-23000";
    let small = Scene::sitting("2023-03-16").grant(1_500_000);
    assert!(found(&small, &RulePack::default(), rule).is_empty());
    let local = found(&small, &lower, rule);
    assert_eq!(outcomes(&local), [(Outcome::CannotConclude, true)]);
    assert!(local[0].sources.is_empty(), "no article of law is cited for it");
    let said = local[0].local.as_ref().unwrap();
    assert_eq!(
        (said.title.as_str(), said.value, said.law),
        ("Règlement financier", 1_000_000, 2_300_000)
    );
    // Where the law itself asks for the same, the regulation adds nothing.
    let large = Scene::sitting("2023-03-16").grant(6_000_000);
    assert_eq!(found(&large, &lower, rule), found(&large, &RulePack::default(), rule));
}

#[test]
fn more_clear_days_leave_the_law_s_own_finding_beside_the_local_one() {
    let notice = json!({ "on": "2023-03-10" });
    let scene = Scene::sitting("2023-03-16").tell(SITTING, "ConvocationSent", notice);
    let rule = "convocation-five-clear-days";
    let of = |more: &str| {
        let text = format!("[rules.{rule}]\nclear_days = 7\nreason = \"art. 2\"\n{more}");
        outcomes(&found(&scene, &pack(&text), rule))
    };
    let both = [(Outcome::Irregular, true), (Outcome::Conforming, false)];
    assert_eq!(of(""), both);
    assert_eq!(of("from = 2023-01-01\nuntil = \"2023-12-31\"\n"), both);
    assert_eq!(of("from = 2023-04-01\n"), [(Outcome::Conforming, false)]);
    assert_eq!(of("until = 2023-03-15\n"), [(Outcome::Conforming, false)]);
}

#[test]
fn a_date_too_vague_for_the_local_rule_does_not_conclude() {
    let text = "[rules.convention-above-23000]\nthreshold_cents = 1_000_000\nreason = \"art. 14\"\nfrom = 2023-07-01\n";
    let signature = json!({ "on": "2023-11-01",
        "clauses": ["object", "amount", "payment_terms", "conditions_of_use"] });
    let scene = Scene::sitting("2023").grant(1_500_000);
    let scene = scene.record(CONVENTION, "ConventionSigned", signature);
    let found = found(&scene, &pack(text), "convention-above-23000");
    assert_eq!(outcomes(&found), [(Outcome::CannotConclude, true)]);
    assert_eq!(found[0].missing[0].code, "law_in_force");
}

#[test]
fn every_parameter_has_room_to_be_stricter() {
    let mut names = 0;
    for (rule, parameter) in rules().iter().filter_map(|r| Some((r, r.parameter()?))) {
        assert_ne!(parameter.law, parameter.strictest, "{}", rule.id);
        assert!(parameter.allows(parameter.law) && parameter.allows(parameter.strictest));
        assert!(!rule.versions.is_empty(), "{}: the law's value has a law", rule.id);
        names += 1;
    }
    assert!(names >= 8);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever a pack sets, the findings of the law under every rule that it does not disable are
    /// those without it.
    #[test]
    fn a_pack_takes_no_finding_of_the_law_away(
        cents in 0i64..20_000_000, threshold in 0i64..2_300_000, days in 5i64..60,
        sent in 1u32..16, date in prop::sample::select(vec!["2023", "2023-03-16", "2022-03"]),
    ) {
        let notice = json!({ "on": format!("2023-03-{sent:02}") });
        let scene = Scene::sitting(date).grant(cents).tell(SITTING, "ConvocationSent", notice);
        let text = format!(
            "[rules.convention-above-23000]\nthreshold_cents = {threshold}\nreason = \"a\"\n\
             [rules.convocation-five-clear-days]\nclear_days = {days}\nreason = \"b\"\n"
        );
        let all = findings_under(&scene.facts(), AsOf::default(), &pack(&text));
        let of_law: Vec<Finding> = all.into_iter().filter(|f| f.local.is_none()).collect();
        prop_assert_eq!(of_law, scene.findings());
    }

    /// No text makes the reader stumble, and every fault lies inside the text.
    #[test]
    fn any_text_is_read_or_refused(text in "(title = \"x\"\n)?[\\[\\]a-z0-9=\".\n -]{0,60}") {
        if let Err(error) = RulePack::read(&text) {
            prop_assert!(error.line >= 1 && error.line <= text.matches('\n').count() + 1);
            let laxer = matches!(error.fault, PackFault::Laxer { .. });
            prop_assert!(!laxer);
        }
    }
}
