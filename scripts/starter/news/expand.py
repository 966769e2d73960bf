"""Makes sentence pairs from templates with slots: expand.py OUT.tsv PER_TEMPLATE [SEED].

It reads templates*.tsv and free*.tsv beside it. Slots are described in README.md. Lines whose slots differ between
the two sides are left out and counted.
"""

import glob
import os
import random
import re
import sys

import entities as N

HERE = os.path.dirname(os.path.abspath(__file__))
out, per = sys.argv[1], int(sys.argv[2])
g = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
male, female, family, cities = N.pairs(N.MALE), N.pairs(N.FEMALE), N.pairs(N.FAMILY), N.pairs(N.CITIES)
countries = [l.split("|") for l in N.COUNTRIES.split("\n")]
cities = cities + [(c[5], c[6]) for c in countries]
orgs, media, days = N.pairs(N.ORGS, ";"), N.pairs(N.MEDIA, ";"), N.pairs(N.DAYS)
SMALL = {
    3: ("ثلاثة", "ثلاث", "three"),
    4: ("أربعة", "أربع", "four"),
    5: ("خمسة", "خمس", "five"),
    6: ("ستة", "ست", "six"),
    7: ("سبعة", "سبع", "seven"),
    8: ("ثمانية", "ثماني", "eight"),
    9: ("تسعة", "تسع", "nine"),
    10: ("عشرة", "عشر", "ten"),
}
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def number(big=False):
    k = g.random()
    return (
        g.randint(3, 99)
        if k < 0.5
        else g.randint(100, 999) if k < 0.75 else g.randint(10, 99) * 100 if k < 0.9 else g.randint(1000, 99999)
    )


def digits(n):
    return f"{n:,}" if n >= 10000 or (n >= 1000 and g.random() < 0.4) else str(n)


def date():
    m = g.randrange(12)
    ar, en = N.MONTHS[m]
    a = ar.split("|")
    k = g.random()
    am = a[0] if k < 0.55 else a[1] if k < 0.7 else a[2] if k < 0.78 else f"{a[0]}/{a[1]}"
    d = g.randint(1, 28)
    y = g.randint(1995, 2026)
    k = g.random()
    if k < 0.5:
        return f"{d} {am}", g.choice([f"{en} {d}", f"{d} {en}"])
    return (f"{d} {am} {y}", f"{en} {d}, {y}") if k < 0.85 else (f"{d} {am} من عام {y}", f"{en} {d}, {y}")


def month():
    ar, en = N.MONTHS[g.randrange(12)]
    a = ar.split("|")
    k = g.random()
    return (a[0] if k < 0.6 else a[1] if k < 0.8 else f"{a[0]}/{a[1]}"), en


def money():
    ar, en, sign = g.choice(N.MONEY[:1] * 4 + N.MONEY)
    s, p, acc = ar.split("|")
    k = g.random()
    if k < 0.6:
        n, (ma, mp, me) = g.choice([g.randint(3, 10), g.randint(11, 99), g.randint(100, 900)]), g.choice(
            [("مليون", "ملايين", "million"), ("مليار", "مليارات", "billion")]
        )
        w = mp if n <= 10 else ma
        return f"{n} {w} {s}", f"{sign}{n} {me}" if sign and g.random() < 0.6 else f"{n} {me} {en}"
    if k < 0.8:
        n = f"{g.randint(1, 20)}.{g.randint(1, 9)}"
        return f"{n} مليون {s}" if g.random() < 0.6 else f'{n.replace(".", ",")} مليون {s}', (
            f"{sign}{n} million" if sign and g.random() < 0.6 else f"{n} million {en}"
        )
    n = g.randint(3, 10) * 1000 if k < 0.9 else g.randint(11, 900) * 1000
    t = n // 1000
    return f'{t} {"آلاف" if t <= 10 else "ألف"} {s}', f"{sign}{n:,}" if sign and g.random() < 0.5 else f"{n:,} {en}"


def clock():
    h, m = g.randint(1, 12), g.choice([0, 0, 15, 30, 45, g.randint(1, 59)])
    am = g.random() < 0.5
    return f'{h}:{m:02d} {"صباحا" if am else "مساء"}', f'{h}:{m:02d} {"a.m." if am else "p.m."}'


MASCULINE = ("العراق", "لبنان", "الأردن", "السودان", "المغرب", "اليمن", "الصومال")


