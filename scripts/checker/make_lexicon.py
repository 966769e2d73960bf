"""Make the lexicon from parallel text: IBM Model 1 (Brown et al. 1993) both ways on stems, pruned.

    python make_lexicon.py WORK OUT/lexicon.tsv.gz

WORK holds train.tsv and held-out.tsv (set, Arabic, English) and mono.en (a sentence a line). Pairs of held-out.tsv are
left out. lexicon.py describes the file.
"""

import argparse
import gzip
import math
import random
import zlib
from collections import Counter
from pathlib import Path

import numpy as np

from coverage import Coverage
from hold_out import table
from lexicon import DIGITS, DOCUMENTS, Lexicon
from words import (
    ENGLISH_FUNCTION_STEMS,
    arabic_stem,
    arabic_stems,
    arabic_words,
    english_stem,
    english_words,
    is_number,
    likeliest,
)

# The most pairs to count of large sets, which would outweigh the others.
MOST = {
    "news-templates": 35000,
    "msdocs-dyn365ops": 25000,
    "msdocs-projops": 6000,
    "msdocs-custins": 3000,
    "msdocs-alchemy": 12000,
    "sentence-bank-25k": 15000,
}
LONGEST_SOURCE = 70
LONGEST_TARGET = 80

ROUNDS = 5
DIAGONAL = 3.0  # how fast the prior of an alignment falls with its distance from the diagonal
NULL = 0.08  # the prior of the empty word, relative to all words of the other side together

LEAST_PROBABILITY = 0.004  # in the better direction
LEAST_MEAN = 0.0012  # geometric, of both directions
LEAST_COUNT = 0.12  # expected alignments
LEAST_COUNT_ONCE = 0.3  # of Arabic stems of one sentence
MOST_ENTRIES = 60

# The share of each set among the pairs for `uncovered_rates`, where it is not 1.
RATE_SHARES = {
    "msdocs-dyn365ops": 0.05,
    "msdocs-projops": 0.1,
    "msdocs-custins": 0.1,
    "msdocs-alchemy": 0.1,
    "react-docs": 0.3,
    "news-templates": 0.04,
    "flickr8k-captions": 0.3,
    "sentence-bank-25k": 0.2,
    "hadith-json": 0.3,
    "3b1b-captions": 0.5,
    "snakecult": 0.4,
    "tatoeba": 0.4,
    "quran-sahih": 0.3,
}
RATE_PAIRS = 50_000
RATE_PRIOR = 4  # imagined occurrences at the mean rate

# Sets of which `capital_shares` reads a quarter: documentation, where product terms have capitals, and templates.
FEWER_CAPITALS = ("news-templates", "msdocs-dyn365ops", "msdocs-alchemy", "msdocs-projops")
NAME_LISTS = ("names", "translit", "places", "tokens", "cities")


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument("work", type=Path)
    p.add_argument("out", type=Path)
    return p.parse_args()


def log2(count):
    """The binary logarithm, rounded down; -1 for 0."""
    return count.bit_length() - 1


class Corpus:
    """Pairs of sentences as stems, and how often each stem occurs."""

    def __init__(self, rows, held):
        rows = list(rows)
        random.Random(3).shuffle(rows)
        taken = Counter()
        texts = []
        for name, arabic, english in rows:
            if (arabic, english) in held or taken[name] >= MOST.get(name, math.inf):
                continue
            taken[name] += 1
            source, target = arabic_words(arabic), english_words(english)
            if source and target and len(source) <= LONGEST_SOURCE and len(target) <= LONGEST_TARGET:
                texts.append((source, target))
        key = self.keys(Counter(word for source, _ in texts for word in source))
        stem = {word: english_stem(word) for word in {word for _, target in texts for word in target}}
        self.pairs = [([key[word] for word in source], [stem[word] for word in target]) for source, target in texts]
        self.occurrences = tuple(Counter(stem for pair in self.pairs for stem in pair[side]) for side in (0, 1))
        self.sentences = tuple(Counter(stem for pair in self.pairs for stem in set(pair[side])) for side in (0, 1))
        self.stems = tuple([stem for stem, _ in counts.most_common()] for counts in self.occurrences)

    @staticmethod
    def keys(counts):
        """The likeliest stem of each Arabic word, by how often each stem would be a word's usual one."""
        usual = Counter()
        for word, count in counts.items():
            usual[arabic_stem(word)] += count
        return {word: likeliest(arabic_stems(word), lambda stem: log2(usual[stem])) for word in counts}


def prior(source, target):
    """The prior of each alignment of two sentences of these lengths; the first row and column are the empty words."""
    rows = (np.arange(source) + 0.5) / source
    columns = (np.arange(target) + 0.5) / target
    inner = np.exp(-DIAGONAL * np.abs(rows[:, None] - columns[None, :])).astype(np.float32)
    whole = np.zeros((source + 1, target + 1), np.float32)
    whole[1:, 1:] = inner
    whole[0, 1:] = NULL * inner.sum(0)
    whole[1:, 0] = NULL * inner.sum(1)
    return whole


