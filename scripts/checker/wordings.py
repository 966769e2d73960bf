"""Plant errors of other kinds than the development set, and in other words, and measure what the program notices.

    python wordings.py MUJAZ SOURCE.ar REFERENCE.en [--misses N]
    python wordings.py MUJAZ --pairs PAIRS.tsv [--misses N]

PAIRS.tsv has the columns set, source and reference (hold_out.py). Each kind of error is planted once in every reference
that allows it, by rules that draw from a generator with a fixed seed; RIGHT are changes that leave a translation as
right as it was, so that what is flagged beside the references themselves is a false alarm. A reference that the program
doubts is left out, so that a share is of errors that nothing else in the sentence gives away.
"""

import argparse
import json
import random
import re
import subprocess
from pathlib import Path

MOST = 200  # pairs of a kind
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
COUNTS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety"
).split()
DIGITS = [*map(str, range(2, 20)), "20", "30", "40", "50", "60", "70", "80", "90"]
RANKS = "fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth".split()
COUNTRIES = (
    "Egypt Iraq Syria Jordan Lebanon Yemen Libya Tunisia Algeria Morocco Sudan Iran Turkey Israel Russia Ukraine "
    "Germany France Spain Italy Greece Poland Brazil Argentina Mexico Canada India Pakistan China Japan Australia"
).split()
CITIES = (
    "London Paris Rome Berlin Madrid Moscow Cairo Baghdad Damascus Beirut Tehran Ankara Tokyo Beijing Delhi Lagos "
    "Nairobi Sydney Toronto Chicago Boston Houston Athens Vienna"
).split()
PEOPLES = (
    "American British French German Spanish Italian Greek Russian Chinese Japanese Indian Turkish Iranian Iraqi Syrian "
    "Egyptian Israeli Brazilian Canadian Australian"
).split()
OPPOSITES = (
    ("increase", "decrease"), ("increased", "decreased"), ("more", "fewer"), ("before", "after"), ("north", "south"),
    ("northern", "southern"), ("east", "west"), ("eastern", "western"), ("largest", "smallest"), ("high", "low"),
    ("higher", "lower"), ("best", "worst"), ("won", "lost"), ("opened", "closed"), ("first", "last"),
    ("inside", "outside"), ("above", "below"), ("old", "new"), ("dead", "alive"), ("men", "women"), ("win", "lose"),
)  # fmt: skip
NEGATED = (
    (r"\bwithout\b", "with"), (r"\bunable to\b", "able to"), (r"\bfail(?:s|ed) to\b", "managed to"),
    (r"\bneither (.*?) nor\b", r"both \1 and"), (r"\bnothing\b", "everything"), (r"\b[Nn]o one\b", "everyone"),
    (r"\bimpossible\b", "possible"), (r"\bunlikely\b", "likely"), (r"\b[Nn]o (?=[a-z]{4,})", "some "),
    (r"\bden(?:ied|ies)\b", "confirmed"), (r"\brefused\b", "agreed"), (r"\black of\b", "abundance of"),
    (r"\bun(?=(?:known|common|able|safe|aware|official|usual|clear|fair|happy|successful|stable|willing)\b)", ""),
    (r"\b(?:in(?=(?:dependent|complete|visible|correct|ability)\b)|dis(?=(?:like|agree|honest|ability)\b))", ""),
    (r"\bnone of\b", "all of"), (r"\bnon-", ""), (r"\bnever\b", "often"), (r"\bhardly\b", "clearly"),
    (r"\bcannot\b", "can"), (r"\bnot\b ?", ""),
)  # fmt: skip
UNITS = (
    ("kilometers", "miles"), ("kilometres", "miles"), ("km", "miles"), ("miles", "meters"), ("meters", "feet"),
    ("hours", "minutes"), ("minutes", "hours"), ("days", "weeks"), ("weeks", "months"), ("months", "years"),
    ("years", "months"), ("dollars", "euros"), ("percent", "people"), ("degrees", "meters"), ("tons", "grams"),
)  # fmt: skip
MORE_UNITS = (
    ("day", "week"), ("week", "month"), ("month", "year"), ("year", "month"), ("hour", "day"), ("minute", "hour"),
    ("mile", "kilometer"), ("mph", "kph"), ("km/h", "mph"), ("meter", "foot"), ("metres", "yards"), ("mm", "cm"),
    ("feet", "meters"), ("foot", "meter"), ("inches", "centimeters"), ("seconds", "minutes"), ("acres", "hectares"),
    ("hectares", "acres"), ("pounds", "kilograms"), ("kg", "pounds"), ("barrels", "gallons"), ("liters", "gallons"),
    ("euros", "dollars"), ("per cent", "degrees"), ("tonnes", "kilograms"), ("megawatts", "kilowatts"),
)  # fmt: skip
NUMBER = rf"\d|\b(?:{'|'.join(COUNTS)}|hundred|thousand|million|billion)"
CURRENCY_SIGNS = (
    (r"\$ ?(\d[\d.,]*\d|\d)((?: (?:m|b|tr)illion)?)", r"\1\2 euros"), (r"€(?=\d)", "$"), (r"£(?=\d)", "€"),
    (r"¥(?=\d)", "$"),
)  # fmt: skip
ADDED = (
    "The spokesman declined to comment on reports that talks had broken down.",
    "Police said two men were arrested near the border on suspicion of smuggling weapons.",
    "Oil prices rose after the decision and analysts expect further increases.",
    "He added that the hospital had run out of medicine and fuel.",
)
FOREIGN = (
    "et le ministre a dit que la situation reste difficile dans toute la région",
    "y el ministro dijo que la situación sigue siendo difícil en toda la región",
    "und der Minister sagte dass die Lage in der ganzen Region schwierig bleibt",
    "ve bakan tüm bölgede durumun zor olmaya devam ettiğini söyledi",
)
STARTS = set(
    "The A An In On At But And It He She They We I You This That These Those There When While After Before As If For "
    "From With By His Her Its Their Our My Mr Mrs Dr Some Most Many All No Not So To Of Is Are Was Were".split()
) | set(MONTHS) | set(DAYS)  # fmt: skip
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?:[- ][A-Z][a-z]{2,})*")


