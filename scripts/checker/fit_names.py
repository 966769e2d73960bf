"""Fit the forests that tell names of a translation from added ones, and names of the source from lost ones.

    python fit_names.py WORK LEXICON.tsv.gz SPELLING.tsv.gz MODEL.json

WORK holds held-out.tsv (hold_out.py). Writes `source_name` and `target_name` into MODEL.json, which fit.py made, and
leaves the rest as it is. Needs Python alone.
"""

import argparse
import json
import random
import re
from pathlib import Path

import planted
from coverage import UNCOVERED, Coverage
from hold_out import table
from lexicon import NAME, Lexicon
from model_file import write
from names import SOURCE_FEATURES, SPELLED, TARGET_FEATURES, Names, variants
from spelling import Spelling
from trees import Forest
from words import english_words

TREES = 160
DEPTH = 4
PLANTED = 4  # names to remove and to replace of each reference, at most
HIDDEN = 0.6  # of the transcribed names, in half of the examples
SHORTEST = 7  # words of a source


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument("work", type=Path)
    p.add_argument("lexicon", type=Path)
    p.add_argument("spelling", type=Path)
    p.add_argument("model", type=Path)
    return p.parse_args()


def counterparts(coverage, names):
    """The place of the English word that is each Arabic word's, in a right translation."""
    best = {}
    for place, joined, at, _ in coverage.alike:
        english = (coverage.target[place].text + (coverage.target[place + 1].text if joined else "")).lower()
        likeness = max(names.spelling.likeness(english, own) for own in variants(coverage.source[at].text))
        if likeness > best.get(at, (SPELLED, None))[0]:
            best[at] = (likeness, place)
    found = {}
    for at, word in enumerate(coverage.source):
        if word.lexical < UNCOVERED and at in best:
            found[at] = best[at][1]
        elif word.cover >= UNCOVERED and word.link is not None:
            found[at] = word.link
    return found


def planted_errors(english, rng, pool):
    """Names removed and replaced, as (text, first place and the place after of the name in words, new name or None)."""
    words = english.split(" ")
    places = planted.names(english)
    for at, end in rng.sample(places, min(PLANTED, len(places))):
        yield " ".join(words[:at] + words[end:]), at, end, None
        new = rng.choice(pool)
        old = re.sub(r"\W", "", " ".join(words[at:end]))
        if new.split() and new.split()[0][:2] != old[:2]:
            tail = re.search(r"[^A-Za-z]*$", words[end - 1])[0]
            yield " ".join([*words[:at], new + tail, *words[end:]]), at, end, new


def examples(rows, lexicon, spelling):
    """Features and labels of source words, and of English words.

    A suspect of a reference is no error. In a reference with a planted error only the words of that name count.
    """
    rng = random.Random(8)
    pool = planted.pool_of_names(english for _, _, english in rows)
    lost, added = ([], []), ([], [])
    for _, arabic, english in rows:
        coverage = Coverage(arabic, english, lexicon)
        names = Names(coverage, spelling)
        for (features, labels), suspects in ((lost, names.source), (added, names.target)):
            features += [own for _, own in suspects]
            labels += [0] * len(suspects)
        partners = counterparts(coverage, names)
        words = english.split(" ")
        for text, at, end, new in planted_errors(english, rng, pool):
            first = len(english_words(" ".join(words[:at])))
            damaged = Names(Coverage(arabic, text, lexicon), spelling)
            if new is None:
                gone = range(first, first + len(english_words(" ".join(words[at:end]))))
                own = [features for place, features in damaged.source if partners.get(place) in gone]
                features, labels = lost
            else:
                inserted = range(first, first + len(english_words(new)))
                own = [features for place, features in damaged.target if place in inserted]
                features, labels = added
            features += own
            labels += [1] * len(own)
    return lost, added


def transcribed(lexicon, spelling):
    """The source stems that are names by most of their translations, and spell the likeliest one."""
    for stem, entries in lexicon.entries.items():
        if not entries or lexicon.mass(stem) < 0.05 or lexicon.capitals(stem) < NAME:
            continue
        likeliest = max(entries, key=lambda target: entries[target].forwards)
        if spelling.likeness(likeliest, stem) >= SPELLED:
            yield stem


def main():
    o = arguments()
    lexicon, spelling = Lexicon.read(o.lexicon), Spelling.read(o.spelling)
    rows = [row for row in table(o.work / "held-out.tsv") if len(row[1].split()) >= SHORTEST]
    # Names of the training data are better known than those of news. In half of the examples many are not.
    stems = sorted(transcribed(lexicon, spelling))
    hidden = set(random.Random(5).sample(stems, int(len(stems) * HIDDEN)))
    print(f"{len(stems)} transcribed names, {len(hidden)} of them hidden", flush=True)
    parts = examples(rows, lexicon, spelling), examples(rows, lexicon.without(hidden), spelling)
    lost, added = (([*a, *b], [*c, *d]) for (a, c), (b, d) in zip(*parts))
    model = json.loads(o.model.read_text(encoding="utf-8"))
    for key, (features, labels), names, seed in (
        ("source_name", lost, SOURCE_FEATURES, 1),
        ("target_name", added, TARGET_FEATURES, 2),
    ):
        print(f"{key}: {len(labels)} suspects, {sum(labels)} of planted errors", flush=True)
        model[key] = Forest(features, labels, TREES, DEPTH, seed).packed(names)
    write(o.model, model)


if __name__ == "__main__":
    main()
