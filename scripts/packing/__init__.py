"""What scripts/bundle and the Python package share: they pack the built program for other machines.

`elf` changes the program so that older systems run it, `licences` collects the texts of all its parts, `wheel` and
`backend` make the Python package.
"""

import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "target/release/mujaz"


def say(text):
    print(f"mujaz packing: {text}", file=sys.stderr, flush=True)


def stop(text, code=3):
    say(text)
    sys.exit(code)


def output(*command, **options):
    """Standard output of a command that must succeed."""
    result = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, **options)
    if result.returncode != 0:
        stop(f"{command[0]} failed with exit code {result.returncode}")
    return result.stdout


def need(command, package):
    if not shutil.which(command):
        stop(f"{command} is missing. Install it with:\n    sudo apt-get install -y {package}    (Fedora: sudo dnf install {package})")


def copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def shell_files(program, share):
    """Writes the completions and man pages of a program that runs here, in the folders where shells and man look."""
    for shell, path in {"bash": "bash-completion/completions/mujaz", "zsh": "zsh/site-functions/_mujaz", "fish": "fish/vendor_completions.d/mujaz.fish"}.items():
        target = share / path
        target.parent.mkdir(parents=True)
        target.write_bytes(output(program, "completions", shell))
    output(program, "man", share / "man/man1")
