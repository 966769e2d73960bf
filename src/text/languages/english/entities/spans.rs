//! Which words of a sentence are names. This file joins capitalised words to runs, cuts the runs at
//! titles and leaves out what only looks like a name.

use super::known::{self, Marks};
use super::tokens::Shape;
use super::units::{Sentence, Unit};

/// A name in a sentence.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) units: Vec<Unit>,
    /// Whether the title of a person stands before it.
    pub(super) titled: bool,
    /// Whether the title of one who speaks for it stands behind it, as in "Apple CEO".
    has_officer: bool,
}

impl Piece {
    fn new(units: &[Unit], titled: bool) -> Self {
        Self {
            units: units.to_vec(),
            titled,
            has_officer: false,
        }
    }

    /// The number of its first word.
    pub(super) fn first(&self) -> usize {
        self.units[0].first
    }

    /// The number of its last word.
    pub(super) fn last(&self) -> usize {
        self.units[self.units.len() - 1].last
    }

    /// Its last unit.
    pub(super) fn end(&self) -> &Unit {
        &self.units[self.units.len() - 1]
    }
}

/// The names of a sentence, in order.
pub(super) fn pieces(sentence: &Sentence<'_, '_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut run: Vec<Unit> = Vec::new();
    for unit in sentence.units() {
        let joined = sentence.are_joined(&run, &unit);
        let before = if joined { run.last() } else { None };
        if !sentence.may_be_in_name(&unit, before) {
            continue;
        }
        if !joined {
            sentence.take(&run, &mut pieces);
            run.clear();
        }
        run.push(unit);
    }
    sentence.take(&run, &mut pieces);
    pieces
}

/// A word that English writes with a capital less often than this is ordinary.
const ORDINARY: f64 = 0.4;

/// A word that English writes with a capital at least this often is one in every place.
const NAMELIKE: f64 = 0.95;

/// What a ministry or an army is called by its country, without being named so.
fn is_of_state(key: &str) -> bool {
    matches!(
        key,
        "ministry"
            | "parliament"
            | "army"
            | "embassy"
            | "government"
            | "foreign"
            | "cabinet"
            | "senate"
            | "consulate"
            | "police"
            | "interior"
            | "defense"
            | "defence"
            | "health"
            | "oil"
            | "supreme"
            | "presidency"
            | "congress"
            | "knesset"
            | "house"
            | "revolutionary"
            | "general"
            | "council"
            | "federal"
            | "prime"
            | "intelligence"
            | "ministries"
    )
}

impl Sentence<'_, '_> {
    fn key(&self, unit: &Unit) -> &str {
        &self.tokens[unit.first].key
    }

    /// Adds the names of a run.
    fn take(&self, run: &[Unit], pieces: &mut Vec<Piece>) {
        for piece in self.cut(run) {
            for mut piece in self.apart(piece) {
                self.trim(&mut piece);
                if !piece.units.is_empty() && self.is_name(&piece) {
                    pieces.push(piece);
                }
            }
        }
    }

    /// Cuts a run at its titles.
    fn cut(&self, run: &[Unit]) -> Vec<Piece> {
        let Some(last) = run.last() else {
            return Vec::new();
        };
        let of_honour = run.len() > 1
            && run[0].is(Marks::HONOURED)
            && last.is(Marks::ORGANISATION_HEAD | Marks::PLACE_HEAD);
        if of_honour {
            return vec![Piece::new(run, false)];
        }
        let mut pieces = Vec::new();
        let mut from = 0;
        let mut titled = false;
        for at in 0..run.len() {
            if !self.is_title(run, at) {
                continue;
            }
            let mut end = at;
            let direct = |end: usize| run[end - 1].last + 1 == run[end].first;
            while end > from && direct(end) && self.is_of_office(&run[end - 1]) {
                end -= 1;
            }
            if end > from {
                let mut piece = Piece::new(&run[from..end], titled);
                piece.has_officer = end == at;
                pieces.push(piece);
            }
            from = at + 1;
            titled = run
                .get(from)
                .is_some_and(|next| next.first == run[at].last + 1);
        }
        if from < run.len() {
            pieces.push(Piece::new(&run[from..], titled));
        }
        pieces
    }

