#![allow(clippy::unwrap_used)]

use super::*;
use crate::model::{BartLike, Positions};

fn network(config: &ModelConfig) -> &BartLike {
    config.network.bart_like().unwrap()
}

const SHAPE: &str = r#""d_model": 16, "vocab_size": 50, "max_position_embeddings": 64,
    "encoder_layers": 2, "encoder_attention_heads": 2, "encoder_ffn_dim": 32,
    "decoder_layers": 3, "decoder_attention_heads": 2, "decoder_ffn_dim": 32"#;

/// Reads a folder with the dimensions above, a family, more fields of `config.json`, and
/// optionally a `generation_config.json`.
fn read(family: &str, more: &str, generation: Option<&str>) -> Result<ModelConfig, ModelError> {
    let dir = tempfile::tempdir().unwrap();
    let config = format!(r#"{{"model_type": {family:?}, {SHAPE}{more}}}"#);
    std::fs::write(dir.path().join("config.json"), config).unwrap();
    if let Some(text) = generation {
        std::fs::write(dir.path().join("generation_config.json"), text).unwrap();
    }
    ModelConfig::read(dir.path())
}

#[test]
fn what_a_file_leaves_out_is_what_transformers_takes() {
    let of = |family: &str| {
        let config = read(family, "", None).unwrap();
        let g = &config.generation;
        let network = network(&config);
        let shape = &network.shape;
        (
            (g.pad, g.eos, g.start, g.forced_eos),
            (
                format!("{:?}", shape.activation_function.unwrap()),
                shape.scale_embedding,
            ),
            (network.norm_first, network.positions),
        )
    };
    let gelu = ("gelu".to_owned(), Some(false));
    let learned = Positions::Learned { unused: 2 };
    assert_eq!(
        of("mbart"),
        ((1, 2, 0, Some(2)), gelu.clone(), (true, learned))
    );
    let sinusoids = (true, Positions::Sinusoids);
    assert_eq!(of("pegasus"), ((0, 1, 0, Some(1)), gelu, sinusoids));
    let relu = ("relu".to_owned(), Some(true));
    let fairseq = (true, Positions::Fairseq);
    assert_eq!(of("m2m_100"), ((1, 2, 2, None), relu, fairseq));
}

#[test]
fn a_token_that_a_file_sets_to_null_has_no_default() {
    let null = r#", "forced_eos_token_id": null"#;
    let config = read("pegasus", null, None).unwrap();
    assert_eq!(config.generation.forced_eos, None);
    let config = read("pegasus", "", Some(r#"{"num_beams": 8}"#)).unwrap();
    assert_eq!(config.generation.forced_eos, None);
    assert_eq!((config.generation.beams, config.generation.eos), (8, 1));
}

#[test]
fn fields_that_transformers_does_not_read_change_nothing() {
    let more = r#", "normalize_before": false, "normalize_embedding": true,
        "static_position_embeddings": false, "decoder_vocab_size": 9"#;
    let config = read("m2m_100", more, None).unwrap();
    let config = network(&config);
    assert!(config.norm_first && config.shared_vocabulary);
    assert_eq!(config.shape.normalize_embedding, Some(false));
    assert_eq!(config.positions, Positions::Fairseq);
    assert_eq!(config.target_vocabulary, 50);
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let error = |more: &str, generation: Option<&str>| {
        let error = read("m2m_100", more, generation).unwrap_err();
        error.to_string()
    };
    for side in ["encoder", "decoder"] {
        for heads in [3, 10_000_000] {
            let heads = format!(r#", "{side}_attention_heads": {heads}"#);
            let heads = error(&heads, None);
            assert!(heads.contains("`d_model` is 16, with"), "{heads}");
        }
    }
    let positions = error(r#", "max_position_embeddings": 10000000"#, None);
    assert!(
        positions.contains("`max_position_embeddings`"),
        "{positions}"
    );
    for key in [
        "pad_token_id",
        "eos_token_id",
        "decoder_start_token_id",
        "forced_bos_token_id",
        "forced_eos_token_id",
    ] {
        // The vocabulary has 50 tokens.
        let text = format!(r#"{{"{key}": 50}}"#);
        let own = error(&format!(r#", "{key}": 50"#), None);
        assert!(own.contains("/config.json: ") && own.contains(key), "{own}");
        let other = error("", Some(&text));
        let named = other.contains("generation_config.json") && other.contains(key);
        assert!(named, "{other}");
        assert!(read("m2m_100", "", Some(&text.replace("50", "49"))).is_ok());
    }
    let never = r#"{"bad_words_ids": [[49], [50], [1000000000]]}"#;
    let config = read("m2m_100", "", Some(never)).unwrap();
    assert_eq!(config.generation.suppressed, [49]);
}

#[test]
fn an_error_names_the_file_and_what_is_wrong_in_it() {
    let error = |family: &str, more: &str| read(family, more, None).unwrap_err().to_string();
    let unknown = error("nllb-moe", "");
    assert!(unknown.contains("config.json"), "{unknown}");
    assert!(
        unknown.contains(r#"the model family "nllb-moe""#),
        "{unknown}"
    );
    let missing = error("bart", "");
    assert!(missing.contains("`eos_token_id` is missing"), "{missing}");
    let activation = error("mbart", r#", "activation_function": "tanh""#);
    assert!(
        activation.contains(r#"the activation "tanh""#),
        "{activation}"
    );
    let layers = error("m2m_100", r#", "encoder_layers": 0"#);
    assert!(layers.contains("`encoder_layers` is 0"), "{layers}");
}
