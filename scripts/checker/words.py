"""Words and stems of Arabic and English, as the lexicon counts them.

The stemmers are light: they take off endings and what is written onto a word, and know no dictionary. The Rust port is
src/text/languages/*/words.rs; a difference between the two makes lexicon entries unreachable.
"""

import re
import unicodedata

import function_words

# Tanwin and other marks, invisible controls, the stretching letter, and the hamza on its own.
DROPPED = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u0621]"
)
FOLDED = str.maketrans("أإآٱىئیؤةک", "اااايييوهك")
FOLDED |= {0x660 + value: ord("0") + value for value in range(10)}
FOLDED |= {0x6F0 + value: ord("0") + value for value in range(10)}

ARABIC_WORD = re.compile(r"[\u0620-\u064a\u066e-\u06d3]+|[a-z\u00c0-\u024f]+|[0-9]+(?:[.,٫٬/:][0-9]+)*")
ENGLISH_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?|[0-9]+(?:[.,/:][0-9]+)*")
INITIALS = re.compile(r"(?<![A-Za-z.])(?:[A-Z]\.){2,}")

# Conjunctions and prepositions with the article, and the article; the first that fits comes off.
ARTICLES = "وبال وكال ولل وال بال كال فال فلل لل ال".split()
# Endings, in the order in which they are tried.
ENDINGS = "هما تها ها هم هن نا ان ات ون ين يه وا ته ه ي ت ا".split()
# Prepositions and the prefixes of verbs, of one letter.
PREFIXES = "بلكسيتنا"

VOWELS = set("aeiouy")


def fold(text):
    """Folds the spellings of a word into one: `fold_for_search` in src/text/fold.rs."""
    return DROPPED.sub("", unicodedata.normalize("NFKC", text).lower()).translate(FOLDED)


def arabic_words(text):
    """The words of a text, folded: runs of Arabic letters, of Latin letters, and numbers."""
    return ARABIC_WORD.findall(fold(text))


def is_native(word):
    """Whether a folded word is in Arabic letters, by its first letter."""
    return word[0] > "z"


def is_number(word):
    return word[0].isdigit()


def arabic_stem(word):
    """The usual stem of a folded word: without article, conjunction and endings."""
    for prefix in ARTICLES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return without_endings(word[len(prefix) :])
    if word[0] == "و" and len(word) >= 4:
        return without_endings(word[1:])
    return without_endings(word)


def without_endings(word):
    """The word without up to two endings, if three letters are left."""
    for _ in range(2):
        for ending in ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)]
                break
        else:
            break
    return word


def arabic_stems(word):
    """The stems that a folded word may have. The first is the usual one.

    The others take off a conjunction, a preposition or the prefix of a verb too. `likeliest` chooses among them.
    """
    stems = [arabic_stem(word)]
    bare = word
    if word[0] in "وف" and len(word) >= 4:
        bare = word[1:]
        stems.append(arabic_stem(bare))
    if bare[0] in PREFIXES and len(bare) >= 4:
        stems.append(without_endings(bare[1:]))
    if bare[0] in "سلبف" and len(bare) >= 5 and bare[1] in "يتنا":
        stems.append(without_endings(bare[2:]))
    return stems


def likeliest(stems, level):
    """The first stem, unless a later one is in at least four times as many sentences.

    `level` gives the binary logarithm of the sentences that have a stem, and -1 for an unknown stem.
    """
    best = stems[0]
    for stem in stems[1:]:
        if level(stem) >= level(best) + 2:
            best = stem
    return best


def without_accents(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not "\u0300" <= c <= "\u036f")


def english_words(text):
    """The words of a text as written, without accents.

    A possessive 's comes off, n't becomes the word "not", and "U.S." becomes "USA".
    """
    plain = without_accents(unicodedata.normalize("NFKC", text))
    plain = INITIALS.sub(lambda found: found[0].replace(".", ""), plain)
    words = []
    for word in ENGLISH_WORD.findall(plain):
        if word == "US":
            word = "USA"
        head, apostrophe, ending = word.replace("’", "'").partition("'")
        if ending.lower() == "t" and head.lower().endswith("n") and len(head) > 2:
            words += [negated_verb(head), "not"]
        elif not apostrophe or ending.lower() in ("s", "d", "m", "re", "ve", "ll"):
            words.append(head)
        else:
            words.append(head + ending)
    return words


def negated_verb(head):
    """The verb of a contraction, of which `head` is what stands before the apostrophe."""
    if head.lower() == "can":
        return "can"
    if head.lower() == "won":
        return "will"
    return head[:-1]


def english_stem(word):
    """The stem of a word: in small letters, without the endings of plurals, of verbs and of adverbs."""
    word = word.lower()
    if len(word) <= 3 or is_number(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "zes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and word[-2] not in "sui":
        word = word[:-1]
    for ending in ("ing", "ed", "ly"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) >= 3 and VOWELS & set(rest):
            doubled = rest[-1] == rest[-2] and rest[-1] not in "lsz"
            word = rest[:-1] if doubled and ending != "ly" else rest
            break
    if word.endswith("e") and len(word) >= 4:
        word = word[:-1]
    if word.endswith("y") and len(word) >= 3:
        word = word[:-1] + "i"
    return word


ARABIC_FUNCTION = {fold(word) for word in function_words.ARABIC}
ENGLISH_FUNCTION = set(function_words.ENGLISH)
ENGLISH_FUNCTION_STEMS = {english_stem(word) for word in function_words.ENGLISH}


def is_arabic_function_word(word, stem):
    """Whether a folded word carries grammar rather than content; words of one letter do."""
    if len(word) < 2 or word in ARABIC_FUNCTION or stem in ARABIC_FUNCTION:
        return True
    return word[0] in "وف" and word[1:] in ARABIC_FUNCTION


def is_english_function_word(word, stem):
    """Whether a word carries grammar rather than content; words of one letter do."""
    return len(word) < 2 or word.lower() in ENGLISH_FUNCTION or stem in ENGLISH_FUNCTION_STEMS
