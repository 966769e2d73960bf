"""Gradient-boosted decision trees (Friedman 2001) for a binary label, with second-order steps. Needs Python alone.

A tree is a list of nodes in preorder: [feature, threshold, place of the right child], and [-1, value, 0] for a leaf. A
row goes left if its feature is below the threshold. The Rust port is src/quality/trees.rs, which only evaluates.
"""

import bisect
import math
import random

RATE = 0.07  # of what each tree adds
LEAST = 60  # rows on each side of a split
PENALTY = 5.0  # on the values of leaves
CUTS = 24  # thresholds tried of each feature
ROWS = 0.5  # the share of rows, and of features, that each tree sees
FEATURES = 0.7
LEAST_GAIN = 1e-3
DIGITS = 5  # of a value that count


class Forest:
    """Fits trees to rows of features and labels (0 or 1)."""

    def __init__(self, rows, labels, trees, depth, seed):
        rng = random.Random(seed)
        self.cuts = [cuts_of([row[at] for row in rows]) for at in range(len(rows[0]))]
        # The bin of each row, by feature.
        self.bins = [[bisect.bisect_right(cuts, row[at]) for row in rows] for at, cuts in enumerate(self.cuts)]
        share = sum(labels) / len(labels)
        self.bias = math.log(share / (1 - share))
        self.trees = []
        scores = [self.bias] * len(rows)
        self.gradient, self.curvature = [0.0] * len(rows), [0.0] * len(rows)
        for _ in range(trees):
            chosen = rng.sample(range(len(rows)), int(len(rows) * ROWS))
            features = sorted(rng.sample(range(len(self.cuts)), int(len(self.cuts) * FEATURES)))
            for at in chosen:
                probability = 1 / (1 + math.exp(-scores[at]))
                self.gradient[at] = labels[at] - probability
                self.curvature[at] = probability * (1 - probability)
            tree = []
            self._grow(tree, chosen, features, depth)
            self.trees.append(tree)
            for at, row in enumerate(rows):
                scores[at] += evaluate(tree, row)

    def _grow(self, tree, chosen, features, depth):
        """Appends the nodes for these rows."""
        gradient = sum(self.gradient[at] for at in chosen)
        curvature = sum(self.curvature[at] for at in chosen)
        split = self._split(chosen, features, gradient, curvature) if depth and len(chosen) >= 2 * LEAST else None
        if split is None:
            tree.append([-1, round(RATE * gradient / (curvature + PENALTY), 4), 0])
            return
        feature, cut = split
        own = self.bins[feature]
        node = [feature, self.cuts[feature][cut], 0]
        tree.append(node)
        self._grow(tree, [at for at in chosen if own[at] <= cut], features, depth - 1)
        node[2] = len(tree)
        self._grow(tree, [at for at in chosen if own[at] > cut], features, depth - 1)

    def _split(self, chosen, features, gradient, curvature):
        """The best feature and cut, or None."""
        best, split = LEAST_GAIN, None
        steps = [(self.gradient[at], self.curvature[at]) for at in chosen]
        before = gradient * gradient / (curvature + PENALTY)
        for feature in features:
            count = len(self.cuts[feature]) + 1
            gradients, curvatures, counts = [0.0] * count, [0.0] * count, [0] * count
            own = self.bins[feature]
            for at, (step, curve) in zip(chosen, steps):
                place = own[at]
                gradients[place] += step
                curvatures[place] += curve
                counts[place] += 1
            left = left_curvature = rows = 0
            for cut in range(count - 1):
                left += gradients[cut]
                left_curvature += curvatures[cut]
                rows += counts[cut]
                if min(rows, len(chosen) - rows) < LEAST:
                    continue
                right, right_curvature = gradient - left, curvature - left_curvature
                gain = left * left / (left_curvature + PENALTY) + right * right / (right_curvature + PENALTY) - before
                if gain > best:
                    best, split = gain, (feature, cut)
        return split

    def packed(self, features):
        """As model.json has it."""
        return {"features": features, "bias": round(self.bias, 4), "trees": self.trees}


def cuts_of(values):
    """The thresholds to try of a feature: halfway between values, so that rounding changes no side."""
    ordered = sorted(round(value, DIGITS) for value in values)
    distinct = sorted(set(ordered))
    halfway = {high: (low + high) / 2 for low, high in zip(distinct, distinct[1:])}
    if len(distinct) <= CUTS:
        return [float(f"{cut:.7g}") for cut in halfway.values()]
    chosen = {ordered[len(ordered) * number // CUTS] for number in range(1, CUTS)}
    return sorted(float(f"{halfway[value]:.7g}") for value in chosen if value in halfway)


def evaluate(tree, row):
    """The value of the leaf that a row comes to."""
    at = 0
    while True:
        feature, value, right = tree[at]
        if feature < 0:
            return value
        at = at + 1 if row[feature] < value else right


def score(packed, row):
    """The logarithm of the odds that a row has the label, by a forest as model.json has it."""
    return packed["bias"] + sum(evaluate(tree, row) for tree in packed["trees"])
