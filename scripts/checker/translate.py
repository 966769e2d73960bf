"""Translate the sources of the regressions with the starter model, with the mean log-probability of a token.

    python translate.py SOURCES MUJAZ MODEL OUT.jsonl
    python translate.py SOURCES MUJAZ MODEL OUT.jsonl --beams 4 --whole

SOURCES is held-out.tsv, or a file with one sentence a line. MUJAZ is the program, MODEL the starter model. Each line of
OUT.jsonl has `text` and `score`. Sources are split into sentences, unless --whole is given; then there is no score.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from hold_out import table


def translate(o, sources):
    """Runs `mujaz filter` with a sentence as an article, and returns translations and scores."""
    command = [o.mujaz.resolve(), "filter", "--translator", o.model, "--beams", str(o.beams)]
    command += ["--precision", "int8", "--replicas", "1", "--headliner", "extractive", "--summarizer", "none"]
    articles = (json.dumps({"id": str(at), "text": text}, ensure_ascii=False) for at, text in enumerate(sources))
    given = "".join(article + "\n" for article in articles)
    made = subprocess.run(command, input=given.encode(), stdout=subprocess.PIPE, check=True).stdout
    return [joined(json.loads(line)) for line in made.decode().splitlines()]


def translate_whole(o, sources):
    """Runs `mujaz bench`, which does not split its lines."""
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "sources.txt", Path(folder) / "translations.txt"
        given.write_text("".join(source + "\n" for source in sources), encoding="utf-8")
        command = [o.mujaz.resolve(), "bench", "--translator", o.model, "--beams", str(o.beams)]
        command += ["--precision", "int8", "--replicas", "1", "--sentences", given, "--output", made]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        return [(row[0], None) for row in table(made)]


def joined(brief):
    """The text of a brief's segments, and the mean of their scores, by their words."""
    segments = [segment for paragraph in brief.get("paragraphs", []) for segment in paragraph["segments"]]
    if brief.get("outcome") == "skipped" or not segments:
        return brief.get("headline", {}).get("text", ""), None
    texts, total, count = [], 0.0, 0
    for segment in segments:
        texts.append(segment.get("translation") or "")
        if segment.get("score") is not None:
            words = len(texts[-1].split()) + 1
            total += words * segment["score"]
            count += words
    return " ".join(texts), total / count if count else None


def main():
    p = argparse.ArgumentParser()
    p.add_argument("sources", type=Path)
    p.add_argument("mujaz", type=Path)
    p.add_argument("model", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--beams", type=int, default=1)
    p.add_argument("--whole", action="store_true", help="do not split sources into sentences")
    o = p.parse_args()
    rows = table(o.sources)
    sources = [row[1] if len(row) > 1 else row[0] for row in rows]
    made = translate_whole(o, sources) if o.whole else translate(o, sources)
    if len(made) != len(sources):
        raise SystemExit(f"{len(made)} translations of {len(sources)} sentences")
    lines = (json.dumps({"text": text, "score": score}, ensure_ascii=False) for text, score in made)
    o.out.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    print(f"wrote {o.out}: {len(made)} translations")


if __name__ == "__main__":
    main()
