//! Scanned pages: the picture that a page shows, and the text that a program recognised in it.
//!
//! This crate recognises nothing itself. It takes the largest picture out of each page, and makes
//! a document of the words that `tesseract` found in it (its `tsv` output), each with its place on
//! the page.

use super::glyphs::Glyph;
use super::{PDF, Sheets, Way, lines, open};
use crate::error::ReadError;
use crate::format::Format;
use crate::{Document, Extractor, RECOGNISER};
use hayro_interpret::font::GlyphRun;
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps,
    InterpreterCache, SoftMask,
};
use kurbo::{Affine, BezPath, Point};
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The largest picture that is decoded, in pixels: A3 at 600 dots an inch.
const MOST_PIXELS: u64 = 70_000_000;

/// Where a picture stands on its page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Placement {
    /// The width and height of the page, in points.
    pub page: [f64; 2],
    /// The width and height of the picture, in pixels.
    pub pixels: [u32; 2],
    /// From pixels to points: the six numbers of an affine map.
    pub map: [f64; 6],
}

/// The picture of a scanned page, in shades of grey, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Where it stands.
    pub placement: Placement,
    /// A byte a pixel; black is 0. Empty when the page shows no picture.
    pub grey: Vec<u8>,
}

impl Picture {
    /// The picture in the format PGM, which programs that recognise characters read.
    #[must_use]
    pub fn to_pgm(&self) -> Vec<u8> {
        let [width, height] = self.placement.pixels;
        let mut pgm = format!("P5\n{width} {height}\n255\n").into_bytes();
        pgm.extend_from_slice(&self.grey);
        pgm
    }
}

/// The largest picture of a page of a PDF, the first page being 1.
///
/// # Errors
/// [`ReadError`] when the file is no readable PDF, has no such page, or the picture is too large.
pub fn picture(bytes: &[u8], page: u32) -> Result<Picture, ReadError> {
    let found = catch_unwind(AssertUnwindSafe(|| largest(bytes, page)));
    found.unwrap_or_else(|_| Err(ReadError::damaged(PDF, "a picture in it cannot be decoded")))
}

fn largest(bytes: &[u8], number: u32) -> Result<Picture, ReadError> {
    let pdf = open(bytes)?;
    let at = usize::try_from(number).ok().and_then(|n| n.checked_sub(1));
    let page = at.and_then(|at| pdf.pages().get(at));
    let page = page.ok_or_else(|| ReadError::damaged(PDF, format!("it has no page {number}")))?;
    let (width, height) = page.render_dimensions();
    let mut finder = Finder::default();
    super::interpret(page, &pdf, &InterpreterCache::new(), &mut finder);
    if finder.too_large {
        return Err(ReadError::limit(PDF, "70 000 000 pixels on a page"));
    }
    let (map, pixels, grey) = finder.found.unwrap_or((Affine::IDENTITY, [0, 0], Vec::new()));
    let page = [f64::from(width), f64::from(height)];
    Ok(Picture { placement: Placement { page, pixels, map: map.as_coeffs() }, grey })
}

#[derive(Default)]
struct Finder {
    found: Option<(Affine, [u32; 2], Vec<u8>)>,
    largest: u64,
    too_large: bool,
}

impl Device<'_> for Finder {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, '_>, _: DrawProps<'_>, _: &DrawMode) {}
    fn draw_image(&mut self, image: Image<'_, '_>, props: ImageDrawProps<'_>) {
        let pixels = u64::from(image.width()).saturating_mul(u64::from(image.height()));
        if pixels > MOST_PIXELS {
            self.too_large = true;
            return;
        }
        if pixels <= self.largest {
            return;
        }
        self.largest = pixels;
        let found = &mut self.found;
        match image {
            Image::Raster(raster) => raster.with_rgba(
                |data, _| {
                    let size = [data.width(), data.height()];
                    *found = Some((props.transform, size, grey(data)));
                },
                None,
            ),
            // A stencil paints where it is set: black on white.
            Image::Stencil(stencil) => stencil.with_stencil(
                |luma, _| {
                    let grey = luma.data.iter().map(|set| 255 - set).collect();
                    *found = Some((props.transform, [luma.width, luma.height], grey));
                },
                None,
            ),
        }
    }
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

