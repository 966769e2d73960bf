//! The translation models of Firefox, as Mozilla publishes them: Marian's own binary file with an
//! encoder of Transformer layers and a decoder of simpler simple recurrent units (SSRU; Kim et al.
//! 2019, "From Research to Production and Back: Ludicrously Fast Neural Machine Translation"),
//! SentencePiece vocabularies and a lexical shortlist. They have no `config.json`: the settings are
//! in the model file, and the languages in the names of the files.

use std::path::Path;

use rust_bert::Activation;
use rust_bert::bart::BartConfig;
use serde_json::{Map, Value};

use super::bart_like::{BartLike, Decoder, Positions, check_table};
use super::{Family, Network, Pair};
use crate::model::checkpoint::fields::Fields;
use crate::model::checkpoint::firefox_files::{languages, vocabularies};
use crate::model::checkpoint::marian_file::MarianFile;
use crate::model::tokenizer::Kind;
use crate::model::tokenizer::spiece::Spiece;
use crate::model::{EarlyStopping, Generation, ModelConfig, ModelError, Tokenizer};

/// The ids that all vocabularies of these models have for the end of a text and for what has no
/// piece.
const EOS: u32 = 0;
const UNKNOWN: u32 = 1;
/// The longest source and target in tokens. The models learnt from texts of up to 200 tokens.
const POSITIONS: i64 = 256;
/// The epsilon of Marian's layer norms.
const NORM_EPSILON: f64 = 1e-6;

/// The settings that a network here must have, where its file names them.
const NETWORK: [(&str, &str); 19] = [
    ("type", "transformer"),
    ("dec-cell", "ssru"),
    ("transformer-decoder-autoreg", "rnn"),
    ("transformer-preprocess", ""),
    ("transformer-postprocess", "dan"),
    ("transformer-postprocess-emb", "d"),
    ("transformer-postprocess-top", ""),
    ("transformer-ffn-activation", "relu"),
    ("transformer-ffn-depth", "2"),
    ("transformer-no-affine", "false"),
    ("transformer-no-bias", "false"),
    ("transformer-no-projection", "false"),
    ("transformer-rnn-projection", "false"),
    ("transformer-train-position-embeddings", "false"),
    ("transformer-tied-layers", "[]"),
    ("output-omit-bias", "false"),
    ("right-left", "false"),
    ("ulr", "false"),
    ("lemma-dim-emb", "0"),
];

/// Reads the settings of the model whose network is in `path`.
///
/// # Errors
/// [`ModelError`] if the file cannot be read, or is of a network that mujaz does not have.
pub(in crate::model) fn config(path: &Path) -> Result<ModelConfig, ModelError> {
    of_settings(path, &MarianFile::open(path)?.settings()?)
}

/// The model that the settings in a file are of.
///
/// # Errors
/// [`ModelError`] if it is a network that mujaz does not have.
pub(in crate::model) fn of_settings(path: &Path, text: &str) -> Result<ModelConfig, ModelError> {
    let fields = Fields {
        path: path.into(),
        map: settings(text),
    };
    let network = network(&fields)?;
    let start = network.target_vocabulary as u32 - 1;
    Ok(ModelConfig {
        family: Family::Firefox,
        network: Network::BartLike(network),
        generation: Generation {
            pad: start,
            eos: EOS,
            start,
            forced_bos: None,
            forced_eos: None,
            // Marian allows no unknown words either, unless it is asked to.
            suppressed: vec![UNKNOWN, start],
            suppressed_at_start: Vec::new(),
            bad_words: Vec::new(),
            renormalize: false,
            beams: 1,
            min_new: 0,
            length_penalty: 1.0,
            early_stopping: EarlyStopping::Narrowing,
            no_repeat_ngram: 0,
            encoder_no_repeat_ngram: 0,
            repetition_penalty: 1.0,
            unheeded: Vec::new(),
        },
        summary: None,
    })
}

