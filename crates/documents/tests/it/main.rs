//! Tests of the room of documents: what each format gives, and that no bytes bring a reader down.

#![allow(
    missing_docs,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's own message"
)]

mod flowing;
mod pages;
mod robust;
mod unseen;

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// A package of some parts.
pub fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A DOCX whose body and numbering are given.
pub fn docx(body: &str, numbering: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>");
    let numbering = format!("<w:numbering xmlns:w=\"{W}\">{numbering}</w:numbering>");
    package(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>",
        ),
        (
            "word/_rels/document.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"a\" Type=\"http://x/relationships/numbering\" Target=\"numbering.xml\"/>\
             <Relationship Id=\"b\" Type=\"http://x/relationships/header\" Target=\"header1.xml\"/></Relationships>",
        ),
        ("word/numbering.xml", &numbering),
        (
            "word/header1.xml",
            &format!(
                "<w:hdr xmlns:w=\"{W}\"><w:p><w:r><w:t>Commune de Varzelle</w:t></w:r></w:p></w:hdr>"
            ),
        ),
        ("word/document.xml", &document),
    ])
}

/// An ODT whose styles and body are given.
pub fn odt(styles: &str, body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
         xmlns:loext=\"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0\" \
         xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\">\
         <office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    package(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}
