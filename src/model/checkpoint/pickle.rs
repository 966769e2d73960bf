//! `pytorch_model.bin`: a zip archive with one pickle that names tensors, and their bytes.
//!
//! libtorch's own reader refuses what transformers writes (a dictionary with attributes), so the
//! pickle is read here. The interpreter knows only what a table of tensors needs: it calls
//! nothing, and refuses any other pickle. This file owns the archive; libtorch gets only what was
//! compared with the data that is there.

mod calls;
mod machine;
mod spec;
mod value;

use std::collections::BTreeMap;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use tch::{Kind, Tensor};
use zip::ZipArchive;

use crate::model::{ModelError, regular_file};
use crate::system_error::in_words;
use spec::Spec;
use value::short;

/// Maximum size of a pickle in bytes; the names of a model's tensors take a few kilobytes.
const MAX_PICKLE: u64 = 64 << 20;

/// How many elements all tensors may have together, as a multiple of the file's size in bytes. Tied
/// tensors, which share their data, are few.
const MOST_ELEMENTS: u64 = 4;

/// The tensors of a PyTorch archive, in float32.
pub(super) fn read(path: &Path) -> Result<BTreeMap<String, Tensor>, ModelError> {
    let file = regular_file::open(path).map_err(|e| ModelError::unreadable(path, in_words(&e)))?;
    let metadata = file
        .metadata()
        .map_err(|e| ModelError::unreadable(path, in_words(&e)))?;
    let contents = Contents::of(BufReader::new(file), metadata.len())
        .map_err(|reason| ModelError::unreadable(path, reason))?;
    // The bytes of each are given back once they are copied.
    let data = contents.data.into_iter().map(|(key, data)| {
        let tensor = Tensor::from_data_size(&data.bytes, &[data.count() as i64], data.kind);
        (key, tensor)
    });
    let data: BTreeMap<String, Tensor> = data.collect();
    let mut tensors = BTreeMap::new();
    for (name, spec) in contents.table {
        let tensor = data[&spec.key]
            .f_as_strided(&spec.shape[..], &spec.strides[..], spec.offset)
            .and_then(|view| view.f_totype(Kind::Float)?.f_contiguous())
            .map_err(|e| ModelError::unreadable(path, format!("tensor {}: {e}", short(&name))))?;
        tensors.insert(name, tensor);
    }
    Ok(tensors)
}

/// What an archive holds: every tensor of the table lies in the data.
pub(in crate::model) struct Contents {
    table: Vec<(String, Spec)>,
    /// The data that tensors lie in, by their names in the archive.
    data: BTreeMap<String, Data>,
}

/// Elements of one type.
struct Data {
    kind: Kind,
    bytes: Vec<u8>,
}

impl Data {
    /// The number of whole elements.
    fn count(&self) -> u64 {
        (self.bytes.len() / self.kind.elt_size_in_bytes()) as u64
    }
}

impl Contents {
    /// Reads an archive of so many bytes.
    ///
    /// # Errors
    /// What is wrong with it, as a sentence about the file.
    pub(in crate::model) fn of(reader: impl Read + Seek, length: u64) -> Result<Self, String> {
        let mut archive = ZipArchive::new(reader).map_err(|e| {
            format!(
                "it is damaged, or older than PyTorch 1.6 ({e}); save it again as model.safetensors"
            )
        })?;
        let name = archive
            .file_names()
            .filter_map(Result::ok)
            .find(|name| name.ends_with("/data.pkl"))
            .map(std::borrow::Cow::into_owned)
            .ok_or("it holds no data.pkl")?;
        let root = name.trim_end_matches("data.pkl").to_owned();
        let pickle = member(&mut archive, &name, MAX_PICKLE)?;
        let table = machine::table(&pickle).map_err(|what| format!("its pickle {what}"))?;
        drop(pickle);

        // PyTorch does not compress, so that all data together are no larger than the file.
        let mut left = length;
        let mut elements = length.saturating_mul(MOST_ELEMENTS);
        let mut data: BTreeMap<String, Data> = BTreeMap::new();
        for (name, spec) in &table {
            let name = short(name);
            if !data.contains_key(&spec.key) {
                let bytes = member(
                    &mut archive,
                    &format!("{root}data/{}", spec.key),
                    left.saturating_add(1),
                )
                .map_err(|reason| format!("{name}: {reason}"))?;
                left = left
                    .checked_sub(bytes.len() as u64)
                    .ok_or("its tensors are larger than the file")?;
                let kind = spec.kind;
                data.insert(spec.key.clone(), Data { kind, bytes });
            }
            let own = &data[&spec.key];
            if own.kind != spec.kind {
                return Err(format!(
                    "tensor {name} takes the data of another one for another type"
                ));
            }
            let size = spec
                .elements()
                .ok_or_else(|| format!("tensor {name} has a shape that no tensor has"))?;
            if spec.end().is_none_or(|end| end > own.count()) {
                return Err(format!("tensor {name} reaches beyond its data"));
            }
            // Strides of zero repeat elements without end.
            elements = elements
                .checked_sub(size)
                .ok_or_else(|| format!("tensor {name} is larger than the file"))?;
        }
        Ok(Self { table, data })
    }

