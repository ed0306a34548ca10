//! Laws of every page: it fits its width, every figure has its reference, nothing panics, colour
//! says nothing that words do not.

use crate::story::Story;
use greffe_domain::{AsOf, Money, Passage, Sourced};
use greffe_render::{Lang, References, Style, money};
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

fn stories() -> Vec<Story> {
    ["story", "avenant-alone", "breach"]
        .into_iter()
        .map(|name| Story::read(name, AsOf::default()))
        .collect()
}

/// Drops ANSI colour codes.
fn bare(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, code)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = code.split_once('m').map_or("", |(_, after)| after);
    }
    out + rest
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_line_is_wider_than_the_page(width in 60usize..=160, english in any::<bool>()) {
        let lang = if english { Lang::En } else { Lang::Fr };
        for story in stories() {
            let style = Style { lang, width, colour: false };
            let pages = [
                story.page(style),
                greffe_render::trail(style, &story, &story.trail),
                greffe_render::rules(style, greffe_audit_trail::rules()),
            ];
            for page in pages {
                for line in page.lines() {
                    prop_assert!(line.width() <= width, "{} > {width}: {line}", line.width());
                    prop_assert!(!line.ends_with(' '), "trailing space: {line}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// A ledger with holes is shown all the same, at any day, within the width.
    #[test]
    fn any_part_of_a_story_can_be_shown(
        holes in prop::collection::vec(0usize..56, 0..50),
        width in 60usize..=160,
        day in prop::sample::select(vec![None, Some("2023-04-01"), Some("2024-06-30")]),
        name in prop::sample::select(vec!["story", "avenant-alone"]),
    ) {
        let as_of = AsOf { effective: day.map(|d| d.parse().unwrap()), known: None };
        let story = Story::without(name, as_of, &holes);
        for lang in [Lang::Fr, Lang::En] {
            let style = Style { lang, width, colour: false };
            let mut pages = vec![story.page(style), greffe_render::trail(style, &story, &story.trail)];
            pages.extend(story.views.iter().map(|v| greffe_render::convention(style, &story, v)));
            for line in pages.iter().flat_map(|page| page.lines()) {
                prop_assert!(line.width() <= width, "{} > {width}: {line}", line.width());
            }
        }
    }
}

#[test]
fn colour_adds_nothing_but_codes() {
    for story in stories() {
        let plain = story.page(Style { lang: Lang::Fr, width: 80, colour: false });
        let coloured = story.page(Style { lang: Lang::Fr, width: 80, colour: true });
        assert!(!plain.contains('\u{1b}'));
        assert!(coloured.contains("\u{1b}["));
        assert_eq!(bare(&coloured), plain);
        assert!(
            coloured.lines().all(|line| {
                let last = line.rfind("\u{1b}[");
                last.is_none_or(|at| line[at..].starts_with("\u{1b}[0m"))
            }),
            "a tone is closed on its line"
        );
    }
}

/// The believed amounts of a view with what supports them.
fn amounts(story: &Story) -> Vec<&Sourced<Money>> {
    let mut all = Vec::new();
    for view in &story.views {
        let steps = view.subsidy_cents.steps.iter().chain(&view.budget_cents.steps);
        all.extend(steps.map(|step| &step.believed));
        all.extend(&view.realised_cents);
        all.extend(view.final_stated.iter().chain(&view.balance_stated));
    }
    all
}

fn reference(story: &Story, entry: u64, passages: &[Passage]) -> String {
    let bare = story.reference(entry, None);
    let found = passages.iter().map(|p| story.reference(entry, Some(p))).find(|r| *r != bare);
    found.unwrap_or(bare)
}

#[test]
fn every_figure_is_followed_by_its_reference() {
    for story in stories() {
        for lang in [Lang::Fr, Lang::En] {
            let style = Style { lang, width: 100, colour: false };
            for (view, page) in
                story.views.iter().map(|v| (v, greffe_render::convention(style, &story, v)))
            {
                for amount in amounts(&story) {
                    let reference = reference(&story, amount.entries[0], &amount.passages);
                    let shown = format!("{}\u{a0}[{reference}]", money(lang, amount.value));
                    assert!(page.contains(&shown), "{shown} is not on\n{page}");
                }
                for payment in &view.payments {
                    let reference = reference(&story, payment.entries[0], &payment.passages);
                    let shown = format!("{}\u{a0}[{reference}]", money(lang, payment.amount_cents));
                    assert!(page.contains(&shown), "{shown} is not on\n{page}");
                }
                for scenario in view.balance.iter().flat_map(|b| &b.scenarios) {
                    let Some(due) = scenario.due.entitlement_cents else { continue };
                    let shown = money(lang, due);
                    assert!(page.contains(&shown), "{shown} is not on\n{page}");
                }
                for share in view.shares.iter().filter_map(|s| s.stated.as_ref()) {
                    let reference = reference(&story, share.entries[0], &share.passages);
                    let shown = format!("{}\u{a0}[{reference}]", share.value.stated);
                    assert!(page.contains(&shown), "{shown} is not on\n{page}");
                }
            }
        }
    }
}

#[test]
fn nothing_known_is_no_panic() {
    use greffe_convention_state::ConventionView;
    use greffe_domain::Facts;
    let stream = "convention/vauclaire/2023/inconnu".parse().unwrap();
    let view = ConventionView::of(&Facts::default(), &stream, AsOf::default());
    let story = Story::read("breach", AsOf::default());
    for lang in [Lang::Fr, Lang::En] {
        let style = Style { lang, width: 0, colour: true };
        let page = greffe_render::convention(style, &story, &view);
        assert!(page.contains("2023"), "the year of the stream is shown:\n{page}");
        let none = "act/vauclaire/rien".parse().unwrap();
        assert_eq!(greffe_render::act(style, &story, &story.trail, &none), "");
        assert!(!greffe_render::findings(style, &story, &[], 0).is_empty());
    }
}
