#![allow(clippy::unwrap_used)]

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::PathBuf;

use sentencepiece_model::SentencePieceModel;
use serde_json::Value;

use super::*;
use crate::model::TextCodec;
use crate::model::tokenizer::Kind;

const PAIR: Pair<'static> = Pair {
    source: "ar",
    target: "en",
};
const FAMILIES: [&str; 4] = ["mbart", "m2m100", "nllb", "pegasus"];

fn fixture(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/fixtures").join(name)
}

fn open(dir: &Path, pair: Pair<'_>) -> Result<Tokenizer, ModelError> {
    Tokenizer::open(dir, &ModelConfig::read(dir)?, pair)
}

fn golden(name: &str) -> Value {
    let text = fs::read_to_string(fixture(&format!("golden-{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn ids(value: &Value) -> Vec<u32> {
    let numbers = value.as_array().unwrap().iter();
    numbers.map(|n| n.as_u64().unwrap() as u32).collect()
}

/// A copy of a fixture's files, without its weights and the named files.
fn without(name: &str, left_out: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(fixture(name)).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap();
        if !file.contains("safetensors") && !left_out.contains(&file) {
            fs::copy(&path, dir.path().join(file)).unwrap();
        }
    }
    dir
}

fn differing(tokenizer: &Tokenizer, entries: &Value) -> Vec<String> {
    let entries = entries.as_array().unwrap().iter();
    entries
        .filter_map(|entry| {
            let text = entry["text"].as_str().unwrap();
            let (ours, theirs) = (tokenizer.encode(text), ids(&entry["ids"]));
            (ours != theirs).then(|| format!("{text:?}: {ours:?} for {theirs:?}"))
        })
        .collect()
}

#[test]
fn hostile_texts_get_the_ids_of_the_familys_own_tokenizer() {
    let golden = golden("families");
    for name in FAMILIES {
        let tokenizer = open(&fixture(name), PAIR).unwrap();
        let differing = differing(&tokenizer, &golden[name]);
        assert!(differing.is_empty(), "{name}: {differing:?}");
    }
}

#[test]
fn nllb_without_tokenizer_json_reads_its_sentencepiece_file() {
    let dir = without("nllb", &["tokenizer.json"]);
    let both = [dir.path().to_path_buf(), fixture("nllb")].map(|dir| open(&dir, PAIR).unwrap());
    let golden = golden("nllb");
    for tokenizer in &both {
        let differing = differing(tokenizer, &golden["sources"]);
        assert!(differing.is_empty(), "{differing:?}");
    }
    assert_eq!(both[0].target(), both[1].target());
    let output = ids(&golden["cases"]["beam"]["outputs"][4][0]["ids"]);
    assert_eq!(both[0].decode(&output), both[1].decode(&output));
}

#[test]
fn outputs_begin_with_the_target_language() {
    for name in ["mbart", "m2m100", "nllb"] {
        let arguments = golden(name)["cases"]["greedy"]["arguments"].clone();
        let forced = arguments["forced_bos_token_id"].as_u64();
        let tokenizer = open(&fixture(name), PAIR).unwrap();
        assert_eq!(tokenizer.target().map(u64::from), forced, "{name}");
        assert_eq!(tokenizer.decode(&[tokenizer.target().unwrap()]), "");
        let kept = tokenizer.tokens_without(|c| !c.is_ascii());
        assert!(kept.contains(&tokenizer.target().unwrap()), "{name}");
        assert!(kept.is_sorted(), "{name}");
    }
    assert_eq!(open(&fixture("pegasus"), PAIR).unwrap().target(), None);
}

/// The names of all pieces in a SentencePiece file.
fn pieces(path: &Path) -> HashSet<String> {
    let file = SentencePieceModel::from_file(path).unwrap();
    file.pieces().iter().map(|p| p.piece().to_owned()).collect()
}

#[test]
fn pieces_that_only_sources_have_are_not_output_tokens() {
    let dir = fixture("marian");
    let vocabulary = fs::read_to_string(dir.join("vocab.json")).unwrap();
    let vocabulary: HashMap<String, u32> = serde_json::from_str(&vocabulary).unwrap();
    let (source, target) = (
        pieces(&dir.join("source.spm")),
        pieces(&dir.join("target.spm")),
    );
    let mut right: Vec<u32> = vocabulary
        .iter()
        .filter(|(piece, _)| target.contains(*piece) || !source.contains(*piece))
        .map(|(_, token)| *token)
        .collect();
    right.sort_unstable();
    assert!(right.len() < vocabulary.len(), "the fixture shows nothing");
    let none_is_foreign = |_| false;
    let tokenizer = open(&dir, PAIR).unwrap();
    assert_eq!(tokenizer.tokens_without(none_is_foreign), right);

    // Without the target's file nothing is known about target pieces.
    let alone = open(without("marian", &["target.spm"]).path(), PAIR).unwrap();
    assert_eq!(
        alone.tokens_without(none_is_foreign).len(),
        vocabulary.len()
    );
    // With two vocabularies, the target's has no source pieces.
    let apart = fixture("marian-untied");
    let own = fs::read_to_string(apart.join("target_vocab.json")).unwrap();
    let own: HashMap<String, u32> = serde_json::from_str(&own).unwrap();
    let apart = open(&apart, PAIR).unwrap();
    assert_eq!(apart.tokens_without(none_is_foreign).len(), own.len());
}

#[test]
fn a_language_changes_the_first_token_only() {
    for name in ["mbart", "m2m100", "nllb"] {
        let arabic = open(&fixture(name), PAIR).unwrap().encode("نعم.");
        let pair = Pair {
            source: "fa",
            ..PAIR
        };
        let persian = open(&fixture(name), pair).unwrap().encode("نعم.");
        assert_ne!(arabic[0], persian[0], "{name}");
        assert_eq!(arabic[1..], persian[1..], "{name}");
    }
}

#[test]
fn a_language_that_the_model_does_not_know_is_refused() {
    for (name, family) in [
        ("mbart", "mBART-50"),
        ("m2m100", "M2M-100"),
        ("nllb", "NLLB-200"),
    ] {
        let pair = Pair {
            source: "xx",
            ..PAIR
        };
        let error = open(&fixture(name), pair).err().unwrap().to_string();
        let said = format!("the language \"xx\" by this {family} model is not supported");
        assert!(error.contains(&said), "{error}");
    }
    // The model has one pair of languages, so this pair is ignored.
    let pair = Pair {
        source: "xx",
        target: "yy",
    };
    assert!(open(&fixture("marian"), pair).is_ok());
}

#[test]
fn a_checkpoint_with_another_order_of_special_tokens_is_refused() {
    for (name, class) in [("mbart", "MBartTokenizer"), ("m2m100", "OtherTokenizer")] {
        let dir = without(name, &[]);
        let settings = format!(r#"{{"tokenizer_class": "{class}"}}"#);
        fs::write(dir.path().join("tokenizer_config.json"), settings).unwrap();
        let error = open(dir.path(), PAIR).err().unwrap().to_string();
        assert!(error.contains(class), "{error}");
    }
}

#[test]
fn a_missing_tokenizer_file_is_named() {
    for (name, file) in [
        ("mbart", "sentencepiece.bpe.model"),
        ("m2m100", "sentencepiece.bpe.model"),
        ("pegasus", "spiece.model"),
    ] {
        let dir = without(name, &[file]);
        let error = open(dir.path(), PAIR).err().unwrap().to_string();
        assert!(error.contains(file), "{error}");
    }
}

#[test]
fn pegasus_ends_lines_that_become_spaces() {
    let mut tokenizer = open(&fixture("pegasus"), PAIR).unwrap();
    let sentence = tokenizer.encode("Oil prices rose.");
    let sentence = &sentence[..sentence.len() - 1];
    let Kind::SentencePiece(model) = &mut tokenizer.kind else {
        panic!("PEGASUS without its SentencePiece file");
    };
    model.pieces.push(Some("<n>".into()));
    let newline = model.pieces.len() as u32 - 1;
    let output = [sentence, &[newline], sentence, &[newline]].concat();
    assert_eq!(
        tokenizer.decode(&output),
        "Oil prices rose. Oil prices rose."
    );
}

/// The fixture with a vocabulary that has a token for each of these target languages.
fn with_targets(languages: &[&str]) -> tempfile::TempDir {
    let dir = without("marian", &[]);
    let path = dir.path().join("vocab.json");
    let text = fs::read_to_string(&path).unwrap();
    let mut vocabulary: HashMap<String, u32> = serde_json::from_str(&text).unwrap();
    for language in languages {
        let id = vocabulary.len() as u32;
        vocabulary.insert(format!(">>{language}<<"), id);
    }
    fs::write(&path, serde_json::to_vec(&vocabulary).unwrap()).unwrap();
    dir
}

#[test]
fn a_vocabulary_that_does_not_belong_to_the_tokenizer_is_refused() {
    for family in ["marian", "m2m100"] {
        let dir = without(family, &[]);
        let path = dir.path().join("vocab.json");
        let text = fs::read_to_string(&path).unwrap();
        let whole: HashMap<String, u32> = serde_json::from_str(&text).unwrap();
        let few = whole.iter().take(10).map(|(p, id)| (p.clone(), *id));
        let same = whole.keys().map(|p| (p.clone(), 0));
        let far = whole.iter().map(|(p, id)| (p.clone(), 1_000_000_000 + id));
        let wrong: [HashMap<String, u32>; 3] = [few.collect(), same.collect(), far.collect()];
        for wrong in wrong {
            fs::write(&path, serde_json::to_vec(&wrong).unwrap()).unwrap();
            let error = open(dir.path(), PAIR).err().unwrap().to_string();
            let said = error.contains("vocab.json") && error.contains("an id of their own");
            assert!(said, "{family}: {error}");
        }
    }
}

#[test]
fn a_vocabulary_with_room_for_many_more_pieces_than_it_has_is_refused() {
    for (family, file) in [
        ("marian", "vocab.json"),
        ("marian-untied", "target_vocab.json"),
        ("m2m100", "vocab.json"),
    ] {
        let dir = without(family, &[]);
        let path = dir.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        let mut vocabulary: HashMap<String, u32> = serde_json::from_str(&text).unwrap();
        vocabulary.insert("far".into(), 10_000_000);
        fs::write(&path, serde_json::to_vec(&vocabulary).unwrap()).unwrap();
        let error = open(dir.path(), PAIR).err().unwrap().to_string();
        let said = format!("{} pieces, and ids up to 10000000", vocabulary.len());
        assert!(error.contains(file) && error.contains(&said), "{error}");
    }
}

#[test]
fn a_model_of_several_targets_is_asked_for_one_as_transformers_asks() {
    let dir = with_targets(&["deu", "eng"]);
    let golden = golden("target-tokens");
    for (target, code) in [("en", "eng"), ("de", "deu")] {
        let pair = Pair { target, ..PAIR };
        let tokenizer = open(dir.path(), pair).unwrap();
        for entry in golden.as_array().unwrap() {
            let ours = tokenizer.encode(entry["text"].as_str().unwrap());
            assert_eq!(ours, ids(&entry[code]), "{code}");
            assert_eq!(tokenizer.decode(&ours[..1]), "", "a token is no text");
        }
    }
    // In an article the token is a text like any other.
    let tokenizer = open(dir.path(), PAIR).unwrap();
    assert_eq!(
        tokenizer.encode(">>deu<< نعم.")[0],
        ids(&golden[0]["eng"])[0]
    );
    assert!(!tokenizer.encode(">>deu<< نعم.")[1..].contains(&ids(&golden[0]["deu"])[0]));
}

#[test]
fn a_model_that_does_not_write_the_target_is_refused_with_what_it_writes() {
    let dir = with_targets(&["deu", "nld"]);
    let config = dir.path().join("tokenizer_config.json");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text.replace("\"en\"", "\"gmw\"")).unwrap();
    let error = open(dir.path(), PAIR).err().unwrap().to_string();
    assert!(
        error.contains("\"en\"") && error.contains("deu, nld"),
        "{error}"
    );
    // A model that writes one language may have tokens for other purposes in its vocabulary.
    fs::write(&config, text).unwrap();
    let theirs = open(&fixture("marian"), PAIR).unwrap().encode("نعم.");
    assert_eq!(open(dir.path(), PAIR).unwrap().encode("نعم."), theirs);
    fs::remove_file(&config).unwrap();
    assert_eq!(open(dir.path(), PAIR).unwrap().encode("نعم."), theirs);
}

#[test]
fn small_100_is_told_the_target_before_the_text() {
    let by_class = without("m2m100", &[]);
    let class = r#"{"tokenizer_class": "SMALL100Tokenizer"}"#;
    fs::write(by_class.path().join("tokenizer_config.json"), class).unwrap();
    let by_layers = without("m2m100", &[]);
    let path = by_layers.path().join("config.json");
    let mut config: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    config["encoder_layers"] = 12.into();
    config["decoder_layers"] = 3.into();
    fs::write(&path, config.to_string()).unwrap();
    let large = open(&fixture("m2m100"), PAIR).unwrap();
    for dir in [by_class, by_layers] {
        let small = open(dir.path(), PAIR).unwrap();
        assert_eq!(small.target(), None);
        let (ours, theirs) = (small.encode("نعم."), large.encode("نعم."));
        assert_eq!(ours[0], large.target().unwrap());
        assert_eq!(ours[1..], theirs[1..]);
    }
}

#[test]
fn spaces_before_marks_are_removed_where_the_checkpoint_asks_for_it() {
    let dir = without("marian", &[]);
    let open = || open(dir.path(), PAIR).unwrap();
    let plain = open();
    let config = dir.path().join("tokenizer_config.json");
    let settings = fs::read_to_string(&config).unwrap();
    let asked = settings.replace(
        "\"clean_up_tokenization_spaces\": false",
        "\"clean_up_tokenization_spaces\": true",
    );
    assert_ne!(asked, settings);
    fs::write(&config, asked).unwrap();
    let mut ids = plain.encode("of , of .");
    ids.pop();
    assert_eq!(plain.decode(&ids), "of , of .");
    assert_eq!(open().decode(&ids), "of, of.");
}

#[test]
fn damaged_settings_are_not_taken_for_missing_ones() {
    let dir = without("marian", &[]);
    let config = dir.path().join("tokenizer_config.json");
    for (settings, said) in [
        ("{", "EOF"),
        ("[]", "invalid type"),
        (
            r#"{"clean_up_tokenization_spaces": "true"}"#,
            "`clean_up_tokenization_spaces` is neither true nor false",
        ),
        (r#"{"tokenizer_class": 3}"#, "`tokenizer_class` is no text"),
        (r#"{"target_lang": ["en"]}"#, "`target_lang` is no text"),
    ] {
        fs::write(&config, settings).unwrap();
        let error = open(dir.path(), PAIR).err().unwrap().to_string();
        assert!(error.contains("tokenizer_config.json"), "{error}");
        assert!(error.contains(said), "{error}");
    }
    let nulls = r#"{"clean_up_tokenization_spaces": null, "tokenizer_class": null}"#;
    fs::write(&config, nulls).unwrap();
    assert!(open(dir.path(), PAIR).is_ok());
    fs::remove_file(&config).unwrap();
    assert!(open(dir.path(), PAIR).is_ok());
}

#[cfg(unix)]
#[test]
fn a_vocabulary_that_the_disk_hides_does_not_make_m2m_100_another_model() {
    let dir = without("m2m100", &["vocab.json", "tokenizer_config.json"]);
    // A link to itself cannot be looked behind.
    let path = dir.path().join("vocab.json");
    std::os::unix::fs::symlink(&path, &path).unwrap();
    let error = open(dir.path(), PAIR).err().unwrap();
    assert!(matches!(error, ModelError::Io { .. }), "{error}");
    assert!(error.to_string().contains("vocab.json"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_named_pipe_in_the_place_of_a_file_is_refused_and_not_waited_for() {
    for (model, file) in [
        ("marian", "config.json"),
        ("marian", "source.spm"),
        ("marian", "vocab.json"),
        ("marian", "tokenizer_config.json"),
        ("firefox", "model.aren.intgemm.alphas.bin"),
        ("firefox", "vocab.aren.spm"),
    ] {
        let dir = without(model, &[file]);
        let path = dir.path().join(file);
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let folder = dir.path().to_owned();
        let (sender, opened) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let error = open(&folder, PAIR).err().map(|error| error.to_string());
            let _ = sender.send(error);
        });
        let wait = std::time::Duration::from_secs(10);
        let error = opened.recv_timeout(wait).expect("an answer at once");
        // A model needs no `tokenizer_config.json`.
        let expected = (file != "tokenizer_config.json").then(|| {
            let reason = "cannot be read: it is a pipe, a socket or a device, and no file";
            format!("{}: {reason}", path.display())
        });
        assert_eq!(error, expected, "{file}");
    }
}
