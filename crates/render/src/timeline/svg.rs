//! Pictures: a small writer of SVG, and a timeline drawn with it.
//!
//! A picture says everything in words: colour repeats what form and text say. Its text stays text,
//! so that it can be searched, read aloud and enlarged. The same timeline gives the same bytes.

use super::scale::{Place, Scale};
use super::{bounds, extent, moments};
use crate::figures;
use crate::history::Moment;
use crate::ink::{clean, typeset};
use crate::style::{Lang, References};
use crate::words::cut;
use greffe_domain::Day;
use greffe_inquiry::Timeline;
use std::fmt::{Display, Write as _};

/// How pictures look; part of the style of a page that holds them, and of a picture that stands
/// alone. Light, then dark where the reader asks for it.
pub(crate) const STYLE: &str = "\
svg{--ink:#1b1f24;--soft:#57606a;--line:#c9d1d9;--mark:#0b57a4;--paper:#ffffff}\
svg text{font-family:system-ui,-apple-system,\"Segoe UI\",\"Liberation Sans\",Arial,sans-serif;\
font-size:13px;fill:var(--ink)}\
svg .paper{fill:var(--paper)}\
svg .tick{font-size:11px;fill:var(--soft)}\
svg .grid{stroke:var(--line);stroke-width:1}\
svg .when{font-weight:600}\
svg .soft{fill:var(--soft)}\
svg .mark{fill:var(--mark);stroke:var(--mark);stroke-width:1.5}\
svg .hollow{fill:var(--paper);stroke:var(--mark);stroke-width:1.5}\
svg .possible{stroke-dasharray:3 2}\
svg .open{fill:none;stroke:var(--mark);stroke-width:1.5;stroke-dasharray:1 3}\
@media screen and (prefers-color-scheme:dark){\
svg{--ink:#e6edf3;--soft:#a0abb6;--line:#39424d;--mark:#79b8ff;--paper:#12161b}}";

/// The width of a picture, and its margin.
pub(crate) const WIDTH: i64 = 760;
const MARGIN: i64 = 12;
/// The height of the line of months or years above the rows.
const HEAD: i64 = 28;

/// For what width a timeline is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Format {
    /// What tells its pictures from those of another width on one page.
    pub(crate) name: &'static str,
    width: i64,
    /// The height of a row.
    row: i64,
    /// How many characters of 13 pixels fit into a line.
    fits: usize,
    /// How many months or years are named at most.
    ticks: i64,
    /// Whether the words stand on a line of their own, under the date.
    below: bool,
}

/// For paper and a wide screen.
pub(crate) const BROAD: Format =
    Format { name: "timeline", width: WIDTH, row: 36, fits: 106, ticks: 9, below: false };
/// For a telephone.
pub(crate) const NARROW: Format =
    Format { name: "timeline-narrow", width: 366, row: 54, fits: 48, ticks: 4, below: true };

/// A picture in the making: elements in their order, text escaped.
pub(crate) struct Svg(String);

impl Svg {
    /// A picture of some height, named and described. `id` tells its title and description from
    /// those of other pictures on the page.
    pub(crate) fn new(
        id: &str,
        lang: Lang,
        (width, height): (i64, i64),
        (title, description): (&str, &str),
    ) -> Svg {
        let mut svg = Svg(String::new());
        let _ = writeln!(
            svg.0,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" role=\"img\" lang=\"{}\" \
             aria-labelledby=\"{id}-title {id}-desc\">",
            lang.pick("fr", "en")
        );
        svg.text_element("title", &[("id", &format!("{id}-title"))], title);
        svg.text_element("desc", &[("id", &format!("{id}-desc"))], description);
        svg
    }

    /// An element without content.
    pub(crate) fn shape(&mut self, name: &str, attributes: &[(&str, &dyn Display)]) {
        self.open(name, attributes);
        self.0.push_str("/>\n");
    }

