//! What the fuzz targets share: reading bytes as a file, and what must hold of every article.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::sync::Once;

use mujaz::article::{Context, Format, ReadSettings, read_bytes};
use mujaz::text::Language;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Most records that are read of an input: a hundred bytes can hold thousands.
const RECORDS: usize = 100;

/// Reads bytes as a file of a format, and parses its articles.
///
/// # Panics
/// Where something does not hold that must: paragraphs lie in the text, in order and apart.
pub fn read(format: Format, bytes: &[u8]) {
    // Readers catch the panics of libraries; libFuzzer would end at once. Those that nobody catches end the
    // program all the same.
    static HOOK: Once = Once::new();
    HOOK.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let context = Context::of(Language::of("ar"));
    let mut count = 0;
    let name = format!("a.{}", format.extensions()[0]);
    read_bytes(
        &name,
        format,
        bytes,
        ReadSettings::default(),
        &mut |record| {
            must(record.path.starts_with(&name), &record.path);
            match record.parse(&context) {
                Ok(article) => {
                    let mut end = 0;
                    for paragraph in &article.paragraphs {
                        must(paragraph.span.start >= end, &"paragraphs overlap");
                        let text = article.text.get(paragraph.span.clone());
                        must(
                            text.is_some_and(|text| !text.trim().is_empty()),
                            &"a paragraph is empty",
                        );
                        end = paragraph.span.end;
                    }
                }
                Err(refusal) => must(!refusal.to_string().contains("defect"), &refusal),
            }
            count += 1;
            if count < RECORDS {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        },
    );
}

/// A zip archive of these members, not compressed.
///
/// # Panics
/// Never: writing to memory does not fail.
pub fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in members {
        archive.start_file(*name, options).expect("it is memory");
        archive.write_all(bytes).expect("it is memory");
    }
    archive.finish().expect("it is memory").into_inner()
}

/// Ends the program, with a message, where something does not hold: the reader would catch a panic.
fn must(holds: bool, what: &dyn std::fmt::Display) {
    if !holds {
        eprintln!("this must not be: {what}");
        std::process::abort();
    }
}
