//! Loading models. This file owns how a located model becomes a running one; which models a run uses is
//! decided in `resolve` and `routes`.

use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::Duration;

use super::placement::{DEFAULT_TRANSLATOR, Placement};
use crate::engine::{self, DecodeParams, Engine, Mock, MockCodec, OutputScope, Seq2Seq};
use crate::model::{
    Family, Generation, Located, ModelConfig, ModelError, Pair, Shortlist, TextCodec, Tokenizer,
};
use crate::pipeline::Running;
use crate::quality::{Judging, Lexicon};
use crate::text::{Script, TARGET};
use crate::translate;

/// Number of positions of the mock model.
const MOCK_POSITIONS: usize = 512;

/// The delay and the fault of a mock.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct MockSettings {
    /// The duration of a decoder step.
    pub(super) delay: Duration,
    /// A letter; the device is out of memory for each text that has it.
    pub(super) fault: Option<char>,
}

/// What a translator is loaded for, in ISO 639-1 codes.
pub(super) struct Task {
    /// The language that it reads.
    pub(super) from: String,
    /// The language that it writes.
    pub(super) to: String,
    /// The language of the articles, with which its English is compared.
    pub(super) article: String,
}

impl Task {
    /// To translate a language into English.
    pub(super) fn of(from: &str) -> Self {
        Self::between(from, TARGET.code)
    }

    /// To translate the language of articles into another one.
    pub(super) fn between(from: &str, to: &str) -> Self {
        Self {
            from: from.to_owned(),
            to: to.to_owned(),
            article: from.to_owned(),
        }
    }
}

/// A translator's engine that another language may use too.
pub(super) struct Engined {
    dir: PathBuf,
    foreign: Option<Script>,
    /// ISO 639-1 code of the language that it writes, which the engine puts before every output.
    to: String,
    engine: Weak<Engine>,
    budget: translate::Budget,
    defaults: DecodeParams,
}

/// [`start`], with the engine of a translator that was started before if it is the same: a model
/// that reads several languages differs between them in the tokens of a text only.
pub(super) fn start_shared(
    located: &Located,
    placement: Placement,
    task: &Task,
    running: &mut Vec<Engined>,
    tell: &dyn Fn(&str),
) -> anyhow::Result<Running> {
    let foreign = placement.foreign;
    // An engine may have ended, and then another one takes its place.
    running.retain(|known| known.engine.strong_count() > 0);
    let known = running
        .iter()
        .find(|known| known.dir == located.dir && known.foreign == foreign && known.to == task.to);
    if let Some(known) = known
        && let Some(engine) = known.engine.upgrade()
    {
        let (_, tokenizer) = open(located, &task.from, &task.to)?;
        return Ok(Running {
            engine,
            codec: Arc::new(tokenizer),
            budget: known.budget,
            defaults: known.defaults.clone(),
            judging: judging(located, task),
        });
    }
    let started = start_for(located, placement, task, tell)?;
    running.push(Engined {
        dir: located.dir.clone(),
        foreign,
        to: task.to.clone(),
        engine: Arc::downgrade(&started.engine),
        budget: started.budget,
        defaults: started.defaults.clone(),
    });
    Ok(started)
}

/// The lexicon and the calibration with which what a model writes is judged. It was fitted to a model that
/// reads the articles themselves.
fn judging(located: &Located, task: &Task) -> Judging {
    Judging {
        lexicon: Lexicon::between(&task.article, TARGET.code),
        calibrated: located.name == DEFAULT_TRANSLATOR && task.from == task.article,
    }
}

/// Loads a located translator, for texts in the language `from`, and starts its replicas. `tell` is
/// told what the user should know.
pub(super) fn start(
    located: &Located,
    placement: Placement,
    from: &str,
    tell: &dyn Fn(&str),
) -> anyhow::Result<Running> {
    start_for(located, placement, &Task::of(from), tell)
}

/// [`start`], for any task.
fn start_for(
    located: &Located,
    placement: Placement,
    task: &Task,
    tell: &dyn Fn(&str),
) -> anyhow::Result<Running> {
    let (config, tokenizer) = open(located, &task.from, &task.to)?;
    // These models do any task that a text asks for, and no file says how a translation is asked
    // for.
    if matches!(config.family, Family::T5 | Family::LongT5) {
        let what = "a model of the T5 family as a translator".to_owned();
        let path = located.dir.clone();
        return Err(ModelError::Unsupported { path, what }.into());
    }
    tell_unheeded(located, &config.generation, tell);
    let scope = OutputScope {
        tokens: placement
            .foreign
            .map(|script| tokenizer.tokens_without(|c| Script::of(c) == Some(script))),
        shortlist: Shortlist::open(&located.dir, &config, &tokenizer)?.map(Arc::new),
    };
    let running = launch(located, &config, placement, Arc::new(tokenizer), scope)?;
    Ok(Running {
        judging: judging(located, task),
        ..running
    })
}

