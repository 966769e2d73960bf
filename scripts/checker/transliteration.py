"""How alike the consonants of a foreign name and of its transcription are.

A word is a list of sounds, in the classes that names keep from one script to the other. The similarity of two words is
one less their edit distance, by the number of consonants. The Rust port is src/quality/transliteration.rs.
"""

ARABIC_SOUNDS = dict(
    zip(
        "ب پ ت ط ث ج چ ح ه خ د ض ذ ظ ر ز س ص ش غ گ ف ڤ ق ك ل م ن و ي".split(),
        "B B T T Z J J H H X D D Q Q R S S S C G G F F K K L M N W Y".split(),
    )
)
ENGLISH_GROUPS = {
    "sch": "C",
    "tch": "TC",
    "sh": "C",
    "ch": "c",
    "kh": "X",
    "gh": "G",
    "th": "Z",
    "dh": "Q",
    "ph": "F",
    "ck": "K",
    "qu": "K",
    "zh": "J",
    "ts": "TS",
    "tz": "TS",
    "wh": "W",
}
# The small letters are English ones with several sounds: `k` is a c before e, i or y, `c` is ch, `g` is g.
ENGLISH_SOUNDS = dict(
    zip(
        "b c d f g h j k l m n p q r s t v w x y z".split(),
        "B K D F g H J K L M N B K R S T V W KS Y S".split(),
    )
)
# What may be written in front of an Arabic word.
IN_FRONT = "وال بال فال كال ولل لل ال وب ول فب فل و ف ب ل ك".split()

# The cost of a sound that only one of the words has, where it is not 1; half vowels come and go.
LEFT_OUT = {"W": 0.25, "Y": 0.2, "H": 0.4, "G": 0.8}
OTHERWISE = 1.2
# Pairs of an English and an Arabic sound, by the cost of one for the other.
REPLACED_BY_COST = {
    0.0: "kS kK cC cK gG gJ VF",
    0.1: "VW ZT DQ QD XH",
    0.2: "cX gK JX ZQ QS TZ XK",
    0.3: "cJ VB GJ JY JC ZS ZD SC SZ SQ HX WF CS CJ",
    0.4: "cS kC gX GK KX JS JH DT TD TC BF FB CX",
    0.5: "KJ DS MN NM XC",
    0.6: "WB ST",
    0.7: "LR",
}
REPLACED = {tuple(pair): cost for cost, pairs in REPLACED_BY_COST.items() for pair in pairs.split()}


def arabic_consonants(word):
    """The sounds of a folded word; a letter after itself counts once, vowels are left out."""
    sounds = []
    before = None
    for letter in word:
        if letter in ARABIC_SOUNDS and letter != before:
            sounds.append(ARABIC_SOUNDS[letter])
        before = letter
    return sounds


def arabic_readings(word):
    """The sounds of a folded word, and of it without each thing that may be written in front of it."""
    shorter = [word[len(prefix) :] for prefix in IN_FRONT if word.startswith(prefix) and len(word) - len(prefix) >= 3]
    return [arabic_consonants(variant) for variant in [word, *shorter]]


def english_consonants(word):
    """The sounds of a word; doubled letters count once, vowels are left out."""
    letters = ""
    for letter in word.lower():
        if not letters.endswith(letter):
            letters += letter
    sounds = []
    at = 0
    while at < len(letters):
        for length in (3, 2):
            group = letters[at : at + length]
            if group in ENGLISH_GROUPS:
                sounds += ENGLISH_GROUPS[group]
                at += len(group)
                break
        else:
            if letters[at] == "c" and letters[at + 1 : at + 2] in ("e", "i", "y"):
                sounds.append("k")
            else:
                sounds += ENGLISH_SOUNDS.get(letters[at], "")
            at += 1
    return sounds


def distance(english, arabic):
    """The edit distance of two lists of sounds."""
    row = [0.0]
    for sound in arabic:
        row.append(row[-1] + LEFT_OUT.get(sound, 1.0))
    for own in english:
        dropped = LEFT_OUT.get(own, 1.0)
        following = [row[0] + dropped]
        for at, other in enumerate(arabic):
            cost = 0.0 if own == other else REPLACED.get((own, other), OTHERWISE)
            following.append(min(row[at] + cost, row[at + 1] + dropped, following[at] + LEFT_OUT.get(other, 1.0)))
        row = following
    return row[-1]


def similarity(english, arabic):
    """How alike two lists of sounds are, 0 to 1."""
    consonants = max(sum(sound not in "WYH" for sound in word) for word in (english, arabic))
    if consonants == 0:
        consonants = max(len(english), len(arabic)) * 0.4
    if consonants == 0:
        return 0.0
    return max(0.0, 1 - distance(english, arabic) / max(consonants, 1.5))