    fn is_title(&self, run: &[Unit], at: usize) -> bool {
        let unit = &run[at];
        if !unit.is(Marks::TITLE) {
            return false;
        }
        let before = at.checked_sub(1).map(|before| &run[before]);
        let next = run.get(at + 1);
        // Martin Luther King, John Major.
        let surname = next.is_none() && before.is_some_and(|before| before.is(Marks::GIVEN));
        // General Authority, Ministry of Justice.
        let field = unit.is(Marks::FIELD)
            && (next.is_some_and(|next| next.is(Marks::HEAD | Marks::FIELD))
                || self.has_of(&run[..=at]));
        !surname && !field
    }

    /// Whether a unit before a title belongs to the office: Foreign Minister, Deputy President.
    fn is_of_office(&self, unit: &Unit) -> bool {
        let acronym = self.tokens[unit.last].shape == Shape::Caps;
        !unit.is_phrase()
            && !acronym
            && unit.is(Marks::FIELD | Marks::COMMON | Marks::NATIONALITY | Marks::TITLE)
            && !unit.is(Marks::PLACE | Marks::ORGANISATION)
    }

    /// Parts a place or an organisation from the person behind it: Egypt | Abdel Fattah al-Sisi.
    fn apart(&self, mut piece: Piece) -> Vec<Piece> {
        if self.is_office(piece.first()) {
            let fields = piece.units.iter().take_while(|unit| unit.is(Marks::FIELD));
            let fields = fields.count();
            let behind = piece.units.get(fields);
            let head = |unit: &Unit| unit.is(Marks::ORGANISATION_HEAD) && !unit.is(Marks::GIVEN);
            let of_body = piece.units.iter().skip(fields).any(head);
            if fields > 0 && !of_body && behind.is_none_or(|unit| !unit.is(Marks::HEAD)) {
                piece.units.drain(..fields);
                piece.titled = true;
            }
        }
        let units = &piece.units;
        if units.len() < 2 || piece.end().is(Marks::HEAD) && !piece.end().is(Marks::GIVEN) {
            return if units.is_empty() {
                Vec::new()
            } else {
                vec![piece]
            };
        }
        let office = self.is_office(piece.first());
        let bound = (1..units.len()).find(|&at| {
            let (before, next) = (&units[at - 1], &units[at]);
            // Parliament Ahmed Salim: what a lost title leaves.
            let lone_head = at == 1 && before.is(Marks::ORGANISATION_HEAD) && units.len() > 2;
            let name = (before.is(Marks::PLACE | Marks::ORGANISATION) || lone_head)
                && !before.is(Marks::GIVEN);
            let person = next.is(Marks::GIVEN) && !next.is(Marks::PLACE | Marks::COMMON)
                || at == 1 && office && units.len() > 2;
            name && person && before.last + 1 == next.first
        });
        match bound {
            Some(at) => vec![
                Piece::new(&units[..at], piece.titled),
                Piece::new(&units[at..], office),
            ],
            None => vec![piece],
        }
    }

    /// Takes from the ends of a piece what is no part of the name.
    fn trim(&self, piece: &mut Piece) {
        while let Some(end) = piece.units.last() {
            let initial = self.tokens[end.last].shape == Shape::Initial;
            if initial && !end.is_phrase() {
                piece.units.pop();
            } else {
                break;
            }
        }
        while let Some(first) = piece.units.first() {
            let drop = if first.is_phrase() {
                false
            } else if first.is(Marks::NATIONALITY) {
                self.is_mere_nationality(piece)
            } else {
                self.tokens[first.first].begins && self.only_begins(piece)
            };
            if !drop {
                break;
            }
            piece.units.remove(0);
        }
    }

    /// Whether the nationality that a piece begins with is not part of the name.
    fn is_mere_nationality(&self, piece: &Piece) -> bool {
        let first = &piece.units[0];
        let Some(next) = piece.units.get(1) else {
            return !piece.titled;
        };
        if is_of_state(self.key(next)) {
            return true;
        }
        let person = first.is(Marks::GIVEN) && !next.is(Marks::NAME | Marks::HEAD);
        let headed = piece.end().is(Marks::HEAD) || self.has_of(&piece.units);
        !person && !headed
    }

    /// Whether a piece begins with a word that has its capital from the sentence.
    fn only_begins(&self, piece: &Piece) -> bool {
        let first = &piece.units[0];
        let token = &self.tokens[first.first];
        let ordinary =
            first.is(Marks::COMMON | Marks::STOP) || known::has_common_ending(&token.key);
        if !ordinary || self.evidence.is_capital(&token.key) || token.shape == Shape::Caps {
            return false;
        }
        let Some(next) = piece.units.get(1) else {
            return false;
        };
        if first.is(Marks::GIVEN) {
            return next.is(Marks::PLACE | Marks::ORGANISATION | Marks::NATIONALITY | Marks::TITLE);
        }
        let headed = piece.end().is(Marks::HEAD) || self.has_of(&piece.units);
        !(headed && first.is(Marks::FIELD | Marks::HEAD))
    }

