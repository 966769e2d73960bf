//! The origin of translations in a translation memory: everything that a text's translation depends on
//! besides the text and its terms of the glossary. This file owns which settings are part of it.

use crate::store::Origin;
use crate::text::TARGET;

use super::job_key::{Fields, TEXT_VERSION};
use super::model_use::ModelUse;
use super::settings::Recipe;
use super::translators::{Onward, Translator};

impl Recipe {
    /// The origin of a translator's translations. Where the translator goes by way of another language,
    /// it is that of the texts in between.
    pub fn origin(&self, language: &str, translator: &Translator) -> Origin {
        match &translator.onward {
            None => self.direct_origin(language, &translator.model),
            Some(onward) => self.origin_by_way_of(language, (&translator.model, onward), false),
        }
    }

    /// The origin of what the second model of a translator writes, behind the first one.
    pub(super) fn onward_origin(
        &self,
        language: &str,
        first: &ModelUse,
        onward: &Onward,
    ) -> Origin {
        self.origin_by_way_of(language, (first, onward), true)
    }

    fn direct_origin(&self, language: &str, model: &ModelUse) -> Origin {
        let mut fields = Fields::new();
        fields.add("text version", &TEXT_VERSION.to_string());
        fields.add("from", language);
        fields.add("to", TARGET.code);
        fields.add("beams", &self.beams.to_string());
        fields.add("device", self.kind_of_device());
        fields.model("translator", model);
        Origin {
            key: fields.finish(),
            translator: self.in_words(model),
            from: language.to_owned(),
            to: TARGET.code.to_owned(),
        }
    }

    /// The origin of the translations of one of two models: of the second one, or of the first. Both are
    /// in it, so that another model on either part of the way begins anew.
    fn origin_by_way_of(
        &self,
        language: &str,
        (model, onward): (&ModelUse, &Onward),
        is_onward: bool,
    ) -> Origin {
        let mut fields = Fields::new();
        fields.add("text version", &TEXT_VERSION.to_string());
        fields.add("part", if is_onward { "onward" } else { "first" });
        fields.add("from", language);
        fields.add("to", TARGET.code);
        fields.add("beams", &self.beams.to_string());
        fields.add("device", self.kind_of_device());
        fields.model("translator", model);
        fields.onward(onward);
        let (first, second) = (self.in_words(model), self.in_words(&onward.model));
        let through = &onward.through;
        let (translator, from, to) = if is_onward {
            let first = &model.identity.name;
            (format!("{second}, behind {first}"), &**through, TARGET.code)
        } else {
            let second = &onward.model.identity.name;
            (format!("{first}, before {second}"), language, &**through)
        };
        Origin {
            key: fields.finish(),
            translator,
            from: from.to_owned(),
            to: to.to_owned(),
        }
    }

    /// The kind of device: on another one, sums are rounded in another way.
    fn kind_of_device(&self) -> &str {
        self.device.split(':').next().unwrap_or_default()
    }

    /// A model with the settings that it decodes with.
    fn in_words(&self, model: &ModelUse) -> String {
        let (name, precision) = (&model.identity.name, model.precision.name());
        format!("{name} in {precision}, beams {}", self.beams)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::job_key::tests::{onward, translator};
    use crate::pipeline::settings::tests::recipe;

    #[test]
    fn each_part_of_a_way_has_an_origin_of_its_own_which_depends_on_both_models() {
        let recipe = recipe();
        let through = |first: &str, code: &str, second: &str| {
            let translator = Translator {
                onward: onward(code, second),
                ..translator(first)
            };
            let rest = onward(code, second).expect("it is there");
            let origins = [
                recipe.origin("ku", &translator),
                recipe.onward_origin("ku", &translator.model, &rest),
            ];
            for (origin, languages) in origins.iter().zip([("ku", code), (code, "en")]) {
                assert_eq!((&*origin.from, &*origin.to), languages);
            }
            origins
        };
        let [first, second] = through("t", "tr", "u");
        assert_eq!(first.translator, "a name in int8, beams 1, before a name");
        assert_eq!(second.translator, "a name in int8, beams 1, behind a name");
        let direct = recipe.origin("ku", &translator("t"));
        assert_eq!(direct.translator, "a name in int8, beams 1");
        let others = [("v", "tr", "u"), ("t", "fa", "u"), ("t", "tr", "v")];
        let others = others.map(|(a, code, b)| through(a, code, b));
        let mut keys: Vec<String> = vec![first.key, second.key, direct.key];
        keys.extend(others.into_iter().flatten().map(|origin| origin.key));
        keys.push(recipe.origin("tr", &translator("u")).key);
        let count = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }
}
