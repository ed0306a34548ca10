//! PDF with a text layer.
//!
//! `hayro` interprets the pages (fonts, encodings, forms); here its glyphs become lines and words
//! with their places. A form feed ends each page of the text. What a scanned page shows is not
//! read: that is for character recognition.
//!
//! The interpreter is other people's code, given bytes that may be anything: a panic in it is
//! caught. It knows no limit on memory and time, so a program reads a PDF in a process of its own
//! (decision 0015).

// Geometry of a page: no amount and no share is computed here.
#![allow(clippy::float_arithmetic)]

mod glyphs;
mod lines;
mod scan;
mod sheets;

pub use scan::{Picture, Placement, Recognised, picture};

use crate::Extracted;
use crate::error::ReadError;
use glyphs::Gatherer;
use hayro_interpret::{Context, Device, InterpreterCache, InterpreterSettings, interpret_page};
use hayro_syntax::object::dict::keys::SUBTYPE;
use hayro_syntax::object::{Name, Object};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kurbo::{Affine, Rect};
use sheets::{Sheets, Way};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most pages that are read.
const MOST_PAGES: usize = 2000;
/// The most bytes that instructions of pages may unpack to.
const MOST_CONTENT: usize = 64 * 1024 * 1024;
/// The most glyphs of one page.
const MOST_GLYPHS: usize = 200_000;
const PDF: &str = "PDF";

/// The text of a PDF, with the places of its words.
pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, ReadError> {
    let whole = catch_unwind(AssertUnwindSafe(|| pages(bytes)));
    whole.unwrap_or_else(|_| Err(damaged("its interpreter gives up")))
}

fn damaged(reason: &str) -> ReadError {
    ReadError::damaged(PDF, reason)
}

/// Whether the mark of its end is near the end of a file (ISO 32000-1, 7.5.5).
fn ends(bytes: &[u8]) -> bool {
    const NEAR: usize = 2048;
    let tail = bytes.get(bytes.len().saturating_sub(NEAR)..).unwrap_or_default();
    tail.windows(5).any(|window| window == b"%%EOF")
}

/// Opens a file; its pages are read one by one.
fn open(bytes: &[u8]) -> Result<Pdf, ReadError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|e| match e {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => ReadError::encrypted(PDF),
        LoadPdfError::Decryption(_) => damaged("its encryption is not well formed"),
        LoadPdfError::Invalid => damaged("it has no readable table of objects"),
    })?;
    match pdf.pages().len() {
        0 => Err(damaged("it has no pages")),
        count if count > MOST_PAGES => Err(ReadError::limit(PDF, "2000 pages")),
        _ => Ok(pdf),
    }
}

fn pages(bytes: &[u8]) -> Result<Extracted, ReadError> {
    let pdf = open(bytes)?;
    let cache = InterpreterCache::new();
    let mut sheets = Sheets::default();
    let (mut all, mut unknown) = (0usize, 0usize);
    let mut inflated = 0usize;
    for page in pdf.pages().iter() {
        inflated = inflated.saturating_add(page.page_stream().map_or(0, <[u8]>::len));
        if inflated > MOST_CONTENT {
            return Err(too_much());
        }
        let mut gathered = Gatherer::default();
        interpret(page, &pdf, &cache, &mut gathered);
        if gathered.full {
            return Err(ReadError::limit(PDF, "200 000 glyphs on a page"));
        }
        all += gathered.level.len() + gathered.turned.len();
        unknown += gathered.unknown;
        let (width, height) = page.render_dimensions();
        sheets.page([f64::from(width), f64::from(height)], &gathered)?;
    }
    if sheets.is_empty() {
        // The pages of a file that was cut may be found, and what is on them not.
        if !ends(bytes) {
            return Err(damaged("its end is missing"));
        }
        if inflates_without_end(&pdf) {
            return Err(too_much());
        }
        return Err(ReadError::NoTextLayer { pages: sheets.count() });
    }
    // A few odd glyphs are bullets; many are a font without its characters.
    if unknown * 4 > all {
        return Err(ReadError::NoCharacters { unknown, glyphs: all });
    }
    Ok(sheets.extracted())
}

fn too_much() -> ReadError {
    ReadError::limit(PDF, "64 MiB of inflated text")
}

/// Whether the forms that pages draw unpack to more than any act needs: a file that shows no words is a scan only if
/// what it holds was looked at.
fn inflates_without_end(pdf: &Pdf) -> bool {
    let mut left = MOST_CONTENT;
    pdf.objects().into_iter().any(|object| {
        let Object::Stream(stream) = object else { return false };
        let form =
            stream.dict().get::<Name<'_>>(SUBTYPE).is_some_and(|kind| kind.as_ref() == b"Form");
        let length = if form { stream.decoded_data().map_or(0, |data| data.len()) } else { 0 };
        let over = length > left;
        left = left.saturating_sub(length);
        over
    })
}

/// Lets a device follow the instructions of a page, in points from the upper left corner of the
/// page as it is shown.
fn interpret<'a>(
    page: &Page<'a>,
    pdf: &'a Pdf,
    cache: &InterpreterCache<'a>,
    device: &mut impl Device<'a>,
) {
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let shown = Affine::new(page.initial_transform(true).as_coeffs());
    let settings = InterpreterSettings::default();
    let mut context = Context::new(shown, area, cache, pdf.xref(), settings);
    interpret_page(page, &mut context, device);
}
