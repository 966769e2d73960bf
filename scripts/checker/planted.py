"""Errors planted in right translations, for fitting the regressions.

Names are changed and removed in the same way as in the planted errors that measure.py reads, in other sentences.
"""

import re

MONTHS = "January February March April May June July August September October November December"
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
STARTS = (
    "The A An In On At But And It He She They We I This That These Those There When While After Before As If For From "
    "With By His Her Its Their Our My One Two Three Four Five Six Seven Eight Nine Ten However Although Because Since "
    "Some Most Many All No Not So To Of Is Are Was Were Mr Mrs Dr"
)
NOT_NAMES = set(f"{STARTS} {MONTHS} {DAYS}".split())
NAME = re.compile(r"^[(\"“']?[A-Z][a-zA-Z'’-]{2,}")


def names(text):
    """Runs of capitalised words that do not begin a sentence, each as its first place and the place after it."""
    words = text.split(" ")
    found = []
    at = 1
    while at < len(words):
        end = at
        while end < len(words) and NAME.match(words[end]) and re.sub(r"\W", "", words[end]) not in NOT_NAMES:
            end += 1
        if end > at and not words[at - 1].endswith((".", "!", "?", ":", '"', "”")):
            found.append((at, end))
        at = max(end, at + 1)
    return found


def pool_of_names(texts):
    """All names of the texts, without punctuation."""
    found = []
    for text in texts:
        words = text.split(" ")
        found += [re.sub(r"[^A-Za-z' -]", "", " ".join(words[at:end])) for at, end in names(text)]
    return found


def name_changed(text, rng, pool):
    """The text with one name replaced by another of the pool; None if the two begin alike."""
    words = text.split(" ")
    at, end = rng.choice(names(text))
    new = rng.choice(pool)
    old = re.sub(r"\W", "", " ".join(words[at:end]))
    if new.split()[0][:2] == old[:2]:
        return None
    tail = re.search(r"[^A-Za-z]*$", words[end - 1])[0]
    return " ".join([*words[:at], new + tail, *words[end:]])


def name_missing(text, rng):
    words = text.split(" ")
    at, end = rng.choice(names(text))
    return " ".join(words[:at] + words[end:])


def part_missing(text, rng):
    """The text without its end, or without a clause, or without a run of words if it has no clauses."""
    words = text.split()
    if rng.random() < 0.5:
        return " ".join(words[: int(len(words) * rng.uniform(0.4, 0.75))])
    clauses = re.split(r"(?<=[,;:])\s", text)
    long = [at for at, clause in enumerate(clauses) if len(clause.split()) >= 5]
    if len(clauses) >= 2 and long:
        at = rng.choice(long)
        return " ".join(clauses[:at] + clauses[at + 1 :])
    length = rng.randrange(5, max(6, len(words) // 2))
    at = rng.randrange(0, len(words) - length)
    return " ".join(words[:at] + words[at + length :])


class Damage:
    """Right translations made wrong as a whole, with the pairs to take other sentences and words from."""

    def __init__(self, rows):
        self.rows = rows
        self.by_length = sorted(range(len(rows)), key=lambda number: len(rows[number][2].split()))
        self.place = {number: at for at, number in enumerate(self.by_length)}
        self.words = [word for row in rows for word in row[2].split() if len(word) > 4]

    def of(self, number, output, rng):
        """A damaged translation of a row, or None for most rows. `output` is the starter model's translation."""
        _, arabic, english = self.rows[number]
        words = english.split()
        draw = rng.random()
        if draw < 0.08:
            at = self.place[number] + rng.randrange(-40, 40)
            other = self.rows[self.by_length[min(len(self.rows) - 1, max(0, at))]]
            return other[2] if other[1] != arabic else None
        if draw < 0.16 and len(words) >= 12:
            return " ".join(words[: int(len(words) * rng.uniform(0.35, 0.62))]).rstrip(",;:") + "."
        if draw < 0.26 and len(words) >= 6:
            for at, word in enumerate(words):
                if len(word) > 3 and rng.random() < 0.5:
                    words[at] = rng.choice(self.words)
            return " ".join(words)
        if draw < 0.31 and len(words) >= 6:
            half = output.split()
            return " ".join(half[: len(half) // 2] + words[len(words) // 2 :])
        return None
