//! Loading the models of a run. This file owns how a located model becomes a running one; which
//! models a run uses is decided in `resolve` and `translators`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use super::model_memory::reckoned;
use super::placement::{DEFAULT_TRANSLATOR, Placement, for_summaries, foreign_script};
use super::progress::Progress;
use crate::engine::{self, DecodeParams, Engine, Mock, MockCodec, OutputScope, Seq2Seq};
use crate::model::{
    Family, Generation, Located, ModelConfig, ModelError, Pair, Shortlist, TextCodec, Tokenizer,
};
use crate::pipeline::{Footprint, Kept, Load, Loads, Recipe, Role, Running};
use crate::quality::{Judging, Lexicon};
use crate::text::{Script, TARGET};
use crate::translate;

/// Number of positions of the mock model.
const MOCK_POSITIONS: usize = 512;

/// The models of a run, before they are loaded.
pub(super) struct ModelsToLoad {
    /// The translators, by the language that they read.
    pub(super) translators: BTreeMap<String, Located>,
    /// The second translators, likewise.
    pub(super) second_translators: BTreeMap<String, Located>,
    pub(super) summarizer: Option<Located>,
    pub(super) headliner: Option<Located>,
    pub(super) placement: Placement,
    /// The bytes that models may take together on each device.
    pub(super) limit: Option<u64>,
    /// The mock, if it stands for the translators.
    pub(super) mock: Option<MockSettings>,
}

/// The delay and the fault of a mock.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct MockSettings {
    /// The duration of a decoder step.
    pub(super) delay: Duration,
    /// A letter; the device is out of memory for each text that has it.
    pub(super) fault: Option<char>,
}

const STARTER_NOTE: &str = "using the starter translator, a small model for trying mujaz out; its \
    English is poor. For a good one: mujaz setup";

impl ModelsToLoad {
    /// The models of a recipe, which are loaded when they are needed.
    pub(super) fn kept<'a>(self, recipe: &Recipe, progress: &'a Progress) -> Kept<'a> {
        let limit = self.limit;
        Kept::new(self.loads(recipe, progress), limit)
    }

    fn loads<'a>(self, recipe: &Recipe, progress: &'a Progress) -> Loads<'a> {
        let Self {
            translators,
            second_translators,
            summarizer,
            headliner,
            placement,
            limit: _,
            mock,
        } = self;
        let mut loads = Loads::default();
        let mut footprints = Footprints::default();
        for (role, located) in [(Role::Summarizer, summarizer), (Role::Headliner, headliner)] {
            if let Some(located) = located {
                let placement = for_summaries(placement.clone());
                let footprint = footprints.of(&located, None);
                let load = Box::new(move || {
                    let tell = |text: &str| progress.note(text);
                    start_summarizer(&located, placement.clone(), &tell)
                });
                loads.insert(role, Load { footprint, load });
            }
        }
        let running = Arc::new(Mutex::new(Vec::new()));
        let first = translators.into_iter().map(|(code, located)| {
            let role = Role::Translator(code.clone());
            (role, code, located)
        });
        let second = second_translators.into_iter().map(|(code, located)| {
            let role = Role::SecondTranslator(code.clone());
            (role, code, located)
        });
        for (role, code, located) in first.chain(second) {
            let running = running.clone();
            let placement = Placement {
                foreign: foreign_script(&code),
                ..placement.clone()
            };
            let footprint = footprints.of(&located, placement.foreign);
            let mut is_told = false;
            let load = Box::new(move || {
                // It may be loaded again, and then nothing is new about it.
                let is_new = !std::mem::replace(&mut is_told, true);
                let tell = |text: &str| {
                    if is_new {
                        progress.note(text);
                    }
                };
                if located.name == DEFAULT_TRANSLATOR {
                    tell(STARTER_NOTE);
                }
                let mut running = running.lock().unwrap_or_else(PoisonError::into_inner);
                start_shared(&located, placement.clone(), &code, &mut running, &tell)
            });
            loads.insert(role, Load { footprint, load });
        }
        if let Some(settings) = mock {
            for (weights, code) in recipe.translators.languages().enumerate() {
                let placement = placement.clone();
                let footprint = Footprint { weights, bytes: 0 };
                let load = Box::new(move || start_mock(placement.clone(), settings));
                loads.insert(Role::Translator(code.to_owned()), Load { footprint, load });
            }
        }
        loads
    }
}

