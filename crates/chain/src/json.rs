//! A strict scanner over the JSON of one entry.
//!
//! Why not a general JSON reader: a record that proves something must have one reading, so keys
//! are unique at every depth, numbers are 64-bit signed integers, nesting is bounded, and every
//! refusal names its byte. Escapes are decoded by `serde_json`; everything else here is a walk
//! over bytes with no allocation but for keys. Memory and time are proportional to the input (up
//! to sorting keys); no input panics. Grammar: RFC 8259; the restrictions: docs/format.md §2.1.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::error::ParseError;

/// Values nest at most this deep, the entry's own object being depth 1.
pub(crate) const MAX_DEPTH: u32 = 64;

/// Up to this many keys each is held against each; more are sorted.
const FEW: usize = 16;

/// A position in the text of one entry.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

type Scanned<T> = Result<T, ParseError>;

impl<'a> Scanner<'a> {
    pub(crate) const fn new(text: &'a str) -> Scanner<'a> {
        Scanner { text, at: 0, depth: 0 }
    }

    /// Offset of the next byte.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// The first byte of the next value, white space skipped.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn expect(&mut self, byte: u8, expected: &'static str) -> Scanned<()> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(self.not_json(expected))
    }

    const fn not_json(&self, expected: &'static str) -> ParseError {
        ParseError::NotJson { at: self.at, expected }
    }

    /// Nothing but white space may remain.
    pub(crate) fn end(&mut self) -> Scanned<()> {
        if self.peek().is_none() { Ok(()) } else { Err(self.not_json("the end of the entry")) }
    }

    fn enter(&mut self) -> Scanned<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(ParseError::TooDeep { at: self.at });
        }
        Ok(())
    }

    /// Reads an object, handing each key to `field`, which must consume the value.
    pub(crate) fn object(
        &mut self,
        mut field: impl FnMut(&mut Scanner<'a>, &str) -> Scanned<()>,
    ) -> Scanned<()> {
        self.expect(b'{', "an object")?;
        self.enter()?;
        let mut keys = Keys::new();
        if self.peek() == Some(b'}') {
            self.at += 1;
        } else {
            loop {
                self.peek();
                let at = self.at;
                let key = self.string()?;
                self.expect(b':', "`:` after a key")?;
                field(self, &key)?;
                keys.push((key, at));
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b'}') => break self.at += 1,
                    _ => return Err(self.not_json("`,` or `}`")),
                }
            }
        }
        self.depth -= 1;
        unique(&mut keys)
    }

    /// Reads an array; `item` must consume each element.
    pub(crate) fn array(
        &mut self,
        mut item: impl FnMut(&mut Scanner<'a>) -> Scanned<()>,
    ) -> Scanned<()> {
        self.expect(b'[', "an array")?;
        self.enter()?;
        if self.peek() == Some(b']') {
            self.at += 1;
        } else {
            loop {
                item(self)?;
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b']') => break self.at += 1,
                    _ => return Err(self.not_json("`,` or `]`")),
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// Reads a string, borrowed unless it holds escapes.
    pub(crate) fn string(&mut self) -> Scanned<Cow<'a, str>> {
        self.expect(b'"', "a string")?;
        let start = self.at;
        let mut escaped = false;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
            self.at += plain.unwrap_or(rest.len());
            match plain.and_then(|plain| rest.get(plain)) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                _ => return Err(self.not_json("the end of a string")),
            }
        }
        let end = self.at;
        self.at += 1;
        if escaped {
            let token = self.text.get(start - 1..=end).unwrap_or_default();
            serde_json::from_str(token).map(Cow::Owned).map_err(|_| ParseError::NotJson {
                at: start,
                expected: "a string with valid escapes",
            })
        } else {
            Ok(Cow::Borrowed(self.text.get(start..end).unwrap_or_default()))
        }
    }

    /// Reads an integer between −2⁶³ and 2⁶³−1.
    pub(crate) fn integer(&mut self) -> Scanned<i64> {
        self.peek();
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        let digits = self.at;
        while let Some(b'0'..=b'9') = self.byte() {
            self.at += 1;
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        let first = self.text.as_bytes().get(digits).copied();
        match (self.at - digits, first) {
            (0, _) => return Err(self.not_json("a value")),
            (2.., Some(b'0')) => {
                return Err(ParseError::NotJson { at: start, expected: "no leading zero" });
            }
            _ => {}
        }
        if let Some(b'.' | b'e' | b'E') = self.byte() {
            return Err(ParseError::NotInteger { at: start });
        }
        if text == "-0" {
            return Err(ParseError::NotInteger { at: start });
        }
        text.parse().map_err(|_| ParseError::IntegerRange { at: start })
    }

    /// Reads any value and returns its text.
    pub(crate) fn value(&mut self) -> Scanned<&'a str> {
        let first = self.peek();
        let start = self.at;
        match first {
            Some(b'{') => self.object(|inner, _| inner.value().map(drop))?,
            Some(b'[') => self.array(|inner| inner.value().map(drop))?,
            Some(b'"') => drop(self.string()?),
            Some(b't') => self.word("true")?,
            Some(b'f') => self.word("false")?,
            Some(b'n') => self.word("null")?,
            _ => drop(self.integer()?),
        }
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    fn word(&mut self, word: &'static str) -> Scanned<()> {
        if !self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            return Err(self.not_json("a value"));
        }
        self.at += word.len();
        Ok(())
    }
}

