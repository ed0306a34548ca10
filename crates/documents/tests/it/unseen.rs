//! Words that a reader of the document does not see: left out, counted and told.

use crate::{docx, odt, package};
use greffe_documents::{Document, WhyUnseen, read};

/// What was counted for a reason.
fn counted(document: &Document, why: WhyUnseen) -> usize {
    document
        .unseen()
        .iter()
        .filter(|unseen| unseen.why == why)
        .map(|unseen| unseen.characters)
        .sum()
}

#[test]
fn a_page_of_the_web_leaves_out_what_it_does_not_show() {
    for (head, body, why) in [
        ("", "<b hidden>9900</b>", WhyUnseen::Hidden),
        ("", "<b style='display:none'>9900</b>", WhyUnseen::Hidden),
        ("", "<b style='d\\69splay:none'>9900</b>", WhyUnseen::Hidden),
        ("<style>.x{display:none}</style>", "<b class=x>9900</b>", WhyUnseen::Hidden),
        ("<style>#x{visibility:hidden}</style>", "<b id=x>9900</b>", WhyUnseen::Hidden),
        ("<style>b{disp\\6c ay:none}</style>", "<b>9900</b>", WhyUnseen::Hidden),
        ("", "<style>b{display:none}</style><b>9900</b>", WhyUnseen::Hidden),
        ("", "<b>9900</b><style>b{display:none}</style>", WhyUnseen::Hidden),
        ("", "<b style='font-size:0'>9900</b>", WhyUnseen::Tiny),
        ("", "<b style='opacity:0'>9900</b>", WhyUnseen::Pale),
        ("", "<b style='color:white'>9900</b>", WhyUnseen::Pale),
        ("", "<font color='#FFFFFF'>9900</font>", WhyUnseen::Pale),
        ("", "<b style='position:absolute;left:-9999px'>9900</b>", WhyUnseen::Outside),
        ("", "<b style='text-indent:-9999px'>9900</b>", WhyUnseen::Outside),
        ("", "<del>9900</del>", WhyUnseen::Struck),
        ("", "<s>9900</s>", WhyUnseen::Struck),
        ("", "<strike>9900</strike>", WhyUnseen::Struck),
        ("", "<span style='text-decoration:line-through'>9900</span>", WhyUnseen::Struck),
    ] {
        let page = format!(
            "<html><head>{head}</head><body><p>La subvention est de {body} 500 €.</p></body></html>"
        );
        let document = read(page.as_bytes()).unwrap();
        assert_eq!(document.text(), "La subvention est de 500 €.\n\n", "{page}");
        assert_eq!(counted(&document, why), 4, "{page}: {:?}", document.unseen());
        assert_eq!(document.unseen().len(), 1, "{page}");
    }
}

#[test]
fn what_nobody_can_tell_of_a_page_is_kept_and_told() {
    for (head, body) in [
        ("<style>p .x{display:none}</style>", "<b class=x>9900</b>"),
        ("<style>@media (min-width:9px){b{display:none}}</style>", "<b>9900</b>"),
        ("<style>b[title]{display:none}</style>", "<b>9900</b>"),
        ("<style>p{background:navy}</style>", "<b style='color:white'>9900</b>"),
    ] {
        let page = format!("<html><head>{head}</head><body><p>Somme : {body}</p></body></html>");
        let document = read(page.as_bytes()).unwrap();
        assert_eq!(document.text(), "Somme : 9900\n\n", "{page}");
        assert_eq!(counted(&document, WhyUnseen::Unsure), 4, "{page}: {:?}", document.unseen());
    }
}

#[test]
fn what_a_page_shows_is_read_and_nothing_is_told() {
    for (head, body) in [
        ("<style>.x{display:none}</style>", "<b class=y>500</b>"),
        ("<style>.x{display:none}b.x{display:inline}</style>", "<b class=x>500</b>"),
        ("<style>@media print{b{display:none}}</style>", "<b>500</b>"),
        ("", "<b style='color:white;background:#036'>500</b>"),
        ("", "<ins>500</ins>"),
    ] {
        let page = format!("<html><head>{head}</head><body><p>Somme : {body}</p></body></html>");
        let document = read(page.as_bytes()).unwrap();
        assert_eq!((document.text(), document.unseen().len()), ("Somme : 500\n\n", 0), "{page}");
    }
    // Letters of no size take the gaps out of a list whose items have theirs again.
    let page = "<html><body><ul style='font-size:0'> x <li style='font-size:14px'>un<li style='font-size:14px'>deux</ul>fin</body></html>";
    let document = read(page.as_bytes()).unwrap();
    assert_eq!(document.text(), "- un\n- deux\n\nfin\n");
    assert_eq!(counted(&document, WhyUnseen::Tiny), 1);
}

