"""Names of a translation that nothing in the source gives, and names of the source that the translation does not have.

Each word that may be such a name has features, and a forest of trees over them tells how likely it is one. The Rust
port is src/quality/names.rs.
"""

import math
import re
from collections import Counter

from coverage import UNCOVERED, heaviest, length_ratio, uncovered
from lexicon import NAME
from transliteration import IN_FRONT
from trees import score
from words import english_stem, without_accents

# Capitalised words that are translated rather than transcribed.
NOT_NAMES = set(
    """
    am pm utc gmt bc ad ce internet earth sun moon god lord north south east west northern southern eastern western
    president minister prime king queen sir lady dr mr mrs saint st olympic olympics world cup war ii iii university new
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    monday tuesday wednesday thursday friday saturday sunday
    """.split()
)
NOT_NAMES |= {english_stem(word) for word in NOT_NAMES}
# What stands before a word that begins a sentence or a quotation.
OPENING = re.compile(r"[.!?:\"“”«'‘(\-–—•]\s*$")
# The article, and what may be written in front of it.
ARTICLES = ("ال", "وال", "بال", "لل", "فال", "كال")

# The likeness of spellings from which two words may be one name.
SPELLED = 0.25
# The least probability, forwards, of a translation whose initial an acronym may have.
ACRONYM = 0.1
# A word is an anchor if its counterpart is at least so sure.
ANCHOR = 0.5
FAR = 9
NEAR = 4
# How much a second suspect counts for the first one, and the least logarithm of odds that counts.
BESIDE = 0.25
UNLIKELY = -2.5

SOURCE_FEATURES = (
    "name proper mass top back count weight foreign article letters stripped spelled consonants cover repeats spare "
    "source_cover target_cover ratio length free heaviest open_before open_after name_before name_after latin added "
    "near near_capital acronyms"
).split()
TARGET_FEATURES = (
    "capital count weight spelled spelled_any consonants acronym start title given_before given_after open_before "
    "open_after free evidence next_evidence near_evidence source_cover target_cover ratio length capitals added latin "
    "letters cover heaviest"
).split()