fn grey(data: ImageData) -> Vec<u8> {
    match data {
        ImageData::Luma(luma) => luma.data,
        ImageData::Rgb(rgb) => {
            let shade = |pixel: &[u8]| {
                // The weights of ITU-R BT.601, in 256ths.
                let weights = [77u32, 150, 29];
                let sum: u32 = pixel.iter().zip(weights).map(|(c, w)| u32::from(*c) * w).sum();
                u8::try_from(sum / 256).unwrap_or(u8::MAX)
            };
            rgb.data.chunks_exact(3).map(shade).collect()
        }
    }
}

/// The document that character recognition makes of scanned pages, page by page.
#[derive(Default)]
pub struct Recognised(Sheets);

impl Recognised {
    /// Adds the next page: where its picture stands, and what `tesseract … tsv` said of it.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] when the text is longer than a text may be.
    pub fn page(&mut self, placement: &Placement, tsv: &str) -> Result<(), ReadError> {
        let map = Affine::new(placement.map);
        let glyphs = words(tsv, map);
        let lines = lines::lines(&glyphs);
        let number = self.0.begin(placement.page);
        self.0.lines(&lines, number, Way::Level)?;
        self.0.end();
        Ok(())
    }

    /// The document, read by a version of `tesseract`.
    ///
    /// # Errors
    /// [`ReadError::Empty`] when no word was recognised.
    pub fn finish(self, version: &str) -> Result<Document, ReadError> {
        let extractor = Extractor { name: RECOGNISER.to_owned(), version: version.to_owned() };
        Document::of(self.0.extracted(), Format::Pdf, "binary", Some(extractor))
    }
}

/// The words of a table of `tesseract`: level, page, block, paragraph, line, word, left, top, width,
/// height, confidence, text. A row of level 4 is a line, of level 5 a word.
fn words(tsv: &str, map: Affine) -> Vec<Glyph> {
    let mut words = Vec::new();
    let mut line = [0.0f64; 4];
    for row in tsv.lines() {
        let cells: Vec<&str> = row.split('\t').collect();
        let [level, _, _, _, _, _, left, top, width, height, _, text] = cells.as_slice() else {
            continue;
        };
        let numbers = [left, top, width, height].map(|cell| cell.trim().parse::<f64>());
        let [Ok(left), Ok(top), Ok(width), Ok(height)] = numbers else { continue };
        if *level == "4" {
            line = [left, top, width, height];
        }
        let text = text.trim();
        if *level != "5" || text.is_empty() {
            continue;
        }
        // All words of a line stand on one base, whatever letters they have.
        let [_, line_top, _, line_height] = line;
        let start = map * Point::new(left, line_top);
        let end = map * Point::new(left + width, line_top + line_height);
        let size = (end.y - start.y).abs();
        words.push(Glyph {
            text: text.to_owned(),
            x: start.x.min(end.x),
            y: start.y.max(end.y) - size * 0.2,
            width: (end.x - start.x).abs(),
            size: size.max(1.0),
            drawn: false,
        });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_were_recognised_stand_on_their_page() {
        let tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                   4\t1\t1\t1\t1\t0\t100\t200\t900\t40\t-1\t\n\
                   5\t1\t1\t1\t1\t1\t100\t205\t200\t30\t96.1\tArticle\n\
                   5\t1\t1\t1\t1\t2\t310\t205\t20\t30\t96.1\t1\n\
                   5\t1\t1\t1\t1\t3\t800\t205\t200\t30\t95.0\t61300\n";
        let placement = Placement {
            page: [595.0, 842.0],
            pixels: [2480, 3508],
            map: [0.24, 0.0, 0.0, 0.24, 0.0, 0.0],
        };
        let mut recognised = Recognised::default();
        recognised.page(&placement, tsv).unwrap();
        let document = recognised.finish("5.3.0").unwrap();
        assert!(document.text().starts_with("Article 1    "), "{:?}", document.text());
        assert!(document.is_recognised());
        let on = document.places().unwrap().of(0..7);
        assert_eq!((on[0].page, on[0].size), (1, [59500, 84200]));
        assert_eq!(on[0].areas[0].0[0], 2400);
    }
}