#[test]
fn a_docx_leaves_out_what_it_does_not_show() {
    let run = |properties: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>9900</w:t></w:r>");
    for (hidden, why) in [
        (run("<w:vanish/>"), WhyUnseen::Hidden),
        (run("<w:specVanish/>"), WhyUnseen::Hidden),
        (run("<w:strike/>"), WhyUnseen::Struck),
        (run("<w:dstrike w:val=\"true\"/>"), WhyUnseen::Struck),
        (run("<w:sz w:val=\"2\"/>"), WhyUnseen::Tiny),
        (run("<w:sz w:val=\"1\"/>"), WhyUnseen::Tiny),
        (run("<w:color w:val=\"FFFFFF\"/>"), WhyUnseen::Pale),
        (run("<w:color w:val=\"fffffe\" w:themeColor=\"background1\"/>"), WhyUnseen::Pale),
        (run("<w:color w:themeColor=\"background1\"/>"), WhyUnseen::Pale),
        ("<w:del><w:r><w:delText>9900</w:delText></w:r></w:del>".to_owned(), WhyUnseen::Struck),
    ] {
        let body =
            format!("<w:p><w:r><w:t>Somme : </w:t></w:r>{hidden}<w:r><w:t>500 €</w:t></w:r></w:p>");
        let document = read(&docx(&body, "")).unwrap();
        assert_eq!(document.text().trim_end(), "Commune de Varzelle\n\nSomme : 500 €", "{hidden}");
        assert_eq!(counted(&document, why), 4, "{hidden}: {:?}", document.unseen());
    }
    let shaded = "<w:shd w:val=\"clear\" w:fill=\"1F3864\"/>";
    let white = run("<w:color w:val=\"FFFFFF\"/>");
    for (shown, unsure) in [
        (format!("<w:p>{}</w:p>", run("<w:strike w:val=\"0\"/><w:vanish w:val=\"false\"/><w:sz w:val=\"20\"/>")), 0),
        (format!("<w:p>{}</w:p>", run(&format!("<w:color w:val=\"FFFFFF\"/>{shaded}"))), 0),
        (format!("<w:p>{}</w:p>", run("<w:highlight w:val=\"blue\"/><w:color w:val=\"FFFFFF\"/>")), 0),
        (format!("<w:p><w:pPr>{shaded}</w:pPr>{white}</w:p>"), 0),
        (format!("<w:tbl><w:tr><w:tc><w:tcPr>{shaded}</w:tcPr><w:p>{white}</w:p></w:tc></w:tr></w:tbl>"), 0),
        (format!("<w:p>{}</w:p>", run("<w:color w:val=\"7F7F7F\" w:themeColor=\"background1\" w:themeShade=\"7F\"/>")), 0),
        (format!("<w:p>{}</w:p>", run("<w:webHidden/>")), 4),
        (
            format!("<w:tbl><w:tblPr><w:tblStyle w:val=\"T\"/></w:tblPr><w:tr><w:tc><w:p>{white}</w:p></w:tc></w:tr></w:tbl>"),
            4,
        ),
        ("<w:p><w:pPr><w:rPr><w:vanish/><w:strike/></w:rPr></w:pPr><w:r><w:t>9900</w:t></w:r></w:p>".to_owned(), 0),
    ] {
        let document = read(&docx(&shown, "")).unwrap();
        assert!(document.text().contains("9900"), "{shown}");
        assert_eq!(counted(&document, WhyUnseen::Unsure), unsure, "{shown}");
        assert_eq!(document.unseen().len(), usize::from(unsure > 0), "{shown}");
    }
}

#[test]
fn styles_of_a_docx_hide_as_its_runs_do() {
    let w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let styles = format!(
        "<w:styles xmlns:w=\"{w}\"><w:style w:type=\"character\" w:styleId=\"A\"><w:rPr><w:vanish/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"C\"><w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr></w:style></w:styles>"
    );
    let document = format!(
        "<w:document xmlns:w=\"{w}\"><w:body><w:p><w:r><w:t>Somme : </w:t></w:r>\
         <w:r><w:rPr><w:rStyle w:val=\"B\"/></w:rPr><w:t>9900</w:t></w:r>\
         <w:r><w:rPr><w:rStyle w:val=\"B\"/><w:vanish w:val=\"0\"/></w:rPr><w:t>500</w:t></w:r></w:p>\
         <w:p><w:pPr><w:pStyle w:val=\"C\"/></w:pPr><w:r><w:t>8800</w:t></w:r>\
         <w:r><w:rPr><w:color w:val=\"auto\"/></w:rPr><w:t>Fin</w:t></w:r></w:p></w:body></w:document>"
    );
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" \
        ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"a\" Type=\"http://x/relationships/styles\" Target=\"styles.xml\"/></Relationships>";
    let file = package(&[
        ("[Content_Types].xml", types),
        ("word/_rels/document.xml.rels", relations),
        ("word/styles.xml", &styles),
        ("word/document.xml", &document),
    ]);
    let document = read(&file).unwrap();
    assert_eq!(document.text().trim_end(), "Somme : 500\nFin");
    assert_eq!(
        (counted(&document, WhyUnseen::Hidden), counted(&document, WhyUnseen::Pale)),
        (4, 4)
    );
}