    /// A text that begins (`start`), ends (`end`) or has its middle (`middle`) at a place.
    pub(crate) fn text(&mut self, x: i64, y: i64, anchor: &str, class: &str, text: &str) {
        self.text_element(
            "text",
            &[("x", &x), ("y", &y), ("text-anchor", &anchor), ("class", &class)],
            text,
        );
    }

    /// A line of text whose parts follow each other, each in its class.
    pub(crate) fn line(&mut self, x: i64, y: i64, parts: &[(&str, &str)]) {
        self.open("text", &[("x", &x), ("y", &y)]);
        self.0.push('>');
        for (at, (class, part)) in parts.iter().enumerate() {
            // The gap between two parts is a distance, so that no space has to be kept.
            let gap = if at == 0 { 0 } else { 8 };
            self.open("tspan", &[("dx", &gap), ("class", class)]);
            let _ = write!(self.0, ">{}</tspan>", escaped(part));
        }
        self.0.push_str("</text>\n");
    }

    fn text_element(&mut self, name: &str, attributes: &[(&str, &dyn Display)], text: &str) {
        self.open(name, attributes);
        let _ = writeln!(self.0, ">{}</{name}>", escaped(text));
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &dyn Display)]) {
        let _ = write!(self.0, "<{name}");
        for (key, value) in attributes {
            let value = value.to_string();
            if !value.is_empty() {
                let _ = write!(self.0, " {key}=\"{}\"", escaped(&value));
            }
        }
    }

    /// The picture.
    pub(crate) fn finish(mut self) -> String {
        self.0.push_str("</svg>\n");
        self.0
    }
}

/// Text as XML holds it: nothing hidden, and no sign that means markup.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Not characters of XML.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// A timeline as a picture that stands alone.
#[must_use]
pub fn timeline_svg(lang: Lang, refs: &dyn References, timeline: &Timeline) -> String {
    let moments = moments(timeline);
    let title = format!("{} {}", lang.pick("Frise\u{a0}:", "Timeline of"), timeline.stream);
    let description = extent(lang, timeline, &moments);
    let place = (BROAD, "timeline");
    let drawn = picture(place, (lang, refs), (&moments, bounds(&moments)), (&title, &description));
    // The style goes into the picture itself, behind its opening tag.
    match drawn.split_once(">\n") {
        Some((open, rest)) => format!("{open}>\n<style>{STYLE}</style>\n{rest}"),
        None => drawn,
    }
}

/// The pictures of a timeline for a page: so many rows each, all on the same scale.
pub(crate) fn panels(
    format: Format,
    lang: Lang,
    refs: &dyn References,
    timeline: &Timeline,
    rows: usize,
) -> Vec<String> {
    let moments = moments(timeline);
    let parts: Vec<&[Moment]> = moments.chunks(rows.max(1)).collect();
    let panel = |(at, part): (usize, &&[Moment])| {
        let number = format!("{}/{}", at + 1, parts.len());
        let title = format!("{} ({number})", lang.pick("Frise", "Timeline"));
        let description = extent(lang, timeline, &moments);
        let id = format!("{}-{}", format.name, at + 1);
        picture((format, &id), (lang, refs), (part, bounds(&moments)), (&title, &description))
    };
    parts.iter().enumerate().map(panel).collect()
}

fn picture(
    (format, id): (Format, &str),
    (lang, refs): (Lang, &dyn References),
    (moments, bounds): (&[Moment], Option<(Day, Day)>),
    (title, description): (&str, &str),
) -> String {
    let width = format.width;
    let rows = i64::try_from(moments.len()).unwrap_or(i64::MAX / format.row - 2);
    let height = HEAD + rows.saturating_mul(format.row) + MARGIN;
    let mut svg = Svg::new(id, lang, (width, height), (title, description));
    svg.shape("rect", &[("class", &"paper"), ("width", &width), ("height", &height)]);
    let line = width - 2 * MARGIN;
    let scale = bounds.map(|bounds| Scale::of(bounds, line));
    for (at, label) in scale.map(|scale| scale.ticks(format.ticks)).unwrap_or_default() {
        let x = MARGIN + at;
        let bottom = height - MARGIN;
        svg.shape(
            "line",
            &[("class", &"grid"), ("x1", &x), ("y1", &(HEAD - 6)), ("x2", &x), ("y2", &bottom)],
        );
        // A label at the end of the line would leave the picture.
        let anchor = if at > line - 40 { "end" } else { "start" };
        svg.text(x, HEAD - 12, anchor, "tick", &label);
    }
    for (at, moment) in (0i64..).zip(moments) {
        row(&mut svg, (lang, refs), (format, scale), moment, HEAD + at * format.row);
    }
    svg.finish()
}

