//! Documents and books: the input is the XML inside, because a fuzzer does not find its way through a
//! compressed archive.
#![no_main]

use mujaz::article::Format;
use mujaz_fuzz::{packed, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    read(
        Format::Docx,
        &packed(&[("word/document.xml", bytes), ("word/styles.xml", bytes)]),
    );
    read(
        Format::Odt,
        &packed(&[("content.xml", bytes), ("styles.xml", bytes)]),
    );
    read(
        Format::Epub,
        &packed(&[("META-INF/container.xml", bytes), ("a", bytes)]),
    );
    read(
        Format::Xlsx,
        &packed(&[
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/worksheets/sheet1.xml", bytes),
        ]),
    );
    read(Format::Xlsx, &packed(&[("content.xml", bytes)]));
});

const WORKBOOK: &[u8] = br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