def names(text):
    """The names that begin no sentence, as matches."""
    return [found for found in NAME.finditer(text) if not set(re.split("[- ]", found[0])) & STARTS]


def put(text, found, new):
    return text[: found.start()] + new + text[found.end() :]


def one_of(words, text):
    return re.search(r"\b(" + "|".join(words) + r")\b", text)


def exchanged(words):
    """One of the words becomes another one."""

    def plant(text, rng, pool):
        found = one_of(words, text)
        return found and put(text, found, rng.choice([word for word in words if word != found[1]]))

    return plant


def without(words, before=""):
    """One of the words is lost, with what stands before it."""

    def plant(text, rng, pool):
        found = re.search(rf"{before}\b({'|'.join(words)})\b ?", text)
        return found and put(text, found, "")

    return plant


def replaced(table):
    """The first rule of a table that fits."""

    def plant(text, rng, pool):
        for old, new in table:
            if re.search(old, text):
                return re.sub(old, new, text, count=1)
        return None

    return plant


def words_table(pairs):
    return [(rf"\b{old}\b", new) for old, new in pairs]


def unit_table(pairs):
    """The units that stand directly behind a number."""
    return [(rf"({NUMBER})([ -]){old}\b", rf"\1\2{new}") for old, new in pairs]


def digits_transposed(text, rng, pool):
    found = [at for at in re.finditer(r"(?<=\d)\d(?=\d)|\d(?=\d)", text) if text[at.start()] != text[at.start() + 1]]
    if not found:
        return None
    at = rng.choice(found).start()
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def year_near(text, rng, pool):
    found = re.search(r"\b(1[5-9]|20)\d\d\b(?!,)", text)
    return found and put(text, found, str(int(found[0]) + rng.choice([-1, 1, 10])))


def point_lost(text, rng, pool):
    found = re.search(r"(?<=\d)\.(?=\d)", text)
    return found and put(text, found, "")


def magnitude_lost(text, rng, pool):
    return without(("million", "billion", "thousand", "hundred"), r"(?<=\d )")(text, rng, pool)


def range_cut(text, rng, pool):
    found = re.search(r"(?<=\d)(?:-| ?– ?| to | and )\d[\d.,]*(?=\s)", text)
    return found and put(text, found, "")


