//! The precisions of the models of a brief or a run, for its record. This file owns how they become
//! one word and the settings that say what differs from it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine::Precision;

use super::model_use::ModelUse;
use super::models::Role;
use super::settings::Recipe;
use super::translating::Translating;
use super::translators::Translator;

/// The precisions of the models that took part.
#[derive(Debug, Default)]
pub(super) struct Precisions {
    /// The precision of the first model that was added.
    first: Option<Precision>,
    /// The precisions of models with another one, by their roles.
    others: BTreeMap<String, Precision>,
    /// The roles of models with a lexical shortlist.
    shortlists: BTreeSet<String>,
}

impl Precisions {
    /// Those of a run's models: its translators and second ones, and those that may write headlines and
    /// summaries.
    pub(super) fn of_run(
        recipe: &Recipe,
        used: &[&Arc<Translating>],
        seconds: &[&Arc<Translating>],
    ) -> Self {
        let mut precisions = Self::default();
        for used in used {
            let role = Role::Translator(used.code.clone());
            precisions.add(&role, &used.translator.model);
            precisions.add_onward(&used.code, &used.translator);
        }
        for second in seconds {
            let role = Role::SecondTranslator(second.code.clone());
            precisions.add(&role, &second.translator.model);
        }
        if let Some(model) = &recipe.headliner {
            precisions.add(&Role::Headliner, model);
        }
        if let Some(model) = recipe.summarizing.model() {
            precisions.add(&Role::Summarizer, model);
        }
        precisions
    }

    /// Adds the second model of the translator of a language, if it goes by way of another one.
    pub(super) fn add_onward(&mut self, code: &str, translator: &Translator) {
        if let Some(onward) = &translator.onward {
            let role = Role::OnwardTranslator(code.to_owned());
            self.add(&role, &onward.model);
        }
    }

    /// Adds a model in a role. The one that matters most comes first.
    pub(super) fn add(&mut self, role: &Role, model: &ModelUse) {
        let role = role.to_string();
        if model.shortlist {
            self.shortlists.insert(role.clone());
        }
        let first = *self.first.get_or_insert(model.precision);
        if model.precision != first {
            self.others.insert(role, model.precision);
        }
    }

    /// The precision of the first model; empty if there is none.
    pub(super) fn first(&self) -> String {
        self.first
            .map_or_else(String::new, |first| first.to_string())
    }

    /// The settings that say which models have another precision, and which a shortlist.
    pub(super) fn settings(&self) -> impl Iterator<Item = (String, String)> {
        let others = self.others.iter();
        let others: Vec<String> = others
            .map(|(role, precision)| format!("{role} {precision}"))
            .collect();
        let shortlists: Vec<String> = self.shortlists.iter().cloned().collect();
        [("other_precisions", others), ("shortlists", shortlists)]
            .into_iter()
            .filter(|(_, values)| !values.is_empty())
            .map(|(name, values)| (name.to_owned(), values.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::settings::tests::model;

    #[test]
    fn the_precision_is_one_word_and_the_settings_say_what_differs() {
        let mut precisions = Precisions::default();
        assert_eq!(precisions.first(), "");
        assert_eq!(precisions.settings().count(), 0);
        let f32 = |hash: &str| ModelUse {
            precision: Precision::F32,
            ..model(hash)
        };
        let listed = ModelUse {
            shortlist: true,
            ..model("t")
        };
        precisions.add(&Role::Translator("ar".to_owned()), &listed);
        precisions.add(&Role::Translator("fa".to_owned()), &f32("u"));
        precisions.add(&Role::Headliner, &model("h"));
        precisions.add(&Role::Summarizer, &f32("s"));
        assert_eq!(precisions.first(), "int8");
        let settings: Vec<(String, String)> = precisions.settings().collect();
        let expected = [
            ("other_precisions", "summarizer f32, translator fa f32"),
            ("shortlists", "translator ar"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(settings, expected);
    }
}
