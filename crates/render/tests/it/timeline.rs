//! Timelines: golden pages at the widths of real terminals, and laws of every form.

use crate::story::{Story, golden};
use greffe_domain::AsOf;
use greffe_render::{
    Lang, Style, timeline, timeline_csv, timeline_json, timeline_json_lines, timeline_svg,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

const CONVENTION: &str = "convention/vauclaire/2023/les-ateliers-du-pont";
const ORGAN: &str = "organ/vauclaire/bureau";

fn check(name: &str, page: &str) {
    let path = golden(name);
    if std::env::var_os("GREFFE_UPDATE_GOLDEN").is_some_and(|v| v == "1") {
        std::fs::write(&path, page).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "{name} differs; GREFFE_UPDATE_GOLDEN=1 writes it anew:\n{page}");
}

fn style(lang: Lang, width: usize) -> Style {
    Style { lang, width, colour: false }
}

#[test]
fn a_convention_at_the_widths_of_real_terminals() {
    let story = Story::read("story", AsOf::default());
    let shown = story.timeline(CONVENTION);
    check("timeline.fr.80", &timeline(style(Lang::Fr, 80), &story, &shown));
    check("timeline.en.140", &timeline(style(Lang::En, 140), &story, &shown));
    check("timeline.svg.fr", &timeline_svg(Lang::Fr, &story, &shown));
}

#[test]
fn an_organ() {
    let story = Story::read("story", AsOf::default());
    let shown = story.timeline(ORGAN);
    check("timeline.organ.fr", &timeline(style(Lang::Fr, 100), &story, &shown));
}

#[test]
fn dates_that_are_not_days_are_drawn_as_spans() {
    let as_of = AsOf { effective: Some("2024-06-30".parse().unwrap()), known: None };
    let story = Story::read("avenant-alone", as_of);
    let shown = story.timeline(&story.views[0].stream.to_string());
    let page = timeline(style(Lang::En, 100), &story, &shown);
    assert!(page.contains('◄') && page.contains("possibly in force"), "{page}");
    check("timeline.possible.en", &page);
}

/// The entries that each form speaks of.
fn entries(story: &Story) -> [BTreeSet<u64>; 3] {
    let shown = story.timeline(CONVENTION);
    let csv = timeline_csv(Lang::Fr, story, &shown).unwrap();
    let mut table = csv::Reader::from_reader(csv.as_bytes());
    let of_csv = table.records().map(|r| r.unwrap()[0].parse().unwrap()).collect();
    let lines = timeline_json_lines(Lang::Fr, story, &shown).unwrap();
    let lines = lines.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
    let of_lines = lines.map(|line| line["entry"].as_u64().unwrap()).collect();
    let json = serde_json::to_value(timeline_json(&shown)).unwrap();
    let events = json["events"].as_array().unwrap();
    let of_json = events.iter().map(|e| e["entry"].as_u64().unwrap()).collect();
    [of_csv, of_lines, of_json]
}

#[test]
fn every_form_for_programs_tells_every_entry() {
    let story = Story::read("story", AsOf::default());
    let all: BTreeSet<u64> = story.timeline(CONVENTION).events.iter().map(|e| e.entry).collect();
    assert!(all.len() > 15);
    assert_eq!(entries(&story), [all.clone(), all.clone(), all]);
}

/// What Timesketch demands of a line: three texts, the second an ISO 8601 instant with its offset.
#[test]
fn timesketch_ingests_every_line() {
    let story = Story::read("story", AsOf::default());
    let lines = timeline_json_lines(Lang::En, &story, &story.timeline(CONVENTION)).unwrap();
    let mut before = String::new();
    for line in lines.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(!line["message"].as_str().unwrap().is_empty());
        let datetime = line["datetime"].as_str().unwrap();
        let utc = datetime.strip_suffix("+00:00").unwrap();
        assert!(format!("{utc}Z").parse::<greffe_domain::Instant>().is_ok(), "{datetime}");
        assert!(before.as_str() <= datetime, "in the order of their instants");
        before = datetime.to_owned();
        let desc = line["timestamp_desc"].as_str().unwrap();
        let known =
            ["Effective", "Effective, no earlier than", "Effective, no later than", "Recorded"];
        assert!(known.contains(&desc), "{desc}");
        assert!(line.as_object().unwrap().values().all(|v| !v.is_object() && !v.is_array()));
    }
}

#[test]
fn a_picture_is_xml_that_says_everything_in_words() {
    let plain = Story::read("story", AsOf::default());
    let odd = Story::spoilt("story", "Les Ateliers du Pont", "</text>]]>&\"'<script>\u{0}\u{ffff}");
    for story in [plain, odd] {
        let drawn = timeline_svg(Lang::En, &story, &story.timeline(CONVENTION));
        let document =
            roxmltree::Document::parse(&drawn).unwrap_or_else(|e| panic!("{e}\n{drawn}"));
        let named = |name: &str| document.descendants().filter(|n| n.has_tag_name(name)).count();
        let svg = "http://www.w3.org/2000/svg";
        assert_eq!(named("script"), 0);
        assert!(
            document
                .descendants()
                .all(|n| !n.is_element() || n.tag_name().namespace() == Some(svg))
        );
        let of = |name| document.descendants().filter(|n| n.has_tag_name((svg, name))).count();
        assert_eq!((of("title"), of("desc"), of("script"), of("image")), (1, 1, 0, 0));
        assert!(!drawn.contains("href") && !drawn.contains("url("), "nothing is loaded");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// A ledger with holes, at any day and width, fits the page and tells the same in every form.
    #[test]
    fn any_part_of_a_story_has_a_timeline(
        holes in prop::collection::vec(0usize..56, 0..50),
        width in 60usize..=160,
        day in prop::sample::select(vec![None, Some("2023-04-01"), Some("2024-06-30")]),
    ) {
        let as_of = AsOf { effective: day.map(|d| d.parse().unwrap()), known: None };
        let story = Story::without("story", as_of, &holes);
        for stream in [CONVENTION, ORGAN] {
            let shown = story.timeline(stream);
            for lang in [Lang::Fr, Lang::En] {
                let page = timeline(style(lang, width), &story, &shown);
                for line in page.lines() {
                    prop_assert!(line.width() <= width, "{} > {width}: {line}", line.width());
                    prop_assert!(!line.ends_with(' '), "trailing space: {line}");
                }
                prop_assert!(roxmltree::Document::parse(&timeline_svg(lang, &story, &shown)).is_ok());
            }
        }
        let [csv, lines, json] = entries(&story);
        prop_assert_eq!(&csv, &json);
        prop_assert_eq!(&lines, &json);
    }
}
