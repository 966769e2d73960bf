"""Choose the training pairs whose sources the starter model translates, for fitting the regressions.

    python hold_out.py WORK

WORK holds train.tsv and dev.tsv (set, Arabic, English). Writes WORK/held-out.tsv: all of dev.tsv, and a sample of each
prose set. The lexicon is made without these pairs, because it covers the text that it was counted in too well.
"""

import argparse
import random
from pathlib import Path

# The most pairs to take of each set.
MOST = {
    "timesofpalestine-llm-news": 900,
    "xquad": 900,
    "tico19-dev": 500,
    "mmlu-arabic-gpt35": 700,
    "news-free": 700,
    "news-templates": 300,
    "syrian-archive": 500,
    "umbrella-security-lessons": 300,
    "yemen-econ-observatory": 500,
    "kandaka-sudan": 400,
    "infuse-internews": 300,
    "snakecult": 300,
    "hadith-json": 150,
    "btselem-nibal": 100,
    "ms-iot-beginners": 150,
    "syriahub": 200,
    "bilingual-blogs": 150,
    "euparl-monitor-news": 200,
    "neowhisper-blog": 150,
    "caravans-of-gold": 200,
    "african-storybook": 100,
    "tatoeba": 200,
    "3b1b-captions": 200,
    "privacyguides": 150,
    "mlqa-questions": 100,
}


def table(path):
    """The rows of a file with tabs."""
    with open(path, encoding="utf-8") as lines:
        return [tuple(line.rstrip("\n").split("\t")) for line in lines]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("work", type=Path)
    o = p.parse_args()
    rng = random.Random(11)
    sets = {name: [] for name in MOST}
    for name, arabic, english in table(o.work / "train.tsv"):
        if name in MOST and 7 <= len(arabic.split()) <= 45 and len(english.split()) >= 6:
            sets[name].append((name, arabic, english))
    chosen = []
    for name, rows in sets.items():
        rng.shuffle(rows)
        chosen += rows[: MOST[name]]
    rng.shuffle(chosen)
    chosen = table(o.work / "dev.tsv") + chosen
    out = o.work / "held-out.tsv"
    out.write_text("".join("\t".join(row) + "\n" for row in chosen), encoding="utf-8")
    print(f"wrote {out}: {len(chosen)} pairs")


if __name__ == "__main__":
    main()
