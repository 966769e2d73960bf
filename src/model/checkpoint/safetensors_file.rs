//! The header of a safetensors file: where each tensor lies. The format's own library checks that tensors
//! follow each other without gaps; this file owns which types and shapes are read.

use std::collections::BTreeMap;
use std::io::{self, Read};

use safetensors::Dtype;
use safetensors::tensor::Metadata;
use tch::Kind;

use super::shape;
use crate::system_error::in_words;

/// The length of the header takes these bytes before it.
const LENGTH: u64 = 8;

/// The longest header that the format allows, in bytes.
const MAX_HEADER: u64 = 100_000_000;

/// A tensor as the header describes it.
#[derive(Debug, PartialEq)]
pub(in crate::model) struct Described {
    /// Where its values begin, in bytes from the start of the file.
    pub(in crate::model) offset: u64,
    pub(in crate::model) kind: Kind,
    pub(in crate::model) shape: Vec<i64>,
}

/// What is wrong with a file.
#[derive(Debug, PartialEq)]
pub(in crate::model) enum HeaderError {
    /// It cannot be read, is no safetensors file, or is not whole; in words.
    Damaged(String),
    /// It has a tensor of a type that is not read, with its name.
    Type(String),
}

/// Reads the header of a file of `size` bytes, and nothing behind it. Returns where the values of the
/// tensors begin, in bytes from the start of the file, and what the header says of them.
///
/// # Errors
/// Those of reading; one in words for what is no safetensors file, or does not end where its last
/// tensor does.
pub(in crate::model) fn header(mut file: impl Read, size: u64) -> io::Result<(u64, Metadata)> {
    let damaged = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
    let Some(most) = size.checked_sub(LENGTH) else {
        return Err(damaged(
            "it is too short to be a safetensors file".to_owned(),
        ));
    };
    let mut length = [0; LENGTH as usize];
    file.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > most.min(MAX_HEADER) {
        return Err(damaged(
            "it is no safetensors file, or was cut off".to_owned(),
        ));
    }
    let mut header = Vec::new();
    file.take(length).read_to_end(&mut header)?;
    let metadata: Metadata = serde_json::from_slice(&header)
        .map_err(|error| damaged(format!("it has a header that does not parse: {error}")))?;
    let data = LENGTH + length;
    match data.checked_add(metadata.data_len() as u64) {
        Some(expected) if expected == size => Ok((data, metadata)),
        Some(expected) => Err(damaged(format!(
            "it has {size} bytes instead of {expected}"
        ))),
        None => Err(damaged("it has a header with impossible sizes".to_owned())),
    }
}

