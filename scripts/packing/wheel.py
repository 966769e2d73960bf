"""Makes the Python package of mujaz from the one that maturin writes.

maturin puts the program where it is the command itself. Then it would have to find PyTorch alone, whose place only Python
knows: it may lie in the folder of another environment, or of another version of Python. So the program moves into the
package, and the command is the launcher in python/mujaz.
"""

import base64
import hashlib
import io
import pathlib
import shutil
import tempfile
import zipfile

from packing import ROOT, copy, need, output, say, shell_files, stop
from packing.elf import OLDEST, RPATH, SHIM, Elf, lower, requirements
from packing.licences import third_party

ENTRY_POINTS = "[console_scripts]\nmujaz = mujaz:main\n"


def write(made, target, portable):
    """Writes the package into the folder `target`. Returns its file name."""
    need("strip", "binutils")
    with tempfile.TemporaryDirectory() as work, zipfile.ZipFile(made) as archive:
        folder = pathlib.Path(work, "package")
        archive.extractall(folder)
        info, = folder.glob("*.dist-info")
        data = info.with_suffix(".data")
        built = pathlib.Path(work, "built")
        shutil.move(data / "scripts/mujaz", built)
        shutil.rmtree(data)
        built.chmod(0o755)
        package = folder / "mujaz"
        (package / "bin").mkdir()
        (package / "lib").mkdir()
        output("strip", "--strip-unneeded", "-o", package / "bin/mujaz", built)
        shim = fit(package, portable)
        # The checker is compiled into the program.
        for path in [*ROOT.glob("models/starter-*/*"), ROOT / "models/checker-ar-en/README.md"]:
            copy(path, package / path.relative_to(ROOT))
        (package / "THIRD-PARTY-LICENCES").write_text(third_party(built, "package", libtorch=False, shim=shim))
        shell_files(built, data / "data/share")
        (info / "entry_points.txt").write_text(ENTRY_POINTS)
        name = made.name
        if portable:
            name = retag(name, info, package)
        archived = pack(folder, info)
    (target / name).write_bytes(archived)
    say(f"{name}, {len(archived) / 1e6:.1f} MB")
    return name


def fit(package, portable):
    """Removes the folder of the build from where the program looks for libraries, and lets older systems run it if it is
    to be portable. Returns whether it needs the library SHIM."""
    program = package / "bin/mujaz"
    if portable:
        return lower(program, package / "lib")
    elf = Elf(program)
    elf.set_rpath(RPATH)
    elf.write()
    return False


def retag(name, info, package):
    """The file name of a package that all systems with a new enough glibc may install, which its list of tags says too."""
    files = [package / "bin/mujaz", *package.glob("lib/*")]
    found = tuple(map(int, requirements(files)["GLIBC"][0].split(".")))
    # PyTorch itself needs the oldest.
    major, minor = max(found, OLDEST["GLIBC"])
    old, new = "py3-none-linux_x86_64", f"py3-none-manylinux_{major}_{minor}_x86_64"
    tags = (info / "WHEEL").read_text()
    if old not in name or f"Tag: {old}\n" not in tags:
        stop(f"maturin made {name}, which is not tagged {old}", 1)
    (info / "WHEEL").write_text(tags.replace(f"Tag: {old}\n", f"Tag: {new}\n"))
    return name.replace(old, new)


def pack(folder, info):
    """The bytes of a package. The same files give the same bytes: names are sorted, times and modes fixed."""
    record = (info / "RECORD").relative_to(folder).as_posix()
    (info / "RECORD").unlink()
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    lines = []
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        lines.append(f"{name},sha256={digest},{len(content)}\n")
    files[record] = "".join([*lines, f"{record},,\n"]).encode()
    archived = io.BytesIO()
    with zipfile.ZipFile(archived, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name.startswith(("mujaz/bin/", "mujaz/lib/")) else 0o100644) << 16
            archive.writestr(entry, content)
    return archived.getvalue()
