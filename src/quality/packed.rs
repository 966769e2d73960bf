//! Reading the tables that are built in as gzip files.

use std::io::{BufRead as _, BufReader};

use flate2::read::GzDecoder;

/// Hands the lines of a built-in table to `read` one by one, so that the whole text is never in
/// memory. A table that cannot be unpacked, or a line for which `read` returns `None`, is a bug.
pub(super) fn each_line(packed: &[u8], mut read: impl FnMut(&str) -> Option<()>) {
    let mut text = BufReader::new(GzDecoder::new(packed));
    let mut line = String::new();
    loop {
        line.clear();
        let length = text.read_line(&mut line);
        if length.expect("a built-in table that cannot be unpacked is a bug") == 0 {
            return;
        }
        let line = line.strip_suffix('\n').unwrap_or(&line);
        read(line).expect("a built-in table that cannot be read is a bug");
    }
}
