"""Collects the licence texts of what is packed, each text once."""

import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

from packing import ROOT, output, say, stop
from packing.elf import SHIM

# The texts of oneMKL's licence. libtorch contains oneMKL, but its package does not bring them.
ONEMKL = "onemkl-license==2026.1.0 --hash=sha256:39fd829648af92c9e03c22ba228f07174d829aaa2fe3c5f6cd7073b8eb8a9805\n"

LICENCE_FILE = re.compile(r"(un)?licen[cs]e|copying|copyright|notice|ofl", re.IGNORECASE)
NOT_TEXT = {".rs", ".py", ".c", ".h", ".cc", ".cpp", ".html", ".json", ".toml", ".yml", ".yaml", ".png", ".svg", ".tmpl", ".hbs", ".sh", ".js"}

# What tells the text of a licence.
SIGNS = {
    "MIT": "Permission is hereby granted, free of charge",
    "Apache-2.0": "^ ?Apache License",
    "BSD-2-Clause": "Redistribution and use in source and binary forms",
    "BSD-3-Clause": "^(?=.{,2000}$).*Redistribution and use in source and binary forms.*Neither the name",
    "MPL-2.0": "^Mozilla Public License",
}


def licence_files(folder):
    found = []
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if f not in (".git", "target", "tests", "fuzz", "node_modules"))
        for name in sorted(files):
            path = pathlib.Path(at, name)
            if LICENCE_FILE.match(name) and path.suffix.lower() not in NOT_TEXT and 0 < path.stat().st_size < 200_000:
                found.append(path)
    return found


def has_parquet(program):
    return b"built without Parquet" not in program.read_bytes()


def crates(program):
    """The crates that are compiled into the program, and those that write code for it."""
    features = ["--all-features"] if has_parquet(program) else []
    metadata = json.loads(output("cargo", "metadata", "--format-version", "1", "--locked", "--quiet", *features,
                                 "--filter-platform", "x86_64-unknown-linux-gnu", cwd=ROOT))
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    seen, waiting = set(), [metadata["resolve"]["root"]]
    while waiting:
        package = waiting.pop()
        if package not in seen:
            seen.add(package)
            waiting += [d["pkg"] for d in nodes[package]["deps"] if any(kind["kind"] is None for kind in d["dep_kinds"])]
    seen.discard(metadata["resolve"]["root"])
    return sorted((packages[package] for package in seen), key=lambda package: (package["name"], package["version"]))


def plain(page):
    """The text of a simple HTML page."""
    page = re.sub(r"(?s)<(style|script|title)\b.*?</\1>", "", page)
    page = re.sub(r"(?i)<(/?(p|div|h[1-6]|li|ul|pre|br|details|summary|hr))\b[^>]*>", "\n", page)
    page = html.unescape(re.sub(r"<[^>]*>", "", page))
    return re.sub(r"\n\s*\n\s*", "\n\n", "\n".join(line.rstrip() for line in page.splitlines())).strip()


def package_licences():
    """Name: text of the licences in the packages that scripts/setup unpacks, and of oneMKL."""
    folder = ROOT / ".deps/licences"
    wanted = (ROOT / "scripts/libtorch.txt").read_text() + ONEMKL
    if (folder / ".complete").is_file() and (folder / ".complete").read_text() == wanted:
        return {path.name: path.read_text(errors="replace") for path in sorted(folder.glob("*.txt"))}
    say("fetching the packages of libtorch again for their licences (about 540 MB, once)")
    with tempfile.TemporaryDirectory(dir=ROOT / ".deps") as download:
        pinned = pathlib.Path(download, "pinned.txt")
        pinned.write_text(wanted)
        tags = ["manylinux_2_28_x86_64", "manylinux_2_25_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"]
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:",
                   "--require-hashes", "--python-version", "3.12", "--implementation", "cp", "--abi", "cp312", "--abi", "abi3", "--abi", "none"]
        command += [part for tag in tags for part in ("--platform", tag)] + ["--dest", download, "-r", str(pinned)]
        if subprocess.run(command, stdout=sys.stderr).returncode != 0:
            stop("the download failed; run the same command again when the network is there")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for wheel in sorted(pathlib.Path(download).glob("*.whl")):
            with zipfile.ZipFile(wheel) as archive:
                for name in archive.namelist():
                    base = name.rsplit("/", 1)[-1]
                    if re.search(r"\.dist-info/(licenses/)?(LICENSE|NOTICE|License)(\.txt)?$", name) or base == "third-party-programs.txt":
                        out = folder / f"{wheel.name.split('-')[0]}-{base.removesuffix('.txt')}.txt"
                        out.write_bytes(archive.read(name))
        (folder / ".complete").write_text(wanted)
    return package_licences()


