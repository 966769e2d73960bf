"""The options of `scripts/bench-peers`, and what has to be there before anything starts."""

import argparse
import os
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SYSTEMS = ["mujaz", "ctranslate2", "transformers", "rust-bert"]
PARTS = ["speed", "summaries", "t5", "agreement", "memory"]


class Missing(Exception):
    """Something that the user has to provide, with instructions."""


def parse():
    shared = next((p for p in (ROOT.parent / "shared", ROOT / "shared") if p.is_dir()), ROOT.parent / "shared")
    flores = shared / "eval" / "flores-dev"
    parser = argparse.ArgumentParser(
        prog="scripts/bench-peers", description="Compares mujaz with CTranslate2, transformers and rust-bert."
    )
    add = parser.add_argument
    add("--quick", action="store_true", help="few sentences, one round, no summaries: under two minutes")
    add("--device", default="cpu", help="cpu or cuda (default cpu)")
    add("--parts", help=f"comma between several of {', '.join(PARTS)} (default: all but memory)")
    add("--memory", action="store_true", help="add the part memory: 10,000 and 100,000 segments")
    add("--systems", default=",".join(SYSTEMS), help="comma between several (default: all)")
    add("--beams", default="1,4", help="comma between several (default 1,4)")
    add("--rounds", type=int, help="how often each system runs (default 3)")
    add("--sentences", type=Path, default=flores / "flores-dev.ar", help="Arabic, one a line")
    add("--english", type=Path, default=flores / "flores-dev.en", help="English, one a line, for summaries")
    add("--tokenizer", type=Path, default=shared / "tokenizers" / "opus-mt-ar-en",
        help="a folder of opus-mt-ar-en: config.json, source.spm, target.spm, vocab.json")  # fmt: skip
    add("--shortlist", type=Path, help="a vmap.txt for the folder of --tokenizer: mujaz and CTranslate2 with it too")
    add("--starter", type=Path, default=ROOT / "models" / "starter-ar-en", help="a model with trained weights")
    add("--mujaz", type=Path, default=ROOT / "target" / "release" / "mujaz")
    add("--rust-bert", type=Path, default=ROOT / "target" / "release" / "examples" / "rust_bert_generate")
    add("--mujaz-precisions", help="comma between several (default: int8,bf16,f32; bf16,f32 on a GPU)")
    add("--threads", type=int, help="cores that each system gets (default: all)")
    add("--imitate-avx2", action="store_true", help="run all systems as on a processor with AVX2 alone")
    add("--work", type=Path, default=ROOT / ".deps" / "peers", help="where models are made and kept")
    add("--out", type=Path, help="where results go (default: a new folder in WORK/results)")
    add("--write-readme", action="store_true", help="put the table into benches/README.md")
    add("--timeout", type=int, default=3600, help="seconds after which one run is given up")
    add("--python", metavar="PATH", help="a Python that has the packages already, instead of .deps/peers/venv")
    chosen = parser.parse_args()
    chosen.on_gpu = chosen.device.startswith("cuda")
    chosen.systems = pick(parser, chosen.systems, SYSTEMS)
    default_parts = ["speed", "agreement"] if chosen.quick else PARTS[:-1]
    chosen.parts = pick(parser, chosen.parts, PARTS) if chosen.parts else default_parts
    if chosen.memory and "memory" not in chosen.parts:
        chosen.parts.append("memory")
    chosen.beams = [int(n) for n in chosen.beams.split(",")]
    chosen.rounds = chosen.rounds or (1 if chosen.quick else 3)
    chosen.work = chosen.work.resolve()
    chosen.out = (chosen.out or chosen.work / "results" / time.strftime("%Y%m%d-%H%M%S")).resolve()
    return chosen


def pick(parser, text, known):
    names = text.split(",")
    for name in names:
        if name not in known:
            parser.error(f"{name!r} is none of {', '.join(known)}")
    return names


def check(o):
    """Reports everything that is missing, before anything starts."""

    def needs(*parts):
        return any(part in o.parts for part in parts)

    missing = []
    if "mujaz" in o.systems and not os.access(o.mujaz, os.X_OK):
        missing.append(f"{o.mujaz} is not built. Run:\n    scripts/setup && cargo build --release --locked")
    # rust-bert is measured in these parts alone, and not on a GPU.
    timed = needs("speed", "summaries") and not o.on_gpu
    if "rust-bert" in o.systems and timed and not os.access(o.rust_bert, os.X_OK):
        missing.append(
            f"{o.rust_bert} is not built. Run:\n"
            "    scripts/setup && cargo build --release --locked --example rust_bert_generate\n"
            "  or leave it out with --systems mujaz,ctranslate2,transformers"
        )
    wanted = []
    if needs("speed", "agreement", "memory"):
        wanted.append((o.sentences, "--sentences FILE"))
    if needs("speed", "memory"):
        files = ("config.json", "source.spm", "target.spm", "vocab.json")
        wanted += [(o.tokenizer / name, "--tokenizer DIR") for name in files]
    if needs("summaries", "t5"):
        wanted.append((o.english, "--english FILE"))
    if needs("agreement"):
        wanted.append((o.starter / "config.json", "--starter DIR"))
    if o.shortlist:
        o.shortlist = o.shortlist.resolve()
        wanted.append((o.shortlist, "--shortlist FILE"))
    missing += [f"{path} is missing; name yours with {flag}" for path, flag in wanted if not path.is_file()]
    if missing:
        raise Missing("\n".join(missing))