    /// Whether every tensor lies in its data.
    #[cfg(any(test, feature = "fuzzing"))]
    pub(in crate::model) fn is_sound(&self) -> bool {
        self.table.iter().all(|(_, spec)| {
            let last = spec.shape.iter().zip(&spec.strides);
            let last: i128 = last
                .map(|(&n, &stride)| i128::from(n - 1).max(0) * i128::from(stride))
                .sum();
            let data = self.data.get(&spec.key);
            data.is_some_and(|data| {
                let size = spec.kind.elt_size_in_bytes() as i128;
                let end = (last + i128::from(spec.offset) + 1) * size;
                spec.shape.len() == spec.strides.len()
                    && data.kind == spec.kind
                    && end <= data.bytes.len() as i128
            })
        })
    }
}

/// A member of an archive, cut off after so many bytes.
fn member(
    archive: &mut ZipArchive<impl Read + Seek>,
    name: &str,
    most: u64,
) -> Result<Vec<u8>, String> {
    let entry = archive.by_name(name).map_err(|e| e.to_string())?;
    let mut bytes = Vec::new();
    let read = entry.take(most).read_to_end(&mut bytes);
    read.map_err(|e| e.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::CompressionMethod;

    use super::*;

    /// A text of a pickle.
    fn text(text: &str) -> Vec<u8> {
        let length = u32::try_from(text.len()).unwrap().to_le_bytes();
        [b"X".as_slice(), &length, text.as_bytes()].concat()
    }

    /// The entry of a tensor that begins with the first element of the data "0".
    fn entry(name: &str, storage: &str, shape: &[u8], strides: &[u8]) -> Vec<u8> {
        let tuple = |numbers: &[u8]| {
            let numbers: Vec<u8> = numbers.iter().flat_map(|n| [b'K', *n]).collect();
            [b"(".as_slice(), &numbers, b"t"].concat()
        };
        let parts = [
            text(name),
            b"ctorch._utils\n_rebuild_tensor_v2\n((".to_vec(),
            text("storage"),
            format!("ctorch\n{storage}\n").into_bytes(),
            text("0"),
            text("cpu"),
            b"K\x01tQK\x00".to_vec(),
            tuple(shape),
            tuple(strides),
            b"\x89NtR".to_vec(),
        ];
        parts.concat()
    }

    /// What is read of an archive with these entries and this data.
    fn contents(
        entries: &[Vec<u8>],
        data: &[u8],
        method: CompressionMethod,
    ) -> Result<Contents, String> {
        let code = [b"\x80\x02}(".to_vec(), entries.concat(), b"u.".to_vec()].concat();
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        for (name, bytes) in [("a/data.pkl", &code[..]), ("a/data/0", data)] {
            archive.start_file(name, options).unwrap();
            archive.write_all(bytes).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        let length = bytes.len() as u64;
        Contents::of(Cursor::new(bytes), length)
    }

    fn error(entries: &[Vec<u8>], data: &[u8]) -> String {
        let read = contents(entries, data, CompressionMethod::Stored);
        read.err().unwrap()
    }

    #[test]
    fn tensors_lie_in_their_data() {
        let entries = [
            entry("a", "HalfStorage", &[2, 3], &[3, 1]),
            // The same elements in another order.
            entry("b", "HalfStorage", &[3, 2], &[1, 3]),
        ];
        let read = contents(&entries, &[7; 12], CompressionMethod::Stored).unwrap();
        let names: Vec<&str> = read.table.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(read.data["0"].count(), 6);
        assert!(read.is_sound());
    }

    #[test]
    fn tensors_that_are_larger_than_their_file_are_refused() {
        let repeated = error(&[entry("a", "FloatStorage", &[250, 250], &[0, 0])], &[0; 4]);
        assert_eq!(repeated, "tensor a is larger than the file");
        let one = [entry("a", "FloatStorage", &[1], &[1])];
        let packed = contents(&one, &[0; 1 << 20], CompressionMethod::Deflated);
        assert_eq!(
            packed.err().unwrap(),
            "its tensors are larger than the file"
        );
    }

    #[test]
    fn a_tensor_that_reaches_beyond_its_data_is_refused() {
        for (shape, strides) in [([3, 1], [1, 1]), ([2, 1], [2, 1])] {
            let found = error(&[entry("a", "FloatStorage", &shape, &strides)], &[0; 8]);
            assert_eq!(found, "tensor a reaches beyond its data");
        }
        // Half an element is none.
        let cut = error(&[entry("a", "FloatStorage", &[2], &[1])], &[0; 7]);
        assert_eq!(cut, "tensor a reaches beyond its data");
    }

    #[test]
    fn data_of_one_type_is_not_read_as_another() {
        let entries = [
            entry("a", "FloatStorage", &[1], &[1]),
            entry("b", "HalfStorage", &[1], &[1]),
        ];
        assert_eq!(
            error(&entries, &[0; 8]),
            "tensor b takes the data of another one for another type"
        );
    }

    #[test]
    fn a_shape_that_no_tensor_has_is_refused() {
        let shapes: [&[u8]; 2] = [&[1; 9], &[0, 255, 255, 255, 255, 255, 255, 255]];
        for shape in shapes {
            let strides = vec![0; shape.len()];
            let found = error(&[entry("a", "FloatStorage", shape, &strides)], &[0; 4]);
            assert_eq!(found, "tensor a has a shape that no tensor has");
        }
    }

    #[test]
    fn data_that_are_not_there_are_named_with_their_tensor() {
        let missing = entry("a", "FloatStorage", &[1], &[1]);
        let there = text("0");
        let at = missing
            .windows(there.len())
            .position(|part| part == there)
            .unwrap();
        let missing = [&missing[..at], &text("9"), &missing[at + there.len()..]].concat();
        let found = error(&[missing], &[0; 4]);
        assert!(found.starts_with("a: "), "{found}");
    }
}