/// Loads a located summarizer and starts its replicas. It reads whole articles, so nothing is
/// split. `tell` is told what the user should know.
pub(super) fn start_summarizer(
    located: &Located,
    placement: Placement,
    tell: &dyn Fn(&str),
) -> anyhow::Result<Running> {
    let (mut config, tokenizer) = open(located, TARGET.code, TARGET.code)?;
    let placement = Placement {
        split_at: usize::MAX,
        ..placement
    };
    let codec: Arc<dyn TextCodec> = match config.summary.take() {
        Some(task) => {
            config.generation = task.generation;
            let prefix = task.prefix;
            Arc::new(Prefixed { prefix, tokenizer })
        }
        None => Arc::new(tokenizer),
    };
    tell_unheeded(located, &config.generation, tell);
    launch(located, &config, placement, codec, OutputScope::default())
}

/// Tells which settings of a checkpoint have no effect, so that outputs may differ from those that
/// its author knows.
fn tell_unheeded(located: &Located, generation: &Generation, tell: &dyn Fn(&str)) {
    if !generation.unheeded.is_empty() {
        tell(&format!(
            "{} asks for settings that mujaz does not follow ({}), so its outputs may differ from \
             those that its author shows",
            located.name,
            generation.unheeded.join(", ")
        ));
    }
}

/// The settings and the tokenizer of a model that reads texts in the language `from` and writes the
/// language `to`.
fn open(located: &Located, from: &str, to: &str) -> anyhow::Result<(ModelConfig, Tokenizer)> {
    let mut config = ModelConfig::read(&located.dir)?;
    let pair = Pair {
        source: from,
        target: to,
    };
    let tokenizer = Tokenizer::open(&located.dir, &config, pair)?;
    for generation in config.generations() {
        generation.forced_bos = tokenizer.target().or(generation.forced_bos);
    }
    Ok((config, tokenizer))
}

/// A tokenizer for a model that takes its task as a text prefix.
struct Prefixed {
    prefix: String,
    tokenizer: Tokenizer,
}

impl TextCodec for Prefixed {
    fn encode(&self, text: &str) -> Vec<u32> {
        // An article without text has nothing to summarize, with or without a prefix.
        if text.trim().is_empty() {
            return self.tokenizer.encode(text);
        }
        self.tokenizer.encode(&format!("{}{text}", self.prefix))
    }

    fn decode(&self, ids: &[u32]) -> String {
        self.tokenizer.decode(ids)
    }

    fn encode_target(&self, text: &str) -> Option<Vec<u32>> {
        self.tokenizer.encode_target(text)
    }

    fn joining(&self) -> Vec<bool> {
        self.tokenizer.joining()
    }
}

/// Loads a model and starts its replicas, which decode as its configuration says unless they are
/// asked for something else.
fn launch(
    located: &Located,
    config: &ModelConfig,
    placement: Placement,
    codec: Arc<dyn TextCodec>,
    scope: OutputScope,
) -> anyhow::Result<Running> {
    let Placement {
        devices,
        precision,
        named,
        ..
    } = placement;
    let precision = precision.for_family(config.family, devices.first(), named)?;
    let loaded = devices
        .iter()
        .map(|device| engine::load(&located.dir, config, (device, precision), scope.clone()))
        .collect::<Result<Vec<_>, _>>()?;
    let replicas = loaded
        .iter()
        .flat_map(|loaded| (0..placement.replicas).map(|_| loaded.replica()))
        .collect();
    let spec = loaded[0].spec();
    let budget = translate::Budget {
        source: placement.split_at.min(spec.max_source),
        target: spec.max_target - 1,
    };
    Ok(Running {
        engine: Arc::new(Engine::start(replicas, placement.batch)?),
        codec,
        budget,
        defaults: DecodeParams::of(&config.generation),
        judging: Judging::default(),
    })
}

