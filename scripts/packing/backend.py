"""Builds the Python package, as pyproject.toml says (PEP 517).

maturin builds the program and writes a package that has it among its scripts; `wheel` makes one of it whose command
starts the program with the libraries of PyTorch.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import maturin
from maturin import (  # noqa: F401: pip calls these.
    build_sdist,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_wheel,
)

from packing import ROOT, stop, wheel


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Writes the package into a folder and returns its name. The setting `portable` makes it run on older systems, too."""
    # A source package does not keep which files are programs. The script's python3 is the one that has pip here.
    path = f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"
    if subprocess.run(["bash", ROOT / "scripts/setup"], env=os.environ | {"PATH": path}).returncode != 0:
        stop("there is no libtorch to build with: see above")
    with tempfile.TemporaryDirectory() as work:
        made = pathlib.Path(work, maturin.build_wheel(work))
        return wheel.write(made, pathlib.Path(wheel_directory), bool(config_settings and config_settings.get("portable")))
