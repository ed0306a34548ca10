//! XML of documents, walked element by element within limits.
//!
//! No document type is accepted, hence no entity but the five that XML itself has: nothing is
//! expanded and nothing is fetched. Elements are known by their namespace, whatever prefix a
//! program gave it.

use crate::error::ReadError;
use crate::limits::MAX_DEPTH;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

/// The namespaces that are read, under the prefix that names of elements are given here.
const NAMESPACES: &[(&str, &str)] = &[
    ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("w", "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("types", "http://schemas.openxmlformats.org/package/2006/content-types"),
    ("rel", "http://schemas.openxmlformats.org/package/2006/relationships"),
    ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"),
    ("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("manifest", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"),
];

/// What a walk comes upon.
pub(crate) enum Node<'a> {
    /// An element begins.
    Open(&'a Element),
    /// It ends.
    Close(&'a str),
    /// Words.
    Text(&'a str),
}

/// An element: its name with the prefix of [`NAMESPACES`], and its attributes.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// An attribute by its name without a prefix.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A switch of a text program: on unless it says otherwise.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.get("val"), Some("0" | "false" | "off"))
    }
}

/// Elements of which nothing is shown, whatever stands in them, and how many of them are open.
pub(crate) struct Hidden {
    names: &'static [&'static str],
    open: usize,
}

impl Hidden {
    /// Nothing hidden is open yet.
    pub(crate) fn new(names: &'static [&'static str]) -> Hidden {
        Hidden { names, open: 0 }
    }

    /// Whether a walk stands inside a hidden element.
    pub(crate) fn inside(&self) -> bool {
        self.open > 0
    }

    /// Passes the begin of an element; whether it is hidden, by itself or by one around it.
    pub(crate) fn opens(&mut self, name: &str) -> bool {
        self.open += usize::from(self.names.contains(&name));
        self.inside()
    }

    /// Passes the end of an element; whether it was hidden, by itself or by one around it.
    pub(crate) fn closes(&mut self, name: &str) -> bool {
        let inside = self.inside();
        let itself = self.names.contains(&name);
        self.open = self.open.saturating_sub(usize::from(itself));
        itself || inside
    }
}

/// Walks through a text of XML. The visitor says whether to go on.
pub(crate) fn walk(
    xml: &str,
    format: &'static str,
    mut visit: impl FnMut(Node<'_>) -> bool,
) -> Result<(), ReadError> {
    let odd = |reason: String| ReadError::damaged(format, reason);
    let mut reader = NsReader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<String> = Vec::new();
    loop {
        let at = reader.buffer_position();
        let (namespace, event) = reader
            .read_resolved_event()
            .map_err(|e| odd(format!("its XML is not well formed at byte {at}: {e}")))?;
        let go_on = match event {
            Event::Eof if open.is_empty() => return Ok(()),
            Event::Eof => return Err(odd("its XML ends too early".to_owned())),
            Event::DocType(_) => {
                return Err(odd(
                    "its XML declares a document type, which no such file has".to_owned()
                ));
            }
            Event::Start(start) => {
                if open.len() >= MAX_DEPTH {
                    return Err(ReadError::limit(format, "256 elements one in the other"));
                }
                let name = name(&namespace, start.local_name().into_inner());
                let element = Element { name, attributes: attributes(&start, &odd)? };
                let go_on = visit(Node::Open(&element));
                open.push(element.name);
                go_on
            }
            Event::End(_) => match open.pop() {
                Some(name) => visit(Node::Close(&name)),
                None => true,
            },
            Event::Text(text) => visit(Node::Text(&text.xml10_content())),
            Event::CData(text) => visit(Node::Text(&text.xml10_content())),
            Event::GeneralRef(reference) => {
                let character = reference
                    .resolve_char_ref()
                    .map_err(|e| odd(format!("its XML at byte {at}: {e}")))?;
                if let Some(c) = character {
                    visit(Node::Text(c.encode_utf8(&mut [0; 4])))
                } else {
                    let words = resolve_xml_entity(&reference).ok_or_else(|| {
                        odd(format!("its XML names the unknown entity {}", &*reference))
                    })?;
                    visit(Node::Text(words))
                }
            }
            Event::Empty(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => true,
        };
        if !go_on {
            return Ok(());
        }
    }
}

fn name(namespace: &ResolveResult<'_>, local: &str) -> String {
    let prefix = match namespace {
        ResolveResult::Bound(Namespace(uri)) => {
            NAMESPACES.iter().find(|(_, known)| known == uri).map(|(prefix, _)| *prefix)
        }
        _ => None,
    };
    format!("{}:{local}", prefix.unwrap_or_default())
}

fn attributes(
    start: &BytesStart<'_>,
    odd: &impl Fn(String) -> ReadError,
) -> Result<Vec<(String, String)>, ReadError> {
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|e| odd(format!("its XML has a bad attribute: {e}")))?;
        let key = attribute.key.local_name().into_inner().to_owned();
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|e| odd(format!("its XML has a bad attribute: {e}")))?
            .into_owned();
        attributes.push((key, value));
    }
    Ok(attributes)
}
