"""The protocol of all systems. Each system is a separate program: it gets the same arguments, does its
work once, and prints one JSON object on its last line. `seconds` runs from the first token of the
sources to the last text of the targets; loading and a short warm-up are left out."""

import argparse
import contextlib
import json
import os
import resource
import time


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True, help="the checkpoint's folder, prepared by models.py")
    parser.add_argument("--family", choices=["marian", "bart", "t5"], required=True)
    parser.add_argument("--sentences", required=True, help="one source a line")
    parser.add_argument("--limit", type=int, default=0, help="take this many lines, evenly spaced; 0: all")
    parser.add_argument("--beams", type=int, default=1)
    parser.add_argument("--precision", required=True)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--target-tokens", type=int, default=0, help="force every output to this many tokens")
    parser.add_argument("--max-tokens", type=int, default=80, help="where nothing is forced")
    parser.add_argument("--batches", default="examples:64", help="kind:size, comma between several: each is timed")
    parser.add_argument("--output", help="write one target a line")
    parser.add_argument("--binary", help="the program to run, for systems that are not Python")
    return parser.parse_args()


def read(options):
    with open(options.sentences, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    lines = [line for line in lines if line.strip()]
    if options.limit and options.limit < len(lines):
        lines = [lines[i * len(lines) // options.limit] for i in range(options.limit)]
    return lines


def warm_up(options, lines):
    """The sources of a first pass, which is not measured: a few sentences, or one article."""
    return lines[:8] if options.family == "marian" else lines[:1]


class Clock:
    """Adds up the seconds spent inside `with clock:`."""

    def __init__(self):
        self.seconds = 0.0

    def __enter__(self):
        self.start = time.perf_counter()

    def __exit__(self, *_):
        self.seconds += time.perf_counter() - self.start


def best_of(options, lines, translate):
    """Times `translate(kind, size)`, which returns (texts, target tokens), with each requested batch size;
    writes the texts and returns the figures of the fastest."""
    trials, best = {}, None
    for batch in options.batches.split(","):
        kind, size = batch.split(":")
        clock = Clock()
        with clock:
            texts, tokens = translate(kind, int(size))
        rate = tokens / clock.seconds
        trials[batch] = round(rate, 1)
        if best is None or rate > best[1]["target_tokens_per_second"]:
            best = texts, figures(len(lines), tokens, clock.seconds) | {"batch": batch}
    texts, result = best
    if options.output:
        with open(options.output, "w", encoding="utf-8") as file:
            file.writelines(" ".join(text.split("\n")).strip() + "\n" for text in texts)
    return result | {"trials": trials}


def figures(segments, tokens, seconds):
    return {
        "segments": segments,
        "target_tokens": tokens,
        "seconds": round(seconds, 3),
        "target_tokens_per_second": round(tokens / seconds, 1),
        "segments_per_second": round(segments / seconds, 2),
    }


def peak_rss():
    """The peak memory in bytes; Linux reports kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run_child(command, environment=None):
    """Runs a program; returns its stdout and its peak memory in bytes."""
    import subprocess

    child = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    with contextlib.suppress(BrokenPipeError):
        out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        # The program has reported the reason on stderr.
        raise SystemExit(child.returncode)
    return out.decode(), usage.ru_maxrss * 1024


def last_json(text):
    """The JSON object that a program printed: its whole output, or the last line."""
    with contextlib.suppress(json.JSONDecodeError):
        return json.loads(text)
    return json.loads(text.strip().splitlines()[-1])


def report(system, options, result):
    print(
        json.dumps(
            {
                "system": system,
                "family": options.family,
                "device": options.device,
                "precision": options.precision,
                "beams": options.beams,
            }
            | result
        )
    )