def half_of_name(text, rng, pool):
    """One word of a name of two or more words becomes one of another name."""
    found = [at for at in names(text) if " " in at[0]]
    if not found:
        return None
    found = rng.choice(found)
    parts = found[0].split(" ")
    at = rng.randrange(len(parts))
    others = [word for name in pool for word in name.split(" ") if word[0] != parts[at][0] and word not in text]
    parts[at] = rng.choice(others)
    return put(text, found, " ".join(parts))


def name_changed(text, rng, pool):
    found = names(text)
    if not found:
        return None
    found = rng.choice(found)
    return put(text, found, rng.choice([name for name in pool if name[0] != found[0][0] and name not in text]))


def half_name_missing(text, rng, pool):
    found = [at for at in names(text) if " " in at[0]]
    if not found:
        return None
    found = rng.choice(found)
    return put(text, found, rng.choice([found[0].split(" ", 1)[1], found[0].rsplit(" ", 1)[0]]))


def name_missing(text, rng, pool):
    """A name is lost with its preposition, as a translator leaves it out and not as scissors do."""
    found = re.search(
        r" (?:in|at|from|of|near|by|to|with|for) (?:the )?[A-Z][a-z]{2,}(?:[- ][A-Z][a-z]{2,})*(?=[ ,.])", text
    )
    if not found or set(re.findall("[A-Z][a-z]+", found[0])) & STARTS:
        return None
    return put(text, found, "")


def listed_missing(place):
    """A name of a list is lost: the first, one of the middle, or the last."""

    def plant(text, rng, pool):
        name = r"[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*"
        found = re.search(rf"\b({name}), ((?:{name}, )*)({name}),? and ({name})\b", text)
        if not found or set(re.findall("[A-Z][a-z]+", found[0])) & STARTS:
            return None
        first, middle, third, last = found.groups()
        kept = {
            "head": f"{middle}{third} and {last}",
            "middle": f"{first}, {middle.rstrip(', ')} and {last}" if middle else f"{first} and {last}",
            "end": f"{first}, {middle.rstrip(', ')} and {third}" if middle else f"{first} and {third}",
        }
        return put(text, found, kept[place])

    return plant


def possessor_missing(text, rng, pool):
    found = re.search(r"(?<=[a-z,] )[A-Z][a-z]{2,}['’]s(?= )", text)
    return found and put(text, found, "the")


def letter_changed(text, rng, pool):
    found = [at for at in names(text) if len(at[0]) > 5]
    if not found:
        return None
    found = rng.choice(found)
    at = rng.randrange(2, len(found[0]) - 1)
    return put(text, found, found[0][:at] + rng.choice("aeioubdgklmnprst") + found[0][at + 1 :])


def names_swapped(text, rng, pool):
    found = names(text)
    if len(found) < 2 or found[0][0] == found[-1][0]:
        return None
    return put(put(text, found[-1], found[0][0]), found[0], found[-1][0])


def clauses(text):
    return re.split(r"(?<=[,;:]) ", text)


def first_clause_missing(text, rng, pool):
    parts = clauses(text)
    if len(parts) < 2 or not 5 <= len(parts[0].split()) <= len(text.split()) * 0.6:
        return None
    rest = " ".join(parts[1:])
    return rest[0].upper() + rest[1:]


def last_clause_missing(text, rng, pool):
    parts = clauses(text)
    if len(parts) < 2 or not 5 <= len(parts[-1].split()) <= len(text.split()) * 0.6:
        return None
    return " ".join(parts[:-1]).rstrip(",;:") + "."


def which_missing(text, rng, pool):
    found = re.search(r",? (?:which|who|where|that|because|although|while) [^,.]{25,}(?=[,.])", text)
    return found and put(text, found, "")


def sentence_missing(text, rng, pool):
    parts = re.split(r"(?<=[.!?]) (?=[A-Z])", text)
    return " ".join(parts[1:]) if len(parts) > 1 and len(parts[0].split()) > 4 else None


def tail_words_missing(text, rng, pool):
    words = text.rstrip(".").split(" ")
    return " ".join(words[:-5]) + "." if len(words) > 16 else None


def sentence_added(text, rng, pool):
    return text + " " + rng.choice(ADDED)