def fill(ar, en):
    """One expansion, or None if the slots of the two sides differ."""
    value = {}
    people = {}

    def person(female_=False):
        f = g.choice(female if female_ else male)
        l = g.choice(family)
        ar_, en_ = f"{f[0]} {l[0]}", f"{f[1]} {l[1]}"
        if not female_ and g.random() < 0.15:
            m = g.choice(male[:60])
            ar_, en_ = f"{f[0]} {m[0]} {l[0]}", f"{f[1]} {m[1]} {l[1]}"
        return ar_, en_, l

    def of(slot):
        kind = slot.split(":")[0]
        if kind in value:
            return value[kind]
        k = kind.rstrip("0123456789")
        if k == "P":
            v = person()
            people[kind] = v[2]
        elif k == "F":
            v = person(True)
        elif k == "L":
            v = people.get("P" + kind[1:]) or g.choice(family)
        elif k == "C":
            v = g.choice(cities)
        elif k == "S":
            v = g.choice(countries)
        elif k == "SF":
            v = g.choice([c for c in countries if c[0] not in MASCULINE])
        elif k == "O":
            v = g.choice(orgs)
        elif k == "M":
            v = g.choice(media)
        elif k == "DAY":
            v = g.choice(days)
        elif k == "DATE":
            v = date()
        elif k == "MONTH":
            v = month()
        elif k == "YEAR":
            v = (str(g.randint(1960, 2026)),) * 2
        elif k == "T":
            v = clock()
        elif k == "N":
            v = (lambda s: (s, s))(digits(number()))
        elif k == "PCT":
            n = g.choice([str(g.randint(1, 99)), f"{g.randint(0, 30)}.{g.randint(1, 9)}"])
            v = (g.choice([f"{n}%", f"{n} في المئة", f"{n} بالمئة", f"{n}٪"]), g.choice([f"{n}%", f"{n} percent"]))
        elif k == "$":
            v = money()
        elif k == "#":
            v = (number(),) * 2
        else:
            raise KeyError(slot)
        value[kind] = v
        return v

    def arabic(m):
        s = m[1]
        v = of(s)
        k = s.split(":")[0].rstrip("0123456789")
        tail = s.split(":")[1] if ":" in s else ""
        if k in ("S", "SF"):
            return {"": v[0], "m": v[2], "f": v[3], "cap": v[5]}[tail]
        if k == "#":
            p, acc, gen = tail.split("/")
            n = v[0]
            if n <= 10:
                w = SMALL[n][1 if p.strip().endswith("ات") else 0]
                return f"{w if g.random() < .5 else n} {p}"
            return f"{digits(n)} {acc if n < 100 or n % 100 > 10 else p if 3 <= n % 100 <= 10 else gen}"
        return v[0]

    def english(m):
        s = m[1]
        v = of(s)
        k = s.split(":")[0].rstrip("0123456789")
        tail = s.split(":")[1] if ":" in s else ""
        if k in ("S", "SF"):
            return {"": v[1], "m": v[4], "f": v[4], "cap": v[6]}[tail]
        if k == "#":
            n = v[0]
            return f"{SMALL[n][2] if n in SMALL and n < 10 and g.random() < .7 else digits(n)} {tail}"
        return v[1]

    for s in re.findall(r"\{([^{}]+)\}", ar):
        if s.startswith("P"):
            of(s)
    a = re.sub(r"\{([^{}]+)\}", arabic, ar)
    e = re.sub(r"\{([^{}]+)\}", english, en)
    a = (
        re.sub(r"(?<![\u0621-\u064a])((?:و|ف)?)ل ?(ال)(?=[\u0621-\u064a])", lambda m: m[1] + "لل", a)
        if "لال" in a
        else a
    )
    a = (
        re.sub(r"(?<![\u0621-\u064a])(و?)لال(?=[\u0621-\u064a])", r"\1لل", a)
        .replace("لـال", "لل")
        .replace("بـ", "ب")
        .replace("لـ", "ل")
        .replace("كـ", "ك")
        if g.random() < 0.8
        else a
    )
    if g.random() < 0.12:
        a = a.translate(EASTERN)
    e = re.sub(r"\b([Tt])he the\b", r"\1he", e)
    e = e[:1].upper() + e[1:]
    e = re.sub(r'([.!?]["”]? )(the )', lambda m: m[1] + "The ", e)
    return a, e


def slots(s):
    return sorted({x.split(":")[0] for x in re.findall(r"\{([^{}]+)\}", s)})


rows, bad = [], 0
for path in sorted(glob.glob(f"{HERE}/templates*.tsv")):
    for line in open(path, encoding="utf-8"):
        t = line.rstrip("\n").split("\t")
        if len(t) != 2 or slots(t[0]) != slots(t[1]) or not slots(t[0]):
            bad += 1
            continue
        for _ in range(per):
            try:
                rows.append(("news-templates", *fill(*t)))
            except (KeyError, ValueError):
                bad += 1
                break
for path in sorted(glob.glob(f"{HERE}/free*.tsv")):
    for line in open(path, encoding="utf-8"):
        t = line.rstrip("\n").split("\t")
        if len(t) == 2 and all(t) and "{" not in line:
            rows.append(("news-free", *t))
        else:
            bad += 1
g.shuffle(rows)
with open(out, "w", encoding="utf-8") as f:
    f.writelines("\t".join(r) + "\n" for r in rows)
print(len(rows), "pairs,", bad, "lines left out")
