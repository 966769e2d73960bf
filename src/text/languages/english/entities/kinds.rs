//! What kind of thing a name names, by its words and by what stands around it. This file owns the
//! weights of the cues; they were set by hand.

use super::EntityKind;
use super::known::{self, Marks};
use super::spans::Piece;
use super::tokens::{Shape, Token};
use super::units::Sentence;

/// How much speaks for each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Scores {
    pub(super) person: f32,
    pub(super) place: f32,
    pub(super) organisation: f32,
    pub(super) other: f32,
}

impl Scores {
    /// Adds the scores of another mention of the same name.
    pub(super) fn add(&mut self, other: Self) {
        self.person += other.person;
        self.place += other.place;
        self.organisation += other.organisation;
        self.other += other.other;
    }

    /// The kind that most speaks for.
    pub(super) fn kind(self) -> EntityKind {
        let kinds = [
            (self.person, EntityKind::Person),
            (self.place, EntityKind::Place),
            (self.organisation, EntityKind::Organisation),
            (self.other, EntityKind::Other),
        ];
        let best = kinds
            .into_iter()
            .reduce(|best, kind| if kind.0 > best.0 { kind } else { best });
        best.map_or(EntityKind::Other, |(_, kind)| kind)
    }
}

/// The scores of a name in a sentence.
pub(super) fn scores(sentence: &Sentence<'_, '_>, piece: &Piece) -> Scores {
    let mut scores = Scores {
        other: 0.6,
        ..Scores::default()
    };
    by_words(sentence, piece, &mut scores);
    by_context(sentence, piece, &mut scores);
    scores
}

fn by_words(sentence: &Sentence<'_, '_>, piece: &Piece, scores: &mut Scores) {
    let tokens = &sentence.tokens[piece.first()..=piece.last()];
    let (first, end) = (&piece.units[0], piece.end());
    let single = piece.units.len() == 1;
    if single {
        let also_given = first.is(Marks::GIVEN);
        for (marks, score) in [
            (Marks::PLACE, &mut scores.place),
            (Marks::ORGANISATION, &mut scores.organisation),
            (Marks::OTHER, &mut scores.other),
        ] {
            if first.is(marks) {
                *score += if also_given { 2.5 } else { 4.0 };
            }
        }
    } else if end.is(Marks::PLACE) && is_direction(&tokens[0].key) {
        scores.place += 4.0;
    }
    let before_of = sentence.before_of(&piece.units);
    let heads = [
        (Marks::ORGANISATION_HEAD, &mut scores.organisation),
        (Marks::PLACE_HEAD, &mut scores.place),
        (Marks::EVENT_HEAD, &mut scores.other),
    ];
    let mut headed = false;
    for (marks, score) in heads {
        if single && first.is(Marks::NAME) {
            continue;
        }
        let of = before_of.is_some_and(|unit| unit.is(marks) && !unit.is(Marks::GIVEN));
        let at_end = end.is(marks) && !end.is(Marks::GIVEN);
        if of || at_end {
            // The last word rules over the first in State of Law Coalition, not in Bank of the Sea.
            let of_bodies = at_end && marks == Marks::ORGANISATION_HEAD;
            *score += if of { 5.0 } else { 4.5 } + if of_bodies { 1.0 } else { 0.0 };
            headed = true;
        } else if first.is(marks) {
            *score += 2.0;
            headed |= !first.is(Marks::EVENT_HEAD);
        }
    }
    if !single {
        let phrase = piece.units.iter().find(|unit| unit.is_phrase());
        if phrase.is_some_and(|unit| unit.is(Marks::ORGANISATION)) {
            scores.organisation += 3.0;
        }
        if phrase.is_some_and(|unit| unit.is(Marks::OTHER)) {
            scores.other += 3.0;
        }
    }
    let caps = tokens.len() == 1 && tokens[0].shape == Shape::Caps;
    if caps && !first.is(Marks::PLACE) {
        scores.organisation += 2.0;
    }
    if tokens[0].shape == Shape::Inner {
        scores.other += 1.0;
    }
    if !headed {
        as_person(piece, tokens, scores);
    }
}

/// What in the words of a name without a head speaks for a person.
fn as_person(piece: &Piece, tokens: &[Token<'_>], scores: &mut Scores) {
    let first = &piece.units[0];
    let single = piece.units.len() == 1;
    if first.is(Marks::GIVEN) {
        scores.person += match single {
            true if first.is(Marks::PLACE) => 1.5,
            true => 2.5,
            false => 3.5,
        };
    }
    let kin = |token: &Token<'_>| matches!(token.key.as_str(), "bin" | "ibn" | "bint" | "ben");
    if tokens.len() > 1 && tokens.iter().any(kin) {
        scores.person += 3.0;
    }
    if tokens.len() > 1 && matches!(tokens[0].key.as_str(), "abu" | "umm" | "abd") {
        scores.person += 0.5;
    }
    let initial = |token: &Token<'_>| {
        token.shape == Shape::Initial
            || token.shape == Shape::Caps && token.text.contains('.') && tokens.len() > 1
    };
    if tokens.iter().any(initial) {
        scores.person += 2.5;
    }
    let ordinary = Marks::FIELD | Marks::COMMON | Marks::STOP | Marks::HEAD | Marks::NATIONALITY;
    let plain = piece
        .units
        .iter()
        .all(|unit| !unit.is(ordinary) && !unit.is_phrase() && tokens[0].shape != Shape::Caps)
        && (first.is(Marks::GIVEN) || !known::has_common_ending(&tokens[0].key));
    let article = tokens
        .iter()
        .any(|token| token.text.contains('-') && known::without_article(&token.key) != token.key);
    let of_place = !single && first.is(Marks::PLACE) && !first.is(Marks::GIVEN);
    if of_place {
        // Clubs and companies: Atlanta Thrashers.
        scores.organisation += 2.0;
    } else if plain && (2..=5).contains(&piece.units.len()) {
        scores.person += if article { 2.5 } else { 1.5 };
    } else if single && !first.is(Marks::NAME) && tokens[0].shape == Shape::Capital {
        let plural = tokens[0].key.ends_with('s') && !tokens[0].key.ends_with("us");
        scores.person += match (article, plural) {
            (true, _) => 1.2,
            (false, true) => 0.5,
            (false, false) => 0.9,
        };
    }
    if !single && !plain && !first.is(Marks::GIVEN) {
        scores.other += 0.8;
        if first.is(Marks::NATIONALITY) {
            scores.organisation += 1.6;
        }
    }
    if piece.titled {
        scores.person += 5.0;
    }
}

