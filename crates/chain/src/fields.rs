//! The form of each field of an entry: one reader a sort of field (docs/format.md §2.2).

use std::borrow::Cow;

use uuid::Uuid;

use crate::entry::Source;
use crate::error::ParseError;
use crate::hash::Hash;
use crate::json::Scanner;
use crate::timestamp::Timestamp;

/// The rule of one text field.
pub(crate) struct TextRule {
    field: &'static str,
    expected: &'static str,
    max: usize,
    allows: fn(char) -> bool,
}

pub(crate) const STREAM: TextRule = TextRule {
    field: "stream",
    expected: "an ASCII path of 1 to 255 bytes without blanks or empty parts",
    max: 255,
    allows: |c| c.is_ascii_graphic(),
};
pub(crate) const KIND: TextRule = TextRule {
    field: "kind",
    expected: "1 to 64 ASCII letters, digits, `_`, `-` or `.`",
    max: 64,
    allows: |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'),
};
pub(crate) const EFFECTIVE: TextRule = TextRule {
    field: "effective",
    expected: "1 to 64 ASCII characters without blanks",
    max: 64,
    allows: |c| c.is_ascii_graphic(),
};
pub(crate) const RECORDED_BY: TextRule = TextRule {
    field: "recorded_by",
    expected: "1 to 255 bytes of text without control characters",
    max: 255,
    allows: |c| !c.is_control(),
};
const GRADE: TextRule = TextRule {
    field: "evidence.grade",
    expected: "1 to 32 lower-case ASCII letters",
    max: 32,
    allows: |c| c.is_ascii_lowercase(),
};

pub(crate) fn expect_start(
    scanner: &mut Scanner<'_>,
    byte: u8,
    field: &'static str,
    expected: &'static str,
) -> Result<(), ParseError> {
    if scanner.peek() == Some(byte) {
        return Ok(());
    }
    Err(ParseError::Field { field, at: scanner.at(), expected })
}

fn string<'a>(
    scanner: &mut Scanner<'a>,
    field: &'static str,
    expected: &'static str,
) -> Result<(Cow<'a, str>, ParseError), ParseError> {
    expect_start(scanner, b'"', field, expected)?;
    let wrong = ParseError::Field { field, at: scanner.at(), expected };
    Ok((scanner.string()?, wrong))
}

pub(crate) fn text<'a>(
    scanner: &mut Scanner<'a>,
    rule: &TextRule,
) -> Result<Cow<'a, str>, ParseError> {
    let (text, wrong) = string(scanner, rule.field, rule.expected)?;
    let fits = !text.is_empty() && text.len() <= rule.max && text.chars().all(rule.allows);
    let whole = rule.field != STREAM.field || !text.split('/').any(str::is_empty);
    if fits && whole { Ok(text) } else { Err(wrong) }
}

pub(crate) fn hash(scanner: &mut Scanner<'_>, field: &'static str) -> Result<Hash, ParseError> {
    let (text, wrong) = string(scanner, field, "64 lower-case hex digits")?;
    text.parse().map_err(|_| wrong)
}

pub(crate) fn uuid(scanner: &mut Scanner<'_>) -> Result<Uuid, ParseError> {
    let (text, wrong) = string(scanner, "id", "a UUID as 36 lower-case characters with hyphens")?;
    match Uuid::try_parse(&text) {
        // One spelling: braces, a URN prefix, missing hyphens and upper case are refused.
        Ok(id) if *id.hyphenated().encode_lower(&mut [0; 36]) == *text => Ok(id),
        _ => Err(wrong),
    }
}

pub(crate) fn instant<'a>(
    scanner: &mut Scanner<'a>,
) -> Result<(Cow<'a, str>, Timestamp), ParseError> {
    let expected = "a UTC instant with microseconds (2024-03-01T09:30:00.000001Z)";
    let (text, wrong) = string(scanner, "recorded_at", expected)?;
    match text.parse() {
        Ok(instant) => Ok((text, instant)),
        Err(_) => Err(wrong),
    }
}

pub(crate) fn count(scanner: &mut Scanner<'_>, least: u64) -> Result<u64, ParseError> {
    scanner.peek();
    let at = scanner.at();
    match u64::try_from(scanner.integer()?) {
        Ok(count) if count >= least => Ok(count),
        _ => Err(ParseError::IntegerRange { at }),
    }
}

pub(crate) fn list<'a>(
    scanner: &mut Scanner<'a>,
    field: &'static str,
    item: impl FnMut(&mut Scanner<'a>) -> Result<(), ParseError>,
) -> Result<(), ParseError> {
    expect_start(scanner, b'[', field, "an array")?;
    scanner.array(item)
}

pub(crate) fn evidence<'a>(
    scanner: &mut Scanner<'a>,
    unknown: &mut usize,
) -> Result<(Cow<'a, str>, Vec<Source>), ParseError> {
    expect_start(scanner, b'{', "evidence", "an object")?;
    let (mut grade, mut sources) = (None, None);
    scanner.object(|scanner, key| {
        match key {
            "grade" => grade = Some(text(scanner, &GRADE)?),
            "sources" => {
                let mut all = Vec::new();
                list(scanner, "evidence.sources", |scanner| {
                    all.push(source(scanner, unknown)?);
                    Ok(())
                })?;
                sources = Some(all);
            }
            _ => {
                *unknown += 1;
                scanner.value()?;
            }
        }
        Ok(())
    })?;
    let grade = grade.ok_or(ParseError::MissingField { field: "evidence.grade" })?;
    let sources = sources.ok_or(ParseError::MissingField { field: "evidence.sources" })?;
    Ok((grade, sources))
}

fn source(scanner: &mut Scanner<'_>, unknown: &mut usize) -> Result<Source, ParseError> {
    expect_start(scanner, b'{', "evidence.sources", "an array of objects")?;
    let (mut document, mut span_found, mut fields) = (None, None, Vec::new());
    scanner.object(|scanner, key| {
        match key {
            "document" => document = Some(hash(scanner, "evidence.sources.document")?),
            "span" => span_found = Some(span(scanner)?),
            "fields" => list(scanner, "evidence.sources.fields", |scanner| {
                fields.push(pointer(scanner)?);
                Ok(())
            })?,
            _ => {
                *unknown += 1;
                scanner.value()?;
            }
        }
        Ok(())
    })?;
    let missing = |field| ParseError::MissingField { field };
    Ok(Source {
        document: document.ok_or(missing("evidence.sources.document"))?,
        span: span_found.ok_or(missing("evidence.sources.span"))?,
        fields,
    })
}

fn span(scanner: &mut Scanner<'_>) -> Result<[u64; 2], ParseError> {
    scanner.peek();
    let at = scanner.at();
    let field = "evidence.sources.span";
    let mut bounds = Vec::new();
    list(scanner, field, |scanner| {
        bounds.push(count(scanner, 0)?);
        Ok(())
    })?;
    match *bounds {
        [start, end] if start <= end => Ok([start, end]),
        [start, end] => Err(ParseError::SpanOrder { at, start, end }),
        _ => Err(ParseError::Field { field, at, expected: "two integers" }),
    }
}

fn pointer(scanner: &mut Scanner<'_>) -> Result<String, ParseError> {
    let expected = "an RFC 6901 pointer: empty, or parts that each begin with `/`";
    let (text, wrong) = string(scanner, "evidence.sources.fields", expected)?;
    let rooted = text.is_empty() || text.starts_with('/');
    let escapes = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    if rooted && escapes { Ok(text.into_owned()) } else { Err(wrong) }
}
