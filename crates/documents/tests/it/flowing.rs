//! HTML, DOCX and ODT: what a person reads there is what the text says.

use crate::{docx, odt};
use greffe_documents::{Format, ReadError, read};

fn text(bytes: &[u8]) -> String {
    read(bytes).unwrap().text().to_owned()
}

const LABELS: &str = "<w:abstractNum w:abstractNumId=\"4\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
    <w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"Article %1 :\"/></w:lvl></w:abstractNum>\
    <w:num w:numId=\"2\"><w:abstractNumId w:val=\"4\"/></w:num>";

#[test]
fn a_docx_is_read_as_it_is_shown() {
    let numbered = |words: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr>\
             <w:r><w:t>{words}</w:t></w:r></w:p>"
        )
    };
    let body = format!(
        "<w:p><w:r><w:t>Présents&#160;:</w:t><w:tab/><w:t>12</w:t></w:r></w:p>\
         {}<w:p><w:r><w:t>Le montant est de </w:t></w:r><w:del><w:r><w:delText>90</w:delText></w:r></w:del>\
         <w:ins><w:r><w:t>61 300 €</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>000</w:t></w:r>\
         <w:r><w:t>.</w:t></w:r></w:p>{}\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ciné-club</w:t></w:r></w:p></w:tc>\
         <w:tc><w:p><w:r><w:t>1 500 €</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        numbered("Est approuvé le projet."),
        numbered("Est ouvert le crédit.")
    );
    let read = text(&docx(&body, LABELS));
    let wanted = "Commune de Varzelle\n\nPrésents\u{a0}:    12\n\nArticle 1 : Est approuvé le projet.\n\n\
                  Le montant est de 61 300 €.\n\nArticle 2 : Est ouvert le crédit.\n\n\
                  Ciné-club    1 500 €\n\n";
    assert_eq!(read, wanted);
}

#[test]
fn an_odt_is_read_as_it_is_shown() {
    let styles = "<text:list-style style:name=\"L1\"><text:list-level-style-number text:level=\"1\" \
                  style:num-format=\"1\" style:num-prefix=\"Article \" style:num-suffix=\" :\"/></text:list-style>";
    let body = "<text:tracked-changes><text:p>ôté</text:p></text:tracked-changes>\
                <text:p>Le  Bureau\n de<text:s text:c=\"3\"/>Varzelle</text:p>\
                <text:list text:style-name=\"L1\"><text:list-item><text:p>Est approuvé.</text:p></text:list-item>\
                <text:list-item><text:p>Est ouvert.</text:p></text:list-item></text:list>\
                <table:table><table:table-row><table:table-cell><text:p>Total</text:p></table:table-cell>\
                <table:table-cell><text:p>61&#160;300 €</text:p></table:table-cell></table:table-row></table:table>\
                <text:p>Adopté<text:note><text:note-citation>1</text:note-citation><text:note-body>\
                <text:p>à main levée</text:p></text:note-body></text:note>.</text:p>";
    let wanted = "Le Bureau de   Varzelle\n\nArticle 1 : Est approuvé.\nArticle 2 : Est ouvert.\n\n\
                  Total    61\u{a0}300 €\n\nAdopté.\n\nà main levée\n";
    assert_eq!(text(&odt(styles, body)), wanted);
}

#[test]
fn a_page_of_the_web_is_read_as_it_is_shown() {
    let page = "<!DOCTYPE html><html><head><title>t</title><style>p{}</style></head><body>\
        <script>var a = '<p>non</p>';</script><h1>Délibération</h1><p hidden>caché</p>\
        <p>Pr&eacute;sents :\n   12<br>Excus&#233;s : 2</p><ul><li>un<li>deux</ul>\
        <ol start=3><li>trois</li></ol><div style='display: none'>rien<div>rien</div></div>\
        <table><tr><td>A<td>1&nbsp;500 €</tr><tr><td>Association B</td><td>20 €</td></tr></table>fin";
    let wanted = "Délibération\n\nPrésents : 12\nExcusés : 2\n\n- un\n- deux\n\n3. trois\n\n\
                  A                1\u{a0}500 €\nAssociation B    20 €\n\nfin\n";
    assert_eq!(text(page.as_bytes()), wanted);
    // The encoding is what the page says, unless its bytes say otherwise.
    let old =
        b"<html><head><meta charset=\"iso-8859-1\"></head><body>D\xe9lib\xe9ration</body></html>";
    let read = read(old).unwrap();
    assert_eq!((read.text(), read.encoding()), ("Délibération\n", "windows-1252"));
}