def alignments(corpus):
    """All possible alignments: the stems of both sides, the words of both sides, and the priors."""
    number = [{stem: at for at, stem in enumerate(stems, 1)} for stems in corpus.stems]
    priors = {}
    parts = []
    words = [0, 0]
    for source, target in corpus.pairs:
        sides = [
            np.array([0] + [number[side][stem] for stem in stems], np.int32)
            for side, stems in enumerate((source, target))
        ]
        shape = (len(source), len(target))
        if shape not in priors:
            priors[shape] = prior(*shape).ravel()
        rows, columns = len(sides[0]), len(sides[1])
        parts.append(
            (
                np.repeat(sides[0], columns),
                np.tile(sides[1], rows),
                np.repeat(np.arange(words[0], words[0] + rows, dtype=np.int32), columns),
                np.tile(np.arange(words[1], words[1] + columns, dtype=np.int32), rows),
                priors[shape],
            )
        )
        words[0] += rows
        words[1] += columns
    return tuple(np.concatenate(arrays) for arrays in zip(*parts)), words


def model_1(corpus):
    """Returns pairs of stems (by number, 0 is the empty word), the probabilities both ways and expected counts."""
    (source, target, source_word, target_word, priors), words = alignments(corpus)
    width = len(corpus.stems[1]) + 1
    print(f"{len(priors)} alignments", flush=True)
    pairs, cells = np.unique(source.astype(np.int64) * width + target, return_inverse=True)
    cells = cells.astype(np.int32)
    of_source, of_target = (pairs // width).astype(np.int32), (pairs % width).astype(np.int32)
    most = 1 + max(len(stems) for stems in corpus.stems)
    # A word of the first array is generated by one of the last.
    directions = [(target, target_word, words[1], of_source), (source, source_word, words[0], of_target)]
    probabilities = [np.ones(len(pairs), np.float32) for _ in directions]
    counts = [None, None]
    for number in range(ROUNDS):
        for at, (generated, word, size, given) in enumerate(directions):
            expected = probabilities[at][cells] * priors
            total = np.bincount(word, expected, size)
            total[total == 0] = 1
            expected /= total[word]
            expected[generated == 0] = 0
            counts[at] = np.bincount(cells, expected, len(pairs))
            of_given = np.bincount(given, counts[at], most)
            probabilities[at] = (counts[at] / np.maximum(of_given[given], 1e-9)).astype(np.float32)
        print(f"round {number + 1} of {ROUNDS}", flush=True)
    return of_source, of_target, probabilities, np.maximum(*counts)


class Table:
    """The pruned entries of the lexicon, and how they are written."""

    def __init__(self, corpus):
        self.corpus = corpus
        of_source, of_target, (forwards, backwards), counts = model_1(corpus)
        # Rare words collect whatever stands beside them, so their probabilities are taken down.
        seen = [np.array([1e9] + [corpus.occurrences[side][s] for s in corpus.stems[side]]) for side in (0, 1)]
        forwards = forwards * (seen[0] / (seen[0] + 2))[of_source]
        backwards = backwards * (seen[1] / (seen[1] + 2))[of_target]
        best = np.maximum(forwards, backwards)
        source_usable = np.array([False] + [is_source_usable(stem) for stem in corpus.stems[0]])
        target_usable = np.array([False] + [is_target_usable(stem) for stem in corpus.stems[1]])
        sentences = np.array([0] + [corpus.sentences[0][stem] for stem in corpus.stems[0]])
        kept = source_usable[of_source] & target_usable[of_target]
        kept &= (best >= LEAST_PROBABILITY) & (np.sqrt(forwards * backwards) >= LEAST_MEAN)
        kept &= (counts >= LEAST_COUNT) & ((sentences[of_source] >= 2) | (counts >= LEAST_COUNT_ONCE))
        kept = np.flatnonzero(kept)
        kept = kept[np.lexsort((-best[kept], of_source[kept]))]
        self.targets = {corpus.stems[1][at - 1] for at in np.unique(of_target[kept])}
        self.entries = {}
        for at in kept:
            entries = self.entries.setdefault(corpus.stems[0][of_source[at] - 1], [])
            if len(entries) < MOST_ENTRIES:
                english = corpus.stems[1][of_target[at] - 1]
                entries.append(f"{english}:{level(forwards[at])}{level(backwards[at])}")
        print(f"{sum(map(len, self.entries.values()))} entries of {len(self.entries)} stems", flush=True)

    def lines(self, weights=({}, {}), capitals=None):
        """The lines of the file. `weights` has the weight digits of both sides; other stems get the highest."""
        capitals = capitals or {}
        source_sentences, target_sentences = self.corpus.sentences
        for stem in self.corpus.stems[1]:
            count = target_sentences[stem]
            # Common stems have a line without being in entries: that they are English words is of use too.
            if stem in self.targets or (count >= 64 and not is_number(stem)):
                weight = weights[1].get(stem, DIGITS[10])
                yield f"e\t{stem}\t{DIGITS[log2(count)]}{weight}{tenths(capitals.get(stem, 0))}\n"
        for stem in self.corpus.stems[0]:
            count = source_sentences[stem]
            if stem in self.entries or (count >= 8 and is_source_usable(stem)):
                weight = weights[0].get(stem, DIGITS[10])
                yield f"a\t{stem}\t{DIGITS[log2(count)]}{weight}\t{' '.join(self.entries.get(stem, []))}\n"


def is_source_usable(stem):
    return len(stem) >= 2 and not is_number(stem) and not "a" <= stem[0] <= "z"


def is_target_usable(stem):
    return len(stem) >= 2 and not is_number(stem) and stem not in ENGLISH_FUNCTION_STEMS


def level(probability):
    """The digit of a probability."""
    return DIGITS[min(35, max(0, round(-3 * math.log2(max(probability, 1e-9)))))]


def tenths(value):
    """The digit of a value from 0 to 1."""
    return DIGITS[min(10, round(10 * value))]


class Rates:
    """How often each stem of a side is uncovered in right translations."""

    def __init__(self):
        self.seen = Counter()
        self.uncovered = Counter()

    def add(self, words):
        for word in words:
            if word.weight > 0:
                self.seen[word.stem] += 1
                self.uncovered[word.stem] += 1 - word.cover

    def mean(self):
        return sum(self.uncovered.values()) / sum(self.seen.values())

    def weight_digits(self, stems):
        """The digit of each stem's weight: full for one that is uncovered in a sixteenth of cases or less."""
        prior = RATE_PRIOR * self.mean()
        rates = {stem: (self.uncovered[stem] + prior) / (self.seen[stem] + RATE_PRIOR) for stem in stems}
        return {stem: DIGITS[max(1, round(10 * min(1, -math.log2(rate) / 4)))] for stem, rate in rates.items()}


def uncovered_rates(rows, held, lexicon):
    """The rates of both sides, over a sample of the training pairs."""
    rng = random.Random(2)
    pairs = []
    for name, arabic, english in rows:
        if (arabic, english) in held or len(arabic.split()) < 6:
            continue
        if rng.random() <= RATE_SHARES.get(name, 1):
            pairs.append((arabic, english))
    rng.shuffle(pairs)
    source, target = Rates(), Rates()
    for arabic, english in pairs[:RATE_PAIRS]:
        coverage = Coverage(arabic, english, lexicon)
        source.add(coverage.source)
        target.add(coverage.target)
    print(f"uncovered in right translations: {source.mean():.3f} and {target.mean():.3f}", flush=True)
    return source, target


def english_sentences(work, rows, held):
    """English text for `capital_shares`: half of mono.en, and the pairs. Names are given with a mark."""
    with open(work / "mono.en", encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            if at % 2 == 0:
                yield line.rstrip(), False
    for name, arabic, english in rows:
        if name in FEWER_CAPITALS and zlib.crc32(english.encode()) % 4:
            continue
        if (arabic, english) not in held:
            yield english, any(part in name for part in NAME_LISTS)


def capital_shares(sentences):
    """The share of each stem's occurrences that have a capital, first words of sentences and titles apart."""
    capital, seen, stems = Counter(), Counter(), {}
    for sentence, is_name in sentences:
        words = english_words(sentence)
        if not is_name:
            if len(words) > 3 and sum(word[0].isupper() for word in words) > 0.6 * len(words):
                continue
            words = words[1:]
        for word in words:
            if word not in stems:
                stems[word] = english_stem(word)
            seen[stems[word]] += 1
            capital[stems[word]] += is_name or word[0].isupper()
    return {stem: capital[stem] / seen[stem] for stem in seen}


def main():
    o = arguments()
    rows = table(o.work / "train.tsv")
    held = {row[1:] for row in table(o.work / "held-out.tsv")}
    corpus = Corpus(rows, held)
    print(f"{len(corpus.pairs)} pairs, {len(corpus.stems[0])} and {len(corpus.stems[1])} stems", flush=True)
    if len(corpus.pairs) != DOCUMENTS:
        print(f"set DOCUMENTS in lexicon.py and src/quality/lexicon.rs to {len(corpus.pairs)}", flush=True)
    entries = Table(corpus)
    # Which words are covered does not depend on their weights, so a lexicon without weights tells.
    rates = uncovered_rates(rows, held, Lexicon(entries.lines()))
    weights = [side.weight_digits(stems) for side, stems in zip(rates, corpus.stems)]
    capitals = capital_shares(english_sentences(o.work, rows, held))
    text = "".join(entries.lines(weights, capitals)).encode()
    # Without a time in the file, the same lexicon gives the same bytes.
    o.out.write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"wrote {o.out}: {len(text)} bytes unpacked")


if __name__ == "__main__":
    main()