fn is_direction(key: &str) -> bool {
    matches!(
        key,
        "north"
            | "south"
            | "east"
            | "west"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
            | "upper"
            | "lower"
            | "greater"
            | "new"
            | "old"
            | "northeastern"
            | "northwestern"
            | "southeastern"
            | "southwestern"
            | "northeast"
            | "northwest"
            | "mainland"
    )
}

fn by_context(sentence: &Sentence<'_, '_>, piece: &Piece, scores: &mut Scores) {
    let (first, last) = (piece.first(), piece.last());
    let joined = sentence.tokens[first].follows();
    let possessive = sentence.tokens[last].possessive;
    let mut before = sentence.tokens[..first].iter().rev();
    let mut direct = before.next().filter(|_| joined);
    let the = direct.is_some_and(|token| token.key == "the");
    if the {
        direct = before.next();
    }
    if let Some(token) = direct {
        match token.key.as_str() {
            "in" if the => scores.place += 1.0,
            "in" => scores.place += if possessive { 1.0 } else { 4.0 },
            "near" | "outside" | "across" | "throughout" => scores.place += 3.0,
            "from" | "to" | "at" | "towards" | "around" | "via" => scores.place += 1.2,
            "by" | "with" if !the => scores.person += 0.5,
            "of" => {
                let noun = before.next();
                if noun.is_some_and(|noun| noun.is(Marks::PLACE_NOUN)) {
                    scores.place += 2.5;
                }
            }
            _ if the => {}
            _ if token.shape != Shape::Lower => {}
            _ if token.is(Marks::PERSON_NOUN) => scores.person += 3.0,
            _ if token.is(Marks::SAYING) => scores.person += 1.5,
            _ if token.is(Marks::PLACE_NOUN) => scores.place += 1.0,
            _ if token.is(Marks::ORGANISATION_NOUN) => scores.organisation += 3.0,
            _ => {}
        }
    }
    if the && piece.units.len() == 1 {
        scores.organisation += 0.5;
        scores.other += 0.6;
    }
    scores.place += in_list(sentence, first);
    let quoted = sentence.tokens[first]
        .gap
        .trim_end()
        .ends_with(['"', '“', '«', '\'', '‘']);
    let next = sentence.tokens.get(last + 1);
    if quoted && next.is_none_or(|next| next.gap.starts_with(['"', '”', '»', '\'', '’'])) {
        scores.other += 1.2;
    }
    let Some(next) = next else {
        return;
    };
    if next.follows() && !possessive && next.shape == Shape::Lower {
        if next.is(Marks::ORGANISATION_NOUN) {
            scores.organisation += 2.5;
        } else if next.is(Marks::PLACE_NOUN) && !next.is(Marks::PERSON_NOUN) {
            scores.place += 4.2;
        } else if next.is(Marks::SAYING) {
            scores.person += 1.5;
        }
    }
    let paired = sentence.tokens.get(last + 2);
    if next.key == "and"
        && paired.is_some_and(|pair| {
            pair.is_capital() && pair.is(Marks::PLACE) && !pair.is(Marks::GIVEN)
        })
    {
        scores.place += 1.2;
    }
    match next.gap.trim() {
        "," if sentence.tokens[last].shape == Shape::Caps => {}
        "," if next.key == "who" || next.shape == Shape::Number => scores.person += 2.0,
        "," if next.is(Marks::PLACE) && next.is_capital() && !next.possessive => {
            scores.place += 2.2;
        }
        "," if matches!(next.key.as_str(), "a" | "an" | "the") => scores.person += 0.4,
        _ => {}
    }
}

/// What a list that a name stands in says for a place: in Jenin, Nablus and Tulkarm.
fn in_list(sentence: &Sentence<'_, '_>, first: usize) -> f32 {
    let mut items = 0;
    let mut places = 0;
    let mut at = first;
    while at > 0 {
        let gap = sentence.tokens[at].gap.trim();
        let token = &sentence.tokens[at - 1];
        match gap {
            "," | ", and" => items += 1,
            "" if token.key == "and" || token.key == "or" => items += 1,
            "" if token.is_capital() && !token.possessive => {
                places += i32::from(token.is(Marks::PLACE));
            }
            "" if items > 0
                && matches!(
                    token.key.as_str(),
                    "in" | "near" | "at" | "from" | "between"
                ) =>
            {
                return 2.8;
            }
            "" if items > 0 && token.key == "of" => {
                let noun = at.checked_sub(2).map(|noun| &sentence.tokens[noun]);
                return if noun.is_some_and(|noun| noun.is(Marks::PLACE_NOUN)) {
                    2.0
                } else {
                    0.0
                };
            }
            _ => break,
        }
        if items > 0 && token.is_capital() && token.is(Marks::PLACE) {
            places += 1;
        }
        at -= 1;
        if first - at > 14 {
            break;
        }
    }
    if items > 0 && places > 0 { 1.2 } else { 0.0 }
}
