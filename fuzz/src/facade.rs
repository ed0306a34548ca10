//! Targets that need the whole house: documents, draft files, exported logs, rule packs, expressions.

use super::targets::Target;
use greffe::audit_trail::{RulePack, Setting};
use greffe::convention_state::ConventionView;
use greffe::domain::{AsOf, Facts, StreamId};
use greffe::inquiry::{Expression, Scope, StateSubject, StoredEntry};
use greffe::tables::{self as greffe_tables, Profile, Table, TableReader};
use greffe::{DraftFile, Review, verify_log};

/// Every target of this file.
pub const TARGETS: &[Target] = &[
    ("document", document),
    ("html", html),
    ("docx", docx),
    ("odt", odt),
    ("pdf", pdf),
    ("draft_file", draft_file),
    ("log", log),
    ("rule_pack", rule_pack),
    ("expression", expression),
    ("table", table),
    ("receipt", receipt),
];

/// A document: whatever is read, every passage of its draft lies in the text, on whole characters,
/// every field named exists, and causes come first. Reading twice gives the same draft.
pub fn document(bytes: &[u8]) {
    let Ok(read) = greffe::read_document(bytes) else { return };
    let text = read.text();
    let hash = "0".repeat(64);
    let draft = greffe_ingest::draft(text, &hash, &greffe_ingest::Options::default());
    let inside = |(from, to): (u64, u64)| {
        let range = usize::try_from(from).ok().zip(usize::try_from(to).ok());
        range.is_some_and(|(from, to)| text.get(from..to).is_some())
    };
    for (index, event) in draft.events.iter().enumerate() {
        let data = event.event.data().expect("an event can be written");
        for passage in &event.sources {
            assert!(inside(passage.span), "the span {:?} lies in the text", passage.span);
            for pointer in &passage.fields {
                assert!(data.pointer(pointer).is_some(), "{pointer} is in {data}");
            }
        }
        assert!(event.causes.iter().all(|cause| *cause < index), "causes come first");
    }
    assert!(draft.notes.iter().all(|note| inside(note.passage.span)));
    let again = greffe_ingest::draft(text, &hash, &greffe_ingest::Options::default());
    assert!(again == draft, "one text has one draft");
}

/// A page of the web: one file has one text, within the limit.
pub fn html(bytes: &[u8]) {
    whole(&[b"<html>".as_slice(), bytes].concat());
}

/// The parts of a DOCX that lead to its document and its numbering.
const TYPES: &[u8] = b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Override PartName=\"/w/d.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const RELATED: &[u8] =
    b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Type=\"a/numbering\" Target=\"n.xml\"/></Relationships>";

/// The XML of a DOCX, in a package that is made around it; behind the first NUL its numbering.
pub fn docx(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (document, numbering) = bytes.split_at(end);
    let numbering = numbering.get(1..).unwrap_or_default();
    whole(&package(&[
        ("[Content_Types].xml", TYPES),
        ("w/_rels/d.xml.rels", RELATED),
        ("w/n.xml", numbering),
        ("w/d.xml", document),
    ]));
}

/// The XML of an ODT, in a package that is made around it; behind the first NUL its styles.
pub fn odt(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (content, styles) = bytes.split_at(end);
    let styles = styles.get(1..).unwrap_or_default();
    let kind: &[u8] = b"application/vnd.oasis.opendocument.text";
    let mut parts = vec![("mimetype", kind), ("content.xml", content)];
    if !styles.is_empty() {
        parts.push(("styles.xml", styles));
    }
    whole(&package(&parts));
}

/// A package as it is, or a PDF: whatever the bytes say they are.
pub fn pdf(bytes: &[u8]) {
    whole(bytes);
}

/// A document is read or refused; what is read is within its limit, and every word that has a place
/// lies in the text.
fn whole(bytes: &[u8]) {
    let Ok(document) = greffe::read_document(bytes) else { return };
    let length = document.text().len() as u64;
    assert!(length <= 16 << 20);
    let Some(places) = document.places() else { return };
    assert!(greffe::Places::from_json(places.to_json().as_bytes()).as_ref() == Some(places));
    for on in places.of(0..length) {
        assert!(on.page as usize <= places.pages(), "a page of the document");
    }
}

/// A package whose parts are stored as they are, so that what is tried is the reader and not the
/// inflater.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let place = four(bytes.len());
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        head.extend(crc32(content).to_le_bytes());
        head.extend(four(content.len()));
        head.extend(four(content.len()));
        head.extend(two(name.len()));
        head.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&head);
        bytes.extend(name.bytes());
        bytes.extend(*content);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(place);
        directory.extend(name.bytes());
    }
    let place = four(bytes.len());
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(two(parts.len()));
    bytes.extend(two(parts.len()));
    bytes.extend(four(directory.len()));
    bytes.extend(place);
    bytes.extend([0, 0]);
    bytes
}

fn four(length: usize) -> [u8; 4] {
    u32::try_from(length).expect("a package smaller than 4 GiB").to_le_bytes()
}

fn two(length: usize) -> [u8; 2] {
    u16::try_from(length).expect("few parts, with short names").to_le_bytes()
}

