//! What the fuzz targets of `fuzz/` call: each function reads bytes as a file of a model is read, and
//! checks what was accepted. libtorch takes no part in it.

use std::io::Cursor;
use std::path::Path;

use super::checkpoint::fields::{Fields, object};
use super::checkpoint::pickle::Contents;
use super::checkpoint::{marian_file, safetensors_file};
use super::family::firefox;
use super::tokenizer::sentencepiece::SentencePiece;
use super::tokenizer::spiece::Spiece;
use super::tokenizer::{FAIRSEQ, Kind, stored};
use super::{Lock, ModelConfig, Shortlist, TextCodec as _, Tokenizer, hub};

/// A text with letters of several scripts, ligatures, marks and a character that no text has.
const TEXT: &str = "قال الوزير: ﷺ été ＡＢ a\u{301}\u{1}😀  نعم.";

/// The size of the vocabularies that shortlists are read for.
const VOCABULARY: i64 = 1000;

/// `pytorch_model.bin`.
///
/// # Panics
/// If a tensor of it does not lie in its data.
pub fn pickle(bytes: &[u8]) {
    if let Ok(contents) = Contents::of(Cursor::new(bytes), bytes.len() as u64) {
        assert!(contents.is_sound());
    }
}

/// `model.safetensors`.
///
/// # Panics
/// If a tensor of it does not lie in the file.
pub fn safetensors(bytes: &[u8]) {
    let Ok(tensors) = safetensors_file::tensors(bytes, bytes.len() as u64) else {
        return;
    };
    for (name, tensor) in tensors {
        let count: i64 = tensor.shape.iter().product();
        assert!(count >= 0, "{name}");
        let size = count.cast_unsigned() * tensor.kind.elt_size_in_bytes() as u64;
        assert!(tensor.offset + size <= bytes.len() as u64, "{name}");
    }
}

