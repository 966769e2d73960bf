//! The models of a run. This file owns their roles and which of them are loaded; how that happens is in
//! `kept`, and the stages decide what to ask and what to do with the answers.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crossbeam_channel::Receiver;

use crate::engine::{DecodeParams, Engine, Notice, Outcome as Answer, Request};
use crate::model::TextCodec;
use crate::quality::Judging;
use crate::translate::Budget;

use super::key::Key;

/// A loaded model with everything that belongs to it. A clone is the same model.
#[derive(Clone)]
pub struct Running {
    /// Its replicas.
    pub engine: Arc<Engine>,
    /// Its tokenizer.
    pub codec: Arc<dyn TextCodec>,
    /// Its limits.
    pub budget: Budget,
    /// The settings that the model's authors decode with.
    pub defaults: DecodeParams,
    /// How its translations are judged word by word.
    pub judging: Judging,
}

/// The role of a model in a run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It translates from the language with this ISO 639-1 code.
    Translator(String),
    /// It translates into English what the translator from that language wrote in another one.
    OnwardTranslator(String),
    /// It translates from that language what the first translator fails at.
    SecondTranslator(String),
    /// It writes headlines of articles without a title.
    Headliner,
    /// It writes summaries.
    Summarizer,
}

impl Role {
    /// The language of the articles that it helps to translate, if it is a translator's.
    pub(super) fn language(&self) -> Option<&str> {
        match self {
            Self::Translator(code)
            | Self::OnwardTranslator(code)
            | Self::SecondTranslator(code) => Some(code),
            Self::Headliner | Self::Summarizer => None,
        }
    }
}

impl fmt::Display for Role {
    /// Writes the role as records name it, as in "translator ar".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Translator(code) => write!(f, "translator {code}"),
            Self::OnwardTranslator(code) => write!(f, "onward translator {code}"),
            Self::SecondTranslator(code) => write!(f, "second translator {code}"),
            Self::Headliner => f.write_str("headliner"),
            Self::Summarizer => f.write_str("summarizer"),
        }
    }
}

/// The models that are loaded. Several translators may share an engine.
#[derive(Default)]
pub(super) struct Models {
    by_role: BTreeMap<Role, Running>,
    /// The seconds that the replicas of each had spent in it before this run.
    spent_before: BTreeMap<Role, f64>,
    /// The channels on which answers arrive, with one of the roles of each.
    answers: Vec<(Role, Receiver<Answer>)>,
    /// The work of translators that were unloaded.
    earlier: Worked,
}

impl Models {
    /// Adds a model whose replicas have spent this many seconds in it so far. If it is in use in
    /// another role already, a part of them belongs to this run.
    pub(super) fn add(&mut self, role: Role, model: Running, spent: f64) {
        let mut known = self.by_role.iter();
        let known = known.find(|(_, known)| Arc::ptr_eq(&known.engine, &model.engine));
        let before = known.map_or(spent, |(known, _)| self.spent_before[known]);
        self.spent_before.insert(role.clone(), before);
        self.by_role.insert(role, model);
        self.listen();
    }

    /// Lets go of the models of these roles, which are all that share their engines: nothing is asked of
    /// them any more.
    pub(super) fn remove(&mut self, roles: &[Role]) {
        let mut earlier = self.earlier;
        for (role, engine) in self.engines() {
            if roles.contains(role) {
                earlier.add(role, engine, self.spent_before[role]);
            }
        }
        self.earlier = earlier;
        for role in roles {
            self.by_role.remove(role);
            self.spent_before.remove(role);
        }
        self.listen();
    }

    fn listen(&mut self) {
        let answers =
            |(role, engine): (&Role, &Arc<Engine>)| (role.clone(), engine.outcomes().clone());
        self.answers = self.engines().into_iter().map(answers).collect();
    }

    /// The model of a role.
    pub(super) fn get(&self, role: &Role) -> Option<&Running> {
        self.by_role.get(role)
    }

    /// The channels on which the answers of models arrive, with one of the roles of each.
    pub(super) fn answers(&self) -> &[(Role, Receiver<Answer>)] {
        &self.answers
    }

    /// Closes the models to requests; what is being decoded finishes.
    pub(super) fn close(&self) {
        for model in self.by_role.values() {
            model.engine.intake().close();
        }
    }

