//! Workbooks: what a cell holds, to the digit, and what no file may ask for.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod book;

use greffe_tables::{TableError, TableText, read};

fn text(bytes: &[u8]) -> String {
    read(bytes, None).as_ref().map(TableText::text).unwrap().to_owned()
}

const WRITTEN: &str = ";;;\nnomBeneficiaire;idBeneficiaire;dateConvention;montant\n\
                       \"Chœur; « du » Pont\";73282932000074;2023-03-16;1234.5600000000002\n";

#[test]
fn cells_are_written_as_the_values_they_hold() {
    assert_eq!(text(&book::xlsx(book::XLSX_ROWS)), WRITTEN);
    assert_eq!(text(&book::ods(book::ODS_ROWS)), WRITTEN);
}

#[test]
fn a_sheet_is_chosen_by_name() {
    let bytes = book::xlsx(book::XLSX_ROWS);
    let found = read(&bytes, Some("Feuille")).unwrap();
    assert_eq!((found.sheet(), found.sheets().len()), (Some("Feuille"), 1));
    let error = read(&bytes, Some("Autre")).unwrap_err();
    assert!(matches!(error, TableError::NoSheet { .. }), "{error}");
    let said = "the workbook has no sheet « Autre »; give one of its sheets with --sheet: Feuille";
    assert_eq!(error.to_string(), said);
}

/// Two cells at the ends of a sheet ask for room for all cells between them.
#[test]
fn cells_that_lie_far_apart_are_refused() {
    let far = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let error = read(&book::xlsx(far), None).unwrap_err();
    assert!(matches!(error, TableError::Inflated { .. }), "{error}");
    let far = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>"#;
    let error = read(&book::ods(far), None).unwrap_err();
    assert!(matches!(error, TableError::Inflated { .. }), "{error}");
}

/// A binary workbook with a cell in a row and a column of our choice.
fn xls(row: u16, column: u16) -> Vec<u8> {
    use std::io::Write;
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    let mut stream = file.create_stream("/Workbook").unwrap();
    let mut record = |kind: u16, body: &[u8]| {
        stream.write_all(&kind.to_le_bytes()).unwrap();
        stream.write_all(&u16::try_from(body.len()).unwrap().to_le_bytes()).unwrap();
        stream.write_all(body).unwrap();
    };
    record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let number = [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat();
    record(0x0203, &number);
    record(0x000a, &[]);
    drop(stream);
    file.into_inner().into_inner()
}

#[test]
fn far_cells_of_binary_workbooks_are_refused() {
    for (row, column) in [(65_535, 65_535), (0, 300), (65_535, 256)] {
        let error = read(&xls(row, column), None).unwrap_err();
        assert!(matches!(error, TableError::Inflated { .. }), "{row} {column}: {error}");
    }
}

#[test]
fn a_document_type_is_refused() {
    let content = book::package(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"),
    ]);
    let error = read(&content, None).unwrap_err();
    assert!(matches!(error, TableError::Workbook { .. }), "{error}");
}
