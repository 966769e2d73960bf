"""Which words of a sentence have a counterpart in its translation, and the reverse.

Counterparts are found by the lexicon, and for names by their consonants. The Rust port is src/quality/coverage.rs.
"""

import html
import math
from collections import namedtuple
from dataclasses import dataclass

import words
from lexicon import strength
from transliteration import arabic_readings, english_consonants, similarity

# The least similarity of consonants at which two words are one name.
ONE_NAME = 0.65
# The least similarity of consonants at which it is worth while to compare spellings.
COMPARED = 0.4
# Below this cover a word counts as without a counterpart.
UNCOVERED = 0.3
# An entry of a stem that is not the likeliest one of its word counts less.
OTHER_STEM = 0.8


@dataclass
class Word:
    """A word of one side."""

    text: str
    stem: str
    function: bool  # whether it carries grammar rather than content
    number: bool
    native: bool  # in Arabic letters
    capital: bool  # begins with a capital and is not a function word
    known: bool  # the lexicon has it: with translations (Arabic) or at all (English)
    weight: float  # how much it tells that nothing covers the word; 0 for function words and numbers
    cover: float = 0.0  # how surely the other side has its counterpart
    link: int | None = None  # the place of that counterpart
    lexical: float = 0.0  # the cover by the lexicon alone
    likeness: float = 0.0  # the best similarity of an English word's consonants to an Arabic word
    given: float = 1e-4  # the probability of an Arabic word by its English counterparts, summed


Alike = namedtuple("Alike", "place joined at consonants")


class Coverage:
    """A sentence and its translation, word by word."""

    def __init__(self, source, translation, lexicon):
        self.lexicon = lexicon
        # Some sets and the translations of some web services have HTML entities.
        self.translation = html.unescape(translation)
        texts = words.arabic_words(source)
        stems = [words.arabic_stems(text) for text in texts]
        self.source = [self._source_word(text, own) for text, own in zip(texts, stems)]
        self.target = [self._target_word(text) for text in words.english_words(self.translation)]
        # Pairs of words whose consonants are somewhat alike, and whether the English word is joined to the next one.
        self.alike = []
        self._by_lexicon(stems)
        for word in self.source + self.target:
            word.lexical = word.cover
        self._by_consonants()

    def _source_word(self, text, stems):
        native = words.is_native(text)
        number = words.is_number(text)
        stem = self.lexicon.key(stems) if native else text
        function = words.is_arabic_function_word(text, stem)
        return Word(
            text=text,
            stem=stem,
            function=function,
            number=number,
            native=native,
            capital=False,
            known=bool(self.lexicon.entries.get(stem)) if native else number,
            weight=0.0 if function or number else self.lexicon.source_weight(stem),
        )

    def _target_word(self, text):
        stem = words.english_stem(text)
        number = words.is_number(text)
        function = words.is_english_function_word(text, stem)
        return Word(
            text=text,
            stem=stem,
            function=function,
            number=number,
            native=False,
            capital=text[0].isupper() and not function,
            known=stem in self.lexicon.target,
            weight=0.0 if function or number else self.lexicon.target_weight(stem),
        )

    def _by_lexicon(self, stems_of_words):
        """Finds counterparts among the entries of the lexicon, and equal words in Latin letters or digits."""
        places = {}
        for place, word in enumerate(self.target):
            places.setdefault(word.stem, []).append(place)
        for at, (word, stems) in enumerate(zip(self.source, stems_of_words)):
            if not word.native:
                self._same_letters(at)
                continue
            others = [stem for stem in dict.fromkeys(stems) if stem != word.stem and stem in self.lexicon.entries]
            for stem in [word.stem, *others]:
                factor = 1.0 if stem == word.stem else OTHER_STEM
                entries = self.lexicon.entries.get(stem, {})
                for target, entry in entries.items():
                    if target not in places:
                        continue
                    word.given += factor * entry.backwards
                    for place in places[target]:
                        cover(word, factor * strength(entry), place)
                        cover(self.target[place], factor * strength(entry), at)

    def _same_letters(self, at):
        own = self.source[at]
        for place, word in enumerate(self.target):
            if own.text in (word.text.lower(), word.stem):
                own.cover, own.link = 1.0, place
                word.cover, word.link = 1.0, at

    def compares_consonants(self):
        """Whether any word of the translation is one to compare by consonants."""
        return any(is_comparable(word) for word in self.target)

    def _by_consonants(self):
        """Finds counterparts of names, and of words that the lexicon does not have, by consonants."""
        by_lexicon = [(word.cover, word.link) for word in self.source]
        compared = [
            (at, arabic_readings(word.text))
            for at, word in enumerate(self.source)
            if word.native and not (word.function and len(word.text) < 4)
        ]
        for place, word in enumerate(self.target):
            if not is_comparable(word):
                continue
            spellings = [word.text]
            if place + 1 < len(self.target) and self.target[place + 1].capital:
                spellings.append(word.text + self.target[place + 1].text)
            for number, spelling in enumerate(spellings):
                sounds = english_consonants(spelling)
                for at, readings in compared:
                    alike = max(similarity(sounds, reading) for reading in readings)
                    if alike >= COMPARED:
                        self.alike.append(Alike(place, number == 1, at, alike))
                    known_cover, known_link = by_lexicon[at]
                    # The Arabic word has its translation already.
                    if known_cover >= 0.8 and known_link not in (place, place + 1):
                        alike -= 0.15
                    # If the English word translated it, the lexicon would probably have the entry.
                    if word.known:
                        alike -= 0.07
                    self._likens(place, number == 1, at, alike)

    def _likens(self, place, joined, at, alike):
        """Records how similar an English word, or it and the next one joined, is to an Arabic word."""
        word = self.target[place]
        if not joined:
            word.likeness = max(word.likeness, alike)
        if alike < ONE_NAME or (joined and alike <= word.likeness):
            return
        for covered in self.target[place : place + 1 + joined]:
            cover(covered, alike, at)
        cover(self.source[at], alike, place)


def is_comparable(word):
    return word.capital or not (word.known or word.function)


def cover(word, surely, place):
    if surely > word.cover:
        word.cover, word.link = surely, place


def share(weights_and_covers):
    """The share of the weight that nothing covers, 0 to 1."""
    every = 0.0
    uncovered_weight = 0.0
    for weight, covered in weights_and_covers:
        every += weight
        uncovered_weight += weight * (1 - covered)
    return uncovered_weight / every if every > 0 else 0.0


def uncovered(side):
    """The share of the words' weight that nothing covers, 0 to 1."""
    return share((word.weight, word.cover) for word in side)


def length_ratio(coverage):
    """How much shorter (negative) or longer a translation is than usual, as a logarithm."""
    source = max(1, letters(coverage.source))
    target = letters(coverage.target)
    return math.log((target + 5) / (source + 5)) - 0.13


def letters(side):
    return sum(len(word.text) for word in side)


def heaviest(side):
    """The part of a sentence that is least covered: its excess, its first place and the place after it."""
    best = (0.0, 0, 0)
    excess = 0.0
    start = 0
    for at, word in enumerate(side):
        if excess <= 0:
            excess = 0.0
            start = at
        excess += word.weight * (1 - word.cover) - 1.5 * word.weight * word.cover
        if excess > best[0]:
            best = (excess, start, at + 1)
    return best
