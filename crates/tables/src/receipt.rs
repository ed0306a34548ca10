//! Receipts of the ACTES system: XML by which the prefecture says that it has received an act.
//!
//! The form is that of `actesv1_1.xsd`. A receipt (`ARActe`) is evidence of transmission, of the
//! grade `record`. What is no receipt of an act (an anomaly, the cancellation of a transmission, a
//! form, a classification) is named and records nothing. No document type, no entities, and a limit
//! on bytes and nodes: a receipt is a page.

use greffe_domain::{ActKey, ActRef, ActTransmitted, Edtf, Event, Grade, Passage, StreamId, slug};
use roxmltree::{Document, Node, ParsingOptions};
use thiserror::Error;

/// The largest receipt, in bytes.
pub const MAX_RECEIPT: usize = 1024 * 1024;
/// The most nodes of a receipt.
const MAX_NODES: u32 = 20_000;
/// The namespace of the messages.
const NAMESPACE: &str = "http://www.interieur.gouv.fr/ACTES#v1.1-20040216";

/// Why a file is no receipt of an act.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReceiptError {
    /// Larger than [`MAX_RECEIPT`].
    #[error("the file is larger than {} KiB; no receipt is", MAX_RECEIPT / 1024)]
    TooLarge,
    /// In an encoding that is not known.
    #[error("the encoding « {0} » is not known; save the file as UTF-8")]
    Encoding(String),
    /// Not well-formed, or with a document type.
    #[error("not readable as XML: {0}")]
    Xml(String),
    /// Another message than a receipt.
    #[error(
        "« {found} » is no receipt of an act; a receipt is an ARActe, sent back by the prefecture"
    )]
    OtherMessage {
        /// The name of its root.
        found: String,
    },
    /// A receipt that does not say what it is a receipt of.
    #[error("the receipt lacks {0}")]
    Lacks(&'static str),
}

/// A receipt read.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// Its text, which is registered and cited.
    pub text: String,
    /// The encoding of the file.
    pub encoding: &'static str,
    /// The stream of the act.
    pub stream: StreamId,
    /// The transmission.
    pub event: Event,
    /// The day of receipt.
    pub effective: Edtf,
    /// Its grade: an administrative record.
    pub grade: Grade,
    /// The passage that says it.
    pub passage: Passage,
}

/// The text of a file of XML, in the encoding that it declares, and that encoding.
///
/// # Errors
/// [`ReceiptError`] when the file is too large or its encoding is not known.
pub fn receipt_text(bytes: &[u8]) -> Result<(String, &'static str), ReceiptError> {
    if bytes.len() > MAX_RECEIPT {
        return Err(ReceiptError::TooLarge);
    }
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = String::from_utf8_lossy(bare.get(..bare.len().min(200)).unwrap_or_default());
    let declaration = head.split_once("?>").map_or("", |(declaration, _)| declaration);
    let label = declaration.split_once("encoding=").and_then(|(_, rest)| {
        let mark = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest.get(1..)?.split(mark).next().map(str::to_owned)
    });
    let label = label.unwrap_or_else(|| "UTF-8".to_owned());
    let known = encoding_rs::Encoding::for_label(label.as_bytes());
    let encoding = known.ok_or_else(|| ReceiptError::Encoding(label.clone()))?;
    let (text, wrong) = encoding.decode_without_bom_handling(bare);
    if wrong {
        return Err(ReceiptError::Xml(format!("not in the encoding that it declares, {label}")));
    }
    Ok((text.into_owned(), encoding.name()))
}