    /// Notices of the replicas since the last call.
    pub(super) fn notices(&self) -> Vec<Notice> {
        self.by_role
            .values()
            .flat_map(|model| model.engine.notices().try_iter())
            .collect()
    }

    /// The replicas of the translator that has most of them, and the seconds that those of all
    /// translators spent in the model in this run.
    pub(super) fn worked(&self) -> Worked {
        let mut worked = self.earlier;
        for (role, engine) in self.engines() {
            worked.add(role, engine, self.spent_before[role]);
        }
        worked
    }

    /// Each engine once, with one of its roles.
    fn engines(&self) -> Vec<(&Role, &Arc<Engine>)> {
        let mut engines: Vec<(&Role, &Arc<Engine>)> = Vec::new();
        for (role, model) in &self.by_role {
            if !engines
                .iter()
                .any(|(_, known)| Arc::ptr_eq(known, &model.engine))
            {
                engines.push((role, &model.engine));
            }
        }
        engines
    }
}

/// The work of the translators' replicas.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Worked {
    pub(super) replicas: usize,
    /// Seconds that they spent in the model in this run.
    pub(super) model_seconds: f64,
}

impl Worked {
    /// Adds an engine in this role whose replicas had spent so many seconds before this run.
    fn add(&mut self, role: &Role, engine: &Engine, before: f64) {
        if role.language().is_some() {
            self.replicas = self.replicas.max(engine.replicas());
            self.model_seconds += engine.spent().total() - before;
        }
    }
}

impl Running {
    /// Ends the replicas, which frees the weights, unless another translator uses them; returns their last
    /// notices.
    pub fn stop(self) -> Vec<Notice> {
        let Some(engine) = Arc::into_inner(self.engine) else {
            return Vec::new();
        };
        let notices = engine.notices().clone();
        engine.stop();
        notices.try_iter().collect()
    }

    /// Submits a request that must not wait for room, because its article is in progress.
    pub(super) fn ask(&self, key: Key, tokens: Vec<u32>, params: DecodeParams) {
        // Only a closed engine refuses it; the article then stays undone until the next run.
        self.engine.intake().submit_again(Request {
            key: key.packed(),
            source: tokens.into(),
            params: params.into(),
        });
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::engine::{Budget as BatchBudget, Mock, MockCodec, Seq2Seq};

    /// A model that copies its source.
    pub(in crate::pipeline) fn running() -> Running {
        let model = Mock::new(MockCodec::EOS, 64, Duration::ZERO);
        let replicas = vec![Box::new(model) as Box<dyn Seq2Seq>];
        let batch = BatchBudget {
            tokens: 64,
            rows: 8,
        };
        with(Arc::new(Engine::start(replicas, batch).unwrap()))
    }

    /// The same with this engine.
    pub(in crate::pipeline) fn with(engine: Arc<Engine>) -> Running {
        Running {
            engine,
            codec: Arc::new(MockCodec),
            budget: Budget {
                source: 64,
                target: 63,
            },
            defaults: DecodeParams::default(),
            judging: Judging::default(),
        }
    }

    /// Asks a model for something and waits until it has answered.
    pub(in crate::pipeline) fn ask(model: &Running) {
        let key = Key {
            article: 0,
            piece: 0,
        };
        model.ask(key, vec![5, MockCodec::EOS], DecodeParams::default());
        let begun = Instant::now();
        while model.engine.outcomes().is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(20), "no answer");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn the_time_of_a_kept_model_is_counted_for_the_run_that_spent_it() {
        let model = running();
        ask(&model);
        assert_eq!(model.engine.outcomes().try_iter().count(), 1);
        let earlier = model.engine.spent().total();
        assert!(earlier > 0.0);
        let [arabic, persian] = ["ar", "fa"].map(|code| Role::Translator(code.to_owned()));
        let mut models = Models::default();
        models.add(persian.clone(), model.clone(), earlier);
        assert_eq!(models.worked().model_seconds, 0.0);
        ask(&model);
        let all = model.engine.spent().total();
        models.add(arabic.clone(), model.clone(), all);
        assert_eq!(models.worked().model_seconds, all - earlier);
        models.remove(&[arabic, persian]);
        assert!(models.answers().is_empty());
        assert_eq!(models.worked().model_seconds, all - earlier);
        assert_eq!(models.worked().replicas, 1);
        model.stop();
    }
}
