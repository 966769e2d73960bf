//! The pieces that names are built of: single words, and phrases of the tables taken whole. This
//! file owns which pieces may stand in a name, and which may be joined.

use super::evidence::Evidence;
use super::known::{self, Marks};
use super::tokens::{Shape, Token};

/// A word, or a phrase of the tables: the numbers of its first and last word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) marks: Marks,
}

impl Unit {
    pub(super) fn is(&self, marks: Marks) -> bool {
        self.marks.any(marks)
    }

    pub(super) fn is_phrase(&self) -> bool {
        self.last > self.first
    }
}

/// A sentence whose names are looked for.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'s, 't> {
    pub(super) tokens: &'s [Token<'t>],
    pub(super) evidence: &'s Evidence<'s>,
    pub(super) headline: bool,
    /// How often English writes a word with a capital inside sentences, 0 to 1, where it is known.
    pub(super) capital: &'s dyn Fn(&str) -> Option<f64>,
}

impl Sentence<'_, '_> {
    /// The words and phrases, in order.
    pub(super) fn units(&self) -> Vec<Unit> {
        let mut units = Vec::with_capacity(self.tokens.len());
        let mut at = 0;
        while at < self.tokens.len() {
            let unit = self.phrase(at).unwrap_or(Unit {
                first: at,
                last: at,
                marks: self.marks_of(at),
            });
            units.push(unit);
            at = unit.last + 1;
        }
        units
    }

    /// The marks of a word: acronyms like "US" and "WHO" are not the words "us" and "who".
    fn marks_of(&self, at: usize) -> Marks {
        let token = &self.tokens[at];
        let caps = token.shape == Shape::Caps;
        let names = Marks::PLACE | Marks::ORGANISATION | Marks::OTHER;
        match token.marks {
            marks if !marks.any(Marks::STOP) => marks,
            marks if !caps => marks.without(names),
            marks if marks.any(names) => marks.without(Marks::STOP | Marks::COMMON),
            marks => marks,
        }
    }

    fn phrase(&self, at: usize) -> Option<Unit> {
        let first = &self.tokens[at];
        if !first.is(Marks::BEGINS_PHRASE) || !first.is_capital() {
            return None;
        }
        let rest = self.tokens[at + 1..]
            .iter()
            .take_while(|token| token.follows());
        let keys = std::iter::once(first)
            .chain(rest)
            .map(|token| token.key.as_str());
        let (length, marks) = known::phrase(keys)?;
        let last = at + length - 1;
        let words = &self.tokens[at..=last];
        let capitals = words.iter().all(|token| {
            token.is_capital()
                || token.shape == Shape::Number
                || token.is(Marks::STOP | Marks::PARTICLE)
        });
        let whole = words[..length - 1].iter().all(|token| !token.possessive)
            || marks.any(Marks::OTHER | Marks::PLACE);
        (capitals && whole && self.tokens[last].shape != Shape::Lower).then_some(Unit {
            first: at,
            last,
            marks,
        })
    }

    /// Whether a unit may be part of a name, behind `before` in the same name.
    pub(super) fn may_be_in_name(&self, unit: &Unit, before: Option<&Unit>) -> bool {
        let token = &self.tokens[unit.first];
        if unit.is_phrase() {
            return true;
        }
        if !token.is_capital() {
            return false;
        }
        let behind_given = before.is_some_and(|before| before.is(Marks::GIVEN)) && !token.begins;
        if unit.is(Marks::CALENDAR) {
            return behind_given;
        }
        if unit.is(Marks::STOP) && !unit.is(Marks::GIVEN) {
            return false;
        }
        let behind = self.tokens.get(unit.last + 1);
        match token.shape {
            // US$
            Shape::Caps if behind.is_some_and(|next| next.gap.starts_with('$')) => false,
            Shape::Caps if unit.is(Marks::NO_ACRONYM) => {
                before.is_some() && is_roman(token.text) || unit.is(Marks::TITLE)
            }
            Shape::Caps if token.text.contains(|c: char| c.is_ascii_digit()) => {
                unit.is(Marks::NAME)
            }
            // NGOs, PCs: the plurals of acronyms.
            Shape::Capital if is_plural_acronym(token.text) => false,
            _ => !self.headline || self.is_name_in_headline(unit, before),
        }
    }

    fn is_name_in_headline(&self, unit: &Unit, before: Option<&Unit>) -> bool {
        let token = &self.tokens[unit.first];
        let parts = Marks::FIELD | Marks::HEAD | Marks::NATIONALITY | Marks::TITLE;
        let known = unit.is(Marks::NAME) && !unit.is(Marks::COMMON);
        let surname = before.is_some_and(|before| before.is(Marks::GIVEN))
            && !unit.is(Marks::COMMON)
            && !known::has_common_ending(&token.key)
            && !token.key.ends_with('s');
        known
            || unit.is(parts)
            || surname
            || token.shape == Shape::Caps
            || self.evidence.is_capital(&token.key)
    }

