//! The memory for models. This file owns which models may be in memory together, which of them has to
//! leave for another one, and when. It is pure: nothing is loaded here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::models::Role;

/// The memory that a model takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Footprint {
    /// The number of its weights. Roles with the same number share them.
    pub weights: usize,
    /// The bytes that it is reckoned to take.
    pub bytes: u64,
}

/// The numbers of the weights that an article needs.
pub(super) type Needs = BTreeSet<usize>;

/// The translators in memory. Those of headlines and summaries, which are in English whatever the
/// language of the article is, are needed to the end of the run, so that their memory is taken from
/// the beginning.
#[derive(Debug)]
pub(super) struct Room {
    /// The bytes that models may take together; `None` for any number.
    limit: Option<u64>,
    /// The bytes of the models that stay.
    staying: u64,
    /// The bytes of each translator's weights.
    bytes: BTreeMap<usize, u64>,
    /// The weights of each translator.
    weights: BTreeMap<Role, usize>,
    /// The weights that are in memory or have their place there, those that were used last at the end.
    held: Vec<Held>,
}

/// Weights that have their place in memory.
#[derive(Debug)]
struct Held {
    weights: usize,
    /// Cloned for each article that uses them.
    users: Arc<()>,
}

/// Keeps models in memory for an article, as long as this lives.
#[derive(Debug, Default)]
pub(super) struct Hold {
    _users: Vec<Arc<()>>,
}

/// What must happen before an article can have its translators.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Nothing: they are in memory, or fit beside what is there.
    Free,
    /// These weights, which no article uses, must be unloaded, in this order.
    After(Vec<usize>),
    /// Articles that use other translators must be finished.
    Full,
}

impl Room {
    /// The room for models of these footprints, which may take so many bytes together.
    pub(super) fn new(footprints: &BTreeMap<Role, Footprint>, limit: Option<u64>) -> Self {
        let mut room = Self {
            limit,
            staying: 0,
            bytes: BTreeMap::new(),
            weights: BTreeMap::new(),
            held: Vec::new(),
        };
        for (role, footprint) in footprints {
            match role {
                Role::Headliner | Role::Summarizer => room.staying += footprint.bytes,
                Role::Translator(_) | Role::OnwardTranslator(_) | Role::SecondTranslator(_) => {
                    room.bytes.insert(footprint.weights, footprint.bytes);
                    room.weights.insert(role.clone(), footprint.weights);
                }
            }
        }
        room
    }

    /// The weights that texts in these languages need: those of both models where the way goes through
    /// another language. A second translator belongs to them from the beginning: an article that has to
    /// wait for it still keeps the first one.
    pub(super) fn needs(&self, languages: &[&str]) -> Needs {
        let roles = languages.iter().flat_map(|code| roles(code));
        let weights = roles.filter_map(|role| self.weights.get(&role).copied());
        weights.collect()
    }

    /// What must happen before an article with these needs can have its translators. One that needs
    /// more than the limit allows gets them when nothing else is in memory.
    pub(super) fn entry(&self, needs: &Needs) -> Entry {
        let Some(limit) = self.limit else {
            return Entry::Free;
        };
        let bytes = |weights: &usize| self.bytes.get(weights).copied().unwrap_or_default();
        let is_held = |weights: &usize| self.held.iter().any(|held| held.weights == *weights);
        let new: u64 = needs.iter().filter(|w| !is_held(w)).map(bytes).sum();
        let old: u64 = self.held.iter().map(|held| bytes(&held.weights)).sum();
        let mut taken = self.staying + old + new;
        if new == 0 || taken <= limit {
            return Entry::Free;
        }
        let others = self.held.iter().filter(|h| !needs.contains(&h.weights));
        let mut leaving = Vec::new();
        for held in others.clone().filter(|held| held.is_idle()) {
            leaving.push(held.weights);
            taken -= bytes(&held.weights);
            if taken <= limit {
                return Entry::After(leaving);
            }
        }
        match (leaving.len() == others.count(), leaving.is_empty()) {
            (false, _) => Entry::Full,
            (true, true) => Entry::Free,
            (true, false) => Entry::After(leaving),
        }
    }

    /// Gives the translators that an article needs their place, and keeps them there until the result is
    /// dropped.
    pub(super) fn hold(&mut self, needs: &Needs) -> Hold {
        let mut users = Vec::new();
        for &weights in needs {
            let known = self.held.iter().position(|held| held.weights == weights);
            let held = match known {
                Some(at) => self.held.remove(at),
                None => Held {
                    weights,
                    users: Arc::default(),
                },
            };
            users.push(held.users.clone());
            self.held.push(held);
        }
        Hold { _users: users }
    }

    /// Takes the place of weights away, which are to be unloaded; returns the languages whose first
    /// translator they are, or a part of it.
    pub(super) fn take_away(&mut self, weights: usize) -> BTreeSet<String> {
        self.held.retain(|held| held.weights != weights);
        let roles = self.weights.iter().filter(|(_, own)| **own == weights);
        let languages = roles.filter_map(|(role, _)| match role {
            Role::Translator(code) | Role::OnwardTranslator(code) => Some(code.clone()),
            _ => None,
        });
        languages.collect()
    }

    /// Takes it that the translator of a language cannot be loaded. What another language needs, too,
    /// keeps its place.
    pub(super) fn is_useless(&mut self, language: &str) {
        for role in roles(language) {
            let Some(weights) = self.weights.remove(&role) else {
                continue;
            };
            if !self.weights.values().any(|own| *own == weights) {
                self.bytes.remove(&weights);
            }
        }
    }
}

impl Held {
    fn is_idle(&self) -> bool {
        Arc::strong_count(&self.users) == 1
    }
}

