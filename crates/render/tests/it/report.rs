//! The report: every link leads somewhere, every figure to its passage, and no name becomes markup.

use crate::story::Story;
use greffe_domain::{AsOf, Money};
use greffe_render::{Lang, Style, money};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn reports(story: &Story) -> Vec<String> {
    let langs = [Lang::Fr, Lang::En];
    story.views.iter().flat_map(|v| langs.map(|lang| story.report(lang, v))).collect()
}

/// The tags of a page, in order, with their attributes.
fn tags(page: &str) -> Vec<&str> {
    let parts = page.split('<').skip(1);
    parts.map(|part| part.split_once('>').map_or(part, |(tag, _)| tag)).collect()
}

/// The names of the tags alone.
fn names(page: &str) -> Vec<&str> {
    tags(page).into_iter().map(|t| t.split([' ', '\n']).next().unwrap_or_default()).collect()
}

fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!(" {name}=\"");
    let after = |(at, mark): (usize, &str)| page[at + mark.len()..].split('"').next().unwrap();
    page.match_indices(mark.as_str()).map(after).collect()
}

/// What is wrong with the links of a page.
fn broken(page: &str) -> Vec<String> {
    let ids = attributes(page, "id");
    let set: BTreeSet<&str> = ids.iter().copied().collect();
    let mut wrong = Vec::new();
    if set.len() != ids.len() {
        wrong.push("an id stands twice".to_owned());
    }
    for link in attributes(page, "href") {
        match link.strip_prefix('#') {
            Some(to) if set.contains(to) => {}
            _ => wrong.push(format!("{link} leads nowhere")),
        }
    }
    wrong
}

#[test]
fn every_link_leads_somewhere_and_nothing_is_loaded() {
    for name in ["story", "avenant-alone", "breach"] {
        for page in reports(&Story::read(name, AsOf::default())) {
            assert_eq!(broken(&page), Vec::<String>::new());
            assert!(page.starts_with("<!DOCTYPE html><html lang=\""), "{}", &page[..60]);
            assert!(page.contains("default-src 'none'; style-src 'sha256-"));
            for tag in ["script", "img", "link", "iframe", "object", "form", "base"] {
                assert!(!names(&page).contains(&tag), "{tag}");
            }
            assert!(attributes(&page, "style").is_empty(), "no policy allows it");
            assert_eq!(names(&page).iter().filter(|n| **n == "h1").count(), 1);
        }
    }
}

#[test]
fn every_amount_of_the_state_links_to_its_passage() {
    for name in ["story", "avenant-alone", "breach"] {
        let story = Story::read(name, AsOf::default());
        for view in &story.views {
            for lang in [Lang::Fr, Lang::En] {
                let page = story.report(lang, view);
                let steps = view.subsidy_cents.steps.iter().chain(&view.budget_cents.steps);
                for step in steps {
                    let amount = money(lang, step.believed.value);
                    let entry = step.believed.entries[0];
                    let cited = page.match_indices(amount.as_str()).any(|(at, _)| {
                        let rest = &page[at + amount.len()..];
                        let next: String = rest.chars().take(120).collect();
                        next.contains(&format!("href=\"#p-{entry}-"))
                            || next.contains(&format!("href=\"#e-{entry}\""))
                    });
                    assert!(cited, "{amount} of entry {entry} has no link");
                }
            }
        }
    }
}

#[test]
fn no_counterfactual_is_shown() {
    let story = Story::read("story", AsOf::default());
    let page = story.report(Lang::En, &story.views[0]);
    assert!(!page.contains("Without avenant"), "a report says what is");
    assert!(!page.contains(&money(Lang::En, Money::from_cents(4_814_837))));
    assert!(page.contains(&money(Lang::En, Money::from_cents(1_876_637))));
}

