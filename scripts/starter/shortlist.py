"""Make a lexical shortlist (vmap.txt, the vocabulary map of CTranslate2) for a Marian model from parallel text.

    python shortlist.py MODEL PAIRS.tsv OUT/vmap.txt --weights "tatoeba=1,xquad=3"

MODEL holds source.spm, target.spm and vocab.json (and target_vocab.json if the sides differ); each line of PAIRS.tsv
has a set, a source and a target text. The shortlist holds, for each source piece, its likeliest target pieces by IBM
Model 1 (Brown et al. 1993), and on the first line the pieces that every sentence may use: the most common ones, and
those of a single letter that occur in the text, so that names can be spelled.
"""
import argparse, json, random
from pathlib import Path

import numpy as np
import sentencepiece


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument("model", type=Path)
    p.add_argument("pairs", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--weights", default="", help="set=share of its pairs; above 1 repeats")
    p.add_argument("--longest", type=int, default=50, help="pieces of a side at most")
    p.add_argument("--rounds", type=int, default=5, help="of expectation maximisation")
    p.add_argument("--best", type=int, default=40, help="target pieces of a source piece at most")
    p.add_argument("--least", type=float, default=0.002, help="probability of a target piece at least")
    p.add_argument("--always", type=int, default=1000, help="commonest target pieces, for every sentence")
    return p.parse_args()


def read(o):
    """Pairs of source and target ids. Each source begins with 0, for target pieces that no source piece explains."""
    shares = {k: float(v) for k, v in (w.split("=") for w in o.weights.split(",") if w)}
    sides = [sentencepiece.SentencePieceProcessor(model_file=str(o.model / f)) for f in ("source.spm", "target.spm")]
    rng, pairs = random.Random(1), []
    for line in open(o.pairs, encoding="utf-8"):
        name, *texts = line.rstrip("\n").split("\t")
        share = shares.get(name, 1)
        for _ in range(int(share) + (rng.random() < share - int(share))):
            source, target = (side.encode(text) for side, text in zip(sides, texts))
            if max(len(source), len(target)) <= o.longest and target:
                pairs.append((np.array([0] + [i + 1 for i in source]), np.array(target)))
    return sides, pairs


def model_1(pairs, width, rounds):
    """Returns keys source * width + target, and the probability of each target given its source."""
    cells = np.concatenate([(t[:, None] + s[None, :] * width).ravel() for s, t in pairs])
    keys, cells = np.unique(cells, return_inverse=True)
    # One group of cells for each target position.
    sizes = np.concatenate([np.full(len(t), len(s)) for s, t in pairs])
    starts = np.cumsum(sizes) - sizes
    of_source, source = np.unique(keys // width, return_inverse=True)
    p = np.ones(len(keys), np.float32)
    for number in range(rounds):
        expected = p[cells]
        expected /= np.repeat(np.add.reduceat(expected, starts), sizes)
        count = np.bincount(cells, expected, len(keys))
        p = (count / np.bincount(source, count, len(of_source))[source]).astype(np.float32)
        print(f"round {number + 1} of {rounds}", flush=True)
    return keys, p


def main():
    o = arguments()
    (source, target), pairs = read(o)
    print(f"{len(pairs)} pairs", flush=True)
    width = len(target)
    common = np.bincount(np.concatenate([t for _, t in pairs]), minlength=width)
    keys, p = model_1(pairs, width, o.rounds)
    known = set(json.loads((o.model / "vocab.json").read_text(encoding="utf-8")))
    into = o.model / "target_vocab.json"
    written = set(json.loads(into.read_text(encoding="utf-8"))) if into.exists() else known
    piece = target.id_to_piece
    always = set(np.argsort(-common, kind="stable")[:o.always].tolist())
    always |= {i for i in range(width) if len(piece(i).lstrip("\u2581")) <= 1 and common[i] > 0}
    lines = ["\t" + " ".join(piece(i) for i in sorted(always) if piece(i) in written)]
    order = np.lexsort((keys, -p, keys // width))
    rows = {}
    for at in order[p[order] >= o.least]:
        s, t = divmod(int(keys[at]), width)
        if s and t not in always and len(rows.setdefault(s, [])) < o.best:
            rows[s].append(t)
    for s, targets in sorted(rows.items()):
        name = source.id_to_piece(s - 1)
        if name in known:
            lines.append(name + "\t" + " ".join(piece(t) for t in targets if piece(t) in written))
    o.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"wrote {o.out}: {len(always)} pieces for all, {sum(map(len, rows.values()))} for {len(rows)}")


if __name__ == "__main__":
    main()
