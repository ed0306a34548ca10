//! The pages of questions at every width: nothing runs over, colour only repeats, and what is
//! supposed says so.

use crate::story::Story;
use greffe_audit_trail::RulePack;
use greffe_domain::{AsOf, StreamKind};
use greffe_inquiry::{
    Assignation, ConventionRecord, Hypothesis, Without, blame, diff, explain, what_if,
};
use greffe_render::{Lang, Side, Style};
use unicode_width::UnicodeWidthStr;

/// The pages of every question to a story.
fn pages(story: &Story, style: Style) -> Vec<String> {
    let now = AsOf::default();
    let convention = |s: &&greffe_domain::StreamId| s.kind() == StreamKind::Convention;
    let stream = story.recorded.iter().map(|r| &r.meta.stream).find(convention).unwrap();
    let record = ConventionRecord::of(stream.clone(), story.recorded.clone());
    let fields = record.fields(now);
    let mut pages =
        vec![greffe_render::blame(style, story, stream, &blame(&record, now, None, true).unwrap())];
    for field in fields.iter() {
        let explanation = explain(&record, now, &field.path).unwrap();
        pages.push(greffe_render::explain(style, story, stream, &explanation));
    }
    let early = AsOf { effective: Some("2023-12-31".parse().unwrap()), known: None };
    let found = diff(&record.fields(early), &fields, true);
    let side = |what| Side { what, refs: story };
    let sides = (side("2023"), side("2024"));
    pages.push(greffe_render::diff(style, stream, sides, &found));
    let next = u64::try_from(story.recorded.len()).unwrap();
    let set = vec![
        Assignation::parse("budget_cents.initial=1 000 000 €").unwrap(),
        Assignation::parse("realised_cents=300 000 €").unwrap(),
    ];
    for hypothesis in [
        Hypothesis {
            without: vec![Without::parse("avenant-1").unwrap()],
            next,
            ..Hypothesis::default()
        },
        Hypothesis { set, next, ..Hypothesis::default() },
    ] {
        let answer = what_if(&record, now, hypothesis, &RulePack::default()).unwrap();
        let page = greffe_render::what_if(style, story, &answer);
        let label =
            style.lang == Lang::En && page.contains("COUNTERFACTUAL: none of this is recorded");
        assert!(label || page.contains("CONTREFACTUELLE"), "{page}");
        pages.push(page);
    }
    pages
}

#[test]
fn no_line_runs_over_and_colour_only_repeats() {
    for name in ["story", "avenant-alone"] {
        let story = Story::read(name, AsOf::default());
        for lang in [Lang::Fr, Lang::En] {
            for width in [60, 80, 140] {
                let style = Style { lang, width, colour: false };
                let plain = pages(&story, style);
                for line in plain.iter().flat_map(|page| page.lines()) {
                    assert!(line.width() <= width, "{name} at {width}: {line}");
                }
                if width != 80 {
                    continue;
                }
                let coloured = pages(&story, Style { colour: true, ..style });
                let stripped: Vec<String> = coloured.iter().map(|page| strip(page)).collect();
                assert_eq!(stripped, plain);
            }
        }
    }
}

/// A page without its ANSI codes.
fn strip(page: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in page.chars() {
        match (inside, c) {
            (false, '\u{1b}') => inside = true,
            (true, 'm') => inside = false,
            (true, _) => {}
            (false, c) => out.push(c),
        }
    }
    out
}
