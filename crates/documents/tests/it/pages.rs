//! PDF: the words of a page, in their order, each where it stands.

use greffe_documents::{Places, ReadError, read};

/// A PDF of one page, whose content and resources are given.
fn pdf(content: &str, resources: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>"
        ),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let trailer =
        format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF", objects.len() + 1);
    file.extend(trailer.bytes());
    file
}

const FONT: &str = "/Font<</F 5 0 R>>";

#[test]
fn words_stand_in_the_order_of_the_page_and_not_of_the_file() {
    let content = "BT /F 12 Tf 72 700 Td (Article 2 : adopt\\351.) Tj ET \
                   BT /F 12 Tf 72 730 Td (Article 1 : 61 300 euros) Tj ET \
                   BT /F 12 Tf 400 730 Td (POUR) Tj ET";
    let document = read(&pdf(content, FONT)).unwrap();
    let lines: Vec<&str> = document.text().lines().collect();
    assert!(lines[0].starts_with("Article 1 : 61 300 euros    "), "{:?}", document.text());
    assert!(lines[0].ends_with(" POUR"), "{:?}", document.text());
    assert_eq!(lines.last(), Some(&"\u{c}"));
    assert!(document.text().contains("\nArticle 2 : adopté.\n"));

    let at = document.text().find("61 300").unwrap() as u64;
    let places = document.places().unwrap();
    let on = places.of(at..at + 6);
    assert_eq!((on.len(), on[0].page, on[0].size, on[0].areas.len()), (1, 1, [59500, 84200], 1));
    let [left, top, right, bottom] = on[0].areas[0].0;
    assert!(left > 7200 && right < 20_000 && top < bottom, "{:?}", on[0].areas);
    assert!((84_200 - 73_000 - 1200..84_200 - 73_000 + 400).contains(&top), "{top}");
    // What is kept is read back as it is.
    assert_eq!(Places::from_json(places.to_json().as_bytes()).as_ref(), Some(places));
}

#[test]
fn letters_drawn_twice_are_read_once_and_raised_ones_stay_on_their_line() {
    let content = "BT /F 12 Tf 72 700 Td (GRAS) Tj ET BT /F 12 Tf 72.3 700 Td (GRAS) Tj ET \
                   BT /F 12 Tf 72 650 Td (Article 1) Tj /F 7 Tf 5 Ts (er) Tj 0 Ts /F 12 Tf ( : vu) Tj ET";
    let read = read(&pdf(content, FONT)).unwrap();
    assert_eq!(read.text(), "GRAS\n\nArticle 1er : vu\n\u{c}");
}

#[test]
fn a_margin_that_runs_upwards_is_read_apart() {
    let content = "BT /F 12 Tf 72 700 Td (Le Bureau) Tj ET \
                   BT /F 9 Tf 0 1 -1 0 30 300 Tm (Envoy\\351 en pr\\351fecture) Tj ET";
    let read = read(&pdf(content, FONT)).unwrap();
    assert_eq!(read.text(), "Le Bureau\n\nEnvoyé en préfecture\n\u{c}");
    let at = read.text().find("Envoyé").unwrap() as u64;
    let [left, top, right, bottom] = read.places().unwrap().of(at..at + 3)[0].areas[0].0;
    assert!(right - left < bottom - top && left > 1500 && right < 3300, "{left} {right}");
}

#[test]
fn a_page_without_words_is_a_scan() {
    let image = "/XObject<</I 5 0 R>>";
    let read = read(&pdf("q 595 0 0 842 0 0 cm /I Do Q", image));
    assert_eq!(read.unwrap_err(), ReadError::NoTextLayer { pages: 1 });
}
