//! What declarations of a style do to words: whether a reader sees them.
//!
//! Read are the properties by which pages hide words (CSS 2.1, CSS Positioned Layout, CSS Masking), with their
//! escapes and comments. Lengths are judged by their number: a page whose words stand a thousand pixels to the left
//! of it, or have letters of one pixel, shows nobody these words.

// Lengths of a page: no amount and no share is computed here.
#![allow(clippy::float_arithmetic)]

use crate::unseen::{WhyUnseen, number, white};
use std::collections::BTreeMap;

/// Declarations as they hold together: the last of each property, important ones before others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Style(BTreeMap<String, (bool, String)>);

/// Properties that words inherit, so that an element inside may show its own words again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inherited {
    Visibility,
    Size,
    Colour,
    Indent,
}

/// What a style does to the words of its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hides {
    pub(super) why: WhyUnseen,
    /// The property by which an element inside may show its words again.
    pub(super) until: Option<Inherited>,
}

/// Letters of so many pixels or points are not seen.
const TINY: f64 = 2.0;
/// What stands so many pixels outside is on no page.
const FAR: f64 = 400.0;
/// An em is so many pixels where nothing else is known.
const EM: f64 = 16.0;

impl Style {
    /// The declarations of a text: an attribute, or what stands between the braces of a rule.
    pub(super) fn of(css: &str) -> Style {
        let mut style = Style::default();
        style.extend(css);
        style
    }

    /// Adds declarations that come later.
    pub(super) fn extend(&mut self, css: &str) {
        for declaration in unescaped(&without_comments(css)).split(';') {
            let Some((property, value)) = declaration.split_once(':') else { continue };
            let property = property.trim().to_ascii_lowercase();
            let value = value.trim().to_ascii_lowercase();
            let bare = value.split('!').next().unwrap_or_default().trim().to_owned();
            self.set(property, value.contains("!important"), bare);
        }
    }

    /// Adds the declarations of another style, which come later.
    pub(super) fn cover(&mut self, later: &Style) {
        for (property, (important, value)) in &later.0 {
            self.set(property.clone(), *important, value.clone());
        }
    }

    fn set(&mut self, property: String, important: bool, value: String) {
        let kept = self.0.get(&property).is_some_and(|(known, _)| *known && !important);
        if !kept {
            self.0.insert(property, (important, value));
        }
    }

    fn get(&self, property: &str) -> &str {
        self.0.get(property).map_or("", |(_, value)| value)
    }

    /// Whether a reader does not see words of this style, and why.
    pub(super) fn hides(&self) -> Option<Hides> {
        let for_good = |why| Some(Hides { why, until: None });
        let until = |why, inherited| Some(Hides { why, until: Some(inherited) });
        if self.get("display") == "none" || self.get("content-visibility") == "hidden" {
            return for_good(WhyUnseen::Hidden);
        }
        if matches!(self.get("visibility"), "hidden" | "collapse") {
            return until(WhyUnseen::Hidden, Inherited::Visibility);
        }
        if number(self.get("opacity")).is_some_and(|shown| shown <= 0.05) {
            return for_good(WhyUnseen::Pale);
        }
        if ["text-decoration", "text-decoration-line"]
            .iter()
            .any(|name| self.get(name).contains("line-through"))
        {
            return for_good(WhyUnseen::Struck);
        }
        if self.is_placed_outside() || self.is_cut_off() {
            return for_good(WhyUnseen::Outside);
        }
        if self.may_be_outside() {
            return for_good(WhyUnseen::Unsure);
        }
        if pixels(self.get("text-indent")).is_some_and(|indent| indent.abs() >= FAR) {
            return until(WhyUnseen::Outside, Inherited::Indent);
        }
        if self.size().is_some_and(|size| size <= TINY) {
            return until(WhyUnseen::Tiny, Inherited::Size);
        }
        let colour = self.get("color");
        if transparent(colour) {
            return until(WhyUnseen::Pale, Inherited::Colour);
        }
        if white(colour) && !self.paints() {
            return until(WhyUnseen::Unsure, Inherited::Colour);
        }
        None
    }

    /// Whether words of this style are seen again inside an element that hides them by a property.
    pub(super) fn shows(&self, by: Inherited) -> bool {
        let said = match by {
            Inherited::Visibility => self.get("visibility") == "visible",
            Inherited::Size => self.size().is_some_and(|size| size > TINY) && !self.is_relative(),
            Inherited::Colour => !matches!(self.get("color"), "" | "inherit" | "currentcolor"),
            Inherited::Indent => !matches!(self.get("text-indent"), "" | "inherit"),
        };
        said && self.hides().is_none()
    }