#[test]
fn an_odt_leaves_out_what_it_does_not_show() {
    let properties = |said: &str| {
        format!(
            "<style:style style:name=\"T1\" style:family=\"text\"><style:text-properties {said}/></style:style>\
             <style:style style:name=\"T2\" style:parent-style-name=\"T1\" style:family=\"text\"/>"
        )
    };
    let span = "<text:span text:style-name=\"T2\">9900</text:span>";
    for (styles, hidden, why) in [
        (properties("text:display=\"none\""), span, WhyUnseen::Hidden),
        (properties("fo:color=\"#ffffff\""), span, WhyUnseen::Pale),
        (properties("fo:color=\"#000000\" loext:opacity=\"0%\""), span, WhyUnseen::Pale),
        (properties("fo:font-size=\"1pt\""), span, WhyUnseen::Tiny),
        (properties("style:text-line-through-style=\"solid\""), span, WhyUnseen::Struck),
        (properties("style:text-line-through-type=\"single\""), span, WhyUnseen::Struck),
        (
            String::new(),
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>9900</text:p></text:deletion></text:changed-region></text:tracked-changes>",
            WhyUnseen::Struck,
        ),
        (String::new(), "<text:hidden-text>9900</text:hidden-text>", WhyUnseen::Hidden),
    ] {
        let body = format!("<text:p>Somme : {hidden}500 €</text:p>");
        let document = read(&odt(&styles, &body)).unwrap();
        assert_eq!(document.text().trim_end(), "Somme : 500 €", "{styles}{hidden}");
        assert_eq!(counted(&document, why), 4, "{styles}{hidden}: {:?}", document.unseen());
    }
    let section = "<text:p>Un</text:p><text:section text:display=\"none\"><text:p>9900</text:p></text:section><text:p>Deux</text:p>";
    let document = read(&odt("", section)).unwrap();
    assert_eq!(
        (document.text().trim_end(), counted(&document, WhyUnseen::Hidden)),
        ("Un\nDeux", 4)
    );
    for shown in [
        "fo:color=\"#ffffff\" fo:background-color=\"#000080\"",
        "style:text-line-through-style=\"none\"",
        "text:display=\"true\"",
        "style:use-window-font-color=\"true\" loext:opacity=\"0%\"",
    ] {
        let document =
            read(&odt(&properties(shown), &format!("<text:p>Somme : {span}</text:p>"))).unwrap();
        assert_eq!(
            (document.text().trim_end(), document.unseen().len()),
            ("Somme : 9900", 0),
            "{shown}"
        );
    }
}

/// The number of a note is raised beside a figure, and no digit of it.
#[test]
fn a_raised_digit_stays_raised() {
    let page = "<p>La subvention est de 73 500<sup>1</sup> euros, la salle de 40 m<sup>2</sup>, le 1<sup>er</sup> mai.</p>";
    let document = read(page.as_bytes()).unwrap();
    let text = document.text();
    assert!(text.contains("73 500¹ euros") && text.contains("40 m²"), "{text}");
    assert!(text.contains("le 1er mai"), "{text}");
}

#[test]
fn an_open_note_ends_with_its_paragraph() {
    let document = read("<p>500<sup>1 euros</p><p>73 500 euros</p>".as_bytes()).unwrap();
    assert!(document.text().contains("73 500 euros"), "{}", document.text());
}

/// What shows again what one element hides does not show what another hides inside or around it.
#[test]
fn what_is_hidden_twice_is_not_shown_by_half() {
    for (outer, inner, shows) in [
        ("visibility:hidden", "display:none", "visibility:visible"),
        ("font-size:0", "display:none", "font-size:14px"),
        ("font-size:0", "visibility:hidden", "visibility:visible"),
        ("visibility:hidden", "font-size:0", "font-size:14px"),
    ] {
        let page = format!(
            "<p>Somme : <b style='{outer}'><i style='{inner}'><u style='{shows}'>9900</u></i></b>500 €</p>"
        );
        let document = read(page.as_bytes()).unwrap();
        assert!(!document.text().contains("9900"), "{page}: {}", document.text());
    }
    let nested = "<b style='visibility:visible'>".repeat(300);
    let page = format!("<p>Somme : {nested}<i style='display:none'>9900</i> 500 €</p>");
    let deep = "<b style='visibility:hidden'><i style='visibility:visible'>".repeat(200);
    let page = format!("{page}<p>{deep}<u style='display:none'>8800</u></p>");
    let document = read(page.as_bytes()).unwrap();
    assert!(!document.text().contains("9900") && !document.text().contains("8800"));
}