class Texts:
    """Licence texts, each once, and the numbers by which they are cited."""

    def __init__(self):
        sysroot = pathlib.Path(output("rustc", "--print", "sysroot", text=True, cwd=ROOT).strip())
        self.rust = sysroot / "share/doc/rust"
        if not (self.rust / "COPYRIGHT-library.html").is_file():
            stop(f"the licences of Rust's standard library are not where they belong: {self.rust}")
        self.standard = {path.stem: path.read_text() for path in (self.rust / "licenses").glob("*.txt")}
        self.texts, self.numbers = [], {}

    def cite(self, text):
        key = re.sub(r"\W+", " ", text).strip().lower()
        if key not in self.numbers:
            self.texts.append(text.strip("\n").replace("\r\n", "\n").replace("\f", ""))
            self.numbers[key] = len(self.texts)
        return self.numbers[key]

    def cite_known(self, name, sign):
        """A text of a licence that Rust brings, else one that another crate brings."""
        if name in self.standard:
            return self.cite(self.standard[name])
        return next((i for i, text in enumerate(self.texts, 1) if re.search(sign, re.sub(r"\s+", " ", text))), None)

    def of_crates(self, program):
        """A line for each crate in the program."""
        packages = crates(program)
        cited_by = {package["id"]: [self.cite(path.read_text(errors="replace")) for path in licence_files(pathlib.Path(package["manifest_path"]).parent)]
                    for package in packages}
        lines, without = [], []
        for package in packages:
            licence, own = package["license"] or "see its text", cited_by[package["id"]]
            by = ""
            if not own:
                # The text is taken from elsewhere, with the authors in place of its copyright line.
                own = [number for name, sign in SIGNS.items() if re.search(rf"\b{name}\b", licence) for number in [self.cite_known(name, sign)] if number]
                by = f"  (by {', '.join(package['authors']) or 'its authors'})"
                without.append(package["name"])
                if not own:
                    stop(f"there is no text for the licence {licence} of {package['name']}", 1)
            lines.append(f"  {package['name']} {package['version']}: {licence} [{', '.join(map(str, sorted(set(own))))}]{by}")
        say(f"{len(packages)} crates; no licence text of their own: {', '.join(without)}")
        return lines

    def of_libtorch(self):
        """Lines for libtorch and what it needs."""
        cited = {name: self.cite(text) for name, text in package_licences().items()}

        def of(prefix):
            return ", ".join(dict.fromkeys(str(number) for name, number in cited.items() if name.startswith(prefix)))

        gcc = f"{self.cite(self.standard['GPL-3.0-or-later'])}, {self.cite(self.standard['GCC-exception-3.1'])}"
        return [
            f"  libtorch 2.11 (libtorch_cpu.so, libc10.so), from PyTorch: BSD-3-Clause, with what it contains of others [{of('torch')}]",
            f"  oneMKL, inside libtorch_cpu.so: Intel Simplified Software License [{of('onemkl')}]",
            f"  CUDA run time and CUPTI of NVIDIA (libcudart.so.13, libcupti.so.13): NVIDIA's licence [{of('nvidia')}]",
            f"  libgomp of GCC (libgomp.so.1): GPL-3.0-or-later with the GCC Runtime Library Exception [{gcc}]",
        ]

    def of_standard_library(self):
        library = self.cite(plain((self.rust / "COPYRIGHT-library.html").read_text()))
        return [f"  Rust's standard library: MIT OR Apache-2.0, with what it contains of others [{library}]"]

    def page(self, what, parts):
        """The whole text: for each part of what is packed its title and its lines, then the texts."""
        head = (f"What this {what} contains beside mujaz itself, and the licences of all of it. mujaz has the MIT licence (LICENSE); the\n"
                "models that come with it say their own in models/*/README.md. Numbers in brackets are those of the texts below.\n")
        listed = "".join(f"\n{title}\n\n" + "".join(f"{line}\n" for line in lines) for title, lines in parts)
        rule = "=" * 100
        return head + listed + "".join(f"\n\n{rule}\n[{i}]\n{rule}\n\n{text}\n" for i, text in enumerate(self.texts, 1))


def third_party(program, what, libtorch, shim):
    """One text with all components of a bundle or package, their licences, and each text once. `libtorch` and `shim` are
    whether libtorch and the library SHIM lie in its folder lib."""
    texts = Texts()
    listed = texts.of_crates(program)
    libraries = texts.of_libtorch() if libtorch else []
    libraries += [f"  {SHIM}: part of mujaz"] * shim
    parts = [
        ("Libraries in lib/:", libraries),
        ("Inside bin/mujaz, beside the crates:", texts.of_standard_library()),
        ("Rust crates in bin/mujaz. The source of each is published under its name and version in the registry of Rust packages.", listed),
    ]
    return texts.page(what, [part for part in parts if part[1]])