class Names:
    """The suspects of both sides as (place, features)."""

    def __init__(self, coverage, spelling):
        self.coverage = coverage
        self.spelling = spelling
        self.lexicon = coverage.lexicon
        source, target = coverage.source, coverage.target
        self.starts = sentence_starts(coverage)
        # The likeness of spellings: with any word, and with those that the lexicon does not cover.
        self.source_spelled = [-1.0] * len(source)
        self.target_spelled = [-1.0] * len(target)
        self.target_spelled_any = [-1.0] * len(target)
        self.source_consonants = [0.0] * len(source)
        self.target_consonants = [0.0] * len(target)
        self._compare_spellings()
        self.source_lexical = [word.lexical for word in source]
        self.target_lexical = [word.lexical for word in target]
        self.acronyms = 0
        self._explain_acronyms()
        self.names = [self._name(word) if word.native and not word.function else None for word in source]
        self.shared = self._shared()
        self.source = self._source_suspects()
        self.target = self._target_suspects()

    def _compare_spellings(self):
        source, target = self.coverage.source, self.coverage.target
        for place, joined, at, consonants in self.coverage.alike:
            own, other = source[at], target[place]
            if not joined:
                self.source_consonants[at] = max(self.source_consonants[at], consonants)
                self.target_consonants[place] = max(self.target_consonants[place], consonants)
            if own.lexical >= UNCOVERED and other.lexical >= UNCOVERED:
                continue
            english = (other.text + (target[place + 1].text if joined else "")).lower()
            likeness = max(self.spelling.likeness(english, variant) for variant in variants(own.text))
            self.source_spelled[at] = max(self.source_spelled[at], likeness)
            for covered in range(place, place + 1 + joined):
                self.target_spelled_any[covered] = max(self.target_spelled_any[covered], likeness)
                if own.lexical < UNCOVERED:
                    self.target_spelled[covered] = max(self.target_spelled[covered], likeness)

    def _explain_acronyms(self):
        """Counts words as covered whose translations have the initials of an acronym, in any order."""
        source = self.coverage.source
        content = [at for at, word in enumerate(source) if word.native and not word.function]
        for place, word in enumerate(self.coverage.target):
            if not is_acronym(word) or self.target_lexical[place] >= UNCOVERED:
                continue
            self.acronyms += 1
            letters = word.text.lower()
            for first in range(len(content) - len(letters) + 1):
                window = content[first : first + len(letters)]
                if any(self.source_lexical[at] >= UNCOVERED for at in window):
                    continue
                if can_stand_for(letters, [self._initials(source[at]) for at in window]):
                    self.target_lexical[place] = 1.0
                    self.acronyms -= 1
                    for at in window:
                        self.source_lexical[at] = 1.0
                    break

    def _initials(self, word):
        entries = self.lexicon.entries.get(word.stem, {})
        return {target[0] for target, entry in entries.items() if entry.forwards >= ACRONYM}

    def _name(self, word):
        """How surely a source word is a name by its translations; None without any to speak of."""
        if self.lexicon.mass(word.stem) < 0.05:
            return None
        return self.lexicon.capitals(word.stem)

    def _shared(self):
        """What all suspects of a sentence have in common."""
        source, target = self.coverage.source, self.coverage.target
        self.open_source = [word.weight > 0 and word.cover < UNCOVERED for word in source]
        self.open_target = [
            word.weight > 0.2 and word.cover < UNCOVERED and self.target_lexical[place] < UNCOVERED
            for place, word in enumerate(target)
        ]
        self.open_names = [
            word.capital and self.target_lexical[place] < UNCOVERED and self.target_spelled_any[place] < SPELLED
            for place, word in enumerate(target)
        ]
        added = [
            place
            for place, word in enumerate(target)
            if self.open_names[place]
            and place not in self.starts
            and len(word.text) > 2
            and word.text.lower() not in NOT_NAMES
        ]
        self.evidence = [
            (0.5 if self.names[at] is None else self.names[at]) * word.weight
            if word.native
            and word.weight > 0
            and self.source_lexical[at] < UNCOVERED
            and self.source_spelled[at] < SPELLED
            else 0.0
            for at, word in enumerate(source)
        ]
        return {
            "free": sum(word.weight > 0.25 and word.cover < UNCOVERED for word in source),
            "spare": sum(self.open_target),
            "added": len(added),
            "source_cover": uncovered(source),
            "target_cover": uncovered(target),
            "ratio": length_ratio(self.coverage),
            "heaviest": heaviest(source)[0],
        }

    def _is_given_name(self, at):
        """Whether a source word is a name that the translation gives."""
        if not 0 <= at < len(self.names):
            return False
        name = self.names[at]
        is_name = (name is not None and name >= 0.6) or self.source_spelled[at] > SPELLED
        return is_name and self.coverage.source[at].cover >= UNCOVERED

    def _source_suspects(self):
        source = self.coverage.source
        stems = Counter(word.stem for word in source)
        anchors = anchors_of(source)
        target_places = [place for place, is_open in enumerate(self.open_target) if is_open]
        name_places = [place for place, is_open in enumerate(self.open_names) if is_open]
        shared = self.shared
        suspects = []
        for at, word in enumerate(source):
            if word.number or (word.native and (word.function or len(word.text) < 3)) or len(word.text) < 2:
                continue
            if self.source_lexical[at] >= UNCOVERED or (not word.native and word.cover >= UNCOVERED):
                continue
            entries = self.lexicon.entries.get(word.stem, {}) if word.native else {}
            capital = [entry for target, entry in entries.items() if self.lexicon.capital(target, 0) >= NAME]
            proper = sum(
                entry.forwards * self.lexicon.capital(target, 0)
                for target, entry in entries.items()
                if target not in NOT_NAMES
            )
            mass = self.lexicon.mass(word.stem) if word.native else 0.0
            known = self.lexicon.source.get(word.stem)
            name = self.names[at]
            around = anchors(at)
            suspects.append(
                (
                    at,
                    [
                        -1.0 if name is None else name,
                        -1.0 if name is None else proper / max(1e-6, mass),
                        mass,
                        max((entry.forwards for entry in capital), default=0.0),
                        max((entry.backwards for entry in capital), default=0.0),
                        known.count if known else -1.0,
                        known.weight if known else 0.6,
                        self.spelling.foreign(word.text) if word.native else 0.0,
                        float(word.text.startswith(ARTICLES)),
                        len(word.text),
                        len(word.text) - len(word.stem),
                        self.source_spelled[at],
                        self.source_consonants[at],
                        word.cover,
                        stems[word.stem],
                        shared["spare"],
                        shared["source_cover"],
                        shared["target_cover"],
                        shared["ratio"],
                        math.log(1 + len(source)),
                        shared["free"],
                        shared["heaviest"],
                        float(at > 0 and self.open_source[at - 1]),
                        float(at + 1 < len(source) and self.open_source[at + 1]),
                        float(self._is_given_name(at - 1)),
                        float(self._is_given_name(at + 1)),
                        float(not word.native),
                        shared["added"],
                        nearest(around, target_places),
                        nearest(around, name_places),
                        self.acronyms,
                    ],
                )
            )
        return suspects

    def _target_suspects(self):
        source, target = self.coverage.source, self.coverage.target
        shared = self.shared
        evidence = sorted(self.evidence, reverse=True) + [0.0, 0.0]
        latin = sum(not word.native and not word.number and word.cover < UNCOVERED for word in source)
        capitals = sum(word.capital and self.target_lexical[place] < UNCOVERED for place, word in enumerate(target))
        anchors = anchors_of(target)

        def is_given(place):
            return 0 <= place < len(target) and target[place].capital and not self.open_names[place]

        def is_open(place):
            return 0 <= place < len(target) and self.open_names[place]

        suspects = []
        for place, word in enumerate(target):
            if not word.capital or word.number or self.target_lexical[place] >= UNCOVERED:
                continue
            known = self.lexicon.target.get(word.stem)
            around = anchors(place)
            near = [own for at, own in enumerate(self.evidence) if nearest(around, [at]) <= NEAR]
            suspects.append(
                (
                    place,
                    [
                        known.capital if known else -1.0,
                        known.count if known else -1.0,
                        known.weight if known else 0.8,
                        self.target_spelled[place],
                        self.target_spelled_any[place],
                        self.target_consonants[place],
                        float(is_acronym(word)),
                        float(place in self.starts),
                        float(word.text.lower() in NOT_NAMES),
                        float(is_given(place - 1)),
                        float(is_given(place + 1)),
                        float(is_open(place - 1)),
                        float(is_open(place + 1)),
                        shared["free"],
                        evidence[0],
                        evidence[1],
                        max(near, default=0.0),
                        shared["source_cover"],
                        shared["target_cover"],
                        shared["ratio"],
                        math.log(1 + len(target)),
                        capitals,
                        shared["added"],
                        latin,
                        len(word.text),
                        word.cover,
                        shared["heaviest"],
                    ],
                )
            )
        return suspects