/// The keys of one object and their places; those of an entry need no allocation.
type Keys<'a> = SmallVec<[(Cow<'a, str>, usize); 16]>;

fn unique(keys: &mut Keys<'_>) -> Scanned<()> {
    if keys.len() <= FEW {
        let apart = |at: usize, key: &str| keys.iter().take(at).all(|(other, _)| other != key);
        if keys.iter().enumerate().all(|(at, (key, _))| apart(at, key)) {
            return Ok(());
        }
    }
    keys.sort_unstable();
    let twice = keys.iter().zip(keys.iter().skip(1)).find(|(a, b)| a.0 == b.0);
    match twice {
        Some((_, (key, at))) => {
            Err(ParseError::DuplicateKey { at: *at, key: key.clone().into_owned() })
        }
        None => Ok(()),
    }
}

/// The same JSON without the white space between tokens. `json` must already be valid.
pub(crate) fn compact(json: &str) -> Cow<'_, str> {
    let (mut quoted, mut escaped) = (false, false);
    // White space and quotes are ASCII, so the bytes around them are whole characters.
    let spaces = json.bytes().enumerate().filter(|(_, byte)| {
        if quoted {
            quoted = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
            return false;
        }
        quoted = *byte == b'"';
        matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
    });
    let mut out = String::new();
    let mut from = 0;
    for (at, _) in spaces {
        out.push_str(json.get(from..at).unwrap_or_default());
        from = at + 1;
    }
    if from == 0 {
        return Cow::Borrowed(json);
    }
    out.push_str(json.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn scan(text: &str) -> Scanned<()> {
        let mut scanner = Scanner::new(text);
        scanner.value()?;
        scanner.end()
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,8}|[\"\\\\/\n\u{1}é]{0,4}".prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map("\\PC{0,4}", inner, 0..5)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_json_to_another_reader_too(text in "[\\[\\]{}\",:0-9a-f\\\\u.eE \\-]{0,24}") {
            if scan(&text).is_ok() {
                prop_assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
            }
        }

        #[test]
        fn integer_json_is_accepted_and_compacts_to_the_same_value(value in json()) {
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(scan(&pretty), Ok(()));
            prop_assert_eq!(compact(&pretty), value.to_string());
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = scan(&text);
        }
    }

    #[test]
    fn refusals_have_their_code() {
        for (text, code) in [
            ("{\"a\":1,\"a\":2}", "duplicate-key"),
            ("{\"a\":1,\"\\u0061\":2}", "duplicate-key"),
            ("[{\"b\":{\"a\":1,\"c\":0,\"a\":1}}]", "duplicate-key"),
            ("1.0", "not-integer"),
            ("1e3", "not-integer"),
            ("-0", "not-integer"),
            ("01", "not-json"),
            ("9223372036854775808", "integer-range"),
            ("[1,]", "not-json"),
            ("{\"a\" 1}", "not-json"),
            ("\"\\ud800\"", "not-json"),
            ("\"\\", "not-json"),
            ("\"", "not-json"),
            ("nul", "not-json"),
            ("", "not-json"),
            ("1 2", "not-json"),
        ] {
            assert_eq!(scan(text).unwrap_err().code(), code, "{text}");
        }
        let deep = "[".repeat(60_000);
        assert_eq!(scan(&deep).unwrap_err().code(), "too-deep");
        let just = format!("{}{}", "[".repeat(64), "]".repeat(64));
        assert_eq!(scan(&just), Ok(()));
    }
}