#[test]
fn content_decides_and_not_the_name() {
    let format = |bytes: &[u8]| read(bytes).map(|d| d.format());
    assert_eq!(format(b"<p>Vu le code</p>"), Ok(Format::Html));
    assert_eq!(format("« <article> » : un mot".as_bytes()), Ok(Format::Text));
    assert_eq!(format(&docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>", "")), Ok(Format::Docx));
    assert_eq!(format(&odt("", "<text:p>a</text:p>")), Ok(Format::Odt));
    assert!(matches!(format(b"\x89PNG...."), Err(ReadError::OtherFormat { .. })));
    let sheet = crate::package(&[("[Content_Types].xml", "<a/>"), ("xl/workbook.xml", "<a/>")]);
    let Err(ReadError::OtherFormat { format, .. }) = read(&sheet) else { panic!("it is no text") };
    assert_eq!(format, "a workbook");
}

#[test]
fn entities_and_depth_are_refused() {
    let laughs = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
    let package = crate::package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", laughs),
    ]);
    let Err(ReadError::Damaged { reason, .. }) = read(&package) else { panic!("it is refused") };
    assert!(reason.contains("document type"), "{reason}");
    let deep = format!("{}x{}", "<text:span>".repeat(300), "</text:span>".repeat(300));
    let read = read(&odt("", &format!("<text:p>{deep}</text:p>")));
    assert!(matches!(read, Err(ReadError::Limit { .. })), "{read:?}");
}

#[test]
fn utf8_that_is_broken_in_a_few_places_is_refused_at_the_first() {
    let act = "Délibération\nLa subvention versée à l'école est élevée à 500 €.\n";
    let broken = |bad: &[u8], at: usize| {
        let mut bytes = act.as_bytes().to_vec();
        bytes.splice(at..at, bad.iter().copied());
        bytes
    };
    // A lone surrogate, a byte of another encoding, a sequence that was cut, an overlong one.
    for bad in [&b"\xed\xa0\x80"[..], b"\xe9 ", b"\xe2\x82", b"\xc0\xaf", b"\xff"] {
        for (file, before) in
            [(broken(bad, 15), 0), ([b"\xef\xbb\xbf".to_vec(), broken(bad, 15)].concat(), 3)]
        {
            let wanted = ReadError::BrokenUtf8 { at: 15 + before, byte: bad[0], line: 2 };
            assert_eq!(read(&file), Err(wanted), "{bad:x?}");
        }
        let page = [b"<html><body><p>".to_vec(), broken(bad, 15)].concat();
        assert!(matches!(read(&page), Err(ReadError::BrokenUtf8 { at: 30, .. })), "{bad:x?}");
    }
    // What has next to no sequence of UTF-8 is of an older encoding, be there one by chance.
    let latin = |text: &str| -> Vec<u8> {
        text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
    };
    for old in [
        "Délibération",
        "« SOCIÉTÉ» et les élèves de l'école privée, à Métabief, où l'été a été très sec",
    ] {
        let read = read(&latin(old)).unwrap();
        assert_eq!((read.text(), read.encoding()), (old, "windows-1252"));
    }
}

#[test]
fn a_control_is_a_bullet_where_a_text_has_one_and_no_text_elsewhere() {
    let act = |line: &str| format!("Vu le code,\n{line}\nApprouve le plan\n");
    for bullet in ["\u{2} Toiture de la halle", "   \u{12}\tToiture", "\u{1} Un\n\u{1} Deux"] {
        let text = act(bullet);
        assert_eq!(read(text.as_bytes()).unwrap().text(), text);
    }
    let others = [
        "Toiture \u{2} halle",
        "\u{2}Toiture",
        "\u{1b} Toiture",
        "\u{0} Toiture",
        "\u{2} \u{2} Toiture",
    ];
    for other in others {
        let refused = read(act(other).as_bytes());
        assert!(matches!(refused, Err(ReadError::NotText { .. })), "{other:?}");
    }
}
