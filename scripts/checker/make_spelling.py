"""Make the tables of spellings from lists of names and from the words of the training pairs (spelling.py).

    python make_spelling.py WORK LEXICON.tsv.gz OUT/spelling.tsv.gz

WORK holds train.tsv and held-out.tsv (set, Arabic, English). Needs Python alone.
"""

import argparse
import gzip
import math
import random
import re
from collections import Counter, defaultdict
from pathlib import Path

from hold_out import table
from lexicon import Lexicon
from transliteration import arabic_consonants, english_consonants, similarity
from words import arabic_stems, arabic_words, fold, is_native, without_accents

LISTS = ("wikidata-names-coling2018", "anetac-names", "google-ar2en-translit", "gaza-name-tokens", "wp-cities")
FOREIGN = LISTS[:3]
# Sets without prose of their own.
NO_PROSE = (*LISTS, "syria-places", "news-templates", "cldr-names")
ALIKE = 0.6  # the least similarity of the consonants of a pair: the lists have errors
PAIRS = 14000
ROUNDS = 5
# The least expected number of uses of two pieces, in the first two rounds and later.
LEAST_USES = (0.5, 2)
UNSEEN = 1e-9
IMPOSSIBLE = 1e-8
LEAST_SHARE = 1e-6
# (English letters, Arabic letters) of a pair of pieces.
SHAPES = [(0, 1), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2), (3, 0), (3, 1)]
LEAST_TRIGRAMS = 8
SMOOTHING = 2
TRIGRAMS = 2000  # smoothing of the total
NAME = 0.3  # a word with a lower share of capitals is no name


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument("work", type=Path)
    p.add_argument("lexicon", type=Path)
    p.add_argument("out", type=Path)
    return p.parse_args()


def pairs_of_names(rows):
    """Single names as (Arabic, English), folded, in lower case and in order."""
    found = set()
    for name, arabic, english in rows:
        if name not in LISTS:
            continue
        source, target = fold(arabic).split(), without_accents(english).lower().replace("-", "").split()
        if len(source) != 1 or len(target) != 1:
            continue
        own, other = source[0], target[0]
        if not re.fullmatch("[a-z]{2,14}", other) or not re.fullmatch("[\u0621-\u064a]{2,14}", own):
            continue
        if own.startswith("ال") and not other.startswith(("al", "el")):
            own = own[2:]
        if len(own) >= 2 and similarity(english_consonants(other), arabic_consonants(own)) >= ALIKE:
            found.add((own, other))
    return sorted(found)


def pieces_of(pairs):
    """The probabilities of pairs of pieces, as (English, Arabic), by expectation maximisation."""
    probabilities = None
    for number in range(ROUNDS):
        uses = defaultdict(float)
        for arabic, english in pairs:
            expect(arabic, english, probabilities, uses)
        least = LEAST_USES[number >= 2]
        uses = {pieces: count for pieces, count in uses.items() if count >= least}
        every = sum(uses.values())
        probabilities = {pieces: count / every for pieces, count in uses.items()}
        print(f"round {number + 1}: {len(probabilities)} pairs of pieces", flush=True)
    return probabilities


def expect(arabic, english, probabilities, uses):
    """Adds the expected uses of all divisions of a pair of names."""
    rows, columns = len(english) + 1, len(arabic) + 1
    forwards = [[0.0] * columns for _ in range(rows)]
    forwards[0][0] = 1.0
    steps = []
    for at in range(rows):
        for other in range(columns):
            if forwards[at][other] == 0:
                continue
            for length, width in SHAPES:
                if at + length >= rows or other + width >= columns:
                    continue
                pieces = english[at : at + length], arabic[other : other + width]
                if probabilities is None:
                    probability = 40.0 ** -(length + width)
                else:
                    probability = probabilities.get(pieces, UNSEEN)
                if probability < IMPOSSIBLE and length + width > 2:
                    continue
                forwards[at + length][other + width] += forwards[at][other] * probability
                steps.append((at, other, length, width, pieces, probability))
    whole = forwards[-1][-1]
    if whole <= 0:
        return
    backwards = [[0.0] * columns for _ in range(rows)]
    backwards[-1][-1] = 1.0
    for at, other, length, width, pieces, probability in reversed(steps):
        rest = probability * backwards[at + length][other + width]
        backwards[at][other] += rest
        share = forwards[at][other] * rest / whole
        if share > LEAST_SHARE:
            uses[pieces] += share


def lines_of_pieces(pairs):
    probabilities = pieces_of(pairs)
    english = Counter(letter for _, own in pairs for letter in own)
    arabic = Counter(letter for own, _ in pairs for letter in own)
    every = english.total(), arabic.total()
    by_english = defaultdict(list)
    for (target, source), probability in probabilities.items():
        chance = sum(math.log(english[letter] / every[0]) for letter in target)
        chance += sum(math.log(arabic[letter] / every[1]) for letter in source)
        by_english[target].append((source, round(10 * (math.log(probability) - chance))))
    for target in sorted(by_english):
        items = " ".join(f"{source}:{score}" for source, score in sorted(by_english[target]))
        yield f"s\t{target}\t{items}"


def lines_of_trigrams(o, rows, lexicon):
    """How much oftener names have each trigram than other words."""
    held_out = {arabic for _, arabic, _ in table(o.work / "held-out.tsv")}
    names, words = set(), Counter()
    for name, arabic, _ in rows:
        if name in FOREIGN:
            names.update(fold(arabic).split())
        elif "names" not in name and name not in NO_PROSE and not name.startswith("msdocs") and arabic not in held_out:
            words.update(word for word in arabic_words(arabic) if is_native(word) and len(word) > 2)
    common = {word for word, count in words.items() if count >= 2 and is_no_name(word, lexicon)}
    counts = [trigrams_of(names - common), trigrams_of(common)]
    totals = [own.total() + TRIGRAMS for own in counts]
    by_first = defaultdict(list)
    for trigram in sorted(set(counts[0]) | set(counts[1])):
        own = [count[trigram] for count in counts]
        if sum(own) >= LEAST_TRIGRAMS:
            logs = [math.log((count + SMOOTHING) / total) for count, total in zip(own, totals)]
            score = round(10 * (logs[0] - logs[1]))
            if score:
                by_first[trigram[0]].append(f"{trigram}:{score}")
    for first in sorted(by_first):
        yield "t\t" + " ".join(by_first[first])


def is_no_name(word, lexicon):
    stem = lexicon.key(arabic_stems(word))
    return lexicon.mass(stem) >= 0.05 and lexicon.capitals(stem) < NAME


def trigrams_of(words):
    counts = Counter()
    for word in words:
        whole = f"^{word}$"
        counts.update(whole[at : at + 3] for at in range(len(whole) - 2))
    return counts


def main():
    o = arguments()
    rows = table(o.work / "train.tsv")
    pairs = pairs_of_names(rows)
    print(f"{len(pairs)} pairs of names", flush=True)
    random.Random(5).shuffle(pairs)
    lines = [*lines_of_pieces(pairs[:PAIRS]), *lines_of_trigrams(o, rows, Lexicon.read(o.lexicon))]
    packed = gzip.compress("".join(line + "\n" for line in lines).encode(), 9, mtime=0)
    o.out.write_bytes(packed)
    print(f"wrote {o.out}: {len(packed)} bytes")


if __name__ == "__main__":
    main()
