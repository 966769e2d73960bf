"""Fit the regressions of model.json on held-out pairs, their parts, and translations of the starter model.

    python fit.py WORK LEXICON.tsv.gz OUT/model.json

WORK holds held-out.tsv (hold_out.py), and the starter model's translations of its sources (translate.py):
held-out.1.jsonl with one beam, held-out.4.jsonl with four.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
from sacrebleu.metrics import CHRF
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

import planted
from coverage import Coverage
from features import estimate_features, omission_features
from hold_out import table
from lexicon import Lexicon
from model_file import write

# A translation with a lower chrF2 counts as materially wrong.
WRONG = 40
CHRF2 = CHRF()
# The mean and scale by which the score is standardized; most examples of the other features have no score.
SCORE_MEAN = -0.7
SCORE_SCALE = 0.3

# Probabilities above which a doubt is stated: see README.md for how they were chosen.
THRESHOLDS = {
    "missing": 0.94,
    "name_changed": 0.945,
    "name_missing": 0.884,
    "other": 0.65,
    "estimator": 0.52,
    "estimator_with_score": 0.25,
}


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument("work", type=Path)
    p.add_argument("lexicon", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--damage", action="store_true", help="train the estimate on damaged translations too")
    return p.parse_args()


def outputs(path):
    """Translations and their scores, as translate.py writes them."""
    with open(path, encoding="utf-8") as lines:
        return [tuple(json.loads(line)[key] for key in ("text", "score")) for line in lines]


def is_wrong(translation, reference):
    return CHRF2.sentence_score(translation, [reference]).score < WRONG


def estimate_examples(o, rows):
    """Translations as (source, translation, score or None, whether it is wrong).

    References are right; outputs of the starter model are as their chrF says.
    """
    rng = random.Random(4)
    greedy, beams = outputs(o.work / "held-out.1.jsonl"), outputs(o.work / "held-out.4.jsonl")
    damage = planted.Damage(rows)
    examples = []
    for number, (_, arabic, english) in enumerate(rows):
        if rng.random() < 0.8:
            examples.append((arabic, english, None, False))
        output, score = greedy[number]
        if output:
            examples.append((arabic, output, score, is_wrong(output, english)))
        if rng.random() < 0.3:
            output_of_beams = beams[number][0]
            examples.append((arabic, output_of_beams, None, is_wrong(output_of_beams, english)))
        # Drawn without --damage too, so that the option leaves the other examples as they are.
        damaged = damage.of(number, output, rng)
        if o.damage and damaged is not None:
            examples.append((arabic, damaged, None, is_wrong(damaged, english)))
    return examples


def omission_examples(rows):
    """References whole and cut, as (source, translation, whether a part is missing)."""
    rng = random.Random(3)
    examples = []
    for _, arabic, english in rows:
        if len(english.split()) >= 12:
            examples.append((arabic, english, False))
            examples.append((arabic, planted.part_missing(english, rng), True))
    return examples


def regression(table_of_features, labels, strength):
    """Fits a logistic regression over standardized features; `strength` is the inverse of the regularisation."""
    values = np.array([list(features.values()) for features in table_of_features])
    scaler = StandardScaler().fit(values)
    fitted = LogisticRegression(C=strength, max_iter=3000).fit(scaler.transform(values), labels)
    return packed(list(table_of_features[0]), scaler.mean_, scaler.scale_, fitted)


def packed(features, mean, scale, fitted):
    def rounded(values):
        return [float(f"{value:.6g}") for value in values]

    return {
        "features": features,
        "mean": rounded(mean),
        "scale": rounded(scale),
        "weights": rounded(fitted.coef_[0]),
        "bias": rounded(fitted.intercept_)[0],
    }


def estimators(examples, lexicon):
    """The estimate without the translator's score, and with it."""
    rows = [estimate_features(Coverage(source, translation, lexicon)) for source, translation, _, _ in examples]
    values = np.array([list(features.values()) for features in rows])
    wrong = np.array([label for *_, label in examples])
    scaler = StandardScaler().fit(values)
    values = scaler.transform(values)
    plain = LogisticRegression(C=0.3, max_iter=3000).fit(values, wrong)
    scored = np.array([score is not None for _, _, score, _ in examples])
    scores = np.array([score for _, _, score, _ in examples if score is not None])
    values_of_scored = np.column_stack([values[scored], (scores - SCORE_MEAN) / SCORE_SCALE])
    with_score = LogisticRegression(C=0.3, max_iter=3000).fit(values_of_scored, wrong[scored])
    names = list(rows[0])
    mean, scale = [*scaler.mean_, SCORE_MEAN], [*scaler.scale_, SCORE_SCALE]
    return packed(names, scaler.mean_, scaler.scale_, plain), packed([*names, "score"], mean, scale, with_score)


def main():
    o = arguments()
    lexicon = Lexicon.read(o.lexicon)
    rows = table(o.work / "held-out.tsv")
    model = {}

    examples = estimate_examples(o, rows)
    print(f"estimate: {len(examples)} translations, {sum(label for *_, label in examples)} wrong", flush=True)
    model["estimator"], model["estimator_with_score"] = estimators(examples, lexicon)

    examples = omission_examples(rows)
    print(f"missing: {len(examples)} translations", flush=True)
    features = [omission_features(Coverage(source, translation, lexicon)) for source, translation, _ in examples]
    model["missing"] = regression(features, [label for *_, label in examples], 1)

    model["thresholds"] = THRESHOLDS
    write(o.out, model)


if __name__ == "__main__":
    main()