    fn is_name(&self, piece: &Piece) -> bool {
        if piece.units.len() == 1 && !piece.units[0].is_phrase() {
            return self.is_single_name(piece);
        }
        if piece.units.len() == 1 {
            return piece.units[0].is(Marks::NAME);
        }
        let words = Marks::FIELD
            | Marks::HEAD
            | Marks::COMMON
            | Marks::TITLE
            | Marks::NATIONALITY
            | Marks::STOP;
        let generic = piece
            .units
            .iter()
            .all(|unit| unit.is(words) && !unit.is(Marks::GIVEN));
        let known = piece.units.iter().any(|unit| {
            unit.is(Marks::NAME) && !unit.is(Marks::COMMON)
                || !unit.is(words) && self.evidence.is_capital(self.key(unit))
        });
        let headed = piece.end().is(Marks::HEAD) || self.has_of(&piece.units);
        if known || headed {
            return true;
        }
        if self.headline {
            return !generic && piece.titled;
        }
        let begins = self.tokens[piece.first()].begins;
        let lower = |unit: &Unit| self.evidence.is_lower(self.key(unit));
        !generic || !begins && !piece.units.iter().all(lower)
    }

    fn is_single_name(&self, piece: &Piece) -> bool {
        let unit = &piece.units[0];
        let token = &self.tokens[unit.first];
        let capital = self.evidence.is_capital(&token.key) && !unit.is(Marks::COMMON);
        let lower = self.evidence.is_lower(&token.key);
        if unit.is(Marks::NAME) {
            if !unit.is(Marks::COMMON | Marks::STOP) {
                return true;
            }
            if unit.is(Marks::STOP) || unit.is(Marks::GIVEN) {
                return piece.titled || self.evidence.is_capital(&token.key) && !token.begins;
            }
            let inside = !token.begins && !self.headline && !lower;
            return inside || piece.has_officer || self.evidence.is_capital(&token.key);
        }
        let words = Marks::HEAD | Marks::FIELD | Marks::COMMON | Marks::STOP | Marks::NATIONALITY;
        if unit.is(words) || unit.is(Marks::TITLE) && !piece.titled {
            return unit.is(Marks::NATIONALITY) && piece.titled;
        }
        if token.shape == Shape::Caps && !self.headline {
            return true;
        }
        if lower && !piece.titled || token.shape == Shape::Initial {
            return false;
        }
        let seldom = |word: &str| (self.capital)(word).is_some_and(|share| share < ORDINARY);
        let ordinary = known::is_abstract(&token.key) && !capital
            || self.evidence.uses(&token.key).capital < 2 && seldom(token.text);
        if (ordinary || known::is_of_people(&token.key)) && !piece.titled && !token.possessive {
            return false;
        }
        // Al-Kadhimi: only names have the article.
        if known::without_article(&token.key) != token.key {
            return true;
        }
        let often = (self.capital)(token.text).is_some_and(|share| share >= NAMELIKE);
        if !token.begins && !self.headline || capital || piece.titled || often {
            return true;
        }
        !self.headline && !known::has_common_ending(&token.key) && self.is_subject(piece.last())
    }

    /// Whether what follows the first word of a sentence says that it is a name.
    fn is_subject(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let Some(next) = self.tokens.get(at + 1) else {
            return false;
        };
        let singular = !token.key.ends_with('s') || token.key.ends_with("us");
        if token.possessive {
            return next.follows();
        }
        let quote = ['"', '“', '”', '«', '»'];
        if token.gap.trim_end().ends_with(quote) && next.gap.starts_with(quote) {
            return true;
        }
        if next.follows() {
            let pair = next.key == "and"
                && self.tokens.get(at + 2).is_some_and(|other| {
                    other.shape == Shape::Capital && !other.is(Marks::COMMON | Marks::NATIONALITY)
                });
            let verb = matches!(
                next.key.as_str(),
                "has" | "had" | "was" | "is" | "did" | "could" | "does" | "will" | "would" | "also"
            );
            return singular && (verb || pair || next.is(Marks::SAYING));
        }
        let apposed = matches!(
            next.key.as_str(),
            "a" | "an" | "the" | "who" | "which" | "also" | "whose" | "where"
        );
        next.gap.trim() == "(" || next.gap.trim() == "," && singular && apposed
    }
}