/// A model without weights, for tests of everything above the engine.
pub(super) fn start_mock(placement: Placement, settings: MockSettings) -> anyhow::Result<Running> {
    let codec = MockCodec;
    let model = || {
        let model = Mock::new(MockCodec::EOS, MOCK_POSITIONS, settings.delay);
        Box::new(model.failing_at(settings.fault.map(u32::from))) as Box<dyn Seq2Seq>
    };
    let replicas = (0..placement.replicas).map(|_| model()).collect();
    let budget = translate::Budget {
        source: placement.split_at.min(MOCK_POSITIONS),
        target: MOCK_POSITIONS - 1,
    };
    Ok(Running {
        engine: Arc::new(Engine::start(replicas, placement.batch)?),
        codec: Arc::new(codec),
        budget,
        defaults: DecodeParams::default(),
        // What it says is in no language.
        judging: Judging::default(),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::Path;

    use super::super::placement::{foreign_script, placement, script_of_source};
    use super::*;
    use crate::engine::{Devices, Precision};
    use crate::model::{Catalogue, Places};

    /// A tiny model of many languages, and where it is to run.
    fn many_languages() -> (Located, Placement) {
        let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/m2m100");
        let places = Places::new(None, Vec::new());
        let located = places.locate(&Catalogue::builtin(), model.to_str().unwrap());
        let located = located.unwrap();
        let devices = Devices::resolve("cpu").unwrap();
        let placed = placement(devices, Precision::F32, 1, Some(1), None).unwrap();
        (located, placed)
    }

    #[test]
    fn languages_of_one_script_share_the_engine_of_a_model_and_others_do_not() {
        let (located, placed) = many_languages();
        let mut running = Vec::new();
        let mut start = |code: &str| {
            let placed = Placement {
                foreign: foreign_script(code),
                ..placed.clone()
            };
            start_shared(&located, placed, &Task::of(code), &mut running, &|_| ()).unwrap()
        };
        let [arabic, persian, russian] = ["ar", "fa", "ru"].map(&mut start);
        assert!(Arc::ptr_eq(&arabic.engine, &persian.engine));
        assert!(!Arc::ptr_eq(&arabic.engine, &russian.engine));
        let text = "abc";
        assert_ne!(arabic.codec.encode(text), persian.codec.encode(text));
        // One that still uses the engine keeps it.
        assert!(arabic.stop().is_empty());
        assert!(persian.stop().is_empty());
        drop(russian.stop());
        // They share it again when it is started anew.
        let [persian, arabic] = ["fa", "ar"].map(&mut start);
        assert!(Arc::ptr_eq(&arabic.engine, &persian.engine));
        drop([arabic.stop(), persian.stop()]);
    }

    #[test]
    fn a_model_that_writes_another_language_has_an_engine_of_its_own() {
        let (located, placed) = many_languages();
        let mut running = Vec::new();
        let mut start = |task: &Task| {
            let placed = Placement {
                foreign: script_of_source(&task.from, &task.to),
                ..placed.clone()
            };
            start_shared(&located, placed, task, &mut running, &|_| ()).unwrap()
        };
        let onward = Task {
            article: "fa".to_owned(),
            ..Task::of("ar")
        };
        let [first, onward, direct] =
            [&Task::between("fa", "tr"), &onward, &Task::of("ar")].map(&mut start);
        assert!(!Arc::ptr_eq(&first.engine, &direct.engine));
        assert!(Arc::ptr_eq(&onward.engine, &direct.engine));
        // English is compared with the article: there is a lexicon of Arabic, and none of Persian.
        assert!(onward.judging.lexicon.is_none() && direct.judging.lexicon.is_some());
        assert!(!onward.judging.calibrated);
        drop([first.stop(), onward.stop(), direct.stop()]);
    }

    #[test]
    fn settings_that_mujaz_does_not_follow_are_told_with_the_name_of_the_model() {
        let told = |config: &str| {
            let dir = tempfile::tempdir().unwrap();
            std::fs::write(dir.path().join("config.json"), config).unwrap();
            let config = ModelConfig::read(dir.path()).unwrap();
            let located = Located {
                name: "NAME".to_owned(),
                dir: dir.path().to_owned(),
                entry: None,
                lock: None,
            };
            let told = std::cell::RefCell::new(Vec::new());
            tell_unheeded(&located, &config.generation, &|text| {
                told.borrow_mut().push(text.to_owned());
            });
            told.into_inner()
        };
        let asks = "NAME asks for settings that mujaz does not follow (do_sample, stop_strings), so \
             its outputs may differ from those that its author shows";
        let config = r#"{"model_type": "t5", "do_sample": true, "stop_strings": ["."]}"#;
        assert_eq!(told(config), [asks]);
        assert!(told(r#"{"model_type": "t5", "do_sample": false}"#).is_empty());
    }
}