fn network(fields: &Fields) -> Result<BartLike, ModelError> {
    for (key, wanted) in NETWORK {
        let found = fields.map.get(key).map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        if found.as_ref().is_some_and(|found| found != wanted) {
            return Err(fields.unsupported(format!(
                "a Marian network with `{key}: {}` (mujaz runs those of Firefox, with {wanted:?})",
                found.unwrap_or_default()
            )));
        }
    }
    let shared = fields.flag("tied-embeddings-all", false)?;
    if !shared && !fields.flag("tied-embeddings", false)? {
        let what = "a Marian network whose output layer has weights of its own";
        return Err(fields.unsupported(what.to_owned()));
    }
    let inner = fields.number("transformer-dim-ffn")?;
    // Marian writes 0 where the decoder's is the same.
    let decoder_inner = match fields.optional("transformer-decoder-dim-ffn") {
        Some(0) => inner,
        _ => fields.number_or("transformer-decoder-dim-ffn", inner)?,
    };
    let heads = fields.number("transformer-heads")?;
    let encoder_layers = fields.number("enc-depth")?;
    // One more than the file has: see `Layout::Embedding`.
    let [vocab_size, target_vocabulary] = sizes(fields)?.map(|size| size + 1);
    let shape = BartConfig {
        activation_function: Some(Activation::relu),
        d_model: fields.number("dim-emb")?,
        decoder_attention_heads: heads,
        decoder_ffn_dim: decoder_inner,
        decoder_layers: fields.number("dec-depth")?,
        encoder_attention_heads: heads,
        encoder_ffn_dim: inner,
        encoder_layers,
        num_hidden_layers: encoder_layers,
        max_position_embeddings: POSITIONS,
        normalize_embedding: Some(false),
        static_position_embeddings: Some(true),
        scale_embedding: Some(true),
        vocab_size,
        ..BartConfig::default()
    };
    if shape.d_model % (2 * heads) != 0 {
        let d = shape.d_model;
        return Err(fields.bad(format!("`dim-emb` is {d}, with {heads} heads")));
    }
    check_table(fields, POSITIONS, shape.d_model)?;
    Ok(BartLike {
        target_vocabulary,
        tied: true,
        shared_vocabulary: shared,
        norm_first: false,
        norm_epsilon: NORM_EPSILON,
        positions: Positions::Marian,
        decoder: Decoder::Ssru,
        shape,
    })
}

/// The sizes of the vocabularies.
fn sizes(fields: &Fields) -> Result<[i64; 2], ModelError> {
    let listed = fields.map.get("dim-vocabs").and_then(Value::as_array);
    let sizes: Option<Vec<i64>> = listed.and_then(|l| l.iter().map(Value::as_i64).collect());
    match sizes.as_deref() {
        Some(&[source, target]) if source.min(target) > 1 && source.max(target) < 1 << 24 => {
            Ok([source, target])
        }
        _ => Err(fields.bad("`dim-vocabs` does not name two sizes".into())),
    }
}

/// The settings by key, from the YAML that Marian writes: a line for each key, lists over several
/// lines, and empty lists on a line of their own.
fn settings(text: &str) -> Map<String, Value> {
    let mut map = Map::new();
    let mut last = String::new();
    for line in text.lines() {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            match map.get_mut(&last) {
                Some(Value::Array(items)) => items.push(scalar(item)),
                Some(value) => *value = Value::Array(vec![scalar(item)]),
                None => {}
            }
        } else if line.starts_with(' ') {
            map.insert(last.clone(), scalar(line));
        } else if let Some((key, value)) = line.split_once(':') {
            last = key.trim().to_owned();
            map.insert(last.clone(), scalar(value));
        }
    }
    map
}

