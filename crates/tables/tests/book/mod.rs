//! Small workbooks, made part by part: what a file of that format holds and nothing else.

use std::io::{Cursor, Write};

/// A package of named parts, each stored as it is.
pub fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        zip.start_file(*name, stored).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An `.xlsx` of one sheet, from its rows of XML; style 1 is a date, style 2 has an exponent.
pub fn xlsx(rows: &str) -> Vec<u8> {
    package(&[
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Feuille" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/styles.xml",
            r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="11"/></cellXfs></styleSheet>"#,
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(
                r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
            ),
        ),
    ])
}

/// An `.ods` of one sheet, from its rows of XML.
pub fn ods(rows: &str) -> Vec<u8> {
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    package(&[
        ("mimetype", kind),
        (
            "content.xml",
            &format!(
                r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Feuille">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
            ),
        ),
        (
            "META-INF/manifest.xml",
            &format!(
                r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>"#
            ),
        ),
    ])
}

/// Rows of an `.xlsx`: a header, and a grant with a SIRET as a number and a date as one.
pub const XLSX_ROWS: &str = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>nomBeneficiaire</t></is></c><c r="B2" t="inlineStr"><is><t>idBeneficiaire</t></is></c><c r="C2" t="inlineStr"><is><t>dateConvention</t></is></c><c r="D2" t="inlineStr"><is><t>montant</t></is></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>Chœur; « du » Pont</t></is></c><c r="B3" s="2"><v>7.3282932000074E13</v></c><c r="C3" s="1"><v>45001</v></c><c r="D3"><v>1234.5600000000002</v></c></row>"#;

/// The same rows of an `.ods`.
pub const ODS_ROWS: &str = r#"<table:table-row table:number-rows-repeated="1"><table:table-cell/></table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>nomBeneficiaire</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>idBeneficiaire</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>dateConvention</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>montant</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>Chœur; « du » Pont</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="73282932000074"><text:p>7,33E+13</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2023-03-16"><text:p>16/03/23</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1234.5600000000002"><text:p>1234,56</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
