"""Measure the program's estimates on translations of one text by several systems, with `mujaz eval --estimates`.

    python estimates.py MUJAZ SOURCES REFERENCES TRANSLATIONS...
    python estimates.py MUJAZ SOURCES REFERENCES TRANSLATIONS... --from ar --wrong-below 40

All files have one sentence a line. A file of translations may be a .jsonl as translate.py writes it, or the references
again, which are right. Prints a table with a row for each file and, for several, one for all of them together. It needs
Python alone; measure.py computes the estimates again in Python, with the translator's score too.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

HEAD = (
    "translations | sentences | wrong | AUC | Pearson | Spearman | wrong flagged | right flagged | "
    "calibration error | Brier"
)


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument("mujaz", type=Path)
    p.add_argument("sources", type=Path)
    p.add_argument("references", type=Path)
    p.add_argument("translations", type=Path, nargs="+")
    p.add_argument("--from", dest="language", default="ar", help="language of the sources")
    p.add_argument("--wrong-below", type=float, default=40, help="chrF2 under which a translation is wrong")
    return p.parse_args()


def lines(path):
    """The sentences of a file."""
    own = path.read_bytes().decode("utf-8").removesuffix("\n").split("\n")
    if path.suffix == ".jsonl":
        own = [" ".join(json.loads(line)["text"].split()) for line in own]
    return own


def measured(o, sources, references, translations):
    """What the program prints of these sentences, as JSON."""
    texts = {"sources": sources, "references": references, "hypotheses": translations}
    with tempfile.TemporaryDirectory() as folder:
        command = [o.mujaz.resolve(), "eval", "--estimates", "--json", "--metrics", "chrf"]
        command += ["--from", o.language, "--wrong-below", str(o.wrong_below)]
        for name, own in texts.items():
            path = Path(folder) / name
            path.write_text("".join(text + "\n" for text in own), encoding="utf-8")
            command += [f"--{name}", path]
        made = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return json.loads(made)["estimates"]


def row(name, estimates):
    """A row of the table; what is not defined is a dash."""

    def percent(share):
        return "–" if share["share"] is None else f"{share['share']:.1%}"

    def number(key, digits):
        value = (estimates["estimate"] or {}).get(key)
        return "–" if value is None else f"{value:.{digits}f}"

    cells = [name, str(estimates["wrong"]["of"]), percent(estimates["wrong"])]
    cells += [number(key, 2) for key in ("auc", "pearson", "spearman")]
    cells += [percent(estimates["wrong_flagged"]), percent(estimates["right_flagged"])]
    cells += [number(key, 3) for key in ("calibration_error", "brier")]
    return f"| {' | '.join(cells)} |"


def main():
    o = arguments()
    sources, references = lines(o.sources), lines(o.references)
    print(f"| {HEAD} |\n|---|" + "---:|" * HEAD.count("|"))
    together = []
    for path in o.translations:
        own = lines(path)
        print(row(path.name, measured(o, sources, references, own)))
        together += own
    times = len(o.translations)
    if times > 1:
        print(row("all together", measured(o, sources * times, references * times, together)))


if __name__ == "__main__":
    main()
