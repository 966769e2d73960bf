"""The lexicon file: which stems translate which, how common they are, and how telling it is that nothing covers them.

    e<TAB>stem<TAB>CWN
    a<TAB>stem<TAB>CW<TAB>english:FB english:FB ...

All values are one character each, 0 to 9 and a to z. C is the binary logarithm of the sentences that have the stem, W
its weight in tenths, and N the share of its occurrences inside sentences that have a capital, in tenths. F is -3 times
the binary logarithm of the probability of the English stem given the Arabic one (forwards), and B that of the Arabic
stem given the English one (backwards). The Rust port is src/quality/lexicon.rs.
"""

import gzip
import math
from collections import namedtuple
from pathlib import Path

from words import likeliest

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# Pairs of sentences that the lexicon was counted in; src/quality/lexicon.rs has the same number.
DOCUMENTS = 361_271
# How often names are written with a capital at least.
NAME = 0.7
# Weights of stems that the lexicon does not have.
UNKNOWN_SOURCE = 0.6
UNKNOWN_TARGET = 0.8

Stem = namedtuple("Stem", "count weight capital")
Entry = namedtuple("Entry", "forwards backwards")


class Lexicon:
    """Stems of both languages, and the entries of each Arabic one: a dictionary from English stems."""

    def __init__(self, lines):
        self.source = {}
        self.target = {}
        self.entries = {}
        numbers = {}
        for line in lines:
            side, stem, digits, *rest = line.rstrip("\n").split("\t")
            values = [DIGITS.index(digit) for digit in digits]
            if side == "e":
                self.target[stem] = Stem(values[0], values[1] / 10, values[2] / 10)
                numbers[stem] = len(numbers)
                continue
            self.source[stem] = Stem(values[0], values[1] / 10, None)
            # In the order of the English stems, as the program has them: the first of equal counterparts is linked.
            entries = (read_entry(item) for item in rest[0].split())
            self.entries[stem] = dict(sorted(entries, key=lambda entry: numbers[entry[0]]))

    @classmethod
    def read(cls, path):
        unpack = gzip.open if Path(path).suffix == ".gz" else open
        with unpack(path, "rt", encoding="utf-8") as lines:
            return cls(lines)

    def without(self, hidden):
        """The lexicon without some source stems, and without the English names that translate them."""
        names = {
            target
            for stem in hidden
            for target in self.entries[stem]
            if self.capital(target, 0) >= NAME
        }
        smaller = Lexicon([])
        smaller.source = {stem: known for stem, known in self.source.items() if stem not in hidden}
        smaller.target = {stem: known for stem, known in self.target.items() if stem not in names}
        for stem in smaller.source:
            entries = self.entries[stem].items()
            smaller.entries[stem] = {target: entry for target, entry in entries if target not in names}
        return smaller

    def key(self, stems):
        """The stem under which the lexicon has a source word, of those that it may have."""
        return likeliest(stems, lambda stem: self.source[stem].count if stem in self.source else -1)

    def source_weight(self, stem):
        """How much it tells that nothing covers the stem, 0 to 1."""
        if stem not in self.source:
            return UNKNOWN_SOURCE
        return rarity(self.source[stem].count) * self.source[stem].weight

    def target_weight(self, stem):
        if stem not in self.target:
            return UNKNOWN_TARGET
        return rarity(self.target[stem].count) * self.target[stem].weight

    def capital(self, stem, otherwise):
        """How often an English stem is written with a capital inside sentences."""
        return self.target[stem].capital if stem in self.target else otherwise

    def capitals(self, stem):
        """The share of a source stem's translations that are written with a capital; None without translations."""
        entries = self.entries.get(stem)
        if not entries:
            return None
        capital = sum(entry.forwards * self.capital(target, 0) for target, entry in entries.items())
        return capital / max(1e-6, self.mass(stem))

    def mass(self, stem):
        """The probability of all translations of a source stem together; pruning removes some of it."""
        return sum(entry.forwards for entry in self.entries.get(stem, {}).values())


def read_entry(item):
    stem, digits = item.rsplit(":", 1)
    forwards, backwards = (2 ** (-DIGITS.index(digit) / 3) for digit in digits)
    return stem, Entry(forwards, backwards)


def rarity(count):
    """1 for a stem of one sentence, 0 for one that is in all of them."""
    return min(1.0, (math.log2(DOCUMENTS) - count) / math.log2(DOCUMENTS))


def strength(entry):
    """How surely two stems translate each other: 0 at a probability of 0.003, 1 at 0.1."""
    most = max(entry)
    return min(1.0, max(0.0, (math.log10(most) + 2.5) / 1.5))