def with_miles(text, rng, pool):
    """A distance with its conversion behind it."""
    found = re.search(r"\b(\d+) (km|kilomet(?:er|re)s)\b(?! ?\()", text)
    return found and put(text, found, f"{found[0]} ({round(int(found[1]) * 0.621)} mi)")


def phrase_repeated(text, rng, pool):
    words = text.split(" ")
    if len(words) < 12:
        return None
    at = rng.randrange(1, len(words) - 6)
    return " ".join(words[: at + 5] + words[at : at + 5] + words[at + 5 :])


def partly_foreign(text, rng, pool):
    words = text.split(" ")
    if len(words) < 16:
        return None
    return " ".join(words[: len(words) // 2]) + " " + rng.choice(FOREIGN)


def negation_added(text, rng, pool):
    if re.search(r"\b(not|no|never|without|none|nor|neither|un\w{5,}|in\w{6,})\b|n['’]t\b", text):
        return None
    found = re.search(r"\b(was|were|is|are|has|have|had|will|would|can|could|should)\b", text)
    return found and put(text, found, found[0] + " not")


ERRORS = {
    "count in words changed": exchanged(COUNTS[1:]),
    "count in words missing": without(COUNTS[1:]),
    "rank changed": exchanged(RANKS),
    "digits transposed": digits_transposed,
    "year near": year_near,
    "point of a number lost": point_lost,
    "magnitude lost behind digits": magnitude_lost,
    "end of a range lost": range_cut,
    "unit changed": replaced(words_table(UNITS)),
    "unit of a number changed": replaced(unit_table((*UNITS, *MORE_UNITS))),
    "currency sign changed": replaced(CURRENCY_SIGNS),
    "percent sign lost": replaced(((r"(?<=\d)%", " people"),)),
    "month changed": exchanged([month for month in MONTHS if month not in ("March", "May")]),
    "month missing": without([month for month in MONTHS if month not in ("March", "May")]),
    "weekday changed": exchanged(DAYS),
    "weekday missing": without(DAYS, "(?:on )?"),
    "negation turned": replaced(NEGATED),
    "negation added": negation_added,
    "opposite": replaced(words_table((*OPPOSITES, *(pair[::-1] for pair in OPPOSITES)))),
    "name changed": name_changed,
    "one word of a name changed": half_of_name,
    "country changed": exchanged(COUNTRIES),
    "city changed": exchanged(CITIES),
    "people changed": exchanged(PEOPLES),
    "names swapped": names_swapped,
    "letter of a name changed": letter_changed,
    "name and preposition missing": name_missing,
    "one word of a name missing": half_name_missing,
    "possessor missing": possessor_missing,
    "head of a list missing": listed_missing("head"),
    "middle of a list missing": listed_missing("middle"),
    "end of a list missing": listed_missing("end"),
    "first clause missing": first_clause_missing,
    "last clause missing": last_clause_missing,
    "subordinate clause missing": which_missing,
    "first sentence missing": sentence_missing,
    "last five words missing": tail_words_missing,
    "sentence added": sentence_added,
    "phrase repeated": phrase_repeated,
    "half in another language": partly_foreign,
}

RIGHT = {
    "counts in digits": replaced(words_table(zip(COUNTS[1:], DIGITS[1:]))),
    "digits in words": replaced(
        [(rf"(?<![\d.,:$€£-])\b{digits}\b(?![:%-]|[.,]\d)", word) for digits, word in zip(DIGITS[:18], COUNTS)]
    ),
    "per cent": replaced(((r"(?<=\d)%", " percent"), (r"(?<=\d) per ?cent\b", "%"))),
    "short month": replaced([(rf"\b{month}\b(?= \d)", month[:3] + ".") for month in MONTHS if len(month) > 4]),
    "million as m": replaced(((r"(?<=\d) million\b", "m"), (r"(?<=\d) billion\b", "bn"))),
    "contracted": replaced(((r"\bcannot\b", "can't"), (r"\b(did|does|do|is|was|are|were|has|had) not\b", r"\1n't"))),
    "United States": replaced(
        ((r"\bUnited States\b", "US"), (r"\bU\.S\.", "US"), (r"\bUS\b", "United States"), (r"\bUK\b", "United Kingdom"))
    ),
    "spelling": replaced(
        (
            (r"(?<=\w{3})ization\b", "isation"), (r"(?<=\w{3})ized\b", "ised"), (r"\b(col|fav|hon|lab)or\b", r"\1our"),
            (r"\bcenter\b", "centre"), (r"\b(kilo|centi|)meters\b", r"\1metres"), (r"\bprogram\b", "programme"),
        )
    ),
    "quotation marks": replaced((("[\"“”]", ""), (" ['‘]", " "))),
    "thousands without a comma": replaced(((r"(?<=\d),(?=\d{3}\b)", ""),)),
    "conversion behind a distance": with_miles,
    "short unit": replaced(
        unit_table((("kilomet(?:er|re)s", "km"), ("miles", "mi"), ("hours", "hrs"), ("minutes", "min"), ("feet", "ft")))
    ),
    "currency in words": replaced(
        (
            (r"\$ ?(\d[\d.,]*\d|\d)((?: (?:m|b|tr)illion)?)", r"\1\2 dollars"), (r"(\d[^ ]*) dollars\b", r"US$\1"),
            (r"(\d[^ ]*) euros\b", r"€\1"), (r"€(\d[^ ]*)((?: (?:m|b)illion)?)", r"\1\2 euros"),
        )
    ),
    "range in words": replaced(((r"(?<=\d)[-–](?=\d{1,3}\b(?![-–,\d]))", " to "),)),
}  # fmt: skip


def judged(mujaz, pairs):
    """The flags of the program for each pair."""
    given = "".join(json.dumps({"source": own[0], "translation": own[1]}, ensure_ascii=False) + "\n" for own in pairs)
    command = [mujaz.resolve(), "check", "--json"]
    made = subprocess.run(command, input=given.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
    return [json.loads(line).get("flags", []) for line in made.stdout.decode().splitlines()]


def planted(pairs, plant, name, pool):
    rng = random.Random(f"1 {name}")
    found = []
    for source, reference in pairs:
        text = plant(reference, rng, pool)
        if text and text != reference:
            found.append((source, text, reference))
    rng.shuffle(found)
    return found[:MOST]


def report(mujaz, pairs, kinds, misses, wrong):
    pool = sorted({found[0] for _, reference in pairs for found in names(reference)})
    print("| kind | pairs | flagged | by |\n|---|---:|---:|---|")
    shown = []
    for name, plant in kinds.items():
        own = planted(pairs, plant, name, pool)
        if not own:
            continue
        flags = judged(mujaz, own)
        by = {}
        for kind in sorted({flag["kind"] for found in flags for flag in found}):
            by[kind] = sum(any(flag["kind"] == kind for flag in found) for found in flags)
        count = sum(map(bool, flags))
        most = ", ".join(f"{kind} {by[kind]}" for kind in sorted(by, key=lambda kind: -by[kind])[:3])
        print(f"| {name} | {len(own)} | {count / len(own):.1%} | {most} |")
        odd = [(row, found) for row, found in zip(own, flags) if bool(found) != wrong]
        shown += [(name, *row[:2], found) for row, found in odd[:misses]]
    print()
    for name, source, text, found in shown:
        print(f"{name}: {source}\n    {text}\n    {' '.join(flag['message'] for flag in found)}")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("mujaz", type=Path)
    p.add_argument("sides", type=Path, nargs="*", help="sources and references, one a line")
    p.add_argument("--pairs", type=Path, help="set, source and reference in columns")
    p.add_argument("--misses", type=int, default=0, help="so many of each kind are shown that are judged wrongly")
    o = p.parse_args()
    if o.pairs:
        rows = [line.split("\t")[1:3] for line in o.pairs.read_text(encoding="utf-8").splitlines()]
    else:
        rows = list(zip(*(path.read_text(encoding="utf-8").removesuffix("\n").split("\n") for path in o.sides)))
    doubted = judged(o.mujaz, rows)
    good = [tuple(row) for row, flags in zip(rows, doubted) if not flags]
    print(f"{len(rows)} references, {1 - len(good) / len(rows):.1%} flagged\n")
    report(o.mujaz, good, RIGHT, o.misses, False)
    report(o.mujaz, good, ERRORS, o.misses, True)


if __name__ == "__main__":
    main()