/// Reads a receipt. `hash` gives the hash under which a text is registered; `institution` the code
/// of the body in stream names, instead of `siren-…` from the receipt.
///
/// # Errors
/// [`ReceiptError`] when the file is no receipt of an act.
pub fn receipt(
    bytes: &[u8],
    institution: Option<&str>,
    hash: impl Fn(&str) -> String,
) -> Result<Receipt, ReceiptError> {
    let (text, encoding) = receipt_text(bytes)?;
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let xml = Document::parse_with_options(&text, options)
        .map_err(|e| ReceiptError::Xml(e.to_string()))?;
    let root = xml.root_element();
    if root.tag_name().name() != "ARActe" || root.tag_name().namespace() != Some(NAMESPACE) {
        let found = root.tag_name().name().chars().take(60).collect();
        return Err(ReceiptError::OtherMessage { found });
    }
    let id = attribute(root, "IDActe").ok_or(ReceiptError::Lacks("IDActe"))?;
    let received = date(root, "DateReception").ok_or(ReceiptError::Lacks("DateReception"))?;
    // One test message of a well-known program calls it otherwise.
    let is_act = |n: &Node<'_, '_>| matches!(n.tag_name().name(), "ActeRecu" | "Acte");
    let act = root.children().find(is_act).ok_or(ReceiptError::Lacks("ActeRecu"))?;
    let number = attribute(act, "NumeroInterne").ok_or(ReceiptError::Lacks("NumeroInterne"))?;
    let key = ActKey::of(number).ok_or(ReceiptError::Lacks("NumeroInterne"))?;
    // Department, SIREN, date, number, nature.
    let siren = id
        .split('-')
        .nth(1)
        .filter(|part| part.len() == 9 && part.bytes().all(|b| b.is_ascii_digit()));
    let code = match (institution, siren) {
        (Some(code), _) => code.to_owned(),
        (None, Some(siren)) => format!("siren-{siren}"),
        (None, None) => return Err(ReceiptError::Lacks("a SIREN in IDActe")),
    };
    let path = format!("act/{}/{}", slug(&code), crate::reading::cut(&key.slug(), 120));
    let stream = path.parse().map_err(|_| ReceiptError::Lacks("NumeroInterne"))?;
    let reference =
        ActRef { reference: Some(number.to_owned()), date: date(act, "Date"), organ: None };
    let event = ActTransmitted {
        act: Some(reference),
        on: Some(received.clone()),
        to: None,
        receipt: Some(id.to_owned()),
        electronic: Some(true),
    };
    let span = root.range();
    let place = |at: usize| u64::try_from(at).unwrap_or(u64::MAX);
    let passage = Passage {
        document: hash(&text),
        span: (place(span.start), place(span.end)),
        fields: Vec::new(),
    };
    let event = Event::from(event);
    Ok(Receipt {
        event,
        effective: received,
        grade: Grade::Record,
        passage,
        stream,
        encoding,
        text,
    })
}

fn attribute<'x>(node: Node<'x, '_>, name: &str) -> Option<&'x str> {
    let found = node.attribute((NAMESPACE, name)).or_else(|| node.attribute(name));
    found.filter(|value| !value.is_empty())
}

fn date(node: Node<'_, '_>, name: &str) -> Option<Edtf> {
    attribute(node, name)?.parse::<greffe_domain::Day>().ok()?.to_string().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RECEIPT: &str = r#"<?xml version="1.0" encoding="ISO-8859-1"?>
<a:ARActe xmlns:a="http://www.interieur.gouv.fr/ACTES#v1.1-20040216" a:IDActe="034-123456782-20230316-3127-DE" a:DateReception="2023-03-20">
<a:ActeRecu a:Date="2023-03-16" a:NumeroInterne="014-3127-23-BM" a:CodeNatureActe="1"><a:Objet>Foyer</a:Objet></a:ActeRecu>
</a:ARActe>"#;

    fn read(xml: &str) -> Result<Receipt, ReceiptError> {
        receipt(xml.as_bytes(), Some("vauclaire"), |_| "0".repeat(64))
    }

    #[test]
    fn a_receipt_is_a_transmission() {
        let found = read(RECEIPT).unwrap();
        assert_eq!(found.stream.as_str(), "act/vauclaire/3127-23-bm");
        assert_eq!(found.effective.to_string(), "2023-03-20");
        let Event::ActTransmitted(sent) = found.event else { panic!() };
        assert_eq!(sent.receipt.as_deref(), Some("034-123456782-20230316-3127-DE"));
        let (from, to) = found.passage.span;
        let cited = &found.text[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()];
        assert!(cited.starts_with("<a:ARActe") && cited.ends_with("</a:ARActe>"));
    }

    #[test]
    fn what_is_no_receipt_is_named() {
        let bomb = RECEIPT.replace("<a:ARActe", "<!DOCTYPE a [<!ENTITY x \"y\">]><a:ARActe");
        assert!(matches!(read(&bomb), Err(ReceiptError::Xml(_))));
        let other = RECEIPT.replace("ARActe", "ARAnnulation");
        assert!(matches!(read(&other), Err(ReceiptError::OtherMessage { .. })));
        assert!(matches!(read("<a>"), Err(ReceiptError::Xml(_))));
        let odd = RECEIPT.replace("ISO-8859-1", "EBCDIC");
        assert_eq!(read(&odd), Err(ReceiptError::Encoding("EBCDIC".into())));
        let deep = format!("{}{}", "<a>".repeat(30_000), "</a>".repeat(30_000));
        assert!(matches!(read(&deep), Err(ReceiptError::Xml(_))));
    }

    proptest! {
        #[test]
        fn no_file_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0usize..400, by: u8) {
            let _ = receipt(&bytes, None, |_| String::new());
            let mut changed = RECEIPT.as_bytes().to_vec();
            let at = at % changed.len();
            changed[at] ^= by;
            let _ = receipt(&changed, None, |_| String::new());
        }
    }
}