fn row(
    svg: &mut Svg,
    (lang, refs): (Lang, &dyn References),
    (format, scale): (Format, Option<Scale>),
    moment: &Moment,
    top: i64,
) {
    let date = figures::date(lang, moment.when());
    let reference = moment.reference(refs);
    let doubt = lang.pick("(peut-être en vigueur)", "(possibly in force)");
    let doubt = if moment.is_possible() { doubt } else { "" };
    let beside = date.chars().count() + reference.chars().count() + doubt.chars().count() + 4;
    let taken = if format.below { 0 } else { beside };
    let words = cut(&moment.sentence(lang), format.fits.saturating_sub(taken));
    let mut parts = vec![("when", date.as_str())];
    if !format.below {
        parts.push(("", words.as_str()));
    }
    if !doubt.is_empty() {
        parts.push(("soft", doubt));
    }
    parts.push(("soft", reference.as_str()));
    let parts: Vec<(&str, String)> = parts.into_iter().map(|(c, t)| (c, typeset(t))).collect();
    let parts: Vec<(&str, &str)> = parts.iter().map(|(c, t)| (*c, t.as_str())).collect();
    svg.line(MARGIN, top + 14, &parts);
    if format.below {
        svg.line(MARGIN, top + 31, &[("", typeset(&words).as_str())]);
    }
    if let Some(scale) = scale {
        let y = top + if format.below { 42 } else { 25 };
        mark(svg, scale.place(moment.when()), moment.is_possible(), (format.width, y));
    }
}

/// A disc for one day, a bar for a span, an arrow where an end is open; hollow and broken where it
/// only may be in force.
fn mark(svg: &mut Svg, place: Place, possible: bool, (width, y): (i64, i64)) {
    let class = if possible { "hollow possible" } else { "mark" };
    let last = width - 2 * MARGIN - 1;
    let bar = |svg: &mut Svg, from: i64, to: i64| {
        let width = (to - from).max(6);
        let x = MARGIN + from - i64::from(to - from < 6) * 3;
        svg.shape(
            "rect",
            &[("class", &class), ("x", &x), ("y", &(y - 4)), ("width", &width), ("height", &8)],
        );
    };
    // An arrow at an open end, and a dotted line that leads to it.
    let arrow = |svg: &mut Svg, tip: i64, from: i64| {
        let (tip, from) = (MARGIN + tip, MARGIN + from);
        let back = if tip < from { tip + 8 } else { tip - 8 };
        let line = [
            ("class", &"open" as &dyn Display),
            ("x1", &from),
            ("y1", &y),
            ("x2", &back),
            ("y2", &y),
        ];
        svg.shape("line", &line);
        let points = format!("{tip},{y} {back},{} {back},{}", y - 5, y + 5);
        svg.shape("polygon", &[("class", &class), ("points", &points)]);
    };
    match place {
        Place::On(at) => {
            svg.shape(
                "circle",
                &[("class", &class), ("cx", &(MARGIN + at)), ("cy", &y), ("r", &5)],
            );
        }
        Place::Between(from, to) => bar(svg, from, to),
        Place::Until(to) => {
            arrow(svg, 0, to);
            bar(svg, to, to);
        }
        Place::Since(from) => {
            arrow(svg, last, from);
            bar(svg, from, from);
        }
        Place::Anywhere => {
            arrow(svg, 0, last / 2);
            arrow(svg, last, last / 2);
        }
    }
}