/// The weights that were met, with the script that they do not write: what shares an engine has the same
/// number.
#[derive(Default)]
struct Footprints(Vec<(PathBuf, Option<Script>)>);

impl Footprints {
    fn of(&mut self, located: &Located, foreign: Option<Script>) -> Footprint {
        let own = (located.dir.clone(), foreign);
        let known = self.0.iter().position(|known| *known == own);
        let weights = known.unwrap_or(self.0.len());
        if known.is_none() {
            self.0.push(own);
        }
        Footprint {
            weights,
            bytes: reckoned(&located.dir),
        }
    }
}

/// A translator's engine that another language may use too.
struct Engined {
    dir: PathBuf,
    foreign: Option<Script>,
    engine: Weak<Engine>,
    budget: translate::Budget,
    defaults: DecodeParams,
}

/// [`start`], with the engine of a translator that was started before if it is the same: a model
/// that reads several languages differs between them in the tokens of a text only.
fn start_shared(
    located: &Located,
    placement: Placement,
    from: &str,
    running: &mut Vec<Engined>,
    tell: &dyn Fn(&str),
) -> anyhow::Result<Running> {
    let foreign = placement.foreign;
    // An engine may have ended, and then another one takes its place.
    running.retain(|known| known.engine.strong_count() > 0);
    let known = running
        .iter()
        .find(|known| known.dir == located.dir && known.foreign == foreign);
    if let Some(known) = known
        && let Some(engine) = known.engine.upgrade()
    {
        let (_, tokenizer) = open(located, from)?;
        return Ok(Running {
            engine,
            codec: Arc::new(tokenizer),
            budget: known.budget,
            defaults: known.defaults.clone(),
            judging: judging(located, from),
        });
    }
    let started = start(located, placement, from, tell)?;
    running.push(Engined {
        dir: located.dir.clone(),
        foreign,
        engine: Arc::downgrade(&started.engine),
        budget: started.budget,
        defaults: started.defaults.clone(),
    });
    Ok(started)
}

/// The lexicon and the calibration with which a model's translations from a language are judged.
fn judging(located: &Located, from: &str) -> Judging {
    Judging {
        lexicon: Lexicon::between(from, TARGET.code),
        calibrated: located.name == DEFAULT_TRANSLATOR,
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
    let (config, tokenizer) = open(located, from)?;
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
        judging: judging(located, from),
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
    let (mut config, tokenizer) = open(located, TARGET.code)?;
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

/// The settings and the tokenizer of a model that reads texts in the language `from`.
fn open(located: &Located, from: &str) -> anyhow::Result<(ModelConfig, Tokenizer)> {
    let mut config = ModelConfig::read(&located.dir)?;
    let pair = Pair {
        source: from,
        target: TARGET.code,
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

    use super::super::placement::placement;
    use super::*;
    use crate::engine::{Devices, Precision};
    use crate::model::{Catalogue, Places};

    #[test]
    fn languages_of_one_script_share_the_engine_of_a_model_and_others_do_not() {
        let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/m2m100");
        let places = Places::new(None, Vec::new());
        let located = places.locate(&Catalogue::builtin(), model.to_str().unwrap());
        let located = located.unwrap();
        let devices = Devices::resolve("cpu").unwrap();
        let placed = placement(devices, Precision::F32, 1, Some(1), None).unwrap();
        let mut running = Vec::new();
        let mut start = |code: &str| {
            let placed = Placement {
                foreign: foreign_script(code),
                ..placed.clone()
            };
            start_shared(&located, placed, code, &mut running, &|_| ()).unwrap()
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
        let mut footprints = Footprints::default();
        let mut weights = |code| footprints.of(&located, foreign_script(code)).weights;
        assert_eq!(["ar", "fa", "ru", "ar"].map(&mut weights), [0, 0, 1, 0]);
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
