use super::*;

/// An item: its name, Marian's number for its type, its shape and its bytes.
type Given<'a> = (&'a str, u64, &'a [i32], &'a [u8]);

/// A file with these items.
fn file(items: &[Given<'_>]) -> Vec<u8> {
    let number = |n: u64| n.to_le_bytes();
    let mut bytes = [number(VERSION), number(items.len() as u64)].concat();
    for (name, kind, shape, data) in items {
        let sizes = [
            name.len() as u64 + 1,
            *kind,
            shape.len() as u64,
            data.len() as u64,
        ];
        bytes.extend(sizes.iter().flat_map(|size| size.to_le_bytes()));
    }
    for (name, ..) in items {
        bytes.extend([name.as_bytes(), b"\0"].concat());
    }
    for (_, _, shape, _) in items {
        bytes.extend(shape.iter().flat_map(|size| size.to_le_bytes()));
    }
    bytes.extend(number(0));
    for (.., data) in items {
        bytes.extend_from_slice(data);
    }
    bytes
}

fn opened(bytes: &[u8]) -> Result<MarianFile, ModelError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("model.aren.bin");
    std::fs::write(&path, bytes).unwrap();
    MarianFile::open(&path)
}

/// The bytes with another number at a place.
fn changed(bytes: &[u8], at: usize, number: u64) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    changed[at..at + 8].copy_from_slice(&number.to_le_bytes());
    changed
}

#[test]
fn items_lie_behind_each_other_up_to_the_end() {
    let bytes = file(&[
        (SETTINGS, 0, &[9], b"dim-emb: "),
        ("Wemb", FLOAT32, &[1, 2], &[0; 8]),
    ]);
    let end = bytes.len() as u64;
    assert_eq!(ranges(&bytes).unwrap(), [end - 17..end - 8, end - 8..end]);
    let file = opened(&bytes).unwrap();
    assert_eq!(file.settings().unwrap(), "dim-emb: ");
    let tensors = file.tensors().unwrap();
    let names: Vec<&String> = tensors.keys().collect();
    assert_eq!(names, ["model.shared.weight"]);
}

#[test]
fn sizes_that_a_file_only_claims_are_refused() {
    let bytes = file(&[("Wemb", FLOAT32, &[1, 2], &[0; 8])]);
    let error = |bytes: &[u8]| ranges(bytes).unwrap_err().to_string();
    let huge = 1 << 60;
    let foreign = "it is no model file of Marian";
    let damaged = "its header is damaged";
    assert_eq!(error(&changed(&bytes, 0, 2)), foreign);
    // The number of items.
    assert_eq!(error(&changed(&bytes, 8, huge)), foreign);
    assert_eq!(error(&changed(&bytes, 8, MAX_ITEMS + 1)), foreign);
    // The length of the name, the number of dimensions, and the length of the bytes.
    assert_eq!(error(&changed(&bytes, 16, huge)), damaged);
    assert_eq!(error(&changed(&bytes, 32, 9)), damaged);
    for length in [9, huge, u64::MAX] {
        let found = ranges(&changed(&bytes, 40, length)).unwrap_err();
        assert_eq!(found.kind(), io::ErrorKind::UnexpectedEof, "{length}");
    }
    // What lies before the bytes of the first item: its length is the last number of the header.
    let gap = bytes.len() - 16;
    assert_eq!(error(&changed(&bytes, gap, u64::MAX)), damaged);
    let found = ranges(&changed(&bytes, gap, 1)).unwrap_err();
    assert_eq!(found.kind(), io::ErrorKind::UnexpectedEof);
}

#[test]
fn shapes_that_no_tensor_of_the_file_has_are_refused() {
    let shapes: [&[i32]; 5] = [
        &[0, 2],
        &[-1, 2],
        &[-1, -2],
        &[i32::MAX, 2],
        &[i32::MAX, i32::MAX, i32::MAX, i32::MAX],
    ];
    for shape in shapes {
        let bytes = file(&[("Wemb", FLOAT32, shape, &[0; 8])]);
        let error = ranges(&bytes).unwrap_err().to_string();
        assert_eq!(error, "its header is damaged", "{shape:?}");
    }
}

#[test]
fn a_tensor_that_a_file_has_twice_is_named() {
    for name in ["encoder_l1_self_Wq", "encoder_l01_self_Wq"] {
        let items: [Given<'_>; 2] = [
            ("encoder_l1_self_Wq", FLOAT32, &[1, 2], &[0; 8]),
            (name, FLOAT32, &[1, 2], &[1; 8]),
        ];
        let error = opened(&file(&items)).unwrap().tensors().err().unwrap();
        let said = format!("it has the tensor {name} twice");
        assert!(error.to_string().contains(&said), "{error}");
    }
}