    /// Whether the style gives its words a ground of a colour or a picture.
    pub(super) fn paints(&self) -> bool {
        ["background", "background-color", "background-image"].iter().any(|name| {
            !matches!(
                self.get(name),
                "" | "none" | "transparent" | "inherit" | "white" | "#fff" | "#ffffff"
            )
        })
    }

    fn size(&self) -> Option<f64> {
        let font = self.get("font");
        // In the short form the size is the first length: `0/0 a`, `400 1px serif`; a number alone is a weight.
        let length = |word: &&str| *word == "0" || !word.ends_with(|c: char| c.is_ascii_digit());
        let short = || font.split([' ', '/']).filter(length).find_map(pixels);
        pixels(self.get("font-size")).or_else(short)
    }

    /// Whether the size is a part of that of the words around.
    fn is_relative(&self) -> bool {
        let size = self.get("font-size");
        size.ends_with('%') || size.ends_with("em") && !size.ends_with("rem")
    }

    fn is_placed_outside(&self) -> bool {
        let far = |value: &str| !is_share(value) && pixels(value).is_some_and(|at| at <= -FAR);
        let margins = ["margin-left", "margin-top"];
        self.is_placed() && MOVED.iter().any(|name| far(self.get(name)))
            || margins.iter().any(|name| far(self.get(name)))
            || self.shifts().any(far)
            || self.is_scaled_to_nothing()
    }

    /// Whether the words are moved by their whole width or that of what is around: from the page, or over a column
    /// beside it.
    fn may_be_outside(&self) -> bool {
        let whole =
            |value: &str| is_share(value) && number(value).is_some_and(|share| share <= -100.0);
        self.is_placed() && MOVED.iter().any(|name| whole(self.get(name)))
            || self.shifts().any(whole)
    }

    fn is_placed(&self) -> bool {
        matches!(self.get("position"), "absolute" | "fixed" | "relative")
    }

    /// By what the words are shifted: *translateX(-9999px)*.
    fn shifts(&self) -> impl Iterator<Item = &str> {
        self.get("transform").split(['(', ',', ')']).map(str::trim)
    }

    fn is_scaled_to_nothing(&self) -> bool {
        self.get("transform").split(')').any(|function| {
            let Some((name, by)) = function.split_once('(') else { return false };
            name.trim().starts_with("scale")
                && by.split(',').any(|by| number(by.trim()).is_some_and(|by| by.abs() < 0.02))
        })
    }

    fn is_cut_off(&self) -> bool {
        let clip =
            self.get("clip").strip_prefix("rect(").map(|inside| inside.trim_end_matches(')'));
        let point = |edges: &str| {
            let mut edges = edges.split([' ', ',']).filter(|edge| !edge.is_empty());
            edges.all(|edge| pixels(edge).is_some_and(|at| at.abs() <= 1.0))
        };
        let path = self.get("clip-path").strip_prefix("inset(");
        let whole = path.is_some_and(|inside| {
            inside.split([' ', ')', ',']).find_map(number).is_some_and(|part| part >= 50.0)
        });
        let overflow = matches!(self.get("overflow"), "hidden" | "clip");
        let flat = ["width", "height", "max-width", "max-height"]
            .iter()
            .map(|name| self.get(name))
            .into_iter()
            .any(|value| pixels(value).is_some_and(|length| length <= 1.0 && !is_share(value)));
        clip.is_some_and(point) || whole || overflow && flat
    }
}

/// The properties that say where what is placed stands.
const MOVED: [&str; 4] = ["left", "top", "right", "bottom"];

/// Whether a length is a part of another, which nobody knows here; a part of nothing is nothing.
fn is_share(value: &str) -> bool {
    value.ends_with('%') && number(value) != Some(0.0)
}

/// A length in pixels, near enough; `None` for what is none.
fn pixels(value: &str) -> Option<f64> {
    let length = number(value)?;
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    match unit {
        // Without a unit only nought is a length; wrong ones are taken for what was meant.
        "" | "px" | "pt" => Some(length),
        "em" | "rem" | "ex" | "ch" | "pc" | "ic" | "lh" => Some(length * EM),
        // Of the letters around.
        "%" => Some(length * EM / 100.0),
        // A page is some hundreds of pixels wide and high.
        "vw" | "vh" | "vmin" | "vmax" => Some(length * 6.4),
        "mm" => Some(length * 3.8),
        "cm" => Some(length * 38.0),
        "in" => Some(length * 96.0),
        _ => None,
    }
}

