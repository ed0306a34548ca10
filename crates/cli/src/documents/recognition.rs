//! Character recognition of scanned pages, by an installed `tesseract`.
//!
//! Each page's picture is taken out in a process of its own and handed to `tesseract`, which has as
//! long for a page as the reader has for a document. What it recognises is never sure: any letter,
//! and any figure, may be another.

use super::child::{READER, Silence, ask, beyond, run};
use greffe::{Placement, ReadDocument, ReadError, Recognised};
use std::process::Command;

/// More pages than that are no act, and hours of work.
const MOST_PAGES: usize = 200;
/// The language of what is read, as `tesseract` calls it.
const LANGUAGE: &str = "fra";

/// Reads a document of which only the number of pages is known when they are asked for one by one.
pub fn read_all(bytes: &[u8]) -> Result<ReadDocument, ReadError> {
    let mut pages = 0usize;
    // The page behind the last one is an error.
    while pages <= MOST_PAGES && picture(bytes, pages + 1).is_ok() {
        pages += 1;
    }
    read(bytes, pages)
}

/// Reads the pictures of so many pages.
pub fn read(bytes: &[u8], pages: usize) -> Result<ReadDocument, ReadError> {
    if pages > MOST_PAGES {
        return Err(ReadError::limit("PDF", "200 pages to recognise"));
    }
    let version = version()?;
    let mut recognised = Recognised::default();
    for page in 1..=pages {
        let (placement, pgm) = picture(bytes, page)?;
        let table = if placement.pixels.contains(&0) { String::new() } else { table(&pgm)? };
        recognised.page(&placement, &table)?;
    }
    recognised.finish(&version)
}

/// Where the picture of a page stands, and the picture.
fn picture(bytes: &[u8], page: usize) -> Result<(Placement, Vec<u8>), ReadError> {
    let answer = ask(&[READER, &page.to_string()], bytes)?;
    let end = answer.iter().position(|byte| *byte == b'\n').unwrap_or(answer.len());
    let (line, pgm) = answer.split_at_checked(end).ok_or_else(beyond)?;
    let placement: Result<Placement, ReadError> =
        serde_json::from_slice(line).map_err(|_| beyond())?;
    Ok((placement?, pgm.get(1..).unwrap_or_default().to_vec()))
}

/// What `tesseract` recognises in a picture.
fn table(pgm: &[u8]) -> Result<String, ReadError> {
    let mut program = Command::new("tesseract");
    // One page at a time, on one processor.
    program.env("OMP_THREAD_LIMIT", "1").args(["stdin", "stdout", "-l", LANGUAGE, "tsv"]);
    match run(&mut program, pgm) {
        Ok(table) => Ok(String::from_utf8_lossy(&table).into_owned()),
        Err(Silence::TooSlow) => Err(ReadError::limit("PDF", "60 seconds to recognise a page")),
        Err(Silence::Stopped) => Err(not_recognised(
            "tesseract gives nothing; are its data for French installed (tesseract-ocr-fra)?",
        )),
        Err(Silence::Io(_)) => Err(missing()),
    }
}

/// The version that is installed.
fn version() -> Result<String, ReadError> {
    let told = run(Command::new("tesseract").arg("--version"), &[]).map_err(|_| missing())?;
    let told = String::from_utf8_lossy(&told).into_owned();
    let version = told.lines().next().and_then(|line| line.split_whitespace().nth(1));
    Ok(format!("{} {LANGUAGE}", version.unwrap_or("?")))
}

fn missing() -> ReadError {
    not_recognised(
        "tesseract is not installed; install it with its data for French (tesseract-ocr, \
         tesseract-ocr-fra), or have the pages scanned with character recognition",
    )
}

fn not_recognised(reason: &'static str) -> ReadError {
    ReadError::NotRecognised { reason: reason.into() }
}