/// The model file of a Firefox model, and the settings in it.
///
/// # Panics
/// If items of it overlap or do not lie in the file, and as [`config`].
pub fn marian(bytes: &[u8]) {
    if let Ok(ranges) = marian_file::ranges(bytes) {
        let mut end = 0;
        for range in ranges {
            assert!(end <= range.start && range.start <= range.end);
            end = range.end;
        }
        assert!(end <= bytes.len() as u64);
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(config) = firefox::of_settings(Path::new("model.bin"), text)
    {
        check_config(config);
    }
}

/// `config.json` and, after a zero, `generation_config.json`.
///
/// # Panics
/// If a setting that was accepted is one that no model has.
pub fn config(text: &str) {
    let (config, generation) = text.split_once('\0').unwrap_or((text, "{}"));
    let path = Path::new("config.json");
    let (Ok(map), Ok(generation)) = (object(config, path), object(generation, path)) else {
        return;
    };
    let path = path.into();
    if let Ok(read) = ModelConfig::of(Fields { path, map }, &generation) {
        check_config(read);
    }
}

fn check_config(mut config: ModelConfig) {
    // A Firefox model has a token more than its file.
    const MOST: i64 = (1 << 24) + 1;
    let (source, target) = config.network.vocabularies();
    assert!((1..=MOST).contains(&source) && (1..=MOST).contains(&target));
    if let Some(network) = config.network.bart_like() {
        let shape = &network.shape;
        assert_eq!(shape.d_model % shape.encoder_attention_heads, 0);
        assert_eq!(shape.d_model % shape.decoder_attention_heads, 0);
        assert!(shape.max_position_embeddings * shape.d_model <= 1 << 28);
        assert!((1..=1 << 24).contains(&shape.decoder_ffn_dim));
    }
    for generation in config.generations() {
        assert!((1..=64).contains(&generation.beams));
        assert!(generation.length_penalty.is_finite());
        assert!(generation.repetition_penalty > 0.0 && generation.repetition_penalty.is_finite());
        assert!(i64::from(generation.eos) < source.min(target));
        assert!(i64::from(generation.start) < target);
        let named = generation
            .suppressed
            .iter()
            .chain(&generation.suppressed_at_start);
        for token in named.chain(generation.bad_words.iter().flatten()) {
            assert!(i64::from(*token) < target, "{token}");
        }
    }
}

/// A SentencePiece file, as T5's and as mBART's, with a text that goes through it and back.
///
/// # Panics
/// If it gives a token that it does not have.
pub fn sentencepiece(bytes: &[u8]) {
    let Ok(model) = stored::parse(bytes) else {
        return;
    };
    let count = model.pieces().len() as u32;
    if let Ok(spiece) = Spiece::of(&model) {
        assert_eq!(spiece.len() as u32, count);
        check_tokenizer(&Tokenizer::around(Kind::by_number(spiece, None), 0), count);
    }
    if let Some(pieces) = SentencePiece::of(&model, FAIRSEQ) {
        // The unknown token of fairseq is one of its own.
        let count = (count + FAIRSEQ.by).max(FAIRSEQ.unknown + 1);
        check_tokenizer(&Tokenizer::around(Kind::of(pieces), 0), count);
    }
}

fn check_tokenizer(tokenizer: &Tokenizer, count: u32) {
    let tokens = tokenizer.encode(TEXT);
    assert!(tokens.iter().all(|&token| token == 0 || token < count));
    tokenizer.decode(&tokens);
    tokenizer.encode_target(TEXT);
    assert!(tokenizer.tokens_without(|_| false).is_sorted());
}

/// The lexical shortlist of a Firefox model.
///
/// # Panics
/// If it gives a token that the vocabulary does not have.
pub fn shortlist(bytes: &[u8]) {
    if let Ok(list) = Shortlist::binary(bytes, (VOCABULARY, VOCABULARY)) {
        let source: Vec<u32> = (0..VOCABULARY as u32 + 1).collect();
        let tokens = list.tokens(&source);
        assert!(tokens.is_sorted_by(|a, b| a < b));
        assert!(tokens.iter().all(|&token| i64::from(token) < VOCABULARY));
    }
}

/// What a hub answers when it is asked for the files of a model, and the lock of a pulled model.
///
/// # Panics
/// If a hash of the list is none, or a lock is another one once it was written.
pub fn listing(bytes: &[u8]) {
    hub::check_listing(bytes);
    let path = Path::new("mujaz-lock.json");
    if let Ok(lock) = Lock::parse(bytes, path) {
        let written = serde_json::to_vec(&lock).expect("it was JSON: else a bug");
        let again = Lock::parse(&written, path).ok();
        assert_eq!(again, Some(lock));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Reads a fixture as it is, and damaged in so many ways, the same in every run.
    fn damaged(file: &str, times: u64, read: fn(&[u8])) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let whole = std::fs::read(root.join(file)).unwrap();
        read(&whole);
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut random = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below.max(1) as u64) as usize
        };
        for number in 0..times {
            let mut bytes = whole.clone();
            // Headers are short, and stand at the beginning or the end.
            let near = random(bytes.len().min(4096));
            let at = match number % 3 {
                0 => near,
                1 => bytes.len() - 1 - near,
                _ => random(bytes.len()),
            };
            match number % 5 {
                0 => bytes.truncate(at),
                1 => bytes[at] = 0xff,
                2 => bytes[at] ^= 1 << random(8),
                3 => bytes
                    .iter_mut()
                    .skip(at)
                    .take(8)
                    .for_each(|byte| *byte = 0xff),
                _ => {
                    let part = bytes[at..].iter().take(64).copied().collect::<Vec<u8>>();
                    let to = random(bytes.len());
                    drop(bytes.splice(to..to, part));
                }
            }
            read(&bytes);
        }
    }

    fn settings(bytes: &[u8]) {
        config(&String::from_utf8_lossy(bytes));
    }

    #[test]
    fn damaged_weights_are_refused_or_read_within_their_bounds() {
        damaged("marian-bin/pytorch_model.bin", 300, pickle);
        damaged("marian/model.safetensors", 1000, safetensors);
        damaged("firefox/model.aren.intgemm.alphas.bin", 1000, marian);
    }

    #[test]
    fn damaged_settings_are_refused_or_settings_of_a_model() {
        for model in [
            "bart", "marian", "mbart", "m2m100", "pegasus", "t5", "longt5",
        ] {
            damaged(&format!("{model}/config.json"), 1000, settings);
        }
    }

    #[test]
    fn damaged_pieces_and_shortlists_give_known_tokens_alone() {
        for model in [
            "marian/source.spm",
            "mt5/spiece.model",
            "nllb/sentencepiece.bpe.model",
        ] {
            damaged(model, 150, sentencepiece);
        }
        damaged("firefox/lex.50.50.aren.s2t.bin", 1000, shortlist);
    }
}
