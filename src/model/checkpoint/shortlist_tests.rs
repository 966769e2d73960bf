use super::*;

/// Reads a list whose pieces are numbers; source pieces from 50 on are unknown.
fn read(text: &str, map: bool) -> Result<Shortlist, String> {
    let ids = Ids {
        source: &|piece| piece.parse().ok().filter(|id| *id < 50),
        target: &|piece| piece.parse().ok(),
    };
    let lines = text.lines().map(|line| Ok(line.to_owned()));
    let mut list = if map {
        Shortlist::map(lines, &ids)?
    } else {
        Shortlist::table(lines, &ids)?
    };
    list.settle();
    Ok(list)
}

#[test]
fn a_map_gives_what_is_said_of_each_n_gram_and_of_all() {
    let list = read(
        "\t9 2\n7\t30 31\n8\t40\n7 8\t100 9\n99\t1000\n7\tx 32",
        true,
    )
    .unwrap();
    assert_eq!(list.tokens(&[8, 7, 0]), [2, 9, 30, 31, 32, 40]);
    assert_eq!(list.tokens(&[7, 8, 0]), [2, 9, 30, 31, 32, 40, 100]);
    assert_eq!(list.tokens(&[]), [2, 9]);
    let copying = Shortlist {
        copies: true,
        ..list
    };
    assert_eq!(copying.tokens(&[45, 0]), [0, 2, 9, 45]);
}

#[test]
fn a_table_gives_the_likeliest_of_each_token_and_the_first_of_the_vocabulary() {
    let mut text: String = (0..150)
        .map(|i| format!("{} 7 0.{i:03}\n", 1000 + i))
        .collect();
    text.push_str("NULL 7 0.9\n2000\t8 1\n");
    let list = read(&text, false).unwrap();
    let first: Vec<u32> = (0..100).collect();
    let likely: Vec<u32> = (1050..1150).collect();
    assert_eq!(list.tokens(&[7]), [&first[..], &likely].concat());
    assert_eq!(list.tokens(&[8]), [&first[..], &[2000]].concat());
}

/// Opens the shortlist of a folder with the files of a fixture.
fn opened(model: &str, name: &str, bytes: &[u8]) -> Result<Option<Shortlist>, ModelError> {
    let from = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(model);
    let dir = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), dir.path().join(entry.file_name())).unwrap();
    }
    std::fs::write(dir.path().join(name), bytes).unwrap();
    let config = ModelConfig::read(dir.path()).unwrap();
    let pair = crate::model::Pair {
        source: "ar",
        target: "en",
    };
    let tokenizer = Tokenizer::open(dir.path(), &config, pair).unwrap();
    Shortlist::open(dir.path(), &config, &tokenizer)
}

#[test]
fn a_compressed_table_is_read_and_a_foreign_file_is_named() {
    use std::io::Write as _;

    let piece = "\u{2581}";
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writeln!(gz, "{piece} {piece} 0.5").unwrap();
    let list = opened("marian", "lex.s2t.gz", &gz.finish().unwrap());
    let list = list.unwrap().unwrap();
    assert!(list.tokens(&[0]).len() >= FIRST as usize);
    assert_eq!(list.of.len(), 1);

    let foreign = opened("marian", "vmap.txt", b"\tno\nsuch\tpieces here\n");
    let error = foreign.unwrap_err().to_string();
    assert!(error.contains("vmap.txt"), "{error}");
    let broken = opened("marian", "lex.s2t.gz", b"not compressed");
    let error = broken.unwrap_err().to_string();
    assert!(error.contains("lex.s2t.gz"), "{error}");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(&vec![b'a'; 5 << 20]).unwrap();
    let bomb = opened("marian", "lex.s2t.gz", &gz.finish().unwrap());
    let error = bomb.unwrap_err().to_string();
    assert!(error.contains("longer than a list of pieces"), "{error}");
    let family = opened("bart", "vmap.txt", b"\ta\n");
    let error = family.unwrap_err().to_string();
    assert!(error.contains("not of the Marian family"), "{error}");
    assert!(opened("marian", "other.txt", b"").unwrap().is_none());
}

#[test]
fn a_malformed_line_is_named() {
    assert_eq!(
        read("7\t1\nno tab", true).unwrap_err(),
        "line 2 has no tab between source and targets"
    );
    for wrong in ["1 2", "1 2 x", "1 2 0.5 3", "1 2 NaN", "1 2 inf"] {
        let error = read(wrong, false).unwrap_err();
        assert!(error.starts_with("line 1 is not"), "{error}");
    }
}

/// A binary table with these first numbers of its header, starts and targets.
fn table(header: [u64; 3], starts: &[u64], targets: &[u32]) -> Vec<u8> {
    let lengths = [starts.len() as u64, targets.len() as u64];
    let numbers = header.iter().chain(&[2]).chain(&lengths).chain(starts);
    let numbers = numbers.flat_map(|n| n.to_le_bytes());
    numbers
        .chain(targets.iter().flat_map(|n| n.to_le_bytes()))
        .collect()
}

#[test]
fn a_binary_table_gives_tokens_of_the_vocabularies_alone() {
    let bytes = table([BINARY_MARK, 0, 3], &[0, 2, 2, 3, 4], &[7, 99, 8, 9]);
    let list = Shortlist::binary(&bytes, (3, 10)).unwrap();
    assert_eq!(list.tokens(&[]), [0, 1, 2]);
    assert_eq!(list.tokens(&[0]), [0, 1, 2, 7]);
    assert_eq!(list.tokens(&[1, 2]), [0, 1, 2, 8]);
    // There is no source token 3.
    assert_eq!(list.tokens(&[3]), [0, 1, 2]);
    assert_eq!(list.of.len(), 2);
    // However many first tokens the header asks for.
    let many = table([BINARY_MARK, 0, MOST_FIRST], &[0, 1], &[7]);
    assert_eq!(Shortlist::binary(&many, (3, 10)).unwrap().always.len(), 10);
}

#[test]
fn a_binary_table_whose_numbers_lead_nowhere_is_refused() {
    let good = table([BINARY_MARK, 0, 1], &[0, 1], &[7]);
    assert!(Shortlist::binary(&good, (3, 10)).is_ok());
    let with = |at: usize, number: u64| {
        let mut bytes = good.clone();
        bytes[8 * at..8 * at + 8].copy_from_slice(&number.to_le_bytes());
        bytes
    };
    let wrong = [
        with(0, 0),
        with(2, MOST_FIRST + 1),
        // As many starts or targets as fit in no file.
        with(4, 1 << 60),
        with(4, u64::MAX),
        with(4, 3),
        with(5, 1 << 60),
        with(5, 0),
        // Targets behind the last one, and in falling order, which could repeat them.
        with(7, 2),
        with(7, u64::MAX),
        table([BINARY_MARK, 0, 1], &[0, 1, 0, 1], &[7]),
        good[..47].to_vec(),
        Vec::new(),
    ];
    for (number, bytes) in wrong.iter().enumerate() {
        let error = Shortlist::binary(bytes, (3, 10)).unwrap_err();
        let said = "it is no lexical table of Marian, or was cut off";
        assert_eq!(error, said, "{number}");
    }
}
