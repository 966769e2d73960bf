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
    /// it is that of the texts in between, which depend on the first model only.
    pub fn origin(&self, language: &str, translator: &Translator) -> Origin {
        let onward = translator.onward.as_ref();
        let to = onward.map_or(TARGET.code, |onward| &onward.through);
        let mut fields = self.fields_of_origin(language, to);
        fields.model("translator", &translator.model);
        Origin {
            key: fields.finish(),
            translator: self.in_words(&translator.model),
            from: language.to_owned(),
            to: to.to_owned(),
        }
    }

    /// The origin of what the second model of a translator writes, behind the first one. Both are in it,
    /// so that another model on either part of the way begins anew.
    pub(super) fn onward_origin(
        &self,
        language: &str,
        first: &ModelUse,
        onward: &Onward,
    ) -> Origin {
        let mut fields = self.fields_of_origin(language, TARGET.code);
        fields.model("translator", first);
        fields.onward(onward);
        let second = self.in_words(&onward.model);
        Origin {
            key: fields.finish(),
            translator: format!("{second}, behind {}", first.identity.name),
            from: onward.through.clone(),
            to: TARGET.code.to_owned(),
        }
    }

    /// All but the models of the origin of translations from one language into another.
    fn fields_of_origin(&self, from: &str, to: &str) -> Fields {
        let mut fields = Fields::new();
        fields.add("text version", &TEXT_VERSION.to_string());
        fields.add("from", from);
        fields.add("to", to);
        fields.add("beams", &self.beams.to_string());
        fields.add("device", self.kind_of_device());
        fields
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
    fn each_part_of_a_way_has_an_origin_and_only_that_of_the_second_depends_on_both_models() {
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
        assert_eq!(first.translator, "a name in int8, beams 1");
        assert_eq!(second.translator, "a name in int8, beams 1, behind a name");
        let direct = recipe.origin("ku", &translator("t"));
        assert_eq!(direct.translator, "a name in int8, beams 1");
        let [same, behind] = through("t", "tr", "v");
        assert_eq!(same, first, "another second model");
        let mut keys: Vec<String> = vec![first.key, second.key, behind.key, direct.key];
        let others = [("v", "tr", "u"), ("t", "fa", "u")].map(|(a, code, b)| through(a, code, b));
        keys.extend(others.into_iter().flatten().map(|origin| origin.key));
        keys.push(recipe.origin("tr", &translator("u")).key);
        let count = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }
}
