//! How far apart the cells of a workbook lie, before room is made for them.
//!
//! The reader of the old binary format and that of `OpenDocument` make room for every cell between
//! the first and the last; a file of a few hundred bytes can so ask for more memory than there is.
//! Both formats are walked here just far enough to know that size.

use crate::error::TableError;
use quick_xml::events::{BytesStart, Event};
use std::io::{Cursor, Read};

/// The columns that the old binary format has.
const XLS_COLUMNS: u64 = 256;

/// Refuses a sheet of more cells than the limit, empty ones counted.
pub(crate) fn area(width: u64, height: u64, limit: u64) -> Result<(), TableError> {
    if width.saturating_mul(height) > limit {
        let what = format!("{height} rows of {width} cells");
        return Err(TableError::Inflated { what });
    }
    Ok(())
}

/// The records of a binary workbook that place a cell in a row and a column.
const CELLS: &[u16] = &[
    0x0006, 0x0203, 0x0204, 0x0205, 0x027e, 0x00fd, 0x00bd, 0x00be, 0x0201, 0x00d6, 0x0003, 0x0004,
    0x0005, 0x0002, 0x0001,
];

/// Walks the records of a binary workbook.
pub(crate) fn xls(bytes: &[u8], limit: u64) -> Result<(), TableError> {
    let broken = |e: std::io::Error| TableError::Workbook { reason: e.to_string() };
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    let mut records = Vec::new();
    for name in ["/Workbook", "/Book"] {
        if file.is_stream(name) {
            file.open_stream(name).map_err(broken)?.read_to_end(&mut records).map_err(broken)?;
            break;
        }
    }
    let (mut rest, mut height, mut width, mut total) = (records.as_slice(), 0, 0, 0u64);
    while let [k0, k1, l0, l1, tail @ ..] = rest {
        let kind = u16::from_le_bytes([*k0, *k1]);
        let length = usize::from(u16::from_le_bytes([*l0, *l1]));
        let (body, next) = tail.split_at(length.min(tail.len()));
        match (kind, body) {
            // The end of a part of the workbook: a sheet, if there were cells.
            (0x000a, _) => {
                total = total.saturating_add(width * height);
                (height, width) = (0, 0);
            }
            (kind, [r0, r1, c0, c1, more @ ..]) if CELLS.contains(&kind) => {
                height = height.max(u64::from(u16::from_le_bytes([*r0, *r1])) + 1);
                let mut last = u64::from(u16::from_le_bytes([*c0, *c1]));
                // A run of cells ends with the number of its last column.
                if let (0x00bd | 0x00be, [.., e0, e1]) = (kind, more) {
                    last = last.max(u64::from(u16::from_le_bytes([*e0, *e1])));
                }
                width = width.max(last + 1);
            }
            _ => {}
        }
        if width > XLS_COLUMNS {
            return Err(TableError::Inflated { what: format!("a cell in column {width}") });
        }
        rest = next;
    }
    area(total.saturating_add(width * height), 1, limit)
}

/// Walks the rows of an `OpenDocument` sheet, with the repetitions that it declares.
pub(crate) fn ods(content: &[u8], limit: u64) -> Result<(), TableError> {
    let broken = |e: &dyn std::fmt::Display| TableError::Workbook { reason: e.to_string() };
    let mut reader = quick_xml::Reader::from_reader(content);
    let (mut buffer, mut total) = (Vec::new(), 0u64);
    let (mut height, mut width) = (0u64, 0u64);
    let (mut repeated, mut at, mut last) = (1u64, 0u64, 0u64);
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|e| broken(&e))?;
        let (tag, closed) = match &event {
            Event::Eof => break,
            Event::DocType(_) => return Err(broken(&"it declares a document type")),
            Event::Start(tag) => (tag, false),
            Event::Empty(tag) => (tag, true),
            Event::End(tag) if tag.name().0 == "table:table-row" => {
                height = height.saturating_add(if last > 0 { repeated } else { 1 });
                width = width.max(last);
                continue;
            }
            Event::End(tag) if tag.name().0 == "table:table" => {
                total = total.saturating_add(width.saturating_mul(height));
                area(total, 1, limit)?;
                (height, width) = (0, 0);
                continue;
            }
            _ => continue,
        };
        match tag.name().0 {
            "table:table-row" if closed => height = height.saturating_add(1),
            "table:table-row" => {
                repeated = count(tag, "table:number-rows-repeated");
                (at, last) = (0, 0);
            }
            "table:table-cell" | "table:covered-table-cell" => {
                at = at.saturating_add(count(tag, "table:number-columns-repeated"));
                if tag.attributes().flatten().any(|a| a.key.0 == "office:value-type") {
                    last = at;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn count(tag: &BytesStart<'_>, name: &str) -> u64 {
    let found = tag.attributes().flatten().find(|a| a.key.0 == name);
    let text = found.map(|a| a.value.into_owned());
    text.and_then(|text| text.parse().ok()).unwrap_or(1)
}
