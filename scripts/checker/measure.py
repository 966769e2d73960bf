"""Measure the regressions on translations of FLORES-200 dev and on a set of planted errors.

    python measure.py FLORES PLANTED.tsv STARTER.jsonl LEXICON.tsv.gz SPELLING.tsv.gz MODEL.json
    python measure.py FLORES PLANTED.tsv STARTER.jsonl LEXICON.tsv.gz SPELLING.tsv.gz MODEL.json --mujaz MUJAZ

FLORES holds flores-dev.ar, flores-dev.en and translations of other systems as flores-dev.SYSTEM.en. Each line of
PLANTED.tsv has a source, a translation and its kind: `ok` for a human translation, or the error planted in it.
STARTER.jsonl has the starter model's translations of flores-dev.ar (translate.py). With --mujaz MUJAZ the doubts of the
program are measured on PLANTED.tsv too; they include the checks without a regression: numbers, dates, negations,
language, repetition.
"""

import argparse
import html
import json
import subprocess
from collections import namedtuple
from pathlib import Path

import numpy as np
from sacrebleu.metrics import CHRF
from sklearn.metrics import roc_auc_score

from coverage import Coverage
from features import estimate_features, omission_features, unrelated
from fit import WRONG, outputs
from hold_out import table
from lexicon import Lexicon
from names import Names, doubts
from spelling import Spelling

GOOD = 50  # a translation with at least this chrF2 is good
GROUP = 12  # sentences of an article
GROUPS = 400
UNFIT = 45  # a group with a lower mean chrF2 is not fit for reading
CHECKS = ("missing", "name_changed", "name_missing", "other", "estimator")

# Some translations: their systems or kinds, their chrF2, and what each check makes `of` them.
Values = namedtuple("Values", "kinds chrf of")


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument("flores", type=Path)
    p.add_argument("planted", type=Path)
    p.add_argument("starter", type=Path)
    p.add_argument("lexicon", type=Path)
    p.add_argument("spelling", type=Path)
    p.add_argument("model", type=Path)
    p.add_argument("--mujaz", type=Path, help="the program, to measure all its checks")
    return p.parse_args()


def lines(path):
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def translations(o):
    """Translations of FLORES as (system, place, source, translation, chrF2, score or None)."""
    sources, references = lines(o.flores / "flores-dev.ar"), lines(o.flores / "flores-dev.en")
    systems = {"reference": [(text, None) for text in references], "starter": outputs(o.starter)}
    for path in sorted(o.flores.glob("flores-dev.*.en")):
        systems[path.name.split(".")[1]] = [(text, None) for text in lines(path)]
    chrf = CHRF()
    rows = []
    for system, texts in systems.items():
        for place, (source, reference, (text, score)) in enumerate(zip(sources, references, texts)):
            alike = 100.0 if system == "reference" else chrf.sentence_score(text, [reference]).score
            rows.append((system, place, source, text, alike, score))
    return rows


def probability(regression, rows):
    """The probabilities of a regression of model.json for rows of features."""
    standard = (np.array(rows, float) - regression["mean"]) / regression["scale"]
    return 1 / (1 + np.exp(-(standard @ regression["weights"] + regression["bias"])))


def values(model, tables, pairs, kinds, chrf, scores):
    """All values of (source, translation) pairs, by the lexicon and the spellings."""
    lexicon, spelling = tables
    features = {"estimator": [], "missing": []}
    other, of_names = [], []
    for source, translation in pairs:
        coverage = Coverage(source, translation, lexicon)
        features["estimator"].append(list(estimate_features(coverage).values()))
        features["missing"].append(list(omission_features(coverage).values()))
        of_names.append(doubts(Names(coverage, spelling), model))
        other.append(unrelated(coverage))
    of = {name: probability(model[name], rows) for name, rows in features.items()}
    of["name_changed"], of["name_missing"] = np.array(of_names).T
    of["other"] = np.array(other)
    scored = np.array([score is not None for score in scores])
    of["with_score"] = of["estimator"].copy()
    if scored.any():
        rows = [[*row, score] for row, score in zip(features["estimator"], scores) if score is not None]
        of["with_score"][scored] = probability(model["estimator_with_score"], rows)
    return Values(np.array(kinds), np.array(chrf), of)


def print_estimate(flores, misaligned):
    """How well the estimate tells wrong translations, and what of the starter's is caught."""
    wrong = flores.chrf < WRONG
    starter, reference = flores.kinds == "starter", flores.kinds == "reference"
    print("| estimate | AUC, all systems | without misaligned references | starter alone |\n|---|---:|---:|---:|")
    for name, label in (("estimator", "without score"), ("with_score", "starter's with score")):
        own = flores.of[name]
        areas = [roc_auc_score(wrong[rows], own[rows]) for rows in (own > -1, ~misaligned, starter)]
        print(f"| {label} | " + " | ".join(f"{area:.4f}" for area in areas) + " |")
    print()
    print("| references flagged | above | wrong of the starter caught | with score | good flagged | with score |")
    print("|---:|---:|---:|---:|---:|---:|")
    plain, scored = flores.of["estimator"], flores.of["with_score"]
    for share in (0.02, 0.03, 0.04, 0.05):
        limit = np.quantile(plain[reference], 1 - share)
        shares = [
            (own[starter & rows] > limit).mean() for rows in (wrong, flores.chrf >= GOOD) for own in (plain, scored)
        ]
        print(f"| {share:.0%} | {limit:.3f} | " + " | ".join(f"{share:.1%}" for share in shares) + " |")
    print()