#[test]
fn names_that_attack_the_page_stay_names() {
    let plain = Story::spoilt("story", "Les Ateliers du Pont", "Les Ateliers du Pont");
    for odd in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'--><svg/onload=alert(1)>",
        "</title></style></svg><base href=//evil.example>",
        "&lt;b&gt; &#60;i&#62; ]]>",
        "{{constructor}} ${x} \u{202e}\u{2066}\u{0}\u{1b}[31m",
        "javascript:alert(1)",
    ] {
        let story = Story::spoilt("story", "Les Ateliers du Pont", odd);
        for (clean, page) in reports(&plain).iter().zip(reports(&story)) {
            assert_eq!(names(clean), names(&page), "{odd}");
            assert_eq!(broken(&page), Vec::<String>::new(), "{odd}");
            assert!(!page.contains(['\u{202e}', '\u{2066}', '\u{0}', '\u{1b}']), "{odd}");
        }
    }
}

const CONVENTION: &str = "convention/vauclaire/2023/les-ateliers-du-pont";

fn more(kind: &str, effective: &str, data: &Value) -> Value {
    json!({ "stream": CONVENTION, "kind": kind, "effective": effective, "grade": "act",
        "data": data })
}

/// A page with plain spaces.
fn plain(page: &str) -> String {
    page.replace(['\u{a0}', '\u{202f}'], " ")
}

/// The amount by a later avenant has no part in the share of a budget before it.
#[test]
fn the_bars_show_the_amount_that_the_share_is_of() {
    let revised = json!({ "to_cents": 50_000_000, "instrument": { "act": "4001/23/BM" } });
    let raised = json!({ "number": 2, "changes": ["amount"], "amount_cents": 6_000_000 });
    let story = Story::with(
        "story",
        json!([
            more("BudgetRevised", "2023-06-01", &revised),
            more("AvenantApproved", "2025-01-15", &raised)
        ]),
    );
    let page = plain(&story.report(Lang::En, &story.views[0]));
    assert!(page.contains("\u{20ac}73,500 (14.70"), "{page}");
    assert!(!page.contains("\u{20ac}60,000 (14.70"));
}

/// One act recalls two repayments of one sum: the day that it states tells them apart.
#[test]
fn repayments_are_dated_by_the_day_stated_wherever_they_are_shown() {
    let ordered = |on: &str| {
        let data = json!({ "amount_cents": 123_400, "on": on });
        more("RecoveryOrdered", "2025-01-15", &data)
    };
    let story = Story::with("story", json!([ordered("2024-11-03"), ordered("2024-12-03")]));
    let view = &story.views[0];
    let dates: Vec<_> = view.recoveries.iter().map(|r| r.effective.as_str()).collect();
    assert!(dates.contains(&"2024-11-03") && dates.contains(&"2024-12-03"), "{dates:?}");
    let style = Style { lang: Lang::En, width: 100, colour: false };
    for page in [story.report(Lang::En, view), story.page(style)] {
        let page = plain(&page);
        assert!(page.contains("3 November 2024") && page.contains("3 December 2024"), "{page}");
    }
}

/// A picture spans the dates that it draws, not those of the acts that recall them.
#[test]
fn a_timeline_spans_what_it_draws() {
    let paid = json!({ "amount_cents": 123_400, "on": "2020-01-15" });
    let story = Story::with("story", json!([more("PaymentExecuted", "2031-05-01", &paid)]));
    let page = plain(&story.report(Lang::En, &story.views[0]));
    assert!(page.contains("from 15 January 2020 to"), "{page}");
    assert!(!page.contains("to 1 May 2031"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// A ledger with holes, at any day, has a report whose links hold.
    #[test]
    fn any_part_of_a_story_can_be_reported(
        holes in prop::collection::vec(0usize..56, 0..50),
        day in prop::sample::select(vec![None, Some("2023-04-01"), Some("2024-06-30")]),
        name in prop::sample::select(vec!["story", "avenant-alone"]),
    ) {
        let as_of = AsOf { effective: day.map(|d| d.parse().unwrap()), known: None };
        for page in reports(&Story::without(name, as_of, &holes)) {
            prop_assert_eq!(broken(&page), Vec::<String>::new());
        }
    }

    /// Any name leaves the page's structure as it is.
    #[test]
    fn any_name_stays_a_name(odd in "[<>&\"'/a-z=!\\-\\[\\]]{1,40}") {
        let plain = Story::read("story", AsOf::default());
        let story = Story::spoilt("story", "Les Ateliers du Pont", &odd);
        for (clean, page) in reports(&plain).iter().zip(reports(&story)) {
            prop_assert_eq!(names(clean), names(&page));
        }
    }
}