def doubts(names, model):
    """The probabilities that the translation has a name that the source does not have, and that it lacks one.

    A name of several words has several suspects, and a name that was replaced has one on each side.
    """
    added, lost = (
        sorted((score(model[key], features) for _, features in suspects), reverse=True)
        for key, suspects in (("target_name", names.target), ("source_name", names.source))
    )
    return beside(added[:1], lost[:1]), beside(lost[:1], lost[1:2])


def beside(likeliest, other):
    if not likeliest:
        return 0.0
    odds = likeliest[0] + BESIDE * max([UNLIKELY, *other])
    return 1 / (1 + math.exp(-odds))


def variants(text):
    """A folded word, and it without each thing that may be written in front of it."""
    shorter = [text[len(prefix) :] for prefix in IN_FRONT if text.startswith(prefix) and len(text) - len(prefix) >= 3]
    return [text, *shorter]


def is_acronym(word):
    return word.capital and 2 <= len(word.text) <= 5 and word.text.isupper()


def can_stand_for(letters, initials):
    """Whether each letter can be an initial of another word."""
    if not letters:
        return True
    return any(
        letters[0] in own and can_stand_for(letters[1:], initials[:at] + initials[at + 1 :])
        for at, own in enumerate(initials)
    )


def anchors_of(side):
    """A function from a place to the places, on the other side, of its nearest surely covered neighbours."""
    before, after = [], []
    last = None
    for word in side:
        before.append(last)
        if word.cover >= ANCHOR and word.link is not None and not word.function:
            last = word.link
    last = None
    for word in reversed(side):
        after.append(last)
        if word.cover >= ANCHOR and word.link is not None and not word.function:
            last = word.link
    after.reverse()
    return lambda place: [link for link in (before[place], after[place]) if link is not None]


def nearest(around, places):
    """The least distance of the places from the anchors, FAR at most."""
    return min([FAR, *(abs(place - anchor) for place in places for anchor in around)])


def sentence_starts(coverage):
    """The places of English words that begin a sentence or a quotation, where a capital means nothing."""
    plain = without_accents(coverage.translation)
    starts = set()
    position = 0
    for place, word in enumerate(coverage.target):
        at = plain.find(word.text[:3], position)
        if at < 0:
            at = position
        if place == 0 or OPENING.search(plain[position:at]):
            starts.add(place)
        position = at + len(word.text)
    return starts
