"""Runs all systems in turn and writes results. `scripts/bench-peers --help` shows the options."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import machine
import options
import report

HERE = Path(__file__).resolve().parent
TARGET_TOKENS = 36
SUMMARY_TOKENS = 60
AGREEMENT_TOKENS = 80
# The articles that transformers and rust-bert get on processors.
SLOW_ARTICLES = 4
# The precisions of CTranslate2 on processors, by part.
CTRANSLATE2 = {"speed": ["int8", "int8+vmap"], "summaries": ["int8"], "t5": ["int8", "float32"]}
# Each system reads its own variable; together they disable all instruction sets beyond AVX2.
AVX2 = {
    "ATEN_CPU_CAPABILITY": "avx2",
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "DNNL_MAX_CPU_ISA": "AVX2",
    "CT2_FORCE_CPU_ISA": "AVX2",
    "MKL_ENABLE_INSTRUCTIONS": "AVX2",
}


@dataclass(frozen=True)
class Run:
    """One system with its settings, on one file of sentences."""

    part: str
    system: str
    family: str
    model: Path
    sentences: Path
    precision: str
    beams: int = 1
    target_tokens: int = TARGET_TOKENS
    limit: int = 0
    batches: str = "examples:64"
    output: Path | None = None


class Bench:
    def __init__(self, o):
        self.o = o
        self.results = []
        o.out.mkdir(parents=True, exist_ok=True)
        self.models = o.work / "models"
        self.log = open(o.out / "log.txt", "a", encoding="utf-8")
        self.file = open(o.out / "results.jsonl", "a", encoding="utf-8")
        self.others = 0.0
        self.facts = machine.facts(options.ROOT, str(o.mujaz))
        self.settings = {
            "device": o.device, "rounds": o.rounds, "quick": o.quick, "imitate_avx2": o.imitate_avx2,
            "parts": o.parts, "systems": o.systems, "beams": o.beams,
        }  # fmt: skip
        (o.out / "machine.json").write_text(json.dumps(self.facts | {"settings": self.settings}, indent=2) + "\n")
        if self.facts["load_before"] > 0.5:
            say(f"the machine is busy (load {self.facts['load_before']:.1f}): the figures will be low and uneven")

    # Processes.

    def environment(self, system):
        environment = os.environ | {"TOKENIZERS_PARALLELISM": "false", "PYTHONUNBUFFERED": "1"}
        environment |= {"HF_HUB_OFFLINE": "1", "PYTHONWARNINGS": "ignore"}
        if system in ("transformers", "rust-bert"):
            environment["OMP_NUM_THREADS"] = str(self.facts["cores"])
        elif system == "ctranslate2":
            environment["OMP_NUM_THREADS"] = "1"
        if self.o.on_gpu:
            import importlib.util

            packages = Path(importlib.util.find_spec("torch").origin).parents[1]
            environment.setdefault("MUJAZ_LIBTORCH_CUDA", str(packages / "torch" / "lib"))
            libraries = [str(p) for p in sorted(packages.glob("nvidia/*/lib"))]
            if system == "mujaz":
                libraries += filter(None, [environment.get("LD_LIBRARY_PATH")])
                environment["LD_LIBRARY_PATH"] = ":".join(libraries)
        return environment | (AVX2 if self.o.imitate_avx2 else {})

    def child(self, command, system="transformers"):
        """Runs a program in its own process group, so that Ctrl-C ends it and its children."""
        self.log.write("$ " + " ".join(command) + "\n")
        self.log.flush()
        before, own = machine.busy(), machine.children()
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.log, text=True,
            cwd=HERE, env=self.environment(system), start_new_session=True,
        )  # fmt: skip
        try:
            out, _ = process.communicate(timeout=self.o.timeout)
        except BaseException:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
            raise
        if process.returncode:
            lines = (self.o.out / "log.txt").read_text("utf-8", "replace").strip().splitlines()
            raise RuntimeError(f"{lines[-1]} (the rest is in {self.o.out / 'log.txt'})")
        self.others = machine.others(before, own)
        return out

    def run(self, run):
        """The result of one run; a failure is a result too."""
        script = f"run_{run.system.replace('-', '_')}.py"
        command = [sys.executable, str(HERE / script), "--model", str(run.model), "--family", run.family]
        command += ["--sentences", str(run.sentences), "--precision", run.precision, "--beams", str(run.beams)]
        command += ["--target-tokens", str(run.target_tokens), "--max-tokens", str(AGREEMENT_TOKENS)]
        command += ["--limit", str(run.limit), "--batches", run.batches, "--device", self.o.device]
        command += ["--threads", str(self.facts["cores"])]
        if run.output:
            command += ["--output", str(run.output)]
        binary = {"mujaz": self.o.mujaz, "rust-bert": self.o.rust_bert}.get(run.system)
        if binary:
            command += ["--binary", str(binary)]
        head = {"part": run.part, "system": run.system, "precision": run.precision, "beams": run.beams}
        try:
            result = json.loads(self.child(command, run.system).strip().splitlines()[-1])
            return head | result | {"others": self.others}
        except (RuntimeError, subprocess.TimeoutExpired, ValueError, IndexError) as error:
            return head | {"error": str(error)}

    def keep(self, result, **more):
        result = result | more
        self.results.append(result)
        self.file.write(json.dumps(result) + "\n")
        self.file.flush()
        how = "greedy" if result["beams"] == 1 else f"{result['beams']} beams"
        name = f"{result['part']}: {result['system']} {result['precision']}, {how}"
        if "error" in result:
            say(f"{name}: failed: {result['error']}")
        elif "equal" in result:
            say(f"{name}: {result['equal']} of {result['lines']} lines as {result['reference']}")
        else:
            say(f"{name}: {result['target_tokens_per_second']:,.0f} tokens/s, batch {result['batch']}")

    def prepare(self, what, folder, *sources):
        say(f"making {folder.name} where it is not there yet")
        self.child([sys.executable, str(HERE / "models.py"), what, str(folder), *map(str, sources)])
        return folder

    # Parts.

    def speed(self):
        o = self.o
        model = self.prepare("opus", self.models / "opus-mt-ar-en", o.tokenizer.resolve())
        sentences = o.sentences.resolve()
        if o.on_gpu:
            # A GPU finishes a thousand sentences before its clock rate has risen.
            sentences = self.repeated(len(lines_of(sentences)) * (1 if o.quick else 8))
        runs = []
        for beams in o.beams:
            found = self.systems(Run("speed", "", "marian", model, sentences, "", beams), o.quick)
            runs += found
            if o.shortlist:
                listed = self.listed(model)
                own = [r for r in found if r.system in ("mujaz", "ctranslate2") and r.precision == "int8"]
                runs += [replace(r, precision="int8+list", model=listed) for r in own]
        self.rounds(runs)

    def listed(self, model):
        """A copy of the model's folder (by links), with a shortlist for both engines."""
        folder = self.models / f"{model.name}-list"
        engine = Path("ctranslate2-int8")
        (folder / engine).mkdir(parents=True, exist_ok=True)
        for part in (Path(), engine):
            for file in (model / part).iterdir():
                link = folder / part / file.name
                if file.is_file() and file.name != "vmap.txt" and not link.exists():
                    link.symlink_to(file)
            shutil.copyfile(self.o.shortlist, folder / part / "vmap.txt")
        return folder

    def summaries(self):
        model = self.prepare("distilbart", self.models / "distilbart", self.o.english.resolve())
        self.summarize("summaries", "bart", model)

    def t5(self):
        model = self.prepare("t5", self.models / "flan-t5-base", self.o.english.resolve())
        self.summarize("t5", "t5", model)

    def summarize(self, part, family, model):
        """Measures a summarizer; on processors, the slow systems get one batch of a few articles."""
        o = self.o
        articles = o.out / f"articles-{family}.txt"
        count = 4 if o.quick else 256 if o.on_gpu else 16
        self.child(
            [sys.executable, str(HERE / "models.py"), "summary_sources", str(model), str(articles)]
            + [str(o.english.resolve()), str(count), family]
        )
        runs = []
        for beams in o.beams:
            base = Run(part, "", family, model, articles, "", beams, SUMMARY_TOKENS)
            for run in self.systems(base, o.quick):
                if not o.on_gpu and run.system in ("transformers", "rust-bert"):
                    run = replace(run, limit=SLOW_ARTICLES, batches=batches([SLOW_ARTICLES]))
                elif run.system != "mujaz":
                    run = replace(run, limit=0, batches=batches([16, 32, 64] if o.on_gpu else [4, 8]))
                runs.append(run)
        self.rounds(runs)

    def systems(self, base, quick):
        """The requested systems; slow ones get a subset of the sentences, because rates are compared."""
        o, greedy = self.o, base.beams == 1
        gpu = o.on_gpu
        found = []

        def add(system, precisions, limit, sizes, kinds=("examples",)):
            if system in o.systems:
                chosen = batches(sizes, kinds)
                for precision in precisions:
                    found.append(replace(base, system=system, precision=precision, limit=limit, batches=chosen))

        own = o.mujaz_precisions.split(",") if o.mujaz_precisions else [*self.lower(), "f32"]
        add("mujaz", own, 64 if quick and not gpu else 0, ["64"])
        if gpu:
            add("ctranslate2", ["float16", "int8_float16"], 0, ["64", "256"])
            add("transformers", ["bf16"], 512 if quick else 2048, ["64", "128", "256", "512"])
            return found
        sizes = ["32", "64", "128"]
        tokens = ["1024", "2048", "4096"]
        many = batches(sizes) + "," + batches(tokens, ["tokens"])
        add("ctranslate2", CTRANSLATE2[base.part], 64 if quick else 0, [])
        found = [replace(r, batches=many) if r.system == "ctranslate2" else r for r in found]
        precise = ["f32"] if o.imitate_avx2 else ["f32", "bf16"]
        add("transformers", precise, (16 if quick else 192) if greedy else (8 if quick else 64), ["16", "32", "64"])
        if base.family != "t5":  # examples/rust_bert_generate.rs has no T5
            add("rust-bert", ["f32"], (16 if quick else 64) if greedy else (8 if quick else 32), ["16", "32"])
        return found

    def rounds(self, runs):
        """Finds the best batch size of each system on a part of the sentences, then runs the systems in
        turn, every other round in reverse order."""
        tuned = []
        for run in runs:
            if "," in run.batches:
                if self.o.quick and not self.o.on_gpu:
                    run = replace(run, batches=run.batches.split(",")[1])
                else:
                    full = run.limit or len(lines_of(run.sentences))
                    limit = min(full, 2048 if self.o.on_gpu else 256 if run.beams == 1 else 128)
                    result = self.run(replace(run, limit=limit))
                    if "error" in result:
                        self.keep(result, round=0)
                        continue
                    say(f"{run.system} {run.precision}, {run.beams} beams: {result['trials']}")
                    self.log.write(json.dumps(result) + "\n")
                    run = replace(run, batches=result["batch"])
            tuned.append(run)
        for number in range(1, self.o.rounds + 1):
            say(f"round {number} of {self.o.rounds}")
            for run in tuned if number % 2 else reversed(tuned):
                self.keep(self.run(run), round=number)

    def agreement(self):
        """Compares greedy and beam outputs of trained weights line by line, as unmodified text."""
        o = self.o
        model = self.prepare("starter", self.models / "starter", o.starter.resolve())
        folder = o.out / "outputs"
        folder.mkdir(exist_ok=True)
        base = Run("agreement", "transformers", "marian", model, o.sentences.resolve(), "f32",
                   target_tokens=0, limit=32 if o.quick else 200, batches="examples:16")  # fmt: skip
        ours = o.mujaz_precisions.split(",") if o.mujaz_precisions else ["f32", *self.lower()]
        others = ["float16"] if o.on_gpu else ["float32", "int8"]
        for beams in o.beams:

            def lines(system, precision):
                output = folder / f"{system}-{precision}-{beams}.en"
                run = replace(base, system=system, precision=precision, beams=beams, output=output)
                result = self.run(run)
                return result, None if "error" in result else lines_of(output)

            first, reference = lines("transformers", "f32")
            if reference is None:
                self.keep(first)
                continue
            exact = None
            todo = [("mujaz", p) for p in ours] + [("ctranslate2", p) for p in others]
            todo += [("transformers", "bf16")]
            for system, precision in todo:
                if system not in o.systems:
                    continue
                result, found = lines(system, precision)
                self.compare(result, found, reference, "transformers f32")
                if (system, precision) == ("mujaz", "f32"):
                    exact = found
                elif system == "mujaz" and exact is not None and found is not None:
                    self.compare(result, found, exact, "mujaz f32")

    def lower(self):
        """The precisions below f32 in which mujaz is run."""
        if self.o.on_gpu:
            return ["bf16"]
        return ["int8"] if self.o.imitate_avx2 else ["bf16", "int8"]

    def compare(self, result, found, reference, name):
        if found is not None and len(found) != len(reference):
            result = result | {"error": f"{len(found)} lines where {len(reference)} were expected"}
        if "error" not in result:
            equal = sum(a == b for a, b in zip(found, reference))
            result = result | {"equal": equal, "lines": len(reference)}
        self.keep(result, reference=name)

    def memory(self):
        o = self.o
        model = self.prepare("opus", self.models / "opus-mt-ar-en", o.tokenizer.resolve())
        small, large = (500, 2_000) if o.quick else (10_000, 100_000)
        own = (o.mujaz_precisions or ("bf16" if o.on_gpu else "int8,f32")).split(",")
        todo = [("mujaz", p, n) for p in own for n in (small, large)]
        todo += [("ctranslate2", "float16" if o.on_gpu else "int8", small)]
        todo += [("transformers", "bf16" if o.on_gpu else "f32", small)]
        for system, precision, count in todo:
            if system in o.systems:
                sentences = self.repeated(count)
                self.keep(self.run(Run("memory", system, "marian", model, sentences, precision)))

    def repeated(self, count):
        """The sentences repeated up to `count`, each with a number before it, so that all are different."""
        path = self.o.out / f"sentences-{count}.ar"
        if not path.exists():
            lines = lines_of(self.o.sentences)
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(f"{i + 1}. {lines[i % len(lines)]}\n" for i in range(count))
        return path

    def write(self):
        baseline = ("transformers", "bf16") if self.o.on_gpu else ("ctranslate2", "int8")
        text = report.page(self.facts, self.settings, self.results, baseline)
        (self.o.out / "table.md").write_text(text, "utf-8")
        if self.o.write_readme:
            report.write_readme(options.ROOT / "benches" / "README.md", text)
        print(text)
        say(f"results are in {self.o.out}")


def batches(sizes, kinds=("examples",)):
    return ",".join(f"{kind}:{size}" for kind in kinds for size in sizes)


def lines_of(path):
    # Not splitlines: a text may hold other characters that Python treats as line ends.
    return Path(path).read_text("utf-8").removesuffix("\n").split("\n")


def say(text):
    print(f"bench-peers: {text}", file=sys.stderr, flush=True)


def stop(*_):
    raise KeyboardInterrupt


def main():
    o = options.parse()
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    # Every system is a child of this process and gets the same cores.
    cores = sorted(os.sched_getaffinity(0))
    if o.threads:
        os.sched_setaffinity(0, cores[: o.threads])
    try:
        options.check(o)
    except options.Missing as missing:
        say(str(missing))
        return 3
    o.mujaz, o.rust_bert = o.mujaz.resolve(), o.rust_bert.resolve()
    bench = Bench(o)
    try:
        for part in o.parts:
            getattr(bench, part)()
    except KeyboardInterrupt:
        say("interrupted; what was measured is kept")
        bench.write()
        return 130
    except RuntimeError as error:
        say(str(error))
        bench.write()
        return 1
    bench.write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
