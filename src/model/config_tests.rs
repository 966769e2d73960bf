#![allow(clippy::unwrap_used)]

use super::*;
use crate::model::{BartLike, EarlyStopping, Positions};

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

#[test]
fn what_an_output_may_not_say_is_read_from_three_settings() {
    let generation = r#"{"eos_token_id": 2, "bad_words_ids": [[2], [7], [8, 9], [], [8, 2], [50, 3], [4, "a"]],
        "suppress_tokens": [5, 2, 99], "begin_suppress_tokens": [6, 60]}"#;
    let generation = read("m2m_100", "", Some(generation)).unwrap().generation;
    // A bad word that is the end token alone is passed over, by transformers too.
    assert_eq!(generation.suppressed, [7, 5, 2]);
    assert_eq!(generation.suppressed_at_start, [6]);
    assert_eq!(generation.bad_words, [vec![8, 9], vec![8, 2]]);
}

#[test]
fn the_minimum_length_counts_the_start_token_and_that_of_new_tokens_does_not() {
    let least = |text: &str| read("m2m_100", "", Some(text)).unwrap().generation.min_new;
    assert_eq!(least(r#"{"min_length": 10}"#), 9);
    assert_eq!(least(r#"{"min_length": 10, "min_new_tokens": 4}"#), 4);
    assert_eq!(least(r#"{"min_length": 0}"#), 0);
    assert_eq!(least("{}"), 0);
}

#[test]
fn a_penalty_that_no_search_can_follow_is_refused_with_its_file() {
    let good = read("m2m_100", r#", "repetition_penalty": 3.5"#, None).unwrap();
    assert_eq!(good.generation.repetition_penalty, 3.5);
    let text = r#"{"encoder_no_repeat_ngram_size": 4}"#;
    let none = read("m2m_100", "", Some(text)).unwrap().generation;
    assert_eq!(
        (none.repetition_penalty, none.encoder_no_repeat_ngram),
        (1.0, 4)
    );
    let own = read("m2m_100", r#", "repetition_penalty": -0.5"#, None).unwrap_err();
    let own = own.to_string();
    let reason = "/config.json: `repetition_penalty` is -0.5, and must be from 0.01 to 100";
    assert!(own.contains(reason), "{own}");
    let other = read("m2m_100", "", Some(r#"{"repetition_penalty": 0}"#)).unwrap_err();
    let other = other.to_string();
    let reason = "/generation_config.json: `repetition_penalty` is 0, and must";
    assert!(other.contains(reason), "{other}");
}

#[test]
fn what_mujaz_does_not_follow_is_listed_if_it_asks_for_a_change() {
    let unheeded = |text: &str| read("m2m_100", "", Some(text)).unwrap().generation.unheeded;
    let neutral = r#"{"do_sample": false, "temperature": 0.7, "top_k": 50, "num_beam_groups": 1,
        "diversity_penalty": 0.0, "penalty_alpha": 0, "encoder_repetition_penalty": 1.0,
        "guidance_scale": null, "sequence_bias": [], "eos_token_id": [2], "typical_p": 0.9}"#;
    assert!(unheeded(neutral).is_empty());
    let asking = r#"{"do_sample": true, "num_beam_groups": 2, "penalty_alpha": 0.6,
        "encoder_repetition_penalty": 1.2, "guidance_scale": 3, "sequence_bias": [[[5], 1.0]],
        "eos_token_id": [2, 3], "stop_strings": "."}"#;
    let all = [
        "do_sample",
        "encoder_repetition_penalty",
        "eos_token_id",
        "guidance_scale",
        "num_beam_groups",
        "penalty_alpha",
        "sequence_bias",
        "stop_strings",
    ];
    assert_eq!(unheeded(asking), all);
}

#[test]
fn the_settings_for_summaries_override_both_files_in_every_family() {
    let task = r#", "eos_token_id": 2, "pad_token_id": 1, "min_length": 4, "num_beams": 2,
        "task_specific_params": {"summarization": {
            "min_length": 56, "no_repeat_ngram_size": 3, "bad_words_ids": [[4]]}}"#;
    let generation = r#"{"num_beams": 6, "length_penalty": 2.0}"#;
    let config = read("bart", task, Some(generation)).unwrap();
    let summary = config.summary.unwrap();
    assert_eq!(summary.prefix, "");
    let settings = |g: &Generation| (g.min_new, g.beams, g.length_penalty, g.no_repeat_ngram);
    assert_eq!(settings(&config.generation), (3, 6, 2.0, 0));
    assert_eq!(settings(&summary.generation), (55, 6, 2.0, 3));
    assert_eq!(summary.generation.suppressed, [4]);
    assert!(config.generation.suppressed.is_empty());
}

#[test]
fn numbers_that_no_model_has_are_refused() {
    let error = |more: &str| read("marian", more, None).unwrap_err().to_string();
    for (field, said) in [
        (r#""d_model": "16""#, "`d_model` is no number"),
        (r#""d_model": [16]"#, "`d_model` is no number"),
        (r#""d_model": null"#, "`d_model` is missing"),
        (
            r#""d_model": 16.0"#,
            "`d_model` is 16.0, which no model has",
        ),
        (
            r#""d_model": 9223372036854775808"#,
            "`d_model` is 9223372036854775808",
        ),
        (
            r#""decoder_vocab_size": -1"#,
            "`decoder_vocab_size` is -1, which",
        ),
        (
            r#""decoder_vocab_size": 1152921504606846976"#,
            "`decoder_vocab_size` is 1152921504606846976, which",
        ),
        // A table of positions of four terabytes.
        (
            r#""d_model": 16777216, "max_position_embeddings": 65536"#,
            "a width of 16777216 at 65536 positions, which no model has",
        ),
    ] {
        let found = error(&format!(", {field}"));
        assert!(found.contains(said), "{found}");
    }
}

#[test]
fn a_length_penalty_that_is_no_finite_number_is_refused() {
    let read = |text: &str| read("m2m_100", "", Some(text));
    for (number, shown) in [("1e39", "inf"), ("-1e39", "-inf"), ("10.5", "10.5")] {
        let error = read(&format!(r#"{{"length_penalty": {number}}}"#)).unwrap_err();
        let said = format!("`length_penalty` is {shown}, and must be from -10 to 10");
        assert!(error.to_string().contains(&said), "{error}");
    }
    let config = read(r#"{"length_penalty": -10}"#).unwrap();
    assert_eq!(config.generation.length_penalty, -10.0);
}

#[test]
fn a_field_of_another_type_is_refused_and_one_of_null_is_as_if_it_were_not_there() {
    let flags = [
        ("marian", "static_position_embeddings"),
        ("marian", "normalize_embedding"),
        ("marian", "scale_embedding"),
        ("marian", "normalize_before"),
        ("marian", "add_final_layer_norm"),
        ("marian", "tie_word_embeddings"),
        ("marian", "share_encoder_decoder_embeddings"),
        ("bart", "static_position_embeddings"),
        ("bart", "normalize_embedding"),
        ("t5", "tie_word_embeddings"),
        ("t5", "scale_decoder_outputs"),
        ("t5", "is_gated_act"),
    ];
    for (family, key) in flags {
        for value in [r#""true""#, "1", "[true]", "{}"] {
            let error = read(family, &format!(r#", "{key}": {value}"#), None).unwrap_err();
            let said = format!("/config.json: `{key}` is neither true nor false");
            assert!(error.to_string().ends_with(&said), "{error}");
        }
    }
    for (family, key, value, said) in [
        ("mbart", "activation_function", "5", "is no text"),
        ("t5", "feed_forward_proj", "true", "is no text"),
        ("t5", "dense_act_fn", "[]", "is no text"),
        ("longt5", "encoder_attention_type", "{}", "is no text"),
        ("t5", "layer_norm_epsilon", r#""1e-6""#, "is no number"),
    ] {
        let error = read(family, &format!(r#", "{key}": {value}"#), None).unwrap_err();
        let said = format!("/config.json: `{key}` {said}");
        assert!(error.to_string().ends_with(&said), "{error}");
    }
    let more = r#", "scale_embedding": null, "activation_function": null"#;
    let config = read("m2m_100", more, None).unwrap();
    assert_eq!(network(&config).shape.scale_embedding, Some(true));
}

#[test]
fn a_decoding_setting_of_another_type_is_refused() {
    for (key, value, said) in [
        ("renormalize_logits", "1", "is neither true nor false"),
        (
            "early_stopping",
            r#""yes""#,
            r#"is neither true, false nor "never""#,
        ),
        ("num_beams", r#""4""#, "is no number"),
        ("no_repeat_ngram_size", "[3]", "is no number"),
        ("encoder_no_repeat_ngram_size", "true", "is no number"),
        ("min_length", r#""5""#, "is no number"),
        ("min_new_tokens", "{}", "is no number"),
        ("length_penalty", r#""2.0""#, "is no number"),
        ("repetition_penalty", "[]", "is no number"),
        ("forced_bos_token_id", r#""2""#, "is no token"),
        ("eos_token_id", r#"["2"]"#, "is no token"),
        ("suppress_tokens", "5", "is no list"),
        ("begin_suppress_tokens", "{}", "is no list"),
        ("bad_words_ids", r#""5""#, "is no list of lists"),
        ("bad_words_ids", "[[4], 5]", "is no list of lists"),
    ] {
        let field = format!(r#""{key}": {value}"#);
        let error = |more: &str, generation: &str| {
            let read = read("m2m_100", more, Some(generation));
            read.unwrap_err().to_string()
        };
        let found = error("", &format!("{{{field}}}"));
        let named = format!("/generation_config.json: `{key}` {said}");
        assert!(found.ends_with(&named), "{found}");
        let found = error(&format!(", {field}"), &format!(r#"{{"{key}": null}}"#));
        let named = format!("/config.json: `{key}` {said}");
        assert!(found.ends_with(&named), "{found}");
    }
    let unusual = r#"{"num_beams": 4.0, "min_length": -1, "forced_bos_token_id": -1,
        "eos_token_id": [3, 2], "forced_eos_token_id": [], "early_stopping": false}"#;
    let read = read("m2m_100", "", Some(unusual)).unwrap().generation;
    assert_eq!((read.beams, read.min_new), (4, 0));
    assert_eq!(
        (read.forced_bos, read.forced_eos, read.eos),
        (None, None, 3)
    );
    assert_eq!(read.early_stopping, EarlyStopping::Heuristic);
}

#[test]
fn settings_for_summaries_of_another_type_are_refused() {
    let read = |task: &str| {
        let more = format!(r#", "task_specific_params": {{"summarization": {task}}}"#);
        read("m2m_100", &more, None)
    };
    for (task, said) in [
        ("[]", "`summarization` is no object"),
        (r#"{"prefix": 5}"#, "has a `prefix` that is no text"),
        (
            r#"{"bad_words_ids": 5}"#,
            "`bad_words_ids` is no list of lists",
        ),
    ] {
        let error = read(task).unwrap_err().to_string();
        assert!(
            error.contains("config.json") && error.ends_with(said),
            "{error}"
        );
    }
    assert!(read("null").unwrap().summary.is_none());
    let prefix = read(r#"{"prefix": null}"#).unwrap().summary.unwrap().prefix;
    assert_eq!(prefix, "");
}

#[test]
fn settings_nested_without_end_are_refused() {
    let deep = format!(r#", "x": {}"#, "[".repeat(100_000));
    let error = read("m2m_100", &deep, None).unwrap_err();
    assert!(matches!(error, ModelError::BadConfig { .. }), "{error}");
}

#[cfg(unix)]
#[test]
fn settings_that_the_disk_hides_are_not_taken_for_missing() {
    let dir = tempfile::tempdir().unwrap();
    let config = format!(r#"{{"model_type": "mbart", {SHAPE}}}"#);
    std::fs::write(dir.path().join("config.json"), config).unwrap();
    ModelConfig::read(dir.path()).unwrap();
    // A link to itself cannot be looked behind.
    let generation = dir.path().join("generation_config.json");
    std::os::unix::fs::symlink(&generation, &generation).unwrap();
    let error = ModelConfig::read(dir.path()).err().unwrap();
    assert!(matches!(error, ModelError::Io { .. }), "{error}");
}