/// The tensors of a file of `size` bytes by their names. Reads only the header.
pub(in crate::model) fn tensors(
    file: impl Read,
    size: u64,
) -> Result<BTreeMap<String, Described>, HeaderError> {
    let read = header(file, size);
    let (data, metadata) = read.map_err(|error| HeaderError::Damaged(in_words(&error)))?;
    let mut tensors = BTreeMap::new();
    for name in metadata.offset_keys() {
        let Some(info) = metadata.info(&name) else {
            continue;
        };
        let kind = match info.dtype {
            Dtype::F32 => Kind::Float,
            Dtype::F16 => Kind::Half,
            Dtype::BF16 => Kind::BFloat16,
            Dtype::F64 => Kind::Double,
            Dtype::I64 => Kind::Int64,
            other => {
                return Err(HeaderError::Type(format!(
                    "tensor {name} of type {other:?}"
                )));
            }
        };
        // The library compares the product alone, which is 0 if one size is.
        let sizes = info.shape.iter().map(|&n| i64::try_from(n).ok());
        let shape: Option<Vec<i64>> = sizes.collect();
        let shape = shape.filter(|shape| shape::elements(shape).is_some());
        let shape = shape.ok_or_else(|| {
            HeaderError::Damaged(format!("tensor {name} has a shape that no tensor has"))
        })?;
        let offset = data + info.data_offsets.0 as u64;
        let described = Described {
            offset,
            kind,
            shape,
        };
        tensors.insert(name, described);
    }
    Ok(tensors)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// What is read of a file with this header and so many bytes of data.
    fn read(header: &str, data: usize) -> Result<BTreeMap<String, Described>, HeaderError> {
        let length = (header.len() as u64).to_le_bytes();
        of(&[&length[..], header.as_bytes(), &vec![0u8; data]].concat())
    }

    fn of(file: &[u8]) -> Result<BTreeMap<String, Described>, HeaderError> {
        tensors(file, file.len() as u64)
    }

    fn damage(header: &str, data: usize) -> String {
        match read(header, data) {
            Err(HeaderError::Damaged(reason)) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn tensors_are_found_behind_the_header() {
        let header = r#"{"b":{"dtype":"F32","shape":[2,1],"data_offsets":[4,12]},"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}"#;
        let found = read(header, 12).unwrap();
        let start = LENGTH + header.len() as u64;
        let described = |offset, kind, shape: &[i64]| Described {
            offset,
            kind,
            shape: shape.to_vec(),
        };
        assert_eq!(found["a"], described(start, Kind::BFloat16, &[2]));
        assert_eq!(found["b"], described(start + 4, Kind::Float, &[2, 1]));
    }

    #[test]
    fn a_header_that_claims_more_than_is_there_is_refused() {
        let tensor = |shape: &str, offsets: &str| {
            format!(r#"{{"a":{{"dtype":"F32","shape":{shape},"data_offsets":{offsets}}}}}"#)
        };
        for (shape, offsets) in [
            ("[4294967296,4294967296]", "[0,4]"),
            ("[2]", "[0,4]"),
            ("[1]", "[4,8]"),
            ("[1]", "[4,0]"),
            ("[-1]", "[0,4]"),
            ("[\"1\"]", "[0,4]"),
            ("[1.0]", "[0,4]"),
        ] {
            let reason = damage(&tensor(shape, offsets), 4);
            assert!(reason.contains("does not parse"), "{reason}");
        }
        let reason = damage(
            &tensor("[288230376151711744]", "[0,1152921504606846976]"),
            4,
        );
        assert!(reason.contains("bytes instead of"), "{reason}");
        // Two tensors in the same bytes.
        let both = r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#;
        assert!(damage(both, 4).contains("does not parse"));
        let long = of(&[&(1u64 << 60).to_le_bytes()[..], b"{}"].concat());
        assert!(matches!(long, Err(HeaderError::Damaged(_))));
    }

    #[test]
    fn a_file_that_became_shorter_since_it_was_measured_is_an_error() {
        let file = [&2u64.to_le_bytes()[..], b"{}"].concat();
        assert_eq!(of(&file), Ok(BTreeMap::new()));
        for short in [&file[..9], &file[..5], &[]] {
            let read = tensors(short, file.len() as u64);
            assert!(matches!(read, Err(HeaderError::Damaged(_))), "{read:?}");
        }
    }

    #[test]
    fn empty_tensors_do_not_hide_sizes_that_none_has() {
        let huge = ["9223372036854775808", "4611686018427387904"];
        for size in huge {
            let header =
                format!(r#"{{"a":{{"dtype":"F32","shape":[0,{size}],"data_offsets":[0,0]}}}}"#);
            assert_eq!(
                damage(&header, 0),
                "tensor a has a shape that no tensor has"
            );
        }
        let many = ["1"; 100].join(",");
        let header = format!(r#"{{"a":{{"dtype":"F16","shape":[{many}],"data_offsets":[0,2]}}}}"#);
        assert_eq!(
            damage(&header, 2),
            "tensor a has a shape that no tensor has"
        );
    }

    #[test]
    fn a_type_that_is_not_read_is_named() {
        let header = r#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#;
        let what = "tensor a of type U8".to_owned();
        assert_eq!(read(header, 1), Err(HeaderError::Type(what)));
    }
}