/// The sum of a part (ISO 3309), as packages keep it.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 }
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}

/// A draft file: what is read can be written and reads the same; checking it never fails otherwise
/// than by saying so.
pub fn draft_file(bytes: &[u8]) {
    let Ok(json) = std::str::from_utf8(bytes) else { return };
    let Ok(read) = DraftFile::parse(json) else { return };
    let written = serde_json::to_string(&read).expect("a draft can be written");
    assert_eq!(DraftFile::parse(&written).ok().as_ref(), Some(&read));
    // The same under comments, whatever they say.
    let commented = read.to_text(|_| vec![json.to_owned()]).expect("a draft can be written");
    assert_eq!(DraftFile::parse(&commented).ok().as_ref(), Some(&read));
    // A review goes on from what it kept.
    if let Ok(review) = Review::begin(json) {
        let kept = review.draft().to_text(|_| Vec::new()).expect("a review can be written");
        assert_eq!(Review::resume(json, &kept).ok(), Some(review));
    }
    let _ = read.check("Délibération du bureau de la Métropole de Vauclaire");
}

/// An exported log: the verdict does not depend on how the bytes arrive.
pub fn log(bytes: &[u8]) {
    let whole = verify_log(bytes, None).expect("memory does not fail");
    let drops = std::io::BufReader::with_capacity(7, bytes);
    let piecemeal = verify_log(drops, None).expect("memory does not fail");
    assert_eq!(format!("{whole:?}"), format!("{piecemeal:?}"));
}

/// A rule pack: what is read is at least as strict as the law, and gives its reasons; what is refused
/// is refused at a place in the text.
pub fn rule_pack(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match RulePack::read(text) {
        Ok(pack) => {
            for (_, setting) in pack.settings() {
                let reason = match setting {
                    Setting::Disabled { reason } => reason,
                    Setting::Local { parameter, value, reason, .. } => {
                        assert!(parameter.allows(*value), "{value} is no laxer than the law");
                        reason
                    }
                };
                assert!(!reason.is_empty(), "everything that is set has its reason");
            }
        }
        Err(error) => {
            let lines = text.matches('\n').count() + 1;
            assert!((1..=lines).contains(&error.line) && error.column >= 1, "{error}");
        }
    }
}

/// An expression: what is read answers or says why not, twice the same, of a state that says nothing
/// and of an entry; what is refused is refused at a character of the text, where it names one.
pub fn expression(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let entry = serde_json::json!({ "seq": 3, "kind": "VoteCast", "effective": "2024-03",
        "evidence": { "grade": "act", "sources": [{ "document": "d", "span": [0, 1] }] },
        "causes": [2], "data": { "outcome": "adopted", "for": 12, "words": ["a", "b"] } });
    let stream: StreamId = "convention/vauclaire/2023/x".parse().expect("a stream");
    let view = ConventionView::of(&Facts::default(), &stream, AsOf::default());
    for scope in [Scope::State, Scope::Entry, Scope::Step, Scope::Finding] {
        match Expression::parse(scope, text) {
            Ok(read) => {
                assert_eq!(read.text(), text);
                let known = |name: &&str| scope.variables().iter().any(|(known, _)| known == name);
                assert!(read.variables().iter().all(known), "{text}");
                let ask = || match scope {
                    Scope::State => read.ask(&StateSubject(&view)),
                    _ => read.ask(&StoredEntry(&entry)),
                };
                assert_eq!(ask(), ask(), "{text}");
            }
            Err(error) => {
                let length = text.chars().count();
                assert!(error.place().is_none_or(|at| at <= length), "{text}: {error}");
                assert!(!error.to_string().is_empty());
            }
        }
    }
}

/// A table, text or workbook: rows come in order, each lies in the text on whole characters, a row that
/// is read alone is the same row, every fact can be written, and a rejected row states none.
pub fn table(bytes: &[u8]) {
    let Ok(text) = greffe_tables::read(bytes, None) else { return };
    let Ok(table) = Table::of(text.text()) else { return };
    let reader = TableReader::new(table, &"0".repeat(64), Some("corps".to_owned()));
    let _ = reader.header_defects();
    let (mut profile, mut at) = (Profile::default(), 0);
    for row in reader.table().rows() {
        let Ok(row) = row else { return };
        assert!(row.record.span.start >= at, "rows come in order");
        at = row.record.span.end;
        assert!(text.text().get(row.record.span.clone()).is_some(), "a row lies in the text");
        profile.add(reader.table().header(), &row);
        let reading = reader.read(&row);
        assert!(!reading.is_rejected() || reading.facts.is_empty());
        for fact in &reading.facts {
            fact.event.data().expect("an event can be written");
        }
    }
    assert!(profile.data_rows <= profile.rows);
}

/// A receipt: what it cites lies in its text.
pub fn receipt(bytes: &[u8]) {
    let Ok(read) = greffe_tables::receipt(bytes, None, |_| "0".repeat(64)) else { return };
    let (from, to) = read.passage.span;
    let range = usize::try_from(from).ok().zip(usize::try_from(to).ok());
    assert!(range.is_some_and(|(from, to)| read.text.get(from..to).is_some()));
    read.event.data().expect("an event can be written");
}
