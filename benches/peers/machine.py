"""The machine and the software versions that the figures were measured with."""

import os
import platform
import resource
import subprocess
from importlib import metadata
from pathlib import Path

FLAGS = "avx2 avx_vnni avx512f avx512bw avx512_vnni avx512_bf16 amx_tile amx_bf16 amx_int8".split()
PACKAGES = "ctranslate2 transformers torch sentencepiece tokenizers".split()


def facts(root, mujaz):
    text = Path("/proc/cpuinfo").read_text()
    lines = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    fields = {key.strip(): value.strip() for key, value in lines.items()}
    flags = set(fields.get("flags", "").split())
    memory = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    return {
        "processor": fields.get("model name", platform.processor()),
        "processor_family": f"{fields.get('vendor_id')} {fields.get('cpu family')}/{fields.get('model')}",
        "cores": len(os.sched_getaffinity(0)),
        "flags": [flag for flag in FLAGS if flag in flags],
        "memory_gib": round(int(memory.split()[1]) / 2**20, 1),
        "gpus": output("nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"),
        "load_before": os.getloadavg()[0],
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES}
        | {"rust-bert": locked(root, "rust-bert"), "mujaz": (output(mujaz, "--version") or "").removeprefix("mujaz ")},
        "commit": output("git", "-C", str(root), "describe", "--always", "--dirty"),
    }


def busy():
    """Seconds of all processors so far: busy, and in total."""
    ticks = [int(n) for n in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    idle = ticks[3] + ticks[4]
    return (sum(ticks) - idle) / os.sysconf("SC_CLK_TCK"), sum(ticks) / os.sysconf("SC_CLK_TCK")


def children():
    """Processor seconds of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def others(before, own):
    """The share of the machine used since `before` by anything but our child processes."""
    after = busy()
    return round(max(0.0, after[0] - before[0] - children() + own) / max(after[1] - before[1], 0.01), 3)


def version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def locked(root, name):
    lines = (root / "Cargo.lock").read_text().splitlines()
    return lines[lines.index(f'name = "{name}"') + 1].split('"')[1]


def output(*command):
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return result.stdout.strip() or None if result.returncode == 0 else None
