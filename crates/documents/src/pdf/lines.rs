//! From glyphs to lines: words, the gaps between them, and the paragraphs that white space parts.
//!
//! A page knows no words and no order. Glyphs on one base line are one line, from left to right,
//! whatever the order in which they were drawn; a gap is as many spaces as half an em goes into
//! it, so that what stands in columns is still told apart from what follows on.

use super::glyphs::Glyph;
use crate::places::Area;

/// A word of a line: its characters, and where they stand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub text: String,
    pub area: Area,
    /// How many spaces stand before it.
    pub gap: usize,
}

/// A line of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub words: Vec<Word>,
    /// Whether more room stands above it than lines of a paragraph leave.
    pub apart: bool,
}

/// Parts of an em: less is no gap at all, and a space glyph is one from there on.
const GAP: f64 = 0.15;
/// The room that one space takes, where gaps are counted in spaces.
const SPACE: f64 = 0.5;
/// More spaces than a page is wide are never needed.
const WIDEST: f64 = 60.0;

/// The lines of some glyphs, from the top of the page.
pub(super) fn lines(glyphs: &[Glyph]) -> Vec<Line> {
    let mut rows = rows(glyphs);
    for row in &mut rows {
        row.glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
        // A shape that does not begin a line of words is no bullet.
        let bullet = matches!(row.glyphs.as_slice(), [first, next, ..]
            if first.drawn && !next.drawn && next.x - first.end() < first.size * 4.0);
        let mut first = true;
        row.glyphs.retain(|glyph| !glyph.drawn || (std::mem::take(&mut first) && bullet));
    }
    let pitch = pitch(&rows);
    let mut lines = Vec::new();
    let mut above: Option<f64> = None;
    for row in &rows {
        let words = words(&row.glyphs);
        if words.is_empty() {
            continue;
        }
        let apart = above
            .is_some_and(|above| row.base - above > pitch.min(row.size * 2.4).max(row.size) * 1.4);
        above = Some(row.base);
        lines.push(Line { words, apart });
    }
    lines
}

/// Glyphs on one base line.
struct Row<'a> {
    base: f64,
    size: f64,
    glyphs: Vec<&'a Glyph>,
}

impl Row<'_> {
    /// Whether a glyph stands on this line: each has its middle between the other's top and
    /// bottom. So raised letters (`1er`, `n°`) stay on the line that they are raised from.
    fn holds(&self, glyph: &Glyph) -> bool {
        let middle = glyph.y - glyph.size * 0.25;
        let (top, bottom) = (self.base - self.size * 0.85, self.base + self.size * 0.15);
        let own = self.base - self.size * 0.25;
        let (glyph_top, glyph_bottom) = (glyph.y - glyph.size * 0.85, glyph.y + glyph.size * 0.15);
        (top..bottom).contains(&middle) && (glyph_top..glyph_bottom).contains(&own)
    }
}

fn rows(glyphs: &[Glyph]) -> Vec<Row<'_>> {
    let mut order: Vec<&Glyph> = glyphs.iter().filter(|glyph| !glyph.is_blank()).collect();
    // The largest first at each height, so that a line is begun by its letters and not by what is
    // raised from them.
    order.sort_by(|a, b| a.y.total_cmp(&b.y).then(b.size.total_cmp(&a.size)));
    let mut rows: Vec<Row<'_>> = Vec::new();
    for glyph in order {
        // Only the last few rows can be near: they come in order of height.
        match rows.iter_mut().rev().take(NEAR).find(|row| row.holds(glyph)) {
            Some(row) => {
                if glyph.size > row.size * 1.05 {
                    (row.base, row.size) = (glyph.y, glyph.size);
                }
                row.glyphs.push(glyph);
            }
            None => rows.push(Row { base: glyph.y, size: glyph.size, glyphs: vec![glyph] }),
        }
    }
    rows.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows = merge_raised(rows);
    for blank in glyphs.iter().filter(|glyph| glyph.is_blank()) {
        let from = rows.partition_point(|row| row.base + row.size * 0.15 < blank.y - blank.size);
        if let Some(row) = rows.iter_mut().skip(from).take(NEAR).find(|row| row.holds(blank)) {
            row.glyphs.push(blank);
        }
    }
    rows
}

/// How many rows may overlap at one height.
const NEAR: usize = 4;
/// So many small letters, at most, are raised from one line.
const RAISED: usize = 24;

/// A short row of small glyphs that overlaps the row below it was raised from that.
fn merge_raised(rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    let mut merged: Vec<Row<'_>> = Vec::new();
    for row in rows {
        match merged.last_mut() {
            Some(above)
                if above.size < row.size * 0.8
                    && above.base > row.base - row.size * 0.7
                    && above.glyphs.len() <= RAISED
                    && !overlaps(above, &row) =>
            {
                (above.base, above.size) = (row.base, row.size);
                above.glyphs.extend(row.glyphs);
            }
            _ => merged.push(row),
        }
    }
    merged
}

/// Whether two rows stand one above the other rather than side by side.
fn overlaps(a: &Row<'_>, b: &Row<'_>) -> bool {
    a.glyphs.iter().any(|one| {
        b.glyphs.iter().any(|other| one.x + 0.1 < other.end() && other.x + 0.1 < one.end())
    })
}

/// The usual distance between two lines of the page.
fn pitch(rows: &[Row<'_>]) -> f64 {
    let pairs = rows.iter().zip(rows.iter().skip(1));
    let mut steps: Vec<f64> = pairs.map(|(a, b)| b.base - a.base).filter(|s| *s > 1.0).collect();
    steps.sort_by(f64::total_cmp);
    // Lines of a paragraph are the closest ones; white space only adds to their distance.
    steps.get(steps.len() / 4).copied().unwrap_or(0.0)
}

fn words(glyphs: &[&Glyph]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut last: Option<&Glyph> = None;
    let mut blank = false;
    for glyph in glyphs {
        if glyph.is_blank() {
            blank = true;
            continue;
        }
        let size = last.map_or(glyph.size, |last| last.size.max(glyph.size));
        let gap = last.map_or(0.0, |last| glyph.x - last.end()) / size;
        let parted = gap > GAP || (blank && gap > -GAP);
        match words.last_mut() {
            Some(word) if !parted => {
                word.text.push_str(&glyph.text);
                word.area = word.area.with(area(glyph));
            }
            _ => {
                let spaces = if words.is_empty() { 0 } else { spaces(gap) };
                words.push(Word { text: glyph.text.clone(), area: area(glyph), gap: spaces });
            }
        }
        last = Some(glyph);
        blank = false;
    }
    words
}

/// How many spaces a gap is, given in ems.
fn spaces(gap: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and the widest"
    )]
    let spaces = (gap / SPACE).round().clamp(1.0, WIDEST) as usize;
    spaces
}

fn area(glyph: &Glyph) -> Area {
    let (top, bottom) = (glyph.y - glyph.size * 0.8, glyph.y + glyph.size * 0.2);
    Area::of_points([glyph.x, top, glyph.end(), bottom])
}
