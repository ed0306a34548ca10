//! Writing an entry: the canonical line of docs/format.md §2.
//!
//! Fields stand in one fixed order with no white space between tokens. The writer then reads its
//! own line back through [`Entry::parse`], so nothing can be written that a reader would refuse.

use std::fmt::Write as _;

use crate::entry::{Entry, EntryFields, MAX_ENTRY_BYTES, Source};
use crate::error::{EncodeError, ParseError};
use crate::json::compact;

/// The bytes of an entry: one line of JSON without its newline.
///
/// # Errors
/// [`EncodeError`] when the line would be too long or a field breaks a rule of the format.
pub fn encode(fields: &EntryFields) -> Result<Vec<u8>, EncodeError> {
    let line = line(fields);
    let (seq, kind) = (fields.seq, || fields.kind.clone());
    if line.len() > MAX_ENTRY_BYTES {
        return Err(EncodeError::TooLong { seq, kind: kind(), len: line.len() });
    }
    let invalid = |source| EncodeError::Invalid { seq, kind: kind(), source };
    let entry = Entry::parse(line.as_bytes()).map_err(invalid)?;
    if entry.unknown_fields() > 0 {
        return Err(invalid(ParseError::NotJson { at: 0, expected: "only fields of the format" }));
    }
    Ok(line.into_bytes())
}

fn line(fields: &EntryFields) -> String {
    let mut out = String::with_capacity(512 + fields.data.get().len());
    let number = |out: &mut String, name: &str, value: u64| {
        // Writing to a String cannot fail.
        let _ = write!(out, ",\"{name}\":{value}");
    };
    let _ = write!(out, "{{\"prev\":\"{}\"", fields.prev);
    number(&mut out, "seq", fields.seq);
    let _ = write!(out, ",\"id\":\"{}\"", fields.id.hyphenated());
    text(&mut out, ",\"stream\":", &fields.stream);
    number(&mut out, "version", fields.version);
    text(&mut out, ",\"kind\":", &fields.kind);
    number(&mut out, "schema", u64::from(fields.schema));
    text(&mut out, ",\"effective\":", &fields.effective);
    text(&mut out, ",\"recorded_at\":", &fields.recorded_at);
    text(&mut out, ",\"recorded_by\":", &fields.recorded_by);
    text(&mut out, ",\"evidence\":{\"grade\":", &fields.evidence.grade);
    out.push_str(",\"sources\":[");
    join(&mut out, &fields.evidence.sources, source);
    out.push_str("]},\"causes\":[");
    join(&mut out, &fields.causes, |out, cause| {
        let _ = write!(out, "{cause}");
    });
    out.push_str("],\"data\":");
    out.push_str(&compact(fields.data.get()));
    out.push('}');
    out
}

fn source(out: &mut String, source: &Source) {
    let [start, end] = source.span;
    let _ = write!(out, "{{\"document\":\"{}\",\"span\":[{start},{end}]", source.document);
    if !source.fields.is_empty() {
        out.push_str(",\"fields\":[");
        join(out, &source.fields, |out, pointer| text(out, "", pointer));
        out.push(']');
    }
    out.push('}');
}

fn join<T>(out: &mut String, items: &[T], mut write: impl FnMut(&mut String, &T)) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(out, item);
    }
}

/// Appends `before` and the JSON string of `value`. Only `"`, `\` and the control characters below
/// U+0020 are escaped: `\b \t \n \f \r`, else `\u00xx` in lower-case hex.
fn text(out: &mut String, before: &str, value: &str) {
    out.push_str(before);
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..'\u{20}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
