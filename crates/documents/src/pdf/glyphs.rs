//! From the instructions of a page to the glyphs they draw: what each stands for, and where.

use crate::pdf::MOST_GLYPHS;
use hayro_cmap::BfString;
use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};
use kurbo::{Affine, BezPath, Point, Shape as _, Vec2};
use std::collections::HashSet;

/// More small shapes than that are a drawing.
const MOST_SHAPES: usize = 4096;

/// The glyph space of a font has a thousand units in an em.
const EM: f64 = 1000.0;

/// The same letter drawn again so near, in points, is the same letter.
const CELL: f64 = 0.4;

/// A glyph on its page: points (1/72 inch) from the upper left corner, `y` downwards.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// What it stands for.
    pub text: String,
    /// Where its advance begins.
    pub x: f64,
    /// Its base line.
    pub y: f64,
    /// How far the writing moves on.
    pub width: f64,
    /// The size of its font.
    pub size: f64,
    /// Whether it is a small shape that was drawn, and not written: a bullet, if it begins a line.
    pub drawn: bool,
}

impl Glyph {
    pub(super) fn end(&self) -> f64 {
        self.x + self.width
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.chars().all(|c| c.is_whitespace() || c.is_control())
    }
}

/// Gathers the glyphs of one page.
#[derive(Debug, Default)]
pub(super) struct Gatherer {
    /// Glyphs that run from left to right.
    pub level: Vec<Glyph>,
    /// Glyphs that run upwards, downwards or aslant, in the frame of their own direction.
    pub turned: Vec<(i32, Glyph)>,
    shapes: usize,
    /// How many glyphs have no known character.
    pub unknown: usize,
    /// Whether anything but glyphs was drawn from an image.
    pub images: usize,
    /// Whether the page draws more than is read.
    pub full: bool,
    drawn: HashSet<(u64, i64, i64)>,
}

impl Gatherer {
    fn glyph(&mut self, glyph: &Drawn<'_>, at: Affine) {
        if self.level.len() + self.turned.len() >= MOST_GLYPHS {
            self.full = true;
            return;
        }
        let advance = match glyph {
            Drawn::Outline(outline) => outline.advance_width().unwrap_or(0.0),
            Drawn::Type3(type3) => type3.advance_width().unwrap_or(0.0),
        };
        let origin = at * Point::ZERO;
        let along = at * Point::new(f64::from(advance), 0.0) - origin;
        let up = at * Point::new(0.0, EM) - origin;
        let (size, width) = (up.hypot(), along.hypot());
        if !(origin.is_finite() && size.is_finite() && width.is_finite()) || size < 0.5 {
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(s)) => s,
            None => String::new(),
        };
        let text: String = text.chars().filter(|c| !c.is_control()).map(letters).collect();
        if text.is_empty() || text.contains('\u{fffd}') {
            self.unknown += 1;
        }
        let text = if text.is_empty() { "\u{fffd}".to_owned() } else { text };
        // A letter is drawn twice to look bold, or once to fill and once to stroke it.
        if !self.first(&text, origin) {
            return;
        }
        self.place(text, origin, direction(at), (width, size));
    }

    /// A small dot or square that is filled: browsers draw the bullets of lists so.
    fn shape(&mut self, path: &BezPath, at: Affine) {
        self.shapes += 1;
        // A bullet has a few curves; a drawing has many.
        if path.elements().len() > 24 {
            return;
        }
        let area = (at * path.clone()).bounding_box();
        let (width, height) = (area.width(), area.height());
        let round = width < height * 1.4 && height < width * 1.4;
        if !(area.is_finite() && round && (1.5..=7.0).contains(&width)) {
            return;
        }
        // It stands at the middle of small letters, and takes about a third of an em.
        let size = (width * 3.0).clamp(7.0, 14.0);
        let y = area.center().y + size * 0.25;
        let text = "•".to_owned();
        self.level.push(Glyph { text, x: area.x0, y, width, size, drawn: true });
    }

    fn place(&mut self, text: String, at: Point, way: Vec2, (width, size): (f64, f64)) {
        let quarter = if way.y.abs() <= way.x.abs() * 0.1 && way.x > 0.0 {
            0
        } else {
            // To the nearest quarter turn: margins are written upwards or downwards.
            #[expect(clippy::cast_possible_truncation, reason = "one of four quarters")]
            let quarter = (way.atan2() / std::f64::consts::FRAC_PI_2).round() as i32;
            quarter.rem_euclid(4)
        };
        // In the frame of its own direction, `x` runs along the writing and `y` down the lines.
        let (x, y) = match quarter {
            1 => (at.y, -at.x),
            2 => (-at.x, -at.y),
            3 => (-at.y, at.x),
            _ => (at.x, at.y),
        };
        let glyph = Glyph { text, x, y, width, size, drawn: false };
        if quarter == 0 && way.y.abs() <= way.x.abs() * 0.1 {
            self.level.push(glyph);
        } else {
            self.turned.push((quarter, glyph));
        }
    }

    fn first(&mut self, text: &str, at: Point) -> bool {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "saturates; such a place is on no page"
        )]
        let (x, y) = ((at.x / CELL).round() as i64, (at.y / CELL).round() as i64);
        let mut key = 0xcbf2_9ce4_8422_2325_u64;
        for byte in text.bytes() {
            key = (key ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let near = |dx: i64, dy: i64| (key, x.saturating_add(dx), y.saturating_add(dy));
        let known = (-1..=1).any(|dx| (-1..=1).any(|dy| self.drawn.contains(&near(dx, dy))));
        self.drawn.insert((key, x, y));
        !known
    }
}

/// A ligature is one glyph, and its letters are what was written.
fn letters(c: char) -> String {
    match c {
        'ﬀ' => "ff".to_owned(),
        'ﬁ' => "fi".to_owned(),
        'ﬂ' => "fl".to_owned(),
        'ﬃ' => "ffi".to_owned(),
        'ﬄ' => "ffl".to_owned(),
        'ﬅ' | 'ﬆ' => "st".to_owned(),
        c => c.to_string(),
    }
}

/// Which way the writing runs.
fn direction(at: Affine) -> Vec2 {
    at * Point::new(EM, 0.0) - at * Point::ZERO
}

impl Device<'_> for Gatherer {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Fill(_)) && self.shapes < MOST_SHAPES {
            self.shape(path, props.transform);
        }
    }
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform());
        }
    }
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.images += 1;
    }
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