/// The roles of the translators of a language.
fn roles(language: &str) -> [Role; 3] {
    let language = language.to_owned();
    [
        Role::Translator(language.clone()),
        Role::OnwardTranslator(language.clone()),
        Role::SecondTranslator(language),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn translator(code: &str) -> Role {
        Role::Translator(code.to_owned())
    }

    /// Translators of Arabic (weights 0, with 1 as the second one), Persian and Urdu (both 2) and French
    /// (3), each of ten bytes, beside a summarizer of five.
    fn room(limit: Option<u64>) -> Room {
        let of = |role, weights, bytes| (role, Footprint { weights, bytes });
        let footprints = [
            of(translator("ar"), 0, 10),
            of(Role::SecondTranslator("ar".to_owned()), 1, 10),
            of(translator("fa"), 2, 10),
            of(translator("ur"), 2, 10),
            of(translator("fr"), 3, 10),
            of(Role::Summarizer, 4, 5),
        ];
        Room::new(&footprints.into_iter().collect(), limit)
    }

    fn entry(room: &Room, language: &str) -> Entry {
        room.entry(&room.needs(&[language]))
    }

    fn hold(room: &mut Room, language: &str) -> Hold {
        let needs = room.needs(&[language]);
        room.hold(&needs)
    }

    #[test]
    fn an_article_needs_the_translators_of_its_languages_with_their_second_ones() {
        let room = room(None);
        assert_eq!(
            room.needs(&["ar", "fa", "ur", "en"]),
            Needs::from([0, 1, 2])
        );
        assert_eq!(room.needs(&["en"]), Needs::new());
    }

    #[test]
    fn without_a_limit_everything_has_room() {
        let mut room = room(None);
        for language in ["ar", "fa", "fr"] {
            assert_eq!(entry(&room, language), Entry::Free);
            drop(hold(&mut room, language));
        }
    }

    #[test]
    fn what_was_used_longest_ago_and_is_idle_leaves_first() {
        // The summarizer, Arabic with its second translator, and one more.
        let mut room = room(Some(35));
        drop(hold(&mut room, "ar"));
        assert_eq!(entry(&room, "fa"), Entry::Free);
        drop(hold(&mut room, "fa"));
        assert_eq!(entry(&room, "ur"), Entry::Free, "it shares the weights");
        assert_eq!(entry(&room, "fr"), Entry::After(vec![0]));
        let arabic = hold(&mut room, "ar");
        assert_eq!(entry(&room, "fr"), Entry::After(vec![2]));
        let urdu = hold(&mut room, "ur");
        assert_eq!(entry(&room, "fr"), Entry::Full);
        assert_eq!(entry(&room, "ar"), Entry::Free);
        drop(arabic);
        assert_eq!(entry(&room, "fr"), Entry::After(vec![0]));
        assert_eq!(room.take_away(0), BTreeSet::from(["ar".to_owned()]));
        assert_eq!(entry(&room, "fr"), Entry::Free);
        // Its second translator is still there.
        assert_eq!(entry(&room, "ar"), Entry::Free);
        drop(hold(&mut room, "fr"));
        assert_eq!(entry(&room, "ar"), Entry::After(vec![3]));
        drop(urdu);
        assert_eq!(
            room.take_away(2),
            BTreeSet::from(["fa".to_owned(), "ur".to_owned()])
        );
        assert_eq!(entry(&room, "ar"), Entry::Free);
    }

    #[test]
    fn what_needs_more_than_there_is_has_all_of_it_alone() {
        let mut room = room(Some(1));
        assert_eq!(entry(&room, "ar"), Entry::Free);
        let arabic = hold(&mut room, "ar");
        assert_eq!(entry(&room, "ar"), Entry::Free);
        assert_eq!(entry(&room, "fr"), Entry::Full);
        drop(arabic);
        assert_eq!(entry(&room, "fr"), Entry::After(vec![0, 1]));
        let mixed = room.needs(&["ar", "fr"]);
        assert_eq!(room.entry(&mixed), Entry::Free);
    }

    #[test]
    fn a_way_through_another_language_needs_both_models_and_is_gone_with_either() {
        let of = |role, weights, bytes| (role, Footprint { weights, bytes });
        let onward = Role::OnwardTranslator("ku".to_owned());
        // Kurdish goes through Turkish, with the model (1) that translates Turkish, too.
        let footprints = [
            of(translator("ku"), 0, 10),
            of(onward, 1, 20),
            of(translator("tr"), 1, 20),
            of(translator("fr"), 2, 10),
        ];
        let mut room = Room::new(&footprints.into_iter().collect(), Some(35));
        assert_eq!(room.needs(&["ku"]), Needs::from([0, 1]));
        drop(hold(&mut room, "ku"));
        assert_eq!(entry(&room, "tr"), Entry::Free);
        assert_eq!(entry(&room, "fr"), Entry::After(vec![0]));
        assert_eq!(room.take_away(0), BTreeSet::from(["ku".to_owned()]));
        drop(hold(&mut room, "ku"));
        let both = BTreeSet::from(["ku".to_owned(), "tr".to_owned()]);
        assert_eq!(room.take_away(1), both);
        room.is_useless("ku");
        assert_eq!(room.needs(&["ku", "tr"]), Needs::from([1]));
    }

    #[test]
    fn a_translator_that_cannot_be_loaded_takes_nothing_unless_another_language_has_it() {
        let mut room = room(Some(35));
        drop(hold(&mut room, "fa"));
        drop(hold(&mut room, "fr"));
        assert_eq!(entry(&room, "ar"), Entry::After(vec![2]));
        room.is_useless("ur");
        assert_eq!(entry(&room, "ar"), Entry::After(vec![2]));
        room.is_useless("fa");
        assert_eq!(entry(&room, "ar"), Entry::Free);
    }
}