    /// Whether two units of one name may follow each other, whatever stands between them.
    pub(super) fn are_joined(&self, run: &[Unit], next: &Unit) -> bool {
        let Some(before) = run.last() else {
            return false;
        };
        let (last, first) = (&self.tokens[before.last], &self.tokens[next.first]);
        if first.begins {
            return false;
        }
        let between = &self.tokens[before.last + 1..next.first];
        if !between.iter().all(Token::follows) {
            return false;
        }
        let gap = first.gap.trim();
        if between.is_empty() {
            return match gap {
                _ if last.possessive => self.owns(run, next),
                "" => !first.gap.is_empty(),
                "." => last.shape == Shape::Initial,
                "&" => true,
                "," => is_list_of_fields(self, run, next),
                _ => false,
            };
        }
        if !gap.is_empty() || last.possessive {
            return false;
        }
        let small = between.iter().all(|token| token.shape == Shape::Lower);
        if !small || between.len() > 3 {
            return false;
        }
        if between.iter().all(|token| token.is(Marks::PARTICLE)) {
            return !next.is(Marks::TITLE);
        }
        let the = between.len() == 2 && between[1].key == "the";
        match between[0].key.as_str() {
            "of" if between.len() == 1 || the => self.joins_of(run, next),
            "for" | "on" | "against" if between.len() == 1 || the => {
                let name = next.is(Marks::PLACE | Marks::GIVEN | Marks::NATIONALITY);
                before.is(Marks::OF_HEAD | Marks::ORGANISATION_HEAD)
                    && !before.is(Marks::TITLE)
                    && (!name || run.len() > 1 && between[0].key == "for")
            }
            "and" if between.len() == 1 => self.joins_and(run, next),
            _ => false,
        }
    }

    /// King's College, St. Mary's Hospital, Women's World Cup: names with an owner in them.
    fn owns(&self, run: &[Unit], next: &Unit) -> bool {
        let saint = |key: &str| matches!(key, "st." | "st" | "saint");
        let owner = &self.tokens[run[run.len() - 1].last];
        let of_saint = run.len() > 1 && saint(&self.tokens[run[run.len() - 2].last].key);
        let common = matches!(
            owner.key.as_str(),
            "king" | "queen" | "women" | "men" | "people" | "children" | "workers" | "lloyd"
        );
        (of_saint || common) && !next.is(Marks::TITLE) && self.tokens[next.first].follows()
    }

    fn joins_of(&self, run: &[Unit], next: &Unit) -> bool {
        let before = &run[run.len() - 1];
        if !before.is(Marks::OF_HEAD) || before.is(Marks::TITLE) || next.is(Marks::TITLE) {
            return false;
        }
        let person = next.is(Marks::GIVEN) && !next.is(Marks::PLACE);
        !(person && run.len() == 1 || self.has_of(run) && next.is(Marks::PLACE | Marks::GIVEN))
    }

    /// The unit before the first "of" or "for" between the units of a name.
    pub(super) fn before_of<'r>(&self, run: &'r [Unit]) -> Option<&'r Unit> {
        run.windows(2)
            .find(|pair| self.has_of(pair))
            .map(|pair| &pair[0])
    }

    /// Whether a name has an "of" or a "for" between its units.
    pub(super) fn has_of(&self, run: &[Unit]) -> bool {
        run.windows(2).any(|pair| {
            let between = &self.tokens[pair[0].last + 1..pair[1].first];
            between
                .iter()
                .any(|token| matches!(token.key.as_str(), "of" | "for"))
        })
    }

    /// Ministry of Health and Population; Food and Drug Administration; after "Minister of" too.
    fn joins_and(&self, run: &[Unit], next: &Unit) -> bool {
        let before = &run[run.len() - 1];
        let field = |unit: &Unit| self.is_field(unit);
        if !field(before) || !field(next) {
            return false;
        }
        if self.has_of(run) || self.is_office(run[0].first) {
            return true;
        }
        // The rest of the name has to end with a head: look a few words ahead.
        let ahead = self.tokens[next.first..].iter().enumerate();
        ahead
            .take(5)
            .take_while(|(at, token)| token.is_capital() && (*at == 0 || token.follows()))
            .any(|(at, token)| at > 0 && token.is(Marks::ORGANISATION_HEAD))
    }

    /// Whether a unit names a field that a ministry or a committee may have.
    pub(super) fn is_field(&self, unit: &Unit) -> bool {
        let token = &self.tokens[unit.last];
        unit.is(Marks::FIELD)
            || !unit.is(Marks::NAME | Marks::NATIONALITY | Marks::TITLE)
                && token.shape == Shape::Capital
                && (unit.is(Marks::COMMON) || known::has_common_ending(&token.key))
    }

    /// Whether "minister of" or the like stands before a word.
    pub(super) fn is_office(&self, at: usize) -> bool {
        let mut before = self.tokens[..at].iter().rev();
        let mut joint = before.next();
        if joint.is_some_and(|token| token.key == "the") {
            joint = before.next();
        }
        joint.is_some_and(|token| matches!(token.key.as_str(), "of" | "for"))
            && before
                .next()
                .is_some_and(|token| token.is(Marks::TITLE | Marks::PERSON_NOUN))
    }
}

fn is_list_of_fields(sentence: &Sentence<'_, '_>, run: &[Unit], next: &Unit) -> bool {
    let fields = run[run.len() - 1].is(Marks::FIELD) && next.is(Marks::FIELD);
    let more = sentence.tokens[next.last + 1..].iter().take(3);
    fields
        && (sentence.has_of(run) || sentence.is_office(run[0].first))
        && more.clone().any(|token| token.key == "and")
}

fn is_roman(text: &str) -> bool {
    text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

fn is_plural_acronym(text: &str) -> bool {
    text.len() > 2
        && text
            .strip_suffix('s')
            .is_some_and(|rest| rest.chars().all(char::is_uppercase))
}
