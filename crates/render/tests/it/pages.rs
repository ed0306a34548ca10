//! Whole pages against golden files.
//!
//! `GREFFE_UPDATE_GOLDEN=1 cargo test -p greffe-render` writes them anew; then read them as a
//! controller would before keeping them.

use crate::story::{Story, golden};
use greffe_audit_trail::rules;
use greffe_domain::AsOf;
use greffe_render::{Lang, Style};

fn check(name: &str, page: &str) {
    let path = golden(name);
    if std::env::var_os("GREFFE_UPDATE_GOLDEN").is_some_and(|v| v == "1") {
        std::fs::write(&path, page).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = kept.lines().zip(page.lines()).find(|(kept, page)| kept != page);
    assert!(
        kept == page,
        "{name} differs from its golden file, first at {differs:?}; \
         GREFFE_UPDATE_GOLDEN=1 writes it anew"
    );
}

fn style(lang: Lang, width: usize) -> Style {
    Style { lang, width, colour: false }
}

#[test]
fn the_tour_in_french_and_english() {
    let story = Story::read("story", AsOf::default());
    check("story.fr", &story.page(style(Lang::Fr, 80)));
    check("story.en", &story.page(style(Lang::En, 80)));
    check("story.fr.60", &story.page(style(Lang::Fr, 60)));
    check("story.fr.140", &story.page(style(Lang::Fr, 140)));
}

#[test]
fn an_avenant_whose_sitting_is_not_dated() {
    let story = Story::read("avenant-alone", AsOf::default());
    check("avenant-alone.fr", &story.page(style(Lang::Fr, 80)));
    check("avenant-alone.en", &story.page(style(Lang::En, 80)));
}

#[test]
fn a_fact_that_straddles_the_day_asked_about_is_set_apart() {
    let as_of = AsOf { effective: Some("2024-06-30".parse().unwrap()), known: None };
    let story = Story::read("avenant-alone", as_of);
    let page = greffe_render::convention(style(Lang::Fr, 80), &story, &story.views[0]);
    assert!(page.contains("Peut-être en vigueur"), "{page}");
    check("avenant-alone.possible.fr", &page);
}

#[test]
fn a_breach_is_said_in_words() {
    let story = Story::read("breach", AsOf::default());
    check("breach.fr", &story.page(style(Lang::Fr, 80)));
    check("breach.en", &story.page(style(Lang::En, 80)));
}

#[test]
fn the_trail_and_the_convention_alone() {
    let story = Story::read("story", AsOf::default());
    let style = style(Lang::Fr, 80);
    check("trail.fr", &greffe_render::trail(style, &story, &story.trail));
    check("convention.fr", &greffe_render::convention(style, &story, &story.views[0]));
    let act = "act/vauclaire/4058-24-bm".parse().unwrap();
    let page = greffe_render::act(style, &story, &story.trail, &act);
    assert!(page.starts_with("DSOL-009-4058/24/BM\n"), "{page}");
}

#[test]
fn the_catalogue() {
    for lang in [Lang::Fr, Lang::En] {
        let list = greffe_render::rules(style(lang, 80), rules());
        for rule in rules() {
            assert!(list.contains(rule.id));
            let page = greffe_render::rule(style(lang, 80), rule);
            assert!(
                rule.versions.iter().all(|v| page.replace('\u{a0}', " ").contains(v.citation)),
                "{page}"
            );
            assert!(rule.needs.iter().all(|need| page.contains(need)), "{page}");
        }
    }
}

/// Once paid, the balance that the act fixed is still what was left when it did.
#[test]
fn a_balance_that_an_act_fixed_agrees_after_it_was_paid() {
    let paid = serde_json::json!([{
        "stream": "convention/vauclaire/2023/les-ateliers-du-pont", "kind": "PaymentExecuted",
        "effective": "2024-11-05", "grade": "record", "document": 2,
        "data": { "amount_cents": 1_876_637, "role": "balance", "on": "2024-11-05" },
    }]);
    let story = Story::with("story", paid);
    let view = &story.views[0];
    let balance = view.balance.as_ref().unwrap().balance_cents;
    assert_eq!((balance.cents(), view.balance_stated.is_some()), (0, true));
    let page = greffe_render::convention(style(Lang::En, 140), &story, view);
    for said in [page, story.report(Lang::En, view)] {
        assert!(said.contains("agrees") && !said.contains("differs by"), "{said}");
    }
}

fn of_convention(kind: &str, on: &str, data: &serde_json::Value) -> serde_json::Value {
    serde_json::json!({
        "stream": "convention/vauclaire/2023/les-ateliers-du-pont", "kind": kind,
        "effective": on, "grade": "act", "document": 2, "data": data,
    })
}

/// An avenant that sets no figure is in force, and part of what happened.
#[test]
fn an_avenant_without_a_figure_is_in_the_history() {
    let data = serde_json::json!({ "number": 2, "changes": ["duration"] });
    let more = [of_convention("AvenantApproved", "2024-12-05", &data)];
    let story = Story::with("story", serde_json::json!(more));
    let page = greffe_render::convention(style(Lang::En, 140), &story, &story.views[0]);
    let page = page.replace('\u{a0}', " ");
    let history = page.split("History").nth(1).unwrap();
    let line = history.lines().find(|line| line.contains("5 December 2024")).unwrap_or_default();
    assert!(line.contains("2 approved: duration changed"), "{page}");
}

/// A share that per cent cannot hold has its row, and says why it has no figure.
#[test]
fn a_share_without_a_figure_says_why() {
    let name = serde_json::json!({ "name": "Les Ateliers du Pont" });
    let data = serde_json::json!({ "amount_cents": i64::MAX, "budget_cents": 1,
        "beneficiary": name });
    let grant = of_convention("SubsidyGranted", "2023-01-01", &data);
    let story = Story::only(serde_json::json!([grant]));
    let share = &story.views[0].shares[0];
    assert!(share.computed.is_some() && share.computed_percent.is_none());
    let page = greffe_render::convention(style(Lang::En, 140), &story, &story.views[0]);
    assert!(page.contains("the result is larger than any amount"), "{page}");
}
