"""The features of the regressions of a wrong translation and of a missing part, by name.

They are pure functions of a Coverage. The Rust port is src/quality/estimate.rs.
"""

import math
from collections import Counter

from coverage import UNCOVERED, heaviest, length_ratio, letters, share, uncovered

NUMBERS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve first second third fourth fifth".split(),
        [*range(1, 13), *range(1, 6)],
    )
)
NUMBERS |= {"hundred": 100, "twenty": 20, "thirty": 30, "fifty": 50}


def estimate_features(coverage):
    """The features of the estimate that a translation is materially wrong.

    `a` is the Arabic side and `e` the English one.
    """
    source, target = coverage.source, coverage.target
    content_source = [word for word in source if word.weight > 0]
    content_target = [word for word in target if word.weight > 0]
    count_source = len(content_source) or 1
    count_target = len(content_target) or 1
    unknown = sum(not word.known and word.cover < UNCOVERED for word in content_source)
    given = sum(math.log10(min(1, word.given)) for word in content_source)
    ratio = length_ratio(coverage)
    return {
        "a_unc": uncovered(source),
        "e_unc": uncovered(target),
        "a_unc2": share((word.weight**2, word.cover) for word in source),
        "e_unc2": share((word.weight**2, word.cover) for word in target),
        "a_unc_known": uncovered(word for word in source if word.known),
        "e_unc_known": uncovered(word for word in target if word.known),
        "a_run": min(5, longest_run(source)),
        "a_oov": unknown / count_source,
        "a_pmi": given / count_source,
        "ratio_short": max(0, -ratio),
        "ratio_long": max(0, ratio),
        "len": math.log(1 + len(source)),
        "rep": max(0, repeats(target) - repeats(source)) / count_target,
        "e_hard": sum(word.cover < 0.15 for word in content_target) / count_target,
        "a_hard": sum(word.cover < 0.15 for word in content_source) / count_source,
        "n_unc": min(15, sum(word.weight * (1 - word.cover) for word in source)),
        "n_eunc": min(15, sum(word.weight * (1 - word.cover) for word in target)),
        "wordlen": letters(target) / max(1, len(target)),
        "name_miss": names_missed(coverage),
        "num_miss": numbers_missed(coverage),
    }


def longest_run(side):
    """The weight of the longest run of content words without a counterpart; function words do not end it."""
    best = 0.0
    run = 0.0
    for word in side:
        if word.weight == 0:
            continue
        run = run + word.weight if word.cover < UNCOVERED else 0.0
        best = max(best, run)
    return best


def repeats(side):
    """How often content words repeat one that came before."""
    counts = Counter(word.stem for word in side if not word.function)
    return sum(count - 1 for count in counts.values())


def names_missed(coverage):
    """The share of the weight of names that nothing covers; unknown words count as names."""

    def weight(word):
        capitals = coverage.lexicon.capitals(word.stem)
        return word.weight * (1.0 if capitals is None else capitals)

    return share((weight(word), word.cover) for word in coverage.source if word.weight > 0 and word.native)


def numbers_missed(coverage):
    """How many numbers in digits the translation has neither in digits nor in a common word."""
    found = {digits(word) for word in coverage.target if word.number}
    found |= {str(NUMBERS[word.text.lower()]) for word in coverage.target if word.text.lower() in NUMBERS}
    return min(3, sum(word.number and digits(word) not in found for word in coverage.source))


def digits(word):
    return "".join(c for c in word.text if c in "0123456789")


def omission_features(coverage):
    """The features of the regression that a part of the source is missing."""
    source, target = coverage.source, coverage.target
    excess, start, end = heaviest(source)
    total = sum(word.weight for word in source) or 1
    late = int(len(source) * 0.55)
    outside = [word for at, word in enumerate(source) if not start <= at < end]
    return {
        "seg": min(8, excess),
        "segrel": excess / total,
        "e_seg": min(8, heaviest(target)[0]),
        "tail": uncovered(source[late:]) - uncovered(source[:late]),
        "a_unc": uncovered(source),
        "e_unc": uncovered(target),
        "short": max(-0.2, -length_ratio(coverage)),
        "rest": uncovered(outside),
        "lens": math.log(1 + total),
        "segn": math.log(1 + sum(word.weight > 0 for word in source[start:end])),
    }


def unrelated(coverage):
    """How often content words of both sides are without a counterpart: high for another sentence."""
    return (uncovered(coverage.source) + uncovered(coverage.target)) / 2
