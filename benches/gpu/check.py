"""Checks and measures mujaz on a GPU. `scripts/gpu-check --help` shows the options.

Every step runs in a separate process with a time limit; a step that fails is reported, and the next one runs.
Results go to OUT: results.json, table.md, log.txt (everything that the steps wrote to stderr) and translations.json."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PEERS = ROOT / "benches" / "peers"
sys.path.insert(0, str(PEERS))
import machine  # noqa: E402

OPUS_TOKENS, SUMMARY_TOKENS, AGREEMENT_TOKENS = 36, 60, 120
START = time.monotonic()


def options():
    flores = [ROOT / ".gpu", ROOT.parent / "shared" / "eval" / "flores-dev"]
    tokenizers = [ROOT / ".gpu" / "tokenizer", ROOT.parent / "shared" / "tokenizers" / "opus-mt-ar-en"]
    parser = argparse.ArgumentParser(prog="scripts/gpu-check", description="Checks and measures mujaz on a GPU.")
    add = parser.add_argument
    add("out", type=Path, help="folder for the results")
    add("--mujaz", default=os.environ.get("MUJAZ", str(ROOT / "target" / "release" / "mujaz")))
    add("--device", default="cuda", help="a device as mujaz names it (default cuda); cpu tries the script itself")
    add("--seconds", type=float, default=255, help="for everything; steps that no longer fit are left out")
    add("--steps", help="comma between several (default: all)")
    add("--sentences", type=Path, default=first(flores) / "flores-dev.ar", help="Arabic, one a line")
    add("--english", type=Path, default=first(flores) / "flores-dev.en", help="their English, one a line")
    add("--tokenizer", type=Path, default=first(tokenizers), help="a folder of opus-mt-ar-en without its weights")
    add("--starter", type=Path, default=ROOT / "models" / "starter-ar-en", help="a translator with trained weights")
    add("--work", type=Path, default=Path("/tmp/gpu-check"), help="where models of random weights are made and kept")
    add("--rounds", type=int, default=3, help="how often each speed is measured")
    add("--copies", type=int, default=20, help="how often the sentences are translated in a speed step")
    add("--articles", type=int, default=2000)
    chosen = parser.parse_args()
    needed = [chosen.sentences, chosen.english, chosen.tokenizer / "config.json", chosen.starter / "config.json"]
    missing = [str(path) for path in needed if not path.is_file()]
    if missing:
        parser.error(f"{', '.join(missing)}: not there; see --sentences, --english, --tokenizer and --starter")
    return chosen


def first(paths):
    return next((p for p in paths if p.is_dir()), paths[-1])


class Watch:
    """The share of the time in which the GPU was busy, sampled five times a second."""

    def __init__(self, wanted):
        self.shares, self.stop = [], threading.Event()
        self.thread = threading.Thread(target=self.read, daemon=True) if wanted else None

    def read(self):
        try:
            import pynvml

            pynvml.nvmlInit()
            gpu = pynvml.nvmlDeviceGetHandleByIndex(0)
            while not self.stop.wait(0.2):
                self.shares.append(pynvml.nvmlDeviceGetUtilizationRates(gpu).gpu)
        except Exception as error:  # The results do not depend on it.
            print(f"the GPU's load cannot be read: {error}", file=sys.stderr)

    def __enter__(self):
        if self.thread:
            self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        if self.thread:
            self.thread.join()


class Check:
    def __init__(self, o):
        self.o, self.results, self.texts = o, {}, {}
        o.out.mkdir(parents=True, exist_ok=True)
        o.work.mkdir(parents=True, exist_ok=True)
        self.log = open(o.out / "log.txt", "w", encoding="utf-8")
        self.environment = os.environ | {
            "TOKENIZERS_PARALLELISM": "false",
            "HF_HUB_OFFLINE": "1",
            "PYTHONUNBUFFERED": "1",
        }
        self.on_gpu = o.device.startswith("cuda")
        self.precisions = ["f32", "bf16", "f16"] if self.on_gpu else ["f32"]
        self.fast = "bf16" if self.on_gpu else "f32"

    def left(self):
        return self.o.seconds - (time.monotonic() - START)

    def child(self, *command, limit=60, expect=(0,), environment=None):
        """Runs a program; returns its stdout, its exit code, the seconds it took, and the GPU's busy shares."""
        command = [str(part) for part in command]
        self.log.write(f"\n$ {' '.join(command)}\n")
        self.log.flush()
        limit = min(limit, self.left())
        if limit < 2:
            raise RuntimeError("no time is left")
        started = time.monotonic()
        with Watch(self.on_gpu) as watch:
            run = subprocess.run(
                command, stdout=subprocess.PIPE, stderr=self.log, text=True, timeout=limit,
                env=self.environment | (environment or {}), cwd=ROOT,
            )  # fmt: skip
        seconds = time.monotonic() - started
        self.log.write(f"{run.stdout}\n= {run.returncode} after {seconds:.1f} s\n")
        self.log.flush()
        if run.returncode not in expect:
            lines = (self.o.out / "log.txt").read_text("utf-8", "replace").strip().splitlines()
            raise RuntimeError(f"exit code {run.returncode}: {lines[-2 if not run.stdout else -3][:300]}")
        return run.stdout, run.returncode, seconds, watch.shares

    def bench(self, model, *more, device=None, precision=None, beams=1, limit=60):
        kind = "--summarizer" if "bart" in Path(model).name else "--translator"
        out, _, _, shares = self.child(
            self.o.mujaz, "bench", kind, model, "--device", device or self.o.device, "--precision", precision or self.fast,
            "--beams", beams, "--json", *more, limit=limit,
        )  # fmt: skip
        return json.loads(out) | {"gpu_shares": shares}

    def copies(self, count):
        """A file with the sentences repeated `count` times."""
        path = self.o.work / f"sentences-{count}.txt"
        path.write_text(self.o.sentences.read_text("utf-8") * count, "utf-8")
        return path

    # Steps. Each returns its rows of the table.

    def machine(self):
        facts = machine.facts(ROOT, self.o.mujaz)
        return facts | {"transformers": machine.version("transformers"), "torch": machine.version("torch")}

    def doctor(self):
        """Small models of every family, in every precision, compared with the CPU."""
        out, code, *_ = self.child(self.o.mujaz, "doctor", "--deep", "--device", self.o.device, expect=(0, 3))
        return {"code": code, "text": out.splitlines()}

    def absent(self):
        """A missing device ends the program with exit code 3 and the reason."""
        _, code, *_ = self.child(self.o.mujaz, "bench", "--device", "cuda:9", expect=(0, 3))
        if code != 3:
            raise RuntimeError(f"exit code {code} for a device that is not there")
        return {"code": code}

    def agreement(self):
        """The trained model in every precision: lines equal to the CPU's in f32, and BLEU against the reference."""
        reference = self.o.english.read_text("utf-8").splitlines()
        found = {}
        for beams in (1, 4):
            lines = {}
            for device, precision in [("cpu", "f32"), *((self.o.device, p) for p in self.precisions)]:
                name = f"{device} {precision} {beams}"
                path = self.o.work / f"{name.replace(' ', '-').replace(':', '')}.txt"
                try:
                    self.bench(
                        self.o.starter, "--sentences", self.o.sentences, "--max-tokens", AGREEMENT_TOKENS, "--output", path,
                        device=device, precision=precision, beams=beams,
                    )  # fmt: skip
                except Exception as error:
                    found[name] = {"error": str(error)}
                    continue
                lines[name] = self.texts[name] = path.read_text("utf-8").splitlines()
                expected = lines.get(f"cpu f32 {beams}", [])
                found[name] = {
                    "equal": sum(a == b for a, b in zip(lines[name], expected)),
                    "of": len(lines[name]),
                    "bleu": bleu(lines[name], reference),
                    "first_difference": next(([a, b] for a, b in zip(lines[name], expected) if a != b), None),
                }
        return found

    def opus(self):
        """opus-mt-ar-en's dimensions: greedy and 4 beams, by batch size and by replicas."""
        model, found = self.model("opus"), {}
        sentences = self.copies(self.o.copies)
        plain = ["--sentences", sentences, "--target-tokens", OPUS_TOKENS]
        for beams in (1, 4):
            runs = [self.bench(model, *plain, beams=beams) for _ in range(self.o.rounds)]
            found[f"{beams} beams"] = figures(runs)
            for option, value in [("--replicas", 1), ("--replicas", 2), ("--batch-tokens", 131_072)]:
                run = self.bench(model, *plain, option, value, beams=beams)
                found[f"{beams} beams, {option} {value}"] = figures([run])
        # With few rows, a step takes its fixed cost.
        few = [*plain[2:], "--sentences", self.copies(1), "--batch-tokens", 640, "--replicas", 1]
        found["1 beams, few rows"] = figures([self.bench(model, *few)])
        return found

    def step(self):
        """Every operation of a decode step, timed alone."""
        found = {}
        for rows, beams in ((1024, 1), (4096, 1), (2048, 4)):
            more = ["--rows", rows, "--beams", beams, "--device", self.o.device]
            out, *_ = self.child(sys.executable, HERE / "step.py", *more)
            found[f"{rows} rows, {beams} beams"] = json.loads(out)
        return found

    def opus_transformers(self):
        model, found = self.model("opus"), {}
        sentences = self.copies(4)
        for beams, batches in ((1, "examples:1024,examples:2048"), (4, "examples:256,examples:512")):
            out, *_ = self.child(
                sys.executable, PEERS / "run_transformers.py", "--model", model, "--family", "marian", "--sentences", sentences,
                "--precision", self.fast, "--device", self.o.device, "--beams", beams, "--target-tokens", OPUS_TOKENS,
                "--batches", batches, "--threads", 8, limit=80,
            )  # fmt: skip
            found[f"{beams} beams"] = json.loads(out.strip().splitlines()[-1])
        return found

    def distilbart(self):
        """distilbart-cnn-12-6's dimensions: articles of about 700 tokens, 60 target tokens, 4 beams."""
        model = self.model("distilbart")
        articles = self.o.work / "articles.txt"
        self.child(sys.executable, HERE / "make_model.py", "articles", model, articles, self.o.english, 1024)
        more = ["--sentences", articles, "--target-tokens", SUMMARY_TOKENS]
        found = {"mujaz": figures([self.bench(model, *more, beams=4) for _ in range(self.o.rounds)])}
        for tokens in (131_072, 524_288):
            found[f"mujaz, --batch-tokens {tokens}"] = figures(
                [self.bench(model, *more, "--batch-tokens", tokens, beams=4)]
            )
        out, *_ = self.child(
            sys.executable, PEERS / "run_transformers.py", "--model", model, "--family", "bart", "--sentences", articles,
            "--precision", self.fast, "--device", self.o.device, "--beams", 4, "--target-tokens", SUMMARY_TOKENS,
            "--batches", "examples:64,examples:128", "--limit", 256, "--threads", 8, limit=80,
        )  # fmt: skip
        return found | {"transformers": json.loads(out.strip().splitlines()[-1])}

    def nllb(self):
        """NLLB-600M's dimensions, on sentences cut so that a tiny tokenizer turns each into about 40 tokens."""
        model = self.model("nllb")
        lines = self.o.sentences.read_text("utf-8").splitlines()
        path = self.o.work / "short.txt"
        path.write_text("".join(line[:60] + "\n" for line in lines) * 5, "utf-8")
        more = ["--sentences", path, "--target-tokens", OPUS_TOKENS]
        return {f"{beams} beams": figures([self.bench(model, *more, beams=beams)]) for beams in (1, 4)}

    def memory(self):
        """A token budget that is too large is halved until it fits, and every sentence is translated."""
        model, path = self.model("opus"), self.copies(10)
        # Another program holds most of the memory.
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLD, "0.97"], stdout=subprocess.PIPE, text=True, env=self.environment
        )
        try:
            held = holder.stdout.readline().strip()
            run = self.bench(
                model, "--sentences", path, "--target-tokens", OPUS_TOKENS, "--batch-tokens", 1_000_000, beams=4
            )
        finally:
            holder.kill()
            holder.wait()
        return {"rate": figures([run]), "held": held, "notices": str(run["notices"])}

    def pair(self):
        """Two processes on one GPU at once."""
        model, path = self.model("opus"), self.copies(self.o.copies)
        command = [self.o.mujaz, "bench", "--translator", model, "--device", self.o.device, "--precision", self.fast]
        command += ["--sentences", path, "--target-tokens", OPUS_TOKENS, "--json"]
        both = [
            subprocess.Popen(
                [str(c) for c in command], stdout=subprocess.PIPE, stderr=self.log, text=True, env=self.environment
            )
            for _ in range(2)
        ]
        try:
            outs = [p.communicate(timeout=max(2, min(60, self.left())))[0] for p in both]
        finally:
            for process in both:
                process.kill()
        rates = [round(json.loads(out)["target_tokens_per_second"]) for out in outs]
        return {"codes": str([p.returncode for p in both]), "rates": str(rates)}

    def articles(self):
        """`mujaz run` over articles on the GPU, with two CPU cores, compared with the same run on the CPU."""
        folder = self.o.work / "articles"
        write_articles(folder, self.o.sentences, self.o.articles)
        found, briefs = {}, {}
        for name, device, precision in (
            ("gpu", self.o.device, "f32"), ("gpu fast", self.o.device, self.fast), ("cpu", "cpu", "f32"),
        ):  # fmt: skip
            out = self.o.work / f"briefs-{name.replace(' ', '-')}"
            shutil.rmtree(out, ignore_errors=True)
            cores = ["taskset", "-c", "0,1"] if name != "cpu" else []
            _, code, seconds, shares = self.child(
                *cores, self.o.mujaz, "run", folder, "-o", out, "--translator", self.o.starter, "--device", device,
                "--precision", precision, "--beams", 4, "--headliner", "extractive", expect=(0, 4), limit=100,
            )  # fmt: skip
            facts = json.loads((out / "run.json").read_text("utf-8"))
            briefs[name] = {p.relative_to(out): translations(p) for p in sorted(out.glob("briefs/**/*.json"))}
            found[name] = {"seconds": seconds, "gpu_share": share(shares), "briefs": len(briefs[name]), "run": facts}
        same = sum(briefs["gpu"][key] == briefs["cpu"].get(key) for key in briefs["gpu"])
        return found | {"same_in_f32": same}

    def model(self, name):
        folder = self.o.work / name
        if not (folder / ".complete").exists():
            self.child(sys.executable, HERE / "make_model.py", name, folder, self.o.tokenizer, self.o.english)
        return folder

    def save(self):
        (self.o.out / "results.json").write_text(json.dumps(self.results, indent=1, ensure_ascii=False), "utf-8")
        (self.o.out / "translations.json").write_text(json.dumps(self.texts, ensure_ascii=False), "utf-8")
        (self.o.out / "table.md").write_text(table(self.results), "utf-8")

    def all(self):
        names = self.o.steps.split(",") if self.o.steps else STEPS
        for name in names:
            started = time.monotonic()
            try:
                self.results[name] = getattr(self, name)()
            except Exception as error:
                self.results[name] = {"error": f"{type(error).__name__}: {error}"[:600]}
            seconds = time.monotonic() - started
            print(f"[{time.monotonic() - START:6.1f}] {name}: {seconds:.1f} s", flush=True)
            self.save()
        print((self.o.out / "table.md").read_text("utf-8"))
        return 1 if "FAILED" in (self.o.out / "table.md").read_text("utf-8") else 0