def print_groups(flores):
    """Groups of sentences by their mean estimate: fit, or not."""
    rng = np.random.default_rng(1)
    print("| groups | mean above | reference, google, microsoft fit | starter's unfit found |\n|---|---:|---:|---:|")
    for name, label in (("estimator", "without score"), ("with_score", "with score")):
        means = {}
        for system in ("reference", "google", "microsoft", "starter"):
            rows = np.flatnonzero(flores.kinds == system)
            groups = np.array([rng.choice(rows, GROUP, replace=False) for _ in range(GROUPS)])
            means[system] = flores.of[name][groups].mean(1), flores.chrf[groups].mean(1)
        good = [means[system][0] for system in ("reference", "google", "microsoft")]
        limit = max(np.quantile(estimates, 0.98) for estimates in good)
        estimates, chrf = means["starter"]
        fit = ", ".join(f"{(own <= limit).mean():.1%}" for own in good)
        found = (estimates[chrf < UNFIT] > limit).mean()
        print(f"| {label} | {limit:.4f} | {fit} | {found:.1%} of {(chrf < UNFIT).sum()} |")
    print()


def print_table(kinds, flags):
    """The share of each kind that each check flags, and that any of them flags."""
    flags = dict(flags)
    flags["any"] = np.any(list(flags.values()), axis=0)
    print("| kind | number | " + " | ".join(flags) + " |\n|---|---:|" + "---:|" * len(flags))
    for kind in sorted(set(kinds)):
        rows = kinds == kind
        shares = (f"{100 * own[rows].mean():.1f}" for own in flags.values())
        print(f"| {kind} | {rows.sum()} | " + " | ".join(shares) + " |")
    print()


def print_limits(planted):
    """What each check finds of its own kind where it flags so many references."""
    own_kinds = {
        "missing": ("half_missing", "clause_missing"),
        "name_changed": ("name_changed",),
        "name_missing": ("name_missing",),
        "other": ("other_sentence",),
    }
    print("| check | references flagged | above | found |\n|---|---:|---:|---|")
    for check, own in own_kinds.items():
        for share in (0.005, 0.01, 0.015, 0.02, 0.03):
            limit = np.quantile(planted.of[check][planted.kinds == "ok"], 1 - share)
            found = (f"{kind} {(planted.of[check][planted.kinds == kind] > limit).mean():.1%}" for kind in own)
            print(f"| {check} | {share:.1%} | {limit:.3f} | {', '.join(found)} |")
    print()


def doubts_of_program(mujaz, pairs):
    """The kinds of doubt that the program states for each pair."""
    given = "".join(
        json.dumps({"source": source, "translation": html.unescape(translation)}, ensure_ascii=False) + "\n"
        for source, translation in pairs
    )
    made = subprocess.run(
        [mujaz.resolve(), "check", "--json"], input=given.encode(), stdout=subprocess.PIPE, check=True
    ).stdout
    return [{flag["kind"] for flag in json.loads(line).get("flags", [])} for line in made.decode().splitlines()]


def main():
    o = arguments()
    tables = Lexicon.read(o.lexicon), Spelling.read(o.spelling)
    model = json.loads(o.model.read_text(encoding="utf-8"))

    translated = translations(o)
    systems, places, sources, texts, chrf, scores = zip(*translated)
    flores = values(model, tables, zip(sources, texts), systems, chrf, scores)
    # A reference with which every good system disagrees is one of another sentence.
    best = {}
    for system, place, *_, alike, _ in translated:
        if system in ("google", "microsoft", "nllb"):
            best[place] = max(alike, best.get(place, 0))
    print_estimate(flores, np.array([best[place] < 30 for place in places]))
    print_groups(flores)

    rows = table(o.planted)
    pairs = [(source, text) for source, text, _ in rows]
    kinds = [kind for *_, kind in rows]
    for system, _, source, text, *_ in translated:
        if system in ("google", "microsoft"):
            pairs.append((source, text))
            kinds.append(system)
    planted = values(model, tables, pairs, kinds, [0] * len(pairs), [None] * len(pairs))
    print_table(planted.kinds, {check: planted.of[check] > model["thresholds"][check] for check in CHECKS})
    print_limits(planted)
    if o.mujaz:
        found = doubts_of_program(o.mujaz, pairs)
        flags = {doubt: np.array([doubt in own for own in found]) for doubt in sorted(set().union(*found))}
        print_table(planted.kinds, flags)


if __name__ == "__main__":
    main()