fn transparent(colour: &str) -> bool {
    let nothing = |function: &str| {
        let inside = colour.strip_prefix(function).and_then(|rest| rest.strip_suffix(')'));
        let parts: Vec<&str> = inside
            .unwrap_or_default()
            .split([',', ' ', '/'])
            .filter(|part| !part.is_empty())
            .collect();
        parts.len() == 4
            && parts.last().and_then(|part| number(part)).is_some_and(|part| part <= 0.05)
    };
    let alpha = match colour.strip_prefix('#').map(|hex| (hex.len(), hex)) {
        Some((4, hex)) => hex.ends_with('0'),
        Some((8, hex)) => hex.ends_with("00"),
        _ => false,
    };
    colour == "transparent" || alpha || ["rgba(", "rgb(", "hsla(", "hsl("].into_iter().any(nothing)
}

/// CSS without its comments.
pub(super) fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out
}

/// Escapes as the characters that they stand for: `d\69splay` is `display`.
pub(super) fn unescaped(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let mut code = 0u32;
        let mut digits = 0;
        while let Some(digit) = rest.peek().and_then(|c| c.to_digit(16)).filter(|_| digits < 6) {
            code = code * 16 + digit;
            digits += 1;
            rest.next();
        }
        if digits == 0 {
            out.extend(rest.next());
            continue;
        }
        // One blank behind an escape ends it.
        rest.next_if(char::is_ascii_whitespace);
        out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_that_hide_words_are_known_however_they_are_written() {
        for (css, why) in [
            ("display:none", WhyUnseen::Hidden),
            ("DISPLAY : none !important", WhyUnseen::Hidden),
            ("d\\69splay:none", WhyUnseen::Hidden),
            ("disp\\00006C ay:n\\6fne", WhyUnseen::Hidden),
            ("color:red;/* a */dis/**/play:none", WhyUnseen::Hidden),
            ("visibility: hidden", WhyUnseen::Hidden),
            ("font-size:0", WhyUnseen::Tiny),
            ("font-size: 1px", WhyUnseen::Tiny),
            ("font: 0/0 a", WhyUnseen::Tiny),
            ("font-size:1%", WhyUnseen::Tiny),
            ("opacity:0", WhyUnseen::Pale),
            ("opacity: .01", WhyUnseen::Pale),
            ("color: transparent", WhyUnseen::Pale),
            ("color:rgba(0, 0, 0, 0)", WhyUnseen::Pale),
            ("color:#0000", WhyUnseen::Pale),
            ("position:absolute;left:-9999px", WhyUnseen::Outside),
            ("position:fixed;top:-100em", WhyUnseen::Outside),
            ("text-indent:-9999px", WhyUnseen::Outside),
            ("margin-left:-2000px", WhyUnseen::Outside),
            ("position:absolute;clip:rect(0 0 0 0)", WhyUnseen::Outside),
            ("clip-path: inset(100%)", WhyUnseen::Outside),
            ("height:0;overflow:hidden", WhyUnseen::Outside),
            ("transform: translateX(-9999px)", WhyUnseen::Outside),
            ("text-decoration: line-through", WhyUnseen::Struck),
            ("transform: scale(0)", WhyUnseen::Outside),
            ("transform: scale(1, 0)", WhyUnseen::Outside),
            ("position:absolute;left:-100vw", WhyUnseen::Outside),
            ("font:400 1px Arial", WhyUnseen::Tiny),
            ("position:absolute;left:-100%", WhyUnseen::Unsure),
            ("transform:translateX(-100%)", WhyUnseen::Unsure),
            ("color:#FFFFFF", WhyUnseen::Unsure),
            ("color:rgb(255,255,255)", WhyUnseen::Unsure),
        ] {
            assert_eq!(Style::of(css).hides().map(|hides| hides.why), Some(why), "{css}");
        }
        for css in [
            "display:block",
            "transform:scale(0.95)",
            "transform:translateX(-50%)",
            "width:5%;overflow:hidden",
            "font:400 12px Arial",
            "display:none;display:block",
            "font-size:90%",
            "font: bold 12pt/1.5 serif",
            "left:-9999px",
            "text-indent:2em",
            "opacity:1",
            "color:white;background:#003366",
            "margin-left:-15px",
            "margin-left:-100%",
            "overflow:hidden;width:100%",
            "color:#333",
            "text-decoration:underline",
            "content:'display'",
        ] {
            assert_eq!(Style::of(css).hides(), None, "{css}");
        }
    }
}