STEPS = "machine doctor absent memory pair nllb agreement distilbart articles opus opus_transformers step".split()

HOLD = """
import sys, time, torch
free, total = torch.cuda.mem_get_info()
held = torch.empty(int(free * float(sys.argv[1])), dtype=torch.uint8, device="cuda")
print(f"{held.numel() / 2**30:.1f} of {total / 2**30:.1f} GiB", flush=True)
time.sleep(300)
"""


def bleu(lines, reference):
    try:
        import sacrebleu
    except ImportError:
        return None
    return round(sacrebleu.corpus_bleu(lines, [reference]).score, 3)


def share(shares):
    return round(statistics.mean(shares), 1) if shares else None


def figures(runs):
    """The median run, with the range of all runs."""
    rate = lambda run: run["target_tokens_per_second"]  # noqa: E731
    runs = sorted(runs, key=rate)
    middle = runs[len(runs) // 2]
    return {
        "rate": round(rate(middle)),
        "range": [round(rate(runs[0])), round(rate(runs[-1]))],
        "seconds": round(middle["seconds"], 3),
        "segments": middle["segments"],
        "load_seconds": round(middle["load_seconds"], 2),
        "model_share": round(middle["model_share"], 3),
        "stages": {k: round(v, 3) for k, v in middle["stages"].items()},
        "gpu_shares": middle["gpu_shares"],
        "peak_rss_bytes": middle["peak_rss_bytes"],
    }


def write_articles(folder, sentences, count):
    """Writes articles of twelve sentences each, all different."""
    lines = sentences.read_text("utf-8").splitlines()
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(count):
        step = 1 + i // len(lines)
        chosen = [lines[(i * 13 + j * step) % len(lines)] for j in range(12)]
        text = "\n\n".join(" ".join(chosen[j : j + 3]) for j in range(0, 12, 3))
        (folder / f"article-{i:05}.txt").write_text(f"{chosen[0][:60]}\n\n{text}\n", "utf-8")


def translations(path):
    brief = json.loads(path.read_text("utf-8"))
    return [[s.get("translation") for s in p["segments"]] for p in brief["paragraphs"]]


def table(results):
    rows = []

    def walk(prefix, value):
        if not isinstance(value, dict):
            return
        if "error" in value:
            rows.append((prefix, f"FAILED: {value['error']}"))
        elif "rate" in value:
            low, high = value["range"]
            note = f"{value['rate']:,} target tokens/s ({low:,}-{high:,}), model share {value['model_share']}"
            rows.append((prefix, f"{note}, {value['stages']}"))
        elif "target_tokens_per_second" in value:
            rows.append((prefix, f"{value['target_tokens_per_second']:,} target tokens/s, {value.get('trials')}"))
        elif "step_ms" in value:
            worst = sorted(value["operations"].items(), key=lambda f: -f[1]["ms"] * f[1]["count"])[:5]
            worst = ", ".join(f"{name} {f['ms'] * f['count']:.2f}" for name, f in worst)
            rows.append((prefix, f"{value['step_ms']} ms (floor {value['floor_ms']}); most in: {worst}"))
        elif "equal" in value:
            rows.append((prefix, f"{value['equal']} of {value['of']} lines as on the CPU in f32, BLEU {value['bleu']}"))
        elif "briefs" in value:
            rows.append((prefix, f"{value['seconds']:.1f} s, GPU busy {value['gpu_share']}%, {value['briefs']} briefs"))
        else:
            for key, inner in value.items():
                walk(f"{prefix}: {key}", inner)
            plain = {k: v for k, v in value.items() if not isinstance(v, dict | list)}
            if plain:
                rows.append((prefix, json.dumps(plain, ensure_ascii=False)[:400]))

    for name, value in results.items():
        walk(name, value)
    return "\n".join(["| step | result |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)]) + "\n"


if __name__ == "__main__":
    sys.exit(Check(options()).all())
