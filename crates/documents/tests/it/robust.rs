//! No bytes bring a reader down; what is read is whole, and read twice is the same.

use crate::{docx, odt};
use greffe_documents::{MAX_TEXT_BYTES, read};
use proptest::prelude::*;

fn examine(bytes: &[u8]) {
    let once = read(bytes);
    assert_eq!(once, read(bytes), "one file has one text");
    let Ok(document) = once else { return };
    let length = document.text().len() as u64;
    assert!(document.text().len() <= MAX_TEXT_BYTES);
    let Some(places) = document.places() else { return };
    for on in places.of(0..length) {
        assert!((1..=places.pages()).contains(&(on.page as usize)));
    }
}

/// Good files of every format.
fn good(which: usize) -> Vec<u8> {
    let fixture = |name: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/formats/");
        std::fs::read(format!("{folder}{name}")).unwrap()
    };
    match which % 6 {
        0 => fixture("2-avenant.html"),
        1 => fixture("2-avenant.docx"),
        2 => fixture("2-avenant-office.pdf"),
        3 => fixture("1-attribution.pdf"),
        4 => docx("<w:p><w:r><w:t>Vu</w:t></w:r></w:p>", ""),
        _ => odt("", "<text:p>Vu<text:tab/>le code</text:p>"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_file_is_read_or_refused(
        which in 0usize..6,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = good(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            let length = cut.index(bytes.len());
            bytes.truncate(length);
        }
        examine(&bytes);
    }

    #[test]
    fn any_page_of_the_web_is_read(html in "<p>(\\PC|<[a-z]{1,5}|</[a-z]{1,5}>|<table><tr><td>|</table>|<li>|<ol>|<!--|&[a-z]{1,4};|>|<div hidden>){0,60}") {
        examine(html.as_bytes());
    }

    #[test]
    fn any_body_of_a_docx_is_read(body in "(<w:p>|</w:p>|<w:r><w:t>|</w:t></w:r>|<w:tbl><w:tr><w:tc>|</w:tc></w:tr></w:tbl>|<w:tab/>|<w:txbxContent>|</w:txbxContent>|a| ){0,40}") {
        examine(&docx(&body, ""));
    }
}
