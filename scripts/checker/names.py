"""Names of a translation that nothing in the source gives, and names of the source that it does not have.

The Rust port is src/quality/names.rs.
"""

import math
import re
from collections import namedtuple

from coverage import UNCOVERED, heaviest, length_ratio, uncovered
from transliteration import arabic_readings, english_consonants, similarity
from words import without_accents

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
# What stands before a word that begins a sentence or a quotation.
OPENING = re.compile(r"[.!?:\"“”«'‘(\-–—•]\s*$")
# What a word that is an Arabic noun or verb, and not a foreign name, begins or ends with.
ARTICLES = ("ال", "وال", "بال", "لل", "فال", "كال")
ENDINGS = ("ين", "ون", "ات", "ها", "هم", "يه", "نا")

# `name` is how surely the word at `place` is a name, `known` whether the lexicon has it, and `likeness` the best
# similarity of its consonants to a word of the other side.
Suspect = namedtuple("Suspect", "place name known likeness")


def name_features(coverage):
    """The features of both regressions of names, by name."""
    source, target = coverage.source, coverage.target
    starts = sentence_starts(coverage)
    added = added_names(coverage, starts)
    missing = [suspect for suspect in missing_names(coverage) if suspect.likeness < 0.6]
    values = [value(suspect) for suspect in missing]
    known = [value(suspect) for suspect in missing if suspect.known]
    unknown = [value(suspect) for suspect in missing if not suspect.known]
    spare = sum(word.weight > 0.2 and word.cover < UNCOVERED for word in target)
    names = [word for word in source if is_known_name(coverage, word)]
    lost = sum(word.cover < UNCOVERED for word in names)
    return {
        "n_sus": min(3, len(added)),
        "max_cap": max([suspect.name for suspect in added], default=0),
        "max_new": max([value(suspect) for suspect in added], default=0),
        "oov_sus": float(any(not suspect.known for suspect in added)),
        "ar_best": max(values, default=0),
        "ar_sum": min(3, sum(values)),
        "free": min(6, sum(word.weight > 0.25 and word.cover < UNCOVERED for word in source)),
        "spare": min(5, spare),
        "seg": min(5, heaviest(source)[0]),
        "a_unc": uncovered(source),
        "e_unc": uncovered(target),
        "short": max(-0.3, -length_ratio(coverage)),
        "ar_known": min(3, sum(known)),
        "ar_oov": min(3, sum(unknown)),
        "covnames": lost / max(1, len(names)),
        "misscap": min(3, lost),
        "lens": math.log(1 + len(source)),
        "acro": min(2, sum(is_lost_acronym(word) for word in target)),
        "ar_net": max(-2, min(3, sum(values) - 0.5 * spare)),
        "ar_maxknown": max(known, default=0),
        "lexsus": min(2, sum(suspect.name for suspect in added if suspect.known)),
        "stsus": min(2, sum(is_name_at_start(coverage, target[place]) for place in starts)),
    }


def value(suspect):
    return suspect.name * (1 - suspect.likeness)


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


def added_names(coverage, starts):
    """Suspects among the English words: capitalised, inside a sentence, and given by nothing in the source."""
    suspects = []
    for place, word in enumerate(coverage.target):
        acronym = word.text.isupper() and len(word.text) <= 5
        if not word.capital or place in starts or len(word.text) < 3 or acronym or word.text.lower() in NOT_NAMES:
            continue
        if word.cover < UNCOVERED and word.likeness < 0.55:
            name = coverage.lexicon.capital(word.stem, 0.9)
            suspects.append(Suspect(place, name, word.known, word.likeness))
    return suspects


def missing_names(coverage):
    """Suspects among the Arabic words: uncovered, with how surely each is a name."""
    candidates = [english_consonants(word.text) for word in coverage.target if word.capital or not word.known]
    compares = coverage.compares_consonants()
    suspects = []
    for place, word in enumerate(coverage.source):
        if not word.native or word.function or len(word.text) < 3 or word.cover >= UNCOVERED:
            continue
        name = nameness(coverage, word)
        known = name is not None
        if not known and len(word.text) < 4:
            continue
        readings = arabic_readings(word.text)
        if not compares:
            # The regressions were fitted with this shortcut: if no English word was compared, prefixes stay on.
            readings = readings[:1]
        likeness = max((similarity(sounds, own) for sounds in candidates for own in readings), default=0)
        if not known:
            name = 0.55 if looks_like_a_name(word.text) else 0.25
        suspects.append(Suspect(place, name, known, likeness))
    return suspects


def nameness(coverage, word):
    """How surely a source word is a name by its translations; None for a rare word without any to speak of."""
    if coverage.lexicon.mass(word.stem) < 0.05:
        known = coverage.lexicon.source.get(word.stem)
        return 0.0 if known and known.count >= 2 else None
    return coverage.lexicon.capitals(word.stem)


def looks_like_a_name(text):
    """Whether an unknown Arabic word has neither the article nor an ending of nouns and verbs."""
    return not (text.startswith(ARTICLES) or text.endswith(ENDINGS) or text[0] in "يت")


def is_known_name(coverage, word):
    if not word.native or word.function:
        return False
    name = nameness(coverage, word)
    return name is not None and name >= 0.6


def is_lost_acronym(word):
    if not word.text.isupper() or not 2 <= len(word.text) <= 5 or word.function:
        return False
    return word.cover < 0.2 and word.likeness < 0.6


def is_name_at_start(coverage, word):
    """Whether a word that begins a sentence is an uncovered name; the lexicon has to say so."""
    if not word.capital or len(word.text) <= 3 or word.cover >= UNCOVERED:
        return False
    return coverage.lexicon.capital(word.stem, 0.9) >= 0.8
