//! A draft as text: JSON with comments, one member a line, for a person to read from top to bottom
//! and correct. [`DraftFile::parse`] reads it back; comments are for the reader and never read.

use crate::draft_file::{DraftFile, DraftNote, DraftedEvent};
use crate::error::Error;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// So many columns a value may take to stand on one line.
const COLUMNS: usize = 100;

/// Where in a draft a remark stands.
#[derive(Debug, Clone, Copy)]
pub enum DraftPlace<'d> {
    /// Above all else.
    Top,
    /// Above an event, at its place from 0.
    Event(usize, &'d DraftedEvent),
    /// Above a note.
    Note(&'d DraftNote),
}

impl DraftFile {
    /// The draft as text; `remarks` gives the lines of comment for each place.
    ///
    /// # Errors
    /// [`Error::Draft`] if it cannot be written as JSON.
    pub fn to_text(
        &self,
        mut remarks: impl FnMut(DraftPlace<'_>) -> Vec<String>,
    ) -> Result<String, Error> {
        let mut text = String::new();
        comment(&mut text, 0, &remarks(DraftPlace::Top));
        text.push_str("{\n");
        member(&mut text, "greffe_draft", &node(&self.greffe_draft)?);
        member(&mut text, "document", &node(&self.document)?);
        if let Some(reading) = &self.reading {
            member(&mut text, "reading", &node(reading)?);
        }
        if let Some(of) = &self.review_of {
            member(&mut text, "review_of", &node(of)?);
        }
        text.push_str("  \"events\": [");
        for (at, event) in self.events.iter().enumerate() {
            text.push_str(if at == 0 { "\n" } else { ",\n\n" });
            comment(&mut text, 4, &remarks(DraftPlace::Event(at, event)));
            text.push_str("    ");
            // An event always has a line for each of its members.
            node(event)?.spread(&mut text, 4);
        }
        text.push_str(if self.events.is_empty() { "],\n" } else { "\n  ],\n" });
        text.push_str("  \"notes\": [");
        for (at, note) in self.notes.iter().enumerate() {
            text.push_str(if at == 0 { "\n" } else { ",\n" });
            comment(&mut text, 4, &remarks(DraftPlace::Note(note)));
            text.push_str("    ");
            node(note)?.lay(&mut text, 4);
        }
        text.push_str(if self.notes.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
        Ok(text)
    }
}

fn member(text: &mut String, name: &str, value: &Node) {
    text.push_str("  \"");
    text.push_str(name);
    text.push_str("\": ");
    value.lay(text, 2);
    text.push_str(",\n");
}

/// Lines of comment. What they quote ends no line and turns no direction of writing.
fn comment(text: &mut String, indent: usize, lines: &[String]) {
    let odd = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    for line in lines {
        let line: String = line.chars().map(|c| if odd(c) { ' ' } else { c }).collect();
        text.extend(std::iter::repeat_n(' ', indent));
        text.push_str(format!("// {line}").trim_end());
        text.push('\n');
    }
}

/// A JSON value whose members keep the order in which they were written.
enum Node {
    Leaf(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

fn node<T: serde::Serialize>(value: &T) -> Result<Node, Error> {
    let odd = |e: serde_json::Error| Error::Draft { event: None, reason: e.to_string() };
    serde_json::from_str(&serde_json::to_string(value).map_err(odd)?).map_err(odd)
}

impl Node {
    /// On one line where it fits, spread over several where not.
    fn lay(&self, text: &mut String, indent: usize) {
        let mut line = String::new();
        self.line(&mut line);
        if indent + line.chars().count() <= COLUMNS {
            text.push_str(&line);
        } else {
            self.spread(text, indent);
        }
    }

    fn line(&self, text: &mut String) {
        match self {
            Node::Leaf(leaf) => text.push_str(leaf),
            Node::List(items) => {
                text.push('[');
                for (at, item) in items.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { ", " });
                    item.line(text);
                }
                text.push(']');
            }
            Node::Map(members) => {
                text.push_str(if members.is_empty() { "{" } else { "{ " });
                for (at, (name, value)) in members.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { ", " });
                    text.push_str(name);
                    text.push_str(": ");
                    value.line(text);
                }
                text.push_str(if members.is_empty() { "}" } else { " }" });
            }
        }
    }

    fn spread(&self, text: &mut String, indent: usize) {
        let inside = |text: &mut String, at: usize| {
            text.push_str(if at == 0 { "\n" } else { ",\n" });
            text.extend(std::iter::repeat_n(' ', indent + 2));
        };
        let end = |text: &mut String, bracket: char| {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', indent));
            text.push(bracket);
        };
        match self {
            Node::List(items) if !items.is_empty() => {
                text.push('[');
                for (at, item) in items.iter().enumerate() {
                    inside(text, at);
                    item.lay(text, indent + 2);
                }
                end(text, ']');
            }
            Node::Map(members) if !members.is_empty() => {
                text.push('{');
                for (at, (name, value)) in members.iter().enumerate() {
                    inside(text, at);
                    text.push_str(name);
                    text.push_str(": ");
                    value.lay(text, indent + 2);
                }
                end(text, '}');
            }
            _ => self.line(text),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

/// A scalar as JSON writes it.
fn leaf<T: serde::Serialize, E: serde::de::Error>(value: T) -> Result<Node, E> {
    serde_json::to_string(&value).map(Node::Leaf).map_err(E::custom)
}

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Node, E> {
        leaf(value)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Node, E> {
        leaf(value)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Node, E> {
        leaf(value)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Node, E> {
        leaf(value)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Node, E> {
        leaf(value)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Node, E> {
        leaf(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some((name, value)) = members.next_entry::<String, Node>()? {
            let name = serde_json::to_string(&name).map_err(serde::de::Error::custom)?;
            map.push((name, value));
        }
        Ok(Node::Map(map))
    }
}

#[cfg(test)]
mod tests;