/// The value of a key: a number, a truth value, an empty list, or a text with or without quotes.
fn scalar(text: &str) -> Value {
    let text = text.trim();
    let quoted = text.strip_prefix(['"', '\'']);
    match quoted.and_then(|text| text.strip_suffix(['"', '\''])) {
        Some(text) => text.into(),
        None => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
    }
}

/// Opens the vocabularies of the model in a folder.
///
/// # Errors
/// [`ModelError`] if they are missing or damaged, or the names of the files say that the model
/// translates between other languages.
pub(super) fn tokenizer(
    dir: &Path,
    network: &BartLike,
    pair: Pair<'_>,
) -> Result<Tokenizer, ModelError> {
    let files = vocabularies(dir)?;
    if let Some((source, target)) = languages(&files)
        && (&*source, &*target) != (pair.source, pair.target)
    {
        return Err(ModelError::Unsupported {
            path: dir.into(),
            what: format!(
                "translation from {:?} into {:?} (by the names of its files, this model \
                 translates from {source:?} into {target:?})",
                pair.source, pair.target
            ),
        });
    }
    let open = |path: &Path, size: i64| {
        let side = Spiece::open(path)?;
        // The network has a token more; see `Layout::Embedding`.
        let wanted = size as usize - 1;
        if side.len() > wanted {
            let pieces = side.len();
            let reason = format!("it has {pieces} pieces, where the model file has {wanted}");
            let path = path.into();
            return Err(ModelError::BadConfig { path, reason });
        }
        Ok(side)
    };
    let source = open(&files.source, network.shape.vocab_size)?;
    let target = files.target.as_deref();
    let target = target.map(|path| open(path, network.target_vocabulary));
    let kind = Kind::by_number(source, target.transpose()?);
    Ok(Tokenizer::around(kind, EOS))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const SETTINGS: &str = "type: transformer\ndim-emb: 8\ntransformer-heads: 2\n\
        transformer-dim-ffn: 16\nenc-depth: 1\ndec-depth: 1\ntied-embeddings-all: true\n\
        dim-vocabs:\n  - 20\n  - 20\n";

    /// Reads the settings above with more lines; a key that stands there again is the later one.
    fn read(more: &str) -> Result<ModelConfig, ModelError> {
        of_settings(Path::new("model.aren.bin"), &format!("{SETTINGS}{more}"))
    }

    #[test]
    fn a_decoder_without_a_width_of_its_own_has_that_of_the_encoder() {
        for (more, width) in [
            ("", 16),
            ("transformer-decoder-dim-ffn: 0\n", 16),
            ("transformer-decoder-dim-ffn: 32\n", 32),
        ] {
            let config = read(more).unwrap();
            let network = config.network.bart_like().unwrap();
            assert_eq!(network.shape.decoder_ffn_dim, width, "{more}");
        }
    }

    #[test]
    fn numbers_that_no_model_has_are_refused() {
        for (more, said) in [
            (
                "transformer-decoder-dim-ffn: 1152921504606846976\n",
                "`transformer-decoder-dim-ffn` is 1152921504606846976",
            ),
            (
                "dim-emb: 16777216\n",
                "a width of 16777216 at 256 positions, which no model has",
            ),
            ("dim-emb: 3\n", "`dim-emb` is 3, with 2 heads"),
            (
                "tied-embeddings-all: all\n",
                "`tied-embeddings-all` is neither true nor false",
            ),
            (
                "tied-embeddings-all: false\ntied-embeddings: 1\n",
                "`tied-embeddings` is neither true nor false",
            ),
            ("dim-emb: \"8\"\n", "`dim-emb` is no number"),
            ("dim-vocabs: 20\n", "`dim-vocabs` does not name two sizes"),
            (
                "dim-vocabs:\n  - 20\n  - -1\n",
                "`dim-vocabs` does not name two sizes",
            ),
            (
                "dim-vocabs:\n  - 20\n  - 16777216\n",
                "`dim-vocabs` does not name two sizes",
            ),
        ] {
            let error = read(more).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
