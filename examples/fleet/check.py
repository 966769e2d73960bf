#!/usr/bin/env python3
"""Compares answers with those of one process: each line answered once, and each answer identical to the byte.

An argument is what one process wrote (`mujaz filter --flat > FILE`, or a folder of `mujaz run`), or what a job wrote: a
folder of JSON Lines or Parquet, or the folders of all shards. Exits with 1 if anything differs.

    check.py EXPECTED ANSWERS...
"""

import collections
import json
import pathlib
import sys
from collections.abc import Iterator

# How many differences are named.
SHOWN = 5


def answers(path: pathlib.Path) -> Iterator[tuple[str, bytes]]:
    """The answers in a file or folder, each with the name of its line."""
    if (path / "index.jsonl").exists():
        yield from briefs(path)
        return
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        # `_SUCCESS` and checksums are the engines' own.
        if not file.is_file() or file.name.startswith(("_", ".")):
            continue
        if file.suffix == ".parquet":
            import pyarrow.parquet

            for row in pyarrow.parquet.read_table(file).to_pylist():
                yield row["input_id"], json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
        else:
            for line in file.read_bytes().removesuffix(b"\n").split(b"\n"):
                if line:
                    yield json.loads(line)["input_id"], line


def briefs(out: pathlib.Path) -> Iterator[tuple[str, bytes]]:
    """The articles of an output folder. Briefs say how long they took, which nothing makes the same twice."""
    for line in (out / "index.jsonl").read_bytes().splitlines():
        entry = json.loads(line)
        content = [line]
        for name in sorted(entry.get("briefs", {}).values()):
            brief = json.loads((out / name).read_bytes())
            del brief["timings"]
            content.append(json.dumps(brief, ensure_ascii=False).encode())
        yield entry["path"], b"\n".join(content)


def compare(expected: dict[str, bytes], given: list[tuple[str, bytes]]) -> list[str]:
    """What is wrong with the answers, a sentence each."""
    times = collections.Counter(name for name, _ in given)
    faults = [f"{name} is not answered" for name in expected if not times[name]]
    faults += [f"{name} is answered {count} times" for name, count in times.items() if count > 1]
    faults += [f"{name} was not asked" for name in times if name not in expected]
    faults += [f"{name} has another answer" for name, answer in given if expected.get(name, answer) != answer]
    return faults


def main() -> int:
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    expected, *rest = map(pathlib.Path, sys.argv[1:])
    wanted = list(answers(expected))
    faults = compare(dict(wanted), [answer for path in rest for answer in answers(path)])
    if len(dict(wanted)) < len(wanted):
        faults.insert(0, f"{expected}: two lines have the same id, so answers cannot be told apart")
    for fault in faults[:SHOWN]:
        print(f"check: {fault}", file=sys.stderr)
    if len(faults) > SHOWN:
        print(f"check: and {len(faults) - SHOWN} more", file=sys.stderr)
    if not faults:
        print(f"check: {len(wanted)} lines, each answered once, identical to the answers of one process")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
